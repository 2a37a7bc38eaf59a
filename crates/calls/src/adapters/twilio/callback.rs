//! One callback, read once into what it is.
//!
//! Which kind it is shows in its parameters, never in the URL, which the account's owner chooses. Values that are not known are
//! tolerated and tell nothing; a parameter that must be there or makes no sense is a [`Fault`] that names it.
//! To add a kind: a case of [`Kind`], how it is recognised in [`Callback::read`], and what it tells in `tell/`.

use super::originate::Asked;
use super::params::{Fault, Params, fault, whole_second};
use crate::Text;
use crate::moment::Moment;
use crate::signal::LegKey;

/// One callback.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Callback {
    /// Its own time, or where it has none the second in which it came: Twilio waits for the answer to those, so that they
    /// come when they happen. None of a recording whose start is not told.
    pub(super) at: Option<Moment>,
    /// The call that it is about.
    pub(super) call: Option<Call>,
    /// What it says.
    pub(super) kind: Kind,
}

/// Who a callback is about, as every one of a call says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Call {
    /// Its `CallSid`.
    pub(super) leg: LegKey,
    /// Its `ParentCallSid`: it was dialled for that one.
    pub(super) parent: Option<LegKey>,
    /// How it began, if this callback says so.
    pub(super) direction: Option<Direction>,
    pub(super) from: Option<Text>,
    pub(super) to: Option<Text>,
    /// Often missing (trap T18).
    pub(super) caller_name: Option<Text>,
    /// It was asked for through us: whose phone it begins with, and what is dialled for him.
    pub(super) asked: Option<Asked>,
}

/// Twilio's word for how a call began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// It came in: from outside, or from a phone of the house.
    Inbound,
    /// A program dialled it.
    Api,
    /// It was dialled for its parent.
    Dial,
}

/// What a callback says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// The status of a call.
    Progress(Progress),
    /// What a `<Dial>` came to: the request for what happens next.
    Dialled { child: Option<LegKey>, status: Option<Status>, length: Option<i64> },
    /// What an `<Enqueue>` came to, or that somebody waits or is taken out.
    Queue(Queue),
    /// Digits that were collected.
    Digits { digits: Text },
    /// A step in a recording's life.
    Recording(Recording),
    /// Something in a conference.
    Room(Room),
    /// A request for what to do with a call: it says who calls whom.
    Request,
}

/// See [`Kind::Progress`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Progress {
    pub(super) status: Status,
    /// Its `SequenceNumber`, from 0 for each call.
    pub(super) sequence: Option<u64>,
    /// `CallDuration`: seconds. `Duration` is minutes and never read as a length (trap T12).
    pub(super) length: Option<i64>,
    /// `Duration`: the minutes that are charged.
    pub(super) minutes: Option<u64>,
    pub(super) sip: Option<u64>,
    /// A machine took the call.
    pub(super) machine: bool,
    /// Who hung up, which only copies of the interface say (trap T19).
    pub(super) hung_up: Option<HungUp>,
}

/// The status of a call, in the order of its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    Queued,
    Initiated,
    Ringing,
    InProgress,
    Completed,
    Busy,
    Failed,
    NoAnswer,
    Canceled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HungUp {
    Caller,
    Callee,
}

/// See [`Kind::Queue`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Queue {
    pub(super) queue: Text,
    pub(super) name: Option<Text>,
    /// How long the caller waited.
    pub(super) waited: Option<i64>,
    pub(super) step: QueueStep,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum QueueStep {
    /// He waits still.
    Waits,
    /// That call takes him out.
    Taken(LegKey),
    HungUp,
    Full,
    /// He left, by a key or otherwise: not told.
    Left,
    /// A program moved him out while he waited.
    Moved,
    /// He talked, and that is over.
    Talked,
}

/// See [`Kind::Recording`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Recording {
    pub(super) recording: Text,
    pub(super) status: RecordingStatus,
    pub(super) started: Option<Moment>,
    pub(super) length: Option<i64>,
    pub(super) url: Option<Text>,
    /// Made by `<Record>`: a message that is left.
    pub(super) message: bool,
    /// When the callback came.
    pub(super) seen_at: Option<Moment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RecordingStatus {
    InProgress,
    Completed,
    Absent,
    /// Paused, processing and what may be added: nothing to tell.
    Other,
}

/// See [`Kind::Room`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Room {
    pub(super) instance: Text,
    pub(super) name: Option<Text>,
    pub(super) event: RoomEvent,
    pub(super) sequence: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RoomEvent {
    Join,
    Leave,
    Hold,
    Unhold,
    /// Start, end, mute and what may be added: nothing to tell.
    Other,
}

impl Callback {
    /// Reads one. `seen_at` is when it came, for those that have no time of their own.
    pub(super) fn read(params: &Params, seen_at: Option<Moment>) -> Result<Self, Fault> {
        let call = Call::read(params)?;
        let came = seen_at.map(whole_second);
        let stamped = params.moment("Timestamp")?;
        let (kind, own) = if params.get("RecordingStatus").is_some() {
            let recording = Recording::read(params, came)?;
            let at = recording.started;
            (Kind::Recording(recording), at)
        } else if params.get("StatusCallbackEvent").is_some() && params.get("ConferenceSid").is_some() {
            (Kind::Room(Room::read(params)?), stamped)
        } else if let Some(queue) = Queue::read(params)? {
            (Kind::Queue(queue), stamped)
        } else if params.get("DialCallStatus").is_some() {
            let status = params.get("DialCallStatus").and_then(Status::of);
            let length = params.length("DialCallDuration")?;
            (Kind::Dialled { child: params.leg("DialCallSid")?, status, length }, stamped)
        } else if let Some(progress) = Progress::read(params, stamped)? {
            (Kind::Progress(progress), stamped)
        } else {
            let digits = params.text("Digits");
            (digits.map_or(Kind::Request, |digits| Kind::Digits { digits }), stamped)
        };
        if call.is_none() && !matches!(kind, Kind::Room(_) | Kind::Recording(_)) {
            return Err(fault("CallSid", "the id of the call"));
        }
        let needs_time = !matches!(kind, Kind::Recording(_));
        let at = own.or(if needs_time { came } else { None });
        if needs_time && at.is_none() {
            return Err(fault("Timestamp", "a time, as when it came is not known either"));
        }
        Ok(Self { at, call, kind })
    }

    /// What the path of its URL says, which we wrote into it (`originate`).
    pub(super) fn of_path(&mut self, path: &str) {
        if let Some(call) = self.call.as_mut().filter(|call| call.parent.is_none() && call.direction == Some(Direction::Api)) {
            call.asked = Asked::of_path(path);
        }
    }

    /// Whether its sender does next what it is answered. Who only tells says no status of the call that he tells about, or
    /// tells it with its time; a transcription comes when nobody waits for it.
    pub(super) fn asks(&self, params: &Params) -> bool {
        let may_ask = matches!(self.kind, Kind::Request | Kind::Digits { .. } | Kind::Dialled { .. } | Kind::Queue(_));
        may_ask && params.get("CallStatus").is_some() && params.get("TranscriptionStatus").is_none()
    }
}

impl Call {
    fn read(params: &Params) -> Result<Option<Self>, Fault> {
        let Some(leg) = params.leg("CallSid")? else { return Ok(None) };
        let parent = params.leg("ParentCallSid")?.filter(|parent| *parent != leg);
        let direction = match params.get("Direction") {
            _ if parent.is_some() => Some(Direction::Dial),
            Some(inbound) if inbound.starts_with("inbound") || inbound == "trunking-originating" => Some(Direction::Inbound),
            Some("outbound-api") => Some(Direction::Api),
            _ => None,
        };
        let (from, to) = (params.text("From"), params.text("To"));
        Ok(Some(Self { leg, parent, direction, from, to, caller_name: params.text("CallerName"), asked: None }))
    }
}

impl Status {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "queued" => Self::Queued,
            "initiated" => Self::Initiated,
            "ringing" => Self::Ringing,
            "in-progress" | "answered" => Self::InProgress,
            "completed" => Self::Completed,
            "busy" => Self::Busy,
            "failed" => Self::Failed,
            "no-answer" => Self::NoAnswer,
            "canceled" | "cancelled" => Self::Canceled,
            _ => return None,
        })
    }

    /// Nothing comes after it.
    pub(super) fn is_last(self) -> bool {
        self >= Self::Completed
    }
}

impl Progress {
    /// None if the callback tells no status that we know, or is a request for what to do: those have no time.
    fn read(params: &Params, stamped: Option<Moment>) -> Result<Option<Self>, Fault> {
        let is_told = stamped.is_some() || params.get("CallbackSource") == Some("call-progress-events");
        let Some(status) = params.get("CallStatus").and_then(Status::of).filter(|_| is_told) else { return Ok(None) };
        let hung_up = match params.get("HangupSource") {
            Some("caller") => Some(HungUp::Caller),
            Some("callee") => Some(HungUp::Callee),
            _ => None,
        };
        Ok(Some(Self {
            status,
            sequence: params.whole("SequenceNumber")?,
            length: params.length("CallDuration")?,
            minutes: params.whole("Duration")?.filter(|minutes| *minutes < MINUTES_MAX),
            sip: params.whole("SipResponseCode")?,
            machine: params.get("AnsweredBy").is_some_and(|by| by.starts_with("machine") || by == "fax"),
            hung_up,
        }))
    }
}

/// More minutes than this are not charged for one call.
const MINUTES_MAX: u64 = 1_000_000;

impl Queue {
    fn read(params: &Params) -> Result<Option<Self>, Fault> {
        let Some(queue) = params.sid("QueueSid")? else { return Ok(None) };
        let result = params.get("QueueResult");
        let step = match (result, params.leg("DequeingCallSid")?) {
            (Some("bridged" | "redirected-from-bridged"), _) => QueueStep::Talked,
            (Some("hangup"), _) => QueueStep::HungUp,
            (Some("queue-full"), _) => QueueStep::Full,
            (Some("redirected"), _) => QueueStep::Moved,
            (Some(_), _) => QueueStep::Left,
            (None, Some(by)) => QueueStep::Taken(by),
            (None, None) => QueueStep::Waits,
        };
        let name = params.text("QueueName").or_else(|| params.text("FriendlyName"));
        Ok(Some(Self { queue, name, waited: params.length("QueueTime")?, step }))
    }
}

impl Recording {
    fn read(params: &Params, seen_at: Option<Moment>) -> Result<Self, Fault> {
        let Some(recording) = params.sid("RecordingSid")? else {
            return Err(fault("RecordingSid", "the id of the recording"));
        };
        let status = match params.get("RecordingStatus") {
            Some("in-progress") => RecordingStatus::InProgress,
            Some("completed") => RecordingStatus::Completed,
            Some("absent") => RecordingStatus::Absent,
            _ => RecordingStatus::Other,
        };
        Ok(Self {
            recording,
            status,
            started: params.moment("RecordingStartTime")?,
            length: params.length("RecordingDuration")?,
            url: params.text("RecordingUrl"),
            message: params.get("RecordingSource") == Some("RecordVerb"),
            seen_at,
        })
    }
}

impl Room {
    fn read(params: &Params) -> Result<Self, Fault> {
        let Some(instance) = params.sid("ConferenceSid")? else {
            return Err(fault("ConferenceSid", "the id of the conference"));
        };
        let event = match params.get("StatusCallbackEvent") {
            Some("participant-join") => RoomEvent::Join,
            Some("participant-leave") => RoomEvent::Leave,
            Some("participant-hold") => RoomEvent::Hold,
            Some("participant-unhold") => RoomEvent::Unhold,
            _ => RoomEvent::Other,
        };
        Ok(Self { instance, name: params.text("FriendlyName"), event, sequence: params.whole("SequenceNumber")? })
    }
}
