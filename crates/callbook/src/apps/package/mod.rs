//! The folder of an app, from a disk or out of a zip file, read once into what is kept of it.
//!
//! Only `manifest.json`, `config/requests.json`, `config/iparams.json`, `server/` and `node_modules/` count; everything else is
//! passed over unread. Nothing is ever written, no path leads out of the folder, and number and size of files are limited before
//! they are read. To keep one more file: its arm in [`Kind::of`].

mod folder;
mod zipped;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

pub(crate) use zipped::ZIP_BYTES_MAX;

use super::manifest::{Generation, Manifest};
use super::template::Templates;

/// The most files that are kept of an app.
pub(crate) const FILES_MAX: usize = 5_000;
/// Bytes of one of them.
pub(crate) const FILE_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Bytes of all of them.
pub(crate) const FILES_BYTES_MAX: usize = 10 * 1024 * 1024;
/// The longest path in an app.
pub(crate) const PATH_BYTES_MAX: usize = 300;
/// How deep folders may stand in one another.
const DEPTH_MAX: usize = 24;
/// The script in which handlers stand.
pub(crate) const MAIN: &str = "server/server.js";
const MANIFEST: &str = "manifest.json";
const REQUESTS: &str = "config/requests.json";
const IPARAMS: &str = "config/iparams.json";
const PAYLOADS: &str = "server/test_data/";

/// What is kept of an app.
#[derive(Debug)]
pub(crate) struct Package {
    /// What it says of itself.
    pub(crate) manifest: Manifest,
    /// Its request templates.
    pub(crate) templates: Templates,
    /// What an installation is to be given: its `config/iparams.json`, an object.
    pub(crate) iparams: Option<Value>,
    /// Its scripts and JSON files, by their path in the folder.
    pub(crate) scripts: Arc<BTreeMap<String, String>>,
    /// Payloads to try it with, by their path below `server/test_data/`.
    pub(crate) test_data: BTreeMap<String, Vec<u8>>,
    /// What should be known before it is installed and prevents nothing.
    pub(crate) warnings: Vec<String>,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Settings,
    Script,
    TestData,
    Nothing,
}

impl Kind {
    fn of(path: &str) -> Self {
        let is_script = [".js", ".cjs", ".json"].iter().any(|end| path.ends_with(end));
        match path {
            MANIFEST | REQUESTS | IPARAMS => Self::Settings,
            _ if path.starts_with(PAYLOADS) => {
                if path.ends_with(".json") {
                    Self::TestData
                } else {
                    Self::Nothing
                }
            }
            _ if path.starts_with("server/") || path.starts_with("node_modules/") => {
                if is_script {
                    Self::Script
                } else {
                    Self::Nothing
                }
            }
            _ => Self::Nothing,
        }
    }
}

/// Files while they are taken in, wherever they come from.
#[derive(Default)]
struct Taken {
    files: BTreeMap<String, Vec<u8>>,
    bytes: usize,
}

impl Taken {
    /// Whether there is room for one more; what is too much is named.
    fn room_for(&self, path: &str, bytes: usize) -> Result<(), String> {
        if path.len() > PATH_BYTES_MAX {
            return Err(format!("{path}: a path of more than {PATH_BYTES_MAX} bytes"));
        }
        if self.files.len() >= FILES_MAX {
            return Err(format!("{path}: more than {FILES_MAX} files"));
        }
        if bytes > FILE_BYTES_MAX {
            return Err(format!("{path}: more than {FILE_BYTES_MAX} bytes"));
        }
        if self.bytes + bytes > FILES_BYTES_MAX {
            return Err(format!("{path}: the app has more than {FILES_BYTES_MAX} bytes"));
        }
        Ok(())
    }

    fn add(&mut self, path: String, bytes: Vec<u8>) -> Result<(), String> {
        self.room_for(&path, bytes.len())?;
        self.bytes += bytes.len();
        self.files.insert(path, bytes);
        Ok(())
    }

    fn of_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, String> {
        let mut taken = Self::default();
        for (path, text) in texts {
            taken.add(path.to_owned(), text.as_bytes().to_vec())?;
        }
        Ok(taken)
    }

    fn text(&mut self, path: &str) -> Result<Option<String>, String> {
        self.files.remove(path).map(|bytes| text(path, bytes)).transpose()
    }
}

fn text(path: &str, bytes: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(bytes).map_err(|_| format!("{path}: expected UTF-8"))?;
    // The engine reads texts to their first NUL, and a script has none.
    if text.contains('\0') { Err(format!("{path}: expected a text, and there is a NUL in it")) } else { Ok(text) }
}

impl Package {
    /// Reads the folder or zip file at a path.
    pub(crate) fn open(path: &Path) -> Result<Self, String> {
        if path.is_dir() {
            return Self::of(folder::read(path)?);
        }
        Self::unzip(&Self::packed(path)?)
    }

    /// Reads a zip file of the folder, or of what is in it.
    pub(crate) fn unzip(bytes: &[u8]) -> Result<Self, String> {
        Self::of(zipped::read(bytes)?)
    }

    /// The zip file at a path, or one of what counts of the folder there.
    pub(crate) fn packed(path: &Path) -> Result<Vec<u8>, String> {
        if path.is_dir() {
            return zipped::write(&folder::read(path)?);
        }
        let bytes = std::fs::metadata(path).map_err(|error| error.to_string())?.len();
        if bytes > ZIP_BYTES_MAX as u64 {
            return Err(format!("the zip file has more than {ZIP_BYTES_MAX} bytes"));
        }
        std::fs::read(path).map_err(|error| error.to_string())
    }

    /// Of texts, each with its path.
    pub(crate) fn of_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, String> {
        Self::of(Taken::of_texts(texts)?)
    }

    /// A zip file of texts, each with its path.
    #[cfg(test)]
    pub(crate) fn zip_of<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Vec<u8>, String> {
        zipped::write(&Taken::of_texts(texts)?)
    }

    fn of(mut taken: Taken) -> Result<Self, String> {
        let manifest = taken.text(MANIFEST)?.ok_or("manifest.json: it is not there")?;
        let manifest = Manifest::read(&manifest)?;
        let templates = taken.text(REQUESTS)?.map(|text| Templates::read(&text)).transpose()?.unwrap_or_default();
        let iparams = taken.text(IPARAMS)?.map(|text| iparams(&text)).transpose()?;
        let (mut scripts, mut test_data) = (BTreeMap::new(), BTreeMap::new());
        for (path, bytes) in taken.files {
            match (Kind::of(&path), path.strip_prefix(PAYLOADS)) {
                (Kind::TestData, Some(place)) => drop(test_data.insert(place.to_owned(), bytes)),
                _ => drop(scripts.insert(path.clone(), text(&path, bytes)?)),
            }
        }
        if let Some((_, by)) = manifest.handlers().next().filter(|_| !scripts.contains_key(MAIN)) {
            return Err(format!("{MAIN}: it is not there, and {by} needs a handler"));
        }
        let mut warnings = Vec::new();
        for name in manifest.dependencies.iter().filter(|name| !came_along(&scripts, name)) {
            warnings.push(format!(
                "manifest.json: dependencies.{name}: nothing is fetched; it is there only if its files come along"
            ));
        }
        for name in manifest.requests.iter().filter(|name| !templates.has(name)) {
            warnings.push(format!("manifest.json: requests.{name}: config/requests.json has no such template"));
        }
        Ok(Self { manifest, templates, iparams, scripts: Arc::new(scripts), test_data, warnings })
    }

    /// The payload to try an event or a server method with, and its path: where its generation keeps it, or where the other one does.
    pub(crate) fn payload(&self, name: &str) -> Option<(String, &[u8])> {
        let modules = self.manifest.modules.iter().map(String::as_str).chain(["call"]);
        let modules = modules.map(|module| format!("{module}/{name}.json"));
        let flat = format!("{name}.json");
        let places: Vec<String> = match self.manifest.generation {
            Generation::Two => std::iter::once(flat).chain(modules).collect(),
            Generation::Three => modules.chain([flat]).collect(),
        };
        places.into_iter().find_map(|place| {
            let bytes = self.test_data.get(&place)?;
            Some((format!("{PAYLOADS}{place}"), bytes.as_slice()))
        })
    }
}

fn came_along(scripts: &BTreeMap<String, String>, name: &str) -> bool {
    ["node_modules", "server/node_modules"].iter().any(|folder| {
        let start = format!("{folder}/{name}/");
        scripts.range(start.clone()..).next().is_some_and(|(path, _)| path.starts_with(&start))
    })
}

fn iparams(text: &str) -> Result<Value, String> {
    let wrong = |says: String| format!("{IPARAMS}: {says}");
    let read: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| wrong(error.to_string()))?;
    if read.is_object() { Ok(read) } else { Err(wrong("expected an object".to_owned())) }
}
