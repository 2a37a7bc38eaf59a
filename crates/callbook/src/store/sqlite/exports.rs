//! Exports.

use async_trait::async_trait;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::super::exports::{EXPORTS_MAX, EXPORTS_OF_ONE_MAX, ExportFate, ExportRow, Exports};
use super::super::{Result, StoreError};
use super::Sqlite;
use super::read::{moment, text};

#[async_trait]
impl Exports for Sqlite {
    async fn ask_for_export(&self, row: ExportRow) -> Result<()> {
        self.writer.act(move |_, conn| ask(conn, &row)).await
    }

    async fn exports(&self, account: Option<&str>) -> Result<Vec<ExportRow>> {
        let account = account.map(str::to_owned);
        self.ask(move |conn| exports(conn, account.as_deref())).await
    }

    async fn settle_export(&self, account: &str, id: Uuid, fate: ExportFate) -> Result<bool> {
        let account = account.to_owned();
        self.writer.act(move |_, conn| settle(conn, &account, id, &fate)).await
    }

    async fn remove_export(&self, account: &str, id: Uuid) -> Result<bool> {
        let account = account.to_owned();
        let act = move |conn: &Connection| {
            let sql = "DELETE FROM export WHERE account = ? AND id = ?";
            Ok(conn.prepare_cached(sql)?.execute(params![account, id.into_bytes()])? > 0)
        };
        self.writer.act(move |_, conn| act(conn)).await
    }
}

fn ask(conn: &Connection, row: &ExportRow) -> Result<()> {
    let sql = "SELECT count(*), count(*) FILTER (WHERE owner = ?2) FROM export WHERE account = ?1";
    let count = |row: &Row<'_>| Ok((row.get::<_, usize>(0)?, row.get::<_, usize>(1)?));
    let (all, own) = conn.prepare_cached(sql)?.query_row([row.account.as_str(), row.owner.as_str()], count)?;
    let refused = |who, most| {
        let says = format!("{who} {most} exports: remove one, or wait until one is removed");
        Err(StoreError::refused("exports", says))
    };
    if own >= EXPORTS_OF_ONE_MAX {
        return refused("you have", EXPORTS_OF_ONE_MAX);
    }
    if all >= EXPORTS_MAX {
        return refused("the account has", EXPORTS_MAX);
    }
    let sql = "INSERT INTO export (account, id, owner, sees, format, filter, state, asked_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, 'making', ?, ?)";
    conn.prepare_cached(sql)?.execute(params![
        row.account.as_str(),
        row.id.into_bytes(),
        row.owner.as_str(),
        row.sees.as_str(),
        row.format.as_str(),
        row.filter,
        row.asked_at.micros(),
        row.expires_at.micros()
    ])?;
    Ok(())
}

/// Once only: what became of one is not changed any more.
fn settle(conn: &Connection, account: &str, id: Uuid, fate: &ExportFate) -> Result<bool> {
    let sql = "UPDATE export SET state = ?, done = ?, bytes = ?, reason = ?, says = ?, ended_at = ?
        WHERE account = ? AND id = ? AND state = 'making'";
    let mut statement = conn.prepare_cached(sql)?;
    let id = id.into_bytes();
    let changed = match fate {
        ExportFate::Making => 0,
        ExportFate::Ready { done, bytes, at } => {
            statement.execute(params!["ready", done, bytes, None::<&str>, None::<&str>, at.micros(), account, id])?
        }
        ExportFate::Failed { reason, says, at } => {
            statement.execute(params!["failed", 0, 0, reason.as_str(), says, at.micros(), account, id])?
        }
    };
    Ok(changed > 0)
}

fn exports(conn: &Connection, account: Option<&str>) -> Result<Vec<ExportRow>> {
    let sql =
        "SELECT account, id, owner, sees, format, filter, asked_at, expires_at, state, done, bytes, reason, says, ended_at
        FROM export WHERE ?1 IS NULL OR account = ?1 ORDER BY account, asked_at DESC, id";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([account], row)?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

fn row(row: &Row<'_>) -> rusqlite::Result<ExportRow> {
    let fate = match row.get_ref(8)?.as_str()? {
        "ready" => ExportFate::Ready { done: row.get(9)?, bytes: row.get(10)?, at: moment(row, 13)? },
        "failed" => ExportFate::Failed { reason: text(row, 11)?, says: row.get(12)?, at: moment(row, 13)? },
        _ => ExportFate::Making,
    };
    Ok(ExportRow {
        account: text(row, 0)?,
        id: Uuid::from_bytes(row.get(1)?),
        owner: text(row, 2)?,
        sees: text(row, 3)?,
        format: text(row, 4)?,
        filter: row.get(5)?,
        fate,
        asked_at: moment(row, 6)?,
        expires_at: moment(row, 7)?,
    })
}
