//! What is sent of a change, and how it gets on its way.
//!
//! What was sent once is sent again with the same bytes: those are kept with its row. Nothing is written here.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::time::Instant;

use super::super::owed::{Of, Owed, name};
use super::super::target::{Parcel, Tale, Verdict};
use super::{Back, Lane, Part};
use crate::outgoing::Trial;
use crate::store::{ChangeRow, Result};

impl Lane {
    /// Sends the first part of what is owed that has not been taken.
    pub(super) async fn start(&mut self, of: Of, owed: Owed) -> Result<()> {
        let Some(change) = self.change(&owed).await? else {
            // It cannot be told any more, and must not keep what comes after it waiting.
            self.ledger.over(of, owed.change);
            return Ok(());
        };
        let mut parts = VecDeque::new();
        if owed.waiting.front().is_some_and(|row| row.part > 0 || !row.attempts.is_empty()) {
            parts = self.kept_parts(&owed).await?;
        }
        if parts.is_empty() {
            parts = self.new_parts(&change, &owed).await?;
        }
        if parts.is_empty() {
            // What got a row to wait behind something else is looked at only now, and may not be wanted.
            self.dropped.extend(owed.waiting.iter().map(|row| (row.change, row.part)));
        }
        self.send(of, change, parts);
        Ok(())
    }

    async fn change(&self, owed: &Owed) -> Result<Option<Arc<ChangeRow>>> {
        if let Some(row) = &owed.row {
            return Ok(Some(Arc::clone(row)));
        }
        let account = &self.subscription.account;
        let found = self.ctx.store.changes(account, owed.change.saturating_sub(1), None, 1).await?;
        Ok(found.rows.into_iter().next().filter(|row| row.no == owed.change).map(Arc::new))
    }

    /// The parts of a change as they were sent before: every try has the same bytes.
    async fn kept_parts(&self, owed: &Owed) -> Result<VecDeque<Part>> {
        let mut parts = VecDeque::new();
        for row in &owed.waiting {
            let account = &self.subscription.account;
            let kept = self.ctx.store.delivery(account, self.subscription.id, row.id).await?;
            if let Some(body) = kept.and_then(|kept| kept.body) {
                parts.push_back(Part { no: row.part, body: body.into(), before: Some(row.clone()) });
            }
        }
        Ok(parts)
    }

    /// What is told of a change, less what was told of it already.
    async fn new_parts(&mut self, change: &ChangeRow, owed: &Owed) -> Result<VecDeque<Part>> {
        let account = self.subscription.account.clone();
        let records = self.teller.records(&*self.ctx.store, &account, change, self.target.compares()).await?;
        let (record, before) = (records.after.as_deref(), records.before.as_deref());
        let tale = Tale { row: change, record, before };
        let bodies = if self.wish.wants(record) { self.target.render(tale).await? } else { Vec::new() };
        let parts = (0_u32..).zip(bodies).filter(|(no, _)| !self.ledger.is_settled(change.no, *no) || !owed.waiting.is_empty());
        Ok(parts.map(|(no, body)| Part { no, body, before: owed.waiting.iter().find(|row| row.part == no).cloned() }).collect())
    }

    /// Sends the next part, or is over with the change.
    pub(super) fn send(&mut self, of: Of, change: Arc<ChangeRow>, mut parts: VecDeque<Part>) {
        let Some(part) = parts.pop_front() else { return self.ledger.over(of, change.no) };
        if self.is_ending {
            // What has no row yet is sent by whoever comes next.
            return;
        }
        let id = name(&self.subscription.account, self.subscription.id, change.no, part.no);
        let (target, at, kind) = (Arc::clone(&self.target), self.ctx.clock.now(), Some(change.kind));
        self.away_since.insert(of, Instant::now());
        self.hold.sent(of);
        self.further += usize::from(part.before.as_ref().is_some_and(|row| row.tries > 0));
        self.away.spawn(async move {
            let Part { no, body, before } = part;
            let tried = target.send(Parcel { id, kind, at, body: Arc::clone(&body) }).await;
            Back { of, change, part: no, body, before, rest: parts, tried }
        });
    }

    /// Somebody wants to know whether the receiver receives. It is beside all order, and kept nowhere.
    pub(super) fn try_out(&self, trial: Trial) {
        let (target, at) = (Arc::clone(&self.target), self.ctx.clock.now());
        let body = target.test(at);
        tokio::spawn(async move {
            let id = name("", trial.id, u64::try_from(at.micros()).unwrap_or_default(), 0);
            let tried = target.send(Parcel { id, kind: None, at, body }).await;
            // Whoever asked may be gone.
            let _ = trial.answer.send((tried.attempt, tried.verdict == Verdict::Taken));
        });
    }
}
