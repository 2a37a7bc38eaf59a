//! Collecting: recordings that a phone system has are fetched from it once the record says that they are there; and what is kept of
//! conversations that were erased, or for too long, is removed.
//!
//! It reads the changes at a cursor of its own. What is to be fetched has a row before the cursor moves over the change that told it,
//! so that whenever it ends, nothing is lost; a row goes with the transaction that keeps the bytes. It must never read a file outside
//! of the folder that the operator named, nor send a password to anybody but whose it is.
//! To add a phone system: where its recordings stand as a case of [`Place`], and a module that fetches it.

mod file;
mod found;
mod link;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use calls::Text;
use calls::moment::Moment;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;
use tracing::{info, warn};
use uuid::Uuid;

use crate::ctx::Ctx;
use crate::media::{MediaError, house};
use crate::outward::Fetcher;
use crate::store::{ChangeKind, Did, Keeping, Mark, Media, MediaOf, OWN_SOURCE, SourceSettings, StoreError, WantedRow, text};

/// By which name its cursor is kept.
const FEED: &str = "recordings";
/// How often it looks.
const EVERY: Duration = Duration::from_secs(1);
/// How often what is kept for too long is looked for: every so many times.
const SWEEP_EVERY: u32 = 600;
/// The most changes that are read at once.
const READ_MAX: usize = 500;
/// After so many changes the cursor is kept, though nothing was found in them.
const MARK_EVERY: u64 = 2_000;
/// The most recordings that are fetched at a time.
const AT_ONCE_MAX: usize = 4;
/// How long is waited after the first, the second … try in vain, in seconds; after the last a recording is given up.
const STEPS_S: &[i64] = &[5, 30, 120, 600, 3_600, 21_600, 86_400];
/// A file that may still grow is looked at again after so long, in microseconds.
const LOOK_AGAIN: i64 = 5_000_000;

/// Fetches recordings.
#[derive(Clone)]
pub(crate) struct Collector {
    ctx: Ctx,
    fetcher: Fetcher,
    /// Whose links are fetched: these hosts and those below them.
    hosts: &'static [&'static str],
    /// Whether anything is fetched.
    collects: bool,
    /// How far the changes of each account were read, and how far that is kept.
    read_to: HashMap<Text, (u64, u64)>,
}

/// Where a recording stands.
enum Place {
    /// In a folder of this machine, under that name.
    File { folder: String, name: String },
    /// At Twilio.
    Link { url: String, name: String, password: String },
}

/// Why a recording was not fetched.
#[derive(Debug)]
enum Miss {
    /// It is not whole yet; how it looked.
    Grows(String),
    /// It may be there later.
    Later(String),
    /// It will never be.
    Never(String),
}

impl From<StoreError> for Miss {
    fn from(error: StoreError) -> Self {
        Self::Later(error.to_string())
    }
}

impl From<MediaError> for Miss {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::TooLarge | MediaError::NoAudio(_) => Self::Never(error.to_string()),
            MediaError::BrokenOff | MediaError::Lost | MediaError::Unavailable(_) | MediaError::Store(_) => {
                Self::Later(error.to_string())
            }
        }
    }
}

impl Collector {
    /// One that fetches from those hosts, or, if it does not collect, only removes.
    pub(crate) fn new(ctx: Ctx, fetcher: Fetcher, hosts: &'static [&'static str], collects: bool) -> Self {
        Self { ctx, fetcher, hosts, collects, read_to: HashMap::new() }
    }

    /// Collects until it is told to stop.
    pub(crate) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut bell = self.ctx.store.bell();
        bell.mark_changed();
        let mut running = Running::default();
        for round in 0_u32.. {
            if *stop.borrow() {
                break;
            }
            if bell.has_changed().unwrap_or(false) {
                bell.mark_unchanged();
                if let Err(error) = self.read().await {
                    warn!(%error, "what recordings there are cannot be read; they are fetched later");
                    bell.mark_changed();
                }
            }
            self.begin_due(&mut running).await;
            if round.is_multiple_of(SWEEP_EVERY)
                && let Err(error) = self.ctx.media.sweep().await
            {
                warn!(%error, "recordings that are kept for too long are removed later");
            }
            tokio::select! {
                gone = stop.changed() => if gone.is_err() { break },
                () = running.any_ends() => {}
                () = sleep(EVERY) => {}
            }
        }
        // What is under way is fetched again after the next start.
        running.tasks.shutdown().await;
    }

    /// Reads what changed since, of every account.
    async fn read(&mut self) -> Result<(), MediaError> {
        let accounts = self.ctx.store.accounts().await?;
        for row in accounts {
            let sources = self.ctx.store.sources(Some(&row.account)).await?;
            let sources: HashMap<Text, SourceSettings> = sources.into_iter().map(|row| (row.source, row.settings)).collect();
            while self.read_some(&row.account, &sources).await? {}
        }
        Ok(())
    }

    /// Some of one account's. Whether there may be more.
    async fn read_some(&mut self, account: &Text, sources: &HashMap<Text, SourceSettings>) -> Result<bool, MediaError> {
        let (after, kept) = match self.read_to.get(account) {
            Some(known) => *known,
            None => {
                let kept = self.ctx.store.position(account, OWN_SOURCE, FEED).await?;
                let kept = kept.and_then(|kept| kept.parse().ok()).unwrap_or_default();
                (kept, kept)
            }
        };
        let rows = self.ctx.store.changes(account, after, None, READ_MAX).await?.rows;
        let now = self.ctx.clock.now();
        let Some(last) = rows.last().map(|row| row.no) else {
            self.read_to.insert(account.clone(), (after, kept));
            return Ok(false);
        };
        let mut wanted = Vec::new();
        for row in &rows {
            if let (ChangeKind::Erased, Some(conversation)) = (row.kind, row.conversation) {
                self.ctx.media.erase(account, conversation).await?;
            }
            let Some(settings) = sources.get(&row.source).filter(|_| self.collects) else { continue };
            for (recording, place) in found::recordings(row.patch.as_deref().unwrap_or_default(), settings) {
                let (account, source) = (account.clone(), row.source.clone());
                wanted.push(WantedRow { account, recording, source, place, tries: 0, next_at: Some(now), looked: None });
            }
        }
        let mut kept = kept;
        if !wanted.is_empty() || last - kept >= MARK_EVERY {
            let mark = Mark { source: text(OWN_SOURCE), feed: text(FEED), position: last.to_string() };
            self.ctx.store.want_media(account, wanted, mark, now).await?;
            kept = last;
        }
        self.read_to.insert(account.clone(), (last, kept));
        Ok(rows.len() == READ_MAX)
    }

    /// Begins to fetch what is due, as far as there is room.
    async fn begin_due(&self, running: &mut Running) {
        running.end();
        if running.tasks.len() >= AT_ONCE_MAX {
            return;
        }
        let due = match self.ctx.store.due_media(self.ctx.clock.now(), AT_ONCE_MAX * 2).await {
            Ok(due) => due,
            Err(error) => return warn!(%error, "what recordings are due cannot be read; they are fetched later"),
        };
        for row in due {
            let name = (row.account.clone(), row.recording);
            if running.tasks.len() < AT_ONCE_MAX && running.names.insert(name.clone()) {
                let own = self.clone();
                running.tasks.spawn(async move {
                    own.fetch(row).await;
                    name
                });
            }
        }
    }

    /// Fetches one, and says how that stands.
    async fn fetch(&self, row: WantedRow) {
        let miss = match self.try_fetch(&row).await {
            Ok(()) => return,
            Err(miss) => miss,
        };
        let now = self.ctx.clock.now();
        let next = match miss {
            Miss::Grows(looked) => WantedRow { next_at: Some(now.plus(LOOK_AGAIN)), looked: Some(looked), ..row },
            Miss::Later(says) => {
                let wait = STEPS_S.get(row.tries as usize).map(|seconds| now.plus(seconds * 1_000_000));
                self.tell(&row, &says, wait);
                WantedRow { tries: row.tries.saturating_add(1), next_at: wait, looked: None, ..row }
            }
            Miss::Never(says) => {
                self.tell(&row, &says, None);
                WantedRow { tries: row.tries.saturating_add(1), next_at: None, ..row }
            }
        };
        if let Err(error) = self.ctx.store.put_wanted(next).await {
            warn!(%error, "how fetching a recording stands cannot be kept; it is tried again at once");
        }
    }

    fn tell(&self, row: &WantedRow, says: &str, next: Option<Moment>) {
        let (account, source, recording) = (&row.account, &row.source, row.recording);
        match next {
            Some(_) => info!(%account, %source, %recording, says, "a recording is fetched later"),
            None => {
                self.ctx.board.give_up(account, source, format!("recording {recording}: {says}"));
                warn!(%account, %source, %recording, says, "a recording cannot be fetched and is given up");
            }
        }
    }

    async fn try_fetch(&self, row: &WantedRow) -> Result<(), Miss> {
        let sources = self.ctx.store.sources(Some(&row.account)).await?;
        let source = sources.into_iter().find(|known| known.source == row.source);
        let place = source.and_then(|source| place(row, source.settings));
        let media = match place {
            Some(Place::File { folder, name }) => file::taken(&self.ctx.media, row, &folder, &name).await?,
            Some(Place::Link { url, name, password }) => {
                let stream = link::opened(self, &url, (&name, &password)).await?;
                self.ctx.media.take(&row.account, stream).await?
            }
            None => return Err(Miss::Never("its source has no such place any more".to_owned())),
        };
        self.keep(row, media).await
    }

    async fn keep(&self, row: &WantedRow, media: Media) -> Result<(), Miss> {
        let (account, object) = (row.account.clone(), media.object.clone());
        let of = MediaOf::Recording(row.recording);
        let keeping = Keeping { account, of, media, by: house(), version: None, at: self.ctx.clock.now() };
        let did = self.ctx.media.keep(keeping).await;
        if !matches!(did, Ok(Did::Done(_))) {
            self.ctx.media.discard(&row.account, &object).await;
        }
        match did? {
            Did::Done(_) => Ok(()),
            Did::OtherSaid => Err(Miss::Never("other media is kept of it".to_owned())),
            Did::Full(what, most) => Err(Miss::Never(format!("there are {most} {what} already"))),
            Did::Unknown | Did::Deleted | Did::Missing | Did::Stale(_) => Err(Miss::Never("it was removed".to_owned())),
        }
    }
}

/// Where a recording stands by what its source says now.
fn place(row: &WantedRow, settings: SourceSettings) -> Option<Place> {
    if let (Some(link), true) = (settings.twilio, row.place.contains("://")) {
        // While a token is exchanged either may count.
        let other = link.auth_token_secondary.filter(|_| row.tries % 2 == 1);
        let password = other.unwrap_or(link.auth_token);
        return Some(Place::Link { url: row.place.clone(), name: link.account_sid, password });
    }
    settings.recordings_folder.map(|folder| Place::File { folder, name: row.place.clone() })
}

/// What is being fetched.
#[derive(Default)]
struct Running {
    tasks: JoinSet<(Text, Uuid)>,
    names: HashSet<(Text, Uuid)>,
}

impl Running {
    /// Forgets those that ended.
    fn end(&mut self) {
        while let Some(ended) = self.tasks.try_join_next() {
            self.forget(ended.ok());
        }
    }

    /// Waits until one ends; for ever if none runs.
    async fn any_ends(&mut self) {
        match self.tasks.join_next().await {
            Some(ended) => self.forget(ended.ok()),
            None => std::future::pending().await,
        }
    }

    fn forget(&mut self, ended: Option<(Text, Uuid)>) {
        match ended {
            Some(name) => drop(self.names.remove(&name)),
            // One that broke does not say which it was; the others are kept from beginning twice by being kept once.
            None if self.tasks.is_empty() => self.names.clear(),
            None => {}
        }
    }
}
