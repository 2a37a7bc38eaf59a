//! SQLite alone: the rows of a store that was filled, written once more into an empty file of the same tables.
//!
//! Rows that the store writes once are inserted once, in the same order; rows that it writes again in every commit that
//! touches them (a conversation's and its calls') are written again as often. Everything is read into memory beforehand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::store::bare_connection;

/// The rows of one table that belong to a conversation.
type Rows = BTreeMap<i64, Vec<Vec<Value>>>;

/// Tables whose rows come once, with the column that names the conversation.
const ONCE: &[(&str, &str)] = &[("thread", "conversation"), ("id", "conversation"), ("found_by", "conversation")];
/// Tables whose rows are written again whenever a commit touches the conversation.
const AGAIN: &[(&str, &str)] = &[("conversation", "serial"), ("call", "conversation")];

/// Writes the rows of the store in `full` into an empty one at `file`, `group` signals to a commit. Signals a second.
pub(crate) fn bare(full: &Path, file: &Path, group: usize) -> Result<f64> {
    let from = Connection::open(full)?;
    let all = |table: &str, by: &str| rows(&from, table, by);
    let once = ONCE.iter().map(|(table, by)| Ok((*table, all(table, by)?))).collect::<Result<Vec<_>>>()?;
    let again = AGAIN.iter().map(|(table, by)| Ok((*table, all(table, by)?))).collect::<Result<Vec<_>>>()?;
    let snapshots = all("snapshot", "conversation")?;
    let signals = in_order(&from, "SELECT conversation, signal.* FROM signal ORDER BY no")?;
    let changes = in_order(&from, "SELECT conversation, change.* FROM change ORDER BY no")?;
    drop(from);
    let conn = bare_connection(file)?;
    conn.execute("INSERT INTO account (account, zone, created_at) VALUES ('measured', 'UTC', 0)", [])?;
    conn.execute("INSERT INTO counter (account) VALUES ('measured')", [])?;
    let last: BTreeMap<i64, usize> =
        signals.iter().enumerate().map(|(place, (conversation, _))| (*conversation, place)).collect();
    let mut seen = BTreeSet::new();
    let mut changes = changes.into_iter().peekable();
    let ratio = changes.len() as f64 / signals.len() as f64;
    let (mut told, mut place) = (0, 0);
    let begun = Instant::now();
    for chunk in signals.chunks(group.max(1)) {
        conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let mut touched = BTreeSet::new();
        for (conversation, row) in chunk {
            touched.insert(*conversation);
            if seen.insert(*conversation) {
                let sql = "INSERT INTO conversation (account, serial, source, started_at, heard_at) VALUES ('measured', ?, 'measured', 0, 0)";
                conn.prepare_cached(sql)?.execute([conversation])?;
                for (table, rows) in &once {
                    rows.get(conversation).into_iter().flatten().try_for_each(|row| insert(&conn, table, row))?;
                }
            }
            insert(&conn, "signal", row)?;
            place += 1;
            // A change comes with the signal that made it, so never before its conversation is there.
            while told < (place as f64 * ratio).round() as usize
                && let Some((_, row)) = changes.next_if(|(conversation, _)| seen.contains(conversation))
            {
                insert(&conn, "change", &row)?;
                told += 1;
            }
        }
        for conversation in touched {
            for (table, rows) in &again {
                rows.get(&conversation).into_iter().flatten().try_for_each(|row| upsert(&conn, table, row))?;
            }
            if last.get(&conversation).is_some_and(|last| *last < place) {
                snapshots.get(&conversation).into_iter().flatten().try_for_each(|row| insert(&conn, "snapshot", row))?;
            }
        }
        conn.prepare_cached("UPDATE counter SET signal = ?, change = ? WHERE account = 'measured'")?
            .execute([place as i64, told as i64])?;
        conn.prepare_cached("COMMIT")?.execute([])?;
    }
    Ok(signals.len() as f64 / begun.elapsed().as_secs_f64())
}

fn rows(conn: &Connection, table: &str, by: &str) -> Result<Rows> {
    let mut found = Rows::new();
    for (conversation, row) in in_order(conn, &format!("SELECT {by}, {table}.* FROM {table}"))? {
        found.entry(conversation).or_default().push(row);
    }
    Ok(found)
}

fn in_order(conn: &Connection, sql: &str) -> Result<Vec<(i64, Vec<Value>)>> {
    let mut statement = conn.prepare(sql)?;
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        Ok((row.get(0)?, (1..columns).map(|column| row.get(column)).collect::<rusqlite::Result<Vec<Value>>>()?))
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

fn insert(conn: &Connection, table: &str, row: &[Value]) -> Result<()> {
    let marks = vec!["?"; row.len()].join(", ");
    let sql = format!("INSERT INTO {table} VALUES ({marks})");
    conn.prepare_cached(&sql)?.execute(params_from_iter(row))?;
    Ok(())
}

fn upsert(conn: &Connection, table: &str, row: &[Value]) -> Result<()> {
    let marks = vec!["?"; row.len()].join(", ");
    // The same columns as the store's own statement writes again.
    let set = match table {
        "conversation" => {
            "id = excluded.id, version = excluded.version, state = excluded.state, direction = excluded.direction,
            outcome = excluded.outcome, heard_at = excluded.heard_at"
        }
        _ => {
            "id = excluded.id, conversation = excluded.conversation, state = excluded.state, direction = excluded.direction,
            outcome = excluded.outcome, deleted_at = excluded.deleted_at"
        }
    };
    let sql = format!("INSERT INTO {table} VALUES ({marks}) ON CONFLICT DO UPDATE SET {set}");
    conn.prepare_cached(&sql)?.execute(params_from_iter(row))?;
    Ok(())
}
