//! Refusals on their way to a client: the vendor's word for each, and what of HTTP goes with it.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use calls::dialects::xelion::{Fault, Refusal};

use super::super::problem::{Kind, Problem};
use super::Body;
use crate::store::StoreError;

/// A refusal.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    refusal: Refusal,
    status: StatusCode,
    /// After how many seconds it may be tried again.
    again_s: Option<u64>,
    /// The house's own word for it, where it had one: below the same root another room may have to tell it.
    problem: Option<Box<Problem>>,
}

impl Refused {
    /// Why.
    pub(super) fn refusal(&self) -> &Refusal {
        &self.refusal
    }

    /// An id that is none of anything that is seen.
    pub(super) fn bad_id(field: &str, value: &str) -> Self {
        let says = "there is no such object";
        Refusal::BadId(Fault { field: field.to_owned(), value: Some(value.chars().take(100).collect()), says }).into()
    }

    /// A parameter that cannot be taken.
    pub(super) fn invalid(field: &str, value: &str, says: &'static str) -> Self {
        let value = Some(value.chars().take(100).collect());
        Refusal::Invalid(Fault { field: field.to_owned(), value, says }).into()
    }

    /// What a response that refuses was made of; one that says nothing is a fault of ours.
    pub(super) fn of(response: &Response) -> Self {
        let own = response.extensions().get::<Self>().cloned();
        let problem = || response.extensions().get::<Problem>().cloned().map(Self::from);
        own.or_else(problem).unwrap_or_else(|| Refusal::Broken.into())
    }

    /// The answer; `resource` is method and path.
    pub(super) fn told(&self, resource: &str) -> Response {
        let mut response = (self.status, Body(self.refusal.body(resource))).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.again_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        // A status that there is.
        let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let again_s = (status == StatusCode::TOO_MANY_REQUESTS).then_some(1);
        Self { refusal, status, again_s, problem: None }
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Problem::from(error).into()
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        let invalid = |says| Refusal::Invalid(Fault { field: String::new(), value: None, says });
        let (refusal, status) = match problem.kind() {
            Kind::Unauthorized => (Refusal::NotAuthenticated, None),
            Kind::Forbidden => (Refusal::NotPermitted, None),
            Kind::NotFound => (Refusal::NotFound, None),
            Kind::Method => (Refusal::NotFound, Some(StatusCode::METHOD_NOT_ALLOWED)),
            Kind::TooOften => (Refusal::TooManyAtOnce, None),
            Kind::Slow => (Refusal::TimedOut, None),
            Kind::TooLarge => (invalid("a body has at most 1 MB"), Some(StatusCode::PAYLOAD_TOO_LARGE)),
            Kind::Invalid => (invalid("the request cannot be read"), None),
            Kind::Range => (
                Refusal::Invalid(Fault { field: "Range".to_owned(), value: None, says: "there are no such bytes" }),
                Some(StatusCode::RANGE_NOT_SATISFIABLE),
            ),
            Kind::Unavailable => (Refusal::Broken, Some(StatusCode::SERVICE_UNAVAILABLE)),
            _ => (Refusal::Broken, None),
        };
        let refused = Self::from(refusal);
        Self {
            status: status.unwrap_or(refused.status),
            again_s: problem.again_s().or(refused.again_s),
            refusal: refused.refusal,
            problem: Some(Box::new(problem)),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if let Some(problem) = &self.problem {
            response.extensions_mut().insert(Problem::clone(problem));
        }
        // It is printed where it is known what was asked.
        response.extensions_mut().insert(self);
        response
    }
}
