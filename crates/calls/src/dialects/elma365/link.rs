//! A playable link, asked for with the `call` of a record (sheet, 4.2; rules E26–E28, E33).
//!
//! The platform hands `call` back unchanged, however late. What came in with a link of its own has that link; everything else
//! names a recording, or a call whose newest recording is meant. Nothing here finds records or signs links.

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::Text;
use crate::dialects::Names;
use crate::dialects::seen::{Recording, Seen};
use crate::moment::Moment;

use super::hear::fields;
use super::page::is_stored;
use super::refusal::{Code, Refusal};

/// For how long a link is good, in seconds, from the question (rules R16, E28).
pub const LINK_LIFE_S: i64 = 15 * 60;

/// The longest link that is taken for one, in bytes.
const LINK_MAX: usize = 2_048;

/// What a link is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Something that came in with a link of its own.
    Given(Text),
    /// A recording, or the call whose newest recording is meant.
    Id(Uuid),
}

/// What the `call` of a request asks for.
///
/// # Errors
///
/// What cannot be read; and what names nothing that Callbook could have.
pub fn read_call_link(body: &[u8]) -> Result<Asked, Refusal> {
    let fields = fields(body)?;
    let missing = || Refusal::of_field(Code::MissingField, "call", "is missing");
    let call = fields.get("call").ok_or_else(missing)?.get();
    if let Some(link) = given(call) {
        return Ok(Asked::Given(link));
    }
    let value: Value = serde_json::from_str(call).unwrap_or_default();
    let named = value.get("id").unwrap_or(&value).as_str().map(str::trim);
    // The callId of a further operator has a number behind the call's id.
    let id = named.and_then(|named| named.split('.').next()).and_then(|id| Uuid::try_parse(id).ok());
    id.map(Asked::Id).ok_or_else(unknown)
}

fn unknown() -> Refusal {
    Refusal::of_field(Code::NotFound, "call", "there is no such recording")
}

/// The link that a `call` has of its own: it is one, or has one under `link`. `call` is JSON text.
pub(super) fn given(call: &str) -> Option<Text> {
    let value: Value = serde_json::from_str(call).ok()?;
    let text = value.as_str().or_else(|| value.get("link")?.as_str())?.trim();
    let (scheme, rest) = text.split_once("://")?;
    let is_link = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) && !rest.is_empty();
    let is_plain = text.len() <= LINK_MAX && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    (is_link && is_plain).then(|| Text::new(text))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    link: &'a str,
    /// Whole seconds, UTC; null of a link that is not ours.
    expires_at: Option<String>,
}

/// The answer with a link, as JSON text; `until` is none of a link that came from outside.
#[must_use]
pub fn call_link(link: &str, until: Option<Moment>) -> String {
    let whole = |until: Moment| format!("{}Z", until.to_string().split('.').next().unwrap_or_default());
    serde_json::to_string(&Answer { link, expires_at: until.map(whole) }).unwrap_or_default()
}

/// The answer to who asks for a recording, or for the newest of a call, of this record. `now` is the moment of the question.
///
/// # Errors
///
/// If there is none, or it was removed, or its call was (rules E27, R10).
pub fn call_link_of(seen: &Seen, id: Uuid, names: &dyn Names, now: Moment) -> Result<String, Refusal> {
    let gone = || Refusal::of_field(Code::Gone, "call", "the recording was removed");
    let is_meant = |recording: &&Recording| recording.id == id || recording.call == Some(id);
    let meant = || seen.recordings.iter().filter(is_meant);
    let call = seen.call(id).or_else(|| seen.call(meant().next()?.call?));
    if seen.erased_at.is_some() || call.is_some_and(|call| call.deleted_at.is_some()) {
        return Err(gone());
    }
    let there = meant().filter(|recording| is_stored(recording) && recording.deleted_at.is_none());
    let Some(newest) = there.max_by_key(|recording| (recording.stored_at, recording.started_at, recording.serial)) else {
        let removed = meant().any(|recording| recording.deleted_at.is_some());
        return Err(if removed { gone() } else { unknown() });
    };
    if let Some(url) = &newest.url {
        return Ok(call_link(url, None));
    }
    let until = now.plus(LINK_LIFE_S * 1_000_000);
    let link = names.recording_link(newest.id, until).ok_or_else(unknown)?;
    Ok(call_link(&link, Some(until)))
}
