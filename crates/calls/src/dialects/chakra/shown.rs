//! A call as this dialect shows it: the 29 fields of the vendor's Call (rule C2), in the vendor's order.

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::Text;
use crate::conversation::{Origin, Word};
use crate::dialects::seen::{Call, Recording, Seen};
use crate::dialects::{Names, Thing};
use crate::words;

use super::Asked;
use super::kept::{Kept, Own};
use super::sides::{full, other_user, sides};
use super::status::{Status, Way, status};
use super::time::{millis, seconds};

/// For how long a link to a recording is good, in seconds (rule R16).
const LINK_LIFE_S: i64 = 7 * 86_400;

/// The longest word of a provider or of an origin, in characters (sheet, 3.3).
pub(super) const WORD_MAX: usize = 40;

/// The longest payload that is shown, in bytes of JSON text (sheet, 2.1).
pub(super) const PAYLOAD_MAX: usize = 64 * 1_024;

/// What a call can be associated with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum For {
    /// A task.
    Task,
    /// A record: a contact, an item.
    Record,
    /// A process: a lead, a ticket.
    Process,
    /// A user.
    User,
    /// The schema of a task.
    StateTask,
    /// The schema of a record.
    Entity,
    /// The schema of a process.
    Procedure,
}

words!(For {
    Task => "forTask", Record => "forRecord", Process => "forProcess", User => "forUser", StateTask => "forStateTask",
    Entity => "forEntity", Procedure => "forProcedure",
});

impl For {
    /// The kind of link that it is in the record.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Record => "record",
            Self::Process => "process",
            Self::User => "user",
            Self::StateTask => "state_task",
            Self::Entity => "entity",
            Self::Procedure => "procedure",
        }
    }
}

/// A call, field by field. Times are epoch milliseconds, durations whole seconds; what is not known is null (rules C3, R4).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the vendor's fields, each explained on the dialect's page")]
pub struct Shown {
    pub id: Uuid,
    pub user: Option<Uuid>,
    pub team: Uuid,
    pub to: Option<Text>,
    pub from: Option<Text>,
    pub provider: Option<Text>,
    pub provider_call_id: Option<Text>,
    pub provider_payload: Option<Value>,
    pub call_start: Option<i64>,
    pub call_end: Option<i64>,
    pub call_duration: Option<u64>,
    pub connection_start: Option<i64>,
    pub connection_end: Option<i64>,
    pub connection_duration: Option<u64>,
    pub disposed_at: Option<i64>,
    pub r#type: Way,
    pub call_status: Status,
    pub recording_url: Option<Text>,
    pub for_task: Option<Text>,
    pub for_record: Option<Text>,
    pub for_process: Option<Text>,
    pub for_user: Option<Text>,
    pub for_state_task: Option<Text>,
    pub for_entity: Option<Text>,
    pub for_procedure: Option<Text>,
    pub call_initiate_location: Option<Text>,
    pub created_at: i64,
    pub updated_at: i64,
    pub is_deleted: bool,
}

impl Shown {
    /// A call as it is shown to whoever asks.
    #[must_use]
    pub fn of(seen: &Seen, call: &Call, asked: Asked<'_>) -> Self {
        let kept = Kept::of(call);
        let own = kept.own.as_ref();
        let mut shown = Self::told(seen, call, own, asked);
        if let Some(own) = own {
            shown.wrote(own, call, asked.names);
        }
        shown
    }

    /// Everything that the record says.
    fn told(seen: &Seen, call: &Call, own: Option<&Own>, asked: Asked<'_>) -> Self {
        let names = asked.names;
        let (from, to) = sides(call, names);
        let provider = call.provider.as_ref();
        let (start, end) = (millis(call.started_at), call.ended_at.map(millis));
        let talk = (call.answered_at.map(millis), call.talk_ended_at.map(millis));
        let lasted = |_| talk.0.zip(talk.1).map_or(0, |(from, to)| seconds(from, to));
        let created_at = call.created_at.unwrap_or(call.started_at);
        let linked = |of: For| link(call, of);
        let other = || other_user(call).and_then(|user| user_id(user, names)).map(|id| id.to_string().into());
        Self {
            id: call.id,
            user: call.assigned.user.as_ref().and_then(|user| user_id(user, names)),
            team: asked.team,
            to,
            from,
            provider: provider.map(|provider| word(&provider.name)),
            provider_call_id: provider.map(|provider| provider.id.clone()),
            provider_payload: provider.and_then(|provider| provider.payload.clone()).filter(fits),
            call_start: Some(start),
            call_end: end,
            call_duration: end.map(|end| seconds(start, end)),
            connection_start: talk.0,
            connection_end: talk.1,
            connection_duration: end.map(lasted),
            disposed_at: call.disposition.as_ref().map(|disposition| millis(disposition.at)),
            r#type: Way::of(call.direction),
            call_status: status(call, own),
            recording_url: recording(seen, call).and_then(|recording| recording_url(recording, asked)),
            for_task: linked(For::Task),
            for_record: linked(For::Record),
            for_process: linked(For::Process),
            for_user: linked(For::User).or_else(other),
            for_state_task: linked(For::StateTask),
            for_entity: linked(For::Entity),
            for_procedure: linked(For::Procedure),
            call_initiate_location: Some(origin(call.origin)),
            created_at: millis(created_at),
            updated_at: millis(created_at.max(call.updated_at.unwrap_or(call.changed_at))),
            is_deleted: call.deleted_at.is_some(),
        }
    }

    /// What a client that created the call wrote of its line stands before what the record makes of it (rule C13).
    fn wrote(&mut self, own: &Own, call: &Call, names: &dyn Names) {
        let number =
            |number: &Option<Text>| number.as_ref().map(|number| full(number, names).unwrap_or_else(|| number.clone()));
        (self.to, self.from) = (number(&own.to), number(&own.from));
        (self.provider, self.provider_call_id) = (own.provider.clone(), own.provider_call_id.clone());
        self.provider_payload = match own.provider(None) {
            Some(_) => self.provider_payload.take(),
            None => own.provider_payload.clone(),
        };
        (self.call_start, self.call_end) = (own.call_start, own.call_end);
        (self.connection_start, self.connection_end) = (own.connection_start, own.connection_end);
        (self.call_duration, self.connection_duration) = (own.call_duration(), own.connection_duration());
        self.r#type = own.way();
        self.call_initiate_location = own.call_initiate_location.clone();
        if own.user_cleared && call.assigned.user == own.user {
            self.user = None;
        }
    }

    /// The id of what a call is associated with.
    #[must_use]
    pub fn associated(&self, with: For) -> Option<&Text> {
        match with {
            For::Task => self.for_task.as_ref(),
            For::Record => self.for_record.as_ref(),
            For::Process => self.for_process.as_ref(),
            For::User => self.for_user.as_ref(),
            For::StateTask => self.for_state_task.as_ref(),
            For::Entity => self.for_entity.as_ref(),
            For::Procedure => self.for_procedure.as_ref(),
        }
    }
}

/// The UUID of a user.
pub(super) fn user_id(user: &Text, names: &dyn Names) -> Option<Uuid> {
    names.uuid(&Thing::User(user.clone()))
}

/// The newest link of that kind: the vendor has room for one.
fn link(call: &Call, of: For) -> Option<Text> {
    call.links.iter().rfind(|link| link.kind == of.kind()).map(|link| link.id.clone())
}

/// In capitals, and no longer than the vendor has room for.
fn word(word: &str) -> Text {
    word.to_uppercase().chars().take(WORD_MAX).collect()
}

/// The word for how a call was started (sheet, 3.3).
fn origin(origin: Option<Origin>) -> Text {
    Text::from(origin.unwrap_or(Origin::Unknown).word().to_uppercase())
}

/// Whether a payload is small enough to be shown.
pub(super) fn fits(payload: &Value) -> bool {
    payload.to_string().len() <= PAYLOAD_MAX
}

/// The newest recording of a call that can be had (rule R16); none of a call that was deleted (rules C18, R10).
pub(super) fn recording<'a>(seen: &'a Seen, call: &Call) -> Option<&'a Recording> {
    let of_it = seen.recordings.iter().filter(|recording| recording.call == Some(call.id) && recording.deleted_at.is_none());
    let stored = of_it.filter(|recording| recording.stored_at.is_some() || recording.url.is_some());
    let newest = |recording: &&Recording| (recording.stored_at, recording.started_at, recording.serial);
    stored.max_by_key(newest).filter(|_| call.deleted_at.is_none())
}

fn recording_url(recording: &Recording, asked: Asked<'_>) -> Option<Text> {
    let signed = || asked.names.recording_link(recording.id, asked.now.plus(LINK_LIFE_S * 1_000_000));
    recording.url.clone().or_else(signed)
}
