//! Conversations that are erased: for good, unlike what is deleted (rule N25).

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::asking::{Conditions, Who, doer, refused, versions};
use crate::api::asked::{Asked, Named};
use crate::api::door::Administrator;
use crate::api::printed::{self, Record};
use crate::api::problem::{Answer, Kind, Problem};
use crate::api::{Api, Shared};
use crate::store::{Did, Erased, Erasing};

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(erase))
}

/// Erases a conversation for good. For administrators.
///
/// Who called, whom he talked to, notes, recordings, signals, and what was told of it in any version are gone, from webhooks that still
/// wait too, and raw input of the hours in which it took place goes once no call needs it. What is left is that it was there: its id,
/// its source, when it began and ended, and `erased_at`; and what is counted of it. The feed tells one change `erased`. What its phone
/// system tells of it later is passed over. One that goes on is refused with 409. It takes no body; asked for again, it is answered
/// alike.
#[utoipa::path(
    post, path = "/conversations/{id}/erase", operation_id = "eraseConversation", tag = "doings",
    params(("id" = Uuid, Path, description = "Any id ever told."), Conditions, Who),
    responses((
        status = 200, body = ref("#/components/schemas/Conversation"), content_type = "application/json",
        description = "What is left of it.", headers(("ETag" = String, description = "The version, in quotes."))
    ))
)]
async fn erase(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(id): Named<Uuid>,
    Asked(who): Asked<Who>,
    headers: HeaderMap,
) -> Answer<Record> {
    let (by, versions) = (doer(&visitor, who)?, versions(&headers)?);
    let erasing = Erasing { account: visitor.account.clone(), id, by, versions, at: api.ctx.clock.now() };
    match api.ctx.media.erase_whole(erasing).await? {
        Erased::Done(found, _) => Ok(Record(printed::record(found.record)?, found.version)),
        Erased::Unknown => Err(refused(Did::Unknown)),
        Erased::Stale(version) => Err(refused(Did::Stale(version))),
        Erased::GoesOn => Err(Problem::new(Kind::GoesOn, "it goes on: what is told of it next would be lost").at("id")),
    }
}
