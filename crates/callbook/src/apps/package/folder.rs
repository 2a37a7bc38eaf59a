//! The folder of an app on a disk.

use std::fs;
use std::io;
use std::path::Path;

use super::{DEPTH_MAX, Kind, Taken};

/// The folders that count at the top.
const FOLDERS: [&str; 3] = ["config", "server", "node_modules"];

/// Reads what is kept of it.
pub(super) fn read(folder: &Path) -> Result<Taken, String> {
    let mut taken = Taken::default();
    walk(folder, "", 0, &mut taken)?;
    Ok(taken)
}

fn walk(folder: &Path, place: &str, depth: usize, taken: &mut Taken) -> Result<(), String> {
    let said = |error: io::Error| format!("{}: {error}", if place.is_empty() { "the folder" } else { place });
    if depth > DEPTH_MAX {
        return Err(format!("{place}: folders stand more than {DEPTH_MAX} deep in one another"));
    }
    for entry in fs::read_dir(folder).map_err(said)? {
        let entry = entry.map_err(said)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(said)?);
        // What has no name in UTF-8 cannot be asked for.
        let Ok(name) = entry.file_name().into_string() else { continue };
        let place = if place.is_empty() { name } else { format!("{place}/{name}") };
        if kind.is_dir() && (depth > 0 || FOLDERS.contains(&place.as_str())) {
            walk(&path, &place, depth + 1, taken)?;
        }
        if kind.is_symlink() && !place.starts_with("node_modules/") && Kind::of(&place) != Kind::Nothing {
            return Err(format!("{place}: a link, and an app has files of its own only"));
        }
        if kind.is_file() && Kind::of(&place) != Kind::Nothing {
            let bytes = fs::metadata(&path).map_err(said)?.len();
            taken.room_for(&place, usize::try_from(bytes).unwrap_or(usize::MAX))?;
            let read = fs::read(&path).map_err(|error| format!("{place}: {error}"))?;
            taken.add(place, read)?;
        }
    }
    Ok(())
}
