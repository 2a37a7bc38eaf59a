//! What only several callbacks of one family of calls together tell: who hung up, who was too late to answer, who was moved.
//!
//! It looks at what callbacks said first-hand, which no later one changes, and only ever adds signals: the more is known the
//! more is told, so that the end is the same in whatever order callbacks came. It must never tell a fact that another callback
//! could undo. What it forgets, being full or started anew, costs those additions and nothing else.
//! To add an inference: a method of [`Family`] and its line in [`Family::infer`], with a place that no callback's own takes.

use std::collections::{BTreeMap, HashSet, VecDeque};

use super::address;
use super::callback::{Callback, Direction, Kind, Progress, QueueStep, Status};
use super::order;
use super::params::SECOND;
use super::tell::{Spot, Teller, joined};
use crate::Text;
use crate::moment::Moment;
use crate::signal::{Gap, GapKind, How, Joined, JoinedAs, LegKey, Party, Place, Signal, TransferKind, Transferred, What};

/// Families that are remembered; beyond, the oldest is forgotten.
const FAMILIES_MAX: usize = 65_536;

/// Calls of one family that are looked at.
const CALLS_MAX: usize = 512;

/// What one hanging up causes is stamped within this time, whole seconds and the network's own delay in it.
const TOGETHER: i64 = 2 * SECOND;

/// The families of calls that were told of, by the call that was dialled for none.
#[derive(Default)]
pub(super) struct Families {
    known: BTreeMap<LegKey, Family>,
    /// The oldest first.
    by_age: VecDeque<LegKey>,
}

/// A call that was dialled for none, with those that were dialled for it.
#[derive(Default)]
struct Family {
    calls: BTreeMap<LegKey, Known>,
    /// Calls that took this one out of a queue.
    takers: Vec<LegKey>,
    /// Calls that this one took out of a queue.
    took: Vec<LegKey>,
    /// What was told already.
    told: HashSet<(Text, u64)>,
}

/// What one call's callbacks said first-hand.
#[derive(Default)]
struct Known {
    /// Its very beginning, with the other party.
    began: Option<(Moment, Party)>,
    answered: Option<Moment>,
    over: Option<Over>,
    /// Whether its beginning and its end were told, by whichever callback, and when it was last seen.
    is_begun: bool,
    is_ended: bool,
    seen: Moment,
}

#[derive(Clone, Copy)]
struct Over {
    at: Moment,
    seq: u64,
    status: Status,
}

impl Families {
    /// Takes in a callback with what it told alone, and gives what it tells together with others.
    pub(super) fn learn(&mut self, callback: &Callback, alone: &[Signal], teller: &Teller) -> Vec<Signal> {
        let Some(call) = &callback.call else { return Vec::new() };
        let root = call.parent.clone().unwrap_or_else(|| call.leg.clone());
        self.family(&root).see(alone);
        match &callback.kind {
            Kind::Progress(progress) => {
                if let Some(at) = callback.at {
                    let address = if call.direction == Some(Direction::Inbound) { &call.from } else { &call.to };
                    let party = address::party(address.as_deref(), call.caller_name.clone(), teller.settings());
                    self.family(&root).progress(&call.leg, progress, at, call.parent.is_some(), party);
                }
            }
            Kind::Queue(queue) => {
                if let QueueStep::Taken(by) = &queue.step {
                    remember(&mut self.family(&root).takers, by);
                    remember(&mut self.family(by).took, &root);
                }
            }
            _ => {}
        }
        let mut told = match self.known.get(&root) {
            Some(family) => family.infer(&root, teller),
            None => Vec::new(),
        };
        self.infer_takers(&root, teller, &mut told);
        if let Some(family) = self.known.get_mut(&root) {
            told.retain(|signal| family.told.insert((signal.key.clone(), signal.seq)));
        }
        told
    }

    /// Calls that are open when nothing more comes, as lost at the last moment they were seen (rule N19).
    pub(super) fn give_up(&self, teller: &Teller) -> Vec<Signal> {
        let calls = self.known.values().flat_map(|family| &family.calls);
        let open = calls.filter(|(_, known)| known.is_begun && !known.is_ended);
        let lost = open.map(|(leg, known)| {
            let why = Text::new_static("the end of the call was not told");
            let spot = Spot { at: known.seen, seq: order::LAST };
            teller.about(leg, Vec::new(), spot, joined(leg, "lost"), What::Lost { why })
        });
        lost.collect()
    }

    fn family(&mut self, root: &LegKey) -> &mut Family {
        if !self.known.contains_key(root) {
            self.by_age.push_back(root.clone());
            if self.by_age.len() > FAMILIES_MAX
                && let Some(oldest) = self.by_age.pop_front()
            {
                self.known.remove(&oldest);
            }
        }
        self.known.entry(root.clone()).or_default()
    }

    /// Whoever was called, or called in, after somebody began to wait, and takes him out of the queue, takes his call: a leg
    /// of it, and no call of its own (rule N2).
    fn infer_takers(&self, root: &LegKey, teller: &Teller, told: &mut Vec<Signal>) {
        let Some(family) = self.known.get(root) else { return };
        let pairs = family.takers.iter().map(|taker| (root, taker)).chain(family.took.iter().map(|waiter| (waiter, root)));
        for (waiter, taker) in pairs {
            let (Some(waited), Some((began, party))) = (self.began(waiter), self.began(taker)) else { continue };
            if *began <= waited.0 {
                continue;
            }
            let what = Joined { to: waiter.clone(), role: JoinedAs::Taker, party: party.clone() };
            let spot = Spot { at: *began, seq: order::MOVED };
            let key = joined(taker, &format!("joined/{}", waiter.0));
            told.push(teller.about(taker, vec![waiter.0.clone()], spot, key, What::Joined(Box::new(what))));
            if let Some(over) = self.over(taker) {
                hung_up(&Inferred { teller, root: waiter, leg: taker }, over, self.over(waiter), told);
            }
        }
    }

    fn over(&self, leg: &LegKey) -> Option<Over> {
        self.known.get(leg)?.calls.get(leg)?.over
    }

    fn began(&self, leg: &LegKey) -> Option<&(Moment, Party)> {
        self.known.get(leg)?.calls.get(leg)?.began.as_ref()
    }
}

fn remember(list: &mut Vec<LegKey>, leg: &LegKey) {
    if list.len() < CALLS_MAX && !list.contains(leg) {
        list.push(leg.clone());
    }
}

impl Family {
    fn call(&mut self, leg: &LegKey) -> Option<&mut Known> {
        let there_is_room = self.calls.len() < CALLS_MAX || self.calls.contains_key(leg);
        there_is_room.then(|| self.calls.entry(leg.clone()).or_default())
    }

    fn see(&mut self, alone: &[Signal]) {
        for signal in alone {
            if let Some(known) = self.call(&signal.leg) {
                known.is_begun |= signal.what.begins();
                known.is_ended |= matches!(signal.what, What::Ended { .. });
                known.seen = known.seen.max(signal.at);
            }
        }
    }

    fn progress(&mut self, leg: &LegKey, progress: &Progress, at: Moment, is_child: bool, party: Party) {
        let status = progress.status;
        let Some(known) = self.call(leg) else { return };
        let is_first = status <= Status::Initiated || progress.sequence == Some(0) && !status.is_last();
        if is_first && known.began.as_ref().is_none_or(|(began, _)| at < *began) {
            known.began = Some((at, party));
        }
        if status == Status::InProgress {
            known.answered = Some(known.answered.map_or(at, |answered| answered.min(at)));
        }
        if status.is_last() && known.over.is_none() {
            known.over = Some(Over { at, seq: order::of_end(progress, is_child), status });
        }
    }

    fn infer(&self, root: &LegKey, teller: &Teller) -> Vec<Signal> {
        let mut told = Vec::new();
        let parent_over = self.calls.get(root).and_then(|known| known.over);
        for (leg, known) in self.calls.iter().filter(|(leg, _)| *leg != root) {
            let Some(over) = known.over else { continue };
            let teller = Inferred { teller, root, leg };
            match over.status {
                Status::Canceled => {
                    self.too_late(&teller, over, &mut told);
                    gave_up(&teller, over, parent_over, &mut told);
                }
                Status::Completed => {
                    self.moved(&teller, over, &mut told);
                    hung_up(&teller, over, parent_over, &mut told);
                }
                _ => {}
            }
        }
        told
    }

    /// Who is taken back as another of the same dial answers was too late, and has missed nothing (trap T11).
    fn too_late(&self, teller: &Inferred<'_>, over: Over, told: &mut Vec<Signal>) {
        let others = self.calls.iter().filter(|(leg, _)| *leg != teller.root && *leg != teller.leg);
        let mut answers = others.filter_map(|(_, known)| known.answered);
        if answers.any(|answered| (0..=TOGETHER).contains(&over.at.since(answered))) {
            let spot = Spot { at: over.at, seq: order::before(over.seq) };
            told.push(teller.of_leg(spot, "elsewhere", What::Ended { how: How::Elsewhere }));
        }
    }

    /// A further call of the same parent after a talk is over: a program moved him out of it (rule N11). The first one counts;
    /// of several in one second it is the same one always.
    fn moved(&self, teller: &Inferred<'_>, over: Over, told: &mut Vec<Signal>) {
        let others = self.calls.iter().filter(|(leg, _)| *leg != teller.root && *leg != teller.leg);
        let later = others.filter_map(|(leg, known)| {
            let (began, party) = known.began.as_ref()?;
            (*began >= over.at).then_some((*began, leg, party))
        });
        let Some((began, leg, party)) = later.min_by_key(|(began, leg, _)| (*began, mixed(leg), *leg)) else { return };
        let wait = (began.since(over.at) / SECOND).clamp(0, 0xffff).unsigned_abs();
        // Told again when an earlier one becomes known: of two tellings the fold takes the one with the earlier place.
        let spot = Spot { at: over.at, seq: order::MOVED + 1 + (wait << 20) + mixed(leg) };
        let what = Transferred { kind: TransferKind::Redirect, by: None, second: None, target: None, to: party.number.clone() };
        told.push(teller.of_parent(spot, "moved", What::Transferred(Box::new(what))));
    }
}

/// Tells about one child and its parent.
struct Inferred<'a> {
    teller: &'a Teller,
    root: &'a LegKey,
    leg: &'a LegKey,
}

impl Inferred<'_> {
    fn of_leg(&self, spot: Spot, fact: &str, what: What) -> Signal {
        self.teller.about(self.leg, vec![self.root.0.clone()], spot, joined(self.leg, fact), what)
    }

    /// About the parent, named by the child.
    fn of_parent(&self, spot: Spot, fact: &str, what: What) -> Signal {
        self.teller.about(self.root, vec![self.leg.0.clone()], spot, joined(self.leg, fact), what)
    }

    fn parent_asked(&self, spot: Spot) -> Signal {
        self.teller.about(self.root, vec![self.leg.0.clone()], spot, joined(self.root, "asked"), What::AskedToEnd)
    }
}

/// Who is taken back as the parent ends: the caller gave up while it rang.
fn gave_up(teller: &Inferred<'_>, over: Over, parent: Option<Over>, told: &mut Vec<Signal>) {
    if let Some(parent) = parent.filter(|parent| parent.at.since(over.at).abs() <= TOGETHER) {
        told.push(teller.parent_asked(Spot { at: parent.at.min(over.at), seq: order::before(over.seq) }));
    }
}

/// Of two whose talk is over, the one whose end precedes hung up; in one second nobody can tell (trap T19).
fn hung_up(teller: &Inferred<'_>, over: Over, parent: Option<Over>, told: &mut Vec<Signal>) {
    let Some(parent) = parent else { return };
    let after = parent.at.since(over.at);
    if after == 0 {
        let text = Text::new_static("who hung up was not told");
        let gap = Gap { what: GapKind::NotTold, text, from: None, to: None };
        told.push(teller.of_parent(Spot { at: parent.at, seq: order::LAST }, "who", What::Gap(Box::new(gap))));
    } else if (1..=TOGETHER).contains(&after) {
        told.push(teller.of_leg(Spot { at: over.at, seq: order::before(over.seq) }, "asked", What::AskedToEnd));
    } else if (-TOGETHER..0).contains(&after) {
        told.push(teller.parent_asked(Spot { at: parent.at, seq: order::before(parent.seq) }));
    } else if after > 0 {
        // The caller stayed on: what a program does with him is no talk.
        let plays = What::Entered { place: Place::Playback, name: None, instance: None };
        told.push(teller.of_parent(Spot { at: over.at, seq: order::REQUEST }, "after", plays));
    }
}

/// A small number of a key, the same in every run (FNV-1a), below 2^20.
fn mixed(leg: &LegKey) -> u64 {
    let hash =
        leg.0.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    hash >> 44
}
