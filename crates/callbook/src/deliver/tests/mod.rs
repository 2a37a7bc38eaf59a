//! Lanes over a real store, by a clock that is set, to receivers that do as a story says.
#![allow(clippy::unwrap_used)]

mod again;
mod all;
mod held;
mod joined;
mod off;
mod parts;
mod room;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use calls::moment::Moment;
use calls::notation::json::native::from_native;
use calls::signal::Signal;
use tokio::sync::mpsc;

use super::target::{Parcel, Tale, Tried, Verdict};
use super::*;
use crate::clock::{Clock, SetClock};
use crate::manner::Ladder;
use crate::scratch::Scratch;
use crate::store::{
    AttemptRow, Batch, ChangeKind, ChangeRow, DeliveryRow, Filter, Listed, Mode, Standing, SubscriptionSettings, open, text,
};

/// What a receiver does with what it is sent.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Does {
    Takes,
    Fails,
    FailsAndAsksFor(u32),
    AsksToBeLeftAlone(u32),
    IsGone,
    IsHopeless,
    Hangs,
    TakesTheFirstPart,
    /// Takes everything but what ends so.
    HangsAt(&'static str),
}

impl Does {
    fn takes(self, body: &str) -> bool {
        match self {
            Self::Takes => true,
            Self::TakesTheFirstPart => body.ends_with(" 0"),
            Self::HangsAt(end) => !body.ends_with(end),
            _ => false,
        }
    }
}

/// Something that was sent to the receiver: conversation, version, id, body, and whether it took it.
type Sent = (Option<Uuid>, u64, Uuid, String, bool);

/// A receiver at the outer door, which does to each conversation as the story says.
struct Receiving {
    does: Mutex<HashMap<Option<Uuid>, Does>>,
    sent: mpsc::UnboundedSender<Sent>,
    parts: u32,
}

#[async_trait]
impl Target for Receiving {
    async fn render(&self, Tale { row, record, .. }: Tale<'_>) -> crate::store::Result<Vec<Arc<str>>> {
        let version: Option<serde_json::Value> = record.map(|record| serde_json::from_str(record).unwrap());
        assert_eq!(version.map(|record| record["version"].as_u64()), row.conversation.map(|_| Some(row.version)));
        let of = row.conversation.map_or(String::new(), |id| id.to_string());
        Ok((0..self.parts).map(|part| format!("{of} {} {part}", row.version).into()).collect())
    }

    fn test(&self, _: Moment) -> Arc<str> {
        " 0 0".into()
    }

    async fn send(&self, parcel: Parcel) -> Tried {
        let mut words = parcel.body.split(' ');
        let of: Option<Uuid> = words.next().unwrap().parse().ok();
        let version = words.next().unwrap().parse().unwrap();
        let does = self.does.lock().unwrap().get(&of).copied().unwrap_or(Does::Takes);
        let takes = does.takes(&parcel.body);
        let _ = self.sent.send((of, version, parcel.id, parcel.body.to_string(), takes));
        let verdict = match does {
            _ if takes => Verdict::Taken,
            Does::Takes | Does::TakesTheFirstPart | Does::Fails => Verdict::Failed { wait_s: None },
            Does::FailsAndAsksFor(seconds) => Verdict::Failed { wait_s: Some(seconds) },
            Does::AsksToBeLeftAlone(seconds) => Verdict::Later { wait_s: seconds },
            Does::IsGone => Verdict::Gone,
            Does::IsHopeless => Verdict::Hopeless,
            Does::Hangs | Does::HangsAt(_) => std::future::pending().await,
        };
        let hold_s = if let Verdict::Later { wait_s } = verdict { Some(wait_s) } else { None };
        let (status, error) = if takes { (Some(204), None) } else { (Some(500), Some("no".to_owned())) };
        let attempt = AttemptRow { at: parcel.at.micros(), took_ms: 1, status, answer: String::new(), error, hold_s };
        Tried { attempt, verdict }
    }
}

struct House {
    ctx: Ctx,
    clock: Arc<SetClock>,
    id: Uuid,
    receiving: Arc<Receiving>,
    sent: mpsc::UnboundedReceiver<Sent>,
    manner: Manner,
    lane: Option<(watch::Sender<bool>, JoinHandle<End>)>,
    _folder: Scratch,
}

impl House {
    async fn new(settings: SubscriptionSettings, parts: u32) -> Self {
        let folder = Scratch::new();
        let clock = Arc::new(SetClock::at(Moment::from_micros(1_767_607_200_000_000).unwrap()));
        let store = open(&folder.path().join("store.db")).unwrap();
        let ctx = Ctx::new(store, Arc::clone(&clock) as Arc<dyn Clock>);
        ctx.store.put_account(crate::demo::account(clock.now(), "UTC")).await.unwrap();
        let id = Uuid::from_u128(77);
        let row = SubscriptionRow {
            account: text("main"),
            id,
            kind: Receiver::Webhook,
            name: text("desk"),
            settings,
            position: 0,
            turn: 0,
            off: None,
            failing_since: None,
            created_at: clock.now(),
            deleted_at: None,
        };
        ctx.store.put_subscription(row).await.unwrap();
        let (into, sent) = mpsc::unbounded_channel();
        let receiving = Arc::new(Receiving { does: Mutex::default(), sent: into, parts });
        let ladder = Ladder::of(vec![10, 60]).unwrap();
        let manner = Manner { ladder, at_once: 4, ..Manner::default() };
        Self { ctx, clock, id, receiving, sent, manner, lane: None, _folder: folder }
    }

    async fn row(&self) -> SubscriptionRow {
        self.ctx.store.subscriptions(Some("main")).await.unwrap().remove(0)
    }

    async fn begin(&mut self) {
        let target = Arc::clone(&self.receiving) as Arc<dyn Target>;
        let lane = Lane::open(self.ctx.clone(), self.row().await, target, self.manner.clone()).await.unwrap();
        let (stop, stopped) = watch::channel(false);
        let trials = self.ctx.outgoing.open(self.id);
        self.lane = Some((stop, tokio::spawn(lane.run(trials, stopped))));
    }

    /// The lane ends as at the end of the server.
    async fn end(&mut self) -> End {
        let (stop, task) = self.lane.take().unwrap();
        let _ = stop.send(true);
        let end = task.await.unwrap();
        // What a story did not wait for is not what it asks about next.
        while self.sent.try_recv().is_ok() {}
        end
    }

    /// The lane ends as when the server is killed.
    fn kill(&mut self) {
        self.lane.take().unwrap().1.abort();
    }

    fn does(&self, of: Uuid, does: Does) {
        self.receiving.does.lock().unwrap_or_else(PoisonError::into_inner).insert(Some(of), does);
    }

    /// Waits until so many deliveries stand so.
    async fn stand(&self, state: Standing, many: usize) -> Vec<DeliveryRow> {
        loop {
            let rows = self.rows(Some(state)).await;
            if rows.len() == many {
                return rows;
            }
            tokio::task::yield_now().await;
        }
    }

    /// What was sent of conversations once the lane has done all it could after what was recorded last: it answers a trial between two
    /// rounds of its work, and what it sends in a round is on its way before the next.
    async fn sent_by_now(&mut self) -> Vec<Sent> {
        for _ in 0..2 {
            self.ctx.outgoing.try_out(self.id).unwrap().await.unwrap();
        }
        let sent = std::iter::from_fn(|| self.sent.try_recv().ok());
        sent.filter(|one| one.0.is_some()).collect()
    }

    /// Signals of a call, each of which makes a version: it comes in, and goes in and out of queues. Gives back its conversation.
    async fn call(&self, name: &str, signals: std::ops::Range<u32>) -> Uuid {
        self.record(signals.map(|no| signal(name, no, &[])).collect()).await;
        let id = calls::id::derive("main", "pbx", calls::id::Kind::Conversation, name);
        let found = self.ctx.store.conversations("main", &Filter::default(), None, 100).await.unwrap().rows;
        let is_of = |row: &Listed| row.record.contains(&format!("\"{name}\"")) || row.conversation == id;
        found.iter().find(|row| is_of(row)).map(|row| row.conversation).unwrap()
    }

    async fn record(&self, signals: Vec<Signal>) {
        let batch = Batch {
            account: text("main"),
            signals: signals.into(),
            seen: Vec::new(),
            mark: None,
            mode: Mode::Live,
            at: self.clock.now(),
        };
        self.ctx.store.record(batch).await.unwrap();
    }

    async fn changes(&self) -> Vec<ChangeRow> {
        self.ctx.store.changes("main", 0, None, 1_000).await.unwrap().rows
    }

    /// The next so many that are sent.
    async fn sent(&mut self, many: usize) -> Vec<Sent> {
        let mut sent = Vec::new();
        for _ in 0..many {
            sent.push(self.sent.recv().await.unwrap());
        }
        sent
    }

    async fn rows(&self, state: Option<Standing>) -> Vec<DeliveryRow> {
        let mut rows = self.ctx.store.deliveries("main", self.id, state, None, 500).await.unwrap();
        rows.reverse();
        rows
    }

    fn goes_by(&self, seconds: i64) {
        self.clock.go(seconds * 1_000_000);
    }
}

/// A signal of a call, of that number, which says what other threads are of the same conversation.
fn signal(name: &str, no: u32, ties: &[&str]) -> Signal {
    let what = match no {
        0 => serde_json::json!({"what": "came_in", "party": {"number": "+31612340017", "trunk": "voip"}}),
        _ if no % 2 == 1 => serde_json::json!({"what": "entered", "place": "queue", "name": format!("q{no}")}),
        _ => serde_json::json!({"what": "left", "place": "queue", "how": "transferred"}),
    };
    let mut signal = serde_json::json!({
        "key": no.to_string(), "thread": name, "leg": name, "ties": ties, "at": format!("2026-01-05T10:{:02}:{:02}Z", no / 60, no % 60),
    });
    signal.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
    from_native(&signal, "pbx").unwrap()
}

fn versions(sent: &[Sent], of: Uuid) -> Vec<u64> {
    sent.iter().filter(|one| one.0 == Some(of)).map(|one| one.1).collect()
}

/// Nothing is left out, and nothing comes before what it follows was taken; what came may come again.
fn is_in_order(sent: &[Sent], of: Uuid, to: u64) -> bool {
    are_in_order(sent, of, to, 1)
}

/// The same of versions that are told in so many parts each.
fn are_in_order(sent: &[Sent], of: Uuid, to: u64, parts: u64) -> bool {
    let mut reached = 0;
    let good = sent.iter().filter(|one| one.0 == Some(of)).all(|(_, version, _, body, taken)| {
        let place = (version - 1) * parts + part(body) + 1;
        let follows = place <= reached + 1;
        reached = reached.max(if *taken { place } else { 0 });
        follows
    });
    good && reached == to * parts
}

fn part(body: &str) -> u64 {
    body.rsplit(' ').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn r13_every_version_of_every_conversation_arrives_in_order_and_once_if_all_is_well() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    house.begin().await;
    let (one, other) = (house.call("T1", 0..5).await, house.call("T2", 0..5).await);
    house.call("T1", 5..9).await;
    let many = house.changes().await.len();
    let sent = house.sent(many).await;
    for of in [one, other] {
        let told = versions(&sent, of);
        assert_eq!(told, (1..=told.len() as u64).collect::<Vec<_>>());
    }
    assert_eq!(house.end().await, End::Stopped);
    let rows = house.rows(None).await;
    assert!(rows.iter().all(|row| row.state == Standing::Done && row.body.is_none() && row.attempts.len() == 1));
    assert_eq!((rows.len(), house.row().await.position), (many, many as u64));
    let named: std::collections::HashSet<_> = sent.iter().map(|one| one.2).collect();
    assert_eq!(named, rows.iter().map(|row| row.id).collect(), "the row has the name that was sent");
    // Whoever comes next has nothing to send.
    house.begin().await;
    house.call("T3", 0..1).await;
    assert_eq!(house.sent(1).await[0].1, 1);
}

#[tokio::test]
async fn r13_what_fails_waits_with_all_that_comes_after_it_and_nobody_else_does() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    let bad = house.call("T1", 0..4).await;
    house.does(bad, Does::Fails);
    house.begin().await;
    let good = house.call("T2", 0..4).await;
    let versions_of_good = house.changes().await.iter().filter(|row| row.conversation == Some(good)).count();
    let sent = house.sent(versions_of_good + 1).await;
    assert_eq!(versions(&sent, bad), [1]);
    assert_eq!(versions(&sent, good).len(), versions_of_good);
    house.end().await;
    let waiting = house.rows(Some(Standing::Waiting)).await;
    assert!(waiting.iter().all(|row| row.conversation == Some(bad)));
    assert_eq!((waiting[0].tries, waiting[1].tries), (1, 0));
    assert_eq!(house.row().await.position, house.changes().await.len() as u64, "the position does not wait for it");
    // The wait is over: the same bytes under the same name, and then the rest.
    house.does(bad, Does::Takes);
    house.goes_by(13);
    house.begin().await;
    let again = house.sent(waiting.len()).await;
    assert_eq!(
        (again[0].2, &again[0].3),
        (sent.iter().find(|one| one.0 == Some(bad)).unwrap().2, &sent.iter().find(|one| one.0 == Some(bad)).unwrap().3)
    );
    assert!(is_in_order(&again, bad, waiting.len() as u64));
    house.end().await;
    assert!(house.rows(Some(Standing::Waiting)).await.is_empty());
    assert_eq!(house.row().await.failing_since, None);
}

#[tokio::test]
async fn r13_one_that_hangs_holds_nobody_up_and_is_sent_again_by_whoever_comes_next() {
    let mut house = House::new(SubscriptionSettings::default(), 1).await;
    let hung = house.call("T1", 0..3).await;
    house.does(hung, Does::Hangs);
    house.begin().await;
    let good = house.call("T2", 0..5).await;
    let many = house.changes().await.iter().filter(|row| row.conversation == Some(good)).count();
    let sent = house.sent(many + 1).await;
    assert_eq!(versions(&sent, good).len(), many);
    house.kill();
    house.does(hung, Does::Takes);
    house.begin().await;
    let name = sent.iter().find(|one| one.0 == Some(hung)).unwrap().2;
    loop {
        let again = house.sent(1).await.remove(0);
        if again.0 == Some(hung) {
            assert_eq!((again.1, again.2), (1, name));
            break;
        }
    }
}

#[tokio::test]
async fn of_several_parts_only_those_that_were_not_taken_are_sent_again() {
    let mut house = House::new(SubscriptionSettings::default(), 3).await;
    let of = house.call("T1", 0..1).await;
    house.does(of, Does::TakesTheFirstPart);
    house.begin().await;
    let sent = house.sent(2).await;
    assert!(sent[0].3.ends_with(" 0") && sent[1].3.ends_with(" 1"));
    house.end().await;
    let parts = |rows: Vec<DeliveryRow>| rows.iter().map(|row| (row.part, row.tries)).collect::<Vec<_>>();
    assert_eq!(parts(house.rows(Some(Standing::Waiting)).await), [(1, 1), (2, 0)]);
    house.does(of, Does::Takes);
    house.goes_by(13);
    house.begin().await;
    let again = house.sent(2).await;
    assert_eq!((again[0].2, &again[0].3, again[1].3.ends_with(" 2")), (sent[1].2, &sent[1].3, true));
    house.end().await;
    assert_eq!(parts(house.rows(Some(Standing::Done)).await), [(0, 1), (1, 2), (2, 1)]);
}

#[tokio::test]
async fn what_waited_and_is_not_wanted_after_all_leaves_no_row() {
    let settings = SubscriptionSettings { queues: vec![text("q1")], ..SubscriptionSettings::default() };
    let mut house = House::new(settings, 1).await;
    let of = house.call("T1", 0..3).await;
    house.does(of, Does::Fails);
    house.begin().await;
    house.sent(1).await;
    house.end().await;
    let mut row = house.row().await;
    assert_eq!(house.rows(Some(Standing::Waiting)).await.len(), 2);
    // What is asked for is said anew while it waits.
    row.settings.queues = vec![text("q9")];
    house.ctx.store.put_subscription(row).await.unwrap();
    house.does(of, Does::Takes);
    house.goes_by(13);
    house.begin().await;
    let again = house.sent(1).await;
    house.end().await;
    assert_eq!(again[0].1, 2, "what was sent before is sent as it was");
    assert_eq!(house.rows(Some(Standing::Waiting)).await, []);
    assert_eq!(house.rows(None).await.len(), 1);
}

#[tokio::test]
async fn only_what_is_asked_for_is_told() {
    let settings =
        SubscriptionSettings { kinds: vec!["ended".to_owned(), "new".to_owned()], ..SubscriptionSettings::default() };
    let mut house = House::new(settings, 1).await;
    house.begin().await;
    let of = house.call("T1", 0..6).await;
    house.ctx.store.source_turned("main", "pbx", crate::store::SourceTurn::Silent, house.clock.now()).await.unwrap();
    house.call("T2", 0..1).await;
    let sent = house.sent(2).await;
    assert_eq!((versions(&sent, of), sent[1].1), (vec![1], 1));
    let outward = SubscriptionSettings { directions: vec!["outbound".to_owned()], ..SubscriptionSettings::default() };
    let wish = wish::Wish::of(&outward);
    let record = |of: Uuid| house.ctx.store.find("main", of, None);
    let record = record(of).await.unwrap().unwrap().record;
    assert!(!wish.wants(Some(&record)) && !wish.wants(None));
    let inward = SubscriptionSettings { directions: vec!["inbound".to_owned()], ..SubscriptionSettings::default() };
    assert!(wish::Wish::of(&inward).wants(Some(&record)));
    let of_user = SubscriptionSettings { users: vec![text("nobody")], ..SubscriptionSettings::default() };
    assert!(!wish::Wish::of(&of_user).wants(Some(&record)));
}

#[tokio::test]
async fn r13_whatever_fails_and_however_often_it_is_killed_every_part_of_every_version_arrives_in_order() {
    let mut chance = 0x2545_f491_4f6c_dd1d_u64;
    let mut draw = move |of: u64| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        chance % of
    };
    for round in 0..12 {
        let parts = 1 + round % 3;
        let mut house = House::new(SubscriptionSettings::default(), parts).await;
        // No ladder is used up here.
        house.manner.ladder = Ladder::of(vec![1; 24]).unwrap();
        let (mut ids, mut sent) = (Vec::new(), Vec::new());
        for step in 0..12 {
            house.begin().await;
            for no in 0..3 {
                let from = step * 3;
                ids.push(house.call(&format!("T{no}"), from..from + 1 + draw(3) as u32).await);
            }
            for of in &ids {
                let does = [Does::Takes, Does::TakesTheFirstPart, Does::Fails, Does::Hangs][draw(4) as usize];
                house.does(*of, does);
            }
            if draw(2) == 0 {
                // It is told to stop, and killed at it.
                let _ = house.lane.as_ref().unwrap().0.send(true);
                tokio::task::yield_now().await;
            }
            house.kill();
            while let Ok(one) = house.sent.try_recv() {
                sent.push(one);
            }
            house.goes_by(3);
        }
        house.receiving.does.lock().unwrap().clear();
        ids.sort_unstable();
        ids.dedup();
        let last: BTreeMap<Uuid, u64> =
            house.changes().await.iter().filter_map(|row| Some((row.conversation?, row.version))).collect();
        house.begin().await;
        let taken = |one: &&Sent, of: &Uuid| one.0 == Some(*of) && one.4;
        let place = |one: &Sent| (one.1, part(&one.3) + 1);
        let done = |sent: &[Sent], of: &Uuid| {
            let latest = sent.iter().rev().find(|one| taken(one, of)).map(place);
            latest == last.get(of).map(|version| (*version, u64::from(parts)))
        };
        while !ids.iter().all(|of| done(&sent, of)) {
            house.goes_by(3);
            house.call("bell", 0..1).await;
            let one = tokio::time::timeout(Duration::from_secs(20), house.sent.recv()).await;
            sent.push(
                one.unwrap_or_else(|_| {
                    panic!("round {round}: {:?} {last:?}", ids.iter().map(|of| versions(&sent, *of)).collect::<Vec<_>>())
                })
                .unwrap(),
            );
        }
        for of in &ids {
            assert!(are_in_order(&sent, *of, last[of], u64::from(parts)), "round {round}: {:?}", versions(&sent, *of));
        }
    }
}
