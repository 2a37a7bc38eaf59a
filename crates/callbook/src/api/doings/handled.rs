//! Whether somebody took care of a call.

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
    OpenApiRouter::new().routes(routes!(put_call, delete_call)).routes(routes!(put_whole, delete_whole))
}

both! {
    /// Says that somebody took care of the call; of a conversation, of all its calls. It takes no body.
    ///
    /// A missed call stays missed: that it was handled is a fact of its own. The moment stays the first's.
    put 200;
    call put_call "/calls/{id}/handled" "handleCall";
    conversation put_whole "/conversations/{id}/handled" "handleConversation";
    by put
}

both! {
    /// Takes back that somebody took care of the call; of a conversation, of all its calls.
    delete 200;
    call delete_call "/calls/{id}/handled" "unhandleCall";
    conversation delete_whole "/conversations/{id}/handled" "unhandleConversation";
    by delete
}

async fn put(aim: Aim, asking: Asking) -> Answer<Response> {
    asking.done(aim, Doing::Handled(true)).await
}

async fn delete(aim: Aim, asking: Asking) -> Answer<Response> {
    asking.done(aim, Doing::Handled(false)).await
}
