//! Events that apps want to have later: looks every second which are due, and runs their handlers.
//!
//! At least once: an event is over in the store when its handler was run, however that ended. Those of one app happen one after
//! the other, and however many are due of it, others are not kept from theirs.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use calls::Text;
use calls::moment::Moment;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;
use tracing::warn;

use super::host::again;
use super::{Installed, Manner};
use crate::apps::Run;
use crate::store::{AppSchedule, Result};

/// The vendor's word for such an event.
pub(crate) const SCHEDULED: &str = "onScheduledEvent";
/// How often is looked.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Values that count no more are dropped every so many looks.
const SWEEP_EVERY: u32 = 600;
/// The most apps that are taken up at one look.
const DUE_MAX: usize = 100;

/// Looks until told to stop.
pub(crate) async fn run(installed: Arc<Installed>, mut stop: watch::Receiver<bool>) {
    let (mut busy, mut running) = (HashSet::<(Text, Text)>::new(), JoinSet::new());
    let mut looks = 0_u32;
    while !*stop.borrow() {
        let now = installed.clock.now();
        match installed.store.due_app_schedules(now, busy.iter().cloned().collect(), DUE_MAX).await {
            Ok(due) => {
                for row in due {
                    let app = (row.account.clone(), row.app.clone());
                    busy.insert(app.clone());
                    let installed = Arc::clone(&installed);
                    running.spawn(async move {
                        if let Err(error) = happen(&installed, row, now).await {
                            warn!(account = %app.0, app = %app.1, %error, "an event that an app waits for cannot happen now");
                        }
                        app
                    });
                }
            }
            Err(error) => warn!(%error, "events that apps wait for cannot be read now"),
        }
        if looks.is_multiple_of(SWEEP_EVERY)
            && let Err(error) = installed.store.drop_app_values(now).await
        {
            warn!(%error, "old values of apps cannot be dropped now");
        }
        looks = looks.wrapping_add(1);
        tokio::select! {
            gone = stop.changed() => if gone.is_err() { break },
            Some(done) = running.join_next() => if let Ok(app) = done { busy.remove(&app); },
            () = sleep(LOOK_EVERY) => {}
        }
    }
    // Whatever was running happens again after the next start.
}

/// Runs the handler, then writes when the event happens next, or that it is over. An app that changed it meanwhile has its way.
pub(super) async fn happen(installed: &Installed, row: AppSchedule, now: Moment) -> Result<()> {
    if let Some(one) = installed.find(&row.account, &row.app).await?
        && let Some(handler) = one.handler(SCHEDULED)
        && let Some(payload) = one.payload_of(SCHEDULED, now, &row.brings)
    {
        installed.run(&one, SCHEDULED, Run { handler, payload: payload.as_bytes() }, Manner::Queued).await;
    }
    let next = again(&row, now).map(|at| AppSchedule { at, ..row.clone() });
    installed.store.swap_app_schedule(Some(row), next).await?;
    Ok(())
}
