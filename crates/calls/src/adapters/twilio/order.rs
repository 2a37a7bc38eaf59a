//! The place of a signal within its second.
//!
//! Timestamps are whole seconds (trap T16), and `SequenceNumber` counts the callbacks of one call only, so that of two calls in
//! one second neither says which came first. What does is the order in which things can happen: a talk that lasted is over
//! before anything new is dialled; a call is taken before its program dials; who dialled for others ends last. Each is a band of
//! sequence numbers, and inside it the call's own numbers count, doubled: the even ones before each are for what only two
//! callbacks together tell (`family`). Nothing here may look at when a callback came.
//! To add a band: between two others, with what it must come after and before.

use super::callback::{Progress, Status};
use super::params::SECOND;

const BAND: u64 = 1 << 40;

/// The end of a talk that lasted a second or more.
pub(super) const TALK_OVER: u64 = 0;
/// The moving of a party out of a talk.
pub(super) const MOVED: u64 = BAND;
/// The life of a call that was dialled for none.
const PARENT: u64 = 2 * BAND;
/// What a program asks next: it happens between the calls that it dials.
pub(super) const REQUEST: u64 = 3 * BAND;
/// Queues, which a menu leads to.
pub(super) const QUEUE: u64 = REQUEST + BAND / 2;
/// The life of a call that was dialled for another.
const CHILD: u64 = 4 * BAND;
/// Conferences and recordings, which need calls that have begun.
pub(super) const ROOM: u64 = 5 * BAND;
/// The end of a call that was dialled for none.
pub(super) const LAST: u64 = 6 * BAND;

/// The place of what a status tells, its end apart.
pub(super) fn of(progress: &Progress, is_child: bool) -> u64 {
    if is_child && progress.status == Status::Completed && progress.length >= Some(SECOND) {
        return TALK_OVER;
    }
    let within = numbered(progress.sequence.unwrap_or(progress.status as u64));
    if is_child { CHILD + within } else { PARENT + within }
}

/// The place of the end that a status tells.
pub(super) fn of_end(progress: &Progress, is_child: bool) -> u64 {
    if is_child { of(progress, is_child) } else { LAST }
}

/// The odd places of a band, by a number of the phone system.
pub(super) fn numbered(number: u64) -> u64 {
    2 * number.min(BAND / 4) + 1
}

/// The place just before, which nothing told takes; of the first band its own, where the kind decides.
pub(super) fn before(place: u64) -> u64 {
    place.saturating_sub(1)
}
