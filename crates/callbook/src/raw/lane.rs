//! The files of one feed as they are written.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use calls::moment::Moment;
use flate2::Compression;
use flate2::write::GzEncoder;
use metrics::counter;
use tracing::{info, warn};

use super::{ENDING, ENTRY_BYTES_MAX, FILE_MICROS, Piece, folder_of};
use crate::board::FeedName;

/// A disk that failed is left alone for so long.
const TRY_AGAIN_AFTER: i64 = 10 * 1_000_000;
/// So many names are tried for a file that begins; one is taken only where the clock was set back.
const NAMES_MAX: i64 = 1_000;

/// Where one feed is kept.
#[derive(Debug)]
pub(super) struct Lane {
    folder: PathBuf,
    name: String,
    open: Option<Open>,
    failed_at: Option<Moment>,
}

/// The file that goes on.
#[derive(Debug)]
struct Open {
    file: GzEncoder<File>,
    hour: i64,
}

impl Lane {
    pub(super) fn new(folder: &Path, feed: &FeedName) -> Self {
        let name = format!("{}/{}/{}", feed.0, feed.1, feed.2);
        Self { folder: folder_of(folder, feed), name, open: None, failed_at: None }
    }

    /// Keeps what came in one turn, or counts that it could not.
    pub(super) fn keep(&mut self, pieces: &[Piece<'_>]) {
        let Some(now) = pieces.last().map(|piece| piece.at) else { return };
        if self.failed_at.is_some_and(|failed| (0..TRY_AGAIN_AFTER).contains(&now.since(failed))) {
            counter!("callbook_raw_failures_total").increment(1);
            return;
        }
        match self.write(pieces, now) {
            Ok(()) => {
                if self.failed_at.take().is_some() {
                    info!(feed = self.name, "raw input is kept again");
                }
            }
            Err(error) => {
                counter!("callbook_raw_failures_total").increment(1);
                // What half an entry follows cannot be read, so that the next one begins a new file.
                self.open = None;
                if self.failed_at.replace(now).is_none() {
                    warn!(feed = self.name, %error, "raw input cannot be kept; calls go on");
                }
            }
        }
    }

    fn write(&mut self, pieces: &[Piece<'_>], now: Moment) -> io::Result<()> {
        let hour = now.micros() / FILE_MICROS;
        if self.open.as_ref().is_some_and(|open| open.hour != hour)
            && let Some(ended) = self.open.take()
        {
            ended.file.finish()?;
        }
        if self.open.is_none() {
            let first = pieces.first().map_or(now, |piece| piece.at);
            self.open = Some(Open { file: GzEncoder::new(self.begin(first)?, Compression::fast()), hour });
        }
        let Some(open) = &mut self.open else { return Ok(()) };
        for piece in pieces {
            if piece.bytes.is_empty() {
                entry(&mut open.file, piece, &[])?;
            }
            for part in piece.bytes.chunks(ENTRY_BYTES_MAX) {
                entry(&mut open.file, piece, part)?;
            }
        }
        open.file.flush()
    }

    /// A new file, named after its first moment. An older one of that name is never written over.
    fn begin(&self, first: Moment) -> io::Result<File> {
        fs::create_dir_all(&self.folder)?;
        let mut taken = io::Error::from(io::ErrorKind::AlreadyExists);
        for later in 0..NAMES_MAX {
            let file = self.folder.join(format!("{}{ENDING}", first.plus(later).micros()));
            match File::create_new(file) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => taken = error,
                made => return made,
            }
        }
        Err(taken)
    }
}

fn entry(out: &mut impl Write, piece: &Piece<'_>, bytes: &[u8]) -> io::Result<()> {
    writeln!(out, "{} {} {}", piece.kind.word(), piece.at.micros(), bytes.len())?;
    out.write_all(bytes)?;
    out.write_all(b"\n")
}
