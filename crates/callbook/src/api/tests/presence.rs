//! Presence: asked for, and followed.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{Method, Request, StatusCode, header};
use serde_json::Value;
use tokio::time::timeout;

use super::feed::hear;
use super::{House, house};
use crate::presence::tests::call;

async fn states(house: &House) -> Vec<(String, String)> {
    let said = house.read("/presence/agents").await;
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    said["agents"].as_array().unwrap().iter().map(|agent| (word(&agent["user"]), word(&agent["state"]))).collect()
}

#[tokio::test]
async fn a_call_rings_is_taken_and_ends_and_so_its_agent_is_shown() {
    let house = house().await;
    let mut seen = Vec::new();
    for signal in call() {
        house.record(vec![signal]).await;
        seen.extend(states(&house).await.into_iter().map(|(_, state)| state));
    }
    seen.dedup();
    // Once it is over: the story is of another day than today, in which nothing was yet.
    assert_eq!(seen, ["ringing", "talking"]);
}

#[tokio::test]
async fn who_waits_is_shown_with_his_conversation_as_of_a_change() {
    let house = house().await;
    house.record(call()[..3].to_vec()).await;
    let queues = house.read("/presence/queues").await;
    let desk = &queues["queues"][0];
    assert_eq!((desk["queue"].as_str(), desk["waiting"].as_u64()), (Some("desk"), Some(1)));
    assert_eq!(desk["longest_since"], desk["callers"][0]["since"]);
    let agents = house.read("/presence/agents").await;
    let id = agents["agents"][0]["calls"][0]["conversation"].as_str().unwrap();
    assert_eq!(desk["callers"][0]["conversation"], id);
    house.read(&format!("/conversations/{id}")).await;
    let cursor = queues["as_of"]["cursor"].as_str().unwrap();
    assert_eq!(house.read(&format!("/changes?after={cursor}")).await["changes"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn a_source_sees_no_presence() {
    let house = house().await;
    for path in ["/presence/agents", "/presence/queues", "/presence/events"] {
        let (status, _) = house.ask(&house.source, Method::GET, path, None).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
}

async fn follow(house: &House) -> BodyDataStream {
    let request = Request::builder().uri(format!("/callbook/v1/presence/events?token={}", house.administrator));
    let response = house.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
    response.into_body().into_data_stream()
}

#[tokio::test]
async fn whoever_follows_is_told_the_whole_view_then_what_changes_and_goodbye() {
    let house = house().await;
    house.record(call()[..2].to_vec()).await;
    let mut stream = follow(&house).await;
    let first = hear(&mut stream, "\n\n").await;
    assert!(first.contains("event: view") && first.contains("\"waiting\":1"), "{first}");
    house.record(call()[2..3].to_vec()).await;
    let ringing = hear(&mut stream, "\n\n").await;
    assert!(ringing.contains("event: changed") && ringing.contains("\"state\":\"ringing\""), "{ringing}");
    assert!(!ringing.contains("\"waiting\""), "the queue is as it was: {ringing}");
    house.record(call()[3..].to_vec()).await;
    let over = hear(&mut stream, "\n\n").await;
    assert!(over.contains("\"gone_agents\":[\"ann\"]") && over.contains("\"gone_queues\":[\"desk\"]"), "{over}");
    house.closing.send(true).unwrap();
    assert!(hear(&mut stream, "goodbye").await.contains("event: goodbye"));
    assert_eq!(hear(&mut stream, "never").await, "");
    timeout(Duration::from_secs(20), house.api.feeds_ended()).await.unwrap();
}

#[tokio::test]
async fn a_call_that_was_written_down_keeps_nobody_on_the_phone() {
    let house = house().await;
    let user = house.ask(&house.administrator, Method::PUT, "/directory/users/ann", Some("{}")).await;
    assert_eq!(user.0, StatusCode::CREATED);
    let body = r#"{"direction":"outbound","user":"ann","to":{"number":"101"},"started_at":"2026-01-05T10:00:00Z","answered_at":"2026-01-05T10:00:12Z"}"#;
    let (status, said) = house.ask(&house.administrator, Method::POST, "/calls", Some(body)).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    assert_eq!(states(&house).await, [("ann".to_owned(), "free".to_owned())]);
}
