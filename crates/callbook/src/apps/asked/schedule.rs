//! Events that an app wants to have later (contract 4.3, 4.7): what may be asked.
//!
//! When it is time, and how many there may be, is the host's business; its words are `name`, `data`, `schedule_at` and
//! `repeat: {time_unit, frequency}` (doc). Answers are `{status, message}`, of `fetch` the schedule itself (ours).

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::{unknown, word};
use crate::apps::host::Refusal;

/// Bytes of what an event brings along, as JSON (doc).
pub(crate) const BROUGHT_BYTES_MAX: usize = 4 * 1024;
/// The longest name, in characters (ours).
pub(crate) const NAME_CHARS_MAX: usize = 100;
/// Events that happen once, of one installation (doc).
pub(crate) const ONCE_MAX: usize = 1_000;
/// Events that happen again and again, of one installation (doc).
pub(crate) const REPEATED_MAX: usize = 1;

/// How often an event happens again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repeat {
    /// The unit of time.
    pub(crate) unit: Unit,
    /// Every so many of it; at least 1.
    pub(crate) frequency: u32,
}

impl Repeat {
    /// By the unit's word; none of a word that there is not, and of none at all.
    pub(crate) fn of(unit: &str, frequency: u32) -> Option<Self> {
        let unit = Unit::WORDS.iter().find(|(_, word)| *word == unit).map(|(unit, _)| *unit)?;
        (frequency > 0).then_some(Self { unit, frequency })
    }

    /// How long it is from one to the next, in microseconds; of what is longer than can be said, as long as can be.
    pub(crate) fn micros(self) -> i64 {
        let seconds = match self.unit {
            Unit::Minutes => 60,
            Unit::Hours => 3_600,
            Unit::Days => 86_400,
            Unit::Weeks => 7 * 86_400,
        };
        (i64::from(self.frequency) * seconds).saturating_mul(1_000_000)
    }
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// `minutes`.
    Minutes,
    /// `hours`.
    Hours,
    /// `days`.
    Days,
    /// `weeks`.
    Weeks,
}

impl Unit {
    const WORDS: [(Self, &'static str); 4] =
        [(Self::Minutes, "minutes"), (Self::Hours, "hours"), (Self::Days, "days"), (Self::Weeks, "weeks")];

    /// Its word.
    pub(crate) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(unit, _)| *unit == self).map_or("", |(_, word)| word)
    }
}

/// One event that is to happen.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Schedule {
    /// Names it within the installation.
    pub(crate) name: String,
    /// What the handler gets as `payload.data`.
    pub(crate) data: Map<String, Value>,
    /// When, or when for the first time.
    pub(crate) at: Timestamp,
    /// How often again; once without one.
    pub(crate) repeat: Option<Repeat>,
}

impl Schedule {
    /// As an app reads it.
    pub(crate) fn print(&self) -> Value {
        let mut printed = json!({"name": self.name, "data": self.data, "schedule_at": format!("{:.3}", self.at)});
        if let (Some(repeat), Some(printed)) = (self.repeat, printed.as_object_mut()) {
            let repeat = json!({"time_unit": repeat.unit.word(), "frequency": repeat.frequency});
            printed.insert("repeat".to_owned(), repeat);
        }
        printed
    }
}

/// One thing that is asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ask {
    /// Enters an event; refused if there is one of that name.
    Create(Schedule),
    /// Shows it.
    Fetch {
        /// Which.
        name: String,
    },
    /// Puts another in its place; what is not said of it stays.
    Update {
        /// Which.
        name: String,
        /// What it brings along from now on.
        data: Option<Map<String, Value>>,
        /// When it happens from now on.
        at: Option<Timestamp>,
        /// How often from now on.
        repeat: Option<Repeat>,
    },
    /// Takes it back.
    Delete {
        /// Which.
        name: String,
    },
}

impl Ask {
    /// Reads the words of `$schedule.<verb>({…})`.
    pub(crate) fn read(verb: &str, words: &[Value]) -> Result<Self, Refusal> {
        let said = word(words, 0);
        let name = name(said);
        match verb {
            "create" => {
                let at = at(said)?.ok_or_else(|| Refusal::bad("schedule_at: it is not there"))?;
                let data = brought(said)?.unwrap_or_default();
                Ok(Self::Create(Schedule { name: name?, data, at, repeat: repeat(said)? }))
            }
            "fetch" => Ok(Self::Fetch { name: name? }),
            "update" => Ok(Self::Update { name: name?, data: brought(said)?, at: at(said)?, repeat: repeat(said)? }),
            "delete" => Ok(Self::Delete { name: name? }),
            _ => Err(unknown("$schedule", verb)),
        }
    }
}

fn name(said: &Value) -> Result<String, Refusal> {
    match said.get("name") {
        Some(Value::String(name)) if !name.trim().is_empty() && name.chars().count() <= NAME_CHARS_MAX => Ok(name.clone()),
        _ => Err(Refusal::bad(format!("name: expected a text of 1 to {NAME_CHARS_MAX} characters"))),
    }
}

fn brought(said: &Value) -> Result<Option<Map<String, Value>>, Refusal> {
    let brought = match said.get("data") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Object(brought)) => brought.clone(),
        Some(_) => return Err(Refusal::bad("data: expected an object")),
    };
    let bytes = serde_json::to_string(&brought).map_or(usize::MAX, |text| text.len());
    if bytes > BROUGHT_BYTES_MAX {
        return Err(Refusal::bad(format!("data: it has {bytes} bytes, more than {BROUGHT_BYTES_MAX}")));
    }
    Ok(Some(brought))
}

/// ISO 8601, with a zone or in UTC; days alone begin at midnight (seen).
fn at(said: &Value) -> Result<Option<Timestamp>, Refusal> {
    let text = match said.get("schedule_at") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => text,
        Some(_) => return Err(Refusal::bad("schedule_at: expected a time as text")),
    };
    let zoned = text.parse::<Timestamp>().ok();
    let plain = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    let read = zoned.or_else(plain);
    read.map(Some)
        .ok_or_else(|| Refusal::bad(format!("schedule_at: expected a time such as 2026-01-05T09:45:00Z, not {text:?}")))
}

fn repeat(said: &Value) -> Result<Option<Repeat>, Refusal> {
    let said = match said.get("repeat") {
        None | Some(Value::Null) => return Ok(None),
        Some(said) => said,
    };
    let word = said.get("time_unit").and_then(Value::as_str).unwrap_or_default();
    let unit = Unit::WORDS.iter().find(|(_, known)| known.eq_ignore_ascii_case(word)).map(|(unit, _)| *unit);
    let unit = unit.ok_or_else(|| Refusal::bad("repeat.time_unit: expected minutes, hours, days or weeks"))?;
    let frequency = match said.get("frequency") {
        Some(Value::Number(number)) => number.as_u64(),
        // Installation parameters are texts (seen).
        Some(Value::String(text)) => text.parse().ok(),
        _ => None,
    };
    let frequency = frequency.and_then(|number| u32::try_from(number).ok()).filter(|number| *number > 0);
    let frequency = frequency.ok_or_else(|| Refusal::bad("repeat.frequency: expected a whole number of at least 1"))?;
    Ok(Some(Repeat { unit, frequency }))
}
