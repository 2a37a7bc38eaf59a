//! How many calls over a line began on each day, so that lists with numbered pages look at days instead of calls.
//!
//! A day is one of UTC, counted since the epoch: it is no figure that anybody is told, only a way to count. What a transaction changes is
//! added up here and written once, with the rows that it counts. To count one more kind: a column, and its place in [`Counts`].

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::super::Result;
use super::super::ledger::{Listed, marks};

/// How long a day is, in microseconds.
pub(super) const DAY: i64 = 86_400_000_000;

/// Calls of a day, or what is to be added to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// All of them.
    pub(super) calls: i64,
    /// Those that came out of another by a transfer.
    pub(super) handed: i64,
}

/// What is to be added to days before the commit.
#[derive(Debug, Default)]
pub(super) struct Days(BTreeMap<i64, Counts>);

impl Days {
    /// A call is listed by one thing instead of another.
    pub(super) fn change(&mut self, was: Option<Listed>, is: Option<Listed>) {
        if was == is {
            return;
        }
        for (listed, times) in [(was, -1), (is, 1)] {
            let Some(listed) = listed.filter(|listed| marks::is_counted(listed.marks)) else { continue };
            let counts = self.0.entry(listed.started_at.micros().div_euclid(DAY)).or_default();
            counts.calls += times;
            counts.handed += if listed.marks & marks::HANDED == 0 { 0 } else { times };
        }
    }

    /// Writes it.
    pub(super) fn write(self, conn: &Connection, account: &str) -> Result<()> {
        for (day, counts) in self.0.into_iter().filter(|(_, counts)| *counts != Counts::default()) {
            // A count that goes down has a row: what is taken from it was added to it before.
            let sql = "UPDATE call_day SET calls = calls + ?, handed = handed + ? WHERE account = ? AND day = ?";
            let known = conn.prepare_cached(sql)?.execute(params![counts.calls, counts.handed, account, day])?;
            if known == 0 {
                let sql = "INSERT INTO call_day (account, day, calls, handed) VALUES (?, ?, ?, ?)";
                conn.prepare_cached(sql)?.execute(params![account, day, counts.calls, counts.handed])?;
            }
        }
        Ok(())
    }
}
