//! Conversations that turn out to be one, and ids that stay.

use calls::Text;
use calls::signal::Signal;
use serde_json::Value;

use super::super::{ChangeKind, Mode};
use super::{Open, batch, changes, record, recorded, records, told, with_account};

/// A call of two legs whose second leg is told on a thread of its own: two conversations, until a fact ties them.
pub(super) fn apart() -> (Vec<Signal>, Vec<Signal>) {
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

pub(crate) async fn n20_each_of_a_chain_of_joins_keeps_its_own_history(open: Open<'_>) {
    let store = with_account(open).await;
    let facts = told(
        r#"{"key":"1","thread":"C","leg":"c","at":"2026-01-05T09:00:00Z","what":"came_in","party":{"number":"103"}}
        {"key":"1","thread":"B","leg":"b","at":"2026-01-05T09:01:00Z","what":"came_in","party":{"number":"102"}}
        {"key":"1","thread":"A","leg":"a","at":"2026-01-05T09:02:00Z","what":"came_in","party":{"number":"101"}}
        {"key":"2","thread":"A","ties":["B"],"leg":"a","at":"2026-01-05T09:03:00Z","what":"answered"}
        {"key":"2","thread":"B","ties":["C"],"leg":"b","at":"2026-01-05T09:04:00Z","what":"answered"}"#,
    );
    record(&store, &facts[..3]).await;
    let ids: Vec<_> = changes(&store).await.iter().map(|change| change.conversation.unwrap()).collect();
    for fact in &facts[3..] {
        record(&store, std::slice::from_ref(fact)).await;
    }
    // What stays is the one told first; the numbers say whose record it is.
    let wanted =
        [(0, 1, "103", None), (1, 1, "102", None), (1, 3, "102", Some(0)), (2, 1, "101", None), (2, 2, "101", Some(1))];
    for (whose, version, number, into) in wanted {
        let found = store.find("main", ids[whose], Some(version)).await.unwrap().unwrap();
        let record: Value = serde_json::from_str(&found.record).unwrap();
        let into = into.map_or(Value::Null, |into: usize| Value::from(ids[into].to_string()));
        assert_eq!(record["id"], ids[whose].to_string(), "{whose} at {version}");
        assert_eq!((&record["from"]["number"], &record["merged_into"]), (&Value::from(number), &into), "{whose} at {version}");
        assert_eq!(store.changes("main", 0, Some(ids[whose]), 1).await.unwrap().rows[0].conversation, Some(ids[whose]));
    }
    for id in ids.iter().copied() {
        assert_eq!(store.find("main", id, None).await.unwrap().unwrap().conversation, ids[0], "all resolve to the first");
    }
}

pub(crate) async fn n18_of_a_fact_that_both_of_a_join_have_rows_and_memory_keep_the_same_telling(open: Open<'_>) {
    // The fold prefers the earlier telling of one fact, be it that of the conversation that stays or of the one that goes.
    for (stays_at, goes_at) in [("09:00:05", "09:01:05"), ("09:01:05", "09:00:05")] {
        let mut facts = told(&format!(
            r#"{{"key":"1","thread":"A","leg":"a","at":"2026-01-05T09:00:00Z","what":"came_in","party":{{"number":"101"}}}}
            {{"key":"2","thread":"A","leg":"a","at":"2026-01-05T{stays_at}Z","what":"answered"}}
            {{"key":"1","thread":"B","leg":"b","at":"2026-01-05T09:00:01Z","what":"came_in","party":{{"number":"102"}}}}
            {{"key":"2","thread":"B","leg":"b","at":"2026-01-05T{goes_at}Z","what":"answered"}}
            {{"key":"3","thread":"A","ties":["B"],"leg":"a","at":"2026-01-05T09:02:00Z","what":"asked_to_end"}}"#,
        ));
        // No door of ours tells one key of two legs; an adapter that does is not to cost a fact that the fold believes.
        facts[3].key = facts[1].key.clone();
        let name = Text::new_static(if stays_at < goes_at { "stays" } else { "goes" });
        let store = open();
        store.put_account(super::account(&name)).await.unwrap();
        for fact in &facts {
            let one = super::super::Batch { account: name.clone(), ..batch(std::slice::from_ref(fact), Mode::Live) };
            store.record(one).await.unwrap();
        }
        let page = store.conversations(&name, &super::super::Filter::default(), None, 10).await.unwrap();
        assert_eq!(page.rows.len(), 1);
        let kept = store.signals(&name, page.rows[0].conversation, 0, 10).await.unwrap();
        assert_eq!(kept.len(), 4, "one row for one key");
        let wanted = if stays_at < goes_at { r#""leg":"a""# } else { r#""leg":"b""# };
        assert!(kept.iter().any(|row| row.body.contains("answered") && row.body.contains(wanted)), "{kept:?}");
        assert_eq!(store.refold(&name, None, None, super::noon()).await.unwrap().corrected, 0, "what is kept is what was told");
    }
}
