//! What ends a subscription beside whoever has it removed: its token, and another that takes its place.
//!
//! Each is a part of one transaction with what it goes with, so that nobody is told by something that is over, and nothing that was owed
//! is lost between two. Deliveries go afterwards, some at a time (`pieces`).

use calls::moment::Moment;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::super::super::{Result, StoreError, SubscriptionRow};
use super::{put_subscription, subscriptions, turn};

fn remove(conn: &Connection, account: &str, id: Uuid, at: Moment) -> Result<()> {
    let sql = "UPDATE subscription SET deleted_at = ? WHERE account = ? AND id = ?";
    conn.prepare_cached(sql)?.execute(params![at.micros(), account, id.as_bytes()])?;
    // Who is at work for it writes nothing any more.
    turn(conn, account, id)
}

/// Ends what is told by a token that was revoked.
pub(in super::super) fn end_of_token(conn: &Connection, account: &str, token: Uuid, at: Moment) -> Result<()> {
    let own = subscriptions(conn, Some(account))?.into_iter().filter(|row| row.settings.is_of_token(token));
    own.map(|row| row.id).try_for_each(|id| remove(conn, account, id, at))
}

/// Refuses what would be told by a token that does not count any more: it may have been revoked while it asked.
pub(super) fn counts(conn: &Connection, row: &SubscriptionRow) -> Result<()> {
    let Some(token) = row.settings.dialect.as_ref().and_then(|dialect| dialect.of_token) else { return Ok(()) };
    let sql = "SELECT 1 FROM token WHERE account = ? AND id = ? AND revoked_at IS NULL";
    if conn.prepare_cached(sql)?.exists(params![&*row.account, token.as_bytes()])? {
        return Ok(());
    }
    Err(StoreError::refused("token", "this token was revoked"))
}

/// Puts one in the place of another. False if that is gone.
pub(super) fn replace(conn: &Connection, id: Uuid, by: &SubscriptionRow) -> Result<bool> {
    let before = subscriptions(conn, Some(&by.account))?.into_iter().find(|row| row.id == id);
    let Some(before) = before else { return Ok(false) };
    let sql = "SELECT min(change) FROM delivery WHERE account = ? AND subscription = ? AND state = 'waiting'";
    let params = params![&*by.account, id.as_bytes()];
    let waiting: Option<u64> = conn.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?.flatten();
    let position = waiting.map_or(before.position, |change| before.position.min(change.saturating_sub(1)));
    remove(conn, &by.account, id, by.created_at)?;
    put_subscription(conn, &SubscriptionRow { position, ..by.clone() })?;
    let sql = "UPDATE subscription SET off = ?, failing_since = ? WHERE account = ? AND id = ?";
    let failing_since = before.failing_since.map(Moment::micros);
    conn.prepare_cached(sql)?.execute(params![before.off.as_deref(), failing_since, &*by.account, by.id.as_bytes()])?;
    Ok(true)
}
