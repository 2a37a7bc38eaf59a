//! Who takes part in a call, as this dialect shows it: two numbers, a staff member and a client.
//!
//! Numbers stand on sides (rule R11): the outside party on its own, on ours the line, whoever dialled whom.

use crate::Text;
use crate::conversation::{Direction, Outcome, Role};
use crate::dialects::seen::{Call, Leg};
use crate::dialects::{Names, Thing};
use crate::number::compared;

use super::kept::{Client, Kept, Shown};
use super::status::is_logged;
use uuid::Uuid;

/// The two numbers of a call, in full form where that is known.
pub(super) struct Sides {
    pub(super) from: Option<Text>,
    pub(super) to: Option<Text>,
}

fn caller(call: &Call) -> Option<&Leg> {
    call.legs.iter().find(|leg| leg.role == Some(Role::Caller))
}

/// Whether the caller is the one outside: who called in, whom a transfer handed on, whom a program had called.
fn is_caller_outside(call: &Call) -> bool {
    let by_trunk = || caller(call).is_some_and(|leg| leg.trunk.is_some());
    call.direction == Some(Direction::Inbound) || !is_logged(call) && by_trunk()
}

pub(super) fn sides(call: &Call, names: &dyn Names) -> Sides {
    let from = call.from.e164.clone().or_else(|| call.from.number.clone());
    let to = call.to.e164.clone().or_else(|| call.to.number.clone());
    let outside_calls = is_caller_outside(call);
    // Of who was dialled without a number of his own (a program called him first) only his leg tells the number.
    let outside = if outside_calls { from } else { to.clone() };
    let is_inbound = call.direction == Some(Direction::Inbound);
    let ours = line(call, names).or_else(|| if is_inbound { to } else { call.from.e164.clone().filter(|_| !outside_calls) });
    if is_inbound { Sides { from: outside, to: ours } } else { Sides { from: ours, to: outside } }
}

/// The own number, in full form if anything tells it.
fn line(call: &Call, names: &dyn Names) -> Option<Text> {
    let line = call.line.as_ref()?;
    let dialled = call.to.e164.as_ref().filter(|_| call.to.number.as_ref() == Some(line));
    let presented = call.from.e164.as_ref().filter(|_| call.from.number.as_ref() == Some(line));
    Some(dialled.or(presented).cloned().or_else(|| names.full_number(line)).unwrap_or_else(|| line.clone()))
}

/// The key of the staff member: who answered; of a call that a user dialled, he, from its start.
pub(super) fn staff(call: &Call, kept: &Kept) -> Option<Text> {
    let user = || call.assigned.user.clone();
    match kept.staff {
        Some(Shown::Nobody) => return None,
        Some(Shown::Assigned) => return user(),
        None => {}
    }
    if call.direction == Some(Direction::Outbound) && !is_caller_outside(call) {
        return user();
    }
    if call.outcome != Some(Outcome::Answered) {
        return None;
    }
    // Whose phone only rang did not answer; who has no leg was named by somebody.
    let user = user()?;
    let mut own = call.legs.iter().filter(|leg| leg.user.as_ref() == Some(&user)).peekable();
    let answered = is_logged(call) || own.peek().is_none() || own.any(|leg| leg.answered_at.is_some());
    answered.then_some(user)
}

/// The client: whom a client of ours named, else the contact whose number it is.
pub(super) fn client(call: &Call, kept: &Kept, names: &dyn Names) -> Option<Uuid> {
    match kept.client {
        Some(Client::Uid(uid)) => return Some(uid),
        Some(Client::Nobody) => return None,
        None => {}
    }
    let outside = if is_caller_outside(call) { caller(call) } else { called(call) };
    names.uuid(&Thing::Contact(outside?.contact.clone()?))
}

/// The leg of whom a user called outside.
fn called(call: &Call) -> Option<&Leg> {
    let mut called = call.legs.iter().filter(|leg| leg.role != Some(Role::Caller));
    called.find(|leg| leg.trunk.is_some() || is_logged(call))
}

/// Whether two numbers are the same, however they are written (rules R7, V27).
pub(super) fn is_same(one: Option<&str>, other: Option<&str>) -> bool {
    one.and_then(compared) == other.and_then(compared)
}
