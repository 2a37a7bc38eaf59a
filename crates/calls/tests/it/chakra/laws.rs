//! Laws over everything that was ever recorded, and over generated calls and requests.

use calls::conversation::Word;
use calls::dialects::chakra::{Said, Shown, Status, Way, change, create, dispose, is_listed};
use calls::dialects::seen::Seen;
use calls::fold::conversations;
use calls::signal::Signal;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{House, asked, last, shown, versions, who, written};
use crate::generated::{any_signals, config};
use crate::recorded::all_signals;

/// What holds of every call that is shown, at every version.
fn form(seen: &Seen) {
    let house = House;
    for call in seen.calls.iter().filter(|call| is_listed(seen, call)) {
        let shown = Shown::of(seen, call, asked(&house));
        assert_eq!(shown, Shown::of(seen, call, asked(&house)), "the same version gives the same answer");
        let told = serde_json::to_value(&shown).unwrap();
        let fields = told.as_object().unwrap();
        assert_eq!(fields.len(), 29, "c2");
        assert!(
            Status::WORDS.contains(&told["callStatus"].as_str().unwrap())
                && Way::WORDS.contains(&told["type"].as_str().unwrap()),
            "c28"
        );
        for key in ["callStart", "callEnd", "connectionStart", "connectionEnd", "disposedAt", "createdAt", "updatedAt"] {
            assert!(told[key].is_null() || told[key].as_i64().unwrap() >= 100_000_000_000, "c3: {key} {}", told[key]);
        }
        for key in ["callDuration", "connectionDuration"] {
            assert_eq!(told[key].is_null(), shown.call_end.is_none(), "c4: {key}");
        }
        let (start, end) = (shown.call_start.unwrap(), shown.call_end);
        assert_eq!(shown.call_duration, end.map(|end| ((end - start) / 1_000).unsigned_abs()), "c4");
        assert!(shown.updated_at >= shown.created_at, "c16");
        let never_answered = call.answered_at.is_none() && call.outcome.map(Word::word) != Some("answered");
        assert!(!never_answered || shown.call_status != Status::DisconnectedNotDisposed, "c8");
        assert_eq!(shown.is_deleted, call.deleted_at.is_some());
    }
}

/// Whatever is shown can be written back and changes nothing.
fn written_back(seen: &Seen) {
    let house = House;
    // Users of recordings and stories have other names.
    let anybody = |said: &str| Some(calls::Text::new(said));
    for call in seen.calls.iter().filter(|call| is_listed(seen, call) && call.deleted_at.is_none()) {
        let body = serde_json::to_vec(&Shown::of(seen, call, asked(&house))).unwrap();
        assert_eq!(
            change(&body, seen, call, asked(&house), &anybody),
            Ok(Said::default()),
            "{}",
            String::from_utf8_lossy(&body)
        );
    }
}

#[test]
fn law_every_recorded_call_is_shown_in_form_and_can_be_written_back() {
    let mut count = 0;
    for (_, signals) in all_signals().into_iter().filter(|(name, _)| !name.starts_with("load")) {
        for folded in conversations(signals) {
            for (_, seen) in versions(&folded.signals) {
                form(&seen);
                count += 1;
            }
            written_back(&last(&folded.signals));
        }
    }
    assert!(count > 300, "only {count} versions were shown");
}

/// A body of `POST`, of fields that can stand beside each other.
fn any_body() -> impl Strategy<Value = Value> {
    let number = || proptest::option::of("[+]?[0-9 ()-]{0,8}[0-9]{2,8}");
    let status = proptest::option::of(proptest::sample::select(Status::WORDS.to_vec()));
    let way = proptest::sample::select(vec!["INBOUND", "OUTBOUND", "INTERNAL"]);
    let times = (any::<[bool; 4]>(), 0..900_000_i64, 0..900_000_i64, 0..900_000_i64);
    let words = (
        proptest::option::of("[a-zA-Z_ß]{1,12}"),
        proptest::option::of("[ -~]{0,20}[!-~]"),
        proptest::option::of(0..9_000_u64),
    );
    let payload = prop_oneof![
        Just(Value::Null),
        Just(json!({"a": [1, 0.1]})),
        Just(json!("text")),
        any::<f64>().prop_map(|number| json!(number))
    ];
    let user = proptest::option::of(proptest::sample::select(vec!["ann", "ben"]));
    (way, number(), "[0-9]{3,9}", status, times, words, payload, user).prop_map(
        |(way, from, to, status, (there, start, ring, talk), (word, id, seconds), payload, user)| {
            let start = 1_767_600_000_000 + start;
            let time = |no: usize, at: i64| there[no].then_some(at);
            let ended = start + ring + talk;
            json!({"type": way, "from": from, "to": to, "callStatus": status, "callStart": time(0, start),
                "connectionStart": time(1, start + ring), "connectionEnd": time(2, ended), "callEnd": time(3, ended),
                "provider": word, "providerCallId": id.as_ref().map(|id| id.trim()), "callInitiateLocation": word,
                "callDuration": seconds, "connectionDuration": seconds, "providerPayload": payload, "user": user,
                "forTask": id.as_ref().map(|id| id.trim())})
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..config() })]

    #[test]
    fn law_any_call_is_shown_in_form_and_can_be_written_back(signals in any_signals()) {
        for folded in conversations(signals) {
            let mut signals: Vec<Signal> = folded.signals;
            signals.sort_by(|one, other| one.order().cmp(&other.order()));
            for (_, seen) in versions(&signals) {
                form_loosely(&seen);
            }
            if let Some((_, seen)) = versions(&signals).pop() {
                written_back(&seen);
            }
        }
    }

    #[test]
    fn law_what_a_client_created_comes_back_and_can_be_written_back(body in any_body()) {
        let house = House;
        let new = create(body.to_string().as_bytes(), asked(&house), &who).unwrap();
        let seen = last(&written(&new));
        let told = shown(&seen);
        for field in ["callStart", "callEnd", "connectionStart", "connectionEnd", "providerCallId", "forTask", "providerPayload"] {
            prop_assert_eq!(&told[field], &body[field], "{}", field);
        }
        let status = if body["callStatus"].is_null() { json!("LOGGED") } else { body["callStatus"].clone() };
        prop_assert_eq!(&told["callStatus"], &status);
        written_back(&seen);
        let again = new.over(&seen, &seen.calls[0], asked(&house), &who).unwrap();
        prop_assert_eq!(again.says, vec![]);
    }

    /// Whatever is sent is understood or refused; and heard again it is the same.
    #[test]
    fn law_garbage_is_refused(at in 0_usize..2_000, with in any::<u8>(), cut in 0_usize..40) {
        let mut body = include_bytes!("worked_example.json").to_vec();
        let place = at % body.len();
        body[place] = with;
        body.truncate(body.len().saturating_sub(cut));
        let house = House;
        prop_assert_eq!(create(&body, asked(&house), &who), create(&body, asked(&house), &who));
        let seen = last(&super::story("00.000 L1 came_in number=1 trunk=voip dialled=2\n01.000 L1 ended how=normal"));
        prop_assert_eq!(dispose(&body, &seen.calls[0], asked(&house), &who), dispose(&body, &seen.calls[0], asked(&house), &who));
    }
}

/// What holds of generated calls too, among which are such as were written down without an end.
fn form_loosely(seen: &Seen) {
    if seen.calls.iter().all(|call| call.started_at.micros() > 0) {
        form(seen);
    }
}
