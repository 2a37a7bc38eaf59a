//! The page for those who tell calls of their own cannot lie: its table is the table, and its examples are told and folded.
//!
//! `BLESS=1 cargo test -p calls native` writes the table and what became of each example anew, to be read before it is
//! committed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use calls::fold::conversations;
use calls::notation;
use calls::notation::json::native::{EVERY, Field, Kind, NAME_MAX, WORDS, from_native, parse_batch};
use calls::notation::json::{from_json, to_json};
use calls::signal::{Signal, What};
use serde_json::Value;

use crate::laws;

const TABLE_BEGINS: &str = "<!-- words -->\n";
const TABLE_ENDS: &str = "<!-- end of the words -->\n";

fn page() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/native.md")
}

/// The page as it should be.
fn told(page: &str) -> String {
    let (before, rest) = page.split_once(TABLE_BEGINS).unwrap();
    let (_, after) = rest.split_once(TABLE_ENDS).unwrap();
    let mut text = format!("{before}{TABLE_BEGINS}\n{}\n{TABLE_ENDS}", table());
    // A fenced block of a batch is followed by one of what became of it.
    let mut parts = after.split("```json\n");
    text.push_str(parts.next().unwrap());
    for part in parts {
        let (batch, rest) = part.split_once("```\n").unwrap();
        let (between, rest) = rest.split_once("```text\n").unwrap();
        let (_, rest) = rest.split_once("```\n").unwrap();
        let _ = write!(text, "```json\n{batch}```\n{between}```text\n{}```\n{rest}", became(batch));
    }
    text
}

fn signals(batch: &str) -> Vec<Signal> {
    let (source, values) = parse_batch(batch).unwrap_or_else(|fault| panic!("{fault}: {batch}"));
    let signal = |(place, value): (usize, &Value)| {
        let told = from_native(value, source.as_deref().unwrap_or("pbx"));
        told.unwrap_or_else(|fault| panic!("{}: {value}", fault.within(&format!("signals[{place}]"))))
    };
    values.iter().enumerate().map(signal).collect()
}

fn became(batch: &str) -> String {
    conversations(signals(batch)).iter().map(|folded| notation::conversation(&folded.conversation)).collect()
}

fn table() -> String {
    let mut text = String::from("| word | field | what stands there | means |\n|---|---|---|---|\n");
    let mut parts = BTreeMap::new();
    let mut rows = |text: &mut String, fields: &'static [Field]| {
        for field in fields {
            let _ = writeln!(text, "| | {} |", row(field));
        }
        note_parts(fields, &mut parts);
    };
    let _ = writeln!(text, "| *every signal* | | | |");
    rows(&mut text, EVERY);
    for word in WORDS {
        let _ = writeln!(text, "| **`{}`** | | | {} |", word.name, word.says);
        rows(&mut text, word.fields);
    }
    for (name, fields) in parts {
        let _ = write!(text, "\n### {name}\n\n| field | what stands there | means |\n|---|---|---|\n");
        fields.iter().for_each(|field| {
            let _ = writeln!(text, "| {} |", row(field));
        });
    }
    text
}

/// The parts that fields have, those inside other parts too.
fn note_parts(fields: &'static [Field], parts: &mut BTreeMap<&'static str, &'static [Field]>) {
    for field in fields {
        if let Kind::Part(inside) = field.kind {
            parts.insert(field.name, inside);
            note_parts(inside, parts);
        }
    }
}

fn row(field: &Field) -> String {
    let mark = if field.required { " *" } else { "" };
    let kind = match field.kind {
        Kind::Text(NAME_MAX) => "text".to_owned(),
        Kind::Text(most) => format!("text, to {most} bytes"),
        Kind::Payload => "text of several lines, to 64 KB".to_owned(),
        Kind::E164 => "number in full form".to_owned(),
        Kind::Leg => "leg".to_owned(),
        Kind::Names => "list of threads, to 64".to_owned(),
        Kind::Moment => "moment".to_owned(),
        Kind::Digit => "digit, as text".to_owned(),
        Kind::Bool => "true or false".to_owned(),
        Kind::Integer => "whole number".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::OneOf(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        Kind::Part(_) => format!("[{0}](#{0})", field.name),
        Kind::What => "a word of this table".to_owned(),
    };
    let only = field.only_with.map(|(other, word)| format!(" Only where `{other}` is `{word}`.")).unwrap_or_default();
    format!("`{}`{mark} | {kind} | {}{only}", field.name, field.says)
}

#[test]
fn the_page_says_what_is_accepted_and_what_becomes_of_it() {
    let page_now = std::fs::read_to_string(page()).unwrap();
    let told = told(&page_now);
    if told == page_now {
        return;
    }
    assert!(std::env::var_os("BLESS").is_some(), "docs/native.md is not what it says; BLESS=1 writes it anew:\n{told}");
    std::fs::write(page(), told).unwrap();
}

#[test]
fn every_example_keeps_the_laws_and_has_no_gap() {
    let page = std::fs::read_to_string(page()).unwrap();
    let batches: Vec<&str> = page.split("```json\n").skip(1).map(|part| part.split("```").next().unwrap()).collect();
    assert_eq!(batches.len(), 19);
    for (no, batch) in batches.iter().enumerate() {
        for folded in conversations(signals(batch)) {
            assert_eq!(folded.conversation.gaps, Vec::new(), "example {}", no + 1);
            laws::keep(&format!("example {}", no + 1), &folded.signals, 100);
        }
    }
}

/// Posted to one source, the examples do not get in one another's way.
#[test]
fn every_example_has_keys_and_legs_of_its_own() {
    let page = std::fs::read_to_string(page()).unwrap();
    let batches = page.split("```json\n").skip(1).map(|part| part.split("```").next().unwrap());
    let mut all: Vec<Signal> = batches.flat_map(signals).collect();
    let told = all.len();
    all.sort_by(|one, other| one.key.cmp(&other.key));
    all.dedup_by(|one, other| one.key == other.key);
    assert_eq!(all.len(), told);
    assert_eq!(conversations(all).len(), 20, "of the conference there are two");
}

/// The door refuses it; should it stand in a store all the same, nobody is in one call twice.
#[test]
fn n3_who_is_moved_to_himself_is_in_the_next_call_once() {
    let mut facts = signals(
        r#"{"signals": [
        {"key": "1", "thread": "T", "leg": "jan", "at": "2026-01-05T09:00:00Z", "what": "came_in", "party": {"number": "101"}},
        {"key": "2", "thread": "T", "leg": "jan", "at": "2026-01-05T09:00:05Z", "what": "transferred", "kind": "attended"}
    ]}"#,
    );
    let own = facts[0].leg.clone();
    let What::Transferred(transferred) = &mut facts[1].what else { panic!("not what was told") };
    transferred.target = Some(own);
    let conversation = conversations(facts).remove(0).conversation;
    let legs: Vec<usize> = conversation.calls.iter().map(|call| call.legs.iter().count()).collect();
    assert_eq!(legs, [1, 1]);
}

/// What is written of a signal is read back as it was; and what a phone system can tell, it can tell in these same words.
pub(crate) fn is_read_back(signal: &Signal) {
    let text = to_json(signal);
    assert_eq!(from_json(&text).as_ref(), Ok(signal), "{text}");
    if matches!(signal.what, What::Done(_)) {
        return;
    }
    let mut told: Value = serde_json::from_str(&text).unwrap();
    // What the directory says of a party or line is no phone system's to tell.
    for place in ["/party", "/logged/from", "/logged/to"] {
        if let Some(party) = told.pointer_mut(place).and_then(Value::as_object_mut) {
            party.remove("known");
        }
    }
    let signal = &from_json(&told.to_string()).unwrap();
    ["feed", "seen_at", "chosen_e164", "behind"].into_iter().for_each(|own| {
        told.as_object_mut().unwrap().remove(own);
    });
    // Nobody is moved to himself: that is not told, though a store may hold it from before it was refused.
    if matches!(&signal.what, What::Transferred(transferred) if transferred.target.as_ref() == Some(&signal.leg)) {
        assert!(from_native(&told, &signal.source).is_err_and(|fault| fault.to_string().starts_with("target_leg")));
        return;
    }
    let again = from_native(&told, &signal.source).unwrap_or_else(|fault| panic!("{fault}: {text}"));
    assert_eq!(again.key, format!("native|{}|{}", signal.leg.0, signal.key), "a key is told of its leg");
    let own = Signal {
        key: signal.key.clone(),
        feed: signal.feed.clone(),
        seen_at: signal.seen_at,
        chosen_e164: signal.chosen_e164.clone(),
        behind: signal.behind.clone(),
        ..again
    };
    assert_eq!(own, *signal, "{text}");
}
