//! Signals told by a phone system itself.

use std::sync::{Arc, Mutex};

use axum::http::{Method, StatusCode};
use calls::moment::Moment;
use serde_json::{Value, json};

use super::{House, house, house_by};
use crate::api::{Api, token};
use crate::clock::{Clock, SetClock};
use crate::outward::Wall;
use crate::store::{Role, text};

fn batch() -> Value {
    let fact = |at: &str, leg: &str, what: Value| {
        let mut fact = json!({"thread": "T1", "leg": leg, "at": format!("2026-01-05T09:45:{at}Z")});
        fact["key"] = json!(format!("{leg} {at} {}", what["what"].as_str().unwrap()));
        fact.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        fact
    };
    let party = json!({"number": "+4930123456", "trunk": "voip"});
    let signals = [
        fact("00", "A", json!({"what": "came_in", "party": party, "dialled": "+4940123456"})),
        fact("01", "B", json!({"what": "dialled", "by_leg": "A", "party": {"number": "31"}})),
        fact("09", "A", json!({"what": "ended", "how": "cancelled"})),
    ];
    json!({"source": "pbx", "signals": signals})
}

async fn tell(house: &House, key: &str, batch: &Value) -> (StatusCode, Value) {
    house.ask(key, Method::POST, "/signals", Some(&batch.to_string())).await
}

#[tokio::test]
async fn how_many_signals_came_of_a_source_is_said_with_it_as_long_as_the_server_knows() {
    let began = Moment::from_micros(1_767_607_200_000_000).unwrap();
    let clock = Arc::new(SetClock::at(began));
    let house = house_by(Arc::clone(&clock) as Arc<dyn Clock>, None, Wall::new(Vec::new())).await;
    let signals = async || house.read("/sources/pbx").await["signals"].clone();
    let none = signals().await;
    assert_eq!((&none["counted_since"], &none["last_minute"]), (&json!(began.to_string()), &json!(0)));
    assert_eq!(none["quarters"], json!(vec![0; 96]));
    clock.go(30_000_000);
    for _ in 0..2 {
        assert_eq!(tell(&house, &house.source, &batch()).await.0, StatusCode::OK);
    }
    let now = signals().await;
    assert_eq!((&now["last_minute"], &now["quarters"][95]), (&json!(6), &json!(6)), "what was known already came too");
    clock.go(20 * 60_000_000);
    let then = signals().await;
    let facts = (&then["counted_since"], &then["last_minute"], &then["quarters"][94], &then["quarters"][95]);
    assert_eq!(facts, (&json!(began.to_string()), &json!(0), &json!(6), &json!(0)));
    assert_eq!(then["quarters_from"], began.plus(-94 * 15 * 60_000_000).to_string());
}

#[tokio::test]
async fn what_is_told_is_there_and_told_again_changes_nothing() {
    let house = house().await;
    let (status, said) = tell(&house, &house.source, &batch()).await;
    assert_eq!((status, &said["accepted"], &said["repeated"]), (StatusCode::OK, &json!(3), &json!(0)), "{said}");
    assert!(said["versions"].as_u64().unwrap() > 1);
    let (_, said) = tell(&house, &house.source, &batch()).await;
    assert_eq!(said, json!({"accepted": 0, "repeated": 3, "versions": 0}));
    let page = house.read("/conversations").await;
    let whole = &page["conversations"][0];
    assert_eq!((whole["source"].as_str(), whole["from"]["number"].as_str()), (Some("pbx"), Some("+4930123456")));
    let path = format!("/conversations/{}/signals", whole["id"].as_str().unwrap());
    let signals = house.read(&path).await;
    assert_eq!(signals["signals"].as_array().unwrap().len(), 3);
    assert_eq!(signals["signals"][1]["signal"]["what"], "dialled");
    let one = house.read(&format!("{path}?limit=1&after={}", signals["signals"][0]["no"])).await;
    assert_eq!((&one["signals"][0], &one["next"]), (&signals["signals"][1], &signals["signals"][1]["no"]));
}

#[tokio::test]
async fn what_is_wrong_is_named_and_nothing_is_taken() {
    let house = house().await;
    let wrong = |place: &str, value: Value| {
        let mut batch = batch();
        *batch.pointer_mut(place).unwrap() = value;
        batch
    };
    let cases = [
        (wrong("/signals/2/what", json!("gone")), "signals[2].what"),
        (wrong("/signals/1/party/number", json!(7)), "signals[1].party.number"),
        (wrong("/signals/1", json!(7)), "signals[1]"),
        (wrong("/source", json!("attic")), "source"),
        (wrong("/source", Value::Null), "source"),
    ];
    for (batch, field) in cases {
        let (status, said) = tell(&house, &house.source, &batch).await;
        assert_eq!((status, said["field"].as_str()), (StatusCode::BAD_REQUEST, Some(field)), "{said}");
    }
    assert_eq!(house.read("/conversations").await["conversations"], json!([]));
}

#[tokio::test]
async fn a_token_with_a_scope_tells_of_that_source_alone() {
    let house = house().await;
    let body = json!({"name": "office", "adapters": ["native"]}).to_string();
    house.ask(&house.administrator, Method::POST, "/sources", Some(&body)).await;
    let scope = Some(text("office"));
    let wanted = token::Wanted { scope, ..token::Wanted::new("main", "office", Role::Source) };
    let (row, key) = token::draw(wanted, house.api.ctx.clock.now()).unwrap();
    house.api.ctx.store.put_token(row).await.unwrap();
    let (status, said) = tell(&house, &key, &batch()).await;
    assert_eq!((status, said["field"].as_str()), (StatusCode::FORBIDDEN, Some("source")));
    let mut unnamed = batch();
    unnamed.as_object_mut().unwrap().remove("source");
    assert_eq!(tell(&house, &key, &unnamed).await.0, StatusCode::OK);
    assert_eq!(house.read("/conversations").await["conversations"][0]["source"], "office");
}

#[tokio::test]
async fn what_was_told_is_handed_to_whoever_keeps_it_raw() {
    let mut house = house().await;
    let kept = Arc::new(Mutex::new(Vec::new()));
    let taker = Arc::clone(&kept);
    let raw: crate::api::RawTaker = Arc::new(move |account: &str, source: &str, _: &str, bytes: &[u8]| {
        taker.lock().unwrap().push((account.to_owned(), source.to_owned(), bytes.to_vec()));
    });
    house.api = Api::new(house.api.ctx.clone(), Some(raw), Vec::new(), false, house.closing.subscribe());
    house.router = crate::api::router(&house.api);
    tell(&house, &house.source, &batch()).await;
    let expected = ("main".to_owned(), "pbx".to_owned(), batch().to_string().into_bytes());
    assert_eq!(*kept.lock().unwrap(), [expected]);
}
