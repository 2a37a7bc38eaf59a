//! A call as this dialect shows it, at one version: every value worked out, nothing printed yet.
//!
//! [`Card::of`] is all that is shown of a version. The other functions leave out of it what may not be told yet: in the event
//! that makes a call known ([`Card::created`]), and in the steps in which its end is told ([`Card::line_down`],
//! [`Card::billed`]).

use uuid::Uuid;

use crate::Text;
use crate::conversation::{Direction, Origin, Role};
use crate::dialects::seen::{Call, Recording, Seen};
use crate::dialects::{Names, Thing};
use crate::moment::Moment;

use super::family::{before_and_first, beside};
use super::party::{CONSULTED, CUSTOMER, PRIMARY_AGENT, Participant, TRANSFERRED_TO, participants};
use super::status::Scene;

/// The longest text of notes, in characters (sheet, 2.2).
const NOTES_CHARS_MAX: usize = 4_000;

/// For how long a link to a recording is good, counted from the change or the question (rule R16).
const LINK_LIFE_S: i64 = 7 * 86_400;

/// A call as it is shown.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) id: u64,
    pub(super) is_incoming: bool,
    pub(super) line: Option<Text>,
    pub(super) line_id: Option<u64>,
    pub(super) agent: Option<Thing>,
    pub(super) team: Option<Thing>,
    pub(super) queue: Option<Thing>,
    pub(super) menu: Option<Thing>,
    pub(super) agent_id: Option<u64>,
    pub(super) team_id: Option<u64>,
    pub(super) queue_id: Option<u64>,
    pub(super) menu_id: Option<u64>,
    pub(super) parent_id: Option<u64>,
    pub(super) root_id: Option<u64>,
    /// Seconds, with the decimals that were told.
    pub(super) bill_duration: Option<f64>,
    pub(super) notes: Option<String>,
    pub(super) recording: Option<Recorded>,
    pub(super) to_redact: Option<Recorded>,
    pub(super) created_at: Moment,
    pub(super) updated_at: Moment,
    pub(super) participants: Vec<Participant>,
    /// Whether the line is down (rule F37).
    pub(super) is_completed: bool,
}

/// A recording as it is shown.
#[derive(Clone, Debug)]
pub(super) struct Recorded {
    pub(super) id: u64,
    pub(super) url: Option<Text>,
    /// Whole seconds.
    pub(super) duration: Option<i64>,
    /// Whether the link is one of ours, which is signed anew each time (rule F12).
    pub(super) is_signed: bool,
}

impl Card {
    /// All that is shown of a call at this version. `at` is the moment from which links count.
    pub(super) fn of(seen: &Seen, call: &Call, names: &dyn Names, at: Moment) -> Self {
        let is_completed = call.ended_at.is_some();
        let is_incoming = call.direction == Some(Direction::Inbound);
        let serial = |thing: &Option<Thing>| thing.as_ref().and_then(|thing| names.serial(thing));
        let agent = call.assigned.user.clone().map(Thing::User);
        let team = call.assigned.team.clone().map(Thing::Team);
        // Of an outbound call these are null for ever (rule F4).
        let queue = call.assigned.queue.clone().filter(|_| is_incoming).map(Thing::Queue);
        let menu = call.assigned.menu.clone().filter(|_| is_incoming).map(Thing::Menu);
        let family = before_and_first(seen, call).filter(|_| call.origin == Some(Origin::Transfer));
        let shown = |recording: &Recording| Recorded::of(recording, names, at);
        let kept = || seen.recordings.iter().filter(|recording| is_completed && is_stored(recording, call.id));
        let newest = |recording: &&Recording| (recording.stored_at, recording.started_at, recording.serial);
        let more = beside(seen, call).map(|other| other.changed_at);
        Self {
            id: call.serial,
            is_incoming,
            line: line(call, names),
            line_id: call.line.clone().and_then(|line| names.serial(&Thing::Line(line))),
            agent_id: serial(&agent),
            team_id: serial(&team),
            queue_id: serial(&queue),
            menu_id: serial(&menu),
            agent,
            team,
            queue,
            menu,
            parent_id: family.map(|(parent, _)| parent),
            root_id: family.map(|(_, root)| root),
            bill_duration: bill_duration(seen, call, names),
            notes: notes(call).filter(|_| is_completed),
            recording: kept().max_by_key(newest).map(shown),
            to_redact: kept().filter(|recording| recording.redact_at.is_some()).max_by_key(newest).map(shown),
            created_at: call.started_at,
            updated_at: more.fold(call.changed_at, Moment::max),
            participants: participants(Scene { seen, call, names }),
            is_completed,
        }
    }

    /// What may be told when the call is made known (rules F2, F3, F5).
    pub(super) fn created(&self) -> Self {
        let may_be_there = |participant: &Participant| participant.connection <= CONSULTED;
        let participants = self.participants.iter().filter(|participant| may_be_there(participant)).cloned();
        let participants = participants.map(|participant| Participant {
            connection: match participant.connection {
                TRANSFERRED_TO | CONSULTED => PRIMARY_AGENT,
                connection => connection,
            },
            updated_at: participant.created_at,
            enqueued_at: None,
            duration: None,
            cost: None,
            ..participant
        });
        Self {
            team: None,
            team_id: None,
            parent_id: None,
            root_id: None,
            bill_duration: None,
            notes: None,
            recording: None,
            to_redact: None,
            updated_at: self.created_at,
            participants: participants.collect(),
            is_completed: false,
            ..self.clone()
        }
    }

    /// The first step of an end: where everybody stands, and for how long (rule F13).
    pub(super) fn line_down(&self) -> Self {
        let free = |participant: &Participant| Participant { cost: None, ..participant.clone() };
        let participants = self.participants.iter().map(free).collect();
        Self { bill_duration: None, recording: None, to_redact: None, participants, ..self.clone() }
    }

    /// The second: what it cost.
    pub(super) fn billed(&self) -> Self {
        Self { recording: None, to_redact: None, ..self.clone() }
    }

    /// The customer, if there is one.
    pub(super) fn customer(&self) -> Option<&Participant> {
        self.participants.iter().find(|participant| participant.connection == CUSTOMER)
    }
}

impl Recorded {
    fn of(recording: &Recording, names: &dyn Names, at: Moment) -> Self {
        let signed = || names.recording_link(recording.id, at.plus(LINK_LIFE_S * 1_000_000));
        Self {
            id: recording.serial,
            url: recording.url.clone().or_else(signed),
            duration: recording.length_s.map(|length| length as i64),
            is_signed: recording.url.is_none(),
        }
    }
}

/// Whether a recording of that call can be had.
fn is_stored(recording: &Recording, call: Uuid) -> bool {
    let stored = recording.stored_at.is_some() || recording.url.is_some();
    recording.call == Some(call) && stored && recording.deleted_at.is_none()
}

/// The own number, in full form if anything tells it.
fn line(call: &Call, names: &dyn Names) -> Option<Text> {
    let line = call.line.as_ref()?;
    let dialled = call.to.e164.as_ref().filter(|_| call.to.number.as_ref() == Some(line));
    Some(dialled.cloned().or_else(|| names.full_number(line)).unwrap_or_else(|| line.clone()))
}

/// What the phone system charged, else the talk; unknown while a price may still come (rule F13).
fn bill_duration(seen: &Seen, call: &Call, names: &dyn Names) -> Option<f64> {
    call.ended_at?;
    match &call.billed {
        Some(billed) => Some(billed.seconds),
        None if names.bills(&seen.source) => None,
        None => Some(talk_s(call) as f64),
    }
}

/// Whole seconds of the talk, holds included (rule R3).
pub(super) fn talk_s(call: &Call) -> i64 {
    let talk = call.answered_at.zip(call.talk_ended_at).map(|(from, to)| to.since(from).max(0));
    talk.unwrap_or_default() / 1_000_000
}

/// The notes as one text: oldest first, then what the disposition says; none if there is none.
fn notes(call: &Call) -> Option<String> {
    let mut notes: Vec<_> = call.notes.iter().collect();
    notes.sort_by_key(|note| note.at);
    let disposed = call.disposition.as_ref().and_then(|disposition| disposition.text.as_deref());
    let texts: Vec<&str> = notes.into_iter().map(|note| note.text.as_str()).chain(disposed).collect();
    (!texts.is_empty()).then(|| texts.join("\n").chars().take(NOTES_CHARS_MAX).collect())
}

/// Whether somebody's phone rang for the call, in the spans of its legs: from, and until, if that is over.
pub(super) fn ringing(call: &Call) -> Vec<(Moment, Option<Moment>)> {
    let rang = call.legs.iter().filter(|leg| leg.role != Some(Role::Caller));
    let span = |leg: &crate::dialects::seen::Leg| Some((leg.ringing_at?, leg.answered_at.or(leg.ended_at)));
    rang.filter_map(span).collect()
}
