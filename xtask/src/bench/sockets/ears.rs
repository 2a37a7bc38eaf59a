//! The clients: sockets that are opened as the vendor's programs open them, and hear what comes.
//!
//! Each is a task with small buffers, so that ten thousand of them fit beside what they measure. It answers pings and says nothing else.

use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::{ALSO, EVENTS, event, post};
use crate::bench::ledger::Asked;
use crate::bench::ledger::load::answered;
use crate::bench::ledger::server::Server;

/// How many are opened at once; so that a promise of one is kept before it is over.
pub(super) const AT_ONCE: usize = 500;
/// How many connections ask for sockets, each with a key of its own.
const ASKING: usize = 8;
/// What a socket holds back, in bytes.
const BUFFER_BYTES: usize = 4_096;
/// A frame that comes back, once everything that was asked for before it was heard.
const HEARD: &str = r#"{"messageType":"test"}"#;
/// The longest that opening one may take.
const OPENS_MAX: Duration = Duration::from_secs(30);

/// Events and when they were heard of, or acknowledged.
pub(super) type Receipts = Vec<(u64, Instant)>;

/// Where sockets are asked for.
pub(super) struct Paths {
    address: SocketAddr,
    keys: Vec<String>,
}

impl Paths {
    /// At that server, with keys of the dialect.
    pub(super) fn new(asked: &Asked, server: &Server) -> Result<Self> {
        let key = |no: usize| {
            let (store, name) = (server.store(), format!("ears-{no}"));
            let words = ["token", "--store", &store, "new", "--dialect", "xelion", "--role", "administrator", "--name", &name];
            Ok(asked.printed(&words)?.split_whitespace().next_back().context("expected a token")?.to_owned())
        };
        Ok(Self { address: server.address, keys: (0..ASKING).map(key).collect::<Result<_>>()? })
    }

    /// The paths of so many sockets that were promised.
    pub(super) fn promised(&self, count: usize) -> Result<Vec<String>> {
        std::thread::scope(|scope| {
            let share = |no: usize| count / ASKING + usize::from(no < count % ASKING);
            let asking = self.keys.iter().enumerate().map(|(no, key)| scope.spawn(move || self.ask(key, share(no))));
            let asking: Vec<_> = asking.collect();
            let paths = asking.into_iter().map(|one| one.join().map_err(|_| anyhow!("a connection panicked"))?);
            Ok(paths.collect::<Result<Vec<_>>>()?.concat())
        })
    }

    fn ask(&self, key: &str, count: usize) -> Result<Vec<String>> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_nodelay(true)?;
        let request = post(self.address, "/api/v1/main/me/websocket", &format!("Authorization: xelion {key}\r\n"), "");
        let mut answer = Vec::new();
        let mut one = || {
            std::io::Write::write_all(&mut stream, request.as_bytes())?;
            let status = answered(&mut stream, &mut answer)?;
            let text = String::from_utf8_lossy(&answer);
            let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
            ensure!(status == 200, "{status} {body}");
            let said: Value = serde_json::from_str(body)?;
            let place = said["object"].as_str().and_then(|place| place.split_once("://")?.1.split_once('/'));
            Ok(format!("/{}", place.context("expected the address of a socket")?.1))
        };
        (0..count).map(|_| one()).collect()
    }
}

/// What a client that listens heard.
#[derive(Debug, Default)]
struct Heard {
    receipts: Receipts,
    /// A frame of each event.
    samples: [Option<String>; EVENTS.len()],
}

/// All clients of one server.
pub(super) struct Ears {
    runtime: Handle,
    address: SocketAddr,
    tasks: Vec<JoinHandle<()>>,
    heard: Vec<Arc<Mutex<Heard>>>,
}

impl Drop for Ears {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Ears {
    /// None yet.
    pub(super) fn new(runtime: Handle, address: SocketAddr) -> Self {
        Self { runtime, address, tasks: Vec::new(), heard: Vec::new() }
    }

    /// Opens sockets at these paths, which listen to everything about calls, or say nothing.
    pub(super) fn open(&mut self, paths: Vec<String>, listens: bool) -> Result<()> {
        let (address, runtime) = (self.address, self.runtime.clone());
        let opening = paths.into_iter().map(|path| runtime.spawn(opened(address, path, listens)));
        let opening: Vec<_> = opening.collect();
        for one in opening {
            let mut socket = self.runtime.block_on(one)??;
            let heard: Option<Arc<Mutex<Heard>>> = listens.then(Arc::default);
            self.heard.extend(heard.clone());
            self.tasks.push(self.runtime.spawn(async move {
                while let Some(Ok(message)) = socket.next().await {
                    if let (Some(heard), Message::Text(frame)) = (&heard, &message) {
                        lock(heard).take(frame);
                    }
                }
            }));
        }
        Ok(())
    }

    /// Forgets what was heard so far.
    pub(super) fn forget(&self) {
        self.heard.iter().for_each(|heard| lock(heard).receipts.clear());
    }

    /// Waits until as much was heard, or for so long; everything that was.
    pub(super) fn drained(&self, owed: usize, most: Duration) -> Receipts {
        let (begun, heard) = (Instant::now(), || self.heard.iter().map(|heard| lock(heard).receipts.len()).sum::<usize>());
        while heard() < owed && begun.elapsed() < most && !self.tasks.iter().any(JoinHandle::is_finished) {
            std::thread::sleep(Duration::from_millis(20));
        }
        self.heard.iter().flat_map(|heard| std::mem::take(&mut lock(heard).receipts)).collect()
    }

    /// A frame of each event, as the server told it.
    pub(super) fn samples(&self) -> Vec<String> {
        let all = self.heard.first().map(|heard| lock(heard).samples.clone()).unwrap_or_default();
        all.into_iter().flatten().collect()
    }
}

impl Heard {
    fn take(&mut self, frame: &str) {
        let Some(number) = event(frame) else { return };
        self.receipts.push((number, Instant::now()));
        let stage = usize::try_from(number).unwrap_or_default() % EVENTS.len();
        if let Some(sample) = self.samples.get_mut(stage) {
            sample.get_or_insert_with(|| frame.to_owned());
        }
    }
}

fn lock(heard: &Mutex<Heard>) -> std::sync::MutexGuard<'_, Heard> {
    heard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens one; of one that listens it was heard what it wants.
async fn opened(address: SocketAddr, path: String, listens: bool) -> Result<WebSocketStream<tokio::net::TcpStream>> {
    let opening = async {
        let stream = tokio::net::TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let config = WebSocketConfig::default().read_buffer_size(BUFFER_BYTES).write_buffer_size(BUFFER_BYTES);
        let (mut socket, _) = client_async_with_config(format!("ws://{address}{path}"), stream, Some(config)).await?;
        if listens {
            let types = EVENTS.iter().chain(&ALSO).map(|word| json!({"notificationType": word, "toggle": true}));
            let wish = json!({"messageType": "multiNotificationRequest", "notifications": types.collect::<Vec<_>>()});
            socket.send(Message::text(wish.to_string())).await?;
            socket.send(Message::text(HEARD)).await?;
            loop {
                match socket.next().await.context("the server closed a socket")?? {
                    Message::Text(text) if text.as_str() == HEARD => break,
                    Message::Text(text) => bail!("expected what was said: {text}"),
                    _ => {}
                }
            }
        }
        Ok(socket)
    };
    tokio::time::timeout(OPENS_MAX, opening).await.context("opening a socket takes too long")?
}
