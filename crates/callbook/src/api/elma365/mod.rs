//! What telephony modules of ELMA365 (BRIX) ask, and what converters of other phone systems say of their calls (sheet, section 4).
//!
//! It stands under [`ROOT`] and is opened by tokens of the dialect alone (`door`): a token is a connection, whose name as a source is
//! worked out of its id. What is answered, and what an item means, is the dialect's (`calls::dialects::elma365`); what is told to a
//! module is a subscription like any other, which `webhook` enters. Whatever is refused here, whoever refuses it, is told in the
//! dialect's form at one place ([`in_their_words`]). To add a question: its file, its line in [`routes`], a line in docs/elma365.md.

mod asking;
mod described;
mod dialled;
mod door;
mod ingest;
mod link;
mod webhook;

use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::Next;
use axum::response::Response;
use calls::dialects::elma365::{BODY_MAX, Code, Refusal};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;

pub(super) use described::RefusalShown;
#[cfg(test)]
pub(in crate::api) use door::ASKS_MAX;

use super::Shared;
use super::document::Described;
use super::printed::Body;
use super::problem::{Kind, Problem};
use super::vendors::{self, Refuses, refused, status};

/// Where these routes begin.
pub(super) const ROOT: &str = "/elma365/v1";

/// The routes of this room, below [`ROOT`].
pub(super) fn routes() -> OpenApiRouter<Shared> {
    let rooms = [asking::routes(), dialled::routes(), link::routes(), webhook::routes(), ingest::routes()];
    rooms.into_iter().fold(OpenApiRouter::new(), OpenApiRouter::merge).layer(DefaultBodyLimit::max(BODY_MAX))
}

/// Whether a path is one of this room, if only as what is not there (rule R1).
pub(super) fn is_ours(path: &str) -> bool {
    path.strip_prefix(ROOT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What the API's document says of all routes of this room.
pub(super) const DESCRIBED: Described = Described {
    is_ours,
    refusal: "Elma365Error",
    refusals: &[
        ("400", "Something of the body cannot be understood; `field` says what."),
        ("401", "No token, or one that does not count here."),
        ("403", "A token that may not do this."),
        ("404", "There is no such recording, or no such member."),
        ("408", "The request took too long."),
        ("409", "The member has no phone that can be called."),
        ("410", "The call or its recording was removed."),
        ("413", "The body is too large, or there is no room for more of the call."),
        ("429", "More than 600 questions of the connection within a minute; `Retry-After` says when to ask again."),
        ("500", "A fault of this server."),
        ("502", "The phone system refuses, or does not answer."),
        ("503", "Not right now; `Retry-After` says when to ask again."),
    ],
    can_be: |status, path, takes_body| match status {
        "404" => path.ends_with("/call-link") || path.ends_with("/calls"),
        "409" | "502" => path.ends_with("/calls"),
        "410" => path.ends_with("/call-link") || path.ends_with("/ingest"),
        "400" | "413" => takes_body,
        _ => true,
    },
    security: ("elma365", || SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build())),
};

/// Why something is refused here.
type Refused = vendors::Refused<Refusal>;

/// What handlers of this room give back.
type Answer<T> = Result<T, Refused>;

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Dialect(Box::new(refusal))
    }
}

impl Refuses for Refusal {
    fn status(&self) -> u16 {
        Self::status(self)
    }
}

/// Tells in the dialect's form what is refused in this room: by handlers, the door, the limits, or for want of a route.
pub(super) async fn in_their_words(request: Request, next: Next) -> Response {
    if !is_ours(request.uri().path()) {
        return next.run(request).await;
    }
    let response = next.run(request).await;
    if response.status().is_success() {
        return response;
    }
    let problem = response.extensions().get::<Problem>();
    let said = response.extensions().get::<Refusal>().cloned();
    let fault = || Refusal::new(Code::Internal, "a fault of this server");
    let refusal = said.or_else(|| problem.map(refusal)).unwrap_or_else(fault);
    let again_s = problem.and_then(Problem::again_s);
    let realm = (refusal.code == Code::Unauthorized).then_some("Bearer realm=\"elma365\"");
    refused((status(refusal.status()), Body(refusal.body())), realm, again_s)
}

/// What the house refuses, in words of the dialect.
fn refusal(problem: &Problem) -> Refusal {
    let code = match problem.kind() {
        Kind::Unauthorized => Code::Unauthorized,
        Kind::Forbidden => Code::Forbidden,
        Kind::NotFound => Code::NotFound,
        Kind::Method => Code::MethodNotAllowed,
        Kind::Gone => Code::Gone,
        Kind::TooLarge => Code::PayloadTooLarge,
        Kind::TooOften => Code::RateLimited,
        Kind::Slow => Code::Timeout,
        Kind::Unavailable => Code::Unavailable,
        Kind::Invalid if problem.place().is_some() => Code::InvalidField,
        Kind::Invalid => Code::InvalidBody,
        _ => Code::Internal,
    };
    Refusal { field: problem.place().map(Into::into), ..Refusal::new(code, problem.detail()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r1_only_what_stands_below_the_root_is_ours() {
        assert!(["/elma365/v1", "/elma365/v1/", "/elma365/v1/test", "/elma365/v1/moon/7"].iter().all(|path| is_ours(path)));
        assert!(
            !["/elma365", "/elma365/v10/test", "/elma365/v2/test", "/callbook/v1/elma365"].iter().any(|path| is_ours(path))
        );
    }

    #[test]
    fn every_refusal_that_can_be_has_the_dialects_form() {
        let told = |kind: Kind| refusal(&Problem::new(kind, "so")).code.said();
        let kinds = [Kind::Unauthorized, Kind::Forbidden, Kind::NotFound, Kind::Method, Kind::Invalid, Kind::TooOften];
        assert_eq!(kinds.map(told).map(|(status, _)| status), [401, 403, 404, 405, 400, 429]);
        let others = [Kind::Slow, Kind::Unavailable, Kind::Internal, Kind::TooLarge, Kind::Gone];
        assert_eq!(others.map(told).map(|(status, _)| status), [408, 503, 500, 413, 410]);
        let field = refusal(&Problem::field("webhookUrl", "so"));
        assert_eq!((field.code, field.field.as_deref()), (Code::InvalidField, Some("webhookUrl")));
    }
}
