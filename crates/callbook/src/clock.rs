//! The only clock of the program, so that tests can set the time.

use std::time::{SystemTime, UNIX_EPOCH};

use calls::moment::Moment;

/// Tells the time.
pub(crate) trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Moment;
}

/// A clock that is set by hand.
#[cfg(test)]
pub(crate) struct SetClock(std::sync::Mutex<Moment>);

#[cfg(test)]
impl SetClock {
    /// A clock that shows that moment.
    pub(crate) fn at(now: Moment) -> Self {
        Self(std::sync::Mutex::new(now))
    }

    /// From now on it shows that moment.
    pub(crate) fn set(&self, now: Moment) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = now;
    }

    /// So many microseconds go by.
    pub(crate) fn go(&self, micros: i64) {
        self.set(self.now().plus(micros));
    }
}

#[cfg(test)]
impl Clock for SetClock {
    fn now(&self) -> Moment {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
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
