//! The directory over HTTP.

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};

use super::{House, house, key_of};
use crate::api::token::{READS_ONLY, Wanted};
use crate::store::{Role, text};

impl House {
    async fn say(&self, path: &str, said: &Value) -> (StatusCode, Value) {
        self.ask(&self.administrator, Method::PUT, path, Some(&said.to_string())).await
    }

    async fn table(&self, dry_run: bool, csv: &str) -> (StatusCode, Value) {
        let request = Request::post(format!("/callbook/v1/directory/import?dry_run={dry_run}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.administrator))
            .header(header::CONTENT_TYPE, "text/csv; charset=utf-8")
            .body(Body::from(csv.to_owned()));
        let response = self.send(request.unwrap()).await;
        let status = response.status();
        (status, serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await.unwrap()).unwrap())
    }
}

#[tokio::test]
async fn an_entry_is_entered_changed_and_removed() {
    let house = house().await;
    assert_eq!(house.get("/directory/users/ann").await.0, StatusCode::NOT_FOUND);
    let (status, said) = house.say("/directory/users/ann", &json!({"name": "Ann", "extensions": ["101"]})).await;
    assert_eq!((status, &said["serial"].is_u64()), (StatusCode::CREATED, &true), "{said}");
    let (status, _) = house.say("/directory/users/ann", &json!({"name": "Ann Mori"})).await;
    assert_eq!(status, StatusCode::OK);
    let ann = house.read("/directory/users/ann").await;
    assert_eq!((&ann["name"], &ann["extensions"], &ann["team"]), (&json!("Ann Mori"), &json!([]), &Value::Null));
    assert_eq!(house.read("/directory/users").await["entries"], json!([ann]));
    assert_eq!(house.ask(&house.administrator, Method::DELETE, "/directory/users/ann", None).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.ask(&house.administrator, Method::DELETE, "/directory/users/ann", None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.read("/directory/users").await, json!({"entries": [], "next": null}));
}

#[tokio::test]
async fn n23_a_call_is_told_with_who_is_who_and_names_can_come_later() {
    let house = house().await;
    let (status, said) = house.say("/directory/contacts/rosa", &json!({"numbers": ["+31 6 1234 5670"]})).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    let fact = |at: &str, leg: &str, what: Value| {
        let mut fact =
            json!({"thread": "T1", "leg": leg, "at": format!("2026-01-05T09:45:{at}Z"), "key": format!("{leg}{at}")});
        fact.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        fact
    };
    let signals = [
        fact(
            "00",
            "A",
            json!({"what": "came_in", "party": {"number": "+31612345670", "trunk": "voip"}, "dialled": "+31205550199"}),
        ),
        fact("01", "B", json!({"what": "dialled", "by_leg": "A", "party": {"number": "101", "user": "alice"}})),
    ];
    let body = json!({"source": "pbx", "signals": signals}).to_string();
    let (status, said) = house.ask(&house.source, Method::POST, "/signals", Some(&body)).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    let record = house.read("/conversations").await["conversations"][0].clone();
    assert_eq!(record["calls"][0]["legs"][0]["contact"], "rosa");
    for path in ["/directory/users/alice", "/directory/lines/+31205550199"] {
        assert_eq!(house.read(path).await["name"], Value::Null, "entered at first sight");
    }
    assert_eq!(house.say("/directory/users/alice", &json!({"name": "Alice"})).await.0, StatusCode::OK);
    assert_eq!(house.read("/conversations").await["conversations"][0], record, "no record is touched by a name");
    let line = "/directory/lines?number=%2B31-20-5550199";
    assert_eq!(house.say("/directory/lines/+31205550199", &json!({"name": "Front desk"})).await.0, StatusCode::OK);
    assert_eq!(house.read(line).await["entries"][0]["name"], "Front desk", "it is still called by its number");
    let number = "/directory/contacts?number=%2B31-6-12345670";
    assert_eq!(house.read(number).await["entries"][0]["key"], "rosa");
}

#[tokio::test]
async fn an_entry_is_found_by_the_words_of_its_name_page_by_page() {
    let house = house().await;
    for (key, name) in [("c1", "Rosa Lind"), ("c2", "Rósa Falk"), ("c3", "Sam Rosen")] {
        let said = json!({"name": name, "numbers": [format!("+3120555010{}", &key[1..])]});
        assert_eq!(house.say(&format!("/directory/contacts/{key}"), &said).await.0, StatusCode::CREATED);
    }
    let found = async |query: &str| {
        let page = house.read(&format!("/directory/contacts?{query}")).await;
        let keys = page["entries"].as_array().unwrap().iter().map(|entry| entry["key"].as_str().unwrap().to_owned());
        (keys.collect::<Vec<_>>(), page["next"].as_str().map(str::to_owned))
    };
    assert_eq!(found("name=rosa").await, (vec!["c1".into(), "c2".into()], None));
    assert_eq!(found("name=ros*&limit=2").await, (vec!["c1".into(), "c2".into()], Some("c2".into())));
    assert_eq!(found("name=ros*&limit=2&after=c2").await, (vec!["c3".into()], None));
    assert_eq!(found("name=ros*%20fa*").await.0, ["c2"]);
    assert_eq!(found("name=rosa&number=%2B31205550102").await.0, ["c2"]);
    assert_eq!(found("name=falk&number=%2B31205550101").await.0, [""; 0]);
    assert_eq!(house.say("/directory/contacts/c1", &json!({"name": "Ruth Lind"})).await.0, StatusCode::OK);
    assert_eq!(found("name=rosa").await.0, ["c2"], "she is called otherwise now");
    for (said, key) in [(json!({"name": "Ann Mori"}), "alice"), (json!({}), "bea")] {
        assert_eq!(house.say(&format!("/directory/users/{key}"), &said).await.0, StatusCode::CREATED);
        assert_eq!(house.read(&format!("/directory/users?name={key}")).await["entries"][0]["key"], key);
    }
}

#[tokio::test]
async fn an_import_is_taken_whole_or_not_at_all_and_a_dry_run_says_what_would_change() {
    let house = house().await;
    let table = "kind,key,name,team\nteam,sales,Sales,\nuser,ann,Ann,sales\n";
    let (_, dry) = house.table(true, table).await;
    assert_eq!((&dry["new"], &dry["changes"][1]["fields"]["name"]), (&json!(2), &json!(["Ann", null])), "{dry}");
    assert_eq!(house.read("/directory/users").await["entries"], json!([]), "nothing was written");
    let (status, done) = house.table(false, table).await;
    assert_eq!((status, &done["new"], &done["dry_run"]), (StatusCode::OK, &json!(2), &json!(false)));
    let wrong = "kind,key,name,team\nuser,ann,Ann Mori,\nuser,ben,,none\n";
    let (status, said) = house.table(false, wrong).await;
    assert_eq!((status, &said["field"]), (StatusCode::BAD_REQUEST, &json!("line 3.team")), "{said}");
    assert_eq!(house.read("/directory/users/ann").await["name"], "Ann", "nothing was written");
    let (_, dry) = house.table(true, wrong).await;
    assert_eq!((&dry["changed"], &dry["refused"][0]["place"]), (&json!(1), &json!("line 3")));
    // What a table has no column for stays; an empty cell takes away.
    house.table(false, "kind,key,name\nuser,ann,Ann Mori\n").await;
    assert_eq!(house.read("/directory/users/ann").await["team"], "sales");
    house.table(false, "kind,key,team\nuser,ann,\n").await;
    let ann = house.read("/directory/users/ann").await;
    assert_eq!((&ann["team"], &ann["name"]), (&Value::Null, &json!("Ann Mori")));
    let body = json!({"entries": [{"kind": "user", "key": "ann", "name": "Ann Mori"}]}).to_string();
    let (_, again) = house.ask(&house.administrator, Method::POST, "/directory/import", Some(&body)).await;
    assert_eq!((&again["unchanged"], &again["changes"]), (&json!(1), &json!([])));
}

#[tokio::test]
async fn of_two_that_are_one_the_other_key_leads_to_the_one_that_stays() {
    let house = house().await;
    house.say("/directory/users/101", &json!({"extensions": ["101"]})).await;
    house.say("/directory/users/ann", &json!({"name": "Ann"})).await;
    let merge = |path: &'static str, into: &str| {
        let body = json!({ "into": into }).to_string();
        let house = &house;
        async move { house.ask(&house.administrator, Method::POST, path, Some(&body)).await }
    };
    assert_eq!(merge("/directory/users/ann/merge", "ann").await.1["field"], "into");
    assert_eq!(merge("/directory/users/ann/merge", "nobody").await.1["field"], "into");
    assert_eq!(merge("/directory/users/nobody/merge", "ann").await.0, StatusCode::NOT_FOUND);
    let (status, said) = merge("/directory/users/101/merge", "ann").await;
    assert_eq!((status, &said["key"], &said["extensions"]), (StatusCode::OK, &json!("ann"), &json!(["101"])), "{said}");
    assert_eq!(house.read("/directory/users/101").await["key"], "ann");
    assert_eq!(house.read("/directory/users").await["entries"].as_array().unwrap().len(), 1);
    assert_eq!(house.say("/directory/users/101", &json!({})).await.1["field"], "key");
}

#[tokio::test]
async fn what_is_wrong_with_an_entry_is_named() {
    let house = house().await;
    let cases = [
        ("/directory/users/ann", json!({"numbers": ["none"]}), "numbers[0]"),
        ("/directory/users/ann", json!({"team": "none"}), "team"),
        ("/directory/users/ann", json!({"nam": "Ann"}), "nam"),
        ("/directory/queues/q", json!({"numbers": ["1"]}), "numbers"),
        ("/directory/people/ann", json!({}), "kind"),
        ("/directory/users/%20ann", json!({}), "key"),
    ];
    for (path, said, field) in cases {
        let (status, answer) = house.say(path, &said).await;
        assert!(status.is_client_error() && answer["field"] == field, "{path} {said}: {answer}");
    }
    let source = house.ask(&house.source, Method::GET, "/directory/users", None).await;
    assert_eq!(source.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn two_of_one_import_are_not_called_by_one_word_but_one_may_take_what_the_other_gives_up() {
    let house = house().await;
    let (status, said) = house.table(false, "kind,key,aliases\nuser,ann,desk\nuser,bea,\n").await;
    assert_eq!(status, StatusCode::OK, "{said}");
    let refused = async |table: &str| {
        let (_, said) = house.table(true, table).await;
        let refused = said["refused"].as_array().unwrap().clone();
        assert_eq!(refused.len(), 1, "{said}");
        (refused[0]["place"].clone(), refused[0]["field"].clone(), refused[0]["says"].as_str().unwrap().to_owned())
    };
    let (place, field, says) = refused("kind,key,aliases\nuser,eva,front\nuser,bea,front\n").await;
    assert_eq!((place, field), (json!("line 3"), json!("aliases[0]")));
    assert!(says.contains("line 2") && says.contains("`eva`"), "{says}");
    let (place, field, says) = refused("kind,key,extensions\nuser,eva,102;103\nuser,bea,104;103\n").await;
    assert_eq!((place, field), (json!("line 3"), json!("extensions[1]")));
    assert!(says.contains("line 2"), "{says}");
    let (place, ..) = refused("kind,key,aliases\nuser,bea,desk\n").await;
    assert_eq!(place, "line 2", "who is not in the import gives nothing up");
    let (place, ..) = refused("kind,key,aliases\nuser,bea,ann\nuser,ann,\n").await;
    assert_eq!(place, "line 2", "a key stays its own");
    for table in ["kind,key,aliases\nuser,ann,\nuser,bea,desk\n", "kind,key,aliases\nuser,ann,desk\nuser,bea,\n"] {
        let (status, said) = house.table(false, table).await;
        assert_eq!((status, &said["changed"]), (StatusCode::OK, &json!(2)), "{said}");
    }
    assert_eq!(house.read("/directory/users/ann").await["aliases"][0]["word"], "desk");
}

#[tokio::test]
async fn an_import_may_be_longer_than_other_bodies_and_has_a_limit_of_its_own() {
    let house = house().await;
    let row = |no: usize| format!("contact,c{no},{}\n", "x".repeat(150));
    let long: String = (0..9_000).map(row).collect();
    assert!(long.len() > 1 << 20);
    let (status, said) = house.table(true, &format!("kind,key,name\n{long}")).await;
    assert_eq!((status, &said["new"]), (StatusCode::OK, &json!(9_000)), "{said}");
    let (status, said) = house.table(true, &"x".repeat((16 << 20) + 1)).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(said["detail"].as_str().unwrap().contains("16777216"), "{said}");
    let other = house.say("/directory/users/ann", &json!({"name": "x".repeat(2 << 20)})).await;
    assert_eq!(other.0, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn r7_numbers_are_compared_anew_when_the_account_moves_to_another_region() {
    let house = house().await;
    house.say("/directory/contacts/rosa", &json!({"numbers": ["020 5550199"]})).await;
    house.say("/directory/lines/0205550111", &json!({})).await;
    let found = async |kind: &str, number: &str| {
        house.read(&format!("/directory/{kind}?number={number}")).await["entries"].as_array().unwrap().len()
    };
    assert_eq!((found("contacts", "%2B31205550199").await, found("lines", "%2B31205550111").await), (0, 0));
    let region = json!({"region": "NL"}).to_string();
    house.ask(&house.administrator, Method::PATCH, "/account", Some(&region)).await;
    assert_eq!((found("contacts", "%2B31205550199").await, found("lines", "%2B31205550111").await), (1, 1));
    let region = json!({"region": null}).to_string();
    house.ask(&house.administrator, Method::PATCH, "/account", Some(&region)).await;
    assert_eq!((found("contacts", "%2B31205550199").await, found("contacts", "020-5550199").await), (0, 1));
}

#[tokio::test]
async fn r17_a_team_says_otherwise_of_wrapping_up_and_nobody_else_does() {
    let house = house().await;
    let (status, said) = house.say("/directory/teams/sales", &json!({"wrapup": "off", "wrapup_limit_s": 30})).await;
    assert_eq!((status, &said["wrapup"], &said["wrapup_limit_s"]), (StatusCode::CREATED, &json!("off"), &json!(30)), "{said}");
    for (path, said, field) in [
        ("/directory/users/ann", json!({"wrapup": "off"}), "wrapup"),
        ("/directory/teams/sales", json!({"wrapup": "maybe"}), "wrapup"),
        ("/directory/teams/sales", json!({"wrapup_limit_s": 0}), "wrapup_limit_s"),
    ] {
        let (status, answer) = house.say(path, &said).await;
        assert_eq!((status, answer["field"].as_str()), (StatusCode::BAD_REQUEST, Some(field)), "{answer}");
    }
    let (_, dry) = house.table(true, "kind,key,wrapup_limit_s\nteam,sales,60\n").await;
    assert_eq!(dry["changes"][0]["fields"]["wrapup_limit_s"], json!([60, 30]), "{dry}");
}

#[tokio::test]
async fn whoever_reads_calls_is_told_what_their_keys_are_called_and_nothing_else_of_the_directory() {
    let house = house().await;
    let entries = [
        ("users/ann", json!({"name": "Ann Mori", "email": "ann@house.example", "extensions": ["101"], "ids": {"crm": "U-7"}})),
        ("users/ben", json!({})),
        ("queues/support", json!({"name": "Support"})),
        ("lines/front", json!({"name": "Front desk", "numbers": ["+31205550100"]})),
        ("teams/desk", json!({"name": "Desk"})),
        ("contacts/rosa", json!({"name": "Rosa"})),
    ];
    for (path, said) in entries {
        assert_eq!(house.say(&format!("/directory/{path}"), &said).await.0, StatusCode::CREATED, "{path}");
    }
    let wanted = Wanted { scope: Some(text(READS_ONLY)), ..Wanted::new("main", "page", Role::Administrator) };
    let page = key_of(&*house.api.ctx.store, wanted).await;
    let told = async |key: &str, path: &str| house.ask(key, Method::GET, &format!("/names/{path}"), None).await;
    let cases = [
        ("users?key=ann&key=ben&key=nobody", json!({"ann": "Ann Mori"})),
        // A word that leads to an entry today is no key of records.
        ("users?key=101", json!({})),
        ("users", json!({})),
        ("queues?key=support&key=support", json!({"support": "Support"})),
        ("lines?key=front&key=%2B31205550100&key=%2B31205550199", json!({"front": "Front desk", "+31205550100": "Front desk"})),
    ];
    for (path, names) in cases {
        assert_eq!(told(&page, path).await, (StatusCode::OK, json!({"names": names})), "{path}");
    }
    for kind in ["contacts", "teams", "menus", "trunks", "people"] {
        let (status, said) = told(&page, &format!("{kind}?key=rosa&key=desk")).await;
        assert_eq!((status, &said["field"]), (StatusCode::NOT_FOUND, &json!("kind")), "{kind}");
    }
    let many = format!("users?{}", vec!["key=a"; 101].join("&"));
    for (path, field) in [("users?keys=ann", "keys"), (&*many, "key")] {
        let (status, said) = told(&page, path).await;
        assert_eq!((status, &said["field"]), (StatusCode::BAD_REQUEST, &json!(field)), "{path}");
    }
    for path in ["/directory/users", "/directory/users/ann", "/directory/queues", "/directory/lines"] {
        assert_eq!(house.ask(&page, Method::GET, path, None).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(told(&house.source, "users?key=ann").await.0, StatusCode::FORBIDDEN);
    let into = Some("{\"into\":\"ben\"}");
    assert_eq!(house.ask(&house.administrator, Method::POST, "/directory/users/ann/merge", into).await.0, StatusCode::OK);
    assert_eq!(house.say("/directory/users/ben", &json!({"name": "Ben Oda"})).await.0, StatusCode::OK);
    let both = json!({"names": {"ann": "Ben Oda", "ben": "Ben Oda"}});
    assert_eq!(told(&page, "users?key=ann&key=ben").await.1, both, "records of both name whoever it is now");
}
