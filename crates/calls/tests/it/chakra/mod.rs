//! The Chakra dialect: what its clients read of calls, and what they write.
//!
//! Stories stand in the dialect's `fixtures/`: a table of signals, and after `=>` what is shown of each call whenever that
//! changes, as text. `BLESS=1` writes what is shown anew, to be read before it is committed.

mod dispose;
mod hear;
mod laws;
mod own;
mod rules;
mod situations;
mod stories;
mod task;
mod wanted;

use calls::Text;
use calls::dialects::chakra::{Address, Asked, New, Said, Shown};
use calls::dialects::seen::Seen;
use calls::dialects::{Names, Thing};
use calls::fold::{Live, conversations};
use calls::moment::Moment;
use calls::record::{Counted, Told};
use calls::signal::{Doer, DoerKind, LegKey, Signal};
use serde_json::Value;
use uuid::Uuid;

use crate::freshworks::told;

/// 2026-01-05T09:45:00Z, at which stories begin.
const BEGUN: i64 = 1_767_606_300_000_000;

/// An account.
pub(super) struct House;

impl Names for House {
    fn serial(&self, _: &Thing) -> Option<u64> {
        None
    }

    fn name(&self, thing: &Thing) -> Option<Text> {
        matches!(thing, Thing::User(_)).then(|| "Ann Mori".into())
    }

    fn full_number(&self, line: &str) -> Option<Text> {
        line.starts_with('0').then(|| Text::new(format!("+31{}", &line[1..])))
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

    fn recording_link(&self, _: Uuid, until: Moment) -> Option<Text> {
        Some(Text::new(format!("https://calls.example/recordings/r.mp3?expires={}", until.micros() / 1_000_000)))
    }

    fn uuid(&self, thing: &Thing) -> Option<Uuid> {
        match thing {
            Thing::User(user) => Some(id_of(user)),
            _ => None,
        }
    }
}

/// The id of a user.
fn id_of(user: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, user.as_bytes())
}

/// The users that there are, by name and by id.
pub(super) fn who(said: &str) -> Option<Text> {
    let users = ["ann", "ben", "bea", "cas"];
    users.into_iter().find(|user| *user == said || id_of(user).to_string() == said).map(Text::new_static)
}

const TEAM: Uuid = Uuid::from_u128(7);

fn moment(seconds: i64) -> Moment {
    Moment::from_micros(BEGUN + seconds * 1_000_000).unwrap()
}

/// Somebody who asks ten minutes after stories began.
pub(super) fn asked(house: &House) -> Asked<'_> {
    Asked { names: house, team: TEAM, now: moment(600) }
}

/// The signals of a story.
fn story(table: &str) -> Vec<Signal> {
    told::story(table).0
}

/// Every version of the one conversation of these signals, with the moment at which it came to be.
pub(super) fn versions(signals: &[Signal]) -> Vec<(Moment, Seen)> {
    let (mut ids, mut live, mut told, mut versions) = (Counted::default(), Live::default(), Told::default(), Vec::new());
    for signal in signals {
        live.push(signal.clone());
        let whole = live.conversation();
        if whole.calls.is_empty() || told.tell(whole, &mut ids, signal.seen_at.unwrap_or(signal.at)).is_none() {
            continue;
        }
        versions.push((signal.at, Seen::read(&told.print(versions.len() as u64 + 1)).unwrap()));
    }
    versions
}

/// The record of these signals in the end.
fn last(signals: &[Signal]) -> Seen {
    versions(signals).pop().unwrap().1
}

/// The first call of a record as it is shown, as JSON.
fn shown(seen: &Seen) -> Value {
    shown_of(seen, 0)
}

fn shown_of(seen: &Seen, no: usize) -> Value {
    serde_json::to_value(Shown::of(seen, &seen.calls[no], asked(&House))).unwrap()
}

fn program() -> Doer {
    Doer { kind: DoerKind::Program, id: "plugin".into(), name: None }
}

/// The signals with what is said of their first call at that second.
fn with(mut signals: Vec<Signal>, said: Said, second: i64) -> Vec<Signal> {
    let whole = conversations(signals.clone()).remove(0).conversation;
    let call = &whole.calls[0];
    let leg = call.legs.iter().next().unwrap();
    let first = &signals[0];
    let address = Address {
        source: first.source.clone(),
        thread: first.thread.clone(),
        leg: LegKey(leg.key.clone()),
        call: call.key.clone(),
    };
    let newest = signals.iter().map(|signal| (signal.at, signal.seq)).max().unwrap();
    let at = moment(second).max(newest.0);
    let said = said.signals(&address, &format!("request {second} {}", signals.len()), (at, newest.1 + 1), &program());
    signals.extend(said);
    signals
}

/// A new call as it is written down.
fn written(new: &New) -> Vec<Signal> {
    new.signals("drawn", &program())
}
