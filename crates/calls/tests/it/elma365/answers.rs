//! What else a module asks, and how it is refused (sheet, 2.5, 4.2, 4.4; rules E29–E31).

use calls::dialects::elma365::{
    BODY_MAX, Code, Member, Origination, Receiver, Refusal, accepted, members, read_origination, receiver, tested,
};
use serde_json::{Value, json};

fn fault<T: std::fmt::Debug>(read: Result<T, Refusal>) -> (u16, String) {
    let refusal = read.unwrap_err();
    let body: Value = serde_json::from_str(&refusal.body()).unwrap();
    assert_eq!(body.as_object().unwrap().len(), 3);
    assert_eq!(body["code"], refusal.code.said().1);
    (refusal.status(), body["field"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn e29_members_are_sorted_and_called_by_their_name_or_else_their_extension() {
    let told = members(vec![Member::new("102".into(), None), Member::new("101".into(), Some("Ann Mori".into()))]);
    assert_eq!(told, r#"[{"id":"101","label":"Ann Mori"},{"id":"102","label":"102"}]"#);
}

#[test]
fn a_test_of_the_connection_says_what_fails() {
    assert_eq!(tested(None), r#"{"success":true}"#);
    assert_eq!(tested(Some("line 1 is not registered")), r#"{"success":false,"failReason":"line 1 is not registered"}"#);
}

#[test]
fn e30_a_click_to_call_names_both_phones() {
    let read = |body: Value| read_origination(body.to_string().as_bytes());
    let wanted = Origination { src: "101".into(), dst: "+12025550142".into() };
    assert_eq!(read(json!({"srcPhone": "101", "dstPhone": "+12025550142", "more": 1})), Ok(wanted.clone()));
    assert_eq!(read(json!({"srcPhone": 101, "dstPhone": " +12025550142 "})), Ok(wanted));
    assert_eq!(fault(read(json!({"dstPhone": "1"}))), (400, "srcPhone".to_owned()));
    assert_eq!(fault(read(json!({"srcPhone": "1", "dstPhone": ""}))), (400, "dstPhone".to_owned()));
    assert_eq!(fault(read(json!({"srcPhone": "1", "dstPhone": null}))), (400, "dstPhone".to_owned()));
    assert_eq!(fault(read(json!({"srcPhone": "1", "dstPhone": "1\r\nX: y"}))), (400, "dstPhone".to_owned()));
    assert_eq!(fault(read(json!([]))), (400, String::new()));
    assert_eq!(accepted("5b0f"), r#"{"callId":"5b0f"}"#);
}

#[test]
fn e31_a_receiver_is_an_address_and_a_token_that_can_stand_in_a_header() {
    let read = |body: Value| receiver(body.to_string().as_bytes());
    let url = "https://acme.elma365.example/pub/hook";
    assert_eq!(read(json!({"webhookUrl": url, "token": "t-1"})), Ok(Receiver { url: url.into(), token: Some("t-1".into()) }));
    assert_eq!(read(json!({"webhookUrl": url})), Ok(Receiver { url: url.into(), token: None }));
    assert_eq!(read(json!({"webhookUrl": url, "token": null})), Ok(Receiver { url: url.into(), token: None }));
    for wrong in [json!("acme"), json!(null), json!("file:///etc/passwd"), json!({"link": url}), json!("https://a b")] {
        assert_eq!(fault(read(json!({"webhookUrl": wrong}))), (400, "webhookUrl".to_owned()), "{wrong}");
    }
    for wrong in [json!(""), json!("a\r\nb"), json!(7), json!("x".repeat(1_025))] {
        assert_eq!(fault(read(json!({"webhookUrl": url, "token": wrong}))), (400, "token".to_owned()));
    }
    assert_eq!(fault(read(json!({}))), (400, "webhookUrl".to_owned()));
}

/// Sheet, 4.4.
#[test]
fn every_refusal_has_its_status_and_its_word() {
    let all = [
        (Code::InvalidJson, 400, "INVALID_JSON"),
        (Code::InvalidBody, 400, "INVALID_BODY"),
        (Code::MissingField, 400, "MISSING_FIELD"),
        (Code::InvalidField, 400, "INVALID_FIELD"),
        (Code::Unauthorized, 401, "UNAUTHORIZED"),
        (Code::NotFound, 404, "NOT_FOUND"),
        (Code::NoDevice, 409, "NO_DEVICE"),
        (Code::Gone, 410, "GONE"),
        (Code::PayloadTooLarge, 413, "PAYLOAD_TOO_LARGE"),
        (Code::RateLimited, 429, "RATE_LIMITED"),
        (Code::ProviderError, 502, "PROVIDER_ERROR"),
    ];
    for (code, status, word) in all {
        assert_eq!(code.said(), (status, word));
        let body: Value = serde_json::from_str(&Refusal::new(code, "why").body()).unwrap();
        assert_eq!(body, json!({"error": "why", "code": word, "field": null}));
    }
    let large = vec![b' '; BODY_MAX + 1];
    assert_eq!(fault(receiver(&large)), (413, String::new()));
}
