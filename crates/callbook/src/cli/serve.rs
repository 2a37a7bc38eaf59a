//! `callbook serve`: the server, until it is told to stop.

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

use super::opened::runtime;
use crate::config::Config;
use crate::raw::Keeper;
use crate::{serve, store};

#[derive(Args)]
pub(super) struct Words {
    /// A configuration; without one, that of config.default.toml counts.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn run(words: &Words) -> Result<()> {
    let config = Config::read(words.config.as_deref())?;
    serve::begin_logs(&config.server);
    runtime()?.block_on(until_stopped(&config))
}

async fn until_stopped(config: &Config) -> Result<()> {
    let file = &config.server.store;
    let store = store::open(file).with_context(|| file.display().to_string())?;
    let ctx = serve::ctx(Arc::clone(&store));
    // Asked for before anything is promised, so that no signal finds us without an answer.
    let (mut terminated, mut interrupted) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let raw = Keeper::new(config.server.raw_folder(), config.server.raw_days);
    let mut running = match serve::start(ctx, config, raw).await {
        Ok(running) => running,
        Err(error) => {
            store.close().await;
            return Err(error);
        }
    };
    welcome(&running, config.server.tls.is_some())?;
    tokio::select! {
        error = running.failed() => {
            store.close().await;
            return Err(error);
        }
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
    }
    running.stop().await;
    Ok(())
}

/// Says where the server answers, and, once in its life, the key to its door.
fn welcome(running: &serve::Running, tls: bool) -> Result<()> {
    let page = format!("{}://{}", if tls { "https" } else { "http" }, running.address);
    let at = format!("{page}/callbook/v1");
    let mut out = stdout().lock();
    writeln!(out, "Callbook answers at {at}; its manual is {at}/docs")?;
    match running.has_page {
        true => writeln!(out, "Its page is {page}/")?,
        false => writeln!(out, "It was built without its page; `./x build` builds both.")?,
    }
    if let Some(key) = &running.key {
        writeln!(out, "\nNobody has a token yet. This one is an operator's, and is told only now:\n\n    {key}\n")?;
        writeln!(out, "    curl -H 'Authorization: Bearer {key}' {at}/sources")?;
    }
    Ok(out.flush()?)
}
