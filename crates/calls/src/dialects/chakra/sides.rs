//! Whose numbers and users stand on the two sides of a call (rule R11): of a call over a line somebody outside, and the line; of
//! an internal one both users.

use crate::Text;
use crate::conversation::{Direction, Role};
use crate::dialects::Names;
use crate::dialects::seen::{Call, Leg};

/// `from` and `to` of a call that a phone system told.
pub(super) fn sides(call: &Call, names: &dyn Names) -> (Option<Text>, Option<Text>) {
    let from = || call.from.e164.clone().or_else(|| call.from.number.clone());
    let to = || call.to.e164.clone().or_else(|| call.to.number.clone());
    match call.direction {
        Some(Direction::Inbound) => (from(), line(call, names).or_else(to)),
        // A party outside who was transferred is the caller of the child, and stays on his side.
        Some(Direction::Outbound) if comes_from_outside(call) => (line(call, names), from()),
        Some(Direction::Outbound) => (line(call, names).or_else(from), to()),
        Some(Direction::Internal) | None => (from(), to()),
    }
}

/// Whether the caller is somebody outside.
fn comes_from_outside(call: &Call) -> bool {
    call.legs.iter().any(|leg| leg.role == Some(Role::Caller) && leg.trunk.is_some())
}

/// The own number, in full form if anything tells it.
fn line(call: &Call, names: &dyn Names) -> Option<Text> {
    let line = call.line.as_ref()?;
    let dialled = call.to.e164.as_ref().filter(|_| call.to.number.as_ref() == Some(line));
    Some(dialled.cloned().or_else(|| full(line, names)).unwrap_or_else(|| line.clone()))
}

/// The full form of a number, where the account's country or the number itself tells (rule R7).
pub(super) fn full(number: &str, names: &dyn Names) -> Option<Text> {
    crate::number::e164(number, None).or_else(|| names.full_number(number))
}

/// The user on the other side of a call from its own, where there is one (sheet, 2.1, `forUser`; rule C21).
pub(super) fn other_user(call: &Call) -> Option<&Text> {
    if call.direction != Some(Direction::Internal) {
        return None;
    }
    let own = call.assigned.user.as_ref();
    let weight = |leg: &&Leg| (leg.answered_at.is_some(), leg.ended_at.is_none());
    let called = call.legs.iter().filter(|leg| !matches!(leg.role, Some(Role::Caller | Role::Supervisor | Role::Barging)));
    let called = called.filter(|leg| leg.user.is_some() && leg.user.as_ref() != own);
    // Of several who were rung the one who took it; before that, and if nobody did, the first.
    let other = called.reduce(|known, leg| if weight(&leg) > weight(&known) { leg } else { known });
    let caller = || call.from.user.as_ref().filter(|user| Some(*user) != own);
    other.and_then(|leg| leg.user.as_ref()).or_else(caller)
}
