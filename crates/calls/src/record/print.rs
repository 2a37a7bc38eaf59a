//! A conversation as a record: field by field, nothing decided.

use serde_json::Value;
use uuid::Uuid;

use crate::Text;
use crate::conversation as c;
use crate::conversation::{CallNo, Conversation, Word};
use crate::id::Kind;
use crate::moment::Moment;
use crate::signal::{self, DoerKind};

use super::Ids;
use super::shape::{
    Act, Assigned, Billed, CallRecord, Disposition, Doer, EndedBy, Forward, FromSide, Gap, Hold, Leg, Link, Menu, Note,
    Parking, Pickup, Provider, Queue, Record, Recording, Seconds, Summary, ToSide, Transfer, Voicemail, WrapUp,
};

/// What stays known of a conversation that was erased.
#[derive(Clone, Debug)]
pub struct Erased {
    /// Its id.
    pub id: Uuid,
    /// Its serial.
    pub serial: u64,
    /// Its source.
    pub source: Text,
    /// The version that its erasure made.
    pub version: u64,
    /// When it began.
    pub started_at: Moment,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// When it was erased.
    pub erased_at: Moment,
}

/// One thing that has an id and a serial.
struct One(Uuid, u64);

impl Ids for One {
    fn id(&mut self, _: Kind, _: &str, _: &str) -> Uuid {
        self.0
    }

    fn serial(&mut self, _: Kind, _: Uuid) -> u64 {
        self.1
    }
}

impl Record {
    /// The record of a conversation at a version, with ids and serials from `ids`.
    #[must_use]
    pub fn new(whole: &Conversation, version: u64, ids: &mut dyn Ids) -> Self {
        let calls: Vec<Uuid> = whole.calls.iter().map(|call| ids.id(Kind::Call, &whole.source, &call.key)).collect();
        let mut record = Self::alone(whole, &calls, ids);
        record.version = version;
        record.calls = (0..whole.calls.len()).map(|no| CallRecord::new(whole, no, &calls, ids)).collect();
        record.calls.sort_by(|one, other| (&one.started_at, one.id).cmp(&(&other.started_at, other.id)));
        record
    }

    /// The same without its calls, which have these ids.
    pub(super) fn alone(whole: &Conversation, calls: &[Uuid], ids: &mut dyn Ids) -> Self {
        let id = ids.id(Kind::Conversation, &whole.source, &whole.key);
        let call = |no: CallNo| calls.get(no).copied();
        let first = whole.first();
        let total = whole.ended_at.map(|end| end.since(whole.started_at));
        let leg = |ids: &mut dyn Ids, key: &Option<Text>| key.as_ref().map(|key| ids.id(Kind::Leg, &whole.source, key));
        Self {
            id,
            serial: ids.serial(Kind::Conversation, id),
            version: 1,
            source: whole.source.clone(),
            flow: whole.flow.clone(),
            state: Some(whole.state.word()),
            direction: word(first.and_then(|call| call.direction)),
            origin: word(first.map(|call| call.origin)),
            from: from_side(first.map(|call| &call.from)),
            to: to_side(first.map(|call| &call.to)),
            line: first.and_then(|call| call.line.clone()),
            started_at: time(whole.started_at),
            answered_at: whole.answered_at.map(time),
            ended_at: whole.ended_at.map(time),
            outcome: word(whole.outcome),
            talked_to: whole.talked_to.clone(),
            missed_by: whole.missed_by.clone(),
            ended_by: ended_by(whole.ended_by.as_ref()),
            seconds: Seconds::new(&whole.seconds, total),
            transfers: whole.transfers.iter().map(|entry| Transfer::new(entry, &call)).collect(),
            holds: whole.holds.iter().map(|entry| Hold::new(entry, &call, leg(ids, &entry.leg))).collect(),
            menus: whole.menus.iter().map(|entry| Menu::new(entry, &call)).collect(),
            queues: whole.queues.iter().map(|entry| Queue::new(entry, &call)).collect(),
            voicemail: whole.voicemail.as_ref().map(|entry| Voicemail::new(entry, &call)),
            parked: whole.parked.iter().map(|entry| Parking::new(entry, &call)).collect(),
            pickup: whole.pickup.as_ref().map(|entry| Pickup {
                call: call(entry.call),
                by: entry.by.clone(),
                from: entry.from.clone(),
            }),
            forwards: whole.forwards.iter().map(|entry| Forward::new(entry, &call)).collect(),
            recordings: whole.recordings.iter().map(|entry| Recording::new(entry, &call, &whole.source, ids)).collect(),
            handled: handled(whole),
            deleted_at: whole.deleted_at().map(time),
            gaps: whole.gaps.iter().map(Gap::new).collect(),
            merged_into: None,
            erased_at: None,
            calls: Vec::new(),
        }
    }
}

impl Record {
    /// What is left of a conversation that was erased: what names it and its times (rule N25).
    #[must_use]
    pub fn erased(left: &Erased) -> Self {
        let Erased { id, serial, source, version, started_at, ended_at, erased_at } = left;
        let (source, started_at, ended_at) = (source.clone(), *started_at, *ended_at);
        let nothing = Conversation { source, started_at, ended_at, ..Conversation::default() };
        let blank = Self::alone(&nothing, &[], &mut One(*id, *serial));
        let seconds = Seconds::new(&c::Seconds::default(), None);
        Self { version: *version, state: None, seconds, erased_at: Some(time(*erased_at)), ..blank }
    }
}

impl CallRecord {
    /// The record of one call of it.
    pub(super) fn new(whole: &Conversation, no: CallNo, calls: &[Uuid], ids: &mut dyn Ids) -> Self {
        let call = &whole.calls[no];
        let id = calls[no];
        let doings = &call.doings;
        Self {
            id,
            serial: ids.serial(Kind::Call, id),
            parent: call.parent.and_then(|parent| calls.get(parent).copied()),
            root: calls.get(call.root).copied().unwrap_or(id),
            state: Some(call.state.word()),
            origin: call.origin.word(),
            direction: word(call.direction),
            from: from_side(Some(&call.from)),
            to: to_side(Some(&call.to)),
            line: call.line.clone(),
            outcome: word(call.outcome),
            started_at: time(call.started_at),
            answered_at: call.answered_at.map(time),
            talk_ended_at: call.talk_ended_at.map(time),
            ended_at: call.ended_at.map(time),
            seconds: Seconds::new(&call.seconds, call.ended_at.map(|end| end.since(call.started_at))),
            assigned: Assigned::new(&call.assigned),
            wrap_up: call.wrap_up.map(WrapUp::new),
            provider: call.provider.as_ref().map(Provider::new),
            billed: call.billed.as_ref().map(Billed::new),
            kept: call.kept.iter().map(|(dialect, kept)| (dialect.clone(), carried(kept))).collect(),
            disposition: doings.disposition.as_ref().map(|(disposed, act)| Disposition::new(disposed, act)),
            notes: doings.notes.iter().map(|(id, text, act)| Note::new(id, text, act)).collect(),
            summary: doings.summary.as_ref().map(|(text, act)| Summary::new(text, act)),
            links: links(whole, no).iter().map(|(link, act)| Link::new(link, act)).collect(),
            handled: doings.handled.as_ref().map(Act::new),
            deleted_at: doings.deleted_at.map(time),
            created_at: None,
            updated_at: None,
            changed_at: time(call.changed_at),
            legs: call.legs.iter().map(|leg| Leg::new(leg, &whole.source, ids)).collect(),
        }
    }
}

/// A child has its parent's links until it gets its own (rule N27).
fn links(whole: &Conversation, no: CallNo) -> &[(signal::Link, c::Act)] {
    let mut call = whole.calls.get(no);
    for _ in 0..whole.calls.len() {
        match call {
            Some(own) if own.doings.links.is_empty() => call = own.parent.and_then(|parent| whole.calls.get(parent)),
            _ => break,
        }
    }
    call.map_or(&[], |call| &call.doings.links)
}

/// Those of its calls, once all have them: the last.
fn handled(whole: &Conversation) -> Option<Act> {
    let all: Option<Vec<&c::Act>> = whole.calls.iter().map(|call| call.doings.handled.as_ref()).collect();
    all?.into_iter().max_by_key(|act| act.at).map(Act::new)
}

fn time(moment: Moment) -> String {
    moment.to_string()
}

fn word<W: Word>(word: Option<W>) -> Option<&'static str> {
    word.map(Word::word)
}

/// Micros as seconds with all that is known of them, so that the parts add up to the total.
fn seconds(micros: u64) -> f64 {
    micros as f64 / 1e6
}

/// JSON text that is carried, not understood.
fn carried(text: &Text) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_string()))
}

fn from_side(side: Option<&c::Side>) -> FromSide {
    let side = side.cloned().unwrap_or_default();
    FromSide { number: side.number, e164: side.e164, name: side.name, user: side.user }
}

fn to_side(side: Option<&c::Side>) -> ToSide {
    let side = side.cloned().unwrap_or_default();
    ToSide { number: side.number, e164: side.e164, name: side.name }
}

fn ended_by(ended_by: Option<&c::EndedBy>) -> EndedBy {
    let (side, number) = match ended_by {
        None => (None, None),
        Some(c::EndedBy::Caller(number)) => (Some("caller"), number.clone()),
        Some(c::EndedBy::Callee(number)) => (Some("callee"), number.clone()),
        Some(c::EndedBy::System) => (Some("system"), None),
    };
    EndedBy { side, number }
}

fn doer(by: Option<&signal::Doer>) -> Option<Doer> {
    let by = by?;
    let kind = match by.kind {
        DoerKind::Person => "person",
        DoerKind::Program => "program",
        DoerKind::System => "system",
    };
    Some(Doer { kind, id: by.id.clone(), name: by.name.clone() })
}

impl Seconds {
    fn new(sums: &c::Seconds, total: Option<i64>) -> Self {
        Self {
            total_s: total.map(|total| seconds(total.max(0).unsigned_abs())),
            ring_s: seconds(sums.ring),
            menu_s: seconds(sums.menu),
            queue_s: seconds(sums.queue),
            talk_s: seconds(sums.talk),
            hold_s: seconds(sums.hold),
            parked_s: seconds(sums.parked),
            voicemail_s: seconds(sums.voicemail),
            conference_s: seconds(sums.conference),
        }
    }
}

/// Finds the id of a call by its place.
type CallId<'a> = &'a dyn Fn(CallNo) -> Option<Uuid>;

impl Transfer {
    fn new(entry: &c::Transfer, call: CallId<'_>) -> Self {
        Self {
            call: call(entry.call),
            consultation: entry.consultation.and_then(call),
            kind: entry.kind.word(),
            by: entry.by.clone(),
            transferred: entry.transferred.clone(),
            to: entry.to.clone(),
            completed: entry.completed,
            at: time(entry.at),
        }
    }
}

impl Hold {
    fn new(entry: &c::Hold, call: CallId<'_>, leg: Option<Uuid>) -> Self {
        let (started_at, ended_at) = (time(entry.started_at), entry.ended_at.map(time));
        Self { call: call(entry.call), leg, by: entry.by.clone(), started_at, ended_at }
    }
}

impl Menu {
    fn new(entry: &c::Menu, call: CallId<'_>) -> Self {
        let (entered_at, left_at) = (time(entry.entered_at), entry.left_at.map(time));
        Self { call: call(entry.call), name: entry.name.clone(), digits: entry.digits.clone(), entered_at, left_at }
    }
}

impl Queue {
    fn new(entry: &c::Queued, call: CallId<'_>) -> Self {
        Self {
            call: call(entry.call),
            name: entry.name.clone(),
            outcome: word(entry.outcome),
            agent: entry.agent.clone(),
            joined_at: time(entry.joined_at),
            wait_s: entry.left_at.map(|left| seconds(left.since(entry.joined_at).max(0).unsigned_abs())),
        }
    }
}

impl Voicemail {
    fn new(entry: &c::Voicemail, call: CallId<'_>) -> Self {
        Self { call: call(entry.call), mailbox: entry.mailbox.clone(), message_left: entry.message_left }
    }
}

impl Parking {
    fn new(entry: &c::Parking, call: CallId<'_>) -> Self {
        Self {
            call: call(entry.call),
            by: entry.by.clone(),
            space: entry.space.clone(),
            at: time(entry.at),
            retrieved_by: entry.retrieved_by.clone(),
            ended_at: entry.ended_at.map(time),
        }
    }
}

impl Forward {
    fn new(entry: &c::Forward, call: CallId<'_>) -> Self {
        Self { call: call(entry.call), by: entry.by.clone(), to: entry.to.clone(), at: time(entry.at) }
    }
}

impl Recording {
    fn new(entry: &c::Recording, call: CallId<'_>, source: &str, ids: &mut dyn Ids) -> Self {
        let id = ids.id(Kind::Recording, source, &entry.key);
        Self {
            id,
            serial: ids.serial(Kind::Recording, id),
            call: call(entry.call),
            kind: entry.kind.word(),
            name: entry.name.clone(),
            started_at: entry.started_at.map(time),
            ended_at: entry.ended_at.map(time),
            length_s: entry.length_s,
            size: entry.size,
            stored_at: entry.stored_at.map(time),
            url: entry.url.clone(),
            played_at: entry.played_at.map(time),
            redact_at: entry.redact_at.map(time),
            deleted_at: entry.deleted_at.map(time),
        }
    }
}

impl Gap {
    fn new(entry: &c::Missing) -> Self {
        Self { what: entry.what.word(), at: time(entry.at), text: entry.text.clone() }
    }
}

impl Assigned {
    fn new(assigned: &signal::Assigned) -> Self {
        let signal::Assigned { scope, team, queue, menu, user } = assigned.clone();
        Self { scope, team, queue, menu, user }
    }
}

impl WrapUp {
    fn new(wrap_up: c::WrapUp) -> Self {
        Self { limit_at: time(wrap_up.limit_at), ended_at: wrap_up.ended_at.map(time) }
    }
}

impl Provider {
    fn new(provider: &signal::Provider) -> Self {
        let payload = provider.payload.as_ref().map(carried);
        Self { name: provider.name.clone(), id: provider.id.clone(), payload }
    }
}

impl Billed {
    fn new(billed: &signal::Billed) -> Self {
        Self { seconds: billed.seconds, amount: billed.amount, currency: billed.currency.clone() }
    }
}

impl Act {
    fn new(act: &c::Act) -> Self {
        Self { by: doer(act.by.as_deref()), at: time(act.at) }
    }
}

impl Disposition {
    fn new(disposed: &signal::Disposed, act: &c::Act) -> Self {
        Self {
            code: disposed.wrong_number.then_some("wrong_number"),
            text: disposed.text.clone(),
            next_call_at: disposed.next_call_at.map(time),
            by: doer(act.by.as_deref()),
            at: time(act.at),
        }
    }
}

impl Note {
    fn new(id: &Text, text: &Text, act: &c::Act) -> Self {
        Self { id: id.clone(), text: text.clone(), by: doer(act.by.as_deref()), at: time(act.at) }
    }
}

impl Summary {
    fn new(text: &Text, act: &c::Act) -> Self {
        Self { text: text.clone(), by: doer(act.by.as_deref()), at: time(act.at) }
    }
}

impl Link {
    fn new(link: &signal::Link, act: &c::Act) -> Self {
        let signal::Link { kind, id, url, name } = link.clone();
        Self { kind, id, url, name, by: doer(act.by.as_deref()), at: time(act.at) }
    }
}

impl Leg {
    fn new(leg: &c::Leg, source: &str, ids: &mut dyn Ids) -> Self {
        let id = ids.id(Kind::Leg, source, &leg.key);
        Self {
            id,
            serial: ids.serial(Kind::Leg, id),
            role: leg.role.word(),
            number: leg.number.clone(),
            e164: leg.e164.clone(),
            name: leg.name.clone(),
            user: leg.user.clone(),
            contact: leg.contact.clone(),
            trunk: leg.trunk.clone(),
            offered_at: time(leg.offered_at),
            ringing_at: leg.ringing_at.map(time),
            answered_at: leg.answered_at().map(time),
            ended_at: leg.end().map(|(at, _)| time(at)),
            end: word(leg.end().map(|(_, how)| how)),
            changed_at: time(leg.changed_at),
        }
    }
}
