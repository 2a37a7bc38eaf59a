//! Installs what the tests need, then runs every check there is, and says how long each took.
//!
//! All steps run even if one fails, so that one look shows everything that is wrong. A missing tool is a failure and never
//! a skipped check. To add a step: its line in [`STEPS`].

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::{cargo, page, root};

/// The folder of the module that is shipped for ELMA365, in TypeScript. Its own tests check the types against both generations of
/// the platform.
const MODULE: &str = "integrations/elma365";

/// Who does a step: cargo, or npm in a folder.
#[derive(Clone, Copy)]
enum By {
    Cargo,
    Npm(&'static str),
}

/// Every step: what it is, who does it, and the words after `cargo` or `npm`.
const STEPS: &[(&str, By, &[&str])] = &[
    ("install what the module is compiled by", By::Npm(MODULE), &["ci", "--no-audit", "--no-fund"]),
    ("test the module", By::Npm(MODULE), &["test", "--silent"]),
    ("install what the page is built by", By::Npm(page::FOLDER), &["ci", "--no-audit", "--no-fund"]),
    ("check the types of the page", By::Npm(page::FOLDER), &["run", "check", "--silent"]),
    ("test the page's parts", By::Npm(page::FOLDER), &["test", "--silent"]),
    ("build the page", By::Npm(page::FOLDER), &["run", "build", "--silent"]),
    ("install the licence check", By::Cargo, &["install", "--quiet", "--locked", "cargo-deny@0.20.2"]),
    ("format", By::Cargo, &["fmt", "--all", "--check"]),
    ("lint", By::Cargo, &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]),
    (
        "lint what the fuzzer runs",
        By::Cargo,
        &["clippy", "--manifest-path", "fuzz/Cargo.toml", "--lib", "--no-default-features", "--", "-D", "warnings"],
    ),
    ("test", By::Cargo, &["test", "--workspace", "--locked", "--no-fail-fast"]),
    // The server that browsers are shown is the one that the tests before were held against.
    ("test the page in a browser", By::Npm(page::FOLDER), &["run", "e2e", "--silent"]),
    ("documentation", By::Cargo, &["doc", "--workspace", "--no-deps", "--document-private-items", "--locked", "--quiet"]),
    ("licences", By::Cargo, &["deny", "--locked", "check", "licenses", "bans", "sources"]),
];

/// Programs that tests start, and the packages of Debian that have them.
const PROGRAMS: &[(&str, &str)] =
    &[("nats-server", "nats-server"), ("node", "nodejs"), ("npm", "npm"), ("chromium", "chromium")];

/// What the tests came to.
#[derive(Default)]
struct Totals {
    passed: u64,
    failed: u64,
}

/// Runs every step. The last line that is printed is the sum of all tests.
pub(crate) fn run(_: &[String]) -> Result<()> {
    add_components()?;
    add_programs(&PROGRAMS.iter().map(|(program, _)| *program).collect::<Vec<_>>())?;
    page::refuse_old_node()?;
    let mut totals = Totals::default();
    let mut minutes = Vec::new();
    let mut failed = Vec::new();
    for (name, by, words) in STEPS {
        let (program, mut command) = match by {
            By::Cargo => ("cargo", cargo()),
            By::Npm(folder) => ("npm", npm(folder)),
        };
        println!("\n== {name}: {program} {}", words.join(" "));
        let started = Instant::now();
        if !step(command.args(*words), &mut totals)? {
            failed.push(*name);
        }
        minutes.push((name, started.elapsed().as_secs_f64() / 60.0));
    }
    println!();
    for (name, minutes) in &minutes {
        println!("{minutes:6.2} min  {name}");
    }
    println!("{:6.2} min  in all", minutes.iter().map(|(_, minutes)| minutes).sum::<f64>());
    if !failed.is_empty() {
        println!("not everything holds: {}", failed.join(", "));
    }
    println!("{} passed, {} failed", totals.passed, totals.failed);
    // Not by an error: its text would come after the line that is to be the last.
    if failed.is_empty() { Ok(()) } else { std::process::exit(1) }
}

/// Formatter and lints belong to the toolchain, but not to the smallest installation of it.
fn add_components() -> Result<()> {
    for (component, word) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if !cargo().args([word, "--version"]).output()?.status.success() {
            let added = Command::new("rustup").args(["component", "add", component]).status()?;
            ensure!(added.success(), "{component} is not here and cannot be added");
        }
    }
    Ok(())
}

/// Adds those of [`PROGRAMS`] that are wanted and not here.
pub(crate) fn add_programs(wanted: &[&str]) -> Result<()> {
    let is_here = |program: &str| Command::new(program).arg("--version").output().is_ok();
    let is_missing = |program: &str| wanted.contains(&program) && !is_here(program);
    let missing: Vec<_> = PROGRAMS.iter().filter(|(program, _)| is_missing(program)).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("installing {}", missing.join(", "));
    let apt = |words: &[&str]| {
        let status = Command::new("apt-get").args(words).env("DEBIAN_FRONTEND", "noninteractive").status();
        Ok::<_, anyhow::Error>(status.context("apt-get")?.success())
    };
    let install = ["install", "-y", "-qq", "--no-install-recommends"].into_iter().chain(missing.iter().copied());
    let done = apt(&["update", "-qq"])? && apt(&install.collect::<Vec<_>>())?;
    ensure!(done, "{} cannot be installed", missing.join(", "));
    Ok(())
}

/// Npm, in a folder. What a browser is shown is what was built here, and nothing is coloured that is counted.
fn npm(folder: &str) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(root().join(folder)).env(page::PROGRAM, page::program()).env("NO_COLOR", "1").env("CI", "1");
    command
}

/// Runs one step and passes on what it prints, counting the tests it tells of. False if it failed.
fn step(command: &mut Command, totals: &mut Totals) -> Result<bool> {
    let mut child = command.env("RUSTDOCFLAGS", "-D warnings").stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    if let Some(stdout) = child.stdout.take() {
        let mut out = std::io::stdout().lock();
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line?;
            out.write_all(&line)?;
            out.write_all(b"\n")?;
            totals.count(&String::from_utf8_lossy(&line));
        }
    }
    Ok(child.wait()?.success())
}

impl Totals {
    /// Adds a line such as `test result: ok. 12 passed; 0 failed; 0 ignored; …`, of Node `# pass 12`, of vitest
    /// `Tests  1 failed | 12 passed (13)`, or of Playwright `12 passed (8.1s)`.
    fn count(&mut self, line: &str) {
        self.count_of_the_page(line.trim());
        let of_node = |word: &str| line.trim_start_matches(['#', 'ℹ', ' ']).strip_prefix(word)?.trim().parse::<u64>().ok();
        self.passed += of_node("pass ").unwrap_or_default();
        self.failed += of_node("fail ").unwrap_or_default();
        if !line.starts_with("test result:") {
            return;
        }
        let before =
            |word: &str| line.split(word).next().and_then(|text| text.split_whitespace().next_back()?.parse::<u64>().ok());
        self.passed += before(" passed").unwrap_or_default();
        self.failed += before(" failed").unwrap_or_default();
    }

    /// Adds a line about the page's tests: each number stands before its word, and nothing else before the first.
    fn count_of_the_page(&mut self, line: &str) {
        let of_parts = line.strip_prefix("Tests ");
        for piece in of_parts.unwrap_or(line).split(" | ") {
            let mut words = piece.split_whitespace();
            let number = words.next().and_then(|word| word.parse::<u64>().ok());
            let (Some(number), Some(word)) = (number, words.next()) else { return };
            // After it stands nothing, or in brackets how many there were or how long it took.
            if !words.all(|rest| rest.starts_with('(') || rest.ends_with(')')) {
                return;
            }
            match word {
                "passed" | "flaky" => self.passed += number,
                "failed" => self.failed += number,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(lines: &[&str]) -> (u64, u64) {
        let mut totals = Totals::default();
        lines.iter().for_each(|line| totals.count(line));
        (totals.passed, totals.failed)
    }

    #[test]
    fn every_runner_is_counted_by_its_own_last_line() {
        assert_eq!(counted(&["test result: ok. 12 passed; 1 failed; 0 ignored; 0 measured; 3 filtered out"]), (12, 1));
        assert_eq!(counted(&["# tests 5", "# pass 4", "# fail 1"]), (4, 1));
        assert_eq!(counted(&["ℹ pass 4", "ℹ fail 0"]), (4, 0));
        assert_eq!(counted(&[" Test Files  2 passed (2)", "      Tests  1 failed | 38 passed | 2 skipped (41)"]), (38, 1));
        assert_eq!(counted(&["  2 failed", "    [chromium] › live.spec.ts:3:1 › a call moves", "  31 passed (1.2m)"]), (31, 2));
        assert_eq!(counted(&["  30 passed (58.1s)"]), (30, 0));
    }

    #[test]
    fn what_only_looks_like_a_count_is_none() {
        assert_eq!(counted(&["12 passed the door", "running 12 tests", "a call that failed (2)", "3 calls failed"]), (0, 0));
    }
}
