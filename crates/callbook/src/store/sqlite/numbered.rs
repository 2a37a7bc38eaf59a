//! Pages of calls by number, oldest first: of those over a line that stand alone (rule R12).
//!
//! A page costs a look at the days of the period (some thousand rows for a company's life), at the index of the two days at the ends of
//! a period and of the day on which the page begins, and at the records that it shows; never a look at all calls. Of a million calls on a
//! thousand days, a page is found in 0.6 ms so, and in 200 ms by the index of calls alone (the two tables, cached). Whoever sees only
//! some calls has his own looked through, up to a named number. Nothing here is held between two pages.

use std::collections::HashMap;
use std::sync::Arc;

use calls::Text;
use calls::moment::Moment;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::super::dialects::{NUMBERED_OWN_MAX, NUMBERED_ROWS_MAX, Numbered, NumberedAsk, NumberedCall};
use super::super::ledger::{CALL_DELETED, OF_CALL, marks};
use super::super::{Clue, Result, StoreError};
use super::days::DAY;
use super::read;

/// A piece of the period, with how many calls began in it.
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: i64,
    until: i64,
    calls: u64,
}

/// One page.
pub(super) fn page(conn: &Connection, account: &str, ask: &NumberedAsk) -> Result<Numbered> {
    let rows = ask.rows.min(NUMBERED_ROWS_MAX);
    let (total, serials) = match &ask.only {
        None => of_all(conn, account, ask, rows)?,
        Some(clues) => of_some(conn, account, ask, rows, clues)?,
    };
    let mut records = HashMap::new();
    let calls = serials.into_iter().map(|serial| print(conn, account, serial, &mut records));
    let calls = calls.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    Ok(Numbered { total, calls })
}

/// What of a call's columns says that it is listed, as SQL.
fn listed(ask: &NumberedAsk) -> String {
    let [inbound, outbound] = marks::OUTSIDE;
    let (mask, is) = (marks::OVER_A_LINE_MASK, marks::OVER_A_LINE);
    let firsts = if ask.firsts { format!(" AND call.marks & {} = 0", marks::HANDED) } else { String::new() };
    format!("call.marks & {mask} = {is} AND call.marks & 3 IN ({inbound}, {outbound}){firsts}")
}

fn bounds(ask: &NumberedAsk) -> (i64, i64) {
    (ask.from.map_or(0, Moment::micros), ask.until.map_or(i64::MAX, Moment::micros))
}

/// How many there are, and the page's serials, of all calls of the account.
fn of_all(conn: &Connection, account: &str, ask: &NumberedAsk, rows: u64) -> Result<(u64, Vec<u64>)> {
    let pieces = pieces(conn, account, ask)?;
    let total = pieces.iter().map(|piece| piece.calls).sum();
    let (mut skipped, mut serials) = (ask.skipped, Vec::new());
    let sql = format!(
        "SELECT call.serial FROM call WHERE account = ? AND started_at >= ? AND started_at < ? AND {}
        ORDER BY started_at, serial LIMIT ? OFFSET ?",
        listed(ask)
    );
    let mut statement = conn.prepare_cached(&sql)?;
    for piece in pieces {
        if skipped >= piece.calls {
            skipped -= piece.calls;
            continue;
        }
        let left = rows - serials.len() as u64;
        let found = statement.query_map(params![account, piece.from, piece.until, left, skipped], |row| row.get(0))?;
        serials.extend(found.collect::<rusqlite::Result<Vec<u64>>>()?);
        skipped = 0;
        if serials.len() as u64 >= rows {
            break;
        }
    }
    Ok((total, serials))
}

/// The days of the period, in order; a day that is only in part in it is counted by the index.
fn pieces(conn: &Connection, account: &str, ask: &NumberedAsk) -> Result<Vec<Piece>> {
    let (from, until) = bounds(ask);
    if from >= until {
        return Ok(Vec::new());
    }
    let sql = "SELECT day, calls, handed FROM call_day WHERE account = ? AND day >= ? AND day <= ? AND calls > 0 ORDER BY day";
    let mut statement = conn.prepare_cached(sql)?;
    let mut days = statement.query(params![account, from.div_euclid(DAY), (until - 1).div_euclid(DAY)])?;
    let counted =
        format!("SELECT count(*) FROM call WHERE account = ? AND started_at >= ? AND started_at < ? AND {}", listed(ask));
    let mut pieces = Vec::new();
    while let Some(row) = days.next()? {
        let (day, calls, handed): (i64, u64, u64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (begins, ends) = (day * DAY, (day + 1) * DAY);
        let mut piece = Piece { from: begins.max(from), until: ends.min(until), calls };
        if piece.from != begins || piece.until != ends {
            let mut statement = conn.prepare_cached(&counted)?;
            piece.calls = statement.query_row(params![account, piece.from, piece.until], |row| row.get(0))?;
        } else if ask.firsts {
            piece.calls = calls.saturating_sub(handed);
        }
        pieces.push(piece);
    }
    Ok(pieces)
}

/// The same of calls that have one of these clues.
fn of_some(conn: &Connection, account: &str, ask: &NumberedAsk, rows: u64, clues: &[Clue]) -> Result<(u64, Vec<u64>)> {
    let words: Vec<Text> = clues.iter().map(Clue::word).collect();
    let words: Vec<&str> = words.iter().map(Text::as_str).collect();
    // A list of texts always prints.
    let words = serde_json::to_string(&words).unwrap_or_default();
    let sql = format!(
        "SELECT DISTINCT found_by.started_at, found_by.call FROM json_each(?2) AS word
            CROSS JOIN found_by ON found_by.account = ?1 AND found_by.word = word.value
                AND found_by.started_at >= ?3 AND found_by.started_at < ?4
            CROSS JOIN call ON call.account = ?1 AND call.serial = found_by.call
        WHERE found_by.level & {OF_CALL} <> 0 AND found_by.level & {CALL_DELETED} = 0 AND {}
        ORDER BY 1, 2 LIMIT ?5",
        listed(ask)
    );
    let (from, until) = bounds(ask);
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map(params![account, words, from, until, NUMBERED_OWN_MAX + 1], |row| row.get(1))?;
    let found = found.collect::<rusqlite::Result<Vec<u64>>>()?;
    if found.len() > NUMBERED_OWN_MAX {
        let says = format!("these are more than {NUMBERED_OWN_MAX} calls: ask for a shorter period");
        return Err(StoreError::refused("by_time", says));
    }
    let skipped = usize::try_from(ask.skipped).unwrap_or(usize::MAX);
    let page = found.iter().skip(skipped).take(usize::try_from(rows).unwrap_or_default()).copied().collect();
    Ok((found.len() as u64, page))
}

/// A call with the record that it stands in. None of one of which nothing is told.
pub(super) fn print(
    conn: &Connection,
    account: &str,
    serial: u64,
    records: &mut HashMap<u64, Option<Arc<str>>>,
) -> Result<Option<NumberedCall>> {
    let sql = "SELECT call.id, call.conversation, conversation.version FROM call JOIN conversation
            ON conversation.account = call.account AND conversation.serial = call.conversation
        WHERE call.account = ? AND call.serial = ?";
    let (id, conversation, version): ([u8; 16], u64, u64) =
        conn.prepare_cached(sql)?.query_row(params![account, serial], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let record = match records.get(&conversation) {
        Some(record) => record.clone(),
        None => {
            let record: Option<Arc<str>> = read::record(conn, account, conversation, version)?.map(Arc::from);
            records.insert(conversation, record.clone());
            record
        }
    };
    Ok(record.map(|record| NumberedCall { call: Uuid::from_bytes(id), record }))
}
