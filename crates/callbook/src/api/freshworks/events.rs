//! What a Freshworks account says of its calls: envelopes, as its apps get them, are recorded like signals of any phone system (rule
//! F31).
//!
//! What an envelope says is read by the dialect; whether its call's integer is free is decided by the store, in the same transaction. An
//! envelope is answered once it is durable, and the same one told twice changes nothing.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use calls::Text;
use calls::dialects::{Fault, freshworks};
use calls::moment::Moment;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::asked::{self, Asked};
use super::super::door::{Deed, Teller, Visitor};
use super::super::problem::{Answer, Kind, Problem};
use super::super::{Api, Shared};
use crate::board::Link;
use crate::counted;
use crate::resolve::Numbering;
use crate::store::{Hearsay, SourceRow, SourceSettings};

/// What the source of envelopes is called where none was entered.
const SOURCE: &str = freshworks::DIALECT.name;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(tell))
}

/// Of which source the envelope is.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Words {
    /// The source. It may be left out if the token has one only, or the account has one with the adapter `freshworks`, or none yet.
    #[param(max_length = 64)]
    source: Option<String>,
}

/// An envelope of either generation, or a call alone.
#[derive(ToSchema)]
#[schema(as = FreshworksEvent)]
#[expect(dead_code, reason = "the envelope is read by the dialect; this describes it")]
struct Envelope {
    /// What an event brings along: `{"call": {…}}`, and more.
    #[schema(rename = "data")]
    brings: Option<Map<String, Value>>,
    /// The call, where nothing is around it.
    call: Option<Map<String, Value>>,
}

/// What became of an envelope.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FreshworksEventTold)]
struct Told {
    /// The call's integer, as the envelope says it.
    id: u64,
    /// The source that it is of.
    source: String,
    /// Facts that are new, and durable now.
    accepted: usize,
    /// Facts that were known already.
    repeated: usize,
    /// Versions that the call's record got by them.
    versions: usize,
}

/// Tells what a Freshworks account says of a call.
///
/// The call keeps the integer of the envelope; one that belongs to another call is refused, and nothing is recorded. Envelopes may come
/// twice, late and in any order. An administrator's or operator's first envelope enters a source `freshworks` where there is none.
#[utoipa::path(
    post, path = "/events", operation_id = "tellFreshworksEvent", tag = "apps", params(Words), request_body = Envelope,
    responses((status = 200, body = Told))
)]
async fn tell(
    State(api): State<Arc<Api>>,
    Teller(visitor): Teller,
    Asked(words): Asked<Words>,
    request: Request,
) -> Answer<Json<Told>> {
    let bytes = asked::body(request, &api).await?;
    let source = source(&api, &visitor, words.source).await?;
    let heard = freshworks::hear(&bytes, &source).map_err(refused)?;
    let household = api.known.household(&api.ctx, &visitor.account, &[]).await?;
    let (account, mut signals) = (visitor.account, heard.signals);
    let numbering = Numbering::from(&household.account);
    let seen = api.ctx.directories.resolve(&account, &numbering, &mut signals).await?;
    if let Some(raw) = &api.raw {
        raw(&account, &source, freshworks::FEED, &bytes);
    }
    let (at, serial, told) = (api.ctx.clock.now(), heard.serial, signals.len());
    let hearsay = Hearsay { account: account.clone(), source: source.clone(), serial, signals, seen, at };
    let in_use = || Problem::new(Kind::InUse, "this is the id of another call; nothing was recorded").at("call.id");
    let recorded = api.ctx.store.hear(hearsay).await?.ok_or_else(in_use)?;
    counted::recorded(freshworks::FEED, &recorded);
    api.ctx.board.count(&account, &source, told, at);
    chalk(&api, &account, &source, at);
    Ok(Json(Told {
        id: serial.unwrap_or_default(),
        source: source.to_string(),
        accepted: recorded.new,
        repeated: recorded.repeated,
        versions: recorded.versions,
    }))
}

/// The source was heard.
fn chalk(api: &Api, account: &Text, source: &Text, at: Moment) {
    let feed = (account.clone(), source.clone(), Text::new_static(freshworks::FEED));
    api.ctx.board.chalk(&feed, at, |standing| {
        standing.link = Link::Up;
        standing.heard_at = Some(at);
    });
}

fn refused(fault: Fault) -> Problem {
    match fault.field {
        field if field.is_empty() => Problem::new(Kind::Invalid, format!("the body cannot be read: {}", fault.says)),
        field => Problem::field(field, fault.says),
    }
}

/// The source that is meant.
async fn source(api: &Api, visitor: &Visitor, said: Option<String>) -> Answer<Text> {
    let own = visitor.scope.clone();
    let meant = match said.map(Text::from) {
        Some(said) if own.as_ref().is_some_and(|own| *own != said) => {
            return Err(Problem::new(Kind::Forbidden, "this token may tell of another source only").at("source"));
        }
        said => said.or(own),
    };
    let rows = api.ctx.store.sources(Some(&visitor.account)).await?;
    if let Some(meant) = meant {
        let is_there = rows.iter().any(|row| row.source == meant);
        return if is_there { Ok(meant) } else { Err(Problem::field("source", format!("no source is called {meant:?}"))) };
    }
    let hears = |row: &&SourceRow| row.settings.adapters.iter().any(|adapter| adapter == freshworks::FEED);
    let mut hearing = rows.iter().filter(hears);
    match (hearing.next(), hearing.next()) {
        (Some(one), None) => Ok(one.source.clone()),
        (Some(_), Some(_)) => {
            Err(Problem::field("source", "several sources have the adapter `freshworks`: say which is meant"))
        }
        (None, _) => enter(api, visitor, &rows).await,
    }
}

/// Enters the source that is meant where none is named and there is none.
async fn enter(api: &Api, visitor: &Visitor, rows: &[SourceRow]) -> Answer<Text> {
    if !visitor.may(Deed::Administer) || rows.iter().any(|row| row.source == SOURCE) {
        return Err(Problem::field("source", "no source has the adapter `freshworks`: enter one, or say which is meant"));
    }
    let settings = SourceSettings { adapters: vec![freshworks::FEED.to_owned()], ..SourceSettings::default() };
    let (account, source) = (visitor.account.clone(), Text::new_static(SOURCE));
    let row = SourceRow { account, source: source.clone(), settings, created_at: api.ctx.clock.now(), deleted_at: None };
    api.ctx.store.put_source(row).await?;
    api.known.forget();
    Ok(source)
}
