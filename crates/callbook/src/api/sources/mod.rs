//! Sources: the account's phone systems, what is said of them, and how their feeds stand.
//!
//! What is said of a source is checked in `settings`, for the API, the configuration and the command line alike. The secret of
//! a link is never told back. To say one more thing of a source: a field of the store's `SourceSettings`, its check in
//! `settings`, its key in `shape`, its paragraph in the configuration's manual.

pub(crate) mod dialling;
pub(crate) mod settings;
mod shape;
mod twilio;

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use calls::Text;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::{Named, Told};
use super::door::{Administrator, Visitor};
use super::problem::{Answer, Kind, Problem};
use super::{Api, Shared};
use crate::store::{Role, SOURCE_NAME_WANTED, SourceRow, SourceSettings, WantedCount, is_source_name, text};
use settings::SOURCES_MAX;
use shape::{Collecting, Said, SaidNamed, Signals, Source, Sources};

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list, enter)).routes(routes!(get, put, remove))
}

async fn find(api: &Api, visitor: &Visitor, name: &str) -> Answer<Option<SourceRow>> {
    let rows = api.ctx.store.sources(Some(&visitor.account)).await?;
    Ok(rows.into_iter().find(|row| row.source == name))
}

fn unknown() -> Problem {
    Problem::not_found("no source has this name").at("name")
}

/// What is said, checked; `before` is what was said until now.
fn settings_of(visitor: &Visitor, said: Said, before: Option<&SourceSettings>) -> Answer<SourceSettings> {
    let said = said.settings(before)?;
    if let Some((field, says)) = settings::faults(&said).into_iter().next() {
        return Err(Problem::field(field, says));
    }
    // A path is opened on the server's machine, where several accounts may live.
    let paths = |settings: &SourceSettings| [settings.cel_file.clone(), settings.recordings_folder.clone()];
    let paths_before = before.map(paths).unwrap_or_default();
    for ((path, path_before), field) in paths(&said).iter().zip(&paths_before).zip(["cel_file", "recordings_folder"]) {
        if path.is_some() && path != path_before && visitor.role != Role::Operator {
            let says = "only an operator names a file on the server's machine";
            return Err(Problem::new(Kind::Forbidden, says).at(field));
        }
    }
    // What is asked there is asked from inside the server's network, and the answer told.
    let asked = |settings: &SourceSettings| settings.twilio.as_ref().and_then(|link| link.forward_url.clone());
    let asked_before = before.and_then(asked);
    if asked(&said).is_some_and(|asked| Some(asked) != asked_before) && visitor.role != Role::Operator {
        let says = "only an operator says where the server passes requests on to";
        return Err(Problem::new(Kind::Forbidden, says).at("twilio.forward_url"));
    }
    Ok(said)
}

/// The sources of the account.
#[utoipa::path(get, path = "/sources", operation_id = "listSources", tag = "sources", responses((status = 200, body = Sources)))]
async fn list(State(api): State<Arc<Api>>, Administrator(visitor): Administrator) -> Answer<Json<Sources>> {
    let mut rows = api.ctx.store.sources(Some(&visitor.account)).await?;
    rows.sort_by(|one, other| one.source.cmp(&other.source));
    Ok(Json(Sources { sources: told(&api, &visitor, rows).await? }))
}

/// Sources, with how what is heard and fetched of them stands.
async fn told(api: &Api, visitor: &Visitor, rows: Vec<SourceRow>) -> Answer<Vec<Source>> {
    let standings = api.ctx.board.standings(Some(&visitor.account));
    let wanted: HashMap<Text, WantedCount> = api.ctx.store.count_wanted(&visitor.account).await?.into_iter().collect();
    let (now, since) = (api.ctx.clock.now(), api.ctx.board.began_at());
    let source = |row: SourceRow| {
        let WantedCount { waiting, given_up } = wanted.get(&row.source).copied().unwrap_or_default();
        let last_note = api.ctx.board.gave_up(&visitor.account, &row.source);
        let came = api.ctx.board.came(&visitor.account, &row.source, now);
        let signals = came.map(|came| Signals::new(since, &came));
        Source::new(row, &standings, signals, Collecting { waiting, given_up, last_note })
    };
    Ok(rows.into_iter().map(source).collect())
}

async fn told_one(api: &Api, visitor: &Visitor, row: SourceRow) -> Answer<Source> {
    told(api, visitor, vec![row]).await?.pop().ok_or_else(unknown)
}

/// Enters a source.
#[utoipa::path(
    post, path = "/sources", operation_id = "enterSource", tag = "sources", request_body = SaidNamed,
    responses((status = 201, body = Source))
)]
async fn enter(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Told(said): Told<SaidNamed>,
) -> Answer<(StatusCode, Json<Source>)> {
    let (name, said) = said.apart();
    if !is_source_name(&name) {
        return Err(Problem::field("name", SOURCE_NAME_WANTED));
    }
    if find(&api, &visitor, &name).await?.is_some() {
        return Err(Problem::new(Kind::Conflict, "a source of this name is there already").at("name"));
    }
    let settings = settings_of(&visitor, said, None)?;
    write(&api, &visitor, &name, settings, None).await.map(|source| (StatusCode::CREATED, Json(source)))
}

async fn write(
    api: &Api,
    visitor: &Visitor,
    name: &str,
    settings: SourceSettings,
    before: Option<SourceRow>,
) -> Answer<Source> {
    if before.is_none() && api.ctx.store.sources(Some(&visitor.account)).await?.len() >= SOURCES_MAX {
        return Err(Problem::new(Kind::Conflict, format!("the account has {SOURCES_MAX} sources")).at("name"));
    }
    let created_at = before.map_or_else(|| api.ctx.clock.now(), |before| before.created_at);
    let row = SourceRow { account: visitor.account.clone(), source: text(name), settings, created_at, deleted_at: None };
    api.ctx.store.put_source(row.clone()).await?;
    api.known.forget();
    told_one(api, visitor, row).await
}

/// One source, and how its feeds stand.
#[utoipa::path(
    get, path = "/sources/{name}", operation_id = "getSource", tag = "sources",
    params(("name" = String, Path, description = "The name of the source.")), responses((status = 200, body = Source))
)]
async fn get(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(name): Named<String>,
) -> Answer<Json<Source>> {
    let row = find(&api, &visitor, &name).await?.ok_or_else(unknown)?;
    Ok(Json(told_one(&api, &visitor, row).await?))
}

/// Says everything of a source anew; what is left out is not said any more. Only a secret that is left out, or
/// null, stays, as long as address and user do.
///
/// A source that the server's configuration names is said anew by it at the next start.
#[utoipa::path(
    put, path = "/sources/{name}", operation_id = "putSource", tag = "sources", request_body = Said,
    params(("name" = String, Path, description = "The name of the source.")),
    responses((status = 200, body = Source), (status = 201, body = Source, description = "It is new."))
)]
async fn put(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(name): Named<String>,
    Told(said): Told<Said>,
) -> Answer<(StatusCode, Json<Source>)> {
    let before = find(&api, &visitor, &name).await?;
    if before.is_none() && !is_source_name(&name) {
        return Err(Problem::field("name", SOURCE_NAME_WANTED));
    }
    let settings = settings_of(&visitor, said, before.as_ref().map(|row| &row.settings))?;
    let status = if before.is_some() { StatusCode::OK } else { StatusCode::CREATED };
    write(&api, &visitor, &name, settings, before).await.map(|source| (status, Json(source)))
}

/// Removes a source. Its records stay.
#[utoipa::path(
    delete, path = "/sources/{name}", operation_id = "removeSource", tag = "sources",
    params(("name" = String, Path, description = "The name of the source.")),
    responses((status = 204, description = "It is removed."))
)]
async fn remove(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(name): Named<String>,
) -> Answer<StatusCode> {
    let row = find(&api, &visitor, &name).await?.ok_or_else(unknown)?;
    let removed = SourceRow { deleted_at: Some(api.ctx.clock.now()), ..row };
    api.ctx.store.put_source(removed).await?;
    api.known.forget();
    Ok(StatusCode::NO_CONTENT)
}
