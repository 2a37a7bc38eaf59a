//! `callbook restore FILE`: a store made of a backup, which is looked through first.

use std::fs;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;

use super::opened::{StoreWords, runtime};
use crate::store;

#[derive(Args)]
pub(super) struct Words {
    /// The backup.
    file: PathBuf,
    #[command(flatten)]
    store: StoreWords,
}

pub(super) fn run(words: &Words) -> Result<()> {
    let to = words.store.file()?;
    // A store that is there may be in use, and is somebody's only copy: moving it away is a person's decision.
    ensure!(
        !to.exists(),
        "{}: is there already; move it away first, with its -wal and -shm, while no server runs",
        to.display()
    );
    ensure!(words.file.exists(), "{}: there is no backup", words.file.display());
    store::check(&words.file).with_context(|| words.file.display().to_string())?;
    // Under another name until it is whole, so that a copy that broke off is never taken for a store.
    let half = to.with_added_extension("restoring");
    fs::copy(&words.file, &half).with_context(|| half.display().to_string())?;
    store::restored(&half).with_context(|| half.display().to_string())?;
    fs::File::open(&half)?.sync_all()?;
    fs::rename(&half, &to).with_context(|| to.display().to_string())?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()?;
    let accounts = runtime()?.block_on(async {
        let store = store::open(&to)?;
        let accounts = store.accounts().await;
        store.close().await;
        accounts
    })?;
    Ok(writeln!(stdout(), "{}: restored, with {} accounts", to.display(), accounts.len())?)
}
