//! How a fact becomes a signal: its key, its place in the order, and the leg and thread that it belongs to.
//!
//! A signal keeps the time and the place of the message in which it was told, however late it is made. Nothing is told of a leg
//! that has not begun: what is known of it until then waits and follows its beginning.
//! To say one more thing of a party: a field of `party`.

use super::super::fact::{Channel, Id};
use super::Pbx;
use super::chan::endpoint_of;
use super::chan::{Chan, GuestKind, Moving, Role, Stamp};
use super::trunk;
use crate::Text;
use crate::adapters::Note;
use crate::moment::Moment;
use crate::signal::{CameIn, Feed, Gap, GapKind, LegKey, Party, Signal, TransferKind, Transferred, What};

/// Facts of a leg that has not begun are kept so many.
const EARLY_MAX: usize = 64;

/// Keys of so many late facts of a leg are remembered, to number equal ones.
const TOLD_MAX: usize = 16;

/// Makes signals.
pub(super) struct Teller {
    pub(super) source: Text,
    pub(super) feed: Feed,
    pub(super) out: Vec<Signal>,
    pub(super) notes: Vec<Note>,
    /// What is told now comes from a list that has no time of its own.
    pub(super) listed: bool,
}

impl Teller {
    /// Tells a fact of a channel's own leg, or of the second one that it has in its bridge.
    fn tell(&mut self, chan: &mut Chan, what: What, stamp: Stamp, ties: Vec<Text>) {
        let in_bridge = matches!(what, What::Connected { .. } | What::Disconnected { .. });
        let on_guest = |guest: &GuestKind| match guest {
            GuestKind::Agent => in_bridge || matches!(what, What::Held { .. } | What::Resumed),
            GuestKind::Consult => in_bridge,
            GuestKind::Spy => false,
        };
        let (leg, thread) = match chan.guest.as_ref().filter(|guest| on_guest(&guest.kind)) {
            Some(guest) => (guest.key.clone(), guest.thread.clone()),
            None => (chan.leg(), chan.thread.clone()),
        };
        self.tell_of(chan, leg, thread, what, stamp, ties);
    }

    /// Tells a fact of a leg that a channel has.
    pub(super) fn tell_of(&mut self, chan: &mut Chan, leg: LegKey, thread: Text, what: What, stamp: Stamp, ties: Vec<Text>) {
        let micros = if self.listed { -1 } else { stamp.at.micros() };
        let word = what.word();
        let same = chan.told.iter().filter(|told| **told == (what.rank(), micros)).count();
        if chan.told.len() >= TOLD_MAX {
            chan.told.remove(0);
        }
        chan.told.push((what.rank(), micros));
        let mut key = format!("{}|{}|{word}|", self.feed.name, leg.0);
        match micros {
            -1 => key.push_str("listed"),
            micros => key.push_str(&micros.to_string()),
        }
        if same > 0 {
            key.push_str(&format!("|{}", same + 1));
        }
        self.push(key.into(), leg, thread, what, stamp, ties);
    }

    pub(super) fn push(&mut self, key: Text, leg: LegKey, thread: Text, what: What, stamp: Stamp, mut ties: Vec<Text>) {
        ties.retain(|tie| *tie != thread);
        ties.sort_unstable();
        ties.dedup();
        self.out.push(Signal {
            source: self.source.clone(),
            feed: self.feed.clone(),
            key,
            thread,
            ties,
            leg,
            at: stamp.at,
            seq: stamp.seq,
            seen_at: None,
            chosen_e164: None,
            behind: None,
            by: None,
            what,
        });
    }
}

impl Pbx {
    /// Now, and the next place in the order.
    pub(super) fn stamp(&mut self) -> Stamp {
        self.sub = self.sub.saturating_add(1);
        Stamp { at: self.now.at, seq: (self.now.seq << 8) | u64::from(self.sub) }
    }

    /// Tells a fact of a leg, now.
    pub(super) fn say(&mut self, id: &Id, what: What) {
        let stamp = self.stamp();
        self.say_at(id, what, stamp, Vec::new());
    }

    /// Tells a fact of a leg; of one that has not begun when it has.
    pub(super) fn say_at(&mut self, id: &Id, what: What, stamp: Stamp, ties: Vec<Text>) {
        let Some(chan) = self.chans.get_mut(id) else { return };
        let guest = chan.guest.as_ref().is_some_and(|guest| guest.kind == GuestKind::Agent);
        if chan.role.is_told() || guest {
            self.teller.tell(chan, what, stamp, ties);
        } else if chan.role != Role::Done && chan.early.len() < EARLY_MAX {
            chan.early.push((stamp, what));
        }
    }

    /// Tells a fact of a channel's own leg, though it has another in its bridge.
    pub(super) fn say_held(&mut self, id: &Id, what: What, stamp: Stamp) {
        let Some(chan) = self.chans.get_mut(id) else { return };
        if !chan.role.is_told() {
            return self.say_at(id, what, stamp, Vec::new());
        }
        let (leg, thread) = (chan.leg(), chan.thread.clone());
        self.teller.tell_of(chan, leg, thread, what, stamp, Vec::new());
    }

    /// What the feed could not know of this leg.
    pub(super) fn gap_at(&mut self, id: &Id, what: GapKind, text: &'static str, stamp: Stamp) {
        let gap = Gap { what, text: Text::new_static(text), from: None, to: None };
        self.say_at(id, What::Gap(Box::new(gap)), stamp, Vec::new());
    }

    /// A leg has begun: what was known of it before follows, no earlier than its beginning.
    pub(super) fn begun(&mut self, id: &Id, role: Role, began: Stamp) {
        let Some(chan) = self.chans.get_mut(id) else { return };
        chan.role = role;
        for (stamp, what) in std::mem::take(&mut chan.early) {
            let before = (stamp.at, stamp.seq) < (began.at, began.seq);
            let stamp = if before { Stamp { at: began.at, ..self.stamp() } } else { stamp };
            self.say_at(id, what, stamp, Vec::new());
        }
    }

    /// Makes sure that a leg is told; false if it cannot be.
    pub(super) fn open(&mut self, id: &Id) -> bool {
        match self.chans.get(id).map(|chan| chan.role) {
            Some(Role::Caller | Role::Originated | Role::Called | Role::Joined) => true,
            Some(Role::Waiting | Role::Aside(_)) => {
                self.came_in(id);
                true
            }
            Some(Role::Untold) => self.infer_once(id),
            Some(Role::Done) | None => false,
        }
    }

    /// A stream that begins in mid-call or lost rows can make two channels each the other's caller; neither is known then.
    fn infer_once(&mut self, id: &Id) -> bool {
        if self.inferring.contains(id) {
            return false;
        }
        self.inferring.push(id.clone());
        let known = self.infer_beginning(id);
        self.inferring.pop();
        known
    }

    /// A caller's leg begins, with its own time (trap A65).
    pub(super) fn came_in(&mut self, id: &Id) {
        let Some(chan) = self.chans.get_mut(id) else { return };
        let party = party(chan, chan.number.clone());
        let came = CameIn { party, dialled: chan.dialled.clone(), line: None };
        let stamp = chan.born;
        chan.role = Role::Caller;
        self.teller.tell(chan, What::CameIn(Box::new(came)), stamp, Vec::new());
        self.begun(id, Role::Caller, stamp);
    }

    /// A move is told with what next happens to the moved party (rule N11); one that nobody told is a program's (trap A58).
    pub(super) fn tell_move(&mut self, id: &Id) {
        let Some(chan) = self.chans.get_mut(id) else { return };
        let moving = chan.moving.take();
        let left = chan.left_talk.take();
        let (moving, kind) = match (moving, left) {
            (Some(moving), _) => (*moving, TransferKind::Blind),
            (None, Some(left)) => {
                let by_program = match chan.role {
                    Role::Called => left.sent || !self.is_gone(id),
                    Role::Caller | Role::Originated => left.sent || left.first,
                    _ => false,
                };
                let Some(chan) = self.chans.get(id).filter(|chan| by_program && !chan.asked) else { return };
                let to = chan.exten.clone().filter(|exten| left.sent || Some(exten) != chan.talk_exten.as_ref());
                if to.is_none() {
                    return;
                }
                (Moving { stamp: left.stamp, by: None, tie: None, to }, TransferKind::Redirect)
            }
            (None, None) => return,
        };
        let transferred = Transferred { kind, by: moving.by, second: None, target: None, to: moving.to };
        let ties = moving.tie.into_iter().collect();
        self.settle_leaving(id);
        self.say_at(id, What::Transferred(Box::new(transferred)), moving.stamp, ties);
    }

    /// A called party's caller hung up: what it does then is its own dial's doing, no program's.
    fn is_gone(&self, id: &Id) -> bool {
        let caller = self.chans.get(id).and_then(|chan| chan.caller.as_ref());
        caller.is_some_and(|caller| self.chans.get(caller).is_some_and(|caller| caller.asked))
    }

    /// Notes what an operator should know, once.
    pub(super) fn note_once(&mut self, text: &'static str) {
        if !self.noted.contains(&text) {
            self.noted.push(text);
            self.teller.notes.push(Note { line: None, text: Text::new_static(text) });
        }
    }

    /// The moment that a uniqueid names: `1795216628.11`, perhaps after a system's name (traps A1, A2).
    pub(super) fn id_moment(id: &str) -> Option<Moment> {
        let stem = id.rsplit_once('.').map_or(id, |(stem, _)| stem);
        let seconds = stem.rsplit_once('-').map_or(stem, |(_, seconds)| seconds);
        Moment::from_epoch_text(seconds)
    }
}

/// Who is at the end of a channel, by the number given.
pub(super) fn party(chan: &Chan, number: Option<Text>) -> Party {
    let endpoint = Text::new(endpoint_of(&chan.device));
    let is_trunk = chan.make == super::chan::Make::Trunk;
    Party {
        number: if chan.withheld { None } else { number },
        e164: None,
        name: chan.caller_name.clone().filter(|_| !chan.withheld),
        user: (!is_trunk).then(|| endpoint.clone()),
        trunk: is_trunk.then_some(endpoint),
        device: Some(chan.device.clone()),
        withheld: chan.withheld,
        known: None,
    }
}

/// The number of a called party: a trunk's is in the dial string (trap A11), a phone's is its own, else its user name.
pub(super) fn called_number(chan: &Chan) -> Option<Text> {
    if chan.make == super::chan::Make::Trunk {
        return chan.dial_string.as_deref().and_then(trunk::user_part).map(Text::new);
    }
    let dialled =
        || chan.dial_string.as_deref().and_then(trunk::user_part).filter(|user| trunk::is_number(user)).map(Text::new);
    // A SIP user name is the number of its party (rule N5); a trunk's name is nobody's.
    let endpoint = || Some(Text::new(endpoint_of(&chan.device))).filter(|_| chan.make == super::chan::Make::Phone);
    chan.number.clone().or_else(dialled).or_else(endpoint)
}

/// Whether a message shows something of a channel that a signal may need.
pub(super) fn note_shown(chan: &mut Chan, seen: &Channel) {
    if let Some(linkedid) = seen.linkedid.as_ref().filter(|linkedid| **linkedid != chan.linkedid) {
        chan.linkedid = linkedid.clone();
    }
    if let Some(exten) = seen.exten.as_ref().filter(|exten| *exten != "h") {
        if chan.exten.as_ref() != Some(exten) {
            chan.exten = Some(exten.clone());
        }
        if chan.context != seen.context && seen.context.is_some() {
            chan.context = seen.context.clone();
        }
    }
    if seen.connected.is_some() && seen.connected != chan.connected {
        chan.connected = seen.connected.clone();
    }
    if seen.number.is_some() && seen.number != chan.shows {
        chan.shows = seen.number.clone();
    }
}
