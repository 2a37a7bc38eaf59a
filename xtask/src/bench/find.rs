//! How fast calls are found among a year of them, and what it costs to count them: the release binary measures itself.

use anyhow::{Result, bail, ensure};

use super::built;
use crate::target;

/// Calls of the year that is asked about.
const CALLS: &str = "1000000";
const CALLS_FULL: &str = "10000000";
const CONTACTS: &str = "1000000";

/// Runs every part; `--full` asks about ten times as many calls.
pub(super) fn run(words: &[String]) -> Result<()> {
    let calls = match words {
        [] => CALLS,
        [full] if full == "--full" => CALLS_FULL,
        _ => bail!("there is --full"),
    };
    let (program, folder) = (built()?, target().join("bench-find"));
    let measure = |words: &[&str]| -> Result<()> {
        let done = std::process::Command::new(&program).arg("measure").arg(&folder).args(words).status()?;
        ensure!(done.success(), "the measure failed");
        Ok(())
    };
    println!("aims: 99 in 100 within 5 ms; figures of a year within 50 ms");
    measure(&["--find", calls])?;
    println!("aim: 99 in 100 within 1 ms");
    measure(&["--contacts", CONTACTS])?;
    println!("aim: no more than 1.10 times");
    measure(&["--counted", "--waiting", "256", "--calls", "5000"])?;
    Ok(std::fs::remove_dir_all(&folder)?)
}
