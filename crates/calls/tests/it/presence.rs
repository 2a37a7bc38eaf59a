//! The law of presence: a view that was moved by what each signal changed equals one that is made anew from the fold of all
//! signals so far, whenever it is looked at, and whatever was forgotten in between.

use std::collections::BTreeMap;

use calls::Text;
use calls::conversation::Conversation;
use calls::fold::conversations;
use calls::moment::Moment;
use calls::presence::{Day, Scene, Stage, View};
use calls::record::{Counted, Record};
use calls::signal::Signal;
use proptest::prelude::*;
use uuid::Uuid;

use crate::drawn::Chance;
use crate::generated::{any_signals, config};
use crate::recorded::all_signals;

/// How many recordings go on at the same time.
const TOGETHER: usize = 12;

fn scene(conversation: &Conversation) -> (Uuid, Scene) {
    let record = Record::new(conversation, 1, &mut Counted::default());
    (record.id, Scene::read(&serde_json::to_string(&record).unwrap()).unwrap())
}

/// One phone system: what it told so far, and what that came to last.
#[derive(Default)]
struct Told {
    so_far: Vec<Signal>,
    scenes: BTreeMap<Uuid, Scene>,
}

impl Told {
    /// Tells one more signal, and puts on the stage what it changed: conversations may be joined, and begin otherwise.
    fn tell(&mut self, signal: Signal, stage: &mut Stage) {
        self.so_far.push(signal);
        let folded = conversations(self.so_far.clone());
        let now: BTreeMap<_, _> = folded.iter().map(|folded| scene(&folded.conversation)).collect();
        for gone in self.scenes.keys().filter(|id| !now.contains_key(id)) {
            stage.put(*gone, Scene::default());
        }
        for (id, scene) in now.iter().filter(|(id, scene)| self.scenes.get(id) != Some(scene)) {
            stage.put(*id, scene.clone());
        }
        self.scenes = now;
    }
}

/// What is shown of all these signals, made anew.
fn made_anew(signals: &[Signal], day: Day) -> View {
    let mut stage = Stage::new(day);
    for folded in conversations(signals.to_vec()) {
        let (id, scene) = scene(&folded.conversation);
        stage.put(id, scene);
    }
    stage.settle();
    stage.since(0)
}

/// Applies what changed to what somebody saw before, as a reader of the feed does.
fn told_on(before: &mut View, changed: View) {
    before.agents.retain(|agent| !changed.gone_agents.contains(&agent.user));
    before.agents.retain(|agent| changed.agents.iter().all(|other| other.user != agent.user));
    before.agents.extend(changed.agents);
    before.agents.sort_by(|one, other| one.user.cmp(&other.user));
    before.queues.retain(|queue| !changed.gone_queues.contains(&queue.queue));
    before.queues.retain(|queue| changed.queues.iter().all(|other| other.queue != queue.queue));
    before.queues.extend(changed.queues);
    before.queues.sort_by(|one, other| one.queue.cmp(&other.queue));
}

/// Plays phone systems at the same time and looks every so many signals.
fn hold(name: &str, systems: Vec<Vec<Signal>>, day: Day, look_every: usize, seed: u64) {
    let mut chance = Chance::new(seed);
    let mut rest: Vec<_> = systems.into_iter().map(|signals| (Told::default(), signals.into_iter().peekable())).collect();
    let (mut stage, mut so_far, mut reader, mut stamp) = (Stage::new(day), Vec::new(), View::default(), 0);
    while rest.iter_mut().any(|(_, signals)| signals.peek().is_some()) {
        let no = chance.below(rest.len());
        let (told, signals) = &mut rest[no];
        let Some(signal) = signals.next() else { continue };
        so_far.push(signal.clone());
        told.tell(signal, &mut stage);
        if chance.one_in(40) {
            // A restart: nothing is left but the signals.
            (stage, reader, stamp) = (Stage::new(day), View::default(), 0);
            for (id, scene) in rest.iter().flat_map(|(told, _)| &told.scenes) {
                stage.put(*id, scene.clone());
            }
        }
        if so_far.len().is_multiple_of(look_every) {
            let now = stage.settle();
            assert_eq!(stage.since(0), made_anew(&so_far, day), "{name}: after {} signals", so_far.len());
            told_on(&mut reader, stage.since(stamp));
            stamp = now;
            assert_eq!(reader, stage.since(0), "{name}: a reader of changes, after {} signals", so_far.len());
        }
    }
}

fn of_system(no: usize, mut signals: Vec<Signal>) -> Vec<Signal> {
    signals.iter_mut().for_each(|signal| signal.source = Text::new(format!("pbx{no}")));
    signals
}

/// The day in which a story is.
fn day_of(signals: &[Signal]) -> Day {
    let from = signals.iter().map(|signal| signal.at).min().unwrap_or_default();
    // Some of it was the day before.
    Day { from: from.plus(5_000_000), until: from.plus(90_000_000_000) }
}

#[test]
fn law_presence_is_what_the_fold_of_all_recorded_signals_so_far_says() {
    let streams = all_signals();
    let streams: Vec<_> = streams.into_iter().filter(|(name, _)| !name.starts_with("load")).collect();
    assert!(streams.len() > 100, "the recordings are there");
    for (no, together) in streams.chunks(TOGETHER).enumerate() {
        let day = day_of(&together[0].1);
        // Two feeds of one recording are two phone systems here.
        let systems = together.iter().enumerate().map(|(no, (_, signals))| of_system(no, signals.clone()));
        hold(&together[0].0, systems.collect(), day, 25, no as u64);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..config() })]

    #[test]
    fn law_presence_is_what_the_fold_of_any_signals_so_far_says(
        stories in proptest::collection::vec(any_signals(), 1..5),
        seed in any::<u64>(),
        begins in -60..60_i64,
    ) {
        let from = Moment::from_micros(1_767_606_300_000_000 + begins * 1_000_000).unwrap();
        let day = Day { from, until: from.plus(30_000_000) };
        let systems = stories.into_iter().enumerate().map(|(no, signals)| of_system(no, signals));
        hold("generated", systems.collect(), day, 3, seed);
    }
}
