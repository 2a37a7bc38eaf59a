//! Rows by when they began, read in pieces; and the words that begin so.

use std::collections::VecDeque;

use calls::Text;
use calls::moment::Moment;
use rusqlite::{Connection, params};

use super::super::super::ledger::marks::ENDED;
use super::super::super::{Clue, Place, Result, StoreError, WORDS_BEGUN_MAX};
use super::called::Called;
use super::open::OPEN;
use super::{Asking, Candidate, Of, Way};

/// Rows that are read at once, first and then: most pages need few.
const PIECES: [usize; 2] = [128, 2_048];

/// Rows of an index by beginning, newest first or oldest first.
pub(super) struct Rows {
    way: Way,
    read: VecDeque<Candidate>,
    pieces: usize,
    ended: bool,
}

impl Rows {
    /// Those on that way.
    pub(super) fn new(way: Way) -> Self {
        Self { way, read: VecDeque::new(), pieces: 0, ended: false }
    }

    pub(super) fn next(&mut self, asking: &Asking<'_>) -> Result<Option<Candidate>> {
        if self.read.is_empty() && !self.ended {
            self.read_on(asking)?;
        }
        Ok(self.read.pop_front())
    }

    fn read_on(&mut self, asking: &Asking<'_>) -> Result<()> {
        let piece = PIECES[self.pieces.min(PIECES.len() - 1)];
        let sql = sql(asking, self.way);
        let mut statement = asking.conn.prepare_cached(&sql)?;
        let mut rows = statement.query(params![asking.account, self.way.from.0, self.way.from.1, self.way.to, piece])?;
        while let Some(row) = rows.next()? {
            let (known, serial) = (asking.known(row)?, row.get(4)?);
            let at = Moment::from_micros(known.started_at).unwrap_or_default();
            self.way.from = (known.started_at, serial);
            self.read.push_back(Candidate { place: Place { at, serial }, row: serial, listed: Some(known) });
        }
        self.pieces += 1;
        self.ended = self.read.len() < piece;
        Ok(())
    }
}

/// How a piece of rows is asked for.
fn sql(asking: &Asking<'_>, way: Way) -> String {
    let (table, only) = match (asking.of, asking.filter.live) {
        // However many there were, few go on: they stand in an index of their own, and are put in order here.
        (Of::Conversations, true) => ("conversation INDEXED BY conversation_open", OPEN.to_owned()),
        // Of those that began since the oldest conversation that goes on the index says which have ended.
        (Of::Calls, true) => ("call INDEXED BY call_by_start", format!("AND marks & {ENDED} = 0")),
        (Of::Conversations, false) => ("conversation", unhandled(asking)),
        (Of::Calls, false) => ("call", unhandled(asking)),
    };
    let (beyond, within, order) = way.words();
    format!(
        "SELECT started_at, ended_at, marks, source, serial FROM {table}
        WHERE account = ? AND (started_at, serial) {beyond} (?, ?) AND started_at {within} ? {only}
        ORDER BY started_at {order}, serial {order} LIMIT ?"
    )
}

fn unhandled(asking: &Asking<'_>) -> String {
    if asking.wanted.is_unhandled() { "AND marks & 192 = 64".to_owned() } else { String::new() }
}

/// The words that clues mean, as rows have them: of a beginning every word of the account that begins so, of a name every contact.
pub(super) fn words(conn: &Connection, account: &str, clues: &[Clue], called: &mut Called) -> Result<Vec<Text>> {
    let mut words = Vec::new();
    for clue in clues {
        match clue {
            Clue::ContactCalled(sought) => words.extend(called.words(conn, account, sought)?),
            clue => match clue.begins() {
                Some(field) => begun(conn, account, (field, clue), &mut words)?,
                None => words.push(clue.word()),
            },
        }
    }
    words.sort_unstable();
    words.dedup();
    Ok(words)
}

/// From each word it is gone to the next other one, however many rows have it.
fn begun(conn: &Connection, account: &str, (field, clue): (&'static str, &Clue), words: &mut Vec<Text>) -> Result<()> {
    let beginning = clue.word();
    let sql = "SELECT min(word) FROM found_by WHERE account = ? AND word >= ? AND word < ?";
    let mut statement = conn.prepare_cached(sql)?;
    let end = format!("{beginning}\u{10ffff}");
    let mut next = beginning.to_string();
    loop {
        let found: Option<String> = statement.query_row(params![account, next, end], |row| row.get(0))?;
        let Some(found) = found else { return Ok(()) };
        if words.len() >= WORDS_BEGUN_MAX {
            return Err(StoreError::refused(field, clue.too_many(WORDS_BEGUN_MAX)));
        }
        // No letter is smaller: the next word in order, if it has the same beginning, is this one and more.
        next = format!("{found}\u{0}");
        words.push(Text::from(found));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::super::migrate::migrate;
    use super::*;
    use crate::store::Filter;

    #[test]
    fn what_goes_on_is_read_out_of_what_goes_on_and_calls_out_of_an_index_alone() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let filter = Filter { live: true, ..Filter::default() };
        let plan = |of| {
            let asking = Asking::new(&conn, "main", of, &filter).unwrap();
            let sql = sql(&asking, Way { from: (i64::MAX, 0), to: 0, ascending: false });
            let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps = statement.query_map(params!["main", i64::MAX, 0, 0, 10], |row| row.get::<_, String>(3)).unwrap();
            steps.map(|step| step.unwrap()).collect::<Vec<_>>()
        };
        let whole = plan(Of::Conversations);
        assert_eq!(whole, ["SEARCH conversation USING INDEX conversation_open (account=?)", "USE TEMP B-TREE FOR ORDER BY"]);
        let calls = plan(Of::Calls);
        let is_by_start = |step: &str| step.starts_with("SEARCH call USING COVERING INDEX call_by_start (account=? AND ");
        assert!(calls.len() == 1 && is_by_start(&calls[0]), "{calls:?}");
    }
}
