//! Raw input read again, oldest first.
//!
//! A file that ends in the middle of an entry was written by a process that was killed, and what follows garbage cannot be
//! told from it: either ends that file with a note, and the next file goes on.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use calls::moment::Moment;
use flate2::read::MultiGzDecoder;

use super::{ENTRY_BYTES_MAX, Entry, Kind, folder_of, start_of};
use crate::board::FeedName;

/// The longest heading: kind, moment, length.
const HEADING_BYTES_MAX: u64 = 64;
/// Notes that are kept of one reading.
const NOTES_MAX: usize = 100;

type Stream = BufReader<MultiGzDecoder<File>>;

/// What was kept of one feed since some moment.
pub(crate) struct Entries {
    files: VecDeque<PathBuf>,
    open: Option<(PathBuf, Stream)>,
    since: Moment,
    /// What could not be read, in words.
    pub(crate) notes: Vec<String>,
}

/// What was kept of a feed since that moment.
pub(crate) fn read(folder: &Path, feed: &FeedName, since: Moment) -> Entries {
    let files = files(folder, feed);
    let first = files.iter().rposition(|(start, _)| *start <= since).unwrap_or(0);
    let files = files.into_iter().skip(first).map(|(_, file)| file).collect();
    Entries { files, open: None, since, notes: Vec::new() }
}

/// When the newest file of a feed begins.
pub(crate) fn newest(folder: &Path, feed: &FeedName) -> Option<Moment> {
    files(folder, feed).last().map(|(start, _)| *start)
}

/// The files of a feed, oldest first.
fn files(folder: &Path, feed: &FeedName) -> Vec<(Moment, PathBuf)> {
    let entries = fs::read_dir(folder_of(folder, feed)).into_iter().flatten();
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut files: Vec<_> = paths.filter_map(|path| Some((start_of(&path)?, path))).collect();
    files.sort();
    files
}

impl Iterator for Entries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            if self.open.is_none() {
                let path = self.files.pop_front()?;
                match File::open(&path) {
                    Ok(file) => self.open = Some((path, BufReader::new(MultiGzDecoder::new(file)))),
                    Err(error) => self.note(&path, &error.to_string()),
                }
            }
            let Some((path, stream)) = &mut self.open else { continue };
            match entry(stream) {
                Ok(Some(entry)) if entry.at < self.since => {}
                Ok(Some(entry)) => return Some(entry),
                Ok(None) => self.open = None,
                Err(error) => {
                    let path = path.clone();
                    self.open = None;
                    match error.kind() {
                        io::ErrorKind::UnexpectedEof => self.note(&path, "ends in the middle, as of a process that was killed"),
                        _ => self.note(&path, &format!("cannot be read on: {error}")),
                    }
                }
            }
        }
    }
}

impl Entries {
    fn note(&mut self, path: &Path, text: &str) {
        if self.notes.len() < NOTES_MAX {
            self.notes.push(format!("{}: {text}", path.display()));
        }
    }
}

/// The next entry; none at the end of the file.
fn entry(stream: &mut Stream) -> io::Result<Option<Entry>> {
    let mut heading = Vec::new();
    stream.take(HEADING_BYTES_MAX).read_until(b'\n', &mut heading)?;
    if heading.is_empty() {
        return Ok(None);
    }
    let garbage = || io::Error::new(io::ErrorKind::InvalidData, "expected kind, moment and length of an entry");
    let (kind, at, length) = std::str::from_utf8(&heading).ok().and_then(headed).ok_or_else(garbage)?;
    let mut bytes = Vec::new();
    let wanted = length as u64 + 1;
    if stream.take(wanted).read_to_end(&mut bytes)? as u64 != wanted {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    match bytes.pop() {
        Some(b'\n') => Ok(Some(Entry { kind, at, bytes })),
        _ => Err(garbage()),
    }
}

fn headed(heading: &str) -> Option<(Kind, Moment, usize)> {
    let mut words = heading.strip_suffix('\n')?.split(' ');
    let kind = Kind::of_word(words.next()?)?;
    let at = Moment::from_micros(words.next()?.parse().ok()?)?;
    let length: usize = words.next()?.parse().ok()?;
    (words.next().is_none() && length <= ENTRY_BYTES_MAX).then_some((kind, at, length))
}
