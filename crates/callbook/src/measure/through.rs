//! Signals through the whole store: each waiter hands in one signal, waits until it is durable, and hands in the next.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use calls::Text;
use calls::moment::Moment;

use super::call;
use crate::store::{
    AccountRow, Batch, CURRENCY, DialectSettings, Mode, Retention, Store, WRAPUP_LIMIT_S, Wrapup, open, open_uncounted,
};

/// The account that is measured.
pub(super) const ACCOUNT: &str = "measured";

/// What came of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Through {
    /// Signals a second.
    pub(crate) rate: f64,
    /// Signals in one commit, on average.
    pub(crate) group: f64,
}

/// Records so many calls, first to last, by so many that wait at once.
pub(crate) async fn through(file: &Path, waiting: u64, calls: std::ops::Range<u64>) -> Result<Through> {
    told(opened(file).await?, waiting, calls).await
}

/// How many signals a second are kept with figures, and without them.
pub(crate) async fn counted(file: &Path, other: &Path, waiting: u64, calls: std::ops::Range<u64>) -> Result<(f64, f64)> {
    let uncounted = entered(open_uncounted(other)?).await?;
    let without = told(uncounted, waiting, calls.clone()).await?.rate;
    Ok((told(opened(file).await?, waiting, calls).await?.rate, without))
}

async fn told(store: Arc<dyn Store>, waiting: u64, calls: std::ops::Range<u64>) -> Result<Through> {
    let told: Vec<Vec<_>> = (0..waiting)
        .map(|waiter| calls.clone().skip(waiter as usize).step_by(waiting as usize).flat_map(call).collect())
        .collect();
    let signals: usize = told.iter().map(Vec::len).sum();
    let begun = Instant::now();
    let mut waiters = tokio::task::JoinSet::new();
    for signals in told {
        let store = Arc::clone(&store);
        waiters.spawn(async move {
            let mut commits = 0.0;
            for signal in signals {
                let at = signal.at;
                let recorded = store.record(batch(vec![signal], Mode::Live, at)).await?;
                commits += 1.0 / recorded.shared.max(1) as f64;
            }
            anyhow::Ok(commits)
        });
    }
    let mut commits = 0.0;
    while let Some(done) = waiters.join_next().await {
        commits += done??;
    }
    let rate = signals as f64 / begun.elapsed().as_secs_f64();
    store.close().await;
    Ok(Through { rate, group: signals as f64 / commits })
}

/// Records so many calls in large batches, to have a store that holds much.
pub(crate) async fn fill(file: &Path, calls: std::ops::Range<u64>) -> Result<()> {
    const CALLS_AT_ONCE: usize = 500;
    let store = opened(file).await?;
    let numbers: Vec<u64> = calls.collect();
    for chunk in numbers.chunks(CALLS_AT_ONCE) {
        let signals: Vec<_> = chunk.iter().flat_map(|number| call(*number)).collect();
        let at = signals.last().map_or(Moment::default(), |signal| signal.at);
        store.record(batch(signals, Mode::Live, at)).await?;
    }
    store.close().await;
    Ok(())
}

/// A store with the account in it.
pub(super) async fn opened(file: &Path) -> Result<Arc<dyn Store>> {
    entered(open(file)?).await
}

async fn entered(store: Arc<dyn Store>) -> Result<Arc<dyn Store>> {
    let account = AccountRow {
        account: Text::new_static(ACCOUNT),
        region: None,
        zone: Text::new_static("UTC"),
        outside_prefix: None,
        own_numbers: Vec::new(),
        wrapup: Wrapup::default(),
        wrapup_limit_s: WRAPUP_LIMIT_S,
        currency: Text::new_static(CURRENCY),
        dialects: DialectSettings::default(),
        retention: Retention::default(),
        created_at: Moment::default(),
        deleted_at: None,
    };
    store.put_account(account).await?;
    Ok(store)
}

pub(super) fn batch(signals: Vec<calls::signal::Signal>, mode: Mode, at: Moment) -> Batch {
    Batch { account: Text::new_static(ACCOUNT), signals: signals.into(), seen: Vec::new(), mark: None, mode, at }
}
