//! A task that is completed already: how the vendor's own documentation logs a call (sheet, 4.5; rule C25).
//!
//! It makes a call that was never on a line, or disposes the one that its provider's id names. Open tasks are none of ours.

use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::Text;
use crate::conversation::Direction;
use crate::dialects::seen::{Call, Seen};
use crate::moment::Moment;

use super::Asked;
use super::answer::{Code, Refusal};
use super::hear::{Body, Disposal, Fields, Given, New, REMARKS_MAX, Said, Who, object};
use super::shown::{For, Shown};
use super::status::{is_wrong_number, plain};
use super::time::millis;

/// The origin of a logged task (sheet, 3.3).
pub(super) const TASK_LOG: &str = "TASK_LOG";
/// The only status of a task that is a call.
const COMPLETED: &str = "COMPLETED";
/// The longest word of a disposal, in characters (sheet, 4.4).
const DISPOSITION_MAX: usize = 250;
/// The longest id in a path, in characters (sheet, 2.1).
const ID_MAX: usize = 100;

/// Keys of a task's own fields that say something of the call; all others are its payload.
const KNOWN: &[&str] = &[
    "call_disposition",
    "primary_disposition",
    "next_call_time",
    "when_to_callback",
    "remarks",
    "call_to",
    "call_from",
    "call_type",
    "call_start",
    "call_end",
    "call_duration",
    "recording_url",
    "provider",
    "provider_call_id",
];

/// What the path of a task names, as it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path<'a> {
    /// The schema of the process.
    pub procedure: &'a str,
    /// The process, by id or primary key.
    pub process: &'a str,
    /// The schema of the task.
    pub state_task: &'a str,
}

/// A task as it is answered with (sheet, 2.3).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the vendor's fields, each explained on the dialect's page")]
pub struct Task {
    pub id: Uuid,
    pub status: &'static str,
    pub state_task: Text,
    pub process: Text,
    pub procedure: Text,
    pub assigned_to: Option<Text>,
    #[serde(rename = "data")]
    pub told: Value,
    pub completed_at: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub team: Uuid,
    /// The call that was made of it, or disposed by it.
    pub call: Uuid,
}

/// A logged task that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct NewTask {
    /// The call, unless its provider's id names one that there is.
    pub call: New,
    disposal: Disposal,
    id: Uuid,
    path: [Text; 3],
    assigned_to: Option<Text>,
    told: Value,
    completed_at: Moment,
}

/// Hears a task. `id` is the one that it gets.
///
/// # Errors
///
/// That it is not completed, the field that cannot be read, or a user whom nobody knows.
pub fn task(body: &[u8], path: Path<'_>, id: Uuid, asked: Asked<'_>, who: Who<'_>) -> Result<NewTask, Refusal> {
    let whole = object(body)?;
    let body = Body::new(&whole, "");
    let completed = whole.get("status").and_then(Value::as_str).is_some_and(|status| plain(status) == COMPLETED);
    if !completed {
        return Err(Refusal::field(Code::NotALoggedCall, "status", "must be COMPLETED"));
    }
    let nothing = Map::new();
    let told = match whole.get("data") {
        None | Some(Value::Null) => &nothing,
        Some(Value::Object(told)) => told,
        Some(_) => return Err(Refusal::field(Code::InvalidField, "data", "must be an object")),
    };
    let path = segments(path)?;
    let inside = Body::new(told, "data.");
    let assigned_to = body.text("assignedTo", ID_MAX)?;
    let fields = fields(&inside, told, (&path, id), assigned_to.clone())?;
    let mut call = New::of(fields, asked, ("assignedTo", who))?;
    let disposal = disposal(&inside, call.user().cloned())?;
    call.disposition.clone_from(&disposal.disposition);
    call.more = disposal.said(disposal.user.clone(), asked);
    let told = Value::Object(told.clone());
    Ok(NewTask { call, disposal, id, path, assigned_to: assigned_to.value(), told, completed_at: asked.now })
}

impl NewTask {
    /// What it says of the call that its provider's id names: it is disposed, and associated with what the path names.
    ///
    /// # Errors
    ///
    /// If that call was deleted.
    pub fn over(&self, seen: &Seen, call: &Call, asked: Asked<'_>, who: Who<'_>) -> Result<Said, Refusal> {
        let mut said = self.disposal.clone().of(call, asked)?;
        said.says.extend(self.call.links_over(seen, call, asked, who)?.says);
        Ok(said)
    }

    /// The task as it is answered with, beside its call.
    #[must_use]
    pub fn shown(&self, call: &Shown) -> Task {
        let [procedure, process, state_task] = self.path.clone();
        let at = millis(self.completed_at);
        Task {
            id: self.id,
            status: COMPLETED,
            state_task,
            process,
            procedure,
            assigned_to: self.assigned_to.clone(),
            told: self.told.clone(),
            completed_at: at,
            created_at: at,
            updated_at: at,
            team: call.team,
            call: call.id,
        }
    }
}

fn segments(path: Path<'_>) -> Result<[Text; 3], Refusal> {
    let named =
        [("procedureShortId", path.procedure), ("processIdOrPrimaryKey", path.process), ("stateTaskShortId", path.state_task)];
    let fits = |id: &str| (1..=ID_MAX).contains(&id.chars().count()) && !id.chars().any(char::is_control);
    match named.iter().find(|(_, id)| !fits(id)) {
        Some((name, _)) => Err(Refusal::field(Code::InvalidField, name, "must be an id of 1 to 100 characters")),
        None => Ok(named.map(|(_, id)| Text::new(id))),
    }
}

/// What a task says of the call itself.
fn fields(
    inside: &Body<'_>,
    told: &Map<String, Value>,
    (path, id): (&[Text; 3], Uuid),
    user: Given<Text>,
) -> Result<Fields, Refusal> {
    let direction = match inside.direction("call_type")? {
        Given::Nothing | Given::Null => Direction::Outbound,
        Given::Is(direction) => direction,
    };
    let rest = told.iter().filter(|(key, _)| !KNOWN.contains(&key.as_str()));
    let rest: Map<String, Value> = rest.map(|(key, value)| (key.clone(), value.clone())).collect();
    let payload = Value::Object(rest);
    let payload = if payload.as_object().is_some_and(Map::is_empty) { Given::Nothing } else { Given::Is(&payload) };
    let [procedure, process, state_task] = path.clone();
    Ok(Fields {
        user,
        to: inside.number("call_to")?,
        from: inside.number("call_from")?,
        provider: inside.provider("provider")?,
        provider_call_id: inside.provider_id("provider_call_id")?,
        provider_payload: inside.payload("providerPayload", payload)?,
        call_start: inside.time("call_start")?,
        call_end: inside.time("call_end")?,
        call_duration: inside.seconds("call_duration")?,
        direction: Given::Is(direction),
        recording_url: inside.link("recording_url")?,
        links: vec![
            (For::Procedure, Given::Is(procedure)),
            (For::Process, Given::Is(process)),
            (For::StateTask, Given::Is(state_task)),
            (For::Task, Given::Is(id.to_string().into())),
        ],
        call_initiate_location: Given::Is(Text::new_static(TASK_LOG)),
        ..Fields::default()
    })
}

fn disposal(inside: &Body<'_>, user: Option<Text>) -> Result<Disposal, Refusal> {
    let first = |one: Given<Text>, other: Given<Text>| one.value().or(other.value());
    let disposition =
        first(inside.text("call_disposition", DISPOSITION_MAX)?, inside.text("primary_disposition", DISPOSITION_MAX)?);
    let next_call_at = inside.time("next_call_time")?.value().or(inside.time("when_to_callback")?.value());
    let remarks = inside.lines("remarks", REMARKS_MAX)?.value().filter(|text| !text.is_empty());
    let wrong = disposition.as_deref().is_some_and(is_wrong_number);
    Ok(Disposal { disposition, wrong, remarks, next_call_at, user })
}
