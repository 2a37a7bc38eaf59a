//! The fields of a call by which lists are filtered and sorted: every plain one of either shape, on both paths.
//!
//! A value is compared as what it is: a moment as a moment, a number as a number, a word by its spelling in the path's shape.
//! To add a field: its line in [`Field::ALL`], and in [`Field::value`].

use uuid::Uuid;

use crate::moment::Moment;

use super::super::card::Card;
use super::super::words::{Shape, direction};

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Uid,
    Duration,
    CreatedAt,
    UpdatedAt,
    Status,
    Direction,
    StaffUid,
    ClientUid,
    FromNumber,
    ToNumber,
    RecordingUrl,
    CallSummary,
    ExternalAppUrl,
    ExternalAppName,
    SourceId,
    ExternalUuid,
    HandledByStaffUid,
    HandledAt,
    DeletedAt,
    TranscriptStatus,
}

/// What a field says of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value<'a> {
    Number(i64),
    At(Moment),
    Uid(Uuid),
    Text(&'a str),
}

/// As what a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Number,
    At,
    Uid,
    Status,
    Direction,
    Phone,
    Text,
}

impl Field {
    const ALL: &'static [(Self, &'static str, Sort)] = &[
        (Self::Uid, "uid", Sort::Uid),
        (Self::Duration, "duration", Sort::Number),
        (Self::CreatedAt, "created_at", Sort::At),
        (Self::UpdatedAt, "updated_at", Sort::At),
        (Self::Status, "status", Sort::Status),
        (Self::Direction, "direction", Sort::Direction),
        (Self::StaffUid, "staff_uid", Sort::Uid),
        (Self::ClientUid, "client_uid", Sort::Uid),
        (Self::FromNumber, "from_number", Sort::Phone),
        (Self::ToNumber, "to_number", Sort::Phone),
        (Self::RecordingUrl, "recording_url", Sort::Text),
        (Self::CallSummary, "call_summary", Sort::Text),
        (Self::ExternalAppUrl, "external_app_url", Sort::Text),
        (Self::ExternalAppName, "external_app_name", Sort::Text),
        (Self::SourceId, "source_id", Sort::Text),
        (Self::ExternalUuid, "external_uuid", Sort::Text),
        (Self::HandledByStaffUid, "handled_by_staff_uid", Sort::Uid),
        (Self::HandledAt, "handled_at", Sort::At),
        (Self::DeletedAt, "deleted_at", Sort::At),
        (Self::TranscriptStatus, "transcript_status", Sort::Text),
    ];

    /// The field of that name.
    pub(super) fn read(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name.trim()).map(|(field, ..)| *field)
    }

    /// As what it is compared.
    pub(super) fn sort(self) -> Sort {
        Self::ALL.iter().find(|(field, ..)| *field == self).map_or(Sort::Text, |(.., sort)| *sort)
    }

    /// What it says of a call; none where that is null.
    pub(super) fn value(self, card: &Card, shape: Shape) -> Option<Value<'_>> {
        fn text(text: &Option<crate::Text>) -> Option<Value<'_>> {
            text.as_deref().map(Value::Text)
        }
        Some(match self {
            Self::Uid => Value::Uid(card.uid),
            Self::Duration => Value::Number(card.duration?),
            Self::CreatedAt => Value::At(card.created_at),
            Self::UpdatedAt => Value::At(card.updated_at),
            Self::Status => Value::Text(card.status.word(shape)),
            Self::Direction => Value::Text(direction(card.is_inbound, shape)),
            Self::StaffUid => Value::Uid(card.staff?),
            Self::ClientUid => Value::Uid(card.client?),
            Self::FromNumber => return text(&card.from),
            Self::ToNumber => return text(&card.to),
            Self::RecordingUrl => return text(&card.recording.as_ref()?.url),
            Self::CallSummary => Value::Text(card.summary.as_deref()?),
            Self::ExternalAppUrl => Value::Text(&card.app_url),
            Self::ExternalAppName => Value::Text(&card.app_name),
            Self::SourceId => return text(&card.source_id),
            Self::ExternalUuid => return text(&card.external_uuid),
            Self::HandledByStaffUid => Value::Uid(card.handled_by?),
            Self::HandledAt => Value::At(card.handled_at?),
            Self::DeletedAt => Value::At(card.deleted_at?),
            Self::TranscriptStatus => return None,
        })
    }
}
