//! Telephony modules of ELMA365 and converters, as they ask and tell through the router; and the lane that tells modules.

mod asked;
mod heard;
mod refused;
mod told;

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use calls::moment::Moment;
use serde_json::{Value, json};

use super::{House, house, key_of};
use crate::api::Api;
use crate::api::token::Wanted;
use crate::clock::{Clock, SetClock};
use crate::ctx::Ctx;
use crate::store::{Role, text};

const MINUTE: i64 = 60_000_000;

/// A house whose clock is set, with a connection.
struct Office {
    house: House,
    clock: Arc<SetClock>,
    token: String,
}

/// An answer.
#[derive(Debug)]
struct Told {
    status: u16,
    retry_after: Option<String>,
    said: Value,
}

impl Told {
    /// What was told of a good request.
    fn good(&self) -> &Value {
        assert_eq!(self.status, 200, "{}", self.said);
        &self.said
    }

    /// Status, code and field of a refusal, which has the dialect's three keys and no others.
    fn error(&self) -> (u16, &str, Option<&str>) {
        let keys: Vec<&str> = self.said.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!((keys.len(), self.said["error"].is_string()), (3, true), "{}", self.said);
        (self.status, self.said["code"].as_str().unwrap(), self.said["field"].as_str())
    }
}

async fn office() -> Office {
    let mut house = house().await;
    let clock = Arc::new(SetClock::at(Moment::from_micros(1_767_606_300_000_000).unwrap()));
    let ctx = Ctx { clock: Arc::clone(&clock) as Arc<dyn Clock>, ..house.api.ctx.clone() };
    house.api = Api::new(ctx, None, Vec::new(), false, house.closing.subscribe());
    house.router = crate::api::router(&house.api);
    let token = house.connection(Wanted::new("main", "Desk of ELMA365", Role::Administrator)).await;
    Office { house, clock, token }
}

impl House {
    /// A token of the dialect.
    async fn connection(&self, wanted: Wanted) -> String {
        key_of(&*self.api.ctx.store, Wanted { dialect: Some(text("elma365")), ..wanted }).await
    }

    async fn module_raw(&self, token: &str, method: Method, path: &str, body: Body) -> Told {
        let request = Request::builder().method(method).uri(format!("/elma365/v1{path}"));
        let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        let response = self.send(request.body(body).unwrap()).await;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 32 << 20).await.unwrap();
        if status != 204 {
            assert_eq!(headers[header::CONTENT_TYPE], "application/json");
        }
        let said = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
        let retry_after = headers.get(header::RETRY_AFTER).map(|value| value.to_str().unwrap().to_owned());
        Told { status, retry_after, said }
    }

    /// Asks as a module does.
    async fn module(&self, token: &str, method: Method, path: &str, said: Value) -> Told {
        let body = if said.is_null() { Body::empty() } else { Body::from(said.to_string()) };
        self.module_raw(token, method, path, body).await
    }
}

impl Office {
    /// Tells as a converter does; what became of each item: its call, and how that was found.
    async fn tell(&self, said: Value) -> Vec<(String, String)> {
        self.tell_by(&self.token, said).await
    }

    async fn tell_by(&self, token: &str, said: Value) -> Vec<(String, String)> {
        let told = self.house.module(token, Method::POST, "/ingest", said).await;
        let said = told.good();
        assert_eq!(said["success"], true);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let of = |outcome: &Value| (text(&outcome["call"]), text(&outcome["matchedBy"]));
        said["results"].as_array().unwrap().iter().map(of).collect()
    }

    /// Tells one item and says which call it was of, and how that was found.
    async fn item(&self, said: Value) -> (String, String) {
        let mut all = self.tell(said).await;
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    /// One call as the house has it.
    async fn call(&self, id: &str) -> Value {
        self.house.read(&format!("/calls/{id}")).await
    }

    async fn calls(&self) -> usize {
        self.house.read("/calls").await["calls"].as_array().unwrap().len()
    }

    /// How much was ever told of the account.
    async fn changes(&self) -> usize {
        self.house.read("/changes?after=start&limit=1000").await["changes"].as_array().unwrap().len()
    }

    /// Enters users: their keys, names and extensions.
    async fn people(self, people: &[(&str, Value)]) -> Self {
        for (key, said) in people {
            let path = format!("/directory/users/{key}");
            let put = self.house.ask(&self.house.administrator, Method::PUT, &path, Some(&said.to_string())).await;
            assert!(put.0.is_success(), "{put:?}");
        }
        self
    }
}

/// What a converter says of a call between somebody outside and a phone, with some fields more or others.
fn item(direction: &str, more: Value) -> Value {
    let (src, dst) = if direction == "in" { ("+31699900077", "101") } else { ("101", "+31699900077") };
    let mut said = json!({"direction": direction, "disposition": "Unknown", "srcPhone": src, "dstPhone": dst});
    said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    said
}

fn event(word: &str, more: Value) -> Value {
    let mut said = item("in", more);
    said["event"] = json!(word);
    said
}

fn history(disposition: &str, duration: u32, more: Value) -> Value {
    let mut said = item("in", json!({"disposition": disposition, "duration": duration, "call": {"id": "x-1", "link": null}}));
    said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    said
}
