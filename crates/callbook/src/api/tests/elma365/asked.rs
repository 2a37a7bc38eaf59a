//! What modules ask: whether calls are heard, who has a phone, and links that play (sheet, 4.2; rules E26–E29, E33, R18).

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use calls::moment::Moment;
use serde_json::{Value, json};

use super::super::{HOST, House, key_of, story};
use super::{MINUTE, Office, Told, history, office};
use crate::api::accounts::blank;
use crate::api::token::Wanted;
use crate::board::Link;
use crate::media::tests::wav;
use crate::store::{Role, text};

/// What a player gets that has nothing but the link.
async fn play(house: &House, link: &str, range: Option<&str>) -> (u16, usize) {
    let path = link.strip_prefix(HOST).unwrap();
    let mut request = Request::get(path);
    if let Some(range) = range {
        request = request.header(header::RANGE, range);
    }
    let response = house.send(request.body(Body::empty()).unwrap()).await;
    let status = response.status().as_u16();
    (status, to_bytes(response.into_body(), 1 << 20).await.unwrap().len())
}

/// Brings a recording; its id.
pub(super) async fn bring(house: &House, method: Method, path: &str) -> String {
    let request = Request::builder().method(method).uri(format!("/callbook/v1{path}"));
    let request = request.header(header::AUTHORIZATION, format!("Bearer {}", house.administrator));
    let response = house.send(request.body(Body::from(wav(1))).unwrap()).await;
    let said = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let said: Value = serde_json::from_slice(&said).unwrap();
    said["id"].as_str().unwrap_or_else(|| panic!("{said}")).to_owned()
}

impl Office {
    /// A call that a phone system told; its id.
    async fn told_call(&self, no: u32) -> String {
        self.house.record(story(no)).await;
        let calls = self.house.read("/calls").await;
        calls["calls"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Brings a recording of a call; its id.
    async fn bring(&self, call: &str) -> String {
        bring(&self.house, Method::POST, &format!("/calls/{call}/recordings")).await
    }

    async fn link(&self, token: &str, call: Value) -> Told {
        self.house.module(token, Method::POST, "/call-link", json!({"call": call})).await
    }
}

#[tokio::test]
async fn a_test_says_whether_every_phone_system_is_heard() {
    let office = office().await;
    let test = async |token: &str| office.house.module(token, Method::GET, "/test", Value::Null).await.good().clone();
    assert_eq!(test(&office.token).await, json!({"success": true}));
    let feed = (text("main"), text("office"), text("asterisk-ami"));
    office.house.api.ctx.board.chalk(&feed, Moment::default(), |standing| standing.link = Link::Refused);
    let failed = test(&office.token).await;
    assert_eq!(failed, json!({"success": false, "failReason": "the phone system office is refused"}));
    office.house.api.ctx.board.chalk(&feed, Moment::default(), |standing| (standing.link, standing.silent) = (Link::Up, true));
    assert_eq!(test(&office.token).await["failReason"], "the phone system office is silent");
    let teller = office.house.connection(Wanted::new("main", "converter", Role::Source)).await;
    assert_eq!(test(&teller).await["failReason"], "a phone system is silent", "its name is for whoever runs it");
    let other = (text("north"), text("attic"), text("asterisk-ami"));
    office.house.api.ctx.board.chalk(&feed, Moment::default(), |standing| standing.silent = false);
    office.house.api.ctx.board.chalk(&other, Moment::default(), |standing| standing.link = Link::Down);
    assert_eq!(test(&office.token).await, json!({"success": true}), "another account's is nobody's business");
}

#[tokio::test]
async fn e29_members_are_the_users_that_have_an_extension() {
    let people = [
        ("zoe", json!({"name": "Zoe", "extensions": ["099", "7"]})),
        ("ann", json!({"name": "Ann Mori", "extensions": ["101"]})),
        ("bea", json!({"extensions": ["102"]})),
        ("cem", json!({"name": "Cem"})),
    ];
    let office = office().await.people(&people).await;
    let members = office.house.module(&office.token, Method::GET, "/members", Value::Null).await;
    let wanted = json!([{"id": "099", "label": "Zoe"}, {"id": "101", "label": "Ann Mori"}, {"id": "102", "label": "102"}]);
    assert_eq!(members.good(), &wanted);
    office.house.ask(&office.house.administrator, Method::DELETE, "/directory/users/ann", None).await;
    office.clock.go(MINUTE);
    let members = office.house.module(&office.token, Method::GET, "/members", Value::Null).await;
    assert_eq!(members.good().as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn e27_e28_e33_what_a_record_was_told_of_has_a_link_that_plays_for_a_quarter_of_an_hour() {
    let office = office().await;
    let call = office.told_call(1).await;
    assert_eq!(
        office.link(&office.token, json!({"id": call, "link": null})).await.error(),
        (404, "NOT_FOUND", Some("call")),
        "no recording yet"
    );
    let recording = office.bring(&call).await;
    let mut links = Vec::new();
    for asked in [
        json!({"id": recording, "link": null}),
        json!({"id": call, "link": null}),
        json!(recording),
        json!(format!("{call}.2")),
    ] {
        let told = office.link(&office.token, asked.clone()).await;
        let said = told.good();
        assert_eq!(said["expiresAt"], "2026-01-05T10:00:00Z", "{asked}");
        links.push(said["link"].as_str().unwrap().to_owned());
    }
    assert!(links.iter().all(|link| *link == links[0]) && links[0].contains(&recording), "{links:?}");
    let whole = play(&office.house, &links[0], None).await;
    assert_eq!((whole.0, play(&office.house, &links[0], Some("bytes=0-9")).await), (200, (206, 10)), "E28");
    office.clock.go(15 * MINUTE - 1);
    assert_eq!(play(&office.house, &links[0], None).await.0, 200);
    office.clock.go(1);
    assert_eq!(play(&office.house, &links[0], None).await.0, 410, "E28");
    office.clock.go(300 * 24 * 60 * MINUTE);
    let later = office.link(&office.token, json!({"id": recording, "link": null})).await;
    assert_eq!(play(&office.house, later.good()["link"].as_str().unwrap(), None).await, whole, "E33: however late");
}

#[tokio::test]
async fn e27_what_is_removed_is_gone_and_what_came_with_a_link_has_that() {
    let office = office().await;
    let call = office.told_call(1).await;
    let recording = office.bring(&call).await;
    let ask = async |asked: &str| office.link(&office.token, json!({"id": asked, "link": null})).await;
    office.house.ask(&office.house.administrator, Method::DELETE, &format!("/calls/{call}"), None).await;
    for asked in [&call, &recording] {
        assert_eq!(ask(asked).await.error(), (410, "GONE", Some("call")), "the call is deleted");
    }
    office.house.ask(&office.house.administrator, Method::POST, &format!("/calls/{call}/restore"), None).await;
    ask(&recording).await.good();
    let path = format!("/recordings/{recording}");
    assert!(office.house.ask(&office.house.administrator, Method::DELETE, &path, None).await.0.is_success());
    for asked in [&call, &recording] {
        assert_eq!(ask(asked).await.error(), (410, "GONE", Some("call")), "the recording is removed");
    }
    let given = [json!("https://pbx.example/r.mp3"), json!({"id": 7, "link": "https://pbx.example/r.mp3"})];
    for given in given {
        let told = office.link(&office.token, given).await;
        assert_eq!(told.good(), &json!({"link": "https://pbx.example/r.mp3", "expiresAt": null}));
    }
    let came_in = history("Answered", 5, json!({"callId": "a-1", "call": "https://pbx.example/r.mp3"}));
    let (call, _) = office.item(came_in).await;
    assert_eq!(ask(&call).await.good(), &json!({"link": "https://pbx.example/r.mp3", "expiresAt": null}), "R16");
    for nothing in [
        json!(null),
        json!([]),
        json!("r-17"),
        json!(17),
        json!({"link": "ftp://x"}),
        json!({"id": "00000000-0000-4000-8000-000000000007"}),
    ] {
        assert_eq!(office.link(&office.token, nothing.clone()).await.error(), (404, "NOT_FOUND", Some("call")), "{nothing}");
    }
    let missing = office.house.module(&office.token, Method::POST, "/call-link", json!({})).await;
    assert_eq!(missing.error(), (400, "MISSING_FIELD", Some("call")));
}

#[tokio::test]
async fn r18_n24_nothing_crosses_accounts_dialects_or_what_a_token_sees() {
    let office = office().await;
    let call = office.told_call(1).await;
    let recording = office.bring(&call).await;
    let store = &*office.house.api.ctx.store;
    store.put_account(blank("north", office.house.api.ctx.clock.now())).await.unwrap();
    let north = office.house.connection(Wanted::new("north", "module", Role::Administrator)).await;
    office.house.ask(&office.house.administrator, Method::PUT, "/directory/users/bea", Some("{}")).await;
    office.house.ask(&office.house.administrator, Method::PUT, "/directory/users/alice", Some("{}")).await;
    let of = |user: &str| Wanted { user: Some(text(user)), ..Wanted::new("main", user, Role::User) };
    let (bea, alice) = (office.house.connection(of("bea")).await, office.house.connection(of("alice")).await);
    for asked in [&call, &recording] {
        for stranger in [&north, &bea] {
            assert_eq!(office.link(stranger, json!({"id": asked})).await.error(), (404, "NOT_FOUND", Some("call")));
        }
        office.link(&alice, json!({"id": asked})).await.good();
    }
    let theirs = office.tell_by(&north, super::event("NotifyStart", json!({}))).await;
    assert_eq!((theirs[0].1.as_str(), office.calls().await), ("new", 1));
    assert_eq!(office.house.module(&north, Method::GET, "/members", Value::Null).await.good(), &json!([]));
    for dialect in ["chakra", "freshworks", "xelion", "vcita"] {
        let wanted = Wanted { dialect: Some(text(dialect)), ..Wanted::new("main", "other", Role::Administrator) };
        let other = key_of(store, wanted).await;
        let told = office.house.module(&other, Method::GET, "/members", Value::Null).await;
        assert_eq!(told.error(), (401, "UNAUTHORIZED", None), "{dialect}");
    }
    for ours in [&office.house.administrator, &office.house.operator, &office.house.source] {
        assert_eq!(office.house.module(ours, Method::GET, "/test", Value::Null).await.error().0, 401);
    }
    assert_eq!(office.house.ask(&office.token, Method::GET, "/calls", None).await.0, 401);
    let chakra = Request::get("/v1/ext/call").header(header::AUTHORIZATION, format!("Bearer {}", office.token));
    assert_eq!(office.house.send(chakra.body(Body::empty()).unwrap()).await.status(), 401);
}
