//! Webhooks: what is subscribed to, and how the vendor answers (sheet, 4.6; the older form of refusals of 4.7).
//!
//! Who is told, how often and with what signature is not decided here, nor whether there is such a subscription already.

use serde_json::{Map, Value, json};

use super::push::{CREATED, DELETED, UPDATED};
use super::words::Shape;

/// The longest address that is called, in bytes.
const URL_MAX: usize = 2_048;

/// The longest key for signatures, in bytes.
const SECRET_MAX: usize = 256;

/// What can be subscribed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// `voice_call/create`.
    Created,
    /// `voice_call/update`.
    Updated,
    /// `voice_call/delete`.
    Deleted,
    /// `voice_calls_settings/update`, which never happens here.
    Settings,
}

impl Topic {
    const ALL: [Self; 4] = [Self::Created, Self::Updated, Self::Deleted, Self::Settings];

    /// The vendor's word, which is that of the events told under it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Created => CREATED,
            Self::Updated => UPDATED,
            Self::Deleted => DELETED,
            Self::Settings => "voice_calls_settings/update",
        }
    }

    /// The topic of that word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.word().eq_ignore_ascii_case(word.trim()))
    }

    /// Its two halves: whose events, and of which type.
    fn halves(self) -> (&'static str, &'static str) {
        self.word().split_once('/').unwrap_or((self.word(), ""))
    }
}

/// What a client wants to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscribe {
    /// Of what.
    pub topic: Topic,
    /// Where: an https address, or one of plain http, as far as the operator allows that.
    pub target_url: String,
    /// In which shape.
    pub shape: Shape,
    /// With what deliveries are signed (rule R14).
    pub secret: Option<String>,
}

/// What a client no longer wants to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsubscribe {
    /// Of what; none: of everything that is told there.
    pub topic: Option<Topic>,
    /// Where.
    pub target_url: String,
}

/// Which subscriptions a client asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hooks {
    topics: [bool; Topic::ALL.len()],
}

/// Why a client is refused here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HookRefusal {
    /// What is to be subscribed to cannot be read, or may not be called.
    NotSubscribed,
    /// There is that subscription already.
    Exists,
    /// There is no room for another subscription.
    Full,
    /// A parameter is missing or cannot be read.
    Parameter(&'static str),
    /// No token, or one that is not known.
    Unauthorized,
    /// A token of a kind that has no webhooks.
    Forbidden,
    /// Nothing is served there.
    NotFound,
    /// There is something there, but not for this method.
    Method,
    /// The body is longer than is read.
    TooLarge,
    /// Too many requests, or too many subscriptions.
    TooMany,
    /// The request took too long.
    Slow,
    /// Nothing can be done right now; later it can.
    Unavailable,
    /// A fault of ours.
    Internal,
}

impl HookRefusal {
    /// The status of HTTP.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::NotSubscribed | Self::Internal => 500,
            Self::Exists | Self::Full | Self::Parameter(_) => 422,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Method => 405,
            Self::Slow => 408,
            Self::TooLarge => 413,
            Self::TooMany => 429,
            Self::Unavailable => 503,
        }
    }

    /// The body, as JSON text.
    #[must_use]
    pub fn body(&self) -> String {
        let error = |error: &str, code: &str| json!({"status": "Error", "error": error, "error_code": code});
        let body = match self {
            Self::NotSubscribed => json!({"response": "Not Subscribed"}),
            Self::Exists => error("Webhook already exists", "ALREADY_EXISTS"),
            Self::Full => error("There are as many webhooks as there can be: give up one of them", "LIMIT_REACHED"),
            Self::Parameter(name) => error(&format!("{name} is missing or cannot be read"), "PARAMETER_MISSING"),
            Self::Unauthorized => error("Unauthorized", "UNAUTHORIZED"),
            Self::Forbidden => error("Forbidden", "FORBIDDEN"),
            Self::NotFound => error("Not found", "NOT_FOUND"),
            Self::Method => error("This method does not go here", "METHOD_NOT_ALLOWED"),
            Self::TooLarge => error("The body is too long", "TOO_LARGE"),
            Self::TooMany => error("Too many requests", "TOO_MANY_REQUESTS"),
            Self::Slow => error("The request took too long", "TIMEOUT"),
            Self::Unavailable => error("Not right now", "UNAVAILABLE"),
            Self::Internal => error("A fault of this server", "INTERNAL"),
        };
        body.to_string()
    }
}

fn object(body: &[u8]) -> Option<Map<String, Value>> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    }
}

fn url(fields: &Map<String, Value>) -> Option<String> {
    let url = fields.get("target_url")?.as_str()?.trim();
    let (scheme, rest) = url.split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let good =
        is_web && !rest.is_empty() && url.len() <= URL_MAX && !url.contains(|c: char| c.is_whitespace() || c.is_control());
    good.then(|| url.to_owned())
}

impl Subscribe {
    /// Reads the body of a subscription.
    ///
    /// # Errors
    ///
    /// That nothing was subscribed: of this request the vendor says no more.
    pub fn read(body: &[u8]) -> Result<Self, HookRefusal> {
        Self::of(body).ok_or(HookRefusal::NotSubscribed)
    }

    fn of(body: &[u8]) -> Option<Self> {
        let fields = object(body)?;
        let given = |key: &str| fields.get(key).filter(|value| !value.is_null());
        let shape = match given("version").map(Value::as_str) {
            None | Some(Some("v3")) => Shape::Current,
            Some(Some("v3.0")) => Shape::Seed,
            Some(_) => return None,
        };
        let secret = match given("secret").map(Value::as_str) {
            None => None,
            Some(secret) => Some(secret.filter(|secret| (1..=SECRET_MAX).contains(&secret.len()))?.to_owned()),
        };
        Some(Self { topic: Topic::read(given("event")?.as_str()?)?, target_url: url(&fields)?, shape, secret })
    }
}

impl Unsubscribe {
    /// Reads the body by which a subscription is given up.
    ///
    /// # Errors
    ///
    /// The parameter that cannot be read.
    pub fn read(body: &[u8]) -> Result<Self, HookRefusal> {
        let fields = object(body).ok_or(HookRefusal::Parameter("target_url"))?;
        let target_url = url(&fields).ok_or(HookRefusal::Parameter("target_url"))?;
        let topic = match fields.get("event").filter(|value| !value.is_null()) {
            None => None,
            Some(event) => Some(event.as_str().and_then(Topic::read).ok_or(HookRefusal::Parameter("event"))?),
        };
        Ok(Self { topic, target_url })
    }
}

impl Hooks {
    /// Reads the parameters `filter[entity]` and `filter[event_type]`. What is no event is asked for in vain.
    #[must_use]
    pub fn read(parameters: &[(String, String)]) -> Self {
        let asked =
            |key: &str| parameters.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value.trim().to_lowercase());
        let (entity, kind) = (asked("filter[entity]"), asked("filter[event_type]"));
        let is = |asked: &Option<String>, half: &str| asked.as_ref().is_none_or(|asked| asked == half);
        Self { topics: Topic::ALL.map(|topic| is(&entity, topic.halves().0) && is(&kind, topic.halves().1)) }
    }

    /// Whether subscriptions to that topic are asked for.
    #[must_use]
    pub fn wants(&self, topic: Topic) -> bool {
        Topic::ALL.iter().zip(self.topics).any(|(known, wanted)| wanted && *known == topic)
    }

    /// The answer: the subscriptions, each with its id and where it is told.
    #[must_use]
    pub fn print<'a>(&self, subscriptions: impl IntoIterator<Item = (&'a str, Topic, &'a str)>) -> String {
        let wanted = subscriptions.into_iter().filter(|(_, topic, _)| self.wants(*topic));
        let shown = wanted.map(|(id, topic, url)| {
            let (entity, kind) = topic.halves();
            json!({"id": id, "entity": entity, "event_type": kind, "url": url})
        });
        let shown: Vec<Value> = shown.collect();
        json!({"response": {"success": "ok", "data": {"subscriptions": shown}}}).to_string()
    }
}

impl Subscribe {
    /// The answer to a subscription that was made, with its id; its status of HTTP is 201.
    #[must_use]
    pub fn print(id: &str) -> String {
        json!({"status": "OK", "data": {"subscription_id": id}}).to_string()
    }
}

impl Unsubscribe {
    /// The answer to a subscription that was given up, or was none.
    #[must_use]
    pub fn print() -> String {
        json!({"status": "OK", "data": {"unsubscribed": true}}).to_string()
    }
}
