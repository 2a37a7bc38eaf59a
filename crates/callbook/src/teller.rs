//! What is told of a change: the record as it was at that version, and, to whoever compares, at the version before.
//!
//! Whoever tells reads one change after the other, so that the record at a version is mostly the one before it with the change's own
//! patch. Only where that is not at hand is the store asked. It must never tell a record of another version than the change's.

use std::collections::HashMap;

use calls::record::Told;
use uuid::Uuid;

use crate::store::{ChangeKind, ChangeRow, Result, Store};

/// The most conversations that are held; with one more all are let go.
const HELD_MAX: usize = 1_024;
/// The same in bytes, as long as they are when they are printed.
const HELD_BYTES_MAX: usize = 8 << 20;

/// The most conversations that went into one by one fact.
const JOINS_MAX: u64 = 16;

/// The records of conversations that were told of lately, each as it was told last.
#[derive(Debug, Default)]
pub(crate) struct Teller {
    held: HashMap<Uuid, Held>,
    /// How many bytes they have, printed.
    bytes: usize,
}

/// A record that is held.
#[derive(Debug)]
struct Held {
    version: u64,
    told: Told,
    bytes: usize,
}

/// The records of a change. None of a change that is of no conversation, or of one that was erased.
#[derive(Debug, Default)]
pub(crate) struct Records {
    /// At the version that the change made.
    pub(crate) after: Option<String>,
    /// At the version before it, if it was asked for and there is one.
    pub(crate) before: Option<String>,
}

impl Teller {
    /// The records of a change; the one before it only if it is asked for, since printing it costs as much again.
    pub(crate) async fn records(
        &mut self,
        store: &dyn Store,
        account: &str,
        row: &ChangeRow,
        compares: bool,
    ) -> Result<Records> {
        let (Some(id), Some(patch)) = (row.conversation, row.patch.as_deref()) else { return Ok(Records::default()) };
        let held = self.take(id).filter(|held| held.version == row.previous);
        let told = if row.previous == 0 { Some(Told::default()) } else { held.map(|held| held.told) };
        let before = match &told {
            _ if !compares || row.previous == 0 => None,
            Some(told) => Some(told.print(row.previous)),
            None => found(store, account, id, row.previous).await?,
        };
        let mut after = None;
        if let Some(mut told) = told
            && told.apply(patch)
        {
            after = Some((told.print(row.version), told));
        }
        if after.is_none()
            && let Some(record) = found(store, account, id, row.version).await?
        {
            after = Told::read(&record).map(|told| (record, told));
        }
        let Some((after, told)) = after else { return Ok(Records::default()) };
        self.hold(id, Held { version: row.version, told, bytes: after.len() });
        Ok(Records { after: Some(after), before })
    }

    fn take(&mut self, id: Uuid) -> Option<Held> {
        let held = self.held.remove(&id)?;
        self.bytes -= held.bytes;
        Some(held)
    }

    fn hold(&mut self, id: Uuid, held: Held) {
        if self.held.len() >= HELD_MAX || self.bytes + held.bytes > HELD_BYTES_MAX {
            (self.held, self.bytes) = (HashMap::new(), 0);
        }
        // One that would fill all the room is read again.
        if held.bytes <= HELD_BYTES_MAX {
            self.bytes += held.bytes;
            self.held.insert(id, held);
        }
    }
}

/// Conversations that went into this one with this change: their last changes stand right before it (rule N20).
pub(crate) async fn joined_with(store: &dyn Store, account: &str, row: &ChangeRow) -> Result<Vec<String>> {
    let from = row.no.saturating_sub(JOINS_MAX + 1);
    let near = store.changes(account, from, None, JOINS_MAX as usize).await?.rows;
    let before = near.into_iter().rev().skip_while(|change| change.no >= row.no);
    let mut joined = Vec::new();
    for change in before.take_while(|change| change.kind == ChangeKind::Merged) {
        let Some(id) = change.conversation.filter(|_| change.previous > 0) else { continue };
        joined.extend(found(store, account, id, change.previous).await?);
    }
    Ok(joined)
}

async fn found(store: &dyn Store, account: &str, id: Uuid, version: u64) -> Result<Option<String>> {
    // An id that went into another conversation finds that one, whose versions are others.
    let found = store.find(account, id, Some(version)).await?;
    Ok(found.filter(|found| found.conversation == id).map(|found| found.record))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_much_is_held_as_there_is_room_for_in_number_and_in_bytes() {
        let mut teller = Teller::default();
        let mut hold = |no: u128, bytes: usize| {
            teller.hold(Uuid::from_u128(no), Held { version: 1, told: Told::default(), bytes });
            (teller.held.len(), teller.bytes)
        };
        assert_eq!(hold(1, HELD_BYTES_MAX / 2), (1, HELD_BYTES_MAX / 2));
        assert_eq!(hold(2, HELD_BYTES_MAX / 2), (2, HELD_BYTES_MAX / 2 * 2));
        assert_eq!(hold(3, 1), (1, 1), "with one more all are let go");
        assert_eq!(hold(4, HELD_BYTES_MAX + 1), (0, 0), "one that is larger than all room is not held");
        for no in 0..HELD_MAX as u128 {
            hold(no, 1);
        }
        assert_eq!(hold(HELD_MAX as u128, 7), (1, 7));
        assert_eq!(teller.take(Uuid::from_u128(HELD_MAX as u128)).map(|held| held.bytes), Some(7));
        assert_eq!((teller.held.len(), teller.bytes), (0, 0));
    }
}
