//! Which numbers are dialled for somebody, by what is said of the source.
//!
//! Whoever has a token, stolen or not, can have the house's phone system dial, and the house pays: calls to far countries and to numbers
//! that pay whoever is called are what toll fraud lives on. So where nothing is said only the directory's own numbers and those of
//! the account's region are dialled; what pays the callee only where somebody named it, and emergency numbers never. A number is judged by
//! every meaning that it may have for the phone system, and all of them must be allowed. It must never guess what a dialplan does. To let
//! one more kind of number be named: a case of [`Entry`].

use calls::Text;
use calls::number::{is_of, premium};

use super::OriginateError;
use crate::directory::Directory;
use crate::resolve::Numbering;
use crate::store::EntryKind;

/// What the directory has.
const EXT: &str = "ext";
/// The most digits of a short number of the house.
const SHORT_DIGITS_MAX: usize = 6;
/// The most digits of a beginning: those of a whole number.
const DIGITS_MAX: usize = 15;
/// Emergency numbers on every mobile phone: for whoever calls them somebody is sent to where his phone is, so they are dialled on it.
const NEVER: &[&str] = &["112", "911", "999", "000"];
/// Numbers that are emergency numbers somewhere: a beginning that happens to fit does not mean them.
const SOMEWHERE: &[&str] = &[
    "15", "17", "18", "100", "101", "102", "103", "104", "105", "108", "110", "111", "113", "114", "115", "116", "117", "118",
    "119", "120", "122", "123", "128", "129", "133", "144", "150", "155", "158", "190", "191", "192", "193", "194", "195",
    "197", "198", "199", "995", "998",
];

/// One thing that may be dialled.
enum Entry<'a> {
    /// What the directory has.
    Ext,
    /// Numbers that begin so in full form.
    Full(&'a str),
    /// Short numbers that begin so.
    Short(&'a str),
}

impl<'a> Entry<'a> {
    fn read(said: &'a str) -> Option<Self> {
        let digits = said.strip_prefix('+').unwrap_or(said);
        let is_good = digits.len() <= DIGITS_MAX && digits.bytes().all(|byte| byte.is_ascii_digit());
        match said {
            EXT => Some(Self::Ext),
            _ if is_good && said.starts_with('+') => Some(Self::Full(said)),
            _ if is_good && !digits.is_empty() => Some(Self::Short(said)),
            _ => None,
        }
    }
}

/// Whether a word can be said of what may be dialled.
pub(crate) fn is_dialable(said: &str) -> bool {
    Entry::read(said).is_some()
}

/// By what is judged which numbers may be dialled.
pub(super) struct Rule<'a> {
    /// What is said; nothing: the usual.
    pub(super) said: &'a [String],
    pub(super) directory: &'a Directory,
    pub(super) numbering: &'a Numbering,
    /// Numbers of the account's own.
    pub(super) own: &'a [Text],
    pub(super) source: &'a Text,
}

impl Rule<'_> {
    /// Whether a number may be dialled that goes to the phone system `written` so.
    pub(super) fn judge(&self, number: &Text, written: &str) -> Result<(), OriginateError> {
        let meanings = || [number.as_str(), written].into_iter().flat_map(|number| self.meanings(number));
        if meanings().any(|meaning| NEVER.contains(&meaning)) {
            return Err(OriginateError::Barred("an emergency number is dialled on the phone itself"));
        }
        let full = self.numbering.readings(number);
        if full.iter().any(|full| premium(full).is_some_and(|code| !self.names_premium(full, code))) {
            return Err(OriginateError::Barred(
                "whoever is called there is paid for it; `originate.dialable` of the source names no such number",
            ));
        }
        let is_known = self.has(|entry| matches!(entry, Entry::Ext)) && self.is_known(number);
        let is_full = !full.is_empty() && full.iter().all(|full| self.is_full(full));
        let is_short = full.is_empty() && number.len() <= SHORT_DIGITS_MAX && !meanings().any(|word| SOMEWHERE.contains(&word));
        let is_short = is_short && self.has(|entry| matches!(entry, Entry::Short(begins) if number.starts_with(begins)));
        match is_known || is_full || is_short {
            true => Ok(()),
            false => Err(OriginateError::Barred(
                "it is none of the numbers that `originate.dialable` of the source lets be dialled: where nothing is said those of the \
                 directory and of the account's region",
            )),
        }
    }

    /// Whether a user's own phone may be called by a number in full form.
    pub(super) fn lets_call(&self, number: &str) -> bool {
        premium(number).is_none_or(|code| self.names_premium(number, code)) && self.is_full(number)
    }

    /// A number, and without what is dialled before an outside one.
    fn meanings<'n>(&'n self, number: &'n str) -> impl Iterator<Item = &'n str> {
        let prefix = self.numbering.outside_prefix.as_deref().filter(|prefix| !prefix.is_empty());
        [Some(number), prefix.and_then(|prefix| number.strip_prefix(prefix))].into_iter().flatten()
    }

    fn has(&self, is_it: impl Fn(&Entry<'_>) -> bool) -> bool {
        match self.said {
            [] => is_it(&Entry::Ext),
            said => said.iter().filter_map(|said| Entry::read(said)).any(|entry| is_it(&entry)),
        }
    }

    /// A beginning names such numbers only if it goes on behind the country.
    fn names_premium(&self, full: &str, code: usize) -> bool {
        self.has(|entry| matches!(entry, Entry::Full(begins) if full.starts_with(begins) && begins.len() > code + 1))
    }

    fn is_full(&self, full: &str) -> bool {
        let is_home = self.said.is_empty() && self.numbering.region.as_ref().is_some_and(|region| is_of(full, region));
        is_home || self.has(|entry| matches!(entry, Entry::Full(begins) if full.starts_with(begins)))
    }

    /// What the directory has: an extension, a queue, a menu, or a number of its own.
    fn is_known(&self, number: &Text) -> bool {
        let kinds = [EntryKind::User, EntryKind::Queue, EntryKind::Menu];
        let is_word = kinds.iter().any(|kind| self.directory.key_of(*kind, self.source, number).is_some());
        let spelled = self.numbering.spellings(number);
        let is_own = || self.own.iter().any(|own| self.numbering.spellings(own).iter().any(|own| spelled.contains(own)));
        is_word || self.directory.is_line(number, self.numbering) || is_own()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lets(said: &[&str], numbering: &Numbering, number: &str, written: &str) -> bool {
        let said: Vec<String> = said.iter().map(|said| (*said).to_owned()).collect();
        let own = [Text::new_static("+31205550199")];
        let (directory, source) = (Directory::default(), Text::new_static("office"));
        let rule = Rule { said: &said, directory: &directory, numbering, own: &own, source: &source };
        rule.judge(&Text::new(number), written).is_ok()
    }

    fn dutch(prefix: Option<&'static str>) -> Numbering {
        Numbering { region: Some("NL".into()), outside_prefix: prefix.map(Text::new_static) }
    }

    #[test]
    fn where_nothing_is_said_numbers_of_the_region_are_dialled_and_no_others() {
        let home = dutch(None);
        for good in ["+31202345678", "0207654321", "0612345678", "08001234", "+31205550199"] {
            assert!(lets(&[], &home, good, good), "{good}");
        }
        // Far away, by satellite, paid for, short, and an emergency.
        for bad in ["+4930123456", "004930123456", "+882161234567", "+8801711123456", "09001234", "6861", "1850", "112", "911"]
        {
            assert!(!lets(&[], &home, bad, bad), "{bad}");
        }
        let nowhere = Numbering::default();
        assert!(!lets(&[], &nowhere, "+31202345678", "") && lets(&[], &nowhere, "+31205550199", ""), "only its own");
        let states = Numbering { region: Some("US".into()), outside_prefix: None };
        assert!(lets(&[], &states, "+12125550123", ""));
        assert!(!lets(&[], &states, "+18762345678", ""), "another country with the same code");
        assert!(!lets(&[], &states, "+19002345678", ""), "whoever is called is paid");
    }

    #[test]
    fn what_is_said_takes_the_place_of_the_usual() {
        let home = dutch(None);
        let said = &["+49", "6"];
        assert!(lets(said, &home, "+4930123456", "") && lets(said, &home, "6861", ""));
        assert!(!lets(said, &home, "+31202345678", "") && !lets(said, &home, "700", ""));
        assert!(!lets(said, &home, "+31205550199", ""), "own numbers are `ext`");
        assert!(lets(&["+"], &home, "+8801711123456", "") && lets(&["ext"], &home, "+31205550199", ""));
        assert!(!lets(&["6"], &home, "6000000", ""), "that is no short number");
    }

    #[test]
    fn what_pays_whoever_is_called_is_dialled_only_where_it_is_named_behind_its_country() {
        let home = dutch(None);
        for said in ["+", "+3", "+31"] {
            assert!(!lets(&[said], &home, "09001234", ""), "{said}");
        }
        assert!(lets(&["+31900"], &home, "09001234", "") && !lets(&["+31900"], &home, "0207654321", ""));
    }

    #[test]
    fn an_emergency_number_is_dialled_by_no_beginning_however_it_is_written() {
        let home = dutch(Some("9"));
        for (number, written) in
            [("112", "112"), ("9112", "9112"), ("12", "112"), ("911", "911"), ("110", "110"), ("9110", "9110")]
        {
            assert!(!lets(&["1", "9", "+", "ext"], &home, number, written), "{number} {written}");
        }
        assert!(lets(&["9"], &home, "98", "98"), "the others that begin so are dialled");
    }

    #[test]
    fn every_meaning_of_a_number_must_be_allowed() {
        // Behind what is dialled before an outside number it is in Kiel, and without it in Vienna.
        let kiel = Numbering { region: Some("DE".into()), outside_prefix: Some("0".into()) };
        let number = "004315880100";
        assert_eq!(kiel.readings(number), ["+494315880100", "+4315880100"]);
        assert!(!lets(&[], &kiel, number, number) && !lets(&["+43"], &kiel, number, number));
        assert!(lets(&["+49", "+43"], &kiel, number, number) && lets(&[], &kiel, "+494315880100", ""));
        assert!(lets(&[], &dutch(Some("9")), "90207654321", "90207654321"));
    }
}
