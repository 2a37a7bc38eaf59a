//! What clients say of calls that go on is written as it was judged, or not at all; and recordings are waited for so long only.

use std::sync::Arc;

use calls::Text;
use calls::dialects::elma365::{self, Candidate, Hearing, candidate, hear, read};
use calls::dialects::seen::Seen;
use calls::moment::Moment;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::{Clue, Found, Overheard, Overhearing, Store, Whereabouts};
use super::{Open, account, changes, noon, record, records, told, with_account};

/// An event of a call from somebody outside to a phone.
fn event(word: &str, call_id: Option<&str>) -> Value {
    let mut said =
        json!({"event": word, "direction": "in", "disposition": "Unknown", "srcPhone": "+31699900077", "dstPhone": "101"});
    if let Some(call_id) = call_id {
        said["callId"] = json!(call_id);
    }
    said
}

/// Where the call of an item is looked for, of those that go on or ended in the last half hour.
fn place(said: &Value, at: Moment) -> Whereabouts {
    match read(said.to_string().as_bytes()).unwrap()[0].address() {
        elma365::Address::Thread(thread) => Whereabouts::Thread(thread),
        elma365::Address::Key(key) => Whereabouts::Clue(Clue::kept("elma365", key.word()), at.plus(-1_800_000_000)),
    }
}

fn candidates(found: &[Found]) -> Vec<Candidate> {
    let of = |found: &Found| Seen::read(&found.record).unwrap().calls.iter().filter_map(candidate).collect::<Vec<_>>();
    found.iter().flat_map(of).collect()
}

/// What somebody says who saw that much of it.
fn judged(said: &Value, found: &[Found], at: Moment) -> Overhearing {
    let item = read(said.to_string().as_bytes()).unwrap().remove(0);
    let hearing = Hearing { source: "office", arrived_at: at, is_member: &|_| false };
    let signals = hear(&item, &candidates(found), &hearing).unwrap().signals;
    let known = found.iter().map(|found| (found.id, found.version)).collect();
    Overhearing {
        account: Text::new_static("main"),
        source: Text::new_static("office"),
        looks: vec![(place(said, at), known)],
        signals,
        seen: Vec::new(),
        at,
    }
}

async fn meant(store: &Arc<dyn Store>, said: &Value, at: Moment) -> Vec<Found> {
    store.meant("main", "office", place(said, at)).await.unwrap()
}

fn written(overheard: Overheard) -> Uuid {
    let Overheard::Written { found, recorded } = overheard else { panic!("{overheard:?}") };
    assert!(recorded.new > 0 && recorded.versions > 0 && found.len() == 1);
    found[0].id
}

pub(crate) async fn e13_two_who_say_the_same_at_once_mean_one_call(open: Open<'_>) {
    let store = with_account(open).await;
    for start in [event("NotifyStart", None), event("NotifyStart", Some("c-1"))] {
        let before = meant(&store, &start, noon()).await;
        assert_eq!(before, [], "{start}");
        let (one, other) = (judged(&start, &before, noon()), judged(&start, &before, noon()));
        let id = written(store.overhear(one).await.unwrap());
        let told = changes(&store).await.len();
        assert_eq!(store.overhear(other).await.unwrap(), Overheard::Stale, "{start}");
        assert_eq!(changes(&store).await.len(), told, "nothing is written");
        // As after a restart.
        let store = open();
        let there = meant(&store, &start, noon()).await;
        assert_eq!(there.iter().map(|found| found.id).collect::<Vec<_>>(), [id]);
        assert_eq!(judged(&start, &there, noon()).signals, [], "it is known");
    }
    assert_eq!(records(&store).await.len(), 2);
}

pub(crate) async fn e10_what_is_said_of_a_version_that_has_passed_is_not_written(open: Open<'_>) {
    let store = with_account(open).await;
    let (start, answer, end) = (event("NotifyStart", None), event("NotifyAnswer", None), event("NotifyEnd", None));
    written(store.overhear(judged(&start, &[], noon())).await.unwrap());
    let at = noon().plus(5_000_000);
    let there = meant(&store, &answer, at).await;
    let (one, other) = (judged(&answer, &there, at), judged(&end, &there, at));
    let id = written(store.overhear(one).await.unwrap());
    assert_eq!(store.overhear(other).await.unwrap(), Overheard::Stale, "it would be the end of a call that nobody took");
    let there = meant(&store, &end, at).await;
    assert_eq!(written(store.overhear(judged(&end, &there, at)).await.unwrap()), id);
    let call = records(&store).await.remove(0)["calls"][0].clone();
    assert_eq!((&call["outcome"], &call["state"]), (&json!("answered"), &json!("ended")));
    assert_eq!(store.refold("main", None, None, noon()).await.unwrap().corrected, 0);
}

pub(crate) async fn e3_a_call_is_found_by_its_key_while_it_goes_on_and_for_half_an_hour(open: Open<'_>) {
    let store = with_account(open).await;
    let (start, end) = (event("NotifyStart", None), event("NotifyEnd", None));
    let id = written(store.overhear(judged(&start, &[], noon())).await.unwrap());
    let far = noon().plus(86_400_000_000);
    assert_eq!(meant(&store, &end, far).await.len(), 1, "it goes on");
    let there = meant(&store, &end, far).await;
    written(store.overhear(judged(&end, &there, far)).await.unwrap());
    for (later, there) in [(0, 1), (1_800_000_000, 1), (1_800_000_001, 0)] {
        assert_eq!(meant(&store, &end, far.plus(later)).await.len(), there, "{later}");
    }
    let other = json!({"event": "NotifyEnd", "direction": "in", "disposition": "Unknown", "srcPhone": "+31699900077", "dstPhone": "102"});
    assert_eq!(meant(&store, &other, far).await, [], "another key");
    assert_eq!(store.meant("main", "attic", place(&end, far)).await.unwrap(), [], "of another source");
    store.put_account(account("north")).await.unwrap();
    assert_eq!(store.meant("north", "office", place(&end, far)).await.unwrap(), [], "of another account");
    let thread = Whereabouts::Thread(records(&store).await[0]["calls"][0]["id"].as_str().unwrap().into());
    assert_eq!(store.meant("main", "office", thread).await.unwrap(), []);
    assert_eq!(records(&store).await[0]["id"], json!(id));
}

/// A call that is recorded and over; nobody stored the recording.
pub(crate) const RECORDED: &str = r#"{"key":"1","thread":"x","leg":"x1","at":"2026-01-05T09:45:00Z","what":"came_in","party":{"number":"+31699900077","trunk":"voip"},"dialled":"+31699900088"}
    {"key":"2","thread":"x","leg":"x2","at":"2026-01-05T09:45:01Z","what":"dialled","by_leg":"x1","party":{"number":"101","user":"ann"}}
    {"key":"3","thread":"x","leg":"x2","at":"2026-01-05T09:45:02Z","what":"answered"}
    {"key":"4","thread":"x","leg":"x1","at":"2026-01-05T09:45:02Z","what":"connected","bridge":"B"}
    {"key":"5","thread":"x","leg":"x2","at":"2026-01-05T09:45:02Z","what":"connected","bridge":"B"}
    {"key":"6","thread":"x","leg":"x2","at":"2026-01-05T09:45:03Z","what":"recorded","recording":"R","kind":"call","step":"started"}
    {"key":"7","thread":"x","leg":"x2","at":"2026-01-05T09:45:09Z","what":"ended","how":"normal"}
    {"key":"8","thread":"x","leg":"x1","at":"2026-01-05T09:45:09Z","what":"ended","how":"normal"}"#;

fn moment(text: &str) -> Moment {
    Moment::from_rfc3339(text).unwrap()
}

pub(crate) async fn e22_a_recording_is_waited_for_a_minute_after_a_restart_too(open: Open<'_>) {
    let store = with_account(open).await;
    record(&store, &told(RECORDED)).await;
    let (since, over) = (moment("2026-01-05T09:00:00Z"), moment("2026-01-05T09:46:09Z"));
    assert_eq!(store.stop_waiting("main", (since, over.plus(-1)), over.plus(-1)).await.unwrap(), 0, "not yet");
    let before = changes(&store).await.len();
    let store = open();
    assert_eq!(store.stop_waiting("main", (since, over), over).await.unwrap(), 1);
    let call = records(&store).await.remove(0)["calls"][0].clone();
    assert_eq!(call["kept"]["elma365"]["waited"], true, "{call}");
    for store in [store, open()] {
        assert_eq!(store.stop_waiting("main", (since, over.plus(1)), over.plus(1)).await.unwrap(), 0, "it is said once");
        assert_eq!(changes(&store).await.len(), before + 1);
        assert_eq!(store.refold("main", None, None, noon()).await.unwrap().corrected, 0);
    }
    let store = open();
    store.put_account(account("north")).await.unwrap();
    assert_eq!(store.stop_waiting("north", (since, over), over).await.unwrap(), 0, "of its own calls only");
}

pub(crate) async fn e22_nobody_waits_for_a_recording_that_is_stored_or_for_a_call_that_goes_on(open: Open<'_>) {
    let store = with_account(open).await;
    let (since, far) = (moment("2026-01-05T09:00:00Z"), moment("2026-01-05T12:00:00Z"));
    let lines: Vec<&str> = RECORDED.lines().collect();
    record(&store, &told(&lines[..6].join("\n"))).await;
    assert_eq!(store.stop_waiting("main", (since, far), far).await.unwrap(), 0, "it goes on");
    let stored = r#"{"key":"9","thread":"x","leg":"x2","at":"2026-01-05T09:45:05Z","what":"recorded","recording":"R","kind":"call","step":"stored","url":"https://pbx.example/r"}"#;
    record(&store, &told(stored)).await;
    record(&store, &told(&lines[6..].join("\n"))).await;
    assert_eq!(store.stop_waiting("main", (since, far), far).await.unwrap(), 0, "it is stored");
    assert!(records(&store).await[0]["calls"][0]["kept"].as_object().is_none_or(|kept| kept.is_empty()));
}

pub(crate) async fn e22_whoever_is_told_later_is_told_of_no_call_that_was_over_by_then(open: Open<'_>) {
    let store = with_account(open).await;
    record(&store, &told(RECORDED)).await;
    let over = moment("2026-01-05T09:46:09Z");
    assert_eq!(store.stop_waiting("main", (over, over.plus(1)), over.plus(1)).await.unwrap(), 0);
    assert!(records(&store).await[0]["calls"][0]["kept"].as_object().is_none_or(|kept| kept.is_empty()));
}

/// The second call of the same conversation, to whom the caller was handed over: recorded and over too. Each line takes the place of
/// one of [`RECORDED`], or comes after it.
fn handed_over() -> Vec<calls::signal::Signal> {
    let lines: Vec<&str> = RECORDED.lines().collect();
    let rest = [
        r#"{"key":"9","thread":"x","leg":"x1","at":"2026-01-05T09:45:08Z","what":"transferred","kind":"blind","by_leg":"x2","to":"102"}"#,
        lines[6],
        r#"{"key":"10","thread":"x","leg":"x3","at":"2026-01-05T09:45:10Z","what":"dialled","by_leg":"x1","party":{"number":"102","user":"bea"}}"#,
        r#"{"key":"11","thread":"x","leg":"x3","at":"2026-01-05T09:45:11Z","what":"answered"}"#,
        r#"{"key":"12","thread":"x","leg":"x1","at":"2026-01-05T09:45:11Z","what":"connected","bridge":"C"}"#,
        r#"{"key":"13","thread":"x","leg":"x3","at":"2026-01-05T09:45:11Z","what":"connected","bridge":"C"}"#,
        r#"{"key":"14","thread":"x","leg":"x3","at":"2026-01-05T09:45:12Z","what":"recorded","recording":"S","kind":"call","step":"started"}"#,
        r#"{"key":"15","thread":"x","leg":"x3","at":"2026-01-05T09:50:00Z","what":"ended","how":"normal"}"#,
        r#"{"key":"16","thread":"x","leg":"x1","at":"2026-01-05T09:50:00Z","what":"ended","how":"normal"}"#,
    ];
    told(&lines[..6].iter().chain(&rest).copied().collect::<Vec<_>>().join("\n"))
}

pub(crate) async fn e22_a_later_recording_is_not_hidden_behind_one_that_nobody_stored(open: Open<'_>) {
    let store = with_account(open).await;
    record(&store, &handed_over()).await;
    let waited = async |store: &Arc<dyn Store>| -> Vec<bool> {
        let record = records(store).await.remove(0);
        record["calls"].as_array().unwrap().iter().map(|call| call["kept"]["elma365"]["waited"] == true).collect()
    };
    assert_eq!(waited(&store).await, [false, false], "two calls");
    // Somebody is told since the first of them was over and waited for.
    let (since, over) = (moment("2026-01-05T09:48:00Z"), moment("2026-01-05T09:51:00Z"));
    for at in [since.plus(1), over.plus(-1)] {
        assert_eq!(store.stop_waiting("main", (since, at), at).await.unwrap(), 0, "not yet");
    }
    let store = open();
    assert_eq!(store.stop_waiting("main", (since, over), over).await.unwrap(), 1);
    assert_eq!(waited(&store).await, [false, true], "the first was over before somebody was told");
    assert_eq!(store.stop_waiting("main", (since, over.plus(9)), over.plus(9)).await.unwrap(), 0, "it is said once");
}

pub(crate) async fn of_two_things_that_are_said_at_once_both_are_written_or_neither(open: Open<'_>) {
    let store = with_account(open).await;
    let (one, other) = (event("NotifyStart", Some("c-1")), event("NotifyStart", Some("c-2")));
    let both = || {
        let (mut all, more) = (judged(&one, &[], noon()), judged(&other, &[], noon()));
        all.looks.extend(more.looks);
        all.signals.extend(more.signals);
        all
    };
    let before = judged(&other, &[], noon());
    written(store.overhear(before).await.unwrap());
    let told = changes(&store).await.len();
    assert_eq!(store.overhear(both()).await.unwrap(), Overheard::Stale, "the second is known by now");
    assert_eq!((changes(&store).await.len(), records(&store).await.len()), (told, 1), "nor is the first written");
    let (open, late) = (records(&store).await.len(), event("NotifyEnd", Some("c-2")));
    let there = meant(&store, &late, noon()).await;
    let (mut all, more) = (judged(&one, &[], noon()), judged(&late, &there, noon()));
    all.looks.extend(more.looks);
    all.signals.extend(more.signals);
    let Overheard::Written { found, recorded } = store.overhear(all).await.unwrap() else { panic!("both are new") };
    assert_eq!((found.len(), recorded.repeated, records(&store).await.len()), (2, 0, open + 1));
}
