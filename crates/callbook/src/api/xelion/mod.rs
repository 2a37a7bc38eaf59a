//! Xelion: logins, communications, channels and the directory, as clients of the vendor ask for them, and the sockets on which they are
//! told of calls (rules X…, sheet 4).
//!
//! It stands under the vendor's own root, `/api/v1/{tenant}/` and `/websocket/{tenant}/`; a tenant is an account. What is printed and
//! read is the dialect's (`calls::dialects::xelion`); whose logs are seen is decided in `door` by the dialect's own rule. Nothing about
//! calls can be written. Whatever is refused here, whoever refuses it, is told in the vendor's form at one place ([`in_their_words`]).
//! To add a question: its file, its line in [`routes`], a line in docs/xelion.md.

mod channels;
mod communications;
mod directory;
mod door;
mod held;
mod login;
mod me;
mod numbering;
mod reading;
mod recent;
mod refused;
mod seat;
mod socket;
mod telling;
mod walking;
mod wallboards;

use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

pub(super) use held::Held;
use refused::Refused;

use super::document::{Described, in_header};
use super::printed::Body;
use super::{Shared, freshcaller};

/// Where the vendor's routes begin: any version, so that one that is not served is refused in the vendor's form.
const ROOTS: &[&str] = &["/api/", "/websocket/"];

/// The routes of this room, with their whole paths.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    let rooms = [
        login::routes(),
        me::routes(),
        socket::routes(),
        communications::routes(),
        recent::routes(),
        channels::routes(),
        directory::routes(),
    ];
    rooms.into_iter().fold(OpenApiRouter::new(), OpenApiRouter::merge)
}

/// Whether a path is one of this room, if only as what is not there. Freshcaller has its own words below the same root (rule R1).
pub(super) fn is_ours(path: &str) -> bool {
    ROOTS.iter().any(|root| path.starts_with(root)) && !freshcaller::is_ours(path)
}

/// What the API's document says of all routes of this room.
pub(super) const DESCRIBED: Described = Described {
    is_ours,
    refusal: "XelionError",
    refusals: &[
        ("400", "Something cannot be read; `info` says what."),
        ("401", "No token, or one that does not count."),
        ("403", "A key that may not read."),
        ("404", "Nothing is there, or nothing that is seen."),
        ("413", "The body is larger than is taken."),
        ("429", "More than ten questions of the login at once, or one that takes too long."),
        ("500", "A fault of this server."),
        ("503", "Not right now; `Retry-After` says when to ask again."),
    ],
    can_be: |status, _, takes_body| status != "413" || takes_body,
    security: ("xelion", || in_header("Authorization")),
};

/// What a client is told, or why not.
type Answer<T> = Result<T, Refused>;

/// A refusal.
#[derive(ToSchema)]
#[schema(as = XelionError)]
#[expect(dead_code, reason = "the dialect prints it; this describes it")]
#[serde(rename_all = "camelCase")]
pub(super) struct RefusalShown {
    /// The vendor's number of it.
    error_code: u32,
    /// The same for people.
    message: String,
    /// What was asked, and the field that cannot be read.
    info: String,
}

/// Tells in the vendor's form what is refused in this room: by handlers, the door, the limits, or for want of a route.
pub(super) async fn in_their_words(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let resource = format!("{} {path}", request.method());
    let response = next.run(request).await;
    let is_refused = response.status().is_client_error() || response.status().is_server_error();
    if !is_ours(&path) || !is_refused {
        return response;
    }
    let mut told = Refused::of(&response).told(&resource);
    // How many bytes there are: a player asks again by it.
    if let Some(range) = response.headers().get(header::CONTENT_RANGE) {
        told.headers_mut().insert(header::CONTENT_RANGE, range.clone());
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r1_paths_below_the_root_are_ours_unless_they_are_freshcallers() {
        let ours = ["/api/v1/main/me/login", "/api/v2/main/users", "/api/v1/", "/websocket/main/7/x"];
        assert!(ours.iter().all(|path| is_ours(path)));
        let others =
            ["/api/v1/calls", "/api/v1/users/7", "/api/v1/teams/me/login", "/apis", "/callbook/v1/calls", "/websockets"];
        assert!(!others.iter().any(|path| is_ours(path)));
    }
}
