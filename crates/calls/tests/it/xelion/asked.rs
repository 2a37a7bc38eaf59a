//! Questions for communications: parameters, filters, and paging to the end.

use calls::Text;
use calls::dialects::xelion::{Entries, Filter, LIMIT_MAX, LogPage, Order, Place, Query, Recent, item, read_time, read_with};
use calls::moment::Moment;
use proptest::prelude::*;

use crate::generated::config;

fn pairs(query: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| pair.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
    query.split('&').filter_map(pair).collect()
}

fn query(text: &str) -> Query {
    Query::read(&pairs(text)).unwrap()
}

fn refused(text: &str) -> (u32, String) {
    let refusal = Query::read(&pairs(text)).unwrap_err();
    let body: serde_json::Value = serde_json::from_str(&refusal.body("GET communications")).unwrap();
    (refusal.code(), body["info"].as_str().unwrap().trim_start_matches("resource=GET communications, ").to_owned())
}

#[test]
fn what_is_not_said_is_the_newest_fifteen() {
    let told = query("");
    assert_eq!((told.paging.limit, told.paging.is_ascending, told.order), (15, false, Order::Time));
    assert_eq!((told.filter, told.only_missed, told.from, told.with), (Filter::default(), false, None, None));
    assert_eq!(query("limit=&order=&whatever=1&include=all&retrieval=x").paging.limit, 15, "r5: what nobody knows is ignored");
    assert_eq!([query("limit=200").paging.limit, query("limit=5000").paging.limit], [LIMIT_MAX, LIMIT_MAX]);
}

#[test]
fn words_and_flags_are_read_in_any_spelling() {
    for word in ["decending", "descending", "DESCENDING"] {
        assert!(!query(&format!("order={word}")).paging.is_ascending, "{word}");
    }
    assert!(query("order=Ascending").paging.is_ascending);
    assert_eq!([query("order_by=OID").order, query("order_by=mru").order], [Order::Oid, Order::Time]);
    let told = query("where=voicemail=TRUE,incoming=false, phoneLine=40077&where=callId=9A550C1D7E4A9B21,obj_type=CallLog");
    assert_eq!((told.filter.voicemail, told.filter.incoming, told.filter.phone_line), (Some(true), Some(false), Some(40_077)));
    assert_eq!((told.filter.call_id.as_deref(), told.filter.obj_type.as_deref()), (Some("9a550c1d7e4a9b21"), Some("calllog")));
    assert!(query("only_missed_calls=true").only_missed);
}

#[test]
fn what_cannot_be_read_is_refused_by_its_name() {
    let wrong = [
        ("limit=many", 10_202, "limit=many"),
        ("limit=0", 10_202, "limit=0"),
        ("limit=-3", 10_202, "limit=-3"),
        ("order=up", 10_202, "order=up"),
        ("order_by=date", 10_202, "order_by=date"),
        ("after=x", 10_203, "after=x"),
        ("before=0", 10_203, "before=0"),
        ("after=1&before=2", 10_202, "after=1"),
        ("with=ann", 10_203, "with=ann"),
        ("where=colour=red", 10_202, "where.colour=red"),
        ("where=voicemail=perhaps", 10_202, "where.voicemail=perhaps"),
        ("where=phoneLine=x", 10_203, "where.phoneLine=x"),
        ("date_from=yesterday", 10_202, "date_from=yesterday"),
        ("date_to=2026-13-01 00:00:00", 10_202, "date_to=2026-13-01 00:00:00"),
        ("only_missed_calls=some", 10_202, "only_missed_calls=some"),
    ];
    for (text, code, info) in wrong {
        assert_eq!(refused(text), (code, info.to_owned()), "{text}");
    }
    let recent =
        |text: &str| Recent::read(&pairs(text)).map(|told| (told.limit, told.period_days)).map_err(|refusal| refusal.code());
    assert_eq!(
        [recent(""), recent("limit=3&period=1"), recent("period=0"), recent("period=x")],
        [Ok((15, 14)), Ok((3, 1)), Err(10_202), Err(10_202)]
    );
    let entries = Entries::read(&pairs("name=Ann&order=descending&limit=2")).unwrap();
    assert_eq!((entries.name.as_deref(), entries.paging.is_ascending, entries.paging.limit), (Some("ann"), false, 2));
    assert!(Entries::read(&[]).unwrap().paging.is_ascending, "a directory goes by its first entry");
    assert_eq!((read_with(&pairs("with=7")).unwrap(), read_with(&pairs("with=x")).unwrap_err().code()), (Some(7), 10_203));
}

#[test]
fn a_time_is_read_as_it_is_printed() {
    let wanted = Moment::from_rfc3339("2026-01-05T09:45:00Z");
    for form in [
        "2026-01-05 09:45:00",
        "2026-01-05T09:45:00",
        "2026-01-05T09:45:00Z",
        "2026-01-05 10:45:00+01:00",
        " 2026-01-05 09:45:00 ",
    ] {
        assert_eq!(read_time(form), wanted, "{form}");
    }
    for wrong in ["", "2026-01-05", "09:45:00", "2026-01-05 9:45", "2026-02-30 00:00:00"] {
        assert_eq!(read_time(wrong), None, "{wrong}");
    }
}

/// A log at that second with that oid.
fn log(second: i64, oid: u64) -> LogPage {
    LogPage {
        place: Place { date: Moment::from_micros(second * 1_000_000 + 400_000).unwrap(), oid },
        user: None,
        is_incoming: oid.is_multiple_of(2),
        is_voicemail: oid.is_multiple_of(3),
        is_retrieved: oid.is_multiple_of(5),
        is_missed: oid.is_multiple_of(4),
        call_id: format!("{oid:016x}"),
        flow_id: format!("flow {}", oid % 7),
        with: vec![oid % 3 + 1],
        phone_line: oid.is_multiple_of(2).then_some(40_077),
        searched: format!("ann {oid}"),
        body: String::new(),
    }
}

#[test]
fn each_filter_admits_what_it_names() {
    let logs: Vec<LogPage> = (1..=30).map(|oid| log(i64::from(u32::try_from(oid).unwrap()), oid)).collect();
    let oids = |text: &str| {
        let query = query(&format!("limit=200&order=ascending&{text}"));
        query.page(logs.clone(), None).iter().map(|log| log.place.oid).collect::<Vec<_>>()
    };
    assert_eq!(oids("where=voicemail=true,incoming=true"), [6, 12, 18, 24, 30]);
    assert_eq!(oids("where=retrieved=true,incoming=false"), [5, 15, 25]);
    assert_eq!(oids("where=displayed=true"), [0_u64; 0]);
    assert_eq!(oids("where=flagged=false").len(), 30);
    assert_eq!(oids("where=obj_type=Chat"), [0_u64; 0]);
    assert_eq!(oids("where=obj_type=CallLog").len(), 30);
    assert_eq!(oids("where=callId=0000000000000007"), [7]);
    assert_eq!(oids("where=callFlowId=flow 3"), [3, 10, 17, 24]);
    assert_eq!(oids("where=phoneLine=40077,voicemail=true"), [6, 12, 18, 24, 30]);
    assert_eq!(oids("where=search=NN 2"), [2, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
    assert_eq!(oids("only_missed_calls=true"), [4, 8, 12, 16, 20, 24, 28]);
    assert_eq!(oids("with=1&where=incoming=true"), [6, 12, 18, 24, 30]);
    assert_eq!(oids("date_from=1970-01-01 00:00:05&date_to=1970-01-01 00:00:07"), [5, 6, 7], "both seconds included");
}

#[test]
fn a_page_before_an_object_is_the_one_that_ends_there() {
    let logs: Vec<LogPage> = (1..=9).map(|oid| log(5, oid)).collect();
    let page = |text: &str, anchor: u64| {
        let page = query(text).page(logs.clone(), Some(log(5, anchor).place));
        page.iter().map(|log| log.place.oid).collect::<Vec<_>>()
    };
    assert_eq!(page("limit=3&after=7", 7), [6, 5, 4]);
    assert_eq!(page("limit=3&before=4", 4), [7, 6, 5]);
    assert_eq!(page("limit=3&before=4&order=ascending", 4), [1, 2, 3]);
    assert_eq!(page("limit=3&after=1", 1), [0_u64; 0]);
}

#[test]
fn entries_are_found_by_how_their_names_begin_and_paged_by_oid() {
    let names = ["Ann Mori", "Ben", "ann", "Hanna"];
    let entries =
        || names.iter().zip(1_u64..).map(|(name, oid)| (Text::new(name), item("users", oid, String::new()))).collect();
    let oids = |text: &str| {
        let page = Entries::read(&pairs(text)).unwrap().page(entries());
        page.iter().map(|entry| entry.oid).collect::<Vec<_>>()
    };
    assert_eq!([oids(""), oids("order=descending"), oids("name=AN")], [vec![1, 2, 3, 4], vec![4, 3, 2, 1], vec![1, 3]]);
    assert_eq!([oids("limit=2"), oids("limit=2&after=2"), oids("limit=2&after=4")], [vec![1, 2], vec![3, 4], vec![]]);
    assert_eq!(
        [oids("order=descending&after=3"), oids("limit=2&before=4"), oids("order=descending&before=2")],
        [vec![2, 1], vec![2, 3], vec![4, 3]]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..config() })]

    /// Going on after the last object of each page gives every log once, in one order, whatever comes first and however many start
    /// in the same second; also if the object that a page ended with is deleted meanwhile.
    #[test]
    fn x29_after_goes_on_without_gaps_or_repeats(
        seconds in proptest::collection::vec(0_i64..6, 0..60),
        limit in 1_usize..9,
        words in (any::<bool>(), any::<bool>()),
        deleted in any::<bool>(),
    ) {
        let mut logs: Vec<LogPage> = seconds.iter().zip(1_u64..).map(|(second, no)| log(*second, (no * 37) % 1_009)).collect();
        let order = if words.0 { "ascending" } else { "descending" };
        let by = if words.1 { "oid" } else { "mru" };
        let (mut walked, mut anchor): (Vec<u64>, Option<Place>) = (Vec::new(), None);
        let total = logs.len();
        loop {
            let after = anchor.map(|place| format!("&after={}", place.oid)).unwrap_or_default();
            let query = query(&format!("limit={limit}&order={order}&order_by={by}{after}"));
            let page = query.page(logs.clone(), anchor);
            let Some(last) = page.last() else { break };
            prop_assert!(page.len() <= limit);
            anchor = Some(last.place);
            walked.extend(page.iter().map(|log| log.place.oid));
            if deleted {
                logs.retain(|log| Some(log.place) != anchor);
            }
        }
        let mut once = walked.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!((once.len(), walked.len()), (total, total));
        if words.1 {
            prop_assert!(walked.is_sorted_by(|one, next| (one < next) == words.0));
        }
    }
}
