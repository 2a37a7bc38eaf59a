//! The day for which a queue's figures are counted.

use super::scene::{Wait, Way};
use crate::moment::Moment;

/// A day of the account, by its own zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Its first moment.
    pub from: Moment,
    /// The first moment of the next.
    pub until: Moment,
}

impl Day {
    /// Whether that moment is of this day.
    #[must_use]
    pub fn has(&self, at: Moment) -> bool {
        self.from <= at && at < self.until
    }
}

/// What came of those who joined a queue on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// Callers who joined it.
    pub offered: u64,
    /// Of them, those whom an agent took.
    pub answered: u64,
    /// Those who hung up.
    pub abandoned: u64,
    /// Those who left it otherwise: by time-out, by a key, because it was full or empty, or nobody knows how.
    pub otherwise: u64,
    /// What those who left it waited together, in milliseconds.
    waited_ms: u64,
}

impl Today {
    /// The mean wait of those who left it, in seconds.
    #[must_use]
    pub fn wait_mean_s(&self) -> Option<f64> {
        let left = self.answered + self.abandoned + self.otherwise;
        // Milliseconds of a day's callers are far below what a number with decimals holds exactly.
        (left > 0).then(|| (self.waited_ms as f64 / left as f64).round() / 1_000.0)
    }

    /// Counts a caller.
    pub(super) fn add(&mut self, wait: &Wait) {
        self.change(wait, |count, by| *count += by);
    }

    /// Takes back what was counted of a caller.
    pub(super) fn take_back(&mut self, wait: &Wait) {
        self.change(wait, |count, by| *count = count.saturating_sub(by));
    }

    fn change(&mut self, wait: &Wait, change: impl Fn(&mut u64, u64)) {
        change(&mut self.offered, 1);
        let Some(left) = &wait.left else { return };
        change(
            match left.0 {
                Way::Answered => &mut self.answered,
                Way::Abandoned => &mut self.abandoned,
                Way::Otherwise => &mut self.otherwise,
            },
            1,
        );
        change(&mut self.waited_ms, left.1);
    }
}
