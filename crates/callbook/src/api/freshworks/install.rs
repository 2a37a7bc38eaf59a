//! Which apps there are; installing one, giving it parameters, removing it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::asked::{Named, Told, bytes_up_to};
use super::super::door::Administrator;
use super::super::problem::{Answer, Kind, Problem};
use super::super::{Api, Shared, printed};
use super::{named, row, unknown};
use crate::apps::ZIP_BYTES_MAX;
use crate::installed::NotInstalled;
use crate::store::{AppRow, Put, SubscriptionRow};

/// The most bytes of what an installation is given.
const IPARAMS_BYTES_MAX: usize = 256 * 1024;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    let long = OpenApiRouter::new().routes(routes!(put, remove)).layer(DefaultBodyLimit::max(ZIP_BYTES_MAX));
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(give)).merge(long)
}

/// An installed app.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = App)]
struct Printed {
    /// Its name in addresses.
    app: String,
    /// Counts what was said of it: packages and parameters.
    version: u64,
    /// What it was given.
    #[schema(value_type = Object)]
    iparams: Box<RawValue>,
    /// Why it is switched off; null: it is told of calls.
    #[schema(required)]
    off: Option<String>,
    /// When it was installed.
    #[schema(format = DateTime)]
    installed_at: String,
    /// When something was said of it last.
    #[schema(format = DateTime)]
    changed_at: String,
    /// What prevented nothing and should be known; only told by an installation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    warnings: Vec<String>,
}

/// Apps.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppList)]
struct Apps {
    /// By name.
    apps: Vec<Printed>,
    /// Where the list goes on; it never does, since an account has few.
    #[schema(required)]
    next: Option<String>,
}

fn print(row: AppRow, off: Option<String>, warnings: Vec<String>) -> Answer<Printed> {
    Ok(Printed {
        app: row.app.to_string(),
        version: row.version,
        iparams: printed::record(row.iparams)?,
        off,
        installed_at: row.installed_at.to_string(),
        changed_at: row.changed_at.to_string(),
        warnings,
    })
}

/// The apps of the account.
#[utoipa::path(get, path = "/apps", operation_id = "listApps", tag = "apps", responses((status = 200, body = Apps)))]
async fn list(State(api): State<Arc<Api>>, Administrator(visitor): Administrator) -> Answer<Json<Apps>> {
    let subscriptions = api.ctx.store.subscriptions(Some(&visitor.account)).await?;
    let off = |row: &AppRow| {
        let own = subscriptions.iter().find(|known: &&SubscriptionRow| known.id == row.subscription);
        own.and_then(|own| own.off.as_ref().map(ToString::to_string))
    };
    let rows = api.ctx.store.apps(Some(&visitor.account)).await?;
    let apps = rows.into_iter().map(|row| {
        let off = off(&row);
        print(row, off, Vec::new())
    });
    Ok(Json(Apps { apps: apps.collect::<Answer<_>>()?, next: None }))
}

/// Installs an app, or puts it in the place of the one of that name.
///
/// The body is a zip file of the app's folder. `onAppInstall`, or `afterAppUpdate`, is run first, and may refuse. From then on the
/// app is told of every change; one that was switched off is switched on.
#[utoipa::path(
    put, path = "/apps/{app}", operation_id = "putApp", tag = "apps",
    request_body(content = Vec<u8>, content_type = "application/zip"),
    params(("app" = String, Path, description = "The name of the app.")),
    responses(
        (status = 200, body = Printed, description = "It took the place of the one before."),
        (status = 201, body = Printed, description = "It is new."),
        (status = 422, body = super::super::problem::Printed, content_type = "application/problem+json",
            description = "The app refuses; `detail` is its message.")
    )
)]
async fn put(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(app): Named<String>,
    request: Request,
) -> Answer<(StatusCode, Json<Printed>)> {
    let app = named(&app)?;
    let package = bytes_up_to(ZIP_BYTES_MAX, request, &api).await?;
    let done = api.ctx.installed.install(&visitor.account, &app, package.to_vec(), None).await;
    let done = done.map_err(|why| match why {
        NotInstalled::Package(says) => Problem::field("package", says),
        NotInstalled::Refused(says) => Problem::new(Kind::Refused, says),
        NotInstalled::Store(error) => error.into(),
    })?;
    api.ctx.outgoing.say_changed();
    let status = if done.put == Put::New { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(print(done.row, None, done.warnings)?)))
}

/// Says what an app is given from now on, in place of what it was given before: `iparams` of every payload.
#[utoipa::path(
    put, path = "/apps/{app}/iparams", operation_id = "giveApp", tag = "apps", request_body = Object,
    params(("app" = String, Path, description = "The name of the app.")),
    responses((status = 200, body = Printed))
)]
async fn give(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(app): Named<String>,
    Told(given): Told<Map<String, Value>>,
) -> Answer<Json<Printed>> {
    row(&api, &visitor, &app).await?;
    let given = Value::Object(given).to_string();
    if given.len() > IPARAMS_BYTES_MAX {
        return Err(Problem::new(Kind::TooLarge, format!("more than {IPARAMS_BYTES_MAX} bytes")));
    }
    let row = api.ctx.installed.give(&visitor.account, &app, given).await?.ok_or_else(unknown)?;
    api.ctx.outgoing.say_changed();
    print(row, None, Vec::new()).map(Json)
}

/// Removes an app with everything it has: what it keeps, its log, its deliveries. `onAppUninstall` is run first.
#[utoipa::path(
    delete, path = "/apps/{app}", operation_id = "removeApp", tag = "apps",
    params(("app" = String, Path, description = "The name of the app.")),
    responses((status = 204, description = "It is removed."))
)]
async fn remove(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(app): Named<String>,
) -> Answer<StatusCode> {
    if !api.ctx.installed.remove(&visitor.account, &app).await? {
        return Err(unknown());
    }
    api.ctx.outgoing.say_changed();
    Ok(StatusCode::NO_CONTENT)
}
