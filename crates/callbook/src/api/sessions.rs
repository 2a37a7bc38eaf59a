//! Sessions: somebody signs in by name and password, or in a browser with a token, and has a token for a while.
//!
//! The token of a session is one like others, decided upon at the same door. A browser is given it as a cookie too, so that
//! no script need keep it; whoever came with a token is given nothing else, and may what that one may, until it is revoked. Whether account, name or password was wrong is told to nobody, in words or in time.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::Told;
use super::door::{Anyone, Deed, Visitor, cookie, token_of_ours};
use super::limits::Client;
use super::password::{PASSWORD_CHARS_MAX, fits};
use super::people::{hashed, is_person_name};
use super::problem::{Answer, Kind, Problem};
use super::tries::{About, OF_ADDRESS, OF_NAME};
use super::{Api, Shared, token};
use crate::store::{PersonRow, StoreError, is_name};

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(sign_in)).routes(routes!(sign_in_by_token)).routes(routes!(current, sign_out))
}

/// Who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIn {
    /// The account.
    #[schema(example = "main")]
    pub(super) account: String,
    /// The person's name.
    #[schema(example = "ann")]
    pub(super) name: String,
    /// The password.
    #[schema(max_length = 256, format = Password)]
    pub(super) password: String,
}

/// The token that somebody has.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ShowToken {
    /// Its text.
    #[schema(max_length = 256, format = Password)]
    token: String,
}

/// Who one is, and what one may do.
#[derive(Debug, Serialize, ToSchema)]
struct Session {
    /// The account.
    account: String,
    /// `operator`, `administrator`, `supervisor`, `user` or `source`.
    role: &'static str,
    /// The name of the person, or what the token is for.
    name: String,
    /// The name of the person who signed in; null of a token, and of a session that was begun with one.
    #[schema(required)]
    person: Option<String>,
    /// The key of the user of the directory that one is.
    #[schema(required)]
    user: Option<String>,
    /// Of a supervisor: the keys of the teams whose calls are seen.
    teams: Vec<String>,
    /// When the session ends; null of a token that is none.
    #[schema(required, format = DateTime)]
    expires_at: Option<String>,
    /// Some of `tell`, `read`, `work` (do something about calls, ask for them, read the directory and figures), `supervise` (assign,
    /// delete and restore calls), `administer` and `operate`.
    may: Vec<&'static str>,
}

impl From<Visitor> for Session {
    fn from(visitor: Visitor) -> Self {
        let may = Deed::WORDS.iter().filter(|(deed, _)| visitor.may(*deed)).map(|(_, word)| *word).collect();
        Self {
            account: visitor.account.to_string(),
            role: visitor.role.word(),
            name: visitor.name.to_string(),
            person: visitor.person.map(|person| person.to_string()),
            user: visitor.user.map(|user| user.to_string()),
            teams: visitor.teams.iter().map(ToString::to_string).collect(),
            expires_at: visitor.expires_at.map(|end| end.to_string()),
            may,
        }
    }
}

/// A session with its token.
#[derive(Debug, Serialize, ToSchema)]
struct SessionBegun {
    /// The text to send as `Authorization: Bearer …`. It is told here and in the cookie, and never again.
    token: String,
    #[serde(flatten)]
    session: Session,
}

/// Signs in. The session lasts for 12 hours; its token is told in the body, and to a browser as the cookie `callbook_session`.
///
/// With the cookie, whatever changes something must come from a page of this server (`Sec-Fetch-Site`, or `Origin`). After
/// some tries for a name, or from an address, further ones have to wait (429 with `Retry-After`).
#[utoipa::path(
    post, path = "/sessions", operation_id = "signIn", tag = "people", request_body = SignIn, security(()),
    responses((status = 201, body = SessionBegun,
        headers(("Set-Cookie" = String, description = "The token, for browsers: `HttpOnly`, `SameSite=Strict`."))))
)]
async fn sign_in(State(api): State<Arc<Api>>, client: Client, Told(said): Told<SignIn>) -> Answer<Response> {
    // Whoever is changed from here on is not let in by what he was before.
    let now = api.ctx.clock.now();
    let person = let_in(&api, client, said).await?;
    let (row, token) = token::session(&person, now)?;
    match api.ctx.store.put_token(row.clone()).await {
        Err(StoreError::Refused { .. }) => return Err(refused()),
        put => drop(put?),
    }
    let kept = cookie::set(&token, client.over_tls);
    let begun = SessionBegun { token, session: Visitor::from(row).into() };
    Ok(begun_with((StatusCode::CREATED, Json(begun)), kept))
}

fn begun_with(said: impl IntoResponse, kept: Option<HeaderValue>) -> Response {
    let mut response = said.into_response();
    response.headers_mut().extend(kept.map(|kept| (header::SET_COOKIE, kept)));
    response
}

/// Signs in with a token, in a browser: the session is told as the cookie `callbook_session` alone.
///
/// It lasts for 12 hours, may what the token may, and ends when that is revoked; what is done in it is done by the token. For a token
/// that may read calls, and is neither a session nor one of a page of another site.
#[utoipa::path(
    post, path = "/sessions/token", operation_id = "signInByToken", tag = "people", request_body = ShowToken, security(()),
    responses((status = 201, body = Session,
        headers(("Set-Cookie" = String, description = "The session, for browsers: `HttpOnly`, `SameSite=Strict`."))))
)]
async fn sign_in_by_token(State(api): State<Arc<Api>>, client: Client, Told(said): Told<ShowToken>) -> Answer<Response> {
    let given = token_of_ours(&api, &said.token).await?;
    if given.is_session() {
        return Err(Problem::field("token", "this is the token of a session already"));
    }
    if !given.origins.is_empty() {
        return Err(Problem::new(Kind::Forbidden, "a token with origins is for pages of other sites alone").at("token"));
    }
    let (row, text) = token::session_of(&given, api.ctx.clock.now())?;
    Visitor::from(row.clone()).needs(Deed::Read)?;
    match api.ctx.store.put_token(row.clone()).await {
        Err(StoreError::Refused { .. }) => return Err(Problem::new(Kind::Unauthorized, "this token does not count")),
        put => drop(put?),
    }
    Ok(begun_with((StatusCode::CREATED, Json(Session::from(Visitor::from(row)))), cookie::set(&text, client.over_tls)))
}

/// The person whom account, name and password fit, here and in dialects: there are so many tries, and no more.
pub(super) async fn let_in(api: &Api, client: Client, said: SignIn) -> Answer<PersonRow> {
    if said.password.chars().count() > PASSWORD_CHARS_MAX {
        return Err(Problem::field("password", format!("expected at most {PASSWORD_CHARS_MAX} letters")));
    }
    let now = api.ctx.clock.now();
    let address = client.address.map(About::address);
    let name = About::name(&said.account, &said.name);
    if let Some(address) = address {
        api.tries.take(address, OF_ADDRESS, now).map_err(Problem::too_often)?;
    }
    api.tries.take(name, OF_NAME, now).map_err(Problem::too_often)?;
    let person = fitting(api, said).await?.ok_or_else(refused)?;
    if let Some(address) = address {
        api.tries.give_back(address, OF_ADDRESS);
    }
    api.tries.give_back(name, OF_NAME);
    Ok(person)
}

fn refused() -> Problem {
    Problem::new(Kind::Unauthorized, "nobody has this account, name and password")
}

/// The person whom account, name and password fit; it takes as long where there is none.
async fn fitting(api: &Api, said: SignIn) -> Answer<Option<PersonRow>> {
    let SignIn { account, name, password } = said;
    let can_be = is_name(&account) && is_person_name(&name);
    let person = if can_be { api.ctx.store.person(&account, &name).await? } else { None };
    let kept = person.as_ref().map(|person| person.hash.clone());
    let is_right = hashed(api, move || fits(kept.as_deref(), &password)).await?;
    Ok(person.filter(|_| is_right))
}

/// Who one is, and what one may do: of a session, and of any other token.
#[utoipa::path(
    get, path = "/sessions/current", operation_id = "getSession", tag = "people", responses((status = 200, body = Session))
)]
async fn current(Anyone(visitor): Anyone) -> Json<Session> {
    Json(visitor.into())
}

/// Signs out: the session ends here at once. A token that is no session is revoked under `tokens`.
#[utoipa::path(
    delete, path = "/sessions/current", operation_id = "signOut", tag = "people",
    responses((status = 204, description = "The session is over."))
)]
async fn sign_out(State(api): State<Arc<Api>>, client: Client, Anyone(visitor): Anyone) -> Answer<Response> {
    if visitor.expires_at.is_none() {
        return Err(Problem::new(Kind::Invalid, "this token is no session; it is revoked under `tokens`"));
    }
    visitor.leaves(&api).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().extend(cookie::forget(client.over_tls).map(|kept| (header::SET_COOKIE, kept)));
    Ok(response)
}
