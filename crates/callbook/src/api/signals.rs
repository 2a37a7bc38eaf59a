//! Signals told over HTTP, for phone systems that have no adapter.
//!
//! A batch is taken whole or not at all, and answered only once it is durable. The same fact told twice, under the same key,
//! is taken once, so that whoever got no answer tells everything again. What a signal may say is not decided here but in
//! `calls::notation`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Request, State};
use calls::Text;
use calls::signal::Signal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked;
use super::door::{Teller, Visitor};
use super::known::Household;
use super::problem::{Answer, Kind, Problem};
use super::{Api, Shared, document, native};
use crate::config::Account;
use crate::resolve::resolve;
use crate::store::{BATCH_SIGNALS_MAX, Batch, Mode, text};

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(tell))
}

/// A batch of signals.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TellSignals {
    /// The source that they are of, if they do not say it themselves.
    #[schema(nullable = false, example = "office")]
    source: Option<String>,
    /// The signals, in the order in which they are to be recorded; at most 10,000.
    #[schema(schema_with = document::native_signals)]
    signals: Vec<Value>,
}

/// What became of a batch.
#[derive(Debug, Serialize, ToSchema)]
struct SignalsTold {
    /// Signals that are new, and durable now.
    accepted: usize,
    /// Signals that were known already.
    repeated: usize,
    /// Versions that conversations got by them.
    versions: usize,
}

/// Tells signals.
///
/// The whole batch is taken, or nothing. It is durable when it is answered. A signal whose `key` was told before is passed
/// over, so that a batch without an answer can be told again.
#[utoipa::path(
    post, path = "/signals", operation_id = "tellSignals", tag = "signals", request_body = TellSignals,
    responses((status = 200, body = SignalsTold))
)]
async fn tell(State(api): State<Arc<Api>>, Teller(visitor): Teller, request: Request) -> Answer<Json<SignalsTold>> {
    let bytes = asked::body(request, &api).await?;
    let told: TellSignals = asked::json(&bytes)?;
    let mut signals = decode(&told)?;
    let sources = sources_of(&told, &signals)?;
    let household = api.known.household(&api.ctx, &visitor.account, &sources).await?;
    admit(&visitor, &household, &told, &signals)?;
    resolve(&account(&household), &mut signals);
    keep(&api, &visitor, &sources, &bytes);
    let at = api.ctx.clock.now();
    let batch = Batch { account: visitor.account, signals, mark: None, mode: Mode::Live, at };
    let recorded = api.ctx.store.record(batch).await?;
    metrics::counter!("callbook_signals_total", "feed" => "native", "known" => "no").increment(recorded.new as u64);
    metrics::counter!("callbook_signals_total", "feed" => "native", "known" => "yes").increment(recorded.repeated as u64);
    metrics::counter!("callbook_versions_total", "feed" => "native").increment(recorded.versions as u64);
    Ok(Json(SignalsTold { accepted: recorded.new, repeated: recorded.repeated, versions: recorded.versions }))
}

fn decode(told: &TellSignals) -> Answer<Vec<Signal>> {
    if told.signals.len() > BATCH_SIGNALS_MAX {
        let says = format!("{} signals, more than {BATCH_SIGNALS_MAX}: tell them in several batches", told.signals.len());
        return Err(Problem::new(Kind::TooLarge, says).at("signals"));
    }
    let signals = told.signals.iter().enumerate().map(|(place, value)| {
        native::signal(value, told.source.as_deref()).map_err(|fault| {
            let dot = if fault.field.is_empty() || fault.field.starts_with('[') { "" } else { "." };
            Problem::field(format!("signals[{place}]{dot}{}", fault.field), fault.says)
        })
    });
    signals.collect()
}

/// Which sources the batch is of.
fn sources_of(told: &TellSignals, signals: &[Signal]) -> Answer<Vec<Text>> {
    let mut sources: Vec<Text> = signals.iter().map(|signal| signal.source.clone()).collect();
    sources.extend(told.source.as_deref().map(text));
    sources.sort();
    sources.dedup();
    Ok(sources)
}

/// Whether all sources are there, and the visitor may tell of them.
fn admit(visitor: &Visitor, household: &Household, told: &TellSignals, signals: &[Signal]) -> Answer<()> {
    let judge = |source: &Text, field: &dyn Fn() -> String| {
        if visitor.scope.as_ref().is_some_and(|scope| scope != source) {
            let says = "this token may tell of another source only";
            return Err(Problem::new(Kind::Forbidden, says).at(field()));
        }
        if !household.sources.contains(source) {
            return Err(Problem::field(field(), format!("no source is called `{source}`")));
        }
        Ok(())
    };
    if let Some(source) = told.source.as_deref() {
        judge(&text(source), &|| "source".to_owned())?;
    }
    for (place, signal) in signals.iter().enumerate() {
        judge(&signal.source, &|| format!("signals[{place}].source"))?;
    }
    Ok(())
}

fn account(household: &Household) -> Account {
    Account { region: household.account.region.as_ref().map(|region| region.to_string()), ..Account::default() }
}

/// Hands the body to whoever keeps raw input, once, under the first of its sources.
fn keep(api: &Api, visitor: &Visitor, sources: &[Text], bytes: &Bytes) {
    if let (Some(raw), Some(source)) = (&api.raw, sources.first()) {
        raw(&visitor.account, source, bytes);
    }
}
