//! One conversation, now or as it was.

use std::sync::Arc;

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::api::Api;
use crate::api::asked::{Asked, NUMBER_MAX, Named, whole};
use crate::api::door::{Reader, Visitor};
use crate::api::printed::{self, Record};
use crate::api::problem::{Answer, Problem};
use crate::store::Found;

/// As of when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct AsOf {
    /// The version that is wanted; the newest if nothing is said.
    #[param(minimum = 1)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, NUMBER_MAX>")]
    version: Option<u64>,
}

/// The conversation that has, had or contains the thing with that id.
pub(in crate::api) async fn find(api: &Api, visitor: &Visitor, id: Uuid, as_of: &AsOf) -> Answer<Found> {
    let version = as_of.version;
    let found = api.ctx.store.find(&visitor.account, id, version).await?;
    found.ok_or_else(|| match version {
        Some(version) => Problem::not_found(format!("nothing has this id and a version {version}")).at("version"),
        None => Problem::not_found("nothing has this id").at("id"),
    })
}

/// One conversation.
///
/// The id may be any that was ever told: the conversation's own, that of a conversation that went into it, or that of a call,
/// a leg or a recording in it. `id` in the answer says what it is called now.
#[utoipa::path(
    get, path = "/conversations/{id}", operation_id = "getConversation", tag = "records",
    params(("id" = Uuid, Path, description = "Any id ever told."), AsOf),
    responses((status = 200, body = ref("#/components/schemas/Conversation"), content_type = "application/json"))
)]
pub(super) async fn get(
    State(api): State<Arc<Api>>,
    Reader(visitor): Reader,
    Named(id): Named<Uuid>,
    Asked(as_of): Asked<AsOf>,
) -> Answer<Record> {
    let found = find(&api, &visitor, id, &as_of).await?;
    Ok(Record(printed::record(found.record)?))
}
