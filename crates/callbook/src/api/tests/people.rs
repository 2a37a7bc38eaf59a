//! People: entered, signing in and out, and no longer let in.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};

use super::{House, house};

const GOOD: &str = "correct horse";

impl House {
    async fn enter_person(&self, name: &str, said: &Value) -> (StatusCode, Value) {
        self.ask(&self.administrator, Method::PUT, &format!("/people/{name}"), Some(&said.to_string())).await
    }

    /// Asks with these headers and no key of ours.
    async fn plain(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> (StatusCode, HeaderMap, Value) {
        let mut request =
            Request::builder().method(method).uri(format!("/callbook/v1{path}")).header("host", "callbook.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = match body {
            Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        let response = self.send(request.unwrap()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, headers, if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() })
    }

    async fn sign_in(&self, account: &str, name: &str, password: &str) -> (StatusCode, HeaderMap, Value) {
        let said = json!({"account": account, "name": name, "password": password});
        self.plain(Method::POST, "/sessions", &[], Some(said)).await
    }

    async fn token_of(&self, name: &str, password: &str) -> String {
        let (status, _, said) = self.sign_in("main", name, password).await;
        assert_eq!(status, StatusCode::CREATED, "{said}");
        said["token"].as_str().unwrap().to_owned()
    }
}

/// A house in which bea, a user of the directory, signs in as an administrator's colleague.
async fn with_bea() -> House {
    let house = house().await;
    let user = house.ask(&house.administrator, Method::PUT, "/directory/users/bea", Some("{}")).await;
    assert_eq!(user.0, StatusCode::CREATED);
    let said = json!({"role": "user", "user": "bea", "password": GOOD});
    assert_eq!(house.enter_person("bea@desk.example", &said).await.0, StatusCode::CREATED);
    house
}

#[tokio::test]
async fn somebody_signs_in_is_told_who_he_is_and_signs_out() {
    let house = with_bea().await;
    let (status, headers, said) = house.sign_in("main", "bea@desk.example", GOOD).await;
    assert_eq!(
        (status, &said["role"], &said["user"], &said["may"]),
        (StatusCode::CREATED, &json!("user"), &json!("bea"), &json!(["read", "work"]))
    );
    let kept = headers[header::SET_COOKIE].to_str().unwrap();
    assert!(kept.contains("HttpOnly; SameSite=Strict") && !kept.contains("Secure"), "{kept}");
    let token = said["token"].as_str().unwrap();
    let (status, session) = house.ask(token, Method::GET, "/sessions/current", None).await;
    assert_eq!((status, &session["person"]), (StatusCode::OK, &json!("bea@desk.example")));
    assert!(session["expires_at"].is_string());
    assert!(!house.read("/tokens").await.to_string().contains("bea@desk"), "a session is no key that somebody gave");
    assert!(!house.read("/people").await.to_string().contains("argon2"));
    assert_eq!(house.ask(token, Method::DELETE, "/sessions/current", None).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.ask(token, Method::GET, "/sessions/current", None).await.0, StatusCode::UNAUTHORIZED);
    let (status, own) = house.ask(&house.source, Method::GET, "/sessions/current", None).await;
    assert_eq!((status, &own["may"], &own["person"]), (StatusCode::OK, &json!(["tell"]), &Value::Null));
    assert_eq!(house.ask(&house.source, Method::DELETE, "/sessions/current", None).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn whoever_is_not_let_in_is_not_told_why() {
    let house = with_bea().await;
    let wrong = house.sign_in("main", "bea@desk.example", "wrong horse").await;
    assert_eq!(wrong.0, StatusCode::UNAUTHORIZED);
    let cases =
        [("main", "nobody", GOOD), ("north", "bea@desk.example", GOOD), ("No!", "Bea", GOOD), ("main", "bea@desk.example", "")];
    for (account, name, password) in cases {
        assert_eq!(house.sign_in(account, name, password).await, wrong, "{account} {name}");
    }
    let long = house.sign_in("main", "bea@desk.example", &"x".repeat(257)).await;
    assert_eq!((long.0, long.2["field"].as_str()), (StatusCode::BAD_REQUEST, Some("password")));
}

#[tokio::test]
async fn a_name_is_tried_so_often_and_then_has_to_wait() {
    let house = house().await;
    let mut last = (StatusCode::OK, HeaderMap::new(), Value::Null);
    for _ in 0..12 {
        last = house.sign_in("main", "nobody", "wrong horse").await;
        if last.0 != StatusCode::UNAUTHORIZED {
            break;
        }
    }
    assert_eq!(last.0, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.1[header::RETRY_AFTER].to_str().unwrap().parse::<u64>().unwrap() > 0);
    assert_eq!(house.sign_in("main", "another", "wrong horse").await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn whatever_is_changed_of_a_person_ends_his_sessions() {
    let house = with_bea().await;
    let alive = async |token: &str| house.ask(token, Method::GET, "/sessions/current", None).await.0 == StatusCode::OK;
    let token = house.token_of("bea@desk.example", GOOD).await;
    let said = json!({"role": "administrator", "user": "bea"});
    assert_eq!(house.enter_person("bea@desk.example", &said).await.0, StatusCode::OK);
    assert!(!alive(&token).await);
    let token = house.token_of("bea@desk.example", GOOD).await;
    assert_eq!(house.ask(&token, Method::GET, "/people", None).await.0, StatusCode::OK, "the password stayed");
    let path = "/people/bea@desk.example";
    assert_eq!(house.ask(&house.administrator, Method::DELETE, path, None).await.0, StatusCode::NO_CONTENT);
    assert!(!alive(&token).await);
    assert_eq!(house.sign_in("main", "bea@desk.example", GOOD).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(house.ask(&house.administrator, Method::DELETE, path, None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.read("/people").await["people"], json!([]));
}

#[tokio::test]
async fn everybody_changes_his_own_password_and_says_the_one_until_now() {
    let house = with_bea().await;
    let token = house.token_of("bea@desk.example", GOOD).await;
    let put = async |key: &str, name: &str, body: Value| {
        house.ask(key, Method::PUT, &format!("/people/{name}/password"), Some(&body.to_string())).await
    };
    let own = "bea@desk.example";
    let (status, said) = put(&token, own, json!({"password": "another horse"})).await;
    assert_eq!((status, said["field"].as_str()), (StatusCode::BAD_REQUEST, Some("current")));
    let wrong = json!({"password": "another horse", "current": "wrong horse"});
    assert_eq!(put(&token, own, wrong).await.0, StatusCode::FORBIDDEN);
    let other = json!({"password": "another horse", "current": GOOD});
    assert_eq!(put(&token, "cas", other.clone()).await.0, StatusCode::FORBIDDEN);
    assert_eq!(put(&token, own, json!({"password": "short", "current": GOOD})).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(put(&token, own, other).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.ask(&token, Method::GET, "/calls", None).await.0, StatusCode::UNAUTHORIZED, "his sessions are over");
    house.token_of(own, "another horse").await;
    assert_eq!(put(&house.administrator, own, json!({"password": GOOD})).await.0, StatusCode::NO_CONTENT);
    house.token_of(own, GOOD).await;
    assert_eq!(put(&house.administrator, "cas", json!({"password": GOOD})).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_browser_reads_with_its_cookie_and_changes_from_our_own_pages_only() {
    let house = with_bea().await;
    let said = json!({"role": "administrator", "password": GOOD});
    assert_eq!(house.enter_person("cas", &said).await.0, StatusCode::CREATED);
    let cookie = format!("callbook_session={}", house.token_of("cas", GOOD).await);
    let with = async |method: Method, path: &str, more: &[(&str, &str)]| {
        let headers = [&[("cookie", cookie.as_str())], more].concat();
        house.plain(method, path, &headers, None).await.0
    };
    assert_eq!(with(Method::GET, "/calls", &[]).await, StatusCode::OK);
    let path = "/people/bea@desk.example";
    for stranger in [&[][..], &[("sec-fetch-site", "cross-site")], &[("origin", "https://thief.example")]] {
        assert_eq!(with(Method::DELETE, path, stranger).await, StatusCode::FORBIDDEN, "{stranger:?}");
    }
    assert_eq!(with(Method::DELETE, path, &[("sec-fetch-site", "same-origin")]).await, StatusCode::NO_CONTENT);
    let own = [("origin", "https://callbook.example")];
    let wrong_token = [("origin", "https://callbook.example"), ("authorization", "Bearer x")];
    assert_eq!(with(Method::DELETE, "/sessions/current", &wrong_token).await, StatusCode::UNAUTHORIZED, "the head comes first");
    assert_eq!(with(Method::DELETE, "/sessions/current", &own).await, StatusCode::NO_CONTENT);
    assert_eq!(with(Method::GET, "/calls", &[]).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_cannot_be_said_of_a_person_is_named() {
    let house = with_bea().await;
    let cases = [
        ("Cas", json!({"role": "administrator", "password": GOOD}), "name"),
        ("cas", json!({"role": "operator", "password": GOOD}), "role"),
        ("cas", json!({"role": "source", "password": GOOD}), "role"),
        ("cas", json!({"role": "user", "password": GOOD}), "user"),
        ("cas", json!({"role": "user", "user": "nobody", "password": GOOD}), "user"),
        ("cas", json!({"role": "supervisor", "password": GOOD}), "teams"),
        ("cas", json!({"role": "supervisor", "teams": ["nowhere"], "password": GOOD}), "teams"),
        ("cas", json!({"role": "administrator"}), "password"),
        ("cas", json!({"role": "administrator", "password": "short"}), "password"),
    ];
    for (name, said, field) in cases {
        let (status, answer) = house.enter_person(name, &said).await;
        assert_eq!((status, answer["field"].as_str()), (StatusCode::BAD_REQUEST, Some(field)), "{said}");
    }
    assert_eq!(house.read("/people").await["people"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn n24_whoever_signed_in_does_things_in_his_own_name() {
    let house = with_bea().await;
    house
        .record(
            calls::notation::read(
                "00.000 L1 came_in number=+31612345678 trunk=voip dialled=100\n00.100 L2 dialled by=L1 number=102 user=bea",
            )
            .unwrap(),
        )
        .await;
    let token = house.token_of("bea@desk.example", GOOD).await;
    let call = house.read("/calls").await["calls"][0]["id"].as_str().unwrap().to_owned();
    let (status, said) = house.ask(&token, Method::PUT, &format!("/calls/{call}/handled"), None).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    assert_eq!(said["handled"]["by"], json!({"kind": "person", "id": "bea", "name": "bea@desk.example"}));
    let path = format!("/calls/{call}/handled?by=bea&by_name=Cas");
    assert_eq!(house.ask(&token, Method::PUT, &path, None).await.0, StatusCode::FORBIDDEN);
}
