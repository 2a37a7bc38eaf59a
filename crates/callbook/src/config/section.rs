//! Taking a section of the configuration apart, key by key. Every fault is kept, so that all of them are told at once.
//!
//! Nothing here knows any key: whoever takes a section says which keys it has by asking for them, and [`Section::end`] tells of
//! those that nobody asked for.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::tree::{Node, Value};

/// Everything that is wrong.
#[derive(Debug, Default)]
pub(super) struct Faults(pub(super) Vec<String>);

impl Faults {
    /// Something is wrong there.
    pub(super) fn add(&mut self, place: &str, says: impl std::fmt::Display) {
        self.0.push(format!("{place}: {says}"));
    }
}

/// A section that is being taken apart.
pub(super) struct Section<'a> {
    keys: BTreeMap<String, Node>,
    known: Vec<&'static str>,
    place: String,
    places: BTreeMap<&'static str, String>,
    faults: &'a mut Faults,
}

impl<'a> Section<'a> {
    /// Begins with a section; what is none is told.
    pub(super) fn new(node: Node, faults: &'a mut Faults) -> Self {
        let keys = match node.value {
            Value::Table(keys) => keys,
            _ => {
                faults.add(&node.place, "expected a section");
                BTreeMap::new()
            }
        };
        Self { keys, known: Vec::new(), place: node.place, places: BTreeMap::new(), faults }
    }

    fn take(&mut self, key: &'static str) -> Option<Node> {
        self.known.push(key);
        let node = self.keys.remove(key)?;
        self.places.insert(key, node.place.clone());
        Some(node)
    }

    /// The section inside this one, if there is one.
    pub(super) fn inside(&mut self, key: &'static str) -> Option<Section<'_>> {
        let node = self.take(key)?;
        Some(Section::new(node, self.faults))
    }

    /// The sections inside this one that have names of their own.
    pub(super) fn named<T>(&mut self, key: &'static str, mut read: impl FnMut(&str, Section<'_>) -> T) -> BTreeMap<String, T> {
        let Some(all) = self.inside(key) else { return BTreeMap::new() };
        let Section { keys, faults, .. } = all;
        keys.into_iter().map(|(name, node)| (name.clone(), read(&name, Section::new(node, faults)))).collect()
    }

    /// A text.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        let node = self.take(key)?;
        match node.value {
            Value::Text(text) | Value::Said(text) => Some(text),
            _ => self.wrong(&node.place, key, "a text in quotes"),
        }
    }

    /// A text that must mean something.
    pub(super) fn parsed<T>(&mut self, key: &'static str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let text = self.text(key)?;
        parse(&text).map_err(|says| self.fault(key, says)).ok()
    }

    /// A whole number that is not negative.
    pub(super) fn whole(&mut self, key: &'static str) -> Option<u32> {
        let node = self.take(key)?;
        let read = match &node.value {
            Value::Whole(number) | Value::Said(number) => number.trim().replace('_', "").parse().ok(),
            _ => None,
        };
        read.or_else(|| self.wrong(&node.place, key, "a whole number from 0 to 4294967295"))
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let node = self.take(key)?;
        let read = match &node.value {
            Value::Flag(flag) => Some(*flag),
            Value::Said(said) => said.trim().parse().ok(),
            _ => None,
        };
        read.or_else(|| self.wrong(&node.place, key, "true or false"))
    }

    /// A list of texts; a variable separates them by commas.
    pub(super) fn list(&mut self, key: &'static str) -> Option<Vec<String>> {
        let node = self.take(key)?;
        let text = |node: Node| match node.value {
            Value::Text(text) => Some(text),
            _ => None,
        };
        let read = match node.value {
            Value::List(list) => list.into_iter().map(text).collect(),
            Value::Said(said) => {
                Some(said.split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect())
            }
            _ => None,
        };
        read.or_else(|| self.wrong(&node.place, key, "a list of texts in quotes"))
    }

    /// A list of whole numbers; a variable separates them by commas.
    pub(super) fn wholes(&mut self, key: &'static str) -> Option<Vec<u32>> {
        let node = self.take(key)?;
        let number = |node: Node| match node.value {
            Value::Whole(number) => number.trim().replace('_', "").parse().ok(),
            _ => None,
        };
        let read = match node.value {
            Value::List(list) => list.into_iter().map(number).collect(),
            Value::Said(said) => said.split(',').map(|one| one.trim().parse().ok()).collect(),
            _ => None,
        };
        read.or_else(|| self.wrong(&node.place, key, "a list of whole numbers"))
    }

    /// A path; an empty one is none.
    pub(super) fn path(&mut self, key: &'static str) -> Option<PathBuf> {
        self.text(key).filter(|path| !path.is_empty()).map(PathBuf::from)
    }

    fn wrong<T>(&mut self, place: &str, key: &str, expected: &str) -> Option<T> {
        self.faults.add(place, format!("`{key}`: expected {expected}"));
        None
    }

    /// Something is wrong with what that key says; `key` may go on as a path into it.
    pub(super) fn fault(&mut self, key: &str, says: impl std::fmt::Display) {
        let first = key.split(['.', '[']).next().unwrap_or(key);
        let place = self.places.get(first).unwrap_or(&self.place);
        self.faults.add(place, says);
    }

    /// Something is wrong with the section as a whole.
    pub(super) fn whole_fault(&mut self, says: impl std::fmt::Display) {
        self.faults.add(&self.place, says);
    }

    /// Whether that key was said, however wrongly.
    pub(super) fn has(&self, key: &str) -> bool {
        self.places.contains_key(key)
    }

    /// Tells of the keys that nobody asked for.
    pub(super) fn end(self) {
        let known: Vec<String> = self.known.iter().map(|key| format!("`{key}`")).collect();
        for (key, node) in &self.keys {
            self.faults.add(&node.place, format!("unknown field `{key}`, expected one of {}", known.join(", ")));
        }
    }
}
