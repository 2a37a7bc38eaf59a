//! vCita (inTandem): the VoiceCall object in both of its shapes, read, written and pushed.
//!
//! Rules V… are those of the dialect's page (README.md), beside S… of situations, and R… of all dialects. What a version shows
//! of a call is a `card`; `wire` prints it in the shape of the path; `push` says what webhooks are told; `answer` is what stands
//! around it, refusals among it; `query` reads what lists and counts are asked for; `hear` reads what clients write, as acts on
//! one call. Nothing here asks a store, reads a clock or knows a token: who asks, when, and which uid is whose, is handed in.
//! To add a field: in `card`, its key in `wire`, its line in `query/field.rs`, and if it is written, in `hear`.

mod answer;
mod card;
mod hear;
mod hooks;
mod kept;
mod parties;
mod push;
mod query;
mod status;
mod wire;
mod words;

use super::seen::{Call, Seen};
use super::{Change, Event, Kind, Names};
use crate::conversation::Direction;

pub use answer::{Code, Refusal, Wrong, list, one};
pub use card::Card;
pub use hear::{Act, Asked, Created, Fact, Place, create, delete, delete_recording, update, update_recording};
pub use hooks::{HookRefusal, Hooks, Subscribe, Topic, Unsubscribe};
pub use kept::{client_word, found_by};
pub use push::{CREATED, DELETED, UPDATED, events};
pub use query::{Counts, Order, Query, Span, StatsQuery};
pub use status::settled;
pub use words::{Shape, Status};

/// The dialect. A webhook that asks for no version is told in the current shape.
pub const DIALECT: Kind =
    Kind { name: "vcita", about: "vCita and inTandem clients", tells: &[("v3", current), ("v3.0", seed)], hear: None };

/// The name of what clients say, as a feed; and that of the source of calls that they write down, which no phone system can have.
pub const FEED: &str = DIALECT.name;

/// The most bytes of a body.
pub const BODY_MAX: usize = 256 * 1_024;

fn current(change: &Change<'_>, names: &dyn Names) -> Vec<Event> {
    events(change, names, Shape::Current)
}

fn seed(change: &Change<'_>, names: &dyn Names) -> Vec<Event> {
    events(change, names, Shape::Seed)
}

/// Whether a call exists in this dialect (rules R12, V18): it ran over a line to or from outside, or was written down as one that
/// did. Removed ones do: they are found by their uid (rule V15).
#[must_use]
pub fn is_shown(seen: &Seen, call: &Call) -> bool {
    let gone = seen.merged_into.is_some() || seen.erased_at.is_some();
    !gone && matches!(call.direction, Some(Direction::Inbound | Direction::Outbound))
}
