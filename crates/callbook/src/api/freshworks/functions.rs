//! Server methods: functions of an app that programs call.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::asked::{Named, Told};
use super::super::door::Administrator;
use super::super::problem::{Answer, Kind, Problem};
use super::super::{Api, Shared};
use super::find;
use crate::apps::{Failure, Outcome, Run};
use crate::installed::Manner;

/// The most bytes of what a method is handed (sheet, 4.7).
const BODY_BYTES_MAX: usize = 100 * 1024;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(call))
}

/// Calls a server method of an app. It is handed the body with `iparams`, and answers what it gives to `renderData`.
#[utoipa::path(
    post, path = "/apps/{app}/functions/{name}", operation_id = "callAppFunction", tag = "apps", request_body = Object,
    params(
        ("app" = String, Path, description = "The name of the app."),
        ("name" = String, Path, description = "A function of its manifest.")
    ),
    responses(
        (status = 200, body = Object, description = "What it gave to `renderData`; `{}` where that is nothing."),
        (status = 422, body = super::super::problem::Printed, content_type = "application/problem+json",
            description = "It refuses, or fails; `detail` is its message."),
        (status = 504, body = super::super::problem::Printed, content_type = "application/problem+json",
            description = "It did not answer within 20 seconds.")
    )
)]
async fn call(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named((app, name)): Named<(String, String)>,
    Told(mut said): Told<Map<String, Value>>,
) -> Answer<Json<Box<RawValue>>> {
    let one = find(&api, &visitor, &app).await?;
    if !one.app.manifest.functions.contains(&name) {
        return Err(Problem::not_found("the manifest of this app names no such function").at("name"));
    }
    if Value::Object(said.clone()).to_string().len() > BODY_BYTES_MAX {
        return Err(Problem::new(Kind::TooLarge, format!("more than {BODY_BYTES_MAX} bytes")));
    }
    if let Some(again_s) = one.calls_again_in() {
        return Err(Problem::too_often(again_s));
    }
    said.insert("iparams".to_owned(), Value::Object(one.given()));
    let payload = Value::Object(said).to_string();
    let run = Run { handler: &name, payload: payload.as_bytes() };
    let end = api.ctx.installed.run(&one, &name, run, Manner::Refused).await;
    match end.outcome {
        Outcome::Done { rendered } => Ok(Json(rendered.unwrap_or_else(nothing))),
        Outcome::TimedOut => Err(Problem::new(Kind::NoAnswer, end.outcome.says())),
        Outcome::Failed { by: Failure::Rendered, message } => Err(Problem::new(Kind::Refused, message)),
        failed => Err(Problem::new(Kind::Refused, format!("{name}: {}", failed.says()))),
    }
}

fn nothing() -> Box<RawValue> {
    serde_json::value::to_raw_value(&Map::new()).unwrap_or_default()
}
