//! The glance table: one row a conversation, below it one a call where there are several, and what is missing.
//!
//! It prints what the record says and never works anything out. To add a column: its head in [`HEAD`], its cell in
//! [`conversation_row`] and [`call_row`].

use std::io::Write;

use anyhow::Result;
use calls::conversation::{Call, Conversation, EndedBy, Role, Side, Word};
use calls::moment::Moment;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

#[cfg(test)]
mod tests;

const COLUMNS: usize = 9;

const HEAD: [&str; COLUMNS] = ["START", "KIND", "FROM", "TO", "OUTCOME", "TALKED TO", "WAIT", "TALK", "ENDED BY"];

/// Columns of times, which stand flush right.
const RIGHT: [usize; 2] = [6, 7];

/// The widest that a cell is printed; what is longer is cut.
const CELL_WIDTH_MAX: usize = 44;

/// The widest that a name is printed, so that the number after it is never what is cut.
const NAME_WIDTH_MAX: usize = 24;

/// Stands where nothing is known, or nothing applies.
const NOTHING: &str = "–";

/// A line of the table.
enum Line {
    Row([String; COLUMNS]),
    /// Under the row before it, across all columns.
    Remark(String),
}

/// Prints the conversations in the time zone of the account.
pub(super) fn print<'a>(
    conversations: impl Iterator<Item = &'a Conversation>,
    zone: &TimeZone,
    out: &mut impl Write,
) -> Result<()> {
    let mut head = HEAD.map(str::to_owned);
    head[0] = format!("{} ({})", HEAD[0], zone.iana_name().unwrap_or("UTC"));
    let mut lines = vec![Line::Row(head)];
    for conversation in conversations {
        lines.extend(conversation_lines(conversation, zone));
    }
    if lines.len() == 1 {
        return Ok(writeln!(out, "No calls.")?);
    }
    let widths = widths(&lines);
    for line in &lines {
        writeln!(out, "{}", text(line, &widths))?;
    }
    Ok(())
}

fn conversation_lines(conversation: &Conversation, zone: &TimeZone) -> Vec<Line> {
    let mut lines = vec![Line::Row(conversation_row(conversation, zone))];
    if conversation.calls.len() > 1 {
        let calls = conversation.calls.iter().enumerate();
        let is_last = |place: usize| place + 1 == conversation.calls.len();
        lines.extend(calls.map(|(place, call)| Line::Row(call_row(call, conversation.started_at, is_last(place)))));
    }
    lines.extend(conversation.gaps.iter().map(|gap| Line::Remark(clean(&format!("  ! {}: {}", gap.what.word(), gap.text)))));
    lines
}

fn conversation_row(conversation: &Conversation, zone: &TimeZone) -> [String; COLUMNS] {
    let first = conversation.first();
    let seconds = conversation.seconds;
    let unanswered = seconds.ring + seconds.menu + seconds.queue + seconds.parked;
    [
        local(conversation.started_at, zone),
        word(first.and_then(|call| call.direction)),
        side(first.map(|call| &call.from)),
        side(first.map(|call| &call.to)),
        word(conversation.outcome),
        list(conversation.talked_to.iter().map(|number| number.as_str())),
        length(waited(conversation.started_at, conversation.answered_at, unanswered)),
        // To the people in it a conference is talk.
        length(seconds.talk + seconds.conference),
        match &conversation.ended_by {
            None => NOTHING.to_owned(),
            Some(EndedBy::Caller(number)) => ender("caller", number.as_deref()),
            Some(EndedBy::Callee(number)) => ender("callee", number.as_deref()),
            Some(EndedBy::System) => "system".to_owned(),
        },
    ]
}

fn call_row(call: &Call, began: Moment, is_last: bool) -> [String; COLUMNS] {
    let branch = if is_last { "└" } else { "├" };
    let seconds = call.seconds;
    let unanswered = seconds.ring + seconds.menu + seconds.queue + seconds.parked;
    let talked = call.legs.iter().filter(|leg| leg.role != Role::Caller && leg.answered_at().is_some());
    [
        format!("  {branch} +{}", length(span(began, call.started_at))),
        call.origin.word().to_owned(),
        side(Some(&call.from)),
        side(Some(&call.to)),
        word(call.outcome),
        list(talked.filter_map(|leg| leg.number.as_deref())),
        length(waited(call.started_at, call.answered_at, unanswered)),
        length(seconds.talk + seconds.conference),
        String::new(),
    ]
}

/// How long the caller waited for a person; `unanswered` where none came.
fn waited(started: Moment, answered: Option<Moment>, unanswered: u64) -> u64 {
    answered.map_or(unanswered, |answered| span(started, answered))
}

fn span(from: Moment, to: Moment) -> u64 {
    u64::try_from(to.since(from)).unwrap_or_default()
}

fn word(word: Option<impl Word>) -> String {
    word.map_or(NOTHING, Word::word).to_owned()
}

fn side(side: Option<&Side>) -> String {
    let Some(side) = side else { return NOTHING.to_owned() };
    match (side.name.as_deref(), side.number.as_deref()) {
        (Some(name), Some(number)) if name != number => clean(&format!("{} {number}", cut(name, NAME_WIDTH_MAX))),
        (_, Some(only)) | (Some(only), None) => clean(only),
        (None, None) => NOTHING.to_owned(),
    }
}

fn ender(side: &str, number: Option<&str>) -> String {
    number.map_or_else(|| side.to_owned(), |number| clean(&format!("{side} {number}")))
}

fn list<'a>(numbers: impl Iterator<Item = &'a str>) -> String {
    let text = numbers.collect::<Vec<_>>().join(", ");
    if text.is_empty() { NOTHING.to_owned() } else { clean(&text) }
}

/// Minutes and seconds, cut off and never rounded; hours where there are some.
fn length(micros: u64) -> String {
    let seconds = micros / 1_000_000;
    match seconds / 3_600 {
        0 => format!("{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
    }
}

fn local(moment: Moment, zone: &TimeZone) -> String {
    match Timestamp::from_microsecond(moment.micros()) {
        Ok(timestamp) => timestamp.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string(),
        Err(_) => moment.to_string(),
    }
}

/// A text from outside, safe to print: a name may hold anything, also what a terminal would obey.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.width().is_none() { '\u{fffd}' } else { c }).collect()
}

fn widths(lines: &[Line]) -> [usize; COLUMNS] {
    let mut widths = [0; COLUMNS];
    for line in lines {
        let Line::Row(cells) = line else { continue };
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = (*width).max(cell.width()).min(CELL_WIDTH_MAX);
        }
    }
    widths
}

fn text(line: &Line, widths: &[usize; COLUMNS]) -> String {
    let cells = match line {
        Line::Remark(remark) => return remark.clone(),
        Line::Row(cells) => cells,
    };
    let mut text = String::new();
    for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let cell = cut(cell, *width);
        let space = " ".repeat(width.saturating_sub(cell.width()));
        let (left, right) = if RIGHT.contains(&column) { (space.as_str(), "") } else { ("", space.as_str()) };
        text.extend([left, &cell, right, "  "]);
    }
    text.trim_end().to_owned()
}

/// The cell, cut to the width of its column.
fn cut(cell: &str, width: usize) -> String {
    if cell.width() <= width {
        return cell.to_owned();
    }
    let mut text = String::new();
    for c in cell.chars() {
        if text.width() + c.width().unwrap_or_default() + 1 > width {
            break;
        }
        text.push(c);
    }
    text + "…"
}
