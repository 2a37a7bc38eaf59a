//! What an envelope says, read tolerantly (rules F31, R5, R6; sheet, 3.1–3.4): a typed call, or the field that cannot be read.
//!
//! Keys that are not known are passed over, and null is the same as nothing. Nothing here decides what is meant.

use serde_json::Value;

use crate::Text;
use crate::dialects::Fault;
use crate::moment::Moment;

use super::super::rest::read_time;

/// The most participants that are read of a call.
const PARTICIPANTS_MAX: usize = 200;

/// The longest text of notes, in characters (sheet, 2.2).
const NOTES_CHARS_MAX: usize = 4_000;

/// The longest other text, in bytes.
const TEXT_MAX: usize = 2_048;

/// The largest integer that names anything (rule F15).
const ID_MAX: u64 = (1 << 53) - 1;

/// A call as an envelope tells it.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) id: u64,
    pub(super) is_incoming: bool,
    pub(super) line: Option<Text>,
    pub(super) queue: Option<Text>,
    pub(super) menu: Option<Text>,
    pub(super) bill_duration: Option<f64>,
    pub(super) notes: Option<Text>,
    pub(super) recording: Option<Recording>,
    pub(super) created_at: Moment,
    pub(super) updated_at: Moment,
    pub(super) participants: Vec<Participant>,
}

#[derive(Debug)]
pub(super) struct Recording {
    pub(super) id: u64,
    pub(super) url: Option<Text>,
    pub(super) length_s: Option<f64>,
}

#[derive(Debug)]
pub(super) struct Participant {
    pub(super) id: u64,
    pub(super) who: Option<u64>,
    pub(super) is_agent: bool,
    pub(super) connection: u64,
    pub(super) status: u8,
    pub(super) number: Option<Text>,
    /// Whole or broken seconds.
    pub(super) duration: Option<f64>,
    pub(super) cost: Option<f64>,
    pub(super) cost_unit: Option<Text>,
    pub(super) created_at: Moment,
    pub(super) updated_at: Moment,
    pub(super) enqueued_at: Option<Moment>,
}

/// A value and where it stands.
struct Place<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> Place<'a> {
    fn fault(&self, says: &'static str) -> Fault {
        Fault { field: self.path.clone(), says }
    }

    /// What stands under a key; nothing if that is null.
    fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        Some(Self { value, path: format!("{}.{key}", self.path) })
    }

    fn need(&self, key: &str) -> Result<Self, Fault> {
        let missing = || Fault { field: format!("{}.{key}", self.path), says: "is missing" };
        self.get(key).ok_or_else(missing)
    }

    /// An integer from 1 on, as a number or as text.
    fn id(&self) -> Result<u64, Fault> {
        let id = self.value.as_u64().or_else(|| self.value.as_str()?.parse().ok());
        id.filter(|id| (1..=ID_MAX).contains(id)).ok_or_else(|| self.fault("expected an integer from 1 to 2^53-1"))
    }

    fn quantity(&self) -> Result<f64, Fault> {
        let quantity = self.value.as_f64().or_else(|| self.value.as_str()?.parse().ok());
        quantity.filter(|quantity| quantity.is_finite()).ok_or_else(|| self.fault("expected a number"))
    }

    fn seconds(&self) -> Result<f64, Fault> {
        let seconds = self.quantity()?;
        if (0.0..1e9).contains(&seconds) { Ok(seconds) } else { Err(self.fault("expected seconds from 0 on")) }
    }

    fn text(&self) -> Result<Text, Fault> {
        let text = self.value.as_str().filter(|text| text.len() <= TEXT_MAX);
        text.map(Text::new).ok_or_else(|| self.fault("expected a text of at most 2,048 bytes"))
    }

    fn time(&self) -> Result<Moment, Fault> {
        self.value.as_str().and_then(read_time).ok_or_else(|| self.fault("expected a time, as 2026-01-05T09:45:00.000Z"))
    }

    /// A word as it is compared: case, blanks, `-` and `_` do not matter (rule R6); or a number as text.
    fn word(&self) -> Result<String, Fault> {
        let text = match self.value {
            Value::Number(number) => number.to_string(),
            _ => self.text()?.to_lowercase(),
        };
        Ok(text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_')).collect())
    }
}

/// Reads an envelope of either generation, or `{"call":{…}}`.
pub(super) fn told(body: &Value) -> Result<Told, Fault> {
    let whole = |value| Place { value, path: String::new() };
    let in_envelope = body.get("data").and_then(|data| data.get("call")).map(|value| Place { value, path: "data.call".into() });
    let bare = || body.get("call").map(|value| Place { value, path: "call".into() });
    let call = in_envelope.or_else(bare).ok_or_else(|| whole(body).fault("expected an envelope with a call, or a call"))?;
    if !call.value.is_object() {
        return Err(call.fault("expected an object"));
    }
    let created_at = call.need("created_time")?.time()?;
    let key = |place: Option<Place<'_>>| place.map(|place| Ok(Text::new(place.id()?.to_string()))).transpose();
    Ok(Told {
        id: call.need("id")?.id()?,
        is_incoming: direction(&call.need("direction")?)?,
        line: call.get("phone_number").map(|place| place.text()).transpose()?,
        queue: key(call.get("assigned_call_queue_id"))?,
        menu: key(call.get("assigned_ivr_id"))?,
        bill_duration: call.get("bill_duration").map(|place| place.seconds()).transpose()?,
        notes: call.get("call_notes").map(|place| notes(&place)).transpose()?,
        recording: call.get("recording").map(|place| recording(&place)).transpose()?,
        created_at,
        updated_at: call.get("updated_time").map(|place| place.time()).transpose()?.unwrap_or(created_at),
        participants: participants(&call, created_at)?,
    })
}

/// Sheet, 3.3.
fn direction(place: &Place<'_>) -> Result<bool, Fault> {
    match place.word()?.as_str() {
        "incoming" | "inbound" | "1" => Ok(true),
        "outgoing" | "outbound" | "2" => Ok(false),
        _ => Err(place.fault("expected incoming or outgoing")),
    }
}

fn notes(place: &Place<'_>) -> Result<Text, Fault> {
    let text = place.value.as_str().filter(|text| text.chars().count() <= NOTES_CHARS_MAX);
    text.map(Text::new).ok_or_else(|| place.fault("expected a text of at most 4,000 characters"))
}

fn recording(place: &Place<'_>) -> Result<Recording, Fault> {
    Ok(Recording {
        id: place.need("id")?.id()?,
        url: place.get("url").map(|place| place.text()).transpose()?,
        length_s: place.get("duration").map(|place| place.seconds()).transpose()?,
    })
}

fn participants(call: &Place<'_>, created_at: Moment) -> Result<Vec<Participant>, Fault> {
    let list = call.need("participants")?;
    let values = list.value.as_array().filter(|values| values.len() <= PARTICIPANTS_MAX);
    let values = values.ok_or_else(|| list.fault("expected a list of at most 200 participants"))?;
    let read = |(no, value)| participant(&Place { value, path: format!("{}[{no}]", list.path) }, created_at);
    values.iter().enumerate().map(read).collect()
}

fn participant(place: &Place<'_>, call_created_at: Moment) -> Result<Participant, Fault> {
    let kind = place.need("participant_type")?;
    let is_agent = match kind.word()?.as_str() {
        "agent" => true,
        "customer" => false,
        _ => return Err(kind.fault("expected Agent or Customer")),
    };
    let created_at = place.get("created_time").map(|place| place.time()).transpose()?.unwrap_or(call_created_at);
    Ok(Participant {
        id: place.need("id")?.id()?,
        who: place.get("participant_id").map(|place| place.id()).transpose()?,
        is_agent,
        connection: match place.get("connection_type") {
            Some(connection) => small(&connection, 7)?,
            None => u64::from(is_agent),
        },
        status: status(place)?,
        number: place.get("caller_number").map(|place| place.text()).transpose()?,
        duration: place.get("duration").map(|place| place.seconds()).transpose()?,
        cost: place.get("cost").map(|place| place.quantity()).transpose()?,
        cost_unit: place.get("cost_unit").map(|place| place.text()).transpose()?,
        created_at,
        updated_at: place.get("updated_time").map(|place| place.time()).transpose()?.unwrap_or(created_at),
        enqueued_at: place.get("enqueued_time").map(|place| place.time()).transpose()?,
    })
}

fn small(place: &Place<'_>, most: u64) -> Result<u64, Fault> {
    let number = place.value.as_u64().or_else(|| place.value.as_str()?.parse().ok());
    number.filter(|number| *number <= most).ok_or_else(|| place.fault("expected one of the vendor's numbers"))
}

/// Sheet, 3.1: 7 and 14 are refused; what is known to be valid and not what it means is read as the default.
fn status(of: &Place<'_>) -> Result<u8, Fault> {
    let Some(place) = of.get("call_status") else { return Ok(0) };
    match small(&place, 19)? {
        7 | 14 => Err(place.fault("expected one of the vendor's numbers")),
        17..=19 => Ok(0),
        status => Ok(status as u8),
    }
}
