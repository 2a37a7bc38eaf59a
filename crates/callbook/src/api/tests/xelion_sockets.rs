//! Xelion's sockets, with a client that logs in, asks for an address, connects and listens as the vendor's do.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use axum::serve::Listener;
use calls::presence::{Listed, Stand, Standing, Words};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, DuplexStream, duplex};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

use super::House;
use super::xelion::{came_in, filled};
use crate::store::text;

/// The longest that a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

/// What fits on a wire within this program, in bytes.
const WIRE_BYTES: usize = 64 << 10;

/// A client that listens.
struct Ear<S = TcpStream>(WebSocketStream<S>);

/// Wires within this program: nothing of them is outside of the test's clock, which may be stopped and moved.
struct Wires(mpsc::UnboundedReceiver<DuplexStream>);

impl Listener for Wires {
    type Io = DuplexStream;
    type Addr = ();

    async fn accept(&mut self) -> (DuplexStream, ()) {
        match self.0.recv().await {
            Some(wire) => (wire, ()),
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<()> {
        Ok(())
    }
}

impl House {
    /// The server, at an address of its own.
    async fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let router = self.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    /// The server, at the end of wires within this program.
    fn wired(&self) -> mpsc::UnboundedSender<DuplexStream> {
        let (sender, wires) = mpsc::unbounded_channel();
        let router = self.router.clone();
        tokio::spawn(async move { axum::serve(Wires(wires), router).await });
        sender
    }

    /// Listens over such a wire.
    async fn listen_within(&self, wires: &mpsc::UnboundedSender<DuplexStream>, key: &str) -> Ear<DuplexStream> {
        let path = self.promised(key, "me/websocket").await;
        let (own, theirs) = duplex(WIRE_BYTES);
        wires.send(theirs).unwrap();
        Ear(client_async(format!("ws://callbook.example{path}"), own).await.unwrap().0)
    }

    /// A phone system tells signals, which are resolved as everywhere.
    async fn tells(&self, signals: &[Value]) {
        let body = json!({"source": "pbx", "signals": signals}).to_string();
        let (status, said) = self.ask(&self.source, Method::POST, "/signals", Some(&body)).await;
        assert_eq!(status, StatusCode::OK, "{said}");
    }

    /// Says something of an entry of the directory.
    async fn enters(&self, path: &str, said: Value) {
        let (status, said) =
            self.ask(&self.administrator, Method::PUT, &format!("/directory/{path}"), Some(&said.to_string())).await;
        assert!(status.is_success(), "{path}: {said}");
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
}

impl<S: AsyncRead + AsyncWrite + Unpin> Ear<S> {
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

#[tokio::test]
async fn x5_who_a_party_is_in_another_system_is_told_with_him() {
    let (house, listener, _) = filled(0).await;
    let said = json!({"name": "Rosa Lind", "numbers": ["+31699900077"], "ids": {"crm": "CRM-310", "shop": "9"}});
    house.enters("contacts/rosa", said).await;
    let address = house.serve().await;
    let mut ear = house.listen(&address, &listener).await;
    assert!(ear.asks(&wants(CALLS)).await.is_empty());
    let fact = |second: u32, leg: &str, what: Value| {
        let at = format!("2026-01-05T11:00:{second:02}Z");
        let mut fact = json!({"thread": "K", "leg": leg, "at": at, "key": format!("{leg}{second}")});
        fact.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        fact
    };
    let caller = json!({"number": "+31699900077", "trunk": "voip"});
    let signals = [
        fact(0, "KA", json!({"what": "came_in", "party": caller, "dialled": "+31699900088"})),
        fact(1, "KB", json!({"what": "dialled", "by_leg": "KA", "party": {"number": "701", "user": "ann"}})),
        fact(2, "KB", json!({"what": "ringing"})),
        fact(9, "KA", json!({"what": "ended", "how": "normal"})),
        fact(9, "KB", json!({"what": "ended", "how": "cancelled"})),
    ];
    house.tells(&signals).await;
    let told = [ear.told().await, ear.told().await, ear.told().await];
    assert_eq!(words(&told), ["newCallEvent", "callHungUpEvent", "missedCallEvent"]);
    let rosa = house.xelion(Method::GET, "addressables?name=rosa", Some(&listener), Body::empty()).await.said;
    let oid = &rosa["data"][0]["object"]["oid"];
    for event in &told {
        let event = &event["notification"];
        assert_eq!((&event["callerAddressable"], event["callerAddressable"].is_string()), (oid, true), "{event}");
        // Of several systems the first by name.
        assert_eq!(
            (&event["callerAddressableSyncId"], &event["callerAddressableSyncSource"]),
            (&json!("CRM-310"), &json!("crm"))
        );
        assert_eq!((&event["calleeAddressableSyncId"], &event["calleeAddressableSyncSource"]), (&Value::Null, &Value::Null));
        assert!(event["calleeUser"].is_string() && event["callerUser"].is_null(), "{event}");
    }
}

#[tokio::test]
async fn x23_a_wallboard_tells_of_the_members_of_the_lines_queue_and_of_their_day() {
    let (house, listener, ann) = filled(0).await;
    house.enters("teams/front", json!({})).await;
    house.enters("queues/desk", json!({"team": "front"})).await;
    house.enters("lines/front", json!({"name": "Front", "numbers": ["+31699900088"], "queue": "desk"})).await;
    house.enters("users/cleo", json!({"name": "Cleo"})).await;
    let signed_in = |user: &str, paused| Listed {
        queue: text("desk"),
        agent: text(user),
        words: Words { all: vec![text(user)], names_user: true },
        paused,
        ..Listed::default()
    };
    let what = Standing::AllSignedIn(vec![signed_in("ann", false), signed_in("bea", true)]);
    let stand = Stand { at: house.api.ctx.clock.now(), what };
    house.api.ctx.store.put_stands("main", "pbx", vec![stand]).await.unwrap();
    let address = house.serve().await;
    let lines = house.xelion(Method::GET, "phonelines?name=front", Some(&listener), Body::empty()).await;
    let line = lines.said["data"][0]["object"]["oid"].as_str().unwrap().to_owned();
    let wish = json!({"messageType": "notificationRequest", "notificationType": "wallboardEvent", "toggle": true, "oid": line});
    let mut ear = house.listen(&address, &listener).await;
    let first = ear.asks(&wish.to_string()).await.remove(0);
    let agents = |board: &Value| board["notification"]["agentsStatistics"].as_array().unwrap().clone();
    let of = |board: &Value, keys: [&str; 3]| -> Vec<Vec<Value>> {
        agents(board).iter().map(|agent| keys.iter().map(|key| agent[*key].clone()).collect()).collect()
    };
    const NOW: [&str; 3] = ["status", "busy", "activeCalls"];
    assert_eq!(first["notification"]["name"], "Front");
    assert_eq!(
        of(&first, NOW),
        [[json!("free"), json!(false), json!(0)], [json!("paused"), json!(true), json!(0)]],
        "not cleo"
    );
    assert!(agents(&first).iter().all(|agent| agent["id"].is_string() && agent["addressableOid"].is_string()));
    // A call of this minute that goes on, and then ends.
    let today = (house.api.ctx.clock.now().micros() / 60_000_000 - 1_767_606_300_000_000 / 60_000_000) as u32;
    let call = came_in(today, "ann", true);
    let (talks, ends) = call.split_at(call.len() - 2);
    let mut until = async |is_so: &dyn Fn(&Value) -> bool| loop {
        let board = ear.told().await;
        if is_so(&board) {
            return board;
        }
    };
    house.record(talks.to_vec()).await;
    let board = until(&|board| agents(board)[0]["status"] == "talking").await;
    assert_eq!(of(&board, NOW)[0], [json!("talking"), json!(true), json!(1)]);
    house.record(ends.to_vec()).await;
    let board = until(&|board| agents(board)[0]["numCalls"] == 1).await;
    let day = ["numInboundCalls", "totalInboundCallDuration", "averageCallTime"];
    assert_eq!(of(&board, day), [[json!(1), json!(5), json!(5)], [json!(0), json!(0), json!(0)]], "from her answer on");
    assert_eq!(agents(&board)[0]["numOutboundCalls"], 0);
    // She belongs to no team that the line is of; and the line is seen once she does.
    let mut own = house.listen(&address, &ann).await;
    assert_eq!(own.asks(&wish.to_string()).await[0]["notification"]["errorCode"], 10_101);
}

#[tokio::test]
async fn a_client_that_answers_stays_and_one_that_is_silent_for_ninety_seconds_is_let_go() {
    let (house, listener, ann) = filled(0).await;
    let wires = house.wired();
    let (mut awake, mut silent) = (house.listen_within(&wires, &listener).await, house.listen_within(&wires, &ann).await);
    assert!(awake.until_heard().await.is_empty() && silent.until_heard().await.is_empty());
    // From here on time goes by only where nothing else is to be done.
    tokio::time::pause();
    let began = Instant::now();
    for _ in 0..5 {
        // What it reads it answers, as every client does.
        assert!(matches!(awake.0.next().await, Some(Ok(Message::Ping(_)))));
    }
    assert!((149..155).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
    assert!(awake.until_heard().await.is_empty(), "it is still there");
    // The other one read nothing meanwhile: two questions, then goodbye with 1001, and the wire was cut.
    let mut told = Vec::new();
    silent.0.into_inner().read_to_end(&mut told).await.unwrap();
    assert_eq!(told, [0x89, 0, 0x89, 0, 0x88, 2, 0x03, 0xe9]);
    let began = Instant::now();
    sleep(Duration::from_secs(30)).await;
    assert!(awake.until_heard().await.is_empty() && began.elapsed().as_secs() < 60);
}

#[tokio::test]
async fn a_client_that_does_not_read_is_let_go_and_nobody_waits_for_it() {
    let (house, listener, ann) = filled(0).await;
    let wires = house.wired();
    let (mut slow, mut quick) = (house.listen_within(&wires, &listener).await, house.listen_within(&wires, &ann).await);
    for ear in [&mut slow, &mut quick] {
        assert!(ear.asks(&wants(&["missedCallEvent"])).await.is_empty());
    }
    let room = house.api.xelion.room(&text("main"));
    let frame =
        json!({"notificationType": "missedCallEvent", "oid": null, "notification": {"date": "x".repeat(400)}}).to_string();
    // Far more than fits on the wire and may wait; the other one reads it as it comes.
    for _ in 0..12 {
        (0..1_000).for_each(|_| room.each(|seat| seat.push(frame.as_str().into())));
        for _ in 0..1_000 {
            assert_eq!(quick.next().await.unwrap(), frame);
        }
    }
    let (mut read, mut code) = (0, None);
    while code.is_none() {
        match slow.next().await {
            Ok(_) => read += 1,
            Err(said) => code = Some(said),
        }
    }
    assert_eq!(code, Some(1013));
    assert!(read < 1_000, "{read}: what waited is not told any more");
    assert!(quick.until_heard().await.is_empty());
}
