//! A moment on the time line, and the distance between two.

use std::fmt;

/// Microseconds since the Unix epoch, UTC. Printed in milliseconds, cut off and never rounded (rule R2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

/// The last moment that is taken for true, 9999-12-31T23:59:59.999999Z; RFC 3339 has no later year.
const MICROS_MAX: i64 = 253_402_300_799_999_999;

impl Moment {
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
