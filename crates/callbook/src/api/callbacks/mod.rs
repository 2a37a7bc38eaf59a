//! Callbacks: requests of phone systems that call us, at an address that names account, source and adapter.
//!
//! There is no token: what lets a request in is what its adapter asks for, a signature, before anything of it is believed. It is
//! answered once it is durable. Where it asks what to do with a call it is passed on (`forward`) to whoever knows, after that,
//! and his answer given back. No word of any phone system stands here. To add a phone system that calls us: its adapter's
//! `receive`, and in `listen` the settings by which it is known.

mod forward;

use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use calls::Text;
use calls::adapters::{self, Refusal, Sent};
use tokio::time::timeout;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::media_type;
use super::problem::{Answer, Kind, Problem};
use super::{Api, ROOT, Shared};
use crate::board::FeedName;
use crate::inbox::Slot;
use crate::store::SourceSettings;

/// The most bytes of a callback; those of phone systems are below 4 KB.
const CALLBACK_BYTES_MAX: usize = 64 * 1024;
/// The longest that a callback waits to be durable. Whoever calls back waits for 15 seconds, and must be left time to hear
/// that it was not.
const DURABLE_MAX: Duration = Duration::from_secs(5);

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    let below = get(take).post(take);
    OpenApiRouter::new()
        .routes(routes!(posted))
        .routes(routes!(got))
        .route("/callbacks/{account}/{source}/{adapter}/{*path}", below)
}

/// Where a callback goes.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "read from the path by hand, since anything may follow; this describes it")]
struct Addressed {
    /// The account.
    account: String,
    /// The source.
    source: String,
    /// The adapter that reads it, as `twilio`.
    adapter: String,
}

/// Takes a callback.
///
/// For phone systems, never for people: it counts by its signature, over the URL at which the phone system reached us. Anything
/// may stand in the path below this one, and in the query. A request that asks what to do with a call is passed on to the
/// source's `forward_url`, with the rest of the path and the query, and answered with what that answers.
#[utoipa::path(
    post, path = "/callbacks/{account}/{source}/{adapter}", operation_id = "callback", tag = "callbacks", security(()),
    params(Addressed),
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, body = String, content_type = "text/xml", description = "It is durable."),
        (status = 403, body = super::problem::Printed, content_type = "application/problem+json",
            description = "It is not signed, or of another account of the phone system."),
        (status = 502, body = super::problem::Printed, content_type = "application/problem+json",
            description = "It is durable, and `forward_url` has no answer to it.")
    )
)]
async fn posted(api: State<Shared>, request: Request) -> Answer<Response> {
    take(api, request).await
}

/// The same, with the fields in the query.
#[utoipa::path(
    get, path = "/callbacks/{account}/{source}/{adapter}", operation_id = "callbackByGet", tag = "callbacks", security(()),
    params(Addressed),
    responses(
        (status = 200, body = String, content_type = "text/xml", description = "It is durable."),
        (status = 403, body = super::problem::Printed, content_type = "application/problem+json",
            description = "It is not signed, or of another account of the phone system."),
        (status = 502, body = super::problem::Printed, content_type = "application/problem+json",
            description = "It is durable, and `forward_url` has no answer to it.")
    )
)]
async fn got(api: State<Shared>, request: Request) -> Answer<Response> {
    take(api, request).await
}

async fn take(State(api): State<Shared>, request: Request) -> Answer<Response> {
    let began = Instant::now();
    let (parts, body) = request.into_parts();
    let (feed, below) = addressed(parts.uri.path()).ok_or_else(nowhere)?;
    let Some(slot) = api.ctx.inbox.slot(&feed) else { return Err(absent(&api, &feed).await) };
    let bytes = whole(body).await?;
    let received = received(&api, &slot, &parts, below, &bytes)?;
    durable(&slot, received.line).await?;
    if received.asks {
        let Some(to) = &slot.way.forward_url else {
            let says = "the request asks what to do with the call, and the source has nowhere to pass it on to: set its \
                `forward_url`, or have such requests sent to whoever answers them";
            return Err(Problem::field(format!("{}.forward_url", feed.2), says));
        };
        return forward::forward(to, &parts, below, bytes, began).await;
    }
    if let Some((field, expected)) = received.fault {
        let problem = Problem::new(Kind::Invalid, format!("expected {expected}"));
        return Err(if field.is_empty() { problem } else { problem.at(field) });
    }
    let (kind, text) = received.answer;
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

/// The feed that a path names, and what stands below its address.
fn addressed(path: &str) -> Option<(FeedName, &str)> {
    let mut words = path.strip_prefix("/callbacks/")?.splitn(4, '/');
    let (account, source, adapter) = (words.next()?, words.next()?, words.next()?);
    let feed = (Text::new(account), Text::new(source), Text::new(adapter));
    Some((feed, words.next().unwrap_or_default()))
}

fn nowhere() -> Problem {
    Problem::not_found("no source takes callbacks at this address")
}

/// Nothing is there, or nothing yet: whoever is told that nothing is there may never come again.
async fn absent(api: &Api, (account, source, adapter): &FeedName) -> Problem {
    let rows = match api.ctx.store.sources(Some(account)).await {
        Ok(rows) => rows,
        Err(error) => return error.into(),
    };
    let listens = |settings: &SourceSettings| settings.twilio.is_some() && settings.adapters.iter().any(|one| one == adapter);
    match rows.iter().any(|row| row.source == *source && listens(&row.settings)) {
        true => Problem::new(Kind::Unavailable, "the source is not listened to yet"),
        false => nowhere(),
    }
}

async fn whole(body: Body) -> Answer<Bytes> {
    // A body that breaks off is no other fault than one that is too large, for nobody waits for the answer to it.
    to_bytes(body, CALLBACK_BYTES_MAX)
        .await
        .map_err(|_| Problem::new(Kind::TooLarge, format!("expected at most {CALLBACK_BYTES_MAX} bytes")))
}

/// What the adapter makes of a request.
fn received(api: &Api, slot: &Slot, parts: &Parts, below: &str, bytes: &[u8]) -> Answer<adapters::Received> {
    let asked = parts.uri.path_and_query().map_or("", |asked| asked.as_str());
    let url = format!("{}{ROOT}{asked}", slot.way.public_url.trim_end_matches('/'));
    let fields = |bytes: &[u8]| form_urlencoded::parse(bytes).into_owned().collect::<Vec<_>>();
    let (of_query, of_body);
    let sent = if parts.method != Method::POST {
        of_query = fields(parts.uri.query().unwrap_or_default().as_bytes());
        Sent::Query(&of_query)
    } else {
        match media_type(&parts.headers).as_str() {
            "application/json" => Sent::Json(bytes),
            "application/x-www-form-urlencoded" | "" => {
                of_body = fields(bytes);
                Sent::Form(&of_body)
            }
            _ => return Err(Problem::new(Kind::MediaType, "expected a form, application/x-www-form-urlencoded")),
        }
    };
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let request = adapters::Request { url: &url, path: below, sent, header: &header, at: api.ctx.clock.now() };
    (slot.way.receive)(&request, &slot.way.badge).map_err(|refusal| match refusal {
        Refusal::Stranger { field, says } => Problem::new(Kind::Forbidden, says).at(field),
        Refusal::OtherKind(says) => Problem::new(Kind::MediaType, says),
    })
}

/// Hands a request to its feed, and waits until it is durable.
async fn durable(slot: &Slot, line: String) -> Answer<()> {
    let later = || Problem::new(Kind::Unavailable, "the callback could not be made durable in time; send it again");
    let told = slot.post(line).ok_or_else(later)?;
    match timeout(DURABLE_MAX, told).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(later()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_address_names_account_source_and_adapter_and_anything_may_follow() {
        let named = |path| {
            let ((account, source, adapter), below) = addressed(path)?;
            Some(format!("{account} {source} {adapter} {below}"))
        };
        assert_eq!(named("/callbacks/main/office/twilio").unwrap(), "main office twilio ");
        assert_eq!(named("/callbacks/main/office/twilio/a/b%20c").unwrap(), "main office twilio a/b%20c");
        assert_eq!(named("/callbacks/main/office"), None);
    }
}
