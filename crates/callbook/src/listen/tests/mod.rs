//! Listening, with a real store, real sockets and real files; only the switch is a simulated one.
#![allow(clippy::unwrap_used)]

mod agents;
mod dialled;
mod followed;
mod retained;
mod swept;

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use calls::adapters::{Input, Output, Settings};
use calls::fold::conversations;
use calls::moment::Moment;
use calls::record::{Counted, Record};
use serde_json::Value;

use super::*;
use crate::board::Standing;
use crate::clock::{Clock, MachineClock, SetClock};
use crate::demo::switch::{Lists, Play, Script, Switch};
use crate::resolve::resolve;
use crate::scratch::Scratch;
use crate::store::{AccountRow, Filter, Store};

/// Longer than anything here takes on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);
const LOGIN: &str = "callbook";

/// The keys of a record that belong to what was told, not to the calls (rule N21), or come from a counter.
const TOLD: &[&str] = &["id", "serial", "version", "created_at", "updated_at", "parent", "root", "call", "leg", "consultation"];

/// A server that listens, on a store in a folder of its own.
pub(super) struct Rig {
    pub(super) folder: Scratch,
    pub(super) ctx: Ctx,
    raw_days: u32,
    running: Option<(watch::Sender<bool>, JoinHandle<()>)>,
}

impl Rig {
    pub(super) async fn new(raw_days: u32) -> Self {
        let folder = Scratch::new();
        let ctx = ctx(&folder, Arc::new(MachineClock));
        let at = MachineClock.now();
        let row = AccountRow { region: Some(Text::new("NL")), ..crate::demo::account(at, "UTC") };
        ctx.store.put_account(row).await.unwrap();
        let mut rig = Self { folder, ctx, raw_days, running: None };
        rig.listen();
        rig
    }

    pub(super) fn listen(&mut self) {
        let (stop, stopped) = watch::channel(false);
        let raw = raw::Keeper::new(self.folder.path().join("raw"), self.raw_days);
        self.running = Some((stop, tokio::spawn(run(self.ctx.clone(), raw, stopped))));
    }

    /// Stops it, in good order.
    pub(super) async fn stop(&mut self) {
        let (stop, task) = self.running.take().unwrap();
        stop.send(true).unwrap();
        task.await.unwrap();
    }

    pub(super) async fn source(&self, name: &str, settings: SourceSettings) {
        let row = crate::demo::source(MachineClock.now(), SocketAddr::from(([127, 0, 0, 1], 1)));
        let row = SourceRow { source: Text::new(name), settings, ..row };
        self.ctx.store.put_source(row).await.unwrap();
    }

    /// Waits, on the bell, until something is so.
    pub(super) async fn until<F: Future<Output = bool>>(&self, mut so: impl FnMut(Arc<dyn Store>) -> F) {
        let mut bell = self.ctx.store.bell();
        let wait = async {
            loop {
                bell.borrow_and_update();
                if so(Arc::clone(&self.ctx.store)).await {
                    return;
                }
                bell.changed().await.unwrap();
            }
        };
        timeout(PATIENCE, wait).await.expect("it never came");
    }

    /// Waits until records of the source are these.
    pub(super) async fn until_records(&self, source: &str, wanted: &[Value]) {
        let mut last = Vec::new();
        let mut bell = self.ctx.store.bell();
        let wait = async {
            loop {
                bell.borrow_and_update();
                last = records(&*self.ctx.store, source).await;
                if last == wanted {
                    return;
                }
                bell.changed().await.unwrap();
            }
        };
        if timeout(PATIENCE, wait).await.is_err() {
            let differ = |(one, other): &(&Value, &Value)| one != other;
            let (is, should) =
                last.iter().zip(wanted).find(differ).map_or((Value::Null, Value::Null), |(a, b)| (a.clone(), b.clone()));
            panic!(
                "{source}: {} records instead of {}; the first that differs is\n{is}\ninstead of\n{should}",
                last.len(),
                wanted.len()
            );
        }
    }

    /// Waits until the board says something of a feed. The board has no bell, so that it is looked at again and again.
    pub(super) async fn until_board(&self, source: &str, so: impl Fn(&Standing) -> bool) -> Standing {
        let wait = async {
            loop {
                let standings = self.ctx.board.standings(None);
                if let Some((_, one)) = standings.into_iter().find(|((_, of, _), one)| of == source && so(one)) {
                    return one;
                }
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, wait).await.expect("the board never said so")
    }
}

pub(super) fn ctx(folder: &Scratch, clock: Arc<dyn Clock>) -> Ctx {
    let store = store::open(&folder.path().join("callbook.db")).unwrap();
    Ctx::new(store, clock)
}

/// The settings of a source that is this switch.
pub(super) fn dialled(address: SocketAddr) -> SourceSettings {
    crate::demo::source(MachineClock.now(), address).settings
}

pub(super) fn followed(file: &std::path::Path) -> SourceSettings {
    SourceSettings {
        adapters: vec!["asterisk-cel".to_owned()],
        cel_file: Some(file.to_str().unwrap().to_owned()),
        ..SourceSettings::default()
    }
}

/// A switch that plays recorded connections.
pub(super) async fn switch(parts: &[Vec<u8>], lists: Lists, cuts: &[usize]) -> Switch {
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let play = Play {
        username: LOGIN.to_owned(),
        secret: LOGIN.to_owned(),
        script: Script::recorded(&parts),
        lists,
        cuts: cuts.iter().copied().collect::<BTreeSet<_>>(),
    };
    Switch::start(SocketAddr::from(([127, 0, 0, 1], 0)), play).await.unwrap()
}

pub(super) fn recordings() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../calls/fixtures/asterisk")
}

/// The manager connections of a scenario.
pub(super) fn connections(scenario: &str) -> Vec<Vec<u8>> {
    let folder = recordings().join(scenario);
    ["ami.txt", "ami-after-restart.txt"].iter().filter_map(|file| fs::read(folder.join(file)).ok()).collect()
}

/// What `replay` says of a stream, as far as it belongs to the calls; files end with everything closed, or go on.
pub(super) fn replayed(adapter: &str, source: &str, parts: &[Vec<u8>], finished: bool) -> Vec<Value> {
    let kind = ADAPTERS.iter().find(|kind| kind.name == adapter).unwrap();
    let mut adapter = (kind.make)(&Settings { source: Text::new(source), ..Settings::default() });
    let mut output = Output::default();
    for part in parts {
        adapter.feed(Input::Connected(None), &mut output);
        adapter.feed(Input::Bytes(part), &mut output);
        adapter.feed(Input::Closed(None), &mut output);
    }
    if finished {
        adapter.feed(Input::Finished, &mut output);
    }
    let account = crate::resolve::Numbering { region: Some(Text::new("NL")), ..Default::default() };
    resolve(&account, &mut output.signals);
    let mut ids = Counted::default();
    let folded = conversations(output.signals);
    let told = |one: &calls::fold::Folded| serde_json::to_value(Record::new(&one.conversation, 1, &mut ids)).unwrap();
    in_order(folded.iter().map(told).collect())
}

/// What the store says of a source, as far as it belongs to the calls.
pub(super) async fn records(store: &dyn Store, source: &str) -> Vec<Value> {
    let filter = Filter { source: Some(Text::new(source)), ..Filter::default() };
    let page = store.conversations("main", &filter, None, crate::store::PAGE_ROWS_MAX).await.unwrap();
    in_order(page.rows.iter().map(|row| serde_json::from_str(&row.record).unwrap()).collect())
}

fn in_order(mut records: Vec<Value>) -> Vec<Value> {
    records.retain(|record| record["merged_into"].is_null());
    for record in &mut records {
        strip(record);
    }
    records.sort_by_key(ToString::to_string);
    records
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|key, _| !TOLD.contains(&key.as_str()));
            fields.values_mut().for_each(strip);
        }
        Value::Array(values) => values.iter_mut().for_each(strip),
        _ => {}
    }
}
