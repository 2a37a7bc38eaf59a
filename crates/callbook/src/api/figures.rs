//! Figures: how many calls there were, with which outcome, and how long callers waited and talked.
//!
//! They are added up while calls are recorded, by the hour in which a call began, so that a year is asked for as fast as a day.
//! Nothing is counted here: rows of hours are only put together as they were asked for. To group by one more thing: its word
//! in [`By`], its line in [`Group::of`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use calls::Text;
use calls::conversation::{Direction, Word};
use calls::moment::Moment;
use calls::presence::Day;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::{Asked, whole};
use super::door::Worker;
use super::problem::{Answer, Kind, Problem};
use super::seen::Sight;
use super::{Api, Shared, words};
use crate::directory::Directory;
use crate::resolve::Numbering;
use crate::store::{EntryKind, FigureAsk, FigureRow, OUTCOMES, Part, Spread, Tally, WITHIN_S_MAX};
use crate::zone;

/// Answered so soon is answered in time, if nothing else is said: what call centres hold themselves to.
const WITHIN_S: u32 = 20;
/// Whoever hangs up so soon did not wait, if nothing else is said.
const ABANDONED_WITHIN_S: u32 = 5;
/// The most figures of one answer.
const FIGURES_MAX: usize = 20_000;
const LIMIT_S_MAX: u64 = WITHIN_S_MAX as u64;
/// Where the buckets of waiting begin, in seconds: as fine as people still tell apart while they wait, then coarse.
const WAIT_BUCKETS_S: [u32; 16] = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 180, 300, 600];
/// Where those of talk begin.
const TALK_BUCKETS_S: [u32; 14] = [0, 10, 30, 60, 120, 180, 300, 600, 900, 1_200, 1_800, 2_700, 3_600, 7_200];

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Which figures, and how they are grouped.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FigureWords {
    /// Of calls that began in an hour that began at that moment or later (RFC 3339); if nothing is said, since midnight.
    #[param(format = DateTime, example = "2026-01-05T00:00:00Z")]
    from: Option<String>,
    /// Of calls that began in an hour that began before that moment (RFC 3339); if nothing is said, until now.
    #[param(format = DateTime)]
    until: Option<String>,
    /// Of what: `all`, `source`, `line`, `queue` or `user`; `all` if nothing is said.
    of: Option<String>,
    /// Of which one: the name of a source, a line's number, the key of a queue or user. Without it, of each.
    key: Option<String>,
    /// `inbound`, `outbound` or `internal`.
    direction: Option<String>,
    /// What is told apart, with commas between: `hour` or `day` (of the account's clocks), `key`, `direction`. Without it all is one.
    #[param(example = "day,direction")]
    by: Option<String>,
    /// Answered sooner than so many seconds is in time; 20 if nothing is said.
    #[param(minimum = 1, maximum = 120)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, LIMIT_S_MAX>")]
    within_s: Option<u32>,
    /// Given up sooner than so many seconds is no waiting; 5 if nothing is said.
    #[param(minimum = 1, maximum = 120)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, LIMIT_S_MAX>")]
    abandoned_within_s: Option<u32>,
    /// Whether to say of each length how many there were of it, as `buckets`; no if nothing is said.
    buckets: Option<bool>,
}

/// Figures, as they were asked for.
#[derive(Debug, Serialize, ToSchema)]
struct Figures {
    /// The time zone of the account, by whose clocks hours and days begin.
    zone: String,
    /// When the period begins, and when it ends.
    from: String,
    /// When the period ends.
    until: String,
    /// Answered sooner than so many seconds was in time.
    within_s: u32,
    /// Given up sooner than so many seconds was no waiting.
    abandoned_within_s: u32,
    /// By time, key and direction. What there was nothing of is not there.
    figures: Vec<FigureOf>,
}

/// Calls that have in common what was asked to be told apart.
#[derive(Debug, Serialize, ToSchema)]
struct FigureOf {
    /// When the hour or day began; null if they are not told apart.
    #[schema(required)]
    at: Option<String>,
    /// The day by the account's calendar; null if days are not told apart.
    #[schema(required)]
    day: Option<String>,
    /// The source, line, queue or user; null if they are not told apart.
    #[schema(required)]
    key: Option<String>,
    /// The direction; null if they are not told apart, or it was never known.
    #[schema(required)]
    direction: Option<String>,
    /// How many there were. Of an account, a source or a line these are conversations; of a queue how often somebody waited in it;
    /// of a user the calls that he made or that were offered to him.
    calls: i64,
    /// How many had which outcome; of a queue and a user as it came out for them.
    outcomes: BTreeMap<&'static str, i64>,
    /// How long those waited who were answered.
    waits: Lengths,
    /// How long those waited who gave up.
    gave_up: Lengths,
    /// How long was talked with those who were answered.
    talks: Lengths,
    /// How many were answered in time.
    answered_within: i64,
    /// Which part of all calls was answered in time, from 0 to 1; null of none.
    #[schema(required)]
    service_level: Option<f64>,
    /// How many gave up so soon that they did not wait.
    abandoned_within: i64,
}

/// Lengths in seconds: to the second below two minutes, within a twentieth above. The mean is exact. Null where there are none.
#[derive(Debug, Serialize, ToSchema)]
struct Lengths {
    /// How many.
    count: i64,
    /// Their mean.
    #[schema(required)]
    mean_s: Option<f64>,
    /// Half of them are no longer.
    #[schema(required)]
    p50_s: Option<f64>,
    /// 90 of 100 are no longer.
    #[schema(required)]
    p90_s: Option<f64>,
    /// 95 of 100 are no longer.
    #[schema(required)]
    p95_s: Option<f64>,
    /// 99 of 100 are no longer.
    #[schema(required)]
    p99_s: Option<f64>,
    /// How many there were of which length, the shortest first; where it was asked for. They are always the same, empty ones among
    /// them: of waiting they begin at each 10 seconds below two minutes, then at 120, 180, 300 and 600; of talk at 0, 10, 30, 60,
    /// 120, 180, 300, 600, 900, 1200, 1800, 2700, 3600 and 7200.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    buckets: Option<Vec<Bucket>>,
}

/// How many there were of some length. Above two minutes, what is up to a twentieth shorter than a bucket may be counted in it.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LengthBucket)]
struct Bucket {
    /// As long as so many seconds, or longer ...
    from_s: u32,
    /// ... and shorter than so many; null: however long.
    #[schema(required)]
    until_s: Option<u32>,
    /// So many there were.
    count: i64,
}

/// Figures of a period.
///
/// Calls are counted once they have ended, under the hour in which they began, by the account's clocks; deleted ones are not
/// counted. What becomes known later (a late signal, a removal, a rebuild) changes the figures in the same moment as the record.
/// Supervisors are told figures of the queues and users of their teams, users their own.
#[utoipa::path(
    get, path = "/figures", operation_id = "getFigures", tag = "records", params(FigureWords),
    responses((status = 200, body = Figures))
)]
async fn list(State(api): State<Arc<Api>>, Worker(visitor): Worker, Asked(words): Asked<FigureWords>) -> Answer<Json<Figures>> {
    let household = api.known.household(&api.ctx, &visitor.account, &[]).await?;
    let zone = zone::of(&household.account.zone);
    let by = By::read(words.by.as_deref())?;
    let mut ask = words.ask(api.ctx.clock.now(), &zone, &Numbering::from(&household.account))?;
    let directory = api.ctx.directories.of(&visitor.account).await?;
    may(&Sight::of(&api, &visitor).await?, &directory, &mut ask)?;
    let mut rows = api.ctx.store.figures(&visitor.account, &ask).await?;
    if let Some(kind) = kind_of(ask.part) {
        // One that turned out to be another is counted as that one.
        rows.iter_mut().for_each(|row| row.key = directory.now(kind, &row.key));
    }
    let groups = grouped(rows, &by, &zone)?;
    let limits = (words.within_s.unwrap_or(WITHIN_S), words.abandoned_within_s.unwrap_or(ABANDONED_WITHIN_S));
    let has_buckets = words.buckets == Some(true);
    Ok(Json(Figures {
        zone: household.account.zone.to_string(),
        from: ask.from.to_string(),
        until: ask.until.to_string(),
        within_s: limits.0,
        abandoned_within_s: limits.1,
        figures: groups.into_iter().map(|(group, tally)| FigureOf::new(group, &tally, limits, has_buckets)).collect(),
    }))
}

/// Leaves of what is asked for what may be seen (rule N24): of a supervisor the queues and users of his teams, of a user himself.
fn may(sight: &Sight, directory: &Directory, ask: &mut FigureAsk) -> Answer<()> {
    let Some(kind) = kind_of(ask.part) else {
        let says = "figures of the whole account are for administrators: ask for those of a `queue` or `user`";
        return if sight.is_all() { Ok(()) } else { Err(Problem::new(Kind::Forbidden, says).at("of")) };
    };
    let every = |keys: Vec<Text>| keys.iter().flat_map(|key| directory.all_names(kind, key)).collect::<BTreeSet<_>>();
    let asked = ask.keys.take().map(every);
    let seen = sight.keys(kind).map(every);
    ask.keys = match (asked, seen) {
        (Some(asked), Some(seen)) => Some(asked.intersection(&seen).cloned().collect()),
        (keys, None) | (None, keys) => keys.map(|keys| keys.into_iter().collect()),
    };
    Ok(())
}

/// What the keys of such figures name in the directory.
fn kind_of(part: Part) -> Option<EntryKind> {
    match part {
        Part::Queue => Some(EntryKind::Queue),
        Part::User => Some(EntryKind::User),
        Part::All | Part::Source | Part::Line => None,
    }
}

impl FigureWords {
    fn ask(&self, now: Moment, zone: &TimeZone, numbering: &Numbering) -> Answer<FigureAsk> {
        let from = words::moment("from", self.from.as_deref())?;
        let until = words::moment("until", self.until.as_deref())?.unwrap_or_else(|| now.plus(1));
        let from = from.unwrap_or_else(|| zone::day(zone, until.plus(-1)).0.from);
        words::in_order(("from", Some(from)), ("until", Some(until)))?;
        let part = words::word("of", self.of.as_deref())?.unwrap_or(Part::All);
        let key = words::key("key", self.key.as_deref())?;
        if key.is_some() && part == Part::All {
            return Err(Problem::field("key", "say with `of` what it is the key of"));
        }
        let keys = key.map(|key| match part {
            Part::Line => numbering.spellings(&key),
            _ => vec![key],
        });
        Ok(FigureAsk { part, keys, from, until, direction: words::word("direction", self.direction.as_deref())? })
    }
}

/// What is told apart.
#[derive(Debug, Default, PartialEq, Eq)]
struct By {
    hour: bool,
    day: bool,
    key: bool,
    direction: bool,
}

impl By {
    fn read(text: Option<&str>) -> Answer<Self> {
        let mut by = Self::default();
        for word in text.unwrap_or_default().split(',').map(words::plain).filter(|word| !word.is_empty()) {
            match word.as_str() {
                "hour" => by.hour = true,
                "day" => by.day = true,
                "key" => by.key = true,
                "direction" => by.direction = true,
                _ => return Err(Problem::field("by", "expected hour, day, key or direction, with commas between")),
            }
        }
        if by.hour && by.day {
            return Err(Problem::field("by", "expected hour or day, not both"));
        }
        Ok(by)
    }
}

/// What a figure's calls have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    at: Option<Moment>,
    day: Option<Text>,
    key: Option<Text>,
    direction: Option<&'static str>,
}

impl Group {
    fn of(row: &FigureRow, by: &By, days: &mut Days) -> Self {
        let (day, date) = if by.day { Some(days.of(row.hour)).unzip() } else { (None, None) };
        Self {
            at: day.or(by.hour.then_some(row.hour)),
            day: date,
            key: by.key.then(|| row.key.clone()),
            direction: row.direction.filter(|_| by.direction).map(Direction::word),
        }
    }
}

fn grouped(rows: Vec<FigureRow>, by: &By, zone: &TimeZone) -> Answer<BTreeMap<Group, Tally>> {
    let mut days = Days { zone, last: None };
    let mut groups: BTreeMap<Group, Tally> = BTreeMap::new();
    if *by == By::default() {
        // Of a whole there is one figure, even if it is nothing.
        groups.insert(Group::default(), Tally::default());
    }
    for row in rows {
        groups.entry(Group::of(&row, by, &mut days)).or_default().add(&row.tally, 1);
        if groups.len() > FIGURES_MAX {
            let says = format!("these are more than {FIGURES_MAX} figures: ask for a shorter period, or tell less apart");
            return Err(Problem::field("by", says));
        }
    }
    Ok(groups)
}

/// How many days of UTC these figures are of, told apart as an answer would; for whoever measures how long that takes.
pub(crate) fn days(rows: Vec<FigureRow>) -> anyhow::Result<usize> {
    let groups = grouped(rows, &By { day: true, direction: true, ..By::default() }, &TimeZone::UTC);
    Ok(groups.map_err(|problem| anyhow::anyhow!(problem.detail().to_owned()))?.len())
}

/// Days, one after another: rows come hour by hour, and a calendar is slow.
struct Days<'a> {
    zone: &'a TimeZone,
    /// The last one, and its date.
    last: Option<(Day, Text)>,
}

impl Days<'_> {
    /// When the day began that a moment is in, and its date.
    fn of(&mut self, at: Moment) -> (Moment, Text) {
        if let Some((day, date)) = self.last.as_ref().filter(|(day, _)| day.has(at)) {
            return (day.from, date.clone());
        }
        let (day, date) = zone::day(self.zone, at);
        let date = Text::from(date.to_string());
        self.last = Some((day, date.clone()));
        (day.from, date)
    }
}

impl FigureOf {
    fn new(group: Group, tally: &Tally, (within_s, abandoned_within_s): (u32, u32), has_buckets: bool) -> Self {
        let waits = |spread| Lengths::of(spread, has_buckets.then_some(&WAIT_BUCKETS_S));
        let outcomes = OUTCOMES.iter().zip(&tally.outcomes).filter(|(_, count)| **count > 0);
        let calls = tally.calls();
        let answered_within = tally.waits.within(within_s);
        Self {
            at: group.at.map(|at| at.to_string()),
            day: group.day.map(|day| day.to_string()),
            key: group.key.map(|key| key.to_string()),
            direction: group.direction.map(str::to_owned),
            calls,
            outcomes: outcomes.map(|(outcome, count)| (outcome.map_or("unknown", Word::word), *count)).collect(),
            waits: waits(&tally.waits),
            gave_up: waits(&tally.gave_up),
            talks: Lengths::of(&tally.talks, has_buckets.then_some(&TALK_BUCKETS_S)),
            answered_within,
            service_level: (calls > 0).then(|| answered_within as f64 / calls as f64),
            abandoned_within: tally.gave_up.within(abandoned_within_s),
        }
    }
}

impl Lengths {
    fn of(spread: &Spread, bounds: Option<&[u32]>) -> Self {
        let [p50_s, p90_s, p95_s, p99_s] = [50, 90, 95, 99].map(|of_100| spread.percentile_s(of_100));
        let buckets = bounds.map(|bounds| Bucket::all(bounds, &spread.between(bounds)));
        Self { count: spread.count, mean_s: spread.mean_s(), p50_s, p90_s, p95_s, p99_s, buckets }
    }
}

impl Bucket {
    fn all(bounds: &[u32], counts: &[i64]) -> Vec<Self> {
        let ends = bounds.iter().skip(1).copied().map(Some).chain([None]);
        let each = bounds.iter().zip(ends).zip(counts);
        each.map(|((from_s, until_s), count)| Self { from_s: *from_s, until_s, count: *count }).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jiff::Timestamp;

    use super::*;
    use crate::api::asked::query;

    #[test]
    fn a_day_of_the_account_has_as_many_hours_as_its_clocks_say() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let at = |text: &str| Moment::from_micros(text.parse::<Timestamp>().unwrap().as_microsecond()).unwrap();
        let rows: Vec<FigureRow> = (0..49)
            .map(|hour| FigureRow {
                key: Text::default(),
                hour: at("2026-10-24T22:00:00Z").plus(hour * 3_600_000_000),
                direction: None,
                tally: Tally { outcomes: [1; OUTCOMES.len()], ..Tally::default() },
            })
            .collect();
        let days = grouped(rows, &By { day: true, ..By::default() }, &zone).unwrap();
        let hours: Vec<(String, i64)> = days
            .into_iter()
            .map(|(group, tally)| (group.day.unwrap().to_string(), tally.calls() / OUTCOMES.len() as i64))
            .collect();
        assert_eq!(hours, [("2026-10-25".to_owned(), 25), ("2026-10-26".to_owned(), 24)]);
    }

    #[test]
    fn what_cannot_be_asked_is_refused_and_named() {
        let now = Moment::from_micros(1_767_607_200_000_000).unwrap();
        let ask = |text: &str| query::<FigureWords>(text).unwrap().ask(now, &TimeZone::UTC, &Numbering::default());
        assert_eq!(ask("").unwrap().from.to_string(), "2026-01-05T00:00:00.000Z");
        assert_eq!(ask("of=Line&key=%2B1 202-555-0100").unwrap().keys.unwrap(), ["12025550100"]);
        for text in ["of=team", "key=desk", "of=queue&key=", "from=2027-01-01T00:00:00Z", "direction=up", "until=now"] {
            assert!(ask(text).is_err(), "{text}");
        }
        assert!(By::read(Some("hour,day")).is_err() && By::read(Some("week")).is_err());
        assert_eq!(By::read(Some("Day, key")).unwrap(), By { day: true, key: true, ..By::default() });
        assert!(query::<FigureWords>("within_s=0").is_err() && query::<FigureWords>("within_s=121").is_err());
    }
}
