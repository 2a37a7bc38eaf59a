//! The API over a real store, asked through its router, without a socket.

#![allow(clippy::unwrap_used)]

mod across;
mod chakra;
mod dialects;
mod directory;
mod doings;
mod door;
mod elma365;
mod envelopes;
mod erased;
mod exports;
mod feed;
mod finding;
mod freshcaller;
mod logged;
mod originations;
mod origins;
mod people;
mod presence;
mod recordings;
mod records;
mod seen;
mod setup;
mod slow;
mod subscriptions;
mod told;
mod vcita;
mod walls;
mod xelion;
mod xelion_audio;
mod xelion_sockets;

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, Response, StatusCode, header};
use calls::moment::Moment;
use calls::signal::Signal;
use serde_json::Value;
use tokio::sync::watch;
use tower::ServiceExt;

use super::token::{self, Wanted};
use super::{Api, Shared};
use crate::clock::{Clock, MachineClock};
use crate::ctx::Ctx;
use crate::media::{Manner, Media};
use crate::outward::Wall;
use crate::store::{self, Batch, Mode, Role, SourceRow, SourceSettings, Store, text};

/// Where the house is reached, by what it says of itself.
const HOST: &str = "https://callbook.example";

/// A house with an account, a source `pbx`, and keys to all doors.
struct House {
    api: Shared,
    router: Router,
    closing: watch::Sender<bool>,
    operator: String,
    administrator: String,
    source: String,
    folder: PathBuf,
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn house() -> House {
    house_by(Arc::new(MachineClock), None, Wall::new(Vec::new())).await
}

/// A house by that clock that keeps recordings for so many days, and may call what its operator allows.
async fn house_by(clock: Arc<dyn Clock>, keep_days: Option<u32>, wall: Wall) -> House {
    let mut name = [0; 8];
    getrandom::fill(&mut name).unwrap();
    let folder = std::env::temp_dir().join(format!("callbook-api-{:016x}", u64::from_be_bytes(name)));
    std::fs::create_dir_all(&folder).unwrap();
    let store = store::open(&folder.join("callbook.db")).unwrap();
    let now = Moment::from_micros(1_767_606_300_000_000).unwrap();
    store.put_account(super::accounts::blank("main", now)).await.unwrap();
    let settings = SourceSettings { adapters: vec!["native".to_owned()], ..SourceSettings::default() };
    let pbx = SourceRow { account: text("main"), source: text("pbx"), settings, created_at: now, deleted_at: None };
    store.put_source(pbx).await.unwrap();
    let operator = key(&*store, Role::Operator).await;
    let administrator = key(&*store, Role::Administrator).await;
    let source = key(&*store, Role::Source).await;
    let mut ctx = Ctx::new(store, clock);
    ctx.wall = Arc::new(wall);
    let kept = Manner { folder: folder.join("media"), bucket: None, keep_days, public_url: HOST.to_owned() };
    ctx.exports = Some(folder.join("exports").into());
    ctx.media = Arc::new(Media::open(Arc::clone(&ctx.store), Arc::clone(&ctx.clock), &kept).unwrap());
    let (closing, told) = watch::channel(false);
    let api = Api::new(ctx, None, Vec::new(), false, told);
    let router = super::router(&api);
    House { api, router, closing, operator, administrator, source, folder }
}

async fn key(store: &dyn Store, role: Role) -> String {
    key_of(store, Wanted::new("main", role.word(), role)).await
}

/// A key that is not like the others.
async fn key_of(store: &dyn Store, wanted: Wanted) -> String {
    let (row, text) = token::draw(wanted, Moment::default()).unwrap();
    store.put_token(row).await.unwrap();
    text
}

impl House {
    async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Asks, with a key and perhaps a body; gives back the status and what was said.
    async fn ask(&self, key: &str, method: Method, path: &str, body: Option<&str>) -> (StatusCode, Value) {
        let request = Request::builder().method(method).uri(format!("/callbook/v1{path}"));
        let request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        let request = match body {
            Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_owned())),
            None => request.body(Body::empty()),
        };
        let response = self.send(request.unwrap()).await;
        let (status, kind) = (response.status(), response.headers().get(header::CONTENT_TYPE).cloned());
        let bytes = to_bytes(response.into_body(), 32 << 20).await.unwrap();
        let said: Value = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
        if !status.is_success() {
            assert_eq!(kind.unwrap(), "application/problem+json");
            assert_eq!(said["status"], status.as_u16());
        }
        (status, said)
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.ask(&self.administrator, Method::GET, path, None).await
    }

    /// What was said of a good request.
    async fn read(&self, path: &str) -> Value {
        let (status, said) = self.get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}: {said}");
        said
    }

    async fn record(&self, signals: Vec<Signal>) {
        let batch = Batch {
            account: text("main"),
            signals: signals.into(),
            seen: Vec::new(),
            mark: None,
            mode: Mode::Live,
            at: self.api.ctx.clock.now(),
        };
        self.api.ctx.store.record(batch).await.unwrap();
    }
}

/// A call that comes in and is answered, `no` minutes after the story begins.
fn story(no: u32) -> Vec<Signal> {
    let at = |second: f64| format!("{:06.3}", f64::from(no) * 60.0 + second);
    let table = [
        format!("{} A{no} came_in number=+3161234567{no} trunk=voip dialled=+31205550199", at(0.0)),
        format!("{} B{no} dialled by=A{no} number=101 user=alice", at(1.0)),
        format!("{} B{no} answered", at(4.0)),
        format!("{} A{no} connected bridge=C{no}", at(4.1)),
        format!("{} B{no} connected bridge=C{no}", at(4.1)),
        format!("{} B{no} ended how=normal", at(9.0)),
        format!("{} A{no} ended how=normal", at(9.0)),
    ];
    calls::notation::read(&table.join("\n")).unwrap()
}
