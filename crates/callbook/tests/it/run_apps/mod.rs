//! Apps, run by a pool whose workers are the real program: what scripts may, what they get, and what they cannot do to others.
//!
//! The pool stands in no library, so that its source is part of these tests; its processes are those of the program.

mod asked;
mod command;
mod hostile;
mod rules;
mod worker;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::Notify;

use crate::apps::{Answer, App, AppKey, End, Memory, Mode, Outcome, Package, Pool, Refusal, Request, Run, Sender, Settings};

/// Long enough for every script that ends.
const PATIENT: Duration = Duration::from_secs(20);

const MANIFEST: &str = r#"{"platform-version": "3.0", "modules": {
    "common": {"functions": {"method": {}}, "requests": {"ping": {}}},
    "call": {"events": {"onCallCreate": {"handler": "go"}}}}}"#;
const REQUESTS: &str = r#"{"ping": {"schema": {"method": "GET", "host": "<%= iparam.host %>", "path": "/ping/<%= context.id %>",
    "headers": {"Authorization": "Basic <%= encode(iparam.key) %>"}}}}"#;

fn pool(workers: usize, limit: Duration) -> Pool {
    let program = env!("CARGO_BIN_EXE_callbook").into();
    Pool::new(Settings { program, workers, workers_of_an_app: workers, workers_of_an_owner: workers, limit })
}

/// An app with that script.
fn app(key: &str, script: &str) -> App {
    app_of(key, &[("manifest.json", MANIFEST), ("config/requests.json", REQUESTS), ("server/server.js", script)])
}

/// The same of somebody who may have others.
fn owned(owner: &str, key: &str, script: &str) -> App {
    let package =
        Package::of_texts([("manifest.json", MANIFEST), ("config/requests.json", REQUESTS), ("server/server.js", script)]);
    App::new(AppKey::of(owner, key), Mode::Production, &package.unwrap())
}

fn app_of(key: &str, texts: &[(&str, &str)]) -> App {
    App::new(AppKey::new(key), Mode::Production, &Package::of_texts(texts.iter().copied()).unwrap())
}

/// A script whose handler `go` does that.
fn go(body: &str) -> String {
    format!("exports = {{ go: async function (payload) {{ {body} }} }};")
}

fn memory() -> Memory {
    Memory::new(Arc::new(Sent::default()))
}

async fn run(pool: &Pool, app: &App, payload: &str) -> End {
    pool.run(app, Run { handler: "go", payload: payload.as_bytes() }, &memory()).await
}

/// What a handler wrote, where it came to its end.
async fn written(pool: &Pool, app: &App, payload: &str) -> Vec<String> {
    let end = run(pool, app, payload).await;
    assert!(end.outcome.is_done(), "{end:?}");
    lines(&end)
}

fn lines(end: &End) -> Vec<String> {
    end.log.iter().map(|line| line.text.clone()).collect()
}

fn failure(end: &End) -> &str {
    match &end.outcome {
        Outcome::Failed { message, .. } => message,
        other => panic!("{other:?}"),
    }
}

/// Keeps requests, and answers them with a status; while it has a bell, only when that rings.
#[derive(Default)]
struct Sent {
    requests: Mutex<Vec<Request>>,
    status: Option<u16>,
    bell: Option<Arc<Notify>>,
}

#[async_trait]
impl Sender for Sent {
    async fn send(&self, request: Request) -> Result<Answer, Refusal> {
        self.requests.lock().unwrap().push(request);
        if let Some(bell) = &self.bell {
            bell.notified().await;
        }
        Ok(Answer { status: self.status.unwrap_or(200), headers: BTreeMap::new(), response: r#"{"pong":1}"#.to_owned() })
    }
}
