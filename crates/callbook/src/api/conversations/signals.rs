//! The signals behind a conversation: what a record was made of.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{AsOf, ROWS_MAX, Shown, find};
use crate::api::Api;
use crate::api::asked::{Asked, NUMBER_MAX, Named, whole};
use crate::api::door::{Deed, Reader};
use crate::api::printed;
use crate::api::problem::{Answer, Problem};
use crate::store::Aim;

/// Which signals.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SignalWords {
    /// Only those after the one of this number.
    #[param(minimum = 0)]
    #[serde(default, deserialize_with = "whole::<_, _, 0, NUMBER_MAX>")]
    after: Option<u64>,
    /// The most rows of this page; 50 if nothing is said.
    #[param(minimum = 1, maximum = 500)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, ROWS_MAX>")]
    limit: Option<usize>,
}

/// A signal as it was recorded.
#[derive(Debug, Serialize, ToSchema)]
struct RecordedSignal {
    /// Its number in the account.
    no: u64,
    /// When it was recorded.
    #[schema(format = DateTime)]
    recorded_at: String,
    /// The signal.
    #[schema(value_type = Object)]
    signal: Box<RawValue>,
}

/// A page of signals.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SignalPage {
    /// In the order in which they were recorded.
    signals: Vec<RecordedSignal>,
    /// The number to go on after; null at the end.
    #[schema(required)]
    next: Option<u64>,
}

/// The signals behind a conversation: for administrators, and for supervisors who see all its calls.
#[utoipa::path(
    get, path = "/conversations/{id}/signals", operation_id = "listSignals", tag = "records",
    params(("id" = Uuid, Path, description = "Any id ever told."), SignalWords),
    responses((status = 200, body = SignalPage))
)]
pub(super) async fn list(
    State(api): State<Arc<Api>>,
    Reader(visitor): Reader,
    Named(id): Named<Uuid>,
    Asked(words): Asked<SignalWords>,
) -> Answer<Json<SignalPage>> {
    let rows = words.limit.unwrap_or(super::PAGE_ROWS);
    let after = words.after.unwrap_or(0);
    visitor.needs(Deed::Supervise)?;
    let Shown { found, view } = find(&api, &visitor, id, &AsOf::any(), Aim::Whole).await?;
    if !view.is_all() {
        return Err(Problem::not_found("nothing has this id").at("id"));
    }
    let signals = api.ctx.store.signals(&visitor.account, found.conversation, after, rows).await?;
    let next = if signals.len() < rows { None } else { signals.last().map(|row| row.no) };
    let printed = signals.into_iter().map(|row| {
        Ok(RecordedSignal { no: row.no, recorded_at: row.recorded_at.to_string(), signal: printed::record(row.body)? })
    });
    Ok(Json(SignalPage { signals: printed.collect::<Answer<_>>()?, next }))
}
