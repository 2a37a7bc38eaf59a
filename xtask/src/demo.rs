//! Shows a newcomer what all of this is for: a server that hears calls happen, and a page that shows them.

use anyhow::{Result, ensure};

use crate::{cargo, page};

/// Builds the program as it is shipped and has it play recorded calls to a server on a temporary store, until Ctrl-C: whoever looks
/// at the page wants them to go on.
pub(crate) fn run(words: &[String]) -> Result<()> {
    page::build(&[])?;
    let run = ["run", "--quiet", "--release", "--locked", "--package", "callbook", "--", "demo"];
    let says_loops = words.iter().any(|word| word.starts_with("--loops"));
    let on: &[&str] = if says_loops { &[] } else { &["--loops", "0"] };
    ensure!(cargo().args(run).args(on).args(words).status()?.success(), "callbook failed");
    Ok(())
}
