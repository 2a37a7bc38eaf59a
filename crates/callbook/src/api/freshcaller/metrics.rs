//! What is measured of calls, listed and one by one.

use std::sync::Arc;

use axum::extract::State;
use calls::dialects::freshworks::metrics;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::asked::{Asked, Named};
use super::super::problem::Answer;
use super::super::{Api, Shared};
use super::asked::{CallWords, MetricWords};
use super::door::Key;
use super::reading::{Read, Reading};
use super::{Body, MetaShown};

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get))
}

/// A page of what is measured.
#[derive(ToSchema)]
#[schema(as = FreshcallerMetricsPage)]
#[expect(dead_code, reason = "the dialect prints it; this describes it")]
struct Page {
    /// Of each call, as the vendor has it.
    call_metrics: Vec<Map<String, Value>>,
    /// Where the page stands.
    meta: MetaShown,
}

/// What is measured of one call.
#[derive(ToSchema)]
#[schema(as = FreshcallerMetrics)]
#[expect(dead_code, reason = "the dialect prints it; this describes it")]
struct One {
    /// As the vendor has it.
    call_metrics: Map<String, Value>,
}

/// What is measured of calls: of the same calls in the same order as `/calls`.
#[utoipa::path(
    get, path = "/call_metrics", operation_id = "freshcallerMetrics", tag = "freshcaller", params(CallWords),
    security(("freshcaller" = [])), responses((status = 200, body = Page))
)]
async fn list(State(api): State<Arc<Api>>, Key(visitor): Key, Asked(words): Asked<CallWords>) -> Answer<Body> {
    let wanted = words.wanted(api.ctx.clock.now())?;
    let (page, life_cycle) = (wanted.page, wanted.life_cycle);
    let reading = Reading::of(&api, &visitor).await?;
    let print = |seen: &_, call: &_, names: &dyn calls::dialects::Names, clock: calls::dialects::freshworks::Clock<'_>| {
        metrics(seen, call, names, clock, life_cycle)
    };
    let Read { total, bodies } = reading.page(wanted, &print).await?;
    Ok(Body::list("call_metrics", &bodies, page.meta(total)))
}

/// What is measured of one call.
#[utoipa::path(
    get, path = "/calls/{call}/call_metrics", operation_id = "freshcallerCallMetrics", tag = "freshcaller",
    params(("call" = u64, Path, description = "The call's integer."), MetricWords),
    security(("freshcaller" = [])), responses((status = 200, body = One))
)]
async fn get(
    State(api): State<Arc<Api>>,
    Key(visitor): Key,
    Named(named): Named<String>,
    Asked(words): Asked<MetricWords>,
) -> Answer<Body> {
    let life_cycle = words.life_cycle()?;
    let reading = Reading::of(&api, &visitor).await?;
    let print = |seen: &_, call: &_, names: &dyn calls::dialects::Names, clock: calls::dialects::freshworks::Clock<'_>| {
        metrics(seen, call, names, clock, life_cycle)
    };
    let body = reading.one(&named, &print).await?;
    Ok(Body::one("call_metrics", &body))
}
