//! Which signals belong to the same conversation: threads that are tied, whatever the order in which that became known.

use std::collections::BTreeMap;

use crate::Text;
use crate::signal::Signal;

/// The signals by conversation, in the order in which the conversations were first told; inside one in the order given.
#[must_use]
pub fn group(signals: Vec<Signal>) -> Vec<Vec<Signal>> {
    let mut union = Union::default();
    let threads: Vec<usize> = signals
        .iter()
        .map(|signal| {
            let thread = union.place(&signal.source, Name::Thread(signal.thread.clone()));
            // A leg lives in one conversation, so that a leg told under two threads ties them.
            let leg = union.place(&signal.source, Name::Leg(signal.leg.0.clone()));
            union.join(thread, leg);
            for tie in &signal.ties {
                let tied = union.place(&signal.source, Name::Thread(tie.clone()));
                union.join(thread, tied);
            }
            thread
        })
        .collect();
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<Signal>> = Vec::new();
    for (signal, thread) in signals.into_iter().zip(threads) {
        let root = union.root(thread);
        let place = *places.entry(root).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[place].push(signal);
    }
    groups
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Thread(Text),
    Leg(Text),
}

/// Union-find over names, with path halving.
#[derive(Default)]
struct Union {
    places: BTreeMap<(Text, Name), usize>,
    above: Vec<usize>,
}

impl Union {
    fn place(&mut self, source: &Text, name: Name) -> usize {
        let next = self.above.len();
        let place = *self.places.entry((source.clone(), name)).or_insert(next);
        if place == next {
            self.above.push(next);
        }
        place
    }

    fn root(&mut self, mut place: usize) -> usize {
        while self.above[place] != place {
            self.above[place] = self.above[self.above[place]];
            place = self.above[place];
        }
        place
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        // The earlier root stays, so that groups come in the order in which they were first told.
        self.above[one.max(other)] = one.min(other);
    }
}
