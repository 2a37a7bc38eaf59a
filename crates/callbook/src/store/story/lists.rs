//! Lists: what was asked for, newest first, page by page.

use calls::Text;
use calls::conversation::{Direction, Outcome, State};
use calls::moment::Moment;
use calls::number::compared;
use serde_json::Value;

use super::super::{Batch, Clue, Filter, Listed, Mode, Store};
use super::{Open, batch, record, recorded, told, with_account};
use std::sync::Arc;

const SCENARIOS: &[&str] = &["answered", "busy", "inbound_answered", "no_answer", "outbound_answered"];

async fn filled(open: Open<'_>) -> Arc<dyn Store> {
    let store = with_account(open).await;
    for scenario in SCENARIOS {
        record(&store, &recorded(scenario)).await;
    }
    store
}

async fn listed(store: &Arc<dyn Store>, filter: Filter) -> Vec<Value> {
    let page = store.conversations("main", &filter, None, 100).await.unwrap();
    assert_eq!(page.next, None);
    page.rows.iter().map(value).collect()
}

/// Whatever has this number, in any spelling.
pub(super) fn number(spelling: &str) -> Filter {
    Filter { clues: vec![vec![Clue::Number(compared(spelling).unwrap())]], ..Filter::default() }
}

fn value(row: &Listed) -> Value {
    serde_json::from_str(&row.record).unwrap()
}

pub(crate) async fn a_page_holds_what_was_asked_for_newest_first(open: Open<'_>) {
    let store = filled(open).await;
    let all = listed(&store, Filter::default()).await;
    assert_eq!(all.len(), SCENARIOS.len());
    assert!(all.is_sorted_by(|one, other| one["started_at"].as_str() >= other["started_at"].as_str()));
    let inbound = listed(&store, Filter { direction: Some(Direction::Inbound), ..Filter::default() }).await;
    assert!(!inbound.is_empty() && inbound.iter().all(|record| record["direction"] == "inbound"));
    let busy = listed(&store, Filter { outcome: Some(Outcome::Busy), ..Filter::default() }).await;
    assert!(!busy.is_empty() && busy.iter().all(|record| record["outcome"] == "busy"));
    assert_eq!(listed(&store, Filter { state: Some(State::Ended), ..Filter::default() }).await.len(), all.len());
    assert_eq!(listed(&store, Filter { source: Some(Text::new("office")), ..Filter::default() }).await.len(), all.len());
    assert_eq!(listed(&store, Filter { source: Some(Text::new("else")), ..Filter::default() }).await.len(), 0);
    let newest = all[0]["started_at"].as_str().unwrap();
    let found = store.conversations("main", &Filter::default(), None, 1).await.unwrap();
    let place = found.next.unwrap();
    assert_eq!(place.at.to_string(), newest);
    let from = listed(&store, Filter { from: Some(place.at), ..Filter::default() }).await;
    assert_eq!(from.len(), 1, "from is inside");
    let until = listed(&store, Filter { until: Some(place.at), ..Filter::default() }).await;
    assert_eq!(until.len(), all.len() - 1, "until is outside");
    let none = Filter { from: Some(Moment::default()), until: Some(Moment::default()), ..Filter::default() };
    assert_eq!(listed(&store, none).await.len(), 0);
}

pub(crate) async fn r7_a_number_is_found_in_any_spelling(open: Open<'_>) {
    let store = filled(open).await;
    let inbound = listed(&store, Filter { direction: Some(Direction::Inbound), ..Filter::default() }).await;
    let written = inbound[0]["from"]["number"].as_str().unwrap();
    let bare = written.trim_start_matches('+');
    let spaced = format!("+{} {}-{}", &bare[..2], &bare[2..5], &bare[5..]);
    for spelling in [written, bare, &spaced] {
        let found = listed(&store, number(spelling)).await;
        assert_eq!(found, inbound, "{spelling}");
        let calls = store.calls("main", &number(spelling), None, 10).await.unwrap();
        assert_eq!(calls.rows.len(), inbound.len());
    }
    let part = number(&bare[..bare.len() - 1]);
    assert_eq!(listed(&store, part).await.len(), 0, "a part of a number is another number");
}

pub(crate) async fn r7_a_number_finds_no_call_that_has_it_no_longer(open: Open<'_>) {
    // Ann's and Bea's calls turn out to be one, and its caller another than was told first.
    let facts = told(
        r#"{"key":"1","thread":"m","leg":"ann","at":"2026-01-05T09:01:00.050Z","what":"dialled","by_leg":"jan","party":{"number":"101"}}
        {"key":"1","thread":"m","leg":"bea","at":"2026-01-05T09:01:00.060Z","what":"dialled","by_leg":"jan","party":{"number":"102"}}
        {"key":"1","thread":"m","leg":"jan","at":"2026-01-05T09:01:00Z","what":"came_in","party":{"number":"103"},"dialled":"9"}
        {"key":"0","thread":"m","leg":"jan","at":"2026-01-05T09:00:59Z","what":"came_in","party":{"number":"104"},"dialled":"8"}"#,
    );
    for (name, restarts) in [("kept", false), ("restarted", true)] {
        let name = Text::new_static(name);
        let mut store = open();
        store.put_account(super::account(&name)).await.unwrap();
        for fact in &facts {
            if restarts {
                store = open();
            }
            let one = Batch { account: name.clone(), ..batch(std::slice::from_ref(fact), Mode::Live) };
            store.record(one).await.unwrap();
        }
        for (spelled, calls) in [("101", 1), ("102", 1), ("104", 1), ("8", 1), ("103", 0), ("9", 0)] {
            let filter = number(spelled);
            let found = store.calls(&name, &filter, None, 10).await.unwrap().rows;
            assert_eq!(found.len(), calls, "{spelled}, restarts: {restarts}");
            let found = store.conversations(&name, &filter, None, 10).await.unwrap().rows;
            assert_eq!(found.len(), calls, "{spelled}, restarts: {restarts}");
        }
    }
}

pub(crate) async fn a_page_ends_at_its_limit_and_goes_on_without_a_gap(open: Open<'_>) {
    let store = filled(open).await;
    let all = listed(&store, Filter::default()).await;
    for rows in 1..=all.len() {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.conversations("main", &Filter::default(), after, rows).await.unwrap();
            seen.extend(page.rows.iter().map(value));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, all, "{rows} a page");
    }
    let calls = store.calls("main", &Filter::default(), None, 2).await.unwrap();
    assert_eq!(calls.rows.len(), 2);
    let rest = store.calls("main", &Filter::default(), calls.next, 100).await.unwrap();
    assert_eq!(rest.rows.len(), all.len() - 2);
}

pub(crate) async fn n10_what_goes_on_is_what_no_record_says_is_over(open: Open<'_>) {
    let store = with_account(open).await;
    let live = Filter { live: true, ..Filter::default() };
    assert_eq!(listed(&store, live.clone()).await.len(), 0, "nothing was ever told");
    let logged = r#"{"key":"1","thread":"w","leg":"w","at":"2026-01-05T08:00:00Z","what":"stated","logged":{"direction":"outbound","from":{"number":"101","user":"ann"},"to":{"number":"102"}}}"#;
    record(&store, &told(logged)).await;
    let stories = ["attended_transfer", "queue_answered", "busy"].map(recorded);
    for pieces in [2, 3, 1] {
        for signals in &stories {
            record(&store, &signals[..signals.len().div_ceil(pieces)]).await;
        }
        let all = listed(&store, Filter::default()).await;
        let goes_on = |one: &&Value| !["ended", "logged"].contains(&one["state"].as_str().unwrap());
        let expected: Vec<&Value> = all.iter().filter(goes_on).collect();
        assert_eq!(listed(&store, live.clone()).await.iter().collect::<Vec<_>>(), expected, "1/{pieces}");
        assert_eq!(expected.is_empty(), pieces == 1);
        let calls = all.iter().flat_map(|whole| whole["calls"].as_array().unwrap()).filter(goes_on);
        let mut ids: Vec<&str> = calls.map(|call| call["id"].as_str().unwrap()).collect();
        let found = store.calls("main", &live, None, 100).await.unwrap().rows;
        let found: Vec<Value> = found.iter().map(value).collect();
        let mut found: Vec<&str> = found.iter().map(|call| call["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, ids, "1/{pieces}");
        assert_eq!(store.count_calls("main", &live).await.unwrap().found, ids.len());
        let numbers = expected.iter().map(|whole| whole["from"]["number"].as_str().unwrap());
        for spelled in numbers {
            let of = |one: &Filter| Filter { live: true, ..one.clone() };
            let expected = listed(&store, number(spelled)).await.into_iter().filter(|one| goes_on(&one)).collect::<Vec<_>>();
            assert_eq!(listed(&store, of(&number(spelled))).await, expected, "{spelled}");
            let only = Filter { only: number(spelled).clues.pop(), ..live.clone() };
            assert_eq!(listed(&store, only).await, expected, "{spelled}");
        }
    }
    let nobody = Filter { only: Some(Vec::new()), live: true, ..Filter::default() };
    assert_eq!(listed(&store, nobody).await.len(), 0);
}
