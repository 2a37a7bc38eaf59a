//! Makes the signals of one feed durable, however long the store takes.
//!
//! It must never give up on a signal that the store may take later, and never let a signal that it will not take cost
//! another one.

use std::sync::Arc;
use std::time::Duration;

use calls::presence::Stand;
use calls::signal::Signal;
use tokio::sync::watch;
use tokio::time::sleep;
use tracing::{error, warn};

use crate::board::FeedName;
use crate::counted;
use crate::ctx::Ctx;
use crate::resolve::Numbering;
use crate::store::{BATCH_SIGNALS_MAX, Batch, Mark, Mode, Seen, StoreError};

/// While the store cannot be written, the wait before the next try doubles from here …
const RETRY_MIN: Duration = Duration::from_millis(100);
/// … up to here.
const RETRY_MAX: Duration = Duration::from_secs(5);

/// We were told to stop before everything was durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stopped;

/// Records the signals of one feed.
pub(crate) struct Recorder {
    ctx: Ctx,
    name: FeedName,
    /// How the account writes numbers; it may change while the feed runs.
    numbering: watch::Receiver<Numbering>,
    stop: watch::Receiver<bool>,
}

impl Recorder {
    /// A recorder for one feed.
    pub(crate) fn new(ctx: Ctx, name: FeedName, numbering: watch::Receiver<Numbering>, stop: watch::Receiver<bool>) -> Self {
        Self { ctx, name, numbering, stop }
    }

    /// Makes signals durable, and with the last of them how far the feed is read.
    pub(crate) async fn record(&mut self, mut signals: Vec<Signal>, position: Option<String>) -> Result<(), Stopped> {
        let now = self.ctx.clock.now();
        for signal in &mut signals {
            signal.seen_at = Some(now);
        }
        let seen = self.resolve(&mut signals).await?;
        let mut mark = position.map(|position| Mark { source: self.name.1.clone(), feed: self.name.2.clone(), position });
        while signals.len() > BATCH_SIGNALS_MAX {
            let rest = signals.split_off(BATCH_SIGNALS_MAX);
            self.batch(std::mem::replace(&mut signals, rest), Vec::new(), None).await?;
        }
        if signals.is_empty() && mark.is_none() {
            return Ok(());
        }
        self.batch(signals, seen, mark.take()).await
    }

    /// Keeps what the phone system says of its agents.
    pub(crate) async fn stand(&mut self, stands: Vec<Stand>) -> Result<(), Stopped> {
        if stands.is_empty() {
            return Ok(());
        }
        let put = move |ctx: Ctx, (account, source, _): FeedName| {
            let stands = stands.clone();
            async move {
                match ctx.store.put_stands(&account, &source, stands).await {
                    // What is refused now is refused for ever; a list tells it again in other words.
                    Err(refusal @ StoreError::Refused { .. }) => {
                        error!(%account, %source, error = %refusal, "what was said of agents is refused");
                        Ok(())
                    }
                    put => put,
                }
            }
        };
        self.ask(put).await
    }

    /// Has the directory say who is who in these signals; gives back what it does not know.
    async fn resolve(&mut self, signals: &mut [Signal]) -> Result<Vec<Seen>, Stopped> {
        let mut wait = RETRY_MIN;
        loop {
            let numbering = self.numbering.borrow().clone();
            let error = match self.ctx.directories.resolve(&self.name.0, &numbering, signals).await {
                Ok(seen) => return Ok(seen),
                Err(error) => error,
            };
            warn!(account = %self.name.0, source = %self.name.1, %error, "waiting for the directory; nothing more is read meanwhile");
            self.wait(&mut wait).await?;
        }
    }

    /// One batch; where the store refuses it, each of its signals alone, so that a bad one costs itself only.
    async fn batch(&mut self, signals: Vec<Signal>, seen: Vec<Seen>, mark: Option<Mark>) -> Result<(), Stopped> {
        let signals: Arc<[Signal]> = signals.into();
        let Err(refusal) = self.commit(&signals, &seen, mark.clone()).await? else { return Ok(()) };
        let (account, source, feed) = &self.name;
        error!(%account, %source, %feed, error = %refusal, signals = signals.len(), "the store refuses a batch");
        for signal in &*signals {
            if let Err(refusal) = self.commit(&Arc::from([signal.clone()]), &[], None).await? {
                let (account, source, feed) = &self.name;
                counted::refused(feed);
                error!(%account, %source, %feed, error = %refusal, "a signal is refused and lost");
            }
        }
        if mark.is_some() && self.commit(&Arc::from([]), &seen, mark).await?.is_err() {
            error!(account = %self.name.0, source = %self.name.1, feed = %self.name.2, "the store refuses the position of a feed");
        }
        Ok(())
    }

    /// Tries until the store says yes or never.
    async fn commit(
        &mut self,
        signals: &Arc<[Signal]>,
        seen: &[Seen],
        mark: Option<Mark>,
    ) -> Result<Result<(), StoreError>, Stopped> {
        let mut wait = RETRY_MIN;
        loop {
            let at = self.ctx.clock.now();
            let batch = Batch {
                account: self.name.0.clone(),
                signals: Arc::clone(signals),
                seen: seen.to_vec(),
                mark: mark.clone(),
                mode: Mode::Live,
                at,
            };
            let error = match self.ctx.store.record(batch).await {
                Ok(recorded) => {
                    counted::recorded(&self.name.2, &recorded);
                    self.ctx.board.count(&self.name.0, &self.name.1, signals.len(), at);
                    return Ok(Ok(()));
                }
                Err(refusal @ StoreError::Refused { .. }) => return Ok(Err(refusal)),
                Err(error) => error,
            };
            let (account, source, feed) = &self.name;
            warn!(%account, %source, %feed, %error, "waiting for the store; nothing more is read meanwhile");
            self.wait(&mut wait).await?;
        }
    }

    /// Waits before the next try, and the next time longer.
    async fn wait(&mut self, wait: &mut Duration) -> Result<(), Stopped> {
        if !self.pause(*wait).await {
            return Err(Stopped);
        }
        *wait = (*wait * 2).min(RETRY_MAX);
        Ok(())
    }

    /// Waits; false if we were told to stop.
    pub(super) async fn pause(&mut self, wait: Duration) -> bool {
        if *self.stop.borrow() {
            return false;
        }
        tokio::select! {
            _ = self.stop.changed() => false,
            () = sleep(wait) => true,
        }
    }

    /// Asks the store something until it answers.
    pub(super) async fn ask<T, F>(&mut self, mut question: impl FnMut(Ctx, FeedName) -> F) -> Result<T, Stopped>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        let mut wait = RETRY_MIN;
        loop {
            match question(self.ctx.clone(), self.name.clone()).await {
                Ok(answer) => return Ok(answer),
                Err(error) => {
                    warn!(account = %self.name.0, source = %self.name.1, %error, "waiting for the store");
                }
            }
            self.wait(&mut wait).await?;
        }
    }
}
