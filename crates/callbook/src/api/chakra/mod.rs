//! Chakra's calls, as clients of the vendor's API read, write and dispose them (sheet, section 4).
//!
//! They stand under the vendor's own root, [`ROOT`], and are opened by keys of the dialect alone (`door`). What is shown, and what a body
//! comes to, is the dialect's (`calls::dialects::chakra`); who sees what is the house's (`seen`); what is said of a call is written as
//! signals, at the version at which it was judged (`writing`). Whatever is refused here, whoever refuses it, is told in the vendor's
//! form at one place ([`in_their_words`]). To add a question: its file, its line in [`routes`], a line in docs/chakra.md.

mod calls;
mod described;
mod door;
mod reading;
mod tasks;
mod writing;

use ::calls::Text;
use ::calls::dialects::chakra::{BODY_MAX, Code, Refusal};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;

pub(super) use described::RefusalShown;
#[cfg(test)]
pub(in crate::api) use door::ASKS_MAX;
#[cfg(test)]
pub(in crate::api) use reading::LOOKED_MAX;

use super::Shared;
use super::document::Described;
use super::problem::{Kind, Problem};
use super::vendors::{self, Refuses, drawn, refused, status};

/// Where these routes begin.
pub(super) const ROOT: &str = "/v1/ext";

/// The routes of this room, below [`ROOT`].
pub(super) fn routes() -> OpenApiRouter<Shared> {
    calls::routes().merge(tasks::routes()).layer(DefaultBodyLimit::max(BODY_MAX))
}

/// Whether a path is one of this room, if only as what is not there (rule R1).
pub(super) fn is_ours(path: &str) -> bool {
    path.strip_prefix(ROOT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What the API's document says of all routes of this room.
pub(super) const DESCRIBED: Described = Described {
    is_ours,
    refusal: "ChakraError",
    refusals: &[
        ("400", "Something of the request cannot be understood, or may not be written; `field` says what."),
        ("401", "No key, or one that does not count here."),
        ("403", "A key that may not do this."),
        ("404", "No such call, or none that is seen."),
        ("408", "The request took too long."),
        ("409", "The call was deleted."),
        ("413", "The body, or the payload in it, is too large."),
        ("429", "More than 600 questions of the key within a minute; `Retry-After` says when to ask again."),
    ],
    can_be: |status, path, takes_body| match status {
        "404" => path.contains('{') && !path.contains("/task/"),
        "400" => takes_body || !path.contains('{'),
        "409" | "413" => takes_body,
        _ => true,
    },
    security: ("chakra", || SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build())),
};

/// What names a question, in its answer.
#[derive(Clone, Debug)]
struct RequestId(Text);

/// An answer that is JSON text already.
struct Body(String);

impl IntoResponse for Body {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], self.0).into_response()
    }
}

/// Why something is refused here.
type Refused = vendors::Refused<Refusal>;

/// What handlers of this room give back.
type Answer<T> = Result<T, Refused>;

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Dialect(Box::new(refusal))
    }
}

impl From<Code> for Refused {
    fn from(code: Code) -> Self {
        Refusal::new(code).into()
    }
}

impl Refuses for Refusal {
    fn status(&self) -> u16 {
        Self::status(self)
    }
}

/// Gives each question of this room a name, and tells in the vendor's form what is refused in it: by handlers, the door, the limits,
/// or for want of a route.
pub(super) async fn in_their_words(mut request: Request, next: Next) -> Response {
    if !is_ours(request.uri().path()) {
        return next.run(request).await;
    }
    // A question without a name is answered all the same.
    let id = Text::from(drawn().unwrap_or_default().to_string());
    request.extensions_mut().insert(RequestId(id.clone()));
    let response = next.run(request).await;
    if response.status().is_success() {
        return response;
    }
    let problem = response.extensions().get::<Problem>();
    let said = response.extensions().get::<Refusal>().cloned();
    let refusal = said.or_else(|| problem.map(refusal)).unwrap_or_else(|| Refusal::new(Code::Internal));
    let again_s = problem.and_then(Problem::again_s);
    let realm = (refusal.code == Code::Unauthorized).then_some("Bearer realm=\"chakra\"");
    refused((status(refusal.status()), Body(refusal.body(&id))), realm, again_s)
}

/// What the house refuses, in words of the dialect.
fn refusal(problem: &Problem) -> Refusal {
    let named = |code: Code| Refusal { field: problem.place().map(str::to_owned), ..Refusal::new(code) };
    match problem.kind() {
        Kind::Unauthorized => Refusal::new(Code::Unauthorized),
        Kind::Forbidden => named(Code::Forbidden),
        Kind::NotFound => Refusal::new(Code::NotFound),
        Kind::Method => Refusal::new(Code::MethodNotAllowed),
        Kind::TooLarge => Refusal::new(Code::PayloadTooLarge),
        Kind::TooOften => Refusal::new(Code::RateLimited),
        Kind::Slow => Refusal::new(Code::Timeout),
        Kind::Unavailable => Refusal::new(Code::Unavailable),
        Kind::Invalid => Refusal { message: problem.detail().to_owned(), ..named(Code::InvalidParameter) },
        _ => Refusal::new(Code::Internal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r1_only_what_stands_below_the_vendors_root_is_ours() {
        assert!(["/v1/ext", "/v1/ext/", "/v1/ext/call", "/v1/ext/moon/7"].iter().all(|path| is_ours(path)));
        assert!(!["/v1", "/v1/extra", "/v1/external/call", "/callbook/v1/ext"].iter().any(|path| is_ours(path)));
    }

    #[test]
    fn every_refusal_that_can_be_has_the_vendors_form() {
        let told = |kind: Kind| refusal(&Problem::new(kind, "so").at("page")).status();
        let kinds = [Kind::Unauthorized, Kind::Forbidden, Kind::NotFound, Kind::Method, Kind::Invalid, Kind::TooOften];
        assert_eq!(kinds.map(told), [401, 403, 404, 405, 400, 429]);
        let others = [Kind::Slow, Kind::Unavailable, Kind::Internal, Kind::TooLarge];
        assert_eq!(others.map(told), [408, 503, 500, 413]);
    }
}
