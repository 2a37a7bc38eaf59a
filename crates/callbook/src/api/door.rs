//! The door: who is there, and whether he may. The one place that decides it.
//!
//! A handler names what it does by the extractor it takes ([`Teller`], [`Reader`], [`Operator`]), so that no route is without
//! a door by oversight. A token that counts is trusted for [`TRUSTED_FOR_MICROS`] without asking the store again, so that a
//! revocation counts within a second, wherever it was written; one by this server counts at once. Tokens are never logged.
//! To add a deed: a case of [`Deed`], who may in [`may`], its extractor.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use calls::Text;
use calls::moment::Moment;
use uuid::Uuid;

use super::problem::{Kind, Problem};
use super::{Api, token};
use crate::store::{Role, TokenRow};

/// For how long a token is trusted that the store knew.
const TRUSTED_FOR_MICROS: i64 = 1_000_000;
/// The most tokens that are trusted at a time; past it all are asked for again.
const TRUSTED_MAX: usize = 4_096;

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    /// Telling signals.
    Tell,
    /// Reading and changing what is in the account.
    Administer,
    /// What concerns further accounts.
    Operate,
}

/// Who may do what.
fn may(role: Role, deed: Deed) -> bool {
    match deed {
        Deed::Tell => true,
        Deed::Administer => matches!(role, Role::Administrator | Role::Operator),
        Deed::Operate => role == Role::Operator,
    }
}

/// Who is there.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    /// Whose token it is.
    pub(crate) account: Text,
    /// The token's id.
    pub(crate) id: Uuid,
    /// What the token is for.
    pub(crate) name: Text,
    /// What it may do.
    pub(crate) role: Role,
    /// The one source that it may tell of.
    pub(crate) scope: Option<Text>,
    /// The hash of the token.
    hash: [u8; 32],
}

impl Visitor {
    /// Whether the token still counts, for whoever stays longer than a request: it may have been revoked meanwhile.
    pub(crate) async fn stays(&self, api: &Api) -> Result<(), Problem> {
        row(api, &self.account, self.hash).await.map(drop)
    }
}

/// Tokens that the store knew a moment ago.
#[derive(Debug, Default)]
pub(crate) struct Trusted(Mutex<HashMap<[u8; 32], (TokenRow, Moment)>>);

impl Trusted {
    /// Forgets all of them, because one was revoked.
    pub(crate) fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn get(&self, hash: &[u8; 32], now: Moment) -> Option<TokenRow> {
        let trusted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was put back ends the trust too.
        let fresh = |since: Moment| (0..TRUSTED_FOR_MICROS).contains(&now.since(since));
        trusted.get(hash).filter(|(_, since)| fresh(*since)).map(|(row, _)| row.clone())
    }

    fn put(&self, row: TokenRow, now: Moment) {
        let mut trusted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if trusted.len() >= TRUSTED_MAX {
            trusted.clear();
        }
        trusted.insert(row.hash, (row, now));
    }
}

/// Whom a token's text stands for.
async fn visitor(api: &Api, text: &str) -> Result<Visitor, Problem> {
    let account = token::account(text).ok_or_else(unknown)?;
    let row = row(api, account, token::hash(text)).await?;
    Ok(Visitor { account: row.account, id: row.id, name: row.name, role: row.role, scope: row.scope, hash: row.hash })
}

fn unknown() -> Problem {
    Problem::new(Kind::Unauthorized, "this token does not count")
}

async fn row(api: &Api, account: &str, hash: [u8; 32]) -> Result<TokenRow, Problem> {
    let now = api.ctx.clock.now();
    if let Some(row) = api.trusted.get(&hash, now) {
        return Ok(row);
    }
    let row = api.ctx.store.token(account, hash).await?.ok_or_else(unknown)?;
    api.trusted.put(row.clone(), now);
    Ok(row)
}

async fn admit(parts: &Parts, api: &Api, deed: Deed, by_query: bool) -> Result<Visitor, Problem> {
    let header = parts.headers.get(header::AUTHORIZATION);
    let text = match header {
        Some(header) => {
            let text = header.to_str().ok().and_then(|text| text.split_once(' '));
            let text = text.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, text)| text.trim());
            text.map(str::to_owned).ok_or_else(|| Problem::new(Kind::Unauthorized, "expected `Authorization: Bearer TOKEN`"))?
        }
        None if by_query => token_of_query(parts)?,
        None => return Err(Problem::new(Kind::Unauthorized, "expected `Authorization: Bearer TOKEN`")),
    };
    let visitor = visitor(api, &text).await?;
    if !may(visitor.role, deed) {
        return Err(Problem::new(Kind::Forbidden, format!("a token of the role `{}` may not do this", visitor.role.word())));
    }
    Ok(visitor)
}

fn token_of_query(parts: &Parts) -> Result<String, Problem> {
    let mut words = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
    let text = words.find(|(name, _)| name == "token").map(|(_, text)| text.into_owned());
    text.ok_or_else(|| Problem::new(Kind::Unauthorized, "expected `Authorization: Bearer TOKEN`, or `?token=`"))
}

/// An extractor that only lets in who may do that.
macro_rules! door {
    ($(#[$says:meta])* $name:ident, $deed:expr, by_query: $by_query:literal) => {
        $(#[$says])*
        #[derive(Debug)]
        pub(crate) struct $name(pub(crate) Visitor);

        impl FromRequestParts<Arc<Api>> for $name {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
                admit(parts, api, $deed, $by_query).await.map(Self)
            }
        }
    };
}

door!(/** Whoever may tell signals. */ Teller, Deed::Tell, by_query: false);
door!(/** Whoever may read and change what is in the account. */ Reader, Deed::Administer, by_query: false);
door!(
    /** The same, of a live feed: a browser's `EventSource` and `WebSocket` send no headers, so `?token=` counts too. */
    Follower, Deed::Administer, by_query: true
);
door!(/** Whoever may enter accounts. */ Operator, Deed::Operate, by_query: false);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_source_may_only_tell() {
        let may_all = |role| [Deed::Tell, Deed::Administer, Deed::Operate].map(|deed| may(role, deed));
        assert_eq!(may_all(Role::Source), [true, false, false]);
        assert_eq!(may_all(Role::Administrator), [true, true, false]);
        assert_eq!(may_all(Role::Operator), [true, true, true]);
    }

    #[test]
    fn trust_ends_after_a_second_or_when_a_token_is_revoked() {
        let wanted = token::Wanted { account: "main".into(), name: "desk".into(), role: Role::Administrator, scope: None };
        let now = Moment::from_micros(5_000_000).unwrap();
        let (row, _) = token::draw(wanted, now).unwrap();
        let trusted = Trusted::default();
        trusted.put(row.clone(), now);
        assert!(trusted.get(&row.hash, now.plus(999_999)).is_some());
        assert!(trusted.get(&row.hash, now.plus(1_000_000)).is_none());
        assert!(trusted.get(&row.hash, now.plus(-1)).is_none());
        trusted.forget();
        assert!(trusted.get(&row.hash, now).is_none());
    }
}
