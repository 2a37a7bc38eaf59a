//! What the API's document says of this room. Bodies are read, and answers printed, by the dialect; nothing here is ever made.
#![expect(dead_code, reason = "the dialect reads and prints all of it; this describes it")]

use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A call, in the current shape.
#[derive(ToSchema)]
#[schema(as = VcitaCall)]
struct Call {
    uid: Uuid,
    /// Whole seconds; null until it ended.
    #[schema(required)]
    duration: Option<i64>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    /// `INCOMING_CALL`, `ANSWERED_BY_STAFF`, `MISSED`, `ANSWERED_BY_CALLS_PROVIDER`, `MISSED_CALL_HANDLED` or `VOICEMAIL`.
    status: String,
    /// `INBOUND` or `OUTBOUND`.
    direction: String,
    #[schema(required)]
    staff_uid: Option<Uuid>,
    #[schema(required)]
    client_uid: Option<Uuid>,
    /// With `+`, where the full form is known.
    #[schema(required)]
    from_number: Option<String>,
    #[schema(required)]
    to_number: Option<String>,
    #[schema(required)]
    recording: Option<Recording>,
    #[schema(required)]
    call_summary: Option<String>,
    external_app_url: String,
    external_app_name: String,
    #[schema(required)]
    source_id: Option<String>,
    #[schema(required)]
    external_uuid: Option<String>,
    #[schema(required)]
    handled_by_staff_uid: Option<Uuid>,
    #[schema(required, format = DateTime)]
    handled_at: Option<String>,
    #[schema(required, format = DateTime)]
    deleted_at: Option<String>,
    /// Null: nobody transcribes here.
    #[schema(required)]
    transcript_status: Option<String>,
}

/// A recording.
#[derive(ToSchema)]
#[schema(as = VcitaRecording)]
struct Recording {
    uid: Uuid,
    /// Good for an hour, where Callbook keeps it.
    #[schema(required)]
    #[schema(rename = "recordingUrl")]
    recording_url: Option<String>,
    /// Bytes.
    #[schema(required)]
    size: Option<u64>,
    /// Whole seconds.
    #[schema(required)]
    duration: Option<i64>,
    recording_played: bool,
    /// `CALL` or `VOICEMAIL`.
    recording_type: String,
}

/// A call, in the shape of the vendor's first page.
#[derive(ToSchema)]
#[schema(as = VcitaSeedCall)]
struct SeedCall {
    uid: Uuid,
    /// Whole seconds; null until it ended.
    #[schema(required)]
    duration: Option<i64>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    /// `incoming call`, `answered by staff`, `missed` or `answered by vonage`.
    status: String,
    /// `inbound` or `outbound`.
    direction: String,
    #[schema(required)]
    staff_uid: Option<Uuid>,
    #[schema(required)]
    client_uid: Option<Uuid>,
    /// Without `+`.
    #[schema(required)]
    from_number: Option<String>,
    #[schema(required)]
    to_number: Option<String>,
    /// Good for a week, where Callbook keeps it.
    #[schema(required)]
    recording_url: Option<String>,
    #[schema(required)]
    call_summary: Option<String>,
    external_app_url: String,
    #[schema(required)]
    handled_by_staff_uid: Option<Uuid>,
    #[schema(required, format = DateTime)]
    handled_at: Option<String>,
    #[schema(required, format = DateTime)]
    deleted_at: Option<String>,
}

/// One call.
#[derive(ToSchema)]
#[schema(as = VcitaCallAnswer)]
pub(super) struct Answered {
    success: bool,
    #[schema(rename = "data")]
    told: Call,
}

/// One call, in the shape of the vendor's first page.
#[derive(ToSchema)]
#[schema(as = VcitaSeedCallAnswer)]
pub(super) struct SeedAnswered {
    success: bool,
    #[schema(rename = "data")]
    told: SeedCall,
}

#[derive(ToSchema)]
#[schema(as = VcitaCalls)]
struct Calls {
    voice_calls: Vec<Call>,
}

#[derive(ToSchema)]
#[schema(as = VcitaSeedCalls)]
struct SeedCalls {
    voice_calls: Vec<SeedCall>,
}

/// A page of calls.
#[derive(ToSchema)]
#[schema(as = VcitaCallList)]
pub(super) struct Listed {
    success: bool,
    #[schema(rename = "data")]
    told: Calls,
}

/// A page of calls, in the shape of the vendor's first page.
#[derive(ToSchema)]
#[schema(as = VcitaSeedCallList)]
pub(super) struct SeedListed {
    success: bool,
    #[schema(rename = "data")]
    told: SeedCalls,
}

/// A transcript; there is none.
#[derive(ToSchema)]
#[schema(as = VcitaTranscript)]
pub(super) struct Transcript {
    success: bool,
    #[schema(rename = "data")]
    told: Map<String, Value>,
}

/// How many calls there are of one status.
#[derive(ToSchema)]
#[schema(as = VcitaStatusCount)]
struct StatusCount {
    /// A word in the path's shape.
    status: String,
    count: u64,
}

#[derive(ToSchema)]
#[schema(as = VcitaStats)]
struct Stats {
    status_counts: Vec<StatusCount>,
    total_voice_calls: u64,
    #[schema(required)]
    start_date: Option<String>,
    #[schema(required)]
    end_date: Option<String>,
}

/// How many calls came to what.
#[derive(ToSchema)]
#[schema(as = VcitaStatsAnswer)]
pub(super) struct Counted {
    success: bool,
    #[schema(rename = "data")]
    told: Stats,
}

/// A new call: `from_number`, `to_number`, `direction` and `status`; below `/v3/` also `staff_uid`, `client_uid`, `rate`, `provider`,
/// `source_id`, `external_uuid` and `business_uid`. Beside them `duration`, `call_summary`, `external_app_url`, `external_app_name`,
/// `recording_url` and `price`.
#[derive(ToSchema)]
#[schema(as = VcitaCallCreated, value_type = Object)]
pub(super) struct CallCreated(Map<String, Value>);

/// The fields of a call that are written.
#[derive(ToSchema)]
#[schema(as = VcitaCallSaid, value_type = Object)]
pub(super) struct CallSaid(Map<String, Value>);

/// What is said of a recording.
#[derive(ToSchema)]
#[schema(as = VcitaRecordingSaid)]
pub(super) struct RecordingSaid {
    /// Whether somebody listened to it; it stays so. Older clients say `record_played`.
    recording_played: Option<bool>,
}

/// What is wrong.
#[derive(ToSchema)]
#[schema(as = VcitaFault)]
struct Fault {
    /// A word, as `missing_field`.
    code: String,
    /// In words.
    message: String,
    /// The field or parameter to blame.
    #[schema(required)]
    field: Option<String>,
}

/// A refusal.
#[derive(ToSchema)]
#[schema(as = VcitaError)]
pub(in crate::api) struct RefusalShown {
    success: bool,
    errors: Vec<Fault>,
}

/// What is to be told, and where.
#[derive(ToSchema)]
#[schema(as = VcitaSubscribe)]
pub(super) struct SubscribeSaid {
    /// `voice_call/create`, `voice_call/update`, `voice_call/delete` or `voice_calls_settings/update`.
    event: String,
    #[schema(max_length = 2048)]
    target_url: String,
    /// In which shape calls are told: `v3` or `v3.0`; `v3` if nothing is said.
    version: Option<String>,
    /// With what deliveries are signed.
    #[schema(max_length = 256)]
    secret: Option<String>,
}

#[derive(ToSchema)]
#[schema(as = VcitaSubscriptionId)]
struct SubscriptionId {
    subscription_id: Uuid,
}

/// It is subscribed.
#[derive(ToSchema)]
#[schema(as = VcitaSubscribed)]
pub(super) struct Subscribed {
    /// `OK`.
    status: String,
    #[schema(rename = "data")]
    told: SubscriptionId,
}

/// What is not to be told there any more.
#[derive(ToSchema)]
#[schema(as = VcitaUnsubscribe)]
pub(super) struct UnsubscribeSaid {
    #[schema(max_length = 2048)]
    target_url: String,
    /// Everything that is told there, if nothing is said.
    event: Option<String>,
}

#[derive(ToSchema)]
#[schema(as = VcitaUnsubscribedFlag)]
struct UnsubscribedFlag {
    unsubscribed: bool,
}

/// It is not told there any more.
#[derive(ToSchema)]
#[schema(as = VcitaUnsubscribed)]
pub(super) struct Unsubscribed {
    /// `OK`.
    status: String,
    #[schema(rename = "data")]
    told: UnsubscribedFlag,
}

#[derive(ToSchema)]
#[schema(as = VcitaWebhook)]
struct Webhook {
    id: Uuid,
    /// As `voice_call`.
    entity: String,
    /// As `create`.
    event_type: String,
    url: String,
}

#[derive(ToSchema)]
#[schema(as = VcitaWebhookList)]
struct WebhookList {
    subscriptions: Vec<Webhook>,
}

#[derive(ToSchema)]
#[schema(as = VcitaWebhookResponse)]
struct WebhookResponse {
    /// `ok`.
    success: String,
    #[schema(rename = "data")]
    told: WebhookList,
}

/// The webhooks.
#[derive(ToSchema)]
#[schema(as = VcitaWebhooks)]
pub(super) struct Webhooks {
    response: WebhookResponse,
}

/// A refusal of what concerns webhooks. Of a subscription that cannot be read it is only `response`, `Not Subscribed`.
#[derive(ToSchema)]
#[schema(as = VcitaWebhookError)]
pub(in crate::api) struct HookRefusalShown {
    /// `Error`.
    status: Option<String>,
    /// In words.
    error: Option<String>,
    /// A word, as `PARAMETER_MISSING`.
    error_code: Option<String>,
    response: Option<String>,
}

/// Which webhooks are wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct WebhookWords {
    /// `filter[entity]=voice_call`, `filter[event_type]=create`.
    #[param(style = DeepObject, explode, value_type = Object)]
    filter: Option<Map<String, Value>>,
}

/// Which calls are wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListWords {
    /// From 1 on.
    #[param(minimum = 1, maximum = 10_000)]
    page: Option<u32>,
    /// How many calls a page has; 25 if nothing is said.
    #[param(minimum = 1, maximum = 100)]
    per_page: Option<u32>,
    /// Any plain field, with `:asc` or `:desc`, or several divided by commas; `updated_at:desc` if nothing is said.
    sort: Option<String>,
    /// Deleted calls too.
    include_deleted: Option<bool>,
    /// `filter[field]=v`, of any plain field, or `filter[field][gt]=v`, also with `gte`, `lt`, `lte` and `ne`.
    #[param(style = DeepObject, explode, value_type = Object)]
    filter: Option<Map<String, Value>>,
}

/// Of which calls is counted what they came to.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CountWords {
    /// The first day, of UTC.
    #[param(example = "2026-01-05")]
    start_date: Option<String>,
    /// The last day, of UTC.
    #[param(example = "2026-01-31")]
    end_date: Option<String>,
    /// Only those of this status.
    status: Option<String>,
    /// Instead of the first day: how many days back it is.
    #[param(minimum = 0, maximum = 36_500)]
    period: Option<u32>,
    /// Deleted calls too.
    include_deleted: Option<bool>,
}
