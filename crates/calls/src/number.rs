//! Phone numbers: what is one, and its full form.
//!
//! Numbers are kept as the phone system wrote them; the full form is worked out once, when a signal is recorded (rule N23),
//! and is null where the account's region does not tell. Nothing here guesses a country.

use rlibphonenumber::enums::{PhoneNumberType, Region};
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

/// Whether a number in full form is one of a region (ISO 3166 letters), and not only of a country that shares its code.
#[must_use]
pub fn is_of(full: &str, region: &str) -> bool {
    let Ok(region) = Region::try_from(region) else { return false };
    // The library looks at what follows the country's code alone, which may be as good a number there as here.
    let code = PHONE_NUMBER_UTIL.get_country_code_for_region(region).map(|code| format!("+{code}"));
    let is_there = code.is_some_and(|code| full.starts_with(&code));
    is_there && PHONE_NUMBER_UTIL.parse(full, None).is_ok_and(|parsed| parsed.is_valid_for_region(region))
}

/// Of a number in full form to which calls cost more than the way there, because somebody is paid for being called: how many of its
/// digits name the country.
#[must_use]
pub fn premium(full: &str) -> Option<usize> {
    let parsed = PHONE_NUMBER_UTIL.parse(full, None).ok()?;
    let is_paid =
        matches!(parsed.get_type(), PhoneNumberType::PremiumRate | PhoneNumberType::PersonalNumber | PhoneNumberType::Pager);
    let digits = full.bytes().filter(u8::is_ascii_digit).count();
    is_paid.then(|| digits.saturating_sub(parsed.get_national_significant_number().len()))
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
