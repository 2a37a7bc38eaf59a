//! Recordings of calls: that one was played, and that it is removed (sheet, 4.2). Each is answered with its call.

use axum::response::Response;
use calls::dialects::vcita::{Refusal, Shape, delete_recording, update_recording};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::super::Shared;
use super::Answer;
use super::asking::{Asking, Writes, in_both_shapes};
use super::calls::answer;
use super::described::{Answered, RecordingSaid, SeedAnswered};
use super::reading::{Named, Reading};

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(put, remove)).routes(routes!(seed_put, seed_remove))
}

/// A recording that stands in a path.
fn named(uid: &str) -> Result<Uuid, Refusal> {
    Uuid::try_parse(uid).map_err(|_| Refusal::NotFound)
}

in_both_shapes! {
    /// Says that somebody listened to a recording.
    put, takes Writes, body RecordingSaid, params (("uid" = uuid::Uuid, Path, description = "The recording's uid."));
    current put "/v3/communication/voice_call_recordings/{uid}" "vcitaPlayRecording" Answered;
    seed seed_put "/v3.0/communication/voice_call_recordings/{uid}" "vcitaSeedPlayRecording" SeedAnswered;
    by played
}

async fn played(shape: Shape, asking: Asking<Writes>) -> Answer<Response> {
    let (api, bearer, uid, bytes) = asking.body().await?;
    let (recording, reading) = (named(&uid)?, Reading::of(&api, &bearer, shape));
    let card = reading.say(Named::Recording(&uid), &|seen, call, _| update_recording(&bytes, seen, call, recording)).await?;
    Ok(answer(&card, shape))
}

in_both_shapes! {
    /// Removes a recording; what Callbook kept of it is gone for ever.
    delete, takes Writes, params (("uid" = uuid::Uuid, Path, description = "The recording's uid."));
    current remove "/v3/communication/voice_call_recordings/{uid}" "vcitaDeleteRecording" Answered;
    seed seed_remove "/v3.0/communication/voice_call_recordings/{uid}" "vcitaSeedDeleteRecording" SeedAnswered;
    by removed
}

async fn removed(shape: Shape, asking: Asking<Writes>) -> Answer<Response> {
    let (recording, reading) = (named(&asking.uid)?, Reading::of(&asking.api, &asking.bearer, shape));
    let judge = |seen: &_, call: &_, _: calls::dialects::vcita::Asked<'_>| delete_recording(seen, call, recording);
    let card = reading.say(Named::Recording(&asking.uid), &judge).await?;
    Ok(answer(&card, shape))
}
