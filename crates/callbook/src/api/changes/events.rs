//! Changes as Server-Sent Events: an event for each change, whose id is the cursor to resume from.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, StreamExt, stream};
use serde::Deserialize;
use tokio::sync::mpsc::{Sender, channel};
use tokio::time::timeout;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::IntoParams;
use uuid::Uuid;

use super::WishWords;
use super::follow::{Follower, GOODBYE, LAGGING, Next, SEND_S_MAX};
use crate::api::Api;
use crate::api::asked::Asked;
use crate::api::door;
use crate::api::problem::{Answer, Problem};

/// How often something is said where there is nothing to say, so that proxies keep the connection.
pub(in crate::api) const KEEP_ALIVE_S: u64 = 15;

/// Which changes. The words of [`WishWords`] stand here again, because a query is flat.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct FollowWords {
    /// Only changes after this cursor. `start` begins with the first there is; from now on if nothing is said.
    pub(super) after: Option<String>,
    /// Only these kinds, separated by commas: `new`, `changed`, `ended`, `merged`, `erased`, `source_silent`, `source_heard`,
    /// `subscription_off`;
    /// `corrected` and `imported` are told only if they are named here.
    pub(super) kind: Option<String>,
    /// Every kind, corrected and imported ones too.
    pub(super) all: Option<bool>,
    /// Only changes of this source.
    pub(super) source: Option<String>,
    /// Only changes of this conversation; any id ever told.
    pub(super) conversation: Option<Uuid>,
    /// Each change with the record as it was at that version.
    pub(super) record: Option<bool>,
    /// The token, for browsers, which send no header here. Queries are never logged by this server; see that no proxy before
    /// it logs them either.
    #[param(format = Password)]
    #[expect(dead_code, reason = "the door reads it, before the words are")]
    token: Option<String>,
}

impl FollowWords {
    /// The words without the token.
    pub(super) fn wish(self) -> WishWords {
        let Self { after, kind, all, source, conversation, record, token: _ } = self;
        WishWords { after, kind, all, source, conversation, record }
    }
}

/// Changes as they happen, as Server-Sent Events.
///
/// Each event's id is a cursor, its name the kind of the change, its text the change as `GET changes` gives it. Whoever comes
/// back with `Last-Event-ID` goes on from there. Who takes longer than 20 seconds to receive a change, or falls 10,000 changes
/// behind, is told `lagging` and dropped; when the server stops, all are told `goodbye`.
#[utoipa::path(
    get, path = "/changes/events", operation_id = "followChanges", tag = "changes",
    params(FollowWords, ("Last-Event-ID" = Option<String>, Header, description = "The cursor to resume from.")),
    responses((status = 200, body = String, content_type = "text/event-stream"))
)]
pub(super) async fn get(
    State(api): State<Arc<Api>>,
    door::Follower(visitor): door::Follower,
    Asked(words): Asked<FollowWords>,
    headers: HeaderMap,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let mut words = words.wish();
    if let Some(last) = headers.get("last-event-id") {
        let text = last.to_str().map_err(|_| Problem::field("Last-Event-ID", "expected a cursor"))?;
        words.after = Some(text.to_owned());
    }
    let follower = Follower::begin(api, visitor, &words).await?;
    let hello = Event::default().id(follower.cursor()).comment("from here on");
    // One event on its way and no more: a reader who does not read is noticed by it.
    let (sender, receiver) = channel(1);
    let late = Arc::new(AtomicBool::new(false));
    tokio::spawn(feed(follower, sender, Arc::clone(&late)));
    let farewell = stream::once(async move { late.load(Ordering::Relaxed).then(lagging) });
    let events = stream::once(async { hello }).chain(ReceiverStream::new(receiver));
    let events = events.chain(farewell.filter_map(|event| async { event })).map(Ok);
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(KEEP_ALIVE_S))))
}

fn lagging() -> Event {
    Event::default().event("lagging").data(LAGGING)
}

async fn feed(mut follower: Follower, sender: Sender<Event>, late: Arc<AtomicBool>) {
    loop {
        let next = tokio::select! { next = follower.next() => next, () = sender.closed() => return };
        let (event, is_last) = match next {
            Ok(Next::Change(change)) => (event(&change), false),
            Ok(Next::Lagging) => (lagging(), true),
            Ok(Next::Goodbye) => (Event::default().event("goodbye").data(GOODBYE), true),
            Err(problem) => (Event::default().event("broken").data(problem.detail()), true),
        };
        match timeout(Duration::from_secs(SEND_S_MAX), sender.send(event)).await {
            Ok(Ok(())) if !is_last => {}
            Ok(_) => return,
            Err(_) => {
                late.store(true, Ordering::Relaxed);
                return;
            }
        }
    }
}

fn event(change: &super::Change) -> Event {
    let event = Event::default().id(&change.cursor).event(change.kind);
    // A change is texts and printed JSON; it always prints.
    event.json_data(change).unwrap_or_default()
}
