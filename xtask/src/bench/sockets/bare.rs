//! The bare limit: a server of sockets that knows nothing, and sends each body that it is posted to everybody who listens.
//!
//! It has one task and one queue a socket, as ours has, and no store, no calls and no rules.

use std::io::{BufRead, BufReader, Read};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use tokio::sync::mpsc;

use super::{CALLER, post as request};
use crate::bench::ledger::Asked;

/// By which word this program serves it.
pub(super) const WORD: &str = "bare";
/// Where its sockets are.
pub(super) const PATH: &str = "/listen";
/// Bytes that one socket holds back for reading and for writing, as ours.
const BUFFER_BYTES: usize = 4_096;

/// Those who listen.
type Listening = Arc<Mutex<Vec<mpsc::UnboundedSender<Utf8Bytes>>>>;

/// Serves until whoever started it is gone; says first where.
pub(super) fn serve() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    println!("{}", listener.local_addr()?);
    let routes = Router::new().route("/push", post(push)).route(PATH, get(listen)).with_state(Listening::default());
    // Like ours it does not hold back what is small.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    runtime.spawn(async move { axum::serve(listener, routes).await });
    // Nothing is ever written there: it ends with the other process.
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

async fn push(State(listening): State<Listening>, frame: String) -> &'static str {
    let frame = Utf8Bytes::from(frame);
    listening.lock().unwrap_or_else(PoisonError::into_inner).retain(|one| one.send(frame.clone()).is_ok());
    "sent"
}

async fn listen(State(listening): State<Listening>, upgrade: WebSocketUpgrade) -> Response {
    let upgrade = upgrade.read_buffer_size(BUFFER_BYTES).write_buffer_size(BUFFER_BYTES);
    upgrade.on_upgrade(|socket| talk(socket, listening))
}

/// Whoever says anything listens from then on; what he says first comes back last, as at ours.
async fn talk(mut socket: WebSocket, listening: Listening) {
    let (sender, mut waiting) = mpsc::unbounded_channel();
    loop {
        tokio::select! {
            said = socket.recv() => match said {
                Some(Ok(Message::Text(text))) if text.contains("multiNotificationRequest") => {
                    listening.lock().unwrap_or_else(PoisonError::into_inner).push(sender.clone());
                }
                Some(Ok(Message::Text(text))) => if socket.send(Message::Text(text)).await.is_err() { return },
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return,
            },
            frame = waiting.recv() => {
                let Some(frame) = frame else { return };
                if socket.send(Message::Text(frame)).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// The bare server, in a process of its own until this is dropped.
pub(super) struct Bare {
    child: Child,
    _stdin: Option<ChildStdin>,
    /// Where it answers.
    pub(super) address: SocketAddr,
}

impl Drop for Bare {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Bare {
    /// Starts it.
    pub(super) fn start(asked: &Asked) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["bench", "sockets", crate::bench::AS_BUILT, WORD]).current_dir(&asked.folder);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut said = String::new();
        BufReader::new(child.stdout.take().context("expected what it says")?).read_line(&mut said)?;
        let address = said.trim().parse().with_context(|| format!("{said}: expected an address"))?;
        let stdin = child.stdin.take();
        Ok(Self { child, _stdin: stdin, address })
    }

    /// Its process.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The request that has it send a frame like ours: of that call, and of the event of that stage.
    pub(super) fn push(&self, templates: &[String], call: u64, stage: usize) -> String {
        let template = templates.get(stage).map(String::as_str).unwrap_or_default();
        let (before, after) = template.split_once(CALLER).unwrap_or((template, "0000000"));
        let frame = format!("{before}{CALLER}{call:07}{}", after.get(7..).unwrap_or_default());
        request(self.address, "/push", "", &frame)
    }
}
