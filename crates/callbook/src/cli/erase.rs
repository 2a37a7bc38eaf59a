//! `callbook erase`: conversations that are gone for good, by their ids or by a number that took part (rule N25).

use std::io::{Write, stdout};

use anyhow::{Context, Result, bail, ensure};
use calls::Text;
use clap::Args;
use uuid::Uuid;

use super::opened::{StoreWords, account};
use crate::ctx::Ctx;
use crate::media::house;
use crate::resolve::Numbering;
use crate::store::{Clue, Erased, Erasing, Filter, PAGE_ROWS_MAX};

#[derive(Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub(super) struct Words {
    /// The account.
    #[arg(long, value_name = "NAME", default_value = "main")]
    account: String,
    /// Ids of conversations, or of anything in them.
    #[arg(value_name = "ID", group = "what")]
    ids: Vec<Uuid>,
    /// Every conversation in which this number took part, in any spelling; several times for several.
    #[arg(long, value_name = "NUMBER", group = "what")]
    number: Vec<String>,
    /// Print which they are, and erase none.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    store: StoreWords,
}

pub(super) fn run(words: &Words) -> Result<()> {
    words.store.with(|ctx| async move { erase(&ctx, words).await })
}

async fn erase(ctx: &Ctx, words: &Words) -> Result<()> {
    let row = account(ctx, &words.account).await?;
    let numbering = Numbering::from(&row);
    let mut ids = words.ids.clone();
    for number in &words.number {
        let spellings: Vec<Clue> = numbering.spellings(number).into_iter().map(Clue::Number).collect();
        ensure!(!spellings.is_empty(), "{number}: expected a number");
        let found = having(ctx, &row.account, spellings).await?;
        ids.extend(found);
    }
    ids.sort_unstable();
    ids.dedup();
    // What cannot be meant is told before anything is gone.
    let mut meant = Vec::new();
    for id in ids {
        let found = ctx.store.find(&row.account, id, None).await?;
        meant.push(found.with_context(|| format!("{id}: nothing has this id, or it was erased with its conversation"))?);
    }
    meant.sort_by_key(|found| found.conversation);
    meant.dedup_by_key(|found| found.conversation);
    let (mut erased, mut left) = (0, 0);
    let mut out = stdout().lock();
    for found in meant {
        let is_over = words.dry_run || one(ctx, &row.account, found.conversation).await?;
        erased += usize::from(is_over);
        left += usize::from(!is_over);
        let says = if is_over { "" } else { "  goes on, and is left" };
        writeln!(out, "{}{says}", found.conversation)?;
    }
    let goes_on = if left > 0 { format!(", {left} go on") } else { String::new() };
    match words.dry_run {
        true => writeln!(out, "{erased} conversations would be erased, if they are over")?,
        false => {
            writeln!(out, "{erased} conversations erased{goes_on}; a server at this store removes recordings and raw input")?
        }
    }
    Ok(())
}

/// Erases one. False if it goes on.
async fn one(ctx: &Ctx, account: &Text, id: Uuid) -> Result<bool> {
    let erasing = Erasing { account: account.clone(), id, by: house(), versions: None, at: ctx.clock.now() };
    match ctx.store.erase(erasing).await? {
        Erased::Done(..) => Ok(true),
        Erased::GoesOn => Ok(false),
        Erased::Unknown | Erased::Stale(_) => bail!("{id}: it is gone meanwhile"),
    }
}

/// The conversations that have one of these, deleted ones too.
async fn having(ctx: &Ctx, account: &str, clues: Vec<Clue>) -> Result<Vec<Uuid>> {
    let filter = Filter { clues: vec![clues], deleted: true, ..Filter::default() };
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = ctx.store.conversations(account, &filter, after, PAGE_ROWS_MAX).await?;
        ids.extend(page.rows.iter().map(|row| row.conversation));
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(ids),
        }
    }
}
