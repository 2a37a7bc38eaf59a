//! What is kept no longer than an account wants it: conversations that began too long ago are erased (rule N25); and raw input of what
//! was erased, by whomever, is removed.
//!
//! It has a task of its own, since there may be a day's work where somebody wants a year gone. It must never remove raw input that a call
//! which goes on may need after a restart.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use calls::Text;
use calls::moment::Moment;
use tokio::sync::watch;
use tokio::time::sleep;
use tracing::{info, warn};

use super::sweep::accounts;
use crate::ctx::Ctx;
use crate::media::house;
use crate::raw;
use crate::store::{HOUR, RawHour, Result, days_before};

/// How often it looks.
const EVERY: Duration = Duration::from_secs(3_600);
/// A call that goes on may need raw input of so long before it began: its clock is the phone system's.
const MARGIN: i64 = 600 * 1_000_000;

/// Looks every so often until told to stop.
pub(super) async fn run(ctx: Ctx, raw: raw::Keeper, mut stop: watch::Receiver<bool>) {
    loop {
        let round = async {
            outlive(&ctx).await;
            remove_raw(&ctx, &raw).await;
            sleep(EVERY).await;
        };
        tokio::select! {
            // Nothing is half done wherever a round ends.
            gone = stop.changed() => if gone.is_err() || *stop.borrow() { return },
            () = round => {}
        }
    }
}

/// Erases the conversations of every account that began longer ago than it wants them kept.
pub(super) async fn outlive(ctx: &Ctx) {
    for row in accounts(ctx, "what was kept for long enough is erased later").await {
        let (account, now) = (&row.account, ctx.clock.now());
        let Some(days) = row.retention.conversations_d else { continue };
        match ctx.store.erase_before(account, days_before(now, days), house(), now).await {
            Ok(outlived) => {
                if outlived.erased > 0 {
                    info!(%account, erased = outlived.erased, days, "conversations that were kept for long enough");
                }
                if outlived.left > 0 {
                    warn!(%account, left = outlived.left, "conversations that are too old cannot be read, and stay");
                }
            }
            Err(error) => warn!(%account, %error, "what was kept for long enough is erased later"),
        }
    }
}

/// Removes raw input of what was erased.
pub(super) async fn remove_raw(ctx: &Ctx, raw: &raw::Keeper) {
    for row in accounts(ctx, "raw input of what was erased is removed later").await {
        if let Err(error) = remove_of(ctx, raw, &row.account).await {
            warn!(account = %row.account, %error, "raw input of what was erased is removed later");
        }
    }
}

async fn remove_of(ctx: &Ctx, raw: &raw::Keeper, account: &Text) -> Result<()> {
    let mut by_source: BTreeMap<Text, BTreeSet<i64>> = BTreeMap::new();
    for RawHour { source, hour } in ctx.store.raw_to_go(account).await? {
        by_source.entry(source).or_default().insert(hour);
    }
    for (source, mut hours) in by_source {
        let oldest = ctx.store.oldest_open(account, &source).await?;
        let until = needed_from(ctx.clock.now(), oldest);
        hours.retain(|hour| *hour < until);
        if hours.is_empty() {
            continue;
        }
        let (keeper, of, gone) = (raw.clone(), (account.clone(), source.clone()), hours.clone());
        let removed = tokio::task::spawn_blocking(move || keeper.remove(&of.0, &of.1, &gone)).await;
        if !matches!(removed, Ok(true)) {
            continue;
        }
        let gone = hours.into_iter().map(|hour| RawHour { source: source.clone(), hour }).collect();
        ctx.store.raw_is_gone(account, gone).await?;
    }
    Ok(())
}

/// From which hour on raw input is still written, or may be read again for a call that goes on.
fn needed_from(now: Moment, oldest: Option<Moment>) -> i64 {
    let needed = oldest.map_or(now, |oldest| oldest.plus(-MARGIN)).min(now);
    needed.micros().div_euclid(HOUR)
}
