//! What stands around a call: answers, and refusals (sheet, 4.2, 4.5, 4.7; rule V1).

use std::borrow::Cow;

use serde_json::{Value, json};

/// The answer to a question for one thing, which is JSON text: `{"success":true,"data":{…}}`.
#[must_use]
pub fn one(body: &str) -> String {
    format!("{{\"success\":true,\"data\":{body}}}")
}

/// The answer to a question for a list of calls, each of which is JSON text. How many there are altogether is said by a header.
#[must_use]
pub fn list(bodies: &[String]) -> String {
    one(&format!("{{\"voice_calls\":[{}]}}", bodies.join(",")))
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// It is required.
    Missing,
    /// Its value is none that there is.
    Invalid,
    /// Its value is of another type or form.
    Format,
    /// The phone system says it, and nobody changes it (rule R9).
    ReadOnly,
    /// The call is removed (rule V15).
    Deleted,
}

impl Code {
    /// The vendor's word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing_field",
            Self::Invalid => "invalid",
            Self::Format => "INVALID_FORMAT",
            Self::ReadOnly => "read_only",
            Self::Deleted => "deleted",
        }
    }
}

/// A field, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field, as in `status` or `filter[foo]`.
    pub field: Cow<'static, str>,
    /// What kind of fault it is.
    pub code: Code,
    /// What was expected, as the end of a sentence that begins with the field.
    pub says: &'static str,
}

impl Wrong {
    /// A field whose value is wrong.
    #[must_use]
    pub fn new(field: impl Into<Cow<'static, str>>, code: Code, says: &'static str) -> Self {
        Self { field: field.into(), code, says }
    }
}

/// Why a client is refused (sheet, 4.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The body is not JSON, or no object.
    NotJson,
    /// No token, or one that is not known.
    Unauthorized,
    /// A token of a kind that may not do this.
    Forbidden,
    /// There is no such thing, or none that the token may see; no transcript; nothing that is served.
    NotFound,
    /// The body is longer than is read.
    TooLarge,
    /// Fields that are wrong, in the order of the sheet; never none.
    Wrong(Vec<Wrong>),
    /// Too many requests.
    TooMany,
    /// There is something there, but not for this method.
    Method,
    /// The request took too long.
    Slow,
    /// Nothing can be done right now; later it can.
    Unavailable,
    /// A fault of ours.
    Internal,
}

impl From<Wrong> for Refusal {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(vec![wrong])
    }
}

impl Refusal {
    /// The status of HTTP.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::NotJson => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Method => 405,
            Self::Slow => 408,
            Self::TooLarge => 413,
            Self::Wrong(_) => 422,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// The body, as JSON text.
    #[must_use]
    pub fn body(&self) -> String {
        let plain = |code: &str, message: &str| vec![json!({"code": code, "message": message, "field": Value::Null})];
        let errors = match self {
            Self::NotJson => plain("invalid", "the body is not a JSON object"),
            Self::Unauthorized => plain("unauthorized", "the token is missing or not known"),
            Self::Forbidden => plain("forbidden", "a token of this type may not do this"),
            Self::NotFound => plain("not_found", "there is no such thing"),
            Self::TooLarge => plain("invalid", "the body is too long"),
            Self::TooMany => plain("too_many_requests", "too many requests: see Retry-After"),
            Self::Method => plain("method_not_allowed", "this method does not go here"),
            Self::Slow => plain("timeout", "the request took too long"),
            Self::Unavailable => plain("unavailable", "not right now: see Retry-After"),
            Self::Internal => plain("internal", "a fault of this server"),
            Self::Wrong(wrong) => wrong.iter().map(said).collect(),
        };
        json!({"success": false, "errors": errors}).to_string()
    }
}

fn said(wrong: &Wrong) -> Value {
    let Wrong { field, code, says } = wrong;
    json!({"code": code.word(), "message": format!("{field} {says}"), "field": field})
}
