//! What is told of a change: the record as it was at that version.
//!
//! A lane reads one change after the other, so that the record at a version is mostly the one before it with the change's own
//! patch. Only where that is not at hand is the store asked. It must never tell a record of another version than the change's.

use std::collections::HashMap;

use calls::record::Told;
use uuid::Uuid;

use crate::store::{ChangeRow, Result, Store};

/// The most conversations that are held; with one more all are let go.
const HELD_MAX: usize = 1_024;

/// The records of conversations that were told of lately, each as it was told last.
#[derive(Debug, Default)]
pub(super) struct Teller(HashMap<Uuid, (u64, Told)>);

impl Teller {
    /// The record at the version that a change made. None of a change that is of no conversation, or of one that was erased.
    pub(super) async fn record(&mut self, store: &dyn Store, account: &str, row: &ChangeRow) -> Result<Option<String>> {
        let (Some(id), Some(patch)) = (row.conversation, row.patch.as_deref()) else { return Ok(None) };
        let held = self.0.remove(&id).filter(|(version, _)| *version == row.previous);
        let before = if row.previous == 0 { Some(Told::default()) } else { held.map(|(_, told)| told) };
        let mut after = None;
        if let Some(mut told) = before
            && told.apply(patch)
        {
            after = Some((told.print(row.version), told));
        }
        if after.is_none()
            && let Some(found) = store.find(account, id, Some(row.version)).await?
            // An id that went into another conversation finds that one, whose versions are others.
            && found.conversation == id
        {
            after = Told::read(&found.record).map(|told| (found.record, told));
        }
        let Some((record, told)) = after else { return Ok(None) };
        if self.0.len() >= HELD_MAX {
            self.0.clear();
        }
        self.0.insert(id, (row.version, told));
        Ok(Some(record))
    }
}
