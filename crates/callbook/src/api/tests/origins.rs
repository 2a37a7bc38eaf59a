//! Tokens that stand in pages of other sites, and sessions that are begun with a token.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use futures_util::StreamExt;
use serde_json::{Value, json};

use super::{House, house, story};
use crate::media::tests::wav;

const CRM: &str = "https://crm.example";
const THIEF: &str = "https://thief.example";

impl House {
    /// Asks as a browser does, and gives back the status, the head, and the beginning of what is said.
    async fn browse(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> (StatusCode, HeaderMap, String) {
        let request = Request::builder().method(method).uri(format!("/callbook/v1{path}")).header("host", "callbook.example");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let request = match body {
            Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        let response = self.send(request.unwrap()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let is_stream = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let bytes = match is_stream {
            true => response.into_body().into_data_stream().next().await.unwrap().unwrap(),
            false => to_bytes(response.into_body(), 1 << 20).await.unwrap(),
        };
        (status, headers, String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Enters a token that stands in pages of these origins.
    async fn token_of_pages(&self, origins: &[&str]) -> (String, String) {
        let said = json!({"name": "crm", "role": "administrator", "scope": "read", "origins": origins});
        let (status, said) = self.ask(&self.administrator, Method::POST, "/tokens", Some(&said.to_string())).await;
        assert_eq!((status, &said["origins"]), (StatusCode::CREATED, &json!(origins)), "{said}");
        (said["token"].as_str().unwrap().to_owned(), said["id"].as_str().unwrap().to_owned())
    }

    /// Signs in with a token: the status, what is said, and the cookie.
    async fn sign_in_by_token(&self, token: &str) -> (StatusCode, Value, String) {
        let (status, headers, said) = self.browse(Method::POST, "/sessions/token", &[], Some(json!({"token": token}))).await;
        let kept = headers.get(header::SET_COOKIE).map_or("", |kept| kept.to_str().unwrap());
        (status, serde_json::from_str(&said).unwrap(), kept.split(';').next().unwrap_or_default().to_owned())
    }

    /// A recording with sound; gives back its id.
    async fn recorded(&self) -> String {
        self.record(story(1)).await;
        let call = self.read("/calls").await["calls"][0]["id"].as_str().unwrap().to_owned();
        let request = Request::post(format!("/callbook/v1/calls/{call}/recordings"));
        let request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.administrator));
        let response = self.send(request.body(Body::from(wav(1))).unwrap()).await;
        assert_eq!(response.status(), StatusCode::CREATED);
        let said: Value = serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await.unwrap()).unwrap();
        said["id"].as_str().unwrap().to_owned()
    }
}

fn granted(headers: &HeaderMap) -> Option<&str> {
    assert!(!headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS), "cookies are not sent along");
    headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).map(|origin| origin.to_str().unwrap())
}

#[tokio::test]
async fn a_token_with_origins_counts_for_their_pages_alone_and_they_may_read_the_answer() {
    let house = house().await;
    let (token, _) = house.token_of_pages(&[CRM, "http://localhost:5173"]).await;
    let bearer = format!("Bearer {token}");
    let from = async |origin: Option<&str>| {
        let headers = [Some(("authorization", &*bearer)), origin.map(|origin| ("origin", origin))];
        let headers: Vec<_> = headers.into_iter().flatten().collect();
        house.browse(Method::GET, "/calls", &headers, None).await
    };
    for origin in [CRM, "http://localhost:5173"] {
        let (status, headers, _) = from(Some(origin)).await;
        assert_eq!((status, granted(&headers)), (StatusCode::OK, Some(origin)));
        assert_eq!(headers[header::VARY], "origin");
    }
    for origin in [None, Some(THIEF), Some("null"), Some("https://crm.example:8443"), Some("https://CRM.example")] {
        let (status, headers, _) = from(origin).await;
        assert_eq!((status, granted(&headers)), (StatusCode::FORBIDDEN, None), "{origin:?}");
    }
}

#[tokio::test]
async fn an_event_source_of_such_a_page_brings_its_token_in_the_query() {
    let house = house().await;
    let (token, _) = house.token_of_pages(&[CRM]).await;
    let path = format!("/changes/events?token={token}");
    let (status, headers, said) = house.browse(Method::GET, &path, &[("origin", CRM)], None).await;
    assert_eq!((status, granted(&headers)), (StatusCode::OK, Some(CRM)), "{said}");
    let (status, headers, _) = house.browse(Method::GET, &path, &[("origin", THIEF)], None).await;
    assert_eq!((status, granted(&headers)), (StatusCode::FORBIDDEN, None));
    let presence = format!("/presence/events?token={token}");
    let (status, headers, _) = house.browse(Method::GET, &presence, &[("origin", CRM)], None).await;
    assert_eq!((status, granted(&headers)), (StatusCode::FORBIDDEN, Some(CRM)), "it reads calls, and the page is told so");
}

#[tokio::test]
async fn a_token_without_origins_tells_no_page_of_another_site_anything() {
    let house = house().await;
    house.token_of_pages(&[CRM]).await;
    let bearer = format!("Bearer {}", house.administrator);
    let (status, headers, _) = house.browse(Method::GET, "/calls", &[("authorization", &bearer), ("origin", CRM)], None).await;
    assert_eq!((status, granted(&headers)), (StatusCode::OK, None));
    let cookie = format!("callbook_session={}", house.administrator);
    let (_, headers, _) = house.browse(Method::GET, "/calls", &[("cookie", &cookie), ("origin", CRM)], None).await;
    assert_eq!(granted(&headers), None);
}

#[tokio::test]
async fn a_browser_that_asks_beforehand_is_told_whether_some_token_lists_the_origin_and_no_more() {
    let house = house().await;
    let beforehand = async |origin: &str, path: &str| {
        let headers = [("origin", origin), ("access-control-request-method", "GET")];
        house.browse(Method::OPTIONS, path, &headers, None).await
    };
    let before = beforehand(CRM, "/calls").await;
    assert_eq!((before.0, granted(&before.1)), (StatusCode::METHOD_NOT_ALLOWED, None));
    let (_, id) = house.token_of_pages(&[CRM]).await;
    let (status, headers, said) = beforehand(CRM, "/calls").await;
    assert_eq!((status, granted(&headers), &*said), (StatusCode::NO_CONTENT, Some(CRM), ""));
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_METHODS], "GET, HEAD");
    assert!(headers[header::ACCESS_CONTROL_ALLOW_HEADERS].to_str().unwrap().contains("authorization"));
    // It is the same for what is there and what is not.
    assert_eq!(beforehand(CRM, "/nowhere").await.0, StatusCode::NO_CONTENT);
    assert_eq!(granted(&beforehand(THIEF, "/calls").await.1), None);
    let path = format!("/tokens/{id}");
    assert_eq!(house.ask(&house.administrator, Method::DELETE, &path, None).await.0, StatusCode::NO_CONTENT);
    assert_eq!(granted(&beforehand(CRM, "/calls").await.1), None);
}

#[tokio::test]
async fn a_page_is_told_when_its_token_counts_no_more() {
    let house = house().await;
    let (token, id) = house.token_of_pages(&[CRM]).await;
    house.token_of_pages(&[CRM]).await;
    let path = format!("/tokens/{id}");
    assert_eq!(house.ask(&house.administrator, Method::DELETE, &path, None).await.0, StatusCode::NO_CONTENT);
    let asked = async |origin: &str| {
        let headers = [("authorization", &*format!("Bearer {token}")), ("origin", origin)];
        let (status, headers, _) = house.browse(Method::GET, "/calls", &headers, None).await;
        (status, granted(&headers).map(str::to_owned))
    };
    assert_eq!(asked(CRM).await, (StatusCode::UNAUTHORIZED, Some(CRM.to_owned())));
    assert_eq!(asked(THIEF).await, (StatusCode::UNAUTHORIZED, None));
}

#[tokio::test]
async fn origins_are_of_tokens_that_only_read_and_are_written_as_browsers_write_them() {
    let house = house().await;
    let cases = [
        json!({"name": "crm", "role": "administrator", "origins": [CRM]}),
        json!({"name": "crm", "role": "source", "scope": "pbx", "origins": [CRM]}),
        json!({"name": "crm", "role": "administrator", "scope": "read", "origins": ["https://crm.example/"]}),
        json!({"name": "crm", "role": "administrator", "scope": "read", "origins": ["*"]}),
        json!({"name": "crm", "role": "administrator", "scope": "read", "dialect": "chakra", "origins": [CRM]}),
    ];
    for said in cases {
        let (status, answer) = house.ask(&house.administrator, Method::POST, "/tokens", Some(&said.to_string())).await;
        assert_eq!((status, answer["field"].as_str()), (StatusCode::BAD_REQUEST, Some("origins")), "{said}");
    }
}

#[tokio::test]
async fn somebody_signs_in_with_a_token_and_hears_and_follows_by_cookie() {
    let house = house().await;
    let recording = house.recorded().await;
    let (status, said, cookie) = house.sign_in_by_token(&house.administrator).await;
    assert_eq!((status, &said["role"], &said["person"]), (StatusCode::CREATED, &json!("administrator"), &Value::Null));
    assert!(said["expires_at"].is_string() && said.get("token").is_none(), "{said}");
    assert!(cookie.starts_with("callbook_session=cb_main_") && !cookie.contains(&house.administrator), "{cookie}");
    let with = async |method: Method, path: &str, more: &[(&str, &str)]| {
        house.browse(method, path, &[&[("cookie", &*cookie)], more].concat(), None).await
    };
    assert_eq!(with(Method::GET, "/sessions/current", &[]).await.0, StatusCode::OK);
    let (status, headers, _) = with(Method::GET, &format!("/recordings/{recording}/media"), &[("range", "bytes=0-9")]).await;
    assert_eq!((status, &headers[header::CONTENT_LENGTH]), (StatusCode::PARTIAL_CONTENT, &header::HeaderValue::from(10)));
    for path in ["/changes/events?after=start", "/presence/events"] {
        let (status, headers, _) = with(Method::GET, path, &[]).await;
        assert_eq!((status, &headers[header::CONTENT_TYPE]), (StatusCode::OK, &"text/event-stream".parse().unwrap()), "{path}");
    }
    let call = house.read("/calls").await["calls"][0]["id"].as_str().unwrap().to_owned();
    let own = [("sec-fetch-site", "same-origin")];
    let (status, _, said) = with(Method::PUT, &format!("/calls/{call}/handled"), &own).await;
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((status, &said["handled"]["by"]["name"]), (StatusCode::OK, &json!("administrator")), "{said}");
    let tokens = house.read("/tokens").await.to_string();
    assert!(tokens.contains(said["handled"]["by"]["id"].as_str().unwrap()), "what is done is done by the token");
    assert_eq!(with(Method::DELETE, "/sessions/current", &own).await.0, StatusCode::NO_CONTENT);
    assert_eq!(with(Method::GET, "/sessions/current", &[]).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(house.get("/calls").await.0, StatusCode::OK, "the token goes on");
}

#[tokio::test]
async fn a_session_of_a_token_ends_with_it() {
    let house = house().await;
    let said = json!({"name": "desk", "role": "administrator"}).to_string();
    let (_, entered) = house.ask(&house.administrator, Method::POST, "/tokens", Some(&said)).await;
    let (status, _, cookie) = house.sign_in_by_token(entered["token"].as_str().unwrap()).await;
    assert_eq!(status, StatusCode::CREATED);
    let alive = async || house.browse(Method::GET, "/calls", &[("cookie", &cookie)], None).await.0;
    assert_eq!(alive().await, StatusCode::OK);
    assert_eq!(
        house.read("/tokens").await.to_string().matches("\"desk\"").count(),
        1,
        "a session is no key that somebody gave"
    );
    let path = format!("/tokens/{}", entered["id"].as_str().unwrap());
    assert_eq!(house.ask(&house.administrator, Method::DELETE, &path, None).await.0, StatusCode::NO_CONTENT);
    assert_eq!(alive().await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn nobody_signs_in_with_what_is_no_key_to_the_page() {
    let house = house().await;
    let (page, _) = house.token_of_pages(&[CRM]).await;
    let (_, _, cookie) = house.sign_in_by_token(&house.administrator).await;
    let session = cookie.trim_start_matches("callbook_session=");
    let unknown = format!("cb_main_{}", "x".repeat(43));
    let cases = [
        ("no token", StatusCode::UNAUTHORIZED),
        (&*unknown, StatusCode::UNAUTHORIZED),
        (&*house.source, StatusCode::FORBIDDEN),
        (&*page, StatusCode::FORBIDDEN),
        (session, StatusCode::BAD_REQUEST),
    ];
    for (token, status) in cases {
        let (got, said, cookie) = house.sign_in_by_token(token).await;
        assert_eq!((got, &*cookie), (status, ""), "{said}");
    }
}
