//! The traps of Twilio's sheet, one by one.

use super::{at, child, line, parent, record, records, seconds, told};
use crate::conversation::{EndedBy, Outcome, State};
use crate::signal::{GapKind, RecordingKind};

#[test]
fn t4_a_call_that_only_the_program_took_is_not_answered_by_a_person() {
    let whole = record(&[parent(0, "ringing", 0, ""), parent(1, "in-progress", 1, "")]);
    assert_eq!((whole.state, whole.answered_at, whole.outcome), (State::Menu, None, None));
    let whole = record(&[parent(0, "in-progress", 0, ""), parent(9, "completed", 1, "&CallDuration=9")]);
    assert_eq!(whole.outcome, Some(Outcome::Ivr));
}

#[test]
fn t5_completed_before_ringing_is_the_same_call() {
    let in_order = [parent(0, "ringing", 0, ""), parent(1, "in-progress", 1, ""), parent(9, "completed", 2, "&CallDuration=8")];
    let mut reversed = in_order.to_vec();
    reversed.reverse();
    assert_eq!(record(&reversed), record(&in_order));
}

#[test]
fn t6_the_same_callback_twice_tells_the_same_facts_by_the_same_keys() {
    let once = told(&[child("CAa", 3, "in-progress", 2, "")]).0;
    let twice = told(&[child("CAa", 3, "in-progress", 2, ""), child("CAa", 3, "in-progress", 2, "")]).0;
    assert_eq!(twice, [once.clone(), once].concat());
}

#[test]
fn t7_a_child_that_is_told_before_its_parent_opens_the_call() {
    let alone = record(&[child("CAa", 2, "initiated", 0, "")]);
    assert_eq!(alone.calls.len(), 1);
    let both = record(&[child("CAa", 2, "initiated", 0, ""), parent(1, "ringing", 0, "")]);
    assert_eq!((both.calls.len(), both.calls[0].legs.len()), (1, 2));
    assert!(both.gaps.is_empty(), "{:?}", both.gaps);
}

#[test]
fn t8_a_child_needs_no_queued() {
    for first in ["queued", "initiated", "ringing"] {
        let whole = record(&[parent(0, "ringing", 0, ""), child("CAa", 2, first, 0, "")]);
        assert_eq!(whole.calls[0].legs.len(), 2, "{first}");
    }
}

#[test]
fn t9_where_only_the_end_is_told_the_start_is_its_length_before_it_and_a_gap_says_so() {
    let whole = record(&[parent(50, "completed", 0, "&CallDuration=42&Duration=1")]);
    assert_eq!(seconds((whole.ended_at.unwrap().since(whole.started_at)).unsigned_abs()), 42);
    assert_eq!(whole.gaps[0].what, GapKind::NotTold);
}

#[test]
fn t9_a_length_never_moves_what_was_told_first_hand() {
    let told = [parent(1, "ringing", 0, ""), parent(1, "in-progress", 1, "")];
    // Whole seconds that were rounded up.
    let longer = [&told[..], &[parent(9, "completed", 2, "&CallDuration=9")]].concat();
    assert_eq!(record(&longer).started_at, record(&told).started_at);
}

/// The time that a phone rings is what the callbacks say, whatever limit was set.
#[test]
fn t10_ringing_lasts_from_callback_to_callback() {
    let whole = record(&[
        parent(0, "in-progress", 0, ""),
        child("CAa", 0, "initiated", 0, ""),
        child("CAa", 15, "no-answer", 1, ""),
        parent(15, "completed", 1, "&CallDuration=15"),
    ]);
    assert_eq!((whole.outcome, seconds(whole.seconds.ring)), (Some(Outcome::NoAnswer), 15));
}

#[test]
fn t11_who_was_too_late_has_missed_nothing() {
    let mut lines = vec![parent(0, "in-progress", 0, "")];
    for sid in ["CAa", "CAb"] {
        lines.push(child(sid, 1, "initiated", 0, ""));
    }
    lines.extend([child("CAa", 6, "in-progress", 1, ""), child("CAb", 6, "canceled", 1, "")]);
    assert!(record(&lines).missed_by.is_empty());
    lines.reverse();
    assert!(record(&lines).missed_by.is_empty(), "in reverse");
}

#[test]
fn t11_who_was_taken_back_as_the_caller_gave_up_has_missed() {
    let lines = [
        parent(0, "in-progress", 0, ""),
        child("CAa", 1, "initiated", 0, ""),
        child("CAa", 6, "canceled", 1, ""),
        parent(6, "completed", 1, "&CallDuration=6"),
    ];
    let whole = record(&lines);
    assert_eq!((whole.outcome, whole.missed_by.as_slice()), (Some(Outcome::Cancelled), &["CAa".into()][..]));
    assert!(matches!(whole.ended_by, Some(EndedBy::Caller(_))));
}

#[test]
fn t12_minutes_are_charged_and_are_no_length() {
    let whole = record(&[parent(0, "in-progress", 0, ""), parent(42, "completed", 1, "&CallDuration=42&Duration=1")]);
    assert_eq!(seconds(whole.ended_at.unwrap().since(whole.started_at).unsigned_abs()), 42);
    assert_eq!(whole.calls[0].billed.as_ref().map(|billed| billed.seconds), Some(60.0));
}

#[test]
fn t13_a_recording_after_the_end_is_the_ended_calls_and_does_not_reopen_it() {
    let over = [parent(0, "in-progress", 0, ""), parent(42, "completed", 1, "&CallDuration=42")];
    let late = line(&format!(
        "CallSid=CAp&RecordingSid=REx&RecordingStatus=completed&RecordingStartTime={}&RecordingDuration=12&RecordingSource=RecordVerb",
        at(20)
    ));
    let whole = record(&[&over[..], &[late]].concat());
    assert_eq!((whole.state, whole.ended_at), (State::Ended, record(&over).ended_at));
    assert_eq!((whole.recordings[0].kind, whole.recordings[0].length_s), (RecordingKind::Voicemail, Some(12.0)));
    assert_eq!(whole.outcome, Some(Outcome::Voicemail));
}

fn queue(second: u32, more: &str) -> String {
    line(&format!("CallSid=CAp&From=+15550001&To=+15550002&Direction=inbound&QueueSid=QUx&Timestamp={}{more}", at(second)))
}

#[test]
fn t14_the_result_of_a_queue_comes_after_the_talk_and_moves_no_answer() {
    let agent = |second, status: &str, sequence| {
        line(&format!(
            "CallSid=CAg&From=+15550002&To=client:CAg&Direction=outbound-api&CallStatus={status}&Timestamp={}&SequenceNumber={sequence}",
            at(second)
        ))
    };
    let talk = [
        parent(0, "in-progress", 0, ""),
        queue(1, "&QueueTime=0"),
        agent(5, "initiated", 0),
        agent(8, "in-progress", 1),
        queue(10, "&QueueTime=9&DequeingCallSid=CAg"),
    ];
    let before = record(&talk);
    let result = [queue(40, "&QueueResult=bridged&QueueTime=9"), parent(41, "completed", 1, "&CallDuration=41")];
    let after = record(&[&talk[..], &result].concat());
    assert_eq!(before.answered_at, after.answered_at);
    assert_eq!(after.queues.len(), 1);
    assert_eq!((after.queues[0].agent.as_deref(), seconds(after.seconds.queue)), (Some("CAg"), 9));
    assert_eq!(after.talked_to, ["CAg"]);
}

#[test]
fn t16_what_happens_in_one_second_is_put_in_the_order_in_which_it_can_happen() {
    let lines = [
        child("CAa", 3, "completed", 3, "&CallDuration=2"),
        child("CAb", 3, "initiated", 0, ""),
        child("CAb", 3, "in-progress", 1, ""),
        child("CAa", 1, "in-progress", 1, ""),
        child("CAa", 1, "initiated", 0, ""),
        parent(1, "in-progress", 1, ""),
        parent(1, "ringing", 0, ""),
    ];
    let whole = record(&lines);
    assert_eq!(whole.calls.len(), 2, "a move, and nobody added to a talk: {whole:?}");
    assert_eq!(whole.talked_to, ["CAa", "CAb"]);
    assert_eq!(whole.transfers[0].to.as_deref(), Some("CAb"));
}

#[test]
fn t18_names_may_be_missing_and_are_told_where_they_are_not() {
    assert_eq!(record(&[parent(0, "ringing", 0, "")]).calls[0].from.name, None);
    assert_eq!(record(&[parent(0, "ringing", 0, "&CallerName=P JANSEN")]).calls[0].from.name.as_deref(), Some("P JANSEN"));
}

#[test]
fn t19_who_hung_up_is_whose_end_precedes_and_in_one_second_nobody() {
    let ends = |parent_at: u32, child_at: u32, more: &str| {
        record(&[
            parent(0, "in-progress", 0, ""),
            child("CAa", 1, "initiated", 0, ""),
            child("CAa", 2, "in-progress", 1, ""),
            child("CAa", child_at, "completed", 2, &format!("&CallDuration={}{more}", child_at - 2)),
            parent(parent_at, "completed", 1, &format!("&CallDuration={parent_at}")),
        ])
    };
    assert!(matches!(ends(10, 9, "").ended_by, Some(EndedBy::Callee(_))));
    assert!(matches!(ends(9, 10, "").ended_by, Some(EndedBy::Caller(_))));
    let unknown = ends(10, 10, "");
    assert_eq!((unknown.ended_by, unknown.gaps[0].what), (Some(EndedBy::System), GapKind::NotTold));
    assert!(matches!(ends(10, 10, "&HangupSource=caller").ended_by, Some(EndedBy::Caller(_))));
    assert!(matches!(ends(10, 10, "&HangupSource=callee").ended_by, Some(EndedBy::Callee(_))));
}

#[test]
fn n10_a_caller_who_stays_on_after_a_talk_talks_no_more() {
    let whole = record(&[
        parent(0, "in-progress", 0, ""),
        child("CAa", 0, "initiated", 0, ""),
        child("CAa", 2, "in-progress", 1, ""),
        child("CAa", 10, "completed", 2, "&CallDuration=8"),
        parent(30, "completed", 1, "&CallDuration=30"),
    ]);
    assert_eq!((seconds(whole.seconds.talk), seconds(whole.seconds.menu)), (8, 20));
    assert_eq!(whole.ended_by, Some(EndedBy::System));
}

#[test]
fn n1_calls_that_meet_in_a_conference_share_a_flow_and_stay_two() {
    let join = |sid: &str, second, number| {
        line(&format!(
            "ConferenceSid=CFx&FriendlyName=room&CallSid={sid}&StatusCallbackEvent=participant-join&Timestamp={}&SequenceNumber={number}",
            at(second)
        ))
    };
    let other = parent(2, "in-progress", 0, "").replace("CAp", "CAq");
    let both = records(&[parent(0, "in-progress", 0, ""), other, join("CAp", 3, 0), join("CAq", 4, 1)]);
    assert_eq!(both.len(), 2);
    assert!(both.iter().all(|whole| whole.flow.as_deref() == Some("CFx") && whole.outcome == Some(Outcome::Answered)));
}
