//! Xelion's sockets, with a client that logs in, asks for an address, connects and listens as the vendor's do.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

use super::House;
use super::xelion::{came_in, filled};

/// The longest that a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

/// A client that listens.
struct Ear(WebSocketStream<TcpStream>);

impl House {
    /// The server, at an address of its own.
    async fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let router = self.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    /// The path of a socket that was promised.
    async fn promised(&self, key: &str, path: &str) -> String {
        let answer = self.xelion(Method::POST, path, Some(key), Body::empty()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.said);
        let address = answer.said["object"].as_str().unwrap().to_owned();
        address.strip_prefix("ws://callbook.example:8443").unwrap().to_owned()
    }

    async fn listen(&self, address: &str, key: &str) -> Ear {
        let path = self.promised(key, "me/websocket").await;
        Ear::open(address, &path).await
    }
}

impl Ear {
    async fn open(address: &str, path: &str) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        Self(client_async(format!("ws://{address}{path}"), stream).await.unwrap().0)
    }

    async fn say(&mut self, said: &str) {
        self.0.send(Message::text(said)).await.unwrap();
    }

    /// What comes next; none of a goodbye, with its code.
    async fn next(&mut self) -> Result<String, u16> {
        loop {
            match timeout(PATIENCE, self.0.next()).await.unwrap() {
                Some(Ok(Message::Text(text))) => return Ok(text.to_string()),
                Some(Ok(Message::Close(Some(frame)))) => return Err(frame.code.into()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    async fn told(&mut self) -> Value {
        serde_json::from_str(&self.next().await.unwrap()).unwrap()
    }

    /// Says it, and waits until it was heard: what comes back before that is given back.
    async fn asks(&mut self, said: &str) -> Vec<Value> {
        self.say(said).await;
        self.until_heard().await
    }

    /// All that was told before a word that comes back.
    async fn until_heard(&mut self) -> Vec<Value> {
        const MARK: &str = r#"{"messageType": "test",   "mark":"7"}"#;
        self.say(MARK).await;
        let mut before = Vec::new();
        loop {
            let told = self.next().await.unwrap();
            if told == MARK {
                return before;
            }
            before.push(serde_json::from_str(&told).unwrap());
        }
    }
}

fn wants(types: &[&str]) -> String {
    let all: Vec<Value> = types.iter().map(|word| json!({"notificationType": word, "toggle": "true"})).collect();
    json!({"messageType": "multiNotificationRequest", "notifications": all}).to_string()
}

const CALLS: &[&str] = &["newCallEvent", "callConnectedEvent", "callHungUpEvent", "missedCallEvent"];

fn words(told: &[Value]) -> Vec<&str> {
    told.iter().map(|one| one["notificationType"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn x1_x7_x21_a_listener_is_told_what_he_asked_for_in_order_and_nothing_of_before() {
    let (house, listener, _) = filled(1).await;
    let address = house.serve().await;
    let mut ear = house.listen(&address, &listener).await;
    house.record(came_in(1, "bea", true)).await;
    assert_eq!(ear.asks(&wants(CALLS)).await, Vec::<Value>::new(), "x1: nothing before he asked");
    house.record(came_in(2, "ann", true)).await;
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(ear.told().await);
    }
    assert_eq!(words(&told), ["newCallEvent", "callConnectedEvent", "callHungUpEvent"]);
    let of = |key: &str| told.iter().map(|one| one["notification"][key].clone()).collect::<Vec<_>>();
    for key in ["callId", "date", "calleeFlowId", "callerFlowId"] {
        let all = of(key);
        assert!(all.iter().all(|one| one.is_string() && *one == all[0]), "{key}: {all:?}");
    }
    assert_eq!(of("duration"), [Value::Null, Value::Null, json!("4")]);
    let log = told[2]["notification"]["calleeCallLogOid"].as_str().unwrap().to_owned();
    let found = house.xelion(Method::GET, &format!("communications/{log}"), Some(&listener), Body::empty()).await;
    assert_eq!(found.said["object"]["callId"], told[2]["notification"]["callId"], "its log is found by what was told");
    let off = json!({"messageType": "notificationRequest", "notificationType": "newCallEvent", "toggle": false});
    ear.asks(&off.to_string()).await;
    house.record(came_in(3, "ann", false)).await;
    let told = [ear.told().await, ear.told().await];
    assert_eq!(words(&told), ["callHungUpEvent", "missedCallEvent"], "x8, and x20: what he wants no more does not come");
    house.record(came_in(3, "ann", false)).await;
    assert_eq!(ear.until_heard().await, Vec::<Value>::new(), "what is known already is told once");
}

#[tokio::test]
async fn x2_x3_a_user_hears_of_his_own_missed_calls_and_of_no_call_events() {
    let (house, _, ann) = filled(0).await;
    let address = house.serve().await;
    let mut ear = house.listen(&address, &ann).await;
    let refused = ear.asks(&wants(CALLS)).await;
    let codes: Vec<u64> = refused.iter().map(|one| one["notification"]["errorCode"].as_u64().unwrap()).collect();
    assert_eq!((words(&refused), codes), (vec!["error"; 3], vec![10_101; 3]));
    assert_eq!(refused[0]["notification"]["info"], "notificationType=newCallEvent");
    house.record(came_in(1, "bea", false)).await;
    house.record(came_in(2, "ann", false)).await;
    let told = ear.told().await;
    assert_eq!(
        (told["notificationType"].as_str(), told["notification"]["callerPhoneNumber"].as_str()),
        (Some("missedCallEvent"), Some("+31699900002"))
    );
    assert_eq!(ear.until_heard().await, Vec::<Value>::new());
}

#[tokio::test]
async fn x4_x24_what_is_wrong_is_told_and_the_socket_stays_open() {
    let (house, listener, _) = filled(0).await;
    let address = house.serve().await;
    let path = house.promised(&listener, "me/websocket/").await;
    let mut ear = Ear::open(&address, &path).await;
    let test = r#"{ "messageType":"test", "x" : 1 }"#;
    ear.say(test).await;
    assert_eq!(ear.next().await.unwrap(), test, "byte for byte");
    let long = format!("{{\"messageType\":\"test\",\"x\":\"{}\"}}", "x".repeat(70_000));
    for (said, code) in [
        ("no json", 10_202),
        (r#"{"messageType": "shout"}"#, 10_202),
        (r#"{"messageType": "notificationRequest", "notificationType": "fooEvent", "toggle": true}"#, 10_202),
        (r#"{"messageType": "notificationRequest", "notificationType": "wallboardEvent", "toggle": true, "oid": "x"}"#, 10_203),
        (
            r#"{"messageType": "notificationRequest", "notificationType": "wallboardEvent", "toggle": true, "oid": "7777"}"#,
            10_203,
        ),
        (&long, 10_202),
    ] {
        let told = ear.asks(said).await;
        assert_eq!(
            (words(&told), &told[0]["notification"]["errorCode"]),
            (vec!["error"], &json!(code)),
            "{}",
            &said[..20.min(said.len())]
        );
    }
    assert!(ear.asks(r#"{"messageType": "notificationRequest", "notificationType": "test", "toggle": true}"#).await.is_empty());
    // Promised once: the second who comes with it is told so.
    let mut late = Ear::open(&address, &path).await;
    assert_eq!(late.told().await["notification"]["errorCode"], 10_000);
    assert_eq!(late.next().await, Err(1008));
}

#[tokio::test]
async fn x26_a_user_space_with_a_socket_is_in_use_until_it_is_shown_or_logged_out() {
    let (house, listener, ann) = filled(0).await;
    let address = house.serve().await;
    let mut ear = house.listen(&address, &listener).await;
    ear.until_heard().await;
    let again = house.logs_in("listener", "desk", None).await;
    assert_eq!((again.status, &again.said["errorCode"]), (StatusCode::UNAUTHORIZED, &json!(10_005)));
    assert_eq!(house.logs_in("listener", "attic", None).await.status, StatusCode::OK, "another program of his");
    let shown = house.logs_in("listener", "desk", Some(&listener)).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.said);
    assert_eq!(ear.next().await, Err(1000), "the earlier login is over");
    let key = shown.said["authentication"].as_str().unwrap();
    let mut ear = house.listen(&address, key).await;
    let mut other = house.listen(&address, &ann).await;
    ear.until_heard().await;
    other.until_heard().await;
    house.xelion(Method::POST, "me/logout", Some(key), Body::empty()).await;
    assert_eq!(ear.next().await, Err(1000));
    house.closing.send(true).unwrap();
    assert_eq!(other.next().await, Err(1012), "the server stops");
    timeout(PATIENCE, house.api.feeds_ended()).await.unwrap();
}

#[tokio::test]
async fn a_socket_of_somebody_who_was_changed_is_told_nothing_more() {
    let (house, listener, _) = filled(0).await;
    let address = house.serve().await;
    let mut ear = house.listen(&address, &listener).await;
    ear.asks(&wants(CALLS)).await;
    let gone = house.ask(&house.administrator, Method::DELETE, "/people/listener", None).await;
    assert!(gone.0.is_success(), "{}", gone.1);
    house.record(came_in(1, "bea", true)).await;
    assert_eq!(ear.next().await, Err(1000));
}

#[tokio::test]
async fn x22_channels_are_numbered_by_each_connection_and_are_told_to_whom_they_concern() {
    let (house, listener, ann) = filled(0).await;
    let address = house.serve().await;
    let (mut all, mut own) = (house.listen(&address, &listener).await, house.listen(&address, &ann).await);
    for ear in [&mut all, &mut own] {
        assert!(ear.asks(&wants(&["activeChannelEvent"])).await.is_empty());
    }
    house.record(came_in(1, "bea", true)).await;
    house.record(came_in(2, "ann", true)).await;
    let first = own.told().await;
    assert_eq!((&first["notification"]["version"], &first["notification"]["updateType"]), (&json!(1), &json!("insert")));
    let mut versions = Vec::new();
    let mut removed = 0;
    while removed < 4 {
        let told = all.told().await;
        versions.push(told["notification"]["version"].as_u64().unwrap());
        removed += usize::from(told["notification"]["updateType"] == "remove");
    }
    assert!(versions.is_sorted_by(|one, next| one < next), "{versions:?}");
}

#[tokio::test]
async fn x23_a_wallboard_comes_at_once_and_when_it_changes() {
    let (house, listener, ann) = filled(1).await;
    let address = house.serve().await;
    let lines = house.xelion(Method::GET, "phonelines", Some(&listener), Body::empty()).await;
    let line = lines.said["data"][0]["object"]["oid"].as_str().unwrap().to_owned();
    let wish = json!({"messageType": "notificationRequest", "notificationType": "wallboardEvent", "toggle": true, "oid": line});
    let mut own = house.listen(&address, &ann).await;
    let refused = own.asks(&wish.to_string()).await;
    assert_eq!(refused[0]["notification"]["errorCode"], 10_101, "a line of no team of hers");
    let mut ear = house.listen(&address, &listener).await;
    let told = ear.asks(&wish.to_string()).await;
    // Whoever asks first is told at once, and once more by the room, which compares it with nothing; that may have come already.
    assert!(words(&told).iter().all(|word| *word == "wallboardEvent"), "{told:?}");
    assert_eq!(told[0]["oid"].as_str(), Some(line.as_str()));
    let today = (house.api.ctx.clock.now().micros() / 60_000_000 - 1_767_606_300_000_000 / 60_000_000) as u32;
    house.record(came_in(today, "bea", false)).await;
    let came = |board: &Value| board["notification"]["accumulatedStatistics"][2]["value"].as_u64().unwrap();
    assert_eq!(came(&told[0]), 0);
    loop {
        let board = ear.told().await;
        if came(&board) == 1 {
            assert_eq!(board["notification"]["accumulatedStatistics"][3]["value"], 1, "and it was missed");
            break;
        }
    }
}
