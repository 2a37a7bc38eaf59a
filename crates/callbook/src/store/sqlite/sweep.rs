//! What time does to conversations, once somebody looks: calls whose end was lost, and those past their time to be wrapped up.

use calls::moment::Moment;
use rusqlite::Connection;

use super::super::{Limits, Result};
use super::desk::Book;
use super::read;

/// The most conversations that one round gives up on.
const GIVE_UP_MAX: usize = 200;
/// The most conversations of which one round says that the time to wrap up a call is past, or that its recording was waited for.
pub(super) const LAPSE_MAX: usize = 200;

impl Book {
    /// Gives up on conversations of a source of which nothing is heard any more. How many.
    pub(super) fn give_up(&mut self, conn: &Connection, source: &str, limits: Limits, now: Moment) -> Result<usize> {
        let limit = i64::from(limits.ringing_s.min(limits.talking_s)) * 1_000_000;
        let mut given_up = 0;
        for serial in read::unheard(conn, &self.account, source, now.plus(-limit), GIVE_UP_MAX)? {
            if !self.open_convo(conn, serial)? {
                continue;
            }
            let lost = self.convos.get(&serial).map(|convo| convo.give_up(limits, now)).unwrap_or_default();
            let mut new = false;
            for signal in lost {
                if let Some(serial) = self.take(conn, &signal, now)? {
                    new |= self.tell(conn, serial, None, Some(&signal), now)?;
                }
            }
            given_up += usize::from(new);
        }
        Ok(given_up)
    }

    /// Says of calls whose time to be wrapped up is past that it is. Of how many conversations.
    pub(super) fn lapse(&mut self, conn: &Connection, now: Moment) -> Result<usize> {
        // What this transaction's predecessors changed stands in the rows.
        let due = read::to_wrap_up(conn, &self.account, now, LAPSE_MAX)?;
        for serial in &due {
            if !self.open_convo(conn, *serial)? {
                continue;
            }
            let lapsed = self.convos.get(serial).map(|convo| convo.lapsed(now)).unwrap_or_default();
            for signal in lapsed {
                if let Some(serial) = self.take(conn, &signal, now)? {
                    self.tell(conn, serial, None, Some(&signal), now)?;
                }
            }
            self.dirty.insert(*serial);
        }
        Ok(due.len())
    }
}
