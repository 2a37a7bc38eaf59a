//! Recorded calls imported, beside decoding and folding them alone.

use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::copies::{self, Recording};
use super::{Asked, number_before};

/// Calls a second that are aimed at.
const AIM: f64 = 2_000.0;

/// Both of Asterisk's recordings.
pub(super) fn run(asked: &Asked) -> Result<()> {
    println!("b. {} recorded conversations imported, beside reading and folding them alone", asked.copies);
    [Recording::Cel, Recording::Ami].into_iter().try_for_each(|recording| one(asked, recording))
}

fn one(asked: &Asked, recording: Recording) -> Result<()> {
    let adapter = recording.adapter();
    let (file, store) = (asked.folder.join(adapter), asked.folder.join(format!("{adapter}.db")));
    let each = calls_in_each(asked, recording, &file)?;
    let bytes = copies::write(recording, asked.copies, &file)?;
    let (recorded, kept) = (file.display().to_string(), store.display().to_string());
    asked.printed(&["account", "--store", &kept, "new", "main"])?;
    let begun = Instant::now();
    let told = asked.printed(&["import", adapter, &recorded, "--source", "office", "--store", &kept])?;
    let imported = begun.elapsed().as_secs_f64();
    let conversations = number_before(&told, " conversations in").context("expected how many conversations came of it")?;
    let bare = replayed(asked, adapter, &recorded)?;
    let calls = conversations * each;
    println!(
        "   {adapter}, {:.0} MB: {:.0} calls/s of {:.0} conversations/s (aim: {AIM:.0} calls/s); read and folded alone, printed to \
         nothing: {:.0} calls/s; ratio {:.2}",
        bytes as f64 / 1e6,
        calls / imported,
        conversations / imported,
        calls / bare,
        bare / imported
    );
    let versions = (conversations - asked.copies as f64).abs();
    if versions > 0.5 {
        println!("   {conversations:.0} versions came of {} conversations", asked.copies);
    }
    std::fs::remove_file(&file)?;
    remove_store(&store);
    Ok(())
}

fn remove_store(store: &Path) {
    for end in ["", "-wal", "-shm"] {
        // What is not there need not be removed.
        let _ = std::fs::remove_file(format!("{}{end}", store.display()));
    }
}

/// Seconds that reading and folding takes where nothing is kept.
fn replayed(asked: &Asked, adapter: &str, recorded: &str) -> Result<f64> {
    let begun = Instant::now();
    let mut command = asked.command(&["replay", adapter, recorded, "--format", "jsonl"]);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    ensure!(status.success(), "callbook replay failed");
    Ok(begun.elapsed().as_secs_f64())
}

/// How many calls a conversation has on average, from one copy of each.
fn calls_in_each(asked: &Asked, recording: Recording, file: &Path) -> Result<f64> {
    copies::write(recording, copies::scenarios() as u64, file)?;
    let told = asked.printed(&["replay", recording.adapter(), &file.display().to_string(), "--format", "jsonl"])?;
    let mut calls = 0;
    for line in told.lines() {
        let record: Value = serde_json::from_str(line)?;
        calls += record.get("calls").and_then(Value::as_array).map_or(0, Vec::len);
    }
    let conversations = told.lines().count();
    ensure!(conversations == copies::scenarios(), "{conversations} conversations came of {}", copies::scenarios());
    Ok(calls as f64 / conversations as f64)
}
