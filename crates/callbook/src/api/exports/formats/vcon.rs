//! vCon: conversations as the IETF's working group has them (draft-ietf-vcon-vcon-core, syntax 0.4.0), one JSON object a line.
//!
//! A party is whoever has the same user or number on several legs. A call that was talked on is a dialog for each of its
//! recordings, or one without content where there is none; one that was not is `incomplete`; a transfer is a dialog too. What
//! vCon has no word for is not lost: the record itself is attached. To tell one more thing: in [`Telling`], where its object
//! is made.

use std::collections::HashMap;
use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Places, Printer, Sink, read};
use crate::names::entry_uuid;
use crate::store::{EntryKind, text};

/// The syntax that is written.
const SYNTAX: &str = "0.4.0";
/// Who made a vCon, among its parties and as a vendor.
const MAKER: &str = "Callbook";

pub(super) struct Vcons {
    account: String,
    into: Sink,
}

impl Vcons {
    pub(super) fn new(account: &str, into: Sink) -> Self {
        Self { account: account.to_owned(), into }
    }
}

impl Printer for Vcons {
    fn take(&mut self, records: &[Box<RawValue>], places: &Places) -> io::Result<()> {
        for record in records {
            let record = read(record)?;
            serde_json::to_writer(&mut self.into, &Telling::new(&self.account, &record, places).vcon())?;
            self.into.write_all(b"\n")?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> io::Result<Sink> {
        Ok(self.into)
    }
}

/// The ids of recordings in a record of which bytes may be kept here.
pub(in super::super) fn recordings_of(record: &RawValue) -> io::Result<Vec<Uuid>> {
    let record = read(record)?;
    let stored = list(&record, "recordings").iter().filter(|recording| is_stored(recording));
    Ok(stored.filter_map(|recording| Uuid::try_parse(word(recording, "id")?).ok()).collect())
}

fn is_stored(recording: &Value) -> bool {
    let there = |field: &str| !recording[field].is_null();
    !there("deleted_at") && (there("stored_at") || there("url"))
}

fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value.get(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn word<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value.get(field).and_then(Value::as_str)
}

/// An object without what is null.
fn object(fields: Value) -> Value {
    let Value::Object(fields) = fields else { return fields };
    Value::Object(fields.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
}

/// A record that becomes a vCon.
struct Telling<'a> {
    account: &'a str,
    record: &'a Value,
    places: &'a Places,
    parties: Vec<Value>,
    /// Which party has a user, a number or, where neither is known, a leg.
    party_of: HashMap<String, usize>,
    /// Which party is on a leg.
    on_leg: HashMap<&'a str, usize>,
    dialogs: Vec<Value>,
    /// The dialogs of a call.
    of_call: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Telling<'a> {
    fn new(account: &'a str, record: &'a Value, places: &'a Places) -> Self {
        let (parties, dialogs, party_of, on_leg, of_call) = Default::default();
        let mut telling = Self { account, record, places, parties, party_of, on_leg, dialogs, of_call };
        telling.enter_parties();
        for call in list(record, "calls") {
            telling.enter_call(call);
        }
        for transfer in list(record, "transfers") {
            telling.enter_transfer(transfer);
        }
        telling
    }

    fn enter_parties(&mut self) {
        let record = self.record;
        for leg in list(record, "calls").iter().flat_map(|call| list(call, "legs")) {
            let Some(id) = word(leg, "id") else { continue };
            let (user, number) = (word(leg, "user"), word(leg, "e164").or(word(leg, "number")));
            let key = match (user, number) {
                (Some(user), _) => format!("user {user}"),
                (None, Some(number)) => format!("number {number}"),
                (None, None) => format!("leg {id}"),
            };
            let party = *self.party_of.entry(key).or_insert_with(|| {
                let uuid = user.map(|user| entry_uuid(self.account, EntryKind::User, &text(user)));
                let name = word(leg, "name").or(user);
                self.parties.push(object(json!({"tel": number, "name": name, "uuid": uuid, "type": user.map(|_| "person")})));
                self.parties.len() - 1
            });
            // Transfers name people by whatever the phone system called them.
            for other in [word(leg, "number"), word(leg, "e164")].into_iter().flatten() {
                self.party_of.entry(format!("number {other}")).or_insert(party);
            }
            self.on_leg.insert(id, party);
        }
    }

    fn enter_call(&mut self, call: &'a Value) {
        let (Some(id), Some(start)) = (word(call, "id"), word(call, "started_at")) else { return };
        let recordings: Vec<&Value> = list(self.record, "recordings")
            .iter()
            .filter(|recording| word(recording, "call") == Some(id) && is_stored(recording))
            .collect();
        let legs: Vec<usize> = list(call, "legs").iter().filter_map(|leg| self.on_leg.get(word(leg, "id")?).copied()).collect();
        let mut parties = legs.clone();
        parties.dedup();
        let originator = parties.first().copied();
        let told = |kind: &str, more: Value| {
            let mut dialog = json!({
                "type": kind,
                "start": start,
                "parties": parties,
                "originator": originator,
                "party_history": self.history(call),
            });
            if let (Some(dialog), Value::Object(more)) = (dialog.as_object_mut(), more) {
                dialog.extend(more);
            }
            object(dialog)
        };
        let talked =
            ["talk_s", "conference_s", "voicemail_s"].iter().any(|field| call[*field].as_f64().unwrap_or_default() > 0.0);
        let dialogs: Vec<Value> = if !recordings.is_empty() {
            recordings.iter().map(|recording| told("recording", self.content(recording))).collect()
        } else if talked || word(call, "outcome") == Some("answered") {
            // It is known that they talked; what was said is not.
            let start = word(call, "answered_at").unwrap_or(start);
            vec![told("recording", json!({"start": start, "duration": call["talk_s"]}))]
        } else {
            let why = word(call, "outcome").map(disposition);
            why.map(|why| told("incomplete", json!({"disposition": why}))).into_iter().collect()
        };
        for dialog in dialogs {
            self.of_call.entry(id).or_default().push(self.dialogs.len());
            self.dialogs.push(dialog);
        }
    }

    /// What a recording is, and where.
    fn content(&self, recording: &Value) -> Value {
        let id = word(recording, "id").and_then(|id| Uuid::try_parse(id).ok());
        let place = id.and_then(|id| self.places.get(&id));
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| {
            if !value.is_null() {
                fields.insert(name.to_owned(), value);
            }
        };
        put("start", recording["started_at"].clone());
        put("duration", recording["length_s"].clone());
        match place {
            Some(place) => {
                put("mediatype", place.media_type.into());
                put("url", place.url.as_str().into());
                put("content_hash", format!("sha256-{}", URL_SAFE_NO_PAD.encode(place.hash)).into());
            }
            None => put("url", recording["url"].clone()),
        }
        put("filename", recording["name"].clone());
        Value::Object(fields)
    }

    /// Who came and went, and who was put on hold, in order of time.
    fn history(&self, call: &Value) -> Value {
        let mut events: Vec<(String, usize, &str)> = Vec::new();
        let mut event = |leg: Option<&str>, at: Option<&str>, what| {
            if let (Some(party), Some(at)) = (leg.and_then(|leg| self.on_leg.get(leg)), at) {
                events.push((at.to_owned(), *party, what));
            }
        };
        for leg in list(call, "legs") {
            let joined = match word(leg, "role") {
                Some("caller") => word(leg, "offered_at"),
                _ => word(leg, "answered_at"),
            };
            if joined.is_some() {
                event(word(leg, "id"), joined, "join");
                event(word(leg, "id"), word(leg, "ended_at"), "drop");
            }
        }
        for hold in list(self.record, "holds").iter().filter(|hold| hold["call"] == call["id"]) {
            event(word(hold, "leg"), word(hold, "started_at"), "hold");
            event(word(hold, "leg"), word(hold, "ended_at"), "unhold");
        }
        events.sort_by(|one, other| one.0.cmp(&other.0));
        events.into_iter().map(|(time, party, event)| json!({"party": party, "time": time, "event": event})).collect()
    }

    fn enter_transfer(&mut self, transfer: &Value) {
        let party = |field: &str| {
            let named = word(transfer, field)?;
            let of = |kind: &str| self.party_of.get(&format!("{kind} {named}")).copied();
            of("number").or_else(|| of("user"))
        };
        let dialogs = |call: Option<&str>| call.and_then(|call| self.of_call.get(call)).filter(|all| !all.is_empty());
        let (original, consultation) = (word(transfer, "call"), word(transfer, "consultation"));
        // It went on in the call that came out of this one and was no consultation.
        let is_target = |call: &&Value| {
            word(call, "parent") == original && word(call, "id") != consultation && word(call, "origin") == Some("transfer")
        };
        let target = list(self.record, "calls").iter().filter(is_target).find_map(|call| dialogs(word(call, "id")));
        let dialog = object(json!({
            "type": "transfer",
            "start": transfer["at"],
            "transferee": party("transferred"),
            "transferor": party("by"),
            "transfer_target": party("to"),
            "original": dialogs(original),
            "consultation": dialogs(consultation),
            "target_dialog": target,
        }));
        self.dialogs.push(dialog);
    }

    /// The party that did something, who need not have been in the conversation.
    fn doer(&mut self, by: &Value) -> usize {
        let (kind, id) = (word(by, "kind").unwrap_or_default(), word(by, "id").unwrap_or_default());
        if id.is_empty() {
            return self.maker();
        }
        if let Some(party) = self.party_of.get(&format!("user {id}")) {
            return *party;
        }
        let party = object(json!({"name": word(by, "name").unwrap_or(id)}));
        self.outside(format!("{kind} {id}"), party)
    }

    fn maker(&mut self) -> usize {
        self.outside(MAKER.to_owned(), json!({"name": MAKER, "type": "organization"}))
    }

    fn outside(&mut self, key: String, party: Value) -> usize {
        *self.party_of.entry(key).or_insert_with(|| {
            self.parties.push(party);
            self.parties.len() - 1
        })
    }

    /// What was written about it. An attachment is of a dialog: where there is none, nothing is attached.
    fn attachments(&mut self) -> Vec<Value> {
        if self.dialogs.is_empty() {
            return Vec::new();
        }
        let (record, mut all) = (self.record, Vec::new());
        for call in list(record, "calls") {
            let dialog = word(call, "id").and_then(|id| self.of_call.get(id)?.first().copied()).unwrap_or_default();
            let written = [("disposition", &call["disposition"])];
            let notes = list(call, "notes").iter().map(|note| ("note", note));
            for (purpose, said) in written.into_iter().chain(notes) {
                if let (Some(text), Some(start)) = (word(said, "text"), word(said, "at")) {
                    let party = self.doer(&said["by"]);
                    all.push(json!({
                        "purpose": purpose, "start": start, "party": party, "dialog": dialog,
                        "mediatype": "text/plain", "body": text, "encoding": "none",
                    }));
                }
            }
        }
        let (party, start) = (self.maker(), started_at(record));
        all.push(json!({
            "purpose": "callbook-record", "start": start, "party": party, "dialog": 0,
            "mediatype": "application/json", "body": record, "encoding": "json",
        }));
        all
    }

    fn analysis(&self) -> Vec<Value> {
        let summary = |call: &Value| {
            let text = word(&call["summary"], "text")?;
            let dialog = word(call, "id").and_then(|id| self.of_call.get(id));
            Some(object(json!({
                "type": "summary", "dialog": dialog, "vendor": MAKER,
                "mediatype": "text/plain", "body": text, "encoding": "none",
            })))
        };
        list(self.record, "calls").iter().filter_map(summary).collect()
    }

    fn vcon(mut self) -> Value {
        let (attachments, analysis) = (self.attachments(), self.analysis());
        let record = self.record;
        let updated = list(record, "calls").iter().filter_map(|call| word(call, "updated_at")).max();
        let words = ["direction", "outcome"].iter().filter_map(|field| word(record, field));
        let subject: Vec<&str> = words.collect();
        object(json!({
            "vcon": SYNTAX,
            "uuid": record["id"],
            "created_at": started_at(record),
            "updated_at": updated,
            "subject": (!subject.is_empty()).then(|| format!("{} call", subject.join(", "))),
            "parties": self.parties,
            "dialog": self.dialogs,
            "analysis": analysis,
            "attachments": attachments,
        }))
    }
}

/// When it began; of one of which some calls are seen only, when the first of those did.
fn started_at(record: &Value) -> &Value {
    match &record["started_at"] {
        Value::Null => {
            let calls = list(record, "calls").iter().map(|call| &call["started_at"]);
            calls.filter(|at| at.is_string()).min_by_key(|at| at.as_str()).unwrap_or(&Value::Null)
        }
        at => at,
    }
}

/// Why a call was not talked on, in the words of vCon.
fn disposition(outcome: &str) -> &'static str {
    match outcome {
        "no_answer" => "no-answer",
        "busy" => "busy",
        "abandoned" | "cancelled" | "ivr" => "hung-up",
        "voicemail" => "voicemail-no-message",
        _ => "failed",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::Place;
    use super::*;

    fn record() -> Value {
        let leg = |id: &str, role: &str, number: &str, user: Value, at: [&str; 2]| {
            json!({"id": id, "role": role, "number": number, "e164": null, "user": user, "name": null,
                "offered_at": "2026-01-05T18:00:00Z", "answered_at": at[0], "ended_at": at[1]})
        };
        let caller = ["2026-01-05T18:00:04Z", "2026-01-05T18:00:20Z"];
        let end = ["2026-01-05T18:00:12Z", "2026-01-05T18:00:20Z"];
        let note = json!({"text": "call back", "at": "2026-01-05T19:00:00Z", "by": {"kind": "person", "id": "ann"}});
        let first = json!({
            "id": "c1", "parent": null, "origin": "inbound", "started_at": "2026-01-05T18:00:00Z",
            "answered_at": "2026-01-05T18:00:04Z", "outcome": "answered", "talk_s": 6.0, "notes": [note],
            "disposition": null, "summary": null,
            "legs": [
                leg("l1", "caller", "+31699900010", Value::Null, caller),
                leg("l2", "callee", "101", json!("ann"), caller),
            ],
        });
        let second = json!({
            "id": "c2", "parent": "c1", "origin": "transfer", "started_at": "2026-01-05T18:00:10Z",
            "answered_at": "2026-01-05T18:00:12Z", "outcome": "answered", "talk_s": 8.0, "notes": [],
            "disposition": null, "summary": {"text": "He wants a quote.", "at": "2026-01-05T19:00:00Z"},
            "legs": [
                leg("l3", "caller", "+31699900010", Value::Null, end),
                leg("l4", "callee", "102", json!("bea"), end),
            ],
        });
        json!({"id": "00000000-0000-0000-0000-000000000007", "started_at": "2026-01-05T18:00:00Z", "direction": "inbound",
            "outcome": "answered", "calls": [first, second],
            "holds": [{"call": "c1", "leg": "l1", "started_at": "2026-01-05T18:00:06Z", "ended_at": "2026-01-05T18:00:08Z"}],
            "transfers": [{"call": "c1", "consultation": null, "by": "101", "transferred": "+31699900010", "to": "102",
                "at": "2026-01-05T18:00:10Z"}],
            "recordings": [{"id": "00000000-0000-0000-0000-000000000009", "call": "c2", "name": null, "length_s": 8.5,
                "started_at": "2026-01-05T18:00:12Z", "stored_at": "2026-01-05T18:01:00Z", "url": null, "deleted_at": null}]})
    }

    fn vcon(record: &Value) -> Value {
        let place = Place { url: "https://callbook.example/x".to_owned(), media_type: "audio/wav", hash: [0; 32] };
        let places = Places::from([(Uuid::from_u128(9), place)]);
        Telling::new("main", record, &places).vcon()
    }

    #[test]
    fn whoever_is_on_several_legs_is_one_party_and_what_he_did_is_told_by_his_index() {
        let vcon = vcon(&record());
        let tel: Vec<&str> = vcon["parties"].as_array().unwrap().iter().filter_map(|party| word(party, "tel")).collect();
        assert_eq!(tel, ["+31699900010", "101", "102"]);
        let transfer = &vcon["dialog"][2];
        assert_eq!((&transfer["type"], &transfer["transferee"]), (&json!("transfer"), &json!(0)));
        assert_eq!((&transfer["transferor"], &transfer["transfer_target"]), (&json!(1), &json!(2)));
        assert_eq!((&transfer["original"], &transfer["target_dialog"]), (&json!([0]), &json!([1])));
        assert!(transfer["parties"].is_null(), "a transfer has no parties of its own");
        let note = &vcon["attachments"][0];
        assert_eq!((&note["party"], &note["body"], &note["dialog"]), (&json!(1), &json!("call back"), &json!(0)));
        let history = vcon["dialog"][0]["party_history"].as_array().unwrap();
        let events: Vec<&str> = history.iter().filter_map(|event| word(event, "event")).collect();
        assert_eq!(events, ["join", "join", "hold", "unhold", "drop", "drop"]);
    }

    #[test]
    fn a_recording_has_its_link_and_hash_and_a_talk_without_one_has_no_content() {
        let vcon = vcon(&record());
        let (talk, recorded) = (&vcon["dialog"][0], &vcon["dialog"][1]);
        assert_eq!((&talk["type"], &talk["duration"], &talk["url"]), (&json!("recording"), &json!(6.0), &Value::Null));
        assert_eq!((&recorded["url"], &recorded["mediatype"]), (&json!("https://callbook.example/x"), &json!("audio/wav")));
        assert_eq!(recorded["content_hash"], format!("sha256-{}", "A".repeat(43)));
        assert_eq!((&vcon["analysis"][0]["type"], &vcon["analysis"][0]["dialog"]), (&json!("summary"), &json!([1])));
    }

    #[test]
    fn what_was_not_talked_on_says_why_and_nothing_is_lost_of_any() {
        let mut record = record();
        record["calls"].as_array_mut().unwrap().truncate(1);
        record["transfers"] = json!([]);
        let call = &mut record["calls"][0];
        (call["outcome"], call["talk_s"]) = (json!("abandoned"), json!(0.0));
        let told = vcon(&record);
        assert_eq!((&told["dialog"][0]["type"], &told["dialog"][0]["disposition"]), (&json!("incomplete"), &json!("hung-up")));
        let whole = told["attachments"].as_array().unwrap().last().unwrap();
        assert_eq!((&whole["purpose"], &whole["body"]), (&json!("callbook-record"), &record));
        record["calls"][0]["outcome"] = Value::Null;
        assert_eq!((&vcon(&record)["dialog"], &vcon(&record)["attachments"]), (&json!([]), &json!([])), "it still rings");
    }
}
