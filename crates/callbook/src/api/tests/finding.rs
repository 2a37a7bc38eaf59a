//! Finding and figures over HTTP: what people write is understood, and what cannot be is named.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{House, house, key_of, story};
use crate::api::token::{READS_ONLY, Wanted};
use crate::store::{Role, text};

/// Three calls to Ann, the second of which has a note, and a directory that knows her.
async fn filled() -> House {
    let house = house().await;
    let say = async |path: &str, body: Value| {
        let (status, said) = house.ask(&house.administrator, Method::PUT, path, Some(&body.to_string())).await;
        assert!(status.is_success(), "{path}: {said}");
    };
    say("/directory/users/alice", json!({"name": "Ann Mori"})).await;
    say("/directory/lines/front", json!({"name": "Front desk", "numbers": ["+31 20 555 01 99"]})).await;
    let (status, said) =
        house.ask(&house.administrator, Method::PATCH, "/account", Some(r#"{"region":"NL","outside_prefix":"9"}"#)).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    for no in 1..=3 {
        house.record(story(no)).await;
    }
    let id = house.read("/conversations?number=0612345672").await["conversations"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/conversations/{id}/notes");
    let (status, said) =
        house.ask(&house.administrator, Method::POST, &path, Some(r#"{"text":"Wants the invoice again"}"#)).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    say(&format!("/conversations/{id}/links/task/42"), json!({"name": "Invoice"})).await;
    house
}

#[tokio::test]
async fn r7_a_call_is_found_by_what_people_write() {
    let house = filled().await;
    for (query, rows) in [
        ("number=%2B31612345672", 1),
        ("number=06%2012345672", 1),
        ("number=90612345672", 1),
        ("number=101", 3),
        ("number=10", 0),
        ("number=*5672", 1),
        ("number=*06-1234.5", 0),
        ("number=*6-1234.5672", 1),
        ("number=*101", 3),
        ("number=*72", 0),
        ("number=*56a2", 0),
        ("line=front", 3),
        ("line=020-5550199", 3),
        ("user=alice", 3),
        ("user=bea", 0),
        ("name=mori", 3),
        ("name=an*%20mor*", 3),
        ("name=an", 0),
        ("text=invoice%20again", 1),
        ("text=inv*&user=alice&outcome=answered", 1),
        ("text=inv*&missed=true", 0),
        ("linked=task/42", 1),
        ("linked=Task%2F42&text=invoice", 1),
        ("linked=task/4", 0),
        ("linked=record/42", 0),
        ("shortest_s=9&longest_s=9", 3),
        ("longest_s=8", 0),
        ("missed=false&handled=false&recorded=false", 3),
    ] {
        for (path, rows_of) in [("conversations", "conversations"), ("calls", "calls")] {
            let page = house.read(&format!("/{path}?{query}")).await;
            assert_eq!(page[rows_of].as_array().unwrap().len(), rows, "{path}?{query}: {page}");
            let count = house.read(&format!("/{path}/count?{query}")).await;
            assert_eq!(count, json!({"count": rows, "exact": true}), "{path}?{query}");
        }
    }
}

#[tokio::test]
async fn a_contacts_name_finds_his_calls_for_whoever_may_know_it() {
    let house = house().await;
    let rosa = json!({"name": "Rosa Lind", "numbers": ["+31612345671"]}).to_string();
    let entered = house.ask(&house.administrator, Method::PUT, "/directory/contacts/rosa", Some(&rosa)).await;
    assert_eq!(entered.0, StatusCode::CREATED);
    // Told through the door, which looks up whose number it is.
    let at = |second: u32| format!("2026-01-05T09:45:0{second}Z");
    let party = json!({"number": "+31612345671", "trunk": "voip"});
    let signals = json!([
        {"key": "1", "thread": "T1", "leg": "A", "at": at(0), "what": "came_in", "party": party, "dialled": "+31205550199"},
        {"key": "2", "thread": "T1", "leg": "A", "at": at(5), "what": "ended", "how": "normal"},
    ]);
    let body = json!({"source": "pbx", "signals": signals}).to_string();
    assert_eq!(house.ask(&house.source, Method::POST, "/signals", Some(&body)).await.0, StatusCode::OK);
    let reads = Wanted { scope: Some(text(READS_ONLY)), ..Wanted::new("main", "page", Role::Administrator) };
    let page = key_of(&*house.api.ctx.store, reads).await;
    for (query, rows) in [("name=lind", 1), ("name=ros*%20lind", 1), ("name=ros", 0), ("name=rosa%20falk", 0)] {
        assert_eq!(house.read(&format!("/conversations/count?{query}")).await["count"], rows, "{query}");
        assert_eq!(house.read(&format!("/calls/count?{query}")).await["count"], rows, "{query}");
        let tried = house.ask(&page, Method::GET, &format!("/conversations/count?{query}"), None).await;
        assert_eq!(tried, (StatusCode::OK, json!({"count": 0, "exact": true})), "a token of a page tries names: {query}");
    }
}

#[tokio::test]
async fn r10_whoever_sees_a_part_finds_in_it_by_beginnings_and_endings_and_nothing_else() {
    let house = filled().await;
    for (user, rows) in [("alice", 1), ("bea", 0)] {
        let wanted = Wanted { user: Some(user.into()), ..Wanted::new("main", user, Role::User) };
        let key = key_of(&*house.api.ctx.store, wanted).await;
        for query in ["name=mor*&text=invo*", "text=inv*", "number=*5672"] {
            let counted = house.ask(&key, Method::GET, &format!("/conversations/count?{query}"), None).await;
            assert_eq!(counted, (StatusCode::OK, json!({"count": rows, "exact": true})), "{user}: {query}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_looked_for_is_refused_and_named() {
    let house = filled().await;
    for (path, field) in [
        ("/calls?user=", "user"),
        ("/calls?text=%20-%20", "text"),
        ("/calls?name=a%20b%20c%20d%20e%20f%20g%20h%20i", "name"),
        ("/calls?number=*0031612345672", "number"),
        ("/calls?missed=perhaps", "missed"),
        ("/calls?state=alive", "state"),
        ("/conversations/count?state=", "state"),
        ("/calls?linked=task", "linked"),
        ("/calls?linked=moon/42", "linked"),
        ("/calls?longest_s=-1", "longest_s"),
        ("/calls/count?limit=3", "limit"),
        ("/conversations/count?cursor=x", "cursor"),
        ("/directory/contacts?name=-", "name"),
        ("/figures?of=team", "of"),
        ("/figures?by=week", "by"),
        ("/figures?key=desk", "key"),
        ("/figures?within_s=0", "within_s"),
        ("/figures?buckets=10", "buckets"),
    ] {
        let (status, said) = house.get(path).await;
        assert_eq!((status, said["field"].as_str()), (StatusCode::BAD_REQUEST, Some(field)), "{path}: {said}");
    }
}

#[tokio::test]
async fn figures_are_told_apart_as_they_were_asked_for() {
    let house = filled().await;
    let period = "from=2026-01-05T00:00:00Z&until=2026-01-06T00:00:00Z";
    let figures = house.read(&format!("/figures?{period}")).await;
    let one = &figures["figures"][0];
    assert_eq!((&one["calls"], &one["outcomes"], &one["at"]), (&json!(3), &json!({"answered": 3}), &Value::Null));
    assert_eq!((&one["waits"]["count"], &one["waits"]["mean_s"]), (&json!(3), &json!(4.1)), "{one}");
    assert_eq!((&one["answered_within"], &one["service_level"]), (&json!(3), &json!(1.0)));
    assert_eq!(one["waits"].get("buckets"), None, "they were not asked for");
    let spread = house.read(&format!("/figures?{period}&buckets=true")).await;
    let of = |lengths: &str| {
        let buckets = spread["figures"][0][lengths]["buckets"].as_array().unwrap();
        let apart = buckets.windows(2).all(|two| two[0]["until_s"] == two[1]["from_s"]);
        assert!(apart && buckets[0]["from_s"] == 0 && buckets[buckets.len() - 1]["until_s"].is_null(), "{buckets:?}");
        let counted = buckets.iter().filter(|bucket| bucket["count"] != 0);
        counted.map(|bucket| (bucket["from_s"].clone(), bucket["count"].clone())).collect::<Vec<_>>()
    };
    assert_eq!((of("waits"), of("gave_up"), of("talks")), (vec![(json!(0), json!(3))], vec![], vec![(json!(0), json!(3))]));
    let soon = house.read(&format!("/figures?{period}&within_s=4")).await;
    assert_eq!(soon["figures"][0]["service_level"], 0.0, "answered after 4.1 s");
    let by_day = house.read(&format!("/figures?{period}&by=day,direction,key&of=user")).await;
    let day = &by_day["figures"][0];
    assert_eq!((&day["day"], &day["direction"], &day["key"]), (&json!("2026-01-05"), &json!("inbound"), &json!("alice")));
    let line = house.read(&format!("/figures?{period}&of=line&key=020-5550199")).await;
    assert_eq!(line["figures"][0]["calls"], 3, "a line is known in any spelling");
    assert_eq!(house.read("/figures").await["figures"][0]["calls"], 0, "nothing of today");
}

#[tokio::test]
async fn what_turned_out_to_be_another_is_found_and_counted_as_that_one() {
    let house = filled().await;
    let put = async |path: &str, body: &str| house.ask(&house.administrator, Method::PUT, path, Some(body)).await.0;
    assert_eq!(put("/directory/users/ann", "{\"name\":\"Ann\"}").await, StatusCode::CREATED);
    let merge = house.ask(&house.administrator, Method::POST, "/directory/users/alice/merge", Some("{\"into\":\"ann\"}")).await;
    assert!(merge.0.is_success(), "{merge:?}");
    for user in ["ann", "alice"] {
        assert_eq!(house.read(&format!("/calls/count?user={user}")).await["count"], 3, "{user}");
        let figures = house.read(&format!("/figures?of=user&key={user}&by=key&from=2026-01-01T00:00:00Z")).await;
        let shown = figures["figures"].as_array().unwrap();
        assert_eq!((shown.len(), &shown[0]["key"], &shown[0]["calls"]), (1, &json!("ann"), &json!(3)), "{user}: {figures}");
    }
}
