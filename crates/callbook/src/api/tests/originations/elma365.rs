//! The same asked by a telephony module of ELMA365.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

use super::super::{House, house, key_of};
use super::asked_of;
use super::switch::Makes;
use crate::api::token::{READS_ONLY, Wanted};
use crate::store::{Role, text};

impl House {
    async fn dials(&self, scope: Option<&str>, said: Value) -> (StatusCode, Value) {
        let wanted = Wanted::new("main", "module", Role::Administrator);
        let wanted = Wanted { dialect: Some(text("elma365")), scope: scope.map(text), ..wanted };
        let token = key_of(&*self.api.ctx.store, wanted).await;
        let request = Request::post("/elma365/v1/calls").header(header::AUTHORIZATION, format!("Bearer {token}"));
        let response = self.send(request.body(Body::from(said.to_string())).unwrap()).await;
        let status = response.status();
        (status, serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await.unwrap()).unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn e30_the_call_has_the_call_id_of_the_answer_and_is_the_members_to_that_number() {
    let (house, switch, _stop) = asked_of(Makes::Calls).await;
    let (status, said) = house.dials(None, json!({"srcPhone": "111", "dstPhone": "+31207654321"})).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{said}");
    let whole = house.ended(&said["callId"]).await;
    let call = &whole["calls"][0];
    let told = [&call["id"], &call["direction"], &call["origin"], &call["from"]["number"], &call["to"]["number"]];
    let wanted = [&said["callId"], &json!("outbound"), &json!("click_to_call"), &json!("111"), &json!("+31207654321")];
    assert_eq!(told, wanted);
    assert_eq!(switch.asked().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_dialled_is_refused_in_the_dialects_words() {
    let refused = async |house: &House, scope: Option<&str>, src: &str, dst: &str| {
        let (status, said) = house.dials(scope, json!({"srcPhone": src, "dstPhone": dst})).await;
        let (code, field) = (said["code"].as_str().unwrap().to_owned(), said["field"].as_str().unwrap_or_default().to_owned());
        (status.as_u16(), code, field)
    };
    let told = |status: u16, code: &str, field: &str| (status, code.to_owned(), field.to_owned());
    let bare = house().await.with_people().await;
    assert_eq!(refused(&bare, None, "101", "102").await, told(502, "PROVIDER_ERROR", ""), "no phone system can be asked");
    let (house, switch, _stop) = asked_of(Makes::Refusal).await;
    assert_eq!(refused(&house, None, "999", "102").await, told(404, "NOT_FOUND", "srcPhone"));
    assert_eq!(refused(&house, None, "ann", "102").await, told(404, "NOT_FOUND", "srcPhone"), "a key is no extension");
    assert_eq!(refused(&house, None, "101", "home").await, told(400, "INVALID_FIELD", "dstPhone"));
    assert_eq!(refused(&house, None, "101", "+8801711123456").await, told(400, "INVALID_FIELD", "dstPhone"), "it is far away");
    assert_eq!(refused(&house, Some(READS_ONLY), "101", "102").await, told(403, "FORBIDDEN", ""));
    assert!(switch.asked().is_empty());
    assert_eq!(refused(&house, None, "101", "102").await, told(502, "PROVIDER_ERROR", ""));
    let said = json!({"name": "Eva", "extensions": ["a b"]});
    let put = house.ask(&house.administrator, axum::http::Method::PUT, "/directory/users/eva", Some(&said.to_string())).await;
    assert_eq!(put.0, StatusCode::CREATED, "{}", put.1);
    assert_eq!(refused(&house, None, "a b", "102").await, told(409, "NO_DEVICE", "srcPhone"));
}
