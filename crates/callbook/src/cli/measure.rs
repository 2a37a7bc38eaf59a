//! `callbook measure FOLDER`: how fast calls are kept on that disk, beside what SQLite alone does there.

use std::io::{Write, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use tokio::runtime::Runtime;

use crate::measure::{bare, contacts, fill, through};

#[derive(Args)]
pub(super) struct Words {
    /// A folder on the disk to measure; files are made in it and removed again.
    folder: PathBuf,
    /// How many signals wait to be made durable at once; may be given several times.
    #[arg(long, default_values_t = [64, 256, 1024])]
    waiting: Vec<u64>,
    /// Calls of twelve signals each that are recorded for each figure.
    #[arg(long, default_value_t = 20_000)]
    calls: u64,
    /// Signals that the store holds already when it is measured; then it is held against one that holds 10,000, in turns.
    #[arg(long, default_value_t = 0)]
    stored: u64,
    /// Signals that SQLite alone writes in a commit; without it, as many as ours had.
    #[arg(long)]
    group: Option<usize>,
    /// Contacts of an account; then it is measured how long it takes to know whose number rings, and nothing else.
    #[arg(long, default_value_t = 0)]
    contacts: u64,
}

const SIGNALS_A_CALL: u64 = 12;
/// What the store holds that a full one is held against.
const FEW_SIGNALS: u64 = 10_000;
/// How often both are measured in turn: a machine is not equally fast for long. Odd, so that one is in the middle.
const TURNS: usize = 5;

pub(super) fn run(words: &Words) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    std::fs::create_dir_all(&words.folder).with_context(|| format!("{}: expected a folder", words.folder.display()))?;
    let mut out = stdout();
    writeln!(out, "{}: WAL, synchronous FULL, pages of 8 KB, on both sides", words.folder.display())?;
    let (ours, other) = (words.folder.join("measured.db"), words.folder.join("bare.db"));
    clear(&ours);
    clear(&other);
    let done = match (words.contacts, words.stored) {
        (1.., _) => ringing(words.contacts, &runtime, &ours),
        (0, 1..) => stored(words, &runtime, &ours, &other),
        (0, 0) => live(words, &runtime, &ours, &other),
    };
    clear(&ours);
    clear(&other);
    done
}

fn clear(file: &Path) {
    for end in ["", "-wal", "-shm"] {
        // What is not there need not be removed.
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
}

/// Ours beside what SQLite alone does.
fn live(words: &Words, runtime: &Runtime, ours: &Path, other: &Path) -> Result<()> {
    for waiting in &words.waiting {
        let through = runtime.block_on(through(ours, *waiting, 0..words.calls))?;
        let bare = bare(ours, other, words.group.unwrap_or(through.group.round() as usize))?;
        writeln!(
            stdout(),
            "waiting {waiting:>5}: {:>7.0} signals/s durable, folded and told; bare {bare:>7.0}; ratio {:.2}; {:.0} signals a commit",
            through.rate,
            through.rate / bare,
            through.group
        )?;
        clear(ours);
        clear(other);
    }
    Ok(())
}

/// How long it takes to know whose number rings.
fn ringing(all: u64, runtime: &Runtime, file: &Path) -> Result<()> {
    let (ours, bare) = runtime.block_on(contacts(file, all))?;
    writeln!(
        stdout(),
        "{all} contacts: whose number rings is known within {:?} half of the time, within {:?} 99 times in 100; SQLite alone {:?} and {:?}",
        ours.half,
        ours.most,
        bare.half,
        bare.most
    )?;
    Ok(())
}

/// A store that holds much beside one that holds little.
fn stored(words: &Words, runtime: &Runtime, full: &Path, few: &Path) -> Result<()> {
    let stores = [(few, FEW_SIGNALS / SIGNALS_A_CALL), (full, words.stored / SIGNALS_A_CALL)];
    for (file, held) in stores {
        runtime.block_on(fill(file, 0..held))?;
    }
    let mut from = 0;
    for waiting in &words.waiting {
        let (mut rates, mut costs) = ([Vec::new(), Vec::new()], Vec::new());
        for _ in 0..TURNS {
            let mut turn = Vec::new();
            for ((file, held), rates) in stores.into_iter().zip(&mut rates) {
                let calls = held + from..held + from + words.calls;
                let rate = runtime.block_on(through(file, *waiting, calls))?.rate;
                rates.push(rate);
                turn.push(rate);
            }
            from += words.calls;
            costs.extend(turn.first().zip(turn.last()).map(|(few, full)| few / full));
        }
        let [few, full] = rates.map(middle);
        writeln!(
            stdout(),
            "waiting {waiting:>5}: {few:>7.0} signals/s with {FEW_SIGNALS} stored, {full:>7.0} with {} stored; a signal costs {:.2} \
             times (the middle of {TURNS} turns)",
            words.stored,
            middle(costs)
        )?;
    }
    Ok(())
}

/// The middle one of an odd number of figures.
fn middle(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
