//! Freshworks: what apps of the Freshworks app SDK are told of calls, and what Freshcaller's REST view says of them.
//!
//! Rules F… are those of the dialect's page (README.md), beside S… of situations, and R… of all dialects. A call is made known
//! by one `onCallCreate`; each change after it is one `onCallUpdate`, compared with the event before it. What a version shows
//! is a `card`; an event is a `wire` of it; `envelope` is what an app gets around it; `rest` and `metrics` answer readers.
//! Nothing here runs apps, asks a store or reads a request; and nothing may depend on what was told before but through the
//! record before.
//! To add a field: in `card` or `party`, and its key in `wire` and `rest`.

mod card;
mod envelope;
mod family;
mod hear;
mod metrics;
mod party;
mod people;
mod rest;
mod status;
mod wire;

use super::seen::{Call, Seen};
use super::{Change, Event, Kind, Names};
use crate::moment::Moment;

use card::Card;
use wire::Page;

pub use envelope::{Account, Generation, Iparam, Setting, envelope};
pub use hear::{FEED, hear};
pub use metrics::metrics;
pub use people::{Agent, REGIONS, Status, Team, agent, agent_status, team};
pub use rest::{Clock, Meta, Refusal, call, list, one, read_time, recording_link};

/// The dialect.
pub const DIALECT: Kind = Kind {
    name: "freshworks",
    about: "Freshworks apps, and readers of Freshcaller",
    tells: &[("3.0", events)],
    hear: Some(hear),
};

/// A call was made known.
pub const CREATED: &str = "onCallCreate";

/// A call changed.
pub const UPDATED: &str = "onCallUpdate";

/// What apps are told of a change: for each of the conversation's calls nothing, or events in order, the calls in the order in
/// which they began. Of conversations that went into another, or were erased, nothing is told any more.
#[must_use]
pub fn events(change: &Change<'_>, names: &dyn Names) -> Vec<Event> {
    let after = change.after;
    if after.merged_into.is_some() || after.erased_at.is_some() {
        return Vec::new();
    }
    let told = after.calls.iter().filter(|call| family::is_shown(after, call) && call.deleted_at.is_none());
    told.flat_map(|call| of_call(change, call, names)).collect()
}

/// Whether the REST view answers for a call (rules R12, F29); lists leave the others out, and asked for by id they are not found.
#[must_use]
pub fn is_listed(seen: &Seen, call: &Call) -> bool {
    let gone = seen.merged_into.is_some() || seen.erased_at.is_some() || call.deleted_at.is_some();
    !gone && family::is_listed(seen, call)
}

/// Whether apps know of a call by that version. One that was removed before anybody outside took part in it was never told of.
fn was_told(seen: &Seen, call: &Call) -> bool {
    let by = |deleted_at: Moment| call.legs.iter().any(|leg| leg.trunk.is_some() && leg.offered_at <= deleted_at);
    family::is_shown(seen, call) && call.deleted_at.is_none_or(by)
}

fn of_call(change: &Change<'_>, call: &Call, names: &dyn Names) -> Vec<Event> {
    let now = Card::of(change.after, call, names, change.at);
    let event = |word: &'static str, body: String| Event { call: call.id, serial: call.serial, word, at: change.at, body };
    let mut events = Vec::new();
    let before = change.before(call.id).filter(|(seen, before)| was_told(seen, before));
    let last = match before {
        Some((seen, before)) => Card::of(seen, before, names, change.at),
        None => {
            let created = now.created();
            events.push(event(CREATED, Page::new(&created).print(None)));
            created
        }
    };
    let steps = if now.is_completed && !last.is_completed { vec![now.line_down(), now.billed(), now] } else { vec![now] };
    let mut last = Page::new(&last);
    for step in steps {
        let page = Page::new(&step);
        if let Some(changes) = page.changes(&last) {
            events.push(event(UPDATED, page.clone().print(Some(changes))));
            last = page;
        }
    }
    events
}
