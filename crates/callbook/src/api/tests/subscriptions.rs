//! Subscriptions over the API, with what sends beside it and a receiver that really listens.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::{House, house, story};
use crate::ctx::Ctx;
use crate::deliver::Deliverer;
use crate::manner::{Ladder, Manner};
use crate::outward::{Sender, Trust, Wall};

/// What a receiver got: its headers and its body.
pub(super) type Got = (HeaderMap, String);

/// A house that tells, and a receiver that answers with the status that is set.
pub(super) struct Telling {
    pub(super) house: House,
    pub(super) got: mpsc::UnboundedReceiver<Got>,
    status: Arc<AtomicU16>,
    pub(super) url: String,
}

pub(super) async fn telling() -> Telling {
    let mut house = house().await;
    let wall = Wall::new(vec!["127.0.0.1".parse().unwrap()]);
    let ctx = Ctx { wall: Arc::new(wall.clone()), ..house.api.ctx.clone() };
    let told = house.closing.subscribe();
    house.api = crate::api::Api::new(ctx.clone(), None, Vec::new(), false, told.clone());
    house.router = crate::api::router(&house.api);
    let manner = Manner { ladder: Ladder::of(vec![86_400]).unwrap(), ..Manner::default() };
    tokio::spawn(Deliverer::new(ctx, manner, Sender::new(wall, Trust::default()).unwrap()).run(told));
    let (into, got) = mpsc::unbounded_channel();
    let status = Arc::new(AtomicU16::new(200));
    let answers = Arc::clone(&status);
    let receive = move |headers: HeaderMap, body: Bytes| {
        let _ = into.send((headers, String::from_utf8(body.to_vec()).unwrap()));
        let status = StatusCode::from_u16(answers.load(Ordering::SeqCst)).unwrap();
        async move { (status, "so it is") }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hooks", listener.local_addr().unwrap());
    let router = axum::Router::new().route("/hooks", post(receive));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Telling { house, got, status, url }
}

impl Telling {
    pub(super) async fn does(&self, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
        let body = (!body.is_null()).then(|| body.to_string());
        self.house.ask(&self.house.administrator, method, path, body.as_deref()).await
    }

    /// A subscription to everything; its path and its secret.
    async fn subscribe(&self) -> (String, String) {
        let (status, said) = self.does(Method::POST, "/subscriptions", json!({"name": "crm", "url": self.url})).await;
        assert_eq!(status, StatusCode::CREATED, "{said}");
        let path = format!("/subscriptions/{}", said["id"].as_str().unwrap());
        (path, said["secret"].as_str().unwrap().to_owned())
    }

    /// What is counted, as Prometheus reads it.
    async fn metrics(&self) -> String {
        let asked = axum::http::Request::get("/metrics").body(axum::body::Body::empty()).unwrap();
        let answer = self.house.send(asked).await;
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    async fn next(&mut self) -> (HeaderMap, Value) {
        let (headers, body) = self.got.recv().await.unwrap();
        (headers, serde_json::from_str(&body).unwrap())
    }
}

#[tokio::test]
async fn r14_a_change_is_posted_signed_with_its_record_and_what_became_of_it_can_be_read() {
    let mut telling = telling().await;
    let (path, secret) = telling.subscribe().await;
    telling.house.record(story(0)).await;
    let changes = telling.house.read("/changes?after=start&record=true").await["changes"].as_array().unwrap().clone();
    let verify = standardwebhooks::Webhook::new(&secret).unwrap();
    for change in &changes {
        let (headers, body) = telling.got.recv().await.unwrap();
        verify.verify(body.as_bytes(), &headers).unwrap();
        assert_eq!(headers["webhook-id"], headers["x-callbook-delivery"]);
        assert!(headers["x-callbook-signature"].to_str().unwrap().starts_with("sha256="));
        let said: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(said["type"], format!("conversation.{}", change["kind"].as_str().unwrap()));
        for field in ["conversation", "source", "version", "previous", "kind", "at", "by", "calls", "whole", "record"] {
            assert_eq!(said["data"][field], change[field], "{field}");
        }
        assert_eq!(said["data"]["record"]["version"], said["data"]["version"]);
    }
    // What was told is written a moment after it was taken.
    let done = loop {
        let done = telling.house.read(&format!("{path}/deliveries?state=done&limit=500")).await;
        if done["deliveries"].as_array().unwrap().len() == changes.len() {
            break done;
        }
        tokio::task::yield_now().await;
    };
    let newest = &done["deliveries"][0];
    assert_eq!((&newest["attempts"][0]["status"], &newest["attempts"][0]["answer"]), (&json!(200), &json!("so it is")));
    let one = telling.house.read(&format!("{path}/deliveries/{}", newest["id"].as_str().unwrap())).await;
    assert_eq!((&one["version"], &one["state"]), (&newest["version"], &json!("done")));
    assert_eq!(telling.house.read(&path).await["behind"], 0);
    let page = telling.house.read(&format!("{path}/deliveries?limit=1")).await;
    let next = telling.house.read(&format!("{path}/deliveries?limit=1&cursor={}", page["next"].as_str().unwrap())).await;
    assert_eq!(page["deliveries"][0]["change"].as_u64().unwrap() - 1, next["deliveries"][0]["change"].as_u64().unwrap());
}

#[tokio::test]
async fn r13_in_a_dialect_each_event_of_a_change_is_posted_signed_and_in_order() {
    let mut telling = telling().await;
    let said = json!({"name": "booking", "url": telling.url, "dialect": "vCita", "version": "v3.0"});
    let (status, said) = telling.does(Method::POST, "/subscriptions", said).await;
    assert_eq!((status, &said["dialect"], &said["version"]), (StatusCode::CREATED, &json!("vcita"), &json!("v3.0")), "{said}");
    telling.house.record(story(0)).await;
    let verify = standardwebhooks::Webhook::new(said["secret"].as_str().unwrap()).unwrap();
    let (mut types, mut statuses) = (Vec::new(), Vec::new());
    loop {
        let (headers, body) = telling.got.recv().await.unwrap();
        verify.verify(body.as_bytes(), &headers).unwrap();
        assert_eq!(headers["webhook-id"], headers["x-callbook-delivery"]);
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["entity_name"], "voice_call");
        types.push(body["event_type"].as_str().unwrap().to_owned());
        statuses.push(body["data"]["status"].as_str().unwrap().to_owned());
        if !body["data"]["duration"].is_null() {
            break;
        }
    }
    assert_eq!((&*types[0], types[1..].iter().all(|kind| kind == "update")), ("create", true), "{types:?}");
    assert_eq!((&*statuses[0], statuses.last().unwrap().as_str()), ("incoming call", "answered by staff"), "{statuses:?}");
    let path = format!("/subscriptions/{}", said["id"].as_str().unwrap());
    let (status, said) = telling.does(Method::POST, &format!("{path}/test"), Value::Null).await;
    assert_eq!((status, telling.next().await.1), (StatusCode::OK, json!({})), "{said}");
    let said = json!({"name": "booking", "url": telling.url, "dialect": "vcita", "only": {"kinds": ["ended"]}});
    let (status, said) = telling.does(Method::PUT, &path, said).await;
    assert_eq!((status, &said["field"]), (StatusCode::BAD_REQUEST, &json!("only.kinds")), "{said}");
}

#[tokio::test]
async fn a_trial_says_what_the_receiver_answered_and_is_no_delivery() {
    let mut telling = telling().await;
    let (path, _) = telling.subscribe().await;
    // The lane begins a moment after the answer.
    let tried = loop {
        let (status, said) = telling.does(Method::POST, &format!("{path}/test"), Value::Null).await;
        if status == StatusCode::OK {
            break said;
        }
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{said}");
        tokio::task::yield_now().await;
    };
    assert_eq!((&tried["taken"], &tried["attempt"]["status"]), (&json!(true), &json!(200)));
    assert_eq!(telling.next().await.1["type"], "test");
    telling.status.store(500, Ordering::SeqCst);
    let (_, tried) = telling.does(Method::POST, &format!("{path}/test"), Value::Null).await;
    assert_eq!((&tried["taken"], &tried["attempt"]["answer"]), (&json!(false), &json!("so it is")));
    assert_eq!(telling.house.read(&format!("{path}/deliveries")).await["deliveries"], json!([]));
    telling.does(Method::POST, &format!("{path}/switch"), json!({"on": false})).await;
    let (status, _) = telling.does(Method::POST, &format!("{path}/test"), Value::Null).await;
    assert_eq!(status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn for_a_day_both_secrets_sign_while_one_is_exchanged() {
    let mut telling = telling().await;
    let (path, before) = telling.subscribe().await;
    let (_, rotated) = telling.does(Method::POST, &format!("{path}/secret"), json!({})).await;
    telling.house.record(story(0)).await;
    let (headers, body) = telling.got.recv().await.unwrap();
    for secret in [before.as_str(), rotated["secret"].as_str().unwrap()] {
        let verify = standardwebhooks::Webhook::new(secret).unwrap();
        verify.verify(body.as_bytes(), &headers).unwrap();
    }
    let (_, third) = telling.does(Method::POST, &format!("{path}/secret"), json!({"secret": before})).await;
    assert_eq!(third["secret"], before.as_str(), "one's own may be chosen");
}

#[tokio::test]
async fn r13_what_a_receiver_refuses_is_dead_in_the_end_and_is_tried_again_by_hand_under_the_same_id() {
    crate::api::health::count().unwrap();
    let mut telling = telling().await;
    let (path, _) = telling.subscribe().await;
    telling.status.store(410, Ordering::SeqCst);
    telling.house.record(story(0)).await;
    let (headers, first) = telling.next().await;
    let off = loop {
        let said = telling.house.read(&path).await;
        if said["on"] == false {
            break said;
        }
        tokio::task::yield_now().await;
    };
    assert!(off["off"].as_str().unwrap().contains("410"));
    // Before it was switched off everything that is owed was written.
    let waits = telling.house.read(&path).await["waiting"].as_u64().unwrap();
    assert!(waits > 0);
    let list = telling.house.read("/subscriptions").await;
    assert_eq!((&list["subscriptions"][0]["waiting"], &list["subscriptions"][0]["dead"]), (&json!(waits), &json!(0)));
    let counted = telling.metrics().await;
    for line in [
        "callbook_subscriptions{kind=\"webhook\",on=\"no\"} 1".to_owned(),
        "callbook_subscriptions{kind=\"webhook\",on=\"yes\"} 0".to_owned(),
        format!("callbook_deliveries_waiting{{kind=\"webhook\"}} {waits}"),
        "callbook_deliveries_dead{kind=\"webhook\"} 0".to_owned(),
        "callbook_behind_changes{kind=\"webhook\"} 0".to_owned(),
        "callbook_behind_seconds{kind=\"stream\"} 0".to_owned(),
    ] {
        assert!(counted.lines().any(|known| known == line), "{line}: {counted}");
    }
    // What is added up is of the whole program.
    assert!(counted.contains("callbook_deliveries_total{kind=\"webhook\",became=\"failed\"} "), "{counted}");
    let changes = telling.house.read("/changes?after=start&kind=subscription_off").await;
    assert_eq!(changes["changes"][0]["whole"]["subscription"][0]["name"], "crm");
    let waiting = telling.house.read(&format!("{path}/deliveries?state=waiting&limit=500")).await;
    let of_first = waiting["deliveries"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(of_first["id"].as_str().unwrap(), headers["webhook-id"]);
    telling.status.store(200, Ordering::SeqCst);
    let (_, on) = telling.does(Method::POST, &format!("{path}/switch"), json!({"on": true})).await;
    assert_eq!((&on["on"], &on["off"]), (&json!(true), &Value::Null));
    let (again, said) = telling.next().await;
    assert_eq!((&again["webhook-id"], said), (&headers["webhook-id"], first));
    let (_, retried) = telling.does(Method::POST, &format!("{path}/retry"), Value::Null).await;
    assert_eq!(retried["retried"], 0);
}

#[tokio::test]
async fn everything_since_a_moment_or_a_cursor_is_told_once_more() {
    let mut telling = telling().await;
    let (path, _) = telling.subscribe().await;
    telling.house.record(story(0)).await;
    let many = telling.house.read("/changes?after=start").await["changes"].as_array().unwrap().len();
    let mut ids = Vec::new();
    for _ in 0..many {
        ids.push(telling.next().await.0["webhook-id"].clone());
    }
    while telling.house.read(&path).await["behind"] != 0 {
        tokio::task::yield_now().await;
    }
    let (_, replayed) = telling.does(Method::POST, &format!("{path}/replay"), json!({"after": "start"})).await;
    assert_eq!(replayed["changes"], many);
    for id in &ids {
        assert_eq!(telling.next().await.0["webhook-id"], id);
    }
    for (body, field) in [
        (json!({}), "since"),
        (json!({"since": "2026-01-05T00:00:00Z", "after": "start"}), "since"),
        (json!({"since": "yesterday"}), "since"),
        (json!({"after": "x"}), "after"),
    ] {
        let (status, said) = telling.does(Method::POST, &format!("{path}/replay"), body).await;
        assert_eq!((status, said["field"].as_str()), (StatusCode::BAD_REQUEST, Some(field)));
    }
}

#[tokio::test]
async fn what_is_said_wrongly_is_refused_and_named() {
    let telling = telling().await;
    let with = |field: &str, value: Value| {
        let mut body = json!({"name": "crm", "url": "https://crm.example/hooks"});
        body[field] = value;
        body
    };
    for (body, field) in [
        (with("name", json!("")), "name"),
        (with("url", json!("crm.example")), "url"),
        (with("url", json!("http://10.1.2.3/")), "url"),
        (with("url", json!("https://169.254.169.254/latest")), "url"),
        (with("url", json!("https://[::ffff:10.0.0.1]/")), "url"),
        (with("url", json!("https://ann:secret@crm.example/")), "url"),
        (with("secret", json!("whsec_x")), "secret"),
        (with("only", json!({"kinds": ["ended", "over"]})), "only.kinds[1]"),
        (with("only", json!({"directions": ["up"]})), "only.directions[0]"),
        (with("only", json!({"sources": ["No Name"]})), "only.sources[0]"),
        (with("only", json!({"user": ["ann"]})), "only.user"),
    ] {
        let (status, said) = telling.does(Method::POST, "/subscriptions", body.clone()).await;
        assert_eq!((status, said["field"].as_str()), (StatusCode::BAD_REQUEST, Some(field)), "{body}: {said}");
    }
    let (path, _) = telling.subscribe().await;
    let said = json!({"name": "crm 2", "url": "https://crm.example/", "only": {"kinds": ["Ended"], "users": ["ann"]}});
    let (status, put) = telling.does(Method::PUT, &path, said).await;
    assert_eq!((status, &put["name"], &put["only"]["kinds"]), (StatusCode::OK, &json!("crm 2"), &json!(["ended"])));
    assert!(put.get("secret").is_none() && !put.to_string().contains("whsec_"));
    let (status, _) = telling.does(Method::DELETE, &path, Value::Null).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(telling.house.get(&path).await.0, StatusCode::NOT_FOUND);
}
