//! How many calls came to what (sheet, 2.5 and 4.2), under the vendor's path and an older one.

use axum::response::{IntoResponse, Response};
use calls::dialects::vcita::{Shape, StatsQuery, one};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::Shared;
use super::super::printed::Body;
use super::Answer;
use super::asking::{Asking, Reads, in_both_shapes};
use super::described::{CountWords, Counted};
use super::reading::Reading;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(get))
        .routes(routes!(seed_get))
        .routes(routes!(older_get))
        .routes(routes!(older_seed_get))
}

in_both_shapes! {
    /// How many calls came to what, of days that are asked for.
    get, takes Reads, params (CountWords);
    current get "/v3/communication/voice_calls/reports/voice_call_stats" "vcitaStats" Counted;
    seed seed_get "/v3.0/communication/voice_calls/reports/voice_call_stats" "vcitaSeedStats" Counted;
    by counts
}

in_both_shapes! {
    /// The same, where older clients ask for it.
    get, takes Reads, params (CountWords);
    current older_get "/v3/communication/reports/voice_call_stats" "vcitaOlderStats" Counted;
    seed older_seed_get "/v3.0/communication/reports/voice_call_stats" "vcitaOlderSeedStats" Counted;
    by counts
}

async fn counts(shape: Shape, asking: Asking<Reads>) -> Answer<Response> {
    let reading = Reading::of(&asking.api, &asking.bearer, shape);
    let query = StatsQuery::read(&asking.words()?, shape, reading.now)?;
    let counts = reading.counted(query).await?;
    Ok(Body(one(&counts.print())).into_response())
}
