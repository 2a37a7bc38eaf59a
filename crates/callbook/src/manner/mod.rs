//! How changes are told, as far as an operator says it: what the configuration reads and `deliver` goes by.

mod ladder;

pub(crate) use ladder::{Ladder, STEP_S_MAX, STEPS_MAX};

/// The most things on their way to one receiver at once.
pub(crate) const AT_ONCE_MAX: u32 = 256;

/// How is told.
#[derive(Clone, Debug)]
pub(crate) struct Manner {
    /// The waits after failed tries.
    pub(crate) ladder: Ladder,
    /// How many things are on their way to one receiver at once.
    pub(crate) at_once: usize,
    /// A receiver that took nothing for so many days on which something was tried is switched off.
    pub(crate) off_after_days: u32,
    /// Deliveries that were taken are kept for so many days.
    pub(crate) keep_days: u32,
    /// Dead ones that nobody tried again are kept for so many days.
    pub(crate) keep_dead_days: u32,
}

impl Default for Manner {
    fn default() -> Self {
        Self { ladder: Ladder::default(), at_once: 16, off_after_days: 5, keep_days: 30, keep_dead_days: 90 }
    }
}
