//! What stands around every answer: `_data`, `_meta` and `_errors` (sheet, 4.1; rule C1), and the vendor's errors (4.6).

use serde::Serialize;
use serde_json::{Value, json};

use crate::Text;

/// One thing, or nothing, as the answer to a question of that id.
#[must_use]
pub fn one(told: &impl Serialize, request_id: &str) -> String {
    answer(told, json!({"requestId": request_id}), &[])
}

/// Where in a list a page stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// How many calls there are, the same on every page (rule C23).
    pub total: u64,
    /// The page, from 1.
    pub page: u64,
    /// How many calls a page has.
    pub page_size: u64,
    /// Path and query of the next page; none on the last.
    pub next_page: Option<Text>,
}

/// A page of a list.
#[must_use]
pub fn list(told: &[impl Serialize], meta: &Meta, request_id: &str) -> String {
    let Meta { total, page, page_size, next_page } = meta;
    let meta = json!({"requestId": request_id, "total": total, "page": page, "pageSize": page_size, "nextPage": next_page});
    answer(&told, meta, &[])
}

fn answer(told: &impl Serialize, meta: Value, errors: &[Value]) -> String {
    #[derive(Serialize)]
    struct Answer<'a, T> {
        #[serde(rename = "_data")]
        told: &'a T,
        #[serde(rename = "_meta")]
        meta: Value,
        #[serde(rename = "_errors")]
        errors: &'a [Value],
    }
    // Plain values under known keys: whatever could fail here fails in every test.
    serde_json::to_string(&Answer { told, meta, errors }).unwrap_or_default()
}

/// Why a request is refused, in the vendor's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// The body is no JSON object.
    InvalidJson,
    /// A field cannot be read.
    InvalidField,
    /// A field is needed.
    MissingField,
    /// A field that is not the client's to write.
    ReadOnlyField,
    /// A parameter of a list that is not known, or cannot be read.
    InvalidParameter,
    /// A task that is not completed (rule C25).
    NotALoggedCall,
    /// Nobody is known by that name or id.
    UnknownUser,
    /// No key, or one that is not known.
    Unauthorized,
    /// A key that may not do this.
    Forbidden,
    /// There is no such call, or none of this team (rule C24).
    NotFound,
    /// The call was deleted (rule C18).
    CallDeleted,
    /// The body, or the payload in it, is too long.
    PayloadTooLarge,
    /// Too many requests.
    RateLimited,
    /// The method does not go there.
    MethodNotAllowed,
    /// The request took too long.
    Timeout,
    /// Nothing can be done right now; later it can.
    Unavailable,
    /// Something went wrong that is not the client's.
    Internal,
}

impl Code {
    /// The status of HTTP.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::InvalidJson | Self::InvalidField | Self::MissingField | Self::ReadOnlyField => 400,
            Self::InvalidParameter | Self::NotALoggedCall | Self::UnknownUser => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::CallDeleted => 409,
            Self::PayloadTooLarge => 413,
            Self::RateLimited => 429,
            Self::MethodNotAllowed => 405,
            Self::Timeout => 408,
            Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::InvalidJson => "INVALID_JSON",
            Self::InvalidField => "INVALID_FIELD",
            Self::MissingField => "MISSING_FIELD",
            Self::ReadOnlyField => "READ_ONLY_FIELD",
            Self::InvalidParameter => "INVALID_PARAMETER",
            Self::NotALoggedCall => "NOT_A_LOGGED_CALL",
            Self::UnknownUser => "UNKNOWN_USER",
            Self::Unauthorized => "UNAUTHORIZED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::CallDeleted => "CALL_DELETED",
            Self::PayloadTooLarge => "PAYLOAD_TOO_LARGE",
            Self::RateLimited => "RATE_LIMITED",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::Timeout => "TIMEOUT",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }

    /// What is said where no field is to blame.
    fn message(self) -> &'static str {
        match self {
            Self::InvalidJson => "the body must be a JSON object",
            Self::InvalidField => "a field cannot be read",
            Self::MissingField => "a field is missing",
            Self::ReadOnlyField => "a field cannot be changed",
            Self::InvalidParameter => "a parameter cannot be read",
            Self::NotALoggedCall => "only completed tasks are calls",
            Self::UnknownUser => "there is no such user",
            Self::Unauthorized => "a known key is needed: Authorization: Bearer <key>",
            Self::Forbidden => "this key may not do this",
            Self::NotFound => "there is no such call",
            Self::CallDeleted => "the call was deleted",
            Self::PayloadTooLarge => "the body is too long",
            Self::RateLimited => "too many requests: see Retry-After",
            Self::MethodNotAllowed => "this method does not go here",
            Self::Timeout => "the request took too long",
            Self::Unavailable => "not right now: see Retry-After",
            Self::Internal => "something went wrong here",
        }
    }
}

/// A request that is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub code: Code,
    /// The field or parameter to blame, as in `data.call_start`.
    pub field: Option<String>,
    /// In words, beginning with the field if there is one.
    pub message: String,
}

impl Refusal {
    /// A refusal for which no field is to blame.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self { code, field: None, message: code.message().to_owned() }
    }

    /// A refusal because of a field; `says` goes on after its name, as in `must be OUTBOUND or INBOUND`.
    #[must_use]
    pub fn field(code: Code, field: &str, says: &str) -> Self {
        Self { code, field: Some(field.to_owned()), message: format!("{field} {says}") }
    }

    /// The status of HTTP.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.code.status()
    }

    /// The body, as JSON text.
    #[must_use]
    pub fn body(&self, request_id: &str) -> String {
        let error = json!({"code": self.code.word(), "field": self.field, "message": self.message});
        answer(&Value::Null, json!({"requestId": request_id}), &[error])
    }
}
