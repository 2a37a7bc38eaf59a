//! `callbook app install|list|log|remove`: the apps of an account, beside a server that may be running and notices within seconds.

use std::io::{Write, stdout};
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, ensure};
use calls::Text;
use clap::Args;

use super::read;
use crate::apps::Package;
use crate::cli::opened::{StoreWords, account};
use crate::cli::table::clean;
use crate::ctx::Ctx;
use crate::serve::FIRST_ACCOUNT;
use crate::store::{NAME_WANTED, Put, is_name};

/// Whose apps, and where they are kept.
#[derive(Args)]
pub(super) struct Place {
    /// Whose apps are installed, listed or removed.
    #[arg(long, value_name = "NAME", default_value = FIRST_ACCOUNT, global = true)]
    account: String,
    #[command(flatten)]
    store: StoreWords,
}

#[derive(Args)]
pub(super) struct Install {
    /// The folder of the app, or a zip file of it.
    app: PathBuf,
    /// What it is called from then on; one of this name is replaced.
    #[arg(long)]
    name: String,
    /// What it is given, as a JSON object; without it, what it was given before stays.
    #[arg(long, value_name = "FILE")]
    iparams: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct Log {
    /// The name of the app.
    name: String,
    /// So many lines, the latest.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=500))]
    lines: u16,
}

pub(super) fn install(words: &Install, place: &Place) -> Result<()> {
    ensure!(is_name(&words.name), "--name: {NAME_WANTED}");
    let package = Package::packed(&words.app).map_err(|says| anyhow!("{}: {says}", words.app.display()))?;
    let iparams = words.iparams.as_ref().map(|file| read(file)).transpose()?;
    let iparams = iparams.map(|text| serde_json::from_slice::<serde_json::Value>(&text)).transpose().context("--iparams")?;
    ensure!(iparams.as_ref().is_none_or(serde_json::Value::is_object), "--iparams: expected a JSON object");
    place.store.with(async |ctx| {
        let of = account(&ctx, &place.account).await?.account;
        let done = ctx.installed.install(&of, &words.name, package, iparams.map(|given| given.to_string())).await?;
        let mut out = stdout();
        let what = if done.put == Put::New { "installed" } else { "put in place of the one before" };
        writeln!(out, "{} {what}, version {}", done.row.app, done.row.version)?;
        for warning in &done.warnings {
            writeln!(out, "warning: {warning}")?;
        }
        Ok(())
    })
}

pub(super) fn list(place: &Place) -> Result<()> {
    place.store.with(async |ctx| {
        let of = account(&ctx, &place.account).await?.account;
        let subscriptions = ctx.store.subscriptions(Some(&of)).await?;
        let mut out = stdout();
        for row in ctx.store.apps(Some(&of)).await? {
            let own = subscriptions.iter().find(|known| known.id == row.subscription);
            let off = own.and_then(|own| own.off.as_ref()).map(|why| format!("  off: {}", clean(why))).unwrap_or_default();
            writeln!(out, "{}  version {}  installed {}{off}", row.app, row.version, row.installed_at)?;
        }
        Ok(())
    })
}

pub(super) fn log(words: &Log, place: &Place) -> Result<()> {
    place.store.with(async |ctx| {
        let of = account(&ctx, &place.account).await?.account;
        there(&ctx, &of, &words.name).await?;
        let mut lines = ctx.store.app_lines(&of, &words.name, None, usize::from(words.lines)).await?;
        lines.reverse();
        let mut out = stdout();
        for line in lines {
            for text in line.text.split('\n') {
                writeln!(out, "{}  {:<5} {}", line.at, line.level, clean(text))?;
            }
        }
        Ok(())
    })
}

pub(super) fn remove(name: &str, place: &Place) -> Result<()> {
    place.store.with(async |ctx| {
        let of = account(&ctx, &place.account).await?.account;
        there(&ctx, &of, name).await?;
        ctx.installed.remove(&of, name).await?;
        writeln!(stdout(), "{name} is removed")?;
        Ok(())
    })
}

async fn there(ctx: &Ctx, account: &Text, app: &str) -> Result<()> {
    let known: Vec<String> = ctx.store.apps(Some(account)).await?.iter().map(|row| row.app.to_string()).collect();
    let all = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    ensure!(known.iter().any(|name| name == app), "no app is called {app}; there are: {all}");
    Ok(())
}
