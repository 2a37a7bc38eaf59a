//! Many entries at once, as JSON or CSV.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::super::Api;
use super::super::asked::{self, Asked};
use super::super::door::Administrator;
use super::super::problem::{Answer, Problem};
use super::{SayEntry, numbering, write};
use crate::directory::import::{self, Plan};

/// The most bytes of an import: ten thousand entries with all that is usually said of them.
pub(super) const IMPORT_BYTES_MAX: usize = 16 << 20;

/// How to import.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ImportWords {
    /// Whether only to say what would change.
    #[serde(default)]
    dry_run: bool,
}

/// Entries to import. What is not said of one that is there stays; what is null is taken away.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the entries are read by the directory; this describes them")]
pub(super) struct ImportEntries {
    /// At most 10,000.
    entries: Vec<ImportEntry>,
}

/// An entry to import.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "the same")]
struct ImportEntry {
    /// `user`, `team`, `line`, `queue`, `menu`, `trunk` or `contact`.
    #[schema(example = "contact")]
    kind: String,
    /// Its key.
    #[schema(min_length = 1, max_length = 200, example = "rosa")]
    key: String,
    #[serde(flatten)]
    said: SayEntry,
}

/// What an import came to, or would come to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Imported {
    /// Whether nothing was written.
    dry_run: bool,
    /// Entries that are new.
    new: usize,
    /// Entries that changed.
    changed: usize,
    /// Entries that were there as they are said.
    unchanged: usize,
    /// What cannot be taken. Unless it is a dry run, then nothing is.
    refused: Vec<Refused>,
    /// What changed; the first hundred.
    changes: Vec<Changed>,
}

/// An entry that cannot be taken.
#[derive(Debug, Serialize, ToSchema)]
struct Refused {
    /// Where it stands.
    #[schema(example = "line 4")]
    place: String,
    /// Which field is wrong.
    field: String,
    /// What is wrong with it.
    says: String,
}

/// An entry that changed.
#[derive(Debug, Serialize, ToSchema)]
struct Changed {
    /// Its kind.
    kind: &'static str,
    /// Its key.
    key: String,
    /// Each field: what it is now, and what it was.
    fields: BTreeMap<String, [Value; 2]>,
}

/// Imports entries: all of them, or none.
///
/// As JSON, or as CSV (`content-type: text/csv`) with a first line of column names: kind, key, name, numbers, extensions, email, team, queue,
/// menu, line, scope, wrapup, wrapup_limit_s, aliases, ids. Lists are separated by `;`, an alias that only one source says is `source=word`, an id `system=id`.
/// It may have 16 MiB; what is longer is refused with 413, and is to be told in several. With `dry_run=true` nothing is written, and the answer says what would change and what cannot be taken.
#[utoipa::path(
    post, path = "/directory/import", operation_id = "importEntries", tag = "directory", params(ImportWords),
    request_body(content((ImportEntries = "application/json"), (String = "text/csv"))),
    responses((status = 200, body = Imported))
)]
pub(super) async fn import(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Asked(words): Asked<ImportWords>,
    request: Request,
) -> Answer<Json<Imported>> {
    let all = if asked::media_type(request.headers()) == "text/csv" {
        import::of_csv(&asked::bytes_up_to(IMPORT_BYTES_MAX, request, &api).await?)?
    } else if asked::is_json(request.headers()) {
        import::of_json(asked::json(&asked::bytes_up_to(IMPORT_BYTES_MAX, request, &api).await?)?)?
    } else {
        return Err(asked::no_json());
    };
    let numbering = numbering(&api, &visitor).await?;
    let plan = import::plan(&api.ctx, &visitor.account, &numbering, all, &import::Keys::new()).await?;
    if !words.dry_run {
        if let Some((place, fault)) = plan.refused.first() {
            let says = format!("{}; {} of the entries cannot be taken, and none was", fault.says, plan.refused.len());
            return Err(Problem::field(asked::inside(place, &fault.field), says));
        }
        write(&api, &visitor, plan.puts.clone()).await?;
    }
    Ok(Json(Imported::new(plan, words.dry_run)))
}

impl Imported {
    fn new(plan: Plan, dry_run: bool) -> Self {
        let refused = plan.refused.into_iter().map(|(place, fault)| Refused { place, field: fault.field, says: fault.says });
        let changes = plan.changes.into_iter();
        let changes = changes.map(|(kind, key, fields)| Changed { kind: kind.word(), key: key.to_string(), fields });
        Self {
            dry_run,
            new: plan.new,
            changed: plan.changed,
            unchanged: plan.unchanged,
            refused: refused.collect(),
            changes: changes.collect(),
        }
    }
}
