//! The page and the API behind one router.

#![allow(clippy::unwrap_used)]

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use tower::ServiceExt;

use super::*;
use crate::scratch::Scratch;
use crate::store;
use crate::web::VIEWS;

async fn routes(scratch: &Scratch) -> Router {
    let store = store::open(&scratch.path().join("callbook.db")).unwrap();
    let (_open, closing) = watch::channel(false);
    let shared = Api::new(ctx(store), None, Vec::new(), false, closing);
    let document = ("index.html".to_owned(), b"<!doctype html>".as_slice().into());
    let page = Arc::new(Page::of([document]));
    lost::shown(api::router_with(&shared, web::routes(Arc::clone(&page))), page)
}

/// The status and the kind of what is answered, and whether it is held to the page's policy.
async fn asked(routes: &Router, method: Method, path: &str) -> (StatusCode, String, bool) {
    let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
    let response = routes.clone().oneshot(request).await.unwrap();
    let kind = response.headers().get(header::CONTENT_TYPE).map_or("", |kind| kind.to_str().unwrap()).to_owned();
    (response.status(), kind, response.headers().contains_key(header::CONTENT_SECURITY_POLICY))
}

/// A path as it is asked for: `x` in each of its places.
fn filled(path: &str) -> String {
    let mut pieces = path.split('{');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |path, piece| format!("{path}x{}", piece.split_once('}').map_or("", |(_, rest)| rest)))
}

#[tokio::test]
async fn r1_the_page_takes_no_path_of_the_api_or_of_a_dialect_and_they_none_of_the_page() {
    let scratch = Scratch::new();
    let routes = routes(&scratch).await;
    for path in VIEWS.iter().map(|path| filled(path)) {
        let page = (StatusCode::OK, "text/html; charset=utf-8".to_owned(), true);
        assert_eq!(asked(&routes, Method::GET, &path).await, page, "{path}");
        let (status, kind, _) = asked(&routes, Method::POST, &path).await;
        assert_eq!((status, &*kind), (StatusCode::METHOD_NOT_ALLOWED, "application/problem+json"), "{path}");
    }
    let document = api::document();
    let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    assert!(paths.len() > 100, "{}", paths.len());
    for path in paths.into_iter().map(|path| filled(path)).chain(["/callbook/v1/docs/".to_owned()]) {
        let (status, _, is_page) = asked(&routes, Method::GET, &path).await;
        assert!(!is_page && status != StatusCode::INTERNAL_SERVER_ERROR, "{path}: {status}");
    }
    let (status, kind, _) = asked(&routes, Method::GET, "/nowhere").await;
    assert_eq!((status, &*kind), (StatusCode::NOT_FOUND, "application/problem+json"));
}

#[tokio::test]
async fn who_looks_for_a_place_that_there_is_not_is_shown_the_page_and_a_program_is_told() {
    let scratch = Scratch::new();
    let routes = routes(&scratch).await;
    let looks = async |method: Method, path: &str, accept: &str| {
        let request = Request::builder().method(method).uri(path).header(header::ACCEPT, accept);
        let response = routes.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let said = |name| response.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        (response.status(), said(header::CONTENT_TYPE), said(header::LOCATION))
    };
    let browser = "text/html,application/xhtml+xml,*/*;q=0.8";
    let (status, kind, _) = looks(Method::GET, "/nonsense", browser).await;
    assert_eq!((status, &*kind), (StatusCode::NOT_FOUND, "text/html; charset=utf-8"));
    for (path, to) in [("/live/", "/live"), ("/calls/?time=all", "/calls?time=all"), ("/admin/sources/", "/admin/sources")] {
        let (status, _, location) = looks(Method::GET, path, browser).await;
        let is_there = status == StatusCode::OK;
        assert!(is_there || (status, &*location) == (StatusCode::TEMPORARY_REDIRECT, to), "{path}: {status} {location}");
    }
    let (status, _, location) = looks(Method::GET, "//evil.example/", browser).await;
    assert_eq!((status, &*location), (StatusCode::NOT_FOUND, ""), "nobody is led to another host");
    let json = "application/problem+json";
    for (method, path, accept) in [(Method::GET, "/nonsense", "*/*"), (Method::POST, "/nonsense", browser)] {
        assert_eq!(looks(method, path, accept).await.1, json, "{path}");
    }
    let (status, kind, _) = looks(Method::GET, "/callbook/v1/conversations/x", browser).await;
    assert!(status.is_client_error() && kind == json, "a route of the API answers for itself: {status} {kind}");
}
