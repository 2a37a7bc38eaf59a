//! What may be very many rows, changed some in one transaction after the other, so that calls go on being recorded between.
//!
//! After each piece the store says something that is true: who is killed between two of them has done a part of what was asked, and
//! nothing that is owed is lost. Each piece looks at a bounded number of rows, and what was looked at is not looked at again, so that
//! it ends however fast others write.

use calls::moment::Moment;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::super::super::{Result, Standing};
use super::super::Sqlite;
use super::turn;

/// The most deliveries that one transaction changes.
const AT_ONCE_MAX: usize = 5_000;

/// Where a delivery stands among those of its subscription: its change and its part.
type Place = (u64, u32);

impl Sqlite {
    /// Has all deliveries that wait for their time be tried now. How many there were.
    pub(super) async fn hurry(&self, account: &str, subscription: Uuid) -> Result<usize> {
        self.put_again(account, subscription, Standing::Waiting).await
    }

    /// Puts all dead deliveries to be tried again. How many there were.
    pub(super) async fn revive(&self, account: &str, subscription: Uuid) -> Result<usize> {
        self.put_again(account, subscription, Standing::Dead).await
    }

    async fn put_again(&self, account: &str, subscription: Uuid, state: Standing) -> Result<usize> {
        let (mut all, mut after) = (0, Some((0, 0)));
        while let Some(from) = after {
            let act = move |conn: &Connection, account: &str| put_again(conn, account, subscription, state, from);
            let (put, last) = self.in_book(account, move |book, conn| act(conn, &book.account)).await?;
            (all, after) = (all + put, last);
        }
        Ok(all)
    }

    /// Drops everything of a subscription that was removed.
    pub(in super::super) async fn drop_removed(&self, account: &str, subscription: Uuid) -> Result<()> {
        let drop = move |conn: &Connection, account: &str| drop_of(conn, account, subscription, AT_ONCE_MAX);
        while self.in_book(account, move |book, conn| drop(conn, &book.account)).await? == AT_ONCE_MAX {}
        Ok(())
    }
}

/// Puts some deliveries to be tried at once that are dead, or that wait for their time, after that place. How many, and where the
/// next piece begins; none: there are no more.
fn put_again(
    conn: &Connection,
    account: &str,
    subscription: Uuid,
    state: Standing,
    after: Place,
) -> Result<(usize, Option<Place>)> {
    let sql =
        "SELECT change, part FROM delivery WHERE account = ? AND subscription = ? AND state = ? AND (change, part) >= (?, ?)
        ORDER BY change, part LIMIT 1 OFFSET ?";
    let params = params![account, subscription.as_bytes(), state.word(), after.0, after.1, AT_ONCE_MAX];
    let place = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let next: Option<Place> = conn.prepare_cached(sql)?.query_row(params, place).optional()?;
    let sql = "UPDATE delivery SET state = 'waiting', tries = 0, next_at = NULL
        WHERE account = ? AND subscription = ? AND state = ? AND (change, part) >= (?, ?) AND (change, part) < (?, ?)
            AND (state = 'dead' OR next_at IS NOT NULL)";
    let until = next.unwrap_or((i64::MAX as u64, 0));
    let params = params![account, subscription.as_bytes(), state.word(), after.0, after.1, until.0, until.1];
    let put = conn.prepare_cached(sql)?.execute(params)?;
    if put > 0 {
        turn(conn, account, subscription)?;
    }
    Ok((put, next))
}

/// Puts one delivery to be tried at once, if it is dead or waits for its time. How many. One that is dead has its tries behind it: it
/// is tried once, so that what comes after it in its conversation is not held up by it again (rule F27).
pub(super) fn retry(conn: &Connection, account: &str, subscription: Uuid, only: Uuid) -> Result<usize> {
    let sql = "UPDATE delivery SET state = 'waiting', next_at = NULL, tries = CASE state WHEN 'dead' THEN tries ELSE 0 END
        WHERE account = ? AND subscription = ? AND id = ? AND (state = 'dead' OR state = 'waiting' AND next_at IS NOT NULL)";
    let put = conn.prepare_cached(sql)?.execute(params![account, subscription.as_bytes(), only.as_bytes()])?;
    if put > 0 {
        turn(conn, account, subscription)?;
    }
    Ok(put)
}

/// Sets a subscription back, to that change or to a newer one, after which as many deliveries are as are dropped at once. Whether it
/// was to that change; none: the subscription is gone.
pub(super) fn set_back(conn: &Connection, account: &str, subscription: Uuid, after: u64) -> Result<Option<bool>> {
    let after = after.min(i64::MAX as u64);
    let sql = "SELECT change FROM delivery WHERE account = ? AND subscription = ? AND change > ?
        ORDER BY change DESC, part DESC LIMIT 1 OFFSET ?";
    let params = params![account, subscription.as_bytes(), after, AT_ONCE_MAX - 1];
    let from: Option<u64> = conn.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?;
    // All parts of a change go together.
    let to = from.map_or(after, |from| from.saturating_sub(1));
    let sql = "UPDATE subscription SET position = min(position, ?), turn = turn + 1, failing_since = NULL
        WHERE account = ? AND id = ? AND deleted_at IS NULL";
    if conn.prepare_cached(sql)?.execute(params![to, account, subscription.as_bytes()])? == 0 {
        return Ok(None);
    }
    let sql = "DELETE FROM delivery WHERE account = ? AND subscription = ? AND change > ?";
    conn.prepare_cached(sql)?.execute(params![account, subscription.as_bytes(), to])?;
    Ok(Some(to == after))
}

/// Drops some deliveries of a subscription. How many.
fn drop_of(conn: &Connection, account: &str, subscription: Uuid, most: usize) -> Result<usize> {
    let sql = "DELETE FROM delivery WHERE account = ?1 AND rowid IN
        (SELECT rowid FROM delivery WHERE account = ?1 AND subscription = ?2 LIMIT ?3)";
    Ok(conn.prepare_cached(sql)?.execute(params![account, subscription.as_bytes(), most])?)
}

/// Drops some deliveries that were taken long ago, or died before a moment, of changes up to the one that was told then, or of which
/// the subscription was removed. How many.
pub(super) fn drop_old(
    conn: &Connection,
    account: &str,
    done_before: Moment,
    (dead_before, told_before): (Moment, u64),
) -> Result<usize> {
    let sql = "DELETE FROM delivery WHERE account = ?1 AND rowid IN (SELECT rowid FROM delivery
        WHERE account = ?1 AND state = 'done' AND settled_at < ?2 LIMIT ?3)";
    let mut dropped = conn.prepare_cached(sql)?.execute(params![account, done_before.micros(), AT_ONCE_MAX])?;
    let sql = "SELECT id, deleted_at IS NOT NULL FROM subscription WHERE account = ?";
    let row = |row: &rusqlite::Row<'_>| Ok((Uuid::from_bytes(row.get(0)?), row.get(1)?));
    let all = conn.prepare_cached(sql)?.query_map([account], row)?.collect::<rusqlite::Result<Vec<(Uuid, bool)>>>()?;
    // Nobody dies before it is told of: by the numbers of changes few are looked at that do not go.
    let sql = "DELETE FROM delivery WHERE account = ?1 AND rowid IN (SELECT rowid FROM delivery
        WHERE account = ?1 AND subscription = ?2 AND state = 'dead' AND change <= ?3 AND settled_at < ?4 LIMIT ?5)";
    for (id, is_removed) in all {
        let most = AT_ONCE_MAX.saturating_sub(dropped);
        dropped += if is_removed {
            drop_of(conn, account, id, most)?
        } else {
            let params = params![account, id.as_bytes(), told_before, dead_before.micros(), most];
            conn.prepare_cached(sql)?.execute(params)?
        };
    }
    Ok(dropped)
}
