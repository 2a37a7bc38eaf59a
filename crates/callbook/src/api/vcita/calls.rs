//! The VoiceCall object: listed, read, created, changed and removed (sheet, 4.2 to 4.5).

use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use calls::dialects::vcita::{Card, Query, Refusal, Shape, create, delete, list as listed, one, update};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::Shared;
use super::super::printed::Body;
use super::Answer;
use super::asking::{Asking, Reads, Removes, Writes, in_both_shapes};
use super::described::{Answered, CallCreated, CallSaid, ListWords, Listed, SeedAnswered, SeedListed};
use super::reading::{Named, Reading};

/// How many calls there are on all pages.
const TOTAL: HeaderName = HeaderName::from_static("x-total-count");

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list, enter))
        .routes(routes!(seed_list, seed_enter))
        .routes(routes!(get, put, remove))
        .routes(routes!(seed_get, seed_put, seed_remove))
        .routes(routes!(transcript))
        .routes(routes!(seed_transcript))
}

/// A call, as it is answered with.
pub(super) fn answer(card: &Card, shape: Shape) -> Response {
    Body(one(&card.print(shape))).into_response()
}

in_both_shapes! {
    /// Calls, a page of them. `X-Total-Count` says how many there are on all pages, where that is known.
    get, takes Reads, params (ListWords);
    current list "/v3/communication/voice_calls" "vcitaCalls" Listed;
    seed seed_list "/v3.0/communication/voice_calls" "vcitaSeedCalls" SeedListed;
    by pages
}

async fn pages(shape: Shape, asking: Asking<Reads>) -> Answer<Response> {
    let query = Query::read(&asking.words()?, shape)?;
    let page = Reading::of(&asking.api, &asking.bearer, shape).page(&query).await?;
    let calls: Vec<String> = page.calls.iter().map(|card| card.print(shape)).collect();
    let mut response = Body(listed(&calls)).into_response();
    if let Some(total) = page.total {
        response.headers_mut().insert(TOTAL, HeaderValue::from(total));
    }
    Ok(response)
}

in_both_shapes! {
    /// Creates a call. Where there is one of the same business, provider and `external_uuid`, that one is told as it is.
    post, takes Writes, body CallCreated;
    current enter "/v3/communication/voice_calls" "vcitaCreateCall" Answered;
    seed seed_enter "/v3.0/communication/voice_calls" "vcitaSeedCreateCall" SeedAnswered;
    by created
}

async fn created(shape: Shape, asking: Asking<Writes>) -> Answer<Response> {
    let (api, bearer, _, bytes) = asking.body().await?;
    let card = Reading::of(&api, &bearer, shape).create(|asked| create(&bytes, asked)).await?;
    Ok(answer(&card, shape))
}

in_both_shapes! {
    /// One call, a deleted one too.
    get, takes Reads, params (("uid" = uuid::Uuid, Path, description = "Its uid."));
    current get "/v3/communication/voice_calls/{uid}" "vcitaCall" Answered;
    seed seed_get "/v3.0/communication/voice_calls/{uid}" "vcitaSeedCall" SeedAnswered;
    by single
}

async fn single(shape: Shape, asking: Asking<Reads>) -> Answer<Response> {
    let reading = Reading::of(&asking.api, &asking.bearer, shape);
    let standing = reading.one(Named::Call(&asking.uid)).await?;
    Ok(answer(&reading.shown(&standing).await?, shape))
}

in_both_shapes! {
    /// Changes the fields that the body names.
    put, takes Writes, body CallSaid, params (("uid" = uuid::Uuid, Path, description = "Its uid."));
    current put "/v3/communication/voice_calls/{uid}" "vcitaChangeCall" Answered;
    seed seed_put "/v3.0/communication/voice_calls/{uid}" "vcitaSeedChangeCall" SeedAnswered;
    by changed
}

async fn changed(shape: Shape, asking: Asking<Writes>) -> Answer<Response> {
    let (api, bearer, uid, bytes) = asking.body().await?;
    let reading = Reading::of(&api, &bearer, shape);
    let card = reading.say(Named::Call(&uid), &|seen, call, asked| update(&bytes, seen, call, asked)).await?;
    Ok(answer(&card, shape))
}

in_both_shapes! {
    /// Deletes a call softly; twice is as once.
    delete, takes Removes, params (("uid" = uuid::Uuid, Path, description = "Its uid."));
    current remove "/v3/communication/voice_calls/{uid}" "vcitaDeleteCall" Answered;
    seed seed_remove "/v3.0/communication/voice_calls/{uid}" "vcitaSeedDeleteCall" SeedAnswered;
    by removed
}

async fn removed(shape: Shape, asking: Asking<Removes>) -> Answer<Response> {
    let reading = Reading::of(&asking.api, &asking.bearer, shape);
    let card = reading.say(Named::Call(&asking.uid), &|_, call, _| Ok(delete(call))).await?;
    Ok(answer(&card, shape))
}

in_both_shapes! {
    /// The transcript of a call. Nobody transcribes here, so that there is none.
    get, takes Reads, params (("uid" = uuid::Uuid, Path, description = "Its uid."));
    current transcript "/v3/communication/voice_calls/{uid}/transcript" "vcitaTranscript" super::described::Transcript;
    seed seed_transcript "/v3.0/communication/voice_calls/{uid}/transcript" "vcitaSeedTranscript" super::described::Transcript;
    by transcribed
}

async fn transcribed(shape: Shape, asking: Asking<Reads>) -> Answer<Response> {
    Reading::of(&asking.api, &asking.bearer, shape).one(Named::Call(&asking.uid)).await?;
    Err(Refusal::NotFound.into())
}
