//! How far subscriptions are behind, and how their deliveries stand.
//!
//! Deliveries are counted in an index that has all that is asked about, and only up to a named number of them, so that a million of
//! dead ones costs no more than that: counters beside them would have to be kept right by everything that writes, and nobody needs
//! to know more than that they are very many. Changes are not counted at all: they have numbers.

use calls::moment::Moment;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::super::super::outbox::{OwingRow, Receiver, Standing};
use super::super::super::{COUNT_MAX, Result};
use super::super::RESTORED_CHANGES;
use super::super::read::moment;

/// Of those that were not removed.
pub(super) fn owing(conn: &Connection, account: Option<&str>, only: Option<Uuid>) -> Result<Vec<OwingRow>> {
    let sql = "SELECT account, id, kind, off IS NULL, position FROM subscription
        WHERE deleted_at IS NULL AND (?1 IS NULL OR account = ?1) AND (?2 IS NULL OR id = ?2)
            AND account IN (SELECT account FROM account WHERE deleted_at IS NULL)";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![account, only.as_ref().map(Uuid::as_bytes)])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let account = row.get_ref(0)?.as_str().unwrap_or_default();
        let (subscription, position) = (Uuid::from_bytes(row.get(1)?), row.get(4)?);
        let count = |state| counted(conn, account, subscription, state);
        all.push(OwingRow {
            subscription,
            kind: Receiver::of_word(row.get_ref(2)?.as_str().unwrap_or_default()).unwrap_or(Receiver::Webhook),
            is_on: row.get(3)?,
            behind: behind(conn, account, position)?,
            oldest_at: oldest(conn, account, subscription, position)?,
            waiting: count(Standing::Waiting)?,
            dead: count(Standing::Dead)?,
        });
    }
    Ok(all)
}

fn counted(conn: &Connection, account: &str, subscription: Uuid, state: Standing) -> Result<usize> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM delivery WHERE account = ? AND subscription = ? AND state = ? LIMIT ?)";
    let params = params![account, subscription.as_bytes(), state.word(), COUNT_MAX];
    Ok(conn.prepare_cached(sql)?.query_row(params, |row| row.get(0))?)
}

/// How many changes there are after a position. Numbers follow one another, but where the store was restored: there they were counted
/// on by as many as no store has changes.
fn behind(conn: &Connection, account: &str, position: u64) -> Result<u64> {
    let sql = "SELECT no FROM change WHERE account = ? AND no <= ? ORDER BY no DESC LIMIT 1";
    let mut statement = conn.prepare_cached(sql)?;
    let mut last = |up_to: u64| statement.query_row(params![account, up_to], |row| row.get::<_, u64>(0)).optional();
    let (told, newest) = (last(position)?.unwrap_or(0), last(i64::MAX as u64)?.unwrap_or(0));
    Ok((newest - told) % RESTORED_CHANGES)
}

/// When the oldest change was recorded that is after the position or waits.
fn oldest(conn: &Connection, account: &str, subscription: Uuid, position: u64) -> Result<Option<Moment>> {
    let sql = "SELECT recorded_at FROM change WHERE account = ? AND no > ? ORDER BY no LIMIT 1";
    let unread = conn.prepare_cached(sql)?.query_row(params![account, position], |row| moment(row, 0)).optional()?;
    let sql = "SELECT recorded_at FROM change WHERE account = ?1 AND no = (SELECT change FROM delivery
        WHERE account = ?1 AND subscription = ?2 AND state = 'waiting' ORDER BY change, part LIMIT 1)";
    let key = params![account, subscription.as_bytes()];
    let waits = conn.prepare_cached(sql)?.query_row(key, |row| moment(row, 0)).optional()?;
    Ok(unread.into_iter().chain(waits).min())
}
