//! Chakra's calls, as the vendor's clients ask for them and write them.

mod lists;
mod recorded;
mod refused;
mod seen;
mod written;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use serde_json::{Value, json};

use super::{House, house, key_of};
use crate::api::token::Wanted;
use crate::store::{Role, text};

/// An answer.
struct Told {
    status: u16,
    retry_after: Option<String>,
    said: Value,
}

impl Told {
    /// What was told of a good request.
    fn good(&self, status: u16) -> &Value {
        assert_eq!((self.status, &self.said["_errors"]), (status, &json!([])), "{}", self.said);
        &self.said["_data"]
    }

    /// Status, code and field of a refusal.
    fn error(&self) -> (u16, &str, Option<&str>) {
        assert_eq!(
            (&self.said["_data"], self.said["_errors"].as_array().map(Vec::len)),
            (&Value::Null, Some(1)),
            "{}",
            self.said
        );
        let error = &self.said["_errors"][0];
        assert!(error["message"].is_string(), "{error}");
        (self.status, error["code"].as_str().unwrap(), error["field"].as_str())
    }
}

impl House {
    /// A key of the dialect.
    async fn chakra(&self, wanted: Wanted) -> String {
        key_of(&*self.api.ctx.store, Wanted { dialect: Some(text("chakra")), ..wanted }).await
    }

    async fn pen(&self) -> String {
        self.chakra(Wanted::new("main", "plugin", Role::Administrator)).await
    }

    /// Asks as the vendor's clients do; every answer has the same three keys (rule C1).
    async fn bid_raw(&self, key: &str, method: Method, path: &str, body: Body) -> Told {
        let request = Request::builder().method(method).uri(format!("/v1/ext{path}"));
        let request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        let request = request.header(header::CONTENT_TYPE, "application/json; charset=utf-8");
        let response = self.send(request.body(body).unwrap()).await;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 32 << 20).await.unwrap();
        let said: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(headers[header::CONTENT_TYPE], "application/json; charset=utf-8");
        let mut keys: Vec<&str> = said.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["_data", "_errors", "_meta"]);
        assert!(said["_meta"]["requestId"].as_str().is_some_and(|id| !id.is_empty()), "{said}");
        let retry_after = headers.get(header::RETRY_AFTER).map(|value| value.to_str().unwrap().to_owned());
        Told { status, retry_after, said }
    }

    async fn bid(&self, key: &str, method: Method, path: &str, said: Value) -> Told {
        self.bid_raw(key, method, path, Body::from(said.to_string())).await
    }

    async fn look(&self, key: &str, path: &str) -> Told {
        self.bid_raw(key, Method::GET, path, Body::empty()).await
    }

    /// One call, as it is shown.
    async fn call(&self, key: &str, id: &str) -> Value {
        self.look(key, &format!("/call/{id}")).await.good(200).clone()
    }

    /// All calls of a list, page by page to the end, as its `nextPage` leads; and how many it says there are.
    async fn walk(&self, key: &str, query: &str) -> (Vec<Value>, u64) {
        let (mut all, mut total) = (Vec::new(), None);
        let mut next = Some(format!("/v1/ext/call?{query}"));
        while let Some(path) = next {
            let told = self.look(key, path.strip_prefix("/v1/ext").unwrap()).await;
            all.extend(told.good(200).as_array().unwrap().iter().cloned());
            let meta = &told.said["_meta"];
            assert_eq!(*total.get_or_insert(meta["total"].clone()), meta["total"], "the same on each page (rule C23)");
            next = meta["nextPage"].as_str().map(str::to_owned);
        }
        (all, total.unwrap().as_u64().unwrap())
    }

    /// How much was ever told of the account.
    async fn told(&self) -> usize {
        self.read("/changes?after=start&limit=1000").await["changes"].as_array().unwrap().len()
    }

    /// Ann of the desk and Bea of none.
    async fn peopled(self) -> Self {
        let entries = [
            ("teams/desk", "{}"),
            ("users/ann", r#"{"team": "desk", "name": "Ann Mori", "email": "ann.mori@desk.example"}"#),
            ("users/bea", r#"{"name": "Bea"}"#),
        ];
        for (path, said) in entries {
            let path = format!("/directory/{path}");
            assert!(self.ask(&self.administrator, Method::PUT, &path, Some(said)).await.0.is_success());
        }
        self
    }

    /// A call of that user that a phone system told, which began so many minutes after the story did and is over.
    async fn talked(&self, no: u32, user: &str) {
        self.record(calls::notation::read(&[talk(no, user), hung_up(no)].concat()).unwrap()).await;
    }
}

/// A call that comes in and is answered by that user.
fn talk(no: u32, user: &str) -> String {
    let at = |second: f64| format!("{:06.3}", f64::from(no) * 60.0 + second);
    [
        format!("{} A{no} came_in number=+3161234567{no} trunk=voip dialled=+31205550199\n", at(0.0)),
        format!("{} B{no} dialled by=A{no} number=101 user={user}\n", at(1.0)),
        format!("{} B{no} answered\n", at(4.0)),
        format!("{} A{no} connected bridge=C{no}\n", at(4.1)),
        format!("{} B{no} connected bridge=C{no}\n", at(4.1)),
    ]
    .concat()
}

fn hung_up(no: u32) -> String {
    let at = |second: f64| format!("{:06.3}", f64::from(no) * 60.0 + second);
    format!("{} B{no} ended how=normal\n{} A{no} ended how=normal\n", at(9.0), at(9.0))
}

fn id_of(call: &Value) -> String {
    call["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn c1_c2_a_call_that_a_phone_system_told_is_told_in_the_vendors_words() {
    let house = house().await.peopled().await;
    house.talked(0, "ann").await;
    let (key, before) = (house.pen().await, house.told().await);
    let (all, total) = house.walk(&key, "").await;
    assert_eq!((all.len(), total), (1, 1));
    let call = &all[0];
    assert_eq!(call.as_object().unwrap().len(), 29);
    assert_eq!((&call["type"], &call["callStatus"]), (&json!("INBOUND"), &json!("COMPLETED")), "{call}");
    assert_eq!((&call["from"], &call["to"]), (&json!("+31612345670"), &json!("+31205550199")));
    assert_eq!((&call["callDuration"], &call["connectionDuration"]), (&json!(9), &json!(4)), "{call}");
    assert!(call["createdAt"].as_i64().unwrap() >= 100_000_000_000);
    assert_eq!(house.call(&key, &id_of(call)).await, *call);
    let native = house.read("/calls").await;
    assert_eq!(native["calls"][0]["id"], call["id"], "R8: the id of the call");
    assert_eq!(house.told().await, before, "C16: reading changes nothing");
}

#[tokio::test]
async fn r18_keys_of_the_dialect_count_here_alone_and_no_others_do() {
    let house = house().await;
    let key = house.pen().await;
    let other = key_of(
        &*house.api.ctx.store,
        Wanted { dialect: Some(text("freshworks")), ..Wanted::new("main", "etl", Role::Administrator) },
    )
    .await;
    for wrong in [&house.administrator, &house.operator, &house.source, &other] {
        assert_eq!(house.look(wrong, "/call").await.error(), (401, "UNAUTHORIZED", None));
    }
    house.look(&key, "/call").await.good(200);
    assert_eq!(house.ask(&key, Method::GET, "/calls", None).await.0, 401);
    let fresh = Request::get("/api/v1/calls").header("X-Api-Auth", &key).body(Body::empty()).unwrap();
    assert_eq!(house.send(fresh).await.status(), 401);
}
