//! Calls that clients create, and go on writing (rules C4, C11–C13, C19, C26, C28).

use calls::conversation::Word;
use calls::dialects::chakra::{Code, New, Refusal, Status, change, create};
use calls::fold::{conversations, fold};
use calls::signal::Signal;
use serde_json::{Value, json};

use super::{House, asked, id_of, last, shown, who, with, written};

fn new(body: &Value) -> Result<New, Refusal> {
    create(body.to_string().as_bytes(), asked(&House), &who)
}

fn made(body: &Value) -> Vec<Signal> {
    written(&new(body).unwrap_or_else(|refusal| panic!("{body}: {refusal:?}")))
}

fn changed(signals: Vec<Signal>, body: &Value) -> Vec<Signal> {
    let seen = last(&signals);
    let said = change(body.to_string().as_bytes(), &seen, &seen.calls[0], asked(&House), &who);
    with(signals, said.unwrap_or_else(|refusal| panic!("{body}: {refusal:?}")), 700)
}

fn refused(signals: &[Signal], body: &Value) -> (Code, String) {
    let seen = last(signals);
    let said = change(body.to_string().as_bytes(), &seen, &seen.calls[0], asked(&House), &who);
    let refusal = said.expect_err(&body.to_string());
    (refusal.code, refusal.field.unwrap_or_default())
}

fn whole() -> Value {
    json!({"type": "INBOUND", "from": "+12025550142", "to": "+12025550100", "user": "ann", "provider": "twilio",
        "providerCallId": "CA-1", "providerPayload": {"a": [1, 2.5, null, "x"]}, "callStart": 1_767_606_300_000_i64,
        "callEnd": 1_767_606_454_000_i64, "connectionStart": "2026-01-05T09:45:12Z", "connectionEnd": "2026-01-05T10:47:34+01:00",
        "callStatus": "completed", "recordingUrl": "https://a.example/r.mp3", "forTask": "t", "forRecord": "r", "forProcess": "p",
        "forUser": "u", "forStateTask": "st", "forEntity": "e", "forProcedure": "pr", "callInitiateLocation": "Dialler"})
}

#[test]
fn c11_a_call_needs_a_type_and_a_number() {
    let missing = |body: Value| {
        let refusal = new(&body).unwrap_err();
        (refusal.code, refusal.field.unwrap())
    };
    assert_eq!(missing(json!({"to": "1"})), (Code::MissingField, "type".to_owned()));
    assert_eq!(missing(json!({"type": null, "to": "1"})), (Code::MissingField, "type".to_owned()));
    assert_eq!(missing(json!({"type": "OUTBOUND", "from": "1"})), (Code::MissingField, "to".to_owned()));
    assert_eq!(missing(json!({"type": "INTERNAL", "from": "1"})), (Code::MissingField, "to".to_owned()));
    assert_eq!(missing(json!({"type": "INBOUND"})), (Code::MissingField, "from".to_owned()));
    assert_eq!(missing(json!({"type": "IN", "to": "1", "user": "nobody"})), (Code::UnknownUser, "user".to_owned()));
    for body in [json!({"type": "out", "to": "1"}), json!({"type": "in-coming", "to": "1"}), json!({"type": "IN", "from": "1"})]
    {
        assert_eq!(shown(&last(&made(&body)))["callStatus"], json!("LOGGED"), "without a status it is logged");
    }
}

#[test]
fn c13_everything_that_was_written_comes_back() {
    let told = shown(&last(&made(&whole())));
    let same = [
        "from",
        "to",
        "providerCallId",
        "providerPayload",
        "callStart",
        "callEnd",
        "recordingUrl",
        "forTask",
        "forRecord",
        "forProcess",
        "forUser",
        "forStateTask",
        "forEntity",
        "forProcedure",
        "callInitiateLocation",
    ];
    for field in same {
        assert_eq!(told[field], whole()[field], "{field}");
    }
    assert_eq!(
        (&told["type"], &told["callStatus"], &told["provider"]),
        (&json!("INBOUND"), &json!("COMPLETED"), &json!("TWILIO"))
    );
    let times = (&told["connectionStart"], &told["connectionEnd"]);
    assert_eq!(times, (&json!(1_767_606_312_000_i64), &json!(1_767_606_454_000_i64)), "c26: epoch milliseconds");
    assert_eq!((&told["callDuration"], &told["connectionDuration"]), (&json!(154), &json!(142)));
    assert_eq!((&told["user"], &told["isDeleted"]), (&json!(id_of("ann").to_string()), &json!(false)));
    assert_eq!(told["createdAt"], json!(1_767_606_900_000_i64), "when it was written");
}

/// What other dialects understand of it.
#[test]
fn r9_a_call_that_is_created_is_a_record_like_any_other() {
    let whole = fold(&made(&whole()));
    let call = &whole.calls[0];
    assert_eq!((call.outcome.map(Word::word), call.direction.map(Word::word)), (Some("answered"), Some("inbound")));
    assert_eq!((call.seconds.ring, call.seconds.talk), (12_000_000, 142_000_000));
    assert_eq!((call.assigned.user.as_deref(), call.line.as_deref()), (Some("ann"), Some("+12025550100")));
    let provider = call.provider.as_ref().unwrap();
    assert_eq!((provider.name.as_str(), provider.id.as_str()), ("TWILIO", "CA-1"));
    assert!(provider.payload.is_some() && whole.recordings[0].url.is_some() && whole.gaps.is_empty());
    let outcome = |status: &str| {
        let told = made(&json!({"type": "OUT", "to": "1", "callStatus": status}));
        fold(&told).calls[0].outcome.map(Word::word)
    };
    let came_to = ["BUSY", "FAILED", "REJECTED", "RNR", "ANSWERED", "RINGING", "UNKNOWN"].map(outcome);
    let wanted = [Some("busy"), Some("failed"), Some("declined"), Some("no_answer"), Some("ivr"), None, None];
    assert_eq!(came_to, wanted);
}

#[test]
fn c13_and_c28_each_of_the_15_words_comes_back_as_it_was_sent() {
    for status in Status::ALL {
        for body in [json!({"type": "OUT", "to": "1"}), json!({"type": "IN", "from": "1", "callEnd": 1_767_606_454_000_i64})] {
            let mut body = body;
            let plain = made(&body);
            body["callStatus"] = json!(status.word());
            assert_eq!(shown(&last(&made(&body)))["callStatus"], json!(status.word()), "created");
            let later = changed(plain, &json!({"callStatus": status.word().to_lowercase().replace('_', "-")}));
            assert_eq!(shown(&last(&later))["callStatus"], json!(status.word()), "changed");
            for other in Status::ALL.iter().filter(|other| *status == Status::WrongNum || **other == Status::Logged) {
                let back = changed(later.clone(), &json!({"callStatus": other.word()}));
                let disposed = last(&back).calls[0].disposition.is_some();
                let wanted = match other {
                    // What was said to be disposed stays so.
                    Status::Queued | Status::Ringing | Status::InProgress if disposed => Status::DisposedNotDisconnected,
                    Status::Answered if disposed && body["callEnd"].is_null() => Status::DisposedNotDisconnected,
                    Status::DisconnectedNotDisposed if disposed => Status::Completed,
                    other => *other,
                };
                assert_eq!(shown(&last(&back))["callStatus"], json!(wanted.word()), "{status:?} and then {other:?}");
            }
        }
    }
}

#[test]
fn r6_words_of_a_status_are_read_in_every_spelling() {
    let read = |way: &str, word: &str| {
        let told = made(&json!({"type": way, "from": "1", "to": "2", "callStatus": word}));
        shown(&last(&told))["callStatus"].as_str().unwrap().to_owned()
    };
    for word in ["NO_ANSWER", "not answered", "RNR", "Canceled", "CANCELLED"] {
        assert_eq!((read("INBOUND", word).as_str(), read("OUTGOING", word).as_str()), ("MISSED", "UNANSWERED"), "{word}");
    }
    let pairs = [
        ("WRONG NUMBER", "WRONG_NUM"),
        ("wrongnum", "WRONG_NUM"),
        ("InProgress", "IN_PROGRESS"),
        ("ONGOING", "IN_PROGRESS"),
        ("connected", "IN_PROGRESS"),
        ("ENDED", "COMPLETED"),
        ("success", "COMPLETED"),
        ("DECLINED", "REJECTED"),
        ("abandoned", "MISSED"),
    ];
    for (word, wanted) in pairs {
        assert_eq!(read("INBOUND", word), wanted);
    }
    let told = shown(&last(&made(&json!({"type": "INTERNAL", "to": "2"}))));
    assert_eq!(told["type"], json!("OUTBOUND"), "an internal call is shown as outbound");
}

#[test]
fn c4_durations_that_were_sent_stand_only_where_times_are_missing() {
    let told = |body: Value| {
        let told = shown(&last(&made(&body)));
        (told["callDuration"].clone(), told["connectionDuration"].clone())
    };
    let body = |more: Value| {
        let mut body = json!({"type": "OUT", "to": "1"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    assert_eq!(told(body(json!({"callDuration": 60.9, "connectionDuration": 48}))), (json!(60), json!(48)));
    assert_eq!(told(body(json!({}))), (Value::Null, Value::Null));
    let times = json!({"callStart": 1_767_606_300_000_i64, "callEnd": 1_767_606_361_999_i64, "callDuration": 5});
    assert_eq!(told(body(times)), (json!(61), json!(0)));
    let talk = json!({"callEnd": 1_767_606_361_999_i64, "connectionStart": 1_767_606_351_000_i64, "connectionDuration": 9});
    assert_eq!(told(body(talk)), (Value::Null, json!(9)));
    let later = changed(
        made(&body(json!({"callDuration": 60}))),
        &json!({"callStart": 1_767_606_300_000_i64, "callEnd": 1_767_606_310_000_i64}),
    );
    assert_eq!(shown(&last(&later))["callDuration"], json!(10));
}

#[test]
fn c19_a_payload_comes_back_as_the_same_value() {
    let payloads =
        [json!({"b": 1, "a": {"c": []}}), json!([1, "two", null]), json!("text"), json!(17), json!(2.25), json!(false)];
    for payload in payloads {
        for provider in [json!({}), json!({"provider": "x", "providerCallId": "1"})] {
            let mut body = json!({"type": "OUT", "to": "1", "providerPayload": payload});
            body.as_object_mut().unwrap().extend(provider.as_object().unwrap().clone());
            let told = made(&body);
            assert_eq!(shown(&last(&told))["providerPayload"], payload);
            let moved = changed(told.clone(), &json!({"provider": "y", "providerCallId": "2"}));
            assert_eq!(shown(&last(&moved))["providerPayload"], payload, "with another provider");
            let bare = changed(moved, &json!({"providerCallId": null}));
            let seen = last(&bare);
            assert_eq!((&shown(&seen)["providerPayload"], &shown(&seen)["providerCallId"]), (&payload, &Value::Null));
            assert!(shown(&last(&changed(bare, &json!({"providerPayload": null}))))["providerPayload"].is_null());
        }
    }
}

#[test]
fn c26_times_are_read_in_milliseconds_and_iso_8601() {
    let start = |value: Value| shown(&last(&made(&json!({"type": "OUT", "to": "1", "callStart": value}))))["callStart"].clone();
    let same = [
        json!(1_767_606_300_000_i64),
        json!("2026-01-05T09:45:00Z"),
        json!("2026-01-05T09:45:00.000"),
        json!("2026-01-05 10:45+0100"),
        json!("2026-01-05T04:45:00.0009-05:00"),
        json!("2026-01-05T11:45:00+02"),
        json!(1_767_606_300_000.0),
    ];
    for value in same {
        assert_eq!(start(value.clone()), json!(1_767_606_300_000_i64), "{value}");
    }
    let refused = |value: Value| new(&json!({"type": "OUT", "to": "1", "callStart": value})).unwrap_err().field.unwrap();
    for value in [json!(99_999_999_999_i64), json!(1_767_606_300), json!("1767606300000"), json!(-1), json!(1e300), json!("")] {
        assert_eq!(refused(value), "callStart");
    }
    assert_eq!(refused(json!("2026-01-06T09:55:01Z")), "callStart", "more than a day ahead");
    let order = |body: Value| new(&body).unwrap_err().field.unwrap();
    let (early, late) = (1_767_606_300_000_i64, 1_767_606_310_000_i64);
    assert_eq!(order(json!({"type": "OUT", "to": "1", "callStart": late, "callEnd": early})), "callEnd");
    assert_eq!(order(json!({"type": "OUT", "to": "1", "callStart": late, "connectionStart": early})), "connectionStart");
    assert_eq!(order(json!({"type": "OUT", "to": "1", "connectionStart": late, "connectionEnd": early})), "connectionEnd");
}

#[test]
fn r9_an_own_call_is_wholly_its_clients_to_write() {
    let told = made(&json!({"type": "OUT", "to": "1", "callStatus": "RINGING"}));
    let told = changed(told, &whole());
    assert_eq!(shown(&last(&told))["callStatus"], json!("COMPLETED"));
    let seen = last(&told);
    let (made, changed_to) = (shown(&last(&made(&whole()))), shown(&seen));
    for field in
        ["to", "from", "type", "provider", "providerPayload", "callStart", "connectionEnd", "callDuration", "user", "forTask"]
    {
        assert_eq!(made[field], changed_to[field], "{field}");
    }
    let cleared = json!({"from": null, "providerPayload": null, "callStart": null, "callEnd": null, "connectionStart": null,
        "connectionEnd": null, "callDuration": null, "connectionDuration": null, "user": null, "callInitiateLocation": null,
        "provider": null, "providerCallId": null, "forTask": null});
    let bare = shown(&last(&changed(told.clone(), &cleared)));
    for field in cleared.as_object().unwrap().keys() {
        assert!(bare[field].is_null(), "{field} {}", bare[field]);
    }
    assert_eq!(refused(&told, &json!({"type": null})), (Code::InvalidField, "type".to_owned()));
    assert_eq!(refused(&told, &json!({"callStatus": null})), (Code::InvalidField, "callStatus".to_owned()));
    assert_eq!(refused(&told, &json!({"type": "OUTBOUND", "to": null})), (Code::MissingField, "to".to_owned()));
}

#[test]
fn a_user_who_was_taken_back_can_be_named_again() {
    let user = |signals: &[Signal]| shown(&last(signals))["user"].clone();
    let told = changed(made(&whole()), &json!({"user": null}));
    assert!(user(&told).is_null());
    assert_eq!(user(&changed(told, &json!({"user": "ann"}))), json!(id_of("ann").to_string()));
}

#[test]
fn c12_two_who_write_one_call_of_a_provider_write_one() {
    let (one, other) = (
        new(&whole()).unwrap(),
        new(&json!({"type": "IN", "to": "1", "provider": "Twilio", "providerCallId": "CA-1"})).unwrap(),
    );
    assert_eq!((one.named(), one.key("a")), (Some(("TWILIO", "CA-1")), other.key("b")));
    let both: Vec<Signal> =
        one.signals("a", &super::program()).into_iter().chain(other.signals("b", &super::program())).collect();
    assert_eq!(conversations(both).len(), 1);
    let unnamed = new(&json!({"type": "IN", "to": "1", "provider": "Twilio", "providerCallId": null})).unwrap();
    assert_eq!(unnamed.named(), None, "null never matches");
    assert_ne!(unnamed.key("a"), unnamed.key("b"));
    // Posted again it is the same call, changed by what was said anew.
    let signals = made(&whole());
    let seen = last(&signals);
    let again = new(&whole()).unwrap().over(&seen, &seen.calls[0], asked(&House), &who).unwrap();
    assert_eq!(again.says, []);
    let said = other.over(&seen, &seen.calls[0], asked(&House), &who).unwrap();
    let told = shown(&last(&with(signals, said, 700)));
    assert_eq!((&told["to"], &told["from"], &told["callStatus"]), (&json!("1"), &json!("+12025550142"), &json!("COMPLETED")));
}
