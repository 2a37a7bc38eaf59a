//! Rows of words: several words are walked side by side, always the newest of them next.

use std::collections::VecDeque;

use calls::Text;
use calls::moment::Moment;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::super::ledger::{CALL_DELETED, OF_CALL, OF_WHOLE, WHOLE_DELETED};
use super::super::super::{Place, Result};
use super::{Asking, Candidate, Of, Way};

/// Rows of a word that are read at once, first and then.
const PIECES: [usize; 2] = [64, 1_024];

/// The bit that a row of a word must have, and the one by which it is known to be deleted.
fn bits(of: Of) -> (u8, u8) {
    match of {
        Of::Conversations => (OF_WHOLE, WHOLE_DELETED),
        Of::Calls => (OF_CALL, CALL_DELETED),
    }
}

/// Rows that have any of some words, newest first or oldest first, each once.
pub(super) struct Streams {
    streams: Vec<Stream>,
    last: Option<(i64, u64)>,
}

/// Rows of one word.
struct Stream {
    word: Text,
    way: Way,
    read: VecDeque<(i64, u64, u64)>,
    pieces: usize,
    ended: bool,
}

impl Streams {
    /// Those on that way.
    pub(super) fn new(words: &[Text], way: Way) -> Self {
        let stream = |word: &Text| Stream { word: word.clone(), way, read: VecDeque::new(), pieces: 0, ended: false };
        Self { streams: words.iter().map(stream).collect(), last: None }
    }

    pub(super) fn next(&mut self, asking: &Asking<'_>) -> Result<Option<Candidate>> {
        loop {
            let mut next: Option<((i64, u64), usize)> = None;
            for (no, stream) in self.streams.iter_mut().enumerate() {
                let Some((at, call, _)) = stream.peek(asking)? else { continue };
                if next.is_none_or(|(place, _)| stream.way.comes_first((at, call), place)) {
                    next = Some(((at, call), no));
                }
            }
            let Some((place, no)) = next else { return Ok(None) };
            let Some((at, call, row)) = self.streams.get_mut(no).and_then(|stream| stream.read.pop_front()) else {
                return Ok(None);
            };
            // The same row by another word.
            if self.last.replace(place) == Some(place) {
                continue;
            }
            let place = Place { at: Moment::from_micros(at).unwrap_or_default(), serial: call };
            return Ok(Some(Candidate { place, row, listed: None }));
        }
    }
}

impl Stream {
    fn peek(&mut self, asking: &Asking<'_>) -> Result<Option<(i64, u64, u64)>> {
        while self.read.is_empty() && !self.ended {
            self.read_on(asking)?;
        }
        Ok(self.read.front().copied())
    }

    fn read_on(&mut self, asking: &Asking<'_>) -> Result<()> {
        let (beyond, within, order) = self.way.words();
        let sql = format!(
            "SELECT started_at, call, conversation, level FROM found_by
            WHERE account = ? AND word = ? AND (started_at, call) {beyond} (?, ?) AND started_at {within} ?
            ORDER BY started_at {order}, call {order} LIMIT ?"
        );
        let piece = PIECES[self.pieces.min(PIECES.len() - 1)];
        let (has, deleted) = bits(asking.of);
        let mut statement = asking.conn.prepare_cached(&sql)?;
        let params = params![asking.account, &*self.word, self.way.from.0, self.way.from.1, self.way.to, piece];
        let mut rows = statement.query(params)?;
        let mut read = 0;
        while let Some(row) = rows.next()? {
            let (at, call, conversation, level): (_, _, _, u8) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            read += 1;
            self.way.from = (at, call);
            if level & has != 0 && (asking.filter.deleted || level & deleted == 0) {
                let row = if asking.of == Of::Calls { call } else { conversation };
                self.read.push_back((at, call, row));
            }
        }
        self.pieces += 1;
        self.ended = read < piece;
        Ok(())
    }
}

/// Whether the row at that place has any of the words.
pub(super) fn any(conn: &Connection, account: &str, of: Of, too: bool, words: &[Text], place: Place) -> Result<bool> {
    let (has, deleted) = bits(of);
    let sql = "SELECT level FROM found_by WHERE account = ? AND word = ? AND started_at = ? AND call = ?";
    let mut statement = conn.prepare_cached(sql)?;
    for word in words {
        let level = statement.query_row(params![account, &**word, place.at.micros(), place.serial], |row| row.get::<_, u8>(0));
        if level.optional()?.is_some_and(|level| level & has != 0 && (too || level & deleted == 0)) {
            return Ok(true);
        }
    }
    Ok(false)
}
