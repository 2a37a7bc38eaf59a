//! Logins, and why clients are refused.

use calls::dialects::Thing;
use calls::dialects::xelion::{
    Earlier, Entry, EntryKind, Login, LoginPlace, Me, Refusal, Tokens, one_text, read_authorization, read_login, read_renewal,
    takes_over,
};
use calls::moment::Moment;
use serde_json::{Value, json};

use super::{House, read};

fn login(body: &Value) -> Result<Login, Refusal> {
    read_login(body.to_string().as_bytes())
}

fn whole() -> Value {
    json!({"userName": "listener", "password": "secret", "userSpace": "wallboard-7"})
}

#[test]
fn a_login_is_three_fields_and_what_else_is_sent_does_not_matter() {
    let told = login(&whole()).unwrap();
    assert_eq!(
        (told.user_name.as_str(), told.password.as_str(), told.user_space.as_str()),
        ("listener", "secret", "wallboard-7")
    );
    let mut more = whole();
    for (key, value) in
        [("clientId", "c"), ("appKey", "k"), ("mfa", "123456"), ("email", "e"), ("database", "d"), ("hostName", "h")]
    {
        more[key] = json!(value);
    }
    assert_eq!(login(&more).unwrap().mfa.as_deref(), Some("123456"));
    assert!(!format!("{told:?}").contains("secret"), "a password is never shown");
}

#[test]
fn each_field_of_a_login_that_is_wrong_has_the_vendors_number() {
    let without = |key: &str| {
        let mut told = whole();
        told.as_object_mut().unwrap().remove(key);
        login(&told).unwrap_err().code()
    };
    assert_eq!([without("userName"), without("password"), without("userSpace")], [10_002, 10_003, 10_011]);
    let with = |key: &str, value: Value| {
        let mut told = whole();
        told[key] = value;
        login(&told)
    };
    assert_eq!(with("userSpace", json!("x".repeat(200))).map(|_| ()), Ok(()));
    assert_eq!(with("userSpace", json!("x".repeat(201))).unwrap_err().code(), 10_010);
    assert_eq!(with("userName", json!("  ")).unwrap_err().code(), 10_002);
    for key in ["userName", "password", "userSpace", "mfa", "appKey"] {
        let refusal = with(key, json!({"secret": 1})).unwrap_err();
        assert_eq!((refusal.status(), refusal.code()), (400, 10_202), "{key}");
        let told = refusal.body("POST /api/v1/master/me/login");
        assert!(
            told.contains(&format!(", {key}=\"")) && !told.contains("secret"),
            "the field is named, its value is not: {told}"
        );
    }
    let whole_body = |body: &[u8]| read_login(body).unwrap_err().code();
    assert_eq!(
        [whole_body(b""), whole_body(b" \n"), whole_body(b"{"), whole_body(b"[]"), whole_body(b"null")],
        [10_200, 10_200, 10_202, 10_202, 10_202]
    );
}

fn tokens() -> Tokens {
    let valid_until = Moment::from_rfc3339("2026-01-06T09:40:00.700Z").unwrap();
    Tokens { authentication: "q8Zr".into(), renewal: "Lw2k".into(), valid_until }
}

/// The sheet prints the answer (4.2).
#[test]
fn a_login_is_answered_as_the_sheet_prints_it() {
    let place = LoginPlace { host: "callbook.example".into(), tenant: "master".into(), build: "20260105.1".into() };
    let told = tokens().answer(&login(&whole()).unwrap(), &place);
    let wanted = json!({"authentication": "q8Zr", "renewalToken": "Lw2k", "validUntil": "2026-01-06 09:40:00", "version": "1.1",
        "serverVersion": "Callbook 1", "brand": "Callbook", "buildNumber": "20260105.1", "host": "callbook.example", "tenant": "master",
        "userName": "listener"});
    assert_eq!(read(&told), wanted);
}

#[test]
fn x27_a_renewal_is_one_text_and_its_answer_has_new_tokens() {
    assert_eq!(read_renewal(br#""Lw2k""#).unwrap(), "Lw2k");
    let wrong = |body: &[u8]| read_renewal(body).unwrap_err().code();
    assert_eq!(
        [wrong(b""), wrong(b"\"\""), wrong(b"Lw2k"), wrong(b"{\"renewalToken\":\"Lw2k\"}"), wrong(b"7")],
        [10_200, 10_200, 10_202, 10_202, 10_202]
    );
    let wanted = json!({"authentication": "q8Zr", "renewalToken": "Lw2k", "validUntil": "2026-01-06 09:40:00"});
    assert_eq!(read(&tokens().renewed()), wanted);
}

#[test]
fn x26_a_login_takes_the_place_of_one_that_is_not_connected_or_that_it_shows() {
    let told = |has_socket, is_shown| {
        takes_over(Earlier { has_socket, is_shown }).map_err(|refusal| (refusal.status(), refusal.code()))
    };
    assert_eq!(told(true, false), Err((401, 10_005)));
    assert_eq!([told(true, true), told(false, false), told(false, true)], [Ok(()), Ok(()), Ok(())]);
}

#[test]
fn a_token_is_read_after_the_word_in_any_case() {
    for header in ["xelion q8Zr", "Xelion q8Zr", "XELION  q8Zr "] {
        assert_eq!(read_authorization(Some(header)), Ok("q8Zr"), "{header}");
    }
    for header in [None, Some(""), Some("xelion"), Some("xelion "), Some("Bearer q8Zr"), Some("q8Zr")] {
        assert_eq!(read_authorization(header), Err(Refusal::NotAuthenticated), "{header:?}");
    }
}

/// Sheet, 4.6.
#[test]
fn every_refusal_has_the_vendors_number_and_a_status() {
    let told = [
        (Refusal::NotAuthenticated, 401, 10_000),
        (Refusal::NoUserName, 400, 10_002),
        (Refusal::NoPassword, 400, 10_003),
        (Refusal::WrongCredentials, 401, 10_004),
        (Refusal::UserSpaceInUse, 401, 10_005),
        (Refusal::UserDisabled, 401, 10_006),
        (Refusal::PasswordExpired, 401, 10_007),
        (Refusal::UserSpaceTooLong, 400, 10_010),
        (Refusal::NoUserSpace, 400, 10_011),
        (Refusal::SecondFactor, 401, 10_013),
        (Refusal::NotFound, 404, 10_100),
        (Refusal::NotPermitted, 403, 10_101),
        (Refusal::EmptyPayload, 400, 10_200),
        (Refusal::TooManyAtOnce, 429, 10_400),
        (Refusal::TimedOut, 429, 10_402),
        (Refusal::Broken, 500, 11_000),
    ];
    for (refusal, status, code) in told {
        assert_eq!((refusal.status(), refusal.code()), (status, code), "{refusal:?}");
        let body = read(&refusal.body("POST /api/v1/master/me/login"));
        assert_eq!(body.as_object().unwrap().len(), 3);
        assert_eq!(body["errorCode"], json!(code));
        assert!(body["info"].as_str().unwrap().starts_with("resource=POST /api/v1/master/me/login"));
    }
}

#[test]
fn who_is_logged_in_and_what_the_directory_lists() {
    let house = House {
        called: [(Thing::User("ann".into()), "Ann Mori".into())].into(),
        ..House::with([
            (Thing::User("ann".into()), 41_020),
            (Thing::Person("ann".into()), 41_021),
            (Thing::Line("+12025550100".into()), 40_077),
            (Thing::Contact("rosa".into()), 52_210),
        ])
    };
    let me = Me { user_name: "listener".into(), user: "ann".into(), is_administrator: true, status: "free".into() };
    let wanted = json!({"object": {"userName": "listener", "userId": "41020", "oid": "41020", "commonName": "Ann Mori", "isAdministrator": true,
        "person": {"oid": "41021", "commonName": "Ann Mori", "objectType": "Person"}, "presenceInfo": {"status": "free"}}});
    assert_eq!(read(&me.body(&house)), wanted);
    let entry = |key: &str, kind| read(&Entry { key: key.into(), kind }.body(&house));
    assert_eq!(
        entry("ann", EntryKind::User { user_name: Some("listener".into()), phones: vec!["101".into()] }),
        json!({"oid": "41020", "objectType": "User", "commonName": "Ann Mori", "userName": "listener", "phones": ["101"]})
    );
    assert_eq!(entry("ann", EntryKind::Person), json!({"oid": "41021", "objectType": "Person", "commonName": "Ann Mori"}));
    assert_eq!(entry("rosa", EntryKind::Contact), json!({"oid": "52210", "objectType": "Person", "commonName": "rosa"}));
    assert_eq!(
        entry("+12025550100", EntryKind::PhoneLine),
        json!({"oid": "40077", "objectType": "PhoneLine", "commonName": "+12025550100", "number": "+12025550100"})
    );
    assert_eq!(
        one_text("wss://callbook.example/websocket/master/41020/0123456789abcdef"),
        r#"{"object":"wss://callbook.example/websocket/master/41020/0123456789abcdef"}"#
    );
}
