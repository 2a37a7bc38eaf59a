//! How fast the ledger keeps calls, each figure beside what the machine or SQLite alone does on the same path in the same run.
//!
//! It measures the release binary from outside, as whoever runs it would. It never fails because a machine is slow: aims are
//! printed beside figures, for people. To add a part: a module with a function of [`Asked`], its line in [`PARTS`].

mod callbacks;
mod copies;
mod import;
mod kept;
pub(super) mod load;
mod native;
pub(super) mod server;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use super::built;
use crate::target;

/// What is measured, and how.
pub(super) struct Asked {
    /// The program that is measured.
    program: PathBuf,
    /// Whether that was given, and so is not built.
    is_given: bool,
    /// A folder on the disk that is measured.
    pub(super) folder: PathBuf,
    /// The letters of the parts that are measured.
    only: Vec<String>,
    /// Signals that a store holds when the cost of one more is measured.
    stored: u64,
    /// Calls for each figure of the store alone.
    calls: u64,
    /// Recorded calls that are imported.
    copies: u64,
    /// How long each load over HTTP lasts.
    pub(super) lasts: Duration,
    /// Conversations that are open at once for the figure of memory.
    live: u64,
}

/// A part: its letter, and what measures it.
type Part = (&'static str, fn(&Asked) -> Result<()>);

const PARTS: &[Part] = &[
    ("a", kept::live),
    ("b", import::run),
    ("c", native::told),
    ("d", native::memory),
    ("e", kept::many_stored),
    ("f", callbacks::told),
];

/// Measures every part that was asked for, in one run.
pub(super) fn run(words: &[String]) -> Result<()> {
    let asked = prepared(words)?;
    let done =
        PARTS.iter().filter(|(letter, _)| asked.only.iter().any(|only| only == letter)).try_for_each(|(letter, part)| {
            let begun = std::time::Instant::now();
            let done = part(&asked).with_context(|| format!("part {letter}"));
            println!("   ({letter} took {:.0} s)", begun.elapsed().as_secs_f64());
            done
        });
    std::fs::remove_dir_all(&asked.folder)?;
    done
}

/// What was asked for, with the program built and a folder of its own, which goes when it is over.
pub(super) fn prepared(words: &[String]) -> Result<Asked> {
    let mut asked = asked(words)?;
    if !asked.is_given {
        asked.program = built()?;
    }
    ensure!(asked.program.exists(), "{}: expected the program there", asked.program.display());
    let scratch = asked.folder.join(format!("bench-ledger-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).with_context(|| format!("{}: expected a folder", scratch.display()))?;
    asked.folder = scratch.canonicalize()?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("path {}, file system {}, {cores} cores", asked.folder.display(), file_system(&asked.folder));
    println!("every commit is durable before it is answered: WAL, synchronous FULL, one fsync a commit, on both sides");
    Ok(asked)
}

fn asked(words: &[String]) -> Result<Asked> {
    let target = target();
    let mut asked = Asked {
        program: target.join("release/callbook"),
        is_given: false,
        folder: target,
        only: PARTS.iter().map(|(letter, _)| (*letter).to_owned()).collect(),
        stored: 1_000_000,
        calls: 20_000,
        copies: 20_000,
        lasts: Duration::from_secs(20),
        live: 10_000,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let value = words.next().with_context(|| format!("{word}: expected a value after it"))?;
        let number = || value.replace('_', "").parse::<u64>().with_context(|| format!("{word} {value}: expected a number"));
        match word.as_str() {
            "--folder" => asked.folder = PathBuf::from(value),
            "--program" => (asked.program, asked.is_given) = (PathBuf::from(value).canonicalize()?, true),
            "--only" => asked.only = value.split(',').map(str::to_owned).collect(),
            "--stored" => asked.stored = number()?,
            "--calls" => asked.calls = number()?,
            "--copies" => asked.copies = number()?,
            "--seconds" => asked.lasts = Duration::from_secs(number()?),
            "--live" => asked.live = number()?,
            _ => bail!("{word}: there are --only, --folder, --program, --stored, --calls, --copies, --seconds, --live"),
        }
    }
    let unknown = asked.only.iter().find(|only| PARTS.iter().all(|(letter, _)| letter != only));
    match unknown {
        Some(unknown) => bail!("--only {unknown}: there are a, b, c, d, e, f"),
        None => Ok(asked),
    }
}

impl Asked {
    /// The program with these words; what it says goes where ours does.
    pub(super) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(words).current_dir(&self.folder);
        command
    }

    /// What the program prints.
    pub(super) fn printed(&self, words: &[&str]) -> Result<String> {
        let output = self.command(words).output()?;
        let says = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "callbook {}: {says}", words.join(" "));
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// The kind of file system that a path is on, and what it is mounted with.
fn file_system(path: &Path) -> String {
    let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
    let found = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        let (point, kind, with) = (words.next()?, words.next()?, words.next()?);
        path.starts_with(point).then(|| (point.len(), format!("{kind} ({with})")))
    });
    // Where one is mounted over another at the same place, the later counts.
    found.max_by_key(|(length, _)| *length).map_or_else(|| "unknown".to_owned(), |(_, says)| says)
}

/// The number that stands before these words in a text.
fn number_before(text: &str, words: &str) -> Option<f64> {
    let before = text.split_once(words)?.0;
    before.split_whitespace().next_back()?.trim_end_matches(';').parse().ok()
}
