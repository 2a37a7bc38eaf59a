//! `callbook directory`: who is who in an account, taken from a table and printed as one.

use std::io::{Write, stdout};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};

use super::opened::{StoreWords, account};
use crate::ctx::Ctx;
use crate::directory::import::{self, Plan, Said};
use crate::directory::said::Fault;
use crate::resolve::Numbering;
use crate::serve::FIRST_ACCOUNT;
use crate::store::{AccountRow, ENTRIES_MAX, EntryAsk, EntryKind, PAGE_ROWS_MAX};

/// The most faults that are printed.
const FAULTS_TOLD_MAX: usize = 20;

#[derive(Args)]
pub(super) struct Words {
    #[command(subcommand)]
    deed: Deed,
    /// Whose directory.
    #[arg(long, value_name = "NAME", default_value = FIRST_ACCOUNT, global = true)]
    account: String,
    #[command(flatten)]
    store: StoreWords,
}

#[derive(Subcommand)]
enum Deed {
    /// Take entries from a file; a field that it has no column for stays, an empty cell takes away.
    ///
    /// A CSV file begins with a line of column names: kind and key, and any of name, numbers, extensions, email, team, queue,
    /// menu, line, scope, wrapup, wrapup_limit_s, aliases, ids. Lists are separated by `;`, an alias that only one source says is `source=word`, an id
    /// `system=id`. A JSON file is `{"entries": [{"kind": …, "key": …}]}`. Of more than 10,000 entries each ten thousand are
    /// taken whole or not at all; the same file can be taken again.
    Import {
        /// A file whose name ends in .csv or .json.
        file: PathBuf,
        /// Only say what would change.
        #[arg(long)]
        dry_run: bool,
    },
    /// Print the entries of one kind, by key.
    List {
        /// user, team, line, queue, menu, trunk or contact.
        #[arg(value_parser = EntryKind::read)]
        kind: EntryKind,
    },
}

pub(super) fn run(words: Words) -> Result<()> {
    let Words { deed, account: name, store } = words;
    store.with(|ctx| async move {
        let account = account(&ctx, &name).await?;
        match deed {
            Deed::Import { file, dry_run } => take(&ctx, &account, &read(&file)?, dry_run).await,
            Deed::List { kind } => list(&ctx, &account, kind).await,
        }
    })
}

fn read(file: &PathBuf) -> Result<Vec<Said>> {
    let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    let is = |ending: &str| file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ending));
    let said = if is("csv") {
        import::of_csv(&bytes)
    } else if is("json") {
        import::of_json(serde_json::from_slice(&bytes).with_context(|| file.display().to_string())?)
    } else {
        bail!("{}: expected a name that ends in .csv or .json", file.display());
    };
    said.map_err(|Fault { field, says }| anyhow::anyhow!("{}: {field}: {says}", file.display()))
}

async fn take(ctx: &Ctx, account: &AccountRow, all: &[Said], dry_run: bool) -> Result<()> {
    let numbering = Numbering::from(account);
    let (mut new, mut changed, mut unchanged) = (0, 0, 0);
    // What a dry run does not write is not in the store when the next ones are looked at.
    let mut earlier = import::Keys::new();
    for some in all.chunks(ENTRIES_MAX) {
        let plan = import::plan(ctx, &account.account, &numbering, some.to_vec(), &earlier).await?;
        earlier.extend(some.iter().map(|one| (one.kind, one.key.clone())));
        if dry_run {
            print(&plan)?;
        }
        refuse(&plan)?;
        if !dry_run {
            ctx.store.put_entries(&account.account, plan.puts, ctx.clock.now()).await?;
        }
        (new, changed, unchanged) = (new + plan.new, changed + plan.changed, unchanged + plan.unchanged);
    }
    let would = if dry_run { "; nothing was written" } else { "" };
    writeln!(stdout(), "{new} new, {changed} changed, {unchanged} unchanged{would}")?;
    Ok(())
}

/// One line a change: `user ann name: Ann (was A. Mori)`.
fn print(plan: &Plan) -> Result<()> {
    let mut out = stdout().lock();
    for (kind, key, fields) in &plan.changes {
        for (field, [now, before]) in fields {
            let was = if before.is_null() { String::new() } else { format!(" (was {before})") };
            writeln!(out, "{} {key} {field}: {now}{was}", kind.word())?;
        }
    }
    Ok(())
}

fn refuse(plan: &Plan) -> Result<()> {
    let Some(more) = plan.refused.len().checked_sub(1) else { return Ok(()) };
    let each =
        plan.refused.iter().take(FAULTS_TOLD_MAX).map(|(place, fault)| format!("{place}: {}: {}", fault.field, fault.says));
    let each: Vec<_> = each.collect();
    let rest =
        if more >= FAULTS_TOLD_MAX { format!("\nand {} more", plan.refused.len() - FAULTS_TOLD_MAX) } else { String::new() };
    bail!("nothing of these entries was taken:\n{}{rest}", each.join("\n"))
}

async fn list(ctx: &Ctx, account: &AccountRow, kind: EntryKind) -> Result<()> {
    let mut after = None;
    loop {
        let rows = ctx.store.entries(&account.account, EntryAsk { after, ..EntryAsk::of(kind, PAGE_ROWS_MAX) }).await?;
        let mut out = stdout().lock();
        for row in &rows {
            let name = row.settings.name.as_deref().unwrap_or("-");
            let numbers = [&row.settings.extensions[..], &row.settings.numbers[..]].concat().join(" ");
            writeln!(out, "{:<24} {name:<32} {numbers}", row.key)?;
        }
        match rows.last() {
            Some(last) if rows.len() == PAGE_ROWS_MAX => after = Some(last.key.clone()),
            _ => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::clock::{Clock, MachineClock};
    use crate::scratch::Scratch;

    #[tokio::test]
    async fn a_dry_run_of_many_knows_the_teams_of_those_before() {
        let folder = Scratch::new();
        let ctx = Ctx::new(crate::store::open(&folder.path().join("callbook.db")).unwrap(), Arc::new(MachineClock));
        let row = crate::api::accounts::blank("main", MachineClock.now());
        ctx.store.put_account(row.clone()).await.unwrap();
        let mut entries = vec![json!({"kind": "team", "key": "desk"})];
        entries.extend((0..ENTRIES_MAX).map(|no| json!({"kind": "user", "key": format!("u{no}"), "team": "desk"})));
        let all = import::of_json(json!({ "entries": entries })).unwrap();
        take(&ctx, &row, &all, true).await.unwrap();
        assert_eq!(ctx.store.entries("main", EntryAsk::of(EntryKind::User, 9)).await.unwrap(), [], "nothing was written");
        let other = import::of_json(json!({"entries": [{"kind": "user", "key": "ann", "team": "none"}]})).unwrap();
        assert!(take(&ctx, &row, &other, true).await.unwrap_err().to_string().contains("there is no team `none`"));
    }
}
