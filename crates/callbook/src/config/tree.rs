//! The configuration as it was written: values by key, each with the place where it stands, from a file and the environment.
//!
//! Nothing here knows any key. What the environment says takes the place of what the file says, key by key; a variable's name
//! is `CALLBOOK_`, the section, `__`, the key: `CALLBOOK_SOURCES__NORTH_OFFICE__AMI__SECRET`. A name that an operator gave is
//! found with hyphens, since a variable has none.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

/// What variables begin with.
const PREFIX: &str = "CALLBOOK_";
/// What stands between the parts of a variable's name.
const NESTING: &str = "__";

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// `file:line`, or the name of a variable.
    pub(super) place: String,
    /// The value.
    pub(super) value: Value,
}

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A section.
    Table(BTreeMap<String, Node>),
    /// A list.
    List(Vec<Node>),
    /// A text.
    Text(String),
    /// A number.
    Whole(String),
    /// `true` or `false`.
    Flag(bool),
    /// What no key takes: a time, a fraction.
    Other,
    /// What a variable says; its key decides what it means.
    Said(String),
}

/// Everything that a file says, or what is wrong with it as TOML.
pub(super) fn of_text(name: &str, text: &str) -> (BTreeMap<String, Node>, Vec<String>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let faults = errors.iter().map(|error| {
        let start = error.span().map_or(0, |span| span.start);
        format!("{}: {}", place(name, text, start), error.message())
    });
    (nodes(name, text, table.get_ref()), faults.collect())
}

fn place(name: &str, text: &str, start: usize) -> String {
    let before = text.get(..start).unwrap_or_default();
    format!("{name}:{}", before.matches('\n').count() + 1)
}

fn nodes(name: &str, text: &str, table: &DeTable<'_>) -> BTreeMap<String, Node> {
    let node = |value: &toml::Spanned<DeValue<'_>>, start| Node {
        place: place(name, text, start),
        value: of_value(name, text, value.get_ref()),
    };
    table.iter().map(|(key, value)| (key.get_ref().to_string(), node(value, key.span().start))).collect()
}

fn of_value(name: &str, text: &str, value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Value::Whole(number.as_str().to_owned()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Table(table) => Value::Table(nodes(name, text, table)),
        DeValue::Array(list) => {
            let node = |value: &toml::Spanned<DeValue<'_>>| Node {
                place: place(name, text, value.span().start),
                value: of_value(name, text, value.get_ref()),
            };
            Value::List(list.iter().map(node).collect())
        }
        _ => Value::Other,
    }
}

/// Puts what the environment says in the place of what the file says. Variables without a section are none of ours; one that
/// has a section and a single underscore behind it is a slip that would otherwise count as nothing.
pub(super) fn overlay(
    table: &mut BTreeMap<String, Node>,
    sections: &[&str],
    variables: impl Iterator<Item = (String, String)>,
) -> Vec<String> {
    let mut faults = Vec::new();
    for (variable, said) in variables {
        let Some(path) = variable.strip_prefix(PREFIX) else { continue };
        if !path.contains(NESTING) {
            let (section, key) = path.split_once('_').unwrap_or((path, "KEY"));
            if sections.contains(&section.to_lowercase().as_str()) {
                faults.push(format!("{variable}: expected two underscores, as in {PREFIX}{section}{NESTING}{key}"));
            }
            continue;
        }
        let path: Vec<String> = path.split(NESTING).map(str::to_lowercase).collect();
        if let Err(says) = put(table, &path, &variable, said) {
            faults.push(format!("{variable}: {says}"));
        }
    }
    faults
}

fn put(table: &mut BTreeMap<String, Node>, path: &[String], variable: &str, said: String) -> Result<(), String> {
    match path {
        [] => Ok(()),
        [key] => {
            table.insert(key.clone(), Node { place: variable.to_owned(), value: Value::Said(said) });
            Ok(())
        }
        [key, rest @ ..] => {
            // A section's own name has no underscore, and what an operator named has hyphens in their place.
            let key = key.replace('_', "-");
            let empty = || Node { place: variable.to_owned(), value: Value::Table(BTreeMap::new()) };
            match &mut table.entry(key.clone()).or_insert_with(empty).value {
                Value::Table(inside) => put(inside, rest, variable, said),
                _ => Err(format!("`{key}` is no section")),
            }
        }
    }
}
