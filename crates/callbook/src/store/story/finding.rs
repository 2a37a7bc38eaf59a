//! Finding: whatever is asked for, what is found is what a look at every record would find.

use std::collections::BTreeSet;
use std::sync::Arc;

use calls::Text;
use calls::conversation::{Direction, Outcome};
use calls::number::compared;
use calls::signal::{Known, Signal};
use serde_json::Value;
use uuid::Uuid;

use super::super::{CALLED_MAX, Clue, EntryKind, EntryPut, EntrySettings, Filter, Listed, Store, words_of};
use super::doings::{disposed, does, errand, note, of_whole};
use super::{Open, noon, record, recorded, records, told, with_account};
use calls::signal::Doing;

const SCENARIOS: &[&str] = &[
    "answered",
    "attended_transfer",
    "blind_transfer_to_queue",
    "busy",
    "caller_cancel",
    "conference_inbound",
    "inbound_answered",
    "inbound_busy",
    "inbound_cancelled",
    "queue_answered",
];

/// Numbers as if by chance, but the same in each run.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for place in (1..all.len()).rev() {
            all.swap(place, self.below(place + 1));
        }
    }
}

/// A store of calls that were recorded in any order, with notes here and there and a restart in the middle.
async fn filled(open: Open<'_>) -> Arc<dyn Store> {
    let store = with_account(open).await;
    let mut chance = Chance::new(7);
    let mut signals: Vec<Signal> = SCENARIOS.iter().flat_map(|scenario| recorded(scenario)).collect();
    chance.shuffle(&mut signals);
    let (first, then) = signals.split_at(signals.len() / 2);
    record(&store, first).await;
    store.close().await;
    let store = open();
    for piece in then.chunks(7) {
        record(&store, piece).await;
    }
    for (no, whole) in records(&store).await.iter().enumerate() {
        let id: Uuid = whole["id"].as_str().unwrap().parse().unwrap();
        let doing = match no % 4 {
            0 => note("n1", "Wants the invoice No. 7 again"),
            1 => disposed("Invoice sent"),
            2 => Doing::Handled(true),
            _ => continue,
        };
        does(&store, of_whole(errand(id, &format!("k{no}"), doing))).await;
    }
    store
}

/// What a look at the record says that a call is found by.
fn clues(whole: &Value, call: &Value) -> BTreeSet<Clue> {
    let text = |value: &Value| value.as_str().map(Text::new);
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut clues = BTreeSet::new();
    let mut numbers = vec![call["line"].clone()];
    let mut names = Vec::new();
    for party in [call["from"].clone(), call["to"].clone()].into_iter().chain(list(&call["legs"])) {
        numbers.extend([party["number"].clone(), party["e164"].clone()]);
        names.extend(text(&party["name"]));
    }
    clues.extend(numbers.iter().filter_map(|number| Clue::last_of(&compared(number.as_str()?)?)));
    clues.extend(numbers.iter().filter_map(|number| compared(number.as_str()?)).map(Clue::Number));
    clues.extend(call["line"].as_str().and_then(compared).map(Clue::Line));
    clues.extend(names.iter().flat_map(|name| words_of(name)).map(Clue::Name));
    clues.extend(list(&call["legs"]).iter().filter_map(|leg| text(&leg["user"])).map(Clue::User));
    clues.extend(text(&call["assigned"]["user"]).map(Clue::Assigned));
    clues.extend(text(&call["assigned"]["team"]).map(Clue::Team));
    clues.extend(text(&call["assigned"]["queue"]).map(Clue::Queue));
    let queues = list(&whole["queues"]).into_iter().filter(|queue| queue["call"] == call["id"]);
    clues.extend(queues.filter_map(|queue| text(&queue["name"])).map(Clue::Queue));
    let linked = |link: &Value| Some(Clue::linked(link["kind"].as_str()?, link["id"].as_str()?));
    clues.extend(list(&call["links"]).iter().filter_map(linked));
    let written = list(&call["notes"]).into_iter().chain([call["summary"].clone(), call["disposition"].clone()]);
    clues.extend(
        written
            .filter_map(|written| text(&written["text"]))
            .flat_map(|text| words_of(&text).collect::<Vec<_>>())
            .map(Clue::Written),
    );
    clues
}

fn fits(row: &Value, clues: &BTreeSet<Clue>, filter: &Filter) -> bool {
    let is = |key: &str, word: &str| row[key].as_str() == Some(word);
    let missed = ["no_answer", "busy", "declined", "unavailable", "cancelled", "abandoned", "voicemail"];
    let missed = is("direction", "inbound") && row["outcome"].as_str().is_some_and(|word| missed.contains(&word));
    filter.direction.is_none_or(|wanted| is("direction", calls::conversation::Word::word(wanted)))
        && filter.outcome.is_none_or(|wanted| is("outcome", calls::conversation::Word::word(wanted)))
        && filter.missed.is_none_or(|wanted| wanted == missed)
        && filter.handled.is_none_or(|wanted| wanted != row["handled"].is_null())
        && filter.shortest_s.is_none_or(|least| row["total_s"].as_f64().unwrap() >= f64::from(least))
        && filter.longest_s.is_none_or(|most| row["total_s"].as_f64().unwrap() <= f64::from(most))
        && filter.clues.iter().all(|any| any.iter().any(|clue| clues.contains(clue)))
        && (filter.deleted || row["deleted_at"].is_null())
}

/// The ids of what is found, page by page, and whether the count says the same.
async fn found(store: &Arc<dyn Store>, filter: &Filter, of_calls: bool) -> Vec<String> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = match of_calls {
            true => store.calls("main", filter, after, 3).await.unwrap(),
            false => store.conversations("main", filter, after, 3).await.unwrap(),
        };
        let id = |row: &Listed| serde_json::from_str::<Value>(&row.record).unwrap()["id"].as_str().unwrap().to_owned();
        ids.extend(page.rows.iter().map(id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let counted = match of_calls {
        true => store.count_calls("main", filter).await.unwrap(),
        false => store.count_conversations("main", filter).await.unwrap(),
    };
    assert_eq!((counted.found, counted.exact), (ids.len(), true), "{filter:?}");
    ids
}

/// Holds what is found against a look at every record.
async fn is_found(store: &Arc<dyn Store>, filter: &Filter) -> usize {
    let all = Filter { deleted: true, ..Filter::default() };
    let wholes = store.conversations("main", &all, None, 500).await.unwrap().rows;
    let wholes: Vec<Value> = wholes.iter().map(|row| serde_json::from_str(&row.record).unwrap()).collect();
    let calls_of = |whole: &Value| whole["calls"].as_array().unwrap().clone();
    let of_whole = |whole: &Value| calls_of(whole).iter().flat_map(|call| clues(whole, call)).collect::<BTreeSet<_>>();
    let ids = |rows: Vec<&Value>| rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let expected = ids(wholes.iter().filter(|whole| fits(whole, &of_whole(whole), filter)).collect());
    assert_eq!(found(store, filter, false).await, expected, "{filter:?}");
    let mut calls: Vec<(Value, BTreeSet<Clue>)> = wholes
        .iter()
        .flat_map(|whole| {
            calls_of(whole).into_iter().map(|call| {
                let clues = clues(whole, &call);
                (call, clues)
            })
        })
        .collect();
    calls.sort_by_key(|(call, _)| {
        std::cmp::Reverse((call["started_at"].as_str().unwrap().to_owned(), call["serial"].as_u64().unwrap()))
    });
    let mut expected_calls =
        ids(calls.iter().filter(|(call, clues)| fits(call, clues, filter)).map(|(call, _)| call).collect());
    let mut found_calls = found(store, filter, true).await;
    // Microseconds are kept, of which a record shows milliseconds: those that begin in the same one may stand either way.
    expected_calls.sort();
    found_calls.sort();
    assert_eq!(found_calls, expected_calls, "{filter:?}");
    expected.len()
}

async fn every_clue(store: &Arc<dyn Store>) -> Vec<Clue> {
    let wholes = records(store).await;
    let calls = wholes.iter().flat_map(|whole| whole["calls"].as_array().unwrap().iter().map(move |call| (whole, call)));
    let all: BTreeSet<Clue> = calls.flat_map(|(whole, call)| clues(whole, call)).collect();
    all.into_iter().collect()
}

pub(crate) async fn what_is_found_is_what_a_look_at_every_record_finds(open: Open<'_>) {
    let store = filled(open).await;
    let every = every_clue(&store).await;
    for kind in ["n:", "w:", "s:", "u:", "a:", "q:", "l:"] {
        assert!(every.iter().any(|clue| clue.word().starts_with(kind)), "{kind} of {every:?}");
    }
    for clue in &every {
        let filter = Filter { clues: vec![vec![clue.clone()]], ..Filter::default() };
        assert!(is_found(&store, &filter).await > 0, "{clue:?}");
    }
    let mut chance = Chance::new(3);
    let any = |chance: &mut Chance| chance.below(3).checked_sub(1).map(|is| is == 1);
    for _ in 0..120 {
        let mut clues = || (0..=chance.below(2)).map(|_| every[chance.below(every.len())].clone()).collect::<Vec<_>>();
        let clues = [clues(), clues()];
        let filter = Filter {
            clues: clues.into_iter().take(chance.below(3)).collect(),
            direction: [None, None, Some(Direction::Inbound), Some(Direction::Internal)][chance.below(4)],
            outcome: [None, None, Some(Outcome::Answered), Some(Outcome::Busy)][chance.below(4)],
            missed: any(&mut chance),
            handled: any(&mut chance),
            shortest_s: [None, None, None, Some(5)][chance.below(4)],
            ..Filter::default()
        };
        is_found(&store, &filter).await;
    }
}

pub(crate) async fn r10_what_is_deleted_is_found_only_when_asked_for_until_it_is_back(open: Open<'_>) {
    let store = filled(open).await;
    let whole = records(&store).await.swap_remove(2);
    let id: Uuid = whole["id"].as_str().unwrap().parse().unwrap();
    let of = clues(&whole, &whole["calls"][0]);
    let ask = |deleted| {
        let clues = of.iter().map(|clue| vec![clue.clone()]).collect();
        Filter { clues, deleted, ..Filter::default() }
    };
    let before = is_found(&store, &ask(false)).await;
    for (no, deleted) in [true, false].into_iter().enumerate() {
        does(&store, of_whole(errand(id, &format!("d{no}"), Doing::Deleted(deleted)))).await;
        assert_eq!(is_found(&store, &ask(false)).await, before - usize::from(deleted));
        assert_eq!(is_found(&store, &ask(true)).await, before);
    }
}

pub(crate) async fn a_word_is_found_by_its_beginning_and_no_longer_once_it_is_taken_back(open: Open<'_>) {
    let store = with_account(open).await;
    record(&store, &recorded("inbound_answered")).await;
    let id: Uuid = records(&store).await[0]["id"].as_str().unwrap().parse().unwrap();
    let begins = |word: &str| Filter { clues: vec![vec![Clue::WrittenBegins(Text::new(word))]], ..Filter::default() };
    does(&store, errand(id, "k1", note("n1", "Überweisung steht aus"))).await;
    for (word, rows) in [("uber", 1), ("uberweisung", 1), ("a", 1), ("ueber", 0), ("weisung", 0)] {
        assert_eq!(store.conversations("main", &begins(word), None, 10).await.unwrap().rows.len(), rows, "{word}");
    }
    does(&store, errand(id, "k2", Doing::Noted { id: Text::new("n1"), text: None })).await;
    assert_eq!(store.count_calls("main", &begins("uber")).await.unwrap().found, 0);
    let many: String = (0..super::super::WORDS_BEGUN_MAX + 1).map(|no| format!("ab{no} ")).collect();
    does(&store, errand(id, "k3", note("n2", &many))).await;
    let refused = store.calls("main", &begins("ab"), None, 10).await.unwrap_err().to_string();
    assert!(refused.contains("`ab`: write more of it"), "{refused}");
    assert_eq!(store.count_calls("main", &begins("ab1")).await.unwrap().found, 1);
}

pub(crate) async fn a_number_is_found_by_its_last_digits_and_an_ending_of_too_many_is_refused(open: Open<'_>) {
    let store = with_account(open).await;
    let calls = |numbers: std::ops::Range<usize>| {
        let line = |no: usize| {
            let party = format!(r#"{{"number":"+312055{no:05}"}}"#);
            let rest = r#""what":"came_in","dialled":"102""#;
            format!(r#"{{"key":"1","thread":"t{no}","leg":"l{no}","at":"2026-01-05T09:00:00Z","party":{party},{rest}}}"#)
        };
        told(&numbers.map(line).collect::<Vec<_>>().join("\n"))
    };
    record(&store, &calls(0..3)).await;
    let found = async |digits: &str| {
        let filter = Filter { clues: vec![vec![Clue::ending(digits).unwrap()]], ..Filter::default() };
        store.count_conversations("main", &filter).await.map(|tallied| tallied.found)
    };
    for (digits, rows) in [("001", 1), ("205500002", 1), ("5500003", 0), ("102", 0)] {
        assert_eq!(found(digits).await.unwrap(), rows, "{digits}: what is so short is looked for whole");
    }
    let same = (1..=super::super::WORDS_BEGUN_MAX).map(|no| no * 1_000 + 1);
    for no in same {
        record(&store, &calls(no..no + 1)).await;
    }
    let refused = found("001").await.unwrap_err().to_string();
    assert_eq!(refused, "number: more than 256 numbers end with `001`: write more of it");
    assert_eq!(found("7001").await.unwrap(), 25);
}

pub(crate) async fn a_contact_is_found_by_the_words_of_his_name_and_by_the_keys_that_he_had(open: Open<'_>) {
    let store = with_account(open).await;
    let call = recorded("inbound_answered");
    let known = Known { contact: Some(Text::new_static("c-2")), ..Known::default() };
    let knowing = call.iter().cloned().map(|mut signal| {
        if let Some(party) = signal.what.party_mut().filter(|party| party.trunk.is_some()) {
            party.known = Some(Box::new(known.clone()));
        }
        signal
    });
    record(&store, &knowing.collect::<Vec<_>>()).await;
    let named = |key: &str, name: &str| EntryPut {
        kind: EntryKind::Contact,
        key: Text::new(key),
        settings: EntrySettings { name: Some(name.to_owned()), ..EntrySettings::default() },
        numbers: Vec::new(),
    };
    let put = async |entries: Vec<EntryPut>| store.put_entries("main", entries, noon()).await.unwrap();
    let found = async |name: &str| {
        let words = name.split(' ').map(|word| (Text::new(word.trim_end_matches('*')), word.ends_with('*'))).collect();
        let filter = Filter { clues: vec![vec![Clue::ContactCalled(words)]], ..Filter::default() };
        store.count_conversations("main", &filter).await.map(|tallied| tallied.found)
    };
    put(vec![named("c-1", "Sam Okri"), named("c-2", "Rósa Lind-Maas")]).await;
    for (name, rows) in [("rosa", 1), ("lind rosa", 1), ("maas", 1), ("ro* li*", 1), ("ros", 0), ("rosa okri", 0), ("sam", 0)] {
        assert_eq!(found(name).await.unwrap(), rows, "{name}");
    }
    store.merge_entries("main", "c-2", named("c-1", "Sam Okri"), noon()).await.unwrap();
    assert_eq!((found("sam").await.unwrap(), found("rosa").await.unwrap()), (1, 0), "records name the key of before");
    store.remove_entry("main", EntryKind::Contact, "c-1", noon()).await.unwrap();
    assert_eq!(found("sam").await.unwrap(), 0, "it was removed");
    let many = CALLED_MAX + 1;
    put((0..many).map(|no| named(&format!("m-{no}"), "Ann Mori")).collect()).await;
    let refused = found("ann").await.unwrap_err().to_string();
    assert_eq!(refused, format!("name: more than {CALLED_MAX} contacts are called so: write more of it"));
    store.remove_entry("main", EntryKind::Contact, "m-0", noon()).await.unwrap();
    assert_eq!(found("ann").await.unwrap(), 0);
}

pub(crate) async fn a_rebuild_finds_what_rows_of_before_do_not_have(open: Open<'_>) {
    let store = filled(open).await;
    let before = every_clue(&store).await;
    store.refold("main", None, None, noon()).await.unwrap();
    for clue in &before {
        let filter = Filter { clues: vec![vec![clue.clone()]], ..Filter::default() };
        is_found(&store, &filter).await;
    }
}
