//! Accounts and sources.

use calls::Text;
use calls::moment::Moment;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::{
    AccountRow, CONNECTION_SOURCE, NAME_WANTED, Put, Result, Retention, SOURCE_NAME_WANTED, SourceRow, StoreError, Wrapup,
    is_name, is_source_name,
};
use super::read::{maybe_moment, maybe_text, moment, text};

/// Every account that was not removed.
pub(super) fn accounts(conn: &Connection) -> Result<Vec<AccountRow>> {
    let sql = "SELECT account, region, zone, outside_prefix, own_numbers, created_at, deleted_at, wrapup, wrapup_limit_s,
            currency, dialects, retention_days, recordings_retention_days FROM account WHERE deleted_at IS NULL ORDER BY account";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        let own: String = row.get(4)?;
        let own: Vec<String> = serde_json::from_str(&own).unwrap_or_default();
        Ok(AccountRow {
            account: text(row, 0)?,
            region: maybe_text(row, 1)?,
            zone: text(row, 2)?,
            outside_prefix: maybe_text(row, 3)?,
            own_numbers: own.iter().map(Text::new).collect(),
            created_at: moment(row, 5)?,
            deleted_at: maybe_moment(row, 6)?,
            wrapup: wrapup(row, 7)?,
            wrapup_limit_s: row.get(8)?,
            currency: text(row, 9)?,
            dialects: serde_json::from_str(row.get_ref(10)?.as_str()?).unwrap_or_default(),
            retention: Retention { conversations_d: row.get(11)?, recordings_d: row.get(12)? },
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// Whether calls are wrapped up.
pub(super) fn wrapup(row: &Row<'_>, column: usize) -> rusqlite::Result<Wrapup> {
    Ok(Wrapup::of_word(row.get_ref(column)?.as_str()?).unwrap_or_default())
}

/// Enters an account, or changes it.
pub(super) fn put_account(conn: &Connection, account: &AccountRow) -> Result<Put> {
    named("account", &account.account)?;
    let sql = "SELECT deleted_at IS NOT NULL FROM account WHERE account = ?";
    let is_removed: Option<bool> = conn.prepare_cached(sql)?.query_row([&*account.account], |row| row.get(0)).optional()?;
    let known = is_removed.is_some();
    // Its records and tokens are somebody's; whoever comes next under its name must not be let in to them.
    if is_removed == Some(true) {
        return Err(StoreError::refused("account", "an account of this name was removed; its name is not given again"));
    }
    let own: Vec<&str> = account.own_numbers.iter().map(Text::as_str).collect();
    let own = serde_json::to_string(&own).unwrap_or_default();
    let sql = "INSERT INTO account (account, region, zone, outside_prefix, own_numbers, created_at, deleted_at, wrapup,
            wrapup_limit_s, currency, dialects, retention_days, recordings_retention_days)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET region = excluded.region, zone = excluded.zone, outside_prefix = excluded.outside_prefix,
            own_numbers = excluded.own_numbers, deleted_at = excluded.deleted_at, wrapup = excluded.wrapup,
            wrapup_limit_s = excluded.wrapup_limit_s, currency = excluded.currency, dialects = excluded.dialects,
            retention_days = excluded.retention_days, recordings_retention_days = excluded.recordings_retention_days";
    conn.prepare_cached(sql)?.execute(params![
        &*account.account,
        account.region.as_deref(),
        &*account.zone,
        account.outside_prefix.as_deref(),
        own,
        account.created_at.micros(),
        account.deleted_at.map(Moment::micros),
        account.wrapup.word(),
        account.wrapup_limit_s,
        &*account.currency,
        serde_json::to_string(&account.dialects).unwrap_or_default(),
        account.retention.conversations_d,
        account.retention.recordings_d,
    ])?;
    conn.prepare_cached("INSERT INTO counter (account) VALUES (?) ON CONFLICT DO NOTHING")?.execute([&*account.account])?;
    Ok(put(known))
}

/// The sources of an account, or of all.
pub(super) fn sources(conn: &Connection, account: Option<&str>) -> Result<Vec<SourceRow>> {
    let sql = "SELECT account, source, settings, created_at, deleted_at FROM source
        WHERE (?1 IS NULL OR account = ?1) AND deleted_at IS NULL
            AND account IN (SELECT account FROM account WHERE deleted_at IS NULL)
        ORDER BY account, source";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([account], |row| {
        let settings: String = row.get(2)?;
        let settings = serde_json::from_str(&settings)
            .map_err(|error| rusqlite::Error::FromSqlConversionFailure(2, rusqlite::types::Type::Text, Box::new(error)))?;
        let (created_at, deleted_at) = (moment(row, 3)?, maybe_moment(row, 4)?);
        Ok(SourceRow { account: text(row, 0)?, source: text(row, 1)?, settings, created_at, deleted_at })
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// Enters a source, or changes it.
pub(super) fn put_source(conn: &Connection, source: &SourceRow) -> Result<Put> {
    let is_connection = source.source.starts_with(CONNECTION_SOURCE) && is_name(&source.source);
    if !is_connection && !is_source_name(&source.source) {
        return Err(StoreError::refused("name", SOURCE_NAME_WANTED));
    }
    has_account(conn, &source.account)?;
    let sql = "SELECT 1 FROM source WHERE account = ? AND source = ? AND deleted_at IS NULL";
    let known = conn.prepare_cached(sql)?.exists(params![&*source.account, &*source.source])?;
    let settings = serde_json::to_string(&source.settings).map_err(|error| StoreError::Broken(error.to_string()))?;
    let sql = "INSERT INTO source (account, source, settings, created_at, deleted_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET settings = excluded.settings, deleted_at = excluded.deleted_at";
    conn.prepare_cached(sql)?.execute(params![
        &*source.account,
        &*source.source,
        settings,
        source.created_at.micros(),
        source.deleted_at.map(Moment::micros),
    ])?;
    Ok(put(known))
}

fn named(field: &'static str, name: &str) -> Result<()> {
    if is_name(name) { Ok(()) } else { Err(StoreError::refused(field, NAME_WANTED)) }
}

/// Refuses what is of no account.
pub(super) fn has_account(conn: &Connection, account: &str) -> Result<()> {
    let sql = "SELECT 1 FROM account WHERE account = ? AND deleted_at IS NULL";
    let known = conn.prepare_cached(sql)?.exists([account])?;
    if known { Ok(()) } else { Err(StoreError::refused("account", "there is no such account")) }
}

/// Whether what was put was known.
pub(super) fn put(known: bool) -> Put {
    if known { Put::Changed } else { Put::New }
}
