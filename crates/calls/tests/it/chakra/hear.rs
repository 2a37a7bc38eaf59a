//! What clients write of calls that a phone system told (rules R5, R6, R9, C12, C14, C15, C17, C18, C20).

use calls::dialects::chakra::{BODY_MAX, Code, Refusal, Said, change, create, remove};
use calls::fold::fold;
use calls::signal::Signal;
use serde_json::{Value, json};

use super::{House, asked, id_of, last, shown, shown_of, stories, story, who, with};

const TALK: &str = "00.000 L1 came_in number=+31612345678 trunk=voip dialled=+31205550199\n\
    00.050 L2 dialled by=L1 number=102 user=bea\n00.500 L2 ringing\n12.000 L2 answered\n12.000 L1 connected bridge=B\n\
    12.000 L2 connected bridge=B\n";
const END: &str = "60.000 L2 ended how=normal\n60.000 L1 ended how=normal\n";

fn ended() -> Vec<Signal> {
    story(&format!("{TALK}{END}"))
}

fn said(signals: &[Signal], body: &Value) -> Result<Said, Refusal> {
    let seen = last(signals);
    change(body.to_string().as_bytes(), &seen, &seen.calls[0], asked(&House), &who)
}

/// The call after a change.
fn changed(signals: Vec<Signal>, body: &Value) -> Vec<Signal> {
    let said = said(&signals, body).unwrap_or_else(|refusal| panic!("{body}: {refusal:?}"));
    with(signals, said, 300)
}

fn refused(signals: &[Signal], body: &Value) -> (Code, String) {
    let refusal = said(signals, body).expect_err(&body.to_string());
    assert!(refusal.field.is_none() || refusal.message.starts_with(refusal.field.as_deref().unwrap()), "{refusal:?}");
    (refusal.code, refusal.field.unwrap_or_default())
}

/// Every line fact of the sheet, with a value that the call does not have.
fn line_facts() -> Vec<(&'static str, Value)> {
    vec![
        ("to", json!("+31205550111")),
        ("from", Value::Null),
        ("provider", json!("OTHER")),
        ("providerCallId", json!("x")),
        ("providerPayload", json!({})),
        ("callStart", json!(1_767_606_300_001_i64)),
        ("callEnd", Value::Null),
        ("connectionStart", json!("2026-01-05T09:45:13Z")),
        ("connectionEnd", json!(1_767_606_301_000_i64)),
        ("type", json!("OUTBOUND")),
        ("callStatus", json!("BUSY")),
        ("callInitiateLocation", json!("SOMEWHERE")),
    ]
}

#[test]
fn c14_a_line_fact_is_refused_and_nothing_at_all_is_changed() {
    for (field, value) in line_facts() {
        let body = json!({field: value, "forTask": "t-1"});
        assert_eq!(refused(&ended(), &body), (Code::ReadOnlyField, field.to_owned()));
    }
}

#[test]
fn c15_and_r5_what_is_nobodys_to_write_and_what_is_not_known_is_passed_over() {
    let body = json!({"id": 1, "team": 2, "createdAt": "x", "updatedAt": [], "isDeleted": true, "disposedAt": 3, "unknown": {},
        "callDuration": 7, "connectionDuration": 8});
    assert_eq!(said(&ended(), &body).unwrap(), Said::default());
    assert_eq!((shown(&last(&ended()))["callDuration"].clone(), said(&ended(), &json!({})).unwrap().says), (json!(60), vec![]));
}

#[test]
fn r9_what_is_shown_already_can_be_written_back() {
    for name in [
        "s4_an_outbound_call_that_is_answered",
        "s18_an_attended_transfer_has_three_calls",
        "s26_a_deleted_call_keeps_its_status",
    ] {
        let signals = story(&stories::table(name).replace("! 90.000 L1 deleted\n", ""));
        let mut body = shown(&last(&signals));
        assert_eq!(said(&signals, &body).unwrap(), Said::default(), "{name}");
        // In other spellings, and after the link was signed anew.
        body["from"] = json!(body["from"].as_str().unwrap().replace('+', "").replace("31", "31 "));
        body["type"] = json!(body["type"].as_str().unwrap().to_lowercase());
        body["callStatus"] = json!(body["callStatus"].as_str().unwrap().to_lowercase().replace('_', " "));
        if let Some(url) = body["recordingUrl"].as_str() {
            body["recordingUrl"] = json!(url.replace("expires=", "expires=9"));
        }
        assert_eq!(said(&signals, &body).unwrap(), Said::default(), "{name}");
    }
}

#[test]
fn r9_associations_are_written_replaced_and_cleared() {
    let kinds = ["forTask", "forRecord", "forProcess", "forUser", "forStateTask", "forEntity", "forProcedure"];
    for field in kinds {
        let linked = changed(ended(), &json!({field: "one"}));
        assert_eq!(shown(&last(&linked))[field], json!("one"));
        let again = changed(linked, &json!({field: "two"}));
        let seen = last(&again);
        assert_eq!((&shown(&seen)[field], seen.calls[0].links.len()), (&json!("two"), 1));
        assert_eq!(said(&again, &json!({field: "two"})).unwrap().says, []);
        let cleared = changed(again, &json!({field: null}));
        assert!(shown(&last(&cleared))[field].is_null());
        assert_eq!(refused(&ended(), &json!({field: "x".repeat(101)})), (Code::InvalidField, field.to_owned()));
    }
}

#[test]
fn r9_a_user_is_changed_once_the_call_is_over() {
    let user = |signals: &[Signal]| shown(&last(signals))["user"].clone();
    assert_eq!(user(&ended()), json!(id_of("bea").to_string()));
    let by_id = changed(ended(), &json!({"user": id_of("ann").to_string()}));
    assert_eq!(user(&by_id), json!(id_of("ann").to_string()));
    assert_eq!(user(&changed(ended(), &json!({"user": "cas"}))), json!(id_of("cas").to_string()));
    assert_eq!(user(&changed(by_id, &json!({"user": null}))), json!(id_of("bea").to_string()), "who had it, has it again");
    assert_eq!(refused(&ended(), &json!({"user": "nobody"})), (Code::UnknownUser, "user".to_owned()));
    assert_eq!(refused(&story(TALK), &json!({"user": "ann"})), (Code::ReadOnlyField, "user".to_owned()));
    assert_eq!(said(&story(TALK), &json!({"user": "bea"})).unwrap().says, []);
}

#[test]
fn r9_a_missing_link_to_a_recording_is_told_once() {
    let told = changed(ended(), &json!({"recordingUrl": "https://a.example/r.mp3"}));
    assert_eq!(shown(&last(&told))["recordingUrl"], json!("https://a.example/r.mp3"));
    assert_eq!(said(&told, &json!({"recordingUrl": "https://a.example/r.mp3"})).unwrap().says, []);
    for other in [json!("https://a.example/s.mp3"), Value::Null] {
        assert_eq!(refused(&told, &json!({"recordingUrl": other})), (Code::ReadOnlyField, "recordingUrl".to_owned()));
    }
    for link in ["http://a.example/r", "https://", "ftp://a.example", "https://a.example/a b", "r.mp3"] {
        assert_eq!(
            refused(&ended(), &json!({"recordingUrl": link})),
            (Code::InvalidField, "recordingUrl".to_owned()),
            "{link}"
        );
    }
}

#[test]
fn r6_what_cannot_be_read_names_its_field() {
    let fields = [
        ("type", json!("SIDEWAYS")),
        ("callStatus", json!("SOMETHING")),
        ("callStatus", json!(7)),
        ("callStart", json!(1_767_606_300)),
        ("callEnd", json!("yesterday")),
        ("connectionStart", json!(true)),
        ("connectionEnd", json!(1_767_606_300_000.5)),
        ("callDuration", json!(-1)),
        ("connectionDuration", json!("long")),
        ("to", json!(31)),
        ("from", json!("x".repeat(65))),
        ("provider", json!("x".repeat(41))),
        ("providerCallId", json!("x".repeat(256))),
        ("callInitiateLocation", json!("")),
        ("user", json!({})),
        ("forEntity", json!(["a"])),
        ("recordingUrl", json!(1)),
    ];
    for (field, value) in fields {
        assert_eq!(refused(&ended(), &json!({field: value})), (Code::InvalidField, field.to_owned()));
        let body = json!({"type": "INBOUND", "from": "1", field: value}).to_string();
        assert_eq!(create(body.as_bytes(), asked(&House), &who).unwrap_err().field.as_deref(), Some(field));
    }
    let payload = json!({"providerPayload": "x".repeat(65_536)});
    assert_eq!(refused(&ended(), &payload), (Code::PayloadTooLarge, "providerPayload".to_owned()));
    let seen = last(&ended());
    let heard = |body: &[u8]| change(body, &seen, &seen.calls[0], asked(&House), &who).unwrap_err().code;
    assert_eq!([heard(b"{"), heard(b"[]"), heard(b"\xff"), heard(b"")], [Code::InvalidJson; 4]);
    assert_eq!(heard(&vec![b' '; BODY_MAX + 1]), Code::PayloadTooLarge);
}

#[test]
fn c12_a_post_of_a_call_that_a_phone_system_told_changes_what_can_be_changed() {
    let house = House;
    let body = json!({"type": "OUTBOUND", "to": "999", "callStatus": "BUSY", "callStart": 1_767_606_300_000_i64, "provider": "twilio",
        "providerCallId": "CA1", "forTask": "t-1", "recordingUrl": "https://a.example/r.mp3", "user": "ann"});
    let new = create(body.to_string().as_bytes(), asked(&house), &who).unwrap();
    assert_eq!(new.named(), Some(("TWILIO", "CA1")));
    let seen = last(&ended());
    let told = with(ended(), new.over(&seen, &seen.calls[0], asked(&house), &who).unwrap(), 300);
    let told = shown(&last(&told));
    assert_eq!((&told["forTask"], &told["recordingUrl"]), (&json!("t-1"), &json!("https://a.example/r.mp3")));
    assert_eq!(
        (&told["type"], &told["callStatus"], &told["callEnd"]),
        (&json!("INBOUND"), &json!("COMPLETED"), &json!(1_767_606_360_000_i64))
    );
    assert_eq!((&told["id"], &told["user"]), (&json!(seen.calls[0].id), &json!(id_of("ann").to_string())));
    let seen = last(&story(TALK));
    let live = new.over(&seen, &seen.calls[0], asked(&house), &who).unwrap();
    assert_eq!(live.says.len(), 2, "whose call it is stays as long as it goes on");
}

#[test]
fn c17_a_second_delete_changes_nothing() {
    let seen = last(&ended());
    let gone = with(ended(), remove(&seen.calls[0]), 300);
    let told = shown(&last(&gone));
    assert_eq!((&told["isDeleted"], &told["callStatus"]), (&json!(true), &json!("COMPLETED")));
    assert_eq!(remove(&last(&gone).calls[0]), Said::default());
}

#[test]
fn c18_a_deleted_call_is_changed_no_more() {
    let seen = last(&ended());
    let gone = with(ended(), remove(&seen.calls[0]), 300);
    assert_eq!(refused(&gone, &json!({"forTask": "t"})), (Code::CallDeleted, String::new()));
    assert_eq!(refused(&gone, &json!({})), (Code::CallDeleted, String::new()));
    let seen = last(&gone);
    let new = create(br#"{"type":"IN","to":"1"}"#, asked(&House), &who).unwrap();
    assert_eq!(new.over(&seen, &seen.calls[0], asked(&House), &who).unwrap_err().code, Code::CallDeleted);
}

#[test]
fn c20_the_child_of_a_transfer_has_the_associations_of_its_parent_and_keeps_them_beside_its_own() {
    let signals = story(&stories::table("s17_a_blind_transfer_ends_the_parent_and_rings_in_a_child"));
    let mut signals = changed(signals, &json!({"forRecord": "C-1", "forProcess": "P-1"}));
    let seen = last(&signals);
    assert_eq!(seen.calls.len(), 2);
    let (parent, child) = (shown_of(&seen, 0), shown_of(&seen, 1));
    assert_eq!((&child["forRecord"], &child["forProcess"]), (&json!("C-1"), &json!("P-1")));
    assert_eq!((&child["callInitiateLocation"], &child["callStart"]), (&json!("TRANSFER"), &parent["callEnd"]));
    assert_ne!(parent["user"], child["user"]);
    // What is said of the child is its own, and does not take the others from it.
    let body = json!({"forTask": "t-1", "forProcess": "P-2"}).to_string();
    let said = change(body.as_bytes(), &seen, &seen.calls[1], asked(&House), &who).unwrap();
    let call = fold(&signals).calls[1].clone();
    let leg = calls::signal::LegKey(call.legs.iter().next_back().unwrap().key.clone());
    let first = signals[0].clone();
    let address = super::Address { source: first.source, thread: first.thread, leg, call: call.key.clone() };
    signals.extend(said.signals(&address, "child", (super::moment(400), 0), &super::program()));
    let seen = last(&signals);
    let told = |no: usize| ["forTask", "forRecord", "forProcess"].map(|field| shown_of(&seen, no)[field].clone());
    assert_eq!(told(1), [json!("t-1"), json!("C-1"), json!("P-2")]);
    assert_eq!(told(0), [Value::Null, json!("C-1"), json!("P-1")]);
}
