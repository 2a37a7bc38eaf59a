//! Local channels: two halves that stand for nobody, and who is behind them.
//!
//! The second half runs the dialplan for whoever dialled the first; the first is joined with him. Where a program made the
//! Local channel, the phone behind it is the first party (trap A64). Nothing here tells a signal. To follow one more kind of
//! pseudo channel: its [`Make`], then its case in `owner_of` and `collect_behind`.

use super::super::fact::Id;
use super::Pbx;
use super::chan::{Make, other_half};
use crate::Text;

/// Chains of Local channels are followed so far; longer ones are loops.
const CHAIN_MAX: usize = 16;

/// For whom a channel acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// A party.
    Real(Id),
    /// Nobody yet: a program made this Local channel.
    Origination(Id),
    /// Nobody is known; the first half of the Local channel.
    Unknown(Id),
    /// It is no chain of Local channels.
    Nobody,
}

impl Pbx {
    /// Two halves belong together.
    pub(super) fn pair(&mut self, one: &Id, two: &Id) {
        for (half, other) in [(one, two), (two, one)] {
            if let Some(chan) = self.chans.get_mut(half) {
                chan.pair = Some(other.clone());
            }
        }
    }

    /// The halves of one Local channel have one name but for its end.
    pub(super) fn pair_by_name(&mut self, id: &Id, name: &Text) {
        if let Some(other) = other_half(name).and_then(|other| self.names.get(&other).cloned()) {
            self.pair(id, &other);
        }
    }

    /// The party for whom a channel acts: itself, or whoever a Local channel was dialled for, through chains (trap A59).
    pub(super) fn owner(&self, id: &Id) -> Option<Id> {
        match self.owner_of(id) {
            Owner::Real(owner) => Some(owner),
            Owner::Unknown(half) => self.consulting_through(&half),
            Owner::Origination(_) | Owner::Nobody => None,
        }
    }

    pub(super) fn owner_of(&self, id: &Id) -> Owner {
        let mut id = id;
        for _ in 0..CHAIN_MAX {
            let Some(chan) = self.chans.get(id) else { return Owner::Nobody };
            match chan.make {
                Make::Phone | Make::Trunk => return Owner::Real(chan.id.clone()),
                Make::Technical => return Owner::Nobody,
                Make::Half { first: true } => {
                    // The first half runs a dialplan only when a program made it: then for the phone that took it.
                    return match self.behind(id).into_iter().next() {
                        Some(party) => Owner::Real(party),
                        None => Owner::Nobody,
                    };
                }
                Make::Half { first: false } => {}
            }
            let Some(first) = chan.pair.as_ref().and_then(|pair| self.chans.get(pair)) else { return Owner::Nobody };
            match &first.via {
                Some(via) => id = via,
                None if first.originated => return Owner::Origination(first.id.clone()),
                None => return Owner::Unknown(first.id.clone()),
            }
        }
        Owner::Nobody
    }

    /// The parties for whom a channel stands in a bridge or as a called one: itself, or who is at the far side of a Local
    /// channel; whoever took the call first.
    pub(super) fn behind(&self, id: &Id) -> Vec<Id> {
        let mut found = Vec::new();
        self.collect_behind(id, &mut found, 0);
        found.sort_by_key(|id| self.chans.get(id).is_none_or(|chan| !chan.up));
        found
    }

    fn collect_behind(&self, id: &Id, found: &mut Vec<Id>, depth: usize) {
        let Some(chan) = self.chans.get(id) else { return };
        if depth > CHAIN_MAX || chan.make == Make::Technical {
            return;
        }
        if chan.make.is_real() {
            if !found.contains(id) {
                found.push(id.clone());
            }
            return;
        }
        let Some(far) = chan.pair.as_ref().and_then(|pair| self.chans.get(pair)) else { return };
        let members = far.bridge.as_ref().and_then(|bridge| self.bridges.get(bridge)).map(|bridge| bridge.members.as_slice());
        for member in members.unwrap_or_default().iter().filter(|member| **member != far.id) {
            self.collect_behind(member, found, depth + 1);
        }
        for called in &far.calls {
            self.collect_behind(called, found, depth + 1);
        }
        if let Some(via) = &far.via {
            self.collect_behind(via, found, depth + 1);
        }
    }

    /// The parties that a channel itself stands for: itself, or for half of a Local channel who it acts for.
    pub(super) fn parties(&self, id: &Id) -> Vec<Id> {
        match self.chans.get(id).map(|chan| chan.make) {
            Some(Make::Phone | Make::Trunk) => vec![id.clone()],
            Some(Make::Half { first: false }) => self.owner(id).into_iter().collect(),
            Some(Make::Half { first: true }) => self.behind(id),
            _ => Vec::new(),
        }
    }
}
