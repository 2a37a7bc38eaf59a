//! What clients write of calls: that there is one, what it is now, that it is removed, and of its recording (sheet, 4.2–4.4).
//!
//! A request is compared with what its path shows of the call; what is the same is no change (rule V8), so that a client may
//! send back all that it was shown. What a phone system says of a call it carried stays (rules R9, V9); of a call that was
//! written down here everything can be changed. Whether the token may write, and whether the call is one that it sees, is asked
//! before; that nobody else wrote meanwhile is held by the store.
//! To hear one more key: its method in `body`, its lines in `create` and `change`.

mod act;
mod body;
mod change;
mod create;
mod draft;

use uuid::Uuid;

use crate::Text;
use crate::dialects::seen::{Call, Seen};
use crate::dialects::{Names, Thing};
use crate::moment::Moment;
use crate::signal::{Doing, RecordingKind, RecordingStep};

use super::answer::{Code, Refusal, Wrong};
use super::card::recordings;
use super::words::Shape;
use body::Body;

pub use act::{Act, Fact, Place};
pub use change::update;
pub use create::{Created, create};

/// Who asks, how, and when.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// Whose uid is whose.
    pub names: &'a dyn Names,
    /// The path's shape.
    pub shape: Shape,
    /// The server's time.
    pub at: Moment,
    /// The staff member whose token it is, by directory key.
    pub staff: Option<&'a Text>,
    /// The business for which is asked, where a body names none.
    pub business: Option<Uuid>,
}

impl Asked<'_> {
    /// The user of that uid.
    fn user(&self, uid: Uuid) -> Option<Text> {
        match self.names.thing(uid) {
            Some(Thing::User(key)) => Some(key),
            _ => None,
        }
    }

    /// Whether a uid can be a client's: a contact's, or one that only the client's own software knows.
    fn is_client(&self, uid: Uuid) -> bool {
        matches!(self.names.thing(uid), None | Some(Thing::Contact(_)))
    }
}

/// Removes a call (rules R10, V14). One that is removed already stays as it is.
#[must_use]
pub fn delete(call: &Call) -> Vec<Act> {
    if call.deleted_at.is_some() { Vec::new() } else { vec![Act::done(Doing::Deleted(true))] }
}

/// What is said of a recording of a call, by its uid (rule V23): that it was played.
///
/// # Errors
///
/// That there is no such recording, or the field that cannot be read.
pub fn update_recording(body: &[u8], seen: &Seen, call: &Call, uid: Uuid) -> Result<Vec<Act>, Refusal> {
    let mut body = Body::read(body)?;
    let recording = recordings(seen, call).find(|recording| recording.id == uid).ok_or(Refusal::NotFound)?;
    let (now, older) = (body.flag("recording_played").value(), body.flag("record_played").value());
    let played = now.or(older);
    if call.deleted_at.is_some() {
        return Err(deleted());
    }
    // The flag never falls back.
    let is_news = played == Some(true) && recording.played_at.is_none();
    let kind = recording.kind.unwrap_or(RecordingKind::Call);
    body.end(if is_news { vec![Act::of(Fact::Recording(uid, kind, RecordingStep::Played))] } else { Vec::new() })
}

/// Removes a recording of a call, by its uid (rule V24).
///
/// # Errors
///
/// That there is no such recording.
pub fn delete_recording(seen: &Seen, call: &Call, uid: Uuid) -> Result<Vec<Act>, Refusal> {
    let recording = recordings(seen, call).find(|recording| recording.id == uid).ok_or(Refusal::NotFound)?;
    if call.deleted_at.is_some() {
        return Err(deleted());
    }
    let kind = recording.kind.unwrap_or(RecordingKind::Call);
    Ok(vec![Act::of(Fact::Recording(uid, kind, RecordingStep::Deleted))])
}

/// Of a call that is removed nothing is changed any more (rule V15).
fn deleted() -> Refusal {
    Wrong::new("deleted_at", Code::Deleted, "is set: the call was deleted").into()
}
