//! The bodies of the REST view.

use calls::dialects::freshworks::{Clock, Meta, Refusal, call, is_listed, list, metrics, one, read_time};
use calls::dialects::seen::{Call, Seen};
use calls::moment::Moment;
use serde_json::{Value, json};

use super::{House, standing, tell, told};

const TALK: &str = "00.000 L1 came_in number=+31612345678 name=Rosa trunk=voip dialled=+31205550199\n\
    00.100 L1 answered\n00.200 L1 entered place=menu name=night\n02.200 L1 left place=menu\n\
    03.000 L2 dialled by=L1 number=102 user=bea\n03.000 L3 dialled by=L1 number=103 user=cas\n03.000 L2 ringing\n\
    04.500 L3 ringing\n12.000 L2 answered\n12.000 L1 connected bridge=B\n12.000 L2 connected bridge=B\n\
    12.100 L3 ended how=elsewhere\n20.000 L2 held held=L1 by=L2\n25.000 L2 resumed\n";

const END: &str = "60.000 L2 ended how=normal\n60.000 L1 ended how=normal\n";

fn last(table: &str) -> (Seen, House) {
    let (signals, house) = told::story(table);
    (tell(&signals, &house).pop().unwrap().after, house)
}

/// Clocks five hours behind UTC.
fn behind(_: Moment) -> i32 {
    -5 * 3_600
}

const NOON: &str = "2026-01-06T12:00:00Z";

fn clock() -> Clock<'static> {
    Clock { now: Moment::from_rfc3339(NOON).unwrap(), offset: &behind }
}

fn read(text: String) -> Value {
    serde_json::from_str(&text).unwrap()
}

fn shown(table: &str) -> Value {
    let (seen, house) = last(table);
    read(call(&seen, &seen.calls[0], &house, clock()))
}

#[test]
fn f16_times_have_the_offset_of_the_accounts_zone_and_mean_the_same_instant() {
    let told = shown(&format!("{TALK}{END}"));
    assert_eq!(told["created_time"], "2026-01-05T04:45:00.000-05:00");
    let printed = Moment::from_rfc3339(told["created_time"].as_str().unwrap());
    assert_eq!(printed, Moment::from_rfc3339("2026-01-05T09:45:00Z"));
    let ahead = |_: Moment| 5 * 3_600 + 1_800;
    let (seen, house) = last(TALK);
    let told = read(call(&seen, &seen.calls[0], &house, Clock { offset: &ahead, ..clock() }));
    assert_eq!(told["created_time"], "2026-01-05T15:15:00.000+05:30");
}

#[test]
fn a_call_of_the_rest_view_has_names_and_what_may_have_decimals() {
    let table = format!(
        "{TALK}{END}! 61.000 L1 billed seconds=47.5 amount=0.25 currency=USD\n! 62.000 L1 stored recording=r1 length=40\n"
    );
    let told = shown(&table);
    assert_eq!((&told["bill_duration"], &told["participants"][0]["cost"]), (&json!(47.5), &json!(0.25)));
    assert_eq!((&told["assigned_agent_name"], &told["assigned_ivr_name"]), (&json!("bea"), &json!("night")));
    assert_eq!((&told["participants"][0]["caller_name"], &told["direction"]), (&json!("Rosa"), &json!("incoming")));
    assert_eq!((&told["parallel_call_groups"], &told["integrated_resources"]), (&json!([]), &json!([])));
    assert_eq!(told["recording"]["transcription_url"], Value::Null);
    let in_a_week = format!("expires={}", 1_767_700_800 + 7 * 86_400);
    assert!(told["recording"]["url"].as_str().unwrap().ends_with(&in_a_week), "{}", told["recording"]);
    assert_eq!(standing(&told), "C1:60s A1:48s A5:0s");
}

#[test]
fn what_is_measured_is_whole_seconds_and_null_until_it_is_known() {
    let (seen, house) = last(&format!("{TALK}{END}"));
    let told = read(metrics(&seen, &seen.calls[0], &house, clock(), false));
    let field = |key: &str| told[key].as_i64();
    let measured = ["ivr_time", "hold_duration", "total_ringing_time", "talk_time", "answering_speed", "bill_duration"];
    assert_eq!(measured.map(field), [2, 5, 9, 48, 12, 48].map(Some));
    assert_eq!((field("call_work_time"), &told["recording_duration"], &told["csat"]), (Some(0), &Value::Null, &Value::Null));
    assert!(measured.iter().all(|key| told[format!("{key}_unit")] == "seconds"));
    assert_eq!((&told["tags"], told.get("life_cycle")), (&json!([]), None));
    let (seen, house) = last(TALK);
    let told = read(metrics(&seen, &seen.calls[0], &house, clock(), false));
    assert!(["ivr_time", "talk_time", "bill_duration", "call_work_time"].iter().all(|key| told[key].is_null()), "{told}");
    let (seen, house) = last(&format!("#! wrap_up=600\n{TALK}{END}! 72.900 L1 disposed\n"));
    assert_eq!(read(metrics(&seen, &seen.calls[0], &house, clock(), false))["call_work_time"], 12);
}

#[test]
fn the_life_of_a_call_is_told_in_dated_steps() {
    let (seen, house) = last(&format!("{TALK}{END}"));
    let told = read(metrics(&seen, &seen.calls[0], &house, clock(), true));
    let steps: Vec<_> = told["life_cycle"].as_array().unwrap().iter().map(|step| step["type"].as_str().unwrap()).collect();
    let wanted = ["call_initiated", "ivr_started", "agent_ringing", "agent_ringing", "answered", "hold", "unhold", "hangup"];
    assert_eq!(steps, wanted);
    assert!(told["life_cycle"][1]["ivr_id"].is_u64() && told["life_cycle"][2]["agent_id"].is_u64());
    assert_eq!(told["life_cycle"][7]["time_stamp"], "2026-01-05T04:46:00.000-05:00");
}

#[test]
fn f30_a_page_beyond_the_end_is_empty_and_says_which_it_is() {
    assert_eq!(
        list("calls", &[], Meta::new(137, 20, 9)),
        r#"{"calls":[],"meta":{"total_pages":7,"total_count":137,"current":9}}"#
    );
    let bodies = ["{\"id\":1}".to_owned(), "{\"id\":2}".to_owned()];
    assert_eq!(read(list("calls", &bodies, Meta::new(2, 20, 1)))["calls"][1]["id"], 2);
    assert_eq!(Meta::new(0, 0, 1), Meta { total_pages: 0, total_count: 0, current: 1 });
    assert_eq!(one("call", &bodies[0]), r#"{"call":{"id":1}}"#);
}

#[test]
fn f29_a_call_that_was_removed_is_not_listed_nor_is_an_internal_one() {
    let listed = |table: &str| {
        let (seen, _) = last(table);
        seen.calls.iter().map(|call: &Call| is_listed(&seen, call)).collect::<Vec<_>>()
    };
    assert_eq!(listed(TALK), [true]);
    assert_eq!(listed(&format!("{TALK}! 30.000 L1 deleted\n")), [false]);
    assert_eq!(
        listed("00.000 L1 came_in number=101 user=ann dialled=102\n00.050 L2 dialled by=L1 number=102 user=bea\n"),
        [false]
    );
}

/// Sheet, 4.6.
#[test]
fn a_refusal_has_the_vendors_form() {
    let told = |refusal: Refusal| (refusal.status(), read(refusal.body()));
    let (status, body) = told(Refusal::NotFound);
    assert_eq!((status, &body["error_type"], &body["errors"]), (404, &json!("record_not_found"), &json!([])));
    let (status, body) = told(Refusal::Invalid("by_time[from]".to_owned(), "expected a time that is past".to_owned()));
    assert_eq!((status, &body["errors"][0]["field"]), (422, &json!("by_time[from]")));
    let all = [
        Refusal::Unauthorized,
        Refusal::Forbidden,
        Refusal::TooMany,
        Refusal::NotAllowed,
        Refusal::TooSlow,
        Refusal::Unavailable,
    ];
    assert_eq!(all.map(|refusal| refusal.status()), [401, 403, 429, 405, 408, 503]);
}

/// Sheet, 4.5.
#[test]
fn a_time_of_a_question_is_read_in_every_form_that_readers_write() {
    let wanted = Moment::from_rfc3339("2026-01-05T09:45:00Z");
    let forms = [
        "2026-01-05T09:45:00",
        "2026-01-05 09:45:00",
        "2026-01-05T09:45:00.000",
        "2026-01-05T09:45:00Z",
        "2026-01-05T09:45:00+00:00",
        "2026-01-05T09:45:00+0000",
        "2026-01-05T09:45:00 00:00",
        "2026-01-05T09:45:00 0000",
        "2026-01-05 09:45:00.000000Z",
        "2026-01-05T10:45:00+01:00",
        "2026-01-05T04:45:00-0500",
    ];
    forms.iter().for_each(|form| assert_eq!(read_time(form), wanted, "{form}"));
    let wrong = ["", "2026-01-05", "yesterday", "2026-01-05T25:00:00", "2026-01-05T09:45:00+1", "2026-01-05T09:45:00Zz"];
    wrong.iter().for_each(|form| assert_eq!(read_time(form), None, "{form}"));
}

/// S24: what was written down is read, and nothing is told of it.
#[test]
fn s24_a_call_that_was_written_down_is_listed_with_the_default_status() {
    let told = json!({"key": "1", "thread": "T", "leg": "L", "at": "2026-01-05T09:00:00Z", "what": "stated",
        "logged": {"direction": "inbound", "from": {"number": "+31612345678", "name": "Rosa"},
            "to": {"number": "101", "user": "ann"}, "line": "+31205550199", "answered_at": "2026-01-05T09:00:12Z",
            "ended_at": "2026-01-05T09:02:34Z"}});
    let signal = calls::notation::json::native::from_native(&told, "crm").unwrap();
    let house = House::default();
    let telling = tell(&[signal], &house).pop().unwrap();
    assert_eq!(telling.events, []);
    let seen = telling.after;
    assert!(is_listed(&seen, &seen.calls[0]));
    assert_eq!(standing(&read(call(&seen, &seen.calls[0], &house, clock()))), "C0:154s A0:142s");
}
