//! What is pushed of a change, in the one order in which every connection gets it (rules X7–X19, X31–X35).
//!
//! Calls are told in the order in which they began, so that a transfer ends its calls before it makes the next one known (X14, X17).
//! Inside a call the order is: the transfer that led to it, new, connected, channels that are gone, hung up, missed.

use serde::Serialize;

use crate::Text;
use crate::conversation::Origin;
use crate::dialects::seen::{Call, Leg, Seen};
use crate::dialects::{Change, Event, Names, Thing};
use crate::moment::Moment;
use crate::signal::TransferKind;

use super::call_event::{Sides, call_event, side_of};
use super::channel::{Channel, changed};
use super::form::{Flow, call_id, oid, time};
use super::marks::{Marks, announced_at};
use super::party::{Party, callee, is_callee};
use super::word::Notification;

/// Something told, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is told as.
    pub word: Notification,
    /// Whom it is told to.
    pub audience: Audience,
    /// What is told.
    pub what: Notified,
}

/// What a notice tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notified {
    /// An event whose body is the whole frame.
    Event(Event),
    /// A channel, whose frame every connection numbers for itself (rule X22).
    Channel(Channel),
}

/// Who may hear of something: administrators, and these users (rules X2, X3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    /// Users by directory key; none: administrators alone.
    pub users: Vec<Text>,
}

/// All that is pushed of a change, in order. Of conversations that went into another, or were erased, nothing is told any more, nor of
/// calls that were removed.
#[must_use]
pub fn notices(change: &Change<'_>, names: &dyn Names) -> Vec<Notice> {
    let after = change.after;
    if super::is_gone(after) {
        return Vec::new();
    }
    let mut telling = Telling { change, names, flow: None, notices: Vec::new() };
    after.calls.iter().filter(|call| call.deleted_at.is_none()).for_each(|call| telling.call(call));
    let mut notices = telling.notices;
    notices.extend(changed(change, names));
    notices
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CallTransferred {
    date: String,
    transfer_type: &'static str,
    from_call_id: String,
    consultation_call_id: Option<String>,
    call_id: String,
    callee_flow_id: String,
    caller_flow_id: String,
    from_user: Option<String>,
    to_user: Option<String>,
    to_phone_number: Option<Text>,
}

/// A notification as it is sent (sheet, 4.5). `object` is JSON text.
pub(super) fn frame(word: &str, oid: Option<&str>, object: &str) -> String {
    let oid = oid.map_or_else(|| "null".to_owned(), |oid| format!("\"{oid}\""));
    format!("{{\"notificationType\":\"{word}\",\"oid\":{oid},\"notification\":{object}}}")
}

struct Telling<'a> {
    change: &'a Change<'a>,
    names: &'a dyn Names,
    /// Worked out when first needed: most changes tell nothing.
    flow: Option<Flow>,
    notices: Vec<Notice>,
}

impl Telling<'_> {
    fn call(&mut self, call: &Call) {
        let after = self.change.after;
        let now = Marks::of(after, call);
        let before = self.change.before(call.id);
        let was = before.filter(|(seen, before)| was_told(seen, before)).map(|(seen, before)| Marks::of(seen, before));
        let was = was.unwrap_or_default();
        if now == was {
            return;
        }
        if now.is_announced && !was.is_announced {
            self.transfer(call);
            if !now.is_joined {
                self.event(Notification::NewCall, call, &Sides::Both(callee(call)), Audience::default());
            }
        }
        if now.is_connected && !was.is_connected {
            self.event(Notification::CallConnected, call, &Sides::Both(callee(call)), Audience::default());
        }
        for leg in call.legs.iter().filter(|leg| now.gone.contains(&leg.id) && !was.gone.contains(&leg.id)) {
            self.event(Notification::ChannelHungUp, call, &side_of(leg), Audience::default());
        }
        for _ in was.hang_ups..now.hang_ups {
            self.event(Notification::CallHungUp, call, &Sides::Both(callee(call)), Audience::default());
        }
        for missed in now.missed.iter().filter(|missed| !was.missed.contains(missed)) {
            let leg = call.legs.iter().find(|leg| Some(leg.id) == *missed);
            let users = leg.and_then(|leg| leg.user.clone()).into_iter().collect();
            let party = leg.map_or_else(|| callee(call), Party::of);
            self.event(Notification::MissedCall, call, &Sides::Both(party), Audience { users });
        }
    }

    fn event(&mut self, word: Notification, call: &Call, sides: &Sides, audience: Audience) {
        let (names, after) = (self.names, self.change.after);
        let flow = self.flow.get_or_insert_with(|| Flow::of(after, names));
        let object = call_event(word, call, sides, flow, names);
        self.push(word, call, &object, audience);
    }

    fn push(&mut self, word: Notification, call: &Call, object: &str, audience: Audience) {
        let body = frame(word.word(), None, object);
        let event = Event { call: call.id, serial: call.serial, word: word.word(), at: self.change.at, body };
        self.notices.push(Notice { word, audience, what: Notified::Event(event) });
    }

    /// What led to the call of a party that was handed on, retrieved, or came back (rules X14, X17; S28).
    fn transfer(&mut self, call: &Call) {
        let (after, names) = (self.change.after, self.names);
        let parent = call.parent.and_then(|parent| after.call(parent));
        let Some(parent) = parent.filter(|_| call.origin == Some(Origin::Transfer)) else { return };
        let told = after.transfers.iter().find(|transfer| transfer.call == Some(call.id));
        let parked = || after.parked.iter().rfind(|parked| parked.call == Some(parent.id)).and_then(|parked| parked.by.clone());
        let by = told.map_or_else(parked, |transfer| transfer.by.clone());
        let from = by.and_then(|number| user_of(parent, &number));
        let target = callee(call);
        let attended = told.is_some_and(|transfer| transfer.kind == Some(TransferKind::Attended));
        let flow = self.flow.get_or_insert_with(|| Flow::of(after, names));
        let user = |user: &Option<Text>| user.clone().and_then(|user| oid(names, &Thing::User(user)));
        let object = CallTransferred {
            date: time(told.map_or(call.started_at, |transfer| transfer.at)),
            transfer_type: if attended { "attended" } else { "blind" },
            from_call_id: call_id(parent.id),
            consultation_call_id: told.and_then(|transfer| transfer.consultation).map(call_id),
            call_id: call_id(call.id),
            callee_flow_id: flow.callee.clone(),
            caller_flow_id: flow.caller.clone(),
            from_user: user(&from),
            to_user: user(&target.user),
            to_phone_number: target.number.clone(),
        };
        let object = serde_json::to_string(&object).unwrap_or_default();
        let mut users: Vec<Text> = parent.legs.iter().chain(&call.legs).filter_map(|leg| leg.user.clone()).collect();
        users.sort();
        users.dedup();
        self.push(Notification::CallTransferred, call, &object, Audience { users });
    }
}

/// Whether listeners know of a call by that version: one that was removed before it was made known was never told of.
fn was_told(seen: &Seen, call: &Call) -> bool {
    call.deleted_at.is_none_or(|deleted_at: Moment| announced_at(seen, call).is_some_and(|at| at <= deleted_at))
}

/// The user of a call behind a number, as the phone system wrote it.
fn user_of(call: &Call, number: &str) -> Option<Text> {
    let behind = |leg: &&Leg| leg.number.as_deref() == Some(number) && leg.user.is_some();
    let legs = || call.legs.iter().filter(behind);
    legs().find(|leg| is_callee(leg)).or_else(|| legs().next()).and_then(|leg| leg.user.clone())
}
