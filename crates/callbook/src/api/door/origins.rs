//! Pages of other sites that ask with a token of theirs: from which origins a token counts, and what a browser is told of it.
//!
//! A token that lists origins counts from their pages alone, and only the page that brought such a token may read what it is
//! answered. One that lists none is for no page of another site. A browser asks beforehand without any token; it is told that it
//! may ask if some token lists its origin, and not which. Cookies count for nothing here: no answer says that they may be sent.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use calls::Text;
use calls::moment::Moment;
use reqwest::Url;

use super::super::problem::{Answer, Kind, Problem};
use super::super::{Api, ROOT, Shared};
use super::{TRUSTED_FOR_MICROS, Visitor};

/// The most origins of a token.
pub(crate) const ORIGINS_MAX: usize = 20;
/// What [`is_origin`] wants, for error texts.
pub(crate) const ORIGIN_WANTED: &str = "expected the origin of a page as browsers write it, as `https://crm.example`";
/// The most letters of one.
const ORIGIN_CHARS_MAX: usize = 255;
/// What may be asked from another site: such tokens only read.
const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD");
/// What such a page may say in the head of a request.
const SAID: HeaderValue =
    HeaderValue::from_static("accept, authorization, cache-control, content-type, if-none-match, last-event-id, range");
/// What it may read in the head of an answer.
const READ: HeaderValue = HeaderValue::from_static("accept-ranges, content-range, etag, retry-after");
/// How long a browser may remember that it may ask, in seconds.
const REMEMBERED_S: HeaderValue = HeaderValue::from_static("900");

/// Whether this is the origin of pages, exactly as browsers write it.
pub(crate) fn is_origin(text: &str) -> bool {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    // A star is a letter of a host to whoever reads addresses, and a mistake here.
    text.len() <= ORIGIN_CHARS_MAX && !text.contains('*') && url.is_some_and(|url| url.origin().ascii_serialization() == text)
}

/// What the door leaves for the answer: the origin whose page may read it.
#[derive(Clone, Debug, Default)]
struct Granted(Arc<OnceLock<HeaderValue>>);

/// Refuses a token that is for pages of other origins, and lets the page read the answer where it is for this one.
pub(super) fn judge(parts: &Parts, visitor: &Visitor) -> Answer<()> {
    if visitor.origins.is_empty() {
        return Ok(());
    }
    let origin = parts.headers.get(header::ORIGIN);
    let is_listed = |origin: &&HeaderValue| visitor.origins.iter().any(|listed| origin.as_bytes() == listed.as_bytes());
    let Some(origin) = origin.filter(is_listed) else {
        return Err(Problem::new(
            Kind::Forbidden,
            "this token counts for pages of the origins that it lists, and for nobody else",
        ));
    };
    if let Some(granted) = parts.extensions.get::<Granted>() {
        // It was left by the same token before.
        let _ = granted.0.set(origin.clone());
    }
    Ok(())
}

/// Every origin that some token lists, as the store said a moment ago.
#[derive(Debug, Default)]
pub(crate) struct Listed(Mutex<Option<(Arc<BTreeSet<Text>>, Moment)>>);

impl Listed {
    /// Forgets them, because a token was entered or revoked.
    pub(crate) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn held(&self, now: Moment) -> Option<Arc<BTreeSet<Text>>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().filter(|(_, since)| (0..TRUSTED_FOR_MICROS).contains(&now.since(*since))).map(|(all, _)| Arc::clone(all))
    }

    /// Whether some token lists it. Where the store cannot say, none does.
    async fn has(&self, api: &Api, origin: &HeaderValue) -> bool {
        let Ok(origin) = origin.to_str() else { return false };
        let now = api.ctx.clock.now();
        if let Some(all) = self.held(now) {
            return all.contains(origin);
        }
        let Ok(all) = api.ctx.store.origins().await else { return false };
        let all: Arc<BTreeSet<Text>> = Arc::new(all.into_iter().collect());
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Arc::clone(&all), now));
        all.contains(origin)
    }
}

/// Tells browsers what a page of another site may ask, and whether it may read what it is answered.
pub(in crate::api) async fn across(State(api): State<Shared>, mut request: Request, next: Next) -> Response {
    let is_ours = request.uri().path().strip_prefix(ROOT).is_some_and(|rest| rest.starts_with('/'));
    let Some(origin) = request.headers().get(header::ORIGIN).filter(|_| is_ours).cloned() else {
        return next.run(request).await;
    };
    if is_asked_beforehand(request.method(), request.headers()) {
        let is_listed = api.origins.has(&api, &origin).await;
        return if is_listed { may_ask(origin) } else { next.run(request).await };
    }
    let granted = Granted::default();
    request.extensions_mut().insert(granted.clone());
    let mut response = next.run(request).await;
    let may_read = match granted.0.get() {
        Some(_) => true,
        // That a token counts no more is told to the pages that had one.
        None => response.status() == StatusCode::UNAUTHORIZED && api.origins.has(&api, &origin).await,
    };
    if may_read {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, READ);
        headers.append(header::VARY, HeaderValue::from_static("origin"));
    }
    response
}

fn is_asked_beforehand(method: &Method, headers: &HeaderMap) -> bool {
    method == Method::OPTIONS && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

fn may_ask(origin: HeaderValue) -> Response {
    let said = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, origin),
        (header::ACCESS_CONTROL_ALLOW_METHODS, METHODS),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, SAID),
        (header::ACCESS_CONTROL_MAX_AGE, REMEMBERED_S),
        (header::VARY, HeaderValue::from_static("origin")),
    ];
    (StatusCode::NO_CONTENT, said).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        for good in
            ["https://crm.example", "https://crm.example:8443", "http://localhost:5173", "https://xn--bcher-kva.example"]
        {
            assert!(is_origin(good), "{good}");
        }
        let long = format!("https://{}.example", "x".repeat(260));
        let bad = [
            "",
            "*",
            "null",
            "crm.example",
            "https://crm.example/",
            "https://crm.example/calls",
            "https://CRM.example",
            "https://crm.example:443",
            "https://*.example",
            "https://ann@crm.example",
            "https://bücher.example",
            "ftp://crm.example",
            "data:text/html,x",
            &long,
        ];
        for bad in bad {
            assert!(!is_origin(bad), "{bad}");
        }
    }
}
