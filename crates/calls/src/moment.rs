//! A moment on the time line, and the distance between two.

use std::fmt;

use crate::Text;

/// Microseconds since the Unix epoch, UTC. Printed in milliseconds, cut off and never rounded (rule R2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

/// The last moment that is taken for true, 9999-12-31T23:59:59.999999Z; RFC 3339 has no later year.
const MICROS_MAX: i64 = 253_402_300_799_999_999;

impl Moment {
    /// The first moment that there is.
    pub const FIRST: Self = Self(0);
    /// The last.
    pub const LAST: Self = Self(MICROS_MAX);

    /// A moment from microseconds since the epoch; none before the epoch or after the year 9999.
    #[must_use]
    pub fn from_micros(micros: i64) -> Option<Self> {
        (0..=MICROS_MAX).contains(&micros).then_some(Self(micros))
    }

    /// A moment from text in seconds since the epoch with up to six decimals, as in `1795216628.968123`.
    ///
    /// None if it is anything else, or out of range.
    #[must_use]
    pub fn from_epoch_text(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 12 || part.len() > 6 || !digits(whole) || !digits(part) {
            return None;
        }
        let parsed: i64 = if part.is_empty() { 0 } else { part.parse().ok()? };
        let micros = parsed * 10_i64.pow(6 - part.len() as u32);
        Self::from_micros(whole.parse::<i64>().ok()? * 1_000_000 + micros)
    }

    /// Microseconds since the epoch.
    #[must_use]
    pub fn micros(self) -> i64 {
        self.0
    }

    /// Microseconds from `earlier` to this moment; negative if it is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// This moment moved by `micros`, held inside the range of moments.
    #[must_use]
    pub fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros).clamp(0, MICROS_MAX))
    }
}

impl Moment {
    /// A moment from RFC 3339 text with up to six decimals and any offset, as in `2026-01-05T10:45:00.5+01:00`.
    ///
    /// None if it is anything else, or out of range. Further decimals are cut off (rule R2).
    #[must_use]
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let clock = rest.strip_prefix(['T', 't', ' '])?;
        let zone = clock.find(['Z', 'z', '+', '-'])?;
        let (clock, zone) = clock.split_at(zone);
        let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
        let (clock, part) = clock.split_once('.').map_or((clock, None), |(clock, part)| (clock, Some(part)));
        let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
        let micros = part.map_or(Some(0), |part| {
            let digits = (1..=9).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            let six = part.get(..part.len().min(6)).filter(|_| digits)?;
            Some(six.parse::<i64>().ok()? * 10_i64.pow(6 - six.len() as u32))
        })?;
        let offset = match zone {
            "Z" | "z" => 0,
            zone => {
                let sign = if zone.starts_with('-') { -1 } else { 1 };
                let [hours, minutes] = numbers(zone.get(1..)?, ':', [2, 2])?;
                (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))?
            }
        };
        // A leap second is the last moment of its minute.
        let second = if second == 60 { 59 } else { second };
        let in_range = (1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day);
        if !in_range || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let minutes = (days(year, month, day) * 24 + hour) * 60 + minute - offset;
        Self::from_micros((minutes * 60 + second) * 1_000_000 + micros)
    }

    /// RFC 3339 UTC with microseconds: `2026-01-05T09:45:00.000000Z`.
    #[must_use]
    pub fn precise(self) -> Text {
        let shown = self.to_string();
        Text::from(format!("{}{:03}Z", shown.trim_end_matches('Z'), self.0 % 1_000))
    }
}

/// Numbers of so many digits each, divided by a mark.
fn numbers<const N: usize>(text: &str, mark: char, digits: [usize; N]) -> Option<[i64; N]> {
    let mut parts = text.split(mark);
    let mut found = [0; N];
    for (place, digits) in found.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        *place = part.parse().ok()?;
    }
    parts.next().is_none().then_some(found)
}

fn days_of(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the epoch to a civil date, by the method that printing uses too.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// RFC 3339 UTC with milliseconds: `2026-01-05T09:45:00.000Z`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, micros) = (self.0 / 1_000_000, self.0 % 1_000_000);
        let (days, second) = (seconds / 86_400, seconds % 86_400);
        // Days since the epoch to a civil date; the era of 400 years makes every step a division (H. Hinnant's method).
        let z = days + 719_468;
        let (era, day_of_era) = (z / 146_097, z % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}Z",
            second / 3_600,
            second / 60 % 60,
            second % 60,
            micros / 1_000
        )
    }
}
