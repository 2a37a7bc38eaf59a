//! Call logs, pages of them, and channels, as readers are shown them.

use calls::Text;
use calls::dialects::Thing;
use calls::dialects::seen::Seen;
use calls::dialects::xelion::{
    Listener, Log, LogId, LogPage, Rest, active_channels, call_id, channel_page, channels, is_listed, item, log_page, logs,
    recent, recording,
};
use serde_json::{Value, json};

use super::{House, read, stories, tell, told};

fn last(table: &str) -> Seen {
    tell(&told::story(table), &House::default()).pop().unwrap().after
}

fn pages_of(seen: &Seen, house: &House) -> Vec<(Log, LogPage)> {
    let of_call = |call| logs(seen, call).into_iter().map(move |log| (call, log));
    seen.calls.iter().flat_map(of_call).map(|(call, log)| (log.clone(), log_page(seen, call, &log, house))).collect()
}

/// The logs of a story as JSON, with whose they are.
fn shown(table: &str) -> Vec<(Option<Text>, Value)> {
    let pages = pages_of(&last(table), &House::default());
    pages.into_iter().map(|(log, page)| (log.user, read(&page.body))).collect()
}

fn story(name: &str) -> Vec<(Option<Text>, Value)> {
    shown(&stories::table(name))
}

const TALK: &str = "00.000 L1 came_in number=+12025550142 name=rosa trunk=voip dialled=+12025550100\n\
    03.000 L2 dialled by=L1 number=101 user=ann\n03.100 L2 ringing\n12.500 L2 answered\n\
    12.500 L1 connected bridge=B\n12.500 L2 connected bridge=B\n20.000 L2 held held=L1 by=L2\n25.900 L2 resumed\n";
const END: &str = "154.900 L2 ended how=normal\n154.900 L1 ended how=normal\n";

#[test]
fn r4_a_call_log_has_every_key_of_the_sheet() {
    let seen = last(&format!(
        "{TALK}{END}! 160.000 L1 noted id=a text=asked for a quote\n! 161.000 L1 disposed text=sent\n! 162.000 L1 stored recording=r1\n"
    ));
    let house = House {
        called: [(Thing::User("ann".into()), "Ann Mori".into()), (Thing::Contact("rosa".into()), "Rosa Lind".into())].into(),
        ..House::with([
            (Thing::Person("ann".into()), 41_021),
            (Thing::Contact("rosa".into()), 52_210),
            (Thing::Line("+12025550100".into()), 40_077),
            (Thing::CalleeLog(seen.calls[0].id, Some("ann".into())), 88_301),
            (Thing::CallerFlow(seen.id), 41),
            (Thing::CalleeFlow(seen.id), 42),
        ])
    };
    let (_, page) = pages_of(&seen, &house).remove(0);
    let rosa = json!({"commonName": "Rosa Lind", "oid": "52210", "objectType": "Person"});
    let ann = json!({"commonName": "Ann Mori", "oid": "41021", "objectType": "Person"});
    let wanted = json!({
        "oid": "88301", "objectType": "CallLog", "commonName": "Ann Mori <- Rosa Lind, 2026-01-05 09:45:00",
        "subject": "Ann Mori <- Rosa Lind, 2026-01-05 09:45:00", "date": "2026-01-05 09:45:00", "durationSec": 142,
        "incoming": true, "retrieved": false, "displayed": false, "flagged": false, "hasAttachment": true,
        "hasInlineAttachment": false, "hasMessageReference": false, "contentSummaryIsComplete": true,
        "associatedAddressable": rosa, "contentSummary": "asked for a quote\nsent", "contents": "asked for a quote\nsent",
        "participants": [
            {"commonName": "Rosa Lind", "role": "rtFrom", "address": "+12025550142", "addressable": rosa},
            {"commonName": "Ann Mori", "role": "rtTo", "address": "101", "addressable": ann}],
        "callId": call_id(seen.calls[0].id), "callFlowId": "2026-01-05-09:45:00-00000042",
        "callAnswerTime": "2026-01-05 09:45:12", "callEndTime": "2026-01-05 09:47:34", "callAnswerTimeSec": 12, "onHoldDuration": 5,
        "status": "Answer", "voicemail": false, "voicemailIsHeard": false, "isConferenceCall": false,
        "phone": "101", "phoneLine": {"commonName": "+12025550100", "oid": "40077", "objectType": "PhoneLine"}, "trunk": "voip",
    });
    assert_eq!(read(&page.body), wanted);
    let keys = read(&page.body).as_object().unwrap().len();
    assert_eq!(keys, 31);
}

/// R2, R3: what is below a second is cut off, and what is not known until the end is null.
#[test]
fn r3_a_call_that_goes_on_has_no_seconds_and_no_status() {
    let (_, told) = shown(TALK).remove(0);
    for key in ["durationSec", "onHoldDuration", "status", "callEndTime"] {
        assert!(told[key].is_null(), "{key} is {}", told[key]);
    }
    assert_eq!((&told["callAnswerTime"], &told["callAnswerTimeSec"]), (&json!("2026-01-05 09:45:12"), &json!(12)));
}

/// The column "REST status" of the situation table, S4–S15.
#[test]
fn the_status_of_a_log_is_that_of_the_situation_table() {
    let table = [
        ("x7_an_answered_call_is_new_connected_and_hung_up", "Answer"),
        ("s5_a_caller_who_only_met_the_menu_is_not_connected_and_not_missed", "Answer"),
        ("s7_a_busy_user_has_missed_the_call", "Unavailable"),
        ("x8_an_unanswered_call_is_missed_by_each_user_who_was_called", "Unavailable"),
        ("s9_a_caller_who_gives_up_has_been_missed", "Cancel"),
        ("x8_with_no_user_called_one_missed_call_names_nobody", "Cancel"),
        ("s10_who_refuses_has_missed_the_call_all_the_same", "Unavailable"),
        ("s11_who_is_blocked_is_missed_by_nobody", "Unavailable"),
        ("s12_who_is_refused_because_he_withheld_his_number_has_none", "Unavailable"),
        ("s13_a_user_who_cannot_be_reached_has_missed_nothing", "Unavailable"),
        ("s13_a_number_that_fails_is_hung_up", "Unavailable"),
        ("s14_a_mailbox_follows_the_phone_that_was_given_up", "Unavailable"),
        ("s15_a_disposal_is_no_event", "Answer"),
    ];
    for (name, status) in table {
        let told = story(name);
        assert!(!told.is_empty() && told.iter().all(|(_, log)| log["status"] == status), "{name}: {told:?}");
        assert_eq!(told[0].1["voicemail"], json!(name.starts_with("s14")), "{name}");
    }
}

#[test]
fn s14_a_message_is_heard_once_it_was_played() {
    let table = stories::table("s14_a_mailbox_follows_the_phone_that_was_given_up");
    let message = "! 25.000 L1 stored recording=v kind=voicemail\n";
    let heard = |table: String| shown(&table)[0].1["voicemailIsHeard"].clone();
    assert_eq!(heard(format!("{table}{message}")), json!(false));
    assert_eq!(heard(format!("{table}{message}! 90.000 L1 played recording=v kind=voicemail\n")), json!(true));
}

#[test]
fn s16_a_call_in_a_conference_says_so() {
    let conference = |name: &str| story(name).iter().map(|(_, log)| log["isConferenceCall"].clone()).collect::<Vec<_>>();
    assert_eq!(conference("s16_who_enters_a_room_is_connected"), [json!(true)]);
    let added = conference("s16_a_party_that_is_added_is_a_call_of_its_own_in_the_same_flow");
    assert_eq!(
        added,
        [json!(false), json!(true), json!(true)],
        "bea's of the first call; bea's and the added one's of the second"
    );
}

#[test]
fn s20_a_missed_call_that_was_handled_is_retrieved_and_an_answered_one_is_not() {
    let told = story("s20_who_handles_a_missed_call_is_no_event");
    assert_eq!((&told[0].1["retrieved"], &told[0].1["contents"]), (&json!(true), &json!("called back")));
    let answered = shown(&format!("{TALK}{END}! 160.000 L1 handled\n"));
    assert_eq!(answered[0].1["retrieved"], json!(false));
}

/// S24, S27: what was written down is read, and what is not known of it is null.
#[test]
fn s24_a_call_that_was_written_down_is_read_and_nothing_is_told_of_it() {
    let logged = |more: Value| {
        let mut logged = json!({"direction": "inbound", "from": {"number": "+31612345678", "name": "Rosa"}, "to": {"number": "101", "user": "ann"}, "line": "+31205550199"});
        logged.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let told =
            json!({"key": "1", "thread": "T", "leg": "L", "at": "2026-01-05T09:00:00Z", "what": "stated", "logged": logged});
        let signal = calls::notation::json::native::from_native(&told, "crm").unwrap();
        let telling = tell(&[signal], &House::default()).pop().unwrap();
        assert_eq!(telling.notices, []);
        let pages = pages_of(&telling.after, &House::default());
        assert_eq!(pages.len(), 1);
        assert_eq!(pages[0].0.user.as_deref(), Some("ann"));
        read(&pages[0].1.body)
    };
    let told = logged(json!({"answered_at": "2026-01-05T09:00:12Z", "ended_at": "2026-01-05T09:02:34Z"}));
    assert_eq!((&told["status"], &told["durationSec"], &told["incoming"]), (&json!("Answer"), &json!(142), &json!(true)));
    let told = logged(json!({}));
    assert_eq!(told["status"], Value::Null, "s27: nothing is known");
}

#[test]
fn each_user_of_a_call_has_a_log_seen_from_his_side() {
    let told = story("s4_an_internal_call_has_users_on_both_sides");
    let seen: Vec<_> =
        told.iter().map(|(user, log)| (user.as_deref(), log["incoming"].clone(), log["phone"].clone())).collect();
    assert_eq!(seen, [(Some("ann"), json!(false), json!("101")), (Some("bea"), json!(true), json!("102"))]);
    assert_ne!(told[0].1["oid"], told[1].1["oid"]);
    assert_eq!(told[0].1["associatedAddressable"]["commonName"], json!("bea"));
    assert_eq!(told[1].1["associatedAddressable"]["commonName"], json!("ann"));
    let rung = story("x10_the_others_channels_are_hung_up_when_one_answers");
    assert_eq!(rung.iter().map(|(user, _)| user.as_deref()).collect::<Vec<_>>(), [Some("bea"), Some("cas"), Some("dan")]);
    let nobody = story("x8_with_no_user_called_one_missed_call_names_nobody");
    assert_eq!(
        nobody.iter().map(|(user, _)| user.clone()).collect::<Vec<_>>(),
        [None],
        "a call without users is the administrators'"
    );
}

#[test]
fn x30_a_user_sees_his_own_logs_and_administrators_see_all() {
    let own = Text::new("ann");
    let listener = |user: Option<&str>, is_administrator| Listener { user: user.map(Text::new), is_administrator };
    assert!(listener(Some("ann"), false).may_see(Some(&own)));
    assert!(!listener(Some("ben"), false).may_see(Some(&own)));
    assert!(!listener(Some("ann"), false).may_see(None) && !listener(None, false).may_see(None));
    assert!(listener(None, true).may_see(Some(&own)) && listener(None, true).may_see(None));
}

#[test]
fn x31_a_deleted_call_has_no_logs_and_no_recording() {
    let kept = format!("{TALK}{END}! 160.000 L1 stored recording=r1\n");
    let seen = last(&kept);
    assert!(recording(&seen, &seen.calls[0]).is_some() && is_listed(&seen, &seen.calls[0]));
    let seen = last(&format!("{kept}! 170.000 L1 deleted\n"));
    assert!(recording(&seen, &seen.calls[0]).is_none() && !is_listed(&seen, &seen.calls[0]));
    assert_eq!(logs(&seen, &seen.calls[0]), []);
    let seen = last(&format!("{kept}! 170.000 L1 removed recording=r1\n"));
    assert!(recording(&seen, &seen.calls[0]).is_none(), "r10: what was removed is not served");
    assert_eq!(read(&pages_of(&seen, &House::default())[0].1.body)["hasAttachment"], json!(false));
}

#[test]
fn r16_of_several_recordings_the_newest_stored_one_is_heard() {
    let seen = last(&format!("{TALK}{END}! 160.000 L1 stored recording=r1\n! 170.000 L1 stored recording=r2\n"));
    let newest = seen.recordings.iter().max_by_key(|recording| recording.stored_at).unwrap();
    assert_eq!(recording(&seen, &seen.calls[0]).unwrap().id, newest.id);
}

/// Notes are cut at the vendor's limit, and the summary says whether it is all.
#[test]
fn long_notes_are_cut_and_the_summary_says_so() {
    let (_, told) = shown(&format!("{TALK}{END}! 160.000 L1 noted id=a text={}\n", "é".repeat(5_000))).remove(0);
    assert_eq!(told["contents"].as_str().unwrap().chars().count(), 4_000);
    assert_eq!(
        (told["contentSummary"].as_str().unwrap().chars().count(), &told["contentSummaryIsComplete"]),
        (255, &json!(false))
    );
    let (_, told) = shown(&format!("{TALK}{END}")).remove(0);
    assert_eq!(
        (&told["contents"], &told["contentSummary"], &told["contentSummaryIsComplete"]),
        (&Value::Null, &Value::Null, &json!(true))
    );
}

/// Sheet, 4.3.
#[test]
fn a_log_is_named_by_its_oid_or_by_its_call() {
    assert_eq!(LogId::read("88301"), Some(LogId::Oid(88_301)));
    assert_eq!(LogId::read("9a550c1d7e4a9b21"), Some(LogId::Callee(0x9a55_0c1d_7e4a_9b21)));
    assert_eq!(LogId::read("caller_9a550c1d7e4a9b21"), Some(LogId::Caller(0x9a55_0c1d_7e4a_9b21)));
    assert_eq!(LogId::read("1234567812345678"), Some(LogId::Callee(0x1234_5678_1234_5678)), "sixteen digits are a call");
    for wrong in
        ["", "0", "-1", "abc", "caller_88301", "9007199254740993", "99999999999999999999", "caller_", "9a550c1d7e4a9b2"]
    {
        let told = LogId::read(wrong);
        assert!(told.is_none() || wrong.len() == 16, "{wrong}: {told:?}");
    }
}

#[test]
fn recent_is_the_other_party_and_what_came_of_the_last_call() {
    let seen = last(&format!("{TALK}{END}"));
    let (call, log) = (&seen.calls[0], &logs(&seen, &seen.calls[0])[0]);
    let told = read(&recent(&seen, call, log, &House::default(), 2));
    assert_eq!(told["addressable"]["commonName"], json!("rosa"));
    assert_eq!(
        told["lastCommunication"],
        json!({"status": "Answer", "voicemail": false, "date": "2026-01-05 09:45:00", "durationSec": 142})
    );
    assert_eq!(told["notificationsCount"], json!(2));
}

/// The frame of the sheet (4.1).
#[test]
fn x28_a_page_names_its_first_and_last_and_links_to_the_next() {
    let rest = Rest { address: "https://callbook.example/api/v1/master".into() };
    let items = [item("communications", 9, r#"{"oid":"9"}"#.into()), item("communications", 7, r#"{"oid":"7"}"#.into())];
    let asked = [
        ("limit".to_owned(), "2".to_owned()),
        ("where".to_owned(), "search=a b&c,incoming=true".to_owned()),
        ("after".to_owned(), "11".to_owned()),
    ];
    let told = read(&rest.list("communications", &asked, &items, 2));
    assert_eq!(
        told["data"][1],
        json!({"object": {"oid": "7"}, "links": [{"rel": "self", "href": "https://callbook.example/api/v1/master/communications/7", "method": "GET"}]})
    );
    assert_eq!(told["meta"]["paging"], json!({"previousId": "9", "nextId": "7"}));
    let links = &told["meta"]["links"];
    assert_eq!(
        links[0],
        json!({"rel": "refresh", "method": "GET", "href": "https://callbook.example/api/v1/master/communications?limit=2&where=search%3Da%20b%26c%2Cincoming%3Dtrue&after=11"})
    );
    assert_eq!(
        (&links[1]["rel"], links[1]["href"].as_str().unwrap().ends_with("incoming%3Dtrue&after=7")),
        (&json!("next"), true)
    );
    let told = read(&rest.list("communications", &asked, &items, 3));
    assert_eq!(told["meta"]["links"].as_array().unwrap().len(), 1, "no page follows one that is not full");
    let told = read(&rest.list("communications", &[], &[], 15));
    assert_eq!((&told["data"], &told["meta"]["paging"]), (&json!([]), &json!({"previousId": null, "nextId": null})));
    assert_eq!(told["meta"]["links"][0]["href"], json!("https://callbook.example/api/v1/master/communications"));
}

/// S6, S28, and the keys of 2.3 and 4.3.
#[test]
fn channels_are_those_that_are_on_the_line() {
    let (seen, house) = (last(TALK), House::default());
    let told: Vec<Value> = active_channels(&seen, &house).iter().map(|channel| read(&channel.body)).collect();
    assert_eq!(told.len(), 2);
    assert_eq!(
        told[1],
        json!({"callId": call_id(seen.calls[0].id), "channelId": seen.calls[0].legs[1].serial.to_string(), "state": "CONNECTED",
        "name": "ann", "role": "CALLEE", "phone": "101", "twinChannel": null, "organisationName": null, "phoneUser": told[1]["phoneUser"], "parkingSlot": null})
    );
    assert!(told[1]["phoneUser"].is_string() && told[0]["phoneUser"].is_null());
    let pages: Vec<Value> = channels(&seen, &house).into_iter().map(|(_, page)| page).collect();
    assert_eq!((&pages[0]["linkedChannelId"], &pages[1]["linkedChannelId"]), (&pages[1]["channelId"], &pages[0]["channelId"]));
    assert_eq!(
        (&pages[0]["creationDate"], &pages[1]["creationDate"]),
        (&json!("2026-01-05 09:45:00"), &json!("2026-01-05 09:45:03"))
    );
    assert_ne!(pages[0]["flowId"], pages[1]["flowId"]);
    let ann: u64 = pages[1]["addressable"]["oid"].as_str().unwrap().parse().unwrap();
    assert_eq!(channel_page(pages.clone(), Some(ann)), [pages[1].clone()]);
    assert_eq!(channel_page(pages.clone(), None).len(), 2);
    assert_eq!(active_channels(&last(&format!("{TALK}{END}")), &house), []);
}
