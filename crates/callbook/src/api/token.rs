//! The text of a token: `cb_<account>_<43 letters>`, of which only the SHA-256 is kept.
//!
//! The text names the account, so that it can be looked up inside that account alone. It is printed once, where it is made,
//! and must never be logged. A session of a person is such a token too, which ends by itself; and so is the key of a dialect, which
//! counts in that dialect and nowhere else, while no other counts there (rule R18). Another kind would begin with other letters
//! than `cb`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use calls::Text;
use calls::dialects::{DIALECTS, vcita};
use calls::moment::Moment;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::door::origins::{ORIGIN_WANTED, ORIGINS_MAX, is_origin};
use crate::directory::Directory;
use crate::directory::said::{KEY_WANTED, is_key};
use crate::store::{EntryKind, PersonRow, Role, Store, StoreError, TokenRow, is_name};

/// How many random bytes a token has.
const SECRET_BYTES: usize = 32;
/// As how many letters they are written.
const SECRET_LETTERS: usize = 43;
/// The most letters of what a token is for.
pub(crate) const TOKEN_NAME_CHARS_MAX: usize = 100;
/// The most tokens of an account that count.
pub(crate) const TOKENS_MAX: usize = 1_000;

/// The most teams of a supervisor.
pub(crate) const TEAMS_MAX: usize = 100;
/// The most businesses of a key.
const BUSINESSES_MAX: usize = 100;
/// For how long a session counts, in hours.
pub(crate) const SESSION_HOURS: i64 = 12;

/// The scope of a token, or of a dialect's key, that reads and writes nothing.
pub(crate) const READS_ONLY: &str = "read";

/// Whether a token of ours reads calls and does nothing else. A source may be called like that scope.
pub(crate) fn only_reads(dialect: Option<&str>, role: Role, scope: Option<&str>) -> bool {
    dialect.is_none() && role != Role::Source && scope == Some(READS_ONLY)
}

/// What a new token may do and for whom it is.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) account: Text,
    pub(crate) name: Text,
    pub(crate) role: Role,
    pub(crate) scope: Option<Text>,
    pub(crate) user: Option<Text>,
    pub(crate) teams: Vec<Text>,
    /// The dialect whose key it is to be; none: a token of our own API.
    pub(crate) dialect: Option<Text>,
    /// Of a key of a dialect that has businesses: those for whose calls it is; none: all of them.
    pub(crate) businesses: Vec<Text>,
    /// Of a key of a dialect that has clients: the client whose calls it shows.
    pub(crate) client: Option<Text>,
    /// The origins of the pages that may ask with it.
    pub(crate) origins: Vec<Text>,
}

impl Wanted {
    /// A token of that role of which nothing else is said.
    pub(crate) fn new(account: &str, name: &str, role: Role) -> Self {
        let (account, name) = (Text::new(account), Text::new(name));
        let (scope, user, dialect, client) = (None, None, None, None);
        let (teams, businesses, origins) = Default::default();
        Self { account, name, role, scope, user, teams, dialect, businesses, client, origins }
    }
}

/// Draws the token of a session that begins now.
pub(crate) fn session(person: &PersonRow, now: Moment) -> Result<(TokenRow, String), StoreError> {
    let wanted = Wanted {
        user: person.user.clone(),
        teams: person.teams.clone(),
        ..Wanted::new(&person.account, &person.name, person.role)
    };
    let (row, text) = draw(wanted, now)?;
    let expires_at = Some(now.plus(SESSION_HOURS * 3_600_000_000));
    Ok((TokenRow { person: Some(person.name.clone()), expires_at, ..row }, text))
}

/// Draws the token of a session that is begun with another token, and may what that may.
pub(crate) fn session_of(given: &TokenRow, now: Moment) -> Result<(TokenRow, String), StoreError> {
    let wanted = Wanted {
        scope: given.scope.clone(),
        user: given.user.clone(),
        teams: given.teams.clone(),
        ..Wanted::new(&given.account, &given.name, given.role)
    };
    let (row, text) = draw(wanted, now)?;
    let expires_at = Some(now.plus(SESSION_HOURS * 3_600_000_000));
    Ok((TokenRow { session_of: Some(given.id), expires_at, ..row }, text))
}

/// Draws a token of a login in a dialect, which lasts for so many hours from now on.
pub(crate) fn login(
    person: &PersonRow,
    dialect: &str,
    name: &str,
    hours: i64,
    now: Moment,
) -> Result<(TokenRow, String), StoreError> {
    let wanted = Wanted {
        user: person.user.clone(),
        teams: person.teams.clone(),
        dialect: Some(Text::new(dialect)),
        ..Wanted::new(&person.account, name, person.role)
    };
    let (row, text) = draw(wanted, now)?;
    let expires_at = Some(now.plus(hours * 3_600_000_000));
    Ok((TokenRow { person: Some(person.name.clone()), expires_at, ..row }, text))
}

/// Draws a token: what is kept of it, and its text, which is told once.
pub(crate) fn draw(wanted: Wanted, now: Moment) -> Result<(TokenRow, String), StoreError> {
    let Wanted { account, name, role, scope, user, teams, dialect, businesses, client, origins } = wanted;
    let mut secret = [0; SECRET_BYTES];
    let mut id = [0; 16];
    let drawn = getrandom::fill(&mut secret).and_then(|()| getrandom::fill(&mut id));
    drawn.map_err(|error| StoreError::Unavailable(format!("no random bytes: {error}")))?;
    let text = format!("cb_{account}_{}", URL_SAFE_NO_PAD.encode(secret));
    let id = uuid::Builder::from_random_bytes(id).into_uuid();
    let row = TokenRow {
        account,
        id,
        name,
        hash: hash(&text),
        role,
        scope,
        user,
        teams,
        dialect,
        businesses,
        client,
        origins,
        person: None,
        session_of: None,
        created_at: now,
        expires_at: None,
        revoked_at: None,
    };
    Ok((row, text))
}

/// What is kept of a token's text.
pub(crate) fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// The account that a token's text names; none if it is no token.
pub(crate) fn account(text: &str) -> Option<&str> {
    let (account, secret) = text.strip_prefix("cb_")?.split_once('_')?;
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (is_name(account) && secret.len() == SECRET_LETTERS && secret.bytes().all(letter)).then_some(account)
}

/// Whether a token can have that role, that scope, and show the calls of that user or those teams.
pub(crate) fn check(wanted: &Wanted, sources: &[Text], directory: &Directory) -> Result<(), (&'static str, String)> {
    let letters = wanted.name.chars().count();
    if letters == 0 || letters > TOKEN_NAME_CHARS_MAX || wanted.name.chars().any(char::is_control) {
        return Err(("name", format!("expected 1 to {TOKEN_NAME_CHARS_MAX} letters that say what the token is for")));
    }
    if wanted.dialect.as_ref().is_some_and(|dialect| DIALECTS.iter().all(|known| known.name != dialect)) {
        let known: Vec<&str> = DIALECTS.iter().map(|known| known.name).collect();
        return Err(("dialect", format!("expected one of {}", known.join(", "))));
    }
    check_origins(wanted)?;
    if wanted.dialect.as_deref() == Some(vcita::DIALECT.name) {
        return check_vcita(wanted, directory);
    }
    if !wanted.businesses.is_empty() || wanted.client.is_some() {
        let field = if wanted.client.is_some() { "client" } else { "businesses" };
        return Err((field, format!("only a key of `{}` has any", vcita::DIALECT.name)));
    }
    match &wanted.scope {
        Some(scope) if wanted.role != Role::Source && scope != READS_ONLY => {
            Err(("scope", format!("expected `{READS_ONLY}`, of a token that writes nothing, or nothing")))
        }
        Some(scope) if wanted.role == Role::Source && !sources.contains(scope) => {
            Err(("scope", format!("no source is called `{scope}`")))
        }
        _ => shows(wanted.role, wanted.user.as_ref(), &wanted.teams, directory),
    }
}

/// A token with origins stands in the source of a page, where whoever sees the page reads it.
fn check_origins(wanted: &Wanted) -> Result<(), (&'static str, String)> {
    if wanted.origins.is_empty() {
        return Ok(());
    }
    if !only_reads(wanted.dialect.as_deref(), wanted.role, wanted.scope.as_deref()) {
        return Err((
            "origins",
            format!("only a token of this API with the scope `{READS_ONLY}` has any: everybody reads it in the page"),
        ));
    }
    if wanted.origins.len() > ORIGINS_MAX {
        return Err(("origins", format!("expected at most {ORIGINS_MAX}")));
    }
    match wanted.origins.iter().all(|origin| is_origin(origin)) {
        true => Ok(()),
        false => Err(("origins", ORIGIN_WANTED.to_owned())),
    }
}

/// The same of a key of vCita, whose kinds are roles here (vCita sheet, 4.1): a staff member's is `user`, and so is a client's, a
/// directory's is `supervisor`, an app's is `source`.
fn check_vcita(wanted: &Wanted, directory: &Directory) -> Result<(), (&'static str, String)> {
    if wanted.scope.as_ref().is_some_and(|scope| scope != READS_ONLY || wanted.role == Role::Source) {
        return Err(("scope", format!("expected `{READS_ONLY}`, of a key that writes nothing and is no app's, or nothing")));
    }
    if !wanted.teams.is_empty() {
        return Err(("teams", "a key of this dialect has businesses instead".to_owned()));
    }
    let has_businesses = matches!(wanted.role, Role::Supervisor | Role::Source);
    if !has_businesses && !wanted.businesses.is_empty() {
        return Err((
            "businesses",
            "only a directory's key, of the role `supervisor`, and an app's, `source`, have any".to_owned(),
        ));
    }
    if wanted.businesses.len() > BUSINESSES_MAX {
        return Err(("businesses", format!("expected at most {BUSINESSES_MAX}")));
    }
    let known = directory.scopes();
    // The empty one is that of everything that has no scope, which is always there.
    if wanted.businesses.iter().any(|business| !business.is_empty() && !known.contains(business)) {
        return Err(("businesses", "the directory has no user and no line of such a scope".to_owned()));
    }
    match (&wanted.client, &wanted.user) {
        (Some(_), _) if wanted.role != Role::User => Err(("client", "only a key of the role `user` has a client".to_owned())),
        (Some(_), Some(_)) => Err(("client", "expected either a user, of a staff member's key, or a client".to_owned())),
        (Some(client), None) if !is_key(client) => Err(("client", KEY_WANTED.to_owned())),
        (Some(_), None) => Ok(()),
        (None, user) if wanted.role == Role::Supervisor => match user {
            Some(_) => Err(("user", "a directory's key has no user".to_owned())),
            None => Ok(()),
        },
        (None, user) => shows(wanted.role, user.as_ref(), &[], directory),
    }
}

/// Whether there is the client of a key: a contact by key, or somebody whom only other software knows, by UUID.
pub(crate) async fn is_client(store: &dyn Store, wanted: &Wanted) -> Result<bool, StoreError> {
    let Some(client) = &wanted.client else { return Ok(true) };
    let known = store.entry(&wanted.account, EntryKind::Contact, client).await?;
    Ok(known.is_some_and(|row| row.deleted_at.is_none()) || Uuid::try_parse(client).is_ok())
}

/// What is said where there is none.
pub(crate) const CLIENT_WANTED: &str = "expected the key of a contact, or a UUID by which only other software knows somebody";

/// Whether a token or a person of that role can show the calls of that user or those teams.
pub(crate) fn shows(
    role: Role,
    user: Option<&Text>,
    teams: &[Text],
    directory: &Directory,
) -> Result<(), (&'static str, String)> {
    match user {
        None if role == Role::User => return Err(("user", "expected the key of the user whose calls are seen".to_owned())),
        Some(_) if matches!(role, Role::Source | Role::Operator) => {
            return Err(("user", format!("the role `{}` has no user", role.word())));
        }
        Some(user) if !is_key(user) => return Err(("user", KEY_WANTED.to_owned())),
        Some(user) if !directory.is_key_of(EntryKind::User, user) => {
            return Err(("user", "the directory has no such user".to_owned()));
        }
        _ => {}
    }
    if role != Role::Supervisor {
        let none = teams.is_empty();
        return if none { Ok(()) } else { Err(("teams", "only the role `supervisor` has teams".to_owned())) };
    }
    if teams.is_empty() || teams.len() > TEAMS_MAX {
        return Err(("teams", format!("expected the keys of 1 to {TEAMS_MAX} teams whose calls are seen")));
    }
    match teams.iter().find(|team| !directory.is_key_of(EntryKind::Team, team)) {
        Some(_) => Err(("teams", "the directory has no such team".to_owned())),
        None => Ok(()),
    }
}

/// Names one token in what people write: its id.
pub(crate) fn named(tokens: &[TokenRow], id: Uuid) -> Option<&TokenRow> {
    tokens.iter().find(|token| token.id == id)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn wanted(role: Role, scope: Option<&str>) -> Wanted {
        Wanted { scope: scope.map(Text::new), ..Wanted::new("north-1", "desk", role) }
    }

    #[test]
    fn a_token_names_its_account_and_is_kept_as_a_hash() {
        let (row, text) = draw(wanted(Role::Administrator, None), Moment::default()).unwrap();
        assert_eq!(account(&text), Some("north-1"));
        assert_eq!(row.hash, hash(&text));
        let (_, other) = draw(wanted(Role::Administrator, None), Moment::default()).unwrap();
        assert_ne!(text, other);
    }

    #[test]
    fn what_is_no_token_names_no_account() {
        let letters = "x".repeat(43);
        for text in ["", "cb_main_", "cb_main_x", &format!("cb__{letters}"), &format!("cb_Main_{letters}"), &letters] {
            assert_eq!(account(text), None, "{text}");
        }
    }

    #[test]
    fn a_scope_is_a_source_or_that_nothing_is_written() {
        let (sources, directory) = (["office".into()], Directory::default());
        assert!(check(&wanted(Role::Source, Some("office")), &sources, &directory).is_ok());
        assert_eq!(check(&wanted(Role::Source, Some("attic")), &sources, &directory).unwrap_err().0, "scope");
        assert_eq!(check(&wanted(Role::Operator, Some("office")), &sources, &directory).unwrap_err().0, "scope");
        assert!(check(&wanted(Role::Administrator, Some(READS_ONLY)), &sources, &directory).is_ok());
        assert_eq!(check(&wanted(Role::Source, Some(READS_ONLY)), &sources, &directory).unwrap_err().0, "scope");
    }

    #[test]
    fn a_token_of_a_page_only_reads() {
        let of = |role: Role, scope: Option<&str>, origins: &[&str]| {
            let wanted = Wanted { origins: origins.iter().map(Text::new).collect(), ..wanted(role, scope) };
            check(&wanted, &["office".into()], &Directory::default()).err().map(|(field, _)| field)
        };
        let crm = &["https://crm.example"][..];
        assert_eq!(of(Role::Administrator, Some(READS_ONLY), crm), None);
        assert_eq!(of(Role::Administrator, None, crm), Some("origins"));
        assert_eq!(of(Role::Source, Some("office"), crm), Some("origins"));
        assert_eq!(of(Role::Administrator, Some(READS_ONLY), &["https://crm.example/"]), Some("origins"));
        assert_eq!(of(Role::Administrator, Some(READS_ONLY), &["https://crm.example"; ORIGINS_MAX + 1]), Some("origins"));
        let key = Wanted {
            origins: crm.iter().map(Text::new).collect(),
            dialect: Some("chakra".into()),
            ..wanted(Role::Administrator, Some(READS_ONLY))
        };
        assert_eq!(check(&key, &[], &Directory::default()).unwrap_err().0, "origins", "dialects are for no page");
    }

    #[test]
    fn r18_a_key_is_of_a_dialect_that_there_is() {
        let of = |dialect: &str| Wanted { dialect: Some(dialect.into()), ..wanted(Role::Administrator, None) };
        assert!(check(&of("freshworks"), &[], &Directory::default()).is_ok());
        let scoped = |scope: &str| check(&Wanted { scope: Some(scope.into()), ..of("chakra") }, &[], &Directory::default());
        assert!(scoped(READS_ONLY).is_ok() && scoped("write").is_err());
        assert_eq!(check(&of("morse"), &[], &Directory::default()).unwrap_err().0, "dialect");
        assert_eq!(draw(of("freshworks"), Moment::default()).unwrap().0.dialect.as_deref(), Some("freshworks"));
    }

    #[test]
    fn r18_a_key_of_vcita_is_a_staff_members_a_directorys_an_apps_a_clients_or_an_administrators() {
        let of = |role: Role| Wanted { dialect: Some("vcita".into()), ..wanted(role, None) };
        let field = |wanted: &Wanted| check(wanted, &[], &Directory::default()).err().map(|(field, _)| field);
        let business = |role: Role, scope: &str| field(&Wanted { businesses: vec![scope.into()], ..of(role) });
        for role in [Role::Administrator, Role::Operator, Role::Supervisor, Role::Source] {
            assert_eq!(field(&of(role)), None, "{role:?}");
        }
        assert_eq!([business(Role::Supervisor, ""), business(Role::Source, "")], [None, None]);
        assert_eq!(business(Role::Source, "nowhere"), Some("businesses"));
        assert_eq!(business(Role::Administrator, ""), Some("businesses"));
        assert_eq!(field(&of(Role::User)), Some("user"));
        let client = |role: Role| Wanted { client: Some("rosa".into()), ..of(role) };
        assert_eq!((field(&client(Role::User)), field(&client(Role::Administrator))), (None, Some("client")));
        assert_eq!(field(&Wanted { user: Some("ann".into()), ..client(Role::User) }), Some("client"));
        assert_eq!(field(&Wanted { teams: vec!["desk".into()], ..of(Role::Supervisor) }), Some("teams"));
        assert_eq!(field(&Wanted { scope: Some("office".into()), ..of(Role::Source) }), Some("scope"));
        let other = Wanted { client: Some("rosa".into()), dialect: Some("chakra".into()), ..wanted(Role::Administrator, None) };
        assert_eq!(field(&other), Some("client"), "other dialects have none");
    }

    #[test]
    fn n24_a_token_says_whose_calls_it_shows() {
        let directory = Directory::default();
        let refused = |wanted: &Wanted| check(wanted, &[], &directory).unwrap_err().0;
        assert_eq!(refused(&wanted(Role::User, None)), "user");
        assert_eq!(refused(&Wanted { user: Some("ann".into()), ..wanted(Role::User, None) }), "user", "nobody is called so");
        assert_eq!(refused(&Wanted { user: Some("ann".into()), ..wanted(Role::Source, None) }), "user");
        assert_eq!(refused(&wanted(Role::Supervisor, None)), "teams");
        assert_eq!(refused(&Wanted { teams: vec!["desk".into()], ..wanted(Role::Supervisor, None) }), "teams");
        assert_eq!(refused(&Wanted { teams: vec!["desk".into()], ..wanted(Role::Administrator, None) }), "teams");
        assert!(check(&wanted(Role::Administrator, None), &[], &directory).is_ok());
    }
}
