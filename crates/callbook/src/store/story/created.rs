//! Calls by when they were told first, what clients say of them, and calls that clients write down.

use std::sync::Arc;

use calls::Text;
use calls::conversation::Direction;
use calls::dialects::chakra::{Address, FEED, Said, Say};
use calls::dialects::seen::Seen;
use calls::moment::Moment;
use calls::signal::{Assigned, Doer, DoerKind, Doing, LegKey, Link, Recorded, RecordingKind, RecordingStep, Signal};
use uuid::Uuid;

use super::super::{Clue, Created, CreatedAsk, Creation, Filter, Found, Remark, Remarked, Store, Touch};
use super::{Open, account, batch, noon, record, recorded, records, told, with_account};

const SCENARIOS: &[&str] = &["answered", "attended_transfer", "conference_inbound", "two_blind_transfers", "busy"];

/// Recorded calls over a line.
const OUTSIDE: &[&str] = &[
    "inbound_answered",
    "outbound_answered",
    "attended_transfer_inbound",
    "inbound_cancelled",
    "outbound_busy",
    "inbound_declined",
];

/// A store with calls that were told a minute after one another, and two at once.
async fn filled(open: Open<'_>) -> Arc<dyn Store> {
    with(open, SCENARIOS).await
}

async fn with(open: Open<'_>, scenarios: &[&str]) -> Arc<dyn Store> {
    let store = with_account(open).await;
    for (minute, scenario) in (0..).zip(scenarios) {
        let batch = super::Batch { at: noon().plus(minute / 2 * 60_000_000), ..batch(&recorded(scenario), super::Mode::Live) };
        store.record(batch).await.unwrap();
    }
    store
}

/// Every call there is, by a look at every record: when it was told first, its id, when it began.
async fn all(store: &Arc<dyn Store>) -> Vec<(Moment, Uuid, Moment)> {
    let page = store.conversations("main", &Filter::default(), None, 500).await.unwrap();
    let mut all = Vec::new();
    for row in page.rows {
        let seen = Seen::read(&row.record).unwrap();
        let calls = seen.calls.iter().filter(|call| call.direction.is_some());
        all.extend(calls.map(|call| (call.created_at.unwrap(), call.id, call.started_at)));
    }
    all.sort_unstable();
    all
}

async fn walk(store: &Arc<dyn Store>, ask: &CreatedAsk, rows: u64) -> (u64, Vec<Uuid>) {
    let (mut walked, mut total) = (Vec::new(), 0);
    for page in 0.. {
        let ask = CreatedAsk { skipped: page * rows, rows, ..ask.clone() };
        let found = store.created("main", ask).await.unwrap();
        total = found.total;
        if found.calls.is_empty() {
            break;
        }
        walked.extend(found.calls.iter().map(|call| call.call));
    }
    (total, walked)
}

pub(crate) async fn c23_calls_are_walked_by_when_they_were_told_first_each_once(open: Open<'_>) {
    let store = filled(open).await;
    for reopened in [false, true] {
        let store = if reopened { open() } else { Arc::clone(&store) };
        let all = all(&store).await;
        assert!(all.len() > 6, "{all:?}");
        let bounds = || all.iter().map(|(at, ..)| Some(*at)).step_by(2).chain([None]);
        for (from, until) in bounds().flat_map(|from| bounds().map(move |until| (from, until))) {
            let fits = |at: Moment| from.is_none_or(|from| at >= from) && until.is_none_or(|until| at < until);
            for latest_first in [false, true] {
                let mut wanted: Vec<_> = all.iter().filter(|(at, ..)| fits(*at)).collect();
                wanted.sort_by_key(|(at, id, _)| (if latest_first { -at.micros() } else { at.micros() }, *id));
                let wanted: Vec<Uuid> = wanted.iter().map(|(_, id, _)| *id).collect();
                let ask = CreatedAsk { from, until, latest_first, ..CreatedAsk::default() };
                for rows in [1, 3, 500] {
                    assert_eq!(walk(&store, &ask, rows).await, (wanted.len() as u64, wanted.clone()), "{ask:?}");
                }
            }
        }
        let ask = |began_from, beside: &str| CreatedAsk { began_from, beside: Text::new(beside), ..CreatedAsk::default() };
        let middle = all[all.len() / 2].2;
        let began = all.iter().filter(|(.., began)| *began >= middle).count() as u64;
        assert_eq!(walk(&store, &ask(Some(middle), ""), 500).await.0, began);
        assert_eq!(walk(&store, &ask(Some(middle), "office"), 500).await.0, all.len() as u64, "of that source all are meant");
        let changed = CreatedAsk { changed_from: Some(noon().plus(3_600_000_000)), ..CreatedAsk::default() };
        assert_eq!(walk(&store, &changed, 500).await.0, 0);
        let none = CreatedAsk { clues: vec![vec![Clue::User("nobody".into())]], ..CreatedAsk::default() };
        assert_eq!(walk(&store, &none, 500).await.0, 0);
    }
    store.put_account(account("other")).await.unwrap();
    assert_eq!(store.created("other", CreatedAsk { rows: 10, ..CreatedAsk::default() }).await.unwrap().total, 0);
}

fn by() -> Doer {
    Doer { kind: DoerKind::Program, id: Text::new_static("plugin"), name: None }
}

/// A link, as a client says it.
fn said(key: &str, to: &str, address: &Address) -> Vec<Signal> {
    let link = Link { kind: "task".into(), id: to.into(), url: None, name: None };
    let says = vec![Say::Done(Doing::Linked { link, there: true })];
    Said { by: None, says }.signals(address, key, (noon(), 0), &by())
}

fn remark(call: Uuid, version: u64, key: &str, to: &str) -> Remark {
    let blank = Text::default;
    let address = Address { source: "office".into(), thread: blank(), leg: LegKey(blank()), call: blank() };
    let signals = said(key, to, &address);
    Remark { account: "main".into(), call, version, signals, touches: Vec::new(), by: by(), seen: Vec::new(), at: noon() }
}

async fn found(store: &Arc<dyn Store>, call: Uuid) -> Found {
    store.find("main", call, None).await.unwrap().unwrap()
}

fn links(found: &Found) -> Vec<String> {
    let seen = Seen::read(&found.record).unwrap();
    seen.call(found.id).unwrap().links.iter().map(|link| link.id.to_string()).collect()
}

pub(crate) async fn what_is_said_of_a_version_that_has_passed_is_not_written(open: Open<'_>) {
    let store = filled(open).await;
    let call = all(&store).await[0].1;
    let version = found(&store, call).await.version;
    let Remarked::Said(first) = store.remark(remark(call, version, "k1", "T-1")).await.unwrap() else { panic!("not said") };
    assert_eq!((links(&first), first.version), (vec!["T-1".to_owned()], version + 1));
    let changes = super::changes(&store).await;
    assert_eq!(store.remark(remark(call, version, "k2", "T-2")).await.unwrap(), Remarked::Stale);
    assert_eq!(store.remark(remark(first.conversation, version + 1, "k3", "T-3")).await.unwrap(), Remarked::Unknown);
    assert_eq!(store.remark(remark(Uuid::from_u128(7), 1, "k4", "T-4")).await.unwrap(), Remarked::Unknown);
    assert_eq!((super::changes(&store).await, found(&store, call).await), (changes, first));
}

pub(crate) async fn n20_a_remark_stands_after_a_restart_and_in_a_rebuild(open: Open<'_>) {
    let store = filled(open).await;
    for (no, (_, call, _)) in all(&store).await.into_iter().enumerate() {
        let version = found(&store, call).await.version;
        let said = store.remark(remark(call, version, &format!("k{no}"), &format!("T-{no}"))).await.unwrap();
        let Remarked::Said(said) = said else { panic!("{said:?}") };
        // A child that got no link of its own would show its parent's.
        assert!(links(&said).contains(&format!("T-{no}")), "{}", said.record);
    }
    let told = records(&store).await;
    let store = open();
    assert_eq!(records(&store).await, told);
    assert_eq!(store.refold("main", None, None, noon()).await.unwrap().corrected, 0);
    assert_eq!(all(&store).await.len() as u64, walk(&store, &CreatedAsk::default(), 500).await.0);
}

/// A call that a client writes down.
fn creation(key: &str, clue: Option<Clue>) -> Creation {
    let line = format!(
        r#"{{"key":"{key}","thread":"{key}","leg":"{key}","at":"2026-01-05T09:45:00Z","what":"came_in","party":{{"number":"+31699900077","trunk":"voip"}},"dialled":"+31699900088"}}"#
    );
    let signals = told(&line).into_iter().map(|signal| Signal { source: Text::new_static(FEED), ..signal }).collect();
    Creation { account: "main".into(), clue, others: Vec::new(), signals, seen: Vec::new(), at: noon() }
}

pub(crate) async fn c12_a_call_that_is_there_is_not_created_again(open: Open<'_>) {
    let store = with_account(open).await;
    record(&store, &recorded("answered")).await;
    let call = all(&store).await[0].1;
    let seen = Seen::read(&found(&store, call).await.record).unwrap();
    let provider = seen.call(call).unwrap().provider.clone().unwrap();
    let clue = Clue::provided(&provider.name.to_lowercase(), &provider.id);
    let changes = super::changes(&store).await;
    let there = store.create(creation("n1", Some(clue.clone()))).await.unwrap();
    assert_eq!(there, Created::There(found(&store, call).await));
    assert_eq!(super::changes(&store).await, changes);
    let other = Creation { others: vec![call], ..creation("n1", Some(clue.clone())) };
    let Created::Written(written) = store.create(other).await.unwrap() else { panic!("not written") };
    assert_ne!(written.id, call);
    let store = open();
    assert_eq!(store.create(creation("n1", None)).await.unwrap(), Created::Taken);
    assert_eq!(store.create(creation("n2", Some(clue))).await.unwrap(), Created::There(found(&store, call).await));
    assert_eq!(walk(&store, &CreatedAsk::default(), 1).await.0, 2);
}

/// Calls in two businesses and in none, of which something was said since, of one of its recording.
async fn shared(open: Open<'_>) -> Arc<dyn Store> {
    let store = with(open, &[SCENARIOS, OUTSIDE].concat()).await;
    let calls = all(&store).await;
    for (no, (_, call, _)) in calls.iter().enumerate().filter(|(no, _)| no % 3 > 0) {
        let scope = Some(Text::new(if no % 3 == 1 { "north" } else { "south" }));
        let assigned = Assigned { scope, ..Assigned::default() };
        say(&store, *call, vec![Say::Done(Doing::Assigned(Some(assigned)))], 10_000_000 * (no as i64 * 7 % 5)).await;
    }
    let (first, second) = (calls[0].1, calls[1].1);
    say(&store, second, vec![Say::Done(Doing::Handled(true))], 90_000_000).await;
    let step = RecordingStep::Stored { length_s: None, size: None, url: Some("https://media.example/r.mp3".into()) };
    let recorded = Recorded { recording: "r".into(), kind: RecordingKind::Call, name: None, step };
    say(&store, first, vec![Say::Recorded(recorded)], 95_000_000).await;
    store
}

/// Says something of a call so many microseconds after noon.
async fn say(store: &Arc<dyn Store>, call: Uuid, says: Vec<Say>, micros: i64) -> Found {
    let version = found(store, call).await.version;
    let blank = Text::default;
    let address = Address { source: "office".into(), thread: blank(), leg: LegKey(blank()), call: blank() };
    let at = noon().plus(micros);
    let signals = Said { by: None, says }.signals(&address, &format!("{call} {version}"), (at, 0), &by());
    let remark = Remark { signals, at, ..remark(call, version, "", "") };
    match store.remark(remark).await.unwrap() {
        Remarked::Said(found) => found,
        other => panic!("{other:?}"),
    }
}

/// Every call over a line, by a look at every record: when something was told of it or of its recordings last, its id, its business.
async fn outside(store: &Arc<dyn Store>) -> Vec<(Moment, Uuid, Option<Text>)> {
    let page = store.conversations("main", &Filter::default(), None, 500).await.unwrap();
    let mut all = Vec::new();
    for row in page.rows {
        let seen = Seen::read(&row.record).unwrap();
        for call in seen.calls.iter().filter(|call| matches!(call.direction, Some(Direction::Inbound | Direction::Outbound))) {
            let own = seen.recordings.iter().filter(|recording| recording.call == Some(call.id));
            let moments = own.flat_map(|own| [own.stored_at, own.played_at, own.deleted_at]).flatten();
            all.push((moments.fold(call.updated_at.unwrap(), Moment::max), call.id, call.assigned.scope.clone()));
        }
    }
    all.sort_by_key(|(at, id, _)| (-at.micros(), *id));
    all
}

pub(crate) async fn v21_calls_are_walked_by_when_something_was_told_of_them_last_and_by_business(open: Open<'_>) {
    let store = shared(open).await;
    for again in ["", "reopened", "folded again"] {
        let store = if again.is_empty() { Arc::clone(&store) } else { open() };
        if again == "folded again" {
            assert_eq!(store.refold("main", None, None, noon()).await.unwrap().corrected, 0);
        }
        let all = outside(&store).await;
        let scopes: std::collections::BTreeSet<_> = all.iter().map(|(.., scope)| scope.clone()).collect();
        assert!(all.len() > 5 && scopes.len() == 3, "{all:?}");
        let blank = CreatedAsk { by_update: true, outside: true, latest_first: true, ..CreatedAsk::default() };
        let some = |named: &[Option<&str>]| Some(named.iter().map(|scope| scope.map(Text::new)).collect::<Vec<_>>());
        let asked = [None, some(&[]), some(&[None]), some(&[Some("north")]), some(&[Some("south"), None])];
        let bounds = || all.iter().map(|(at, ..)| Some(*at)).step_by(2).chain([None]);
        for (scopes, updated_from) in asked.into_iter().flat_map(|scopes| bounds().map(move |from| (scopes.clone(), from))) {
            let fits = |(at, _, scope): &&(Moment, Uuid, Option<Text>)| {
                updated_from.is_none_or(|from| *at >= from) && scopes.as_ref().is_none_or(|scopes| scopes.contains(scope))
            };
            let wanted: Vec<Uuid> = all.iter().filter(fits).map(|(_, id, _)| *id).collect();
            let ask = CreatedAsk { scopes: scopes.clone(), updated_from, ..blank.clone() };
            for rows in [1, 500] {
                let walked = walk(&store, &ask, rows).await;
                assert_eq!(walked, (wanted.len() as u64, wanted.clone()), "{again}: {ask:?}");
            }
        }
        let until = CreatedAsk { updated_until: Some(all[0].0), ..blank.clone() };
        let before = all.iter().filter(|(at, ..)| *at < all[0].0).count() as u64;
        assert_eq!(walk(&store, &until, 500).await.0, before);
    }
}

pub(crate) async fn what_calls_came_to_is_counted_as_a_look_at_every_record_counts_it(open: Open<'_>) {
    let store = shared(open).await;
    let page = store.conversations("main", &Filter::default(), None, 500).await.unwrap();
    let mut wanted = std::collections::BTreeMap::new();
    for row in &page.rows {
        let seen = Seen::read(&row.record).unwrap();
        for call in seen.calls.iter().filter(|call| call.direction != Some(Direction::Internal)) {
            let Some(outcome) = call.outcome else { continue };
            let key = format!("{:?} {outcome:?} {}", call.direction, call.handled.is_some());
            let (calls, first, last) = wanted.entry(key).or_insert((0_u64, Moment::LAST, Moment::FIRST));
            let at = call.created_at.unwrap();
            (*calls, *first, *last) = (*calls + 1, at.min(*first), at.max(*last));
        }
    }
    let ask = CreatedAsk { outside: true, ..CreatedAsk::default() };
    let rows = store.settled("main", ask.clone()).await.unwrap();
    let told: std::collections::BTreeMap<_, _> = rows
        .iter()
        .map(|row| (format!("{:?} {:?} {}", row.direction, row.outcome, row.handled), (row.calls, row.days.0, row.days.1)))
        .collect();
    assert!(wanted.len() > 2 && rows.len() == told.len(), "{rows:?}");
    assert_eq!(told, wanted);
    let open_ones = CreatedAsk { open: true, ..ask.clone() };
    let all = walk(&store, &ask, 500).await.0;
    assert_eq!(walk(&store, &open_ones, 500).await.0 + rows.iter().map(|row| row.calls).sum::<u64>(), all);
}

pub(crate) async fn v24_what_is_done_about_a_recording_beside_what_is_said_is_one_transaction(open: Open<'_>) {
    let store = shared(open).await;
    let seen = |found: &Found| Seen::read(&found.record).unwrap();
    let first = all(&store).await[0].1;
    let before = found(&store, first).await;
    // What is said of a leg that was transferred is of the call that it went on in.
    let recording = seen(&before).recordings[0].clone();
    let (recording, call) = (recording.id, recording.call.unwrap());
    let bare = |version: u64, touch: Touch| Remark {
        signals: Vec::new(),
        touches: vec![(recording, touch)],
        ..remark(call, version, "", "")
    };
    assert_eq!(store.remark(bare(before.version - 1, Touch::Removed)).await.unwrap(), Remarked::Stale);
    let Remarked::Said(played) = store.remark(bare(before.version, Touch::Played)).await.unwrap() else { panic!("not said") };
    let of = |found: &Found| seen(found).recordings.iter().find(|one| one.id == recording).unwrap().clone();
    assert!(of(&played).played_at.is_some() && of(&played).deleted_at.is_none());
    let Remarked::Said(gone) = store.remark(bare(played.version, Touch::Removed)).await.unwrap() else { panic!("not said") };
    assert!(of(&gone).deleted_at.is_some());
    assert_eq!(found(&open(), call).await.record, gone.record);
}
