//! Calls, listed and one by one, and where their recordings are.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use calls::dialects::freshworks::{call, recording_link};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::asked::{Asked, Named};
use super::super::problem::{Answer, Problem};
use super::super::{Api, Shared};
use super::asked::CallWords;
use super::door::Key;
use super::reading::{Read, Reading};
use super::{Body, MetaShown};

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get)).routes(routes!(recording))
}

/// A page of calls.
#[derive(ToSchema)]
#[schema(as = FreshcallerCalls)]
#[expect(dead_code, reason = "the dialect prints it; this describes it")]
struct Page {
    /// The calls, each as the vendor has it.
    calls: Vec<Map<String, Value>>,
    /// Where the page stands.
    meta: MetaShown,
}

/// One call.
#[derive(ToSchema)]
#[schema(as = FreshcallerCall)]
#[expect(dead_code, reason = "the dialect prints it; this describes it")]
struct One {
    /// The call, as the vendor has it.
    call: Map<String, Value>,
}

/// Calls over own numbers, oldest first; internal ones and those that were removed are none of them. Times have the offset of the
/// account's zone. A page beyond the end is empty.
#[utoipa::path(
    get, path = "/calls", operation_id = "freshcallerCalls", tag = "freshcaller", params(CallWords),
    security(("freshcaller" = [])), responses((status = 200, body = Page))
)]
async fn list(State(api): State<Arc<Api>>, Key(visitor): Key, Asked(words): Asked<CallWords>) -> Answer<Body> {
    let wanted = words.wanted(api.ctx.clock.now())?;
    let page = wanted.page;
    let Read { total, bodies } = Reading::of(&api, &visitor).await?.page(wanted, &call).await?;
    Ok(Body::list("calls", &bodies, page.meta(total)))
}

/// One call.
#[utoipa::path(
    get, path = "/calls/{call}", operation_id = "freshcallerCall", tag = "freshcaller",
    params(("call" = u64, Path, description = "Its integer.")),
    security(("freshcaller" = [])), responses((status = 200, body = One))
)]
async fn get(State(api): State<Arc<Api>>, Key(visitor): Key, Named(named): Named<String>) -> Answer<Body> {
    let body = Reading::of(&api, &visitor).await?.one(&named, &call).await?;
    Ok(Body::one("call", &body))
}

/// Where the recording of a call is: as the phone system told it, else where this server keeps it, by a link that is good for a week.
#[utoipa::path(
    get, path = "/calls/{call}/recording", operation_id = "freshcallerRecording", tag = "freshcaller",
    params(("call" = u64, Path, description = "The call's integer.")),
    security(("freshcaller" = [])),
    responses((status = 302, description = "There.", headers(("Location" = String, description = "Where it is."))))
)]
async fn recording(State(api): State<Arc<Api>>, Key(visitor): Key, Named(named): Named<String>) -> Answer<Response> {
    let link = Reading::of(&api, &visitor)
        .await?
        .one(&named, &|seen, call, names, clock| {
            recording_link(seen, call, names, clock).map(|link| link.to_string()).unwrap_or_default()
        })
        .await?;
    // Whatever told the link, it leads to the web, and no browser is sent elsewhere.
    let is_web = link.starts_with("https://") || link.starts_with("http://");
    let location = Some(link).filter(|_| is_web).and_then(|link| HeaderValue::try_from(link).ok());
    let location = location.ok_or_else(|| Problem::not_found("there is no recording of this call"))?;
    Ok((StatusCode::FOUND, [(header::LOCATION, location)]).into_response())
}
