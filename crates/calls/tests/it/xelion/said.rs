//! Frames that connections send.

use calls::dialects::xelion::{FRAME_BYTES_MAX, Notification, Refusal, Said, Wish, said};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::read;
use crate::generated::config;

fn wishes(frame: &Value) -> Vec<Result<Wish, Refusal>> {
    let Said::Wishes(wishes) = said(&frame.to_string()) else { panic!("{frame}: wishes") };
    wishes
}

fn one(frame: &Value) -> Result<Wish, Refusal> {
    let mut wishes = wishes(frame);
    assert_eq!(wishes.len(), 1);
    wishes.remove(0)
}

/// The number of a refusal and what it names.
fn refused(wish: Result<Wish, Refusal>) -> (u32, String) {
    let told = read(&wish.unwrap_err().frame("a frame"));
    assert_eq!((told["notificationType"].as_str(), &told["oid"]), (Some("error"), &Value::Null));
    let told = &told["notification"];
    (told["errorCode"].as_u64().unwrap() as u32, told["info"].as_str().unwrap().to_owned())
}

fn request(word: &str) -> Value {
    json!({"messageType": "notificationRequest", "notificationType": word, "toggle": true})
}

#[test]
fn x24_a_test_comes_back_whatever_else_it_says() {
    for frame in [r#"{"messageType":"test"}"#, r#"{ "toggle":true, "messageType" : "Test", "x":[1,2] }"#] {
        assert_eq!(said(frame), Said::Echo, "{frame}");
    }
    assert_eq!(one(&request("test")).unwrap().about, Notification::Silent, "and it may be asked for");
}

/// Sheet, 4.4: the two samples.
#[test]
fn a_request_is_read_in_the_forms_that_clients_write() {
    let told =
        one(&json!({"messageType": "notificationRequest", "notificationType": "callHungUpEvent", "toggle": true})).unwrap();
    assert_eq!((told.about, told.toggle, told.oid), (Notification::CallHungUp, true, None));
    let told = wishes(&json!({"messageType": "multiNotificationRequest", "notifications": [
        {"notificationType": "missedCallEvent", "toggle": "true"},
        {"notificationType": "wallboardEvent", "toggle": true, "oid": "40077"},
        {"notificationType": "newCallEvent", "toggle": "FALSE", "oid": null, "more": 1},
        {"notificationType": "wallboardEvent", "toggle": true, "oid": 40077},
    ]}));
    let told: Vec<_> = told.into_iter().map(|wish| wish.unwrap()).map(|wish| (wish.about, wish.toggle, wish.oid)).collect();
    assert_eq!(
        told,
        [
            (Notification::MissedCall, true, None),
            (Notification::Wallboard, true, Some(40_077)),
            (Notification::NewCall, false, None),
            (Notification::Wallboard, true, Some(40_077)),
        ]
    );
}

#[test]
fn r6_words_are_read_in_any_spelling() {
    for word in ["newCallEvent", "NEWCALLEVENT", "new_call_event", "New-Call Event", " newcallevent "] {
        assert_eq!(Notification::read(word), Some(Notification::NewCall), "{word}");
    }
    for word in ["tenantStatusEvent", "newChatEvent", "chatTypingEvent", "externalChatMessageEvent", "TODOLISTREMINDEREVENT"] {
        assert_eq!(Notification::read(word), Some(Notification::Silent), "{word}");
    }
    for word in ["fooEvent", "", "error", "newCall"] {
        assert_eq!(Notification::read(word), None, "{word}");
    }
    let frame = json!({"messageType": "MULTI_NOTIFICATION_REQUEST", "notifications": []});
    assert_eq!(wishes(&frame), []);
}

#[test]
fn x4_what_is_wrong_is_one_error_that_names_the_field_and_the_others_count() {
    let told = wishes(&json!({"messageType": "multiNotificationRequest", "notifications": [
        {"notificationType": "fooEvent", "toggle": true},
        {"notificationType": "newCallEvent", "toggle": true},
        {"notificationType": "missedCallEvent", "toggle": "perhaps"},
        {"notificationType": "activeChannelEvent", "toggle": true, "oid": "x1"},
        "callHungUpEvent",
        {"notificationType": "callHungUpEvent", "toggle": true},
    ]}));
    let known: Vec<bool> = told.iter().map(Result::is_ok).collect();
    assert_eq!(known, [false, true, false, false, false, true]);
    let refusals: Vec<_> = told.into_iter().filter(Result::is_err).map(refused).collect();
    let wanted = [
        (10_202, "notifications[0].notificationType=fooEvent"),
        (10_202, "notifications[2].toggle=perhaps"),
        (10_203, "notifications[3].oid=x1"),
        (10_202, "notifications[4]=callHungUpEvent"),
    ];
    assert_eq!(refusals, wanted.map(|(code, info)| (code, info.to_owned())));
}

#[test]
fn x4_a_frame_that_cannot_be_read_is_one_error() {
    let wrong = [
        (
            json!({"messageType": "notificationRequest", "notificationType": "fooEvent", "toggle": true}),
            "notificationType=fooEvent",
        ),
        (json!({"messageType": "notificationRequest", "toggle": true}), "notificationType="),
        (json!({"messageType": "notificationRequest", "notificationType": 7, "toggle": true}), "notificationType=7"),
        (json!({"messageType": "notificationRequest", "notificationType": "newCallEvent"}), "toggle="),
        (json!({"messageType": "notificationRequest", "notificationType": "newCallEvent", "toggle": 1}), "toggle=1"),
        (json!({"messageType": "multiNotificationRequest"}), "notifications="),
        (json!({"messageType": "multiNotificationRequest", "notifications": {}}), "notifications={}"),
        (json!({"messageType": "callEvent"}), "messageType=callEvent"),
        (json!({}), "messageType="),
        (json!([]), "a frame"),
    ];
    for (frame, field) in wrong {
        assert_eq!(refused(one(&frame)), (10_202, field.to_owned()), "{frame}");
    }
    let long = format!("{{\"messageType\":\"test\",\"x\":\"{}\"}}", "x".repeat(FRAME_BYTES_MAX));
    let Said::Wishes(wishes) = said(&long) else { panic!("too long to come back") };
    assert_eq!((wishes.len(), wishes[0].as_ref().unwrap_err().code()), (1, 10_202));
}

/// The sheet prints one (4.5).
#[test]
fn an_error_has_the_vendors_form() {
    let told = one(&request("fooEvent")).unwrap_err().frame("");
    let wanted = r#"{"notificationType":"error","oid":null,"notification":{"errorCode":10202,"message":"unknown notification type","info":"notificationType=fooEvent"}}"#;
    assert_eq!(read(&told), read(wanted));
    let wish = one(&request("newCallEvent")).unwrap();
    let told = read(&Refusal::NotPermitted.frame(&wish.named()));
    assert_eq!(
        told["notification"],
        json!({"errorCode": 10101, "message": "this user has no permission", "info": "notificationType=newCallEvent"})
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..config() })]

    /// Whatever is sent is an echo, or wishes and refusals; never more of them than may be, and the same each time.
    #[test]
    fn law_garbage_is_refused(at in 0_usize..2_000, with in any::<char>(), cut in 0_usize..60) {
        let whole = r#"{"messageType":"multiNotificationRequest","notifications":[{"notificationType":"missedCallEvent","toggle":"true"},
            {"notificationType":"wallboardEvent","toggle":true,"oid":"40077"}]}"#;
        let mut letters: Vec<char> = whole.chars().collect();
        let place = at % letters.len();
        letters[place] = with;
        letters.truncate(letters.len() - cut % 40);
        let frame: String = letters.into_iter().collect();
        prop_assert_eq!(said(&frame), said(&frame));
        if let Said::Wishes(wishes) = said(&frame) {
            for refusal in wishes.into_iter().filter_map(Result::err) {
                prop_assert!(matches!(refusal.code(), 10_202 | 10_203));
                prop_assert!(serde_json::from_str::<Value>(&refusal.frame("")).is_ok());
            }
        }
    }
}
