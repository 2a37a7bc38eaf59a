//! The folder of an app in a zip file, which may come from anybody.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{FILE_BYTES_MAX, FILES_MAX, Kind, MANIFEST, Taken};

/// The longest zip file.
pub(crate) const ZIP_BYTES_MAX: usize = 20 * 1024 * 1024;
/// How many times as long as in the zip file a file may be, once it has more than a page.
const RATIO_MAX: u64 = 200;
/// Up to here nobody is asked how well it was packed.
const SMALL_BYTES: u64 = 64 * 1024;
/// The most entries of a zip file, those that do not count among them.
const ENTRIES_MAX: usize = 4 * FILES_MAX;

/// Reads what is kept of it.
pub(super) fn read(bytes: &[u8]) -> Result<Taken, String> {
    if bytes.len() > ZIP_BYTES_MAX {
        return Err(format!("the zip file has more than {ZIP_BYTES_MAX} bytes"));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("expected a zip file: {error}"))?;
    if archive.len() > ENTRIES_MAX {
        return Err(format!("the zip file has more than {ENTRIES_MAX} entries"));
    }
    let top = top(&archive);
    let mut taken = Taken::default();
    for number in 0..archive.len() {
        let mut entry = archive.by_index(number).map_err(|error| format!("entry {number} of the zip file: {error}"))?;
        let name = entry.name().map_err(|error| format!("entry {number} of the zip file: {error}"))?.into_owned();
        if !is_inside(&name) {
            return Err(format!("{name:?}: a path that leaves the folder"));
        }
        let Some(place) = name.strip_prefix(&top) else { continue };
        if entry.is_dir() || Kind::of(place) == Kind::Nothing {
            continue;
        }
        if entry.is_symlink() {
            return Err(format!("{place}: a link, and an app has files of its own only"));
        }
        let (packed, unpacked) = (entry.compressed_size(), entry.size());
        taken.room_for(place, usize::try_from(unpacked).unwrap_or(usize::MAX))?;
        let mut read = Vec::new();
        // What the zip file says of a length is no more than its word.
        let most = (FILE_BYTES_MAX as u64 + 1).min(SMALL_BYTES.max(packed.saturating_mul(RATIO_MAX)) + 1);
        entry.by_ref().take(most).read_to_end(&mut read).map_err(|error| format!("{place}: {error}"))?;
        if read.len() as u64 == most {
            return Err(format!("{place}: packed more than {RATIO_MAX} times, or more than {FILE_BYTES_MAX} bytes"));
        }
        if taken.files.contains_key(place) {
            return Err(format!("{place}: it is in the zip file twice"));
        }
        taken.add(place.to_owned(), read)?;
    }
    Ok(taken)
}

/// A zip file of what is kept.
pub(super) fn write(taken: &Taken) -> Result<Vec<u8>, String> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (place, bytes) in &taken.files {
        writer.start_file(place.as_str(), options).map_err(|error| format!("{place}: {error}"))?;
        writer.write_all(bytes).map_err(|error| format!("{place}: {error}"))?;
    }
    writer.finish().map(Cursor::into_inner).map_err(|error| error.to_string())
}

/// The folder in which everything stands: none, or that of the only manifest one floor down.
fn top(archive: &ZipArchive<Cursor<&[u8]>>) -> String {
    if archive.index_for_name(MANIFEST).is_some() {
        return String::new();
    }
    let names = archive.file_names().filter_map(Result::ok);
    let mut folders = names.filter_map(|name| {
        let folder = name.strip_suffix(MANIFEST)?.strip_suffix('/')?;
        (!folder.contains('/')).then(|| format!("{folder}/"))
    });
    match (folders.next(), folders.next()) {
        (Some(only), None) => only,
        _ => String::new(),
    }
}

/// Whether a path stays where it is: no root, no drive, no way up, no other slash.
fn is_inside(name: &str) -> bool {
    let parts = name.strip_suffix('/').unwrap_or(name).split('/');
    !name.contains(['\\', '\0', ':']) && parts.clone().all(|part| !part.is_empty() && part != "." && part != "..")
}
