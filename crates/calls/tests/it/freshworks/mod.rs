//! The Freshworks dialect: what apps are told of calls, from signals to events.
//!
//! Stories stand in the dialect's `fixtures/`: a table of signals, and after `=>` the events as text. A line that begins with
//! `!` is something that is said of the call beside the line; one that begins with `#!` says how the account is set up.
//! `BLESS=1` writes what is told anew, to be read before it is committed.

mod each;
mod hear;
mod laws;
mod rest;
mod rules;
mod stories;
pub(crate) mod told;

use std::cell::RefCell;
use std::collections::BTreeMap;

use calls::Text;
use calls::dialects::freshworks::events;
use calls::dialects::seen::Seen;
use calls::dialects::{Change, Event, Names, Thing};
use calls::fold::Live;
use calls::moment::Moment;
use calls::record::{Counted, Told};
use calls::signal::Signal;
use serde_json::Value;
use uuid::Uuid;

/// An account that gives everything an integer when it is asked first, and calls it by its key.
#[derive(Default)]
pub(crate) struct House {
    pub(super) given: RefCell<BTreeMap<Thing, u64>>,
    pub(super) wraps_up: bool,
    pub(super) bills: bool,
    pub(super) currency: Option<Text>,
}

impl Names for House {
    fn serial(&self, thing: &Thing) -> Option<u64> {
        let mut given = self.given.borrow_mut();
        let kind = match thing {
            Thing::User(_) => 3_000,
            Thing::Team(_) => 400,
            Thing::Queue(_) => 10,
            Thing::Menu(_) => 20,
            Thing::Line(_) => 7_000,
            Thing::Contact(_) | Thing::Stranger(_) | Thing::Withheld(_) => 5_000,
            Thing::Number(_) => 60_000,
            Thing::Business(_) => 90,
            _ => 90_000,
        };
        let next = kind + 1 + given.len() as u64;
        Some(*given.entry(thing.clone()).or_insert(next))
    }

    fn name(&self, thing: &Thing) -> Option<Text> {
        match thing {
            Thing::User(key) | Thing::Team(key) | Thing::Queue(key) | Thing::Menu(key) => Some(key.clone()),
            _ => None,
        }
    }

    fn full_number(&self, line: &str) -> Option<Text> {
        line.starts_with("020").then(|| Text::new(format!("+31{}", &line[1..])))
    }

    fn wraps_up(&self, _: &str) -> bool {
        self.wraps_up
    }

    fn bills(&self, _: &str) -> bool {
        self.bills
    }

    fn currency(&self) -> Text {
        self.currency.clone().unwrap_or_else(|| "EUR".into())
    }

    fn recording_link(&self, _: Uuid, until: Moment) -> Option<Text> {
        Some(Text::new(format!("https://calls.example/recordings/r.mp3?expires={}", until.micros() / 1_000_000)))
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
        if live.conversation().calls.is_empty() {
            continue;
        }
        if told.tell(live.conversation(), &mut ids, signal.at).is_none() {
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

/// What an event says.
pub(super) fn body(event: &Event) -> Value {
    serde_json::from_str(&event.body).unwrap()
}

/// Where the participants stand: `C8 A13`, with how they are connected where that is not plain, and for how long they were.
pub(super) fn standing(call: &Value) -> String {
    let one = |one: &Value| {
        let (connection, status) = (one["connection_type"].as_u64().unwrap(), one["call_status"].as_u64().unwrap());
        let letter = if one["participant_type"] == "Agent" { "A" } else { "C" };
        let plain = (letter == "C" && connection == 0) || (letter == "A" && connection == 1);
        let connection = if plain { String::new() } else { format!("/{connection}") };
        let lasted = one["duration"].as_i64().map(|seconds| format!(":{seconds}s")).unwrap_or_default();
        let cost = one["cost"].as_i64().map(|cost| format!(":cost{cost}")).unwrap_or_default();
        let queued = if one["enqueued_time"].is_null() { "" } else { "q" };
        format!("{letter}{status}{connection}{queued}{lasted}{cost}")
    };
    call["participants"].as_array().unwrap().iter().map(one).collect::<Vec<_>>().join(" ")
}
