//! What is done about calls: by whom, on which conditions, once.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};

use super::{House, house, story};

/// What is sent: method, path, body, headers.
pub(super) struct Sent<'a>(pub(super) Method, pub(super) &'a str, pub(super) Value, pub(super) &'a [(&'a str, &'a str)]);

impl House {
    pub(super) async fn does(&self, key: &str, sent: Sent<'_>) -> (StatusCode, HeaderMap, Value) {
        let Sent(method, path, body, headers) = sent;
        let mut request = Request::builder().method(method).uri(format!("/callbook/v1{path}"));
        request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = match body {
            Value::Null => request.body(Body::empty()),
            body => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())),
        };
        let response = self.send(request.unwrap()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 32 << 20).await.unwrap();
        (status, headers, serde_json::from_slice(&bytes).unwrap())
    }

    async fn put(&self, path: &str, body: Value) -> (StatusCode, Value) {
        let (status, _, said) = self.does(&self.administrator, Sent(Method::PUT, path, body, &[])).await;
        (status, said)
    }

    async fn delete(&self, path: &str) -> (StatusCode, Value) {
        self.ask(&self.administrator, Method::DELETE, path, None).await
    }

    pub(super) async fn versions(&self) -> usize {
        self.read("/changes?after=start&limit=1000").await["changes"].as_array().unwrap().len()
    }
}

/// A house with one call, and the paths of the call and its conversation.
async fn with_call() -> (House, String, String) {
    let house = house().await;
    house.record(story(1)).await;
    let whole = house.read("/conversations").await["conversations"][0].clone();
    let (whole, call) = (whole["id"].as_str().unwrap(), whole["calls"][0]["id"].as_str().unwrap());
    let paths = (format!("/calls/{call}"), format!("/conversations/{whole}"));
    let bea = house.ask(&house.administrator, Method::PUT, "/directory/users/bea", Some("{\"name\":\"Bea\"}")).await;
    assert_eq!(bea.0, StatusCode::CREATED, "{}", bea.1);
    (house, paths.0, paths.1)
}

#[tokio::test]
async fn n27_everything_that_can_be_done_stands_in_the_record_with_who_did_it() {
    let (house, call, whole) = with_call().await;
    let steps = [
        ("/disposition", json!({"code": "Wrong-Number", "text": "sold", "next_call_at": "2026-01-12T10:00:00+01:00"})),
        ("/summary", json!({"text": "short"})),
        ("/links/state-task/A%2F7", json!({"url": "https://crm.example/7", "name": "Seven"})),
        ("/handled", Value::Null),
    ];
    for (path, body) in steps {
        let (status, said) = house.put(&format!("{call}{path}?by=ann&by_name=Ann"), body).await;
        assert_eq!(status, StatusCode::OK, "{path}: {said}");
    }
    let (status, said) =
        house.ask(&house.administrator, Method::PATCH, &format!("{call}/assigned"), Some("{\"user\":\"bea\"}")).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    let done = house.read(&call).await;
    assert_eq!(done, said, "what is answered is what is read");
    let ann = json!({"kind": "person", "id": "ann", "name": "Ann"});
    let wanted = json!({"code": "wrong_number", "text": "sold", "next_call_at": "2026-01-12T09:00:00.000Z", "by": ann});
    for (key, value) in wanted.as_object().unwrap() {
        assert_eq!(&done["disposition"][key], value);
    }
    assert_eq!((&done["summary"]["text"], &done["handled"]["by"]), (&json!("short"), &ann));
    let link = &done["links"][0];
    assert_eq!((&link["kind"], &link["id"], &link["name"]), (&json!("state_task"), &json!("A/7"), &json!("Seven")));
    assert_eq!((&done["assigned"]["user"], &house.read(&whole).await["handled"]["by"]), (&json!("bea"), &ann));
    for path in ["/disposition", "/summary", "/links/state_task/A%2F7", "/handled", "/assigned"] {
        let (status, said) = house.delete(&format!("{call}{path}")).await;
        assert_eq!(status, StatusCode::OK, "{path}: {said}");
    }
    let undone = house.read(&call).await;
    assert_eq!((&undone["disposition"], &undone["summary"], &undone["handled"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!((&undone["links"], &undone["assigned"]["user"]), (&json!([]), &json!("alice")));
}

#[tokio::test]
async fn n27_a_note_is_added_changed_and_removed_at_its_own_place() {
    let (house, _, whole) = with_call().await;
    let notes = format!("{whole}/notes");
    let body = || json!({"text": "one\ntwo"});
    let (status, headers, said) = house.does(&house.administrator, Sent(Method::POST, &notes, body(), &[])).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    let note = &said["calls"][0]["notes"][0];
    assert_eq!(
        (&note["text"], &note["by"]["kind"], &note["by"]["name"]),
        (&json!("one\ntwo"), &json!("program"), &json!("administrator"))
    );
    let place = headers[header::LOCATION].to_str().unwrap().strip_prefix("/callbook/v1").unwrap().to_owned();
    assert_eq!(place, format!("{notes}/{}", note["id"].as_str().unwrap()));
    let (status, said) = house.put(&place, json!({"text": "three"})).await;
    assert_eq!((status, &said["calls"][0]["notes"][0]["text"]), (StatusCode::OK, &json!("three")));
    let (_, said) = house.delete(&place).await;
    assert_eq!(said["calls"][0]["notes"], json!([]));
    assert_eq!(house.delete(&place).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.put(&place, json!({"text": "four"})).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_asked_for_again_with_its_key_is_done_once() {
    let (house, call, _) = with_call().await;
    let notes = format!("{call}/notes");
    let post = async |key: &str, text: &str| {
        let headers = [("Idempotency-Key", key)];
        house.does(&house.administrator, Sent(Method::POST, &notes, json!({"text": text}), &headers)).await
    };
    let first = post("k-1", "once").await;
    let versions = house.versions().await;
    house.put(&format!("{call}/handled"), Value::Null).await;
    let again = post("k-1", "once").await;
    assert_eq!((again.0, &again.2, &again.1[header::LOCATION]), (first.0, &first.2, &first.1[header::LOCATION]));
    assert_eq!(house.versions().await, versions + 1, "only the handling in between");
    let (status, _, said) = post("k-1", "something else").await;
    assert_eq!((status, said["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("Idempotency-Key")));
    assert_eq!(post("k-2", "once").await.2["notes"].as_array().unwrap().len(), 2);
    // Another token's keys are its own.
    let headers = [("Idempotency-Key", "k-1")];
    let (status, _, said) = house.does(&house.operator, Sent(Method::POST, &notes, json!({"text": "its own"}), &headers)).await;
    assert_eq!((status, said["notes"].as_array().unwrap().len()), (StatusCode::CREATED, 3));
}

#[tokio::test]
async fn what_was_decided_by_a_version_that_has_passed_is_refused() {
    let (house, call, whole) = with_call().await;
    let request = Request::builder().uri(format!("/callbook/v1{call}"));
    let request = request.header(header::AUTHORIZATION, format!("Bearer {}", house.administrator)).body(Body::empty());
    let read = house.send(request.unwrap()).await;
    let etag = read.headers()[header::ETAG].to_str().unwrap().to_owned();
    let put = async |path: &str, tag: &str| {
        let headers = [("If-Match", tag)];
        house.does(&house.administrator, Sent(Method::PUT, path, json!({"text": "short"}), &headers)).await
    };
    let (status, headers, said) = put(&format!("{call}/summary"), &etag).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    let versions = house.versions().await;
    let (status, _, said) = put(&format!("{whole}/disposition"), &etag).await;
    assert_eq!((status, said["field"].as_str()), (StatusCode::PRECONDITION_FAILED, Some("If-Match")));
    assert_eq!(house.versions().await, versions, "nothing was written");
    let newest = headers[header::ETAG].to_str().unwrap();
    assert_eq!(put(&format!("{whole}/disposition"), newest).await.0, StatusCode::OK);
    assert_eq!(put(&format!("{whole}/summary"), "*").await.0, StatusCode::OK);
}

#[tokio::test]
async fn r10_what_is_deleted_is_gone_unless_it_is_asked_for_and_comes_back() {
    let (house, call, whole) = with_call().await;
    let count = async |words: &str| house.read(&format!("/calls{words}")).await["calls"].as_array().unwrap().len();
    let (status, said) = house.delete(&format!("{call}?by=ann")).await;
    assert_eq!((status, said["deleted_at"].is_string()), (StatusCode::OK, true));
    assert_eq!((count("").await, count("?deleted=true").await), (0, 1));
    assert_eq!(house.read("/conversations").await["conversations"], json!([]));
    for path in [&call, &whole, &format!("{call}?version=1"), &format!("{whole}?version=1")] {
        let (status, said) = house.get(path).await;
        assert_eq!((status, said["field"].as_str()), (StatusCode::NOT_FOUND, Some("id")), "{path}");
    }
    assert_eq!(house.read(&format!("{call}?deleted=true")).await["outcome"], "answered", "its status is unchanged");
    assert!(house.read(&format!("{whole}?deleted=true")).await["deleted_at"].is_string());
    assert_eq!(house.put(&format!("{call}/handled"), Value::Null).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.delete(&call).await.0, StatusCode::NOT_FOUND);
    let (status, said) = house.ask(&house.administrator, Method::POST, &format!("{whole}/restore"), None).await;
    assert_eq!((status, &said["deleted_at"]), (StatusCode::OK, &Value::Null));
    assert_eq!((count("").await, house.get(&call).await.0), (1, StatusCode::OK));
}

#[tokio::test]
async fn what_cannot_be_done_is_named_and_nothing_is_written() {
    let (house, call, _) = with_call().await;
    let versions = house.versions().await;
    let long = "x".repeat(20_000);
    let cases = [
        ("/disposition", json!({"code": "rude"}), "code"),
        ("/disposition", json!({"next_call_at": "soon"}), "next_call_at"),
        ("/disposition", json!({"words": "sold"}), "words"),
        ("/summary", json!({}), "text"),
        ("/summary", json!({"text": ""}), "text"),
        ("/summary", json!({"text": long}), "text"),
        ("/links/deal/7", json!({}), "kind"),
        ("/links/task/7", json!({"url": "javascript:alert(1)"}), "url"),
        ("/summary?by=", json!({"text": "short"}), "by"),
        ("/summary?by_name=Ann", json!({"text": "short"}), "by_name"),
        ("/summary?who=ann", json!({"text": "short"}), "who"),
    ];
    for (path, body, field) in cases {
        let (status, said) = house.put(&format!("{call}{path}"), body).await;
        assert_eq!((status, said["field"].as_str()), (StatusCode::BAD_REQUEST, Some(field)), "{path}: {said}");
    }
    let (status, said) = house.ask(&house.administrator, Method::PATCH, &format!("{call}/assigned"), Some("{}")).await;
    assert_eq!((status, said["field"].as_str()), (StatusCode::BAD_REQUEST, Some("user")));
    let (status, said) = house.put("/calls/seven/handled", Value::Null).await;
    assert_eq!((status, said["field"].as_str()), (StatusCode::BAD_REQUEST, Some("id")));
    for headers in [[("If-Match", "7")], [("Idempotency-Key", "")]] {
        let sent = Sent(Method::PUT, &format!("{call}/handled"), Value::Null, &headers);
        let (status, _, said) = house.does(&house.administrator, sent).await;
        assert_eq!((status, said["field"].as_str()), (StatusCode::BAD_REQUEST, Some(headers[0].0)));
    }
    let nobody = format!("/calls/{}/handled", uuid::Uuid::nil());
    assert_eq!(house.put(&nobody, Value::Null).await.0, StatusCode::NOT_FOUND);
    let nothing = house.ask(&house.administrator, Method::PUT, &format!("{call}/summary"), None).await;
    assert_eq!(nothing.0, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(house.versions().await, versions);
}

#[tokio::test]
async fn a_source_does_nothing_about_calls() {
    let (house, call, whole) = with_call().await;
    for (method, path) in
        [(Method::PUT, format!("{call}/handled")), (Method::DELETE, whole), (Method::POST, format!("{call}/notes"))]
    {
        assert_eq!(house.ask(&house.source, method, &path, None).await.0, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn n26_a_call_is_assigned_to_whom_the_directory_knows_and_to_the_one_that_he_turned_out_to_be() {
    let (house, call, _) = with_call().await;
    let assign = async |body: Value| {
        house.ask(&house.administrator, Method::PATCH, &format!("{call}/assigned"), Some(&body.to_string())).await
    };
    for (field, body) in [
        ("user", json!({"user": "nobody"})),
        ("team", json!({"user": "bea", "team": "none"})),
        ("queue", json!({"queue": "none"})),
        ("menu", json!({"menu": "none"})),
    ] {
        let (status, said) = assign(body).await;
        assert_eq!((status, said["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some(field)), "{said}");
    }
    let (status, said) = house.put("/directory/users/old-bea", json!({})).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    let into = json!({"into": "bea"}).to_string();
    house.ask(&house.administrator, Method::POST, "/directory/users/old-bea/merge", Some(&into)).await;
    let (status, said) = assign(json!({"user": "old-bea", "scope": "north"})).await;
    assert_eq!((status, &said["assigned"]["user"]), (StatusCode::OK, &json!("bea")), "{said}");
    assert_eq!(said["assigned"]["scope"], "north", "a business is no entry");
    house.delete("/directory/users/bea").await;
    assert_eq!(assign(json!({"user": "bea"})).await.0, StatusCode::UNPROCESSABLE_ENTITY, "he is removed");
}
