//! Calls that somebody asks Twilio for, and what is told of them.

use super::super::originate::{answered, ask};
use super::{at, records, told};
use crate::adapters::Origination;
use crate::conversation::{Direction, Origin, Outcome};
use crate::moment::Moment;
use crate::signal::{Doer, DoerKind};

fn asked(device: &str) -> Origination {
    Origination {
        leg: "unused".into(),
        device: device.into(),
        number: "101".into(),
        user: "ann".into(),
        to: "+31207654321".into(),
        line: None,
        by: Doer { kind: DoerKind::Person, id: "ann".into(), name: Some("Ann".into()) },
    }
}

/// One callback of the call `CAp`, whose first phone is at `device`.
fn root(second: u32, status: &str, sequence: u32, device: &str, more: &str) -> String {
    let fields = format!(
        "CallSid=CAp&From=+31205550199&To={device}&Direction=outbound-api&CallStatus={status}&Timestamp={}&SequenceNumber={sequence}{more}",
        at(second)
    );
    super::line(&fields).replace("{\"params\"", "{\"path\":\"originated/101/+31207654321\",\"params\"")
}

fn child(second: u32, status: &str, sequence: u32, more: &str) -> String {
    super::line(&format!(
        "CallSid=CAc&ParentCallSid=CAp&From=+31205550199&To=+31207654321&Direction=outbound-dial&CallStatus={status}&Timestamp={}&SequenceNumber={sequence}{more}",
        at(second)
    ))
}

fn accepted(device: &str, second: i64) -> String {
    let now = Moment::from_rfc3339("2026-11-02T09:00:00Z").unwrap().plus(second * 1_000_000 + 250_000);
    let body = "{\"sid\":\"CAp\",\"account_sid\":\"AC1\",\"status\":\"queued\",\"from\":\"+31205550199\"}";
    let (sid, line) = answered(&asked(device), 201, body, now).unwrap();
    assert_eq!(sid, "CAp");
    line.trim_end().to_owned()
}

#[test]
fn the_users_phone_is_called_first_and_dials_the_number() {
    let callbacks = "https://callbook.example/callbook/v1/callbacks/main/cloud/twilio";
    let (path, form) = ask(&asked("sip:101@office.example"), "AC1", "+31205550199", callbacks);
    assert_eq!(path, "/2010-04-01/Accounts/AC1/Calls.json");
    let document = format!(
        "<Response><Dial callerId=\"+31205550199\" answerOnBridge=\"true\"><Number statusCallback=\"{callbacks}\" \
         statusCallbackEvent=\"initiated ringing answered completed\">+31207654321</Number></Dial></Response>"
    );
    let status = format!("{callbacks}/originated/101/+31207654321");
    let events = ["initiated", "ringing", "answered", "completed"].map(|event| ("StatusCallbackEvent", event.to_owned()));
    let mut wanted = vec![
        ("To", "sip:101@office.example".to_owned()),
        ("From", "+31205550199".to_owned()),
        ("Twiml", document),
        ("StatusCallback", status),
        ("StatusCallbackMethod", "POST".to_owned()),
    ];
    wanted.extend(events);
    assert_eq!(form, wanted);
}

#[test]
fn nothing_that_is_asked_for_is_a_verb_of_its_own() {
    let evil = Origination { to: "1</Number><Hangup/>\"".into(), ..asked("sip:101@office.example") };
    let (_, form) = ask(&evil, "AC1", "+31\"><Reject/>", "https://callbook.example/?a&b");
    let document = &form.iter().find(|(name, _)| *name == "Twiml").unwrap().1;
    assert!(!document.contains("<Hangup") && !document.contains("<Reject") && document.contains("?a&amp;b"), "{document}");
}

#[test]
fn a_refusal_says_its_code_and_never_a_number() {
    let body = "{\"code\":21211,\"message\":\"The 'To' number +31207654321 is not a valid phone number.\",\"status\":400}";
    let now = Moment::default();
    let refused = |status, body| answered(&asked("client:ann"), status, body, now).unwrap_err().to_string();
    assert_eq!(refused(400, body), "it answers with 400, code 21211");
    assert_eq!(refused(502, "<html>"), "it answers with 502");
    assert_eq!(refused(200, "{}"), "its answer cannot be read");
}

#[test]
fn n15_it_is_one_outbound_call_of_the_user_wherever_his_phone_stands() {
    // A phone of the house, a program's, and one of the mobile network that Twilio reaches as any number outside.
    for device in ["sip:101@office.example", "client:ann", "+31612345678"] {
        let mut lines = vec![
            accepted(device, 0),
            root(0, "initiated", 0, device, ""),
            root(1, "ringing", 1, device, ""),
            root(4, "in-progress", 2, device, ""),
            child(4, "initiated", 0, ""),
            child(5, "ringing", 1, ""),
            child(9, "in-progress", 2, ""),
            child(20, "completed", 3, "&CallDuration=11"),
            root(20, "completed", 3, device, "&CallDuration=16"),
        ];
        for _ in 0..2 {
            let records = records(&lines);
            assert_eq!(records.len(), 1, "{device}: {records:?}");
            let call = &records[0].calls[0];
            let told = (records[0].calls.len(), call.key.as_str(), call.origin, call.direction, call.outcome);
            assert_eq!(told, (1, "CAp", Origin::ClickToCall, Some(Direction::Outbound), Some(Outcome::Answered)), "{device}");
            let sides = (call.from.number.as_deref(), call.to.number.as_deref());
            assert_eq!(sides, (Some("101"), Some("+31207654321")), "{device}");
            assert!(records[0].menus.is_empty() && call.legs.len() == 2, "{device}: {call:?}");
            // Without what was answered, and in the other order, it is the same.
            lines.remove(0);
            lines.reverse();
        }
    }
}

#[test]
fn n17_the_call_begins_with_what_was_answered_and_says_who_asked() {
    let (signals, notes) = told(&[accepted("client:ann", 0)]);
    assert!(notes.is_empty(), "{notes:?}");
    let words: Vec<&str> = signals.iter().map(|signal| signal.what.word()).collect();
    assert_eq!(words, ["originated", "chose", "presented"]);
    assert!(signals.iter().all(|signal| signal.leg.0 == "CAp"));
    assert_eq!(signals[0].by.as_ref().unwrap().id, "ann");
}

#[test]
fn a_phone_that_cannot_be_called_is_a_call_that_failed() {
    let lines = [accepted("client:ann", 0), root(1, "failed", 0, "client:ann", "&SipResponseCode=480")];
    let records = records(&lines);
    assert_eq!((records.len(), records[0].calls[0].outcome), (1, Some(Outcome::Unavailable)));
}
