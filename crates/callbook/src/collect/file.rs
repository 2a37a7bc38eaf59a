//! A recording that a phone system writes into a folder of this machine, as Asterisk's MixMonitor does.
//!
//! The name comes from a dialplan, in which anything may stand, even what a caller chose. It is taken for a path below the folder and for
//! nothing else: each part of it is opened by itself, from the folder on, and none may be a link (rule of this room).

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path};

use bytes::Bytes;
use futures_util::stream::{self, Stream};
use rustix::fs::{Mode, OFlags, open, openat};
use rustix::io::Errno;

use super::Miss;
use crate::media::Media as Room;
use crate::store::{Media, WantedRow};

/// Where Asterisk's files stand unless its configuration says otherwise; a name that begins so is one below the folder.
const SPOOL: &str = "/var/spool/asterisk/monitor";
/// The most parts of a name.
const PARTS_MAX: usize = 32;
/// How much is read at once.
const PIECE_BYTES: usize = 64 << 10;

/// Takes the file in, if it is whole: it must look as it did the last time, and still so once it is read.
pub(super) async fn taken(room: &Room, row: &WantedRow, folder: &str, name: &str) -> Result<Media, Miss> {
    let parts = below(folder, name).ok_or_else(|| Miss::Never("its name leads out of the folder of recordings".to_owned()))?;
    let folder = folder.to_owned();
    let opened = tokio::task::spawn_blocking(move || opened(&folder, &parts)).await;
    let file = opened.map_err(|error| Miss::Later(error.to_string()))??;
    let looks = looked(&file)?;
    if row.looked.as_ref() != Some(&looks) {
        return Err(Miss::Grows(looks));
    }
    let media = room.take(&row.account, pieces(file.try_clone().map_err(unread)?)).await?;
    let looks_now = looked(&file)?;
    if looks_now != looks {
        room.discard(&row.account, &media.object).await;
        return Err(Miss::Grows(looks_now));
    }
    Ok(media)
}

fn unread(error: io::Error) -> Miss {
    Miss::Later(format!("its file cannot be read: {error}"))
}

/// The parts of a name below the folder; none of a name that leads elsewhere.
fn below(folder: &str, name: &str) -> Option<Vec<String>> {
    let path = Path::new(name);
    let rest = match path.is_absolute() {
        false => path,
        true => path.strip_prefix(folder).or_else(|_| path.strip_prefix(SPOOL)).ok()?,
    };
    let part = |part: Component<'_>| match part {
        Component::Normal(part) => part.to_str().filter(|part| !part.contains('\0')).map(str::to_owned),
        _ => None,
    };
    let parts: Vec<String> = rest.components().map(part).collect::<Option<_>>()?;
    (1..=PARTS_MAX).contains(&parts.len()).then_some(parts)
}

/// Opens a file below a folder, part by part. What is no plain file, or a link on the way, is never opened.
fn opened(folder: &str, parts: &[String]) -> Result<File, Miss> {
    let missed = |error: Errno| match error {
        Errno::LOOP | Errno::NOTDIR => Miss::Never("its name leads over a link, or to no file".to_owned()),
        error => unread(error.into()),
    };
    let flags = OFlags::RDONLY | OFlags::CLOEXEC;
    // The folder itself is the operator's word.
    let mut at: OwnedFd = open(folder, flags | OFlags::DIRECTORY, Mode::empty()).map_err(|error| unread(error.into()))?;
    let (last, folders) = parts.split_last().ok_or_else(|| Miss::Never("it has no name".to_owned()))?;
    for part in folders {
        at = openat(&at, part, flags | OFlags::DIRECTORY | OFlags::NOFOLLOW, Mode::empty()).map_err(missed)?;
    }
    // A pipe would have us wait for whoever writes into it.
    let file = File::from(openat(&at, last, flags | OFlags::NOFOLLOW | OFlags::NONBLOCK, Mode::empty()).map_err(missed)?);
    let is_file = file.metadata().map_err(unread)?.is_file();
    if is_file { Ok(file) } else { Err(Miss::Never("its name leads to no file".to_owned())) }
}

/// How a file looks: by this it is seen whether it grows.
fn looked(file: &File) -> Result<String, Miss> {
    let about = file.metadata().map_err(unread)?;
    if about.len() == 0 {
        return Err(Miss::Later("its file is empty".to_owned()));
    }
    Ok(format!("{} {}.{} {}", about.len(), about.mtime(), about.mtime_nsec(), about.ino()))
}

/// What stands in a file, as a stream; it is read where waiting for a disk holds up nobody.
fn pieces(file: File) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::try_unfold(file, |mut file| async move {
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; PIECE_BYTES];
            let count = file.read(&mut piece)?;
            piece.truncate(count);
            Ok::<_, io::Error>((piece, file))
        });
        let (piece, file) = read.await.map_err(io::Error::other)??;
        Ok(if piece.is_empty() { None } else { Some((Bytes::from(piece), file)) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_below_the_folder_or_none() {
        let of = |name: &str| below("/srv/calls", name).map(|parts| parts.join("|"));
        assert_eq!(of("a.wav").as_deref(), Some("a.wav"));
        assert_eq!(of("2026/01/a.wav").as_deref(), Some("2026|01|a.wav"));
        assert_eq!(of("/srv/calls/2026/a.wav").as_deref(), Some("2026|a.wav"));
        assert_eq!(of("/var/spool/asterisk/monitor/a.wav").as_deref(), Some("a.wav"));
        for outside in
            ["", "/", ".", "..", "../a.wav", "a/../../b", "/etc/passwd", "/srv/calls", "/srv/calls/../x", "/srv/callsx/a"]
        {
            assert_eq!(of(outside), None, "{outside}");
        }
        assert_eq!(of(&"a/".repeat(40)), None);
    }
}
