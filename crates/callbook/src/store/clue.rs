//! What calls are found by beside what is the same for many of them: numbers, keys of the directory, and words.

use calls::Text;

/// The most letters of a word by which something is found; longer ones are found by their beginning.
const WORD_CHARS_MAX: usize = 32;

/// Something that a call has, and by which it is found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Clue {
    /// A number of any side or leg, as it is compared (rule R7).
    Number(Text),
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
    /// A word that begins so, of those that were written.
    WrittenBegins(Text),
    /// A word that begins so, of the names that were shown.
    NameBegins(Text),
}

impl Clue {
    /// How rows have it: a letter that says what it is, and the word. Rows hold these: a letter never gets another meaning.
    pub(crate) fn word(&self) -> Text {
        let (letter, word) = match self {
            Self::Number(word) => ("n", word),
            Self::Written(word) | Self::WrittenBegins(word) => ("w", word),
            Self::Name(word) | Self::NameBegins(word) => ("s", word),
            Self::Contact(word) => ("c", word),
            Self::User(word) => ("u", word),
            Self::Assigned(word) => ("a", word),
            Self::Queue(word) => ("q", word),
            Self::Team(word) => ("t", word),
            Self::Line(word) => ("l", word),
        };
        Text::from(format!("{letter}:{word}"))
    }

    /// Whether it means every word that begins so.
    pub(crate) fn begins(&self) -> bool {
        matches!(self, Self::WrittenBegins(_) | Self::NameBegins(_))
    }
}

/// The words of a text, as they are looked for: without case and marks.
pub(crate) fn words_of(text: &str) -> impl Iterator<Item = Text> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| Text::from(word.chars().flat_map(char::to_lowercase).take(WORD_CHARS_MAX).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_without_case_and_marks() {
        let words: Vec<Text> = words_of("Rosa LIND-Ågren, re: order №7 (Ünal's)").collect();
        assert_eq!(words, ["rosa", "lind", "ågren", "re", "order", "7", "ünal", "s"]);
        assert_eq!(words_of(&"x".repeat(100)).next().map(|word| word.len()), Some(WORD_CHARS_MAX));
        assert_eq!(words_of(" - ").count(), 0);
    }
}
