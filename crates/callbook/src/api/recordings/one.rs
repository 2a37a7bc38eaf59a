//! One recording: told, heard, said to be heard, removed.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::{JUDGED_MAX, Told, done, found, heard, judged, told, unknown};
use crate::api::asked::{Asked, Named};
use crate::api::doings::{Who, doer};
use crate::api::door::{Deed, Reader, Visitor, Worker};
use crate::api::problem::{Answer, Kind, Problem};
use crate::api::{Api, Shared};
use crate::store::{Did, Found, Touch, Touching};

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get, delete)).routes(routes!(hear)).routes(routes!(played))
}

/// One recording.
///
/// It is told to whoever sees its call, with a link by which anybody can hear it for a week. One that was removed is told with its
/// `deleted_at`; one of a call that was deleted is not there.
#[utoipa::path(
    get, path = "/recordings/{id}", operation_id = "getRecording", tag = "recordings",
    params(("id" = Uuid, Path, description = "The recording's id.")),
    responses((status = 200, body = Told))
)]
async fn get(State(api): State<Arc<Api>>, Reader(visitor): Reader, Named(id): Named<Uuid>) -> Answer<Json<Told>> {
    let found = found(&api, &visitor, id).await?;
    Ok(Json(told(&api, &visitor, &found).await?))
}

/// Removes a recording. For supervisors and administrators.
///
/// Its entry in the record stays, with `deleted_at`; what Callbook kept of it is gone for ever, and links to it are answered with 410.
#[utoipa::path(
    delete, path = "/recordings/{id}", operation_id = "removeRecording", tag = "recordings",
    params(("id" = Uuid, Path, description = "The recording's id."), Who),
    responses((status = 200, body = Told, description = "The recording as it is now."))
)]
async fn delete(
    State(api): State<Arc<Api>>,
    Worker(visitor): Worker,
    Named(id): Named<Uuid>,
    Asked(who): Asked<Who>,
) -> Answer<Json<Told>> {
    visitor.needs(Deed::Supervise)?;
    let found = touched(&api, &visitor, id, Touch::Removed, who).await?;
    Ok(Json(told(&api, &visitor, &found).await?))
}

/// Says that somebody listened to a recording. It takes no body.
#[utoipa::path(
    put, path = "/recordings/{id}/played", operation_id = "playRecording", tag = "recordings",
    params(("id" = Uuid, Path, description = "The recording's id."), Who),
    responses((status = 200, body = Told, description = "The recording as it is now."))
)]
async fn played(
    State(api): State<Arc<Api>>,
    Worker(visitor): Worker,
    Named(id): Named<Uuid>,
    Asked(who): Asked<Who>,
) -> Answer<Json<Told>> {
    let found = touched(&api, &visitor, id, Touch::Played, who).await?;
    Ok(Json(told(&api, &visitor, &found).await?))
}

/// What Callbook keeps of a recording: the audio. A `Range` of bytes may be asked for.
#[utoipa::path(
    get, path = "/recordings/{id}/media", operation_id = "hearRecording", tag = "recordings",
    params(("id" = Uuid, Path, description = "The recording's id."), heard::Wanted),
    responses(
        (status = 200, body = Vec<u8>, content_type = "audio/*", description = "All of it."),
        (status = 206, body = Vec<u8>, content_type = "audio/*", description = "The bytes that were asked for."),
        (status = 416, body = crate::api::problem::Printed, content_type = "application/problem+json",
            description = "There are no such bytes.")
    )
)]
async fn hear(
    State(api): State<Arc<Api>>,
    Reader(visitor): Reader,
    Named(id): Named<Uuid>,
    headers: HeaderMap,
) -> Answer<Response> {
    let found = found(&api, &visitor, id).await?;
    let row = api.ctx.store.media(&visitor.account, found.id).await?.filter(|row| row.removed_at.is_none());
    let row = row.ok_or_else(|| Problem::not_found("nothing is kept of this recording").at("id"))?;
    heard::heard(&api, &visitor.account, &row, &headers).await
}

/// Does something about a recording, to the version at which its call is seen.
async fn touched(api: &Api, visitor: &Visitor, id: Uuid, touch: Touch, who: Who) -> Answer<Found> {
    let by = doer(visitor, who)?;
    let (account, at) = (visitor.account.clone(), api.ctx.clock.now());
    let mut touching = Touching { account, recording: id, touch, by, version: None, at };
    for _ in 0..JUDGED_MAX {
        // What is not there, and what may not be seen, are answered alike.
        let is_there = api.ctx.store.find(&visitor.account, id, None).await?.is_some();
        touching.version = if is_there { judged(api, visitor, id).await? } else { return Err(unknown()) };
        let did = match touch {
            Touch::Removed => api.ctx.media.remove(touching.clone()).await?,
            Touch::Played => api.ctx.store.touch_recording(touching.clone()).await?,
        };
        if !matches!(did, Did::Stale(_)) {
            return done(did);
        }
    }
    Err(Problem::new(Kind::Unavailable, "the conversation changes too fast right now; nothing was done"))
}
