//! Recordings that are brought here: of a call, or of a recording that is known from its phone system.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use calls::Text;
use calls::signal::{Doer, RecordingKind};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::{JUDGED_MAX, Told, done, found, judged, refuse_large, told};
use crate::api::asked::{Named, query};
use crate::api::conversations::{AsOf, find};
use crate::api::doings::{Bringing, Once, Who, made};
use crate::api::door::{Visitor, Worker};
use crate::api::problem::{Answer, Kind, Problem};
use crate::api::words::word;
use crate::api::{Api, ROOT, Shared};
use crate::store::{Aim, Did, Keeping, Media, MediaOf};

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(post)).routes(routes!(put))
}

/// What is brought, and who brings it.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Brought {
    /// What was recorded: `call`, the talk, if nothing is said; or `voicemail`, a message that a caller left.
    #[param(example = "voicemail")]
    kind: Option<String>,
    /// The id of the person who brings it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
    /// token of the role `user`, stands for himself and names nobody else.
    #[param(min_length = 1, max_length = 256, example = "ann")]
    by: Option<String>,
    /// That person's name.
    #[param(min_length = 1, max_length = 256, example = "Ann Mori")]
    by_name: Option<String>,
}

/// Brings a recording of a call.
///
/// The body is the audio: wav with plain sound, mp3, ogg with Vorbis, flac or m4a, up to 512 MB. What it is and how long it plays is
/// found out of it, whatever the request says. Of a conversation its first call is meant. The same request with the same
/// `Idempotency-Key` is done once. It is durable when it is answered.
#[utoipa::path(
    post, path = "/calls/{id}/recordings", operation_id = "addRecording", tag = "recordings",
    params(("id" = Uuid, Path, description = "Any id ever told."), Once, Brought),
    request_body(content = Vec<u8>, content_type = "audio/*"),
    responses((status = 201, body = Told, description = "The recording.",
        headers(("Location" = String, description = "Where the recording is."))))
)]
async fn post(
    State(api): State<Arc<Api>>,
    Worker(visitor): Worker,
    Named(id): Named<Uuid>,
    request: Request,
) -> Answer<Response> {
    let Brought { kind, by, by_name } = query(request.uri().query().unwrap_or_default())?;
    let kind = word("kind", kind.as_deref())?.unwrap_or(RecordingKind::Call);
    let bringing = Bringing::of(&visitor, Who { by, by_name }, &request)?;
    find(&api, &visitor, id, &AsOf::default(), Aim::Call).await?;
    let media = taken(&api, &visitor, request).await?;
    let [key, said] = bringing.names(&media.hash);
    let did = kept(&api, &visitor, MediaOf::Call { id, key, said, kind }, media, bringing.by).await?;
    let found = done(did)?;
    let place = format!("{ROOT}/recordings/{}", found.id);
    Ok(made(Json(told(&api, &visitor, &found).await?).into_response(), &place))
}

/// Brings the media of a recording that is known from its phone system.
///
/// The body is the audio, as for a recording that is new. Brought again, the same bytes change nothing; others are refused with 409:
/// remove the recording, and bring them as one of the call.
#[utoipa::path(
    put, path = "/recordings/{id}/media", operation_id = "putRecordingMedia", tag = "recordings",
    params(("id" = Uuid, Path, description = "The recording's id."), Who),
    request_body(content = Vec<u8>, content_type = "audio/*"),
    responses(
        (status = 200, body = Told, description = "The recording."),
        (status = 409, body = crate::api::problem::Printed, content_type = "application/problem+json",
            description = "Other media is kept of it.")
    )
)]
async fn put(
    State(api): State<Arc<Api>>,
    Worker(visitor): Worker,
    Named(id): Named<Uuid>,
    request: Request,
) -> Answer<(StatusCode, Json<Told>)> {
    let bringing = Bringing::of(&visitor, query(request.uri().query().unwrap_or_default())?, &request)?;
    found(&api, &visitor, id).await?;
    let media = taken(&api, &visitor, request).await?;
    let did = match kept(&api, &visitor, MediaOf::Recording(id), media, bringing.by).await? {
        Did::OtherSaid => return Err(Problem::new(Kind::Conflict, "other media is kept of this recording").at("body")),
        did => did,
    };
    Ok((StatusCode::OK, Json(told(&api, &visitor, &done(did)?).await?)))
}

/// Takes the body in.
async fn taken(api: &Api, visitor: &Visitor, request: Request) -> Answer<Media> {
    refuse_large(request.headers())?;
    Ok(api.ctx.media.take(&visitor.account, request.into_body().into_data_stream()).await?)
}

/// Has it kept, at the version at which the visitor sees all that is meant; whatever is not kept is discarded.
async fn kept(api: &Api, visitor: &Visitor, of: MediaOf, media: Media, by: Doer) -> Answer<Did> {
    let object = media.object.clone();
    let did = try_keep(api, visitor, of, media, by).await;
    if !matches!(did, Ok(Did::Done(_))) {
        api.ctx.media.discard(&visitor.account, &object).await;
    }
    did
}

async fn try_keep(api: &Api, visitor: &Visitor, of: MediaOf, media: Media, by: Doer) -> Answer<Did> {
    let id = match &of {
        MediaOf::Recording(id) | MediaOf::Call { id, .. } => *id,
    };
    let account: Text = visitor.account.clone();
    let mut keeping = Keeping { account, of, media, by, version: None, at: api.ctx.clock.now() };
    let mut did = Did::Unknown;
    for _ in 0..JUDGED_MAX {
        keeping.version = judged(api, visitor, id).await?;
        did = api.ctx.media.keep(keeping.clone()).await?;
        if !matches!(did, Did::Stale(_)) {
            break;
        }
    }
    Ok(did)
}
