//! Rows written here, and recordings of a real switch.
#![allow(clippy::unwrap_used)]

mod files;
mod order;
mod read;
mod recordings;

use super::super::fact::Fact;
use super::log::{Log, Told};
use crate::adapters::Input;
use crate::moment::Moment;

/// A row with the fields that matter; every other is empty.
#[derive(Clone, Default)]
struct Line {
    event: &'static str,
    time: String,
    name: &'static str,
    number: &'static str,
    ani: &'static str,
    dnid: &'static str,
    exten: &'static str,
    channel: String,
    app: &'static str,
    data: &'static str,
    id: &'static str,
    linkedid: &'static str,
    peer: &'static str,
    kind: &'static str,
    extra: &'static str,
}

impl Line {
    /// The row of an event of a channel, at that many microseconds.
    fn new(event: &'static str, micros: u32, id: &'static str) -> Self {
        let time = format!("1000000{:03}.{:06}", micros / 1_000_000, micros % 1_000_000);
        Self { event, time, id, linkedid: id, channel: format!("PJSIP/phone-{id}"), ..Self::default() }
    }

    fn app(self, app: &'static str, data: &'static str) -> Self {
        Self { app, data, ..self }
    }

    fn extra(self, extra: &'static str) -> Self {
        Self { extra, ..self }
    }

    fn linked(self, linkedid: &'static str) -> Self {
        Self { linkedid, ..self }
    }

    fn fields(&self) -> [&str; 20] {
        [
            self.event,
            &self.time,
            self.name,
            self.number,
            self.ani,
            "",
            self.dnid,
            self.exten,
            "house",
            &self.channel,
            self.app,
            self.data,
            "3",
            "",
            self.id,
            self.linkedid,
            self.peer,
            "",
            self.kind,
            self.extra,
        ]
    }

    /// As cel_custom writes it.
    fn text(&self) -> String {
        self.fields().map(|field| format!("\"{}\"", field.replace('"', "\"\""))).join(",") + "\n"
    }
}

fn text(lines: &[Line]) -> String {
    lines.iter().map(Line::text).collect()
}

/// What the log tells of these inputs.
fn feed(inputs: &[Input<'_>]) -> Told {
    let (mut log, mut told) = (Log::new(), Told::default());
    for input in inputs {
        log.feed(*input, &mut told);
    }
    told
}

/// What a whole file tells.
fn whole(bytes: &[u8]) -> Told {
    feed(&[Input::Connected(None), Input::Bytes(bytes), Input::Closed(None), Input::Finished])
}

fn facts(lines: &[Line]) -> Vec<Fact> {
    let told = whole(text(lines).as_bytes());
    assert_eq!(told.notes, []);
    told.facts.into_iter().map(|seen| seen.fact).collect()
}

/// The facts that are no mere mention of a channel.
fn events(lines: &[Line]) -> Vec<Fact> {
    facts(lines).into_iter().filter(|fact| !matches!(fact, Fact::Mentioned { .. })).collect()
}

/// The ids of the channels that are answered, in the order told.
fn ups(told: &Told) -> Vec<String> {
    told.facts
        .iter()
        .filter_map(|seen| match &seen.fact {
            Fact::Up { id } => Some(id.to_string()),
            _ => None,
        })
        .collect()
}

fn lines_noted(told: &Told) -> Vec<u64> {
    told.notes.iter().filter_map(|note| note.line).collect()
}

fn moment(text: &str) -> Moment {
    Moment::from_epoch_text(text).unwrap()
}
