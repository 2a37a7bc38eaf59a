//! Freshcaller's REST view, as the vendor's readers ask it.

use std::collections::BTreeSet;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};

use super::{House, house, key_of, story};
use crate::api::token::Wanted;
use crate::store::{Role, text};

/// An answer.
struct Told {
    status: StatusCode,
    retry_after: Option<String>,
    location: Option<String>,
    said: Value,
}

impl Told {
    fn error(&self) -> (u16, &str) {
        assert!(self.said["message"].is_string() && self.said["errors"].is_array(), "{}", self.said);
        (self.status.as_u16(), self.said["error_type"].as_str().unwrap())
    }
}

impl House {
    /// A key of the dialect.
    async fn fresh(&self, wanted: Wanted) -> String {
        key_of(&*self.api.ctx.store, Wanted { dialect: Some(text("freshworks")), ..wanted }).await
    }

    async fn reader(&self) -> String {
        self.fresh(Wanted::new("main", "reader", Role::Administrator)).await
    }

    async fn asks(&self, method: Method, key: &str, path: &str, body: Body) -> Told {
        let request = Request::builder().method(method).uri(format!("/api/v1{path}")).header("X-Api-Auth", key);
        let response = self.send(request.body(body).unwrap()).await;
        let named = |name: header::HeaderName| Some(response.headers().get(name)?.to_str().unwrap().to_owned());
        let (retry_after, location) = (named(header::RETRY_AFTER), named(header::LOCATION));
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 32 << 20).await.unwrap();
        let said = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
        Told { status, retry_after, location, said }
    }

    async fn fetch(&self, key: &str, path: &str) -> Told {
        self.asks(Method::GET, key, path, Body::empty()).await
    }

    async fn page(&self, key: &str, path: &str) -> Value {
        let told = self.fetch(key, path).await;
        assert_eq!(told.status, StatusCode::OK, "{path}: {}", told.said);
        told.said
    }
}

/// A house with so many calls, and a key of the dialect.
async fn filled(calls: u32) -> (House, String) {
    let house = house().await;
    for no in 0..calls {
        house.record(story(no)).await;
    }
    let key = house.reader().await;
    (house, key)
}

fn ids(list: &Value) -> Vec<u64> {
    list.as_array().unwrap().iter().map(|one| one["id"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn r18_keys_of_the_dialect_count_here_alone_and_no_others_do() {
    let (house, key) = filled(1).await;
    assert_eq!(ids(&house.page(&key, "/calls").await["calls"]).len(), 1);
    for native in [&house.administrator, &house.operator, &house.source] {
        assert_eq!(house.fetch(native, "/calls").await.error(), (401, "unauthorized"));
    }
    for path in ["/calls", "/account", "/signals", "/presence/agents"] {
        let method = if path == "/signals" { Method::POST } else { Method::GET };
        let (status, _) = house.ask(&key, method, path, Some("{}")).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
    }
    let request = Request::get("/freshworks/v1/apps").header(header::AUTHORIZATION, format!("Bearer {key}"));
    assert_eq!(house.send(request.body(Body::empty()).unwrap()).await.status(), StatusCode::UNAUTHORIZED);
    let request = Request::get("/api/v1/calls").header(header::AUTHORIZATION, format!("Bearer {key}"));
    let told = house.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(told.status(), StatusCode::UNAUTHORIZED, "only in its own header");
    let body = json!({"name": "etl", "role": "administrator", "dialect": "freshworks"}).to_string();
    let (status, said) = house.ask(&house.administrator, Method::POST, "/tokens", Some(&body)).await;
    assert_eq!((status, &said["dialect"]), (StatusCode::CREATED, &json!("freshworks")));
    house.page(said["token"].as_str().unwrap(), "/calls").await;
    let id = said["id"].as_str().unwrap();
    house.ask(&house.administrator, Method::DELETE, &format!("/tokens/{id}"), None).await;
    assert_eq!(house.fetch(said["token"].as_str().unwrap(), "/calls").await.error(), (401, "unauthorized"), "revoked");
    let body = json!({"name": "etl", "role": "administrator", "dialect": "morse"}).to_string();
    let (status, said) = house.ask(&house.administrator, Method::POST, "/tokens", Some(&body)).await;
    assert_eq!((status, &said["field"]), (StatusCode::BAD_REQUEST, &json!("dialect")));
}

#[tokio::test]
async fn f30_a_walk_as_readers_walk_returns_each_call_once_oldest_first() {
    let (house, key) = filled(7).await;
    let whole = house.page(&key, "/calls?per_page=1000").await;
    assert_eq!(whole["meta"], json!({"total_pages": 1, "total_count": 7, "current": 1}));
    let times: Vec<&str> =
        whole["calls"].as_array().unwrap().iter().map(|call| call["created_time"].as_str().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    for (list, extra) in [("calls", ""), ("call_metrics", "&include=life_cycle")] {
        // By the number of pages.
        let (mut walked, mut page, mut pages) = (Vec::new(), 1, 1);
        while page <= pages {
            let said = house.page(&key, &format!("/{list}?page={page}&per_page=3{extra}")).await;
            pages = said["meta"]["total_pages"].as_u64().unwrap();
            assert_eq!(said["meta"]["current"], page);
            walked.extend(ids(&said[list]));
            page += 1;
        }
        assert_eq!((walked, pages), (ids(&whole["calls"]), 3), "{list}");
        // By the first page that is not full.
        let mut walked: Vec<u64> = Vec::new();
        for page in 1.. {
            let found = ids(&house.page(&key, &format!("/{list}?page={page}&per_page=2{extra}")).await[list]);
            walked.extend(&found);
            if found.len() < 2 {
                break;
            }
        }
        assert_eq!(walked, ids(&whole["calls"]), "{list}");
    }
    let beyond = house.page(&key, "/calls?page=9&per_page=3").await;
    assert_eq!(beyond, json!({"calls": [], "meta": {"total_pages": 3, "total_count": 7, "current": 9}}));
}

#[tokio::test]
async fn f30_by_time_takes_both_ends_in_every_form() {
    let (house, key) = filled(4).await;
    let all = house.page(&key, "/calls").await;
    let all = all["calls"].as_array().unwrap();
    let at = |no: usize| all[no]["created_time"].as_str().unwrap().replace('+', "%2B");
    let count = async |query: String| house.page(&key, &format!("/calls?{query}")).await["meta"]["total_count"].clone();
    assert_eq!(count(format!("by_time%5Bfrom%5D={}&by_time%5Bto%5D={}", at(1), at(2))).await, 2, "both ends");
    assert_eq!(count(format!("by_time[from]={}", at(1).trim_end_matches("%2B00:00"))).await, 3);
    assert_eq!(count(format!("by_time[to]={}", at(0).replace("%2B", "+"))).await, 1);
    assert_eq!(count("by_time[from]=2026-01-05%2000:00:00&by_time[to]=2025-01-05T00:00:00Z".to_owned()).await, 0);
}

#[tokio::test]
async fn f16_times_have_the_offset_of_the_accounts_zone() {
    let (house, key) = filled(1).await;
    let utc = house.page(&key, "/calls").await["calls"][0].clone();
    assert_eq!(utc["created_time"], "2026-01-05T09:45:00.000+00:00");
    let zone = Some(r#"{"zone": "America/New_York"}"#);
    assert_eq!(house.ask(&house.administrator, Method::PATCH, "/account", zone).await.0, StatusCode::OK);
    let there = house.page(&key, "/calls?per_page=1").await["calls"][0].clone();
    assert_eq!(there["created_time"], "2026-01-05T04:45:00.000-05:00");
    assert_eq!(there["id"], utc["id"]);
    let metrics = house.page(&key, &format!("/calls/{}/call_metrics?include=life_cycle", utc["id"])).await;
    assert_eq!(metrics["call_metrics"]["life_cycle"][0]["time_stamp"], "2026-01-05T04:45:00.000-05:00");
}

#[tokio::test]
async fn f15_integers_are_given_once_and_one_call_is_found_by_its_own() {
    let (house, key) = filled(2).await;
    let call = house.page(&key, "/calls").await["calls"][0].clone();
    let one = house.page(&key, &format!("/calls/{}", call["id"])).await;
    assert_eq!(one, json!({"call": call}));
    for field in ["phone_number_id", "assigned_agent_id"] {
        assert!(call[field].as_u64().is_some(), "{field}: {call}");
    }
    assert_eq!(call["participants"][0]["cost_unit"], "usd");
    let metrics = house.page(&key, &format!("/calls/{}/call_metrics", call["id"])).await;
    assert_eq!((&metrics["call_metrics"]["call_id"], metrics["call_metrics"].get("life_cycle")), (&call["id"], None));
    let currency = Some(r#"{"currency": "eur"}"#);
    assert_eq!(house.ask(&house.administrator, Method::PATCH, "/account", currency).await.1["currency"], "EUR");
    tokio::time::timeout(std::time::Duration::from_secs(30), async {
        // What accounts say is believed for a second.
        while house.page(&key, &format!("/calls/{}", call["id"])).await["call"]["participants"][0]["cost_unit"] != "eur" {
            tokio::task::yield_now().await;
            house.api.names.of(&text("main")).lock().await.distrust();
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn f29_a_call_that_was_removed_or_is_internal_is_not_there() {
    let (house, key) = filled(2).await;
    let internal = "00.000 L1 came_in number=101 user=ann dialled=102\n00.050 L2 dialled by=L1 number=102 user=bea\n";
    house.record(calls::notation::read(internal).unwrap()).await;
    let listed = house.page(&key, "/calls").await;
    assert_eq!((&listed["meta"]["total_count"], listed["calls"].as_array().unwrap().len()), (&json!(2), 2));
    let native = house.read("/calls").await;
    let serial = |call: &Value| call["serial"].as_u64().unwrap();
    let is_internal = |call: &&Value| call["direction"] == "internal";
    let internal = native["calls"].as_array().unwrap().iter().find(is_internal).map(serial).unwrap();
    let gone = native["calls"].as_array().unwrap().iter().find(|call| !is_internal(call)).unwrap();
    let id = gone["id"].as_str().unwrap();
    assert!(house.ask(&house.administrator, Method::DELETE, &format!("/calls/{id}"), None).await.0.is_success());
    for serial in [internal, serial(gone)] {
        for path in ["", "/call_metrics", "/recording"] {
            let told = house.fetch(&key, &format!("/calls/{serial}{path}")).await;
            assert_eq!(told.error(), (404, "record_not_found"), "{serial}{path}");
        }
    }
    let listed = house.page(&key, "/calls").await;
    assert_eq!((&listed["meta"]["total_count"], ids(&listed["calls"]).contains(&serial(gone))), (&json!(1), false));
}

/// Sheet, 4.6.
#[tokio::test]
async fn whatever_is_refused_is_refused_in_the_vendors_form() {
    let (house, key) = filled(1).await;
    let error = async |key: &str, path: &str| {
        let told = house.fetch(key, path).await;
        let (status, kind) = told.error();
        (status, kind.to_owned(), told.said["errors"].clone())
    };
    let stranger = format!("cb_main_{}", "x".repeat(43));
    for wrong in ["", "what", &stranger] {
        assert_eq!(error(wrong, "/calls").await.0, 401, "{wrong:?}");
    }
    let teller = house.fresh(Wanted::new("main", "teller", Role::Source)).await;
    assert_eq!(error(&teller, "/calls").await.1, "forbidden");
    for path in
        ["/calls/999999", "/calls/x", "/calls/-1", "/calls/1/2/3", "/users/7/x", "/users/999999", "/call_metrics/1", "/calls/"]
    {
        assert_eq!(error(&key, path).await.1, "record_not_found", "{path}");
    }
    let queries = [
        ("/calls?per_page=5000", "per_page"),
        ("/call_metrics?page=0", "page"),
        ("/calls?by_time[from]=2099-01-01T00:00:00", "by_time[from]"),
        ("/calls?by_time[to]=soon", "by_time[to]"),
        ("/users?page=x", "page"),
        ("/call_metrics?include=moon", "include"),
        ("/calls?has_ancestry=2", "has_ancestry"),
    ];
    for (path, field) in queries {
        let (status, kind, errors) = error(&key, path).await;
        assert_eq!((status, kind.as_str(), &errors[0]["field"]), (422, "model_validation_failed", &json!(field)), "{path}");
    }
    let long = format!("/calls?x={}", "y".repeat(5_000));
    assert_eq!(error(&key, &long).await.0, 422);
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        for (key, path) in [(&*key, "/calls"), ("", "/users/1"), (&*key, "/calls/1/recording")] {
            let told = house.asks(method.clone(), key, path, Body::from(vec![b'x'; (1 << 20) + 1])).await;
            assert_eq!(told.error(), (405, "method_not_allowed"), "{method} {path}");
        }
    }
    let elsewhere = house.asks(Method::GET, &key, "/callsigns", Body::empty()).await;
    assert_eq!((elsewhere.status.as_u16(), elsewhere.said.get("error_type")), (404, None), "others may have rooms beside it");
    let request = Request::get("/api/v1/calls").header("X-Api-Auth", &key);
    let request = (0..80).fold(request, |request, no| request.header(format!("x-{no}"), "y"));
    assert_eq!(house.send(request.body(Body::empty()).unwrap()).await.status().as_u16(), 422, "too many headers");
}

/// Sheet, 4.6 and 4.7.
#[tokio::test]
async fn a_key_that_asks_more_than_three_hundred_times_a_minute_is_told_when_it_may_again() {
    let (house, key) = filled(0).await;
    for _ in 0..super::super::freshcaller::ASKS_MAX {
        assert_eq!(house.fetch(&key, "/users").await.status, StatusCode::OK);
    }
    let told = house.fetch(&key, "/calls").await;
    assert_eq!(told.error(), (429, "rate_limit_exceeded"));
    let wait: u64 = told.retry_after.unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    let other = house.reader().await;
    assert_eq!(house.fetch(&other, "/calls").await.status, StatusCode::OK, "each key for itself");
}

#[tokio::test]
async fn n24_a_key_reads_the_calls_that_its_role_sees_and_no_others() {
    let house = house().await;
    for (path, said) in [("teams/desk", "{}"), ("users/ann", r#"{"team": "desk"}"#), ("users/bea", r#"{"name": "Bea"}"#)] {
        let path = format!("/directory/{path}");
        assert_eq!(house.ask(&house.administrator, Method::PUT, &path, Some(said)).await.0, StatusCode::CREATED);
    }
    for (no, user) in ["ann", "bea", "ann"].iter().enumerate() {
        let at = 10 * no;
        let table = format!(
            "{at:02}.000 A{no} came_in number=+3161234567{no} trunk=voip dialled=+31205550199\n\
            {:02}.000 B{no} dialled by=A{no} number=101 user={user}\n",
            at + 1
        );
        house.record(calls::notation::read(&table).unwrap()).await;
    }
    let bea = house.fresh(Wanted { user: Some(text("bea")), ..Wanted::new("main", "bea", Role::User) }).await;
    let desk = house.fresh(Wanted { teams: vec![text("desk")], ..Wanted::new("main", "desk", Role::Supervisor) }).await;
    let all = house.reader().await;
    let list = async |key: &str| {
        let said = house.page(key, "/calls?per_page=2").await;
        let metrics = house.page(key, "/call_metrics?per_page=2").await;
        assert_eq!((ids(&said["calls"]), &said["meta"]), (ids(&metrics["call_metrics"]), &metrics["meta"]));
        (ids(&said["calls"]), said["meta"]["total_count"].as_u64().unwrap())
    };
    let ((of_all, total), (of_bea, beas), (of_desk, desks)) = (list(&all).await, list(&bea).await, list(&desk).await);
    assert_eq!((total, beas, desks), (3, 1, 2));
    assert_eq!((of_bea[0], of_desk[0]), (of_all[1], of_all[0]));
    for path in ["", "/call_metrics", "/recording"] {
        assert_eq!(house.fetch(&bea, &format!("/calls/{}{path}", of_desk[0])).await.error().0, 404);
    }
    assert_eq!(house.fetch(&bea, &format!("/calls/{}", of_bea[0])).await.status, StatusCode::OK);
    let names = async |key: &str| {
        let users = house.page(key, "/users").await;
        let statuses = house.page(key, "/user_statuses").await;
        let teams = house.page(key, "/teams").await;
        assert_eq!(ids(&users["users"]), ids(&statuses["user_statuses"]));
        (ids(&users["users"]), ids(&teams["teams"]))
    };
    let ((users, teams), (own, none), (desk_users, desk_teams)) = (names(&all).await, names(&bea).await, names(&desk).await);
    assert_eq!((users.len(), teams.len(), own.len(), none.len(), desk_users.len()), (2, 1, 1, 0, 1));
    assert_eq!(desk_teams, teams);
    let both: BTreeSet<u64> = own.iter().chain(&desk_users).copied().collect();
    assert_eq!(both, users.iter().copied().collect());
    let said = house.page(&all, &format!("/users/{}", own[0])).await["user"].clone();
    assert_eq!(
        (&said["name"], &said["status"], &said["teams"]),
        (&json!("Bea"), &json!(2), &json!([])),
        "a call rings at hers"
    );
    assert_eq!(house.fetch(&desk, &format!("/users/{}", own[0])).await.error().0, 404);
    assert_eq!(house.page(&all, "/teams").await["teams"][0]["users"], json!([{"id": desk_users[0]}]));
    let stranger = house.page(&all, "/users?page=2&per_page=1").await;
    assert_eq!(stranger["meta"], json!({"total_pages": 2, "total_count": 2, "current": 2}));
}

#[tokio::test]
async fn r16_the_link_of_a_recording_that_came_from_outside_is_passed_on() {
    let (house, key) = filled(1).await;
    let id = house.page(&key, "/calls").await["calls"][0]["id"].clone();
    assert_eq!(house.fetch(&key, &format!("/calls/{id}/recording")).await.error(), (404, "record_not_found"));
    let stored = async |id: u64, url: &str| {
        let at = "2026-01-05T11:00:00.000Z";
        let customer = json!({"id": id + 1, "participant_type": "Customer", "call_status": 1, "caller_number": "+12025550142",
            "created_time": at, "updated_time": "2026-01-05T11:01:00.000Z", "duration": 60});
        let said = json!({"call": {"id": id, "direction": "incoming", "phone_number": "+12025550100", "created_time": at,
            "recording": {"id": 551, "url": url, "duration": 40}, "participants": [customer]}});
        let (status, said) = house.says(&house.operator, "", &said).await;
        assert_eq!(status, 200, "{said}");
    };
    stored(90_417, "https://pbx.example/r1.mp3").await;
    let last = house.page(&key, "/calls/90417").await["call"].clone();
    let told = house.fetch(&key, "/calls/90417/recording").await;
    assert_eq!((told.status.as_u16(), told.location.as_deref()), (302, Some("https://pbx.example/r1.mp3")));
    assert_eq!(last["recording"]["url"], "https://pbx.example/r1.mp3");
    stored(90_500, "javascript:alert(1)").await;
    assert_eq!(house.fetch(&key, "/calls/90500/recording").await.error().0, 404, "no browser is sent anywhere but to the web");
}
