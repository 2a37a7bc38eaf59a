//! The store alone, without HTTP: live signals beside bare SQLite, and the cost of a signal when much is stored.
//!
//! The program measures itself by `callbook measure`; here it is only run, and aims are put beside what it prints.

use anyhow::{Context, Result};

use super::{Asked, number_before};

/// Live signals through the whole store with few and with many waiting.
pub(super) fn live(asked: &Asked) -> Result<()> {
    println!("a. live signals kept, folded and told, beside bare SQLite writing the same rows in groups of the same size");
    let told = asked.printed(&["measure", "store", "--calls", &asked.calls.to_string()])?;
    lines(&told, "aim: ratio 0.50");
    Ok(())
}

/// What a signal costs when many are stored.
pub(super) fn many_stored(asked: &Asked) -> Result<()> {
    println!("e. the cost of a signal with {} stored against 10,000", asked.stored);
    let (calls, stored) = (asked.calls.to_string(), asked.stored.to_string());
    let told = asked.printed(&["measure", "stored", "--waiting", "256", "--calls", &calls, "--stored", &stored])?;
    lines(&told, "aim: at most 1.30 times");
    Ok(())
}

/// What bare SQLite writes a second with so many signals in a commit.
pub(super) fn bare(asked: &Asked, group: u64, waiting: u64) -> Result<f64> {
    let (calls, group, waiting) = (asked.calls.min(20_000).to_string(), group.to_string(), waiting.to_string());
    let told = asked.printed(&["measure", "bare", "--waiting", &waiting, "--group", &group, "--calls", &calls])?;
    let after = told.split_once("bare").context("expected what SQLite alone does")?.1;
    number_before(after, " ratio").context("expected how much SQLite alone does")
}

fn lines(told: &str, aim: &str) {
    for line in told.lines().filter(|line| line.starts_with("waiting")) {
        println!("   {line} ({aim})");
    }
}
