//! What webhooks are told of a change (sheet, 4.6; rules V16, V17): that a call is new, changed, or was removed.
//!
//! A call that was told is known by the record before: nothing is remembered. The shape is the subscription's.

use crate::dialects::seen::{Call, Seen};
use crate::dialects::{Change, Event, Names};
use crate::moment::Moment;

use super::card::Card;
use super::is_shown;
use super::status::is_logged;
use super::words::Shape;

/// A call is new.
pub const CREATED: &str = "voice_call/create";

/// Something visible changed.
pub const UPDATED: &str = "voice_call/update";

/// A call was removed.
pub const DELETED: &str = "voice_call/delete";

/// What is told of a change in that shape: for each of the conversation's calls nothing, or one event, the calls in the order in
/// which they began. Of conversations that went into another, or were erased, nothing is told any more.
#[must_use]
pub fn events(change: &Change<'_>, names: &dyn Names, shape: Shape) -> Vec<Event> {
    let shown = change.after.calls.iter().filter(|call| is_shown(change.after, call));
    shown.filter_map(|call| of_call(change, call, names, shape)).collect()
}

fn of_call(change: &Change<'_>, call: &Call, names: &dyn Names, shape: Shape) -> Option<Event> {
    let now = Card::of(change.after, call, names, shape, change.at);
    let before = change.before(call.id).filter(|(seen, before)| was_told(seen, before));
    let was_deleted = before.is_some_and(|(_, before)| before.deleted_at.is_some());
    let word = match (before, call.deleted_at) {
        // What was removed before it was known is not told of until it is restored.
        (None, Some(_)) => return None,
        (None, None) => CREATED,
        (Some(_), Some(_)) if was_deleted => return None,
        (Some(_), Some(_)) => DELETED,
        (Some((seen, before)), None) => {
            let before = Card::of(seen, before, names, shape, change.at);
            if now.is_same(&before) && now.business == before.business {
                return None;
            }
            UPDATED
        }
    };
    let (entity, kind) = word.split_once('/').unwrap_or((word, ""));
    let told = now.print_pushed(shape);
    let body = format!("{{\"entity_name\":\"{entity}\",\"event_type\":\"{kind}\",\"data\":{told}}}");
    Some(Event { call: call.id, serial: call.serial, word, at: change.at, body })
}

/// Whether webhooks know of a call by that version. One that was removed before anybody outside took part in it was never told
/// of.
fn was_told(seen: &Seen, call: &Call) -> bool {
    let by = |deleted_at: Moment| call.legs.iter().any(|leg| leg.trunk.is_some() && leg.offered_at <= deleted_at);
    is_shown(seen, call) && call.deleted_at.is_none_or(|deleted_at| is_logged(call) || by(deleted_at))
}
