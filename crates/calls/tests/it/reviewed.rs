//! What dialects make of stories and of recorded calls, held against what was reviewed.
//!
//! A story is a file in the dialect's `fixtures/`, named by the rule or situation that it holds: a table of signals, and after `=>` what
//! is shown of them. `BLESS=1` writes what is shown anew, to be read before it is committed. What a line looks like is the dialect's.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use calls::fold::{Folded, conversations};

use crate::recorded::all_signals;

/// The stories and recordings of the dialect of that name.
pub(crate) struct Reviewed(pub(crate) &'static str);

impl Reviewed {
    fn folder(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src/dialects").join(self.0).join("fixtures")
    }

    /// The names of all stories.
    pub(crate) fn names(&self) -> Vec<String> {
        let stories = std::fs::read_dir(self.folder()).unwrap().map(|entry| entry.unwrap().path());
        let mut names: Vec<String> = stories.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn read(&self, name: &str) -> (PathBuf, String, String) {
        let path = self.folder().join(format!("{name}.txt"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let (table, expected) = text.split_once("=>\n").unwrap_or((&text, ""));
        let (table, expected) = (table.to_owned(), expected.to_owned());
        (path, table, expected)
    }

    /// The table of a story.
    pub(crate) fn table(&self, name: &str) -> String {
        self.read(name).1
    }

    /// Holds a story to what was reviewed. `shown` shows its table.
    pub(crate) fn hold(&self, name: &str, shown: impl FnOnce(&str) -> String) {
        let (path, table, expected) = self.read(name);
        let shown = shown(&table);
        if shown != expected {
            assert!(std::env::var_os("BLESS").is_some(), "\n-- {name}, expected\n{expected}-- but\n{shown}");
            std::fs::write(&path, format!("{table}=>\n{shown}")).unwrap();
        }
    }

    /// Holds all recorded calls but those of load tests to what was reviewed: `tests/it/<dialect>/recordings.txt`. `shown` shows a
    /// conversation; none is listed of which there is nothing to show.
    pub(crate) fn hold_recordings(&self, shown: impl Fn(Folded) -> Option<String>) {
        let mut all = String::new();
        for (name, signals) in all_signals().into_iter().filter(|(name, _)| !name.starts_with("load")) {
            for lines in conversations(signals).into_iter().filter_map(&shown) {
                let _ = write!(all, "== {name}\n{lines}");
            }
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(self.0).join("recordings.txt");
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        if all != expected {
            let first = all.lines().zip(expected.lines()).find(|(shown, expected)| shown != expected);
            assert!(std::env::var_os("BLESS").is_some(), "shown, and expected: {first:#?}");
            std::fs::write(&path, all).unwrap();
        }
    }
}

/// A test for each story of a dialect, and one that none is left out.
macro_rules! stories {
    ($reviewed:expr, $shown:expr; $($name:ident),+ $(,)?) => {
        $(#[test] fn $name() { $reviewed.hold(stringify!($name), $shown); })+

        #[test]
        fn every_story_is_told() {
            let listed = [$(stringify!($name)),+];
            for name in $reviewed.names() {
                assert!(listed.contains(&name.as_str()), "{name} is on no list");
            }
        }
    };
}
pub(crate) use stories;
