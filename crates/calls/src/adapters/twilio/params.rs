//! The parameters of a callback: found by name, and read into what cannot be wrong.
//!
//! A parameter that is missing is none; one that makes no sense is a [`Fault`] that names it. Nothing here knows what a
//! callback is for, and what it does not ask for is left alone: Twilio adds parameters at any time.
//! To add a form that a value may have: a method of [`Params`].

use crate::Text;
use crate::moment::Moment;
use crate::signal::LegKey;

/// More parameters than this are no callback.
pub(super) const PARAMETERS_MAX: usize = 500;

/// The longest id that is taken for one; Twilio's have 34 characters, those of copies of its interface up to 100.
const SID_CHARS_MAX: usize = 128;

/// The largest number of seconds that is taken for the length of anything: a year.
const SECONDS_MAX: u64 = 366 * 86_400;

/// Names and values, as they were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(pub Vec<(Text, Text)>);

/// What is wrong with a callback, by parameter. It holds no values, since they may be numbers of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The parameter.
    pub parameter: Text,
    /// What was expected.
    pub expected: &'static str,
}

impl Params {
    /// The first value of that name which is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let values = self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.trim());
        values.into_iter().find(|value| !value.is_empty())
    }

    pub(super) fn text(&self, name: &str) -> Option<Text> {
        self.get(name).map(Text::new)
    }

    /// An id: short, printable, without blanks. Its letters are left open, since copies of the interface have other ones.
    pub(super) fn sid(&self, name: &'static str) -> Result<Option<Text>, Fault> {
        let fits = |sid: &str| sid.len() <= SID_CHARS_MAX && sid.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'/');
        match self.get(name) {
            Some(sid) if fits(sid) => Ok(Some(Text::new(sid))),
            Some(_) => Err(fault(name, "an id of up to 128 printable characters")),
            None => Ok(None),
        }
    }

    /// The id of a call, which is the key of its leg.
    pub(super) fn leg(&self, name: &'static str) -> Result<Option<LegKey>, Fault> {
        Ok(self.sid(name)?.map(LegKey))
    }

    /// A count or number of seconds. A negative one says that there is none.
    pub(super) fn whole(&self, name: &'static str) -> Result<Option<u64>, Fault> {
        let Some(text) = self.get(name) else { return Ok(None) };
        match text.parse::<i64>() {
            Ok(number) => Ok(u64::try_from(number).ok()),
            Err(_) => Err(fault(name, "a whole number")),
        }
    }

    /// A length in whole seconds, in microseconds.
    pub(super) fn length(&self, name: &'static str) -> Result<Option<i64>, Fault> {
        match self.whole(name)? {
            Some(seconds) if seconds > SECONDS_MAX => Err(fault(name, "seconds of less than a year")),
            seconds => Ok(seconds.map(|seconds| seconds as i64 * SECOND)),
        }
    }

    /// A moment as mail writes it, in whole seconds (trap T16).
    pub(super) fn moment(&self, name: &'static str) -> Result<Option<Moment>, Fault> {
        let Some(text) = self.get(name) else { return Ok(None) };
        match mail_time(text).or_else(|| Moment::from_rfc3339(text)) {
            Some(moment) => Ok(Some(whole_second(moment))),
            None => Err(fault(name, "a time as in `Mon, 02 Nov 2026 09:00:00 +0000`")),
        }
    }
}

/// Microseconds in a second.
pub(super) const SECOND: i64 = 1_000_000;

/// The second that a moment lies in: all callbacks are placed on the grid of Twilio's timestamps (trap T16).
pub(super) fn whole_second(moment: Moment) -> Moment {
    moment.plus(-(moment.micros() % SECOND))
}

pub(super) fn fault(parameter: &str, expected: &'static str) -> Fault {
    Fault { parameter: Text::new(parameter), expected }
}

/// RFC 2822, as in `Mon, 02 Nov 2026 09:00:00 +0000`; the day of the week is not looked at.
fn mail_time(text: &str) -> Option<Moment> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let text = text.split_once(',').map_or(text, |(_, rest)| rest);
    let mut words = text.split_whitespace();
    let (day, month, year, clock, zone) = (words.next()?, words.next()?, words.next()?, words.next()?, words.next()?);
    let day: u8 = day.parse().ok()?;
    let month = MONTHS.iter().position(|known| known.eq_ignore_ascii_case(month))? + 1;
    let offset = match zone {
        "GMT" | "UTC" | "UT" | "Z" => "Z".to_owned(),
        zone => {
            let (hours, minutes) = zone.split_at_checked(3)?;
            format!("{hours}:{minutes}")
        }
    };
    if words.next().is_some() {
        return None;
    }
    Moment::from_rfc3339(&format!("{year}-{month:02}-{day:02}T{clock}{offset}"))
}
