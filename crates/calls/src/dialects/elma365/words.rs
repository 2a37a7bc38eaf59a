//! The words of this dialect's three closed lists (sheet, 3.1–3.3): each printed in one spelling, and read in many.
//!
//! The values behind the vendor's enumerations are not public; what stands here are the names of their members, and the
//! module's script maps by name. To read one more spelling: its line in `read`.

use crate::conversation::{Direction, End, Outcome};

/// A word as it is compared: case, blanks, `-` and `_` do not matter (rule R6).
pub(super) fn compared(word: &str) -> String {
    word.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}

/// The word of a direction.
pub(super) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Inbound => "in",
        Direction::Outbound => "out",
        Direction::Internal => "internal",
    }
}

/// A direction, however it is spelt.
pub(super) fn read_direction(word: &str) -> Option<Direction> {
    match compared(word).as_str() {
        "in" | "incoming" | "inbound" | "accepted" => Some(Direction::Inbound),
        "out" | "outgoing" | "outbound" => Some(Direction::Outbound),
        "internal" | "local" | "int" => Some(Direction::Internal),
        _ => None,
    }
}

/// What a call came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Disposition {
    /// Somebody talked.
    Answered,
    /// Who was called was busy, or refused.
    Busy,
    /// Who called gave up, or another operator took the call.
    Cancel,
    /// It rang out.
    NoAnswer,
    /// It is not known, or no other word fits.
    Unknown,
    /// The network, the number or the credit failed. The vendor has no word for it: it is printed as [`Self::Unknown`].
    Failed,
}

impl Disposition {
    /// The name of the vendor's member.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Answered => "Answered",
            Self::Busy => "Busy",
            Self::Cancel => "Cancel",
            Self::NoAnswer => "NoAnswer",
            Self::Unknown | Self::Failed => "Unknown",
        }
    }

    /// A disposition, however it is spelt; the words of a peer product among them.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Some(match compared(word).as_str() {
            "answered" | "success" | "completed" => Self::Answered,
            "busy" => Self::Busy,
            "cancel" | "cancelled" | "canceled" | "missed" => Self::Cancel,
            "noanswer" | "notavailable" => Self::NoAnswer,
            "unknown" | "" => Self::Unknown,
            "failed" | "callfailed" | "nomoney" | "unallocatednumber" => Self::Failed,
            "nolimit" | "nodaylimit" | "linelimit" | "notallowed" => Self::Failed,
            _ => return None,
        })
    }

    /// What a call came to, by its outcome (the situations S4–S14).
    pub(super) fn of_outcome(outcome: Option<Outcome>) -> Self {
        match outcome {
            Some(Outcome::Answered) => Self::Answered,
            Some(Outcome::Busy | Outcome::Declined) => Self::Busy,
            Some(Outcome::Cancelled | Outcome::Abandoned) => Self::Cancel,
            Some(Outcome::NoAnswer | Outcome::Voicemail) => Self::NoAnswer,
            Some(Outcome::Unavailable | Outcome::Failed) => Self::Failed,
            Some(Outcome::Ivr | Outcome::Blocked) | None => Self::Unknown,
        }
    }

    /// How an operator's phone ended that was not taken (S7–S14, S25, S29, S30).
    pub(super) fn of_end(end: End) -> Self {
        match end {
            End::Busy | End::Declined => Self::Busy,
            End::NoAnswer => Self::NoAnswer,
            End::Cancelled | End::Elsewhere | End::PickedUp | End::Forwarded | End::Transferred => Self::Cancel,
            End::Unavailable | End::Failed => Self::Failed,
            End::Normal | End::Lost => Self::Unknown,
        }
    }
}

/// What happened to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Notify {
    /// An operator's phone is called, or an operator dials.
    Start,
    /// The operator, or the client whom he called, picked up.
    Answer,
    /// It is over for that operator.
    End,
}

impl Notify {
    /// The name of the vendor's member.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Start => "NotifyStart",
            Self::Answer => "NotifyAnswer",
            Self::End => "NotifyEnd",
        }
    }
}

/// An event's word, as it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// What happened; with the direction that the word itself says.
    Happened(Notify, Option<Direction>),
    /// Nothing that a call is made of.
    Beside,
}

impl Said {
    /// An event's word, however it is spelt; the words of a peer product among them.
    pub(super) fn read(word: &str) -> Option<Self> {
        Some(match compared(word).as_str() {
            "notifystart" | "notifyinternal" => Self::Happened(Notify::Start, None),
            "notifyoutstart" => Self::Happened(Notify::Start, Some(Direction::Outbound)),
            "notifyanswer" => Self::Happened(Notify::Answer, None),
            "notifyend" => Self::Happened(Notify::End, None),
            "notifyoutend" => Self::Happened(Notify::End, Some(Direction::Outbound)),
            "notifyrecord" | "notifyivr" => Self::Beside,
            _ => return None,
        })
    }
}
