//! Channels: the legs that are on the line right now (sheet, 2.3 and 4.3; rule X22; S6, S19, S28).
//!
//! A channel is told again whenever what is shown of it changed, and once more, as it was last, when it is gone. Which version of
//! the list a connection has is counted by the connection.

use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Text;
use crate::conversation::{Role, State};
use crate::dialects::seen::{Call, Hold, Leg, Parking, Seen};
use crate::dialects::{Change, Names, Thing};

use super::events::{Audience, Notice, Notified, frame};
use super::form::{Flow, call_id, oid, time};
use super::party::Party;
use super::rest::reference;
use super::word::Notification;

/// A channel as it is shown, or was shown last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// The leg.
    pub leg: Uuid,
    /// Whose phone it is, by directory key.
    pub user: Option<Text>,
    /// Whether it is gone.
    pub is_gone: bool,
    /// `ActiveChannel`, as JSON text.
    pub body: String,
}

impl Channel {
    /// The frame of its notification, with the version that the connection has come to (rule X22).
    #[must_use]
    pub fn frame(&self, version: u64) -> String {
        let (update, body) = (if self.is_gone { "remove" } else { "insert" }, &self.body);
        let object = format!("{{\"updateType\":\"{update}\",\"version\":{version},\"activeChannel\":{body}}}");
        frame(Notification::ActiveChannel.word(), None, &object)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ActiveChannel {
    call_id: String,
    channel_id: String,
    state: &'static str,
    name: Option<Text>,
    role: &'static str,
    phone: Option<Text>,
    twin_channel: Option<Text>,
    organisation_name: Option<Text>,
    phone_user: Option<String>,
    parking_slot: Option<Text>,
}

/// The channels of a conversation, in the order of its calls and of their legs.
#[must_use]
pub fn active_channels(seen: &Seen, names: &dyn Names) -> Vec<Channel> {
    let shown = |(call, leg): (&Call, &Leg)| {
        let party = Party::of(leg);
        let body = ActiveChannel {
            call_id: call_id(call.id),
            channel_id: leg.serial.to_string(),
            state: state(seen, call, leg),
            name: party.shown(names),
            role: role(leg),
            phone: party.number.clone(),
            twin_channel: None,
            organisation_name: None,
            phone_user: party.user.clone().and_then(|user| oid(names, &Thing::User(user))),
            parking_slot: parking(seen, call, leg).and_then(|parked| parked.space.clone()),
        };
        let body = serde_json::to_string(&body).unwrap_or_default();
        Channel { leg: leg.id, user: party.user, is_gone: false, body }
    };
    live(seen).map(shown).collect()
}

/// The same as `GET channels` shows them, each with whose phone it is.
#[must_use]
pub fn channels(seen: &Seen, names: &dyn Names) -> Vec<(Option<Text>, Value)> {
    let flow = Flow::of(seen, names);
    let shown = |(call, leg): (&Call, &Leg)| {
        let party = Party::of(leg);
        let mut others = live(seen).filter(|(of, other)| of.id == call.id && other.id != leg.id).map(|(_, other)| other.serial);
        let linked = others.next().filter(|_| others.next().is_none());
        let page = json!({
            "channelId": leg.serial.to_string(),
            "channelName": party.shown(names),
            "flowId": if leg.role == Some(Role::Caller) { &flow.caller } else { &flow.callee },
            "state": state(seen, call, leg),
            "creationDate": time(leg.offered_at),
            "addressable": party.addressable().and_then(|thing| reference(names, &thing)),
            "linkedChannelId": linked.map(|serial| serial.to_string()),
        });
        (party.user, page)
    };
    live(seen).map(shown).collect()
}

/// Of the channels that are shown, those of one addressable; all without one (`GET channels?with=`).
#[must_use]
pub fn channel_page(channels: Vec<Value>, with: Option<u64>) -> Vec<Value> {
    let with = with.map(|oid| Value::from(oid.to_string()));
    let mut channels = channels;
    channels.retain(|page| with.is_none() || page.pointer("/addressable/oid") == with.as_ref());
    channels
}

/// What differs in the channels of a conversation with a change.
pub(super) fn changed(change: &Change<'_>, names: &dyn Names) -> Vec<Notice> {
    let shown = |seen: &Seen| active_channels(seen, names);
    let was: Vec<Channel> = change.before.into_iter().chain(change.joined).flat_map(shown).collect();
    let now = active_channels(change.after, names);
    // A call that was removed is told of no more, not even that its channels are gone (X31).
    let is_removed = |channel: &Channel| {
        let mut calls = change.after.calls.iter().filter(|call| call.deleted_at.is_some());
        calls.any(|call| call.legs.iter().any(|leg| leg.id == channel.leg))
    };
    let gone = was.iter().filter(|known| now.iter().all(|channel| channel.leg != known.leg) && !is_removed(known));
    let gone: Vec<Channel> = gone.map(|known| Channel { is_gone: true, ..known.clone() }).collect();
    let news = now.into_iter().filter(|channel| !was.contains(channel));
    let notice = |channel: Channel| {
        let audience = Audience { users: channel.user.clone().into_iter().collect() };
        Notice { word: Notification::ActiveChannel, audience, what: Notified::Channel(channel) }
    };
    gone.into_iter().chain(news).map(notice).collect()
}

/// The legs that are on the line, of calls that are told of.
fn live(seen: &Seen) -> impl Iterator<Item = (&Call, &Leg)> {
    let goes_on = move |call: &&Call| super::is_listed(seen, call) && call.ended_at.is_none() && !super::is_logged(call);
    seen.calls.iter().filter(goes_on).flat_map(|call| {
        let on_the_line = call.legs.iter().filter(|leg| leg.ended_at.is_none());
        on_the_line.map(move |leg| (call, leg))
    })
}

fn role(leg: &Leg) -> &'static str {
    match leg.role {
        Some(Role::Caller) | None => "CALLER",
        Some(Role::Callee | Role::Agent | Role::Consulted) => "CALLEE",
        Some(Role::Barging | Role::Conference) => "CONFERENCE",
        Some(Role::Supervisor) => "LISTENER",
    }
}

fn state(seen: &Seen, call: &Call, leg: &Leg) -> &'static str {
    if is_held(seen, call, leg) || parking(seen, call, leg).is_some() {
        return "HOLD";
    }
    if leg.role != Some(Role::Caller) {
        return if leg.answered_at.is_some() { "CONNECTED" } else { "RINGING" };
    }
    match call.state {
        Some(State::Queued) => "QUEUED",
        Some(State::Ringing) | None => "RINGING",
        Some(_) => "CONNECTED",
    }
}

/// Whether somebody waits because he is held. Where nobody knows who, it is whoever did not press hold.
fn is_held(seen: &Seen, call: &Call, leg: &Leg) -> bool {
    let goes_on = |hold: &&Hold| hold.call == Some(call.id) && hold.ended_at.is_none();
    let is_talking = leg.role == Some(Role::Caller) || leg.answered_at.is_some();
    call.state == Some(State::Held)
        && is_talking
        && seen.holds.iter().filter(goes_on).any(|hold| match (hold.leg, &hold.by) {
            (Some(held), _) => held == leg.id,
            (None, Some(by)) => leg.number.as_ref() != Some(by),
            (None, None) => leg.role == Some(Role::Caller),
        })
}

/// Where a leg is parked, if it is: whoever of a parked call did not park it.
fn parking<'a>(seen: &'a Seen, call: &Call, leg: &Leg) -> Option<&'a Parking> {
    if call.state != Some(State::Parked) {
        return None;
    }
    let here = |parked: &&Parking| parked.call == Some(call.id) && parked.ended_at.is_none();
    seen.parked.iter().filter(here).find(|parked| parked.by.is_none() || parked.by != leg.number)
}
