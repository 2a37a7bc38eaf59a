//! Hears what converters of other phone systems say of their calls: the vendor's two objects, with or without a `callId`.
//!
//! An item is read ([`read()`]), its call is looked for by whoever keeps calls ([`Item::address`], [`candidate`]), and what it
//! adds to it is worked out ([`hear()`]), all in one transaction. Which of the calls that were found it belongs to is decided here
//! (rules E1–E7), and so is what it means for the call (`kept`); `life` makes signals of it.
//! Nothing here reads a clock: when an item arrived is handed in.

mod kept;
mod life;
mod read;

use serde::Serialize;
use uuid::Uuid;

use crate::Text;
use crate::conversation::Direction;
use crate::dialects::seen::Call;
use crate::moment::Moment;
use crate::number;
use crate::signal::Signal;

use super::refusal::{Code, Refusal};
use super::wire::Parties;
use super::words::Notify;

use kept::{Recorded, Told};
use read::Which;

pub(super) use kept::Kept;
pub(super) use read::fields;
pub use read::{Address, Item, Key, read};

/// The name of the feed.
pub const FEED: &str = "elma365";

/// For how long a call that ended is found by its key, in seconds; at the last of them it is too late (rules E3, E5).
pub const KEY_LIFE_S: i64 = 30 * 60;

/// What a call is named by whose converter names it.
fn named(call_id: &str) -> Text {
    Text::from(format!("id|{call_id}"))
}

/// The thread of a call.
fn thread(name: &str) -> Text {
    Text::from(format!("{FEED}|{name}"))
}

/// A call that an item may belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    told: Told,
    is_deleted: bool,
}

impl Candidate {
    /// The key by which items without `callId` find it.
    #[must_use]
    pub fn key(&self) -> Key {
        Key(self.told.key.clone())
    }

    /// When it ended, by the clock of arrivals; none while it goes on.
    #[must_use]
    pub fn ended_at(&self) -> Option<Moment> {
        self.told.ended_at()
    }

    /// The key of the call that this is: its id is derived from it.
    #[must_use]
    pub fn call(&self) -> &Text {
        &self.told.name
    }
}

/// What a call of a record is to items, if it came in by them.
#[must_use]
pub fn candidate(call: &Call) -> Option<Candidate> {
    Some(Candidate { told: Kept::of(call)?.told?, is_deleted: call.deleted_at.is_some() })
}

/// The key by which items without `callId` find a call, of what its record keeps; none if it did not come in by them.
#[must_use]
pub fn key_of(kept: &str) -> Option<Key> {
    Some(Key(Kept::read(kept)?.told?.key))
}

/// How an item found its call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Matched {
    /// By the `callId`.
    CallId,
    /// By the five values.
    Key,
    /// It did not: the call is new.
    New,
}

impl Matched {
    /// The word of an answer.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::CallId => "callId",
            Self::Key => "key",
            Self::New => "new",
        }
    }
}

/// What an item is heard with.
#[derive(Clone, Copy)]
pub struct Hearing<'a> {
    /// The connection's name as a source.
    pub source: &'a str,
    /// When the item arrived.
    pub arrived_at: Moment,
    /// Whether a number is a member's (rule E15).
    pub is_member: &'a dyn Fn(&str) -> bool,
}

/// What became of an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// How it found its call.
    pub matched: Matched,
    /// The call as it is now known: to the next item it is a candidate, in the place of the one of that [`Candidate::call`].
    pub after: Candidate,
    /// The facts, in the order in which they are to be recorded; none where it said nothing new.
    pub signals: Vec<Signal>,
}

/// Takes an item in. `known` are the calls of its [`Item::address`], in this connection; the same values give the same signals.
///
/// # Errors
///
/// Where its `callId` names a call that was removed.
pub fn hear(item: &Item, known: &[Candidate], hearing: &Hearing<'_>) -> Result<Taken, Refusal> {
    let found = match item.call_id {
        Some(_) => known.first(),
        None => choose(item, known, hearing.arrived_at),
    };
    if found.is_some_and(|found| found.is_deleted) {
        return Err(Refusal::of_field(Code::Gone, "callId", "the call was removed"));
    }
    let matched = match (&item.call_id, found) {
        (_, None) => Matched::New,
        (Some(_), Some(_)) => Matched::CallId,
        (None, Some(_)) => Matched::Key,
    };
    let before = found.map(|found| &found.told);
    let mut after = match before {
        Some(before) => before.clone(),
        None => {
            let name = item.call_id.as_deref().map_or_else(|| fresh(item, known, hearing.arrived_at), named);
            Told::new(name, item.call_id.clone(), item.key().0, &item.parties, hearing.arrived_at)
        }
    };
    let is_new = before.is_none();
    take(&mut after, item, is_new, hearing);
    let mut signals = Vec::new();
    if before != Some(&after) {
        after.revision += 1;
        signals = life::signals(before, &mut after, hearing);
    }
    Ok(Taken { matched, after: Candidate { told: after, is_deleted: false }, signals })
}

/// What a call is named by that has no `callId`: its key and when it was first heard of, counted where several begin at once.
fn fresh(item: &Item, known: &[Candidate], at: Moment) -> Text {
    let named = |no: usize| Text::from(format!("key|{}|{}|{no}", item.key().0, at.micros()));
    let free = |name: &Text| known.iter().all(|candidate| candidate.told.name != *name);
    (0..=known.len()).map(named).find(free).unwrap_or_default()
}

/// Which call an item without `callId` belongs to (rules E3–E6): the newest that fits.
fn choose<'a>(item: &Item, known: &'a [Candidate], at: Moment) -> Option<&'a Candidate> {
    let key = item.key();
    let here = || known.iter().filter(|candidate| !candidate.is_deleted && candidate.key() == key);
    let lately =
        |candidate: &&Candidate| candidate.ended_at().is_some_and(|ended_at| at.since(ended_at) < KEY_LIFE_S * 1_000_000);
    let newest = |candidate: &&Candidate| (candidate.told.begun_at(), candidate.told.revision);
    let open = || here().filter(|candidate| candidate.ended_at().is_none()).max_by_key(newest);
    let ended = || here().filter(lately).filter(|candidate| candidate.told.record.is_none()).max_by_key(newest);
    match &item.what {
        Which::Event(Notify::Start | Notify::Answer) => open(),
        Which::Event(Notify::End) => open().or_else(ended),
        Which::Record { duration, call } => {
            let same = Recorded::new(item.disposition, *duration, call.clone(), at);
            let repeats = |candidate: &&Candidate| candidate.told.record.as_ref().is_some_and(|record| record.says_what(&same));
            // A history that names its call is known again; one that does not may be of another call of the same two (rule E13).
            let repeated = here().filter(lately).filter(repeats).filter(|_| call.is_some()).max_by_key(newest);
            repeated.or_else(ended).or_else(open)
        }
    }
}

/// What an item means for its call (rules E8–E12).
fn take(told: &mut Told, item: &Item, is_new: bool, hearing: &Hearing<'_>) {
    let at = hearing.arrived_at;
    let over = told.ended_at().is_some();
    match &item.what {
        Which::Event(_) if over => return,
        Which::Event(Notify::Start) if !is_new => return,
        Which::Event(Notify::Answer) if told.is_answered() => return,
        Which::Event(Notify::Start) => told.is_begun = true,
        Which::Event(Notify::Answer) => {
            told.is_begun = true;
            told.answer(at);
        }
        Which::Event(Notify::End) => told.end(Some(item.disposition), at),
        Which::Record { duration, call } => {
            if !over {
                told.end(None, at);
            }
            let record = Recorded::new(item.disposition, *duration, call.clone(), at);
            if told.record.as_ref().is_some_and(|known| known.says_what(&record)) {
                return;
            }
            told.record = Some(record);
        }
    }
    told.happened |= matches!(item.what, Which::Event(_));
    // Whose phone it is at in the end, the last to know it says; of an end, who began it.
    if is_new || !matches!(item.what, Which::Event(Notify::End)) {
        told.call(item.key().0, &in_order(&item.parties, hearing));
        told.is_line = is_line(&item.parties, hearing);
    }
}

/// The client on his side, where a converter has the two changed about (rule E15).
fn in_order(parties: &Parties, hearing: &Hearing<'_>) -> Parties {
    let is_member = |number: &str| (hearing.is_member)(number);
    let changed = parties.direction == Direction::Outbound && is_member(&parties.dst) && !is_member(&parties.src);
    if !changed {
        return parties.clone();
    }
    Parties { src: parties.dst.clone(), dst: parties.src.clone(), ..parties.clone() }
}

/// Whether a call that came in shows the own number that was called: a full number of nobody (sheet, 2.3).
fn is_line(parties: &Parties, hearing: &Hearing<'_>) -> bool {
    let full = parties.dst.starts_with('+') && number::e164(&parties.dst, None).is_some();
    parties.direction == Direction::Inbound && full && !(hearing.is_member)(&parties.dst)
}

#[derive(Serialize)]
struct Answer<'a> {
    success: bool,
    results: &'a [Outcome],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    kind: &'static str,
    call: Uuid,
    matched_by: &'static str,
}

/// The answer to a body: what became of each of its items, with the id of its call. As JSON text.
#[must_use]
pub fn answer(items: &[(&Item, Uuid, Matched)]) -> String {
    let outcome =
        |(item, call, matched): &(&Item, Uuid, Matched)| Outcome { kind: item.kind(), call: *call, matched_by: matched.word() };
    let results: Vec<Outcome> = items.iter().map(outcome).collect();
    serde_json::to_string(&Answer { success: true, results: &results }).unwrap_or_default()
}
