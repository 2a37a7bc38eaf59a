//! Installs what the tests need, then runs every check there is, and says how long each took.
//!
//! All steps run even if one fails, so that one look shows everything that is wrong. A missing tool is a failure and never
//! a skipped check. To add a step: its line in [`STEPS`].

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::{cargo, root};

/// The folder of the module that is shipped for ELMA365, in TypeScript.
const MODULE: &str = "integrations/elma365";

/// What is done there: what it is, and the words after `npm`. Its own tests check the types against both generations of the platform.
const MODULE_STEPS: &[(&str, &[&str])] = &[
    ("install what the module is compiled by", &["ci", "--no-audit", "--no-fund"]),
    ("test the module", &["test", "--silent"]),
];

/// One step: what it is, and the words after `cargo`.
const STEPS: &[(&str, &[&str])] = &[
    ("install the licence check", &["install", "--quiet", "--locked", "cargo-deny@0.20.2"]),
    ("format", &["fmt", "--all", "--check"]),
    ("lint", &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]),
    (
        "lint what the fuzzer runs",
        &["clippy", "--manifest-path", "fuzz/Cargo.toml", "--lib", "--no-default-features", "--", "-D", "warnings"],
    ),
    ("test", &["test", "--workspace", "--locked", "--no-fail-fast"]),
    ("documentation", &["doc", "--workspace", "--no-deps", "--document-private-items", "--locked", "--quiet"]),
    ("licences", &["deny", "--locked", "check", "licenses", "bans", "sources"]),
];

/// Programs that tests start, and the packages of Debian that have them.
const PROGRAMS: &[(&str, &str)] = &[("nats-server", "nats-server"), ("node", "nodejs"), ("npm", "npm")];

/// What the tests came to.
#[derive(Default)]
struct Totals {
    passed: u64,
    failed: u64,
}

/// Runs every step. The last line that is printed is the sum of all tests.
pub(crate) fn run(_: &[String]) -> Result<()> {
    add_components()?;
    add_programs()?;
    let mut totals = Totals::default();
    let mut minutes = Vec::new();
    let mut failed = Vec::new();
    let of = |program: &'static str, steps: &'static [(&str, &[&str])]| steps.iter().map(move |step| (program, step));
    for (program, (name, words)) in of("npm", MODULE_STEPS).chain(of("cargo", STEPS)) {
        println!("\n== {name}: {program} {}", words.join(" "));
        let started = Instant::now();
        let mut command = if program == "npm" { npm() } else { cargo() };
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

/// Adds the programs that tests start; where they cannot be added, those tests will say so.
fn add_programs() -> Result<()> {
    let is_here = |program: &str| Command::new(program).arg("--version").output().is_ok();
    let missing: Vec<_> = PROGRAMS.iter().filter(|(program, _)| !is_here(program)).map(|(_, package)| *package).collect();
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

/// Npm, where the module is.
fn npm() -> Command {
    let mut command = Command::new("npm");
    command.current_dir(root().join(MODULE));
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
    /// Adds a line such as `test result: ok. 12 passed; 0 failed; 0 ignored; …`, or of Node `# pass 12`.
    fn count(&mut self, line: &str) {
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
}
