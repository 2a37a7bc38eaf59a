//! Where a leg stands, in the vendor's numbers (sheet, 3.1 and S1–S30).
//!
//! A customer stands where his call stands; an agent's leg has a state of its own. While a call goes down, one leg after the
//! other, nothing is told until it is down: a hang-up is one event (rule F8). A number that the vendor has no use for is never
//! given. To add a situation: its row here, and its story.

use crate::Text;
use crate::conversation::{Direction, End, Origin, Outcome, Role, State};
use crate::dialects::Names;
use crate::dialects::seen::{Call, Hold, Leg, Seen};
use crate::signal::RecordingKind;

use super::family::{beside, is_logged};

pub(super) const DEFAULT: u8 = 0;
pub(super) const COMPLETED: u8 = 1;
pub(super) const BUSY: u8 = 2;
pub(super) const MISSED: u8 = 3;
pub(super) const FAILED: u8 = 4;
pub(super) const DISCONNECTED: u8 = 5;
pub(super) const QUEUED: u8 = 6;
pub(super) const IN_PROGRESS: u8 = 8;
pub(super) const BLOCKED: u8 = 9;
pub(super) const VOICEMAIL: u8 = 10;
pub(super) const RESTRICTED: u8 = 11;
pub(super) const ON_HOLD: u8 = 12;
pub(super) const CONNECTING: u8 = 13;
pub(super) const WRAP_UP: u8 = 15;
pub(super) const RECORDING_VOICEMAIL: u8 = 16;

/// A call that is shown, with what is needed to say where its legs stand.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) seen: &'a Seen,
    pub(super) call: &'a Call,
    pub(super) names: &'a dyn Names,
}

impl Scene<'_> {
    /// Where the customer stands, whose leg that is.
    pub(super) fn customer(&self, leg: &Leg) -> u8 {
        let call = self.call;
        if is_logged(call) {
            return DEFAULT;
        }
        let was_called = leg.role != Some(Role::Caller);
        if call.ended_at.is_some() {
            return self.customer_at_the_end(leg, was_called);
        }
        if was_called && leg.answered_at.is_none() {
            return match (leg.ended_at, leg.ringing_at) {
                (Some(_), _) => outside_end(leg.end),
                (None, Some(_)) => CONNECTING,
                (None, None) => DEFAULT,
            };
        }
        match call.state {
            Some(State::Talking) if self.is_consulting() => ON_HOLD,
            Some(State::Talking | State::Menu | State::Conference) => IN_PROGRESS,
            Some(State::Held) if self.is_held(leg, true) => ON_HOLD,
            Some(State::Held) => IN_PROGRESS,
            Some(State::Parked) => ON_HOLD,
            Some(State::Queued) => QUEUED,
            Some(State::Voicemail) if self.is_leaving_a_message() => RECORDING_VOICEMAIL,
            Some(State::Voicemail) => VOICEMAIL,
            Some(State::Ringing) if was_called || self.anybody_was_called() => CONNECTING,
            _ => DEFAULT,
        }
    }

    /// What the customer's call came to, once it is over.
    fn customer_at_the_end(&self, leg: &Leg, was_called: bool) -> u8 {
        let call = self.call;
        let by_outcome = match call.outcome {
            Some(Outcome::Answered) => return COMPLETED,
            _ if self.is_wrong_number() => return FAILED,
            Some(Outcome::Ivr) => COMPLETED,
            Some(Outcome::Voicemail) => VOICEMAIL,
            Some(Outcome::Blocked) if call.from.number.is_none() => RESTRICTED,
            Some(Outcome::Blocked) => BLOCKED,
            Some(Outcome::Failed | Outcome::Unavailable) => FAILED,
            Some(_) => MISSED,
            None => DEFAULT,
        };
        let is_dialled = call.direction == Some(Direction::Outbound) && was_called;
        match by_outcome {
            // What an outside number made of being called, it made of it itself.
            MISSED | FAILED if is_dialled => outside_end(leg.end),
            by_outcome => by_outcome,
        }
    }

    /// Where an agent, or a number outside that is no customer, stands by a leg of his in the call `of`: this one, or one beside.
    pub(super) fn party(&self, of: &Call, leg: &Leg, is_agent: bool) -> u8 {
        if is_logged(self.call) {
            return DEFAULT;
        }
        let over = leg.ended_at.is_some() || of.ended_at.is_some();
        match (leg.answered_at, over) {
            _ if leg.role == Some(Role::Caller) && of.id == self.call.id => self.dialling(leg),
            (None, false) => CONNECTING,
            (None, true) if is_agent => self.agent_end(of, leg),
            (None, true) => outside_end(leg.end),
            (Some(_), true) => self.after_a_talk(of, leg),
            (Some(_), false) => self.connected(of, leg),
        }
    }

    /// Whoever dialled is in the call from its beginning (S2); that nobody answered ends it like any other.
    fn dialling(&self, leg: &Leg) -> u8 {
        // Who gives up before anybody answered takes the call down with him.
        let left = leg.ended_at.is_some() && self.call.answered_at.is_some();
        if left || self.call.ended_at.is_some() {
            return self.after_a_talk(self.call, leg);
        }
        if self.is_held(leg, false) { ON_HOLD } else { IN_PROGRESS }
    }

    /// A leg that was taken and goes on: its phone may be off the hook before the two are connected.
    fn connected(&self, of: &Call, leg: &Leg) -> u8 {
        let waits = match leg.role {
            Some(Role::Supervisor | Role::Barging | Role::Conference) => false,
            _ => !matches!(of.state, Some(State::Talking | State::Held | State::Conference | State::Parked)),
        };
        if waits {
            return CONNECTING;
        }
        if self.is_held(leg, false) { ON_HOLD } else { IN_PROGRESS }
    }

    /// A leg that was in the call and is gone.
    fn after_a_talk(&self, of: &Call, leg: &Leg) -> u8 {
        if of.id == self.call.id && self.goes_down(leg) {
            return if self.is_held(leg, false) { ON_HOLD } else { IN_PROGRESS };
        }
        if of.id == self.call.id && self.is_to_wrap_up(leg) { WRAP_UP } else { COMPLETED }
    }

    /// Whether what came of the call is still to be said by the agent of that leg. Until the call is over the record does not say.
    fn is_to_wrap_up(&self, leg: &Leg) -> bool {
        let call = self.call;
        let Some(user) = &leg.user else { return false };
        if call.ended_at.is_some() {
            let due = call.wrap_up.as_ref().is_some_and(|wrap_up| wrap_up.ended_at.is_none());
            return due && self.last_talker().is_some_and(|last| last.user.as_ref() == Some(user));
        }
        let is_primary = matches!(leg.role, Some(Role::Caller | Role::Callee | Role::Agent));
        is_primary && call.answered_at.is_some() && call.disposition.is_none() && self.names.wraps_up(user)
    }

    /// Of the users who had the call, the one who took it last: whose wrap-up it is (rule R17).
    pub(super) fn last_talker(&self) -> Option<&Leg> {
        let talked = |leg: &&Leg| match leg.role {
            Some(Role::Caller) => true,
            Some(Role::Callee | Role::Agent) => leg.answered_at.is_some(),
            _ => false,
        };
        let talkers = self.call.legs.iter().filter(talked).filter(|leg| leg.user.is_some());
        talkers.max_by_key(|leg| leg.answered_at)
    }

    /// Whether the call is said to be in talk although nobody is left on our side of it: the rest of its end follows. Until then
    /// whoever left last is shown as if he were there.
    fn goes_down(&self, leg: &Leg) -> bool {
        let call = self.call;
        let in_talk = matches!(call.state, Some(State::Talking | State::Held | State::Conference));
        let ours = |other: &&Leg| super::party::is_ours(call, other) && other.role != Some(Role::Supervisor);
        let more = beside(self.seen, call).flat_map(|other| other.legs.iter());
        let mut talkers = call.legs.iter().filter(ours).chain(more).filter(|other| other.answered_at.is_some());
        let left_before = |other: &Leg| other.ended_at.is_some_and(|ended_at| leg.ended_at.is_none_or(|own| ended_at <= own));
        call.ended_at.is_none() && in_talk && talkers.all(left_before)
    }

    /// How an agent's leg ended that he never took.
    fn agent_end(&self, of: &Call, leg: &Leg) -> u8 {
        let Some(end) = leg.end else { return DISCONNECTED };
        let rung = of.id == self.call.id;
        let reached_a_mailbox = self.seen.voicemail.as_ref().is_some_and(|mailbox| mailbox.call == Some(of.id));
        let colleague = matches!(end, End::Elsewhere | End::PickedUp | End::Forwarded | End::Transferred);
        if rung && !colleague && self.call.ended_at.is_some() && self.is_wrong_number() {
            return COMPLETED;
        }
        if rung && !colleague && reached_a_mailbox {
            return MISSED;
        }
        match end {
            End::Busy => BUSY,
            End::Declined => DISCONNECTED,
            End::NoAnswer => MISSED,
            // The customer gave up, and the agent missed him; unless a colleague had taken the call by then, or an agent dialled.
            End::Cancelled if rung && !self.was_answered_by(leg) => MISSED,
            End::Unavailable | End::Failed | End::Lost => FAILED,
            _ => DISCONNECTED,
        }
    }

    /// Whether the call had been answered when that leg ended.
    fn was_answered_by(&self, leg: &Leg) -> bool {
        self.call.answered_at.is_some_and(|answered_at| leg.ended_at.is_none_or(|ended_at| answered_at <= ended_at))
    }

    /// Disposed as a wrong number, and nobody talked (S15).
    fn is_wrong_number(&self) -> bool {
        let call = self.call;
        let said = call.disposition.as_ref().and_then(|disposition| disposition.code.as_deref()) == Some("wrong_number");
        said && call.answered_at.is_none()
    }

    /// The holds of the call that go on.
    fn holds(&self) -> impl Iterator<Item = &Hold> {
        let call = self.call;
        self.seen.holds.iter().filter(|hold| hold.call == Some(call.id) && hold.ended_at.is_none())
    }

    /// Whether a leg is held. Where nobody knows who is, it is the customer, unless he is the one who pressed hold.
    fn is_held(&self, leg: &Leg, is_customer: bool) -> bool {
        if self.call.state != Some(State::Held) {
            return false;
        }
        self.holds().any(|hold| match (hold.leg, &hold.by) {
            (Some(held), _) => held == leg.id,
            (None, Some(by)) if is_customer => leg.number.as_ref() != Some(by),
            (None, Some(by)) => leg.number.as_ref() != Some(by) && self.is_customers_number(by),
            (None, None) => is_customer,
        })
    }

    fn is_customers_number(&self, number: &Text) -> bool {
        let outside = |leg: &&Leg| !super::party::is_ours(self.call, leg);
        self.call.legs.iter().filter(outside).any(|leg| leg.number.as_ref() == Some(number))
    }

    /// Whether somebody is consulted while the customer waits (F18), although no hold is told of: on some phones the customer is
    /// moved before the transfer is told. Of two calls an agent has the one that he does not hold.
    fn is_consulting(&self) -> bool {
        let is_there = |leg: &Leg| leg.role != Some(Role::Caller) && leg.ended_at.is_none();
        let goes_on = |other: &Call| other.state != Some(State::Held) && other.legs.iter().any(is_there);
        let consults = |other: &Call| other.origin == Some(Origin::Consultation) && goes_on(other);
        beside(self.seen, self.call).any(consults)
    }

    fn is_leaving_a_message(&self) -> bool {
        let of_it = self.seen.recordings.iter().filter(|recording| recording.call == Some(self.call.id));
        of_it
            .filter(|recording| recording.kind == Some(RecordingKind::Voicemail))
            .any(|recording| recording.started_at.is_some() && recording.ended_at.is_none() && recording.stored_at.is_none())
    }

    fn anybody_was_called(&self) -> bool {
        self.call.legs.iter().any(|leg| leg.role != Some(Role::Caller))
    }
}

/// How a number outside ended that was called and never answered.
fn outside_end(end: Option<End>) -> u8 {
    match end {
        Some(End::Busy) => BUSY,
        Some(End::NoAnswer) => MISSED,
        Some(End::Unavailable | End::Failed | End::Lost) => FAILED,
        _ => DISCONNECTED,
    }
}
