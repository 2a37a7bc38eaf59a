//! All accounts of the server, for its operator.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::account::{ChangeAccount, LIMIT_S_MAX, Printed, apply, refused};
use super::asked::{Told, value, whole_value};
use super::door::Operator;
use super::problem::{Answer, Kind, Problem};
use super::token::{self, Wanted};
use super::{Api, Shared};
use crate::store::{
    AccountRow, CURRENCY, DialectSettings, NAME_WANTED, Retention, Role, WRAPUP_LIMIT_S, Wrapup, is_name, text,
};

/// The most accounts of one store.
pub(crate) const ACCOUNTS_MAX: usize = 10_000;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list, enter))
}

/// All accounts.
#[derive(Debug, Serialize, ToSchema)]
struct Accounts {
    /// By name.
    accounts: Vec<Printed>,
}

/// A new account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EnterAccount {
    /// Its name in addresses and tokens; it never changes.
    #[schema(pattern = "^[a-z0-9-]{1,64}$")]
    account: String,
    /// ISO 3166 letters.
    #[schema(pattern = "^[A-Z]{2}$", example = "NL")]
    region: Option<String>,
    /// IANA name of its time zone; UTC if nothing is said.
    #[serde(default, deserialize_with = "value")]
    #[schema(nullable = false, example = "Europe/Amsterdam")]
    zone: Option<String>,
    /// What is dialled before an outside number.
    #[schema(pattern = "^[0-9*#]{1,8}$")]
    outside_prefix: Option<String>,
    /// Numbers of its own.
    #[serde(default, deserialize_with = "value")]
    #[schema(nullable = false)]
    own_numbers: Option<Vec<String>>,
    /// Whether users are to say what came of a call once it ended: `required`, if nothing is said, or `off`.
    #[serde(default, deserialize_with = "value")]
    #[schema(nullable = false, example = "required")]
    wrapup: Option<String>,
    /// For how many seconds after the end that is waited for; 600 if nothing is said.
    #[serde(default, deserialize_with = "whole_value::<_, _, 1, LIMIT_S_MAX>")]
    #[schema(nullable = false, minimum = 1, maximum = 86400)]
    wrapup_limit_s: Option<u32>,
}

/// A new account and the key to it.
#[derive(Debug, Serialize, ToSchema)]
struct AccountEntered {
    /// The account.
    account: Printed,
    /// A token for its administrator. It is told here and never again.
    token: String,
}

/// All accounts of this server.
#[utoipa::path(get, path = "/accounts", operation_id = "listAccounts", tag = "accounts", responses((status = 200, body = Accounts)))]
async fn list(State(api): State<Arc<Api>>, Operator(_visitor): Operator) -> Answer<Json<Accounts>> {
    let mut rows = api.ctx.store.accounts().await?;
    rows.sort_by(|one, other| one.account.cmp(&other.account));
    Ok(Json(Accounts { accounts: rows.into_iter().map(Printed::from).collect() }))
}

/// Enters an account, with a token for its administrator.
#[utoipa::path(
    post, path = "/accounts", operation_id = "enterAccount", tag = "accounts", request_body = EnterAccount,
    responses((status = 201, body = AccountEntered))
)]
async fn enter(
    State(api): State<Arc<Api>>,
    Operator(_visitor): Operator,
    Told(said): Told<EnterAccount>,
) -> Answer<(StatusCode, Json<AccountEntered>)> {
    if !is_name(&said.account) {
        return Err(Problem::field("account", NAME_WANTED));
    }
    let known = api.ctx.store.accounts().await?;
    if known.iter().any(|row| row.account == said.account) {
        return Err(Problem::new(Kind::Conflict, "an account of this name is there already").at("account"));
    }
    if known.len() >= ACCOUNTS_MAX {
        return Err(Problem::new(Kind::Conflict, format!("there are {ACCOUNTS_MAX} accounts already")).at("account"));
    }
    let now = api.ctx.clock.now();
    let mut row = blank(&said.account, now);
    let EnterAccount { region, zone, outside_prefix, own_numbers, wrapup, wrapup_limit_s, .. } = said;
    let (region, outside_prefix) = (Some(region), Some(outside_prefix));
    let change =
        ChangeAccount { region, zone, outside_prefix, own_numbers, wrapup, wrapup_limit_s, ..ChangeAccount::default() };
    apply(&mut row, change).map_err(refused)?;
    let wanted = Wanted::new(&row.account, "first", Role::Administrator);
    let (token, text) = token::draw(wanted, now)?;
    api.ctx.store.put_account(row.clone()).await?;
    api.ctx.store.put_token(token).await?;
    api.known.forget();
    Ok((StatusCode::CREATED, Json(AccountEntered { account: row.into(), token: text })))
}

/// An account of which nothing is said but its name.
pub(crate) fn blank(account: &str, now: calls::moment::Moment) -> AccountRow {
    AccountRow {
        account: text(account),
        region: None,
        zone: text("UTC"),
        outside_prefix: None,
        own_numbers: Vec::new(),
        wrapup: Wrapup::default(),
        wrapup_limit_s: WRAPUP_LIMIT_S,
        currency: text(CURRENCY),
        dialects: DialectSettings::default(),
        retention: Retention::default(),
        created_at: now,
        deleted_at: None,
    }
}
