//! Whose calls a key sees, and does things to (rules C24, N24).

use axum::http::Method;
use serde_json::json;

use super::super::house;
use super::id_of;
use crate::api::accounts::blank;
use crate::api::token::Wanted;
use crate::store::{Role, text};

#[tokio::test]
async fn n24_a_key_reads_and_writes_the_calls_that_its_role_sees_and_no_others() {
    let house = house().await.peopled().await;
    for (no, user) in ["ann", "bea", "ann"].iter().enumerate() {
        house.talked(no as u32, user).await;
    }
    let bea = house.chakra(Wanted { user: Some(text("bea")), ..Wanted::new("main", "bea", Role::User) }).await;
    let desk = house.chakra(Wanted { teams: vec![text("desk")], ..Wanted::new("main", "desk", Role::Supervisor) }).await;
    let all = house.pen().await;
    let of = async |key: &str| {
        let (calls, total) = house.walk(key, "sort=callStart:asc&pageSize=1").await;
        let (filtered, same) = house.walk(key, "sort=callStart:asc&type=INBOUND,OUTBOUND").await;
        assert_eq!((&calls, total, total), (&filtered, same, calls.len() as u64));
        calls.iter().map(id_of).collect::<Vec<_>>()
    };
    let (of_all, of_bea, of_desk) = (of(&all).await, of(&bea).await, of(&desk).await);
    assert_eq!((of_all.len(), &of_bea[..], &of_desk[..]), (3, &of_all[1..2], &[of_all[0].clone(), of_all[2].clone()][..]));
    let before = house.told().await;
    let path = format!("/call/{}", of_desk[0]);
    for (method, path) in [
        (Method::GET, path.clone()),
        (Method::PUT, path.clone()),
        (Method::DELETE, path.clone()),
        (Method::POST, format!("{path}/dispose")),
    ] {
        let told = house.bid(&bea, method, &path, json!({"disposition": "x", "forTask": "T"})).await;
        assert_eq!(told.error(), (404, "NOT_FOUND", None));
    }
    let own = format!("/call/{}", of_bea[0]);
    assert_eq!(house.bid(&bea, Method::DELETE, &own, json!({})).await.error().1, "FORBIDDEN", "only supervisors delete");
    assert_eq!(house.bid(&bea, Method::PATCH, &own, json!({"user": "ann"})).await.error().1, "FORBIDDEN");
    assert_eq!(house.bid(&desk, Method::PATCH, &path, json!({"user": "bea"})).await.error(), (403, "FORBIDDEN", Some("user")));
    let said = |user: &str| json!({"type": "OUTBOUND", "to": "102", "user": user});
    assert_eq!(house.bid(&desk, Method::POST, "/call", said("bea")).await.error(), (403, "FORBIDDEN", Some("user")));
    assert_eq!(house.told().await, before);
    house.bid(&bea, Method::POST, &format!("{own}/dispose"), json!({"disposition": "DONE"})).await.good(200);
    house.bid(&bea, Method::POST, "/call", said("bea")).await.good(201);
    house.bid(&desk, Method::DELETE, &path, json!({})).await.good(200);
    assert_eq!((of(&bea).await.len(), of(&desk).await.len(), of(&all).await.len()), (2, 1, 3));
}

/// A provider's id of a call that is not seen tells nothing of it.
#[tokio::test]
async fn c24_who_creates_a_call_that_another_has_already_neither_sees_nor_changes_that_one() {
    let house = house().await.peopled().await;
    let all = house.pen().await;
    let bea = house.chakra(Wanted { user: Some(text("bea")), ..Wanted::new("main", "bea", Role::User) }).await;
    let said = |user: &str, record: &str| json!({"type": "OUTBOUND", "to": "102", "user": user, "provider": "X", "providerCallId": "7", "forRecord": record});
    let anns = house.bid(&all, Method::POST, "/call", said("ann", "R-1")).await.good(201).clone();
    let beas = house.bid(&bea, Method::POST, "/call", said("bea", "R-2")).await.good(201).clone();
    assert_ne!(anns["id"], beas["id"]);
    assert_eq!(house.call(&all, &id_of(&anns)).await, anns);
    let again = house.bid(&bea, Method::POST, "/call", said("bea", "R-3")).await.good(200).clone();
    assert_eq!((&again["id"], &again["forRecord"]), (&beas["id"], &json!("R-3")));
}

#[tokio::test]
async fn c24_nothing_crosses_accounts() {
    let house = house().await.peopled().await;
    let store = &*house.api.ctx.store;
    store.put_account(blank("north", house.api.ctx.clock.now())).await.unwrap();
    house.talked(0, "ann").await;
    let (own, other) = (house.pen().await, house.chakra(Wanted::new("north", "plugin", Role::Administrator)).await);
    let call = house.walk(&own, "").await.0.remove(0);
    assert_eq!(house.walk(&other, "").await, (Vec::new(), 0));
    assert_eq!(house.look(&other, &format!("/call/{}", id_of(&call))).await.error(), (404, "NOT_FOUND", None));
    let said = json!({"type": "INBOUND", "from": "1", "provider": call["provider"], "providerCallId": call["providerCallId"]});
    let theirs = house.bid(&other, Method::POST, "/call", said).await.good(201).clone();
    assert_ne!((&theirs["id"], &theirs["team"]), (&call["id"], &call["team"]));
    let named = json!({"type": "OUTBOUND", "to": "1", "user": call["user"]});
    assert_eq!(house.bid(&other, Method::POST, "/call", named).await.error().1, "UNKNOWN_USER");
}
