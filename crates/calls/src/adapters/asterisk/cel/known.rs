//! What earlier rows told, as far as later rows are read with it: every row repeats its channel, and only what is new in it
//! is a fact.
//!
//! All of it is bounded: what was not mentioned for longest is forgotten first, and then told again at the next mention.

use std::collections::{BTreeMap, VecDeque};

use super::super::fact::{BridgeKind, Id};
use super::stamp;
use crate::Text;
use crate::moment::Moment;

/// The most channels, and the most bridges, that are remembered.
const KNOWN_MAX: usize = 50_000;

/// The most forwards that are remembered until the forwarding phone's end is read.
const FORWARDS_MAX: usize = 1_000;

/// How long, in microseconds, after a forward the forwarding phone's own end is written. It is the next thing that happens.
const FORWARD_WINDOW: i64 = 1_000_000;

/// How much later, in seconds, a channel must be born than another to have the higher counter for certain.
const RESTART_SECONDS_MIN: i64 = 2;

/// A channel as its latest row showed it.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) name: Text,
    pub(super) linkedid: Text,
    pub(super) number: Text,
    pub(super) caller_name: Text,
    pub(super) context: Text,
    pub(super) exten: Text,
    /// The application that was told last and has not ended.
    pub(super) app: Option<Run>,
    pub(super) up: bool,
    /// Whether the switch called it.
    pub(super) called: bool,
    pub(super) ended: bool,
    pub(super) touched: u64,
}

/// An application that runs on a channel, and its arguments.
#[derive(Debug, PartialEq)]
pub(super) struct Run {
    pub(super) app: Text,
    pub(super) data: Text,
}

/// A bridge that somebody is in.
#[derive(Debug)]
struct Bridge {
    kind: BridgeKind,
    members: usize,
    touched: u64,
}

/// A phone of that linkedid sent its call on.
#[derive(Debug)]
struct Forward {
    at: Moment,
    linkedid: Text,
    to: Text,
}

/// Everything that is remembered.
#[derive(Debug, Default)]
pub(super) struct Memory {
    channels: BTreeMap<Id, Known>,
    bridges: BTreeMap<Text, Bridge>,
    /// Halves of Local channels whose other half was not seen yet, by the name that both share.
    halves: BTreeMap<Text, Id>,
    forwards: VecDeque<Forward>,
    /// The highest counter of a channel's id, and the second it was born in.
    newest: Option<(i64, u64)>,
    clock: u64,
}

impl Memory {
    pub(super) fn channel(&mut self, id: &str) -> Option<&mut Known> {
        self.clock += 1;
        let known = self.channels.get_mut(id)?;
        known.touched = self.clock;
        Some(known)
    }

    pub(super) fn add_channel(&mut self, id: Id, known: Known) {
        self.clock += 1;
        make_room(&mut self.channels, |known| known.touched);
        self.channels.insert(id, Known { touched: self.clock, ..known });
    }

    pub(super) fn remove_channel(&mut self, id: &str) -> Option<Known> {
        self.channels.remove(id)
    }

    /// Before Asterisk 12 rows name the other party by its channel's name only.
    pub(super) fn id_by_name(&self, name: &str) -> Option<Id> {
        self.channels.iter().find(|(_, known)| known.name == name).map(|(id, _)| id.clone())
    }

    /// Two channels changed places: each runs what the other ran. Where that has the same name no row tells of it, and what
    /// the next row shows is nothing new.
    pub(super) fn swap_apps(&mut self, one: &str, two: &str) {
        let name = |id: &str| self.channels.get(id)?.app.as_ref().map(|run| run.app.clone());
        if name(one).is_none() || name(one) != name(two) {
            return;
        }
        let first = self.channels.get_mut(one).and_then(|known| known.app.take());
        let second = self.channels.get_mut(two).map(|known| std::mem::replace(&mut known.app, first));
        if let (Some(known), Some(run)) = (self.channels.get_mut(one), second) {
            known.app = run;
        }
    }

    /// Somebody enters a bridge: what kind of bridge it is. A talk of three is mixed like a conference room, so that the
    /// technology tells a room only where the bridge began with it.
    pub(super) fn enter(&mut self, bridge: &str, technology: &str, in_room_app: bool) -> BridgeKind {
        self.clock += 1;
        let touched = self.clock;
        if let Some(known) = self.bridges.get_mut(bridge) {
            known.members += 1;
            known.touched = touched;
            return known.kind;
        }
        let kind = match technology {
            "holding_bridge" => BridgeKind::Holding,
            _ if in_room_app => BridgeKind::Room,
            "softmix" => BridgeKind::Room,
            _ => BridgeKind::Talk,
        };
        make_room(&mut self.bridges, |bridge| bridge.touched);
        self.bridges.insert(Text::new(bridge), Bridge { kind, members: 1, touched });
        kind
    }

    /// Somebody leaves a bridge.
    pub(super) fn leave(&mut self, bridge: &str) {
        if let Some(known) = self.bridges.get_mut(bridge) {
            known.members = known.members.saturating_sub(1);
            if known.members == 0 {
                self.bridges.remove(bridge);
            }
        }
    }

    /// The other half of a Local channel, if that was seen.
    pub(super) fn other_half(&mut self, shared_name: &str, id: &Id) -> Option<Id> {
        if let Some(other) = self.halves.remove(shared_name) {
            return Some(other);
        }
        if self.halves.len() >= KNOWN_MAX {
            self.halves.clear();
        }
        self.halves.insert(Text::new(shared_name), id.clone());
        None
    }

    pub(super) fn forwarded(&mut self, at: Moment, linkedid: &str, to: &str) {
        if self.forwards.len() >= FORWARDS_MAX {
            self.forwards.pop_front();
        }
        self.forwards.push_back(Forward { at, linkedid: Text::new(linkedid), to: Text::new(to) });
    }

    /// Where the phone that ends now sent its call, if it did.
    pub(super) fn take_forward(&mut self, at: Moment, linkedid: &str) -> Option<Text> {
        self.forwards.retain(|forward| at.since(forward.at) <= FORWARD_WINDOW);
        let place = self.forwards.iter().position(|forward| forward.linkedid == linkedid)?;
        self.forwards.remove(place).map(|forward| forward.to)
    }

    /// Whether the switch must have started anew before it made this channel: the counter in its ids only falls then. What was
    /// known of the switch before is forgotten, for it gives its names and bridges anew.
    pub(super) fn restarted(&mut self, id: &str) -> bool {
        let Some((second, counter)) = stamp::birth(id) else { return false };
        let Some((newest_second, newest_counter)) = self.newest else {
            self.newest = Some((second, counter));
            return false;
        };
        let restarted = counter < newest_counter && second >= newest_second + RESTART_SECONDS_MIN;
        if restarted {
            *self = Self { newest: Some((second, counter)), ..Self::default() };
        } else if counter > newest_counter {
            self.newest = Some((second, counter));
        }
        restarted
    }
}

/// Forgets the half that was not mentioned for longest, when there is no room for one more. By halves, so that a full memory
/// costs no search for each new entry.
fn make_room<V>(map: &mut BTreeMap<Text, V>, touched: impl Fn(&V) -> u64) {
    if map.len() < KNOWN_MAX {
        return;
    }
    let mut all: Vec<u64> = map.values().map(&touched).collect();
    all.sort_unstable();
    let middle = all.get(all.len() / 2).copied().unwrap_or_default();
    map.retain(|_, value| touched(value) > middle);
}
