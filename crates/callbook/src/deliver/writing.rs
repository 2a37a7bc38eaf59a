//! What a lane writes, while it goes on: one thing at a time, in a task of its own.

use std::sync::Arc;

use tokio::task::JoinHandle;

use crate::ctx::Ctx;
use crate::store::{Result, Settling};

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
