//! A call that is said in one dialect's words reads right in every other's, and in our own.
//!
//! The same call (Rosa rings the front desk, Ann answers after 12 seconds and talks for 142) is written by a client of each dialect
//! that can write, and once told by a phone system; then it is read by a client of each. What everybody reads stands in `read.txt`, which is
//! looked at when it changes (`BLESS=1` writes it). To add a dialect: how it writes in [`write`], how it reads in [`Desk::read`].

mod written;

use std::path::Path;
use std::{env, fs};

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};

use super::key_of;
use super::subscriptions::{Telling, telling};
use super::xelion::GOOD;
use crate::api::token::Wanted;
use crate::store::{Role, text};

/// The table that is checked in.
const KEPT: &str = "src/api/tests/across/read.txt";

/// Whoever can say a call, the phone system first.
const WRITERS: &[&str] = &["phone system", "native", "chakra", "vcita", "elma365", "freshworks"];

/// Who is read, in the order of the table.
const READERS: &[&str] =
    &["native", "chakra", "xelion", "vcita", "vcita v3.0", "freshcaller", "elma365 pushed", "vcita pushed"];

/// An account that all dialects are spoken to, with webhooks of those that push.
struct Desk {
    telling: Telling,
    keys: Vec<(&'static str, String)>,
    /// What webhooks were told so far.
    told: Vec<Value>,
}

impl Desk {
    async fn new() -> Self {
        let telling = telling().await;
        let own = json!({"own_numbers": ["+12025550100"]});
        assert!(telling.does(Method::PATCH, "/account", own).await.0.is_success());
        let entries = [
            ("users/ann", json!({"name": "Ann Mori", "extensions": ["101"]})),
            ("contacts/rosa", json!({"name": "Rosa", "numbers": ["+12025550142"]})),
            ("lines/front", json!({"numbers": ["+12025550100"]})),
        ];
        for (path, said) in entries {
            let (status, said) = telling.does(Method::PUT, &format!("/directory/{path}"), said).await;
            assert!(status.is_success(), "{path}: {said}");
        }
        let person = json!({"password": GOOD, "role": "administrator"});
        assert!(telling.does(Method::PUT, "/people/listener", person).await.0.is_success());
        for dialect in ["elma365", "vcita"] {
            let said = json!({"name": dialect, "url": telling.url, "dialect": dialect});
            let (status, said) = telling.does(Method::POST, "/subscriptions", said).await;
            assert!(status.is_success(), "{said}");
        }
        let mut keys = Vec::new();
        for dialect in ["chakra", "vcita", "elma365", "freshworks"] {
            let wanted = Wanted { dialect: Some(text(dialect)), ..Wanted::new("main", dialect, Role::Administrator) };
            keys.push((dialect, key_of(&*telling.house.api.ctx.store, wanted).await));
        }
        keys.push(("native", telling.house.administrator.clone()));
        let login = json!({"userName": "listener", "password": GOOD, "userSpace": "desk", "appKey": "x"});
        let mut desk = Self { telling, keys, told: Vec::new() };
        let said = desk.ask("", Method::POST, "/api/v1/main/me/login", &login).await;
        desk.keys.push(("xelion", said["authentication"].as_str().unwrap().to_owned()));
        desk
    }

    /// Asks with a key of that dialect; what was answered to a good request.
    async fn ask(&self, dialect: &str, method: Method, path: &str, said: &Value) -> Value {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "callbook.example");
        let key = self.keys.iter().find(|(of, _)| *of == dialect).map(|(_, key)| key.as_str());
        request = match (dialect, key) {
            (_, None) => request,
            ("xelion", Some(key)) => request.header(header::AUTHORIZATION, format!("xelion {key}")),
            // Its reads and its envelopes each have a header of their own.
            ("freshworks", Some(key)) => request
                .header("X-Api-Auth", key)
                .header(header::AUTHORIZATION, format!("Bearer {}", self.telling.house.operator)),
            (_, Some(key)) => request.header(header::AUTHORIZATION, format!("Bearer {key}")),
        };
        let body = if said.is_null() { Body::empty() } else { Body::from(said.to_string()) };
        let request = request.header(header::CONTENT_TYPE, "application/json").body(body).unwrap();
        let response = self.telling.house.send(request).await;
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 32 << 20).await.unwrap();
        assert!(status.is_success(), "{dialect} {path}: {status} {}", String::from_utf8_lossy(&bytes));
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    async fn see(&self, dialect: &str, path: &str) -> Value {
        self.ask(dialect, Method::GET, path, &Value::Null).await
    }

    /// What a reader says of the call.
    async fn read(&mut self, reader: &str, call: &Value) -> String {
        let id = call["id"].as_str().unwrap();
        match reader {
            "native" => shown(call, &["/state", "/outcome", "/direction", "/from/e164", "/line", "/talk_s", "/assigned/user"]),
            "chakra" => {
                let said = self.see("chakra", &format!("/v1/ext/call/{id}")).await;
                let facts = ["callStatus", "type", "from", "to", "connectionDuration", "callInitiateLocation"];
                let user = if said["_data"]["user"].is_null() { "-" } else { "user" };
                format!("{} {user}", shown(&said["_data"], &facts.map(|fact| format!("/{fact}"))))
            }
            "xelion" => {
                let said = self.see("xelion", "/api/v1/main/communications?where=search=%2B12025550142").await;
                let facts = ["status", "incoming", "durationSec", "phoneLine/commonName", "associatedAddressable/commonName"];
                shown(&said["data"][0]["object"], &facts.map(|fact| format!("/{fact}")))
            }
            "vcita" | "vcita v3.0" => {
                let root = if reader == "vcita" { "v3" } else { "v3.0" };
                let said = self.see("vcita", &format!("/{root}/communication/voice_calls/{id}")).await;
                of_vcita(&said["data"])
            }
            "freshcaller" => {
                let said = self.see("freshworks", &format!("/api/v1/calls/{}", call["serial"])).await;
                let legs = said["call"]["participants"].as_array().cloned().unwrap_or_default();
                let leg = |leg: &Value| shown(leg, &["/participant_type", "/call_status", "/caller_number", "/duration"]);
                let legs: Vec<String> = legs.iter().map(leg).collect();
                format!("{} [{}]", shown(&said["call"], &["/direction", "/phone_number", "/bill_duration"]), legs.join("; "))
            }
            _ => self.pushed(reader).await,
        }
    }

    /// The last that a webhook was told, once everything was told that there is.
    async fn pushed(&mut self, reader: &str) -> String {
        let (dialect, _) = reader.split_once(' ').unwrap();
        let subscriptions = self.telling.house.read("/subscriptions").await["subscriptions"].clone();
        let one = subscriptions.as_array().unwrap().iter().find(|one| one["name"] == dialect).unwrap();
        let path = format!("/subscriptions/{}", one["id"].as_str().unwrap());
        // What is passed over is written when a lane ends, and one has ended when the next tries something out.
        while self.telling.house.read(&path).await["behind"] != 0 {
            for on in [false, true] {
                self.telling.does(Method::POST, &format!("{path}/switch"), json!({"on": on})).await;
            }
            while self.telling.does(Method::POST, &format!("{path}/test"), Value::Null).await.0 != StatusCode::OK {
                tokio::task::yield_now().await;
            }
        }
        while let Ok((_, body)) = self.telling.got.try_recv() {
            let said: Value = serde_json::from_str(&body).unwrap();
            // What was on its way when the subscription was switched off is told once more, in the same bytes.
            if !self.told.contains(&said) {
                self.told.push(said);
            }
        }
        let key = if dialect == "vcita" { "entity_name" } else { "direction" };
        let is_of =
            |body: &&Value| body.get(key).is_some() || ["event", "callRecord"].iter().any(|of| body[*of].get(key).is_some());
        let bodies: Vec<&Value> = self.told.iter().filter(is_of).collect();
        let last = bodies.last().copied().unwrap_or(&Value::Null);
        let many = bodies.len();
        match dialect {
            "vcita" => format!("{many} told, {} {}", shown(last, &["/event_type"]), of_vcita(&last["data"])),
            _ => {
                let facts = ["disposition", "direction", "srcPhone", "dstPhone", "duration"];
                format!("{many} told, {}", shown(last, &facts.map(|fact| format!("/callRecord/{fact}"))))
            }
        }
    }
}

fn of_vcita(call: &Value) -> String {
    let who = ["staff_uid", "client_uid"].map(|key| if call[key].is_null() { "-" } else { key });
    let facts = ["status", "direction", "from_number", "to_number", "duration"].map(|fact| format!("/{fact}"));
    format!("{} {}", shown(call, &facts), who.join(" "))
}

/// The values at these places, one after another.
fn shown(said: &Value, places: &[impl AsRef<str>]) -> String {
    let one = |place: &str| match said.pointer(place) {
        None => "?".to_owned(),
        Some(Value::Null) => "-".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    places.iter().map(|place| one(place.as_ref())).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn r8_a_call_that_is_said_in_one_dialect_reads_right_in_every_other() {
    let mut table = String::new();
    for writer in WRITERS {
        let mut desk = Desk::new().await;
        written::write(&desk, writer).await;
        let calls = desk.telling.house.read("/calls").await["calls"].as_array().unwrap().clone();
        assert_eq!(calls.len(), 1, "{writer}: {calls:?}");
        table.push_str(&format!("written by {writer}\n"));
        for reader in READERS {
            table.push_str(&format!("  {reader:15} {}\n", desk.read(reader, &calls[0]).await));
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(KEPT);
    if env::var_os("BLESS").is_some() {
        fs::write(&file, &table).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == table, "what is read has changed: if that is right, run the tests once with BLESS=1\n{table}");
}
