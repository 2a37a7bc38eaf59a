//! Signals out of files, gathered into batches of whole conversations, so that each gets one imported version.
//!
//! Files tell calls interleaved, and a conversation is whole only when nothing more of it comes. So signals wait until the
//! files are well past them; then their conversations go out together. It must never hold back without limit, and never
//! split a conversation over batches unless it alone is too long for one: one that was given out too early is only told in
//! two versions instead of one.

use calls::fold::group;
use calls::moment::Moment;
use calls::signal::Signal;

use crate::store::BATCH_SIGNALS_MAX;

/// With so many signals waiting, they are looked through for conversations that are over.
const LOOK_AT: usize = 20_000;
/// A conversation is over when the files are past it by so much: longer than anybody is on the phone without a signal of it.
const PAST_MICROS: i64 = 4 * 3_600 * 1_000_000;
/// With so many waiting, all go out, over or not.
const WAITING_MAX: usize = 1_000_000;
/// A batch is full with so many signals: a commit of them takes well under a second.
const BATCH_SIGNALS: usize = 4_096;

const _: () = assert!(BATCH_SIGNALS <= BATCH_SIGNALS_MAX, "a batch that the store takes");

/// Gathers signals into batches.
#[derive(Debug)]
pub(crate) struct Gatherer {
    waiting: Vec<Signal>,
    newest: Moment,
    /// How many have to wait before they are looked through again.
    look_at: usize,
}

impl Default for Gatherer {
    fn default() -> Self {
        Self { waiting: Vec::new(), newest: Moment::default(), look_at: LOOK_AT }
    }
}

impl Gatherer {
    /// Takes signals in the order in which they were decoded, and gives out what is over.
    pub(crate) fn take(&mut self, signals: Vec<Signal>) -> Vec<Vec<Signal>> {
        self.newest = signals.iter().map(|signal| signal.at).max().unwrap_or_default().max(self.newest);
        self.waiting.extend(signals);
        if self.waiting.len() < self.look_at {
            return Vec::new();
        }
        let past = if self.waiting.len() < WAITING_MAX { self.newest.plus(-PAST_MICROS) } else { self.newest };
        let batches = self.give_out(|newest| newest <= past);
        // Looking through costs as much as there is, so that it is done again only when there is twice as much.
        self.look_at = (self.waiting.len() * 2).max(LOOK_AT);
        batches
    }

    /// Gives out all that is left: nothing more comes.
    pub(crate) fn rest(&mut self) -> Vec<Vec<Signal>> {
        self.give_out(|_| true)
    }

    fn give_out(&mut self, is_over: impl Fn(Moment) -> bool) -> Vec<Vec<Signal>> {
        let mut batches = Vec::new();
        let mut batch: Vec<Signal> = Vec::new();
        for mut one in group(std::mem::take(&mut self.waiting)) {
            if !is_over(one.iter().map(|signal| signal.at).max().unwrap_or_default()) {
                self.waiting.append(&mut one);
                continue;
            }
            if !batch.is_empty() && batch.len() + one.len() > BATCH_SIGNALS {
                batches.push(std::mem::take(&mut batch));
            }
            while one.len() > BATCH_SIGNALS_MAX {
                let rest = one.split_off(BATCH_SIGNALS_MAX);
                batches.push(std::mem::replace(&mut one, rest));
            }
            batch.append(&mut one);
        }
        if !batch.is_empty() {
            batches.push(batch);
        }
        batches
    }
}

#[cfg(test)]
mod tests {
    use calls::Text;
    use calls::signal::{Feed, LegKey, What};

    use super::*;

    const HOUR: i64 = 3_600_000_000;

    fn signal(thread: usize, micros: i64) -> Signal {
        Signal {
            source: Text::new("office"),
            feed: Feed { name: Text::new("asterisk-ami"), rank: 0 },
            key: Text::from(format!("{thread}-{micros}")),
            thread: Text::from(thread.to_string()),
            ties: Vec::new(),
            leg: LegKey(Text::from(thread.to_string())),
            at: Moment::default().plus(micros),
            seq: 0,
            seen_at: None,
            by: None,
            chosen_e164: None,
            behind: None,
            what: What::Ringing,
        }
    }

    #[test]
    fn a_conversation_is_never_split_over_batches() {
        let mut gatherer = Gatherer::default();
        // A hundred conversations at a time, told interleaved, ten signals each.
        let told = (0..50_000).map(|n| signal(n / 1_000 * 100 + n % 100, n as i64 * 1_000_000));
        let mut batches = Vec::new();
        for signals in told.collect::<Vec<_>>().chunks(700) {
            batches.extend(gatherer.take(signals.to_vec()));
        }
        assert!(!batches.is_empty(), "what is over goes out on the way");
        batches.extend(gatherer.rest());
        assert_eq!(batches.iter().map(Vec::len).sum::<usize>(), 50_000);
        for batch in batches {
            assert!(batch.len() <= BATCH_SIGNALS);
            assert!(group(batch).iter().all(|one| one.len() == 10));
        }
    }

    #[test]
    fn what_goes_on_waits_and_a_runaway_goes_out_in_pieces() {
        let mut gatherer = Gatherer::default();
        let long: Vec<_> = (0..25_000).map(|n| signal(1, n)).collect();
        assert_eq!(gatherer.take(long).len(), 0);
        // Nothing is looked through before there is twice as much.
        let batches = gatherer.take((0..25_000).map(|n| signal(2 + n, 9 * HOUR)).collect());
        assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [BATCH_SIGNALS_MAX, BATCH_SIGNALS_MAX, 5_000]);
        assert_eq!(gatherer.rest().iter().map(Vec::len).sum::<usize>(), 25_000);
    }
}
