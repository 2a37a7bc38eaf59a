//! Who calls whom: births, dials, what rings and who answers.
//!
//! A dial is told by the party for whom it is made, never by a Local channel. A feed without dials tells births: then the
//! dialler is whoever of the same linkedid runs a dial, best the one whose dial names that device (traps A35, A61).

use super::super::fact::{Channel, Id, Way};
use super::Pbx;
use super::apps::{self, Kind};
use super::chan::{Chan, Make, Role, Stamp, technical};
use super::local::Owner;
use super::tell::{called_number, note_shown, party};
use super::trunk;
use crate::Text;
use crate::signal::{Dialled, GapKind, How, Joined, JoinedAs, LegKey, Originated, What};

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
        if self.chans.len() >= CHANNELS_MAX {
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
    fn destination(&self, by: &Id, id: &Id) -> Option<Text> {
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

    /// A dial began.
    pub(super) fn dial_began(&mut self, by: Option<&Id>, to: &Id, string: Text) {
        let Some(chan) = self.chans.get_mut(to) else { return };
        chan.dial_string = Some(string.clone());
        if chan.make == Make::Phone && self.trunks.is_trunk_dial(&chan.device, &string) {
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
        if make.is_real() {
            self.dialled(to);
        }
    }

    fn dialled(&mut self, to: &Id) {
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
    fn originate(&mut self, to: &Id) {
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

    fn begin(&mut self, id: &Id, role: Role, what: What, stamp: Stamp, ties: Vec<Text>) {
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
        let stamp = self.stamp();
        let Some(chan) = self.chans.get_mut(to) else { return };
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
        let dialled = Dialled { by: leg as LegKey, party: party(chan, called_number(chan)), queue: None };
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
