//! Calls that are written down by hand, with what is done about them in one go.
//!
//! Such a call is a signal of the house's own source, which no phone system has, and is told, listed and changed like any
//! other. What cannot be is refused here, field by field; nothing is worked out of what was said.

use axum::response::{IntoResponse, Response};
use calls::Text;
use calls::conversation::{Direction, Outcome};
use calls::moment::Moment;
use calls::signal::{Doing, Done, Feed, LegKey, Link, Logged, Party, Signal, Stated, What, Written};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asking::{Once, Saying, Who, lines, made, name, refused};
use super::assigned::known;
use super::disposition::Disposition;
use super::links::LinkTo;
use super::notes::NOTE_BYTES_MAX;
use crate::api::printed::{self, Record};
use crate::api::problem::{Answer, Kind, Problem};
use crate::api::seen::Sight;
use crate::api::{ROOT, Shared, words};
use crate::resolve::Numbering;
use crate::store::{Did, EntryKind, OWN_SOURCE, Writing, text};

/// How far ahead of our clock a time may lie, in microseconds: a day, for whoever has another clock or another zone.
const AHEAD_MAX: i64 = 86_400_000_000;
/// The longest that a call may last, in seconds: 30 days.
const SECONDS_MAX: f64 = 2_592_000.0;
/// The most links that are written down with a call.
const LINKS_MAX: usize = 50;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(log))
}

/// A call that no phone system carried, or told of.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "direction": "outbound", "user": "ann", "to": {"number": "+12025550142", "name": "Rosa Lind"},
    "started_at": "2026-01-05T09:45:00Z", "answered_at": "2026-01-05T09:45:12Z", "seconds": 142, "note": "From my own phone."
}))]
struct LogCall {
    /// `inbound`, `outbound` or `internal`.
    direction: String,
    /// `task_log`, if nothing is said: somebody wrote it down; `api`: a program did.
    #[schema(nullable = false)]
    origin: Option<String>,
    /// The caller.
    from: Option<WhoElse>,
    /// Who was called.
    to: Option<WhoElse>,
    /// The own number that was called, or shown outside.
    #[schema(min_length = 1, max_length = 256)]
    line: Option<String>,
    /// The user whose call it was, by a key of the directory: of an inbound call who was called, else the caller.
    #[schema(min_length = 1, max_length = 256)]
    user: Option<String>,
    /// When it began (RFC 3339).
    #[schema(format = DateTime)]
    started_at: String,
    /// When it was answered. Of an answered call of which that is not said, all of its time counts as talk.
    #[schema(format = DateTime)]
    answered_at: Option<String>,
    /// When it ended.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// How long it lasted from `answered_at`, or else from `started_at`, in place of `ended_at`.
    #[schema(minimum = 0, maximum = 2592000)]
    seconds: Option<f64>,
    /// What it came to, a word of the record; `answered` where `answered_at` is said.
    outcome: Option<String>,
    /// A first note.
    #[schema(min_length = 1, max_length = 16384)]
    note: Option<String>,
    /// Links to records of other software.
    #[serde(default)]
    #[schema(nullable = false, max_items = 50)]
    links: Vec<LogLink>,
    /// What came of it.
    disposition: Option<Disposition>,
}

/// A side of a call that is written down.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WhoElse {
    /// The number, in any spelling.
    #[schema(min_length = 1, max_length = 256)]
    number: Option<String>,
    /// The name.
    #[schema(min_length = 1, max_length = 256)]
    name: Option<String>,
}

/// A link to a record of other software.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LogLink {
    /// `task`, `record`, `process`, `user`, `state_task`, `entity`, `procedure` or `app`.
    kind: String,
    /// The record's id in that software.
    #[schema(min_length = 1, max_length = 256)]
    id: String,
    /// Where the record is to be seen: http or https.
    #[schema(min_length = 1, max_length = 2048)]
    url: Option<String>,
    /// Its name.
    #[schema(min_length = 1, max_length = 256)]
    name: Option<String>,
}

/// Writes down a call that no phone system carried.
///
/// Its state is `logged`, its source `callbook`; it is listed, told in the feed and changed like any other. Numbers, contact and
/// line are resolved by the directory. What is done about it in one go is done by whoever writes it down.
#[utoipa::path(
    post, path = "/calls", operation_id = "logCall", tag = "doings", params(Once, Who), request_body = LogCall,
    responses((
        status = 201, body = ref("#/components/schemas/Call"), content_type = "application/json",
        description = "The call.", headers(
            ("ETag" = String, description = "The version, in quotes."),
            ("Location" = String, description = "Where the call is.")
        )
    ))
)]
async fn log(saying: Saying) -> Answer<Response> {
    let (said, now): (LogCall, _) = (saying.body()?, saying.now());
    let (started_at, mut logged) = said.logged(now)?;
    let doings = said.doings(&saying)?;
    if let Some(user) = &said.user {
        let directory = saying.api.ctx.directories.of(&saying.visitor.account).await?;
        logged.user_side().user = Some(known(&directory, EntryKind::User, user)?);
    }
    // Nobody writes down what he could not read afterwards (rule N24).
    let sight = Sight::of(&saying.api, &saying.visitor).await?;
    if !sight.is_all() && !sight.user(logged.user_side().user.as_deref()) {
        return Err(Problem::new(Kind::Forbidden, "expected a user whose calls you see").at("user"));
    }
    let mut signals = signals(&saying, (started_at, now), logged, doings);
    let household = saying.api.known.household(&saying.api.ctx, &saying.visitor.account, &[]).await?;
    let numbering = Numbering::from(&household.account);
    let seen = saying.api.ctx.directories.resolve(&saying.visitor.account, &numbering, &mut signals).await?;
    let [key, words] = saying.names();
    let writing = Writing { account: saying.visitor.account.clone(), key, said: words, signals, seen, at: now };
    let found = match saying.api.ctx.store.write_down(writing).await? {
        Did::Done(found) => found,
        did => return Err(refused(did)),
    };
    let record = printed::call_of(&found)?.ok_or_else(|| refused(Did::Unknown))?;
    Ok(made(Record(record, found.version).into_response(), &format!("{ROOT}/calls/{}", found.id)))
}

/// The side of a written call that is the user's.
trait UserSide {
    fn user_side(&mut self) -> &mut Party;
}

impl UserSide for Logged {
    fn user_side(&mut self) -> &mut Party {
        if self.direction == Direction::Inbound { &mut self.to } else { &mut self.from }
    }
}

/// The signals of a written call: that it was, and each thing that was done about it.
fn signals(saying: &Saying, (started_at, now): (Moment, Moment), logged: Logged, doings: Vec<Doing>) -> Vec<Signal> {
    let [key, words] = saying.names();
    let first = Signal {
        source: Text::new_static(OWN_SOURCE),
        feed: Feed { name: Text::new_static(OWN_SOURCE), rank: 0 },
        key: format!("{key}|{words}|0").into(),
        thread: key.clone(),
        ties: Vec::new(),
        leg: LegKey(key.clone()),
        at: started_at,
        seq: 0,
        seen_at: Some(now),
        by: Some(Box::new(saying.by.clone())),
        chosen_e164: None,
        behind: None,
        what: What::Stated(Box::new(Stated { logged: Some(Box::new(logged)), ..Stated::default() })),
    };
    let mut signals = vec![first];
    for (no, doing) in (1..).zip(doings) {
        let done = What::Done(Box::new(Done { call: key.clone(), doing }));
        let key = format!("{key}|{words}|{no}").into();
        // Nothing is done about a call before it began.
        signals.push(Signal { key, at: now.max(started_at), seq: no, what: done, ..signals[0].clone() });
    }
    signals
}

impl LogCall {
    /// When it began, and the rest of what is written of it.
    fn logged(&self, now: Moment) -> Answer<(Moment, Logged)> {
        let direction = words::word("direction", Some(&self.direction))?;
        let direction = direction.ok_or_else(|| Problem::field("direction", "expected inbound, outbound or internal"))?;
        let started_at = time("started_at", Some(&self.started_at), now)?;
        let started_at = started_at.ok_or_else(|| Problem::field("started_at", "expected when the call began"))?;
        let answered_at = after("answered_at", self.answered_at.as_deref(), now, ("started_at", started_at))?;
        let since = answered_at.map_or(("started_at", started_at), |at| ("answered_at", at));
        let ended_at = after("ended_at", self.ended_at.as_deref(), now, since)?;
        let outcome = words::word("outcome", self.outcome.as_deref())?;
        if answered_at.is_some() && outcome.is_some_and(|outcome| outcome != Outcome::Answered) {
            return Err(Problem::field("outcome", "a call with `answered_at` has the outcome answered"));
        }
        let logged = Logged {
            direction,
            written: self.written()?,
            from: self.from.as_ref().map_or_else(|| Ok(Party::default()), |side| side.party("from"))?,
            to: self.to.as_ref().map_or_else(|| Ok(Party::default()), |side| side.party("to"))?,
            line: self.line.as_ref().map(|line| name("line", line)).transpose()?,
            answered_at,
            ended_at,
            seconds: self.seconds(since.1, now)?,
            outcome: outcome.or(answered_at.map(|_| Outcome::Answered)),
        };
        self.somebody(&logged).map(|()| (started_at, logged))
    }

    fn written(&self) -> Answer<Written> {
        match self.origin.as_deref().map(words::plain).as_deref() {
            None | Some("tasklog") => Ok(Written::ByHand),
            Some("api") => Ok(Written::ByProgram),
            Some(_) => Err(Problem::field("origin", "expected task_log or api")),
        }
    }

    fn seconds(&self, since: Moment, now: Moment) -> Answer<Option<f64>> {
        let Some(seconds) = self.seconds else { return Ok(None) };
        if self.ended_at.is_some() {
            return Err(Problem::field("seconds", "stands only where `ended_at` does not"));
        }
        if !(0.0..=SECONDS_MAX).contains(&seconds) {
            return Err(Problem::field("seconds", format!("expected a number from 0 to {SECONDS_MAX}")));
        }
        if since.plus((seconds * 1e6) as i64).since(now) > AHEAD_MAX {
            return Err(Problem::field("seconds", "it would end more than a day from now"));
        }
        Ok(Some(seconds))
    }

    /// Somebody was called, and somebody outside calls in or is called; his number may be withheld when he calls.
    fn somebody(&self, logged: &Logged) -> Answer<()> {
        let is_known = |party: &Party| party.number.is_some() || party.name.is_some();
        match logged.direction {
            Direction::Inbound => Ok(()),
            Direction::Outbound if logged.to.number.is_none() => {
                Err(Problem::field("to.number", "expected the number that was called"))
            }
            Direction::Internal if !is_known(&logged.to) => Err(Problem::field("to", "expected who was called")),
            Direction::Internal if !is_known(&logged.from) && self.user.is_none() => {
                Err(Problem::field("from", "expected the caller, or a `user`"))
            }
            _ => Ok(()),
        }
    }

    /// What is done about it in one go.
    fn doings(&self, saying: &Saying) -> Answer<Vec<Doing>> {
        let mut doings = Vec::new();
        if let Some(note) = &self.note {
            let said = lines("note", note, NOTE_BYTES_MAX)?;
            doings.push(Doing::Noted { id: text(&saying.new_id().to_string()), text: Some(said) });
        }
        if self.links.len() > LINKS_MAX {
            return Err(Problem::field("links", format!("expected at most {LINKS_MAX}")));
        }
        for (place, link) in self.links.iter().enumerate() {
            let link = link.link().map_err(|problem| problem.inside(&format!("links[{place}]")))?;
            doings.push(Doing::Linked { link, there: true });
        }
        if let Some(disposition) = self.disposition.clone() {
            let disposed = disposition.disposed().map_err(|problem| problem.inside("disposition"))?;
            doings.push(Doing::Disposed(Some(disposed)));
        }
        Ok(doings)
    }
}

impl WhoElse {
    fn party(&self, field: &str) -> Answer<Party> {
        let line = |key: &str, said: &Option<String>| said.as_ref().map(|said| name(key, said)).transpose();
        let number = line("number", &self.number).map_err(|problem| problem.inside(field))?;
        let name = line("name", &self.name).map_err(|problem| problem.inside(field))?;
        Ok(Party { number, name, ..Party::default() })
    }
}

impl LogLink {
    fn link(&self) -> Answer<Link> {
        LinkTo { url: self.url.clone(), name: self.name.clone() }.link(&self.kind, ("id", &self.id))
    }
}

/// A time that is no more than a day ahead.
fn time(field: &str, said: Option<&str>, now: Moment) -> Answer<Option<Moment>> {
    match words::moment(field, said)? {
        Some(at) if at.since(now) > AHEAD_MAX => Err(Problem::field(field, "lies more than a day ahead")),
        at => Ok(at),
    }
}

/// The same, not before another.
fn after(field: &str, said: Option<&str>, now: Moment, (earlier, since): (&str, Moment)) -> Answer<Option<Moment>> {
    match time(field, said, now)? {
        Some(at) if at < since => Err(Problem::field(field, format!("lies before `{earlier}`"))),
        at => Ok(at),
    }
}
