//! Disposals (sheet, 4.4; rules C5–C10, C18).

use calls::dialects::chakra::{Code, Refusal, Said, change, create, dispose};
use calls::fold::fold;
use calls::signal::Signal;
use serde_json::{Value, json};

use super::{House, asked, last, shown, stories, story, who, with, written};

fn said(signals: &[Signal], body: &Value) -> Result<Said, Refusal> {
    let seen = last(signals);
    dispose(body.to_string().as_bytes(), &seen.calls[0], asked(&House), &who)
}

fn disposed(signals: Vec<Signal>, body: &Value, second: i64) -> Vec<Signal> {
    let said = said(&signals, body).unwrap_or_else(|refusal| panic!("{body}: {refusal:?}"));
    with(signals, said, second)
}

/// A call that was answered, and is over.
fn ended() -> Vec<Signal> {
    story(stories::table("c5_a_queued_call_that_is_answered_and_disposed_after_it").split("! 90").next().unwrap())
}

fn status(signals: &[Signal]) -> String {
    shown(&last(signals))["callStatus"].as_str().unwrap().to_owned()
}

#[test]
fn c5_a_call_that_is_disposed_after_the_end_is_completed() {
    assert_eq!(status(&ended()), "DISCONNECTED_NOT_DISPOSED");
    let body = json!({"disposition": "CALLBACK", "remarks": "asked for a quote", "nextCallTime": 1_767_692_700_000_i64,
        "callStatus": null, "user": "ann"});
    let signals = disposed(ended(), &body, 190);
    let seen = last(&signals);
    assert_eq!((status(&signals).as_str(), &shown(&seen)["disposedAt"]), ("COMPLETED", &json!(1_767_606_490_000_i64)));
    let disposition = seen.calls[0].disposition.as_ref().unwrap();
    assert_eq!((disposition.text.as_deref(), disposition.code.as_deref()), (Some("asked for a quote"), None));
    assert_eq!(disposition.next_call_at.map(|at| at.to_string()).as_deref(), Some("2026-01-06T09:45:00.000Z"));
    assert_eq!(seen.calls[0].kept["chakra"], json!({"disposition": "CALLBACK"}), "the word is kept beside the remarks");
    let whole = fold(&signals);
    let (_, act) = whole.calls[0].doings.disposition.as_ref().unwrap();
    let by = act.by.as_ref().unwrap();
    assert_eq!((by.id.as_str(), by.name.as_deref()), ("ann", Some("Ann Mori")));
}

#[test]
fn c5_who_disposes_is_whose_call_it_is_if_nobody_is_named() {
    let by = |signals: &[Signal]| fold(signals).calls[0].doings.disposition.as_ref().unwrap().1.by.as_ref().unwrap().id.clone();
    assert_eq!(by(&disposed(ended(), &json!({"disposition": "DONE"}), 190)), "bea");
    let nobody = story("00.000 L1 came_in number=+31612345678 trunk=voip dialled=+31205550199\n01.000 L1 ended how=normal\n");
    assert_eq!(by(&disposed(nobody, &json!({"disposition": "DONE"}), 190)), "plugin", "else whoever asks");
}

#[test]
fn c9_a_second_disposal_takes_the_place_of_the_text_and_not_of_the_moment() {
    let once = disposed(ended(), &json!({"disposition": "ONE", "remarks": "first"}), 190);
    let twice = disposed(once.clone(), &json!({"disposition": "TWO"}), 250);
    let (one, two) = (shown(&last(&once)), shown(&last(&twice)));
    assert_eq!((&one["disposedAt"], &two["callStatus"]), (&two["disposedAt"], &json!("COMPLETED")));
    assert!(one["updatedAt"].as_i64() < two["updatedAt"].as_i64());
    let seen = last(&twice);
    assert_eq!(seen.calls[0].disposition.as_ref().unwrap().text.as_deref(), Some("TWO"), "without remarks its word");
    assert_eq!((seen.calls[0].notes.len(), &seen.calls[0].kept["chakra"]), (0, &json!({"disposition": "TWO"})));
}

#[test]
fn s15_a_wrong_number_is_said_by_the_status_or_by_the_word() {
    for body in [
        json!({"disposition": "other", "callStatus": "WRONG_NUM"}),
        json!({"disposition": "Wrong number"}),
        json!({"disposition": "wrong_num"}),
    ] {
        assert_eq!(status(&disposed(ended(), &body, 190)), "WRONG_NUM");
        let missed = story(&stories::table("s8_an_inbound_call_that_nobody_answers_is_missed"));
        assert_eq!(status(&disposed(missed, &body, 190)), "WRONG_NUM");
    }
    let corrected =
        disposed(disposed(ended(), &json!({"disposition": "WRONG_NUM"}), 190), &json!({"disposition": "SOLD"}), 200);
    assert_eq!(status(&corrected), "COMPLETED", "another disposal takes it back");
}

#[test]
fn r6_what_cannot_be_read_of_a_disposal_names_its_field() {
    let refused = |body: Value| {
        let refusal = said(&ended(), &body).unwrap_err();
        (refusal.code, refusal.field.unwrap())
    };
    assert_eq!(refused(json!({})), (Code::MissingField, "disposition".to_owned()));
    assert_eq!(refused(json!({"disposition": null})), (Code::MissingField, "disposition".to_owned()));
    for (field, value) in [
        ("disposition", json!("")),
        ("disposition", json!("x".repeat(251))),
        ("remarks", json!("x".repeat(4_001))),
        ("nextCallTime", json!(1_767_692_700)),
        ("callStatus", json!("COMPLETED")),
        ("callStatus", json!("SOMETHING")),
        ("user", json!(7)),
    ] {
        let mut body = json!({"disposition": "DONE"});
        body[field] = value;
        assert_eq!(refused(body), (Code::InvalidField, field.to_owned()));
    }
    assert_eq!(refused(json!({"disposition": "DONE", "user": "nobody"})), (Code::UnknownUser, "user".to_owned()));
    assert!(
        said(
            &ended(),
            &json!({"disposition": "x".repeat(250), "remarks": "é\n".repeat(2_000), "nextCallTime": "2026-01-06T09:30:00"})
        )
        .is_ok()
    );
}

#[test]
fn c18_a_deleted_call_is_not_disposed() {
    let seen = last(&ended());
    let gone = with(ended(), calls::dialects::chakra::remove(&seen.calls[0]), 300);
    assert_eq!(said(&gone, &json!({"disposition": "DONE"})).unwrap_err().code, Code::CallDeleted);
}

fn own(status: &str) -> Vec<Signal> {
    let body = json!({"type": "OUT", "to": "1", "callStatus": status, "user": "ann"}).to_string();
    written(&create(body.as_bytes(), asked(&House), &who).unwrap())
}

fn becomes(signals: Vec<Signal>, status: &str) -> Vec<Signal> {
    let seen = last(&signals);
    let body = json!({ "callStatus": status }).to_string();
    let said = change(body.as_bytes(), &seen, &seen.calls[0], asked(&House), &who).unwrap();
    with(signals, said, 800)
}

/// Both orders, of a call that a client writes (rules C5, C6, C10).
#[test]
fn c6_an_own_call_that_is_disposed_before_or_after_its_end_ends_alike() {
    let done = json!({"disposition": "DONE"});
    let first = disposed(own("IN_PROGRESS"), &done, 700);
    assert_eq!(status(&first), "DISPOSED_NOT_DISCONNECTED");
    assert_eq!(status(&becomes(first, "DISCONNECTED_NOT_DISPOSED")), "COMPLETED");
    assert_eq!(status(&disposed(own("DISCONNECTED_NOT_DISPOSED"), &done, 700)), "COMPLETED");
    assert_eq!(status(&disposed(own("BUSY"), &done, 700)), "BUSY");
    assert_eq!(status(&disposed(own("LOGGED"), &json!({"disposition": "WRONG_NUM"}), 700)), "LOGGED");
    let wrong = disposed(own("IN_PROGRESS"), &json!({"disposition": "WRONG_NUM"}), 700);
    assert_eq!(status(&wrong), "DISPOSED_NOT_DISCONNECTED");
    assert_eq!(status(&becomes(wrong, "COMPLETED")), "WRONG_NUM", "c10");
}
