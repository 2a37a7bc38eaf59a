//! One condition of a list: `filter[field]=v`, or `filter[field][op]=v`.
//!
//! Without an operator, and with `ne`, several values may stand there, divided by commas: any of them, or none. A day means all
//! of it: what is greater comes after it. A call of which the field is null fits no condition but `ne`.

use uuid::Uuid;

use crate::Text;
use crate::moment::Moment;
use crate::number::compared;

use super::super::answer::{Code, Wrong};
use super::super::card::Card;
use super::super::words::{Shape, Status, direction, read_direction};
use super::field::{Field, Sort, Value};

/// The most values of one condition.
const VALUES_MAX: usize = 100;

/// The longest value, in bytes.
const VALUE_MAX: usize = 2_048;

const DAY_MICROS: i64 = 86_400_000_000;

/// A stretch of time, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first moment.
    pub from: Moment,
    /// The last.
    pub to: Moment,
}

impl Span {
    /// All of time.
    pub(super) const EVER: Self = Self { from: Moment::FIRST, to: Moment::LAST };

    /// A day of UTC, as `2026-01-05`.
    pub(super) fn day(text: &str) -> Option<Self> {
        let from = Moment::from_rfc3339(&format!("{text}T00:00:00Z")).filter(|_| text.len() == 10)?;
        Some(Self { from, to: from.plus(DAY_MICROS - 1) })
    }

    /// A day, or a moment of ISO 8601, which is UTC unless it says otherwise, and means all of its millisecond (rule R2).
    fn read(text: &str) -> Option<Self> {
        if let Some(day) = Self::day(text) {
            return Some(day);
        }
        // A `+` may have been decoded as a blank.
        let (clock, zone) = text.split_at_checked(11)?;
        let whole = format!("{clock}{}", zone.replace(' ', "+"));
        let at = Moment::from_rfc3339(&whole).or_else(|| Moment::from_rfc3339(&format!("{whole}Z")))?;
        let from = at.plus(-(at.micros() % 1_000));
        Some(Self { from, to: from.plus(999) })
    }
}

/// See the module's page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Filter {
    field: Field,
    is: Is,
}

#[derive(Clone, Debug, PartialEq)]
enum Is {
    Any(Vec<Wanted>),
    None(Vec<Wanted>),
    Than(Than, Wanted),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Than {
    More,
    MoreOrSame,
    Less,
    LessOrSame,
}

/// A value of a condition, of the field's sort.
#[derive(Clone, Debug, PartialEq)]
enum Wanted {
    Number(i64),
    At(Span),
    Uid(Uuid),
    Status(Status),
    Direction(bool),
    /// As numbers are compared.
    Phone(Text),
    Text(Text),
}

impl Wanted {
    fn read(field: Field, text: &str) -> Result<Self, (Code, &'static str)> {
        if text.len() > VALUE_MAX {
            return Err((Code::Invalid, "is too long"));
        }
        match field.sort() {
            Sort::Number => text.parse().ok().map(Self::Number).ok_or((Code::Format, "is no integer")),
            Sort::At => Span::read(text).map(Self::At).ok_or((Code::Format, "is neither a day nor a time of ISO 8601")),
            Sort::Uid => Uuid::parse_str(text).ok().map(Self::Uid).ok_or((Code::Format, "is no UUID")),
            Sort::Status => Status::read(text).map(Self::Status).ok_or((Code::Invalid, "is none of the words for a status")),
            Sort::Direction => {
                read_direction(text).map(Self::Direction).ok_or((Code::Invalid, "is neither inbound nor outbound"))
            }
            Sort::Phone => compared(text).map(Self::Phone).ok_or((Code::Format, "is no phone number")),
            Sort::Text => Ok(Self::Text(Text::new(text))),
        }
    }

    /// Whether a call is what it says.
    fn is(&self, field: Field, card: &Card, shape: Shape) -> bool {
        match (self, field.value(card, shape)) {
            (Self::Status(status), Some(_)) => status.covers(card.status, shape),
            (Self::Direction(is_inbound), Some(_)) => *is_inbound == card.is_inbound,
            (Self::Phone(number), Some(Value::Text(shown))) => compared(shown).as_ref() == Some(number),
            (Self::Number(number), Some(Value::Number(shown))) => shown == *number,
            (Self::At(span), Some(Value::At(shown))) => (span.from..=span.to).contains(&shown),
            (Self::Uid(uid), Some(Value::Uid(shown))) => shown == *uid,
            (Self::Text(text), Some(Value::Text(shown))) => shown == text,
            _ => false,
        }
    }

    /// Whether a call comes after it, or before.
    fn is_than(&self, than: Than, field: Field, card: &Card, shape: Shape) -> bool {
        let Some(shown) = field.value(card, shape) else { return false };
        let [first, last] = match self {
            Self::Number(number) => [Value::Number(*number); 2],
            Self::At(span) => [Value::At(span.from), Value::At(span.to)],
            Self::Uid(uid) => [Value::Uid(*uid); 2],
            Self::Status(status) => [Value::Text(status.word(shape)); 2],
            Self::Direction(is_inbound) => [Value::Text(direction(*is_inbound, shape)); 2],
            Self::Phone(number) => {
                let bare = |text: &str| compared(text).unwrap_or_default();
                let Value::Text(shown) = shown else { return false };
                return than.holds(bare(shown).cmp(number), bare(shown).cmp(number));
            }
            Self::Text(text) => [Value::Text(text); 2],
        };
        than.holds(shown.cmp(&first), shown.cmp(&last))
    }
}

impl Than {
    /// Whether it holds of something that stands so to the first and the last that is meant.
    fn holds(self, to_first: std::cmp::Ordering, to_last: std::cmp::Ordering) -> bool {
        match self {
            Self::More => to_last.is_gt(),
            Self::MoreOrSame => to_first.is_ge(),
            Self::Less => to_first.is_lt(),
            Self::LessOrSame => to_last.is_le(),
        }
    }
}

impl Filter {
    /// Reads a parameter; none if it is no condition.
    pub(super) fn read(key: &str, value: &str) -> Result<Option<Self>, Wrong> {
        let Some(rest) = key.strip_prefix("filter") else { return Ok(None) };
        let wrong = |code, says| Wrong::new(key.to_owned(), code, says);
        if rest.is_empty() {
            return Err(wrong(Code::Invalid, "names no field: filter[status]=…"));
        }
        let parts = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let Some(parts) = parts else { return Ok(None) };
        let (name, operator) = parts.split_once("][").unwrap_or((parts, "eq"));
        let field = Field::read(name).ok_or_else(|| wrong(Code::Invalid, "names no field of a call"))?;
        let read = |text: &str| Wanted::read(field, text.trim()).map_err(|(code, says)| wrong(code, says));
        let several = || {
            let values: Vec<&str> = value.split(',').collect();
            if values.len() > VALUES_MAX {
                return Err(wrong(Code::Invalid, "has more than 100 values"));
            }
            values.into_iter().map(read).collect::<Result<Vec<_>, _>>()
        };
        let than = |than| Ok::<_, Wrong>(Is::Than(than, read(value)?));
        let is = match operator {
            "eq" => Is::Any(several()?),
            "ne" => Is::None(several()?),
            "gt" => than(Than::More)?,
            "gte" => than(Than::MoreOrSame)?,
            "lt" => than(Than::Less)?,
            "lte" => than(Than::LessOrSame)?,
            _ => return Err(wrong(Code::Invalid, "names no operator: gt, gte, lt, lte or ne")),
        };
        Ok(Some(Self { field, is }))
    }

    /// Whether a call fits.
    pub(super) fn keeps(&self, card: &Card, shape: Shape) -> bool {
        let any = |wanted: &[Wanted]| wanted.iter().any(|wanted| wanted.is(self.field, card, shape));
        match &self.is {
            Is::Any(wanted) => any(wanted),
            Is::None(unwanted) => !any(unwanted),
            Is::Than(than, wanted) => wanted.is_than(*than, self.field, card, shape),
        }
    }

    /// Whether it is about moments of making known or of change, and means one stretch of time.
    pub(super) fn is_a_span(&self) -> bool {
        let of_time = matches!(self.field, Field::CreatedAt | Field::UpdatedAt);
        of_time
            && match &self.is {
                Is::Any(wanted) => wanted.len() == 1,
                Is::None(_) => false,
                Is::Than(..) => true,
            }
    }

    /// The numbers of which a call that fits has one.
    pub(super) fn numbers(&self) -> Option<Vec<&Text>> {
        let number = |wanted: &'_ Wanted| matches!(wanted, Wanted::Phone(_));
        match &self.is {
            Is::Any(wanted) if wanted.iter().all(number) => {
                let numbers =
                    wanted.iter().filter_map(|wanted| if let Wanted::Phone(number) = wanted { Some(number) } else { None });
                Some(numbers.collect())
            }
            _ => None,
        }
    }

    /// The uids of which a call that fits has one.
    pub(super) fn uids(&self) -> Option<Vec<Uuid>> {
        let uid = |wanted: &Wanted| if let Wanted::Uid(uid) = wanted { Some(*uid) } else { None };
        match &self.is {
            Is::Any(wanted) if self.field == Field::Uid => wanted.iter().map(uid).collect(),
            _ => None,
        }
    }

    /// The stretch of time in which the field is, of a call that fits.
    pub(super) fn span(&self, field: Field) -> Option<Span> {
        let at = |wanted: &Wanted| match wanted {
            Wanted::At(span) if self.field == field => Some(*span),
            _ => None,
        };
        match &self.is {
            Is::None(_) => None,
            Is::Any(wanted) => {
                let spans = wanted.iter().filter_map(at);
                spans.reduce(|one, other| Span { from: one.from.min(other.from), to: one.to.max(other.to) })
            }
            Is::Than(than, wanted) => {
                let span = at(wanted)?;
                Some(match than {
                    Than::More => Span { from: span.to.plus(1), ..Span::EVER },
                    Than::MoreOrSame => Span { from: span.from, ..Span::EVER },
                    Than::Less => Span { to: span.from.plus(-1), ..Span::EVER },
                    Than::LessOrSame => Span { to: span.to, ..Span::EVER },
                })
            }
        }
    }
}
