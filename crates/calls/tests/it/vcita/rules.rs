//! Rules that are not stories: what a call, an answer and an event look like, key by key.

use calls::dialects::seen::Seen;
use calls::dialects::vcita::{Card, Code, DIALECT, Refusal, Shape, Wrong, events, is_shown, list, one};
use calls::dialects::{Change, Event, Thing};
use calls::moment::Moment;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Desk, House, at, body, stories, user};

fn uid(text: &str) -> Uuid {
    Uuid::parse_str(text).unwrap()
}

fn time(text: &str) -> Moment {
    Moment::from_rfc3339(text).unwrap()
}

/// The call of the worked example, with the ids of the sheet instead of those that are counted here.
fn example() -> (Seen, House) {
    let table = "00.000 L1 came_in number=+12025550142 trunk=voip dialled=+12025550100\n\
        03.000 L2 dialled by=L1 number=101 user=ann\n03.100 L2 ringing\n12.000 L2 answered\n\
        12.000 L1 connected bridge=B\n12.000 L2 connected bridge=B\n13.000 L1 recorded recording=r1 kind=call\n\
        154.000 L2 ended how=normal\n154.000 L1 ended how=normal\n! 156.000 L1 stored recording=r1 length=142\n";
    let mut seen = Desk::of(table).seen().clone();
    let call = &mut seen.calls[0];
    call.id = uid("5b0f6c1e-2f0a-4f0e-9a55-0c1d7e4a9b21");
    (call.created_at, call.updated_at) = (Some(time("2026-01-05T09:45:00.041Z")), Some(time("2026-01-05T09:48:10.012Z")));
    call.legs[0].contact = Some("rosa".into());
    let provider = json!({"name": "TWILIO", "id": "CA-demo-0001"});
    call.provider = serde_json::from_value(provider).unwrap();
    let recording = &mut seen.recordings[0];
    recording.call = Some(seen.calls[0].id);
    (recording.id, recording.size) = (uid("2a9f7c10-5d3b-4c8e-8f21-9b0a1c2d3e4f"), Some(1_136_000));
    let mut house = House::default();
    house.given.insert(Thing::User("ann".into()), uid("0d6d2d60-8f0e-4e57-8d0b-6f3c2f5f1a10"));
    house.given.insert(Thing::Contact("rosa".into()), uid("7e1c9d52-2b4a-45d0-9c1f-6a0b1c2d3e4f"));
    house.link = Some(|expires| {
        let sig = if expires == 1_767_610_090 { "71be" } else { "5f0c" };
        format!("https://callbook.example/recordings/r-0001.mp3?expires={expires}&sig={sig}")
    });
    (seen, house)
}

fn print(shape: Shape) -> Value {
    let (seen, house) = example();
    let asked_at = time("2026-01-05T09:48:10Z");
    serde_json::from_str(&Card::of(&seen, &seen.calls[0], &house, shape, asked_at).print(shape)).unwrap()
}

/// The worked example of the sheet (2.2), value for value, in both shapes.
#[test]
fn the_worked_example_is_shown_as_the_sheet_prints_it() {
    let seed = json!({"uid":"5b0f6c1e-2f0a-4f0e-9a55-0c1d7e4a9b21","duration":142,"created_at":"2026-01-05T09:45:00.041Z",
        "updated_at":"2026-01-05T09:48:10.012Z","status":"answered by staff","direction":"inbound",
        "staff_uid":"0d6d2d60-8f0e-4e57-8d0b-6f3c2f5f1a10","client_uid":"7e1c9d52-2b4a-45d0-9c1f-6a0b1c2d3e4f",
        "from_number":"12025550142","to_number":"12025550100",
        "recording_url":"https://callbook.example/recordings/r-0001.mp3?expires=1768211290&sig=5f0c","call_summary":null,
        "external_app_url":"https://callbook.example/calls/5b0f6c1e-2f0a-4f0e-9a55-0c1d7e4a9b21",
        "handled_by_staff_uid":"0d6d2d60-8f0e-4e57-8d0b-6f3c2f5f1a10","handled_at":"2026-01-05T09:45:12.000Z","deleted_at":null});
    assert_eq!(print(Shape::Seed), seed);
    let mut current = seed.clone();
    current.as_object_mut().unwrap().remove("recording_url");
    let differs = json!({"status":"ANSWERED_BY_STAFF","direction":"INBOUND","from_number":"+12025550142",
        "to_number":"+12025550100",
        "recording":{"uid":"2a9f7c10-5d3b-4c8e-8f21-9b0a1c2d3e4f","recordingUrl":"https://callbook.example/recordings/r-0001.mp3?expires=1767610090&sig=71be",
        "size":1136000,"duration":142,"recording_played":false,"recording_type":"CALL"},
        "external_app_name":"callbook","source_id":null,"external_uuid":"CA-demo-0001","transcript_status":null});
    current.as_object_mut().unwrap().extend(differs.as_object().unwrap().clone());
    assert_eq!(print(Shape::Current), current);
}

/// The vendor's own example, as its clients read it.
#[test]
fn v2_a_call_has_the_keys_of_its_shape_in_their_order() {
    const SEED: [&str; 16] = [
        "uid",
        "duration",
        "created_at",
        "updated_at",
        "status",
        "direction",
        "staff_uid",
        "client_uid",
        "from_number",
        "to_number",
        "recording_url",
        "call_summary",
        "external_app_url",
        "handled_by_staff_uid",
        "handled_at",
        "deleted_at",
    ];
    let (seen, house) = example();
    let printed = Card::of(&seen, &seen.calls[0], &house, Shape::Seed, at(0)).print(Shape::Seed);
    let places: Vec<usize> = SEED.iter().map(|key| printed.find(&format!("\"{key}\":")).unwrap()).collect();
    assert!(places.is_sorted());
    assert_eq!(print(Shape::Seed).as_object().unwrap().len(), 16);
    let current = print(Shape::Current);
    let current = current.as_object().unwrap();
    assert_eq!(current.len(), 20);
    let more = ["recording", "external_app_name", "source_id", "external_uuid", "transcript_status"];
    assert!(more.iter().all(|key| current.contains_key(*key)) && !current.contains_key("recording_url"));
}

/// What V28 says of every value under `/v3.0/`.
pub(super) fn v28(shown: &Value) {
    for (key, value) in shown.as_object().unwrap() {
        let is_good = match key.as_str() {
            "duration" => value.is_null() || value.is_u64(),
            "uid" | "created_at" | "updated_at" | "status" | "direction" | "external_app_url" => value.is_string(),
            _ => value.is_null() || value.is_string(),
        };
        assert!(is_good, "{key}: {value}");
        if key.ends_with("_at")
            && let Some(text) = value.as_str()
        {
            assert!(text.len() == 24 && Moment::from_rfc3339(text).is_some_and(|at| at.to_string() == text), "{key}: {text}");
        }
        if key.ends_with("uid")
            && let Some(text) = value.as_str()
        {
            assert!(Uuid::parse_str(text).is_ok_and(|uid| uid.to_string() == text), "{key}: {text}");
        }
    }
    let status = shown["status"].as_str().unwrap();
    assert!(["incoming call", "answered by staff", "missed", "answered by vonage"].contains(&status));
    assert!(["inbound", "outbound"].contains(&shown["direction"].as_str().unwrap()));
    let numbers = ["from_number", "to_number"].map(|key| shown[key].as_str().unwrap_or_default());
    assert!(numbers.iter().all(|number| !number.starts_with('+')), "{numbers:?}");
}

#[test]
fn v28_under_the_seeds_path_every_value_is_text_or_null_but_duration() {
    v28(&print(Shape::Seed));
    let mut desk = Desk::of(&stories::table("v4_an_inbound_call_that_is_answered"));
    v28(&desk.shown(1, Shape::Seed));
    assert_eq!(desk.shown(1, Shape::Seed)["deleted_at"], Value::Null);
    let acts = calls::dialects::vcita::delete(desk.call(1));
    desk.write(&acts, 70);
    v28(&desk.shown(1, Shape::Seed));
    assert_eq!(desk.shown(1, Shape::Seed)["deleted_at"], "2026-01-05T09:46:10.000Z");
}

/// Whatever is shown in both shapes is the same fact.
#[test]
fn v3_both_shapes_show_the_same_facts() {
    let (seed, current) = (print(Shape::Seed), print(Shape::Current));
    let alike = ["uid", "duration", "created_at", "updated_at", "staff_uid", "client_uid", "call_summary", "handled_at"];
    alike.iter().for_each(|key| assert_eq!(seed[key], current[key], "{key}"));
    let path = |url: &Value| url.as_str().unwrap().split('?').next().unwrap().to_owned();
    assert_eq!(path(&seed["recording_url"]), path(&current["recording"]["recordingUrl"]));
}

/// Of answered calls the talk, of missed ones nothing, of others the time since the phone system took them.
#[test]
fn v6_a_duration_is_null_until_the_end() {
    let at_the_end = |story: &str| Desk::of(&stories::table(story)).shown(1, Shape::Current)["duration"].clone();
    assert_eq!(at_the_end("v4_an_inbound_call_that_is_answered"), 48, "12.002 to 60.002");
    assert_eq!(at_the_end("v4_an_inbound_call_that_nobody_answers"), 0);
    assert_eq!(at_the_end("s20_a_missed_call_that_is_handled"), 0);
    assert_eq!(at_the_end("v5_a_caller_who_only_met_the_menu"), 8, "0.1 to 9.001, cut off");
    assert_eq!(at_the_end("s14_a_caller_who_leaves_a_message"), 16, "20.001 to 36.001");
    let events = Desk::of(&stories::table("v4_an_inbound_call_that_is_answered")).events(Shape::Current);
    let durations: Vec<Value> = events.iter().map(|event| body(event)["data"]["duration"].clone()).collect();
    assert_eq!(durations, [Value::Null, Value::Null, json!(48)]);
}

#[test]
fn v7_an_answered_call_was_handled_by_who_answered_when_he_did() {
    let shown = Desk::of(&stories::table("v4_an_inbound_call_that_is_answered")).shown(1, Shape::Current);
    assert_eq!((&shown["handled_by_staff_uid"], &shown["staff_uid"]), (&json!(user("bea")), &json!(user("bea"))));
    assert_eq!(shown["handled_at"], "2026-01-05T09:45:12.002Z");
}

#[test]
fn v1_every_answer_has_success_and_v21_a_page_past_the_end_is_an_empty_list() {
    assert_eq!(one("{\"uid\":1}"), r#"{"success":true,"data":{"uid":1}}"#);
    let listed = list(&["{\"uid\":1}".to_owned(), "{\"uid\":2}".to_owned()]);
    assert_eq!(listed, r#"{"success":true,"data":{"voice_calls":[{"uid":1},{"uid":2}]}}"#);
    assert_eq!(list(&[]), r#"{"success":true,"data":{"voice_calls":[]}}"#, "v21: a page past the end");
}

/// Sheet, 4.7.
#[test]
fn a_refusal_has_the_vendors_form() {
    let wrong = Wrong { field: "status".into(), code: Code::Missing, says: "is required" };
    let said: Value = serde_json::from_str(&Refusal::Wrong(vec![wrong]).body()).unwrap();
    let wanted = json!({"success":false,"errors":[{"code":"missing_field","message":"status is required","field":"status"}]});
    assert_eq!(said, wanted);
    let all = [
        (Refusal::NotJson, 400, "invalid"),
        (Refusal::Unauthorized, 401, "unauthorized"),
        (Refusal::Forbidden, 403, "forbidden"),
        (Refusal::NotFound, 404, "not_found"),
        (Refusal::TooLarge, 413, "invalid"),
        (Refusal::TooMany, 429, "too_many_requests"),
    ];
    for (refusal, status, code) in all {
        assert_eq!((refusal.status(), super::faults(&refusal.body())), (status, vec![(String::new(), code.to_owned())]));
    }
    assert_eq!(Refusal::Wrong(Vec::new()).status(), 422);
}

/// Sheet, 4.6.
#[test]
fn v16_a_webhook_is_told_one_object_with_the_call_and_its_business() {
    let desk = Desk::of(&stories::table("v4_an_inbound_call_that_is_answered"));
    let told = desk.events(Shape::Current);
    let first = body(&told[0]);
    assert_eq!((&first["entity_name"], &first["event_type"]), (&json!("voice_call"), &json!("create")));
    assert_eq!(first.as_object().unwrap().len(), 3);
    let call = first["data"].as_object().unwrap();
    assert_eq!(call.len(), 21);
    assert_eq!(call["business_uid"], json!(calls::dialects::Names::uuid(&desk.house, &Thing::Business(None))));
    assert_eq!(told.iter().filter(|event| event.word == "voice_call/create").count(), 1);
    let seed = desk.events(Shape::Seed);
    assert_eq!(body(&seed[0])["data"].as_object().unwrap().len(), 17);
    assert_eq!(seed.len(), told.len(), "the same changes, in whichever shape");
}

/// Rule N20: a call of a conversation that went into another was told already.
#[test]
fn v16_a_call_that_comes_in_with_another_conversation_is_not_created_again() {
    let one = Desk::of(&stories::table("v4_an_inbound_call_that_is_answered")).seen().clone();
    let mut other = one.clone();
    (other.id, other.calls[0].id, other.calls[0].serial) = (Uuid::from_u128(7), Uuid::from_u128(8), 2);
    let mut after = one.clone();
    after.calls.extend(other.calls.iter().cloned());
    let told = |joined: &[Seen], after: &Seen| -> Vec<Event> {
        events(&Change { before: Some(&one), joined, after, at: at(99) }, &House::default(), Shape::Current)
    };
    assert_eq!(told(std::slice::from_ref(&other), &after), []);
    assert_eq!(told(&[], &after)[0].word, "voice_call/create", "else it is new");
    after.merged_into = Some(Uuid::from_u128(9));
    assert_eq!(told(&[], &after), [], "what went into another says no more");
}

#[test]
fn v17_a_link_that_is_signed_anew_is_no_update_and_updates_carry_what_changed() {
    let desk = Desk::of(&stories::table("v17_what_is_written_beside_a_call_is_an_update"));
    let told = desk.events(Shape::Current);
    let words: Vec<&str> = told.iter().map(|event| event.word.trim_start_matches("voice_call/")).collect();
    assert_eq!(words, ["create", "update", "update", "update", "update", "update"]);
    let stored = body(&told[4])["data"]["recording"]["recordingUrl"].as_str().unwrap().to_owned();
    assert!(stored.ends_with(&format!("expires={}", 1_767_606_363 + 3_600)), "r16: an hour from the change: {stored}");
    assert_eq!(body(&told[5])["data"]["recording"], Value::Null, "v24");
}

#[test]
fn v18_an_internal_call_does_not_exist_and_a_transfer_is_two_calls() {
    let internal = Desk::of(&stories::table("v18_an_internal_call_does_not_exist"));
    assert!(internal.seen().calls.iter().all(|call| !is_shown(internal.seen(), call)));
    assert_eq!(internal.events(Shape::Current), []);
    let transfer = Desk::of(&stories::table("s18_an_attended_transfer_shows_no_consultation"));
    let shown: Vec<bool> = transfer.seen().calls.iter().map(|call| is_shown(transfer.seen(), call)).collect();
    assert_eq!(shown, [true, false, true]);
    let mut gone = transfer.seen().clone();
    gone.erased_at = Some(at(999));
    assert!(gone.calls.iter().all(|call| !is_shown(&gone, call)), "n25");
}

#[test]
fn the_dialect_is_told_in_the_current_shape_if_nobody_asks_for_another() {
    let desk = Desk::of(&stories::table("v4_an_inbound_call_that_is_answered"));
    let (moment, after) = desk.versions.first().unwrap();
    let change = Change { before: None, joined: &[], after, at: *moment };
    let told = DIALECT.tells[0].1(&change, &desk.house);
    assert_eq!(told, events(&change, &desk.house, Shape::Current));
}
