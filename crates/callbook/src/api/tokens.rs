//! Tokens of the account: who has been given a key, and to what.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::asked::{Named, Told};
use super::door::{Administrator, Visitor};
use super::problem::{Answer, Kind, Problem};
use super::token::{self, TOKENS_MAX, Wanted};
use super::{Api, Shared};
use crate::store::{Role, TokenRow, text};

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list, enter)).routes(routes!(revoke))
}

/// A token, without its text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Token)]
struct Printed {
    /// Names it here.
    id: Uuid,
    /// What it is for.
    name: String,
    /// `operator`, `administrator`, `supervisor`, `user` or `source`.
    role: &'static str,
    /// Of the role `source`: the one source that it may tell of; null: every one. Of any other: `read` if it only reads calls.
    #[schema(required)]
    scope: Option<String>,
    /// Of the role `user`: the key of the user whose calls it shows.
    #[schema(required)]
    user: Option<String>,
    /// Of the role `supervisor`: the keys of the teams whose calls it shows.
    teams: Vec<String>,
    /// The dialect whose key it is, and in which alone it counts; null: this API.
    #[schema(required)]
    dialect: Option<String>,
    /// Of a key of vCita: the businesses for whose calls it is, by their scopes, of which the empty one is that of what has none; none:
    /// all of them.
    businesses: Vec<String>,
    /// Of a key of vCita: the client whose calls it shows.
    #[schema(required)]
    client: Option<String>,
    /// The origins of the pages of other sites for which alone it counts.
    origins: Vec<String>,
    /// When it was entered.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was revoked.
    #[schema(required, format = DateTime)]
    revoked_at: Option<String>,
}

impl From<TokenRow> for Printed {
    fn from(row: TokenRow) -> Self {
        Self {
            id: row.id,
            name: row.name.to_string(),
            role: row.role.word(),
            scope: row.scope.map(|scope| scope.to_string()),
            user: row.user.map(|user| user.to_string()),
            teams: row.teams.iter().map(ToString::to_string).collect(),
            dialect: row.dialect.map(|dialect| dialect.to_string()),
            businesses: row.businesses.iter().map(ToString::to_string).collect(),
            client: row.client.map(|client| client.to_string()),
            origins: row.origins.iter().map(ToString::to_string).collect(),
            created_at: row.created_at.to_string(),
            revoked_at: row.revoked_at.map(|at| at.to_string()),
        }
    }
}

/// The tokens of the account.
#[derive(Debug, Serialize, ToSchema)]
struct Tokens {
    /// Newest first, revoked ones too.
    tokens: Vec<Printed>,
}

/// A new token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EnterToken {
    /// What it is for.
    #[schema(min_length = 1, max_length = 100, example = "desk")]
    name: String,
    /// `operator`, `administrator`, `supervisor`, `user` or `source`.
    #[schema(pattern = "^(operator|administrator|supervisor|user|source)$", example = "administrator")]
    role: String,
    /// Of the role `source`: the one source that it may tell of. Of any other role: `read`, if it is to read calls and do nothing else.
    scope: Option<String>,
    /// Of the role `user`: the key of the user whose calls it shows.
    #[schema(max_length = 200, example = "ann")]
    user: Option<String>,
    /// Of the role `supervisor`: the keys of the teams whose calls it shows.
    #[schema(max_items = 100, nullable = false)]
    #[serde(default)]
    teams: Vec<String>,
    /// The dialect whose key it is to be, as `freshworks` for Freshcaller's REST view; if nothing is said, it is a token of this API.
    #[schema(example = "freshworks")]
    dialect: Option<String>,
    /// Of a key of vCita, a directory's (`supervisor`) or an app's (`source`): the businesses for whose calls it is, by their scopes.
    #[schema(max_items = 100, nullable = false)]
    #[serde(default)]
    businesses: Vec<String>,
    /// Of a key of vCita of the role `user`, instead of `user`: the client whose calls it shows, the key of a contact or a UUID.
    #[schema(max_length = 200, example = "rosa")]
    client: Option<String>,
    /// Of a token of the scope `read` that stands in a page of another site: the origins of the pages for which alone it counts, as
    /// browsers write them. Their scripts may read what it is answered.
    #[schema(max_items = 20, nullable = false, example = json!(["https://crm.example"]))]
    #[serde(default)]
    origins: Vec<String>,
}

/// A new token with its text.
#[derive(Debug, Serialize, ToSchema)]
struct TokenEntered {
    /// The text to send as `Authorization: Bearer …`. It is told here and never again.
    token: String,
    #[serde(flatten)]
    entered: Printed,
}

/// The tokens of the account, but for sessions.
async fn tokens(api: &Api, visitor: &Visitor) -> Answer<Vec<TokenRow>> {
    let mut rows = api.ctx.store.tokens(&visitor.account).await?;
    rows.retain(|row| !row.is_session());
    Ok(rows)
}

/// The tokens of this account. Sessions are none of them.
#[utoipa::path(get, path = "/tokens", operation_id = "listTokens", tag = "tokens", responses((status = 200, body = Tokens)))]
async fn list(State(api): State<Arc<Api>>, Administrator(visitor): Administrator) -> Answer<Json<Tokens>> {
    let mut rows = tokens(&api, &visitor).await?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.created_at));
    Ok(Json(Tokens { tokens: rows.into_iter().map(Printed::from).collect() }))
}

/// Only an operator gives and takes an operator's token.
fn operators_own(visitor: &Visitor, role: Role) -> Answer<()> {
    if role == Role::Operator && visitor.role != Role::Operator {
        return Err(Problem::new(Kind::Forbidden, "only an operator gives or revokes an operator's token"));
    }
    Ok(())
}

/// Enters a token. Its text is told once.
#[utoipa::path(
    post, path = "/tokens", operation_id = "enterToken", tag = "tokens", request_body = EnterToken,
    responses((status = 201, body = TokenEntered))
)]
async fn enter(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Told(said): Told<EnterToken>,
) -> Answer<(StatusCode, Json<TokenEntered>)> {
    let unknown = || Problem::field("role", "expected one of operator, administrator, supervisor, user, source");
    let role = Role::of_word(&said.role).ok_or_else(unknown)?;
    operators_own(&visitor, role)?;
    let wanted = Wanted {
        scope: said.scope.as_deref().map(text),
        user: said.user.as_deref().map(text),
        teams: said.teams.iter().map(|team| text(team)).collect(),
        dialect: said.dialect.as_deref().map(text),
        businesses: said.businesses.iter().map(|business| text(business)).collect(),
        client: said.client.as_deref().map(text),
        origins: said.origins.iter().map(|origin| text(origin)).collect(),
        ..Wanted::new(&visitor.account, &said.name, role)
    };
    let sources: Vec<_> = wanted.scope.iter().cloned().collect();
    let household = api.known.household(&api.ctx, &visitor.account, &sources).await?;
    let directory = api.ctx.directories.fresh(&visitor.account).await?;
    token::check(&wanted, &household.sources, &directory).map_err(|(field, says)| Problem::field(field, says))?;
    if !token::is_client(&*api.ctx.store, &wanted).await? {
        return Err(Problem::field("client", token::CLIENT_WANTED));
    }
    let counting = tokens(&api, &visitor).await?;
    if counting.iter().filter(|row| row.revoked_at.is_none()).count() >= TOKENS_MAX {
        return Err(Problem::new(Kind::Conflict, format!("the account has {TOKENS_MAX} tokens: revoke some")));
    }
    let (row, token) = token::draw(wanted, api.ctx.clock.now())?;
    api.ctx.store.put_token(row.clone()).await?;
    api.origins.forget();
    Ok((StatusCode::CREATED, Json(TokenEntered { token, entered: row.into() })))
}

/// Revokes a token, and with it what its connection or its webhooks are told and the sessions that were begun with it. Here it stops
/// counting at once, on every other server of the store within a second.
#[utoipa::path(
    delete, path = "/tokens/{id}", operation_id = "revokeToken", tag = "tokens",
    params(("id" = Uuid, Path, description = "The id of the token.")),
    responses((status = 204, description = "It does not count any more."))
)]
async fn revoke(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(id): Named<Uuid>,
) -> Answer<StatusCode> {
    let rows = tokens(&api, &visitor).await?;
    let row = token::named(&rows, id).ok_or_else(|| Problem::not_found("no token has this id").at("id"))?;
    operators_own(&visitor, row.role)?;
    if row.revoked_at.is_none() {
        let revoked = TokenRow { revoked_at: Some(api.ctx.clock.now()), ..row.clone() };
        api.ctx.store.put_token(revoked).await?;
        // What was told by it is over.
        api.ctx.outgoing.say_changed();
    }
    api.trusted.forget();
    api.origins.forget();
    Ok(StatusCode::NO_CONTENT)
}
