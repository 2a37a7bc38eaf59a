//! A record as it was told, taken in again: what a dialect reads.
//!
//! It is the printed record key for key, with times as moments and words as the closed lists that they are of. A word that
//! is in no list (a newer version told it) is none. Nothing here may decide anything: that a call is of no interest to a dialect
//! is the dialect's to say. To read one more key of the record: its field here.
#![expect(missing_docs, reason = "the keys of the record's description, section 1, where each is explained")]

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::Value;
use uuid::Uuid;

use crate::Text;
use crate::conversation::{Direction, End, Origin, Outcome, Role, State, Word};
use crate::moment::Moment;
use crate::signal::{GapKind, RecordingKind, TransferKind};

/// One conversation at one version.
#[derive(Clone, Debug, Deserialize)]
pub struct Seen {
    pub id: Uuid,
    pub serial: u64,
    pub version: u64,
    pub source: Text,
    pub flow: Option<Text>,
    pub transfers: Vec<Transfer>,
    pub holds: Vec<Hold>,
    pub menus: Vec<Menu>,
    pub queues: Vec<Queue>,
    pub voicemail: Option<Voicemail>,
    pub parked: Vec<Parking>,
    pub recordings: Vec<Recording>,
    pub merged_into: Option<Uuid>,
    #[serde(deserialize_with = "maybe")]
    pub erased_at: Option<Moment>,
    pub calls: Vec<Call>,
    #[serde(default)]
    pub gaps: Vec<Gap>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Gap {
    #[serde(deserialize_with = "word")]
    pub what: Option<GapKind>,
}

impl Seen {
    /// Reads a record as it was told.
    ///
    /// # Errors
    ///
    /// If it is no record.
    pub fn read(record: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(record)
    }

    /// The call of that id.
    #[must_use]
    pub fn call(&self, id: Uuid) -> Option<&Call> {
        self.calls.iter().find(|call| call.id == id)
    }

    /// Whether it has no room for what is told of it any more (rule N20).
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.gaps.iter().any(|gap| gap.what == Some(GapKind::TooMany))
    }

    /// The calls that a call came out of, the nearest first.
    pub fn ancestors<'a>(&'a self, call: &'a Call) -> impl Iterator<Item = &'a Call> {
        let parent = |call: &&'a Call| call.parent.and_then(|parent| self.call(parent));
        // No line of descent is longer than the list, whatever a damaged record says.
        std::iter::successors(Some(call), parent).skip(1).take(self.calls.len())
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct Call {
    pub id: Uuid,
    pub serial: u64,
    pub parent: Option<Uuid>,
    pub root: Uuid,
    #[serde(deserialize_with = "word")]
    pub state: Option<State>,
    #[serde(deserialize_with = "word")]
    pub origin: Option<Origin>,
    #[serde(deserialize_with = "word")]
    pub direction: Option<Direction>,
    pub from: Side,
    pub to: Side,
    pub line: Option<Text>,
    #[serde(deserialize_with = "word")]
    pub outcome: Option<Outcome>,
    #[serde(deserialize_with = "moment")]
    pub started_at: Moment,
    #[serde(deserialize_with = "maybe")]
    pub answered_at: Option<Moment>,
    #[serde(deserialize_with = "maybe")]
    pub talk_ended_at: Option<Moment>,
    #[serde(deserialize_with = "maybe")]
    pub ended_at: Option<Moment>,
    pub total_s: Option<f64>,
    pub ring_s: f64,
    pub menu_s: f64,
    pub queue_s: f64,
    pub talk_s: f64,
    pub hold_s: f64,
    pub parked_s: f64,
    pub voicemail_s: f64,
    pub conference_s: f64,
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
    #[serde(deserialize_with = "maybe")]
    pub deleted_at: Option<Moment>,
    /// Null in a record that no store keeps.
    #[serde(default, deserialize_with = "maybe")]
    pub created_at: Option<Moment>,
    #[serde(default, deserialize_with = "maybe")]
    pub updated_at: Option<Moment>,
    #[serde(deserialize_with = "moment")]
    pub changed_at: Moment,
    pub legs: Vec<Leg>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Side {
    pub number: Option<Text>,
    pub e164: Option<Text>,
    pub name: Option<Text>,
    #[serde(default)]
    pub user: Option<Text>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Transfer {
    pub call: Option<Uuid>,
    pub consultation: Option<Uuid>,
    #[serde(deserialize_with = "word")]
    pub kind: Option<TransferKind>,
    pub by: Option<Text>,
    pub to: Option<Text>,
    pub completed: Option<bool>,
    #[serde(deserialize_with = "moment")]
    pub at: Moment,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Hold {
    pub call: Option<Uuid>,
    pub leg: Option<Uuid>,
    pub by: Option<Text>,
    #[serde(deserialize_with = "moment")]
    pub started_at: Moment,
    #[serde(deserialize_with = "maybe")]
    pub ended_at: Option<Moment>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Menu {
    pub call: Option<Uuid>,
    pub name: Option<Text>,
    #[serde(deserialize_with = "moment")]
    pub entered_at: Moment,
    #[serde(deserialize_with = "maybe")]
    pub left_at: Option<Moment>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Queue {
    pub call: Option<Uuid>,
    pub name: Option<Text>,
    pub agent: Option<Text>,
    #[serde(deserialize_with = "moment")]
    pub joined_at: Moment,
    pub wait_s: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Voicemail {
    pub call: Option<Uuid>,
    pub mailbox: Option<Text>,
    pub message_left: Option<bool>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Parking {
    pub call: Option<Uuid>,
    pub by: Option<Text>,
    pub space: Option<Text>,
    #[serde(deserialize_with = "moment")]
    pub at: Moment,
    #[serde(deserialize_with = "maybe")]
    pub ended_at: Option<Moment>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Recording {
    pub id: Uuid,
    pub serial: u64,
    pub call: Option<Uuid>,
    #[serde(deserialize_with = "word")]
    pub kind: Option<RecordingKind>,
    #[serde(deserialize_with = "maybe")]
    pub started_at: Option<Moment>,
    #[serde(deserialize_with = "maybe")]
    pub ended_at: Option<Moment>,
    pub length_s: Option<f64>,
    pub size: Option<u64>,
    #[serde(deserialize_with = "maybe")]
    pub stored_at: Option<Moment>,
    pub url: Option<Text>,
    #[serde(deserialize_with = "maybe")]
    pub played_at: Option<Moment>,
    #[serde(deserialize_with = "maybe")]
    pub redact_at: Option<Moment>,
    #[serde(deserialize_with = "maybe")]
    pub deleted_at: Option<Moment>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Assigned {
    pub scope: Option<Text>,
    pub team: Option<Text>,
    pub queue: Option<Text>,
    pub menu: Option<Text>,
    pub user: Option<Text>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct WrapUp {
    #[serde(deserialize_with = "moment")]
    pub limit_at: Moment,
    #[serde(deserialize_with = "maybe")]
    pub ended_at: Option<Moment>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Provider {
    pub name: Text,
    pub id: Text,
    #[serde(default)]
    pub payload: Option<Value>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Billed {
    pub seconds: f64,
    pub amount: Option<f64>,
    pub currency: Option<Text>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Disposition {
    /// `wrong_number` or null.
    pub code: Option<Text>,
    pub text: Option<Text>,
    #[serde(deserialize_with = "maybe")]
    pub next_call_at: Option<Moment>,
    #[serde(deserialize_with = "moment")]
    pub at: Moment,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Note {
    pub id: Text,
    pub text: Text,
    #[serde(deserialize_with = "moment")]
    pub at: Moment,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Summary {
    pub text: Text,
    #[serde(deserialize_with = "moment")]
    pub at: Moment,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Link {
    pub kind: Text,
    pub id: Text,
    pub url: Option<Text>,
    pub name: Option<Text>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Leg {
    pub id: Uuid,
    pub serial: u64,
    #[serde(deserialize_with = "word")]
    pub role: Option<Role>,
    pub number: Option<Text>,
    pub e164: Option<Text>,
    pub name: Option<Text>,
    pub user: Option<Text>,
    pub contact: Option<Text>,
    pub trunk: Option<Text>,
    #[serde(deserialize_with = "moment")]
    pub offered_at: Moment,
    #[serde(deserialize_with = "maybe")]
    pub ringing_at: Option<Moment>,
    #[serde(deserialize_with = "maybe")]
    pub answered_at: Option<Moment>,
    #[serde(deserialize_with = "maybe")]
    pub ended_at: Option<Moment>,
    #[serde(deserialize_with = "word")]
    pub end: Option<End>,
    #[serde(deserialize_with = "moment")]
    pub changed_at: Moment,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Act {
    pub by: Option<Doer>,
    #[serde(deserialize_with = "moment")]
    pub at: Moment,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Doer {
    pub kind: Text,
    pub id: Text,
}

fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<Moment, D::Error> {
    maybe(from)?.ok_or_else(|| D::Error::custom("expected a time"))
}

fn maybe<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Moment>, D::Error> {
    let Some(text) = Option::<Text>::deserialize(from)? else { return Ok(None) };
    Moment::from_rfc3339(&text).map(Some).ok_or_else(|| D::Error::custom("expected a time of RFC 3339"))
}

fn word<'de, D: Deserializer<'de>, W: Word>(from: D) -> Result<Option<W>, D::Error> {
    let text = Option::<Text>::deserialize(from)?;
    let place = text.and_then(|text| W::WORDS.iter().position(|word| *word == text));
    Ok(place.and_then(|place| W::ALL.get(place)).copied())
}
