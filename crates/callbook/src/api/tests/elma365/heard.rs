//! What converters say (rules E1–E16, sheet 4.3), through the router into a real store.

use axum::http::Method;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{MINUTE, event, history, item, office};
use crate::api::token::Wanted;
use crate::store::{Role, text};

#[tokio::test]
async fn e1_one_call_id_is_one_call_of_the_connection_at_any_age_whatever_its_phones_are() {
    let office = office().await;
    let named = |said: Value| {
        let mut said = said;
        said["callId"] = json!("a-1");
        said
    };
    let (call, how) = office.item(named(event("NotifyStart", json!({})))).await;
    assert_eq!(how, "new");
    office.clock.go(400 * 24 * 60 * MINUTE);
    let later = named(event("NotifyAnswer", json!({"dstPhone": "102", "direction": "in"})));
    assert_eq!(office.item(later).await, (call.clone(), "callId".to_owned()));
    assert_eq!(office.item(named(history("Answered", 60, json!({"direction": "out"})))).await.0, call);
    assert_eq!(office.item(event("NotifyStart", json!({"callId": "a-2"}))).await.1, "new", "an unknown one is another call");
    let other = office.house.connection(Wanted::new("main", "attic", Role::Administrator)).await;
    let theirs = office.tell_by(&other, named(event("NotifyStart", json!({})))).await;
    assert_eq!(theirs[0].1, "new", "of another connection");
    assert_ne!(theirs[0].0, call);
    assert_eq!(office.calls().await, 3);
}

#[tokio::test]
async fn e2_e7_without_one_five_values_are_the_key_and_each_counts_in_its_direction() {
    let office = office().await;
    let (call, _) = office.item(event("NotifyStart", json!({"srcPhoneExt": "7"}))).await;
    let same = [
        json!({"srcPhoneExt": "7", "srcPhone": "31 (699) 900-077"}),
        json!({"srcPhoneExt": "7", "dstPhoneExt": "9"}),
        json!({"srcPhoneExt": "7", "direction": "incoming"}),
        json!({"srcPhoneExt": "7", "callId": ""}),
    ];
    for more in same {
        assert_eq!(office.item(event("NotifyStart", more.clone())).await, (call.clone(), "key".to_owned()), "{more}");
    }
    let others = [
        json!({}),
        json!({"srcPhoneExt": "8"}),
        json!({"srcPhoneExt": "7", "srcPhone": "+31699900078"}),
        json!({"srcPhoneExt": "7", "dstPhone": "102"}),
        json!({"srcPhoneExt": "7", "direction": "internal"}),
        json!({"dstPhoneExt": "7", "direction": "out"}),
    ];
    for more in &others {
        assert_eq!(office.item(event("NotifyStart", more.clone())).await.1, "new", "{more}");
    }
    assert_eq!(office.calls().await, 1 + others.len());
}

#[tokio::test]
async fn e3_e4_e5_an_item_without_an_id_goes_to_the_newest_open_call_else_to_one_that_ended_lately() {
    let office = office().await;
    let start = || event("NotifyStart", json!({}));
    let (first, _) = office.item(start()).await;
    office.item(event("NotifyEnd", json!({}))).await;
    office.clock.go(MINUTE);
    let (second, how) = office.item(start()).await;
    assert_eq!(how, "new", "E4: a start never matches an ended call");
    assert_ne!(first, second);
    assert_eq!(office.item(event("NotifyAnswer", json!({}))).await.0, second, "E3: the open one comes first");
    assert_eq!(office.item(history("NoAnswer", 0, json!({}))).await.0, first, "E4: but a history is of the ended one");
    assert_eq!(office.item(event("NotifyEnd", json!({}))).await.0, second);
    office.clock.go(30 * MINUTE - 1);
    assert_eq!(office.item(history("Answered", 5, json!({}))).await, (second.clone(), "key".to_owned()));
    office.clock.go(MINUTE);
    let (third, _) = office.item(start()).await;
    office.item(event("NotifyEnd", json!({}))).await;
    office.clock.go(30 * MINUTE);
    let (fourth, how) = office.item(history("NoAnswer", 0, json!({"call": "y"}))).await;
    assert_eq!(how, "new", "E5: half an hour to the microsecond is too late");
    assert!(![&first, &second, &third].contains(&&fourth));
}

#[tokio::test]
async fn e6_who_has_an_id_never_matches_by_key_and_is_matched_by_key_all_the_same() {
    let office = office().await;
    let (bare, _) = office.item(event("NotifyStart", json!({}))).await;
    office.clock.go(1);
    let (named, how) = office.item(event("NotifyStart", json!({"callId": "a-1"}))).await;
    assert_eq!(how, "new");
    assert_ne!(bare, named);
    assert_eq!(office.item(event("NotifyAnswer", json!({}))).await, (named, "key".to_owned()), "the newest that is open");
}

#[tokio::test]
async fn e8_e9_e12_events_make_a_call_in_whichever_order_they_come_and_a_history_ends_it() {
    let office = office().await;
    let of = async |id: &str, said: Vec<Value>| {
        let mut call = String::new();
        for mut one in said {
            one["callId"] = json!(id);
            call = office.item(one).await.0;
            office.clock.go(10_000_000);
        }
        office.call(&call).await
    };
    let (start, answer, end) = ("NotifyStart", "NotifyAnswer", "NotifyEnd");
    let events = |words: &[&str], direction: &str| -> Vec<Value> {
        let one = |word: &&str| {
            let mut said = item(direction, json!({}));
            said["event"] = json!(word);
            said
        };
        words.iter().map(one).collect()
    };
    let ringing = of("1", events(&[start], "in")).await;
    assert_eq!((&ringing["state"], &ringing["direction"]), (&json!("ringing"), &json!("inbound")));
    let talking = of("2", events(&[start, answer], "in")).await;
    assert_eq!(&talking["state"], "talking");
    let talked = of("3", events(&[start, answer, end], "in")).await;
    assert_eq!((&talked["outcome"], &talked["talk_s"]), (&json!("answered"), &json!(10.0)), "{talked}");
    for (direction, outcome) in [("in", "cancelled"), ("out", "no_answer"), ("internal", "cancelled")] {
        let missed = of(&format!("4{direction}"), events(&[start, end], direction)).await;
        assert_eq!((&missed["outcome"], &missed["state"]), (&json!(outcome), &json!("ended")), "E8 {direction}: {missed}");
    }
    let late = of("5", events(&[answer, start], "in")).await;
    assert_eq!((&late["state"], &late["started_at"]), (&json!("talking"), &late["answered_at"]), "E9: {late}");
    let over = of("6", events(&[end, start, answer], "in")).await;
    assert_eq!(&over["state"], "ended", "E9: {over}");
    let ended = of("7", vec![event(start, json!({})), history("Busy", 0, json!({}))]).await;
    assert_eq!((&ended["state"], &ended["outcome"]), (&json!("ended"), &json!("busy")), "E12: {ended}");
}

#[tokio::test]
async fn e10_e11_a_history_sets_what_became_of_a_call_and_a_second_one_sets_it_anew() {
    let office = office().await;
    let of = |disposition: &str, duration: u32, more: Value| {
        let mut said = history(disposition, duration, json!({"callId": "a-1"}));
        said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        said
    };
    let (call, _) = office.item(event("NotifyStart", json!({"callId": "a-1"}))).await;
    office.clock.go(MINUTE);
    office.item(of("Answered", 20, json!({"call": "https://pbx.example/r/1.mp3"}))).await;
    let once = office.call(&call).await;
    assert_eq!(
        (&once["outcome"], &once["talk_s"], &once["ended_at"]),
        (&json!("answered"), &json!(20.0), &json!("2026-01-05T09:46:00.000Z"))
    );
    let recordings = async || office.house.read("/conversations").await["conversations"][0]["recordings"].clone();
    assert_eq!(recordings().await[0]["url"], "https://pbx.example/r/1.mp3");
    office.clock.go(MINUTE);
    assert_eq!(office.item(of("NoAnswer", 0, json!({"call": null}))).await.0, call);
    let twice = office.call(&call).await;
    assert_eq!((&twice["outcome"], &twice["ended_at"]), (&json!("no_answer"), &once["ended_at"]), "{twice}");
    office.item(of("Unknown", 0, json!({}))).await;
    assert_ne!(office.call(&call).await["outcome"], "answered");
    for (duration, outcome) in [(0, "cancelled"), (9, "answered")] {
        let lone = history("Unknown", duration, json!({"callId": format!("lone {duration}")}));
        let (call, _) = office.item(lone).await;
        assert_eq!(office.call(&call).await["outcome"], outcome, "E11");
    }
}

#[tokio::test]
async fn e13_the_same_again_or_many_times_at_once_changes_nothing() {
    let office = office().await;
    let said = [
        event("NotifyStart", json!({})),
        event("NotifyAnswer", json!({})),
        event("NotifyEnd", json!({})),
        history("Answered", 12, json!({})),
    ];
    for one in &said {
        let all = join_all((0..8).map(|_| office.tell(one.clone()))).await;
        assert!(all.iter().all(|outcome| outcome[0].0 == all[0][0].0), "{one}: {all:?}");
        let before = office.changes().await;
        office.tell(one.clone()).await;
        assert_eq!(office.changes().await, before, "{one}");
    }
    let named = event("NotifyStart", json!({"callId": "a-1"}));
    let all = join_all((0..8).map(|_| office.tell(named.clone()))).await;
    assert_eq!(all.iter().filter(|outcome| outcome[0].1 == "new").count(), 1, "{all:?}");
    assert_eq!(office.calls().await, 2);
}

#[tokio::test]
async fn e14_whatever_call_is_it_is_kept_as_it_was_sent() {
    let office = office().await;
    let sent = [json!({"a": [1, null, 2.50]}), json!("r-17"), json!(17), json!([true]), Value::Null];
    for (no, call) in sent.iter().enumerate() {
        let said = history("Answered", 3, json!({"callId": no.to_string(), "call": call}));
        let (id, _) = office.item(said).await;
        let kept = office.call(&id).await["kept"]["elma365"]["told"]["record"]["call"].clone();
        assert_eq!(
            kept.as_str().map(|text| serde_json::from_str(text).unwrap()),
            Some(call.clone()).filter(|call| !call.is_null())
        );
    }
    let mut said = history("Answered", 3, json!({"callId": "none"}));
    said.as_object_mut().unwrap().remove("call");
    assert_eq!(office.item(said).await.1, "new", "it may be missing");
}

#[tokio::test]
async fn e15_of_a_call_that_went_out_the_client_is_the_side_that_is_no_member() {
    let office = office().await.people(&[("ann", json!({"name": "Ann", "extensions": ["101"]}))]).await;
    let swapped = json!({"direction": "out", "disposition": "Unknown", "srcPhone": "+31699900077", "dstPhone": "101"});
    let mut said = swapped.clone();
    said["event"] = json!("NotifyStart");
    let (call, _) = office.item(said.clone()).await;
    let told = office.call(&call).await;
    assert_eq!(
        (&told["direction"], &told["from"]["user"], &told["to"]["number"]),
        (&json!("outbound"), &json!("ann"), &json!("+31699900077"))
    );
    said["event"] = json!("NotifyAnswer");
    assert_eq!(office.item(said).await, (call, "key".to_owned()), "keys are of the values as they came");
}

#[tokio::test]
async fn e16_a_duration_is_whole_seconds_as_a_number_or_digits() {
    let office = office().await;
    let said = history("Answered", 0, json!({"callId": "a-1", "duration": "42"}));
    let (call, _) = office.item(said).await;
    assert_eq!(office.call(&call).await["talk_s"], json!(42.0));
    for wrong in [json!(-1), json!(1.5), json!("-1"), json!("1.5"), json!("soon"), json!(null)] {
        let told = office
            .house
            .module(&office.token, Method::POST, "/ingest", history("Answered", 0, json!({"duration": wrong})))
            .await;
        assert_eq!(told.error(), (400, "INVALID_FIELD", Some("duration")), "{wrong}");
    }
}

#[tokio::test]
async fn what_a_converter_sends_may_be_wrapped_or_bare_or_nothing() {
    let office = office().await;
    let both = json!({"event": event("NotifyEnd", json!({})), "callRecord": history("Answered", 5, json!({}))});
    let told = office.house.module(&office.token, Method::POST, "/ingest", both).await;
    let results = told.good()["results"].clone();
    assert_eq!((&results[0]["kind"], &results[1]["kind"]), (&json!("event"), &json!("callRecord")), "the event comes first");
    assert_eq!((&results[0]["matchedBy"], &results[1]["matchedBy"]), (&json!("new"), &json!("key")));
    assert_eq!(results[0]["call"], results[1]["call"]);
    let before = office.changes().await;
    for nothing in [
        json!({}),
        event("NOTIFY_RECORD", json!({})),
        event("NOTIFY_IVR", json!({})),
        json!({"event": null, "callRecord": null}),
    ] {
        let told = office.house.module(&office.token, Method::POST, "/ingest", nothing.clone()).await;
        if told.status == 200 {
            assert_eq!(told.said, json!({"success": true, "results": []}), "{nothing}");
        } else {
            assert_eq!(told.error(), (400, "INVALID_BODY", None), "{nothing}");
        }
    }
    assert_eq!(office.changes().await, before);
    let tolerant = json!({"event": "NOTIFY_OUT_START", "disposition": "", "srcPhone": 101, "dstPhone": "+31699900077"});
    let (call, _) = office.item(tolerant).await;
    assert_eq!(office.call(&call).await["direction"], "outbound", "3.3: the word says the direction");
}

#[tokio::test]
async fn a_connection_is_a_source_of_its_own_and_a_token_of_one_source_tells_of_that() {
    let office = office().await;
    office.item(event("NotifyStart", json!({"callId": "a-1"}))).await;
    let sources = office.house.read("/sources").await;
    let names: Vec<&str> = sources["sources"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    let own = *names.iter().find(|name| name.starts_with("elma365-")).unwrap();
    let conversation = office.house.read("/conversations").await["conversations"][0].clone();
    assert_eq!(conversation["source"], own);
    let put = office
        .house
        .ask(&office.house.administrator, Method::PUT, "/sources/elma365-mine", Some(r#"{"adapters": ["native"]}"#))
        .await;
    assert_eq!((put.0.as_u16(), &put.1["field"]), (400, &json!("name")), "nobody else is called so");
    let teller = Wanted { scope: Some(text("pbx")), ..Wanted::new("main", "converter", Role::Source) };
    let teller = office.house.connection(teller).await;
    let (call, how) = office.tell_by(&teller, event("NotifyStart", json!({"callId": "a-1"}))).await.remove(0);
    assert_eq!(how, "new");
    assert_eq!(office.house.read(&format!("/conversations/{call}")).await["source"], "pbx");
    office.house.ask(&office.house.administrator, Method::DELETE, "/sources/pbx", None).await;
    let told = office.house.module(&teller, Method::POST, "/ingest", event("NotifyStart", json!({}))).await;
    assert_eq!(told.error(), (403, "FORBIDDEN", None));
}

#[tokio::test]
async fn s26_an_item_that_names_a_deleted_call_is_refused_and_by_key_it_is_not_found() {
    let office = office().await;
    let (call, _) = office.item(event("NotifyStart", json!({"callId": "a-1"}))).await;
    let deleted = office.house.ask(&office.house.administrator, Method::DELETE, &format!("/calls/{call}"), None).await;
    assert!(deleted.0.is_success(), "{deleted:?}");
    let before = office.changes().await;
    let told = office.house.module(&office.token, Method::POST, "/ingest", event("NotifyEnd", json!({"callId": "a-1"}))).await;
    assert_eq!(told.error(), (410, "GONE", Some("callId")));
    let both = json!({"event": event("NotifyStart", json!({"callId": "a-2"})), "callRecord": history("Answered", 5, json!({"callId": "a-1"}))});
    let told = office.house.module(&office.token, Method::POST, "/ingest", both).await;
    assert_eq!(told.error(), (410, "GONE", Some("callId")));
    assert_eq!(office.changes().await, before, "nothing is recorded");
    assert_eq!(office.item(event("NotifyAnswer", json!({}))).await.1, "new");
}
