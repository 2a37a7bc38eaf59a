//! What the API's document says of this room. Bodies are read, and answers printed, by the dialect; nothing here is ever made.
#![expect(dead_code, reason = "the dialect reads and prints all of it; this describes it")]

use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a test of the connection came to.
#[derive(ToSchema)]
#[schema(as = Elma365Tested, rename_all = "camelCase")]
pub(super) struct Tested {
    /// Whether every phone system is heard.
    success: bool,
    /// What is wrong; there only if something is.
    #[schema(nullable = false)]
    fail_reason: Option<String>,
}

/// A user with an extension.
#[derive(ToSchema)]
#[schema(as = Elma365Member)]
pub(super) struct Member {
    /// The extension, as events have the operator's phone.
    id: String,
    /// The user's name.
    label: String,
}

/// A call that is to be dialled.
#[derive(ToSchema)]
#[schema(as = Elma365CallAsked, rename_all = "camelCase")]
pub(super) struct CallAsked {
    /// The member whose phone is called first.
    #[schema(example = "101")]
    src_phone: String,
    /// Whom he calls.
    #[schema(example = "+12025550142")]
    dst_phone: String,
}

/// A call that is dialled.
#[derive(ToSchema)]
#[schema(as = Elma365CallDialled, rename_all = "camelCase")]
pub(super) struct CallDialled {
    /// The id under which its events come.
    call_id: String,
}

/// What a link is asked for.
#[derive(ToSchema)]
#[schema(as = Elma365CallLinkAsked)]
pub(super) struct LinkAsked {
    /// The `call` of a record as it was told, whatever it is.
    call: Value,
}

/// A link that plays.
#[derive(ToSchema)]
#[schema(as = Elma365CallLink, rename_all = "camelCase")]
pub(super) struct Link {
    /// The link.
    link: String,
    /// Until when it is good; null of a link that came from outside.
    #[schema(required, format = DateTime)]
    expires_at: Option<String>,
}

/// Where a module listens.
#[derive(ToSchema)]
#[schema(as = Elma365Webhook, rename_all = "camelCase")]
pub(super) struct Webhook {
    /// The address that calls are posted to.
    webhook_url: String,
    /// What is sent along as `X-Callbook-Token`; left out or null, what was sent so far.
    token: Option<String>,
}

/// That something happened to a call: the vendor's `VoipWebhookRequest`.
#[derive(ToSchema)]
#[schema(as = Elma365Event, rename_all = "camelCase")]
struct Event {
    /// `NotifyStart`, `NotifyAnswer` or `NotifyEnd`.
    event: String,
    /// `in`, `out` or `internal`.
    direction: String,
    /// `Answered`, `Busy`, `Cancel`, `NoAnswer` or `Unknown`.
    disposition: String,
    #[schema(max_length = 255)]
    src_phone: String,
    #[schema(max_length = 255)]
    dst_phone: String,
    #[schema(max_length = 255)]
    call_id: Option<String>,
    #[schema(max_length = 255)]
    src_phone_ext: Option<String>,
    #[schema(max_length = 255)]
    dst_phone_ext: Option<String>,
}

/// What became of a call: the vendor's `VoipCallRecord`.
#[derive(ToSchema)]
#[schema(as = Elma365CallRecord, rename_all = "camelCase")]
struct CallRecord {
    /// Any JSON value.
    call: Option<Value>,
    /// `in`, `out` or `internal`.
    direction: String,
    /// `Answered`, `Busy`, `Cancel`, `NoAnswer` or `Unknown`.
    disposition: String,
    /// Whole seconds of talk.
    #[schema(minimum = 0)]
    duration: i64,
    #[schema(max_length = 255)]
    src_phone: String,
    #[schema(max_length = 255)]
    dst_phone: String,
    #[schema(max_length = 255)]
    call_id: Option<String>,
    #[schema(max_length = 255)]
    src_phone_ext: Option<String>,
    #[schema(max_length = 255)]
    dst_phone_ext: Option<String>,
}

/// What a converter says: an event, a record, or both. Either may also stand alone, without what is around it.
#[derive(ToSchema)]
#[schema(as = Elma365Said, rename_all = "camelCase")]
pub(super) struct Said {
    event: Option<Event>,
    call_record: Option<CallRecord>,
}

/// What became of what was said.
#[derive(ToSchema)]
#[schema(as = Elma365Taken)]
pub(super) struct Taken {
    /// True.
    success: bool,
    /// One for each item that a call is made of.
    results: Vec<Outcome>,
}

/// What became of one item.
#[derive(ToSchema)]
#[schema(as = Elma365Outcome, rename_all = "camelCase")]
struct Outcome {
    /// `event` or `callRecord`.
    kind: String,
    /// The id of its call.
    call: Uuid,
    /// `callId`, `key` or `new`.
    matched_by: String,
}

/// A refusal.
#[derive(ToSchema)]
#[schema(as = Elma365Error)]
pub(in crate::api) struct RefusalShown {
    /// For people.
    error: String,
    /// A word, as `MISSING_FIELD`.
    code: String,
    /// The field to blame.
    #[schema(required)]
    field: Option<String>,
}
