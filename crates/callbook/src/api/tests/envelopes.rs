//! What a Freshworks account says of its calls (rule F31).

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};

use super::{House, house, key_of, story};
use crate::api::token::Wanted;
use crate::store::{Role, text};

impl House {
    pub(super) async fn says(&self, key: &str, query: &str, body: &Value) -> (u16, Value) {
        let request = Request::post(format!("/freshworks/v1/events{query}"))
            .header(header::AUTHORIZATION, format!("Bearer {key}"))
            .header(header::CONTENT_TYPE, "application/json");
        let response = self.send(request.body(Body::from(body.to_string())).unwrap()).await;
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), 32 << 20).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    async fn changed(&self) -> usize {
        self.read("/changes?after=start&limit=1000").await["changes"].as_array().unwrap().len()
    }

    /// The call that has this integer in the native API.
    async fn call_of(&self, serial: u64) -> Value {
        let calls = self.read("/calls").await;
        calls["calls"].as_array().unwrap().iter().find(|call| call["serial"] == serial).cloned().unwrap_or_default()
    }
}

fn call(id: u64, direction: Value, second: u32, customer: u8, agent: u8) -> Value {
    let at = format!("2026-01-05T09:45:{second:02}.000Z");
    let one = |id: u64, kind: &str, connection: u8, status: u8, number: Value| {
        json!({"id": id, "participant_type": kind, "participant_id": 3_107, "connection_type": connection, "call_status": status,
            "caller_number": number, "created_time": "2026-01-05T09:45:00.000Z", "updated_time": at})
    };
    json!({"id": id, "direction": direction, "phone_number": "+12025550100", "created_time": "2026-01-05T09:45:00.000Z",
        "updated_time": at, "participants": [one(1, "Customer", 0, customer, json!("+12025550142")),
            one(2, "Agent", 1, agent, Value::Null)]})
}

fn created(id: u64) -> Value {
    let brings = json!({"actor": {"type": "system"}, "associations": {}, "call": call(id, json!("incoming"), 0, 0, 0)});
    json!({"event": "onCallCreate", "timestamp": 1_767_606_300, "region": "US", "iparams": {}, "data": brings})
}

fn updated(id: u64) -> Value {
    let brings = json!({"changes": {}, "call": call(id, json!("incoming"), 12, 8, 8)});
    json!({"event": "onCallUpdate", "timestamp": 1_767_606_312, "account_id": "7", "domain": "acme.freshcaller.com", "data": brings})
}

#[tokio::test]
async fn f31_an_envelope_is_recorded_under_its_own_integer_and_twice_changes_nothing() {
    let house = house().await;
    let (status, said) = house.says(&house.operator, "", &created(90_417)).await;
    assert_eq!((status, &said["id"], &said["source"]), (200, &json!(90_417), &json!("freshworks")), "{said}");
    assert!(house.read("/sources").await.to_string().contains("freshworks"), "the first envelope enters the source");
    let changed = house.changed().await;
    let (status, said) = house.says(&house.operator, "", &created(90_417)).await;
    assert_eq!((status, &said["accepted"], &said["versions"]), (200, &json!(0), &json!(0)), "{said}");
    assert_eq!(house.changed().await, changed);
    let call = house.call_of(90_417).await;
    assert_eq!((&call["provider"]["name"], &call["provider"]["id"]), (&json!("FRESHCALLER"), &json!("90417")));
    assert_eq!(call["direction"], "inbound");
    let (_, said) = house.says(&house.operator, "", &updated(90_417)).await;
    assert!(said["versions"].as_u64().unwrap() > 0, "{said}");
    assert_eq!(house.call_of(90_417).await["state"], "talking");
    house.record(story(1)).await;
    let other = house.read("/calls").await;
    let serials = other["calls"].as_array().unwrap().iter().map(|call| call["serial"].as_u64().unwrap());
    assert!(serials.filter(|serial| *serial != 90_417).all(|serial| serial > 90_417), "the account counts on above it");
}

#[tokio::test]
async fn f31_an_update_of_an_unknown_call_creates_it_and_a_create_after_it_changes_nothing() {
    let house = house().await;
    assert_eq!(house.says(&house.operator, "", &updated(7)).await.0, 200);
    let call = house.call_of(7).await;
    assert_eq!(call["state"], "talking");
    assert_eq!(house.says(&house.operator, "", &created(7)).await.0, 200);
    let now = house.call_of(7).await;
    for field in ["state", "outcome", "started_at", "answered_at", "legs", "direction", "from", "to", "line"] {
        assert_eq!(now[field], call[field], "{field}");
    }
}

#[tokio::test]
async fn f31_a_direction_is_read_in_every_form_and_a_bare_call_too() {
    let house = house().await;
    let forms =
        [json!("incoming"), json!("Outgoing"), json!("INBOUND"), json!("outbound"), json!(1), json!(2), json!("1"), json!("2")];
    for (no, form) in forms.into_iter().enumerate() {
        let id = 1_000 + no as u64;
        let (status, said) = house.says(&house.operator, "", &json!({"call": call(id, form, 12, 8, 8)})).await;
        assert_eq!(status, 200, "{said}");
        let wanted = if no % 2 == 0 { "inbound" } else { "outbound" };
        assert_eq!(house.call_of(id).await["direction"], wanted, "{no}");
    }
}

#[tokio::test]
async fn f31_an_integer_of_another_sources_call_is_409_and_nothing_is_recorded() {
    let house = house().await;
    house.record(story(1)).await;
    let serial = house.read("/calls").await["calls"][0]["serial"].as_u64().unwrap();
    let changed = house.changed().await;
    let (status, said) = house.says(&house.operator, "", &created(serial)).await;
    assert_eq!((status, &said["type"], &said["field"]), (409, &json!("urn:callbook:problem:id_in_use"), &json!("call.id")));
    assert_eq!(house.changed().await, changed);
}

#[tokio::test]
async fn f31_what_cannot_be_read_is_named_and_nothing_is_recorded() {
    let house = house().await;
    let with = |path: &[&str], value: Value| {
        let mut said = json!({"call": call(5, json!("incoming"), 0, 13, 13)});
        let mut place = &mut said;
        for key in path {
            place = match key.parse::<usize>() {
                Ok(no) => &mut place[no],
                Err(_) => &mut place[*key],
            };
        }
        *place = value;
        said
    };
    let wrong = [
        (with(&["call", "id"], json!(0)), "call.id"),
        (with(&["call", "id"], json!(9_007_199_254_740_992_u64)), "call.id"),
        (with(&["call", "direction"], json!("sideways")), "call.direction"),
        (with(&["call", "created_time"], json!("noon")), "call.created_time"),
        (with(&["call", "participants", "0", "call_status"], json!(7)), "call.participants[0].call_status"),
        (with(&["call", "participants"], json!([])), "participants"),
    ];
    for (said, field) in wrong {
        let (status, problem) = house.says(&house.operator, "", &said).await;
        assert_eq!((status, problem["field"].as_str()), (400, Some(field)), "{problem}");
    }
    assert_eq!(house.says(&house.operator, "", &json!([1])).await.0, 400);
    assert_eq!(house.changed().await, 0);
    let large = json!({"call": call(5, json!("incoming"), 0, 13, 13), "more": "x".repeat(1 << 20)});
    assert_eq!(house.says(&house.operator, "", &large).await.0, 413);
}

#[tokio::test]
async fn r18_whoever_may_tell_of_the_source_tells_envelopes() {
    let house = house().await;
    let fresh = Wanted { dialect: Some(text("freshworks")), ..Wanted::new("main", "etl", Role::Operator) };
    let fresh = key_of(&*house.api.ctx.store, fresh).await;
    assert_eq!(house.says(&fresh, "", &created(1)).await.0, 401, "a key of the REST view opens nothing else");
    let (status, said) = house.says(&house.source, "", &created(1)).await;
    assert_eq!((status, &said["field"]), (400, &json!("source")), "a phone system enters no source");
    let body = json!({"name": "cloud", "adapters": ["freshworks"]}).to_string();
    assert_eq!(house.ask(&house.administrator, Method::POST, "/sources", Some(&body)).await.0, StatusCode::CREATED);
    let (status, said) = house.says(&house.source, "", &created(1)).await;
    assert_eq!((status, &said["source"]), (200, &json!("cloud")), "{said}");
    let scoped = |scope: &str| Wanted { scope: Some(text(scope)), ..Wanted::new("main", scope, Role::Source) };
    let (cloud, pbx) =
        (key_of(&*house.api.ctx.store, scoped("cloud")).await, key_of(&*house.api.ctx.store, scoped("pbx")).await);
    assert_eq!(house.says(&cloud, "?source=cloud", &updated(1)).await.0, 200);
    assert_eq!(house.says(&pbx, "?source=cloud", &updated(1)).await.0, 403);
    assert_eq!(house.says(&pbx, "", &updated(1)).await.0, 409, "told of its own source it is another call's integer");
    assert_eq!(house.says(&cloud, "?source=nowhere", &updated(1)).await.0, 403);
    assert_eq!(house.says(&house.operator, "?source=nowhere", &updated(1)).await.1["field"], "source");
    let feeds = house.read("/sources/cloud").await;
    assert_eq!(feeds["feeds"][0]["link"], "up", "{feeds}");
    let quarters = feeds["signals"]["quarters"].as_array().unwrap();
    assert!(quarters.iter().filter_map(Value::as_u64).sum::<u64>() > 1, "{feeds}");
}
