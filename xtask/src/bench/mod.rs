//! Measures what the design promises, and prints figures that can be held against the last ones.
//!
//! Always in release: figures of a debug build say nothing; [`AS_BUILT`] tries a bench itself. To add one: a module with a `run`, its arm
//! in [`run`].

use std::path::PathBuf;

use anyhow::{Result, bail, ensure};

use crate::{cargo, target};

mod deliver;
mod find;
mod fold;
mod ledger;
mod sockets;

/// The word, right behind the name, by which a bench runs as it was built.
const AS_BUILT: &str = "--as-built";

/// Runs one bench by name.
pub(crate) fn run(words: &[String]) -> Result<()> {
    let Some(name) = words.first() else { bail!("which bench? there are: deliver, find, fold, ledger, sockets, twilio") };
    let is_as_built = words.get(1).is_some_and(|word| word == AS_BUILT);
    let words: Vec<String> = words.iter().filter(|word| *word != AS_BUILT).cloned().collect();
    if cfg!(debug_assertions) && !is_as_built {
        let again = ["run", "--quiet", "--release", "--locked", "--package", "xtask", "--", "bench"];
        ensure!(cargo().args(again).args(&words).status()?.success(), "the bench failed");
        return Ok(());
    }
    match name.as_str() {
        "deliver" => deliver::run(words.get(1..).unwrap_or_default()),
        "find" => find::run(words.get(1..).unwrap_or_default()),
        "fold" => fold::run(),
        "ledger" => ledger::run(words.get(1..).unwrap_or_default()),
        "sockets" => sockets::run(words.get(1..).unwrap_or_default()),
        // One part of what keeps calls.
        "twilio" => {
            let more = words.iter().skip(1).cloned();
            ledger::run(&["--only".to_owned(), "f".to_owned()].into_iter().chain(more).collect::<Vec<_>>())
        }
        other => bail!("no bench is called {other}; there are: deliver, find, fold, ledger, sockets, twilio"),
    }
}

/// Builds the program that is measured, and says where it is.
fn built() -> Result<PathBuf> {
    let built = cargo().args(["build", "--quiet", "--release", "--locked", "--package", "callbook"]).status()?;
    ensure!(built.success(), "callbook cannot be built");
    Ok(target().join("release/callbook"))
}
