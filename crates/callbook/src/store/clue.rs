//! What calls are found by beside what is the same for many of them: numbers, keys of the directory, and words.

use calls::Text;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use uuid::Uuid;

/// The most letters of a word by which something is found; longer ones are found by their beginning.
const WORD_CHARS_MAX: usize = 32;
/// So many last digits of a number are looked for at the least, and at the most. National and international spellings of one
/// number end so alike.
pub(crate) const LAST_DIGITS: std::ops::RangeInclusive<usize> = 3..=9;

/// Something that a call has, and by which it is found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Clue {
    /// The name of a provider, in capitals, and its id of the call: [`Clue::provided`].
    Provided(Text),
    /// The lower half of its id, as sixteen hex digits (rule R8).
    Half(Text),
    /// What ties its conversation to others that stay separate (rule N1).
    Flow(Text),
    /// A word by which a dialect finds it again, with the dialect's name before it: [`Clue::kept`].
    Kept(Text),
    /// A number of any side or leg, as it is compared (rule R7).
    Number(Text),
    /// The last digits of such a number, the last of them first: [`Clue::last_of`].
    Turned(Text),
    /// A word that was written about it: in notes, its summary, its disposition.
    Written(Text),
    /// A word of a name that was shown.
    Name(Text),
    /// A contact on one of its legs, by key.
    Contact(Text),
    /// A user on one of its legs, by key.
    User(Text),
    /// The user that it is assigned to, by key.
    Assigned(Text),
    /// A queue that it was in, or is assigned to, by key.
    Queue(Text),
    /// The team that it is assigned to, by key.
    Team(Text),
    /// The own number that was called or presented, as it is compared.
    Line(Text),
    /// A record of other software that it is linked with: [`Clue::linked`].
    Linked(Text),
    /// A word that begins so, of those that were written.
    WrittenBegins(Text),
    /// A word that begins so, of the names that were shown.
    NameBegins(Text),
    /// Numbers that end so: [`Clue::ending`].
    TurnedBegins(Text),
    /// A contact whose name in the directory has all these words, or those that are beginnings (true) begin one of its words.
    ContactCalled(Vec<(Text, bool)>),
}

impl Clue {
    /// By what provider and as what there a call is known, in whichever case its name is written.
    pub(crate) fn provided(name: &str, id: &str) -> Self {
        Self::Provided(Text::from(format!("{}|{id}", name.to_uppercase())))
    }

    /// The lower half of an id.
    pub(crate) fn half_of(id: Uuid) -> Self {
        Self::half(id.as_u64_pair().1)
    }

    /// The same of a half that somebody names.
    pub(crate) fn half(half: u64) -> Self {
        Self::Half(Text::from(format!("{half:016x}")))
    }

    /// The last digits of a number, as it is compared; none of one that is so short that it is looked for whole, or is no number.
    pub(crate) fn last_of(number: &str) -> Option<Self> {
        let is_number = number.len() > *LAST_DIGITS.start() && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| Self::Turned(number.chars().rev().take(*LAST_DIGITS.end()).collect()))
    }

    /// Numbers that end with these digits; none if it is not digits, or not as many as [`LAST_DIGITS`] says.
    pub(crate) fn ending(digits: &str) -> Option<Self> {
        let fits = LAST_DIGITS.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| Self::TurnedBegins(digits.chars().rev().collect()))
    }

    /// What a dialect calls it.
    pub(crate) fn kept(dialect: &str, word: &str) -> Self {
        Self::Kept(Text::from(format!("{dialect}|{word}")))
    }

    /// The record of that kind and id that a call is linked with.
    pub(crate) fn linked(kind: &str, id: &str) -> Self {
        Self::Linked(Text::from(format!("{kind}|{id}")))
    }

    /// How rows have it: a letter that says what it is, and the word; of what may mean many, how all of these begin. Rows hold these: a
    /// letter never gets another meaning.
    pub(crate) fn word(&self) -> Text {
        let (letter, word) = match self {
            Self::Provided(word) => ("p", word),
            Self::Half(word) => ("i", word),
            Self::Flow(word) => ("f", word),
            Self::Kept(word) => ("k", word),
            Self::Number(word) => ("n", word),
            Self::Written(word) | Self::WrittenBegins(word) => ("w", word),
            Self::Name(word) | Self::NameBegins(word) => ("s", word),
            Self::Turned(word) | Self::TurnedBegins(word) => ("e", word),
            Self::Contact(word) => ("c", word),
            Self::User(word) => ("u", word),
            Self::Assigned(word) => ("a", word),
            Self::Queue(word) => ("q", word),
            Self::Team(word) => ("t", word),
            Self::Line(word) => ("l", word),
            Self::Linked(word) => ("r", word),
            Self::ContactCalled(_) => ("c", &Text::default()),
        };
        Text::from(format!("{letter}:{word}"))
    }

    /// The number that a row's word is; none of another kind of word.
    pub(crate) fn number_of(word: &str) -> Option<&str> {
        word.strip_prefix("n:")
    }

    /// The word of a question that asks for every word that begins so; none of a clue that means one word.
    pub(crate) fn begins(&self) -> Option<&'static str> {
        match self {
            Self::WrittenBegins(_) => Some("text"),
            Self::NameBegins(_) => Some("name"),
            Self::TurnedBegins(_) => Some("number"),
            _ => None,
        }
    }

    /// What is said where very many words begin so.
    pub(crate) fn too_many(&self, most: usize) -> String {
        let word = self.word();
        let (letter, word) = word.split_once(':').unwrap_or_default();
        if letter == "e" {
            let digits: String = word.chars().rev().collect();
            return format!("more than {most} numbers end with `{digits}`: write more of it");
        }
        format!("more than {most} words begin with `{word}`: write more of it")
    }
}

/// Accents and their like, which stand on a letter and may be left out; marks of other scripts are letters of their own.
const ACCENTS: std::ops::RangeInclusive<char> = '\u{300}'..='\u{36f}';

/// The words of a text, as they are looked for: without case, accents and punctuation, in one form however they were typed.
pub(crate) fn words_of(text: &str) -> impl Iterator<Item = Text> {
    let words = text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
    words.map(word).filter(|word| !word.is_empty())
}

fn word(text: &str) -> Text {
    // Most words are plain, and are looked at once for every note that is written.
    if text.is_ascii() {
        return text.chars().take(WORD_CHARS_MAX).map(|c| c.to_ascii_lowercase()).collect();
    }
    let bare = text.nfkd().filter(|c| !ACCENTS.contains(c)).flat_map(char::to_lowercase);
    bare.nfkc().filter(|c| !ACCENTS.contains(c)).take(WORD_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_without_case_accents_and_punctuation() {
        let words: Vec<Text> = words_of("Rosa LIND-Ågren, re: order №7 (Ünal's)").collect();
        assert_eq!(words, ["rosa", "lind", "agren", "re", "order", "7", "unal", "s"]);
        assert_eq!(words_of(&"x".repeat(100)).next().map(|word| word.len()), Some(WORD_CHARS_MAX));
        assert_eq!(words_of(" - ").count(), 0);
    }

    #[test]
    fn numbers_of_one_subscriber_end_alike_however_far_they_were_written() {
        let last = |number: &str| Clue::last_of(number).map(|clue| clue.word());
        assert_eq!(last("31205550142"), Some(Text::new("e:241055502")));
        assert_eq!(last("0205550142"), last("31205550142"));
        assert_eq!([last("101"), last("sip:ann@example.org"), last("")], [None, None, None]);
        let ending = |digits: &str| Clue::ending(digits).map(|clue| clue.word());
        assert_eq!(ending("0142"), Some(Text::new("e:2410")));
        assert_eq!([ending("42"), ending("1205550142"), ending("01a2")], [None, None, None]);
    }

    #[test]
    fn a_word_is_the_same_in_whichever_form_it_was_typed() {
        let one = |text: &str| {
            let words: Vec<Text> = words_of(text).collect();
            assert_eq!(words.len(), 1, "{text}: {words:?}");
            words.concat()
        };
        for (text, same) in
            [("Jos\u{e9}", "JOSE\u{301}"), ("\u{212b}se", "a\u{30a}se"), ("\u{fb01}n", "FIN"), ("\u{ff21}\u{ff11}", "a1")]
        {
            assert_eq!(one(text), one(same), "{text}");
        }
        assert_eq!(one("\u{130}stanbul"), "istanbul", "a dot that comes of writing small is left out too");
        assert_eq!(one("\u{d55c}\u{ad6d}"), one("\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"));
        assert_ne!(one("\u{915}\u{93f}"), one("\u{915}\u{940}"), "vowels of scripts that write them as marks count");
    }
}
