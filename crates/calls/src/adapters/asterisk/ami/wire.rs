//! Framing: the bytes of a manager connection, cut anywhere, become greetings and messages.
//!
//! A message is a run of lines that an empty line ends; its text is handed on unsplit and, where it lies whole in what came,
//! uncopied. Memory is bounded whatever comes: a line, the lines of a message and its bytes have limits, and what is over
//! them is dropped with a [`Frame::Fault`]. The cuts must never show: not in messages, not in faults, not in line numbers.
//! To bound one more thing: a constant here, its check in [`Framer::take_line`], a test that cuts it everywhere.

use memchr::memchr;

/// A longer line is dropped. Values of variables reach some kilobytes.
pub(super) const LINE_BYTES_MAX: usize = 64 * 1024;
/// A message of more lines is dropped up to the next beginning of one.
pub(super) const MESSAGE_LINES_MAX: usize = 1_000;
/// A longer message is dropped up to the next beginning of one.
pub(super) const MESSAGE_BYTES_MAX: usize = 256 * 1024;

/// What the stream consists of.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame<'a> {
    /// The switch greets: a session begins. Not `usual` if the first line is no `Key: Value` and no greeting that we know.
    Banner { line: u64, usual: bool },
    /// A message.
    Message(Message<'a>),
    /// Something that breaks the framing.
    Fault { line: u64, text: &'static str },
}

/// One message, unsplit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Message<'a> {
    /// Its lines with their ends, without the empty one.
    pub(super) text: &'a [u8],
    /// The number of its first line in the connection, from 1.
    pub(super) line: u64,
    /// Its place among all messages of the connection, from 1.
    pub(super) ordinal: u64,
}

/// What a line is to the framing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Empty,
    Event,
    Banner,
    Other,
}

fn shape(line: &[u8]) -> Shape {
    match line.first() {
        None => Shape::Empty,
        Some(b'\r') if line.len() == 1 => Shape::Empty,
        Some(b'E') if line.starts_with(b"Event:") => Shape::Event,
        Some(b'A') if line.starts_with(b"Asterisk Call Manager") => Shape::Banner,
        Some(_) => Shape::Other,
    }
}

/// Cuts the stream of one connection into frames.
#[derive(Debug, Default)]
pub(super) struct Framer {
    /// What earlier feeds brought of the current message; its last line may be incomplete.
    held: Vec<u8>,
    /// Where in `held` the incomplete line begins.
    open_line: usize,
    /// Complete lines of the current message.
    lines: usize,
    /// The number of the current message's first line.
    first_line: u64,
    /// Complete lines of the connection.
    line: u64,
    /// Messages of the connection.
    ordinal: u64,
    /// The current message is over a limit: all is dropped until the next one begins.
    dropping: bool,
    /// The current line is over its limit: all is dropped until it ends.
    long_line: bool,
}

impl Framer {
    /// Takes what came and hands on what is complete.
    pub(super) fn feed<'b>(&mut self, bytes: &'b [u8], take: &mut impl FnMut(Frame<'_>)) {
        let mut rest: &'b [u8] = bytes;
        while !rest.is_empty() {
            // The first line may be a greeting of any form, so it goes the careful way.
            if self.line > 0 && self.lines == 0 && self.held.is_empty() && !self.dropping && !self.long_line {
                rest = self.whole_messages(rest, take);
            }
            if !rest.is_empty() {
                rest = self.line_or_part(rest, take);
            }
        }
    }

    /// The stream has ended. In a file (`whole`) the last message counts without its empty line, if its last line is
    /// complete; a live one may have been cut off anywhere.
    pub(super) fn finish(&mut self, whole: bool, take: &mut impl FnMut(Frame<'_>)) {
        let complete = self.open_line == self.held.len() && !self.long_line;
        if whole && complete && self.lines > 0 {
            self.hand_on(self.held.len(), take);
        } else if self.lines > 0 || !complete {
            take(Frame::Fault { line: self.line, text: "the stream ended inside a message" });
        }
        *self = Self::default();
    }

    /// How much memory it has taken.
    #[cfg(test)]
    pub(super) fn room(&self) -> usize {
        self.held.capacity()
    }

    /// The quick way: messages that lie whole in `bytes` and break no rule. What is left of the first other one is held, and
    /// what follows its complete lines is returned.
    fn whole_messages<'b>(&mut self, bytes: &'b [u8], take: &mut impl FnMut(Frame<'_>)) -> &'b [u8] {
        let (mut from, mut at, mut lines) = (0, 0, 0);
        while let Some(len) = memchr(b'\n', &bytes[at..]) {
            let next = at + len + 1;
            let shape = shape(&bytes[at..at + len]);
            if shape == Shape::Empty {
                self.line += lines as u64 + 1;
                if lines > 0 {
                    self.ordinal += 1;
                    let line = self.line - lines as u64;
                    take(Frame::Message(Message { text: &bytes[from..at], line, ordinal: self.ordinal }));
                }
                (from, lines) = (next, 0);
            } else {
                let breaks = shape == Shape::Banner || (shape == Shape::Event && lines > 0);
                if breaks || len > LINE_BYTES_MAX || next - from > MESSAGE_BYTES_MAX || lines == MESSAGE_LINES_MAX {
                    break;
                }
                lines += 1;
            }
            at = next;
        }
        self.held.extend_from_slice(&bytes[from..at]);
        self.open_line = self.held.len();
        self.lines = lines;
        self.first_line = self.line + 1;
        self.line += lines as u64;
        &bytes[at..]
    }

    /// The careful way: one line, or the part of one that came.
    fn line_or_part<'b>(&mut self, bytes: &'b [u8], take: &mut impl FnMut(Frame<'_>)) -> &'b [u8] {
        let (part, rest, ended) = match memchr(b'\n', bytes) {
            Some(len) => (&bytes[..=len], &bytes[len + 1..], true),
            None => (bytes, &[][..], false),
        };
        let length = self.held.len() - self.open_line + part.len() - usize::from(ended);
        if self.long_line || length > LINE_BYTES_MAX {
            self.held.truncate(self.open_line);
            self.long_line = !ended;
            if ended {
                self.line += 1;
                take(Frame::Fault { line: self.line, text: "expected a shorter line; it is left out" });
            }
            return rest;
        }
        self.held.extend_from_slice(part);
        if ended {
            self.line += 1;
            self.take_line(take);
            self.open_line = self.held.len();
        }
        rest
    }

    /// A line is complete: the last one in `held`.
    fn take_line(&mut self, take: &mut impl FnMut(Frame<'_>)) {
        let line = self.held[self.open_line..].strip_suffix(b"\n").unwrap_or_default();
        let (shape, keyed) = (shape(line), line.contains(&b':'));
        let greets = shape == Shape::Banner || (self.line == 1 && shape == Shape::Other && !keyed);
        if shape == Shape::Empty || greets {
            self.hand_on(self.open_line, take);
            self.held.clear();
            if greets {
                take(Frame::Banner { line: self.line, usual: shape == Shape::Banner });
            }
            return;
        }
        if shape == Shape::Event && (self.lines > 0 || self.dropping) {
            if self.lines > 0 && (self.held.starts_with(b"Event:") || self.held.starts_with(b"Response:")) {
                take(Frame::Fault { line: self.line, text: "expected an empty line before the next event" });
            }
            self.hand_on(self.open_line, take);
        }
        if self.dropping {
            self.held.clear();
            return;
        }
        if self.lines == 0 {
            self.first_line = self.line;
        }
        self.lines += 1;
        if self.held.len() > MESSAGE_BYTES_MAX || self.lines > MESSAGE_LINES_MAX {
            take(Frame::Fault { line: self.line, text: "expected an empty line by now; the message is left out" });
            self.held.clear();
            (self.lines, self.dropping) = (0, true);
        }
    }

    /// Hands on the message that is the first `end` bytes of `held`, if there is one, and forgets it.
    fn hand_on(&mut self, end: usize, take: &mut impl FnMut(Frame<'_>)) {
        if self.lines > 0 {
            self.ordinal += 1;
            let text = self.held.get(..end).unwrap_or_default();
            take(Frame::Message(Message { text, line: self.first_line, ordinal: self.ordinal }));
        }
        self.held.drain(..end.min(self.held.len()));
        (self.lines, self.dropping) = (0, false);
    }
}
