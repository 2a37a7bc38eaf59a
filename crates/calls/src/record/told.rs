//! The record as it was told, version by version.
//!
//! [`Told`] is what a listener knows of one conversation. [`Told::tell`] holds it against the conversation as it is now and
//! gives the patch between the two; [`Told::apply`] takes a patch back in, so that a record can be printed exactly as it was
//! at any version without folding anything. It must never look at anything but what was told: that the fold has learnt
//! better since changes no version that was told (rule N21). What it prints is what [`super::Record`] prints.

use std::fmt::Write;
use std::sync::Arc;

use uuid::Uuid;

use super::Ids;
use super::patch::{CallPatch, Patch};
use super::printed::Printed;
use super::shape::{CallRecord, Record};
use crate::conversation::{Call, Conversation};
use crate::id::Kind;
use crate::moment::Moment;

/// The fields of a conversation in order. Its version and its calls are told apart from them, as are a call's legs.
pub(super) const WHOLE_KEYS: &[&str] = &[
    "id",
    "serial",
    "source",
    "flow",
    "state",
    "direction",
    "origin",
    "from",
    "to",
    "line",
    "started_at",
    "answered_at",
    "ended_at",
    "outcome",
    "talked_to",
    "missed_by",
    "ended_by",
    "total_s",
    "ring_s",
    "menu_s",
    "queue_s",
    "talk_s",
    "hold_s",
    "parked_s",
    "voicemail_s",
    "conference_s",
    "transfers",
    "holds",
    "menus",
    "queues",
    "voicemail",
    "parked",
    "pickup",
    "forwards",
    "recordings",
    "handled",
    "deleted_at",
    "gaps",
    "merged_into",
    "erased_at",
];

/// The fields of a call in order.
pub(super) const CALL_KEYS: &[&str] = &[
    "id",
    "serial",
    "parent",
    "root",
    "state",
    "origin",
    "direction",
    "from",
    "to",
    "line",
    "outcome",
    "started_at",
    "answered_at",
    "talk_ended_at",
    "ended_at",
    "total_s",
    "ring_s",
    "menu_s",
    "queue_s",
    "talk_s",
    "hold_s",
    "parked_s",
    "voicemail_s",
    "conference_s",
    "assigned",
    "wrap_up",
    "provider",
    "billed",
    "kept",
    "disposition",
    "notes",
    "summary",
    "links",
    "handled",
    "deleted_at",
    "created_at",
    "updated_at",
    "changed_at",
];

/// The fields of a leg in order.
pub(super) const LEG_KEYS: &[&str] = &[
    "id",
    "serial",
    "role",
    "number",
    "e164",
    "name",
    "user",
    "contact",
    "trunk",
    "offered_at",
    "ringing_at",
    "answered_at",
    "ended_at",
    "end",
    "changed_at",
];

/// What was told of one conversation.
#[derive(Clone, Debug, Default)]
pub struct Told {
    pub(super) whole: Option<Printed>,
    pub(super) calls: Vec<ToldCall>,
}

#[derive(Clone, Debug)]
pub(super) struct ToldCall {
    pub(super) id: Uuid,
    pub(super) fields: Printed,
    pub(super) legs: Vec<(Uuid, Printed)>,
    /// The call that this was printed of, so that one that did not change is not printed again.
    pub(super) of: Option<Arc<Call>>,
}

/// What is told now.
struct Telling<'a> {
    now: &'a Conversation,
    calls: &'a [Uuid],
    ids: &'a mut dyn Ids,
    recorded_at: Moment,
    /// Which of the calls are the very ones that were told.
    as_told: Vec<bool>,
}

impl Telling<'_> {
    /// Whether there is nothing to tell of a call: it was told, and so were those that it came out of, whose links it may have
    /// (rule N27).
    fn is_told(&self, no: usize) -> bool {
        let parent = |no: &usize| self.now.calls.get(*no).and_then(|call| call.parent);
        let mut line = std::iter::successors(Some(no), parent).take(self.as_told.len());
        line.all(|no| self.as_told.get(no) == Some(&true))
    }
}

impl Told {
    /// Whether anything was told.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.whole.is_some()
    }

    /// Whether it was told that it ended.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.whole.as_ref().is_some_and(|whole| whole.plain("ended_at").is_some())
    }

    /// The patch from what was told to the conversation as it is now, which is told with it. None where nothing differs but
    /// the times of the newest signals: then nothing is told, and the next patch counts from what was told before.
    pub fn tell(&mut self, now: &Conversation, ids: &mut dyn Ids, recorded_at: Moment) -> Option<String> {
        let calls: Vec<Uuid> = now.calls.iter().map(|call| ids.id(Kind::Call, &now.source, &call.key)).collect();
        let whole = Printed::of(&Record::alone(now, &calls, ids), WHOLE_KEYS);
        let mut patch = Patch::default();
        match &self.whole {
            Some(before) => patch.whole(&whole, before),
            None => patch.whole(&whole, &Printed::blank(WHOLE_KEYS)),
        }
        // A call's parent and root are places in the list of calls, so that a longer list may change what is printed.
        let same_calls = calls.len() == self.calls.len();
        let as_told = calls.iter().zip(&now.calls).map(|(id, of)| same_calls && self.has_told(*id, of)).collect();
        let mut telling = Telling { now, calls: &calls, ids, recorded_at, as_told };
        let changed: Vec<_> = (0..calls.len()).filter_map(|no| self.tell_call(no, &mut telling, &mut patch)).collect();
        let gone: Vec<Uuid> = self.calls.iter().map(|call| call.id).filter(|id| !calls.contains(id)).collect();
        patch.gone(&gone);
        let text = patch.finish()?;
        self.whole = Some(whole);
        self.calls.retain(|call| !gone.contains(&call.id));
        for call in changed {
            match self.calls.iter_mut().find(|known| known.id == call.id) {
                Some(known) => *known = call,
                None => self.calls.push(call),
            }
        }
        Some(text)
    }

    /// Tells one call, if there is anything to tell of it.
    fn tell_call(&self, no: usize, telling: &mut Telling<'_>, patch: &mut Patch) -> Option<ToldCall> {
        let of = telling.now.calls.get(no)?;
        let id = telling.calls.get(no)?;
        let before = self.calls.iter().find(|call| call.id == *id);
        if telling.is_told(no) {
            return None;
        }
        let recorded_at = telling.recorded_at.to_string();
        let mut record = CallRecord::new(telling.now, no, telling.calls, telling.ids);
        let created_at = before.and_then(|before| before.fields.plain("created_at"));
        record.created_at = Some(created_at.unwrap_or(&recorded_at).to_owned());
        record.updated_at = Some(recorded_at);
        let call = ToldCall {
            id: record.id,
            fields: Printed::of(&record, CALL_KEYS),
            legs: record.legs.iter().map(|leg| (leg.id, Printed::of(leg, LEG_KEYS))).collect(),
            of: Some(Arc::clone(of)),
        };
        patch.call(&call.printed(), before.map(ToldCall::printed).as_ref()).then_some(call)
    }

    /// Whether a call is the very one that was told under that id.
    fn has_told(&self, id: Uuid, of: &Arc<Call>) -> bool {
        let known = self.calls.iter().find(|call| call.id == id).and_then(|call| call.of.as_ref());
        known.is_some_and(|told| Arc::ptr_eq(told, of))
    }

    /// Says where the conversation went, or that it was erased: a field that the fold does not know.
    pub fn tell_field(&mut self, key: &str, text: &str) -> Option<String> {
        let before = self.whole.clone()?;
        let mut patch = Patch::default();
        let whole = self.whole.as_mut()?;
        whole.set(key, text);
        patch.whole(whole, &before);
        patch.finish()
    }

    /// Takes back in what [`Told::print`] printed. None if it is no record of ours.
    #[must_use]
    pub fn read(record: &str) -> Option<Self> {
        super::kept::read(record)
    }

    /// Takes a patch in. False if it is none of ours.
    pub fn apply(&mut self, patch: &str) -> bool {
        super::patch::read(patch).is_some_and(|read| {
            let whole = self.whole.get_or_insert_with(|| Printed::blank(WHOLE_KEYS));
            read.whole(whole);
            self.calls.retain(|call| !read.is_gone(call.id));
            for id in read.calls() {
                let place = self.calls.iter().position(|call| call.id == id).unwrap_or_else(|| {
                    let fields = Printed::blank(CALL_KEYS);
                    self.calls.push(ToldCall { id, fields, legs: Vec::new(), of: None });
                    self.calls.len() - 1
                });
                if let Some(call) = self.calls.get_mut(place) {
                    read.call(id, &mut call.fields, &mut call.legs);
                }
            }
            true
        })
    }

    /// The record at this version, as JSON: key for key what [`Record`] prints.
    #[must_use]
    pub fn print(&self, version: u64) -> String {
        let Some(whole) = &self.whole else { return String::new() };
        let mut text = String::with_capacity(4_096);
        text.push('{');
        for (key, value) in whole.iter() {
            let _ = write!(text, "\"{key}\":{value},");
            if key == "serial" {
                let _ = write!(text, "\"version\":{version},");
            }
        }
        text.push_str("\"calls\":[");
        let mut calls: Vec<&ToldCall> = self.calls.iter().collect();
        calls.sort_by_key(|call| (call.fields.get("started_at"), call.id));
        for (place, call) in calls.iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            call.print(&mut text);
        }
        text.push_str("]}");
        text
    }

    /// One call of it, as JSON.
    #[must_use]
    pub fn print_call(&self, id: Uuid) -> Option<String> {
        let mut text = String::with_capacity(2_048);
        self.calls.iter().find(|call| call.id == id)?.print(&mut text);
        Some(text)
    }

    /// Everything told that has a serial: its id and the serial.
    #[must_use]
    pub fn serials(&self) -> Vec<(Uuid, u64)> {
        let mut serials = Vec::new();
        let mut add = |fields: &Printed| {
            let id = fields.plain("id").and_then(|id| id.parse().ok());
            serials.extend(id.zip(fields.get("serial").parse().ok()));
        };
        self.whole.iter().for_each(&mut add);
        for call in &self.calls {
            add(&call.fields);
            call.legs.iter().for_each(|(_, leg)| add(leg));
        }
        #[derive(serde::Deserialize)]
        struct Numbered {
            id: Uuid,
            serial: u64,
        }
        let recordings = self.whole.as_ref().map(|whole| whole.get("recordings")).unwrap_or("[]");
        let recordings: Vec<Numbered> = serde_json::from_str(recordings).unwrap_or_default();
        serials.extend(recordings.iter().map(|numbered| (numbered.id, numbered.serial)));
        serials
    }

    /// The numbers that were told of a call: of its sides, its line and its legs.
    #[must_use]
    pub fn numbers(&self, call: Uuid) -> Vec<String> {
        #[derive(Default, serde::Deserialize)]
        struct Side {
            number: Option<String>,
            e164: Option<String>,
        }
        let Some(call) = self.calls.iter().find(|told| told.id == call) else { return Vec::new() };
        let side = |key: &str| serde_json::from_str::<Option<Side>>(call.fields.get(key)).ok().flatten().unwrap_or_default();
        let text = |text: &str| serde_json::from_str::<Option<String>>(text).ok().flatten();
        let sides = [side("from"), side("to")].into_iter().flat_map(|side| [side.number, side.e164]);
        let legs = call.legs.iter().flat_map(|(_, leg)| [text(leg.get("number")), text(leg.get("e164"))]);
        sides.chain(legs).chain([text(call.fields.get("line"))]).flatten().collect()
    }

    /// The call that an id means: its own, or that of a leg or recording in it.
    #[must_use]
    pub fn call_of(&self, id: Uuid) -> Option<Uuid> {
        #[derive(serde::Deserialize)]
        struct OfCall {
            id: Uuid,
            call: Option<Uuid>,
        }
        let meant = |call: &&ToldCall| call.id == id || call.legs.iter().any(|(leg, _)| *leg == id);
        let of_recording = || {
            let recordings = self.whole.as_ref().map(|whole| whole.get("recordings")).unwrap_or("[]");
            let recordings: Vec<OfCall> = serde_json::from_str(recordings).unwrap_or_default();
            recordings.into_iter().find(|recording| recording.id == id).and_then(|recording| recording.call)
        };
        self.calls.iter().find(meant).map(|call| call.id).or_else(of_recording)
    }

    /// When a call was told first.
    #[must_use]
    pub fn created_at(&self, call: Uuid) -> Option<Moment> {
        let told = self.calls.iter().find(|told| told.id == call)?;
        Moment::from_rfc3339(told.fields.plain("created_at")?)
    }

    /// When something was told of a call last.
    #[must_use]
    pub fn updated_at(&self, call: Uuid) -> Option<Moment> {
        let told = self.calls.iter().find(|told| told.id == call)?;
        Moment::from_rfc3339(told.fields.plain("updated_at")?)
    }

    /// The ids of its calls.
    #[must_use]
    pub fn calls(&self) -> Vec<Uuid> {
        self.calls.iter().map(|call| call.id).collect()
    }
}

impl ToldCall {
    fn printed(&self) -> CallPatch<'_> {
        CallPatch { id: self.id, fields: &self.fields, legs: &self.legs }
    }

    fn print(&self, text: &mut String) {
        text.push('{');
        for (key, value) in self.fields.iter() {
            let _ = write!(text, "\"{key}\":{value},");
        }
        text.push_str("\"legs\":[");
        for (place, (_, leg)) in self.legs.iter().enumerate() {
            text.push_str(if place > 0 { ",{" } else { "{" });
            for (place, (key, value)) in leg.iter().enumerate() {
                let _ = write!(text, "{}\"{key}\":{value}", if place > 0 { "," } else { "" });
            }
            text.push('}');
        }
        text.push_str("]}");
    }
}
