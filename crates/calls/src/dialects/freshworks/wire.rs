//! The keys of an event's `data`, in the order of the sheet (2.1–2.3, 2.5). They decide nothing.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::Text;
use crate::moment::Moment;

use super::card::{Card, Recorded};
use super::party::Participant;

/// What a quantity of time is counted in.
pub(super) const SECONDS: &str = "seconds";

#[derive(Clone, Debug, Serialize)]
pub(super) struct Told {
    pub(super) actor: Actor,
    pub(super) associations: Map<String, Value>,
    pub(super) call: CallWire,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) changes: Option<Map<String, Value>>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Actor {
    pub(super) r#type: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct CallWire {
    pub(super) assigned_agent_id: Option<u64>,
    pub(super) assigned_call_queue_id: Option<u64>,
    pub(super) assigned_ivr_id: Option<u64>,
    pub(super) assigned_team_id: Option<u64>,
    pub(super) bill_duration: Option<i64>,
    pub(super) bill_duration_unit: &'static str,
    pub(super) call_notes: Option<String>,
    pub(super) created_time: String,
    pub(super) direction: &'static str,
    pub(super) id: u64,
    pub(super) parent_call_id: Option<u64>,
    pub(super) participants: Vec<ParticipantWire>,
    pub(super) phone_number: Option<Text>,
    pub(super) phone_number_id: Option<u64>,
    pub(super) recording: Option<RecordingWire>,
    pub(super) recording_to_redact: Option<RecordingWire>,
    pub(super) root_call_id: Option<u64>,
    pub(super) updated_time: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ParticipantWire {
    pub(super) call_id: u64,
    pub(super) call_status: u8,
    pub(super) caller_id: Option<u64>,
    pub(super) caller_number: Option<Text>,
    pub(super) connection_type: u8,
    pub(super) cost: Option<i64>,
    pub(super) cost_unit: Text,
    pub(super) created_time: String,
    pub(super) duration: Option<i64>,
    pub(super) duration_unit: &'static str,
    pub(super) enqueued_time: Option<String>,
    pub(super) id: u64,
    pub(super) participant_id: Option<u64>,
    pub(super) participant_type: &'static str,
    pub(super) updated_time: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct RecordingWire {
    pub(super) id: u64,
    pub(super) url: Option<Text>,
    pub(super) duration: Option<i64>,
    pub(super) duration_unit: &'static str,
}

/// A time as events print it (rule F16).
fn time(at: Moment) -> String {
    at.to_string()
}

/// The word for a direction (sheet, 3.3).
pub(super) fn direction(is_incoming: bool) -> &'static str {
    if is_incoming { "incoming" } else { "outgoing" }
}

/// The word for a kind of participant.
pub(super) fn participant_type(is_agent: bool) -> &'static str {
    if is_agent { "Agent" } else { "Customer" }
}

impl CallWire {
    pub(super) fn new(card: &Card) -> Self {
        Self {
            assigned_agent_id: card.agent_id,
            assigned_call_queue_id: card.queue_id,
            assigned_ivr_id: card.menu_id,
            assigned_team_id: card.team_id,
            bill_duration: card.bill_duration.map(|seconds| seconds as i64),
            bill_duration_unit: SECONDS,
            call_notes: card.notes.clone(),
            created_time: time(card.created_at),
            direction: direction(card.is_incoming),
            id: card.id,
            parent_call_id: card.parent_id,
            participants: card.participants.iter().map(|participant| ParticipantWire::new(participant, card.id)).collect(),
            phone_number: card.line.clone(),
            phone_number_id: card.line_id,
            recording: card.recording.as_ref().map(RecordingWire::new),
            recording_to_redact: card.to_redact.as_ref().map(RecordingWire::new),
            root_call_id: card.root_id,
            updated_time: time(card.updated_at),
        }
    }
}

impl ParticipantWire {
    fn new(participant: &Participant, call_id: u64) -> Self {
        Self {
            call_id,
            call_status: participant.status,
            caller_id: participant.number_id,
            caller_number: participant.number.clone(),
            connection_type: participant.connection,
            cost: participant.cost.map(|cost| (cost + 0.5).floor() as i64),
            cost_unit: participant.cost_unit.clone(),
            created_time: time(participant.created_at),
            duration: participant.duration,
            duration_unit: SECONDS,
            enqueued_time: participant.enqueued_at.map(time),
            id: participant.id,
            participant_id: participant.who,
            participant_type: participant_type(participant.is_agent),
            updated_time: time(participant.updated_at),
        }
    }

    /// The same without the time of its last change, which alone is no change.
    fn untimed(&self) -> Value {
        let mut fields = serde_json::to_value(self).unwrap_or_default();
        fields.as_object_mut().map(|fields| fields.remove("updated_time"));
        fields
    }
}

impl RecordingWire {
    pub(super) fn new(recorded: &Recorded) -> Self {
        Self { id: recorded.id, url: recorded.url.clone(), duration: recorded.duration, duration_unit: SECONDS }
    }
}

/// What an event says of a call.
#[derive(Clone, Debug)]
pub(super) struct Page {
    call: CallWire,
    recording: Option<Recorded>,
    to_redact: Option<Recorded>,
}

/// Attributes of a call that are never named as changed (rule F12).
const NEVER_NAMED: &[&str] = &["participants", "updated_time"];

impl Page {
    pub(super) fn new(card: &Card) -> Self {
        Self { call: CallWire::new(card), recording: card.recording.clone(), to_redact: card.to_redact.clone() }
    }

    /// The attributes that differ from those of the event before, each `[new, old]`; none where nothing differs at all, so
    /// that there is no event (rules F10, F12).
    pub(super) fn changes(&self, before: &Self) -> Option<Map<String, Value>> {
        let fields = |call: &CallWire| match serde_json::to_value(call) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        let (mut old, new) = (fields(&before.call), fields(&self.call));
        let signed_anew = |field: &str| match field {
            "recording" => is_same(self.recording.as_ref(), before.recording.as_ref()),
            "recording_to_redact" => is_same(self.to_redact.as_ref(), before.to_redact.as_ref()),
            _ => false,
        };
        let pairs = new.into_iter().filter_map(|(field, new)| {
            let old = old.remove(&field).unwrap_or_default();
            let named = new != old && !NEVER_NAMED.contains(&field.as_str()) && !signed_anew(&field);
            named.then(|| (field, Value::Array(vec![new, old])))
        });
        let changes: Map<String, Value> = pairs.collect();
        let untimed = |call: &CallWire| call.participants.iter().map(ParticipantWire::untimed).collect::<Vec<_>>();
        (!changes.is_empty() || untimed(&self.call) != untimed(&before.call)).then_some(changes)
    }

    /// The `data` of an event, as JSON text.
    pub(super) fn print(self, changes: Option<Map<String, Value>>) -> String {
        let told = Told { actor: Actor { r#type: "system" }, associations: Map::new(), call: self.call, changes };
        // Plain values under known keys: whatever could fail here fails in every test.
        serde_json::to_string(&told).unwrap_or_default()
    }
}

/// Whether two links lead to the same recording: one of ours has another signature each time.
fn is_same(one: Option<&Recorded>, other: Option<&Recorded>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            let same_link = one.is_signed && other.is_signed || one.url == other.url;
            (one.id, one.duration) == (other.id, other.duration) && same_link
        }
        (None, None) => true,
        _ => false,
    }
}
