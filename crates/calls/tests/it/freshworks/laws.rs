//! Laws over everything that was ever recorded: whatever comes in, what is told of a call keeps to its form.

use std::collections::{BTreeMap, BTreeSet};

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

/// The envelopes of each call, in order.
fn envelopes(tellings: &[Telling]) -> BTreeMap<u64, Vec<Value>> {
    let mut calls: BTreeMap<u64, Vec<Value>> = BTreeMap::new();
    for event in tellings.iter().flat_map(|telling| &telling.events) {
        let envelope = serde_json::json!({"event": event.word, "timestamp": 1, "data": body(event)});
        calls.entry(event.serial).or_default().push(envelope);
    }
    calls
}

/// What an account that hears these envelopes tells of the call in its turn.
fn told_again(envelopes: &[Value]) -> Vec<Value> {
    let mut known = BTreeSet::new();
    let heard = envelopes.iter().flat_map(|envelope| hear(envelope.to_string().as_bytes(), "fresh").unwrap().signals);
    let mut signals: Vec<Signal> = heard.filter(|signal| known.insert(signal.key.clone())).collect();
    signals.sort_by(|one, other| one.order().cmp(&other.order()));
    let mut folded = conversations(signals);
    assert_eq!(folded.len(), 1, "f31: one conversation");
    let calls = self::envelopes(&tell(&folded.remove(0).signals, &House::default()));
    calls.into_values().next().unwrap_or_default()
}

/// What the last of several envelopes says of the call, without the integers, which are each account's own.
fn in_the_end(envelopes: &[Value]) -> Option<Value> {
    let call = &envelopes.last()?["data"]["call"];
    let said = ["direction", "phone_number", "created_time", "call_notes"].map(|key| (key.to_owned(), call[key].clone()));
    let recording = ("recording".to_owned(), call["recording"]["url"].clone());
    Some(Value::Object(said.into_iter().chain([recording]).collect()))
}

/// The sheet, 2.2: there is a customer at least. A call in which nobody outside was ever seen has none.
fn has_a_customer(envelope: &Value) -> bool {
    let participants = envelope["data"]["call"]["participants"].as_array().unwrap();
    participants.iter().any(|one| one["connection_type"] == 0)
}

/// Whether an outgoing call shows who dialled in all its pictures or in none: one that shows it later has two beginnings.
fn begins_alike(told: &[Value]) -> bool {
    let dials =
        |one: &Value| one["participant_type"] == "Agent" && (one["connection_type"] == 1 || one["connection_type"] == 3);
    let has = |told: &Value| told["data"]["call"]["participants"].as_array().unwrap().iter().any(dials);
    told[0]["data"]["call"]["direction"] == "incoming" || told.iter().all(|envelope| has(envelope) == has(&told[0]))
}

/// Rule F31: what goes out and comes back in is the same call. An envelope is a picture of it, so where everybody stands, and for how
/// long, is held by the stories that a picture can show whole.
fn comes_back(shown: &str, tellings: &[Telling], wrong: &mut Vec<String>) -> usize {
    let calls = envelopes(tellings);
    for (serial, told) in calls.iter().filter(|(_, told)| told.iter().all(has_a_customer) && begins_alike(told)) {
        let (first, second) = (in_the_end(told), in_the_end(&told_again(told)));
        if first != second {
            wrong.push(format!("{shown}, call {serial}:\ntold  {first:?}\nheard {second:?}\n"));
        }
    }
    calls.len()
}

#[test]
fn law_f31_every_recorded_call_that_is_told_and_heard_is_the_same_call() {
    let (mut count, mut wrong) = (0, Vec::new());
    for (name, signals) in all_signals().into_iter().filter(|(name, _)| !name.starts_with("load")) {
        for folded in conversations(signals).iter().filter(|folded| folded.signals.len() < 200) {
            count += comes_back(&name, &tell(&folded.signals, &House::default()), &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 100, "only {count} calls were told");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..config() })]

    #[test]
    fn law_f31_any_call_that_is_told_and_heard_is_the_same_call(signals in any_signals()) {
        for folded in conversations(signals) {
            let mut signals = folded.signals;
            signals.sort_by(|one, other| one.order().cmp(&other.order()));
            let mut wrong = Vec::new();
            comes_back("generated", &tell(&signals, &House::default()), &mut wrong);
            prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        }
    }

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
