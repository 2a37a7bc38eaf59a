//! The manifest of an app, of either generation, read once into what counts of it (contract 4.2, F34, F35).
//!
//! Whoever has a [`Manifest`] need not check it again. What is wrong is said with its place, so that whoever wrote it finds it;
//! keys that are not known never prevent anything. To read one more key: its part of [`Manifest::read`].

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// The longest manifest.
pub(crate) const MANIFEST_BYTES_MAX: usize = 256 * 1024;
/// Lengths of the name of a function (doc).
const FUNCTION_CHARS_MIN: usize = 2;
const FUNCTION_CHARS_MAX: usize = 40;
/// The module in which events stand that are for the app itself.
const OF_THE_APP: &str = "common";
/// The module of a fragment that says none: the seed's (F35).
const CALL: &str = "call";

/// Which envelope an app gets (contract 4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Generation {
    /// `platform-version` 2.x: products.
    Two,
    /// `platform-version` 3.x: modules.
    Three,
}

/// What an app says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// Which envelope it gets.
    pub(crate) generation: Generation,
    /// Its modules, `common` left out; of the second generation its products.
    pub(crate) modules: BTreeSet<String>,
    /// The events that it subscribed to, each with the name of its handler in `exports`.
    pub(crate) events: BTreeMap<String, String>,
    /// Its server methods, each the name of a handler in `exports`.
    pub(crate) functions: BTreeSet<String>,
    /// The request templates that it declares.
    pub(crate) requests: BTreeSet<String>,
    /// Packages that it names without bringing them along.
    pub(crate) dependencies: BTreeSet<String>,
}

/// One module or product while it is read: where it stands, and what it holds.
struct Part<'a> {
    place: String,
    holds: &'a Map<String, Value>,
}

impl Manifest {
    /// Reads it. What is wrong is answered with the culprit's place.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        if text.len() > MANIFEST_BYTES_MAX {
            return Err(format!("manifest.json: more than {MANIFEST_BYTES_MAX} bytes"));
        }
        let text = text.trim_start_matches('\u{feff}');
        let whole: Value = fragment(text).map_err(|error| format!("manifest.json: {error}"))?;
        let whole = whole.as_object().ok_or("manifest.json: expected an object")?;
        let generation = generation(whole)?;
        let (parts, modules) = parts(whole, generation)?;
        let mut manifest = Self {
            generation,
            modules,
            events: BTreeMap::new(),
            functions: BTreeSet::new(),
            requests: BTreeSet::new(),
            dependencies: names(whole.get("dependencies")),
        };
        for part in &parts {
            manifest.take_events(part)?;
            manifest.take_functions(part)?;
            manifest.requests.extend(part.named("requests")?.map(|(name, _)| name.clone()));
        }
        Ok(manifest)
    }

    /// The handlers that must be in `exports`, each with what names it.
    pub(crate) fn handlers(&self) -> impl Iterator<Item = (&str, String)> {
        let events = self.events.iter().map(|(event, handler)| (handler.as_str(), format!("event {event}")));
        events.chain(self.functions.iter().map(|name| (name.as_str(), format!("function {name}"))))
    }

    fn take_events(&mut self, part: &Part<'_>) -> Result<(), String> {
        for (event, said) in part.named("events")? {
            let place = format!("{}.events.{event}", part.place);
            let handler = said.get("handler").and_then(Value::as_str).filter(|name| !name.is_empty());
            let handler = handler.ok_or_else(|| format!("manifest.json: {place}.handler: expected the name of a function"))?;
            if let Some(other) = self.events.insert(event.clone(), handler.to_owned()).filter(|other| other != handler) {
                return Err(format!("manifest.json: {place}: one handler an event, and {other} is one already"));
            }
        }
        Ok(())
    }

    fn take_functions(&mut self, part: &Part<'_>) -> Result<(), String> {
        for (name, _) in part.named("functions")? {
            if !is_function(name) {
                return Err(format!(
                    "manifest.json: {}.functions.{name}: expected {FUNCTION_CHARS_MIN} to {FUNCTION_CHARS_MAX} letters, digits or _, \
                     beginning with no digit",
                    part.place
                ));
            }
            self.functions.insert(name.clone());
        }
        Ok(())
    }
}

impl<'a> Part<'a> {
    /// The entries of one of its keys. `[]` and nothing at all say none.
    fn named(&self, key: &str) -> Result<impl Iterator<Item = (&'a String, &'a Value)> + use<'a>, String> {
        let entries = match self.holds.get(key) {
            None | Some(Value::Null) => None,
            Some(Value::Array(none)) if none.is_empty() => None,
            Some(Value::Object(entries)) => Some(entries),
            Some(_) => return Err(format!("manifest.json: {}.{key}: expected an object", self.place)),
        };
        Ok(entries.into_iter().flatten())
    }
}

/// The text as JSON. The seed shows a fragment without its outer braces; it is read as if they stood there (F35).
fn fragment(text: &str) -> Result<Value, String> {
    let whole = serde_json::from_str(text);
    match whole {
        Err(error) if text.trim_start().starts_with('"') => {
            serde_json::from_str(&format!("{{{text}}}")).map_err(|_| error.to_string())
        }
        whole => whole.map_err(|error| error.to_string()),
    }
}

fn generation(whole: &Map<String, Value>) -> Result<Generation, String> {
    match whole.get("platform-version") {
        // What says no version is told by its shape; the seed's fragment is of the third generation (F35).
        None => Ok(if whole.contains_key("product") { Generation::Two } else { Generation::Three }),
        Some(Value::String(version)) if version.starts_with("2.") || version == "2" => Ok(Generation::Two),
        Some(Value::String(version)) if version.starts_with("3.") || version == "3" => Ok(Generation::Three),
        Some(other) => Err(format!("manifest.json: platform-version: expected \"2.x\" or \"3.x\", not {other}")),
    }
}

/// The modules or products, and their names without `common`.
fn parts(whole: &Map<String, Value>, generation: Generation) -> Result<(Vec<Part<'_>>, BTreeSet<String>), String> {
    let key = match generation {
        Generation::Two => "product",
        Generation::Three => "modules",
    };
    let Some(said) = whole.get(key) else {
        if whole.contains_key("events") {
            // Only the innermost part is there: it is read as module `call` (F35).
            return Ok((vec![Part { place: "the top".to_owned(), holds: whole }], BTreeSet::from([CALL.to_owned()])));
        }
        return Err(format!("manifest.json: {key}: it is not there"));
    };
    let said = said.as_object().ok_or_else(|| format!("manifest.json: {key}: expected an object"))?;
    let mut parts = Vec::new();
    for (name, holds) in said {
        let place = format!("{key}.{name}");
        let holds = holds.as_object().ok_or_else(|| format!("manifest.json: {place}: expected an object"))?;
        parts.push(Part { place, holds });
    }
    let modules: BTreeSet<String> = said.keys().filter(|name| *name != OF_THE_APP).cloned().collect();
    if modules.is_empty() {
        return Err(format!("manifest.json: {key}: `common` alone is no app; expected another module, which may be {{}}"));
    }
    Ok((parts, modules))
}

fn names(said: Option<&Value>) -> BTreeSet<String> {
    said.and_then(Value::as_object).map(|said| said.keys().cloned().collect()).unwrap_or_default()
}

fn is_function(name: &str) -> bool {
    (FUNCTION_CHARS_MIN..=FUNCTION_CHARS_MAX).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !name.starts_with(|first: char| first.is_ascii_digit())
}
