//! `callbook account`: the accounts of a store, beside a server that may be running.

use std::io::{Write, stdout};

use anyhow::{Result, anyhow, bail};
use clap::{Args, Subcommand};

use super::opened::{StoreWords, account};
use crate::api::account as words;
use crate::api::accounts::{ACCOUNTS_MAX, blank};
use crate::ctx::Ctx;
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
}

pub(super) fn run(words: Words) -> Result<()> {
    let Words { deed, store } = words;
    store.with(async move |ctx| match deed {
        Deed::New { name, said } => enter(&ctx, &name, said).await,
        Deed::List => list(&ctx).await,
        Deed::Set { name, said } => {
            let row = account(&ctx, &name).await?;
            put(&ctx, row, said).await
        }
        Deed::Remove { name } => {
            let row = account(&ctx, &name).await?;
            ctx.store.put_account(AccountRow { deleted_at: Some(ctx.clock.now()), ..row }).await?;
            Ok(())
        }
    })
}

async fn enter(ctx: &Ctx, name: &str, said: Said) -> Result<()> {
    if !is_name(name) {
        bail!("{name}: {NAME_WANTED}");
    }
    let known = ctx.store.accounts().await?;
    if known.iter().any(|row| row.account == name) {
        bail!("an account is called {name} already");
    }
    if known.len() >= ACCOUNTS_MAX {
        bail!("there are {ACCOUNTS_MAX} accounts already");
    }
    put(ctx, blank(name, ctx.clock.now()), said).await
}

async fn put(ctx: &Ctx, mut row: AccountRow, said: Said) -> Result<()> {
    let wrong = |(key, says): words::AccountFault| anyhow!("--{}: {says}", key.replace('_', "-"));
    if let Some(region) = said.region {
        row.region = if region.is_empty() { None } else { Some(words::region(&region).map_err(wrong)?) };
    }
    if let Some(zone) = said.zone {
        row.zone = words::zone(&zone).map_err(wrong)?;
    }
    if let Some(prefix) = said.outside_prefix {
        row.outside_prefix = if prefix.is_empty() { None } else { Some(words::prefix(&prefix).map_err(wrong)?) };
    }
    if let Some(mut numbers) = said.own_numbers {
        numbers.retain(|number| !number.is_empty());
        row.own_numbers = words::own_numbers(&numbers).map_err(wrong)?;
    }
    ctx.store.put_account(row).await?;
    Ok(())
}

async fn list(ctx: &Ctx) -> Result<()> {
    let mut out = stdout().lock();
    for row in ctx.store.accounts().await? {
        let region = row.region.as_deref().unwrap_or("no region");
        let prefix = row.outside_prefix.map(|prefix| format!(", outside {prefix}")).unwrap_or_default();
        writeln!(out, "{}  {region}, {}{prefix}, {} numbers", row.account, row.zone, row.own_numbers.len())?;
    }
    Ok(())
}
