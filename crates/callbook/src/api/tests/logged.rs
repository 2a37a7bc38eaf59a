//! Calls that are written down over HTTP.

use axum::http::{HeaderMap, Method, StatusCode, header};
use serde_json::{Value, json};

use super::doings::Sent;
use super::{House, house};

impl House {
    async fn log(&self, path: &str, body: Value, key: Option<&str>) -> (StatusCode, HeaderMap, Value) {
        let headers: Vec<(&str, &str)> = key.map(|key| ("Idempotency-Key", key)).into_iter().collect();
        self.does(&self.administrator, Sent(Method::POST, path, body, &headers)).await
    }

    async fn enter(&self, path: &str, body: Value) {
        let (status, said) = self.ask(&self.administrator, Method::PUT, path, Some(&body.to_string())).await;
        assert!(status.is_success(), "{said}");
    }
}

/// A call of Ann's to Rosa that lasted from 09:45 for 154 seconds.
fn call() -> Value {
    json!({
        "direction": "outbound", "user": "ann", "to": {"number": "06 12345678"}, "line": "020 5550199",
        "started_at": "2026-01-05T09:45:00Z", "answered_at": "2026-01-05T10:45:12+01:00", "seconds": 142,
        "note": "From my own phone.", "links": [{"kind": "task", "id": "7", "url": "https://crm.example/7"}],
        "disposition": {"text": "sold"}
    })
}

async fn with_directory() -> House {
    let house = house().await;
    let region = json!({"region": "NL"}).to_string();
    house.ask(&house.administrator, Method::PATCH, "/account", Some(&region)).await;
    house.enter("/directory/teams/sales", json!({})).await;
    house.enter("/directory/users/ann", json!({"team": "sales", "extensions": ["101"]})).await;
    house.enter("/directory/contacts/rosa", json!({"numbers": ["+31612345678"]})).await;
    house.enter("/directory/lines/front", json!({"numbers": ["+31205550199"], "scope": "north"})).await;
    house
}

#[tokio::test]
async fn s24_a_call_is_written_down_with_what_is_done_about_it_in_one_go() {
    let house = with_directory().await;
    let (status, headers, said) = house.log("/calls?by=ann&by_name=Ann", call(), None).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    let place = headers[header::LOCATION].to_str().unwrap().strip_prefix("/callbook/v1").unwrap();
    let read = house.read(place).await;
    assert_eq!(read, said, "what is answered is what is read");
    let facts = [&said["state"], &said["origin"], &said["direction"], &said["outcome"], &said["line"]];
    assert_eq!(facts, [&json!("logged"), &json!("task_log"), &json!("outbound"), &json!("answered"), &json!("020 5550199")]);
    assert_eq!((&said["ring_s"], &said["talk_s"], &said["total_s"]), (&json!(12.0), &json!(142.0), &json!(154.0)));
    assert_eq!(said["ended_at"], "2026-01-05T09:47:34.000Z");
    assert_eq!((&said["to"]["e164"], &said["from"]["user"]), (&json!("+31612345678"), &json!("ann")));
    assert_eq!(said["legs"][1]["contact"], "rosa");
    let assigned = [&said["assigned"]["user"], &said["assigned"]["team"], &said["assigned"]["scope"]];
    assert_eq!(assigned, [&json!("ann"), &json!("sales"), &json!("north")]);
    let ann = json!({"kind": "person", "id": "ann", "name": "Ann"});
    assert_eq!((&said["notes"][0]["text"], &said["notes"][0]["by"]), (&json!("From my own phone."), &ann));
    assert_eq!((&said["links"][0]["id"], &said["disposition"]["text"]), (&json!("7"), &json!("sold")));
    assert_eq!((&said["wrap_up"], &said["provider"]), (&Value::Null, &Value::Null));
    let whole = house.read(&format!("/conversations/{}", said["conversation"]["id"].as_str().unwrap())).await;
    let facts = [&whole["source"], &whole["state"], &whole["talked_to"], &whole["gaps"], &whole["missed_by"]];
    assert_eq!(facts, [&json!("callbook"), &json!("logged"), &json!(["06 12345678"]), &json!([]), &json!([])]);
}

#[tokio::test]
async fn what_was_written_down_is_listed_told_as_new_and_changed_like_any_call() {
    let house = with_directory().await;
    let (_, _, said) = house.log("/calls?by=ann", call(), None).await;
    let changes = house.read("/changes?after=start").await["changes"].clone();
    assert_eq!(
        (&changes[0]["kind"], &changes[0]["by"]["id"], changes.as_array().unwrap().len()),
        (&json!("new"), &json!("ann"), 4)
    );
    let listed = async |words: &str| house.read(&format!("/calls?{words}")).await["calls"].as_array().unwrap().len();
    for words in ["state=logged", "source=callbook", "number=0612345678", "number=%2B31612345678", "outcome=answered"] {
        assert_eq!(listed(words).await, 1, "{words}");
    }
    let path = format!("/calls/{}", said["id"].as_str().unwrap());
    let note = json!({"text": "more"}).to_string();
    let (status, said) = house.ask(&house.administrator, Method::POST, &format!("{path}/notes"), Some(&note)).await;
    assert_eq!((status, said["notes"].as_array().unwrap().len()), (StatusCode::CREATED, 2), "{said}");
    house.ask(&house.administrator, Method::PUT, &format!("{path}/disposition"), Some("{\"code\":\"wrong_number\"}")).await;
    let (status, said) = house.ask(&house.administrator, Method::DELETE, &path, None).await;
    assert_eq!((status, &said["disposition"]["code"]), (StatusCode::OK, &json!("wrong_number")));
    assert_eq!(listed("state=logged").await, 0);
    let (_, said) = house.ask(&house.administrator, Method::POST, &format!("{path}/restore"), None).await;
    assert_eq!((said["state"].as_str(), listed("state=logged").await), (Some("logged"), 1));
    let refolded = house.api.ctx.store.refold("main", None, None, house.api.ctx.clock.now()).await.unwrap();
    assert_eq!((refolded.conversations, refolded.corrected), (1, 0));
}

#[tokio::test]
async fn what_is_written_down_again_with_its_key_is_written_once() {
    let house = with_directory().await;
    let first = house.log("/calls", call(), Some("k-1")).await;
    assert_eq!(first.0, StatusCode::CREATED, "{}", first.2);
    let path = format!("/calls/{}/handled", first.2["id"].as_str().unwrap());
    house.ask(&house.administrator, Method::PUT, &path, None).await;
    let versions = house.versions().await;
    let again = house.log("/calls", call(), Some("k-1")).await;
    assert_eq!((again.0, &again.2, &again.1[header::LOCATION]), (first.0, &first.2, &first.1[header::LOCATION]));
    assert_eq!(again.1[header::ETAG], first.1[header::ETAG]);
    assert_eq!(house.versions().await, versions, "nothing was written");
    let mut other = call();
    other["seconds"] = json!(7);
    let (status, _, said) = house.log("/calls", other, Some("k-1")).await;
    assert_eq!((status, said["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("Idempotency-Key")));
    let mine = house.log("/calls", call(), Some("k-2")).await.2["id"].clone();
    assert_ne!(mine, first.2["id"]);
    for _ in 0..2 {
        assert_eq!(house.log("/calls", call(), None).await.0, StatusCode::CREATED, "without a key each is a call of its own");
    }
    assert_eq!(house.read("/calls").await["calls"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn what_cannot_be_written_down_is_named_and_nothing_is_written() {
    let house = with_directory().await;
    let with = |field: &str, value: Value| {
        let mut body = call();
        body[field] = value;
        body
    };
    let ahead = (house.api.ctx.clock.now().plus(90_000_000_000)).to_string();
    let cases = [
        (with("direction", json!("up")), "direction"),
        (with("started_at", json!("today")), "started_at"),
        (with("started_at", json!(ahead)), "started_at"),
        (with("answered_at", json!("2026-01-05T09:44:59Z")), "answered_at"),
        (with("ended_at", json!("2026-01-05T09:45:30Z")), "seconds"),
        (json!({"direction": "inbound", "started_at": "2026-01-05T09:45:00Z", "ended_at": "2026-01-05T09:44:00Z"}), "ended_at"),
        (with("seconds", json!(-1)), "seconds"),
        (with("seconds", json!(1e300)), "seconds"),
        (with("outcome", json!("busy")), "outcome"),
        (with("outcome", json!("rude")), "outcome"),
        (with("origin", json!("device")), "origin"),
        (with("to", json!({})), "to.number"),
        (with("to", json!({"number": ""})), "to.number"),
        (with("to", json!({"numbr": "1"})), "to.numbr"),
        (with("note", json!("")), "note"),
        (with("links", json!([{"kind": "task", "id": "7"}, {"kind": "deal", "id": "7"}])), "links[1].kind"),
        (with("links", json!([{"kind": "task", "id": "7", "url": "javascript:x"}])), "links[0].url"),
        (with("disposition", json!({"code": "rude"})), "disposition.code"),
        (with("colour", json!("red")), "colour"),
    ];
    for (body, field) in cases {
        let (status, _, said) = house.log("/calls", body.clone(), None).await;
        assert_eq!((status, said["field"].as_str()), (StatusCode::BAD_REQUEST, Some(field)), "{body}: {said}");
    }
    let (status, _, said) = house.log("/calls", with("user", json!("nobody")), None).await;
    assert_eq!((status, said["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("user")));
    assert_eq!(house.versions().await, 0);
    assert_eq!(house.ask(&house.source, Method::POST, "/calls", Some("{}")).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn no_source_is_called_as_the_house_itself() {
    let house = house().await;
    let body = json!({"name": "callbook", "adapters": ["native"]}).to_string();
    let (status, said) = house.ask(&house.administrator, Method::POST, "/sources", Some(&body)).await;
    assert_eq!((status, said["field"].as_str()), (StatusCode::BAD_REQUEST, Some("name")), "{said}");
}
