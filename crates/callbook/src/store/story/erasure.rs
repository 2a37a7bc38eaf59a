//! What is erased is gone, stays gone, and takes nothing else along (rule N25).

use std::sync::Arc;

use calls::Text;
use calls::moment::Moment;
use calls::signal::{Doer, DoerKind, Signal};
use serde_json::Value;
use uuid::Uuid;

use super::super::outbox::{DeliveryRow, Standing};
use super::super::{ChangeKind, Erased, Erasing, Filter, Found, HOUR, Mode, NumberedAsk, Store};
use super::doings::{does, errand, note};
use super::outbox::{delivery, settling, subscription};
use super::{Open, batch, changes, noon, record, recorded, records, told, with_account};

pub(crate) fn erasing(id: Uuid) -> Erasing {
    let by = Doer { kind: DoerKind::Person, id: Text::new_static("ann"), name: None };
    Erasing { account: Text::new_static("main"), id, by, versions: None, at: noon().plus(7) }
}

async fn erased(store: &Arc<dyn Store>, id: Uuid) -> Found {
    let erased = store.erase(erasing(id)).await.unwrap();
    let Erased::Done(found, _) = erased else { panic!("{erased:?}") };
    found
}

fn json(found: &Found) -> Value {
    serde_json::from_str(&found.record).unwrap()
}

fn id(value: &Value) -> Uuid {
    value.as_str().unwrap().parse().unwrap()
}

/// A call of these two numbers, a while ago.
fn call(thread: &str, from: &str, at: &str, how: Option<&str>) -> Vec<Signal> {
    let begins = format!(
        r#"{{"key":"1","thread":"{thread}","leg":"{thread}","at":"{at}:00Z","what":"came_in","party":{{"number":"{from}","trunk":"t"}},"dialled":"102"}}
        {{"key":"2","thread":"{thread}","leg":"{thread}","at":"{at}:02Z","what":"answered"}}"#
    );
    let ends = how.map(|how| {
        format!(r#"{{"key":"3","thread":"{thread}","leg":"{thread}","at":"{at}:09Z","what":"ended","how":"{how}"}}"#)
    });
    told(&[begins, ends.unwrap_or_default()].join("\n"))
}

pub(crate) async fn n25_what_is_erased_is_gone_and_what_names_it_stays(open: Open<'_>) {
    let store = with_account(open).await;
    record(&store, &recorded("attended_transfer")).await;
    let whole = records(&store).await.pop().unwrap();
    let (own, call) = (id(&whole["id"]), id(&whole["calls"][0]["id"]));
    does(&store, errand(call, "n", note("one", "call him back"))).await;
    record(&store, &recorded("busy")).await;
    let before = changes(&store).await;
    let version = store.find("main", own, None).await.unwrap().unwrap().version;
    let found = erased(&store, call).await;
    let left = json(&found);
    assert_eq!((found.id, found.version), (own, version + 1));
    assert_eq!(left["erased_at"], Value::from(noon().plus(7).to_string()));
    for key in ["id", "serial", "source", "started_at", "ended_at"] {
        assert_eq!(left[key], whole[key], "{key}");
    }
    let nothing = ["state", "direction", "outcome", "line", "total_s", "voicemail", "handled"];
    assert!(nothing.iter().all(|key| left[*key].is_null()) && left["from"]["number"].is_null(), "{left}");
    assert_eq!((&left["calls"], &left["talked_to"]), (&Value::Array(Vec::new()), &Value::Array(Vec::new())));
    for store in [store.clone(), open()] {
        assert_eq!(json(&store.find("main", own, None).await.unwrap().unwrap()), left);
        assert_eq!(store.find("main", own, Some(version)).await.unwrap(), None, "what was told before is gone");
        assert_eq!(store.find("main", call, None).await.unwrap(), None, "a call of it is no longer there");
        assert_eq!(store.signals("main", own, 0, 99).await.unwrap(), []);
        assert_eq!(records(&store).await.len(), 1, "the other is untouched");
        let calls = store.calls("main", &Filter { deleted: true, ..Filter::default() }, None, 99).await.unwrap();
        assert!(calls.rows.iter().all(|row| row.conversation != own) && !calls.rows.is_empty());
    }
    let after = changes(&store).await;
    let (last, older) = after.split_last().unwrap();
    assert_eq!(
        (last.kind, last.conversation, last.previous, last.version),
        (ChangeKind::Erased, Some(own), version, version + 1)
    );
    assert!(last.patch.is_none() && last.by.as_deref().is_some_and(|by| by.contains("ann")), "{last:?}");
    let stays = id(&records(&store).await[0]["id"]);
    for (was, is) in before.iter().zip(older) {
        let mut bare = was.clone();
        // What went into it goes along.
        if was.conversation != Some(stays) {
            (bare.patch, bare.by) = (None, None);
        }
        assert_eq!(&bare, is, "id, times, kinds and versions stay");
    }
    assert_eq!(json(&erased(&store, own).await), left, "asked for again it is answered alike");
    assert_eq!(changes(&store).await, after, "and nothing is told");
}

pub(crate) async fn n25_what_goes_on_or_is_another_by_now_is_not_erased(open: Open<'_>) {
    let store = with_account(open).await;
    record(&store, &call("a", "+31655500110", "2026-01-05T09:00", None)).await;
    let own = id(&records(&store).await[0]["id"]);
    assert_eq!(store.erase(erasing(own)).await.unwrap(), Erased::GoesOn);
    assert_eq!(store.erase(erasing(Uuid::from_u128(9))).await.unwrap(), Erased::Unknown);
    record(&store, &call("a", "+31655500110", "2026-01-05T09:00", Some("normal"))).await;
    let version = records(&store).await[0]["version"].as_u64().unwrap();
    let stale = Erasing { versions: Some(vec![version - 1]), ..erasing(own) };
    assert_eq!(store.erase(stale.clone()).await.unwrap(), Erased::Stale(version));
    assert_eq!(records(&store).await.len(), 1);
    let erased = store.erase(Erasing { versions: Some(vec![version]), ..stale.clone() }).await.unwrap();
    assert!(matches!(erased, Erased::Done(..)), "{erased:?}");
    let again = store.erase(stale).await.unwrap();
    assert!(matches!(again, Erased::Done(..)), "what is gone has no version that could be another: {again:?}");
}

pub(crate) async fn n25_a_late_signal_brings_nothing_back_and_takes_nothing_along(open: Open<'_>) {
    let store = with_account(open).await;
    let gone = call("a", "+31655500110", "2026-01-05T09:00", Some("normal"));
    record(&store, &gone).await;
    let own = id(&records(&store).await[0]["id"]);
    erased(&store, own).await;
    let feed = changes(&store).await;
    let late = told(
        r#"{"key":"9","thread":"a","leg":"a","at":"2026-01-05T09:00:04Z","what":"held"}
        {"key":"9","thread":"a","leg":"b","at":"2026-01-05T09:00:05Z","what":"came_in","party":{"number":"103"}}"#,
    );
    for store in [store.clone(), open()] {
        assert_eq!(record(&store, &gone).await.new, 0);
        assert_eq!(record(&store, &late).await.new, 0);
        assert_eq!(store.record(batch(&gone, Mode::Import)).await.unwrap().new, 0);
    }
    assert_eq!(changes(&store).await, feed);
    let ties = told(
        r#"{"key":"1","thread":"n","leg":"n","at":"2026-01-05T10:00:00Z","what":"came_in","party":{"number":"104"},"dialled":"102"}
        {"key":"2","thread":"n","ties":["a"],"leg":"n","at":"2026-01-05T10:00:02Z","what":"answered"}"#,
    );
    assert_eq!(record(&store, &ties).await.new, 2, "a tie to what is gone costs the other nothing");
    assert_eq!(record(&open(), &late).await.new, 0, "and what is gone does not come back in the other");
    let whole = records(&store).await;
    assert_eq!((whole.len(), whole[0]["from"]["number"].as_str()), (1, Some("104")));
    assert_eq!(store.refold("main", None, None, noon()).await.unwrap().corrected, 0);
}

pub(crate) async fn n25_what_went_into_it_goes_with_it(open: Open<'_>) {
    let store = with_account(open).await;
    let (one, other) = super::joins::apart();
    let (last, before) = one.split_last().unwrap();
    record(&store, &other).await;
    record(&store, before).await;
    let feed = changes(&store).await;
    let (stays, goes) = (feed[0].conversation.unwrap(), feed.last().unwrap().conversation.unwrap());
    record(&store, std::slice::from_ref(last)).await;
    let open_legs = store.give_up("main", "office", super::super::Limits { ringing_s: 0, talking_s: 0 }, noon().plus(9)).await;
    open_legs.unwrap();
    let found = erased(&store, goes).await;
    assert_eq!(found.id, stays);
    let after = changes(&store).await;
    assert!(after.iter().all(|change| change.patch.is_none()), "{after:?}");
    assert_eq!(after.iter().filter(|change| change.kind == ChangeKind::Erased).count(), 1, "it is told once");
    assert_eq!(records(&store).await, Vec::<Value>::new());
    assert_eq!(store.find("main", goes, None).await.unwrap().unwrap().id, stays);
    let versions = after.iter().filter(|change| change.conversation == Some(goes)).map(|change| change.version);
    for version in versions {
        assert_eq!(store.find("main", goes, Some(version)).await.unwrap(), None);
    }
}

pub(crate) async fn n25_what_began_before_is_erased_unless_it_goes_on(open: Open<'_>) {
    let store = with_account(open).await;
    for no in 0..60 {
        record(&store, &call(&format!("old{no}"), "+31655500110", &format!("2026-01-02T09:{no:02}"), Some("normal"))).await;
    }
    record(&store, &call("open", "+31655500110", "2026-01-02T10:00", None)).await;
    record(&store, &call("new", "+31655500110", "2026-01-04T09:00", Some("normal"))).await;
    let before = Moment::from_rfc3339("2026-01-03T00:00:00Z").unwrap();
    let by = erasing(Uuid::nil()).by;
    let numbered = async || {
        let ask = NumberedAsk { from: None, until: None, firsts: false, only: None, skipped: 0, rows: 50 };
        store.numbered("main", ask).await.unwrap().total
    };
    assert_eq!(numbered().await, 62);
    let outlived = store.erase_before("main", before, by.clone(), noon()).await.unwrap();
    assert_eq!((outlived.erased, outlived.left), (60, 0));
    assert_eq!((records(&store).await.len(), numbered().await), (2, 2), "what is counted by the day follows");
    assert_eq!(store.erase_before("main", before, by.clone(), noon()).await.unwrap().erased, 0);
    record(&store, &call("open", "+31655500110", "2026-01-02T10:00", Some("normal"))).await;
    assert_eq!(open().erase_before("main", before, by, noon()).await.unwrap().erased, 1);
    assert_eq!(records(&store).await.len(), 1);
    store.put_account(super::account("other")).await.unwrap();
    assert_eq!(store.raw_to_go("other").await.unwrap(), []);
}

pub(crate) async fn n25_raw_input_is_to_go_of_the_hours_in_which_something_was_heard(open: Open<'_>) {
    let store = with_account(open).await;
    let all = call("a", "+31655500110", "2026-01-05T09:00", Some("normal"));
    let (first, rest) = all.split_first().unwrap();
    record(&store, std::slice::from_ref(first)).await;
    let later = super::Batch { at: noon().plus(2 * HOUR), ..batch(rest, Mode::Live) };
    store.record(later).await.unwrap();
    let own = id(&records(&store).await[0]["id"]);
    assert_eq!(store.raw_to_go("main").await.unwrap(), []);
    erased(&store, own).await;
    let hours = open().raw_to_go("main").await.unwrap();
    let noon = noon().micros().div_euclid(HOUR);
    // Noon is the first moment of its hour: something of the call may have come in just before.
    assert_eq!(hours.iter().map(|row| row.hour).collect::<Vec<_>>(), [noon - 1, noon, noon + 1, noon + 2]);
    assert!(hours.iter().all(|row| row.source == "office"));
    store.raw_is_gone("main", hours[..3].to_vec()).await.unwrap();
    assert_eq!(store.raw_to_go("main").await.unwrap(), hours[3..]);
}

pub(crate) async fn n25_what_is_still_owed_is_told_without_what_is_gone(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_subscription(subscription(1)).await.unwrap();
    record(&store, &call("a", "+31655500110", "2026-01-05T09:00", Some("normal"))).await;
    record(&store, &call("b", "+31655500111", "2026-01-05T09:10", Some("normal"))).await;
    let all = records(&store).await;
    let (own, other) = (id(&all[0]["id"]), id(&all[1]["id"]));
    let feed = changes(&store).await;
    let no = |of: Uuid| feed.iter().find(|change| change.conversation == Some(of)).unwrap().no;
    let row = |of: Uuid| DeliveryRow { conversation: Some(of), ..delivery(no(of), 0, Standing::Waiting, noon()) };
    let rows = vec![row(own), row(other)];
    assert!(store.settle(settling(1, 0, 0, rows.clone())).await.unwrap());
    erased(&store, own).await;
    let kept = async |of: Uuid| {
        let row = store.delivery("main", Uuid::from_u128(1), row(of).id).await.unwrap().unwrap();
        (row.body.is_some(), row.attempts.len(), row.state)
    };
    assert_eq!(kept(own).await, (false, 0, Standing::Waiting));
    assert_eq!(kept(other).await, (true, 1, Standing::Waiting));
    assert!(store.settle(settling(1, 0, 0, rows)).await.unwrap());
    assert_eq!(kept(own).await, (false, 0, Standing::Waiting), "a try that was under way brings nothing back");
    assert_eq!(kept(other).await, (true, 1, Standing::Waiting));
}
