//! How many conversations there are of what was asked for, and when they began.
//!
//! The same walk as a count, held to the same effort; of what was found by words, each row is looked up once more to know
//! what came of it.

use std::collections::BTreeMap;

use calls::moment::Moment;
use rusqlite::Connection;

use super::super::super::ledger::marks::{direction_of, outcome_of};
use super::super::super::{COUNT_MAX, Filter, QUARTER, Result, Sums, Tallied};
use super::{Asking, Of};

/// How many there are; how far back was looked, if that is not all of them; and how many of them began in which quarter of an
/// hour.
pub(in super::super) fn spread(
    conn: &Connection,
    account: &str,
    filter: &Filter,
) -> Result<(Tallied, Option<Moment>, BTreeMap<Moment, Sums>)> {
    let asking = Asking { looks: true, ..Asking::new(conn, account, Of::Conversations, filter)? };
    let mut found = Vec::new();
    let next = asking.walk(None, COUNT_MAX, COUNT_MAX, |row| found.push((row.row, row.listed)))?;
    let tallied = Tallied { found: found.len(), exact: next.is_none() };
    let mut quarters: BTreeMap<Moment, Sums> = BTreeMap::new();
    for (row, listed) in found {
        let known = match listed {
            Some(known) => Some(known),
            None => asking.look_up(row)?,
        };
        let Some(known) = known else { continue };
        let at = Moment::from_micros(known.started_at - known.started_at.rem_euclid(QUARTER)).unwrap_or_default();
        let counted = Sums::of(direction_of(known.marks), outcome_of(known.marks));
        quarters.entry(at).or_default().add(counted);
    }
    Ok((tallied, next.map(|place| place.at), quarters))
}
