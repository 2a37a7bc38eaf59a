//! Telling: every change reaches everybody who asked for it, once it is durable, and in order.
//!
//! **What is promised.** Of one conversation a subscription is told every version that it asks for, in order and at least once,
//! with version and change number; what was told before may come again, under the same id. One conversation or one receiver that
//! is slow or dead delays nobody else. What was accepted by the store is told, whenever the server is killed.
//!
//! **How.** The change row is the outbox: nothing is queued beside it. Of each subscription that is switched on a [`lane`] reads
//! changes from its position on, sends (`target`), and writes what became of it. To add a kind of receiver: a folder here that
//! is a `Target`, its case in the store's `Receiver`, its arm in [`Deliverer::target`].

mod app;
mod compared;
mod joins;
mod lane;
mod notice;
mod owed;
mod stream;
mod target;
#[cfg(test)]
mod tests;
mod webhook;
mod wish;
mod writing;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tracing::{error, info, warn};
use uuid::Uuid;

use crate::ctx::Ctx;
use crate::manner::Manner;
use crate::outward::Sender;
use crate::store::{Receiver, SubscriptionRow, SubscriptionSettings};
use lane::{End, Lane};
use target::Target;

/// How often it is looked whether subscriptions are others now, if nobody says so.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How long before a lane that could not begin is begun again.
const AGAIN_AFTER: Duration = Duration::from_secs(1);
/// The longest that a lane may take to end.
const END_MAX: Duration = Duration::from_secs(8);
/// Deliveries that are over are looked through for old ones every so many looks.
const SWEEP_EVERY: u32 = 720;

/// Tells everybody.
pub(crate) struct Deliverer {
    ctx: Ctx,
    manner: Manner,
    sender: Arc<Sender>,
    running: HashMap<Uuid, Running>,
}

/// A lane that runs.
struct Running {
    /// What it was begun with: where this differs, it is begun anew.
    settings: SubscriptionSettings,
    turn: u64,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Deliverer {
    /// One that calls by this sender.
    pub(crate) fn new(ctx: Ctx, manner: Manner, sender: Sender) -> Self {
        Self { ctx, manner, sender: Arc::new(sender), running: HashMap::new() }
    }

    /// Tells until told to stop.
    pub(crate) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut looks = 0_u32;
        while !*stop.borrow() {
            match self.ctx.store.subscriptions(None).await {
                Ok(rows) => self.compare(rows).await,
                Err(error) => warn!(%error, "subscriptions cannot be read now"),
            }
            if looks.is_multiple_of(SWEEP_EVERY) {
                self.sweep().await;
            }
            looks = looks.wrapping_add(1);
            let ended = self.ended();
            tokio::select! {
                gone = stop.changed() => if gone.is_err() { break },
                () = self.ctx.outgoing.changed() => {}
                () = ended => {}
                () = sleep(LOOK_EVERY) => {}
            }
        }
        for one in self.running.values() {
            let _ = one.stop.send(true);
        }
        join_all(self.running.into_values().map(Running::end)).await;
    }

    /// Is ready when a lane has ended by itself, a moment later.
    fn ended(&self) -> impl Future<Output = ()> + use<> {
        let all: Vec<_> = self.running.values().map(|one| one.task.abort_handle()).collect();
        async move {
            loop {
                sleep(AGAIN_AFTER).await;
                if all.iter().any(tokio::task::AbortHandle::is_finished) {
                    return;
                }
            }
        }
    }

    async fn compare(&mut self, rows: Vec<SubscriptionRow>) {
        let wanted: HashMap<Uuid, SubscriptionRow> =
            rows.into_iter().filter(|row| row.off.is_none()).map(|row| (row.id, row)).collect();
        let is_stale = |id: &Uuid, one: &Running| {
            one.task.is_finished() || wanted.get(id).is_none_or(|row| row.settings != one.settings || row.turn != one.turn)
        };
        let stale: Vec<Uuid> = self.running.iter().filter(|(id, one)| is_stale(id, one)).map(|(id, _)| *id).collect();
        // All at once: one whose receiver hangs takes its time, and others wait to be begun.
        join_all(stale.iter().filter_map(|id| self.running.remove(id)).map(Running::end)).await;
        for (id, row) in wanted {
            if !self.running.contains_key(&id)
                && let Some(target) = self.target(&row)
            {
                let one = self.begin(row, target);
                self.running.insert(id, one);
            }
        }
    }

    /// What a subscription's receiver is. None if what is said of it makes no sense, which is checked where it is said.
    fn target(&self, row: &SubscriptionRow) -> Option<Arc<dyn Target>> {
        let sender = Arc::clone(&self.sender);
        let target = match row.kind {
            Receiver::Webhook => webhook::Webhook::of(row, sender, &self.ctx).map(shared),
            Receiver::Stream => stream::Stream::of(row, sender).map(shared),
            Receiver::App => app::App::of(row, self.ctx.clone()).map(shared),
        };
        match target {
            Ok(target) => Some(target),
            Err(says) => {
                error!(account = %row.account, subscription = %row.id, says, "a subscription cannot be told");
                None
            }
        }
    }

    fn begin(&self, row: SubscriptionRow, target: Arc<dyn Target>) -> Running {
        let (stop, stopped) = watch::channel(false);
        let (settings, turn) = (row.settings.clone(), row.turn);
        let (ctx, manner) = (self.ctx.clone(), self.manner.clone());
        let task = tokio::spawn(async move {
            let (account, id) = (row.account.clone(), row.id);
            let trials = ctx.outgoing.open(id);
            // The row may have moved on since it was read, by the lane before.
            match current(&ctx, row).await {
                Ok(Some(row)) => match Lane::open(ctx.clone(), row, target, manner).await {
                    Ok(lane) => {
                        info!(%account, subscription = %id, "telling");
                        if lane.run(trials, stopped).await == End::Stale {
                            info!(%account, subscription = %id, "the subscription is another now");
                        }
                    }
                    Err(error) => warn!(%account, subscription = %id, %error, "what is owed cannot be read now"),
                },
                Ok(None) => {}
                Err(error) => warn!(%account, subscription = %id, %error, "a subscription cannot be read now"),
            }
            ctx.outgoing.close(id);
        });
        Running { settings, turn, stop, task }
    }

    /// Drops deliveries that were taken long ago, dead ones that nobody tried again for long, and what removed subscriptions left.
    async fn sweep(&self) {
        let before = |days: u32| self.ctx.clock.now().plus(-i64::from(days) * 86_400_000_000);
        let (done_before, dead_before) = (before(self.manner.keep_days), before(self.manner.keep_dead_days));
        let Ok(accounts) = self.ctx.store.accounts().await else { return };
        for row in accounts {
            loop {
                match self.ctx.store.drop_old(&row.account, done_before, dead_before).await {
                    Ok(0) => break,
                    Ok(_) => {}
                    Err(error) => {
                        warn!(account = %row.account, %error, "old deliveries cannot be dropped now");
                        break;
                    }
                }
            }
        }
    }
}

fn shared(target: impl Target) -> Arc<dyn Target> {
    Arc::new(target)
}

async fn current(ctx: &Ctx, row: SubscriptionRow) -> crate::store::Result<Option<SubscriptionRow>> {
    let rows = ctx.store.subscriptions(Some(&row.account)).await?;
    Ok(rows.into_iter().find(|known| known.id == row.id && known.turn == row.turn && known.off.is_none()))
}

impl Running {
    async fn end(self) {
        let _ = self.stop.send(true);
        let mut task = self.task;
        if timeout(END_MAX, &mut task).await.is_err() {
            task.abort();
        }
    }
}
