//! Which recordings a change says are to be had from their phone system.

use serde::Deserialize;
use serde::de::IgnoredAny;
use uuid::Uuid;

use crate::store::SourceSettings;

/// As much of a patch as is read.
#[derive(Deserialize)]
struct Patch {
    whole: Option<Whole>,
}

#[derive(Deserialize)]
struct Whole {
    /// What there is now, and what there was.
    recordings: Option<(Vec<Entry>, IgnoredAny)>,
}

/// As much of a recording.
#[derive(Deserialize)]
struct Entry {
    id: Uuid,
    name: Option<String>,
    ended_at: Option<IgnoredAny>,
    stored_at: Option<IgnoredAny>,
    url: Option<String>,
    deleted_at: Option<IgnoredAny>,
}

/// Recordings that can be fetched, each with its link or the name of its file.
pub(super) fn recordings(patch: &str, settings: &SourceSettings) -> Vec<(Uuid, String)> {
    // Most changes say nothing of recordings, and most sources have none.
    if settings.twilio.is_none() && settings.recordings_folder.is_none() || !patch.contains("\"recordings\"") {
        return Vec::new();
    }
    let read = serde_json::from_str::<Patch>(patch).ok().and_then(|patch| patch.whole?.recordings);
    let Some((entries, _)) = read else { return Vec::new() };
    entries.into_iter().filter(|entry| entry.deleted_at.is_none()).filter_map(|entry| entry.place(settings)).collect()
}

impl Entry {
    fn place(self, settings: &SourceSettings) -> Option<(Uuid, String)> {
        match (self.url, self.name) {
            (Some(url), _) if settings.twilio.is_some() => Some((self.id, url)),
            (None, Some(name)) if settings.recordings_folder.is_some() => {
                (self.ended_at.is_some() && self.stored_at.is_none()).then_some((self.id, name))
            }
            _ => None,
        }
    }
}
