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
mod places;
mod step;
mod verdict;

use std::collections::BTreeSet;

use crate::Text;
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
    ordered.sort_by(|one, other| one.order().cmp(&other.order()).then_with(|| one.feed.cmp(&other.feed)));
    ordered.dedup_by(|one, other| one.key == other.key && one.feed == other.feed);
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
    /// Feed and key of each, so that a fact told twice is known.
    known: BTreeSet<(Text, Text)>,
    choice: Choice,
    board: Board,
}

impl Live {
    /// Takes one signal. None if it was known already; otherwise what it changed, which may be nothing.
    pub fn push(&mut self, signal: Signal) -> Option<Change> {
        if !self.known.insert((signal.feed.name.clone(), signal.key.clone())) {
            return None;
        }
        let before = self.board.conversation().clone();
        let is_latest = self.signals.last().is_none_or(|last| last.order() <= signal.order());
        if is_latest && !self.choice.is_upset_by(&signal) {
            self.choice.learn(&signal);
            self.board.take(&signal, &self.choice);
            self.signals.push(signal);
        } else {
            let place = self.signals.partition_point(|known| known.order() <= signal.order());
            self.signals.insert(place, signal);
            self.again();
        }
        let after = self.board.conversation();
        Some(diff((!before.calls.is_empty()).then_some(&before), after))
    }

    /// What became of the signals so far.
    #[must_use]
    pub fn conversation(&self) -> &Conversation {
        self.board.conversation()
    }

    fn again(&mut self) {
        self.choice = Choice::of(self.signals.iter());
        self.board = Board::default();
        for signal in &self.signals {
            self.board.take(signal, &self.choice);
        }
    }
}
