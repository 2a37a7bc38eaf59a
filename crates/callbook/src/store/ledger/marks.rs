//! What rows are listed by, as bits of one integer, so that a list looks at an index and nothing else.
//!
//! Rows hold these numbers: a bit is never given another meaning. To mark one more property: its bit here, where it is set
//! ([`of_call`] and [`of_whole`]), where it is asked for ([`Wanted`]), and `callbook refold` for rows of before.

use calls::conversation::{Call, CallNo, Conversation, Direction, Origin, Outcome, State};

use super::super::Filter;
use super::tally::{OUTCOMES, place_of};

/// The bits of the direction.
pub(crate) const DIRECTION: u32 = 0b11;
/// The bits of the outcome.
pub(crate) const OUTCOME: u32 = 0b1111 << 2;
/// Rule N7: the call was missed.
pub(crate) const MISSED: u32 = 1 << 6;
/// Somebody took care of it.
pub(crate) const HANDLED: u32 = 1 << 7;
const RECORDED: u32 = 1 << 8;
/// It ended.
pub(crate) const ENDED: u32 = 1 << 9;
pub(crate) const DELETED: u32 = 1 << 10;
/// It was told, and is no other's part.
pub(crate) const THERE: u32 = 1 << 11;
/// It was dialled beside a call over a line, to consult or to add somebody, and is shown as a part of that one by those who show
/// calls over lines only (rule R12).
const BESIDE: u32 = 1 << 12;
/// It came out of such a call by a transfer.
pub(crate) const HANDED: u32 = 1 << 13;

/// Of a conversation only: it was erased (rule N25), and has no other mark.
pub(crate) const ERASED: u32 = 1 << 14;

/// The marks that a call over a line has, and stands alone in: of these bits ...
pub(crate) const OVER_A_LINE_MASK: u32 = THERE | DELETED | BESIDE;
/// ... these are set; beside a direction that is not internal.
pub(crate) const OVER_A_LINE: u32 = THERE;
/// The directions of such a call, as marks.
pub(crate) const OUTSIDE: [u32; 2] = [1, 2];

/// The marks of a call.
pub(crate) fn of_call(whole: &Conversation, no: CallNo, call: &Call) -> u32 {
    let recorded = whole.recordings.iter().any(|recording| recording.call == no && recording.deleted_at.is_none());
    both(call.direction, call.outcome)
        | bit(call.doings.handled.is_some(), HANDLED)
        | bit(recorded, RECORDED)
        | bit(call.ended_at.is_some(), ENDED)
        | bit(call.doings.deleted_at.is_some(), DELETED)
        | bit(is_beside(whole, call), BESIDE)
        | bit(call.origin == Origin::Transfer && above(whole, call).any(|above| is_over_a_line(whole, above)), HANDED)
        | THERE
}

/// Whether these are marks of a call over a line that stands alone and was not removed.
pub(crate) fn is_counted(marks: u32) -> bool {
    marks & OVER_A_LINE_MASK == OVER_A_LINE && OUTSIDE.contains(&(marks & DIRECTION))
}

/// The calls that a call came out of, the nearest first.
fn above<'a>(whole: &'a Conversation, call: &'a Call) -> impl Iterator<Item = &'a Call> {
    let parent = |call: &&'a Call| call.parent.and_then(|no| whole.calls.get(no)).map(AsRef::as_ref);
    std::iter::successors(Some(call), parent).skip(1).take(whole.calls.len())
}

/// Whether a phone system carried it over a line.
fn is_outside(call: &Call) -> bool {
    matches!(call.direction, Some(Direction::Inbound | Direction::Outbound)) && call.state != State::Logged
}

fn is_beside(whole: &Conversation, call: &Call) -> bool {
    let dialled_beside = matches!(call.origin, Origin::Consultation | Origin::Conference) && call.state != State::Logged;
    dialled_beside && above(whole, call).any(is_outside)
}

fn is_over_a_line(whole: &Conversation, call: &Call) -> bool {
    is_outside(call) && !is_beside(whole, call)
}

/// The marks of a conversation that was told.
pub(crate) fn of_whole(whole: &Conversation) -> u32 {
    let handled = !whole.calls.is_empty() && whole.calls.iter().all(|call| call.doings.handled.is_some());
    let recorded = whole.recordings.iter().any(|recording| recording.deleted_at.is_none());
    both(whole.first().and_then(|call| call.direction), whole.outcome)
        | bit(handled, HANDLED)
        | bit(recorded, RECORDED)
        | bit(whole.ended_at.is_some(), ENDED)
        | bit(whole.deleted_at().is_some(), DELETED)
        | THERE
}

fn bit(is: bool, bit: u32) -> u32 {
    if is { bit } else { 0 }
}

fn both(direction: Option<Direction>, outcome: Option<Outcome>) -> u32 {
    direction.map_or(0, of_direction) | outcome.map_or(0, of_outcome) | bit(is_missed(direction, outcome), MISSED)
}

/// Whether a call was missed (rule N7).
pub(crate) fn is_missed(direction: Option<Direction>, outcome: Option<Outcome>) -> bool {
    use Outcome::{Abandoned, Busy, Cancelled, Declined, NoAnswer, Unavailable, Voicemail};
    direction == Some(Direction::Inbound)
        && matches!(outcome, Some(NoAnswer | Busy | Declined | Unavailable | Cancelled | Abandoned | Voicemail))
}

/// The direction in marks.
pub(crate) fn direction_of(marks: u32) -> Option<Direction> {
    let all = [Direction::Inbound, Direction::Outbound, Direction::Internal];
    all.into_iter().find(|direction| of_direction(*direction) == marks & DIRECTION)
}

/// The outcome in marks.
pub(crate) fn outcome_of(marks: u32) -> Option<Outcome> {
    let place = usize::try_from((marks & OUTCOME) >> 2).unwrap_or_default();
    OUTCOMES.get(place).copied().flatten()
}

fn of_direction(direction: Direction) -> u32 {
    match direction {
        Direction::Inbound => 1,
        Direction::Outbound => 2,
        Direction::Internal => 3,
    }
}

fn of_outcome(outcome: Outcome) -> u32 {
    (place_of(Some(outcome)) as u32) << 2
}

/// What marks a row must have to be listed: those of `mask` must be as in `marks`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    mask: u32,
    marks: u32,
}

impl Wanted {
    /// What a filter asks for.
    pub(crate) fn of(filter: &Filter) -> Self {
        let mut wanted = Self { mask: THERE, marks: THERE };
        if !filter.deleted {
            wanted.also(DELETED, false);
        }
        if let Some(direction) = filter.direction {
            (wanted.mask, wanted.marks) = (wanted.mask | DIRECTION, wanted.marks | of_direction(direction));
        }
        if let Some(outcome) = filter.outcome {
            (wanted.mask, wanted.marks) = (wanted.mask | OUTCOME, wanted.marks | of_outcome(outcome));
        }
        let bits = [(filter.missed, MISSED), (filter.handled, HANDLED), (filter.recorded, RECORDED), (filter.ended(), ENDED)];
        for (asked, bit) in bits {
            asked.into_iter().for_each(|is| wanted.also(bit, is));
        }
        wanted
    }

    fn also(&mut self, bit: u32, is: bool) {
        self.mask |= bit;
        self.marks |= if is { bit } else { 0 };
    }

    /// Whether these marks are what is wanted.
    pub(crate) fn fits(self, marks: u32) -> bool {
        marks & self.mask == self.marks
    }

    /// Whether only missed rows are wanted that nobody took care of.
    pub(crate) fn is_unhandled(self) -> bool {
        self.mask & (MISSED | HANDLED) == MISSED | HANDLED && self.marks & (MISSED | HANDLED) == MISSED
    }

    /// Whether nothing more is wanted than that a row is there, and perhaps not deleted: then its words say all.
    pub(crate) fn is_plain(self) -> bool {
        self.mask & !(THERE | DELETED) == 0
    }
}
