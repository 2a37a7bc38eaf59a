//! What happened in a conversation beside its legs: transfers, holds, queues, recordings … each names the call it belongs to.

use super::CallNo;
use crate::Text;
use crate::moment::Moment;
use crate::signal::{GapKind, LeftQueue, RecordingKind, TransferKind};

/// Rule N11.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The call that it started.
    pub call: CallNo,
    /// The consultation before it.
    pub consultation: Option<CallNo>,
    /// How.
    pub kind: TransferKind,
    /// The number of who did it; null for a redirect.
    pub by: Option<Text>,
    /// The number of who was moved.
    pub transferred: Option<Text>,
    /// The number that was chosen.
    pub to: Option<Text>,
    /// Whether the two talked; null until they do or the call ends.
    pub completed: Option<bool>,
    /// When.
    pub at: Moment,
}

/// Rule N12.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// In which call.
    pub call: CallNo,
    /// Who was held: the key of his leg in that call.
    pub leg: Option<Text>,
    /// The number of who pressed hold.
    pub by: Option<Text>,
    /// From.
    pub started_at: Moment,
    /// Until.
    pub ended_at: Option<Moment>,
}

/// Rule N14.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// In which call.
    pub call: CallNo,
    /// Its name.
    pub name: Option<Text>,
    /// What was pressed in it.
    pub digits: String,
    /// From.
    pub entered_at: Moment,
    /// Until.
    pub left_at: Option<Moment>,
}

/// Rule N13.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    /// In which call.
    pub call: CallNo,
    /// The queue.
    pub name: Option<Text>,
    /// How it was left.
    pub outcome: Option<LeftQueue>,
    /// The number that answered.
    pub agent: Option<Text>,
    /// From.
    pub joined_at: Moment,
    /// Until.
    pub left_at: Option<Moment>,
}

/// Rule N14.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voicemail {
    /// In which call.
    pub call: CallNo,
    /// The mailbox.
    pub mailbox: Option<Text>,
    /// Whether a message was left; null where it cannot be known.
    pub message_left: Option<bool>,
}

/// Rule N14.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parking {
    /// In which call.
    pub call: CallNo,
    /// The number of who parked.
    pub by: Option<Text>,
    /// The space.
    pub space: Option<Text>,
    /// From.
    pub at: Moment,
    /// The number of who retrieved.
    pub retrieved_by: Option<Text>,
    /// Until.
    pub ended_at: Option<Moment>,
}

/// Rule N14.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pickup {
    /// In which call.
    pub call: CallNo,
    /// The number of who took it.
    pub by: Option<Text>,
    /// The number of the phone that rang.
    pub from: Option<Text>,
}

/// Rule N14.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forward {
    /// In which call.
    pub call: CallNo,
    /// The number of the phone that sent it on.
    pub by: Option<Text>,
    /// Where to.
    pub to: Text,
    /// When.
    pub at: Moment,
}

/// Rule N14.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// Its id is derived from this.
    pub key: Text,
    /// The call in which it began.
    pub call: CallNo,
    /// Of what.
    pub kind: RecordingKind,
    /// The file's name at the phone system.
    pub name: Option<Text>,
    /// From.
    pub started_at: Option<Moment>,
    /// Until.
    pub ended_at: Option<Moment>,
    /// Of the file, in seconds; until then of the span.
    pub length_s: Option<f64>,
    /// Bytes.
    pub size: Option<u64>,
    /// When Callbook had the file.
    pub stored_at: Option<Moment>,
    /// A link from outside.
    pub url: Option<Text>,
    /// When it was last listened to.
    pub played_at: Option<Moment>,
    /// When it is to be redacted.
    pub redact_at: Option<Moment>,
    /// When it was removed.
    pub deleted_at: Option<Moment>,
}

/// What the record cannot know (rule N16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Which kind.
    pub what: GapKind,
    /// When it was noticed.
    pub at: Moment,
    /// In words.
    pub text: Text,
}
