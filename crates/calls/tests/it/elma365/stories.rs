//! Stories of the dialect: each is a file in its `fixtures/`, named by the rule or situation that it holds.

use std::fmt::Write as _;
use std::path::PathBuf;

use calls::dialects::Event;
use calls::fold::conversations;
use calls::moment::Moment;

use super::{BEGUN, House, line, tell, told};
use crate::recorded::all_signals;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/dialects/elma365/fixtures")
}

/// Every story there is.
pub(super) fn names() -> Vec<String> {
    let stories = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = stories.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The table of a story.
pub(super) fn table(name: &str) -> String {
    let text = std::fs::read_to_string(folder().join(format!("{name}.txt"))).unwrap_or_else(|error| panic!("{name}: {error}"));
    text.split("=>\n").next().unwrap().to_owned()
}

fn timed(event: &Event, begun: Moment) -> String {
    let micros = event.at.since(begun);
    format!("{:02}.{:03} {}\n", micros / 1_000_000, micros / 1_000 % 1_000, line(event))
}

/// Every story is told as it was reviewed; its name begins with the rule that it holds.
#[test]
fn every_story_is_told_as_it_was_reviewed() {
    let mut wrong = String::new();
    for name in names() {
        let path = folder().join(format!("{name}.txt"));
        let text = std::fs::read_to_string(&path).unwrap();
        let (table, expected) = text.split_once("=>\n").unwrap_or((&text, ""));
        let begun = Moment::from_micros(BEGUN).unwrap();
        let shown: String = told(table).iter().map(|event| timed(event, begun)).collect();
        if shown == expected {
            continue;
        }
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, format!("{table}=>\n{shown}")).unwrap();
        } else {
            let _ = write!(wrong, "\n{name}\n-- expected\n{expected}-- but\n{shown}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Every recorded call of which anything is told, as it was reviewed: `tests/it/elma365/recordings.txt`.
#[test]
fn every_recorded_call_is_told_as_it_was_reviewed() {
    let mut told = String::new();
    for (name, signals) in all_signals().into_iter().filter(|(name, _)| !name.starts_with("load")) {
        for folded in conversations(signals) {
            let begun = folded.conversation.started_at;
            let events = tell(&folded.signals, &House::default()).into_iter().flat_map(|telling| telling.events);
            let lines: String = events.map(|event| timed(&event, begun)).collect();
            if !lines.is_empty() {
                let _ = write!(told, "== {name}\n{lines}");
            }
        }
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/elma365/recordings.txt");
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if told != expected {
        let first = told.lines().zip(expected.lines()).find(|(told, expected)| told != expected);
        assert!(std::env::var_os("BLESS").is_some(), "told, and expected: {first:#?}");
        std::fs::write(&path, told).unwrap();
    }
}
