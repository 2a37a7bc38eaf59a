//! Records, listed and found.

use axum::http::StatusCode;

use super::{house, story};

#[tokio::test]
async fn a_record_is_found_by_any_of_its_ids_and_as_it_was() {
    let house = house().await;
    house.record(story(1)).await;
    let list = house.read("/conversations").await;
    let whole = &list["conversations"][0];
    let (id, version) = (whole["id"].as_str().unwrap(), whole["version"].as_u64().unwrap());
    let call = whole["calls"][0]["id"].as_str().unwrap();
    let leg = whole["calls"][0]["legs"][1]["id"].as_str().unwrap();
    for any in [id, call, leg] {
        assert_eq!(&house.read(&format!("/conversations/{any}")).await, whole);
        let found = house.read(&format!("/calls/{any}")).await;
        assert_eq!(found["id"], call);
        assert_eq!(
            (found["conversation"]["id"].as_str(), found["conversation"]["version"].as_u64()),
            (Some(id), Some(version))
        );
    }
    let first = house.read(&format!("/conversations/{id}?version=1")).await;
    assert_eq!((first["version"].as_u64(), first["answered_at"].as_str()), (Some(1), None));
    for wrong in [format!("/conversations/{id}?version=99"), format!("/calls/{}", uuid::Uuid::nil())] {
        assert_eq!(house.get(&wrong).await.0, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test]
async fn pages_give_every_row_once() {
    let house = house().await;
    for no in 1..=5 {
        house.record(story(no)).await;
    }
    for (list, path) in [("calls", "/calls"), ("conversations", "/conversations")] {
        let (mut seen, mut next) = (Vec::new(), String::new());
        for _ in 0..5 {
            let page = house.read(&format!("{path}?limit=2&outcome=answered{next}")).await;
            seen.extend(page[list].as_array().unwrap().iter().map(|row| row["started_at"].as_str().unwrap().to_owned()));
            let Some(cursor) = page["next"].as_str() else { break };
            next = format!("&cursor={cursor}");
        }
        assert_eq!(seen.len(), 5, "{path}");
        assert!(seen.is_sorted_by(|one, next| one > next));
    }
}

#[tokio::test]
async fn lists_are_filtered() {
    let house = house().await;
    for no in 1..=3 {
        house.record(story(no)).await;
    }
    let count = async |words: &str| house.read(&format!("/calls?{words}")).await["calls"].as_array().unwrap().len();
    assert_eq!(count("from=2026-01-05T09:47:00Z").await, 2);
    assert_eq!(count("until=2026-01-05T09:47:00Z").await, 1);
    assert_eq!(count("number=%2B31612345672").await, 1);
    assert_eq!(count("number=+31612345672").await, 1);
    assert_eq!(count("direction=inbound&state=ended&source=pbx").await, 3);
    assert_eq!(count("outcome=busy").await, 0);
}
