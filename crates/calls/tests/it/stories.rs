//! Stories: a table of signals and, beside it, what became of them.
//!
//! Each file in `stories/` is one; its name is the sentence that it holds to, with the rule. What stands after `=>` is the
//! conversation as text. `BLESS=1 cargo test -p calls stories` writes it anew, to be read before it is committed.

use std::fmt::Write as _;
use std::path::PathBuf;

use calls::fold::fold;
use calls::notation;
use calls::signal::{Signal, What};

use crate::laws;

struct Story {
    name: String,
    signals: Vec<Signal>,
    table: String,
    expected: String,
    path: PathBuf,
}

fn stories() -> Vec<Story> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("stories");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(read).collect()
}

fn read(path: PathBuf) -> Story {
    let text = std::fs::read_to_string(&path).unwrap();
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let (table, expected) = text.split_once("=>\n").unwrap_or((&text, ""));
    let signals = notation::read(table).unwrap_or_else(|error| panic!("{name}: {error}"));
    Story { name, signals, table: table.to_owned(), expected: expected.to_owned(), path }
}

#[test]
fn every_story_comes_out_as_told() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = String::new();
    for story in stories() {
        let told = notation::conversation(&fold(&story.signals));
        if told == story.expected {
            continue;
        }
        if bless {
            std::fs::write(&story.path, format!("{}=>\n{told}", story.table)).unwrap();
        } else {
            let _ = writeln!(wrong, "{}\n-- expected\n{}-- but\n{told}", story.name, story.expected);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_story_keeps_the_laws() {
    for story in stories() {
        laws::keep(&story.name, &story.signals, 200);
    }
}

#[test]
fn a_line_that_is_printed_reads_back_as_the_same_fact() {
    for story in stories() {
        // Whole moments inside a fact are printed for people and not read back.
        let spanless = |signal: &&Signal| !matches!(&signal.what, What::Gap(gap) if gap.from.is_some());
        for signal in story.signals.iter().filter(spanless) {
            let line = notation::line(signal);
            // The time is printed whole; a table counts from its story's beginning, so only the fact is compared.
            let (_, rest) = line.split_once(' ').unwrap();
            let again = notation::read(&format!("00.000 {rest}")).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert_eq!((&again[0].leg, &again[0].what), (&signal.leg, &signal.what), "{line}");
        }
    }
}
