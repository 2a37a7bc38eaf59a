//! Requests passed on as they came, to whoever knows what to do with a call, and his answer given back as it came.
//!
//! No transaction is open meanwhile: what the request tells is durable before. Whoever asked waits for 15 seconds, and the call
//! with him; so nothing is tried twice, and a refusal of ours comes in time for him to hear it.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::Response;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Url};

use crate::api::problem::{Answer, Kind, Problem};

/// Whoever answers must be reached within this time.
const CONNECT_MAX: Duration = Duration::from_secs(5);
/// Nothing may be heard of him for so long.
const READ_MAX: Duration = Duration::from_secs(15);
/// The whole, from when the request came: what whoever asked waits, less what our refusal needs to reach him.
const TOTAL_MAX: Duration = Duration::from_secs(14);
/// The most bytes of an answer.
const ANSWER_BYTES_MAX: usize = 1 << 20;
/// What is said of one connection alone, and is never passed on.
const OF_ONE_CONNECTION: &[HeaderName] = &[
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::HOST,
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Asks `to`, and gives back what it answers.
pub(super) async fn forward(to: &str, parts: &Parts, below: &str, bytes: Bytes, began: Instant) -> Answer<Response> {
    let url = place(to, below, parts.uri.query()).ok_or_else(|| failed("the address is none"))?;
    let client = client().ok_or_else(|| failed("nobody can be asked from this machine"))?;
    let left = TOTAL_MAX.saturating_sub(began.elapsed());
    let asked = client.request(parts.method.clone(), url).headers(passed_on(&parts.headers)).body(bytes).timeout(left);
    // The error would name the address, and with it what the request said in its query.
    let mut answer = asked.send().await.map_err(|error| failed(why(&error)))?;
    let (status, headers) = (answer.status(), passed_on(answer.headers()));
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| failed(why(&error)))? {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(failed("the answer is too long"));
        }
        body.extend_from_slice(&chunk);
    }
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

fn failed(says: &str) -> Problem {
    tracing::warn!(says, "a request that asks what to do with a call could not be passed on");
    Problem::new(Kind::Upstream, format!("what to do with the call could not be asked at `forward_url`: {says}"))
}

fn why(error: &reqwest::Error) -> &'static str {
    match error {
        _ if error.is_timeout() => "no answer in time",
        _ if error.is_connect() => "it cannot be reached",
        _ => "its answer broke off",
    }
}

/// Where to ask: the rest of the path below the address, and the query after its own.
fn place(to: &str, below: &str, query: Option<&str>) -> Option<Url> {
    let (base, own) = to.split_once('?').map_or((to, None), |(base, own)| (base, Some(own)));
    let slash = if below.is_empty() { "" } else { "/" };
    let base = if below.is_empty() { base } else { base.trim_end_matches('/') };
    let queries: Vec<&str> = [own, query].into_iter().flatten().filter(|query| !query.is_empty()).collect();
    let mark = if queries.is_empty() { "" } else { "?" };
    let root = Url::parse(base).ok()?;
    let url = Url::parse(&format!("{base}{slash}{below}{mark}{}", queries.join("&"))).ok()?;
    // Dots in the path must not lead out of what the operator opened.
    let inside = url.path().strip_prefix(root.path().trim_end_matches('/'))?;
    (inside.is_empty() || inside.starts_with('/')).then_some(url)
}

fn passed_on(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for name in OF_ONE_CONNECTION {
        headers.remove(name);
    }
    headers
}

/// Made when it is first needed: it reads the machine's certificates. Where there are none it can ask only without TLS.
fn client() -> Option<&'static Client> {
    static CLIENT: OnceLock<Option<Client>> = OnceLock::new();
    let made = || {
        // What stands in the environment is for `main` and the configuration to read.
        ClientBuilder::new().no_proxy().redirect(Policy::none()).connect_timeout(CONNECT_MAX).read_timeout(READ_MAX)
    };
    CLIENT.get_or_init(|| made().build().or_else(|_| made().tls_certs_only([]).build()).ok()).as_ref()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::place;

    #[test]
    fn what_stands_below_the_address_and_in_the_query_is_passed_on() {
        let placed = |to, below, query| place(to, below, query).unwrap().to_string();
        assert_eq!(placed("https://calls.example/voice", "", None), "https://calls.example/voice");
        assert_eq!(
            placed("https://calls.example/voice/", "menu/1", Some("a=%2B1")),
            "https://calls.example/voice/menu/1?a=%2B1"
        );
        assert_eq!(placed("https://calls.example/?app=7", "", Some("a=1")), "https://calls.example/?app=7&a=1");
        assert!(place("calls.example", "", None).is_none());
        for below in ["../admin", "%2e%2e/admin", "a/../../admin", "..%5cadmin/../.."] {
            assert!(place("https://calls.example/voice", below, None).is_none(), "{below}");
        }
    }
}
