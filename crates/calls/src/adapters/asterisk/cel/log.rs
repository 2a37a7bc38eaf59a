//! One file from its bytes to its facts: rows are found, timed, put in order and read.
//!
//! What goes wrong in a row becomes a note that names its line, and the next row goes on.

use super::super::fact::Seen;
use super::order::{Order, Placed};
use super::read::Reader;
use super::stamp::Stamp;
use super::wire::{Column, Found, Wire};
use crate::Text;
use crate::adapters::{Input, Note, Position};
use crate::moment::Moment;

/// The most notes about one file. A file that is something else altogether would fill the log.
pub(super) const NOTES_MAX: u64 = 100;

/// What came of one input.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) facts: Vec<Seen>,
    pub(super) notes: Vec<Note>,
}

/// A channel event log that is read.
#[derive(Debug)]
pub(super) struct Log {
    wire: Wire,
    place: Placing,
}

/// What happens to rows once they are found.
#[derive(Debug, Default)]
struct Placing {
    stamp: Stamp,
    order: Order,
    reader: Reader,
    /// How many rows this file had.
    rows: u64,
    /// How many notes there were about this file.
    notes: u64,
    /// The last moment of the live clock; none where a file is read that no longer grows.
    now: Option<Moment>,
    /// Rows on their way to the reader, kept for their room only.
    ready: Vec<Placed>,
}

impl Log {
    pub(super) fn new() -> Self {
        Self { wire: Wire::new(), place: Placing::default() }
    }

    /// Takes one input and adds what it tells.
    pub(super) fn feed(&mut self, input: Input<'_>, told: &mut Told) {
        let Self { wire, place } = self;
        match input {
            Input::Connected(now) => {
                self.end_file(told);
                let place = &mut self.place;
                place.reader.open.begin_file();
                place.stamp = Stamp::default();
                (place.rows, place.notes, place.now) = (0, 0, now);
            }
            Input::Bytes(bytes) => wire.push(bytes, &mut |found| place.found(found, told)),
            Input::Closed(_) => {
                place.order.release_all(&mut place.ready);
                place.read_ready(told);
            }
            Input::Tick(now) => {
                place.now = Some(now);
                place.order.tick(now, &mut place.ready);
                place.read_ready(told);
            }
            // Nothing can be asked of a file.
            Input::Originate(_) => {}
            Input::Finished => self.end_file(told),
        }
    }

    /// When live time must be told next.
    pub(super) fn wake_at(&self) -> Option<Moment> {
        self.place.now.and_then(|now| self.place.order.wake_at(now))
    }

    /// How far the file is told, and where the oldest call begins that is open.
    pub(super) fn position(&self) -> Position {
        let told = self.place.order.offset().unwrap_or(self.wire.offset());
        Position { learn_from: self.place.reader.open.first().map_or(told, |first| first.min(told)), told }
    }

    /// The file has ended: what is left of it is told.
    fn end_file(&mut self, told: &mut Told) {
        let place = &mut self.place;
        self.wire.finish(&mut |found| place.found(found, told));
        place.order.release_all(&mut place.ready);
        place.read_ready(told);
    }
}

impl Placing {
    /// Takes what the wire found, and reads the rows that need not wait for others.
    fn found(&mut self, found: Found, told: &mut Told) {
        let row = match found {
            Found::Row(row) => row,
            Found::Fault(line, text) => return self.note(line, text, told),
        };
        let birth = row.get(Column::Event) == "CHAN_START";
        let Some(at) = self.stamp.read(row.get(Column::Time), row.get(Column::Id), birth) else {
            let text = "the time of the row is not seconds since the epoch: leave `dateformat` in cel.conf unset";
            return self.note(row.line, text.to_owned(), told);
        };
        self.rows += 1;
        self.order.push(Placed { at, ordinal: self.rows, row }, &mut self.ready);
        self.read_ready(told);
    }

    /// Reads the rows that are ready, which are in the order of time now.
    fn read_ready(&mut self, told: &mut Told) {
        let mut ready = std::mem::take(&mut self.ready);
        for placed in ready.drain(..) {
            if let Err(text) = self.reader.read(&placed, &mut told.facts) {
                self.note(placed.row.line, text, told);
            }
        }
        self.ready = ready;
    }

    fn note(&mut self, line: u64, text: String, told: &mut Told) {
        self.notes += 1;
        let text = match self.notes {
            few if few < NOTES_MAX => Text::from(text),
            NOTES_MAX => Text::new_static("too many faults in this file: further ones are not noted"),
            _ => return,
        };
        told.notes.push(Note { line: Some(line), text });
    }
}
