//! The body of a request, read key by key into values that cannot be wrong; everything that is wrong is noted, so that a client
//! is told of all of it at once.
//!
//! Keys that nobody asks for are passed over (rules R5, V11). What is asked for says whether it is there, is null, or has a value.
//! To read one more kind of value: its method here.

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::Text;
use crate::number::e164;

use super::super::answer::{Code, Refusal, Wrong};
use super::super::card::is_https;
use super::super::words::{Status, read_direction};

/// The longest number, in characters.
const NUMBER_CHARS_MAX: usize = 40;
/// The longest id of another system, in characters (sheet, 2.2).
const ID_CHARS_MAX: usize = 255;
/// The longest price or rate, in characters.
const DECIMAL_CHARS_MAX: usize = 32;
/// The longest link, in bytes.
const URL_MAX: usize = 2_048;
/// The longest that a call may last, in seconds: 30 days.
const SECONDS_MAX: i64 = 2_592_000;

/// A key of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told<T> {
    /// It is not there, or was noted as wrong.
    Nothing,
    /// It is null.
    Null,
    /// It has that value.
    Value(T),
}

impl<T> Told<T> {
    /// What it says: nothing, null, or a value.
    pub(super) fn said(self) -> Option<Option<T>> {
        match self {
            Self::Nothing => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }

    /// The value, where null says no more than nothing does.
    pub(super) fn value(self) -> Option<T> {
        self.said().flatten()
    }
}

/// A body while it is read.
pub(super) struct Body {
    fields: Map<String, Value>,
    wrong: Vec<Wrong>,
}

type Read<T> = fn(&Value) -> Result<T, (Code, &'static str)>;

impl Body {
    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Ok(Self { fields, wrong: Vec::new() }),
            _ => Err(Refusal::NotJson),
        }
    }

    /// Leaves out every key that says what the client was shown (rule V8), however that would be read. A duration says more
    /// where the status changes with it.
    pub(super) fn forget_shown(&mut self, shown: &str) {
        if let Ok(Value::Object(shown)) = serde_json::from_str(shown) {
            self.fields.retain(|key, value| key == "duration" || shown.get(key) != Some(value));
        }
    }

    /// Notes that a field is wrong; what is said of a field first counts.
    pub(super) fn wrong(&mut self, field: &'static str, code: Code, says: &'static str) {
        if self.wrong.iter().all(|known| known.field != field) {
            self.wrong.push(Wrong::new(field, code, says));
        }
    }

    /// What came of it, unless something was wrong.
    pub(super) fn end<T>(self, value: T) -> Result<T, Refusal> {
        if self.wrong.is_empty() { Ok(value) } else { Err(Refusal::Wrong(self.wrong)) }
    }

    /// Whether nothing was wrong so far.
    pub(super) fn is_good(&self) -> bool {
        self.wrong.is_empty()
    }

    /// Notes each of these keys that is not there, or null.
    pub(super) fn require(&mut self, keys: &[&'static str]) {
        for key in keys {
            if self.fields.get(*key).is_none_or(Value::is_null) {
                self.wrong(key, Code::Missing, "is required");
            }
        }
    }

    fn get<T>(&mut self, key: &'static str, read: Read<T>) -> Told<T> {
        let Some(value) = self.fields.get(key) else { return Told::Nothing };
        if value.is_null() {
            return Told::Null;
        }
        match read(value) {
            Ok(value) => Told::Value(value),
            Err((code, says)) => {
                self.wrong(key, code, says);
                Told::Nothing
            }
        }
    }

    pub(super) fn uid(&mut self, key: &'static str) -> Told<Uuid> {
        self.get(key, |value| {
            let uid = value.as_str().and_then(|text| Uuid::parse_str(text.trim()).ok());
            uid.ok_or((Code::Format, "is no UUID"))
        })
    }

    pub(super) fn status(&mut self) -> Told<Status> {
        self.get("status", |value| {
            let word = value.as_str().ok_or((Code::Format, "is no text"))?;
            Status::read(word).ok_or((Code::Invalid, "is none of the words for a status"))
        })
    }

    /// Whether the call came in.
    pub(super) fn direction(&mut self) -> Told<bool> {
        self.get("direction", |value| {
            let word = value.as_str().ok_or((Code::Format, "is no text"))?;
            read_direction(word).ok_or((Code::Invalid, "is neither inbound nor outbound"))
        })
    }

    pub(super) fn number(&mut self, key: &'static str) -> Told<Text> {
        self.get(key, |value| {
            let text = value.as_str().ok_or((Code::Format, "is no text"))?.trim();
            let is_short = text.chars().count() <= NUMBER_CHARS_MAX;
            let is_number = is_short && text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_control);
            if is_number { Ok(full(text)) } else { Err((Code::Format, "is no phone number")) }
        })
    }

    /// Whole seconds. Numbers with decimals are cut off (rule R2).
    pub(super) fn seconds(&mut self, key: &'static str) -> Told<i64> {
        self.get(key, |value| {
            let seconds = value.as_f64().ok_or((Code::Format, "is no number of seconds"))?;
            let seconds = seconds.floor() as i64;
            if (0..=SECONDS_MAX).contains(&seconds) { Ok(seconds) } else { Err((Code::Invalid, "is not from 0 to 30 days")) }
        })
    }

    pub(super) fn text(&mut self, key: &'static str) -> Told<Text> {
        self.get(key, |value| line(value, ID_CHARS_MAX, "is no text of 1 to 255 characters"))
    }

    pub(super) fn name(&mut self, key: &'static str) -> Told<Text> {
        self.get(key, |value| line(value, 100, "is no text of 1 to 100 characters"))
    }

    pub(super) fn summary(&mut self) -> Told<Text> {
        self.get("call_summary", |value| {
            let text = value.as_str().ok_or((Code::Format, "is no text"))?;
            let fits = text.chars().count() <= super::super::card::SUMMARY_CHARS_MAX;
            if fits { Ok(Text::new(text)) } else { Err((Code::Invalid, "has more than 10,000 characters")) }
        })
    }

    pub(super) fn url(&mut self, key: &'static str) -> Told<Text> {
        self.get(key, |value| {
            let text = value.as_str().map(str::trim).filter(|text| text.len() <= URL_MAX && is_https(text));
            let text = text.filter(|text| !text.contains(|c: char| c.is_whitespace() || c.is_control()));
            text.map(Text::new).ok_or((Code::Format, "is no https address of at most 2,048 bytes"))
        })
    }

    /// A rate or a price, which the vendor has as text: `"0.05"`, and `"0"` where it is free.
    pub(super) fn decimal(&mut self, key: &'static str) -> Told<Text> {
        self.get(key, |value| {
            let text = value.as_str().map(str::trim).filter(|text| text.len() <= DECIMAL_CHARS_MAX && is_decimal(text));
            text.map(Text::new).ok_or((Code::Format, "is no decimal number as text"))
        })
    }

    /// The phone system's word: any of capitals, digits and `_`; other cases are read too (rule R6).
    pub(super) fn provider(&mut self) -> Told<Text> {
        self.get("provider", |value| {
            let word = value.as_str().ok_or((Code::Format, "is no text"))?.trim().to_ascii_uppercase();
            let good = (2..=40).contains(&word.len()) && word.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_');
            if good { Ok(Text::from(word)) } else { Err((Code::Invalid, "is no word of 2 to 40 letters, digits and _")) }
        })
    }

    pub(super) fn flag(&mut self, key: &'static str) -> Told<bool> {
        self.get(key, |value| value.as_bool().ok_or((Code::Format, "is neither true nor false")))
    }
}

fn line(value: &Value, most: usize, says: &'static str) -> Result<Text, (Code, &'static str)> {
    let text = value.as_str().ok_or((Code::Format, says))?;
    let good = (1..=most).contains(&text.chars().count()) && !text.contains(char::is_control);
    if good { Ok(Text::new(text)) } else { Err((Code::Invalid, says)) }
}

fn is_decimal(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    digits(whole) && digits(part)
}

/// A number as it is kept: with `+` wherever that makes it a number of some country, since this vendor's clients leave it out
/// (rule V27); otherwise as it was given.
fn full(text: &str) -> Text {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')' | '.')).collect();
    let shown = if bare.starts_with('+') { bare } else { format!("+{bare}") };
    e164(&shown, None).unwrap_or_else(|| Text::new(text))
}
