//! `callbook refold`: every conversation folded again from its signals, and only what differs told, as `corrected`.

use std::io::{Write, stdout};

use anyhow::{Context, Result};
use calls::moment::Moment;
use clap::Args;

use super::opened::{StoreWords, account};

#[derive(Args)]
pub(super) struct Words {
    /// The account.
    #[arg(long, value_name = "NAME", default_value = "main")]
    account: String,
    /// Only conversations that began then or later, as in 2026-01-05T00:00:00Z.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    from: Option<Moment>,
    /// Only conversations that began before then.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    until: Option<Moment>,
    #[command(flatten)]
    store: StoreWords,
}

fn moment(text: &str) -> Result<Moment, String> {
    Moment::from_rfc3339(text).ok_or_else(|| "expected a time such as 2026-01-05T00:00:00Z".to_owned())
}

pub(super) fn run(words: &Words) -> Result<()> {
    let refolded = words.store.with(|ctx| async move {
        account(&ctx, &words.account).await?;
        let refolded = ctx.store.refold(&words.account, words.from, words.until, ctx.clock.now()).await;
        refolded.context("the rebuild stopped; what it corrected until then stays")
    })?;
    let (all, corrected) = (refolded.conversations, refolded.corrected);
    Ok(writeln!(stdout(), "{all} conversations folded again, {corrected} of them corrected")?)
}
