//! `recordingUrl`: the newest recording of a call that can be had (rules R16, C18, C22).

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::super::{HOST, House, house};
use super::{id_of, talk};
use crate::media::LINK_LIFE;
use crate::media::tests::wav;

impl House {
    async fn url_of(&self, key: &str, call: &str) -> Value {
        self.call(key, call).await["recordingUrl"].clone()
    }
}

#[tokio::test]
async fn r16_c18_the_newest_kept_recording_is_shown_by_a_link_for_a_week_and_nothing_once_it_is_removed() {
    let house = house().await.peopled().await;
    house.talked(0, "ann").await;
    let key = house.pen().await;
    let call = id_of(&house.walk(&key, "").await.0[0]);
    assert_eq!(house.url_of(&key, &call).await, Value::Null);
    let first = house.brought(&call, wav(1)).await;
    let second = |micros: i64| micros.div_euclid(1_000_000);
    let week = async || second(house.api.ctx.clock.now().plus(LINK_LIFE).micros());
    let before = week().await;
    let url = house.url_of(&key, &call).await.as_str().unwrap().to_owned();
    let (place, expires) = url.split_once("?expires=").unwrap();
    assert_eq!(place, format!("{HOST}/recordings/{first}.wav"));
    let expires: i64 = expires.split_once("&sig=").unwrap().0.parse().unwrap();
    assert!((before..=week().await).contains(&expires), "{url}");
    let heard = house.hear(None, Method::GET, &url, None).await;
    assert_eq!((heard.0, heard.2), (StatusCode::OK, wav(1)), "whoever has it hears it");
    let newest = house.brought(&call, wav(2)).await;
    let is_of =
        |url: &Value, id: &str| url.as_str().is_some_and(|url| url.starts_with(&format!("{HOST}/recordings/{id}.wav?")));
    assert!(is_of(&house.url_of(&key, &call).await, &newest));
    for query in ["", "type=INBOUND&"] {
        let (all, _) = house.walk(&key, &format!("{query}pageSize=1")).await;
        assert!(is_of(&all[0]["recordingUrl"], &newest), "in lists too: {}", all[0]["recordingUrl"]);
    }
    let said =
        house.bid(&key, Method::PATCH, &format!("/call/{call}"), json!({"recordingUrl": "https://other.example/1"})).await;
    assert_eq!(said.error(), (400, "READ_ONLY_FIELD", Some("recordingUrl")));
    for (gone, left) in [(&newest, Some(&first)), (&first, None)] {
        let removed = house.ask(&house.administrator, Method::DELETE, &format!("/recordings/{gone}"), None).await;
        assert_eq!(removed.0, StatusCode::OK, "{}", removed.1);
        let url = house.url_of(&key, &call).await;
        assert!(left.map_or(url.is_null(), |left| is_of(&url, left)), "{url}");
    }
    assert_eq!(house.hear(None, Method::GET, &url, None).await.0, StatusCode::GONE);
    let third = house.brought(&call, wav(1)).await;
    assert!(is_of(&house.url_of(&key, &call).await, &third));
    house.bid(&key, Method::DELETE, &format!("/call/{call}"), json!({})).await.good(200);
    assert_eq!(house.url_of(&key, &call).await, Value::Null, "R10");
}

#[tokio::test]
async fn r16_a_link_that_came_from_outside_is_passed_on_unchanged_also_once_its_bytes_are_kept() {
    const OUTSIDE: &str = "https://recordings.pbx.example/r1.mp3?sig=a%2Bb&x=1";
    let house = house().await.peopled().await;
    let caller = json!({"number": "+12025550142", "trunk": "voip"});
    house.told_of("R1", json!({"what": "came_in", "party": caller, "dialled": "101"})).await;
    let stored = json!({"what": "recorded", "recording": "R", "kind": "call", "step": "stored", "url": OUTSIDE});
    house.told_of("R1", stored).await;
    let key = house.pen().await;
    let call = id_of(&house.walk(&key, "").await.0[0]);
    assert_eq!(house.url_of(&key, &call).await, OUTSIDE);
    let recording = house.read("/conversations").await["conversations"][0]["recordings"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/recordings/{recording}/media");
    assert_eq!(house.bring(&house.administrator, Method::PUT, &path, wav(1)).await.0, StatusCode::OK);
    assert_eq!(house.url_of(&key, &call).await, OUTSIDE);
}

#[tokio::test]
async fn c22_a_message_that_a_caller_left_is_missed_with_a_recording_once_it_is_stored() {
    let house = house().await.peopled().await;
    let left = talk(3, "ann").lines().next().unwrap().to_owned()
        + "\n182.000 A3 entered place=mailbox name=101\n189.000 A3 message left=yes\n190.000 A3 ended how=normal\n";
    house.record(calls::notation::read(&left).unwrap()).await;
    let key = house.pen().await;
    let shown = house.walk(&key, "").await.0.remove(0);
    assert_eq!((&shown["callStatus"], &shown["recordingUrl"]), (&json!("MISSED"), &Value::Null));
    let path = format!("/calls/{}/recordings?kind=Voicemail&by=ann", id_of(&shown));
    let (status, said) = house.bring(&house.administrator, Method::POST, &path, wav(1)).await;
    assert_eq!((status, &said["recording"]["kind"]), (StatusCode::CREATED, &json!("voicemail")), "{said}");
    let shown = house.call(&key, &id_of(&shown)).await;
    assert_eq!(shown["callStatus"], "MISSED");
    assert!(shown["recordingUrl"].is_string(), "{shown}");
    for (query, field) in [("kind=fax", "kind"), ("colour=red", "colour")] {
        let path = format!("/calls/{}/recordings?{query}", id_of(&shown));
        let (status, said) = house.bring(&house.administrator, Method::POST, &path, wav(1)).await;
        assert_eq!((status, said["field"].as_str()), (StatusCode::BAD_REQUEST, Some(field)), "{said}");
    }
}
