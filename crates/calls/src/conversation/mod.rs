//! The record: what became of everything a customer would count as one call.
//!
//! These types are only ever made by the fold; whoever reads one may rely on what their shapes promise (an answer only after
//! an offer, an end only once). They carry no ids and serials: those are ground of their own (rule N17, see [`crate::id`]).
//! Printing is [`crate::record`]'s; these types must not derive `Serialize` (ARCHITECTURE.md, promise 7). To add a field: here, in
//! [`crate::record`], and where the fold learns it.

mod happenings;
mod legs;
mod meant;
mod words;

use std::sync::Arc;

use crate::Text;
use crate::moment::Moment;
use crate::signal::{Assigned, Billed, Disposed, Doer, LegKey, Link, Provider};

pub use happenings::{Forward, Hold, Menu, Missing, Parking, Pickup, Queued, Recording, Transfer, Voicemail};
pub use legs::Legs;
pub use words::Word;

/// The place of a call in [`Conversation::calls`].
pub type CallNo = usize;

/// One conversation. Parts that name a call do so by its place in `calls`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conversation {
    /// The key of the leg that it starts with; its id is derived from it.
    pub key: Text,
    /// The name of the source.
    pub source: Text,
    /// What ties it to conversations that stay separate.
    pub flow: Option<Text>,
    /// Where it stands.
    pub state: State,
    /// Rule N6.
    pub outcome: Option<Outcome>,
    /// When it began: the first offer.
    pub started_at: Moment,
    /// First answer by a person, or entry into a conference.
    pub answered_at: Option<Moment>,
    /// End of the last leg.
    pub ended_at: Option<Moment>,
    /// Rule N8.
    pub talked_to: Vec<Text>,
    /// Rule N7.
    pub missed_by: Vec<Text>,
    /// Rule N9; none until ended.
    pub ended_by: Option<EndedBy>,
    /// Rule N10.
    pub seconds: Seconds,
    /// Rule N11.
    pub transfers: Vec<Transfer>,
    /// Rule N12.
    pub holds: Vec<Hold>,
    /// Rule N14.
    pub menus: Vec<Menu>,
    /// Rule N13.
    pub queues: Vec<Queued>,
    /// Rule N14.
    pub voicemail: Option<Voicemail>,
    /// Rule N14.
    pub parked: Vec<Parking>,
    /// Rule N14.
    pub pickup: Option<Pickup>,
    /// Rule N14.
    pub forwards: Vec<Forward>,
    /// Rule N14.
    pub recordings: Vec<Recording>,
    /// Rule N16.
    pub gaps: Vec<Missing>,
    /// Its calls, in the order in which they began.
    pub calls: Vec<Arc<Call>>,
}

impl Conversation {
    /// The call that names the conversation's parties and direction: the first that is no other's child.
    #[must_use]
    pub fn first(&self) -> Option<&Call> {
        self.calls.iter().find(|call| call.parent.is_none()).or_else(|| self.calls.first()).map(Arc::as_ref)
    }
}

/// One call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The key of the leg or act that it starts with; its id is derived from it.
    pub key: Text,
    /// The call that it came out of.
    pub parent: Option<CallNo>,
    /// The first call of its line of descent; of a first call itself.
    pub root: CallNo,
    /// How it came about (rule N15).
    pub origin: Origin,
    /// Rule N4.
    pub direction: Option<Direction>,
    /// The caller.
    pub from: Side,
    /// Who was called.
    pub to: Side,
    /// The own number called or presented.
    pub line: Option<Text>,
    /// Where it stands.
    pub state: State,
    /// Rule N6.
    pub outcome: Option<Outcome>,
    /// When it began.
    pub started_at: Moment,
    /// First answer by a person, or entry into a conference.
    pub answered_at: Option<Moment>,
    /// End of its last talk or conference.
    pub talk_ended_at: Option<Moment>,
    /// End of its last leg.
    pub ended_at: Option<Moment>,
    /// Rule N10.
    pub seconds: Seconds,
    /// Rule N26.
    pub assigned: Assigned,
    /// Until when it is to be disposed, once that is due (rule R17).
    pub wrap_up: Option<WrapUp>,
    /// The phone system's own word for it.
    pub provider: Option<Provider>,
    /// What it cost.
    pub billed: Option<Billed>,
    /// What dialects keep of it, as JSON text by dialect.
    pub kept: Vec<(Text, Text)>,
    /// What people and programs did about it (rule N27).
    pub doings: Doings,
    /// `at` of its newest signal.
    pub changed_at: Moment,
    /// Its legs, in order of offer.
    pub legs: Legs,
}

/// The time that a user has to say what came of a call (rule R17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrapUp {
    /// When that time is over.
    pub limit_at: Moment,
    /// When it was over: by the disposition, or because it lapsed.
    pub ended_at: Option<Moment>,
}

/// One side of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// As the phone system wrote it.
    pub number: Option<Text>,
    /// In full form.
    pub e164: Option<Text>,
    /// The name shown.
    pub name: Option<Text>,
    /// The user, by directory key.
    pub user: Option<Text>,
}

/// What people and programs did about a call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Doings {
    /// What came of it: the latest, with the moment of the first.
    pub disposition: Option<(Disposed, Act)>,
    /// Notes by id.
    pub notes: Vec<(Text, Text, Act)>,
    /// The call in short.
    pub summary: Option<(Text, Act)>,
    /// Links to records of other software.
    pub links: Vec<(Link, Act)>,
    /// Who took care of it.
    pub handled: Option<Act>,
    /// When it was removed.
    pub deleted_at: Option<Moment>,
    /// What a doing assigned.
    pub assigned: Assigned,
    /// When the time for wrapping it up was last said to be over.
    pub lapsed_at: Option<Moment>,
}

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Who; null where the signal did not say.
    pub by: Option<Box<Doer>>,
    /// When.
    pub at: Moment,
}

/// One party's presence in one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leg {
    /// Its id is derived from this.
    pub key: Text,
    /// The leg at the phone system; one that goes on in a child call has a [`Leg`] in each.
    pub line: LegKey,
    /// As what.
    pub role: Role,
    /// As the phone system wrote it.
    pub number: Option<Text>,
    /// In full form.
    pub e164: Option<Text>,
    /// The name shown.
    pub name: Option<Text>,
    /// The user, by directory key.
    pub user: Option<Text>,
    /// The contact, by directory key.
    pub contact: Option<Text>,
    /// The trunk, by directory key.
    pub trunk: Option<Text>,
    /// When the call was offered to it, or it came in.
    pub offered_at: Moment,
    /// When its phone rang.
    pub ringing_at: Option<Moment>,
    /// How far it is.
    pub phase: Phase,
    /// `at` of its newest signal.
    pub changed_at: Moment,
}

impl Leg {
    /// When it was answered.
    #[must_use]
    pub fn answered_at(&self) -> Option<Moment> {
        match self.phase {
            Phase::Offered => None,
            Phase::Answered { at } => Some(at),
            Phase::Ended { answered_at, .. } => answered_at,
        }
    }

    /// When and how it ended.
    #[must_use]
    pub fn end(&self) -> Option<(Moment, End)> {
        match self.phase {
            Phase::Ended { at, how, .. } => Some((at, how)),
            _ => None,
        }
    }
}

/// How far a leg is. A phase never goes back, except when a leg that was given up speaks again (rule N19).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Offered, perhaps ringing.
    Offered,
    /// Taken.
    Answered {
        /// When.
        at: Moment,
    },
    /// Gone.
    Ended {
        /// When.
        at: Moment,
        /// How.
        how: End,
        /// When it had been taken.
        answered_at: Option<Moment>,
    },
}

/// What a leg is in its call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// It calls.
    Caller,
    /// It was called directly.
    Callee,
    /// It was called by a queue.
    Agent,
    /// It is the callee of a consultation.
    Consulted,
    /// It listens or whispers.
    Supervisor,
    /// It broke in.
    Barging,
    /// It was called into a room, or added.
    Conference,
}

/// How a leg ended. Of a caller: normal, cancelled, transferred, lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the words of the record, section 1")]
pub enum End {
    Normal,
    Busy,
    Declined,
    NoAnswer,
    Cancelled,
    Elsewhere,
    Unavailable,
    Failed,
    Transferred,
    PickedUp,
    Forwarded,
    Lost,
}

/// How a call came about (rule N15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the words of rule N15")]
pub enum Origin {
    Inbound,
    Device,
    ClickToCall,
    Api,
    TaskLog,
    Callback,
    Consultation,
    Transfer,
    Fallback,
    Conference,
    Unknown,
}

/// Rule N4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the words of rule N4")]
pub enum Direction {
    Inbound,
    Outbound,
    Internal,
}

/// Rule N6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the words of rule N6")]
pub enum Outcome {
    Answered,
    Voicemail,
    Blocked,
    Abandoned,
    Ivr,
    Cancelled,
    NoAnswer,
    Declined,
    Busy,
    Unavailable,
    Failed,
}

/// Where a call or conversation stands (rule N10). `Ringing` also while nothing has happened yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the words of the record, section 1")]
pub enum State {
    #[default]
    Ringing,
    Menu,
    Queued,
    Voicemail,
    Parked,
    Conference,
    Talking,
    Held,
    Ended,
    Logged,
}

/// The sums of the finished spans of each state, in microseconds (rule N10). `hold` lies inside `talk`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the states of rule N10")]
pub struct Seconds {
    pub ring: u64,
    pub menu: u64,
    pub queue: u64,
    pub talk: u64,
    pub hold: u64,
    pub parked: u64,
    pub voicemail: u64,
    pub conference: u64,
}

/// Who ended the conversation (rule N9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndedBy {
    /// The first caller.
    Caller(Option<Text>),
    /// Any other party.
    Callee(Option<Text>),
    /// No party.
    System,
}
