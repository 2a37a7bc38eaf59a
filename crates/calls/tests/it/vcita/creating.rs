//! What clients create (sheet, 4.3).

use calls::conversation::State;
use calls::dialects::vcita::{Refusal, Shape, create};
use calls::dialects::{Names, Thing};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Desk, House, faults, user, written};

fn business() -> Uuid {
    House::default().uuid(&Thing::Business(Some("north".into()))).unwrap()
}

/// The sheet's body, of somebody whom the directory does not know.
pub(super) fn body() -> Value {
    json!({"staff_uid": user("bea"), "client_uid": "7e1c9d52-2b4a-45d0-9c1f-6a0b1c2d3e4f", "from_number": "+12025550142",
        "to_number": "+12025550100", "direction": "INBOUND", "status": "INCOMING_CALL", "rate": "0", "provider": "VONAGE",
        "source_id": "src-0001", "external_uuid": "ext-0001", "business_uid": business()})
}

fn with(more: Value) -> Value {
    let mut body = body();
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

fn refused(body: &[u8], shape: Shape) -> Refusal {
    create(body, Desk::default().asked(shape, 100, None)).unwrap_err()
}

fn faulty(body: Value, shape: Shape) -> Vec<(String, String)> {
    let refusal = refused(body.to_string().as_bytes(), shape);
    assert_eq!(refusal.status(), 422);
    faults(&refusal.body())
}

fn fault(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

#[test]
fn v16_what_is_created_is_shown_as_it_was_written_and_told_once() {
    let (desk, created) = written(&body(), Shape::Current);
    let shown = desk.shown(1, Shape::Current);
    let sent = body();
    for key in ["staff_uid", "client_uid", "from_number", "to_number", "direction", "status", "source_id", "external_uuid"] {
        assert_eq!(shown[key], sent[key], "{key}");
    }
    let null = ["duration", "recording", "call_summary", "handled_by_staff_uid", "handled_at", "deleted_at"];
    null.iter().for_each(|key| assert!(shown[key].is_null(), "{key}"));
    assert_eq!(created.business, Some(business()));
    let call = desk.call(1);
    assert_eq!((call.state, call.assigned.scope.as_deref()), (Some(State::Logged), Some("north")));
    assert_eq!(
        call.provider.as_ref().map(|provider| (provider.name.as_str(), provider.id.as_str())),
        Some(("VONAGE", "ext-0001"))
    );
    let events = desk.events(Shape::Current);
    assert_eq!((events.len(), events[0].word), (1, "voice_call/create"));
    assert_eq!(super::body(&events[0])["data"]["business_uid"], json!(business()));
}

/// Other dialects read the same call.
#[test]
fn a_created_call_is_a_record_like_any_other() {
    let (desk, _) = written(&with(json!({"status": "answered", "duration": 42})), Shape::Current);
    let call = desk.call(1);
    assert_eq!((call.talk_s, call.assigned.user.as_deref()), (42.0, Some("bea")));
    assert_eq!((call.from.number.as_deref(), call.line.as_deref()), (Some("+12025550142"), Some("+12025550100")));
    assert_eq!(call.ended_at, Some(super::at(100)), "it ended just now");
    assert_eq!(desk.shown(1, Shape::Current)["duration"], 42);
    let outbound = with(json!({"direction": "out", "status": "MISSED"}));
    let (desk, _) = written(&outbound, Shape::Current);
    let call = desk.call(1);
    assert_eq!((call.to.number.as_deref(), call.line.as_deref()), (Some("+12025550100"), Some("+12025550142")));
    assert_eq!(desk.shown(1, Shape::Current)["duration"], 0, "v6");
}

#[test]
fn every_missing_field_is_named_at_once() {
    let missing = |body: Value, shape| {
        faulty(body, shape)
            .into_iter()
            .map(|(field, code)| {
                assert_eq!(code, "missing_field");
                field
            })
            .collect::<Vec<_>>()
    };
    let four = ["from_number", "to_number", "direction", "status"];
    let seven = ["staff_uid", "client_uid", "rate", "provider", "source_id", "external_uuid", "business_uid"];
    assert_eq!(missing(json!({}), Shape::Seed), four);
    assert_eq!(missing(json!({"staff_uid": null}), Shape::Current), [&four[..], &seven[..]].concat());
    let (desk, created) = written(
        &json!({"from_number": "12025550142", "to_number": "12025550100", "direction": "in", "status": "missed"}),
        Shape::Seed,
    );
    assert_eq!((created.business, created.twin), (None, None));
    assert_eq!(desk.shown(1, Shape::Seed)["status"], "missed");
}

#[test]
fn v25_words_are_read_in_every_spelling_and_printed_in_one() {
    let status =
        |word: &str| written(&with(json!({"status": word})), Shape::Current).0.shown(1, Shape::Current)["status"].clone();
    let spellings = [
        ("incoming call", "INCOMING_CALL"),
        ("Incoming-Call", "INCOMING_CALL"),
        ("RINGING", "INCOMING_CALL"),
        ("answered by staff", "ANSWERED_BY_STAFF"),
        ("ANSWERED", "ANSWERED_BY_STAFF"),
        ("missed", "MISSED"),
        ("NO_ANSWER", "MISSED"),
        ("answered by vonage", "ANSWERED_BY_CALLS_PROVIDER"),
        ("ANSWERED_BY_VONAGE", "ANSWERED_BY_CALLS_PROVIDER"),
        ("answered_by_calls_provider", "ANSWERED_BY_CALLS_PROVIDER"),
        ("missedCallHandled", "MISSED_CALL_HANDLED"),
        ("VOICEMAIL_RECEIVED", "VOICEMAIL"),
        ("voicemail", "VOICEMAIL"),
    ];
    spellings.iter().for_each(|(sent, wanted)| assert_eq!(status(sent), *wanted, "{sent}"));
    let direction =
        |word: &str| written(&with(json!({"direction": word})), Shape::Current).0.shown(1, Shape::Current)["direction"].clone();
    ["inbound", "IN", "Incoming"].iter().for_each(|word| assert_eq!(direction(word), "INBOUND", "{word}"));
    ["OUTBOUND", "out", "out-going"].iter().for_each(|word| assert_eq!(direction(word), "OUTBOUND", "{word}"));
    assert_eq!(faulty(with(json!({"status": "sleeping"})), Shape::Current), fault("status", "invalid"));
    assert_eq!(faulty(with(json!({"direction": "sideways"})), Shape::Current), fault("direction", "invalid"));
}

#[test]
fn r6_what_cannot_be_read_names_its_field() {
    let form = [
        ("staff_uid", json!("bea")),
        ("client_uid", json!(7)),
        ("from_number", json!(12_025_550_142_u64)),
        ("to_number", json!("nobody")),
        ("status", json!(3)),
        ("direction", json!(true)),
        ("rate", json!(0.05)),
        ("rate", json!("free")),
        ("provider", json!([])),
        ("source_id", json!({})),
        ("duration", json!("142")),
        ("call_summary", json!(["a"])),
        ("external_app_url", json!("http://a.example")),
        ("recording_url", json!("ftp://a.example/r")),
        ("business_uid", json!("north")),
    ];
    for (field, value) in form {
        assert_eq!(faulty(with(json!({field: value.clone()})), Shape::Current), fault(field, "INVALID_FORMAT"), "{value}");
    }
    let value = [
        ("staff_uid", json!(Uuid::from_u128(5))),
        ("staff_uid", json!(business())),
        ("client_uid", json!(user("ann"))),
        ("business_uid", json!(Uuid::from_u128(5))),
        ("provider", json!("a b")),
        ("duration", json!(-1)),
        ("duration", json!(1e12)),
        ("call_summary", json!("a".repeat(10_001))),
        ("source_id", json!("a".repeat(256))),
        ("external_app_name", json!("a".repeat(101))),
    ];
    for (field, value) in value {
        assert_eq!(faulty(with(json!({field: value.clone()})), Shape::Current), fault(field, "invalid"), "{value}");
    }
    for body in [&b"{"[..], b"[]", b"\xff", b"", b"null"] {
        assert_eq!(refused(body, Shape::Current), Refusal::NotJson);
    }
}

#[test]
fn v11_what_nobody_may_write_is_passed_over() {
    let sent = with(
        json!({"uid": Uuid::from_u128(1), "created_at": 1, "updated_at": "x", "handled_at": {}, "deleted_at": true, "a": 1}),
    );
    let (desk, _) = written(&sent, Shape::Current);
    let shown = desk.shown(1, Shape::Current);
    assert_ne!(shown["uid"], json!(Uuid::from_u128(1)));
    assert_eq!((&shown["handled_at"], &shown["deleted_at"]), (&Value::Null, &Value::Null));
}

#[test]
fn v13_business_provider_and_external_uuid_name_a_call() {
    let twin = |more: Value| written(&with(more), Shape::Current).1.twin;
    let one = twin(json!({}));
    assert!(one.is_some());
    assert_eq!(one, twin(json!({"provider": "vonage", "status": "MISSED", "source_id": "other"})));
    assert_ne!(one, twin(json!({"external_uuid": "ext-0002"})));
    assert_ne!(one, twin(json!({"provider": "TWILIO"})));
    let main = House::default().uuid(&Thing::Business(None));
    assert_ne!(one, twin(json!({"business_uid": main})));
    let (_, created) = written(&with(json!({"external_uuid": null})), Shape::Seed);
    assert_eq!(created.twin, None, "null never matches");
}

#[test]
fn v10_a_call_that_is_created_as_handled_was_handled_by_whose_token_it_is() {
    let (desk, _) = written(&with(json!({"status": "MISSED_CALL_HANDLED"})), Shape::Current);
    let shown = desk.shown(1, Shape::Current);
    assert_eq!((&shown["status"], &shown["handled_by_staff_uid"]), (&json!("MISSED_CALL_HANDLED"), &json!(user("ann"))));
    assert_eq!((&shown["handled_at"], &shown["duration"]), (&json!("2026-01-05T09:46:40.000Z"), &json!(0)));
}

#[test]
fn v27_numbers_with_and_without_plus_are_the_same() {
    let sent = with(json!({"from_number": "1 (202) 555-0142", "to_number": "101"}));
    let (desk, _) = written(&sent, Shape::Current);
    let (current, seed) = (desk.shown(1, Shape::Current), desk.shown(1, Shape::Seed));
    assert_eq!((&current["from_number"], &seed["from_number"]), (&json!("+12025550142"), &json!("12025550142")));
    assert_eq!((&current["to_number"], &seed["to_number"]), (&json!("101"), &json!("101")), "a number of the house stays");
}

#[test]
fn what_is_said_beside_a_new_call_is_written_with_it() {
    let more = json!({"call_summary": "wants a quote", "external_app_url": "https://a.example/1", "external_app_name": "my.pa",
        "recording_url": "https://a.example/r.mp3"});
    let (desk, _) = written(&with(more.clone()), Shape::Current);
    let shown = desk.shown(1, Shape::Current);
    for key in ["call_summary", "external_app_url", "external_app_name"] {
        assert_eq!(shown[key], more[key], "{key}");
    }
    assert_eq!(shown["recording"]["recordingUrl"], more["recording_url"], "a link from outside is passed on");
    assert_eq!(desk.shown(1, Shape::Seed)["recording_url"], more["recording_url"]);
}
