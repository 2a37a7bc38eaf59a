//! Recent communications: the last call with each other party, and how many of his nobody took care of (sheet, 4.3).

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::State;
use calls::Text;
use calls::conversation::Direction;
use calls::dialects::seen::{Call, Leg};
use calls::dialects::xelion::{Listed, Log, LogPage, Place, Recent, Refusal, item, recent};
use calls::number::compared;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::{Api, Shared};
use super::door::{Guest, Words};
use super::reading::{OneCall, Reading};
use super::{Answer, Body};
use crate::store::{Clue, EntryKind, Filter, WALKED_ROWS_MAX, WalkAsk};

/// The most calls that are looked at for one page; who asks for more asks for a shorter period.
const LOOKED_AT_MAX: usize = 5_000;
/// A day, in microseconds.
const DAY: i64 = 86_400_000_000;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list))
}

/// The last call with each other party within `period` days, newest first, with how many calls of his from outside were missed and not
/// taken care of. `limit`, `before` and `where` as the vendor has them.
#[utoipa::path(
    get, path = "/api/v1/{tenant}/communications/recent", operation_id = "xelionRecent", tag = "xelion",
    params(("tenant" = String, Path, description = "The account.")), security(("xelion" = [])),
    responses((status = 200, description = "A page.", content_type = "application/json", body = String))
)]
async fn list(State(api): State<Arc<Api>>, guest: Guest, Words(asked): Words) -> Answer<Body> {
    let wanted = Recent::read(&asked)?;
    let reading = Reading::of(&api, &guest.visitor).await?;
    let items = reading.recent(&wanted).await?;
    Ok(Body(guest.place.rest().list("communications/recent", &asked, &items, wanted.limit)))
}

/// The last call with somebody.
struct Last {
    one: OneCall,
    log: Log,
    other: Vec<Clue>,
    place: Place,
}

impl Reading<'_> {
    async fn recent(&self, wanted: &Recent) -> Answer<Vec<Listed>> {
        let anchor = match wanted.before {
            Some(oid) => Some(self.place(oid, "before").await?),
            None => None,
        };
        let from = self.api.ctx.clock.now().plus(-i64::from(wanted.period_days) * DAY);
        let filter = Filter { from: Some(from), only: self.eyes.only(), ..Filter::default() };
        let last = self.last_of_each(wanted, &filter, anchor).await?;
        let mut items = Vec::with_capacity(last.len());
        for Last { one, log, other, place } in last {
            let missed = Filter { missed: Some(true), handled: Some(false), clues: vec![other], ..filter.clone() };
            let count = self.api.ctx.store.count_calls(self.account, &missed).await?.found as u64;
            let call = one.call().ok_or(Refusal::NotFound)?;
            let body = self.printed(|names| recent(&one.seen, call, &log, names, count)).await?;
            items.push(item("communications", place.oid, body));
        }
        Ok(items)
    }

    /// The last calls, each with another party, from after the anchor on. Who called later than there is passed over.
    async fn last_of_each(&self, wanted: &Recent, filter: &Filter, anchor: Option<Place>) -> Answer<Vec<Last>> {
        let (mut known, mut last, mut after, mut looked_at) = (HashSet::new(), Vec::new(), None, 0);
        while last.len() < wanted.limit {
            let ask = WalkAsk { filter: filter.clone(), ascending: false, after, rows: WALKED_ROWS_MAX };
            let piece = self.api.ctx.store.walked(self.account, ask).await?;
            looked_at += piece.rows.len();
            for one in self.read(&piece.rows) {
                let own = self.own_logs(&one);
                let pages = self.pages(std::slice::from_ref(&one)).await?;
                let mut both: Vec<(Log, LogPage)> = own.into_iter().zip(pages).collect();
                both.sort_by_key(|(_, page)| std::cmp::Reverse(page.place.oid));
                for (log, page) in both {
                    let Some(call) = one.call().filter(|_| wanted.filter.admits(&page)) else { continue };
                    let Some(other) = self.other(call, &log) else { continue };
                    let is_later = anchor.is_some_and(|anchor| (page.place.date, page.place.oid) >= (anchor.date, anchor.oid));
                    if known.insert(other.clone()) && !is_later {
                        let seen = Arc::clone(&one.seen);
                        let one = OneCall { seen, call: one.call };
                        last.push(Last { one, log, other, place: page.place });
                    }
                }
            }
            let Some(next) = piece.next.filter(|_| looked_at < LOOKED_AT_MAX) else { break };
            after = Some(next);
        }
        last.truncate(wanted.limit);
        Ok(last)
    }

    /// By what the other party of a log is found: who he is as far as anybody knows, else his number; none where he withheld it.
    fn other(&self, call: &Call, log: &Log) -> Option<Vec<Clue>> {
        let is_own = |leg: &&Leg| leg.user.is_some() && leg.user == log.user;
        let is_callers = |leg: &&Leg| leg.role == Some(calls::conversation::Role::Caller);
        let mut others = call.legs.iter().filter(|leg| !is_own(leg) && is_callers(leg) != log.is_callers);
        let took = others.clone().rfind(|leg| leg.answered_at.is_some());
        let leg = if log.is_callers { took.or_else(|| others.next()) } else { others.next() };
        let is_outside = call.direction != Some(Direction::Internal) && leg.is_some_and(|leg| leg.trunk.is_some());
        let user = leg.and_then(|leg| leg.user.as_ref()).filter(|_| !is_outside || log.is_callers);
        if let Some(user) = user {
            return Some(self.eyes.who.all_names(EntryKind::User, user).into_iter().map(Clue::User).collect());
        }
        if let Some(contact) = leg.and_then(|leg| leg.contact.clone()) {
            return Some(vec![Clue::Contact(contact)]);
        }
        let side = if log.is_callers { &call.to } else { &call.from };
        let own = || side.e164.as_ref().or(side.number.as_ref());
        let number = leg.and_then(|leg| leg.e164.as_ref().or(leg.number.as_ref())).or_else(own);
        let number: Option<Text> = number.and_then(|number| compared(number));
        Some(vec![Clue::Number(number?)])
    }
}
