//! The vCita dialect: what lists, single calls and webhooks show of calls, and what clients write of them.
//!
//! Stories stand in the dialect's `fixtures/`: a table of signals, in the notation of the other dialects' stories, and after `=>`
//! what webhooks are told, as text. `BLESS=1` writes what is told anew, to be read before it is committed.

mod changing;
mod counting;
mod creating;
mod hooks;
mod laws;
mod listing;
mod rules;
mod situations;
mod stories;

use std::collections::BTreeMap;

use calls::Text;
use calls::dialects::seen::{Call, Seen};
use calls::dialects::vcita::{Act, Asked, Card, Created, Place, Shape, create, events};
use calls::dialects::{Change, Event, Names, Thing};
use calls::fold::Live;
use calls::id::{Kind, derive};
use calls::moment::Moment;
use calls::record::{Counted, Told};
use calls::signal::{Doer, DoerKind, LegKey, Signal};
use serde_json::Value;
use uuid::Uuid;

use crate::freshworks::told;

/// Whom the account knows.
fn known() -> Vec<Thing> {
    let users = ["ann", "bea", "cas", "dan"].map(|key| Thing::User(key.into()));
    let more = [Thing::Contact("rosa".into()), Thing::Business(None), Thing::Business(Some("north".into()))];
    users.into_iter().chain(more).collect()
}

/// An account with a few people, whose country is the Netherlands.
#[derive(Default)]
pub(super) struct House {
    pub(super) given: BTreeMap<Thing, Uuid>,
    /// The link to a recording, by the second at which it ends, instead of ours.
    pub(super) link: Option<fn(i64) -> String>,
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
        let expires = until.micros() / 1_000_000;
        let ours = || format!("https://callbook.example/recordings/{recording}.mp3?expires={expires}");
        Some(Text::new(self.link.map_or_else(ours, |link| link(expires))))
    }

    fn uuid(&self, thing: &Thing) -> Option<Uuid> {
        let derived = || Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{thing:?}").as_bytes());
        Some(self.given.get(thing).copied().unwrap_or_else(derived))
    }

    fn thing(&self, uuid: Uuid) -> Option<Thing> {
        known().into_iter().chain(self.given.keys().cloned()).find(|thing| self.uuid(thing) == Some(uuid))
    }

    fn call_page(&self, call: Uuid) -> Option<Text> {
        Some(Text::new(format!("https://callbook.example/calls/{call}")))
    }
}

/// The uid of a user.
pub(super) fn user(key: &'static str) -> Uuid {
    House::default().uuid(&Thing::User(key.into())).unwrap()
}

/// So many seconds after stories begin.
pub(super) fn at(seconds: i64) -> Moment {
    Moment::from_micros(1_767_606_300_000_000 + seconds * 1_000_000).unwrap()
}

/// One conversation in an account, while signals come in and clients write.
#[derive(Default)]
pub(super) struct Desk {
    pub(super) house: House,
    live: Live,
    ids: Counted,
    told: Told,
    pub(super) versions: Vec<(Moment, Seen)>,
    requests: usize,
}

impl Desk {
    /// With the signals of a story.
    pub(super) fn of(table: &str) -> Self {
        let mut desk = Self::default();
        told::story(table).0.into_iter().for_each(|signal| desk.push(signal));
        desk
    }

    pub(super) fn push(&mut self, signal: Signal) {
        let at = signal.at;
        self.live.push(signal);
        if self.live.conversation().calls.is_empty() || self.told.tell(self.live.conversation(), &mut self.ids, at).is_none() {
            return;
        }
        let seen = Seen::read(&self.told.print(self.versions.len() as u64 + 1)).unwrap();
        self.versions.push((at, seen));
    }

    pub(super) fn seen(&self) -> &Seen {
        &self.versions.last().unwrap().1
    }

    /// The call of that serial.
    pub(super) fn call(&self, serial: u64) -> &Call {
        self.seen().calls.iter().find(|call| call.serial == serial).unwrap()
    }

    pub(super) fn card(&self, serial: u64, shape: Shape) -> Card {
        Card::of(self.seen(), self.call(serial), &self.house, shape, at(100))
    }

    pub(super) fn shown(&self, serial: u64, shape: Shape) -> Value {
        serde_json::from_str(&self.card(serial, shape).print(shape)).unwrap()
    }

    /// What webhooks are told of each version.
    pub(super) fn events(&self, shape: Shape) -> Vec<Event> {
        let mut events_told = Vec::new();
        for (no, (at, after)) in self.versions.iter().enumerate() {
            let before = no.checked_sub(1).map(|no| &self.versions[no].1);
            let change = Change { before, joined: &[], after, at: *at };
            let told = events(&change, &self.house, shape);
            assert_eq!(told, events(&change, &self.house, shape), "the same change gives the same bytes");
            events_told.extend(told);
        }
        events_told
    }

    pub(super) fn asked<'a>(&'a self, shape: Shape, seconds: i64, staff: Option<&'a Text>) -> Asked<'a> {
        Asked { names: &self.house, shape, at: at(seconds), staff, business: None }
    }

    /// Writes acts on the first call, as the store does.
    pub(super) fn write(&mut self, acts: &[Act], seconds: i64) {
        self.requests += 1;
        let first = self.live.signals()[0].clone();
        let conversation = self.live.conversation().clone();
        let recording = |uid: Uuid| {
            let known = conversation.recordings.iter().map(|recording| recording.key.clone());
            known.into_iter().find(|key| derive("", &conversation.source, Kind::Recording, key) == uid)
        };
        let place = Place {
            source: &first.source,
            thread: &first.thread,
            leg: &first.leg,
            feed: Some(&first.feed),
            call: &conversation.calls[0].key,
            request: &format!("request {}", self.requests),
            by: &program(),
            at: at(seconds),
            recording: &recording,
        };
        let signals = place.signals(acts);
        assert_eq!(signals.len(), acts.len(), "every act is written");
        signals.into_iter().for_each(|signal| self.push(signal));
    }

    /// Has a body change the first call, and gives what came of it.
    pub(super) fn put(&mut self, body: Value, shape: Shape, seconds: i64) -> usize {
        let acts = self.judged(&body, shape, seconds).unwrap_or_else(|error| panic!("{body}: {error:?}"));
        self.write(&acts, seconds);
        acts.len()
    }

    pub(super) fn judged(&self, body: &Value, shape: Shape, seconds: i64) -> Result<Vec<Act>, calls::dialects::vcita::Refusal> {
        let (seen, ann) = (self.seen(), Text::new_static("ann"));
        let asked = self.asked(shape, seconds, Some(&ann));
        calls::dialects::vcita::update(body.to_string().as_bytes(), seen, self.call(1), asked)
    }

    /// Why a body is refused: status, field and code of each fault.
    pub(super) fn refused(&self, body: Value, shape: Shape) -> Vec<(String, String)> {
        let refusal = self.judged(&body, shape, 100).unwrap_err();
        faults(&refusal.body())
    }
}

/// The fields and codes of a refusal's body.
pub(super) fn faults(body: &str) -> Vec<(String, String)> {
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["success"], false);
    let errors = body["errors"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    errors.iter().map(|error| (text(&error["field"]), text(&error["code"]))).collect()
}

fn program() -> Doer {
    Doer { kind: DoerKind::Program, id: "partner".into(), name: None }
}

/// Writes down what a client creates, a hundred seconds after stories begin.
pub(super) fn written(body: &Value, shape: Shape) -> (Desk, Created) {
    let ann = Text::new_static("ann");
    let mut desk = Desk::default();
    let created = create(body.to_string().as_bytes(), desk.asked(shape, 100, Some(&ann))).unwrap();
    let key = Text::new_static("call 1");
    let leg = LegKey(key.clone());
    let place = Place {
        source: &"vcita".into(),
        thread: &key,
        leg: &leg,
        feed: None,
        call: &key,
        request: "create",
        by: &program(),
        at: at(100),
        recording: &|_| None,
    };
    created.signals(&place).into_iter().for_each(|signal| desk.push(signal));
    (desk, created)
}

/// A body of a webhook.
pub(super) fn body(event: &Event) -> Value {
    serde_json::from_str(&event.body).unwrap()
}
