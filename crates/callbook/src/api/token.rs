//! The text of a token: `cb_<account>_<43 letters>`, of which only the SHA-256 is kept.
//!
//! The text names the account, so that it can be looked up inside that account alone. It is printed once, where it is made,
//! and must never be logged. A session of a person is such a token too, which ends by itself; and so is the key of a dialect, which
//! counts in that dialect and nowhere else, while no other counts there (rule R18). Another kind would begin with other letters
//! than `cb`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use calls::Text;
use calls::dialects::DIALECTS;
use calls::moment::Moment;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::directory::Directory;
use crate::directory::said::{KEY_WANTED, is_key};
use crate::store::{EntryKind, PersonRow, Role, StoreError, TokenRow, is_name};

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
/// For how long a session counts, in hours.
pub(crate) const SESSION_HOURS: i64 = 12;

/// The scope of a dialect's key that reads and writes nothing.
pub(crate) const READS_ONLY: &str = "read";

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
}

impl Wanted {
    /// A token of that role of which nothing else is said.
    pub(crate) fn new(account: &str, name: &str, role: Role) -> Self {
        let (account, name) = (Text::new(account), Text::new(name));
        Self { account, name, role, scope: None, user: None, teams: Vec::new(), dialect: None }
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
    let Wanted { account, name, role, scope, user, teams, dialect } = wanted;
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
        person: None,
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
    let is_key = wanted.dialect.is_some() && wanted.role != Role::Source;
    match &wanted.scope {
        Some(scope) if is_key && scope != READS_ONLY => {
            Err(("scope", format!("expected `{READS_ONLY}`, of a key that writes nothing, or nothing")))
        }
        Some(_) if is_key => shows(wanted.role, wanted.user.as_ref(), &wanted.teams, directory),
        Some(_) if wanted.role != Role::Source => Err(("scope", "only a token of the role `source` has a scope".to_owned())),
        Some(scope) if !sources.contains(scope) => Err(("scope", format!("no source is called `{scope}`"))),
        _ => shows(wanted.role, wanted.user.as_ref(), &wanted.teams, directory),
    }
}

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
    fn only_sources_have_a_scope() {
        let (sources, directory) = (["office".into()], Directory::default());
        assert!(check(&wanted(Role::Source, Some("office")), &sources, &directory).is_ok());
        assert_eq!(check(&wanted(Role::Source, Some("attic")), &sources, &directory).unwrap_err().0, "scope");
        assert_eq!(check(&wanted(Role::Operator, Some("office")), &sources, &directory).unwrap_err().0, "scope");
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
