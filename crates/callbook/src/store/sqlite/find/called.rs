//! Contacts of the directory by the words of their names, as rows have them.
//!
//! What was found stands for every word of the name, and is looked for once.

use calls::Text;
use rusqlite::{Connection, params};

use super::super::super::{Clue, EntryKind, Result, Sought};
use super::super::named;
use super::super::read::text;

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
        let mut keys = named::called(conn, account, EntryKind::Contact, sought)?;
        others(conn, account, &mut keys)?;
        let words: Vec<Text> = keys.into_iter().map(|key| Clue::Contact(key).word()).collect();
        self.0.push(Found { sought: sought.to_vec(), words: words.clone() });
        Ok(words)
    }
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
