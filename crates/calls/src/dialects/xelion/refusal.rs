//! Why a client is refused (sheet, 4.6): the vendor's number, a status, a sentence, and the field where there is one.

use serde_json::json;

use crate::Text;

/// The longest part of a value that is told back, in characters.
const VALUE_CHARS_MAX: usize = 100;

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No login, or one that is over.
    NotAuthenticated,
    /// No user name in a login.
    NoUserName,
    /// No password in a login.
    NoPassword,
    /// Not the password of that user.
    WrongCredentials,
    /// The user has another login with that user space, with a socket open (rule X26).
    UserSpaceInUse,
    /// The user may not log in.
    UserDisabled,
    /// The password is too old.
    PasswordExpired,
    /// The user space is longer than 200 characters.
    UserSpaceTooLong,
    /// No user space in a login.
    NoUserSpace,
    /// A second factor is asked for, and was not sent.
    SecondFactor,
    /// There is no such thing, or none that this user may see (rules X30, X31).
    NotFound,
    /// This user may not ask for that.
    NotPermitted,
    /// A body that must not be empty is.
    EmptyPayload,
    /// A body, parameter or field that cannot be read.
    Invalid(Fault),
    /// An id that is missing or is none.
    BadId(Fault),
    /// More requests of one login at once than are answered.
    TooManyAtOnce,
    /// The answer took too long.
    TimedOut,
    /// The server's own fault.
    Broken,
}

/// What of a request cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field or parameter, as in `notifications[1].toggle`; empty: the whole.
    pub field: String,
    /// What stood there, cut off where it is long; none where nothing did.
    pub value: Option<String>,
    /// What was expected.
    pub says: &'static str,
}

impl Refusal {
    /// A field that cannot be read.
    pub(super) fn invalid(field: impl Into<String>, value: Option<&str>, says: &'static str) -> Self {
        Self::Invalid(Fault::new(field, value, says))
    }

    /// An id that cannot be read.
    pub(super) fn bad_id(field: impl Into<String>, value: Option<&str>, says: &'static str) -> Self {
        Self::BadId(Fault::new(field, value, says))
    }

    /// The status of HTTP.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::NoUserName | Self::NoPassword | Self::UserSpaceTooLong | Self::NoUserSpace => 400,
            Self::EmptyPayload | Self::Invalid(_) | Self::BadId(_) => 400,
            Self::NotAuthenticated | Self::WrongCredentials | Self::UserSpaceInUse => 401,
            Self::UserDisabled | Self::PasswordExpired | Self::SecondFactor => 401,
            Self::NotPermitted => 403,
            Self::NotFound => 404,
            Self::TooManyAtOnce | Self::TimedOut => 429,
            Self::Broken => 500,
        }
    }

    /// The vendor's number and a sentence for people.
    fn means(&self) -> (u32, &'static str) {
        match self {
            Self::NotAuthenticated => (10_000, "not authenticated"),
            Self::NoUserName => (10_002, "no user name"),
            Self::NoPassword => (10_003, "no password"),
            Self::WrongCredentials => (10_004, "wrong user name or password"),
            Self::UserSpaceInUse => (10_005, "this user space has a connection open"),
            Self::UserDisabled => (10_006, "this user is disabled"),
            Self::PasswordExpired => (10_007, "the password has expired"),
            Self::UserSpaceTooLong => (10_010, "the user space has more than 200 characters"),
            Self::NoUserSpace => (10_011, "no user space"),
            Self::SecondFactor => (10_013, "a second factor is required"),
            Self::NotFound => (10_100, "there is no such object"),
            Self::NotPermitted => (10_101, "this user has no permission"),
            Self::EmptyPayload => (10_200, "the payload is empty"),
            Self::Invalid(fault) => (10_202, fault.says),
            Self::BadId(fault) => (10_203, fault.says),
            Self::TooManyAtOnce => (10_400, "too many concurrent requests"),
            Self::TimedOut => (10_402, "timed out"),
            Self::Broken => (11_000, "the server failed"),
        }
    }

    /// The vendor's number.
    #[must_use]
    pub fn code(&self) -> u32 {
        self.means().0
    }

    /// The field that was refused, and what stood there: `limit=many`.
    fn field(&self) -> Option<String> {
        match self {
            Self::Invalid(fault) | Self::BadId(fault) if !fault.field.is_empty() => {
                let value = fault.value.as_deref().unwrap_or_default();
                Some(format!("{}={value}", fault.field))
            }
            Self::NoUserName => Some("userName=".to_owned()),
            Self::NoPassword => Some("password=".to_owned()),
            Self::NoUserSpace | Self::UserSpaceTooLong => Some("userSpace=".to_owned()),
            _ => None,
        }
    }

    /// The body of an answer, as JSON text. `resource` is method and path, as in `POST /api/v1/master/me/login`.
    #[must_use]
    pub fn body(&self, resource: &str) -> String {
        let field = self.field().map(|field| format!(", {field}")).unwrap_or_default();
        let (code, message) = self.means();
        json!({"errorCode": code, "message": message, "info": format!("resource={resource}{field}")}).to_string()
    }

    /// The frame by which a connection is told, as JSON text (sheet, 4.5). `about` is what was refused where no field was, as in
    /// `notificationType=newCallEvent`.
    #[must_use]
    pub fn frame(&self, about: &str) -> String {
        let (code, message) = self.means();
        let told = self.field().unwrap_or_else(|| about.to_owned());
        let object = json!({"errorCode": code, "message": message, "info": told}).to_string();
        super::events::frame("error", None, &object)
    }
}

impl Fault {
    fn new(field: impl Into<String>, value: Option<&str>, says: &'static str) -> Self {
        let value = value.map(|value| value.chars().take(VALUE_CHARS_MAX).collect());
        Self { field: field.into(), value, says }
    }
}

/// A text that a client sent, held to that many characters.
pub(super) fn held_to(text: &str, chars_max: usize) -> Option<Text> {
    (text.chars().count() <= chars_max).then(|| Text::new(text))
}
