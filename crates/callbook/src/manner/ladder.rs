//! When a delivery that failed is tried again (rule R13).
//!
//! Pure: of the same delivery and the same try it says the same. The waits are spread a little, by the delivery's id, so that
//! what failed together does not come back together.

use uuid::Uuid;

/// The most steps of a ladder.
pub(crate) const STEPS_MAX: usize = 24;
/// The longest step, in seconds: three days.
pub(crate) const STEP_S_MAX: u32 = 3 * 86_400;
/// Steps in seconds where nothing is said: those of rule R13, and then on for two days.
pub(crate) const STEPS_S: &[u32] = &[1, 5, 30, 120, 600, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600, 24 * 3_600];

/// Those of rule R13 alone, for apps and dialects.
const OF_DIALECTS: usize = 6;

/// A wait is so much of a step longer at the most: one fifth.
const SPREAD: u64 = 5;

/// The waits after each failed try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ladder(Vec<u32>);

impl Default for Ladder {
    fn default() -> Self {
        Self(STEPS_S.to_vec())
    }
}

impl Ladder {
    /// One with these steps, in seconds. None if there are none, too many, or one is too long.
    pub(crate) fn of(steps: Vec<u32>) -> Option<Self> {
        let good = (1..=STEPS_MAX).contains(&steps.len()) && steps.iter().all(|step| (1..=STEP_S_MAX).contains(step));
        good.then_some(Self(steps))
    }

    /// The steps of rule R13 and no more: what apps, and receivers of dialects, are promised.
    pub(crate) fn of_dialects() -> Self {
        Self(STEPS_S.iter().take(OF_DIALECTS).copied().collect())
    }

    /// The longest wait of all, in microseconds, where the receiver asks for nothing.
    pub(crate) fn longest(&self) -> i64 {
        let micros = i64::from(self.0.iter().copied().max().unwrap_or(0)) * 1_000_000;
        micros + micros / SPREAD as i64
    }

    /// How long to wait after that many tries failed, in microseconds; none: it was tried often enough. `at_least` is what the
    /// receiver asked for, in seconds.
    pub(crate) fn wait(&self, id: Uuid, tries: u32, at_least: Option<u32>) -> Option<i64> {
        let step = *self.0.get(usize::try_from(tries).ok()?.checked_sub(1)?)?;
        let micros = u64::from(step.max(at_least.unwrap_or(0).min(STEP_S_MAX))) * 1_000_000;
        let drawn = mixed(id, tries) % 1_024;
        i64::try_from(micros + micros / SPREAD * drawn / 1_024).ok()
    }
}

/// A number of a delivery and a try, the same in every run (FNV-1a).
fn mixed(id: Uuid, tries: u32) -> u64 {
    let bytes = id.as_bytes().iter().copied().chain(tries.to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)) >> 32
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const SECOND: i64 = 1_000_000;

    #[test]
    fn r13_the_waits_grow_step_by_step_and_then_it_was_often_enough() {
        let ladder = Ladder::of(vec![1, 5, 30]).unwrap();
        let id = Uuid::from_u128(7);
        for (tries, step) in [(1, 1), (2, 5), (3, 30)] {
            let wait = ladder.wait(id, tries, None).unwrap();
            assert!((step * SECOND..=step * SECOND * 6 / 5).contains(&wait), "{tries}: {wait}");
        }
        assert_eq!((ladder.wait(id, 4, None), ladder.wait(id, 0, None)), (None, None));
        let lasts: i64 = STEPS_S.iter().map(|step| i64::from(*step)).sum();
        assert!(lasts > 86_400, "longer than a day");
        assert_eq!(
            Some(Ladder::of_dialects()),
            Ladder::of(vec![1, 5, 30, 120, 600, 3_600]),
            "1 s, 5 s, 30 s, 2 min, 10 min, 1 h"
        );
    }

    #[test]
    fn r13_what_failed_together_does_not_come_back_together_and_the_same_is_said_again() {
        let ladder = Ladder::default();
        let waits: std::collections::BTreeSet<i64> =
            (0..100).map(|no| ladder.wait(Uuid::from_u128(no), 4, None).unwrap()).collect();
        assert!(waits.len() > 90, "{}", waits.len());
        assert_eq!(ladder.wait(Uuid::from_u128(3), 4, None), ladder.wait(Uuid::from_u128(3), 4, None));
    }

    #[test]
    fn what_the_receiver_asks_for_is_waited_for_but_not_for_ever() {
        let ladder = Ladder::default();
        let asked = |seconds| ladder.wait(Uuid::from_u128(1), 1, Some(seconds)).unwrap();
        assert!(asked(60) >= 60 * SECOND);
        assert!(asked(u32::MAX) <= i64::from(STEP_S_MAX) * SECOND * 6 / 5);
        assert_eq!(Ladder::of(vec![]), None);
        assert_eq!(Ladder::of(vec![0]), None);
        assert_eq!(Ladder::of(vec![1; STEPS_MAX + 1]), None);
    }
}
