//! Rules that are not stories: what an event looks like, key by key, and what stands around it.

use calls::dialects::freshworks::{Account, Generation, Iparam, Setting, envelope, events};
use calls::dialects::seen::Seen;
use calls::dialects::{Change, DIALECTS, Event, Thing};
use serde_json::{Map, Value, json};

use super::{House, Telling, body, standing, tell, told};

const TALK: &str = "00.000 L1 came_in number=+12025550142 trunk=voip dialled=+12025550100\n\
    01.000 L1 entered place=queue name=desk\n\
    03.000 L2 dialled by=L1 number=101 user=ann queue=desk\n03.100 L2 ringing\n12.000 L2 answered\n\
    12.000 L1 left place=queue how=answered agent=L2\n12.000 L1 connected bridge=B\n12.000 L2 connected bridge=B\n\
    13.000 L1 recorded recording=r1 kind=call\n";

const END: &str = "154.000 L2 ended how=normal\n154.000 L1 ended how=normal\n";

fn play(table: &str) -> Vec<Telling> {
    let (signals, house) = told::story(table);
    tell(&signals, &house)
}

fn told_events(table: &str) -> Vec<Event> {
    play(table).into_iter().flat_map(|telling| telling.events).collect()
}

/// The worked example of the sheet (2.7): the update at disposal, value for value.
#[test]
fn the_worked_example_is_told_as_the_sheet_prints_it() {
    let table = format!(
        "#! wrap_up=600\n{TALK}{END}! 155.000 L1 billed seconds=142 amount=0 currency=USD\n\
         ! 156.000 L1 stored recording=r1 length=142\n! 190.000 L1 disposed text=asked for a quote\n"
    );
    let mut tellings = play(&table);
    // The integers of the example, instead of those that are counted here.
    for Telling { after, .. } in &mut tellings {
        after.calls[0].serial = 90_417;
        after.calls[0].legs.iter_mut().enumerate().for_each(|(no, leg)| leg.serial = 180_833 + no as u64);
        after.recordings.iter_mut().for_each(|recording| recording.serial = 551);
    }
    let house = House { wraps_up: true, currency: Some("USD".into()), ..House::default() };
    house.given.borrow_mut().extend([
        (Thing::User("ann".into()), 3_107),
        (Thing::Queue("desk".into()), 12),
        (Thing::Line("+12025550100".into()), 7_001),
        (Thing::Stranger("12025550142".into()), 5_520),
        (Thing::Number("12025550142".into()), 66_120),
    ]);
    let [.., before, after] = tellings.as_slice() else { panic!("two versions") };
    let at = after.events[0].at;
    let told = events(&Change { before: Some(&before.after), joined: &[], after: &after.after, at }, &house);
    assert_eq!(told.len(), 1);
    let account = Account { id: "7".into(), region: "US".into(), domain: "acme.freshcaller.com".into() };
    let payload = envelope(Generation::V3, &told[0], &account, &[], &Map::new()).unwrap();
    let wanted = include_str!("worked_example.json");
    assert_eq!(serde_json::from_str::<Value>(&payload).unwrap(), serde_json::from_str::<Value>(wanted).unwrap());
}

/// The keys stand in the order of the sheet, so that equal events are equal bytes.
#[test]
fn f2_what_is_created_has_these_keys_and_these_nulls() {
    let created = &told_events("#! team=front\n00.000 L1 came_in number=+12025550142 trunk=voip dialled=+12025550100")[0];
    let wanted = r#"{"actor":{"type":"system"},"associations":{},"call":{"assigned_agent_id":null,
        "assigned_call_queue_id":null,"assigned_ivr_id":null,"assigned_team_id":null,"bill_duration":null,
        "bill_duration_unit":"seconds","call_notes":null,"created_time":"2026-01-05T09:45:00.000Z","direction":"incoming","id":1,
        "parent_call_id":null,"participants":[{"call_id":1,"call_status":0,"caller_id":60004,"caller_number":"+12025550142",
        "connection_type":0,"cost":null,"cost_unit":"eur","created_time":"2026-01-05T09:45:00.000Z","duration":null,
        "duration_unit":"seconds","enqueued_time":null,"id":1,"participant_id":5005,"participant_type":"Customer",
        "updated_time":"2026-01-05T09:45:00.000Z"}],"phone_number":"+12025550100","phone_number_id":7001,"recording":null,
        "recording_to_redact":null,"root_call_id":null,"updated_time":"2026-01-05T09:45:00.000Z"}}"#;
    let ids = |text: &str| {
        let mut told: Value = serde_json::from_str(text).unwrap();
        let one = &mut told["call"]["participants"][0];
        assert!(one["caller_id"].is_u64() && one["participant_id"].is_u64());
        (one["caller_id"], one["participant_id"]) = (Value::Null, Value::Null);
        told["call"]["phone_number_id"] = Value::Null;
        told
    };
    assert_eq!(ids(&created.body), ids(wanted));
    let places: Vec<usize> =
        ["\"actor\"", "\"associations\"", "\"call\"", "\"assigned_agent_id\"", "\"participants\"", "\"updated_time\""]
            .iter()
            .map(|key| created.body.find(key).unwrap())
            .collect();
    assert!(places.is_sorted());
}

#[test]
fn f14_a_timestamp_is_whole_seconds_and_f21_each_generation_has_its_keys() {
    let told = told_events(TALK);
    let event = &told[1];
    let account = Account { id: "77".into(), region: "EU".into(), domain: "acme.freshcaller.com".into() };
    let keys = |generation: Generation| {
        let payload = envelope(generation, event, &account, &[], &Map::new()).unwrap();
        let payload: Value = serde_json::from_str(&payload).unwrap();
        let mut keys: Vec<String> = payload.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        (keys, payload)
    };
    let (v2, v3) = (keys(Generation::V2), keys(Generation::V3));
    assert_eq!(v2.0, ["account_id", "app_settings", "data", "domain", "event", "iparams", "region", "timestamp"]);
    assert_eq!(v3.0, ["app_settings", "currentHost", "data", "event", "iparams", "region", "timestamp"]);
    assert_eq!(v2.1["data"], v3.1["data"], "f21: equal data");
    assert_eq!(v2.1["timestamp"], json!(1_767_606_301), "the second of the change");
    assert_eq!((&v2.1["iparams"], &v3.1["app_settings"]), (&json!({}), &json!({})), "f22");
    assert_eq!((&v2.1["account_id"], &v2.1["domain"]), (&json!("77"), &json!("acme.freshcaller.com")));
    let host = json!({"subscribed_modules": ["call"], "endpoint_urls": {"freshcaller": "https://acme.freshcaller.com"}});
    assert_eq!(v3.1["currentHost"], host);
    assert_eq!(v2.1["event"], "onCallUpdate");
    let read = |version| Generation::read(version);
    assert_eq!(
        [read(Some("2.3")), read(Some("3.0")), read(None), read(Some("4.0"))].map(|one| one.is_some()),
        [true, true, true, false]
    );
}

#[test]
fn a_domain_among_the_settings_is_told_as_a_link_too_in_2_x() {
    let told = told_events(TALK);
    let account = Account { id: "77".into(), region: "EU".into(), domain: "acme.freshcaller.com".into() };
    let setting = |name: &str, value: &str, kind| Iparam { name: name.into(), value: value.into(), kind };
    let iparams = [setting("crm", "https://acme.example.com/", Setting::Domain), setting("key", "k", Setting::Plain)];
    let iparams = |generation| {
        let payload = envelope(generation, &told[0], &account, &iparams, &Map::new()).unwrap();
        serde_json::from_str::<Value>(&payload).unwrap()["iparams"].clone()
    };
    let link = json!({"url": "https://acme.example.com", "name": "acme.example.com"});
    assert_eq!(iparams(Generation::V2), json!({"crm": "https://acme.example.com/", "key": "k", "$crm": link}));
    assert_eq!(iparams(Generation::V3), json!({"crm": "https://acme.example.com/", "key": "k"}));
}

/// Rule N20: a call of a conversation that went into another was made known already.
#[test]
fn f1_a_call_that_comes_in_with_another_conversation_is_not_created_again() {
    let (one, other) = (play(TALK).pop().unwrap().after, play(&format!("{TALK}{END}")).pop().unwrap().after);
    let mut other = other;
    (other.id, other.calls[0].id, other.calls[0].serial) = (uuid::Uuid::from_u128(7), uuid::Uuid::from_u128(8), 2);
    let mut after = one.clone();
    after.calls.extend(other.calls.iter().cloned());
    let at = after.calls[0].started_at;
    let words = |joined: &[Seen]| -> Vec<&str> {
        let told = events(&Change { before: Some(&one), joined, after: &after, at }, &House::default());
        told.iter().map(|event| event.word).collect()
    };
    assert_eq!(words(std::slice::from_ref(&other)), Vec::<&str>::new(), "nothing of it changed");
    assert_eq!(words(&[])[0], "onCallCreate", "else it is new");
    other.merged_into = Some(one.id);
    let gone = events(&Change { before: None, joined: &[], after: &other, at }, &House::default());
    assert_eq!(gone, [], "what went into another says no more");
}

#[test]
fn f12_a_link_that_was_signed_anew_is_no_change() {
    let table = format!("{TALK}{END}! 156.000 L1 stored recording=r1 length=142\n! 300.000 L1 noted id=n text=late\n");
    let told = told_events(&table);
    let [.., stored, noted] = told.as_slice() else { panic!("events") };
    let (stored, noted) = (body(stored), body(noted));
    assert_ne!(stored["call"]["recording"]["url"], noted["call"]["recording"]["url"], "seven days from each change");
    assert_eq!(noted["changes"], json!({"call_notes": ["late", null]}));
    assert_eq!(stored["changes"]["recording"][1], Value::Null);
}

#[test]
fn r7_notes_are_cut_at_four_thousand_characters() {
    let long = "é".repeat(3_999);
    let table = format!("{TALK}{END}! 160.000 L1 noted id=a text={long}\n! 161.000 L1 noted id=b text=more\n");
    let told = told_events(&table);
    let notes = body(told.last().unwrap())["call"]["call_notes"].as_str().unwrap().to_owned();
    assert_eq!((notes.chars().count(), notes.ends_with('\n')), (4_000, true));
}

/// A price is told in whole units, half up.
#[test]
fn a_cost_is_rounded_half_up_in_events() {
    let cost = |amount: &str| {
        let told = told_events(&format!("{TALK}{END}! 160.000 L1 billed seconds=140 amount={amount} currency=USD\n"));
        let call = body(told.last().unwrap())["call"].clone();
        (call["participants"][0]["cost"].clone(), call["participants"][0]["cost_unit"].clone(), call["bill_duration"].clone())
    };
    assert_eq!(cost("1.5"), (json!(2), json!("usd"), json!(140)));
    assert_eq!(cost("0.49"), (json!(0), json!("usd"), json!(140)));
}

/// What is known at once, as of an import, is told at once: first that there is the call, then how it ended.
#[test]
fn f1_a_call_that_is_told_when_it_is_over_is_created_and_then_ended() {
    let over = play(&format!("{TALK}{END}")).pop().unwrap().after;
    let at = over.calls[0].changed_at;
    let told = events(&Change { before: None, joined: &[], after: &over, at }, &House::default());
    let lines: Vec<String> = told.iter().map(|event| format!("{} {}", event.word, standing(&body(event)["call"]))).collect();
    assert_eq!(lines, ["onCallCreate C1 A1", "onCallUpdate C1q:154s A1:142s", "onCallUpdate C1q:154s A1:142s"]);
    assert_eq!(body(&told[2])["changes"], json!({"bill_duration": [142, null]}));
}

/// Whatever a call was taken for before, it is made known once, when it is known to come from outside.
#[test]
fn r12_a_call_that_turns_out_to_come_from_outside_is_created_then() {
    let after = play(TALK).pop().unwrap().after;
    let at = after.calls[0].changed_at;
    for direction in [None, Some(calls::conversation::Direction::Internal)] {
        let mut before = after.clone();
        before.calls[0].direction = direction;
        let told = events(&Change { before: Some(&before), joined: &[], after: &after, at }, &House::default());
        let words: Vec<&str> = told.iter().map(|event| event.word).collect();
        assert_eq!(words, ["onCallCreate", "onCallUpdate"], "{direction:?}");
        let turned = events(&Change { before: Some(&after), joined: &[], after: &before, at }, &House::default());
        assert_eq!(turned, [], "of an internal call nothing is told");
    }
}

/// The sheet: a withheld number still has an id of the customer.
#[test]
fn who_withholds_his_number_is_a_customer_with_an_id_and_without_a_number() {
    let told = told_events("00.000 L1 came_in withheld=yes trunk=voip dialled=+12025550100");
    let one = body(&told[0])["call"]["participants"][0].clone();
    assert!(one["participant_id"].is_u64() && one["caller_id"].is_null() && one["caller_number"].is_null());
}

#[test]
fn every_dialect_says_who_it_is() {
    let names: Vec<&str> = DIALECTS.iter().map(|dialect| dialect.name).collect();
    let freshworks = DIALECTS.iter().find(|dialect| dialect.name == "freshworks").unwrap();
    assert!(!freshworks.tells.is_empty() && freshworks.hear.is_some());
    assert!(names.contains(&"freshworks") && names.is_sorted());
    assert!(DIALECTS.iter().all(|dialect| !dialect.about.is_empty()));
}
