//! What converters of other phone systems say of their calls (rules E1–E16), recorded under the connection's own name as a source.
//!
//! Which call an item is of, and what it means for it, is the dialect's, by what there is. It is written only if there is nothing else
//! by then, or judged anew, so that two who say the same at once mean one call.

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
    // What is refused has changed nothing: of two both may be recorded, or neither is.
    if items.len() > 1 {
        for item in &items {
            converter.judge(item).await?;
        }
    }
    let mut outcomes = Vec::with_capacity(items.len());
    for item in &items {
        let (call, matched) = converter.says(item).await?;
        outcomes.push((item, call, matched));
    }
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

/// What an item may be of: conversations with their versions, and the calls in them.
struct There {
    known: Vec<(Uuid, u64)>,
    calls: Vec<(Uuid, Candidate)>,
}

/// The id of the call that an item was of.
fn id_of(calls: &[(Uuid, Candidate)], taken: &Taken) -> Option<Uuid> {
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

/// What an item is, by what there is.
struct Judged {
    place: Whereabouts,
    there: There,
    taken: Taken,
    at: Moment,
}

impl Converter<'_> {
    /// What an item is right now; an error where it may not be recorded.
    async fn judge(&self, item: &Item) -> Answer<Judged> {
        let ctx = &self.api.ctx;
        let directory = ctx.directories.of(self.account).await?;
        let (address, at) = (item.address(), ctx.clock.now());
        let place = place(&address, at);
        let found = ctx.store.meant(self.account, self.source, place.clone()).await?;
        let known = found.iter().map(|found| (found.id, found.version)).collect();
        let there = There { known, calls: self.calls(&found, |candidate| address.is_of(candidate)) };
        let candidates: Vec<Candidate> = there.calls.iter().map(|(_, candidate)| candidate.clone()).collect();
        let is_member = |number: &str| directory.is_member(number);
        let taken = hear(item, &candidates, &Hearing { source: self.source, arrived_at: at, is_member: &is_member })?;
        Ok(Judged { place, there, taken, at })
    }

    /// Records what an item says: the id of its call, and how that was found.
    async fn says(&self, item: &Item) -> Answer<(Uuid, Matched)> {
        let (api, ctx) = (self.api, &self.api.ctx);
        let household = api.known.household(ctx, self.account, &[]).await?;
        let numbering = Numbering::from(&household.account);
        for _ in 0..JUDGED_MAX {
            let Judged { place, there, mut taken, at } = self.judge(item).await?;
            let mut signals = std::mem::take(&mut taken.signals);
            if signals.is_empty() {
                let id = id_of(&there.calls, &taken).ok_or_else(lost)?;
                return Ok((id, taken.matched));
            }
            let seen = ctx.directories.resolve(self.account, &numbering, &mut signals).await?;
            let (account, source) = (self.account.clone(), self.source.clone());
            let said = Overhearing { account, source, place, known: there.known, signals, seen, at };
            match ctx.store.overhear(said).await? {
                Overheard::Written { found, recorded } => {
                    counted::recorded(FEED, &recorded);
                    let id = id_of(&self.calls(&[found], |_| true), &taken).ok_or_else(lost)?;
                    return Ok((id, taken.matched));
                }
                Overheard::Erased => return Err(removed().into()),
                Overheard::Full => return Err(full().into()),
                Overheard::Stale => {}
            }
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
