//! The file of cel_custom as rows: incremental CSV, 20 columns, cut anywhere.
//!
//! A row ends at a line end outside quotes. What is no row becomes a [`Found::Fault`] and the next row goes on; a quote that
//! is never closed costs the row that it stands in and no more. Nothing here knows what a row means.
//! To add a column: its case in [`Column`], and [`COLUMNS`].

/// The columns of a row, as the sample configuration of cel_custom orders them.
const COLUMNS: usize = 20;

/// The longest row. A longer one has a quote that was never closed, or is no row.
const ROW_BYTES_MAX: usize = 64 * 1024;

/// A column by its place. Those that tell nothing about a call (AMA flags, account, user field) have no name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Column {
    Event = 0,
    Time = 1,
    CallerName = 2,
    Number = 3,
    Ani = 4,
    Dnid = 6,
    Exten = 7,
    Context = 8,
    Channel = 9,
    App = 10,
    AppData = 11,
    Id = 14,
    Linkedid = 15,
    Peer = 16,
    UserType = 18,
    Extra = 19,
}

/// One row: its fields one after the other in `text`, each ending where `ends` says.
#[derive(Debug, PartialEq)]
pub(super) struct Row {
    /// The line where it begins, from 1.
    pub(super) line: u64,
    /// The byte where it begins, from 0.
    pub(super) offset: u64,
    text: String,
    ends: [usize; COLUMNS],
}

impl Row {
    /// The text of a column, quotes removed.
    pub(super) fn get(&self, column: Column) -> &str {
        let place = column as usize;
        let from = place.checked_sub(1).map_or(0, |before| self.ends.get(before).copied().unwrap_or_default());
        let to = self.ends.get(place).copied().unwrap_or_default();
        self.text.get(from..to).unwrap_or_default()
    }
}

/// What was found in the bytes.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// A row.
    Row(Row),
    /// Something that is no row, or not wholly: the line and what was expected.
    Fault(u64, String),
}

/// Reads one file, or one connection, from its first byte on.
#[derive(Debug)]
pub(super) struct Wire {
    /// Bytes from the beginning of the row that is being read.
    pending: Vec<u8>,
    /// How many of them were looked at.
    scanned: usize,
    /// Where the physical line begins that is being read.
    line_start: usize,
    /// Whether that line began inside quotes.
    line_in_quotes: bool,
    quoted: bool,
    /// The row was too long: everything is dropped until a line begins like a row.
    lost: bool,
    /// The line of which the beginning was dropped cannot begin like a row.
    headless: bool,
    /// The byte in the file where `pending` begins.
    offset: u64,
    /// The line where the row begins, and the one that is being read.
    row_line: u64,
    line: u64,
}

impl Wire {
    pub(super) fn new() -> Self {
        Self {
            pending: Vec::new(),
            scanned: 0,
            line_start: 0,
            line_in_quotes: false,
            quoted: false,
            lost: false,
            headless: false,
            offset: 0,
            row_line: 1,
            line: 1,
        }
    }

    /// The byte up to which rows were found; what follows is the beginning of a row.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Takes what came next in the file.
    pub(super) fn push(&mut self, bytes: &[u8], found: &mut dyn FnMut(Found)) {
        self.pending.extend_from_slice(bytes);
        let mut start = 0;
        loop {
            let limit = self.pending.len().min(start + ROW_BYTES_MAX);
            let rest = self.pending.get(self.scanned..limit).unwrap_or_default();
            match rest.iter().position(|&byte| byte == b'"' || byte == b'\n') {
                Some(skipped) => {
                    let place = self.scanned + skipped;
                    self.scanned = place + 1;
                    if self.pending.get(place) == Some(&b'"') {
                        self.quoted = !self.quoted;
                    } else {
                        self.line_ended(&mut start, place, found);
                    }
                }
                None => {
                    self.scanned = limit;
                    if limit < start + ROW_BYTES_MAX {
                        break;
                    }
                    self.give_up(&mut start, found);
                }
            }
        }
        self.forget(start);
    }

    /// The file has ended: its last row may lack the line end; half a row is a fault. The next file begins.
    pub(super) fn finish(&mut self, found: &mut dyn FnMut(Found)) {
        if !self.pending.is_empty() && !self.lost {
            // Where fields are quoted the last one is too, so that a row cut before it cannot pass for a whole one.
            let ends = self.pending.trim_ascii_end();
            let whole = !self.quoted && (!ends.starts_with(b"\"") || ends.ends_with(b"\""));
            match read_row(&self.pending, self.row_line, self.offset) {
                Reading::Whole(row) | Reading::Mended(row) if whole => found(Found::Row(row)),
                Reading::Nothing => {}
                _ => found(Found::Fault(self.row_line, "half a row at the end of the file is left out".to_owned())),
            }
        }
        *self = Self::new();
    }

    /// A line end stands at `place`, in quotes or not.
    fn line_ended(&mut self, start: &mut usize, place: usize, found: &mut dyn FnMut(Found)) {
        let line = self.pending.get(self.line_start..place).unwrap_or_default();
        let row_bare = self.pending.get(*start) != Some(&b'"');
        let restarts = (self.lost || self.line_in_quotes) && !self.headless && begins_like_row(line, row_bare || self.lost);
        if restarts {
            if !self.lost {
                found(Found::Fault(self.row_line, "a quote is not closed: the row is left out".to_owned()));
            }
            self.lost = false;
            self.quoted = line.iter().filter(|&&byte| byte == b'"').count() % 2 == 1;
            *start = self.line_start;
            self.row_line = self.line;
        }
        self.line += 1;
        if self.lost || !self.quoted {
            if !self.lost {
                self.take(*start, place, found);
            }
            *start = place + 1;
            self.row_line = self.line;
            self.quoted = false;
        }
        self.headless = false;
        self.line_in_quotes = self.quoted;
        self.line_start = place + 1;
    }

    /// No row is that long. What was held goes, so that memory stays bounded.
    fn give_up(&mut self, start: &mut usize, found: &mut dyn FnMut(Found)) {
        if !self.lost {
            let text = format!("no end of the row within {ROW_BYTES_MAX} bytes: left out up to the next row");
            found(Found::Fault(self.row_line, text));
        }
        self.lost = true;
        self.headless = true;
        self.quoted = false;
        *start = self.scanned;
        self.line_start = self.scanned;
    }

    /// The row in `start..end` is complete.
    fn take(&self, start: usize, end: usize, found: &mut dyn FnMut(Found)) {
        let bytes = self.pending.get(start..end).unwrap_or_default();
        let offset = self.offset + start as u64;
        if bytes.contains(&0) {
            // A crash of the machine leaves zeros in the file, and the next row is written behind them.
            found(Found::Fault(self.row_line, "zero bytes are left out of the row".to_owned()));
        }
        match read_row(bytes, self.row_line, offset) {
            Reading::Whole(row) => found(Found::Row(row)),
            Reading::Mended(row) => {
                found(Found::Fault(self.row_line, "the row is not UTF-8: what is not, is replaced".to_owned()));
                found(Found::Row(row));
            }
            Reading::Nothing => {}
            Reading::Wrong(text) => found(Found::Fault(self.row_line, text)),
        }
    }

    /// Drops what was read. Once for each piece of input, so that a large piece is not moved once a row.
    fn forget(&mut self, start: usize) {
        self.pending.drain(..start.min(self.pending.len()));
        self.scanned = self.scanned.saturating_sub(start);
        self.line_start = self.line_start.saturating_sub(start);
        self.offset += start as u64;
    }
}

/// Whether a line begins as a row does: a word in capitals and a number (`"CHAN_START","1795…`), with quotes or, in a file
/// that is written without them, bare. Inside a quoted field every quote is doubled, so that no text can look like this.
fn begins_like_row(line: &[u8], bare_too: bool) -> bool {
    let zeros = line.iter().take_while(|byte| **byte == 0).count();
    let line = line.get(zeros..).unwrap_or_default();
    let (quote, line): (&[u8], &[u8]) = match line.strip_prefix(b"\"") {
        Some(rest) => (b"\"", rest),
        None if bare_too => (b"", line),
        None => return false,
    };
    let word = line.iter().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'_').count();
    let rest = line.get(word..).unwrap_or_default();
    let time = rest.strip_prefix(quote).and_then(|rest| rest.strip_prefix(b",")).and_then(|rest| rest.strip_prefix(quote));
    word >= 3 && time.and_then(<[u8]>::first).is_some_and(u8::is_ascii_digit)
}

/// What a complete row turned out to be.
enum Reading {
    Whole(Row),
    Mended(Row),
    Nothing,
    Wrong(String),
}

fn read_row(bytes: &[u8], line: u64, offset: u64) -> Reading {
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    let without_zeros: Vec<u8>;
    let bytes = if bytes.contains(&0) {
        without_zeros = bytes.iter().copied().filter(|&byte| byte != 0).collect();
        &without_zeros
    } else {
        bytes
    };
    if bytes.is_empty() {
        return Reading::Nothing;
    }
    let text = String::from_utf8_lossy(bytes);
    let row = match fields(&text, line, offset) {
        Ok(row) => row,
        Err(fault) => return Reading::Wrong(fault),
    };
    if row.get(Column::Event).eq_ignore_ascii_case("eventtype") {
        return Reading::Nothing;
    }
    if matches!(text, std::borrow::Cow::Owned(_)) { Reading::Mended(row) } else { Reading::Whole(row) }
}

/// The fields of one row, quotes removed.
fn fields(row: &str, line: u64, offset: u64) -> Result<Row, String> {
    let mut text = String::with_capacity(row.len());
    let mut ends = [0; COLUMNS];
    let mut rest = row;
    for place in 0.. {
        rest = match rest.strip_prefix('"') {
            Some(quoted) => unquote(quoted, &mut text)?,
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                let (field, after) = rest.split_at(end);
                text.push_str(field);
                after
            }
        };
        let counted = place + 1;
        if let Some(end) = ends.get_mut(place) {
            *end = text.len();
        }
        match rest.strip_prefix(',') {
            Some(after) => rest = after,
            None if !rest.is_empty() => return Err("text between a closing quote and the next comma".to_owned()),
            None if counted == COLUMNS => return Ok(Row { line, offset, text, ends }),
            None => return Err(format!("{counted} columns where {COLUMNS} were expected")),
        }
    }
    Err("no row".to_owned())
}

/// Adds a quoted field to `text` and gives back what follows its closing quote.
fn unquote<'a>(quoted: &'a str, text: &mut String) -> Result<&'a str, String> {
    let mut rest = quoted;
    loop {
        let Some((part, after)) = rest.split_once('"') else {
            return Err("a quote is not closed".to_owned());
        };
        text.push_str(part);
        match after.strip_prefix('"') {
            Some(more) => {
                text.push('"');
                rest = more;
            }
            None => return Ok(after),
        }
    }
}
