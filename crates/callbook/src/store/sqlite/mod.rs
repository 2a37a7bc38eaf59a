//! The store in one SQLite file: the default.
//!
//! One thread writes (`writer`, with what it has in memory on its `desk`); read-only connections beside it answer questions.
//! Other programs of ours may write to the same file meanwhile. The file is in WAL mode and every commit is synchronous.

mod accounts;
mod apps;
mod created;
mod days;
mod desk;
mod dialects;
mod directory;
mod erasure;
mod errand;
mod exports;
mod figures;
mod find;
mod flush;
mod media;
mod migrate;
mod named;
mod numbered;
mod originations;
mod outbox;
mod overheard;
mod people;
mod read;
mod stage;
mod sweep;
#[cfg(test)]
mod tests;
mod walked;
mod writer;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use calls::presence::Stand;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};
use tokio::sync::watch;
use uuid::Uuid;

use super::{
    AccountRow, BATCH_SIGNALS_MAX, Batch, CHANGES_MAX, ChangeKind, Changes, Compared, Did, DirectoryRows, ENTRIES_MAX,
    EntryAsk, EntryKind, EntryPut, EntryRow, Errand, FigureAsk, FigureRow, Filter, Found, Limits, Listed, PAGE_ROWS_MAX, Page,
    PersonRow, Place, Put, Recorded, Refolded, Result, SignalRow, SourceRow, SourceTurn, StageFrom, StageRows, Store,
    StoreError, Sums, Tallied, TokenRow, Writing,
};
use writer::Writer;

/// How long another program's transaction is waited for.
const BUSY: Duration = Duration::from_secs(10);
/// Statements that a connection keeps prepared.
const STATEMENTS_MAX: usize = 64;
/// Read-only connections that are kept.
const READERS_MAX: usize = 8;
/// How often it is looked whether another program wrote, so that its changes are told too.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Conversations that a rebuild folds in one transaction, so that calls go on being recorded between.
const REFOLD_AT_ONCE: usize = 100;

/// Entries whose numbers are compared anew in one transaction, for the same reason.
const LEAD_AT_ONCE: usize = 1_000;

/// A store in one file.
#[derive(Debug)]
struct Sqlite {
    file: PathBuf,
    writer: Writer,
    readers: Arc<Mutex<Vec<Connection>>>,
    bell: watch::Receiver<()>,
}

/// Opens a store, which is made if it is not there, and brings its tables up to date.
pub(crate) fn open(file: &Path) -> Result<Arc<dyn Store>> {
    opened(file, true)
}

/// The same without figures, to measure what they cost. A rebuild counts what was not counted.
pub(crate) fn open_uncounted(file: &Path) -> Result<Arc<dyn Store>> {
    opened(file, false)
}

fn opened(file: &Path, counts: bool) -> Result<Arc<dyn Store>> {
    let conn = bare_connection(file)?;
    let writer = Writer::start(conn, counts)?;
    writer.look(reader(file)?, LOOK_EVERY)?;
    let bell = writer.bell();
    Ok(Arc::new(Sqlite { file: file.to_owned(), writer, readers: Arc::default(), bell }))
}

/// Looks whether a file is a whole store of ours, of this version or an older one, without changing it.
pub(crate) fn check(file: &Path) -> Result<()> {
    let conn = reader(file)?;
    migrate::look(&conn)?;
    let whole: String = conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if whole == "ok" { Ok(()) } else { Err(StoreError::Broken(whole)) }
}

/// How far a restored store counts its changes on. A server that made more changes than this between a backup and its
/// restoring would have lost more than it has.
const RESTORED_CHANGES: u64 = 1 << 32;

/// Makes a copy of a backup another store than the one that went on after the backup: what that one told since is no change of
/// this, so that no cursor of its readers is mistaken for one of ours.
pub(crate) fn restored(file: &Path) -> Result<()> {
    let conn = bare_connection(file)?;
    conn.execute("UPDATE counter SET change = change + ?", [RESTORED_CHANGES])?;
    // A copy that is only looked at must call nobody.
    let why = "the store was restored: switch it on if this is the store that tells";
    conn.execute("UPDATE subscription SET off = ? WHERE off IS NULL", [why])?;
    // The file alone is the store, for it is to be given another name.
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")?;
    Ok(())
}

/// A connection as the store writes by, on tables that are up to date, and nothing else of ours.
pub(crate) fn bare_connection(file: &Path) -> Result<Connection> {
    let mut conn = connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    // The size of a page is decided once, before the first table.
    conn.execute_batch(
        "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
        PRAGMA wal_autocheckpoint = 8192; PRAGMA secure_delete = FAST; PRAGMA journal_size_limit = 134217728; PRAGMA cache_size = -8192;",
    )?;
    migrate::migrate(&mut conn)?;
    Ok(conn)
}

fn connect(file: &Path, flags: OpenFlags) -> Result<Connection> {
    let conn = Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    Ok(conn)
}

impl Sqlite {
    /// Asks something of a read-only connection, on a thread that may wait for the disk.
    async fn ask<T: Send + 'static>(&self, ask: impl FnOnce(&Connection) -> Result<T> + Send + 'static) -> Result<T> {
        let (readers, file) = (Arc::clone(&self.readers), self.file.clone());
        let asked = tokio::task::spawn_blocking(move || {
            let kept = readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let conn = kept.map_or_else(|| reader(&file), Ok)?;
            // All of one answer is of one moment.
            conn.execute_batch("BEGIN")?;
            let answer = ask(&conn);
            conn.execute_batch("COMMIT")?;
            let mut readers = readers.lock().unwrap_or_else(PoisonError::into_inner);
            if readers.len() < READERS_MAX {
                readers.push(conn);
            }
            answer
        });
        asked.await.unwrap_or_else(|error| Err(StoreError::Unavailable(error.to_string())))
    }

    /// Does something with an account's book, in a transaction of its own.
    async fn in_book<T: Send + 'static>(
        &self,
        account: &str,
        act: impl FnOnce(&mut desk::Book, &Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let account = account.to_owned();
        self.writer.act(move |desk, conn| desk.with_book(conn, &account, act)).await
    }

    async fn page(
        &self,
        account: &str,
        of: find::Of,
        filter: &Filter,
        after: Option<Place>,
        rows: usize,
    ) -> Result<Page<Listed>> {
        let (account, filter) = (account.to_owned(), filter.clone());
        self.ask(move |conn| find::page(conn, &account, of, &filter, after, rows)).await
    }

    async fn count(&self, account: &str, of: find::Of, filter: &Filter) -> Result<Tallied> {
        let (account, filter) = (account.to_owned(), filter.clone());
        self.ask(move |conn| find::count(conn, &account, of, &filter)).await
    }
}

fn reader(file: &Path) -> Result<Connection> {
    connect(file, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

#[async_trait]
impl Store for Sqlite {
    async fn record(&self, batch: Batch) -> Result<Recorded> {
        if batch.signals.len() > BATCH_SIGNALS_MAX {
            return Err(StoreError::refused("signals", format!("expected at most {BATCH_SIGNALS_MAX} in one batch")));
        }
        self.writer.record(batch).await
    }

    async fn position(&self, account: &str, source: &str, feed: &str) -> Result<Option<String>> {
        let names = [account.to_owned(), source.to_owned(), feed.to_owned()];
        self.ask(move |conn| {
            let sql = "SELECT position FROM feed_position WHERE account = ? AND source = ? AND feed = ?";
            Ok(conn.prepare_cached(sql)?.query_row(rusqlite::params_from_iter(names), |row| row.get(0)).optional()?)
        })
        .await
    }

    async fn oldest_open(&self, account: &str, source: &str) -> Result<Option<Moment>> {
        let (account, source) = (account.to_owned(), source.to_owned());
        self.ask(move |conn| read::oldest_open(conn, &account, &source)).await
    }

    async fn source_turned(&self, account: &str, source: &str, turn: SourceTurn, at: Moment) -> Result<()> {
        let source = source.to_owned();
        let kind = match turn {
            SourceTurn::Silent => ChangeKind::SourceSilent,
            SourceTurn::Heard => ChangeKind::SourceHeard,
        };
        self.in_book(account, move |book, conn| book.change_beside(conn, &source, kind, None, at)).await
    }

    async fn give_up(&self, account: &str, source: &str, limits: Limits, now: Moment) -> Result<usize> {
        let source = source.to_owned();
        self.in_book(account, move |book, conn| book.give_up(conn, &source, limits, now)).await
    }

    async fn lapse(&self, account: &str, now: Moment) -> Result<usize> {
        let of = account.to_owned();
        // Most times nothing is due, and nobody has to write.
        if self.ask(move |conn| read::to_wrap_up(conn, &of, now, 1)).await?.is_empty() {
            return Ok(0);
        }
        self.in_book(account, move |book, conn| book.lapse(conn, now)).await
    }

    async fn put_stands(&self, account: &str, source: &str, stands: Vec<Stand>) -> Result<()> {
        let (account, source) = (account.to_owned(), source.to_owned());
        self.writer.act(move |_, conn| stage::put_stands(conn, &account, &source, &stands)).await
    }

    async fn carry_out(&self, errand: Errand) -> Result<Did> {
        let account = errand.account.clone();
        self.in_book(&account, move |book, conn| book.carry_out(conn, &errand)).await
    }

    async fn write_down(&self, writing: Writing) -> Result<Did> {
        let account = writing.account.clone();
        self.in_book(&account, move |book, conn| book.write_down(conn, &writing)).await
    }

    async fn refold(&self, account: &str, from: Option<Moment>, until: Option<Moment>, now: Moment) -> Result<Refolded> {
        let mut refolded = Refolded::default();
        let mut after = 0;
        loop {
            let of = account.to_owned();
            let serials = self.ask(move |conn| began_in(conn, &of, from, until, after)).await?;
            let Some(last) = serials.last() else { return Ok(refolded) };
            after = *last;
            let act = move |book: &mut desk::Book, conn: &Connection| {
                let differ = serials.iter().map(|serial| book.refold(conn, *serial, now)).collect::<Result<Vec<_>>>()?;
                Ok((differ.len(), differ.into_iter().filter(|differs| *differs).count()))
            };
            let (conversations, corrected) = self.in_book(account, act).await?;
            refolded.conversations += conversations;
            refolded.corrected += corrected;
        }
    }

    async fn find(&self, account: &str, id: Uuid, version: Option<u64>) -> Result<Option<Found>> {
        let account = account.to_owned();
        self.ask(move |conn| read::find(conn, &account, id, version)).await
    }

    async fn conversations(&self, account: &str, filter: &Filter, after: Option<Place>, rows: usize) -> Result<Page<Listed>> {
        self.page(account, find::Of::Conversations, filter, after, rows).await
    }

    async fn calls(&self, account: &str, filter: &Filter, after: Option<Place>, rows: usize) -> Result<Page<Listed>> {
        self.page(account, find::Of::Calls, filter, after, rows).await
    }

    async fn count_conversations(&self, account: &str, filter: &Filter) -> Result<Tallied> {
        self.count(account, find::Of::Conversations, filter).await
    }

    async fn spread_conversations(
        &self,
        account: &str,
        filter: &Filter,
    ) -> Result<(Tallied, Option<Moment>, BTreeMap<Moment, Sums>)> {
        let (account, filter) = (account.to_owned(), filter.clone());
        self.ask(move |conn| find::spread(conn, &account, &filter)).await
    }

    async fn count_calls(&self, account: &str, filter: &Filter) -> Result<Tallied> {
        self.count(account, find::Of::Calls, filter).await
    }

    async fn figures(&self, account: &str, ask: &FigureAsk) -> Result<Vec<FigureRow>> {
        let (account, ask) = (account.to_owned(), ask.clone());
        self.ask(move |conn| figures::figures(conn, &account, &ask)).await
    }

    async fn signals(&self, account: &str, conversation: Uuid, after: u64, rows: usize) -> Result<Vec<SignalRow>> {
        let account = account.to_owned();
        self.ask(move |conn| match read::serial(conn, &account, conversation)? {
            Some(serial) => read::signals(conn, &account, serial, after, rows.min(PAGE_ROWS_MAX)),
            None => Ok(Vec::new()),
        })
        .await
    }

    async fn changes(&self, account: &str, after: u64, of: Option<Uuid>, rows: usize) -> Result<Changes> {
        let account = account.to_owned();
        self.ask(move |conn| {
            let of = match of {
                // One that nobody knows has no changes.
                Some(id) => Some(read::own_serial(conn, &account, id)?.unwrap_or_default()),
                None => None,
            };
            read::changes(conn, &account, after, of, rows.min(CHANGES_MAX))
        })
        .await
    }

    async fn stage(&self, account: &str, from: StageFrom) -> Result<StageRows> {
        let account = account.to_owned();
        self.ask(move |conn| stage::stage(conn, &account, from)).await
    }

    async fn accounts(&self) -> Result<Vec<AccountRow>> {
        self.ask(accounts::accounts).await
    }

    async fn put_account(&self, account: AccountRow) -> Result<Put> {
        let act = move |desk: &mut desk::Desk, conn: &Connection| {
            // Its clocks may be others from now on.
            desk.books.remove(&account.account);
            let put = accounts::put_account(conn, &account)?;
            desk.with_book(conn, &account.account, |book, _| {
                book.account_changed();
                Ok(put)
            })
        };
        self.writer.act(act).await
    }

    async fn sources(&self, account: Option<&str>) -> Result<Vec<SourceRow>> {
        let account = account.map(str::to_owned);
        self.ask(move |conn| accounts::sources(conn, account.as_deref())).await
    }

    async fn put_source(&self, source: SourceRow) -> Result<Put> {
        self.writer.act(move |_, conn| accounts::put_source(conn, &source)).await
    }

    async fn tokens(&self, account: &str) -> Result<Vec<TokenRow>> {
        let account = account.to_owned();
        self.ask(move |conn| people::tokens(conn, &account)).await
    }

    async fn token(&self, account: &str, hash: [u8; 32]) -> Result<Option<TokenRow>> {
        let account = account.to_owned();
        self.ask(move |conn| people::token(conn, &account, hash)).await
    }

    async fn put_token(&self, token: TokenRow) -> Result<Put> {
        self.writer.act(move |_, conn| people::put_token(conn, &token)).await
    }

    async fn origins(&self) -> Result<Vec<Text>> {
        self.ask(people::origins).await
    }

    async fn people(&self, account: &str) -> Result<Vec<PersonRow>> {
        let account = account.to_owned();
        self.ask(move |conn| people::people(conn, &account)).await
    }

    async fn person(&self, account: &str, name: &str) -> Result<Option<PersonRow>> {
        let (account, name) = (account.to_owned(), name.to_owned());
        self.ask(move |conn| people::person(conn, &account, &name)).await
    }

    async fn put_person(&self, person: PersonRow) -> Result<Put> {
        self.writer.act(move |_, conn| people::put_person(conn, &person)).await
    }

    async fn directory(&self, account: &str, version: Option<u64>) -> Result<Option<DirectoryRows>> {
        let account = account.to_owned();
        self.ask(move |conn| directory::directory(conn, &account, version)).await
    }

    async fn entries(&self, account: &str, ask: EntryAsk) -> Result<Vec<EntryRow>> {
        let account = account.to_owned();
        self.ask(move |conn| directory::entries(conn, &account, &ask)).await
    }

    async fn entry(&self, account: &str, kind: EntryKind, key: &str) -> Result<Option<EntryRow>> {
        let (account, key) = (account.to_owned(), key.to_owned());
        self.ask(move |conn| directory::entry(conn, &account, kind, &key)).await
    }

    async fn put_entries(&self, account: &str, entries: Vec<EntryPut>, at: Moment) -> Result<Vec<Put>> {
        if entries.len() > ENTRIES_MAX {
            return Err(StoreError::refused("entries", format!("expected at most {ENTRIES_MAX} at once")));
        }
        self.in_book(account, move |book, conn| book.put_entries(conn, &entries, at)).await?
    }

    async fn remove_entry(&self, account: &str, kind: EntryKind, key: &str, at: Moment) -> Result<bool> {
        let key = key.to_owned();
        self.in_book(account, move |book, conn| book.remove_entry(conn, kind, &key, at)).await
    }

    async fn merge_entries(&self, account: &str, gone: &str, into: EntryPut, at: Moment) -> Result<()> {
        let gone = gone.to_owned();
        self.in_book(account, move |book, conn| book.merge_entries(conn, &gone, &into, at)).await?
    }

    async fn lead_again(&self, account: &str, compared: Arc<Compared>) -> Result<()> {
        for kind in [EntryKind::User, EntryKind::Line, EntryKind::Contact] {
            let mut after = Some(Text::default());
            while let Some(from) = after {
                let compared = Arc::clone(&compared);
                let act = move |book: &mut desk::Book, conn: &Connection| {
                    book.lead_again(conn, (kind, &from), LEAD_AT_ONCE, &*compared)
                };
                after = self.in_book(account, act).await?;
            }
        }
        Ok(())
    }

    async fn contacts(&self, account: &str, numbers: Vec<Text>) -> Result<Vec<(Text, Text)>> {
        let account = account.to_owned();
        self.ask(move |conn| directory::contacts(conn, &account, &numbers)).await
    }

    fn bell(&self) -> watch::Receiver<()> {
        self.bell.clone()
    }

    async fn is_writable(&self) -> Result<()> {
        // Written anew with the value that it has: the smallest transaction that reaches the disk.
        let act = |_: &mut desk::Desk, conn: &Connection| {
            let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
            Ok(conn.pragma_update(None, "user_version", version)?)
        };
        self.writer.act(act).await?;
        self.writer.fault().map_or(Ok(()), Err)
    }

    async fn backup(&self, file: &Path) -> Result<()> {
        let to = file.to_string_lossy().into_owned();
        let from = self.file.clone();
        let copied = tokio::task::spawn_blocking(move || -> Result<()> {
            reader(&from)?.execute("VACUUM INTO ?", [to])?;
            Ok(())
        });
        copied.await.unwrap_or_else(|error| Err(StoreError::Unavailable(error.to_string())))
    }

    async fn close(&self) {
        self.writer.close().await;
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Conversations that began in a period, by serial.
fn began_in(conn: &Connection, account: &str, from: Option<Moment>, until: Option<Moment>, after: u64) -> Result<Vec<u64>> {
    let sql = "SELECT serial FROM conversation WHERE account = ? AND serial > ? AND started_at >= ? AND started_at < ?
            AND merged_into IS NULL AND erased_at IS NULL ORDER BY serial LIMIT ?";
    let (from, until) = (from.map_or(0, Moment::micros), until.map_or(i64::MAX, Moment::micros));
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params![account, after, from, until, REFOLD_AT_ONCE], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => Self::refused("store", text),
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Broken(text),
            Some(_) => Self::Unavailable(text),
            None => Self::Broken(text),
        }
    }
}
