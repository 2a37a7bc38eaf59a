//! Calls that Twilio is asked for, at a server on loopback that stands for its API.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::post;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::super::{House, house};
use super::ANN;
use crate::api::Api;
use crate::ctx::Ctx;
use crate::originate::Originator;
use crate::outward::Wall;
use crate::store::{SourceRow, SourceSettings, TwilioLink, TwilioOriginate, text};

/// What it was asked: whose token, and the form.
type Heard = Arc<Mutex<Vec<(String, Vec<(String, String)>)>>>;

/// A server that takes calls of those who know `hush`, and refuses numbers that end with 0.
async fn cloud() -> (String, Heard) {
    async fn take(State(heard): State<Heard>, headers: HeaderMap, body: String) -> (StatusCode, String) {
        let signed = headers[header::AUTHORIZATION].to_str().unwrap().strip_prefix("Basic ").unwrap();
        let signed = String::from_utf8(BASE64_STANDARD.decode(signed).unwrap()).unwrap();
        let form: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        let is_bad = body.contains("%3E%2B31207654320%3C");
        heard.lock().unwrap().push((signed.clone(), form));
        match (signed.as_str(), is_bad) {
            ("AC1:hush", false) if body.contains("%3E%2B31207654329%3C") => (StatusCode::CREATED, "<html>".to_owned()),
            ("AC1:hush", false) => {
                let said = json!({"sid": "CA1", "account_sid": "AC1", "status": "queued", "from": "+31205550199"});
                (StatusCode::CREATED, said.to_string())
            }
            ("AC1:hush", true) => {
                (StatusCode::BAD_REQUEST, json!({"code": 13224, "message": "+31207654320 is invalid"}).to_string())
            }
            _ => (StatusCode::UNAUTHORIZED, "{}".to_owned()),
        }
    }
    let heard = Heard::default();
    let routes = Router::new().route("/2010-04-01/Accounts/AC1/Calls.json", post(take)).with_state(Arc::clone(&heard));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (place, heard)
}

/// A house whose source `cloud` is that server.
async fn asked_of(place: &str, hosts: &'static [&'static str]) -> House {
    let mut house = house().await.with_people().await;
    let wall = Wall::new(vec!["127.0.0.1".parse().unwrap()]);
    let ctx = Ctx { originator: Arc::new(Originator::at(wall, hosts)), ..house.api.ctx.clone() };
    house.api = Api::new(ctx, None, Vec::new(), false, house.closing.subscribe());
    house.router = crate::api::router(&house.api);
    let originate = TwilioOriginate {
        phone: "sip:{extension}@office.example".to_owned(),
        line: "+31205550199".to_owned(),
        api_url: Some(place.to_owned()),
        ..TwilioOriginate::default()
    };
    let link = TwilioLink {
        account_sid: "AC1".to_owned(),
        auth_token: "next".to_owned(),
        auth_token_secondary: Some("hush".to_owned()),
        public_url: "https://callbook.example".to_owned(),
        originate: Some(originate),
        ..TwilioLink::default()
    };
    let settings = SourceSettings { adapters: vec!["twilio".to_owned()], twilio: Some(link), ..SourceSettings::default() };
    let (account, source, created_at) = (text("main"), text("cloud"), house.api.ctx.clock.now());
    house.api.ctx.store.put_source(SourceRow { account, source, settings, created_at, deleted_at: None }).await.unwrap();
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn n17_the_call_that_twilio_names_is_in_the_record_once_it_is_answered() {
    let (place, heard) = cloud().await;
    let house = asked_of(&place, &["127.0.0.1"]).await;
    let _stop = house.hears_from("cloud", "twilio").await;
    let (status, said) = house.asks_once("k", ANN).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{said}");
    let whole: Value = house.read(&format!("/conversations/{}", said["conversation"].as_str().unwrap())).await;
    let call = &whole["calls"][0];
    let told =
        [&call["id"], &call["origin"], &call["direction"], &call["from"]["number"], &call["to"]["number"], &call["line"]];
    let wanted = [
        &said["call"],
        &json!("click_to_call"),
        &json!("outbound"),
        &json!("101"),
        &json!("+31207654321"),
        &json!("+31205550199"),
    ];
    assert_eq!((told, &whole["from"]["user"]), (wanted, &json!("ann")));
    assert_eq!(house.asks_once("k", ANN).await, (status, said), "and it is asked for once");
    let heard = heard.lock().unwrap().clone();
    let tokens: Vec<&str> = heard.iter().map(|(signed, _)| signed.as_str()).collect();
    assert_eq!(tokens, ["AC1:next", "AC1:hush"], "while a token is exchanged either may count");
    let form = &heard[1].1;
    let field = |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).unwrap();
    assert_eq!((field("To"), field("From")), ("sip:101@office.example", "+31205550199"));
    let callbacks = "https://callbook.example/callbook/v1/callbacks/main/cloud/twilio";
    assert_eq!(field("StatusCallback"), format!("{callbacks}/originated/101/+31207654321"));
    assert!(field("Twiml").contains(&format!("statusCallback=\"{callbacks}\"")), "{}", field("Twiml"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_twilio_refuses_is_told_by_its_code_and_leaves_no_call() {
    let (place, _) = cloud().await;
    let house = asked_of(&place, &["127.0.0.1"]).await;
    let _stop = house.hears_from("cloud", "twilio").await;
    let (status, said) = house.asks_once("k", r#"{"user":"ann","to":"+31207654320"}"#).await;
    let says = "the phone system refuses: it answers with 400, code 13224";
    assert_eq!((status, said["detail"].as_str()), (StatusCode::BAD_GATEWAY, Some(says)));
    let (status, said) = house.asks_once("l", r#"{"user":"ann","to":"102"}"#).await;
    assert_eq!((status, &said["field"]), (StatusCode::BAD_REQUEST, &json!("to")), "outside there are full numbers only");
    assert_eq!(house.read("/conversations").await["conversations"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_twilio_takes_in_words_that_nobody_reads_is_not_known_and_is_not_asked_again() {
    let (place, heard) = cloud().await;
    let house = asked_of(&place, &["127.0.0.1"]).await;
    let _stop = house.hears_from("cloud", "twilio").await;
    for _ in 0..2 {
        let (status, said) = house.asks_once("k", r#"{"user":"ann","to":"+31207654329"}"#).await;
        let says = "the phone system did not answer, and whether it dials is not known";
        assert_eq!((status, said["detail"].as_str()), (StatusCode::BAD_GATEWAY, Some(says)));
    }
    assert_eq!(heard.lock().unwrap().iter().filter(|(signed, _)| signed == "AC1:hush").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_goes_to_its_own_phone_system_alone() {
    let (place, heard) = cloud().await;
    let house = asked_of(&place, &["twilio.com"]).await;
    let _stop = house.hears_from("cloud", "twilio").await;
    let (status, said) = house.asks_once("k", ANN).await;
    let says = "the phone system refuses: its address is somebody else's";
    assert_eq!((status, said["detail"].as_str()), (StatusCode::BAD_GATEWAY, Some(says)));
    assert!(heard.lock().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_twilio_never_heard_of_is_not_dialled_and_may_be_asked_for_again() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let (place, heard) = cloud().await;
    let house = asked_of(&format!("http://{closed}"), &["127.0.0.1"]).await;
    let _stop = house.hears_from("cloud", "twilio").await;
    let (status, said) = house.asks_once("k", ANN).await;
    let says = "the phone system cannot be reached: the connection was refused; nothing is dialled";
    assert_eq!((status, said["detail"].as_str()), (StatusCode::SERVICE_UNAVAILABLE, Some(says)));
    let mut row = house.api.ctx.store.sources(None).await.unwrap().into_iter().find(|row| row.source == "cloud").unwrap();
    row.settings.twilio.as_mut().unwrap().originate.as_mut().unwrap().api_url = Some(place);
    house.api.ctx.store.put_source(row).await.unwrap();
    let again = async {
        loop {
            let (status, said) = house.asks_once("k", ANN).await;
            // The feed begins anew with its settings.
            if status != StatusCode::SERVICE_UNAVAILABLE {
                return (status, said);
            }
            tokio::task::yield_now().await;
        }
    };
    let (status, said) = tokio::time::timeout(super::PATIENCE, again).await.unwrap();
    assert_eq!(status, StatusCode::ACCEPTED, "{said}");
    assert_eq!(heard.lock().unwrap().iter().filter(|(signed, _)| signed == "AC1:hush").count(), 1);
}
