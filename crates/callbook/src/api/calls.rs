//! Calls: listed, and one by one. A call is told with the conversation that it belongs to.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::asked::{Asked, Named};
use super::conversations::{AsOf, Count, ListWords, Shown, find};
use super::door::Reader;
use super::printed::{self, Record};
use super::problem::{Answer, Problem};
use super::seen::Sight;
use super::{Api, Shared, document};
use crate::store::Aim;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(count)).routes(routes!(get))
}

/// A page of calls.
#[derive(Debug, Serialize, ToSchema)]
struct CallPage {
    /// Newest first. There may be fewer than asked for, even none, with more behind them: only `next` says so.
    #[schema(schema_with = document::calls)]
    calls: Vec<Box<RawValue>>,
    /// The cursor of the next page; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// Calls, newest first.
///
/// One page looks at no more than 10,000 rows; then it ends, however few it found, and `next` says where to go on.
/// Users are told calls with a leg of their own, supervisors calls with a leg of, or assigned to, their teams.
#[utoipa::path(
    get, path = "/calls", operation_id = "listCalls", tag = "records", params(ListWords),
    responses((status = 200, body = CallPage))
)]
async fn list(State(api): State<Arc<Api>>, Reader(visitor): Reader, Asked(words): Asked<ListWords>) -> Answer<Json<CallPage>> {
    let mut wanted = words.wanted(&api, "calls", &visitor).await?;
    let sight = Sight::of(&api, &visitor).await?;
    sight.narrow(&mut wanted.filter);
    let page = api.ctx.store.calls(&visitor.account, &wanted.filter, wanted.after, wanted.rows).await?;
    let next = wanted.next(page.next);
    let rows = page.rows.iter().filter_map(|row| match sight.call(&row.record) {
        Ok(true) => Some(printed::call(&row.record, row.conversation, row.version)),
        Ok(false) => None,
        Err(problem) => Some(Err(problem)),
    });
    Ok(Json(CallPage { calls: rows.collect::<Answer<_>>()?, next }))
}

/// How many calls there are of what is asked for.
///
/// It is exact up to 10,000 rows that are looked at, or 2,500 where each has to be looked up by itself; then `exact` is false,
/// and there are more than `count`, or may be.
#[utoipa::path(
    get, path = "/calls/count", operation_id = "countCalls", tag = "records", params(ListWords),
    responses((status = 200, body = Count))
)]
async fn count(State(api): State<Arc<Api>>, Reader(visitor): Reader, Asked(words): Asked<ListWords>) -> Answer<Json<Count>> {
    let mut filter = words.counted(&api, &visitor).await?;
    if !Sight::of(&api, &visitor).await?.narrow(&mut filter) {
        return Err(Problem::field("user", "these are calls of too many users to be counted: name one of them"));
    }
    Ok(Json(api.ctx.store.count_calls(&visitor.account, &filter).await?.into()))
}

/// One call.
///
/// The id may be any that was ever told: the call's own, that of a leg or recording in it, or that of a conversation, which
/// gives its first call. `id` in the answer says what it is called now, `conversation` where it belongs; its `ETag` is the version of
/// the conversation. One that was deleted is not there unless `deleted=true` asks for it.
#[utoipa::path(
    get, path = "/calls/{id}", operation_id = "getCall", tag = "records",
    params(("id" = Uuid, Path, description = "Any id ever told."), AsOf),
    responses((status = 200, body = ref("#/components/schemas/Call"), content_type = "application/json",
        headers(("ETag" = String, description = "The version of its conversation, in quotes."))))
)]
async fn get(
    State(api): State<Arc<Api>>,
    Reader(visitor): Reader,
    Named(id): Named<Uuid>,
    Asked(as_of): Asked<AsOf>,
) -> Answer<Record> {
    let Shown { found, .. } = find(&api, &visitor, id, &as_of, Aim::Call).await?;
    let call = printed::call_of(&found)?;
    call.map(|call| Record(call, found.version))
        .ok_or_else(|| Problem::not_found("this version of the conversation has no such call").at("id"))
}
