//! Whether the server lives, is ready, and how it fares: for those who run it.
//!
//! These three need no token, and so belong to the inside: a proxy before the server must not pass them on. They name sources,
//! never numbers. To measure one more thing: count it where it happens, and say its name in the manual of operating.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Api, Shared};
use crate::board::{FeedName, Link};
use crate::ctx::Ctx;
use crate::store::Receiver;

/// The upper ends of the buckets in which seconds are counted.
const SECONDS: &[f64] = &[0.001, 0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 30.0, 60.0];
/// How often what was counted is put in order, so that it does not grow where nobody reads it.
const UPKEEP: Duration = Duration::from_secs(5);

/// The routes of this room, which stand at the root.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(lives)).routes(routes!(ready)).routes(routes!(metrics))
}

/// What counts, once for the whole program.
static COUNTED: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to count. What was begun is kept, however often this is called.
pub(crate) fn count() -> Result<()> {
    if COUNTED.get().is_none() {
        let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS);
        let handle = builder.context("buckets")?.install_recorder().context("metrics")?;
        // Another thread that was faster has the same kind of handle.
        let _ = COUNTED.set(handle);
        describe();
    }
    Ok(())
}

fn describe() {
    metrics::describe_counter!("callbook_requests_total", "Requests answered, by route, method and status.");
    metrics::describe_histogram!("callbook_request_seconds", "Seconds until a request was answered, by route.");
    metrics::describe_counter!("callbook_signals_total", "Signals taken in, by feed, and whether they were known.");
    metrics::describe_counter!("callbook_signals_refused_total", "Signals that the store refused, and that are lost, by feed.");
    metrics::describe_counter!("callbook_raw_failures_total", "Times that raw input could not be kept.");
    metrics::describe_counter!("callbook_versions_total", "Versions that conversations got, by feed.");
    metrics::describe_gauge!("callbook_commits", "Commits that made signals durable, by feed.");
    metrics::describe_counter!("callbook_attempts_total", "Tries to deliver, by kind of receiver and whether it was taken.");
    metrics::describe_counter!(
        "callbook_deliveries_total",
        "What tries made of deliveries, by kind of receiver: taken, failed, dead."
    );
    metrics::describe_gauge!("callbook_subscriptions", "Subscriptions, by kind of receiver and whether they are switched on.");
    metrics::describe_gauge!("callbook_deliveries_waiting", "Deliveries that wait, by kind of receiver.");
    metrics::describe_gauge!("callbook_deliveries_dead", "Deliveries that were given up, by kind of receiver.");
    metrics::describe_gauge!(
        "callbook_behind_changes",
        "How many changes the subscription of that kind lacks that lacks most."
    );
    metrics::describe_gauge!("callbook_behind_seconds", "For how long that kind owes somebody something, in seconds.");
    metrics::describe_gauge!("callbook_feeds_open", "Sockets and event streams that are open.");
    metrics::describe_gauge!("callbook_source_up", "Whether a feed of a source is heard.");
    metrics::describe_gauge!("callbook_source_silent", "Whether a feed has said nothing for longer than is usual of it.");
    metrics::describe_gauge!("callbook_source_notes", "How many things a feed said were not understood.");
    metrics::describe_gauge!("callbook_source_heard_seconds", "When a feed said something last, in seconds since 1970.");
}

/// Keeps what is counted in order, for as long as the server runs.
pub(crate) async fn upkeep() {
    let mut every = tokio::time::interval(UPKEEP);
    loop {
        every.tick().await;
        if let Some(counted) = COUNTED.get() {
            counted.run_upkeep();
        }
    }
}

/// Whether the process lives.
#[utoipa::path(
    get, path = "/healthz", operation_id = "lives", tag = "health", security(()),
    responses((status = 200, body = String, content_type = "text/plain"))
)]
async fn lives() -> &'static str {
    "ok\n"
}

/// Whether the server can do its work.
#[derive(Debug, Serialize, ToSchema)]
struct Readiness {
    /// `ready`; `degraded`: it works, but some sources are not heard; `failing`: nothing can be written.
    status: &'static str,
    /// Why nothing can be written.
    #[schema(required)]
    store: Option<String>,
    /// The feeds that are not heard.
    sources: Vec<Unheard>,
}

/// A feed that is not heard.
#[derive(Debug, Serialize, ToSchema)]
struct Unheard {
    account: String,
    source: String,
    adapter: String,
    /// `down`, `refused` or `silent`.
    state: &'static str,
    /// Since when.
    #[schema(format = DateTime)]
    since: String,
    /// Why.
    #[schema(required)]
    why: Option<String>,
}

async fn readiness(ctx: &Ctx) -> Readiness {
    let store = ctx.store.is_writable().await.err().map(|error| error.to_string());
    let unheard = ctx.board.standings(None).into_iter().filter_map(|((account, source, adapter), standing)| {
        let state = match standing.link {
            Link::Up if standing.silent => "silent",
            Link::Up => return None,
            link => link.word(),
        };
        let [account, source, adapter] = [account, source, adapter].map(|name| name.to_string());
        Some(Unheard { account, source, adapter, state, since: standing.since.to_string(), why: standing.last_note })
    });
    let sources: Vec<Unheard> = unheard.collect();
    let status = match (&store, sources.as_slice()) {
        (Some(_), _) => "failing",
        (None, []) => "ready",
        (None, _) => "degraded",
    };
    Readiness { status, store, sources }
}

/// Whether the server can do its work: 503 if nothing can be written.
///
/// A source that is not heard leaves the server ready: what it keeps can be read, and other sources are heard. It is told
/// here, as `degraded`.
#[utoipa::path(
    get, path = "/readyz", operation_id = "ready", tag = "health", security(()),
    responses((status = 200, body = Readiness), (status = 503, body = Readiness, description = "Nothing can be written."))
)]
async fn ready(State(api): State<Arc<Api>>) -> (StatusCode, Json<Readiness>) {
    let readiness = readiness(&api.ctx).await;
    let status = if readiness.store.is_some() { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    (status, Json(readiness))
}

/// Feeds that were told of before and are no longer on the board are neither up nor silent.
fn gone<'a>(now: impl Iterator<Item = &'a FeedName>) {
    static TOLD: Mutex<BTreeSet<FeedName>> = Mutex::new(BTreeSet::new());
    let now: BTreeSet<FeedName> = now.cloned().collect();
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    for (account, source, adapter) in told.difference(&now) {
        let labels = [("account", account), ("source", source), ("adapter", adapter)];
        let labels = labels.map(|(name, value)| (name, value.to_string()));
        metrics::gauge!("callbook_source_up", &labels).set(0.0);
        metrics::gauge!("callbook_source_silent", &labels).set(0.0);
    }
    told.extend(now);
}

/// How far subscriptions are behind, by kind. Of those that are switched off nobody waits to be told.
async fn owing(ctx: &Ctx) -> crate::store::Result<()> {
    let (rows, now) = (ctx.store.owing(None, None).await?, ctx.clock.now());
    for (kind, word) in Receiver::WORDS {
        let of = |is_on: bool| rows.iter().filter(move |row| row.kind == *kind && row.is_on == is_on);
        for (is_on, on) in [(true, "yes"), (false, "no")] {
            metrics::gauge!("callbook_subscriptions", "kind" => *word, "on" => on).set(of(is_on).count() as f64);
        }
        let set = |name: &'static str, value: f64| metrics::gauge!(name, "kind" => *word).set(value);
        let all = || of(true).chain(of(false));
        set("callbook_deliveries_waiting", all().map(|row| row.waiting).sum::<usize>() as f64);
        set("callbook_deliveries_dead", all().map(|row| row.dead).sum::<usize>() as f64);
        set("callbook_behind_changes", of(true).map(|row| row.behind).max().unwrap_or(0) as f64);
        let oldest = of(true).filter_map(|row| row.oldest_at).min();
        set("callbook_behind_seconds", oldest.map_or(0.0, |at| now.since(at).max(0) as f64 / 1e6));
    }
    Ok(())
}

/// What was counted, for Prometheus.
#[utoipa::path(
    get, path = "/metrics", operation_id = "metrics", tag = "health", security(()),
    responses((status = 200, body = String, content_type = "text/plain"))
)]
async fn metrics(State(api): State<Arc<Api>>) -> Response {
    let standings = api.ctx.board.standings(None);
    gone(standings.iter().map(|(feed, _)| feed));
    for ((account, source, adapter), standing) in standings {
        let [account, source, adapter] = [account, source, adapter].map(|name| name.to_string());
        let labels = [("account", account), ("source", source), ("adapter", adapter)];
        let flag = |up: bool| if up { 1.0 } else { 0.0 };
        metrics::gauge!("callbook_source_up", &labels).set(flag(standing.link == Link::Up));
        metrics::gauge!("callbook_source_silent", &labels).set(flag(standing.silent));
        metrics::gauge!("callbook_source_notes", &labels).set(standing.notes as f64);
        if let Some(heard) = standing.heard_at {
            metrics::gauge!("callbook_source_heard_seconds", &labels).set(heard.micros() as f64 / 1e6);
        }
    }
    if let Err(error) = owing(&api.ctx).await {
        tracing::warn!(%error, "how far subscriptions are behind cannot be read now");
    }
    let text = COUNTED.get().map(PrometheusHandle::render).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}
