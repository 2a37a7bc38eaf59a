//! What readers ask for in queries (sheet, 4.5). A word that is not known is passed over, as the vendor does; one that is known and
//! cannot be read is refused and named.

use calls::dialects::freshworks::{Meta, read_time};
use calls::moment::Moment;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::asked::whole;
use super::super::problem::{Answer, Problem};
use crate::store::{NUMBERED_ROWS_MAX, NumberedAsk};

/// How many things a page has if nothing is said.
const PER_PAGE: u64 = 20;
/// The highest number of a page.
const PAGE_MAX: u64 = 1 << 40;
/// Printed times have milliseconds: by them it is judged what began when (rule R2).
const MILLI: i64 = 1_000;

/// Which page of a list is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PageWords {
    /// The number of the page, from 1 on.
    #[param(minimum = 1)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, PAGE_MAX>")]
    page: Option<u64>,
    /// How many things it has; 20 if nothing is said.
    #[param(minimum = 1, maximum = 1000)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, NUMBERED_ROWS_MAX>")]
    per_page: Option<u64>,
}

/// Which calls are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CallWords {
    /// The number of the page, from 1 on.
    #[param(minimum = 1)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, PAGE_MAX>")]
    page: Option<u64>,
    /// How many things it has; 20 if nothing is said.
    #[param(minimum = 1, maximum = 1000)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, NUMBERED_ROWS_MAX>")]
    per_page: Option<u64>,
    /// Began at that time or later, as `2026-01-05T09:45:00`; UTC unless an offset stands there.
    #[serde(rename = "by_time[from]")]
    #[param(rename = "by_time[from]")]
    from: Option<String>,
    /// Began at that time or before.
    #[serde(rename = "by_time[to]")]
    #[param(rename = "by_time[to]")]
    to: Option<String>,
    /// `false`: only calls that came out of no other by a transfer. `true` has no effect.
    has_ancestry: Option<String>,
    /// Of metrics: `life_cycle`.
    include: Option<String>,
}

/// What of the metrics of one call is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MetricWords {
    /// `life_cycle`.
    include: Option<String>,
}

/// A page that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    number: u64,
    per_page: u64,
}

/// A page of calls that is wanted.
#[derive(Debug, PartialEq)]
pub(super) struct Wanted {
    pub(super) page: Page,
    pub(super) ask: NumberedAsk,
    pub(super) life_cycle: bool,
}

impl Page {
    fn of(page: Option<u64>, per_page: Option<u64>) -> Self {
        Self { number: page.unwrap_or(1), per_page: per_page.unwrap_or(PER_PAGE) }
    }

    fn skipped(self) -> u64 {
        (self.number - 1).saturating_mul(self.per_page)
    }

    /// Where it stands among so many things.
    pub(super) fn meta(self, total: u64) -> Meta {
        Meta::new(total, self.per_page, self.number)
    }

    /// The things on it, of all.
    pub(super) fn cut<T>(self, all: Vec<T>) -> Vec<T> {
        let skipped = usize::try_from(self.skipped()).unwrap_or(usize::MAX);
        all.into_iter().skip(skipped).take(usize::try_from(self.per_page).unwrap_or_default()).collect()
    }
}

impl PageWords {
    pub(super) fn page(self) -> Page {
        Page::of(self.page, self.per_page)
    }
}

impl MetricWords {
    pub(super) fn life_cycle(self) -> Answer<bool> {
        life_cycle(self.include.as_deref())
    }
}

impl CallWords {
    /// What is wanted; both ends of the time are meant too. Refuses to look for what begins after `now`.
    pub(super) fn wanted(self, now: Moment) -> Answer<Wanted> {
        let from = time("by_time[from]", self.from.as_deref())?;
        if from.is_some_and(|from| from > now) {
            return Err(Problem::field("by_time[from]", "expected a time that is not in the future"));
        }
        let to = time("by_time[to]", self.to.as_deref())?;
        let firsts = match self.has_ancestry.as_deref().map(|word| word.trim().to_ascii_lowercase()).as_deref() {
            None | Some("true") => false,
            Some("false") => true,
            Some(_) => return Err(Problem::field("has_ancestry", "expected true or false")),
        };
        let page = Page::of(self.page, self.per_page);
        let whole = |at: Moment| at.micros().div_euclid(MILLI) * MILLI;
        let ask = NumberedAsk {
            from: from.and_then(|from| Moment::from_micros(whole(from.plus(MILLI - 1)))),
            until: to.and_then(|to| Moment::from_micros(whole(to) + MILLI)),
            firsts,
            only: None,
            skipped: page.skipped(),
            rows: page.per_page,
        };
        Ok(Wanted { page, ask, life_cycle: life_cycle(self.include.as_deref())? })
    }
}

fn time(field: &str, said: Option<&str>) -> Answer<Option<Moment>> {
    let wrong = || Problem::field(field, "expected a time, as 2026-01-05T09:45:00");
    said.map(|said| read_time(said).ok_or_else(wrong)).transpose()
}

fn life_cycle(include: Option<&str>) -> Answer<bool> {
    let mut words = include.unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty()).peekable();
    let is_asked = words.peek().is_some();
    match words.all(|word| word.eq_ignore_ascii_case("life_cycle")) {
        true => Ok(is_asked),
        false => Err(Problem::field("include", "expected life_cycle")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::super::asked::query;
    use super::*;

    fn wanted(text: &str) -> Answer<Wanted> {
        query::<CallWords>(text)?.wanted(Moment::from_rfc3339("2026-01-06T00:00:00Z").unwrap())
    }

    fn at(text: &str) -> Option<Moment> {
        Moment::from_rfc3339(text)
    }

    #[test]
    fn f30_both_ends_of_the_time_are_meant_as_they_are_printed() {
        let ask = wanted("by_time%5Bfrom%5D=2026-01-05T09:45:00&by_time[to]=2026-01-05 09:45:00.5%2B00:00").unwrap().ask;
        assert_eq!(ask.from, at("2026-01-05T09:45:00Z"));
        assert_eq!(ask.until, at("2026-01-05T09:45:00.501Z"), "what is printed as .500 is in it");
        let ask = wanted("by_time[from]=2026-01-05T09:45:00.0001").unwrap().ask;
        assert_eq!(ask.from, at("2026-01-05T09:45:00.001Z"), "what is printed as .000 began before");
        assert_eq!(wanted("by_time[from]=2026-01-05T09:45:00+0000").unwrap().ask.from, at("2026-01-05T09:45:00Z"));
    }

    #[test]
    fn a_page_has_twenty_things_and_up_to_a_thousand() {
        let asked = wanted("").unwrap();
        assert_eq!((asked.ask.skipped, asked.ask.rows, asked.life_cycle), (0, 20, false));
        let asked = wanted("page=3&per_page=1000&include=life_cycle&has_ancestry=False&colour=red").unwrap();
        assert_eq!((asked.ask.skipped, asked.ask.rows, asked.life_cycle, asked.ask.firsts), (2_000, 1_000, true, true));
        assert_eq!(wanted("page=1099511627776&per_page=1000").unwrap().page.meta(7).current, PAGE_MAX);
    }

    /// Sheet, 4.6.
    #[test]
    fn what_cannot_be_read_is_named() {
        let field = |text: &str| wanted(text).unwrap_err().place().unwrap_or_default().to_owned();
        let wrong = [
            ("page=0", "page"),
            ("page=two", "page"),
            ("per_page=5000", "per_page"),
            ("per_page=", "per_page"),
            ("by_time[from]=yesterday", "by_time[from]"),
            ("by_time[from]=2026-01-07T00:00:00", "by_time[from]"),
            ("by_time[to]=2026-13-07T00:00:00", "by_time[to]"),
            ("has_ancestry=perhaps", "has_ancestry"),
            ("include=moon", "include"),
        ];
        wrong.iter().for_each(|(text, wanted)| assert_eq!(field(text), *wanted, "{text}"));
        assert!(wanted("by_time[to]=2036-01-07T00:00:00").is_ok(), "only what begins in the future cannot be");
    }
}
