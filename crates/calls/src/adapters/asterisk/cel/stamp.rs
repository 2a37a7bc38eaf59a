//! The time of a row.
//!
//! Without `dateformat` it is seconds since the epoch and never in doubt. With one it is a date on some wall: it is taken
//! only where the zone is written beside it, or was learned from a channel's own id, which holds the second of its birth.

use crate::moment::Moment;

const MICROS: i64 = 1_000_000;

/// Zones differ by quarters of an hour.
const QUARTER: i64 = 15 * 60 * MICROS;

/// How far a channel's birth may be from the second in its id, in microseconds.
const BIRTH_SLACK: i64 = 5 * MICROS;

/// How far a zone may be from UTC, in microseconds.
const ZONE_MAX: i64 = 15 * 3_600 * MICROS;

/// Reads the times of one file.
#[derive(Debug, Default)]
pub(super) struct Stamp {
    /// What the switch's wall clock is ahead of UTC, in microseconds.
    zone: Option<i64>,
}

impl Stamp {
    /// The moment that `text` means, in a row about the channel `id`; `birth` where the row tells that channel's birth.
    pub(super) fn read(&mut self, text: &str, id: &str, birth: bool) -> Option<Moment> {
        if let Some(moment) = Moment::from_epoch_text(text) {
            return Some(moment);
        }
        let (wall, zone) = wall_clock(text)?;
        if zone.is_none() && birth {
            self.learn(wall, id);
        }
        Moment::from_micros(wall - zone.or(self.zone)?)
    }

    /// A channel is born in the second of its id: what the wall clock shows then tells the zone.
    fn learn(&mut self, wall: i64, id: &str) {
        let Some((born, _)) = birth(id) else { return };
        let ahead = wall - born * MICROS;
        let zone = (ahead + QUARTER / 2).div_euclid(QUARTER) * QUARTER;
        if (ahead - zone).abs() <= BIRTH_SLACK && zone.abs() <= ZONE_MAX {
            self.zone = Some(zone);
        }
    }
}

/// The second and the counter in a channel's id, `[systemname-]seconds.counter`.
pub(super) fn birth(id: &str) -> Option<(i64, u64)> {
    let (_, own) = id.rsplit_once('-').unwrap_or(("", id));
    let (seconds, counter) = own.split_once('.')?;
    let moment = Moment::from_epoch_text(seconds)?;
    Some((moment.micros() / MICROS, counter.parse().ok()?))
}

/// `2026-11-20 23:18:07[.123456][ ][Z|+0100|+01:00]`, also with `T`: microseconds on the wall, and the zone where told.
fn wall_clock(text: &str) -> Option<(i64, Option<i64>)> {
    let mut left = Digits(text.trim());
    let (year, month, day) = (left.number(4)?, left.after("-")?.number(2)?, left.after("-")?.number(2)?);
    let left = if left.0.starts_with('T') { left.after("T")? } else { left.after(" ")? };
    let (hour, minute, second) = (left.number(2)?, left.after(":")?.number(2)?, left.after(":")?.number(2)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let mut micros = (days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second) * MICROS;
    if left.after(".").is_some() {
        let count = left.0.bytes().take_while(u8::is_ascii_digit).count().clamp(1, 6);
        micros += left.number(count)? * 10_i64.pow(6 - u32::try_from(count).ok()?);
    }
    Some((micros, zone(left.0.trim())?))
}

/// Microseconds ahead of UTC; the outer none where the text is no zone, the inner where there is none.
fn zone(text: &str) -> Option<Option<i64>> {
    if text.is_empty() || text.eq_ignore_ascii_case("z") || text == "UTC" {
        return Some((!text.is_empty()).then_some(0));
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let mut left = Digits(text.strip_prefix(['+', '-'])?);
    let hours = left.number(2)?;
    left.after(":");
    let minutes = left.number(2)?;
    left.0.is_empty().then_some(Some(sign * (hours * 3_600 + minutes * 60) * MICROS))
}

/// What is left of a text that numbers are read from.
struct Digits<'a>(&'a str);

impl Digits<'_> {
    /// The next `count` digits.
    fn number(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    }

    /// Passes `mark`, if it stands there.
    fn after(&mut self, mark: &str) -> Option<&mut Self> {
        self.0 = self.0.strip_prefix(mark)?;
        Some(self)
    }
}

/// Days from the epoch to a date (H. Hinnant's method, as in [`Moment`]'s own printing).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, shifted_month) = (year.div_euclid(400), (month + 9) % 12);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}
