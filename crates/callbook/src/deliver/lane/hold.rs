//! When a whole receiver is to be left alone, since he asked for it (`Retry-After` of a 429 or 503), and how he is asked again:
//! by one thing first, and by the rest once that was answered.
//!
//! It must never hold for ever: whatever is answered, or that nothing is, lets the rest go.

use calls::moment::Moment;

use super::super::owed::Of;
use crate::store::DeliveryRow;

/// Whether a receiver may be sent something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Hold {
    /// As much as there is room for.
    #[default]
    Free,
    /// Nothing before that moment, and then one thing.
    Until(Moment),
    /// Something of that line was sent, to see whether he takes anything again.
    Probing(Of),
}

impl Hold {
    /// What those who wait with a row say of it, so that he is left alone after a restart too. Those that somebody wants to be tried
    /// now say nothing.
    pub(super) fn of(waiting: &[DeliveryRow]) -> Self {
        let until = |row: &DeliveryRow| {
            let last = row.attempts.last().filter(|_| row.next_at.is_some())?;
            Some(Moment::from_micros(last.at)?.plus(i64::from(last.hold_s?) * 1_000_000))
        };
        waiting.iter().filter_map(until).max().map_or(Self::Free, Self::Until)
    }

    /// The receiver asked for it.
    pub(super) fn until(&mut self, until: Moment) {
        *self = match *self {
            Self::Until(before) => Self::Until(before.max(until)),
            Self::Free | Self::Probing(_) => Self::Until(until),
        };
    }

    /// Something of that line was sent.
    pub(super) fn sent(&mut self, of: Of) {
        if matches!(self, Self::Until(_)) {
            *self = Self::Probing(of);
        }
    }

    /// Something of that line came back. What was sent before the receiver asked for it says nothing.
    pub(super) fn answered(&mut self, of: Of) {
        if *self == Self::Probing(of) {
            *self = Self::Free;
        }
    }

    /// Whether something may be sent now.
    pub(super) fn lets(self, now: Moment) -> bool {
        match self {
            Self::Free => true,
            Self::Until(until) => now >= until,
            Self::Probing(_) => false,
        }
    }

    /// Until when nothing may be sent, where that is known.
    pub(super) fn ends_at(self) -> Option<Moment> {
        if let Self::Until(until) = self { Some(until) } else { None }
    }
}
