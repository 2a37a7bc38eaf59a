//! A change as webhooks and streams are told of it: one JSON object, as Standard Webhooks have it.
//!
//! It says everything at once: what changed, and the record as it was just after. It must be the same text whenever it is printed.

use std::collections::BTreeMap;
use std::sync::Arc;

use calls::Text;
use calls::moment::Moment;
use calls::record::{ChangedFields, Tells, tells};
use serde::Serialize;
use serde_json::value::RawValue;
use tracing::error;
use uuid::Uuid;

use crate::store::{ChangeKind, ChangeRow};

#[derive(Serialize)]
struct Notice<'a> {
    r#type: &'static str,
    timestamp: String,
    data: Told<'a>,
}

#[derive(Serialize)]
struct Told<'a> {
    account: &'a str,
    /// The change's number in the account's feed.
    change: u64,
    conversation: Option<Uuid>,
    source: &'a str,
    version: Option<u64>,
    previous: Option<u64>,
    kind: &'static str,
    at: String,
    recorded_at: String,
    by: Option<&'a RawValue>,
    calls: BTreeMap<String, ChangedFields>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    legs: BTreeMap<String, Box<RawValue>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    gone: Vec<Uuid>,
    whole: ChangedFields,
    /// The record at that version; null of a change that is of no conversation, or of one that was erased.
    record: Option<&'a RawValue>,
}

/// What is told of a change: one text, or nothing if what the store gave is no change.
pub(super) fn render(account: &Text, row: &ChangeRow, record: Option<&str>) -> Vec<Arc<str>> {
    match print(account, row, record) {
        Ok(text) => vec![text.into()],
        Err(error) => {
            error!(%account, change = row.no, %error, "what the store gave is no change; it is not told");
            Vec::new()
        }
    }
}

/// The text for a change. An error if what the store gave is no change.
fn print(account: &Text, row: &ChangeRow, record: Option<&str>) -> Result<String, serde_json::Error> {
    let Tells { whole, calls, legs, gone } = row.patch.as_deref().map(tells).transpose()?.unwrap_or_default();
    let of_conversation = |number: u64| row.conversation.map(|_| number);
    serde_json::to_string(&Notice {
        r#type: word(row.kind),
        timestamp: row.recorded_at.to_string(),
        data: Told {
            account,
            change: row.no,
            conversation: row.conversation,
            source: &row.source,
            version: of_conversation(row.version),
            previous: of_conversation(row.previous),
            kind: row.kind.word(),
            at: row.at.to_string(),
            recorded_at: row.recorded_at.to_string(),
            by: row.by.as_deref().map(serde_json::from_str).transpose()?,
            calls,
            legs,
            gone,
            whole,
            record: record.map(serde_json::from_str).transpose()?,
        },
    })
}

/// The text of a notice by which somebody tries whether it is received.
pub(super) fn test(account: &Text, subscription: Uuid, at: Moment) -> String {
    let timestamp = at.to_string();
    serde_json::json!({ "type": "test", "timestamp": timestamp, "data": { "account": account, "subscription": subscription } })
        .to_string()
}

/// What a notice of this kind is called.
fn word(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::New => "conversation.new",
        ChangeKind::Changed => "conversation.changed",
        ChangeKind::Ended => "conversation.ended",
        ChangeKind::Corrected => "conversation.corrected",
        ChangeKind::Imported => "conversation.imported",
        ChangeKind::Merged => "conversation.merged",
        ChangeKind::Erased => "conversation.erased",
        ChangeKind::SourceSilent => "source.silent",
        ChangeKind::SourceHeard => "source.heard",
        ChangeKind::SubscriptionOff => "subscription.off",
    }
}
