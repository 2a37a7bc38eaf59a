//! Kills the server under load, again and again, and looks whether everything that it promised is so.
//!
//! What is done and looked for is the same as in the short test of the program (`rounds`); here it is done for longer, with
//! the program as it is shipped, and from a seed that anybody can repeat.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail, ensure};

#[path = "../../crates/callbook/tests/it/rounds.rs"]
mod rounds;
#[path = "../../crates/callbook/tests/it/served.rs"]
mod served;

use crate::{cargo, target};

/// Rounds, if nothing is said.
const ROUNDS: u64 = 100;

/// Builds the program as it is shipped, kills it so often, and prints what it came to.
pub(crate) fn run(words: &[String]) -> Result<()> {
    let (mut rounds, mut seed) = (ROUNDS, SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs());
    for pair in words.chunks(2) {
        let number =
            || pair.get(1).and_then(|text| text.parse().ok()).with_context(|| format!("{}: expected a number", pair[0]));
        match pair[0].as_str() {
            "--rounds" => rounds = number()?,
            "--seed" => seed = number()?,
            other => bail!("{other}: expected --rounds or --seed"),
        }
    }
    let build = ["build", "--release", "--locked", "--package", "callbook"];
    ensure!(cargo().args(build).status()?.success(), "callbook does not build");
    let began = Instant::now();
    let figures = rounds::run(&target().join("release/callbook"), usize::try_from(rounds)?, seed);
    println!("{figures:#?}\neverything that was acknowledged is there, once; {:.0} s", began.elapsed().as_secs_f64());
    Ok(())
}
