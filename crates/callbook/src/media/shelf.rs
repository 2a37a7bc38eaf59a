//! Where the bytes of recordings stand: a folder of this machine, or a bucket of S3's kind.
//!
//! What is put is durable when that is answered, and whole or not there at all. A name is put once, and never something else under it.

use std::fs;
use std::io;
use std::ops::Range;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Name;
use object_store::{GetOptions, GetRange, MultipartUpload, ObjectStore, ObjectStoreExt};
use tokio::io::AsyncReadExt;

/// Bytes that are put in one piece.
const PIECE_BYTES: usize = 8 << 20;
/// In which folder what comes in waits. No account has such a name.
const INCOMING: &str = ".incoming";

/// A bucket of S3's kind.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Bucket {
    /// Its name.
    pub(crate) bucket: String,
    /// Where it is, as `eu-west-1`.
    pub(crate) region: Option<String>,
    /// Where it is asked, if that is not Amazon's own place.
    pub(crate) endpoint: Option<String>,
    /// Who asks.
    pub(crate) access_key_id: String,
    /// With which secret.
    pub(crate) secret_access_key: String,
}

/// The secret stays out of logs.
impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bucket({})", self.bucket)
    }
}

/// Where bytes stand.
#[derive(Clone, Debug)]
pub(super) struct Shelf {
    objects: Arc<dyn ObjectStore>,
    folder: PathBuf,
    /// Whether the bytes stand in the folder themselves.
    is_folder: bool,
}

impl Shelf {
    /// A folder, which is made if it is not there; with a bucket, only what comes in waits in it.
    pub(super) fn open(folder: &Path, bucket: Option<&Bucket>) -> io::Result<Self> {
        let incoming = folder.join(INCOMING);
        // What people said on the phone is for nobody else on the machine.
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&incoming)?;
        for left in fs::read_dir(&incoming)? {
            fs::remove_file(left?.path())?;
        }
        let objects: Arc<dyn ObjectStore> = match bucket {
            None => Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true)),
            Some(bucket) => Arc::new(far(bucket)?),
        };
        Ok(Self { objects, folder: folder.to_owned(), is_folder: bucket.is_none() })
    }

    /// A file of that name for what comes in.
    pub(super) fn incoming(&self, name: &str) -> PathBuf {
        self.folder.join(INCOMING).join(name)
    }

    /// Puts a file under a name.
    pub(super) async fn put(&self, account: &str, object: &str, mut file: tokio::fs::File) -> io::Result<()> {
        let name = name(account, object);
        let first = piece(&mut file).await?;
        if first.len() < PIECE_BYTES {
            self.objects.put(&name, first.into()).await?;
            return Ok(());
        }
        let mut parts = self.objects.put_multipart(&name).await?;
        let written = put_parts(&mut *parts, first, file).await;
        if written.is_err() {
            // What cannot be taken back now is loose: it is removed with its name later, or by the bucket's own rule.
            let _ = parts.abort().await;
        }
        written
    }

    /// Some of the bytes under a name, as they come.
    pub(super) async fn get(
        &self,
        account: &str,
        object: &str,
        range: Range<u64>,
    ) -> io::Result<BoxStream<'static, io::Result<Bytes>>> {
        let options = GetOptions { range: Some(GetRange::Bounded(range)), ..GetOptions::default() };
        let got = self.objects.get_opts(&name(account, object), options).await?;
        Ok(got.into_stream().map(|piece| piece.map_err(io::Error::from)).boxed())
    }

    /// Removes what stands under a name, and what was left of putting it there. Nothing there is as good.
    pub(super) async fn remove(&self, account: &str, object: &str) -> io::Result<()> {
        let name = name(account, object);
        match self.objects.delete(&name).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        if self.is_folder {
            let file = self.folder.join(name.as_ref());
            return tokio::task::spawn_blocking(move || remove_unfinished(&file)).await.map_err(io::Error::other)?;
        }
        Ok(())
    }
}

/// The next bytes of a file: as many as are put in one piece, unless it ends before.
async fn piece(file: &mut tokio::fs::File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(PIECE_BYTES as u64).read_to_end(&mut bytes).await?;
    Ok(bytes)
}

/// Puts a file piece after piece, so that no more than one of them is in memory.
async fn put_parts(parts: &mut dyn MultipartUpload, first: Vec<u8>, mut file: tokio::fs::File) -> io::Result<()> {
    let mut next = first;
    while !next.is_empty() {
        parts.put_part(next.into()).await?;
        next = piece(&mut file).await?;
    }
    parts.complete().await?;
    Ok(())
}

fn far(bucket: &Bucket) -> object_store::Result<object_store::aws::AmazonS3> {
    let mut far = AmazonS3Builder::new()
        .with_bucket_name(&bucket.bucket)
        .with_access_key_id(&bucket.access_key_id)
        .with_secret_access_key(&bucket.secret_access_key)
        // Not everything that speaks like S3 removes many at once, and we never do.
        .with_disable_bulk_delete(true);
    if let Some(region) = &bucket.region {
        far = far.with_region(region);
    }
    if let Some(endpoint) = &bucket.endpoint {
        far = far.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    far.build()
}

/// Names are drawn; by their first letters no folder gets too full.
fn name(account: &str, object: &str) -> Name {
    Name::from_iter([account, object.get(..2).unwrap_or(object), object])
}

/// A program that ended while it put a file leaves it under the name, `#` and a number.
fn remove_unfinished(file: &Path) -> io::Result<()> {
    let (Some(folder), Some(name)) = (file.parent(), file.file_name().and_then(|name| name.to_str())) else { return Ok(()) };
    let begins = format!("{name}#");
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(&begins)) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
