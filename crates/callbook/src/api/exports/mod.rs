//! Exports: the whole of a filtered list as a file, made as a job whose progress can be looked at (docs/exports.md).
//!
//! What is in a file is what whoever asked sees, cut as lists are; he alone gets it, as long as he sees the same, and those
//! who see everything. How it is made stands in `making`, what it is written as in `formats`.

mod formats;
mod making;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use calls::Text;
use futures_util::stream;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio::fs::File;
use tokio::io::AsyncReadExt;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::asked::{Named, Told};
use super::conversations::{ListWords, Search};
use super::door::{Visitor, Worker};
use super::printed;
use super::problem::{Answer, Kind, Problem};
use super::vendors::drawn;
use super::{Api, ROOT, Shared};
use crate::store::{ExportFate, ExportRow, Sees, StoreError, text};
use formats::Format;
pub(crate) use making::Making;
#[cfg(test)]
pub(in crate::api) use making::sweep;
pub(crate) use making::upkeep;
use making::{Job, file_of};

/// For how long a file is kept, in microseconds: a day.
const KEPT_FOR: i64 = 86_400 * 1_000_000;
/// Bytes of a file that are read at once.
const PIECE_BYTES: usize = 64 << 10;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list, ask)).routes(routes!(get, remove)).routes(routes!(file))
}

/// What is to be exported.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AskForExport)]
struct Asked {
    /// `csv`, `jsonl`, `parquet` or `vcon`.
    #[schema(example = "csv")]
    format: String,
    /// Which conversations: the words of `GET /conversations`, without `limit` and `cursor`. Left out: all of them.
    #[serde(default)]
    filter: ListWords,
}

/// An export, and how far it is.
#[derive(Debug, Serialize, ToSchema)]
struct Export {
    /// Names it.
    id: Uuid,
    /// What the file is.
    format: String,
    /// Which conversations were asked for.
    #[schema(value_type = Object)]
    filter: Box<RawValue>,
    /// `waiting`, `running`, `ready` or `failed`.
    state: &'static str,
    /// So many conversations are in it so far.
    done: u64,
    /// How many there will be, as far as that is known; null if it is not.
    #[schema(required)]
    total: Option<u64>,
    /// So many bytes it has so far.
    bytes: u64,
    /// Why it failed: `too_many`, `too_large`, `interrupted`, `disk`, `unavailable` or `fault`; null if it did not.
    #[schema(required)]
    reason: Option<String>,
    /// The same for people, and what can be done.
    #[schema(required)]
    says: Option<String>,
    /// When it was asked for.
    #[schema(format = DateTime)]
    asked_at: String,
    /// When it was ready, or failed; null before.
    #[schema(required, format = DateTime)]
    ended_at: Option<String>,
    /// When it is removed.
    #[schema(format = DateTime)]
    expires_at: String,
}

/// Exports.
#[derive(Debug, Serialize, ToSchema)]
struct ExportList {
    /// The newest first.
    exports: Vec<Export>,
}

impl Export {
    fn new(api: &Api, row: ExportRow) -> Answer<Self> {
        let live = api.exports.progress(row.id).filter(|_| row.fate == ExportFate::Making);
        let total = live.as_ref().and_then(|progress| progress.total.get().copied());
        let (state, done, total, bytes) = match (&row.fate, live) {
            (ExportFate::Ready { done, bytes, .. }, _) => ("ready", *done, Some(*done), *bytes),
            (ExportFate::Failed { .. }, _) => ("failed", 0, None, 0),
            (ExportFate::Making, Some(live)) => {
                let state = if live.runs.load(Ordering::Relaxed) { "running" } else { "waiting" };
                (state, live.done.load(Ordering::Relaxed), total, live.bytes.load(Ordering::Relaxed))
            }
            (ExportFate::Making, None) => ("waiting", 0, None, 0),
        };
        let (reason, says, ended_at) = match row.fate {
            ExportFate::Making => (None, None, None),
            ExportFate::Ready { at, .. } => (None, None, Some(at)),
            ExportFate::Failed { reason, says, at } => (Some(reason.to_string()), Some(says), Some(at)),
        };
        Ok(Self {
            id: row.id,
            format: row.format.to_string(),
            filter: printed::record(row.filter)?,
            state,
            done,
            total,
            bytes,
            reason,
            says,
            asked_at: row.asked_at.to_string(),
            ended_at: ended_at.map(|at| at.to_string()),
            expires_at: row.expires_at.to_string(),
        })
    }
}

/// Who asks, as an export remembers it: a person in whichever session, or a token.
fn owner(visitor: &Visitor) -> Text {
    text(&match &visitor.person {
        Some(person) => format!("person:{person}"),
        None => format!("token:{}", visitor.id),
    })
}

/// By what it is judged what he sees.
fn sees(visitor: &Visitor) -> Text {
    text(&match visitor.sees() {
        Sees::All => "all".to_owned(),
        Sees::Nothing => "nothing".to_owned(),
        Sees::User(user) => format!("user:{user}"),
        Sees::Teams(mut teams) => {
            teams.sort_unstable();
            // Keys may have any letter, so that they are written as JSON, which tells where each ends.
            format!("teams:{}", serde_json::to_string(&teams).unwrap_or_default())
        }
    })
}

/// Whether an export is shown to somebody.
fn is_shown(row: &ExportRow, visitor: &Visitor) -> bool {
    visitor.sees() == Sees::All || row.owner == owner(visitor) && row.sees == sees(visitor)
}

/// Where files are kept.
fn folder(api: &Api) -> Answer<Arc<Path>> {
    api.ctx.exports.clone().ok_or_else(|| Problem::new(Kind::Unavailable, "no exports are kept here"))
}

async fn rows(api: &Api, visitor: &Visitor) -> Answer<Vec<ExportRow>> {
    let rows = api.ctx.store.exports(Some(&visitor.account)).await?;
    // What is past its time is not there, whenever the sweeper comes.
    let now = api.ctx.clock.now();
    Ok(rows.into_iter().filter(|row| row.expires_at > now && is_shown(row, visitor)).collect())
}

async fn find(api: &Api, visitor: &Visitor, id: Uuid) -> Answer<ExportRow> {
    let found = rows(api, visitor).await?.into_iter().find(|row| row.id == id);
    found.ok_or_else(|| Problem::not_found("there is no such export").at("id"))
}

/// Exports: one's own; of administrators those of the account.
#[utoipa::path(
    get, path = "/exports", operation_id = "listExports", tag = "exports", responses((status = 200, body = ExportList))
)]
async fn list(State(api): State<Arc<Api>>, Worker(visitor): Worker) -> Answer<Json<ExportList>> {
    let rows = rows(&api, &visitor).await?.into_iter();
    Ok(Json(ExportList { exports: rows.map(|row| Export::new(&api, row)).collect::<Answer<_>>()? }))
}

/// Has a list made into a file.
///
/// All of the list is in it, as whoever asks sees it, and not only a page. It is made one after the other of an account, and
/// kept for a day. It has at most 500,000 conversations; of more it fails, and `says` tells how to ask for the rest. An
/// account has at most 20 exports, and 2 GiB of files, at a time; whoever asks, at most 5 of them.
#[utoipa::path(
    post, path = "/exports", operation_id = "askForExport", tag = "exports", request_body = Asked,
    responses((status = 202, body = Export, headers(("Location" = String, description = "Where it is."))))
)]
async fn ask(State(api): State<Arc<Api>>, Worker(visitor): Worker, Told(asked): Told<Asked>) -> Answer<Response> {
    let format = Format::of_word(&asked.format).ok_or_else(|| {
        let words: Vec<&str> = Format::WORDS.iter().map(|(_, word)| *word).collect();
        Problem::field("format", format!("expected one of {}", words.join(", ")))
    })?;
    let folder = folder(&api)?;
    let in_filter = |problem: Problem| if problem.place().is_some() { problem.inside("filter") } else { problem };
    let filter = asked.filter.counted(&api, &visitor).await.map_err(in_filter)?;
    let search = Search::of(&api, &visitor, filter).await?;
    let (id, now) = (drawn()?, api.ctx.clock.now());
    let row = ExportRow {
        account: visitor.account.clone(),
        id,
        owner: owner(&visitor),
        sees: sees(&visitor),
        format: text(format.word()),
        filter: asked.filter.said(),
        fate: ExportFate::Making,
        asked_at: now,
        expires_at: now.plus(KEPT_FOR),
    };
    let progress = api.exports.begin(id);
    if let Err(error) = api.ctx.store.ask_for_export(row.clone()).await {
        api.exports.end(id);
        return Err(match error {
            StoreError::Refused { says, .. } => Problem::new(Kind::Conflict, says),
            other => other.into(),
        });
    }
    let told = Export::new(&api, row)?;
    let account = visitor.account.clone();
    making::begin(Job { api: Arc::clone(&api), account, id, format, search, folder }, progress);
    let mut answer = (StatusCode::ACCEPTED, Json(told)).into_response();
    // An id always is a value.
    if let Ok(place) = HeaderValue::from_str(&format!("{ROOT}/exports/{id}")) {
        answer.headers_mut().insert(header::LOCATION, place);
    }
    Ok(answer)
}

/// One export, and how far it is.
#[utoipa::path(
    get, path = "/exports/{id}", operation_id = "getExport", tag = "exports",
    params(("id" = Uuid, Path, description = "Its id.")), responses((status = 200, body = Export))
)]
async fn get(State(api): State<Arc<Api>>, Worker(visitor): Worker, Named(id): Named<Uuid>) -> Answer<Json<Export>> {
    Ok(Json(Export::new(&api, find(&api, &visitor, id).await?)?))
}

/// Removes an export; one that is being made is given up.
#[utoipa::path(
    delete, path = "/exports/{id}", operation_id = "removeExport", tag = "exports",
    params(("id" = Uuid, Path, description = "Its id.")), responses((status = 204, description = "It is removed."))
)]
async fn remove(State(api): State<Arc<Api>>, Worker(visitor): Worker, Named(id): Named<Uuid>) -> Answer<StatusCode> {
    let row = find(&api, &visitor, id).await?;
    if let Some(progress) = api.exports.progress(id) {
        progress.stopped.store(true, Ordering::Relaxed);
    }
    api.ctx.store.remove_export(&row.account, id).await?;
    if let (Ok(folder), Some(format)) = (folder(&api), Format::of_word(&row.format)) {
        // What cannot be removed now is removed by the sweeper.
        let _ = tokio::fs::remove_file(file_of(&folder, &row.account, id, format.ending())).await;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The file of an export that is ready.
#[utoipa::path(
    get, path = "/exports/{id}/file", operation_id = "getExportFile", tag = "exports",
    params(("id" = Uuid, Path, description = "Its id.")),
    responses(
        (status = 200, body = Vec<u8>, content_type = "application/octet-stream", description = "The file, as what it is.",
            headers(("Content-Disposition" = String, description = "What it may be called."))),
        (status = 409, body = super::problem::Printed, content_type = "application/problem+json",
            description = "It is not ready yet, or failed."),
        (status = 410, body = super::problem::Printed, content_type = "application/problem+json",
            description = "Its file is gone.")
    )
)]
async fn file(State(api): State<Arc<Api>>, Worker(visitor): Worker, Named(id): Named<Uuid>) -> Answer<Response> {
    let row = find(&api, &visitor, id).await?;
    let bytes = match &row.fate {
        ExportFate::Ready { bytes, .. } => *bytes,
        ExportFate::Making => return Err(Problem::new(Kind::Conflict, "it is not ready yet")),
        ExportFate::Failed { says, .. } => return Err(Problem::new(Kind::Conflict, format!("it failed: {says}"))),
    };
    let gone = || Problem::new(Kind::Gone, "its file is gone");
    let format = Format::of_word(&row.format).ok_or_else(gone)?;
    let path = file_of(&folder(&api)?, &row.account, id, format.ending());
    let file = opened(path).await.ok_or_else(gone)?;
    let day = row.asked_at.to_string();
    let day = day.split('T').next().unwrap_or_default();
    let name = format!("attachment; filename=\"{}-{day}-{}.{}\"", row.account, first(id), format.ending());
    let mut response = Body::from_stream(pieces(file)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// As much of an id as tells files in a folder apart.
fn first(id: Uuid) -> String {
    id.to_string().chars().take(8).collect()
}

async fn opened(path: PathBuf) -> Option<File> {
    File::open(path).await.ok()
}

/// A file in pieces, so that none is in memory as a whole.
fn pieces(file: File) -> impl stream::Stream<Item = std::io::Result<Bytes>> {
    stream::try_unfold(file, async |mut file: File| {
        let mut piece = vec![0; PIECE_BYTES];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok((read > 0).then(|| (Bytes::from(piece), file)))
    })
}
