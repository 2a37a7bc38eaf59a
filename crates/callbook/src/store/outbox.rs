//! Who wants to be told, and what became of telling them: what goes into a store of it and comes out.
//!
//! A delivery is one change that is owed to one subscription. It has a row once it was tried or must wait; before that the
//! subscription's position says that it is owed. So the most that is told at once costs one row each, written when it is over,
//! and nothing that is owed can be lost. To add a kind of receiver: its case in [`Receiver`], its fields in
//! [`SubscriptionSettings`], its folder in `deliver`.

use std::collections::BTreeMap;

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{CONNECTION_SOURCE, ChangeKind, Put, Result};

/// The most subscriptions of an account.
pub(crate) const SUBSCRIPTIONS_MAX: usize = 200;
/// The most attempts of one delivery that are kept, the latest.
pub(crate) const ATTEMPTS_MAX: usize = 32;
/// The most deliveries that wait for one subscription; then nothing more is read for it until some are over.
pub(crate) const WAITING_MAX: usize = 10_000;
/// The most of them that are handed out at once: more may wait where many dead ones were put to be tried again.
pub(crate) const OUTSTANDING_MAX: usize = 2 * WAITING_MAX;

/// What kind of receiver is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Receiver {
    /// A URL that is posted to.
    Webhook,
    /// A stream that is published to.
    Stream,
    /// An app, whose handlers are run.
    App,
}

impl Receiver {
    /// Every kind with its word.
    pub(crate) const WORDS: &[(Self, &'static str)] =
        &[(Self::Webhook, "webhook"), (Self::Stream, "stream"), (Self::App, "app")];

    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(kind, _)| *kind == self).map_or("webhook", |(_, word)| word)
    }

    /// The kind with that word.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

/// Somebody who wants to be told of changes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SubscriptionRow {
    /// Whose it is.
    pub(crate) account: Text,
    /// Names it.
    pub(crate) id: Uuid,
    /// What kind of receiver.
    pub(crate) kind: Receiver,
    /// For people: what it is for.
    pub(crate) name: Text,
    /// What is said of it.
    pub(crate) settings: SubscriptionSettings,
    /// Every change up to this number is either not wanted or has a row.
    pub(crate) position: u64,
    /// Counts every setting back of the position.
    pub(crate) turn: u64,
    /// Why it is switched off; none: it is on.
    pub(crate) off: Option<Text>,
    /// Since when every attempt failed; less the time in which nothing was tried, but for a day at a time.
    pub(crate) failing_since: Option<Moment>,
    /// When it was entered.
    pub(crate) created_at: Moment,
    /// When it was removed.
    pub(crate) deleted_at: Option<Moment>,
}

/// What is said of a subscription. What a list does not name is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct SubscriptionSettings {
    /// Of a webhook: where.
    pub(crate) url: Option<String>,
    /// Of a stream: where, and as whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stream: Option<StreamRow>,
    /// Of an app: which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) app: Option<TellsApp>,
    /// Of a webhook: in which dialect it is told; none: in our own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dialect: Option<DialectRow>,
    /// With what is signed, the newest first.
    pub(crate) secrets: Vec<SecretRow>,
    /// Kinds of changes, by their words; empty: all but corrected and imported ones.
    pub(crate) kinds: Vec<String>,
    /// Names of sources.
    pub(crate) sources: Vec<Text>,
    /// Directions, by their words.
    pub(crate) directions: Vec<String>,
    /// Keys of users, one of whom has a leg or is assigned.
    pub(crate) users: Vec<Text>,
    /// Keys of queues, one of which it was in.
    pub(crate) queues: Vec<Text>,
}

impl SubscriptionSettings {
    /// Whether it is a token's own, and ends with that. One of before may name it as a source alone.
    pub(crate) fn is_of_token(&self, token: Uuid) -> bool {
        let connection = format!("{CONNECTION_SOURCE}{token}");
        self.dialect.as_ref().is_some_and(|dialect| {
            dialect.of_token == Some(token) || dialect.source.as_ref().is_some_and(|source| *source == connection.as_str())
        })
    }
}

/// In which dialect a webhook is told, and what goes with that.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct DialectRow {
    /// The dialect's name.
    pub(crate) name: Text,
    /// The version of its shapes; none: the one that is told where none is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<Text>,
    /// Words of the events that are told; empty: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) words: Vec<Text>,
    /// Businesses whose calls alone are told of, by their scopes, of which the empty one is that of what has none; empty: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) scopes: Vec<Text>,
    /// Words that were asked for later than others: of each only changes after that number are told.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) after: BTreeMap<Text, u64>,
    /// The token by which it was asked for, with which it ends; none: nobody's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) of_token: Option<Uuid>,
    /// Where that is a staff member's, the user's key: he is told of his business, whichever that is at the time, and not of `scopes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) staff: Option<Text>,
    /// The receiver's own source: what came in by it is not told to him.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<Text>,
    /// What is sent along in `X-Callbook-Token`, by which the receiver knows us.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token: Option<String>,
    /// What the body is signed with (rule R14) where the receiver chose a text of his own for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<String>,
}

/// What only the receiver is to know stays out of logs.
impl std::fmt::Debug for DialectRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DialectRow({} {:?} {:?})", self.name, self.version, self.words)
    }
}

/// Where a stream is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StreamRow {
    /// Its servers, one of which is connected to.
    pub(crate) servers: Vec<String>,
    /// What subjects begin with.
    pub(crate) subject: String,
    /// As whom, if not as nobody.
    pub(crate) credentials: Option<CredentialsRow>,
}

/// As whom a server lets us in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CredentialsRow {
    /// A user of it.
    Password {
        /// The name.
        user: String,
        /// The password.
        password: String,
    },
    /// Whoever has this.
    Token {
        /// The text.
        token: String,
    },
}

impl CredentialsRow {
    /// What they are.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Password { .. } => "password",
            Self::Token { .. } => "token",
        }
    }
}

/// They stay out of logs.
impl std::fmt::Debug for CredentialsRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CredentialsRow({})", self.word())
    }
}

/// The app that a subscription tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TellsApp {
    /// Its name.
    pub(crate) app: String,
    /// Its version: whoever tells it begins anew with another one.
    pub(crate) version: u64,
}

/// What an app is told by one delivery, in few words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ToldApp {
    /// The vendor's word for the event.
    pub(crate) event: Option<String>,
    /// The call's integer.
    pub(crate) call_id: Option<u64>,
    /// How long the payload is.
    pub(crate) bytes: Option<u64>,
}

/// A secret that is signed with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SecretRow {
    /// Its text.
    pub(crate) secret: String,
    /// Until when it counts; none: until another takes its place.
    pub(crate) until: Option<i64>,
}

/// The secret stays out of logs.
impl std::fmt::Debug for SecretRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SecretRow(until {:?})", self.until)
    }
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Standing {
    /// It failed and is tried again, or waits for one before it.
    Waiting,
    /// It was taken.
    Done,
    /// It failed too often.
    Dead,
}

impl Standing {
    /// Every case with its word.
    pub(crate) const WORDS: &[(Self, &'static str)] = &[(Self::Waiting, "waiting"), (Self::Done, "done"), (Self::Dead, "dead")];

    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(standing, _)| *standing == self).map_or("waiting", |(_, word)| word)
    }

    /// The case with that word.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(standing, _)| *standing)
    }
}

/// One try.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct AttemptRow {
    /// When, in microseconds since the epoch.
    pub(crate) at: i64,
    /// How long it took, in milliseconds.
    pub(crate) took_ms: u32,
    /// What was answered, if anything.
    pub(crate) status: Option<u16>,
    /// The first bytes of the answer.
    pub(crate) answer: String,
    /// Why it failed.
    pub(crate) error: Option<String>,
    /// For how many seconds the receiver wanted to be left alone altogether.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) hold_s: Option<u32>,
}

/// What became of one change that was owed to a subscription.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DeliveryRow {
    /// The change's number.
    pub(crate) change: u64,
    /// Which part of what is told of it, from 0.
    pub(crate) part: u32,
    /// Names it, the same on every try.
    pub(crate) id: Uuid,
    /// The conversation.
    pub(crate) conversation: Option<Uuid>,
    /// The version.
    pub(crate) version: u64,
    /// The change's kind.
    pub(crate) kind: ChangeKind,
    /// How it stands.
    pub(crate) state: Standing,
    /// How often it was tried since it was last put to be tried.
    pub(crate) tries: u32,
    /// When it is tried next.
    pub(crate) next_at: Option<Moment>,
    /// The latest tries, oldest first.
    pub(crate) attempts: Vec<AttemptRow>,
    /// What was sent, where it may have to be sent again.
    pub(crate) body: Option<String>,
    /// What was sent in few words, where it is to an app and was rendered.
    pub(crate) about: Option<ToldApp>,
    /// When this was written.
    pub(crate) settled_at: Moment,
}

/// What a lane writes at once.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Settling {
    /// Whose.
    pub(crate) account: Text,
    /// Of which subscription.
    pub(crate) subscription: Uuid,
    /// At which turn of it: of another one nothing is written.
    pub(crate) turn: u64,
    /// Up to where every change has a row or is not wanted.
    pub(crate) position: u64,
    /// New rows, or rows in place of those of the same change.
    pub(crate) rows: Vec<DeliveryRow>,
    /// Rows that are dropped: of what waited and turned out not to be wanted. Changes with their parts.
    pub(crate) dropped: Vec<(u64, u32)>,
    /// Since when every attempt fails, as [`SubscriptionRow`] has it.
    pub(crate) failing_since: Option<Moment>,
}

/// What of a subscription has a row and is not over, or is newer than its position.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Outstanding {
    /// Deliveries that wait, without their bodies, oldest change first.
    pub(crate) waiting: Vec<DeliveryRow>,
    /// Whether more of them wait than are handed out at once.
    pub(crate) more: bool,
    /// Changes after the position that have a row, with the part.
    pub(crate) settled: Vec<(u64, u32)>,
    /// When the newest of those that are dead was given up.
    pub(crate) died_at: Option<Moment>,
}

/// How far a subscription is behind, and how its deliveries stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwingRow {
    /// Of which subscription.
    pub(crate) subscription: Uuid,
    /// What kind of receiver.
    pub(crate) kind: Receiver,
    /// Whether it is switched on.
    pub(crate) is_on: bool,
    /// How many changes there are after its position, wanted or not.
    pub(crate) behind: u64,
    /// When the oldest change was recorded that is after its position or waits.
    pub(crate) oldest_at: Option<Moment>,
    /// How many deliveries wait; no more than [`COUNT_MAX`](super::COUNT_MAX) are counted.
    pub(crate) waiting: usize,
    /// How many are dead; likewise.
    pub(crate) dead: usize,
}

/// Subscriptions and deliveries.
#[async_trait]
pub(crate) trait Outbox {
    /// The subscriptions that were not removed, of one account or of all.
    async fn subscriptions(&self, account: Option<&str>) -> Result<Vec<SubscriptionRow>>;
    /// How far they are behind: all of one account or of all accounts, or only one of them.
    async fn owing(&self, account: Option<&str>, only: Option<Uuid>) -> Result<Vec<OwingRow>>;
    /// Enters a subscription, or changes what is said of it; with `deleted_at` it is removed, and then its deliveries. Of one that is
    /// there position, turn, secrets and since when it fails stay; one that was removed is refused, and so is a new one of a token
    /// that was revoked.
    async fn put_subscription(&self, row: SubscriptionRow) -> Result<Put>;
    /// Puts a new subscription in the place of another, which is removed: in one transaction, so that at any moment one of them is there.
    /// It begins where that one owed something, and is off as that one was. False if that one is gone; then nothing is entered.
    async fn replace_subscription(&self, id: Uuid, by: SubscriptionRow) -> Result<bool>;
    /// Gives a subscription another secret; the one before counts until then. False if it is gone.
    async fn rotate(&self, account: &str, id: Uuid, secret: String, until: Moment) -> Result<bool>;
    /// Switches a subscription off, which is told in the change feed, or on again. False if it is so already, or gone.
    async fn switch(&self, account: &str, id: Uuid, off: Option<Text>, at: Moment) -> Result<bool>;
    /// Writes what became of deliveries. False if the subscription is gone or was set back meanwhile: then nothing is written.
    async fn settle(&self, settling: Settling) -> Result<bool>;
    /// What is not over of a subscription.
    async fn outstanding(&self, account: &str, subscription: Uuid) -> Result<Outstanding>;
    /// Deliveries in one state or any, newest change first, those before a change and part; without their bodies.
    async fn deliveries(
        &self,
        account: &str,
        subscription: Uuid,
        state: Option<Standing>,
        before: Option<(u64, u32)>,
        rows: usize,
    ) -> Result<Vec<DeliveryRow>>;
    /// One delivery with its body.
    async fn delivery(&self, account: &str, subscription: Uuid, id: Uuid) -> Result<Option<DeliveryRow>>;
    /// Puts dead deliveries to be tried again, and has those that wait be tried now: one, or all, some in one transaction after the
    /// other. How many there were.
    async fn retry(&self, account: &str, subscription: Uuid, only: Option<Uuid>) -> Result<usize>;
    /// Sets a subscription back: every change after that one is sent again, under the same ids. Some in one transaction after the
    /// other, from the newest on, so that at any moment it is set back to some place. False if it is gone.
    async fn replay(&self, account: &str, subscription: Uuid, after: u64) -> Result<bool>;
    /// The number of the newest change that was recorded before a moment.
    async fn change_before(&self, account: &str, at: Moment) -> Result<u64>;
    /// Drops deliveries that were taken before one moment or given up before another, and those of subscriptions that were removed,
    /// some at a time. How many; none: there are no more.
    async fn drop_old(&self, account: &str, done_before: Moment, dead_before: Moment) -> Result<usize>;
}
