//! A listener of Xelion's, as the vendor's programs are: it logs in, asks for a socket, subscribes, and hears a recorded call that is
//! played live; and reads afterwards what it heard of.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

use super::*;

/// What is heard of an attended transfer, in order (rule X14).
const X14: [&str; 10] = [
    "newCallEvent",
    "callConnectedEvent",
    "newCallEvent",
    "callConnectedEvent",
    "callHungUpEvent",
    "callHungUpEvent",
    "callHungUpEvent",
    "callTransferredEvent",
    "callConnectedEvent",
    "callHungUpEvent",
];

/// A login: asks with the token that it was given.
struct Client {
    door: Door,
    token: String,
    renewal: String,
}

type Socket = WebSocketStream<TcpStream>;

impl Client {
    fn login(house: &House) -> Self {
        let mut door = house.door();
        let person = r#"{"role": "administrator", "password": "correct horse"}"#;
        let answer = door.ask("PUT", "/callbook/v1/people/ear", Some(person)).unwrap();
        assert_eq!(answer.status, 201, "{}", answer.json());
        let login = r#"{"userName": "ear", "password": "correct horse", "userSpace": "desk"}"#;
        let answer = door.send("POST", "/api/v1/main/me/login", "", login).unwrap();
        assert_eq!(answer.status, 200, "{}", answer.json());
        let word = |key: &str| answer.json()[key].as_str().unwrap().to_owned();
        Self { door, token: word("authentication"), renewal: word("renewalToken") }
    }

    /// Renews the login; the token of before.
    fn renews(&mut self) -> String {
        let head = format!("Authorization: xelion {}\r\n", self.token);
        let said = json!(self.renewal).to_string();
        let answer = self.door.send("POST", "/api/v1/main/me/renew", &head, &said).unwrap();
        assert_eq!(answer.status, 200, "{}", answer.json());
        let word = |key: &str| answer.json()[key].as_str().unwrap().to_owned();
        self.renewal = word("renewalToken");
        std::mem::replace(&mut self.token, word("authentication"))
    }

    /// All logs, page by page to the end; their oids.
    fn walks(&mut self, query: &str, limit: usize) -> Vec<u64> {
        let (mut all, mut after) = (Vec::new(), String::new());
        loop {
            let page = self.asks("GET", &format!("communications?limit={limit}{query}{after}"));
            let found = page["data"].as_array().unwrap().clone();
            all.extend(found.iter().map(|one| one["object"]["oid"].as_str().unwrap().parse::<u64>().unwrap()));
            if found.len() < limit {
                return all;
            }
            after = format!("&after={}", page["meta"]["paging"]["nextId"].as_str().unwrap());
        }
    }

    fn asks(&mut self, method: &str, path: &str) -> Value {
        let head = format!("Authorization: xelion {}\r\n", self.token);
        let answer = self.door.send(method, &format!("/api/v1/main/{path}"), &head, "").unwrap();
        assert_eq!(answer.status, 200, "{path}: {}", answer.json());
        answer.json()
    }
}

/// Listens until so many calls were hung up; `ready` is done once it is heard that everything was asked for.
async fn listens(address: SocketAddr, path: &str, hang_ups: usize, ready: impl FnOnce()) -> (Vec<Value>, Socket) {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut socket, _) = client_async(format!("ws://{address}{path}"), stream).await.unwrap();
    let types = ["newCallEvent", "callConnectedEvent", "callHungUpEvent", "callTransferredEvent", "missedCallEvent"];
    let all: Vec<Value> = types.iter().map(|word| json!({"notificationType": word, "toggle": true})).collect();
    let wish = json!({"messageType": "multiNotificationRequest", "notifications": all}).to_string();
    socket.send(Message::text(wish)).await.unwrap();
    socket.send(Message::text("{\"messageType\":\"test\"}")).await.unwrap();
    let (mut told, mut ready) = (Vec::<Value>::new(), Some(ready));
    while told.iter().filter(|one| one["notificationType"] == "callHungUpEvent").count() < hang_ups {
        let Message::Text(text) = socket.next().await.unwrap().unwrap() else { continue };
        let frame: Value = serde_json::from_str(&text).unwrap();
        match ready.take() {
            Some(ready) => {
                assert_eq!(frame["messageType"], "test", "{frame}");
                ready();
            }
            None => told.push(frame),
        }
    }
    (told, socket)
}

/// Says something, and what comes back.
async fn echoed(socket: &mut Socket, said: &str) -> String {
    socket.send(Message::text(said)).await.unwrap();
    loop {
        if let Message::Text(text) = socket.next().await.unwrap().unwrap() {
            return text.to_string();
        }
    }
}

#[test]
fn x13_x14_x27_an_attended_transfer_is_heard_live_as_the_vendors_document_has_it_and_can_be_read() {
    let rt = Runtime::new().unwrap();
    let house = House::new("");
    let exchange = Exchange::of("asterisk-ami", "attended_transfer_inbound", "");
    let switch = switch(&rt, exchange.script(), &[]);
    let mut client = Client::login(&house);
    let promised = client.asks("POST", "me/websocket");
    let path = promised["object"].as_str().unwrap().strip_prefix("ws://callbook").unwrap().to_owned();
    let ami = json!({"address": switch.address.to_string(), "username": LOGIN, "secret": LOGIN});
    let source = json!({"name": exchange.source, "adapters": ["asterisk-ami"], "ami": ami}).to_string();
    let mut door = house.door();
    let enter = || {
        let answer = door.ask("POST", "/callbook/v1/sources", Some(&source)).unwrap();
        assert_eq!(answer.status, 201, "{}", answer.json());
    };
    let listening = async { tokio::time::timeout(PATIENCE, listens(house.served.address, &path, 4, enter)).await };
    let (told, mut socket) = rt.block_on(listening).unwrap_or_else(|_| panic!("{}", house.home.log()));
    let order: Vec<&str> = told.iter().map(|one| one["notificationType"].as_str().unwrap()).collect();
    assert_eq!(order, X14);
    let of = |word: &str| -> Vec<Value> {
        let all = told.iter().filter(|one| one["notificationType"] == word);
        all.map(|one| one["notification"].clone()).collect()
    };
    let hung_up = of("callHungUpEvent");
    assert_eq!(hung_up[1], hung_up[2], "the consultation is hung up twice, and equal in every field");
    let ids: BTreeSet<&str> = hung_up.iter().map(|one| one["callId"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 3);
    let flows: BTreeSet<&str> = hung_up.iter().map(|one| one["calleeFlowId"].as_str().unwrap()).collect();
    assert_eq!(flows.len(), 1, "x12");
    let words: Vec<&str> = hung_up.iter().map(|one| one["initiation"].as_str().unwrap()).collect();
    assert_eq!(words, ["inbound", "consultation", "consultation", "transfer"], "x15");
    let transferred = of("callTransferredEvent");
    assert_eq!(transferred.len(), 1);
    assert_eq!(transferred[0]["callId"], hung_up[3]["callId"]);
    let old = client.renews();
    let test = "{ \"messageType\" : \"test\", \"after\": \"the renewal\" }";
    assert_eq!(rt.block_on(echoed(&mut socket, test)), test, "X27, X24: a socket outlives the token that it was asked with");
    let new = std::mem::replace(&mut client.token, old);
    client.asks("GET", "me/info");
    client.token = new;
    for id in ids {
        let log = client.asks("GET", &format!("communications/{id}"));
        assert_eq!(log["object"]["callId"], id);
        assert_eq!(log["object"]["callFlowId"], hung_up[0]["calleeFlowId"]);
    }
    // Whoever reads it page by page finds each log once, in whichever order.
    let newest = client.walks("", 200);
    let oldest: Vec<u64> = newest.iter().rev().copied().collect();
    let by_oid: Vec<u64> = newest.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    assert!(newest.len() >= 4 && by_oid.len() == newest.len(), "{newest:?}");
    for limit in [1, 2, 3] {
        assert_eq!(client.walks("", limit), newest, "X29");
        assert_eq!(client.walks("&order=ascending", limit), oldest, "X29");
        assert_eq!(client.walks("&order_by=oid&order=ascending", limit), by_oid, "X29");
    }
}
