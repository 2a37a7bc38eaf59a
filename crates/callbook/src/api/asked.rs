//! What a request says, taken apart: its path, its query, its body. Whatever cannot be taken is a problem that names it.
//!
//! Nothing here knows what is asked for. A key that is not known is refused, never passed over, so that a word that was
//! misspelt is not silently ignored. To take one more thing out of a request: one more extractor here.

use axum::body::Bytes;
use axum::extract::path::ErrorKind;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;

use super::problem::{Kind, Problem};

/// The most bytes of a body.
pub(crate) const BODY_BYTES_MAX: usize = 1 << 20;
/// The most bytes of a query.
const QUERY_BYTES_MAX: usize = 4_096;

/// The highest number that a store counts to.
pub(crate) const NUMBER_MAX: u64 = u64::MAX >> 1;

/// The query.
#[derive(Debug)]
pub(crate) struct Asked<T>(pub(crate) T);

/// The body, as JSON.
#[derive(Debug)]
pub(crate) struct Told<T>(pub(crate) T);

/// What stands in the path.
#[derive(Debug)]
pub(crate) struct Named<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        query(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

/// The words of a query.
pub(crate) fn query<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    if text.len() > QUERY_BYTES_MAX {
        return Err(Problem::new(Kind::Invalid, format!("the query is longer than {QUERY_BYTES_MAX} bytes")));
    }
    let words = serde_urlencoded::Deserializer::new(form_urlencoded_pairs(text));
    serde_path_to_error::deserialize(words).map_err(|error| {
        let path = error.path().to_string();
        let says = error.into_inner().to_string();
        named(&path, says)
    })
}

/// A whole number within its bounds, or nothing, in a query and a body alike: what cannot be read is refused in words of ours.
/// A field is taken by it with `deserialize_with`, and needs `default` beside it to be left out.
pub(crate) fn whole<'de, D, T, const MIN: u64, const MAX: u64>(said: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<u64>,
{
    let refused = || D::Error::custom(format!("expected a whole number from {MIN} to {MAX}"));
    let Some(number) = Option::<u64>::deserialize(said).map_err(|_| refused())? else { return Ok(None) };
    if !(MIN..=MAX).contains(&number) {
        return Err(refused());
    }
    T::try_from(number).map(Some).map_err(|_| refused())
}

/// The same where null is not the same as nothing said: it is refused.
pub(crate) fn whole_value<'de, D, T, const MIN: u64, const MAX: u64>(said: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<u64>,
{
    let refused = || D::Error::custom(format!("expected a whole number from {MIN} to {MAX}"));
    whole::<D, T, MIN, MAX>(said)?.map(Some).ok_or_else(refused)
}

/// A value that may be left out and is never null.
pub(crate) fn value<'de, D, T>(said: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(said).map(Some)
}

fn form_urlencoded_pairs(text: &str) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(text.as_bytes())
}

/// A refusal that names the field, if one is known; a key that is not known is named in what is said.
fn named(path: &str, says: String) -> Problem {
    let unknown = ["unknown field `", "missing field `", "duplicate field `"].iter().find_map(|begin| {
        let rest = says.strip_prefix(begin)?;
        rest.split_once('`').map(|(name, _)| name.to_owned())
    });
    let place = if path == "." { "" } else { path };
    let field = match unknown {
        Some(name) if place.is_empty() => Some(name),
        Some(name) if place == name || place.ends_with(&format!(".{name}")) => Some(place.to_owned()),
        Some(name) => Some(format!("{place}.{name}")),
        None => Some(place.to_owned()).filter(|place| !place.is_empty()),
    };
    let problem = Problem::new(Kind::Invalid, in_words(&says));
    match field {
        Some(field) => problem.at(field),
        None => problem,
    }
}

/// What was expected, in words of JSON instead of types of ours.
fn in_words(says: &str) -> String {
    let Some((begin, expected)) = says.rsplit_once("expected ") else { return says.to_owned() };
    let words = match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number from 0 on",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "a map" => "an object",
        of_ours if of_ours.starts_with("struct ") => "an object",
        said => said,
    };
    format!("{begin}expected {words}")
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Told<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = body(request, state).await?;
        json(&bytes).map(Self)
    }
}

/// The whole body of a request that says it is JSON.
pub(crate) async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    if is_json(request.headers()) { bytes(request, state).await } else { Err(no_json()) }
}

/// A body that is not said to be JSON.
pub(crate) fn no_json() -> Problem {
    Problem::new(Kind::MediaType, "expected a body of content-type application/json")
}

/// The whole body of a request.
pub(crate) async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    bytes_up_to(BODY_BYTES_MAX, request, state).await
}

/// The same on a route that takes longer bodies, whose limit it is.
pub(crate) async fn bytes_up_to<S: Send + Sync>(most: usize, request: Request, state: &S) -> Result<Bytes, Problem> {
    Bytes::from_request(request, state).await.map_err(|rejection| match rejection.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::TooLarge, format!("more than {most} bytes")),
        _ => Problem::new(Kind::Invalid, "the body broke off"),
    })
}

/// Whether a request says that its body is JSON.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let kind = media_type(headers);
    kind == "application/json" || kind.starts_with("application/") && kind.ends_with("+json")
}

/// What a request says that its body is, without parameters and in lower case; nothing where it does not say.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A field inside the part of a body at this place, as a problem names it.
pub(crate) fn inside(place: &str, field: &str) -> String {
    let dot = if place.is_empty() || field.is_empty() || field.starts_with('[') { "" } else { "." };
    format!("{place}{dot}{field}")
}

/// Takes JSON apart, and says where it cannot.
pub(crate) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let taken = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        match inner.classify() {
            Category::Data => named(&path, without_place(&inner.to_string())),
            _ if inner.to_string().starts_with("recursion limit") => {
                Problem::new(Kind::Invalid, format!("the body is nested too deep: {inner}"))
            }
            _ => Problem::new(Kind::Invalid, format!("the body is not JSON: {inner}")),
        }
    })?;
    reader.end().map_err(|error| Problem::new(Kind::Invalid, format!("the body goes on after its end: {error}")))?;
    Ok(taken)
}

/// What is said without `at line 1 column 30`, which a path says better.
fn without_place(says: &str) -> String {
    says.rsplit_once(" at line ").map_or(says, |(says, _)| says).to_owned()
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let taken = Path::<T>::from_request_parts(parts, state).await;
        taken.map(|Path(named)| Self(named)).map_err(unreadable)
    }
}

fn unreadable(refused: PathRejection) -> Problem {
    let PathRejection::FailedToDeserializePathParams(refused) = refused else {
        return Problem::new(Kind::Internal, "the path cannot be read");
    };
    match refused.into_kind() {
        ErrorKind::DeserializeError { key, .. } | ErrorKind::ParseErrorAtKey { key, .. } => {
            Problem::field(key, "expected an id as it was told, a UUID")
        }
        ErrorKind::InvalidUtf8InPathParam { key } => Problem::field(key, "expected UTF-8"),
        _ => Problem::new(Kind::Invalid, "the path cannot be read"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use axum::response::IntoResponse;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only whether it can be read matters")]
    struct Words {
        #[serde(default, deserialize_with = "whole::<_, _, 1, 500>")]
        limit: Option<u32>,
        inner: Option<Box<Words>>,
    }

    fn field(problem: &Problem) -> Option<String> {
        let printed = format!("{problem:?}");
        let (_, rest) = printed.split_once("field: Some(\"")?;
        rest.split_once('"').map(|(field, _)| field.to_owned())
    }

    #[test]
    fn a_query_names_the_parameter() {
        assert_eq!(field(&query::<Words>("limit=many").unwrap_err()).unwrap(), "limit");
        assert_eq!(field(&query::<Words>("limt=1").unwrap_err()).unwrap(), "limt");
        assert_eq!(query::<Words>("limit=7").unwrap().limit, Some(7));
    }

    #[test]
    fn a_number_that_cannot_be_is_answered_with_those_that_can() {
        let many = "99999999999999999999";
        for number in ["-1", "0", "501", "1.5", "many", "", many] {
            let refused = query::<Words>(&format!("limit={number}")).unwrap_err();
            assert_eq!(
                (field(&refused).as_deref(), refused.detail()),
                (Some("limit"), "expected a whole number from 1 to 500")
            );
        }
        for number in ["-1", "0", "501", "1.5", "\"7\"", "true", many] {
            let refused = json::<Words>(format!("{{\"inner\":{{\"limit\":{number}}}}}").as_bytes()).unwrap_err();
            let wanted = (Some("inner.limit"), "expected a whole number from 1 to 500");
            assert_eq!((field(&refused).as_deref(), refused.detail()), wanted);
        }
        assert_eq!(json::<Words>(b"{\"limit\":null}").unwrap().limit, None);
        assert_eq!(query::<Words>("").unwrap().limit, None);
    }

    #[test]
    fn what_is_expected_is_said_in_words_of_json() {
        let says = |text: &str| json::<Words>(text.as_bytes()).unwrap_err().detail().to_owned();
        assert_eq!(says("[7]"), "invalid length 1, expected an object");
        assert_eq!(says("{\"inner\":\"x\"}"), "invalid type: string \"x\", expected an object");
        assert_eq!(in_words("invalid type: null, expected f64"), "invalid type: null, expected a number");
    }

    #[test]
    fn a_body_names_the_field() {
        assert_eq!(field(&json::<Words>(b"{\"inner\":{\"limit\":\"x\"}}").unwrap_err()).unwrap(), "inner.limit");
        assert_eq!(field(&json::<Words>(b"{\"inner\":{\"limt\":1}}").unwrap_err()).unwrap(), "inner.limt");
        assert_eq!(field(&json::<Words>(b"{").unwrap_err()), None);
        assert_eq!(json::<Words>(b"{} {}").unwrap_err().into_response().status(), StatusCode::BAD_REQUEST);
        let deep = "{\"inner\":".repeat(200);
        assert!(json::<Words>(deep.as_bytes()).unwrap_err().detail().contains("too deep"));
    }
}
