//! Communications: logs of calls, listed and one by one, and what can be listened to of them (sheet, 4.3; rules X28 to X31).

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use calls::dialects::Names;
use calls::dialects::xelion::{LogPage, Query, Refusal, item, log_page, recording};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::asked::Named;
use super::super::{Api, Shared, recordings};
use super::door::{Guest, Words};
use super::reading::Reading;
use super::{Answer, Body, RefusalShown};

/// What mp3 is, and what the vendor calls it (sheet, 4.3).
const MP3: &str = "audio/mpeg";
const VENDORS_MP3: &str = "audio/x-mp3";

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

/// The recording of a call.
///
/// The newest that can be heard, of the talk or of a message that the caller left. Of one that Callbook does not keep it is told where it
/// is. A `Range` of bytes may be asked for.
#[utoipa::path(
    get, path = "/api/v1/{tenant}/communications/{log}/audio", operation_id = "xelionAudio", tag = "xelion",
    params(
        ("tenant" = String, Path, description = "The account."),
        ("log" = String, Path, description = "What names the log."),
        recordings::Wanted
    ),
    security(("xelion" = [])),
    responses(
        (status = 200, body = Vec<u8>, content_type = "audio/x-mp3", description = "All of it; what is no mp3 is told as what it is."),
        (status = 206, body = Vec<u8>, content_type = "audio/x-mp3", description = "The bytes that were asked for."),
        (status = 302, description = "There.", headers(("Location" = String, description = "Where it is."))),
        (status = 416, body = RefusalShown, description = "There are no such bytes.")
    )
)]
async fn audio(
    State(api): State<Arc<Api>>,
    guest: Guest,
    Named(named): Named<(String, String)>,
    headers: HeaderMap,
) -> Answer<Response> {
    let reading = Reading::of(&api, &guest.visitor).await?;
    let (one, _) = reading.one(&named.1).await?;
    let call = one.call().ok_or(Refusal::NotFound)?;
    let recording = recording(&one.seen, call).ok_or(Refusal::NotFound)?;
    let account = &guest.visitor.account;
    let row = api.ctx.store.media(account, recording.id).await?.filter(|row| row.removed_at.is_none());
    if let Some(row) = row {
        // The vendor has mp3 and nothing else; a player is not told that other bytes are that.
        let own = recordings::media_type(&row);
        let media_type = if own == MP3 { VENDORS_MP3 } else { own };
        let disposition = format!("audio.{}", row.media.ending);
        return Ok(recordings::heard_as(&api, account, &row, &headers, (media_type, &disposition)).await?);
    }
    // Whatever told the link, it leads to the web, and no client is sent elsewhere.
    let link = recording.url.as_ref().filter(|link| link.starts_with("https://") || link.starts_with("http://"));
    let location = link.and_then(|link| HeaderValue::try_from(link.as_str()).ok()).ok_or(Refusal::NotFound)?;
    Ok((StatusCode::FOUND, [(header::LOCATION, location)]).into_response())
}
