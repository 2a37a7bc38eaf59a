//! What is posted to a module, key for key (sheet, 2.1, 2.2, 4.1). It decides nothing.
//!
//! A field without a value is left out and never null (rule E24); the order of the keys is the sheet's, so that the same change
//! gives the same bytes.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::Text;
use crate::conversation::Direction;

use super::words::{self, Disposition, Notify};

/// Who called whom, as this dialect says it (sheet, 2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parties {
    pub(super) direction: Direction,
    pub(super) src: Text,
    pub(super) dst: Text,
    /// Of a call that came in: the extension behind `src`.
    pub(super) src_ext: Option<Text>,
    /// Of a call that went out: the extension behind `dst`.
    pub(super) dst_ext: Option<Text>,
}

/// The vendor's `VoipWebhookRequest`, in what the module's script is to return.
#[derive(Serialize)]
struct EventBody<'a> {
    event: EventWire<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EventWire<'a> {
    event: &'static str,
    direction: &'static str,
    disposition: &'static str,
    src_phone: &'a str,
    dst_phone: &'a str,
    call_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    src_phone_ext: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dst_phone_ext: Option<&'a str>,
}

/// The vendor's `VoipCallRecord`, in what the module's script is to return.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RecordBody<'a> {
    call_record: RecordWire<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RecordWire<'a> {
    call: &'a RawValue,
    call_id: &'a str,
    direction: &'static str,
    disposition: &'static str,
    dst_phone: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dst_phone_ext: Option<&'a str>,
    duration: i64,
    src_phone: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    src_phone_ext: Option<&'a str>,
}

/// What the module gets as `call`, and hands back to have it played (rules E26, E33).
#[derive(Serialize)]
pub(super) struct CallWire {
    pub(super) id: uuid::Uuid,
    /// Always null: the link is made when it is asked for.
    pub(super) link: (),
}

/// An event's body, as JSON text.
pub(super) fn event(event: Notify, disposition: Disposition, parties: &Parties, call_id: &str) -> Option<String> {
    let event = EventWire {
        event: event.word(),
        direction: words::direction(parties.direction),
        disposition: disposition.word(),
        src_phone: &parties.src,
        dst_phone: &parties.dst,
        call_id,
        src_phone_ext: parties.src_ext.as_deref(),
        dst_phone_ext: parties.dst_ext.as_deref(),
    };
    serde_json::to_string(&EventBody { event }).ok()
}

/// What is said of a call that is over for an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct History {
    /// JSON text.
    pub(super) call: String,
    pub(super) disposition: Disposition,
    /// Whole seconds of talk.
    pub(super) duration: i64,
}

/// A record's body, as JSON text.
pub(super) fn record(history: &History, parties: &Parties, call_id: &str) -> Option<String> {
    let call_record = RecordWire {
        call: serde_json::from_str(&history.call).ok()?,
        call_id,
        direction: words::direction(parties.direction),
        disposition: history.disposition.word(),
        dst_phone: &parties.dst,
        dst_phone_ext: parties.dst_ext.as_deref(),
        duration: history.duration,
        src_phone: &parties.src,
        src_phone_ext: parties.src_ext.as_deref(),
    };
    serde_json::to_string(&RecordBody { call_record }).ok()
}
