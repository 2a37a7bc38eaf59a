//! What the API's document says of this room. Bodies are read, and answers printed, by the dialect; nothing here is ever made.
#![expect(dead_code, reason = "the dialect reads and prints all of it; this describes it")]

use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A call. Times are epoch milliseconds, durations whole seconds; what is not known is null.
#[derive(ToSchema)]
#[schema(as = ChakraCall, rename_all = "camelCase")]
struct Call {
    id: Uuid,
    /// The user who handles it.
    #[schema(required)]
    user: Option<Uuid>,
    /// The tenant of the key.
    team: Uuid,
    #[schema(required)]
    to: Option<String>,
    #[schema(required)]
    from: Option<String>,
    #[schema(required)]
    provider: Option<String>,
    #[schema(required)]
    provider_call_id: Option<String>,
    /// Any JSON value of up to 64 KB.
    provider_payload: Value,
    #[schema(required)]
    call_start: Option<i64>,
    #[schema(required)]
    call_end: Option<i64>,
    #[schema(required)]
    call_duration: Option<u64>,
    #[schema(required)]
    connection_start: Option<i64>,
    #[schema(required)]
    connection_end: Option<i64>,
    #[schema(required)]
    connection_duration: Option<u64>,
    #[schema(required)]
    disposed_at: Option<i64>,
    /// `OUTBOUND` or `INBOUND`.
    r#type: String,
    /// One of 15 words for the line, what came of it, and its wrap-up.
    call_status: String,
    #[schema(required)]
    recording_url: Option<String>,
    #[schema(required)]
    for_task: Option<String>,
    #[schema(required)]
    for_record: Option<String>,
    #[schema(required)]
    for_process: Option<String>,
    #[schema(required)]
    for_user: Option<String>,
    #[schema(required)]
    for_state_task: Option<String>,
    #[schema(required)]
    for_entity: Option<String>,
    #[schema(required)]
    for_procedure: Option<String>,
    #[schema(required)]
    call_initiate_location: Option<String>,
    created_at: i64,
    updated_at: i64,
    is_deleted: bool,
}

/// The fields of a call that are written: any of those that are read. Times may be texts of ISO 8601, a user may be named.
#[derive(ToSchema)]
#[schema(as = ChakraCallSaid, value_type = Object)]
pub(super) struct CallSaid(Map<String, Value>);

/// What came of a call.
#[derive(ToSchema)]
#[schema(as = ChakraDisposal, rename_all = "camelCase")]
pub(super) struct Disposal {
    /// A free word; `WRONG_NUM` says that the number was wrong.
    #[schema(min_length = 1, max_length = 250)]
    disposition: String,
    #[schema(max_length = 4000)]
    remarks: Option<String>,
    /// Epoch milliseconds, or a text of ISO 8601.
    next_call_time: Option<Value>,
    /// `WRONG_NUM` or null.
    call_status: Option<String>,
    /// Who disposes; else the call's user.
    user: Option<String>,
}

/// A task that is completed.
#[derive(ToSchema)]
#[schema(as = ChakraTaskSaid, rename_all = "camelCase")]
pub(super) struct TaskSaid {
    /// Its own fields, among them what is said of the call.
    #[schema(rename = "data")]
    told: Option<Map<String, Value>>,
    /// `COMPLETED`.
    status: String,
    /// A user, by name or id.
    assigned_to: Option<String>,
}

/// A task, with the call that was made of it.
#[derive(ToSchema)]
#[schema(as = ChakraTask, rename_all = "camelCase")]
struct Task {
    id: Uuid,
    status: String,
    state_task: String,
    process: String,
    procedure: String,
    #[schema(required)]
    assigned_to: Option<String>,
    /// As it was sent.
    #[schema(rename = "data")]
    told: Map<String, Value>,
    completed_at: i64,
    created_at: i64,
    updated_at: i64,
    team: Uuid,
    call: Uuid,
}

/// What names a question.
#[derive(ToSchema)]
#[schema(as = ChakraMeta, rename_all = "camelCase")]
struct Meta {
    request_id: String,
}

/// Where in a list a page stands.
#[derive(ToSchema)]
#[schema(as = ChakraListMeta, rename_all = "camelCase")]
struct ListMeta {
    request_id: String,
    /// How many calls there are on all pages.
    total: u64,
    page: u64,
    page_size: u64,
    /// Path and query of the next page; null on the last.
    #[schema(required)]
    next_page: Option<String>,
}

/// Why something is refused.
#[derive(ToSchema)]
#[schema(as = ChakraFault)]
struct Fault {
    /// A word, as `READ_ONLY_FIELD`.
    code: String,
    /// The field or parameter to blame.
    #[schema(required)]
    field: Option<String>,
    /// In words.
    message: String,
}

/// One call.
#[derive(ToSchema)]
#[schema(as = ChakraCallAnswer)]
pub(super) struct Answered {
    #[schema(rename = "_data")]
    told: Call,
    #[schema(rename = "_meta")]
    meta: Meta,
    /// Empty.
    #[schema(rename = "_errors")]
    errors: Vec<Fault>,
}

/// A page of calls.
#[derive(ToSchema)]
#[schema(as = ChakraCallList)]
pub(super) struct Listed {
    #[schema(rename = "_data")]
    told: Vec<Call>,
    #[schema(rename = "_meta")]
    meta: ListMeta,
    /// Empty.
    #[schema(rename = "_errors")]
    errors: Vec<Fault>,
}

/// A task.
#[derive(ToSchema)]
#[schema(as = ChakraTaskAnswer)]
pub(super) struct TaskAnswered {
    #[schema(rename = "_data")]
    told: Task,
    #[schema(rename = "_meta")]
    meta: Meta,
    /// Empty.
    #[schema(rename = "_errors")]
    errors: Vec<Fault>,
}

/// A refusal.
#[derive(ToSchema)]
#[schema(as = ChakraError)]
pub(in crate::api) struct RefusalShown {
    /// Null.
    #[schema(rename = "_data", value_type = Object, nullable)]
    told: Option<Value>,
    #[schema(rename = "_meta")]
    meta: Meta,
    /// What is wrong.
    #[schema(rename = "_errors")]
    errors: Vec<Fault>,
}

/// Which calls are wanted. Several values of one filter are divided by commas; moments are epoch milliseconds, of which `…From` is
/// meant too and `…To` is not.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(super) struct ListWords {
    /// From 1 on.
    #[param(minimum = 1)]
    page: Option<u64>,
    /// How many calls a page has; 50 if nothing is said.
    #[param(minimum = 1, maximum = 200)]
    page_size: Option<u64>,
    /// `createdAt`, `updatedAt`, `callStart` or `callEnd`, with `:asc` or `:desc`; `createdAt:desc` if nothing is said.
    sort: Option<String>,
    /// Deleted calls too.
    include_deleted: Option<bool>,
    r#type: Option<String>,
    call_status: Option<String>,
    user: Option<String>,
    team: Option<String>,
    from: Option<String>,
    to: Option<String>,
    provider: Option<String>,
    provider_call_id: Option<String>,
    for_task: Option<String>,
    for_record: Option<String>,
    for_process: Option<String>,
    for_user: Option<String>,
    for_state_task: Option<String>,
    for_entity: Option<String>,
    for_procedure: Option<String>,
    call_start_from: Option<i64>,
    call_start_to: Option<i64>,
    created_from: Option<i64>,
    created_to: Option<i64>,
    updated_from: Option<i64>,
    updated_to: Option<i64>,
}
