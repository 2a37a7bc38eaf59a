//! Parking: who is parked, by whom, where, and how it ended.
//!
//! A parking by transfer is no transfer, in whichever order the two are told (trap A30); the space is told later where it is
//! known only then (trap A31: what a returned party shows as extension is no number). To add a way out of parking: its case in
//! `unpark`.

use super::super::fact::{Id, UnparkedHow};
use super::Pbx;
use super::chan::{Aside, Role, Stamp};
use crate::Text;
use crate::signal::{JoinedAs, LegKey, Unparked, What};

impl Pbx {
    /// A party was parked, by whoever's device is named (trap A31).
    pub(super) fn park(&mut self, id: &Id, parker: Option<&Text>, space: Option<Text>) {
        let Some(parked) = self.parties(id).into_iter().next() else { return };
        let now = self.stamp();
        if let Some(chan) = self.chans.get_mut(&parked)
            && chan.role == Role::Aside(Aside::Park)
        {
            chan.parked = Some(now);
            return;
        }
        if !self.open(&parked) {
            return;
        }
        if let Some(since) = self.chans.get(&parked).and_then(|chan| chan.parked) {
            return self.add_space(&parked, space, since);
        }
        let device = parker.map(|parker| Text::new(parker.split(['&', ',']).next().unwrap_or(parker)));
        let by = match device {
            Some(device) => self.parker(&parked, &device),
            None => self.swapper(&parked),
        };
        self.park_by(&parked, by.map(LegKey), space);
    }

    fn park_by(&mut self, id: &Id, by: Option<LegKey>, space: Option<Text>) {
        let stamp = self.stamp();
        let Some(chan) = self.chans.get_mut(id) else { return };
        chan.parked = Some(stamp);
        chan.space_known = space.is_some();
        (chan.moving, chan.left_talk) = (None, None);
        chan.carried = true;
        self.settle_leaving(id);
        self.leave(id, None, None);
        self.say_at(id, What::Parked { by, space }, stamp, Vec::new());
    }

    /// Who is transferred into a holding bridge that is no waiting room of an application is parked, told or not.
    pub(super) fn parked_without_word(&mut self, id: &Id) {
        let Some(chan) = self.chans.get_mut(id).filter(|chan| chan.make.is_real() && !chan.runs("BridgeWait")) else { return };
        let Some(by) = chan.moving.take().and_then(|moving| moving.by) else { return };
        if chan.runs(super::apps::AGENT_LOGIN) {
            return;
        }
        self.park_by(id, Some(by), None);
    }

    /// Without a word of who parked it: the phone that holds it, if it parked itself with another channel for that.
    fn swapper(&self, parked: &Id) -> Option<Id> {
        let holder = self.chans.get(parked)?.hold.as_ref()?.by.clone()?;
        let siblings = self.devices.get(&self.chans.get(&holder)?.device)?;
        let parks = |id: &Id| self.chans.get(id).is_some_and(|chan| chan.role == Role::Aside(Aside::Park));
        siblings.iter().any(parks).then_some(holder)
    }

    /// The parker's leg: who talks with the parked party on that device, else the device's last channel that was told.
    fn parker(&self, parked: &Id, device: &Text) -> Option<Id> {
        let on_device = |id: &&Id| self.chans.get(*id).is_some_and(|chan| chan.device == *device && chan.role.is_told());
        let others = self.others(parked);
        let known = self.devices.get(device).map(Vec::as_slice).unwrap_or_default();
        let caller = self.chans.get(parked).and_then(|chan| chan.caller.clone());
        let called_by_parked = |id: &&Id| self.chans.get(*id).is_some_and(|chan| chan.caller.as_ref() == Some(parked));
        let related = known.iter().filter(on_device).find(|id| called_by_parked(id) || caller.as_ref() == Some(*id));
        let talking = others.iter().find(on_device).or(related);
        talking.or_else(|| known.iter().rev().find(|id| on_device(id) && *id != parked)).cloned()
    }

    /// A party is parked no longer.
    pub(super) fn unpark(&mut self, id: &Id, how: &UnparkedHow) {
        let Some(parked) = self.parties(id).into_iter().next() else { return };
        let Some(chan) = self.chans.get_mut(&parked) else { return };
        let Some(stamp) = chan.parked.take() else { return };
        let space_known = chan.space_known;
        match how {
            UnparkedHow::TimedOut => self.say(&parked, What::Unparked { how: Unparked::Returned }),
            UnparkedHow::GivenUp => self.say(&parked, What::Unparked { how: Unparked::GivenUp }),
            UnparkedHow::Retrieved { retriever } => {
                let by = if self.chans.contains_key(retriever) { Some(retriever) } else { self.names.get(retriever) };
                let Some(by) = by.cloned() else { return };
                if !space_known {
                    self.tell_space(&parked, &by, stamp);
                }
                let thread = self.chans.get(&by).map(|by| by.thread.clone());
                let at = self.stamp();
                let how = Unparked::Retrieved { by: LegKey(by.clone()) };
                self.say_at(&parked, What::Unparked { how }, at, thread.into_iter().collect());
                self.join(&by, &parked, JoinedAs::Taker);
            }
        }
    }

    /// The space of a parking that was told without: whoever retrieves names it.
    fn tell_space(&mut self, parked: &Id, by: &Id, stamp: Stamp) {
        let Some(by) = self.chans.get(by) else { return };
        let named = by.app.as_ref().filter(|(app, _)| app.eq_ignore_ascii_case("ParkedCall"));
        let named = named.and_then(|(_, data)| super::apps::argument(data, 1)).map(Text::new);
        let Some(space) = named.or_else(|| by.dialled.clone()) else { return };
        self.add_space(parked, Some(space), stamp);
    }

    /// Tells the space of a parking again that was told without.
    fn add_space(&mut self, parked: &Id, space: Option<Text>, stamp: Stamp) {
        let Some(chan) = self.chans.get_mut(parked).filter(|chan| !chan.space_known && space.is_some()) else { return };
        chan.space_known = true;
        let key = format!("{}|{}|parked|{}|space", self.teller.feed.name, parked, stamp.at.micros());
        let (leg, thread) = (chan.leg(), chan.thread.clone());
        self.teller.push(key.into(), leg, thread, What::Parked { by: None, space }, stamp, Vec::new());
    }
}
