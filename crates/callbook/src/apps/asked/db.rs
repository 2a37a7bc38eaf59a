//! The key-value store of an installation: what may be asked of it (contract 4.3, 4.7), and what an update makes of a value.
//!
//! The actions `increment`, `append`, `set` and `remove`, and what they take, are those of the vendor's page "Key-value storage":
//! the first two work on attributes at the top, the others also on paths with dots.

use std::time::Duration;

use serde_json::{Map, Number, Value};

use super::{unknown, word};
use crate::apps::host::Refusal;

/// The longest key, in characters (doc).
pub(crate) const KEY_CHARS_MAX: usize = 60;
/// Bytes of a key with its value as JSON (doc).
pub(crate) const ENTRY_BYTES_MAX: usize = 40 * 1024;
/// How deep a path may lead.
const PATH_PARTS_MAX: usize = 32;

/// A value: always an object (doc).
pub(crate) type Entry = Map<String, Value>;

/// What must be so for a write to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SetIf {
    /// The key is there.
    Exist,
    /// It is not.
    NotExist,
}

impl SetIf {
    /// Whether a write goes ahead; the words of its refusal are those that public apps compare with (seen).
    pub(crate) fn allows(self, is_there: bool) -> Result<(), Refusal> {
        match (self, is_there) {
            (Self::Exist, true) | (Self::NotExist, false) => Ok(()),
            _ => Err(Refusal::bad("The setIf conditional request failed")),
        }
    }
}

/// What an update does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Action {
    /// Adds to numbers at the top; what is not there begins at 0.
    Increment(Vec<(String, Number)>),
    /// Adds to the end of lists at the top.
    Append(Vec<(String, Vec<Value>)>),
    /// Sets what stands at paths.
    Set(Vec<(Vec<String>, Value)>),
    /// Takes away what stands at paths.
    Remove(Vec<Vec<String>>),
}

/// One thing that is asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ask {
    /// Keeps a value; answered with `{"Created": true}`.
    Set {
        /// Its key.
        key: String,
        /// What is kept.
        value: Entry,
        /// How long it is kept; for ever without one.
        ttl: Option<Duration>,
        /// What must be so.
        set_if: Option<SetIf>,
    },
    /// Answered with the value; a key that is not there is refused with 404.
    Get {
        /// Its key.
        key: String,
    },
    /// Changes a value; answered with `{"Updated": true}`.
    Update {
        /// Its key.
        key: String,
        /// What is done.
        action: Action,
        /// What must be so.
        set_if: Option<SetIf>,
    },
    /// Forgets a value; answered with `{"Deleted": true}`.
    Delete {
        /// Its key.
        key: String,
    },
}

impl Ask {
    /// Reads the words of `$db.<verb>(…)`.
    pub(crate) fn read(verb: &str, words: &[Value]) -> Result<Self, Refusal> {
        let key = key(word(words, 0));
        match verb {
            "get" => Ok(Self::Get { key: key? }),
            "delete" => Ok(Self::Delete { key: key? }),
            "set" => {
                let key = key?;
                let value = entry(word(words, 1))?;
                fits(&key, &value)?;
                let options = word(words, 2);
                Ok(Self::Set { key, value, ttl: ttl(options)?, set_if: set_if(options)? })
            }
            "update" => {
                let action = Action::read(word(words, 1), word(words, 2))?;
                Ok(Self::Update { key: key?, action, set_if: set_if(word(words, 3))? })
            }
            _ => Err(unknown("$db", verb)),
        }
    }
}

impl Action {
    fn read(action: &Value, attributes: &Value) -> Result<Self, Refusal> {
        let named = || {
            let named = attributes.as_object().filter(|named| !named.is_empty());
            named.ok_or_else(|| Refusal::bad("attributes: expected an object that is not empty"))
        };
        match action.as_str() {
            Some("increment") => {
                let number = |(name, by): (&String, &Value)| match by {
                    Value::Number(by) => Ok((name.clone(), by.clone())),
                    _ => Err(Refusal::bad(format!("{name}: expected a number"))),
                };
                Ok(Self::Increment(named()?.iter().map(number).collect::<Result<_, _>>()?))
            }
            Some("append") => {
                let list = |(name, items): (&String, &Value)| match items {
                    Value::Array(items) => Ok((name.clone(), items.iter().map(nulled).collect())),
                    _ => Err(Refusal::bad(format!("{name}: expected an array"))),
                };
                Ok(Self::Append(named()?.iter().map(list).collect::<Result<_, _>>()?))
            }
            Some("set") => {
                let set = |(at, value): (&String, &Value)| Ok((path(at)?, nulled(value)));
                Ok(Self::Set(named()?.iter().map(set).collect::<Result<_, _>>()?))
            }
            Some("remove") => {
                let paths = attributes.as_array().filter(|paths| !paths.is_empty());
                let paths = paths.ok_or_else(|| Refusal::bad("attributes: expected an array of paths"))?;
                let read = |at: &Value| path(at.as_str().unwrap_or_default());
                Ok(Self::Remove(paths.iter().map(read).collect::<Result<_, _>>()?))
            }
            _ => Err(Refusal::bad(format!("action: expected increment, append, set or remove, not {action}"))),
        }
    }

    /// What becomes of a value. Where there is none, `increment`, `append` and `set` make one (doc), and `remove` finds nothing.
    pub(crate) fn apply(&self, key: &str, old: Option<Entry>) -> Result<Entry, Refusal> {
        let mut entry = match (self, old) {
            (Self::Remove(_), None) => return Err(Refusal::missing()),
            (_, old) => old.unwrap_or_default(),
        };
        match self {
            Self::Increment(named) => {
                for (name, by) in named {
                    let sum = add(name, entry.get(name), by)?;
                    entry.insert(name.clone(), sum);
                }
            }
            Self::Append(named) => {
                for (name, items) in named {
                    match entry.entry(name.clone()).or_insert_with(|| Value::Array(Vec::new())) {
                        Value::Array(list) => list.extend(items.iter().cloned()),
                        _ => return Err(Refusal::bad(format!("{name}: what is kept there is no array"))),
                    }
                }
            }
            Self::Set(set) => set.iter().for_each(|(path, value)| put(&mut entry, path, value)),
            Self::Remove(paths) => paths.iter().for_each(|path| take(&mut entry, path)),
        }
        fits(key, &entry)?;
        Ok(entry)
    }
}

fn key(said: &Value) -> Result<String, Refusal> {
    match said {
        Value::String(key) if !key.trim().is_empty() && key.chars().count() <= KEY_CHARS_MAX => Ok(key.clone()),
        _ => Err(Refusal::bad(format!("key: expected a text of 1 to {KEY_CHARS_MAX} characters"))),
    }
}

fn entry(said: &Value) -> Result<Entry, Refusal> {
    match nulled(said) {
        Value::Object(entry) if !entry.is_empty() => Ok(entry),
        _ => Err(Refusal::bad("value: expected an object that is not empty")),
    }
}

/// Empty texts are kept as null (doc).
fn nulled(value: &Value) -> Value {
    match value {
        Value::String(text) if text.is_empty() => Value::Null,
        Value::Array(items) => Value::Array(items.iter().map(nulled).collect()),
        Value::Object(fields) => Value::Object(fields.iter().map(|(name, value)| (name.clone(), nulled(value))).collect()),
        other => other.clone(),
    }
}

/// Whether a value has room.
fn fits(key: &str, value: &Entry) -> Result<(), Refusal> {
    let bytes = key.len() + serde_json::to_string(value).map_or(usize::MAX, |text| text.len());
    if bytes > ENTRY_BYTES_MAX {
        return Err(Refusal::bad(format!("key and value have {bytes} bytes, more than {ENTRY_BYTES_MAX}")));
    }
    Ok(())
}

/// Seconds; negative or nothing is for ever (doc).
fn ttl(options: &Value) -> Result<Option<Duration>, Refusal> {
    match options.get("ttl") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(seconds)) => Ok(seconds.as_f64().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())),
        Some(_) => Err(Refusal::bad("ttl: expected a number of seconds")),
    }
}

fn set_if(options: &Value) -> Result<Option<SetIf>, Refusal> {
    match options.get("setIf") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(word)) if word == "exist" => Ok(Some(SetIf::Exist)),
        Some(Value::String(word)) if word == "not_exist" => Ok(Some(SetIf::NotExist)),
        Some(_) => Err(Refusal::bad("setIf: expected exist or not_exist")),
    }
}

fn path(said: &str) -> Result<Vec<String>, Refusal> {
    let parts: Vec<String> = said.split('.').map(str::to_owned).collect();
    if parts.iter().any(String::is_empty) || parts.len() > PATH_PARTS_MAX {
        return Err(Refusal::bad(format!("path: expected 1 to {PATH_PARTS_MAX} names between dots, not {said:?}")));
    }
    Ok(parts)
}

/// A sum, whole where both are.
fn add(name: &str, old: Option<&Value>, by: &Number) -> Result<Value, Refusal> {
    let old = match old {
        None | Some(Value::Null) => &Number::from(0),
        Some(Value::Number(old)) => old,
        Some(_) => return Err(Refusal::bad(format!("{name}: what is kept there is no number"))),
    };
    let whole = old.as_i64().zip(by.as_i64()).and_then(|(old, by)| old.checked_add(by));
    let sum = whole.map(Number::from).or_else(|| Number::from_f64(old.as_f64()? + by.as_f64()?));
    sum.map(Value::Number).ok_or_else(|| Refusal::bad(format!("{name}: the sum is no number")))
}

/// Sets what stands at a path; what is in the way and no object gives way to one.
fn put(entry: &mut Entry, path: &[String], value: &Value) {
    match path {
        [] => {}
        [last] => drop(entry.insert(last.clone(), value.clone())),
        [first, rest @ ..] => {
            let inner = entry.entry(first.clone()).or_insert_with(|| Value::Object(Map::new()));
            if !inner.is_object() {
                *inner = Value::Object(Map::new());
            }
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

/// Takes away what stands at a path, if anything does.
fn take(entry: &mut Entry, path: &[String]) {
    match path {
        [] => {}
        [last] => drop(entry.remove(last)),
        [first, rest @ ..] => {
            if let Some(Value::Object(inner)) = entry.get_mut(first) {
                take(inner, rest);
            }
        }
    }
}
