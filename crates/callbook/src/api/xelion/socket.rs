//! Sockets: the address of one, and what goes over it (sheet, 4.3 to 4.7; rules X1, X4, X20, X24).
//!
//! A socket costs little as long as nothing is said: its buffers are small, and no task but its own knows of it until it asks for
//! something. It never waits for its client while others are told: frames wait in its seat.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use calls::dialects::Thing;
use calls::dialects::xelion::{FRAME_BYTES_MAX, Notification, Refusal, Said, Wish, one_text, said};
use futures_util::SinkExt;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, interval_at, timeout};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::asked::Named;
use super::super::door::Visitor;
use super::super::{Api, Shared};
use super::door::{Eyes, Guest, Place};
use super::held::Promise;
use super::me::key_of;
use super::seat::{Ends, Seat, Sitting};
use super::{Answer, Body, Refused, wallboards};

/// For how long a promised socket may be opened, in microseconds (sheet, 4.7).
const PROMISED_MICROS: i64 = 60_000_000;
/// How often a client is asked whether it is there, and after how long without a word it is gone (sheet, 4.7).
const PING_EVERY: Duration = Duration::from_secs(30);
const SILENT_MAX: Duration = Duration::from_secs(90);
/// What one socket holds back for reading and for writing, in bytes.
const BUFFER_BYTES: usize = 4_096;
/// The most bytes that one socket holds back for writing.
const WRITE_BYTES_MAX: usize = 4 << 20;
/// Frames are read up to this, so that one that is too large can be answered; the largest that is understood is the dialect's.
const READ_BYTES_MAX: usize = 16 * FRAME_BYTES_MAX;
/// The longest that a farewell may take.
const FAREWELL: Duration = Duration::from_secs(2);
/// Frames that share one write.
const AT_ONCE: usize = 64;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(promise))
        // Some clients ask with a slash at the end.
        .route("/api/v1/{tenant}/me/websocket/", axum::routing::post(promise))
        .route("/websocket/{tenant}/{user}/{token}", get(open))
}

/// The address of a socket, which can be opened once within a minute.
#[utoipa::path(
    post, path = "/api/v1/{tenant}/me/websocket", operation_id = "xelionSocket", tag = "xelion",
    params(("tenant" = String, Path, description = "The account.")), security(("xelion" = [])),
    responses((status = 200, description = "Where it is.", content_type = "application/json", body = String))
)]
async fn promise(State(api): State<Arc<Api>>, guest: Guest) -> Answer<Body> {
    let eyes = Eyes::of(&api, &guest.visitor).await?;
    let user = Thing::User(key_of(&guest, &eyes));
    let known = api.names.of(&guest.visitor.account);
    let mut known = known.lock().await;
    let directory = known.refresh(&api.ctx, &guest.visitor.account).await?;
    let oid = known.printed(&api.ctx, &guest.visitor.account, &directory, |names| names.serial(&user)).await?;
    drop(known);
    let (now, user_oid) = (api.ctx.clock.now(), oid.unwrap_or_default());
    let promise = Promise { visitor: guest.visitor.clone(), user_oid, until: now.plus(PROMISED_MICROS) };
    let token = api.xelion.promise(promise, now).ok_or(Refusal::TooManyAtOnce)?;
    let Place { tenant, host, over_tls, .. } = &guest.place;
    let scheme = if *over_tls { "wss" } else { "ws" };
    Ok(Body(one_text(&format!("{scheme}://{host}/websocket/{tenant}/{user_oid}/{token}"))))
}

/// A socket that was promised. One that was not is opened too, to be told so, and closed.
async fn open(
    State(api): State<Arc<Api>>,
    place: Place,
    Named((_, user, token)): Named<(String, String, String)>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Answer<Response> {
    let upgrade = upgrade.map_err(|_| Refused::invalid("", "", "expected a WebSocket"))?;
    let now = api.ctx.clock.now();
    let visitor = user.parse().ok().and_then(|oid| api.xelion.keep(&token, oid, now));
    let visitor = visitor.filter(|visitor| place.account.as_ref() == Some(&visitor.account));
    let permit = api.xelion.socket().ok_or(Refusal::TooManyAtOnce)?;
    let upgrade = upgrade
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(BUFFER_BYTES)
        .max_write_buffer_size(WRITE_BYTES_MAX)
        .max_message_size(READ_BYTES_MAX)
        .max_frame_size(READ_BYTES_MAX);
    Ok(upgrade.on_upgrade(move |socket| serve(socket, api, visitor, permit)).into_response())
}

async fn serve(mut socket: WebSocket, api: Shared, visitor: Option<Visitor>, _permit: OwnedSemaphorePermit) {
    let code = match begun(&api, visitor).await {
        Ok((sitting, ends)) => {
            let code = Box::pin(talk(&mut socket, &api, &sitting, ends)).await;
            drop(sitting);
            code
        }
        Err(refused) => {
            let frame = Message::text(refused.refusal().frame(""));
            let _ = timeout(FAREWELL, socket.send(frame)).await;
            Some(close_code::POLICY)
        }
    };
    let Some(code) = code else { return };
    let farewell = async {
        socket.send(Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::default() }))).await.ok()?;
        // Closing is done when the client closes too.
        while let Some(Ok(_)) = socket.recv().await {}
        Some(())
    };
    let _ = timeout(FAREWELL, farewell).await;
}

async fn begun(api: &Shared, visitor: Option<Visitor>) -> Answer<(Sitting, Ends)> {
    let visitor = visitor.ok_or(Refusal::NotAuthenticated)?;
    let eyes = Eyes::of(api, &visitor).await?;
    let account = visitor.account.clone();
    let (seat, ends) = Seat::new(visitor, &eyes);
    Ok((api.xelion.room(&account).sit(api, seat).await?, ends))
}

/// Sends what waits and hears what is said until something ends it: with a code, or without one if nobody is there any more.
async fn talk(socket: &mut WebSocket, api: &Shared, sitting: &Sitting, ends: Ends) -> Option<u16> {
    let Ends { mut waiting, mut closing } = ends;
    let mut stopping = api.closing.clone();
    let mut pings = interval_at(Instant::now() + PING_EVERY, PING_EVERY);
    let mut heard_at = Instant::now();
    loop {
        if *stopping.borrow() {
            return Some(close_code::RESTART);
        }
        if let Some(code) = *closing.borrow() {
            return Some(code);
        }
        tokio::select! {
            biased;
            _ = closing.changed() => {}
            _ = stopping.changed() => {}
            said = socket.recv() => match said {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(message)) => {
                    heard_at = Instant::now();
                    // What hearing needs is let go of again: most of the time nothing is said.
                    Box::pin(hear(api, sitting, &message)).await;
                }
            },
            _ = pings.tick() => {
                if heard_at.elapsed() >= SILENT_MAX {
                    return Some(close_code::AWAY);
                }
                tokio::select! {
                    sent = timeout(SILENT_MAX, socket.send(Message::Ping(Default::default()))) => sent.ok()?.ok()?,
                    _ = closing.changed() => {}
                }
            }
            frame = waiting.recv() => {
                let frame = frame?;
                tokio::select! {
                    sent = timeout(SILENT_MAX, send(socket, frame, &mut waiting)) => match sent {
                        Ok(sent) => sent.ok()?,
                        Err(_) => return Some(close_code::AWAY),
                    },
                    // Who is too far behind to be told that has waited long enough.
                    _ = closing.changed() => {}
                }
            }
        }
    }
}

/// Sends a frame, and what waits behind it, in one write.
async fn send(
    socket: &mut WebSocket,
    first: Utf8Bytes,
    waiting: &mut tokio::sync::mpsc::Receiver<Utf8Bytes>,
) -> Result<(), axum::Error> {
    let mut next = Some(first);
    for _ in 0..AT_ONCE {
        let Some(frame) = next else { break };
        socket.feed(Message::Text(frame)).await?;
        next = waiting.try_recv().ok();
    }
    if let Some(frame) = next {
        socket.feed(Message::Text(frame)).await?;
    }
    socket.flush().await
}

/// Hears a frame. Whatever is answered waits behind what waits already.
async fn hear(api: &Shared, sitting: &Sitting, message: &Message) {
    let text = match message {
        Message::Text(text) => text.as_str(),
        // No client sends such frames; they are refused as what they are not.
        Message::Binary(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
        Message::Ping(_) | Message::Pong(_) | Message::Close(_) => return,
    };
    let seat = &sitting.seat;
    match said(text) {
        Said::Echo => seat.push(text.into()),
        Said::Wishes(wishes) => {
            if seat.is_idle() {
                match api.ctx.store.changes(&seat.login.account, u64::MAX, None, 1).await {
                    Ok(read) => seat.begin(read.newest),
                    Err(error) => return seat.push(Refused::from(error).refusal().frame("").into()),
                }
            }
            for wish in wishes {
                match wish {
                    Err(refusal) => seat.push(refusal.frame("").into()),
                    Ok(wish) => take(api, sitting, &wish).await,
                }
            }
            sitting.woke();
        }
    }
}

async fn take(api: &Shared, sitting: &Sitting, wish: &Wish) {
    let seat = &sitting.seat;
    let mut board = None;
    if wish.about == Notification::Wallboard
        && wish.toggle
        && let Some(line) = wish.oid
    {
        match wallboards::asked_for(api, &seat.visitor, line).await {
            Ok(asked_for) => board = Some(asked_for.frame),
            Err(refused) => return seat.push(refused.refusal().frame(&wish.named()).into()),
        }
    }
    match seat.with(|listening| listening.take(wish)) {
        Ok(()) => {
            if let Some(frame) = board {
                seat.push(frame.into());
            }
        }
        Err(refusal) => seat.push(refusal.frame(&wish.named()).into()),
    }
}
