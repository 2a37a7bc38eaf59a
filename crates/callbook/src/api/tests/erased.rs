//! What is erased for good, by whom, and what everybody is told of it afterwards (rule N25).

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

use super::doings::Sent;
use super::{House, house, key_of, story};
use crate::api::token::Wanted;
use crate::media::tests::wav;
use crate::store::{Role, text};

impl House {
    async fn erase(&self, key: &str, id: &str, headers: &[(&str, &str)]) -> (StatusCode, Option<String>, Value) {
        let path = format!("/conversations/{id}/erase");
        let (status, answered, said) = self.does(key, Sent(Method::POST, &path, Value::Null, headers)).await;
        (status, answered.get(header::ETAG).map(|tag| tag.to_str().unwrap().to_owned()), said)
    }
}

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn n25_an_administrator_erases_a_conversation_with_its_notes_and_recordings() {
    let house = house().await;
    house.record(story(1)).await;
    house.record(story(2)).await;
    let listed = house.read("/conversations").await["conversations"].clone();
    let (other, whole) = (listed[0].clone(), listed[1].clone());
    let (own, call) = (id(&whole), id(&whole["calls"][0]));
    let note =
        house.ask(&house.administrator, Method::POST, &format!("/calls/{call}/notes"), Some("{\"text\":\"secret\"}")).await;
    assert_eq!(note.0, StatusCode::CREATED, "{}", note.1);
    let recording = house.brought(&call, wav(1)).await;
    let link = house.read(&format!("/recordings/{recording}")).await["link"].as_str().unwrap().to_owned();
    let version = house.read(&format!("/conversations/{own}")).await["version"].as_u64().unwrap();
    let (status, _, said) = house.erase(&house.administrator, &own, &[("if-match", "\"1\"")]).await;
    assert_eq!((status, said["field"].as_str()), (StatusCode::PRECONDITION_FAILED, Some("If-Match")), "{said}");
    let (status, tag, left) = house.erase(&house.administrator, &call, &[]).await;
    assert_eq!((status, tag), (StatusCode::OK, Some(format!("\"{}\"", version + 1))), "{left}");
    assert!(left["erased_at"].is_string() && left["calls"] == json!([]) && left["from"]["number"].is_null(), "{left}");
    assert_eq!(house.read(&format!("/conversations/{own}")).await, left);
    for gone in ["signals", "dialects", "dialects/chakra"] {
        let (status, said) = house.get(&format!("/conversations/{own}/{gone}")).await;
        let is_empty = said["signals"] == json!([]) || said["calls"] == json!([]) || status == StatusCode::NOT_FOUND;
        assert!(is_empty || gone == "dialects", "{gone}: {status} {said}");
        assert!(!said.to_string().contains("31612345671"), "{gone}: {said}");
    }
    for path in
        [format!("/calls/{call}"), format!("/recordings/{recording}"), format!("/conversations/{own}?version={version}")]
    {
        assert_eq!(house.get(&path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(house.hear(None, Method::GET, &link, None).await.0, StatusCode::GONE);
    let listed = house.read("/conversations?deleted=true").await;
    assert_eq!(listed["conversations"], json!([other]), "the other is untouched");
    let number = house.read("/calls?number=%2B31612345671").await;
    assert_eq!(number["calls"], json!([]));
    let feed = house.read("/changes?after=start&record=true&limit=1000").await["changes"].clone();
    let feed: Vec<&Value> = feed.as_array().unwrap().iter().filter(|change| change["conversation"] == own).collect();
    let last = feed.last().unwrap();
    assert_eq!((&last["kind"], &last["record"]), (&json!("erased"), &left));
    assert!(feed.iter().all(|change| change["calls"] == json!({}) && !change.to_string().contains("3161234567")), "{feed:?}");
    let again = house.erase(&house.administrator, &own, &[("if-match", "\"1\"")]).await;
    assert_eq!((again.0, again.2), (StatusCode::OK, left));
    let doing =
        house.ask(&house.administrator, Method::POST, &format!("/conversations/{own}/notes"), Some("{\"text\":\"x\"}")).await;
    assert_eq!(doing.0, StatusCode::NOT_FOUND, "nothing is done about what is gone: {}", doing.1);
}

#[tokio::test]
async fn n25_only_administrators_erase_and_nothing_that_goes_on() {
    let house = house().await;
    house.record(story(1)).await;
    let begun = story(2).into_iter().take(3).collect();
    house.record(begun).await;
    let listed = house.read("/conversations").await["conversations"].clone();
    let (open, over) = (id(&listed[0]), id(&listed[1]));
    let teams = vec![text("sales")];
    let supervisor = Wanted { teams, ..Wanted::new("main", "boss", Role::Supervisor) };
    let supervisor = key_of(&*house.api.ctx.store, supervisor).await;
    for key in [&supervisor, &house.source] {
        let (status, _, said) = house.erase(key, &over, &[]).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{said}");
    }
    let (status, _, said) = house.erase(&house.administrator, &open, &[]).await;
    assert_eq!((status, said["type"].as_str().unwrap().ends_with("goes-on")), (StatusCode::CONFLICT, true), "{said}");
    let unknown = "00000000-0000-0000-0000-000000000009";
    assert_eq!(house.erase(&house.administrator, unknown, &[]).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.read("/conversations").await["conversations"], listed);
}

#[tokio::test]
async fn n25_an_account_says_for_how_long_it_keeps_what() {
    let house = house().await;
    let said = async |body: &str| house.ask(&house.administrator, Method::PATCH, "/account", Some(body)).await;
    let (status, account) = said("{\"retention_days\":90,\"recordings_retention_days\":30}").await;
    assert_eq!(
        (status, &account["retention_days"], &account["recordings_retention_days"]),
        (StatusCode::OK, &json!(90), &json!(30))
    );
    assert_eq!(house.read("/account").await, account);
    for (body, field) in [
        ("{\"retention_days\":0}", "retention_days"),
        ("{\"recordings_retention_days\":36501}", "recordings_retention_days"),
        ("{\"retention_days\":\"90\"}", "retention_days"),
    ] {
        let (status, problem) = said(body).await;
        assert_eq!((status, problem["field"].as_str()), (StatusCode::BAD_REQUEST, Some(field)), "{problem}");
    }
    let (_, account) = said("{\"retention_days\":null}").await;
    assert_eq!((&account["retention_days"], &account["recordings_retention_days"]), (&Value::Null, &json!(30)));
}
