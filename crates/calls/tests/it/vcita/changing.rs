//! What clients change, and remove (sheet, 4.2 and 4.4).

use calls::dialects::vcita::{Refusal, Shape, delete, delete_recording, update_recording};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Desk, creating, faults, stories, user, written};

const TALKED: &str = "v4_an_inbound_call_that_is_answered";
const MISSED: &str = "v4_an_inbound_call_that_nobody_answers";

fn desk(story: &str) -> Desk {
    Desk::of(&stories::table(story))
}

fn own() -> Desk {
    written(&creating::body(), Shape::Current).0
}

fn fault(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

#[test]
fn v8_only_what_is_sent_and_differs_is_changed() {
    let mut desk = desk(TALKED);
    let before = desk.shown(1, Shape::Current);
    assert_eq!(desk.put(json!({}), Shape::Current, 200), 0);
    assert_eq!(desk.put(json!({"unknown": 1, "recording": 7, "provider": "X", "source_id": "y"}), Shape::Current, 200), 0);
    assert_eq!(desk.put(before.clone(), Shape::Current, 200), 0, "as it was shown");
    let seed = desk.shown(1, Shape::Seed);
    assert_eq!(desk.put(seed, Shape::Seed, 200), 0);
    assert_eq!(desk.shown(1, Shape::Current)["updated_at"], before["updated_at"]);
    assert_eq!(desk.put(json!({"call_summary": "short"}), Shape::Current, 200), 1);
    let after = desk.shown(1, Shape::Current);
    assert_eq!((&after["call_summary"], &after["updated_at"]), (&json!("short"), &json!("2026-01-05T09:48:20.000Z")));
    for (key, value) in before.as_object().unwrap() {
        assert!(["call_summary", "updated_at"].contains(&key.as_str()) || after[key] == *value, "{key}");
    }
    assert_eq!(desk.put(json!({"call_summary": null}), Shape::Current, 201), 1);
    assert_eq!(desk.shown(1, Shape::Current)["call_summary"], Value::Null);
}

#[test]
fn v9_what_the_phone_system_says_of_a_call_stays() {
    let desk = desk(TALKED);
    let facts = [
        ("status", json!("MISSED")),
        ("status", json!("MISSED_CALL_HANDLED")),
        ("direction", json!("OUTBOUND")),
        ("from_number", json!("+12025550199")),
        ("from_number", Value::Null),
        ("to_number", json!("+12025550199")),
        ("duration", json!(1)),
        ("duration", Value::Null),
    ];
    for (field, value) in facts {
        assert_eq!(desk.refused(json!({field: value.clone()}), Shape::Current), fault(field, "read_only"), "{field} {value}");
        assert_eq!(desk.refused(json!({field: value}), Shape::Seed), fault(field, "read_only"), "{field}");
    }
    for same in [
        json!({"status": "answered by staff"}),
        json!({"status": "ANSWERED_BY_STAFF"}),
        json!({"direction": "in"}),
        json!({"from_number": "31 6 1234 5678"}),
        json!({"duration": 48}),
    ] {
        assert_eq!(desk.judged(&same, Shape::Current, 100), Ok(Vec::new()), "{same}");
    }
    assert_eq!(desk.refused(json!({"status": null}), Shape::Current), fault("status", "invalid"));
}

#[test]
fn v10_a_missed_call_is_handled_by_whom_the_body_names_or_whose_token_it_is() {
    let mut one = desk(MISSED);
    assert_eq!(one.put(json!({"status": "missed call handled"}), Shape::Current, 200), 1);
    let shown = one.shown(1, Shape::Current);
    assert_eq!((&shown["status"], &shown["handled_by_staff_uid"]), (&json!("MISSED_CALL_HANDLED"), &json!(user("ann"))));
    assert_eq!(shown["handled_at"], "2026-01-05T09:48:20.000Z");
    assert_eq!(one.shown(1, Shape::Seed)["status"], "missed");
    let mut other = desk(MISSED);
    assert_eq!(other.put(json!({"status": "MISSED_CALL_HANDLED", "handled_by_staff_uid": user("cas")}), Shape::Seed, 200), 1);
    assert_eq!(other.shown(1, Shape::Current)["handled_by_staff_uid"], json!(user("cas")));
    let mut voicemail = desk("s14_a_caller_who_leaves_a_message");
    assert_eq!(voicemail.put(json!({"handled_by_staff_uid": user("cas")}), Shape::Current, 200), 1);
    let shown = voicemail.shown(1, Shape::Current);
    assert_eq!((&shown["status"], &shown["handled_by_staff_uid"]), (&json!("VOICEMAIL"), &json!(user("cas"))));
    let wrong = json!({"handled_by_staff_uid": Uuid::from_u128(1)});
    assert_eq!(desk(MISSED).refused(wrong, Shape::Current), fault("handled_by_staff_uid", "invalid"));
    let answered = json!({"handled_by_staff_uid": user("cas")});
    assert_eq!(desk(TALKED).refused(answered, Shape::Current), fault("handled_by_staff_uid", "read_only"), "v7");
}

#[test]
fn v12_handling_twice_keeps_the_moment_and_null_undoes_it() {
    let mut desk = desk(MISSED);
    desk.put(json!({"status": "MISSED_CALL_HANDLED"}), Shape::Current, 200);
    assert_eq!(desk.put(json!({"status": "MISSED_CALL_HANDLED"}), Shape::Current, 210), 0);
    assert_eq!(desk.put(json!({"handled_by_staff_uid": user("ann")}), Shape::Current, 210), 0);
    assert_eq!(desk.put(json!({"handled_by_staff_uid": user("cas")}), Shape::Current, 220), 1);
    let shown = desk.shown(1, Shape::Current);
    assert_eq!(shown["handled_by_staff_uid"], json!(user("cas")));
    assert_eq!(shown["handled_at"], "2026-01-05T09:48:20.000Z");
    assert_eq!(desk.put(json!({"status": "missed"}), Shape::Seed, 230), 0, "the present word of that path");
    assert_eq!(desk.refused(json!({"status": "MISSED"}), Shape::Current), fault("status", "read_only"));
    assert_eq!(desk.put(json!({"handled_by_staff_uid": null}), Shape::Current, 240), 1);
    let shown = desk.shown(1, Shape::Current);
    assert_eq!((&shown["status"], &shown["handled_at"]), (&json!("MISSED"), &Value::Null));
}

#[test]
fn v14_a_removed_call_keeps_its_status_and_shows_no_recording() {
    let mut desk = Desk::of(&stories::table("s14_a_caller_who_leaves_a_message"));
    assert!(desk.shown(1, Shape::Seed)["recording_url"].is_string());
    let acts = delete(desk.call(1));
    desk.write(&acts, 200);
    let shown = desk.shown(1, Shape::Current);
    assert_eq!((&shown["deleted_at"], &shown["status"]), (&json!("2026-01-05T09:48:20.000Z"), &json!("VOICEMAIL")));
    assert_eq!((&shown["recording"], &desk.shown(1, Shape::Seed)["recording_url"]), (&Value::Null, &Value::Null));
    assert_eq!(delete(desk.call(1)), [], "a second time");
    let words: Vec<&str> = desk.events(Shape::Current).iter().map(|event| event.word).collect();
    assert_eq!(words.last(), Some(&"voice_call/delete"), "v17");
}

#[test]
fn v15_a_removed_call_is_not_changed() {
    let mut desk = desk(TALKED);
    let acts = delete(desk.call(1));
    desk.write(&acts, 200);
    assert_eq!(desk.refused(json!({"call_summary": "late"}), Shape::Current), fault("deleted_at", "deleted"));
    assert_eq!(desk.refused(json!({}), Shape::Seed), fault("deleted_at", "deleted"));
}

#[test]
fn r9_whose_call_it_is_can_be_said_once_it_has_ended() {
    let going_on = Desk::of(stories::table(TALKED).split("60.001").next().unwrap());
    assert_eq!(going_on.refused(json!({"staff_uid": user("cas")}), Shape::Current), fault("staff_uid", "read_only"));
    let mut talked = desk(TALKED);
    talked.put(json!({"staff_uid": user("cas")}), Shape::Current, 200);
    let shown = talked.shown(1, Shape::Current);
    assert_eq!((&shown["staff_uid"], &shown["handled_by_staff_uid"]), (&json!(user("cas")), &json!(user("cas"))));
    let mut missed = desk(MISSED);
    assert_eq!(missed.shown(1, Shape::Current)["staff_uid"], Value::Null, "nobody answered");
    missed.put(json!({"staff_uid": user("bea")}), Shape::Current, 200);
    assert_eq!(missed.shown(1, Shape::Current)["staff_uid"], json!(user("bea")));
    missed.put(json!({"staff_uid": null}), Shape::Current, 201);
    assert_eq!(missed.shown(1, Shape::Current)["staff_uid"], Value::Null);
    assert_eq!(missed.refused(json!({"staff_uid": Uuid::from_u128(1)}), Shape::Current), fault("staff_uid", "invalid"));
}

#[test]
fn v22_a_client_is_whom_somebody_named_known_here_or_not() {
    let mut desk = desk(TALKED);
    let stranger = Uuid::from_u128(77);
    desk.put(json!({"client_uid": stranger}), Shape::Current, 200);
    assert_eq!(desk.shown(1, Shape::Current)["client_uid"], json!(stranger));
    assert!(desk.card(1, Shape::Current).is_client(stranger), "v22");
    assert!(!desk.card(1, Shape::Current).is_client(user("ann")));
    desk.put(json!({"client_uid": null}), Shape::Current, 201);
    assert_eq!(desk.shown(1, Shape::Current)["client_uid"], Value::Null);
    assert_eq!(desk.refused(json!({"client_uid": user("ann")}), Shape::Current), fault("client_uid", "invalid"));
}

#[test]
fn a_link_to_another_application_is_written_and_taken_back() {
    let mut desk = desk(TALKED);
    let page = desk.shown(1, Shape::Current)["external_app_url"].clone();
    desk.put(json!({"external_app_url": "https://a.example/1"}), Shape::Current, 200);
    desk.put(json!({"external_app_name": "my.pa"}), Shape::Current, 201);
    let shown = desk.shown(1, Shape::Current);
    assert_eq!((&shown["external_app_url"], &shown["external_app_name"]), (&json!("https://a.example/1"), &json!("my.pa")));
    assert_eq!(desk.call(1).links.len(), 1, "one link, for every other reader too");
    desk.put(json!({"external_app_url": null, "external_app_name": null}), Shape::Current, 202);
    let shown = desk.shown(1, Shape::Current);
    assert_eq!((&shown["external_app_url"], &shown["external_app_name"]), (&page, &json!("callbook")));
    assert!(desk.call(1).links.is_empty());
}

#[test]
fn v23_a_recording_that_was_played_stays_so() {
    let mut desk = Desk::of(&stories::table("s14_a_caller_who_leaves_a_message"));
    let uid = desk.seen().recordings[0].id;
    let said = |desk: &Desk, body: Value| update_recording(body.to_string().as_bytes(), desk.seen(), desk.call(1), uid);
    assert_eq!(said(&desk, json!({"recording_played": false})), Ok(Vec::new()));
    let acts = said(&desk, json!({"record_played": true})).unwrap();
    desk.write(&acts, 200);
    assert_eq!(desk.shown(1, Shape::Current)["recording"]["recording_played"], true);
    assert_eq!(said(&desk, json!({"recording_played": true})), Ok(Vec::new()));
    assert_eq!(said(&desk, json!({"recording_played": false})), Ok(Vec::new()), "it never falls back");
    let wrong = said(&desk, json!({"recording_played": "yes"})).unwrap_err();
    assert_eq!(faults(&wrong.body()), fault("recording_played", "INVALID_FORMAT"));
    let nowhere = update_recording(b"{}", desk.seen(), desk.call(1), Uuid::from_u128(1));
    assert_eq!(nowhere, Err(Refusal::NotFound));
}

#[test]
fn v24_a_recording_that_is_removed_leaves_the_call() {
    let mut desk = Desk::of(&stories::table("s14_a_caller_who_leaves_a_message"));
    let uid = desk.seen().recordings[0].id;
    let acts = delete_recording(desk.seen(), desk.call(1), uid).unwrap();
    desk.write(&acts, 200);
    assert_eq!(desk.shown(1, Shape::Current)["recording"], Value::Null);
    assert_eq!(desk.shown(1, Shape::Seed)["recording_url"], Value::Null);
    assert_eq!(delete_recording(desk.seen(), desk.call(1), uid), Err(Refusal::NotFound));
}

#[test]
fn r9_a_recording_link_is_heard_of_a_call_on_a_line_while_there_is_none() {
    let mut desk = desk(TALKED);
    desk.put(json!({"recording_url": "https://a.example/r.mp3"}), Shape::Current, 200);
    assert_eq!(desk.shown(1, Shape::Seed)["recording_url"], "https://a.example/r.mp3");
    assert_eq!(desk.put(json!({"recording_url": "https://a.example/r.mp3"}), Shape::Current, 201), 0);
    let other = json!({"recording_url": "https://a.example/other.mp3"});
    assert_eq!(desk.refused(other.clone(), Shape::Current), fault("recording_url", "read_only"));
    let mut own = own();
    own.put(json!({"recording_url": "https://a.example/r.mp3"}), Shape::Current, 200);
    own.put(other, Shape::Current, 201);
    assert_eq!(own.shown(1, Shape::Seed)["recording_url"], "https://a.example/other.mp3");
    own.put(json!({"recording_url": null}), Shape::Current, 202);
    assert_eq!(own.shown(1, Shape::Seed)["recording_url"], Value::Null);
}

#[test]
fn r16_the_newest_recording_is_shown_unless_another_is_chosen() {
    let table = format!("{}! 61.000 L1 stored recording=r1\n! 62.000 L1 stored recording=r2\n", stories::table(TALKED));
    let mut desk = Desk::of(&table);
    let [one, two] = [desk.seen().recordings[0].id, desk.seen().recordings[1].id];
    let shown = |desk: &Desk| desk.shown(1, Shape::Current)["recording"]["uid"].clone();
    assert_eq!(shown(&desk), json!(two));
    desk.put(json!({"recording_id": one}), Shape::Current, 200);
    assert_eq!(shown(&desk), json!(one));
    assert_eq!(desk.put(json!({"recording_id": one}), Shape::Current, 201), 0);
    desk.put(json!({"recording_id": null}), Shape::Current, 202);
    assert_eq!(shown(&desk), json!(two));
    assert_eq!(desk.refused(json!({"recording_id": Uuid::from_u128(1)}), Shape::Current), fault("recording_id", "invalid"));
}

/// The life of a call that a client writes as it goes on.
#[test]
fn r9_a_call_that_was_written_here_is_wholly_writable() {
    let mut desk = own();
    assert_eq!(
        desk.put(json!({"status": "ANSWERED_BY_STAFF"}), Shape::Current, 110),
        1,
        "the vendor's own check sends one field"
    );
    let shown = desk.shown(1, Shape::Current);
    assert_eq!((&shown["status"], &shown["duration"]), (&json!("ANSWERED_BY_STAFF"), &Value::Null));
    assert_eq!(
        (&shown["handled_by_staff_uid"], &shown["handled_at"]),
        (&json!(user("bea")), &json!("2026-01-05T09:46:50.000Z"))
    );
    desk.put(json!({"duration": 30.9}), Shape::Current, 145);
    assert_eq!(desk.shown(1, Shape::Current)["duration"], 30);
    assert_eq!(desk.call(1).talk_s, 30.0, "for every other reader too");
    desk.put(json!({"from_number": "+31612345678", "direction": "OUTBOUND", "to_number": null}), Shape::Current, 150);
    let shown = desk.shown(1, Shape::Current);
    assert_eq!((&shown["from_number"], &shown["to_number"]), (&json!("+31612345678"), &Value::Null));
    assert_eq!((&shown["direction"], &shown["duration"]), (&json!("OUTBOUND"), &json!(30)));
    desk.put(json!({"status": "MISSED"}), Shape::Current, 160);
    assert_eq!(desk.shown(1, Shape::Current)["duration"], 0);
    desk.put(json!({"status": "MISSED_CALL_HANDLED"}), Shape::Current, 170);
    desk.put(json!({"status": "MISSED"}), Shape::Current, 180);
    assert_eq!(desk.shown(1, Shape::Current)["status"], "MISSED", "handled no more");
    desk.put(json!({"status": "INCOMING_CALL"}), Shape::Current, 190);
    let shown = desk.shown(1, Shape::Current);
    assert_eq!((&shown["status"], &shown["duration"]), (&json!("INCOMING_CALL"), &Value::Null));
    assert_eq!(desk.refused(json!({"direction": null, "duration": "1"}), Shape::Current).len(), 2);
}

#[test]
fn rate_and_price_are_kept_and_never_printed() {
    let mut desk = desk(TALKED);
    assert_eq!(desk.put(json!({"rate": "0.05", "price": "1.50"}), Shape::Current, 200), 1);
    assert_eq!(desk.put(json!({"rate": "0.05", "price": "1.50"}), Shape::Current, 201), 0);
    let shown = desk.shown(1, Shape::Current);
    assert!(shown.get("rate").is_none() && shown.get("price").is_none());
    assert_eq!(desk.call(1).kept["vcita"], json!({"rate": "0.05", "price": "1.50"}));
    assert_eq!(desk.refused(json!({"price": 1.5}), Shape::Current), fault("price", "INVALID_FORMAT"));
    let events = desk.events(Shape::Current).len();
    desk.put(json!({"price": "2"}), Shape::Current, 202);
    assert_eq!(desk.events(Shape::Current).len(), events, "v17: nothing visible changed");
}
