//! Where requests of phone systems that call us are handed to the feeds that record them.
//!
//! Whoever answers a request and the feed that makes it durable do not know each other: they meet here. A feed that is ready
//! opens its slot, and closes it before it ends. Nothing is kept here: what waits in a slot is not durable, and whoever handed
//! it in waits for the word that it is.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use calls::adapters::{Badge, Receive};
use tokio::sync::{mpsc, oneshot};

use crate::board::FeedName;

/// The most requests that wait for one feed; one more is turned away.
const REQUESTS_MAX: usize = 4_096;

/// Where phone systems that call us reach their feeds: below it stand account, source and adapter.
pub(crate) const CALLBACKS_AT: &str = "/callbook/v1/callbacks";

/// How requests of one feed are taken.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    /// What makes something of a request.
    pub(crate) receive: Receive,
    /// By what the phone system is known.
    pub(crate) badge: Badge,
    /// Scheme and place at which it reaches us.
    pub(crate) public_url: String,
    /// Whoever answers in our place where a request asks what to do.
    pub(crate) forward_url: Option<String>,
}

/// A request on its way into the store.
#[derive(Debug)]
pub(crate) struct Posted {
    /// What is kept and fed.
    pub(crate) line: String,
    /// Told once it is durable; dropped if it will not be.
    pub(crate) durable: oneshot::Sender<()>,
}

/// The slot of one feed.
#[derive(Debug)]
pub(crate) struct Slot {
    /// How its requests are taken.
    pub(crate) way: Way,
    into: mpsc::Sender<Posted>,
}

impl Slot {
    /// Hands in a request; what comes back is told when it is durable. None if the feed takes no more right now.
    pub(crate) fn post(&self, line: String) -> Option<oneshot::Receiver<()>> {
        let (durable, told) = oneshot::channel();
        self.into.try_send(Posted { line, durable }).ok().map(|()| told)
    }
}

/// The slots of all feeds that take requests.
#[derive(Debug, Default)]
pub(crate) struct Inbox(Mutex<BTreeMap<FeedName, Arc<Slot>>>);

impl Inbox {
    /// Opens the slot of a feed, which takes from what is given back.
    pub(crate) fn open(&self, feed: &FeedName, way: Way) -> mpsc::Receiver<Posted> {
        let (into, out) = mpsc::channel(REQUESTS_MAX);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(feed.clone(), Arc::new(Slot { way, into }));
        out
    }

    /// Closes it: nothing more is handed in.
    pub(crate) fn close(&self, feed: &FeedName) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(feed);
    }

    /// The slot of a feed, if it takes requests.
    pub(crate) fn slot(&self, feed: &FeedName) -> Option<Arc<Slot>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(feed).cloned()
    }
}
