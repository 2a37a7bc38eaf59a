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

/// Somebody asks for a call.
#[derive(Debug)]
pub(crate) struct Asked {
    /// What for.
    pub(crate) origination: Origination,
    /// Told what the phone system makes of it: nothing if it dials, or why it refuses.
    pub(crate) answer: oneshot::Sender<Option<Text>>,
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
    pub(crate) fn ask(&self, feed: &FeedName, origination: Origination) -> Option<oneshot::Receiver<Option<Text>>> {
        let slot = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(feed).cloned()?;
        let (answer, told) = oneshot::channel();
        slot.try_send(Asked { origination, answer }).ok().map(|()| told)
    }
}

impl Open {
    /// What is asked for next.
    pub(crate) async fn next(&mut self) -> Asked {
        match self.queue.recv().await {
            Some(asked) => asked,
            // The slot was opened by another connection of the feed, which is asked from now on.
            None => std::future::pending().await,
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.board.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.feed);
    }
}
