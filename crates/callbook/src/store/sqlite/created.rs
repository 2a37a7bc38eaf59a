//! Calls by when they were told first, or last: pages with numbers, how many there are and what came of them, and those that a
//! provider's id names.
//!
//! A page without clues costs a look at the index of the period, by which they are counted, and at the records that it shows; one with
//! clues a look at the rows of those words. Nothing here is held between two pages.

use std::collections::HashMap;

use calls::Text;
use calls::moment::Moment;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use uuid::Uuid;

use super::super::dialects::{CREATED_ROWS_MAX, CreatedAsk, Numbered, Settled};
use super::super::ledger::{OF_CALL, marks};
use super::super::{Clue, Result};
use super::{numbered, outbox, read};

/// Changes are numbered as they are recorded, but for those that waited for one another: so much earlier is looked, in microseconds.
const OUT_OF_ORDER: i64 = 600_000_000;
/// The most calls of one provider's id that are looked at.
const HAVING_MAX: usize = 100;

/// A question as SQL.
struct Sql {
    from: String,
    values: Vec<Value>,
}

impl Sql {
    /// The place of a further value.
    fn value(&mut self, value: impl Into<Value>) -> usize {
        self.values.push(value.into());
        self.values.len()
    }

    fn also(&mut self, what: &str, value: impl Into<Value>) {
        let place = self.value(value);
        self.from.push_str(&what.replace('#', &format!("?{place}")));
    }

    fn words(&mut self, clues: &[Clue]) -> usize {
        let words: Vec<String> = clues.iter().map(|clue| clue.word().to_string()).collect();
        // A list of texts always prints.
        self.value(serde_json::to_string(&words).unwrap_or_default())
    }

    fn of(conn: &Connection, account: &str, ask: &CreatedAsk) -> Result<Self> {
        let mut sql = Self { from: String::new(), values: vec![Value::from(account.to_owned())] };
        let having = |place: usize| {
            format!(
                "SELECT found_by.call FROM json_each(?{place}) AS word CROSS JOIN found_by ON found_by.account = ?1
                AND found_by.word = word.value WHERE found_by.level & {OF_CALL} <> 0"
            )
        };
        let mut clues = ask.clues.iter();
        match clues.next() {
            // Who has a word comes first, whatever else is asked.
            Some(first) => {
                let words = sql.words(first);
                let all = having(words);
                sql.from =
                    format!("(SELECT DISTINCT call FROM ({all})) AS found CROSS JOIN call ON call.serial = found.call AND");
            }
            // Whichever is chosen else would not have the order.
            None if ask.by_update => sql.from = "call INDEXED BY call_by_update WHERE".to_owned(),
            None => sql.from = "call WHERE".to_owned(),
        }
        let (told, none) = (marks::THERE, marks::DIRECTION);
        sql.from.push_str(&format!(" call.account = ?1 AND call.marks & {told} <> 0 AND call.marks & {none} <> 0"));
        if !ask.deleted {
            sql.from.push_str(&format!(" AND call.marks & {} = 0", marks::DELETED));
        }
        if ask.outside {
            let [inbound, outbound] = marks::OUTSIDE;
            sql.from.push_str(&format!(" AND call.marks & {none} IN ({inbound}, {outbound})"));
        }
        if ask.open {
            sql.from.push_str(&format!(" AND call.marks & {} = 0", marks::OUTCOME));
        }
        if let Some(scopes) = &ask.scopes {
            let named: Vec<&str> = scopes.iter().flatten().map(Text::as_str).collect();
            let named = sql.value(serde_json::to_string(&named).unwrap_or_default());
            let none = if scopes.contains(&None) { " OR call.scope IS NULL" } else { "" };
            sql.from.push_str(&format!(" AND (call.scope IN (SELECT value FROM json_each(?{named})){none})"));
        }
        for clues in clues {
            let words = sql.words(clues);
            let all = having(words);
            sql.from.push_str(&format!(" AND call.serial IN ({all})"));
        }
        let mut bound = |what: &str, at: Option<Moment>| at.into_iter().for_each(|at| sql.also(what, at.micros()));
        bound(" AND call.created_at >= #", ask.from);
        bound(" AND call.created_at < #", ask.until);
        bound(" AND call.updated_at >= #", ask.updated_from);
        bound(" AND call.updated_at < #", ask.updated_until);
        for (what, at) in [(">=", ask.began_from), ("<", ask.began_until)] {
            let Some(at) = at else { continue };
            let (at, beside) = (sql.value(at.micros()), sql.value(ask.beside.to_string()));
            sql.from.push_str(&format!(" AND (call.started_at {what} ?{at} OR call.source = ?{beside})"));
        }
        if let Some(at) = ask.changed_from {
            let after = outbox::change_before(conn, account, at.plus(-OUT_OF_ORDER))?;
            let changed = " AND call.conversation IN (SELECT change.conversation FROM change WHERE change.account = ?1
                AND change.no > # AND change.conversation IS NOT NULL)";
            sql.also(changed, i64::try_from(after).unwrap_or(i64::MAX));
        }
        Ok(sql)
    }
}

/// One page.
pub(super) fn page(conn: &Connection, account: &str, ask: &CreatedAsk) -> Result<Numbered> {
    let mut sql = Sql::of(conn, account, ask)?;
    let count = format!("SELECT count(*) FROM {}", sql.from);
    let total = conn.prepare_cached(&count)?.query_row(params_from_iter(&sql.values), |row| row.get(0))?;
    let way = if ask.latest_first { "DESC" } else { "ASC" };
    let rows = sql.value(i64::try_from(ask.rows.min(CREATED_ROWS_MAX)).unwrap_or(i64::MAX));
    let skipped = sql.value(i64::try_from(ask.skipped).unwrap_or(i64::MAX));
    let from = &sql.from;
    let order = if ask.by_update { "updated_at" } else { "created_at" };
    let list = format!("SELECT call.serial FROM {from} ORDER BY call.{order} {way}, call.id LIMIT ?{rows} OFFSET ?{skipped}");
    let mut statement = conn.prepare_cached(&list)?;
    let serials = statement.query_map(params_from_iter(&sql.values), |row| row.get(0))?;
    let serials = serials.collect::<rusqlite::Result<Vec<u64>>>()?;
    let mut records = HashMap::new();
    let calls = serials.into_iter().map(|serial| numbered::print(conn, account, serial, &mut records));
    Ok(Numbered { total, calls: calls.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect() })
}

/// How many came to what.
pub(super) fn settled(conn: &Connection, account: &str, ask: &CreatedAsk) -> Result<Vec<Settled>> {
    let mut sql = Sql::of(conn, account, ask)?;
    let beside = sql.value(ask.beside.to_string());
    let (outcome, alike) = (marks::OUTCOME, marks::DIRECTION | marks::OUTCOME | marks::HANDLED);
    let list = format!(
        "SELECT call.marks & {alike}, call.source = ?{beside}, count(*), min(call.created_at), max(call.created_at) FROM {}
        AND call.marks & {outcome} <> 0 GROUP BY 1, 2",
        sql.from
    );
    let mut statement = conn.prepare_cached(&list)?;
    let rows = statement.query_map(params_from_iter(&sql.values), |row| {
        let of_marks: u32 = row.get(0)?;
        let days = (read::moment(row, 3)?, read::moment(row, 4)?);
        let settled = |outcome| {
            Ok(Settled {
                direction: marks::direction_of(of_marks),
                outcome,
                handled: of_marks & marks::HANDLED != 0,
                beside: row.get(1)?,
                calls: row.get(2)?,
                days,
            })
        };
        marks::outcome_of(of_marks).map(settled).transpose()
    })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// The ids of calls that have a clue, the one told first before others; deleted ones too.
pub(super) fn having(conn: &Connection, account: &str, clue: &Clue) -> Result<Vec<Uuid>> {
    let sql = format!(
        "SELECT call.id FROM found_by CROSS JOIN call ON call.account = found_by.account AND call.serial = found_by.call
        WHERE found_by.account = ? AND found_by.word = ? AND found_by.level & {OF_CALL} <> 0 ORDER BY call.serial LIMIT ?"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let ids = statement.query_map(params![account, &*clue.word(), HAVING_MAX], |row| Ok(Uuid::from_bytes(row.get(0)?)))?;
    Ok(ids.collect::<rusqlite::Result<Vec<_>>>()?)
}
