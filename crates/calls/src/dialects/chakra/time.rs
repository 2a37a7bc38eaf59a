//! Times as this dialect has them: epoch milliseconds, cut off and never rounded (rules C3, R2); and how they are read (C26).

use serde_json::Value;

use crate::moment::Moment;

/// A smaller number would be seconds (rule C26).
const MILLIS_MIN: i64 = 100_000_000_000;

/// A moment as it is printed.
pub(super) fn millis(at: Moment) -> i64 {
    at.micros().div_euclid(1_000)
}

/// Whole seconds between two printed times; what ends before it began lasted nothing (rule C4).
pub(super) fn seconds(from: i64, to: i64) -> u64 {
    to.saturating_sub(from).max(0).unsigned_abs() / 1_000
}

/// A moment from epoch milliseconds; none of a number that would be seconds.
pub(super) fn from_millis(millis: i64) -> Option<Moment> {
    let micros = (millis >= MILLIS_MIN).then(|| millis.checked_mul(1_000))??;
    Moment::from_micros(micros)
}

/// Reads a time as clients write it: whole epoch milliseconds, or a text of ISO 8601.
pub(super) fn read(value: &Value) -> Option<Moment> {
    match value {
        Value::Number(number) => {
            let whole = || number.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 1e16);
            from_millis(number.as_i64().or_else(|| whole().map(|number| number as i64))?)
        }
        Value::String(text) => from_iso(text.trim()),
        _ => None,
    }
}

/// A time of ISO 8601: with or without seconds and a fraction, and in UTC where no offset stands there.
pub(super) fn from_iso(text: &str) -> Option<Moment> {
    let (day, clock) = text.split_at_checked(10)?;
    let clock = clock.strip_prefix(['T', 't', ' '])?;
    let (clock, zone) = clock.split_at_checked(clock.find(['Z', 'z', '+', '-']).unwrap_or(clock.len()))?;
    let seconds = if clock.len() == 5 { ":00" } else { "" };
    let zone = match zone.split_at_checked(3) {
        None if zone.is_empty() => "Z".to_owned(),
        // As in `+0100` and `+01`.
        Some((hours, "")) => format!("{hours}:00"),
        Some((hours, minutes)) if !minutes.starts_with(':') => format!("{hours}:{minutes}"),
        _ => zone.to_owned(),
    };
    Moment::from_rfc3339(&format!("{day}T{clock}{seconds}{zone}"))
}
