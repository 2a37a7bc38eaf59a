//! The keys of a record, in the order in which they are printed. Every key is always present.
#![expect(missing_docs, reason = "the keys of the record's description, section 1, where each is explained")]

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::Text;

#[derive(Clone, Debug, Serialize)]
pub struct Record {
    pub id: Uuid,
    pub serial: u64,
    pub version: u64,
    pub source: Text,
    pub flow: Option<Text>,
    pub state: Option<&'static str>,
    pub direction: Option<&'static str>,
    pub origin: Option<&'static str>,
    pub from: FromSide,
    pub to: ToSide,
    pub line: Option<Text>,
    pub started_at: String,
    pub answered_at: Option<String>,
    pub ended_at: Option<String>,
    pub outcome: Option<&'static str>,
    pub talked_to: Vec<Text>,
    pub missed_by: Vec<Text>,
    pub ended_by: EndedBy,
    #[serde(flatten)]
    pub seconds: Seconds,
    pub transfers: Vec<Transfer>,
    pub holds: Vec<Hold>,
    pub menus: Vec<Menu>,
    pub queues: Vec<Queue>,
    pub voicemail: Option<Voicemail>,
    pub parked: Vec<Parking>,
    pub pickup: Option<Pickup>,
    pub forwards: Vec<Forward>,
    pub recordings: Vec<Recording>,
    pub handled: Option<Act>,
    pub deleted_at: Option<String>,
    pub gaps: Vec<Gap>,
    pub merged_into: Option<Uuid>,
    pub erased_at: Option<String>,
    pub calls: Vec<CallRecord>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CallRecord {
    pub id: Uuid,
    pub serial: u64,
    pub parent: Option<Uuid>,
    pub root: Uuid,
    pub state: Option<&'static str>,
    pub origin: &'static str,
    pub direction: Option<&'static str>,
    pub from: FromSide,
    pub to: ToSide,
    pub line: Option<Text>,
    pub outcome: Option<&'static str>,
    pub started_at: String,
    pub answered_at: Option<String>,
    pub talk_ended_at: Option<String>,
    pub ended_at: Option<String>,
    #[serde(flatten)]
    pub seconds: Seconds,
    pub assigned: Assigned,
    pub wrap_up: Option<WrapUp>,
    pub provider: Option<Provider>,
    pub billed: Option<Billed>,
    pub kept: BTreeMap<Text, Value>,
    pub disposition: Option<Disposition>,
    pub notes: Vec<Note>,
    pub summary: Option<Summary>,
    pub links: Vec<Link>,
    pub handled: Option<Act>,
    pub deleted_at: Option<String>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    pub changed_at: String,
    pub legs: Vec<Leg>,
}

#[derive(Clone, Debug, Serialize)]
pub struct FromSide {
    pub number: Option<Text>,
    pub e164: Option<Text>,
    pub name: Option<Text>,
    pub user: Option<Text>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ToSide {
    pub number: Option<Text>,
    pub e164: Option<Text>,
    pub name: Option<Text>,
}

#[derive(Clone, Debug, Serialize)]
pub struct EndedBy {
    pub side: Option<&'static str>,
    pub number: Option<Text>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Seconds {
    pub total_s: Option<f64>,
    pub ring_s: f64,
    pub menu_s: f64,
    pub queue_s: f64,
    pub talk_s: f64,
    pub hold_s: f64,
    pub parked_s: f64,
    pub voicemail_s: f64,
    pub conference_s: f64,
}

#[derive(Clone, Debug, Serialize)]
pub struct Transfer {
    pub call: Option<Uuid>,
    pub consultation: Option<Uuid>,
    pub kind: &'static str,
    pub by: Option<Text>,
    pub transferred: Option<Text>,
    pub to: Option<Text>,
    pub completed: Option<bool>,
    pub at: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Hold {
    pub call: Option<Uuid>,
    pub leg: Option<Uuid>,
    pub by: Option<Text>,
    pub started_at: String,
    pub ended_at: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Menu {
    pub call: Option<Uuid>,
    pub name: Option<Text>,
    pub digits: String,
    pub entered_at: String,
    pub left_at: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Queue {
    pub call: Option<Uuid>,
    pub name: Option<Text>,
    pub outcome: Option<&'static str>,
    pub agent: Option<Text>,
    pub joined_at: String,
    pub wait_s: Option<f64>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Voicemail {
    pub call: Option<Uuid>,
    pub mailbox: Option<Text>,
    pub message_left: Option<bool>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Parking {
    pub call: Option<Uuid>,
    pub by: Option<Text>,
    pub space: Option<Text>,
    pub at: String,
    pub retrieved_by: Option<Text>,
    pub ended_at: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Pickup {
    pub call: Option<Uuid>,
    pub by: Option<Text>,
    pub from: Option<Text>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Forward {
    pub call: Option<Uuid>,
    pub by: Option<Text>,
    pub to: Text,
    pub at: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Recording {
    pub id: Uuid,
    pub serial: u64,
    pub call: Option<Uuid>,
    pub kind: &'static str,
    pub name: Option<Text>,
    pub started_at: Option<String>,
    pub ended_at: Option<String>,
    pub length_s: Option<f64>,
    pub size: Option<u64>,
    pub stored_at: Option<String>,
    pub url: Option<Text>,
    pub played_at: Option<String>,
    pub redact_at: Option<String>,
    pub deleted_at: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Act {
    pub by: Option<Doer>,
    pub at: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Doer {
    pub kind: &'static str,
    pub id: Text,
    pub name: Option<Text>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Gap {
    pub what: &'static str,
    pub at: String,
    pub text: Text,
}

#[derive(Clone, Debug, Serialize)]
pub struct Assigned {
    pub scope: Option<Text>,
    pub team: Option<Text>,
    pub queue: Option<Text>,
    pub menu: Option<Text>,
    pub user: Option<Text>,
}

#[derive(Clone, Debug, Serialize)]
pub struct WrapUp {
    pub limit_at: String,
    pub ended_at: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Provider {
    pub name: Text,
    pub id: Text,
    pub payload: Option<Value>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Billed {
    pub seconds: f64,
    pub amount: Option<f64>,
    pub currency: Option<Text>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Disposition {
    pub code: Option<&'static str>,
    pub text: Option<Text>,
    pub next_call_at: Option<String>,
    pub by: Option<Doer>,
    pub at: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Note {
    pub id: Text,
    pub text: Text,
    pub by: Option<Doer>,
    pub at: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    pub text: Text,
    pub by: Option<Doer>,
    pub at: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Link {
    pub kind: Text,
    pub id: Text,
    pub url: Option<Text>,
    pub name: Option<Text>,
    pub by: Option<Doer>,
    pub at: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Leg {
    pub id: Uuid,
    pub serial: u64,
    pub role: &'static str,
    pub number: Option<Text>,
    pub e164: Option<Text>,
    pub name: Option<Text>,
    pub user: Option<Text>,
    pub contact: Option<Text>,
    pub trunk: Option<Text>,
    pub offered_at: String,
    pub ringing_at: Option<String>,
    pub answered_at: Option<String>,
    pub ended_at: Option<String>,
    pub end: Option<&'static str>,
    pub changed_at: String,
}
