//! What modules are told, by the lane and over a real socket (rules E17, E22, E25, E26, E31, E32), and where they say that they listen.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::routing::post;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::super::{house, story};
use super::{Office, event, history, office};
use crate::api::token::{READS_ONLY, Wanted};
use crate::clock::SetClock;
use crate::ctx::Ctx;
use crate::deliver::Deliverer;
use crate::manner::Manner;
use crate::outward::{Sender, Trust, Wall};
use crate::store::{Role, SubscriptionRow, text};

/// What a module got: on which path, its headers and its body.
struct Got {
    path: String,
    headers: HeaderMap,
    body: Value,
}

impl Got {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// A house that tells, by the clock of the machine, and modules that listen on paths of one address.
struct Telling {
    office: Office,
    got: mpsc::UnboundedReceiver<Got>,
    /// What is answered on a path, if it is not 200.
    statuses: Arc<Mutex<HashMap<String, u16>>>,
    base: String,
}

async fn telling() -> Telling {
    let mut house = house().await;
    let wall = Wall::new(vec!["127.0.0.1".parse().unwrap()]);
    let ctx = Ctx { wall: Arc::new(wall.clone()), ..house.api.ctx.clone() };
    let told = house.closing.subscribe();
    house.api = crate::api::Api::new(ctx.clone(), None, Vec::new(), false, told.clone());
    house.router = crate::api::router(&house.api);
    tokio::spawn(Deliverer::new(ctx, Manner::default(), Sender::new(wall, Trust::default()).unwrap()).run(told));
    let (into, got) = mpsc::unbounded_channel();
    let statuses = Arc::<Mutex<HashMap<String, u16>>>::default();
    let answers = Arc::clone(&statuses);
    let receive = move |Path(path): Path<String>, headers: HeaderMap, body: Bytes| {
        let status = answers.lock().unwrap().get(&path).copied().unwrap_or(200);
        let body = serde_json::from_slice(&body).unwrap();
        let _ = into.send(Got { path, headers, body });
        async move { StatusCode::from_u16(status).unwrap() }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let router = axum::Router::new().route("/{path}", post(receive));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let token = house.connection(Wanted::new("main", "module", Role::Administrator)).await;
    let clock = Arc::new(SetClock::at(calls::moment::Moment::default()));
    let office =
        Office { house, clock, token }.people(&[("alice", json!({"name": "Alice", "extensions": ["70017", "101"]}))]).await;
    Telling { office, got, statuses, base }
}

impl Telling {
    async fn listen(&self, token: &str, said: Value) {
        let told = self.office.house.module(token, Method::PUT, "/webhook", said).await;
        assert_eq!((told.status, &told.said), (204, &Value::Null));
    }

    fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }

    async fn next(&mut self) -> Got {
        self.got.recv().await.unwrap()
    }

    /// The next so many, as words: the event with what it says, or the history with its seconds.
    async fn words(&mut self, many: usize) -> Vec<String> {
        let mut words = Vec::new();
        for _ in 0..many {
            words.push(word(&self.next().await.body));
        }
        words
    }
}

fn word(body: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match body.get("event") {
        Some(event) => format!("{} {}", text(&event["event"]), text(&event["disposition"])),
        None => format!("{} {}", text(&body["callRecord"]["disposition"]), body["callRecord"]["duration"]),
    }
}

async fn subscriptions(office: &Office) -> Vec<SubscriptionRow> {
    office.house.api.ctx.store.subscriptions(Some("main")).await.unwrap()
}

#[tokio::test]
async fn e17_e25_e26_a_call_is_posted_event_by_event_and_then_its_history_with_the_modules_token() {
    let mut telling = telling().await;
    telling.listen(&telling.office.token, json!({"webhookUrl": telling.url("a"), "token": "t-1"})).await;
    telling.office.house.record(story(1)).await;
    let call = telling.office.house.read("/calls").await["calls"][0]["id"].clone();
    let parties = json!({"direction": "in", "srcPhone": "+31612345671", "dstPhone": "70017", "callId": call});
    let (mut ids, mut bodies) = (Vec::new(), Vec::new());
    for _ in 0..4 {
        let got = telling.next().await;
        assert_eq!((got.header("x-callbook-token"), got.header("content-type")), (Some("t-1"), Some("application/json")));
        ids.push(got.header("x-callbook-delivery").unwrap().to_owned());
        bodies.push(got.body);
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4, "each is a delivery of its own");
    let with = |more: Value| {
        let mut said = parties.clone();
        said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        said
    };
    for (word, body) in ["NotifyStart", "NotifyAnswer", "NotifyEnd"].iter().zip(&bodies) {
        assert_eq!(body, &json!({"event": with(json!({"event": word, "disposition": "Unknown"}))}));
    }
    let record = with(json!({"call": {"id": call, "link": null}, "disposition": "Answered", "duration": 5}));
    assert_eq!(bodies[3], json!({"callRecord": record}));
    let members = telling.office.house.module(&telling.office.token, Method::GET, "/members", Value::Null).await;
    assert_eq!(members.good(), &json!([{"id": "70017", "label": "Alice"}]), "E29: character for character");
}

/// What was posted, as stories of the dialect have it, calls named by the order in which they were heard of first.
fn line(body: &Value, calls: &mut Vec<String>) -> String {
    let (word, said) = match body.get("event") {
        Some(event) => (event["event"].as_str().unwrap(), event),
        None => ("callRecord", &body["callRecord"]),
    };
    let text = |key: &str| said[key].as_str().unwrap_or("-").to_owned();
    let id = text("callId").split('.').next().unwrap().to_owned();
    let place = calls.iter().position(|known| *known == id).unwrap_or_else(|| {
        calls.push(id.clone());
        calls.len() - 1
    });
    let call_id = text("callId").replace(&id, &format!("call{}", place + 1));
    let shown =
        format!("{word} {} {}>{} {call_id} {}", text("direction"), text("srcPhone"), text("dstPhone"), text("disposition"));
    match said.get("duration") {
        Some(duration) => format!("{shown} {duration}s {}", if said["call"]["id"] == id { "call" } else { "recording" }),
        None => shown,
    }
}

/// A line of a story without its moment, calls named likewise.
fn renamed(line: &str, calls: &mut Vec<String>) -> String {
    let line = line.split_once(' ').unwrap().1;
    let call = line.split([' ', '.']).find(|word| word.strip_prefix("call").is_some_and(|no| no.parse::<u32>().is_ok()));
    let call = call.unwrap_or_else(|| panic!("{line}")).to_owned();
    let place = calls.iter().position(|known| *known == call).unwrap_or_else(|| {
        calls.push(call.clone());
        calls.len() - 1
    });
    line.replace(&format!(" {call}"), &format!(" call{}", place + 1))
}

#[tokio::test]
async fn e18_e19_e20_e21_e23_e24_e34_every_story_of_the_dialect_is_posted_as_it_was_reviewed() {
    let mut telling = telling().await;
    let region = Some(r#"{"region": "NL"}"#);
    assert_eq!(telling.office.house.ask(&telling.office.house.administrator, Method::PATCH, "/account", region).await.0, 200);
    telling.listen(&telling.office.token, json!({"webhookUrl": telling.url("a"), "token": "t-1"})).await;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../calls/src/dialects/elma365/fixtures");
    let mut stories: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    stories.sort();
    let mut told = 0;
    for story in stories {
        let (name, text) =
            (story.file_stem().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&story).unwrap());
        let (table, lines) = text.split_once("=>\n").unwrap();
        // What people do about calls is told in other words.
        let Ok(mut signals) = calls::notation::read(table) else { continue };
        signals.iter_mut().for_each(|signal| signal.source = text_of(&name));
        telling.office.house.record(signals).await;
        let (mut known, mut named) = (Vec::new(), Vec::new());
        for wanted in lines.lines() {
            let shown = line(&telling.next().await.body, &mut known);
            assert_eq!(shown, renamed(wanted, &mut named), "{name}");
        }
        told += 1;
    }
    assert!(told > 30, "{told}");
}

/// The source of a story.
fn text_of(name: &str) -> calls::Text {
    text(&name.replace('_', "-").chars().take(60).collect::<String>())
}

#[tokio::test]
async fn e22_a_history_waits_for_its_recording_and_is_told_once_more_when_it_comes_late() {
    let mut telling = telling().await;
    telling.listen(&telling.office.token, json!({"webhookUrl": telling.url("a"), "token": "t-1"})).await;
    let recorded = |no: u32, step: &str, second: f64| {
        let line = format!("{:06.3} B{no} recorded recording=R{no} kind=call step={step}", f64::from(no) * 60.0 + second);
        calls::notation::read(&line).unwrap()
    };
    let mut waits = story(1);
    waits.splice(5..5, recorded(1, "started", 5.0));
    telling.office.house.record(waits).await;
    assert_eq!(telling.words(3).await, ["NotifyStart Unknown", "NotifyAnswer Unknown", "NotifyEnd Unknown"]);
    // Another one is stored in time, and told at once; and one has none.
    let mut in_time = story(3);
    in_time.splice(5..5, recorded(3, "started", 5.0));
    telling.office.house.record(in_time).await;
    assert_eq!(telling.words(3).await[2], "NotifyEnd Unknown");
    let stored = telling.office.house.read("/conversations").await["conversations"][0]["recordings"][0]["id"].clone();
    let path = format!("/recordings/{}/media", stored.as_str().unwrap());
    super::asked::bring(&telling.office.house, Method::PUT, &path).await;
    let history = telling.next().await.body;
    assert_eq!((word(&history), &history["callRecord"]["call"]["id"]), ("Answered 5".to_owned(), &stored));
    telling.office.house.record(story(2)).await;
    assert_eq!(telling.words(4).await[3], "Answered 5");
    let at = calls::moment::Moment::from_micros(4_000_000_000_000_000).unwrap();
    let store = &telling.office.house.api.ctx.store;
    assert_eq!(store.stop_waiting("main", calls::moment::Moment::default(), at).await.unwrap(), 1);
    let history = telling.next().await.body;
    let call = history["callRecord"]["callId"].clone();
    assert_eq!((word(&history), &history["callRecord"]["call"]), ("Answered 5".to_owned(), &json!({"id": call, "link": null})));
    let path = format!("/calls/{}/recordings", call.as_str().unwrap());
    let recording = super::asked::bring(&telling.office.house, Method::POST, &path).await;
    let again = telling.next().await.body;
    assert_eq!((&again["callRecord"]["callId"], &again["callRecord"]["call"]["id"]), (&call, &json!(recording)));
    let link = telling
        .office
        .house
        .module(&telling.office.token, Method::POST, "/call-link", json!({"call": again["callRecord"]["call"]}))
        .await;
    assert!(link.good()["link"].as_str().unwrap().contains(&recording), "E33");
}

#[tokio::test]
async fn e25_e31_what_was_refused_goes_to_the_new_address_once_the_module_says_so() {
    let mut telling = telling().await;
    telling.statuses.lock().unwrap().insert("a".to_owned(), 403);
    telling.listen(&telling.office.token, json!({"webhookUrl": telling.url("a"), "token": "t-1"})).await;
    telling.office.house.record(story(1)).await;
    let refused = telling.next().await;
    assert_eq!((refused.path.as_str(), word(&refused.body).as_str()), ("a", "NotifyStart Unknown"));
    telling.listen(&telling.office.token, json!({"webhookUrl": telling.url("b"), "token": null})).await;
    let first = loop {
        let got = telling.next().await;
        if got.path == "b" {
            break got;
        }
        assert_eq!(got.body, refused.body, "the order is kept: nothing comes before it");
    };
    assert_eq!((first.header("x-callbook-delivery"), &first.body), (refused.header("x-callbook-delivery"), &refused.body));
    assert_eq!(first.header("x-callbook-token"), Some("t-1"), "a token that is not said stays");
    assert_eq!(telling.words(3).await, ["NotifyAnswer Unknown", "NotifyEnd Unknown", "Answered 5"]);
    telling.listen(&telling.office.token, json!({"webhookUrl": telling.url("b"), "token": "t-2"})).await;
    telling.office.house.record(story(2)).await;
    assert_eq!(telling.next().await.header("x-callbook-token"), Some("t-2"));
}

#[tokio::test]
async fn e32_what_came_in_over_a_connection_is_told_to_every_other_one() {
    let mut telling = telling().await;
    let other = telling.office.house.connection(Wanted::new("main", "other", Role::Administrator)).await;
    telling.listen(&telling.office.token, json!({"webhookUrl": telling.url("own"), "token": "t-1"})).await;
    telling.listen(&other, json!({"webhookUrl": telling.url("other")})).await;
    let said = |said: Value| {
        let mut said = said;
        said["callId"] = json!("a-1");
        said
    };
    for one in [event("NotifyStart", json!({})), event("NotifyAnswer", json!({})), event("NotifyEnd", json!({}))] {
        telling.office.item(said(one)).await;
    }
    telling.office.item(said(history("Answered", 42, json!({"call": [1, "x"]})))).await;
    let mut told = Vec::new();
    for _ in 0..4 {
        let got = telling.next().await;
        assert_eq!((got.path.as_str(), got.header("x-callbook-token")), ("other", None));
        told.push(got.body);
    }
    assert!(told[..3].iter().all(|body| body["event"]["callId"] == "a-1"), "under the id that it came in with");
    assert_eq!(
        (&told[3]["callRecord"]["duration"], &told[3]["callRecord"]["call"]),
        (&json!(42), &json!([1, "x"])),
        "E10, E14"
    );
    // A call of a phone system is told to both, so that nothing of before is still on its way.
    telling.office.house.record(story(1)).await;
    let mut paths = Vec::new();
    for _ in 0..8 {
        let got = telling.next().await;
        assert_ne!(got.body["event"]["callId"], "a-1", "{}", got.path);
        paths.push(got.path);
    }
    assert_eq!(paths.iter().filter(|path| *path == "own").count(), 4);
}

#[tokio::test]
async fn where_a_module_listens_is_one_subscription_of_the_connection_that_administrators_see() {
    let office = office().await;
    let put = async |token: &str, said: Value| office.house.module(token, Method::PUT, "/webhook", said).await;
    let at = |url: &str| json!({"webhookUrl": url, "token": "hush-hush"});
    let all = join_all((0..8).map(|_| put(&office.token, at("https://elma.example/hook")))).await;
    assert!(all.iter().all(|told| told.status == 204), "{all:?}");
    put(&office.token, json!({"webhookUrl": "https://elma.example/other"})).await;
    let rows = subscriptions(&office).await;
    let dialect = rows[0].settings.dialect.clone().unwrap();
    assert_eq!((rows.len(), rows[0].settings.url.as_deref()), (1, Some("https://elma.example/other")));
    assert_eq!((&*dialect.name, dialect.token.as_deref()), ("elma365", Some("hush-hush")));
    let shown = office.house.read("/subscriptions").await;
    assert_eq!(
        (&shown["subscriptions"][0]["dialect"], &shown["subscriptions"][0]["name"]),
        (&json!("elma365"), &json!("Desk of ELMA365"))
    );
    assert!(!shown.to_string().contains("hush-hush"), "it is never told back");
    let path = format!("/subscriptions/{}", rows[0].id);
    office.house.ask(&office.house.administrator, Method::DELETE, &path, None).await;
    assert_eq!(put(&office.token, at("https://elma.example/hook")).await.status, 204);
    let again = subscriptions(&office).await;
    assert_eq!((again.len(), again[0].id != rows[0].id), (1, true), "who was removed may listen again");
}

#[tokio::test]
async fn one_that_was_switched_off_because_nobody_took_anything_is_on_again_at_another_address() {
    let office = office().await;
    let put = async |url: &str| {
        let told = office.house.module(&office.token, Method::PUT, "/webhook", json!({"webhookUrl": url})).await;
        assert_eq!(told.status, 204);
    };
    put("https://elma.example/a").await;
    let id = subscriptions(&office).await[0].id;
    let store = &office.house.api.ctx.store;
    store.switch("main", id, Some(text("nobody took anything for five days")), office.house.api.ctx.clock.now()).await.unwrap();
    put("https://elma.example/a").await;
    assert!(subscriptions(&office).await[0].off.is_some(), "nobody says that it is another one");
    put("https://elma.example/b").await;
    assert_eq!(subscriptions(&office).await[0].off, None);
    let path = format!("/subscriptions/{id}/switch");
    office.house.ask(&office.house.administrator, Method::POST, &path, Some(r#"{"on": false}"#)).await;
    put("https://elma.example/c").await;
    assert!(subscriptions(&office).await[0].off.is_some(), "an administrator wants it so");
}

#[tokio::test]
async fn what_is_told_to_a_connection_ends_with_its_token() {
    let office = office().await;
    let other = office.house.connection(Wanted::new("main", "other", Role::Administrator)).await;
    for token in [&office.token, &other] {
        let said = json!({"webhookUrl": "https://elma.example/hook"});
        assert_eq!(office.house.module(token, Method::PUT, "/webhook", said).await.status, 204);
    }
    let tokens = office.house.read("/tokens").await;
    let mut tokens = tokens["tokens"].as_array().unwrap().iter();
    let id = tokens.find(|token| token["name"] == "other").unwrap()["id"].as_str().unwrap().to_owned();
    let path = format!("/tokens/{id}");
    assert!(office.house.ask(&office.house.administrator, Method::DELETE, &path, None).await.0.is_success());
    let rows = subscriptions(&office).await;
    assert_eq!((rows.len(), &*rows[0].name), (1, "Desk of ELMA365"));
}

#[tokio::test]
async fn where_nobody_may_be_called_no_module_listens() {
    let office = office().await;
    let put = async |token: &str, said: Value| office.house.module(token, Method::PUT, "/webhook", said).await;
    let bad = [
        (json!({}), "MISSING_FIELD", Some("webhookUrl")),
        (json!({"webhookUrl": 7}), "INVALID_FIELD", Some("webhookUrl")),
        (json!({"webhookUrl": "ftp://elma.example"}), "INVALID_FIELD", Some("webhookUrl")),
        (json!({"webhookUrl": "https://10.0.0.1/hook"}), "INVALID_FIELD", Some("webhookUrl")),
        (json!({"webhookUrl": "https://elma.example/", "token": "a b"}), "INVALID_FIELD", Some("token")),
        (json!({"webhookUrl": "https://elma.example/", "token": 7}), "INVALID_FIELD", Some("token")),
        (json!([]), "INVALID_BODY", None),
    ];
    for (said, code, field) in bad {
        assert_eq!(put(&office.token, said.clone()).await.error(), (400, code, field), "{said}");
    }
    office.house.ask(&office.house.administrator, Method::PUT, "/directory/users/ann", Some("{}")).await;
    let others = [
        Wanted::new("main", "converter", Role::Source),
        Wanted { user: Some(text("ann")), ..Wanted::new("main", "ann", Role::User) },
        Wanted { scope: Some(text(READS_ONLY)), ..Wanted::new("main", "reader", Role::Administrator) },
    ];
    for wanted in others {
        let token = office.house.connection(wanted).await;
        assert_eq!(put(&token, json!({"webhookUrl": "https://elma.example/"})).await.error(), (403, "FORBIDDEN", None));
    }
    assert_eq!(subscriptions(&office).await.len(), 0, "nothing is entered");
}
