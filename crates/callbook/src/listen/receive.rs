//! A feed that calls us: what was let in at the door is kept raw, decoded and recorded, and only then answered.
//!
//! Whatever waits is taken together, so that one commit answers many. While the store takes nothing, nothing more is taken:
//! what was decoded is recorded as soon as that can be, and whoever waits too long for it is told to send it again, which
//! makes a repeat. The slot is open only while this runs, so that a request is never taken by a feed that has not learnt again
//! what its predecessor knew.

use tokio::sync::{mpsc, watch};

use super::dial::position;
use super::feed::Feed;
use super::recorder::Stopped;
use super::restore;
use crate::board::Link;
use crate::inbox::{Posted, Way};
use crate::raw::{Kind, Piece};

/// The most requests that are taken in one turn.
const TURN_REQUESTS_MAX: usize = 512;

/// Takes requests until told to stop.
pub(super) async fn run(mut feed: Feed, way: Way, stop: watch::Receiver<bool>) {
    // Whoever was let in and was not recorded is told by the end of his waiting.
    let _ = take(&mut feed, way, stop).await;
    feed.ctx.inbox.close(&feed.name);
    feed.end();
}

async fn take(feed: &mut Feed, way: Way, mut stop: watch::Receiver<bool>) -> Result<(), Stopped> {
    restore::restore(feed).await?;
    link(feed, Kind::Connected).await?;
    feed.link(Link::Up);
    let mut queue = feed.ctx.inbox.open(&feed.name, way);
    loop {
        let first = tokio::select! {
            biased;
            _ = stop.changed() => None,
            first = queue.recv() => first,
        };
        let Some(first) = first else { break };
        turn(feed, first, &mut queue).await?;
    }
    // No more is let in; who was before is answered.
    feed.ctx.inbox.close(&feed.name);
    queue.close();
    while let Some(first) = queue.recv().await {
        turn(feed, first, &mut queue).await?;
    }
    link(feed, Kind::Closed).await
}

/// There is no link; but what is kept between a start and an end belongs together, for whoever reads it again.
async fn link(feed: &mut Feed, kind: Kind) -> Result<(), Stopped> {
    let at = feed.turn();
    let output = feed.take(&[Piece { kind, at, bytes: &[] }]);
    let position = position(feed, &output, at);
    feed.record(output, position).await
}

/// One turn: everything that waits.
async fn turn(feed: &mut Feed, first: Posted, queue: &mut mpsc::Receiver<Posted>) -> Result<(), Stopped> {
    let mut posted = vec![first];
    while posted.len() < TURN_REQUESTS_MAX
        && let Ok(more) = queue.try_recv()
    {
        posted.push(more);
    }
    let at = feed.turn();
    let pieces: Vec<_> = posted.iter().map(|one| Piece { kind: Kind::Request, at, bytes: one.line.as_bytes() }).collect();
    let output = feed.take(&pieces);
    let position = position(feed, &output, at);
    feed.record(output, position).await?;
    for one in posted {
        // Who does not wait any more sends it again.
        let _ = one.durable.send(());
    }
    Ok(())
}
