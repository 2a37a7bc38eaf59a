//! The situation table of all dialects, line by line: what each situation shows in this one, written down from the table and
//! not from what is told. A page is named by the number behind its call's.

use calls::dialects::Event;

use super::{line, object, stories, told};

/// Events of a call in a row: `NotifyStart+Unknown`; of a further page or call its number comes first.
fn shown(events: &[Event]) -> String {
    let one = |event: &Event| {
        let call_id = object(event)["callId"].as_str().unwrap_or_default().replace(&event.call.to_string(), "");
        let page = format!("{}{call_id}", event.serial);
        let page = if page == "1" { String::new() } else { format!("{page}:") };
        let word = event.word.replace("Notify", "").replace("callRecord", "record");
        format!("{page}{word}+{}", object(event)["disposition"].as_str().unwrap_or_default())
    };
    events.iter().map(one).collect::<Vec<_>>().join(" ")
}

const TALK: &str = "Start+Unknown Answer+Unknown End+Unknown record+Answered";

/// Situation, story, what is to be shown.
const TABLE: &[(&str, &str, &str)] = &[
    (
        "S1 S25: one start a ringing operator; the others end with Cancel",
        "s25_several_operators_of_whom_one_answers",
        "Start+Unknown 1.2:Start+Unknown Answer+Unknown 1.2:End+Cancel End+Unknown record+Answered",
    ),
    ("S2", "s2_a_click_to_call_starts_when_the_client_is_dialled", TALK),
    ("S3: nothing until an operator rings", "s3_a_caller_in_a_queue", TALK),
    ("S4", "e17_an_inbound_call_that_was_answered", TALK),
    ("S4 out", "s4_an_outbound_call_that_was_answered", TALK),
    ("S5", "s5_a_caller_who_only_met_the_menu", "record+Unknown"),
    ("S6", "s6_a_hold_is_nothing", TALK),
    ("S7 in", "s7_a_busy_operator", "Start+Unknown End+Busy record+Busy"),
    ("S7 out", "s7_an_outbound_call_to_a_busy_client", "Start+Unknown End+Busy record+Busy"),
    ("S8 in", "s8_an_operator_who_does_not_answer", "Start+Unknown End+NoAnswer record+NoAnswer"),
    ("S8 out", "s8_an_outbound_call_that_nobody_answers", "Start+Unknown End+NoAnswer record+NoAnswer"),
    ("S9 ring", "s9_a_caller_who_gives_up", "Start+Unknown End+Cancel record+Cancel"),
    ("S9 queue", "s9_a_caller_who_gives_up_in_an_empty_queue", "record+Cancel"),
    ("S9 out", "s9_an_outbound_call_that_is_given_up", "Start+Unknown End+Cancel record+Cancel"),
    ("S10 in", "s10_an_operator_who_declines", "Start+Unknown End+Busy record+Busy"),
    ("S10 out", "s10_an_outbound_call_that_is_declined", "Start+Unknown End+Busy record+Busy"),
    ("S11", "s11_a_caller_who_is_blocked", "record+Unknown"),
    ("S12", "s12_a_caller_who_withholds_his_number", "record+Unknown"),
    ("S13 in", "s13_an_operator_who_cannot_be_reached", "Start+Unknown End+Unknown record+Unknown"),
    ("S13 out", "s13_an_outbound_call_that_fails", "Start+Unknown End+Unknown record+Unknown"),
    ("S14", "s14_a_message_that_is_left", "Start+Unknown End+NoAnswer record+NoAnswer"),
    ("S15 talked", "s15_a_wrong_number_that_talked", TALK),
    ("S15 before the end", "s15_a_wrong_number_that_is_known_before_the_end", "Start+Unknown End+NoAnswer record+Unknown"),
    ("S15 later nothing more", "s15_a_wrong_number_that_did_not_talk", "Start+Unknown End+NoAnswer record+NoAnswer"),
    (
        "S16: who joins has a further callId",
        "s16_a_party_that_is_added",
        "Start+Unknown Answer+Unknown 2:Start+Unknown 2:Answer+Unknown 2:End+Unknown 2:record+Answered End+Unknown record+Answered",
    ),
    ("S16 room", "s16_an_operator_in_a_room", TALK),
    (
        "S17",
        "s17_a_blind_transfer",
        "Start+Unknown Answer+Unknown End+Unknown record+Answered \
         2:Start+Unknown 2:Answer+Unknown 2:End+Unknown 2:record+Answered",
    ),
    (
        "S18",
        "s18_an_attended_transfer",
        "Start+Unknown Answer+Unknown 2:Start+Unknown 2:Answer+Unknown End+Unknown record+Answered \
         2:End+Unknown 2:record+Answered 3:Start+Unknown 3:Answer+Unknown 3:End+Unknown 3:record+Answered",
    ),
    ("S19", "s19_who_listens_and_who_breaks_in", TALK),
    ("S20", "s20_a_missed_call_that_is_handled", "Start+Unknown End+NoAnswer record+NoAnswer"),
    ("S21", "s21_a_disposal_before_the_hang_up", TALK),
    ("S22 S23", "s22_a_disposal_after_the_hang_up", TALK),
    ("S26: nothing once it is deleted", "s26_a_call_that_is_deleted", "Start+Unknown Answer+Unknown"),
    ("S27", "s27_a_call_whose_end_was_never_told", "Start+Unknown End+Unknown record+Unknown"),
    (
        "S28: the parker's end at the parking, then as S17",
        "s28_a_caller_who_is_parked_and_retrieved",
        "Start+Unknown Answer+Unknown End+Unknown record+Answered \
         2:Start+Unknown 2:Answer+Unknown 2:End+Unknown 2:record+Answered",
    ),
    (
        "S29",
        "s29_a_call_that_is_picked_up",
        "Start+Unknown 1.2:Start+Unknown End+Cancel 1.2:Answer+Unknown 1.2:End+Unknown 1.2:record+Answered",
    ),
    (
        "S30",
        "s30_a_phone_that_forwards",
        "Start+Unknown End+Cancel 1.2:Start+Unknown 1.2:Answer+Unknown 1.2:End+Unknown 1.2:record+Answered",
    ),
];

#[test]
fn every_situation_s1_to_s30_is_shown_as_the_table_says() {
    let mut wrong = Vec::new();
    for (situation, story, wanted) in TABLE {
        let shown = shown(&told(&stories::table(story)));
        if shown != *wanted {
            wrong.push(format!("{situation} ({story})\nwanted {wanted}\nshown  {shown}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_table_leaves_out_no_situation() {
    let named: Vec<&str> = TABLE.iter().flat_map(|(situation, ..)| situation.split([' ', ':'])).collect();
    // S24 is a test of its own: what was written down has no table.
    let missing: Vec<String> =
        (1..=30).map(|no| format!("S{no}")).filter(|name| name != "S24" && !named.contains(&name.as_str())).collect();
    assert_eq!(missing, [""; 0]);
}

/// The line that the table says of directions and phones beside the words.
#[test]
fn s1_s2_and_s18_directions_and_phones_are_those_of_the_table() {
    let first = |story: &str| line(&told(&stories::table(story))[0]);
    assert_eq!(first("s25_several_operators_of_whom_one_answers"), "NotifyStart in +31612345678>102 call1 Unknown");
    assert_eq!(first("s4_an_outbound_call_that_was_answered"), "NotifyStart out 101>0612345678 call1 Unknown");
    let consulted = told(&stories::table("s18_an_attended_transfer"));
    assert_eq!(line(&consulted[2]), "NotifyStart internal 102>103 call2 Unknown");
}

#[test]
fn s24_of_a_call_that_was_written_down_nothing_is_told() {
    let told = serde_json::json!({"key": "1", "thread": "T", "leg": "L", "at": "2026-01-05T09:00:00Z", "what": "stated",
        "logged": {"direction": "inbound", "from": {"number": "+31612345678"}, "to": {"number": "102", "user": "bea"},
            "answered_at": "2026-01-05T09:00:12Z", "ended_at": "2026-01-05T09:02:34Z"}});
    let signal = calls::notation::json::native::from_native(&told, "crm").unwrap();
    let tellings = super::tell(&[signal], &super::House::default());
    assert_eq!(tellings.len(), 1, "there is a record");
    assert!(tellings[0].events.is_empty());
}
