//! Walks through calls both ways, and what integers and halves of ids lead back to.

use std::sync::Arc;

use calls::Text;
use calls::dialects::seen::Seen;
use calls::moment::Moment;
use uuid::Uuid;

use super::super::{Clue, EntryKind, EntryPut, EntrySettings, Filter, GivenAsk, Place, SerialAsk, Store, WalkAsk};
use super::{Open, noon, record, recorded, records, told, with_account};

const SCENARIOS: &[&str] =
    &["answered", "attended_transfer", "inbound_answered", "queue_then_attended_transfer", "two_blind_transfers"];

async fn filled(open: Open<'_>) -> Arc<dyn Store> {
    let store = with_account(open).await;
    for scenario in SCENARIOS {
        record(&store, &recorded(scenario)).await;
    }
    store
}

/// Walks to the end in pieces of so many rows.
async fn walked(store: &Arc<dyn Store>, filter: &Filter, ascending: bool, rows: usize) -> Vec<(Moment, Uuid)> {
    let (mut calls, mut after): (_, Option<Place>) = (Vec::new(), None);
    loop {
        let ask = WalkAsk { filter: filter.clone(), ascending, after, rows };
        let piece = store.walked("main", ask).await.unwrap();
        assert!(piece.rows.len() <= rows);
        for row in &piece.rows {
            let seen = Seen::read(&row.record).unwrap();
            calls.push((seen.call(row.call).unwrap().started_at, row.call));
        }
        match piece.next {
            Some(next) => after = Some(next),
            None => return calls,
        }
    }
}

pub(crate) async fn x29_a_walk_finds_each_call_once_whichever_way_it_goes(open: Open<'_>) {
    let store = filled(open).await;
    let mut all = Vec::new();
    for record in records(&store).await {
        let seen = Seen::read(&record.to_string()).unwrap();
        all.extend(seen.calls.iter().map(|call| (call.started_at, call.serial, call.id, call.legs.clone())));
    }
    all.sort_by_key(|(at, serial, ..)| (*at, *serial));
    let user = all.iter().flat_map(|(.., legs)| legs).find_map(|leg| leg.user.clone()).unwrap();
    let is_own = |legs: &[calls::dialects::seen::Leg]| legs.iter().any(|leg| leg.user.as_ref() == Some(&user));
    let middle = all[all.len() / 2].0;
    let own = Filter { only: Some(vec![Clue::User(user.clone())]), ..Filter::default() };
    let late = Filter { from: Some(middle), ..Filter::default() };
    let early = Filter { until: Some(middle), ..Filter::default() };
    for rows in [1, 2, 200] {
        let of = |wanted: &dyn Fn(Moment, bool) -> bool| {
            let found = all.iter().filter(|(at, _, _, legs)| wanted(*at, is_own(legs)));
            found.map(|(at, _, id, _)| (*at, *id)).collect::<Vec<_>>()
        };
        let cases: [(&Filter, Vec<(Moment, Uuid)>); 4] = [
            (&Filter::default(), of(&|_, _| true)),
            (&own, of(&|_, own| own)),
            (&late, of(&|at, _| at >= middle)),
            (&early, of(&|at, _| at < middle)),
        ];
        for (filter, expected) in cases {
            assert!(!expected.is_empty());
            assert_eq!(walked(&store, filter, true, rows).await, expected, "oldest first: {filter:?}");
            let newest: Vec<_> = expected.into_iter().rev().collect();
            assert_eq!(walked(&store, filter, false, rows).await, newest, "newest first: {filter:?}");
        }
    }
    let nobody = Filter { only: Some(Vec::new()), ..Filter::default() };
    assert_eq!(walked(&store, &nobody, true, 10).await, []);
}

pub(crate) async fn r8_a_call_is_found_by_the_lower_half_of_its_id(open: Open<'_>) {
    let store = filled(open).await;
    for record in records(&store).await {
        let seen = Seen::read(&record.to_string()).unwrap();
        for call in &seen.calls {
            let found = store.call_of_half("main", call.id.as_u64_pair().1).await.unwrap().unwrap();
            assert_eq!((found.id, found.conversation), (call.id, seen.id));
            assert!(store.call_of_half("main", call.id.as_u64_pair().0).await.unwrap().is_none(), "the upper half is none");
        }
    }
    assert!(store.call_of_half("other", 7).await.unwrap().is_none());
}

/// Somebody who enters a room, at that second.
fn in_a_room(thread: &str, second: u32) -> String {
    format!(
        r#"{{"key":"{thread}1","thread":"{thread}","leg":"{thread}a","at":"2026-01-05T09:00:{second:02}Z","what":"came_in","party":{{"number":"+31699900077","trunk":"voip"}},"dialled":"+31699900088"}}
        {{"key":"{thread}2","thread":"{thread}","leg":"{thread}a","at":"2026-01-05T09:00:{:02}Z","what":"entered","place":"room","name":"board","instance":"R7"}}"#,
        second + 1
    )
}

pub(crate) async fn x12_a_flow_begins_with_what_was_heard_of_first_and_when_that_was_told_never_changes(open: Open<'_>) {
    let store = with_account(open).await;
    record(&store, &told(&in_a_room("x", 10))).await;
    record(&store, &told(&in_a_room("y", 5))).await;
    let mut all: Vec<Seen> = Vec::new();
    for record in records(&store).await {
        all.push(Seen::read(&record.to_string()).unwrap());
    }
    all.sort_by_key(|seen| seen.serial);
    let flow = all[0].flow.clone();
    assert!(flow.is_some() && flow == all[1].flow);
    let began = async || {
        let asked = all.iter().map(|seen| (seen.id, flow.clone())).collect();
        store.flows_began("main", asked).await.unwrap()
    };
    let first = Some((all[0].id, all[0].calls[0].started_at));
    assert_eq!(began().await, [first, first], "both share the flow of the one that was heard of first");
    // A late signal has it begin before.
    let late = r#"{"key":"x0","thread":"x","leg":"xz","at":"2026-01-05T08:59:50Z","what":"dialled","by_leg":"xa","party":{"number":"101"}}"#;
    record(&store, &told(late)).await;
    assert_eq!(began().await, [first, first], "what was told first stays");
    let own = store.flows_began("main", vec![(all[1].id, None), (Uuid::from_u128(7), None)]).await.unwrap();
    assert_eq!(
        own,
        [Some((all[1].id, all[1].calls[0].started_at)), None],
        "without a flow it is its own; of none nothing is known"
    );
}

pub(crate) async fn an_integer_leads_back_to_what_it_was_given_to(open: Open<'_>) {
    let store = with_account(open).await;
    let entry = |key: &str, name: &str| EntryPut {
        kind: EntryKind::Contact,
        key: Text::new(key),
        settings: EntrySettings { name: Some(name.to_owned()), ..EntrySettings::default() },
        numbers: Vec::new(),
    };
    let entries = vec![entry("c1", "Rosa"), entry("c2", "Ronja"), entry("c3", "Otto")];
    store.put_entries("main", entries, noon()).await.unwrap();
    let things = vec![(Text::new("person"), Text::new("ann")), (Text::new("contact"), Text::new("c2"))];
    for (serial, thing) in store.serials("main", things.clone()).await.unwrap().into_iter().zip(things) {
        assert_eq!(store.given_to("main", serial).await.unwrap(), Some(thing));
        assert_eq!(store.given_to("other", serial).await.unwrap(), None);
    }
    assert_eq!(store.given_to("main", u64::MAX).await.unwrap(), None);
    let ask = |ascending, beyond, name: Option<&str>, rows| SerialAsk {
        kind: EntryKind::Contact,
        ascending,
        beyond,
        name: name.map(str::to_owned),
        rows,
    };
    let keys = async |ask: SerialAsk| {
        let rows = store.entries_by_serial("main", ask).await.unwrap();
        rows.into_iter().map(|row| (row.key.to_string(), row.serial)).collect::<Vec<_>>()
    };
    let all = keys(ask(true, None, None, 9)).await;
    assert_eq!(all.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["c1", "c2", "c3"]);
    assert_eq!(keys(ask(true, Some(all[0].1), None, 1)).await, [all[1].clone()]);
    assert_eq!(keys(ask(false, Some(all[2].1), Some("ro"), 9)).await, [all[1].clone(), all[0].clone()]);
    assert_eq!(keys(ask(false, None, Some("ot"), 9)).await, [all[2].clone()]);
}

pub(crate) async fn x29_what_integers_were_given_to_is_walked_by_them_both_ways(open: Open<'_>) {
    let store = with_account(open).await;
    let thing = |no: u32| (Text::new(if no.is_multiple_of(3) { "person" } else { "caller log" }), Text::from(no.to_string()));
    let things: Vec<_> = (0..9).map(thing).collect();
    let given = store.serials("main", things.clone()).await.unwrap();
    let mut expected: Vec<_> = given.into_iter().zip(things).map(|(serial, (kind, word))| (serial, kind, word)).collect();
    expected.retain(|(_, kind, _)| kind == "caller log");
    let walked = async |account: &str, ascending, rows| {
        let (mut all, mut beyond) = (Vec::new(), None);
        loop {
            let ask = GivenAsk { kinds: &["caller log", "callee log"], ascending, beyond, rows };
            let some = store.given(account, ask).await.unwrap();
            assert!(some.len() <= rows);
            let Some((last, ..)) = some.last() else { return all };
            beyond = Some(*last);
            all.extend(some);
        }
    };
    for rows in [1, 4, 9] {
        assert_eq!(walked("main", true, rows).await, expected);
        assert_eq!(walked("main", false, rows).await, expected.iter().rev().cloned().collect::<Vec<_>>());
    }
    assert_eq!(walked("other", true, 9).await, []);
}

pub(crate) async fn what_goes_on_is_read_and_what_is_over_is_not(open: Open<'_>) {
    let store = filled(open).await;
    assert_eq!(store.going_on("main").await.unwrap(), Vec::<String>::new());
    record(&store, &told(&in_a_room("x", 10))).await;
    let going_on = store.going_on("main").await.unwrap();
    assert_eq!(going_on.len(), 1);
    assert!(Seen::read(&going_on[0]).unwrap().calls.iter().all(|call| call.ended_at.is_none()));
}
