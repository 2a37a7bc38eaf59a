//! `callbook measure FOLDER`: how fast calls are kept on that disk, beside what SQLite alone does there.

use std::io::{Write, stdout};
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use crate::measure::{bare, fill, through};

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
    /// Signals that the store holds already when it is measured; then it is held against one that holds none.
    #[arg(long, default_value_t = 0)]
    stored: u64,
    /// Signals that SQLite alone writes in a commit; without it, as many as ours had.
    #[arg(long)]
    group: Option<usize>,
}

const SIGNALS_A_CALL: u64 = 12;

pub(super) fn run(words: &Words) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    std::fs::create_dir_all(&words.folder).with_context(|| format!("{}: expected a folder", words.folder.display()))?;
    let mut out = stdout().lock();
    writeln!(out, "{}: WAL, synchronous FULL, pages of 8 KB, on both sides", words.folder.display())?;
    let clear = |file: &PathBuf| {
        for end in ["", "-wal", "-shm"] {
            // What is not there need not be removed.
            let _ = std::fs::remove_file(format!("{}{end}", file.display()));
        }
    };
    let (full, empty) = (words.folder.join("measured.db"), words.folder.join("bare.db"));
    clear(&full);
    clear(&empty);
    for waiting in &words.waiting {
        let held = words.stored / SIGNALS_A_CALL;
        if held > 0 {
            let none = runtime.block_on(through(&full, *waiting, 0..words.calls))?;
            clear(&full);
            runtime.block_on(fill(&full, 0..held))?;
            let much = runtime.block_on(through(&full, *waiting, held..held + words.calls))?;
            let (stored, cost) = (words.stored, none.rate / much.rate);
            writeln!(
                out,
                "waiting {waiting:>5}: {:>7.0} signals/s with none stored, {:>7.0} with {stored} stored; a signal costs {cost:.2} times",
                none.rate, much.rate
            )?;
        } else {
            let ours = runtime.block_on(through(&full, *waiting, 0..words.calls))?;
            let bare = bare(&full, &empty, words.group.unwrap_or(ours.group.round() as usize))?;
            writeln!(
                out,
                "waiting {waiting:>5}: {:>7.0} signals/s durable, folded and told; bare {bare:>7.0}; ratio {:.2}; {:.0} signals a commit",
                ours.rate,
                ours.rate / bare,
                ours.group
            )?;
        }
        out.flush()?;
        clear(&full);
        clear(&empty);
    }
    Ok(())
}
