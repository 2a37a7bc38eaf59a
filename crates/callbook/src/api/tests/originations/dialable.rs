//! Which numbers are dialled for somebody: those of the directory and the region, or what is said of the source.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::super::{House, house};
use super::switch::{Makes, Switch};

impl House {
    /// A source of that name is this switch, which is asked for calls so.
    async fn asked_by(&self, switch: &Switch, more: Value) -> (StatusCode, Value) {
        let mut originate = json!({"channel": "PJSIP/{endpoint}", "context": "house", "number": "0{digits}"});
        originate.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let ami = json!({"address": switch.address, "username": "callbook", "secret": "hush", "originate": originate});
        let said = json!({"adapters": ["asterisk-ami"], "ami": ami}).to_string();
        self.ask(&self.operator, Method::PUT, "/sources/office", Some(&said)).await
    }

    /// What is answered to whoever has that number called for ann: with nobody connected, 503 is the best.
    async fn calls(&self, to: &str) -> (u16, Option<String>) {
        let said = json!({"user": "ann", "to": to}).to_string();
        let (status, said) = self.asks_for(&self.administrator, &said).await;
        (status.as_u16(), said["field"].as_str().map(str::to_owned))
    }
}

#[tokio::test]
async fn where_nothing_is_said_numbers_of_the_directory_and_of_the_region_are_dialled() {
    let (house, switch) = (house().await.with_people().await, Switch::start(Makes::Calls).await);
    assert_eq!(house.asked_by(&switch, json!({})).await.1["ami"]["originate"]["dialable"], json!([]));
    let own = Some(r#"{"own_numbers":["+3225550199"]}"#);
    assert_eq!(house.ask(&house.administrator, Method::PATCH, "/account", own).await.0, StatusCode::OK);
    for good in ["102", "+31205550199", "+31 20 765 4321", "0612345678", "+3225550199"] {
        assert_eq!(house.calls(good).await, (503, None), "{good}");
    }
    for bad in ["103", "+4930123456", "004930123456", "+8801711123456", "0900 1234", "112", "1850"] {
        assert_eq!(house.calls(bad).await, (400, Some("to".to_owned())), "{bad}");
    }
    let none = house.ask(&house.administrator, Method::PATCH, "/account", Some(r#"{"region":null}"#)).await;
    assert_eq!(none.0, StatusCode::OK);
    assert_eq!(house.calls("+31207654321").await, (400, Some("to".to_owned())), "nobody guesses a country");
    assert_eq!(house.calls("102").await, (503, None));
}

#[tokio::test]
async fn what_is_said_of_a_source_is_what_is_dialled_and_what_cannot_be_said_is_named() {
    let (house, switch) = (house().await.with_people().await, Switch::start(Makes::Calls).await);
    for wrong in [json!(["NL"]), json!([""]), json!(["+31", "*21"]), json!([null])] {
        let (status, said) = house.asked_by(&switch, json!({"dialable": wrong})).await;
        let field = said["field"].as_str().unwrap_or_default();
        assert_eq!(status, StatusCode::BAD_REQUEST, "{said}");
        assert!(field.starts_with("ami.originate.dialable"), "{said}");
    }
    let (status, said) = house.asked_by(&switch, json!({"dialable": ["+49", "6"]})).await;
    assert_eq!((status, &said["ami"]["originate"]["dialable"]), (StatusCode::CREATED, &json!(["+49", "6"])));
    for good in ["+49 30 123456", "004930123456", "600"] {
        assert_eq!(house.calls(good).await, (503, None), "{good}");
    }
    for bad in ["102", "+31207654321", "+31205550199", "700"] {
        assert_eq!(house.calls(bad).await, (400, Some("to".to_owned())), "{bad}");
    }
}

#[tokio::test]
async fn a_users_own_phone_is_called_only_where_its_number_may_be_dialled() {
    let (house, switch) = (house().await.with_people().await, Switch::start(Makes::Calls).await);
    let by_number = json!({"channel": "PJSIP/{number}@carrier"});
    assert_eq!(house.asked_by(&switch, by_number).await.0, StatusCode::CREATED);
    for (number, told) in [("0612345678", (503, None)), ("+8801711123456", (409, Some("user".to_owned())))] {
        let said = json!({"extensions": ["101"], "numbers": [number]}).to_string();
        assert!(house.ask(&house.administrator, Method::PUT, "/directory/users/ann", Some(&said)).await.0.is_success());
        assert_eq!(house.calls("102").await, told, "{number}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_prefix_of_the_dialplan_stand_the_digits_of_the_full_form() {
    let (house, switch) = (house().await.with_people().await, Switch::start(Makes::Calls).await);
    assert_eq!(house.asked_by(&switch, json!({"number": "00{digits}"})).await.0, StatusCode::CREATED);
    let _stop = house.hears_from("office", "asterisk-ami").await;
    // As it was written it would be another country's.
    for said in ["882161234", "0882161234"] {
        assert_eq!(house.calls(said).await.0, 202);
    }
    for asked in switch.asked() {
        assert!(asked.contains("\r\nExten: 0031882161234\r\n"), "{asked}");
    }
}
