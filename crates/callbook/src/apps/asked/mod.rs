//! What apps ask for, read from the words of their scripts into types. Pure: nothing here does what is asked.
//!
//! Words come out of a process that a script has in its hands: they may be anything. To add a verb: its case of an `Ask`.

pub(crate) mod db;
pub(crate) mod schedule;

use serde_json::Value;

use super::host::Refusal;

/// The argument at that place; null where there is none.
pub(super) fn word(words: &[Value], place: usize) -> &Value {
    words.get(place).unwrap_or(&Value::Null)
}

/// A verb that there is not.
pub(super) fn unknown(of: &str, verb: &str) -> Refusal {
    Refusal::bad(format!("{of}.{verb} is not there"))
}
