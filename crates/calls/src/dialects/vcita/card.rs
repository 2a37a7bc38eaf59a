//! A call as this dialect shows it, at one version: every value worked out, in neither shape yet (rule V3).

use uuid::Uuid;

use crate::Text;
use crate::conversation::Direction;
use crate::dialects::seen::{Call, Link, Recording, Seen};
use crate::dialects::{Names, Thing};
use crate::moment::Moment;
use crate::signal::RecordingKind;

use super::kept::Kept;
use super::parties::{Sides, client, sides, staff};
use super::status::{duration, status};
use super::words::{Shape, Status};

/// The longest summary, in characters (sheet, 2.2).
pub(super) const SUMMARY_CHARS_MAX: usize = 10_000;

/// The kind of link that leads to a page of another application.
pub(super) const APP: &str = "app";

/// How the application is called whose page a call has, as long as nobody names another (sheet, 2.2).
const OWN_APP: &str = "callbook";

/// A call as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub(super) uid: Uuid,
    /// Whole seconds.
    pub(super) duration: Option<i64>,
    pub(super) created_at: Moment,
    pub(super) updated_at: Moment,
    pub(super) status: Status,
    pub(super) is_inbound: bool,
    pub(super) staff: Option<Uuid>,
    pub(super) client: Option<Uuid>,
    /// In full form, with `+`, where that is known.
    pub(super) from: Option<Text>,
    pub(super) to: Option<Text>,
    pub(super) recording: Option<Recorded>,
    pub(super) summary: Option<String>,
    pub(super) app_url: Text,
    pub(super) app_name: Text,
    pub(super) source_id: Option<Text>,
    pub(super) external_uuid: Option<Text>,
    pub(super) handled_by: Option<Uuid>,
    pub(super) handled_at: Option<Moment>,
    pub(super) deleted_at: Option<Moment>,
    pub(super) business: Option<Uuid>,
}

/// A recording as it is shown (sheet, 2.3).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Recorded {
    pub(super) uid: Uuid,
    pub(super) url: Option<Text>,
    /// Bytes.
    pub(super) size: Option<u64>,
    /// Whole seconds.
    pub(super) duration: Option<i64>,
    pub(super) is_played: bool,
    pub(super) is_voicemail: bool,
    /// Whether the link is one of ours, which is signed anew each time.
    pub(super) is_signed: bool,
}

impl Recorded {
    /// The link without the signature, by which it is told whether two lead to the same recording.
    pub(super) fn place(&self) -> Option<&str> {
        let url = self.url.as_deref()?;
        if self.is_signed { url.split('?').next() } else { Some(url) }
    }
}

impl Card {
    /// All that is shown of a call at this version. `at` is the moment from which links count: that of the change, or of the
    /// question (rule R16).
    #[must_use]
    pub fn of(seen: &Seen, call: &Call, names: &dyn Names, shape: Shape, at: Moment) -> Self {
        let kept = Kept::of(call);
        let status = status(seen, call, &kept);
        let Sides { from, to } = sides(call, names);
        let uid = |user: Text| names.uuid(&Thing::User(user));
        let staff = staff(call, &kept).and_then(uid);
        let (handled_by, handled_at) = if status == Status::AnsweredByStaff {
            // Who answered has handled it (rule V7).
            (staff, Some(call.answered_at.unwrap_or(call.started_at)))
        } else {
            let by = call.handled.as_ref().and_then(|act| act.by.as_ref()).filter(|by| by.kind == "person");
            (by.and_then(|by| uid(by.id.clone())), call.handled.as_ref().map(|act| act.at))
        };
        let link = app_link(call);
        let url = link.and_then(|link| link.url.clone()).filter(|url| is_https(url));
        let created_at = call.created_at.unwrap_or(call.started_at);
        let business = Thing::Business(call.assigned.scope.clone());
        Self {
            uid: call.id,
            duration: duration(seen, call, status),
            created_at,
            updated_at: updated_at(seen, call).max(created_at),
            status,
            is_inbound: call.direction == Some(Direction::Inbound),
            staff,
            client: client(call, &kept, names),
            from,
            to,
            recording: recording(seen, call, &kept).map(|recording| Recorded::of(recording, names, shape, at)),
            summary: call.summary.as_ref().map(|summary| summary.text.chars().take(SUMMARY_CHARS_MAX).collect()),
            app_url: url.or_else(|| names.call_page(call.id)).unwrap_or_default(),
            app_name: link.and_then(|link| link.name.clone()).unwrap_or(Text::new_static(OWN_APP)),
            source_id: kept.source_id,
            external_uuid: kept.external_uuid.or_else(|| call.provider.as_ref().map(|provider| provider.id.clone())),
            handled_by,
            handled_at,
            deleted_at: call.deleted_at,
            business: kept.business.filter(|_| call.assigned.scope.is_none()).or_else(|| names.uuid(&business)),
        }
    }

    /// Whether it is a call of that client (rule V22).
    #[must_use]
    pub fn is_client(&self, uid: Uuid) -> bool {
        self.client == Some(uid)
    }

    /// The call's id.
    #[must_use]
    pub fn uid(&self) -> Uuid {
        self.uid
    }

    /// Whether everything that is visible is the same. The moment of the last change alone is no change, nor is a link that was
    /// signed anew (rules V8, V17).
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let bare = |card: &Self| {
            let recording = card.recording.clone().map(|recording| {
                let url = recording.place().map(Text::new);
                Recorded { url, ..recording }
            });
            Self { updated_at: Moment::default(), recording, ..card.clone() }
        };
        bare(self) == bare(other)
    }
}

impl Recorded {
    fn of(recording: &Recording, names: &dyn Names, shape: Shape, at: Moment) -> Self {
        // Rule R16.
        let life_s = match shape {
            Shape::Current => 3_600,
            Shape::Seed => 7 * 86_400,
        };
        let signed = || names.recording_link(recording.id, at.plus(life_s * 1_000_000));
        Self {
            uid: recording.id,
            url: recording.url.clone().or_else(signed),
            size: recording.size,
            duration: recording.length_s.map(|length| length as i64),
            is_played: recording.played_at.is_some(),
            is_voicemail: recording.kind == Some(RecordingKind::Voicemail),
            is_signed: recording.url.is_none(),
        }
    }
}

/// When something of a call was told last, or became of its recordings, of which the record tells beside it.
fn updated_at(seen: &Seen, call: &Call) -> Moment {
    let own = seen.recordings.iter().filter(|recording| recording.call == Some(call.id));
    let moments = own.flat_map(|recording| [recording.stored_at, recording.played_at, recording.deleted_at]).flatten();
    // A record that no store keeps has no moment of its last telling.
    moments.fold(call.updated_at.unwrap_or(call.changed_at), Moment::max)
}

/// The recording that is shown: the one that was chosen, else the newest; none of a call that was removed (rules R10, V14).
pub(super) fn recording<'a>(seen: &'a Seen, call: &Call, kept: &Kept) -> Option<&'a Recording> {
    let there = || recordings(seen, call).filter(|_| call.deleted_at.is_none());
    let chosen = there().find(|recording| Some(recording.id) == kept.recording);
    let newest = |recording: &&Recording| (recording.stored_at, recording.started_at, recording.serial);
    chosen.or_else(|| there().max_by_key(newest))
}

/// The recordings of a call that can be had.
pub(super) fn recordings<'a>(seen: &'a Seen, call: &Call) -> impl Iterator<Item = &'a Recording> {
    let id = call.id;
    let stored = |recording: &Recording| recording.stored_at.is_some() || recording.url.is_some();
    seen.recordings
        .iter()
        .filter(move |recording| recording.call == Some(id) && stored(recording) && recording.deleted_at.is_none())
}

/// The link to another application's page that counts: the latest.
pub(super) fn app_link(call: &Call) -> Option<&Link> {
    call.links.iter().rfind(|link| link.kind == APP)
}

/// Whether a link is one that this dialect shows.
pub(super) fn is_https(url: &str) -> bool {
    url.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://")) && url.len() > 8
}
