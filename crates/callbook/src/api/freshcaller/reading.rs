//! Calls, read and printed for whoever asks, as far as he sees them.
//!
//! A call is printed of the record of its whole conversation, since what was dialled beside it shows in it. What is not listed, and
//! what is not seen, is as what is not there (rules F29, N24). Nothing is decided here of what a call shows.

use calls::Text;
use calls::dialects::Names;
use calls::dialects::freshworks::{Clock, is_listed};
use calls::dialects::seen::{Call, Seen};
use calls::moment::Moment;
use calls::record::call_in;
use jiff::tz::TimeZone;
use tracing::error;
use uuid::Uuid;

use super::super::Api;
use super::super::door::Visitor;
use super::super::problem::{Answer, Kind, Problem};
use super::super::seen::Sight;
use super::asked::Wanted;
use crate::store::NumberedCall;
use crate::zone;

/// So many calls are printed at once; then others have their turn.
const AT_ONCE: usize = 50;

/// Prints one call.
pub(super) type Print<'a> = &'a (dyn Fn(&Seen, &Call, &dyn Names, Clock<'_>) -> String + Send + Sync);

/// Calls of one account, as one visitor reads them.
pub(super) struct Reading<'a> {
    api: &'a Api,
    account: &'a Text,
    sight: Sight,
    zone: TimeZone,
    now: Moment,
}

/// A page, printed: how many there are on all pages, and those that are on it.
pub(super) struct Read {
    pub(super) total: u64,
    pub(super) bodies: Vec<String>,
}

impl<'a> Reading<'a> {
    /// As this visitor reads them, now.
    pub(super) async fn of(api: &'a Api, visitor: &'a Visitor) -> Answer<Self> {
        let household = api.known.household(&api.ctx, &visitor.account, &[]).await?;
        Ok(Self {
            api,
            account: &visitor.account,
            sight: Sight::of(api, visitor).await?,
            zone: zone::of(&household.account.zone),
            now: api.ctx.clock.now(),
        })
    }

    /// A page of calls.
    pub(super) async fn page(&self, mut wanted: Wanted, print: Print<'_>) -> Answer<Read> {
        wanted.ask.only = self.sight.clues().map_err(|()| self.too_many())?;
        let page = self.api.ctx.store.numbered(self.account, wanted.ask).await?;
        let mut bodies = Vec::with_capacity(page.calls.len());
        for calls in page.calls.chunks(AT_ONCE) {
            let seen: Vec<(Seen, Uuid)> =
                calls.iter().filter_map(|call| self.shown(call).transpose()).collect::<Answer<_>>()?;
            bodies.extend(self.print(&seen, print).await?);
            tokio::task::yield_now().await;
        }
        Ok(Read { total: page.total, bodies })
    }

    fn too_many(&self) -> Problem {
        Problem::new(Kind::Forbidden, "these are calls of too many users to be listed")
    }

    /// The record in which a call of a page stands; none of one that is not to be shown.
    fn shown(&self, call: &NumberedCall) -> Answer<Option<(Seen, Uuid)>> {
        self.read(&call.record, call.call)
    }

    fn read(&self, record: &str, call: Uuid) -> Answer<Option<(Seen, Uuid)>> {
        let Some(own) = call_in(record, call) else { return Ok(None) };
        if !self.sight.call(own)? {
            return Ok(None);
        }
        let seen = match Seen::read(record) {
            Ok(seen) => seen,
            Err(error) => {
                error!(account = %self.account, %error, "a record cannot be read; it is shown to no reader");
                return Ok(None);
            }
        };
        let is_shown = seen.call(call).is_some_and(|own| is_listed(&seen, own));
        Ok(is_shown.then_some((seen, call)))
    }

    /// One call by the integer that stands in a path.
    pub(super) async fn one(&self, named: &str, print: Print<'_>) -> Answer<String> {
        let unknown = || Problem::not_found("there is no such call");
        let serial = named.parse().map_err(|_| unknown())?;
        let found = self.api.ctx.store.call_of_serial(self.account, serial).await?.ok_or_else(unknown)?;
        let seen = self.read(&found.record, found.id)?.ok_or_else(unknown)?;
        self.print(&[seen], print).await?.pop().ok_or_else(unknown)
    }

    async fn print(&self, calls: &[(Seen, Uuid)], print: Print<'_>) -> Answer<Vec<String>> {
        let ctx = &self.api.ctx;
        let known = self.api.names.of(self.account);
        let mut known = known.lock().await;
        let directory = known.refresh(ctx, self.account).await?;
        let ahead = |at: Moment| zone::ahead(&self.zone, at);
        let clock = Clock { now: self.now, offset: &ahead };
        let all = |names: &dyn Names| {
            let printed = calls.iter().filter_map(|(seen, call)| Some(print(seen, seen.call(*call)?, names, clock)));
            printed.collect::<Vec<_>>()
        };
        Ok(known.printed(ctx, self.account, &directory, all).await?)
    }
}
