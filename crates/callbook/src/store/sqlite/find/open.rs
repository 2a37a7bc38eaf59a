//! Since when anything goes on: whoever asks for what is live looks no further back.
//!
//! It must never be worked out of conversations of which nothing may be seen: how far was looked can be noticed.

use rusqlite::{OptionalExtension, params};

use super::super::super::Result;
use super::super::super::ledger::OF_WHOLE;
use super::Asking;

/// The conversations of the index of what goes on, in its own words.
pub(super) const OPEN: &str = "AND ended_at IS NULL AND merged_into IS NULL AND erased_at IS NULL";

/// When the oldest conversation began that goes on, in microseconds; none if none does. Calls begin no sooner than their
/// conversation.
pub(super) fn since(asking: &Asking<'_>) -> Result<Option<i64>> {
    let source = asking.filter.source.as_deref();
    // What was written down without an end goes on no more than what has one.
    let sql = format!(
        "SELECT started_at, serial FROM conversation INDEXED BY conversation_open
        WHERE account = ?1 AND (?2 IS NULL OR source = ?2) {OPEN} AND version > 0 AND state IS NOT 'logged'
        ORDER BY started_at"
    );
    let mut statement = asking.conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![asking.account, source])?;
    while let Some(row) = rows.next()? {
        let (at, serial) = (row.get(0)?, row.get(1)?);
        if is_meant(asking, at, serial)? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// Whether a conversation has one of the words without which nothing is looked at. It has them where its first call began.
fn is_meant(asking: &Asking<'_>, at: i64, serial: u64) -> Result<bool> {
    let Some(words) = asking.filter.only.as_ref().and(asking.words.first()) else { return Ok(true) };
    let sql = "SELECT 1 FROM found_by WHERE account = ? AND word = ? AND started_at = ? AND conversation = ? AND level & ? <> 0
        LIMIT 1";
    let mut statement = asking.conn.prepare_cached(sql)?;
    for word in words {
        let found = statement.query_row(params![asking.account, &**word, at, serial, OF_WHOLE], |_| Ok(())).optional()?;
        if found.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
