//! The writer's desk: what it has open in memory, and how signals become rows. Every function here runs inside a transaction
//! that somebody else began and will commit.
//!
//! What is in memory is only what the store says: after a transaction that failed, and after another program wrote to the
//! file, all of it is forgotten. Rows that many signals change (the conversation's own, its calls') are written once a
//! transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use calls::Text;
use calls::moment::Moment;
use calls::notation::json;
use calls::signal::{Signal, What};
use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::ledger::{Convo, Counted, Figure, Tally, ToldVersion, names_of};
use super::super::{Batch, ChangeKind, EntryKind, Mark, Mode, Recorded, Result, StoreError};
use super::days::Days;
use super::{flush, read};

/// Conversations of one account that are kept open in memory at the most.
const CONVOS_MAX: usize = 40_000;
/// An ended conversation stays in memory so long, in microseconds, for what comes after the end.
const LINGER: i64 = 30_000_000;
/// Every so many transactions memory is looked through.
const TIDY_EVERY: u64 = 256;

/// So many of a signal's names are its own: its leg and its thread.
const OWN_NAMES: usize = 2;

/// What the writer has in memory.
#[derive(Debug, Default)]
pub(super) struct Desk {
    pub(super) books: HashMap<Text, Book>,
    /// Whether figures are kept.
    counts: bool,
    /// Counts transactions.
    group: u64,
}

/// One account's part of it.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) account: Text,
    /// Which conversation in memory has a thread or leg: by source and name.
    threads: HashMap<(Text, Text), u64>,
    pub(super) convos: HashMap<u64, Convo>,
    pub(super) counters: Counters,
    kept_counters: Counters,
    /// By whose clocks its figures are counted; none: they are not.
    zone: Option<TimeZone>,
    /// What is to be added to its figures before the commit.
    figures: BTreeMap<Figure, Tally>,
    /// The same of the calls of a day.
    pub(super) days: Days,
    /// Conversations whose rows are to be written before the commit.
    pub(super) dirty: BTreeSet<u64>,
    /// Entries of the directory that were entered at first sight, or found there.
    pub(super) sighted: HashSet<(EntryKind, Text)>,
    /// How many entries were entered at first sight, once they were counted.
    pub(super) first_sights: Option<usize>,
    /// Whether it is known that there are contacts.
    pub(super) has_contacts: bool,
    group: u64,
}

/// The integers that were given last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counters {
    pub(super) serial: u64,
    pub(super) signal: u64,
    pub(super) change: u64,
    /// Counts changes of the directory.
    pub(super) directory: u64,
}

impl Desk {
    /// An empty one, of a writer that keeps figures or does not.
    pub(super) fn new(counts: bool) -> Self {
        Self { counts, ..Self::default() }
    }

    /// Forgets everything: the store knows better.
    pub(super) fn forget(&mut self) {
        self.books.clear();
    }

    /// Does something with an account's book.
    pub(super) fn with_book<T>(
        &mut self,
        conn: &Connection,
        account: &str,
        act: impl FnOnce(&mut Book, &Connection) -> Result<T>,
    ) -> Result<T> {
        if !self.books.contains_key(account) {
            self.books.insert(Text::new(account), Book::open(conn, account, self.counts)?);
        }
        let group = self.group;
        let Some(book) = self.books.get_mut(account) else {
            return Err(StoreError::Broken("an account's book is gone".to_owned()));
        };
        book.group = group;
        act(book, conn)
    }

    /// Writes what is left to write, before the commit.
    pub(super) fn flush(&mut self, conn: &Connection) -> Result<()> {
        self.group += 1;
        self.books.values_mut().try_for_each(|book| book.flush(conn))
    }

    /// Lets go of what is no longer needed, after the commit.
    pub(super) fn tidy(&mut self, now: Moment) {
        if self.group.is_multiple_of(TIDY_EVERY) || self.books.values().any(|book| book.convos.len() > CONVOS_MAX) {
            self.books.values_mut().for_each(|book| book.tidy(now));
        }
    }
}

impl Book {
    fn open(conn: &Connection, account: &str, counts: bool) -> Result<Self> {
        let sql = "SELECT serial, signal, change, directory FROM counter WHERE account = ?";
        let counters = conn.prepare_cached(sql)?.query_row([account], |row| {
            Ok(Counters { serial: row.get(0)?, signal: row.get(1)?, change: row.get(2)?, directory: row.get(3)? })
        });
        let counters = counters.optional()?.ok_or_else(|| StoreError::refused("account", "there is no such account"))?;
        let sql = "SELECT zone FROM account WHERE account = ?";
        let zone: String = conn.prepare_cached(sql)?.query_row([account], |row| row.get(0))?;
        let zone = counts.then(|| crate::zone::of(&zone));
        Ok(Self {
            account: Text::new(account),
            threads: HashMap::new(),
            convos: HashMap::new(),
            counters,
            kept_counters: counters,
            zone,
            figures: BTreeMap::new(),
            days: Days::default(),
            dirty: BTreeSet::new(),
            sighted: HashSet::new(),
            first_sights: None,
            has_contacts: false,
            group: 0,
        })
    }

    /// Records a batch.
    pub(super) fn record(&mut self, conn: &Connection, batch: &Batch) -> Result<Recorded> {
        let mut recorded = Recorded::default();
        let told = self.counters.change;
        let mut imported = BTreeSet::new();
        for signal in batch.signals.iter() {
            let Some(serial) = self.take(conn, signal, batch.at)? else {
                recorded.repeated += 1;
                continue;
            };
            recorded.new += 1;
            match batch.mode {
                Mode::Live => drop(self.tell(conn, serial, None, Some(signal), batch.at)?),
                Mode::Import => drop(imported.insert(serial)),
            }
        }
        for serial in imported {
            self.tell(conn, serial, Some(ChangeKind::Imported), None, batch.at)?;
        }
        self.enter_seen(conn, &batch.seen, batch.at)?;
        recorded.versions = usize::try_from(self.counters.change - told).unwrap_or_default();
        if let Some(mark) = &batch.mark {
            self.mark(conn, mark, batch.at)?;
        }
        Ok(recorded)
    }

    /// Takes one signal in: its conversation's serial, or none if it was known.
    pub(super) fn take(&mut self, conn: &Connection, signal: &Signal, at: Moment) -> Result<Option<u64>> {
        let mut names: Vec<Text> = names_of(signal).collect();
        let Some(serial) = self.conversation_of(conn, signal, &mut names, at)? else { return Ok(None) };
        let group = self.group;
        let Some(convo) = self.convos.get_mut(&serial) else { return Ok(None) };
        convo.touched = group;
        for name in names {
            if convo.threads.insert(name.clone()) {
                let sql = "INSERT INTO thread (account, source, name, conversation) VALUES (?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET conversation = excluded.conversation";
                conn.prepare_cached(sql)?.execute(params![&*self.account, &*signal.source, &*name, serial])?;
                self.threads.insert((signal.source.clone(), name), serial);
            }
        }
        if !convo.take(signal.clone()) {
            return Ok(None);
        }
        // What is done about a call is no sign that anybody is still on the line.
        if !matches!(signal.what, What::Done(_)) {
            convo.heard_at = at;
        }
        self.counters.signal += 1;
        // Of two tellings of one fact the fold may prefer the later one to arrive; then that is what is kept.
        let sql = "INSERT INTO signal (account, conversation, feed, key, no, recorded_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET body = excluded.body";
        conn.prepare_cached(sql)?.execute(params![
            &*self.account,
            serial,
            &*signal.feed.name,
            &*signal.key,
            self.counters.signal,
            at.micros(),
            json::to_json(signal)
        ])?;
        self.dirty.insert(serial);
        Ok(Some(serial))
    }

    /// The conversation that a signal belongs to: a new one, or those that have its threads, joined. None of one that was
    /// erased, which does not come back; a tie to one is left out of `names`, since it stays that one's.
    fn conversation_of(
        &mut self,
        conn: &Connection,
        signal: &Signal,
        names: &mut Vec<Text>,
        at: Moment,
    ) -> Result<Option<u64>> {
        let mut found = BTreeSet::new();
        let mut erased = Vec::new();
        for name in names.iter() {
            let Some(serial) = self.serial_of(conn, &signal.source, name)? else { continue };
            if self.open_convo(conn, serial)? {
                found.insert(serial);
            } else {
                erased.push(name.clone());
            }
        }
        // Its own leg and thread stand before its ties.
        if names.iter().take(OWN_NAMES).any(|name| erased.contains(name)) {
            return Ok(None);
        }
        names.retain(|name| !erased.contains(name));
        let Some(keep) = self.told_first(&found) else {
            self.counters.serial += 1;
            let serial = self.counters.serial;
            let convo = Convo::new(serial, signal.source.clone(), at);
            flush::begin(conn, &self.account, &convo)?;
            self.convos.insert(serial, convo);
            return Ok(Some(serial));
        };
        for gone in found.into_iter().filter(|serial| *serial != keep) {
            self.join(conn, keep, gone, signal, at)?;
        }
        Ok(Some(keep))
    }

    /// Of several the one that was told first (rule N20).
    fn told_first(&self, found: &BTreeSet<u64>) -> Option<u64> {
        found.iter().copied().min_by_key(|serial| {
            let first = self.convos.get(serial).map_or(0, |convo| convo.first_change);
            (first == 0, first, *serial)
        })
    }

    pub(super) fn serial_of(&self, conn: &Connection, source: &Text, name: &Text) -> Result<Option<u64>> {
        if let Some(serial) = self.threads.get(&(source.clone(), name.clone())) {
            return Ok(Some(*serial));
        }
        let sql = "SELECT conversation FROM thread WHERE account = ? AND source = ? AND name = ?";
        let params = params![&*self.account, &**source, &**name];
        Ok(conn.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?)
    }

    /// Has a conversation in memory. False of one that was erased.
    pub(super) fn open_convo(&mut self, conn: &Connection, serial: u64) -> Result<bool> {
        if self.convos.contains_key(&serial) {
            return Ok(true);
        }
        let Some(convo) = read::convo(conn, &self.account, serial)? else { return Ok(false) };
        for name in &convo.threads {
            self.threads.insert((convo.source.clone(), name.clone()), serial);
        }
        self.convos.insert(serial, convo);
        Ok(true)
    }

    /// Joins two conversations that turned out to be one (rule N20).
    fn join(&mut self, conn: &Connection, keep: u64, gone: u64, signal: &Signal, at: Moment) -> Result<()> {
        let Some(mut other) = self.convos.remove(&gone) else { return Ok(()) };
        let into = self.convos.get(&keep).and_then(Convo::id);
        let greater = self.convos.get(&keep).map_or(0, |convo| convo.version).max(other.version);
        // Its rows must be there before they can be moved.
        flush::conversation(conn, &self.account, &mut other, &mut self.days)?;
        if let Some(told) = other.tell_merged(into) {
            self.change(conn, &other, &told, Some(signal), at)?;
        }
        let preferred = self.convos.get(&keep).map(|convo| convo.preferred_of(&other)).unwrap_or_default();
        flush::moved(conn, &self.account, &other, keep, into, &preferred)?;
        for name in &other.threads {
            self.threads.insert((other.source.clone(), name.clone()), keep);
        }
        count(&mut self.figures, &mut other, None);
        self.dirty.remove(&gone);
        self.dirty.insert(keep);
        if let Some(convo) = self.convos.get_mut(&keep) {
            convo.take_over(other);
            convo.version_floor = greater + 1;
        }
        Ok(())
    }

    /// Tells what is to tell of a conversation. Whether that made a version.
    pub(super) fn tell(
        &mut self,
        conn: &Connection,
        serial: u64,
        kind: Option<ChangeKind>,
        signal: Option<&Signal>,
        at: Moment,
    ) -> Result<bool> {
        let Some(mut convo) = self.convos.remove(&serial) else { return Ok(false) };
        let mut failed = None;
        let was_read = convo.was_read;
        let account = self.account.clone();
        let told = convo.tell(kind, at, &account, &mut self.counters.serial, &mut |id| {
            // Of a conversation that began in this memory, no id can have been told before.
            let found = if was_read { read::id(conn, &account, id) } else { Ok(None) };
            found.unwrap_or_else(|error| {
                failed = Some(error);
                None
            })
        });
        let made = told.is_some();
        let written = told.map_or(Ok(()), |told| self.version(conn, &mut convo, &told, signal, at));
        self.dirty.insert(serial);
        self.convos.insert(serial, convo);
        failed.map_or(written, Err).map(|()| made)
    }

    /// Writes a version: its ids and its change.
    fn version(
        &mut self,
        conn: &Connection,
        convo: &mut Convo,
        told: &ToldVersion,
        signal: Option<&Signal>,
        at: Moment,
    ) -> Result<()> {
        if convo.first_change == 0 {
            convo.first_change = self.counters.change + 1;
        }
        for fresh in &told.fresh {
            flush::id(conn, &self.account, convo.serial, fresh)?;
        }
        self.change(conn, convo, told, signal, at)
    }

    fn change(
        &mut self,
        conn: &Connection,
        convo: &Convo,
        told: &ToldVersion,
        signal: Option<&Signal>,
        recorded_at: Moment,
    ) -> Result<()> {
        self.counters.change += 1;
        let at = signal.map_or_else(|| newest(convo), |signal| signal.at);
        let by = signal.and_then(|signal| signal.by.as_deref()).map(flush::doer);
        let sql = "INSERT INTO change (account, no, conversation, source, version, previous, kind, at, recorded_at, by, patch)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        conn.prepare_cached(sql)?.execute(params![
            &*self.account,
            self.counters.change,
            convo.serial,
            &*convo.source,
            told.version,
            told.previous,
            told.kind.word(),
            at.micros(),
            recorded_at.micros(),
            by,
            told.patch,
        ])?;
        Ok(())
    }

    /// Folds a conversation again from what the store has. Whether it differs from what was told.
    pub(super) fn refold(&mut self, conn: &Connection, serial: u64, now: Moment) -> Result<bool> {
        self.flush(conn)?;
        self.drop_convo(serial);
        if !self.open_convo(conn, serial)? {
            return Ok(false);
        }
        self.tell(conn, serial, Some(ChangeKind::Corrected), None, now)
    }

    pub(super) fn mark(&self, conn: &Connection, mark: &Mark, at: Moment) -> Result<()> {
        let sql = "INSERT INTO feed_position (account, source, feed, position, recorded_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET position = excluded.position, recorded_at = excluded.recorded_at";
        let params = params![&*self.account, &*mark.source, &*mark.feed, mark.position, at.micros()];
        conn.prepare_cached(sql)?.execute(params)?;
        Ok(())
    }

    pub(super) fn flush(&mut self, conn: &Connection) -> Result<()> {
        for serial in std::mem::take(&mut self.dirty) {
            let Some(convo) = self.convos.get_mut(&serial) else { continue };
            flush::conversation(conn, &self.account, convo, &mut self.days)?;
            let zone = self.zone.as_ref().filter(|_| convo.version > 0);
            let counted = zone.and_then(|zone| Counted::of(convo.conversation(), zone));
            if count(&mut self.figures, convo, counted) {
                flush::counted(conn, &self.account, serial, convo.counted.as_deref())?;
            }
        }
        for (figure, more) in std::mem::take(&mut self.figures) {
            flush::figure(conn, &self.account, &figure, &more)?;
        }
        std::mem::take(&mut self.days).write(conn, &self.account)?;
        if self.counters != self.kept_counters {
            let sql = "UPDATE counter SET serial = ?, signal = ?, change = ?, directory = ? WHERE account = ?";
            let Counters { serial, signal, change, directory } = self.counters;
            conn.prepare_cached(sql)?.execute(params![serial, signal, change, directory, &*self.account])?;
            self.kept_counters = self.counters;
        }
        Ok(())
    }

    fn tidy(&mut self, now: Moment) {
        let done = |convo: &Convo| convo.is_over() && now.since(convo.heard_at) > LINGER;
        let mut let_go: Vec<u64> = self.convos.values().filter(|convo| done(convo)).map(|convo| convo.serial).collect();
        if self.convos.len() - let_go.len() > CONVOS_MAX {
            let mut by_use: Vec<(u64, u64)> = self.convos.values().map(|convo| (convo.touched, convo.serial)).collect();
            by_use.sort_unstable();
            let_go = by_use.into_iter().take(self.convos.len() - CONVOS_MAX / 2).map(|(_, serial)| serial).collect();
        }
        let_go.into_iter().for_each(|serial| self.drop_convo(serial));
    }

    pub(super) fn drop_convo(&mut self, serial: u64) {
        if let Some(convo) = self.convos.remove(&serial) {
            for name in convo.threads {
                self.threads.remove(&(convo.source.clone(), name));
            }
        }
    }
}

/// When a conversation changed last, by the phone system's clock.
fn newest(convo: &Convo) -> Moment {
    let conversation = convo.conversation();
    conversation.calls.iter().map(|call| call.changed_at).max().unwrap_or(conversation.started_at)
}

/// Counts a conversation so, instead of how it was counted before: what that adds to figures, and takes from them. Whether it
/// differs.
fn count(figures: &mut BTreeMap<Figure, Tally>, convo: &mut Convo, counted: Option<Counted>) -> bool {
    if convo.counted.as_deref() == counted.as_ref() {
        return false;
    }
    let before = std::mem::replace(&mut convo.counted, counted.map(Box::new));
    for (counted, times) in [(before.as_deref(), -1), (convo.counted.as_deref(), 1)] {
        for (figure, tally) in counted.into_iter().flat_map(Counted::figures) {
            figures.entry(figure).or_default().add(&tally, times);
        }
    }
    true
}
