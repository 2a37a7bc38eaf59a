//! Signals told over HTTP, for phone systems that have no adapter.
//!
//! A batch is taken whole or not at all, and answered only once it is durable. The same fact told twice, under the same key,
//! is taken once, so that whoever got no answer tells everything again. What a signal may say is not decided here but in
//! `calls::notation`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Request, State};
use calls::Text;
use calls::moment::Moment;
use calls::notation::json::native;
use calls::signal::Signal;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked;
use super::door::{Teller, Visitor};
use super::known::Household;
use super::problem::{Answer, Kind, Problem};
use super::{Api, Shared, document};
use crate::board::{Link, NATIVE};
use crate::counted;
use crate::resolve::Numbering;
use crate::store::{BATCH_SIGNALS_MAX, Batch, Mode};

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(tell))
}

/// A batch of signals.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the batch is read by the notation; this describes it")]
struct TellSignals {
    /// The source that they are of. It may be left out if each signal says it, or if the token has one source only.
    #[schema(example = "office", max_length = 64)]
    source: Option<String>,
    /// The signals, in the order in which they are to be recorded.
    #[schema(schema_with = document::native_signals)]
    signals: Vec<()>,
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
    let signals = decode(&bytes, &visitor)?;
    let told = each(&signals);
    let sources: Vec<Text> = told.keys().cloned().collect();
    let household = api.known.household(&api.ctx, &visitor.account, &sources).await?;
    admit(&visitor, &household, &signals)?;
    let mut signals: Vec<Signal> = signals.into_iter().map(|(signal, _)| signal).collect();
    let numbering = Numbering::from(&household.account);
    let seen = api.ctx.directories.resolve(&visitor.account, &numbering, &mut signals).await?;
    keep(&api, &visitor, &sources, &bytes);
    let at = api.ctx.clock.now();
    let account = visitor.account;
    let batch = Batch { account: account.clone(), signals: signals.into(), seen, mark: None, mode: Mode::Live, at };
    let recorded = api.ctx.store.record(batch).await?;
    counted::recorded(NATIVE, &recorded);
    heard(&api, &account, &told, at);
    Ok(Json(SignalsTold { accepted: recorded.new, repeated: recorded.repeated, versions: recorded.versions }))
}

/// How many signals are of each source.
fn each(signals: &[Sourced]) -> BTreeMap<Text, usize> {
    let mut told = BTreeMap::new();
    for (signal, _) in signals {
        *told.entry(signal.source.clone()).or_default() += 1;
    }
    told
}

/// Sources were heard, each with so many signals.
fn heard(api: &Api, account: &Text, told: &BTreeMap<Text, usize>, at: Moment) {
    for (source, signals) in told {
        api.ctx.board.count(account, source, *signals, at);
        let feed = (account.clone(), source.clone(), Text::new_static(NATIVE));
        api.ctx.board.chalk(&feed, at, |standing| {
            standing.link = Link::Up;
            standing.heard_at = Some(at);
        });
    }
}

/// A signal, and the field that named its source.
type Sourced = (Signal, String);

fn decode(bytes: &[u8], visitor: &Visitor) -> Answer<Vec<Sourced>> {
    let text = str::from_utf8(bytes).map_err(|_| Problem::new(Kind::Invalid, "the body is not UTF-8"))?;
    let (source, signals) = native::parse_batch(text).map_err(|fault| refused("", fault))?;
    if signals.len() > BATCH_SIGNALS_MAX {
        let says = format!("{} signals, more than {BATCH_SIGNALS_MAX}: tell them in several batches", signals.len());
        return Err(Problem::new(Kind::TooLarge, says).at("signals"));
    }
    let whole = source.as_deref().or(visitor.scope.as_deref());
    let signals = signals.iter().enumerate().map(|(place, value)| {
        let place = format!("signals[{place}]");
        let (source, field) = match (whole, value.get("source").and_then(Value::as_str)) {
            (Some(source), _) => (source, "source".to_owned()),
            (None, Some(source)) => (source, format!("{place}.source")),
            (None, None) => return Err(Problem::field("source", "expected the source that the signals are of")),
        };
        let signal = native::from_native(value, source).map_err(|fault| refused(&place, fault))?;
        Ok((signal, field))
    });
    signals.collect()
}

fn refused(place: &str, fault: native::Fault) -> Problem {
    match asked::inside(place, &fault.field) {
        field if field.is_empty() => Problem::new(Kind::Invalid, format!("the body {}", fault.says)),
        field => Problem::field(field, fault.says),
    }
}

/// Whether all sources are there, and the visitor may tell of them.
fn admit(visitor: &Visitor, household: &Household, signals: &[Sourced]) -> Answer<()> {
    for (signal, field) in signals {
        let source = &signal.source;
        if visitor.scope.as_ref().is_some_and(|scope| scope != source) {
            return Err(Problem::new(Kind::Forbidden, "this token may tell of another source only").at(field));
        }
        if !household.sources.contains(source) {
            return Err(Problem::field(field, format!("no source is called {source:?}")));
        }
    }
    Ok(())
}

/// Hands the body to whoever keeps raw input, once, under the first of its sources.
fn keep(api: &Api, visitor: &Visitor, sources: &[Text], bytes: &Bytes) {
    if let (Some(raw), Some(source)) = (&api.raw, sources.first()) {
        raw(&visitor.account, source, NATIVE, bytes);
    }
}
