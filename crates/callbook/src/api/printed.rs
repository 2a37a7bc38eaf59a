//! Records as the store keeps them, put into answers without being taken apart: they are printed already.
//!
//! Nothing here may change what a record says. A call is cut out of its conversation's record as it stands there.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::doings::etag;
use super::problem::{Answer, Kind, Problem};
use crate::store::{Found, What};

/// A record as an answer, with its version.
#[derive(Debug)]
pub(crate) struct Record(pub(crate) Box<RawValue>, pub(crate) u64);

impl IntoResponse for Record {
    fn into_response(self) -> Response {
        let kind = header::HeaderValue::from_static("application/json");
        let headers = [(header::CONTENT_TYPE, kind), (header::ETAG, etag(self.1))];
        (headers, Box::<str>::from(self.0).into_string()).into_response()
    }
}

/// A body that is JSON text already.
pub(super) struct Body(pub(super) String);

impl IntoResponse for Body {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, "application/json")], self.0).into_response()
    }
}

/// A record, or whatever else is kept as JSON.
pub(crate) fn record(text: String) -> Answer<Box<RawValue>> {
    RawValue::from_string(text).map_err(|error| broken(&error))
}

fn broken(error: &serde_json::Error) -> Problem {
    tracing::error!(%error, "what the store gave is no record");
    Problem::new(Kind::Internal, "what is kept under this id cannot be printed")
}

/// A call's record, with the conversation that it belongs to before everything else.
pub(crate) fn call(record: &str, conversation: Uuid, version: u64) -> Answer<Box<RawValue>> {
    let fields = record.trim_start().strip_prefix('{').unwrap_or_default();
    let comma = if fields.trim_start().starts_with('}') { "" } else { "," };
    let begin = format!("{{\"conversation\":{{\"id\":\"{conversation}\",\"version\":{version}}}{comma}");
    self::record(begin + fields)
}

/// As much of a conversation's record as tells its calls apart.
#[derive(Deserialize)]
struct Whole<'a> {
    #[serde(borrow)]
    calls: Vec<&'a RawValue>,
    recordings: Vec<OfCall>,
}

#[derive(Deserialize)]
struct OneCall {
    id: Uuid,
    legs: Vec<OneLeg>,
}

/// Whether a record, of a conversation or of a call, is of something that was deleted.
pub(crate) fn is_deleted(record: &str) -> Answer<bool> {
    #[derive(Deserialize)]
    struct Deleted {
        deleted_at: Option<serde::de::IgnoredAny>,
    }
    let read: Deleted = serde_json::from_str(record).map_err(|error| broken(&error))?;
    Ok(read.deleted_at.is_some())
}

#[derive(Deserialize)]
struct OneLeg {
    id: Uuid,
}

#[derive(Deserialize)]
struct OfCall {
    id: Uuid,
    call: Option<Uuid>,
}

/// The call that an id means: its own, that of the leg or recording, the first one of a conversation.
pub(crate) fn call_of(found: &Found) -> Answer<Option<Box<RawValue>>> {
    let meant = meant(found)?;
    meant.map(|(_, text)| call(text.get(), found.conversation, found.version)).transpose()
}

/// The id of that call.
pub(crate) fn call_id_of(found: &Found) -> Answer<Option<Uuid>> {
    Ok(meant(found)?.map(|(id, _)| id))
}

fn meant(found: &Found) -> Answer<Option<(Uuid, &RawValue)>> {
    let whole: Whole<'_> = serde_json::from_str(&found.record).map_err(|error| broken(&error))?;
    let of_recording = whole.recordings.iter().find(|recording| recording.id == found.id).and_then(|recording| recording.call);
    for text in whole.calls {
        let one: OneCall = serde_json::from_str(text.get()).map_err(|error| broken(&error))?;
        let is_meant = match found.what {
            What::Conversation => true,
            What::Call => one.id == found.id,
            What::Leg => one.legs.iter().any(|leg| leg.id == found.id),
            What::Recording => of_recording == Some(one.id),
        };
        if is_meant {
            return Ok(Some((one.id, text)));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn found(what: What, id: u128) -> Found {
        let id = Uuid::from_u128(id);
        let call = |call: u128, leg: u128| {
            format!("{{\"id\":\"{}\",\"legs\":[{{\"id\":\"{}\"}}]}}", Uuid::from_u128(call), Uuid::from_u128(leg))
        };
        let recording = format!("{{\"id\":\"{}\",\"call\":\"{}\"}}", Uuid::from_u128(9), Uuid::from_u128(2));
        let record = format!("{{\"recordings\":[{recording}],\"calls\":[{},{}]}}", call(1, 11), call(2, 12));
        Found { what, id, conversation: Uuid::from_u128(7), version: 3, record }
    }

    fn call_id(what: What, id: u128) -> Option<String> {
        let call: serde_json::Value = serde_json::from_str(call_of(&found(what, id)).unwrap()?.get()).unwrap();
        assert_eq!(call["conversation"]["version"], 3);
        Some(call["id"].as_str().unwrap().trim_start_matches(['0', '-']).to_owned())
    }

    #[test]
    fn whatever_id_is_told_finds_its_call() {
        assert_eq!(call_id(What::Conversation, 7).unwrap(), "1");
        assert_eq!(call_id(What::Call, 2).unwrap(), "2");
        assert_eq!(call_id(What::Leg, 12).unwrap(), "2");
        assert_eq!(call_id(What::Recording, 9).unwrap(), "2");
        assert_eq!(call_id(What::Call, 5), None);
    }
}
