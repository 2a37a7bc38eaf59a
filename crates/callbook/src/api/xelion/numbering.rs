//! Lists that go by oid (sheet, 4.3; rules X28, X29).
//!
//! A log has its oid from when it was told first, and whoever lists by oid wants those too that were told to nobody yet. So before such a
//! list the changes are read on from where they were read last, and every log of what changed is given its oid: one that comes later has
//! a higher one than all that were listed, so that a client that goes on after the last that it knows finds all that is new. How far
//! was read is kept, so that it is read once. Nothing is decided here of what a log shows.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use calls::Text;
use calls::dialects::xelion::{Log, LogPage, Place, Query, Refusal, log_page, logs};
use calls::dialects::{Names, Thing};
use uuid::Uuid;

use super::Answer;
use super::held::lock;
use super::reading::{OneCall, Reading};
use super::walking::{LOOKED_AT_MAX, is_beyond};
use crate::names;
use crate::store::{
    Batch, ChangeKind, Filter, GIVEN_ROWS_MAX, GivenAsk, Mark, Mode, OWN_SOURCE, WALKED_ROWS_MAX, WalkAsk, text,
};

/// By which name it is kept how far changes were read.
const FEED: &str = "xelion logs";
/// How logs stand among what integers were given to.
const LOGS: &[&str] = &["caller log", "callee log"];
/// Changes that are read at once.
const CHANGES_AT_ONCE: usize = 500;
/// The most changes that are read for one question; whoever asks again goes on from there.
const CHANGES_MAX: usize = 20_000;
/// After so many it is kept how far was read, though nothing may have been given.
const MARK_EVERY: u64 = 1_000;
/// The most integers that are passed over for one page.
const PASSED_MAX: usize = 200_000;

/// How far the changes of each account were read, and how far that is kept.
#[derive(Default)]
pub(super) struct Numbered(Mutex<HashMap<Text, Arc<tokio::sync::Mutex<Option<ReadTo>>>>>);

/// Up to which change.
#[derive(Clone, Copy, Debug)]
struct ReadTo {
    read: u64,
    kept: u64,
}

impl Numbered {
    fn of(&self, account: &Text) -> Arc<tokio::sync::Mutex<Option<ReadTo>>> {
        Arc::clone(lock(&self.0).entry(account.clone()).or_default())
    }
}

impl Reading<'_> {
    /// The page of a list by oid. What is narrowed by an index is read as a whole and sorted; everything else is walked by integers.
    pub(super) async fn by_oid(&self, query: &Query, filter: Filter, anchor: Option<Place>) -> Answer<Vec<LogPage>> {
        if !filter.clues.is_empty() || filter.from.is_some() || filter.until.is_some() {
            return self.gathered(query, filter, anchor).await;
        }
        self.give_all().await?;
        self.walked_by_oid(query, anchor).await
    }

    async fn gathered(&self, query: &Query, filter: Filter, anchor: Option<Place>) -> Answer<Vec<LogPage>> {
        let (mut found, mut after, mut looked_at) = (Vec::<LogPage>::new(), None, 0);
        loop {
            let ask = WalkAsk { filter: filter.clone(), ascending: false, after, rows: WALKED_ROWS_MAX };
            let piece = self.api.ctx.store.walked(self.account, ask).await?;
            looked_at += piece.rows.len();
            found.extend(self.pages(&self.read(&piece.rows)).await?);
            // Of what was found so far no more is kept than the page has.
            found = query.page(found, anchor);
            let Some(next) = piece.next else { return Ok(found) };
            if looked_at >= LOOKED_AT_MAX {
                return Err(Refusal::TimedOut.into());
            }
            after = Some(next);
        }
    }

    async fn walked_by_oid(&self, query: &Query, anchor: Option<Place>) -> Answer<Vec<LogPage>> {
        // What stands before something is read from there backwards.
        let ascending = query.paging.is_ascending == query.paging.before.is_none();
        let (mut beyond, mut found) = (anchor.map(|anchor| anchor.oid), Vec::<LogPage>::new());
        let (mut passed, mut looked_at) = (0, 0);
        while found.len() < query.paging.limit {
            let ask = GivenAsk { kinds: LOGS, ascending, beyond, rows: GIVEN_ROWS_MAX };
            let given = self.api.ctx.store.given(self.account, ask).await?;
            let Some(last) = given.last().map(|(serial, ..)| *serial) else { break };
            beyond = Some(last);
            passed += given.len();
            let mut wanted: BTreeMap<u64, (OneCall, Log)> = BTreeMap::new();
            for (serial, kind, word) in given {
                let thing = names::thing(&kind, &word);
                if !self.eyes.see(thing.as_ref().and_then(owner)) {
                    continue;
                }
                looked_at += 1;
                if let Some(own) = self.log_of(thing).await? {
                    wanted.insert(serial, own);
                }
                // Only as many as can still be wanted: each costs a look at a record.
                if wanted.len() >= query.paging.limit - found.len() {
                    beyond = Some(serial);
                    break;
                }
            }
            let pages = self.printed(|names: &dyn Names| printed(&wanted, names)).await?;
            found.extend(pages.into_iter().filter(|page| query.admits(page) && is_beyond(query, anchor, page.place)));
            if found.len() < query.paging.limit && (passed >= PASSED_MAX || looked_at >= LOOKED_AT_MAX) {
                return Err(Refusal::TimedOut.into());
            }
            tokio::task::yield_now().await;
        }
        Ok(query.page(found, anchor))
    }

    /// Has its oid given to each log of what changed since it was looked last.
    async fn give_all(&self) -> Answer<()> {
        let store = &self.api.ctx.store;
        let numbered = self.api.xelion.numbered().of(self.account);
        let mut numbered = numbered.lock().await;
        let mut to = match *numbered {
            Some(to) => to,
            None => {
                let kept = store.position(self.account, OWN_SOURCE, FEED).await?;
                let kept = kept.and_then(|kept| kept.parse().ok()).unwrap_or_default();
                ReadTo { read: kept, kept }
            }
        };
        let mut looked_at = 0;
        loop {
            let rows = store.changes(self.account, to.read, None, CHANGES_AT_ONCE).await?.rows;
            let Some(last) = rows.last().map(|row| row.no) else { break };
            looked_at += rows.len();
            let is_told = |kind| kind != ChangeKind::Erased;
            let changed = rows.iter().filter(|row| is_told(row.kind)).filter_map(|row| row.conversation);
            let mut things = Vec::new();
            for conversation in changed.collect::<HashSet<Uuid>>() {
                things.extend(self.things(conversation).await?);
            }
            // All of them in one transaction.
            self.printed(|names: &dyn Names| things.iter().filter_map(|thing| names.serial(thing)).count()).await?;
            to.read = last;
            if to.read - to.kept >= MARK_EVERY {
                self.keep(to.read).await?;
                to.kept = to.read;
            }
            *numbered = Some(to);
            if looked_at >= CHANGES_MAX {
                return Err(Refusal::TimedOut.into());
            }
        }
        *numbered = Some(to);
        Ok(())
    }

    /// What the logs of a conversation have their oids by.
    async fn things(&self, conversation: Uuid) -> Answer<Vec<Thing>> {
        let found = self.api.ctx.store.find(self.account, conversation, None).await?;
        let Some(seen) = found.and_then(|found| self.seen(&found.record)) else { return Ok(Vec::new()) };
        Ok(seen.calls.iter().flat_map(|call| logs(&seen, call)).map(|log| log.thing).collect())
    }

    async fn keep(&self, read_to: u64) -> Answer<()> {
        let mark = Mark { source: text(OWN_SOURCE), feed: text(FEED), position: read_to.to_string() };
        let batch = Batch {
            account: self.account.clone(),
            signals: Vec::new().into(),
            seen: Vec::new(),
            mark: Some(mark),
            mode: Mode::Live,
            at: self.api.ctx.clock.now(),
        };
        self.api.ctx.store.record(batch).await?;
        Ok(())
    }
}

/// Whose log a thing is; nobody's: for administrators.
fn owner(thing: &Thing) -> Option<&Text> {
    match thing {
        Thing::CallerLog(_, user) => Some(user),
        Thing::CalleeLog(_, user) => user.as_ref(),
        _ => None,
    }
}

/// Logs, printed; one that has another oid by now, because its call or its user turned out to be another, stands there.
fn printed(wanted: &BTreeMap<u64, (OneCall, Log)>, names: &dyn Names) -> Vec<LogPage> {
    let page = |(serial, (one, log)): (&u64, &(OneCall, Log))| {
        let page = log_page(&one.seen, one.call()?, log, names);
        (page.place.oid == *serial).then_some(page)
    };
    wanted.iter().filter_map(page).collect()
}
