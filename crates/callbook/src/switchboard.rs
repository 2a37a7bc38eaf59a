//! Where somebody who asks for a call meets the feed whose phone system is to dial it.
//!
//! Whoever answers requests and the feed that speaks to the phone system do not know each other. A feed opens its slot while it has a
//! link, and the slot closes with it. Nothing is kept here: whoever asks waits for what the phone system makes of it, and a link that
//! breaks meanwhile leaves him without an answer.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use calls::Text;
use calls::adapters::Origination;
use tokio::sync::{mpsc, oneshot};

use crate::board::FeedName;

/// The most that wait for one feed to ask; one more is turned away.
const ASKED_MAX: usize = 64;

/// What a phone system makes of a call that it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    /// It dials.
    Dials,
    /// It refuses, for this reason.
    Refuses(Text),
    /// The link ended before it was asked.
    Unasked,
}

/// Somebody asks for a call.
#[derive(Debug)]
pub(crate) struct Asked {
    /// What for.
    pub(crate) origination: Origination,
    /// Told what the phone system makes of it.
    pub(crate) answer: oneshot::Sender<Made>,
}

/// The slots of all feeds that can be asked.
#[derive(Debug, Default)]
pub(crate) struct Switchboard(Mutex<BTreeMap<FeedName, mpsc::Sender<Asked>>>);

/// An open slot; it closes when this is dropped.
#[derive(Debug)]
pub(crate) struct Open {
    board: Arc<Switchboard>,
    feed: FeedName,
    queue: mpsc::Receiver<Asked>,
}

impl Switchboard {
    /// Opens the slot of a feed.
    pub(crate) fn open(self: &Arc<Self>, feed: &FeedName) -> Open {
        let (into, queue) = mpsc::channel(ASKED_MAX);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(feed.clone(), into);
        Open { board: Arc::clone(self), feed: feed.clone(), queue }
    }

    /// Whether a feed can be asked.
    pub(crate) fn is_open(&self, feed: &FeedName) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(feed)
    }

    /// Has a feed ask; what comes back is told what became of it, and ends without a word if that cannot be known. None if the feed
    /// cannot be asked right now.
    pub(crate) fn ask(&self, feed: &FeedName, origination: Origination) -> Option<oneshot::Receiver<Made>> {
        let slot = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(feed).cloned()?;
        let (answer, told) = oneshot::channel();
        slot.try_send(Asked { origination, answer }).ok().map(|()| told)
    }
}

impl Open {
    /// What is asked for next.
    pub(crate) async fn next(&mut self) -> Asked {
        loop {
            match self.queue.recv().await {
                // Whoever waits no longer was told that nobody knows, and nobody's phone is to ring long after he asked.
                Some(asked) if asked.answer.is_closed() => {}
                Some(asked) => return asked,
                // The slot was opened by another connection of the feed, which is asked from now on.
                None => std::future::pending().await,
            }
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.queue.close();
        while let Ok(asked) = self.queue.try_recv() {
            // Who waits no longer does not mind.
            let _ = asked.answer.send(Made::Unasked);
        }
        let mut slots = self.board.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Another connection of the feed may have opened it meanwhile.
        if slots.get(&self.feed).is_some_and(mpsc::Sender::is_closed) {
            slots.remove(&self.feed);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use calls::signal::{Doer, DoerKind};

    use super::*;

    fn origination(leg: &'static str) -> Origination {
        let by = Doer { kind: DoerKind::Person, id: "ann".into(), name: None };
        let [device, number, user, to] = ["PJSIP/101", "101", "ann", "102"].map(Text::new_static);
        Origination { leg: Text::new_static(leg), device, number, user, to, line: None, by }
    }

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_is_not_asked_for() {
        let (board, feed) = (Arc::new(Switchboard::default()), ("main".into(), "office".into(), "asterisk-ami".into()));
        let mut open = board.open(&feed);
        drop(board.ask(&feed, origination("late")));
        let _waits = board.ask(&feed, origination("next"));
        assert_eq!(open.next().await.origination.leg, "next");
    }

    #[tokio::test]
    async fn what_a_connection_ended_before_is_known_to_be_unasked_and_what_it_took_is_not_known() {
        let (board, feed) = (Arc::new(Switchboard::default()), ("main".into(), "office".into(), "asterisk-ami".into()));
        let mut open = board.open(&feed);
        let [taken, waits] = ["taken", "waits"].map(|leg| board.ask(&feed, origination(leg)).unwrap());
        drop(open.next().await);
        drop(open);
        assert_eq!(waits.await, Ok(Made::Unasked));
        assert!(taken.await.is_err());
        assert!(board.ask(&feed, origination("late")).is_none());
    }

    #[test]
    fn a_connection_that_ends_leaves_open_what_the_next_one_opened() {
        let (board, feed) = (Arc::new(Switchboard::default()), ("main".into(), "office".into(), "asterisk-ami".into()));
        let (former, next) = (board.open(&feed), board.open(&feed));
        drop(former);
        assert!(board.is_open(&feed));
        drop(next);
        assert!(!board.is_open(&feed));
    }
}
