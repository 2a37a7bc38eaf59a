//! `CallEvent`: twenty-one keys, all of them always there, all of them text or null (sheet, 2.1; rules X5, X6, X11).

use serde::Serialize;

use crate::Text;
use crate::conversation::Direction;
use crate::dialects::seen::{Call, Leg};
use crate::dialects::{Names, Thing};

use super::form::{Flow, call_id, oid, time};
use super::party::{Party, caller};
use super::word::{Notification, initiation};

/// The longest id in, and name of, an outside system, in characters.
const SYNC_CHARS_MAX: usize = 255;

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CallEvent {
    initiation: &'static str,
    date: String,
    call_id: String,
    callee_flow_id: String,
    callee_user: Option<String>,
    callee_user_addressable: Option<String>,
    callee_phone_number: Option<Text>,
    callee_addressable: Option<String>,
    callee_addressable_sync_id: Option<String>,
    callee_addressable_sync_source: Option<String>,
    callee_call_log_oid: Option<String>,
    callee_phone_line_oid: Option<String>,
    caller_flow_id: String,
    caller_user: Option<String>,
    caller_user_addressable: Option<String>,
    caller_phone_number: Option<Text>,
    caller_addressable: Option<String>,
    caller_addressable_sync_id: Option<String>,
    caller_addressable_sync_source: Option<String>,
    caller_call_log_oid: Option<String>,
    duration: Option<String>,
}

/// Which sides an event fills.
#[derive(Clone, Debug)]
pub(super) enum Sides {
    /// Both, with that party as the called one.
    Both(Party),
    /// The called side alone (rule X11).
    Callee(Party),
    /// The calling side alone.
    Caller,
}

/// What an event prints of one side.
#[derive(Default)]
struct Printed {
    user: Option<String>,
    user_addressable: Option<String>,
    number: Option<Text>,
    addressable: Option<String>,
    sync_id: Option<String>,
    sync_source: Option<String>,
    log: Option<String>,
}

impl Printed {
    fn new(party: &Party, log: Option<Thing>, names: &dyn Names) -> Self {
        let addressable = party.addressable();
        let known_as = addressable.as_ref().and_then(|thing| names.known_as(thing));
        let cut = |text: Text| text.chars().take(SYNC_CHARS_MAX).collect::<String>();
        let (source, id) = known_as.map(|(source, id)| (cut(source), cut(id))).unzip();
        let user = party.user.clone();
        Self {
            user_addressable: user.clone().and_then(|user| oid(names, &Thing::Person(user))),
            user: user.and_then(|user| oid(names, &Thing::User(user))),
            number: party.number.clone(),
            addressable: addressable.and_then(|thing| oid(names, &thing)),
            sync_id: id,
            sync_source: source,
            log: log.and_then(|log| oid(names, &log)),
        }
    }
}

/// Whole seconds of the talk, holds included (rule R3).
pub(super) fn talk_s(call: &Call) -> i64 {
    let talk = call.answered_at.zip(call.talk_ended_at).map(|(from, to)| to.since(from).max(0));
    talk.unwrap_or_default() / 1_000_000
}

/// The object of an event, as JSON text.
pub(super) fn call_event(word: Notification, call: &Call, sides: &Sides, flow: &Flow, names: &dyn Names) -> String {
    let (called, calling) = match sides {
        Sides::Both(party) => (Some(party), true),
        Sides::Callee(party) => (Some(party), false),
        Sides::Caller => (None, true),
    };
    let callee = called.map(|party| {
        let log = party.user.clone().map(|user| Thing::CalleeLog(call.id, Some(user)));
        Printed::new(party, log, names)
    });
    let caller = calling.then(|| {
        let party = caller(call);
        let log = party.user.clone().map(|user| Thing::CallerLog(call.id, user));
        Printed::new(&party, log, names)
    });
    let came_in_on = call.line.clone().filter(|_| called.is_some() && call.direction == Some(Direction::Inbound));
    let (callee, caller) = (callee.unwrap_or_default(), caller.unwrap_or_default());
    let event = CallEvent {
        initiation: initiation(call),
        date: time(call.started_at),
        call_id: call_id(call.id),
        callee_flow_id: flow.callee.clone(),
        callee_user: callee.user,
        callee_user_addressable: callee.user_addressable,
        callee_phone_number: callee.number,
        callee_addressable: callee.addressable,
        callee_addressable_sync_id: callee.sync_id,
        callee_addressable_sync_source: callee.sync_source,
        callee_call_log_oid: callee.log,
        callee_phone_line_oid: came_in_on.and_then(|line| oid(names, &Thing::Line(line))),
        caller_flow_id: flow.caller.clone(),
        caller_user: caller.user,
        caller_user_addressable: caller.user_addressable,
        caller_phone_number: caller.number,
        caller_addressable: caller.addressable,
        caller_addressable_sync_id: caller.sync_id,
        caller_addressable_sync_source: caller.sync_source,
        caller_call_log_oid: caller.log,
        duration: (word == Notification::CallHungUp).then(|| talk_s(call).to_string()),
    };
    // Plain values under known keys: whatever could fail here fails in every test.
    serde_json::to_string(&event).unwrap_or_default()
}

/// Which side of its call a leg fills when it is gone (rule X11).
pub(super) fn side_of(leg: &Leg) -> Sides {
    if leg.role == Some(crate::conversation::Role::Caller) { Sides::Caller } else { Sides::Callee(Party::of(leg)) }
}
