//! Calls that somebody asked a phone system for: how a source is asked, and the requests that were made.
//!
//! A request is written down before the phone system hears of it, and what became of it afterwards, so that the same request never
//! dials twice, whenever the program ends. Nothing here says who was called: the record does. To know one more thing of a
//! request: a column, a field of [`OriginationRow`].

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Result;

/// For how long a request that was refused is answered alike, in microseconds: longer than any program tries again. It dialled
/// nothing, so that it may be asked anew afterwards. A request that dialled, or of which nobody knows, is kept for ever.
pub(crate) const REFUSED_KEPT: i64 = 90 * 86_400 * 1_000_000;

/// How a switch is asked for calls over its manager interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AmiOriginate {
    /// How a user's phone is called there, as `PJSIP/{endpoint}`.
    pub(crate) channel: String,
    /// The context in which the number is dialled.
    pub(crate) context: String,
    /// The step of the dialplan.
    #[serde(default = "first_step")]
    pub(crate) priority: u32,
    /// How the number is written there.
    #[serde(default = "as_asked")]
    pub(crate) number: String,
    /// For how many seconds the user's phone rings at the most.
    #[serde(default = "half_a_minute")]
    pub(crate) ring_s: u32,
    /// What may be dialled; none: what may where nothing is said.
    #[serde(default)]
    pub(crate) dialable: Vec<String>,
}

impl Default for AmiOriginate {
    fn default() -> Self {
        let (channel, context, dialable) = Default::default();
        Self { channel, context, priority: first_step(), number: as_asked(), ring_s: half_a_minute(), dialable }
    }
}

/// The step of a dialplan at which everything begins.
pub(crate) fn first_step() -> u32 {
    1
}

/// A number as it was asked for.
pub(crate) fn as_asked() -> String {
    "{number}".to_owned()
}

/// So long a phone rings where nothing is said.
pub(crate) fn half_a_minute() -> u32 {
    30
}

/// How Twilio is asked for calls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TwilioOriginate {
    /// Where a user's phone is called, as `sip:{extension}@office.sip.twilio.com`.
    pub(crate) phone: String,
    /// The number of the account that is shown where a request names none.
    pub(crate) line: String,
    /// Where its API is, if not at its usual place.
    #[serde(default)]
    pub(crate) api_url: Option<String>,
    /// What may be dialled; none: what may where nothing is said.
    #[serde(default)]
    pub(crate) dialable: Vec<String>,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is on its way, or the program ended while it was.
    Asked,
    /// The phone system dials.
    Dialled,
    /// The phone system refused it, for this reason.
    Refused(String),
}

/// A request for a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OriginationRow {
    /// Whose.
    pub(crate) account: Text,
    /// Names it among all requests of the account.
    pub(crate) key: Text,
    /// Tells apart what is asked for under one key.
    pub(crate) said: Text,
    /// The phone system.
    pub(crate) source: Text,
    /// The id of its call, as soon as that is known.
    pub(crate) call: Option<Uuid>,
    /// What became of it.
    pub(crate) fate: Fate,
    /// When it was made.
    pub(crate) asked_at: Moment,
}

/// What is kept of requests for calls.
#[async_trait]
pub(crate) trait Originations {
    /// Writes a request down; if there is one under that key already, gives that back and writes nothing.
    async fn ask_for_call(&self, row: OriginationRow) -> Result<Option<OriginationRow>>;
    /// What was written down of a request.
    async fn origination(&self, account: &str, key: &str) -> Result<Option<OriginationRow>>;
    /// Writes down what became of a request, and of which call it is.
    async fn settle_origination(&self, account: &str, key: &str, call: Option<Uuid>, fate: Fate) -> Result<()>;
    /// Takes back a request of which no phone system heard. One of which something is known stays.
    async fn withdraw_origination(&self, account: &str, key: &str) -> Result<()>;
    /// Forgets requests that were refused and are older than [`REFUSED_KEPT`]; gives back how many. What dialled, or may have, stays.
    async fn forget_originations(&self, account: &str, now: Moment) -> Result<usize>;
}
