//! What became of telling a subscription, and trying again.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::super::asked::{Asked, Named, whole};
use super::super::door::Administrator;
use super::super::problem::{Answer, Problem};
use super::super::{Api, Shared, cursor, printed};
use super::find;
use super::shape::Attempt;
use crate::store::{DeliveryRow, PAGE_ROWS_MAX, Standing};

/// How many rows a page has if nothing is said.
const PAGE_ROWS: usize = 50;
/// The most rows that may be asked for.
const ROWS_MAX: u64 = PAGE_ROWS_MAX as u64;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get)).routes(routes!(retry)).routes(routes!(retry_all))
}

/// Which deliveries are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// `waiting`, `done` or `dead`.
    state: Option<String>,
    /// The most rows of this page; 50 if nothing is said.
    #[param(minimum = 1, maximum = 500)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, ROWS_MAX>")]
    limit: Option<usize>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// What became of one change that was owed to a subscription.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Delivery)]
struct Printed {
    /// Names it: the same on every try, as the receiver sees it.
    id: Uuid,
    /// The change's number in the account's feed.
    change: u64,
    /// The conversation; null of a change that is of none.
    #[schema(required)]
    conversation: Option<Uuid>,
    /// The version; null of a change that is of no conversation.
    #[schema(required)]
    version: Option<u64>,
    /// The change's kind.
    kind: &'static str,
    /// `waiting`, `done` or `dead`.
    state: &'static str,
    /// How often it was tried since it was last put to be tried.
    tries: u32,
    /// When it is tried next; null if it waits for nothing but its turn.
    #[schema(required, format = DateTime)]
    next_at: Option<String>,
    /// The latest tries, oldest first.
    attempts: Vec<Attempt>,
    /// What is sent, where it may have to be sent again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object, required = false)]
    body: Option<Box<RawValue>>,
}

/// Deliveries.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeliveryPage)]
struct Page {
    /// Those of the newest changes first.
    deliveries: Vec<Printed>,
    /// The cursor of the next page; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// Deliveries that are tried again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeliveriesRetried)]
struct Retried {
    /// How many there are.
    retried: usize,
}

fn print(row: DeliveryRow) -> Answer<Printed> {
    Ok(Printed {
        id: row.id,
        change: row.change,
        conversation: row.conversation,
        version: row.conversation.map(|_| row.version),
        kind: row.kind.word(),
        state: row.state.word(),
        tries: row.tries,
        next_at: row.next_at.map(|at| at.to_string()),
        attempts: row.attempts.into_iter().map(Attempt::from).collect(),
        body: row.body.map(printed::record).transpose()?,
    })
}

/// The deliveries of a subscription. Those that were not tried yet, and wait for nothing, are none of them: `behind` says how many
/// there may be.
#[utoipa::path(
    get, path = "/subscriptions/{id}/deliveries", operation_id = "listDeliveries", tag = "subscriptions",
    params(("id" = Uuid, Path, description = "The id of the subscription."), Wanted), responses((status = 200, body = Page))
)]
async fn list(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(id): Named<Uuid>,
    Asked(wanted): Asked<Wanted>,
) -> Answer<Json<Page>> {
    let known = || Problem::field("state", "expected one of waiting, done, dead");
    let state = wanted.state.as_deref().map(|word| Standing::of_word(word).ok_or_else(known)).transpose()?;
    let mark = cursor::mark(&format!("deliveries {} {id} {state:?}", visitor.account));
    let before = wanted.cursor.as_deref().map(|text| cursor::deliveries(mark, text)).transpose()?;
    find(&api, &visitor, id).await?;
    let limit = wanted.limit.unwrap_or(PAGE_ROWS);
    let rows = api.ctx.store.deliveries(&visitor.account, id, state, before, limit).await?;
    let next = rows.last().filter(|_| rows.len() == limit).and_then(|row| cursor::of_deliveries(mark, row));
    Ok(Json(Page { deliveries: rows.into_iter().map(print).collect::<Answer<_>>()?, next }))
}

fn unknown() -> Problem {
    Problem::not_found("no delivery of this subscription has this id").at("delivery")
}

/// One delivery, with its tries and, where it may have to be sent again, what is sent.
#[utoipa::path(
    get, path = "/subscriptions/{id}/deliveries/{delivery}", operation_id = "getDelivery", tag = "subscriptions",
    params(
        ("id" = Uuid, Path, description = "The id of the subscription."),
        ("delivery" = Uuid, Path, description = "The id of the delivery.")
    ),
    responses((status = 200, body = Printed))
)]
async fn get(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named((id, delivery)): Named<(Uuid, Uuid)>,
) -> Answer<Json<Printed>> {
    find(&api, &visitor, id).await?;
    let row = api.ctx.store.delivery(&visitor.account, id, delivery).await?.ok_or_else(unknown)?;
    print(row).map(Json)
}

/// Puts a dead delivery to be tried again, as often as any other, or has one that waits for its time tried now. It keeps its id and its
/// version.
#[utoipa::path(
    post, path = "/subscriptions/{id}/deliveries/{delivery}/retry", operation_id = "retryDelivery", tag = "subscriptions",
    params(
        ("id" = Uuid, Path, description = "The id of the subscription."),
        ("delivery" = Uuid, Path, description = "The id of the delivery.")
    ),
    responses((status = 200, body = Retried, description = "None, if it was taken, or waits only for its turn."))
)]
async fn retry(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named((id, delivery)): Named<(Uuid, Uuid)>,
) -> Answer<Json<Retried>> {
    find(&api, &visitor, id).await?;
    api.ctx.store.delivery(&visitor.account, id, delivery).await?.ok_or_else(unknown)?;
    let retried = api.ctx.store.retry(&visitor.account, id, Some(delivery)).await?;
    api.ctx.outgoing.say_changed();
    Ok(Json(Retried { retried }))
}

/// Puts all dead deliveries of a subscription to be tried again, and has those that wait for their time tried now.
#[utoipa::path(
    post, path = "/subscriptions/{id}/retry", operation_id = "retryDeliveries", tag = "subscriptions",
    params(("id" = Uuid, Path, description = "The id of the subscription.")), responses((status = 200, body = Retried))
)]
async fn retry_all(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(id): Named<Uuid>,
) -> Answer<Json<Retried>> {
    find(&api, &visitor, id).await?;
    let retried = api.ctx.store.retry(&visitor.account, id, None).await?;
    api.ctx.outgoing.say_changed();
    Ok(Json(Retried { retried }))
}
