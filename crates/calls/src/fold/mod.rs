//! The fold: signals in, conversations out.
//!
//! [`fold`] is a function of the *set* of signals of one conversation: it puts them in order (rule N18), leaves out what a
//! better feed told (`choose`), and steps through the rest (`step`), all rules running forward. It cannot fail, reads no
//! clock, no directory and no configuration, and must never look at the order of arrival. [`Live`] is the same thing kept
//! open: a signal later than all before is one step, any other folds again.
//! To add a rule: where its fact arrives (`step`, `places`, `hand_over`), or where it is worked out (`verdict`).

mod board;
mod choose;
mod clock;
mod doings;
mod group;
mod hand_over;
mod life;
mod logged;
mod places;
mod resolved;
mod step;
mod verdict;
mod wrap_up;

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::change::{Change, diff};
use crate::conversation::Conversation;
use crate::signal::Signal;
use board::Board;
use choose::Choice;

pub use group::group;

/// The signals of one conversation that are folded; what comes after them is only noted (gap `too_many`, rule N20).
pub const CONVERSATION_SIGNALS_MAX: usize = 20_000;

/// What becomes of the signals of one conversation, in whatever order and however often they are given.
#[must_use]
pub fn fold(signals: &[Signal]) -> Conversation {
    let mut ordered: Vec<&Signal> = signals.iter().collect();
    ordered.sort_by(|one, other| one.order().cmp(&other.order()));
    // A repeat may stand elsewhere in its stream; of two the earlier counts, whichever came first.
    let mut known = BTreeSet::new();
    ordered.retain(|signal| known.insert((&signal.feed.name, &signal.key)));
    let choice = Choice::of(ordered.iter().copied());
    let mut board = Board::default();
    for signal in ordered {
        board.take(signal, &choice);
    }
    board.into_conversation()
}

/// A conversation with the signals that it was folded from.
#[derive(Clone, Debug)]
pub struct Folded {
    /// What became of them.
    pub conversation: Conversation,
    /// The signals, in order.
    pub signals: Vec<Signal>,
}

/// Every conversation that the signals tell of, by start, then key. Signals that tell of no call are left out.
#[must_use]
pub fn conversations(signals: Vec<Signal>) -> Vec<Folded> {
    let mut folded: Vec<Folded> = group(signals)
        .into_iter()
        .map(|signals| Folded { conversation: fold(&signals), signals })
        .filter(|folded| !folded.conversation.calls.is_empty())
        .collect();
    folded.sort_by(|one, other| {
        let place = |folded: &Folded| (folded.conversation.started_at, folded.conversation.key.clone());
        place(one).cmp(&place(other))
    });
    folded
}

/// The signals of one conversation in order, each with what it changed.
#[must_use]
pub fn story(signals: &[Signal]) -> Vec<(Signal, Change)> {
    let mut ordered = signals.to_vec();
    ordered.sort_by(|one, other| one.order().cmp(&other.order()));
    let mut live = Live::default();
    ordered
        .into_iter()
        .map(|signal| {
            let change = live.push(signal.clone()).unwrap_or_default();
            (signal, change)
        })
        .collect()
}

/// A conversation that goes on: takes signals as they come and tells what each changed.
#[derive(Clone, Debug, Default)]
pub struct Live {
    /// In order (rule N18).
    signals: Vec<Signal>,
    /// A fingerprint of feed and key of each, so that a fact told twice is looked for only where there may be one.
    known: BTreeSet<u64>,
    choice: Choice,
    board: Board,
}

impl Live {
    /// Takes one signal. None if it was known already; otherwise what it changed, which may be nothing.
    pub fn push(&mut self, signal: Signal) -> Option<Change> {
        let before = self.board.conversation().clone();
        if !self.known.insert(fingerprint(&signal))
            && let Some(place) = self.signals.iter().position(|known| is_repeat(known, &signal))
        {
            if self.signals[place].order() <= signal.order() {
                return None;
            }
            // Of two tellings the earlier counts; it takes its place below.
            self.signals.remove(place);
            self.put_in(signal);
            return Some(self.change_from(&before));
        }
        let is_latest = self.signals.last().is_none_or(|last| last.order() <= signal.order());
        if is_latest && !self.choice.is_upset_by(&signal) {
            self.choice.learn(&signal);
            self.board.take(&signal, &self.choice);
            self.signals.push(signal);
        } else {
            self.put_in(signal);
        }
        Some(self.change_from(&before))
    }

    /// Puts a signal in its place and folds again.
    fn put_in(&mut self, signal: Signal) {
        let place = self.signals.partition_point(|known| known.order() <= signal.order());
        self.signals.insert(place, signal);
        self.again();
    }

    fn change_from(&self, before: &Conversation) -> Change {
        diff((!before.calls.is_empty()).then_some(before), self.board.conversation())
    }

    /// What became of the signals so far.
    #[must_use]
    pub fn conversation(&self) -> &Conversation {
        self.board.conversation()
    }

    /// The signals that it was folded from, in order.
    #[must_use]
    pub fn signals(&self) -> &[Signal] {
        &self.signals
    }

    fn again(&mut self) {
        self.choice = Choice::of(self.signals.iter());
        self.board = Board::default();
        for signal in &self.signals {
            self.board.take(signal, &self.choice);
        }
    }
}

/// The same for equal facts in every run; two facts that share one are told apart by [`is_repeat`].
fn fingerprint(signal: &Signal) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&signal.feed.name, &signal.key).hash(&mut hasher);
    hasher.finish()
}

fn is_repeat(known: &Signal, signal: &Signal) -> bool {
    (&known.feed.name, &known.key) == (&signal.feed.name, &signal.key)
}
