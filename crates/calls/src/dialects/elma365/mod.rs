//! ELMA365 (BRIX): what a telephony module is told of calls, and what it and other converters say of them.
//!
//! Rules E… are those of the dialect's page (README.md), beside S… of situations, and R… of all dialects. The platform routes no
//! calls; it shows them. A change is told as what it added to the pages of its calls (`page`), one page an operator
//! (`operators`): that it began, was taken, is over, and then its history. `answers` and `link` are what the module asks;
//! `hear` takes the vendor's two objects in. Nothing here knows a store, an address or a token.
//! To add a field: in `page` or `operators`, and its key in `wire`; to take one in: in `hear::read`.

mod answers;
mod hear;
mod link;
mod operators;
mod page;
mod refusal;
mod wire;
mod words;

use crate::signal::{Stated, What};

use super::seen::Call;
use super::{Change, Event, Kind, Names};

use operators::View;
use page::{Page, pages};
use words::Notify;

pub use answers::{Member, Origination, Receiver, accepted, members, read_origination, receiver, tested};
pub use hear::{
    Address, Candidate, FEED, Hearing, Item, KEY_LIFE_S, Key, Matched, Taken, answer, candidate, hear, key_of, read,
};
pub use link::{Asked, LINK_LIFE_S, call_link, call_link_of, read_call_link};
pub use page::{RECORDING_WAIT_S, waiting};
pub use refusal::{BODY_MAX, Code, REQUESTS_A_MINUTE_MAX, Refusal};
pub use words::Disposition;

/// The dialect's name, which is also the key of what a record keeps for it.
const NAME: &str = "elma365";

/// The dialect. What it hears needs to know what was said before: see [`hear()`].
pub const DIALECT: Kind =
    Kind { name: NAME, about: "ELMA365 and BRIX telephony modules", tells: &[("v1", events)], hear: None };

/// A call's history: the word of the event that tells it.
pub const RECORDED: &str = "callRecord";

/// What a module is told of a change, in order: of each call, in the order in which they began, which pages were opened, then
/// taken, then closed, and then their histories. Of conversations that went into another, or were erased, nothing is told any
/// more; nor of what the receiver said itself (rule E32).
#[must_use]
pub fn events(change: &Change<'_>, names: &dyn Names) -> Vec<Event> {
    let after = change.after;
    if after.merged_into.is_some() || after.erased_at.is_some() || names.is_receiver(&after.source) {
        return Vec::new();
    }
    let known = change.before.into_iter().chain(change.joined).flat_map(|seen| seen.calls.iter().map(move |call| (seen, call)));
    let gone = known.filter(|(_, call)| after.call(call.id).is_none() && call.deleted_at.is_none());
    let mut events: Vec<Event> =
        gone.flat_map(|(seen, call)| closed(pages(View { seen, call, names }, None), call, change)).collect();
    let told = after.calls.iter().filter(|call| call.deleted_at.is_none());
    events.extend(told.flat_map(|call| of_call(change, call, names)));
    events
}

/// The end of pages that there are no longer, since a call, or a leg in it, turned out to be another's: nobody would close them.
fn closed(pages: Vec<Page>, call: &Call, change: &Change<'_>) -> Vec<Event> {
    let open = pages.into_iter().filter(|page| page.is_started && page.ended.is_none());
    let end = |page: Page| {
        let says = if page.is_answered { Disposition::Unknown } else { Disposition::Cancel };
        let body = wire::event(Notify::End, says, &page.parties, &page.call_id)?;
        Some(Event { call: call.id, serial: call.serial, word: Notify::End.word(), at: change.at, body })
    };
    open.filter_map(end).collect()
}

/// What of a call was still to be said. A call that is restored is told all that happened to it meanwhile.
fn of_call(change: &Change<'_>, call: &Call, names: &dyn Names) -> Vec<Event> {
    let known = change.before(call.id).map(|(seen, call)| pages(View { seen, call, names }, call.deleted_at));
    let known = known.unwrap_or_default();
    let now = pages(View { seen: change.after, call, names }, None);
    let gone = known.iter().filter(|page| !now.iter().any(|one| page.goes_on_as(one))).cloned().collect();
    let mut events = closed(gone, call, change);
    let both: Vec<(Option<&Page>, &Page)> =
        now.iter().map(|page| (known.iter().find(|one| one.goes_on_as(page)), page)).collect();
    let event = |word: &'static str, body: String| Event { call: call.id, serial: call.serial, word, at: change.at, body };
    for step in [Notify::Start, Notify::Answer, Notify::End] {
        let fresh = both.iter().filter(|(before, page)| page.has(step) && !before.is_some_and(|before| before.has(step)));
        let bodies = fresh.filter_map(|(_, page)| wire::event(step, page.says(step), &page.parties, &page.call_id));
        events.extend(bodies.map(|body| event(step.word(), body)));
    }
    let print = |page: &Page| page.history.as_ref().and_then(|history| wire::record(history, &page.parties, &page.call_id));
    let fresh =
        both.iter().filter_map(|(before, page)| print(page).filter(|body| before.and_then(print).as_ref() != Some(body)));
    events.extend(fresh.map(|body| event(RECORDED, body)));
    events
}

impl Page {
    /// Whether that is the same page in a later version. One that is still open and gets another number, since a leg before it
    /// turned out to be another call's, is closed under the old one and opened under the new.
    fn goes_on_as(&self, later: &Self) -> bool {
        self.of == later.of && (self.call_id == later.call_id || self.ended.is_some())
    }

    fn has(&self, step: Notify) -> bool {
        match step {
            Notify::Start => self.is_started,
            Notify::Answer => self.is_answered,
            Notify::End => self.ended.is_some(),
        }
    }

    /// What an event says that it came to (rules E17, E18).
    fn says(&self, step: Notify) -> Disposition {
        self.ended.filter(|_| step == Notify::End).unwrap_or(Disposition::Unknown)
    }
}

/// What is to be recorded of a call once its recording was waited for long enough (rule E22): see [`waiting`].
#[must_use]
pub fn waited() -> What {
    What::Stated(Box::new(Stated { kept: Some((NAME.into(), "{\"waited\":true}".into())), ..Stated::default() }))
}
