//! What a file of conversations is written as. A printer takes records as they are shown to whoever asked, and writes them on.
//!
//! No printer holds more than a few hundred records, nor decides what is seen. To add a format: a file here, its line in
//! [`Format::WORDS`], its arm in each function of [`Format`], a section in docs/exports.md.

mod columns;
mod csv;
mod parquet;
mod vcon;

use std::collections::HashMap;
use std::io::{self, Write};

use serde_json::Value;
use serde_json::value::RawValue;
use uuid::Uuid;

pub(super) use vcon::recordings_of;

/// What a file can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// A table, as RFC 4180 has it.
    Csv,
    /// One printed conversation a line.
    Jsonl,
    /// A table with typed columns.
    Parquet,
    /// One vCon a line.
    Vcon,
}

/// Where the bytes of a recording are.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// A link.
    pub(super) url: String,
    /// What they are.
    pub(super) media_type: &'static str,
    /// SHA-256 of them.
    pub(super) hash: [u8; 32],
}

/// Where the bytes of recordings are, of those that this server keeps.
pub(super) type Places = HashMap<Uuid, Place>;

/// Where a file goes.
pub(super) type Sink = Box<dyn Write + Send>;

/// Writes conversations.
pub(super) trait Printer: Send {
    /// Writes some.
    fn take(&mut self, records: &[Box<RawValue>], places: &Places) -> io::Result<()>;
    /// Writes what is left, and gives back where it went.
    fn finish(self: Box<Self>) -> io::Result<Sink>;
}

impl Format {
    /// Every format with its word.
    pub(super) const WORDS: &[(Self, &'static str)] =
        &[(Self::Csv, "csv"), (Self::Jsonl, "jsonl"), (Self::Parquet, "parquet"), (Self::Vcon, "vcon")];

    /// The format with that word.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(format, _)| *format)
    }

    /// The word for it.
    pub(super) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(format, _)| *format == self).map_or("jsonl", |(_, word)| word)
    }

    /// How the name of a file ends.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
            Self::Vcon => "vcon.jsonl",
        }
    }

    /// What it is.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Jsonl | Self::Vcon => "application/x-ndjson",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// What writes it, for an account of that name.
    pub(super) fn printer(self, account: &str, into: Sink) -> io::Result<Box<dyn Printer>> {
        Ok(match self {
            Self::Csv => Box::new(csv::Table::new(into)?),
            Self::Jsonl => Box::new(Lines(into)),
            Self::Parquet => Box::new(parquet::Table::new(into)?),
            Self::Vcon => Box::new(vcon::Vcons::new(account, into)),
        })
    }
}

/// Printed conversations, one a line: they have no line feeds of their own.
struct Lines(Sink);

impl Printer for Lines {
    fn take(&mut self, records: &[Box<RawValue>], _: &Places) -> io::Result<()> {
        for record in records {
            self.0.write_all(record.get().as_bytes())?;
            self.0.write_all(b"\n")?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> io::Result<Sink> {
        Ok(self.0)
    }
}

fn read(record: &RawValue) -> io::Result<Value> {
    serde_json::from_str(record.get()).map_err(io::Error::from)
}
