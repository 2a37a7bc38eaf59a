//! Recordings: who brings and hears them, and the links by which they are heard (rules R10, R16 and N24).

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use calls::moment::Moment;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{HOST, House, house, house_by, key_of, story};
use crate::api::token::Wanted;
use crate::clock::{Clock, SetClock};
use crate::media::LINK_LIFE;
use crate::media::tests::wav;
use crate::store::{Mark, Role, WantedRow, text};

/// What was answered: status, headers, bytes.
type Heard = (StatusCode, HeaderMap, Vec<u8>);

impl House {
    /// Asks for bytes; a key is none for links.
    pub(super) async fn hear(&self, key: Option<&str>, method: Method, path: &str, range: Option<&str>) -> Heard {
        let mut request = Request::builder().method(method).uri(path.trim_start_matches(HOST));
        if let Some(key) = key {
            request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        }
        if let Some(range) = range {
            request = request.header(header::RANGE, range);
        }
        let response = self.send(request.body(Body::empty()).unwrap()).await;
        let (parts, body) = response.into_parts();
        (parts.status, parts.headers, to_bytes(body, 1 << 20).await.unwrap().to_vec())
    }

    /// Brings a recording.
    pub(super) async fn bring(&self, key: &str, method: Method, path: &str, bytes: Vec<u8>) -> (StatusCode, Value) {
        self.bring_once(key, method, path, bytes, None).await
    }

    async fn bring_once(
        &self,
        key: &str,
        method: Method,
        path: &str,
        bytes: Vec<u8>,
        once: Option<&str>,
    ) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(format!("/callbook/v1{path}"));
        request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        // What it says of itself is not believed.
        request = request.header(header::CONTENT_TYPE, "text/html");
        if let Some(once) = once {
            request = request.header("idempotency-key", once);
        }
        let response = self.send(request.body(Body::from(bytes)).unwrap()).await;
        let status = response.status();
        let said = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&said).unwrap())
    }

    /// A source tells something of a call.
    pub(super) async fn told_of(&self, call: &str, what: Value) {
        let mut fact =
            json!({"thread": call, "leg": format!("{call} A"), "at": "2026-01-05T18:00:00Z", "key": what.to_string()});
        fact.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        let body = json!({"source": "pbx", "signals": [fact]}).to_string();
        let (status, said) = self.ask(&self.source, Method::POST, "/signals", Some(&body)).await;
        assert_eq!(status, StatusCode::OK, "{said}");
    }

    /// Brings a recording of a call; its id.
    pub(super) async fn brought(&self, call: &str, bytes: Vec<u8>) -> String {
        let path = format!("/calls/{call}/recordings");
        let (status, said) = self.bring(&self.administrator, Method::POST, &path, bytes).await;
        assert_eq!(status, StatusCode::CREATED, "{said}");
        said["id"].as_str().unwrap().to_owned()
    }

    async fn a_call(&self) -> String {
        self.record(story(1)).await;
        self.read("/calls").await["calls"][0]["id"].as_str().unwrap().to_owned()
    }
}

fn text_of(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers[name].to_str().unwrap()
}

#[tokio::test]
async fn r16_a_recording_is_brought_told_and_heard_by_its_link_whole_and_in_part() {
    let house = house().await;
    let call = house.a_call().await;
    let (status, said) = house.bring(&house.administrator, Method::POST, &format!("/calls/{call}/recordings"), wav(1)).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    let id = said["id"].as_str().unwrap().to_owned();
    let told = house.read(&format!("/recordings/{id}")).await;
    assert_eq!((&told["media_type"], &told["recording"]["call"]), (&Value::from("audio/wav"), &Value::from(call)));
    let entry = house.read("/conversations").await["conversations"][0]["recordings"][0].clone();
    assert_eq!((&told["recording"], &entry["length_s"], &entry["size"]), (&entry, &1.0.into(), &8_044.into()));
    let link = told["link"].as_str().unwrap();
    assert!(link.starts_with(&format!("{HOST}/recordings/{id}.wav?expires=")), "{link}");
    let (status, headers, bytes) = house.hear(None, Method::GET, link, None).await;
    assert_eq!((status, bytes), (StatusCode::OK, wav(1)));
    assert_eq!(text_of(&headers, header::CONTENT_TYPE), "audio/wav");
    assert_eq!(text_of(&headers, header::CONTENT_DISPOSITION), format!("inline; filename=\"{id}.wav\""));
    assert_eq!((text_of(&headers, header::ACCEPT_RANGES), text_of(&headers, header::CONTENT_LENGTH)), ("bytes", "8044"));
    assert_eq!(text_of(&headers, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    let (status, headers, bytes) = house.hear(None, Method::GET, link, Some("bytes=8-11")).await;
    assert_eq!((status, bytes.as_slice()), (StatusCode::PARTIAL_CONTENT, &b"WAVE"[..]));
    assert_eq!(text_of(&headers, header::CONTENT_RANGE), "bytes 8-11/8044");
    let (status, headers, _) = house.hear(None, Method::GET, link, Some("bytes=8044-")).await;
    assert_eq!((status, text_of(&headers, header::CONTENT_RANGE)), (StatusCode::RANGE_NOT_SATISFIABLE, "bytes */8044"));
    let (status, headers, bytes) = house.hear(None, Method::HEAD, link, None).await;
    assert_eq!((status, bytes.len(), text_of(&headers, header::CONTENT_LENGTH)), (StatusCode::OK, 0, "8044"));
    let (status, _, bytes) = house
        .hear(Some(&house.administrator), Method::GET, &format!("/callbook/v1/recordings/{id}/media"), Some("bytes=-1"))
        .await;
    assert_eq!((status, bytes.as_slice()), (StatusCode::PARTIAL_CONTENT, &b"@"[..]));
}

#[tokio::test]
async fn r16_a_link_that_is_not_ours_is_refused_and_one_that_is_over_is_gone() {
    let house = house().await;
    let call = house.a_call().await;
    let path = format!("/calls/{call}/recordings");
    let said = house.bring(&house.administrator, Method::POST, &path, wav(1)).await.1;
    let (id, link) = (said["id"].as_str().unwrap().to_owned(), said["link"].as_str().unwrap().to_owned());
    let status = async |link: &str| house.hear(None, Method::GET, link, None).await.0;
    let last = link.chars().last().unwrap();
    let forged = link.trim_end_matches(last).to_owned() + if last == '0' { "1" } else { "0" };
    for wrong in [forged, link.replace("expires=1", "expires=2"), link.replace(".wav", ".mp3"), format!("/recordings/{id}.wav")]
    {
        assert_eq!(status(&wrong).await, StatusCode::FORBIDDEN, "{wrong}");
    }
    for nowhere in ["/recordings/x.wav".to_owned(), format!("/recordings/{id}.exe"), format!("/recordings/{id}")] {
        assert_eq!(status(&nowhere).await, StatusCode::NOT_FOUND, "{nowhere}");
    }
    let past = house.api.ctx.media.links().sign("main", id.parse().unwrap(), house.api.ctx.clock.now().plus(-1_000_000)).await;
    assert_eq!(status(&past.unwrap().unwrap()).await, StatusCode::GONE);
    // R10: what was deleted is no longer served, and served again once it is back.
    let act = async |method: Method, path: String| house.ask(&house.administrator, method, &path, None).await;
    assert_eq!(act(Method::DELETE, format!("/calls/{call}")).await.0, StatusCode::OK);
    assert_eq!(status(&link).await, StatusCode::GONE);
    assert_eq!(house.get(&format!("/recordings/{id}")).await.0, StatusCode::NOT_FOUND);
    assert_eq!(act(Method::POST, format!("/calls/{call}/restore")).await.0, StatusCode::OK);
    assert_eq!(status(&link).await, StatusCode::OK);
    let (gone, told) = act(Method::DELETE, format!("/recordings/{id}")).await;
    assert!(gone == StatusCode::OK && told["recording"]["deleted_at"].is_string() && told["link"].is_null(), "{told}");
    assert_eq!(status(&link).await, StatusCode::GONE);
    assert_eq!(house.get(&format!("/recordings/{id}/media")).await.0, StatusCode::NOT_FOUND);
    let again = house.bring(&house.administrator, Method::PUT, &format!("/recordings/{id}/media"), wav(1)).await;
    assert_eq!(again.0, StatusCode::NOT_FOUND, "what was removed stays removed");
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused_and_the_same_request_is_done_once() {
    let house = house().await;
    let call = house.a_call().await;
    let path = format!("/calls/{call}/recordings");
    let post = async |bytes: Vec<u8>, once: Option<&str>| {
        house.bring_once(&house.administrator, Method::POST, &path, bytes, once).await
    };
    let (status, said) = post(b"<html>".to_vec(), None).await;
    assert_eq!((status, said["field"].as_str()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, Some("body")));
    let (first, again) = (post(wav(1), Some("a")).await, post(wav(1), Some("a")).await);
    assert_eq!((first.0, &first.1["id"]), (StatusCode::CREATED, &again.1["id"]));
    assert_eq!(post(wav(2), Some("a")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_ne!(post(wav(1), Some("b")).await.1["id"], first.1["id"]);
    let media = format!("/recordings/{}/media", first.1["id"].as_str().unwrap());
    let put = async |bytes: Vec<u8>| house.bring(&house.administrator, Method::PUT, &media, bytes).await.0;
    assert_eq!((put(wav(1)).await, put(wav(2)).await), (StatusCode::OK, StatusCode::CONFLICT));
    let request = Request::post(format!("/callbook/v1{path}")).header(header::CONTENT_LENGTH, "999999999999");
    let request = request.header(header::AUTHORIZATION, format!("Bearer {}", house.administrator));
    let response = house.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let nowhere = format!("/calls/{}/recordings", Uuid::from_u128(1));
    let unknown = house.bring(&house.administrator, Method::POST, &nowhere, wav(1)).await;
    assert_eq!(unknown.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn n24_a_recording_is_heard_by_whoever_sees_its_call() {
    let house = house().await;
    let call = house.a_call().await;
    let path = format!("/calls/{call}/recordings");
    let user = async |user: &str| {
        let wanted = Wanted { user: Some(user.into()), ..Wanted::new("main", user, Role::User) };
        key_of(&*house.api.ctx.store, wanted).await
    };
    let own = house.read("/calls").await["calls"][0]["legs"][1]["user"].as_str().unwrap().to_owned();
    let (own, ben) = (user(&own).await, user("ben").await);
    let (status, said) = house.bring(&own, Method::POST, &path, wav(1)).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    assert_eq!(house.bring(&ben, Method::POST, &path, wav(1)).await.0, StatusCode::NOT_FOUND);
    let id = said["id"].as_str().unwrap();
    let (one, media) = (format!("/recordings/{id}"), format!("/callbook/v1/recordings/{id}/media"));
    for (key, seen) in [(&own, true), (&house.administrator, true), (&ben, false)] {
        let wanted = if seen { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(house.ask(key, Method::GET, &one, None).await.0, wanted);
        assert_eq!(house.hear(Some(key), Method::GET, &media, None).await.0, wanted);
        assert_eq!(house.ask(key, Method::PUT, &format!("{one}/played"), None).await.0, wanted);
    }
    let (status, told) = house.ask(&own, Method::GET, &one, None).await;
    assert!(status == StatusCode::OK && told["recording"]["played_at"].is_string(), "{told}");
    let delete = async |key: &str| house.ask(key, Method::DELETE, &one, None).await.0;
    assert_eq!((delete(&own).await, delete(&house.operator).await), (StatusCode::FORBIDDEN, StatusCode::OK));
}

#[tokio::test]
async fn r18_no_recording_is_known_in_another_account() {
    let house = house().await;
    let call = house.a_call().await;
    let said = house.bring(&house.administrator, Method::POST, &format!("/calls/{call}/recordings"), wav(1)).await.1;
    let id: Uuid = said["id"].as_str().unwrap().parse().unwrap();
    let store = &*house.api.ctx.store;
    store.put_account(crate::api::accounts::blank("north", Moment::default())).await.unwrap();
    let north = key_of(store, Wanted::new("north", "north", Role::Administrator)).await;
    assert_eq!(house.ask(&north, Method::GET, &format!("/recordings/{id}"), None).await.0, StatusCode::NOT_FOUND);
    let until = house.api.ctx.clock.now().plus(LINK_LIFE);
    assert_eq!(house.api.ctx.media.links().sign("north", id, until).await.unwrap(), None);
}

#[tokio::test]
async fn r10_what_was_kept_for_long_enough_is_gone_for_everybody_and_its_record_says_so() {
    const DAY: i64 = 86_400_000_000;
    let clock = Arc::new(SetClock::at(Moment::from_micros(1_767_607_200_000_000).unwrap()));
    let house = house_by(Arc::clone(&clock) as Arc<dyn Clock>, Some(30)).await;
    let call = house.a_call().await;
    let id = house.brought(&call, wav(1)).await;
    let of =
        |dialect: &'static str| Wanted { dialect: Some(dialect.into()), ..Wanted::new("main", dialect, Role::Administrator) };
    let (chakra, xelion) =
        (key_of(&*house.api.ctx.store, of("chakra")).await, key_of(&*house.api.ctx.store, of("xelion")).await);
    let half = call.replace('-', "")[16..].to_owned();
    // What each of its readers is answered: a link of before, a new one, the bytes, and clients of the dialects.
    let link = async || house.read(&format!("/recordings/{id}")).await["link"].as_str().map(str::to_owned);
    let old = link().await.unwrap();
    let heard = async |key: Option<&str>, path: &str| house.hear(key, Method::GET, path, None).await;
    let media = format!("/callbook/v1/recordings/{id}/media");
    let shown = async || {
        let told = heard(Some(&chakra), &format!("/v1/ext/call/{call}")).await;
        serde_json::from_slice::<Value>(&told.2).unwrap()["_data"]["recordingUrl"].as_str().map(str::to_owned)
    };
    let audio = async || house.listen_to(&xelion, Method::GET, &half, None).await.0;
    clock.go(29 * DAY);
    house.api.ctx.media.sweep().await.unwrap();
    assert_eq!(heard(None, &old).await.0, StatusCode::GONE, "a week is over");
    let new = link().await.unwrap();
    assert_eq!(
        (heard(None, &new).await.0, heard(Some(&house.administrator), &media).await.0),
        (StatusCode::OK, StatusCode::OK)
    );
    assert_eq!((shown().await, audio().await), (Some(new.clone()), StatusCode::OK));
    clock.go(2 * DAY);
    house.api.ctx.media.sweep().await.unwrap();
    assert_eq!(
        (heard(None, &new).await.0, heard(Some(&house.administrator), &media).await.0),
        (StatusCode::GONE, StatusCode::NOT_FOUND)
    );
    assert_eq!((link().await, shown().await, audio().await), (None, None, StatusCode::NOT_FOUND));
    let entry = house.read("/conversations").await["conversations"][0]["recordings"][0].clone();
    assert_eq!(entry["deleted_at"], clock.now().to_string());
    assert_eq!(house.api.ctx.store.loose(clock.now().plus(1), 9).await.unwrap(), [], "and no bytes lie about");
}

#[tokio::test]
async fn how_fetching_stands_is_told_of_each_recording_and_of_its_source() {
    let house = house().await;
    let caller = json!({"number": "+12025550142", "trunk": "voip"});
    house.told_of("R1", json!({"what": "came_in", "party": caller, "dialled": "101"})).await;
    house
        .told_of("R1", json!({"what": "recorded", "recording": "R", "kind": "call", "name": "a.wav", "step": "started"}))
        .await;
    let id = house.read("/conversations").await["conversations"][0]["recordings"][0]["id"].as_str().unwrap().to_owned();
    let told =
        async || (house.read(&format!("/recordings/{id}")).await, house.read("/sources/pbx").await["collecting"].clone());
    let (one, all) = told().await;
    assert_eq!((&one["collecting"], all), (&Value::Null, json!({"waiting": 0, "given_up": 0, "last_note": null})));
    let (ctx, main, pbx) = (&house.api.ctx, text("main"), text("pbx"));
    let now = ctx.clock.now();
    let row = WantedRow {
        account: main.clone(),
        recording: id.parse().unwrap(),
        source: pbx.clone(),
        place: "a.wav".to_owned(),
        tries: 2,
        next_at: Some(now),
        looked: None,
    };
    let mark = Mark { source: text("callbook"), feed: text("recordings"), position: "1".to_owned() };
    ctx.store.want_media("main", vec![row.clone()], mark, now).await.unwrap();
    let (one, all) = told().await;
    assert_eq!(one["collecting"], json!({"tries": 2, "next_at": now.to_string()}));
    assert_eq!((&all["waiting"], &all["given_up"]), (&json!(1), &json!(0)));
    ctx.store.put_wanted(WantedRow { next_at: None, tries: 8, ..row }).await.unwrap();
    ctx.board.give_up(&main, &pbx, "its file is empty".to_owned());
    let (one, all) = told().await;
    assert_eq!(one["collecting"], json!({"tries": 8, "next_at": null}));
    assert_eq!(all, json!({"waiting": 0, "given_up": 1, "last_note": "its file is empty"}));
    let brought = house.bring(&house.administrator, Method::PUT, &format!("/recordings/{id}/media"), wav(1)).await;
    assert_eq!((brought.0, &brought.1["collecting"]), (StatusCode::OK, &Value::Null), "somebody brought it");
    assert_eq!(told().await.1["given_up"], 0);
}
