//! A listener of Xelion's, as the vendor's programs are: it logs in, asks for a socket, subscribes, and hears a recorded call that is
//! played live; and reads afterwards what it heard of.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::net::TcpStream;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

use super::*;

/// A login: asks with the token that it was given.
struct Client {
    door: Door,
    token: String,
}

impl Client {
    fn login(house: &House) -> Self {
        let mut door = house.door();
        let person = r#"{"role": "administrator", "password": "correct horse"}"#;
        let answer = door.ask("PUT", "/callbook/v1/people/ear", Some(person)).unwrap();
        assert_eq!(answer.status, 201, "{}", answer.json());
        let login = r#"{"userName": "ear", "password": "correct horse", "userSpace": "desk"}"#;
        let answer = door.send("POST", "/api/v1/main/me/login", "", login).unwrap();
        assert_eq!(answer.status, 200, "{}", answer.json());
        let token = answer.json()["authentication"].as_str().unwrap().to_owned();
        Self { door, token }
    }

    fn asks(&mut self, method: &str, path: &str) -> Value {
        let head = format!("Authorization: xelion {}\r\n", self.token);
        let answer = self.door.send(method, &format!("/api/v1/main/{path}"), &head, "").unwrap();
        assert_eq!(answer.status, 200, "{path}: {}", answer.json());
        answer.json()
    }
}

/// Listens until so many calls were hung up; `ready` is done once it is heard that everything was asked for.
async fn listens(address: SocketAddr, path: &str, hang_ups: usize, ready: impl FnOnce()) -> Vec<Value> {
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
    told
}

#[test]
fn x13_an_attended_transfer_is_heard_live_as_the_vendors_document_has_it_and_can_be_read() {
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
    let told = rt.block_on(listening).unwrap_or_else(|_| panic!("{}", house.home.log()));
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
    for id in ids {
        let log = client.asks("GET", &format!("communications/{id}"));
        assert_eq!(log["object"]["callId"], id);
        assert_eq!(log["object"]["callFlowId"], hung_up[0]["calleeFlowId"]);
    }
}
