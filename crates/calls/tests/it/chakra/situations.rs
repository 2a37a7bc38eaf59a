//! The table of situations, line by line: what each comes to in this dialect, and the story that shows it.

use calls::conversation::Word;
use calls::dialects::chakra::{Shown, is_listed};

use super::{House, asked, stories, story, versions};

/// Situation, story, the call in it by its place in the order in which calls began, and its words one after another.
const TABLE: &[(&str, &str, u64, &str)] = &[
    ("S1 ringing, inbound", "s1_an_inbound_call_rings", 1, "RINGING"),
    ("S2 ringing, outbound", "s2_an_outbound_call_rings", 1, "RINGING"),
    (
        "S3 queued; S22; S23",
        "c5_a_queued_call_that_is_answered_and_disposed_after_it",
        1,
        "RINGING QUEUED RINGING IN_PROGRESS DISCONNECTED_NOT_DISPOSED COMPLETED",
    ),
    ("S4 answered by the far party", "s4_an_outbound_call_that_is_answered", 1, "RINGING IN_PROGRESS COMPLETED"),
    ("S5 by a machine only", "s5_a_caller_who_only_met_the_menu_was_answered_by_a_machine", 1, "RINGING ANSWERED"),
    ("S6 on hold", "s6_who_is_held_is_in_progress", 1, "RINGING IN_PROGRESS COMPLETED"),
    ("S7 busy, inbound", "s7_a_busy_agent_is_busy", 1, "RINGING BUSY"),
    ("S7 busy, outbound", "s7_an_outbound_call_that_is_busy", 1, "RINGING BUSY"),
    ("S8 no answer, inbound", "s8_an_inbound_call_that_nobody_answers_is_missed", 1, "RINGING MISSED"),
    ("S8 no answer, outbound", "s8_an_outbound_call_that_nobody_answers_is_unanswered", 1, "RINGING UNANSWERED"),
    ("S9 given up while it rang", "s9_a_caller_who_gives_up_is_missed", 1, "RINGING MISSED"),
    ("S9 given up in a queue", "s9_a_caller_who_gives_up_in_a_queue_is_missed", 1, "RINGING QUEUED MISSED"),
    ("S9 given up, outbound", "s9_an_outbound_call_that_is_cancelled_is_unanswered", 1, "RINGING UNANSWERED"),
    ("S10 rejected", "s10_who_declines_rejects", 1, "RINGING REJECTED"),
    ("S10 rejected, outbound", "s10_an_outbound_call_that_is_declined_is_rejected", 1, "RINGING REJECTED"),
    ("S11 blocked", "s11_who_is_blocked_is_rejected", 1, "RINGING REJECTED"),
    ("S12 blocked, number withheld", "s12_who_withholds_his_number_and_is_blocked_is_rejected", 1, "RINGING REJECTED"),
    ("S13 unavailable", "s13_what_cannot_be_reached_has_failed", 1, "RINGING FAILED"),
    ("S13 failed, outbound", "s13_an_outbound_call_that_fails", 1, "RINGING FAILED"),
    ("S14 voicemail", "s14_a_voicemail_is_a_missed_call", 1, "RINGING ANSWERED MISSED"),
    (
        "S15 wrong number, talked",
        "s15_a_wrong_number_that_talked",
        1,
        "RINGING IN_PROGRESS DISCONNECTED_NOT_DISPOSED WRONG_NUM",
    ),
    ("S15 wrong number, not talked", "s15_a_wrong_number_has_failed_until_it_is_disposed", 1, "RINGING MISSED WRONG_NUM"),
    ("S16 conference", "s16_a_caller_in_a_room_is_in_progress", 1, "RINGING IN_PROGRESS COMPLETED"),
    ("S16 a party is added", "s16_a_party_that_is_added_has_a_call_of_its_own", 2, "RINGING IN_PROGRESS COMPLETED"),
    (
        "S17 blind transfer, the parent",
        "s17_a_blind_transfer_ends_the_parent_and_rings_in_a_child",
        1,
        "RINGING IN_PROGRESS DISCONNECTED_NOT_DISPOSED",
    ),
    (
        "S17 blind transfer, the child",
        "s17_a_blind_transfer_ends_the_parent_and_rings_in_a_child",
        2,
        "RINGING IN_PROGRESS DISCONNECTED_NOT_DISPOSED",
    ),
    (
        "S18 attended transfer, the parent",
        "s18_an_attended_transfer_has_three_calls",
        1,
        "RINGING IN_PROGRESS DISCONNECTED_NOT_DISPOSED",
    ),
    ("S18 the consultation", "s18_an_attended_transfer_has_three_calls", 2, "RINGING IN_PROGRESS COMPLETED"),
    ("S18 the child", "s18_an_attended_transfer_has_three_calls", 3, "IN_PROGRESS DISCONNECTED_NOT_DISPOSED"),
    ("S19 barge, listen, whisper", "s19_who_listens_or_barges_in_changes_nothing", 1, "RINGING IN_PROGRESS COMPLETED"),
    ("S20 missed, then handled", "s20_a_missed_call_that_is_handled_stays_missed", 1, "RINGING MISSED"),
    (
        "S21 disposed before the hang-up",
        "c6_disposed_while_they_talk_it_is_completed_at_the_end",
        1,
        "RINGING QUEUED RINGING IN_PROGRESS DISPOSED_NOT_DISCONNECTED COMPLETED",
    ),
    ("S23 no wrap-up is due", "c7_without_wrap_up_it_is_completed_at_once", 1, "RINGING QUEUED RINGING IN_PROGRESS COMPLETED"),
    ("S25 rang several", "s25_of_several_who_are_rung_one_takes_it", 1, "RINGING IN_PROGRESS COMPLETED"),
    (
        "S26 deleted",
        "s26_a_deleted_call_keeps_its_status",
        1,
        "RINGING QUEUED RINGING IN_PROGRESS DISCONNECTED_NOT_DISPOSED deleted",
    ),
    (
        "S28 parked",
        "s28_a_parked_caller_is_in_progress_and_retrieved_in_a_child",
        1,
        "RINGING IN_PROGRESS DISCONNECTED_NOT_DISPOSED",
    ),
    (
        "S28 retrieved",
        "s28_a_parked_caller_is_in_progress_and_retrieved_in_a_child",
        2,
        "RINGING IN_PROGRESS DISCONNECTED_NOT_DISPOSED",
    ),
    ("S29 picked up", "s29_who_picks_up_has_the_call", 1, "RINGING IN_PROGRESS COMPLETED"),
    ("S30 forwarded", "s30_who_is_forwarded_to_is_rung", 1, "RINGING IN_PROGRESS COMPLETED"),
];

/// The words of a call, one after another.
fn words(name: &str, serial: u64) -> String {
    let mut words: Vec<&str> = Vec::new();
    for (_, seen) in versions(&story(&stories::table(name))) {
        for call in seen.calls.iter().filter(|call| call.serial == serial && is_listed(&seen, call)) {
            let shown = Shown::of(&seen, call, asked(&House));
            let word = if shown.is_deleted { "deleted" } else { shown.call_status.word() };
            if words.last() != Some(&word) {
                words.push(word);
            }
        }
    }
    words.join(" ")
}

#[test]
fn the_table_of_situations_line_by_line() {
    for (situation, name, serial, wanted) in TABLE {
        assert_eq!(words(name, *serial), *wanted, "{situation}: {name}");
    }
}

/// S24 and S27 are no stories of a line; they have tests of their own.
#[test]
fn every_situation_has_its_line() {
    let has =
        |no: u8| TABLE.iter().any(|(situation, ..)| situation.split([' ', ';', ',']).any(|word| word == format!("S{no}")));
    let lacking: Vec<u8> = (1..=30).filter(|no| !has(*no)).collect();
    assert_eq!(lacking, [24, 27]);
}
