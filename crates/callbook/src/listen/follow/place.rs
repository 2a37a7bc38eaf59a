//! Which file it is, and how far it was told: in words that outlive the process.
//!
//! A file is known again by a fingerprint of its first bytes, because paths are given away by rotation, inodes by the file
//! system, and both by a move to another machine.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::Path;

use calls::adapters::Position;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// So many of a file's first bytes make its fingerprint; the first row, with its microseconds, is among them.
const HEAD_BYTES_MAX: usize = 512;
/// A file that was renamed is looked for among so many beside it.
const BESIDE_MAX: usize = 10_000;

/// How far a file was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    dev: u64,
    ino: u64,
    head_bytes: usize,
    head: String,
    pub(super) told: u64,
    pub(super) learn_from: u64,
}

impl Place {
    /// The place of a position in a file; none if the file cannot be read any more.
    pub(super) fn of(log: &mut Log, position: Position) -> Option<Self> {
        // Only what is told can no longer change.
        let head_bytes = usize::try_from(position.told).unwrap_or(usize::MAX).min(HEAD_BYTES_MAX);
        let head = log.fingerprint(head_bytes).ok()?;
        Some(Self { dev: log.dev, ino: log.ino, head_bytes, head, told: position.told, learn_from: position.learn_from })
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text)
            .ok()
            .filter(|place: &Self| place.learn_from <= place.told && place.head_bytes <= HEAD_BYTES_MAX)
    }

    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether it is a place in this file.
    pub(super) fn is_of(&self, log: &mut Log) -> bool {
        log.length().is_ok_and(|length| length >= self.told)
            && log.fingerprint(self.head_bytes).is_ok_and(|head| head == self.head)
    }

    /// The file under another name in the same folder.
    pub(super) fn beside(&self, path: &Path) -> Option<Log> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let entries = fs::read_dir(folder).ok()?.take(BESIDE_MAX).flatten();
        let same = |entry: &fs::DirEntry| {
            entry.metadata().is_ok_and(|about| about.is_file() && (about.dev(), about.ino()) == (self.dev, self.ino))
        };
        let renamed = entries.filter(same).find_map(|entry| Log::open(&entry.path()).ok());
        renamed.and_then(|mut log| self.is_of(&mut log).then_some(log))
    }
}

/// A file that is followed, by the handle that holds it whatever becomes of its name.
#[derive(Debug)]
pub(super) struct Log {
    file: File,
    dev: u64,
    ino: u64,
    /// Its beginning as we met it.
    head: Vec<u8>,
    /// The fingerprint that was asked for last, which is asked for again and again.
    known: Option<(usize, String)>,
}

impl Log {
    /// Opens a file. What is no regular one is not even opened: a pipe would wait for its writer, and a device has no end.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        if !fs::metadata(path)?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
        }
        let file = File::open(path)?;
        let about = file.metadata()?;
        Ok(Self { file, dev: about.dev(), ino: about.ino(), head: Vec::new(), known: None })
    }

    pub(super) fn length(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    /// What stands at a place, as much as there is and fits.
    pub(super) fn read(&mut self, from: u64, room: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read_at(room, from)?;
        if let Ok(from) = usize::try_from(from)
            && from == self.head.len()
            && from < HEAD_BYTES_MAX
        {
            let more = room.get(..length.min(HEAD_BYTES_MAX - from)).unwrap_or_default();
            self.head.extend_from_slice(more);
        }
        Ok(length)
    }

    /// Whether it was emptied, and perhaps written anew, since it was read to this place.
    pub(super) fn was_cut(&self, read: u64) -> bool {
        let Ok(length) = self.length() else { return false };
        if length < read {
            return true;
        }
        let mut now = vec![0; self.head.len()];
        length > read && self.file.read_exact_at(&mut now, 0).is_ok() && now != self.head
    }

    /// Whether another file has this name now.
    pub(super) fn is_replaced_at(&self, path: &Path) -> bool {
        fs::metadata(path).is_ok_and(|about| (about.dev(), about.ino()) != (self.dev, self.ino))
    }

    fn fingerprint(&mut self, bytes: usize) -> io::Result<String> {
        if let Some((_, known)) = self.known.as_ref().filter(|(of, _)| *of == bytes) {
            return Ok(known.clone());
        }
        let mut head = vec![0; bytes];
        self.file.read_exact_at(&mut head, 0)?;
        let hash: String = Sha256::digest(&head).iter().map(|byte| format!("{byte:02x}")).collect();
        self.known = Some((bytes, hash.clone()));
        if self.head.len() < bytes {
            self.head = head;
        }
        Ok(hash)
    }
}
