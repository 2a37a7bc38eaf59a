//! Figures: whatever happens to calls, they say what a full count would say.

use std::collections::BTreeMap;
use std::sync::Arc;

use calls::Text;
use calls::conversation::Word;
use calls::moment::Moment;
use calls::signal::{Doing, Signal};
use serde_json::Value;
use uuid::Uuid;

use super::super::{AccountRow, Batch, FigureAsk, FigureRow, Mode, OUTCOMES, Part, Store};
use super::doings::{does, errand, of_whole};
use super::finding::Chance;
use super::{Open, batch, noon, record, recorded, records, told, with_account};

const SCENARIOS: &[&str] = &[
    "attended_transfer",
    "attended_transfer_inbound",
    "blind_transfer_to_queue",
    "caller_cancel",
    "conference_inbound",
    "inbound_answered",
    "inbound_busy",
    "inbound_cancelled",
    "queue_answered",
];

async fn figures(store: &Arc<dyn Store>, account: &str, part: Part) -> Vec<FigureRow> {
    let until = Moment::from_micros(4_000_000_000_000_000).unwrap();
    let ask = FigureAsk { part, keys: None, from: Moment::default(), until, direction: None };
    let mut rows = store.figures(account, &ask).await.unwrap();
    rows.sort_by(|one, other| {
        (&one.key, one.hour).cmp(&(&other.key, other.hour)).then_with(|| {
            let word = |row: &FigureRow| row.direction.map(calls::conversation::Word::word);
            word(one).cmp(&word(other))
        })
    });
    rows
}

async fn every_part(store: &Arc<dyn Store>, account: &str) -> Vec<Vec<FigureRow>> {
    let mut all = Vec::new();
    for part in Part::ALL {
        all.push(figures(store, account, *part).await);
    }
    all
}

/// How many conversations have which outcome, and how long was talked in those that were answered, counted by the records.
fn recount(records: &[Value]) -> (BTreeMap<String, i64>, i64) {
    let (mut outcomes, mut talked) = (BTreeMap::new(), 0.0);
    for record in records.iter().filter(|record| !record["ended_at"].is_null() && record["deleted_at"].is_null()) {
        let outcome = record["outcome"].as_str().unwrap_or("unknown");
        *outcomes.entry(outcome.to_owned()).or_insert(0) += 1;
        if outcome == "answered" {
            talked += record["talk_s"].as_f64().unwrap() + record["conference_s"].as_f64().unwrap();
        }
    }
    (outcomes, talked.round() as i64)
}

fn counted(rows: &[FigureRow]) -> (BTreeMap<String, i64>, i64) {
    let (mut outcomes, mut talked_ms) = (BTreeMap::new(), 0);
    for row in rows {
        for (outcome, count) in OUTCOMES.iter().zip(row.tally.outcomes).filter(|(_, count)| *count != 0) {
            let word = outcome.map_or("unknown", calls::conversation::Word::word);
            *outcomes.entry(word.to_owned()).or_insert(0) += count;
        }
        talked_ms += row.tally.talks.sum_ms;
    }
    (outcomes, (talked_ms as f64 / 1_000.0).round() as i64)
}

/// All that happened, with conversations of one and another that turn out to be one.
fn happened(chance: &mut Chance) -> Vec<Signal> {
    let mut stories: Vec<Vec<Signal>> = SCENARIOS.iter().map(|scenario| recorded(scenario)).collect();
    let tie = stories[5][0].thread.clone();
    stories[6].last_mut().unwrap().ties.push(tie);
    let mut signals = stories.concat();
    chance.shuffle(&mut signals);
    signals
}

pub(crate) async fn figures_equal_a_full_count_through_late_signals_joins_removals_and_rebuilds(open: Open<'_>) {
    for seed in 0..4 {
        let mut chance = Chance::new(seed);
        let name = format!("messy{seed}");
        let clean = format!("clean{seed}");
        let mut store = open();
        for account in [&name, &clean] {
            store.put_account(super::account(account)).await.unwrap();
        }
        let of = |account: &str, signals: &[Signal], mode| Batch { account: Text::new(account), ..batch(signals, mode) };
        let signals = happened(&mut chance);
        let (mut rest, mut step) = (signals.as_slice(), 0);
        while !rest.is_empty() {
            let (some, more) = rest.split_at((1 + chance.below(25)).min(rest.len()));
            store.record(of(&name, some, Mode::Live)).await.unwrap();
            rest = more;
            step += 1;
            match chance.below(6) {
                0 => store = open(),
                1 => drop(store.refold(&name, None, None, noon()).await.unwrap()),
                2 => toggle(&store, &name, step, &mut chance).await,
                _ => {}
            }
            let page =
                store.conversations(&name, &super::super::Filter { deleted: true, ..Default::default() }, None, 500).await;
            let now: Vec<Value> = page.unwrap().rows.iter().map(|row| serde_json::from_str(&row.record).unwrap()).collect();
            assert_eq!(counted(&figures(&store, &name, Part::All).await), recount(&now), "{name}, step {step}");
        }
        restore_all(&store, &name).await;
        // The same facts in one piece, in the order in which they happened.
        let mut signals = signals.clone();
        signals.sort_by(|one, other| one.order().cmp(&other.order()));
        store.record(of(&clean, &signals, Mode::Import)).await.unwrap();
        assert_eq!(every_part(&store, &name).await, every_part(&store, &clean).await, "{name}");
        assert!(every_part(&store, &clean).await.iter().all(|rows| !rows.is_empty()), "nothing is counted of a part");
    }
}

/// Removes a conversation, or brings it back.
async fn toggle(store: &Arc<dyn Store>, account: &str, step: usize, chance: &mut Chance) {
    let filter = super::super::Filter { deleted: true, ..Default::default() };
    let rows = store.conversations(account, &filter, None, 500).await.unwrap().rows;
    let Some(row) = rows.get(chance.below(rows.len().max(1))) else { return };
    let record: Value = serde_json::from_str(&row.record).unwrap();
    let doing = Doing::Deleted(record["deleted_at"].is_null());
    let errand = of_whole(errand(row.conversation, &format!("t{step}"), doing));
    does(store, super::super::Errand { account: Text::new(account), ..errand }).await;
}

async fn restore_all(store: &Arc<dyn Store>, account: &str) {
    let filter = super::super::Filter { deleted: true, ..Default::default() };
    for (no, row) in store.conversations(account, &filter, None, 500).await.unwrap().rows.iter().enumerate() {
        let errand = of_whole(errand(row.conversation, &format!("r{no}"), Doing::Deleted(false)));
        does(store, super::super::Errand { account: Text::new(account), ..errand }).await;
    }
}

pub(crate) async fn a_call_is_counted_once_it_has_ended_under_the_hour_of_the_accounts_clocks(open: Open<'_>) {
    let store = open();
    let account = AccountRow { zone: Text::new_static("Asia/Kolkata"), ..super::account("main") };
    store.put_account(account).await.unwrap();
    let facts = told(
        r#"{"key":"1","thread":"m","leg":"jan","at":"2026-01-05T09:25:00Z","what":"came_in","party":{"number":"103","trunk":"voip"},"dialled":"+12025550100","line":"+12025550100"}
        {"key":"1","thread":"m","leg":"ann","at":"2026-01-05T09:25:01Z","what":"dialled","by_leg":"jan","party":{"number":"101","user":"ann"}}
        {"key":"2","thread":"m","leg":"ann","at":"2026-01-05T09:25:07Z","what":"answered"}
        {"key":"2","thread":"m","leg":"jan","at":"2026-01-05T09:25:07Z","what":"answered"}
        {"key":"3","thread":"m","leg":"ann","at":"2026-01-05T09:25:07Z","what":"connected","bridge":"b"}
        {"key":"3","thread":"m","leg":"jan","at":"2026-01-05T09:25:07Z","what":"connected","bridge":"b"}
        {"key":"4","thread":"m","leg":"ann","at":"2026-01-05T09:26:07Z","what":"ended","how":"normal"}
        {"key":"4","thread":"m","leg":"jan","at":"2026-01-05T09:26:07Z","what":"ended","how":"normal"}"#,
    );
    let (last, before) = facts.split_last().unwrap();
    record(&store, before).await;
    assert_eq!(figures(&store, "main", Part::All).await, [], "it goes on");
    record(&store, std::slice::from_ref(last)).await;
    for (part, key, wait_ms) in [(Part::All, "", 7_000), (Part::Line, "12025550100", 7_000), (Part::User, "ann", 6_000)] {
        let rows = figures(&store, "main", part).await;
        assert_eq!(rows.len(), 1, "{part:?}: {rows:?}");
        assert_eq!((rows[0].key.as_str(), rows[0].hour.to_string().as_str()), (key, "2026-01-05T08:30:00.000Z"));
        let tally = &rows[0].tally;
        assert_eq!((tally.calls(), tally.waits.sum_ms, tally.talks.sum_ms), (1, wait_ms, 60_000), "{part:?}");
        assert_eq!((tally.waits.within(7), tally.waits.within(8)), (i64::from(wait_ms < 7_000), 1));
    }
    let ask = |keys: &[&str]| FigureAsk {
        part: Part::User,
        keys: Some(keys.iter().map(Text::new).collect()),
        from: Moment::default(),
        until: noon(),
        direction: None,
    };
    assert_eq!(store.figures("main", &ask(&["bea"])).await.unwrap(), []);
    assert_eq!(store.figures("main", &ask(&["ann"])).await.unwrap().len(), 1);
}

pub(crate) async fn a_call_that_is_removed_is_not_counted(open: Open<'_>) {
    let store = with_account(open).await;
    record(&store, &recorded("inbound_answered")).await;
    let whole = records(&store).await.remove(0);
    let id: Uuid = whole["id"].as_str().unwrap().parse().unwrap();
    let before = every_part(&store, "main").await;
    does(&store, of_whole(errand(id, "k1", Doing::Deleted(true)))).await;
    assert!(every_part(&store, "main").await.iter().all(Vec::is_empty));
    does(&store, of_whole(errand(id, "k2", Doing::Deleted(false)))).await;
    assert_eq!(every_part(&store, "main").await, before);
}
