//! Frames that a connection sends (sheet, 4.4; rules X4, X24), read into what is wished for.
//!
//! Each wish stands for itself: one that cannot be read is refused, and the others count.

use serde_json::{Map, Value};

use super::form::read_oid;
use super::refusal::Refusal;
use super::word::{Notification, compared};

/// The longest frame that is read, in bytes (sheet, 4.7).
pub const FRAME_BYTES_MAX: usize = 64 * 1_024;

/// The most wishes in one frame.
const WISHES_MAX: usize = 200;

/// What a frame says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It is to be sent back as it is (rule X24).
    Echo,
    /// What is wished for, in order; or why that cannot be read.
    Wishes(Vec<Result<Wish, Refusal>>),
}

/// To be told of something, or no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Of what.
    pub about: Notification,
    /// The client's word for it, for refusals.
    pub word: String,
    /// To be told, or no more.
    pub toggle: bool,
    /// Of which object.
    pub oid: Option<u64>,
}

impl Wish {
    /// How a refusal names it, where nothing in it is wrong: `notificationType=newCallEvent`.
    #[must_use]
    pub fn named(&self) -> String {
        format!("notificationType={}", self.word)
    }
}

/// Reads a frame. It never fails as a whole: what is wrong is a refusal among the wishes.
#[must_use]
pub fn said(frame: &str) -> Said {
    if frame.len() > FRAME_BYTES_MAX {
        return refused(Refusal::invalid("", None, "a frame has at most 64 KB"));
    }
    let Ok(Value::Object(fields)) = serde_json::from_str::<Value>(frame) else {
        return refused(Refusal::invalid("", None, "expected a JSON object"));
    };
    let told = fields.get("messageType");
    match told.and_then(Value::as_str).map(compared).as_deref() {
        Some("test") => Said::Echo,
        Some("notificationrequest") => Said::Wishes(vec![wish(&fields, "")]),
        Some("multinotificationrequest") => many(&fields),
        _ => {
            let expected = "expected test, notificationRequest or multiNotificationRequest";
            refused(Refusal::invalid("messageType", shown(told).as_deref(), expected))
        }
    }
}

fn refused(refusal: Refusal) -> Said {
    Said::Wishes(vec![Err(refusal)])
}

fn many(fields: &Map<String, Value>) -> Said {
    let told = fields.get("notifications");
    let Some(Value::Array(wishes)) = told else {
        return refused(Refusal::invalid("notifications", shown(told).as_deref(), "expected a list of notification requests"));
    };
    if wishes.len() > WISHES_MAX {
        return refused(Refusal::invalid("notifications", None, "expected at most 200 notification requests"));
    }
    let one = |(no, told): (usize, &Value)| {
        let place = format!("notifications[{no}]");
        match told {
            Value::Object(fields) => wish(fields, &format!("{place}.")),
            _ => Err(Refusal::invalid(place, shown(Some(told)).as_deref(), "expected a notification request")),
        }
    };
    Said::Wishes(wishes.iter().enumerate().map(one).collect())
}

/// One wish; `place` stands before the names of its fields.
fn wish(fields: &Map<String, Value>, place: &str) -> Result<Wish, Refusal> {
    let told = fields.get("notificationType");
    let field = |name: &str| format!("{place}{name}");
    let word = told.and_then(Value::as_str).unwrap_or_default();
    let about = Notification::read(word)
        .ok_or_else(|| Refusal::invalid(field("notificationType"), shown(told).as_deref(), "unknown notification type"))?;
    let told = fields.get("toggle");
    let toggle =
        read_toggle(told).ok_or_else(|| Refusal::invalid(field("toggle"), shown(told).as_deref(), "expected true or false"))?;
    let told = fields.get("oid").filter(|oid| !oid.is_null() && oid.as_str() != Some(""));
    let oid = told.map(|told| {
        let read = told.as_str().and_then(|text| read_oid(text.trim())).or_else(|| read_oid(&told.as_u64()?.to_string()));
        read.ok_or_else(|| Refusal::bad_id(field("oid"), shown(Some(told)).as_deref(), "expected the oid of an object"))
    });
    let oid = oid.transpose()?;
    if about == Notification::Wallboard && oid.is_none() {
        return Err(Refusal::bad_id(field("oid"), None, "expected the oid of a phone line"));
    }
    Ok(Wish { about, word: word.trim().to_owned(), toggle, oid })
}

fn read_toggle(told: Option<&Value>) -> Option<bool> {
    match told? {
        Value::Bool(toggle) => Some(*toggle),
        Value::String(word) if word.trim().eq_ignore_ascii_case("true") => Some(true),
        Value::String(word) if word.trim().eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// What stood in a field, for the refusal.
pub(super) fn shown(told: Option<&Value>) -> Option<String> {
    Some(match told? {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    })
}
