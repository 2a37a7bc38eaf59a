//! Holds, and what a phone does while it holds: consultations of its own, and those that the switch makes for it.
//!
//! Music is a hold only in a talk (trap A28); a hold is never guessed on one of several (trap A29). To give a channel one more
//! kind of leg beside its own: a [`GuestKind`], its beginning here, its end where the channel leaves.

use super::super::fact::Id;
use super::Pbx;
use super::chan::{Chan, Guest, GuestKind, Hold, Make, Role, local_number};
use super::tell::party;
use crate::Text;
use crate::signal::{CameIn, Dialled, How, Joined, JoinedAs, LegKey, Party, What};

impl Pbx {
    /// A party pressed hold.
    pub(super) fn hold_pressed(&mut self, id: &Id) {
        let Some(_) = self.chans.get(id).filter(|chan| chan.make.is_real() && chan.hold.is_none()) else { return };
        let others = self.others(id);
        let held = match others.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        };
        self.begin_hold(id, held, Some(id.clone()));
    }

    /// A party hears music on hold, in a feed that does not say who pressed it.
    pub(super) fn music_began(&mut self, id: &Id) {
        if self.tells.holds {
            return;
        }
        let Some(chan) = self.chans.get(id) else { return };
        let (held, pressers) = match chan.make {
            Make::Technical => return,
            Make::Half { .. } => {
                let here = self.here(id);
                let far: Vec<Id> = self.behind(id).into_iter().filter(|party| !here.contains(party)).collect();
                match far.as_slice() {
                    [one] => (one.clone(), here),
                    _ => return,
                }
            }
            _ if chan.talk.is_none() || chan.leaving.is_some() => return,
            _ => (id.clone(), self.others(id)),
        };
        let talks = self.chans.get(&held).is_some_and(|chan| chan.hold.is_none() && chan.talk.is_some());
        if !talks || pressers.is_empty() {
            return;
        }
        let by = match pressers.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        };
        self.begin_hold(&held.clone(), Some(held), by);
    }

    /// The parties in the same bridge as a channel.
    fn here(&self, id: &Id) -> Vec<Id> {
        let bridge = self.chans.get(id).and_then(|chan| chan.bridge.as_ref()).and_then(|bridge| self.bridges.get(bridge));
        let members = bridge.map(|bridge| bridge.members.as_slice()).unwrap_or_default();
        members.iter().filter(|id| self.chans.get(*id).is_some_and(|chan| chan.make.is_real())).cloned().collect()
    }

    fn begin_hold(&mut self, on: &Id, held: Option<Id>, by: Option<Id>) {
        let key = |id: &Option<Id>| id.as_ref().and_then(|id| self.chans.get(id)).map(|chan| chan.present());
        let (held_leg, by_leg) = (key(&held), key(&by));
        let Some(chan) = self.chans.get_mut(on) else { return };
        chan.hold = Some(Box::new(Hold { held, by }));
        self.holders.push(on.clone());
        self.say(on, What::Held { held: held_leg, by: by_leg });
    }

    /// A party pressed resume, or its music ended. Without a hold it is nothing (trap A27).
    pub(super) fn resumed(&mut self, id: &Id) {
        let mut on = id.clone();
        if self.chans.get(id).is_some_and(|chan| matches!(chan.make, Make::Half { .. })) {
            let here = self.here(id);
            let Some(far) = self.behind(id).into_iter().find(|party| !here.contains(party)) else { return };
            on = far;
        }
        let Some(chan) = self.chans.get_mut(&on) else { return };
        if chan.hold.take().is_some() {
            self.holders.retain(|holder| *holder != on);
            self.say(&on, What::Resumed);
        }
    }

    /// Music ended, in a feed that does not say who pressed hold.
    pub(super) fn music_ended(&mut self, id: &Id) {
        if !self.tells.holds {
            self.resumed(id);
        }
    }

    /// Whether a channel's party holds another now.
    pub(super) fn is_holder(&self, id: &Id) -> bool {
        self.holds_of(id).next().is_some()
    }

    /// The open holds that a channel's party pressed.
    fn holds_of<'a>(&'a self, id: &'a Id) -> impl Iterator<Item = &'a Hold> {
        let holds = self.holders.iter().filter_map(|holder| self.chans.get(holder)).filter_map(|chan| chan.hold.as_deref());
        holds.filter(move |hold| hold.by.as_ref() == Some(id))
    }

    /// A phone that holds exactly one party with another channel consults (rule N1).
    pub(super) fn tell_consultation(&mut self, id: &Id) {
        if let Some(presser) = self.may_consult(id) {
            self.consult(id, &presser);
        }
    }

    /// The other channel of that phone with which it holds exactly one party, if this one came in and dialled nothing yet.
    pub(super) fn may_consult(&self, id: &Id) -> Option<Id> {
        let chan = self.chans.get(id).filter(|_| !self.holders.is_empty())?;
        let came_in = matches!(chan.role, Role::Waiting | Role::Caller | Role::Originated) && !chan.dialled_once;
        if chan.make != Make::Phone || !came_in || chan.consults.is_some() {
            return None;
        }
        let siblings = self.devices.get(&chan.device).map(Vec::as_slice).unwrap_or_default();
        let mut held = siblings
            .iter()
            .filter(|sibling| *sibling != id)
            .flat_map(|sibling| self.holds_of(sibling).map(move |hold| (sibling.clone(), hold.held.is_some())));
        match (held.next(), held.next()) {
            (Some((presser, true)), None) => Some(presser),
            _ => None,
        }
    }

    /// A party's own call is a consultation in the call that another of its legs holds.
    pub(super) fn consult(&mut self, id: &Id, held: &Id) {
        let Some((leg, thread)) = self.chans.get(held).map(|held| (held.leg(), held.thread.clone())) else { return };
        let Some(chan) = self.chans.get_mut(id).filter(|chan| chan.consults.is_none()) else { return };
        chan.consults = Some(held.clone());
        let stamp = self.stamp();
        self.say_at(id, What::Consults { held: leg }, stamp, vec![thread]);
    }

    /// For whom a Local channel that nobody dialled is made: a phone that holds, best one in the same bridge (trap A62).
    pub(super) fn consulting_through(&self, half: &Id) -> Option<Id> {
        let chan = self.chans.get(half)?;
        let through = |id: &Id| {
            let guest = self.chans.get(id).and_then(|chan| chan.guest.as_deref());
            guest.is_some_and(|guest| guest.kind == GuestKind::Consult && guest.local.as_ref() == Some(half))
        };
        let holders = || self.holders.iter().filter_map(|holder| self.chans.get(holder)?.hold.as_ref()?.by.clone());
        let linked = |id: &Id| self.chans.get(id).is_some_and(|other| other.linkedid == chan.linkedid);
        if let Some(known) = holders().find(|id| through(id)) {
            return Some(known);
        }
        let here = self.here(half);
        if let Some(member) = holders().find(|id| here.contains(id)) {
            return Some(member);
        }
        let mut found = holders().filter(|id| linked(id));
        match (found.next(), found.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        }
    }

    /// The switch consults for a phone that holds: the phone has a second leg in the consultation from then on (trap A62).
    pub(super) fn consult_guest(&mut self, id: &Id, half: &Id) {
        let dialled = self.chans.get(half).and_then(|half| local_number(&half.name));
        let Some(chan) = self.chans.get(id) else { return };
        if chan.guest.is_some() {
            return;
        }
        let (held, thread, number) = (chan.leg(), chan.thread.clone(), chan.number.clone());
        let came = CameIn {
            party: party(chan, number.or_else(|| super::tell::called_number(chan))),
            dialled: dialled.clone(),
            line: None,
        };
        self.add_guest(id, GuestKind::Consult, thread, |guest| {
            (guest.dialled, guest.local) = (dialled, Some(half.clone()));
        });
        self.say_guest(id, What::CameIn(Box::new(came)), Vec::new());
        self.say_guest(id, What::Consults { held }, Vec::new());
        self.say_guest(id, What::Answered, Vec::new());
    }

    /// An agent who waits off hook is joined with a caller: for this talk he has a leg of his own.
    pub(super) fn agent_guest(&mut self, id: &Id, caller: &Id) -> bool {
        if !self.open(caller) {
            return false;
        }
        let Some((leg, thread, queue)) = self.chans.get(caller).map(|by| (by.leg(), by.thread.clone(), Self::queue_of(by)))
        else {
            return false;
        };
        let Some(chan) = self.chans.get_mut(id) else { return false };
        chan.caller = Some(caller.clone());
        let dialled = Dialled { by: leg, party: party(chan, chan.number.clone()), queue };
        self.add_guest(id, GuestKind::Agent, thread, |_| {});
        self.say_guest(id, What::Dialled(Box::new(dialled)), Vec::new());
        self.say_guest(id, What::Answered, Vec::new());
        true
    }

    /// Gives a channel a leg beside its own.
    pub(super) fn add_guest(&mut self, id: &Id, kind: GuestKind, thread: Text, fill: impl FnOnce(&mut Guest)) {
        let Some(chan) = self.chans.get_mut(id) else { return };
        chan.guests += 1;
        let key = LegKey(Text::from(format!("{}+{}", chan.id, chan.guests)));
        let mut guest = Guest { key, thread, kind, dialled: None, local: None, talk: None, called: None };
        fill(&mut guest);
        chan.guest = Some(Box::new(guest));
    }

    /// Tells a fact of the leg that a channel has beside its own.
    pub(super) fn say_guest(&mut self, id: &Id, what: What, ties: Vec<Text>) {
        let stamp = self.stamp();
        let Some(chan) = self.chans.get_mut(id) else { return };
        let Some((key, thread)) = chan.guest.as_ref().map(|guest| (guest.key.clone(), guest.thread.clone())) else { return };
        self.teller.tell_of(chan, key, thread, what, stamp, ties);
    }

    /// Whoever he consulted hears the talk that he comes back to: a party was added (rule N2, trap A70).
    pub(super) fn tell_added(&mut self, id: &Id) {
        let Some(chan) = self.chans.get(id) else { return };
        let called = chan.guest.as_ref().and_then(|guest| guest.called.clone());
        let Some(called) = called.filter(|called| self.others(id).contains(called)) else { return };
        let joined = Joined { to: chan.leg(), role: JoinedAs::Added, party: Party::default() };
        self.say(&called, What::Joined(Box::new(joined)));
    }

    /// That leg is over.
    pub(super) fn end_guest(&mut self, id: &Id, how: How) {
        let Some(talk) = self.chans.get_mut(id).and_then(|chan| chan.guest.as_mut()).map(|guest| guest.talk.take()) else {
            return;
        };
        if let Some(bridge) = talk {
            self.say_guest(id, What::Disconnected { bridge }, Vec::new());
        }
        self.say_guest(id, What::Ended { how }, Vec::new());
        if let Some(chan) = self.chans.get_mut(id) {
            chan.guest = None;
        }
    }
}

impl Chan {
    /// The leg that it has in a consultation that the switch makes for it.
    pub(super) fn consult_leg(&self) -> Option<&Guest> {
        self.guest.as_deref().filter(|guest| guest.kind == GuestKind::Consult)
    }
}
