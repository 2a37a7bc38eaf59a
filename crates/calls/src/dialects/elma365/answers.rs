//! What else a module asks, and what it is answered (sheet, 2.5, 4.2): members, a test, a call to be dialled, where it listens.
//!
//! Nothing here knows whether a phone can be reached or dials one; what is told of that is handed in.

use serde::Serialize;
use serde_json::Value;

use crate::Text;

use super::hear::fields;
use super::refusal::{Code, Refusal};

/// The longest number that is dialled, in characters.
const NUMBER_CHARS_MAX: usize = 255;

/// The longest address of a module, in bytes.
const ADDRESS_MAX: usize = 2_048;

/// The longest token of a module, in bytes.
const TOKEN_MAX: usize = 1_024;

/// A member: a user with an extension (rule E29).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Member {
    /// The extension, character for character what events have as the operator's phone.
    pub id: Text,
    /// The user's name; without one the extension.
    pub label: Text,
}

impl Member {
    /// A user with that extension.
    #[must_use]
    pub fn new(extension: Text, name: Option<Text>) -> Self {
        let label = name.filter(|name| !name.is_empty()).unwrap_or_else(|| extension.clone());
        Self { id: extension, label }
    }
}

/// The list of members by `id`, as JSON text.
#[must_use]
pub fn members(mut members: Vec<Member>) -> String {
    members.sort();
    serde_json::to_string(&members).unwrap_or_default()
}

/// What a test of the connection came to: the vendor's `VoipTestConnectionResult`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tested<'a> {
    success: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    fail_reason: Option<&'a str>,
}

/// The answer to a test of the connection, with what fails; as JSON text.
#[must_use]
pub fn tested(fails: Option<&str>) -> String {
    serde_json::to_string(&Tested { success: fails.is_none(), fail_reason: fails }).unwrap_or_default()
}

/// A call that is to be dialled (rule E30).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origination {
    /// The member whose phone is called first.
    pub src: Text,
    /// Whom it is connected to.
    pub dst: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Accepted<'a> {
    call_id: &'a str,
}

/// The answer once dialling began: the `callId` under which the call appears. As JSON text.
#[must_use]
pub fn accepted(call_id: &str) -> String {
    serde_json::to_string(&Accepted { call_id }).unwrap_or_default()
}

/// A call to be dialled.
///
/// # Errors
///
/// The field that cannot be read.
pub fn read_origination(body: &[u8]) -> Result<Origination, Refusal> {
    Ok(Origination { src: number(body, "srcPhone")?, dst: number(body, "dstPhone")? })
}

fn number(body: &[u8], key: &'static str) -> Result<Text, Refusal> {
    let value = need(body, key)?;
    let text = match &value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) if !number.is_f64() => number.to_string(),
        _ => String::new(),
    };
    let is_number = !text.is_empty() && text.chars().count() <= NUMBER_CHARS_MAX && !text.chars().any(char::is_control);
    if is_number { Ok(Text::from(text)) } else { Err(Refusal::of_field(Code::InvalidField, key, "expected a phone number")) }
}

fn get(body: &[u8], key: &str) -> Result<Option<Value>, Refusal> {
    Ok(fields(body)?.get(key).map(|raw| serde_json::from_str(raw.get()).unwrap_or_default()))
}

fn need(body: &[u8], key: &'static str) -> Result<Value, Refusal> {
    get(body, key)?.ok_or_else(|| Refusal::of_field(Code::MissingField, key, "is missing"))
}

/// Where a module listens (rule E31).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receiver {
    /// An http(s) address.
    pub url: Text,
    /// What it is to be sent as `X-Callbook-Token`; none: what it was sent so far.
    pub token: Option<Text>,
}

/// Where a module listens. Whether that address may be called is not decided here.
///
/// # Errors
///
/// The field that cannot be read.
pub fn receiver(body: &[u8]) -> Result<Receiver, Refusal> {
    let value = need(body, "webhookUrl")?;
    let link = super::link::given(&value.to_string()).filter(|link| value.is_string() && link.len() <= ADDRESS_MAX);
    let url = link.ok_or_else(|| Refusal::of_field(Code::InvalidField, "webhookUrl", "expected an http or https address"))?;
    let token = match get(body, "token")? {
        None | Some(Value::Null) => None,
        Some(Value::String(token)) if is_token(&token) => Some(Text::from(token)),
        Some(_) => return Err(Refusal::of_field(Code::InvalidField, "token", "expected a text that can stand in a header")),
    };
    Ok(Receiver { url, token })
}

fn is_token(token: &str) -> bool {
    (1..=TOKEN_MAX).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_graphic())
}
