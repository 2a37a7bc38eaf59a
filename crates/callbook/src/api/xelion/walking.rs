//! Pages of communications: calls are walked from where the page begins, as far as it needs, and no further.
//!
//! What the store has an index of narrows the walk; everything else is asked of each log. A page is whole when it has as many logs as
//! were asked for and every call of the second in which it ends was looked at, so that nothing is left out or told twice (rule X29).

use calls::dialects::Thing;
use calls::dialects::xelion::{LogPage, Order, Place, Query, Refusal};
use calls::moment::Moment;

use super::reading::{OneCall, Reading};
use super::{Answer, Refused};
use crate::store::{Clue, EntryKind, Filter, WALKED_ROWS_MAX, WalkAsk};

/// The most calls that are read for one page; who looks for what is rarer asks for a shorter time.
pub(super) const LOOKED_AT_MAX: usize = 20_000;
/// Records tell moments in thousandths of a second, cut off, and calls are walked by what was cut off too; in microseconds.
const PRINTED: i64 = 1_000;
/// The fewest calls that are read at once.
const ROWS_MIN: usize = 16;

/// Where is looked.
enum Where {
    /// Through calls by when they began.
    Walk(Filter),
    /// At these calls.
    Calls(Vec<OneCall>),
}

impl Reading<'_> {
    /// The page that is asked for.
    pub(super) async fn page(&self, query: &Query) -> Answer<Vec<LogPage>> {
        let paging = &query.paging;
        let anchor = match (paging.after, paging.before) {
            (Some(oid), _) => Some(self.place(oid, "after").await?),
            (None, Some(oid)) => Some(self.place(oid, "before").await?),
            (None, None) => None,
        };
        match self.narrowed(query).await? {
            Where::Calls(calls) => Ok(query.page(self.pages(&calls).await?, anchor)),
            Where::Walk(filter) if query.order == Order::Oid => self.by_oid(query, filter, anchor).await,
            Where::Walk(filter) => self.walked(query, filter, anchor).await,
        }
    }

    async fn walked(&self, query: &Query, mut filter: Filter, anchor: Option<Place>) -> Answer<Vec<LogPage>> {
        let limit = query.paging.limit;
        // What stands before something is read from there backwards.
        let ascending = query.paging.is_ascending == query.paging.before.is_none();
        if let Some(anchor) = anchor {
            match ascending {
                true => filter.from = Some(filter.from.map_or(anchor.date, |from| from.max(anchor.date))),
                // What is printed of the moment is meant as a whole: others may have begun in it, and so did the other side's log.
                false => {
                    let end = anchor.date.plus(PRINTED);
                    filter.until = Some(filter.until.map_or(end, |until| until.min(end)));
                }
            }
        }
        let rows = (limit * 2).clamp(ROWS_MIN, WALKED_ROWS_MAX);
        let (mut found, mut after, mut looked_at) = (Vec::<LogPage>::new(), None, 0);
        loop {
            let ask = WalkAsk { filter: filter.clone(), ascending, after, rows };
            let piece = self.api.ctx.store.walked(self.account, ask).await?;
            looked_at += piece.rows.len();
            let pages = self.pages(&self.read(&piece.rows)).await?;
            found.extend(pages.into_iter().filter(|page| query.admits(page) && is_beyond(query, anchor, page.place)));
            let Some(next) = piece.next else { break };
            let last = limit.checked_sub(1).and_then(|last| found.get(last));
            if last.is_some_and(
                |last| if ascending { next.at >= last.place.date.plus(PRINTED) } else { next.at < last.place.date },
            ) {
                break;
            }
            if looked_at >= LOOKED_AT_MAX {
                return Err(Refusal::TimedOut.into());
            }
            after = Some(next);
        }
        Ok(query.page(found, anchor))
    }

    /// Where is looked for what is asked.
    async fn narrowed(&self, query: &Query) -> Answer<Where> {
        let mut filter = Filter { only: self.eyes.only(), ..Filter::default() };
        let second = |at: Moment| at.micros().div_euclid(1_000_000) * 1_000_000;
        filter.from = query.from.and_then(|from| Moment::from_micros(second(from)));
        filter.until = query.to.and_then(|to| Moment::from_micros(second(to) + 1_000_000));
        if let Some(call_id) = &query.filter.call_id {
            let half = u64::from_str_radix(call_id, 16).ok().filter(|_| call_id.len() == 16);
            let one = match half {
                Some(half) => self.by_half(half).await?,
                None => None,
            };
            return Ok(Where::Calls(one.into_iter().collect()));
        }
        if let Some(flow_id) = &query.filter.flow_id {
            return self.of_flow(flow_id, filter).await;
        }
        if let Some(with) = query.with {
            let clues = match self.thing(with).await? {
                Some(Thing::Person(user) | Thing::User(user)) => {
                    self.eyes.who.all_names(EntryKind::User, &user).into_iter().map(Clue::User).collect()
                }
                Some(Thing::Contact(contact)) => vec![Clue::Contact(contact)],
                _ => return Err(Refused::bad_id("with", &with.to_string())),
            };
            filter.clues.push(clues);
        }
        if let Some(line) = query.filter.phone_line {
            filter.clues.push(self.line_clues(line).await?);
        }
        Ok(Where::Walk(filter))
    }

    /// By what calls over a line are found.
    async fn line_clues(&self, oid: u64) -> Answer<Vec<Clue>> {
        let numbers = self.line(oid).await?.ok_or_else(|| Refused::bad_id("where.phoneLine", &oid.to_string()))?;
        Ok(numbers.into_iter().map(Clue::Line).collect())
    }

    /// Calls of the flow with that id, as logs tell it: its integer stands at the end.
    async fn of_flow(&self, flow_id: &str, mut filter: Filter) -> Answer<Where> {
        let none = Ok(Where::Calls(Vec::new()));
        let serial = flow_id.rsplit('-').next().and_then(|digits| digits.parse().ok());
        let Some(Thing::CalleeFlow(conversation)) = (match serial {
            Some(serial) => self.thing(serial).await?,
            None => None,
        }) else {
            return none;
        };
        let Some(found) = self.api.ctx.store.find(self.account, conversation, None).await? else { return none };
        let Some(first) = self.seen(&found.record) else { return none };
        match first.flow.clone() {
            Some(flow) => {
                filter.clues.push(vec![Clue::Flow(flow)]);
                Ok(Where::Walk(filter))
            }
            None => {
                let seen = std::sync::Arc::new(first);
                let one = |id| OneCall { seen: std::sync::Arc::clone(&seen), call: id };
                Ok(Where::Calls(seen.calls.iter().map(|call| one(call.id)).collect()))
            }
        }
    }
}

/// Whether a log stands in the part of the list that is asked for.
pub(super) fn is_beyond(query: &Query, anchor: Option<Place>, place: Place) -> bool {
    let wanted = if query.paging.before.is_some() { std::cmp::Ordering::Less } else { std::cmp::Ordering::Greater };
    anchor.is_none_or(|anchor| query.compare(place, anchor) == wanted)
}
