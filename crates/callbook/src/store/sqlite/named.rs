//! Entries of the directory by the words of what they are called, which stand in an index of their own: there may be millions of contacts.
//!
//! Who is looked for is found whole or not at all: more than a named number of entries, or a word that too many have, is refused, and
//! never answered with some of them.

use std::collections::BTreeSet;

use calls::Text;
use rusqlite::{Connection, params};

use super::super::{CALLED_MAX, CALLED_READ_MAX, EntryKind, Result, Sought, StoreError, words_of};
use super::read::text;

/// Up to so many rows of each word are counted to find the rarest.
const WEIGHED: usize = 1_000;

/// A word, or all that begin so: from the first on, and what comes after the last.
struct Range {
    from: String,
    to: String,
}

impl Range {
    fn of((word, begins): &(Text, bool)) -> Self {
        // No letter is smaller than the one, none is greater than the other.
        let end = if *begins { '\u{10ffff}' } else { '\u{0}' };
        Self { from: word.to_string(), to: format!("{word}{end}") }
    }
}

/// The keys of entries of that kind whose names have all these words, or one that begins so, in order.
pub(super) fn called(conn: &Connection, account: &str, kind: EntryKind, sought: &Sought) -> Result<Vec<Text>> {
    let mut ranges = sought.iter().map(Range::of).collect::<Vec<_>>();
    let sql = "SELECT count(*) FROM
        (SELECT 1 FROM entry_word WHERE account = ? AND kind = ? AND word >= ? AND word < ? LIMIT ?)";
    let mut statement = conn.prepare_cached(sql)?;
    let weigh = |range: &Range| {
        statement.query_row(params![account, kind.word(), range.from, range.to, WEIGHED], |row| row.get::<_, usize>(0))
    };
    let weights = ranges.iter().map(weigh).collect::<rusqlite::Result<Vec<_>>>()?;
    let Some((rarest, _)) = weights.iter().enumerate().min_by_key(|(_, weight)| **weight) else { return Ok(Vec::new()) };
    let rarest = ranges.swap_remove(rarest);
    let sql = "SELECT key FROM entry_word WHERE account = ? AND kind = ? AND word >= ? AND word < ? LIMIT ?";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![account, kind.word(), rarest.from, rarest.to, CALLED_READ_MAX + 1])?;
    let (mut keys, mut read) = (BTreeSet::new(), 0);
    while let Some(row) = rows.next()? {
        read += 1;
        let key = text(row, 0)?;
        if !keys.contains(&key) && has_all(conn, (account, kind, &key), &ranges)? {
            keys.insert(key);
        }
        if keys.len() > CALLED_MAX || read > CALLED_READ_MAX {
            let most = if read > CALLED_READ_MAX { CALLED_READ_MAX } else { CALLED_MAX };
            let says = format!("more than {most} {}s are called so: write more of it", kind.word());
            return Err(StoreError::refused("name", says));
        }
    }
    Ok(keys.into_iter().collect())
}

/// Whether the name of an entry has all these words too.
fn has_all(conn: &Connection, (account, kind, key): (&str, EntryKind, &str), ranges: &[Range]) -> Result<bool> {
    let sql = "SELECT 1 FROM entry_word WHERE account = ? AND kind = ? AND key = ? AND word >= ? AND word < ?";
    let mut statement = conn.prepare_cached(sql)?;
    for range in ranges {
        if !statement.exists(params![account, kind.word(), key, range.from, range.to])? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Has the words of its name and of its key lead to an entry. Keys of contacts are mostly numbers of other software: they count
/// where there is no name.
pub(super) fn lead(conn: &Connection, (account, kind, key): (&str, &str, &str), name: Option<&str>) -> Result<()> {
    let sql = "INSERT INTO entry_word (account, kind, word, key) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
    let mut statement = conn.prepare_cached(sql)?;
    let key_counts = name.is_none() || kind != EntryKind::Contact.word();
    for word in name.into_iter().chain(key_counts.then_some(key)).flat_map(words_of) {
        statement.execute(params![account, kind, &*word, key])?;
    }
    Ok(())
}

/// Has all names lead to their entries, in a store in which none does yet.
pub(super) fn fill(conn: &Connection) -> Result<()> {
    let sql = "SELECT account, kind, key, name FROM entry WHERE deleted_at IS NULL";
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (account, kind, key): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        lead(conn, (&account, &kind, &key), row.get::<_, Option<String>>(3)?.as_deref())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::migrate::migrate;
    use super::*;

    #[test]
    fn names_that_were_there_before_are_found_and_no_plan_reads_all() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        for (serial, name) in [(1, Some("Rosa Lind")), (2, Some("Rosa Falk")), (3, None)] {
            let sql = "INSERT INTO entry (account, kind, key, serial, name, settings, created_at, changed_at)
                VALUES ('main', 'contact', ?, ?, ?, '{}', 0, 0)";
            conn.execute(sql, params![format!("c{serial}"), serial, name]).unwrap();
        }
        fill(&conn).unwrap();
        let found = |sought: &[(&str, bool)]| {
            let sought = sought.iter().map(|(word, begins)| (Text::new(word), *begins)).collect::<Vec<_>>();
            called(&conn, "main", EntryKind::Contact, &sought).unwrap()
        };
        assert_eq!(found(&[("rosa", false)]), ["c1", "c2"]);
        assert_eq!(found(&[("ro", true), ("fal", true)]), ["c2"]);
        assert_eq!(found(&[("ro", false)]), [""; 0]);
        assert_eq!((found(&[("c3", false)]), found(&[("c1", false)]).len()), (vec!["c3".into()], 0));
        let sql = "SELECT 1 FROM entry_word WHERE account = ? AND kind = ? AND key = ? AND word >= ? AND word < ?";
        let plan: String =
            conn.query_row(&format!("EXPLAIN QUERY PLAN {sql}"), ["", "", "", "", ""], |row| row.get(3)).unwrap();
        assert!(plan.contains("USING COVERING INDEX entry_word_of (account=? AND kind=? AND key=? AND word>?"), "{plan}");
    }
}
