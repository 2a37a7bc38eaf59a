//! What cannot be taken is refused in the vendor's form, with the field named, and changes nothing.

use axum::body::Body;
use axum::http::Method;
use serde_json::json;

use super::super::house;
use super::{CLIENT, OVER, V3, V30, refused, uid};
use crate::api::vcita::ASKS_MAX;

#[tokio::test]
async fn v25_what_a_body_says_wrongly_is_named_and_nothing_is_changed() {
    let house = house().await.staffed().await;
    house.carried(0, "ann", OVER).await;
    let token = house.partner().await;
    let own = house.created(&token, house.creation("ann", 0, json!({})).await).await;
    let carried = house.view(&token, &format!("{V3}?filter[staff_uid][ne]={CLIENT}")).await.calls().clone();
    let carried = carried.iter().find(|call| uid(call) != uid(&own)).unwrap().clone();
    let before = house.known().await;
    let wrong = [
        ("status", json!("moon"), "invalid"),
        ("status", json!(7), "INVALID_FORMAT"),
        ("direction", json!("sideways"), "invalid"),
        ("staff_uid", json!("ann"), "INVALID_FORMAT"),
        ("staff_uid", json!(CLIENT), "invalid"),
        ("client_uid", json!(7), "INVALID_FORMAT"),
        ("from_number", json!("nobody"), "INVALID_FORMAT"),
        ("duration", json!("7"), "INVALID_FORMAT"),
        ("duration", json!(-7), "invalid"),
        ("call_summary", json!("x".repeat(10_001)), "invalid"),
        ("external_app_url", json!("http://booking.example"), "INVALID_FORMAT"),
        ("external_app_name", json!(""), "invalid"),
        ("rate", json!(0.5), "INVALID_FORMAT"),
        ("recording_url", json!("r.mp3"), "INVALID_FORMAT"),
    ];
    for (field, value, code) in wrong {
        for root in [V3, V30] {
            let said = house.creation("ann", 7, json!({field: value})).await;
            let told = house.phone(&token, Method::POST, root, said).await;
            assert_eq!(told.error(), refused(422, code, field), "{field} {value}");
            for call in [&own, &carried] {
                let said = json!({field: value, "price": "7"});
                let told = house.phone(&token, Method::PUT, &format!("{root}/{}", uid(call)), said).await;
                assert_eq!(told.error(), refused(422, code, field), "{field} {value}");
            }
        }
    }
    let (ann, _) = house.uids("ann").await;
    let said = house.creation("ann", 7, json!({"business_uid": ann})).await;
    assert_eq!(
        house.phone(&token, Method::POST, V3, said).await.error(),
        refused(422, "invalid", "business_uid"),
        "it is Ann's"
    );
    let four = ["from_number", "to_number", "direction", "status"];
    let seven = ["staff_uid", "client_uid", "rate", "provider", "source_id", "external_uuid", "business_uid"];
    for (root, wanted) in [(V30, four.to_vec()), (V3, [&four[..], &seven[..]].concat())] {
        let (status, errors) = house.phone(&token, Method::POST, root, json!({})).await.errors();
        let wanted: Vec<_> = wanted.into_iter().map(|field| ("missing_field".to_owned(), field.to_owned())).collect();
        assert_eq!((status, errors), (422, wanted), "all at once");
    }
    assert_eq!(house.known().await, before, "nothing is changed");
    assert_eq!([house.voice(&token, &uid(&own)).await, house.voice(&token, &uid(&carried)).await], [own, carried]);
}

#[tokio::test]
async fn bodies_that_are_no_objects_or_too_long_are_refused_after_the_door() {
    let house = house().await.staffed().await;
    house.carried(0, "ann", OVER).await;
    let token = house.partner().await;
    let path = format!("{V3}/{}", uid(&house.view(&token, V3).await.calls()[0]));
    let before = house.known().await;
    for (method, path) in [(Method::POST, V3), (Method::PUT, &*path)] {
        for body in ["{\"status\":", "[]", "7", "", "\u{1}"] {
            let told = house.bring_to(&format!("Bearer {token}"), method.clone(), path, Body::from(body), None).await;
            assert_eq!(told.error(), refused(400, "invalid", ""), "{body:?}");
        }
        for size in [256 * 1_024 + 1, (1 << 20) + 1] {
            let big = || Body::from(vec![b' '; size]);
            let told = house.bring_to(&format!("Bearer {token}"), method.clone(), path, big(), None).await;
            assert_eq!(told.error(), refused(413, "invalid", ""), "{size}");
            let told = house.bring_to("Bearer nobody", method.clone(), path, big(), None).await;
            assert_eq!(told.error(), refused(401, "unauthorized", ""), "{size}");
        }
    }
    assert_eq!(house.known().await, before);
}

#[tokio::test]
async fn what_leads_nowhere_is_refused_in_the_vendors_form() {
    let house = house().await.staffed().await;
    house.carried(0, "ann", OVER).await;
    let token = house.partner().await;
    let call = format!("{V3}/{}", uid(&house.view(&token, V3).await.calls()[0]));
    for path in [
        "/v3/communication",
        "/v3/communication/",
        "/v3/communication/voice_call_settings",
        "/v3.0/communication/voice_call_quotas/7",
        "/v3/communication/voice_calls/",
        "/v3/communication/voice_calls/7",
        "/v3/communication/voice_calls/%ff",
        "/v3.0/communication/voice_calls/00000000-0000-4000-8000-000000000007",
        "/v3/communication/voice_calls/7/transcript",
        "/v3/communication/voice_calls/reports",
    ] {
        assert_eq!(house.view(&token, path).await.error(), refused(404, "not_found", ""), "{path}");
    }
    let conversation = house.read("/conversations").await["conversations"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(house.view(&token, &format!("{V3}/{conversation}")).await.error().0, 404, "a conversation is no call");
    for (method, path) in [(Method::DELETE, V3), (Method::POST, &*call), (Method::PATCH, &*call), (Method::PUT, V30)] {
        let told = house.phone(&token, method.clone(), path, json!({})).await;
        assert_eq!(told.error(), refused(405, "method_not_allowed", ""), "{method} {path}");
    }
    let told = house.view(&token, "/platform/v1/tokens").await;
    assert_eq!((told.status, &told.said["status"], &told.said["error_code"]), (404, &json!("Error"), &json!("NOT_FOUND")));
}

#[tokio::test]
async fn a_token_that_asks_more_than_six_hundred_times_a_minute_is_told_when_it_may_again() {
    let house = house().await;
    let token = house.partner().await;
    let path = format!("{V3}/7");
    for _ in 0..ASKS_MAX {
        assert_eq!(house.view(&token, &path).await.status, 404);
    }
    let told = house.view(&token, &path).await;
    assert_eq!(told.error(), refused(429, "too_many_requests", ""));
    let wait: u64 = told.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    let hooks = house.view(&token, "/platform/v1/webhooks").await;
    assert_eq!((hooks.status, &hooks.said["error_code"]), (429, &json!("TOO_MANY_REQUESTS")));
    house.view(&house.partner().await, V3).await.good();
}

#[tokio::test]
async fn no_source_can_be_called_like_that_of_clients_own_calls() {
    let house = house().await;
    let said = r#"{"name": "vcita", "adapters": ["native"]}"#;
    let (status, said) = house.ask(&house.administrator, Method::POST, "/sources", Some(said)).await;
    assert_eq!((status.as_u16(), &said["field"]), (400, &json!("name")), "{said}");
}
