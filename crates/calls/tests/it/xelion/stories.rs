//! Stories of the dialect: each is a file in its `fixtures/`, named by the rule that it holds.

use std::collections::BTreeMap;

use calls::dialects::xelion::{Notice, Notified};
use calls::moment::Moment;
use serde_json::Value;
use uuid::Uuid;

use super::{House, Telling, object, read, tell, told};
use crate::reviewed::Reviewed;

const REVIEWED: Reviewed = Reviewed("xelion");

/// The table of a story.
pub(super) fn table(name: &str) -> String {
    REVIEWED.table(name)
}

/// A side of an event: number and user, or `-` where nothing of it is filled.
fn side(told: &Value, which: &str, house: &House) -> String {
    let field = |name: &str| &told[format!("{which}{name}")];
    let number = field("PhoneNumber").as_str().unwrap_or("-");
    let user = house.user(field("User")).map(|user| format!(" ({user})")).unwrap_or_default();
    let log = if field("CallLogOid").is_null() { "" } else { " log" };
    let line = if which == "callee" && !field("PhoneLineOid").is_null() { " line" } else { "" };
    format!("{number}{user}{log}{line}")
}

/// A notice in a line: when, what, of which call, who, how long, and to which users beside administrators.
fn line(telling: &Telling, notice: &Notice, begun: Moment, house: &House) -> String {
    let micros = telling.at.since(begun);
    let at = format!("{:02}.{:03}", micros / 1_000_000, micros / 1_000 % 1_000);
    let users = notice.audience.users.join(" ");
    let to = if users.is_empty() { String::new() } else { format!(" | to {users}") };
    let ids: BTreeMap<String, u64> = telling.after.calls.iter().map(|call| (id(call.id), call.serial)).collect();
    let serial = |told: &Value| told.as_str().map_or_else(|| "-".to_owned(), |told| ids[told].to_string());
    match &notice.what {
        Notified::Channel(channel) => {
            let told = &read(&channel.frame(1))["notification"];
            let (update, channel) = (told["updateType"].as_str().unwrap(), &told["activeChannel"]);
            let shown = |key: &str| channel[key].as_str().unwrap_or("-").to_owned();
            let slot = if channel["parkingSlot"].is_null() { String::new() } else { format!(" slot {}", shown("parkingSlot")) };
            let call = serial(&channel["callId"]);
            let (leg, role, state) = (shown("channelId"), shown("role"), shown("state"));
            format!("{at} {update} {call} {leg} {role} {} {state}{slot}{to}", shown("phone"))
        }
        Notified::Event(event) if event.word == "callTransferredEvent" => {
            let told = object(event);
            let user = |key: &str| house.user(&told[key]).map_or_else(|| "-".to_owned(), |user| user.to_string());
            let consultation = serial(&told["consultationCallId"]);
            let (kind, from, call) =
                (told["transferType"].as_str().unwrap(), serial(&told["fromCallId"]), serial(&told["callId"]));
            let number = told["toPhoneNumber"].as_str().unwrap_or("-");
            format!(
                "{at} {} {call} {kind} | from {from} consultation {consultation} | {} -> {} {number}{to}",
                event.word,
                user("fromUser"),
                user("toUser")
            )
        }
        Notified::Event(event) => {
            let told = object(event);
            let lasted = told["duration"].as_str().map(|seconds| format!(" | {seconds}s")).unwrap_or_default();
            let (from, to_side) = (side(&told, "caller", house), side(&told, "callee", house));
            let initiation = told["initiation"].as_str().unwrap();
            format!("{at} {} {} {initiation} | {from} -> {to_side}{lasted}{to}", event.word, event.serial)
        }
    }
}

fn id(call: Uuid) -> String {
    calls::dialects::xelion::call_id(call)
}

fn lines(tellings: &[Telling], begun: Moment, house: &House, channels: bool) -> String {
    let mut text = String::new();
    for telling in tellings {
        let shown = telling.notices.iter().filter(|notice| channels || matches!(notice.what, Notified::Event(_)));
        shown.for_each(|notice| text += &(line(telling, notice, begun, house) + "\n"));
    }
    text
}

fn of_story(table: &str) -> String {
    let (signals, house) = (told::story(table), House::default());
    let begun = Moment::from_micros(1_767_606_300_000_000).unwrap();
    lines(&tell(&signals, &house), begun, &house, table.contains("#! channels"))
}

crate::reviewed::stories! {
    REVIEWED, of_story;
    s10_who_refuses_has_missed_the_call_all_the_same,
    s11_who_is_blocked_is_missed_by_nobody,
    s12_who_is_refused_because_he_withheld_his_number_has_none,
    s13_a_number_that_fails_is_hung_up,
    s13_a_user_who_cannot_be_reached_has_missed_nothing,
    s14_a_mailbox_follows_the_phone_that_was_given_up,
    s15_a_disposal_is_no_event,
    s16_a_party_that_is_added_is_a_call_of_its_own_in_the_same_flow,
    s16_who_enters_a_room_is_connected,
    s19_who_listens_is_a_channel_and_no_call_event,
    s1_an_inbound_call_is_new_when_the_first_phone_rings,
    s20_who_handles_a_missed_call_is_no_event,
    s28_a_parked_caller_comes_back_to_the_parker,
    s28_a_parked_caller_is_retrieved_in_a_call_of_its_own,
    s29_who_picks_up_is_connected_and_nobody_has_missed_it,
    s2_a_click_to_call_says_so,
    s2_an_outbound_call_is_new_when_the_other_phone_rings,
    s30_a_phone_that_forwards_is_hung_up_and_the_call_goes_on,
    s3_a_call_that_waits_is_new_and_is_not_announced_again,
    s4_an_internal_call_has_users_on_both_sides,
    s4_an_outbound_call_that_is_answered_names_the_outside_party,
    s5_a_caller_who_only_met_the_menu_is_not_connected_and_not_missed,
    s7_a_busy_user_has_missed_the_call,
    s9_a_caller_who_gives_up_has_been_missed,
    s9_who_gives_up_an_outbound_call_has_missed_nobody,
    x10_a_user_with_two_phones_is_not_told_of_his_own_other_phone,
    x10_the_others_channels_are_hung_up_when_one_answers,
    x10_when_nobody_answers_in_the_end_everybody_has_missed_the_call,
    x10_who_is_passed_over_in_line_hunting_has_not_missed_the_call,
    x14_an_attended_transfer_in_full,
    x16_a_consultation_that_nobody_takes_is_missed,
    x16_a_consultation_without_transfer_is_hung_up_once,
    x17_a_blind_transfer_that_is_answered,
    x17_a_blind_transfer_that_nobody_answers_is_missed_by_its_target,
    x17_a_redirect_is_blind_and_nobody_did_it,
    x17_an_outbound_call_that_is_handed_on_to_a_user_is_missed_by_him,
    x17_who_is_handed_on_to_a_queue_is_told_of_when_he_waits,
    x25_a_hold_is_no_call_event_but_a_change_of_the_channel,
    x31_a_call_that_is_restored_goes_on_and_is_not_new_again,
    x31_of_a_deleted_call_nothing_is_told,
    x32_a_user_who_was_offered_a_waiting_call_has_missed_it,
    x34_a_channel_that_ends_together_with_its_call_is_not_told,
    x34_a_waiting_caller_outlasts_the_phone_that_is_given_up,
    x34_an_agent_who_leaves_the_caller_to_a_menu,
    x34_one_of_a_group_who_refuses_is_told_while_the_others_ring,
    x35_a_call_that_the_transferer_made_is_told_the_same_way,
    x35_a_target_that_still_rings_and_does_not_answer_has_missed_the_next_call,
    x35_a_target_that_still_rings_rings_on_in_the_next_call,
    x7_an_answered_call_is_new_connected_and_hung_up,
    x8_an_unanswered_call_is_missed_by_each_user_who_was_called,
    x8_with_no_user_called_one_missed_call_names_nobody,
    x9_a_number_outside_that_does_not_answer_is_no_missed_call,
    x9_a_number_outside_that_is_busy_is_no_missed_call,
}

/// Every recorded call of which anything is told, as it was reviewed: `tests/it/xelion/recordings.txt`.
#[test]
fn every_recorded_call_is_told_as_it_was_reviewed() {
    REVIEWED.hold_recordings(|folded| {
        let house = House::default();
        let lines = lines(&tell(&folded.signals, &house), folded.conversation.started_at, &house, false);
        Some(lines).filter(|lines| !lines.is_empty())
    });
}
