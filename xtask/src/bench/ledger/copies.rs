//! One long recording made of many copies of short ones, as a busy phone system would have written it.
//!
//! Every copy has ids, channels, bridges and times of its own; calls overlap, and what they say is in order of time. Words stay
//! as they were recorded. To copy one more call: its scenario in [`SCENARIOS`].

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// The recorded calls that are copied, in turn.
const SCENARIOS: &[&str] = &["answered", "ring_group_answered", "queue_answered", "attended_transfer"];
/// Events that a switch set up as the adapter's README says does not send.
const FILTERED: &[&str] =
    &["CEL", "Cdr", "RTCPSent", "RTCPReceived", "SuccessfulAuth", "ChallengeSent", "ChallengeResponseFailed"];
/// Calls that begin in one second of the long recording.
const CALLS_A_SECOND: u64 = 2;
/// Numbers this close to the beginning of a recording are times.
const NEAR_S: u64 = 86_400;
/// Names of channels and bridges of a copy are this far from those of the copy before.
const APART: u64 = 0x100;

/// Which of a scenario's recordings is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recording {
    /// The channel event log.
    Cel,
    /// The manager interface.
    Ami,
}

impl Recording {
    /// The adapter that reads it.
    pub(super) fn adapter(self) -> &'static str {
        match self {
            Self::Cel => "asterisk-cel",
            Self::Ami => "asterisk-ami",
        }
    }
}

/// A part of a message: what stays as it is, and what every copy has for itself.
#[derive(Debug)]
enum Piece {
    Same(Vec<u8>),
    /// Seconds since 1970.
    Second(u64),
    /// The sequence after the second of an id.
    Sequence(u64),
    /// Eight hexadecimal digits of a channel's or a bridge's name.
    Hex(u64),
}

/// A recorded line or message.
#[derive(Debug)]
struct Message {
    /// Microseconds since the second in which its recording began.
    after: u64,
    pieces: Vec<Piece>,
}

/// A recorded call.
#[derive(Debug)]
struct Template {
    /// The second in which it began.
    began: u64,
    messages: Vec<Message>,
}

/// Writes so many copies into a file. How many bytes.
pub(super) fn write(recording: Recording, copies: u64, file: &Path) -> Result<u64> {
    let templates = SCENARIOS.iter().map(|name| template(recording, name)).collect::<Result<Vec<_>>>()?;
    let mut out = BufWriter::new(File::create(file).with_context(|| file.display().to_string())?);
    if recording == Recording::Ami {
        out.write_all(b"Asterisk Call Manager/11.0.0\r\n")?;
    }
    let of = |copy: u64| templates.get((copy % templates.len() as u64) as usize).context("no scenario is copied");
    let due = |copy: u64, message: &Message| copy / CALLS_A_SECOND * 1_000_000 + message.after;
    let start = templates.iter().map(|template| template.began).min().unwrap_or_default();
    let mut waiting: BinaryHeap<Reverse<(u64, u64, usize)>> = BinaryHeap::new();
    let mut begun = 0;
    let mut counter = Counter::default();
    loop {
        // Whoever comes next cannot be known before all copies that begin by then are there.
        while begun < copies && waiting.peek().is_none_or(|Reverse((at, ..))| begun / CALLS_A_SECOND * 1_000_000 <= *at) {
            if let Some(first) = of(begun)?.messages.first() {
                waiting.push(Reverse((due(begun, first), begun, 0)));
            }
            begun += 1;
        }
        let Some(Reverse((_, copy, place))) = waiting.pop() else { break };
        let template = of(copy)?;
        let Some(message) = template.messages.get(place) else { continue };
        told(&mut out, &mut counter, &message.pieces, copy, (start + copy / CALLS_A_SECOND).wrapping_sub(template.began))?;
        if let Some(next) = template.messages.get(place + 1) {
            waiting.push(Reverse((due(copy, next), copy, place + 1)));
        }
    }
    out.flush()?;
    Ok(file.metadata()?.len())
}

/// A switch counts its channels on from when it started; one that counts back was restarted.
#[derive(Debug, Default)]
struct Counter {
    counted: BTreeMap<(u64, u64), u64>,
}

impl Counter {
    /// What the switch would have counted where the recording of that copy says `no`.
    fn of(&mut self, copy: u64, no: u64) -> u64 {
        let next = self.counted.len() as u64;
        *self.counted.entry((copy, no)).or_insert(next)
    }
}

fn told(out: &mut impl Write, counter: &mut Counter, pieces: &[Piece], copy: u64, later: u64) -> std::io::Result<()> {
    for piece in pieces {
        match piece {
            Piece::Same(bytes) => out.write_all(bytes)?,
            Piece::Second(second) => write!(out, "{}", second.wrapping_add(later))?,
            Piece::Sequence(no) => write!(out, "{}", counter.of(copy, *no))?,
            Piece::Hex(no) => write!(out, "{:08x}", (no + copy * APART) & 0xffff_ffff)?,
        }
    }
    Ok(())
}

fn template(recording: Recording, scenario: &str) -> Result<Template> {
    let name = if recording == Recording::Cel { "cel.csv" } else { "ami.txt" };
    let path = crate::root().join("crates/calls/fixtures/asterisk").join(scenario).join(name);
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let messages: Vec<String> = match recording {
        Recording::Cel => text.lines().map(|line| format!("{line}\n")).collect(),
        Recording::Ami => {
            let lines = text.replace("\r\n", "\n");
            lines.split("\n\n").filter(|message| is_played(message)).map(wire).collect()
        }
    };
    let stamps = messages.iter().map(|message| stamp(message)).collect::<Option<Vec<_>>>();
    let stamps = stamps.with_context(|| format!("{}: something has no time", path.display()))?;
    let began = stamps.iter().min().map_or(0, |first| first / 1_000_000);
    let told = messages.iter().zip(&stamps);
    let messages = told.map(|(text, at)| Message { after: at - began * 1_000_000, pieces: cut(text, began) }).collect();
    Ok(Template { began, messages })
}

/// Whether it is an event that everybody is told, and no answer to the recorder's own questions.
fn is_played(message: &str) -> bool {
    let event = message.trim_start().strip_prefix("Event: ").and_then(|rest| rest.lines().next());
    event.is_some_and(|event| !FILTERED.contains(&event.trim()))
        && !message.contains("\nActionID: ")
        && message.contains("\nTimestamp: ")
}

fn wire(message: &str) -> String {
    message.trim().lines().flat_map(|line| [line, "\r\n"]).chain(["\r\n"]).collect()
}

/// When it happened, in microseconds: the first number of ten digits with six behind the point.
fn stamp(message: &str) -> Option<u64> {
    message.match_indices('.').find_map(|(point, _)| {
        let whole = message.get(point.checked_sub(10)?..point)?;
        let behind = message.get(point + 1..point + 7)?;
        let more = message.as_bytes().get(point + 7).is_some_and(u8::is_ascii_digit);
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_time = !more && digits(whole) && digits(behind);
        is_time.then(|| Some(whole.parse::<u64>().ok()? * 1_000_000 + behind.parse::<u64>().ok()?))?
    })
}

/// Takes a message apart.
fn cut(text: &str, near: u64) -> Vec<Piece> {
    let is_hex = |letter: char| letter.is_ascii_digit() || ('a'..='f').contains(&letter);
    let mut pieces = Vec::new();
    let mut same = String::new();
    let (mut rest, mut before) = (text, ' ');
    let mut of_id = false;
    while let Some(letter) = rest.chars().next() {
        let run = rest.find(|letter| !is_hex(letter)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(run.max(letter.len_utf8()));
        let number = word.parse::<u64>().ok().filter(|_| word.bytes().all(|byte| byte.is_ascii_digit()));
        let second = number.filter(|no| word.len() == 10 && no.abs_diff(near) < NEAR_S);
        // A channel's name ends in eight hexadecimal digits, a bridge's begins with them.
        let is_name = word.len() == 8 && run == 8 && (before == '-' || after.starts_with('-'));
        let piece = match (second, number) {
            (Some(second), _) => Some(Piece::Second(second)),
            (None, Some(no)) if of_id && before == '.' && word.len() < 6 => Some(Piece::Sequence(no)),
            _ if is_name => u64::from_str_radix(word, 16).ok().map(Piece::Hex),
            _ => None,
        };
        of_id = matches!(piece, Some(Piece::Second(_))) || of_id && word == ".";
        match piece {
            Some(piece) => {
                pieces.push(Piece::Same(std::mem::take(&mut same).into_bytes()));
                pieces.push(piece);
            }
            None => same.push_str(word),
        }
        before = word.chars().next_back().unwrap_or(' ');
        rest = after;
    }
    pieces.push(Piece::Same(same.into_bytes()));
    pieces
}

/// The names of the recorded calls that are copied.
pub(super) fn scenarios() -> usize {
    SCENARIOS.len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn copied(counter: &mut Counter, text: &str, copy: u64, later: u64) -> String {
        let mut out = Vec::new();
        told(&mut out, counter, &cut(text, 1_795_216_861), copy, later).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_copy_has_names_and_times_of_its_own_and_nothing_else() {
        let mut counter = Counter::default();
        let told = "1795216861.401810,PJSIP/a-0000003d,600,1795216861.61,12ab34cd-1111-2222-3333-444455556666,Up 12345678";
        assert_eq!(copied(&mut counter, told, 0, 0), told.replace(".61,", ".0,"));
        let moved = "1795216866.401810,PJSIP/a-0000013d,600,1795216866.1,12ab35cd-1111-2222-3333-444455556666,Up 12345678";
        assert_eq!(copied(&mut counter, told, 1, 5), moved);
        assert!(copied(&mut counter, told, 0, 0).contains(",1795216861.0,"), "an id stays what it was");
    }

    #[test]
    fn a_message_has_the_time_of_its_first_whole_one() {
        assert_eq!(stamp("\"APP_START\",\"1795216861.415376\",\"1795216861.61\""), Some(1_795_216_861_415_376));
        assert_eq!(stamp("Uniqueid: 1795216861.61"), None);
    }
}
