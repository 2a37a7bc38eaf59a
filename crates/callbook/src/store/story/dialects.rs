//! Pages of calls by number, calls by their integers, and integers that clients bring.

use std::sync::Arc;

use calls::Text;
use calls::dialects::freshworks::{Clock, call, hear, is_listed};
use calls::dialects::seen::Seen;
use calls::dialects::{Names, Thing};
use calls::moment::Moment;
use calls::signal::Doing;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::{Aim, Clue, Errand, Filter, Hearsay, NumberedAsk, Store};
use super::{Open, account, noon, record, recorded, records, told, with_account};

/// Names everything alike.
struct Nameless;

impl Names for Nameless {
    fn serial(&self, _: &Thing) -> Option<u64> {
        Some(1)
    }
    fn name(&self, _: &Thing) -> Option<Text> {
        None
    }
    fn full_number(&self, _: &str) -> Option<Text> {
        None
    }
    fn wraps_up(&self, _: &str) -> bool {
        false
    }
    fn bills(&self, _: &str) -> bool {
        false
    }
    fn currency(&self) -> Text {
        Text::new_static("USD")
    }
    fn recording_link(&self, _: Uuid, _: Moment) -> Option<Text> {
        None
    }
}

const SCENARIOS: &[&str] = &[
    "answered",
    "attended_transfer",
    "attended_transfer_inbound",
    "conference_inbound",
    "inbound_answered",
    "outbound_answered",
    "queue_then_attended_transfer",
    "two_blind_transfers",
];

/// A call that is blindly transferred, on a day of its own.
const HANDED_ON: &str = r#"{"key":"1","thread":"x","leg":"x1","at":"2026-01-03T23:59:58Z","what":"came_in","party":{"number":"+31699900077","trunk":"voip"},"dialled":"+31699900088"}
    {"key":"2","thread":"x","leg":"x2","at":"2026-01-03T23:59:59Z","what":"dialled","by_leg":"x1","party":{"number":"101","user":"ann"}}
    {"key":"3","thread":"x","leg":"x2","at":"2026-01-04T00:00:00Z","what":"answered"}
    {"key":"4","thread":"x","leg":"x1","at":"2026-01-04T00:00:00Z","what":"connected","bridge":"B"}
    {"key":"5","thread":"x","leg":"x2","at":"2026-01-04T00:00:00Z","what":"connected","bridge":"B"}
    {"key":"6","thread":"x","leg":"x1","at":"2026-01-04T00:00:09Z","what":"transferred","kind":"blind","by_leg":"x2","to":"102"}
    {"key":"7","thread":"x","leg":"x2","at":"2026-01-04T00:00:09Z","what":"ended","how":"normal"}
    {"key":"8","thread":"x","leg":"x3","at":"2026-01-04T00:00:10Z","what":"dialled","by_leg":"x1","party":{"number":"102","user":"bea"}}
    {"key":"9","thread":"x","leg":"x3","at":"2026-01-04T00:00:12Z","what":"answered"}"#;

async fn filled(open: Open<'_>) -> Arc<dyn Store> {
    let store = with_account(open).await;
    for scenario in SCENARIOS {
        record(&store, &recorded(scenario)).await;
    }
    record(&store, &told(HANDED_ON)).await;
    store
}

/// Calls that the dialect lists, by a look at every record: when each began, its integer, its id, and whether it has a parent.
async fn listed(store: &Arc<dyn Store>) -> Vec<(Moment, u64, Uuid, bool)> {
    let page = store.conversations("main", &Filter::default(), None, 500).await.unwrap();
    let mut all = Vec::new();
    for row in page.rows {
        let seen = Seen::read(&row.record).unwrap();
        for own in seen.calls.iter().filter(|own| is_listed(&seen, own)) {
            let printed = call(&seen, own, &Nameless, Clock { now: noon(), offset: &|_| 0 });
            let printed: Value = serde_json::from_str(&printed).unwrap();
            all.push((own.started_at, own.serial, own.id, !printed["parent_call_id"].is_null()));
        }
    }
    all.sort_unstable();
    all
}

async fn walk(store: &Arc<dyn Store>, ask: NumberedAsk, rows: u64) -> (u64, Vec<Uuid>) {
    let (mut walked, mut total) = (Vec::new(), 0);
    for page in 0.. {
        let ask = NumberedAsk { skipped: page * rows, rows, ..ask.clone() };
        let found = store.numbered("main", ask).await.unwrap();
        total = found.total;
        if found.calls.is_empty() {
            break;
        }
        walked.extend(found.calls.iter().map(|call| call.call));
    }
    (total, walked)
}

async fn agrees(store: &Arc<dyn Store>) {
    let all = listed(store).await;
    let moments: Vec<Moment> = all.iter().map(|(at, ..)| *at).collect();
    let bounds = moments.iter().step_by(3).flat_map(|at| [*at, at.plus(1_000)]).map(Some).chain([None]);
    for (from, until) in bounds.clone().flat_map(|from| bounds.clone().map(move |until| (from, until))) {
        for firsts in [false, true] {
            // Records tell whole milliseconds of when calls began.
            let fits = |(at, _, _, has_parent): &&(Moment, u64, Uuid, bool)| {
                from.is_none_or(|from| *at >= from) && until.is_none_or(|until| *at < until) && !(firsts && *has_parent)
            };
            let wanted: Vec<Uuid> = all.iter().filter(fits).map(|(_, _, id, _)| *id).collect();
            let ask = NumberedAsk { from, until, firsts, ..NumberedAsk::default() };
            // Of the whole every size of a page is tried.
            let sizes = if from.or(until).is_none() { [1, 2, 3, 1_000].as_slice() } else { &[4] };
            for rows in sizes {
                let found = walk(store, ask.clone(), *rows).await;
                assert_eq!(found, (wanted.len() as u64, wanted.clone()), "{from:?} {until:?} {firsts} {rows} a page");
            }
        }
    }
}

pub(crate) async fn f30_a_walk_over_pages_finds_each_call_once_and_knows_how_many_there_are(open: Open<'_>) {
    let store = filled(open).await;
    let all = listed(&store).await;
    assert!(all.len() > 5 && all.iter().any(|(.., has_parent)| *has_parent), "{all:?}");
    agrees(&store).await;
    agrees(&open()).await;
    assert_eq!(store.refold("main", None, None, noon()).await.unwrap().corrected, 0);
    agrees(&store).await;
    let beyond = NumberedAsk { skipped: u64::MAX, rows: 10, ..NumberedAsk::default() };
    let page = store.numbered("main", beyond).await.unwrap();
    assert_eq!((page.total, page.calls.len()), (all.len() as u64, 0));
}

pub(crate) async fn f29_what_is_deleted_is_on_no_page_and_in_no_number_until_it_is_back(open: Open<'_>) {
    let store = filled(open).await;
    let all = listed(&store).await;
    for (place, (_, _, id, _)) in all.iter().enumerate() {
        let deletes = |deleted: bool| Errand {
            account: Text::new_static("main"),
            id: *id,
            aim: Aim::Call,
            doing: Doing::Deleted(deleted),
            changes: false,
            by: calls::signal::Doer { kind: calls::signal::DoerKind::System, id: Text::new_static("test"), name: None },
            feed: Text::new_static("callbook"),
            key: Text::from(format!("k{place}{deleted}")),
            said: Text::new_static("x"),
            versions: None,
            at: noon(),
        };
        store.carry_out(deletes(true)).await.unwrap();
        agrees(&store).await;
        assert_eq!(listed(&store).await.len(), all.len() - 1);
        store.carry_out(deletes(false)).await.unwrap();
    }
    agrees(&store).await;
    assert_eq!(listed(&store).await.len(), all.len());
}

pub(crate) async fn f30_whoever_sees_some_calls_walks_over_those_alone(open: Open<'_>) {
    let store = filled(open).await;
    let only = Some(vec![Clue::User("ann".into()), Clue::User("bea".into()), Clue::Team("none".into())]);
    let wanted: Vec<Uuid> = listed(&store).await.iter().filter(|(at, ..)| *at < noon()).map(|(_, _, id, _)| *id).collect();
    let ask = NumberedAsk { only: only.clone(), until: Some(noon()), ..NumberedAsk::default() };
    let (total, walked) = walk(&store, ask, 1).await;
    assert_eq!((total, walked.len()), (2, 2), "both calls of the transfer");
    assert!(walked.iter().all(|id| wanted.contains(id)));
    let firsts = NumberedAsk { only, firsts: true, ..NumberedAsk::default() };
    assert_eq!(walk(&store, firsts, 5).await.0, 1);
    let none = NumberedAsk { only: Some(Vec::new()), ..NumberedAsk::default() };
    assert_eq!(walk(&store, none, 5).await, (0, Vec::new()));
    store.put_account(account("other")).await.unwrap();
    let other = store.numbered("other", NumberedAsk { rows: 10, ..NumberedAsk::default() }).await.unwrap();
    assert_eq!((other.total, other.calls.len()), (0, 0));
}

/// What an envelope says of call 90417.
fn envelope(id: u64, status: u8) -> Value {
    let at = "2026-01-05T09:45:00.000Z";
    json!({"call": {"id": id, "direction": "incoming", "phone_number": "+12025550100", "created_time": at, "updated_time": at,
        "participants": [{"id": 180_833, "participant_type": "Customer", "participant_id": 5_520, "connection_type": 0,
            "call_status": status, "caller_number": "+12025550142", "created_time": at, "updated_time": "2026-01-05T09:45:05.000Z"}]}})
}

fn hearsay(source: &str, said: &Value) -> Hearsay {
    let heard = hear(said.to_string().as_bytes(), source).unwrap();
    Hearsay {
        account: Text::new_static("main"),
        source: Text::new(source),
        serial: heard.serial,
        signals: heard.signals,
        seen: Vec::new(),
        at: noon(),
    }
}

pub(crate) async fn n17_an_integer_that_a_client_brings_is_kept_and_the_account_counts_on_above_it(open: Open<'_>) {
    let store = with_account(open).await;
    let recorded_now = store.hear(hearsay("cloud", &envelope(90_417, 13))).await.unwrap().unwrap();
    assert!(recorded_now.new > 0 && recorded_now.versions > 0);
    let found = store.call_of_serial("main", 90_417).await.unwrap().unwrap();
    let seen = Seen::read(&found.record).unwrap();
    assert_eq!((seen.calls.len(), seen.calls[0].serial, seen.calls[0].id), (1, 90_417, found.id));
    let again = store.hear(hearsay("cloud", &envelope(90_417, 13))).await.unwrap().unwrap();
    assert_eq!((again.new, again.versions), (0, 0), "the same twice changes nothing");
    let store = open();
    assert!(store.hear(hearsay("cloud", &envelope(90_417, 1))).await.unwrap().unwrap().versions > 0);
    assert_eq!(
        store.call_of_serial("main", 90_417).await.unwrap().unwrap().id,
        found.id,
        "a later picture is of the same call"
    );
    record(&store, &recorded("answered")).await;
    let serials: Vec<u64> = records(&store).await.iter().map(|record| record["serial"].as_u64().unwrap()).collect();
    assert!(serials.iter().all(|serial| *serial > 90_417), "{serials:?}");
    assert!(
        store.hear(hearsay("cloud", &envelope(7, 13))).await.unwrap().is_some(),
        "one below is free as long as no call has it"
    );
    assert_eq!(Seen::read(&store.call_of_serial("main", 7).await.unwrap().unwrap().record).unwrap().calls[0].serial, 7);
}

pub(crate) async fn f15_the_highest_integer_that_a_client_can_bring_uses_up_no_others(open: Open<'_>) {
    let store = with_account(open).await;
    let highest = (1 << 53) - 1;
    assert!(store.hear(hearsay("cloud", &envelope(highest, 13))).await.unwrap().is_some());
    record(&store, &recorded("answered")).await;
    let serials: Vec<u64> = records(&store).await.iter().map(|record| record["serial"].as_u64().unwrap()).collect();
    assert!(serials.iter().all(|serial| *serial <= highest), "{serials:?}");
    let seen = Seen::read(&store.call_of_serial("main", highest).await.unwrap().unwrap().record).unwrap();
    assert!(seen.calls[0].legs.iter().all(|leg| leg.serial <= highest), "of its legs neither");
}

pub(crate) async fn f31_an_integer_of_another_sources_call_is_in_use_and_nothing_is_recorded(open: Open<'_>) {
    let store = with_account(open).await;
    record(&store, &recorded("inbound_answered")).await;
    let told = records(&store).await.remove(0);
    let serial = told["calls"][0]["serial"].as_u64().unwrap();
    let changes = super::changes(&store).await;
    assert_eq!(store.hear(hearsay("cloud", &envelope(serial, 13))).await.unwrap(), None);
    assert_eq!(super::changes(&store).await, changes);
    store.hear(hearsay("cloud", &envelope(serial + 1_000, 13))).await.unwrap().unwrap();
    assert_eq!(store.hear(hearsay("other", &envelope(serial + 1_000, 13))).await.unwrap(), None, "each source's own");
    assert_eq!(store.call_of_serial("main", u64::MAX).await.unwrap(), None);
    store.put_account(account("other")).await.unwrap();
    assert_eq!(store.call_of_serial("other", serial).await.unwrap(), None);
    let found = store.call_of_serial("main", serial).await.unwrap().unwrap();
    assert_eq!(found.conversation.to_string(), told["id"].as_str().unwrap());
}
