//! Phone numbers: what is one, and its full form.
//!
//! Numbers are kept as the phone system wrote them; the full form is worked out once, when a signal is recorded (rule N23),
//! and is null where the account's region does not tell. Nothing here guesses a country.

use rlibphonenumber::enums::Region;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat};

use crate::Text;

/// The longest text that is taken for a number; longer ones are no numbers, and parsing them would only cost time.
const NUMBER_CHARS_MAX: usize = 40;

/// The E.164 form of a number as it was written, for an account in `region` (ISO 3166 letters), or none.
///
/// Without a region only numbers written with `+` have one. Short numbers of the house have none.
#[must_use]
pub fn e164(number: &str, region: Option<&str>) -> Option<Text> {
    if number.len() > NUMBER_CHARS_MAX || !number.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let region = region.and_then(|region| Region::try_from(region).ok());
    if !number.starts_with('+') && region.is_none() {
        return None;
    }
    let parsed = PHONE_NUMBER_UTIL.parse(number, region).ok().filter(rlibphonenumber::PhoneNumber::is_valid)?;
    Some(Text::new(parsed.format_as(PhoneNumberFormat::E164)))
}

/// A field of a phone system that names a number, or none where it only says that there is none (rule N5).
#[must_use]
pub fn told(field: &str) -> Option<&str> {
    let field = field.trim();
    (!field.is_empty() && field != "<unknown>" && !withheld(field)).then_some(field)
}

/// Whether a phone system writes a withheld number so (traps A12 and G11).
#[must_use]
pub fn withheld(field: &str) -> bool {
    ["anonymous", "restricted", "unavailable", "withheld", "private"].iter().any(|mark| field.eq_ignore_ascii_case(mark))
        || (field.len() >= 6 && field.bytes().all(|byte| byte == b'0'))
}

/// A number as it is compared (rule R7): without blanks, `-`, `(`, `)`, `.` and a leading `+`. None if nothing is left.
#[must_use]
pub fn compared(number: &str) -> Option<Text> {
    let drop = |c: char| c.is_whitespace() || matches!(c, '-' | '(' | ')' | '.');
    if !number.contains(drop) {
        // Of several all go: what is compared is compared as itself.
        let bare = number.trim_start_matches('+');
        return (!bare.is_empty()).then(|| Text::new(bare));
    }
    let bare: String = number.chars().filter(|c| !drop(*c)).collect();
    compared(&bare)
}
