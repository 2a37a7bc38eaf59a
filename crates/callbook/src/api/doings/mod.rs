//! Doings: what people and programs do about calls (rule N27), said of a call or of a whole conversation.
//!
//! What there is one of per call is put and deleted, notes are posted, links have the name of the record that they lead to.
//! Each answers with the record afterwards and its version as `ETag`. `If-Match` refuses what was decided by an older
//! version; an `Idempotency-Key` does a thing once, however often it is asked for. Which calls are meant, and whether it can
//! be, is decided in the store, in the transaction that writes it; who may, here: whoever sees all the calls that are meant. A
//! call that no phone system carried is written down here too. To add one: its file, its two lines in [`both`], its tests.

mod asking;
mod assigned;
mod deleted;
mod disposition;
mod erased;
mod handled;
pub(super) mod links;
mod logged;
mod notes;
mod summary;

use utoipa_axum::router::OpenApiRouter;

use super::Shared;
pub(in crate::api) use asking::{Bringing, Once, Saying, Who, doer, etag, holder, made};

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    let rooms = [
        disposition::routes(),
        notes::routes(),
        summary::routes(),
        links::routes(),
        logged::routes(),
        handled::routes(),
        assigned::routes(),
        deleted::routes(),
        erased::routes(),
    ];
    rooms.into_iter().fold(OpenApiRouter::new(), OpenApiRouter::merge)
}

/// One doing as two routes: of a call, and of a conversation. They differ in nothing but what is meant and answered.
macro_rules! both {
    (
        $(#[$says:meta])+
        $method:ident $status:tt $(body $body:ty)? $(, path $key:tt = $means:tt)*;
        call $of_call:ident $call_path:tt $call_id:tt;
        conversation $of_whole:ident $whole_path:tt $whole_id:tt;
        by $does:path
    ) => {
        $(#[$says])+
        #[utoipa::path(
            $method, path = $call_path, operation_id = $call_id, tag = "doings",
            params(
                ("id" = uuid::Uuid, Path, description = "Any id ever told."), $(($key = String, Path, description = $means),)*
                crate::api::doings::asking::Conditions, crate::api::doings::asking::Who
            ),
            $(request_body = $body,)?
            responses((
                status = $status, body = ref("#/components/schemas/Call"), content_type = "application/json",
                description = "The call as it is now.", headers(("ETag" = String, description = "The version, in quotes."))
            ))
        )]
        async fn $of_call(
            asking: crate::api::doings::asking::Asking,
        ) -> crate::api::problem::Answer<axum::response::Response> {
            $does(crate::store::Aim::Call, asking).await
        }

        $(#[$says])+
        #[utoipa::path(
            $method, path = $whole_path, operation_id = $whole_id, tag = "doings",
            params(
                ("id" = uuid::Uuid, Path, description = "Any id ever told."), $(($key = String, Path, description = $means),)*
                crate::api::doings::asking::Conditions, crate::api::doings::asking::Who
            ),
            $(request_body = $body,)?
            responses((
                status = $status, body = ref("#/components/schemas/Conversation"), content_type = "application/json",
                description = "The conversation as it is now.",
                headers(("ETag" = String, description = "The version, in quotes."))
            ))
        )]
        async fn $of_whole(
            asking: crate::api::doings::asking::Asking,
        ) -> crate::api::problem::Answer<axum::response::Response> {
            $does(crate::store::Aim::Whole, asking).await
        }
    };
}
use both;
