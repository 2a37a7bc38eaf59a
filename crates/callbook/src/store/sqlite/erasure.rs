//! Erasing conversations (rule N25).
//!
//! What goes is written over in the file too: a row that is only marked as free can still be read by whoever has the file.

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use calls::record::{Erased as Left, Record};
use calls::signal::Doer;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::super::erasure::{Erased, Erasing, Erasure, HOUR, Outlived, RAW_HOURS_MAX, RawHour};
use super::super::ledger::marks;
use super::super::{ChangeKind, Clue, Found, GIVEN_TO_NUMBERS, Result, StoreError, What};
use super::Sqlite;
use super::desk::Book;
use super::{flush, media, read};

/// Conversations that are erased in one transaction, so that calls go on being recorded between.
const AT_ONCE: usize = 50;
/// Around what was recorded, so long before and after something of it may have come in that became no signal, in microseconds.
const AROUND: i64 = 600 * 1_000_000;
/// The most hours of raw input that one conversation takes along: a week.
const HOURS_MAX: usize = 168;

#[async_trait]
impl Erasure for Sqlite {
    async fn erase(&self, erasing: Erasing) -> Result<Erased> {
        let account = erasing.account.clone();
        self.in_book(&account, move |book, conn| written_over(conn, || book.erase(conn, &erasing))).await
    }

    async fn erase_before(&self, account: &str, before: Moment, by: Doer, at: Moment) -> Result<Outlived> {
        let (mut outlived, mut after) = (Outlived::default(), (i64::MIN, 0));
        loop {
            let of = account.to_owned();
            let rows = self.ask(move |conn| kept_before(conn, &of, before, after, at)).await?;
            let Some(last) = rows.last() else { return Ok(outlived) };
            after = *last;
            let serials: Vec<u64> = rows.iter().map(|(_, serial)| *serial).collect();
            match self.bury(account, serials.clone(), &by, at).await {
                Ok(erased) => outlived.erased += erased,
                Err(StoreError::Broken(_)) => {
                    // One that cannot be read must not keep the others.
                    for serial in serials {
                        match self.bury(account, vec![serial], &by, at).await {
                            Ok(erased) => outlived.erased += erased,
                            Err(StoreError::Broken(_)) => outlived.left += 1,
                            Err(error) => return Err(error),
                        }
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn raw_to_go(&self, account: &str) -> Result<Vec<RawHour>> {
        let account = account.to_owned();
        self.ask(move |conn| raw_to_go(conn, &account)).await
    }

    async fn raw_is_gone(&self, account: &str, hours: Vec<RawHour>) -> Result<()> {
        self.in_book(account, move |book, conn| {
            for RawHour { source, hour } in &hours {
                let sql = "DELETE FROM raw_to_go WHERE account = ? AND source = ? AND hour = ?";
                conn.prepare_cached(sql)?.execute(params![&*book.account, &**source, hour])?;
            }
            Ok(())
        })
        .await
    }
}

impl Sqlite {
    /// Erases some conversations in one transaction. How many of them there were.
    async fn bury(&self, account: &str, serials: Vec<u64>, by: &Doer, at: Moment) -> Result<usize> {
        let by = by.clone();
        let act = move |book: &mut Book, conn: &Connection| {
            // What this transaction told before stands in no row yet.
            book.flush(conn)?;
            let mut erased = 0;
            written_over(conn, || {
                for serial in serials {
                    if let Some(row) = row(conn, &book.account, serial)?.filter(|row| !row.is_erased) {
                        book.bury(conn, serial, &row, &by, at)?;
                        erased += 1;
                    }
                }
                Ok(())
            })?;
            Ok(erased)
        };
        self.in_book(account, act).await
    }
}

/// Does something of which what it removes is written over.
fn written_over<T>(conn: &Connection, act: impl FnOnce() -> Result<T>) -> Result<T> {
    conn.execute_batch("PRAGMA secure_delete = ON")?;
    let done = act();
    conn.execute_batch("PRAGMA secure_delete = FAST")?;
    done
}

/// What the row of a conversation says.
struct Row {
    id: Option<Uuid>,
    source: Text,
    version: u64,
    started_at: Moment,
    ended_at: Option<Moment>,
    is_over: bool,
    is_erased: bool,
}

impl Book {
    fn erase(&mut self, conn: &Connection, erasing: &Erasing) -> Result<Erased> {
        // What this transaction told before stands in no row yet.
        self.flush(conn)?;
        let Some(thing) = read::resolved(conn, &self.account, erasing.id)? else { return Ok(Erased::Unknown) };
        let serial = thing.conversation;
        let Some(row) = row(conn, &self.account, serial)? else { return Ok(Erased::Unknown) };
        let Some(id) = row.id else { return Ok(Erased::Unknown) };
        let (mut version, mut loose) = (row.version, Vec::new());
        if !row.is_erased {
            if erasing.versions.as_ref().is_some_and(|versions| !versions.contains(&version)) {
                return Ok(Erased::Stale(version));
            }
            if !row.is_over {
                return Ok(Erased::GoesOn);
            }
            loose = self.bury(conn, serial, &row, &erasing.by, erasing.at)?;
            version += 1;
        }
        let record = read::record(conn, &self.account, serial, version)?;
        let record = record.ok_or_else(|| StoreError::Broken(format!("nothing is left of conversation {serial}")))?;
        Ok(Erased::Done(Found { what: What::Conversation, id, conversation: id, version, record }, loose))
    }

    /// Erases a conversation, of which this is the row, and what went into it. The names of its bytes, which are loose now.
    fn bury(&mut self, conn: &Connection, serial: u64, row: &Row, by: &Doer, at: Moment) -> Result<Vec<String>> {
        // First, while the words are known by which its rows are found: those of what went into it are its own.
        self.unlist(conn, serial)?;
        let mut loose = Vec::new();
        let mut all = vec![serial];
        while let Some(next) = all.pop() {
            all.extend(gone_into(conn, &self.account, next)?);
            loose.extend(media::let_go_within(conn, &self.account, next, at)?);
            note_raw(conn, &self.account, &row.source, next)?;
            erase_rows(conn, &self.account, next, at)?;
        }
        if let Some(id) = row.id {
            self.tell_erased(conn, serial, (id, row), by, at)?;
        }
        Ok(loose)
    }

    /// Removes the rows by which a conversation and its calls are listed and found, and forgets it.
    fn unlist(&mut self, conn: &Connection, serial: u64) -> Result<()> {
        if self.open_convo(conn, serial)?
            && let Some(convo) = self.convos.get_mut(&serial)
        {
            let due = convo.due_erasure();
            flush::unlist(conn, &self.account, serial, &due, &mut self.days)?;
            due.lost.iter().try_for_each(|row| forget_number(conn, &self.account, &row.word))?;
        }
        self.drop_convo(serial);
        Ok(())
    }

    /// The one change by which it is told, and the record that is left.
    fn tell_erased(&mut self, conn: &Connection, serial: u64, (id, row): (Uuid, &Row), by: &Doer, at: Moment) -> Result<()> {
        let (started_at, ended_at, source) = (row.started_at, row.ended_at, row.source.clone());
        let version = row.version + 1;
        // The integer that was told of it is another one than its row's.
        let told = read::id(conn, &self.account, id)?.ok_or_else(|| StoreError::Broken(format!("id {id} is not there")))?;
        let left = Left { id, serial: told.serial, source, version, started_at, ended_at, erased_at: at };
        let record = serde_json::to_string(&Record::erased(&left)).map_err(|error| StoreError::Broken(error.to_string()))?;
        let sql = "UPDATE conversation SET version = ? WHERE account = ? AND serial = ?";
        conn.prepare_cached(sql)?.execute(params![version, &*self.account, serial])?;
        let sql = "INSERT INTO snapshot (account, conversation, version, told) VALUES (?, ?, ?, ?)";
        conn.prepare_cached(sql)?.execute(params![&*self.account, serial, version, record])?;
        self.counters.change += 1;
        let sql = "INSERT INTO change (account, no, conversation, source, version, previous, kind, at, recorded_at, by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        let (no, kind, micros, by) = (self.counters.change, ChangeKind::Erased.word(), at.micros(), flush::doer(by));
        let account = &*self.account;
        let params = params![account, no, serial, &*row.source, version, row.version, kind, micros, micros, by];
        conn.prepare_cached(sql)?.execute(params)?;
        Ok(())
    }
}

fn row(conn: &Connection, account: &str, serial: u64) -> Result<Option<Row>> {
    let sql = "SELECT id, source, version, started_at, ended_at, ended_at IS NOT NULL OR state = 'logged',
            erased_at IS NOT NULL FROM conversation WHERE account = ? AND serial = ?";
    let row = conn.prepare_cached(sql)?.query_row(params![account, serial], |row| {
        Ok(Row {
            id: row.get::<_, Option<[u8; 16]>>(0)?.map(Uuid::from_bytes),
            source: read::text(row, 1)?,
            version: row.get(2)?,
            started_at: read::moment(row, 3)?,
            ended_at: read::maybe_moment(row, 4)?,
            is_over: row.get::<_, Option<bool>>(5)?.unwrap_or_default(),
            is_erased: row.get(6)?,
        })
    });
    Ok(row.optional()?)
}

/// Forgets the integers of a number, if that is what a word is, and no call has it any more.
fn forget_number(conn: &Connection, account: &str, word: &str) -> Result<()> {
    let Some(number) = Clue::number_of(word) else { return Ok(()) };
    let sql = "SELECT 1 FROM found_by WHERE account = ? AND word = ?";
    if conn.prepare_cached(sql)?.exists([account, word])? {
        return Ok(());
    }
    for kind in GIVEN_TO_NUMBERS {
        let sql = "DELETE FROM given WHERE account = ? AND kind = ? AND word = ?";
        conn.prepare_cached(sql)?.execute([account, kind, number])?;
    }
    Ok(())
}

/// The conversations that went into one.
fn gone_into(conn: &Connection, account: &str, serial: u64) -> Result<Vec<u64>> {
    let sql = "SELECT serial FROM conversation WHERE account = ? AND merged_into = ?";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params![account, serial], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// Removes everything of one conversation but what names it and when it was.
fn erase_rows(conn: &Connection, account: &str, serial: u64, at: Moment) -> Result<()> {
    let of = params![account, serial];
    // What was sent, and what came back, may say all that is to go; the receiver has it, and what is still owed is told without.
    let sql = "UPDATE delivery SET body = NULL, attempts = '[]' WHERE account = ?1
            AND subscription IN (SELECT id FROM subscription WHERE account = ?1)
            AND change IN (SELECT no FROM change WHERE account = ?1 AND conversation = ?2)";
    conn.prepare_cached(sql)?.execute(of)?;
    conn.prepare_cached("UPDATE change SET patch = NULL, by = NULL WHERE account = ? AND conversation = ?")?.execute(of)?;
    conn.prepare_cached("DELETE FROM signal WHERE account = ? AND conversation = ?")?.execute(of)?;
    conn.prepare_cached("DELETE FROM snapshot WHERE account = ? AND conversation = ?")?.execute(of)?;
    let sql =
        "UPDATE conversation SET state = NULL, direction = NULL, outcome = NULL, marks = ?, counted = NULL, deleted_at = NULL,
            keep_until = NULL, wrap_up_until = NULL, recording_until = NULL, erased_at = ? WHERE account = ? AND serial = ?";
    conn.prepare_cached(sql)?.execute(params![marks::ERASED, at.micros(), account, serial])?;
    Ok(())
}

/// Conversations that are over and began before a moment, the oldest first, after that one; by when they began and their serial.
fn kept_before(
    conn: &Connection,
    account: &str,
    before: Moment,
    (started_at, serial): (i64, u64),
    now: Moment,
) -> Result<Vec<(i64, u64)>> {
    let sql = format!(
        "SELECT started_at, serial FROM conversation WHERE account = ?1 AND started_at < ?2 AND (started_at, serial) > (?3, ?4)
            AND marks & {ERASED} = 0 AND merged_into IS NULL
            AND (ended_at IS NOT NULL OR state = 'logged' OR (version = 0 AND heard_at < ?2))
            AND coalesce(keep_until <= ?5, TRUE) ORDER BY started_at, serial LIMIT {AT_ONCE}",
        ERASED = marks::ERASED
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let params = params![account, before.micros(), started_at, serial, now.micros()];
    let rows = statement.query_map(params, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// Notes in which hours something was heard of a conversation.
fn note_raw(conn: &Connection, account: &str, source: &str, serial: u64) -> Result<()> {
    let sql = "SELECT min(recorded_at), max(recorded_at) FROM signal WHERE account = ? AND conversation = ?";
    let heard = conn.prepare_cached(sql)?.query_row(params![account, serial], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (Some(first), Some(last)): (Option<i64>, Option<i64>) = heard else { return Ok(()) };
    let hours = (first - AROUND).div_euclid(HOUR)..=(last + AROUND).div_euclid(HOUR);
    for hour in hours.take(HOURS_MAX) {
        let sql = "INSERT INTO raw_to_go (account, source, hour) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
        conn.prepare_cached(sql)?.execute(params![account, source, hour])?;
    }
    Ok(())
}

fn raw_to_go(conn: &Connection, account: &str) -> Result<Vec<RawHour>> {
    let sql = format!("SELECT source, hour FROM raw_to_go WHERE account = ? ORDER BY source, hour LIMIT {RAW_HOURS_MAX}");
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map([account], |row| Ok(RawHour { source: read::text(row, 0)?, hour: row.get(1)? }))?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}
