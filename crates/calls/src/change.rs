//! What new signals altered: a conversation before and after, call by call.
//!
//! [`diff`] is total: of equal conversations it gives an empty change. A change holds both versions of everything that
//! differs, so that the fields that went from what to what can be printed, and [`Change::apply`] can rebuild the later
//! version from the earlier one alone. Versions and times of telling belong to the store, never here.

use std::sync::Arc;

use crate::conversation::{Call, Conversation};

/// What differs between two versions of a conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// The conversation without its calls, before and after, if that differs. Before is none of a new conversation.
    pub whole: Option<(Option<Box<Conversation>>, Box<Conversation>)>,
    /// Calls that differ, by their place in the later version. Before is none of a new call.
    pub calls: Vec<CallChange>,
    /// How many calls the later version has.
    pub calls_after: usize,
}

/// A call that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct CallChange {
    /// Its place among the later version's calls.
    pub place: usize,
    /// Before.
    pub before: Option<Arc<Call>>,
    /// After.
    pub after: Arc<Call>,
}

impl Change {
    /// Whether nothing differs but the times of the newest signals, so that no version is owed (rule N21).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.whole.is_none()
            && self.calls.iter().all(|call| call.before.as_ref().is_some_and(|before| same(before, &call.after)))
    }

    /// The later version, from the earlier one.
    #[must_use]
    pub fn apply(&self, before: Option<&Conversation>) -> Conversation {
        let mut after = match (&self.whole, before) {
            (Some((_, whole)), _) => (**whole).clone(),
            (None, Some(before)) => without_calls(before),
            (None, None) => Conversation::default(),
        };
        after.calls = before.map(|before| before.calls.clone()).unwrap_or_default();
        after.calls.truncate(self.calls_after);
        for change in &self.calls {
            match after.calls.get_mut(change.place) {
                Some(call) => *call = Arc::clone(&change.after),
                None => after.calls.push(Arc::clone(&change.after)),
            }
        }
        after
    }
}

/// What differs from `before` to `after`.
#[must_use]
pub fn diff(before: Option<&Conversation>, after: &Conversation) -> Change {
    let whole_differs = before.is_none_or(|before| !same_whole(before, after));
    let calls = after.calls.iter().enumerate().filter_map(|(place, call)| {
        let earlier = before.and_then(|before| before.calls.get(place)).filter(|earlier| earlier.key == call.key);
        let differs = earlier.is_none_or(|earlier| !Arc::ptr_eq(earlier, call) && earlier != call);
        differs.then(|| CallChange { place, before: earlier.cloned(), after: Arc::clone(call) })
    });
    Change {
        whole: whole_differs.then(|| (before.map(|before| Box::new(without_calls(before))), Box::new(without_calls(after)))),
        calls: calls.collect(),
        calls_after: after.calls.len(),
    }
}

/// Whether two versions of a call differ in nothing but when they last changed.
fn same(before: &Call, after: &Call) -> bool {
    if before.legs.len() != after.legs.len() {
        return false;
    }
    let mut before = before.clone();
    before.changed_at = after.changed_at;
    for (place, later) in after.legs.iter().enumerate() {
        if before.legs[place].changed_at != later.changed_at {
            before.legs[place].changed_at = later.changed_at;
        }
    }
    before == *after
}

/// The conversation without its calls, which a change holds apart.
fn without_calls(conversation: &Conversation) -> Conversation {
    let mut whole = conversation.clone();
    whole.calls.clear();
    whole
}

fn same_whole(before: &Conversation, after: &Conversation) -> bool {
    let Conversation {
        key,
        source,
        flow,
        state,
        outcome,
        started_at,
        answered_at,
        ended_at,
        talked_to,
        missed_by,
        ended_by,
        seconds,
        transfers,
        holds,
        menus,
        queues,
        voicemail,
        parked,
        pickup,
        forwards,
        recordings,
        gaps,
        calls: _,
    } = before;
    (state, outcome, started_at, answered_at, ended_at, seconds)
        == (&after.state, &after.outcome, &after.started_at, &after.answered_at, &after.ended_at, &after.seconds)
        && (key, source, flow, talked_to, missed_by, ended_by)
            == (&after.key, &after.source, &after.flow, &after.talked_to, &after.missed_by, &after.ended_by)
        && (transfers, holds, menus, queues, parked)
            == (&after.transfers, &after.holds, &after.menus, &after.queues, &after.parked)
        && (voicemail, pickup, forwards, recordings, gaps)
            == (&after.voicemail, &after.pickup, &after.forwards, &after.recordings, &after.gaps)
}
