//! The time for wrapping up a call, and that it passes (rule R17).

use std::sync::Arc;

use calls::moment::Moment;
use calls::signal::{Disposed, Doing, Known, Signal};
use serde_json::Value;

use super::super::{Did, Errand, Store, Wrapup};
use super::doings::errand;
use super::{Open, account, changes, noon, record, recorded, records, with_account};

/// A recorded call as it is recorded where users have that many seconds to wrap one up.
fn resolved(limit_s: u32) -> Vec<Signal> {
    let mut signals = recorded("inbound_answered");
    for party in signals.iter_mut().filter_map(|signal| signal.what.party_mut()).filter(|party| party.user.is_some()) {
        party.known = Some(Box::new(Known { wrap_up_s: Some(limit_s), ..Known::default() }));
    }
    signals
}

async fn call(store: &Arc<dyn Store>) -> Value {
    records(store).await.pop().unwrap()["calls"][0].clone()
}

/// A store with a call that ended, and when its time for being wrapped up is past.
async fn ended(open: Open<'_>) -> (Arc<dyn Store>, Moment) {
    let store = with_account(open).await;
    record(&store, &resolved(60)).await;
    let call = call(&store).await;
    let limit_at = Moment::from_rfc3339(call["wrap_up"]["limit_at"].as_str().unwrap()).unwrap();
    let ended_at = Moment::from_rfc3339(call["ended_at"].as_str().unwrap()).unwrap();
    assert_eq!((limit_at.since(ended_at), &call["wrap_up"]["ended_at"]), (60_000_000, &Value::Null));
    (store, limit_at.plus(1_000))
}

async fn does(store: &Arc<dyn Store>, key: &'static str, doing: Doing, at: Moment) {
    let id = call(store).await["id"].as_str().unwrap().parse().unwrap();
    let errand = Errand { at, ..errand(id, key, doing) };
    assert!(matches!(store.carry_out(errand).await.unwrap(), Did::Done(_)));
}

pub(crate) async fn r17_when_the_time_for_wrapping_up_is_past_it_is_told_once_after_a_restart_too(open: Open<'_>) {
    let (store, past) = ended(open).await;
    assert_eq!(store.lapse("main", past.plus(-1_000_000)).await.unwrap(), 0, "not yet");
    let told = changes(&store).await.len();
    // As after a restart.
    let store = open();
    assert_eq!(store.lapse("main", past).await.unwrap(), 1);
    let wrap_up = call(&store).await["wrap_up"].clone();
    assert_eq!(wrap_up["ended_at"], wrap_up["limit_at"]);
    let change = changes(&store).await.pop().unwrap();
    assert!(change.by.unwrap().contains("\"system\""));
    for store in [store, open()] {
        assert_eq!(store.lapse("main", past.plus(1)).await.unwrap(), 0, "it is told once");
        assert_eq!(changes(&store).await.len(), told + 1);
    }
    let store = open();
    assert_eq!(store.refold("main", None, None, noon()).await.unwrap().corrected, 0);
    store.put_account(account("other")).await.unwrap();
    assert_eq!(store.lapse("other", past).await.unwrap(), 0, "of its own calls only");
}

pub(crate) async fn r17_what_is_disposed_in_time_does_not_lapse_and_what_is_due_again_does(open: Open<'_>) {
    let (store, past) = ended(open).await;
    does(&store, "one", Doing::Disposed(Some(Disposed::default())), past.plus(-2_000_000)).await;
    assert!(call(&store).await["wrap_up"]["ended_at"].is_string());
    assert_eq!(store.lapse("main", past).await.unwrap(), 0);
    does(&store, "two", Doing::Disposed(None), past.plus(-1_000_000)).await;
    assert!(call(&store).await["wrap_up"]["ended_at"].is_null());
    assert_eq!(store.lapse("main", past).await.unwrap(), 1);
    does(&store, "three", Doing::Disposed(Some(Disposed::default())), past.plus(9_000_000)).await;
    let call = call(&store).await;
    assert_eq!(call["wrap_up"]["ended_at"], call["wrap_up"]["limit_at"], "disposed too late");
    assert!(call["disposition"].is_object(), "and disposed all the same");
}

pub(crate) async fn r17_an_account_that_asks_for_no_wrap_up_has_the_directory_say_so(open: Open<'_>) {
    let store = with_account(open).await;
    let before = store.directory("main", None).await.unwrap().unwrap();
    assert_eq!((before.wrapup, before.wrapup_limit_s), (Wrapup::Required, 600));
    let row = super::super::AccountRow { wrapup: Wrapup::Off, wrapup_limit_s: 30, ..account("main") };
    store.put_account(row.clone()).await.unwrap();
    let after = store.directory("main", Some(before.version)).await.unwrap().unwrap();
    assert_eq!((after.wrapup, after.wrapup_limit_s), (Wrapup::Off, 30), "copies of it are old");
    assert_eq!(store.accounts().await.unwrap(), [row]);
}
