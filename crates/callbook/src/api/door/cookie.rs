//! The cookie in which a browser keeps the token of a session.
//!
//! A browser sends it along whoever made it ask, so it counts for less than a token in the head: whatever changes something,
//! and whatever opens a socket, must come from a page of this very server, by the browser's own word. No script can read it.

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};

use super::super::problem::{Answer, Kind, Problem};
use super::super::token::{self, SESSION_HOURS};

/// What it is called.
pub(in crate::api) const NAME: &str = "callbook_session";

/// The token in the cookie, if there is one.
pub(super) fn token(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let found = pairs.find(|(name, _)| *name == NAME).map(|(_, text)| text.to_owned());
    found.filter(|text| token::account(text).is_some())
}

/// Refuses what another site has a browser ask.
pub(super) fn refuse_strangers(parts: &Parts) -> Answer<()> {
    let reads = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    if reads && !parts.headers.contains_key(header::UPGRADE) || is_own_page(parts) {
        return Ok(());
    }
    let says = "with the cookie of a session this is done from this server's own pages only; send the token in \
        `Authorization` instead";
    Err(Problem::new(Kind::Forbidden, says))
}

/// Whether a page of this server asks, as the browser says. One that says nothing of it is not believed.
fn is_own_page(parts: &Parts) -> bool {
    let said = |name: &str| parts.headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match said("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => {
            let host = said("host").or_else(|| parts.uri.authority().map(|authority| authority.as_str()));
            let origin = said("origin").and_then(|origin| origin.split_once("://")).map(|(_, place)| place);
            host.is_some() && origin == host
        }
    }
}

/// The header that has a browser keep the token; over TLS it is sent over TLS alone.
pub(in crate::api) fn set(token: &str, over_tls: bool) -> Option<HeaderValue> {
    header(token, SESSION_HOURS * 3_600, over_tls)
}

/// The header that has a browser forget it.
pub(in crate::api) fn forget(over_tls: bool) -> Option<HeaderValue> {
    header("", 0, over_tls)
}

fn header(token: &str, seconds: i64, over_tls: bool) -> Option<HeaderValue> {
    let secure = if over_tls { "; Secure" } else { "" };
    // The page asks under more than one root, as for apps; which room takes a session is for that room to say.
    let text = format!("{NAME}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use axum::http::Request;

    use super::*;

    fn refused(method: Method, headers: &[(&str, &str)]) -> bool {
        let request = Request::builder().method(method).uri("/callbook/v1/calls").header("host", "callbook.example");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let (parts, ()) = request.body(()).unwrap().into_parts();
        refuse_strangers(&parts).is_err()
    }

    #[test]
    fn what_another_site_has_a_browser_change_is_refused() {
        assert!(refused(Method::POST, &[]));
        assert!(refused(Method::PUT, &[("sec-fetch-site", "cross-site")]));
        assert!(refused(Method::PUT, &[("sec-fetch-site", "same-site"), ("origin", "https://callbook.example")]));
        assert!(refused(Method::DELETE, &[("origin", "https://thief.example")]));
        assert!(refused(Method::DELETE, &[("origin", "null")]));
        assert!(refused(Method::GET, &[("upgrade", "websocket"), ("origin", "https://thief.example")]));
        assert!(!refused(Method::GET, &[("sec-fetch-site", "cross-site")]));
        assert!(!refused(Method::PUT, &[("sec-fetch-site", "same-origin")]));
        assert!(!refused(Method::PUT, &[("origin", "https://callbook.example")]));
    }

    #[test]
    fn only_a_token_is_taken_out_of_a_cookie() {
        let text = format!("cb_main_{}", "x".repeat(43));
        let found = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, value.parse().unwrap());
            token(&headers)
        };
        assert_eq!(found(&format!("theme=dark; {NAME}={text}")).as_deref(), Some(text.as_str()));
        assert_eq!(found(&format!("{NAME}=x")), None);
        assert_eq!(found(&format!("other={text}")), None);
        let kept = set(&text, true).unwrap();
        let kept = kept.to_str().unwrap();
        assert!(kept.contains("HttpOnly; SameSite=Strict; Secure") && kept.contains(&text), "{kept}");
        assert!(forget(false).unwrap().to_str().unwrap().contains("Max-Age=0"));
    }
}
