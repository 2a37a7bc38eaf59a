//! Conversations: listed, and one by one, with the signals behind them and the changes that were told of them.
//!
//! To ask for one more property: its word in [`ListWords`], its line in [`ListWords::filter`], its column in the store.

mod changes;
mod one;
mod signals;

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::{Asked, whole};
use super::door::Reader;
use super::problem::{Answer, Problem};
use super::seen::{Sight, View};
use super::{Api, Shared, cursor, document, words};
use crate::store::{Filter, PAGE_ROWS_MAX, Place, is_name, text};

pub(super) use one::{AsOf, Shown, find};

/// How many rows a page has if nothing is said.
pub(super) const PAGE_ROWS: usize = 50;
/// The most rows that may be asked for.
const ROWS_MAX: u64 = PAGE_ROWS_MAX as u64;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(one::get))
        .routes(routes!(signals::list))
        .routes(routes!(changes::list))
}

/// Which rows to list, newest first. Whatever is not given is not asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListWords {
    /// Began at that moment or later (RFC 3339).
    #[param(format = DateTime, example = "2026-01-05T00:00:00Z")]
    from: Option<String>,
    /// Began before that moment (RFC 3339).
    #[param(format = DateTime)]
    until: Option<String>,
    /// `inbound`, `outbound` or `internal`.
    direction: Option<String>,
    /// `answered`, `voicemail`, `blocked`, `abandoned`, `ivr`, `cancelled`, `no_answer`, `declined`, `busy`, `unavailable`
    /// or `failed`.
    outcome: Option<String>,
    /// `ringing`, `menu`, `queued`, `voicemail`, `parked`, `conference`, `talking`, `held`, `ended` or `logged`.
    state: Option<String>,
    /// The name of a source.
    source: Option<String>,
    /// A number of any of the legs or sides, as it was written or in full form.
    number: Option<String>,
    /// Whether deleted ones are listed too; if nothing is said, they are not.
    deleted: Option<bool>,
    /// The most rows of this page; 50 if nothing is said.
    #[param(minimum = 1, maximum = 500)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, ROWS_MAX>")]
    limit: Option<usize>,
    /// Where to go on: `next` of the page before, with the same filters.
    cursor: Option<String>,
}

/// What a list is asked for, understood.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) filter: Filter,
    pub(super) after: Option<Place>,
    pub(super) rows: usize,
    mark: [u8; 8],
}

impl ListWords {
    /// Understands the words; `of` names what is listed, `account` whose.
    pub(super) fn wanted(&self, of: &str, account: &str) -> Answer<Wanted> {
        let filter = self.filter()?;
        let mark = cursor::mark(&format!("{of} {account} {filter:?}"));
        let after = self.cursor.as_deref().map(|text| cursor::list(mark, text)).transpose()?;
        Ok(Wanted { filter, after, rows: self.limit.unwrap_or(PAGE_ROWS), mark })
    }

    fn filter(&self) -> Answer<Filter> {
        let source = self.source.as_deref();
        if source.is_some_and(|source| !is_name(source)) {
            return Err(Problem::field("source", format!("a source's name: {}", crate::store::NAME_WANTED)));
        }
        Ok(Filter {
            from: words::moment("from", self.from.as_deref())?,
            until: words::moment("until", self.until.as_deref())?,
            direction: words::direction(self.direction.as_deref())?,
            outcome: words::outcome(self.outcome.as_deref())?,
            state: words::state(self.state.as_deref())?,
            source: source.map(text),
            number: words::number(self.number.as_deref())?,
            deleted: self.deleted == Some(true),
        })
    }
}

impl Wanted {
    /// Where to go on after this page.
    pub(super) fn next(&self, place: Option<Place>) -> Option<String> {
        place.map(|place| cursor::of_list(self.mark, place))
    }
}

/// Whether being found by a filter tells something that is worked out from all calls of a conversation. Then one of which only
/// some calls are seen must not be found by it, since it would tell of the others.
fn tells_of_all(filter: &Filter) -> bool {
    let Filter { from, until, deleted, .. } = *filter;
    *filter != Filter { from, until, source: filter.source.clone(), deleted, ..Filter::default() }
}

/// A page of conversations.
#[derive(Debug, Serialize, ToSchema)]
struct ConversationPage {
    /// Newest first. There may be fewer than asked for, even none, with more behind them: only `next` says so.
    #[schema(schema_with = document::conversations)]
    conversations: Vec<Box<RawValue>>,
    /// The cursor of the next page; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// Conversations, newest first.
///
/// One page looks at no more than 10,000 rows; then it ends, however few it found, and `next` says where to go on.
/// Users and supervisors are told as much as they see, as of `GET conversations/{id}`. One of which they see some calls only is
/// listed by its time and source; what else is asked for finds its calls under `GET calls`.
#[utoipa::path(
    get, path = "/conversations", operation_id = "listConversations", tag = "records", params(ListWords),
    responses((status = 200, body = ConversationPage))
)]
async fn list(
    State(api): State<Arc<Api>>,
    Reader(visitor): Reader,
    Asked(words): Asked<ListWords>,
) -> Answer<Json<ConversationPage>> {
    let wanted = words.wanted("conversations", &visitor.account)?;
    let page = api.ctx.store.conversations(&visitor.account, &wanted.filter, wanted.after, wanted.rows).await?;
    let next = wanted.next(page.next);
    let sight = Sight::of(&api, &visitor).await?;
    let tells_of_all = tells_of_all(&wanted.filter);
    let shown = page.rows.into_iter().filter_map(|row| {
        let view = match sight.view(&row.record) {
            Ok(View::Part(_)) if tells_of_all => return None,
            view => view,
        };
        view.and_then(|view| view.record(row.record)).transpose()
    });
    let conversations = shown.collect::<Answer<_>>()?;
    Ok(Json(ConversationPage { conversations, next }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use calls::moment::Moment;

    use super::*;
    use crate::api::asked::query;

    #[test]
    fn a_cursor_of_another_filter_or_account_is_refused() {
        let words = |text: &str| query::<ListWords>(text).unwrap();
        let wanted = words("outcome=busy").wanted("calls", "main").unwrap();
        let next = wanted.next(Some(Place { at: Moment::default(), serial: 3 })).unwrap();
        let again = words(&format!("outcome=BUSY&limit=7&cursor={next}"));
        assert_eq!(again.wanted("calls", "main").unwrap().after.unwrap().serial, 3);
        assert!(again.wanted("calls", "north").is_err());
        assert!(again.wanted("conversations", "main").is_err());
        assert!(words(&format!("outcome=failed&cursor={next}")).wanted("calls", "main").is_err());
    }

    #[test]
    fn a_page_has_a_largest_size() {
        let rows = |text: &str| query::<ListWords>(text).map(|words| words.wanted("calls", "main").unwrap().rows);
        assert_eq!(rows("").unwrap(), 50);
        assert_eq!(rows(&format!("limit={PAGE_ROWS_MAX}")).unwrap(), PAGE_ROWS_MAX);
        assert!(rows("limit=0").is_err());
        assert!(rows(&format!("limit={}", PAGE_ROWS_MAX + 1)).is_err());
    }
}
