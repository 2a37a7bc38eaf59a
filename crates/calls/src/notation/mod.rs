//! Signals and conversations as text that people read: for `decode`, `--explain`, and the tables of tests.
//!
//! A signal is a line `AT LEG WORD key=value …`; [`read()`] takes back what [`line()`] prints. The fold's tests are written in
//! it. To add a word: its keys in `write` and in `read`.

pub mod json;
mod read;
mod write;

use std::fmt::Write;

use crate::Text;
use crate::conversation::{Call, Conversation, EndedBy, Leg, Seconds, Word};

pub use read::read;
pub use write::line;

/// A conversation in a few lines: the whole first, then what happened in it, then its calls and legs.
#[must_use]
pub fn conversation(whole: &Conversation) -> String {
    let mut text = headline(whole);
    for entry in &whole.transfers {
        let done = match entry.completed {
            Some(true) => "completed",
            Some(false) => "not completed",
            None => "open",
        };
        let (by, moved, to) = (shown(&entry.by), shown(&entry.transferred), shown(&entry.to));
        let _ = writeln!(text, "    transfer {} by {by} of {moved} to {to}, {done}", entry.kind.word());
    }
    for entry in &whole.holds {
        let length = entry.ended_at.map_or("open".to_owned(), |end| length(end.since(entry.started_at)));
        let _ = writeln!(text, "    hold by {} {length}", shown(&entry.by));
    }
    for entry in &whole.menus {
        let length = entry.left_at.map_or("open".to_owned(), |left| length(left.since(entry.entered_at)));
        let _ = writeln!(text, "    menu {} digits {:?} {length}", shown(&entry.name), entry.digits);
    }
    for entry in &whole.queues {
        let outcome = entry.outcome.map_or("open", Word::word);
        let agent = entry.agent.as_ref().map(|agent| format!(" agent {agent}")).unwrap_or_default();
        let _ = writeln!(text, "    queue {} {outcome}{agent}", shown(&entry.name));
    }
    if let Some(entry) = &whole.voicemail {
        let left = match entry.message_left {
            Some(true) => "message left",
            Some(false) => "no message",
            None => "message unknown",
        };
        let _ = writeln!(text, "    voicemail {} {left}", shown(&entry.mailbox));
    }
    for entry in &whole.parked {
        let retrieved = entry.retrieved_by.as_ref().map(|by| format!(" retrieved by {by}")).unwrap_or_default();
        let _ = writeln!(text, "    parked by {} at {}{retrieved}", shown(&entry.by), shown(&entry.space));
    }
    if let Some(entry) = &whole.pickup {
        let _ = writeln!(text, "    picked up by {} from {}", shown(&entry.by), shown(&entry.from));
    }
    for entry in &whole.forwards {
        let _ = writeln!(text, "    forwarded by {} to {}", shown(&entry.by), entry.to);
    }
    for entry in &whole.recordings {
        let length = entry.length_s.map_or("open".to_owned(), |length| format!("{length:.3}"));
        let _ = writeln!(text, "    {} recording {} {length}", entry.kind.word(), shown(&entry.name));
    }
    for gap in &whole.gaps {
        let _ = writeln!(text, "    gap {}: {}", gap.what.word(), gap.text);
    }
    whole.calls.iter().enumerate().for_each(|(no, one)| text.push_str(&call(no, one)));
    text
}

fn headline(whole: &Conversation) -> String {
    let Some(first) = whole.first() else { return "no call\n".to_owned() };
    let mut parts = vec![parties(first)];
    parts.push(whole.outcome.map_or(whole.state.word(), Word::word).to_owned());
    if !whole.talked_to.is_empty() {
        parts.push(format!("talked to {}", whole.talked_to.join(", ")));
    }
    if !whole.missed_by.is_empty() {
        parts.push(format!("missed by {}", whole.missed_by.join(", ")));
    }
    parts.push(sums(&whole.seconds));
    parts.push(match &whole.ended_by {
        None => "goes on".to_owned(),
        Some(EndedBy::System) => "ended by the system".to_owned(),
        Some(EndedBy::Caller(_)) => "ended by the caller".to_owned(),
        Some(EndedBy::Callee(number)) => format!("ended by {}", shown(number)),
    });
    let flow = whole.flow.as_ref().map(|flow| format!(" | flow {flow}")).unwrap_or_default();
    format!("{}{flow}\n", parts.join(" | "))
}

fn parties(call: &Call) -> String {
    let line = call.line.as_ref().map(|line| format!(" line {line}")).unwrap_or_default();
    format!("{} {} -> {}{line}", call.direction.map_or("?", Word::word), shown(&call.from.number), shown(&call.to.number))
}

fn call(no: usize, call: &Call) -> String {
    let parent = call.parent.map(|parent| format!(" of call {parent}")).unwrap_or_default();
    let outcome = call.outcome.map_or(call.state.word(), Word::word);
    let mut text =
        format!("  call {no} {}{parent}: {} | {outcome} | {}\n", call.origin.word(), parties(call), sums(&call.seconds));
    for leg in call.legs.iter() {
        let _ = writeln!(text, "    {}", leg_text(leg));
    }
    text
}

fn leg_text(leg: &Leg) -> String {
    let end = leg.end().map_or("open", |(_, how)| how.word());
    let taken = if leg.answered_at().is_some() { " answered" } else { "" };
    let user = leg.user.as_ref().map(|user| format!(" ({user})")).unwrap_or_default();
    let rang = if leg.ringing_at.is_some() { " rang" } else { "" };
    format!("{} {}{user}{rang}{taken} {end}", leg.role.word(), shown(&leg.number))
}

/// The seconds that are not zero.
fn sums(seconds: &Seconds) -> String {
    let named = [
        ("ring", seconds.ring),
        ("menu", seconds.menu),
        ("queue", seconds.queue),
        ("talk", seconds.talk),
        ("hold", seconds.hold),
        ("parked", seconds.parked),
        ("voicemail", seconds.voicemail),
        ("conference", seconds.conference),
    ];
    let told: Vec<String> = named
        .iter()
        .filter(|(_, micros)| *micros > 0)
        .map(|(name, micros)| format!("{name} {}", length(i64::try_from(*micros).unwrap_or(i64::MAX))))
        .collect();
    if told.is_empty() { "no time".to_owned() } else { told.join(" ") }
}

fn length(micros: i64) -> String {
    format!("{}.{:03}", micros / 1_000_000, micros / 1_000 % 1_000)
}

fn shown(text: &Option<Text>) -> &str {
    text.as_deref().unwrap_or("-")
}
