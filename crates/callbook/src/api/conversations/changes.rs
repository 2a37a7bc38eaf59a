//! What was told of one conversation, from its first version on.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{AsOf, Shown, find};
use crate::api::Api;
use crate::api::asked::{Asked, Named, whole};
use crate::api::changes::{CHANGE_ROWS_MAX, ChangePage, Reading, Wish};
use crate::api::door::Reader;
use crate::api::problem::Answer;
use crate::store::Aim;

/// Which changes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ChangeWords {
    /// Only those after this cursor; all if nothing is said.
    after: Option<String>,
    /// The most rows of this page; 50 if nothing is said.
    #[param(minimum = 1, maximum = 1000)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, CHANGE_ROWS_MAX>")]
    limit: Option<usize>,
}

/// The changes of a conversation, of every kind, oldest first.
///
/// The id of a conversation that went into another one, as any id ever told, names what it is a part of now: the changes are those
/// of the one that stayed. The last change of the one that went, of kind `merged`, stands in the change feed.
#[utoipa::path(
    get, path = "/conversations/{id}/changes", operation_id = "listConversationChanges", tag = "changes",
    params(("id" = Uuid, Path, description = "Any id ever told."), ChangeWords),
    responses((status = 200, body = ChangePage))
)]
pub(super) async fn list(
    State(api): State<Arc<Api>>,
    Reader(visitor): Reader,
    Named(id): Named<Uuid>,
    Asked(words): Asked<ChangeWords>,
) -> Answer<Json<ChangePage>> {
    let rows = words.limit.unwrap_or(super::PAGE_ROWS);
    let Shown { found, .. } = find(&api, &visitor, id, &AsOf::any(), Aim::Whole).await?;
    let mut reading = Reading::new(&api, &visitor, Wish::all_of(found.conversation));
    let after = match words.after.as_deref() {
        Some(after) => reading.begin(Some(after)).await?,
        None => 0,
    };
    let read = reading.page(after, rows).await?;
    Ok(Json(reading.print(read).await?))
}
