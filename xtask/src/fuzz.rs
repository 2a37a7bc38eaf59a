//! Feeds garbage to every decoder and to the fold until one breaks or the time is over.
//!
//! The targets stand in `fuzz/`, a workspace of its own, because every crate of it is compiled with coverage marks. The
//! flags that set those marks are all stable ones: no other toolchain is needed, only a C++ compiler for the fuzzer itself.
//! The recordings, and the examples of the native door, are what the fuzzer starts from. To add a target: its line in [`TARGETS`] and its file in `fuzz/targets/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::{cargo, root};

/// Every target, with the ends of the names of the recordings that it starts from.
const TARGETS: &[(&str, &[&str])] = &[
    ("ami", &["ami.txt"]),
    ("cel", &["cel.csv"]),
    ("twilio", &["callbacks.jsonl"]),
    ("fold", &[]),
    ("native", &[]),
    ("number", &[]),
];

/// How long each target runs if nothing is said.
const MINUTES: u64 = 5;

/// No input may cost more than this, whatever is in it.
const LIMITS: &[&str] = &["-rss_limit_mb=1024", "-timeout=10", "-max_len=65536", "-verbosity=0", "-print_final_stats=1"];

/// A stack without end: a recursion without end then runs into the memory limit, which the fuzzer knows how to report with
/// the input that did it; at the end of an ordinary stack it would only be killed.
const WITH_DEEP_STACK: &[&str] = &["-c", "ulimit -s unlimited; exec \"$0\" \"$@\""];

/// What `-Zsanitizer` would set, spelled out: coverage marks at every edge and every comparison.
const FLAGS: &str = "--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Builds the targets of `fuzz/` and runs all, or the one that is named, for some minutes each.
pub(crate) fn run(words: &[String]) -> Result<()> {
    let number = words.iter().find_map(|word| word.parse::<u64>().ok());
    let named = words.iter().find(|word| word.parse::<u64>().is_err());
    let chosen: Vec<_> = TARGETS.iter().filter(|(target, _)| named.is_none_or(|named| named == target)).collect();
    if chosen.is_empty() {
        let known: Vec<_> = TARGETS.iter().map(|(target, _)| *target).collect();
        bail!("no such target; there are: {}", known.join(", "));
    }
    let built = build()?;
    for (target, seeds) in chosen {
        println!("== {target}, {} minutes", number.unwrap_or(MINUTES));
        let corpus = corpus(target, seeds)?;
        let status = std::process::Command::new("sh")
            .args(WITH_DEEP_STACK)
            .arg(built.join(target))
            .arg(format!("-max_total_time={}", number.unwrap_or(MINUTES) * 60))
            .arg(format!("-artifact_prefix={}/found-", root().join("fuzz/target").display()))
            .args(LIMITS)
            .arg(corpus)
            .status()?;
        ensure!(
            status.success(),
            "{target} broke; its input is in the file named above: {} FILE",
            built.join(target).display()
        );
    }
    println!("nothing was found");
    Ok(())
}

/// Builds every target; gives back the folder they are in.
fn build() -> Result<PathBuf> {
    let machine = machine()?;
    let target = root().join("fuzz/target");
    // With a target named, the flags do not reach build scripts, which have no fuzzer to report to.
    let build = ["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", &machine];
    let status = cargo().args(build).env("RUSTFLAGS", FLAGS).env("CARGO_TARGET_DIR", &target).status()?;
    ensure!(status.success(), "the fuzz targets do not build (is a C++ compiler here?)");
    Ok(target.join(machine).join("release"))
}

/// What this machine is, in the words of the compiler.
fn machine() -> Result<String> {
    let told = std::process::Command::new("rustc").arg("-vV").output().context("rustc")?;
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    text.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned).context("rustc does not name its host")
}

/// The folder in which a target collects its inputs, with the recordings laid in.
fn corpus(target: &str, seeds: &[&str]) -> Result<PathBuf> {
    let corpus = root().join("fuzz/target/corpus").join(target);
    fs::create_dir_all(&corpus)?;
    lay_in(&root().join("crates/calls/fixtures"), seeds, &corpus)?;
    if target == "native" {
        lay_in_examples(&corpus)?;
    }
    Ok(corpus)
}

/// No recording is told through the native door; the examples of its page are what people will send.
fn lay_in_examples(corpus: &Path) -> Result<()> {
    let page = fs::read_to_string(root().join("docs/native.md"))?;
    let examples = page.split("```json\n").skip(1).filter_map(|part| part.split_once("```"));
    for (no, (example, _)) in examples.enumerate() {
        fs::write(corpus.join(format!("example-{no}")), example)?;
    }
    Ok(())
}

fn lay_in(folder: &Path, seeds: &[&str], corpus: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace("/", "_");
        if path.is_dir() {
            lay_in(&path, seeds, corpus)?;
        } else if seeds.iter().any(|seed| path.ends_with(seed)) {
            fs::copy(&path, corpus.join(name))?;
        }
    }
    Ok(())
}
