//! How many calls came to what (sheet, 2.5 and 4.2).

use calls::dialects::vcita::{Counts, Shape, StatsQuery};
use serde_json::{Value, json};

use super::{Desk, at, stories};

fn parameters(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

fn counted(text: &str, shape: Shape) -> Value {
    let mut counts = Counts::new(StatsQuery::read(&parameters(text), shape, at(0)).unwrap());
    let names = [
        "v4_an_inbound_call_that_is_answered",
        "v4_an_inbound_call_that_nobody_answers",
        "s20_a_missed_call_that_is_handled",
        "s14_a_caller_who_leaves_a_message",
        "s9_a_caller_who_gives_up",
    ];
    for name in names {
        counts.add(&Desk::of(&stories::table(name)).card(1, shape));
    }
    let removed = Desk::of(&format!("{}! 70.000 L1 deleted\n", stories::table(names[0])));
    counts.add(&removed.card(1, shape));
    serde_json::from_str(&counts.print()).unwrap()
}

#[test]
fn v3_counts_are_in_the_words_of_their_path() {
    let current = counted("", Shape::Current);
    let wanted = json!([{"status": "INCOMING_CALL", "count": 0}, {"status": "ANSWERED_BY_STAFF", "count": 1},
        {"status": "MISSED", "count": 2}, {"status": "ANSWERED_BY_CALLS_PROVIDER", "count": 0},
        {"status": "MISSED_CALL_HANDLED", "count": 1}, {"status": "VOICEMAIL", "count": 1}]);
    assert_eq!(
        (&current["status_counts"], &current["total_voice_calls"]),
        (&wanted, &json!(5)),
        "v15: what is removed is none"
    );
    assert_eq!((&current["start_date"], &current["end_date"]), (&json!("2026-01-05"), &json!("2026-01-05")));
    let seed = counted("", Shape::Seed);
    let wanted = json!([{"status": "incoming call", "count": 0}, {"status": "answered by staff", "count": 1},
        {"status": "missed", "count": 4}, {"status": "answered by vonage", "count": 0}]);
    assert_eq!((&seed["status_counts"], &seed["total_voice_calls"]), (&wanted, &json!(5)));
    assert_eq!(counted("include_deleted=true", Shape::Seed)["total_voice_calls"], 6);
}

#[test]
fn days_are_counted_whole_and_a_status_alone() {
    let total = |text: &str| counted(text, Shape::Current)["total_voice_calls"].clone();
    assert_eq!([total("start_date=2026-01-05&end_date=2026-01-05"), total("end_date=2026-01-04")], [5, 0]);
    assert_eq!([total("start_date=2026-01-06"), total("period=0"), total("period=30")], [0, 5, 5]);
    let missed = counted("status=missed&start_date=2025-12-31", Shape::Current);
    assert_eq!(missed["status_counts"], json!([{"status": "MISSED", "count": 2}]));
    assert_eq!((&missed["start_date"], &missed["total_voice_calls"]), (&json!("2025-12-31"), &json!(2)));
    let seed = counted("status=MISSED", Shape::Seed);
    assert_eq!(seed["status_counts"], json!([{"status": "missed", "count": 4}]), "v19");
    let none = counted("end_date=2026-01-04", Shape::Current);
    assert_eq!((&none["start_date"], &none["end_date"]), (&Value::Null, &json!("2026-01-04")));
}

#[test]
fn what_cannot_be_read_is_named() {
    let wrong = |text: &str| StatsQuery::read(&parameters(text), Shape::Current, at(0)).unwrap_err().field.into_owned();
    assert_eq!(wrong("start_date=05.01.2026"), "start_date");
    assert_eq!(wrong("end_date=2026-02-30"), "end_date");
    assert_eq!(wrong("status=sleeping"), "status");
    assert_eq!(wrong("period=week"), "period");
    assert_eq!(wrong("start_date=2026-01-06&end_date=2026-01-05"), "end_date");
}
