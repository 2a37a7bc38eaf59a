//! `CallLog`: a call as one user of it finds it among his communications (sheet, 2.4).
//!
//! A call has a log for each user on either side, who sees his own and nobody else's (rule X30); a call without any user has one that
//! administrators see. A log tells of the call: what came of it and how long they talked is the same in all its logs, and only what
//! depends on the side differs.

use serde::Serialize;
use serde_json::{Value, json};

use crate::Text;
use crate::conversation::{Direction, Origin, Outcome, State};
use crate::dialects::seen::{Call, Recording, Seen};
use crate::dialects::{Names, Thing};
use crate::signal::RecordingKind;

use super::call_event::talk_s;
use super::form::{Flow, call_id, time};
use super::party::{Party, callee, callees, caller};
use super::query::Place;
use super::rest::reference;
use super::word::{is_miss, status};

/// The longest text, in characters (sheet, 4.1).
const TEXT_CHARS_MAX: usize = 4_000;

/// The longest summary of notes, in characters.
const SUMMARY_CHARS_MAX: usize = 255;

/// One log of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// Whose it is, by directory key; nobody's: for administrators.
    pub user: Option<Text>,
    /// Whether its user called.
    pub is_callers: bool,
    /// What it has its oid by.
    pub thing: Thing,
}

/// The logs of a call: its caller's, then those of the called in the order in which they were called. None of a call that readers
/// are not answered about.
#[must_use]
pub fn logs(seen: &Seen, call: &Call) -> Vec<Log> {
    if !super::is_listed(seen, call) {
        return Vec::new();
    }
    let own = caller(call).user.map(|user| Log {
        thing: Thing::CallerLog(call.id, user.clone()),
        user: Some(user),
        is_callers: true,
    });
    let mut logs: Vec<Log> = own.into_iter().collect();
    for user in callees(call).filter_map(|leg| leg.user.clone()) {
        let is_there = logs.iter().any(|log| !log.is_callers && log.user.as_ref() == Some(&user));
        if !is_there {
            logs.push(called(call, Some(user)));
        }
    }
    if logs.is_empty() {
        logs.push(called(call, None));
    }
    logs
}

fn called(call: &Call, user: Option<Text>) -> Log {
    Log { thing: Thing::CalleeLog(call.id, user.clone()), user, is_callers: false }
}

/// A log, printed, with what lists look at.
#[derive(Clone, Debug, PartialEq)]
pub struct LogPage {
    /// Where it stands in lists.
    pub place: Place,
    /// Whose it is, by directory key.
    pub user: Option<Text>,
    /// Whether its user was called.
    pub is_incoming: bool,
    /// Whether it reached a mailbox.
    pub is_voicemail: bool,
    /// Whether it was missed, and somebody took care of it since.
    pub is_retrieved: bool,
    /// Whether it was missed.
    pub is_missed: bool,
    /// The id of its call.
    pub call_id: String,
    /// The callee's id of its flow.
    pub flow_id: String,
    /// Oids of everybody in it whom an address book knows.
    pub with: Vec<u64>,
    /// The oid of the own number.
    pub phone_line: Option<u64>,
    /// What is searched, in small letters.
    pub searched: String,
    /// `CallLog`, as JSON text.
    pub body: String,
}

/// The newest recording of a call that can be listened to (rule R16); none of a call that readers are not answered about.
#[must_use]
pub fn recording<'a>(seen: &'a Seen, call: &Call) -> Option<&'a Recording> {
    let is_stored = |recording: &&Recording| recording.stored_at.is_some() || recording.url.is_some();
    let own = seen.recordings.iter().filter(|recording| recording.call == Some(call.id) && recording.deleted_at.is_none());
    let newest = own.filter(is_stored).max_by_key(|recording| (recording.stored_at, recording.started_at, recording.serial));
    newest.filter(|_| super::is_listed(seen, call))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CallLog<'a> {
    oid: String,
    object_type: &'static str,
    common_name: String,
    subject: String,
    date: String,
    duration_sec: Option<i64>,
    incoming: bool,
    retrieved: bool,
    displayed: bool,
    flagged: bool,
    has_attachment: bool,
    has_inline_attachment: bool,
    has_message_reference: bool,
    content_summary_is_complete: bool,
    associated_addressable: Option<Value>,
    content_summary: Option<String>,
    contents: Option<&'a str>,
    participants: Vec<Value>,
    call_id: &'a str,
    call_flow_id: &'a str,
    call_answer_time: Option<String>,
    call_end_time: Option<String>,
    call_answer_time_sec: Option<i64>,
    on_hold_duration: Option<i64>,
    status: Option<&'static str>,
    voicemail: bool,
    voicemail_is_heard: bool,
    is_conference_call: bool,
    phone: Option<Text>,
    phone_line: Option<Value>,
    trunk: Option<Text>,
}

/// Prints a log.
#[must_use]
pub fn log_page(seen: &Seen, call: &Call, log: &Log, names: &dyn Names) -> LogPage {
    let (from, to) = (caller(call), callee(call));
    let is_incoming = !log.is_callers && (log.user.is_some() || call.direction != Some(Direction::Outbound));
    let serial = names.serial(&log.thing).unwrap_or_default();
    let title = title(call, &from, &to, names);
    let contents = contents(call);
    let is_over = call.ended_at.is_some();
    let flow_id = Flow::of(seen, names).callee;
    let call_id = call_id(call.id);
    let is_voicemail = seen.voicemail.as_ref().is_some_and(|mailbox| mailbox.call == Some(call.id));
    let is_missed = is_over && is_incoming && call.outcome.is_some_and(is_miss);
    let is_retrieved = call.handled.is_some() && call.outcome.is_some_and(|outcome| outcome != Outcome::Answered);
    let line = call.line.clone().map(Thing::Line);
    let body = CallLog {
        oid: serial.to_string(),
        object_type: "CallLog",
        subject: title.clone(),
        date: time(call.started_at),
        duration_sec: is_over.then(|| talk_s(call)),
        incoming: is_incoming,
        retrieved: is_retrieved,
        displayed: false,
        flagged: false,
        has_attachment: recording(seen, call).is_some(),
        has_inline_attachment: false,
        has_message_reference: false,
        content_summary_is_complete: contents.as_ref().is_none_or(|text| text.chars().count() <= SUMMARY_CHARS_MAX),
        associated_addressable: addressable(if is_incoming { &from } else { &to }, names),
        content_summary: contents.as_ref().map(|text| text.chars().take(SUMMARY_CHARS_MAX).collect()),
        contents: contents.as_deref(),
        participants: participants(call, &from, &to, names),
        call_id: &call_id,
        call_flow_id: &flow_id,
        call_answer_time: call.answered_at.map(time),
        call_end_time: call.ended_at.map(time),
        call_answer_time_sec: call.answered_at.map(|at| at.since(call.started_at).max(0) / 1_000_000),
        on_hold_duration: is_over.then_some(call.hold_s as i64),
        status: status(call),
        voicemail: is_voicemail,
        voicemail_is_heard: is_voicemail && is_heard(seen, call),
        is_conference_call: is_conference(call),
        phone: phone(call, log),
        phone_line: line.as_ref().and_then(|line| reference(names, line)),
        trunk: call.legs.iter().find_map(|leg| leg.trunk.clone()),
        common_name: title,
    };
    let numbers = [&from, &to].into_iter().filter_map(|party| party.number.as_deref());
    let texts = [body.common_name.as_str()].into_iter().chain(contents.as_deref()).chain(numbers);
    LogPage {
        place: Place { date: call.started_at, oid: serial },
        user: log.user.clone(),
        is_incoming,
        is_voicemail,
        is_retrieved,
        is_missed,
        with: [&from, &to].into_iter().filter_map(|party| names.serial(&party.addressable()?)).collect(),
        phone_line: line.and_then(|line| names.serial(&line)),
        searched: texts.collect::<Vec<_>>().join("\n").to_lowercase(),
        // Plain values under known keys: whatever could fail here fails in every test.
        body: serde_json::to_string(&body).unwrap_or_default(),
        call_id,
        flow_id,
    }
}

/// One party's last call with a user, as JSON text, and how many calls of his nobody took care of (sheet, 4.3, `recent`).
#[must_use]
pub fn recent(seen: &Seen, call: &Call, log: &Log, names: &dyn Names, notifications: u64) -> String {
    let other = if log.is_callers { callee(call) } else { caller(call) };
    let is_voicemail = seen.voicemail.as_ref().is_some_and(|mailbox| mailbox.call == Some(call.id));
    let last = json!({
        "status": status(call),
        "voicemail": is_voicemail,
        "date": time(call.started_at),
        "durationSec": call.ended_at.map(|_| talk_s(call)),
    });
    let other = addressable(&other, names);
    json!({"addressable": other, "lastCommunication": last, "notificationsCount": notifications}).to_string()
}

/// `Callee <- Caller, date`.
fn title(call: &Call, from: &Party, to: &Party, names: &dyn Names) -> String {
    let shown = |party: &Party| party.shown(names).unwrap_or_else(|| Text::new_static("unknown"));
    let name = format!("{} <- {}, {}", shown(to), shown(from), time(call.started_at));
    name.chars().take(TEXT_CHARS_MAX).collect()
}

fn addressable(party: &Party, names: &dyn Names) -> Option<Value> {
    party.addressable().and_then(|thing| reference(names, &thing))
}

/// Who called, and everybody who was called, each once; nobody was called: the number that was dialled.
fn participants(call: &Call, from: &Party, to: &Party, names: &dyn Names) -> Vec<Value> {
    let printed = |party: &Party, role: &str| {
        json!({
            "commonName": party.shown(names),
            "role": role,
            "address": party.number,
            "addressable": addressable(party, names),
        })
    };
    let mut called: Vec<Party> = Vec::new();
    for party in callees(call).map(Party::of) {
        if called.iter().all(|known| (&known.user, &known.number) != (&party.user, &party.number)) {
            called.push(party);
        }
    }
    if called.is_empty() {
        called.push(to.clone());
    }
    let called = called.iter().map(|party| printed(party, "rtTo"));
    std::iter::once(printed(from, "rtFrom")).chain(called).collect()
}

/// The notes as one text: oldest first, then what the disposition says; none if there is none.
fn contents(call: &Call) -> Option<String> {
    let mut notes: Vec<_> = call.notes.iter().collect();
    notes.sort_by_key(|note| note.at);
    let disposed = call.disposition.as_ref().and_then(|disposition| disposition.text.as_deref());
    let texts: Vec<&str> = notes.into_iter().map(|note| note.text.as_str()).chain(disposed).collect();
    (!texts.is_empty()).then(|| texts.join("\n").chars().take(TEXT_CHARS_MAX).collect())
}

fn is_heard(seen: &Seen, call: &Call) -> bool {
    let mut messages = seen.recordings.iter().filter(|recording| recording.call == Some(call.id));
    messages.any(|message| message.kind == Some(RecordingKind::Voicemail) && message.played_at.is_some())
}

fn is_conference(call: &Call) -> bool {
    call.origin == Some(Origin::Conference) || call.state == Some(State::Conference) || call.conference_s > 0.0
}

/// The extension at which its user called or was called; of nobody's log what was dialled.
fn phone(call: &Call, log: &Log) -> Option<Text> {
    if log.is_callers {
        return caller(call).number;
    }
    let own = callees(call).filter(|leg| leg.user.is_some() && leg.user == log.user);
    own.filter_map(|leg| leg.number.clone()).last().or_else(|| callee(call).number)
}
