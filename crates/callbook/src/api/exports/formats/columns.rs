//! The columns of tables: one row a conversation, each column a field of the record under its own name, or one that is put
//! together of a list. Names and kinds of columns are never changed; new ones stand at the end.
//!
//! What is not known, or not seen, is empty. To add a column: its line at the end of [`COLUMNS`], and in docs/exports.md.

use serde_json::Value;

/// What stands between several things in one cell.
const BETWEEN: &str = "; ";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Time,
    Seconds,
    Whole,
    Flag,
}

/// Where in a record a column stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Of {
    /// At that place.
    At(&'static str),
    /// How many there are in the list at that place.
    Count(&'static str),
    /// What is at a place in each entry of a list, each once.
    Each(&'static str, &'static str),
    /// The same of each entry of a list of each call.
    InCalls(&'static str, &'static str),
}

/// A column: its name, what it holds, and of what it is made.
pub(super) type Column = (&'static str, Kind, Of);

pub(super) const COLUMNS: &[Column] = &[
    ("id", Kind::Text, Of::At("/id")),
    ("serial", Kind::Whole, Of::At("/serial")),
    ("version", Kind::Whole, Of::At("/version")),
    ("source", Kind::Text, Of::At("/source")),
    ("flow", Kind::Text, Of::At("/flow")),
    ("state", Kind::Text, Of::At("/state")),
    ("direction", Kind::Text, Of::At("/direction")),
    ("origin", Kind::Text, Of::At("/origin")),
    ("from_number", Kind::Text, Of::At("/from/number")),
    ("from_e164", Kind::Text, Of::At("/from/e164")),
    ("from_name", Kind::Text, Of::At("/from/name")),
    ("from_user", Kind::Text, Of::At("/from/user")),
    ("to_number", Kind::Text, Of::At("/to/number")),
    ("to_e164", Kind::Text, Of::At("/to/e164")),
    ("to_name", Kind::Text, Of::At("/to/name")),
    ("line", Kind::Text, Of::At("/line")),
    ("started_at", Kind::Time, Of::At("/started_at")),
    ("answered_at", Kind::Time, Of::At("/answered_at")),
    ("ended_at", Kind::Time, Of::At("/ended_at")),
    ("outcome", Kind::Text, Of::At("/outcome")),
    ("talked_to", Kind::Text, Of::Each("/talked_to", "")),
    ("missed_by", Kind::Text, Of::Each("/missed_by", "")),
    ("ended_by_side", Kind::Text, Of::At("/ended_by/side")),
    ("ended_by_number", Kind::Text, Of::At("/ended_by/number")),
    ("total_s", Kind::Seconds, Of::At("/total_s")),
    ("ring_s", Kind::Seconds, Of::At("/ring_s")),
    ("menu_s", Kind::Seconds, Of::At("/menu_s")),
    ("queue_s", Kind::Seconds, Of::At("/queue_s")),
    ("talk_s", Kind::Seconds, Of::At("/talk_s")),
    ("hold_s", Kind::Seconds, Of::At("/hold_s")),
    ("parked_s", Kind::Seconds, Of::At("/parked_s")),
    ("voicemail_s", Kind::Seconds, Of::At("/voicemail_s")),
    ("conference_s", Kind::Seconds, Of::At("/conference_s")),
    ("calls", Kind::Whole, Of::Count("/calls")),
    ("transfers", Kind::Whole, Of::Count("/transfers")),
    ("holds", Kind::Whole, Of::Count("/holds")),
    ("menus", Kind::Text, Of::Each("/menus", "/name")),
    ("queues", Kind::Text, Of::Each("/queues", "/name")),
    ("voicemail_mailbox", Kind::Text, Of::At("/voicemail/mailbox")),
    ("voicemail_message_left", Kind::Flag, Of::At("/voicemail/message_left")),
    ("recordings", Kind::Whole, Of::Count("/recordings")),
    ("users", Kind::Text, Of::InCalls("/legs", "/user")),
    ("contacts", Kind::Text, Of::InCalls("/legs", "/contact")),
    ("disposition", Kind::Text, Of::Each("/calls", "/disposition/text")),
    ("notes", Kind::Text, Of::InCalls("/notes", "/text")),
    ("summary", Kind::Text, Of::Each("/calls", "/summary/text")),
    ("links", Kind::Text, Of::InCalls("/links", "/id")),
    ("handled_at", Kind::Time, Of::At("/handled/at")),
    ("handled_by", Kind::Text, Of::At("/handled/by/id")),
    ("deleted_at", Kind::Time, Of::At("/deleted_at")),
    ("gaps", Kind::Text, Of::Each("/gaps", "/what")),
];

impl Of {
    /// What stands there in a record; null of what is not known.
    pub(super) fn value(self, record: &Value) -> Value {
        match self {
            Self::At(place) => record.pointer(place).cloned().unwrap_or_default(),
            Self::Count(place) => record.pointer(place).and_then(Value::as_array).map(Vec::len).into(),
            Self::Each(list, place) => joined(each(record, list, place)),
            Self::InCalls(list, place) => joined(each(record, "/calls", "").flat_map(|call| each(call, list, place))),
        }
    }
}

/// What is at a place in each entry of a list.
fn each<'a>(record: &'a Value, list: &str, place: &'a str) -> impl Iterator<Item = &'a Value> {
    let entries = record.pointer(list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    entries.iter().filter_map(move |entry| entry.pointer(place))
}

fn joined<'a>(values: impl Iterator<Item = &'a Value>) -> Value {
    let mut texts: Vec<&str> = Vec::new();
    for text in values.filter_map(Value::as_str) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    if texts.is_empty() { Value::Null } else { texts.join(BETWEEN).into() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_there_is_null_and_what_is_there_twice_is_named_once() {
        let record = json!({
            "from": null,
            "talked_to": ["7", "8", "7"],
            "gaps": null,
            "calls": [
                {"legs": [{"user": "ann"}, {"user": null}]},
                {"legs": [{"user": "bea"}, {"user": "ann"}]},
                {"id": "hidden"},
            ],
        });
        let of = |name: &str| COLUMNS.iter().find(|(known, ..)| *known == name).map(|(.., of)| of.value(&record));
        assert_eq!(of("from_number"), Some(Value::Null));
        assert_eq!(of("talked_to"), Some(json!("7; 8")));
        assert_eq!(of("users"), Some(json!("ann; bea")));
        assert_eq!((of("calls"), of("gaps"), of("holds")), (Some(json!(3)), Some(Value::Null), Some(Value::Null)));
    }
}
