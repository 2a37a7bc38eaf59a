//! Calls that may be meant by what a client says in a dialect, and what is written of it: only if nothing else was told of them meanwhile.

use std::collections::BTreeSet;

use calls::Text;
use calls::fold::CONVERSATION_SIGNALS_MAX;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::super::dialects::{Overheard, Overhearing, Whereabouts};
use super::super::ledger::{CALL_DELETED, OF_CALL};
use super::super::{Found, Recorded, Result, What};
use super::desk::Book;
use super::read;

/// The most calls of one key that are looked at, the newest.
const LOOKED_MAX: usize = 1_000;

/// The serials of the conversations in which a call may be meant, the newest first.
fn serials(conn: &Connection, account: &str, source: &str, place: &Whereabouts) -> Result<Vec<u64>> {
    match place {
        Whereabouts::Thread(thread) => {
            let sql = "SELECT conversation FROM thread WHERE account = ? AND source = ? AND name = ?";
            let name = format!("t:{thread}");
            let serial = conn.prepare_cached(sql)?.query_row(params![account, source, name], |row| row.get(0)).optional()?;
            Ok(serial.into_iter().collect())
        }
        Whereabouts::Clue(clue, ended_from) => {
            let sql = format!(
                "SELECT DISTINCT call.conversation FROM (SELECT call FROM found_by WHERE account = ?1 AND word = ?2
                    AND level & {OF_CALL} <> 0 AND level & {CALL_DELETED} = 0 ORDER BY started_at DESC LIMIT {LOOKED_MAX}) AS found
                CROSS JOIN call ON call.account = ?1 AND call.serial = found.call
                WHERE call.source = ?3 AND (call.ended_at IS NULL OR call.ended_at >= ?4) ORDER BY call.conversation DESC"
            );
            let mut statement = conn.prepare_cached(&sql)?;
            let params = params![account, &*clue.word(), source, ended_from.micros()];
            Ok(statement.query_map(params, |row| row.get(0))?.collect::<rusqlite::Result<Vec<_>>>()?)
        }
    }
}

/// Those of which something was told and that were not erased, by id, each with its version.
fn told(conn: &Connection, account: &str, serials: &[u64]) -> Result<Vec<(u64, Uuid, u64)>> {
    let sql = "SELECT id, version FROM conversation WHERE account = ? AND serial = ? AND version > 0 AND erased_at IS NULL";
    let mut statement = conn.prepare_cached(sql)?;
    let mut told = Vec::with_capacity(serials.len());
    for serial in serials {
        let row = statement.query_row(params![account, serial], |row| Ok((row.get::<_, [u8; 16]>(0)?, row.get(1)?)));
        told.extend(row.optional()?.map(|(id, version)| (*serial, Uuid::from_bytes(id), version)));
    }
    Ok(told)
}

/// The conversations in which a call may be meant, each as it is now.
pub(super) fn found(conn: &Connection, account: &str, source: &str, place: &Whereabouts) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    for (serial, id, version) in told(conn, account, &serials(conn, account, source, place)?)? {
        let record = read::record(conn, account, serial, version)?;
        found.extend(record.map(|record| Found { what: What::Conversation, id, conversation: id, version, record }));
    }
    Ok(found)
}

impl Book {
    /// Records what was judged by the conversations of some places, if they are still as they were.
    pub(super) fn overhear(&mut self, conn: &Connection, said: &Overhearing) -> Result<Overheard> {
        // What this transaction told before stands in no row yet.
        self.flush(conn)?;
        let mut there = Vec::new();
        for (place, known) in &said.looks {
            let found = serials(conn, &self.account, &said.source, place)?;
            let now = told(conn, &self.account, &found)?.into_iter().map(|(_, id, version)| (id, version));
            if !now.eq(known.iter().copied()) {
                return Ok(Overheard::Stale);
            }
            there.extend(found);
        }
        let threads: BTreeSet<&Text> = said.signals.iter().map(|signal| &signal.thread).collect();
        for thread in threads {
            if let Some(why) = self.refuses(conn, said, thread, &there)? {
                return Ok(why);
            }
        }
        let mut recorded = Recorded { shared: 1, ..Recorded::default() };
        let (mut written, before) = (Vec::new(), self.counters.change);
        for signal in &said.signals {
            if let Some(serial) = self.take(conn, signal, said.at)? {
                self.tell(conn, serial, None, Some(signal), said.at)?;
                recorded.new += 1;
                if !written.contains(&serial) {
                    written.push(serial);
                }
            }
        }
        self.enter_seen(conn, &said.seen, said.at)?;
        self.flush(conn)?;
        let mut found = Vec::new();
        for (serial, id, version) in told(conn, &self.account, &written)? {
            let record = read::record(conn, &self.account, serial, version)?.unwrap_or_default();
            found.push(Found { what: What::Conversation, id, conversation: id, version, record });
        }
        if found.is_empty() {
            return Ok(Overheard::Stale);
        }
        recorded.repeated = said.signals.len().saturating_sub(recorded.new);
        recorded.versions = usize::try_from(self.counters.change - before).unwrap_or_default();
        Ok(Overheard::Written { found, recorded })
    }

    /// Why nothing is recorded, by the call of one of its threads.
    fn refuses(&mut self, conn: &Connection, said: &Overhearing, thread: &Text, there: &[u64]) -> Result<Option<Overheard>> {
        let name = Text::from(format!("t:{thread}"));
        let Some(serial) = self.serial_of(conn, &said.source, &name)? else { return Ok(None) };
        if !self.open_convo(conn, serial)? {
            return Ok(Some(Overheard::Erased));
        }
        let Some(convo) = self.convos.get(&serial) else { return Ok(Some(Overheard::Erased)) };
        if !there.contains(&serial) {
            // Another call has this name: the next moment gives another one.
            return Ok(Some(Overheard::Stale));
        }
        let is_full = convo.signals().len() + said.signals.len() > CONVERSATION_SIGNALS_MAX;
        Ok(is_full.then_some(Overheard::Full))
    }
}
