//! A webhook that is told in a dialect: each event that a change is in it is one POST.
//!
//! What is told is the dialect's, of the record before and after; to whom, how often and in which order the lane's. Events that the
//! receiver did not ask for are no parts; what was of no business of his before is new to him. It must never tell a receiver what it said
//! itself where it has a source of its own (rule E32). To add a dialect whose events are pushed: its `versions` in `calls::dialects`.

use std::sync::Arc;

use calls::Text;
use calls::dialects::seen::Call;
use calls::dialects::{Change, Event, Names, Tell};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::super::compared::Compared;
use super::super::target::Tale;
use crate::ctx::Ctx;
use crate::directory::Directory;
use crate::names::Known;
use crate::store::{DialectRow, Result};

/// What a receiver understands.
pub(super) struct Spoken {
    ctx: Ctx,
    account: Text,
    tell: Tell,
    wanted: DialectRow,
    known: Mutex<Known>,
}

impl Spoken {
    /// What a subscription's dialect is; what is wrong with it otherwise.
    pub(super) fn of(row: &DialectRow, account: &Text, ctx: Ctx) -> std::result::Result<Self, String> {
        let tell = calls::dialects::pushed(&row.name, row.version.as_deref());
        let tell = tell.ok_or_else(|| format!("no dialect `{}` of that version is pushed", row.name))?;
        let known = Known::of_receiver(row.source.clone());
        Ok(Self { ctx, account: account.clone(), tell, wanted: row.clone(), known: Mutex::new(known) })
    }

    /// What is told of a change.
    pub(super) async fn render(&self, tale: Tale<'_>) -> Result<Vec<Arc<str>>> {
        let Some(compared) = Compared::read(&self.ctx, &self.account, &tale).await? else { return Ok(Vec::new()) };
        let mut known = self.known.lock().await;
        let directory = known.refresh(&self.ctx, &self.account).await?;
        let own = self.scopes(&directory);
        let is_own =
            |call: &Call| own.as_ref().is_none_or(|own| own.contains(&call.assigned.scope.clone().unwrap_or_default()));
        let change = compared.change();
        // What was none of the receiver's by then, he was never told of: to him it is new.
        let is_new = |call: Uuid| change.before(call).is_some_and(|(_, before)| !is_own(before));
        let tell = |names: &dyn Names| {
            let mut told = (self.tell)(&change, names);
            if told.iter().any(|event| is_new(event.call)) {
                let alone = Change { before: None, joined: &[], ..change };
                let anew = (self.tell)(&alone, names).into_iter().filter(|event| is_new(event.call));
                told.retain(|event| !is_new(event.call));
                told.extend(anew);
            }
            told
        };
        let events = known.printed(&self.ctx, &self.account, &directory, tell).await?;
        // Of calls that are no longer there only whoever is told of all.
        let reaches = |call: Uuid| own.is_none() || change.after.call(call).is_some_and(is_own);
        let is_told = |event: &Event| self.is_wanted(event.word, tale.row.no) && reaches(event.call);
        Ok(events.into_iter().filter(is_told).map(|event| event.body.into()).collect())
    }

    /// Whether an event of that word is told of that change: what was asked for later is told of later ones.
    fn is_wanted(&self, word: &str, change: u64) -> bool {
        let DialectRow { words, after, .. } = &self.wanted;
        let is_asked_for = words.is_empty() || words.iter().any(|wanted| wanted == word);
        is_asked_for && after.iter().all(|(late, after)| late != word || *after < change)
    }

    /// The businesses whose calls are told of now, of which the empty one is that of what has none; none: all.
    fn scopes(&self, directory: &Directory) -> Option<Vec<Text>> {
        match &self.wanted.staff {
            // Whoever is in the directory no more is of no business.
            Some(staff) => Some(directory.business_of(staff).map(Option::unwrap_or_default).into_iter().collect()),
            None => Some(self.wanted.scopes.clone()).filter(|scopes| !scopes.is_empty()),
        }
    }
}
