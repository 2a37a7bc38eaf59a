//! What people and programs do about calls: once, whoever asks how often, and for ever.

use std::sync::Arc;

use calls::Text;
use calls::moment::Moment;
use calls::signal::{Disposed, Doer, DoerKind, Doing, Link};
use serde_json::Value;
use uuid::Uuid;

use super::super::{Aim, Did, Errand, Filter, Found, Store};
use super::lists::number;
use super::{Open, changes, noon, record, recorded, records, with_account};

/// Something that Ann does about the call with this id, under a key of its own.
pub(crate) fn errand(id: Uuid, key: &str, doing: Doing) -> Errand {
    Errand {
        account: Text::new_static("main"),
        id,
        aim: Aim::Call,
        doing,
        changes: false,
        by: Doer { kind: DoerKind::Person, id: Text::new_static("ann"), name: None },
        feed: Text::new_static("callbook"),
        key: Text::new(key),
        said: Text::new_static("a"),
        versions: None,
        at: noon(),
    }
}

pub(super) fn of_whole(errand: Errand) -> Errand {
    Errand { aim: Aim::Whole, ..errand }
}

pub(super) fn disposed(text: &str) -> Doing {
    Doing::Disposed(Some(Disposed { text: Some(Text::new(text)), ..Disposed::default() }))
}

pub(crate) fn note(id: &str, text: &str) -> Doing {
    Doing::Noted { id: Text::new(id), text: Some(Text::new(text)) }
}

pub(crate) async fn does(store: &Arc<dyn Store>, errand: Errand) -> Did {
    store.carry_out(errand).await.unwrap()
}

/// The record after what had to be done was done.
async fn done(store: &Arc<dyn Store>, errand: Errand) -> (Found, Value) {
    let did = does(store, errand).await;
    let Did::Done(found) = did else { panic!("{did:?}") };
    let record = serde_json::from_str(&found.record).unwrap();
    (found, record)
}

fn id(value: &Value) -> Uuid {
    value["id"].as_str().unwrap().parse().unwrap()
}

fn call(record: &Value, id: Uuid) -> Value {
    record["calls"].as_array().unwrap().iter().find(|call| call["id"] == id.to_string()).unwrap().clone()
}

/// A store with a transferred call in it: three calls, of which one is a consultation.
async fn transferred(open: Open<'_>) -> (Arc<dyn Store>, Value) {
    let store = with_account(open).await;
    record(&store, &recorded("attended_transfer")).await;
    let whole = records(&store).await.pop().unwrap();
    assert!(whole["calls"].as_array().unwrap().len() > 1, "{whole}");
    (store, whole)
}

pub(crate) async fn n27_a_doing_is_said_of_one_call_and_told_as_a_version(open: Open<'_>) {
    let (store, before) = transferred(open).await;
    let first = &before["calls"][0];
    for any in [id(first), id(&first["legs"][0])] {
        let (found, whole) = done(&store, errand(any, &any.to_string(), disposed("sold"))).await;
        assert_eq!(found.id, id(first));
        assert_eq!(call(&whole, found.id)["disposition"]["text"], "sold");
        assert_eq!(call(&whole, found.id)["disposition"]["by"]["id"], "ann");
        let others = whole["calls"].as_array().unwrap().iter().filter(|call| id(call) != found.id);
        assert!(others.into_iter().all(|call| call["disposition"].is_null()));
    }
    let change = changes(&store).await.into_iter().find(|change| change.by.is_some()).unwrap();
    assert_eq!(change.version, before["version"].as_u64().unwrap() + 1);
    assert!(change.by.unwrap().contains("\"ann\""));
    assert_eq!(store.find("main", id(first), Some(change.version)).await.unwrap().unwrap().version, change.version);
    assert_eq!(does(&store, errand(Uuid::nil(), "x", disposed("?"))).await, Did::Unknown);
}

pub(crate) async fn n27_of_a_conversation_it_is_its_last_call_or_all_of_them(open: Open<'_>) {
    let (store, before) = transferred(open).await;
    let (_, whole) = done(&store, of_whole(errand(id(&before), "one", disposed("sold")))).await;
    let last = |call: &&Value| call["origin"] != "consultation";
    let last = id(before["calls"].as_array().unwrap().iter().rfind(last).unwrap());
    for call in whole["calls"].as_array().unwrap() {
        assert_eq!(call["disposition"].is_null(), id(call) != last, "{call}");
    }
    let version = whole["version"].as_u64().unwrap();
    let (_, whole) = done(&store, of_whole(errand(id(&before["calls"][0]), "two", Doing::Handled(true)))).await;
    assert!(whole["calls"].as_array().unwrap().iter().all(|call| call["handled"]["by"]["id"] == "ann"));
    assert_eq!(whole["handled"]["by"]["id"], "ann");
    assert_eq!(whole["version"].as_u64().unwrap(), version + before["calls"].as_array().unwrap().len() as u64);
}

pub(crate) async fn what_is_said_twice_under_a_key_is_done_once_and_answered_alike(open: Open<'_>) {
    let (store, before) = transferred(open).await;
    let wish = of_whole(errand(id(&before), "key", Doing::Handled(true)));
    let (first, _) = done(&store, wish.clone()).await;
    let later = Errand { at: noon().plus(1), ..errand(id(&before), "other", note("n", "later")) };
    done(&store, later).await;
    let told = changes(&store).await;
    assert_eq!(done(&store, wish.clone()).await.0, first, "the answer of then");
    assert_eq!(done(&open(), wish.clone()).await.0, first, "after a restart too");
    store.refold("main", None, None, noon()).await.unwrap();
    // Even where the version that it asks for has passed meanwhile.
    let stale = Errand { versions: Some(vec![before["version"].as_u64().unwrap()]), ..wish.clone() };
    assert_eq!(done(&store, stale).await.0, first, "after a rebuild too");
    let other = Errand { said: Text::new_static("b"), ..wish };
    assert_eq!(does(&store, other).await, Did::OtherSaid);
    assert_eq!(changes(&store).await, told, "nothing was written");
}

pub(crate) async fn a_version_that_has_passed_is_refused_and_nothing_is_written(open: Open<'_>) {
    let (store, before) = transferred(open).await;
    let version = before["version"].as_u64().unwrap();
    let at = |key: &str, versions: &[u64]| Errand {
        versions: Some(versions.to_vec()),
        ..errand(id(&before["calls"][0]), key, note(key, "text"))
    };
    assert_eq!(done(&store, at("a", &[version])).await.0.version, version + 1);
    let told = changes(&store).await;
    assert_eq!(does(&store, at("b", &[version])).await, Did::Stale(version + 1));
    assert_eq!(does(&store, at("b", &[])).await, Did::Stale(version + 1));
    assert_eq!(changes(&store).await, told);
    assert_eq!(done(&store, at("b", &[version, version + 1])).await.0.version, version + 2);
}

pub(crate) async fn n27_what_was_done_outlives_a_restart_a_rebuild_and_a_late_signal(open: Open<'_>) {
    let store = with_account(open).await;
    let signals = recorded("attended_transfer");
    let cut = signals.len() / 2;
    record(&store, &signals[..cut]).await;
    let whole = records(&store).await.pop().unwrap();
    // Our clock may be far behind that of the phone system: what is done about a call never comes before it.
    let early = Moment::default();
    let wish = Errand { at: early, ..errand(id(&whole["calls"][0]), "key", disposed("sold")) };
    let (found, _) = done(&store, wish.clone()).await;
    assert_eq!(call(&serde_json::from_str(&found.record).unwrap(), found.id)["disposition"]["text"], "sold");
    record(&open(), &signals[cut..]).await;
    assert_eq!(store.refold("main", None, None, noon()).await.unwrap().corrected, 0);
    let whole = records(&store).await.pop().unwrap();
    assert_eq!(call(&whole, found.id)["disposition"]["text"], "sold");
    assert!(!whole["gaps"].to_string().contains("not told"), "{}", whole["gaps"]);
    assert_eq!(done(&open(), wish).await.0.id, found.id);
}

pub(crate) async fn n20_what_was_done_goes_along_when_conversations_are_joined(open: Open<'_>) {
    let store = with_account(open).await;
    let mut one = recorded("answered");
    let mut other = recorded("busy");
    one.last_mut().unwrap().ties.push(other[0].thread.clone());
    other.truncate(3);
    let (last, before) = one.split_last().unwrap();
    record(&store, &other).await;
    record(&store, before).await;
    let told = records(&store).await;
    let goes = told.iter().max_by_key(|whole| whole["serial"].as_u64()).unwrap();
    let wish = errand(id(&goes["calls"][0]), "key", note("n", "text"));
    done(&store, wish.clone()).await;
    record(&store, std::slice::from_ref(last)).await;
    let told = changes(&store).await;
    let (found, whole) = done(&store, wish.clone()).await;
    assert_ne!(found.conversation, id(goes), "it is the other's now");
    assert_eq!(call(&whole, found.id)["notes"][0]["text"], "text");
    assert_eq!(done(&open(), of_whole(Errand { id: id(goes), ..wish })).await.0.conversation, found.conversation);
    assert_eq!(changes(&store).await, told, "it was done before the join");
    assert_eq!(store.refold("main", None, None, noon()).await.unwrap().corrected, 0);
}

pub(crate) async fn r10_what_is_deleted_is_listed_only_when_asked_for_and_comes_back(open: Open<'_>) {
    let (store, before) = transferred(open).await;
    let listed = async |deleted: bool| {
        let filter = Filter { deleted, ..Filter::default() };
        let of_number = Filter { clues: number(before["from"]["number"].as_str().unwrap()).clues, ..filter.clone() };
        assert_eq!(
            store.conversations("main", &filter, None, 10).await.unwrap().rows.len(),
            store.conversations("main", &of_number, None, 10).await.unwrap().rows.len()
        );
        let calls = store.calls("main", &filter, None, 10).await.unwrap().rows.len();
        (store.conversations("main", &filter, None, 10).await.unwrap().rows.len(), calls)
    };
    let all = before["calls"].as_array().unwrap().len();
    let (found, whole) = done(&store, errand(id(&before["calls"][0]), "one", Doing::Deleted(true))).await;
    assert!(whole["deleted_at"].is_null() && call(&whole, found.id)["deleted_at"].is_string());
    assert_eq!((listed(false).await, listed(true).await), ((1, all - 1), (1, all)));
    let (_, whole) = done(&store, of_whole(errand(id(&before), "all", Doing::Deleted(true)))).await;
    assert!(whole["deleted_at"].is_string());
    assert_eq!((listed(false).await, listed(true).await), ((0, 0), (1, all)));
    let gone = does(&store, of_whole(errand(id(&before), "more", note("n", "late")))).await;
    assert_eq!(gone, Did::Deleted, "nothing is done about what is deleted");
    let (_, whole) = done(&store, of_whole(errand(id(&before), "back", Doing::Deleted(false)))).await;
    assert!(whole["deleted_at"].is_null());
    assert_eq!(listed(false).await, (1, all));
}

pub(crate) async fn a_note_or_link_that_is_not_there_is_not_changed_and_there_is_room_for_many_only(open: Open<'_>) {
    let (store, before) = transferred(open).await;
    let call = id(&before["calls"][0]);
    let change = |key: &str, doing: Doing| Errand { changes: true, ..errand(call, key, doing) };
    assert_eq!(does(&store, change("a", note("n", "text"))).await, Did::Missing);
    let link = |id: &str| Link { kind: Text::new_static("task"), id: Text::new(id), url: None, name: None };
    let gone = Doing::Linked { link: link("1"), there: false };
    assert_eq!(does(&store, change("b", gone.clone())).await, Did::Missing);
    done(&store, errand(call, "c", Doing::Linked { link: link("1"), there: true })).await;
    done(&store, change("d", gone)).await;
    for no in 0..200 {
        done(&store, errand(call, &format!("n{no}"), note(&no.to_string(), "text"))).await;
    }
    assert_eq!(does(&store, errand(call, "full", note("one more", "text"))).await, Did::Full("notes", 200));
    done(&store, change("e", note("7", "other"))).await;
}

pub(crate) async fn n27_a_child_is_told_with_its_parents_links_at_once(open: Open<'_>) {
    let (store, before) = transferred(open).await;
    let child = before["calls"].as_array().unwrap().iter().find(|call| call["origin"] == "transfer").unwrap();
    let parent: Uuid = child["parent"].as_str().unwrap().parse().unwrap();
    let link = Link { kind: Text::new_static("task"), id: Text::new_static("77"), url: None, name: None };
    let (_, after) = done(&store, errand(parent, "k1", Doing::Linked { link, there: true })).await;
    assert_eq!(call(&after, id(child))["links"][0]["id"], "77");
    let last = changes(&store).await.pop().unwrap();
    assert!(last.patch.unwrap().contains(&id(child).to_string()), "and so is the change");
    assert_eq!(store.refold("main", None, None, noon()).await.unwrap().corrected, 0);
}
