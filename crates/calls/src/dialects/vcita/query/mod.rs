//! What a list, or a count, is asked for, read at the door (sheet, 4.5; rules V15, V19–V21).
//!
//! Reading gives values that cannot be wrong; [`Query::keeps`] and [`Query::compare`] say what they mean of a call, however the
//! caller finds its candidates. Parameters that are not known are passed over (rule R5). Which calls a token sees is not asked here.

mod field;
mod filter;
mod stats;

use std::cmp::Ordering;

use uuid::Uuid;

use crate::Text;

use super::answer::{Code, Wrong};
use super::card::Card;
use super::words::Shape;
use field::Field;
use filter::Filter;

pub use filter::Span;
pub use stats::{Counts, StatsQuery};

/// The last page.
const PAGE_MAX: u32 = 10_000;
/// The most calls of a page, and how many it has if nothing is said.
const PER_PAGE_MAX: u32 = 100;
const PER_PAGE: u32 = 25;
/// The most filters, and the most fields by which a list is sorted.
const FILTERS_MAX: usize = 32;
const SORTS_MAX: usize = 8;

/// A page of a list of calls.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// From 1.
    pub page: u32,
    /// From 1 to 100.
    pub per_page: u32,
    /// Whether removed calls are shown too.
    pub include_deleted: bool,
    shape: Shape,
    sort: Vec<Sort>,
    filters: Vec<Filter>,
}

/// An order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// By when calls changed last; else by when they were made known.
    pub by_change: bool,
    /// Whether the latest comes first.
    pub latest_first: bool,
}

/// By what a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sort {
    field: Field,
    is_falling: bool,
}

/// A parameter as it is looked for; of one that is given twice the last counts.
fn given<'a>(parameters: &'a [(String, String)], key: &str) -> Option<&'a str> {
    parameters.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value.trim())
}

fn whole(
    parameters: &[(String, String)],
    key: &'static str,
    default: u32,
    most: u32,
    says: &'static str,
) -> Result<u32, Wrong> {
    let Some(text) = given(parameters, key) else { return Ok(default) };
    let number = text.parse().ok().filter(|number| (1..=most).contains(number));
    number.ok_or_else(|| Wrong::new(key, Code::Invalid, says))
}

/// Whether removed calls are asked for too (rule V15).
fn include_deleted(parameters: &[(String, String)]) -> Result<bool, Wrong> {
    match given(parameters, "include_deleted").map(str::to_lowercase).as_deref() {
        None | Some("false" | "") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Wrong::new("include_deleted", Code::Invalid, "is neither true nor false")),
    }
}

impl Query {
    /// Reads the parameters of a question, decoded, in the shape of its path.
    ///
    /// # Errors
    ///
    /// The parameter that cannot be read.
    pub fn read(parameters: &[(String, String)], shape: Shape) -> Result<Self, Wrong> {
        let filters = parameters.iter().filter_map(|(key, value)| Filter::read(key, value).transpose());
        let filters = filters.collect::<Result<Vec<_>, _>>()?;
        if filters.len() > FILTERS_MAX {
            return Err(Wrong::new("filter", Code::Invalid, "has more than 32 conditions"));
        }
        Ok(Self {
            page: whole(parameters, "page", 1, PAGE_MAX, "is no integer from 1 to 10000")?,
            per_page: whole(parameters, "per_page", PER_PAGE, PER_PAGE_MAX, "is no integer from 1 to 100")?,
            include_deleted: include_deleted(parameters)?,
            shape,
            sort: sort(given(parameters, "sort"))?,
            filters,
        })
    }

    /// How many calls come before those of the page.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        u64::from(self.page - 1) * u64::from(self.per_page)
    }

    /// Whether a call is asked for.
    #[must_use]
    pub fn keeps(&self, card: &Card) -> bool {
        let is_there = self.include_deleted || card.deleted_at.is_none();
        is_there && self.filters.iter().all(|filter| filter.keeps(card, self.shape))
    }

    /// Which of two calls comes first. What is null comes last, whichever way; calls that are alike are in the order of their uids.
    #[must_use]
    pub fn compare(&self, one: &Card, other: &Card) -> Ordering {
        let by = |sort: &Sort| match (sort.field.value(one, self.shape), sort.field.value(other, self.shape)) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(one), Some(other)) if sort.is_falling => other.cmp(&one),
            (Some(one), Some(other)) => one.cmp(&other),
        };
        let first = self.sort.iter().map(by).find(|order| *order != Ordering::Equal);
        first.unwrap_or_else(|| one.uid.cmp(&other.uid))
    }

    /// Whether the list is in the order in which calls changed last, newest first, which is that of a list of which nothing is said.
    #[must_use]
    pub fn is_by_change(&self) -> bool {
        matches!(self.sort.as_slice(), [Sort { field: Field::UpdatedAt, is_falling: true }, ..])
    }

    /// Whether nothing but a stretch of time says which calls are asked for, and one [`Query::order`] in which: then no call need be looked
    /// at to say which are on a page, and how many there are.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.sort.len() == 1 && self.order().is_some() && self.filters.iter().all(Filter::is_a_span)
    }

    /// In which order of time the list is before all else; none: by something else.
    #[must_use]
    pub fn order(&self) -> Option<Order> {
        let first = self.sort.first()?;
        let by_change = match first.field {
            Field::CreatedAt => false,
            Field::UpdatedAt => true,
            _ => return None,
        };
        Some(Order { by_change, latest_first: first.is_falling })
    }

    /// Whether all calls that come after one in that order come after another in the list too, whatever else it is sorted by.
    #[must_use]
    pub fn is_before(&self, one: &Card, other: &Card) -> bool {
        let first = self.sort.first().map(|sort| sort.field);
        self.sort.len() == 1 || first.is_some_and(|field| field.value(one, self.shape) != field.value(other, self.shape))
    }

    /// The calls of which one is asked for, where that is said.
    pub fn uids(&self) -> impl Iterator<Item = Vec<Uuid>> {
        self.filters.iter().filter_map(Filter::uids)
    }

    /// The numbers of which a call has one that is asked for, as they are compared, for each condition that says so.
    pub fn numbers(&self) -> impl Iterator<Item = Vec<&Text>> {
        self.filters.iter().filter_map(Filter::numbers)
    }

    /// Between which moments calls were made known that are asked for, as far as filters say so.
    #[must_use]
    pub fn created(&self) -> Span {
        self.span(Field::CreatedAt)
    }

    /// Between which moments calls changed last that are asked for, as far as filters say so.
    #[must_use]
    pub fn updated(&self) -> Span {
        self.span(Field::UpdatedAt)
    }

    fn span(&self, field: Field) -> Span {
        let spans = self.filters.iter().filter_map(|filter| filter.span(field));
        spans.fold(Span::EVER, |whole, span| Span { from: whole.from.max(span.from), to: whole.to.min(span.to) })
    }
}

/// Reads `field:asc` or `field:desc`, or several divided by commas.
fn sort(text: Option<&str>) -> Result<Vec<Sort>, Wrong> {
    let text = text.filter(|text| !text.is_empty()).unwrap_or("updated_at:desc");
    let parts: Vec<&str> = text.split(',').collect();
    if parts.len() > SORTS_MAX {
        return Err(Wrong::new("sort", Code::Invalid, "names more than 8 fields"));
    }
    let read = |part: &&str| {
        let (field, way) = part.split_once(':').unwrap_or((part, "asc"));
        let wrong = |says| Wrong::new("sort", Code::Invalid, says);
        let field = Field::read(field).ok_or_else(|| wrong("names no field of a call"))?;
        let is_falling = match way.trim().to_lowercase().as_str() {
            "asc" => false,
            "desc" => true,
            _ => return Err(wrong("is neither asc nor desc")),
        };
        Ok(Sort { field, is_falling })
    };
    parts.iter().map(read).collect()
}
