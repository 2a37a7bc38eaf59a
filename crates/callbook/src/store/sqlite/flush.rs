//! Rows that stand for a conversation as it is now, written once a transaction however many signals changed it.

use calls::Text;
use calls::conversation::Word;
use calls::id::Kind;
use calls::moment::Moment;
use calls::signal::{Doer, DoerKind};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use uuid::Uuid;

use super::super::ledger::{Convo, Counted, Due, Figure, Fresh, Tally, words};
use super::super::{Result, StoreError};
use super::days::Days;

/// Enters a conversation of which nothing is known yet: its row comes before whatever names it.
pub(super) fn begin(conn: &Connection, account: &str, convo: &Convo) -> Result<()> {
    let sql = "INSERT INTO conversation (account, serial, source, started_at, heard_at) VALUES (?, ?, ?, ?, ?)";
    let at = convo.heard_at.micros();
    conn.prepare_cached(sql)?.execute(params![account, convo.serial, &*convo.source, at, at])?;
    Ok(())
}

/// Writes the row of a conversation, those of its calls that changed, their numbers, and a snapshot when one is due. What that adds to
/// the calls of a day, and takes from them, is left in `days`.
pub(super) fn conversation(conn: &Connection, account: &str, convo: &mut Convo, days: &mut Days) -> Result<()> {
    let now = convo.conversation();
    let (state, direction, outcome) = words(now);
    let told = convo.id().filter(|_| convo.version > 0);
    // Nothing that an index has: those are written anew for each row that names their columns.
    let sql = "UPDATE conversation SET id = ?, version = ?, state = ?, direction = ?, outcome = ?, heard_at = ?, deleted_at = ?
        WHERE account = ? AND serial = ?";
    conn.prepare_cached(sql)?.execute(params![
        told.as_ref().map(Uuid::as_bytes),
        convo.version,
        told.map(|_| state),
        direction,
        outcome,
        convo.heard_at.micros(),
        now.deleted_at().map(Moment::micros),
        account,
        convo.serial,
    ])?;
    let due = (convo.due_listed(), convo.wrap_up_until(), convo.recording_until());
    if convo.listed != Some(due) {
        let (listed, wrap_up_until, recording_until) = due;
        let sql = "UPDATE conversation SET started_at = ?, ended_at = ?, marks = ?, wrap_up_until = ?, recording_until = ?
            WHERE account = ? AND serial = ?";
        conn.prepare_cached(sql)?.execute(params![
            listed.started_at.micros(),
            listed.ended_at.map(Moment::micros),
            listed.marks,
            wrap_up_until.map(Moment::micros),
            recording_until.map(Moment::micros),
            account,
            convo.serial
        ])?;
        convo.listed = Some(due);
    }
    if convo.version == 0 {
        return Ok(());
    }
    let due = convo.due_rows();
    calls(conn, account, convo, &due)?;
    for row in &due.calls {
        days.change(row.was, row.listed.or(row.was));
    }
    unlist(conn, account, convo.serial, &due, days)?;
    if let Some(record) = convo.due_snapshot() {
        let sql = "INSERT INTO snapshot (account, conversation, version, told) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET version = excluded.version, told = excluded.told";
        conn.prepare_cached(sql)?.execute(params![account, convo.serial, convo.version, record])?;
        convo.snapshot = convo.version;
    }
    Ok(())
}

fn calls(conn: &Connection, account: &str, convo: &Convo, due: &Due) -> Result<()> {
    for row in &due.calls {
        let call = &row.call;
        if row.is_new {
            let sql = "INSERT INTO call (account, serial, id, conversation, state, started_at, source, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
            let started_at = call.started_at.micros();
            let created_at = convo.created_at(row.id).map_or(started_at, Moment::micros);
            let (id, source) = (row.id.as_bytes(), &*convo.source);
            let params = params![account, row.serial, id, convo.serial, call.state.word(), started_at, source, created_at];
            conn.prepare_cached(sql)?.execute(params)?;
        }
        let sql = "UPDATE call SET id = ?, conversation = ?, state = ?, direction = ?, outcome = ?, deleted_at = ?,
                words = coalesce(?, words) WHERE account = ? AND serial = ?";
        conn.prepare_cached(sql)?.execute(params![
            row.id.as_bytes(),
            convo.serial,
            call.state.word(),
            call.direction.map(Word::word),
            call.outcome.map(Word::word),
            call.doings.deleted_at.map(Moment::micros),
            row.words,
            account,
            row.serial,
        ])?;
        if let Some(told) = &row.told {
            let sql = "UPDATE call SET updated_at = ?, scope = ? WHERE account = ? AND serial = ?";
            let params = params![told.updated_at.micros(), told.scope.as_deref(), account, row.serial];
            conn.prepare_cached(sql)?.execute(params)?;
        }
        if let Some(listed) = row.listed {
            let sql = "UPDATE call SET started_at = ?, ended_at = ?, marks = ? WHERE account = ? AND serial = ?";
            let (started_at, ended_at) = (listed.started_at.micros(), listed.ended_at.map(Moment::micros));
            conn.prepare_cached(sql)?.execute(params![started_at, ended_at, listed.marks, account, row.serial])?;
        }
    }
    Ok(())
}

/// Removes the rows of calls that are no more, and writes the words by which a conversation and its calls are found now.
pub(super) fn unlist(conn: &Connection, account: &str, conversation: u64, due: &Due, days: &mut Days) -> Result<()> {
    for (serial, was) in &due.gone {
        conn.prepare_cached("DELETE FROM call WHERE account = ? AND serial = ?")?.execute(params![account, serial])?;
        days.change(Some(*was), None);
    }
    found_by(conn, account, conversation, due)
}

fn found_by(conn: &Connection, account: &str, conversation: u64, due: &Due) -> Result<()> {
    for row in &due.lost {
        let sql = "DELETE FROM found_by WHERE account = ? AND word = ? AND started_at = ? AND call = ?";
        conn.prepare_cached(sql)?.execute(params![account, &*row.word, row.started_at.micros(), row.call])?;
    }
    for row in &due.words {
        let sql = "INSERT INTO found_by (account, word, started_at, call, conversation, level) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET conversation = excluded.conversation, level = excluded.level";
        let params = params![account, &*row.word, row.started_at.micros(), row.call, conversation, row.level];
        conn.prepare_cached(sql)?.execute(params)?;
    }
    Ok(())
}

/// Writes what of a conversation is counted.
pub(super) fn counted(conn: &Connection, account: &str, conversation: u64, counted: Option<&Counted>) -> Result<()> {
    let text = counted.map(serde_json::to_string).transpose().map_err(|error| StoreError::Broken(error.to_string()))?;
    let sql = "UPDATE conversation SET counted = ? WHERE account = ? AND serial = ?";
    conn.prepare_cached(sql)?.execute(params![text, account, conversation])?;
    Ok(())
}

/// Adds to a row of figures, or takes from it.
pub(super) fn figure(conn: &Connection, account: &str, figure: &Figure, more: &Tally) -> Result<()> {
    let key = params![account, figure.part.word(), &*figure.key, figure.hour.micros(), figure.direction];
    let sql = "SELECT tally FROM figure WHERE account = ? AND part = ? AND key = ? AND hour = ? AND direction = ?";
    let bytes: Option<Vec<u8>> = conn.prepare_cached(sql)?.query_row(key, |row| row.get(0)).optional()?;
    let mut tally = bytes.map(|bytes| Tally::read(&bytes).ok_or_else(|| broken(figure))).transpose()?.unwrap_or_default();
    tally.add(more, 1);
    if tally.is_empty() {
        let sql = "DELETE FROM figure WHERE account = ? AND part = ? AND key = ? AND hour = ? AND direction = ?";
        conn.prepare_cached(sql)?.execute(key)?;
        return Ok(());
    }
    let sql = "INSERT INTO figure (account, part, key, hour, direction, tally) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET tally = excluded.tally";
    let hour = figure.hour.micros();
    conn.prepare_cached(sql)?.execute(params![
        account,
        figure.part.word(),
        &*figure.key,
        hour,
        figure.direction,
        tally.bytes()
    ])?;
    Ok(())
}

/// What is said of a row of figures that cannot be read.
pub(super) fn broken(figure: &Figure) -> StoreError {
    StoreError::Broken(format!("a figure of {} `{}` cannot be read", figure.part.word(), figure.key))
}

/// Writes an id that was never told before.
pub(super) fn id(conn: &Connection, account: &str, conversation: u64, fresh: &Fresh) -> Result<()> {
    let kind = match fresh.kind {
        Kind::Conversation => "conversation",
        Kind::Call => "call",
        Kind::Leg => "leg",
        Kind::Recording => "recording",
    };
    let sql = "INSERT INTO id (account, id, kind, serial, conversation, same_as) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET same_as = excluded.same_as, conversation = excluded.conversation";
    let same_as = fresh.same_as.as_ref().map(Uuid::as_bytes);
    conn.prepare_cached(sql)?.execute(params![account, fresh.id.as_bytes(), kind, fresh.serial, conversation, same_as])?;
    Ok(())
}

/// Gives all rows of a conversation to the one that it went into (rule N20), but for what was told of it. Of a fact that both
/// have, only what is `preferred` takes the place of what is there.
pub(super) fn moved(
    conn: &Connection,
    account: &str,
    gone: &Convo,
    keep: u64,
    into: Option<Uuid>,
    preferred: &[(Text, Text)],
) -> Result<()> {
    // One that was never told has no row yet if it began in this very transaction.
    let sql =
        "UPDATE conversation SET version = ?, merged_into = ?, marks = 0, counted = NULL WHERE account = ? AND serial = ?";
    conn.prepare_cached(sql)?.execute(params![gone.version, keep, account, gone.serial])?;
    for (feed, key) in preferred {
        let sql =
            "UPDATE OR REPLACE signal SET conversation = ? WHERE account = ? AND conversation = ? AND feed = ? AND key = ?";
        conn.prepare_cached(sql)?.execute(params![keep, account, gone.serial, &**feed, &**key])?;
    }
    let sql = "UPDATE OR IGNORE signal SET conversation = ? WHERE account = ? AND conversation = ?";
    conn.prepare_cached(sql)?.execute(params![keep, account, gone.serial])?;
    // What is left are facts that are there already.
    let sql = "DELETE FROM signal WHERE account = ? AND conversation = ?";
    conn.prepare_cached(sql)?.execute(params![account, gone.serial])?;
    for name in &gone.threads {
        let sql = "UPDATE thread SET conversation = ? WHERE account = ? AND source = ? AND name = ?";
        conn.prepare_cached(sql)?.execute(params![keep, account, &*gone.source, &**name])?;
    }
    for (id, _) in gone.names.serials().filter(|(id, _)| gone.id() != Some(*id)) {
        let sql = "UPDATE id SET conversation = ? WHERE account = ? AND id = ?";
        conn.prepare_cached(sql)?.execute(params![keep, account, id.as_bytes()])?;
    }
    if let (Some(own), Some(into)) = (gone.id(), into) {
        // Its own id keeps its own history, and resolves to the other's.
        let sql = "UPDATE id SET same_as = ? WHERE account = ? AND id = ?";
        conn.prepare_cached(sql)?.execute(params![into.as_bytes(), account, own.as_bytes()])?;
    }
    Ok(())
}

/// Who did something, as a change keeps it.
pub(super) fn doer(doer: &Doer) -> String {
    #[derive(Serialize)]
    struct Wire<'a> {
        kind: &'static str,
        id: &'a str,
        name: Option<&'a str>,
    }
    let kind = match doer.kind {
        DoerKind::Person => "person",
        DoerKind::Program => "program",
        DoerKind::System => "system",
    };
    serde_json::to_string(&Wire { kind, id: &doer.id, name: doer.name.as_deref() }).unwrap_or_default()
}
