//! Stories of the dialect: each is a file in its `fixtures/`, named by the rule or the situation that it holds.

use std::fmt::Write as _;

use calls::conversation::Word;
use calls::dialects::chakra::{Shown, is_listed};
use calls::dialects::seen::Seen;
use calls::moment::Moment;
use calls::signal::Signal;

use super::{House, asked, id_of, moment, story, versions};
use crate::reviewed::Reviewed;

const REVIEWED: Reviewed = Reviewed("chakra");

/// The table of a story.
pub(super) fn table(name: &str) -> String {
    REVIEWED.table(name)
}

/// A call in a line: its word, sides, origin, whose it is and with whom; then its seconds and what came of it.
fn line(seen: &Seen, shown: &Shown, begun: Moment) -> String {
    let number = |number: &Option<calls::Text>| number.clone().unwrap_or_else(|| "-".into());
    let legs = seen.calls.iter().flat_map(|call| call.legs.iter().filter_map(|leg| leg.user.clone()));
    let users: Vec<calls::Text> = legs.chain(seen.calls.iter().filter_map(|call| call.assigned.user.clone())).collect();
    let user = |id: String| users.iter().find(|user| id_of(user).to_string() == id).map_or(id, ToString::to_string);
    let mut line = format!(
        "{} {} {} -> {} | {}",
        shown.r#type.word(),
        shown.call_status.word(),
        number(&shown.from),
        number(&shown.to),
        shown.call_initiate_location.as_deref().unwrap_or("-"),
    );
    let mut add = |name: &str, value: Option<String>| value.map(|value| write!(line, " {name} {value}").unwrap());
    add("user", shown.user.map(|id| user(id.to_string())));
    add("for", shown.for_user.clone().map(|id| user(id.to_string())));
    let begun = begun.micros() / 1_000;
    let since = |at: Option<i64>| at.map(|at| format!("{}.{:03}", (at - begun) / 1_000, (at - begun) % 1_000));
    add("| talk", since(shown.connection_start));
    add("to", since(shown.connection_end));
    add("| lasted", shown.call_duration.map(|seconds| seconds.to_string()));
    add("talked", shown.connection_duration.map(|seconds| seconds.to_string()));
    add("| disposed", since(shown.disposed_at));
    add(
        "| recording",
        shown.recording_url.clone().map(|url| url.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned()),
    );
    add("|", shown.is_deleted.then(|| "deleted".to_owned()));
    line
}

/// What is shown of each call, whenever that changes.
fn told(signals: &[Signal], begun: Moment) -> String {
    let (mut told, mut known) = (String::new(), std::collections::BTreeMap::new());
    for (at, seen) in versions(signals) {
        for call in seen.calls.iter().filter(|call| is_listed(&seen, call)) {
            let line = line(&seen, &Shown::of(&seen, call, asked(&House)), begun);
            if known.insert(call.id, line.clone()).as_ref() != Some(&line) {
                let micros = at.since(begun);
                let _ = writeln!(told, "{:02}.{:03} {} {line}", micros / 1_000_000, micros / 1_000 % 1_000, call.serial);
            }
        }
    }
    told
}

fn of_story(table: &str) -> String {
    told(&story(table), moment(0))
}

crate::reviewed::stories! {
    REVIEWED, of_story;
    c10_a_wrong_number_that_is_disposed_while_they_talk,
    c22_a_voicemail_has_a_recording_once_it_is_stored,
    c5_a_queued_call_that_is_answered_and_disposed_after_it,
    c6_disposed_while_they_talk_it_is_completed_at_the_end,
    c7_without_wrap_up_it_is_completed_at_once,
    c8_a_call_that_is_disposed_while_it_rings,
    c8_a_missed_call_that_is_disposed_stays_missed,
    c8_a_missed_call_that_was_a_wrong_number,
    c9_a_second_disposal_keeps_the_first_moment,
    r11_an_internal_call_shows_both_numbers_as_outbound,
    r17_a_wrap_up_that_lapses_leaves_the_call_undisposed,
    s10_an_outbound_call_that_is_declined_is_rejected,
    s10_who_declines_rejects,
    s11_who_is_blocked_is_rejected,
    s12_who_withholds_his_number_and_is_blocked_is_rejected,
    s13_an_outbound_call_that_fails,
    s13_what_cannot_be_reached_has_failed,
    s14_a_voicemail_is_a_missed_call,
    s15_a_wrong_number_has_failed_until_it_is_disposed,
    s15_a_wrong_number_that_talked,
    s16_a_caller_in_a_room_is_in_progress,
    s16_a_number_outside_that_is_added_is_called,
    s16_a_party_that_is_added_has_a_call_of_its_own,
    s17_a_blind_transfer_ends_the_parent_and_rings_in_a_child,
    s17_a_transfer_into_a_queue_waits_in_a_child,
    s17_an_outbound_call_that_is_transferred_keeps_its_sides,
    s18_a_consultation_with_a_number_outside_goes_over_a_line,
    s18_a_target_that_still_rings_rings_on_in_the_child,
    s18_an_attended_transfer_has_three_calls,
    s19_who_listens_or_barges_in_changes_nothing,
    s1_an_inbound_call_rings,
    s20_a_missed_call_that_is_handled_stays_missed,
    s25_of_several_who_are_rung_one_takes_it,
    s26_a_deleted_call_keeps_its_status,
    s27_a_call_that_was_given_up_before_anything_was_dialled_has_failed,
    s28_a_parked_caller_is_in_progress_and_retrieved_in_a_child,
    s29_who_picks_up_has_the_call,
    s2_a_click_to_call_rings_once_its_number_is_dialled,
    s2_an_outbound_call_rings,
    s30_who_is_forwarded_to_is_rung,
    s4_an_outbound_call_that_is_answered,
    s5_a_caller_who_only_met_the_menu_was_answered_by_a_machine,
    s6_who_is_held_is_in_progress,
    s7_a_busy_agent_is_busy,
    s7_an_outbound_call_that_is_busy,
    s8_an_inbound_call_that_nobody_answers_is_missed,
    s8_an_outbound_call_that_nobody_answers_is_unanswered,
    s9_a_caller_who_gives_up_in_a_queue_is_missed,
    s9_a_caller_who_gives_up_is_missed,
    s9_an_outbound_call_that_is_cancelled_is_unanswered,
}

/// Every recorded call, as it was reviewed: `tests/it/chakra/recordings.txt`.
#[test]
fn every_recorded_call_is_shown_as_it_was_reviewed() {
    REVIEWED.hold_recordings(|folded| Some(told(&folded.signals, folded.conversation.started_at)));
}
