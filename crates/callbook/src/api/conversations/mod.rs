//! Conversations: listed, and one by one, with the signals behind them, the changes that were told of them, and what each dialect
//! shows of them.
//!
//! To ask for one more property: see `wanted`.

mod changes;
mod dialects;
mod one;
mod signals;
mod wanted;

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::Asked;
use super::door::Reader;
use super::problem::Answer;
use super::seen::Sight;
use super::{Api, Shared, document};
use crate::store::{Filter, PAGE_ROWS_MAX, Tallied};

pub(super) use one::{AsOf, Shown, find};
use wanted::ROWS_MAX;
pub(super) use wanted::{Count, ListWords, PAGE_ROWS};

/// The most pages that are read on where nothing of one is shown.
const LEFT_OUT_MAX: usize = 100;
/// The most pages of which it is judged, to count them, what is seen of each conversation.
const JUDGED_PAGES_MAX: usize = 4;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(count))
        .routes(routes!(one::get))
        .routes(routes!(signals::list))
        .routes(routes!(changes::list))
        .routes(routes!(dialects::list))
        .routes(routes!(dialects::get))
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
    let mut wanted = words.wanted(&api, "conversations", &visitor).await?;
    let sight = Sight::of(&api, &visitor).await?;
    let tells_of_all = tells_of_all(&wanted.filter);
    sight.narrow(&mut wanted.filter);
    let (mut conversations, mut place) = (Vec::new(), wanted.after);
    // What is left out must not be noticed by a page that is empty and goes on.
    for _ in 0..LEFT_OUT_MAX {
        let page = api.ctx.store.conversations(&visitor.account, &wanted.filter, place, wanted.rows).await?;
        for row in page.rows {
            let view = sight.view(&row.record)?;
            if view.is_found(tells_of_all) {
                conversations.extend(view.record(row.record)?);
            }
        }
        place = page.next;
        if !conversations.is_empty() || place.is_none() || sight.is_all() {
            break;
        }
    }
    let next = wanted.next(place);
    Ok(Json(ConversationPage { conversations, next }))
}

/// How many conversations there are of what is asked for.
///
/// It is exact up to 10,000 rows that are looked at, or 2,500 where each has to be looked up by itself; then `exact` is false,
/// and there are more than `count`, or may be.
#[utoipa::path(
    get, path = "/conversations/count", operation_id = "countConversations", tag = "records", params(ListWords),
    responses((status = 200, body = Count))
)]
async fn count(State(api): State<Arc<Api>>, Reader(visitor): Reader, Asked(words): Asked<ListWords>) -> Answer<Json<Count>> {
    let mut filter = words.counted(&api, &visitor).await?;
    let sight = Sight::of(&api, &visitor).await?;
    let tells_of_all = tells_of_all(&filter);
    let narrows = sight.narrow(&mut filter);
    if sight.is_all() || narrows && !tells_of_all {
        return Ok(Json(api.ctx.store.count_conversations(&visitor.account, &filter).await?.into()));
    }
    let (mut found, mut after) = (0, None);
    for _ in 0..JUDGED_PAGES_MAX {
        let page = api.ctx.store.conversations(&visitor.account, &filter, after, PAGE_ROWS_MAX).await?;
        for row in page.rows {
            found += usize::from(sight.view(&row.record)?.is_found(tells_of_all));
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok(Json(Tallied { found, exact: after.is_none() }.into()))
}
