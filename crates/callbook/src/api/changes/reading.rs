//! Reading the change feed from a cursor on, a page at a time.

use calls::Text;
use uuid::Uuid;

use super::{Change, ChangePage, Wish, patch};
use crate::api::problem::{Answer, Kind, Problem};
use crate::api::{Api, cursor, printed};
use crate::store::{CHANGES_MAX, ChangeRow};

/// The most pages of the feed that are looked through for one answer.
const PAGES_MAX: usize = 10;

/// Someone reads.
#[derive(Clone)]
pub(in crate::api) struct Reading<'a> {
    api: &'a Api,
    account: Text,
    wish: Wish,
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
    pub(in crate::api) fn new(api: &'a Api, account: Text, wish: Wish) -> Self {
        Self { api, account, wish }
    }

    /// Where he begins: after the cursor, which must be of this feed, or at its end.
    pub(in crate::api) async fn begin(&mut self, after: Option<&str>) -> Answer<u64> {
        let after = after.map(cursor::feed).transpose()?;
        let from = after.unwrap_or(u64::MAX).saturating_sub(1);
        let there = self.api.ctx.store.changes(&self.account, from, None, 1).await?;
        if let Some(id) = self.wish.conversation {
            let found = self.api.ctx.store.find(&self.account, id, None).await?;
            let found = found.ok_or_else(|| Problem::field("conversation", "nothing has this id"))?;
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
        for _ in 0..PAGES_MAX {
            let of = self.wish.conversation;
            let changes = self.api.ctx.store.changes(&self.account, read.next, of, at_once).await?;
            let is_last = changes.rows.len() < at_once;
            read.newest = read.newest.max(changes.newest);
            for row in changes.rows {
                read.next = row.no;
                if self.wish.wants(&row) {
                    read.rows.push(row);
                }
                if read.rows.len() >= rows {
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

    /// What is wanted of the feed.
    pub(super) fn into_wish(self) -> Wish {
        self.wish
    }

    /// A change as it is told.
    pub(super) async fn told(&self, row: &ChangeRow) -> Answer<Change> {
        let patch::Told { whole, calls, legs, gone } = match &row.patch {
            Some(patch) => patch::told(patch).map_err(|error| unreadable(row, &error))?,
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
            record: record.map(printed::record).transpose()?,
        })
    }

    async fn record(&self, conversation: Uuid, version: u64) -> Answer<Option<String>> {
        let found = self.api.ctx.store.find(&self.account, conversation, Some(version)).await?;
        Ok(found.map(|found| found.record))
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
