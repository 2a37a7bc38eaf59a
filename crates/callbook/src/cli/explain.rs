//! `--explain ID`: why a record says what it says.

use std::io::Write;

use anyhow::{Result, bail};
use calls::change::Change;
use calls::fold::{Folded, story};
use calls::notation;
use calls::record::{Counted, Record, call_changes, whole_changes};
use serde_json::Value;

use super::table::clean;

/// Prints one conversation: what became of it, and its signals in order, each with what it changed.
pub(super) fn print(folded: &[Folded], id: &str, ids: &mut Counted, out: &mut impl Write) -> Result<()> {
    let records: Vec<Record> = folded.iter().map(|one| Record::new(&one.conversation, 1, ids)).collect();
    let named: Vec<usize> =
        (0..records.len()).filter(|place| records.get(*place).is_some_and(|record| is_named(record, id))).collect();
    let (record, folded) = match named.as_slice() {
        [place] => match (records.get(*place), folded.get(*place)) {
            (Some(record), Some(folded)) => (record, folded),
            _ => return Ok(()),
        },
        [] if records.is_empty() => bail!("no conversation is called {id}: there are none"),
        [] => bail!("no conversation is called {id}; there are: {}", choice(&records)),
        _ => bail!("{id} is the beginning of several ids: {}", choice(&records)),
    };
    writeln!(out, "{} (serial {})", record.id, record.serial)?;
    write!(out, "{}", notation::conversation(&folded.conversation))?;
    for (signal, change) in story(&folded.signals) {
        writeln!(out, "\n{}", notation::line(&signal))?;
        tell(&change, record, ids, out)?;
    }
    Ok(())
}

/// By serial, by id, by the beginning of an id, or by the same of one of its calls.
fn is_named(record: &Record, id: &str) -> bool {
    let id = id.to_lowercase();
    let is = |uuid: &str| id.len() >= 4 && uuid.starts_with(&id);
    record.serial.to_string() == id || is(&record.id.to_string()) || record.calls.iter().any(|call| is(&call.id.to_string()))
}

fn choice(records: &[Record]) -> String {
    const SHOWN_MAX: usize = 10;
    let shown = records.iter().take(SHOWN_MAX).map(|record| format!("{} ({})", record.id, record.serial));
    let more = if records.len() > SHOWN_MAX { ", …" } else { "" };
    shown.collect::<Vec<_>>().join(", ") + more
}

fn tell(change: &Change, record: &Record, ids: &mut Counted, out: &mut impl Write) -> Result<()> {
    let mut lines = Vec::new();
    for (field, [new, old]) in whole_changes(change, ids) {
        differences(&field, &old, &new, &mut lines);
    }
    let mut changes = call_changes(change, &record.source, ids);
    for (place, call) in record.calls.iter().enumerate() {
        for (field, [new, old]) in changes.remove(&call.id).into_iter().flatten() {
            differences(&format!("call {place} {field}"), &old, &new, &mut lines);
        }
    }
    for line in lines {
        writeln!(out, "    {}", clean(&line))?;
    }
    Ok(())
}

/// Fields that name a thing or count its versions: they explain nothing.
const NAMES_ONLY: &[&str] = &["id", "serial", "version", "source", "changed_at"];

/// What went from something to something else, down to the last field of the last list, one line each.
fn differences(name: &str, old: &Value, new: &Value, lines: &mut Vec<String>) {
    if old == new || is_empty(old) && is_empty(new) || name.rsplit(' ').next().is_some_and(|key| NAMES_ONLY.contains(&key)) {
        return;
    }
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (key, new) in new {
                differences(&format!("{name} {key}"), old.get(key).unwrap_or(&Value::Null), new, lines);
            }
        }
        (old, Value::Array(items)) if items.iter().any(Value::is_object) => {
            for (place, new) in items.iter().enumerate() {
                differences(&format!("{name} {place}"), old.get(place).unwrap_or(&Value::Null), new, lines);
            }
        }
        _ if is_empty(old) => lines.push(format!("{name}: {}", plain(new))),
        _ => lines.push(format!("{name}: {} -> {}", plain(old), plain(new))),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_empty),
        _ => false,
    }
}

/// A value in a line: what is empty or only a name is left out.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let told = fields.iter().filter(|(key, value)| !is_empty(value) && !NAMES_ONLY.contains(&key.as_str()));
            told.map(|(key, value)| format!("{key}={}", plain(value))).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}
