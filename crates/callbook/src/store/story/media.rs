//! The media of recordings: kept, told, let go; what is still to be fetched; what links are signed with.

use std::sync::Arc;

use calls::Text;
use calls::signal::{Doer, DoerKind, RecordingKind};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::{Did, Keeping, Mark, Media, MediaOf, Store, Touch, Touching, WantedCount, WantedRow};
use super::{Open, account, noon, record, records, told, with_account};

fn ann() -> Doer {
    Doer { kind: DoerKind::Person, id: Text::new_static("ann"), name: None }
}

fn media(object: &str) -> Media {
    Media { object: object.to_owned(), ending: "wav".to_owned(), bytes: 9, length_s: Some(2.5), hash: [object.len() as u8; 32] }
}

fn keeping(of: MediaOf, object: &str) -> Keeping {
    Keeping { account: Text::new_static("main"), of, media: media(object), by: ann(), version: None, at: noon() }
}

fn of_call(id: Uuid, key: &str, said: &str) -> MediaOf {
    MediaOf::Call { id, key: Text::new(key), said: Text::new(said), kind: RecordingKind::Voicemail }
}

fn touching(recording: Uuid, touch: Touch) -> Touching {
    Touching { account: Text::new_static("main"), recording, touch, by: ann(), version: None, at: noon() }
}

/// A call on which the phone system recorded; the id of that recording and of the call.
async fn call(store: &Arc<dyn Store>) -> (Uuid, Uuid) {
    let facts = told(
        r#"{"key":"1","thread":"a","leg":"ann","at":"2026-01-05T09:00:00Z","what":"came_in","party":{"number":"101","user":"ann"},"dialled":"102"}
        {"key":"2","thread":"a","leg":"ann","at":"2026-01-05T09:00:02Z","what":"answered"}
        {"key":"3","thread":"a","leg":"ann","at":"2026-01-05T09:00:03Z","what":"recorded","recording":"r1","kind":"call","name":"a.wav","step":"started"}
        {"key":"4","thread":"a","leg":"ann","at":"2026-01-05T09:00:09Z","what":"ended","how":"normal"}"#,
    );
    record(store, &facts).await;
    let whole = records(store).await.remove(0);
    (id(&whole["recordings"][0]), id(&whole["calls"][0]))
}

fn id(value: &Value) -> Uuid {
    value["id"].as_str().unwrap().parse().unwrap()
}

async fn entries(store: &Arc<dyn Store>) -> Vec<Value> {
    records(store).await.remove(0)["recordings"].as_array().unwrap().clone()
}

async fn keep(store: &Arc<dyn Store>, of: MediaOf, object: &str) -> Did {
    store.loosen("main", object, noon()).await.unwrap();
    store.keep_media(keeping(of, object)).await.unwrap()
}

async fn loose(store: &Arc<dyn Store>) -> Vec<String> {
    store.loose(noon().plus(1), 9).await.unwrap().into_iter().map(|(_, object)| object).collect()
}

pub(crate) async fn bytes_are_loose_until_they_are_kept_and_again_once_they_are_let_go(open: Open<'_>) {
    let store = with_account(open).await;
    let (recording, _) = call(&store).await;
    store.loosen("main", "one", noon()).await.unwrap();
    assert_eq!((loose(&store).await, store.media("main", recording).await.unwrap()), (vec!["one".to_owned()], None));
    assert!(matches!(store.keep_media(keeping(MediaOf::Recording(recording), "one")).await.unwrap(), Did::Done(_)));
    let store = open();
    let row = store.media("main", recording).await.unwrap().unwrap();
    assert_eq!((loose(&store).await, row.media, row.removed_at), (Vec::new(), media("one"), None));
    assert_eq!((&entries(&store).await[0]["size"], &entries(&store).await[0]["length_s"]), (&json!(9), &json!(2.5)));
    assert_eq!(keep(&store, MediaOf::Recording(recording), "another").await, Did::OtherSaid);
    store.touch_recording(touching(recording, Touch::Played)).await.unwrap();
    assert!(entries(&store).await[0]["played_at"].is_string());
    for _ in 0..2 {
        assert!(matches!(store.touch_recording(touching(recording, Touch::Removed)).await.unwrap(), Did::Done(_)));
        assert_eq!(loose(&store).await, ["another", "one"]);
    }
    assert_eq!(store.media("main", recording).await.unwrap().unwrap().removed_at, Some(noon()));
    assert_eq!(keep(&store, MediaOf::Recording(recording), "another").await, Did::Deleted);
    store.forget_loose("main", "one").await.unwrap();
    assert_eq!(loose(&open()).await, ["another"]);
}

pub(crate) async fn media_of_a_call_is_kept_once_under_a_key_and_belongs_to_that_call(open: Open<'_>) {
    let store = with_account(open).await;
    let (_, call) = call(&store).await;
    let Did::Done(found) = keep(&store, of_call(call, "k", "said"), "one").await else { panic!("it is kept") };
    let versions = records(&store).await[0]["version"].clone();
    let Did::Done(again) = keep(&open(), of_call(call, "k", "said"), "two").await else { panic!("it is known") };
    assert_eq!((found.id, loose(&store).await), (again.id, vec!["two".to_owned()]));
    assert_eq!(records(&store).await[0]["version"], versions, "and told once");
    assert_eq!(keep(&store, of_call(call, "k", "other"), "three").await, Did::OtherSaid);
    assert_eq!(keep(&store, of_call(Uuid::from_u128(9), "x", "x"), "four").await, Did::Unknown);
    let entries = entries(&store).await;
    assert_eq!((entries.len(), &entries[1]["call"]), (2, &json!(call.to_string())));
    assert_eq!((&entries[0]["kind"], &entries[1]["kind"]), (&json!("call"), &json!("voicemail")), "as it was said");
    let stale = Keeping { version: Some(1), ..keeping(of_call(call, "s", "s"), "five") };
    assert!(matches!(store.keep_media(stale).await.unwrap(), Did::Stale(_)));
    assert_eq!(store.media("other", found.id).await.unwrap(), None, "nothing crosses accounts");
}

pub(crate) async fn n17_a_recording_keeps_its_id_and_its_media_through_a_rebuild_and_a_restart(open: Open<'_>) {
    let store = with_account(open).await;
    let (recording, call) = call(&store).await;
    keep(&store, MediaOf::Recording(recording), "one").await;
    let Did::Done(found) = keep(&store, of_call(call, "k", "said"), "two").await else { panic!("it is kept") };
    let before = entries(&store).await;
    let store = open();
    assert_eq!(store.refold("main", None, None, noon()).await.unwrap().corrected, 0);
    assert_eq!(entries(&store).await, before);
    assert_eq!(store.media("main", found.id).await.unwrap().unwrap().media, media("two"));
}

pub(crate) async fn n25_all_media_of_a_conversation_is_let_go_of_at_once(open: Open<'_>) {
    let store = with_account(open).await;
    let (recording, call) = call(&store).await;
    keep(&store, MediaOf::Recording(recording), "one").await;
    keep(&store, of_call(call, "k", "said"), "two").await;
    let whole = id(&records(&store).await[0]);
    let mut gone = store.let_go_of("main", whole, noon()).await.unwrap();
    gone.sort();
    assert_eq!(
        (gone, loose(&store).await),
        (vec!["one".to_owned(), "two".to_owned()], vec!["one".to_owned(), "two".to_owned()])
    );
    store.forget_loose("main", "one").await.unwrap();
    assert_eq!(store.let_go_of("main", whole, noon()).await.unwrap(), ["two"], "what may still stand there is named again");
    assert_eq!(store.media("main", recording).await.unwrap().unwrap().removed_at, Some(noon()));
}

pub(crate) async fn what_is_wanted_goes_with_the_transaction_that_keeps_it(open: Open<'_>) {
    let store = with_account(open).await;
    let (recording, _) = call(&store).await;
    let row = WantedRow {
        account: Text::new_static("main"),
        recording,
        source: Text::new_static("office"),
        place: "a.wav".to_owned(),
        tries: 0,
        next_at: Some(noon()),
        looked: None,
    };
    let mark = |position: &str| Mark { source: "callbook".into(), feed: "recordings".into(), position: position.to_owned() };
    store.want_media("main", vec![row.clone()], mark("4"), noon()).await.unwrap();
    let tried = WantedRow { tries: 2, next_at: Some(noon().plus(5)), looked: Some("9".to_owned()), ..row.clone() };
    store.put_wanted(tried.clone()).await.unwrap();
    let store = open();
    store.want_media("main", vec![row.clone()], mark("5"), noon()).await.unwrap();
    assert_eq!(store.position("main", "callbook", "recordings").await.unwrap().as_deref(), Some("5"));
    assert_eq!(store.due_media(noon().plus(4), 9).await.unwrap(), []);
    assert_eq!(store.due_media(noon().plus(5), 9).await.unwrap(), std::slice::from_ref(&tried), "what is known stays as it is");
    let count = async |store: &Arc<dyn Store>| store.count_wanted("main").await.unwrap();
    assert_eq!(store.wanted_media("main", recording).await.unwrap(), Some(tried.clone()));
    assert_eq!(count(&store).await, [("office".into(), WantedCount { waiting: 1, given_up: 0 })]);
    store.put_wanted(WantedRow { next_at: None, ..tried.clone() }).await.unwrap();
    assert_eq!(count(&open()).await, [("office".into(), WantedCount { waiting: 0, given_up: 1 })]);
    assert_eq!(store.due_media(noon().plus(i64::from(u32::MAX)), 9).await.unwrap(), [], "what was given up is never due");
    assert_eq!(store.count_wanted("other").await.unwrap(), []);
    keep(&store, MediaOf::Recording(recording), "one").await;
    assert_eq!((count(&store).await, store.wanted_media("main", recording).await.unwrap()), (Vec::new(), None));
    store.put_wanted(tried).await.unwrap();
    store.want_media("main", vec![row], mark("6"), noon()).await.unwrap();
    assert_eq!(store.due_media(noon().plus(9), 9).await.unwrap(), [], "what is kept is wanted no more");
}

pub(crate) async fn r16_what_links_are_signed_with_is_drawn_once_for_each_account(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_account(account("other")).await.unwrap();
    assert_eq!(store.link_key("main").await.unwrap(), None);
    assert_eq!(store.draw_link_key("main", [1; 32]).await.unwrap(), [1; 32]);
    assert_eq!(open().draw_link_key("main", [2; 32]).await.unwrap(), [1; 32]);
    assert_eq!((open().link_key("main").await.unwrap(), store.link_key("other").await.unwrap()), (Some([1; 32]), None));
}
