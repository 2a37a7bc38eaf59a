//! Changes over a WebSocket: a message for each change.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::response::{IntoResponse, Response};
use tokio::time::{Instant, interval_at, timeout};

use super::WishWords;
use super::events::FollowWords;
use super::follow::{Follower, GOODBYE, LAGGING, Next, SEND_S_MAX};
use crate::api::Api;
use crate::api::asked::{self, Asked};
use crate::api::door::{self, Visitor};
use crate::api::problem::{Answer, Kind, Problem};

/// The most bytes of a message from a follower.
const MESSAGE_BYTES_MAX: usize = 4_096;
/// What one socket holds back for reading and for writing.
const BUFFER_BYTES: usize = 4_096;
/// The most bytes that one socket holds back for writing: the largest change with its record.
const WRITE_BYTES_MAX: usize = 32 << 20;
/// How long the first message is waited for, in seconds.
const FIRST_S_MAX: u64 = 10;
/// How often a follower is asked whether he is there, in seconds. Who was not heard between two askings is gone.
const PING_S: u64 = 20;
/// The longest that a farewell may take, in seconds. Who reads slowly is told at the end of what is on its way to him already.
const FAREWELL_S_MAX: u64 = 2;
const SLOW_FAREWELL_S_MAX: u64 = SEND_S_MAX;

/// Changes as they happen, over a WebSocket.
///
/// If the query says nothing but the token, the first message must say what is wanted, as JSON with the keys of the query:
/// `{"after": "start", "kind": "ended"}`. Each change is one text message, as `GET changes` gives it, whose `cursor` is where
/// to resume. Who takes longer than 20 seconds to receive a change, or falls 10,000 changes behind, is closed with code 1013;
/// when the server stops, all are closed as going away; words that cannot be understood close with 1008.
#[utoipa::path(
    get, path = "/changes/socket", operation_id = "openSocket", tag = "changes", params(FollowWords),
    responses((status = 101, description = "The socket is open."))
)]
pub(super) async fn get(
    State(api): State<Arc<Api>>,
    door::Follower(visitor): door::Follower,
    Asked(words): Asked<FollowWords>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Answer<Response> {
    let upgrade = upgrade.map_err(|refused| match refused {
        WebSocketUpgradeRejection::MethodNotGet(_) => Problem::new(Kind::Method, "a socket is opened with GET"),
        refused => Problem::new(Kind::Invalid, refused.body_text()),
    })?;
    let upgrade = upgrade
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(BUFFER_BYTES)
        .max_write_buffer_size(WRITE_BYTES_MAX)
        .max_message_size(MESSAGE_BYTES_MAX)
        .max_frame_size(MESSAGE_BYTES_MAX);
    let words = words.wish();
    // What the query says is judged before the socket is open, where a refusal can still be an answer.
    let follower = match says_nothing(&words) {
        true => None,
        false => Some(Follower::begin(Arc::clone(&api), visitor.clone(), &words).await?),
    };
    Ok(upgrade.on_upgrade(move |socket| serve(socket, api, visitor, follower)).into_response())
}

fn says_nothing(words: &WishWords) -> bool {
    let WishWords { after, kind, all, source, conversation, record } = words;
    after.is_none() && kind.is_none() && all.is_none() && source.is_none() && conversation.is_none() && record.is_none()
}

async fn serve(mut socket: WebSocket, api: Arc<Api>, visitor: Visitor, follower: Option<Follower>) {
    let follower = match follower {
        Some(follower) => Ok(follower),
        None => introduced(&mut socket, api, visitor).await,
    };
    let (code, reason) = match follower {
        Ok(follower) => match follow(&mut socket, follower).await {
            Some(farewell) => farewell,
            None => return,
        },
        Err(problem) => (close_code::POLICY, problem.detail().to_owned()),
    };
    let frame = CloseFrame { code, reason: shortened(&reason).into() };
    let farewell = async {
        socket.send(Message::Close(Some(frame))).await.ok()?;
        // Closing is done when he closes too.
        while let Some(Ok(_)) = socket.recv().await {}
        Some(())
    };
    let longest = if code == close_code::AGAIN { SLOW_FAREWELL_S_MAX } else { FAREWELL_S_MAX };
    let _ = timeout(Duration::from_secs(longest), farewell).await;
}

/// The reason of a close frame has at most 123 bytes.
fn shortened(reason: &str) -> String {
    let mut short = String::new();
    for c in reason.chars() {
        if short.len() + c.len_utf8() > 120 {
            break;
        }
        short.push(c);
    }
    short
}

/// What the first message asks for.
async fn introduced(socket: &mut WebSocket, api: Arc<Api>, visitor: Visitor) -> Answer<Follower> {
    let expected =
        || Problem::new(Kind::Invalid, "expected a first message that says what is wanted, as {\"after\": \"start\"}");
    let first = async {
        loop {
            match socket.recv().await {
                Some(Ok(Message::Text(text))) => return asked::json::<WishWords>(text.as_bytes()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                _ => return Err(expected()),
            }
        }
    };
    let words = timeout(Duration::from_secs(FIRST_S_MAX), first).await.map_err(|_| expected())??;
    Follower::begin(api, visitor, &words).await
}

/// Tells changes until something ends it: with a farewell, or without one if nobody is there any more.
async fn follow(socket: &mut WebSocket, mut follower: Follower) -> Option<(u16, String)> {
    let every = Duration::from_secs(PING_S);
    let mut pings = interval_at(Instant::now() + every, every);
    let mut heard = true;
    loop {
        let message = tokio::select! {
            next = follower.next() => match next {
                Ok(Next::Change(change)) => Message::text(serde_json::to_string(&change).unwrap_or_default()),
                Ok(Next::Lagging) => return Some((close_code::AGAIN, LAGGING.to_owned())),
                Ok(Next::Goodbye) => return Some((close_code::AWAY, GOODBYE.to_owned())),
                Err(problem) => return Some((close_code::ERROR, problem.detail().to_owned())),
            },
            said = socket.recv() => match said {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => { heard = true; continue }
            },
            _ = pings.tick() => {
                if !std::mem::take(&mut heard) {
                    return None;
                }
                Message::Ping(Default::default())
            }
        };
        match timeout(Duration::from_secs(SEND_S_MAX), socket.send(message)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return None,
            Err(_) => return Some((close_code::AGAIN, LAGGING.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_fits_into_a_close_frame() {
        assert!(shortened(LAGGING).len() <= 123);
        assert_eq!(shortened(GOODBYE), GOODBYE);
        assert!(shortened(&"é".repeat(200)).len() <= 123);
    }
}
