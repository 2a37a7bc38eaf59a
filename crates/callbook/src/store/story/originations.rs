//! Requests for calls: written down once, whatever becomes of them.

use calls::Text;
use uuid::Uuid;

use super::super::originations::REFUSED_KEPT;
use super::super::{Fate, OriginationRow};
use super::{Open, account, noon, with_account};

fn asked(of: &str, key: &str, said: &str) -> OriginationRow {
    OriginationRow {
        account: Text::new(of),
        key: Text::new(key),
        said: Text::new(said),
        source: Text::new_static("office"),
        call: None,
        fate: Fate::Asked,
        asked_at: noon(),
    }
}

pub(crate) async fn a_request_is_written_down_once_and_found_again_after_a_restart(open: Open<'_>) {
    let store = with_account(open).await;
    assert_eq!(store.ask_for_call(asked("main", "k", "one")).await.unwrap(), None);
    assert_eq!(store.origination("main", "k").await.unwrap(), Some(asked("main", "k", "one")));
    assert_eq!(store.origination("main", "l").await.unwrap(), None);
    // As after the end of the program while the phone system was asked.
    let store = open();
    assert_eq!(store.ask_for_call(asked("main", "k", "other")).await.unwrap(), Some(asked("main", "k", "one")));
    let call = Uuid::from_u128(7);
    store.settle_origination("main", "k", Some(call), Fate::Dialled).await.unwrap();
    let dialled = OriginationRow { call: Some(call), fate: Fate::Dialled, ..asked("main", "k", "one") };
    assert_eq!(open().ask_for_call(asked("main", "k", "one")).await.unwrap(), Some(dialled));
}

pub(crate) async fn why_a_request_was_refused_is_known_and_its_call_stays(open: Open<'_>) {
    let store = with_account(open).await;
    let call = Some(Uuid::from_u128(8));
    store.ask_for_call(OriginationRow { call, ..asked("main", "k", "one") }).await.unwrap();
    let fate = Fate::Refused("Permission denied".to_owned());
    store.settle_origination("main", "k", None, fate.clone()).await.unwrap();
    let refused = OriginationRow { call, fate, ..asked("main", "k", "one") };
    assert_eq!(open().ask_for_call(asked("main", "k", "one")).await.unwrap(), Some(refused));
}

pub(crate) async fn a_key_of_one_account_is_none_of_another(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_account(account("other")).await.unwrap();
    assert_eq!(store.ask_for_call(asked("main", "k", "one")).await.unwrap(), None);
    assert_eq!(store.ask_for_call(asked("other", "k", "two")).await.unwrap(), None);
    store.settle_origination("other", "k", None, Fate::Dialled).await.unwrap();
    assert_eq!(store.ask_for_call(asked("main", "k", "one")).await.unwrap(), Some(asked("main", "k", "one")));
}

pub(crate) async fn what_nobody_heard_of_is_taken_back_and_what_became_of_another_stays(open: Open<'_>) {
    let store = with_account(open).await;
    for key in ["k", "l"] {
        store.ask_for_call(asked("main", key, "one")).await.unwrap();
    }
    store.settle_origination("main", "l", None, Fate::Dialled).await.unwrap();
    for key in ["k", "l", "none"] {
        store.withdraw_origination("main", key).await.unwrap();
    }
    let store = open();
    assert_eq!(store.origination("main", "k").await.unwrap(), None);
    assert_eq!(store.origination("main", "l").await.unwrap().unwrap().fate, Fate::Dialled);
}

pub(crate) async fn requests_that_were_refused_long_ago_are_forgotten_and_none_that_may_have_dialled(open: Open<'_>) {
    let store = with_account(open).await;
    store.put_account(account("other")).await.unwrap();
    let fates = [("asked", Fate::Asked), ("dialled", Fate::Dialled), ("refused", Fate::Refused("busy".to_owned()))];
    for (key, fate) in fates {
        for of in ["main", "other"] {
            store.ask_for_call(OriginationRow { fate: fate.clone(), ..asked(of, key, "one") }).await.unwrap();
        }
    }
    assert_eq!(store.forget_originations("main", noon().plus(REFUSED_KEPT)).await.unwrap(), 0, "not yet");
    assert_eq!(store.forget_originations("main", noon().plus(REFUSED_KEPT + 1)).await.unwrap(), 1);
    let store = open();
    for (of, key, is_there) in
        [("main", "asked", true), ("main", "dialled", true), ("main", "refused", false), ("other", "refused", true)]
    {
        assert_eq!(store.origination(of, key).await.unwrap().is_some(), is_there, "{of} {key}");
    }
}
