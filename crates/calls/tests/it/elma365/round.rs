//! What is told and heard again changes nothing: bodies of one connection, taken in over another.

use calls::dialects::Event;
use calls::fold::{Live, conversations, fold};
use calls::signal::Signal;
use proptest::prelude::*;

use super::hear::{Desk, shown};
use super::{BEGUN, House, line, stories, story, tell};
use crate::generated::{any_signals, config};
use crate::recorded::all_signals;

/// What a connection is told, page by page: lines without the call's own number.
fn pages(events: &[Event]) -> std::collections::BTreeMap<String, Vec<String>> {
    let mut pages = std::collections::BTreeMap::<String, Vec<String>>::new();
    for event in events {
        let call_id = super::object(event)["callId"].as_str().unwrap().to_owned();
        let told = super::object(event);
        let call = told.get("call").map(ToString::to_string).unwrap_or_default();
        let shown = line(event).replace(&format!("call{}", event.serial), &event.call.to_string());
        let shown = format!("{} {call}", shown.trim_end_matches(" call").trim_end_matches(" recording"));
        pages.entry(call_id).or_default().push(shown.trim_end().to_owned());
    }
    pages
}

/// What a third connection is told of all that was heard, as it arrived.
fn told_of(desk: &Desk) -> Vec<Event> {
    let grouped = conversations(desk.signals.clone());
    let told = grouped.iter().flat_map(|folded| {
        let arrived: Vec<Signal> = desk.signals.iter().filter(|one| one.thread == folded.signals[0].thread).cloned().collect();
        tell(&arrived, &House::default()).into_iter().flat_map(|telling| telling.events)
    });
    told.collect()
}

/// Takes in what is told of signals, and says what a third would be told of that.
fn heard_again(name: &str, signals: &[Signal]) -> usize {
    let events: Vec<Event> = tell(signals, &House::default()).into_iter().flat_map(|telling| telling.events).collect();
    let mut desk = Desk::new();
    desk.members.clear();
    for event in &events {
        desk.at_micros(event.at.micros() - BEGUN).take_text(&event.body).unwrap_or_else(|no| panic!("{name}: {no:?}"));
    }
    let (sent, again) = (pages(&events), pages(&told_of(&desk)));
    assert_eq!(again, sent, "{name}");
    let before = desk.signals.len();
    for event in &events {
        desk.at_micros(event.at.micros() - BEGUN + 60_000_000).take_text(&event.body).unwrap();
        // A history that was told in two versions is another one each time.
    }
    let versions = events.iter().filter(|event| event.word == "callRecord").count() > sent.len();
    assert!(versions || desk.signals.len() == before, "{name}: E13 of everything");
    events.len()
}

#[test]
fn e14_what_is_told_of_every_story_and_heard_again_is_told_alike() {
    let count: usize = stories::names().iter().map(|name| heard_again(name, &story(&stories::table(name)))).sum();
    assert!(count > 100, "only {count} events");
}

#[test]
fn e14_what_is_told_of_every_recorded_call_and_heard_again_is_told_alike() {
    let mut count = 0;
    for (name, signals) in all_signals().into_iter().filter(|(name, _)| !name.starts_with("load") && !name.contains("twilio")) {
        for folded in conversations(signals) {
            count += heard_again(&name, &folded.signals);
        }
    }
    assert!(count > 500, "only {count} events");
}

/// However often a converter corrects itself, signals one by one give what all of them give at once.
#[test]
fn law_a_life_that_is_told_anew_is_the_life_that_is_told_at_once() {
    use super::hear::{event, record};
    use serde_json::json;
    let items = [
        (0, event("NotifyStart", json!({}))),
        (5, event("NotifyAnswer", json!({"dstPhone": "102"}))),
        (9, event("NotifyEnd", json!({"disposition": "Busy"}))),
        (10, record("NoAnswer", 0, json!({}))),
        (11, record("Answered", 3, json!({"call": "https://pbx.example/r"}))),
        (12, record("Busy", 3, json!({"direction": "out"}))),
        (13, record("Answered", 3, json!({"call": "https://pbx.example/r"}))),
    ];
    let mut desk = Desk::new();
    for (at, item) in &items {
        desk.at(*at).take(item).unwrap();
        let mut live = Live::default();
        desk.signals.iter().for_each(|signal| drop(live.push(signal.clone())));
        let whole = fold(&desk.signals);
        assert_eq!(live.conversation(), &whole, "{item}");
        assert_eq!((whole.calls.len(), whole.gaps.len()), (1, 0), "{item}: {:?}", whole.gaps);
    }
    assert_eq!(desk.records()[0].calls[0].legs.len(), 2);
    assert!(shown(&desk).last().unwrap().contains("Answered 3s"));
}

/// Whether a page was told in one go: in its order, each step once, and of the same two phones throughout.
fn is_plain(page: &[&Event]) -> bool {
    let place =
        |event: &&Event| ["NotifyStart", "NotifyAnswer", "NotifyEnd", "callRecord"].iter().position(|word| *word == event.word);
    let phones = |event: &&Event| {
        let told = super::object(event);
        ["direction", "srcPhone", "dstPhone"].map(|key| told[key].to_string())
    };
    page.windows(2).all(|two| place(&two[0]) < place(&two[1]) && phones(&two[0]) == phones(&two[1]))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..config() })]

    /// Whatever comes in, it is told without panicking, what is told can be heard, and told again it is the same.
    #[test]
    fn law_what_is_told_of_any_signals_and_heard_again_changes_nothing(signals in any_signals()) {
        for folded in conversations(signals) {
            let mut signals = folded.signals;
            signals.sort_by(|one, other| one.order().cmp(&other.order()));
            let events: Vec<Event> = tell(&signals, &House::default()).into_iter().flat_map(|telling| telling.events).collect();
            let mut by_page = std::collections::BTreeMap::<String, Vec<&Event>>::new();
            for event in &events {
                by_page.entry(super::object(event)["callId"].to_string()).or_default().push(event);
            }
            let mut desk = Desk::new();
            desk.members.clear();
            for (no, event) in events.iter().enumerate() {
                let heard = desk.at(no as i64).take_text(&event.body);
                prop_assert!(heard.is_ok(), "{}", event.body);
            }
            let plain: Vec<Event> = by_page.values().filter(|page| is_plain(page)).flatten().map(|event| (*event).clone()).collect();
            let sent = pages(&plain);
            let again = pages(&told_of(&desk));
            for (call_id, page) in sent {
                prop_assert_eq!(again.get(&call_id), Some(&page));
            }
        }
    }
}
