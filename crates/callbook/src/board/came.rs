//! How many signals came of each source since the server began: in the last minute, and in each quarter of an hour of the last day.
//!
//! Kept in memory only, as much for each source however many come, and never asked what they were.

use std::collections::BTreeMap;

use calls::Text;
use calls::moment::Moment;

use crate::store::QUARTER;

/// The most sources that are counted; of more, nothing is known.
const SOURCES_COUNTED_MAX: usize = 10_000;
/// How many quarters of an hour are told: a day.
pub(crate) const QUARTERS: usize = 96;
/// For how many seconds each is counted by itself.
const SECONDS: usize = 60;
const SECOND: i64 = 1_000_000;

/// How many signals came of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Came {
    /// In the last 60 seconds, the one that goes on among them.
    pub(crate) last_minute: u64,
    /// When the first of the quarters of an hour began.
    pub(crate) quarters_from: Moment,
    /// In each quarter of an hour, the oldest first; the last one goes on.
    pub(crate) quarters: [u32; QUARTERS],
}

/// The counts of all sources, by account and name.
#[derive(Debug, Default)]
pub(super) struct Counts(BTreeMap<(Text, Text), Count>);

#[derive(Debug, Default)]
struct Count {
    seconds: Ring<SECONDS>,
    quarters: Ring<QUARTERS>,
}

/// Counts of so many times in a row, which are numbered; a new one takes the place of the oldest.
#[derive(Clone, Debug)]
struct Ring<const TIMES: usize> {
    newest: i64,
    counts: [u32; TIMES],
}

impl<const TIMES: usize> Default for Ring<TIMES> {
    fn default() -> Self {
        Self { newest: 0, counts: [0; TIMES] }
    }
}

impl Counts {
    pub(super) fn add(&mut self, account: &Text, source: &Text, signals: usize, now: Moment) {
        let key = (account.clone(), source.clone());
        if self.0.len() >= SOURCES_COUNTED_MAX && !self.0.contains_key(&key) {
            return;
        }
        let count = self.0.entry(key).or_default();
        let signals = u32::try_from(signals).unwrap_or(u32::MAX);
        count.seconds.add(now.micros().div_euclid(SECOND), signals);
        count.quarters.add(now.micros().div_euclid(QUARTER), signals);
    }

    /// Nothing where there are too many sources to know.
    pub(super) fn came(&self, account: &Text, source: &Text, now: Moment) -> Option<Came> {
        let none = Count::default();
        let count = match self.0.get(&(account.clone(), source.clone())) {
            Some(count) => count,
            None if self.0.len() < SOURCES_COUNTED_MAX => &none,
            None => return None,
        };
        let seconds = count.seconds.at(now.micros().div_euclid(SECOND));
        let quarters = count.quarters.at(now.micros().div_euclid(QUARTER));
        let first = (quarters.newest - QUARTERS as i64 + 1) * QUARTER;
        Some(Came {
            last_minute: seconds.counts.iter().map(|count| u64::from(*count)).sum(),
            quarters_from: Moment::from_micros(first).unwrap_or_default(),
            quarters: quarters.in_order(),
        })
    }

    pub(super) fn retain(&mut self, is_there: impl Fn(&Text, &Text) -> bool) {
        self.0.retain(|(account, source), _| is_there(account, source));
    }
}

impl<const TIMES: usize> Ring<TIMES> {
    /// Where the time of that number stands.
    fn place(time: i64) -> usize {
        usize::try_from(time.rem_euclid(TIMES as i64)).unwrap_or_default()
    }

    /// A clock that was put back goes on counting in the newest time.
    fn add(&mut self, time: i64, more: u32) {
        self.turn(time);
        if let Some(count) = self.counts.get_mut(Self::place(self.newest)) {
            *count = count.saturating_add(more);
        }
    }

    fn turn(&mut self, time: i64) {
        let passed = (time - self.newest).clamp(0, TIMES as i64);
        for back in 0..passed {
            if let Some(count) = self.counts.get_mut(Self::place(time - back)) {
                *count = 0;
            }
        }
        self.newest = self.newest.max(time);
    }

    /// As it is at that time.
    fn at(&self, time: i64) -> Self {
        let mut now = self.clone();
        now.turn(time);
        now
    }

    /// The oldest first.
    fn in_order(&self) -> [u32; TIMES] {
        let mut counts = self.counts;
        counts.rotate_left(Self::place(self.newest + 1));
        counts
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(micros: i64) -> Moment {
        Moment::from_micros(micros).unwrap_or_default()
    }

    proptest! {
        #[test]
        fn what_came_is_told_as_a_look_at_every_signal_would(
            steps in prop::collection::vec((0..4_000 * SECOND, 0..5_usize), 0..60), rest in 0..90_000 * SECOND) {
            let (account, source) = (Text::new("main"), Text::new("office"));
            let (mut counts, mut now, mut all) = (Counts::default(), 1_767_607_200 * SECOND, Vec::new());
            for (passed, signals) in steps {
                now += passed;
                counts.add(&account, &source, signals, at(now));
                all.push((now, signals));
            }
            now += rest;
            let came = counts.came(&account, &source, at(now)).unwrap();
            let since = |from: i64, until: i64| -> usize {
                all.iter().filter(|(at, _)| (from..until).contains(at)).map(|(_, signals)| signals).sum()
            };
            let minute = (now.div_euclid(SECOND) + 1) * SECOND;
            prop_assert_eq!(came.last_minute, since(minute - 60 * SECOND, minute) as u64);
            for (place, count) in came.quarters.iter().enumerate() {
                let from = came.quarters_from.micros() + place as i64 * QUARTER;
                prop_assert_eq!(*count as usize, since(from, from + QUARTER), "quarter {}", place);
            }
            let end = came.quarters_from.micros() + QUARTERS as i64 * QUARTER;
            prop_assert!((end - QUARTER..end).contains(&now), "the last quarter goes on");
        }
    }

    #[test]
    fn a_clock_that_is_put_back_loses_nothing_and_of_too_many_sources_nothing_is_known() {
        let (account, source) = (Text::new("main"), Text::new("office"));
        let mut counts = Counts::default();
        let noon = 1_767_607_200 * SECOND;
        counts.add(&account, &source, 2, at(noon));
        counts.add(&account, &source, 3, at(noon - 3 * QUARTER));
        assert_eq!(counts.came(&account, &source, at(noon)).map(|came| came.last_minute), Some(5));
        for no in 1..=SOURCES_COUNTED_MAX {
            counts.add(&account, &Text::from(format!("s{no}")), 1, at(noon));
        }
        let last = Text::from(format!("s{SOURCES_COUNTED_MAX}"));
        assert_eq!(counts.came(&account, &last, at(noon)), None);
        counts.retain(|_, kept| *kept == source);
        assert_eq!(counts.came(&account, &last, at(noon)).map(|came| came.quarters), Some([0; QUARTERS]));
        assert_eq!(counts.came(&account, &source, at(noon)).map(|came| came.last_minute), Some(5));
    }
}
