//! What is told of a change: the record as it was at that version, and, to whoever compares, at the version before.
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

/// The records of a change. None of a change that is of no conversation, or of one that was erased.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// At the version that the change made.
    pub(super) after: Option<String>,
    /// At the version before it, if it was asked for and there is one.
    pub(super) before: Option<String>,
}

impl Teller {
    /// The records of a change; the one before it only if it is asked for, since printing it costs as much again.
    pub(super) async fn records(
        &mut self,
        store: &dyn Store,
        account: &str,
        row: &ChangeRow,
        compares: bool,
    ) -> Result<Records> {
        let (Some(id), Some(patch)) = (row.conversation, row.patch.as_deref()) else { return Ok(Records::default()) };
        let held = self.0.remove(&id).filter(|(version, _)| *version == row.previous);
        let told = if row.previous == 0 { Some(Told::default()) } else { held.map(|(_, told)| told) };
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
        if self.0.len() >= HELD_MAX {
            self.0.clear();
        }
        self.0.insert(id, (row.version, told));
        Ok(Records { after: Some(after), before })
    }
}

async fn found(store: &dyn Store, account: &str, id: Uuid, version: u64) -> Result<Option<String>> {
    // An id that went into another conversation finds that one, whose versions are others.
    let found = store.find(account, id, Some(version)).await?;
    Ok(found.filter(|found| found.conversation == id).map(|found| found.record))
}
