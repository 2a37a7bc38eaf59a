//! Presence over a real store, by a clock that is set.
#![allow(clippy::unwrap_used)]

use calls::presence::{AgentState, Listed, Stand, Standing};
use calls::signal::Signal;

use super::*;
use crate::clock::SetClock;
use crate::ctx::Ctx;
use crate::scratch::Scratch;
use crate::store::{self, Alias, Batch, EntryPut, EntrySettings, Mode, SourceRow, SourceSettings, text};

/// An account in Amsterdam with a source, and a clock.
struct House {
    folder: Scratch,
    clock: Arc<SetClock>,
    ctx: Ctx,
}

fn main() -> Text {
    text("main")
}

impl House {
    async fn new() -> Self {
        let (folder, clock) = (Scratch::new(), Arc::new(SetClock::at(call()[0].at)));
        let ctx = opened(&folder, &clock);
        let at = clock.now();
        ctx.store.put_account(crate::demo::account(at, "Europe/Amsterdam")).await.unwrap();
        let settings = SourceSettings::default();
        let pbx = SourceRow { account: main(), source: text("pbx"), settings, created_at: at, deleted_at: None };
        ctx.store.put_source(pbx).await.unwrap();
        Self { folder, clock, ctx }
    }

    /// As after a restart of the server.
    fn restart(&mut self) {
        self.ctx = opened(&self.folder, &self.clock);
    }

    async fn record(&self, signals: &[Signal]) {
        let (signals, at) = (signals.to_vec(), self.clock.now());
        let batch = Batch { account: main(), signals: signals.into(), seen: Vec::new(), mark: None, mode: Mode::Live, at };
        self.ctx.store.record(batch).await.unwrap();
    }

    async fn say(&self, what: Standing) {
        let stand = Stand { at: self.clock.now(), what };
        self.ctx.store.put_stands("main", "pbx", vec![stand]).await.unwrap();
    }

    async fn enter(&self, kind: EntryKind, key: &str, settings: EntrySettings) {
        let put = EntryPut { kind, key: text(key), settings, numbers: Vec::new() };
        self.ctx.store.put_entries("main", vec![put], self.clock.now()).await.unwrap();
        self.ctx.directories.forget("main");
    }

    async fn now(&self) -> Sight {
        self.ctx.presences.now(&main()).await.unwrap()
    }

    async fn states(&self) -> Vec<(Text, AgentState)> {
        self.now().await.view.agents.into_iter().map(|agent| (agent.user, agent.state)).collect()
    }
}

fn opened(folder: &Scratch, clock: &Arc<SetClock>) -> Ctx {
    Ctx::new(store::open(&folder.path().join("callbook.db")).unwrap(), clock.clone())
}

/// Somebody waits for the desk, ann takes him, and both hang up.
pub(crate) fn call() -> Vec<Signal> {
    let story = "
        00.000 A1 came_in number=+31612345678 trunk=voip dialled=+31205550199
        00.500 A1 entered place=queue name=desk
        01.000 B1 dialled by=A1 number=101 user=ann queue=desk
        06.000 B1 answered
        06.000 A1 left place=queue how=answered agent=B1
        06.100 A1 connected bridge=C1
        06.100 B1 connected bridge=C1
        20.000 B1 ended how=normal
        20.000 A1 ended how=normal";
    calls::notation::read(story).unwrap()
}

fn signed_in(agent: &str, paused: bool) -> Listed {
    let words = Words { all: vec![text(agent)], names_user: true };
    Listed { queue: "q-desk".into(), agent: text(&format!("SIP/{agent}")), words, paused, ..Listed::default() }
}

#[tokio::test]
async fn presence_is_what_the_signals_so_far_say_and_is_so_again_after_a_restart() {
    let mut house = House::new().await;
    let mut seen = Vec::new();
    for signal in call() {
        house.record(&[signal]).await;
        let moved = house.now().await;
        house.restart();
        let anew = house.now().await;
        assert_eq!((&moved.view, moved.change), (&anew.view, anew.change));
        seen.extend(anew.view.agents.first().map(|agent| agent.state.word()));
    }
    seen.dedup();
    assert_eq!(seen, ["ringing", "talking", "free"]);
    let today = house.now().await.view.queues[0].today.unwrap();
    assert_eq!((today.offered, today.answered, today.wait_mean_s()), (1, 1, Some(5.5)));
}

#[tokio::test]
async fn what_phone_systems_said_of_agents_is_known_after_a_restart() {
    let mut house = House::new().await;
    house.say(Standing::AllSignedIn(vec![signed_in("ann", true), signed_in("bea", false)])).await;
    house.restart();
    assert_eq!(house.states().await, [("ann".into(), AgentState::Paused), ("bea".into(), AgentState::Free)]);
    house.say(Standing::AllSignedIn(vec![signed_in("ann", true)])).await;
    assert_eq!(house.states().await[1], ("bea".into(), AgentState::Away), "a list without her took the place of the other");
}

#[tokio::test]
async fn n23_whom_a_phone_system_means_the_directory_says_as_it_is_now() {
    let house = House::new().await;
    house.say(Standing::SignedIn(signed_in("x7", true))).await;
    assert_eq!(house.states().await, [("x7".into(), AgentState::Paused)]);
    let alias = |word: &str| vec![Alias { source: Some("pbx".to_owned()), word: word.to_owned() }];
    let ann = EntrySettings { name: Some("Ann Mori".to_owned()), aliases: alias("x7"), ..EntrySettings::default() };
    house.enter(EntryKind::User, "ann", ann).await;
    house.enter(EntryKind::Queue, "desk", EntrySettings { aliases: alias("q-desk"), ..EntrySettings::default() }).await;
    let Sight { view, .. } = house.now().await;
    assert_eq!((view.agents.len(), view.agents[0].user.as_str()), (1, "ann"));
    assert_eq!(view.agents[0].name.as_deref(), Some("Ann Mori"));
    assert_eq!((view.queues.len(), view.queues[0].queue.as_str(), view.queues[0].agents.paused), (1, "desk", 1));
}

#[tokio::test]
async fn a_phone_that_cannot_be_reached_makes_a_user_away_and_a_trunk_nobody() {
    let house = House::new().await;
    house.enter(EntryKind::User, "ann", EntrySettings::default()).await;
    let phone = |word: &str| {
        let words = Words { all: vec![text(word)], names_user: true };
        Standing::Phone { phone: text(&format!("SIP/{word}")), words, reachable: false }
    };
    house.say(phone("ann")).await;
    house.say(phone("voip")).await;
    assert_eq!(house.states().await, [("ann".into(), AgentState::Away)]);
}

#[tokio::test]
async fn figures_of_today_begin_anew_at_midnight_in_the_accounts_zone() {
    let house = House::new().await;
    house.record(&call()).await;
    let before = house.now().await;
    assert_eq!(before.view.queues[0].today.unwrap().offered, 1);
    house.clock.set(before.day_ends.plus(-1));
    assert!(house.ctx.presences.since(&main(), before.looked).await.unwrap().view.is_empty());
    house.clock.set(before.day_ends);
    let after = house.ctx.presences.since(&main(), before.looked).await.unwrap();
    assert!(!after.is_whole);
    assert_eq!((after.view.gone_queues, after.view.gone_agents), (vec![text("desk")], vec![text("ann")]));
    // Where it is still yesterday, it counts again.
    let mut row = house.ctx.store.accounts().await.unwrap().remove(0);
    row.zone = text("America/Los_Angeles");
    house.ctx.store.put_account(row).await.unwrap();
    assert_eq!(house.now().await.view.queues[0].today.unwrap().offered, 1);
}

#[tokio::test]
async fn whoever_looks_again_is_told_what_changed_and_all_once_nothing_is_remembered() {
    let mut house = House::new().await;
    let all = house.now().await;
    assert!(all.is_whole && all.view.is_empty());
    house.record(&call()[..3]).await;
    let changed = house.ctx.presences.since(&main(), all.looked).await.unwrap();
    assert!(!changed.is_whole && changed.view.agents.len() == 1);
    let nothing = house.ctx.presences.since(&main(), changed.looked).await.unwrap();
    assert!(nothing.view.is_empty() && nothing.looked == changed.looked);
    house.restart();
    house.now().await;
    house.ctx.presences.rooms.lock().unwrap().clear();
    assert!(house.ctx.presences.since(&main(), nothing.looked).await.unwrap().is_whole);
}
