//! Who is on either side of a call, as far as this dialect says (sheet, 2.1; rules X11, X33).
//!
//! A party is a user of the account or somebody outside. A call has one calling side; on the called side may be many, of whom an
//! event names the one that it is about, or nobody.

use crate::Text;
use crate::conversation::{Direction, End, Role};
use crate::dialects::seen::{Call, Leg, Side};
use crate::dialects::{Names, Thing};

/// Somebody on one side of a call, or nobody of whom more is known than a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Party {
    /// By directory key; none of somebody outside.
    pub(super) user: Option<Text>,
    /// By directory key.
    pub(super) contact: Option<Text>,
    /// Of a user his extension, of somebody outside his number in full.
    pub(super) number: Option<Text>,
    /// As the phone system showed it.
    pub(super) name: Option<Text>,
}

impl Party {
    /// The party of one leg. Whoever calls in over a trunk is outside, even with a number that the directory knows as a user's.
    pub(super) fn of(leg: &Leg) -> Self {
        let user = leg.user.clone().filter(|_| leg.trunk.is_none() || leg.role != Some(Role::Caller));
        let full = leg.e164.clone().filter(|_| user.is_none());
        let contact = leg.contact.clone().filter(|_| user.is_none());
        Self { user, contact, number: full.or_else(|| leg.number.clone()), name: leg.name.clone() }
    }

    /// Whoever is behind a number of the record.
    fn of_side(side: &Side) -> Self {
        let full = side.e164.clone().filter(|_| side.user.is_none());
        let number = full.or_else(|| side.number.clone());
        Self { user: side.user.clone(), contact: None, number, name: side.name.clone() }
    }

    /// What an address book knows the party by.
    pub(super) fn addressable(&self) -> Option<Thing> {
        let person = self.user.clone().map(Thing::Person);
        person.or_else(|| self.contact.clone().map(Thing::Contact))
    }

    /// How people call the party.
    pub(super) fn shown(&self, names: &dyn Names) -> Option<Text> {
        let entry = self.user.clone().map(Thing::User).or_else(|| self.contact.clone().map(Thing::Contact));
        let known = entry.and_then(|entry| names.name(&entry));
        known.or_else(|| self.name.clone()).or_else(|| self.number.clone())
    }
}

/// Who called. Of a party that was added to a talk that is who added it, who has no leg in that call.
pub(super) fn caller(call: &Call) -> Party {
    let own = Party::of_side(&call.from);
    let Some(leg) = caller_leg(call) else { return own };
    let leg = Party::of(leg);
    // Numbers are those that were shown first (rule N5).
    let number = own.number.clone().filter(|_| leg.user.is_none()).or(leg.number).or(own.number);
    Party { number, name: own.name.or(leg.name), ..leg }
}

/// The leg of who called.
pub(super) fn caller_leg(call: &Call) -> Option<&Leg> {
    call.legs.iter().find(|leg| leg.role == Some(Role::Caller))
}

/// Whether a leg is on the called side. Who listens or barges in was not called (rule X25).
pub(super) fn is_callee(leg: &Leg) -> bool {
    matches!(leg.role, Some(Role::Callee | Role::Agent | Role::Consulted | Role::Conference))
}

/// Whether a party was reached at all: its phone may have rung, or was busy. One that sends every call on at once does neither.
fn is_reached(leg: &Leg) -> bool {
    match leg.end {
        Some(End::Unavailable | End::Failed) => false,
        Some(End::Forwarded) => leg.ringing_at.is_some(),
        _ => true,
    }
}

/// The legs of the called side, in order of offer.
pub(super) fn callees(call: &Call) -> impl Iterator<Item = &Leg> {
    call.legs.iter().filter(|leg| is_callee(leg))
}

/// The leg that has the call, or had it last.
pub(super) fn taker(call: &Call) -> Option<&Leg> {
    callees(call).filter(|leg| leg.answered_at.is_some()).max_by_key(|leg| leg.answered_at)
}

/// Who an event of the whole call names as the called one (rule X33): whoever took it, else the one user who is called, else the
/// one number outside that somebody dialled. Otherwise nobody, and the number is the one that was dialled.
pub(super) fn callee(call: &Call) -> Party {
    let is_outbound = call.direction == Some(Direction::Outbound);
    if let Some(leg) = taker(call).filter(|_| call.answered_at.is_some()) {
        return if is_outbound { dialled(call, leg) } else { Party::of(leg) };
    }
    let nobody_was_reached = !callees(call).any(is_reached);
    let alone = only_one(callees(call).filter(|leg| nobody_was_reached || is_reached(leg)));
    match alone {
        Some(leg) if leg.user.is_some() => Party::of(leg),
        // A number outside that is rung for a call that came in is not the number that was called.
        Some(leg) if is_outbound => dialled(call, leg),
        _ => Party { name: None, ..Party::of_side(&call.to) },
    }
}

/// A number outside that somebody dialled, in full if anything tells it: its leg has it as the trunk was told it.
fn dialled(call: &Call, leg: &Leg) -> Party {
    let party = Party::of(leg);
    if party.user.is_some() || party.number.as_ref().is_some_and(|number| number.starts_with('+')) {
        return party;
    }
    let to = Party::of_side(&call.to);
    Party { number: to.number.or(party.number), ..party }
}

/// A leg of the one party that these legs are of: of the only user among them, or with no user of the only number.
fn only_one<'a>(legs: impl Iterator<Item = &'a Leg>) -> Option<&'a Leg> {
    let legs: Vec<&Leg> = legs.collect();
    let first_user = legs.iter().find(|leg| leg.user.is_some());
    match (first_user, legs.first()) {
        (Some(one), _) => legs.iter().all(|leg| leg.user.is_none() || leg.user == one.user).then_some(*one),
        (None, Some(one)) => legs.iter().all(|leg| leg.number == one.number).then_some(*one),
        (None, None) => None,
    }
}
