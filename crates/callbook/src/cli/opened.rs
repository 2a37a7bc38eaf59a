//! The store that a command works on, opened beside a server that may be running.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::config::Config;
use crate::ctx::Ctx;
use crate::serve;
use crate::store::{self, AccountRow};

/// Which store.
#[derive(Args)]
pub(super) struct StoreWords {
    /// The store; without it, that of the configuration.
    #[arg(long, value_name = "FILE", global = true)]
    store: Option<PathBuf>,
    /// A configuration; without one, that of config.default.toml counts.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
}

impl StoreWords {
    /// Where it is.
    pub(super) fn file(&self) -> Result<PathBuf> {
        match &self.store {
            Some(file) => Ok(file.clone()),
            None => Ok(Config::read(self.config.as_deref())?.server.store),
        }
    }

    /// Opens the store, does the work, and closes it again.
    pub(super) fn with<T, F: Future<Output = Result<T>>>(&self, work: impl FnOnce(Ctx) -> F) -> Result<T> {
        let file = self.file()?;
        // Opening a store makes one, and an empty one under a misspelt name would look as if everything were lost.
        ensure!(
            file.exists(),
            "{}: there is no store; `callbook account new main` makes one with its first account",
            file.display()
        );
        opened(&file, work)
    }

    /// The same, with a store that is made if there is none.
    pub(super) fn with_new<T, F: Future<Output = Result<T>>>(&self, work: impl FnOnce(Ctx) -> F) -> Result<T> {
        opened(&self.file()?, work)
    }

    /// The store in that file.
    #[cfg(test)]
    pub(super) fn of(file: &Path) -> Self {
        Self { store: Some(file.to_owned()), config: None }
    }
}

fn opened<T, F: Future<Output = Result<T>>>(file: &Path, work: impl FnOnce(Ctx) -> F) -> Result<T> {
    runtime()?.block_on(async {
        let store = store::open(file).with_context(|| file.display().to_string())?;
        let ctx = serve::ctx(Arc::clone(&store));
        let done = work(ctx).await;
        store.close().await;
        done
    })
}

/// What async work runs on.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no threads to work on")
}

/// The account of that name.
pub(super) async fn account(ctx: &Ctx, name: &str) -> Result<AccountRow> {
    let accounts = ctx.store.accounts().await?;
    let known: Vec<String> = accounts.iter().map(|row| row.account.to_string()).collect();
    let row = accounts.into_iter().find(|row| row.account == name);
    row.with_context(|| {
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        format!("no account is called {name}; there are: {known}; `callbook account new {name}` enters it")
    })
}
