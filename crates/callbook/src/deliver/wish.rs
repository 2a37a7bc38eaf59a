//! Which changes a subscription asks for.
//!
//! A change is judged by the record as it was just after it. To ask for one more thing: a field of `SubscriptionSettings`, its
//! line in [`Wish::wants`].

use calls::Text;
use serde::Deserialize;

use crate::store::{ChangeKind, ChangeRow, SubscriptionSettings};

/// What is asked for, understood.
#[derive(Clone, Debug, Default)]
pub(super) struct Wish {
    kinds: Vec<ChangeKind>,
    settings: SubscriptionSettings,
}

/// What dialects compare, whatever is asked for: everything that changes a record. What is told of a call that goes on in another
/// conversation follows what was told of it before, after a crash too, so that a lane has rows of joins, of which nothing is told.
const COMPARED: &[ChangeKind] =
    &[ChangeKind::New, ChangeKind::Changed, ChangeKind::Ended, ChangeKind::Corrected, ChangeKind::Merged];

/// As much of a record as is asked about.
#[derive(Deserialize)]
struct Record {
    direction: Option<Text>,
    calls: Vec<Call>,
    queues: Vec<Queue>,
}

#[derive(Deserialize)]
struct Call {
    legs: Vec<Leg>,
    assigned: Assigned,
}

#[derive(Deserialize)]
struct Leg {
    user: Option<Text>,
}

#[derive(Deserialize)]
struct Assigned {
    user: Option<Text>,
    queue: Option<Text>,
}

#[derive(Deserialize)]
struct Queue {
    name: Option<Text>,
}

impl Wish {
    /// What the settings ask for.
    pub(super) fn of(settings: &SubscriptionSettings) -> Self {
        let mut kinds: Vec<_> = settings.kinds.iter().filter_map(|word| ChangeKind::of_word(word)).collect();
        if settings.app.is_some() || settings.dialect.is_some() {
            kinds = COMPARED.to_vec();
        }
        Self { kinds, settings: settings.clone() }
    }

    /// Whether a change may be asked for, by what it says itself.
    pub(super) fn may_want(&self, row: &ChangeRow) -> bool {
        let kind = match self.kinds.as_slice() {
            [] => !matches!(row.kind, ChangeKind::Corrected | ChangeKind::Imported),
            kinds => kinds.contains(&row.kind),
        };
        kind && (self.settings.sources.is_empty() || self.settings.sources.contains(&row.source))
    }

    /// Whether it is asked for, by the record after it.
    pub(super) fn wants(&self, record: Option<&str>) -> bool {
        let SubscriptionSettings { directions, users, queues, .. } = &self.settings;
        if directions.is_empty() && users.is_empty() && queues.is_empty() {
            return true;
        }
        // What is asked of a record is not true of what has none.
        let Some(record) = record.and_then(|text| serde_json::from_str::<Record>(text).ok()) else { return false };
        let one = |keys: &[Text], key: Option<&Text>| key.is_some_and(|key| keys.contains(key));
        let is_direction =
            directions.is_empty() || record.direction.is_some_and(|direction| directions.iter().any(|word| direction == *word));
        let has_user =
            |call: &Call| one(users, call.assigned.user.as_ref()) || call.legs.iter().any(|leg| one(users, leg.user.as_ref()));
        let was_in = record.queues.iter().any(|queue| one(queues, queue.name.as_ref()));
        let is_assigned = || record.calls.iter().any(|call| one(queues, call.assigned.queue.as_ref()));
        is_direction
            && (users.is_empty() || record.calls.iter().any(has_user))
            && (queues.is_empty() || was_in || is_assigned())
    }
}
