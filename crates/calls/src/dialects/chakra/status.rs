//! One word for the line, its outcome and its wrap-up together (sheet, 3.1), and how it is read.
//!
//! The order of the rules is the sheet's, the first that fits. Nothing here decides what a call came to: that is the record's.

use serde::{Serialize, Serializer};

use crate::conversation::{Direction, Outcome, Role, State, Word};
use crate::dialects::seen::{Call, Leg};
use crate::words;

use super::kept::Own;

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The call exists, and nothing can be said about it.
    Unknown,
    /// Written down, never on a line.
    Logged,
    /// Waits in a queue while no phone rings.
    Queued,
    /// Somebody is rung.
    Ringing,
    /// Two people are connected.
    InProgress,
    /// People talked, and nothing is left to say about it.
    Completed,
    /// Only a machine picked up.
    Answered,
    /// Who was called was busy.
    Busy,
    /// It could not be done.
    Failed,
    /// Nobody answered an outbound call.
    Unanswered,
    /// Who was called declined, or the caller was blocked.
    Rejected,
    /// Nobody answered an inbound call.
    Missed,
    /// It was disposed as a wrong number.
    WrongNum,
    /// The line is down, and what came of it is still to be said.
    DisconnectedNotDisposed,
    /// What came of it was said while the line was up.
    DisposedNotDisconnected,
}

words!(Status {
    Unknown => "UNKNOWN", Logged => "LOGGED", Queued => "QUEUED", Ringing => "RINGING", InProgress => "IN_PROGRESS",
    Completed => "COMPLETED", Answered => "ANSWERED", Busy => "BUSY", Failed => "FAILED", Unanswered => "UNANSWERED",
    Rejected => "REJECTED", Missed => "MISSED", WrongNum => "WRONG_NUM",
    DisconnectedNotDisposed => "DISCONNECTED_NOT_DISPOSED", DisposedNotDisconnected => "DISPOSED_NOT_DISCONNECTED",
});

/// Which way a call went. The vendor has two words: an internal call is shown as outbound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// To somebody else.
    Outbound,
    /// From outside.
    Inbound,
}

words!(Way { Outbound => "OUTBOUND", Inbound => "INBOUND" });

impl Way {
    /// The way of a call of that direction.
    #[must_use]
    pub fn of(direction: Option<Direction>) -> Self {
        if direction == Some(Direction::Inbound) { Self::Inbound } else { Self::Outbound }
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.word())
    }
}

impl Serialize for Way {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.word())
    }
}

/// A word as it is compared: case, blanks, `-` and `_` do not matter (rule R6).
pub(super) fn plain(word: &str) -> String {
    let kept = word.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'));
    kept.flat_map(char::to_uppercase).collect()
}

/// A status as it was written, some of whose spellings depend on which way the call went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelled {
    Status(Status),
    /// `NO_ANSWER` and the like: missed if it came in, else unanswered.
    NotAnswered,
}

impl Spelled {
    /// Reads a word (rule R6; sheet, 3.1).
    pub(super) fn read(word: &str) -> Option<Self> {
        let word = plain(word);
        let known = Status::ALL.iter().find(|status| plain(status.word()) == word);
        Some(match word.as_str() {
            _ if known.is_some() => Self::Status(*known?),
            "NOANSWER" | "NOTANSWERED" | "RNR" | "CANCELED" | "CANCELLED" => Self::NotAnswered,
            "WRONGNUMBER" => Self::Status(Status::WrongNum),
            "ONGOING" | "CONNECTED" => Self::Status(Status::InProgress),
            "ENDED" | "SUCCESS" => Self::Status(Status::Completed),
            "DECLINED" => Self::Status(Status::Rejected),
            "ABANDONED" => Self::Status(Status::Missed),
            _ => return None,
        })
    }

    pub(super) fn of(self, way: Way) -> Status {
        match self {
            Self::Status(status) => status,
            Self::NotAnswered => not_answered(way),
        }
    }
}

/// Reads a direction (rule R6; sheet, 3.2).
pub(super) fn read_direction(word: &str) -> Option<Direction> {
    match plain(word).as_str() {
        "OUTBOUND" | "OUT" | "OUTGOING" => Some(Direction::Outbound),
        "INBOUND" | "IN" | "INCOMING" => Some(Direction::Inbound),
        "INTERNAL" => Some(Direction::Internal),
        _ => None,
    }
}

/// Whether a free word of a disposal says that the number was wrong (sheet, 4.4).
pub(super) fn is_wrong_number(word: &str) -> bool {
    matches!(plain(word).as_str(), "WRONGNUM" | "WRONGNUMBER")
}

fn not_answered(way: Way) -> Status {
    if way == Way::Inbound { Status::Missed } else { Status::Unanswered }
}

/// Where a call stands.
pub(super) fn status(call: &Call, own: Option<&Own>) -> Status {
    let is_wrong = || call.disposition.as_ref().is_some_and(|disposition| disposition.code.is_some());
    if call.state == Some(State::Logged) {
        return own.map_or(Status::Logged, |own| written(call, own, is_wrong()));
    }
    let (disposed, ended) = (call.disposition.is_some(), call.ended_at.is_some());
    match (ended, disposed) {
        (false, true) => Status::DisposedNotDisconnected,
        (false, false) => on_line(call),
        (true, true) if is_wrong() => Status::WrongNum,
        // Due or past its limit: it is still not disposed (rule R17).
        (true, false) if call.wrap_up.is_some() => Status::DisconnectedNotDisposed,
        (true, _) => over(call),
    }
}

/// Of a call that a client wrote down: the word that it wrote (rule C13), and what a disposal since made of it.
fn written(call: &Call, own: &Own, is_wrong: bool) -> Status {
    let word = own.status();
    let line_is_up = match word {
        Status::Logged => return word,
        Status::Queued | Status::Ringing | Status::InProgress | Status::DisposedNotDisconnected => true,
        Status::Answered => own.call_end.is_none(),
        _ => false,
    };
    match (call.disposition.is_some(), line_is_up, word) {
        (false, ..) => word,
        (true, true, _) => Status::DisposedNotDisconnected,
        (true, false, _) if is_wrong => Status::WrongNum,
        (true, false, Status::DisconnectedNotDisposed) => Status::Completed,
        (true, false, _) => word,
    }
}

/// By what its line does now.
fn on_line(call: &Call) -> Status {
    let any = |holds: fn(&Leg) -> bool| call.legs.iter().any(holds);
    match call.state {
        // They have talked, and nobody is called: what comes next is not told yet.
        Some(State::Ringing) if call.answered_at.is_some() && !any(is_rung) => Status::InProgress,
        // Who was taken a moment ago, and is not connected yet, waits in the queue no more.
        Some(State::Queued) if !any(is_called) => Status::Queued,
        Some(State::Ringing | State::Queued) => Status::Ringing,
        Some(State::Talking | State::Held | State::Conference | State::Parked) => Status::InProgress,
        // The phone system plays again to somebody who has talked already.
        Some(State::Menu | State::Voicemail) if call.answered_at.is_some() => Status::InProgress,
        Some(State::Menu | State::Voicemail) if any(is_rung) => Status::Ringing,
        Some(State::Menu | State::Voicemail) => Status::Answered,
        Some(State::Ended | State::Logged) | None => Status::Unknown,
    }
}

/// Whether a leg is called, and not over.
fn is_called(leg: &Leg) -> bool {
    let called = matches!(leg.role, Some(Role::Callee | Role::Agent | Role::Consulted | Role::Conference));
    called && leg.ended_at.is_none()
}

/// Whether a leg is called and nobody took it yet. Not every phone system says that a phone rings.
fn is_rung(leg: &Leg) -> bool {
    is_called(leg) && leg.answered_at.is_none()
}

/// By what it came to.
fn over(call: &Call) -> Status {
    let way = Way::of(call.direction);
    match call.outcome {
        _ if call.answered_at.is_some() => Status::Completed,
        Some(Outcome::Answered) => Status::Completed,
        Some(Outcome::Ivr) => Status::Answered,
        Some(Outcome::Busy) => Status::Busy,
        Some(Outcome::Failed | Outcome::Unavailable) => Status::Failed,
        Some(Outcome::Declined | Outcome::Blocked) => Status::Rejected,
        Some(Outcome::NoAnswer | Outcome::Cancelled | Outcome::Abandoned | Outcome::Voicemail) => not_answered(way),
        None => Status::Unknown,
    }
}
