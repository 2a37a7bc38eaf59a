//! What the keys in records stand for, as names and nothing else.
//!
//! Whoever reads calls needs no directory to be told whom they name. It answers for keys that are asked for, and never lists
//! any, so that a token in a page of another site is no way to everybody who works here. It must never say more than a name,
//! nor anything of contacts, teams, menus and trunks.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use calls::Text;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::kind;
use crate::api::Api;
use crate::api::asked::{Asked, Named};
use crate::api::door::Reader;
use crate::api::problem::{Answer, Problem};
use crate::directory::Directory;
use crate::store::EntryKind;

/// The most keys that are asked for at a time.
const KEYS_MAX: usize = 100;
/// The kinds that are named.
const NAMED: &[EntryKind] = &[EntryKind::User, EntryKind::Queue, EntryKind::Line];

/// Of which kind.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "taken out of the path as it is; this describes it")]
struct NamedKinds {
    /// `users`, `queues` or `lines`.
    kind: String,
}

/// Which keys are asked for. A query may say a word many times, which a struct cannot; this describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "taken out of the query word by word")]
struct KeyWords {
    /// A key as records have it, once for each; of a line its number too, as records say it.
    #[param(max_items = 100)]
    key: Option<Vec<String>>,
}

/// Names by the keys that were asked for.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NamesFound {
    /// What is not there, and what nobody named, is left out.
    names: BTreeMap<String, String>,
}

/// The names of users, queues and lines, by the keys that stand in records. For every token that reads calls, also where it
/// reads no directory.
#[utoipa::path(
    get, path = "/names/{kind}", operation_id = "listNames", tag = "directory",
    params(NamedKinds, KeyWords),
    responses((status = 200, body = NamesFound))
)]
pub(super) async fn get(
    State(api): State<Arc<Api>>,
    Reader(visitor): Reader,
    Named(of): Named<String>,
    Asked(words): Asked<Vec<(String, String)>>,
) -> Answer<Json<NamesFound>> {
    let wrong = || Problem::not_found("expected one of users, queues, lines").at("kind");
    let kind = kind(&of).ok().filter(|kind| NAMED.contains(kind)).ok_or_else(wrong)?;
    if let Some((word, _)) = words.iter().find(|(word, _)| word != "key") {
        return Err(Problem::field(word.clone(), "this is not known here; expected `key`, once for each key"));
    }
    if words.len() > KEYS_MAX {
        return Err(Problem::field("key", format!("expected up to {KEYS_MAX} keys")));
    }
    let directory = api.ctx.directories.of(&visitor.account).await?;
    let named = |key: String| name(&directory, kind, &key).map(|name| (key, name));
    Ok(Json(NamesFound { names: words.into_iter().filter_map(|(_, key)| named(key)).collect() }))
}

/// What the entry of a key is called that stands in a record.
fn name(directory: &Directory, kind: EntryKind, key: &str) -> Option<String> {
    let of_key = |key: &Text| directory.settings(kind, key);
    let by_number = || directory.line_of(key).filter(|_| kind == EntryKind::Line).and_then(of_key);
    of_key(&directory.now(kind, key)).or_else(by_number)?.name.clone()
}
