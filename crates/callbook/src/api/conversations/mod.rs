//! Conversations: listed, and one by one, with the signals behind them, the changes that were told of them, and what each dialect
//! shows of them.
//!
//! To ask for one more property: see `wanted`.

mod changes;
mod counted;
mod dialects;
mod one;
mod search;
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
use super::{Api, Shared, document};
pub(super) use one::{AsOf, Shown, find};
pub(super) use search::Search;
use wanted::ROWS_MAX;
pub(super) use wanted::{Count, ListWords, PAGE_ROWS};

/// The most pages that are read on where nothing of one is shown.
const LEFT_OUT_MAX: usize = 100;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(counted::count))
        .routes(routes!(one::get))
        .routes(routes!(signals::list))
        .routes(routes!(changes::list))
        .routes(routes!(dialects::list))
        .routes(routes!(dialects::get))
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
    let search = Search::of(&api, &visitor, std::mem::take(&mut wanted.filter)).await?;
    let (mut conversations, mut place) = (Vec::new(), wanted.after);
    // What is left out must not be noticed by a page that is empty and goes on.
    for _ in 0..LEFT_OUT_MAX {
        (conversations, place) = search.page(&api, &visitor.account, place, wanted.rows).await?;
        if !conversations.is_empty() || place.is_none() || search.sees_all() {
            break;
        }
    }
    let next = wanted.next(place);
    Ok(Json(ConversationPage { conversations, next }))
}
