//! Stories of the dialect: each is a file in its `fixtures/`, named by the rule that it holds.

use calls::dialects::Event;
use calls::moment::Moment;
use calls::signal::Signal;

use super::{House, body, standing, tell, told};
use crate::reviewed::Reviewed;

const REVIEWED: Reviewed = Reviewed("freshworks");

/// The table of a story.
pub(super) fn table(name: &str) -> String {
    REVIEWED.table(name)
}

/// An event in a line: when, what, of which call, where everybody stands, and what changed from what to what.
fn line(event: &Event, begun: Moment) -> String {
    let body = body(event);
    let micros = event.at.since(begun);
    let changes = body.get("changes").map(|changes| format!(" | {changes}")).unwrap_or_default();
    let word = event.word.trim_start_matches("onCall").to_lowercase();
    let at = format!("{:02}.{:03}", micros / 1_000_000, micros / 1_000 % 1_000);
    format!(
        "{at} {word} {} {} | {}{changes}",
        event.serial,
        body["call"]["direction"].as_str().unwrap(),
        standing(&body["call"])
    )
}

fn lines(signals: &[Signal], house: &House, begun: Moment) -> String {
    let events = tell(signals, house).into_iter().flat_map(|telling| telling.events);
    events.map(|event| line(&event, begun) + "\n").collect()
}

fn of_story(table: &str) -> String {
    let (signals, house) = told::story(table);
    lines(&signals, &house, Moment::from_micros(1_767_606_300_000_000).unwrap())
}

/// The names of all stories.
pub(super) fn every_name() -> Vec<String> {
    REVIEWED.names()
}

crate::reviewed::stories! {
    REVIEWED, of_story;
    f10_an_agent_who_is_offered_again_stays_one_participant,
    f10_an_agent_who_leaves_the_caller_to_a_queue_is_gone,
    f10_an_assignment_is_an_event,
    f10_two_phones_of_one_agent_are_one_participant,
    f13_a_recording_that_was_stored_before_comes_third,
    f13_an_end_is_told_in_three_steps_and_notes_with_the_first,
    f13_where_the_phone_system_bills_its_price_is_waited_for,
    f17_a_blind_transfer_ends_the_parent_and_starts_a_child,
    f17_a_transfer_into_a_queue_is_offered_to_nobody_at_first,
    f18_a_consultation_that_nobody_takes_ends_that_leg_as_missed,
    f18_a_consultation_without_transfer_only_ends_that_leg,
    f18_a_customer_to_whom_the_agent_comes_back_is_on_hold_no_more,
    f18_an_attended_transfer_adds_the_second_agent_and_then_starts_a_child,
    f19_in_a_chain_the_root_is_the_first_call,
    f1_a_number_outside_that_is_consulted_in_an_internal_call_is_a_call_of_its_own,
    f20_a_number_outside_that_is_added_is_of_type_seven,
    f20_a_party_that_is_added_is_of_type_four,
    f20_who_listens_is_of_type_six_and_who_barges_in_of_type_five,
    f29_a_call_that_is_restored_goes_on_and_is_not_created_again,
    f29_a_call_that_was_deleted_before_it_was_known_is_created_when_it_is_restored,
    f29_of_a_deleted_call_nothing_is_told,
    f32_of_several_agents_who_are_rung_the_others_are_disconnected,
    f33_a_voicemail_is_recorded_between_two_greetings,
    f36_a_number_without_queue_and_menu_gives_null,
    f36_queue_and_menu_are_those_of_the_number_until_others_are_entered,
    f4_an_outbound_call_has_no_queue_and_no_menu,
    f5_a_number_outside_that_is_rung_for_an_inbound_call_comes_with_an_update,
    f8_a_caller_who_hangs_up_first_makes_no_further_event,
    f8_a_wrap_up_that_lapses_ends_the_agents_leg,
    f8_an_inbound_call_that_was_answered_is_five_steps,
    f8_without_wrap_up_a_hang_up_ends_the_agents_leg_too,
    f9_an_outbound_call_is_created_with_its_agent,
    f9_an_outbound_call_that_came_to_busy,
    f9_an_outbound_call_that_came_to_cancelled,
    f9_an_outbound_call_that_came_to_declined,
    f9_an_outbound_call_that_came_to_failed,
    f9_an_outbound_call_that_came_to_no_answer,
    f9_an_outbound_call_that_came_to_unavailable,
    r12_a_consulted_number_outside_is_a_participant_of_the_held_call,
    r12_an_internal_call_has_no_events,
    s10_an_agent_who_declines_ends_an_inbound_call,
    s11_who_is_blocked_is_nine,
    s12_who_is_refused_because_he_withheld_his_number_is_eleven,
    s13_an_agent_who_cannot_be_reached_ends_an_inbound_call,
    s15_a_wrong_number_is_failed_unless_they_talked,
    s15_a_wrong_number_that_talked_is_completed,
    s16_a_caller_in_a_room_is_in_progress,
    s17_an_outbound_call_that_is_transferred_keeps_its_customer,
    s18_a_target_that_still_rings_rings_on_in_the_child,
    s20_who_handles_a_missed_call_changes_no_code,
    s21_a_disposal_before_the_hang_up_is_no_event,
    s28_a_parked_caller_is_on_hold_and_is_retrieved_in_a_child,
    s29_who_picks_up_is_a_new_leg_of_the_same_call,
    s2_a_click_to_call_is_created_when_the_customer_is_dialled,
    s30_a_phone_that_forwards_is_disconnected_and_the_next_rings,
    s5_a_caller_who_only_met_the_menu_has_no_agent,
    s6_who_is_held_is_on_hold_and_the_other_is_not,
    s7_a_busy_agent_ends_an_inbound_call,
    s8_a_call_that_was_given_up_while_it_rang_is_missed,
    s8_an_agent_who_does_not_answer_ends_an_inbound_call,
    s9_a_caller_who_gives_up_in_an_empty_queue_has_no_agent,
    s9_a_caller_who_gives_up_is_missed,
}

/// Every recorded call of which anything is told, as it was reviewed: `tests/it/freshworks/recordings.txt`.
#[test]
fn every_recorded_call_is_told_as_it_was_reviewed() {
    REVIEWED.hold_recordings(|folded| {
        let house = House { wraps_up: true, ..House::default() };
        let lines = lines(&folded.signals, &house, folded.conversation.started_at);
        Some(lines).filter(|lines| !lines.is_empty())
    });
}
