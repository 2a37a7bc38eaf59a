//! Which call an item belongs to (rules E1–E7).

use serde_json::{Value, json};

use super::hear::{Desk, event, record};

/// Without `callId`.
fn bare(mut item: Value, more: Value) -> Value {
    let fields = item.as_object_mut().unwrap();
    fields.remove("callId");
    fields.extend(more.as_object().unwrap().clone());
    item
}

fn start(more: Value) -> Value {
    bare(event("NotifyStart", json!({})), more)
}

fn end(more: Value) -> Value {
    bare(event("NotifyEnd", json!({})), more)
}

fn history(more: Value) -> Value {
    bare(record("NoAnswer", 0, json!({"call": null})), more)
}

#[test]
fn e1_one_call_id_is_one_call_at_any_age_and_whatever_else_differs() {
    let mut desk = Desk::new();
    assert_eq!(desk.at(0).says(event("NotifyStart", json!({}))), "new");
    assert_eq!(desk.at(10).says(event("NotifyEnd", json!({}))), "callId");
    let later = record("Answered", 5, json!({"direction": "out", "srcPhone": "102", "dstPhone": "+44"}));
    assert_eq!(desk.at(9_000_000).says(later), "callId");
    assert_eq!(desk.records().len(), 1);
    assert_eq!(desk.at(9_000_001).says(event("NotifyStart", json!({"callId": "c-2"}))), "new");
    assert_eq!(desk.at(9_000_002).says(event("NotifyStart", json!({"callId": "C-2"}))), "new", "ids are compared as they are");
}

#[test]
fn e2_five_values_are_the_key_and_an_extension_counts_in_its_direction_only() {
    let mut desk = Desk::new();
    assert_eq!(desk.at(0).says(start(json!({"srcPhoneExt": "7"}))), "new");
    let same = json!({"srcPhoneExt": "7", "srcPhone": "31 (6) 12-34.56.78", "dstPhoneExt": "99", "direction": "Incoming"});
    assert_eq!(desk.at(1).says(end(same)), "key", "R7, and dstPhoneExt is not read of a call that came in");
    let mut desk = Desk::new();
    assert_eq!(desk.at(0).says(start(json!({"direction": "internal", "srcPhone": "102", "srcPhoneExt": "1"}))), "new");
    assert_eq!(desk.at(1).says(end(json!({"direction": "internal", "srcPhone": "102", "dstPhoneExt": "2"}))), "key");
    let mut desk = Desk::new();
    assert_eq!(desk.at(0).says(start(json!({"srcPhoneExt": null, "callId": ""}))), "new");
    assert_eq!(desk.at(1).says(start(json!({"srcPhoneExt": ""}))), "key", "absent, null and empty are equal");
}

#[test]
fn e3_an_item_goes_to_the_newest_open_call_else_to_one_that_ended_lately_without_a_record() {
    let mut desk = Desk::new();
    desk.at(0).take(&start(json!({}))).unwrap();
    desk.at(10).take(&end(json!({}))).unwrap();
    let first = desk.at(20).take(&history(json!({}))).unwrap().remove(0);
    assert_eq!(first.matched.word(), "key");
    let second = desk.at(30).take(&history(json!({}))).unwrap().remove(0);
    assert_eq!((second.matched.word(), second.call == first.call), ("new", false), "the first has its record");
    // Of two that are open, the newest.
    let mut desk = Desk::new();
    desk.at(0).take(&event("NotifyStart", json!({"callId": "old"}))).unwrap();
    let newest = desk.at(1).take(&event("NotifyStart", json!({"callId": "new"}))).unwrap().remove(0);
    let taken = desk.at(2).take(&end(json!({}))).unwrap().remove(0);
    assert_eq!((taken.matched.word(), taken.call), ("key", newest.call));
}

#[test]
fn e4_a_start_or_answer_never_matches_an_ended_call_and_a_record_prefers_it() {
    let mut desk = Desk::new();
    desk.at(0).take(&start(json!({}))).unwrap();
    let ended = desk.at(10).take(&end(json!({}))).unwrap().remove(0);
    assert_eq!(ended.matched.word(), "key");
    let again = desk.at(20).take(&start(json!({}))).unwrap().remove(0);
    assert_eq!((again.matched.word(), again.call == ended.call), ("new", false));
    let history = desk.at(30).take(&history(json!({}))).unwrap().remove(0);
    assert_eq!((history.matched.word(), history.call), ("key", ended.call));
    let mut desk = Desk::new();
    desk.at(0).take(&end(json!({}))).unwrap();
    assert_eq!(desk.at(1).says(bare(event("NotifyAnswer", json!({})), json!({}))), "new");
}

#[test]
fn e5_exactly_thirty_minutes_after_the_end_is_too_late() {
    let by = |micros: i64| {
        let mut desk = Desk::new();
        desk.at(0).take(&start(json!({}))).unwrap();
        desk.at(10).take(&end(json!({}))).unwrap();
        desk.at_micros(10_000_000 + micros).says(history(json!({})))
    };
    assert_eq!((by(1_799_999_999), by(1_800_000_000)), ("key", "new"));
}

#[test]
fn e6_an_item_with_call_id_never_matches_by_key_but_its_call_can_be() {
    let mut desk = Desk::new();
    desk.at(0).take(&start(json!({}))).unwrap();
    assert_eq!(desk.at(1).says(event("NotifyStart", json!({}))), "new");
    let mut desk = Desk::new();
    let named = desk.at(0).take(&event("NotifyStart", json!({}))).unwrap().remove(0);
    let bare = desk.at(1).take(&end(json!({}))).unwrap().remove(0);
    assert_eq!((bare.matched.word(), bare.call), ("key", named.call));
}

#[test]
fn e7_items_that_differ_in_one_of_the_five_never_merge() {
    let others = [
        json!({"srcPhone": "+31612345679"}),
        json!({"dstPhone": "102"}),
        json!({"srcPhoneExt": "7"}),
        json!({"direction": "internal"}),
        json!({"direction": "out"}),
        json!({"direction": "out", "dstPhoneExt": "7"}),
    ];
    let mut desk = Desk::new();
    desk.at(0).take(&start(json!({}))).unwrap();
    for (no, other) in others.into_iter().enumerate() {
        assert_eq!(desk.at(1 + no as i64).says(start(other.clone())), "new", "{other}");
    }
    assert_eq!(desk.records().len(), 7);
}

/// Two calls that begin in one moment between the same two are two calls.
#[test]
fn e3_calls_of_one_moment_are_told_apart() {
    let mut desk = Desk::new();
    for _ in 0..3 {
        desk.at(5).take(&history(json!({}))).unwrap();
    }
    assert_eq!(desk.records().len(), 3);
}
