//! The ELMA365 dialect: what a module is told of calls, what it asks, and what converters say, from signals to bodies.
//!
//! Stories stand in the dialect's `fixtures/`: a table of signals (as those of the Freshworks dialect are written), and after
//! `=>` what is told, a line each. `BLESS=1` writes what is told anew, to be read before it is committed.

mod answers;
mod hear;
mod laws;
mod link;
mod match_rules;
mod round;
mod rules;
mod situations;
mod stories;

use std::collections::BTreeMap;

use calls::Text;
use calls::dialects::elma365::events;
use calls::dialects::seen::Seen;
use calls::dialects::{Change, Event, Names, Thing};
use calls::fold::Live;
use calls::moment::Moment;
use calls::record::{Counted, Told};
use calls::signal::Signal;
use serde_json::Value;
use uuid::Uuid;

/// When stories begin.
pub(super) const BEGUN: i64 = 1_767_606_300_000_000;

/// An account whose users have the extensions that are said here, else the numbers that the phone system wrote.
#[derive(Default)]
pub(super) struct House {
    pub(super) extensions: BTreeMap<&'static str, &'static str>,
    pub(super) receiver: Option<&'static str>,
}

impl Names for House {
    fn serial(&self, _: &Thing) -> Option<u64> {
        None
    }

    fn name(&self, _: &Thing) -> Option<Text> {
        None
    }

    fn full_number(&self, line: &str) -> Option<Text> {
        line.starts_with("020").then(|| Text::new(format!("+31{}", &line[1..])))
    }

    fn wraps_up(&self, _: &str) -> bool {
        false
    }

    fn bills(&self, _: &str) -> bool {
        false
    }

    fn currency(&self) -> Text {
        "EUR".into()
    }

    fn recording_link(&self, recording: Uuid, until: Moment) -> Option<Text> {
        Some(Text::new(format!("https://calls.example/recordings/{recording}.mp3?expires={}", until.micros() / 1_000_000)))
    }

    fn extension(&self, user: &str) -> Option<Text> {
        self.extensions.get(user).map(|extension| Text::new_static(extension))
    }

    fn is_receiver(&self, source: &str) -> bool {
        self.receiver == Some(source)
    }
}

/// One change with what was told of it.
pub(super) struct Telling {
    pub(super) after: Seen,
    pub(super) events: Vec<Event>,
}

/// What is told while the signals of one conversation come in one by one.
pub(super) fn tell(signals: &[Signal], house: &House) -> Vec<Telling> {
    let (mut ids, mut live, mut told) = (Counted::default(), Live::default(), Told::default());
    let mut tellings: Vec<Telling> = Vec::new();
    for signal in signals {
        live.push(signal.clone());
        if live.conversation().calls.is_empty() || told.tell(live.conversation(), &mut ids, signal.at).is_none() {
            continue;
        }
        let after = Seen::read(&told.print(tellings.len() as u64 + 1)).unwrap();
        let before = tellings.last().map(|telling| &telling.after);
        let change = Change { before, joined: &[], after: &after, at: signal.at };
        let told = events(&change, house);
        assert_eq!(told, events(&change, house), "the same change gives the same bytes");
        tellings.push(Telling { events: told, after });
    }
    tellings
}

/// The signals of a story.
pub(super) fn story(table: &str) -> Vec<Signal> {
    crate::freshworks::told::story(table).0
}

pub(super) fn play(table: &str) -> Vec<Telling> {
    tell(&story(table), &House::default())
}

pub(super) fn told(table: &str) -> Vec<Event> {
    play(table).into_iter().flat_map(|telling| telling.events).collect()
}

/// What an event says.
pub(super) fn body(event: &Event) -> Value {
    serde_json::from_str(&event.body).unwrap()
}

/// The one object that a body has.
pub(super) fn object(event: &Event) -> Value {
    let body = body(event);
    let mut fields = body.as_object().unwrap().iter();
    let (key, value) = fields.next().unwrap();
    assert!(fields.next().is_none() && matches!(key.as_str(), "event" | "callRecord"), "{body}");
    value.clone()
}

/// An event in a line, without its moment: `NotifyStart in +31612345678>102 call1 Unknown`; of a history what it says last.
pub(super) fn line(event: &Event) -> String {
    let told = object(event);
    let text = |key: &str| told[key].as_str().unwrap_or("-").to_owned();
    let call_id = text("callId").replace(&event.call.to_string(), &format!("call{}", event.serial));
    let shown = format!(
        "{} {} {}>{} {call_id} {}",
        event.word,
        text("direction"),
        text("srcPhone"),
        text("dstPhone"),
        text("disposition")
    );
    if told.get("duration").is_none() {
        return shown;
    }
    let of = if told["call"]["id"] == event.call.to_string() { "call" } else { "recording" };
    format!("{shown} {}s {of}", told["duration"])
}
