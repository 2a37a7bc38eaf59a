//! Whose phone is called, and what may be dialled: words of a client and of the directory, read into what a phone system may be sent.

use calls::Text;

use crate::resolve::Numbering;
use crate::store::{EntrySettings, text};

/// What stands in a source's settings for a user's phone.
pub(crate) const PLACEHOLDERS: &[&str] = &["{endpoint}", "{extension}", "{number}"];

/// The most digits of a number, a prefix of the house in it.
const DIGITS_MAX: usize = 24;
/// The most letters of a word that names a phone.
const WORD_CHARS_MAX: usize = 64;

/// A number as it is dialled: digits, perhaps behind a `+`. Blanks and what people write between digits goes. None if there is
/// anything else in it, for stars, letters and line ends mean something to phone systems.
pub(crate) fn number(said: &str) -> Option<Text> {
    let bare: String = said.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '.' | '/')).collect();
    let digits = bare.strip_prefix('+').unwrap_or(&bare);
    let good = (2..=DIGITS_MAX).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    good.then(|| bare.into())
}

/// Whether a text is a number as it is dialled, and nothing besides.
pub(crate) fn is_number(said: &str) -> bool {
    number(said).is_some_and(|number| number == said)
}

/// A user's phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phone {
    /// His extension.
    pub(super) extension: Text,
    /// Where it is called, in the phone system's words.
    pub(super) device: Text,
    /// The number in full form that stands in it, if one does.
    pub(super) called: Option<Text>,
}

/// The phone of a user at a source, by the template of its settings. `word` is what the client called him: if that is one of his
/// extensions, it is that one. None if he has none that can be called.
pub(super) fn phone(template: &str, user: &EntrySettings, word: &str, source: &str, numbering: &Numbering) -> Option<Phone> {
    let extensions = || user.extensions.iter().filter(|extension| is_word(extension));
    let extension = extensions().find(|extension| *extension == word).or_else(|| extensions().next())?;
    let own = user.aliases.iter().find(|alias| alias.source.as_deref() == Some(source) && is_word(&alias.word));
    let endpoint = own.map_or(extension, |alias| &alias.word);
    let mut device = template.replace("{endpoint}", endpoint).replace("{extension}", extension);
    let mut called = None;
    if device.contains("{number}") {
        let said = user.numbers.first()?;
        let full = numbering.full(said).or_else(|| number(said))?;
        device = device.replace("{number}", &full);
        called = Some(full);
    }
    Some(Phone { extension: text(extension), device: device.into(), called })
}

/// Words that stand in the addresses of phones and mean nothing else there.
fn is_word(word: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=WORD_CHARS_MAX).contains(&word.len()) && word.bytes().all(good)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::store::Alias;

    #[test]
    fn a_number_is_digits_and_nothing_that_means_something_else() {
        for (said, dialled) in
            [("+31 (20) 987-65.43", "+31209876543"), (" 020/9876543 ", "0209876543"), ("102", "102"), ("112", "112")]
        {
            assert_eq!(number(said).unwrap(), dialled);
        }
        for wrong in
            ["", "+", "1", "*21*0612345678#", "12a", "1\r\nAction: Command", "12\n", "++31", "3+1", "１２", &"1".repeat(25)]
        {
            assert_eq!(number(wrong), None, "{wrong:?}");
        }
        assert!(is_number("+31209876543") && !is_number("+31 209876543"));
    }

    #[test]
    fn a_phone_is_the_extension_that_was_named_and_the_word_that_the_source_has_for_it() {
        let user = EntrySettings {
            extensions: vec!["101".to_owned(), "evil\r\n".to_owned(), "102".to_owned()],
            numbers: vec!["06 12340987".to_owned()],
            aliases: vec![Alias { source: Some("office".to_owned()), word: "ann-desk".to_owned() }],
            ..EntrySettings::default()
        };
        let numbering = Numbering { region: Some("NL".into()), outside_prefix: None };
        let at = |template: &str, word: &str, source: &str| {
            let phone = phone(template, &user, word, source, &numbering).unwrap();
            format!("{} {}", phone.extension, phone.device)
        };
        assert_eq!(at("PJSIP/{endpoint}", "ann", "office"), "101 PJSIP/ann-desk");
        assert_eq!(at("PJSIP/{endpoint}", "102", "annex"), "102 PJSIP/102");
        assert_eq!(at("sip:{extension}@x", "evil\r\n", "office"), "101 sip:101@x");
        assert_eq!(at("{number}", "ann", "office"), "101 +31612340987");
        let none = |user: EntrySettings, template: &str| phone(template, &user, "ann", "office", &numbering);
        assert_eq!(none(EntrySettings { extensions: vec!["a b".to_owned()], ..user.clone() }, "SIP/{endpoint}"), None);
        assert_eq!(none(EntrySettings { numbers: Vec::new(), ..user }, "{number}"), None);
    }
}
