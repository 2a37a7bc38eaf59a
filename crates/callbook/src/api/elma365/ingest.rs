//! What converters of other phone systems say of their calls (rules E1–E16), recorded under the connection's own name as a source.
//!
//! Which call an item is of, and what it means for it, is the dialect's, by what there is. It is written only if there is nothing else
//! by then, or judged anew, so that two who say the same at once mean one call. What one request says is one transaction: all of it is
//! recorded, or nothing.

use std::sync::Arc;

use axum::extract::{Request, State};
use calls::Text;
use calls::dialects::elma365::{
    Address, BODY_MAX, Candidate, Code, DIALECT, FEED, Hearing, Item, KEY_LIFE_S, Matched, Refusal, Taken, answer, candidate,
    hear, read,
};
use calls::dialects::seen::Seen;
use calls::moment::Moment;
use tracing::error;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::super::asked::bytes_up_to;
use super::super::door::Visitor;
use super::super::printed::Body;
use super::super::problem::{Kind, Problem};
use super::super::{Api, Shared};
use super::Answer;
use super::described::{Said, Taken as TakenShown};
use super::door::{Teller, source_of};
use crate::board::Link;
use crate::counted;
use crate::resolve::Numbering;
use crate::store::{
    CONNECTION_SOURCE, Clue, Found, Overheard, Overhearing, SourceRow, SourceSettings, StoreError, Whereabouts,
};

/// How often an item is judged anew because something else was told meanwhile.
const JUDGED_MAX: usize = 8;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(ingest))
}

/// Takes in what a converter says: an event, a record, or both. The same twice changes nothing.
#[utoipa::path(
    post, path = "/ingest", operation_id = "elma365Ingest", tag = "elma365", request_body = Said,
    security(("elma365" = [])), responses((status = 200, body = TakenShown))
)]
async fn ingest(State(api): State<Arc<Api>>, Teller(visitor): Teller, request: Request) -> Answer<Body> {
    let bytes = bytes_up_to(BODY_MAX, request, &api).await?;
    let items = read(&bytes)?;
    if items.is_empty() {
        api.known.household(&api.ctx, &visitor.account, &[]).await?;
        return Ok(Body(answer(&[])));
    }
    let source = source(&api, &visitor).await?;
    if let Some(raw) = &api.raw {
        raw(&visitor.account, &source, FEED, &bytes);
    }
    let converter = Converter { api: &api, account: &visitor.account, source: &source };
    let outcomes = converter.says(&items).await?;
    chalk(&api, &visitor.account, &source);
    Ok(Body(answer(&outcomes)))
}

/// The source was heard.
fn chalk(api: &Api, account: &Text, source: &Text) {
    let (feed, at) = ((account.clone(), source.clone(), Text::new_static(FEED)), api.ctx.clock.now());
    api.ctx.board.chalk(&feed, at, |standing| {
        standing.link = Link::Up;
        standing.heard_at = Some(at);
    });
}

/// The connection as a source; one that is not there yet is entered, so that its calls are given up like those of any other.
async fn source(api: &Api, visitor: &Visitor) -> Answer<Text> {
    let source = source_of(visitor);
    let household = api.known.household(&api.ctx, &visitor.account, std::slice::from_ref(&source)).await?;
    if household.sources.contains(&source) {
        return Ok(source);
    }
    if !source.starts_with(CONNECTION_SOURCE) {
        return Err(Refusal::new(Code::Forbidden, "the source of this token was removed").into());
    }
    let settings = SourceSettings { adapters: vec![FEED.to_owned()], ..SourceSettings::default() };
    let (account, created_at) = (visitor.account.clone(), api.ctx.clock.now());
    let row = SourceRow { account, source: source.clone(), settings, created_at, deleted_at: None };
    api.ctx.store.put_source(row).await?;
    api.known.forget();
    Ok(source)
}

/// Who says something.
struct Converter<'a> {
    api: &'a Api,
    account: &'a Text,
    source: &'a Text,
}

/// A call that may be meant, with its id.
type Known = (Uuid, Candidate);

/// The id of the call that an item was of.
fn id_of(calls: &[Known], taken: &Taken) -> Option<Uuid> {
    calls.iter().find(|(_, candidate)| candidate.call() == taken.after.call()).map(|(id, _)| *id)
}

fn removed() -> Refusal {
    Refusal::of_field(Code::Gone, "callId", "the call was removed")
}

fn full() -> Refusal {
    Refusal::new(Code::PayloadTooLarge, "there is no room for more of this call")
}

/// Where an item's call is to be looked for. What ended a little longer ago than counts is looked at and passed over: that is decided
/// by the dialect alone.
fn place(address: &Address, now: Moment) -> Whereabouts {
    match address {
        Address::Thread(thread) => Whereabouts::Thread(thread.clone()),
        Address::Key(key) => Whereabouts::Clue(Clue::kept(DIALECT.name, key.word()), now.plus(-(KEY_LIFE_S + 1) * 1_000_000)),
    }
}

/// What items are, by what there is.
#[derive(Default)]
struct Judged {
    looks: Vec<(Whereabouts, Vec<(Uuid, u64)>)>,
    /// The calls that there are.
    calls: Vec<Known>,
    taken: Vec<Taken>,
    at: Moment,
}

impl Converter<'_> {
    /// What items are right now, each by what there is and what those before it mean; an error where one may not be recorded.
    async fn judge(&self, items: &[Item]) -> Answer<Judged> {
        let ctx = &self.api.ctx;
        let directory = ctx.directories.of(self.account).await?;
        let is_member = |number: &str| directory.is_member(number);
        let mut judged = Judged { at: ctx.clock.now(), ..Judged::default() };
        for item in items {
            let address = item.address();
            let place = place(&address, judged.at);
            let found = ctx.store.meant(self.account, self.source, place.clone()).await?;
            let there = self.calls(&found, |candidate| address.is_of(candidate));
            let mut candidates: Vec<Candidate> = there.iter().map(|(_, candidate)| candidate.clone()).collect();
            for after in judged.taken.iter().map(|taken| &taken.after).filter(|after| address.is_of(after)) {
                match candidates.iter_mut().find(|known| known.call() == after.call()) {
                    Some(known) => *known = after.clone(),
                    None => candidates.push(after.clone()),
                }
            }
            let hearing = Hearing { source: self.source, arrived_at: judged.at, is_member: &is_member };
            judged.taken.push(hear(item, &candidates, &hearing)?);
            judged.looks.push((place, found.iter().map(|found| (found.id, found.version)).collect()));
            judged.calls.extend(there);
        }
        Ok(judged)
    }

    /// Records what items say, all of it or nothing: of each the id of its call, and how that was found.
    async fn says<'i>(&self, items: &'i [Item]) -> Answer<Vec<(&'i Item, Uuid, Matched)>> {
        let (api, ctx) = (self.api, &self.api.ctx);
        let household = api.known.household(ctx, self.account, &[]).await?;
        let numbering = Numbering::from(&household.account);
        for _ in 0..JUDGED_MAX {
            let Judged { looks, mut calls, mut taken, at } = self.judge(items).await?;
            let mut signals: Vec<_> = taken.iter_mut().flat_map(|taken| std::mem::take(&mut taken.signals)).collect();
            if !signals.is_empty() {
                let seen = ctx.directories.resolve(self.account, &numbering, &mut signals).await?;
                let (account, source, told) = (self.account.clone(), self.source.clone(), signals.len());
                match ctx.store.overhear(Overhearing { account, source, looks, signals, seen, at }).await? {
                    Overheard::Written { found, recorded } => {
                        counted::recorded(FEED, &recorded);
                        ctx.board.count(self.account, self.source, told, at);
                        calls.extend(self.calls(&found, |_| true));
                    }
                    Overheard::Erased => return Err(removed().into()),
                    Overheard::Full => return Err(full().into()),
                    Overheard::Stale => continue,
                }
            }
            let outcome = |(item, taken): (&'i Item, Taken)| Some((item, id_of(&calls, &taken)?, taken.matched));
            let outcomes: Option<Vec<_>> = items.iter().zip(taken).map(outcome).collect();
            return Ok(outcomes.ok_or_else(lost)?);
        }
        Err(Problem::new(Kind::Unavailable, "the call changes too fast right now; nothing was recorded").into())
    }

    /// The calls of conversations that came in over this connection and are meant.
    fn calls(&self, found: &[Found], is_meant: impl Fn(&Candidate) -> bool) -> Vec<(Uuid, Candidate)> {
        let mut calls = Vec::new();
        for found in found {
            match Seen::read(&found.record) {
                Ok(seen) => {
                    let known = seen.calls.iter().filter_map(|call| Some((call.id, candidate(call)?)));
                    calls.extend(known.filter(|(_, candidate)| is_meant(candidate)));
                }
                Err(error) => error!(account = %self.account, %error, "a record cannot be read; nothing is heard of its calls"),
            }
        }
        calls
    }
}

/// What was recorded is not in the record: a fault of ours.
fn lost() -> Problem {
    StoreError::Broken("a call that was heard of is not there".to_owned()).into()
}
