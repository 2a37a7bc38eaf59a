//! What a converter posts, read tolerantly (sheet, 4.3; rules E2, E14, E16, R5, R6): items, or what cannot be read.
//!
//! Keys that are not known are passed over. A body is read whole before anything is made of it, so that what is refused has
//! changed nothing. `call` is kept as the very text that was sent. Nothing here decides which call an item belongs to.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::Text;
use crate::conversation::Direction;
use crate::number;

use super::super::refusal::{BODY_MAX, Code, Refusal};
use super::super::wire::Parties;
use super::super::words::{self, Disposition, Notify, Said};
use super::Candidate;

/// The longest `callId`, number or extension, in characters (sheet, 2.1).
const TEXT_CHARS_MAX: usize = 255;

/// The longest call that is believed, in seconds: a year.
const DURATION_S_MAX: i64 = 366 * 86_400;

/// Something that was said of one call: that something happened to it, or what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub(super) call_id: Option<Text>,
    /// As they were received, without what is not read in that direction (rule E2).
    pub(super) parties: Parties,
    pub(super) disposition: Disposition,
    pub(super) what: Which,
}

/// Which of the two it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// The vendor's `VoipWebhookRequest`.
    Event(Notify),
    /// The vendor's `VoipCallRecord`.
    Record {
        /// Whole seconds.
        duration: i64,
        /// JSON text; none where it is null or missing.
        call: Option<Text>,
    },
}

/// The five values by which an item without `callId` finds its call (rule E2), as one word. Equal values give equal words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub(super) Text);

impl Key {
    /// The word: 36 characters.
    #[must_use]
    pub fn word(&self) -> &Text {
        &self.0
    }
}

/// Which calls an item may belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// The one call of this thread, at any age (rule E1).
    Thread(Text),
    /// The calls with that key that are open, or ended within [`super::KEY_LIFE_S`] (rule E3).
    Key(Key),
}

impl Address {
    /// Whether a call is one that was looked for.
    #[must_use]
    pub fn is_of(&self, candidate: &Candidate) -> bool {
        match self {
            Self::Thread(thread) => *thread == super::thread(candidate.call()),
            Self::Key(key) => *key == candidate.key(),
        }
    }
}

impl Item {
    /// Where its call is to be looked for.
    #[must_use]
    pub fn address(&self) -> Address {
        match &self.call_id {
            Some(call_id) => Address::Thread(super::thread(&super::named(call_id))),
            None => Address::Key(self.key()),
        }
    }

    /// Its five values (rule E2).
    #[must_use]
    pub fn key(&self) -> Key {
        key(&self.parties)
    }

    /// The word by which an answer names its kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.what {
            Which::Event(_) => EVENT,
            Which::Record { .. } => RECORD,
        }
    }
}

/// See [`Item::key`].
pub(super) fn key(parties: &Parties) -> Key {
    let phone = |phone: &str| number::compared(phone).unwrap_or_default();
    let ext = |ext: &Option<Text>| ext.clone().unwrap_or_default();
    let (src, dst) = (phone(&parties.src), phone(&parties.dst));
    let (src_ext, dst_ext) = (ext(&parties.src_ext), ext(&parties.dst_ext));
    let five = [words::direction(parties.direction), &src, &src_ext, &dst, &dst_ext].join("\u{1f}");
    Key(Text::from(Uuid::new_v5(&Uuid::NAMESPACE_OID, five.as_bytes()).to_string()))
}

const EVENT: &str = "event";
const RECORD: &str = "callRecord";

/// The fields of an object, each as it was sent.
type Fields<'a> = BTreeMap<String, &'a RawValue>;

/// An object and where it stands.
struct Place<'a> {
    fields: Fields<'a>,
    path: &'static str,
}

/// The items of a body in the order in which they are to be taken: an event before a record. Empty where there is nothing to be
/// made of it, which is legal.
///
/// # Errors
///
/// What cannot be read, with the field where there is one.
pub fn read(body: &[u8]) -> Result<Vec<Item>, Refusal> {
    let fields = fields(body)?;
    let is = |key: &str, mark: char| fields.get(key).is_some_and(|raw| raw.get().starts_with(mark));
    if is(EVENT, '{') || is(RECORD, '{') {
        let event = inside(&fields, EVENT, "event.")?.map(|place| place.event()).transpose()?.flatten();
        let record = inside(&fields, RECORD, "callRecord.")?.map(|place| place.record()).transpose()?;
        return Ok(event.into_iter().chain(record).collect());
    }
    if is(EVENT, '"') {
        return Ok(Place { fields, path: "" }.event()?.into_iter().collect());
    }
    if fields.contains_key("duration") {
        return Ok(vec![Place { fields, path: "" }.record()?]);
    }
    if fields.is_empty() {
        return Ok(Vec::new());
    }
    Err(Refusal::new(Code::InvalidBody, "expected an event, a callRecord, or an object with one or both"))
}

/// The fields of a body.
pub(in crate::dialects::elma365) fn fields(body: &[u8]) -> Result<Fields<'_>, Refusal> {
    if body.len() > BODY_MAX {
        return Err(Refusal::new(Code::PayloadTooLarge, "expected a body of at most 256 KB"));
    }
    let no_json = |_| Refusal::new(Code::InvalidJson, "expected JSON");
    let whole: &RawValue = serde_json::from_slice(body).map_err(no_json)?;
    let no_object = |_| Refusal::new(Code::InvalidBody, "expected an object");
    serde_json::from_str(whole.get()).map_err(no_object)
}

/// What stands under a key of a wrapper; none if that is null.
fn inside<'a>(fields: &Fields<'a>, key: &'static str, path: &'static str) -> Result<Option<Place<'a>>, Refusal> {
    let Some(raw) = fields.get(key).filter(|raw| raw.get() != "null") else { return Ok(None) };
    let no_object = |_| Refusal::of_field(Code::InvalidField, key, "expected an object");
    let fields = serde_json::from_str(raw.get()).map_err(no_object)?;
    Ok(Some(Place { fields, path }))
}

impl Place<'_> {
    fn refuse(&self, code: Code, key: &str, says: &'static str) -> Refusal {
        Refusal::of_field(code, format!("{}{key}", self.path), says)
    }

    /// A field's value; none if it is not there, null if it is null.
    fn get(&self, key: &str) -> Option<Value> {
        self.fields.get(key).map(|raw| serde_json::from_str(raw.get()).unwrap_or_default())
    }

    fn need(&self, key: &str) -> Result<Value, Refusal> {
        self.get(key).ok_or_else(|| self.refuse(Code::MissingField, key, "is missing"))
    }

    /// A text of a value: a whole number is one, too, and null is an empty one.
    fn text(&self, key: &str, value: &Value) -> Result<Text, Refusal> {
        let text = match value {
            Value::Null => String::new(),
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) if !number.is_f64() => number.to_string(),
            _ => return Err(self.refuse(Code::InvalidField, key, "expected a text")),
        };
        if text.chars().count() > TEXT_CHARS_MAX {
            return Err(self.refuse(Code::InvalidField, key, "expected a text of at most 255 characters"));
        }
        Ok(Text::from(text))
    }

    /// A text that may be missing; an empty one is none.
    fn maybe(&self, key: &str) -> Result<Option<Text>, Refusal> {
        let text = self.get(key).map(|value| self.text(key, &value)).transpose()?;
        Ok(text.filter(|text| !text.is_empty()))
    }

    fn word(&self, key: &str) -> Result<Text, Refusal> {
        self.text(key, &self.need(key)?)
    }

    /// An event; none of one that no call is made of.
    fn event(self) -> Result<Option<Item>, Refusal> {
        let said = Said::read(&self.word("event")?);
        let said =
            said.ok_or_else(|| self.refuse(Code::InvalidField, "event", "expected NotifyStart, NotifyAnswer or NotifyEnd"))?;
        match said {
            Said::Beside => Ok(None),
            Said::Happened(notify, direction) => self.item(Which::Event(notify), direction).map(Some),
        }
    }

    fn record(self) -> Result<Item, Refusal> {
        let duration = self.duration()?;
        let call = self.fields.get("call").filter(|raw| raw.get() != "null").map(|raw| Text::new(raw.get()));
        self.item(Which::Record { duration, call }, None)
    }

    fn item(&self, what: Which, told: Option<Direction>) -> Result<Item, Refusal> {
        let direction = match told {
            Some(direction) => direction,
            None => words::read_direction(&self.word("direction")?)
                .ok_or_else(|| self.refuse(Code::InvalidField, "direction", "expected in, out or internal"))?,
        };
        let disposition = Disposition::read(&self.word("disposition")?).ok_or_else(|| {
            self.refuse(Code::InvalidField, "disposition", "expected Answered, Busy, Cancel, NoAnswer or Unknown")
        })?;
        let (src_ext, dst_ext) = (self.maybe("srcPhoneExt")?, self.maybe("dstPhoneExt")?);
        let parties = Parties {
            direction,
            src: self.word("srcPhone")?,
            dst: self.word("dstPhone")?,
            src_ext: src_ext.filter(|_| direction == Direction::Inbound),
            dst_ext: dst_ext.filter(|_| direction == Direction::Outbound),
        };
        Ok(Item { call_id: self.maybe("callId")?, parties, disposition, what })
    }

    /// Whole seconds, as a number or as digits (rule E16).
    fn duration(&self) -> Result<i64, Refusal> {
        let value = self.need("duration")?;
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let whole = |number: f64| (number.fract() == 0.0).then_some(number as i64);
        let seconds = match &value {
            Value::Number(number) => number.as_i64().or_else(|| number.as_f64().and_then(whole)),
            Value::String(text) if digits(text.trim()) => text.trim().parse().ok(),
            _ => None,
        };
        let seconds = seconds.filter(|seconds| (0..=DURATION_S_MAX).contains(seconds));
        seconds.ok_or_else(|| self.refuse(Code::InvalidField, "duration", "expected whole seconds from 0 to a year"))
    }
}
