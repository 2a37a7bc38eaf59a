//! Lines and parameters: what is understood, and what is said of the rest.

use super::super::line::Line;
use super::super::params::Params;
use super::{at, line, parent, record, told};
use crate::Text;
use crate::moment::Moment;
use crate::signal::What;

fn notes(text: &str) -> Vec<String> {
    let (signals, notes) = told(&[text.to_owned()]);
    assert!(signals.is_empty(), "{signals:?}");
    notes.iter().map(|note| format!("{}: {}", note.line.unwrap(), note.text)).collect()
}

#[test]
fn a_fault_names_the_line_and_the_parameter_and_no_value() {
    let status = "CallSid=CAp&CallStatus=ringing&Direction=inbound";
    let fault = |more: &str| notes(&line(&format!("{status}{more}"))).join("");
    assert!(fault("&Timestamp=yesterday").starts_with("1: Timestamp: expected a time"));
    assert!(fault("").starts_with("1: Timestamp: expected a time"));
    let timed = format!("&Timestamp={}", at(0));
    assert_eq!(fault(&format!("{timed}&SequenceNumber=first")), "1: SequenceNumber: expected a whole number");
    assert_eq!(fault(&format!("{timed}&CallDuration=99999999999")), "1: CallDuration: expected seconds of less than a year");
    assert!(notes(&line("CallStatus=ringing")).join("").starts_with("1: CallSid: expected the id of the call"));
    assert!(notes(&line("CallSid=a b&CallStatus=ringing")).join("").starts_with("1: CallSid: expected an id"));
    assert!(notes(&line("CallSid=CAp&RecordingStatus=completed")).join("").starts_with("1: RecordingSid:"));
}

#[test]
fn what_is_no_line_is_a_note() {
    assert_eq!(notes("nonsense"), ["1: this is no JSON object"]);
    assert_eq!(notes("{}"), ["1: params: expected the fields of a callback"]);
    assert_eq!(notes(r#"{"params":{"CallSid":7}}"#), ["1: params: expected texts or lists of texts"]);
    assert_eq!(notes(r#"{"seen_at":"noon","params":{}}"#), ["1: seen_at: expected a time as in RFC 3339"]);
    assert_eq!(notes(&"x".repeat(300_000)), ["1: the line is too long, or no text"]);
}

#[test]
fn unknown_words_are_tolerated_and_tell_nothing_but_that_there_is_a_call() {
    let (signals, notes) = told(&[parent(0, "levitating", 0, "&NewThing=1&AnsweredBy=ghost&HangupSource=nobody")]);
    assert!(notes.is_empty(), "{notes:?}");
    assert!(signals.iter().all(|signal| matches!(signal.what, What::CameIn(_))), "{signals:?}");
}

#[test]
fn times_are_read_as_mail_writes_them_and_cut_to_the_second() {
    let moment = |text: &str| Params(vec![("Timestamp".into(), Text::new(text))]).moment("Timestamp").ok().flatten();
    let nine = Moment::from_rfc3339("2026-11-02T09:00:00Z");
    for text in [
        "Mon, 02 Nov 2026 09:00:00 +0000",
        "2 Nov 2026 10:00:00 +0100",
        "Mon, 02 Nov 2026 09:00:00 GMT",
        "2026-11-02T09:00:00.700Z",
    ] {
        assert_eq!(moment(text), nine, "{text}");
    }
    for text in ["", "Mon, 02 Nov 2026", "Mon, 32 Nov 2026 09:00:00 +0000", "Mon, 02 Nov 2026 09:00:00 🙂🙂", "1767606300"]
    {
        assert_eq!(moment(text), None, "{text}");
    }
}

#[test]
fn a_line_that_is_written_reads_back_as_it_was() {
    let field = |name: &str, value: &str| (Text::new(name), Text::new(value));
    let line = Line {
        seen_at: Moment::from_rfc3339("2026-11-02T09:00:00.123456Z"),
        path: "/a?b=\"c\"".into(),
        token: Some("t".into()),
        by: None,
        params: Params(vec![field("Digits", "1"), field("Digits", "2"), field("Digits", "1"), field("From", "+1\n🙂")]),
    };
    assert_eq!(Line::read(&line.write()), Ok(line));
}

#[test]
fn n5_a_sip_user_is_the_number_of_its_party_and_a_spelt_mark_is_none() {
    let from =
        |address: &str| record(&[parent(0, "ringing", 0, "").replace("+15550001", address)]).calls[0].from.number.clone();
    assert_eq!(from("sip:desk@house.example:5060;transport=tls").as_deref(), Some("desk"));
    assert_eq!(from("client:desk").as_deref(), Some("desk"));
    assert_eq!(from("+15550001").as_deref(), Some("+15550001"));
    for withheld in ["anonymous", "+266696687", "Restricted", "client:"] {
        assert_eq!(from(withheld), None, "{withheld}");
    }
}
