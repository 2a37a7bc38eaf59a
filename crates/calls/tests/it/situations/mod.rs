//! The table of situations, S1 to S30: each as a told story, rendered version by version by each of the five dialects.
//!
//! `situations.txt` is what came of it, a line a dialect, and reads like the table. It was reviewed against the table line by line; a
//! dialect's own tests hold its rules, and this one that no dialect was left out. `BLESS=1` writes it anew, to be read before it is
//! committed, with the table beside it. Nothing here may decide what is right: that is what the reader of the file does.
//! To add a situation: its line in [`TABLE`].

mod rows;
mod told;

use std::fmt::Write as _;
use std::path::Path;

use told::{Play, Told};

/// Situation, and who tells of it: a story of a dialect's `fixtures/`, or one of those below.
const TABLE: &[(&str, Told)] = &[
    ("S1 ringing, inbound", Told::Story("chakra", "s1_an_inbound_call_rings")),
    ("S2 ringing, outbound", Told::Story("chakra", "s2_an_outbound_call_rings")),
    (
        "S2 ringing, outbound, asked for by a program",
        Told::Story("chakra", "s2_a_click_to_call_rings_once_its_number_is_dialled"),
    ),
    ("S3 queued", Told::Story("chakra", "c7_without_wrap_up_it_is_completed_at_once")),
    ("S4 answered by agent", Told::Story("vcita", "v4_an_inbound_call_that_is_answered")),
    ("S4 answered by far party", Told::Story("chakra", "s4_an_outbound_call_that_is_answered")),
    ("S4 answered, internal", Told::Story("chakra", "r11_an_internal_call_shows_both_numbers_as_outbound")),
    ("S5 answered by IVR only", Told::Story("chakra", "s5_a_caller_who_only_met_the_menu_was_answered_by_a_machine")),
    ("S6 on hold", Told::Story("chakra", "s6_who_is_held_is_in_progress")),
    ("S7 busy, inbound", Told::Story("chakra", "s7_a_busy_agent_is_busy")),
    ("S7 busy, outbound", Told::Story("chakra", "s7_an_outbound_call_that_is_busy")),
    ("S7 busy, internal", Told::Own("busy colleague")),
    ("S8 no answer, inbound", Told::Story("chakra", "s8_an_inbound_call_that_nobody_answers_is_missed")),
    ("S8 no answer, outbound", Told::Story("chakra", "s8_an_outbound_call_that_nobody_answers_is_unanswered")),
    ("S8 no answer, internal", Told::Own("absent colleague")),
    ("S8 no answer, several rung", Told::Story("xelion", "x8_an_unanswered_call_is_missed_by_each_user_who_was_called")),
    ("S9 caller gave up while it rang", Told::Story("chakra", "s9_a_caller_who_gives_up_is_missed")),
    ("S9 caller gave up in a queue", Told::Story("chakra", "s9_a_caller_who_gives_up_in_a_queue_is_missed")),
    ("S9 caller gave up in a queue while a phone rang", Told::Own("queue")),
    ("S9 caller gave up, outbound", Told::Story("chakra", "s9_an_outbound_call_that_is_cancelled_is_unanswered")),
    ("S9 caller gave up, internal", Told::Own("impatient colleague")),
    ("S10 rejected, inbound", Told::Story("chakra", "s10_who_declines_rejects")),
    ("S10 rejected, outbound", Told::Story("chakra", "s10_an_outbound_call_that_is_declined_is_rejected")),
    ("S11 blocked", Told::Story("chakra", "s11_who_is_blocked_is_rejected")),
    ("S12 refused, number withheld", Told::Story("chakra", "s12_who_withholds_his_number_and_is_blocked_is_rejected")),
    ("S13 unavailable, inbound", Told::Story("chakra", "s13_what_cannot_be_reached_has_failed")),
    ("S13 failed, inbound", Told::Own("failed")),
    ("S13 failed, outbound", Told::Story("chakra", "s13_an_outbound_call_that_fails")),
    ("S13 unavailable, outbound", Told::Story("freshworks", "f9_an_outbound_call_that_came_to_unavailable")),
    ("S14 voicemail, inbound", Told::Story("chakra", "s14_a_voicemail_is_a_missed_call")),
    ("S14 voicemail, outbound", Told::Own("mailbox")),
    ("S15 disposed as a wrong number, talked", Told::Story("chakra", "s15_a_wrong_number_that_talked")),
    ("S15 the same before the end, not talked", Told::Story("elma365", "s15_a_wrong_number_that_is_known_before_the_end")),
    ("S15 the same after the end, not talked", Told::Story("chakra", "s15_a_wrong_number_has_failed_until_it_is_disposed")),
    ("S16 conference, an agent joins", Told::Story("chakra", "s16_a_party_that_is_added_has_a_call_of_its_own")),
    ("S16 conference, a number outside joins", Told::Story("chakra", "s16_a_number_outside_that_is_added_is_called")),
    ("S16 conference, a caller in a room", Told::Story("chakra", "s16_a_caller_in_a_room_is_in_progress")),
    ("S17 blind transfer", Told::Story("chakra", "s17_a_blind_transfer_ends_the_parent_and_rings_in_a_child")),
    (
        "S17 blind transfer, nobody answers",
        Told::Story("xelion", "x17_a_blind_transfer_that_nobody_answers_is_missed_by_its_target"),
    ),
    ("S17 blind transfer into a queue", Told::Story("chakra", "s17_a_transfer_into_a_queue_waits_in_a_child")),
    (
        "S17 blind transfer of an outbound call",
        Told::Story("chakra", "s17_an_outbound_call_that_is_transferred_keeps_its_sides"),
    ),
    ("S18 attended transfer", Told::Story("chakra", "s18_an_attended_transfer_has_three_calls")),
    (
        "S18 attended transfer, the target still rings",
        Told::Story("chakra", "s18_a_target_that_still_rings_rings_on_in_the_child"),
    ),
    ("S18 a number outside is consulted", Told::Story("chakra", "s18_a_consultation_with_a_number_outside_goes_over_a_line")),
    ("S19 listen, then barge", Told::Story("chakra", "s19_who_listens_or_barges_in_changes_nothing")),
    ("S20 missed, then handled", Told::Story("chakra", "s20_a_missed_call_that_is_handled_stays_missed")),
    ("S21 disposed before hang-up", Told::Story("chakra", "c6_disposed_while_they_talk_it_is_completed_at_the_end")),
    ("S22 hung up, not yet disposed; S23 disposed", Told::Story("vcita", "s22_a_hang_up_before_the_disposal")),
    ("S23 finished, no wrap-up due", Told::Story("chakra", "s4_an_outbound_call_that_is_answered")),
    (
        "S24 logged by hand, talked",
        Told::Logged(r#"{"answered_at": "2026-01-05T09:45:12Z", "ended_at": "2026-01-05T09:47:34Z"}"#),
    ),
    ("S24 logged by hand, busy", Told::Logged(r#"{"outcome": "busy"}"#)),
    ("S25 rang several agents, one took it", Told::Story("chakra", "s25_of_several_who_are_rung_one_takes_it")),
    ("S26 deleted", Told::Story("chakra", "s26_a_deleted_call_keeps_its_status")),
    ("S26 deleted while they talk", Told::Story("elma365", "s26_a_call_that_is_deleted")),
    (
        "S27 beside it: the end was never told, which is no answer",
        Told::Story("elma365", "s27_a_call_whose_end_was_never_told"),
    ),
    ("S27 nothing known", Told::Unknown("chakra", "s8_an_inbound_call_that_nobody_answers_is_missed")),
    ("S28 parked, then retrieved", Told::Story("chakra", "s28_a_parked_caller_is_in_progress_and_retrieved_in_a_child")),
    ("S28 parked, then returned", Told::Story("xelion", "s28_a_parked_caller_comes_back_to_the_parker")),
    ("S29 picked up by a colleague", Told::Story("chakra", "s29_who_picks_up_has_the_call")),
    ("S30 forwarded by the phone", Told::Story("chakra", "s30_who_is_forwarded_to_is_rung")),
];

/// A situation as the five dialects show it.
fn shown(situation: &str, told: &Told) -> String {
    let play: Play = told.play();
    let mut text = format!("{situation}\n    ({told})\n");
    for (dialect, row) in [
        ("Chakra", rows::chakra(&play)),
        ("Xelion", rows::xelion(&play)),
        ("vCita", rows::vcita(&play)),
        ("ELMA365", rows::elma365(&play)),
        ("Freshworks", rows::freshworks(&play)),
    ] {
        let _ = writeln!(text, "    {dialect:10} {row}");
    }
    text
}

#[test]
fn every_situation_is_shown_by_every_dialect_as_it_was_reviewed() {
    let shown: Vec<String> = TABLE.iter().map(|(situation, told)| shown(situation, told)).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/situations/situations.txt");
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let all = shown.join("\n");
    if all != expected {
        let first = all.lines().zip(expected.lines()).find(|(shown, expected)| shown != expected);
        assert!(std::env::var_os("BLESS").is_some(), "shown, and expected: {first:#?}");
        std::fs::write(&path, all).unwrap();
    }
}

#[test]
fn the_table_leaves_out_no_situation() {
    let named = |no: u8| TABLE.iter().any(|(situation, _)| situation.split([' ', ';']).any(|word| word == format!("S{no}")));
    let missing: Vec<u8> = (1..=30).filter(|no| !named(*no)).collect();
    assert_eq!(missing, [0_u8; 0]);
}
