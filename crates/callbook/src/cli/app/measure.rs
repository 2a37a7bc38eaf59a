//! `callbook app measure`: how many handlers run in a second, with a payload as long as that of a call.

use std::io::{Write, stdout};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, anyhow, ensure};
use clap::Args;
use futures_util::StreamExt;
use futures_util::stream;
use serde_json::json;

use super::send::Send;
use crate::apps::{App, AppKey, Memory, Mode, Package, Pool, Run, Settings};

#[derive(Args)]
pub(super) struct Words {
    /// Handlers that are run.
    #[arg(long, default_value_t = 50_000)]
    runs: usize,
    /// Processes that run them.
    #[arg(long, default_value_t = 2)]
    workers: usize,
    /// Bytes of the payload, about.
    #[arg(long, default_value_t = 4_096)]
    payload: usize,
    /// Of how many apps, in turns.
    #[arg(long, default_value_t = 1)]
    apps: usize,
}

/// Runs that wait for each worker, so that none is ever idle.
const WAITING: usize = 4;

const MANIFEST: &str =
    r#"{"platform-version": "3.0", "modules": {"call": {"events": {"onCallUpdate": {"handler": "updated"}}}}}"#;
/// As much as a small app does: it looks at all participants, counts, and writes a line.
const SCRIPT: &str = "
exports = {
  updated: function (payload) {
    const talking = payload.data.call.participants.filter((one) => one.call_status === 8);
    console.log('call ' + payload.data.call.id + ': ' + talking.length + ' are talking');
    renderData();
  }
};";

pub(super) fn run(words: &Words) -> Result<()> {
    ensure!(words.apps > 0 && words.runs > 0, "expected at least one app and one run");
    let package =
        Package::of_texts([("manifest.json", MANIFEST), ("server/server.js", SCRIPT)]).map_err(|says| anyhow!(says))?;
    let apps: Vec<App> =
        (0..words.apps).map(|number| App::new(AppKey::new(&number.to_string()), Mode::Production, &package)).collect();
    let payload = payload(words.payload)?;
    let (workers, host) = (words.workers, Memory::new(Arc::new(Send::new(false)?)));
    let pool = Pool::new(Settings { workers, workers_of_an_app: workers, ..Settings::here()? });
    let one = async |number: usize| {
        let Some(app) = apps.get(number % apps.len()) else { return false };
        pool.run(app, Run { handler: "updated", payload: &payload }, &host).await.outcome.is_done()
    };
    super::super::opened::runtime()?.block_on(async {
        // Processes start and read the apps before anything is measured.
        let runs = |runs: usize| stream::iter(0..runs).map(one).buffer_unordered(workers * WAITING);
        runs(workers * apps.len() * WAITING).count().await;
        let begun = Instant::now();
        let done = runs(words.runs).filter(|done| std::future::ready(*done)).count().await;
        let rate = words.runs as f64 / begun.elapsed().as_secs_f64();
        ensure!(done == words.runs, "{} of {} runs failed", words.runs - done, words.runs);
        writeln!(
            stdout(),
            "{rate:.0} runs/s: {} runs of {} apps in {workers} workers, payload {} bytes",
            words.runs,
            apps.len(),
            payload.len()
        )?;
        Ok(())
    })
}

/// A payload of about that length, with as many participants as fit.
fn payload(bytes: usize) -> Result<Vec<u8>> {
    let participant = json!({
        "id": 7_300_000_000_001_u64, "call_id": 90_417, "caller_id": null, "caller_number": null, "call_status": 8,
        "participant_id": 502, "participant_type": "Agent", "connection_type": 1, "cost": null, "cost_unit": "usd",
        "duration": null, "duration_unit": "seconds", "enqueued_time": null,
        "created_time": "2026-01-05T09:45:00.000Z", "updated_time": "2026-01-05T09:45:12.000Z"
    });
    let each = participant.to_string().len() + 1;
    let participants = vec![participant; (bytes / each).max(1)];
    let call = json!({"id": 90_417, "direction": "incoming", "phone_number_id": 17, "participants": participants});
    let whole = json!({"event": "onCallUpdate", "data": {"actor": {"type": "system"}, "call": call}, "iparams": {}});
    Ok(serde_json::to_vec(&whole)?)
}
