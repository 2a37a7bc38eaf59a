//! What lists are asked for (sheet, 4.5).

use calls::dialects::vcita::{Card, Query, Shape};

use super::{Desk, at, creating, stories, user, written};

fn parameters(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

fn read(text: &str, shape: Shape) -> Query {
    Query::read(&parameters(text), shape).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

fn refused(text: &str) -> (String, String) {
    let wrong = Query::read(&parameters(text), Shape::Current).unwrap_err();
    (wrong.field.into_owned(), wrong.code.word().to_owned())
}

/// Calls of every status, each by its name.
fn cards() -> Vec<(&'static str, Card)> {
    let missed = Desk::of(&stories::table("v4_an_inbound_call_that_nobody_answers"));
    let handled = Desk::of(&stories::table("s20_a_missed_call_that_is_handled"));
    let talked = Desk::of(&stories::table("v4_an_inbound_call_that_is_answered"));
    let voicemail = Desk::of(&stories::table("s14_a_caller_who_leaves_a_message"));
    let menu = Desk::of(&stories::table("v5_a_caller_who_only_met_the_menu"));
    let (written, _) = written(&creating::body(), Shape::Current);
    let named = [
        ("missed", &missed),
        ("handled", &handled),
        ("talked", &talked),
        ("voicemail", &voicemail),
        ("menu", &menu),
        ("written", &written),
    ];
    named.into_iter().map(|(name, desk)| (name, desk.card(1, Shape::Current))).collect()
}

fn kept(text: &str, shape: Shape) -> Vec<&'static str> {
    let query = read(text, shape);
    cards().into_iter().filter(|(_, card)| query.keeps(card)).map(|(name, _)| name).collect()
}

#[test]
fn a_page_is_one_to_ten_thousand_with_up_to_a_hundred_calls() {
    let query = read("", Shape::Current);
    assert_eq!((query.page, query.per_page, query.include_deleted, query.skipped()), (1, 25, false, 0));
    assert!(query.order().is_some_and(|order| order.by_change && order.latest_first) && query.is_plain());
    let query = read("page=3&per_page=100&include_deleted=true&sort=created_at:asc&fields=all", Shape::Current);
    assert_eq!((query.page, query.per_page, query.include_deleted, query.skipped()), (3, 100, true, 200));
    assert!(query.order().is_some_and(|order| !order.by_change && !order.latest_first) && query.is_plain());
    let by_words = read("sort=status:asc,created_at:asc", Shape::Current);
    assert!(by_words.order().is_none() && !by_words.is_plain());
    for wrong in ["page=0", "page=10001", "page=x", "page=1.5"] {
        assert_eq!(refused(wrong), ("page".to_owned(), "invalid".to_owned()), "{wrong}");
    }
    for wrong in ["per_page=0", "per_page=101", "per_page=-1"] {
        assert_eq!(refused(wrong), ("per_page".to_owned(), "invalid".to_owned()), "{wrong}");
    }
}

#[test]
fn v19_filters_take_the_words_of_either_shape_and_mean_what_their_path_shows() {
    for word in ["MISSED", "missed", "NO_ANSWER"] {
        assert_eq!(kept(&format!("filter[status]={word}"), Shape::Current), ["missed"], "{word}");
        assert_eq!(kept(&format!("filter[status]={word}"), Shape::Seed), ["missed", "handled", "voicemail"], "{word}");
    }
    assert_eq!(kept("filter[status]=VOICEMAIL", Shape::Seed), ["voicemail"]);
    assert_eq!(kept("filter[status]=answered by staff", Shape::Current), ["talked"]);
    assert_eq!(kept("filter[status]=answered by vonage", Shape::Current), ["menu"]);
    assert_eq!(kept("filter[status]=VOICEMAIL,MISSED", Shape::Current), ["missed", "voicemail"], "any of");
    assert_eq!(kept("filter[status][ne]=VOICEMAIL,MISSED", Shape::Current), ["handled", "talked", "menu", "written"]);
    assert_eq!(kept("filter[direction]=outgoing", Shape::Current), Vec::<&str>::new());
}

#[test]
fn v20_an_unknown_field_or_operator_is_named() {
    let invalid = |field: &str| (field.to_owned(), "invalid".to_owned());
    assert_eq!(refused("filter[foo]=1"), invalid("filter[foo]"));
    assert_eq!(refused("filter[recording]=1"), invalid("filter[recording]"));
    assert_eq!(refused("filter[status][like]=x"), invalid("filter[status][like]"));
    assert_eq!(refused("filter=x"), invalid("filter"));
    assert_eq!(refused("filter[status]=x"), invalid("filter[status]"));
    assert_eq!(refused("sort=foo:asc"), invalid("sort"));
    assert_eq!(refused("sort=uid:up"), invalid("sort"));
    assert_eq!(refused("include_deleted=perhaps"), invalid("include_deleted"));
    let form = |field: &str| (field.to_owned(), "INVALID_FORMAT".to_owned());
    assert_eq!(refused("filter[created_at][gt]=yesterday"), form("filter[created_at][gt]"));
    assert_eq!(refused("filter[duration][gt]=long"), form("filter[duration][gt]"));
    assert_eq!(refused("filter[staff_uid]=bea"), form("filter[staff_uid]"));
    let many: String = (0..33).map(|no| format!("filter[duration]={no}&")).collect();
    assert_eq!(refused(&many), invalid("filter"));
    assert_eq!(refused(&format!("filter[duration]={}", "1,".repeat(100) + "1")), invalid("filter[duration]"));
}

#[test]
fn a_day_is_all_of_it_and_a_moment_its_millisecond() {
    let all = cards().len();
    let count = |text: &str| kept(text, Shape::Current).len();
    assert_eq!(count("filter[created_at]=2026-01-05"), all);
    assert_eq!(count("filter[created_at][gt]=2026-01-05"), 0, "after the day");
    assert_eq!(count("filter[created_at][gt]=2026-01-04"), all);
    assert_eq!((count("filter[created_at][gte]=2026-01-05"), count("filter[created_at][lt]=2026-01-05")), (all, 0));
    assert_eq!((count("filter[created_at][lte]=2026-01-05"), count("filter[created_at][lte]=2026-01-04")), (all, 0));
    assert_eq!(kept("filter[created_at]=2026-01-05T09:46:40.000Z", Shape::Current), ["written"]);
    assert_eq!(kept("filter[created_at][gte]=2026-01-05T10:46:40+01:00", Shape::Current), ["written"]);
    assert_eq!(kept("filter[created_at][gte]=2026-01-05T10:46:40 01:00", Shape::Current), ["written"], "a decoded +");
    assert_eq!(kept("filter[created_at][gt]=2026-01-05T09:46:39", Shape::Current), ["written"]);
    let query = read("filter[created_at][gte]=2026-01-05&filter[created_at][lt]=2026-01-06", Shape::Current);
    let midnight = calls::moment::Moment::from_rfc3339("2026-01-05T00:00:00Z").unwrap();
    assert_eq!((query.created().from, query.created().to), (midnight, midnight.plus(86_400_000_000 - 1)));
    let open = read("filter[created_at][ne]=2026-01-05", Shape::Current).created();
    assert_eq!((open.from, open.to), (calls::moment::Moment::FIRST, calls::moment::Moment::LAST));
    assert_eq!(read("", Shape::Current).updated(), open);
}

#[test]
fn every_field_is_compared_as_what_it_is() {
    assert_eq!(kept("filter[duration][gt]=9", Shape::Current), ["talked", "voicemail"]);
    assert_eq!(kept("filter[duration][lte]=8", Shape::Current), ["missed", "handled", "menu"], "null fits nothing");
    assert_eq!(kept(&format!("filter[staff_uid]={}", user("bea")), Shape::Current), ["talked", "written"]);
    assert_eq!(kept("filter[from_number]=1 202 555-0142", Shape::Current), ["written"], "v27");
    assert_eq!(kept("filter[from_number]=%2B12025550142".replace("%2B", "+").as_str(), Shape::Seed), ["written"]);
    assert_eq!(kept("filter[external_uuid]=ext-0001", Shape::Seed), ["written"]);
    assert_eq!(kept("filter[handled_at][gte]=2026-01-01", Shape::Current), ["handled", "talked"]);
    assert_eq!(kept("filter[transcript_status]=DONE", Shape::Current), Vec::<&str>::new());
    assert_eq!(refused("filter[duration]="), ("filter[duration]".to_owned(), "INVALID_FORMAT".to_owned()));
}

#[test]
fn v15_a_removed_call_is_listed_only_if_that_is_asked_for() {
    let removed = Desk::of(&format!("{}! 70.000 L1 deleted\n", stories::table("v4_an_inbound_call_that_is_answered")));
    let card = removed.card(1, Shape::Current);
    assert!(!read("", Shape::Current).keeps(&card));
    assert!(!read("filter[deleted_at][gte]=2026-01-01", Shape::Current).keeps(&card));
    assert!(read("include_deleted=true", Shape::Current).keeps(&card));
    assert!(read("include_deleted=TRUE&filter[deleted_at][gte]=2026-01-01", Shape::Current).keeps(&card));
}

#[test]
fn a_list_is_sorted_by_any_field_with_null_last_and_ties_by_uid() {
    let sorted = |text: &str| {
        let query = read(text, Shape::Current);
        let mut cards = cards();
        cards.sort_by(|one, other| query.compare(&one.1, &other.1));
        cards.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert_eq!(sorted("sort=duration:asc,status:desc"), ["handled", "missed", "menu", "voicemail", "talked", "written"]);
    assert_eq!(sorted("sort=duration:desc,status:asc"), ["talked", "voicemail", "menu", "missed", "handled", "written"]);
    assert_eq!(sorted("")[0], "written", "the last that changed: {at:?}", at = at(100));
    assert_eq!(sorted("sort=direction"), sorted("sort=uid:asc"), "all came in");
}
