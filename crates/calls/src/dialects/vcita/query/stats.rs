//! How many calls came to what, in a stretch of days (sheet, 2.5 and 4.2).
//!
//! A call counts on the day, of UTC, on which it was made known. Which calls a token sees is not asked here.

use serde_json::{Value, json};

use crate::moment::Moment;

use super::super::answer::{Code, Wrong};
use super::super::card::Card;
use super::super::words::{Shape, Status};
use super::filter::Span;
use super::{given, include_deleted};

/// The most days back.
const PERIOD_DAYS_MAX: i64 = 36_500;

/// What is to be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatsQuery {
    /// Since which moment, if that is said.
    pub from: Option<Moment>,
    /// Until which moment, that one too.
    pub to: Option<Moment>,
    /// Whether removed calls count too.
    pub include_deleted: bool,
    status: Option<Status>,
    shape: Shape,
}

impl StatsQuery {
    /// Reads the parameters of a question, decoded, in the shape of its path. `now` is the server's time, from which the older
    /// parameter `period` counts days back.
    ///
    /// # Errors
    ///
    /// The parameter that cannot be read.
    pub fn read(parameters: &[(String, String)], shape: Shape, now: Moment) -> Result<Self, Wrong> {
        let present = |key: &'static str| given(parameters, key).filter(|text| !text.is_empty());
        let day = |key: &'static str| {
            let wrong = || Wrong::new(key, Code::Format, "is no day: YYYY-MM-DD");
            present(key).map(|text| Span::day(text).ok_or_else(wrong)).transpose()
        };
        let period = present("period").map(|text| {
            let days = text.parse().ok().filter(|days| (0..=PERIOD_DAYS_MAX).contains(days));
            days.ok_or_else(|| Wrong::new("period", Code::Invalid, "is no number of days"))
        });
        let (start, end, period) = (day("start_date")?, day("end_date")?, period.transpose()?);
        let status = present("status").map(|word| {
            Status::read(word).ok_or_else(|| Wrong::new("status", Code::Invalid, "is none of the words for a status"))
        });
        let back = |days: i64| Span::day(&date(now.plus(-days * 86_400_000_000))).map(|day| day.from);
        let from = start.map(|day| day.from).or_else(|| period.and_then(back));
        let to = end.map(|day| day.to);
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            return Err(Wrong::new("end_date", Code::Invalid, "is before start_date"));
        }
        Ok(Self { from, to, include_deleted: include_deleted(parameters)?, status: status.transpose()?, shape })
    }
}

/// Calls as they are counted.
#[derive(Clone, Debug)]
pub struct Counts {
    query: StatsQuery,
    by_status: [u64; Status::ALL.len()],
    /// When the first and the last call was made known.
    days: Option<(Moment, Moment)>,
}

impl Counts {
    /// None yet.
    #[must_use]
    pub fn new(query: StatsQuery) -> Self {
        Self { query, by_status: [0; Status::ALL.len()], days: None }
    }

    /// Counts a call, if it is one that is asked for.
    pub fn add(&mut self, card: &Card) {
        let StatsQuery { from, to, include_deleted, .. } = self.query;
        let at = card.created_at;
        let is_in_time = from.is_none_or(|from| from <= at) && to.is_none_or(|to| at <= to);
        if is_in_time && (include_deleted || card.deleted_at.is_none()) {
            self.add_many(card.status, 1, (at, at));
        }
    }

    /// Counts so many calls of that status, if they are asked for; all of them are in the stretch of days, and there. When the first of
    /// them was made known, and the last.
    pub fn add_many(&mut self, of: Status, many: u64, (first, last): (Moment, Moment)) {
        let StatsQuery { status, shape, .. } = self.query;
        if status.is_some_and(|status| !status.covers(of, shape)) {
            return;
        }
        let place = Status::ALL.iter().zip(&mut self.by_status).find(|(status, _)| **status == of);
        if let Some((_, count)) = place {
            *count += many;
        }
        let days = self.days.unwrap_or((first, last));
        self.days = Some((days.0.min(first), days.1.max(last)));
    }

    /// The answer, as JSON text: each word of the shape that was asked for, with how many there are. Days that nobody named are
    /// those of the first and the last call; null if there is none.
    #[must_use]
    pub fn print(&self) -> String {
        let shape = self.query.shape;
        let count = |word: &str| -> u64 {
            let counted = Status::ALL.iter().zip(self.by_status);
            counted.filter(|(status, _)| status.word(shape) == word).map(|(_, count)| count).sum()
        };
        let asked = |word: &&'static str| self.query.status.is_none_or(|status| status.word(shape) == *word);
        let words = Status::words(shape).into_iter().filter(asked);
        let counts: Vec<Value> = words.map(|word| json!({"status": word, "count": count(word)})).collect();
        let total: u64 = self.by_status.iter().sum();
        let day = |at: Option<Moment>| at.map(date);
        json!({
            "status_counts": counts,
            "total_voice_calls": total,
            "start_date": day(self.query.from.or(self.days.map(|days| days.0))),
            "end_date": day(self.query.to.or(self.days.map(|days| days.1))),
        })
        .to_string()
    }
}

/// The day of a moment.
fn date(at: Moment) -> String {
    at.to_string().chars().take(10).collect()
}
