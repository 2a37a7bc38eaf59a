//! The page, asked through its routes as a browser asks.

#![allow(clippy::unwrap_used)]

use std::io::Read;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, Response};
use flate2::read::GzDecoder;
use tower::ServiceExt;

use super::*;

const SCRIPT: &str = "assets/index-Dq3_x7Kz.js";

fn page() -> Page {
    let long = "let told = 'a call';\n".repeat(200);
    let files = [(DOCUMENT, "<!doctype html>"), (SCRIPT, &*long), ("assets/mark.svg", "<svg/>"), (WIDGET, "export {}")];
    Page::of(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec().into())))
}

async fn ask(page: Page, method: Method, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let request = Request::builder().method(method).uri(path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    routes::<()>(Arc::new(page)).oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

async fn bytes(response: Response<Body>) -> Vec<u8> {
    to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()
}

fn said<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_view_is_the_same_document() {
    for path in ["/", "/live", "/calls", "/calls/0198-x", "/missed", "/analysis", "/admin", "/admin/sources/a", "/sign-in"] {
        let response = ask(page(), Method::GET, path, &[]).await;
        assert_eq!(
            (response.status(), said(&response, "content-type")),
            (StatusCode::OK, "text/html; charset=utf-8"),
            "{path}"
        );
        assert_eq!(bytes(response).await, b"<!doctype html>", "{path}");
        assert_eq!(ask(page(), Method::POST, path, &[]).await.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
        let head = ask(page(), Method::HEAD, path, &[]).await;
        assert_eq!((head.status(), bytes(head).await.len()), (StatusCode::OK, 0), "{path}");
    }
}

#[tokio::test]
async fn every_answer_holds_the_browser_to_the_policy_whatever_it_is() {
    let known = said(&ask(page(), Method::GET, "/", &[]).await, "etag").to_owned();
    let none = || Page::of([]);
    let cases = [
        (page(), "/", "", StatusCode::OK),
        (page(), "/", &*known, StatusCode::NOT_MODIFIED),
        (page(), "/widget.js", "", StatusCode::OK),
        (page(), "/assets/nowhere.js", "", StatusCode::NOT_FOUND),
        (none(), "/live", "", StatusCode::NOT_FOUND),
    ];
    for (page, path, tag, status) in cases {
        let response = ask(page, Method::GET, path, &[("if-none-match", tag)]).await;
        assert_eq!(response.status(), status, "{path}");
        let policy = said(&response, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(said(&response, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(said(&response, "referrer-policy"), "same-origin", "{path}");
        assert_eq!(said(&response, "cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(said(&response, "permissions-policy").contains("microphone=()"), "{path}");
    }
}

#[tokio::test]
async fn only_the_widget_is_for_other_sites() {
    let shared = async |path: &str| {
        let response = ask(page(), Method::GET, path, &[]).await;
        let [cors, corp] = ["access-control-allow-origin", "cross-origin-resource-policy"].map(|name| said(&response, name));
        (cors.to_owned(), corp.to_owned())
    };
    assert_eq!(shared("/widget.js").await, ("*".to_owned(), "cross-origin".to_owned()));
    for path in ["/", "/assets/mark.svg", &format!("/{SCRIPT}")] {
        assert_eq!(shared(path).await, (String::new(), "same-origin".to_owned()), "{path}");
    }
}

#[tokio::test]
async fn what_never_changes_is_kept_and_the_rest_is_asked_for_by_its_tag() {
    let kept = async |path: &str| said(&ask(page(), Method::GET, path, &[]).await, "cache-control").to_owned();
    assert!(kept(&format!("/{SCRIPT}")).await.contains("immutable"));
    for path in ["/", "/widget.js", "/assets/mark.svg"] {
        assert_eq!(kept(path).await, "no-cache", "{path}");
        let tag = said(&ask(page(), Method::GET, path, &[]).await, "etag").to_owned();
        let again = ask(page(), Method::GET, path, &[("if-none-match", &format!("\"other\", {tag}"))]).await;
        assert_eq!((again.status(), said(&again, "etag")), (StatusCode::NOT_MODIFIED, &*tag), "{path}");
        let other = ask(page(), Method::GET, path, &[("if-none-match", "W/\"other\"")]).await;
        assert_eq!(other.status(), StatusCode::OK, "{path}");
    }
    assert_eq!(kept("/assets/nowhere.js").await, "no-store");
}

#[tokio::test]
async fn text_comes_small_to_whoever_takes_it_so() {
    let path = format!("/{SCRIPT}");
    let plain = bytes(ask(page(), Method::GET, &path, &[]).await).await;
    let small = ask(page(), Method::GET, &path, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!((said(&small, "content-encoding"), said(&small, "vary")), ("gzip", "accept-encoding"));
    let small = bytes(small).await;
    assert!(small.len() * 4 < plain.len(), "{} of {}", small.len(), plain.len());
    let mut read = Vec::new();
    GzDecoder::new(&*small).read_to_end(&mut read).unwrap();
    assert_eq!(read, plain);
    let tiny = ask(page(), Method::GET, "/assets/mark.svg", &[("accept-encoding", "gzip")]).await;
    assert_eq!(said(&tiny, "content-encoding"), "", "what gets no smaller stays as it is");
}

#[tokio::test]
async fn a_build_without_the_page_says_how_to_get_it() {
    let response = ask(Page::of([]), Method::GET, "/", &[]).await;
    assert!(said(&response, "content-type").starts_with("text/plain"));
    assert!(String::from_utf8(bytes(response).await).unwrap().contains("./x build"));
}

#[tokio::test]
async fn no_path_leaves_the_page() {
    for path in ["/assets/../index.html", "/assets/%2e%2e/index.html", "/assets/%2e%2e%2fCargo.toml"] {
        assert_eq!(ask(page(), Method::GET, path, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}
