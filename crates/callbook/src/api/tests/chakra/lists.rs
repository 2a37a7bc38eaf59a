//! Lists: pages to the end, in every order, by every filter.

use axum::http::Method;
use serde_json::{Value, json};

use super::super::house;
use super::{House, id_of};
use crate::api::chakra::LOOKED_MAX;

/// Whether a filter takes a call.
type Takes<'a> = Box<dyn Fn(&Value) -> bool + 'a>;

/// A house with calls that a phone system told and calls that a client wrote, and a key.
async fn filled() -> (House, String) {
    let house = house().await.peopled().await;
    for (no, user) in [(0, "ann"), (1, "bea"), (2, "ann")] {
        house.talked(no, user).await;
    }
    let key = house.pen().await;
    let said = [
        json!({"type": "OUTBOUND", "to": "+12025550142", "user": "ann", "forRecord": "R-1"}),
        json!({"type": "INBOUND", "from": "+12025550143", "callStatus": "MISSED", "callStart": 1_767_600_000_000_i64,
            "callEnd": 1_767_600_030_000_i64, "provider": "TWILIO", "providerCallId": "CA-1"}),
        json!({"type": "INTERNAL", "to": "102", "callStatus": "BUSY", "callStart": 1_767_700_000_000_i64, "user": "bea"}),
    ];
    for said in said {
        house.bid(&key, Method::POST, "/call", said).await.good(201);
    }
    (house, key)
}

fn ids(calls: &[Value]) -> Vec<String> {
    calls.iter().map(id_of).collect()
}

#[tokio::test]
async fn c23_a_walk_finds_each_call_once_in_every_order_and_at_any_size_of_a_page() {
    let (house, key) = filled().await;
    let (all, total) = house.walk(&key, "").await;
    assert_eq!((all.len(), total), (6, 6));
    for field in ["createdAt", "updatedAt", "callStart", "callEnd"] {
        for way in ["asc", "desc"] {
            let mut wanted = all.clone();
            wanted.sort_by(|one, other| {
                let (a, b) = (one[field].as_i64(), other[field].as_i64());
                let by_time = match (a, b) {
                    (Some(a), Some(b)) if way == "asc" => a.cmp(&b),
                    (Some(a), Some(b)) => b.cmp(&a),
                    _ => b.is_some().cmp(&a.is_some()),
                };
                by_time.then(id_of(one).cmp(&id_of(other)))
            });
            for size in [1, 2, 4, 200] {
                // A filter that takes all goes the other way through the store.
                for filter in ["", "&type=INBOUND,OUTBOUND"] {
                    let (walked, total) = house.walk(&key, &format!("sort={field}:{way}&pageSize={size}{filter}")).await;
                    assert_eq!((ids(&walked), total), (ids(&wanted), 6), "{field} {way} {size} {filter}");
                }
            }
        }
    }
    let beyond = house.look(&key, "/call?page=4294967296&pageSize=200").await;
    assert_eq!((beyond.good(200), &beyond.said["_meta"]["total"]), (&json!([]), &json!(6)));
}

#[tokio::test]
async fn a_filter_takes_the_calls_that_show_its_values_and_no_others() {
    let (house, key) = filled().await;
    let (all, _) = house.walk(&key, "").await;
    let (ann, team) = (all.iter().find(|call| call["forRecord"] == "R-1").unwrap(), &all[0]["team"]);
    let user = ann["user"].as_str().unwrap();
    let native = all.iter().find(|call| call["from"] == "+31612345671").unwrap();
    let provided = format!(
        "provider={}&providerCallId={}",
        native["provider"].as_str().unwrap().to_lowercase(),
        native["providerCallId"].as_str().unwrap()
    );
    let middle = native["createdAt"].as_i64().unwrap();
    let at = |field: &'static str| move |call: &Value| call[field].as_i64();
    let (created, updated, begun) = (at("createdAt"), at("updatedAt"), at("callStart"));
    let filters: Vec<(String, Takes<'_>)> = vec![
        ("type=inbound".into(), Box::new(|call| call["type"] == "INBOUND")),
        ("callStatus=MISSED,BUSY".into(), Box::new(|call| call["callStatus"] == "MISSED" || call["callStatus"] == "BUSY")),
        (format!("user={user}"), Box::new(|call| call["user"] == user)),
        (format!("team={}", team.as_str().unwrap()), Box::new(|_| true)),
        ("team=00000000-0000-4000-8000-000000000007".into(), Box::new(|_| false)),
        ("from=31612345671".into(), Box::new(|call| call["from"] == "+31612345671")),
        ("to=%2B1-202-555-0142,102".into(), Box::new(|call| call["to"] == "+12025550142" || call["to"] == "102")),
        ("provider=twilio".into(), Box::new(|call| call["provider"] == "TWILIO")),
        ("provider=TWILIO&providerCallId=CA-1".into(), Box::new(|call| call["providerCallId"] == "CA-1")),
        (provided, Box::new(|call| call["id"] == native["id"])),
        ("forRecord=R-1,R-2".into(), Box::new(|call| call["forRecord"] == "R-1")),
        (format!("createdFrom={middle}"), Box::new(move |call| created(call) >= Some(middle))),
        (format!("createdTo={middle}"), Box::new(move |call| created(call) < Some(middle))),
        (format!("updatedFrom={middle}"), Box::new(move |call| updated(call) >= Some(middle))),
        (
            "callStartFrom=1767600000000&callStartTo=1767606360000".into(),
            Box::new(move |call| begun(call).is_some_and(|at| (1_767_600_000_000..1_767_606_360_000).contains(&at))),
        ),
    ];
    for (query, takes) in filters {
        let wanted: Vec<Value> = all.iter().filter(|call| takes(call)).cloned().collect();
        let (walked, total) = house.walk(&key, &format!("pageSize=2&{query}")).await;
        assert_eq!((ids(&walked), total), (ids(&wanted), wanted.len() as u64), "{query}");
    }
}

/// An own call's beginning is its client's to write, whatever the record says of it.
#[tokio::test]
async fn a_call_whose_beginning_was_written_anew_is_listed_by_the_new_one() {
    let (house, key) = filled().await;
    let (all, _) = house.walk(&key, "callStatus=MISSED").await;
    let path = format!("/call/{}", id_of(&all[0]));
    house.bid(&key, Method::PATCH, &path, json!({"callStart": 1_767_500_000_000_i64})).await.good(200);
    for (query, found) in [("callStartTo=1767500000001", 1), ("callStartFrom=1767600000000&callStatus=MISSED", 0)] {
        assert_eq!(house.walk(&key, query).await.1, found, "{query}");
    }
}

#[tokio::test]
async fn r7_an_own_number_that_is_shown_in_full_is_found_by_its_full_form() {
    let house = house().await;
    let region = Some(r#"{"region": "NL"}"#);
    assert_eq!(house.ask(&house.administrator, Method::PATCH, "/account", region).await.0, 200);
    let table = "00.000 A came_in number=+31612345678 trunk=voip dialled=020-5550199\n";
    house.record(calls::notation::read(table).unwrap()).await;
    let key = house.pen().await;
    let (all, _) = house.walk(&key, "").await;
    assert_eq!(all[0]["to"], "+31205550199");
    for (query, found) in [("to=31205550199", 1), ("to=%2B31205550199&from=%2B31612345678", 1), ("to=%2B31205550198", 0)] {
        assert_eq!(house.walk(&key, query).await.1, found, "{query}");
    }
}

#[tokio::test]
async fn c17_c18_a_deleted_call_is_listed_only_when_asked_for_and_keeps_its_words() {
    let (house, key) = filled().await;
    let (all, _) = house.walk(&key, "").await;
    for call in all.iter().step_by(2) {
        let path = format!("/call/{}", id_of(call));
        let gone = house.bid(&key, Method::DELETE, &path, json!({})).await.good(200).clone();
        assert_eq!(
            (&gone["isDeleted"], &gone["callStatus"], &gone["recordingUrl"]),
            (&json!(true), &call["callStatus"], &Value::Null)
        );
        let told = house.told().await;
        assert_eq!(house.bid(&key, Method::DELETE, &path, json!({})).await.good(200), &gone, "twice is as once");
        assert_eq!(house.look(&key, &path).await.good(200), &gone);
        for (method, path) in
            [(Method::PUT, path.clone()), (Method::PATCH, path.clone()), (Method::POST, format!("{path}/dispose"))]
        {
            let told = house.bid(&key, method, &path, json!({"disposition": "DONE", "forTask": "7"})).await;
            assert_eq!(told.error(), (409, "CALL_DELETED", None));
        }
        assert_eq!(house.told().await, told);
    }
    for query in ["", "type=INBOUND,OUTBOUND&"] {
        let (left, total) = house.walk(&key, &format!("{query}pageSize=1")).await;
        assert_eq!((left.len(), total), (3, 3));
        let (with, total) = house.walk(&key, &format!("{query}pageSize=4&includeDeleted=true")).await;
        assert_eq!((ids(&with), total), (ids(&all), 6), "in the place where it was");
    }
}

#[tokio::test]
async fn a_list_that_would_look_at_too_many_calls_asks_for_a_period() {
    let house = house().await;
    let key = house.pen().await;
    let one = |no: u64| format!("00.000 L{no} came_in number=+31612345678 trunk=voip dialled=+31205550199\n");
    for from in (0..=LOOKED_MAX).step_by(2_000) {
        let table: String = (from..(from + 2_000).min(LOOKED_MAX + 1)).map(one).collect();
        house.record(calls::notation::read(&table).unwrap()).await;
    }
    assert_eq!(house.look(&key, "/call?callStatus=BUSY").await.error(), (400, "INVALID_PARAMETER", Some("createdFrom")));
    let plain = house.look(&key, "/call?pageSize=200&page=2").await;
    assert_eq!((plain.good(200).as_array().unwrap().len(), &plain.said["_meta"]["total"]), (200, &json!(LOOKED_MAX + 1)));
    assert_eq!(house.look(&key, "/call?callStatus=BUSY&createdTo=1700000000000").await.good(200), &json!([]));
}
