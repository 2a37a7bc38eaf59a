//! Calls that are deleted: softly, so that they come back whole (rule R10).

use axum::response::Response;
use calls::signal::Doing;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asking::Asking;
use super::both;
use crate::api::Shared;
use crate::api::problem::Answer;
use crate::store::Aim;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(delete_call))
        .routes(routes!(delete_whole))
        .routes(routes!(restore_call))
        .routes(routes!(restore_whole))
}

both! {
    /// Deletes the call; of a conversation, all its calls. For supervisors and administrators.
    ///
    /// The record stays, with `deleted_at`: it is left out of lists and not found by its id, unless `deleted=true` asks for it.
    delete 200;
    call delete_call "/calls/{id}" "deleteCall";
    conversation delete_whole "/conversations/{id}" "deleteConversation";
    by delete
}

both! {
    /// Restores a call that was deleted; of a conversation, all its calls. It takes no body. For supervisors and administrators.
    post 200;
    call restore_call "/calls/{id}/restore" "restoreCall";
    conversation restore_whole "/conversations/{id}/restore" "restoreConversation";
    by restore
}

async fn delete(aim: Aim, asking: Asking) -> Answer<Response> {
    asking.done(aim, Doing::Deleted(true)).await
}

async fn restore(aim: Aim, asking: Asking) -> Answer<Response> {
    asking.done(aim, Doing::Deleted(false)).await
}
