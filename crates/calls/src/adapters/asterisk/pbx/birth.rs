//! How channels come to be known: their births, and who called one where a feed tells no dials.
//!
//! Then the dialler is whoever of the same linkedid runs a dial, best the one whose dial names that device (traps A35, A61). A
//! leg whose beginning was never told begins only where that is safe, with a gap; nothing else is told of it. To know one more
//! sign of a dialler: its score in `dialler`.

use super::super::fact::{Channel, Id, Way};
use super::Pbx;
use super::apps::{self, Kind};
use super::chan::{Chan, Make, Role, Stamp, endpoint_of, technical};
use super::tell::{called_number, note_shown, party};
use super::trunk;
use crate::Text;
use crate::signal::{Dialled, GapKind, What};

/// More channels than this at once are not followed.
pub(super) const CHANNELS_MAX: usize = 200_000;

impl Pbx {
    /// A message shows a channel: it is met, or what it shows may have changed.
    pub(super) fn meet(&mut self, seen: &Channel, way: Option<Way>) -> bool {
        let now = self.now;
        if let Some(chan) = self.chans.get_mut(&seen.id) {
            (chan.seen, chan.seen_tick) = (now, self.tick);
            let moved = seen.linkedid.as_ref().is_some_and(|linkedid| *linkedid != chan.linkedid);
            let blind = chan.blind.is_some();
            if moved {
                self.move_thread(&seen.id, seen.linkedid.as_ref());
            }
            if let Some(chan) = self.chans.get_mut(&seen.id) {
                note_shown(chan, seen);
            }
            if blind {
                self.see_again(&seen.id);
            }
            return false;
        }
        if self.gone.contains(&seen.id) {
            return false;
        }
        if self.chans.len() >= CHANNELS_MAX && !self.make_room() {
            self.note_once("too many channels at once; some are not followed");
            return false;
        }
        let make = technical(&seen.name).unwrap_or_else(|| match self.trunks.is_trunk(seen, way) {
            true => Make::Trunk,
            false => Make::Phone,
        });
        let stamp = Stamp { at: now.at, seq: now.seq << 8 };
        let mut chan = Chan::new(seen, stamp, make);
        chan.seen_tick = self.tick;
        self.names.insert(seen.name.clone(), seen.id.clone());
        if make == Make::Phone {
            self.devices.entry(chan.device.clone()).or_default().push(seen.id.clone());
        }
        if !self.tells.dials {
            self.threads.entry(chan.linkedid.clone()).or_default().push(seen.id.clone());
        }
        self.chans.insert(seen.id.clone(), Box::new(chan));
        if matches!(make, Make::Half { .. }) {
            self.pair_by_name(&seen.id, &seen.name);
        }
        true
    }

    /// Keeps the channels of a linkedid together, for feeds that tell no dials.
    fn move_thread(&mut self, id: &Id, to: Option<&Text>) {
        if self.tells.dials {
            return;
        }
        let (Some(chan), Some(to)) = (self.chans.get(id), to) else { return };
        if chan.linkedid != chan.thread
            && let Some(channels) = self.threads.get_mut(&chan.linkedid)
        {
            channels.retain(|channel| channel != id);
        }
        let channels = self.threads.entry(to.clone()).or_default();
        if !channels.contains(id) {
            channels.push(id.clone());
        }
    }

    /// A channel was made.
    pub(super) fn born(&mut self, seen: &Channel, way: Option<Way>) {
        if !self.meet(seen, way) {
            return;
        }
        let Some(chan) = self.chans.get_mut(&seen.id) else { return };
        let first_of_all = chan.linkedid == chan.id;
        let way = way.or(match (first_of_all, chan.dialled.is_some()) {
            (true, true) => Some(Way::In),
            (false, _) => Some(Way::Out),
            (true, false) => None,
        });
        chan.birth_seen = true;
        chan.way = way;
        if self.begin_asked(&seen.id) {
            return;
        }
        let Some(chan) = self.chans.get_mut(&seen.id) else { return };
        if chan.make.is_real() && way == Some(Way::In) {
            chan.role = Role::Waiting;
        }
        if !self.tells.dials && way == Some(Way::Out) {
            self.born_dialled(&seen.id);
        }
    }

    /// A channel that the switch called, of a feed that tells no dials.
    fn born_dialled(&mut self, id: &Id) {
        let Some(by) = self.dialler(id) else {
            let Some(chan) = self.chans.get_mut(id) else { return };
            if chan.linkedid == chan.id {
                chan.originated = true;
                if chan.make.is_real() {
                    self.originate(id);
                }
            }
            return;
        };
        let destination = self.destination(&by, id);
        self.dial_began(Some(&by), id, destination.unwrap_or_default());
    }

    /// The destination of a dial that reaches a channel.
    pub(super) fn destination(&self, by: &Id, id: &Id) -> Option<Text> {
        let (_, data) = self.chans.get(by)?.app.as_ref()?;
        let device = &self.chans.get(id)?.device;
        apps::destinations(data).find(|destination| trunk::reaches(destination, device)).map(Text::new)
    }

    /// Who dialled a channel that was just born: of the same linkedid, not in a talk, and dialling.
    fn dialler(&self, id: &Id) -> Option<Id> {
        let born = self.chans.get(id)?;
        let stem = born.name.strip_suffix(";1").or_else(|| born.name.strip_suffix(";2")).unwrap_or(&born.device);
        let stem = stem.rsplit_once('-').map_or(stem, |(stem, _)| stem);
        if born.make == (Make::Half { first: false }) {
            return None;
        }
        let mut best: Option<(u8, u64, &Id)> = None;
        for other in self.threads.get(&born.linkedid)? {
            let Some(chan) = self.chans.get(other).filter(|_| *other != born.id && Some(other) != born.pair.as_ref()) else {
                continue;
            };
            if chan.talk.is_some() && chan.leaving.is_none() && !chan.runs("Page") {
                continue;
            }
            let dials = chan.app.as_ref().filter(|(app, _)| matches!(apps::kind_of(app), Kind::Dial | Kind::Queue));
            let names = dials.is_some_and(|(_, data)| names_it(data, born, stem));
            // Data that cannot name it, or that is from before a move, does not speak against a channel.
            let names_none = dials.is_some_and(|(app, _)| !app.eq_ignore_ascii_case("Dial"));
            let score = match (names, dials.is_some()) {
                (true, _) => 5,
                _ if chan.moving.is_some() => 4,
                (_, true) if names_none || is_stale(chan) => 3,
                (_, true) => 2,
                _ if chan.role.is_told() && (chan.left_talk.is_some() || chan.id == born.linkedid) => 1,
                _ => continue,
            };
            let since = chan.app_seen.map_or(0, |stamp| stamp.seq);
            if best.is_none_or(|(least, before, _)| (score, since) > (least, before)) {
                best = Some((score, since, other));
            }
        }
        best.map(|(_, _, id)| id.clone())
    }

    /// A leg whose beginning was not told begins, if it is safe to say how; with a gap.
    pub(super) fn infer_beginning(&mut self, id: &Id) -> bool {
        let Some(chan) = self.chans.get(id).filter(|chan| chan.role == Role::Untold && chan.make.is_real()) else {
            return false;
        };
        if chan.via.is_some() {
            self.dialled(id);
            return self.chans.get(id).is_some_and(|chan| chan.role.is_told());
        }
        let (stamp, root) = (self.first_moment(chan), chan.linkedid == chan.id);
        if root && !chan.birth_seen {
            self.judge_late(id);
        }
        let Some(chan) = self.chans.get(id) else { return false };
        if root && (chan.originated || chan.way == Some(Way::Out)) {
            self.originate(id);
            return true;
        }
        if root {
            if let Some(chan) = self.chans.get_mut(id) {
                chan.born = stamp;
            }
            self.came_in(id);
        } else {
            let by = Some(chan.linkedid.clone()).filter(|by| by != id && self.chans.contains_key(by));
            let Some(by) = by.filter(|by| self.owner(by).as_ref() == Some(by) && self.open(by)) else { return false };
            self.tell_inferred(&by, id, stamp);
        }
        self.gap(id, GapKind::LateStart, "the beginning was not told");
        true
    }

    /// A first leg that was met late shows neither the number that it dialled nor surely its own: with an outside number it is
    /// a trunk's if it talks with the house, and a phone that presents a number outside if not.
    fn judge_late(&mut self, id: &Id) {
        let Some(chan) = self.chans.get_mut(id).filter(|chan| chan.make == Make::Phone) else { return };
        if trunk::may_be_house(chan.number.as_deref()) || !self.trunks.may_be_trunk(&chan.device) {
            return;
        }
        match chan.connected.as_deref() {
            Some(other) if trunk::may_be_house(Some(other)) => chan.make = Make::Trunk,
            Some(_) => chan.number = Some(Text::new(endpoint_of(&chan.device))),
            // Nothing tells whose number it is.
            None => chan.number = None,
        }
    }

    /// When a channel began that was met late: in the second that its id names.
    pub(super) fn first_moment(&self, chan: &Chan) -> Stamp {
        if chan.birth_seen {
            return chan.born;
        }
        let at = Self::id_moment(&chan.id).filter(|at| *at <= chan.born.at).unwrap_or(chan.born.at);
        Stamp { at, ..chan.born }
    }

    fn tell_inferred(&mut self, by: &Id, to: &Id, stamp: Stamp) {
        let Some((leg, thread, began)) = self.chans.get(by).map(|by| (by.leg(), by.thread.clone(), by.born)) else { return };
        let Some(chan) = self.chans.get_mut(to) else { return };
        chan.caller = Some(by.clone());
        chan.thread = thread.clone();
        let dialled = Dialled { by: leg, party: party(chan, called_number(chan)), queue: None };
        let stamp = if stamp.at < began.at { Stamp { at: began.at, ..stamp } } else { stamp };
        self.begin(to, Role::Called, What::Dialled(Box::new(dialled)), stamp, vec![thread]);
    }
}

/// Whether a channel's application was last told before it left its talk.
fn is_stale(chan: &Chan) -> bool {
    let told = chan.app_seen.map_or(0, |stamp| stamp.seq);
    chan.left_talk.is_some_and(|left| told < left.stamp.seq)
}

/// Whether a dial's data names a channel: its device, or the Local channel that it is half of.
fn names_it(data: &str, born: &Chan, stem: &str) -> bool {
    match born.make {
        Make::Half { .. } => apps::destinations(data).any(|destination| destination.starts_with(stem)),
        _ => apps::destinations(data).any(|destination| trunk::reaches(destination, &born.device)),
    }
}
