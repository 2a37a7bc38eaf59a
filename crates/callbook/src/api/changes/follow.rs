//! Following the change feed live: what a socket and an event stream have in common.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, watch};

use super::{Change, Reading, Wish, WishWords};
use crate::api::Api;
use crate::api::door::Visitor;
use crate::api::problem::{Answer, Kind, Problem};
use crate::store::ChangeRow;

/// The most feeds that are open at a time.
pub(crate) const FEEDS_MAX: usize = 1_000;
/// How many changes a follower has at hand.
const AT_HAND_MAX: usize = 32;
/// The longest that a follower may take to receive one change, in seconds.
pub(in crate::api) const SEND_S_MAX: u64 = 20;
/// By how many changes a follower may fall behind where he began; who has more to catch up on asks for pages.
pub(in crate::api) const LAG_MAX: u64 = 10_000;
/// What he is told then.
pub(in crate::api) const LAGGING: &str = "you fall behind: go on from your last cursor, with pages of GET changes";
/// What all are told when the server stops.
pub(super) const GOODBYE: &str = "the server stops: go on from your last cursor";

/// Someone follows the feed.
pub(super) struct Follower {
    api: Arc<Api>,
    visitor: Visitor,
    wish: Wish,
    at_hand: VecDeque<ChangeRow>,
    /// How far the feed was read.
    read_to: u64,
    /// How far he may be behind.
    allowed: u64,
    bell: watch::Receiver<()>,
    closing: watch::Receiver<bool>,
    _open: Open,
}

/// What happens next.
pub(super) enum Next {
    /// A change.
    Change(Box<Change>),
    /// He fell behind.
    Lagging,
    /// The server stops.
    Goodbye,
}

/// A feed that is open; counted until it is dropped.
pub(in crate::api) struct Open {
    _permit: OwnedSemaphorePermit,
}

impl Drop for Open {
    fn drop(&mut self) {
        metrics::gauge!("callbook_feeds_open").decrement(1.0);
    }
}

/// Opens a feed, if there is room for one more.
pub(in crate::api) fn open(api: &Api) -> Answer<Open> {
    let full = |_| Problem::new(Kind::Unavailable, format!("{FEEDS_MAX} feeds are open already"));
    let permit = Arc::clone(&api.feeds).try_acquire_owned().map_err(full)?;
    metrics::gauge!("callbook_feeds_open").increment(1.0);
    Ok(Open { _permit: permit })
}

impl Follower {
    /// Someone begins to follow.
    pub(super) async fn begin(api: Arc<Api>, visitor: Visitor, words: &WishWords) -> Answer<Self> {
        let _open = open(&api)?;
        let bell = api.ctx.store.bell();
        let mut reading = Reading::new(&api, &visitor, words.wish()?);
        let read_to = reading.begin(words.after.as_deref()).await?;
        let wish = reading.into_wish();
        let closing = api.closing.clone();
        Ok(Self { api, visitor, wish, at_hand: VecDeque::new(), read_to, allowed: 0, bell, closing, _open })
    }

    /// Where he begins.
    pub(super) fn cursor(&self) -> String {
        crate::api::cursor::of_feed(self.read_to)
    }

    /// Waits for what happens next. Nothing is lost if the waiting is broken off.
    pub(super) async fn next(&mut self) -> Answer<Next> {
        loop {
            if *self.closing.borrow() {
                return Ok(Next::Goodbye);
            }
            let reading = Reading::new(&self.api, &self.visitor, self.wish.clone());
            if let Some(row) = self.at_hand.front() {
                self.visitor.stays(&self.api).await?;
                let change = Box::new(reading.told(row).await?);
                self.at_hand.pop_front();
                return Ok(Next::Change(change));
            }
            self.bell.mark_unchanged();
            let read = reading.page(self.read_to, AT_HAND_MAX).await?;
            let behind = read.newest.saturating_sub(self.read_to);
            if self.allowed == 0 {
                self.allowed = behind.saturating_add(LAG_MAX);
            }
            if behind > self.allowed {
                return Ok(Next::Lagging);
            }
            self.read_to = read.next;
            self.at_hand.extend(read.rows);
            if self.at_hand.is_empty() && read.next >= read.newest {
                tokio::select! { _ = self.bell.changed() => {}, _ = self.closing.changed() => {} }
            }
        }
    }
}
