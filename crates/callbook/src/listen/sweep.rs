//! The sweeper: gives up on calls whose end was lost, says which calls are past their time to be wrapped up and which were waited for
//! long enough, and removes raw input and refused requests that are too old. Time that passes is a signal too, and these are the ones who write it.
//!
//! No call stays open for ever: what has heard nothing for as long as the source's limits say is given up, by a signal that a
//! real one may still overrule (rule N19).

use std::collections::BTreeMap;
use std::time::Duration;

use calls::dialects::elma365;
use tokio::sync::watch;
use tokio::time::sleep;
use tracing::{debug, info, warn};

use crate::ctx::Ctx;
use crate::raw;
use crate::store::{AccountRow, Limits, SourceSettings};

/// How often it looks.
const EVERY: Duration = Duration::from_secs(5);
/// How often it looks for calls to give up: every so many times.
const GIVE_UP_EVERY: u32 = 12;
/// How often raw input is looked through: every so many times.
const RAW_EVERY: u32 = 720;
/// How often requests for calls are looked through: every so many times, which is once a day.
const FORGET_EVERY: u32 = 17_280;
/// A call that nobody answered is given up after two hours without a word: longer than anybody waits in a queue that
/// announces nothing.
pub(super) const RINGING_S: u32 = 2 * 3_600;
/// One that was answered, after a day: two who talk press no keys, so that nothing is heard of them in between.
pub(super) const TALKING_S: u32 = 24 * 3_600;

/// Sweeps until told to stop.
pub(super) async fn run(ctx: Ctx, raw: raw::Keeper, mut stop: watch::Receiver<bool>) {
    let mut rounds = 0_u32;
    while !*stop.borrow() {
        lapse(&ctx).await;
        stop_waiting(&ctx).await;
        if rounds.is_multiple_of(GIVE_UP_EVERY) {
            round(&ctx).await;
        }
        if rounds.is_multiple_of(RAW_EVERY) {
            let (raw, now) = (raw.clone(), ctx.clock.now());
            // A folder with many files takes its time; nobody waits for it.
            drop(tokio::task::spawn_blocking(move || raw.sweep(now)));
        }
        if rounds.is_multiple_of(FORGET_EVERY) {
            forget(&ctx).await;
        }
        rounds = rounds.wrapping_add(1);
        tokio::select! {
            gone = stop.changed() => if gone.is_err() { return },
            () = sleep(EVERY) => {}
        }
    }
}

/// All accounts; none where they cannot be read, so that what was to be done is done later.
pub(super) async fn accounts(ctx: &Ctx, later: &'static str) -> Vec<AccountRow> {
    ctx.store.accounts().await.unwrap_or_else(|error| {
        warn!(%error, "accounts cannot be read; {later}");
        Vec::new()
    })
}

/// Looks once at every account for calls whose time to be wrapped up is past (rule R17).
pub(super) async fn lapse(ctx: &Ctx) {
    for row in accounts(ctx, "calls are said to be wrapped up later").await {
        match ctx.store.lapse(&row.account, ctx.clock.now()).await {
            Ok(0) => {}
            Ok(lapsed) => debug!(account = %row.account, lapsed, "calls that nobody wrapped up in time"),
            Err(error) => warn!(account = %row.account, %error, "calls cannot be said to be wrapped up now"),
        }
    }
}

/// Forgets requests for calls that were refused long ago.
pub(super) async fn forget(ctx: &Ctx) {
    for row in accounts(ctx, "requests for calls are forgotten later").await {
        match ctx.store.forget_originations(&row.account, ctx.clock.now()).await {
            Ok(0) => {}
            Ok(forgotten) => debug!(account = %row.account, forgotten, "requests for calls that were refused long ago"),
            Err(error) => warn!(account = %row.account, %error, "requests for calls cannot be forgotten now"),
        }
    }
}

/// Looks once at every account that tells somebody of histories which wait for their recordings, for those that waited long enough
/// since then (rule E22).
pub(super) async fn stop_waiting(ctx: &Ctx) {
    let rows = match ctx.store.subscriptions(None).await {
        Ok(rows) => rows,
        Err(error) => return warn!(%error, "subscriptions cannot be read; histories wait longer for their recordings"),
    };
    let mut since = BTreeMap::new();
    for row in rows {
        if row.settings.dialect.as_ref().is_some_and(|dialect| dialect.name == elma365::DIALECT.name) {
            let first = since.entry(row.account).or_insert(row.created_at);
            *first = row.created_at.min(*first);
        }
    }
    for (account, since) in since {
        // The next look would be too late for those that wait until then.
        let (now, every) = (ctx.clock.now(), i64::try_from(EVERY.as_micros()).unwrap_or_default());
        match ctx.store.stop_waiting(&account, (since, now.plus(every)), now).await {
            Ok(0) => {}
            Ok(waited) => debug!(%account, waited, "histories that go without their recordings"),
            Err(error) => warn!(%account, %error, "histories cannot be told without their recordings now"),
        }
    }
}

/// Looks once at every source.
pub(super) async fn round(ctx: &Ctx) {
    let sources = match ctx.store.sources(None).await {
        Ok(sources) => sources,
        Err(error) => return warn!(%error, "sources cannot be read; calls are given up later"),
    };
    for row in sources {
        match ctx.store.give_up(&row.account, &row.source, limits(&row.settings), ctx.clock.now()).await {
            Ok(0) => {}
            Ok(given_up) => info!(account = %row.account, source = %row.source, given_up, "calls whose end was lost"),
            Err(error) => warn!(account = %row.account, source = %row.source, %error, "calls cannot be given up now"),
        }
    }
}

/// The limits of a source, or the usual ones.
pub(super) fn limits(settings: &SourceSettings) -> Limits {
    Limits {
        ringing_s: settings.give_up_ringing_s.unwrap_or(RINGING_S),
        talking_s: settings.give_up_talking_s.unwrap_or(TALKING_S),
    }
}
