//! Rows that stand for a conversation as it is now, written once a transaction however many signals changed it.

use calls::Text;
use calls::conversation::Word;
use calls::id::Kind;
use calls::moment::Moment;
use calls::signal::{Doer, DoerKind};
use rusqlite::{Connection, params};
use serde::Serialize;
use uuid::Uuid;

use super::super::Result;
use super::super::ledger::{Convo, Fresh, words};

/// Enters a conversation of which nothing is known yet: its row comes before whatever names it.
pub(super) fn begin(conn: &Connection, account: &str, convo: &Convo) -> Result<()> {
    let sql = "INSERT INTO conversation (account, serial, source, started_at, heard_at) VALUES (?, ?, ?, ?, ?)";
    let at = convo.heard_at.micros();
    conn.prepare_cached(sql)?.execute(params![account, convo.serial, &*convo.source, at, at])?;
    Ok(())
}

/// Writes the row of a conversation, those of its calls that changed, their numbers, and a snapshot when one is due.
pub(super) fn conversation(conn: &Connection, account: &str, convo: &mut Convo) -> Result<()> {
    let now = convo.conversation();
    let (state, direction, outcome) = words(now);
    let told = convo.id().filter(|_| convo.version > 0);
    let started_at = if now.calls.is_empty() { convo.heard_at } else { now.started_at };
    let sql =
        "UPDATE conversation SET id = ?, version = ?, state = ?, direction = ?, outcome = ?, started_at = ?, ended_at = ?,
        heard_at = ?, deleted_at = ?, wrap_up_until = ? WHERE account = ? AND serial = ?";
    conn.prepare_cached(sql)?.execute(params![
        told.as_ref().map(Uuid::as_bytes),
        convo.version,
        told.map(|_| state),
        direction,
        outcome,
        started_at.micros(),
        now.ended_at.map(Moment::micros),
        convo.heard_at.micros(),
        now.deleted_at().map(Moment::micros),
        convo.wrap_up_until().map(Moment::micros),
        account,
        convo.serial,
    ])?;
    if convo.version == 0 {
        return Ok(());
    }
    calls(conn, account, convo)?;
    if let Some(patch) = convo.due_snapshot() {
        let sql = "INSERT INTO snapshot (account, conversation, version, patch) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET version = excluded.version, patch = excluded.patch";
        conn.prepare_cached(sql)?.execute(params![account, convo.serial, convo.version, patch])?;
        convo.snapshot = convo.version;
    }
    Ok(())
}

fn calls(conn: &Connection, account: &str, convo: &mut Convo) -> Result<()> {
    let due = convo.due_rows();
    for (call, id, serial) in due.calls {
        let sql =
            "INSERT INTO call (account, serial, id, conversation, state, direction, outcome, started_at, ended_at, deleted_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET id = excluded.id, conversation = excluded.conversation, state = excluded.state,
                direction = excluded.direction, outcome = excluded.outcome, started_at = excluded.started_at,
                ended_at = excluded.ended_at, deleted_at = excluded.deleted_at";
        conn.prepare_cached(sql)?.execute(params![
            account,
            serial,
            id.as_bytes(),
            convo.serial,
            call.state.word(),
            call.direction.map(Word::word),
            call.outcome.map(Word::word),
            call.started_at.micros(),
            call.ended_at.map(Moment::micros),
            call.doings.deleted_at.map(Moment::micros),
        ])?;
    }
    for serial in due.gone {
        conn.prepare_cached("DELETE FROM call WHERE account = ? AND serial = ?")?.execute(params![account, serial])?;
    }
    for row in due.lost {
        let sql = "DELETE FROM number WHERE account = ? AND number = ? AND started_at = ? AND call = ?";
        conn.prepare_cached(sql)?.execute(params![account, &*row.number, row.started_at.micros(), row.call])?;
    }
    for row in due.numbers {
        let sql = "INSERT INTO number (account, number, started_at, call, conversation) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET conversation = excluded.conversation";
        let params = params![account, &*row.number, row.started_at.micros(), row.call, convo.serial];
        conn.prepare_cached(sql)?.execute(params)?;
    }
    Ok(())
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
    let sql = "UPDATE conversation SET version = ?, merged_into = ? WHERE account = ? AND serial = ?";
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
    for row in gone.kept.numbers() {
        let sql = "UPDATE number SET conversation = ? WHERE account = ? AND number = ? AND started_at = ? AND call = ?";
        conn.prepare_cached(sql)?.execute(params![keep, account, &*row.number, row.started_at.micros(), row.call])?;
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
