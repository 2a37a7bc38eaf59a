//! A webhook that is told in a dialect: each event that a change is in it is one POST.
//!
//! What is told is the dialect's, of the record before and after; to whom, how often and in which order the lane's. Events that the
//! receiver did not ask for are no parts. It must never tell a receiver what it said itself where it has a source of its own (rule
//! E32). To add a dialect whose events are pushed: its `versions` in `calls::dialects`.

use std::sync::Arc;

use calls::Text;
use calls::dialects::{Names, Tell};
use tokio::sync::Mutex;

use super::super::compared::Compared;
use super::super::target::Tale;
use crate::ctx::Ctx;
use crate::names::Known;
use crate::store::{DialectRow, Result};

/// What a receiver understands.
pub(super) struct Spoken {
    ctx: Ctx,
    account: Text,
    tell: Tell,
    /// Words of the events that are told; empty: all.
    words: Vec<Text>,
    known: Mutex<Known>,
}

impl Spoken {
    /// What a subscription's dialect is; what is wrong with it otherwise.
    pub(super) fn of(row: &DialectRow, account: &Text, ctx: Ctx) -> std::result::Result<Self, String> {
        let tell = calls::dialects::pushed(&row.name, row.version.as_deref());
        let tell = tell.ok_or_else(|| format!("no dialect `{}` of that version is pushed", row.name))?;
        let known = Known::of_receiver(row.source.clone());
        Ok(Self { ctx, account: account.clone(), tell, words: row.words.clone(), known: Mutex::new(known) })
    }

    /// What is told of a change.
    pub(super) async fn render(&self, tale: Tale<'_>) -> Result<Vec<Arc<str>>> {
        let Some(compared) = Compared::read(&self.ctx, &self.account, &tale).await? else { return Ok(Vec::new()) };
        let mut known = self.known.lock().await;
        let directory = known.refresh(&self.ctx, &self.account).await?;
        let tell = |names: &dyn Names| (self.tell)(&compared.change(), names);
        let events = known.printed(&self.ctx, &self.account, &directory, tell).await?;
        let is_wanted = |word: &str| self.words.is_empty() || self.words.iter().any(|wanted| wanted == word);
        Ok(events.into_iter().filter(|event| is_wanted(event.word)).map(|event| event.body.into()).collect())
    }
}
