//! What every request is held to, whatever it asks for: its time, its size, and that a fault of ours harms it alone.
//!
//! Here it is also written down and counted: method, route and status. Never the query, which may hold a token or a number,
//! never a body, never the path itself, which holds ids.

use std::any::Any;
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Method, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

use super::asked::BODY_BYTES_MAX;
use super::changes::WAIT_S_MAX;
use super::problem::{Kind, Problem};
use super::{Api, ROOT, Shared, recordings};
use crate::media::TAKE_MAX;

/// The longest that a request may take until its answer begins, in seconds: the longest wait, and some for the rest.
const REQUEST_S_MAX: u64 = WAIT_S_MAX + 15;
/// The most header fields of a request.
const HEADERS_MAX: usize = 64;

/// Puts the limits around all routes.
pub(super) fn around(routes: Router<Shared>, api: &Shared) -> Router<Shared> {
    routes
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn(in_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(Arc::clone(api), written_down))
}

async fn in_time(request: Request, next: Next) -> Response {
    if request.headers().len() > HEADERS_MAX {
        return Problem::new(Kind::Invalid, format!("more than {HEADERS_MAX} header fields")).into_response();
    }
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let brings =
        request.method() != Method::GET && recordings::BRINGS.iter().any(|path| route.strip_prefix(ROOT) == Some(path));
    // What brings a recording has a limit of its own, and one for each piece.
    let most = Duration::from_secs(REQUEST_S_MAX) + if brings { TAKE_MAX } else { Duration::ZERO };
    match tokio::time::timeout(most, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(Kind::Slow, format!("not done within {} seconds", most.as_secs())).into_response(),
    }
}

/// The hook of panics has written where it was; whoever asked only needs to know that it was us.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a request panicked");
    Problem::new(Kind::Internal, "a fault of this server, which has been written down").into_response()
}

async fn written_down(State(api): State<Shared>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", |path| path.as_str()).to_owned();
    let client = Client::of(&api, request.extensions(), request.headers()).address.map(|address| address.to_string());
    let response = next.run(request).await;
    let (status, took) = (response.status(), begun.elapsed());
    let labels = [("route", route.clone()), ("method", known(method.as_str())), ("status", status.as_str().to_owned())];
    metrics::counter!("callbook_requests_total", &labels).increment(1);
    metrics::histogram!("callbook_request_seconds", "route" => route.clone()).record(took.as_secs_f64());
    let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(%method, route, status = status.as_u16(), took_ms, client, "answered");
    response
}

/// A method of its own for each word that somebody makes up would let what is counted grow.
fn known(method: &str) -> String {
    let all = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    all.iter().find(|known| **known == method).map_or("other", |known| known).to_owned()
}

/// From where somebody asks, as far as that is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    /// His address.
    pub(super) address: Option<IpAddr>,
    /// Whether he asks over TLS: of us, or, as it says, of one of our own proxies.
    pub(super) over_tls: bool,
}

impl Client {
    fn of(api: &Api, extensions: &Extensions, headers: &HeaderMap) -> Self {
        let Some(ConnectInfo(peer)) = extensions.get::<ConnectInfo<std::net::SocketAddr>>() else {
            return Self { address: None, over_tls: api.over_tls };
        };
        let address = behind(&api.trusted_proxies, peer.ip(), headers);
        let is_proxy = api.trusted_proxies.contains(&peer.ip().to_canonical());
        let said = headers.get("x-forwarded-proto").is_some_and(|said| said.as_bytes().eq_ignore_ascii_case(b"https"));
        Self { address: Some(address), over_tls: api.over_tls || is_proxy && said }
    }
}

impl FromRequestParts<Shared> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, api: &Shared) -> Result<Self, Infallible> {
        Ok(Self::of(api, &parts.extensions, &parts.headers))
    }
}

/// The nearest address that is not one of our own proxies; what others say of whom they speak for is not believed.
fn behind(proxies: &[IpAddr], peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    if !proxies.contains(&peer.to_canonical()) {
        return peer;
    }
    let named = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let named: Vec<IpAddr> =
        named.flat_map(|value| value.split(',')).filter_map(|part| part.trim().parse::<IpAddr>().ok()).collect();
    named.iter().rev().find(|address| !proxies.contains(&address.to_canonical())).copied().unwrap_or(peer)
}

/// What browsers are told of every answer: nothing of it is to be kept, or taken for something else.
pub(super) async fn not_kept(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(header::HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn only_our_own_proxies_are_believed() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let stranger: IpAddr = "192.0.2.7".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "198.51.100.9, 192.0.2.3, 10.0.0.1".parse().unwrap());
        assert_eq!(behind(&[proxy], proxy, &headers).to_string(), "192.0.2.3");
        assert_eq!(behind(&[proxy], stranger, &headers), stranger);
        assert_eq!(behind(&[proxy], proxy, &HeaderMap::new()), proxy);
    }
}
