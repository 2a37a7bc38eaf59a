//! The media of recordings: what goes into a store of it and comes out. The bytes themselves stand elsewhere.
//!
//! That bytes are kept and that the record tells so is one transaction, and so is that they are let go. Who may hear a recording is
//! decided above. To know one more thing of media: a column, a field of [`MediaRow`].

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use calls::signal::{Doer, RecordingKind};
use uuid::Uuid;

use super::{Did, Mark, Result};

/// The most rows of media that are handed out or let go at once.
pub(crate) const MEDIA_ROWS_MAX: usize = 200;

/// The bytes of a recording, as they were found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Media {
    /// Under which name they stand, within the account.
    pub(crate) object: String,
    /// How the file's name ends, as `wav`.
    pub(crate) ending: String,
    /// How many there are.
    pub(crate) bytes: u64,
    /// How long they play, in seconds, where they tell.
    pub(crate) length_s: Option<f64>,
    /// SHA-256 of them.
    pub(crate) hash: [u8; 32],
}

/// What is known of the bytes of a recording.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MediaRow {
    /// The recording.
    pub(crate) recording: Uuid,
    /// Its bytes.
    pub(crate) media: Media,
    /// When they were kept.
    pub(crate) kept_at: Moment,
    /// When they were let go.
    pub(crate) removed_at: Option<Moment>,
}

/// Of what media is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum MediaOf {
    /// Of a recording that is known.
    Recording(Uuid),
    /// Of a call, as a recording that nobody told of.
    Call {
        /// Any id that means the call.
        id: Uuid,
        /// Names it among all that is said through our doors, as with an errand.
        key: Text,
        /// Tells apart what is said under one key.
        said: Text,
        /// What was recorded.
        kind: RecordingKind,
    },
}

/// Media that is to be kept.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Keeping {
    /// Whose.
    pub(crate) account: Text,
    /// Of what.
    pub(crate) of: MediaOf,
    /// Its bytes, which are durable and loose.
    pub(crate) media: Media,
    /// Who brought it.
    pub(crate) by: Doer,
    /// The version that the conversation must have; none: any.
    pub(crate) version: Option<u64>,
    /// When.
    pub(crate) at: Moment,
}

/// What is done about a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Touch {
    /// Somebody listened to it.
    Played,
    /// It is removed, and its bytes with it.
    Removed,
}

/// Something that is done about a recording.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Touching {
    /// Whose.
    pub(crate) account: Text,
    /// Which recording.
    pub(crate) recording: Uuid,
    /// What is done.
    pub(crate) touch: Touch,
    /// Who does it.
    pub(crate) by: Doer,
    /// The version that the conversation must have; none: any.
    pub(crate) version: Option<u64>,
    /// When.
    pub(crate) at: Moment,
}

/// A recording that is to be fetched from its phone system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WantedRow {
    /// Whose.
    pub(crate) account: Text,
    /// The recording.
    pub(crate) recording: Uuid,
    /// The phone system.
    pub(crate) source: Text,
    /// A link or the name of a file, as the phone system said it.
    pub(crate) place: String,
    /// How often it was tried in vain.
    pub(crate) tries: u32,
    /// When it is tried next; none once it was given up.
    pub(crate) next_at: Option<Moment>,
    /// How a file that may still grow looked the last time.
    pub(crate) looked: Option<String>,
}

/// How many recordings of a source are still to be fetched, and how many were given up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WantedCount {
    /// Are still tried.
    pub(crate) waiting: u64,
    /// Will not be tried any more.
    pub(crate) given_up: u64,
}

/// The media of recordings.
#[async_trait]
pub(crate) trait Recordings {
    /// What is known of the media of a recording; none if there never was any.
    async fn media(&self, account: &str, recording: Uuid) -> Result<Option<MediaRow>>;
    /// Says that bytes will stand under this name, before they do: until they are kept they are loose.
    async fn loosen(&self, account: &str, object: &str, at: Moment) -> Result<()>;
    /// Bytes that are loose since before a moment, the oldest first: account and name.
    async fn loose(&self, before: Moment, rows: usize) -> Result<Vec<(Text, String)>>;
    /// Forgets loose bytes, because they are gone.
    async fn forget_loose(&self, account: &str, object: &str) -> Result<()>;
    /// Keeps media that is loose, and tells it. Done too if the same bytes are kept of it already, or were under the same key: then
    /// these stay loose. [`Did::OtherSaid`] if others are.
    async fn keep_media(&self, keeping: Keeping) -> Result<Did>;
    /// Does something about a recording, and tells it. What was removed stays removed; its bytes are loose from then on.
    async fn touch_recording(&self, touching: Touching) -> Result<Did>;
    /// Recordings of which bytes were kept before a moment, the oldest first.
    async fn media_before(&self, account: &str, before: Moment, rows: usize) -> Result<Vec<Uuid>>;
    /// Lets go of all media of a conversation that was erased. The names under which its bytes stand, which are loose now.
    async fn let_go_of(&self, account: &str, conversation: Uuid, at: Moment) -> Result<Vec<String>>;
    /// Enters recordings that are to be fetched, with how far the changes were read; one that is known or kept stays as it is.
    async fn want_media(&self, account: &str, wanted: Vec<WantedRow>, mark: Mark, at: Moment) -> Result<()>;
    /// Those that are due, the longest due first.
    async fn due_media(&self, now: Moment, rows: usize) -> Result<Vec<WantedRow>>;
    /// How fetching a recording stands; none if it is not wanted.
    async fn wanted_media(&self, account: &str, recording: Uuid) -> Result<Option<WantedRow>>;
    /// How many are wanted of each source of an account; sources of which none is are left out.
    async fn count_wanted(&self, account: &str) -> Result<Vec<(Text, WantedCount)>>;
    /// Says of one how its fetching stands.
    async fn put_wanted(&self, row: WantedRow) -> Result<()>;
    /// What an account's links are signed with, once something was drawn for it.
    async fn link_key(&self, account: &str) -> Result<Option<[u8; 32]>>;
    /// The same; where nothing was drawn yet, this.
    async fn draw_link_key(&self, account: &str, drawn: [u8; 32]) -> Result<[u8; 32]>;
}
