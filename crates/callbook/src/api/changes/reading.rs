//! Reading the change feed from a cursor on, a page at a time.

use std::collections::HashMap;

use calls::record::{Tells, tells};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::{Change, ChangePage, Wish};
use crate::api::door::Visitor;
use crate::api::problem::{Answer, Kind, Problem};
use crate::api::seen::{Sight, View};
use crate::api::{Api, cursor, printed};
use crate::store::{Aim, CHANGES_MAX, ChangeRow};

/// The most pages of the feed that are looked through for one answer.
const PAGES_MAX: usize = 10;
/// The most conversations of which it is judged for one answer what is seen of them; then the page ends.
const JUDGED_MAX: usize = 500;

/// Someone reads.
#[derive(Clone)]
pub(in crate::api) struct Reading<'a> {
    api: &'a Api,
    visitor: &'a Visitor,
    wish: Wish,
}

/// What is seen of the conversations that a page tells of.
struct Views {
    sight: Sight,
    known: HashMap<Uuid, View>,
}

/// What was read.
#[derive(Debug)]
pub(in crate::api) struct Read {
    /// What was wanted of it.
    pub(super) rows: Vec<ChangeRow>,
    /// How far.
    pub(super) next: u64,
    /// The newest there is.
    pub(super) newest: u64,
}

impl<'a> Reading<'a> {
    /// Someone begins to read.
    pub(in crate::api) fn new(api: &'a Api, visitor: &'a Visitor, wish: Wish) -> Self {
        Self { api, visitor, wish }
    }

    /// Where he begins: after the cursor, which must be of this feed, or at its end.
    pub(in crate::api) async fn begin(&mut self, after: Option<&str>) -> Answer<u64> {
        let after = after.map(cursor::feed).transpose()?;
        let from = after.unwrap_or(u64::MAX).saturating_sub(1);
        let there = self.api.ctx.store.changes(&self.visitor.account, from, None, 1).await?;
        if let Some(id) = self.wish.conversation {
            let found = self.api.ctx.store.find(&self.visitor.account, id, None).await?;
            let nothing = || Problem::field("conversation", "nothing has this id");
            let found = found.ok_or_else(nothing)?;
            let view = Sight::of(self.api, self.visitor).await?.view(&found.record)?;
            if !view.shows(&found, Aim::Whole)? {
                return Err(nothing());
            }
            self.wish.conversation = Some(found.conversation);
        }
        let Some(after) = after else { return Ok(there.newest) };
        // Going on from a change that there never was would pass over others without a word.
        let is_ours = after == 0 || after == there.newest || there.rows.first().is_some_and(|row| row.no == after);
        let says = "this cursor is of another feed: the store was put back to an earlier one; read from `start`";
        if is_ours { Ok(after) } else { Err(Problem::field("after", says)) }
    }

    /// The changes after that one which are wanted.
    pub(in crate::api) async fn page(&self, after: u64, rows: usize) -> Answer<Read> {
        let at_once = if self.wish.wants_all() { rows } else { CHANGES_MAX };
        let mut read = Read { rows: Vec::new(), next: after, newest: after };
        let mut views = Views { sight: Sight::of(self.api, self.visitor).await?, known: HashMap::new() };
        for _ in 0..PAGES_MAX {
            let of = self.wish.conversation;
            let changes = self.api.ctx.store.changes(&self.visitor.account, read.next, of, at_once).await?;
            let is_last = changes.rows.len() < at_once;
            read.newest = read.newest.max(changes.newest);
            for row in changes.rows {
                read.next = row.no;
                if self.wish.wants(&row) {
                    read.rows.extend(self.seen(row, &mut views).await?);
                }
                if read.rows.len() >= rows || views.known.len() >= JUDGED_MAX {
                    return Ok(read);
                }
            }
            if is_last {
                read.next = read.newest;
                break;
            }
        }
        Ok(read)
    }

    /// As much of a change as is seen; none where that is nothing.
    async fn seen(&self, mut row: ChangeRow, views: &mut Views) -> Answer<Option<ChangeRow>> {
        if views.sight.is_all() {
            return Ok(Some(row));
        }
        // How sources fare is no business of whoever sees some calls.
        let Some(conversation) = row.conversation else { return Ok(None) };
        if !views.known.contains_key(&conversation) {
            let view = self.view(conversation, &views.sight).await?;
            views.known.insert(conversation, view);
        }
        let view = views.known.get(&conversation).unwrap_or(&View::Nothing);
        let Some(patch) = &row.patch else { return Ok(Some(row).filter(|_| view.is_all())) };
        let Some(patch) = view.patch(patch)? else { return Ok(None) };
        row.patch = Some(patch);
        Ok(Some(row))
    }

    /// What is seen of a conversation, as it is now.
    async fn view(&self, conversation: Uuid, sight: &Sight) -> Answer<View> {
        if sight.is_all() {
            return Ok(View::All);
        }
        let found = self.api.ctx.store.find(&self.visitor.account, conversation, None).await?;
        found.map_or(Ok(View::Nothing), |found| sight.view(&found.record))
    }

    /// What is wanted of the feed.
    pub(super) fn into_wish(self) -> Wish {
        self.wish
    }

    /// A change as it is told.
    pub(super) async fn told(&self, row: &ChangeRow) -> Answer<Change> {
        let Tells { whole, calls, legs, gone } = match &row.patch {
            Some(patch) => tells(patch).map_err(|error| unreadable(row, &error))?,
            None => Default::default(),
        };
        let record = match row.conversation.filter(|_| self.wish.record) {
            Some(conversation) => self.record(conversation, row.version).await?,
            None => None,
        };
        let of_conversation = |number: u64| row.conversation.map(|_| number);
        Ok(Change {
            cursor: cursor::of_feed(row.no),
            conversation: row.conversation,
            source: row.source.to_string(),
            version: of_conversation(row.version),
            previous: of_conversation(row.previous),
            kind: row.kind.word(),
            at: row.at.to_string(),
            recorded_at: row.recorded_at.to_string(),
            by: row.by.clone().map(printed::record).transpose()?,
            calls,
            legs,
            gone,
            whole,
            record,
        })
    }

    async fn record(&self, conversation: Uuid, version: u64) -> Answer<Option<Box<RawValue>>> {
        let found = self.api.ctx.store.find(&self.visitor.account, conversation, Some(version)).await?;
        let Some(found) = found else { return Ok(None) };
        let sight = Sight::of(self.api, self.visitor).await?;
        self.view(conversation, &sight).await?.record(found.record)
    }

    /// A page as it is told.
    pub(in crate::api) async fn print(&self, read: Read) -> Answer<ChangePage> {
        let mut changes = Vec::with_capacity(read.rows.len());
        for row in &read.rows {
            changes.push(self.told(row).await?);
        }
        Ok(ChangePage { changes, next: cursor::of_feed(read.next) })
    }
}

fn unreadable(row: &ChangeRow, error: &serde_json::Error) -> Problem {
    tracing::error!(no = row.no, %error, "what the store gave is no patch");
    Problem::new(Kind::Internal, "a change cannot be printed")
}
