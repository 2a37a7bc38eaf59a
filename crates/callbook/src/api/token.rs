//! The text of a token: `cb_<account>_<43 letters>`, of which only the SHA-256 is kept.
//!
//! The text names the account, so that it can be looked up inside that account alone. It is printed once, where it is made,
//! and must never be logged. There is one kind; another one would begin with other letters than `cb`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use calls::Text;
use calls::moment::Moment;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::store::{Role, StoreError, TokenRow, is_name};

/// How many random bytes a token has.
const SECRET_BYTES: usize = 32;
/// As how many letters they are written.
const SECRET_LETTERS: usize = 43;
/// The most letters of what a token is for.
pub(crate) const TOKEN_NAME_CHARS_MAX: usize = 100;
/// The most tokens of an account that count.
pub(crate) const TOKENS_MAX: usize = 1_000;

/// What a new token may do and for whom it is.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) account: Text,
    pub(crate) name: Text,
    pub(crate) role: Role,
    pub(crate) scope: Option<Text>,
}

/// Draws a token: what is kept of it, and its text, which is told once.
pub(crate) fn draw(wanted: Wanted, now: Moment) -> Result<(TokenRow, String), StoreError> {
    let Wanted { account, name, role, scope } = wanted;
    let mut secret = [0; SECRET_BYTES];
    let mut id = [0; 16];
    let drawn = getrandom::fill(&mut secret).and_then(|()| getrandom::fill(&mut id));
    drawn.map_err(|error| StoreError::Unavailable(format!("no random bytes: {error}")))?;
    let text = format!("cb_{account}_{}", URL_SAFE_NO_PAD.encode(secret));
    let id = uuid::Builder::from_random_bytes(id).into_uuid();
    let row = TokenRow { account, id, name, hash: hash(&text), role, scope, created_at: now, revoked_at: None };
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

/// Whether a token can have that role and that scope.
pub(crate) fn check(wanted: &Wanted, sources: &[Text]) -> Result<(), (&'static str, String)> {
    let letters = wanted.name.chars().count();
    if letters == 0 || letters > TOKEN_NAME_CHARS_MAX || wanted.name.chars().any(char::is_control) {
        return Err(("name", format!("expected 1 to {TOKEN_NAME_CHARS_MAX} letters that say what the token is for")));
    }
    match &wanted.scope {
        Some(_) if wanted.role != Role::Source => Err(("scope", "only a token of the role `source` has a scope".to_owned())),
        Some(scope) if !sources.contains(scope) => Err(("scope", format!("no source is called `{scope}`"))),
        _ => Ok(()),
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
        Wanted { account: "north-1".into(), name: "desk".into(), role, scope: scope.map(Text::new) }
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
        let sources = ["office".into()];
        assert!(check(&wanted(Role::Source, Some("office")), &sources).is_ok());
        assert_eq!(check(&wanted(Role::Source, Some("attic")), &sources).unwrap_err().0, "scope");
        assert_eq!(check(&wanted(Role::Operator, Some("office")), &sources).unwrap_err().0, "scope");
    }
}
