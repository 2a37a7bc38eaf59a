//! How every feed stands right now, and how much came of each source: for health, metrics and lists of sources. Kept in memory
//! only; what must be remembered is in the store.

mod came;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use calls::Text;
use calls::dialects::{DIALECTS, elma365};
use calls::moment::Moment;

pub(crate) use came::Came;
use came::Counts;

/// The feed of a source that tells its calls itself, over HTTP. It is on the board once it told one since the server began.
pub(crate) use calls::notation::json::native::FEED as NATIVE;

/// The feeds of sources that tell their calls themselves: in our own words, and in those of dialects that are heard.
pub(crate) fn told_feeds() -> impl Iterator<Item = &'static str> {
    [NATIVE, elma365::FEED]
        .into_iter()
        .chain(DIALECTS.iter().filter(|dialect| dialect.hear.is_some()).map(|dialect| dialect.name))
}

/// Names one feed: account, source, adapter.
pub(crate) type FeedName = (Text, Text, Text);

/// How a feed stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Whether it can be heard.
    pub(crate) link: Link,
    /// Since when.
    pub(crate) since: Moment,
    /// When it said something last.
    pub(crate) heard_at: Option<Moment>,
    /// Whether it has said nothing for longer than is usual of it.
    pub(crate) silent: bool,
    /// How many things it said were not understood.
    pub(crate) notes: u64,
    /// The last of them, or why the link is down. No phone numbers.
    pub(crate) last_note: Option<String>,
}

/// Whether a feed can be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// It is being dialled, or waits to be dialled again.
    Down,
    /// It refuses our name or secret.
    Refused,
    /// It is heard.
    Up,
}

impl Link {
    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Refused => "refused",
            Self::Up => "up",
        }
    }
}

/// Where every feed is chalked up, how much came of each source, and why a recording of a source was given up last.
#[derive(Debug)]
pub(crate) struct Board {
    began_at: Moment,
    counts: Mutex<Counts>,
    feeds: Mutex<BTreeMap<FeedName, Standing>>,
    given_up: Mutex<BTreeMap<(Text, Text), String>>,
}

impl Board {
    /// A board on which nothing stands yet.
    pub(crate) fn new(now: Moment) -> Self {
        Self { began_at: now, counts: Mutex::default(), feeds: Mutex::default(), given_up: Mutex::default() }
    }

    /// Since when it is counted what came.
    pub(crate) fn began_at(&self) -> Moment {
        self.began_at
    }

    /// So many signals came of a source, those that were known already among them.
    pub(crate) fn count(&self, account: &Text, source: &Text, signals: usize, now: Moment) {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).add(account, source, signals, now);
    }

    /// How many came of a source; nothing where there are too many sources to know.
    pub(crate) fn came(&self, account: &Text, source: &Text, now: Moment) -> Option<Came> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).came(account, source, now)
    }

    /// Forgets what came of sources that are no more.
    pub(crate) fn forget_but(&self, is_there: impl Fn(&Text, &Text) -> bool) {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).retain(is_there);
    }

    /// Changes how a feed stands; one that is not on the board yet is down.
    pub(crate) fn chalk(&self, feed: &FeedName, now: Moment, change: impl FnOnce(&mut Standing)) {
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        let standing = feeds.entry(feed.clone()).or_insert(Standing {
            link: Link::Down,
            since: now,
            heard_at: None,
            silent: false,
            notes: 0,
            last_note: None,
        });
        let before = standing.link;
        change(standing);
        if standing.link != before {
            standing.since = now;
        }
    }

    /// Takes a feed off the board.
    pub(crate) fn wipe(&self, feed: &FeedName) {
        self.feeds.lock().unwrap_or_else(PoisonError::into_inner).remove(feed);
    }

    /// How the link of a feed stands; one that is not on the board is down.
    pub(crate) fn link(&self, feed: &FeedName) -> Link {
        let feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        feeds.get(feed).map_or(Link::Down, |standing| standing.link)
    }

    /// How all feeds of an account stand, or of all accounts.
    pub(crate) fn standings(&self, account: Option<&str>) -> Vec<(FeedName, Standing)> {
        let feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = feeds.iter().filter(|((of, ..), _)| account.is_none_or(|account| of == account));
        wanted.map(|(name, standing)| (name.clone(), standing.clone())).collect()
    }

    /// Says why a recording of a source will not be fetched. No phone numbers.
    pub(crate) fn give_up(&self, account: &Text, source: &Text, says: String) {
        self.given_up.lock().unwrap_or_else(PoisonError::into_inner).insert((account.clone(), source.clone()), says);
    }

    /// Why the last one was given up, since the server began.
    pub(crate) fn gave_up(&self, account: &Text, source: &Text) -> Option<String> {
        self.given_up.lock().unwrap_or_else(PoisonError::into_inner).get(&(account.clone(), source.clone())).cloned()
    }
}
