//! What the store must have before the server starts: the first account, the configured sources, and a key to the door.
//!
//! What the configuration says is written over what was said otherwise; what it does not say is left alone. A source that was
//! taken out of the configuration is not removed.

use calls::Text;

use crate::api::accounts;
use crate::api::token::{self, Wanted};
use crate::config::Config;
use crate::ctx::Ctx;
use crate::directory::put_account;
use crate::store::{AccountRow, Result, Role, SourceRow, WRAPUP_LIMIT_S, Wrapup, text};

/// The name of the first account.
pub(crate) const FIRST_ACCOUNT: &str = "main";

/// Enters the first account and the configured sources.
pub(super) async fn enter(ctx: &Ctx, config: &Config) -> Result<()> {
    let is_new = account(ctx, config).await?;
    // The manual's own source is entered once, so that whoever removes it is not given it back.
    if config.is_own || is_new {
        sources(ctx, config).await?;
    }
    Ok(())
}

async fn account(ctx: &Ctx, config: &Config) -> Result<bool> {
    let known = ctx.store.accounts().await?.into_iter().find(|row| row.account == FIRST_ACCOUNT);
    let is_new = known.is_none();
    let before = known.clone();
    let mut row = known.unwrap_or_else(|| accounts::blank(FIRST_ACCOUNT, ctx.clock.now()));
    said(&mut row, config);
    match before {
        Some(before) if before == row => {}
        Some(before) => put_account(ctx, &before, row).await?,
        None => drop(ctx.store.put_account(row).await?),
    }
    Ok(is_new)
}

fn said(row: &mut AccountRow, config: &Config) {
    let account = &config.account;
    if let Some(region) = &account.region {
        row.region = Some(text(region));
    }
    if let Some(zone) = account.zone.iana_name().filter(|zone| *zone != "UTC") {
        row.zone = text(zone);
    }
    if let Some(prefix) = &account.outside_prefix {
        row.outside_prefix = Some(text(prefix));
    }
    if !account.own_numbers.is_empty() {
        row.own_numbers = account.own_numbers.iter().map(Text::new).collect();
    }
    if account.wrapup != Wrapup::default() {
        row.wrapup = account.wrapup;
    }
    if account.wrapup_limit_s != WRAPUP_LIMIT_S {
        row.wrapup_limit_s = account.wrapup_limit_s;
    }
}

async fn sources(ctx: &Ctx, config: &Config) -> Result<()> {
    let known = ctx.store.sources(Some(FIRST_ACCOUNT)).await?;
    for (name, settings) in &config.sources {
        let before = known.iter().find(|row| row.source == *name);
        if before.is_some_and(|row| row.settings == *settings) {
            continue;
        }
        let created_at = before.map_or_else(|| ctx.clock.now(), |row| row.created_at);
        let (account, source, settings) = (text(FIRST_ACCOUNT), text(name), settings.clone());
        ctx.store.put_source(SourceRow { account, source, settings, created_at, deleted_at: None }).await?;
    }
    Ok(())
}

/// A key to the door where nobody has one: an operator's token, told once.
pub(super) async fn key(ctx: &Ctx) -> Result<Option<String>> {
    for account in ctx.store.accounts().await? {
        if !ctx.store.tokens(&account.account).await?.is_empty() {
            return Ok(None);
        }
    }
    let wanted = Wanted::new(FIRST_ACCOUNT, "first start", Role::Operator);
    let (row, token) = token::draw(wanted, ctx.clock.now())?;
    ctx.store.put_token(row).await?;
    Ok(Some(token))
}
