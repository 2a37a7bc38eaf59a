//! Conversations that turn out to be one, and ids that stay.

use calls::Text;
use calls::signal::{Signal, What};
use serde_json::Value;

use super::super::{ChangeKind, Mode};
use super::{Open, bare, batch, changes, record, recorded, records, with_account};

/// A call of two legs whose second leg is told on a thread of its own: two conversations, until a fact ties them.
fn apart() -> (Vec<Signal>, Vec<Signal>) {
    let mut one = recorded("answered");
    let mut other = recorded("busy");
    let tie = other[0].thread.clone();
    other.truncate(3);
    one.last_mut().unwrap().ties.push(tie);
    (one, other)
}

pub(crate) async fn n20_of_two_that_are_joined_the_one_told_first_stays(open: Open<'_>) {
    let store = with_account(open).await;
    let (one, other) = apart();
    let (last, before) = one.split_last().unwrap();
    record(&store, &other).await;
    record(&store, before).await;
    let told = records(&store).await;
    assert_eq!(told.len(), 2);
    let feed = changes(&store).await;
    let (stays, goes) = (feed[0].conversation.unwrap(), feed.last().unwrap().conversation.unwrap());
    assert_ne!(stays, goes);
    let version = |id| feed.iter().filter(|change| change.conversation == Some(id)).map(|change| change.version).max().unwrap();
    let (stays_at, goes_at) = (version(stays), version(goes));
    record(&store, std::slice::from_ref(last)).await;
    let joined = changes(&store).await.split_off(feed.len());
    assert_eq!(joined.len(), 2, "{joined:?}");
    assert_eq!((joined[0].kind, joined[0].conversation, joined[0].version), (ChangeKind::Merged, Some(goes), goes_at + 1));
    assert_eq!((joined[1].conversation, joined[1].previous), (Some(stays), stays_at));
    assert_eq!(joined[1].version, stays_at.max(goes_at) + 1, "the greater plus one");
    assert_eq!(records(&store).await.len(), 1);
    let found = store.find("main", goes, None).await.unwrap().unwrap();
    assert_eq!((found.id, found.conversation), (stays, stays), "the other resolves to it");
    let record: Value = serde_json::from_str(&found.record).unwrap();
    assert_eq!(record["calls"].as_array().unwrap().len(), 2);
    let own: Value = serde_json::from_str(&store.find("main", goes, Some(goes_at + 1)).await.unwrap().unwrap().record).unwrap();
    assert_eq!((&own["id"], &own["merged_into"]), (&Value::from(goes.to_string()), &Value::from(stays.to_string())));
    for call in record["calls"].as_array().unwrap() {
        let id = call["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(store.find("main", id, None).await.unwrap().unwrap().conversation, stays);
    }
    let calls = store.calls("main", &super::super::Filter::default(), None, 10).await.unwrap();
    assert!(calls.rows.iter().all(|row| row.conversation == stays));
    assert_eq!(store.refold("main", None, None, super::noon()).await.unwrap().corrected, 0);
}

pub(crate) async fn n20_joined_one_by_one_or_after_a_restart_is_the_same(open: Open<'_>) {
    let (one, other) = apart();
    let all = [other, one].concat();
    let store = with_account(open).await;
    record(&store, &all).await;
    store.put_account(super::account("other")).await.unwrap();
    for signal in &all {
        let one = super::super::Batch { account: Text::new_static("other"), ..batch(std::slice::from_ref(signal), Mode::Live) };
        open().record(one).await.unwrap();
    }
    let shape = |changes: Vec<super::ChangeRow>| -> Vec<_> {
        changes.iter().map(|change| (change.version, change.previous, change.kind, change.at)).collect()
    };
    let apart = store.changes("other", 0, None, 1_000).await.unwrap().rows;
    assert_eq!(shape(changes(&store).await), shape(apart));
}

pub(crate) async fn n17_a_call_whose_first_leg_becomes_known_late_keeps_its_id(open: Open<'_>) {
    let store = with_account(open).await;
    let signals = recorded("answered");
    let (late, now): (Vec<Signal>, Vec<Signal>) =
        signals.iter().cloned().partition(|signal| matches!(signal.what, What::CameIn(_)));
    record(&store, &now).await;
    let before = records(&store).await.pop().unwrap();
    let call = before["calls"][0]["id"].as_str().unwrap().to_owned();
    record(&store, &late).await;
    let mut after = records(&store).await;
    assert_eq!(after.len(), 1);
    let mut after = after.remove(0);
    assert_eq!(after["id"], before["id"]);
    assert_eq!(after["calls"].as_array().unwrap().len(), 1);
    assert_eq!(after["calls"][0]["id"], Value::from(call.clone()), "a told id stays");
    assert!(store.find("main", call.parse().unwrap(), None).await.unwrap().is_some());
    // The same after a restart, which must find the id that was told and not derive another.
    let reopened = open();
    reopened.refold("main", None, None, super::noon()).await.unwrap();
    let mut again = records(&reopened).await.remove(0);
    bare(&mut again);
    bare(&mut after);
    assert_eq!(again, after);
}
