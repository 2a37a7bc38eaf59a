//! What a list is asked for (sheet, 4.3): page, order and filters, read at the door, and held against what is shown of a call.
//!
//! Nothing here finds calls: who asks the store hands in what it found.

use std::cmp::Ordering;

use uuid::Uuid;

use crate::Text;
use crate::conversation::{Direction, Word};
use crate::moment::Moment;
use crate::number::compared;

use super::ROOT;
use super::answer::{Code, Meta, Refusal};
use super::shown::{For, Shown};
use super::status::{Spelled, Status, Way, plain, read_direction};
use super::time::from_millis;

/// The most calls of a page (sheet, 4.3).
pub const PAGE_SIZE_MAX: u64 = 200;
/// How many calls a page has, if nothing is said.
const PAGE_SIZE: u64 = 50;
/// The last page that can be asked for.
const PAGE_MAX: u64 = 1 << 32;
/// The most values of one filter.
const VALUES_MAX: usize = 100;
/// The longest value, in characters.
const VALUE_MAX: usize = 255;

/// Writes parameters as a query, encoded.
pub type Encode<'a> = &'a dyn Fn(&[(String, String)]) -> String;

/// By what a list is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// When the record was made.
    CreatedAt,
    /// When it last changed.
    UpdatedAt,
    /// When the call started.
    CallStart,
    /// When it ended.
    CallEnd,
}

/// A filter: any of these values.
#[derive(Clone, Debug, PartialEq)]
enum Only {
    Ways(Vec<Direction>),
    Statuses(Vec<Status>),
    Users(Vec<Uuid>),
    Teams(Vec<Uuid>),
    From(Vec<Text>),
    To(Vec<Text>),
    Providers(Vec<Text>),
    ProviderCallIds(Vec<Text>),
    Associated(For, Vec<Text>),
    /// From that moment on, in epoch milliseconds.
    Since(Sort, i64),
    /// Before that moment.
    Until(Sort, i64),
}

/// A list as it is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// The page, from 1.
    pub page: u64,
    /// How many calls a page has, from 1.
    pub page_size: u64,
    /// By what it is ordered.
    pub sort: Sort,
    /// Whether the largest comes first.
    pub descending: bool,
    /// Whether calls that were deleted are asked for too (rule C18).
    pub include_deleted: bool,
    only: Vec<Only>,
    /// The parameters other than page and size, as they were given.
    given: Vec<(String, String)>,
}

/// What of a question an index can know: it leaves out only calls that are not asked for, and not all of those.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Narrow {
    /// Whether it says all: what it leaves is what is asked for.
    pub is_all: bool,
    /// The record was made at that moment or later.
    pub created_from: Option<Moment>,
    /// It was made before that moment.
    pub created_to: Option<Moment>,
    /// It was changed at that moment or later.
    pub updated_from: Option<Moment>,
    /// The call started at that moment or later; own calls that were written anew are not meant.
    pub started_from: Option<Moment>,
    /// It started before that moment.
    pub started_to: Option<Moment>,
    /// The user is one of these.
    pub users: Option<Vec<Uuid>>,
    /// Of each list it has one of the numbers, as they are compared.
    pub numbers: Vec<Vec<Text>>,
    /// The providers, in capitals, and the ids of which it has one each; where both are asked for.
    pub provided: Option<(Vec<Text>, Vec<Text>)>,
}

impl Default for Wanted {
    fn default() -> Self {
        let (only, given) = (Vec::new(), Vec::new());
        Self { page: 1, page_size: PAGE_SIZE, sort: Sort::CreatedAt, descending: true, include_deleted: false, only, given }
    }
}

fn refusal(name: &str, says: &str) -> Refusal {
    Refusal::field(Code::InvalidParameter, name, says)
}

impl Wanted {
    /// Reads the parameters of a question, decoded.
    ///
    /// # Errors
    ///
    /// The parameter that is not known, comes twice, or cannot be read.
    pub fn read(parameters: &[(String, String)]) -> Result<Self, Refusal> {
        let mut wanted = Self::default();
        for (no, (name, value)) in parameters.iter().enumerate() {
            if parameters.iter().take(no).any(|(known, _)| known == name) {
                return Err(refusal(name, "must come once; several values are divided by commas"));
            }
            wanted.take(name, value)?;
            if !matches!(name.as_str(), "page" | "pageSize") {
                wanted.given.push((name.clone(), value.clone()));
            }
        }
        Ok(wanted)
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), Refusal> {
        match name {
            "page" => self.page = number(name, value, PAGE_MAX)?,
            "pageSize" => self.page_size = number(name, value, PAGE_SIZE_MAX)?,
            "sort" => (self.sort, self.descending) = sort(name, value)?,
            "includeDeleted" => {
                self.include_deleted = match plain(value).as_str() {
                    "TRUE" => true,
                    "FALSE" => false,
                    _ => return Err(refusal(name, "must be true or false")),
                };
            }
            _ => self.only.push(filter(name, value)?),
        }
        Ok(())
    }

    /// What an index can know of it, for whoever has calls of that team only.
    #[must_use]
    pub fn narrow(&self, team: Uuid) -> Narrow {
        let is_all = |only: &Only| match only {
            Only::Teams(teams) => teams.contains(&team),
            Only::Since(sort, _) | Only::Until(sort, _) => *sort == Sort::CreatedAt,
            _ => false,
        };
        let mut narrow = Narrow { is_all: self.sort == Sort::CreatedAt && self.only.iter().all(is_all), ..Narrow::default() };
        let (mut providers, mut ids) = (None, None);
        for only in &self.only {
            match only {
                Only::Since(Sort::CreatedAt, at) => narrow.created_from = from_millis(*at),
                Only::Until(Sort::CreatedAt, at) => narrow.created_to = from_millis(*at),
                Only::Since(Sort::UpdatedAt, at) => narrow.updated_from = from_millis(*at),
                Only::Since(Sort::CallStart, at) => narrow.started_from = from_millis(*at),
                Only::Until(Sort::CallStart, at) => narrow.started_to = from_millis(*at),
                Only::Users(users) => narrow.users = Some(users.clone()),
                Only::From(numbers) | Only::To(numbers) => narrow.numbers.push(numbers.clone()),
                Only::Providers(words) => providers = Some(words.clone()),
                Only::ProviderCallIds(words) => ids = Some(words.clone()),
                _ => {}
            }
        }
        narrow.provided = providers.zip(ids);
        narrow
    }

    /// Whether a call is one of those that are asked for.
    #[must_use]
    pub fn takes(&self, shown: &Shown, direction: Option<Direction>) -> bool {
        (self.include_deleted || !shown.is_deleted) && self.only.iter().all(|only| only.takes(shown, direction))
    }

    /// Which of two calls comes first. What has no such time comes last; equal ones by id, so that a page is a page (rule C23).
    #[must_use]
    pub fn order(&self, one: &Shown, other: &Shown) -> Ordering {
        let (one_at, other_at) = (self.sort.of(one), self.sort.of(other));
        let by_time = match (one_at, other_at) {
            (Some(one), Some(other)) if self.descending => other.cmp(&one),
            (Some(one), Some(other)) => one.cmp(&other),
            _ => other_at.is_some().cmp(&one_at.is_some()),
        };
        by_time.then(one.id.cmp(&other.id))
    }

    /// How many calls come before the page.
    #[must_use]
    pub fn skip(&self) -> u64 {
        (self.page - 1).saturating_mul(self.page_size)
    }

    /// Where the page stands in a list of so many calls.
    #[must_use]
    pub fn meta(&self, total: u64, encode: Encode<'_>) -> Meta {
        let (page, page_size) = (self.page, self.page_size);
        let is_last = self.skip().saturating_add(page_size) >= total;
        let next_page = (!is_last).then(|| {
            let mut parameters =
                vec![("page".to_owned(), (page + 1).to_string()), ("pageSize".to_owned(), page_size.to_string())];
            parameters.extend(self.given.iter().cloned());
            format!("{ROOT}?{}", encode(&parameters)).into()
        });
        Meta { total, page, page_size, next_page }
    }
}

impl Sort {
    fn of(self, shown: &Shown) -> Option<i64> {
        match self {
            Self::CreatedAt => Some(shown.created_at),
            Self::UpdatedAt => Some(shown.updated_at),
            Self::CallStart => shown.call_start,
            Self::CallEnd => shown.call_end,
        }
    }
}

impl Only {
    fn takes(&self, shown: &Shown, direction: Option<Direction>) -> bool {
        let text = |values: &[Text], value: Option<&Text>| value.is_some_and(|value| values.contains(value));
        let number = |values: &[Text], value: Option<&Text>| {
            value.and_then(|value| compared(value)).is_some_and(|value| values.contains(&value))
        };
        match self {
            // A call that was written as outbound and one that is shown so are both.
            Self::Ways(ways) => ways.iter().any(|way| match way {
                Direction::Internal => direction == Some(Direction::Internal),
                way => Way::of(Some(*way)) == shown.r#type,
            }),
            Self::Statuses(statuses) => statuses.contains(&shown.call_status),
            Self::Users(users) => shown.user.is_some_and(|user| users.contains(&user)),
            Self::Teams(teams) => teams.contains(&shown.team),
            Self::From(numbers) => number(numbers, shown.from.as_ref()),
            Self::To(numbers) => number(numbers, shown.to.as_ref()),
            Self::Providers(words) => text(words, shown.provider.as_ref()),
            Self::ProviderCallIds(ids) => text(ids, shown.provider_call_id.as_ref()),
            Self::Associated(with, ids) => text(ids, shown.associated(*with)),
            Self::Since(of, at) => of.of(shown).is_some_and(|value| value >= *at),
            Self::Until(of, at) => of.of(shown).is_some_and(|value| value < *at),
        }
    }
}

fn number(name: &str, value: &str, most: u64) -> Result<u64, Refusal> {
    let number = value.trim().parse().ok().filter(|number| (1..=most).contains(number));
    number.ok_or_else(|| refusal(name, &format!("must be an integer from 1 to {most}")))
}

fn sort(name: &str, value: &str) -> Result<(Sort, bool), Refusal> {
    let says = "must be createdAt, updatedAt, callStart or callEnd, with :asc or :desc";
    let (field, way) = value.trim().split_once(':').ok_or_else(|| refusal(name, says))?;
    let sort = match plain(field).as_str() {
        "CREATEDAT" => Sort::CreatedAt,
        "UPDATEDAT" => Sort::UpdatedAt,
        "CALLSTART" => Sort::CallStart,
        "CALLEND" => Sort::CallEnd,
        _ => return Err(refusal(name, says)),
    };
    match plain(way).as_str() {
        "ASC" => Ok((sort, false)),
        "DESC" => Ok((sort, true)),
        _ => Err(refusal(name, says)),
    }
}

/// Several values, divided by commas, each read.
fn values<T>(name: &str, value: &str, says: &str, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Refusal> {
    let values: Option<Vec<T>> = value.split(',').map(str::trim).map(read).collect();
    values.filter(|values| values.len() <= VALUES_MAX).ok_or_else(|| refusal(name, says))
}

fn texts(name: &str, value: &str) -> Result<Vec<Text>, Refusal> {
    let fits = |text: &str| (1..=VALUE_MAX).contains(&text.chars().count());
    values(name, value, "must be texts of 1 to 255 characters", |text| fits(text).then(|| Text::new(text)))
}

fn ids(name: &str, value: &str) -> Result<Vec<Uuid>, Refusal> {
    values(name, value, "must be UUIDs", |text| Uuid::try_parse(text).ok())
}

fn filter(name: &str, value: &str) -> Result<Only, Refusal> {
    let numbers = || values(name, value, "must be phone numbers", compared);
    Ok(match name {
        "type" => Only::Ways(values(name, value, "must be OUTBOUND or INBOUND", read_direction)?),
        "callStatus" => Only::Statuses(statuses(name, value)?),
        "user" => Only::Users(ids(name, value)?),
        "team" => Only::Teams(ids(name, value)?),
        "from" => Only::From(numbers()?),
        "to" => Only::To(numbers()?),
        "provider" => Only::Providers(texts(name, &value.to_uppercase())?),
        "providerCallId" => Only::ProviderCallIds(texts(name, value)?),
        "callStartFrom" => Only::Since(Sort::CallStart, time(name, value)?),
        "callStartTo" => Only::Until(Sort::CallStart, time(name, value)?),
        "createdFrom" => Only::Since(Sort::CreatedAt, time(name, value)?),
        "createdTo" => Only::Until(Sort::CreatedAt, time(name, value)?),
        "updatedFrom" => Only::Since(Sort::UpdatedAt, time(name, value)?),
        "updatedTo" => Only::Until(Sort::UpdatedAt, time(name, value)?),
        _ => match For::ALL.iter().find(|link| link.word() == name) {
            Some(link) => Only::Associated(*link, texts(name, value)?),
            None => return Err(refusal(name, "is not a parameter of this list")),
        },
    })
}

/// A word that means a missed and an unanswered call means both here.
fn statuses(name: &str, value: &str) -> Result<Vec<Status>, Refusal> {
    let spelled = values(name, value, "must be words of a call's status", Spelled::read)?;
    Ok(spelled.into_iter().flat_map(|spelled| [spelled.of(Way::Inbound), spelled.of(Way::Outbound)]).collect())
}

fn time(name: &str, value: &str) -> Result<i64, Refusal> {
    let millis = value.trim().parse().ok().filter(|millis| from_millis(*millis).is_some());
    millis.ok_or_else(|| refusal(name, "must be epoch milliseconds"))
}
