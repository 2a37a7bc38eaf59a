//! A NATS server that runs for a test.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use async_nats::jetstream::consumer::{AckPolicy, pull};
use async_nats::jetstream::stream::Config;
use async_nats::jetstream::{self, Context};
use futures_util::StreamExt;
use serde_json::Value;
use tokio::time::timeout;

use super::ARRIVES_MAX;

/// A server, and the folder it keeps its streams in.
pub(crate) struct Nats {
    folder: PathBuf,
    port: u16,
    child: Option<Child>,
}

/// A message of a stream.
pub(crate) struct Message {
    pub(crate) subject: String,
    pub(crate) id: String,
    /// What was published, and what it says.
    pub(crate) text: String,
    pub(crate) body: Value,
}

impl Nats {
    /// Starts one on a free port, with these lines of its configuration.
    pub(crate) fn start(more: &str) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("callbook-nats-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("nats.conf"), more).unwrap();
        let mut nats = Self { folder, port: 0, child: None };
        nats.start_again();
        nats
    }

    /// Starts it where it was.
    pub(crate) fn start_again(&mut self) {
        let port = if self.port == 0 { "-1".to_owned() } else { self.port.to_string() };
        let words = ["-js", "-a", "127.0.0.1", "-p", &port, "-sd"];
        let started = Command::new("nats-server")
            .arg("-c")
            .arg(self.folder.join("nats.conf"))
            .args(words)
            .arg(self.folder.join("streams"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = started.expect("these tests need Debian's nats-server: apt-get install nats-server");
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let mut log = String::new();
        while !log.contains("Server is ready") {
            let line = lines.next().unwrap_or_else(|| panic!("it does not start:\n{log}"));
            if let Some((_, place)) = line.split_once("Listening for client connections on ") {
                self.port = place.rsplit(':').next().unwrap().trim().parse().unwrap();
            }
            log += &format!("{line}\n");
        }
        // Whatever it writes has somewhere to go.
        std::thread::spawn(move || lines.for_each(drop));
        self.child = Some(child);
    }

    /// Ends it as a power cut does.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    async fn context(&self) -> Context {
        jetstream::new(async_nats::connect(self.url()).await.unwrap())
    }

    /// Makes a stream.
    pub(crate) async fn make(&self, name: &str, subject: &str) {
        let config = Config { name: name.to_owned(), subjects: vec![subject.to_owned()], ..Config::default() };
        self.context().await.create_stream(config).await.unwrap();
    }

    /// How many messages there are in a stream.
    pub(crate) async fn count(&self, name: &str) -> usize {
        let mut stream = self.context().await.get_stream(name).await.unwrap();
        usize::try_from(stream.info().await.unwrap().state.messages).unwrap()
    }

    /// The first so many messages of a stream, waited for.
    pub(crate) async fn messages(&self, name: &str, many: usize) -> Vec<Message> {
        let stream = self.context().await.get_stream(name).await.unwrap();
        let config = pull::Config { ack_policy: AckPolicy::None, ..pull::Config::default() };
        let mut messages = stream.create_consumer(config).await.unwrap().messages().await.unwrap();
        let mut all = Vec::new();
        while all.len() < many {
            let next = timeout(ARRIVES_MAX, messages.next()).await;
            let message = next.unwrap_or_else(|_| panic!("{} of {many} messages arrived", all.len())).unwrap().unwrap();
            let headers = message.headers.as_ref().unwrap();
            all.push(Message {
                subject: message.subject.to_string(),
                id: headers.get("Nats-Msg-Id").unwrap().as_str().to_owned(),
                text: String::from_utf8(message.payload.to_vec()).unwrap(),
                body: serde_json::from_slice(&message.payload).unwrap(),
            });
        }
        all
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        self.kill();
        // Whether it can be removed is no business of the test.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
