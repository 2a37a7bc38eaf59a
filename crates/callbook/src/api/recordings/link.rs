//! Links to recordings: whoever has one hears it, until its moment (rule R16).
//!
//! The signature is judged before anything else, so that nobody learns from here what there is.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::{entry, heard};
use crate::api::asked::{Asked, Named};
use crate::api::problem::{Answer, Kind, Problem};
use crate::api::{Api, Shared, printed};
use crate::media::{self, Signed};
use crate::store::Found;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(play))
}

/// What makes a link count.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Words {
    /// Until when it is good, in seconds since the epoch.
    expires: Option<String>,
    /// Its signature.
    sig: Option<String>,
}

/// A recording, by its link.
///
/// For players and other software: it takes no token, and counts by its signature until it expires. `HEAD` is answered too, and a
/// `Range` of bytes may be asked for.
#[utoipa::path(
    get, path = "/recordings/{file}", operation_id = "playLink", tag = "recordings", security(()),
    params(("file" = String, Path, description = "The recording's id, a dot, and how files of its kind end."), Words, heard::Wanted),
    responses(
        (status = 200, body = Vec<u8>, content_type = "audio/*", description = "All of it."),
        (status = 206, body = Vec<u8>, content_type = "audio/*", description = "The bytes that were asked for."),
        (status = 400, body = crate::api::problem::Printed, content_type = "application/problem+json",
            description = "Something of the request cannot be understood; `field` says what."),
        (status = 403, body = crate::api::problem::Printed, content_type = "application/problem+json",
            description = "It is not signed by this server."),
        (status = 410, body = crate::api::problem::Printed, content_type = "application/problem+json",
            description = "It has expired, or the recording or its call was removed."),
        (status = 416, body = crate::api::problem::Printed, content_type = "application/problem+json",
            description = "There are no such bytes."),
        (status = 503, body = crate::api::problem::Printed, content_type = "application/problem+json",
            description = "Not right now; `Retry-After` says when to try again.")
    )
)]
async fn play(
    State(api): State<Arc<Api>>,
    Named(file): Named<String>,
    Asked(words): Asked<Words>,
    headers: HeaderMap,
) -> Answer<Response> {
    let nothing = || Problem::not_found("there is no such recording");
    let (id, ending) = file.split_once('.').ok_or_else(nothing)?;
    // An id has one spelling in a link.
    let recording: Uuid = id.parse().ok().filter(|known: &Uuid| known.to_string() == id).ok_or_else(nothing)?;
    let kind = media::Kind::of_ending(ending).ok_or_else(nothing)?;
    let stranger = || Problem::new(Kind::Forbidden, "this link is not signed by this server").at("sig");
    let expires = words.expires.as_deref().and_then(|said| Some(said.parse().ok()?).filter(|at: &i64| at.to_string() == said));
    let signed = Signed { recording, kind, expires: expires.ok_or_else(stranger)? };
    let account = api.ctx.media.links().account(&signed, words.sig.as_deref().unwrap_or_default()).await?;
    let account = account.ok_or_else(stranger)?;
    let gone = |says: &str| Problem::new(Kind::Gone, says);
    // It is good in every moment before the second that it names, and no longer.
    if api.ctx.clock.now().micros().div_euclid(1_000_000) >= signed.expires {
        return Err(gone("this link has expired").at("expires"));
    }
    let row = api.ctx.store.media(&account, recording).await?.ok_or_else(nothing)?;
    let found = api.ctx.store.find(&account, recording, None).await?;
    if row.removed_at.is_some() || !is_there(found)? {
        return Err(gone("this recording was removed"));
    }
    heard::heard(&api, &account, &row, &headers).await
}

/// Whether a recording is in its record, and neither it nor its call was deleted.
fn is_there(found: Option<Found>) -> Answer<bool> {
    let Some(found) = found else { return Ok(false) };
    let Some((recording, call)) = entry(&found)? else { return Ok(false) };
    if printed::is_deleted(recording.get())? {
        return Ok(false);
    }
    match (call, printed::call_of(&found)?) {
        (Some(_), Some(call)) => Ok(!printed::is_deleted(call.get())?),
        // One of no call is of the whole conversation.
        _ => Ok(!printed::is_deleted(&found.record)?),
    }
}
