//! `callbook app`: apps without a server: run on their own test data, looked over, measured; and installed for one. And the
//! process that runs scripts.

use std::io::{Write, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use clap::{Args, Subcommand};

use crate::apps::{App, AppKey, Mode, Package, Pool, Settings};

mod installed;
mod measure;
mod run;
mod send;

#[derive(Args)]
pub(super) struct Words {
    #[command(subcommand)]
    deed: Deed,
    #[command(flatten)]
    place: installed::Place,
}

#[derive(Subcommand)]
enum Deed {
    /// Run an app's handlers on its own test data, without a server.
    Run(run::Words),
    /// Say what an app has, and what would keep it from being installed.
    Check {
        /// The folder of the app, or a zip file of it.
        app: PathBuf,
    },
    /// Install an app for an account, or put it in the place of the one of that name.
    Install(installed::Install),
    /// Print the apps of an account.
    List,
    /// Print what an app wrote.
    Log(installed::Log),
    /// Remove an app with everything it has.
    Remove {
        /// Its name.
        name: String,
    },
    /// Runs the scripts of apps for a server; it is started by one.
    #[command(hide = true)]
    Worker,
    /// Measure how many handlers run in a second.
    #[command(hide = true)]
    Measure(measure::Words),
}

pub(super) fn run(words: &Words) -> Result<()> {
    let place = &words.place;
    match &words.deed {
        Deed::Run(words) => run::run(words),
        Deed::Check { app } => check(app),
        Deed::Install(install) => installed::install(install, place),
        Deed::List => installed::list(place),
        Deed::Log(log) => installed::log(log, place),
        Deed::Remove { name } => installed::remove(name, place),
        Deed::Worker => crate::apps::worker(),
        Deed::Measure(words) => measure::run(words),
    }
}

/// An app from a folder or a zip file, as a test of nobody's installation.
fn opened(path: &Path) -> Result<(App, Package)> {
    let package = Package::open(path).map_err(|says| anyhow!("{}: {says}", path.display()))?;
    Ok((App::new(AppKey::new(&path.display().to_string()), Mode::Test, &package), package))
}

fn check(path: &Path) -> Result<()> {
    let (app, package) = opened(path)?;
    let pool = Pool::new(Settings { workers: 1, ..Settings::here()? });
    let exported =
        super::opened::runtime()?.block_on(pool.check(&app)).map_err(|says| anyhow!("{}: {says}", path.display()))?;
    let mut out = stdout();
    for (event, handler) in &package.manifest.events {
        writeln!(out, "event {event}: {handler}")?;
    }
    for name in &package.manifest.functions {
        writeln!(out, "function {name}")?;
    }
    for name in &package.manifest.requests {
        writeln!(out, "request {name}")?;
    }
    for name in package.iparams.iter().filter_map(serde_json::Value::as_object).flat_map(|named| named.keys()) {
        writeln!(out, "iparam {name}")?;
    }
    let missing = exported.missing.iter();
    let missing = missing.map(|name| format!("server/: {name} did not come along, and throws when it is used"));
    for warning in package.warnings.iter().cloned().chain(missing) {
        writeln!(out, "warning: {warning}")?;
    }
    Ok(())
}

/// A file that was named.
fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{}: expected a file", path.display()))
}
