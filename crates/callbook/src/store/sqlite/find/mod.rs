//! Pages of conversations and calls, newest first (for whoever asks for it oldest first), and how many there are.
//!
//! Something is walked from the newest row on: the index by beginning, or the rows of the rarest words that were asked for.
//! Each row is held against everything else that was asked, until the page is full or a named number of rows was looked at: a filter
//! that fits nothing costs no more than one that fits everything, and says where to go on. What is looked at first is in an
//! index by itself; a record is read for rows only that are printed. To ask for one more thing: in `ledger/marks.rs` what is the same for many
//! calls, in `clue.rs` what is not.

mod begun;
mod called;
mod open;
mod spread;
mod words;

use calls::Text;
use calls::conversation::{State, Word};
use calls::moment::Moment;
use calls::record::call_in;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::super::ledger::marks::Wanted;
use super::super::{
    COUNT_MAX, Clue, Filter, Listed, PAGE_ROWS_MAX, PAGE_SCAN_MAX, Page, Place, Result, Tallied, WALKED_ROWS_MAX, WalkAsk,
};
use super::read;
use called::Called;
pub(super) use spread::spread;
use words::Streams;

/// A row found by words is looked up by itself, which takes so many times as long as the next row of an index.
const LOOKED_UP: usize = 4;

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Conversations,
    Calls,
}

/// A row of what is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Candidate {
    /// Where in the walk: when it began, and a serial of it.
    place: Place,
    /// The serial of the row that is listed: a conversation's or a call's.
    row: u64,
    /// What is known of it without looking it up.
    listed: Option<Known>,
}

/// What lists ask of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Known {
    started_at: i64,
    ended_at: Option<i64>,
    marks: u32,
    /// Whether its source is the one that was asked for.
    of_source: bool,
}

/// What was asked, taken apart.
struct Asking<'a> {
    conn: &'a Connection,
    account: &'a str,
    of: Of,
    filter: &'a Filter,
    wanted: Wanted,
    /// Of each of these lists it must have one word, the rarest first.
    words: Vec<Vec<Text>>,
    /// Whether the oldest comes first.
    ascending: bool,
    /// Whether each row is to be looked up, whatever was asked of it.
    looks: bool,
}

/// A way through rows by when they began.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// Rows beyond that place.
    from: (i64, u64),
    /// The moment at which it ends: of rows newest first it is still meant, of rows oldest first it is not.
    to: i64,
    /// Whether the oldest comes first.
    ascending: bool,
}

impl Way {
    /// How SQL says it: what comes after a place, what is not past the end, in which order.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        if self.ascending { (">", "<", "ASC") } else { ("<", ">=", "DESC") }
    }

    fn comes_first(self, one: (i64, u64), other: (i64, u64)) -> bool {
        if self.ascending { one < other } else { one > other }
    }
}

/// One page.
pub(super) fn page(
    conn: &Connection,
    account: &str,
    of: Of,
    filter: &Filter,
    after: Option<Place>,
    rows: usize,
) -> Result<Page<Listed>> {
    let asking = Asking::new(conn, account, of, filter)?;
    let mut fitting = Vec::new();
    let rows = rows.clamp(1, PAGE_ROWS_MAX);
    let next = asking.walk(after, rows, PAGE_SCAN_MAX, |row| fitting.push(row.row))?;
    let mut listed = Vec::with_capacity(fitting.len());
    for row in fitting {
        listed.extend(print(conn, account, of, row)?);
    }
    Ok(Page { rows: listed, next })
}

/// Calls on a walk by when they began, by serial; and where it goes on.
pub(super) fn walk(conn: &Connection, account: &str, ask: &WalkAsk) -> Result<(Vec<u64>, Option<Place>)> {
    let asking = Asking { ascending: ask.ascending, ..Asking::new(conn, account, Of::Calls, &ask.filter)? };
    let mut fitting = Vec::new();
    let next = asking.walk(ask.after, ask.rows.clamp(1, WALKED_ROWS_MAX), PAGE_SCAN_MAX, |row| fitting.push(row.row))?;
    Ok((fitting, next))
}

/// How many there are.
pub(super) fn count(conn: &Connection, account: &str, of: Of, filter: &Filter) -> Result<Tallied> {
    let asking = Asking::new(conn, account, of, filter)?;
    let mut found = 0;
    let next = asking.walk(None, COUNT_MAX, COUNT_MAX, |_| found += 1)?;
    Ok(Tallied { found, exact: next.is_none() })
}

/// Prints a conversation or a call. None of a call whose id another took over in a join: it is listed under that one.
fn print(conn: &Connection, account: &str, of: Of, row: u64) -> Result<Option<Listed>> {
    let (conversation, call) = match of {
        Of::Conversations => (row, None),
        Of::Calls => {
            let sql = "SELECT conversation, id FROM call WHERE account = ? AND serial = ?";
            conn.prepare_cached(sql)?
                .query_row(params![account, row], |row| Ok((row.get(0)?, Some(Uuid::from_bytes(row.get(1)?)))))?
        }
    };
    let sql = "SELECT id, version FROM conversation WHERE account = ? AND serial = ?";
    let (id, version): ([u8; 16], u64) =
        conn.prepare_cached(sql)?.query_row(params![account, conversation], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let whole = read::record(conn, account, conversation, version)?;
    let record = match call {
        None => whole,
        Some(call) => whole.as_deref().and_then(|record| call_in(record, call)).map(str::to_owned),
    };
    Ok(record.map(|record| Listed { conversation: Uuid::from_bytes(id), version, record }))
}

impl<'a> Asking<'a> {
    fn new(conn: &'a Connection, account: &'a str, of: Of, filter: &'a Filter) -> Result<Self> {
        let mut clues: Vec<&Vec<Clue>> = filter.clues.iter().collect();
        // The kinds of clues stand in the order of how few calls have the same.
        clues.sort_by_key(|clues| clues.iter().min());
        let clues = filter.only.iter().chain(clues);
        let mut called = Called::default();
        let words = clues.map(|clues| begun::words(conn, account, clues, &mut called)).collect::<Result<_>>()?;
        Ok(Self { conn, account, of, filter, wanted: Wanted::of(filter), words, ascending: false, looks: false })
    }

    /// Hands over what fits, newest first, until there are so many or the effort is used up; where to go on then.
    fn walk(
        &self,
        after: Option<Place>,
        most: usize,
        effort: usize,
        mut fits: impl FnMut(&Candidate),
    ) -> Result<Option<Place>> {
        let mut walk = self.start(after)?;
        let (mut last, mut found, mut spent) = (None, 0, 0);
        while let Some(candidate) = walk.next(self)? {
            if found == most || spent >= effort {
                return Ok(last);
            }
            spent += if candidate.listed.is_some() || self.is_plain() { 1 } else { LOOKED_UP };
            last = Some(candidate.place);
            if self.fits(&candidate)? {
                found += 1;
                fits(&candidate);
            }
        }
        Ok(None)
    }

    fn start(&self, after: Option<Place>) -> Result<Walk> {
        // The row of a cursor has been seen; of `until` no row of that very moment is meant.
        let until = self.filter.until.map_or(i64::MAX, Moment::micros);
        let (at, serial) = match after {
            Some(place) if place.at.micros() < until => (place.at.micros(), place.serial),
            _ => (until, 0),
        };
        let from = self.filter.from.map_or(0, Moment::micros);
        let from = match self.filter.live.then(|| open::since(self)).transpose()? {
            None => from,
            Some(Some(since)) => from.max(since),
            Some(None) => return Ok(Walk::Nothing),
        };
        let way = if self.ascending {
            let begins = after.map(|place| (place.at.micros(), place.serial)).filter(|place| place.0 >= from);
            Way { from: begins.unwrap_or((from, 0)), to: until, ascending: true }
        } else {
            Way { from: (at, serial), to: from, ascending: false }
        };
        Ok(match self.words.first() {
            Some(words) => Walk::Words(Streams::new(words, way)),
            None => Walk::Start(begun::Rows::new(way)),
        })
    }

    fn fits(&self, candidate: &Candidate) -> Result<bool> {
        for words in self.words.iter().skip(1) {
            if !words::any(self.conn, self.account, self.of, self.filter.deleted, words, candidate.place)? {
                return Ok(false);
            }
        }
        if candidate.listed.is_none() && self.is_plain() {
            return Ok(true);
        }
        let Some(known) = candidate.listed.map_or_else(|| self.look_up(candidate.row), |known| Ok(Some(known)))? else {
            return Ok(false);
        };
        Ok(self.wanted.fits(known.marks) && known.of_source && self.lasted(known) && self.stands(candidate.row)?)
    }

    /// Whether its words say all that was asked of a row.
    fn is_plain(&self) -> bool {
        !self.looks && self.wanted.is_plain() && self.filter.source.is_none() && !self.asks_state()
    }

    fn look_up(&self, row: u64) -> Result<Option<Known>> {
        let sql = match self.of {
            Of::Conversations => {
                "SELECT started_at, ended_at, marks, source FROM conversation WHERE account = ? AND serial = ?"
            }
            Of::Calls => "SELECT started_at, ended_at, marks, source FROM call WHERE account = ? AND serial = ?",
        };
        let known = self.conn.prepare_cached(sql)?.query_row(params![self.account, row], |row| self.known(row));
        Ok(known.optional()?)
    }

    /// Reads when a row began and ended, its marks and its source from its first four columns.
    fn known(&self, row: &rusqlite::Row<'_>) -> rusqlite::Result<Known> {
        let of_source = match &self.filter.source {
            Some(source) => row.get_ref(3)?.as_str()? == source,
            None => true,
        };
        Ok(Known { started_at: row.get(0)?, ended_at: row.get(1)?, marks: row.get(2)?, of_source })
    }

    fn lasted(&self, known: Known) -> bool {
        let Filter { shortest_s, longest_s, .. } = self.filter;
        let Some(ended_at) = known.ended_at else { return true };
        let lasted = ended_at - known.started_at;
        shortest_s.is_none_or(|least| lasted >= i64::from(least) * 1_000_000)
            && longest_s.is_none_or(|most| lasted <= i64::from(most) * 1_000_000)
    }

    fn asks_state(&self) -> bool {
        self.filter.live || self.filter.state.is_some()
    }

    /// Whether it is in the state that was asked for, which no index has: it changes too often.
    fn stands(&self, row: u64) -> Result<bool> {
        if !self.asks_state() {
            return Ok(true);
        }
        let sql = match self.of {
            Of::Conversations => "SELECT state FROM conversation WHERE account = ? AND serial = ?",
            Of::Calls => "SELECT state FROM call WHERE account = ? AND serial = ?",
        };
        let is: Option<String> =
            self.conn.prepare_cached(sql)?.query_row(params![self.account, row], |row| row.get(0)).optional()?.flatten();
        let Some(is) = is.as_deref() else { return Ok(false) };
        let is_over = [State::Ended, State::Logged].iter().any(|over| over.word() == is);
        Ok(self.filter.state.is_none_or(|state| state.word() == is) && !(self.filter.live && is_over))
    }
}

/// What is walked.
enum Walk {
    Nothing,
    Start(begun::Rows),
    Words(Streams),
}

impl Walk {
    fn next(&mut self, asking: &Asking<'_>) -> Result<Option<Candidate>> {
        match self {
            Self::Nothing => Ok(None),
            Self::Start(rows) => rows.next(asking),
            Self::Words(streams) => streams.next(asking),
        }
    }
}
