//! What is refused is refused in the dialect's form, names the field, and changes nothing (sheet, 4.4).

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};

use super::{event, history, item, office};
use crate::api::elma365::ASKS_MAX;
use crate::api::token::{READS_ONLY, Wanted};
use crate::store::{Role, text};

#[tokio::test]
async fn whatever_cannot_be_read_is_refused_by_its_field_and_changes_nothing() {
    let office = office().await;
    office.item(event("NotifyStart", json!({}))).await;
    let before = office.changes().await;
    let without = |said: Value, field: &str| {
        let mut said = said;
        said.as_object_mut().unwrap().remove(field);
        said
    };
    let bad = [
        (without(event("NotifyEnd", json!({})), "srcPhone"), "MISSING_FIELD", Some("srcPhone")),
        (without(event("NotifyEnd", json!({})), "direction"), "MISSING_FIELD", Some("direction")),
        (event("NotifyEnd", json!({"direction": "sideways"})), "INVALID_FIELD", Some("direction")),
        (event("NotifyEnd", json!({"disposition": "Great"})), "INVALID_FIELD", Some("disposition")),
        (event("NotifyMaybe", json!({})), "INVALID_FIELD", Some("event")),
        (event("NotifyEnd", json!({"callId": "x".repeat(256)})), "INVALID_FIELD", Some("callId")),
        (json!({"callRecord": history("Answered", 1, json!({"duration": -1}))}), "INVALID_FIELD", Some("callRecord.duration")),
        // The event before it is not recorded either.
        (
            json!({"event": event("NotifyEnd", json!({})), "callRecord": {"duration": 1}}),
            "MISSING_FIELD",
            Some("callRecord.direction"),
        ),
        (item("in", json!({})), "INVALID_BODY", None),
        (json!([]), "INVALID_BODY", None),
    ];
    for (body, code, field) in bad {
        let told = office.house.module(&office.token, Method::POST, "/ingest", body.clone()).await;
        assert_eq!(told.error(), (400, code, field), "{body}");
    }
    for (path, method) in [("/ingest", Method::POST), ("/call-link", Method::POST)] {
        let told = office.house.module_raw(&office.token, method.clone(), path, Body::from("{\"event\":")).await;
        assert_eq!(told.error(), (400, "INVALID_JSON", None), "{path}");
        for size in [256 * 1_024 + 1, (1 << 20) + 1] {
            let told = office.house.module_raw(&office.token, method.clone(), path, Body::from(vec![b' '; size])).await;
            assert_eq!(told.error(), (413, "PAYLOAD_TOO_LARGE", None), "{path} {size}");
        }
    }
    assert_eq!(office.changes().await, before, "nothing is changed");
}

#[tokio::test]
async fn what_leads_nowhere_is_refused_in_the_dialects_form() {
    let office = office().await;
    for path in ["", "/", "/moon", "/members/101", "/call-link/x"] {
        assert_eq!(office.house.module(&office.token, Method::GET, path, Value::Null).await.error().0, 404, "{path}");
    }
    for (method, path) in
        [(Method::POST, "/members"), (Method::GET, "/ingest"), (Method::PUT, "/call-link"), (Method::DELETE, "/test")]
    {
        let told = office.house.module(&office.token, method, path, json!({})).await;
        assert_eq!(told.error(), (405, "METHOD_NOT_ALLOWED", None), "{path}");
    }
}

#[tokio::test]
async fn a_token_that_does_not_count_is_refused_and_others_do_what_their_role_may() {
    let office = office().await;
    let stranger = format!("cb_main_{}", "x".repeat(43));
    for wrong in ["", "what", &stranger] {
        let told = office.house.module(wrong, Method::GET, "/test", Value::Null).await;
        assert_eq!(told.error(), (401, "UNAUTHORIZED", None), "{wrong:?}");
    }
    let bare = office.house.send(Request::get("/elma365/v1/test").body(Body::empty()).unwrap()).await;
    assert_eq!(
        (bare.status().as_u16(), bare.headers()["www-authenticate"].to_str().unwrap()),
        (401, "Bearer realm=\"elma365\"")
    );
    office.house.ask(&office.house.administrator, Method::PUT, "/directory/users/ann", Some("{}")).await;
    let user = Wanted { user: Some(text("ann")), ..Wanted::new("main", "ann", Role::User) };
    let reader = Wanted { scope: Some(text(READS_ONLY)), ..Wanted::new("main", "reader", Role::Administrator) };
    let doors = [
        (Wanted::new("main", "converter", Role::Source), [200, 403, 403, 200]),
        (user, [200, 200, 404, 403]),
        (reader, [200, 200, 404, 403]),
        (Wanted::new("main", "module", Role::Administrator), [200, 200, 404, 200]),
    ];
    for (wanted, statuses) in doors {
        let (name, token) = (wanted.name.clone(), office.house.connection(wanted).await);
        let ask = async |method: Method, path: &str, said: Value| office.house.module(&token, method, path, said).await.status;
        let told = [
            ask(Method::GET, "/test", Value::Null).await,
            ask(Method::GET, "/members", Value::Null).await,
            ask(Method::POST, "/call-link", json!({"call": null})).await,
            ask(Method::POST, "/ingest", json!({})).await,
        ];
        assert_eq!(told, statuses, "{name}");
    }
}

#[tokio::test]
async fn a_connection_asks_six_hundred_times_a_minute_and_is_told_when_it_may_again() {
    let office = office().await;
    for _ in 0..ASKS_MAX {
        assert_eq!(office.house.module(&office.token, Method::GET, "/test", Value::Null).await.status, 200);
    }
    office.clock.go(29_000_000);
    let told = office.house.module(&office.token, Method::GET, "/test", Value::Null).await;
    assert_eq!((told.error(), told.retry_after.as_deref()), ((429, "RATE_LIMITED", None), Some("32")));
    let other = office.house.connection(Wanted::new("main", "other", Role::Administrator)).await;
    assert_eq!(office.house.module(&other, Method::GET, "/test", Value::Null).await.status, 200, "each for itself");
    office.clock.go(31_000_000);
    assert_eq!(office.house.module(&office.token, Method::GET, "/test", Value::Null).await.status, 200);
}
