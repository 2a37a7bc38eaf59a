//! Two entries that turned out to be one.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::Api;
use super::super::asked::{Named, Told};
use super::super::door::Administrator;
use super::super::problem::{Answer, Problem};
use super::{Entry, Kinds, find, kind, numbering, unknown};
use crate::directory::said;
use crate::store::EntryKind;

/// Which entry it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MergeEntry {
    /// The key of the entry that stays, of the same kind.
    #[schema(min_length = 1, max_length = 200, example = "ann")]
    into: String,
}

/// Says that an entry is the same as another, which stays.
///
/// From now on whatever led to the first leads to the one that stays, its key too; records that name it stay as they are.
/// What the one that stays does not say of itself, the first said.
#[utoipa::path(
    post, path = "/directory/{kind}/{key}/merge", operation_id = "mergeEntry", tag = "directory", request_body = MergeEntry,
    params(
        Kinds,
        ("key" = String, Path, description = "The key of the entry that goes."),
    ),
    responses((status = 200, body = Entry, description = "The entry that stays."))
)]
pub(super) async fn merge(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named((of, key)): Named<(String, String)>,
    Told(said): Told<MergeEntry>,
) -> Answer<Json<Entry>> {
    let kind = kind(&of)?;
    let gone = find(&api, &visitor, kind, &key).await?.ok_or_else(unknown)?;
    let none = || Problem::field("into", format!("the directory has no such {}", kind.word()));
    let stays = find(&api, &visitor, kind, &said.into).await?.ok_or_else(none)?;
    if gone.key == stays.key {
        return Err(Problem::field("into", "an entry is the same as itself already"));
    }
    let numbering = numbering(&api, &visitor).await?;
    let mut settings = said::merged(&stays.settings, &gone.settings)?;
    // A line that was entered at first sight is called by its number.
    if kind == EntryKind::Line && said::looked_up(&gone.key, &numbering).is_some() {
        settings.numbers.push(gone.key.to_string());
    }
    // Whose the words are is settled: both entries' are the one's from now on.
    let put = said::entry(kind, &stays.key, settings, &numbering, &|_, _| None)?;
    api.ctx.store.merge_entries(&visitor.account, &gone.key, put, api.ctx.clock.now()).await?;
    api.ctx.directories.forget(&visitor.account);
    let row = find(&api, &visitor, kind, &stays.key).await?.ok_or_else(unknown)?;
    Ok(Json(Entry::of(&visitor.account, row)))
}
