//! Somebody who looks for a page that is not there: the page itself says so, and a slash too much costs nothing. A program that asks is
//! answered by the API as ever.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};

use crate::api::Nowhere;
use crate::web::Page;

/// The same routes, for people too.
pub(super) fn shown(routes: Router, page: Arc<Page>) -> Router {
    routes.layer(from_fn(move |request: Request, next: Next| {
        let page = Arc::clone(&page);
        async move {
            let looks = request.method() == Method::GET && page.is_built() && reads_pages(request.headers());
            let sought = looks.then(|| request.uri().clone());
            let response = next.run(request).await;
            match sought {
                Some(uri) if response.extensions().get::<Nowhere>().is_some() => instead(&uri, &page),
                _ => response,
            }
        }
    }))
}

/// Whether whoever asks shows pages to somebody, as every browser says that goes to an address.
fn reads_pages(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

fn instead(uri: &Uri, page: &Page) -> Response {
    let path = uri.path().trim_end_matches('/');
    // What begins with two slashes would lead to another host.
    if path.len() < uri.path().len() && path.starts_with('/') && !path.starts_with("//") {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        return Redirect::temporary(&format!("{path}{query}")).into_response();
    }
    page.nowhere()
}
