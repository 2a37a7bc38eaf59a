//! `callbook app run FOLDER`: the handlers and server methods of an app, run on its own test data.

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail, ensure};
use clap::Args;
use serde_json::{Value, json};

use super::send::Send;
use super::{opened, read};
use crate::apps::{End, Memory, Package, Pool, Run, Settings};
use crate::cli::table::clean;

#[derive(Args)]
pub(super) struct Words {
    /// The folder of the app, or a zip file of it.
    app: PathBuf,
    /// The event to run; without one, every event and server method that the app has test data for.
    #[arg(long, value_name = "EVENT")]
    event: Option<String>,
    /// The handler to run instead of that of the manifest: a server method, or one that no event names.
    #[arg(long, value_name = "NAME")]
    handler: Option<String>,
    /// The payload; without it, that of `server/test_data`.
    #[arg(long, value_name = "FILE")]
    payload: Option<PathBuf>,
    /// What an installation would be given, as a JSON object; it takes the place of the payload's `iparams`.
    #[arg(long, value_name = "FILE")]
    iparams: Option<PathBuf>,
    /// Send requests instead of only printing them.
    #[arg(long)]
    send: bool,
    /// How long a run may take.
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 20_000, hide = true)]
    limit_ms: u64,
}

/// One handler with its payload.
struct Planned {
    title: String,
    handler: String,
    payload: Vec<u8>,
}

pub(super) fn run(words: &Words) -> Result<()> {
    let (app, package) = opened(&words.app)?;
    let planned = plan(words, &package)?;
    let limit = Duration::from_millis(words.limit_ms);
    let pool = Pool::new(Settings { workers: 1, limit, ..Settings::here()? });
    let host = Memory::new(Arc::new(Send::new(words.send)?));
    let mut failed = 0_usize;
    super::super::opened::runtime()?.block_on(async {
        for one in &planned {
            writeln!(stdout(), "{}", one.title)?;
            let end = pool.run(&app, Run { handler: &one.handler, payload: &one.payload }, &host).await;
            failed += usize::from(!end.outcome.is_done());
            show(&end)?;
        }
        anyhow::Ok(())
    })?;
    ensure!(failed == 0, "{failed} of {} runs failed", planned.len());
    Ok(())
}

/// What is to be run, in order.
fn plan(words: &Words, package: &Package) -> Result<Vec<Planned>> {
    let iparams = words.iparams.as_ref().map(|file| read(file)).transpose()?;
    let iparams: Option<Value> = iparams.map(|text| serde_json::from_slice(&text)).transpose().context("--iparams")?;
    ensure!(iparams.as_ref().is_none_or(Value::is_object), "--iparams: expected a JSON object");
    let given =
        words.payload.as_ref().map(|file| Ok::<_, anyhow::Error>((file.display().to_string(), read(file)?))).transpose()?;
    let payload_of =
        |event: &str| given.clone().or_else(|| package.payload(event).map(|(place, bytes)| (place, bytes.to_vec())));
    let one = |what: &str, handler: &str, place: &str, payload: &[u8]| {
        let payload = completed(payload, iparams.as_ref()).with_context(|| place.to_owned())?;
        anyhow::Ok(Planned { title: format!("{what}: {handler} with {place}"), handler: handler.to_owned(), payload })
    };
    match (&words.event, &words.handler) {
        (None, Some(handler)) => {
            let (place, payload) = payload_of(handler).unwrap_or_else(|| ("an empty payload".to_owned(), b"{}".to_vec()));
            Ok(vec![one("handler", handler, &place, &payload)?])
        }
        (Some(event), handler) => {
            let handler = handler.as_ref().or_else(|| package.manifest.events.get(event));
            let handler = handler.with_context(|| format!("the manifest names no handler of {event}; {}", known(package)))?;
            let (place, payload) = payload_of(event)
                .with_context(|| format!("server/test_data has no payload of {event}; name one with --payload FILE"))?;
            Ok(vec![one(event, handler, &place, &payload)?])
        }
        (None, None) => {
            let events = package.manifest.events.iter();
            let methods = package.manifest.functions.iter().map(|name| (name, name));
            let mut planned = Vec::new();
            for (what, handler) in events.chain(methods) {
                if let Some((place, payload)) = payload_of(what) {
                    planned.push(one(what, handler, &place, &payload)?);
                }
            }
            if planned.is_empty() {
                bail!("server/test_data has a payload of no event or server method of the app; {}", known(package));
            }
            Ok(planned)
        }
    }
}

fn known(package: &Package) -> String {
    let events: Vec<&str> = package.manifest.events.keys().map(String::as_str).collect();
    let methods: Vec<&str> = package.manifest.functions.iter().map(String::as_str).collect();
    let listed = |what: &str, names: Vec<&str>| {
        if names.is_empty() { format!("no {what}") } else { format!("{what} {}", names.join(", ")) }
    };
    format!("it has {} and {}", listed("events", events), listed("server methods", methods))
}

/// A payload as the platform would send it: `iparams` and `app_settings` are always objects (F22).
fn completed(payload: &[u8], iparams: Option<&Value>) -> Result<Vec<u8>> {
    let mut whole: Value = serde_json::from_slice(payload)?;
    let fields = whole.as_object_mut().ok_or_else(|| anyhow!("expected a JSON object"))?;
    if let Some(iparams) = iparams {
        fields.insert("iparams".to_owned(), iparams.clone());
    }
    for key in ["iparams", "app_settings"] {
        let field = fields.entry(key).or_insert_with(|| json!({}));
        ensure!(field.is_object(), "{key}: expected an object");
    }
    Ok(serde_json::to_vec(&whole)?)
}

fn show(end: &End) -> Result<()> {
    let mut out = stdout();
    for line in &end.log {
        for text in line.text.split('\n') {
            writeln!(out, "  {:<5} {}", line.level, clean(text))?;
        }
    }
    if let crate::apps::Outcome::Done { rendered: Some(rendered) } = &end.outcome {
        writeln!(out, "  gave  {}", clean(rendered.get()))?;
    }
    let took = end.took.as_secs_f64() * 1_000.0;
    match end.outcome.reason() {
        None => writeln!(out, "  done in {took:.1} ms")?,
        Some(reason) => writeln!(out, "  {reason} after {took:.1} ms: {}", clean(&end.outcome.says()))?,
    }
    Ok(())
}
