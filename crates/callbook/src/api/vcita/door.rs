//! The door of this room: a token of the dialect (rule R18), of one of the vendor's types, and how often it may ask (sheet, 4.1 and 4.7).
//!
//! The vendor's types are the house's roles: a staff member's token is one of the role `user`, a directory's `supervisor`, an app's
//! `source`, an administrator's or operator's is called the same, and a client's is of the role `user` with a client instead of a user. What
//! a token reaches is said here once, by the businesses (scopes) that it is for and by its client; whoever is in which team, or on which leg,
//! does not count in this dialect. To add a deed: a case of [`Deed`], who may in [`Kind::may`], its marker in `asking`.

use std::sync::Arc;

use axum::http::header;
use axum::http::request::Parts;
use calls::Text;
use calls::dialects::vcita::{Card, DIALECT, Refusal, client_word};
use uuid::Uuid;

use super::super::Api;
use super::super::door::{self, Visitor, keyholder};
use super::super::problem::Problem;
use super::super::token::READS_ONLY;
use super::Answer;
use crate::directory::Directory;
use crate::names::{business_uuid, entry_uuid};
use crate::store::{Clue, EntryKind, Role};

/// How often a token may ask within a minute.
pub(in crate::api) const ASKS_MAX: usize = 600;
/// By which a directory's token says for which of its businesses it asks.
const ON_BEHALF_OF: &str = "x-on-behalf-of";

/// What is done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// Reading calls.
    Read,
    /// Creating and changing calls, and what is said of recordings.
    Write,
    /// Removing calls.
    Remove,
    /// Reading which webhooks there are.
    Webhooks,
    /// Subscribing and giving up webhooks.
    Subscribe,
}

/// The vendor's types of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Staff,
    Directory,
    App,
    Client,
    /// An administrator's or an operator's.
    Administrator,
}

impl Kind {
    fn of(visitor: &Visitor) -> Self {
        match visitor.role {
            Role::Operator | Role::Administrator => Self::Administrator,
            Role::Supervisor => Self::Directory,
            Role::Source => Self::App,
            Role::User if visitor.client.is_some() => Self::Client,
            Role::User => Self::Staff,
        }
    }

    fn may(self, deed: Deed) -> bool {
        match deed {
            Deed::Read => self != Self::App,
            Deed::Write => self != Self::Client,
            Deed::Remove | Deed::Webhooks | Deed::Subscribe => !matches!(self, Self::App | Self::Client),
        }
    }
}

/// Whose calls a token reaches.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reach {
    /// Those of these businesses, of which none is that of what has no scope; none: of all.
    scopes: Option<Vec<Option<Text>>>,
    client: Option<Client>,
}

/// Somebody outside: under which UUIDs calls may show him, and as which contact the directory may know him.
#[derive(Clone, Debug, PartialEq)]
struct Client {
    key: Text,
    uids: Vec<Uuid>,
}

impl Client {
    fn of(account: &str, key: &Text) -> Self {
        let own = Uuid::try_parse(key).ok();
        Self { key: key.clone(), uids: own.into_iter().chain([entry_uuid(account, EntryKind::Contact, key)]).collect() }
    }
}

impl Reach {
    /// Whether calls of a business are reached, as far as that says it.
    pub(super) fn scope(&self, scope: Option<&Text>) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| scopes.iter().any(|own| own.as_ref() == scope))
    }

    /// Whether a call is, of a business that is (rule V22).
    pub(super) fn card(&self, card: &Card) -> bool {
        self.client.as_ref().is_none_or(|client| client.uids.iter().any(|uid| card.is_client(*uid)))
    }

    /// Whether a client says whose calls are reached, so that each has to be looked at.
    pub(super) fn is_of_a_client(&self) -> bool {
        self.client.is_some()
    }

    /// The businesses; none: all.
    pub(super) fn scopes(&self) -> Option<Vec<Option<Text>>> {
        self.scopes.clone()
    }

    /// The clues of which a call has one that is a client's; none where no client says whose calls are reached.
    pub(super) fn clues(&self) -> Option<Vec<Clue>> {
        let client = self.client.as_ref()?;
        let named = client.uids.iter().map(|uid| Clue::kept(DIALECT.name, &client_word(*uid)));
        Some(named.chain([Clue::Contact(client.key.clone())]).collect())
    }

    /// The one business, if calls of no other are reached.
    pub(super) fn only(&self) -> Option<Option<&Text>> {
        match self.scopes.as_deref() {
            Some([one]) => Some(one.as_ref()),
            _ => None,
        }
    }

    /// Whether a user of the directory may be named: one of a business that is reached, or of none at all, since that may work for any.
    pub(super) fn user(&self, directory: &Directory, key: &Text) -> bool {
        let settings = directory.settings(EntryKind::User, &directory.now(EntryKind::User, key));
        let scope = settings.and_then(|settings| settings.scope.as_ref()).map(Text::new);
        settings.is_some() && (scope.is_none() || self.scope(scope.as_ref()))
    }
}

/// Whoever has a token of the dialect.
#[derive(Debug)]
pub(super) struct Bearer {
    pub(super) visitor: Visitor,
    pub(super) reach: Reach,
    /// The staff member whose token it is, by directory key.
    pub(super) staff: Option<Text>,
}

impl Bearer {
    /// Who asks, if he may do that.
    pub(super) async fn of(parts: &Parts, api: &Arc<Api>, deed: Deed) -> Answer<Self> {
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|token| token.to_str().ok()).unwrap_or_default();
        let (scheme, token) = header.split_once(' ').unwrap_or_default();
        let for_administrators = scheme.eq_ignore_ascii_case("admin");
        if !for_administrators && !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Refusal::Unauthorized.into());
        }
        let visitor = keyholder(api, token.trim(), DIALECT.name, door::Deed::Be).await?;
        let kind = Kind::of(&visitor);
        if for_administrators && kind != Kind::Administrator {
            return Err(Refusal::Unauthorized.into());
        }
        api.paces.count(visitor.id, ASKS_MAX, api.ctx.clock.now()).map_err(Problem::too_often)?;
        let writes = !matches!(deed, Deed::Read | Deed::Webhooks);
        if !kind.may(deed) || writes && visitor.scope.as_deref() == Some(READS_ONLY) {
            return Err(Refusal::Forbidden.into());
        }
        // The account of a token may have been removed.
        api.known.household(&api.ctx, &visitor.account, &[]).await?;
        let directory = api.ctx.directories.of(&visitor.account).await?;
        let reach = reach(&visitor, kind, &directory, parts)?;
        let staff = visitor.user.clone().filter(|_| kind == Kind::Staff);
        Ok(Self { visitor, reach, staff })
    }
}

/// Whose calls a token of that type reaches, by what the directory says now.
fn reach(visitor: &Visitor, kind: Kind, directory: &Directory, parts: &Parts) -> Answer<Reach> {
    let all = || {
        let scope = |business: &Text| Some(business.clone()).filter(|scope| !scope.is_empty());
        let scopes: Vec<_> = visitor.businesses.iter().map(scope).collect();
        Reach { scopes: Some(scopes).filter(|scopes| !scopes.is_empty()), client: None }
    };
    Ok(match kind {
        Kind::Administrator => Reach::default(),
        Kind::App => all(),
        Kind::Client => {
            let client = visitor.client.as_ref().map(|key| Client::of(&visitor.account, key));
            Reach { scopes: None, client }
        }
        Kind::Staff => {
            let key = visitor.user.clone().unwrap_or_default();
            Reach { scopes: Some(directory.business_of(&key).into_iter().collect()), client: None }
        }
        Kind::Directory => {
            let whole = all();
            match parts.headers.get(ON_BEHALF_OF) {
                None => whole,
                Some(named) => {
                    let uid = named.to_str().ok().and_then(|named| Uuid::try_parse(named.trim()).ok());
                    let scopes = directory.scopes().into_iter().map(Some).chain([None]);
                    let mut own = scopes.filter(|scope| whole.scope(scope.as_ref()));
                    let named = own.find(|scope| Some(business_uuid(&visitor.account, scope.as_ref())) == uid);
                    Reach { scopes: Some(vec![named.ok_or(Refusal::Forbidden)?]), client: None }
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_of_token_may_do_what_its_row_says() {
        let deeds = [Deed::Read, Deed::Write, Deed::Remove, Deed::Webhooks, Deed::Subscribe];
        let row = |kind: Kind| deeds.map(|deed| kind.may(deed));
        for kind in [Kind::Staff, Kind::Directory, Kind::Administrator] {
            assert_eq!(row(kind), [true; 5], "{kind:?}");
        }
        assert_eq!(row(Kind::App), [false, true, false, false, false]);
        assert_eq!(row(Kind::Client), [true, false, false, false, false]);
    }

    #[test]
    fn r18_what_has_no_scope_is_a_business_of_its_own() {
        let reach = |scopes: &[Option<&str>]| Reach {
            scopes: Some(scopes.iter().map(|scope| scope.map(Text::new)).collect()),
            client: None,
        };
        let (north, south) = (Text::new("north"), Text::new("south"));
        assert!(Reach::default().scope(None) && Reach::default().scope(Some(&north)));
        assert!(reach(&[Some("north")]).scope(Some(&north)) && !reach(&[Some("north")]).scope(None));
        assert!(reach(&[None]).scope(None) && !reach(&[None]).scope(Some(&south)));
        assert!(!reach(&[]).scope(None), "whoever is of no business reaches nothing");
        assert_eq!(reach(&[Some("north")]).only(), Some(Some(&north)));
        assert_eq!(reach(&[Some("north"), None]).only(), None);
    }
}
