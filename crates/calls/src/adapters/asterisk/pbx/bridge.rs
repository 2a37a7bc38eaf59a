//! Bridges: who hears whom.
//!
//! A talk is all bridges that Local channels wire together, under one name that stays while the talk does, so that a Local
//! channel that is optimised away moves nobody. Rooms and holding bridges are no talk (traps A16, A44). To tell one more kind
//! of bridge apart: its case in `note_bridge`, what entering it means in `bridge_entered`.

use super::super::fact::{BridgeKind, Id};
use super::Pbx;
use super::chan::{Aside, Chan, GuestKind, LeftTalk, Make, Role, Stamp};
use crate::Text;
use crate::signal::{How, What};

/// One bridge.
#[derive(Clone, Debug)]
pub(super) struct Bridge {
    pub(super) kind: BridgeKind,
    pub(super) members: Vec<Id>,
    /// The name of the talk that it is part of.
    pub(super) talk: Text,
    /// The place among all bridges in which it first joined a party.
    pub(super) order: u64,
}

/// More bridges than this at once are not followed.
const BRIDGES_MAX: usize = 100_000;

/// A talk is followed through so many bridges.
const WIRED_MAX: usize = 32;

impl Pbx {
    /// A channel entered a bridge.
    pub(super) fn bridge_entered(&mut self, id: &Id, bridge: &Text, kind: BridgeKind, swap: Option<&Id>) {
        if !self.chans.contains_key(id) || !self.note_bridge(id, bridge, kind) {
            return;
        }
        let swapped = swap.filter(|swap| self.is_member(swap, bridge)).cloned();
        let elsewhere = self.chans.get(id).and_then(|chan| chan.bridge.clone()).filter(|before| before != bridge);
        if let Some(before) = elsewhere {
            self.bridge_left(id, &before);
            if let Some(chan) = self.chans.get_mut(id) {
                // When and how it left was not told.
                chan.left_talk = None;
            }
        }
        if let Some(known) = self.bridges.get_mut(bridge)
            && !known.members.contains(id)
        {
            known.members.push(id.clone());
        }
        if let Some(chan) = self.chans.get_mut(id) {
            chan.bridge = Some(bridge.clone());
        }
        match self.bridges.get(bridge).map(|bridge| bridge.kind) {
            Some(BridgeKind::Talk) => self.wire(bridge),
            Some(BridgeKind::Room) => self.room_entered(id, bridge, swapped.as_ref()),
            _ => {
                self.settle_leaving(id);
                self.parked_without_word(id);
            }
        }
        if let Some(swapped) = swapped {
            self.bridge_left(&swapped, bridge);
        }
    }

    fn is_member(&self, id: &Id, bridge: &Text) -> bool {
        self.bridges.get(bridge).is_some_and(|bridge| bridge.members.contains(id))
    }

    /// Notes the bridge; a feed that tells no rooms tells them apart only by what runs on who enters.
    fn note_bridge(&mut self, id: &Id, bridge: &Text, kind: BridgeKind) -> bool {
        let rooms = ["ConfBridge", "MeetMe", "Page"];
        let in_room = |chan: &Chan| chan.make == Make::Technical || rooms.iter().any(|room| chan.runs(room));
        let in_room = self.chans.get(id).is_some_and(|chan| in_room(chan));
        let kind = match (self.bridges.get(bridge).map(|bridge| bridge.kind), kind) {
            (Some(BridgeKind::Talk), BridgeKind::Room) if !self.tells.rooms => BridgeKind::Talk,
            (Some(known), BridgeKind::Talk) => known,
            (None, BridgeKind::Room) if !self.tells.rooms && !in_room => BridgeKind::Talk,
            (_, kind) => kind,
        };
        if let Some(known) = self.bridges.get_mut(bridge) {
            known.kind = kind;
            return true;
        }
        if self.bridges.len() >= BRIDGES_MAX {
            self.note_once("too many bridges at once; some are not followed");
            return false;
        }
        let new = Bridge { kind, members: Vec::new(), talk: bridge.clone(), order: u64::MAX };
        self.bridges.insert(bridge.clone(), new);
        true
    }

    /// A room of a feed that tells no rooms; or one into which somebody was moved in another's place.
    fn room_entered(&mut self, id: &Id, bridge: &Text, swapped: Option<&Id>) {
        self.settle_leaving(id);
        if let Some(swapped) = swapped
            && self.spot(swapped).is_some_and(|spot| spot.place == crate::signal::Place::Room)
        {
            self.take_place(swapped, id);
            return;
        }
        let name = self.chans.get(id).and_then(|chan| chan.app.as_ref()).map(|(_, data)| data.clone());
        if self.tells.rooms {
            return;
        }
        if let Some(room) = name.as_deref().and_then(|data| super::apps::argument(data, 0)) {
            self.room_joined(id, Text::new(room), bridge.clone());
        }
    }

    /// A channel left a bridge.
    pub(super) fn bridge_left(&mut self, id: &Id, bridge: &Text) {
        let Some(known) = self.bridges.get_mut(bridge) else { return };
        let before = known.members.len();
        known.members.retain(|member| member != id);
        let (was_in, kind) = (known.members.len() != before, known.kind);
        if let Some(chan) = self.chans.get_mut(id)
            && chan.bridge.as_ref() == Some(bridge)
        {
            chan.bridge = None;
        }
        if was_in {
            match (kind, self.chans.get(id).map(|chan| chan.make)) {
                (BridgeKind::Talk, Some(Make::Phone | Make::Trunk)) => self.left_talk(id, bridge),
                (BridgeKind::Talk, Some(Make::Half { .. })) => self.unwire(id, bridge),
                (BridgeKind::Room, _) if !self.tells.rooms => self.room_left(id),
                _ => {}
            }
        }
        if self.bridges.get(bridge).is_some_and(|bridge| bridge.members.is_empty()) {
            self.bridges.remove(bridge);
        }
    }

    fn left_talk(&mut self, id: &Id, bridge: &Text) {
        let stamp = self.stamp();
        let (wired, members) = self.wired(bridge);
        let others = members.iter().any(|member| member != id);
        let Some(chan) = self.chans.get_mut(id) else { return };
        if let Some(guest) = &mut chan.guest
            && guest.kind != GuestKind::Spy
        {
            let (kind, talk) = (guest.kind, guest.talk.take());
            if let Some(talk) = talk {
                self.say_at(id, What::Disconnected { bridge: talk }, stamp, Vec::new());
            }
            if kind == GuestKind::Consult
                && let Some(chan) = self.chans.get_mut(id)
            {
                // He comes back to the held talk, or others go on with it without him.
                chan.leaving = Some(stamp);
            }
            if kind == GuestKind::Agent {
                self.end_guest(id, How::Normal);
            }
            return;
        }
        if chan.talk.is_none() {
            return;
        }
        let sent = chan.exten.is_some() && chan.exten != chan.talk_exten && chan.exten.as_deref() != Some("h");
        chan.left_talk = (!chan.carried && chan.moving.is_none()).then_some(LeftTalk { stamp, first: others, sent });
        if sent {
            chan.hidden_app = Some(stamp);
        }
        // A Local channel that is optimised away, or a phone that holds and consults, comes back at once.
        if wired || self.is_holder(id) {
            if let Some(chan) = self.chans.get_mut(id) {
                chan.leaving = Some(stamp);
            }
        } else {
            self.disconnect(id, stamp);
        }
    }

    fn disconnect(&mut self, id: &Id, stamp: Stamp) {
        let Some(chan) = self.chans.get_mut(id) else { return };
        chan.leaving = None;
        if let Some(talk) = chan.talk.take() {
            self.say_held(id, What::Disconnected { bridge: talk }, stamp);
        }
    }

    /// Others go on with a held talk: who consulted beside it and left is not in it any more.
    fn settle_holder(&mut self, talk: &Text, id: &Id) {
        let by = self.holders.iter().filter_map(|holder| self.chans.get(holder)?.hold.as_ref()?.by.clone());
        let gone = by.filter(|by| by != id).find(|by| {
            self.chans
                .get(by)
                .is_some_and(|chan| chan.talk.as_ref() == Some(talk) && chan.leaving.is_some() && chan.guest.is_some())
        });
        if let Some(gone) = gone {
            self.settle_leaving(&gone);
        }
    }

    /// It left its talk for good.
    pub(super) fn settle_leaving(&mut self, id: &Id) {
        if let Some(stamp) = self.chans.get(id).and_then(|chan| chan.leaving) {
            self.disconnect(id, stamp);
        }
    }

    /// Half of a Local channel left: what it wired may be two talks now.
    fn unwire(&mut self, id: &Id, bridge: &Text) {
        let far = self.chans.get(id).and_then(|chan| chan.pair.as_ref()).and_then(|pair| self.chans.get(pair));
        let Some(far) = far.and_then(|far| far.bridge.clone()) else { return };
        let present = |pbx: &Self, bridge: &Text| {
            let (_, members) = pbx.wired(bridge);
            members.len() > 1
        };
        let talk = |pbx: &Self, bridge: &Text| pbx.bridges.get(bridge).map(|bridge| bridge.talk.clone());
        if talk(self, bridge) != talk(self, &far) || !present(self, bridge) || !present(self, &far) {
            return;
        }
        let apart = if talk(self, bridge).as_ref() == Some(bridge) { &far } else { bridge };
        if let Some(known) = self.bridges.get_mut(apart) {
            known.talk = apart.clone();
        }
        self.wire(&apart.clone());
    }

    /// All bridges of a talk, and whether Local channels wire it; and its parties.
    fn wired_bridges(&self, bridge: &Text) -> (Vec<Text>, bool) {
        let (mut bridges, mut wired) = (vec![bridge.clone()], false);
        let mut next = 0;
        while let Some(name) = bridges.get(next).cloned() {
            next += 1;
            for member in self.bridges.get(&name).map(|bridge| bridge.members.as_slice()).unwrap_or_default() {
                let Some(chan) = self.chans.get(member).filter(|chan| matches!(chan.make, Make::Half { .. })) else { continue };
                wired = true;
                let far = chan.pair.as_ref().and_then(|pair| self.chans.get(pair)).and_then(|far| far.bridge.as_ref());
                let Some(far) = far else { continue };
                let talks = self.bridges.get(far).is_some_and(|bridge| bridge.kind == BridgeKind::Talk);
                if talks && !bridges.contains(far) && bridges.len() < WIRED_MAX {
                    bridges.push(far.clone());
                }
            }
        }
        (bridges, wired)
    }

    /// Whether a talk is wired by Local channels, and its parties in the order in which they came.
    pub(super) fn wired(&self, bridge: &Text) -> (bool, Vec<Id>) {
        let (bridges, wired) = self.wired_bridges(bridge);
        let members = bridges.iter().filter_map(|bridge| self.bridges.get(bridge)).flat_map(|bridge| bridge.members.iter());
        let is_real = |id: &&Id| self.chans.get(*id).is_some_and(|chan| chan.make.is_real());
        (wired, members.filter(is_real).cloned().collect())
    }

    /// The other parties of the talk that a channel is in.
    pub(super) fn others(&self, id: &Id) -> Vec<Id> {
        let Some(bridge) = self.chans.get(id).and_then(|chan| chan.bridge.as_ref()) else { return Vec::new() };
        if self.bridges.get(bridge).is_none_or(|bridge| bridge.kind != BridgeKind::Talk) {
            return Vec::new();
        }
        self.wired(bridge).1.into_iter().filter(|member| member != id).collect()
    }

    /// Gives all bridges of a talk one name, and tells its parties who are not told yet.
    pub(super) fn wire(&mut self, bridge: &Text) {
        let (bridges, _) = self.wired_bridges(bridge);
        let (_, members) = self.wired(bridge);
        if members.is_empty() {
            return;
        }
        let orders = bridges.iter().filter_map(|name| self.bridges.get(name)).map(|bridge| (bridge.order, bridge.talk.clone()));
        let (order, talk) = match orders.min_by_key(|(order, _)| *order) {
            Some((u64::MAX, _)) | None => {
                self.orders += 1;
                (self.orders, bridge.clone())
            }
            Some(first) => first,
        };
        for name in &bridges {
            if let Some(known) = self.bridges.get_mut(name) {
                known.talk = talk.clone();
                known.order = known.order.min(order);
            }
        }
        let unknown_half = self.unknown_half(&bridges);
        for member in &members {
            self.connect(member, &talk, unknown_half.as_ref());
        }
        for member in &members {
            let others: Vec<Id> = members.iter().filter(|other| *other != member).cloned().collect();
            if !others.is_empty() {
                self.queue_talks(member, &others);
            }
        }
    }

    /// A Local channel in the talk that nobody is known to have dialled: the switch dialled it for a phone that holds (A62).
    fn unknown_half(&self, bridges: &[Text]) -> Option<Id> {
        let members = bridges.iter().filter_map(|bridge| self.bridges.get(bridge)).flat_map(|bridge| bridge.members.iter());
        let unknown = |id: &&Id| {
            let half = self.chans.get(*id).filter(|chan| chan.make == Make::Half { first: true });
            half.is_some_and(|half| half.via.is_none() && !half.originated)
        };
        members.clone().find(unknown).cloned()
    }

    /// A party hears the talk.
    fn connect(&mut self, id: &Id, talk: &Text, unknown_half: Option<&Id>) {
        if !self.join_talk(id) {
            return;
        }
        let holder = self.is_holder(id);
        let Some(chan) = self.chans.get_mut(id) else { return };
        chan.talked = true;
        if chan.talk.as_ref() == Some(talk) {
            chan.leaving = None;
            chan.left_talk = None;
            if chan.guest.as_ref().is_some_and(|guest| guest.kind == GuestKind::Consult) {
                self.tell_added(id);
                self.end_guest(id, How::Normal);
            }
            return;
        }
        let held_elsewhere = chan.talk.is_some() && holder;
        let guest = chan.guest.as_ref().is_some_and(|guest| guest.kind != GuestKind::Spy);
        if let (false, true, Some(half)) = (guest, held_elsewhere, unknown_half) {
            self.consult_guest(id, half);
        }
        let Some(chan) = self.chans.get_mut(id) else { return };
        if let Some(guest) = chan.guest.as_mut().filter(|guest| guest.kind != GuestKind::Spy) {
            if guest.talk.as_ref() == Some(talk) {
                return;
            }
            guest.talk = Some(talk.clone());
            if guest.kind == GuestKind::Consult {
                chan.leaving = None;
            }
        } else {
            self.settle_leaving(id);
            self.settle_ends(id, false);
            self.tell_move(id);
            self.settle_holder(talk, id);
            let Some(chan) = self.chans.get_mut(id) else { return };
            chan.talk = Some(talk.clone());
            chan.talk_exten = chan.exten.clone();
            chan.left_talk = None;
            chan.parked = None;
            chan.carried = false;
        }
        let ties = self.ties_of_talk(id);
        let stamp = self.stamp();
        self.say_at(id, What::Connected { bridge: talk.clone() }, stamp, ties);
    }

    /// Whether a channel can be told as one that talks; who came in is told by it.
    fn join_talk(&mut self, id: &Id) -> bool {
        let Some(chan) = self.chans.get(id) else { return false };
        if chan.runs(super::apps::AGENT_LOGIN) {
            return chan.guest.is_some() || self.others(id).first().cloned().is_some_and(|other| self.agent_guest(id, &other));
        }
        match Some(chan.role) {
            Some(Role::Aside(Aside::Take)) => self.taken_without_word(id),
            Some(Role::Aside(Aside::Spy | Aside::Park) | Role::Done) | None => false,
            // What is not told yet keeps what it does until it is.
            Some(Role::Untold) if chan.waits_number => true,
            Some(Role::Untold) => self.infer_beginning(id) || self.chans.get(id).is_some_and(|chan| chan.via.is_some()),
            Some(_) => self.open(id),
        }
    }

    fn ties_of_talk(&self, id: &Id) -> Vec<Text> {
        let Some(own) = self.chans.get(id).map(|chan| &chan.thread) else { return Vec::new() };
        let mut ties: Vec<Text> = Vec::new();
        for other in self.others(id) {
            let thread = self.chans.get(&other).map(|chan: &std::boxed::Box<Chan>| &chan.thread);
            if let Some(thread) = thread.filter(|thread| *thread != own && !ties.contains(thread)) {
                ties.push(thread.clone());
            }
        }
        ties
    }
}
