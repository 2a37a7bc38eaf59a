//! What a call came to, in this dialect's words, and how long it took (sheet, 3.1; S1–S30; rules V4–V6).
//!
//! Both are read off the record: its outcome, its state while it goes on, and whether somebody handled it.

use crate::conversation::{Direction, Outcome, Role, State};
use crate::dialects::seen::{Call, Seen};
use crate::moment::Moment;

use super::kept::Kept;
use super::words::Status;

/// Whether a call was written down and never on a line.
pub(super) fn is_logged(call: &Call) -> bool {
    call.state == Some(State::Logged)
}

/// Whether a menu took the caller before anybody did. What is only played to him while his call is being put through is no answer:
/// some phone systems pick up every call to ask what is to become of it.
fn is_received(seen: &Seen, call: &Call) -> bool {
    seen.menus.iter().any(|menu| menu.call == Some(call.id))
}

/// Whether the caller came to a mailbox; he may have left it by now.
fn is_in_a_mailbox(seen: &Seen, call: &Call) -> bool {
    call.state == Some(State::Voicemail) || seen.voicemail.as_ref().is_some_and(|voicemail| voicemail.call == Some(call.id))
}

/// The status. All words but two are about calls that come in: an outbound call rings, is talked, or was missed.
pub(super) fn status(seen: &Seen, call: &Call, kept: &Kept) -> Status {
    let is_inbound = call.direction == Some(Direction::Inbound);
    let missed = missed(call.handled.is_some());
    match call.outcome {
        Some(outcome) => settled(outcome, is_inbound, kept.own, call.handled.is_some()),
        None if is_logged(call) && kept.own => Status::IncomingCall,
        None if is_logged(call) || call.ended_at.is_some() => missed,
        None if is_inbound && is_in_a_mailbox(seen, call) => Status::Voicemail,
        None if is_inbound && is_received(seen, call) => Status::AnsweredByProvider,
        None => Status::IncomingCall,
    }
}

/// The status of a call of which something came, by which way it went, whether it was written down here, and whether somebody
/// handled it. Nothing else of it counts, so that many can be counted without a look at each.
#[must_use]
pub fn settled(outcome: Outcome, is_inbound: bool, is_own: bool, is_handled: bool) -> Status {
    match outcome {
        Outcome::Answered => Status::AnsweredByStaff,
        // A call that was written down here reads back as it was written, whichever way it went.
        Outcome::Voicemail if is_inbound || is_own => Status::Voicemail,
        Outcome::Ivr if is_inbound || is_own => Status::AnsweredByProvider,
        _ => missed(is_handled),
    }
}

fn missed(is_handled: bool) -> Status {
    if is_handled { Status::MissedCallHandled } else { Status::Missed }
}

/// Whole seconds (rule R3): of a talk from the answer to its end, of a missed call none, of any other from the moment at which
/// the phone system picked up. Unknown until the end.
pub(super) fn duration(seen: &Seen, call: &Call, status: Status) -> Option<i64> {
    let span = |from: Moment, until: Moment| until.since(from).max(0) / 1_000_000;
    if status.is_missed() {
        return Some(0);
    }
    let ended_at = call.ended_at?;
    if status == Status::AnsweredByStaff {
        let from = call.answered_at.unwrap_or(call.started_at);
        return Some(call.talk_ended_at.map_or(0, |until| span(from, until)));
    }
    Some(span(picked_up_at(seen, call), ended_at))
}

/// When the phone system took the caller; of a call that was written down, when it began.
fn picked_up_at(seen: &Seen, call: &Call) -> Moment {
    let caller = call.legs.iter().find(|leg| leg.role == Some(Role::Caller));
    let menu = || seen.menus.iter().filter(|menu| menu.call == Some(call.id)).map(|menu| menu.entered_at).min();
    caller.and_then(|caller| caller.answered_at).or_else(menu).unwrap_or(call.started_at)
}
