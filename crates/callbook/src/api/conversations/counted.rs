//! How many conversations there are of what is asked for, as one number or by hours or days of the account's clocks.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use calls::moment::Moment;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::search::Search;
use super::wanted::ListWords;
use crate::api::Api;
use crate::api::asked::query;
use crate::api::door::Reader;
use crate::api::problem::{Answer, Problem};
use crate::store::{HOUR, Sums};
use crate::zone;

/// How they are told apart.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "taken out of the query by hand; this describes it")]
pub(super) struct CountWords {
    /// `hour` or `day`, of the account's clocks. Without it, there is one number.
    by: Option<String>,
}

/// How they are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Hour,
    Day,
}

/// What is to be counted, and how.
pub(super) struct Asked {
    words: ListWords,
    by: Option<By>,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    /// The words of a list, and one more, which lists do not know.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let said = parts.uri.query().unwrap_or_default();
        let is_by = |pair: &&str| pair.split('=').next() == Some("by");
        let words: Vec<&str> = said.split('&').filter(|pair| !is_by(pair)).collect();
        let by: Vec<&str> = said.split('&').filter(is_by).collect();
        let by = match by.as_slice() {
            [] => None,
            ["by=hour"] => Some(By::Hour),
            ["by=day"] => Some(By::Day),
            _ => return Err(Problem::field("by", "expected `hour` or `day`, once")),
        };
        Ok(Self { words: query(&words.join("&"))?, by })
    }
}

/// How many there are.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConversationCount {
    /// So many were found.
    count: usize,
    /// Whether that is all of them. Otherwise there are more, or may be.
    exact: bool,
    /// If it is not all of them: only those that began then or later were looked at, of which all are counted but of that
    /// very moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = DateTime)]
    reached: Option<String>,
    /// By when they began, the oldest first; where it was asked for. Hours and days without any are not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    by: Option<Vec<CountOf>>,
}

/// How many began in an hour, or on a day.
#[derive(Debug, Serialize, ToSchema)]
struct CountOf {
    /// When that began.
    #[schema(format = DateTime)]
    at: String,
    /// The day by the account's calendar; null of hours.
    #[schema(required)]
    day: Option<String>,
    /// So many there were.
    count: u64,
    /// So many of them were answered.
    answered: u64,
    /// So many were missed (rule N7).
    missed: u64,
}

/// How many conversations there are of what is asked for.
///
/// It is exact up to 10,000 rows that are looked at, or 2,500 where each has to be looked up by itself; then `exact` is
/// false, and there are more than `count`, or may be. With `by`, it is also said when they began, the newest first being
/// looked at: `reached` tells how far back. Of all conversations of a long period, `GET figures` tells it without a limit.
#[utoipa::path(
    get, path = "/conversations/count", operation_id = "countConversations", tag = "records", params(ListWords, CountWords),
    responses((status = 200, body = ConversationCount))
)]
pub(super) async fn count(
    State(api): State<Arc<Api>>,
    Reader(visitor): Reader,
    asked: Asked,
) -> Answer<Json<ConversationCount>> {
    let filter = asked.words.counted(&api, &visitor).await?;
    let search = Search::of(&api, &visitor, filter).await?;
    let Some(by) = asked.by else {
        let tallied = search.count(&api, &visitor.account).await?;
        return Ok(Json(ConversationCount { count: tallied.found, exact: tallied.exact, reached: None, by: None }));
    };
    let household = api.known.household(&api.ctx, &visitor.account, &[]).await?;
    let zone = zone::of(&household.account.zone);
    let spread = search.spread(&api, &visitor.account).await?;
    Ok(Json(ConversationCount {
        count: spread.tallied.found,
        exact: spread.tallied.exact,
        reached: spread.reached.map(|at| at.to_string()),
        by: Some(grouped(spread.quarters, by, &zone)),
    }))
}

/// Quarters of an hour, put together: clocks of every zone show whole ones.
fn grouped(quarters: BTreeMap<Moment, Sums>, by: By, zone: &TimeZone) -> Vec<CountOf> {
    let mut groups: BTreeMap<Moment, (Option<String>, Sums)> = BTreeMap::new();
    for (at, counted) in quarters {
        let (at, day) = match by {
            By::Hour => {
                let ahead = i64::from(zone::ahead(zone, at)) * 1_000_000;
                (at.plus(-(at.micros() + ahead).rem_euclid(HOUR)), None)
            }
            By::Day => {
                let (day, date) = zone::day(zone, at);
                (day.from, Some(date.to_string()))
            }
        };
        groups.entry(at).or_insert((day, Sums::default())).1.add(counted);
    }
    let group = |(at, (day, counted)): (Moment, (Option<String>, Sums))| {
        let Sums { count, answered, missed } = counted;
        CountOf { at: at.to_string(), day, count, answered, missed }
    };
    groups.into_iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn hours_and_days_are_those_of_the_accounts_clocks() {
        let one = Sums { count: 1, answered: 1, missed: 0 };
        let at = |text: &str| Moment::from_rfc3339(text).unwrap();
        let quarters = ["2026-01-05T18:15:00Z", "2026-01-05T18:30:00Z", "2026-01-05T19:00:00Z"].map(|text| (at(text), one));
        let of = |by, zone: &str| {
            let groups = grouped(BTreeMap::from(quarters), by, &zone::of(zone));
            groups.into_iter().map(|group| (group.at, group.day, group.count)).collect::<Vec<_>>()
        };
        let told = |at: &str, day: Option<&str>, count| (self::at(at), day.map(str::to_owned), count);
        assert_eq!(of(By::Hour, "UTC"), [told("2026-01-05T18:00:00Z", None, 2), told("2026-01-05T19:00:00Z", None, 1)]);
        // There it is half past eleven in the evening.
        let (first, second) = (told("2026-01-05T17:30:00Z", None, 1), told("2026-01-05T18:30:00Z", None, 2));
        assert_eq!(of(By::Hour, "Asia/Kolkata"), [first, second]);
        let (first, second) =
            (told("2026-01-04T18:30:00Z", Some("2026-01-05"), 1), told("2026-01-05T18:30:00Z", Some("2026-01-06"), 2));
        assert_eq!(of(By::Day, "Asia/Kolkata"), [first, second]);
    }

    fn at(text: &str) -> String {
        Moment::from_rfc3339(text).unwrap().to_string()
    }
}
