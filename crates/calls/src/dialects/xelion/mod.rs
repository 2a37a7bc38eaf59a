//! Xelion: call events pushed to listeners, and the call logs that its REST view shows.
//!
//! Rules X… are those of the dialect's page (README.md), beside S… of situations, and R… of all dialects. What happened in a
//! call by one version is its `marks`; an event is a mark that the version before did not have, printed with the parties
//! (`party`) of the version that has it. Channels are told the same way, by what differs. `log`, `rest` and `people` answer
//! readers; `login`, `query` and `said` read what clients write, and `listening` knows what one connection has asked for.
//! Nothing here opens a socket, asks a store, counts what connections share, or reads a clock.
//! To add an event: its word in `word`, when it happens in `marks`, and its line in `events`.

mod call_event;
mod channel;
mod events;
mod form;
mod listening;
mod log;
mod login;
mod marks;
mod party;
mod people;
mod query;
mod refusal;
mod rest;
mod said;
mod wallboard;
mod word;

use super::seen::{Call, Seen};
use super::{Change, Event, Kind, Names};
use crate::conversation::State;

pub use channel::{Channel, active_channels, channel_page, channels};
pub use events::{Audience, Notice, Notified, notices};
pub use form::{LogId, call_id, read_time};
pub use listening::{Listener, Listening};
pub use log::{Log, LogPage, log_page, logs, recent, recording};
pub use login::{Earlier, Login, LoginPlace, Tokens, read_authorization, read_login, read_renewal, takes_over};
pub use people::{Entry, EntryKind, Me};
pub use query::{Entries, Filter, LIMIT_MAX, Order, Paging, Place, Query, Recent, read_with};
pub use refusal::{Fault, Refusal};
pub use rest::{Listed, Rest, item, one_text};
pub use said::{FRAME_BYTES_MAX, Said, Wish, said};
pub use wallboard::{Agent, Wallboard};
pub use word::Notification;

/// The dialect. Its clients write nothing about calls, so that there is nothing to hear (sheet, 6).
pub const DIALECT: Kind =
    Kind { name: "xelion", about: "Xelion listeners, and readers of its communications", tells: &[("v1", events)], hear: None };

/// What is told of a change with the same bytes to everybody who may hear of it. Changes of channels, which every connection
/// counts for itself, are in [`notices`] only.
#[must_use]
pub fn events(change: &Change<'_>, names: &dyn Names) -> Vec<Event> {
    let told = notices(change, names).into_iter().filter_map(|notice| match notice.what {
        Notified::Event(event) => Some(event),
        Notified::Channel(_) => None,
    });
    told.collect()
}

/// Whether readers are answered about a call: once its direction is known (rule N4) and as long as nobody removed it (X31).
#[must_use]
pub fn is_listed(seen: &Seen, call: &Call) -> bool {
    !is_gone(seen) && call.deleted_at.is_none() && call.direction.is_some()
}

/// Whether nothing is said of a whole conversation any more.
fn is_gone(seen: &Seen) -> bool {
    seen.merged_into.is_some() || seen.erased_at.is_some()
}

/// Whether a call was written down and never on a line (S24).
fn is_logged(call: &Call) -> bool {
    call.state == Some(State::Logged)
}
