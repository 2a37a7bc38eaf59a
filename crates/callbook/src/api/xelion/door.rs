//! The door of this room: which account a tenant is, whose token came, and what he may see (rules R1, R18, X30).
//!
//! A token of another tenant is as one that does not count, so that nobody learns which tenants there are.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use calls::Text;
use calls::dialects::xelion::{DIALECT, Listener, Refusal, Rest, read_authorization};

use super::super::door::{Deed, Visitor, keyholder};
use super::super::limits::Client;
use super::super::{Api, freshcaller};
use super::held::{LoginKey, Turn};
use super::{Answer, Refused};
use crate::directory::Directory;
use crate::store::{Clue, EntryKind, Role, WhoIsWho, is_name};

/// The name of the tenant where a server has but one (sheet, 4.1).
const MASTER: &str = "master";
/// The most letters of a host that are told back.
const HOST_CHARS_MAX: usize = 253;
/// The query of a list, in bytes.
const QUERY_BYTES_MAX: usize = 4_096;

/// Where somebody asks: the tenant, and how he comes to us.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The tenant, as it stands in the path.
    pub(super) tenant: Text,
    /// The account that it is; none of one that there is not.
    pub(super) account: Option<Text>,
    /// The host that he asked.
    pub(super) host: Text,
    /// Whether he asks over TLS.
    pub(super) over_tls: bool,
}

impl Place {
    /// The address of the tenant, without a slash at the end.
    pub(super) fn rest(&self) -> Rest {
        let scheme = if self.over_tls { "https" } else { "http" };
        Rest { address: format!("{scheme}://{}/api/v1/{}", self.host, self.tenant) }
    }
}

impl FromRequestParts<Arc<Api>> for Place {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Answer<Self> {
        let over_tls = match Client::from_request_parts(parts, api).await {
            Ok(client) => client.over_tls,
            Err(never) => match never {},
        };
        let segments: Vec<&str> = parts.uri.path().split('/').skip(1).take(3).collect();
        let tenant = match segments.as_slice() {
            ["websocket", tenant, _] => tenant,
            [_, _, tenant] => tenant,
            _ => return Err(Refusal::NotFound.into()),
        };
        // Such paths are another vendor's (rule R1).
        if freshcaller::is_ours(parts.uri.path()) {
            return Err(super::super::problem::Problem::not_found("there is no such route").into());
        }
        let account = account_of(api, tenant).await?;
        Ok(Self { tenant: Text::new(tenant), account, host: host(&parts.headers, &parts.uri), over_tls })
    }
}

/// The account of that name; `master` is the only one, where there is but one and none is called so.
async fn account_of(api: &Api, tenant: &str) -> Answer<Option<Text>> {
    if !is_name(tenant) || freshcaller::OURS.contains(&tenant) {
        return Ok(None);
    }
    if tenant != MASTER {
        // Whether there is such an account, the token or the password shows.
        return Ok(Some(Text::new(tenant)));
    }
    let rows = api.ctx.store.accounts().await?;
    let named = rows.iter().find(|row| row.account == tenant);
    let only = rows.first().filter(|_| rows.len() == 1);
    Ok(named.or(only).map(|row| row.account.clone()))
}

fn host(headers: &HeaderMap, uri: &Uri) -> Text {
    let told =
        headers.get(header::HOST).and_then(|host| host.to_str().ok()).or_else(|| uri.authority().map(|all| all.as_str()));
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte);
    let told = told.filter(|host| (1..=HOST_CHARS_MAX).contains(&host.len()) && host.bytes().all(good));
    Text::new(told.unwrap_or("localhost"))
}

/// Whoever is logged in, with a turn of his.
pub(super) struct Guest {
    /// As the house knows him.
    pub(super) visitor: Visitor,
    /// Where he asks.
    pub(super) place: Place,
    _turn: Turn,
}

impl FromRequestParts<Arc<Api>> for Guest {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Answer<Self> {
        let place = Place::from_request_parts(parts, api).await?;
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|header| header.to_str().ok());
        let token = read_authorization(header)?.to_owned();
        let visitor = keyholder(api, &token, DIALECT.name, Deed::Be).await?;
        if place.account.as_ref() != Some(&visitor.account) {
            return Err(Refusal::NotAuthenticated.into());
        }
        visitor.needs(Deed::Read)?;
        let turn = api.xelion.turn(visitor.id).ok_or(Refusal::TooManyAtOnce)?;
        Ok(Self { visitor, place, _turn: turn })
    }
}

impl Guest {
    /// Which login it is.
    pub(super) fn login(&self) -> LoginKey {
        login_of(&self.visitor)
    }

    /// The name that he logged in with, or that his token has.
    pub(super) fn user_name(&self) -> Text {
        self.visitor.person.clone().unwrap_or_else(|| self.visitor.name.clone())
    }
}

/// Which login a token is of.
pub(super) fn login_of(visitor: &Visitor) -> LoginKey {
    let who = visitor.person.clone().unwrap_or_else(|| Text::from(visitor.id.to_string()));
    LoginKey { account: visitor.account.clone(), who, space: visitor.name.clone() }
}

/// What somebody sees, by who is who now.
pub(super) struct Eyes {
    /// The dialect's rule.
    pub(super) listener: Listener,
    /// Who is who.
    pub(super) who: Arc<Directory>,
}

impl Eyes {
    /// Those of a visitor.
    pub(super) async fn of(api: &Api, visitor: &Visitor) -> Answer<Self> {
        let who = api.ctx.directories.of(&visitor.account).await?;
        let user = visitor.user.as_ref().map(|user| WhoIsWho::user(&*who, user));
        let is_administrator = matches!(visitor.role, Role::Administrator | Role::Operator);
        Ok(Self { listener: Listener { user, is_administrator }, who })
    }

    /// Whether something of a user's is seen (rule X30).
    pub(super) fn see(&self, user: Option<&Text>) -> bool {
        let now = user.map(|user| self.who.now(EntryKind::User, user));
        self.listener.may_see(now.as_ref())
    }

    /// What a call must have to be looked at; none: every call is.
    pub(super) fn only(&self) -> Option<Vec<Clue>> {
        if self.listener.is_administrator {
            return None;
        }
        let own = self.listener.user.iter().flat_map(|user| self.who.all_names(EntryKind::User, user));
        Some(own.map(Clue::User).collect())
    }
}

/// The parameters of a question, decoded.
pub(super) struct Words(pub(super) Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Words {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let query = parts.uri.query().unwrap_or_default();
        if query.len() > QUERY_BYTES_MAX {
            return Err(Refused::invalid("", "", "the query has more than 4096 bytes"));
        }
        Ok(Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect()))
    }
}
