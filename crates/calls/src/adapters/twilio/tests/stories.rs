//! The stories of the fixtures, told in any order and with repeats: the record is the same.

#![allow(clippy::disallowed_methods, reason = "tests read stories from the project's folder")]

use std::path::PathBuf;

use super::told;
use crate::conversation::Conversation;
use crate::fold::{Live, conversations, group};
use crate::signal::Signal;

/// In how many orders each story is told.
const ORDERS: u64 = 200;

fn stories() -> Vec<(String, Vec<String>)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/twilio"));
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(path.join("callbacks.jsonl")).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, text.lines().map(str::to_owned).collect())
    };
    paths.into_iter().map(read).collect()
}

/// A small generator of chances (an odd step and a multiplication), the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % bound.max(1) as u64) as usize
    }
}

fn folded(signals: Vec<Signal>) -> Vec<Conversation> {
    conversations(signals).into_iter().map(|folded| folded.conversation).collect()
}

/// Signal by signal as they come, each record changing as it grows.
fn grown(signals: Vec<Signal>) -> Vec<Conversation> {
    let mut all = Vec::new();
    for signals in group(signals) {
        let mut live = Live::default();
        for signal in signals {
            live.push(signal);
        }
        if !live.conversation().calls.is_empty() {
            all.push(live.conversation().clone());
        }
    }
    all.sort_by_key(|whole| (whole.started_at, whole.key.clone()));
    all
}

#[test]
fn t5_t6_t7_every_story_in_any_order_and_with_repeats_is_the_same_record() {
    for (name, lines) in stories() {
        let (signals, notes) = told(&lines);
        assert!(notes.is_empty(), "{name}: {notes:?}");
        let expected = folded(signals);
        for way in 0..ORDERS {
            let mut chance = Chance(way);
            let mut mixed = lines.clone();
            for _ in 0..chance.below(lines.len()) {
                mixed.push(lines[chance.below(lines.len())].clone());
            }
            for place in (1..mixed.len()).rev() {
                mixed.swap(place, chance.below(place + 1));
            }
            let (signals, _) = told(&mixed);
            assert_eq!(folded(signals.clone()), expected, "{name}, way {way}");
            if way % 10 == 0 {
                assert_eq!(grown(signals), expected, "{name} signal by signal, way {way}");
            }
        }
    }
}

/// What it remembers of families is an addition: a server that starts anew between any two callbacks never says anything else.
#[test]
fn a_start_anew_between_callbacks_loses_only_who_hung_up_and_who_was_late_or_moved() {
    for (name, lines) in stories() {
        let expected = folded(told(&lines).0);
        for cut in 1..lines.len() {
            let (before, after) = lines.split_at(cut);
            let both = [told(before).0, told(after).0].concat();
            for (one, other) in folded(both).iter().zip(&expected) {
                assert_eq!((one.started_at, one.ended_at), (other.started_at, other.ended_at), "{name} at {cut}");
                if name != "queue_answered" {
                    assert_eq!(one.answered_at, other.answered_at, "{name} at {cut}");
                    assert_eq!(one.talked_to, other.talked_to, "{name} at {cut}");
                }
            }
        }
    }
}
