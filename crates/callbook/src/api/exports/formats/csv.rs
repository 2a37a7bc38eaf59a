//! CSV as RFC 4180 has it: UTF-8, a first row of names, rows that end in CR LF.
//!
//! Spreadsheets take a cell for a formula that begins with one of a few signs, whoever wrote it: a caller may have sent such
//! a name. Such a cell begins with an apostrophe here. A number in full form begins with one of these signs too; a sign and
//! digits alone are no formula, and stay as they are.

use std::borrow::Cow;
use std::io;

use csv::{Terminator, Writer, WriterBuilder};
use serde_json::Value;
use serde_json::value::RawValue;

use super::columns::{COLUMNS, Column, Kind};
use super::{Places, Printer, Sink, read};

pub(super) struct Table(Writer<Sink>);

impl Table {
    pub(super) fn new(into: Sink) -> io::Result<Self> {
        let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(into);
        table.write_record(COLUMNS.iter().map(|(name, ..)| name)).map_err(fault)?;
        Ok(Self(table))
    }
}

impl Printer for Table {
    fn take(&mut self, records: &[Box<RawValue>], _: &Places) -> io::Result<()> {
        for record in records {
            let record = read(record)?;
            self.0.write_record(COLUMNS.iter().map(|column| cell(column, &record))).map_err(fault)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> io::Result<Sink> {
        self.0.into_inner().map_err(|error| io::Error::new(error.error().kind(), error.to_string()))
    }
}

/// What the disk said tells more than that something failed.
fn fault(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn cell((_, kind, of): &Column, record: &Value) -> String {
    match of.value(record) {
        Value::Null => String::new(),
        Value::String(text) if *kind == Kind::Text => guarded(&text).into_owned(),
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// A text that no spreadsheet takes for a formula.
fn guarded(text: &str) -> Cow<'_, str> {
    let is_number = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    let is_risky = match text.chars().next() {
        Some('+' | '-') => !is_number(&text[1..]),
        // The wide signs are what some keyboards write, and some spreadsheets read.
        Some('=' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => true,
        _ => false,
    };
    if is_risky { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_numbers_stay_numbers() {
        for text in
            ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "+", "-", "+31 20", "+31;=1"]
        {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in ["+31201234567", "-5", "101", "Rosa = Ann", "'=1", "", "né +1"] {
            assert_eq!(guarded(text), text);
        }
    }
}
