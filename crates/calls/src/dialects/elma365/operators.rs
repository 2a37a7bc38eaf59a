//! Who of a call are operators, and which numbers stand on the two sides of it (sheet, 2.3; rules E29, E34).
//!
//! A module shows a call to an operator, so each operator's phone that is called is a presence of its own; of a call that goes
//! out it is the phone that dials. Who listens or breaks in is nobody's call (S19). Everything here is a function of one record.

use uuid::Uuid;

use crate::Text;
use crate::conversation::{Direction, End, Origin, Role};
use crate::dialects::Names;
use crate::dialects::seen::{Call, Leg, Seen, Side};
use crate::moment::Moment;

use super::wire::Parties;
use super::words::Disposition;

/// A call in its record, and who knows what no record says.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) seen: &'a Seen,
    pub(super) call: &'a Call,
    pub(super) names: &'a dyn Names,
}

/// One operator's presence in a call.
#[derive(Clone, Debug)]
pub(super) struct Operator {
    /// The leg by which it is known again in another version.
    pub(super) leg: Uuid,
    /// In this order they are numbered: who was told first stays first, whatever comes late.
    pub(super) serial: u64,
    /// The internal number.
    pub(super) phone: Text,
    pub(super) offered_at: Moment,
    pub(super) answered_at: Option<Moment>,
    pub(super) ended_at: Option<Moment>,
    /// What it came to if nobody took it.
    pub(super) untaken: Disposition,
    /// Whether it was given up, since its end was never told (S27).
    pub(super) is_lost: bool,
}

/// Whether a leg is one of the account's own people. Who comes in over a trunk is outside even if the directory knows the number.
fn is_ours(leg: &Leg) -> bool {
    leg.trunk.is_none() || leg.role != Some(Role::Caller) && leg.user.is_some()
}

/// Whether a leg was called for the call. Who listens or breaks in was not.
fn is_called(leg: &Leg) -> bool {
    matches!(leg.role, Some(Role::Callee | Role::Agent | Role::Consulted | Role::Conference))
}

impl<'a> View<'a> {
    fn caller(self) -> Option<&'a Leg> {
        self.call.legs.iter().find(|leg| leg.role == Some(Role::Caller))
    }

    /// Whether the caller himself is one of the account's people.
    fn is_dialled_by_us(self) -> bool {
        self.caller().is_some_and(is_ours)
    }

    /// The operators of a call by number; none of one that reached no operator's phone (rule E21).
    pub(super) fn operators(self) -> Vec<Operator> {
        let called = self.call.legs.iter().filter(|leg| is_called(leg));
        let ours = || called.clone().filter(|leg| is_ours(leg)).map(|leg| self.called(leg));
        let mut operators: Vec<Operator> = match self.call.direction {
            Some(Direction::Outbound) if self.is_dialled_by_us() => {
                self.caller().map(|leg| self.dialler(leg)).into_iter().collect()
            }
            Some(Direction::Outbound) if self.call.origin == Some(Origin::Conference) => {
                // Who added a number outside has no leg beside it: its leg is his, too.
                called.map(|leg| Operator { phone: self.user_phone(&self.call.from), ..self.called(leg) }).collect()
            }
            Some(Direction::Internal) if self.is_in_room() => self.caller().map(|leg| self.dialler(leg)).into_iter().collect(),
            Some(_) => ours().collect(),
            None => Vec::new(),
        };
        operators.sort_by_key(|operator| operator.serial);
        operators
    }

    /// Whether the caller is with others without anybody having been called for him: in a room (S16).
    fn is_in_room(self) -> bool {
        let alone = |at: Moment| self.call.legs.iter().all(|leg| leg.role == Some(Role::Caller) || leg.offered_at > at);
        self.is_dialled_by_us() && self.call.answered_at.is_some_and(alone)
    }

    fn called(self, leg: &Leg) -> Operator {
        Operator {
            leg: leg.id,
            serial: leg.serial,
            phone: self.phone(leg.user.as_ref(), leg.number.as_ref()),
            offered_at: leg.offered_at,
            answered_at: leg.answered_at,
            ended_at: leg.ended_at.or(self.call.ended_at),
            untaken: leg.end.map_or(Disposition::Unknown, Disposition::of_end),
            is_lost: leg.end == Some(End::Lost),
        }
    }

    /// Who dials is answered by whom he called, and over, if nobody took it, when the call is.
    fn dialler(self, leg: &Leg) -> Operator {
        let call = self.call;
        Operator {
            answered_at: call.answered_at,
            ended_at: if call.answered_at.is_some() { leg.ended_at.or(call.ended_at) } else { call.ended_at },
            untaken: if leg.end == Some(End::Lost) { Disposition::Unknown } else { Disposition::of_outcome(call.outcome) },
            ..self.called(leg)
        }
    }

    /// The number by which an operator is known: his extension as the directory has it, else what the phone system wrote.
    fn phone(self, user: Option<&Text>, number: Option<&Text>) -> Text {
        let extension = user.and_then(|user| self.names.extension(user));
        extension.or_else(|| number.cloned()).unwrap_or_default()
    }

    fn user_phone(self, side: &Side) -> Text {
        self.phone(side.user.as_ref(), side.number.as_ref())
    }

    /// Who called whom, as an operator sees it; without one the own number stands in his place.
    pub(super) fn parties(self, operator: Option<&Operator>) -> Option<Parties> {
        let call = self.call;
        let direction = call.direction?;
        let operator = operator.map(|operator| operator.phone.clone());
        let line = || self.line().unwrap_or_default();
        let (src, dst) = match direction {
            Direction::Inbound => (outside(&call.from), operator.unwrap_or_else(line)),
            Direction::Outbound => {
                // In the child of a transfer it is the customer who goes on.
                let customer = if self.caller().is_some_and(|leg| !is_ours(leg)) { &call.from } else { &call.to };
                (operator.unwrap_or_else(line), outside(customer))
            }
            Direction::Internal if self.is_in_room() => {
                (self.user_phone(&call.from), call.to.number.clone().unwrap_or_default())
            }
            Direction::Internal => {
                let dialled = || call.to.number.clone().unwrap_or_default();
                (self.user_phone(&call.from), operator.unwrap_or_else(dialled))
            }
        };
        Some(Parties { direction, src, dst, src_ext: None, dst_ext: None })
    }

    /// The own number, in full form if anything tells it; of a call that came in without one, what was dialled.
    fn line(self) -> Option<Text> {
        let call = self.call;
        let dialled = || call.to.e164.clone().or_else(|| call.to.number.clone());
        let Some(line) = call.line.as_ref() else { return dialled().filter(|_| call.direction == Some(Direction::Inbound)) };
        let in_full = call.to.e164.clone().filter(|_| call.to.number.as_ref() == Some(line));
        Some(in_full.or_else(|| self.names.full_number(line)).unwrap_or_else(|| line.clone()))
    }
}

/// A number outside, in full form if that is known; empty if it was withheld.
fn outside(side: &Side) -> Text {
    side.e164.clone().or_else(|| side.number.clone()).unwrap_or_default()
}
