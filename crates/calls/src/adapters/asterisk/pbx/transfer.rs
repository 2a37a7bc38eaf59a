//! Who moves whom: transfers, pickups, listening.
//!
//! A blind transfer is told with what next happens to the moved party, so that one that leads into a parking is none (traps
//! A30, A34, N11); the rest is told at once. A party is always a phone or a trunk: a Local channel stands for who is behind it.
//! To add a way of moving: what it needs of the parties here, and what next happens to them goes through `tell_move`.

use super::super::fact::{AttendedKind, Id};
use super::Pbx;
use super::chan::{Aside, GuestKind, Moving, Role};
use super::tell::party;
use crate::Text;
use crate::signal::{How, Joined, JoinedAs, LegKey, TransferKind, Transferred, What};

impl Pbx {
    /// A party sent another to an extension.
    pub(super) fn blind_transfer(&mut self, by: &Id, transferee: Option<&Id>, extension: Text) {
        let moved = match transferee {
            Some(moved) => self.parties(moved),
            None => self.others(by),
        };
        // Of several nobody knows who was meant.
        let [moved] = moved.as_slice() else { return };
        let stamp = self.stamp();
        let Some((leg, thread)) = self.chans.get(by).map(|by| (by.leg(), by.thread.clone())) else { return };
        let Some(chan) = self.chans.get_mut(moved).filter(|chan| chan.parked.is_none()) else { return };
        chan.left_talk = None;
        chan.moving = Some(Box::new(Moving { stamp, by: Some(leg), tie: Some(thread), to: Some(extension) }));
    }

    /// A party joined two others, or gave its place with one to another.
    pub(super) fn attended_transfer(
        &mut self,
        first: &Id,
        second: &Id,
        moved: Option<&Id>,
        target: Option<&Id>,
        kind: &AttendedKind,
    ) {
        if *kind == AttendedKind::Threeway {
            return;
        }
        if first == second {
            return self.feature_transfer(first, moved);
        }
        let one = |pbx: &Self, id: Option<&Id>| id.and_then(|id| pbx.behind(id).into_iter().next());
        let (mut moved, mut target) = (one(self, moved), one(self, target));
        let (mut first, mut second) = (first.clone(), second.clone());
        // A phone may ask for it on the consultation's side: who waited on hold is the one who is transferred.
        let turned = self.chans.get(&first).is_some_and(|chan| chan.consults.as_ref() == Some(&second));
        if turned && *kind == AttendedKind::Bridge {
            std::mem::swap(&mut first, &mut second);
            std::mem::swap(&mut moved, &mut target);
        }
        let Some(moved) = moved.or_else(|| self.talks_with(&first)) else { return };
        if self.parked_instead(&first, &second, &moved) {
            return;
        }
        if !self.open(&first) || !self.open(&second) || !self.open(&moved) {
            return;
        }
        // A consultation is one that its phone dialled; a second call that it took is none (rule N1).
        let dialled = self.chans.get(&second).is_some_and(|second| matches!(second.role, Role::Caller | Role::Originated));
        if dialled {
            self.consult(&second, &first);
        }
        let target = match kind {
            AttendedKind::App(_) => self.take_dial(&second, &moved),
            _ => target.or_else(|| self.talks_with(&second)),
        };
        let to = self.chans.get(&second).filter(|_| dialled).and_then(|second| second.dialled.clone());
        let into_app = matches!(kind, AttendedKind::App(_));
        let spot = if into_app { self.give_place(&second) } else { None };
        self.tell_attended(&moved, &first, Some(&second), target.as_ref(), to);
        if let Some(chan) = self.chans.get_mut(&moved) {
            chan.carried = into_app;
        }
        self.get_place(&second, &moved, spot);
    }

    /// Who is put into the place of a parked phone is parked himself, and that was no transfer (rule N11).
    fn parked_instead(&mut self, first: &Id, second: &Id, moved: &Id) -> bool {
        let parked = |pbx: &Self, id: &Id| pbx.chans.get(id).is_some_and(|chan| chan.parked.is_some());
        if !parked(self, second) && !parked(self, moved) {
            return false;
        }
        let device = self.chans.get(first).map(|chan| chan.device.clone());
        self.park(moved, device.as_ref(), None);
        if let Some(chan) = self.chans.get_mut(second)
            && chan.role == Role::Aside(Aside::Park)
        {
            chan.role = Role::Done;
        }
        true
    }

    fn tell_attended(&mut self, moved: &Id, first: &Id, second: Option<&Id>, target: Option<&Id>, to: Option<Text>) {
        let threads = [Some(first), second, target].into_iter().flatten().filter_map(|id| self.chans.get(id));
        let ties = threads.map(|chan| chan.thread.clone()).collect();
        let leg = |id: Option<&Id>| id.map(|id| LegKey(id.clone()));
        let consult = self.chans.get(first).and_then(|chan| chan.consult_leg()).map(|guest| guest.key.clone());
        let transferred = Transferred {
            kind: TransferKind::Attended,
            by: leg(Some(first)),
            second: leg(second).or(consult),
            target: leg(target),
            to,
        };
        if let Some(chan) = self.chans.get_mut(moved) {
            (chan.moving, chan.left_talk) = (None, None);
        }
        let stamp = self.stamp();
        self.say_at(moved, What::Transferred(Box::new(transferred)), stamp, ties);
    }

    /// The other one in a talk of two.
    fn talks_with(&self, id: &Id) -> Option<Id> {
        match self.others(id).as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    /// The moved party takes the dial that still runs; who rings is the target, if there is one only.
    fn take_dial(&mut self, second: &Id, moved: &Id) -> Option<Id> {
        let calls = self.chans.get_mut(second).map(|chan| std::mem::take(&mut chan.calls)).unwrap_or_default();
        let mut rings = Vec::new();
        for called in &calls {
            if let Some(chan) = self.chans.get_mut(called).filter(|chan| chan.via.as_ref() == Some(second)) {
                chan.via = Some(moved.clone());
            }
            rings.extend(self.behind(called));
        }
        for party in &rings {
            if let Some(chan) = self.chans.get_mut(party) {
                chan.caller = Some(moved.clone());
            }
        }
        if let Some(chan) = self.chans.get_mut(moved) {
            (chan.calls, chan.taken_by) = (calls, None);
        }
        match rings.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    /// The switch's own attended transfer: the phone has one channel in both talks (trap A62).
    fn feature_transfer(&mut self, by: &Id, moved: Option<&Id>) {
        let held = self.holders.iter().filter_map(|holder| self.chans.get(holder)?.hold.as_ref());
        let held = held.clone().find(|hold| hold.by.as_ref() == Some(by)).and_then(|hold| hold.held.clone());
        let moved = moved.and_then(|moved| self.behind(moved).into_iter().next()).or(held);
        let Some(guest) = self.chans.get(by).and_then(|chan| chan.consult_leg()).cloned() else { return };
        let Some(moved) = moved.filter(|moved| moved != by && self.open(moved)) else { return };
        let target = guest.called.filter(|called| self.chans.contains_key(called));
        if let Some(chan) = target.as_ref().and_then(|target| self.chans.get_mut(target)) {
            chan.caller = Some(moved.clone());
        }
        if let Some(half) = guest.local.as_ref().and_then(|half| self.chans.get_mut(half)) {
            half.via = Some(moved.clone());
        }
        self.tell_attended(&moved, by, None, target.as_ref(), guest.dialled);
    }

    /// A party took the call that rang on another phone (trap A32).
    pub(super) fn pickup(&mut self, by: &Id, ringing: &Id) {
        let rang: Vec<Id> = self.behind(ringing).into_iter().filter(|id| self.rings(id)).collect();
        let caller = self.chans.get(ringing).and_then(|chan| match &chan.caller {
            Some(caller) => Some(caller.clone()),
            None => chan.via.as_ref().and_then(|via| self.owner(via)),
        });
        let Some(caller) = caller.filter(|caller| self.open(caller)) else { return };
        self.join(by, &caller, JoinedAs::Taker);
        let (thread, via) = match self.chans.get(by) {
            Some(by) => (by.thread.clone(), self.chans.get(ringing).and_then(|chan| chan.via.clone())),
            None => return,
        };
        if let Some(via) = via.and_then(|via| self.chans.get_mut(&via)) {
            via.taken_by = Some(by.clone());
        }
        if let Some(chan) = self.chans.get_mut(by) {
            chan.caller = Some(caller);
        }
        for id in rang {
            let stamp = self.stamp();
            self.say_at(&id, What::PickedUp { by: LegKey(by.clone()) }, stamp, vec![thread.clone()]);
            if let Some(chan) = self.chans.get_mut(&id) {
                chan.role = Role::Done;
            }
        }
    }

    fn rings(&self, id: &Id) -> bool {
        self.chans.get(id).is_some_and(|chan| chan.role == Role::Called && !chan.up)
    }

    /// A party that came in takes part in the call of another.
    pub(super) fn join(&mut self, id: &Id, to: &Id, role: JoinedAs) {
        let Some((leg, thread)) = self.chans.get(to).map(|to| (to.leg(), to.thread.clone())) else { return };
        let stamp = self.stamp();
        let Some(chan) = self.chans.get_mut(id).filter(|chan| chan.make.is_real()) else { return };
        let party = party(chan, chan.number.clone());
        chan.role = Role::Joined;
        self.say_at(id, What::Joined(Box::new(Joined { to: leg, role, party })), stamp, vec![thread]);
        self.begun(id, Role::Joined, stamp);
    }

    /// Somebody who ran a pickup talks, and the pickup itself was not told: he took part in that call, however.
    pub(super) fn taken_without_word(&mut self, id: &Id) -> bool {
        let others = self.others(id);
        let Some(other) = others.iter().find(|other| self.chans.get(*other).is_some_and(|chan| chan.role.is_told())) else {
            return false;
        };
        self.join(id, &other.clone(), JoinedAs::Taker);
        true
    }

    /// A party listens to another. Each listening is a leg and a thread of its own, so that it joins no two conversations.
    pub(super) fn spy_began(&mut self, id: &Id, to: &Id) {
        self.spy_ended(id);
        let Some(to) = self.parties(to).into_iter().next().filter(|to| self.open(to)) else { return };
        let Some((leg, tie)) = self.chans.get(&to).map(|to| (to.present(), to.thread.clone())) else { return };
        let Some(chan) = self.chans.get_mut(id).filter(|chan| chan.make.is_real()) else { return };
        let options = chan.app.as_ref().and_then(|(_, data)| super::apps::argument(data, 1)).unwrap_or_default();
        let role = if options.contains('B') { JoinedAs::Barging } else { JoinedAs::Supervisor };
        let joined = Joined { to: leg, role, party: party(chan, chan.number.clone()) };
        if chan.role == Role::Waiting {
            chan.role = Role::Aside(Aside::Spy);
        }
        let thread = Text::from(format!("{}+{}", chan.id, chan.guests + 1));
        self.add_guest(id, GuestKind::Spy, thread, |_| {});
        let stamp = self.stamp();
        let Some(chan) = self.chans.get_mut(id) else { return };
        let Some((key, thread)) = chan.guest.as_ref().map(|guest| (guest.key.clone(), guest.thread.clone())) else { return };
        self.teller.tell_of(chan, key, thread, What::Joined(Box::new(joined)), stamp, vec![tie]);
        self.say_guest(id, What::Answered, Vec::new());
    }

    /// It listens no longer.
    pub(super) fn spy_ended(&mut self, id: &Id) {
        if self.chans.get(id).and_then(|chan| chan.guest.as_ref()).is_some_and(|guest| guest.kind == GuestKind::Spy) {
            self.end_guest(id, How::Normal);
        }
    }
}
