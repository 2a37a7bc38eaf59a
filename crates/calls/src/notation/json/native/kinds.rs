//! What a field can be, and how a value is held to it.

use serde_json::{Map, Value};

use super::Fault;
use crate::moment::Moment;

/// The longest name, key, number or leg in bytes.
pub const NAME_MAX: usize = 256;
/// The longest other text in bytes.
pub const TEXT_MAX: usize = 4_096;
/// The longest message of a phone system that is kept, in bytes.
pub const PAYLOAD_MAX: usize = 65_536;
/// The most threads that one fact joins to its own.
pub const TIES_MAX: usize = 64;
/// The greatest integer, 2^53 − 1: beyond it not everybody who writes JSON writes what was meant.
pub const INTEGER_MAX: u64 = 9_007_199_254_740_991;
/// The first moment that is taken from an integer, in the year 2001: a smaller one was meant in seconds or milliseconds.
pub const MICROS_MIN: i64 = 1_000_000_000_000_000;

/// A word of the vocabulary.
#[derive(Debug)]
pub struct Word {
    /// The word.
    pub name: &'static str,
    /// What it says, in a line.
    pub says: &'static str,
    /// Its fields, beside those of every signal.
    pub fields: &'static [Field],
}

/// A field of a word, of every signal, or of a part.
#[derive(Debug)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What may stand there.
    pub kind: Kind,
    /// Whether it has to stand there.
    pub required: bool,
    /// The field and its word with which alone this one stands, and is required if it is.
    pub only_with: Option<(&'static str, &'static str)>,
    /// What it means, in a line.
    pub says: &'static str,
}

/// What may stand in a field.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A line of text of at most so many bytes.
    Text(usize),
    /// Text of several lines, of at most [`PAYLOAD_MAX`] bytes.
    Payload,
    /// A number in full form: `+31612340017`.
    E164,
    /// The key of a leg.
    Leg,
    /// A list of names.
    Names,
    /// RFC 3339, or microseconds since 1970 as an integer.
    Moment,
    /// A digit of a phone.
    Digit,
    /// True or false.
    Bool,
    /// A whole number from 0.
    Integer,
    /// A number from 0.
    Number,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// An object of these fields.
    Part(&'static [Field]),
    /// A word of the vocabulary.
    What,
}

pub(super) const fn word(name: &'static str, says: &'static str, fields: &'static [Field]) -> Word {
    Word { name, says, fields }
}

pub(super) const fn must(name: &'static str, kind: Kind, says: &'static str) -> Field {
    Field { name, kind, required: true, only_with: None, says }
}

pub(super) const fn may(name: &'static str, kind: Kind, says: &'static str) -> Field {
    Field { name, kind, required: false, only_with: None, says }
}

impl Field {
    pub(super) const fn with(mut self, field: &'static str, word: &'static str) -> Self {
        self.only_with = Some((field, word));
        self
    }

    /// Whether the field may stand in this object.
    fn stands(&self, object: &Map<String, Value>) -> bool {
        self.only_with.is_none_or(|(field, word)| object.get(field).and_then(Value::as_str) == Some(word))
    }
}

/// An object held to its fields, as the mirrors of the vocabulary read it: what says nothing (null, empty text) is left out.
pub(super) fn object(told: &Map<String, Value>, fields: &[&'static [Field]], of: &str) -> Result<Map<String, Value>, Fault> {
    let known = || fields.iter().copied().flatten();
    if let Some(unknown) = told.keys().find(|key| known().all(|field| field.name != **key)) {
        let names: Vec<&str> = known().map(|field| field.name).collect();
        return Err(Fault::new(&shown(unknown), format!("unknown key; {of} has {}", names.join(", "))));
    }
    let mut kept = Map::new();
    for field in known() {
        let value = told.get(field.name).filter(|value| !value.is_null() && value.as_str() != Some(""));
        match (value, field.stands(told)) {
            (Some(_), false) => {
                let (other, word) = field.only_with.unwrap_or_default();
                return Err(Fault::new(field.name, format!("stands only where `{other}` is `{word}`")));
            }
            (Some(value), true) => {
                let value = held(value, field.kind).map_err(|fault| fault.within(field.name))?;
                kept.insert(field.name.to_owned(), value);
            }
            (None, true) if field.required => {
                let says = if told.get(field.name).and_then(Value::as_str).is_some() { "is empty" } else { "is missing" };
                return Err(Fault::new(field.name, says));
            }
            (None, _) => {}
        }
    }
    Ok(kept)
}

/// A value held to its kind.
fn held(value: &Value, kind: Kind) -> Result<Value, Fault> {
    match kind {
        Kind::Text(most) => text(value, most, |c| c.is_control()),
        Kind::Leg => text(value, NAME_MAX, |c| c.is_control()),
        Kind::Payload => text(value, PAYLOAD_MAX, |c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')),
        Kind::E164 => full_number(value),
        Kind::Names => names(value),
        Kind::Moment => moment(value),
        Kind::Digit => digit(value),
        Kind::Bool => value.as_bool().map(Value::from).ok_or_else(|| expected("true or false", value)),
        Kind::Integer => {
            let number = value.as_u64().filter(|number| *number <= INTEGER_MAX);
            number.map(Value::from).ok_or_else(|| expected(&format!("a whole number from 0 to {INTEGER_MAX}"), value))
        }
        Kind::Number => {
            let number = value.as_f64().filter(|number| *number >= 0.0 && number.is_finite());
            number.map(Value::from).ok_or_else(|| expected("a number from 0", value))
        }
        Kind::OneOf(words) => {
            let word = value.as_str().filter(|word| words.contains(word));
            word.map(Value::from).ok_or_else(|| expected(&format!("one of {}", words.join(", ")), value))
        }
        Kind::Part(fields) => {
            let told = value.as_object().ok_or_else(|| expected("an object", value))?;
            object(told, &[fields], "it").map(Value::Object)
        }
        // Which words there are was looked at before its fields were.
        Kind::What => Ok(value.clone()),
    }
}

fn text(value: &Value, most: usize, refused: fn(char) -> bool) -> Result<Value, Fault> {
    let text = value.as_str().ok_or_else(|| expected("text", value))?;
    if text.len() > most {
        return Err(Fault::new("", format!("is {} bytes long; at most {most} are taken", text.len())));
    }
    match text.chars().find(|c| refused(*c)) {
        Some(c) => Err(Fault::new("", format!("holds a control character, {}", c.escape_unicode()))),
        None => Ok(Value::from(text)),
    }
}

fn full_number(value: &Value) -> Result<Value, Fault> {
    let digits = value.as_str().and_then(|text| text.strip_prefix('+'));
    let full = digits.is_some_and(|digits| (2..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()));
    if full { Ok(value.clone()) } else { Err(expected("a number in full form such as +31612340017", value)) }
}

fn names(value: &Value) -> Result<Value, Fault> {
    let list = value.as_array().ok_or_else(|| expected("a list of texts", value))?;
    if list.len() > TIES_MAX {
        return Err(Fault::new("", format!("has {} entries; at most {TIES_MAX} are taken", list.len())));
    }
    let name = |(place, value): (usize, &Value)| {
        let held = if value.as_str() == Some("") { Err(Fault::new("", "is empty")) } else { held(value, Kind::Leg) };
        held.map_err(|fault| fault.within(&format!("[{place}]")))
    };
    list.iter().enumerate().map(name).collect::<Result<Vec<Value>, Fault>>().map(Value::Array)
}

fn moment(value: &Value) -> Result<Value, Fault> {
    if value.is_number() {
        let micros = value.as_i64().filter(|micros| *micros >= MICROS_MIN).and_then(Moment::from_micros);
        return micros.map(|at| Value::from(at.precise().as_str())).ok_or_else(|| {
            expected("whole microseconds since 1970 (neither seconds nor milliseconds) up to the year 9999", value)
        });
    }
    let moment = value.as_str().and_then(Moment::from_rfc3339);
    moment.map(|at| Value::from(at.precise().as_str())).ok_or_else(|| {
        expected("RFC 3339 from 1970 to 9999, such as 2026-01-05T10:45:00.250+01:00, or microseconds since 1970", value)
    })
}

fn digit(value: &Value) -> Result<Value, Fault> {
    let one = value.as_str().filter(|text| matches!(text.as_bytes(), [b'0'..=b'9' | b'*' | b'#' | b'A'..=b'D']));
    one.map(Value::from).ok_or_else(|| expected("one of 0–9, *, #, A–D, as text", value))
}

/// What was expected, and what stood there instead.
pub(super) fn expected(what: &str, value: &Value) -> Fault {
    let found = match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::String(text) => format!("{:?}", shown(text)),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    };
    Fault::new("", format!("expected {what}, found {found}"))
}

/// As much of a wrong text as is said again: whoever told it knows the rest.
pub(super) fn shown(text: &str) -> String {
    const SHOWN_CHARS_MAX: usize = 40;
    text.chars().take(SHOWN_CHARS_MAX).collect()
}
