//! Calls as one token reads them: found by uid, listed, counted.
//!
//! What is not reached is as what is not there (sheet, 4.1 and 4.7). A list that only a stretch of time narrows, in an order of time, is a
//! page of the store's index, and so is a count; any other list looks at the calls that the index leaves, up to a named number, since
//! words of this dialect stand in no index. Nothing is decided here of what a call shows.

use std::collections::HashSet;

use calls::Text;
use calls::conversation::Direction;
use calls::dialects::seen::Seen;
use calls::dialects::vcita::{
    Asked, Card, Code, Counts, FEED, Order, Query, Refusal, Shape, Span, StatsQuery, Wrong, is_shown, settled,
};
use calls::moment::Moment;
use tracing::error;
use uuid::Uuid;

use super::super::Api;
use super::Answer;
use super::door::{Bearer, Reach};
use crate::names::{business_uuid, spellings};
use crate::store::{CREATED_ROWS_MAX, Clue, CreatedAsk, Found, Numbered, What};

/// The most calls that are looked at for a list or a count; of more a shorter stretch of time is to be asked for.
pub(in crate::api) const LOOKED_MAX: u64 = 10_000;
/// So many calls are printed at once; then others have their turn.
const AT_ONCE: usize = 50;

/// Calls of one account, as one token reads them.
pub(super) struct Reading<'a> {
    pub(super) api: &'a Api,
    pub(super) bearer: &'a Bearer,
    pub(super) shape: Shape,
    pub(super) now: Moment,
}

/// A call with the record that it stands in.
pub(super) struct Standing {
    pub(super) seen: Seen,
    pub(super) call: Uuid,
    pub(super) version: u64,
}

/// What names a call in a path.
#[derive(Clone, Copy)]
pub(super) enum Named<'a> {
    /// It itself.
    Call(&'a str),
    /// A recording of it.
    Recording(&'a str),
}

/// A page, and how many calls there are on all pages, where that is known.
pub(super) struct Page {
    pub(super) calls: Vec<Card>,
    pub(super) total: Option<u64>,
}

impl<'a> Reading<'a> {
    /// As this token reads them, now.
    pub(super) fn of(api: &'a Api, bearer: &'a Bearer, shape: Shape) -> Self {
        Self { api, bearer, shape, now: api.ctx.clock.now() }
    }

    pub(super) fn account(&self) -> &'a Text {
        &self.bearer.visitor.account
    }

    fn reach(&self) -> &'a Reach {
        &self.bearer.reach
    }

    /// Does something with all that the dialect asks for beside records.
    pub(super) async fn with<T>(&self, act: impl Fn(Asked<'_>) -> T) -> Answer<T> {
        let (ctx, account) = (&self.api.ctx, self.account());
        let known = self.api.names.of(account);
        let mut known = known.lock().await;
        let directory = known.refresh(ctx, account).await?;
        let (shape, at, staff) = (self.shape, self.now, self.bearer.staff.as_ref());
        let business = self.reach().only().map(|scope| business_uuid(account, scope));
        let done = known.printed(ctx, account, &directory, |names| act(Asked { names, shape, at, staff, business }));
        Ok(done.await?)
    }

    /// The record of a call, if it exists in this dialect and is of a business that is reached.
    fn standing(&self, record: &str, call: Uuid) -> Option<Seen> {
        match Seen::read(record) {
            Ok(seen) => {
                let is_reached =
                    seen.call(call).is_some_and(|own| is_shown(&seen, own) && self.reach().scope(own.assigned.scope.as_ref()));
                is_reached.then_some(seen)
            }
            Err(error) => {
                error!(account = %self.account(), %error, "a record cannot be read; it is shown to no reader");
                None
            }
        }
    }

    /// What the store found, if it is a call that is reached.
    pub(super) async fn found(&self, found: &Found) -> Answer<Option<Standing>> {
        if found.what != What::Call {
            return Ok(None);
        }
        self.stood(found, found.id).await
    }

    async fn stood(&self, found: &Found, call: Uuid) -> Answer<Option<Standing>> {
        let seen = self.standing(&found.record, call);
        let standing = seen.map(|seen| Standing { seen, call, version: found.version });
        let Some(standing) = standing else { return Ok(None) };
        let is_reached = !self.reach().is_of_a_client() || self.reach().card(&self.shown(&standing).await?);
        Ok(is_reached.then_some(standing))
    }

    /// One call by what stands in a path.
    pub(super) async fn one(&self, named: Named<'_>) -> Answer<Standing> {
        let (Named::Call(text) | Named::Recording(text)) = named;
        let id = Uuid::try_parse(text).map_err(|_| Refusal::NotFound)?;
        let found = self.api.ctx.store.find(self.account(), id, None).await?.ok_or(Refusal::NotFound)?;
        let standing = match named {
            Named::Call(_) => self.found(&found).await?,
            Named::Recording(_) if found.what != What::Recording => None,
            Named::Recording(_) => {
                let seen = Seen::read(&found.record).ok();
                let own = seen.and_then(|seen| seen.recordings.iter().find(|own| own.id == found.id)?.call);
                match own {
                    Some(call) => self.stood(&found, call).await?,
                    None => None,
                }
            }
        };
        Ok(standing.ok_or(Refusal::NotFound)?)
    }

    /// A call as it is shown.
    pub(super) async fn shown(&self, standing: &Standing) -> Answer<Card> {
        let Standing { seen, call, .. } = standing;
        let call = seen.call(*call).ok_or(Refusal::NotFound)?;
        self.with(|asked| Card::of(seen, call, asked.names, asked.shape, asked.at)).await
    }

    /// What the store is asked for, in the order of the last change.
    fn ask(&self) -> CreatedAsk {
        CreatedAsk {
            clues: self.reach().clues().into_iter().collect(),
            scopes: self.reach().scopes(),
            outside: true,
            beside: Text::new_static(FEED),
            by_update: true,
            latest_first: true,
            rows: CREATED_ROWS_MAX,
            ..CreatedAsk::default()
        }
    }

    /// A page of calls (sheet, 4.5).
    pub(super) async fn page(&self, query: &Query) -> Answer<Page> {
        let (created, updated) = (query.created(), query.updated());
        let numbers = query.numbers().map(|numbers| numbers.into_iter().flat_map(spellings).map(Clue::Number).collect());
        let uids = query.uids().map(|uids| uids.into_iter().map(Clue::half_of).collect());
        let order = query.order().unwrap_or(Order { by_change: true, latest_first: true });
        let ask = CreatedAsk {
            by_update: order.by_change,
            latest_first: order.latest_first,
            from: from(created),
            until: until(created),
            updated_from: from(updated),
            updated_until: until(updated),
            deleted: query.include_deleted,
            clues: self.reach().clues().into_iter().chain(numbers).chain(uids).collect(),
            ..self.ask()
        };
        if !query.is_plain() || self.reach().is_of_a_client() {
            return self.looked(query, ask).await;
        }
        let ask = CreatedAsk { skipped: query.skipped(), rows: query.per_page.into(), ..ask };
        let numbered = self.api.ctx.store.created(self.account(), ask).await?;
        Ok(Page { total: Some(numbered.total), calls: self.cards(&numbered, &|_| true).await? })
    }

    /// A page of those calls that fit, of all that the index leaves. In the order of the index the first ones do, where there are too many.
    async fn looked(&self, query: &Query, mut ask: CreatedAsk) -> Answer<Page> {
        let (mut fitting, mut known, mut total): (Vec<Card>, HashSet<Uuid>, u64) = Default::default();
        let wanted = query.skipped().saturating_add(query.per_page.into());
        let kept = usize::try_from(wanted).unwrap_or(usize::MAX);
        let mut is_all = true;
        loop {
            let numbered = self.api.ctx.store.created(self.account(), ask.clone()).await?;
            let is_few = numbered.total <= LOOKED_MAX;
            if !is_few && (query.order().is_none() || ask.skipped >= LOOKED_MAX) {
                return Err(too_many("filter[updated_at]"));
            }
            let cards = self.cards(&numbered, &|card| query.keeps(card)).await?;
            let last = cards.last().cloned();
            // A call that was told in between may come twice.
            for card in cards.into_iter().filter(|card| known.insert(card.uid())) {
                fitting.push(card);
                total += 1;
            }
            // Nothing beyond the page is needed, and what clients wrote may be long.
            fitting.sort_by(|one, other| query.compare(one, other));
            fitting.truncate(kept);
            ask.skipped += ask.rows;
            if ask.skipped >= numbered.total {
                break;
            }
            let is_before = |last: &Card| fitting.last().is_some_and(|kept| query.is_before(kept, last));
            if !is_few && total >= wanted && last.as_ref().is_some_and(is_before) {
                is_all = false;
                break;
            }
        }
        let skipped = usize::try_from(query.skipped()).unwrap_or(usize::MAX);
        Ok(Page { calls: fitting.into_iter().skip(skipped).collect(), total: is_all.then_some(total) })
    }

    /// How many calls came to what (sheet, 2.5).
    pub(super) async fn counted(&self, query: StatsQuery) -> Answer<Counts> {
        let ask = CreatedAsk {
            from: query.from,
            until: query.to.map(|to| to.plus(1)),
            deleted: query.include_deleted,
            by_update: false,
            ..self.ask()
        };
        let mut counts = Counts::new(query);
        if self.reach().is_of_a_client() {
            self.count(ask, &mut counts).await?;
            return Ok(counts);
        }
        for row in self.api.ctx.store.settled(self.account(), ask.clone()).await? {
            let is_inbound = row.direction == Some(Direction::Inbound);
            counts.add_many(settled(row.outcome, is_inbound, row.beside, row.handled), row.calls, row.days);
        }
        // Where the others stand, only their records say.
        self.count(CreatedAsk { open: true, ..ask }, &mut counts).await?;
        Ok(counts)
    }

    /// Counts calls by a look at each.
    async fn count(&self, mut ask: CreatedAsk, counts: &mut Counts) -> Answer<()> {
        let mut known = HashSet::new();
        loop {
            let numbered = self.api.ctx.store.created(self.account(), ask.clone()).await?;
            if numbered.total > LOOKED_MAX {
                return Err(too_many("start_date"));
            }
            for card in self.cards(&numbered, &|_| true).await? {
                if known.insert(card.uid()) {
                    counts.add(&card);
                }
            }
            ask.skipped += ask.rows;
            if ask.skipped >= numbered.total {
                return Ok(());
            }
        }
    }

    /// Those calls that are reached and fit, as they are shown.
    async fn cards(&self, numbered: &Numbered, fits: &(dyn Fn(&Card) -> bool + Send + Sync)) -> Answer<Vec<Card>> {
        let mut all = Vec::with_capacity(numbered.calls.len());
        for calls in numbered.calls.chunks(AT_ONCE) {
            let standing = calls.iter().filter_map(|call| Some((self.standing(&call.record, call.call)?, call.call)));
            let standing: Vec<(Seen, Uuid)> = standing.collect();
            let shown = |asked: Asked<'_>| {
                let card = |(seen, call): &(Seen, Uuid)| {
                    let card = Card::of(seen, seen.call(*call)?, asked.names, asked.shape, asked.at);
                    Some(card).filter(|card| self.reach().card(card) && fits(card))
                };
                standing.iter().filter_map(card).collect::<Vec<_>>()
            };
            all.extend(self.with(shown).await?);
            tokio::task::yield_now().await;
        }
        Ok(all)
    }
}

fn from(span: Span) -> Option<Moment> {
    Some(span.from).filter(|from| *from > Moment::FIRST)
}

fn until(span: Span) -> Option<Moment> {
    Some(span.to).filter(|to| *to < Moment::LAST).map(|to| to.plus(1))
}

fn too_many(field: &'static str) -> super::Refused {
    Wrong::new(field, Code::Invalid, "is needed, or a shorter one: more than 10,000 calls would be looked at").into()
}
