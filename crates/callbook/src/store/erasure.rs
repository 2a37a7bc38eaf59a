//! Erasure: the one exception to that signals are the ground (rule N25).
//!
//! Signals, notes, recordings and the bodies of changes go, in one transaction; ids, times and that it was erased stay, and the threads,
//! so that a late signal does not bring it back. What is counted of it stays counted: figures name nobody who called. Raw input is no
//! part of the store; whoever keeps it asks for [`Erasure::raw_to_go`]. To erase one more thing of a conversation: where it stands,
//! and the story that looks through the whole file for what it was.

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use calls::signal::Doer;
use uuid::Uuid;

use super::{Found, Result};

/// The longest that an account may have conversations or recordings kept, in days; longer is for ever.
pub(crate) const RETENTION_DAYS_MAX: u32 = 36_500;

/// For how long an account has kept what is known of its calls, in days; none: for ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Retention {
    /// Conversations, from when they began.
    pub(crate) conversations_d: Option<u32>,
    /// The bytes of recordings, from when they were kept.
    pub(crate) recordings_d: Option<u32>,
}

/// So many days before.
pub(crate) fn days_before(now: Moment, days: u32) -> Moment {
    now.plus(-i64::from(days) * 86_400_000_000)
}

/// A conversation that is to be erased.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Erasing {
    /// Whose.
    pub(crate) account: Text,
    /// Any id that means it.
    pub(crate) id: Uuid,
    /// Who wants it gone.
    pub(crate) by: Doer,
    /// The versions of which it must have one now; none: any.
    pub(crate) versions: Option<Vec<u64>>,
    /// When.
    pub(crate) at: Moment,
}

/// What became of that.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Erased {
    /// It is erased, now or before: what is left of it, and the names of bytes that stand on the shelf and are loose now.
    Done(Found, Vec<String>),
    /// Nothing has this id.
    Unknown,
    /// It goes on: what is told of it next would bring it back.
    GoesOn,
    /// It has another version by now.
    Stale(u64),
}

/// An hour in which something was heard of a conversation that was erased, so that raw input of it has to go.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RawHour {
    /// From which source.
    pub(crate) source: Text,
    /// How many hours after the epoch it began.
    pub(crate) hour: i64,
}

/// How long an hour is, in microseconds.
pub(crate) const HOUR: i64 = 3_600 * 1_000_000;

/// How many conversations were kept for long enough.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outlived {
    /// Were erased.
    pub(crate) erased: usize,
    /// Cannot be read, and stay.
    pub(crate) left: usize,
}

/// What is no longer to be kept.
#[async_trait]
pub(crate) trait Erasure {
    /// Erases a conversation that is over, with what went into it.
    async fn erase(&self, erasing: Erasing) -> Result<Erased>;
    /// Erases the conversations of an account that are over and began before a moment, some in one transaction after the other.
    async fn erase_before(&self, account: &str, before: Moment, by: Doer, at: Moment) -> Result<Outlived>;
    /// Hours of an account of which raw input is still to go, at the most [`RAW_HOURS_MAX`].
    async fn raw_to_go(&self, account: &str) -> Result<Vec<RawHour>>;
    /// That of these hours there is no raw input any more.
    async fn raw_is_gone(&self, account: &str, hours: Vec<RawHour>) -> Result<()>;
}

/// The most hours that are handed out at once.
pub(crate) const RAW_HOURS_MAX: usize = 10_000;
