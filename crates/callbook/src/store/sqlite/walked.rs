//! Walks through calls by when they began, newest or oldest first; and what an integer, or half an id, was given to.
//!
//! A piece of a walk costs a look at the index that is walked and at the records that it gives, wherever it begins. Nothing is held
//! between two pieces.

use std::collections::HashMap;

use calls::Text;
use calls::dialects::seen::Seen;
use calls::moment::Moment;
use calls::record::Told;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::super::dialects::{GIVEN_ROWS_MAX, GOING_ON_MAX, GivenAsk, NumberedCall, SerialAsk, WalkAsk};
use super::super::ledger::OF_CALL;
use super::super::{Clue, EntryRow, PAGE_ROWS_MAX, Page, Result};
use super::directory::{ENTRY, entry_row};
use super::read::{maybe_text, text};
use super::{find, numbered, read};

/// One piece.
pub(super) fn page(conn: &Connection, account: &str, ask: &WalkAsk) -> Result<Page<NumberedCall>> {
    let (serials, next) = find::walk(conn, account, ask)?;
    let mut records = HashMap::new();
    let calls = serials.into_iter().map(|serial| numbered::print(conn, account, serial, &mut records));
    let rows = calls.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    Ok(Page { rows, next })
}

/// The id of the call whose id has that lower half.
pub(super) fn id_of_half(conn: &Connection, account: &str, half: u64) -> Result<Option<Uuid>> {
    let sql = format!(
        "SELECT call.id FROM found_by JOIN call ON call.account = found_by.account AND call.serial = found_by.call
        WHERE found_by.account = ? AND found_by.word = ? AND found_by.level & {OF_CALL} <> 0 LIMIT 1"
    );
    let word = Clue::half(half).word();
    let found: Option<[u8; 16]> =
        conn.prepare_cached(&sql)?.query_row(params![account, &*word], |row| row.get(0)).optional()?;
    if let Some(id) = found {
        return Ok(Some(Uuid::from_bytes(id)));
    }
    // An id that turned out to be another's stands with no call: there are few.
    let sql = "SELECT id FROM id WHERE account = ? AND kind = 'call' AND same_as IS NOT NULL AND substr(id, 9) = ? LIMIT 1";
    let params = params![account, half.to_be_bytes()];
    let found: Option<[u8; 16]> = conn.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?;
    Ok(found.map(Uuid::from_bytes))
}

/// By which kind and word an integer was given: to an entry of the directory, or to what is none.
pub(super) fn given_to(conn: &Connection, account: &str, serial: u64) -> Result<Option<(Text, Text)>> {
    let Ok(serial) = i64::try_from(serial) else { return Ok(None) };
    let given = "SELECT kind, word FROM given WHERE account = ? AND serial = ?";
    let entered = "SELECT kind, key FROM entry WHERE account = ? AND serial = ?";
    for sql in [given, entered] {
        let found = conn.prepare_cached(sql)?.query_row(params![account, serial], |row| Ok((text(row, 0)?, text(row, 1)?)));
        if let Some(found) = found.optional()? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// What integers were given to, by these.
pub(super) fn given(conn: &Connection, account: &str, ask: &GivenAsk) -> Result<Vec<(u64, Text, Text)>> {
    let (beyond, order) = if ask.ascending { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!(
        "SELECT serial, kind, word FROM given WHERE account = ?1 AND serial {beyond} ?2
            AND kind IN (SELECT value FROM json_each(?3)) ORDER BY serial {order} LIMIT ?4"
    );
    let start = if ask.ascending { 0 } else { i64::MAX as u64 };
    let beyond = i64::try_from(ask.beyond.unwrap_or(start)).unwrap_or(i64::MAX);
    // A list of texts always prints.
    let kinds = serde_json::to_string(ask.kinds).unwrap_or_default();
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map(params![account, beyond, kinds, ask.rows.min(GIVEN_ROWS_MAX)], |row| {
        Ok((row.get(0)?, text(row, 1)?, text(row, 2)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// The conversation that a flow began with: of those that share it the one that the store heard of first; and when it began, as its
/// first version says, which never changes.
pub(super) fn flow_began(conn: &Connection, account: &str, id: Uuid, flow: Option<&Text>) -> Result<Option<(Uuid, Moment)>> {
    let Some(own) = read::serial(conn, account, id)? else { return Ok(None) };
    let sql = "SELECT min(conversation) FROM found_by WHERE account = ? AND word = ?";
    let first = |flow: &Text| -> Result<Option<u64>> {
        let word = Clue::Flow(flow.clone()).word();
        Ok(conn.prepare_cached(sql)?.query_row(params![account, &*word], |row| row.get(0))?)
    };
    let first = flow.map(first).transpose()?.flatten().unwrap_or(own);
    let sql = "SELECT conversation.id, change.patch FROM change JOIN conversation
            ON conversation.account = change.account AND conversation.serial = change.conversation
        WHERE change.account = ? AND change.conversation = ? ORDER BY change.version LIMIT 1";
    let told = conn.prepare_cached(sql)?.query_row(params![account, first], |row| {
        Ok((row.get::<_, Option<[u8; 16]>>(0)?.map(Uuid::from_bytes), maybe_text(row, 1)?))
    });
    let Some((Some(id), Some(patch))) = told.optional()? else { return Ok(None) };
    let mut first = Told::default();
    let seen = Some(first.apply(&patch)).filter(|is_patch| *is_patch).and_then(|_| Seen::read(&first.print(1)).ok());
    let began = seen.and_then(|seen| seen.calls.iter().map(|call| call.started_at).min());
    Ok(began.map(|began| (id, began)))
}

/// The records of conversations that go on.
pub(super) fn going_on(conn: &Connection, account: &str) -> Result<Vec<String>> {
    let sql = "SELECT serial, version FROM conversation WHERE account = ? AND ended_at IS NULL AND merged_into IS NULL
            AND erased_at IS NULL AND version > 0 AND state IS NOT 'logged' ORDER BY started_at DESC LIMIT ?";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params![account, GOING_ON_MAX], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let rows = rows.collect::<rusqlite::Result<Vec<(u64, u64)>>>()?;
    let records = rows.into_iter().map(|(serial, version)| read::record(conn, account, serial, version));
    Ok(records.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// Entries by their integers.
pub(super) fn entries(conn: &Connection, account: &str, ask: &SerialAsk) -> Result<Vec<EntryRow>> {
    let (beyond, order) = if ask.ascending { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!("{ENTRY} AND kind = ? AND deleted_at IS NULL AND serial {beyond} ? ORDER BY serial {order}");
    let start = if ask.ascending { 0 } else { i64::MAX as u64 };
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![account, ask.kind.word(), ask.beyond.unwrap_or(start)])?;
    let most = ask.rows.min(PAGE_ROWS_MAX);
    let mut entries = Vec::new();
    while entries.len() < most
        && let Some(row) = rows.next()?
    {
        let entry = entry_row(row)?;
        let title = entry.settings.name.as_deref().unwrap_or(&entry.key).to_lowercase();
        if ask.name.as_ref().is_none_or(|name| title.starts_with(name.as_str())) {
            entries.push(entry);
        }
    }
    Ok(entries)
}
