//! The only clock of the program, so that tests can set the time.

use std::time::{SystemTime, UNIX_EPOCH};

use calls::moment::Moment;

/// Tells the time.
pub(crate) trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Moment;
}

/// The clock of the machine.
#[derive(Debug, Default)]
pub(crate) struct MachineClock;

impl Clock for MachineClock {
    fn now(&self) -> Moment {
        let micros = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros());
        i64::try_from(micros).ok().and_then(Moment::from_micros).unwrap_or_default()
    }
}
