//! The names and numbers of the recordings stand in recordings and tests only.
//!
//! Code that knows them has been fitted to samples instead of following rules, and would fail on the next phone system.
//! What to look for is read out of the recordings themselves: people and numbers are looked for everywhere, short numbers and
//! names of queues and rooms, which may be ordinary words, as whole string literals.

use std::collections::BTreeSet;

use super::{Finding, House};

/// Where a recording tells of people: a name shown, or a phone's name at the switch.
const PEOPLE: &[&str] = &["CallerIDName: ", "ConnectedLineName: ", "PJSIP/"];

/// Names of people and endpoints that are ordinary words as well, and words that recordings use as everybody does.
const ORDINARY: &[&str] =
    &["click", "jan", "trunk", "unknown", "anonymous", "default", "all", "empty", "keys", "small", "locals"];

/// Fields of truth.json that name what was recorded; everything inside them counts.
const TELLING: &[&str] = &[
    "caller",
    "dialed",
    "presented_caller_id",
    "talked_to",
    "missed_by",
    "transfers",
    "queue",
    "voicemail",
    "park",
    "pickup",
    "forwards",
    "conference",
    "parts",
    "aliases",
    "rang",
    "final_parties",
    "each",
];

/// Keys inside those whose values are words of ours.
const OURS: &[&str] = &["type", "by", "result", "outcome", "origin", "direction", "scenario", "note", "hangup_by"];

/// These lines would otherwise find themselves.
const SELF: &str = "xtask/src/tidy/samples.rs";

/// Pages in which recordings may be named: tests, and the manual of the configuration.
const MAY_TELL: &[&str] = &["/config.default.toml", "/tests/", "/stories/", ".test.ts", "/e2e/"];

/// What the recordings name.
#[derive(Default)]
struct Samples {
    /// People and numbers: whoever writes one of these means the recording.
    people: BTreeSet<String>,
    /// Short numbers, queues, rooms, mailboxes.
    places: BTreeSet<String>,
}

/// Finds them in code, pages and settings.
pub(super) fn kept_out(house: &House) -> Vec<Finding> {
    let samples = Samples::of(house);
    let mut findings = Vec::new();
    let mut found = |path: &str, line: usize, word: &str| {
        let says = format!("`{word}` is a name or number of the recordings");
        findings.push(Finding { path: path.to_owned(), line, rule: "samples", says });
    };
    for source in house.rust.iter().filter(|source| !source.is_test() && source.path != SELF) {
        for (line, text) in source.strings.iter().filter(|(_, text)| samples.places.contains(&text.to_lowercase())) {
            found(&source.path, *line, text);
        }
        let texts = source.strings.iter().chain(&source.comments).map(|(line, text)| (*line, text.as_str()));
        for (line, text) in texts.chain(source.tokens()) {
            samples.people_in(text).for_each(|word| found(&source.path, line, word));
        }
    }
    for (path, text) in house.texts.iter().filter(|(path, _)| !MAY_TELL.iter().any(|place| path.contains(place))) {
        for (number, line) in text.lines().enumerate() {
            samples.people_in(line).for_each(|word| found(path, number + 1, word));
        }
    }
    findings
}

impl Samples {
    fn of(house: &House) -> Self {
        let mut samples = Self::default();
        for (path, text) in &house.recordings {
            if path.ends_with("/truth.json") {
                let truth: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
                TELLING.iter().filter_map(|key| truth.get(key)).for_each(|value| samples.told(value));
            } else {
                let after = PEOPLE.iter().flat_map(|mark| text.split(mark).skip(1));
                let names = after.filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
                samples.people.extend(names.filter(|name| is_name(name)).map(str::to_lowercase));
            }
        }
        samples
    }

    fn told(&mut self, value: &serde_json::Value) {
        match value {
            serde_json::Value::String(text) => {
                for word in text.split('@').map(str::to_lowercase).filter(|word| is_name(word)) {
                    let digits = word.chars().filter(char::is_ascii_digit).count();
                    let only_one_means_it = digits > 3 || digits > 0 && digits < word.len();
                    if only_one_means_it {
                        self.people.insert(word)
                    } else {
                        self.places.insert(word)
                    };
                }
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| self.told(item)),
            serde_json::Value::Object(fields) => {
                fields.iter().filter(|(key, _)| !OURS.contains(&key.as_str())).for_each(|(_, field)| self.told(field));
            }
            _ => {}
        }
    }

    /// People and numbers of the recordings in running text.
    fn people_in<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> {
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '+' || c == '_'));
        words.filter(|word| self.people.contains(&word.to_lowercase()))
    }
}

fn is_name(word: &str) -> bool {
    word.len() > 2 && !ORDINARY.contains(&word.to_lowercase().as_str())
}
