//! Pages of conversations and calls, newest first.
//!
//! A page walks one index and looks at every row for what was asked, up to a named number of rows: a filter that fits
//! nothing costs no more than one that fits everything, and says where to go on.

use calls::conversation::Word;
use calls::moment::Moment;
use calls::number::compared;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::super::{Filter, Listed, PAGE_ROWS_MAX, PAGE_SCAN_MAX, Page, Place, Result};
use super::read;

/// By which index a page is walked. Each gives: began, serial of the row, conversation, state, direction, outcome, source.
const CONVERSATIONS: &str = "SELECT started_at, serial, serial, state, direction, outcome, source FROM conversation
    WHERE account = ?1 AND (started_at, serial) < (?2, ?3) AND started_at >= ?4
        AND version > 0 AND merged_into IS NULL AND (?6 OR deleted_at IS NULL) AND erased_at IS NULL
    ORDER BY started_at DESC, serial DESC LIMIT ?5";
const CALLS: &str =
    "SELECT call.started_at, call.serial, conversation, call.state, call.direction, call.outcome, source, call.id
    FROM call JOIN conversation AS whole ON whole.account = call.account AND whole.serial = call.conversation
    WHERE call.account = ?1 AND (call.started_at, call.serial) < (?2, ?3) AND call.started_at >= ?4
        AND (?6 OR call.deleted_at IS NULL) AND whole.erased_at IS NULL
    ORDER BY call.started_at DESC, call.serial DESC LIMIT ?5";
const CONVERSATIONS_OF_NUMBER: &str = "SELECT whole.started_at, whole.serial, whole.serial, state, direction, outcome, source
    FROM (SELECT DISTINCT conversation FROM number WHERE account = ?1 AND number = ?7) AS named
    JOIN conversation AS whole ON whole.account = ?1 AND whole.serial = named.conversation
    WHERE (whole.started_at, whole.serial) < (?2, ?3) AND whole.started_at >= ?4
        AND version > 0 AND merged_into IS NULL AND (?6 OR deleted_at IS NULL) AND erased_at IS NULL
    ORDER BY whole.started_at DESC, whole.serial DESC LIMIT ?5";
const CALLS_OF_NUMBER: &str = "SELECT call.started_at, call.serial, call.conversation, call.state, call.direction,
        call.outcome, source, call.id
    FROM number JOIN call ON call.account = number.account AND call.serial = number.call
    JOIN conversation AS whole ON whole.account = call.account AND whole.serial = call.conversation
    WHERE number.account = ?1 AND number.number = ?7 AND (number.started_at, number.call) < (?2, ?3) AND number.started_at >= ?4
        AND (?6 OR call.deleted_at IS NULL) AND whole.erased_at IS NULL
    ORDER BY number.started_at DESC, number.call DESC LIMIT ?5";

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Conversations,
    Calls,
}

/// A row of an index that fits, before its record is read.
struct Fitting {
    place: Place,
    conversation: u64,
    call: Option<Uuid>,
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
    let rows = rows.clamp(1, PAGE_ROWS_MAX);
    let (fitting, next) = walk(conn, account, of, filter, after, rows)?;
    let mut listed = Vec::with_capacity(fitting.len());
    for row in fitting {
        let (told, _) = read::told(conn, account, row.conversation, None)?;
        let sql = "SELECT id, version FROM conversation WHERE account = ? AND serial = ?";
        let (id, version): ([u8; 16], u64) =
            conn.prepare_cached(sql)?.query_row(params![account, row.conversation], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let record = match row.call {
            None => Some(told.print(version)),
            Some(call) => told.print_call(call),
        };
        // A call whose id another took over in a join is listed under that one.
        let Some(record) = record else { continue };
        listed.push(Listed { conversation: Uuid::from_bytes(id), version, record });
    }
    Ok(Page { rows: listed, next })
}

fn walk(
    conn: &Connection,
    account: &str,
    of: Of,
    filter: &Filter,
    after: Option<Place>,
    rows: usize,
) -> Result<(Vec<Fitting>, Option<Place>)> {
    let number = filter.number.as_deref().and_then(compared);
    let sql = match (of, &number) {
        (Of::Conversations, None) => CONVERSATIONS,
        (Of::Calls, None) => CALLS,
        (Of::Conversations, Some(_)) => CONVERSATIONS_OF_NUMBER,
        (Of::Calls, Some(_)) => CALLS_OF_NUMBER,
    };
    let until = filter.until.map_or(i64::MAX, Moment::micros);
    // The row of a cursor has been seen; of `until` no row of that very moment is meant.
    let (at, serial) = match after {
        Some(place) if place.at.micros() < until => (place.at.micros(), place.serial),
        _ => (until, 0),
    };
    let from = filter.from.map_or(0, Moment::micros);
    let mut statement = conn.prepare_cached(sql)?;
    let most = PAGE_SCAN_MAX + 1;
    let mut found = match &number {
        None => statement.query(params![account, at, serial, from, most, filter.deleted])?,
        Some(number) => statement.query(params![account, at, serial, from, most, filter.deleted, &**number])?,
    };
    let (mut fitting, mut last, mut scanned) = (Vec::new(), None, 0);
    while let Some(row) = found.next()? {
        if fitting.len() == rows || scanned == PAGE_SCAN_MAX {
            return Ok((fitting, last));
        }
        scanned += 1;
        let place = Place { at: read::moment(row, 0)?, serial: row.get(1)? };
        last = Some(place);
        if fits(row, filter)? {
            let call = match of {
                Of::Conversations => None,
                Of::Calls => Some(Uuid::from_bytes(row.get(7)?)),
            };
            fitting.push(Fitting { place, conversation: row.get(2)?, call });
        }
    }
    debug_assert!(fitting.is_sorted_by(|one, other| (one.place.at, one.place.serial) > (other.place.at, other.place.serial)));
    Ok((fitting, None))
}

fn fits(row: &Row<'_>, filter: &Filter) -> rusqlite::Result<bool> {
    let is = |column: usize, wanted: Option<&str>| -> rusqlite::Result<bool> {
        let Some(wanted) = wanted else { return Ok(true) };
        Ok(match row.get_ref(column)? {
            ValueRef::Text(text) => text == wanted.as_bytes(),
            _ => false,
        })
    };
    Ok(is(3, filter.state.map(Word::word))?
        && is(4, filter.direction.map(Word::word))?
        && is(5, filter.outcome.map(Word::word))?
        && is(6, filter.source.as_deref())?)
}
