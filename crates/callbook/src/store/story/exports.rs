//! Exports: written down once, settled once, of one account alone.

use calls::Text;
use uuid::Uuid;

use super::super::{EXPORTS_MAX, EXPORTS_OF_ONE_MAX, ExportFate, ExportRow, StoreError};
use super::{Open, account, noon, with_account};

fn asked(of: &str, no: u128) -> ExportRow {
    ExportRow {
        account: Text::new(of),
        id: Uuid::from_u128(no),
        owner: Text::new_static("person:ann"),
        sees: Text::new_static("all"),
        format: Text::new_static("csv"),
        filter: "{\"missed\":true}".to_owned(),
        fate: ExportFate::Making,
        asked_at: noon().plus(i64::try_from(no).unwrap_or_default()),
        expires_at: noon().plus(86_400_000_000),
    }
}

pub(crate) async fn an_export_is_settled_once_and_known_after_a_restart(open: Open<'_>) {
    let store = with_account(open).await;
    store.ask_for_export(asked("main", 1)).await.unwrap();
    store.ask_for_export(asked("main", 2)).await.unwrap();
    assert_eq!(store.exports(Some("main")).await.unwrap(), [asked("main", 2), asked("main", 1)], "the newest first");
    let ready = ExportFate::Ready { done: 7, bytes: 700, at: noon() };
    assert!(store.settle_export("main", Uuid::from_u128(1), ready.clone()).await.unwrap());
    let failed = ExportFate::Failed { reason: Text::new_static("stopped"), says: "so".to_owned(), at: noon() };
    assert!(!store.settle_export("main", Uuid::from_u128(1), failed.clone()).await.unwrap(), "it is ready");
    assert!(store.settle_export("main", Uuid::from_u128(2), failed.clone()).await.unwrap());
    assert!(!store.settle_export("main", Uuid::from_u128(3), failed.clone()).await.unwrap(), "there is none");
    let wanted = [ExportRow { fate: failed, ..asked("main", 2) }, ExportRow { fate: ready, ..asked("main", 1) }];
    assert_eq!(open().exports(None).await.unwrap(), wanted);
}

fn asked_by(owner: usize, no: u128) -> ExportRow {
    ExportRow { owner: Text::from(format!("person:{owner}")), ..asked("main", no) }
}

pub(crate) async fn an_account_has_so_many_exports_and_others_do_not_count(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_account(account("other")).await.unwrap();
    for no in 0..EXPORTS_MAX {
        store.ask_for_export(asked_by(no / EXPORTS_OF_ONE_MAX, no as u128)).await.unwrap();
    }
    let refused = store.ask_for_export(asked("main", 99)).await;
    let says = format!("the account has {EXPORTS_MAX} exports: remove one, or wait until one is removed");
    assert!(matches!(&refused, Err(StoreError::Refused { field: "exports", says: said }) if *said == says), "{refused:?}");
    store.ask_for_export(asked("other", 0)).await.unwrap();
    assert!(!store.remove_export("other", Uuid::from_u128(1)).await.unwrap(), "it is another account's");
    assert!(store.remove_export("main", Uuid::from_u128(1)).await.unwrap());
    assert!(!store.remove_export("main", Uuid::from_u128(1)).await.unwrap());
    store.ask_for_export(asked("main", 99)).await.unwrap();
    assert_eq!(store.exports(Some("other")).await.unwrap().len(), 1);
}

pub(crate) async fn one_who_asks_has_so_many_exports_and_leaves_the_others_theirs(open: Open<'_>) {
    let store = with_account(open).await;
    for no in 0..EXPORTS_OF_ONE_MAX as u128 {
        store.ask_for_export(asked_by(1, no)).await.unwrap();
    }
    let failed = ExportFate::Failed { reason: Text::new_static("stopped"), says: "so".to_owned(), at: noon() };
    assert!(store.settle_export("main", Uuid::from_u128(0), failed).await.unwrap());
    let refused = store.ask_for_export(asked_by(1, 99)).await;
    let says = format!("you have {EXPORTS_OF_ONE_MAX} exports: remove one, or wait until one is removed");
    assert!(matches!(&refused, Err(StoreError::Refused { field: "exports", says: said }) if *said == says), "{refused:?}");
    store.ask_for_export(asked_by(2, 100)).await.unwrap();
    assert!(store.remove_export("main", Uuid::from_u128(0)).await.unwrap());
    store.ask_for_export(asked_by(1, 99)).await.unwrap();
}
