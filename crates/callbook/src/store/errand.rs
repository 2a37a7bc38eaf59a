//! What a person or a program does about a call, on its way into the store, and what became of it.

use calls::Text;
use calls::moment::Moment;
use calls::signal::{Doer, Doing, Signal};
use uuid::Uuid;

use super::{Found, Seen};

/// Something that is to be done about a call (rule N27).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Errand {
    /// Whose call it is.
    pub(crate) account: Text,
    /// Any id that was ever told.
    pub(crate) id: Uuid,
    /// What of that id is meant.
    pub(crate) aim: Aim,
    /// What is done.
    pub(crate) doing: Doing,
    /// Whether the note or link that it names must be there already.
    pub(crate) changes: bool,
    /// Who does it.
    pub(crate) by: Doer,
    /// Through which of our doors it is said: the feed of its signals.
    pub(crate) feed: Text,
    /// Names it among all that is said through that door: told twice, it is done once. Letters and digits.
    pub(crate) key: Text,
    /// Tells apart what is said under one key: a fingerprint, in letters and digits.
    pub(crate) said: Text,
    /// The versions of which the conversation must have one now; none: any.
    pub(crate) versions: Option<Vec<u64>>,
    /// When.
    pub(crate) at: Moment,
}

/// A call that is written down, with what is done about it in one go.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Writing {
    /// Whose call it is.
    pub(crate) account: Text,
    /// Names it among all that is written down: told twice, it is written once. It is the thread of its signals, too.
    pub(crate) key: Text,
    /// Tells apart what is written under one key. The keys of the signals begin with the key, `|` and this.
    pub(crate) said: Text,
    /// Its signals, the one that begins it first; resolved.
    pub(crate) signals: Vec<Signal>,
    /// What they name and the directory does not know (rule N23).
    pub(crate) seen: Vec<Seen>,
    /// When.
    pub(crate) at: Moment,
}

/// What is meant by an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Aim {
    /// The conversation that has or contains the thing.
    Whole,
    /// The call that is, has or contains the thing; of a conversation the calls of rule N27.
    Call,
}

/// What became of an errand. Nothing was written, except where it is done.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Did {
    /// It is done, now or when the same was said before: the record as it was then.
    Done(Found),
    /// Nothing has this id.
    Unknown,
    /// It was deleted.
    Deleted,
    /// There is no such note or link.
    Missing,
    /// The conversation has another version by now.
    Stale(u64),
    /// Something else was said under this key.
    OtherSaid,
    /// There is no room for it; which kind of thing there are too many of, and how many there may be.
    Full(&'static str, usize),
}
