//! A conversation as each dialect shows it: as its clients are answered, and no more than is seen.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use calls::moment::Moment;
use serde_json::{Value, json};

use super::seen::moved;
use super::{House, house_by, key_of};
use crate::api::token::Wanted;
use crate::clock::SetClock;
use crate::media::tests::wav;
use crate::outward::Wall;
use crate::store::{Role, text};

/// A caller is connected to ann, put on hold and taken back.
const HELD: &str = "\
00.000 A came_in number=+31612345670 trunk=voip dialled=+31205550199
01.000 B dialled by=A number=101 user=ann
01.500 B ringing
04.000 B answered
04.100 A connected bridge=C
04.100 B connected bridge=C
05.000 B held held=A by=B
07.000 B resumed
09.000 B ended how=normal
09.000 A ended how=normal";

/// A house whose clock stands, with that call and a recording of it; the call's id.
async fn recorded() -> (House, String) {
    let clock = Arc::new(SetClock::at(Moment::from_rfc3339("2026-01-05T19:00:00Z").unwrap()));
    let house = house_by(clock, None, Wall::new(Vec::new())).await;
    let own = Some(r#"{"own_numbers": ["+31205550199"]}"#);
    assert_eq!(house.ask(&house.administrator, Method::PATCH, "/account", own).await.0, StatusCode::OK);
    house.record(calls::notation::read(HELD).unwrap()).await;
    let call = house.read("/calls").await["calls"][0]["id"].as_str().unwrap().to_owned();
    house.brought(&call, wav(2)).await;
    (house, call)
}

impl House {
    /// What a client of a dialect is answered, without what names the question.
    async fn answered(&self, path: &str, name: header::HeaderName, key: String) -> Value {
        let request = Request::get(path).header(header::HOST, "callbook.example").header(name, key);
        let response = self.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let said = serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await.unwrap()).unwrap();
        unnamed(said)
    }

    async fn in_dialect(&self, id: &str, dialect: &str) -> Value {
        self.read(&format!("/conversations/{id}/dialects/{dialect}")).await
    }
}

/// An answer without what names its question, and without whether it was asked over TLS.
fn unnamed(mut said: Value) -> Value {
    if let Some(meta) = said.get_mut("_meta").and_then(Value::as_object_mut) {
        assert!(meta.remove("requestId").is_some_and(|id| id.as_str().is_some_and(|id| !id.is_empty())));
    }
    if let Some(href) = said.pointer_mut("/links/0/href") {
        *href = json!(href.as_str().unwrap().replace("http://", "https://"));
    }
    said
}

#[tokio::test]
async fn r16_each_dialect_shows_what_its_clients_are_answered_links_and_all() {
    let (house, call) = recorded().await;
    let key = async |dialect: &str| {
        let wanted = Wanted { dialect: Some(text(dialect)), ..Wanted::new("main", dialect, Role::Administrator) };
        key_of(&*house.api.ctx.store, wanted).await
    };
    house.person("listener", json!({"role": "administrator"})).await;
    let login = house.login("listener").await;
    let asked = [
        ("chakra", 1, header::AUTHORIZATION, format!("Bearer {}", key("chakra").await)),
        ("vcita", 2, header::AUTHORIZATION, format!("Bearer {}", key("vcita").await)),
        ("xelion", 1, header::AUTHORIZATION, format!("xelion {login}")),
        ("freshcaller", 2, header::HeaderName::from_static("x-api-auth"), key("freshworks").await),
    ];
    for (dialect, answers, name, key) in asked {
        let shown = house.in_dialect(&call, dialect).await;
        assert_eq!(shown["calls"][0]["call"], *call, "{dialect}");
        let pieces = shown["calls"][0]["shown"].as_array().unwrap();
        let asked: Vec<&Value> = pieces.iter().filter(|piece| !piece["asked"].is_null()).collect();
        assert_eq!(asked.len(), answers, "{dialect}: {shown}");
        for piece in asked {
            let told = house.answered(piece["asked"].as_str().unwrap(), name.clone(), key.clone()).await;
            assert_eq!(unnamed(piece["body"].clone()), told, "{dialect}");
        }
    }
    for dialect in ["chakra", "vcita", "freshcaller"] {
        let shown = house.in_dialect(&call, dialect).await.to_string();
        assert!(shown.contains("sig="), "{dialect} tells a link that is signed: {shown}");
    }
}

#[tokio::test]
async fn what_is_pushed_is_shown_as_if_it_happened_at_once() {
    let (house, call) = recorded().await;
    let words = async |dialect: &str| {
        let shown = house.in_dialect(&call, dialect).await;
        let pieces = shown["calls"][0]["shown"].as_array().unwrap().clone();
        let told = pieces.into_iter().filter(|piece| piece["asked"].is_null());
        told.map(|piece| (piece["event"].as_str().unwrap().to_owned(), piece["body"].clone())).collect::<Vec<_>>()
    };
    let elma = words("elma365").await;
    let told: Vec<&str> = elma.iter().map(|(word, _)| word.as_str()).collect();
    assert_eq!(told, ["NotifyStart", "NotifyAnswer", "NotifyEnd", "callRecord"]);
    assert_eq!(elma[3].1["callRecord"]["callId"], *call);
    let apps = words("freshworks").await;
    assert_eq!((apps[0].0.as_str(), apps[1].0.as_str()), ("onCallCreate", "onCallUpdate"));
    let vcita: Vec<String> = words("vcita").await.into_iter().map(|(word, _)| word).collect();
    assert_eq!(vcita, ["voice_call/create", "voice_call/create"], "in both shapes");
    assert_eq!(words("chakra").await, [], "nothing is pushed in it");
}

#[tokio::test]
async fn what_a_dialect_does_not_show_of_a_conversation_is_said() {
    let (house, call) = recorded().await;
    let lacks = async |dialect: &str| {
        let shown = house.in_dialect(&call, dialect).await;
        let all = shown["lacks"].as_array().unwrap().clone();
        all.into_iter().map(|lack| (lack["fact"].as_str().unwrap().to_owned(), lack["count"].clone())).collect::<Vec<_>>()
    };
    let holds = ("holds".to_owned(), json!(1));
    assert!(lacks("vcita").await.contains(&holds));
    assert!(!lacks("xelion").await.contains(&holds), "it tells for how long");
    for dialect in ["chakra", "vcita", "xelion", "elma365", "freshworks", "freshcaller"] {
        let facts = lacks(dialect).await;
        assert!(facts.iter().all(|(fact, _)| fact != "queues"), "{dialect}: there was no queue: {facts:?}");
    }
}

#[tokio::test]
async fn n24_no_dialect_shows_calls_that_are_not_seen() {
    let (house, whole) = moved().await;
    let path = format!("/conversations/{}/dialects", whole["id"].as_str().unwrap());
    let every = house.read(&path).await;
    assert_eq!(every["dialects"].as_array().unwrap().len(), 6);
    for (user, own) in [("ann", 0), ("bea", 1)] {
        let key = house.user(user).await;
        let (_, list) = house.ask(&key, Method::GET, &path, None).await;
        for of in list["dialects"].as_array().unwrap() {
            let dialect = of["dialect"].as_str().unwrap();
            assert!(of["calls"].as_array().unwrap().iter().all(|call| *call == whole["calls"][own]["id"]), "{list}");
            let (status, shown) = house.ask(&key, Method::GET, &format!("{path}/{dialect}"), None).await;
            assert_eq!((status, shown["calls"].as_array().unwrap().len()), (StatusCode::OK, 1), "{shown}");
            assert_eq!(shown["calls"][0]["call"], whole["calls"][own]["id"]);
        }
    }
    let nobodys = house.user("cas").await;
    for path in [path.clone(), format!("{path}/chakra")] {
        assert_eq!(house.ask(&nobodys, Method::GET, &path, None).await.0, StatusCode::NOT_FOUND);
    }
    let (status, said) = house.get(&format!("{path}/moon")).await;
    assert_eq!((status, &said["field"]), (StatusCode::NOT_FOUND, &json!("dialect")));
}

#[tokio::test]
async fn a_call_with_two_hundred_legs_is_shown_in_every_dialect() {
    let (house, _) = recorded().await;
    let mut table = vec!["00.000 A2 came_in number=+31699900011 trunk=voip dialled=+31205550199".to_owned()];
    for no in 0..199 {
        table.push(format!("01.{no:03} P{no} dialled by=A2 number=2{no:03} user=phone{no}"));
        table.push(format!("02.{no:03} P{no} ringing"));
    }
    table.push("04.000 P7 answered".to_owned());
    let others = (0..199).filter(|no| *no != 7);
    table.extend(others.map(|no| format!("05.{no:03} P{no} ended how=elsewhere")));
    table.extend(["09.000 P7 ended how=normal".to_owned(), "09.001 A2 ended how=normal".to_owned()]);
    house.record(calls::notation::read(&table.join("\n")).unwrap()).await;
    let found = house.read("/conversations?number=%2B31699900011").await["conversations"][0].clone();
    assert_eq!(found["calls"][0]["legs"].as_array().unwrap().len(), 200);
    for dialect in ["chakra", "vcita", "xelion", "elma365", "freshworks", "freshcaller"] {
        let shown = house.in_dialect(found["id"].as_str().unwrap(), dialect).await;
        assert!(!shown["calls"][0]["shown"].as_array().unwrap().is_empty(), "{dialect}");
        let lacks = shown["lacks"].as_array().unwrap();
        let in_vain = lacks.iter().find(|lack| lack["fact"] == "rung_in_vain").map(|lack| lack["count"].clone());
        let wanted = matches!(dialect, "chakra" | "vcita").then(|| json!(198));
        assert_eq!(in_vain, wanted, "{dialect}: {lacks:?}");
    }
}
