//! The situation table, line by line: the word of the current shape, and of the seed's in brackets.

use calls::dialects::vcita::Shape;
use calls::notation::json::native::from_native;
use serde_json::{Value, json};

use super::{Desk, at, stories};
use crate::freshworks::told;

/// A call of a story after so many seconds.
fn after(story: &str, seconds: i64) -> Desk {
    let (signals, _) = told::story(&stories::table(story));
    let mut desk = Desk::default();
    signals.into_iter().filter(|signal| signal.at <= at(seconds)).for_each(|signal| desk.push(signal));
    desk
}

fn words(desk: &Desk, serial: u64) -> (String, String) {
    let word = |shape| desk.shown(serial, shape)["status"].as_str().unwrap().to_owned();
    (word(Shape::Current), word(Shape::Seed))
}

const RINGS: (&str, &str) = ("INCOMING_CALL", "incoming call");
const TALKED: (&str, &str) = ("ANSWERED_BY_STAFF", "answered by staff");
const PROVIDER: (&str, &str) = ("ANSWERED_BY_CALLS_PROVIDER", "answered by vonage");
const MISSED: (&str, &str) = ("MISSED", "missed");
const VOICEMAIL: (&str, &str) = ("VOICEMAIL", "missed");
const HANDLED: (&str, &str) = ("MISSED_CALL_HANDLED", "missed");

/// Situation, story, after how many seconds, which call, the words.
type Row = (&'static str, &'static str, i64, u64, (&'static str, &'static str));

const TABLE: &[Row] = &[
    ("S1", "v4_an_inbound_call_that_is_answered", 1, 1, RINGS),
    ("S2", "s2_a_click_to_call_rings_and_is_talked", 5, 1, RINGS),
    ("S3", "s3_a_caller_who_waits_in_a_queue", 1, 1, RINGS),
    ("S3", "s3_a_caller_who_waits_in_a_queue", 7, 1, RINGS),
    ("S4", "v4_an_inbound_call_that_is_answered", 13, 1, TALKED),
    ("S4", "v4_an_inbound_call_that_is_answered", 99, 1, TALKED),
    ("S4", "s2_a_click_to_call_rings_and_is_talked", 99, 1, TALKED),
    ("S5", "v5_a_caller_who_only_met_the_menu", 1, 1, PROVIDER),
    ("S5", "v5_a_caller_who_only_met_the_menu", 99, 1, PROVIDER),
    ("S5", "v5_a_caller_to_whom_something_was_only_played", 99, 1, PROVIDER),
    ("S1", "v4_what_is_only_played_is_no_answer_while_the_call_is_put_through", 5, 1, RINGS),
    ("S6", "s6_a_hold_shows_nothing", 22, 1, TALKED),
    ("S7", "s7_a_busy_staff_member", 99, 1, MISSED),
    ("S8", "v4_an_inbound_call_that_nobody_answers", 99, 1, MISSED),
    ("S8", "s8_an_outbound_call_that_nobody_answers", 99, 1, MISSED),
    ("S9", "s9_a_caller_who_gives_up", 99, 1, MISSED),
    ("S9", "s9_a_caller_who_gives_up_in_an_empty_queue", 99, 1, MISSED),
    ("S10", "s10_a_staff_member_who_declines", 99, 1, MISSED),
    ("S11", "s11_who_is_blocked", 99, 1, MISSED),
    ("S12", "s12_who_is_refused_because_he_withheld_his_number", 99, 1, MISSED),
    ("S13", "s13_a_staff_member_who_cannot_be_reached", 99, 1, MISSED),
    ("S13", "s13_an_outbound_call_that_failed", 99, 1, MISSED),
    ("S14", "s14_a_caller_who_leaves_a_message", 22, 1, VOICEMAIL),
    ("S14", "s14_a_caller_who_leaves_a_message", 99, 1, VOICEMAIL),
    ("S15", "s15_a_wrong_number_that_was_talked", 999, 1, TALKED),
    ("S15", "s15_a_wrong_number_that_was_missed", 999, 1, MISSED),
    ("S16", "s16_a_conference_is_answered", 1, 1, TALKED),
    ("S17", "s17_a_blind_transfer_gives_two_calls", 21, 1, TALKED),
    ("S17", "s17_a_blind_transfer_gives_two_calls", 21, 2, RINGS),
    ("S17", "s17_a_blind_transfer_gives_two_calls", 99, 2, TALKED),
    ("S18", "s18_an_attended_transfer_shows_no_consultation", 99, 1, TALKED),
    ("S18", "s18_an_attended_transfer_shows_no_consultation", 31, 3, TALKED),
    ("S19", "s19_who_listens_or_barges_in_changes_nothing", 35, 1, TALKED),
    ("S20", "s20_a_missed_call_that_is_handled", 99, 1, HANDLED),
    ("S21", "s21_a_disposal_changes_nothing", 30, 1, TALKED),
    ("S22", "s22_a_hang_up_before_the_disposal", 61, 1, TALKED),
    ("S23", "s22_a_hang_up_before_the_disposal", 999, 1, TALKED),
    ("S26", "s26_a_call_that_is_deleted_and_restored", 70, 1, TALKED),
    ("S28", "s28_a_parked_caller_is_retrieved_in_a_child", 22, 1, TALKED),
    ("S28", "s28_a_parked_caller_is_retrieved_in_a_child", 99, 2, TALKED),
    ("S29", "s29_who_picks_up_is_the_staff_member", 99, 1, TALKED),
    ("S30", "s30_a_phone_that_forwards", 3, 1, RINGS),
];

#[test]
fn s1_to_s30_every_situation_is_shown_in_the_words_of_the_table() {
    let mut wrong = Vec::new();
    for (situation, story, seconds, serial, (current, seed)) in TABLE {
        let told = words(&after(story, *seconds), *serial);
        if told != ((*current).to_owned(), (*seed).to_owned()) {
            wrong.push(format!("{situation} {story} after {seconds} s: {told:?}, not {current} ({seed})"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Calls that were written down elsewhere.
fn logged(more: Value) -> Desk {
    let mut logged = json!({"direction": "inbound", "from": {"number": "+31612345678", "name": "Rosa"},
        "to": {"number": "101", "user": "ann"}, "line": "+31205550199"});
    logged.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let told = json!({"key": "1", "thread": "T", "leg": "L", "at": "2026-01-05T09:00:00Z", "what": "stated", "logged": logged});
    let mut desk = Desk::default();
    desk.push(from_native(&told, "crm").unwrap());
    desk
}

fn is(words: (&str, &str)) -> (String, String) {
    (words.0.to_owned(), words.1.to_owned())
}

#[test]
fn s24_a_call_that_was_written_down_is_shown_by_its_direction_and_outcome() {
    let talked = logged(json!({"answered_at": "2026-01-05T09:00:12Z", "ended_at": "2026-01-05T09:02:34Z"}));
    assert_eq!(words(&talked, 1), is(TALKED));
    let shown = talked.shown(1, Shape::Current);
    assert_eq!((&shown["duration"], &shown["from_number"]), (&json!(142), &json!("+31612345678")));
    assert_eq!((&shown["to_number"], &shown["staff_uid"]), (&json!("+31205550199"), &json!(super::user("ann"))));
    assert_eq!(words(&logged(json!({"outcome": "busy"})), 1), is(MISSED));
    assert_eq!(words(&logged(json!({"outcome": "voicemail"})), 1), is(VOICEMAIL));
    assert_eq!(words(&logged(json!({"outcome": "ivr"})), 1), is(PROVIDER));
    let outbound = json!({"direction": "outbound", "from": {"number": "101", "user": "ann"},
        "to": {"number": "+31612345678"}, "outcome": "voicemail"});
    let outbound = logged(outbound);
    assert_eq!(words(&outbound, 1), is(MISSED), "nobody was talked to");
    let shown = outbound.shown(1, Shape::Current);
    assert_eq!((&shown["from_number"], &shown["to_number"]), (&json!("+31205550199"), &json!("+31612345678")));
    assert_eq!(outbound.events(Shape::Current).len(), 1, "v16: whatever its source");
}

#[test]
fn s27_of_which_nothing_is_known_is_missed() {
    assert_eq!(words(&logged(json!({})), 1), is(MISSED));
}

/// The view of those who did not take it is none here: the call is one.
#[test]
fn s25_of_several_who_are_rung_only_who_took_it_shows() {
    let desk = after("s25_of_several_who_are_rung_one_answers", 99);
    assert_eq!(desk.shown(1, Shape::Current)["staff_uid"], json!(super::user("bea")));
}
