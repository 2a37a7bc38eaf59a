//! One conversation that is kept folded: its signals, what was told of it, and what its things are called.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use calls::Text;
use calls::conversation::{Call, Conversation, State, Word};
use calls::fold::Live;
use calls::id::{Kind, derive};
use calls::moment::Moment;
use calls::record::Told as Telling;
use calls::signal::{Feed, LegKey, Signal, What};
use uuid::Uuid;

use super::super::{ChangeKind, Limits};
use super::{Counted, Due, Fresh, IdRow, Kept, Listed, Names, Naming, marks};

/// Of a conversation that goes on, so many versions are read at the most before a snapshot of it is kept.
const SNAPSHOT_EVERY: u64 = 64;

/// A conversation in memory.
#[derive(Debug, Default)]
pub(crate) struct Convo {
    /// Its serial, by which the store's rows name it.
    pub(crate) serial: u64,
    /// Its source.
    pub(crate) source: Text,
    /// The version that was told last; 0: nothing was told.
    pub(crate) version: u64,
    /// The next version is at least this one (rule N20).
    pub(crate) version_floor: u64,
    /// The number of the change with which it was first told; 0: nothing was told.
    pub(crate) first_change: u64,
    /// When its newest signal was recorded.
    pub(crate) heard_at: Moment,
    /// What its things are called.
    pub(crate) names: Names,
    /// Its threads and legs, as the store names them.
    pub(crate) threads: HashSet<Text>,
    /// The version of the snapshot that is kept.
    pub(crate) snapshot: u64,
    /// The rows of its calls, as the store has them.
    pub(crate) kept: Kept,
    /// What its row is listed by, and until when it is to be wrapped up and its recordings are waited for, as the store has it.
    pub(crate) listed: Option<(Listed, Option<Moment>, Option<Moment>)>,
    /// Until when it was looked whether recordings of its calls are waited for too long; none: not since something was told of it.
    pub(crate) looked_until: Option<Moment>,
    /// What of it is counted.
    pub(crate) counted: Option<Box<Counted>>,
    /// Whether the store may know ids of it that are not in memory.
    pub(crate) was_read: bool,
    /// The group of requests in which it was used last.
    pub(crate) touched: u64,
    live: Live,
    telling: Telling,
    /// The calls that were told, with the legs by which one can be known again.
    told_calls: Vec<(Text, Uuid, Vec<LegKey>)>,
}

/// A version that was told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Told {
    /// Its number.
    pub(crate) version: u64,
    /// The one before.
    pub(crate) previous: u64,
    /// What it is.
    pub(crate) kind: ChangeKind,
    /// What changed.
    pub(crate) patch: String,
    /// Ids that were given with it.
    pub(crate) fresh: Vec<Fresh>,
}

impl Convo {
    /// A conversation of which nothing is known yet.
    pub(crate) fn new(serial: u64, source: Text, heard_at: Moment) -> Self {
        Self { serial, source, heard_at, ..Self::default() }
    }

    /// The same, of one that the store knows: its signals in the order in which they were recorded, and what was told.
    pub(crate) fn read(mut self, signals: Vec<Signal>, telling: Telling) -> Self {
        for (id, serial) in telling.serials() {
            self.names.numbered(id, serial);
        }
        for signal in signals {
            self.threads.extend(names_of(&signal));
            self.live.push(signal);
        }
        self.telling = telling;
        self.was_read = true;
        self
    }

    /// Remembers how its calls and recordings are called and by which legs calls can be known again, where that is in the store only.
    /// `known` finds an id there.
    pub(crate) fn recall(&mut self, account: &str, known: &mut dyn FnMut(Uuid) -> Option<IdRow>) {
        let now = self.live.conversation();
        for call in &now.calls {
            self.names.told((account, &now.source), Kind::Call, &call.key, known);
        }
        for recording in &now.recordings {
            self.names.told((account, &now.source), Kind::Recording, &recording.key, known);
        }
        let told = self.telling.calls();
        self.remember_calls();
        self.told_calls.retain(|(_, id, _)| told.contains(id));
    }

    /// What was told of it last.
    pub(crate) fn telling(&self) -> &Telling {
        &self.telling
    }

    /// What became of it so far.
    pub(crate) fn conversation(&self) -> &Conversation {
        self.live.conversation()
    }

    /// The signals that it was folded from, in order.
    pub(crate) fn signals(&self) -> &[Signal] {
        self.live.signals()
    }

    /// Whether nothing more is to come of it: it ended, or was written down.
    pub(crate) fn is_over(&self) -> bool {
        let now = self.live.conversation();
        now.ended_at.is_some() || now.state == State::Logged
    }

    /// Its id, once it was told.
    pub(crate) fn id(&self) -> Option<Uuid> {
        self.names.id(Kind::Conversation, &Text::default())
    }

    /// Takes a signal in. False if it was known.
    pub(crate) fn take(&mut self, signal: Signal) -> bool {
        self.looked_until = None;
        self.live.push(signal).is_some()
    }

    /// The feeds and keys of facts that both it and another hold, and of which the other's telling is the one that the fold
    /// prefers: it takes the place of the one that is here.
    pub(crate) fn preferred_of(&self, other: &Self) -> Vec<(Text, Text)> {
        fn name(signal: &Signal) -> (&Text, &Text) {
            (&signal.feed.name, &signal.key)
        }
        let own: HashMap<_, _> = self.live.signals().iter().map(|signal| (name(signal), signal.order())).collect();
        let earlier = |signal: &&Signal| own.get(&name(signal)).is_some_and(|own| *own > signal.order());
        let preferred = other.live.signals().iter().filter(earlier).map(name);
        preferred.map(|(feed, key)| (feed.clone(), key.clone())).collect()
    }

    /// Takes in all that another conversation holds, which from now on is this one (rule N20).
    pub(crate) fn take_over(&mut self, other: Self) {
        self.looked_until = None;
        for signal in other.live.signals() {
            self.live.push(signal.clone());
        }
        self.threads.extend(other.threads);
        self.names.take_over(other.names);
        self.kept.take_over(other.kept);
        self.told_calls.extend(other.told_calls);
        self.was_read |= other.was_read;
    }

    /// Tells what differs from what was told last, if anything does. `last` is the integer that the account gave last; `known`
    /// finds an id of something that is not in memory.
    pub(crate) fn tell(
        &mut self,
        kind: Option<ChangeKind>,
        recorded_at: Moment,
        account: &str,
        last: &mut u64,
        known: &mut dyn FnMut(Uuid) -> Option<IdRow>,
    ) -> Option<Told> {
        if self.live.conversation().calls.is_empty() {
            return None;
        }
        let had_ended = self.telling.is_ended();
        let mut names = std::mem::take(&mut self.names);
        let mut naming = Naming { account, names: &mut names, last, known, fresh: Vec::new() };
        self.keep_call_ids(&mut naming);
        let patch = self.telling.tell(self.live.conversation(), &mut naming, recorded_at);
        let fresh = naming.fresh;
        self.names = names;
        let patch = patch?;
        let previous = self.version;
        self.version = (previous + 1).max(self.version_floor);
        self.remember_calls();
        let now_ended = self.live.conversation().ended_at.is_some();
        let kind = kind.unwrap_or(match (previous, had_ended, now_ended) {
            (0, ..) => ChangeKind::New,
            (_, false, true) => ChangeKind::Ended,
            _ => ChangeKind::Changed,
        });
        Some(Told { version: self.version, previous, kind, patch, fresh })
    }

    /// Tells that it went into another.
    pub(crate) fn tell_merged(&mut self, into: Option<Uuid>) -> Option<Told> {
        let patch = self.telling.tell_field("merged_into", &format!("\"{}\"", into?))?;
        let previous = self.version;
        self.version += 1;
        Some(Told { version: self.version, previous, kind: ChangeKind::Merged, patch, fresh: Vec::new() })
    }

    /// The record as it is told now, if a snapshot of it is due.
    pub(crate) fn due_snapshot(&self) -> Option<String> {
        let ended = self.live.conversation().ended_at.is_some();
        let due = self.version > self.snapshot && (ended || self.version - self.snapshot >= SNAPSHOT_EVERY);
        (due && self.telling.is_told()).then(|| self.telling.print(self.version))
    }

    /// A call that was told and now starts with another leg, because an earlier one became known, keeps its id; of told calls
    /// that turn out to be one, the one told first does, and the others resolve to it (rule N17).
    fn keep_call_ids(&self, naming: &mut Naming<'_>) {
        let now = self.live.conversation();
        let mut gone: Vec<_> =
            self.told_calls.iter().filter(|(key, ..)| now.calls.iter().all(|call| call.key != *key)).collect();
        gone.sort_by_key(|(_, id, _)| naming.names.serial(*id));
        for (_, id, legs) in gone {
            let shares = |call: &&Arc<Call>| call.legs.iter().any(|leg| legs.contains(&leg.line));
            let told = |call: &Call| self.told_calls.iter().any(|(key, ..)| *key == call.key);
            let heirs = || now.calls.iter().filter(shares);
            let Some(heir) = heirs().find(|call| !told(call)).or_else(|| heirs().next()) else { continue };
            let serial = naming.names.serial(*id).unwrap_or_default();
            // Another that is gone may have given it its id just now, so that one told later must not take it away again.
            let own = naming.told(Kind::Call, &now.source, &heir.key);
            let other = own.unwrap_or_else(|| derive(naming.account, &now.source, Kind::Call, &heir.key));
            if other == *id {
                continue;
            }
            let other_serial = naming.names.serial(other);
            if other_serial.is_some_and(|other| other < serial) {
                naming.fresh.push(Fresh { kind: Kind::Call, id: *id, serial, same_as: Some(other) });
            } else {
                naming.names.set(Kind::Call, heir.key.clone(), *id);
                let serial = other_serial.unwrap_or(serial);
                naming.fresh.push(Fresh { kind: Kind::Call, id: other, serial, same_as: Some(*id) });
            }
        }
    }

    fn remember_calls(&mut self) {
        let now = self.live.conversation();
        let call = |call: &Arc<Call>| {
            let id = self.names.id(Kind::Call, &call.key)?;
            Some((call.key.clone(), id, call.legs.iter().map(|leg| leg.line.clone()).collect()))
        };
        self.told_calls = now.calls.iter().filter_map(call).collect();
    }

    /// What its row is listed by now.
    pub(crate) fn due_listed(&self) -> Listed {
        let now = self.live.conversation();
        let started_at = if now.calls.is_empty() { self.heard_at } else { now.started_at };
        let marks = if self.version > 0 { marks::of_whole(now) } else { 0 };
        Listed { started_at, ended_at: now.ended_at, marks }
    }

    /// What is to change in the rows of its calls; from now on the store has it so.
    pub(crate) fn due_rows(&mut self) -> Due {
        let telling = &self.telling;
        self.kept.due(self.live.conversation(), &self.names, &|call| telling.updated_at(call))
    }

    /// What is to change in the rows of its calls so that none of them stays (rule N25).
    pub(crate) fn due_erasure(&mut self) -> Due {
        self.kept.due(&Conversation::default(), &self.names, &|_| None)
    }

    /// Signals that give up on every leg that is open, at the moment when it was last seen (rule N19), if nothing was heard
    /// for as long as the limits say.
    pub(crate) fn give_up(&self, limits: Limits, now: Moment) -> Vec<Signal> {
        let conversation = self.live.conversation();
        let limit = if conversation.answered_at.is_some() { limits.talking_s } else { limits.ringing_s };
        if now.since(self.heard_at) < i64::from(limit) * 1_000_000 {
            return Vec::new();
        }
        let legs = conversation.calls.iter().flat_map(|call| call.legs.iter());
        let open: HashSet<&LegKey> = legs.filter(|leg| leg.end().is_none()).map(|leg| &leg.line).collect();
        let mut lost: Vec<Signal> = open.into_iter().filter_map(|leg| self.lost(leg, now)).collect();
        lost.sort_by(|one, other| one.order().cmp(&other.order()));
        lost
    }

    fn lost(&self, leg: &LegKey, now: Moment) -> Option<Signal> {
        let of_leg = || self.live.signals().iter().filter(|signal| signal.leg == *leg);
        let feed: Feed =
            of_leg().filter(|signal| signal.what.begins()).map(|signal| &signal.feed).min_by_key(|feed| feed.rank)?.clone();
        let last = of_leg().filter(|signal| signal.feed == feed).max_by(|one, other| one.order().cmp(&other.order()))?;
        let why = Text::new_static("nothing was heard of it for too long");
        Some(Signal {
            key: format!("{}|{}|given_up|{}", feed.name, leg.0, last.at.micros()).into(),
            feed,
            ties: Vec::new(),
            by: None,
            chosen_e164: None,
            behind: None,
            seen_at: Some(now),
            what: What::Lost { why },
            ..last.clone()
        })
    }
}

/// What the store calls the thread, the ties and the leg of a signal.
pub(crate) fn names_of(signal: &Signal) -> impl Iterator<Item = Text> {
    let leg = Text::from(format!("l:{}", signal.leg.0));
    let threads = std::iter::once(&signal.thread).chain(&signal.ties);
    let threads: Vec<Text> = threads.map(|thread| Text::from(format!("t:{thread}"))).collect();
    std::iter::once(leg).chain(threads)
}

/// The words of a conversation's row.
pub(crate) fn words(conversation: &Conversation) -> (&'static str, Option<&'static str>, Option<&'static str>) {
    let direction = conversation.first().and_then(|call| call.direction).map(Word::word);
    (conversation.state.word(), direction, conversation.outcome.map(Word::word))
}
