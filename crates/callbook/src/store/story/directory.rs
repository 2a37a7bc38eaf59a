//! The directory: found by key, number and id, entered at first sight, merged.

use std::sync::Arc;

use calls::Text;

use super::super::{EntryAsk, EntryKind, EntryPut, EntrySettings, Put, Seen, Store, StoreError};
use super::{Open, batch, noon, recorded, with_account};

fn put(kind: EntryKind, key: &str, settings: EntrySettings) -> EntryPut {
    let numbers = settings.numbers.iter().map(Text::new).collect();
    EntryPut { kind, key: Text::new(key), settings, numbers }
}

fn contact(key: &str, number: &str) -> EntryPut {
    put(EntryKind::Contact, key, EntrySettings { numbers: vec![number.to_owned()], ..EntrySettings::default() })
}

async fn enter(store: &Arc<dyn Store>, entries: Vec<EntryPut>) -> Vec<Put> {
    store.put_entries("main", entries, noon()).await.unwrap()
}

async fn keys(store: &Arc<dyn Store>, kind: EntryKind, number: Option<&str>, after: Option<&str>, rows: usize) -> Vec<String> {
    let ask = EntryAsk { number: number.map(Text::new), after: after.map(Text::new), ..EntryAsk::of(kind, rows) };
    let rows = store.entries("main", ask).await.unwrap();
    rows.iter().map(|row| row.key.to_string()).collect()
}

async fn whose(store: &Arc<dyn Store>, number: &str) -> Vec<(Text, Text)> {
    store.contacts("main", vec![Text::new(number)]).await.unwrap()
}

pub(crate) async fn an_entry_is_found_until_it_is_removed(open: Open<'_>) {
    let store = with_account(open).await;
    let entries = vec![contact("rosa", "12025550142"), contact("sam", "12025550142"), contact("tim", "12025550143")];
    assert_eq!(enter(&store, entries).await, [Put::New, Put::New, Put::New]);
    assert_eq!(enter(&store, vec![contact("tim", "12025550144")]).await, [Put::Changed]);
    assert_eq!(keys(&store, EntryKind::Contact, None, None, 2).await, ["rosa", "sam"]);
    assert_eq!(keys(&store, EntryKind::Contact, None, Some("sam"), 2).await, ["tim"]);
    assert_eq!(keys(&store, EntryKind::Contact, Some("12025550142"), None, 9).await, ["rosa", "sam"]);
    assert_eq!(keys(&store, EntryKind::Contact, Some("12025550143"), None, 9).await, [""; 0], "he has another number now");
    let first = [(Text::new("12025550142"), Text::new("rosa"))];
    assert_eq!(whose(&store, "12025550142").await, first, "of several the one entered first");
    assert!(store.remove_entry("main", EntryKind::Contact, "rosa", noon()).await.unwrap());
    assert!(!store.remove_entry("main", EntryKind::Contact, "rosa", noon()).await.unwrap());
    assert_eq!(whose(&store, "12025550142").await[0].1, "sam");
    assert_eq!(keys(&store, EntryKind::Contact, None, None, 9).await, ["sam", "tim"]);
    let rosa = store.entry("main", EntryKind::Contact, "rosa").await.unwrap().unwrap();
    assert!(rosa.deleted_at.is_some() && rosa.serial > 0, "its integer stays its own");
    store.put_account(super::account("other")).await.unwrap();
    assert_eq!(store.entries("other", EntryAsk::of(EntryKind::Contact, 9)).await.unwrap(), []);
    assert_eq!(store.contacts("other", vec![Text::new("12025550144")]).await.unwrap(), []);
    assert_eq!(store.entry("other", EntryKind::Contact, "tim").await.unwrap(), None);
}

pub(crate) async fn n23_what_a_signal_names_is_entered_with_it_at_first_sight(open: Open<'_>) {
    let store = with_account(open).await;
    let version = store.directory("main", None).await.unwrap().unwrap().version;
    let line = Seen { kind: EntryKind::Line, key: Text::new("+31205550199"), number: Some(Text::new("31205550199")) };
    let user = Seen { kind: EntryKind::User, key: Text::new("ellen"), number: None };
    let one = super::super::Batch { seen: vec![user.clone(), line], ..batch(&recorded("answered"), super::super::Mode::Live) };
    store.record(one.clone()).await.unwrap();
    let directory = store.directory("main", Some(version)).await.unwrap().unwrap();
    let there: Vec<_> = directory.entries.iter().map(|row| (row.kind, row.key.as_str())).collect();
    assert_eq!(there, [(EntryKind::Line, "+31205550199"), (EntryKind::User, "ellen")]);
    assert_eq!(directory.lines, [(Text::new("31205550199"), Text::new("+31205550199"))]);
    assert_eq!(store.directory("main", Some(directory.version)).await.unwrap(), None, "nothing changed since");
    store.record(one).await.unwrap();
    assert_eq!(store.directory("main", Some(directory.version)).await.unwrap(), None, "it is entered once");
    let named = EntrySettings { name: Some("Ellen".to_owned()), ..EntrySettings::default() };
    enter(&store, vec![put(EntryKind::User, "ellen", named.clone())]).await;
    let reopened = open();
    reopened.record(super::super::Batch { seen: vec![user], ..batch(&[], super::super::Mode::Live) }).await.unwrap();
    assert_eq!(reopened.entry("main", EntryKind::User, "ellen").await.unwrap().unwrap().settings, named, "its name stays");
}

pub(crate) async fn n23_one_that_was_removed_is_entered_again_when_it_is_told_of(open: Open<'_>) {
    let store = with_account(open).await;
    let seen = || super::super::Batch {
        seen: vec![Seen { kind: EntryKind::Queue, key: Text::new("orders"), number: None }],
        ..batch(&[], super::super::Mode::Live)
    };
    store.record(seen()).await.unwrap();
    let serial = store.entry("main", EntryKind::Queue, "orders").await.unwrap().unwrap().serial;
    assert!(store.remove_entry("main", EntryKind::Queue, "orders", noon()).await.unwrap());
    assert_eq!(keys(&store, EntryKind::Queue, None, None, 9).await, [""; 0]);
    store.record(seen()).await.unwrap();
    let row = store.entry("main", EntryKind::Queue, "orders").await.unwrap().unwrap();
    assert_eq!((row.deleted_at, row.serial), (None, serial));
    // What he was called elsewhere may be another's by now; no call is refused for it.
    let called = |key| {
        let ids = [("crm".to_owned(), "7".to_owned())].into();
        put(EntryKind::User, key, EntrySettings { ids, ..EntrySettings::default() })
    };
    enter(&store, vec![called("tom")]).await;
    assert!(store.remove_entry("main", EntryKind::User, "tom", noon()).await.unwrap());
    enter(&store, vec![called("thomas")]).await;
    let tom = vec![Seen { kind: EntryKind::User, key: Text::new("tom"), number: None }];
    store.record(super::super::Batch { seen: tom, ..batch(&[], super::super::Mode::Live) }).await.unwrap();
    assert_eq!(keys(&store, EntryKind::User, None, None, 9).await, ["thomas", "tom"]);
    assert!(store.entry("main", EntryKind::User, "tom").await.unwrap().unwrap().settings.ids.is_empty());
}

pub(crate) async fn of_two_entries_that_are_one_the_numbers_lead_to_the_one_that_stays(open: Open<'_>) {
    let store = with_account(open).await;
    enter(&store, vec![contact("a", "1"), contact("b", "2"), contact("c", "3")]).await;
    let both = |key, numbers: &[&str]| {
        let numbers: Vec<String> = numbers.iter().map(|number| (*number).to_owned()).collect();
        put(EntryKind::Contact, key, EntrySettings { numbers, ..EntrySettings::default() })
    };
    store.merge_entries("main", "a", both("b", &["2", "1"]), noon()).await.unwrap();
    store.merge_entries("main", "b", both("c", &["3", "2", "1"]), noon()).await.unwrap();
    for number in ["1", "2", "3"] {
        assert_eq!(whose(&store, number).await[0].1, "c");
    }
    for key in ["a", "b"] {
        let row = store.entry("main", EntryKind::Contact, key).await.unwrap().unwrap();
        assert_eq!(row.same_as.as_deref(), Some("c"), "one step from wherever");
    }
    assert_eq!(keys(&store, EntryKind::Contact, None, None, 9).await, ["c"]);
    let refused = store.put_entries("main", vec![contact("a", "9")], noon()).await.unwrap_err();
    assert!(matches!(refused, StoreError::Refused { field, .. } if field == "key"));
    assert_eq!(whose(&store, "9").await, []);
}

pub(crate) async fn an_id_in_another_system_names_one_entry_and_a_refused_batch_leaves_nothing(open: Open<'_>) {
    let store = with_account(open).await;
    let called = |key, id: &str| {
        let ids = [("crm".to_owned(), id.to_owned())].into();
        put(EntryKind::User, key, EntrySettings { ids, ..EntrySettings::default() })
    };
    enter(&store, vec![called("ann", "7"), called("ben", "8")]).await;
    let refused = store.put_entries("main", vec![called("cid", "9"), called("dan", "7")], noon()).await.unwrap_err();
    assert!(matches!(refused, StoreError::Refused { field, says } if field == "ids" && says.contains("ann")));
    assert_eq!(keys(&store, EntryKind::User, None, None, 9).await, ["ann", "ben"]);
    // Two that change their ids with each other do not stand in each other's way.
    enter(&store, vec![called("ann", "8"), called("ben", "7")]).await;
    assert_eq!(enter(&store, vec![called("cid", "9")]).await, [Put::New]);
}
