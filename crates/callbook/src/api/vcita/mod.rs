//! vCita's calls, as clients of the vendor's API list, read and write them, and its webhooks (sheet, section 4).
//!
//! They stand under the vendor's own roots ([`ROOTS`]); below which of the two an answer is asked for says in which shape it is given,
//! and nothing else does. Tokens of the dialect alone open them (`door`). What is shown, and what a body comes to, is the dialect's
//! (`calls::dialects::vcita`); which calls a token reaches, `door` says by their businesses, `reading` by their client; what is said of a
//! call is written as signals, at the version at which it was judged (`writing`). Whatever is refused here, whoever refuses it, is told
//! in the vendor's form at one place ([`in_their_words`]), which is an older one for webhooks. To add a question: its handlers in the file
//! of its family, its lines in `routes`, a line in docs/vcita.md.

mod asking;
mod calls;
mod described;
mod door;
mod hooks;
mod reading;
mod recordings;
mod reports;
mod writing;

use ::calls::dialects::vcita::{BODY_MAX, Code, HookRefusal, Refusal, Wrong};
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::Next;
use axum::response::Response;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;

pub(super) use described::{HookRefusalShown, RefusalShown};
#[cfg(test)]
pub(in crate::api) use door::ASKS_MAX;
#[cfg(test)]
pub(in crate::api) use hooks::HOOKS_MAX;
pub(super) use hooks::Held;
#[cfg(test)]
pub(in crate::api) use reading::LOOKED_MAX;

use super::Shared;
use super::document::Described;
use super::printed::Body;
use super::problem::{Kind, Problem};
use super::vendors::{self, Refuses, refused, status};

/// Where calls stand: in the current shape, and in that of the vendor's first page.
const ROOTS: &[&str] = &["/v3/communication", "/v3.0/communication"];
/// Where webhooks stand, whose refusals have an older form.
const HOOKS: &str = "/platform/v1";

/// The routes of this room, with their whole paths.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    let rooms = [calls::routes(), recordings::routes(), reports::routes(), hooks::routes()];
    rooms.into_iter().fold(OpenApiRouter::new(), OpenApiRouter::merge).layer(DefaultBodyLimit::max(BODY_MAX))
}

fn is_below(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a path is one of this room, if only as what is not there (rule R1).
pub(super) fn is_ours(path: &str) -> bool {
    ROOTS.iter().chain([&HOOKS]).any(|root| is_below(path, root))
}

/// What the API's document says of all routes of this room.
pub(super) const DESCRIBED: Described = Described {
    is_ours: |path| ROOTS.iter().any(|root| is_below(path, root)),
    refusal: "VcitaError",
    refusals: &[
        ("400", "The body is not a JSON object."),
        ("401", "No token, or one that does not count here."),
        ("403", "A token of a type that may not do this."),
        ("404", "No such thing, or none that the token reaches."),
        ("408", "The request took too long."),
        ("413", "The body is too large."),
        ("422", "Something of the request cannot be taken; `field` says what."),
        ("429", "More than 600 questions of the token within a minute; `Retry-After` says when to ask again."),
        ("500", "A fault of this server."),
        ("503", "Not right now; `Retry-After` says when to ask again."),
    ],
    can_be: |status, path, takes_body| match status {
        "404" => path.contains('{'),
        "400" | "413" => takes_body,
        "422" => takes_body || !path.contains('{'),
        _ => true,
    },
    security: ("vcita", || SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build())),
};

/// The same of webhooks, whose refusals have an older form.
pub(super) const HOOKS_DESCRIBED: Described = Described {
    is_ours: |path| is_below(path, HOOKS),
    refusal: "VcitaWebhookError",
    refusals: &[
        ("401", "No token, or one that does not count here."),
        ("403", "A token of a type that has no webhooks."),
        ("408", "The request took too long."),
        ("413", "The body is too large."),
        ("422", "There is that webhook already, or something cannot be read."),
        ("429", "More than 600 questions of the token within a minute; `Retry-After` says when to ask again."),
        ("500", "What is to be subscribed to cannot be read, or may not be called."),
        ("503", "Not right now; `Retry-After` says when to ask again."),
    ],
    can_be: |status, _, takes_body| !matches!(status, "413" | "422") || takes_body,
    ..DESCRIBED
};

/// What the vendor's forms have words for.
#[derive(Clone, Debug, PartialEq)]
enum Said {
    Calls(Refusal),
    /// Of webhooks, in the older form.
    Hooks(HookRefusal),
}

/// Why something is refused here.
type Refused = vendors::Refused<Said>;

/// What handlers of this room give back.
type Answer<T> = Result<T, Refused>;

impl Refuses for Said {
    fn status(&self) -> u16 {
        match self {
            Self::Calls(refusal) => refusal.status(),
            Self::Hooks(refusal) => refusal.status(),
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Dialect(Box::new(Said::Calls(refusal)))
    }
}

impl From<Wrong> for Refused {
    fn from(wrong: Wrong) -> Self {
        Refusal::from(wrong).into()
    }
}

impl From<HookRefusal> for Refused {
    fn from(refusal: HookRefusal) -> Self {
        Self::Dialect(Box::new(Said::Hooks(refusal)))
    }
}

/// Tells in the vendor's form what is refused in this room: by handlers, the door, the limits, or for want of a route.
pub(super) async fn in_their_words(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    if !is_ours(&path) {
        return next.run(request).await;
    }
    let response = next.run(request).await;
    if response.status().is_success() {
        return response;
    }
    let problem = response.extensions().get::<Problem>();
    let again_s = problem.and_then(Problem::again_s);
    let said = response.extensions().get::<Said>().cloned();
    let said = said.unwrap_or_else(|| Said::Calls(problem.map_or(Refusal::Internal, refusal)));
    let said = match said {
        Said::Calls(refusal) if is_below(&path, HOOKS) => Said::Hooks(of_hooks(&refusal)),
        said => said,
    };
    let body = match &said {
        Said::Calls(refusal) => refusal.body(),
        Said::Hooks(refusal) => refusal.body(),
    };
    let realm = (said.status() == 401).then_some("Bearer realm=\"vcita\"");
    refused((status(said.status()), Body(body)), realm, again_s)
}

/// What the house refuses, in words of the dialect.
fn refusal(problem: &Problem) -> Refusal {
    match problem.kind() {
        Kind::Unauthorized => Refusal::Unauthorized,
        Kind::Forbidden => Refusal::Forbidden,
        Kind::NotFound => Refusal::NotFound,
        Kind::Method => Refusal::Method,
        Kind::TooLarge => Refusal::TooLarge,
        Kind::TooOften => Refusal::TooMany,
        Kind::Slow => Refusal::Slow,
        Kind::Unavailable => Refusal::Unavailable,
        Kind::Invalid => match problem.place() {
            Some(field) => Wrong::new(field.to_owned(), Code::Invalid, "cannot be taken").into(),
            None => Refusal::NotJson,
        },
        _ => Refusal::Internal,
    }
}

/// The same in the older form.
fn of_hooks(refusal: &Refusal) -> HookRefusal {
    match refusal {
        Refusal::Unauthorized => HookRefusal::Unauthorized,
        Refusal::Forbidden => HookRefusal::Forbidden,
        Refusal::NotFound => HookRefusal::NotFound,
        Refusal::TooLarge => HookRefusal::TooLarge,
        Refusal::NotJson | Refusal::Wrong(_) => HookRefusal::NotSubscribed,
        Refusal::TooMany => HookRefusal::TooMany,
        Refusal::Method => HookRefusal::Method,
        Refusal::Slow => HookRefusal::Slow,
        Refusal::Unavailable => HookRefusal::Unavailable,
        Refusal::Internal => HookRefusal::Internal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r1_only_what_stands_below_the_vendors_roots_is_ours() {
        let ours = ["/v3/communication", "/v3.0/communication/voice_calls", "/v3/communication/moon", "/platform/v1/tokens"];
        assert!(ours.iter().all(|path| is_ours(path)));
        let others = ["/v3", "/v3/communications", "/v3.1/communication", "/platform/v2", "/v1/ext/call", "/callbook/v1/calls"];
        assert!(!others.iter().any(|path| is_ours(path)));
    }

    #[test]
    fn every_refusal_that_can_be_has_the_vendors_form() {
        let told = |kind: Kind| refusal(&Problem::new(kind, "so").at("page")).status();
        let kinds = [Kind::Unauthorized, Kind::Forbidden, Kind::NotFound, Kind::Method, Kind::Invalid, Kind::TooOften];
        assert_eq!(kinds.map(told), [401, 403, 404, 405, 422, 429]);
        let others = [Kind::Slow, Kind::Unavailable, Kind::Internal, Kind::TooLarge];
        assert_eq!(others.map(told), [408, 503, 500, 413]);
        assert_eq!(refusal(&Problem::new(Kind::Invalid, "it broke off")), Refusal::NotJson);
        let older = |kind: Kind| of_hooks(&refusal(&Problem::new(kind, "so"))).status();
        assert_eq!(kinds.map(older), [401, 403, 404, 405, 500, 429]);
        assert_eq!(others.map(older), [408, 503, 500, 413]);
    }
}
