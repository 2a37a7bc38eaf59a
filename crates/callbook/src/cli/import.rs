//! `callbook import ADAPTER FILE… --source NAME`: recorded streams into the store, one version a conversation.
//!
//! Files are read while what they said before is written. It may be stopped and run again at any time: a signal that is known
//! is passed over. Calls that are open at the end are not closed, for more files may come; the server's sweeper gives them up.

use std::io::{Write, stderr, stdout};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use calls::Text;
use calls::adapters::{ADAPTERS, Kind, Settings};
use calls::signal::Signal;
use clap::Args;
use clap::builder::PossibleValuesParser;
use indicatif::{ProgressBar, ProgressStyle};
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::opened::{StoreWords, account};
use crate::clock::{Clock, MachineClock};
use crate::ctx::Ctx;
use crate::gather::Gatherer;
use crate::listen::for_adapter;
use crate::resolve::Numbering;
use crate::store::{
    AccountRow, Batch, Mode, Recorded, SOURCE_NAME_WANTED, SourceRow, SourceSettings, StoreError, is_source_name,
};
use crate::stream;

/// So many batches wait to be written while the files are read on.
const BATCHES_WAITING_MAX: usize = 4;
/// While another program holds the store, it is tried again so often …
const TRIES_MAX: u32 = 60;
/// … after this time each.
const TRY_AGAIN_AFTER: Duration = Duration::from_millis(500);

#[derive(Args)]
pub(super) struct Words {
    /// The adapter that understands the files.
    #[arg(value_parser = PossibleValuesParser::new(ADAPTERS.iter().map(|kind| kind.name)))]
    adapter: String,
    /// Recorded streams: successive connections of one phone system, in this order.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    into: Into,
}

/// Where what is read belongs.
#[derive(Args)]
pub(super) struct Into {
    /// The phone system that it is of; entered if there is none of that name.
    #[arg(long, value_name = "NAME")]
    pub(super) source: String,
    /// The account that it is of.
    #[arg(long, value_name = "NAME", default_value = "main")]
    pub(super) account: String,
    #[command(flatten)]
    pub(super) store: StoreWords,
}

pub(super) fn run(words: &Words) -> Result<()> {
    let kind = ADAPTERS.iter().find(|kind| kind.name == words.adapter).context("no such adapter")?;
    // A file that cannot be read must be known before anything is written, a new source included.
    let unsaid = for_adapter(&words.into.source, &SourceSettings::default(), None);
    stream::check(kind, &unsaid, &words.files)?;
    words.into.store.with(|ctx| async move { import(&ctx, kind, words).await })
}

async fn import(ctx: &Ctx, kind: &'static Kind, words: &Words) -> Result<()> {
    let (account, settings) = enter(ctx, kind, &words.into).await?;
    let began = Instant::now();
    let (hand_on, mut batches) = mpsc::channel(BATCHES_WAITING_MAX);
    let files = words.files.clone();
    let read = tokio::task::spawn_blocking(move || read(kind, &settings, &files, &hand_on));
    let mut done = Recorded::default();
    while let Some(signals) = batches.recv().await {
        let one = record(ctx, &account, signals).await?;
        done.new += one.new;
        done.repeated += one.repeated;
        done.versions += one.versions;
    }
    let heard = read.await.context("reading ended early")??;
    let seconds = began.elapsed().as_secs_f64();
    let Recorded { new, repeated, versions, .. } = done;
    let pace = versions as f64 / seconds.max(0.001);
    let mut out = stdout().lock();
    writeln!(out, "{new} signals are new, {repeated} were known; {versions} conversations in {seconds:.1} s ({pace:.0}/s).")?;
    if heard.notes_in_all > 0 {
        writeln!(out, "{} things were not understood; here are the first:", heard.notes_in_all)?;
    }
    out.flush()?;
    heard.tell_notes(stderr().lock())
}

/// Reads the files and hands on batch after batch.
fn read(kind: &Kind, settings: &Settings, files: &[PathBuf], hand_on: &mpsc::Sender<Vec<Signal>>) -> Result<stream::Heard> {
    let length = files.iter().filter_map(|file| file.metadata().ok()).map(|about| about.len()).sum();
    // It hides itself where nobody looks.
    let bar = ProgressBar::new(length);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left") {
        bar.set_style(style);
    }
    let mut gatherer = Gatherer::default();
    let heard = stream::take_in(kind, settings, files, &mut |signals, bytes| {
        bar.inc(bytes);
        gatherer.take(signals).into_iter().all(|batch| hand_on.blocking_send(batch).is_ok())
    });
    // Whoever no longer takes them says himself why.
    let _ = gatherer.rest().into_iter().all(|batch| hand_on.blocking_send(batch).is_ok());
    bar.finish_and_clear();
    heard
}

async fn record(ctx: &Ctx, account: &AccountRow, mut signals: Vec<Signal>) -> Result<Recorded> {
    let now = MachineClock.now();
    for signal in &mut signals {
        signal.seen_at = Some(now);
    }
    let seen = ctx.directories.resolve(&account.account, &Numbering::from(account), &mut signals).await?;
    // Nobody waits any more to say what came of a call that is taken in from a file.
    let known = signals.iter_mut().filter_map(|signal| signal.what.party_mut()).filter_map(|party| party.known.as_mut());
    known.for_each(|known| known.wrap_up_s = None);
    let batch =
        Batch { account: account.account.clone(), signals: signals.into(), seen, mark: None, mode: Mode::Import, at: now };
    let mut tries = 0;
    loop {
        match ctx.store.record(batch.clone()).await {
            Err(StoreError::Unavailable(_)) if tries < TRIES_MAX => tries += 1,
            done => return done.context("what was read before is kept; run it again to go on"),
        }
        sleep(TRY_AGAIN_AFTER).await;
    }
}

/// The account, and what its source says to the adapter; the source is entered if it is not there.
pub(super) async fn enter(ctx: &Ctx, kind: &Kind, into: &Into) -> Result<(AccountRow, Settings)> {
    let account = account(ctx, &into.account).await?;
    let store = &ctx.store;
    let sources = store.sources(Some(&account.account)).await?;
    let known = sources.into_iter().find(|row| row.source == into.source.as_str());
    let settings = match known {
        Some(row) if row.settings.adapters.iter().any(|adapter| adapter == kind.name) => row.settings,
        Some(mut row) => {
            row.settings.adapters.push(kind.name.to_owned());
            store.put_source(row.clone()).await?;
            row.settings
        }
        None => {
            ensure!(is_source_name(&into.source), "--source {}: {SOURCE_NAME_WANTED}", into.source);
            let settings = SourceSettings { adapters: vec![kind.name.to_owned()], ..SourceSettings::default() };
            let row = SourceRow {
                account: account.account.clone(),
                source: Text::new(&into.source),
                settings: settings.clone(),
                created_at: MachineClock.now(),
                deleted_at: None,
            };
            store.put_source(row).await?;
            settings
        }
    };
    let told = for_adapter(&into.source, &settings, None);
    Ok((account, told))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::path::Path;

    use tokio::runtime::Runtime;

    use super::*;
    use crate::scratch::Scratch;
    use crate::store::{self, ChangeKind, Filter};

    fn recording(scenario: &str, file: &str) -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../calls/fixtures/asterisk").join(scenario).join(file)
    }

    fn words(store: &Path, adapter: &str, files: &[PathBuf]) -> Words {
        let into = Into { source: "office".to_owned(), account: "main".to_owned(), store: StoreWords::of(store) };
        Words { adapter: adapter.to_owned(), files: files.to_vec(), into }
    }

    /// The kinds of changes, and what lists say.
    fn kept(file: &Path) -> (Vec<ChangeKind>, Vec<String>) {
        Runtime::new().unwrap().block_on(async {
            let store = store::open(file).unwrap();
            let changes = store.changes("main", 0, None, store::CHANGES_MAX).await.unwrap();
            let page = store.conversations("main", &Filter::default(), None, store::PAGE_ROWS_MAX).await.unwrap();
            store.close().await;
            (changes.rows.iter().map(|row| row.kind).collect(), page.rows.into_iter().map(|row| row.record).collect())
        })
    }

    fn with_account() -> (Scratch, PathBuf) {
        let folder = Scratch::new();
        let file = folder.path().join("callbook.db");
        Runtime::new().unwrap().block_on(async {
            let store = store::open(&file).unwrap();
            store.put_account(crate::demo::account(MachineClock.now(), "UTC")).await.unwrap();
            store.close().await;
        });
        (folder, file)
    }

    #[test]
    fn a_conversation_is_one_imported_version_and_running_it_again_changes_nothing() {
        let (_folder, file) = with_account();
        let files = ["attended_transfer", "busy", "load_40_calls_sipp"].map(|scenario| recording(scenario, "ami.txt"));
        // As if it had been stopped after the first file.
        run(&words(&file, "asterisk-ami", &files[..1])).unwrap();
        run(&words(&file, "asterisk-ami", &files)).unwrap();
        let before = kept(&file);
        assert_eq!(before.0, vec![ChangeKind::Imported; 42]);
        run(&words(&file, "asterisk-ami", &files)).unwrap();
        assert_eq!(kept(&file), before);
    }

    #[test]
    fn nothing_is_written_of_files_of_which_one_is_of_another_kind() {
        let (_folder, file) = with_account();
        let files = [recording("busy", "ami.txt"), recording("busy", "cel.csv")];
        let error = run(&words(&file, "asterisk-ami", &files)).unwrap_err();
        assert!(format!("{error:#}").contains("cel.csv:1: "), "{error:#}");
        let error = run(&words(&file, "asterisk-ami", &[recording("busy", "no.txt")])).unwrap_err();
        assert!(format!("{error:#}").contains("no.txt: expected "), "{error:#}");
        assert_eq!(kept(&file), (vec![], vec![]));
        let mut unknown = words(&file, "asterisk-ami", &files[..1]);
        unknown.into.account = "other".to_owned();
        assert!(format!("{:#}", run(&unknown).unwrap_err()).contains("`callbook account new other`"));
    }
}
