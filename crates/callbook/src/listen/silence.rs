//! Reports sources that say nothing for longer than is usual of them.
//!
//! Silence means that no byte came on any feed of the source, and that it told nothing over HTTP. An answer to our own
//! question whether the switch lives counts as a word: a manager connection is asked after 20 s, so that on it silence means a
//! dead link and not a quiet night, and a limit below 30 s would only tell of our own waiting. A followed file says nothing in
//! a quiet night: its limit is the operator's to choose.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use calls::Text;
use calls::moment::Moment;
use tokio::sync::watch;
use tokio::time::sleep;
use tracing::warn;

use crate::board::told_feeds;
use crate::ctx::Ctx;
use crate::store::{self, SourceRow, SourceTurn};

/// How often it looks.
const EVERY: Duration = Duration::from_secs(1);

/// What is remembered of a source.
pub(super) struct Heard {
    /// When it was last heard, or else since when we listen.
    at: Moment,
    silent: bool,
}

/// By account and source.
pub(super) type Memory = BTreeMap<(Text, Text), Heard>;

/// Looks until told to stop.
pub(super) async fn run(ctx: Ctx, mut stop: watch::Receiver<bool>) {
    let mut memory = Memory::new();
    while !*stop.borrow() {
        // A store that cannot be read or written is asked again: what was not told is still to be told.
        if let Err(error) = round(&ctx, &mut memory).await {
            warn!(%error, "silence cannot be told now");
        }
        tokio::select! {
            gone = stop.changed() => if gone.is_err() { return },
            () = sleep(EVERY) => {}
        }
    }
}

/// Looks once at every source.
pub(super) async fn round(ctx: &Ctx, memory: &mut Memory) -> store::Result<()> {
    let sources = ctx.store.sources(None).await?;
    let there: HashSet<(&Text, &Text)> = sources.iter().map(|row| (&row.account, &row.source)).collect();
    for (feed, _) in ctx.board.standings(None) {
        if told_feeds().any(|told| feed.2 == told) && !there.contains(&(&feed.0, &feed.1)) {
            ctx.board.wipe(&feed);
        }
    }
    ctx.board.forget_but(|account, source| there.contains(&(account, source)));
    memory.retain(|(account, source), _| there.contains(&(account, source)));
    for row in &sources {
        look(ctx, memory, row).await?;
    }
    Ok(())
}

async fn look(ctx: &Ctx, memory: &mut Memory, row: &SourceRow) -> store::Result<()> {
    let now = ctx.clock.now();
    let feeds: Vec<_> =
        ctx.board.standings(Some(&row.account)).into_iter().filter(|((_, of, _), _)| *of == row.source).collect();
    // What is only imported is not listened to. What tells its calls itself is on the board once it told one.
    if feeds.is_empty() && !row.settings.adapters.iter().any(|adapter| told_feeds().any(|told| adapter == told)) {
        return Ok(());
    }
    let name = (row.account.clone(), row.source.clone());
    let heard = memory.entry(name).or_insert(Heard { at: now, silent: false });
    let latest = feeds.iter().filter_map(|(_, standing)| standing.heard_at).max();
    heard.at = heard.at.max(latest.unwrap_or_default());
    let limit = row.settings.silence_s.map(|seconds| i64::from(seconds) * 1_000_000);
    let silent = limit.is_some_and(|limit| now.since(heard.at) > limit);
    if silent != heard.silent {
        let (turn, at) = if silent { (SourceTurn::Silent, now) } else { (SourceTurn::Heard, latest.unwrap_or(now)) };
        ctx.store.source_turned(&row.account, &row.source, turn, at).await?;
        heard.silent = silent;
        warn!(account = %row.account, source = %row.source, silent, "a source fell silent, or speaks again");
    }
    for (feed, standing) in feeds {
        let quiet = limit.is_some_and(|limit| now.since(standing.heard_at.unwrap_or(standing.since)) > limit);
        if quiet != standing.silent {
            ctx.board.chalk(&feed, now, |standing| standing.silent = quiet);
        }
    }
    Ok(())
}
