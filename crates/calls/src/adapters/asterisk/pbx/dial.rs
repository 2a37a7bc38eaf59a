//! Who calls whom: dials, originations, what rings and who answers.
//!
//! A dial is told by the party for whom it is made, never by a Local channel; its verdict is kept until the phone is gone.
//! To take in one more word of a dial's end: its case in `dial_ended`, what becomes of it in `end`.

use super::super::fact::Id;
use super::Pbx;
use super::apps::Kind;
use super::chan::{Chan, Make, Role, Stamp};
use super::local::Owner;
use super::tell::{called_number, party};
use super::trunk;
use crate::Text;
use crate::signal::{Dialled, How, Joined, JoinedAs, Originated, What};

impl Pbx {
    /// A dial began.
    pub(super) fn dial_began(&mut self, by: Option<&Id>, to: &Id, string: Text) {
        let Some(chan) = self.chans.get_mut(to) else { return };
        chan.dial_string = Some(string.clone());
        if chan.make == Make::Phone && !chan.placed && self.trunks.is_trunk_dial(&chan.device, chan.number.as_deref(), &string)
        {
            chan.make = Make::Trunk;
        }
        let Some(chan) = self.chans.get_mut(to) else { return };
        match by {
            Some(by) => chan.via = Some(by.clone()),
            None => chan.originated = true,
        }
        let make = chan.make;
        if let Some(by) = by.and_then(|by| self.chans.get_mut(by)) {
            if by.taken_by.is_some() {
                // Whoever took the last dial took that one only.
                by.taken_by = None;
            }
            by.dialled_once |= make == Make::Technical;
            by.calls.push(to.clone());
        }
        // On a trunk the number is in the dial's data only: where that is not told yet, the dial waits for it (trap A61).
        let unnamed = !self.tells.dials && make == Make::Trunk && string.is_empty();
        match by {
            Some(by) if unnamed => {
                if let Some(chan) = self.chans.get_mut(to) {
                    chan.waits_number = true;
                }
                if let Some(owner) = self.owner(by) {
                    self.tell_move(&owner);
                }
            }
            _ if make.is_real() => self.dialled(to),
            _ => {}
        }
    }

    /// A dial's data is told at last.
    pub(super) fn number_told(&mut self, by: &Id) {
        let calls = self.chans.get(by).map(|chan| chan.calls.clone()).unwrap_or_default();
        for called in calls {
            let waits = self.chans.get(&called).is_some_and(|chan| chan.waits_number && chan.role == Role::Untold);
            let Some(string) = Some(&called).filter(|_| waits).and_then(|called| self.destination(by, called)) else {
                continue;
            };
            if let Some(chan) = self.chans.get_mut(&called) {
                chan.dial_string = Some(string);
            }
            self.dialled(&called);
        }
    }

    pub(super) fn dialled(&mut self, to: &Id) {
        let Some(via) = self.chans.get(to).filter(|chan| chan.role == Role::Untold).map(|chan| chan.via.clone()) else {
            return;
        };
        let Some(via) = via else { return self.originate_within(to) };
        match self.owner_of(&via) {
            Owner::Real(owner) => self.tell_dialled(&owner, &via, to),
            Owner::Origination(_) => self.originate(to),
            Owner::Unknown(half) => {
                if let Some(holder) = self.consulting_through(&half) {
                    self.consult_guest(&holder, &half);
                    self.tell_dialled(&holder, &via, to);
                }
            }
            Owner::Nobody => {}
        }
    }

    /// An application of a channel that has its linkedid called it, or a program did.
    fn originate_within(&mut self, to: &Id) {
        let Some(chan) = self.chans.get(to) else { return };
        let by = Some(chan.linkedid.clone()).filter(|by| by != to);
        let by = by.filter(|by| self.chans.get(by).is_some_and(|by| by.make.is_real() && by.talk.is_none()));
        match by {
            Some(by) => self.tell_dialled(&by, &by, to),
            None => self.originate(to),
        }
    }

    /// A program called a phone first.
    pub(super) fn originate(&mut self, to: &Id) {
        if self.begin_asked(to) {
            return;
        }
        let stamp = self.stamp();
        let Some(chan) = self.chans.get(to) else { return };
        let originated = Originated { party: party(chan, called_number(chan)), callback: false };
        self.begin(to, Role::Originated, What::Originated(Box::new(originated)), stamp, Vec::new());
        self.present_own_line(to);
    }

    /// The own number that a program shows to whom it calls outside.
    fn present_own_line(&mut self, id: &Id) {
        let Some(chan) = self.chans.get_mut(id).filter(|chan| chan.role == Role::Originated && chan.make == Make::Trunk) else {
            return;
        };
        let Some(shown) = chan.shows.clone().filter(|shown| called_number(chan).as_ref() != Some(shown)) else { return };
        if chan.presented.is_none() {
            chan.presented = Some(shown.clone());
            self.say(id, What::Presented { line: shown });
        }
    }

    /// Some feeds show only by its mark that a program called a channel.
    pub(super) fn originated_by_mark(&mut self, id: &Id) {
        if self.chans.get(id).is_some_and(|chan| chan.role == Role::Untold && chan.make.is_real() && chan.via.is_none()) {
            self.originate_within(id);
        }
    }

    pub(super) fn begin(&mut self, id: &Id, role: Role, what: What, stamp: Stamp, ties: Vec<Text>) {
        if let Some(chan) = self.chans.get_mut(id) {
            chan.role = role;
        }
        self.say_at(id, what, stamp, ties);
        self.begun(id, role, stamp);
    }

    /// A number is dialled for a party.
    fn tell_dialled(&mut self, owner: &Id, via: &Id, to: &Id) {
        if !self.open(owner) {
            return;
        }
        self.settle_ends(owner, false);
        if self.spot(owner).is_some_and(|spot| spot.left.is_some()) {
            self.end_queue_unless(owner, Kind::Dial);
        }
        self.tell_move(owner);
        self.leave_automatic(owner);
        self.tell_consultation(owner);
        self.present_line(owner, via, to);
        let Some(by) = self.chans.get_mut(owner) else { return };
        by.dialled_once = true;
        let guest = by.guest.as_mut().filter(|guest| guest.kind == super::chan::GuestKind::Consult);
        let (leg, thread) = match guest {
            Some(guest) => {
                guest.called = Some(to.clone());
                (guest.key.clone(), guest.thread.clone())
            }
            None => (by.leg(), by.thread.clone()),
        };
        let (queue, pages) = (Self::queue_of(by), by.runs("Page"));
        let linked = by.linkedid.clone();
        let now = self.stamp();
        let Some(chan) = self.chans.get_mut(to) else { return };
        let stamp = if chan.waits_number { chan.born } else { now };
        chan.caller = Some(owner.clone());
        // The linkedid of who is dialled is the dialler's of now, which a room or a listener may have changed (rule N1).
        if chan.linkedid == linked {
            chan.thread = thread.clone();
        }
        let party = party(chan, called_number(chan));
        let what = match pages {
            true => What::Joined(Box::new(Joined { to: leg, role: JoinedAs::Added, party })),
            false => What::Dialled(Box::new(Dialled { by: leg, party, queue })),
        };
        self.begin(to, Role::Called, what, stamp, vec![thread]);
    }

    /// The own number that a dial on a trunk shows outside (trap A10).
    fn present_line(&mut self, owner: &Id, via: &Id, to: &Id) {
        let on_trunk = self.chans.get(to).is_some_and(|chan| chan.make == Make::Trunk);
        let Some(shown) = self.chans.get(via).and_then(|chan| chan.shows.clone()) else { return };
        let Some(chan) = self.chans.get_mut(owner) else { return };
        if !on_trunk
            || chan.make == Make::Trunk
            || chan.number.as_ref() == Some(&shown)
            || chan.presented.as_ref() == Some(&shown)
        {
            return;
        }
        chan.presented = Some(shown.clone());
        self.say(owner, What::Presented { line: shown });
    }

    /// A click-to-call dials that extension.
    pub(super) fn note_choice(&mut self, id: &Id, runner: &Id) {
        let exten = self.chans.get(runner).and_then(|runner| runner.exten.clone());
        let Some(number) = exten.filter(|exten| super::chan::is_dialled(exten)) else { return };
        let Some(chan) = self.chans.get_mut(id).filter(|chan| chan.role == Role::Originated && !chan.chose) else { return };
        chan.chose = true;
        self.say(id, What::Chose { number });
    }

    /// An origination was answered, and says what it dials (trap A14).
    pub(super) fn originate_answered(&mut self, id: Option<&Id>, exten: Option<&Text>) {
        let Some(number) = exten.filter(|exten| super::chan::is_dialled(exten)) else { return };
        let party = match id {
            Some(id) => self.behind(id).into_iter().next(),
            // One that failed does not say of which channel it speaks.
            None => self.only_origination(),
        };
        let Some(party) = party else { return };
        let Some(chan) = self.chans.get_mut(&party).filter(|chan| !chan.chose) else { return };
        chan.chose = true;
        self.say(&party, What::Chose { number: number.clone() });
    }

    fn only_origination(&self) -> Option<Id> {
        let waits = |chan: &&Chan| chan.role == Role::Originated && !chan.up && !chan.chose;
        let mut found = self.chans.values().map(Box::as_ref).filter(waits);
        match (found.next(), found.next()) {
            (Some(one), None) => Some(one.id.clone()),
            _ => None,
        }
    }

    /// The phone rings.
    pub(super) fn ringing(&mut self, id: &Id) {
        let Some(chan) = self.chans.get_mut(id).filter(|chan| !chan.rang && !chan.up && chan.make.is_real()) else { return };
        chan.rang = true;
        self.say(id, What::Ringing);
    }

    /// A channel is up: somebody or something took the call.
    pub(super) fn up(&mut self, id: &Id) {
        let Some(chan) = self.chans.get_mut(id).filter(|chan| !chan.up) else { return };
        chan.up = true;
        let (via, real) = (chan.via.clone(), chan.make.is_real());
        if let Some(via) = via.and_then(|via| self.chans.get_mut(&via)) {
            via.taken_by.get_or_insert(id.clone());
        }
        if real {
            self.present_own_line(id);
            self.say(id, What::Answered);
        }
    }

    /// A dial ended; of two ends of one the first counts (trap A21).
    pub(super) fn dial_ended(&mut self, to: &Id, status: &Text, forward: Option<&Text>) {
        if status == "ANSWER" {
            self.up(to);
        }
        let Some(chan) = self.chans.get(to) else { return };
        if let Some(forward) = forward {
            return self.forwarded(to, forward);
        }
        if chan.status.is_some() {
            return;
        }
        let hint = match status.as_str() {
            "CANCEL" if self.taken_elsewhere(to) => Some(How::Elsewhere),
            "CANCEL" if self.given_up(to) => Some(How::Cancelled),
            // Its dial was over, by its time or by the switch.
            "CANCEL" => Some(How::NoAnswer),
            _ => None,
        };
        if let Some(chan) = self.chans.get_mut(to) {
            (chan.status, chan.hint) = (Some(status.clone()), hint);
        }
    }

    /// The phone sent the call on (trap A33). A feed that names only the dialler tells it once that phone is gone.
    fn forwarded(&mut self, to: &Id, forward: &Text) {
        let number = trunk::user_part(forward).unwrap_or(forward);
        let number = Text::new(number.rsplit('/').next().unwrap_or(number));
        let Some(chan) = self.chans.get_mut(to) else { return };
        if chan.role == Role::Called && !chan.up && chan.calls.is_empty() {
            self.say(to, What::Forwarded { to: number });
            if let Some(chan) = self.chans.get_mut(to) {
                chan.role = Role::Done;
            }
        } else {
            chan.forwards = Some(number);
        }
    }

    /// Whether another phone of the same dial, or of a dial around it, took the call (trap A19).
    pub(super) fn taken_elsewhere(&self, id: &Id) -> bool {
        let mut current = id.clone();
        for _ in 0..16 {
            let Some(via) = self.chans.get(&current).and_then(|chan| chan.via.as_ref()).and_then(|via| self.chans.get(via))
            else {
                return false;
            };
            if via.taken_by.as_ref().is_some_and(|taken| *taken != current) {
                return true;
            }
            match (via.make, &via.pair) {
                (Make::Half { .. }, Some(first)) => current = first.clone(),
                _ => return false,
            }
        }
        false
    }

    /// A dial's verdict as the dialplan sees it: the only word of a phone to which no channel could be made.
    pub(super) fn dial_status(&mut self, id: &Id, status: Text) {
        let Some(owner) = self.owner(id) else { return };
        if let Some(chan) = self.chans.get_mut(&owner) {
            chan.verdict = Some(status);
        }
    }

    /// Whether the party for whom a phone rings gave up (trap A18).
    fn given_up(&self, id: &Id) -> bool {
        let caller = self.chans.get(id).and_then(|chan| match &chan.caller {
            Some(caller) => Some(caller.clone()),
            None => chan.via.as_ref().and_then(|via| self.owner(via)),
        });
        caller.and_then(|caller| self.chans.get(&caller)).is_none_or(|caller| caller.asked)
    }

    /// Whether something still rings that a party dials.
    pub(super) fn is_dialling(&self, id: &Id) -> bool {
        let Some(chan) = self.chans.get(id) else { return false };
        chan.calls.iter().any(|called| self.chans.get(called).is_some_and(|called| !called.up))
    }
}
