//! The vocabulary: what can be said about a call, whichever phone system says it.
//!
//! A [`Signal`] is one fact. Signals are the ground of every record and are never rewritten (promise 2), so this list is
//! closed: an adapter must never stretch a word to carry something else, and must never guess a fact it was not told.
//! To add a word: a case of [`What`], its place in [`What::rank`], its step in `fold/step.rs`, its keys in `notation/`.

mod beside;
mod parties;
mod resolved;

use crate::Text;
use crate::moment::Moment;

pub use beside::{
    Assigned, Billed, Disposed, Doer, DoerKind, Doing, Done, Gap, GapKind, Link, Logged, Provider, Recorded, RecordingKind,
    RecordingStep, Stated, Written,
};
pub use resolved::{Behind, DefaultLine, Known};

/// Names one party's presence on the line at its phone system, unique in the source (`Uniqueid`, `CallSid` …).
///
/// A leg that the system does not name itself (a phone with one channel in two calls, trap A62) has the channel's name
/// followed by `+` and a counter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LegKey(pub Text);

/// A feed of a source, with its rank among the feeds of that source: of two that tell the same leg, the lower rank is
/// believed (rule N18).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feed {
    /// The adapter's name, as in `asterisk-ami`.
    pub name: Text,
    /// 0 is the best.
    pub rank: u8,
}

/// One fact about a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// The configured phone system that said it.
    pub source: Text,
    /// Through which of its feeds.
    pub feed: Feed,
    /// Names the fact: equal when the same fact is told twice, on whatever connection (rule N18).
    pub key: Text,
    /// What this fact belongs to (linkedid, CallSid …). Threads that are tied become one conversation.
    pub thread: Text,
    /// Further threads that this fact joins to its own (rule N1).
    pub ties: Vec<Text>,
    /// The leg that the fact is about.
    pub leg: LegKey,
    /// When it happened, by the phone system's clock.
    pub at: Moment,
    /// The source's own sequence; breaks ties of `at`.
    pub seq: u64,
    /// When Callbook saw it. The fold never reads it.
    pub seen_at: Option<Moment>,
    /// Who did it, for doings.
    pub by: Option<Box<Doer>>,
    /// The full form of the number that the fact chooses (dialled, chosen, transferred to), resolved when it is recorded
    /// (rule N23).
    pub chosen_e164: Option<Text>,
    /// What stands behind the line or queue that the fact names, resolved when it is recorded (rule N23).
    pub behind: Option<Box<Behind>>,
    /// The fact itself.
    pub what: What,
}

impl Signal {
    /// The order of signals (rule N18): time, the source's sequence, the place of the kind in the vocabulary, the key; the feed
    /// last, so that no two are equal.
    #[must_use]
    pub fn order(&self) -> (Moment, u64, u8, &str, &Feed) {
        (self.at, self.seq, self.what.rank(), &self.key, &self.feed)
    }
}

/// The fact of a signal. "This leg" is the signal's `leg`.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    // A leg's beginning
    /// This leg came in by itself and is a caller's: a phone that dialled, or a trunk.
    CameIn(Box<CameIn>),
    /// A program or person had the phone system call this leg first (click-to-call, callback).
    Originated(Box<Originated>),
    /// This leg is called for another.
    Dialled(Box<Dialled>),
    /// This leg came in by itself and takes part in the call of another: it picks up, retrieves, listens, barges in.
    Joined(Box<Joined>),
    /// A click-to-call dials this number for this leg.
    Chose {
        /// The number as it was dialled.
        number: Text,
    },
    /// This leg's calls show this own number outside.
    Presented {
        /// The number as the phone system wrote it.
        line: Text,
    },

    // A leg's life
    /// This leg's phone rings.
    Ringing,
    /// This leg was taken: by a person on a called leg, by anything (a menu too) on a caller's.
    Answered,
    /// This leg hears whoever else is connected to the same bridge. Never told of rooms, parking or technical bridges.
    /// A leg that is connected elsewhere already moves.
    Connected {
        /// The bridge's name at the phone system.
        bridge: Text,
    },
    /// This leg left the bridge.
    Disconnected {
        /// The bridge's name at the phone system.
        bridge: Text,
    },
    /// A hold began. This leg pressed it, or if nobody knows who did, is held.
    Held {
        /// Who is held, where that is known.
        held: Option<LegKey>,
        /// Who pressed hold, where that is known.
        by: Option<LegKey>,
    },
    /// The hold that the same leg's [`What::Held`] began is over.
    Resumed,
    /// This leg's party hung up, cancelled or refused; its end follows.
    AskedToEnd,
    /// This leg is gone.
    Ended {
        /// How the call to it ended. Of a caller's leg `Normal` or `Blocked`, or what its last dial came to where no leg tells
        /// it, because there was nothing to dial (an unregistered phone).
        how: How,
    },
    /// This leg is given up: its end will not be told (restart, absent from the list, age). A later real signal of the same
    /// leg takes its place (rule N19).
    Lost {
        /// In words.
        why: Text,
    },

    // Where it is
    /// This leg is now in a place of the phone system.
    Entered {
        /// What kind of place.
        place: Place,
        /// The place's name; of a menu that has none, its context.
        name: Option<Text>,
        /// Of a room: this one gathering, which ties the conversations in it into a flow.
        instance: Option<Text>,
    },
    /// This leg left that place.
    Left {
        /// What kind of place.
        place: Place,
        /// Of a queue: how; null where the feed cannot know.
        how: Option<LeftQueue>,
        /// Of a queue: the leg that answered.
        agent: Option<LegKey>,
    },
    /// This leg's party pressed a digit.
    Pressed {
        /// `0`–`9`, `*`, `#`, `A`–`D`.
        digit: char,
    },
    /// What became of the message, in the mailbox that this leg is in or was in last.
    Message {
        /// Whether one was left.
        left: bool,
    },
    /// This leg was parked.
    Parked {
        /// Who parked it, where known.
        by: Option<LegKey>,
        /// The parking space, where known.
        space: Option<Text>,
    },
    /// This leg is parked no longer. A new call starts, except when it gave up.
    Unparked {
        /// How.
        how: Unparked,
    },

    // Between legs
    /// This leg's own call is a consultation by a phone that holds `held`'s call with another of its legs (rule N1).
    Consults {
        /// The phone's leg in the call on hold.
        held: LegKey,
    },
    /// This leg was moved to someone else. Told with what next happens to it, stamped with the transfer's own moment.
    Transferred(Box<Transferred>),
    /// Another phone took the call that rang on this leg.
    PickedUp {
        /// The leg that took it.
        by: LegKey,
    },
    /// The phone of this leg sent the call on.
    Forwarded {
        /// Where to.
        to: Text,
    },

    // Beside it
    /// A recording on this leg.
    Recorded(Box<Recorded>),
    /// What the feed could not know of this leg.
    Gap(Box<Gap>),
    /// What a document or a dialect says of the whole call that starts with this leg.
    Stated(Box<Stated>),
    /// A doing of rule N27 on a call.
    Done(Box<Done>),
}

impl What {
    /// The place of the kind in the vocabulary, which breaks ties of order (rule N18).
    #[must_use]
    pub fn rank(&self) -> u8 {
        match self {
            Self::CameIn(_) => 0,
            Self::Originated(_) => 1,
            Self::Dialled(_) => 2,
            Self::Joined(_) => 3,
            Self::Chose { .. } => 4,
            Self::Presented { .. } => 5,
            Self::Ringing => 6,
            Self::Answered => 7,
            Self::Connected { .. } => 8,
            Self::Disconnected { .. } => 9,
            Self::Held { .. } => 10,
            Self::Resumed => 11,
            Self::AskedToEnd => 12,
            Self::Ended { .. } => 13,
            Self::Lost { .. } => 14,
            Self::Entered { .. } => 15,
            Self::Left { .. } => 16,
            Self::Pressed { .. } => 17,
            Self::Message { .. } => 18,
            Self::Parked { .. } => 19,
            Self::Unparked { .. } => 20,
            Self::Consults { .. } => 21,
            Self::Transferred(_) => 22,
            Self::PickedUp { .. } => 23,
            Self::Forwarded { .. } => 24,
            Self::Recorded(_) => 25,
            Self::Gap(_) => 26,
            Self::Stated(_) => 27,
            Self::Done(_) => 28,
        }
    }

    /// Whether this is a leg's beginning: the feed that tells it is believed about that leg (rule N18).
    #[must_use]
    pub fn begins(&self) -> bool {
        self.rank() <= 3
    }

    /// The word for it, as `decode` and `--explain` print it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::CameIn(_) => "came_in",
            Self::Originated(_) => "originated",
            Self::Dialled(_) => "dialled",
            Self::Joined(_) => "joined",
            Self::Chose { .. } => "chose",
            Self::Presented { .. } => "presented",
            Self::Ringing => "ringing",
            Self::Answered => "answered",
            Self::Connected { .. } => "connected",
            Self::Disconnected { .. } => "disconnected",
            Self::Held { .. } => "held",
            Self::Resumed => "resumed",
            Self::AskedToEnd => "asked_to_end",
            Self::Ended { .. } => "ended",
            Self::Lost { .. } => "lost",
            Self::Entered { .. } => "entered",
            Self::Left { .. } => "left",
            Self::Pressed { .. } => "pressed",
            Self::Message { .. } => "message",
            Self::Parked { .. } => "parked",
            Self::Unparked { .. } => "unparked",
            Self::Consults { .. } => "consults",
            Self::Transferred(_) => "transferred",
            Self::PickedUp { .. } => "picked_up",
            Self::Forwarded { .. } => "forwarded",
            Self::Recorded(_) => "recorded",
            Self::Gap(_) => "gap",
            Self::Stated(_) => "stated",
            Self::Done(_) => "done",
        }
    }
}

/// Who is behind a leg, as first told. Numbers are as the phone system wrote them; null is not told or withheld.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// The party's number.
    pub number: Option<Text>,
    /// The same number in full form, resolved when the signal is recorded (rule N23).
    pub e164: Option<Text>,
    /// The name shown.
    pub name: Option<Text>,
    /// The user whose phone it is, by directory key.
    pub user: Option<Text>,
    /// The trunk that the leg runs over, by directory key. A leg without one is a phone of the house.
    pub trunk: Option<Text>,
    /// The phone (endpoint) at the phone system.
    pub device: Option<Text>,
    /// Whether the number was withheld.
    pub withheld: bool,
    /// What the directory knows of the party, resolved when the signal is recorded (rule N23).
    pub known: Option<Box<Known>>,
}

/// See [`What::CameIn`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CameIn {
    /// The caller.
    pub party: Party,
    /// The number dialled, as dialled.
    pub dialled: Option<Text>,
    /// The own number called, on a trunk, where it differs from `dialled`.
    pub line: Option<Text>,
}

/// See [`What::Originated`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Originated {
    /// Whose phone is called first.
    pub party: Party,
    /// True where the source says that it calls back (origin `callback`, rule N15).
    pub callback: bool,
}

/// See [`What::Dialled`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialled {
    /// The leg that dials, or for which the phone system dials: a phone's or a trunk's, never a technical one.
    pub by: LegKey,
    /// Who is called.
    pub party: Party,
    /// The queue that offers the call, by directory key; null for a plain dial.
    pub queue: Option<Text>,
}

/// See [`What::Joined`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// A leg of the call that it takes part in.
    pub to: LegKey,
    /// As what.
    pub role: JoinedAs,
    /// Who it is.
    pub party: Party,
}

/// How a leg that came in by itself takes part in another's call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinedAs {
    /// It takes the call: picks up a ringing one, retrieves a parked one.
    Taker,
    /// It listens or whispers.
    Supervisor,
    /// It speaks with both.
    Barging,
    /// It was called into a talk of others (paged, added). Told of a leg that is in a consultation: all three talk now, and a
    /// call of its own starts (rule N2).
    Added,
}

/// How a called leg ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// After it was answered; or a caller's leg, however.
    Normal,
    /// It was busy.
    Busy,
    /// Its party refused.
    Declined,
    /// It rang until the phone system gave up.
    NoAnswer,
    /// It was taken back while it rang.
    Cancelled,
    /// Another phone of the same dial answered.
    Elsewhere,
    /// It could not be reached: not registered, not there.
    Unavailable,
    /// Network, unknown number, congestion.
    Failed,
    /// A rule of the phone system refused the caller.
    Blocked,
}

/// A place of the phone system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Waiting for an agent.
    Queue,
    /// The phone system collects digits.
    Menu,
    /// The phone system only plays.
    Playback,
    /// A mailbox, to leave a message.
    Mailbox,
    /// A conference room.
    Room,
}

/// How a queue was left (rule N13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LeftQueue {
    /// An agent took the call.
    Answered,
    /// The caller hung up.
    Abandoned,
    /// The time was over.
    Timeout,
    /// There was no room.
    Full,
    /// There was no agent.
    Empty,
    /// The caller pressed a key that leads out.
    Key,
    /// Moved out while waiting.
    Transferred,
}

/// How a parking ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unparked {
    /// A phone retrieved it; that phone's [`What::Joined`] follows.
    Retrieved {
        /// The retriever's leg.
        by: LegKey,
    },
    /// The parking time was over: the phone system calls the parker back.
    Returned,
    /// The parked party hung up.
    GivenUp,
}

/// See [`What::Transferred`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transferred {
    /// How.
    pub kind: TransferKind,
    /// The leg of the party that transferred; null for a redirect.
    pub by: Option<LegKey>,
    /// Attended: the transferer's leg in the consultation.
    pub second: Option<LegKey>,
    /// Attended: the target's leg, where there is one already.
    pub target: Option<LegKey>,
    /// The number that was chosen.
    pub to: Option<Text>,
}

/// See rule N11.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TransferKind {
    /// Straight to a number.
    Blind,
    /// After a consultation was dialled.
    Attended,
    /// By a program or administrator.
    Redirect,
}
