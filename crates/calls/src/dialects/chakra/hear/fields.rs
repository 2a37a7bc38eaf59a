//! The fields of a body, read one by one (rules R5, R6, C15, C26): typed, or refused naming the field.
//!
//! Keys that are not known, or that nobody may write, are passed over. Nothing here knows what the call is by now.

use serde_json::{Map, Value};

use crate::Text;
use crate::conversation::{Direction, Word};
use crate::moment::Moment;

use super::super::answer::{Code, Refusal};
use super::super::shown::{For, PAYLOAD_MAX, WORD_MAX};
use super::super::status::{Spelled, read_direction};
use super::super::time;

/// The longest body, in bytes (sheet, 4.6).
pub const BODY_MAX: usize = 256 * 1_024;

/// The longest number, in characters.
const NUMBER_MAX: usize = 64;
/// The longest id of a provider, in characters (sheet, 2.1).
const PROVIDER_ID_MAX: usize = 255;
/// The longest id of an association, in characters (sheet, 2.1).
const ID_MAX: usize = 100;
/// The longest name or id of a user, in characters.
const USER_MAX: usize = 256;
/// The longest link to a recording, in characters.
const URL_MAX: usize = 2_048;
/// The longest that a call lasts, in seconds: 30 days.
const SECONDS_MAX: f64 = 2_592_000.0;

/// What a body says of a field.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Given<T> {
    /// Nothing: the field stays as it is.
    #[default]
    Nothing,
    /// That it is empty.
    Null,
    /// A value.
    Is(T),
}

impl<T> Given<T> {
    /// The value, if there is one.
    pub(crate) fn value(self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Nothing | Self::Null => None,
        }
    }

    pub(crate) fn as_ref(&self) -> Given<&T> {
        match self {
            Self::Nothing => Given::Nothing,
            Self::Null => Given::Null,
            Self::Is(value) => Given::Is(value),
        }
    }

    pub(crate) fn is_given(&self) -> bool {
        !matches!(self, Self::Nothing)
    }

    /// Nothing, if that is what the field says already.
    pub(crate) fn unless(self, known: Option<impl Fn(&T) -> bool>) -> Self {
        match (self, known) {
            (Self::Null, None) => Self::Nothing,
            (Self::Is(value), Some(is)) if is(&value) => Self::Nothing,
            (given, _) => given,
        }
    }

    /// Takes the place of what was known, if anything is said.
    pub(crate) fn over(self, known: &mut Option<T>) {
        match self {
            Self::Nothing => {}
            Self::Null => *known = None,
            Self::Is(value) => *known = Some(value),
        }
    }
}

/// Everything that a client may say of a call.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Fields {
    pub(crate) user: Given<Text>,
    pub(crate) to: Given<Text>,
    pub(crate) from: Given<Text>,
    pub(crate) provider: Given<Text>,
    pub(crate) provider_call_id: Given<Text>,
    pub(crate) provider_payload: Given<Value>,
    pub(crate) call_start: Given<Moment>,
    pub(crate) call_end: Given<Moment>,
    pub(crate) call_duration: Given<u64>,
    pub(crate) connection_start: Given<Moment>,
    pub(crate) connection_end: Given<Moment>,
    pub(crate) connection_duration: Given<u64>,
    pub(crate) direction: Given<Direction>,
    pub(crate) call_status: Given<Spelled>,
    pub(crate) recording_url: Given<Text>,
    pub(crate) links: Vec<(For, Given<Text>)>,
    pub(crate) call_initiate_location: Given<Text>,
}

/// A body while it is read.
pub(crate) struct Body<'a> {
    fields: &'a Map<String, Value>,
    /// What stands before the name of a field, as `data.`.
    path: &'static str,
}

/// The JSON object that a body is.
pub(crate) fn object(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    if body.len() > BODY_MAX {
        return Err(Refusal::new(Code::PayloadTooLarge));
    }
    serde_json::from_slice(body).map_err(|_| Refusal::new(Code::InvalidJson))
}

/// Reads all that a body says of a call.
pub(crate) fn fields(body: &Map<String, Value>) -> Result<Fields, Refusal> {
    let body = Body::new(body, "");
    let given = |key: &str| body.value(key);
    let links = For::ALL.iter().map(|link| Ok((*link, body.text(link.word(), ID_MAX)?)));
    let links: Result<Vec<_>, Refusal> = links.collect();
    Ok(Fields {
        user: body.text("user", USER_MAX)?,
        to: body.number("to")?,
        from: body.number("from")?,
        provider: body.provider("provider")?,
        provider_call_id: body.provider_id("providerCallId")?,
        provider_payload: body.payload("providerPayload", given("providerPayload"))?,
        call_start: body.time("callStart")?,
        call_end: body.time("callEnd")?,
        call_duration: body.seconds("callDuration")?,
        connection_start: body.time("connectionStart")?,
        connection_end: body.time("connectionEnd")?,
        connection_duration: body.seconds("connectionDuration")?,
        direction: body.direction("type")?,
        call_status: body.status("callStatus")?,
        recording_url: body.link("recordingUrl")?,
        links: links?,
        call_initiate_location: body.text("callInitiateLocation", WORD_MAX)?,
    })
}

impl<'a> Body<'a> {
    pub(crate) fn new(fields: &'a Map<String, Value>, path: &'static str) -> Self {
        Self { fields, path }
    }

    fn refuse<T>(&self, key: &str, says: &str) -> Result<T, Refusal> {
        Err(Refusal::field(Code::InvalidField, &format!("{}{key}", self.path), says))
    }

    /// A field that a request cannot be without.
    pub(crate) fn missing(&self, key: &str) -> Refusal {
        Refusal::field(Code::MissingField, &format!("{}{key}", self.path), "is needed")
    }

    pub(crate) fn value(&self, key: &str) -> Given<&'a Value> {
        match self.fields.get(key) {
            None => Given::Nothing,
            Some(Value::Null) => Given::Null,
            Some(value) => Given::Is(value),
        }
    }

    fn read<T>(&self, key: &str, says: &str, read: impl FnOnce(&'a Value) -> Option<T>) -> Result<Given<T>, Refusal> {
        match self.value(key) {
            Given::Nothing => Ok(Given::Nothing),
            Given::Null => Ok(Given::Null),
            Given::Is(value) => read(value).map_or_else(|| self.refuse(key, says), |value| Ok(Given::Is(value))),
        }
    }

    /// A text in one line, without blanks around it.
    pub(crate) fn text(&self, key: &str, most: usize) -> Result<Given<Text>, Refusal> {
        let fits = |text: &str| (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        let read = |value: &Value| value.as_str().map(str::trim).filter(|text| fits(text)).map(Text::new);
        self.read(key, &format!("must be a text of 1 to {most} characters in one line, or null"), read)
    }

    /// A text that may have lines, and may be empty.
    pub(crate) fn lines(&self, key: &str, most: usize) -> Result<Given<Text>, Refusal> {
        let read = |value: &Value| value.as_str().filter(|text| text.chars().count() <= most).map(Text::new);
        self.read(key, &format!("must be a text of at most {most} characters, or null"), read)
    }

    /// A phone number.
    pub(crate) fn number(&self, key: &str) -> Result<Given<Text>, Refusal> {
        self.text(key, NUMBER_MAX)
    }

    /// The id that a provider gave a call.
    pub(crate) fn provider_id(&self, key: &str) -> Result<Given<Text>, Refusal> {
        self.text(key, PROVIDER_ID_MAX)
    }

    /// A word in capitals (sheet, 3.3).
    pub(crate) fn provider(&self, key: &str) -> Result<Given<Text>, Refusal> {
        let fits = |word: &Text| (1..=WORD_MAX).contains(&word.chars().count()) && !word.chars().any(char::is_control);
        let read = |value: &Value| value.as_str().map(|word| Text::from(word.trim().to_uppercase())).filter(fits);
        self.read(key, &format!("must be a word of 1 to {WORD_MAX} characters, or null"), read)
    }

    /// Any JSON value of at most 64 KB.
    pub(crate) fn payload(&self, key: &str, value: Given<&Value>) -> Result<Given<Value>, Refusal> {
        let field = format!("{}{key}", self.path);
        match value {
            Given::Nothing => Ok(Given::Nothing),
            Given::Null => Ok(Given::Null),
            Given::Is(value) if value.to_string().len() > PAYLOAD_MAX => {
                Err(Refusal::field(Code::PayloadTooLarge, &field, "must have at most 64 KB as JSON"))
            }
            Given::Is(value) => Ok(Given::Is(value.clone())),
        }
    }

    /// Any time (rule C26).
    pub(crate) fn time(&self, key: &str) -> Result<Given<Moment>, Refusal> {
        self.read(key, "must be whole epoch milliseconds or a time of ISO 8601, or null", time::read)
    }

    /// Whole seconds; parts of one are cut off (rule R2).
    pub(crate) fn seconds(&self, key: &str) -> Result<Given<u64>, Refusal> {
        let read = |value: &Value| value.as_f64().filter(|seconds| (0.0..=SECONDS_MAX).contains(seconds));
        let read = |value: &Value| read(value).map(|seconds| seconds as u64);
        self.read(key, &format!("must be seconds from 0 to {SECONDS_MAX}, or null"), read)
    }

    pub(crate) fn direction(&self, key: &str) -> Result<Given<Direction>, Refusal> {
        self.read(key, "must be OUTBOUND or INBOUND", |value| read_direction(value.as_str()?))
    }

    pub(crate) fn status(&self, key: &str) -> Result<Given<Spelled>, Refusal> {
        self.read(key, "must be one of the words of a call's status", |value| Spelled::read(value.as_str()?))
    }

    /// A link that anybody can follow.
    pub(crate) fn link(&self, key: &str) -> Result<Given<Text>, Refusal> {
        let fits = |url: &&str| {
            let after = url.get(..8).filter(|scheme| scheme.eq_ignore_ascii_case("https://")).and(url.get(8..));
            let host = after.is_some_and(|after| after.starts_with(|c: char| c.is_alphanumeric() || c == '['));
            host && url.len() <= URL_MAX && !url.chars().any(|c| c.is_control() || c.is_whitespace())
        };
        self.read(key, "must be an https link, or null", |value| value.as_str().filter(fits).map(Text::new))
    }
}
