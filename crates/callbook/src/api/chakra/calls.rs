//! The Call object: listed, read, created, changed, deleted and disposed (sheet, 4.2 to 4.4).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use calls::dialects::chakra::{BODY_MAX, Code, Refusal, Shown, Wanted, change, create, dispose, list as listed, one, remove};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::asked::bytes_up_to;
use super::super::{Api, Shared};
use super::described::{Answered, CallSaid, Disposal, ListWords, Listed};
use super::door::{Key, Pen, Place};
use super::reading::Reading;
use super::writing::{Judge, Wish};
use super::{Answer, Body};

/// The most bytes of a query.
const QUERY_BYTES_MAX: usize = 16_384;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list, enter)).routes(routes!(get, put, patch, delete)).routes(routes!(disposed))
}

fn answer(shown: &Shown, request: &str) -> Body {
    Body(one(shown, request))
}

/// Calls, a page of them.
#[utoipa::path(
    get, path = "/call", operation_id = "chakraCalls", tag = "chakra", params(ListWords),
    security(("chakra" = [])), responses((status = 200, body = Listed))
)]
async fn list(State(api): State<Arc<Api>>, key: Key, request: Request) -> Answer<Body> {
    let query = request.uri().query().unwrap_or_default();
    if query.len() > QUERY_BYTES_MAX {
        let message = format!("the query must have at most {QUERY_BYTES_MAX} bytes");
        return Err(Refusal { message, ..Refusal::new(Code::InvalidParameter) }.into());
    }
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let wanted = Wanted::read(&pairs)?;
    let page = Reading::of(&api, &key.visitor).await?.page(&wanted).await?;
    let encode = |pairs: &[(String, String)]| form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    Ok(Body(listed(&page.calls, &wanted.meta(page.total, &encode), &key.request)))
}

/// Creates a call; of one with the same `provider` and `providerCallId` it changes what may be written, and is answered with 200.
#[utoipa::path(
    post, path = "/call", operation_id = "chakraCreateCall", tag = "chakra", request_body = CallSaid,
    security(("chakra" = [])), responses((status = 201, body = Answered), (status = 200, body = Answered))
)]
async fn enter(State(api): State<Arc<Api>>, Pen(key): Pen, request: Request) -> Answer<(StatusCode, Body)> {
    let bytes = bytes_up_to(BODY_MAX, request, &api).await?;
    let reading = Reading::of(&api, &key.visitor).await?;
    let wish = Wish::Call(Box::new(reading.with(|asked, who| create(&bytes, asked, who)).await??));
    let (shown, is_new) = reading.create(&wish).await?;
    Ok((if is_new { StatusCode::CREATED } else { StatusCode::OK }, answer(&shown, &key.request)))
}

/// One call, a deleted one too.
#[utoipa::path(
    get, path = "/call/{call}", operation_id = "chakraCall", tag = "chakra",
    params(("call" = uuid::Uuid, Path, description = "Its id.")),
    security(("chakra" = [])), responses((status = 200, body = Answered))
)]
async fn get(State(api): State<Arc<Api>>, key: Key, Place(named): Place<String>) -> Answer<Body> {
    let reading = Reading::of(&api, &key.visitor).await?;
    let standing = reading.one(&named).await?;
    Ok(answer(&reading.shown(&standing).await?, &key.request))
}

/// Changes the fields that the body names, like `PATCH`.
#[utoipa::path(
    put, path = "/call/{call}", operation_id = "chakraPutCall", tag = "chakra", request_body = CallSaid,
    params(("call" = uuid::Uuid, Path, description = "Its id.")),
    security(("chakra" = [])), responses((status = 200, body = Answered))
)]
async fn put(State(api): State<Arc<Api>>, Pen(key): Pen, Place(named): Place<String>, request: Request) -> Answer<Body> {
    changed(&api, &key, &named, request).await
}

/// Changes the fields that the body names; null clears one.
#[utoipa::path(
    patch, path = "/call/{call}", operation_id = "chakraChangeCall", tag = "chakra", request_body = CallSaid,
    params(("call" = uuid::Uuid, Path, description = "Its id.")),
    security(("chakra" = [])), responses((status = 200, body = Answered))
)]
async fn patch(State(api): State<Arc<Api>>, Pen(key): Pen, Place(named): Place<String>, request: Request) -> Answer<Body> {
    changed(&api, &key, &named, request).await
}

async fn changed(api: &Arc<Api>, key: &Key, named: &str, request: Request) -> Answer<Body> {
    let bytes = bytes_up_to(BODY_MAX, request, api).await?;
    said(api, key, named, &|seen, call, asked, who| change(&bytes, seen, call, asked, who)).await
}

async fn said(api: &Api, key: &Key, named: &str, judge: Judge<'_>) -> Answer<Body> {
    let shown = Reading::of(api, &key.visitor).await?.say(named, judge).await?;
    Ok(answer(&shown, &key.request))
}

/// Deletes a call softly; twice is as once.
#[utoipa::path(
    delete, path = "/call/{call}", operation_id = "chakraDeleteCall", tag = "chakra",
    params(("call" = uuid::Uuid, Path, description = "Its id.")),
    security(("chakra" = [])), responses((status = 200, body = Answered))
)]
async fn delete(State(api): State<Arc<Api>>, Pen(key): Pen, Place(named): Place<String>) -> Answer<Body> {
    said(&api, &key, &named, &|_, call, _, _| Ok(remove(call))).await
}

/// Says what came of a call, before its end or after it.
#[utoipa::path(
    post, path = "/call/{call}/dispose", operation_id = "chakraDisposeCall", tag = "chakra", request_body = Disposal,
    params(("call" = uuid::Uuid, Path, description = "Its id.")),
    security(("chakra" = [])), responses((status = 200, body = Answered))
)]
async fn disposed(State(api): State<Arc<Api>>, Pen(key): Pen, Place(named): Place<String>, request: Request) -> Answer<Body> {
    let bytes = bytes_up_to(BODY_MAX, request, &api).await?;
    said(&api, &key, &named, &|_, call, asked, who| dispose(&bytes, call, asked, who)).await
}
