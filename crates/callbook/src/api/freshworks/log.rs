//! What an app wrote.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::asked::{Asked, NUMBER_MAX, Named, whole};
use super::super::door::Administrator;
use super::super::problem::Answer;
use super::super::{Api, Shared};
use super::{ROOT, row};
use crate::store::PAGE_ROWS_MAX;

/// How many lines a page has if nothing is said.
const PAGE_ROWS: usize = 100;
/// The most that may be asked for.
const ROWS_MAX: u64 = PAGE_ROWS_MAX as u64;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Which lines are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// The most lines of this page; 100 if nothing is said.
    #[param(minimum = 1, maximum = 500)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, ROWS_MAX>")]
    limit: Option<usize>,
    /// Only lines before that one, as `next` says it.
    #[serde(default, deserialize_with = "whole::<_, _, 0, NUMBER_MAX>")]
    before: Option<u64>,
}

/// A line that an app wrote.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppLogLine)]
struct Line {
    /// When the run ended in which it was written.
    #[schema(format = DateTime)]
    at: String,
    /// `log`, `info`, `warn`, `error` or `debug`.
    level: String,
    /// What was written.
    text: String,
}

/// The log of an app.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppLog)]
struct Log {
    /// Newest first.
    log: Vec<Line>,
    /// The path of the next page; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// What an app wrote, newest first: the latest megabyte. A run that failed is a line of the level `error` too.
#[utoipa::path(
    get, path = "/apps/{app}/log", operation_id = "listAppLog", tag = "apps",
    params(("app" = String, Path, description = "The name of the app."), Wanted), responses((status = 200, body = Log))
)]
async fn list(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(app): Named<String>,
    Asked(wanted): Asked<Wanted>,
) -> Answer<Json<Log>> {
    row(&api, &visitor, &app).await?;
    let limit = wanted.limit.unwrap_or(PAGE_ROWS);
    let lines = api.ctx.store.app_lines(&visitor.account, &app, wanted.before, limit).await?;
    let next = lines.last().filter(|last| lines.len() == limit && last.no > 1);
    let next = next.map(|last| format!("{ROOT}/apps/{app}/log?limit={limit}&before={}", last.no));
    let line = |line: crate::store::AppLine| Line { at: line.at.to_string(), level: line.level, text: line.text };
    Ok(Json(Log { log: lines.into_iter().map(line).collect(), next }))
}
