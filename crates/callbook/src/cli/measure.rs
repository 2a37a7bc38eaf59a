//! `callbook measure FOLDER`: how fast calls are kept on that disk, beside what SQLite alone does there.

use std::io::{Write, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use tokio::runtime::Runtime;

use crate::measure::{Asked, bare, contacts, counted, fill, find, through};

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
    /// Calls of a year; then it is measured how long it takes to find some of them, and nothing else. The store stays in the
    /// folder, for the next time.
    #[arg(long, default_value_t = 0)]
    find: u64,
    /// Measures what figures cost those who record, and nothing else.
    #[arg(long)]
    counted: bool,
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
    let done = match words {
        Words { find: 1.., .. } => finding(words, &runtime),
        Words { counted: true, .. } => counting(words, &runtime, &ours, &other),
        Words { contacts: 1.., .. } => ringing(words.contacts, &runtime, &ours),
        Words { stored: 1.., .. } => stored(words, &runtime, &ours, &other),
        _ => live(words, &runtime, &ours, &other),
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

/// How long it takes to find calls.
fn finding(words: &Words, runtime: &Runtime) -> Result<()> {
    let file = words.folder.join(format!("year-{}.db", words.find));
    let (asked, figures) = runtime.block_on(find(&file, words.find))?;
    let mut out = stdout();
    for one in asked.iter().chain([&figures]) {
        let (half, most, last) = (one.percentile(50), one.percentile(99), one.percentile(100));
        let [half, most, last] = [half, most, last].map(|took| took.as_secs_f64() * 1_000.0);
        writeln!(out, "{half:>7.2} ms {most:>7.2} ms {last:>7.2} ms {:>8.0} rows  {}", one.rows, one.what)?;
    }
    let ours = asked.len().saturating_sub(1);
    let mut all: Vec<_> = asked.iter().take(ours).flat_map(|one| one.took.iter().copied()).collect();
    all.sort_unstable();
    let all = Asked { what: "all questions", took: all, rows: 0.0 };
    let [half, most] = [50, 99].map(|of_100| all.percentile(of_100).as_secs_f64() * 1_000.0);
    writeln!(out, "{} calls: half of all questions within {half:.2} ms, 99 in 100 within {most:.2} ms", words.find)?;
    Ok(())
}

/// What figures cost those who record.
fn counting(words: &Words, runtime: &Runtime, ours: &Path, other: &Path) -> Result<()> {
    for waiting in &words.waiting {
        let mut costs = Vec::new();
        let mut from = 0;
        for _ in 0..TURNS {
            let (with, without) = runtime.block_on(counted(ours, other, *waiting, from..from + words.calls))?;
            from += words.calls;
            costs.push(without / with);
        }
        let cost = middle(costs);
        writeln!(stdout(), "waiting {waiting:>5}: with figures a signal costs {cost:.3} times (the middle of {TURNS} turns)")?;
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
