//! Logs of one account, read and printed for one visitor (rules X28 to X31).
//!
//! A log is printed of the record of its whole conversation. What is not seen, and what is not listed, is as what is not there. Nothing
//! is decided here of what a log shows, nor held between two questions.

use std::collections::HashMap;
use std::sync::Arc;

use calls::Text;
use calls::dialects::seen::{Call, Seen};
use calls::dialects::xelion::{Log, LogId, LogPage, Place, Refusal, log_page, logs};
use calls::dialects::{Names, Thing};
use tracing::error;
use uuid::Uuid;

use super::super::Api;
use super::super::door::Visitor;
use super::door::Eyes;
use super::{Answer, Refused};
use crate::names;
use crate::store::{Found, NumberedCall};

/// So many calls are printed at once; then others have their turn.
const AT_ONCE: usize = 50;

/// Logs of one account, as one visitor reads them.
pub(super) struct Reading<'a> {
    pub(super) api: &'a Api,
    pub(super) account: &'a Text,
    pub(super) eyes: Eyes,
}

/// A call with the record that it stands in.
pub(super) struct OneCall {
    pub(super) seen: Arc<Seen>,
    pub(super) call: Uuid,
}

impl OneCall {
    pub(super) fn call(&self) -> Option<&Call> {
        self.seen.call(self.call)
    }
}

impl<'a> Reading<'a> {
    /// As this visitor reads them, now.
    pub(super) async fn of(api: &'a Api, visitor: &'a Visitor) -> Answer<Self> {
        Ok(Self { api, account: &visitor.account, eyes: Eyes::of(api, visitor).await? })
    }

    /// Reads calls; of several in one conversation its record is read once.
    pub(super) fn read(&self, calls: &[NumberedCall]) -> Vec<OneCall> {
        let mut records: HashMap<*const u8, Option<Arc<Seen>>> = HashMap::new();
        let one = |call: &NumberedCall| {
            let seen = records.entry(call.record.as_ptr()).or_insert_with(|| self.seen(&call.record).map(Arc::new));
            Some(OneCall { seen: seen.clone()?, call: call.call })
        };
        calls.iter().filter_map(one).collect()
    }

    pub(super) fn seen(&self, record: &str) -> Option<Seen> {
        let read = Seen::read(record);
        read.map_err(|error| error!(account = %self.account, %error, "a record cannot be read; it is shown to no client")).ok()
    }

    /// A call that was found by an id of its own.
    pub(super) fn found(&self, found: &Found) -> Option<OneCall> {
        let seen = Arc::new(self.seen(&found.record)?);
        seen.call(found.id)?;
        Some(OneCall { seen, call: found.id })
    }

    /// The logs of a call that are seen.
    pub(super) fn own_logs(&self, one: &OneCall) -> Vec<Log> {
        let all = one.call().map(|call| logs(&one.seen, call)).unwrap_or_default();
        all.into_iter().filter(|log| self.eyes.see(log.user.as_ref())).collect()
    }

    /// Prints with everything that it asks for.
    pub(super) async fn printed<T>(&self, print: impl Fn(&dyn Names) -> T) -> Answer<T> {
        let known = self.api.names.of(self.account);
        let mut known = known.lock().await;
        let directory = known.refresh(&self.api.ctx, self.account).await?;
        Ok(known.printed(&self.api.ctx, self.account, &directory, print).await?)
    }

    /// The logs of calls that are seen, printed, in the order of their calls.
    pub(super) async fn pages(&self, calls: &[OneCall]) -> Answer<Vec<LogPage>> {
        let mut pages = Vec::new();
        for calls in calls.chunks(AT_ONCE) {
            let own: Vec<(&OneCall, Vec<Log>)> = calls.iter().map(|one| (one, self.own_logs(one))).collect();
            let print = |names: &dyn Names| {
                let all = own.iter().flat_map(|(one, logs)| logs.iter().map(move |log| (one, log)));
                let all = all.filter_map(|(one, log)| Some(log_page(&one.seen, one.call()?, log, names)));
                all.collect::<Vec<LogPage>>()
            };
            pages.extend(self.printed(print).await?);
            tokio::task::yield_now().await;
        }
        Ok(pages)
    }

    /// What an integer was given to.
    pub(super) async fn thing(&self, oid: u64) -> Answer<Option<Thing>> {
        let given = self.api.ctx.store.given_to(self.account, oid).await?;
        Ok(given.and_then(|(kind, word)| names::thing(&kind, &word)))
    }

    /// Where the log with this oid stands, also if its call was removed; not one that is not seen.
    pub(super) async fn place(&self, oid: u64, field: &str) -> Answer<Place> {
        let unknown = || Refused::bad_id(field, &oid.to_string());
        let one = self.by_thing(self.thing(oid).await?).await?;
        let (one, _) = one.ok_or_else(unknown)?;
        let call = one.call().ok_or_else(unknown)?;
        Ok(Place { date: call.started_at, oid })
    }

    /// The call of a log that is seen, and which of its logs that is.
    async fn by_thing(&self, thing: Option<Thing>) -> Answer<Option<(OneCall, Log)>> {
        let (call, user, is_callers) = match &thing {
            Some(Thing::CallerLog(call, user)) => (*call, Some(user.clone()), true),
            Some(Thing::CalleeLog(call, user)) => (*call, user.clone(), false),
            _ => return Ok(None),
        };
        if !self.eyes.see(user.as_ref()) {
            return Ok(None);
        }
        let found = self.api.ctx.store.find(self.account, call, None).await?;
        let one = found.as_ref().and_then(|found| self.found(found));
        let Some((one, thing)) = one.zip(thing) else { return Ok(None) };
        Ok(Some((one, Log { user, is_callers, thing })))
    }

    /// The log that a path names, with its call (sheet, 4.3).
    pub(super) async fn one(&self, id: &str) -> Answer<(OneCall, Log)> {
        let unknown = || Refused::from(Refusal::NotFound);
        let (one, wanted) = match LogId::read(id).ok_or_else(unknown)? {
            LogId::Oid(oid) => return self.log_of(self.thing(oid).await?).await?.ok_or_else(unknown),
            LogId::Callee(half) => (self.by_half(half).await?, false),
            LogId::Caller(half) => (self.by_half(half).await?, true),
        };
        let one = one.ok_or_else(unknown)?;
        // Of several who were called it is the log of whoever took the call.
        let took = |log: &Log| {
            let legs = one.call().map(|call| call.legs.as_slice()).unwrap_or_default();
            legs.iter().any(|leg| leg.answered_at.is_some() && leg.user.is_some() && leg.user == log.user)
        };
        let mut own = self.own_logs(&one);
        // The first after sorting: of the side that is meant, and who took it.
        own.sort_by_key(|log| (log.is_callers != wanted, !took(log)));
        let log = own.into_iter().next().ok_or_else(unknown)?;
        Ok((one, log))
    }

    /// The log that a thing is now, with its call; none of one that is not seen or not listed.
    pub(super) async fn log_of(&self, thing: Option<Thing>) -> Answer<Option<(OneCall, Log)>> {
        let Some((one, log)) = self.by_thing(thing).await? else { return Ok(None) };
        let same = |other: &Log| other.is_callers == log.is_callers && self.is_same(&other.user, &log.user);
        let log = self.own_logs(&one).into_iter().find(same);
        Ok(log.map(|log| (one, log)))
    }

    fn is_same(&self, one: &Option<Text>, other: &Option<Text>) -> bool {
        let now = |user: &Option<Text>| user.as_ref().map(|user| self.eyes.who.now(crate::store::EntryKind::User, user));
        now(one) == now(other)
    }

    /// The call whose id has that lower half.
    pub(super) async fn by_half(&self, half: u64) -> Answer<Option<OneCall>> {
        let found = self.api.ctx.store.call_of_half(self.account, half).await?;
        Ok(found.as_ref().and_then(|found| self.found(found)))
    }
}
