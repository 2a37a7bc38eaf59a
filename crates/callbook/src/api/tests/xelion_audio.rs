//! What can be listened to of Xelion's communications (sheet, 4.3; rules R16, X30, X31).

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};

use super::House;
use super::xelion::filled;
use crate::media::tests::{mp3, wav};

/// What was answered: status, headers, bytes.
type Heard = (StatusCode, HeaderMap, Vec<u8>);

impl House {
    pub(super) async fn listen_to(&self, key: &str, method: Method, log: &str, range: Option<&str>) -> Heard {
        let request = Request::builder().method(method).uri(format!("/api/v1/main/communications/{log}/audio"));
        let mut request = request.header(header::AUTHORIZATION, format!("xelion {key}"));
        if let Some(range) = range {
            request = request.header(header::RANGE, range);
        }
        let (parts, body) = self.send(request.body(Body::empty()).unwrap()).await.into_parts();
        (parts.status, parts.headers, to_bytes(body, 1 << 20).await.unwrap().to_vec())
    }

    /// The log of that call, as somebody sees it.
    async fn log_of_call(&self, key: &str, call: &str) -> Value {
        let half = call.replace('-', "")[16..].to_owned();
        self.xelion(Method::GET, &format!("communications/{half}"), Some(key), Body::empty()).await.said["object"].clone()
    }

    /// Status and the vendor's number of a refusal.
    async fn refuses_to_play(&self, key: &str, log: &str) -> (u16, u64) {
        let (status, _, said) = self.listen_to(key, Method::GET, log, None).await;
        let said: Value = serde_json::from_slice(&said).unwrap();
        (status.as_u16(), said["errorCode"].as_u64().unwrap())
    }
}

fn text_of(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers[name].to_str().unwrap()
}

/// The ids of the newest calls.
async fn calls(house: &House) -> Vec<String> {
    let calls = house.read("/calls").await;
    calls["calls"].as_array().unwrap().iter().map(|call| call["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn r16_x30_audio_is_heard_whole_and_in_part_by_whoever_sees_the_log_and_by_nobody_else() {
    let (house, listener, ann) = filled(2).await;
    // The newer one is bea's, the other ann's.
    let [hers, own] = <[String; 2]>::try_from(calls(&house).await).unwrap();
    let log = house.log_of_call(&ann, &own).await;
    assert_eq!(log["hasAttachment"], false);
    let oid = log["oid"].as_str().unwrap().to_owned();
    assert_eq!(house.refuses_to_play(&ann, &oid).await, (404, 10_100), "there is no recording");
    let recording = house.brought(&own, mp3(100)).await;
    assert_eq!(house.log_of_call(&ann, &own).await["hasAttachment"], true);
    let (status, headers, bytes) = house.listen_to(&ann, Method::GET, &oid, None).await;
    assert_eq!((status, bytes), (StatusCode::OK, mp3(100)));
    assert_eq!(text_of(&headers, header::CONTENT_TYPE), "audio/x-mp3");
    assert_eq!(text_of(&headers, header::CONTENT_DISPOSITION), "audio.mp3");
    assert_eq!((text_of(&headers, header::ACCEPT_RANGES), text_of(&headers, header::CONTENT_LENGTH)), ("bytes", "41700"));
    let by_call = house.listen_to(&listener, Method::GET, log["callId"].as_str().unwrap(), Some("bytes=41690-")).await;
    assert_eq!((by_call.0, by_call.2.len()), (StatusCode::PARTIAL_CONTENT, 10), "an administrator hears all");
    assert_eq!(text_of(&by_call.1, header::CONTENT_RANGE), "bytes 41690-41699/41700");
    assert_eq!(text_of(&by_call.1, header::CONTENT_TYPE), "audio/x-mp3");
    let (status, headers, bytes) = house.listen_to(&ann, Method::HEAD, &oid, None).await;
    assert_eq!((status, bytes.len(), text_of(&headers, header::CONTENT_LENGTH)), (StatusCode::OK, 0, "41700"));
    let (status, headers, said) = house.listen_to(&ann, Method::GET, &oid, Some("bytes=41700-")).await;
    let said: Value = serde_json::from_slice(&said).unwrap();
    assert_eq!((status, &said["errorCode"]), (StatusCode::RANGE_NOT_SATISFIABLE, &json!(10_202)), "{said}");
    assert_eq!(text_of(&headers, header::CONTENT_RANGE), "bytes */41700");
    house.brought(&hers, mp3(9)).await;
    let others = house.log_of_call(&listener, &hers).await["oid"].as_str().unwrap().to_owned();
    assert_eq!(house.listen_to(&listener, Method::GET, &others, None).await.0, StatusCode::OK);
    assert_eq!(house.refuses_to_play(&ann, &others).await, (404, 10_100));
    assert_eq!(house.refuses_to_play(&house.administrator, &oid).await, (401, 10_000), "R18");
    let removed = house.ask(&house.administrator, Method::DELETE, &format!("/recordings/{recording}"), None).await;
    assert_eq!(removed.0, StatusCode::OK);
    assert_eq!(house.refuses_to_play(&ann, &oid).await, (404, 10_100), "it was removed");
    assert_eq!(house.ask(&house.administrator, Method::DELETE, &format!("/calls/{hers}"), None).await.0, StatusCode::OK);
    assert_eq!(house.refuses_to_play(&listener, &others).await, (404, 10_100), "X31");
}

#[tokio::test]
async fn r16_the_newest_recording_is_played_as_what_it_is_and_what_is_elsewhere_is_told() {
    let (house, listener, _) = filled(1).await;
    let call = calls(&house).await.remove(0);
    let oid = house.log_of_call(&listener, &call).await["oid"].as_str().unwrap().to_owned();
    house.brought(&call, mp3(9)).await;
    house.brought(&call, wav(1)).await;
    let (status, headers, bytes) = house.listen_to(&listener, Method::GET, &oid, None).await;
    assert_eq!((status, bytes), (StatusCode::OK, wav(1)));
    assert_eq!(text_of(&headers, header::CONTENT_TYPE), "audio/wav", "no player is told that other bytes are mp3");
    assert_eq!(text_of(&headers, header::CONTENT_DISPOSITION), "audio.wav");
    let caller = json!({"number": "+31699900077", "trunk": "voip"});
    house.told_of("R1", json!({"what": "came_in", "party": caller, "dialled": "+31699900088"})).await;
    let url = "https://pbx.example/r.mp3";
    house.told_of("R1", json!({"what": "recorded", "recording": "R", "kind": "call", "step": "stored", "url": url})).await;
    let call = calls(&house).await.remove(0);
    let log = house.log_of_call(&listener, &call).await;
    let (status, headers, _) = house.listen_to(&listener, Method::GET, log["oid"].as_str().unwrap(), None).await;
    assert_eq!((status, text_of(&headers, header::LOCATION)), (StatusCode::FOUND, url));
}

#[tokio::test]
async fn r16_a_message_that_a_caller_left_is_heard_the_same_way_and_the_log_says_so() {
    let (house, listener, _) = filled(0).await;
    let left = "00.000 A came_in number=+31699900077 trunk=voip dialled=+31699900088\n\
        01.000 A entered place=mailbox name=701\n09.000 A message left=yes\n10.000 A ended how=normal";
    house.record(calls::notation::read(left).unwrap()).await;
    let call = calls(&house).await.remove(0);
    let log = house.log_of_call(&listener, &call).await;
    assert_eq!((&log["voicemail"], &log["voicemailIsHeard"]), (&json!(true), &json!(false)));
    let path = format!("/calls/{call}/recordings?kind=voicemail");
    let (status, said) = house.bring(&house.administrator, Method::POST, &path, mp3(9)).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    let (status, headers, bytes) = house.listen_to(&listener, Method::GET, log["oid"].as_str().unwrap(), None).await;
    assert_eq!((status, text_of(&headers, header::CONTENT_TYPE), bytes), (StatusCode::OK, "audio/x-mp3", mp3(9)));
    let played = format!("/recordings/{}/played", said["id"].as_str().unwrap());
    assert_eq!(house.ask(&house.administrator, Method::PUT, &played, None).await.0, StatusCode::OK);
    assert_eq!(house.log_of_call(&listener, &call).await["voicemailIsHeard"], true);
}
