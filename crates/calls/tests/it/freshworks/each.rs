//! Rules that hold of every event, asked one by one of all stories of this dialect, which show every situation there is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Telling, body, stories, tell, told};

/// What is told in every story, with the name of the story.
fn every_telling() -> Vec<(String, Vec<Telling>)> {
    let tellings = |name: String| {
        let (signals, house) = told::story(&stories::table(&name));
        let told = tell(&signals, &house);
        (name, told)
    };
    stories::every_name().into_iter().map(tellings).collect()
}

/// Every event of every story: the story, the event's word, and what it says.
fn every_event() -> Vec<(String, &'static str, Value)> {
    let events = every_telling().into_iter().flat_map(|(name, tellings)| {
        let events = tellings.into_iter().flat_map(|telling| telling.events);
        events.map(move |event| (name.clone(), event.word, body(&event)))
    });
    let events: Vec<_> = events.collect();
    assert!(events.len() > 250, "{}", events.len());
    events
}

fn participants(said: &Value) -> &Vec<Value> {
    said["call"]["participants"].as_array().unwrap()
}

#[test]
fn f3_what_is_created_was_never_updated_and_has_no_changes() {
    let mut late = 0;
    for (name, word, said) in every_event() {
        let call = &said["call"];
        assert_eq!((&said["actor"], &said["associations"]), (&json!({"type": "system"}), &json!({})), "{name}");
        let is_new = word == "onCallCreate";
        assert_eq!(said.get("changes").is_none(), is_new, "{name}: {said}");
        assert!(!is_new || call["updated_time"] == call["created_time"], "{name}: {said}");
        late += usize::from(call["updated_time"] != call["created_time"]);
    }
    assert!(late > 100, "what is updated says so: {late}");
}

#[test]
fn f6_an_agent_has_no_number_of_the_customer() {
    let (mut agents, mut customers) = (0, 0);
    for (name, _, said) in every_event() {
        for one in participants(&said) {
            match one["participant_type"].as_str() {
                Some("Agent") => {
                    assert!(one["caller_id"].is_null() && one["caller_number"].is_null(), "{name}: {one}");
                    agents += 1;
                }
                Some("Customer") => customers += usize::from(!one["caller_number"].is_null() && !one["caller_id"].is_null()),
                other => panic!("{name}: {other:?}"),
            }
        }
    }
    assert!(agents > 200 && customers > 200, "{agents} agents, {customers} customers with their numbers");
}

#[test]
fn f7_the_call_itself_has_no_status_and_everybody_in_it_has_one() {
    let mut seen = BTreeSet::new();
    for (name, _, said) in every_event() {
        let call = said["call"].as_object().unwrap();
        let status: Vec<&String> = call.keys().filter(|key| key.contains("status") || key.contains("state")).collect();
        assert!(status.is_empty(), "{name}: {status:?}");
        for one in participants(&said) {
            seen.insert(one["call_status"].as_u64().unwrap_or_else(|| panic!("{name}: {one}")));
        }
    }
    // Only 7 and 14 are of other situations.
    let all: BTreeSet<u64> = [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 15, 16].into();
    assert_eq!(seen, all, "every status is met");
}

/// Every key that names something, wherever it stands.
fn ids(value: &Value, found: &mut Vec<Value>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::Number(_) if key == "id" || key.ends_with("_id") => found.push(value.clone()),
                    // As `[new, old]`.
                    Value::Array(two) if key.ends_with("_id") => {
                        found.extend(two.iter().filter(|value| !value.is_null()).cloned());
                    }
                    value => ids(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| ids(value, found)),
        _ => {}
    }
}

#[test]
fn f15_ids_are_integers_that_a_javascript_round_trip_keeps() {
    let mut count = 0;
    for (name, _, said) in every_event() {
        let mut found = Vec::new();
        ids(&said, &mut found);
        for id in found {
            let whole = id.as_u64().unwrap_or_else(|| panic!("{name}: {id}"));
            assert!((1..1 << 53).contains(&whole) && (whole as f64) as u64 == whole, "{name}: {id}");
            count += 1;
        }
    }
    assert!(count > 1_000, "{count}");
    // The greatest there may be is printed as it is, and not as a number with decimals.
    let (signals, house) = told::story(&stories::table("f8_an_inbound_call_that_was_answered_is_five_steps"));
    let mut last = tell(&signals, &house).pop().unwrap().after;
    last.calls[0].serial = (1 << 53) - 1;
    let at = last.calls[0].changed_at;
    let change = calls::dialects::Change { before: None, joined: &[], after: &last, at };
    let told = calls::dialects::freshworks::events(&change, &house);
    assert!(told[0].body.contains(r#""id":9007199254740991,"#), "{}", told[0].body);
}

#[test]
fn f37_what_is_known_on_completion_is_null_until_the_line_is_down() {
    let (mut before, mut known) = (0, BTreeMap::<String, usize>::new());
    for (name, tellings) in every_telling() {
        for Telling { after, events } in &tellings {
            for event in events {
                let (said, call) = (body(event), after.call(event.call).unwrap());
                let mut fields: Vec<(String, Value)> =
                    ["bill_duration", "call_notes", "recording"].map(|key| (key.to_owned(), said["call"][key].clone())).into();
                for one in participants(&said) {
                    fields.extend(["cost", "duration"].map(|key| (key.to_owned(), one[key].clone())));
                }
                if call.ended_at.is_none() {
                    assert!(fields.iter().all(|(_, value)| value.is_null()), "{name}: {said}");
                    let has_some = !call.notes.is_empty() || !after.recordings.is_empty() || call.billed.is_some();
                    before += usize::from(has_some);
                } else {
                    fields.retain(|(_, value)| !value.is_null());
                    fields.into_iter().for_each(|(key, _)| *known.entry(key).or_default() += 1);
                }
            }
        }
    }
    assert!(before > 1, "of calls that have a note or a recording before they are over: {before}");
    assert_eq!(known.len(), 5, "each is told in the end: {known:?}");
}
