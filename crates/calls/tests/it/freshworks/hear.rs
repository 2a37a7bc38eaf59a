//! What a Freshworks account says of its calls (rule F31): pictures of a call become its facts, in whatever order they come.

use std::collections::BTreeSet;

use calls::dialects::Event;
use calls::dialects::freshworks::hear;
use calls::fold::{conversations, fold};
use calls::notation::conversation;
use calls::signal::Signal;
use serde_json::{Value, json};

use super::{House, body, standing, stories, tell, told};

/// What is told of a story, as envelopes.
fn envelopes(story: &str) -> Vec<Value> {
    let (signals, house) = told::story(&stories::table(story));
    let events = tell(&signals, &house).into_iter().flat_map(|telling| telling.events);
    events.map(|event: Event| json!({"event": event.word, "timestamp": 1, "data": body(&event)})).collect()
}

fn heard(envelope: &Value) -> Vec<Signal> {
    let heard = hear(envelope.to_string().as_bytes(), "fresh").unwrap();
    assert_eq!(heard.serial, envelope["data"]["call"]["id"].as_u64());
    heard.signals
}

/// The facts of several envelopes as a store records them: each once.
fn recorded(envelopes: &[&Value]) -> Vec<Signal> {
    let mut known = BTreeSet::new();
    envelopes.iter().flat_map(|envelope| heard(envelope)).filter(|signal| known.insert(signal.key.clone())).collect()
}

/// Where everybody stands in the end.
fn in_the_end(signals: &[Signal]) -> String {
    let mut ordered = signals.to_vec();
    ordered.sort_by(|one, other| one.order().cmp(&other.order()));
    assert_eq!(conversations(ordered.clone()).len(), 1);
    let events = tell(&ordered, &House::default()).into_iter().flat_map(|telling| telling.events);
    let last = events.last().unwrap();
    standing(&body(&last)["call"])
}

/// Stories that a picture can show whole: one agent's talk, or none.
const HEARD: &[&str] = &[
    "f8_without_wrap_up_a_hang_up_ends_the_agents_leg_too",
    "f9_an_outbound_call_that_came_to_busy",
    "f9_an_outbound_call_that_came_to_failed",
    "f9_an_outbound_call_that_came_to_no_answer",
    "f32_of_several_agents_who_are_rung_the_others_are_disconnected",
    "f33_a_voicemail_is_recorded_between_two_greetings",
    "f9_an_outbound_call_is_created_with_its_agent",
    "f9_an_outbound_call_that_came_to_cancelled",
    "s10_an_agent_who_declines_ends_an_inbound_call",
    "s13_an_agent_who_cannot_be_reached_ends_an_inbound_call",
    "s5_a_caller_who_only_met_the_menu_has_no_agent",
    "s6_who_is_held_is_on_hold_and_the_other_is_not",
    "s7_a_busy_agent_ends_an_inbound_call",
    "s8_an_agent_who_does_not_answer_ends_an_inbound_call",
    "s9_a_caller_who_gives_up_in_an_empty_queue_has_no_agent",
    "s11_who_is_blocked_is_nine",
    "s12_who_is_refused_because_he_withheld_his_number_is_eleven",
];

#[test]
fn f31_what_is_told_of_a_call_and_heard_again_is_the_same_call() {
    let mut wrong = Vec::new();
    for story in HEARD {
        let envelopes = envelopes(story);
        let wanted = standing(&envelopes.last().unwrap()["data"]["call"]);
        let all: Vec<&Value> = envelopes.iter().collect();
        let told = in_the_end(&recorded(&all));
        if told != wanted {
            wrong.push(format!("{story}: wanted {wanted}, heard {told}\n{}", conversation(&fold(&recorded(&all)))));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Rules F5, F17: the child of an outgoing call that was handed on has no agent at first, then one of another kind than who dials.
#[test]
fn f31_the_child_of_an_outgoing_call_that_was_transferred_is_outgoing_from_its_first_envelope_on() {
    let envelopes = envelopes("s17_an_outbound_call_that_is_transferred_keeps_its_customer");
    let child: Vec<&Value> = envelopes.iter().filter(|told| told["data"]["call"]["id"] == 2).collect();
    assert_eq!(standing(&child[0]["data"]["call"]), "C0");
    for no in 1..=child.len() {
        let whole = fold(&recorded(&child[..no]));
        assert_eq!(whole.calls.len(), 1, "{no}");
        assert_eq!(whole.calls[0].direction.map(calls::conversation::Word::word), Some("outbound"), "{no}");
    }
    let whole = fold(&recorded(&child));
    assert_eq!(whole.calls[0].line.as_deref(), Some("+31205550199"));
    assert!(whole.ended_at.is_some() && whole.answered_at.is_some(), "{}", conversation(&whole));
}

#[test]
fn f31_the_same_envelope_twice_changes_nothing_nor_does_a_create_after_an_update() {
    for story in HEARD {
        let envelopes = envelopes(story);
        let (first, last) = (&envelopes[0], envelopes.last().unwrap());
        assert_eq!(heard(last), heard(last), "{story}");
        let (twice, once) = (recorded(&[last, last]), recorded(&[last]));
        assert_eq!(twice, once, "{story}");
        let told = |signals: &[Signal]| conversation(&fold(signals));
        assert_eq!(told(&recorded(&[last, first])), told(&once), "{story}: a create after an update");
    }
}

#[test]
fn f31_an_update_alone_creates_the_call_with_what_it_shows() {
    let envelopes = envelopes("f8_without_wrap_up_a_hang_up_ends_the_agents_leg_too");
    assert_eq!(in_the_end(&recorded(&[envelopes.last().unwrap()])), "C1:60s A1:48s");
}

#[test]
fn f31_a_direction_is_read_in_every_form_and_notes_bill_and_recording_are_kept() {
    let call = |direction: Value| {
        json!({"call": {"id": "90417", "direction": direction, "phone_number": "+12025550100",
            "created_time": "2026-01-05T09:45:00.000Z", "updated_time": "2026-01-05T09:48:10.000Z", "unknown": 1,
            "bill_duration": 142, "call_notes": "asked for a quote", "recording": {"id": 551, "url": "https://a.example/r",
            "duration": 142, "duration_unit": "seconds"}, "participants": [
            {"id": 1, "participant_type": "customer", "connection_type": 0, "call_status": 17, "caller_number": "+12025550142",
            "cost": 0.5, "cost_unit": "usd", "duration": 154, "created_time": "2026-01-05T09:45:00.000Z"}]}})
    };
    for direction in [json!("Incoming"), json!("INBOUND"), json!(1), json!("1")] {
        let heard = hear(call(direction).to_string().as_bytes(), "fresh").unwrap();
        assert_eq!(heard.serial, Some(90_417));
        let whole = fold(&heard.signals);
        let call = &whole.calls[0];
        assert_eq!(call.direction.map(calls::conversation::Word::word), Some("inbound"));
        let provider = call.provider.as_ref().unwrap();
        assert_eq!((provider.name.as_str(), provider.id.as_str()), ("FRESHCALLER", "90417"));
        assert!(provider.payload.as_ref().unwrap().contains("asked for a quote"));
        let billed = call.billed.as_ref().unwrap();
        assert_eq!((billed.seconds, billed.amount, billed.currency.as_deref()), (142.0, Some(0.5), Some("USD")));
        assert_eq!(call.doings.notes[0].1, "asked for a quote");
        assert_eq!(whole.recordings[0].url.as_deref(), Some("https://a.example/r"));
    }
    for direction in [json!("out-going"), json!("outbound"), json!(2)] {
        assert!(hear(call(direction).to_string().as_bytes(), "fresh").is_ok());
    }
}

/// An end is told in several steps of one moment (rule F13), and each says more than the one before.
#[test]
fn f31_what_a_later_picture_of_the_same_moment_adds_is_heard() {
    let envelopes = envelopes("f13_an_end_is_told_in_three_steps_and_notes_with_the_first");
    let ends: Vec<&Value> =
        envelopes.iter().filter(|told| told["data"]["call"]["participants"][1]["call_status"] == 15).collect();
    assert_eq!(ends[0]["data"]["call"]["bill_duration"], Value::Null);
    assert_eq!(ends[0]["data"]["call"]["updated_time"], ends[1]["data"]["call"]["updated_time"]);
    let whole = fold(&recorded(&ends));
    assert_eq!(whole.calls[0].billed.as_ref().map(|billed| billed.seconds), Some(48.0));
    assert_eq!((whole.calls[0].doings.notes.len(), whole.recordings.len()), (1, 1));
    let all: Vec<Signal> = envelopes.iter().flat_map(heard).collect();
    let backwards: Vec<Signal> = envelopes.iter().rev().flat_map(heard).collect();
    assert_eq!(fold(&all), fold(&backwards), "in whatever order they come");
}

#[test]
fn r6_what_cannot_be_read_names_its_field() {
    let envelope = || envelopes("f8_without_wrap_up_a_hang_up_ends_the_agents_leg_too").remove(1);
    let fault = |change: &dyn Fn(&mut Value)| {
        let mut envelope = envelope();
        change(&mut envelope["data"]["call"]);
        hear(envelope.to_string().as_bytes(), "fresh").unwrap_err().field
    };
    assert_eq!(fault(&|call| call["direction"] = json!("sideways")), "data.call.direction");
    assert_eq!(fault(&|call| call["id"] = json!(0)), "data.call.id");
    assert_eq!(fault(&|call| call["id"] = json!(9_007_199_254_740_992_u64)), "data.call.id");
    assert_eq!(fault(&|call| call["created_time"] = Value::Null), "data.call.created_time");
    assert_eq!(fault(&|call| call["participants"][1]["call_status"] = json!(14)), "data.call.participants[1].call_status");
    assert_eq!(fault(&|call| call["participants"][1]["call_status"] = json!(7)), "data.call.participants[1].call_status");
    assert_eq!(
        fault(&|call| call["participants"][0]["participant_type"] = json!("Robot")),
        "data.call.participants[0].participant_type"
    );
    assert_eq!(
        fault(&|call| call["participants"][0]["connection_type"] = json!(8)),
        "data.call.participants[0].connection_type"
    );
    assert_eq!(fault(&|call| call["call_notes"] = json!("a".repeat(4_001))), "data.call.call_notes");
    assert_eq!(fault(&|call| call["participants"] = json!({})), "data.call.participants");
    let nothing = |body: &[u8]| hear(body, "fresh").unwrap_err().field;
    assert_eq!([nothing(b"{"), nothing(b"[]"), nothing(b"\xff"), nothing(b"{\"call\":1}")], ["", "", "", "call"]);
}
