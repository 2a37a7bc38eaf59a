//! The stories that every store must tell alike: each is handed a way to open one and the same store, again and again.
//!
//! Only the trait is used here. To hold another store to them: its own list of tests that call [`all`] with its opener.

pub(super) mod apps;
pub(super) mod created;
pub(super) mod dialects;
pub(super) mod directory;
pub(super) mod doings;
pub(super) mod erasure;
pub(super) mod exports;
pub(super) mod feed;
pub(super) mod figures;
pub(super) mod finding;
pub(super) mod ids;
pub(super) mod joins;
pub(super) mod lists;
pub(super) mod media;
pub(super) mod originations;
pub(super) mod outbox;
pub(super) mod overheard;
pub(super) mod owners;
pub(super) mod people;
pub(super) mod records;
pub(super) mod stage;
pub(super) mod walking;
pub(super) mod wrap_up;

use std::path::PathBuf;
use std::sync::Arc;

use calls::Text;
use calls::adapters::{ADAPTERS, Input, Output, Settings};
use calls::moment::Moment;
use calls::notation::json::native::from_native;
use calls::signal::Signal;
use serde_json::Value;

use super::{
    AccountRow, Batch, CURRENCY, ChangeRow, DialectSettings, Mode, Recorded, Retention, Store, WRAPUP_LIMIT_S, Wrapup,
};

/// Opens the story's store; each time anew, as after a restart.
pub(super) type Open<'a> = &'a dyn Fn() -> Arc<dyn Store>;

/// When things are recorded in these stories.
pub(super) fn noon() -> Moment {
    Moment::from_micros(1_767_607_200_000_000).unwrap()
}

/// A store with an account in it.
pub(super) async fn with_account(open: Open<'_>) -> Arc<dyn Store> {
    let store = open();
    store.put_account(account("main")).await.unwrap();
    store
}

pub(super) fn account(name: &str) -> AccountRow {
    AccountRow {
        account: Text::new(name),
        region: None,
        zone: Text::new_static("UTC"),
        outside_prefix: None,
        own_numbers: Vec::new(),
        wrapup: Wrapup::default(),
        wrapup_limit_s: WRAPUP_LIMIT_S,
        currency: Text::new_static(CURRENCY),
        dialects: DialectSettings::default(),
        retention: Retention::default(),
        created_at: noon(),
        deleted_at: None,
    }
}

/// The signals of one recorded scenario, as the manager interface told them.
pub(super) fn recorded(scenario: &str) -> Vec<Signal> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../calls/fixtures/asterisk").join(scenario).join("ami.txt");
    let kind = ADAPTERS.iter().find(|kind| kind.name == "asterisk-ami").unwrap();
    let mut adapter = (kind.make)(&Settings { source: Text::new_static("office"), ..Settings::default() });
    let mut output = Output::default();
    adapter.feed(Input::Connected(None), &mut output);
    adapter.feed(Input::Bytes(&std::fs::read(file).unwrap()), &mut output);
    adapter.feed(Input::Closed(None), &mut output);
    output.signals
}

/// Signals of the same source as a phone system without an adapter tells them, one JSON object a line.
pub(super) fn told(lines: &str) -> Vec<Signal> {
    let told = |line: &str| from_native(&serde_json::from_str(line).unwrap(), "office").unwrap();
    lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(told).collect()
}

pub(super) fn batch(signals: &[Signal], mode: Mode) -> Batch {
    Batch { account: Text::new_static("main"), signals: signals.into(), seen: Vec::new(), mark: None, mode, at: noon() }
}

/// Records signals as they happen.
pub(super) async fn record(store: &Arc<dyn Store>, signals: &[Signal]) -> Recorded {
    store.record(batch(signals, Mode::Live)).await.unwrap()
}

/// All changes of the account.
pub(super) async fn changes(store: &Arc<dyn Store>) -> Vec<ChangeRow> {
    store.changes("main", 0, None, 1_000).await.unwrap().rows
}

/// Every conversation's record, oldest first.
pub(super) async fn records(store: &Arc<dyn Store>) -> Vec<Value> {
    let page = store.conversations("main", &super::Filter::default(), None, 500).await.unwrap();
    let mut records: Vec<Value> = page.rows.iter().map(|row| serde_json::from_str(&row.record).unwrap()).collect();
    records.reverse();
    records
}

/// Leaves out what counts tellings: serials, versions, times of recording.
pub(super) fn bare(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            ["serial", "version", "created_at", "updated_at"].iter().for_each(|key| drop(fields.remove(*key)));
            fields.values_mut().for_each(bare);
        }
        Value::Array(values) => values.iter_mut().for_each(bare),
        _ => {}
    }
}

/// A store's tests: every story, by its name.
macro_rules! stories {
    ($open:path) => {
        crate::store::story::stories! { $open;
            records: n21_one_by_one_or_all_at_once_gives_the_same_versions
                n21_every_version_is_the_fold_of_the_signals_until_then
                n18_what_is_told_again_changes_nothing
                n17_a_restart_in_the_middle_changes_nothing
                n21_what_is_imported_has_one_version_a_conversation
                n21_a_rebuild_tells_only_what_differs
                n19_what_is_not_heard_of_for_too_long_is_given_up
                n20_a_runaway_conversation_is_kept_and_read,
            joins: n20_of_two_that_are_joined_the_one_told_first_stays
                n20_joined_one_by_one_or_after_a_restart_is_the_same
                n20_each_of_a_chain_of_joins_keeps_its_own_history
                n18_of_a_fact_that_both_of_a_join_have_rows_and_memory_keep_the_same_telling,
            doings: n27_a_doing_is_said_of_one_call_and_told_as_a_version
                n27_of_a_conversation_it_is_its_last_call_or_all_of_them
                n27_a_child_is_told_with_its_parents_links_at_once
                what_is_said_twice_under_a_key_is_done_once_and_answered_alike
                a_version_that_has_passed_is_refused_and_nothing_is_written
                n27_what_was_done_outlives_a_restart_a_rebuild_and_a_late_signal
                n20_what_was_done_goes_along_when_conversations_are_joined
                r10_what_is_deleted_is_listed_only_when_asked_for_and_comes_back
                a_note_or_link_that_is_not_there_is_not_changed_and_there_is_room_for_many_only,
            erasure: n25_what_is_erased_is_gone_and_what_names_it_stays
                n25_what_goes_on_or_is_another_by_now_is_not_erased
                n25_a_late_signal_brings_nothing_back_and_takes_nothing_along
                n25_what_went_into_it_goes_with_it
                n25_what_began_before_is_erased_unless_it_goes_on
                n25_raw_input_is_to_go_of_the_hours_in_which_something_was_heard
                n25_what_is_still_owed_is_told_without_what_is_gone,
            ids: n17_a_call_whose_first_leg_becomes_known_late_keeps_its_id
                n17_of_told_calls_that_are_one_the_first_stays_and_the_others_resolve_to_it
                n17_what_was_told_is_found_in_whatever_order_it_came,
            lists: a_page_holds_what_was_asked_for_newest_first
                n10_what_goes_on_is_what_no_record_says_is_over
                r7_a_number_is_found_in_any_spelling
                r7_a_number_finds_no_call_that_has_it_no_longer
                a_page_ends_at_its_limit_and_goes_on_without_a_gap,
            finding: what_is_found_is_what_a_look_at_every_record_finds
                r10_what_is_deleted_is_found_only_when_asked_for_until_it_is_back
                a_word_is_found_by_its_beginning_and_no_longer_once_it_is_taken_back
                a_number_is_found_by_its_last_digits_and_an_ending_of_too_many_is_refused
                a_contact_is_found_by_the_words_of_his_name_and_by_the_keys_that_he_had
                a_rebuild_finds_what_rows_of_before_do_not_have,
            figures: figures_equal_a_full_count_through_late_signals_joins_removals_and_rebuilds
                a_call_is_counted_once_it_has_ended_under_the_hour_of_the_accounts_clocks
                a_call_that_is_removed_is_not_counted,
            feed: changes_are_numbered_without_gaps_and_told_in_order
                a_source_that_falls_silent_is_in_the_feed
                a_position_is_kept_with_its_signals,
            owners: nothing_crosses_accounts
                a_token_counts_until_it_is_revoked
                a_source_that_is_removed_is_no_longer_listed
                what_breaks_a_rule_is_refused_and_named,
            people: a_person_is_entered_changed_and_removed
                a_session_goes_with_what_is_changed_of_its_person
                a_person_has_so_many_sessions_and_those_that_ended_are_dropped
                r18_logins_of_a_dialect_end_no_session_of_the_house
                a_session_of_a_token_goes_with_it
                origins_are_listed_while_their_tokens_count,
            directory: an_entry_is_found_until_it_is_removed
                n23_what_a_signal_names_is_entered_with_it_at_first_sight
                n23_one_that_was_removed_is_entered_again_when_it_is_told_of
                of_two_entries_that_are_one_the_numbers_lead_to_the_one_that_stays
                an_id_in_another_system_names_one_entry_and_a_refused_batch_leaves_nothing,
            wrap_up: r17_when_the_time_for_wrapping_up_is_past_it_is_told_once_after_a_restart_too
                r17_what_is_disposed_in_time_does_not_lapse_and_what_is_due_again_does
                r17_an_account_that_asks_for_no_wrap_up_has_the_directory_say_so,
            outbox: what_became_of_deliveries_outlives_a_restart
                deliveries_are_paged_by_change_and_part_newest_first
                r13_a_dead_letter_is_put_to_be_tried_again_as_it_is
                a_subscription_that_is_set_back_or_removed_takes_nothing_of_before
                a_subscription_is_switched_off_once_and_the_feed_tells_it
                deliveries_and_subscriptions_do_not_cross_accounts
                old_deliveries_are_dropped_and_a_moment_names_a_place_in_the_feed
                any_number_of_deliveries_is_changed_some_at_a_time_and_calls_are_recorded_between
                it_is_said_how_far_each_subscription_is_behind
                what_waits_for_one_receiver_does_not_wait_for_another_in_his_place
                a_subscription_takes_the_place_of_another_where_that_one_owed_something
                what_a_token_is_told_by_ends_with_it_and_nothing_is_entered_for_it_afterwards,
            apps: an_app_is_told_from_its_installation_on_and_goes_with_what_it_has
                one_that_was_switched_off_is_on_again_when_something_is_said_of_it
                a_value_is_swapped_only_for_what_was_read
                any_number_of_values_is_dropped_some_at_a_time_and_calls_are_recorded_between
                what_is_due_first_of_each_installed_app_is_told_oldest_first
                a_log_keeps_the_latest_lines_as_far_as_there_is_room
                a_log_of_short_lines_has_no_more_of_them_than_there_is_room_for
                n17_an_integer_is_given_once_and_for_ever,
            dialects: f30_a_walk_over_pages_finds_each_call_once_and_knows_how_many_there_are
                f29_what_is_deleted_is_on_no_page_and_in_no_number_until_it_is_back
                f30_whoever_sees_some_calls_walks_over_those_alone
                n17_an_integer_that_a_client_brings_is_kept_and_the_account_counts_on_above_it
                f15_the_highest_integer_that_a_client_can_bring_uses_up_no_others
                f31_an_integer_of_another_sources_call_is_in_use_and_nothing_is_recorded,
            media: bytes_are_loose_until_they_are_kept_and_again_once_they_are_let_go
                media_of_a_call_is_kept_once_under_a_key_and_belongs_to_that_call
                n17_a_recording_keeps_its_id_and_its_media_through_a_rebuild_and_a_restart
                n25_all_media_of_a_conversation_is_let_go_of_at_once
                what_is_wanted_goes_with_the_transaction_that_keeps_it
                r16_what_links_are_signed_with_is_drawn_once_for_each_account,
            created: c23_calls_are_walked_by_when_they_were_told_first_each_once
                c12_a_call_that_is_there_is_not_created_again
                v21_calls_are_walked_by_when_something_was_told_of_them_last_and_by_business
                what_calls_came_to_is_counted_as_a_look_at_every_record_counts_it
                v24_what_is_done_about_a_recording_beside_what_is_said_is_one_transaction
                what_is_said_of_a_version_that_has_passed_is_not_written
                n20_a_remark_stands_after_a_restart_and_in_a_rebuild,
            overheard: e13_two_who_say_the_same_at_once_mean_one_call
                e10_what_is_said_of_a_version_that_has_passed_is_not_written
                e3_a_call_is_found_by_its_key_while_it_goes_on_and_for_half_an_hour
                e22_a_recording_is_waited_for_a_minute_after_a_restart_too
                e22_nobody_waits_for_a_recording_that_is_stored_or_for_a_call_that_goes_on
                e22_whoever_is_told_later_is_told_of_no_call_that_was_over_by_then
                e22_a_later_recording_is_not_hidden_behind_one_that_nobody_stored
                of_two_things_that_are_said_at_once_both_are_written_or_neither,
            stage: presence_that_is_moved_is_what_is_read_whole
                n20_presence_follows_conversations_that_are_joined
                of_those_that_are_over_only_late_ones_are_read
                what_is_said_of_agents_outlives_a_restart_and_a_list_takes_its_place,
            walking: x29_a_walk_finds_each_call_once_whichever_way_it_goes
                r8_a_call_is_found_by_the_lower_half_of_its_id
                x12_a_flow_begins_with_what_was_heard_of_first_and_when_that_was_told_never_changes
                an_integer_leads_back_to_what_it_was_given_to
                x29_what_integers_were_given_to_is_walked_by_them_both_ways
                what_goes_on_is_read_and_what_is_over_is_not,
            exports: an_export_is_settled_once_and_known_after_a_restart
                an_account_has_so_many_exports_and_others_do_not_count
                one_who_asks_has_so_many_exports_and_leaves_the_others_theirs,
            originations: a_request_is_written_down_once_and_found_again_after_a_restart
                why_a_request_was_refused_is_known_and_its_call_stays
                a_key_of_one_account_is_none_of_another
                what_nobody_heard_of_is_taken_back_and_what_became_of_another_stays
                requests_that_were_refused_long_ago_are_forgotten_and_none_that_may_have_dialled
        }
    };
    ($open:path; $($part:ident: $($story:ident)+),+) => {
        $($(
            #[tokio::test]
            async fn $story() {
                let (open, _folder) = $open();
                crate::store::story::$part::$story(&open).await;
            }
        )+)+
    };
}
pub(super) use stories;
