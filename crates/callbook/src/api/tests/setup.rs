//! Accounts and sources, said and told.

use crate::store::AccountRow;
use axum::http::{Method, StatusCode};
use calls::moment::Moment;

use super::house;
use crate::board::Link;
use crate::store::text;

const OFFICE: &str = r#"{"name":"office","adapters":["asterisk-ami"],
    "ami":{"address":"pbx.example:5038","username":"callbook","secret":"hush"},"silence_s":60}"#;

#[tokio::test]
async fn a_secret_is_never_told_back_and_goes_nowhere_else() {
    let house = house().await;
    let put = async |body: &str| house.ask(&house.administrator, Method::PUT, "/sources/office", Some(body)).await;
    let (status, said) = house.ask(&house.administrator, Method::POST, "/sources", Some(OFFICE)).await;
    assert_eq!((status, &said["ami"]["secret"]), (StatusCode::CREATED, &serde_json::Value::Null));
    assert!(!house.read("/sources").await.to_string().contains("hush"));
    let again = house.ask(&house.administrator, Method::POST, "/sources", Some(OFFICE)).await.0;
    assert_eq!(again, StatusCode::CONFLICT);
    let same = r#"{"adapters":["asterisk-ami"],"ami":{"address":"pbx.example:5038","username":"callbook","secret":null}}"#;
    assert_eq!(put(same).await.0, StatusCode::OK);
    let kept = house.api.ctx.store.sources(Some("main")).await.unwrap();
    let ami = kept.iter().find(|row| row.source == "office").unwrap().settings.ami.clone().unwrap();
    assert_eq!(ami.secret, "hush");
    let elsewhere = r#"{"ami":{"address":"thief.example:5038","username":"callbook"}}"#;
    let (status, said) = put(elsewhere).await;
    assert_eq!((status, said["field"].as_str()), (StatusCode::BAD_REQUEST, Some("ami.secret")));
}

#[tokio::test]
async fn a_source_tells_how_its_feeds_stand_and_can_be_removed() {
    let house = house().await;
    house.ask(&house.administrator, Method::POST, "/sources", Some(OFFICE)).await;
    let feed = (text("main"), text("office"), text("asterisk-ami"));
    house.api.ctx.board.chalk(&feed, Moment::default(), |standing| standing.link = Link::Refused);
    assert_eq!(house.read("/sources/office").await["feeds"][0]["link"], "refused");
    let remove = async || house.ask(&house.administrator, Method::DELETE, "/sources/office", None).await.0;
    assert_eq!((remove().await, remove().await), (StatusCode::NO_CONTENT, StatusCode::NOT_FOUND));
    assert_eq!(house.get("/sources/office").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_on_the_servers_machine_is_named_by_operators_only() {
    let house = house().await;
    let body = Some(r#"{"adapters":["asterisk-cel"],"cel_file":"Master.csv"}"#);
    assert_eq!(house.ask(&house.administrator, Method::PUT, "/sources/a", body).await.0, StatusCode::FORBIDDEN);
    assert_eq!(house.ask(&house.operator, Method::PUT, "/sources/a", body).await.0, StatusCode::CREATED);
    // What the operator named stays, whoever says the rest.
    assert_eq!(house.ask(&house.administrator, Method::PUT, "/sources/a", body).await.0, StatusCode::OK);
}

#[tokio::test]
async fn an_account_is_entered_with_a_key_and_sees_nothing_of_another() {
    let house = house().await;
    house.record(super::story(1)).await;
    let body = Some(r#"{"account":"north","region":"NL","zone":"Europe/Amsterdam"}"#);
    let (status, said) = house.ask(&house.operator, Method::POST, "/accounts", body).await;
    assert_eq!((status, said["account"]["region"].as_str()), (StatusCode::CREATED, Some("NL")));
    let north = said["token"].as_str().unwrap();
    let (_, calls) = house.ask(north, Method::GET, "/calls", None).await;
    assert_eq!(calls["calls"].as_array().unwrap().len(), 0);
    let id = house.read("/calls").await["calls"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(house.ask(north, Method::GET, &format!("/calls/{id}"), None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.ask(&house.operator, Method::POST, "/accounts", body).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_account_changes_key_by_key() {
    let house = house().await;
    let body = Some(r#"{"region":"NL","own_numbers":["+31205550199"]}"#);
    let (status, said) = house.ask(&house.administrator, Method::PATCH, "/account", body).await;
    assert_eq!((status, said["zone"].as_str()), (StatusCode::OK, Some("UTC")));
    let said = house.ask(&house.administrator, Method::PATCH, "/account", Some("{\"region\":null}")).await.1;
    assert_eq!((said["region"].as_str(), said["own_numbers"][0].as_str()), (None, Some("+31205550199")));
}

#[tokio::test]
async fn the_name_of_a_removed_account_is_not_given_again() {
    let house = house().await;
    let (status, entered) = house.ask(&house.operator, Method::POST, "/accounts", Some(r#"{"account": "north"}"#)).await;
    assert_eq!(status, StatusCode::CREATED, "{entered}");
    let north = house.api.ctx.store.accounts().await.unwrap().into_iter().find(|row| row.account == "north").unwrap();
    let gone = AccountRow { deleted_at: Some(house.api.ctx.clock.now()), ..north };
    house.api.ctx.store.put_account(gone).await.unwrap();
    let (status, said) = house.ask(&house.operator, Method::POST, "/accounts", Some(r#"{"account": "north"}"#)).await;
    assert_eq!((status.is_client_error(), said["field"].as_str()), (true, Some("account")), "{said}");
}
