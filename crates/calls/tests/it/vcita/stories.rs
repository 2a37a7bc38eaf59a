//! Stories of the dialect: each is a file in its `fixtures/`, named by the rule or situation that it holds.

use std::fmt::Write as _;

use calls::dialects::vcita::Shape;
use calls::dialects::{Event, Names, Thing};
use calls::moment::Moment;
use serde_json::Value;

use super::{Desk, House, at, body};
use crate::reviewed::Reviewed;

const REVIEWED: Reviewed = Reviewed("vcita");

/// The table of a story.
pub(super) fn table(name: &str) -> String {
    REVIEWED.table(name)
}

/// Whose uid it is.
fn whose(house: &House, uid: &Value, of: fn(calls::Text) -> Thing, keys: &[calls::Text]) -> Option<String> {
    let uid = uid.as_str()?;
    let is = |key: &&calls::Text| house.uuid(&of((*key).clone())).is_some_and(|known| known.to_string() == uid);
    Some(keys.iter().find(is).map_or_else(|| "?".to_owned(), |key| key.to_string()))
}

/// An event in a line: when, what, of which call, and what is shown that is not null.
fn line(event: &Event, desk: &Desk, begun: Moment) -> String {
    let call = body(event)["data"].clone();
    let legs: Vec<_> = desk.seen().calls.iter().flat_map(|call| &call.legs).collect();
    let users: Vec<_> = legs.iter().filter_map(|leg| leg.user.clone()).chain(["ann".into(), "dan".into()]).collect();
    let contacts: Vec<_> = legs.iter().filter_map(|leg| leg.contact.clone()).collect();
    let micros = event.at.since(begun);
    let word = event.word.trim_start_matches("voice_call/");
    let text = |key: &str| call[key].as_str().unwrap_or("-").to_owned();
    let mut line = format!(
        "{:02}.{:03} {word} {} {} {} {} > {}",
        micros / 1_000_000,
        micros / 1_000 % 1_000,
        event.serial,
        text("direction"),
        text("status"),
        text("from_number"),
        text("to_number")
    );
    let mut more = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(line, " {name}={value}");
        }
    };
    more("staff", whose(&desk.house, &call["staff_uid"], Thing::User, &users));
    more("client", whose(&desk.house, &call["client_uid"], Thing::Contact, &contacts));
    more("duration", call["duration"].as_i64().map(|seconds| seconds.to_string()));
    more("handled_by", whose(&desk.house, &call["handled_by_staff_uid"], Thing::User, &users));
    let after = |key: &str| {
        let at = Moment::from_rfc3339(call[key].as_str()?)?;
        Some(format!("{:.3}", at.since(begun) as f64 / 1e6))
    };
    more("handled_at", after("handled_at"));
    more("deleted_at", after("deleted_at"));
    more("recording", call["recording"]["recording_type"].as_str().map(str::to_owned));
    more("external_uuid", call["external_uuid"].as_str().map(str::to_owned));
    more("summary", call["call_summary"].as_str().map(|summary| format!("{summary:?}")));
    line
}

fn lines(desk: &Desk, begun: Moment) -> String {
    desk.events(Shape::Current).iter().map(|event| line(event, desk, begun) + "\n").collect()
}

fn of_story(table: &str) -> String {
    lines(&Desk::of(table), at(0))
}

crate::reviewed::stories! {
    REVIEWED, of_story;
    r12_a_number_outside_that_is_consulted_is_a_call_of_its_own,
    s10_a_staff_member_who_declines,
    s11_who_is_blocked,
    s12_who_is_refused_because_he_withheld_his_number,
    s13_a_staff_member_who_cannot_be_reached,
    s13_an_outbound_call_that_failed,
    s14_a_caller_who_leaves_a_message,
    s15_a_wrong_number_that_was_missed,
    s15_a_wrong_number_that_was_talked,
    s16_a_conference_is_answered,
    s17_a_blind_transfer_gives_two_calls,
    s17_the_child_of_an_outbound_transfer_keeps_whom_it_was_about,
    s18_an_attended_transfer_shows_no_consultation,
    s19_who_listens_or_barges_in_changes_nothing,
    s20_a_missed_call_that_is_handled,
    s21_a_disposal_changes_nothing,
    s22_a_hang_up_before_the_disposal,
    s25_of_several_who_are_rung_one_answers,
    s26_a_call_that_is_deleted_and_restored,
    s26_a_call_that_was_deleted_before_it_was_known,
    s28_a_parked_caller_is_retrieved_in_a_child,
    s29_who_picks_up_is_the_staff_member,
    s2_a_click_to_call_rings_and_is_talked,
    s30_a_phone_that_forwards,
    s3_a_caller_who_waits_in_a_queue,
    s6_a_hold_shows_nothing,
    s7_a_busy_staff_member,
    s8_an_outbound_call_that_nobody_answers,
    s9_a_caller_who_gives_up,
    s9_a_caller_who_gives_up_in_an_empty_queue,
    v17_what_is_written_beside_a_call_is_an_update,
    v18_an_internal_call_does_not_exist,
    v4_an_inbound_call_that_is_answered,
    v4_an_inbound_call_that_nobody_answers,
    v4_what_is_only_played_is_no_answer_while_the_call_is_put_through,
    v5_a_caller_to_whom_something_was_only_played,
    v5_a_caller_who_gives_up_in_the_queue_after_a_menu,
    v5_a_caller_who_is_answered_after_a_menu,
    v5_a_caller_who_only_met_the_menu,
}

/// Every recorded call of which anything is told, as it was reviewed: `tests/it/vcita/recordings.txt`.
#[test]
fn every_recorded_call_is_told_as_it_was_reviewed() {
    REVIEWED.hold_recordings(|folded| {
        let mut desk = Desk::default();
        folded.signals.into_iter().for_each(|signal| desk.push(signal));
        Some(lines(&desk, folded.conversation.started_at)).filter(|lines| !lines.is_empty())
    });
}
