//! The vocabulary as phone systems without an adapter tell it: JSON from outside becomes [`Signal`]s, or a fault that says
//! exactly what is wrong and where.
//!
//! One table, [`WORDS`], is what is accepted, what the schema says and what the page for people
//! (`docs/native.md`) prints. Nothing here is tolerant of what it does not know: an unknown key is a fault, so that a typo loses no fact. It must
//! never guess a fact, and never let anything grow that has no `*_MAX`.
//! To add a word: its line in [`WORDS`]. To add a kind of field: [`Kind`], how it is held (`kinds`), its schema (`schema`).

mod kinds;
mod once;
mod schema;
#[cfg(test)]
mod tests;
mod words;

use std::fmt;

use serde_json::{Map, Value, json};

use super::from_value;
use crate::Text;
use crate::number;
use crate::signal::{LegKey, Party, Signal, What};

pub use kinds::{Field, INTEGER_MAX, Kind, MICROS_MIN, NAME_MAX, PAYLOAD_MAX, TEXT_MAX, TIES_MAX, Word};
pub use schema::schema;
pub use words::{EVERY, WORDS};

/// The name of the feed through which all of these signals come.
pub const FEED: &str = "native";

/// What is wrong with a told signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where, as a path: `party.number`, `signals[3].at`; empty if it is the whole.
    pub field: String,
    /// What is wrong, in words.
    pub says: String,
}

impl Fault {
    fn new(field: &str, says: impl Into<String>) -> Self {
        Self { field: field.to_owned(), says: says.into() }
    }

    /// The same fault, seen from what its place stands in.
    #[must_use]
    pub fn within(self, prefix: &str) -> Self {
        let joint = if self.field.is_empty() || self.field.starts_with('[') || prefix.is_empty() { "" } else { "." };
        Self { field: format!("{prefix}{joint}{}", self.field), says: self.says }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() { f.write_str(&self.says) } else { write!(f, "{}: {}", self.field, self.says) }
    }
}

/// A batch taken apart: the source that it names, and its signals as they stand there.
///
/// How many bytes a batch may have is for the caller to look at.
pub fn parse_batch(text: &str) -> Result<(Option<String>, Vec<Value>), Fault> {
    // Nesting has a limit in the reader, so that no text reaches the end of the stack.
    let read = serde_json::from_str(text).map_err(|error| Fault::new("", format!("is no JSON: {error}")));
    let once::Once(batch) = read?;
    let Value::Object(mut batch) = batch else { return Err(kinds::expected("an object with `signals`", &batch)) };
    if let Some(unknown) = batch.keys().find(|key| !["source", "signals"].contains(&key.as_str())) {
        return Err(Fault::new(&kinds::shown(unknown), "unknown key; a batch has source, signals"));
    }
    let source = match batch.remove("source") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) if !name.is_empty() && name.len() <= NAME_MAX => Some(name),
        Some(other) => return Err(kinds::expected("the name of a source", &other).within("source")),
    };
    match batch.remove("signals") {
        None => Err(Fault::new("signals", "is missing")),
        Some(Value::Array(signals)) if signals.is_empty() => Err(Fault::new("signals", "is empty")),
        Some(Value::Array(signals)) => Ok((source, signals)),
        Some(other) => Err(kinds::expected("a list of signals", &other).within("signals")),
    }
}

/// The signal that a phone system told of itself under the name `source`.
pub fn from_native(value: &Value, source: &str) -> Result<Signal, Fault> {
    let told = value.as_object().ok_or_else(|| kinds::expected("an object: one signal", value))?;
    let word = word(told)?;
    refuse_what_is_not_told(told)?;
    let mut kept = kinds::object(told, &[EVERY, word.fields], &format!("`{}`", word.name))?;
    if kept.get("source").is_some_and(|named| named != source) {
        return Err(Fault::new("source", format!("is not {source:?}, for which this is told")));
    }
    kept.insert("source".to_owned(), Value::from(source));
    kept.insert("feed".to_owned(), json!({ "name": FEED, "rank": 0 }));
    kept.entry("seq").or_insert(Value::from(0));
    // The table admits nothing that the mirrors do not read, which a test holds; if it did, that were a fault too.
    let mut signal = from_value(Value::Object(kept)).map_err(|error| Fault::new("", error))?;
    refuse_a_transfer_to_itself(&signal)?;
    signal.key = key(&signal.leg, &signal.key);
    signal.what.parties_mut().for_each(show);
    Ok(signal)
}

/// What names a fact that was told under `key` of a leg: a leg is in one conversation, so that no key is in two (rule N18).
#[must_use]
pub fn key(leg: &LegKey, key: &str) -> Text {
    [FEED, "|", leg.0.as_str(), "|", key].concat().into()
}

/// A leg that is moved to itself would be two parties of one call.
fn refuse_a_transfer_to_itself(signal: &Signal) -> Result<(), Fault> {
    match &signal.what {
        What::Transferred(transferred) if transferred.target.as_ref() == Some(&signal.leg) => {
            Err(Fault::new("target_leg", "is the leg that is transferred; the target is another, or left out"))
        }
        _ => Ok(()),
    }
}

/// The word that a signal says.
fn word(told: &Map<String, Value>) -> Result<&'static Word, Fault> {
    let name = match told.get("what") {
        None | Some(Value::Null) => return Err(Fault::new("what", "is missing")),
        Some(Value::String(name)) => name.as_str(),
        Some(other) => return Err(kinds::expected("a word", other).within("what")),
    };
    if name == "done" {
        return Err(Fault::new("what", "`done` cannot be told: what is done with calls comes by the doings of the API"));
    }
    WORDS.iter().find(|word| word.name == name).ok_or_else(|| {
        let words: Vec<&str> = WORDS.iter().map(|word| word.name).collect();
        kinds::expected(&format!("one of {}", words.join(", ")), &Value::from(name)).within("what")
    })
}

/// What Callbook itself says of a signal, named apart so that nobody looks for a typo.
fn refuse_what_is_not_told(told: &Map<String, Value>) -> Result<(), Fault> {
    let own = ["feed", "seen_at", "chosen_e164"].into_iter().find(|key| told.contains_key(*key));
    own.map_or(Ok(()), |key| Err(Fault::new(key, "cannot be told: Callbook says it itself")))
}

/// Marks of a withheld or unknown number are no numbers, and who withheld his shows no name either (rule N5).
fn show(party: &mut Party) {
    let number = party.number.take();
    party.withheld |= number.as_deref().is_some_and(number::withheld);
    party.number = number.filter(|number| !party.withheld && number::told(number).is_some());
    if party.withheld {
        (party.e164, party.name) = (None, None);
    }
}
