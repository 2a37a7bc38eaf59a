//! What clients log in with and are answered (sheet, 4.2; rules X26, X27). Passwords are compared, and tokens drawn, above.

use serde::Serialize;
use serde_json::Value;

use crate::Text;
use crate::moment::Moment;

use super::form::time;
use super::refusal::{Refusal, held_to};

/// The longest user space, in characters (sheet, 4.6).
const USER_SPACE_CHARS_MAX: usize = 200;

/// The longest of the other texts of a login, in characters (sheet, 4.1).
const TEXT_CHARS_MAX: usize = 4_000;

/// A login, as it was sent. `clientId`, `appKey` and `email` are taken and mean nothing, `database` and `hostName` are not looked at.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// Who.
    pub user_name: Text,
    /// What only he knows.
    pub password: Text,
    /// Which of his programs.
    pub user_space: Text,
    /// A second factor, where the client sent one.
    pub mfa: Option<Text>,
}

/// Passwords are never shown.
impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { user_name, user_space, .. } = self;
        f.debug_struct("Login").field("user_name", user_name).field("user_space", user_space).finish_non_exhaustive()
    }
}

/// Reads the body of a login.
///
/// # Errors
///
/// If it is empty, no object, or lacks one of the three fields; the first that is wrong is named.
pub fn read_login(body: &[u8]) -> Result<Login, Refusal> {
    let Value::Object(fields) = read(body)? else {
        return Err(Refusal::invalid("", None, "expected a JSON object"));
    };
    let text = |name: &str, chars_max: usize, too_long: Option<Refusal>| match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => match held_to(text, chars_max) {
            Some(text) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
            None => Err(too_long.unwrap_or_else(|| Refusal::invalid(name, None, "expected at most 4000 characters"))),
        },
        // What is no text is not told back: it may be a password.
        Some(_) => Err(Refusal::invalid(name, None, "expected a text")),
    };
    let user_name = text("userName", TEXT_CHARS_MAX, None)?.ok_or(Refusal::NoUserName)?;
    let password = text("password", TEXT_CHARS_MAX, None)?.ok_or(Refusal::NoPassword)?;
    let user_space = text("userSpace", USER_SPACE_CHARS_MAX, Some(Refusal::UserSpaceTooLong))?.ok_or(Refusal::NoUserSpace)?;
    let mfa = text("mfa", TEXT_CHARS_MAX, None)?;
    for name in ["clientId", "appKey", "email"] {
        text(name, TEXT_CHARS_MAX, None)?;
    }
    Ok(Login { user_name: Text::new(user_name.trim()), password, user_space, mfa })
}

/// Reads the body of a renewal: one JSON text, which is a renewal token or the password.
///
/// # Errors
///
/// If it is empty or anything else.
pub fn read_renewal(body: &[u8]) -> Result<Text, Refusal> {
    match read(body)? {
        Value::String(text) if text.trim().is_empty() => Err(Refusal::EmptyPayload),
        Value::String(text) => {
            held_to(&text, TEXT_CHARS_MAX).ok_or_else(|| Refusal::invalid("", None, "expected at most 4000 characters"))
        }
        _ => Err(Refusal::invalid("", None, "expected the renewal token or the password as one JSON string")),
    }
}

fn read(body: &[u8]) -> Result<Value, Refusal> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(Refusal::EmptyPayload);
    }
    serde_json::from_slice(body).map_err(|_| Refusal::invalid("", None, "expected JSON"))
}

/// What a login that was let in, or renewed, goes on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// For the header of every request.
    pub authentication: Text,
    /// For one renewal.
    pub renewal: Text,
    /// Until when the first is good.
    pub valid_until: Moment,
}

/// Where somebody was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginPlace {
    /// The host that clients come to.
    pub host: Text,
    /// The tenant's name in paths.
    pub tenant: Text,
    /// Which build of the server that is.
    pub build: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LetIn<'a> {
    authentication: &'a str,
    renewal_token: &'a str,
    valid_until: String,
    #[serde(flatten)]
    server: Option<Server<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Server<'a> {
    version: &'static str,
    server_version: &'static str,
    brand: &'static str,
    build_number: &'a str,
    host: &'a str,
    tenant: &'a str,
    user_name: &'a str,
}

impl Tokens {
    fn printed(&self, server: Option<Server<'_>>) -> String {
        let (authentication, renewal_token) = (self.authentication.as_str(), self.renewal.as_str());
        let let_in = LetIn { authentication, renewal_token, valid_until: time(self.valid_until), server };
        serde_json::to_string(&let_in).unwrap_or_default()
    }

    /// The answer to a login, as JSON text, which stands for itself and in no object.
    #[must_use]
    pub fn answer(&self, login: &Login, place: &LoginPlace) -> String {
        self.printed(Some(Server {
            version: "1.1",
            server_version: "Callbook 1",
            brand: "Callbook",
            build_number: &place.build,
            host: &place.host,
            tenant: &place.tenant,
            user_name: &login.user_name,
        }))
    }

    /// The answer to a renewal, as JSON text (rule X27).
    #[must_use]
    pub fn renewed(&self) -> String {
        self.printed(None)
    }
}

/// An earlier login of the same user with the same user space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Whether it has a socket open.
    pub has_socket: bool,
    /// Whether its token came with the new login.
    pub is_shown: bool,
}

/// Whether a login takes the place of an earlier one (rule X26).
///
/// # Errors
///
/// If the earlier one is connected, and whoever logs in does not show that it is his.
pub fn takes_over(earlier: Earlier) -> Result<(), Refusal> {
    if earlier.has_socket && !earlier.is_shown { Err(Refusal::UserSpaceInUse) } else { Ok(()) }
}

/// The token of an `Authorization` header: `xelion TOKEN`, the word in any case (sheet, 4.1).
///
/// # Errors
///
/// If there is none.
pub fn read_authorization(header: Option<&str>) -> Result<&str, Refusal> {
    let told = header.map(str::trim).and_then(|header| header.split_once(char::is_whitespace));
    let token = told.filter(|(word, _)| word.eq_ignore_ascii_case("xelion")).map(|(_, token)| token.trim());
    token.filter(|token| !token.is_empty()).ok_or(Refusal::NotAuthenticated)
}
