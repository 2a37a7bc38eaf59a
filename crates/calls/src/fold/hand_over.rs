//! Who goes on with whom: consultations, transfers, retrievals, pickups, forwards (rules N1–N3, N11).

use crate::Text;
use crate::conversation::{CallNo, Direction, End, Forward, Origin, Phase, Pickup, Role, Side, Transfer};
use crate::moment::Moment;
use crate::signal::{LeftQueue, LegKey, Place, Signal, TransferKind, Transferred, Unparked};

use super::board::{Board, LineNo, NewCall, chosen_side, number_side, side};

impl Board {
    /// A consultation is a child of the held call (rule N3). A call that was there before the held one is none.
    pub(super) fn consults(&mut self, line: LineNo, held: &LegKey) {
        let Some(held) = self.find(held) else { return };
        let (own, parent) = (self.lines[line].call, self.lines[held].call);
        let older = self.conversation.calls[own].started_at < self.conversation.calls[parent].started_at;
        let is_dialler = self.beside[own].caller == Some(line);
        if own == parent || older || !is_dialler || self.conversation.calls[own].parent.is_some() {
            return;
        }
        self.lines[line].second_of = self.lines[held].second_of.or(Some(held));
        let root = self.conversation.calls[parent].root;
        let call = self.call(own);
        (call.parent, call.root, call.origin) = (Some(parent), root, Origin::Consultation);
        for place in 0..call.legs.len() {
            if call.legs[place].role == Role::Callee {
                call.legs[place].role = Role::Consulted;
            }
        }
        self.touch(own);
    }

    pub(super) fn transferred(&mut self, line: LineNo, transferred: &Transferred, signal: &Signal) {
        // Who is parked already was not transferred (rule N11).
        if self.lines[line].closed || self.lines[line].parked && transferred.kind != TransferKind::Attended {
            return;
        }
        let at = signal.at;
        let by = transferred.by.as_ref().and_then(|by| self.find(by));
        let second = transferred.second.as_ref().and_then(|second| self.find(second));
        let target = transferred.target.as_ref().and_then(|target| self.find(target));
        // Who is moved to himself has no target: he would be in the next call twice.
        let target = target.filter(|target| !self.lines[*target].closed && *target != line);
        if transferred.kind == TransferKind::Attended
            && let (Some(second), Some(by)) = (second, by)
        {
            let held = self.lines[by].key.clone();
            self.consults(second, &held);
        }
        let parent = self.lines[line].call;
        let consultation = second.map(|second| self.lines[second].call).filter(|call| *call != parent);
        let to = transferred.to.clone().or_else(|| target.and_then(|target| self.number_of(target)));
        let child = self.start_child(line, chosen_side(to.clone(), signal.chosen_e164.clone()), &signal.key, at);
        self.conversation.transfers.push(Transfer {
            call: child,
            consultation,
            kind: transferred.kind,
            by: by.and_then(|by| self.number_of(by)),
            transferred: self.number_of(line),
            to,
            completed: None,
            at,
        });
        self.beside[child].transfer = Some(self.conversation.transfers.len() - 1);
        for gone in [by, second].into_iter().flatten() {
            self.hand_away(gone, at);
        }
        if let Some(target) = target {
            self.hand_target(target, child, line, at);
        }
        self.end_lapsed_holds(at);
    }

    /// Starts the call of a party that was moved: its child, with the outside party, direction and line of the parent
    /// unless that was internal (rule N3).
    fn start_child(&mut self, line: LineNo, to: Side, key: &Text, at: Moment) -> CallNo {
        let parent = self.lines[line].call;
        let inherited = self.conversation.calls[parent].direction.filter(|direction| *direction != Direction::Internal);
        let own = inherited.and(self.conversation.calls[parent].line.clone());
        self.leave_by_transfer(line, at);
        self.resumed(line, at);
        let child = self.start_call(NewCall {
            key: key.clone(),
            parent: Some(parent),
            origin: Origin::Transfer,
            direction: inherited,
            from: side(&self.lines[line].party),
            to,
            line: own,
            at,
        });
        self.move_leg(line, child, Role::Caller, at);
        child
    }

    /// The party of a consultation is added to the talk it was about: a call of its own starts, by who consulted, and the
    /// consultation is over (rule N2).
    pub(super) fn add_consulted(&mut self, line: LineNo, to: LineNo, signal: &Signal) {
        let (consultation, parent) = (self.lines[line].call, self.lines[to].call);
        if self.lines[line].closed || consultation == parent {
            return;
        }
        let from = self.conversation.calls[consultation].from.clone();
        let number = self.number_of(line);
        let child = self.start_call(NewCall {
            key: signal.key.clone(),
            parent: Some(parent),
            origin: Origin::Conference,
            direction: self.conversation.calls[consultation].direction,
            from,
            to: chosen_side(number, self.lines[line].party.e164.clone()),
            line: self.conversation.calls[consultation].line.clone(),
            at: signal.at,
        });
        self.move_leg(line, child, Role::Conference, signal.at);
        for other in self.beside[parent].live.clone() {
            self.resumed(other, signal.at);
        }
        if let Some(consulter) = self.beside[consultation].caller {
            self.hand_away(consulter, signal.at);
        }
    }

    /// A leg belongs to one call: who goes on has a new leg in the next from that moment (rule N3).
    fn move_leg(&mut self, line: LineNo, call: CallNo, role: Role, at: Moment) {
        let taken = self.leg_of(line).answered_at().is_some();
        let rang = self.leg_of(line).ringing_at.is_some();
        self.touch_partners(line);
        self.close_leg(line, End::Transferred, at);
        let key = Text::new([self.conversation.calls[call].key.as_str(), "/", self.lines[line].key.0.as_str()].concat());
        self.add_leg(line, call, role, at, key);
        let leg = self.leg(line);
        if taken {
            leg.phase = Phase::Answered { at };
            self.note_talker(line);
        } else if rang {
            leg.ringing_at = Some(at);
        }
        self.touch_partners(line);
    }

    /// Who is handed on leaves where he is, a queue by transfer (rule N13).
    fn leave_by_transfer(&mut self, line: LineNo, at: Moment) {
        if self.lines[line].place == Some(Place::Queue) {
            self.left(line, Place::Queue, Some(LeftQueue::Transferred), None, at);
        }
        self.leave_places(line, at);
    }

    /// The transferer's part is over, though his phone may be on the line a moment longer.
    fn hand_away(&mut self, line: LineNo, at: Moment) {
        if self.lines[line].closed {
            return;
        }
        self.touch_partners(line);
        self.resumed(line, at);
        self.end_recordings(line, at);
        self.leave_by_transfer(line, at);
        self.close_leg(line, End::Transferred, at);
        if self.hung_up_last == Some(line) {
            self.hung_up_last = None;
        }
    }

    /// The target goes on with the party that was moved; one that still rings, rings on for it.
    fn hand_target(&mut self, target: LineNo, child: CallNo, moved: LineNo, at: Moment) {
        let consultation = self.lines[target].call;
        let still_rings = self.is_called_and_waits(target);
        self.beside[consultation].given_away |= still_rings;
        let role = if self.leg_of(target).role == Role::Agent { Role::Agent } else { Role::Callee };
        self.move_leg(target, child, role, at);
        let dialler = self.lines[target].by.replace(moved);
        self.beside[child].dialled = true;
        if self.leg_of(target).answered_at().is_some() {
            // Who was talking already need not be answered again (rule N3).
            self.call(child).answered_at = Some(at);
        }
        let party = self.lines[target].party.clone();
        // What the target was shown is what his dialler presented.
        self.decide_direction(child, &party, dialler.or(Some(moved)));
    }

    pub(super) fn unparked(&mut self, line: LineNo, how: &Unparked, signal: &Signal) {
        if self.lines[line].closed {
            return;
        }
        let parking = self.end_parking(line, signal.at);
        let parker = parking.and_then(|parking| self.conversation.parked[parking].by.clone());
        match how {
            Unparked::GivenUp => {}
            Unparked::Returned => {
                self.something_began(Some(line));
                self.start_child(line, number_side(parker), &signal.key, signal.at);
            }
            Unparked::Retrieved { by } => {
                self.start_child(line, number_side(None), &signal.key, signal.at);
                self.retrievers.extend(parking.map(|parking| (by.clone(), parking)));
            }
        }
    }

    /// Somebody took a call: by retrieving it, or by picking it up.
    pub(super) fn take_over(&mut self, line: LineNo, call: CallNo) {
        let key = self.lines[line].key.clone();
        let number = self.number_of(line);
        if let Some(place) = self.retrievers.iter().position(|(by, _)| *by == key) {
            let (_, parking) = self.retrievers.swap_remove(place);
            self.conversation.parked[parking].retrieved_by = number.clone();
            let party = self.lines[line].party.clone();
            self.call(call).to = chosen_side(number, party.e164.clone());
            self.decide_direction(call, &party, None);
        } else if self.taker.as_ref() == Some(&key)
            && let Some(pickup) = &mut self.conversation.pickup
        {
            pickup.by = number;
        }
    }

    pub(super) fn picked_up(&mut self, line: LineNo, by: &LegKey, at: Moment) {
        if self.lines[line].closed {
            return;
        }
        let call = self.lines[line].call;
        let taker = self.find(by).and_then(|by| self.number_of(by));
        self.conversation.pickup = Some(Pickup { call, by: taker, from: self.number_of(line) });
        self.taker = Some(by.clone());
        self.close_leg(line, End::PickedUp, at);
    }

    pub(super) fn forwarded(&mut self, line: LineNo, to: &Text, at: Moment) {
        if self.lines[line].closed {
            return;
        }
        let call = self.lines[line].call;
        self.conversation.forwards.push(Forward { call, by: self.number_of(line), to: to.clone(), at });
        self.close_leg(line, End::Forwarded, at);
    }
}
