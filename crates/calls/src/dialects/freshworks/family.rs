//! Which calls this dialect shows, and which of them it shows as a part of another.
//!
//! A consultation, and a party that is added, are calls of their own in the record; here they are participants of the call
//! beside which they were dialled (rules R12, F18). Everything here is a function of one record.

use uuid::Uuid;

use crate::conversation::{Direction, Origin, State};
use crate::dialects::seen::{Call, Seen};

/// Whether a call ran over a line to or from outside (rule F1). What was written down never did (S24).
fn is_outside(call: &Call) -> bool {
    matches!(call.direction, Some(Direction::Inbound | Direction::Outbound)) && !is_logged(call)
}

/// Whether a call was written down.
pub(super) fn is_logged(call: &Call) -> bool {
    call.state == Some(State::Logged)
}

/// Whether a call was dialled beside another: to consult, or to add somebody.
fn is_beside(call: &Call) -> bool {
    matches!(call.origin, Some(Origin::Consultation | Origin::Conference))
}

/// The call as whose participants those of this one are shown. None of a call that stands alone, or that is beside nothing that
/// is shown: a number outside that somebody consults in an internal call is a call over a line like any other (rule F1).
pub(super) fn host<'a>(seen: &'a Seen, call: &'a Call) -> Option<&'a Call> {
    let mut host = None;
    for above in seen.ancestors(call).take_while(|_| is_beside(call)) {
        if is_outside(above) {
            host = Some(above);
            if !is_beside(above) {
                break;
            }
        }
    }
    host
}

/// Whether a call has events of its own, unless it was removed.
pub(super) fn is_shown(seen: &Seen, call: &Call) -> bool {
    is_outside(call) && host(seen, call).is_none()
}

/// Whether a call can be read by the REST view, unless it was removed: those that have events, and those that were written down.
pub(super) fn is_listed(seen: &Seen, call: &Call) -> bool {
    let written = is_logged(call) && matches!(call.direction, Some(Direction::Inbound | Direction::Outbound));
    written || is_shown(seen, call)
}

/// The calls whose participants are shown as those of this one.
pub(super) fn beside<'a>(seen: &'a Seen, call: &'a Call) -> impl Iterator<Item = &'a Call> {
    let of_it = move |other: &&Call| host(seen, other).is_some_and(|host| host.id == call.id);
    seen.calls.iter().filter(of_it)
}

/// The serials of the call before and of the first call of its family, of those that are shown (rules F17, F19).
pub(super) fn before_and_first(seen: &Seen, call: &Call) -> Option<(u64, u64)> {
    let mut shown = seen.ancestors(call).filter(|above| is_shown(seen, above));
    let before = shown.next()?;
    let root = |root: Uuid| seen.call(root).filter(|root| is_shown(seen, root));
    let first = root(call.root).or_else(|| shown.last()).unwrap_or(before);
    Some((before.serial, first.serial))
}
