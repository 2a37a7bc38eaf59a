//! Trying an app: a handler run once, which is no delivery.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::asked::{Named, Told};
use super::super::door::Administrator;
use super::super::problem::{Answer, Problem};
use super::super::{Api, Shared};
use super::find;
use crate::apps::Run;
use crate::installed::Manner;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(simulate))
}

/// An envelope of either generation, with the name of the event.
#[derive(ToSchema)]
#[schema(as = AppEnvelope)]
#[expect(dead_code, reason = "any object with an event; this describes it")]
struct Envelope {
    /// The event, as `onCallCreate`.
    event: String,
}

/// What came of a run.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppRun)]
struct Ran {
    /// Whether the handler came to its end.
    done: bool,
    /// Why not: `handler_failed`, `refused_by_app`, `timed_out`, `payload_too_large`, `out_of_memory` or `worker_lost`.
    #[schema(required)]
    reason: Option<&'static str>,
    /// The same for people.
    #[schema(required)]
    says: Option<String>,
    /// How long it ran.
    took_ms: u64,
    /// What it wrote.
    log: Vec<Wrote>,
}

/// A line that it wrote.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppRunLine)]
struct Wrote {
    /// `log`, `info`, `warn`, `error` or `debug`.
    level: String,
    /// What was written.
    text: String,
}

/// Runs the handler of an event once, with the envelope as it is sent; `iparams` are those of the installation. It is no delivery.
#[utoipa::path(
    post, path = "/apps/{app}/simulate", operation_id = "simulateApp", tag = "apps", request_body = Envelope,
    params(("app" = String, Path, description = "The name of the app.")), responses((status = 200, body = Ran))
)]
async fn simulate(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(app): Named<String>,
    Told(mut envelope): Told<Map<String, Value>>,
) -> Answer<Json<Ran>> {
    let one = find(&api, &visitor, &app).await?;
    let event = envelope.get("event").and_then(Value::as_str).unwrap_or_default().to_owned();
    let unknown = || Problem::field("event", "expected an event that the app subscribed to");
    let handler = one.handler(&event).ok_or_else(unknown)?;
    envelope.insert("iparams".to_owned(), Value::Object(one.given()));
    let settings = envelope.entry("app_settings").or_insert_with(|| Value::Object(Map::new()));
    if !settings.is_object() {
        return Err(Problem::field("app_settings", "expected an object"));
    }
    let payload = Value::Object(envelope).to_string();
    let end = api.ctx.installed.run(&one, &event, Run { handler, payload: payload.as_bytes() }, Manner::Refused).await;
    let reason = end.outcome.reason();
    Ok(Json(Ran {
        done: end.outcome.is_done(),
        reason,
        says: reason.map(|_| end.outcome.says()),
        took_ms: u64::try_from(end.took.as_millis()).unwrap_or(u64::MAX),
        log: end.log.into_iter().map(|line| Wrote { level: line.level, text: line.text }).collect(),
    }))
}
