//! Where the oldest call begins that is still open: from there a follower learns again after a stop.
//!
//! What was learned of an open call is gone with the process; its rows are still in the file. Nothing here knows what a row
//! means.

use std::collections::BTreeMap;

use crate::Text;
use crate::moment::Moment;

/// A call that is older by so many microseconds, a day, holds nobody back: its end was lost.
const OPEN_AGE_MAX: i64 = 24 * 3_600 * 1_000_000;

/// The most calls that are remembered. More at once are read on without their beginning.
const OPEN_MAX: usize = 50_000;

/// The channels that have one linkedid.
#[derive(Clone, Copy, Debug)]
struct Thread {
    /// Where its first row begins, and that row's time.
    first: u64,
    since: Moment,
    channels: usize,
}

/// The calls that are open.
#[derive(Debug, Default)]
pub(super) struct Open {
    threads: BTreeMap<Text, Thread>,
    latest: Option<Moment>,
}

impl Open {
    /// A channel is seen for the first time, in the row that begins at `offset`.
    pub(super) fn joined(&mut self, linkedid: &str, offset: u64, at: Moment) {
        self.add(linkedid, Thread { first: offset, since: at, channels: 1 });
    }

    /// A channel has another linkedid now.
    pub(super) fn moved(&mut self, from: &str, to: &str) {
        if let Some(thread) = self.threads.get(from).copied() {
            self.add(to, Thread { channels: 1, ..thread });
            self.left(from);
        }
    }

    /// A channel is gone.
    pub(super) fn left(&mut self, linkedid: &str) {
        if let Some(thread) = self.threads.get_mut(linkedid) {
            thread.channels = thread.channels.saturating_sub(1);
            if thread.channels == 0 {
                self.threads.remove(linkedid);
            }
        }
    }

    /// A row of that time was read.
    pub(super) fn read(&mut self, at: Moment) {
        self.latest = Some(at);
    }

    /// Another file begins: of the calls that go on all its rows are needed.
    pub(super) fn begin_file(&mut self) {
        for thread in self.threads.values_mut() {
            thread.first = 0;
        }
    }

    /// All calls are over.
    pub(super) fn clear(&mut self) {
        self.threads.clear();
    }

    /// Where the first row of the oldest open call begins.
    pub(super) fn first(&self) -> Option<u64> {
        let latest = self.latest?;
        let open = self.threads.values().filter(|thread| latest.since(thread.since) <= OPEN_AGE_MAX);
        open.map(|thread| thread.first).min()
    }

    fn add(&mut self, linkedid: &str, new: Thread) {
        if let Some(thread) = self.threads.get_mut(linkedid) {
            thread.channels += new.channels;
            thread.first = thread.first.min(new.first);
            thread.since = thread.since.min(new.since);
        } else if self.threads.len() < OPEN_MAX {
            self.threads.insert(Text::new(linkedid), new);
        }
    }
}
