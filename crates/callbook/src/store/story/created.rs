//! Calls by when they were told first, what clients say of them, and calls that clients write down.

use std::sync::Arc;

use calls::Text;
use calls::dialects::chakra::{Address, FEED, Said, Say};
use calls::dialects::seen::Seen;
use calls::moment::Moment;
use calls::signal::{Doer, DoerKind, Doing, LegKey, Link, Signal};
use uuid::Uuid;

use super::super::{Clue, Created, CreatedAsk, Creation, Filter, Found, Remark, Remarked, Store};
use super::{Open, account, batch, noon, record, recorded, records, told, with_account};

const SCENARIOS: &[&str] = &["answered", "attended_transfer", "conference_inbound", "two_blind_transfers", "busy"];

/// A store with calls that were told a minute after one another, and two at once.
async fn filled(open: Open<'_>) -> Arc<dyn Store> {
    let store = with_account(open).await;
    for (minute, scenario) in (0..).zip(SCENARIOS) {
        let batch = super::Batch { at: noon().plus(minute / 2 * 60_000_000), ..batch(&recorded(scenario), super::Mode::Live) };
        store.record(batch).await.unwrap();
    }
    store
}

/// Every call there is, by a look at every record: when it was told first, its id, when it began.
async fn all(store: &Arc<dyn Store>) -> Vec<(Moment, Uuid, Moment)> {
    let page = store.conversations("main", &Filter::default(), None, 500).await.unwrap();
    let mut all = Vec::new();
    for row in page.rows {
        let seen = Seen::read(&row.record).unwrap();
        let calls = seen.calls.iter().filter(|call| call.direction.is_some());
        all.extend(calls.map(|call| (call.created_at.unwrap(), call.id, call.started_at)));
    }
    all.sort_unstable();
    all
}

async fn walk(store: &Arc<dyn Store>, ask: &CreatedAsk, rows: u64) -> (u64, Vec<Uuid>) {
    let (mut walked, mut total) = (Vec::new(), 0);
    for page in 0.. {
        let ask = CreatedAsk { skipped: page * rows, rows, ..ask.clone() };
        let found = store.created("main", ask).await.unwrap();
        total = found.total;
        if found.calls.is_empty() {
            break;
        }
        walked.extend(found.calls.iter().map(|call| call.call));
    }
    (total, walked)
}

pub(crate) async fn c23_calls_are_walked_by_when_they_were_told_first_each_once(open: Open<'_>) {
    let store = filled(open).await;
    for reopened in [false, true] {
        let store = if reopened { open() } else { Arc::clone(&store) };
        let all = all(&store).await;
        assert!(all.len() > 6, "{all:?}");
        let bounds = || all.iter().map(|(at, ..)| Some(*at)).step_by(2).chain([None]);
        for (from, until) in bounds().flat_map(|from| bounds().map(move |until| (from, until))) {
            let fits = |at: Moment| from.is_none_or(|from| at >= from) && until.is_none_or(|until| at < until);
            for latest_first in [false, true] {
                let mut wanted: Vec<_> = all.iter().filter(|(at, ..)| fits(*at)).collect();
                wanted.sort_by_key(|(at, id, _)| (if latest_first { -at.micros() } else { at.micros() }, *id));
                let wanted: Vec<Uuid> = wanted.iter().map(|(_, id, _)| *id).collect();
                let ask = CreatedAsk { from, until, latest_first, ..CreatedAsk::default() };
                for rows in [1, 3, 500] {
                    assert_eq!(walk(&store, &ask, rows).await, (wanted.len() as u64, wanted.clone()), "{ask:?}");
                }
            }
        }
        let ask = |began_from, beside: &str| CreatedAsk { began_from, beside: Text::new(beside), ..CreatedAsk::default() };
        let middle = all[all.len() / 2].2;
        let began = all.iter().filter(|(.., began)| *began >= middle).count() as u64;
        assert_eq!(walk(&store, &ask(Some(middle), ""), 500).await.0, began);
        assert_eq!(walk(&store, &ask(Some(middle), "office"), 500).await.0, all.len() as u64, "of that source all are meant");
        let changed = CreatedAsk { changed_from: Some(noon().plus(3_600_000_000)), ..CreatedAsk::default() };
        assert_eq!(walk(&store, &changed, 500).await.0, 0);
        let none = CreatedAsk { clues: vec![vec![Clue::User("nobody".into())]], ..CreatedAsk::default() };
        assert_eq!(walk(&store, &none, 500).await.0, 0);
    }
    store.put_account(account("other")).await.unwrap();
    assert_eq!(store.created("other", CreatedAsk { rows: 10, ..CreatedAsk::default() }).await.unwrap().total, 0);
}

fn by() -> Doer {
    Doer { kind: DoerKind::Program, id: Text::new_static("plugin"), name: None }
}

/// A link, as a client says it.
fn said(key: &str, to: &str, address: &Address) -> Vec<Signal> {
    let link = Link { kind: "task".into(), id: to.into(), url: None, name: None };
    let says = vec![Say::Done(Doing::Linked { link, there: true })];
    Said { by: None, says }.signals(address, key, (noon(), 0), &by())
}

fn remark(call: Uuid, version: u64, key: &str, to: &str) -> Remark {
    let blank = Text::default;
    let address = Address { source: "office".into(), thread: blank(), leg: LegKey(blank()), call: blank() };
    let signals = said(key, to, &address);
    Remark { account: "main".into(), call, version, signals, seen: Vec::new(), at: noon() }
}

async fn found(store: &Arc<dyn Store>, call: Uuid) -> Found {
    store.find("main", call, None).await.unwrap().unwrap()
}

fn links(found: &Found) -> Vec<String> {
    let seen = Seen::read(&found.record).unwrap();
    seen.call(found.id).unwrap().links.iter().map(|link| link.id.to_string()).collect()
}

pub(crate) async fn what_is_said_of_a_version_that_has_passed_is_not_written(open: Open<'_>) {
    let store = filled(open).await;
    let call = all(&store).await[0].1;
    let version = found(&store, call).await.version;
    let Remarked::Said(first) = store.remark(remark(call, version, "k1", "T-1")).await.unwrap() else { panic!("not said") };
    assert_eq!((links(&first), first.version), (vec!["T-1".to_owned()], version + 1));
    let changes = super::changes(&store).await;
    assert_eq!(store.remark(remark(call, version, "k2", "T-2")).await.unwrap(), Remarked::Stale);
    assert_eq!(store.remark(remark(first.conversation, version + 1, "k3", "T-3")).await.unwrap(), Remarked::Unknown);
    assert_eq!(store.remark(remark(Uuid::from_u128(7), 1, "k4", "T-4")).await.unwrap(), Remarked::Unknown);
    assert_eq!((super::changes(&store).await, found(&store, call).await), (changes, first));
}

pub(crate) async fn n20_a_remark_stands_after_a_restart_and_in_a_rebuild(open: Open<'_>) {
    let store = filled(open).await;
    for (no, (_, call, _)) in all(&store).await.into_iter().enumerate() {
        let version = found(&store, call).await.version;
        let said = store.remark(remark(call, version, &format!("k{no}"), &format!("T-{no}"))).await.unwrap();
        let Remarked::Said(said) = said else { panic!("{said:?}") };
        // A child that got no link of its own would show its parent's.
        assert!(links(&said).contains(&format!("T-{no}")), "{}", said.record);
    }
    let told = records(&store).await;
    let store = open();
    assert_eq!(records(&store).await, told);
    assert_eq!(store.refold("main", None, None, noon()).await.unwrap().corrected, 0);
    assert_eq!(all(&store).await.len() as u64, walk(&store, &CreatedAsk::default(), 500).await.0);
}

/// A call that a client writes down.
fn creation(key: &str, clue: Option<Clue>) -> Creation {
    let line = format!(
        r#"{{"key":"{key}","thread":"{key}","leg":"{key}","at":"2026-01-05T09:45:00Z","what":"came_in","party":{{"number":"+31699900077","trunk":"voip"}},"dialled":"+31699900088"}}"#
    );
    let signals = told(&line).into_iter().map(|signal| Signal { source: Text::new_static(FEED), ..signal }).collect();
    Creation { account: "main".into(), clue, others: Vec::new(), signals, seen: Vec::new(), at: noon() }
}

pub(crate) async fn c12_a_call_that_is_there_is_not_created_again(open: Open<'_>) {
    let store = with_account(open).await;
    record(&store, &recorded("answered")).await;
    let call = all(&store).await[0].1;
    let seen = Seen::read(&found(&store, call).await.record).unwrap();
    let provider = seen.call(call).unwrap().provider.clone().unwrap();
    let clue = Clue::provided(&provider.name.to_lowercase(), &provider.id);
    let changes = super::changes(&store).await;
    let there = store.create(creation("n1", Some(clue.clone()))).await.unwrap();
    assert_eq!(there, Created::There(found(&store, call).await));
    assert_eq!(super::changes(&store).await, changes);
    let other = Creation { others: vec![call], ..creation("n1", Some(clue.clone())) };
    let Created::Written(written) = store.create(other).await.unwrap() else { panic!("not written") };
    assert_ne!(written.id, call);
    let store = open();
    assert_eq!(store.create(creation("n1", None)).await.unwrap(), Created::Taken);
    assert_eq!(store.create(creation("n2", Some(clue))).await.unwrap(), Created::There(found(&store, call).await));
    assert_eq!(walk(&store, &CreatedAsk::default(), 1).await.0, 2);
}
