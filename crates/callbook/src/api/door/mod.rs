//! The door: who is there, and whether he may. The one place that decides it.
//!
//! A handler names what it does by the extractor it takes ([`Teller`], [`Reader`], [`Administrator`] …), so that no route is
//! without a door by oversight; what a reader sees of it is decided in `seen`. A token that counts is trusted for
//! [`TRUSTED_FOR_MICROS`] without asking the store again, so that a revocation counts within a second, wherever it was written;
//! one by this server counts at once. Tokens are never logged.
//! To add a deed: a case of [`Deed`], who may in [`may`], its extractor.

pub(super) mod cookie;
pub(crate) mod origins;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use calls::Text;
use calls::moment::Moment;
use uuid::Uuid;

use super::problem::{Answer, Kind, Problem};
use super::{Api, token};
use crate::store::{Role, Sees, TokenRow};

/// For how long a token is trusted that the store knew.
const TRUSTED_FOR_MICROS: i64 = 1_000_000;
/// The most tokens that are trusted at a time; past it all are asked for again.
const TRUSTED_MAX: usize = 4_096;

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// Asking who one is.
    Be,
    /// Telling signals.
    Tell,
    /// Reading and hearing calls as far as they are seen, with the names of whom they tell of.
    Read,
    /// Doing something about them, and asking for them; reading the directory, figures and who is free.
    Work,
    /// Saying whose calls they are, deleting and restoring them.
    Supervise,
    /// Reading and changing what is in the account.
    Administer,
    /// What concerns further accounts.
    Operate,
}

impl Deed {
    /// Every deed with its word.
    pub(super) const WORDS: &[(Self, &'static str)] = &[
        (Self::Tell, "tell"),
        (Self::Read, "read"),
        (Self::Work, "work"),
        (Self::Supervise, "supervise"),
        (Self::Administer, "administer"),
        (Self::Operate, "operate"),
    ];
}

/// Who may do what.
fn may(role: Role, deed: Deed) -> bool {
    match deed {
        Deed::Be => true,
        Deed::Tell => matches!(role, Role::Source | Role::Administrator | Role::Operator),
        Deed::Read | Deed::Work => role != Role::Source,
        Deed::Supervise => matches!(role, Role::Supervisor | Role::Administrator | Role::Operator),
        Deed::Administer => matches!(role, Role::Administrator | Role::Operator),
        Deed::Operate => role == Role::Operator,
    }
}

/// Who is there.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    /// Whose token it is.
    pub(crate) account: Text,
    /// The token's id; of a session that was begun with a token, that one's.
    pub(crate) id: Uuid,
    /// What the token is for; of a session the name of the person.
    pub(crate) name: Text,
    /// What it may do.
    pub(crate) role: Role,
    /// The one source that it may tell of.
    pub(crate) scope: Option<Text>,
    /// The user of the directory that it stands for.
    pub(crate) user: Option<Text>,
    /// The teams of a supervisor.
    pub(crate) teams: Vec<Text>,
    /// Of a dialect's key: the businesses for whose calls it is; none: all of them.
    pub(crate) businesses: Vec<Text>,
    /// Of a dialect's key: the client whose calls it shows.
    pub(crate) client: Option<Text>,
    /// Of a session: who signed in by name.
    pub(crate) person: Option<Text>,
    /// The origins of the pages for which alone it counts.
    pub(crate) origins: Vec<Text>,
    /// Whether it reads calls and does nothing else, whatever its role may.
    pub(crate) only_reads: bool,
    /// When the token was entered.
    pub(crate) created_at: Moment,
    /// Of a session: when it ends.
    pub(crate) expires_at: Option<Moment>,
    /// The hash of the token.
    hash: [u8; 32],
}

impl From<TokenRow> for Visitor {
    fn from(row: TokenRow) -> Self {
        let only_reads = token::only_reads(row.dialect.as_deref(), row.role, row.scope.as_deref());
        let TokenRow { account, name, role, scope, user, teams, businesses, client, .. } = row;
        let TokenRow { person, origins, created_at, expires_at, hash, .. } = row;
        // What is done in it is done by the token that it is of.
        let id = row.session_of.unwrap_or(row.id);
        Self {
            account,
            id,
            name,
            role,
            scope,
            user,
            teams,
            businesses,
            client,
            person,
            origins,
            only_reads,
            created_at,
            expires_at,
            hash,
        }
    }
}

impl Visitor {
    /// Whether the token still counts, for whoever stays longer than a request: it may have been revoked meanwhile.
    pub(crate) async fn stays(&self, api: &Api) -> Result<(), Problem> {
        row(api, &self.account, self.hash).await.map(drop)
    }

    /// Ends his session; here it counts no more at once.
    pub(super) async fn leaves(&self, api: &Api) -> Answer<()> {
        let row = row(api, &self.account, self.hash).await?;
        api.ctx.store.put_token(TokenRow { revoked_at: Some(api.ctx.clock.now()), ..row }).await?;
        api.trusted.forget();
        Ok(())
    }

    /// Whose calls he sees.
    pub(crate) fn sees(&self) -> Sees {
        Sees::of(self.role, self.user.as_ref(), &self.teams)
    }

    /// Whether he may do that.
    pub(super) fn may(&self, deed: Deed) -> bool {
        may(self.role, deed) && (!self.only_reads || matches!(deed, Deed::Be | Deed::Read))
    }

    /// Refuses what he may not do.
    pub(super) fn needs(&self, deed: Deed) -> Answer<()> {
        let says = match self.only_reads {
            true => "a token of the scope `read` reads calls and nothing else".to_owned(),
            false => format!("a token of the role `{}` may not do this", self.role.word()),
        };
        let refused = || Problem::new(Kind::Forbidden, says);
        if self.may(deed) { Ok(()) } else { Err(refused()) }
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
    holder(api, text, None).await
}

/// Whom the key of a dialect stands for, if he may do that. A token of ours counts in no dialect, and no dialect's key elsewhere
/// (rule R18).
pub(super) async fn keyholder(api: &Api, text: &str, dialect: &str, deed: Deed) -> Answer<Visitor> {
    let visitor = holder(api, text, Some(dialect)).await?;
    visitor.needs(deed)?;
    Ok(visitor)
}

async fn holder(api: &Api, text: &str, dialect: Option<&str>) -> Result<Visitor, Problem> {
    held(api, text, dialect).await.map(Visitor::from)
}

/// What is kept of a token of ours that counts.
pub(super) async fn token_of_ours(api: &Api, text: &str) -> Answer<TokenRow> {
    held(api, text, None).await
}

async fn held(api: &Api, text: &str, dialect: Option<&str>) -> Answer<TokenRow> {
    let account = token::account(text).ok_or_else(unknown)?;
    let row = row(api, account, token::hash(text)).await?;
    if row.dialect.as_deref() == dialect { Ok(row) } else { Err(unknown()) }
}

fn unknown() -> Problem {
    Problem::new(Kind::Unauthorized, "this token does not count")
}

async fn row(api: &Api, account: &str, hash: [u8; 32]) -> Result<TokenRow, Problem> {
    let now = api.ctx.clock.now();
    let row = match api.trusted.get(&hash, now) {
        Some(row) => row,
        None => {
            let row = api.ctx.store.token(account, hash).await?.ok_or_else(unknown)?;
            api.trusted.put(row.clone(), now);
            row
        }
    };
    // A session ends at its moment, however freshly it was looked up.
    if row.expires_at.is_some_and(|end| end <= now) { Err(unknown()) } else { Ok(row) }
}

async fn admit(parts: &Parts, api: &Api, deed: Deed, by_query: bool) -> Result<Visitor, Problem> {
    let visitor = visitor(api, &key(parts, by_query)?).await?;
    origins::judge(parts, &visitor)?;
    visitor.needs(deed)?;
    Ok(visitor)
}

/// The token that a request brings: in its head, in the cookie of a session, or, of a feed, in its query.
fn key(parts: &Parts, by_query: bool) -> Answer<String> {
    if let Some(header) = parts.headers.get(header::AUTHORIZATION) {
        let text = header.to_str().ok().and_then(|text| text.split_once(' '));
        let text = text.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, text)| text.trim());
        return text.map(str::to_owned).ok_or_else(|| Problem::new(Kind::Unauthorized, EXPECTED));
    }
    if by_query && let Some(text) = token_of_query(parts) {
        return Ok(text);
    }
    if let Some(text) = cookie::token(&parts.headers) {
        cookie::refuse_strangers(parts)?;
        return Ok(text);
    }
    Err(match by_query {
        true => Problem::new(Kind::Unauthorized, format!("{EXPECTED}, or `?token=`")),
        false => Problem::new(Kind::Unauthorized, EXPECTED),
    })
}

const EXPECTED: &str = "expected `Authorization: Bearer TOKEN`";

fn token_of_query(parts: &Parts) -> Option<String> {
    let mut words = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
    words.find(|(name, _)| name == "token").map(|(_, text)| text.into_owned())
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

door!(/** Whoever has a token that counts. */ Anyone, Deed::Be, by_query: false);
door!(/** Whoever may tell signals. */ Teller, Deed::Tell, by_query: false);
door!(/** Whoever may read calls, as far as he sees them. */ Reader, Deed::Read, by_query: false);
door!(/** Whoever works with calls: does something about them, or reads the directory and figures. */ Worker, Deed::Work, by_query: false);
door!(
    /** The same, of a live feed: a browser's `EventSource` and `WebSocket` send no headers, so `?token=` counts too. */
    Follower, Deed::Read, by_query: true
);
door!(/** Whoever works with calls, of a live feed. */ Onlooker, Deed::Work, by_query: true);
door!(/** Whoever may read and change what is in the account. */ Administrator, Deed::Administer, by_query: false);
door!(/** Whoever may enter accounts. */ Operator, Deed::Operate, by_query: false);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_role_may_do_what_its_name_says() {
        let may_all = |role| {
            let done = Deed::WORDS.iter().filter(|(deed, _)| may(role, *deed));
            done.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(may_all(Role::Source), "tell");
        assert_eq!(may_all(Role::User), "read work");
        assert_eq!(may_all(Role::Supervisor), "read work supervise");
        assert_eq!(may_all(Role::Administrator), "tell read work supervise administer");
        assert_eq!(may_all(Role::Operator), "tell read work supervise administer operate");
    }

    #[test]
    fn whoever_only_reads_does_nothing_else_whatever_his_role_may() {
        for role in [Role::User, Role::Supervisor, Role::Administrator, Role::Operator] {
            let wanted = token::Wanted { scope: Some(token::READS_ONLY.into()), ..token::Wanted::new("main", "crm", role) };
            let visitor = Visitor::from(token::draw(wanted, Moment::default()).unwrap().0);
            let done: Vec<_> = Deed::WORDS.iter().filter(|(deed, _)| visitor.may(*deed)).map(|(_, word)| *word).collect();
            assert_eq!(done, ["read"], "{role:?}");
        }
        let of_a_source =
            token::Wanted { scope: Some(token::READS_ONLY.into()), ..token::Wanted::new("main", "pbx", Role::Source) };
        let visitor = Visitor::from(token::draw(of_a_source, Moment::default()).unwrap().0);
        assert!(visitor.may(Deed::Tell), "a source may be called so");
    }

    #[test]
    fn trust_ends_after_a_second_or_when_a_token_is_revoked() {
        let wanted = token::Wanted::new("main", "desk", Role::Administrator);
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
