//! What clients write: calls, changes, disposals, tasks.

use axum::http::Method;
use serde_json::{Value, json};

use super::super::house;
use super::{House, hung_up, id_of, talk};

async fn open() -> (House, String) {
    let house = house().await.peopled().await;
    let key = house.pen().await;
    (house, key)
}

/// The one call that a phone system told.
async fn told(house: &House, key: &str) -> Value {
    house.walk(key, "").await.0[0].clone()
}

#[tokio::test]
async fn c11_c13_c15_a_call_that_is_created_is_read_back_as_it_was_written() {
    let (house, key) = open().await;
    let said = json!({
        "type": "inbound", "from": "+12025550142", "to": "+12025550100", "user": "ann", "callStatus": "REJECTED",
        "provider": "ameyo", "providerCallId": "A-1", "providerPayload": {"b": [1, null], "a": "x"},
        "callStart": "2026-01-05T09:45:00Z", "callEnd": 1_767_606_309_500_i64, "forEntity": "contact", "forRecord": "R-1",
        "recordingUrl": "https://media.example/r.mp3", "id": "ignored", "isDeleted": true, "disposedAt": 7,
    });
    let call = house.bid(&key, Method::POST, "/call", said.clone()).await.good(201).clone();
    assert_eq!(house.call(&key, &id_of(&call)).await, call);
    let same =
        ["from", "to", "callStatus", "providerCallId", "providerPayload", "callEnd", "forEntity", "forRecord", "recordingUrl"];
    same.iter().for_each(|field| assert_eq!(call[*field], said[*field], "{field}"));
    let others = [
        ("type", json!("INBOUND")),
        ("provider", json!("AMEYO")),
        ("callStart", json!(1_767_606_300_000_i64)),
        ("callDuration", json!(9)),
        ("callInitiateLocation", json!("API")),
        ("isDeleted", json!(false)),
        ("disposedAt", json!(null)),
    ];
    others.iter().for_each(|(field, value)| assert_eq!(call[*field], *value, "{field}"));
    let native = house.read(&format!("/calls/{}", id_of(&call))).await;
    assert_eq!(
        (&native["direction"], &native["assigned"]["user"], &native["outcome"]),
        (&json!("inbound"), &json!("ann"), &json!("declined"))
    );
    let least = house.bid(&key, Method::POST, "/call", json!({"type": "OUTBOUND", "to": "102"})).await.good(201).clone();
    assert_eq!((&least["callStatus"], &least["callStart"]), (&json!("LOGGED"), &json!(null)));
    let written = house.told().await;
    assert_eq!(house.bid(&key, Method::PUT, &format!("/call/{}", id_of(&call)), call.clone()).await.good(200), &call);
    assert_eq!(house.told().await, written, "who writes back what he read changes nothing");
}

#[tokio::test]
async fn c12_the_same_call_of_a_provider_arises_once_and_is_changed_by_whoever_creates_it_again() {
    let (house, key) = open().await;
    let said = |record: &str| json!({"type": "OUTBOUND", "to": "+12025550142", "provider": "X", "providerCallId": "7", "forRecord": record});
    let both =
        tokio::join!(house.bid(&key, Method::POST, "/call", said("R-1")), house.bid(&key, Method::POST, "/call", said("R-1")),);
    let mut statuses = [both.0.status, both.1.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 201]);
    assert_eq!(both.0.said["_data"]["id"], both.1.said["_data"]["id"]);
    let again = house.bid(&key, Method::POST, "/call", said("R-2")).await.good(200).clone();
    assert_eq!((&again["id"], &again["forRecord"]), (&both.0.said["_data"]["id"], &json!("R-2")));
    assert_eq!(house.walk(&key, "").await.1, 1);
    let path = format!("/call/{}", id_of(&again));
    house.bid(&key, Method::PATCH, &path, json!({"providerCallId": "8"})).await.good(200);
    let other = house.bid(&key, Method::POST, "/call", said("R-3")).await.good(201).clone();
    assert_ne!(other["id"], again["id"], "the first has another id by now");
    assert_eq!(house.call(&key, &id_of(&again)).await["forRecord"], "R-2", "and nothing was said of it");
    for _ in 0..2 {
        let nobodys = json!({"type": "OUTBOUND", "to": "+12025550142", "provider": "X", "providerCallId": null});
        house.bid(&key, Method::POST, "/call", nobodys).await.good(201);
    }
    assert_eq!(house.walk(&key, "").await.1, 4);
    house.bid(&key, Method::DELETE, &path, json!({})).await.good(200);
    let gone = json!({"type": "OUTBOUND", "to": "+12025550142", "provider": "X", "providerCallId": "8"});
    assert_eq!(house.bid(&key, Method::POST, "/call", gone).await.error(), (409, "CALL_DELETED", None));
}

#[tokio::test]
async fn c12_c14_line_facts_of_a_call_that_a_phone_system_told_are_passed_over_in_post_and_refused_else() {
    let (house, key) = open().await;
    house.talked(0, "ann").await;
    let call = told(&house, &key).await;
    let said = json!({"type": "OUTBOUND", "to": "999", "provider": call["provider"], "providerCallId": call["providerCallId"], "forTask": "T-1"});
    let changed = house.bid(&key, Method::POST, "/call", said).await.good(200).clone();
    assert_eq!((&changed["id"], &changed["to"], &changed["forTask"]), (&call["id"], &call["to"], &json!("T-1")));
    let before = house.told().await;
    let path = format!("/call/{}", id_of(&call));
    for (field, value) in [
        ("to", json!("999")),
        ("callStatus", json!("BUSY")),
        ("callEnd", json!(1_767_606_399_000_i64)),
        ("type", json!("OUTBOUND")),
    ] {
        let body = json!({"forTask": "T-2", field: value});
        assert_eq!(house.bid(&key, Method::PATCH, &path, body).await.error(), (400, "READ_ONLY_FIELD", Some(field)));
    }
    assert_eq!((house.told().await, house.call(&key, &id_of(&call)).await), (before, changed), "nothing at all is changed");
    let said = json!({"forTask": null, "forProcess": "P-1", "user": "Bea", "recordingUrl": "https://media.example/r.mp3"});
    let changed = house.bid(&key, Method::PUT, &path, said).await.good(200).clone();
    assert_eq!((&changed["forTask"], &changed["forProcess"]), (&json!(null), &json!("P-1")));
    assert_eq!(changed["recordingUrl"], "https://media.example/r.mp3");
    assert!(changed["user"] != call["user"] && changed["updatedAt"].as_i64() >= call["updatedAt"].as_i64());
    let back = house.bid(&key, Method::PUT, &path, json!({"user": call["user"]})).await.good(200).clone();
    assert_eq!(back["user"], call["user"], "R8: a user is named by the id that was told");
}

#[tokio::test]
async fn c5_c6_c9_a_call_is_disposed_before_and_after_its_end_and_the_first_moment_stays() {
    let (house, key) = open().await;
    house.record(calls::notation::read(&talk(0, "ann")).unwrap()).await;
    let call = told(&house, &key).await;
    assert_eq!(call["callStatus"], "IN_PROGRESS");
    let path = format!("/call/{}/dispose", id_of(&call));
    let said = json!({"disposition": "CALLBACK", "remarks": "asked for a quote", "nextCallTime": 1_767_692_700_000_i64, "user": call["user"]});
    let disposed = house.bid(&key, Method::POST, &path, said).await.good(200).clone();
    assert_eq!(disposed["callStatus"], "DISPOSED_NOT_DISCONNECTED");
    house.record(calls::notation::read(&[talk(0, "ann"), hung_up(0)].concat()).unwrap()).await;
    let ended = house.call(&key, &id_of(&call)).await;
    assert_eq!((&ended["callStatus"], &ended["disposedAt"]), (&json!("COMPLETED"), &disposed["disposedAt"]));
    let again = house.bid(&key, Method::POST, &path, json!({"disposition": "wrong number"})).await.good(200).clone();
    assert_eq!((&again["callStatus"], &again["disposedAt"]), (&json!("WRONG_NUM"), &disposed["disposedAt"]));
    let native = house.read(&format!("/calls/{}", id_of(&call))).await;
    assert_eq!(
        (&native["disposition"]["code"], &native["disposition"]["by"]["id"]),
        (&json!("wrong_number"), &json!("ann")),
        "{native}"
    );
    for (said, code, field) in [
        (json!({}), "MISSING_FIELD", "disposition"),
        (json!({"disposition": "x", "callStatus": "BUSY"}), "INVALID_FIELD", "callStatus"),
        (json!({"disposition": "x", "nextCallTime": 7}), "INVALID_FIELD", "nextCallTime"),
        (json!({"disposition": "x", "user": "nobody"}), "UNKNOWN_USER", "user"),
    ] {
        assert_eq!(house.bid(&key, Method::POST, &path, said).await.error(), (400, code, Some(field)));
    }
}

#[tokio::test]
async fn c25_a_task_that_is_completed_logs_a_call_and_one_that_names_a_call_disposes_it() {
    let (house, key) = open().await;
    let path = "/p/lead/LEAD-7/task/call-back";
    let said = |status: &str, of: Value| {
        let mut own = json!({"call_disposition": "RNR", "remarks": "rang out twice", "colour": "red"});
        own.as_object_mut().unwrap().extend(of.as_object().unwrap().clone());
        json!({"data": own, "status": status, "assignedTo": "ann.mori@desk.example"})
    };
    let before = house.told().await;
    for status in ["OPEN", "CANCELLED"] {
        let told = house.bid(&key, Method::POST, path, said(status, json!({}))).await;
        assert_eq!(told.error(), (400, "NOT_A_LOGGED_CALL", Some("status")));
    }
    assert_eq!(house.told().await, before, "no call arises");
    let task = house.bid(&key, Method::POST, path, said("COMPLETED", json!({}))).await.good(200).clone();
    let call = house.call(&key, task["call"].as_str().unwrap()).await;
    assert_eq!(
        (&call["callStatus"], &call["type"], &call["callInitiateLocation"]),
        (&json!("LOGGED"), &json!("OUTBOUND"), &json!("TASK_LOG"))
    );
    assert_eq!((&call["forTask"], &call["forProcedure"], &call["forProcess"]), (&task["id"], &json!("lead"), &json!("LEAD-7")));
    assert_eq!((&call["providerPayload"], call["disposedAt"].is_i64()), (&json!({"colour": "red"}), true));
    house.talked(1, "bea").await;
    let (all, _) = house.walk(&key, "type=INBOUND").await;
    let names = json!({"provider": all[0]["provider"], "provider_call_id": all[0]["providerCallId"]});
    let over = house.bid(&key, Method::POST, path, said("COMPLETED", names)).await.good(200).clone();
    assert_eq!(over["call"], all[0]["id"]);
    let disposed = house.call(&key, &id_of(&all[0])).await;
    assert_eq!((disposed["disposedAt"].is_i64(), &disposed["forTask"]), (true, &over["id"]));
    assert_eq!(house.walk(&key, "").await.1, 2, "no new call is made");
}

/// What is judged is written at that version or judged anew, so that what one client keeps does not undo what another kept.
#[tokio::test]
async fn changes_that_are_made_at_once_all_stand() {
    let (house, key) = open().await;
    let call = house.bid(&key, Method::POST, "/call", json!({"type": "OUTBOUND", "to": "102"})).await.good(201).clone();
    let path = format!("/call/{}", id_of(&call));
    let patch = |said: Value| house.bid(&key, Method::PATCH, &path, said);
    let (one, two, three) = tokio::join!(
        patch(json!({"callStatus": "BUSY"})),
        patch(json!({"from": "+12025550100"})),
        patch(json!({"providerPayload": {"n": 1}, "forTask": "T-1"})),
    );
    assert_eq!([one, two, three].map(|told| told.status), [200; 3]);
    let call = house.call(&key, &id_of(&call)).await;
    assert_eq!((&call["callStatus"], &call["from"], &call["forTask"]), (&json!("BUSY"), &json!("+12025550100"), &json!("T-1")));
    assert_eq!(call["providerPayload"], json!({"n": 1}));
}
