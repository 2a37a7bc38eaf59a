//! Conversations that turned out to be one (rule N20), as far as the order of telling goes.
//!
//! What went into another conversation has nothing more to tell once that is told; but what it told last may still wait, and the
//! calls that it had are told on by the other. So the other waits until nothing of it is owed any more. Nothing is kept here for
//! longer than that, and a join of which nothing is owed is not noted at all. Who takes up what another left knows joins by their
//! rows: a receiver that does not ask for joins may be told on out of this order once, if the server ended in between.

use std::collections::HashMap;

use serde::de::IgnoredAny;
use uuid::Uuid;

use super::owed::Of;
use crate::store::{ChangeKind, ChangeRow};

/// Which lines wait for which.
#[derive(Debug, Default)]
pub(super) struct Joins {
    /// Into which each went, and with which change.
    went: HashMap<Of, (Of, u64)>,
    /// The same the other way round.
    came: HashMap<Of, Vec<Of>>,
    /// Lines that are set aside, by the one that they wait for.
    held: HashMap<Of, Vec<Of>>,
}

impl Joins {
    /// One went into another with that change.
    pub(super) fn add(&mut self, one: Of, other: Of, change: u64) {
        if one != other && self.went.insert(one, (other, change)).is_none() {
            self.came.entry(other).or_default().push(one);
        }
    }

    /// Those that went into a conversation before that change, each with the change by which it did.
    pub(super) fn before(&self, other: Of, change: u64) -> impl Iterator<Item = (Of, u64)> {
        let came = self.came.get(&other).into_iter().flatten();
        came.filter_map(|one| Some((*one, self.went.get(one)?.1))).filter(move |(_, joined)| *joined < change)
    }

    /// A line waits for another one.
    pub(super) fn hold(&mut self, other: Of, until: Of) {
        self.held.entry(until).or_default().push(other);
    }

    /// Something of a line is over: who waits for it is to look again.
    pub(super) fn let_go(&mut self, one: Of) -> Vec<Of> {
        self.held.remove(&one).unwrap_or_default()
    }

    /// Nothing of a line is owed any more.
    pub(super) fn end(&mut self, one: Of) {
        let Some((other, _)) = self.went.remove(&one) else { return };
        if let Some(came) = self.came.get_mut(&other) {
            came.retain(|each| *each != one);
            if came.is_empty() {
                self.came.remove(&other);
            }
        }
    }
}

/// Into which conversation that of a change went with it; none of any other change.
pub(super) fn went_into(row: &ChangeRow) -> Option<Uuid> {
    let patch = row.patch.as_deref().filter(|_| row.kind == ChangeKind::Merged)?;
    let told = calls::record::tells(patch).ok()?;
    let (into, _): (Option<Uuid>, IgnoredAny) = serde_json::from_str(told.whole.get("merged_into")?.get()).ok()?;
    into
}
