//! Laws over everything that was ever recorded or made up: what is shown keeps to its form, and what is sent back changes nothing.

use std::collections::BTreeMap;

use calls::dialects::vcita::{Refusal, Shape, create, is_shown, update};
use calls::fold::conversations;
use calls::signal::Signal;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Desk, House, body, creating, rules, user, written};
use crate::generated::{any_signals, config};
use crate::recorded::all_signals;

fn desk(signals: Vec<Signal>) -> Desk {
    let mut desk = Desk::default();
    signals.into_iter().for_each(|signal| desk.push(signal));
    desk
}

/// What is shown of every call is in form (V2, V3, V28), and sent back it changes nothing (V8).
fn shown(name: &str, desk: &Desk) -> usize {
    let seen = desk.seen();
    let mut count = 0;
    for call in seen.calls.iter().filter(|call| is_shown(seen, call)) {
        let (seed, current) = (desk.shown(call.serial, Shape::Seed), desk.shown(call.serial, Shape::Current));
        rules::v28(&seed);
        assert_eq!((seed.as_object().unwrap().len(), current.as_object().unwrap().len()), (16, 20), "{name}: v2");
        for key in ["uid", "duration", "staff_uid", "client_uid", "handled_by_staff_uid", "handled_at", "deleted_at"] {
            assert_eq!(seed[key], current[key], "{name}: v3 {key}");
        }
        if current["status"] == "MISSED" || current["status"] == "MISSED_CALL_HANDLED" {
            assert_eq!(current["duration"], 0, "{name}: v6");
        } else if call.ended_at.is_none() {
            assert!(current["duration"].is_null(), "{name}: v6");
        }
        assert!(seed["updated_at"].as_str() >= seed["created_at"].as_str(), "{name}");
        for (body, shape) in
            [(&seed, Shape::Seed), (&current, Shape::Current), (&seed, Shape::Current), (&current, Shape::Seed)]
        {
            let later = super::at(5_000);
            let asked = calls::dialects::vcita::Asked { at: later, ..desk.asked(shape, 0, None) };
            let heard = update(body.to_string().as_bytes(), seen, call, asked);
            match call.deleted_at {
                None if (body == &seed) == (shape == Shape::Seed) => assert_eq!(heard, Ok(Vec::new()), "{name}: v8 {body}"),
                // Of the other path's shape numbers of people and words of the seed may not be read, or be less.
                None => {}
                Some(_) => assert!(matches!(heard, Err(Refusal::Wrong(_))), "{name}: v15"),
            }
        }
        count += 1;
    }
    count
}

/// Rules V16 and V17: a call is created once, nothing follows its removal but its restoration, and every update shows another call.
fn pushed(name: &str, desk: &Desk) -> usize {
    let mut last = BTreeMap::<u64, (&str, Value)>::new();
    let events = desk.events(Shape::Current);
    for event in &events {
        let mut told = body(event)["data"].clone();
        told.as_object_mut().unwrap().remove("updated_at");
        if let Some(url) = told.get_mut("recording").and_then(|recording| recording.get_mut("recordingUrl")) {
            *url = url.as_str().and_then(|url| url.split("?expires=").next()).into();
        }
        match last.get(&event.serial) {
            None => assert_eq!(event.word, "voice_call/create", "{name}: v16 first"),
            Some((word, before)) => {
                assert_ne!(event.word, "voice_call/create", "{name}: v16 once");
                assert_ne!(before, &told, "{name}: v17 {word}");
            }
        }
        assert_eq!(event.word == "voice_call/delete", !told["deleted_at"].is_null(), "{name}: v17");
        last.insert(event.serial, (event.word, told));
    }
    events.len()
}

#[test]
fn law_every_recorded_call_is_shown_in_form_and_sent_back_changes_nothing() {
    let (mut calls, mut events) = (0, 0);
    for (name, signals) in all_signals().into_iter().filter(|(name, _)| !name.starts_with("load")) {
        for folded in conversations(signals) {
            let desk = desk(folded.signals);
            calls += shown(&name, &desk);
            events += pushed(&name, &desk);
        }
    }
    assert!(calls > 60 && events > 200, "only {calls} calls and {events} events");
}

/// Any value of JSON, of few sorts.
fn any_value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[ -~ä]{0,12}".prop_map(Value::from),
        Just(json!("MISSED_CALL_HANDLED")),
        Just(json!("outgoing")),
        Just(json!("+12025550142")),
        Just(json!("https://a.example/x")),
        Just(json!(user("ann"))),
        Just(json!(Uuid::from_u128(9))),
    ];
    prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        2 => any::<i32>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => Just(json!([])),
        6 => text,
    ]
}

const KEYS: &[&str] = &[
    "status",
    "direction",
    "staff_uid",
    "client_uid",
    "from_number",
    "to_number",
    "duration",
    "call_summary",
    "external_app_url",
    "external_app_name",
    "recording_id",
    "recording_url",
    "rate",
    "price",
    "handled_by_staff_uid",
    "provider",
    "source_id",
    "external_uuid",
    "business_uid",
];

fn any_body() -> impl Strategy<Value = Value> {
    let pair = (proptest::sample::select(KEYS), any_value());
    proptest::collection::vec(pair, 0..5).prop_map(|pairs| {
        let fields = pairs.into_iter().map(|(key, value)| (key.to_owned(), value));
        Value::Object(fields.collect::<Map<_, _>>())
    })
}

/// What a client may say of a call of its own.
fn any_change() -> impl Strategy<Value = Value> {
    let status = proptest::sample::select(vec![
        "INCOMING_CALL",
        "ANSWERED_BY_STAFF",
        "MISSED",
        "ANSWERED_BY_CALLS_PROVIDER",
        "MISSED_CALL_HANDLED",
        "VOICEMAIL",
    ]);
    let number = || proptest::option::of(proptest::sample::select(vec!["+12025550142", "+31612345678", "101"]));
    let staff = proptest::option::of(proptest::sample::select(vec!["ann", "bea", "cas"]));
    let one = prop_oneof![
        3 => status.prop_map(|status| ("status", json!(status))),
        1 => proptest::sample::select(vec!["INBOUND", "OUTBOUND"]).prop_map(|word| ("direction", json!(word))),
        1 => number().prop_map(|number| ("from_number", json!(number))),
        1 => number().prop_map(|number| ("to_number", json!(number))),
        2 => proptest::option::of(0..5_000_i64).prop_map(|seconds| ("duration", json!(seconds))),
        1 => staff.prop_map(|staff| ("staff_uid", json!(staff.map(user)))),
        1 => proptest::option::of(1..4_u128).prop_map(|uid| ("client_uid", json!(uid.map(Uuid::from_u128)))),
        1 => proptest::option::of("[a-z ]{1,20}").prop_map(|text| ("call_summary", json!(text))),
        1 => (1..4_u8).prop_map(|no| ("external_app_url", json!(format!("https://a.example/{no}")))),
        1 => (1..4_u8).prop_map(|no| ("external_app_name", json!(format!("app {no}")))),
    ];
    proptest::collection::vec(one, 1..5).prop_map(|pairs| {
        let fields = pairs.into_iter().map(|(key, value)| (key.to_owned(), value));
        Value::Object(fields.collect::<Map<_, _>>())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..config() })]

    #[test]
    fn law_any_call_is_shown_in_form_and_sent_back_changes_nothing(signals in any_signals()) {
        for folded in conversations(signals) {
            let mut signals = folded.signals;
            signals.sort_by(|one, other| one.order().cmp(&other.order()));
            let desk = desk(signals);
            shown("generated", &desk);
        }
    }

    /// Whatever is sent is acts, or a refusal that names fields; and a call on a line keeps what the phone system said.
    #[test]
    fn law_garbage_is_a_refusal(sent in any_body(), seed in any::<bool>()) {
        let shape = if seed { Shape::Seed } else { Shape::Current };
        let house = House::default();
        let asked = calls::dialects::vcita::Asked { names: &house, shape, at: super::at(100), staff: None, business: None };
        if let Err(refusal) = create(sent.to_string().as_bytes(), asked) {
            prop_assert!(super::faults(&refusal.body()).iter().all(|(field, _)| KEYS.contains(&field.as_str())));
        }
        let mut desk = Desk::of(&super::stories::table("v4_an_inbound_call_that_nobody_answers"));
        let before = desk.shown(1, Shape::Current);
        match desk.judged(&sent, shape, 100) {
            Ok(acts) => desk.write(&acts, 100),
            Err(refusal) => prop_assert!(super::faults(&refusal.body()).iter().all(|(field, _)| sent.get(field).is_some())),
        }
        let after = desk.shown(1, Shape::Current);
        for key in ["uid", "direction", "from_number", "to_number", "duration", "created_at"] {
            prop_assert_eq!(&before[key], &after[key]);
        }
    }

    /// What a client writes of a call of its own it reads back, whatever it wrote before.
    #[test]
    fn law_what_is_written_of_an_own_call_is_read_back(changes in proptest::collection::vec(any_change(), 1..6)) {
        let (mut desk, _) = written(&creating::body(), Shape::Current);
        for (no, sent) in changes.iter().enumerate() {
            let seconds = 200 + 10 * no as i64;
            desk.put(sent.clone(), Shape::Current, seconds);
            let after = desk.shown(1, Shape::Current);
            for (key, value) in sent.as_object().unwrap() {
                let is_missed = after["status"] == "MISSED" || after["status"] == "MISSED_CALL_HANDLED";
                if !(key == "duration" && is_missed) {
                    prop_assert_eq!(&after[key], value, "{} of {}", key, sent);
                }
            }
            prop_assert_eq!(desk.put(sent.clone(), Shape::Current, seconds + 5), 0, "said twice: {}", sent);
        }
    }
}
