//! Shows a newcomer what all of this is for: a server that hears calls happen.

use anyhow::{Result, ensure};

use crate::cargo;

/// Builds the program as it is shipped and has it play recorded calls to a server on a temporary store.
pub(crate) fn run(words: &[String]) -> Result<()> {
    ensure!(
        cargo().args(["build", "--release", "--locked", "--package", "callbook"]).status()?.success(),
        "callbook does not build"
    );
    let run = ["run", "--quiet", "--release", "--locked", "--package", "callbook", "--", "demo"];
    ensure!(cargo().args(run).args(words).status()?.success(), "callbook failed");
    Ok(())
}
