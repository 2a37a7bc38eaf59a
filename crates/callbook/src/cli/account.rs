//! `callbook account`: the accounts of a store, beside a server that may be running.

use std::io::{Write, stdout};

use anyhow::{Result, ensure};
use calls::Text;
use clap::{Args, Subcommand};

use super::opened::{StoreWords, account};
use crate::api::account as words;
use crate::api::accounts::{ACCOUNTS_MAX, blank};
use crate::clock::{Clock, MachineClock};
use crate::ctx::Ctx;
use crate::directory::put_account;
use crate::store::{AccountRow, NAME_WANTED, is_name};

#[derive(Args)]
pub(super) struct Words {
    #[command(subcommand)]
    deed: Deed,
    #[command(flatten)]
    store: StoreWords,
}

#[derive(Subcommand)]
enum Deed {
    /// Enter an account.
    New {
        /// Its name in addresses and tokens; it never changes.
        name: String,
        #[command(flatten)]
        said: Said,
    },
    /// Print all accounts.
    List,
    /// Change an account; what is not said stays.
    Set {
        /// Its name.
        name: String,
        #[command(flatten)]
        said: Said,
    },
    /// Remove an account: its tokens count no more. Its records stay in the store.
    Remove {
        /// Its name.
        name: String,
    },
}

#[derive(Args)]
struct Said {
    /// Where its numbers live, in ISO 3166 letters; an empty text undoes it.
    #[arg(long)]
    region: Option<String>,
    /// The IANA name of its time zone.
    #[arg(long)]
    zone: Option<String>,
    /// What is dialled before an outside number; an empty text undoes it.
    #[arg(long, value_name = "DIGITS")]
    outside_prefix: Option<String>,
    /// Numbers of its own, separated by commas; an empty text undoes them.
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',')]
    own_numbers: Option<Vec<String>>,
    /// Whether users are to say what came of a call once it ended: required or off.
    #[arg(long)]
    wrapup: Option<String>,
    /// For how many seconds after the end that is waited for.
    #[arg(long, value_name = "SECONDS")]
    wrapup_limit_s: Option<u32>,
    /// What prices are in where nothing else is told, in letters of ISO 4217.
    #[arg(long)]
    currency: Option<String>,
    /// Where it lives at Freshworks: US, EU, EUC, AUS or IND; an empty text undoes it.
    #[arg(long, value_name = "REGION")]
    freshworks_region: Option<String>,
    /// Its host at Freshworks, as acme.freshcaller.com; an empty text undoes it.
    #[arg(long, value_name = "HOST")]
    freshworks_domain: Option<String>,
    /// For how many days conversations are kept after they began; then they are erased for good. 0: for ever.
    #[arg(long, value_name = "DAYS")]
    retention_days: Option<u32>,
    /// For how many days the bytes of recordings are kept. 0: as long as the server keeps them, or their conversations are kept.
    #[arg(long, value_name = "DAYS")]
    recordings_retention_days: Option<u32>,
}

pub(super) fn run(words: Words) -> Result<()> {
    let Words { deed, store } = words;
    match deed {
        Deed::New { name, said } => {
            // What cannot be is told before a store is made for it.
            ensure!(is_name(&name), "{name}: {NAME_WANTED}");
            let row = say(blank(&name, MachineClock.now()), said)?;
            store.with_new(async move |ctx| enter(&ctx, row).await)
        }
        Deed::List => store.with(async move |ctx| list(&ctx).await),
        Deed::Set { name, said } => store.with(async move |ctx| {
            let before = account(&ctx, &name).await?;
            let row = say(before.clone(), said)?;
            Ok(put_account(&ctx, &before, row).await?)
        }),
        Deed::Remove { name } => store.with(async move |ctx| {
            let row = account(&ctx, &name).await?;
            ctx.store.put_account(AccountRow { deleted_at: Some(ctx.clock.now()), ..row }).await?;
            Ok(())
        }),
    }
}

async fn enter(ctx: &Ctx, row: AccountRow) -> Result<()> {
    let known = ctx.store.accounts().await?;
    ensure!(known.iter().all(|one| one.account != row.account), "an account is called {} already", row.account);
    ensure!(known.len() < ACCOUNTS_MAX, "there are {ACCOUNTS_MAX} accounts already");
    ctx.store.put_account(row).await?;
    Ok(())
}

/// Writes what was said into an account, or tells everything that is wrong with it.
fn say(mut row: AccountRow, said: Said) -> Result<AccountRow> {
    let mut wrong = Vec::new();
    let mut fault = |(key, says): words::AccountFault| wrong.push(format!("--{}: {says}", key.replace(['_', '.'], "-")));
    // An empty text undoes it.
    let or_none = |said: String, of: fn(&str) -> Result<Text, words::AccountFault>| {
        if said.is_empty() { Ok(None) } else { of(&said).map(Some) }
    };
    if let Some(region) = said.region {
        or_none(region, words::region).map_or_else(&mut fault, |region| row.region = region);
    }
    if let Some(zone) = said.zone {
        words::zone(&zone).map_or_else(&mut fault, |zone| row.zone = zone);
    }
    if let Some(prefix) = said.outside_prefix {
        or_none(prefix, words::prefix).map_or_else(&mut fault, |prefix| row.outside_prefix = prefix);
    }
    if let Some(mut numbers) = said.own_numbers {
        numbers.retain(|number| !number.is_empty());
        words::own_numbers(&numbers).map_or_else(&mut fault, |numbers| row.own_numbers = numbers);
    }
    if let Some(wrapup) = said.wrapup {
        words::wrapup(&wrapup).map_or_else(&mut fault, |wrapup| row.wrapup = wrapup);
    }
    if let Some(limit_s) = said.wrapup_limit_s {
        words::wrapup_limit_s(limit_s).map_or_else(&mut fault, |limit_s| row.wrapup_limit_s = limit_s);
    }
    for (key, said, kept) in [
        ("retention_days", said.retention_days, &mut row.retention.conversations_d),
        ("recordings_retention_days", said.recordings_retention_days, &mut row.retention.recordings_d),
    ] {
        if let Some(days) = said {
            words::retention_d(key, days).map_or_else(&mut fault, |days| *kept = days);
        }
    }
    if let Some(currency) = said.currency {
        words::currency(&currency).map_or_else(&mut fault, |currency| row.currency = currency);
    }
    let unless_empty = |said: String, of: fn(&str) -> Result<String, words::AccountFault>| {
        if said.is_empty() { Ok(None) } else { of(&said).map(Some) }
    };
    let at = &mut row.dialects.freshworks;
    if let Some(region) = said.freshworks_region {
        unless_empty(region, words::freshworks_region).map_or_else(&mut fault, |region| at.region = region);
    }
    if let Some(domain) = said.freshworks_domain {
        unless_empty(domain, words::freshworks_domain).map_or_else(&mut fault, |domain| at.domain = domain);
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(row)
}

async fn list(ctx: &Ctx) -> Result<()> {
    let mut out = stdout().lock();
    for row in ctx.store.accounts().await? {
        let region = row.region.as_deref().unwrap_or("no region");
        let prefix = row.outside_prefix.map(|prefix| format!(", outside {prefix}")).unwrap_or_default();
        let kept = row.retention.conversations_d.map(|days| format!(", kept {days} days")).unwrap_or_default();
        writeln!(out, "{}  {region}, {}{prefix}, {} numbers{kept}", row.account, row.zone, row.own_numbers.len())?;
    }
    Ok(())
}
