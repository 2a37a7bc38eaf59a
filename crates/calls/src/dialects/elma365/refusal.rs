//! Why something that was asked is refused, in this dialect's form (sheet, 4.4).
//!
//! A refusal never says anything of a call that the asker may not know of.

use serde::Serialize;

use crate::Text;

/// The most bytes that a body may have.
pub const BODY_MAX: usize = 256 * 1_024;

/// The most requests of a connection in a minute.
pub const REQUESTS_A_MINUTE_MAX: u32 = 600;

/// The kinds of refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// The body is no JSON.
    InvalidJson,
    /// The body is JSON of another shape.
    InvalidBody,
    /// A field is not there.
    MissingField,
    /// A field cannot be read.
    InvalidField,
    /// No token, or none of this dialect.
    Unauthorized,
    /// A token that may not do this.
    Forbidden,
    /// No such member, no such recording.
    NotFound,
    /// There is something, but not for this method.
    MethodNotAllowed,
    /// The request took too long.
    Timeout,
    /// A member has no phone that can be reached.
    NoDevice,
    /// The recording was removed, or its call.
    Gone,
    /// The body has more than [`BODY_MAX`] bytes.
    PayloadTooLarge,
    /// More than [`REQUESTS_A_MINUTE_MAX`] requests in a minute.
    RateLimited,
    /// A fault of the server.
    Internal,
    /// The phone system refused.
    ProviderError,
    /// Not right now.
    Unavailable,
}

impl Code {
    /// The HTTP status and the word.
    #[must_use]
    pub fn said(self) -> (u16, &'static str) {
        match self {
            Self::InvalidJson => (400, "INVALID_JSON"),
            Self::InvalidBody => (400, "INVALID_BODY"),
            Self::MissingField => (400, "MISSING_FIELD"),
            Self::InvalidField => (400, "INVALID_FIELD"),
            Self::Unauthorized => (401, "UNAUTHORIZED"),
            Self::Forbidden => (403, "FORBIDDEN"),
            Self::NotFound => (404, "NOT_FOUND"),
            Self::MethodNotAllowed => (405, "METHOD_NOT_ALLOWED"),
            Self::Timeout => (408, "TIMEOUT"),
            Self::NoDevice => (409, "NO_DEVICE"),
            Self::Gone => (410, "GONE"),
            Self::PayloadTooLarge => (413, "PAYLOAD_TOO_LARGE"),
            Self::RateLimited => (429, "RATE_LIMITED"),
            Self::Internal => (500, "INTERNAL"),
            Self::ProviderError => (502, "PROVIDER_ERROR"),
            Self::Unavailable => (503, "UNAVAILABLE"),
        }
    }
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which kind.
    pub code: Code,
    /// The field that is meant, as in `callRecord.duration`.
    pub field: Option<Text>,
    /// For people.
    pub says: Text,
}

#[derive(Serialize)]
struct Body<'a> {
    error: &'a str,
    code: &'static str,
    field: Option<&'a str>,
}

impl Refusal {
    /// A refusal that means no field.
    #[must_use]
    pub fn new(code: Code, says: impl Into<Text>) -> Self {
        Self { code, field: None, says: says.into() }
    }

    /// A refusal that means a field.
    #[must_use]
    pub fn of_field(code: Code, field: impl Into<Text>, says: impl Into<Text>) -> Self {
        Self { code, field: Some(field.into()), says: says.into() }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.code.said().0
    }

    /// The body, as JSON text.
    #[must_use]
    pub fn body(&self) -> String {
        let body = Body { error: &self.says, code: self.code.said().1, field: self.field.as_deref() };
        serde_json::to_string(&body).unwrap_or_default()
    }
}
