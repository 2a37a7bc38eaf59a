//! Who may come in, and how all the others are told.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};

use super::house;

#[tokio::test]
async fn nobody_comes_in_without_a_token_that_counts() {
    let house = house().await;
    let request = Request::builder().uri("/callbook/v1/calls").body(Body::empty()).unwrap();
    let response = house.send(request).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert!(response.headers().contains_key(header::WWW_AUTHENTICATE));
    let unknown = format!("cb_main_{}", "A".repeat(43));
    for key in ["", "x", &unknown, &house.administrator.replace("cb_main", "cb_north")] {
        assert_eq!(house.ask(key, Method::GET, "/calls", None).await.0, StatusCode::UNAUTHORIZED, "{key}");
    }
}

#[tokio::test]
async fn a_sources_token_reads_nothing_and_an_administrators_enters_no_account() {
    let house = house().await;
    for path in ["/calls", "/changes", "/changes/events", "/account", "/sources", "/tokens"] {
        assert_eq!(house.ask(&house.source, Method::GET, path, None).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(house.get("/accounts").await.0, StatusCode::FORBIDDEN);
    assert_eq!(house.ask(&house.operator, Method::GET, "/accounts", None).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_token_that_is_revoked_counts_no_more() {
    let house = house().await;
    let body = "{\"name\":\"desk\",\"role\":\"administrator\"}";
    let (status, said) = house.ask(&house.administrator, Method::POST, "/tokens", Some(body)).await;
    assert_eq!(status, StatusCode::CREATED);
    let (key, id) = (said["token"].as_str().unwrap(), said["id"].as_str().unwrap());
    assert_eq!(house.ask(key, Method::GET, "/calls", None).await.0, StatusCode::OK);
    let path = format!("/tokens/{id}");
    assert_eq!(house.ask(&house.administrator, Method::DELETE, &path, None).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.ask(key, Method::GET, "/calls", None).await.0, StatusCode::UNAUTHORIZED);
    assert!(house.read("/tokens").await.to_string().find(key).is_none());
}

#[tokio::test]
async fn an_operators_token_is_given_by_operators_only() {
    let house = house().await;
    let body = "{\"name\":\"all\",\"role\":\"operator\"}";
    assert_eq!(house.ask(&house.administrator, Method::POST, "/tokens", Some(body)).await.0, StatusCode::FORBIDDEN);
    assert_eq!(house.ask(&house.operator, Method::POST, "/tokens", Some(body)).await.0, StatusCode::CREATED);
}

#[tokio::test]
async fn every_refusal_is_a_problem() {
    let house = house().await;
    let long = format!("{{\"signals\":[\"{}\"]}}", "x".repeat(1 << 20));
    let deep = format!("{{\"signals\":{}", "[".repeat(500));
    let cases = [
        (Method::GET, "/nothing", None, StatusCode::NOT_FOUND, None),
        (Method::DELETE, "/calls", None, StatusCode::METHOD_NOT_ALLOWED, None),
        (Method::POST, "/signals", None, StatusCode::UNSUPPORTED_MEDIA_TYPE, None),
        (Method::POST, "/signals", Some(long.as_str()), StatusCode::PAYLOAD_TOO_LARGE, None),
        (Method::POST, "/signals", Some(deep.as_str()), StatusCode::BAD_REQUEST, None),
        (Method::POST, "/signals", Some("{"), StatusCode::BAD_REQUEST, None),
        (Method::POST, "/signals", Some("{}"), StatusCode::BAD_REQUEST, Some("signals")),
        (Method::POST, "/signals", Some("{\"signals\":[]}"), StatusCode::BAD_REQUEST, Some("signals")),
        (Method::GET, "/calls?from=monday", None, StatusCode::BAD_REQUEST, Some("from")),
        (Method::GET, "/calls?outcome=fine", None, StatusCode::BAD_REQUEST, Some("outcome")),
        (Method::GET, "/calls?limit=501", None, StatusCode::BAD_REQUEST, Some("limit")),
        (Method::GET, "/calls?cursor=x", None, StatusCode::BAD_REQUEST, Some("cursor")),
        (Method::GET, "/calls?colour=red", None, StatusCode::BAD_REQUEST, Some("colour")),
        (Method::GET, "/calls/x", None, StatusCode::BAD_REQUEST, Some("id")),
        (Method::GET, "/changes?wait=61", None, StatusCode::BAD_REQUEST, Some("wait")),
        (Method::GET, "/changes?after=7", None, StatusCode::BAD_REQUEST, Some("after")),
        (Method::GET, "/changes/socket", None, StatusCode::BAD_REQUEST, None),
    ];
    for (method, path, body, status, field) in cases {
        let (got, said) = house.ask(&house.administrator, method.clone(), path, body).await;
        assert_eq!((got, said["field"].as_str()), (status, field), "{method} {path}: {said}");
    }
}
