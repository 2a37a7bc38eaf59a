//! Figures, as they are read. They are written with the signals that they count (`flush`).

use calls::Text;
use calls::conversation::{Direction, Word};
use rusqlite::{Connection, params};

use super::super::{FIGURE_ROWS_MAX, FigureAsk, FigureRow, Part, Result, StoreError, Tally};
use super::read::moment;

/// The figures that are asked for.
pub(super) fn figures(conn: &Connection, account: &str, ask: &FigureAsk) -> Result<Vec<FigureRow>> {
    let keys = match (&ask.keys, ask.part) {
        (Some(keys), _) => keys.clone(),
        (None, Part::All) => vec![Text::default()],
        (None, part) => keys(conn, account, part)?,
    };
    let sql = "SELECT hour, direction, tally FROM figure
        WHERE account = ? AND part = ? AND key = ? AND hour >= ? AND hour < ? AND (?6 IS NULL OR direction = ?6)";
    let mut statement = conn.prepare_cached(sql)?;
    let mut found = Vec::new();
    let direction = ask.direction.map(Word::word);
    for key in keys {
        let (from, until) = (ask.from.micros(), ask.until.micros());
        let mut rows = statement.query(params![account, ask.part.word(), &*key, from, until, direction])?;
        while let Some(row) = rows.next()? {
            if found.len() >= FIGURE_ROWS_MAX {
                let says =
                    format!("more than {FIGURE_ROWS_MAX} hours are to be added up: ask for a shorter period, or for one key");
                return Err(StoreError::refused("from", says));
            }
            let tally = Tally::read(row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?);
            let tally =
                tally.ok_or_else(|| StoreError::Broken(format!("a figure of {} `{key}` cannot be read", ask.part.word())))?;
            let direction = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            let direction = Direction::ALL.iter().copied().find(|known| known.word() == direction);
            found.push(FigureRow { key: key.clone(), hour: moment(row, 0)?, direction, tally });
        }
    }
    Ok(found)
}

/// Each of which there are figures: from one it is gone to the next, however many hours it has.
fn keys(conn: &Connection, account: &str, part: Part) -> Result<Vec<Text>> {
    let sql = "SELECT min(key) FROM figure WHERE account = ? AND part = ? AND key > ?";
    let mut statement = conn.prepare_cached(sql)?;
    let mut keys: Vec<Text> = Vec::new();
    loop {
        let last = keys.last().map_or("", Text::as_str);
        let next: Option<String> = statement.query_row(params![account, part.word(), last], |row| row.get(0))?;
        match next {
            Some(key) => keys.push(Text::from(key)),
            None => return Ok(keys),
        }
    }
}
