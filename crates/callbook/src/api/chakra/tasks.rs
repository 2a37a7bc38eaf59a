//! Calls that are logged by a task that is completed already (sheet, 4.5).

use std::sync::Arc;

use axum::extract::{Request, State};
use calls::dialects::chakra::{BODY_MAX, Path, one, task};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::asked::bytes_up_to;
use super::super::vendors::drawn;
use super::super::{Api, Shared};
use super::described::{TaskAnswered, TaskSaid};
use super::door::{Pen, Place};
use super::reading::Reading;
use super::writing::Wish;
use super::{Answer, Body};

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(log))
}

/// Logs a call by a task that is completed. One that names a call that there is, by `provider` and `provider_call_id`, disposes it.
#[utoipa::path(
    post, path = "/p/{procedure}/{process}/task/{stateTask}", operation_id = "chakraLogTask", tag = "chakra", request_body = TaskSaid,
    params(
        ("procedure" = String, Path, description = "The short id of the procedure."),
        ("process" = String, Path, description = "The process, by id or primary key."),
        ("stateTask" = String, Path, description = "The short id of the state task.")
    ),
    security(("chakra" = [])), responses((status = 200, body = TaskAnswered))
)]
async fn log(
    State(api): State<Arc<Api>>,
    Pen(key): Pen,
    Place((procedure, process, state_task)): Place<(String, String, String)>,
    request: Request,
) -> Answer<Body> {
    let bytes = bytes_up_to(BODY_MAX, request, &api).await?;
    let path = Path { procedure: &procedure, process: &process, state_task: &state_task };
    let (id, reading) = (drawn()?, Reading::of(&api, &key.visitor).await?);
    let new = reading.with(|asked, who| task(&bytes, path, id, asked, who)).await??;
    let wish = Wish::Task(Box::new(new.clone()));
    let (shown, _) = reading.create(&wish).await?;
    Ok(Body(one(&new.shown(&shown), &key.request)))
}
