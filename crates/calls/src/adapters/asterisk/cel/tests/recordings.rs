//! Every recording of a real switch: read without a fault, in order, the same however it is cut.

#![allow(clippy::disallowed_methods)] // Only tests read recordings where they lie.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::super::make;
use super::*;
use crate::Text;
use crate::adapters::{Output, Settings};
use crate::signal::Signal;

/// The recordings, by scenario.
fn recordings() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/asterisk"));
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| {
            let entry = entry.unwrap();
            let bytes = fs::read(entry.path().join("cel.csv")).ok()?;
            Some((entry.file_name().to_string_lossy().into_owned(), bytes))
        })
        .collect();
    found.sort();
    assert!(found.len() >= 30);
    found
}

#[test]
fn every_recording_is_read_without_a_note() {
    for (scenario, bytes) in recordings() {
        let told = whole(&bytes);
        assert_eq!(told.notes, [], "{scenario}");
        assert!(bytes.is_empty() || !told.facts.is_empty(), "{scenario}");
    }
}

#[test]
fn a36_every_recording_is_told_in_the_order_of_time() {
    for (scenario, bytes) in recordings() {
        let told = whole(&bytes);
        assert!(told.facts.is_sorted_by_key(|seen| seen.at), "{scenario}");
    }
}

#[test]
fn every_recording_is_the_same_byte_by_byte() {
    for (scenario, bytes) in recordings() {
        let one = whole(&bytes);
        let mut inputs = vec![Input::Connected(None)];
        inputs.extend(bytes.chunks(1).map(Input::Bytes));
        inputs.extend([Input::Closed(None), Input::Finished]);
        let two = feed(&inputs);
        assert_eq!((one.facts, one.notes), (two.facts, two.notes), "{scenario}");
    }
}

/// The signals that the whole adapter makes of these pieces of a file.
fn signals(pieces: &mut dyn Iterator<Item = &[u8]>) -> Vec<Signal> {
    let mut adapter = make(&Settings::default());
    let mut output = Output::default();
    adapter.feed(Input::Connected(None), &mut output);
    for piece in pieces {
        adapter.feed(Input::Bytes(piece), &mut output);
    }
    adapter.feed(Input::Closed(None), &mut output);
    adapter.feed(Input::Finished, &mut output);
    output.signals
}

#[test]
fn every_recording_gives_the_same_signals_byte_by_byte() {
    for (scenario, bytes) in recordings() {
        let one = signals(&mut std::iter::once(&bytes[..]));
        assert!(!one.is_empty(), "{scenario}");
        assert_eq!(one, signals(&mut bytes.chunks(1)), "{scenario}");
    }
}

fn keys(output: &mut Output) -> Vec<Text> {
    output.signals.drain(..).map(|signal| signal.key).collect()
}

/// The keys of the signals that are told when a follower stops there and goes on.
fn keys_with_stop(bytes: &[u8], stop: usize) -> BTreeSet<Text> {
    let mut output = Output::default();
    let mut adapter = make(&Settings::default());
    adapter.feed(Input::Connected(None), &mut output);
    adapter.feed(Input::Bytes(&bytes[..stop]), &mut output);
    let before = keys(&mut output);
    let position = output.position.unwrap();
    let (learn_from, told) = (usize::try_from(position.learn_from).unwrap(), usize::try_from(position.told).unwrap());
    let mut adapter = make(&Settings::default());
    adapter.feed(Input::Connected(None), &mut output);
    adapter.feed(Input::Bytes(&bytes[learn_from..told]), &mut output);
    adapter.feed(Input::Closed(None), &mut output);
    output.signals.clear();
    adapter.feed(Input::Bytes(&bytes[told..]), &mut output);
    adapter.feed(Input::Finished, &mut output);
    before.into_iter().chain(keys(&mut output)).collect()
}

#[test]
fn n18_a_follower_that_stops_and_goes_on_tells_what_one_tells_that_does_not() {
    for (scenario, bytes) in recordings() {
        let without: BTreeSet<Text> = signals(&mut std::iter::once(&bytes[..])).into_iter().map(|signal| signal.key).collect();
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(place, _)| place + 1);
        for stop in ends.step_by(1 + bytes.len() / 20_000) {
            let with = keys_with_stop(&bytes, stop);
            let differ: Vec<_> = with.symmetric_difference(&without).collect();
            assert!(differ.is_empty(), "{scenario}, stopped at {stop}: {differ:?}");
        }
    }
}

#[test]
fn a34_a_transfer_is_told_before_its_transferer_leaves() {
    let mut transfers = 0;
    for (scenario, bytes) in recordings() {
        let facts: Vec<_> = whole(&bytes).facts.into_iter().map(|seen| seen.fact).collect();
        for (place, fact) in facts.iter().enumerate() {
            let by = match fact {
                Fact::BlindTransfer { by, .. } => by,
                Fact::AttendedTransfer { first, .. } => first,
                _ => continue,
            };
            transfers += 1;
            let rest = &facts[place..];
            let leaves = |fact: &Fact| matches!(fact, Fact::BridgeLeft { id, .. } if id == by);
            let ends = |fact: &Fact| matches!(fact, Fact::HungUp { id, .. } if id == by);
            assert!(rest.iter().any(leaves) || rest.iter().any(ends), "{scenario}");
        }
    }
    assert!(transfers >= 4);
}

#[test]
fn every_channel_that_is_born_ends_once_unless_the_switch_was_killed() {
    for (scenario, bytes) in recordings() {
        let facts: Vec<_> = whole(&bytes).facts.into_iter().map(|seen| seen.fact).collect();
        for fact in &facts {
            let Fact::Born { channel, .. } = fact else { continue };
            let ends = facts.iter().filter(|fact| matches!(fact, Fact::HungUp { id, .. } if *id == channel.id)).count();
            assert!(ends == 1 || scenario.contains("killed") && ends == 0, "{scenario}: {} ends {ends} times", channel.name);
        }
    }
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

#[test]
fn a_damaged_recording_is_the_same_however_it_is_cut_and_goes_on_after_the_damage() {
    let mut dice = Dice(7);
    for (scenario, mut bytes) in recordings() {
        for _ in 0..20 {
            let place = dice.below(bytes.len());
            match dice.below(4) {
                0 => bytes[place] = *b"\"\n,\0\xff{;".get(dice.below(7)).unwrap(),
                1 => drop(bytes.drain(place..(place + 30).min(bytes.len()))),
                2 => bytes.insert(place, b'"'),
                _ => bytes.truncate(bytes.len().max(400) - dice.below(200)),
            }
        }
        bytes.extend_from_slice(format!("\n{}{}", answer("9.1"), answer("9.2")).as_bytes());
        let one = whole(&bytes);
        assert_eq!(ups(&one).iter().filter(|id| id.starts_with("9.")).count(), 2, "{scenario}");
        let mut inputs = vec![Input::Connected(None)];
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            let (piece, after) = rest.split_at((dice.below(90) + 1).min(rest.len()));
            inputs.push(Input::Bytes(piece));
            rest = after;
        }
        inputs.push(Input::Finished);
        let two = feed(&inputs);
        assert_eq!((one.facts, one.notes), (two.facts, two.notes), "{scenario}");
    }
}

fn answer(id: &'static str) -> String {
    Line { time: "1900000000.1".to_owned(), ..Line::new("ANSWER", 0, id) }.text()
}
