//! The page that people look at: files, handed to browsers. What they show they ask the public API for, like anybody else.
//!
//! The files are built by `./x page` into `web/dist`. A release has them inside; a debug build reads that folder when the server
//! starts, so that a page that was built anew needs no compiler. Nothing here may know an account, a token or a call, and
//! nothing answers whatever changes something. To add a view: its path in [`VIEWS`]; a file that is built needs nothing.

mod built;
mod file;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use file::File;

/// Where the page's own router takes over; all of them are one document.
pub(crate) const VIEWS: &[&str] =
    &["/", "/live", "/calls", "/calls/{id}", "/missed", "/analysis", "/admin", "/admin/{*view}", "/sign-in"];
/// The document.
const DOCUMENT: &str = "index.html";
/// The one file that pages of other sites load.
const WIDGET: &str = "widget.js";
/// What stands where the page was not built.
const NOT_BUILT: &str = "This callbook was built without its page. `./x build` builds both.\n\
    The API answers all the same: its manual is at /callbook/v1/docs.\n";

/// What every answer of the page holds a browser to. Nothing is loaded from elsewhere, no script or style stands in the document,
/// nobody shows the page inside of another, and no device is asked for. Pictures and sound may be made by the page itself.
const POLICY: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; \
            connect-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Every file of the page, by its path below the root.
#[derive(Debug)]
pub(crate) struct Page(BTreeMap<String, File>);

impl Page {
    /// The page that was built.
    pub(crate) fn built() -> Self {
        Self::of(built::files())
    }

    /// A page of these files.
    pub(crate) fn of(files: impl IntoIterator<Item = (String, Cow<'static, [u8]>)>) -> Self {
        Self(files.into_iter().map(|(path, bytes)| (path.clone(), File::new(&path, bytes))).collect())
    }

    /// Whether there is a document to look at.
    pub(crate) fn is_built(&self) -> bool {
        self.0.contains_key(DOCUMENT)
    }

    /// What is shown to somebody who looks for a place that there is not: the page, which says so.
    pub(crate) fn nowhere(&self) -> Response {
        let mut response = self.answer(DOCUMENT, &HeaderMap::new());
        *response.status_mut() = StatusCode::NOT_FOUND;
        response
    }

    fn answer(&self, path: &str, asked: &HeaderMap) -> Response {
        let mut response = match self.0.get(path) {
            Some(file) => file.answer(asked),
            None if self.is_built() => (StatusCode::NOT_FOUND, "There is no such file.\n").into_response(),
            None => (StatusCode::NOT_FOUND, NOT_BUILT).into_response(),
        };
        let headers = response.headers_mut();
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        headers.extend(POLICY.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))));
        if path == WIDGET {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
        }
        response
    }
}

/// The routes of the page, which stand at the root.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>(page: Arc<Page>) -> Router<S> {
    let views = VIEWS.iter().fold(Router::new(), |routes, path| routes.route(path, get(document)));
    let files = views.route("/widget.js", get(widget)).route("/assets/{*path}", get(asset));
    files.with_state(page)
}

async fn document(State(page): State<Arc<Page>>, asked: HeaderMap) -> Response {
    page.answer(DOCUMENT, &asked)
}

async fn widget(State(page): State<Arc<Page>>, asked: HeaderMap) -> Response {
    page.answer(WIDGET, &asked)
}

async fn asset(State(page): State<Arc<Page>>, Path(path): Path<String>, asked: HeaderMap) -> Response {
    page.answer(&format!("assets/{path}"), &asked)
}
