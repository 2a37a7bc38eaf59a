//! Presence as Server-Sent Events: the whole view first, then what changes of it.
//!
//! The bell only says that looking is worth while again: each event is what changed since this reader was sent the one before, so
//! that a slow reader misses states in between and never the last one. Nothing is held back for him.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::Stream;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc::{Sender, channel};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_stream::wrappers::ReceiverStream;
use utoipa::{IntoParams, ToSchema};

use super::{AgentShown, AsOf, QueueShown};
use crate::api::Api;
use crate::api::asked::Asked;
use crate::api::changes::{KEEP_ALIVE_S, Open, SEND_S_MAX, open};
use crate::api::door::{Onlooker, Visitor};
use crate::api::problem::{Answer, Problem};
use crate::presence::{Looked, Sight};

/// What all are told when the server stops.
const GOODBYE: &str = "the server stops: come back for the view as it is then";

/// What a browser says, which sends no header here.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PresenceWords {
    /// The token, for browsers. Queries are never logged by this server; see that no proxy before it logs them either.
    #[param(format = Password)]
    #[expect(dead_code, reason = "the door reads it, before the words are")]
    token: Option<String>,
}

/// What an event says: agents and queues that are other than before; of the first, all there are.
#[derive(Debug, Serialize, ToSchema)]
struct PresenceChange {
    /// Of which moment this is.
    as_of: AsOf,
    /// The agents, as they are now.
    agents: Vec<AgentShown>,
    /// The queues, as they are now.
    queues: Vec<QueueShown>,
    /// Users that are no longer shown.
    gone_agents: Vec<String>,
    /// Queues that are no longer shown.
    gone_queues: Vec<String>,
}

/// Presence as it changes, as Server-Sent Events.
///
/// The first event is called `view` and says everything: what was known before it counts no longer. Each later one is called
/// `changed` and says those agents and queues that are other than before, whole, and which are gone. Whoever comes back is told a
/// `view` again, and so there is nothing to resume. Who takes longer than 20 seconds to receive an event is dropped; when the server
/// stops, all are told `goodbye`.
#[utoipa::path(
    get, path = "/presence/events", operation_id = "followPresence", tag = "presence", params(PresenceWords),
    responses((status = 200, body = String, content_type = "text/event-stream"))
)]
pub(super) async fn get(
    State(api): State<Arc<Api>>,
    Onlooker(visitor): Onlooker,
    _words: Asked<PresenceWords>,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let open = open(&api)?;
    let (sender, receiver) = channel(1);
    let follower = Following {
        bell: api.ctx.store.bell(),
        closing: api.closing.clone(),
        api,
        visitor,
        looked: Looked::default(),
        _open: open,
    };
    tokio::spawn(feed(follower, sender));
    let events = ReceiverStream::new(receiver);
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(KEEP_ALIVE_S))))
}

/// Someone follows presence.
struct Following {
    api: Arc<Api>,
    visitor: Visitor,
    looked: Looked,
    bell: watch::Receiver<()>,
    closing: watch::Receiver<bool>,
    _open: Open,
}

/// What happens next.
enum Next {
    Seen(Box<Sight>),
    Goodbye,
}

impl Following {
    /// Waits until there is something to say.
    async fn next(&mut self) -> Answer<Next> {
        loop {
            if *self.closing.borrow() {
                return Ok(Next::Goodbye);
            }
            self.bell.mark_unchanged();
            let (mut sight, rest) = self.api.ctx.presences.follow(&self.visitor.account, self.looked).await?;
            self.looked = sight.looked;
            sight.view = super::seen_by(&self.api, &self.visitor, sight.view).await?;
            if sight.is_whole || !sight.view.is_empty() {
                self.visitor.stays(&self.api).await?;
                return Ok(Next::Seen(Box::new(sight)));
            }
            // At midnight today's figures begin anew, and nothing rings.
            let midnight = sight.day_ends.since(self.api.ctx.clock.now());
            let midnight = Duration::from_micros(u64::try_from(midnight).unwrap_or_default()) + Duration::from_millis(1);
            match rest {
                Some(rest) => tokio::select! { _ = self.closing.changed() => {}, () = sleep(rest) => {} },
                None => {
                    tokio::select! { _ = self.bell.changed() => {}, _ = self.closing.changed() => {}, () = sleep(midnight) => {} }
                }
            }
        }
    }
}

async fn feed(mut following: Following, sender: Sender<Result<Event, Infallible>>) {
    loop {
        let next = tokio::select! { next = following.next() => next, () = sender.closed() => return };
        let (event, is_last) = match next {
            Ok(Next::Seen(sight)) => (event(*sight), false),
            Ok(Next::Goodbye) => (Event::default().event("goodbye").data(GOODBYE), true),
            Err(problem) => (broken(&problem), true),
        };
        match timeout(Duration::from_secs(SEND_S_MAX), sender.send(Ok(event))).await {
            Ok(Ok(())) if !is_last => {}
            _ => return,
        }
    }
}

fn broken(problem: &Problem) -> Event {
    Event::default().event("broken").data(problem.detail())
}

fn event(sight: Sight) -> Event {
    let name = if sight.is_whole { "view" } else { "changed" };
    let change = PresenceChange {
        as_of: AsOf::from(&sight),
        agents: sight.view.agents.into_iter().map(AgentShown::from).collect(),
        queues: sight.view.queues.into_iter().map(QueueShown::from).collect(),
        gone_agents: sight.view.gone_agents.into_iter().map(String::from).collect(),
        gone_queues: sight.view.gone_queues.into_iter().map(String::from).collect(),
    };
    // What is shown is texts and numbers; it always prints.
    Event::default().event(name).json_data(change).unwrap_or_default()
}
