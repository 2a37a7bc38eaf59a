//! Laws over everything that was ever recorded: whatever comes in, what is told keeps to its form.

use std::collections::BTreeMap;

use calls::dialects::Event;
use calls::dialects::elma365::{read, waiting};
use calls::fold::conversations;
use calls::signal::Signal;
use proptest::prelude::*;
use serde_json::Value;

use super::{House, Telling, object, tell};
use crate::generated::{any_signals, config};
use crate::recorded::all_signals;

const EVENT_KEYS: &[&str] = &["event", "direction", "disposition", "srcPhone", "dstPhone", "callId"];
const RECORD_KEYS: &[&str] = &["call", "callId", "direction", "disposition", "dstPhone", "duration", "srcPhone"];

fn form(shown: &str, event: &Event) -> Value {
    let told = object(event);
    let keys: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
    let mut wanted = if event.word == "callRecord" { RECORD_KEYS.to_vec() } else { EVENT_KEYS.to_vec() };
    wanted.sort_unstable();
    assert_eq!(keys, wanted, "{shown}: E24");
    assert!(["in", "out", "internal"].contains(&told["direction"].as_str().unwrap()), "{shown}");
    assert!(["Answered", "Busy", "Cancel", "NoAnswer", "Unknown"].contains(&told["disposition"].as_str().unwrap()), "{shown}");
    assert!(told["callId"].as_str().unwrap().starts_with(&event.call.to_string()), "{shown}");
    match event.word {
        "callRecord" => {
            let duration = told["duration"].as_i64().unwrap();
            assert!(duration >= 0 && (duration == 0 || told["disposition"] == "Answered"), "{shown}: E18 {told}");
        }
        "NotifyEnd" => assert_ne!(told["disposition"], "Answered", "{shown}: E17"),
        word => assert_eq!((&told["event"], &told["disposition"]), (&Value::from(word), &Value::from("Unknown")), "{shown}"),
    }
    told
}

/// Each page is opened, taken at most once, closed once, and has its history last. `strict`: where signals come in their order.
fn hold(shown: &str, tellings: &[Telling], strict: bool) -> usize {
    let mut pages = BTreeMap::<String, Vec<&str>>::new();
    let mut count = 0;
    for telling in tellings {
        for event in &telling.events {
            let told = form(shown, event);
            let page = pages.entry(told["callId"].to_string()).or_default();
            let history = event.word == "callRecord";
            assert!(history || !strict || !page.contains(&event.word), "{shown}: {} once, {page:?}", event.word);
            assert!(!strict || history || !page.contains(&"callRecord"), "{shown}: after its history {page:?}");
            if strict && page.is_empty() && !history {
                assert_eq!(event.word, "NotifyStart", "{shown}");
            }
            page.push(event.word);
            count += 1;
        }
    }
    let Some(last) = tellings.last() else { return count };
    if last.after.calls.iter().all(|call| call.ended_at.is_some() && call.deleted_at.is_none()) {
        let open: Vec<_> =
            pages.iter().filter(|(_, page)| page.contains(&"NotifyStart") && !page.contains(&"NotifyEnd")).collect();
        assert!(open.is_empty(), "{shown}: nobody closes {open:?}");
    }
    if !strict {
        return count;
    }
    for call in last.after.calls.iter().filter(|call| call.ended_at.is_some()) {
        let own: Vec<&Vec<&str>> =
            pages.iter().filter(|(id, _)| id.contains(&call.id.to_string())).map(|(_, page)| page).collect();
        for page in &own {
            assert_eq!(page.contains(&"NotifyStart"), page.contains(&"NotifyEnd"), "{shown}: every page is closed, {page:?}");
        }
        // Rule E22: a history waits for a recording that is still to be stored.
        let waits = waiting(&last.after).iter().any(|(waits, _)| *waits == call.id);
        assert!(waits != own.iter().any(|page| page.contains(&"callRecord")), "{shown}: every call has a history");
    }
    count
}

#[test]
fn law_what_is_told_of_every_recorded_call_keeps_to_its_form() {
    let mut count = 0;
    for (name, signals) in all_signals().into_iter().filter(|(name, _)| !name.starts_with("load")) {
        // Late callbacks tell of what was over before it was known.
        let strict = !name.contains("twilio");
        for folded in conversations(signals) {
            count += hold(&name, &tell(&folded.signals, &House::default()), strict);
        }
    }
    assert!(count > 1_000, "only {count} events were told");
}

#[test]
fn law_signals_in_another_order_are_told_in_the_same_form() {
    let mut count = 0;
    for (no, (name, signals)) in all_signals().into_iter().filter(|(name, _)| !name.starts_with("load")).enumerate() {
        for folded in conversations(signals).iter().filter(|folded| folded.signals.len() < 200) {
            let mut signals: Vec<Signal> = folded.signals.clone();
            crate::drawn::Chance::new(no as u64).shuffle(&mut signals);
            count += hold(&name, &tell(&signals, &House::default()), false);
        }
    }
    assert!(count > 500, "only {count} events were told");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..config() })]

    #[test]
    fn law_what_is_told_of_any_call_is_in_form(signals in any_signals()) {
        for folded in conversations(signals) {
            hold("generated", &tell(&folded.signals, &House::default()), false);
        }
    }

    /// Whatever is sent is read, or refused; and the same each time.
    #[test]
    fn law_garbage_is_refused(at in 0_usize..2_000, with in any::<u8>(), cut in 0_usize..2_000) {
        let mut body = super::hear::record("Answered", 5, serde_json::json!({})).to_string().into_bytes();
        let place = at % body.len();
        body[place] = with;
        body.truncate(body.len().saturating_sub(cut % 40));
        prop_assert_eq!(read(&body), read(&body));
    }
}
