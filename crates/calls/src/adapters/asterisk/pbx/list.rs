//! What a list shows after a link came up, and what is given up because nothing more will come.
//!
//! A leg met in a list is told with what the list says and a gap for what it does not; a leg that a complete list does not name
//! is lost at the moment when it was last seen (sheet, section 6). Nothing here invents an answer. To take in one more word
//! of a list: a field of [`Row`], what it means in `place_listed`.

use super::super::fact::{BridgeKind, Channel, Id, Way};
use super::Pbx;
use super::apps::{self, Kind};
use super::birth::CHANNELS_MAX;
use super::chan::{Aside, Chan, Role, Stamp, is_dialled};
use crate::Text;
use crate::moment::Moment;
use crate::signal::{Gap, GapKind, Place, What};

/// A channel that was silent for so many microseconds may be given up: a day.
const STALE_MICROS: i64 = 86_400_000_000;

/// One channel of a list.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) channel: Channel,
    pub(super) up: bool,
    pub(super) ringing: bool,
    pub(super) bridge: Option<Text>,
    pub(super) kind: Option<BridgeKind>,
    pub(super) app: Option<(Text, Text)>,
    pub(super) dnid: Option<Text>,
    pub(super) queue: Option<(Text, u64)>,
}

impl Pbx {
    /// One more channel of a list.
    pub(super) fn listed(&mut self, row: Row) {
        if self.list.len() < CHANNELS_MAX {
            self.list.push(row);
        }
    }

    /// The list is complete.
    pub(super) fn list_over(&mut self) {
        let rows = std::mem::take(&mut self.list);
        let named: std::collections::HashSet<&Id> = rows.iter().map(|row| &row.channel.id).collect();
        let mark = self.link_mark;
        let missing = |chan: &Chan| chan.seen_tick < mark && !named.contains(&chan.id);
        self.lose_all(missing, None, "not in the list of channels after the link came back");
        self.lose_asked(|id| named.contains(id));
        self.teller.listed = true;
        let fresh: Vec<bool> = rows.iter().map(|row| self.met_in_list(row)).collect();
        let pairs = || rows.iter().zip(&fresh);
        for root in [true, false] {
            for (row, _) in pairs().filter(|(row, fresh)| **fresh && is_root(row) == root) {
                self.begin_listed(row);
            }
        }
        for (row, fresh) in pairs() {
            self.place_listed(row, *fresh);
        }
        self.teller.listed = false;
    }

    /// Whether a row shows a channel that was not known.
    fn met_in_list(&mut self, row: &Row) -> bool {
        let way = is_root(row).then_some(Way::In);
        let known = self.chans.contains_key(&row.channel.id);
        self.gone.remove(&row.channel.id);
        // The extension is that of now; who dialled it is judged by the number that he dialled.
        let seen = Channel { exten: row.dnid.clone().or_else(|| row.channel.exten.clone()), ..row.channel.clone() };
        self.meet(&seen, way);
        self.see_again(&row.channel.id);
        let Some(chan) = self.chans.get_mut(&row.channel.id) else { return false };
        if known {
            if row.up && !chan.up {
                chan.up = true;
                self.gap(&row.channel.id, GapKind::MissingAnswer, "when it was answered was not told");
            }
            return false;
        }
        chan.dialled = chan.exten.clone().filter(|exten| is_dialled(exten));
        chan.exten = row.channel.exten.clone();
        chan.app = row.app.clone();
        chan.way = way;
        (chan.rang, chan.up) = (row.ringing || row.up, row.up);
        true
    }

    fn begin_listed(&mut self, row: &Row) {
        let id = &row.channel.id;
        let Some(chan) = self.chans.get_mut(id).filter(|chan| chan.make.is_real() && chan.role == Role::Untold) else { return };
        let app = row.app.as_ref().map(|(app, _)| apps::kind_of(app));
        if let Some(Kind::Aside(aside)) = app {
            chan.role = Role::Aside(aside);
            return;
        }
        chan.originated |= row.app.as_ref().is_some_and(|(app, _)| app == "AppDial2");
        if !self.begin_asked(id) && !self.infer_beginning(id) {
            return;
        }
        if row.up {
            self.gap(id, GapKind::MissingAnswer, "when it was answered was not told");
        } else if row.ringing {
            self.say(id, What::Ringing);
        }
    }

    /// Where a listed channel is.
    fn place_listed(&mut self, row: &Row, fresh: bool) {
        let id = &row.channel.id;
        let before = self.chans.get(id).and_then(|chan| chan.bridge.clone());
        if let Some(before) = before.filter(|before| Some(before) != row.bridge.as_ref()) {
            self.bridge_left(id, &before);
            self.settle_leaving(id);
            if let Some(chan) = self.chans.get_mut(id) {
                // How it came from there was not seen.
                chan.left_talk = None;
            }
        }
        if let Some(bridge) = &row.bridge {
            let rooms = row.app.as_ref().is_some_and(|(app, _)| apps::kind_of(app) == Kind::Room);
            let kind = row.kind.unwrap_or(if rooms { BridgeKind::Room } else { BridgeKind::Talk });
            self.bridge_entered(id, bridge, kind, None);
            self.place_in_bridge(row, kind, bridge, fresh);
            return;
        }
        if !fresh || !self.chans.get(id).is_some_and(|chan| matches!(chan.role, Role::Caller | Role::Originated)) {
            return;
        }
        let now = self.now;
        if let Some((queue, seconds)) = &row.queue {
            let micros = i64::try_from(*seconds).unwrap_or(0).saturating_mul(1_000_000);
            let stamp = Stamp { at: now.at.plus(-micros), ..self.stamp() };
            self.enter_at(id, Place::Queue, Some(queue.clone()), None, Some(stamp));
        } else if let Some((app, data)) = &row.app {
            let kind = apps::kind_of(app);
            if matches!(kind, Kind::Menu | Kind::Play | Kind::Mailbox) {
                self.run(id, kind, data);
            }
        }
    }

    fn place_in_bridge(&mut self, row: &Row, kind: BridgeKind, bridge: &Text, fresh: bool) {
        let id = &row.channel.id;
        let data = row.app.as_ref().map(|(_, data)| data.as_str()).unwrap_or_default();
        let agent = self.chans.get(id).is_some_and(|chan| chan.runs(apps::AGENT_LOGIN));
        match kind {
            BridgeKind::Holding if fresh && !agent => self.park(id, None, None),
            BridgeKind::Room if fresh => {
                if let Some(room) = apps::argument(data, 0) {
                    self.room_joined(id, Text::new(room), bridge.clone());
                }
            }
            _ => {}
        }
    }

    /// The switch booted: whatever was seen last before is gone.
    pub(super) fn booted(&mut self, at: Moment) {
        self.link_mark = self.tick;
        self.lose_all(|chan| chan.seen.at < at, Some(GapKind::Restart), "the switch was restarted");
    }

    /// The link was down: what lives on has a gap, told once it is seen to live on.
    pub(super) fn link_was_down(&mut self, from: Moment) {
        self.link_mark = self.tick;
        let until = self.now.at;
        for id in self.sorted(|_| true) {
            if let Some(chan) = self.chans.get_mut(&id) {
                chan.blind = Some((chan.blind.map_or(from, |(from, _)| from), until));
            }
        }
    }

    /// A channel is seen to live on after the link was down.
    pub(super) fn see_again(&mut self, id: &Id) {
        let Some((from, to)) = self.chans.get_mut(id).and_then(|chan| chan.blind.take()) else { return };
        let gap =
            Gap { what: GapKind::LinkLost, text: "the link to the switch was down".into(), from: Some(from), to: Some(to) };
        if self.chans.get(id).is_some_and(|chan| chan.role.is_told()) {
            self.say(id, What::Gap(Box::new(gap)));
        }
    }

    /// Nothing will come any more.
    pub(super) fn give_up_all(&mut self) {
        self.lose_all(|_| true, None, "the feed ended before the leg did");
        self.bridges.clear();
    }

    fn lose_all(&mut self, test: impl Fn(&Chan) -> bool, gap: Option<GapKind>, why: &'static str) {
        let lost = self.sorted(test);
        let seen: Vec<Option<Stamp>> = lost.iter().map(|id| self.last_sign(id)).collect();
        for (id, seen) in lost.iter().zip(seen) {
            if let Some(seen) = seen {
                self.lose(id, seen, gap, why);
            }
        }
    }

    /// Channels of which nothing was heard for long lost their end; they are given up when there is no room for others.
    pub(super) fn make_room(&mut self) -> bool {
        let before = self.chans.len();
        let now = self.now.at;
        if now.since(self.room_made) < STALE_MICROS / 24 {
            return false;
        }
        self.room_made = now;
        self.lose_all(|chan| now.since(chan.seen.at) > STALE_MICROS, None, "nothing was heard of it for a day");
        self.chans.len() < before
    }

    /// The last sign of life of a leg: of itself, or of one with whom it talks or for whom it rings.
    fn last_sign(&self, id: &Id) -> Option<Stamp> {
        let chan = self.chans.get(id)?;
        let rings = chan.calls.iter().filter(|called| self.chans.get(*called).is_some_and(|called| !called.up));
        let others = self.others(id);
        let seen = |id: &Id| self.chans.get(id).map(|chan| chan.seen);
        let related = others.iter().chain(rings).chain(chan.caller.iter().filter(|_| !chan.up)).filter_map(seen);
        related.chain([chan.seen]).max_by_key(|stamp| (stamp.at, stamp.seq))
    }

    /// A leg is given up at the moment when it was last seen (rule N19).
    fn lose(&mut self, id: &Id, seen: Stamp, gap: Option<GapKind>, why: &'static str) {
        if self.chans.get(id).is_some_and(|chan| matches!(chan.role, Role::Waiting | Role::Aside(Aside::Take | Aside::Park))) {
            self.came_in(id);
        }
        self.settle_leaving(id);
        self.settle_ends(id, false);
        let stamp = Stamp { at: seen.at, seq: (seen.seq << 8) | 0xff };
        if let Some(chan) = self.chans.get_mut(id)
            && let Some(guest) = chan.guest.take()
        {
            let lost = What::Lost { why: Text::new_static(why) };
            self.teller.tell_of(chan, guest.key, guest.thread, lost, stamp, Vec::new());
        }
        if let Some(what) = gap {
            // The reason stands before the loss.
            self.gap_at(id, what, why, Stamp { seq: stamp.seq - 1, ..stamp });
        }
        self.say_at(id, What::Lost { why: Text::new_static(why) }, stamp, Vec::new());
        if let Some(chan) = self.chans.get_mut(id) {
            chan.role = Role::Done;
        }
        self.remove(id);
    }

    /// Channels in the order of their beginnings.
    fn sorted(&self, test: impl Fn(&Chan) -> bool) -> Vec<Id> {
        let mut found: Vec<&Chan> = self.chans.values().map(Box::as_ref).filter(|chan| test(chan)).collect();
        found.sort_by(|one, two| (one.born.seq, one.born.at, &one.id).cmp(&(two.born.seq, two.born.at, &two.id)));
        found.into_iter().map(|chan| chan.id.clone()).collect()
    }
}

fn is_root(row: &Row) -> bool {
    row.channel.linkedid.as_ref().is_none_or(|linkedid| *linkedid == row.channel.id)
}
