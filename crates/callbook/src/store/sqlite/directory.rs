//! The directory: users, teams, lines, queues, menus, trunks and contacts.

use std::collections::{BTreeMap, HashMap};

use calls::Text;
use calls::moment::Moment;
use calls::number::compared;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::{
    Compared, DirectoryRows, EntryAsk, EntryKind, EntryPut, EntryRow, EntrySettings, FIRST_SIGHTS_MAX, PAGE_ROWS_MAX, Put,
    Result, Seen, StoreError,
};
use super::accounts::wrapup;
use super::desk::Book;
use super::named;
use super::read::{maybe_moment, maybe_text, moment, text};

/// What a row of an entry is read from; whoever uses it goes on with what the account is.
pub(super) const ENTRY: &str =
    "SELECT kind, key, serial, settings, created_at, changed_at, deleted_at, same_as FROM entry WHERE account = ?";

/// The directory of an account; none if it is still at that version.
pub(super) fn directory(conn: &Connection, account: &str, version: Option<u64>) -> Result<Option<DirectoryRows>> {
    let sql = "SELECT directory FROM counter WHERE account = ?";
    let now = conn.prepare_cached(sql)?.query_row([account], |row| row.get(0)).optional()?.unwrap_or_default();
    if version == Some(now) {
        return Ok(None);
    }
    let mut statement = conn.prepare_cached(&format!("{ENTRY} AND kind <> 'contact' ORDER BY kind, key"))?;
    let entries = statement.query_map([account], entry_row)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let sql = "SELECT number, key FROM entry_number WHERE account = ? AND kind = 'line' ORDER BY number, key";
    let mut statement = conn.prepare_cached(sql)?;
    let lines = statement.query_map([account], |row| Ok((text(row, 0)?, text(row, 1)?)))?;
    let lines = lines.collect::<rusqlite::Result<Vec<_>>>()?;
    let sql = "SELECT EXISTS (SELECT 1 FROM entry WHERE account = ? AND kind = 'contact')";
    let has_contacts = conn.prepare_cached(sql)?.query_row([account], |row| row.get(0))?;
    let sql = "SELECT wrapup, wrapup_limit_s FROM account WHERE account = ?";
    let wrap_up = conn.prepare_cached(sql)?.query_row([account], |row| Ok((wrapup(row, 0)?, row.get(1)?)));
    let (wrapup, wrapup_limit_s) = wrap_up.optional()?.unwrap_or_default();
    Ok(Some(DirectoryRows { version: now, entries, lines, has_contacts, wrapup, wrapup_limit_s }))
}

/// Entries of one kind by key.
pub(super) fn entries(conn: &Connection, account: &str, ask: &EntryAsk) -> Result<Vec<EntryRow>> {
    let EntryAsk { kind, number, called, after, rows } = ask;
    let (after, rows) = (after.as_deref().unwrap_or_default(), (*rows).min(PAGE_ROWS_MAX));
    let Some(sought) = called else { return listed(conn, account, *kind, number.as_deref(), after, rows) };
    let mut found = Vec::new();
    for key in named::called(conn, account, *kind, sought)?.into_iter().filter(|key| **key > *after) {
        let is_meant = number.as_ref().map_or(Ok(true), |number| has_number(conn, account, (*kind, &key), number))?;
        if is_meant && found.len() < rows {
            found.extend(entry(conn, account, *kind, &key)?);
        }
    }
    Ok(found)
}

fn has_number(conn: &Connection, account: &str, (kind, key): (EntryKind, &str), number: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM entry_number WHERE account = ? AND number = ? AND kind = ? AND key = ?";
    Ok(conn.prepare_cached(sql)?.exists(params![account, number, kind.word(), key])?)
}

fn listed(
    conn: &Connection,
    account: &str,
    kind: EntryKind,
    number: Option<&str>,
    after: &str,
    rows: usize,
) -> Result<Vec<EntryRow>> {
    // Few have one number, so that they are looked up by it, and not looked for among all keys (the `+`).
    let with_number = "+key > ?3 AND key IN (SELECT key FROM entry_number WHERE account = ?1 AND kind = ?2 AND number = ?5)";
    let which = if number.is_some() { with_number } else { "key > ?3 AND ?5 IS NULL" };
    let sql = format!("{ENTRY}1 AND kind = ?2 AND deleted_at IS NULL AND {which} ORDER BY key LIMIT ?4");
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map(params![account, kind.word(), after, rows, number], entry_row)?;
    Ok(found.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// The entry with that key.
pub(super) fn entry(conn: &Connection, account: &str, kind: EntryKind, key: &str) -> Result<Option<EntryRow>> {
    let mut statement = conn.prepare_cached(&format!("{ENTRY} AND kind = ? AND key = ?"))?;
    Ok(statement.query_row(params![account, kind.word(), key], entry_row).optional()?)
}

/// Whom numbers belong to.
pub(super) fn contacts(conn: &Connection, account: &str, numbers: &[Text]) -> Result<Vec<(Text, Text)>> {
    // From the number to the entry, and never through all entries in the order of their serials.
    let sql = "SELECT entry.key FROM entry_number AS number
        CROSS JOIN entry ON entry.account = number.account AND entry.kind = number.kind AND entry.key = number.key
        WHERE number.account = ? AND number.number = ? AND number.kind = 'contact' ORDER BY +entry.serial LIMIT 1";
    let mut statement = conn.prepare_cached(sql)?;
    let mut found = Vec::new();
    for number in numbers {
        if let Some(key) = statement.query_row(params![account, &**number], |row| text(row, 0)).optional()? {
            found.push((number.clone(), key));
        }
    }
    Ok(found)
}

impl Book {
    /// Enters what signals name and the directory does not know (rule N23). One that was removed is there again.
    pub(super) fn enter_seen(&mut self, conn: &Connection, seen: &[Seen], at: Moment) -> Result<()> {
        for one in seen {
            if self.sighted.len() >= FIRST_SIGHTS_MAX {
                self.sighted.clear();
            }
            if !self.sighted.insert((one.kind, one.key.clone())) {
                continue;
            }
            let settings = match entry(conn, &self.account, one.kind, &one.key)? {
                Some(row) if row.deleted_at.is_none() || row.same_as.is_some() => continue,
                // Words and ids may be another's by now, and a signal must never be refused for what is called who.
                Some(row) => EntrySettings { aliases: Vec::new(), ids: BTreeMap::new(), ..row.settings },
                None if self.is_full(conn)? => continue,
                None => EntrySettings::default(),
            };
            let own = [one.key.as_str()].into_iter().filter(|_| one.kind == EntryKind::Line);
            let numbers = own.chain(settings.numbers.iter().map(String::as_str)).filter_map(compared);
            let numbers = one.number.iter().cloned().chain(numbers).collect();
            let is_bare = settings == EntrySettings::default();
            self.put_entry(conn, &EntryPut { kind: one.kind, key: one.key.clone(), settings, numbers }, is_bare, at)?;
            self.first_sights = self.first_sights.map(|there| there + usize::from(is_bare));
        }
        Ok(())
    }

    /// Whether nothing more is entered at first sight: of what somebody said on purpose there may be any number. They are
    /// counted once, since counting looks at each.
    fn is_full(&mut self, conn: &Connection) -> Result<bool> {
        let there = match self.first_sights {
            Some(there) => there,
            None => {
                let sql = "SELECT count(*) FROM entry WHERE account = ? AND first_sight = 1";
                conn.prepare_cached(sql)?.query_row([&*self.account], |row| row.get(0))?
            }
        };
        self.first_sights = Some(there);
        Ok(there >= FIRST_SIGHTS_MAX)
    }

    /// What was entered at first sight may be said on purpose by now, or be gone.
    fn forget_sights(&mut self) {
        self.sighted.clear();
        self.first_sights = None;
    }

    /// Enters an entry, or says everything of it anew, at first sight or on purpose. Whether it can be was looked at before.
    fn put_entry(&mut self, conn: &Connection, put: &EntryPut, at_first_sight: bool, at: Moment) -> Result<Put> {
        let before = entry(conn, &self.account, put.kind, &put.key)?;
        let serial = before.as_ref().map_or_else(
            || {
                self.counters.serial += 1;
                self.counters.serial
            },
            |row| row.serial,
        );
        let settings = serde_json::to_string(&put.settings).map_err(|error| StoreError::Broken(error.to_string()))?;
        let sql = "INSERT INTO entry (account, kind, key, serial, name, settings, created_at, changed_at, first_sight)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET name = excluded.name, settings = excluded.settings, changed_at = excluded.changed_at,
                deleted_at = NULL, first_sight = excluded.first_sight";
        conn.prepare_cached(sql)?.execute(params![
            &*self.account,
            put.kind.word(),
            &*put.key,
            serial,
            put.settings.name,
            settings,
            at.micros(),
            at.micros(),
            at_first_sight,
        ])?;
        if before.is_some() {
            self.lead_nowhere(conn, put.kind, &put.key)?;
        }
        self.lead_to(conn, put)?;
        self.changed(put.kind);
        Ok(if before.is_some_and(|row| row.deleted_at.is_none()) { Put::Changed } else { Put::New })
    }

    /// Has the numbers of some entries lead to them as they are compared now: of that kind, after that key, and so many. Gives
    /// back the last key; none at the end.
    pub(super) fn lead_again(
        &mut self,
        conn: &Connection,
        (kind, after): (EntryKind, &str),
        rows: usize,
        compared: &Compared,
    ) -> Result<Option<Text>> {
        let found = listed(conn, &self.account, kind, None, after, rows)?;
        for row in &found {
            let sql = "DELETE FROM entry_number WHERE account = ? AND kind = ? AND key = ?";
            conn.prepare_cached(sql)?.execute(params![&*self.account, kind.word(), &*row.key])?;
            self.lead_by_numbers(conn, (kind, &row.key), &compared(kind, &row.key, &row.settings))?;
        }
        if !found.is_empty() {
            self.changed(kind);
        }
        Ok(found.last().map(|row| row.key.clone()))
    }

    fn lead_by_numbers(&self, conn: &Connection, (kind, key): (EntryKind, &str), numbers: &[Text]) -> Result<()> {
        for number in numbers {
            let sql = "INSERT INTO entry_number (account, number, kind, key) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
            conn.prepare_cached(sql)?.execute(params![&*self.account, &**number, kind.word(), key])?;
        }
        Ok(())
    }

    /// No number, no id and no word leads to the entry any more.
    fn lead_nowhere(&self, conn: &Connection, kind: EntryKind, key: &str) -> Result<()> {
        for table in ["entry_number", "entry_id", "entry_word"] {
            let sql = format!("DELETE FROM {table} WHERE account = ? AND kind = ? AND key = ?");
            conn.prepare_cached(&sql)?.execute(params![&*self.account, kind.word(), key])?;
        }
        Ok(())
    }

    fn lead_to(&self, conn: &Connection, put: &EntryPut) -> Result<()> {
        let (kind, key) = (put.kind.word(), &*put.key);
        self.lead_by_numbers(conn, (put.kind, key), &put.numbers)?;
        named::lead(conn, (&self.account, kind, key), put.settings.name.as_deref())?;
        for (system, id) in &put.settings.ids {
            let sql = "INSERT INTO entry_id (account, system, kind, id, key) VALUES (?, ?, ?, ?, ?)";
            conn.prepare_cached(sql)?.execute(params![&*self.account, system, kind, id, key])?;
        }
        Ok(())
    }

    /// Enters entries or says everything of them anew; where one is refused, none is written. The refusal is no failure of the
    /// transaction, in which nothing was done yet: else everything in memory would be forgotten for it.
    pub(super) fn put_entries(&mut self, conn: &Connection, entries: &[EntryPut], at: Moment) -> Result<Result<Vec<Put>>> {
        if let Some(refusal) = self.refusal(conn, entries, None)? {
            return Ok(Err(refusal));
        }
        // What is handed over from one entry to another in one batch must not stand in its own way.
        for put in entries {
            self.lead_nowhere(conn, put.kind, &put.key)?;
        }
        self.forget_sights();
        entries.iter().map(|put| self.put_entry(conn, put, false, at)).collect::<Result<Vec<_>>>().map(Ok)
    }

    /// Why entries cannot be put together, if they cannot. What `gone` is called goes over to whoever takes it, as does what an
    /// entry is not called any more.
    fn refusal(&self, conn: &Connection, entries: &[EntryPut], gone: Option<&str>) -> Result<Option<StoreError>> {
        let mut called = HashMap::new();
        for put in entries {
            let before = entry(conn, &self.account, put.kind, &put.key)?;
            if let Some(other) = before.and_then(|row| row.same_as) {
                return Ok(Some(StoreError::refused("key", format!("this entry turned out to be `{other}`"))));
            }
            for (system, id) in &put.settings.ids {
                called.entry((put.kind, system, id)).or_insert_with(Vec::new).push(&put.key);
            }
        }
        for ((kind, system, id), keys) in called {
            let owner = owner_of(conn, &self.account, (kind, system, id))?;
            let gives_up =
                |owner: &Text| Some(&**owner) == gone || entries.iter().any(|put| put.kind == kind && put.key == *owner);
            let other =
                owner.filter(|owner| !gives_up(owner)).or_else(|| keys.get(1).and(keys.first()).map(|key| (*key).clone()));
            if let Some(other) = other {
                let says = format!("in `{system}` the {} `{other}` is called `{id}` already", kind.word());
                return Ok(Some(StoreError::refused("ids", says)));
            }
        }
        Ok(None)
    }

    /// Removes an entry.
    pub(super) fn remove_entry(&mut self, conn: &Connection, kind: EntryKind, key: &str, at: Moment) -> Result<bool> {
        let sql = "UPDATE entry SET deleted_at = ? WHERE account = ? AND kind = ? AND key = ? AND deleted_at IS NULL";
        let removed = conn.prepare_cached(sql)?.execute(params![at.micros(), &*self.account, kind.word(), key])?;
        self.lead_nowhere(conn, kind, key)?;
        self.forget_sights();
        self.changed(kind);
        Ok(removed > 0)
    }

    /// Copies of the directory are old, unless they hold nothing of that kind: of contacts they know only that there are any.
    fn changed(&mut self, kind: EntryKind) {
        if kind != EntryKind::Contact || !std::mem::replace(&mut self.has_contacts, true) {
            self.counters.directory += 1;
        }
    }

    /// Copies of the directory are old, for the account says something else of all users.
    pub(super) fn account_changed(&mut self) {
        self.counters.directory += 1;
    }

    /// An entry turned out to be another.
    pub(super) fn merge_entries(&mut self, conn: &Connection, gone: &str, into: &EntryPut, at: Moment) -> Result<Result<()>> {
        if let Some(refusal) = self.refusal(conn, std::slice::from_ref(into), Some(gone))? {
            return Ok(Err(refusal));
        }
        self.lead_nowhere(conn, into.kind, gone)?;
        let sql = "UPDATE entry SET same_as = ?, deleted_at = ? WHERE account = ? AND kind = ? AND key = ?";
        let (kind, key) = (into.kind.word(), &*into.key);
        conn.prepare_cached(sql)?.execute(params![key, at.micros(), &*self.account, kind, gone])?;
        // What was led to it before leads on, so that nobody follows more than one step.
        let sql = "UPDATE entry SET same_as = ? WHERE account = ? AND kind = ? AND same_as = ?";
        conn.prepare_cached(sql)?.execute(params![key, &*self.account, kind, gone])?;
        self.forget_sights();
        self.put_entry(conn, into, false, at).map(|_| Ok(()))
    }
}

/// Which entry is called so in another system.
fn owner_of(conn: &Connection, account: &str, (kind, system, id): (EntryKind, &str, &str)) -> Result<Option<Text>> {
    let sql = "SELECT key FROM entry_id WHERE account = ? AND system = ? AND kind = ? AND id = ?";
    let params = params![account, system, kind.word(), id];
    Ok(conn.prepare_cached(sql)?.query_row(params, |row| text(row, 0)).optional()?)
}

pub(super) fn entry_row(row: &Row<'_>) -> rusqlite::Result<EntryRow> {
    let broken =
        |column, says: String| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, says.into());
    let (kind, settings): (String, String) = (row.get(0)?, row.get(3)?);
    Ok(EntryRow {
        kind: EntryKind::of_word(&kind).ok_or_else(|| broken(0, format!("no kind of entry is called `{kind}`")))?,
        key: text(row, 1)?,
        serial: row.get(2)?,
        settings: serde_json::from_str(&settings).map_err(|error| broken(3, error.to_string()))?,
        created_at: moment(row, 4)?,
        changed_at: moment(row, 5)?,
        deleted_at: maybe_moment(row, 6)?,
        same_as: maybe_text(row, 7)?,
    })
}
