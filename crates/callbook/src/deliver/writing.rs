//! What a lane writes, while it goes on: one thing at a time, in a task of its own; and how it waits where the store takes or gives
//! nothing.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::ctx::Ctx;
use crate::store::{Result, Settling};

/// The first wait, and the longest, where the store takes or gives nothing.
const WAITS: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// How long is waited for the store: longer each time.
#[derive(Debug)]
pub(super) struct Pause(Duration);

impl Default for Pause {
    fn default() -> Self {
        Self(WAITS.0)
    }
}

impl Pause {
    /// Waits.
    pub(super) async fn take(&mut self) {
        sleep(self.0).await;
        self.0 = (self.0 * 2).min(WAITS.1);
    }
}

/// Something is being written.
pub(super) type Written = JoinHandle<(Settling, Result<bool>)>;

/// Waits until what is being written is; for ever if nothing is.
pub(super) async fn written(writing: &mut Option<Written>) -> (Settling, Result<bool>) {
    match writing {
        // It is never aborted, and fails only as the whole program does.
        Some(writing) => match writing.await {
            Ok(written) => written,
            Err(_) => std::future::pending().await,
        },
        None => std::future::pending().await,
    }
}

/// Begins to write.
pub(super) fn settle(ctx: &Ctx, settling: Settling) -> Written {
    let store = Arc::clone(&ctx.store);
    tokio::spawn(async move {
        let done = store.settle(settling.clone()).await;
        (settling, done)
    })
}
