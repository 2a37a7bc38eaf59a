//! Recordings: brought here, told, heard, removed; and the links by which whoever has one hears one (rule R16).
//!
//! Who may hear a recording is whoever sees its call (rule N24): each route asks that first, and a link counts by its signature. What
//! the bytes are is found out of the bytes; what a request says of them is not read. To add something that is done about a recording:
//! a case of `Touch`, and its route in `one`.

mod bring;
mod heard;
mod link;
mod one;

pub(super) use heard::{Wanted, heard_as, media_type};

use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

use super::conversations::{AsOf, find};
use super::door::Visitor;
use super::problem::{Answer, Kind, Problem};
use super::seen::Sight;
use super::{Api, Shared, document};
use crate::media::{LINK_LIFE, MediaError};
use crate::store::{Aim, Did, Found, What};

/// Routes whose requests bring a recording, and may take their time.
pub(super) const BRINGS: &[&str] = &["/calls/{id}/recordings", "/recordings/{id}/media"];
/// How often something is judged anew because the conversation changed meanwhile.
const JUDGED_MAX: usize = 8;

/// The routes of this room, for whoever has a token.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    bring::routes().merge(one::routes())
}

/// Where links lead.
pub(super) fn links() -> OpenApiRouter<Shared> {
    link::routes()
}

/// The conversation of a recording.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordingConversation)]
struct OfConversation {
    /// Its id.
    id: Uuid,
    /// Its version.
    version: u64,
}

/// How fetching a recording from its phone system stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Collecting)]
struct Collecting {
    /// How often it was tried in vain.
    tries: u32,
    /// When it is tried next; null once it was given up.
    #[schema(required, format = DateTime)]
    next_at: Option<String>,
}

/// A recording, and how it is heard.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Recording)]
struct Told {
    /// Its id.
    id: Uuid,
    /// Where it belongs.
    conversation: OfConversation,
    /// As it stands in the record.
    #[schema(schema_with = document::recording)]
    recording: Box<RawValue>,
    /// The media type of what Callbook keeps of it; null if it keeps nothing.
    #[schema(required)]
    media_type: Option<&'static str>,
    /// A link by which anybody can hear it, without a token; null if Callbook keeps nothing of it.
    #[schema(required)]
    link: Option<String>,
    /// Until when that link is good: for a week.
    #[schema(required)]
    link_expires_at: Option<String>,
    /// How fetching it from its phone system stands; null if nothing is to be fetched.
    #[schema(required)]
    collecting: Option<Collecting>,
}

/// What is read of a record.
#[derive(Deserialize)]
struct Whole<'a> {
    #[serde(borrow)]
    recordings: Vec<&'a RawValue>,
}

/// What is read of a recording in it.
#[derive(Deserialize)]
struct Entry {
    id: Uuid,
    call: Option<Uuid>,
}

fn unknown() -> Problem {
    Problem::not_found("no recording has this id").at("id")
}

fn broken(error: &serde_json::Error) -> Problem {
    tracing::error!(%error, "what the store gave is no record");
    Problem::new(Kind::Internal, "what is kept under this id cannot be printed")
}

/// A recording in the record of its conversation, and its call.
fn entry(found: &Found) -> Answer<Option<(Box<RawValue>, Option<Uuid>)>> {
    let whole: Whole<'_> = serde_json::from_str(&found.record).map_err(|error| broken(&error))?;
    for text in whole.recordings {
        let entry: Entry = serde_json::from_str(text.get()).map_err(|error| broken(&error))?;
        if entry.id == found.id {
            return Ok(Some((text.to_owned(), entry.call)));
        }
    }
    Ok(None)
}

/// A recording of a call that this visitor sees and that was not deleted.
async fn found(api: &Api, visitor: &Visitor, id: Uuid) -> Answer<Found> {
    let shown = find(api, visitor, id, &AsOf::default(), Aim::Call).await.map_err(|problem| match problem {
        problem if problem == Problem::not_found("nothing has this id").at("id") => unknown(),
        problem => problem,
    })?;
    if shown.found.what == What::Recording { Ok(shown.found) } else { Err(unknown()) }
}

/// The version at which everything that is meant is seen; none for whoever sees everything, at any version.
async fn judged(api: &Api, visitor: &Visitor, id: Uuid) -> Answer<Option<u64>> {
    let sight = Sight::of(api, visitor).await?;
    if sight.is_all() {
        return Ok(None);
    }
    let newest = api.ctx.store.find(&visitor.account, id, None).await?.ok_or_else(unknown)?;
    let view = sight.view(&newest.record)?;
    if !view.shows(&newest, Aim::Call)? {
        return Err(unknown());
    }
    if !view.covers(&newest, Aim::Call)? {
        let says = "of this conversation you see some calls only: name the call that you mean";
        return Err(Problem::new(Kind::Forbidden, says).at("id"));
    }
    Ok(Some(newest.version))
}

/// The recording, as it is told now.
async fn told(api: &Api, visitor: &Visitor, found: &Found) -> Answer<Told> {
    let (recording, _) = entry(found)?.ok_or_else(unknown)?;
    let row = api.ctx.store.media(&visitor.account, found.id).await?.filter(|row| row.removed_at.is_none());
    let (mut media_type, mut link, mut link_expires_at) = (None, None, None);
    if let Some(kind) = row.and_then(|row| crate::media::Kind::of_ending(&row.media.ending)) {
        let until = api.ctx.clock.now().plus(LINK_LIFE);
        media_type = Some(kind.media_type());
        link = api.ctx.media.links().sign(&visitor.account, found.id, until).await?;
        link_expires_at = link.is_some().then(|| until.to_string());
    }
    let conversation = OfConversation { id: found.conversation, version: found.version };
    let wanted = api.ctx.store.wanted_media(&visitor.account, found.id).await?;
    let collecting = wanted.map(|row| Collecting { tries: row.tries, next_at: row.next_at.map(|at| at.to_string()) });
    Ok(Told { id: found.id, conversation, recording, media_type, link, link_expires_at, collecting })
}

/// What became of what was done about a recording.
fn done(did: Did) -> Answer<Found> {
    match did {
        Did::Done(found) => Ok(found),
        Did::Unknown | Did::Missing => Err(unknown()),
        Did::Deleted => Err(Problem::not_found("it was deleted").at("id")),
        Did::Stale(_) => Err(Problem::new(Kind::Unavailable, "the conversation changes too fast right now; nothing was done")),
        Did::OtherSaid => Err(Problem::new(Kind::Reused, "this key was used for another request").at("Idempotency-Key")),
        Did::Full(what, most) => {
            Err(Problem::new(Kind::Conflict, format!("there are {most} {what} already, and no room for more")))
        }
    }
}

impl From<MediaError> for Problem {
    fn from(error: MediaError) -> Self {
        let says = error.to_string();
        match error {
            MediaError::TooLarge => Self::new(Kind::TooLarge, says).at("body"),
            MediaError::NoAudio(_) => Self::new(Kind::MediaType, says).at("body"),
            MediaError::Lost => {
                tracing::error!("a recording has a row and no bytes: was the folder of recordings restored with the store?");
                Self::not_found("the bytes of this recording are not there").at("id")
            }
            MediaError::BrokenOff => Self::new(Kind::Slow, says).at("body"),
            MediaError::Unavailable(says) => {
                tracing::warn!(%says, "recordings cannot be reached right now");
                Self::new(Kind::Unavailable, "recordings cannot be reached right now")
            }
            MediaError::Store(error) => error.into(),
        }
    }
}

/// How many bytes a request says that it brings; more than are taken are refused before any is read.
fn refuse_large(headers: &HeaderMap) -> Answer<()> {
    let said = headers.get(axum::http::header::CONTENT_LENGTH).and_then(|said| said.to_str().ok()?.parse::<u64>().ok());
    if said.is_some_and(|said| said > crate::media::MEDIA_BYTES_MAX) { Err(MediaError::TooLarge.into()) } else { Ok(()) }
}
