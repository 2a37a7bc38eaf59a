//! Reading one conversation: as it is kept for folding on, and as it was told at a version. Never writes.

use calls::Text;
use calls::moment::Moment;
use calls::notation::json;
use calls::number::compared;
use calls::record::{Told, is_printed};
use calls::signal::Signal;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::super::ledger::{Convo, IdRow, LastTold, Listed};
use super::super::{ChangeKind, ChangeRow, Changes, Clue, Found, Result, SignalRow, StoreError, What};

/// The most ids, or conversations, that one resolves through; further ones would be a circle.
const SAME_AS_MAX: usize = 64;

/// A conversation to fold on. None of one that was erased.
pub(super) fn convo(conn: &Connection, account: &str, serial: u64) -> Result<Option<Convo>> {
    let Some((id, mut convo)) = bare_convo(conn, account, serial)? else { return Ok(None) };
    let told = told(conn, account, serial, None)?;
    convo = convo.read(signals_of(conn, account, serial)?, told.0);
    convo.snapshot = told.1;
    if let Some(id) = id {
        convo.names.set(calls::id::Kind::Conversation, Text::default(), Uuid::from_bytes(id));
        convo.first_change = first_change(conn, account, serial)?;
        recall(conn, account, &mut convo)?;
    }
    Ok(Some(convo))
}

/// What the row of a conversation says of it.
fn bare_convo(conn: &Connection, account: &str, serial: u64) -> Result<Option<(Option<[u8; 16]>, Convo)>> {
    let sql = "SELECT id, source, version, heard_at, started_at, ended_at, marks, counted, deleted_at IS NOT NULL,
            wrap_up_until, recording_until FROM conversation WHERE account = ? AND serial = ? AND erased_at IS NULL";
    let row = conn.prepare_cached(sql)?.query_row(params![account, serial], |row| {
        let mut convo = Convo::new(serial, text(row, 1)?, moment(row, 3)?);
        convo.version = row.get(2)?;
        convo.listed = Some((listed(row, 4)?, maybe_moment(row, 9)?, maybe_moment(row, 10)?));
        convo.kept.read_deleted(row.get(8)?);
        Ok((row.get(0)?, row.get::<_, Option<String>>(7)?, convo))
    });
    let Some((id, counted, mut convo)) = row.optional()? else { return Ok(None) };
    let counted = counted.map(|text| serde_json::from_str(&text)).transpose();
    convo.counted =
        counted.map_err(|error| StoreError::Broken(format!("what is counted of conversation {serial}: {error}")))?;
    Ok(Some((id, convo)))
}

/// Three columns that a row is listed by: when it began, when it ended, its marks.
fn listed(row: &Row<'_>, column: usize) -> rusqlite::Result<Listed> {
    Ok(Listed { started_at: moment(row, column)?, ended_at: maybe_moment(row, column + 1)?, marks: row.get(column + 2)? })
}

/// How the calls of a conversation were called, and what stands in their rows.
fn recall(conn: &Connection, account: &str, convo: &mut Convo) -> Result<()> {
    let mut failed = None;
    convo.recall(account, &mut |asked| {
        id(conn, account, asked).unwrap_or_else(|error| {
            failed = Some(error);
            None
        })
    });
    failed.map_or(Ok(()), Err)?;
    for call in convo.telling().calls() {
        let Some(serial) = convo.names.serial(call) else { continue };
        let sql = "SELECT started_at, ended_at, marks, deleted_at IS NOT NULL, words, updated_at, scope FROM call WHERE account = ? AND serial = ?";
        let row = conn.prepare_cached(sql)?.query_row(params![account, serial], |row| {
            let told = LastTold { updated_at: moment(row, 5)?, scope: maybe_text(row, 6)? };
            Ok(((listed(row, 0)?, told), row.get(3)?, row.get::<_, Option<String>>(4)?))
        });
        let Some((listed, deleted, words)) = row.optional()? else { continue };
        match words {
            Some(words) => convo.kept.read(serial, listed, deleted, words.lines().map(Text::new)),
            // A row of before there were other words than numbers.
            None => {
                let numbers = convo.telling().numbers(call);
                let words = numbers.iter().filter_map(|number| compared(number)).map(|number| Clue::Number(number).word());
                convo.kept.read(serial, listed, deleted, words);
            }
        }
    }
    Ok(())
}

fn first_change(conn: &Connection, account: &str, serial: u64) -> Result<u64> {
    let sql = "SELECT no FROM change WHERE account = ? AND conversation = ? ORDER BY version LIMIT 1";
    Ok(conn.prepare_cached(sql)?.query_row(params![account, serial], |row| row.get(0)).optional()?.unwrap_or_default())
}

/// All signals of a conversation in the order in which they were recorded.
fn signals_of(conn: &Connection, account: &str, serial: u64) -> Result<Vec<Signal>> {
    let sql = "SELECT no, body FROM signal WHERE account = ? AND conversation = ?";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params![account, serial], |row| Ok((row.get::<_, u64>(0)?, row.get::<_, String>(1)?)))?;
    let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    rows.sort_unstable_by_key(|(no, _)| *no);
    let signal =
        |(no, body): (u64, String)| json::from_json(&body).map_err(|fault| StoreError::Broken(format!("signal {no}: {fault}")));
    rows.into_iter().map(signal).collect()
}

/// What was told of a conversation up to a version, and the version of the snapshot that it was read from.
pub(super) fn told(conn: &Connection, account: &str, serial: u64, version: Option<u64>) -> Result<(Told, u64)> {
    let mut told = Told::default();
    let newest = version.unwrap_or(i64::MAX as u64);
    let sql = "SELECT version, told FROM snapshot WHERE account = ? AND conversation = ? AND version <= ?";
    let snapshot: Option<(u64, String)> = conn
        .prepare_cached(sql)?
        .query_row(params![account, serial, newest], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let from = snapshot.as_ref().map_or(0, |(version, _)| *version);
    match &snapshot {
        Some((_, text)) if is_printed(text) => told = Told::read(text).ok_or_else(|| damaged(serial))?,
        // One of before they were kept as they are printed.
        Some((_, patch)) => apply(&mut told, patch, serial)?,
        None => {}
    }
    let sql =
        "SELECT patch FROM change WHERE account = ? AND conversation = ? AND version > ? AND version <= ? ORDER BY version";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![account, serial, from, newest])?;
    while let Some(row) = rows.next()? {
        if let Some(patch) = row.get_ref(0)?.as_str_or_null().map_err(rusqlite::Error::from)? {
            apply(&mut told, patch, serial)?;
        }
    }
    Ok((told, from))
}

fn apply(told: &mut Told, patch: &str, serial: u64) -> Result<()> {
    if told.apply(patch) { Ok(()) } else { Err(damaged(serial)) }
}

fn damaged(serial: u64) -> StoreError {
    StoreError::Broken(format!("a change of conversation {serial} is damaged"))
}

/// The record as it was told at a version that there is. None where nothing was told.
pub(super) fn record(conn: &Connection, account: &str, serial: u64, version: u64) -> Result<Option<String>> {
    let sql = "SELECT told FROM snapshot WHERE account = ? AND conversation = ? AND version = ?";
    let kept = conn.prepare_cached(sql)?.query_row(params![account, serial, version], |row| {
        let text = row.get_ref(0)?.as_str()?;
        Ok(is_printed(text).then(|| text.to_owned()))
    });
    if let Some(Some(record)) = kept.optional()? {
        return Ok(Some(record));
    }
    let (told, _) = told(conn, account, serial, Some(version))?;
    Ok(told.is_told().then(|| told.print(version)))
}

/// An id that was told, and what it resolves to.
pub(super) fn id(conn: &Connection, account: &str, id: Uuid) -> Result<Option<IdRow>> {
    Ok(resolved(conn, account, id)?.map(|row| IdRow { id: row.id, serial: row.serial }))
}

/// What an id names now.
pub(super) struct Resolved {
    pub(super) id: Uuid,
    pub(super) what: What,
    serial: u64,
    pub(super) conversation: u64,
}

fn one_id(conn: &Connection, account: &str, id: Uuid) -> Result<Option<(Resolved, Option<Uuid>)>> {
    let sql = "SELECT kind, serial, conversation, same_as FROM id WHERE account = ? AND id = ?";
    let row = conn.prepare_cached(sql)?.query_row(params![account, id.as_bytes()], |row| {
        let what = match row.get_ref(0)?.as_str()? {
            "conversation" => What::Conversation,
            "call" => What::Call,
            "leg" => What::Leg,
            _ => What::Recording,
        };
        let same_as = row.get::<_, Option<[u8; 16]>>(3)?.map(Uuid::from_bytes);
        Ok((Resolved { id, what, serial: row.get(1)?, conversation: row.get(2)? }, same_as))
    });
    Ok(row.optional()?)
}

/// What an id names, through whatever it turned out to be the same as.
pub(super) fn resolved(conn: &Connection, account: &str, id: Uuid) -> Result<Option<Resolved>> {
    let mut next = id;
    for _ in 0..SAME_AS_MAX {
        match one_id(conn, account, next)? {
            Some((_, Some(same_as))) => next = same_as,
            Some((row, None)) => return Ok(Some(Resolved { conversation: went_to(conn, account, row.conversation)?, ..row })),
            None => return Ok(None),
        }
    }
    Err(StoreError::Broken(format!("id {id} resolves in a circle")))
}

/// Where a conversation is now. What is no longer in the record when its conversation goes into another is not moved along.
fn went_to(conn: &Connection, account: &str, serial: u64) -> Result<u64> {
    let sql = "SELECT merged_into FROM conversation WHERE account = ? AND serial = ?";
    let mut next = serial;
    for _ in 0..SAME_AS_MAX {
        let into = conn.prepare_cached(sql)?.query_row(params![account, next], |row| row.get::<_, Option<u64>>(0));
        let Some(into) = into.optional()?.flatten() else { return Ok(next) };
        next = into;
    }
    Err(StoreError::Broken(format!("conversation {serial} went into others in a circle")))
}

/// The conversation that has, had or contains the thing with this id.
pub(super) fn find(conn: &Connection, account: &str, id: Uuid, version: Option<u64>) -> Result<Option<Found>> {
    let own = one_id(conn, account, id)?;
    // A conversation that went into another has a history of its own, which a version may mean.
    if let (Some((row, Some(_))), Some(version)) = (&own, version)
        && row.what == What::Conversation
        && let Some(found) = as_of(conn, account, row, Some(version))?
    {
        return Ok(Some(found));
    }
    match resolved(conn, account, id)? {
        Some(row) => as_of(conn, account, &row, version),
        None => Ok(None),
    }
}

fn as_of(conn: &Connection, account: &str, row: &Resolved, version: Option<u64>) -> Result<Option<Found>> {
    // Of one that was erased it is left that it was there, and none of what was in it.
    let sql =
        "SELECT id, version FROM conversation WHERE account = ? AND serial = ? AND version > 0 AND (erased_at IS NULL OR ?)";
    let params = params![account, row.conversation, row.what == What::Conversation];
    let whole = conn.prepare_cached(sql)?.query_row(params, |row| Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, u64>(1)?)));
    let Some((id, newest)) = whole.optional()? else { return Ok(None) };
    let conversation = Uuid::from_bytes(id);
    let Some(at) = version_at(conn, account, row.conversation, version, newest)? else { return Ok(None) };
    let record = record(conn, account, row.conversation, at)?;
    Ok(record.map(|record| Found { what: row.what, id: row.id, conversation, version: at, record }))
}

/// The version that is meant, if there was one of that number.
fn version_at(conn: &Connection, account: &str, serial: u64, version: Option<u64>, newest: u64) -> Result<Option<u64>> {
    let Some(version) = version else { return Ok(Some(newest)) };
    let sql = "SELECT version FROM change WHERE account = ? AND conversation = ? AND version = ?";
    let version = i64::try_from(version).unwrap_or(i64::MAX);
    Ok(conn.prepare_cached(sql)?.query_row(params![account, serial, version], |row| row.get(0)).optional()?)
}

/// The serial of the conversation with this id, wherever it went.
pub(super) fn serial(conn: &Connection, account: &str, id: Uuid) -> Result<Option<u64>> {
    Ok(resolved(conn, account, id)?.map(|row| row.conversation))
}

/// The serial of the conversation with this id, with the history of its own that it had before it went anywhere.
pub(super) fn own_serial(conn: &Connection, account: &str, id: Uuid) -> Result<Option<u64>> {
    match one_id(conn, account, id)? {
        Some((row, Some(_))) if row.what == What::Conversation => Ok(Some(row.conversation)),
        _ => serial(conn, account, id),
    }
}

/// Conversations of a source of which nothing was heard since a moment, and which have not ended.
pub(super) fn unheard(conn: &Connection, account: &str, source: &str, since: Moment, most: usize) -> Result<Vec<u64>> {
    let sql = "SELECT serial FROM conversation WHERE account = ? AND source = ? AND ended_at IS NULL AND merged_into IS NULL
            AND erased_at IS NULL AND version > 0 AND state <> 'logged' AND heard_at < ? LIMIT ?";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params![account, source, since.micros(), most], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// Conversations of which the time to wrap up a call is past, the longest past first.
pub(super) fn to_wrap_up(conn: &Connection, account: &str, now: Moment, most: usize) -> Result<Vec<u64>> {
    let sql = "SELECT serial FROM conversation WHERE account = ? AND wrap_up_until <= ? AND wrap_up_until IS NOT NULL
            AND merged_into IS NULL AND erased_at IS NULL ORDER BY wrap_up_until LIMIT ?";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params![account, now.micros(), most], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// Conversations of whose calls the recordings are waited for longer than until one moment and no longer than until another; those that
/// waited first come first.
pub(super) fn awaited(conn: &Connection, account: &str, (from, until): (Moment, Moment), most: usize) -> Result<Vec<u64>> {
    let sql = "SELECT serial FROM conversation WHERE account = ? AND recording_until > ? AND recording_until <= ?
            AND recording_until IS NOT NULL AND merged_into IS NULL AND erased_at IS NULL ORDER BY recording_until LIMIT ?";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params![account, from.micros(), until.micros(), most], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// When the oldest conversation of a source began that has not ended.
pub(super) fn oldest_open(conn: &Connection, account: &str, source: &str) -> Result<Option<Moment>> {
    let sql = "SELECT started_at FROM conversation WHERE account = ? AND source = ? AND ended_at IS NULL
            AND merged_into IS NULL AND erased_at IS NULL AND state IS NOT 'logged' ORDER BY started_at LIMIT 1";
    Ok(conn.prepare_cached(sql)?.query_row(params![account, source], |row| moment(row, 0)).optional()?)
}

/// The signals behind a conversation, in the order in which they were recorded.
pub(super) fn signals(conn: &Connection, account: &str, serial: u64, after: u64, rows: usize) -> Result<Vec<SignalRow>> {
    let sql = "SELECT no, recorded_at, body FROM signal WHERE account = ? AND conversation = ? AND no > ? ORDER BY no LIMIT ?";
    let mut statement = conn.prepare_cached(sql)?;
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![account, serial, after, rows], |row| {
        Ok(SignalRow { no: row.get(0)?, recorded_at: moment(row, 1)?, body: row.get(2)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// The changes after a number, oldest first.
pub(super) fn changes(conn: &Connection, account: &str, after: u64, of: Option<u64>, rows: usize) -> Result<Changes> {
    const FIELDS: &str = "SELECT change.no, conversation.id, change.source, change.version, change.previous, change.kind,
            change.at, change.recorded_at, change.by, change.patch
        FROM change LEFT JOIN conversation
            ON conversation.account = change.account AND conversation.serial = change.conversation
        WHERE change.account = ?1 AND change.no > ?2";
    let sql = "SELECT change FROM counter WHERE account = ?";
    let newest = conn.prepare_cached(sql)?.query_row([account], |row| row.get(0)).optional()?.unwrap_or_default();
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let rows = match of {
        None => {
            let mut statement = conn.prepare_cached(&format!("{FIELDS} ORDER BY change.no LIMIT ?3"))?;
            statement.query_map(params![account, after, rows], change)?.collect::<rusqlite::Result<Vec<_>>>()?
        }
        // By version, which is the order of one conversation's numbers.
        Some(serial) => {
            let sql = format!("{FIELDS} AND change.conversation = ?4 ORDER BY change.version LIMIT ?3");
            let mut statement = conn.prepare_cached(&sql)?;
            statement.query_map(params![account, after, rows, serial], change)?.collect::<rusqlite::Result<Vec<_>>>()?
        }
    };
    Ok(Changes { rows, newest })
}

fn change(row: &Row<'_>) -> rusqlite::Result<ChangeRow> {
    Ok(ChangeRow {
        no: row.get(0)?,
        conversation: row.get::<_, Option<[u8; 16]>>(1)?.map(Uuid::from_bytes),
        source: Text::new(row.get_ref(2)?.as_str()?),
        version: row.get(3)?,
        previous: row.get(4)?,
        kind: ChangeKind::of_word(row.get_ref(5)?.as_str()?).unwrap_or(ChangeKind::Changed),
        at: moment(row, 6)?,
        recorded_at: moment(row, 7)?,
        by: row.get(8)?,
        patch: row.get(9)?,
    })
}

/// A column that holds a moment.
pub(super) fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<Moment> {
    Ok(Moment::from_micros(row.get(column)?).unwrap_or_default())
}

pub(super) fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<Text> {
    Ok(Text::new(row.get_ref(column)?.as_str()?))
}

pub(super) fn maybe_text(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Text>> {
    Ok(row.get::<_, Option<String>>(column)?.map(Text::from))
}

pub(super) fn maybe_moment(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Moment>> {
    Ok(row.get::<_, Option<i64>>(column)?.and_then(Moment::from_micros))
}
