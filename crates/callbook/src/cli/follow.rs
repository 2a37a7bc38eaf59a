//! `callbook follow ADAPTER FILE --source NAME`: a growing file into the store, live, without a server.

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use calls::Text;
use calls::adapters::asterisk::CEL;
use clap::Args;
use clap::builder::PossibleValuesParser;
use tokio::signal::ctrl_c;
use tokio::sync::watch;

use super::import::{Into, enter};
use super::live::Live;
use crate::ctx::Ctx;
use crate::listen::{self, Feed, Recorder};
use crate::raw;
use crate::resolve::Numbering;

#[derive(Args)]
pub(super) struct Words {
    /// The adapter that understands the file.
    #[arg(value_parser = PossibleValuesParser::new([CEL.name]))]
    adapter: String,
    /// The file, which may still be to come.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    into: Into,
}

pub(super) fn run(words: &Words) -> Result<()> {
    words.into.store.with(|ctx| async move { follow(ctx, words).await })
}

async fn follow(ctx: Ctx, words: &Words) -> Result<()> {
    if words.adapter != CEL.name {
        bail!("{} tells no files that grow", words.adapter);
    }
    let (account, settings) = enter(&ctx, &CEL, &words.into).await?;
    let zone = crate::zone::of(&account.zone);
    let name = (account.account.clone(), Text::new(&words.into.source), Text::new_static(CEL.name));
    let (stop, stopped) = watch::channel(false);
    let (_numbering, numbering) = watch::channel(Numbering::from(&account));
    let mut live = Live::since_now(Arc::clone(&ctx.store), account.account.clone(), zone).await?;
    let recorder = Recorder::new(ctx.clone(), name.clone(), numbering, stopped.clone());
    // The file is its own raw input.
    let feed = Feed::new(ctx, raw::Keeper::new(PathBuf::new(), 0), name, (CEL.make)(&settings), recorder);
    let mut following = tokio::spawn(listen::follow(feed, words.file.clone(), stopped));
    let ended = loop {
        tokio::select! {
            end = &mut following => break end,
            asked = ctrl_c() => {
                asked.context("Ctrl-C cannot be heard")?;
                // What was read is recorded first.
                let _ = stop.send(true);
                break following.await;
            }
            news = live.news() => {
                news?;
                for line in live.lines() {
                    writeln!(stdout(), "{line}")?;
                }
            }
        }
    };
    ended.context("following failed")
}
