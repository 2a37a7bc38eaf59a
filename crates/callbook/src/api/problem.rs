//! Every refusal of the API: one `application/problem+json`, whoever refuses (RFC 9457).
//!
//! A problem says what was wrong and where, in words that whoever wrote the request can act on. It must never say what is
//! inside the server, nor repeat a token or a number. To add a kind: its line in [`KINDS`], and who makes it.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::store::StoreError;

/// Why something was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The request cannot be understood, or asks for what cannot be.
    Invalid,
    /// No token, or one that does not count.
    Unauthorized,
    /// A token, or a signature, that may not do this.
    Forbidden,
    /// Nothing is there.
    NotFound,
    /// There is something, but not for this method.
    Method,
    /// The client took too long over its request.
    Slow,
    /// Something of that name is there already, or there are too many.
    Conflict,
    /// It has not ended yet.
    GoesOn,
    /// It was there, and is no more.
    Gone,
    /// It was decided by a version that has passed.
    Stale,
    /// The body is larger than is taken.
    TooLarge,
    /// The body is of another kind than is read, by its own words.
    MediaType,
    /// What a client names is another thing's name already.
    InUse,
    /// Somebody has no phone that could ring.
    NoDevice,
    /// There are no such bytes of it.
    Range,
    /// A key that stands for one request was used for another.
    Reused,
    /// What is named is not there, though the request can be understood.
    Nobody,
    /// What was asked can be done, and an app does not want it.
    Refused,
    /// It was tried too often.
    TooOften,
    /// A fault of ours.
    Internal,
    /// Whoever else has to answer does not.
    Upstream,
    /// Nothing can be done right now; later it can.
    Unavailable,
    /// An app was asked, and did not answer in time.
    NoAnswer,
}

/// Every kind: the end of its `type`, its status, its title.
const KINDS: &[(Kind, &str, StatusCode, &str)] = &[
    (Kind::Invalid, "invalid", StatusCode::BAD_REQUEST, "The request cannot be understood"),
    (Kind::Unauthorized, "unauthorized", StatusCode::UNAUTHORIZED, "A token is needed"),
    (Kind::Forbidden, "forbidden", StatusCode::FORBIDDEN, "That may not be done"),
    (Kind::NotFound, "not-found", StatusCode::NOT_FOUND, "Nothing is there"),
    (Kind::Method, "method", StatusCode::METHOD_NOT_ALLOWED, "That method does not go here"),
    (Kind::Slow, "slow", StatusCode::REQUEST_TIMEOUT, "The request took too long"),
    (Kind::Conflict, "conflict", StatusCode::CONFLICT, "It is there already"),
    (Kind::InUse, "id_in_use", StatusCode::CONFLICT, "The id belongs to something else"),
    (Kind::NoDevice, "no-device", StatusCode::CONFLICT, "There is no phone to call"),
    (Kind::GoesOn, "goes-on", StatusCode::CONFLICT, "It has not ended"),
    (Kind::Gone, "gone", StatusCode::GONE, "It is no longer there"),
    (Kind::Stale, "stale", StatusCode::PRECONDITION_FAILED, "It has changed since"),
    (Kind::TooLarge, "too-large", StatusCode::PAYLOAD_TOO_LARGE, "The body is too large"),
    (Kind::MediaType, "media-type", StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body is of another kind"),
    (Kind::Range, "range", StatusCode::RANGE_NOT_SATISFIABLE, "There are no such bytes"),
    (Kind::Reused, "reused", StatusCode::UNPROCESSABLE_ENTITY, "The key was used for something else"),
    (Kind::Nobody, "nobody", StatusCode::UNPROCESSABLE_ENTITY, "What is named is not there"),
    (Kind::Refused, "refused", StatusCode::UNPROCESSABLE_ENTITY, "The app refuses"),
    (Kind::TooOften, "too-often", StatusCode::TOO_MANY_REQUESTS, "Not so often"),
    (Kind::Internal, "internal", StatusCode::INTERNAL_SERVER_ERROR, "A fault of this server"),
    (Kind::Upstream, "upstream", StatusCode::BAD_GATEWAY, "Somebody else has no answer"),
    (Kind::Unavailable, "unavailable", StatusCode::SERVICE_UNAVAILABLE, "Not right now"),
    (Kind::NoAnswer, "no-answer", StatusCode::GATEWAY_TIMEOUT, "The app does not answer"),
];

/// After how many seconds a client may try again what could not be done right now.
const RETRY_AFTER_S: u16 = 1;

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    kind: Kind,
    detail: String,
    field: Option<String>,
    /// After how many seconds it may be tried again.
    again_s: Option<u64>,
}

/// A refusal, as it is printed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Printed {
    /// Names the kind of the problem.
    #[serde(rename = "type")]
    kind: String,
    /// The same in words.
    title: &'static str,
    /// The status of the answer.
    status: u16,
    /// What exactly is wrong.
    detail: String,
    /// Which parameter, or which field of the body, as `signals[3].party.number`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    field: Option<String>,
}

impl Problem {
    /// A refusal of that kind.
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), field: None, again_s: None }
    }

    /// A field or parameter that cannot be taken.
    pub(crate) fn field(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, detail).at(field)
    }

    /// It was tried too often; it may be tried again after so many seconds.
    pub(crate) fn too_often(seconds: u64) -> Self {
        let says = format!("this was tried too often; try again in {seconds} seconds");
        Self { again_s: Some(seconds), ..Self::new(Kind::TooOften, says) }
    }

    /// Nothing is there.
    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, detail)
    }

    /// The same, naming the field or parameter.
    pub(crate) fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Why it was refused.
    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// Which parameter or field.
    pub(crate) fn place(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// After how many seconds it may be tried again.
    pub(crate) fn again_s(&self) -> Option<u64> {
        self.again_s.or((self.kind == Kind::Unavailable).then_some(u64::from(RETRY_AFTER_S)))
    }

    /// What exactly is wrong, for those who are told otherwise than by an answer.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// The same, of a field inside the part of a body at this place.
    pub(crate) fn inside(mut self, place: &str) -> Self {
        self.field = Some(super::asked::inside(place, self.field.as_deref().unwrap_or_default()));
        self
    }

    fn row(&self) -> (&'static str, StatusCode, &'static str) {
        let row = KINDS.iter().find(|(kind, ..)| *kind == self.kind);
        row.map_or(("internal", StatusCode::INTERNAL_SERVER_ERROR, ""), |(_, slug, status, title)| (*slug, *status, *title))
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(says) => {
                tracing::warn!(%says, "the store cannot be used right now");
                Self::new(Kind::Unavailable, "the store cannot be used right now; nothing was written")
            }
            StoreError::Refused { field, says } => Self::field(field, says),
            StoreError::Broken(says) => {
                tracing::error!(%says, "the store cannot be read");
                Self::new(Kind::Internal, "the store cannot be read")
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (slug, status, title) = self.row();
        let kept = self.clone();
        let kind = format!("urn:callbook:problem:{slug}");
        let printed = Printed { kind, title, status: status.as_u16(), detail: self.detail, field: self.field };
        // Five texts and a number always print.
        let body = serde_json::to_vec(&printed).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        let headers = response.headers_mut();
        match self.kind {
            Kind::Unauthorized => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"callbook\""));
            }
            Kind::Unavailable => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_S));
            }
            _ => {}
        }
        if let Some(seconds) = self.again_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        // Whoever tells it in a vendor's words.
        response.extensions_mut().insert(kept);
        response
    }
}

/// What the API gives back.
pub(crate) type Answer<T> = Result<T, Problem>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_named_apart_and_they_stand_by_their_status() {
        let names: std::collections::BTreeSet<&str> = KINDS.iter().map(|(_, name, ..)| *name).collect();
        assert_eq!(names.len(), KINDS.len());
        assert!(KINDS.iter().map(|(_, _, status, _)| status.as_u16()).is_sorted());
    }

    #[test]
    fn whoever_may_try_again_is_told_when() {
        let response = Problem::from(StoreError::Unavailable("disk".to_owned())).into_response();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(response.headers().contains_key(header::RETRY_AFTER));
        let response = Problem::new(Kind::Unauthorized, "none").into_response();
        assert!(response.headers().contains_key(header::WWW_AUTHENTICATE));
    }
}
