//! What lists are asked for (sheet, 4.3; rules C18, C23, C24).

use std::collections::BTreeSet;

use calls::conversation::Direction;
use calls::dialects::chakra::{Code, PAGE_SIZE_MAX, Shown, Wanted};
use serde_json::json;
use uuid::Uuid;

use super::{House, TEAM, asked, id_of, last, stories, story};

fn wanted(query: &str) -> Result<Wanted, calls::dialects::chakra::Refusal> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap());
    Wanted::read(&pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>())
}

fn encode(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn call() -> Shown {
    let seen = last(&story(&stories::table("c5_a_queued_call_that_is_answered_and_disposed_after_it")));
    let mut shown = Shown::of(&seen, &seen.calls[0], asked(&House));
    (shown.provider, shown.provider_call_id) = (Some("TWILIO".into()), Some("CA1".into()));
    (shown.for_task, shown.for_state_task) = (Some("t-1".into()), Some("s-1".into()));
    shown
}

#[test]
fn a_list_is_fifty_calls_the_newest_first_unless_it_is_asked_otherwise() {
    let plain = wanted("").unwrap();
    assert_eq!((plain.page, plain.page_size, plain.skip(), plain.descending), (1, 50, 0, true));
    let third = wanted("page=3&pageSize=200&sort=callStart:asc").unwrap();
    assert_eq!((third.page, third.page_size, third.skip(), third.descending, PAGE_SIZE_MAX), (3, 200, 400, false, 200));
}

#[test]
fn each_filter_takes_what_equals_one_of_its_values() {
    let user = id_of("bea").to_string().to_uppercase();
    let takes = |query: &str| wanted(query).unwrap().takes(&call(), Some(Direction::Inbound));
    let there = [
        "type=INBOUND",
        "type=in,out",
        "callStatus=COMPLETED",
        "callStatus=busy,success",
        &format!("user={user}"),
        &format!("team={TEAM}"),
        "from=31612345678",
        "from=%2B0,+31 6 12-34 56 78",
        "to=(31)205550199",
        "provider=twilio",
        "providerCallId=CA1",
        "forTask=t-1",
        "forStateTask=x,s-1",
        "callStartFrom=1767606300000",
        "callStartTo=1767606300001",
        "createdFrom=1767606300000&createdTo=1767606300001",
        "updatedFrom=1767606390000",
        "updatedTo=1767606390001",
    ];
    there.iter().for_each(|query| assert!(takes(query), "{query}"));
    let gone = [
        "type=OUTBOUND",
        "type=INTERNAL",
        "callStatus=NO_ANSWER",
        &format!("user={TEAM}"),
        &format!("team={}", Uuid::nil()),
        "from=31612345679",
        "to=1",
        "provider=OTHER",
        "providerCallId=ca1",
        "forTask=t",
        "forUser=t-1",
        "callStartFrom=1767606300001",
        "callStartTo=1767606300000",
        "createdTo=1767606300000",
        "updatedFrom=1767606390001",
        "type=INBOUND&callStatus=MISSED",
    ];
    gone.iter().for_each(|query| assert!(!takes(query), "{query}"));
    let internal = |query: &str| {
        wanted(query)
            .unwrap()
            .takes(&Shown { r#type: calls::dialects::chakra::Way::Outbound, ..call() }, Some(Direction::Internal))
    };
    assert!(internal("type=OUTBOUND") && internal("type=INTERNAL") && !internal("type=INBOUND"));
}

#[test]
fn c18_deleted_calls_are_listed_only_if_they_are_asked_for() {
    let gone = Shown { is_deleted: true, ..call() };
    let takes = |query: &str| wanted(query).unwrap().takes(&gone, None);
    assert_eq!(["", "includeDeleted=false", "includeDeleted=true"].map(takes), [false, false, true]);
}

#[test]
fn a_parameter_that_cannot_be_read_is_named() {
    let queries = [
        "page=0",
        "page=x",
        "page=-1",
        "pageSize=201",
        "pageSize=0",
        "sort=callStart",
        "sort=user:asc",
        "sort=callEnd:up",
        "includeDeleted=maybe",
        "type=SIDEWAYS",
        "type=",
        "callStatus=SOMETHING",
        "user=ann",
        "team=x",
        "from=",
        "providerCallId=",
        "callStartFrom=1767606300",
        "createdTo=yesterday",
        "unknown=1",
        "Type=INBOUND",
        "forNothing=1",
    ];
    for query in queries {
        let refusal = wanted(query).expect_err(query);
        let name = query.split('=').next().unwrap();
        assert_eq!((refusal.code, refusal.field.as_deref()), (Code::InvalidParameter, Some(name)), "{query}");
    }
    assert_eq!(wanted("type=IN&page=1&type=OUT").unwrap_err().field.as_deref(), Some("type"), "twice");
    assert!(wanted(&format!("from={}", "1,".repeat(101) + "1")).is_err(), "too many values");
}

#[test]
fn c23_pages_of_any_size_give_each_call_once_in_one_order() {
    let times = [5, 3, 5, 1, 5, 3, 9, 2, 2, 7, 5];
    let calls: Vec<Shown> = (0..)
        .zip(times)
        .map(|(no, at)| {
            let id = Uuid::from_u128(no * 7 % 11);
            let call_end = (no % 3 > 0).then_some(at);
            Shown { id, created_at: at, call_end, ..call() }
        })
        .collect();
    for sort in ["createdAt:desc", "createdAt:asc", "callEnd:desc", "callEnd:asc"] {
        for size in 1..=12_u64 {
            let (mut page, mut told) = (1, Vec::new());
            loop {
                let wanted = wanted(&format!("sort={sort}&page={page}&pageSize={size}&type=INBOUND")).unwrap();
                let mut all = calls.clone();
                all.sort_by(|one, other| wanted.order(one, other));
                told.extend(all.into_iter().skip(wanted.skip() as usize).take(size as usize));
                let meta = wanted.meta(11, &encode);
                assert_eq!((meta.total, meta.page, meta.page_size), (11, page, size));
                let Some(next) = meta.next_page else { break };
                page += 1;
                assert_eq!(next, format!("/v1/ext/call?page={page}&pageSize={size}&sort={sort}&type=INBOUND"));
            }
            let ids: BTreeSet<Uuid> = told.iter().map(|call| call.id).collect();
            assert_eq!((told.len(), ids.len()), (11, 11), "{sort} {size}");
            let key = |call: &Shown| if sort.starts_with("callEnd") { call.call_end } else { Some(call.created_at) };
            let keys: Vec<Option<i64>> = told.iter().map(key).collect();
            let known: Vec<i64> = keys.iter().flatten().copied().collect();
            let sorted = if sort.ends_with("asc") { known.is_sorted() } else { known.iter().rev().is_sorted() };
            assert!(sorted && keys.iter().skip(known.len()).all(Option::is_none), "{sort}: {keys:?}");
        }
    }
    assert_eq!(wanted("page=4&pageSize=50").unwrap().meta(137, &encode).next_page, None, "beyond the end there is none");
    let second = wanted("page=2").unwrap().meta(137, &encode);
    assert_eq!(json!(second.next_page), json!("/v1/ext/call?page=3&pageSize=50"));
}

/// A key sees the calls of its team only: a filter for another one takes none of them.
#[test]
fn c24_another_team_has_no_calls_here() {
    assert!(!wanted(&format!("team={}", Uuid::from_u128(8))).unwrap().takes(&call(), None));
}
