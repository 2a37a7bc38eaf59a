//! A call in short: one per call.

use axum::response::Response;
use calls::signal::Doing;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asking::{Asking, lines};
use super::both;
use crate::api::Shared;
use crate::api::problem::Answer;
use crate::store::Aim;

/// The most bytes of a summary.
const SUMMARY_BYTES_MAX: usize = 16_384;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(put_call, delete_call)).routes(routes!(put_whole, delete_whole))
}

/// A call in short.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WriteSummary, example = json!({"text": "Invoice of March was sent again; paid until Friday."}))]
pub(super) struct Summary {
    /// What it says.
    #[schema(min_length = 1, max_length = 16384)]
    text: String,
}

both! {
    /// Says the call in short; of a conversation, its last call that is no consultation.
    put 200 body Summary;
    call put_call "/calls/{id}/summary" "summariseCall";
    conversation put_whole "/conversations/{id}/summary" "summariseConversation";
    by put
}

both! {
    /// Removes the summary.
    delete 200;
    call delete_call "/calls/{id}/summary" "removeCallSummary";
    conversation delete_whole "/conversations/{id}/summary" "removeConversationSummary";
    by delete
}

async fn put(aim: Aim, asking: Asking) -> Answer<Response> {
    let summary: Summary = asking.body()?;
    let text = lines("text", &summary.text, SUMMARY_BYTES_MAX)?;
    asking.done(aim, Doing::Summarised(Some(text))).await
}

async fn delete(aim: Aim, asking: Asking) -> Answer<Response> {
    asking.done(aim, Doing::Summarised(None)).await
}
