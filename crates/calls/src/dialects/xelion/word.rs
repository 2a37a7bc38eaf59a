//! The closed lists of words (sheet, 3), each in one spelling, and read in any (rule R6).

use crate::conversation::{Direction, Origin, Outcome};
use crate::dialects::seen::Call;

/// What a connection can be notified of (sheet, 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Notification {
    /// A call was made known.
    NewCall,
    /// A person answered.
    CallConnected,
    /// A call is over.
    CallHungUp,
    /// A user's channel is gone, and the call is not.
    ChannelHungUp,
    /// A user was called and nobody answered.
    MissedCall,
    /// A party was handed on.
    CallTransferred,
    /// A channel is there, changed, or gone.
    ActiveChannel,
    /// What goes on at a line.
    Wallboard,
    /// What the vendor tells of and this server does not: it may be asked for, and nothing ever comes.
    Silent,
}

/// What is told of, with its word.
const TOLD: &[(&str, Notification)] = &[
    ("newCallEvent", Notification::NewCall),
    ("callConnectedEvent", Notification::CallConnected),
    ("callHungUpEvent", Notification::CallHungUp),
    ("channelHungUpEvent", Notification::ChannelHungUp),
    ("missedCallEvent", Notification::MissedCall),
    ("callTransferredEvent", Notification::CallTransferred),
    ("activeChannelEvent", Notification::ActiveChannel),
    ("wallboardEvent", Notification::Wallboard),
];

/// What the vendor knows and this server does not tell of; a public client asks for `test` first.
const SILENT: &[&str] = &[
    "test",
    "tenantStatusEvent",
    "tenantStartedEvent",
    "tenantStoppedEvent",
    "twinTransferredEvent",
    "presenceListEvent",
    "doNotDisturbEvent",
    "softphoneDoNotDisturbEvent",
    "newVoicemailEvent",
    "newAlarmEvent",
    "alarmProcessedEvent",
    "openDocumentEvent",
    "executeCommandEvent",
    "showNotificationEvent",
    "generalEvent",
    "newVideoConferenceEvent",
    "videoConferenceEndedEvent",
    "todoListReminderEvent",
    "newChatEvent",
    "chatTypingEvent",
];

/// How the words of the external-chat family begin, of which the vendor has many.
const EXTERNAL_CHAT: &str = "externalchat";

/// A word as it is compared: case, blanks, `-` and `_` do not matter (rule R6).
pub(super) fn compared(word: &str) -> String {
    word.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}

impl Notification {
    /// The one meant by a word; none of a word that the vendor does not know.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let word = compared(word);
        let told = TOLD.iter().find(|(known, _)| compared(known) == word).map(|(_, told)| *told);
        let silent = || SILENT.iter().any(|known| compared(known) == word) || word.starts_with(EXTERNAL_CHAT);
        told.or_else(|| silent().then_some(Self::Silent))
    }

    /// Its word; empty of what is never told.
    #[must_use]
    pub fn word(self) -> &'static str {
        TOLD.iter().find(|(_, told)| *told == self).map(|(word, _)| *word).unwrap_or_default()
    }

    /// Whether only administrators may ask for it (rule X2).
    #[must_use]
    pub fn is_for_administrators(self) -> bool {
        matches!(self, Self::NewCall | Self::CallConnected | Self::CallHungUp | Self::ChannelHungUp)
    }
}

/// How a call was started (sheet, 3.1).
pub(super) fn initiation(call: &Call) -> &'static str {
    let by_direction = || match call.direction {
        Some(Direction::Inbound) => "inbound",
        Some(Direction::Outbound) => "outbound",
        Some(Direction::Internal) => "internal",
        None => "unknown",
    };
    match call.origin {
        Some(Origin::Inbound) => "inbound",
        Some(Origin::Device) => by_direction(),
        Some(Origin::ClickToCall) => "clickToDial",
        Some(Origin::Api) if !super::is_logged(call) => "clickToDial",
        Some(Origin::Callback) => "callback",
        Some(Origin::Consultation) => "consultation",
        Some(Origin::Transfer) => "transfer",
        Some(Origin::Fallback) => "fallback",
        Some(Origin::Conference) => "conference",
        Some(Origin::Api | Origin::TaskLog | Origin::Unknown) | None => "unknown",
    }
}

/// What came of a call, in the three words that were ever seen; none while it goes on, and where nothing is known.
pub(super) fn status(call: &Call) -> Option<&'static str> {
    if call.ended_at.is_none() && !super::is_logged(call) {
        return None;
    }
    Some(match call.outcome? {
        Outcome::Answered | Outcome::Ivr => "Answer",
        Outcome::Cancelled | Outcome::Abandoned => "Cancel",
        Outcome::Voicemail
        | Outcome::Blocked
        | Outcome::NoAnswer
        | Outcome::Declined
        | Outcome::Busy
        | Outcome::Unavailable
        | Outcome::Failed => "Unavailable",
    })
}

/// Whether a call that came to that was missed by whoever was called (rules X8, X9; S5, S11–S13 are no misses).
pub(super) fn is_miss(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Voicemail
        | Outcome::NoAnswer
        | Outcome::Declined
        | Outcome::Busy
        | Outcome::Cancelled
        | Outcome::Abandoned => true,
        Outcome::Answered | Outcome::Blocked | Outcome::Ivr | Outcome::Unavailable | Outcome::Failed => false,
    }
}
