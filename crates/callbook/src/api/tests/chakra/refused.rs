//! What is refused is refused in the vendor's form, names the field, and changes nothing (sheet, 4.6).

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use super::super::house;
use super::id_of;
use crate::api::chakra::ASKS_MAX;
use crate::api::token::{READS_ONLY, Wanted};
use crate::store::{Role, text};

#[tokio::test]
async fn c1_whatever_cannot_be_taken_is_refused_in_the_vendors_form_and_changes_nothing() {
    let house = house().await.peopled().await;
    house.talked(0, "ann").await;
    let key = house.pen().await;
    let path = format!("/call/{}", id_of(&house.walk(&key, "").await.0[0]));
    let before = house.told().await;
    let outbound = |field: &str, value: Value| json!({"type": "OUTBOUND", "to": "102", field: value});
    let bodies = [
        (json!([]), "INVALID_JSON", None),
        (json!({"to": "102"}), "MISSING_FIELD", Some("type")),
        (json!({"type": "OUTBOUND"}), "MISSING_FIELD", Some("to")),
        (outbound("type", json!("SIDEWAYS")), "INVALID_FIELD", Some("type")),
        (outbound("callStatus", json!("PERHAPS")), "INVALID_FIELD", Some("callStatus")),
        (outbound("callStart", json!(1_767_606_300)), "INVALID_FIELD", Some("callStart")),
        (outbound("to", json!(102)), "INVALID_FIELD", Some("to")),
        (outbound("recordingUrl", json!("javascript:alert(1)")), "INVALID_FIELD", Some("recordingUrl")),
        (outbound("user", json!("nobody")), "UNKNOWN_USER", Some("user")),
    ];
    for (body, code, field) in bodies {
        assert_eq!(house.bid(&key, Method::POST, "/call", body).await.error(), (400, code, field));
    }
    let payload = outbound("providerPayload", json!("x".repeat(70_000)));
    assert_eq!(
        house.bid(&key, Method::POST, "/call", payload).await.error(),
        (413, "PAYLOAD_TOO_LARGE", Some("providerPayload"))
    );
    for (method, path) in [
        (Method::POST, "/call"),
        (Method::PUT, &*path),
        (Method::PATCH, &*path),
        (Method::POST, &*format!("{path}/dispose")),
        (Method::POST, "/p/a/b/task/c"),
    ] {
        for size in [256 * 1_024 + 1, (1 << 20) + 1] {
            let told = house.bid_raw(&key, method.clone(), path, Body::from(vec![b' '; size])).await;
            assert_eq!(told.error(), (413, "PAYLOAD_TOO_LARGE", None), "{method} {path} {size}");
        }
        let told = house.bid_raw(&key, method.clone(), path, Body::from("{\"type\":")).await;
        assert_eq!(told.error(), (400, "INVALID_JSON", None), "{method} {path}");
    }
    assert_eq!(house.told().await, before, "nothing is changed");
}

#[tokio::test]
async fn what_leads_nowhere_or_asks_for_what_there_is_not_is_refused_and_named() {
    let house = house().await.peopled().await;
    house.talked(0, "ann").await;
    let key = house.pen().await;
    let path = format!("/call/{}", id_of(&house.walk(&key, "").await.0[0]));
    let before = house.told().await;
    let queries = [
        ("colour=red", "colour"),
        ("page=0", "page"),
        ("pageSize=201", "pageSize"),
        ("sort=moon:asc", "sort"),
        ("includeDeleted=perhaps", "includeDeleted"),
        ("callStatus=X", "callStatus"),
        ("createdFrom=7", "createdFrom"),
        ("user=ann", "user"),
        ("page=1&page=2", "page"),
    ];
    for (query, field) in queries {
        assert_eq!(
            house.look(&key, &format!("/call?{query}")).await.error(),
            (400, "INVALID_PARAMETER", Some(field)),
            "{query}"
        );
    }
    assert_eq!(house.look(&key, &format!("/call?from={}", "1".repeat(20_000))).await.error().0, 400);
    for path in [
        "",
        "/",
        "/moon",
        "/call/",
        "/call/7",
        "/call/%ff",
        "/call/00000000-0000-4000-8000-000000000007",
        "/call/x/dispose/y",
        "/p/a/b",
    ] {
        assert_eq!(house.look(&key, path).await.error(), (404, "NOT_FOUND", None), "{path}");
    }
    for (method, path) in
        [(Method::DELETE, "/call"), (Method::POST, &*path), (Method::GET, "/p/a/b/task/c"), (Method::PUT, "/call")]
    {
        let told = house.bid(&key, method.clone(), path, json!({})).await;
        assert_eq!(told.error(), (405, "METHOD_NOT_ALLOWED", None), "{method} {path}");
    }
    let conversation = house.read("/conversations").await["conversations"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(house.look(&key, &format!("/call/{conversation}")).await.error().0, 404, "a conversation is no call");
    assert_eq!(house.told().await, before, "nothing is changed");
}

#[tokio::test]
async fn a_key_that_does_not_count_is_refused_and_one_that_reads_writes_nothing() {
    let house = house().await;
    let stranger = format!("cb_main_{}", "x".repeat(43));
    for wrong in ["", "what", &stranger] {
        assert_eq!(house.look(wrong, "/call").await.error(), (401, "UNAUTHORIZED", None), "{wrong:?}");
        let big = Body::from(vec![b'x'; (1 << 20) + 1]);
        assert_eq!(house.bid_raw(wrong, Method::POST, "/call", big).await.error().0, 401);
    }
    let teller = house.chakra(Wanted::new("main", "teller", Role::Source)).await;
    assert_eq!(house.look(&teller, "/call").await.error(), (403, "FORBIDDEN", None));
    let pen = house.pen().await;
    let call = house.bid(&pen, Method::POST, "/call", json!({"type": "OUTBOUND", "to": "102"})).await.good(201).clone();
    let reader = Wanted { scope: Some(text(READS_ONLY)), ..Wanted::new("main", "reader", Role::Administrator) };
    let reader = house.chakra(reader).await;
    let path = format!("/call/{}", id_of(&call));
    assert_eq!(house.look(&reader, &path).await.good(200), &call);
    let before = house.told().await;
    for (method, path) in [
        (Method::POST, "/call"),
        (Method::PUT, &*path),
        (Method::PATCH, &*path),
        (Method::DELETE, &*path),
        (Method::POST, &*format!("{path}/dispose")),
        (Method::POST, "/p/a/b/task/c"),
    ] {
        let told = house.bid(&reader, method, path, json!({"type": "OUTBOUND", "to": "102", "disposition": "x"})).await;
        assert_eq!(told.error(), (403, "FORBIDDEN", None));
    }
    assert_eq!(house.told().await, before);
}

#[tokio::test]
async fn a_key_that_asks_more_than_six_hundred_times_a_minute_is_told_when_it_may_again() {
    let house = house().await;
    let key = house.pen().await;
    for _ in 0..ASKS_MAX {
        house.look(&key, "/call").await.good(200);
    }
    let told = house.look(&key, "/call").await;
    assert_eq!(told.error(), (429, "RATE_LIMITED", None));
    let wait: u64 = told.retry_after.unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    house.look(&house.pen().await, "/call").await.good(200);
}

#[tokio::test]
async fn no_source_can_be_called_like_that_of_clients_own_calls() {
    let house = house().await;
    let said = r#"{"name": "chakra", "adapters": ["native"]}"#;
    let (status, said) = house.ask(&house.administrator, Method::POST, "/sources", Some(said)).await;
    assert_eq!((status.as_u16(), &said["field"]), (400, &json!("name")), "{said}");
}
