//! The API of the house itself, under `/callbook/v1`. The vendors' own root paths belong to their dialects (rule R1).
//!
//! One endpoint is one file, or one family one folder: documentation, wire types, handler, tests. A handler takes a request
//! apart, asks the store, and prints; it must never decide anything about calls, nor hold anything for a reader. Who may is
//! decided in `door`. To add an endpoint: its file with its `routes`, a line in [`rooms`], and `BLESS=1` for its document.

pub(crate) mod account;
pub(crate) mod accounts;
mod asked;
mod callbacks;
mod calls;
mod chakra;
mod changes;
mod conversations;
mod cursor;
mod directory;
mod document;
mod doings;
mod door;
mod elma365;
pub(crate) mod exports;
pub(crate) mod figures;
mod freshcaller;
mod freshworks;
pub(crate) mod health;
mod known;
mod limits;
mod originations;
mod paces;
pub(crate) mod password;
pub(crate) mod people;
mod presence;
mod printed;
mod problem;
mod recordings;
mod seen;
mod sessions;
mod signals;
pub(crate) mod sources;
mod subscriptions;
pub(crate) mod token;
mod tokens;
mod tries;
mod vcita;
mod vendors;
mod words;
mod xelion;

#[cfg(test)]
mod tests;

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::sync::{Semaphore, watch};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

use crate::ctx::Ctx;
use changes::FEEDS_MAX;
use problem::{Kind, Problem};

/// Where the API begins.
const ROOT: &str = "/callbook/v1";

/// Takes raw input: the account, the source, the feed, and the bytes as they came.
pub(crate) type RawTaker = Arc<dyn Fn(&str, &str, &'static str, &[u8]) + Send + Sync>;

/// What the API is handed.
pub(crate) struct Api {
    pub(crate) ctx: Ctx,
    /// Who keeps raw input.
    pub(crate) raw: Option<RawTaker>,
    /// Addresses that are believed about whom they speak for.
    pub(crate) trusted_proxies: Vec<IpAddr>,
    /// Turns true when the server stops.
    closing: watch::Receiver<bool>,
    /// Whether browsers reach the server by TLS, as far as it knows itself.
    over_tls: bool,
    feeds: Arc<Semaphore>,
    hashing: Semaphore,
    tries: tries::Tries,
    trusted: door::Trusted,
    /// The origins whose pages may ask with some token.
    origins: door::origins::Listed,
    known: known::Known,
    /// What clients of dialects are told beside records.
    names: known::Names,
    /// How often each key of a dialect asked lately.
    paces: paces::Paces,
    /// How often each token asked for calls lately.
    dials: paces::Paces<originations::Asks>,
    /// What clients of Xelion have open.
    xelion: xelion::Held,
    /// Exports that are being made.
    pub(crate) exports: exports::Making,
    /// What clients of vCita subscribe to, one at a time.
    vcita: vcita::Held,
}

/// The API as every handler has it.
pub(crate) type Shared = Arc<Api>;

impl Api {
    /// The API over what is handed in; when `closing` turns true, its feeds say goodbye.
    pub(crate) fn new(
        ctx: Ctx,
        raw: Option<RawTaker>,
        trusted_proxies: Vec<IpAddr>,
        over_tls: bool,
        closing: watch::Receiver<bool>,
    ) -> Shared {
        let (feeds, hashing) = (Arc::new(Semaphore::new(FEEDS_MAX)), Semaphore::new(people::HASHES_MAX));
        let (trusted, origins, known, tries, names, paces, dials, xelion, exports, vcita) = Default::default();
        Arc::new(Self {
            ctx,
            raw,
            trusted_proxies,
            over_tls,
            closing,
            feeds,
            hashing,
            tries,
            trusted,
            origins,
            known,
            names,
            paces,
            dials,
            xelion,
            exports,
            vcita,
        })
    }
}

impl Api {
    /// Waits until every feed has taken its goodbye.
    pub(crate) async fn feeds_ended(&self) {
        // Nobody closes the semaphore.
        let _ = self.feeds.acquire_many(FEEDS_MAX as u32).await;
        self.xelion.emptied().await;
    }
}

/// All rooms of the API, below [`ROOT`].
fn rooms() -> OpenApiRouter<Shared> {
    let rooms = [
        signals::routes(),
        callbacks::routes(),
        conversations::routes(),
        calls::routes(),
        doings::routes(),
        originations::routes(),
        recordings::routes(),
        changes::routes(),
        exports::routes(),
        figures::routes(),
        presence::routes(),
        account::routes(),
        accounts::routes(),
        sources::routes(),
        subscriptions::routes(),
        directory::routes(),
        tokens::routes(),
        people::routes(),
        sessions::routes(),
    ];
    rooms.into_iter().fold(OpenApiRouter::new(), OpenApiRouter::merge)
}

fn all() -> (Router<Shared>, Value) {
    let all = OpenApiRouter::with_openapi(document::Document::openapi())
        .nest(ROOT, rooms())
        .nest(freshworks::ROOT, freshworks::routes())
        .nest(freshcaller::ROOT, freshcaller::routes())
        .merge(recordings::links())
        .nest(chakra::ROOT, chakra::routes())
        .merge(vcita::routes())
        .nest(elma365::ROOT, elma365::routes())
        .merge(xelion::routes())
        .merge(health::routes());
    let (routes, document) = all.split_for_parts();
    (routes, document::complete(document))
}

/// The OpenAPI document.
#[cfg(test)]
pub(crate) fn document() -> Value {
    all().1
}

/// The whole API, and nothing else.
#[cfg(test)]
pub(crate) fn router(api: &Shared) -> Router {
    router_with(api, Router::new())
}

/// The whole API, and beside it what else is served at the root, held to the same limits.
pub(crate) fn router_with(api: &Shared, beside: Router<Shared>) -> Router {
    let (routes, document) = all();
    let manual = SwaggerUi::new("/callbook/v1/docs").external_url_unchecked("/callbook/v1/openapi.json", document);
    let routes = routes.layer(from_fn(limits::not_kept)).merge(manual).merge(beside);
    let routes = routes.fallback(nowhere).method_not_allowed_fallback(wrong_method);
    let routes = routes.layer(from_fn_with_state(Arc::clone(api), door::origins::across));
    let routes = limits::around(routes, api).layer(from_fn(freshcaller::in_their_words));
    let routes = routes.layer(from_fn(chakra::in_their_words)).layer(from_fn(elma365::in_their_words));
    let routes = routes.layer(from_fn(vcita::in_their_words));
    routes.layer(from_fn(xelion::in_their_words)).with_state(Arc::clone(api))
}

/// Marks an answer to whoever asked for a path that nothing has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nowhere;

async fn nowhere() -> Response {
    let mut response = Problem::not_found("there is no such route").into_response();
    response.extensions_mut().insert(Nowhere);
    response
}

async fn wrong_method(request: Request) -> Problem {
    Problem::new(Kind::Method, format!("{} does not go here", request.method()))
}
