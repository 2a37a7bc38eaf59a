//! Rule N24: who sees which calls, whichever way he asks.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use calls::signal::Signal;
use serde_json::{Value, json};

use super::{House, feed, house, key_of};
use crate::api::token::Wanted;
use crate::store::Role;

/// Numbers that stand in no id or time by chance.
const ANNS: &str = "+31207777701";
const BEAS: &str = "+31207777702";

/// Somebody calls ann, who sends him on to bea: two calls. Ann is of the desk, bea of support, cas of neither.
pub(super) async fn moved() -> (House, Value) {
    let house = house().await;
    let put = async |path: &str, body: &str| {
        assert_eq!(house.ask(&house.administrator, Method::PUT, path, Some(body)).await.0, StatusCode::CREATED, "{path}");
    };
    for team in ["desk", "support", "attic"] {
        put(&format!("/directory/teams/{team}"), "{}").await;
    }
    for (user, team) in [("ann", "desk"), ("bea", "support"), ("cas", "attic")] {
        put(&format!("/directory/users/{user}"), &format!("{{\"team\":\"{team}\"}}")).await;
    }
    house.record(transfer()).await;
    let whole = house.read("/conversations").await["conversations"][0].clone();
    assert_eq!(whole["calls"].as_array().unwrap().len(), 2, "{whole}");
    (house, whole)
}

fn transfer() -> Vec<Signal> {
    transfer_of("L")
}

/// The same of other legs.
fn transfer_of(leg: &str) -> Vec<Signal> {
    let table = [
        "00.000 L1 came_in number=+31612345678 trunk=voip dialled=100".to_owned(),
        format!("00.050 L2 dialled by=L1 number={ANNS} user=ann"),
        "01.000 L2 answered".to_owned(),
        "01.001 L1 connected bridge=B".to_owned(),
        "01.002 L2 connected bridge=B".to_owned(),
        format!("03.000 L1 transferred kind=blind by=L2 to={BEAS}"),
        "03.001 L1 disconnected bridge=B".to_owned(),
        "03.002 L2 disconnected bridge=B".to_owned(),
        "03.003 L2 ended how=normal".to_owned(),
        format!("03.010 L3 dialled by=L1 number={BEAS} user=bea"),
        "04.000 L3 answered".to_owned(),
        "04.001 L3 connected bridge=C".to_owned(),
        "04.002 L1 connected bridge=C".to_owned(),
        "07.001 L3 disconnected bridge=C".to_owned(),
        "07.002 L3 ended how=normal".to_owned(),
        "07.003 L1 ended how=normal".to_owned(),
    ];
    let bridge = format!("bridge={leg}");
    calls::notation::read(&table.join("\n").replace('L', leg).replace("bridge=", &bridge)).unwrap()
}

impl House {
    pub(super) async fn user(&self, user: &str) -> String {
        key_of(&*self.api.ctx.store, Wanted { user: Some(user.into()), ..Wanted::new("main", user, Role::User) }).await
    }

    async fn supervisor(&self, team: &str) -> String {
        let wanted = Wanted { teams: vec![team.into()], ..Wanted::new("main", team, Role::Supervisor) };
        key_of(&*self.api.ctx.store, wanted).await
    }

    async fn by(&self, key: &str, path: &str) -> (StatusCode, Value) {
        self.ask(key, Method::GET, path, None).await
    }
}

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn n24_a_user_sees_his_calls_and_of_the_others_that_they_exist() {
    let (house, whole) = moved().await;
    let path = format!("/conversations/{}", id(&whole));
    for (user, own, other, others_number) in [("ann", 0, 1, BEAS), ("bea", 1, 0, ANNS)] {
        let key = house.user(user).await;
        let (status, seen) = house.by(&key, &path).await;
        assert_eq!(status, StatusCode::OK, "{seen}");
        assert_eq!(seen["calls"][own], whole["calls"][own]);
        let hidden = &whole["calls"][other];
        let exists =
            json!({"id": hidden["id"], "serial": hidden["serial"], "parent": hidden["parent"], "root": hidden["root"]});
        assert_eq!(seen["calls"][other], exists);
        assert!(!seen.to_string().contains(others_number), "{seen}");
        assert_eq!((&seen["from"], &seen["talked_to"], &seen["total_s"]), (&Value::Null, &Value::Null, &Value::Null));
        assert_eq!(house.by(&key, "/conversations").await.1["conversations"], json!([seen]));
        let calls = house.by(&key, "/calls").await.1;
        assert_eq!((calls["calls"].as_array().unwrap().len(), &calls["calls"][0]["id"]), (1, &whole["calls"][own]["id"]));
        let nothing = house.by(&key, &format!("/calls/{}", uuid::Uuid::nil())).await;
        let leg = hidden["legs"].as_array().unwrap().last().unwrap();
        for path in [format!("/calls/{}", id(hidden)), format!("/calls/{}", id(leg)), format!("/conversations/{}", id(leg))] {
            assert_eq!(house.by(&key, &path).await, nothing, "{path}");
        }
        assert_eq!(house.by(&key, &format!("{path}/signals")).await.0, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn n24_whoever_has_no_leg_finds_nothing() {
    let (house, whole) = moved().await;
    for key in [house.user("cas").await, house.supervisor("attic").await] {
        assert_eq!(house.by(&key, "/conversations").await.1["conversations"], json!([]));
        assert_eq!(house.by(&key, "/calls").await.1["calls"], json!([]));
        assert_eq!(house.by(&key, "/changes?after=start&all=true").await.1["changes"], json!([]));
        for (path, unknown) in [("/conversations/", ""), ("/conversations/", "/changes"), ("/changes?conversation=", "")] {
            let hidden = house.by(&key, &format!("{path}{}{unknown}", id(&whole))).await;
            assert_eq!(hidden, house.by(&key, &format!("{path}{}{unknown}", uuid::Uuid::nil())).await);
            assert!(hidden.0.is_client_error());
        }
    }
}

#[tokio::test]
async fn n24_no_filter_tells_of_calls_that_are_not_seen() {
    let (house, _) = moved().await;
    let key = house.user("bea").await;
    for words in ["number=%2B31207777701", "outcome=answered", "direction=inbound", "state=ended"] {
        assert_eq!(house.by(&key, &format!("/conversations?{words}")).await.1["conversations"], json!([]), "{words}");
    }
    assert_eq!(house.by(&key, "/calls?number=%2B31207777701").await.1["calls"], json!([]));
    for path in ["/calls?outcome=answered", "/calls?number=%2B31207777702", "/calls?direction=inbound"] {
        assert_eq!(house.by(&key, path).await.1["calls"].as_array().unwrap().len(), 1, "{path}");
    }
    let found = house.by(&key, "/conversations?source=pbx&from=2026-01-01T00:00:00Z").await.1;
    assert_eq!(found["conversations"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn n24_of_what_goes_on_each_is_told_his_own() {
    let (house, _) = moved().await;
    let (ann, bea) = (house.user("ann").await, house.user("bea").await);
    let found = async |key: &str, path: &str| {
        let (status, said) = house.by(key, &format!("/{path}?state=live")).await;
        assert_eq!(status, StatusCode::OK, "{said}");
        (said[path].as_array().unwrap().len(), said["next"].clone())
    };
    for key in [&house.administrator, &ann, &bea] {
        assert_eq!(found(key, "conversations").await, (0, Value::Null), "it is over");
    }
    let again = transfer_of("M");
    house.record(again[..again.len() - 3].to_vec()).await;
    let whole = house.read("/conversations?state=Live").await;
    assert_eq!((whole["conversations"].as_array().unwrap().len(), &whole["next"]), (1, &Value::Null), "{whole}");
    let calls = house.read("/calls?state=live").await;
    assert_eq!((calls["calls"].as_array().unwrap().len(), &calls["calls"][0]["state"]), (1, &json!("talking")), "{calls}");
    assert_eq!((found(&ann, "calls").await.0, found(&bea, "calls").await.0), (0, 1), "bea talks, and ann did");
    assert_eq!((found(&ann, "conversations").await.0, found(&bea, "conversations").await.0), (0, 0), "it is seen in part");
}

#[tokio::test]
async fn n24_a_supervisor_sees_calls_of_and_assigned_to_his_teams() {
    let (house, whole) = moved().await;
    let key = house.supervisor("desk").await;
    let path = format!("/conversations/{}", id(&whole));
    assert_eq!(house.by(&key, &path).await.1["calls"][0], whole["calls"][0]);
    let nothing = house.by(&key, &format!("/conversations/{}/signals", uuid::Uuid::nil())).await;
    assert_eq!(house.by(&key, &format!("{path}/signals")).await, nothing);
    let assigned = format!("/calls/{}/assigned", id(&whole["calls"][1]));
    let body = Some("{\"team\":\"desk\"}");
    assert_eq!(house.ask(&key, Method::PATCH, &assigned, body).await.0, StatusCode::NOT_FOUND, "it is not his yet");
    let (status, _) = house.ask(&house.administrator, Method::PATCH, &assigned, body).await;
    assert_eq!(status, StatusCode::OK);
    let (status, seen) = house.by(&key, &path).await;
    assert_eq!((status, &seen), (StatusCode::OK, &house.read(&path).await), "all of it");
    assert_eq!(house.by(&key, &format!("{path}/signals")).await.0, StatusCode::OK);
}

#[tokio::test]
async fn n24_the_feed_tells_what_is_seen_and_its_cursor_moves_on() {
    let (house, whole) = moved().await;
    let all = house.read("/changes?after=start&record=true").await;
    for (user, own, hidden) in [("ann", 0, BEAS), ("bea", 1, ANNS)] {
        let key = house.user(user).await;
        let said = house.by(&key, "/changes?after=start&record=true").await.1;
        assert_eq!(said["next"], all["next"]);
        assert!(!said.to_string().contains(hidden), "{said}");
        let changes = said["changes"].as_array().unwrap();
        assert!(!changes.is_empty() && changes.len() < all["changes"].as_array().unwrap().len());
        let ids = changes.iter().flat_map(|change| change["calls"].as_object().unwrap().keys());
        assert!(ids.into_iter().all(|call| *call == id(&whole["calls"][own])));
        let of_it = house.by(&key, &format!("/conversations/{}/changes", id(&whole))).await.1;
        assert_eq!(of_it["changes"].as_array().unwrap().len(), changes.len());
    }
}

#[tokio::test]
async fn n24_whoever_follows_hears_of_his_own_calls_alone() {
    let (house, _) = moved().await;
    let key = house.user("alice").await;
    let request = Request::get("/callbook/v1/changes/events?after=start&record=true");
    let request = request.header(header::AUTHORIZATION, format!("Bearer {key}")).body(Body::empty()).unwrap();
    let response = house.send(request).await;
    assert_eq!(response.status(), StatusCode::OK);
    let mut stream = response.into_body().into_data_stream();
    house.record(super::story(1)).await;
    let heard = feed::hear(&mut stream, "event: ended").await;
    assert!(heard.contains("+31612345671") && !heard.contains(ANNS) && !heard.contains(BEAS), "{heard}");
}

#[tokio::test]
async fn n24_something_is_done_about_calls_that_are_seen_alone() {
    let (house, whole) = moved().await;
    let key = house.user("ann").await;
    let (own, other) = (format!("/calls/{}", id(&whole["calls"][0])), format!("/calls/{}", id(&whole["calls"][1])));
    let note = Some("{\"text\":\"seen\"}");
    let post = async |path: &str, words: &str| house.ask(&key, Method::POST, &format!("{path}/notes{words}"), note).await;
    let (status, said) = post(&own, "").await;
    assert_eq!((status, &said["notes"][0]["by"]), (StatusCode::CREATED, &json!({"kind": "person", "id": "ann", "name": null})));
    assert_eq!(post(&own, "?by=ann").await.0, StatusCode::CREATED);
    assert_eq!(post(&own, "?by=bea").await.0, StatusCode::FORBIDDEN);
    assert_eq!(post(&other, "").await, post(&format!("/calls/{}", uuid::Uuid::nil()), "").await);
    let whole = format!("/conversations/{}", id(&whole));
    let (status, said) = post(&whole, "").await;
    assert_eq!((status, said["field"].as_str()), (StatusCode::FORBIDDEN, Some("id")));
    assert_eq!(post(&format!("/calls/{}", id(&house.read(&whole).await)), "").await.0, StatusCode::FORBIDDEN);
    for path in [&own, &other] {
        assert_eq!(house.ask(&key, Method::DELETE, path, None).await.0, StatusCode::FORBIDDEN);
        assert_eq!(
            house.ask(&key, Method::PATCH, &format!("{path}/assigned"), Some("{\"user\":\"ann\"}")).await.0,
            StatusCode::FORBIDDEN
        );
    }
    let desk = house.supervisor("desk").await;
    assert_eq!(house.ask(&desk, Method::DELETE, &other, None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.ask(&desk, Method::DELETE, &own, None).await.0, StatusCode::OK);
    assert_eq!(house.ask(&desk, Method::POST, &format!("{own}/restore"), None).await.0, StatusCode::OK);
    let (_, kept) = house.get(&other).await;
    assert_eq!((&kept["notes"], &kept["deleted_at"]), (&json!([]), &Value::Null));
}

#[tokio::test]
async fn n24_a_version_is_cut_by_what_is_seen_now() {
    let (house, whole) = moved().await;
    let first = format!("/conversations/{}?version=1", id(&whole));
    let (ann, bea) = (house.user("ann").await, house.user("bea").await);
    assert_eq!(
        house.by(&ann, &first).await.1["calls"],
        house.read(&first).await["calls"],
        "his call, before it rang at his phone"
    );
    assert_eq!(house.by(&bea, &first).await.1["calls"][0].as_object().unwrap().len(), 4);
    let missing = format!("/conversations/{}?version=1", uuid::Uuid::nil());
    let cas = house.user("cas").await;
    assert_eq!(house.by(&cas, &first).await, house.by(&cas, &missing).await);
}

#[tokio::test]
async fn users_read_the_directory_and_change_nothing() {
    let (house, _) = moved().await;
    let key = house.user("ann").await;
    for kind in ["users", "teams", "queues", "lines", "contacts"] {
        assert_eq!(house.by(&key, &format!("/directory/{kind}")).await.0, StatusCode::OK, "{kind}");
    }
    for path in
        ["/directory/menus", "/directory/trunks", "/directory/trunks/voip", "/sources", "/tokens", "/account", "/accounts"]
    {
        assert_eq!(house.by(&key, path).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(house.ask(&key, Method::PUT, "/directory/users/ann", Some("{}")).await.0, StatusCode::FORBIDDEN);
    assert_eq!(house.ask(&key, Method::DELETE, "/directory/users/ann", None).await.0, StatusCode::FORBIDDEN);
    let signals = Some("{\"source\":\"pbx\",\"signals\":[]}");
    assert_eq!(house.ask(&key, Method::POST, "/signals", signals).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn n24_counts_figures_and_presence_show_what_lists_show() {
    let (house, _) = moved().await;
    let queue = Some("{\"team\":\"desk\"}");
    assert_eq!(house.ask(&house.administrator, Method::PUT, "/directory/queues/front", queue).await.0, StatusCode::CREATED);
    let (ann, desk, cas) = (house.user("ann").await, house.supervisor("desk").await, house.user("cas").await);
    for (key, calls) in [(&ann, 1), (&desk, 1), (&cas, 0)] {
        assert_eq!(house.by(key, "/calls/count").await.1, json!({"count": calls, "exact": true}));
        assert_eq!(house.by(key, "/conversations/count").await.1, json!({"count": calls, "exact": true}));
        let hidden = house.by(key, "/conversations/count?number=%2B31207777702").await.1;
        assert_eq!(hidden, json!({"count": 0, "exact": true}), "it is seen in part only");
    }
    let figures = "from=2026-01-05T00:00:00Z&until=2026-01-06T00:00:00Z&by=key";
    let keys = async |key: &str, of: &str| {
        let (status, said) = house.by(key, &format!("/figures?of={of}&{figures}")).await;
        assert_eq!(status, StatusCode::OK, "{said}");
        said["figures"].as_array().unwrap().iter().map(|one| one["key"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(keys(&house.administrator, "user").await, ["ann", "bea"]);
    assert_eq!((keys(&ann, "user").await, keys(&desk, "user").await), (vec!["ann".to_owned()], vec!["ann".to_owned()]));
    assert_eq!((keys(&cas, "user").await, keys(&ann, "user&key=bea").await), (vec![], vec![]));
    for key in [&ann, &desk] {
        assert_eq!(house.by(key, &format!("/figures?{figures}")).await.0, StatusCode::FORBIDDEN);
        let agents = house.by(key, "/presence/agents").await.1;
        let users: Vec<&str> = agents["agents"].as_array().unwrap().iter().map(|one| one["user"].as_str().unwrap()).collect();
        assert_eq!(users, ["ann"]);
    }
    let queues = async |key: &str| house.by(key, "/presence/queues").await.1["queues"].as_array().unwrap().len();
    assert_eq!((queues(&ann).await, queues(&desk).await, queues(&house.supervisor("support").await).await), (0, 1, 0));
}

#[tokio::test]
async fn n24_nobody_writes_down_a_call_that_he_could_not_read() {
    let (house, _) = moved().await;
    let ann = house.user("ann").await;
    let body = |user: &str| json!({"direction": "outbound", "user": user, "to": {"number": BEAS}, "started_at": "2026-01-05T09:45:00Z", "seconds": 60});
    let (status, said) = house.ask(&ann, Method::POST, "/calls", Some(&body("ann").to_string())).await;
    assert_eq!((status, said["state"].as_str()), (StatusCode::CREATED, Some("logged")), "{said}");
    let (status, said) = house.ask(&ann, Method::POST, "/calls", Some(&body("bea").to_string())).await;
    assert_eq!((status, said["field"].as_str()), (StatusCode::FORBIDDEN, Some("user")), "{said}");
}

#[tokio::test]
async fn n24_no_page_cursor_or_error_tells_of_calls_that_are_not_seen() {
    let (house, _) = moved().await;
    let zora = Some(r#"{"name":"Zora Lind","team":"desk"}"#);
    assert_eq!(house.ask(&house.administrator, Method::PUT, "/directory/users/ann", zora).await.0, StatusCode::OK);
    assert_eq!(house.read("/calls/count?name=zo*").await["count"], 1, "she has a leg in the call that is not seen");
    let bea = house.user("bea").await;
    for path in ["/conversations", "/calls", "/conversations/count", "/calls/count"] {
        for limit in if path.ends_with("count") { &[""][..] } else { &["", "&limit=1"][..] } {
            let hidden = house.by(&bea, &format!("{path}?number=%2B31207777701{limit}")).await;
            let unknown = house.by(&bea, &format!("{path}?number=%2B31207777799{limit}")).await;
            assert_eq!(hidden, unknown, "{path}{limit}");
            let ending = house.by(&bea, &format!("{path}?number=*77701{limit}")).await;
            assert_eq!(ending, unknown, "{path}{limit}");
            let begins = house.by(&bea, &format!("{path}?name=zo*{limit}")).await;
            assert_eq!(begins, unknown, "{path}{limit}");
        }
    }
}
