//! Laws over everything that was ever recorded: whatever comes in, what is told of a call keeps to its form.

use std::collections::BTreeMap;

use calls::conversation::{Direction, Origin, State};
use calls::dialects::Event;
use calls::dialects::freshworks::hear;
use calls::fold::conversations;
use calls::signal::Signal;
use proptest::prelude::*;
use serde_json::Value;

use super::{House, Telling, body, tell};
use crate::generated::{any_signals, config};
use crate::recorded::all_signals;

/// The largest integer that JavaScript keeps.
const SAFE: u64 = (1 << 53) - 1;

/// The statuses and capacities that are ever printed.
const STATUSES: &[u64] = &[0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 15, 16];

fn ids(shown: &str, value: &Value) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| ids(shown, value)),
        Value::Object(fields) => {
            for (key, value) in fields.iter().filter(|(key, _)| *key != "changes") {
                if (key == "id" || key.ends_with("_id")) && !value.is_null() {
                    assert!(value.as_u64().is_some_and(|id| (1..=SAFE).contains(&id)), "{shown}: f15 {key} {value}");
                }
                ids(shown, value);
            }
        }
        _ => {}
    }
}

fn form(shown: &str, event: &Event, told: &Value) {
    ids(shown, told);
    let call = &told["call"];
    assert!(call["direction"] == "incoming" || call["direction"] == "outgoing", "{shown}");
    assert!(call.get("call_status").is_none() && call.get("status").is_none(), "{shown}: f7");
    assert_eq!((&told["actor"]["type"], &told["associations"]), (&Value::from("system"), &serde_json::json!({})), "{shown}");
    let keys: Vec<&String> = call.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 18, "{shown}: {keys:?}");
    if call["direction"] == "outgoing" {
        assert!(call["assigned_call_queue_id"].is_null() && call["assigned_ivr_id"].is_null(), "{shown}: f4");
    }
    let participants = call["participants"].as_array().unwrap();
    assert!(participants.iter().map(|one| one["id"].as_u64()).is_sorted(), "{shown}: by id");
    for one in participants {
        assert_eq!(one.as_object().unwrap().len(), 15, "{shown}: {one}");
        assert_eq!((&one["call_id"], one["call_id"].as_u64()), (&call["id"], Some(event.serial)), "{shown}");
        assert!(STATUSES.contains(&one["call_status"].as_u64().unwrap()), "{shown}: {one}");
        let connection = one["connection_type"].as_u64().unwrap();
        assert_eq!(one["participant_type"] == "Customer", matches!(connection, 0 | 7), "{shown}: {one}");
        if one["participant_type"] == "Agent" {
            assert!(one["caller_id"].is_null() && one["caller_number"].is_null(), "{shown}: f6 {one}");
        } else {
            assert!(!one["participant_id"].is_null(), "{shown}: whoever is outside has an id: {one}");
        }
    }
    assert!(participants.iter().filter(|one| one["connection_type"] == 0).count() <= 1, "{shown}: one customer");
}

/// Rules F2, F3 and F5.
fn created(shown: &str, told: &Value) {
    assert!(told.get("changes").is_none(), "{shown}: f3");
    let call = &told["call"];
    assert_eq!(call["updated_time"], call["created_time"], "{shown}: f3");
    let null = ["assigned_team_id", "bill_duration", "call_notes", "parent_call_id", "root_call_id", "recording"];
    null.iter().for_each(|key| assert!(call[key].is_null(), "{shown}: f2 {key}"));
    for one in call["participants"].as_array().unwrap() {
        ["cost", "duration", "enqueued_time"].iter().for_each(|key| assert!(one[key].is_null(), "{shown}: f2 {key}"));
        assert!(one["connection_type"].as_u64().unwrap() <= 1, "{shown}: f5 {one}");
        assert_eq!(one["updated_time"], one["created_time"], "{shown}: its created_time");
    }
}

/// Rule F37.
fn until_completed(shown: &str, call: &Value) {
    let null = ["bill_duration", "call_notes", "recording", "recording_to_redact"];
    null.iter().for_each(|key| assert!(call[key].is_null(), "{shown}: f37 {key}"));
    for one in call["participants"].as_array().unwrap() {
        assert!(one["cost"].is_null() && one["duration"].is_null(), "{shown}: f37 {one}");
    }
}

/// A value whose link, if it is one of ours, is without its signature, which is another each time (rule F12).
fn unsigned(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(url) = value.get_mut("url") {
        *url = url.as_str().and_then(|url| url.split("?expires=").next()).into();
    }
    value
}

/// Rule F12: the old values are those of the event before, and nothing else is named.
fn chained(shown: &str, before: &Value, told: &Value) {
    let changes = told["changes"].as_object().unwrap();
    for (key, value) in told["call"].as_object().unwrap() {
        let old = unsigned(&before["call"][key]);
        match changes.get(key) {
            Some(pair) => {
                assert_eq!((&pair[0], unsigned(&pair[1])), (value, old), "{shown}: f12 {key}");
                assert_ne!(unsigned(&pair[0]), unsigned(&pair[1]), "{shown}: f12 {key}");
                assert!(key != "participants" && key != "updated_time", "{shown}: f12 {key}");
            }
            None if key == "participants" || key == "updated_time" => {}
            None => assert_eq!(unsigned(value), old, "{shown}: f12 {key} changed and is not named"),
        }
    }
    assert_ne!(before["call"], told["call"], "{shown}: f10 no change, no event");
}

fn hold(shown: &str, tellings: &[Telling]) -> usize {
    let (mut last, mut count) = (BTreeMap::<u64, Value>::new(), 0);
    for telling in tellings {
        for event in &telling.events {
            let told = body(event);
            form(shown, event, &told);
            let call = telling.after.call(event.call).unwrap();
            assert_eq!(call.serial, event.serial, "{shown}");
            assert_ne!(call.direction, Some(Direction::Internal), "{shown}: r12");
            match last.get(&event.serial) {
                None => {
                    assert_eq!(event.word, "onCallCreate", "{shown}: f1 {} comes first", event.serial);
                    created(shown, &told);
                }
                Some(before) => {
                    assert_eq!(event.word, "onCallUpdate", "{shown}: f1 {} once", event.serial);
                    chained(shown, before, &told);
                }
            }
            if call.ended_at.is_none() {
                until_completed(shown, &told["call"]);
            }
            last.insert(event.serial, told);
            count += 1;
        }
    }
    let Some(end) = tellings.last() else { return 0 };
    for call in &end.after.calls {
        let beside = matches!(call.origin, Some(Origin::Consultation | Origin::Conference));
        let outside = matches!(call.direction, Some(Direction::Inbound | Direction::Outbound));
        if outside && !beside && call.state != Some(State::Logged) {
            let told = last.get(&call.serial).unwrap_or_else(|| panic!("{shown}: f1 nothing was told of {}", call.serial));
            let ended = call.ended_at.is_some();
            assert_eq!(told["call"]["bill_duration"].is_null(), !ended, "{shown}: f13");
        }
    }
    count
}

fn wraps_up() -> House {
    House { wraps_up: true, ..House::default() }
}

#[test]
fn law_what_is_told_of_every_recorded_call_keeps_to_its_form() {
    let mut count = 0;
    for (name, signals) in all_signals().into_iter().filter(|(name, _)| !name.starts_with("load")) {
        for folded in conversations(signals) {
            count += hold(&name, &tell(&folded.signals, &wraps_up()));
        }
    }
    assert!(count > 300, "only {count} events were told");
}

/// Signals that come late change what was told before, and what follows still fits to it.
#[test]
fn law_signals_in_another_order_are_told_in_the_same_form() {
    let mut count = 0;
    for (no, (name, signals)) in all_signals().into_iter().filter(|(name, _)| !name.starts_with("load")).enumerate() {
        for folded in conversations(signals).iter().filter(|folded| folded.signals.len() < 200) {
            let mut signals: Vec<Signal> = folded.signals.clone();
            crate::drawn::Chance::new(no as u64).shuffle(&mut signals);
            count += hold_loosely(&name, &tell(&signals, &wraps_up()));
        }
    }
    assert!(count > 300, "only {count} events were told");
}

/// What holds even while a call's direction, or its beginning, turns out to be another: every event is in form, and fits to the
/// one before it.
fn hold_loosely(shown: &str, tellings: &[Telling]) -> usize {
    let (mut last, mut count) = (BTreeMap::<u64, Value>::new(), 0);
    for event in tellings.iter().flat_map(|telling| &telling.events) {
        let told = body(event);
        form(shown, event, &told);
        match event.word {
            "onCallCreate" => created(shown, &told),
            _ => chained(shown, last.get(&event.serial).unwrap_or_else(|| panic!("{shown}: f1 {told}")), &told),
        }
        last.insert(event.serial, told);
        count += 1;
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..config() })]

    #[test]
    fn law_what_is_told_of_any_call_is_in_form(signals in any_signals()) {
        for folded in conversations(signals) {
            // In the order in which they happened: a doing that was told before its call is another call's until then.
            let mut signals = folded.signals;
            signals.sort_by(|one, other| one.order().cmp(&other.order()));
            hold_loosely("generated", &tell(&signals, &wraps_up()));
        }
    }

    /// Whatever is sent is a call, or a fault; and what was heard is the same whenever it is heard again.
    #[test]
    fn law_garbage_is_a_fault(at in 0_usize..2_000, with in any::<u8>(), cut in 0_usize..2_000) {
        let mut body = include_bytes!("worked_example.json").to_vec();
        let place = at % body.len();
        body[place] = with;
        body.truncate(body.len().saturating_sub(cut % 40));
        prop_assert_eq!(hear(&body, "fresh"), hear(&body, "fresh"));
    }
}
