//! Calls that somebody asks for over HTTP, of a switch behind a real socket and of a server at the outer door.

mod broken;
mod cloud;
mod dialable;
mod elma365;
mod switch;

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::{House, house, key_of};
use crate::api::originations::DIALS_MAX;
use crate::api::token::Wanted;
use crate::board::Link;
use crate::raw::Keeper;
use crate::store::{Role, text};
use switch::{Makes, Switch};

/// Longer than anything here takes on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);
const ANN: &str = r#"{"user":"ann","to":"+31 20 765 4321"}"#;

impl House {
    /// Ann and bea have phones, cas has none; ann is of the desk.
    async fn with_people(self) -> Self {
        let put = async |path: &str, said: Value| {
            let (status, said) = self.ask(&self.administrator, Method::PUT, path, Some(&said.to_string())).await;
            assert_eq!(status, StatusCode::CREATED, "{path}: {said}");
        };
        let region = self.ask(&self.administrator, Method::PATCH, "/account", Some(r#"{"region":"NL"}"#)).await;
        assert_eq!(region.0, StatusCode::OK, "{}", region.1);
        put("/directory/teams/desk", json!({})).await;
        let alias = json!([{"source": "office", "word": "ann-desk"}]);
        put("/directory/users/ann", json!({"extensions": ["101", "111"], "team": "desk", "aliases": alias})).await;
        put("/directory/users/bea", json!({"extensions": ["102"]})).await;
        put("/directory/users/cas", json!({})).await;
        put("/directory/lines/main", json!({"numbers": ["+31205550199"]})).await;
        self
    }

    /// A source of that name is this switch, and can be asked for calls.
    async fn source_at(&self, name: &str, switch: &Switch, more: Value) {
        let originate = json!({"channel": "PJSIP/{endpoint}", "context": "house", "number": "0{digits}"});
        let ami = json!({"address": switch.address, "username": "callbook", "secret": "hush", "originate": originate});
        let mut said = json!({"adapters": ["asterisk-ami"], "ami": ami});
        said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let path = format!("/sources/{name}");
        let (status, said) = self.ask(&self.operator, Method::PUT, &path, Some(&said.to_string())).await;
        assert_eq!((status, &said["ami"]["originate"]["ring_s"]), (StatusCode::CREATED, &json!(30)), "{said}");
    }

    /// Listens until the test ends, and gives back once that feed is heard.
    async fn hears_from(&self, source: &str, adapter: &str) -> watch::Sender<bool> {
        self.hears(source, adapter).await.0
    }

    /// The same, and what ends when it has stopped.
    async fn hears(&self, source: &str, adapter: &str) -> (watch::Sender<bool>, JoinHandle<()>) {
        let (stop, stopped) = watch::channel(false);
        let raw = Keeper::new(self.folder.join("raw"), 1);
        let listens = tokio::spawn(crate::listen::run(self.api.ctx.clone(), raw, stopped));
        let feed = (text("main"), text(source), text(adapter));
        let up = async {
            while self.api.ctx.board.link(&feed) != Link::Up {
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, up).await.expect("it was never heard");
        (stop, listens)
    }

    async fn asks_for(&self, key: &str, said: &str) -> (StatusCode, Value) {
        self.ask(key, Method::POST, "/originations", Some(said)).await
    }

    /// The same, under a key of the client's own.
    async fn asks_once(&self, name: &str, said: &str) -> (StatusCode, Value) {
        let request = Request::post("/callbook/v1/originations")
            .header(header::AUTHORIZATION, format!("Bearer {}", self.administrator))
            .header(header::CONTENT_TYPE, "application/json")
            .header("Idempotency-Key", name)
            .body(Body::from(said.to_owned()));
        let response = self.send(request.unwrap()).await;
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    /// Waits, on the bell, until a call has ended; gives back its conversation.
    async fn ended(&self, call: &Value) -> Value {
        let mut bell = self.api.ctx.store.bell();
        let ended = async {
            loop {
                bell.borrow_and_update();
                let (status, whole) = self.get(&format!("/conversations/{}", call.as_str().unwrap())).await;
                if status == StatusCode::OK && whole["state"] == "ended" {
                    return whole;
                }
                bell.changed().await.unwrap();
            }
        };
        timeout(PATIENCE, ended).await.expect("it never ended")
    }
}

/// A house whose source `office` is a switch that makes that of what it is asked.
async fn asked_of(makes: Makes) -> (House, Switch, watch::Sender<bool>) {
    let (house, switch) = (house().await.with_people().await, Switch::start(makes).await);
    house.source_at("office", &switch, json!({})).await;
    let stop = house.hears_from("office", "asterisk-ami").await;
    (house, switch, stop)
}

#[tokio::test(flavor = "multi_thread")]
async fn n17_the_call_has_the_id_that_was_answered_and_is_one_outbound_call_of_the_user() {
    let (house, switch, _stop) = asked_of(Makes::Calls).await;
    let (status, said) =
        house.asks_for(&house.administrator, r#"{"user":"111","to":"+31 20 765 4321","line":"+31205550199"}"#).await;
    assert_eq!((status, &said["source"]), (StatusCode::ACCEPTED, &json!("office")), "{said}");
    let whole = house.ended(&said["call"]).await;
    assert_eq!((&whole["id"], whole["calls"].as_array().unwrap().len()), (&said["conversation"], 1));
    let call = &whole["calls"][0];
    assert_eq!(call["id"], said["call"]);
    let told = [&call["origin"], &call["direction"], &call["outcome"], &call["from"]["number"], &call["to"]["number"]];
    assert_eq!(told, [&json!("click_to_call"), &json!("outbound"), &json!("no_answer"), &json!("111"), &json!("+31207654321")]);
    assert_eq!((&whole["from"]["user"], &call["assigned"]["user"]), (&json!("ann"), &json!("ann")));
    assert_eq!(house.read("/conversations").await["conversations"].as_array().unwrap().len(), 1);
    let asked = switch.asked();
    let leg = asked[0].lines().find_map(|line| line.strip_prefix("ChannelId: ")).unwrap();
    let number = asked[0].lines().nth(1).and_then(|line| line.strip_prefix("ActionID: callbook-")).unwrap();
    let number = number.split('-').next().unwrap();
    let wanted = format!(
        "Action: Originate\r\nActionID: callbook-{number}-Originate-{leg}\r\nChannel: PJSIP/ann-desk\r\nExten: 031207654321\r\n\
         Context: house\r\nPriority: 1\r\nTimeout: 30000\r\nAsync: true\r\nChannelId: {leg}\r\nCallerID: <+31205550199>\r\n\r\n"
    );
    assert_eq!(asked, [wanted]);
    let page = house.read(&format!("/conversations/{}/signals", said["conversation"].as_str().unwrap())).await;
    assert_eq!(page["signals"][0]["signal"]["by"]["name"], "administrator", "who asked is told: {page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_for_again_under_its_key_is_answered_alike_and_never_dials_twice() {
    let (house, switch, _stop) = asked_of(Makes::Calls).await;
    let first = house.asks_once("k", ANN).await;
    assert_eq!(first.0, StatusCode::ACCEPTED, "{}", first.1);
    house.ended(&first.1["call"]).await;
    for _ in 0..2 {
        assert_eq!(house.asks_once("k", ANN).await, first);
    }
    let (status, said) = house.asks_once("k", r#"{"user":"ann","to":"+31207654322"}"#).await;
    assert_eq!((status, &said["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("Idempotency-Key")));
    assert_eq!(switch.asked().len(), 1);
    assert_ne!(house.asks_once("other", ANN).await.1["call"], first.1["call"]);
    assert_eq!(switch.asked().len(), 2);
    house.source_at("annex", &switch, json!({})).await;
    assert_eq!(house.asks_once("other two", ANN).await.0, StatusCode::BAD_REQUEST, "now one has to be named");
    assert_eq!(house.asks_once("k", ANN).await, first, "and what was dialled stays so");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_of_the_phone_system_is_told_without_its_numbers_and_leaves_no_call() {
    let (house, switch, _stop) = asked_of(Makes::Refusal).await;
    for _ in 0..2 {
        let (status, said) = house.asks_once("k", ANN).await;
        let says = "the phone system refuses: Permission denied for …";
        assert_eq!((status, said["detail"].as_str()), (StatusCode::BAD_GATEWAY, Some(says)));
    }
    assert_eq!(switch.asked().len(), 1);
    assert_eq!(house.read("/conversations").await["conversations"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_ends_without_an_answer_leaves_it_unknown_and_it_is_not_asked_again() {
    let (house, switch, _stop) = asked_of(Makes::Silence).await;
    let (status, said) = house.asks_once("k", ANN).await;
    assert_eq!(status, StatusCode::BAD_GATEWAY);
    assert!(said["detail"].as_str().unwrap().contains("whether it dials is not known; if it does, it is call "), "{said}");
    // Whether the link is there again or not: never that nothing is dialled.
    assert_eq!(house.asks_once("k", ANN).await, (status, said));
    assert_eq!(switch.asked().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a91_a_phone_that_is_not_there_is_a_call_that_failed() {
    let (house, _switch, _stop) = asked_of(Makes::NoPhone).await;
    let (status, said) = house.asks_for(&house.administrator, ANN).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{said}");
    let whole = house.ended(&said["call"]).await;
    let call = &whole["calls"][0];
    let told = [&call["id"], &call["origin"], &call["direction"], &call["outcome"], &whole["ended_by"]["side"]];
    let wanted = [&said["call"], &json!("click_to_call"), &json!("outbound"), &json!("unavailable"), &json!("system")];
    assert_eq!(told, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn n18_both_feeds_of_a_switch_tell_one_call() {
    let (house, switch) = (house().await.with_people().await, Switch::start(Makes::Calls).await);
    let log = house.folder.join("Master.csv");
    std::fs::write(&log, "").unwrap();
    let more = json!({"adapters": ["asterisk-ami", "asterisk-cel"], "cel_file": log.to_str().unwrap()});
    house.source_at("office", &switch, more).await;
    let _stop = house.hears_from("office", "asterisk-ami").await;
    let (status, said) = house.asks_for(&house.administrator, ANN).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{said}");
    let asked = switch.asked();
    let leg = asked[0].lines().find_map(|line| line.strip_prefix("ChannelId: ")).unwrap();
    let row = |kind: &str, at: &str, extra: &str| {
        format!(
            "\"{kind}\",\"1700000001.{at}\",\"\",\"101\",\"\",\"\",\"\",\"s\",\"house\",\"PJSIP/ann-desk-00000007\",\"AppDial2\",\
             \"(Outgoing Line)\",\"3\",\"\",\"{leg}\",\"{leg}\",\"\",\"\",\"\",\"{extra}\"\n"
        )
    };
    let end = "{\"\"hangupcause\"\":19,\"\"hangupsource\"\":\"\"\"\",\"\"dialstatus\"\":\"\"\"\"}";
    let rows = row("CHAN_START", "000001", "")
        + &row("HANGUP", "900000", end)
        + &row("CHAN_END", "900000", "")
        + &row("LINKEDID_END", "900000", "");
    std::fs::write(&log, rows).unwrap();
    let path = format!("/conversations/{}/signals", said["conversation"].as_str().unwrap());
    let mut bell = house.api.ctx.store.bell();
    let both = async {
        loop {
            bell.borrow_and_update();
            let page = house.read(&path).await.to_string();
            if page.contains("asterisk-cel") && page.contains("asterisk-ami") {
                return;
            }
            bell.changed().await.unwrap();
        }
    };
    timeout(PATIENCE, both).await.expect("the log was never heard");
    let whole = house.ended(&said["call"]).await;
    let call = &whole["calls"][0];
    let told = (whole["calls"].as_array().unwrap().len(), call["legs"].as_array().unwrap().len(), &call["id"], &call["origin"]);
    assert_eq!(told, (1, 1, &said["call"], &json!("click_to_call")));
    assert_eq!(house.read("/conversations").await["conversations"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_cannot_be_dialled_is_refused_by_its_field_before_anything_is_asked() {
    let (house, switch) = (house().await.with_people().await, Switch::start(Makes::Calls).await);
    let refused = async |said: &str| {
        let (status, said) = house.asks_for(&house.administrator, said).await;
        (status.as_u16(), said["field"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(refused(ANN).await, (400, "source".to_owned()), "no source can be asked");
    house.source_at("office", &switch, json!({})).await;
    for to in ["", "1", "home", "*21#", "12\\r\\nAction: Command", "+31 20 765 4321 ext 7"] {
        assert_eq!(refused(&format!("{{\"user\":\"ann\",\"to\":\"{to}\"}}")).await, (400, "to".to_owned()), "{to}");
    }
    let wrong = [
        (r#"{"user":"dan","to":"102"}"#, 422, "user"),
        (r#"{"user":"cas","to":"102"}"#, 409, "user"),
        (r#"{"user":"ann","to":"102","line":"1\n2"}"#, 400, "line"),
        (r#"{"user":"ann","to":"102","line":"+31205550111"}"#, 400, "line"),
        (r#"{"user":"ann","to":"102","source":"pbx"}"#, 400, "source"),
        (r#"{"user":"ann","to":"102","source":"attic"}"#, 400, "source"),
        (r#"{"user":"ann"}"#, 400, "to"),
        (r#"{"user":"ann","to":"102"}"#, 503, ""),
    ];
    for (said, status, field) in wrong {
        assert_eq!(refused(said).await, (status, field.to_owned()), "{said}");
    }
    house.source_at("annex", &switch, json!({})).await;
    let (status, said) = house.asks_for(&house.administrator, ANN).await;
    let says = "several sources can be asked: expected one of annex, office";
    assert_eq!((status, said["detail"].as_str()), (StatusCode::BAD_REQUEST, Some(says)));
    assert!(switch.asked().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn n24_a_user_asks_for_himself_a_supervisor_for_his_teams_and_a_source_for_nobody() {
    let (house, switch, _stop) = asked_of(Makes::Calls).await;
    let store = &*house.api.ctx.store;
    let user = |name: &str| Wanted { user: Some(text(name)), ..Wanted::new("main", "desk", Role::User) };
    let of_ann = key_of(store, user("ann")).await;
    let of_desk = key_of(store, Wanted { teams: vec![text("desk")], ..Wanted::new("main", "desk", Role::Supervisor) }).await;
    let bea = r#"{"user":"bea","to":"+31207654321"}"#;
    let nobody = house.asks_for(&of_ann, r#"{"user":"dan","to":"+31207654321"}"#).await;
    for key in [&of_ann, &of_desk] {
        assert_eq!(house.asks_for(key, ANN).await.0, StatusCode::ACCEPTED);
        assert_eq!(house.asks_for(key, bea).await, nobody, "who is not seen is nobody");
    }
    assert_eq!(nobody.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.asks_for(&house.source, ANN).await.0, StatusCode::FORBIDDEN);
    assert_eq!(house.asks_for(&house.administrator, bea).await.0, StatusCode::ACCEPTED);
    assert_eq!(switch.asked().len(), 3);
}

#[tokio::test]
async fn a_person_and_a_token_ask_for_so_many_calls_within_a_minute_and_no_more() {
    let house = house().await.with_people().await;
    let nobody = r#"{"user":"dan","to":"102"}"#;
    let asks = async |key: &str| house.asks_for(key, nobody).await.0;
    for _ in 0..DIALS_MAX {
        assert_eq!(asks(&house.administrator).await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(asks(&house.administrator).await, StatusCode::TOO_MANY_REQUESTS);
    let other = key_of(&*house.api.ctx.store, Wanted::new("main", "other", Role::Administrator)).await;
    assert_eq!(asks(&other).await, StatusCode::UNPROCESSABLE_ENTITY, "each token for itself");
    let mut desks = Vec::new();
    for name in ["bea", "cas"] {
        let said = json!({"role": "administrator", "password": "correct horse"}).to_string();
        let entered = house.ask(&house.administrator, Method::PUT, &format!("/people/{name}"), Some(&said)).await;
        assert_eq!(entered.0, StatusCode::CREATED, "{}", entered.1);
        for _ in 0..2 {
            let said = json!({"account": "main", "name": name, "password": "correct horse"});
            let (status, session) = house.ask("", Method::POST, "/sessions", Some(&said.to_string())).await;
            assert_eq!(status, StatusCode::CREATED, "{session}");
            desks.push(session["token"].as_str().unwrap().to_owned());
        }
    }
    for no in 0..DIALS_MAX {
        assert_eq!(asks(&desks[no % 2]).await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    for desk in &desks[..2] {
        assert_eq!(asks(desk).await, StatusCode::TOO_MANY_REQUESTS, "at whichever desk");
    }
    assert_eq!(asks(&desks[2]).await, StatusCode::UNPROCESSABLE_ENTITY, "each person for himself");
}
