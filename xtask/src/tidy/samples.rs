//! The names and numbers of the recordings stand in recordings and tests only.
//!
//! Code that knows them has been fitted to samples instead of following rules, and would fail on the next phone system.
//! What to look for is read out of the recordings themselves.

use std::collections::BTreeSet;

use super::{Finding, House};

/// Ordinary words that recordings happen to use as names; they are looked for as whole string literals only.
const ORDINARY: &[&str] = &["support", "click", "jan"];

/// Words that recordings use as everybody does.
const EVERYBODYS: &[&str] = &["default", "unknown", "anonymous", "local", "trunk", "caller", "callee", "pbx"];

/// These lines would otherwise find themselves.
const SELF: &str = "xtask/src/tidy/samples.rs";

/// Fields of truth.json that hold numbers and names of the recording; everything inside them counts.
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
const OURS: &[&str] = &["type", "result", "outcome", "origin", "direction", "scenario", "note", "hangup_by"];

/// Finds them in code, pages and settings.
pub(super) fn kept_out(house: &House) -> Vec<Finding> {
    let names = names(house);
    let mut findings = Vec::new();
    for source in house.rust.iter().filter(|source| !source.is_test() && source.path != SELF) {
        let mut found = |line: usize, word: &str| {
            let says = format!("`{word}` is a name or number of the recordings");
            findings.push(Finding { path: source.path.clone(), line, rule: "samples", says });
        };
        for (line, text) in source.strings.iter().filter(|(_, text)| names.contains(&text.to_lowercase())) {
            found(*line, text);
        }
        let texts = source.strings.iter().chain(&source.comments).map(|(line, text)| (*line, text.as_str()));
        let tokens = source.tokens();
        for (line, text) in texts.chain(tokens.iter().copied()) {
            words(text).filter(|word| loud(word) && names.contains(&word.to_lowercase())).for_each(|word| found(line, word));
        }
    }
    let told = |path: &str| ["/config.default.toml", "/tests/", "/stories/"].iter().any(|place| path.contains(place));
    let pages = house.texts.iter().filter(|(path, _)| !told(path));
    for (path, text) in pages {
        for (number, line) in text.lines().enumerate() {
            for word in words(line).filter(|word| loud(word) && names.contains(&word.to_lowercase())) {
                let says = format!("`{word}` is a name or number of the recordings");
                findings.push(Finding { path: path.clone(), line: number + 1, rule: "samples", says });
            }
        }
    }
    findings
}

/// Names and numbers as they stand in running text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '+' || c == '_')).filter(|word| !word.is_empty())
}

/// Whether a word can only be a sample, wherever it stands: short numbers and ordinary words may mean anything.
fn loud(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    (digits == 0 || digits > 3 || digits < word.len()) && !ORDINARY.contains(&word.to_lowercase().as_str())
}

/// Every name and number of every recording, in lower case.
fn names(house: &House) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (path, text) in &house.recordings {
        if path.ends_with("/truth.json") {
            let truth: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
            TELLING.iter().filter_map(|key| truth.get(key)).for_each(|value| told(value, &mut names));
        } else {
            // A phone's name at the switch, as in `PJSIP/name-0000001f`.
            let phones =
                text.split("PJSIP/").skip(1).filter_map(|rest| rest.split(['-', '@', ',', ' ', '"', '\r', '\n']).next());
            names.extend(phones.map(str::to_lowercase));
        }
    }
    names.retain(|name| name.len() > 2 && !EVERYBODYS.contains(&name.as_str()));
    names
}

fn told(value: &serde_json::Value, names: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => names.extend(text.split('@').map(str::to_lowercase)),
        serde_json::Value::Array(items) => items.iter().for_each(|item| told(item, names)),
        serde_json::Value::Object(fields) => {
            fields.iter().filter(|(key, _)| !OURS.contains(&key.as_str())).for_each(|(_, field)| told(field, names));
        }
        _ => {}
    }
}
