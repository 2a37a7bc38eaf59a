//! The keys of a call in both shapes, in the order of the sheet (2.2, 2.3). They decide nothing.

use serde::Serialize;
use uuid::Uuid;

use crate::Text;

use super::card::{Card, Recorded};
use super::words::{Shape, direction};

/// The seed's sixteen keys.
#[derive(Serialize)]
struct SeedCall<'a> {
    uid: Uuid,
    duration: Option<i64>,
    created_at: String,
    updated_at: String,
    status: &'static str,
    direction: &'static str,
    staff_uid: Option<Uuid>,
    client_uid: Option<Uuid>,
    from_number: Option<&'a str>,
    to_number: Option<&'a str>,
    recording_url: Option<&'a str>,
    call_summary: Option<&'a str>,
    external_app_url: &'a str,
    handled_by_staff_uid: Option<Uuid>,
    handled_at: Option<String>,
    deleted_at: Option<String>,
}

/// The current twenty.
#[derive(Serialize)]
struct CurrentCall<'a> {
    uid: Uuid,
    duration: Option<i64>,
    created_at: String,
    updated_at: String,
    status: &'static str,
    direction: &'static str,
    staff_uid: Option<Uuid>,
    client_uid: Option<Uuid>,
    from_number: Option<&'a str>,
    to_number: Option<&'a str>,
    recording: Option<RecordingWire<'a>>,
    call_summary: Option<&'a str>,
    external_app_url: &'a str,
    external_app_name: &'a str,
    source_id: Option<&'a str>,
    external_uuid: Option<&'a str>,
    handled_by_staff_uid: Option<Uuid>,
    handled_at: Option<String>,
    deleted_at: Option<String>,
    /// Nobody transcribes here.
    transcript_status: Option<&'a str>,
}

#[derive(Serialize)]
struct RecordingWire<'a> {
    uid: Uuid,
    #[serde(rename = "recordingUrl")]
    recording_url: Option<&'a str>,
    size: Option<u64>,
    duration: Option<i64>,
    recording_played: bool,
    recording_type: &'static str,
}

/// A call as a webhook tells it.
#[derive(Serialize)]
struct Pushed<T> {
    #[serde(flatten)]
    call: T,
    business_uid: Option<Uuid>,
}

impl<'a> SeedCall<'a> {
    fn new(card: &'a Card) -> Self {
        Self {
            uid: card.uid,
            duration: card.duration,
            created_at: card.created_at.to_string(),
            updated_at: card.updated_at.to_string(),
            status: card.status.word(Shape::Seed),
            direction: direction(card.is_inbound, Shape::Seed),
            staff_uid: card.staff,
            client_uid: card.client,
            from_number: shown(card.from.as_ref(), Shape::Seed),
            to_number: shown(card.to.as_ref(), Shape::Seed),
            recording_url: card.recording.as_ref().and_then(|recording| recording.url.as_deref()),
            call_summary: card.summary.as_deref(),
            external_app_url: &card.app_url,
            handled_by_staff_uid: card.handled_by,
            handled_at: card.handled_at.map(|at| at.to_string()),
            deleted_at: card.deleted_at.map(|at| at.to_string()),
        }
    }
}

impl<'a> CurrentCall<'a> {
    fn new(card: &'a Card) -> Self {
        Self {
            uid: card.uid,
            duration: card.duration,
            created_at: card.created_at.to_string(),
            updated_at: card.updated_at.to_string(),
            status: card.status.word(Shape::Current),
            direction: direction(card.is_inbound, Shape::Current),
            staff_uid: card.staff,
            client_uid: card.client,
            from_number: shown(card.from.as_ref(), Shape::Current),
            to_number: shown(card.to.as_ref(), Shape::Current),
            recording: card.recording.as_ref().map(RecordingWire::new),
            call_summary: card.summary.as_deref(),
            external_app_url: &card.app_url,
            external_app_name: &card.app_name,
            source_id: card.source_id.as_deref(),
            external_uuid: card.external_uuid.as_deref(),
            handled_by_staff_uid: card.handled_by,
            handled_at: card.handled_at.map(|at| at.to_string()),
            deleted_at: card.deleted_at.map(|at| at.to_string()),
            transcript_status: None,
        }
    }
}

impl<'a> RecordingWire<'a> {
    fn new(recording: &'a Recorded) -> Self {
        Self {
            uid: recording.uid,
            recording_url: recording.url.as_deref(),
            size: recording.size,
            duration: recording.duration,
            recording_played: recording.is_played,
            recording_type: if recording.is_voicemail { "VOICEMAIL" } else { "CALL" },
        }
    }
}

/// A number as a shape shows it (sheet, 2.1).
fn shown(number: Option<&Text>, shape: Shape) -> Option<&str> {
    let number = number?.as_str();
    match shape {
        Shape::Current => Some(number),
        Shape::Seed => Some(number.strip_prefix('+').unwrap_or(number)),
    }
}

fn text(value: &impl Serialize) -> String {
    // Plain values under known keys: whatever could fail here fails in every test.
    serde_json::to_string(value).unwrap_or_default()
}

impl Card {
    /// The call, as JSON text.
    #[must_use]
    pub fn print(&self, shape: Shape) -> String {
        match shape {
            Shape::Seed => text(&SeedCall::new(self)),
            Shape::Current => text(&CurrentCall::new(self)),
        }
    }

    /// The call as a webhook tells it: with its business.
    pub(super) fn print_pushed(&self, shape: Shape) -> String {
        let business_uid = self.business;
        match shape {
            Shape::Seed => text(&Pushed { call: SeedCall::new(self), business_uid }),
            Shape::Current => text(&Pushed { call: CurrentCall::new(self), business_uid }),
        }
    }
}
