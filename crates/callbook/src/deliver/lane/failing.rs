//! For how long a receiver has taken nothing, counted so that only time counts in which he was tried.
//!
//! Since when he fails is kept with the subscription. Of a time in which nothing was tried, one day counts and no more: by the rest
//! it is set later. So nobody is switched off because nobody called, nor because the server stood still.

use calls::moment::Moment;

use crate::manner::Manner;
use crate::store::DeliveryRow;

/// A day, in microseconds.
pub(super) const MICROS_A_DAY: i64 = 86_400_000_000;
/// A receiver that took nothing for so long, in microseconds, was away: what waits is tried again once it takes something.
const AWAY_MICROS: i64 = 60_000_000;

/// For how long a receiver fails.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failing {
    /// Since when every attempt failed, less the time in which there were none.
    since: Option<Moment>,
    /// When something was tried last, as far as it is known.
    tried_at: Option<Moment>,
    /// The longest time between attempts that counts whole, in microseconds.
    gap: i64,
}

impl Failing {
    /// As the subscription and its rows say: since when, those that wait, and when one died last.
    pub(super) fn of(since: Option<Moment>, waiting: &[DeliveryRow], died_at: Option<Moment>, manner: &Manner) -> Self {
        let tried = waiting.iter().filter_map(|row| Moment::from_micros(row.attempts.last()?.at));
        // Who waits for his next try is tried, however long a step of the ladder is.
        Self { since, tried_at: tried.chain(died_at).max(), gap: manner.ladder.longest().max(MICROS_A_DAY) }
    }

    /// Something was taken. Whether the receiver had been away.
    pub(super) fn taken(&mut self, now: Moment) -> bool {
        self.since.take().is_some_and(|since| now.since(since) >= AWAY_MICROS)
    }

    /// An attempt failed. For how long all have by now, in microseconds.
    pub(super) fn failed(&mut self, now: Moment) -> i64 {
        let tried_at = self.tried_at.max(self.since);
        let quiet = tried_at.map_or(0, |at| now.since(at).saturating_sub(self.gap)).max(0);
        self.tried_at = Some(now);
        let since = self.since.map_or(now, |since| since.plus(quiet));
        self.since = Some(since);
        now.since(since)
    }

    /// Since when every attempt failed.
    pub(super) fn since(&self) -> Option<Moment> {
        self.since
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn of_a_time_in_which_nothing_was_tried_one_day_counts() {
        let day = |day: i64| Moment::from_micros(1_767_607_200_000_000).unwrap().plus(day * MICROS_A_DAY);
        let manner = Manner { ladder: crate::manner::Ladder::of(vec![60]).unwrap(), ..Manner::default() };
        let mut failing = Failing::of(None, &[], None, &manner);
        assert_eq!(failing.failed(day(0)), 0);
        assert_eq!(failing.failed(day(1)), MICROS_A_DAY);
        assert_eq!(failing.failed(day(8)), 2 * MICROS_A_DAY, "a week without a call is a day");
        assert_eq!(failing.failed(day(9)), 3 * MICROS_A_DAY);
        assert_eq!(failing.since(), Some(day(6)));
        assert!(failing.taken(day(9)) && failing.since().is_none());
        assert_eq!(failing.failed(day(20)), 0, "it begins anew");
        // A ladder may have longer steps than a day, in which the receiver is tried all the same.
        let manner = Manner { ladder: crate::manner::Ladder::of(vec![2 * 86_400]).unwrap(), ..Manner::default() };
        let mut failing = Failing::of(Some(day(0)), &[], Some(day(0)), &manner);
        assert_eq!(failing.failed(day(2)), 2 * MICROS_A_DAY);
    }
}
