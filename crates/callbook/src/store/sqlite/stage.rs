//! What presence is made of: conversations that go on or ended lately, and what phone systems said of their agents.

use calls::Text;
use calls::moment::Moment;
use calls::presence::{Held, Known, Scene, Stand, Subject, Words, apply};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::ledger::marks::THERE;
use super::super::stage::{STAGE_ENDED_MAX, StageFrom, StageRows, StandRow, StandsMark};
use super::super::{Result, StoreError};
use super::read;

/// How long a conversation may have lasted that is over, in microseconds: a week.
const LASTS_MAX: i64 = 7 * 86_400_000_000;

/// What there is of an agent or phone, as it is kept.
#[derive(Deserialize, Serialize)]
struct Wire {
    here: bool,
    paused: bool,
    reason: Option<Text>,
    name: Option<Text>,
    words: Vec<Text>,
    names_user: bool,
    since: Option<i64>,
}

impl From<Held> for Wire {
    fn from(held: Held) -> Self {
        let Held { here, paused, reason, name, words, since } = held;
        Self { here, paused, reason, name, words: words.all, names_user: words.names_user, since: since.map(Moment::micros) }
    }
}

impl From<Wire> for Held {
    fn from(wire: Wire) -> Self {
        let Wire { here, paused, reason, name, words, names_user, since } = wire;
        let words = Words { all: words, names_user };
        Self { here, paused, reason, name, words, since: since.and_then(Moment::from_micros) }
    }
}

/// What changed, or all there is.
pub(super) fn stage(conn: &Connection, account: &str, from: StageFrom) -> Result<StageRows> {
    let sql = "SELECT counter.change, account.zone FROM counter JOIN account ON account.account = counter.account
        WHERE counter.account = ?";
    let row = conn.prepare_cached(sql)?.query_row([account], |row| Ok((row.get(0)?, read::text(row, 1)?))).optional()?;
    let Some((newest, zone)) = row else { return Ok(StageRows { is_whole: true, ..StageRows::default() }) };
    // Whoever read further than there is read another store.
    let after = from.change.filter(|after| *after <= newest);
    let (serials, too_many) = match after {
        Some(after) => (changed(conn, account, after)?, false),
        None => whole(conn, account, from.ended)?,
    };
    let scenes = serials.into_iter().filter_map(|serial| scene(conn, account, serial).transpose());
    let scenes = scenes.collect::<Result<Vec<_>>>()?;
    let stands = stands(conn, account, from.stands)?;
    Ok(StageRows { newest, is_whole: after.is_none(), too_many, zone, scenes, stands })
}

fn changed(conn: &Connection, account: &str, after: u64) -> Result<Vec<u64>> {
    let sql = "SELECT DISTINCT conversation FROM change WHERE account = ? AND no > ? AND conversation IS NOT NULL";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params![account, after], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// All that go on, and those that are over since a moment; whether there were more of these than are read.
fn whole(conn: &Connection, account: &str, ended: Moment) -> Result<(Vec<u64>, bool)> {
    let sql = "SELECT serial FROM conversation WHERE account = ? AND ended_at IS NULL AND merged_into IS NULL
        AND erased_at IS NULL AND version > 0";
    let mut statement = conn.prepare_cached(sql)?;
    let mut serials = statement.query_map([account], |row| row.get(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    // By the index of beginnings, which has all that is asked: one by ends alone would cost everybody who records.
    let sql = "SELECT serial FROM conversation WHERE account = ? AND started_at >= ? AND ended_at >= ? AND marks & ? <> 0
        ORDER BY ended_at DESC LIMIT ?";
    let mut statement = conn.prepare_cached(sql)?;
    let begun = ended.plus(-LASTS_MAX).micros();
    let rows = statement.query_map(params![account, begun, ended.micros(), THERE, STAGE_ENDED_MAX + 1], |row| row.get(0))?;
    let mut over = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let too_many = over.len() > STAGE_ENDED_MAX;
    over.truncate(STAGE_ENDED_MAX);
    serials.append(&mut over);
    Ok((serials, too_many))
}

/// What a conversation comes to. None of one that was never told.
fn scene(conn: &Connection, account: &str, serial: u64) -> Result<Option<(Uuid, Scene)>> {
    let sql = "SELECT id, merged_into IS NOT NULL OR erased_at IS NOT NULL, version FROM conversation
        WHERE account = ? AND serial = ?";
    let row = conn.prepare_cached(sql)?.query_row(params![account, serial], |row| {
        Ok((row.get::<_, Option<[u8; 16]>>(0)?.map(Uuid::from_bytes), row.get(1)?, row.get(2)?))
    });
    let Some((Some(id), is_gone, version)) = row.optional()? else { return Ok(None) };
    if is_gone {
        return Ok(Some((id, Scene::default())));
    }
    let record = read::record(conn, account, serial, version)?.unwrap_or_default();
    let scene = Scene::read(&record);
    let broken = |error| StoreError::Broken(format!("the record of conversation {serial} cannot be read: {error}"));
    Ok(Some((id, scene.map_err(broken)?)))
}

fn stands(conn: &Connection, account: &str, known: Option<StandsMark>) -> Result<Option<(StandsMark, Vec<StandRow>)>> {
    let sql = "SELECT (SELECT coalesce(max(no), 0) FROM stand WHERE account = ?1),
        (SELECT count(*) FROM source WHERE account = ?1 AND deleted_at IS NULL)";
    let mark =
        conn.prepare_cached(sql)?.query_row([account], |row| Ok(StandsMark { newest: row.get(0)?, sources: row.get(1)? }))?;
    if known == Some(mark) {
        return Ok(None);
    }
    let sql = "SELECT stand.source, stand.kind, stand.queue, stand.word, stand.held FROM stand JOIN source
            ON source.account = stand.account AND source.source = stand.source
        WHERE stand.account = ? AND source.deleted_at IS NULL";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([account])?;
    let mut stands = Vec::new();
    while let Some(row) = rows.next()? {
        let (subject, held) = kept(row, 1)?;
        stands.push(StandRow { source: read::text(row, 0)?, subject, held });
    }
    Ok(Some((mark, stands)))
}

/// A row from that column on: kind, queue, word, and what is held.
fn kept(row: &rusqlite::Row<'_>, first: usize) -> Result<(Subject, Held)> {
    let word = read::text(row, first + 2)?;
    let subject = match row.get_ref(first)?.as_str().map_err(rusqlite::Error::from)? {
        "member" => Subject::Member(read::text(row, first + 1)?, word),
        _ => Subject::Phone(word),
    };
    let text = row.get_ref(first + 3)?.as_str().map_err(rusqlite::Error::from)?;
    let wire: Wire = serde_json::from_str(text).map_err(|error| StoreError::Broken(format!("a stand: {error}")))?;
    Ok((subject, wire.into()))
}

/// Keeps what a source says of its agents.
pub(super) fn put_stands(conn: &Connection, account: &str, source: &str, stands: &[Stand]) -> Result<()> {
    let mut known = Known::new();
    let sql = "SELECT kind, queue, word, held FROM stand WHERE account = ? AND source = ?";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![account, source])?;
    while let Some(row) = rows.next()? {
        let (subject, held) = kept(row, 0)?;
        known.insert(subject, held);
    }
    let mut changed: Vec<Subject> = stands.iter().flat_map(|stand| apply(&mut known, stand)).collect();
    changed.sort();
    changed.dedup();
    let sql = "SELECT coalesce(max(no), 0) FROM stand WHERE account = ?";
    let newest: u64 = conn.prepare_cached(sql)?.query_row([account], |row| row.get(0))?;
    let sql = "INSERT INTO stand (account, source, kind, queue, word, no, held) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET no = excluded.no, held = excluded.held";
    for subject in changed {
        let Some(held) = known.remove(&subject) else { continue };
        let held = serde_json::to_string(&Wire::from(held)).unwrap_or_default();
        let (kind, queue, word) = match &subject {
            Subject::Member(queue, agent) => ("member", queue.as_str(), agent),
            Subject::Phone(phone) => ("phone", "", phone),
        };
        conn.prepare_cached(sql)?.execute(params![account, source, kind, queue, &**word, newest + 1, held])?;
    }
    Ok(())
}
