//! Contacts of the directory by the words of their names, which stand in no index: they are read one after the other.
//!
//! So many are read and no more; of a directory that has more of them none is found by its name, rather than some. What was found
//! stands for every word of the name, and is looked for once.

use calls::Text;
use rusqlite::{Connection, params};

use super::super::super::{CONTACTS_CALLED_MAX, CONTACTS_READ_MAX, Clue, Result, StoreError, words_of};
use super::super::read::text;

/// Words of a name, and whether each is the beginning of one.
type Sought = [(Text, bool)];

/// What a question asked for so far.
#[derive(Default)]
pub(super) struct Called(Vec<Found>);

/// The contacts of one name.
struct Found {
    sought: Vec<(Text, bool)>,
    /// As rows have them.
    words: Vec<Text>,
}

impl Called {
    /// The words that rows have of contacts with such names.
    pub(super) fn words(&mut self, conn: &Connection, account: &str, sought: &Sought) -> Result<Vec<Text>> {
        if let Some(found) = self.0.iter().find(|found| found.sought == sought) {
            return Ok(found.words.clone());
        }
        let keys = contacts(conn, account, sought, CONTACTS_READ_MAX)?;
        let words: Vec<Text> = keys.into_iter().map(|key| Clue::Contact(key).word()).collect();
        self.0.push(Found { sought: sought.to_vec(), words: words.clone() });
        Ok(words)
    }
}

/// The keys of contacts whose names have all these words, and of those that turned out to be one of them; none where there are
/// more than `most` contacts.
fn contacts(conn: &Connection, account: &str, sought: &Sought, most: usize) -> Result<Vec<Text>> {
    let sql = "SELECT key, name, deleted_at FROM entry WHERE account = ? AND kind = 'contact' ORDER BY key LIMIT ?";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![account, most.saturating_add(1)])?;
    let (mut found, mut read) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        read += 1;
        if read > most {
            return Ok(Vec::new());
        }
        let (name, gone): (Option<String>, Option<i64>) = (row.get(1)?, row.get(2)?);
        if gone.is_none() && name.is_some_and(|name| has(&name, sought)) {
            found.push(text(row, 0)?);
        }
    }
    if found.len() > CONTACTS_CALLED_MAX {
        let says = format!("more than {CONTACTS_CALLED_MAX} contacts are called so: write more of it");
        return Err(StoreError::refused("name", says));
    }
    others(conn, account, &mut found)?;
    Ok(found)
}

/// Records go on naming the key that an entry had before it turned out to be another.
fn others(conn: &Connection, account: &str, found: &mut Vec<Text>) -> Result<()> {
    let sql = "SELECT key FROM entry WHERE account = ? AND kind = 'contact' AND same_as = ?";
    let mut statement = conn.prepare_cached(sql)?;
    for place in 0..found.len() {
        let Some(key) = found.get(place).cloned() else { break };
        let others = statement.query_map(params![account, &*key], |row| text(row, 0))?;
        found.extend(others.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    Ok(())
}

/// Whether a name has all these words.
fn has(name: &str, sought: &Sought) -> bool {
    let words: Vec<Text> = words_of(name).collect();
    let is_there =
        |(word, begins): &(Text, bool)| words.iter().any(|known| known == word || *begins && known.starts_with(word.as_str()));
    sought.iter().all(is_there)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::super::migrate::MIGRATIONS;
    use super::*;

    #[test]
    fn of_a_directory_with_more_contacts_than_are_read_none_is_found_by_its_name() {
        let conn = Connection::open_in_memory().unwrap();
        MIGRATIONS.iter().for_each(|sql| conn.execute_batch(sql).unwrap());
        conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        for (serial, name) in [(1, "Rosa Lind"), (2, "Rosa Falk"), (3, "Sam")] {
            let sql = "INSERT INTO entry (account, kind, key, serial, name, settings, created_at, changed_at)
                VALUES ('main', 'contact', ?, ?, ?, '{}', 0, 0)";
            conn.execute(sql, params![format!("c{serial}"), serial, name]).unwrap();
        }
        let found = |most| contacts(&conn, "main", &[(Text::new("rosa"), false)], most).unwrap();
        assert_eq!(found(3), ["c1", "c2"]);
        assert_eq!(found(2), [""; 0]);
    }
}
