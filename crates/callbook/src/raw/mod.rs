//! Raw input as it came, kept beside the store for some days, so that a corrected adapter can read it again and a feed that
//! starts anew can learn what its predecessor knew.
//!
//! One file an hour and feed, `<folder>/<account>/<source>/<feed>/<start in microseconds>.cbraw.gz`, and a new one after each
//! start. Inside, any tool shows a heading line for each entry (`bytes 1795216628968123 412`: kind, moment, length), what
//! came, and a line end. Entries are handed to the operating system before the signals made of them are recorded, so that a
//! killed process leaves everything that it told of; they are not forced to the disk, so that a power cut may cost the last
//! seconds of them and never a signal. A disk that fails is noted and counted, and never stops a call.
//!
//! Whoever writes puts together what came in one turn of its loop, because every turn ends with a flush of the compressor.
//! Measured on two cores, of a manager stream: turns of one message (430 bytes) take 8 µs each and leave a fifth of the
//! size; turns of 4 KB 16 µs and an eighth; turns of 64 KB 130 µs and a ninth. `cargo test -p callbook raw -- --ignored
//! --nocapture` measures again.
//! To keep one more kind of entry: a case of [`Kind`] and its word.

mod lane;
mod read;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use calls::moment::Moment;
use tracing::warn;

use crate::board::FeedName;
use crate::store::HOUR;
use lane::Lane;

pub(crate) use read::{Entries, newest, read};

/// The most bytes of one entry. Longer ones are kept as several.
pub(crate) const ENTRY_BYTES_MAX: usize = 16 * 1024 * 1024;
/// How the name of every file ends.
const ENDING: &str = ".cbraw.gz";
/// So long one file goes on.
const FILE_MICROS: i64 = HOUR;
const DAY_MICROS: i64 = 24 * FILE_MICROS;

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A link came up.
    Connected,
    /// Bytes came off it.
    Bytes,
    /// Time passed; the feed was told so.
    Tick,
    /// The link was gone.
    Closed,
    /// A request came, whole.
    Request,
    /// Somebody asked the phone system for a call.
    Asked,
}

impl Kind {
    const WORDS: &[(Self, &'static str)] = &[
        (Self::Connected, "connected"),
        (Self::Bytes, "bytes"),
        (Self::Tick, "tick"),
        (Self::Closed, "closed"),
        (Self::Request, "request"),
        (Self::Asked, "asked"),
    ];

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(kind, _)| *kind == self).map_or("bytes", |(_, word)| word)
    }

    fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

/// Something that is to be kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'a> {
    /// What it is.
    pub(crate) kind: Kind,
    /// When it came.
    pub(crate) at: Moment,
    /// What came; empty where the kind says all.
    pub(crate) bytes: &'a [u8],
}

/// Something that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// What it is.
    pub(crate) kind: Kind,
    /// When it came.
    pub(crate) at: Moment,
    /// What came.
    pub(crate) bytes: Vec<u8>,
}

/// Keeps the raw input of all feeds.
#[derive(Clone, Debug)]
pub(crate) struct Keeper(Arc<Kept>);

#[derive(Debug)]
struct Kept {
    folder: PathBuf,
    raw_days: u32,
    /// One for each feed that was heard; feeds are named by sources, so that there are no more of them than those allow.
    lanes: Mutex<BTreeMap<FeedName, Arc<Mutex<Lane>>>>,
}

impl Keeper {
    /// Keeps raw input in this folder for so many days; with none, nothing is kept.
    pub(crate) fn new(folder: PathBuf, raw_days: u32) -> Self {
        Self(Arc::new(Kept { folder, raw_days, lanes: Mutex::default() }))
    }

    /// Whether anything is kept.
    pub(crate) fn keeps(&self) -> bool {
        self.0.raw_days > 0
    }

    /// Where.
    pub(crate) fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// Keeps what came in one turn. It cannot fail: a disk that does is noted and counted.
    pub(crate) fn keep(&self, feed: &FeedName, pieces: &[Piece<'_>]) {
        if !self.keeps() {
            return;
        }
        let lane = {
            let mut lanes = self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(lanes.entry(feed.clone()).or_insert_with(|| Arc::new(Mutex::new(Lane::new(&self.0.folder, feed)))))
        };
        lane.lock().unwrap_or_else(PoisonError::into_inner).keep(pieces);
    }

    /// Ends the file of a feed that stops; the next piece begins a new one.
    pub(crate) fn end(&self, feed: &FeedName) {
        let lane = self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner).remove(feed);
        // Whoever holds it still writes its turn to the end; the file ends with the last of them.
        drop(lane);
    }

    /// Removes what came in from a source in these hours, counted since the epoch. Whether none of it is left.
    pub(crate) fn remove(&self, account: &str, source: &str, hours: &BTreeSet<i64>) -> bool {
        let feeds = inside(&self.0.folder.join(account).join(source));
        let is_of = |start: Moment| hours.contains(&start.micros().div_euclid(FILE_MICROS));
        remove(feeds.iter().flat_map(inside), is_of)
    }

    /// Removes the files of which nothing is young enough to be kept, those of former feeds too.
    pub(crate) fn sweep(&self, now: Moment) {
        if !self.keeps() {
            return;
        }
        let oldest = now.plus(-(i64::from(self.0.raw_days) * DAY_MICROS + FILE_MICROS));
        remove(files_below(&self.0.folder).into_iter(), |start| start < oldest);
    }
}

/// Removes those files whose beginning is such a one. Whether none of them is left.
fn remove(files: impl Iterator<Item = PathBuf>, is_one: impl Fn(Moment) -> bool) -> bool {
    let mut is_gone = true;
    for file in files.filter(|file| start_of(file).is_some_and(&is_one)) {
        if let Err(error) = fs::remove_file(&file) {
            warn!(file = %file.display(), %error, "raw input that is no longer to be kept cannot be removed");
            is_gone = false;
        }
    }
    is_gone
}

/// The folder of one feed.
fn folder_of(folder: &Path, (account, source, feed): &FeedName) -> PathBuf {
    folder.join(account.as_str()).join(source.as_str()).join(feed.as_str())
}

/// When a file begins, by its name.
fn start_of(file: &Path) -> Option<Moment> {
    let name = file.file_name()?.to_str()?;
    Moment::from_micros(name.strip_suffix(ENDING)?.parse().ok()?)
}

/// What stands in a folder; nothing where there is none.
fn inside(folder: &PathBuf) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect()
}

/// All files of all feeds.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let accounts = inside(&folder.to_owned());
    let sources: Vec<PathBuf> = accounts.iter().flat_map(inside).collect();
    let feeds: Vec<PathBuf> = sources.iter().flat_map(inside).collect();
    feeds.iter().flat_map(inside).collect()
}
