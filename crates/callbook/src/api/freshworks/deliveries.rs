//! What became of telling an app, and trying again.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use calls::moment::Moment;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::super::asked::{Asked, Named, whole};
use super::super::door::{Administrator, Visitor};
use super::super::problem::{Answer, Problem};
use super::super::{Api, Shared, cursor, printed};
use super::{ROOT, row};
use crate::store::{DeliveryRow, PAGE_ROWS_MAX, Standing, ToldApp};

/// How many rows a page has if nothing is said.
const PAGE_ROWS: usize = 50;
/// The most rows that may be asked for.
const ROWS_MAX: u64 = PAGE_ROWS_MAX as u64;
/// How this dialect calls where a delivery stands.
const STATES: &[(Standing, &str)] = &[(Standing::Waiting, "pending"), (Standing::Done, "done"), (Standing::Dead, "dead")];

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get)).routes(routes!(retry))
}

/// Which deliveries are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// `pending`, `done`, `dead`, or several of them with commas between.
    state: Option<String>,
    /// The most rows of this page; 50 if nothing is said. Where two states are asked for there may be fewer and still a next page.
    #[param(minimum = 1, maximum = 500)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, ROWS_MAX>")]
    limit: Option<usize>,
    /// Where to go on: as `next` of the page before has it.
    cursor: Option<String>,
}

/// One event that was owed to an app.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppDelivery)]
struct Printed {
    /// Names it: the same on every try.
    id: Uuid,
    /// `onCallCreate` or `onCallUpdate`; null of one that waits for one before it and was not tried yet.
    #[schema(required)]
    event: Option<String>,
    /// The call, as the app knows it; null likewise.
    #[schema(required)]
    call_id: Option<u64>,
    /// `pending`, `done` or `dead`.
    state: &'static str,
    /// How often it was tried since it was last put to be tried.
    tries: u32,
    /// Why the last try failed.
    #[schema(required)]
    last_error: Option<String>,
    /// How many bytes the payload has; null likewise.
    #[schema(required)]
    payload_bytes: Option<u64>,
    /// When it was tried first, or began to wait.
    #[schema(format = DateTime)]
    created_at: String,
    /// The payload, where it may have to be run again; only of one that is asked for by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object, required = false)]
    payload: Option<Box<RawValue>>,
}

/// Deliveries.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppDeliveryPage)]
struct Page {
    /// Those of the newest changes first.
    deliveries: Vec<Printed>,
    /// The path of the next page; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// Deliveries that are tried again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppDeliveriesRetried)]
struct Retried {
    /// How many there are.
    retried: usize,
}

fn print(row: DeliveryRow) -> Answer<Printed> {
    let ToldApp { event, call_id, bytes } = row.about.unwrap_or_default();
    let created = row.attempts.first().and_then(|attempt| Moment::from_micros(attempt.at)).unwrap_or(row.settled_at);
    let state = STATES.iter().find(|(state, _)| *state == row.state).map_or("pending", |(_, word)| word);
    Ok(Printed {
        id: row.id,
        event,
        call_id,
        state,
        tries: row.tries,
        last_error: row.attempts.last().and_then(|attempt| attempt.error.clone()),
        payload_bytes: bytes,
        created_at: created.to_string(),
        payload: row.body.map(printed::record).transpose()?,
    })
}

/// The states that are asked for; none: all.
fn states(said: Option<&str>) -> Answer<Vec<Standing>> {
    let one = |word: &str| STATES.iter().find(|(_, known)| *known == word.trim()).map(|(state, _)| *state);
    let known = || Problem::field("state", "expected pending, done or dead, or several with commas between");
    let mut states = said.map_or(Ok(Vec::new()), |said| said.split(',').map(|word| one(word).ok_or_else(known)).collect())?;
    states.sort_by_key(|state| *state as u8);
    states.dedup();
    Ok(states)
}

/// The same as the path of the next page asks for it.
fn in_path(asked: &[Standing]) -> String {
    let words: Vec<&str> = STATES.iter().filter(|(state, _)| asked.contains(state)).map(|(_, word)| *word).collect();
    if words.is_empty() { String::new() } else { format!("&state={}", words.join(",")) }
}

/// The deliveries of an app, newest first. Those that were not tried yet, and wait for nothing, are none of them.
#[utoipa::path(
    get, path = "/apps/{app}/deliveries", operation_id = "listAppDeliveries", tag = "apps",
    params(("app" = String, Path, description = "The name of the app."), Wanted), responses((status = 200, body = Page))
)]
async fn list(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(app): Named<String>,
    Asked(wanted): Asked<Wanted>,
) -> Answer<Json<Page>> {
    let states = states(wanted.state.as_deref())?;
    let mark = cursor::mark(&format!("deliveries {} {app} {states:?}", visitor.account));
    let before = wanted.cursor.as_deref().map(|text| cursor::deliveries(mark, text)).transpose()?;
    let id = row(&api, &visitor, &app).await?.subscription;
    let limit = wanted.limit.unwrap_or(PAGE_ROWS);
    let only = Some(&states).filter(|states| states.len() == 1).and_then(|states| states.first().copied());
    let rows = api.ctx.store.deliveries(&visitor.account, id, only, before, limit).await?;
    let next = rows.last().filter(|_| rows.len() == limit).and_then(|row| {
        let go_on = cursor::of_deliveries(mark, row)?;
        Some(format!("{ROOT}/apps/{app}/deliveries?limit={limit}{}&cursor={go_on}", in_path(&states)))
    });
    let wanted = rows.into_iter().filter(|row| states.is_empty() || states.contains(&row.state));
    Ok(Json(Page { deliveries: wanted.map(print).collect::<Answer<_>>()?, next }))
}

/// The delivery with that id, and the subscription of its app.
async fn find(api: &Api, visitor: &Visitor, delivery: Uuid) -> Answer<(Uuid, DeliveryRow)> {
    for row in api.ctx.store.apps(Some(&visitor.account)).await? {
        if let Some(found) = api.ctx.store.delivery(&visitor.account, row.subscription, delivery).await? {
            return Ok((row.subscription, found));
        }
    }
    Err(Problem::not_found("no delivery of an app has this id").at("delivery"))
}

/// One delivery with its payload, where that may have to be run again.
#[utoipa::path(
    get, path = "/deliveries/{delivery}", operation_id = "getAppDelivery", tag = "apps",
    params(("delivery" = Uuid, Path, description = "The id of the delivery.")), responses((status = 200, body = Printed))
)]
async fn get(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(delivery): Named<Uuid>,
) -> Answer<Json<Printed>> {
    print(find(&api, &visitor, delivery).await?.1).map(Json)
}

/// Puts a dead delivery to be run again with the same payload, as often as any other, or has one that waits for its time run now.
#[utoipa::path(
    post, path = "/deliveries/{delivery}/retry", operation_id = "retryAppDelivery", tag = "apps",
    params(("delivery" = Uuid, Path, description = "The id of the delivery.")),
    responses((status = 200, body = Retried, description = "None, if it was taken, or waits only for its turn."))
)]
async fn retry(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(delivery): Named<Uuid>,
) -> Answer<Json<Retried>> {
    let (subscription, _) = find(&api, &visitor, delivery).await?;
    let retried = api.ctx.store.retry(&visitor.account, subscription, Some(delivery)).await?;
    api.ctx.outgoing.say_changed();
    Ok(Json(Retried { retried }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_path_of_the_next_page_has_the_states_in_words_that_can_stand_there() {
        let said = |text: Option<&str>| in_path(&states(text).unwrap());
        assert_eq!(said(None), "");
        assert_eq!(said(Some("dead")), "&state=dead");
        assert_eq!(said(Some("dead , pending,dead")), "&state=pending,dead", "as they are known, once each");
        assert!(states(Some("lost")).is_err());
    }
}
