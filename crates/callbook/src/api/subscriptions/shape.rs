//! What is said of subscriptions and told of them: wire types, each field with its check.

use calls::Text;
use calls::conversation::Direction;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::problem::{Answer, Problem};
use super::super::{cursor, words};
use super::receiver::{self, Receiving};
use crate::outward::Wall;
use crate::store::{
    AttemptRow, ChangeKind, CredentialsRow, NAME_WANTED, OwingRow, Receiver, SubscriptionRow, SubscriptionSettings, is_name,
    text,
};

/// The most letters of a name.
const NAME_CHARS_MAX: usize = 100;
/// The most words of one list.
const WORDS_MAX: usize = 100;

/// A new subscription.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = EnterSubscription)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    /// What it is for.
    #[schema(min_length = 1, max_length = 100, example = "crm")]
    name: String,
    /// `webhook` or `stream`; a webhook if nothing is said.
    #[schema(example = "webhook")]
    kind: Option<String>,
    /// Of a webhook: where changes are posted to: https, or http inside networks that the operator allows.
    #[schema(max_length = 2048, example = "https://crm.example/hooks/calls")]
    url: Option<String>,
    /// Of a stream: NATS servers of one cluster, `tls://host:port`, or `nats://host:port` inside networks that the operator allows.
    #[schema(min_items = 1, max_items = 16)]
    servers: Option<Vec<String>>,
    /// Of a stream: what its subjects begin with, before the account and the kind of change; `callbook` if nothing is said.
    #[schema(max_length = 128)]
    subject: Option<String>,
    /// Of a stream: as whom its servers let us in, with `password`.
    user: Option<String>,
    /// Of a stream: the password of `user`. It is never told back.
    password: Option<String>,
    /// Of a stream: what its servers let us in with, instead of `user` and `password`. It is never told back.
    token: Option<String>,
    /// Of a webhook: `whsec_` and the base64 of 24 to 64 bytes; one is made if none is said.
    secret: Option<String>,
    /// Of a webhook: in which dialect it is told, as `vcita`; in our own words if nothing is said.
    #[schema(example = "vcita")]
    dialect: Option<String>,
    /// Of a webhook in a dialect: the version of the vendor's shapes, where there are several.
    version: Option<String>,
    #[serde(default)]
    #[schema(nullable = false)]
    only: Only,
}

/// A subscription, said anew.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = PutSubscription)]
#[serde(deny_unknown_fields)]
pub(super) struct Put {
    /// What it is for.
    #[schema(min_length = 1, max_length = 100, example = "crm")]
    name: String,
    /// Of a webhook: where changes are posted to: https, or http inside networks that the operator allows.
    #[schema(max_length = 2048, example = "https://crm.example/hooks/calls")]
    url: Option<String>,
    /// Of a stream: NATS servers of one cluster, `tls://host:port`, or `nats://host:port` inside networks that the operator allows.
    #[schema(min_items = 1, max_items = 16)]
    servers: Option<Vec<String>>,
    /// Of a stream: what its subjects begin with, before the account and the kind of change; `callbook` if nothing is said.
    #[schema(max_length = 128)]
    subject: Option<String>,
    /// Of a stream: as whom its servers let us in, with `password`.
    user: Option<String>,
    /// Of a stream: the password of `user`. It is never told back; left out it stays, while the servers do.
    password: Option<String>,
    /// Of a stream: what its servers let us in with, instead of `user` and `password`. It is never told back.
    token: Option<String>,
    /// Of a webhook: in which dialect it is told, as `vcita`; in our own words if nothing is said.
    #[schema(example = "vcita")]
    dialect: Option<String>,
    /// Of a webhook in a dialect: the version of the vendor's shapes, where there are several.
    version: Option<String>,
    #[serde(default)]
    #[schema(nullable = false)]
    only: Only,
}

/// Which changes are told. What a list does not name is not asked for; what is asked for must all be true, of the record as it is
/// just after the change.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = OnlyChanges)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Only {
    /// Kinds of changes; empty: all but `corrected` and `imported`.
    #[schema(max_items = 100, example = json!(["ended"]))]
    kinds: Vec<String>,
    /// Names of sources.
    #[schema(max_items = 100)]
    sources: Vec<String>,
    /// `inbound`, `outbound` or `internal`.
    #[schema(max_items = 100)]
    directions: Vec<String>,
    /// Keys of users, one of whom has a leg in it or is assigned to it.
    #[schema(max_items = 100)]
    users: Vec<String>,
    /// Keys of queues, one of which it was in or is assigned to.
    #[schema(max_items = 100)]
    queues: Vec<String>,
}

impl Said {
    pub(super) fn kind(&self) -> Answer<Receiver> {
        receiver::kind(self.kind.as_deref())
    }

    pub(super) fn secret(&self) -> Option<&str> {
        self.secret.as_deref()
    }

    pub(super) fn name(&self) -> Answer<String> {
        named(&self.name)
    }

    pub(super) fn settings(&self, kind: Receiver, wall: &Wall) -> Answer<SubscriptionSettings> {
        let receiving = Receiving {
            url: self.url.as_deref(),
            servers: self.servers.as_deref(),
            subject: self.subject.as_deref(),
            user: self.user.as_deref(),
            password: self.password.as_deref(),
            token: self.token.as_deref(),
            dialect: self.dialect.as_deref(),
            version: self.version.as_deref(),
        };
        self.only.settings(receiving.settings(kind, None, wall)?)
    }
}

impl Put {
    pub(super) fn name(&self) -> Answer<String> {
        named(&self.name)
    }

    pub(super) fn settings(&self, kind: Receiver, before: &SubscriptionSettings, wall: &Wall) -> Answer<SubscriptionSettings> {
        let receiving = Receiving {
            url: self.url.as_deref(),
            servers: self.servers.as_deref(),
            subject: self.subject.as_deref(),
            user: self.user.as_deref(),
            password: self.password.as_deref(),
            token: self.token.as_deref(),
            dialect: self.dialect.as_deref(),
            version: self.version.as_deref(),
        };
        self.only.settings(receiving.settings(kind, Some(before), wall)?)
    }
}

fn named(name: &str) -> Answer<String> {
    let name = name.trim();
    let good = (1..=NAME_CHARS_MAX).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    good.then(|| name.to_owned()).ok_or_else(|| Problem::field("name", format!("expected 1 to {NAME_CHARS_MAX} characters")))
}

impl Only {
    /// What is asked for, written into what is said of a receiver.
    fn settings(&self, receiver: SubscriptionSettings) -> Answer<SubscriptionSettings> {
        let kind = |field: &str, word: &str| {
            let known = || ChangeKind::WORDS.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(", ");
            let kind = ChangeKind::WORDS.iter().find(|(_, known)| words::plain(known) == words::plain(word));
            kind.map(|(_, word)| (*word).to_owned())
                .ok_or_else(|| Problem::field(field, format!("expected one of {}", known())))
        };
        let direction = |field: &str, word: &str| {
            let direction = words::word::<Direction>(field, Some(word))?;
            Ok(direction.map(|direction| calls::conversation::Word::word(direction).to_owned()).unwrap_or_default())
        };
        let source = |field: &str, name: &str| {
            if is_name(name) { Ok(text(name)) } else { Err(Problem::field(field, format!("a source's name: {NAME_WANTED}"))) }
        };
        let key = |field: &str, key: &str| Ok(words::key(field, Some(key))?.unwrap_or_default());
        if receiver.dialect.is_some() && !self.kinds.is_empty() {
            return Err(Problem::field("only.kinds", "what is told in a dialect are its own events, whatever kind of change"));
        }
        Ok(SubscriptionSettings {
            kinds: each("only.kinds", &self.kinds, kind)?,
            sources: each("only.sources", &self.sources, source)?,
            directions: each("only.directions", &self.directions, direction)?,
            users: each("only.users", &self.users, key)?,
            queues: each("only.queues", &self.queues, key)?,
            ..receiver
        })
    }
}

/// Every word of a list, understood; a refusal names its place.
fn each<T>(field: &str, said: &[String], of: impl Fn(&str, &str) -> Answer<T>) -> Answer<Vec<T>> {
    if said.len() > WORDS_MAX {
        return Err(Problem::field(field, format!("expected at most {WORDS_MAX}")));
    }
    said.iter().enumerate().map(|(place, word)| of(&format!("{field}[{place}]"), word)).collect()
}

/// A subscription.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Subscription {
    /// Names it.
    id: Uuid,
    /// `webhook` or `stream`.
    kind: &'static str,
    /// What it is for.
    name: String,
    /// Of a webhook: where changes are posted to.
    #[schema(required)]
    url: Option<String>,
    /// Of a stream: its servers.
    #[schema(required)]
    servers: Option<Vec<String>>,
    /// Of a stream: what its subjects begin with.
    #[schema(required)]
    subject: Option<String>,
    /// Of a stream: what its servers let us in with, `password` or `token`; null: they let anybody in.
    #[schema(required)]
    signs_in_by: Option<&'static str>,
    /// Of a webhook: in which dialect it is told; null: in our own words.
    #[schema(required)]
    dialect: Option<String>,
    /// The version of the dialect's shapes; null: the one that is told where none is asked for.
    #[schema(required)]
    version: Option<String>,
    /// Which changes are told.
    only: Only,
    /// Whether it is switched on.
    on: bool,
    /// Why it is switched off.
    #[schema(required)]
    off: Option<String>,
    /// Since when every attempt failed. It is later than that by the time in which nothing was tried, but for a day at a time.
    #[schema(required, format = DateTime)]
    failing_since: Option<String>,
    /// Up to where in the change feed it is told, but for deliveries that wait.
    told: String,
    /// How many changes there are after that, told or not wanted.
    behind: u64,
    /// How many deliveries wait, for another try or for one before them; 10000: that many, or more.
    waiting: usize,
    /// How many deliveries were given up and can be tried again; 10000: that many, or more.
    dead: usize,
    /// When it was entered.
    #[schema(format = DateTime)]
    created_at: String,
}

impl Subscription {
    /// A subscription, and how far it is behind; none is of one that was entered just now.
    pub(super) fn new(row: SubscriptionRow, owing: Option<&OwingRow>) -> Self {
        let texts = |texts: Vec<Text>| texts.iter().map(ToString::to_string).collect();
        let SubscriptionSettings { url, stream, dialect, kinds, sources, directions, users, queues, .. } = row.settings;
        Self {
            id: row.id,
            kind: row.kind.word(),
            name: row.name.to_string(),
            url,
            signs_in_by: stream.as_ref().and_then(|stream| stream.credentials.as_ref()).map(CredentialsRow::word),
            servers: stream.as_ref().map(|stream| stream.servers.clone()),
            subject: stream.map(|stream| stream.subject),
            version: dialect.as_ref().and_then(|dialect| dialect.version.as_ref()).map(ToString::to_string),
            dialect: dialect.map(|dialect| dialect.name.to_string()),
            only: Only { kinds, sources: texts(sources), directions, users: texts(users), queues: texts(queues) },
            on: row.off.is_none(),
            off: row.off.map(|why| why.to_string()),
            failing_since: row.failing_since.map(|at| at.to_string()),
            told: cursor::of_feed(row.position),
            behind: owing.map_or(0, |owing| owing.behind),
            waiting: owing.map_or(0, |owing| owing.waiting),
            dead: owing.map_or(0, |owing| owing.dead),
            created_at: row.created_at.to_string(),
        }
    }
}

/// The subscriptions of the account.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Subscriptions {
    /// In the order in which they were entered.
    pub(super) subscriptions: Vec<Subscription>,
}

/// A new subscription with its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SubscriptionEntered)]
pub(super) struct Entered {
    /// With what is signed, of a webhook. It is told here and never again.
    #[schema(required)]
    pub(super) secret: Option<String>,
    #[serde(flatten)]
    pub(super) subscription: Subscription,
}

/// Another secret.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = RotateSecret)]
#[serde(deny_unknown_fields)]
pub(super) struct Rotation {
    /// `whsec_` and the base64 of 24 to 64 bytes; one is made if none is said.
    pub(super) secret: Option<String>,
}

/// Another secret was given.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SecretRotated)]
pub(super) struct Rotated {
    /// The new one. It is told here and never again.
    pub(super) secret: String,
    /// Until then what is sent is signed with the one of before too.
    #[schema(format = DateTime)]
    pub(super) before_counts_until: String,
}

/// Whether it is to be on.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SwitchSubscription)]
#[serde(deny_unknown_fields)]
pub(super) struct Switch {
    /// Whether it is to be told.
    pub(super) on: bool,
}

/// Since when to tell everything once more; one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ReplaySubscription)]
#[serde(deny_unknown_fields)]
pub(super) struct Replay {
    /// Everything that was recorded at that time or later (RFC 3339).
    #[schema(format = DateTime)]
    pub(super) since: Option<String>,
    /// Everything after that cursor of the change feed; `start` for all there is.
    pub(super) after: Option<String>,
}

/// It is told once more.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SubscriptionReplayed)]
pub(super) struct Replayed {
    /// How many changes there are since then that had been told or passed over.
    pub(super) changes: u64,
}

/// One try.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attempt)]
pub(super) struct Attempt {
    /// When it began.
    #[schema(format = DateTime)]
    at: String,
    /// How long it took, in milliseconds.
    took_ms: u32,
    /// The status of the answer.
    #[schema(required)]
    status: Option<u16>,
    /// The first bytes of the answer.
    answer: String,
    /// Why it failed.
    #[schema(required)]
    error: Option<String>,
}

impl From<AttemptRow> for Attempt {
    fn from(row: AttemptRow) -> Self {
        let at = calls::moment::Moment::from_micros(row.at).unwrap_or_default().to_string();
        Self { at, took_ms: row.took_ms, status: row.status, answer: row.answer, error: row.error }
    }
}

/// What a trial came to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SubscriptionTried)]
pub(super) struct Tried {
    /// Whether the receiver took it.
    pub(super) taken: bool,
    /// The try.
    pub(super) attempt: Attempt,
}
