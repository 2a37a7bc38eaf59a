//! `callbook follow ADAPTER FILE --source NAME`: a growing file into the store, live, without a server.

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use calls::Text;
use calls::adapters::asterisk::CEL;
use clap::Args;
use clap::builder::PossibleValuesParser;
use jiff::tz::TimeZone;
use tokio::runtime::Runtime;
use tokio::signal::ctrl_c;
use tokio::sync::watch;

use super::import::{Into, enter, open};
use super::live::Live;
use crate::board::Board;
use crate::clock::MachineClock;
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
    Runtime::new()?.block_on(async {
        let store = open(&words.into.store)?;
        let ctx = Ctx { store: Arc::clone(&store), clock: Arc::new(MachineClock), board: Arc::new(Board::default()) };
        let done = follow(ctx, words).await;
        store.close().await;
        done
    })
}

async fn follow(ctx: Ctx, words: &Words) -> Result<()> {
    if words.adapter != CEL.name {
        bail!("{} tells no files that grow", words.adapter);
    }
    let (account, settings) = enter(&*ctx.store, &CEL, &words.into).await?;
    let zone = TimeZone::get(&account.zone).unwrap_or(TimeZone::UTC);
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
