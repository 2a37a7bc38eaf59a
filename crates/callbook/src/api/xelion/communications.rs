//! Communications: logs of calls, listed and one by one, and what can be listened to of them (sheet, 4.3; rules X28 to X31).

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use calls::Text;
use calls::dialects::Names;
use calls::dialects::seen::{Call, Seen};
use calls::dialects::xelion::{LogPage, Query, Refusal, item, log_page, recording};
use calls::moment::Moment;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::asked::Named;
use super::super::{Api, Shared};
use super::door::{Guest, Words};
use super::reading::Reading;
use super::{Answer, Body};

/// For how long a link to a recording is good that Callbook holds, in microseconds: seven days (rule R16).
const LINK_MICROS: i64 = 7 * 86_400_000_000;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get)).routes(routes!(audio))
}

/// Logs of calls, newest first: of administrators all, of others their own. `limit`, `order`, `before`, `after`, `with`, `where`,
/// `date_from`, `date_to` and `only_missed_calls` as the vendor has them.
#[utoipa::path(
    get, path = "/api/v1/{tenant}/communications", operation_id = "xelionCommunications", tag = "xelion",
    params(("tenant" = String, Path, description = "The account.")), security(("xelion" = [])),
    responses((status = 200, description = "A page.", content_type = "application/json", body = String))
)]
async fn list(State(api): State<Arc<Api>>, guest: Guest, Words(asked): Words) -> Answer<Body> {
    let query = Query::read(&asked)?;
    let pages = Reading::of(&api, &guest.visitor).await?.page(&query).await?;
    let items: Vec<_> = pages.into_iter().map(|LogPage { place, body, .. }| item("communications", place.oid, body)).collect();
    Ok(Body(guest.place.rest().list("communications", &asked, &items, query.paging.limit)))
}

/// One log: by its oid, by the id of its call, or by that with `caller_` before it.
#[utoipa::path(
    get, path = "/api/v1/{tenant}/communications/{log}", operation_id = "xelionCommunication", tag = "xelion",
    params(("tenant" = String, Path, description = "The account."), ("log" = String, Path, description = "What names it.")),
    security(("xelion" = [])),
    responses((status = 200, description = "The log.", content_type = "application/json", body = String))
)]
async fn get(State(api): State<Arc<Api>>, guest: Guest, Named(named): Named<(String, String)>) -> Answer<Body> {
    let reading = Reading::of(&api, &guest.visitor).await?;
    let (one, log) = reading.one(&named.1).await?;
    let call = one.call().ok_or(Refusal::NotFound)?;
    let page = reading.printed(|names: &dyn Names| log_page(&one.seen, call, &log, names)).await?;
    Ok(Body(guest.place.rest().single(&format!("communications/{}", page.place.oid), &page.body)))
}

/// Where the recording of a call is.
#[utoipa::path(
    get, path = "/api/v1/{tenant}/communications/{log}/audio", operation_id = "xelionAudio", tag = "xelion",
    params(("tenant" = String, Path, description = "The account."), ("log" = String, Path, description = "What names the log.")),
    security(("xelion" = [])),
    responses((status = 302, description = "There.", headers(("Location" = String, description = "Where it is."))))
)]
async fn audio(State(api): State<Arc<Api>>, guest: Guest, Named(named): Named<(String, String)>) -> Answer<Response> {
    let reading = Reading::of(&api, &guest.visitor).await?;
    let (one, _) = reading.one(&named.1).await?;
    let call = one.call().ok_or(Refusal::NotFound)?;
    let until = api.ctx.clock.now().plus(LINK_MICROS);
    let link = reading.printed(|names: &dyn Names| link(&one.seen, call, names, until)).await?;
    // Whatever told the link, it leads to the web, and no client is sent elsewhere.
    let link = link.filter(|link| link.starts_with("https://") || link.starts_with("http://"));
    let location = link.and_then(|link| HeaderValue::try_from(link.as_str()).ok()).ok_or(Refusal::NotFound)?;
    Ok((StatusCode::FOUND, [(header::LOCATION, location)]).into_response())
}

/// Where the recording is that a call shows: what Callbook holds by a link of its own, another by the one that came with it.
fn link(seen: &Seen, call: &Call, names: &dyn Names, until: Moment) -> Option<Text> {
    let recording = recording(seen, call)?;
    names.recording_link(recording.id, until).or_else(|| recording.url.clone())
}
