//! Logging in, renewing and logging out (sheet, 4.2; rules X26, X27, R18).
//!
//! A login is a session of a person of the account in this dialect, named by its user space: one token for every request, and one for
//! a renewal, which counts for nothing else. Both end by themselves. Passwords are compared as everywhere in the house (`sessions`).

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header;
use calls::Text;
use calls::dialects::xelion::{
    DIALECT, Earlier, Login, LoginPlace, Refusal, Tokens, read_authorization, read_login, read_renewal, takes_over,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::limits::Client;
use super::super::problem::{Kind, Problem};
use super::super::sessions::{SignIn, let_in};
use super::super::{Api, Shared, asked, token};
use super::door::{Guest, Place, login_of};
use super::held::LoginKey;
use super::{Answer, Body, Refused};
use crate::store::{PersonRow, StoreError, TokenRow};

/// What a token is of that is good for one renewal, and for nothing else.
const RENEWAL: &str = "xelion-renewal";
/// For how long tokens count, in hours (sheet, 4.2).
const TOKEN_HOURS: i64 = 24;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(login)).routes(routes!(renew)).routes(routes!(logout))
}

/// Logs in: `userName`, `password` and `userSpace`, as JSON.
#[utoipa::path(
    post, path = "/api/v1/{tenant}/me/login", operation_id = "xelionLogin", tag = "xelion",
    params(("tenant" = String, Path, description = "The account.")), security(()),
    request_body(content = String, content_type = "application/json", description = "Who logs in."),
    responses((status = 200, description = "The tokens.", content_type = "application/json", body = String))
)]
async fn login(State(api): State<Arc<Api>>, request: Request) -> Answer<Body> {
    let (mut parts, body) = request.into_parts();
    let place = Place::from_request_parts(&mut parts, &api).await?;
    let client = match Client::from_request_parts(&mut parts, &api).await {
        Ok(client) => client,
        Err(never) => match never {},
    };
    let shown = parts.headers.get(header::AUTHORIZATION).and_then(|header| header.to_str().ok()).map(str::to_owned);
    let bytes = asked::bytes(Request::from_parts(parts, body), &api).await?;
    let login = read_login(&bytes)?;
    // One tenant that is none takes as long as one that is.
    let account = place.account.clone().unwrap_or_else(|| place.tenant.clone());
    let person = fitting(&api, client, &account, &login.user_name, &login.password).await?;
    let shown = read_authorization(shown.as_deref()).ok().map(token::hash);
    end_earlier(&api, &person, &login, shown).await?;
    let tokens = begin(&api, &person, &login.user_space).await?;
    let at = LoginPlace { host: place.host.clone(), tenant: place.tenant.clone(), build: Text::new(env!("CARGO_PKG_VERSION")) };
    Ok(Body(tokens.answer(&login, &at)))
}

/// The person whom name and password fit.
async fn fitting(api: &Api, client: Client, account: &str, name: &str, password: &str) -> Answer<PersonRow> {
    let said = SignIn { account: account.to_owned(), name: name.to_owned(), password: password.to_owned() };
    let_in(api, client, said).await.map_err(|problem| match problem.kind() {
        Kind::Unauthorized | Kind::Invalid => Refusal::WrongCredentials.into(),
        _ => problem.into(),
    })
}

/// Ends what the same person began before with the same user space, if he may (rule X26).
async fn end_earlier(api: &Api, person: &PersonRow, login: &Login, shown: Option<[u8; 32]>) -> Answer<()> {
    let key = LoginKey { account: person.account.clone(), who: person.name.clone(), space: login.user_space.clone() };
    let now = api.ctx.clock.now();
    let own = tokens_of(api, &key).await?;
    let is_there = own.iter().any(|row| row.expires_at.is_none_or(|end| end > now));
    let is_shown = own.iter().any(|row| row.dialect.as_deref() == Some(DIALECT.name) && Some(row.hash) == shown);
    let has_socket = api.xelion.has_socket(&key);
    if !is_there && !has_socket {
        return Ok(());
    }
    takes_over(Earlier { has_socket, is_shown })?;
    end(api, &key, own).await
}

/// The tokens of a login that were not revoked.
async fn tokens_of(api: &Api, key: &LoginKey) -> Answer<Vec<TokenRow>> {
    let all = api.ctx.store.tokens(&key.account).await?;
    let is_own = |row: &TokenRow| {
        let is_of_room = matches!(row.dialect.as_deref(), Some(word) if word == DIALECT.name || word == RENEWAL);
        is_of_room && row.person.as_ref() == Some(&key.who) && row.name == key.space && row.revoked_at.is_none()
    };
    Ok(all.into_iter().filter(is_own).collect())
}

/// Ends a login: its tokens count no more, and its sockets are closed.
async fn end(api: &Api, key: &LoginKey, tokens: Vec<TokenRow>) -> Answer<()> {
    let now = api.ctx.clock.now();
    for row in tokens {
        api.ctx.store.put_token(TokenRow { revoked_at: Some(now), ..row }).await?;
    }
    api.trusted.forget();
    api.xelion.logged_out(key);
    Ok(())
}

/// Draws the tokens of a login.
async fn begin(api: &Api, person: &PersonRow, space: &str) -> Answer<Tokens> {
    let now = api.ctx.clock.now();
    let mut texts = Vec::new();
    let mut valid_until = now;
    for dialect in [DIALECT.name, RENEWAL] {
        let (row, text) = token::login(person, dialect, space, TOKEN_HOURS, now)?;
        valid_until = row.expires_at.unwrap_or(now);
        match api.ctx.store.put_token(row).await {
            // Whoever was changed meanwhile is not let in by what he was.
            Err(StoreError::Refused { .. }) => return Err(Refusal::WrongCredentials.into()),
            put => drop(put?),
        }
        texts.push(Text::from(text));
    }
    let renewal = texts.pop().unwrap_or_default();
    Ok(Tokens { authentication: texts.pop().unwrap_or_default(), renewal, valid_until })
}

/// Renews the tokens: the body is the renewal token, which counts no more then, or the password, as one JSON text. The token that came
/// with the question counts until it ends by itself.
#[utoipa::path(
    post, path = "/api/v1/{tenant}/me/renew", operation_id = "xelionRenew", tag = "xelion",
    params(("tenant" = String, Path, description = "The account.")), security(("xelion" = [])),
    request_body(content = String, content_type = "application/json", description = "The renewal token, or the password."),
    responses((status = 200, description = "The tokens.", content_type = "application/json", body = String))
)]
async fn renew(State(api): State<Arc<Api>>, guest: Guest, client: Client, request: Request) -> Answer<Body> {
    let bytes = asked::bytes(request, &api).await?;
    let said = read_renewal(&bytes)?;
    let refused = || Refused::from(Refusal::WrongCredentials);
    // A key that is no login has nothing to renew.
    let name = guest.visitor.person.clone().ok_or_else(refused)?;
    let key = login_of(&guest.visitor);
    let now = api.ctx.clock.now();
    let own = tokens_of(&api, &key).await?.into_iter().filter(|row| row.dialect.as_deref() == Some(RENEWAL));
    let own: Vec<TokenRow> = own.filter(|row| row.expires_at.is_none_or(|end| end > now)).collect();
    let hash = token::hash(&said);
    let is_token = own.iter().any(|row| row.hash == hash);
    let person = if is_token {
        api.ctx.store.person(&key.account, &name).await?.ok_or_else(refused)?
    } else {
        fitting(&api, client, &key.account, &name, &said).await?
    };
    for row in own {
        api.ctx.store.put_token(TokenRow { revoked_at: Some(now), ..row }).await?;
    }
    Ok(Body(begin(&api, &person, &key.space).await?.renewed()))
}

/// Logs out: the tokens of the login count no more, and its sockets are closed.
#[utoipa::path(
    post, path = "/api/v1/{tenant}/me/logout", operation_id = "xelionLogout", tag = "xelion",
    params(("tenant" = String, Path, description = "The account.")), security(("xelion" = [])),
    responses((status = 200, description = "It is over.", content_type = "application/json", body = String))
)]
async fn logout(State(api): State<Arc<Api>>, guest: Guest) -> Answer<Body> {
    let key = guest.login();
    if guest.visitor.person.is_none() {
        return Err(Problem::new(Kind::Forbidden, "a key that is no login is revoked under `tokens`").into());
    }
    let own = tokens_of(&api, &key).await?;
    end(&api, &key, own).await?;
    Ok(Body("{\"object\":{}}".to_owned()))
}
