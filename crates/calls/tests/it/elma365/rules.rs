//! What is told, rule by rule (E17–E26, E29, E31–E34).

use calls::dialects::elma365::{events, waited, waiting};
use calls::dialects::{Change, DIALECTS};
use calls::moment::Moment;
use calls::signal::What;
use serde_json::json;

use super::{House, body, line, object, play, stories, story, tell, told};

const CALL: &str = "00.000 L1 came_in number=+12025550142 trunk=voip dialled=+12025550100\n\
    01.000 L1 entered place=queue name=desk\n\
    03.000 L2 dialled by=L1 number=101 user=ann queue=desk\n03.100 L2 ringing\n12.000 L2 answered\n\
    12.000 L1 left place=queue how=answered agent=L2\n12.000 L1 connected bridge=B\n12.000 L2 connected bridge=B\n\
    13.000 L1 recorded recording=r1 kind=call\n";

const END: &str = "154.000 L2 ended how=normal\n154.000 L1 ended how=normal\n! 156.000 L1 stored recording=r1 length=142\n";

/// Sheet, 4.1, byte for byte, with the example's ids in the place of ours.
#[test]
fn e17_the_worked_example_is_told_as_the_sheet_prints_it() {
    let tellings = play(&format!("{CALL}{END}"));
    let record = &tellings.last().unwrap().after;
    let (call, recording) = (record.calls[0].id.to_string(), record.recordings[0].id.to_string());
    let told: Vec<(&str, String)> = tellings
        .iter()
        .flat_map(|telling| &telling.events)
        .map(|event| {
            (event.word, event.body.replace(&call, "5b0f6c1e-2f0a-4f0e-9a55-0c1d7e4a9b21").replace(&recording, "r-0001"))
        })
        .collect();
    let event = |word: &str| {
        format!(
            r#"{{"event":{{"event":"{word}","direction":"in","disposition":"Unknown","srcPhone":"+12025550142","dstPhone":"101","callId":"5b0f6c1e-2f0a-4f0e-9a55-0c1d7e4a9b21"}}}}"#
        )
    };
    let record = r#"{"callRecord":{"call":{"id":"r-0001","link":null},"callId":"5b0f6c1e-2f0a-4f0e-9a55-0c1d7e4a9b21","direction":"in","disposition":"Answered","dstPhone":"101","duration":142,"srcPhone":"+12025550142"}}"#;
    let wanted = [
        ("NotifyStart", event("NotifyStart")),
        ("NotifyAnswer", event("NotifyAnswer")),
        ("NotifyEnd", event("NotifyEnd")),
        ("callRecord", record.to_owned()),
    ];
    assert_eq!(told, wanted);
}

#[test]
fn e18_an_unanswered_call_ends_and_is_recorded_with_the_same_disposition_and_no_seconds() {
    for (story, disposition) in [
        ("s7_a_busy_operator", "Busy"),
        ("s9_a_caller_who_gives_up", "Cancel"),
        ("s8_an_operator_who_does_not_answer", "NoAnswer"),
        ("s13_an_operator_who_cannot_be_reached", "Unknown"),
        ("s9_an_outbound_call_that_is_given_up", "Cancel"),
        ("e34_an_internal_call_that_nobody_takes", "NoAnswer"),
    ] {
        let told = told(&stories::table(story));
        let [_, end, record] = told.as_slice() else { panic!("{story}: {told:?}") };
        assert_eq!((end.word, &object(end)["disposition"]), ("NotifyEnd", &json!(disposition)), "{story}");
        assert_eq!((&object(record)["disposition"], &object(record)["duration"]), (&json!(disposition), &json!(0)), "{story}");
    }
}

#[test]
fn e19_an_outgoing_call_starts_with_the_same_word() {
    let told = told(&stories::table("s4_an_outbound_call_that_was_answered"));
    assert_eq!((told[0].word, &object(&told[0])["direction"]), ("NotifyStart", &json!("out")));
}

#[test]
fn e20_of_operators_of_whom_none_answers_the_last_rung_has_the_history() {
    let told = told(&stories::table("e20_several_operators_of_whom_none_answers"));
    let ends = told.iter().filter(|event| event.word == "NotifyEnd").count();
    let records: Vec<String> = told.iter().filter(|event| event.word == "callRecord").map(line).collect();
    assert_eq!((ends, records), (2, vec!["callRecord in +31612345678>103 call1.2 NoAnswer 0s call".to_owned()]));
}

#[test]
fn e21_a_call_that_reached_no_operator_has_only_a_history_with_the_own_number() {
    let inbound = told(&stories::table("e21_a_call_that_is_taken_by_a_number_outside"));
    assert_eq!(
        inbound.iter().map(line).collect::<Vec<_>>(),
        ["callRecord in +31612345678>+31205550199 call1 Answered 48s call"]
    );
    let menu = told(&stories::table("s5_a_caller_who_only_met_the_menu"));
    assert_eq!(menu.iter().map(line).collect::<Vec<_>>(), ["callRecord in +31612345678>+31205550199 call1 Unknown 0s call"]);
}

#[test]
fn e22_a_history_waits_for_its_recording_for_a_minute_and_is_told_once_more_when_it_comes_later() {
    let told = told(&stories::table("e22_a_recording_that_is_stored_late"));
    let records: Vec<String> = told.iter().filter(|event| event.word == "callRecord").map(line).collect();
    let record = |of: &str| format!("callRecord in +31612345678>102 call1 Answered 48s {of}");
    assert_eq!(records, [record("call"), record("recording")]);
    let table = format!("{CALL}154.000 L2 ended how=normal\n154.000 L1 ended how=normal\n");
    let tellings = play(&table);
    let [.., open, over] = tellings.as_slice() else { panic!("versions") };
    assert_eq!(waiting(&open.after), [], "while it goes on nobody waits");
    let call = &over.after.calls[0];
    assert_eq!(waiting(&over.after), [(call.id, call.ended_at.unwrap().plus(60_000_000))]);
    let mut signals = story(&table);
    let mut minute = signals.last().unwrap().clone();
    (minute.what, minute.key, minute.at) =
        (waited(), "waited".into(), Moment::from_micros(super::BEGUN + 214_000_000).unwrap());
    signals.push(minute);
    let tellings = tell(&signals, &House::default());
    let last = tellings.last().unwrap();
    assert_eq!((last.events.len(), waiting(&last.after)), (1, vec![]));
    assert!(matches!(waited(), What::Stated(stated) if stated.kept == Some(("elma365".into(), "{\"waited\":true}".into()))));
}

#[test]
fn e22_without_a_recording_the_history_follows_at_once_and_a_removal_tells_nothing() {
    let plain = play(&stories::table("e17_an_inbound_call_that_was_answered"));
    let ended = plain.iter().find(|telling| telling.events.len() == 2).unwrap();
    assert_eq!(ended.events.iter().map(|event| event.word).collect::<Vec<_>>(), ["NotifyEnd", "callRecord"]);
    let removed = play(&stories::table("e22_a_recording_that_is_stored_in_time"));
    let last = removed.last().unwrap();
    assert!(last.after.recordings[0].deleted_at.is_some() && last.events.is_empty());
}

#[test]
fn e23_a_consultation_is_a_call_of_its_own() {
    let outside = told(&stories::table("e23_a_number_outside_that_is_consulted"));
    assert_eq!(line(&outside[2]), "NotifyStart out 102>0687654321 call2 Unknown");
    let transferred = told(&stories::table("s17_a_blind_transfer"));
    let ids: Vec<String> = transferred.iter().map(|event| object(event)["callId"].as_str().unwrap().to_owned()).collect();
    assert_eq!((ids[0] == ids[3], ids[3] == ids[4]), (true, false), "the new operator has a further callId");
}

#[test]
fn e24_what_has_no_value_is_absent_and_a_withheld_number_is_an_empty_text() {
    let told = told(&stories::table("e24_a_caller_who_withholds_his_number_and_is_answered"));
    for event in &told {
        let object = object(event);
        assert_eq!(object["srcPhone"], "");
        let fields = object.as_object().unwrap();
        assert!(!fields.contains_key("srcPhoneExt") && !fields.contains_key("dstPhoneExt"), "{object}");
        assert!(fields.values().all(|value| !value.is_null()), "{object}");
    }
}

#[test]
fn e25_the_order_of_a_calls_pages_is_opened_taken_closed_recorded() {
    for name in stories::names() {
        let told = told(&stories::table(&name));
        let mut seen = std::collections::BTreeMap::<String, usize>::new();
        for event in &told {
            let place = ["NotifyStart", "NotifyAnswer", "NotifyEnd", "callRecord"].iter().position(|word| *word == event.word);
            let before = seen.insert(object(event)["callId"].to_string(), place.unwrap());
            assert!(before.is_none_or(|before| before < place.unwrap() || place == Some(3)), "{name}: {event:?}");
        }
    }
}

#[test]
fn e26_call_is_never_null_and_holds_no_link() {
    for name in stories::names() {
        for record in told(&stories::table(&name)).iter().filter(|event| event.word == "callRecord") {
            let call = &object(record)["call"];
            assert!(call["id"].is_string() && call["link"].is_null(), "{name}: {call}");
            assert_eq!(call.as_object().unwrap().len(), 2);
            assert!(!record.body.contains("http"), "{name}");
        }
    }
}

#[test]
fn e29_an_operators_phone_is_his_extension_whatever_the_phone_system_wrote() {
    let house = House { extensions: [("bea", "4102"), ("ann", "4101")].into(), ..House::default() };
    let told = |story: &str| {
        let events = tell(&super::story(&stories::table(story)), &house).into_iter().flat_map(|telling| telling.events);
        events.map(|event| line(&event)).collect::<Vec<_>>()
    };
    assert_eq!(told("e17_an_inbound_call_that_was_answered")[0], "NotifyStart in +31612345678>4102 call1 Unknown");
    assert_eq!(told("s4_an_outbound_call_that_was_answered")[0], "NotifyStart out 4101>0612345678 call1 Unknown");
    assert_eq!(told("e34_an_internal_call")[0], "NotifyStart internal 4101>4102 call1 Unknown");
    assert_eq!(told("s16_a_number_outside_that_is_added")[2], "NotifyStart out 4102>0687654321 call2 Unknown");
}

#[test]
fn e30_a_click_to_call_appears_as_outgoing_from_the_member_who_asked() {
    let told = told(&stories::table("s2_a_click_to_call_starts_when_the_client_is_dialled"));
    assert!(told.iter().all(|event| object(event)["srcPhone"] == "101" && object(event)["direction"] == "out"));
    let ids: Vec<bool> = told.iter().map(|event| object(event)["callId"] == event.call.to_string()).collect();
    assert_eq!(ids, [true; 4], "the callId is the call's id");
}

/// Who tells what an event is sent to, and when, is no part of a body: a retry to a new address has the same bytes.
#[test]
fn e31_a_body_names_no_address_and_no_token() {
    for event in told(&stories::table("e17_an_inbound_call_that_was_answered")) {
        let wrapper = body(&event);
        assert_eq!(wrapper.as_object().unwrap().len(), 1, "{wrapper}");
        assert!(!event.body.contains("oken") && !event.body.contains("://"), "{}", event.body);
    }
}

#[test]
fn e32_what_the_receiver_said_itself_is_not_told_to_it() {
    let signals = story(&stories::table("e17_an_inbound_call_that_was_answered"));
    let events = |receiver| {
        let house = House { receiver: Some(receiver), ..House::default() };
        tell(&signals, &house).iter().map(|telling| telling.events.len()).sum::<usize>()
    };
    assert_eq!((events("pbx"), events("another")), (0, 4));
}

#[test]
fn e33_the_handle_of_every_history_names_the_recording_or_the_call_that_has_it() {
    let tellings = play(&format!("{CALL}{END}"));
    let last = tellings.last().unwrap();
    let call = object(last.events.last().unwrap())["call"].clone();
    assert_eq!(call, json!({"id": last.after.recordings[0].id, "link": null}));
}

#[test]
fn e34_phones_follow_the_seed_in_every_direction() {
    let phones = |story: &str| {
        let told = told(&stories::table(story));
        let object = object(told.last().unwrap());
        [&object["direction"], &object["srcPhone"], &object["dstPhone"]].map(|value| value.as_str().unwrap().to_owned())
    };
    assert_eq!(phones("e17_an_inbound_call_that_was_answered"), ["in", "+31612345678", "102"]);
    assert_eq!(phones("s4_an_outbound_call_that_was_answered"), ["out", "101", "0612345678"]);
    assert_eq!(phones("e34_an_internal_call"), ["internal", "101", "102"]);
    assert_eq!(phones("s17_an_outbound_call_that_is_transferred"), ["out", "103", "+31612345678"]);
}

/// Rule R3: talk is whole seconds, cut off, holds included.
#[test]
fn r3_seconds_are_cut_off_and_holds_count() {
    let table = stories::table("s6_a_hold_is_nothing").replace("60.00", "59.99");
    let told = told(&table);
    assert_eq!(object(told.last().unwrap())["duration"], 47);
}

/// Rule N20: a call of a conversation that went into another was told already, and what went into another says no more.
#[test]
fn n20_what_comes_in_with_another_conversation_is_not_told_again() {
    let tellings = play(&stories::table("e17_an_inbound_call_that_was_answered"));
    let after = tellings.last().unwrap().after.clone();
    let at = after.calls[0].changed_at;
    let joined = [after.clone()];
    assert_eq!(events(&Change { before: None, joined: &joined, after: &after, at }, &House::default()), []);
    let whole = events(&Change { before: None, joined: &[], after: &after, at }, &House::default());
    assert_eq!(whole.len(), 4, "what is told at once is told in order");
    let mut gone = after.clone();
    gone.merged_into = Some(uuid::Uuid::from_u128(7));
    assert_eq!(events(&Change { before: None, joined: &[], after: &gone, at }, &House::default()), []);
}

/// Rule E20: a page that was opened is closed, even if its leg turns out to be another call's.
#[test]
fn e20_a_page_that_there_is_no_longer_is_closed() {
    let tellings = play(&stories::table("s25_several_operators_of_whom_one_answers"));
    let ring = &tellings.iter().find(|telling| telling.after.calls[0].legs.len() == 3).unwrap().after;
    let at = ring.calls[0].changed_at;
    let without = |place: usize| {
        let mut after = ring.clone();
        after.calls[0].legs.remove(place);
        let told = events(&Change { before: Some(ring), joined: &[], after: &after, at }, &House::default());
        told.iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(without(2), ["NotifyEnd in +31612345678>103 call1.2 Cancel"]);
    let renumbered = [
        "NotifyEnd in +31612345678>102 call1 Cancel",
        "NotifyEnd in +31612345678>103 call1.2 Cancel",
        "NotifyStart in +31612345678>103 call1 Unknown",
    ];
    assert_eq!(without(1), renumbered);
    let mut none = ring.clone();
    none.calls.clear();
    let told = events(&Change { before: Some(ring), joined: &[], after: &none, at }, &House::default());
    assert_eq!(told.len(), 2, "and so is a whole call's");
}

#[test]
fn the_dialect_is_on_the_list() {
    let dialect = DIALECTS.iter().find(|dialect| dialect.name == "elma365").unwrap();
    assert!(!dialect.tells.is_empty() && dialect.about.contains("ELMA365"));
}
