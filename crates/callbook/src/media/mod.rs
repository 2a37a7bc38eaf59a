//! The media of recordings: taken in, kept, handed out again, removed.
//!
//! A recording is never in memory as a whole: it comes in as a stream into a file, is looked at there, put on the shelf, and only when
//! it is durable does the store say that it is kept. From before its first byte on the store knows that bytes of that name may be
//! lying about, so that whatever ends in between leaves nothing that is not removed. Who may hear what is decided elsewhere.

mod audio;
mod links;
mod shelf;
#[cfg(test)]
pub(crate) mod tests;

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use calls::Text;
use calls::moment::Moment;
use calls::signal::{Doer, DoerKind};
use futures_util::stream::{BoxStream, Stream, StreamExt};
use sha2::{Digest, Sha256};
use thiserror::Error;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tracing::{info, warn};
use uuid::Uuid;

use crate::clock::Clock;
use crate::store::{
    Did, Erased, Erasing, Keeping, MEDIA_ROWS_MAX, Media as Kept, MediaRow, Store, StoreError, Touch, Touching, days_before,
    text,
};
pub(crate) use audio::Kind;
pub(crate) use links::{Links, Signed};
pub(crate) use shelf::Bucket;
use shelf::Shelf;

/// The most bytes of one recording.
pub(crate) const MEDIA_BYTES_MAX: u64 = 512 << 20;
/// The most recordings that come in at a time.
const TAKEN_AT_ONCE_MAX: usize = 16;
/// The longest that a next piece of one is waited for.
const PIECE_MAX: Duration = Duration::from_secs(30);
/// The longest that one may take to come in.
pub(crate) const TAKE_MAX: Duration = Duration::from_secs(15 * 60);
/// Loose bytes are removed after so long, in microseconds: longer than anything takes between its first byte and its row.
const LOOSE_FOR: i64 = 3_600_000_000;

/// For how long links are good where nothing else is said, in microseconds: a week (rule R16).
pub(crate) const LINK_LIFE: i64 = 7 * 86_400 * 1_000_000;

/// Why something could not be taken or handed out.
#[derive(Debug, Error)]
pub(crate) enum MediaError {
    /// It has more bytes than are taken.
    #[error("expected at most {MEDIA_BYTES_MAX} bytes")]
    TooLarge,
    /// It is no audio that is taken.
    #[error("{0}")]
    NoAudio(&'static str),
    /// It ended before it was whole, or came too slowly.
    #[error("it did not come whole")]
    BrokenOff,
    /// A row says that there are bytes, and there are none: the folder was not restored with the store.
    #[error("its bytes are not there")]
    Lost,
    /// Nothing can be taken or handed out right now.
    #[error("recordings cannot be reached right now: {0}")]
    Unavailable(String),
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<io::Error> for MediaError {
    fn from(error: io::Error) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// How recordings are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manner {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// The bucket, if they are kept in one.
    pub(crate) bucket: Option<Bucket>,
    /// For how many days; none: for ever.
    pub(crate) keep_days: Option<u32>,
    /// Scheme and place at which this server is reached.
    pub(crate) public_url: String,
}

/// The media of recordings.
pub(crate) struct Media {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    /// None where nothing is kept: commands that never touch a recording.
    shelf: Option<Shelf>,
    keep_days: Option<u32>,
    /// The most bytes of one recording.
    bytes_max: u64,
    links: Links,
    turns: Semaphore,
}

impl Media {
    /// Recordings that are kept so.
    pub(crate) fn open(store: Arc<dyn Store>, clock: Arc<dyn Clock>, manner: &Manner) -> io::Result<Self> {
        let shelf = Shelf::open(&manner.folder, manner.bucket.as_ref())?;
        Ok(Self { shelf: Some(shelf), keep_days: manner.keep_days, ..Self::closed(store, clock, &manner.public_url) })
    }

    /// Where none are kept: whatever is asked cannot be done right now.
    pub(crate) fn closed(store: Arc<dyn Store>, clock: Arc<dyn Clock>, public_url: &str) -> Self {
        let links = Links::new(Arc::clone(&store), public_url);
        Self {
            store,
            clock,
            shelf: None,
            keep_days: None,
            bytes_max: MEDIA_BYTES_MAX,
            links,
            turns: Semaphore::new(TAKEN_AT_ONCE_MAX),
        }
    }

    /// Links to recordings.
    pub(crate) fn links(&self) -> &Links {
        &self.links
    }

    fn shelf(&self) -> Result<&Shelf, MediaError> {
        self.shelf.as_ref().ok_or_else(|| MediaError::Unavailable("none are kept here".to_owned()))
    }

    /// Takes bytes in. They are durable then, and loose: whoever asked has them kept with [`Self::keep`], or discards them.
    pub(crate) async fn take<E>(
        &self,
        account: &str,
        stream: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<Kept, MediaError> {
        let shelf = self.shelf()?;
        let _turn = self.turns.try_acquire().map_err(|_| MediaError::Unavailable("too many come in at once".to_owned()))?;
        let object = drawn()?;
        let incoming = Incoming(shelf.incoming(&object));
        let taken = timeout(TAKE_MAX, written(&incoming.0, stream, self.bytes_max));
        let (bytes, hash) = taken.await.map_err(|_| MediaError::BrokenOff)??;
        let (kind, length_s) = looked_at(&incoming.0).await?;
        // The store must know of the name before anything stands under it.
        self.store.loosen(account, &object, self.clock.now()).await?;
        shelf.put(account, &object, File::open(&incoming.0).await?).await?;
        Ok(Kept { object, ending: kind.ending().to_owned(), bytes, length_s, hash })
    }

    /// Has what was taken kept; where the same bytes are kept already, these are discarded.
    pub(crate) async fn keep(&self, keeping: Keeping) -> Result<Did, MediaError> {
        let (account, object) = (keeping.account.clone(), keeping.media.object.clone());
        let did = self.store.keep_media(keeping).await?;
        if let Did::Done(found) = &did {
            let kept = self.store.media(&account, found.id).await?;
            if kept.is_none_or(|row| row.media.object != object) {
                self.discard(&account, &object).await;
            }
        }
        Ok(did)
    }

    /// Removes bytes that nobody keeps. What cannot be removed now is later.
    pub(crate) async fn discard(&self, account: &str, object: &str) {
        if let Err(error) = self.removed(account, object).await {
            warn!(account, %error, "bytes of a recording that nobody keeps are removed later");
        }
    }

    async fn removed(&self, account: &str, object: &str) -> Result<(), MediaError> {
        self.shelf()?.remove(account, object).await?;
        Ok(self.store.forget_loose(account, object).await?)
    }

    /// Some of a recording's bytes, as they come.
    pub(crate) async fn read(
        &self,
        account: &str,
        row: &MediaRow,
        range: Range<u64>,
    ) -> Result<BoxStream<'static, io::Result<Bytes>>, MediaError> {
        self.shelf()?.get(account, &row.media.object, range).await.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => MediaError::Lost,
            _ => error.into(),
        })
    }

    /// Removes a recording, as its record tells, and its bytes.
    pub(crate) async fn remove(&self, touching: Touching) -> Result<Did, MediaError> {
        let account = touching.account.clone();
        let did = self.store.touch_recording(touching).await?;
        if let Did::Done(found) = &did {
            self.let_go(&account, found.id).await?;
        }
        Ok(did)
    }

    /// Removes the bytes of a recording of which the record tells that it was removed.
    pub(crate) async fn let_go(&self, account: &str, recording: Uuid) -> Result<(), MediaError> {
        let row = self.store.media(account, recording).await?;
        if let Some(row) = row.filter(|row| row.removed_at.is_some()) {
            self.discard(account, &row.media.object).await;
        }
        Ok(())
    }

    /// Erases a conversation, and the bytes of its recordings at once.
    pub(crate) async fn erase_whole(&self, erasing: Erasing) -> Result<Erased, MediaError> {
        let account = erasing.account.clone();
        let erased = self.store.erase(erasing).await?;
        if let Erased::Done(_, loose) = &erased {
            self.discard_all(&account, loose).await;
        }
        Ok(erased)
    }

    /// Removes all that is kept of a conversation that was erased (rule N25).
    pub(crate) async fn erase(&self, account: &str, conversation: Uuid) -> Result<(), MediaError> {
        self.discard_all(account, &self.store.let_go_of(account, conversation, self.clock.now()).await?).await;
        Ok(())
    }

    async fn discard_all(&self, account: &str, objects: &[String]) {
        for object in objects {
            self.discard(account, object).await;
        }
    }

    /// Removes what is loose since before this program began: nobody else is at work on it.
    pub(crate) async fn begin(&self) -> Result<(), MediaError> {
        self.sweep_loose(self.clock.now().plus(1)).await
    }

    /// Removes what is loose for too long, and what is older than recordings are kept.
    pub(crate) async fn sweep(&self) -> Result<(), MediaError> {
        let now = self.clock.now();
        self.sweep_old(now).await?;
        self.sweep_loose(now.plus(-LOOSE_FOR)).await
    }

    async fn sweep_loose(&self, before: Moment) -> Result<(), MediaError> {
        loop {
            let loose = self.store.loose(before, MEDIA_ROWS_MAX).await?;
            for (account, object) in &loose {
                self.removed(account, object).await?;
            }
            if loose.len() < MEDIA_ROWS_MAX {
                return Ok(());
            }
        }
    }

    async fn sweep_old(&self, now: Moment) -> Result<(), MediaError> {
        for row in self.store.accounts().await? {
            let days = [self.keep_days, row.retention.recordings_d].into_iter().flatten().min();
            let Some(before) = days.map(|days| days_before(now, days)) else { continue };
            while self.sweep_some(&row.account, before, now).await? {}
        }
        Ok(())
    }

    /// Removes some of an account's that are older. Whether there may be more.
    async fn sweep_some(&self, account: &Text, before: Moment, now: Moment) -> Result<bool, MediaError> {
        let old = self.store.media_before(account, before, MEDIA_ROWS_MAX).await?;
        let mut removed = 0;
        for recording in &old {
            let (account, by) = (account.clone(), house());
            let touching = Touching { account, recording: *recording, touch: Touch::Removed, by, version: None, at: now };
            removed += usize::from(matches!(self.remove(touching).await?, Did::Done(_)));
        }
        if removed > 0 {
            info!(%account, removed, "recordings that were kept for long enough");
        }
        // What cannot be removed must not be asked for again and again.
        Ok(old.len() == MEDIA_ROWS_MAX && removed > 0)
    }
}

/// Callbook itself, where it does something about a recording.
pub(crate) fn house() -> Doer {
    Doer { kind: DoerKind::System, id: text("callbook"), name: None }
}

/// A file that is gone with its value.
struct Incoming(PathBuf);

impl Drop for Incoming {
    fn drop(&mut self) {
        // What cannot be removed now is when the server starts again.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A name that nothing has.
fn drawn() -> Result<String, MediaError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| MediaError::Unavailable(format!("no random bytes: {error}")))?;
    Ok(links::hex(&bytes))
}

/// Writes a stream into a new file: how many bytes, and their hash.
async fn written<E>(
    file: &Path,
    stream: impl Stream<Item = Result<Bytes, E>> + Send,
    most: u64,
) -> Result<(u64, [u8; 32]), MediaError> {
    let mut file = File::create_new(file).await?;
    let (mut bytes, mut hash) = (0_u64, Sha256::new());
    let mut stream = std::pin::pin!(stream);
    while let Some(piece) = timeout(PIECE_MAX, stream.next()).await.map_err(|_| MediaError::BrokenOff)? {
        let piece = piece.map_err(|_| MediaError::BrokenOff)?;
        bytes = bytes.saturating_add(piece.len() as u64);
        if bytes > most {
            return Err(MediaError::TooLarge);
        }
        hash.update(&piece);
        file.write_all(&piece).await?;
    }
    file.flush().await?;
    Ok((bytes, hash.finalize().into()))
}

async fn looked_at(file: &Path) -> Result<(Kind, Option<f64>), MediaError> {
    let file = std::fs::File::open(file)?;
    // A file at which the reader breaks is none that can be read.
    let looked = tokio::task::spawn_blocking(move || audio::look(file)).await;
    looked.unwrap_or(Err("it begins like audio, and what follows is none that can be read")).map_err(MediaError::NoAudio)
}
