//! Recorded streams: files that once came off a phone system, read as if they came off it now.
//!
//! Files are successive connections of one source (rule N19). Everything is read before anything is told, so that a file
//! that cannot be read never leaves half a result behind.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use calls::adapters::{Adapter, Input, Kind, Note, Output, Settings};
use calls::signal::Signal;

/// How much of a file is fed at once.
const CHUNK_BYTES: usize = 64 * 1024;

/// Notes that are shown; a stream of nothing but garbage is described well enough by its beginning.
const NOTES_MAX: usize = 20;

/// Of a file whose first line makes sense, so much is looked at; of any other all.
const LOOK_BYTES: u64 = 1024 * 1024;

/// Makes sure that every file is of this kind, as far as its beginning tells.
pub(crate) fn check(kind: &Kind, settings: &Settings, files: &[PathBuf]) -> Result<()> {
    for file in files {
        let mut heard = Heard::default();
        heard.connection((kind.make)(settings).as_mut(), kind, file, &mut |heard, read| {
            heard.signals.is_empty() && (read < LOOK_BYTES || heard.notes_in_all > 0)
        })?;
    }
    Ok(())
}

/// Reads all files, and hands on what they say piece by piece with the number of bytes that it came from; false stops it.
/// Nothing is closed as lost at the end: more may come (rule N19).
pub(crate) fn take_in(
    kind: &Kind,
    settings: &Settings,
    files: &[PathBuf],
    hand_on: &mut dyn FnMut(Vec<Signal>, u64) -> bool,
) -> Result<Heard> {
    let mut adapter = (kind.make)(settings);
    let mut heard = Heard::default();
    for file in files {
        let mut told = 0;
        let mut goes_on = true;
        heard.connection(adapter.as_mut(), kind, file, &mut |heard, read| {
            goes_on = hand_on(std::mem::take(&mut heard.signals), read - std::mem::replace(&mut told, read));
            goes_on
        })?;
        if !goes_on || !hand_on(std::mem::take(&mut heard.signals), 0) {
            break;
        }
    }
    Ok(heard)
}

/// What recorded streams said.
#[derive(Default)]
pub(crate) struct Heard {
    /// In the order in which they were told.
    pub(crate) signals: Vec<Signal>,
    /// What was not understood: `file:line: text`, the first of them.
    notes: Vec<String>,
    /// How many there were.
    pub(crate) notes_in_all: usize,
    /// How many signals were handed on.
    handed_on: usize,
}

/// Reads all files.
pub(crate) fn hear(kind: &Kind, settings: &Settings, files: &[PathBuf]) -> Result<Heard> {
    let mut adapter = (kind.make)(settings);
    let mut heard = Heard::default();
    for file in files {
        heard.connection(adapter.as_mut(), kind, file, &mut |_, _| true)?;
    }
    heard.feed(adapter.as_mut(), Input::Finished, Path::new(kind.name));
    Ok(heard)
}

impl Heard {
    /// Reads one file, as long as whoever is told of each piece, with how much was read, wants to hear more.
    fn connection(
        &mut self,
        adapter: &mut dyn Adapter,
        kind: &Kind,
        file: &Path,
        piece: &mut dyn FnMut(&mut Self, u64) -> bool,
    ) -> Result<()> {
        let unreadable = || format!("{}: expected {}", file.display(), kind.about);
        let mut stream = File::open(file).with_context(unreadable)?;
        let before = self.told();
        let mut refused = None;
        let mut chunk = vec![0; CHUNK_BYTES];
        let mut read = 0;
        self.feed(adapter, Input::Connected(None), file);
        loop {
            let length = stream.read(&mut chunk).with_context(unreadable)?;
            let Some(bytes) = chunk.get(..length).filter(|bytes| !bytes.is_empty()) else { break };
            let first = self.feed(adapter, Input::Bytes(bytes), file);
            refused = refused.or(first.filter(|note| note.line == Some(1)));
            read += length as u64;
            let waiting = self.signals.len();
            let goes_on = piece(self, read);
            self.handed_on += waiting - self.signals.len();
            if !goes_on {
                return Ok(());
            }
        }
        let last = self.feed(adapter, Input::Closed(None), file);
        refused = refused.or(last.filter(|note| note.line == Some(1)));
        // A first line that makes no sense and not one fact after it: this is some other kind of file.
        match refused {
            Some(note) if self.told() == before => bail!("{}:1: {}; expected {}", file.display(), note.text, kind.about),
            _ => Ok(()),
        }
    }

    fn told(&self) -> usize {
        self.handed_on + self.signals.len()
    }

    /// Feeds one input; gives back the first thing in it that was not understood.
    fn feed(&mut self, adapter: &mut dyn Adapter, input: Input<'_>, file: &Path) -> Option<Note> {
        let mut output = Output::default();
        adapter.feed(input, &mut output);
        self.signals.append(&mut output.signals);
        self.notes_in_all += output.notes.len();
        for note in output.notes.iter().take(NOTES_MAX.saturating_sub(self.notes.len())) {
            let line = note.line.map(|line| format!("{line}:")).unwrap_or_default();
            self.notes.push(format!("{}:{line} {}", file.display(), note.text));
        }
        output.notes.into_iter().next()
    }

    /// Says on `out` what was not understood.
    pub(crate) fn tell_notes(&self, mut out: impl Write) -> Result<()> {
        for note in &self.notes {
            writeln!(out, "{note}")?;
        }
        match self.notes_in_all - self.notes.len() {
            0 => Ok(()),
            more => Ok(writeln!(out, "… and {more} more")?),
        }
    }
}
