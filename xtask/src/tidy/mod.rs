//! Holds the code base to the rules of the house, so that no reader has to.
//!
//! Each rule is a function from the [`House`] to findings; `cargo test` runs them all and so does `./x tidy`. A rule must
//! never change a file, and never be bent for one: what must stay for now goes on [`EXCEPTIONS`], which only shrinks.
//! To add a rule: a module with a function, its line in [`RULES`], and a test that shows it biting.

use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

mod adapters;
mod dialects;
mod floors;
mod migrations;
mod names;
mod needed;
mod pages;
mod samples;
mod sizes;
mod source;
#[cfg(test)]
mod tests;

use source::Source;

/// The rules, in the order in which they are run.
const RULES: &[fn(&House) -> Vec<Finding>] = &[
    sizes::functions,
    sizes::files,
    names::items,
    names::files,
    names::folders,
    names::prose,
    floors::dependencies,
    floors::neighbours,
    migrations::begin_with_the_account,
    needed::dependencies,
    adapters::complete,
    dialects::complete,
    samples::kept_out,
    pages::links,
];

/// What is known to break a rule, as (path, rule, why). One that no longer does is itself a finding.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// Folders that are made, fetched or recorded, and so hold nothing that a person of the house wrote.
const NOT_OURS: &[&str] = &[
    ".git",
    "target",
    "node_modules",
    "fixtures",
    "corpus",
    "artifacts",
    "mutants.out",
    "dist",
    "screenshots",
    "test-results",
    "playwright-report",
];

/// Everything that people wrote, read once.
pub(crate) struct House {
    /// Rust files, taken apart.
    rust: Vec<Source>,
    /// Every other text file, as (path, text).
    texts: Vec<(String, String)>,
    /// Recordings, as (path, text): what the rules compare with.
    recordings: Vec<(String, String)>,
    /// Every crate that the pure crate stands on, however deep.
    below_the_wall: Vec<String>,
}

/// Something that is not as the house wants it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    rule: &'static str,
    says: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {} [{}]", self.path, self.line, self.says, self.rule)
    }
}

/// Prints every finding; an error if there is one.
pub(crate) fn run(_: &[String]) -> Result<()> {
    let findings = check(&House::read(&crate::root())?);
    for finding in &findings {
        println!("{finding}");
    }
    ensure!(findings.is_empty(), "{} things are not tidy", findings.len());
    Ok(())
}

/// Every finding of every rule, exceptions taken out and held to be true.
fn check(house: &House) -> Vec<Finding> {
    let (excused, mut findings): (Vec<_>, Vec<_>) = RULES
        .iter()
        .flat_map(|rule| rule(house))
        .partition(|finding| EXCEPTIONS.iter().any(|(path, rule, _)| *path == finding.path && *rule == finding.rule));
    for (path, rule, _) in EXCEPTIONS {
        if !excused.iter().any(|finding| finding.path == *path && finding.rule == *rule) {
            let says = format!("the exception from `{rule}` is no longer needed: take it off the list");
            findings.push(Finding { path: (*path).to_owned(), line: 1, rule: "exceptions only shrink", says });
        }
    }
    findings
}

impl House {
    /// Reads the project at `root`.
    fn read(root: &Path) -> Result<Self> {
        let mut house = Self { rust: Vec::new(), texts: Vec::new(), recordings: Vec::new(), below_the_wall: below_the_wall()? };
        house.walk(root, root)?;
        house.recorded(root, &root.join("crates/calls/fixtures"))?;
        Ok(house)
    }

    fn walk(&mut self, root: &Path, folder: &Path) -> Result<()> {
        for (path, place) in listed(root, folder)? {
            if path.is_dir() {
                if !path.file_name().is_some_and(|name| NOT_OURS.iter().any(|not| name == *not)) {
                    self.walk(root, &path)?;
                }
                continue;
            }
            // What is no text (an icon, a picture) holds no words to judge; but pages lead there.
            let text = fs::read_to_string(&path).unwrap_or_default();
            if place.ends_with(".rs") {
                self.rust.push(Source::new(place, text));
            } else if !place.ends_with("Cargo.lock") {
                self.texts.push((place, text));
            }
        }
        Ok(())
    }

    fn recorded(&mut self, root: &Path, folder: &Path) -> Result<()> {
        for (path, place) in listed(root, folder)? {
            if path.is_dir() {
                self.recorded(root, &path)?;
            } else {
                let bytes = fs::read(&path).with_context(|| place.clone())?;
                self.recordings.push((place, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
        Ok(())
    }

    /// The text of one file that is no Rust; empty if there is none.
    fn text(&self, path: &str) -> &str {
        self.texts.iter().find(|(place, _)| place == path).map_or("", |(_, text)| text)
    }
}

/// The crates that end up in a build of the pure crate, as cargo resolves them.
fn below_the_wall() -> Result<Vec<String>> {
    let words = ["tree", "--locked", "--package", "calls", "--edges", "normal", "--prefix", "none", "--format", "{p}"];
    let tree = crate::cargo().args(words).output().context("cargo tree")?;
    ensure!(tree.status.success(), "cargo tree: {}", String::from_utf8_lossy(&tree.stderr));
    let lines = String::from_utf8_lossy(&tree.stdout);
    Ok(lines.lines().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect())
}

/// What a folder holds, in order of name, each with its place in the project.
fn listed(root: &Path, folder: &Path) -> Result<Vec<(std::path::PathBuf, String)>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{}: expected a folder", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    let place = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    Ok(paths.into_iter().map(|path| (path.clone(), place(&path))).collect())
}
