//! The closed lists, as they are read from a query: tolerantly (rule R6), and named when they cannot be.
//!
//! What is printed stands in the record; here it is only read back. To add a word: its case in the record's list.

use calls::Text;
use calls::conversation::Word;
use calls::moment::Moment;
use jiff::Timestamp;

use super::problem::{Answer, Problem};
use crate::store::{KEY_CHARS_MAX, words_of};

/// A word of a closed list, if one is asked for.
pub(crate) fn word<T: Word>(field: &str, text: Option<&str>) -> Answer<Option<T>> {
    let Some(text) = text else { return Ok(None) };
    let found = T::ALL.iter().find(|case| plain(case.word()) == plain(text));
    let refused = || Problem::field(field, format!("expected one of {}", T::WORDS.join(", ")));
    found.copied().map(Some).ok_or_else(refused)
}

/// A key of the directory, if one is asked for.
pub(crate) fn key(field: &str, text: Option<&str>) -> Answer<Option<Text>> {
    match text {
        Some(text) if text.is_empty() || text.chars().count() > KEY_CHARS_MAX => {
            Err(Problem::field(field, format!("expected 1 to {KEY_CHARS_MAX} characters")))
        }
        text => Ok(text.map(Text::new)),
    }
}

/// A word without case, blanks, hyphens and underscores.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).flat_map(char::to_lowercase).collect()
}

/// A moment, if one is asked for.
pub(crate) fn moment(field: &str, text: Option<&str>) -> Answer<Option<Moment>> {
    let Some(text) = text else { return Ok(None) };
    // A `+` that was not escaped in a query has become a blank.
    let read = text.parse::<Timestamp>().or_else(|error| match text.rsplit_once(' ') {
        Some((time, offset)) => format!("{time}+{offset}").parse(),
        None => Err(error),
    });
    let moment = read.ok().and_then(|at| Moment::from_micros(at.as_microsecond()));
    let refused = || Problem::field(field, "expected a time of RFC 3339 from 1970 on, as 2026-01-05T09:45:00Z");
    moment.ok_or_else(refused).map(Some)
}

/// That of two that are both asked for the second is not less than the first: nothing would be between them.
pub(crate) fn in_order<T: PartialOrd>(least: (&str, Option<T>), most: (&str, Option<T>)) -> Answer<()> {
    let is_less = matches!((least.1, most.1), (Some(least), Some(most)) if most < least);
    if is_less { Err(Problem::field(most.0, format!("expected no less than `{}`", least.0))) } else { Ok(()) }
}

/// The most letters of a number.
const NUMBER_CHARS_MAX: usize = 64;

/// A number, if one is asked for, as it is compared (rule R7).
pub(crate) fn number(text: Option<&str>) -> Answer<Option<Text>> {
    let Some(text) = text else { return Ok(None) };
    // A `+` that was not escaped in a query has become a blank.
    let plus = if text.starts_with(' ') { "+" } else { "" };
    let rest: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '.')).collect();
    if rest.is_empty() || rest.len() > NUMBER_CHARS_MAX || rest.chars().any(char::is_control) {
        return Err(Problem::field("number", format!("expected a phone number of at most {NUMBER_CHARS_MAX} characters")));
    }
    Ok(Some(Text::from(format!("{plus}{rest}"))))
}

/// The most words of a text or name that is looked for.
const SOUGHT_MAX: usize = 8;

/// The words of a text or name that is looked for, and whether each is the beginning of one.
pub(crate) fn sought(field: &str, text: &str) -> Answer<Vec<(Text, bool)>> {
    let mut all = Vec::new();
    for piece in text.split_whitespace() {
        let begins = piece.ends_with('*');
        let mut words: Vec<(Text, bool)> = words_of(piece).map(|word| (word, false)).collect();
        if let Some(last) = words.last_mut() {
            last.1 = begins;
        }
        all.append(&mut words);
    }
    match all.len() {
        1..=SOUGHT_MAX => Ok(all),
        _ => Err(Problem::field(field, format!("expected 1 to {SOUGHT_MAX} words of letters or digits"))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use calls::conversation::{Direction, Outcome, State};

    use super::*;

    #[test]
    fn r6_words_are_read_tolerantly() {
        assert_eq!(word("outcome", Some("No-Answer")).unwrap(), Some(Outcome::NoAnswer));
        assert_eq!(word::<State>("state", None).unwrap(), None);
        assert_eq!(
            word::<Direction>("direction", Some("up")).unwrap_err().detail(),
            "expected one of inbound, outbound, internal"
        );
    }

    #[test]
    fn a_time_may_have_lost_its_plus() {
        let utc = moment("from", Some("2026-01-05T09:45:00Z")).unwrap();
        assert_eq!(moment("from", Some("2026-01-05T11:45:00 02:00")).unwrap(), utc);
        assert_eq!(moment("from", Some("2026-01-05T11:45:00+02:00")).unwrap(), utc);
        for text in ["", "yesterday", "2026-01-05", "1969-12-31T23:00:00Z"] {
            assert!(moment("from", Some(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn r7_a_number_is_compared_without_its_marks() {
        assert_eq!(number(Some(" 31 (20) 123-45.67")).unwrap().unwrap(), "+31201234567");
        assert_eq!(number(Some("100")).unwrap().unwrap(), "100");
        assert!(number(Some(" ")).is_err());
    }

    #[test]
    fn words_are_looked_for_whole_unless_they_end_in_a_star() {
        let is = |text: &str| sought("text", text).unwrap();
        assert_eq!(is("Re: INVO*"), [(Text::new("re"), false), (Text::new("invo"), true)]);
        assert_eq!(is("o'neil*"), [(Text::new("o"), false), (Text::new("neil"), true)]);
        assert!(sought("text", " - ").is_err() && sought("text", &"a ".repeat(9)).is_err());
    }
}
