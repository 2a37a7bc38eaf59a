//! Shows a newcomer what all of this is for: one recorded call, folded and printed as a table.

use anyhow::{Result, ensure};

use crate::{cargo, root};

/// A call that is answered, put on hold and handed to a colleague: one conversation of three calls.
const RECORDED: &str = "crates/calls/fixtures/asterisk/attended_transfer/ami.txt";

/// Builds the program as it is shipped and replays one recording.
pub(crate) fn run(_: &[String]) -> Result<()> {
    ensure!(
        cargo().args(["build", "--release", "--locked", "--package", "callbook"]).status()?.success(),
        "callbook does not build"
    );
    println!("callbook replay asterisk-ami {RECORDED}\n");
    let run = ["run", "--quiet", "--release", "--locked", "--package", "callbook", "--", "replay", "asterisk-ami", RECORDED];
    ensure!(cargo().args(run).current_dir(root()).status()?.success(), "callbook failed");
    Ok(())
}
