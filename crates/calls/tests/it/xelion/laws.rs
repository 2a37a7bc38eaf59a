//! Laws over everything that was ever recorded, and over stories that nobody told: whatever comes in, what is pushed keeps to its
//! form and its order.

use std::collections::{BTreeMap, BTreeSet};

use calls::conversation::{End, Origin, Role, State, Word};
use calls::dialects::Change;
use calls::dialects::seen::Seen;
use calls::dialects::xelion::{Notified, call_id, log_page, logs, notices};
use calls::fold::conversations;
use calls::moment::Moment;
use calls::signal::Signal;
use proptest::prelude::*;
use serde_json::Value;

use super::{House, Telling, object, read, tell};
use crate::drawn::Chance;
use crate::generated::{any_signals, config};
use crate::recorded::all_signals;

/// What was pushed of a call so far.
#[derive(Default)]
struct Pushed {
    words: Vec<&'static str>,
    date: Option<Value>,
    hung_up: Vec<Value>,
}

/// Rules X5, X6 and X28, of one event.
fn form(shown: &str, word: &str, told: &Value) {
    let fields = told.as_object().unwrap();
    if word == "callTransferredEvent" {
        assert_eq!(fields.len(), 10, "{shown}: {told}");
        return assert!(fields.values().all(|value| value.is_string() || value.is_null()), "{shown}: {told}");
    }
    assert_eq!(fields.len(), 21, "{shown}: x5 {told}");
    for (key, value) in fields {
        assert!(value.is_string() || value.is_null(), "{shown}: x5 {key} is {value}");
    }
    for key in ["initiation", "date", "callId", "calleeFlowId", "callerFlowId"] {
        assert!(told[key].is_string(), "{shown}: x5 {key}");
    }
    let duration = told["duration"].as_str();
    assert_eq!(duration.is_some(), word == "callHungUpEvent", "{shown}: x6 {told}");
    assert!(duration.is_none_or(|told| told.parse::<u64>().is_ok()), "{shown}: x6 {told}");
    if word == "channelHungUpEvent" {
        let filled = |side: &str| {
            fields.iter().any(|(key, value)| key.starts_with(side) && !key.ends_with("FlowId") && !value.is_null())
        };
        assert!(!(filled("callee") && filled("caller")), "{shown}: x11 {told}");
    }
}

/// What holds whatever turns out late: the form; that nothing is hung up, missed or gone that was not made known (X18); and that a
/// call is made known, connected and hung up once, the last twice only of a consultation (X7, X16).
fn hold(shown: &str, tellings: &[Telling]) -> usize {
    let mut pushed: BTreeMap<u64, Pushed> = BTreeMap::new();
    let mut count = 0;
    for notice in tellings.iter().flat_map(|telling| &telling.notices) {
        let Notified::Event(event) = &notice.what else { continue };
        let told = object(event);
        form(shown, event.word, &told);
        count += 1;
        let call = pushed.entry(event.serial).or_default();
        let has = |call: &Pushed, word: &str| call.words.contains(&word);
        match event.word {
            "newCallEvent" | "callTransferredEvent" => {}
            "callConnectedEvent" => assert!(!has(call, "callConnectedEvent"), "{shown}: x7 {told}"),
            _ => assert!(has(call, "newCallEvent") || has(call, "callConnectedEvent"), "{shown}: x18 {} {told}", event.word),
        }
        if event.word == "callHungUpEvent" {
            call.hung_up.push(told.clone());
        }
        call.words.push(event.word);
        call.date.get_or_insert_with(|| told["date"].clone());
    }
    count
}

/// What holds as well while signals come in their order.
fn hold_in_order(shown: &str, tellings: &[Telling]) -> usize {
    let mut flows: BTreeSet<(String, String)> = BTreeSet::new();
    let mut calls: BTreeMap<String, Vec<(&'static str, Value)>> = BTreeMap::new();
    for notice in tellings.iter().flat_map(|telling| &telling.notices) {
        let Notified::Event(event) = &notice.what else { continue };
        let told = object(event);
        let text = |key: &str| told[key].as_str().unwrap().to_owned();
        flows.insert((text("callerFlowId"), text("calleeFlowId")));
        calls.entry(text("callId")).or_default().push((event.word, told));
    }
    assert!(flows.len() <= 1, "{shown}: x12 {flows:?}");
    let Some(end) = tellings.last() else { return 0 };
    for call in &end.after.calls {
        let told = calls.remove(&call_id(call.id)).unwrap_or_default();
        let words: Vec<&str> = told.iter().map(|(word, _)| *word).filter(|word| *word != "callTransferredEvent").collect();
        let number = |word: &str| words.iter().filter(|told| **told == word).count();
        if call.direction.is_none() || call.state == Some(State::Logged) || call.ended_at.is_none() {
            continue;
        }
        let attended = end.after.transfers.iter().any(|transfer| transfer.consultation == Some(call.id));
        assert!(number("newCallEvent") <= 1, "{shown}: x33 {words:?}");
        assert_eq!(number("callConnectedEvent"), usize::from(call.answered_at.is_some()), "{shown}: x25 {words:?}");
        assert!(number("callHungUpEvent") == 1 || attended && number("callHungUpEvent") == 2, "{shown}: x7, x16 {words:?}");
        let missed: BTreeSet<Option<&str>> =
            told.iter().filter(|(word, _)| *word == "missedCallEvent").map(|(_, told)| told["calleeUser"].as_str()).collect();
        assert_eq!(missed.len(), number("missedCallEvent"), "{shown}: x8 each user once {words:?}");
        assert!(missed.is_empty() || call.answered_at.is_none(), "{shown}: x10 {words:?}");
        let hung_up: Vec<&Value> = told.iter().filter(|(word, _)| *word == "callHungUpEvent").map(|(_, told)| told).collect();
        assert!(hung_up.windows(2).all(|pair| pair[0] == pair[1]), "{shown}: x13 {hung_up:?}");
        let rank = |word: &str| match word {
            "newCallEvent" => 0,
            "callConnectedEvent" | "channelHungUpEvent" => 1,
            "callHungUpEvent" => 2,
            _ => 3,
        };
        assert!(words.iter().map(|word| rank(word)).is_sorted(), "{shown}: x19 {words:?}");
    }
    hold(shown, tellings)
}

/// Rule X22: what is inserted and removed, one after the other, comes to what is on the line.
fn channels_come_to_the_end(shown: &str, tellings: &[Telling]) {
    let mut known: BTreeMap<String, Value> = BTreeMap::new();
    for telling in tellings {
        for notice in &telling.notices {
            let Notified::Channel(channel) = &notice.what else { continue };
            let told = read(&channel.frame(1))["notification"].clone();
            let id = told["activeChannel"]["channelId"].as_str().unwrap().to_owned();
            match told["updateType"].as_str() {
                Some("insert") => drop(known.insert(id, told)),
                _ => assert!(known.remove(&id).is_some(), "{shown}: a channel is gone that was never there: {id}"),
            }
        }
        let live = calls::dialects::xelion::active_channels(&telling.after, &House::default()).len();
        assert_eq!(known.len(), live, "{shown}");
    }
}

/// Every log of every call is printed, under its keys.
fn logs_are_printed(seen: &Seen) {
    let house = House::default();
    for call in &seen.calls {
        for log in logs(seen, call) {
            let page = log_page(seen, call, &log, &house);
            let told = read(&page.body);
            assert_eq!(told.as_object().unwrap().len(), 31);
            assert_eq!(told["oid"], Value::from(page.place.oid.to_string()));
        }
    }
}

#[test]
fn law_what_is_pushed_of_every_recorded_call_keeps_to_its_form_and_order() {
    let mut count = 0;
    for (name, signals) in all_signals().into_iter().filter(|(name, _)| !name.starts_with("load")) {
        for folded in conversations(signals) {
            let mut signals = folded.signals;
            signals.sort_by(|one, other| one.order().cmp(&other.order()));
            let tellings = tell(&signals, &House::default());
            count += hold_in_order(&name, &tellings);
            channels_come_to_the_end(&name, &tellings);
            tellings.last().into_iter().for_each(|telling| logs_are_printed(&telling.after));
        }
    }
    assert!(count > 300, "only {count} events were pushed");
}

/// Signals that come late change what was told before, and what follows still fits to it.
#[test]
fn law_signals_in_another_order_are_told_in_the_same_form() {
    let mut count = 0;
    for (no, (name, signals)) in all_signals().into_iter().filter(|(name, _)| !name.starts_with("load")).enumerate() {
        for folded in conversations(signals).iter().filter(|folded| folded.signals.len() < 200) {
            let mut signals: Vec<Signal> = folded.signals.clone();
            Chance::new(no as u64).shuffle(&mut signals);
            for notice in tell(&signals, &House::default()).iter().flat_map(|telling| &telling.notices) {
                if let Notified::Event(event) = &notice.what {
                    form(&name, event.word, &object(event));
                    count += 1;
                }
            }
        }
    }
    assert!(count > 300, "only {count} events were pushed");
}

/// A record as nobody would tell it: any moment in any place, or none; ends and parents that make no sense.
fn disturbed(seen: &Seen, chance: &mut Chance) -> Seen {
    let mut seen = seen.clone();
    let ids: Vec<_> = seen.calls.iter().map(|call| call.id).collect();
    let mut times: Vec<Option<Moment>> = vec![None, Moment::from_micros(0), Moment::from_rfc3339("9999-12-31T23:59:59Z")];
    times.extend(seen.calls.iter().flat_map(|call| call.legs.iter().flat_map(|leg| [leg.answered_at, leg.ended_at])));
    let any = |time: &mut Option<Moment>, chance: &mut Chance| {
        if chance.one_in(3) {
            *time = times[chance.below(times.len())];
        }
    };
    for call in &mut seen.calls {
        for time in [&mut call.answered_at, &mut call.talk_ended_at, &mut call.ended_at] {
            any(time, chance);
        }
        if chance.one_in(4) {
            call.parent = Some(ids[chance.below(ids.len())]);
        }
        if chance.one_in(4) {
            call.origin = Some(Origin::ALL[chance.below(Origin::ALL.len())]);
        }
        for leg in &mut call.legs {
            for time in [&mut leg.ringing_at, &mut leg.answered_at, &mut leg.ended_at] {
                any(time, chance);
            }
            if chance.one_in(3) {
                leg.end = Some(End::ALL[chance.below(End::ALL.len())]);
            }
            if chance.one_in(4) {
                leg.role = Some(Role::ALL[chance.below(Role::ALL.len())]);
            }
            if chance.one_in(5) {
                (leg.user, leg.number) = (None, None);
            }
        }
    }
    seen
}

/// Whatever stands in a record, what is told of it is in form.
#[test]
fn law_a_record_that_makes_no_sense_is_told_in_form() {
    let (mut chance, mut count, house) = (Chance::new(7), 0, House::default());
    for (name, signals) in all_signals().into_iter().filter(|(name, _)| !name.starts_with("load")) {
        for folded in conversations(signals).into_iter().filter(|folded| folded.signals.len() < 200) {
            let Some(end) = tell(&folded.signals, &House::default()).pop() else { continue };
            let (before, after) = (disturbed(&end.after, &mut chance), disturbed(&end.after, &mut chance));
            logs_are_printed(&after);
            for notice in notices(&Change { before: Some(&before), joined: &[], after: &after, at: end.at }, &house) {
                if let Notified::Event(event) = &notice.what {
                    form(&name, event.word, &object(event));
                    count += 1;
                }
            }
        }
    }
    assert!(count > 100, "only {count} events were pushed");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..config() })]

    #[test]
    fn law_what_is_pushed_of_any_call_is_in_form(signals in any_signals()) {
        for folded in conversations(signals) {
            let mut signals = folded.signals;
            signals.sort_by(|one, other| one.order().cmp(&other.order()));
            let tellings = tell(&signals, &House::default());
            tellings.iter().for_each(|telling| logs_are_printed(&telling.after));
            hold("generated", &tellings);
        }
    }
}
