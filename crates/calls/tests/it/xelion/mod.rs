//! The Xelion dialect: what listeners are pushed, what readers are shown, and what clients write.
//!
//! Stories stand in the dialect's `fixtures/`: a table of signals, and after `=>` what is pushed as text. A line that begins with
//! `!` is something that is said of the call beside the line; `#! channels` has changes of channels shown too.
//! `BLESS=1` writes what is told anew, to be read before it is committed.

mod asked;
mod laws;
mod logins;
mod logs;
mod rules;
mod said;
mod stories;
mod told;

use std::cell::RefCell;
use std::collections::BTreeMap;

use calls::Text;
use calls::dialects::seen::Seen;
use calls::dialects::xelion::{Notice, Notified, notices};
use calls::dialects::{Change, Event, Names, Thing};
use calls::fold::Live;
use calls::moment::Moment;
use calls::record::{Counted, Told};
use calls::signal::Signal;
use serde_json::Value;
use uuid::Uuid;

/// An account that gives everything an integer when it is asked first, and calls it by its key.
#[derive(Default)]
pub(super) struct House {
    given: RefCell<BTreeMap<Thing, u64>>,
    /// Names, where they are not the keys.
    pub(super) called: BTreeMap<Thing, Text>,
    /// Ids in systems outside.
    pub(super) outside: BTreeMap<Thing, (Text, Text)>,
    /// Conversations that began flows.
    pub(super) flows: BTreeMap<Text, (Uuid, Moment)>,
}

impl House {
    pub(super) fn with(given: impl IntoIterator<Item = (Thing, u64)>) -> Self {
        Self { given: RefCell::new(given.into_iter().collect()), ..Self::default() }
    }

    /// The user with that oid, by key.
    pub(super) fn user(&self, oid: &Value) -> Option<Text> {
        let given = self.given.borrow();
        let found = given.iter().find(|(_, serial)| Some(serial.to_string().as_str()) == oid.as_str());
        found.and_then(|(thing, _)| match thing {
            Thing::User(key) => Some(key.clone()),
            _ => None,
        })
    }
}

impl Names for House {
    fn serial(&self, thing: &Thing) -> Option<u64> {
        let mut given = self.given.borrow_mut();
        let kind = match thing {
            Thing::User(_) => 41_000,
            Thing::Person(_) => 42_000,
            Thing::Contact(_) => 52_000,
            Thing::Line(_) => 40_000,
            Thing::CallerLog(..) | Thing::CalleeLog(..) => 88_000,
            _ => 0,
        };
        let next = kind + 1 + given.len() as u64;
        Some(*given.entry(thing.clone()).or_insert(next))
    }

    fn name(&self, thing: &Thing) -> Option<Text> {
        match thing {
            Thing::User(key) | Thing::Contact(key) => Some(self.called.get(thing).unwrap_or(key).clone()),
            _ => self.called.get(thing).cloned(),
        }
    }

    fn full_number(&self, _: &str) -> Option<Text> {
        None
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

    fn recording_link(&self, _: Uuid, _: Moment) -> Option<Text> {
        None
    }

    fn known_as(&self, thing: &Thing) -> Option<(Text, Text)> {
        self.outside.get(thing).cloned()
    }

    fn flow_began(&self, _: Uuid, flow: Option<&str>) -> Option<(Uuid, Moment)> {
        self.flows.get(flow?).copied()
    }
}

/// One change with what was told of it.
pub(super) struct Telling {
    pub(super) after: Seen,
    pub(super) at: Moment,
    pub(super) notices: Vec<Notice>,
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
        let told = notices(&change, house);
        assert_eq!(told, notices(&change, house), "the same change gives the same bytes");
        tellings.push(Telling { notices: told, after, at: signal.at });
    }
    tellings
}

/// The events among notices, without changes of channels.
pub(super) fn events(tellings: &[Telling]) -> Vec<Event> {
    let notices = tellings.iter().flat_map(|telling| &telling.notices);
    let events = notices.filter_map(|notice| match &notice.what {
        Notified::Event(event) => Some(event.clone()),
        Notified::Channel(_) => None,
    });
    events.collect()
}

/// What a frame says.
pub(super) fn read(frame: &str) -> Value {
    serde_json::from_str(frame).unwrap()
}

/// The object of an event.
pub(super) fn object(event: &Event) -> Value {
    let frame = read(&event.body);
    assert_eq!((frame["notificationType"].as_str(), &frame["oid"]), (Some(event.word), &Value::Null));
    assert_eq!(frame.as_object().unwrap().len(), 3, "{frame}");
    frame["notification"].clone()
}

/// The objects of the events that a table leads to, with their words.
pub(super) fn play(table: &str) -> Vec<(&'static str, Value)> {
    let signals = told::story(table);
    events(&tell(&signals, &House::default())).iter().map(|event| (event.word, object(event))).collect()
}
