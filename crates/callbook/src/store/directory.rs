//! The directory as a store has it: users, teams, lines, queues, menus, trunks and contacts of an account.
//!
//! An entry is named by its key, which records carry and which is therefore never given again. To add a kind: a case of
//! [`EntryKind`], its word, the fields that it has, and a migration that knows the word.

use std::collections::BTreeMap;

use calls::Text;
use calls::moment::Moment;
use serde::{Deserialize, Serialize};

use super::Wrapup;

/// The most entries of an account that were entered at first sight and of which nothing was said on purpose since: whoever dials
/// every number of a trunk must not fill the store.
pub(crate) const FIRST_SIGHTS_MAX: usize = 50_000;
/// The most entries that are written in one transaction.
pub(crate) const ENTRIES_MAX: usize = 10_000;
/// The most letters of a key.
pub(crate) const KEY_CHARS_MAX: usize = 200;

/// The kinds of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum EntryKind {
    /// Somebody who works with the phones.
    User,
    /// Users together.
    Team,
    /// An own number.
    Line,
    /// Where callers wait for a user.
    Queue,
    /// Where callers choose.
    Menu,
    /// What leads to the outside world.
    Trunk,
    /// Somebody outside.
    Contact,
}

impl EntryKind {
    /// Every kind with its word.
    pub(crate) const WORDS: &[(Self, &'static str)] = &[
        (Self::User, "user"),
        (Self::Team, "team"),
        (Self::Line, "line"),
        (Self::Queue, "queue"),
        (Self::Menu, "menu"),
        (Self::Trunk, "trunk"),
        (Self::Contact, "contact"),
    ];

    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(kind, _)| *kind == self).map_or("user", |(_, word)| word)
    }

    /// The kind with that word.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }

    /// The same, or which words there are.
    pub(crate) fn read(word: &str) -> std::result::Result<Self, String> {
        let words = || Self::WORDS.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(", ");
        Self::of_word(word).ok_or_else(|| format!("expected one of {}", words()))
    }
}

/// What is said of an entry: in imports, the API and the store alike. Which kinds have which field, `directory` decides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct EntrySettings {
    /// For people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// Numbers, as somebody wrote them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) numbers: Vec<String>,
    /// Short numbers of the house.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) extensions: Vec<String>,
    /// Mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    /// Key of a team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) team: Option<String>,
    /// Of a line: key of the queue that its calls are for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) queue: Option<String>,
    /// Of a line: key of the menu that its calls are for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) menu: Option<String>,
    /// Of a user or trunk: key of the line that its calls show outside, where the phone system does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) line: Option<String>,
    /// A business of the account (rule R18).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scope: Option<String>,
    /// Of a team: whether its users wrap up calls, where it differs from what the account says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) wrapup: Option<Wrapup>,
    /// Of a team: for how many seconds at the most, where it differs from what the account says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) wrapup_limit_s: Option<u32>,
    /// Words under which phone systems know it, besides its key.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) aliases: Vec<Alias>,
    /// What it is called in other systems: system and id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) ids: BTreeMap<String, String>,
}

/// A word under which a phone system knows an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Alias {
    /// The source that says so; none: every source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<String>,
    /// Its word.
    pub(crate) word: String,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntryRow {
    /// What it is.
    pub(crate) kind: EntryKind,
    /// Its name in records; never changes.
    pub(crate) key: Text,
    /// Its integer (rule N17).
    pub(crate) serial: u64,
    /// What is said of it.
    pub(crate) settings: EntrySettings,
    /// When it was entered.
    pub(crate) created_at: Moment,
    /// When it was changed last.
    pub(crate) changed_at: Moment,
    /// When it was removed.
    pub(crate) deleted_at: Option<Moment>,
    /// The key of the entry that turned out to be the same.
    pub(crate) same_as: Option<Text>,
}

/// An entry to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntryPut {
    /// What it is.
    pub(crate) kind: EntryKind,
    /// Its key.
    pub(crate) key: Text,
    /// What is said of it.
    pub(crate) settings: EntrySettings,
    /// Its numbers as they are compared, by which it is found.
    pub(crate) numbers: Vec<Text>,
}

/// Words of a name, and whether each is the beginning of one.
pub(crate) type Sought = [(Text, bool)];

/// Which entries are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntryAsk {
    /// Of which kind.
    pub(crate) kind: EntryKind,
    /// Those with this number only, as it is compared.
    pub(crate) number: Option<Text>,
    /// Those only whose names or keys have all these words; more than [`CALLED_MAX`](super::CALLED_MAX) are refused.
    pub(crate) called: Option<Vec<(Text, bool)>>,
    /// Those after that key.
    pub(crate) after: Option<Text>,
    /// So many at the most.
    pub(crate) rows: usize,
}

impl EntryAsk {
    /// The first entries of a kind.
    pub(crate) fn of(kind: EntryKind, rows: usize) -> Self {
        Self { kind, number: None, called: None, after: None, rows }
    }
}

/// Gives the numbers of an entry as they are compared, by which it is found.
pub(crate) type Compared = dyn Fn(EntryKind, &str, &EntrySettings) -> Vec<Text> + Send + Sync;

/// An entry that a signal names and the directory does not know (rule N23).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Seen {
    /// What it is.
    pub(crate) kind: EntryKind,
    /// The phone system's own word for it, from now on its key.
    pub(crate) key: Text,
    /// Of a line: its number as it is compared.
    pub(crate) number: Option<Text>,
}

/// A directory as it is held in memory: everything but contacts, of which there may be millions.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DirectoryRows {
    /// Counts its changes.
    pub(crate) version: u64,
    /// Every entry that is no contact; those that turned out to be another's too, since records name them.
    pub(crate) entries: Vec<EntryRow>,
    /// The numbers of its lines as they are compared, with the lines' keys.
    pub(crate) lines: Vec<(Text, Text)>,
    /// Whether there are contacts at all.
    pub(crate) has_contacts: bool,
    /// Whether the account's users wrap up calls.
    pub(crate) wrapup: Wrapup,
    /// For how many seconds at the most.
    pub(crate) wrapup_limit_s: u32,
}
