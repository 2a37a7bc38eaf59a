//! The chores of the house: whatever is done to the project, and never by it.
//!
//! A chore finds the project by where this crate was built, prints for people, and ends with an error when something is not
//! as it should be. It must never be needed to build or run `callbook`.
//! To add a chore: a module with a `run`, its line in [`CHORES`].

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore talks to the person who called it")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};

mod bench;
mod demo;
mod fuzz;
mod kill;
mod page;
mod steps;
mod tidy;

/// One chore: its name, what follows the name, what it does, and the doing.
type Chore = (&'static str, &'static str, &'static str, fn(&[String]) -> Result<()>);

/// Every chore there is.
const CHORES: &[Chore] = &[
    ("demo", "[--speed N] [--loops N]", "build callbook and its page, and watch recorded calls happen until Ctrl-C", demo::run),
    ("page", "", "build the page, which a debug build of callbook reads when it starts", page::run),
    ("build", "", "build the page, and callbook as it is shipped, with the page inside", page::build),
    ("screenshots", "[VIEW]", "take pictures of every view, light and dark, narrow and wide", page::screenshots),
    ("test", "", "install what the tests need and run every check; what the build machine runs", steps::run),
    ("tidy", "", "hold the code base to the rules of the house", tidy::run),
    (
        "bench",
        "deliver|fold|ledger|sockets|twilio",
        "measure deliveries, decode and fold, what keeps calls, sockets, or callbacks",
        bench::run,
    ),
    ("fuzz", "[MINUTES] [TARGET]", "feed garbage to every decoder and to the fold, five minutes each", fuzz::run),
    ("kill", "[--rounds N] [--seed N]", "kill the server under load, and look for what it acknowledged", kill::run),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match chore(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn chore(words: &[String]) -> Result<()> {
    let Some((name, rest)) = words.split_first().filter(|(name, _)| !name.contains("help")) else {
        println!("{}", list());
        return Ok(());
    };
    match CHORES.iter().find(|(known, ..)| known == name) {
        Some((.., run)) => run(rest),
        None => bail!("no chore is called {name}; there are:\n{}", list()),
    }
}

fn list() -> String {
    let lines = CHORES.iter().map(|(name, rest, about, _)| format!("  ./x {:<28} {about}", format!("{name} {rest}")));
    lines.collect::<Vec<_>>().join("\n")
}

/// The folder that is built into.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The root of the project.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Cargo, as it was found when this was started.
fn cargo() -> std::process::Command {
    let mut command = std::process::Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}
