//! `callbook backup FILE`: the store as it is at one moment, copied while it is in use.

use std::io::{Write, stdout};
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::Args;

use super::opened::StoreWords;

#[derive(Args)]
pub(super) struct Words {
    /// The file to make; it must not be there yet.
    file: PathBuf,
    #[command(flatten)]
    store: StoreWords,
}

pub(super) fn run(words: &Words) -> Result<()> {
    ensure!(!words.file.exists(), "{}: is there already", words.file.display());
    words.store.with(|ctx| async move {
        let copied = ctx.store.backup(&words.file).await;
        copied.with_context(|| words.file.display().to_string())
    })?;
    let bytes = std::fs::metadata(&words.file)?.len();
    Ok(writeln!(stdout(), "{}: {bytes} bytes", words.file.display())?)
}
