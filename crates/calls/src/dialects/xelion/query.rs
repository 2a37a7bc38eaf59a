//! What readers ask for: parameters read into what they mean (sheet, 4.3; rules X28, X29). Whoever holds the logs finds them; that a
//! log is asked for, and where it stands, is said here.
//!
//! Parameters that nobody knows are ignored (rule R5); one that cannot be read is refused by its name.

use std::cmp::Ordering;

use crate::Text;
use crate::moment::Moment;

use super::form::{read_oid, read_time};
use super::log::LogPage;
use super::refusal::Refusal;
use super::rest::Listed;
use super::word::compared;

/// The most objects of one page; whoever asks for more gets as many.
pub const LIMIT_MAX: usize = 200;

/// How many there are on a page if nobody says.
const LIMIT: usize = 15;

/// How many days back recent communications go if nobody says, and at the most.
const PERIOD_DAYS: u32 = 14;
const PERIOD_DAYS_MAX: u32 = 3_650;

/// The longest text that is searched for, in characters.
const SEARCH_CHARS_MAX: usize = 200;

/// Where a log stands in lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// When its call started.
    pub date: Moment,
    /// Its oid.
    pub oid: u64,
}

/// By what a list goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By time (`mru`), of the same time by oid.
    Time,
    /// By oid.
    Oid,
}

/// Which part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// How many at the most, from 1 to [`LIMIT_MAX`].
    pub limit: usize,
    /// Whether the smallest, or oldest, comes first.
    pub is_ascending: bool,
    /// What stands in the list before the object with this oid.
    pub before: Option<u64>,
    /// What stands in the list after the object with this oid.
    pub after: Option<u64>,
}

/// Which logs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Whether it reached a mailbox.
    pub voicemail: Option<bool>,
    /// Whether its user was called.
    pub incoming: Option<bool>,
    /// Whether it was missed and handled.
    pub retrieved: Option<bool>,
    /// Of no log.
    pub displayed: Option<bool>,
    /// Of no log.
    pub flagged: Option<bool>,
    /// The kind of object, as it is compared; there are only call logs.
    pub obj_type: Option<String>,
    /// The callee's id of the flow.
    pub flow_id: Option<String>,
    /// The id of the call.
    pub call_id: Option<String>,
    /// The oid of the own number.
    pub phone_line: Option<u64>,
    /// What is searched for, in small letters.
    pub search: Option<String>,
}

/// A question for communications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Which part of the list.
    pub paging: Paging,
    /// By what it goes.
    pub order: Order,
    /// The oid of somebody in the call.
    pub with: Option<u64>,
    /// Which logs.
    pub filter: Filter,
    /// Only those that were missed.
    pub only_missed: bool,
    /// From when on, that second included.
    pub from: Option<Moment>,
    /// Until when, that second included.
    pub to: Option<Moment>,
}

/// A question for recent communications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// How many at the most.
    pub limit: usize,
    /// How many days back.
    pub period_days: u32,
    /// Only what stands after the object with this oid, newest first.
    pub before: Option<u64>,
    /// Which logs.
    pub filter: Filter,
}

/// A question for entries of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entries {
    /// Which part of the list, by oid.
    pub paging: Paging,
    /// How the common name begins, in small letters.
    pub name: Option<String>,
}

/// Parameters as they came, decoded.
#[derive(Clone, Copy)]
struct Asked<'a>(&'a [(String, String)]);

impl<'a> Asked<'a> {
    /// The last value of a parameter that is not empty.
    fn get(self, name: &str) -> Option<&'a str> {
        let found = self.0.iter().rev().find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.trim().is_empty());
        found.map(|(_, value)| value.trim())
    }

    fn read<T>(self, name: &'static str, read: impl Fn(&str) -> Option<T>, says: &'static str) -> Result<Option<T>, Refusal> {
        let told = self.get(name);
        told.map(|told| read(told).ok_or_else(|| Refusal::invalid(name, Some(told), says))).transpose()
    }

    fn oid(self, name: &'static str) -> Result<Option<u64>, Refusal> {
        let told = self.get(name);
        told.map(|told| read_oid(told).ok_or_else(|| Refusal::bad_id(name, Some(told), "expected an oid"))).transpose()
    }

    fn limit(self) -> Result<usize, Refusal> {
        let read = |told: &str| told.parse::<usize>().ok().filter(|limit| *limit > 0);
        let limit = self.read("limit", read, "expected a number from 1 to 200")?;
        Ok(limit.unwrap_or(LIMIT).min(LIMIT_MAX))
    }

    fn paging(self, is_ascending: bool) -> Result<Paging, Refusal> {
        let read = |told: &str| match compared(told).as_str() {
            "ascending" => Some(true),
            "descending" | "decending" => Some(false),
            _ => None,
        };
        let order = self.read("order", read, "expected ascending or descending")?;
        let (before, after) = (self.oid("before")?, self.oid("after")?);
        if before.is_some() && after.is_some() {
            return Err(Refusal::invalid("after", self.get("after"), "expected before or after, not both"));
        }
        Ok(Paging { limit: self.limit()?, is_ascending: order.unwrap_or(is_ascending), before, after })
    }

    fn filter(self) -> Result<Filter, Refusal> {
        let mut filter = Filter::default();
        let told = self.0.iter().filter(|(key, _)| key.eq_ignore_ascii_case("where"));
        let parts = told.flat_map(|(_, value)| value.split(',')).map(str::trim).filter(|part| !part.is_empty());
        for part in parts {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            filter.take(key.trim(), value.trim())?;
        }
        Ok(filter)
    }
}

fn read_flag(told: &str) -> Option<bool> {
    match told.to_ascii_lowercase().as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

impl Filter {
    fn take(&mut self, key: &str, value: &str) -> Result<(), Refusal> {
        let field = format!("where.{key}");
        let flag = || read_flag(value).ok_or_else(|| Refusal::invalid(&*field, Some(value), "expected true or false"));
        match compared(key).as_str() {
            "voicemail" => self.voicemail = Some(flag()?),
            "incoming" => self.incoming = Some(flag()?),
            "retrieved" => self.retrieved = Some(flag()?),
            "displayed" => self.displayed = Some(flag()?),
            "flagged" => self.flagged = Some(flag()?),
            "objtype" => self.obj_type = Some(compared(value)),
            "callflowid" => self.flow_id = Some(value.to_owned()),
            "callid" => self.call_id = Some(value.to_ascii_lowercase()),
            "phoneline" => {
                let line = read_oid(value).ok_or_else(|| Refusal::bad_id(&*field, Some(value), "expected an oid"))?;
                self.phone_line = Some(line);
            }
            "search" => self.search = Some(value.to_lowercase().chars().take(SEARCH_CHARS_MAX).collect()),
            _ => return Err(Refusal::invalid(field, Some(value), "there is no such key")),
        }
        Ok(())
    }

    /// Whether a log is one of those.
    #[must_use]
    pub fn admits(&self, log: &LogPage) -> bool {
        let is = |wanted: Option<bool>, told: bool| wanted.is_none_or(|wanted| wanted == told);
        let same = |wanted: &Option<String>, told: &str| wanted.as_ref().is_none_or(|wanted| wanted == told);
        is(self.voicemail, log.is_voicemail)
            && is(self.incoming, log.is_incoming)
            && is(self.retrieved, log.is_retrieved)
            && is(self.displayed, false)
            && is(self.flagged, false)
            && same(&self.obj_type, "calllog")
            && same(&self.flow_id, &log.flow_id)
            && same(&self.call_id, &log.call_id)
            && self.phone_line.is_none_or(|line| log.phone_line == Some(line))
            && self.search.as_ref().is_none_or(|search| log.searched.contains(search))
    }
}

impl Query {
    /// Reads the parameters of `GET communications`.
    ///
    /// # Errors
    ///
    /// If one cannot be read; it is named.
    pub fn read(asked: &[(String, String)]) -> Result<Self, Refusal> {
        let asked = Asked(asked);
        let order = |told: &str| match compared(told).as_str() {
            "mru" => Some(Order::Time),
            "oid" => Some(Order::Oid),
            _ => None,
        };
        let time = "expected yyyy-MM-dd HH:mm:ss";
        Ok(Self {
            paging: asked.paging(false)?,
            order: asked.read("order_by", order, "expected mru or oid")?.unwrap_or(Order::Time),
            with: asked.oid("with")?,
            filter: asked.filter()?,
            only_missed: asked.read("only_missed_calls", read_flag, "expected true or false")?.unwrap_or(false),
            from: asked.read("date_from", read_time, time)?,
            to: asked.read("date_to", read_time, time)?,
        })
    }

    /// Whether a log is asked for, wherever it stands.
    #[must_use]
    pub fn admits(&self, log: &LogPage) -> bool {
        // Times are printed in seconds, and are asked for as they are printed.
        let second = |at: Moment| at.micros() / 1_000_000;
        self.filter.admits(log)
            && self.with.is_none_or(|with| log.with.contains(&with))
            && (!self.only_missed || log.is_missed)
            && self.from.is_none_or(|from| second(from) <= second(log.place.date))
            && self.to.is_none_or(|to| second(log.place.date) <= second(to))
    }

    /// The order of the list.
    #[must_use]
    pub fn compare(&self, one: Place, other: Place) -> Ordering {
        let ascending = match self.order {
            Order::Time => (one.date, one.oid).cmp(&(other.date, other.oid)),
            Order::Oid => one.oid.cmp(&other.oid),
        };
        if self.paging.is_ascending { ascending } else { ascending.reverse() }
    }

    /// The page that is asked for, out of logs in any order. `anchor` is where the object of `before` or `after` stands, whether or
    /// not it is still listed.
    #[must_use]
    pub fn page(&self, logs: Vec<LogPage>, anchor: Option<Place>) -> Vec<LogPage> {
        let wanted = match (anchor, self.paging.before) {
            (None, _) => None,
            (Some(anchor), Some(_)) => Some((anchor, Ordering::Less)),
            (Some(anchor), None) => Some((anchor, Ordering::Greater)),
        };
        let is_there = |log: &LogPage| wanted.is_none_or(|(anchor, side)| self.compare(log.place, anchor) == side);
        let mut page: Vec<LogPage> = logs.into_iter().filter(|log| self.admits(log) && is_there(log)).collect();
        page.sort_by(|one, other| self.compare(one.place, other.place));
        // What stands before an object is read from there backwards.
        if self.paging.before.is_some() {
            page.drain(..page.len().saturating_sub(self.paging.limit));
        }
        page.truncate(self.paging.limit);
        page
    }
}

impl Recent {
    /// Reads the parameters of `GET communications/recent`.
    ///
    /// # Errors
    ///
    /// If one cannot be read; it is named.
    pub fn read(asked: &[(String, String)]) -> Result<Self, Refusal> {
        let asked = Asked(asked);
        let days = |told: &str| told.parse::<u32>().ok().filter(|days| (1..=PERIOD_DAYS_MAX).contains(days));
        Ok(Self {
            limit: asked.limit()?,
            period_days: asked.read("period", days, "expected a number of days")?.unwrap_or(PERIOD_DAYS),
            before: asked.oid("before")?,
            filter: asked.filter()?,
        })
    }
}

impl Entries {
    /// Reads the parameters of `GET users`, `phonelines` and `addressables`.
    ///
    /// # Errors
    ///
    /// If one cannot be read; it is named.
    pub fn read(asked: &[(String, String)]) -> Result<Self, Refusal> {
        let asked = Asked(asked);
        let name = asked.get("name").map(|name| name.to_lowercase().chars().take(SEARCH_CHARS_MAX).collect());
        Ok(Self { paging: asked.paging(true)?, name })
    }

    /// The page that is asked for, out of entries in any order, each with what people call it.
    #[must_use]
    pub fn page(&self, entries: Vec<(Text, Listed)>) -> Vec<Listed> {
        let is_named = |title: &Text| self.name.as_ref().is_none_or(|name| title.to_lowercase().starts_with(name.as_str()));
        let is_there = |oid: u64| {
            // Further on in the list, or further back.
            let beyond = |anchor: u64, on: bool| if self.paging.is_ascending == on { oid > anchor } else { oid < anchor };
            self.paging.after.is_none_or(|after| beyond(after, true))
                && self.paging.before.is_none_or(|before| beyond(before, false))
        };
        let wanted = entries.into_iter().filter(|(title, entry)| is_named(title) && is_there(entry.oid));
        let mut page: Vec<Listed> = wanted.map(|(_, entry)| entry).collect();
        page.sort_by_key(|entry| entry.oid);
        if !self.paging.is_ascending {
            page.reverse();
        }
        if self.paging.before.is_some() {
            page.drain(..page.len().saturating_sub(self.paging.limit));
        }
        page.truncate(self.paging.limit);
        page
    }
}

/// The oid of `GET channels?with=`.
///
/// # Errors
///
/// If it is none.
pub fn read_with(asked: &[(String, String)]) -> Result<Option<u64>, Refusal> {
    Asked(asked).oid("with")
}
