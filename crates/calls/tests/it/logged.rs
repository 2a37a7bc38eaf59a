//! Calls that were written down and never on a line.

use calls::conversation::{Conversation, End, Origin, Outcome, Seconds, State};
use calls::fold::{conversations, fold};
use calls::notation::json::native::from_native;
use calls::signal::{Doing, Done, GapKind, Signal, What};
use serde_json::{Value, json};

use crate::laws;

/// A call that began at 09:00:00, as a phone system without signalling tells it, with whatever else is said.
fn signal(logged: Value) -> Signal {
    let told = json!({"key": "1", "thread": "T", "leg": "L", "at": "2026-01-05T09:00:00Z", "what": "stated", "logged": logged});
    from_native(&told, "crm").unwrap()
}

fn written(more: Value) -> Conversation {
    let mut logged = json!({"direction": "inbound", "from": {"number": "+31612345678", "name": "Rosa"},
        "to": {"number": "101", "user": "ann"}, "line": "+31205550199"});
    logged.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let signals = [signal(logged)];
    laws::keep("written down", &signals, 20);
    fold(&signals)
}

fn seconds(ring: u64, talk: u64) -> Seconds {
    Seconds { ring: ring * 1_000_000, talk: talk * 1_000_000, ..Seconds::default() }
}

#[test]
fn s24_a_call_that_was_written_down_is_logged_with_what_was_said_of_it() {
    let whole = written(json!({"answered_at": "2026-01-05T09:00:12Z", "ended_at": "2026-01-05T09:02:34Z"}));
    let call = &whole.calls[0];
    assert_eq!((whole.state, call.state, call.origin), (State::Logged, State::Logged, Origin::TaskLog));
    assert_eq!((whole.outcome, call.outcome), (Some(Outcome::Answered), Some(Outcome::Answered)));
    assert_eq!((call.seconds, whole.seconds), (seconds(12, 142), seconds(12, 142)));
    assert_eq!((call.from.number.as_deref(), call.to.number.as_deref()), (Some("+31612345678"), Some("101")));
    assert_eq!((call.line.as_deref(), call.assigned.user.as_deref()), (Some("+31205550199"), Some("ann")));
    assert_eq!((whole.talked_to.as_slice(), call.provider.as_ref()), (&["101".into()][..], None));
    assert_eq!((whole.ended_by, whole.gaps, call.wrap_up), (None, Vec::new(), None));
    let ends: Vec<_> = call.legs.iter().map(|leg| leg.end().map(|(_, how)| how)).collect();
    assert_eq!(ends, [Some(End::Normal), Some(End::Normal)]);
    assert_eq!((call.talk_ended_at, call.ended_at), (whole.ended_at, whole.ended_at));
}

#[test]
fn n10_stated_seconds_stand_where_times_are_missing() {
    let talked = written(json!({"outcome": "answered", "seconds": 60}));
    assert_eq!((talked.calls[0].seconds, talked.answered_at), (seconds(0, 60), None), "when it was answered is not known");
    let rang = written(json!({"outcome": "no_answer", "seconds": 20}));
    assert_eq!((rang.calls[0].seconds, rang.missed_by.len(), rang.talked_to.len()), (seconds(20, 0), 1, 0));
    assert_eq!(rang.ended_at.unwrap().since(rang.started_at), 20_000_000);
    let unknown = written(json!({}));
    assert_eq!((unknown.outcome, unknown.ended_at, unknown.state), (None, None, State::Logged), "a missing fact is null");
}

#[test]
fn n5_who_called_in_dialled_the_line() {
    let whole = written(json!({"to": {"user": "ann"}}));
    assert_eq!(whole.calls[0].to.number.as_deref(), Some("+31205550199"));
    assert_eq!(whole.calls[0].legs.iter().count(), 2);
}

/// Rules R9, N22: whoever wrote a call down changes it by writing it anew; what was done about it stays.
#[test]
fn n22_a_call_that_is_written_anew_is_as_it_was_written_last_from_its_own_beginning() {
    let mut first = signal(json!({"direction": "inbound", "from": {"number": "+31612345678"}, "to": {"user": "ann"},
        "line": "+31205550199", "outcome": "no_answer", "seconds": 20}));
    first.key = "first".into();
    let mut summary = first.clone();
    (summary.key, summary.at) = ("summary".into(), first.at.plus(30_000_000));
    summary.what = calls::signal::What::Done(Box::new(calls::signal::Done {
        call: first.leg.0.clone(),
        doing: calls::signal::Doing::Summarised(Some("short".into())),
    }));
    let mut anew = signal(json!({"direction": "outbound", "from": {"user": "bea"}, "to": {"number": "+31687654321"},
        "line": "+31205550199", "answered_at": "2026-01-05T09:00:05Z", "ended_at": "2026-01-05T09:00:45Z"}));
    (anew.key, anew.at) = ("anew".into(), first.at.plus(60_000_000));
    let signals = [first.clone(), summary, anew];
    laws::keep("written anew", &signals, 50);
    let whole = fold(&signals);
    let call = &whole.calls[0];
    assert_eq!((whole.calls.len(), call.state, call.started_at), (1, State::Logged, first.at));
    assert_eq!((call.outcome, call.seconds), (Some(Outcome::Answered), seconds(5, 40)));
    assert_eq!((call.to.number.as_deref(), call.from.user.as_deref()), (Some("+31687654321"), Some("bea")));
    assert_eq!((call.assigned.user.as_deref(), whole.missed_by.len()), (Some("bea"), 0));
    assert_eq!((whole.talked_to.as_slice(), call.legs.iter().count()), (&["+31687654321".into()][..], 2));
    assert!(call.doings.summary.is_some() && whole.gaps.is_empty());
}

#[test]
fn what_is_told_of_a_line_does_not_belong_to_a_call_that_was_written_down() {
    let mut signals = vec![signal(json!({"direction": "outbound", "to": {"number": "0612345678"}}))];
    let came = json!({"key": "2", "thread": "T", "leg": "M", "at": "2026-01-05T09:00:05Z", "what": "came_in",
        "party": {"number": "101"}});
    signals.push(from_native(&came, "crm").unwrap());
    laws::keep("with a line", &signals, 50);
    let whole = fold(&signals);
    assert_eq!((whole.calls.len(), whole.gaps[0].what), (1, GapKind::Undecoded));
    assert_eq!(conversations(signals).len(), 1);
}

/// Rule R9: a call that was written down is its writer's to write. What was done about it stays, and so does its beginning.
#[test]
fn n22_a_call_that_is_written_again_is_what_was_written_last() {
    let again = |key: &str, at: &str, logged: Value| {
        let told = json!({"key": key, "thread": "T", "leg": "L", "at": at, "what": "stated", "logged": logged});
        from_native(&told, "crm").unwrap()
    };
    let recorded = json!({"key": "3", "thread": "T", "leg": "L", "at": "2026-01-05T09:00:30Z", "what": "recorded", "recording": "r",
        "kind": "call", "step": "stored", "url": "https://a.example/r"});
    let mut signals =
        vec![signal(json!({"direction": "outbound", "to": {"number": "0612345678"}, "outcome": "no_answer", "seconds": 20}))];
    let mut handled = signals[0].clone();
    (handled.key, handled.seq) = ("2".into(), 1);
    handled.what = What::Done(Box::new(Done { call: "L".into(), doing: Doing::Handled(true) }));
    signals.extend([handled, from_native(&recorded, "crm").unwrap()]);
    signals.push(again("4", "2026-01-05T09:05:00Z", json!({"direction": "inbound", "from": {"number": "+31612345678"},
        "to": {"user": "ann"}, "line": "+31205550199", "answered_at": "2026-01-05T09:00:12Z", "ended_at": "2026-01-05T09:02:34Z"})));
    laws::keep("written again", &signals, 50);
    let whole = fold(&signals);
    let call = &whole.calls[0];
    assert_eq!(
        (whole.calls.len(), call.direction, call.outcome),
        (1, Some(calls::conversation::Direction::Inbound), Some(Outcome::Answered))
    );
    assert_eq!((call.seconds, whole.missed_by.len()), (seconds(12, 142), 0));
    assert_eq!((call.from.number.as_deref(), call.assigned.user.as_deref()), (Some("+31612345678"), Some("ann")));
    assert!(call.doings.handled.is_some() && whole.recordings.len() == 1 && whole.gaps.is_empty());
    signals.push(again("5", "2026-01-05T09:06:00Z", json!({"direction": "inbound"})));
    laws::keep("written a third time", &signals, 50);
    crate::told::told_in_order("written a third time", &signals);
    assert_eq!((fold(&signals).outcome, fold(&signals).calls[0].legs.iter().count()), (None, 1));
}
