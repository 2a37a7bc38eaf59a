//! Exports while they are made: one after the other of an account, few of all accounts at once, page after page of the list
//! as whoever asked sees it. The store is read on connections of its own in small pages, so that nobody who writes waits.
//!
//! A file is written under another name until it is whole. What the end of the program left half done is never taken up: who
//! it was made for may see something else by now. It is said to have failed, and removed. Nothing here decides what is seen.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use calls::Text;
use serde_json::value::RawValue;
use tokio::sync::{Semaphore, watch};
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::super::conversations::Search;
use super::super::problem::Problem;
use super::super::{Api, Shared, recordings};
use super::formats::{Format, Place, Places, Printer, recordings_of};
use crate::media::LINK_LIFE;
use crate::store::{ExportFate, StoreError};

/// The most conversations of one export.
const EXPORT_ROWS_MAX: u64 = 500_000;
/// The most bytes of all files of an account.
const EXPORT_BYTES_MAX: u64 = 2 << 30;
/// So many are made at once, of different accounts.
const AT_ONCE_MAX: usize = 2;
/// Conversations that are read at once.
const PAGE_ROWS: usize = 100;
/// How often it is looked what is to be removed.
const SWEEP_EVERY: Duration = Duration::from_secs(60);

/// How a file is called while it is made.
const PART: &str = "part";

/// What exports are made with.
#[derive(Debug)]
pub(crate) struct Making {
    under_way: Mutex<HashMap<Uuid, Arc<Progress>>>,
    /// One at a time of each account.
    lanes: Mutex<HashMap<Text, Arc<tokio::sync::Mutex<()>>>>,
    turns: Semaphore,
    rows_max: AtomicU64,
    bytes_max: AtomicU64,
}

impl Default for Making {
    fn default() -> Self {
        let (under_way, lanes) = Default::default();
        let (rows_max, bytes_max) = (AtomicU64::new(EXPORT_ROWS_MAX), AtomicU64::new(EXPORT_BYTES_MAX));
        Self { under_way, lanes, turns: Semaphore::new(AT_ONCE_MAX), rows_max, bytes_max }
    }
}

impl Making {
    /// How far one is that is being made.
    pub(super) fn progress(&self, id: Uuid) -> Option<Arc<Progress>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// From now on it is under way: said before its row is written, so that nobody takes it for one that was left behind.
    pub(super) fn begin(&self, id: Uuid) -> Arc<Progress> {
        let progress = Arc::<Progress>::default();
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&progress));
        progress
    }

    /// It is not under way any more.
    pub(super) fn end(&self, id: Uuid) {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    /// There are no more of them than accounts.
    pub(in crate::api) fn lane(&self, account: &Text) -> Arc<tokio::sync::Mutex<()>> {
        Arc::clone(self.lanes.lock().unwrap_or_else(PoisonError::into_inner).entry(account.clone()).or_default())
    }

    /// Waits until all of them know that the server ends, but no longer than that.
    pub(crate) async fn given_up(&self, most: Duration) {
        let _ = tokio::time::timeout(most, self.settled()).await;
    }

    /// Waits until nothing is made any more.
    pub(in crate::api) async fn settled(&self) {
        loop {
            let next = self.under_way.lock().unwrap_or_else(PoisonError::into_inner).values().next().cloned();
            let Some(next) = next else { return };
            // Nothing is ever given into it: it is closed at the end.
            let _ = next.ended.acquire().await;
        }
    }

    /// Has fewer conversations and bytes be too many.
    #[cfg(test)]
    pub(in crate::api) fn hold_to(&self, rows: u64, bytes: u64) {
        self.rows_max.store(rows, Ordering::Relaxed);
        self.bytes_max.store(bytes, Ordering::Relaxed);
    }
}

/// How far an export is.
#[derive(Debug)]
pub(super) struct Progress {
    pub(super) done: AtomicU64,
    pub(super) bytes: Arc<AtomicU64>,
    /// How many there will be, where that is known.
    pub(super) total: OnceLock<u64>,
    /// Whether its turn has come.
    pub(super) runs: AtomicBool,
    /// Whether nobody wants it any more.
    pub(super) stopped: AtomicBool,
    /// Closed once it is over.
    ended: Semaphore,
}

impl Default for Progress {
    fn default() -> Self {
        let (done, bytes, total, runs, stopped) = Default::default();
        Self { done, bytes, total, runs, stopped, ended: Semaphore::new(0) }
    }
}

/// An export that is to be made.
pub(super) struct Job {
    pub(super) api: Shared,
    pub(super) account: Text,
    pub(super) id: Uuid,
    pub(super) format: Format,
    pub(super) search: Search,
    pub(super) folder: Arc<Path>,
}

/// Why one is given up.
#[derive(Debug)]
enum Fault {
    /// Nobody wants it any more.
    Stopped,
    /// The server ends.
    Closing,
    TooMany(String),
    TooLarge,
    Disk(io::Error),
    Asked(Problem),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        if error.kind() == ErrorKind::FileTooLarge { Self::TooLarge } else { Self::Disk(error) }
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self::Asked(problem)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Asked(error.into())
    }
}

impl Fault {
    /// In a word, and for people; none where nobody is to be told.
    fn says(&self) -> Option<(&'static str, String)> {
        Some(match self {
            Self::Stopped => return None,
            Self::Closing => interrupted(),
            Self::TooMany(says) => ("too_many", says.clone()),
            Self::TooLarge => {
                let most = EXPORT_BYTES_MAX >> 20;
                (
                    "too_large",
                    format!("the files of an account have at most {most} MiB together: remove others, or export less"),
                )
            }
            Self::Disk(error) => ("disk", format!("the file cannot be written: {error}")),
            Self::Asked(problem) => ("unavailable", problem.detail().to_owned()),
        })
    }
}

/// What is said of one that the end of the program left half done.
fn interrupted() -> (&'static str, String) {
    ("interrupted", "the server ended while it was made: ask for it again".to_owned())
}

/// Where the file of an export is.
pub(super) fn file_of(folder: &Path, account: &str, id: Uuid, ending: &str) -> PathBuf {
    folder.join(account).join(format!("{id}.{ending}"))
}

/// Has an export made that is under way.
pub(super) fn begin(job: Job, progress: Arc<Progress>) {
    tokio::spawn(async move {
        let (api, account, id) = (Arc::clone(&job.api), job.account.clone(), job.id);
        let making = tokio::spawn(made(job, Arc::clone(&progress)));
        let fate = making.await.unwrap_or_else(|error| {
            tracing::error!(%account, %id, %error, "an export broke off");
            Some(failed(&api, ("fault", "a fault of this server, which has been written down".to_owned())))
        });
        if let Some(fate) = fate
            && let Err(error) = api.ctx.store.settle_export(&account, id, fate).await
        {
            tracing::warn!(%account, %id, %error, "what became of an export cannot be written down");
        }
        api.exports.end(id);
        progress.ended.close();
    });
}

fn failed(api: &Api, (reason, says): (&'static str, String)) -> ExportFate {
    ExportFate::Failed { reason: Text::new_static(reason), says, at: api.ctx.clock.now() }
}

/// Makes it, in its turn; what became of it, if somebody still wants to know.
async fn made(job: Job, progress: Arc<Progress>) -> Option<ExportFate> {
    let lane = job.api.exports.lane(&job.account);
    let _alone = lane.lock().await;
    // Nobody closes them.
    let _turn = job.api.exports.turns.acquire().await;
    progress.runs.store(true, Ordering::Relaxed);
    let part = file_of(&job.folder, &job.account, job.id, PART);
    let whole = file_of(&job.folder, &job.account, job.id, job.format.ending());
    let written = match written(&job, &progress, &part).await {
        Ok(()) => fs::rename(&part, &whole).map_err(Fault::from),
        Err(fault) => Err(fault),
    };
    let (done, bytes) = (progress.done.load(Ordering::Relaxed), progress.bytes.load(Ordering::Relaxed));
    match written {
        Ok(()) if progress.stopped.load(Ordering::Relaxed) => {
            discard(&whole);
            None
        }
        Ok(()) => Some(ExportFate::Ready { done, bytes, at: job.api.ctx.clock.now() }),
        Err(fault) => {
            discard(&part);
            tracing::info!(account = %job.account, id = %job.id, ?fault, "an export is given up");
            fault.says().map(|says| failed(&job.api, says))
        }
    }
}

/// What cannot be removed now is removed by the sweeper.
fn discard(file: &Path) {
    let _ = fs::remove_file(file);
}

async fn written(job: &Job, progress: &Arc<Progress>, part: &Path) -> Result<(), Fault> {
    let (api, account) = (&job.api, &job.account);
    let tallied = job.search.count(api, account).await?;
    if tallied.exact {
        // Set once: here.
        let _ = progress.total.set(tallied.found as u64);
    }
    let room = api.exports.bytes_max.load(Ordering::Relaxed).saturating_sub(bytes_of(api, account).await?);
    let into = Counted { file: opened(part)?, bytes: Arc::clone(&progress.bytes), most: room };
    let mut printer = job.format.printer(account, Box::new(into))?;
    let mut place = None;
    loop {
        if progress.stopped.load(Ordering::Relaxed) {
            return Err(Fault::Stopped);
        }
        if *api.closing.borrow() {
            return Err(Fault::Closing);
        }
        let (records, next) = job.search.page(api, account, place, PAGE_ROWS).await?;
        let done = progress.done.load(Ordering::Relaxed) + records.len() as u64;
        if done > api.exports.rows_max.load(Ordering::Relaxed) {
            return Err(too_many(api.exports.rows_max.load(Ordering::Relaxed), place));
        }
        let places = places(job, &records).await?;
        printer = taken(printer, records, places).await?;
        progress.done.store(done, Ordering::Relaxed);
        place = next;
        if place.is_none() {
            break;
        }
    }
    let finish = move || -> io::Result<()> { printer.finish()?.flush() };
    blocking(finish).await?;
    let part = part.to_owned();
    blocking(move || File::open(part)?.sync_all()).await?;
    Ok(())
}

/// Says from where on the rest can be asked for.
fn too_many(most: u64, reached: Option<crate::store::Place>) -> Fault {
    let reached = reached.map(|place| place.at.to_string()).unwrap_or_default();
    Fault::TooMany(format!(
        "there are more than {most} conversations, and the newest go back to {reached}; \
        ask for those from then on by `from`, and for those before by `until`"
    ))
}

async fn taken(mut printer: Box<dyn Printer>, records: Vec<Box<RawValue>>, places: Places) -> io::Result<Box<dyn Printer>> {
    let take = move || {
        printer.take(&records, &places)?;
        Ok(printer)
    };
    blocking(take).await
}

async fn blocking<T: Send + 'static>(act: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(act).await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

/// So many bytes the account's files have together.
async fn bytes_of(api: &Api, account: &Text) -> Result<u64, StoreError> {
    let rows = api.ctx.store.exports(Some(account)).await?;
    let bytes = |fate: &ExportFate| if let ExportFate::Ready { bytes, .. } = fate { *bytes } else { 0 };
    Ok(rows.iter().map(|row| bytes(&row.fate)).sum())
}

/// Where the recordings of conversations are, for a format that tells it.
async fn places(job: &Job, records: &[Box<RawValue>]) -> Result<Places, Fault> {
    let mut places = Places::new();
    if job.format != Format::Vcon {
        return Ok(places);
    }
    let ctx = &job.api.ctx;
    let until = ctx.clock.now().plus(LINK_LIFE);
    for record in records {
        for id in recordings_of(record)? {
            let row = ctx.store.media(&job.account, id).await?.filter(|row| row.removed_at.is_none());
            let Some(row) = row else { continue };
            if let Some(url) = ctx.media.links().sign(&job.account, id, until).await? {
                places.insert(id, Place { url, media_type: recordings::media_type(&row), hash: row.media.hash });
            }
        }
    }
    Ok(places)
}

fn opened(part: &Path) -> io::Result<BufWriter<File>> {
    if let Some(folder) = part.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(BufWriter::new(File::create(part)?))
}

/// A file that is counted, and held to what there is room for.
struct Counted {
    file: BufWriter<File>,
    bytes: Arc<AtomicU64>,
    most: u64,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.load(Ordering::Relaxed).saturating_add(bytes.len() as u64) > self.most {
            return Err(ErrorKind::FileTooLarge.into());
        }
        let written = self.file.write(bytes)?;
        self.bytes.fetch_add(written as u64, Ordering::Relaxed);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Removes what is past its time, again and again, until the server ends. What an earlier run left half done has failed.
pub(crate) async fn upkeep(api: Shared, mut closing: watch::Receiver<bool>) {
    loop {
        if let Err(error) = sweep(&api).await {
            tracing::warn!(%error, "what is left of exports is removed later");
        }
        tokio::select! {
            () = tokio::time::sleep(SWEEP_EVERY) => {}
            // Whoever could say so may be gone.
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

/// Removes what is past its time, and files that belong to nothing.
pub(in crate::api) async fn sweep(api: &Api) -> Result<(), StoreError> {
    let Some(folder) = api.ctx.exports.clone() else { return Ok(()) };
    let now = api.ctx.clock.now();
    // Files are listed before rows: whoever has a row by then may have begun a file since.
    let files = blocking(move || listed(&folder)).await.unwrap_or_default();
    let mut there = Vec::new();
    for row in api.ctx.store.exports(None).await? {
        let is_under_way = api.exports.progress(row.id).is_some();
        if row.expires_at <= now && !is_under_way {
            api.ctx.store.remove_export(&row.account, row.id).await?;
            continue;
        }
        if row.fate == ExportFate::Making && !is_under_way {
            // It may have come to its end since its row was read; then this changes nothing.
            api.ctx.store.settle_export(&row.account, row.id, failed(api, interrupted())).await?;
        }
        there.push((row.id, is_under_way, row.fate));
    }
    let is_kept = |id: Uuid| {
        there.iter().any(|(known, under_way, fate)| *known == id && (*under_way || matches!(fate, ExportFate::Ready { .. })))
    };
    for (file, id) in files.into_iter().filter(|(_, id)| !is_kept(*id) && api.exports.progress(*id).is_none()) {
        tracing::debug!(%id, "the file of an export is removed");
        discard(&file);
    }
    Ok(())
}

/// Files of exports, and of which each is.
fn listed(folder: &Path) -> io::Result<Vec<(PathBuf, Uuid)>> {
    let mut files = Vec::new();
    for account in fs::read_dir(folder)? {
        let account = account?.path();
        if !account.is_dir() {
            continue;
        }
        for file in fs::read_dir(account)? {
            let file = file?.path();
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let id = name.split('.').next().and_then(|id| Uuid::try_parse(id).ok());
            files.extend(id.map(|id| (file, id)));
        }
    }
    Ok(files)
}
