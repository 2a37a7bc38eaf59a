//! What clocks show at a place: time zones by their names, and their days.
//!
//! Nothing here reads a clock: moments are handed in. A zone whose name is not known any more is UTC.

use calls::moment::Moment;
use calls::presence::Day;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// The zone of that name.
pub(crate) fn of(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// By how many seconds clocks of that zone are ahead of UTC at a moment.
pub(crate) fn ahead(zone: &TimeZone, at: Moment) -> i32 {
    zone.to_offset(Timestamp::from_microsecond(at.micros()).unwrap_or(Timestamp::UNIX_EPOCH)).seconds()
}

/// The day of a moment, as clocks of that zone show it, with its date.
pub(crate) fn day(zone: &TimeZone, at: Moment) -> (Day, Date) {
    let here = Timestamp::from_microsecond(at.micros()).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone());
    let moment = |at: Zoned| Moment::from_micros(at.timestamp().as_microsecond()).unwrap_or_default();
    let whole = || {
        let from = here.start_of_day().ok()?;
        let until = from.tomorrow().and_then(|next| next.start_of_day()).ok()?;
        Some(Day { from: moment(from), until: moment(until) })
    };
    // Only the first and the last day that there are have no whole day.
    (whole().unwrap_or(Day { from: at, until: at.plus(1) }), here.date())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn clocks_are_ahead_by_what_their_zone_says_of_the_season() {
        let ahead = |zone: &str, at: &str| ahead(&of(zone), Moment::from_rfc3339(at).unwrap());
        assert_eq!(ahead("Europe/Amsterdam", "2026-01-05T10:00:00Z"), 3_600);
        assert_eq!(ahead("Europe/Amsterdam", "2026-07-05T10:00:00Z"), 7_200);
        assert_eq!((ahead("America/New_York", "2026-01-05T10:00:00Z"), ahead("UTC", "2026-01-05T10:00:00Z")), (-18_000, 0));
    }

    #[test]
    fn a_day_has_as_many_hours_as_its_zone_gives_it() {
        let hours = |noon: &str| {
            let day = day(&of("Europe/Amsterdam"), Moment::from_rfc3339(noon).unwrap()).0;
            day.until.since(day.from) / 3_600_000_000
        };
        assert_eq!(["2026-03-29T10:00:00Z", "2026-06-01T10:00:00Z", "2026-10-25T10:00:00Z"].map(hours), [23, 24, 25]);
        assert_eq!(day(&of("UTC"), Moment::default()).0.from, Moment::default());
    }
}
