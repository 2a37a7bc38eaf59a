//! Freshcaller's REST view: calls, what is measured of them, users and teams, as readers of the vendor's API ask for them (rules F16,
//! F29, F30; sheet, 4.5 and 4.6).
//!
//! It stands under the vendor's own root, [`ROOT`], and is opened by keys of the dialect alone (`door`). What is printed is the
//! dialect's (`calls::dialects::freshworks`); who sees what is the house's (`seen`). Handlers refuse as the rest of the API does, and
//! everything that is refused here, whoever refuses it, is told in the vendor's form at one place ([`in_their_words`]). Nothing can be
//! written. To add a question: its file, its line in [`routes`], a line in docs/freshcaller.md.

mod asked;
mod calls;
mod door;
mod metrics;
mod people;
mod reading;

use ::calls::dialects::freshworks::{Meta, Refusal, list, one};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

#[cfg(test)]
pub(in crate::api) use door::ASKS_MAX;

use super::Shared;
use super::document::{Described, in_header};
use super::printed::Body;
use super::problem::{Kind, Problem};

/// Where these routes begin.
pub(super) const ROOT: &str = "/api/v1";

/// What is ours below [`ROOT`] (rule R1): other dialects have rooms beside it.
pub(super) const OURS: &[&str] = &["calls", "call_metrics", "users", "teams", "user_statuses"];

/// The routes of this room, below [`ROOT`].
pub(super) fn routes() -> OpenApiRouter<Shared> {
    calls::routes().merge(metrics::routes()).merge(people::routes())
}

/// Whether a path is one of this room, if only as what is not there.
pub(super) fn is_ours(path: &str) -> bool {
    let below = path.strip_prefix(ROOT).and_then(|rest| rest.strip_prefix('/'));
    below.is_some_and(|rest| OURS.contains(&rest.split('/').next().unwrap_or_default()))
}

/// What the API's document says of all routes of this room.
pub(super) const DESCRIBED: Described = Described {
    is_ours,
    refusal: "FreshcallerError",
    refusals: &[
        ("401", "No key in `X-Api-Auth`, or one that does not count here."),
        ("403", "A key that may not read."),
        ("404", "Nothing is there, or nothing that is seen."),
        ("408", "The request took too long."),
        ("422", "A parameter cannot be read; `errors` says which."),
        ("429", "More than 300 questions of the key within a minute; `Retry-After` says when to ask again."),
        ("500", "A fault of this server."),
        ("503", "Not right now; `Retry-After` says when to ask again."),
    ],
    can_be: |status, path, _| status != "404" || path.contains('{'),
    security: ("freshcaller", || in_header("X-Api-Auth")),
};

impl Body {
    fn one(key: &'static str, body: &str) -> Self {
        Self(one(key, body))
    }

    fn list(key: &'static str, bodies: &[String], meta: Meta) -> Self {
        Self(list(key, bodies, meta))
    }
}

/// Where in a list a page stands.
#[derive(ToSchema)]
#[schema(as = FreshcallerMeta)]
#[expect(dead_code, reason = "the dialect prints it; this describes it")]
struct MetaShown {
    /// How many pages there are.
    total_pages: u64,
    /// How many things there are.
    total_count: u64,
    /// The page, as it was asked for.
    current: u64,
}

/// A refusal.
#[derive(ToSchema)]
#[schema(as = FreshcallerError)]
#[expect(dead_code, reason = "the dialect prints it; this describes it")]
pub(super) struct RefusalShown {
    /// Names the kind, as `record_not_found`.
    error_type: String,
    /// The same for people.
    message: String,
    /// Which parameters cannot be read, and what was expected.
    errors: Vec<RefusedShown>,
}

/// A parameter that cannot be read.
#[derive(ToSchema)]
#[schema(as = FreshcallerFieldError)]
#[expect(dead_code, reason = "the dialect prints it; this describes it")]
struct RefusedShown {
    /// Its name.
    field: String,
    /// What was expected.
    message: String,
}

/// Tells in the vendor's form what is refused in this room: by handlers, the door, the limits, or for want of a route.
pub(super) async fn in_their_words(request: Request, next: Next) -> Response {
    let is_ours = is_ours(request.uri().path());
    let response = next.run(request).await;
    if !is_ours || response.status().is_success() || response.status().is_redirection() {
        return response;
    }
    let problem = response.extensions().get::<Problem>().cloned();
    let refusal = problem.as_ref().map_or(Refusal::Fault, refusal);
    // A status that there is.
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Body(refusal.body())).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = problem.and_then(|problem| problem.again_s()) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn refusal(problem: &Problem) -> Refusal {
    match problem.kind() {
        Kind::Unauthorized => Refusal::Unauthorized,
        Kind::Forbidden => Refusal::Forbidden,
        Kind::NotFound => Refusal::NotFound,
        Kind::Method => Refusal::NotAllowed,
        Kind::TooOften => Refusal::TooMany,
        Kind::Slow => Refusal::TooSlow,
        Kind::Unavailable => Refusal::Unavailable,
        Kind::Invalid => Refusal::Invalid(problem.place().unwrap_or_default().to_owned(), problem.detail().to_owned()),
        _ => Refusal::Fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r1_only_the_vendors_own_words_are_ours_below_the_root() {
        let ours = ["/api/v1/calls", "/api/v1/calls/7/recording", "/api/v1/user_statuses", "/api/v1/users/"];
        assert!(ours.iter().all(|path| is_ours(path)));
        let others = ["/api/v1", "/api/v1/", "/api/v1/acme/calls", "/api/v1/callsigns", "/api/v2/calls", "/calls"];
        assert!(!others.iter().any(|path| is_ours(path)));
    }

    #[test]
    fn every_refusal_that_can_be_has_the_vendors_form() {
        let told = |kind: Kind| refusal(&Problem::new(kind, "so").at("page")).status();
        let kinds = [Kind::Unauthorized, Kind::Forbidden, Kind::NotFound, Kind::Method, Kind::Invalid, Kind::TooOften];
        assert_eq!(kinds.map(told), [401, 403, 404, 405, 422, 429]);
        let others = [Kind::Slow, Kind::Unavailable, Kind::Internal, Kind::TooLarge];
        assert_eq!(others.map(told), [408, 503, 500, 500]);
    }
}
