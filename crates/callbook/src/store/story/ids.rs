//! Ids that were told stay, whatever turns out to be one.

use std::collections::BTreeSet;
use std::sync::Arc;

use calls::Text;
use calls::notation::json::native::{from_native, parse_batch};
use calls::number::compared;
use calls::signal::{Signal, What};
use serde_json::Value;
use uuid::Uuid;

use super::super::{Batch, Filter, Mode, Store};
use super::{Open, bare, batch, record, recorded, records, told, with_account};

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

pub(crate) async fn n17_of_told_calls_that_are_one_the_first_stays_and_the_others_resolve_to_it(open: Open<'_>) {
    let facts = told(
        r#"{"key":"b1","thread":"m","leg":"ann","at":"2026-01-05T09:01:00.050Z","what":"dialled","by_leg":"jan","party":{"number":"101"}}
        {"key":"b2","thread":"m","leg":"bea","at":"2026-01-05T09:01:00.060Z","what":"dialled","by_leg":"jan","party":{"number":"102"}}
        {"key":"a1","thread":"m","leg":"jan","at":"2026-01-05T09:01:00Z","what":"came_in","party":{"number":"+31612340017","trunk":"voip"},"dialled":"+31205550711"}"#,
    );
    for (name, restarts) in [("kept", false), ("restarted", true)] {
        let name = Text::new_static(name);
        let mut store = open();
        store.put_account(super::account(&name)).await.unwrap();
        let mut ids: Vec<Uuid> = Vec::new();
        for fact in &facts {
            if restarts {
                store = open();
            }
            let one = Batch { account: name.clone(), ..batch(std::slice::from_ref(fact), Mode::Live) };
            store.record(one).await.unwrap();
            let now = calls_of(&store, &name).await;
            ids.extend(now.into_iter().filter(|id| !ids.contains(id)).collect::<Vec<_>>());
        }
        assert_eq!(ids.len(), 2, "two calls were told, and no third when they turned out to be one");
        assert_eq!(calls_of(&store, &name).await, ids[..1], "the id told first stays");
        for id in ids.iter().copied() {
            assert_eq!(store.find(&name, id, None).await.unwrap().unwrap().id, ids[0], "restarts: {restarts}");
        }
        let listed = store.calls(&name, &Filter::default(), None, 10).await.unwrap();
        assert_eq!(listed.rows.len(), 1, "what is one is listed once");
    }
}

/// The ids of all calls as they are now.
async fn calls_of(store: &Arc<dyn Store>, account: &str) -> Vec<Uuid> {
    let page = store.conversations(account, &Filter::default(), None, 500).await.unwrap();
    let records = page.rows.iter().map(|row| serde_json::from_str::<Value>(&row.record).unwrap());
    records.flat_map(|record| ids_in(&record["calls"])).collect()
}

fn ids_in(list: &Value) -> Vec<Uuid> {
    list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().parse().unwrap()).collect()
}

/// All facts of the page for those who tell calls of their own, which has one of each kind of call.
fn examples() -> Vec<Signal> {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/native.md");
    let page = std::fs::read_to_string(page).unwrap();
    let batches = page.split("```json\n").skip(1).map(|part| parse_batch(part.split("```").next().unwrap()).unwrap().1);
    batches.flatten().map(|value| from_native(&value, "office").unwrap()).collect()
}

/// The same in another order: every order comes from its own seed, always the same.
fn shuffled(mut facts: Vec<Signal>, seed: u64) -> Vec<Signal> {
    let mut state = seed;
    for place in (1..facts.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        facts.swap(place, (state >> 33) as usize % (place + 1));
    }
    facts
}

pub(crate) async fn n17_what_was_told_is_found_in_whatever_order_it_came(open: Open<'_>) {
    for seed in 1..=4 {
        let name = Text::from(format!("order-{seed}"));
        let mut store = open();
        store.put_account(super::account(&name)).await.unwrap();
        for (no, facts) in shuffled(examples(), seed).chunks(3).enumerate() {
            if no % 8 == 7 && seed % 2 == 0 {
                store = open();
            }
            store.record(Batch { account: name.clone(), ..batch(facts, Mode::Live) }).await.unwrap();
        }
        let mut told = BTreeSet::new();
        let mut after = 0;
        loop {
            let page = store.changes(&name, after, None, 500).await.unwrap().rows;
            let Some(last) = page.last() else { break };
            after = last.no;
            for change in &page {
                told.extend(change.conversation);
                let patch: Value = serde_json::from_str(change.patch.as_ref().unwrap()).unwrap();
                let calls = patch["calls"].as_object().unwrap();
                told.extend(calls.keys().filter_map(|id| id.parse::<Uuid>().ok()));
            }
        }
        is_found(&store, &name, &told).await;
        numbers_are_true(&store, &name).await;
        let refolded = store.refold(&name, None, None, super::noon()).await.unwrap();
        assert_eq!((refolded.conversations, refolded.corrected), (20, 0), "order {seed}");
    }
}

/// Every id that was told leads to something that is there now, and no two things share one.
async fn is_found(store: &Arc<dyn Store>, account: &str, told: &BTreeSet<Uuid>) {
    let now = calls_of(store, account).await;
    assert_eq!(now.iter().collect::<BTreeSet<_>>().len(), now.len(), "{account}: two calls have one id");
    for id in told {
        let found = store.find(account, *id, None).await.unwrap().unwrap_or_else(|| panic!("{account}: {id} is lost"));
        let is_call = found.what == super::super::What::Call;
        assert!(!is_call || now.contains(&found.id), "{account}: call {id} resolves to {}, which is no more", found.id);
    }
    let listed = store.calls(account, &Filter::default(), None, 500).await.unwrap().rows;
    assert_eq!(listed.len(), now.len(), "{account}: every call is listed once");
}

/// Every number finds the calls that have it, and no others.
async fn numbers_are_true(store: &Arc<dyn Store>, account: &str) {
    let calls = store.calls(account, &Filter::default(), None, 500).await.unwrap().rows;
    let records: Vec<Value> = calls.iter().map(|row| serde_json::from_str(&row.record).unwrap()).collect();
    let has = |record: &Value| -> BTreeSet<Text> {
        let sides = [&record["from"], &record["to"]].into_iter().chain(record["legs"].as_array().unwrap());
        let numbers = sides.flat_map(|side| [&side["number"], &side["e164"]]).chain([&record["line"]]);
        numbers.filter_map(|number| compared(number.as_str()?)).collect()
    };
    let all: BTreeSet<Text> = records.iter().flat_map(has).collect();
    for number in all {
        let filter = super::lists::number(&number);
        let found = store.calls(account, &filter, None, 500).await.unwrap().rows;
        let found: BTreeSet<String> = found.into_iter().map(|row| row.record).collect();
        let wanted = calls.iter().zip(&records).filter(|(_, record)| has(record).contains(&number));
        let wanted: BTreeSet<String> = wanted.map(|(row, _)| row.record.clone()).collect();
        assert_eq!(found, wanted, "{account}: {number}");
    }
}
