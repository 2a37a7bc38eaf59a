//! The change feed: asked for, waited for, followed.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{Method, Request, StatusCode, header};
use futures_util::StreamExt;
use tokio::time::timeout;

use super::{House, house, story};

#[tokio::test]
async fn changes_are_told_in_order_from_a_cursor_on() {
    let house = house().await;
    house.record(story(1)).await;
    let all = house.read("/changes?after=start").await;
    let changes = all["changes"].as_array().unwrap();
    let versions: Vec<u64> = changes.iter().map(|change| change["version"].as_u64().unwrap()).collect();
    assert!(versions.iter().copied().eq(1..=versions.len() as u64) && versions.len() > 3, "{versions:?}");
    assert_eq!((changes[0]["kind"].as_str(), changes[0]["previous"].as_u64()), (Some("new"), Some(0)));
    assert_eq!(changes.last().unwrap()["kind"], "ended");
    assert!(!all.to_string().contains("\"#"), "{all}");
    let (mut read, mut after) = (Vec::new(), "start".to_owned());
    while read.len() < changes.len() {
        let page = house.read(&format!("/changes?after={after}&limit=2")).await;
        read.extend(page["changes"].as_array().unwrap().clone());
        after = page["next"].as_str().unwrap().to_owned();
    }
    assert_eq!(&read, changes);
    assert_eq!(all["next"].as_str().unwrap(), after);
    let id = changes[0]["conversation"].as_str().unwrap();
    let own = house.read(&format!("/conversations/{id}/changes")).await;
    assert_eq!(own["changes"].as_array().unwrap().len(), changes.len());
}

#[tokio::test]
async fn a_change_comes_with_the_record_that_it_made() {
    let house = house().await;
    house.record(story(1)).await;
    let all = house.read("/changes?after=start&record=true&kind=new,ended").await;
    let changes = all["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 2);
    for change in changes {
        assert_eq!(change["record"]["version"], change["version"]);
    }
    assert_eq!(changes[1]["record"]["state"], "ended");
}

#[tokio::test]
async fn whoever_waits_is_told_as_soon_as_something_happens() {
    let house = house().await;
    let now = house.read("/changes").await["next"].as_str().unwrap().to_owned();
    let path = format!("/changes?after={now}&wait=30");
    let (said, ()) = tokio::join!(house.read(&path), async {
        tokio::task::yield_now().await;
        house.record(story(1)).await;
    });
    assert!(!said["changes"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_cursor_ahead_of_the_feed_is_refused() {
    let house = house().await;
    let ahead = super::super::cursor::of_feed(1_000);
    for path in ["/changes", "/changes/events"] {
        let (status, said) = house.get(&format!("{path}?after={ahead}")).await;
        assert_eq!((status, said["field"].as_str()), (StatusCode::BAD_REQUEST, Some("after")));
    }
}

/// An event stream, at its beginning.
pub(super) async fn follow(house: &House, words: &str, last: Option<&str>) -> BodyDataStream {
    let request = Request::builder().uri(format!("/callbook/v1/changes/events?token={}{words}", house.administrator));
    let request = match last {
        Some(last) => request.header("last-event-id", last),
        None => request,
    };
    let response = house.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
    response.into_body().into_data_stream()
}

/// The next events, until `enough` of the text is there.
pub(super) async fn hear(stream: &mut BodyDataStream, enough: &str) -> String {
    let mut heard = String::new();
    while !heard.contains(enough) {
        let next = timeout(Duration::from_secs(20), stream.next()).await.unwrap();
        let Some(bytes) = next else { break };
        heard.push_str(std::str::from_utf8(&bytes.unwrap()).unwrap());
    }
    heard
}

/// The ids of events.
pub(super) fn ids(events: &str) -> Vec<&str> {
    events.lines().filter_map(|line| line.strip_prefix("id: ")).collect()
}

#[tokio::test]
async fn events_resume_where_they_were_left_and_end_with_a_goodbye() {
    let house = house().await;
    house.record(story(1)).await;
    let mut stream = follow(&house, "&after=start", None).await;
    let heard = hear(&mut stream, "event: ended").await;
    let all = ids(&heard);
    drop(stream);
    let mut stream = follow(&house, "&after=start", Some(all[2])).await;
    let rest = hear(&mut stream, "event: ended").await;
    assert_eq!(ids(&rest), all[2..]);
    house.record(story(2)).await;
    let more = hear(&mut stream, "event: ended").await;
    assert_eq!(ids(&more).len(), all.len() - 1);
    house.closing.send(true).unwrap();
    assert!(hear(&mut stream, "goodbye").await.contains("event: goodbye"));
    assert_eq!(hear(&mut stream, "never").await, "");
    timeout(Duration::from_secs(20), house.api.feeds_ended()).await.unwrap();
}

#[tokio::test]
async fn a_token_that_is_revoked_hears_nothing_more() {
    let house = house().await;
    house.record(story(1)).await;
    let mut stream = follow(&house, "&after=start", None).await;
    hear(&mut stream, "event: ended").await;
    let (_, tokens) = house.get("/tokens").await;
    let tokens = tokens["tokens"].as_array().unwrap();
    let own = tokens.iter().find(|token| token["role"] == "administrator").unwrap()["id"].as_str().unwrap();
    let (status, _) = house.ask(&house.operator, Method::DELETE, &format!("/tokens/{own}"), None).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    house.record(story(2)).await;
    let rest = hear(&mut stream, "never").await;
    assert!(rest.contains("event: broken") && !rest.contains("conversation"), "{rest}");
}
