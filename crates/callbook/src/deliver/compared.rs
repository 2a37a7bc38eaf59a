//! The records that a change is between, for whoever tells in a dialect.
//!
//! A dialect compares two whole versions, and a call that is new to a conversation may have come out of another (rule N20). To add
//! something that dialects compare: here, and in `calls::dialects::Change`.

use calls::Text;
use calls::dialects::Change;
use calls::dialects::seen::Seen;
use calls::moment::Moment;
use tracing::error;
use uuid::Uuid;

use super::target::Tale;
use crate::ctx::Ctx;
use crate::store::Result;
use crate::teller::joined_with;

/// What a change is between.
pub(super) struct Compared {
    before: Option<Seen>,
    joined: Vec<Seen>,
    after: Seen,
    at: Moment,
}

impl Compared {
    /// The records of a change, read; none of what has no record.
    pub(super) async fn read(ctx: &Ctx, account: &Text, tale: &Tale<'_>) -> Result<Option<Self>> {
        let Some(after) = tale.record else { return Ok(None) };
        let read = |record: &str| {
            let read = Seen::read(record);
            read.map_err(|error| error!(%account, %error, "a record cannot be read; no dialect tells of it")).ok()
        };
        let Some(after) = read(after) else { return Ok(None) };
        let before = tale.before.and_then(read);
        let is_known = |id: Uuid| before.as_ref().is_some_and(|before| before.call(id).is_some());
        let mut joined = Vec::new();
        if before.is_some() && after.calls.iter().any(|call| !is_known(call.id)) {
            let records = joined_with(&*ctx.store, account, tale.row).await?;
            joined = records.iter().filter_map(|record| read(record)).collect();
        }
        Ok(Some(Self { before, joined, after, at: tale.row.at }))
    }

    /// As a dialect compares it.
    pub(super) fn change(&self) -> Change<'_> {
        Change { before: self.before.as_ref(), joined: &self.joined, after: &self.after, at: self.at }
    }
}
