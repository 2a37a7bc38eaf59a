//! How much a lane may have on its way, may read, and for how long it may sleep.
//!
//! Whoever hangs must leave room for the rest, and so must whoever fails again and again.

use std::time::Duration;

use super::failing::MICROS_A_DAY;
use super::{Lane, PASSED_FOR_MAX, SLOW};
use crate::store::WAITING_MAX;

/// With what is slow, so many times as much is on its way at the most.
const STRETCH_MAX: usize = 4;

impl Lane {
    /// Whether more changes may be held.
    pub(super) fn has_room_to_read(&self) -> bool {
        // Where more wait than are known, only what is known is read again.
        let may_read = !self.more_wait || self.ledger.last_ahead().is_some();
        !self.ledger.is_full() && self.ledger.waiting() < WAITING_MAX && may_read
    }

    /// Whether something may be sent. What is away for long is passed by others, so that conversations that hang leave room for the
    /// rest; and the receiver must not have asked to be left alone.
    pub(super) fn has_room(&self) -> bool {
        let slow = self.away_since.values().filter(|since| since.elapsed() >= SLOW).count();
        self.away.len() - slow < self.manner.at_once
            && self.away.len() < STRETCH_MAX * self.manner.at_once
            && self.hold.lets(self.ctx.clock.now())
    }

    /// Further tries take half of the room at the most, so that what hangs again and again leaves room for the rest.
    pub(super) fn has_room_for_further(&self) -> bool {
        self.further < self.manner.at_once.div_ceil(2)
    }

    /// How long there is nothing to do, as far as it is known.
    pub(super) fn wake_in(&self) -> Duration {
        if self.more && self.has_room_to_read() {
            return Duration::ZERO;
        }
        // While something is written, whoever writes it wakes.
        let since = self.passed_since.filter(|_| self.writing.is_none());
        let unwritten = since.map_or(PASSED_FOR_MAX, |since| PASSED_FOR_MAX.saturating_sub(since.elapsed()));
        self.sends_in().min(unwritten).max(Duration::from_millis(1))
    }

    fn sends_in(&self) -> Duration {
        let now = self.ctx.clock.now();
        let held = self.hold.ends_at().filter(|until| *until > now);
        // Where there is no room, what comes back makes it, or what is found to be slow.
        if held.is_none() && !self.has_room() {
            return SLOW;
        }
        let next = held.or_else(|| self.ledger.next_at().filter(|_| self.has_room_for_further()));
        let micros = next.map_or(MICROS_A_DAY, |at| at.since(now));
        Duration::from_micros(u64::try_from(micros).unwrap_or(0))
    }
}
