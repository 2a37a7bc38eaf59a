//! Bodies of the REST view: calls, lists and errors (sheet, 2.4, 4.5, 4.6).
//!
//! Times have the offset of the account's zone (rule F16); quantities may have decimals. Nothing here finds calls or decides who
//! may see them: [`super::is_listed`] says which calls there are, the caller asks.

use serde::Serialize;
use serde_json::{Number, Value, json};

use crate::Text;
use crate::dialects::Names;
use crate::dialects::seen::{Call, Seen};
use crate::moment::Moment;

use super::card::Card;
use super::party::Participant;
use super::wire::{RecordingWire, SECONDS, direction, participant_type};

/// What a reader's answer is made with.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    /// The moment of the question, from which links count (rule R16).
    pub now: Moment,
    /// By how many seconds clocks of the account's zone are ahead of UTC at a moment.
    pub offset: &'a (dyn Fn(Moment) -> i32 + Sync),
}

impl Clock<'_> {
    /// A time as the REST view prints it: `2026-01-05T04:45:00.000-05:00`.
    pub(super) fn time(&self, at: Moment) -> String {
        let offset = (self.offset)(at);
        let shown = at.plus(i64::from(offset) * 1_000_000).to_string();
        let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs() / 60);
        format!("{}{sign}{:02}:{:02}", shown.trim_end_matches('Z'), minutes / 60, minutes % 60)
    }
}

/// A number that is whole where it can be.
pub(super) fn quantity(value: f64) -> Value {
    let whole = value as i64;
    if whole as f64 == value {
        return Value::from(whole);
    }
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

#[derive(Serialize)]
struct CallBody {
    id: u64,
    direction: &'static str,
    parent_call_id: Option<u64>,
    root_call_id: Option<u64>,
    phone_number_id: Option<u64>,
    phone_number: Option<Text>,
    assigned_agent_id: Option<u64>,
    assigned_agent_name: Option<Text>,
    assigned_team_id: Option<u64>,
    assigned_team_name: Option<Text>,
    assigned_call_queue_id: Option<u64>,
    assigned_call_queue_name: Option<Text>,
    assigned_ivr_id: Option<u64>,
    assigned_ivr_name: Option<Text>,
    call_notes: Option<String>,
    bill_duration: Option<Value>,
    bill_duration_unit: &'static str,
    created_time: String,
    updated_time: String,
    recording: Option<RecordingBody>,
    recording_to_redact: Option<RecordingBody>,
    integrated_resources: Vec<Resource>,
    parallel_call_groups: [(); 0],
    participants: Vec<ParticipantBody>,
}

#[derive(Serialize)]
struct RecordingBody {
    #[serde(flatten)]
    recording: RecordingWire,
    transcription_url: Option<Text>,
}

#[derive(Serialize)]
struct Resource {
    id: Text,
    integration_name: Text,
    r#type: Text,
}

#[derive(Serialize)]
struct ParticipantBody {
    id: u64,
    call_id: u64,
    caller_id: Option<u64>,
    caller_number: Option<Text>,
    caller_name: Option<Text>,
    participant_id: Option<u64>,
    participant_type: &'static str,
    connection_type: u8,
    call_status: u8,
    duration: Option<i64>,
    duration_unit: &'static str,
    cost: Option<Value>,
    cost_unit: Text,
    enqueued_time: Option<String>,
    created_time: String,
    updated_time: String,
}

fn body(seen: &Seen, call: &Call, names: &dyn Names, clock: Clock<'_>) -> CallBody {
    let card = Card::of(seen, call, names, clock.now);
    let name = |thing: &Option<crate::dialects::Thing>| thing.as_ref().and_then(|thing| names.name(thing));
    let shown = |recorded| RecordingBody { recording: RecordingWire::new(recorded), transcription_url: None };
    let resources = call.links.iter().map(|link| Resource {
        id: link.id.clone(),
        integration_name: link.name.clone().unwrap_or_default(),
        r#type: link.kind.clone(),
    });
    CallBody {
        id: card.id,
        direction: direction(card.is_incoming),
        parent_call_id: card.parent_id,
        root_call_id: card.root_id,
        phone_number_id: card.line_id,
        assigned_agent_id: card.agent_id,
        assigned_agent_name: name(&card.agent),
        assigned_team_id: card.team_id,
        assigned_team_name: name(&card.team),
        assigned_call_queue_id: card.queue_id,
        assigned_call_queue_name: name(&card.queue),
        assigned_ivr_id: card.menu_id,
        assigned_ivr_name: name(&card.menu),
        bill_duration: card.bill_duration.map(quantity),
        bill_duration_unit: SECONDS,
        created_time: clock.time(card.created_at),
        updated_time: clock.time(card.updated_at),
        recording: card.recording.as_ref().map(shown),
        recording_to_redact: card.to_redact.as_ref().map(shown),
        integrated_resources: resources.collect(),
        parallel_call_groups: [],
        participants: card.participants.iter().map(|one| ParticipantBody::new(one, card.id, clock)).collect(),
        phone_number: card.line,
        call_notes: card.notes,
    }
}

impl ParticipantBody {
    fn new(participant: &Participant, call_id: u64, clock: Clock<'_>) -> Self {
        Self {
            id: participant.id,
            call_id,
            caller_id: participant.number_id,
            caller_number: participant.number.clone(),
            caller_name: participant.name.clone(),
            participant_id: participant.who,
            participant_type: participant_type(participant.is_agent),
            connection_type: participant.connection,
            call_status: participant.status,
            duration: participant.duration,
            duration_unit: SECONDS,
            cost: participant.cost.map(quantity),
            cost_unit: participant.cost_unit.clone(),
            enqueued_time: participant.enqueued_at.map(|at| clock.time(at)),
            created_time: clock.time(participant.created_at),
            updated_time: clock.time(participant.updated_at),
        }
    }
}

/// Where the recording of a call that is shown can be had; none if there is none.
#[must_use]
pub fn recording_link(seen: &Seen, call: &Call, names: &dyn Names, clock: Clock<'_>) -> Option<Text> {
    Card::of(seen, call, names, clock.now).recording?.url
}

/// One call, as JSON text.
#[must_use]
pub fn call(seen: &Seen, call: &Call, names: &dyn Names, clock: Clock<'_>) -> String {
    serde_json::to_string(&body(seen, call, names, clock)).unwrap_or_default()
}

/// The answer to a question for one thing, which is JSON text under its key: `{"call":{…}}`.
#[must_use]
pub fn one(key: &'static str, body: &str) -> String {
    format!("{{\"{key}\":{body}}}")
}

/// The answer to a question for a list, each of whose things is JSON text: `{"calls":[…],"meta":{…}}`.
#[must_use]
pub fn list(key: &'static str, bodies: &[String], meta: Meta) -> String {
    let meta = serde_json::to_string(&meta).unwrap_or_default();
    format!("{{\"{key}\":[{}],\"meta\":{meta}}}", bodies.join(","))
}

/// Where in a list a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Meta {
    /// How many pages there are; 0 of an empty list.
    pub total_pages: u64,
    /// How many things there are.
    pub total_count: u64,
    /// The page, from 1, as it was asked for, also beyond the end (rule F30).
    pub current: u64,
}

impl Meta {
    /// Of a page with up to `per_page` of so many things.
    #[must_use]
    pub fn new(total_count: u64, per_page: u64, current: u64) -> Self {
        Self { total_pages: total_count.div_ceil(per_page.max(1)), total_count, current }
    }
}

/// Why a reader is refused (sheet, 4.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No key, or one that is not known.
    Unauthorized,
    /// A key that may not read.
    Forbidden,
    /// There is no such thing, or none that is shown.
    NotFound,
    /// A parameter that cannot be read: its name, and what was expected.
    Invalid(String, String),
    /// Too many questions.
    TooMany,
    /// Nothing can be written here.
    NotAllowed,
    /// The question took too long.
    TooSlow,
    /// Nothing can be read right now; later it can.
    Unavailable,
    /// A fault of the server.
    Fault,
}

impl Refusal {
    /// The status of HTTP.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::NotAllowed => 405,
            Self::TooSlow => 408,
            Self::Invalid(..) => 422,
            Self::TooMany => 429,
            Self::Fault => 500,
            Self::Unavailable => 503,
        }
    }

    /// The body, as JSON text.
    #[must_use]
    pub fn body(&self) -> String {
        let (kind, message) = match self {
            Self::Unauthorized => ("unauthorized", "The key in X-Api-Auth is missing or not known."),
            Self::Forbidden => ("forbidden", "This key may not read calls."),
            Self::NotFound => ("record_not_found", "There is no such record."),
            Self::Invalid(..) => ("model_validation_failed", "A parameter cannot be read."),
            Self::TooMany => ("rate_limit_exceeded", "Too many requests: see Retry-After."),
            Self::NotAllowed => ("method_not_allowed", "Nothing can be written here."),
            Self::TooSlow => ("request_timeout", "The request took too long."),
            Self::Unavailable => ("service_unavailable", "Nothing can be read right now: see Retry-After."),
            Self::Fault => ("internal_server_error", "A fault of this server."),
        };
        let errors = match self {
            Self::Invalid(field, says) => vec![json!({"field": field, "message": says})],
            _ => Vec::new(),
        };
        json!({"error_type": kind, "message": message, "errors": errors}).to_string()
    }
}

/// A moment as readers write it in `by_time[from]` and `by_time[to]`: with `T` or a blank between day and time, with or without
/// a fraction, and in UTC unless an offset stands there, whose `+` may have been decoded as a blank.
#[must_use]
pub fn read_time(text: &str) -> Option<Moment> {
    let (day, clock) = text.trim().split_at_checked(10)?;
    let clock = clock.strip_prefix(['T', 't', ' '])?;
    let place = clock.find(['Z', 'z', '+', '-', ' ']).unwrap_or(clock.len());
    let (clock, zone) = clock.split_at_checked(place)?;
    let zone = match (zone.chars().next(), zone.get(1..).unwrap_or_default()) {
        (None | Some('Z' | 'z'), "") => "Z".to_owned(),
        (Some(sign @ ('+' | '-' | ' ')), offset) => {
            let sign = if sign == '-' { '-' } else { '+' };
            match offset.split_at_checked(2) {
                Some((hours, minutes)) if !minutes.starts_with(':') => format!("{sign}{hours}:{minutes}"),
                _ => format!("{sign}{offset}"),
            }
        }
        _ => return None,
    };
    Moment::from_rfc3339(&format!("{day}T{clock}{zone}"))
}
