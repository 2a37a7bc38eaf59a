//! Many entries at once, as JSON or CSV: looked at as a whole, and written as a whole or not at all.
//!
//! What an import does not say of an entry stays; what it says is empty (null in JSON, nothing between the commas in CSV) is
//! taken away. A dry run gives the same report and writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use calls::Text;
use serde_json::{Map, Value, json};

use super::said::{self, Fault};
use crate::ctx::Ctx;
use crate::resolve::Numbering;
use crate::store::{Alias, ENTRIES_MAX, EntryKind, EntryPut, EntrySettings, Result, is_name};

/// The columns of a CSV file; only `kind` and `key` must be there.
pub(crate) const COLUMNS: &[&str] = &[
    "kind",
    "key",
    "name",
    "numbers",
    "extensions",
    "email",
    "team",
    "queue",
    "menu",
    "line",
    "scope",
    "wrapup",
    "wrapup_limit_s",
    "aliases",
    "ids",
];
/// The most entries that a report tells each change of.
const TOLD_MAX: usize = 100;

/// One entry, as an import says it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    /// Where it stands, for those who look for a fault: `entries[3]`, `line 4`.
    pub(crate) place: String,
    /// What it is.
    pub(crate) kind: EntryKind,
    /// Its key.
    pub(crate) key: String,
    /// The fields that are said.
    pub(crate) fields: Map<String, Value>,
}

/// What an import would come to.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// What is to be written.
    pub(crate) puts: Vec<EntryPut>,
    /// Entries that are new.
    pub(crate) new: usize,
    /// Entries that change.
    pub(crate) changed: usize,
    /// Entries that are there as they are said.
    pub(crate) unchanged: usize,
    /// What cannot be taken, with the place of the entry.
    pub(crate) refused: Vec<(String, Fault)>,
    /// What changes: kind, key, and each field from what to what; the first hundred.
    pub(crate) changes: Vec<(EntryKind, Text, BTreeMap<String, [Value; 2]>)>,
}

/// The entries of a JSON value `{"entries": [{"kind": …, "key": …, …}]}`.
pub(crate) fn of_json(value: Value) -> std::result::Result<Vec<Said>, Fault> {
    let Value::Object(mut body) = value else { return Err(Fault::new("", "expected an object with `entries`")) };
    let entries = body.remove("entries");
    if let Some(unknown) = body.keys().next() {
        return Err(Fault::new(unknown, "unknown field; an import has `entries`"));
    }
    let Some(Value::Array(entries)) = entries else { return Err(Fault::new("entries", "expected a list")) };
    let each = entries.into_iter().enumerate().map(|(place, entry)| {
        let place = format!("entries[{place}]");
        let Value::Object(fields) = entry else { return Err(Fault::new(place, "expected an object")) };
        said(place, fields)
    });
    each.collect()
}

/// The entries of a CSV file with a line of column names. Lists are separated by `;`; an alias that only one source says is
/// written `source=word`, an id `system=id`.
pub(crate) fn of_csv(text: &[u8]) -> std::result::Result<Vec<Said>, Fault> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text);
    let columns = reader.headers().map_err(|error| Fault::new("line 1", error.to_string()))?.clone();
    if let Some(unknown) = columns.iter().find(|column| !COLUMNS.contains(column)) {
        return Err(Fault::new("line 1", format!("no column is called `{unknown}`; there are {}", COLUMNS.join(", "))));
    }
    let mut each = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            Fault::new(format!("line {line}"), error.to_string())
        })?;
        let place = format!("line {}", row.position().map_or(0, csv::Position::line));
        let fields = columns.iter().zip(&row).map(|(column, cell)| (column.to_owned(), value_of(column, cell)));
        each.push(said(place, fields.collect())?);
    }
    Ok(each)
}

fn value_of(column: &str, cell: &str) -> Value {
    let parts = || cell.split(';').map(str::trim).filter(|part| !part.is_empty());
    match column {
        _ if cell.is_empty() => Value::Null,
        "numbers" | "extensions" => parts().collect(),
        "wrapup_limit_s" => cell.parse::<u32>().map_or_else(|_| Value::from(cell), Value::from),
        "aliases" => parts()
            .map(|part| match part.split_once('=').filter(|(source, _)| is_name(source)) {
                Some((source, word)) => json!({"source": source, "word": word}),
                None => json!({"word": part}),
            })
            .collect(),
        "ids" => parts()
            .map(|part| {
                let (system, id) = part.split_once('=').unwrap_or((part, ""));
                (system.to_owned(), Value::from(id))
            })
            .collect::<Map<_, _>>()
            .into(),
        _ => Value::from(cell),
    }
}

fn said(place: String, mut fields: Map<String, Value>) -> std::result::Result<Said, Fault> {
    let text = |field: &str, value: Option<Value>| match value {
        Some(Value::String(text)) => Ok(text),
        _ => Err(Fault::new(format!("{place}.{field}"), "expected a text")),
    };
    let kind = text("kind", fields.remove("kind"))?;
    let kind = EntryKind::read(&kind).map_err(|says| Fault::new(format!("{place}.kind"), says))?;
    let key = text("key", fields.remove("key"))?;
    Ok(Said { place, kind, key, fields })
}

/// What an import comes to, as the directory is now and as those before it in the same file will have left it: `earlier` are the
/// entries that they enter.
pub(crate) async fn plan(ctx: &Ctx, account: &Text, numbering: &Numbering, all: Vec<Said>, earlier: &Keys) -> Result<Plan> {
    let directory = ctx.directories.fresh(account).await?;
    let mut plan = Plan::default();
    if all.len() > ENTRIES_MAX {
        plan.refused.push((String::new(), Fault::new("entries", format!("expected at most {ENTRIES_MAX} at once"))));
        return Ok(plan);
    }
    let comes: Keys = all.iter().map(|one| (one.kind, one.key.clone())).collect();
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    for one in all {
        if !seen.insert((one.kind, one.key.clone())) {
            plan.refused.push((one.place, Fault::new("key", "the same entry stands twice in this import")));
            continue;
        }
        let row = ctx.store.entry(account, one.kind, &one.key).await?;
        if let Some(same) = row.as_ref().and_then(|row| row.same_as.as_ref()) {
            let says = format!("this entry turned out to be `{same}`: say it of that one");
            plan.refused.push((one.place, Fault::new("key", says)));
            continue;
        }
        let before = row.filter(|row| row.deleted_at.is_none()).map(|row| row.settings);
        match overlaid(before.as_ref(), &one.fields) {
            Ok(settings) => rows.push(Row { place: one.place, kind: one.kind, key: one.key, before, settings }),
            Err(fault) => plan.refused.push((one.place, fault)),
        }
    }
    let claims = Claims::of(&rows);
    let has = |kind: EntryKind, key: &str| {
        let named = (kind, key.to_owned());
        directory.has(kind, key) || comes.contains(&named) || earlier.contains(&named)
    };
    let holder = |kind: EntryKind, alias: &Alias| directory.holder(kind, alias).filter(|key| claims.keeps(kind, key, alias));
    for (place, row) in rows.iter().enumerate() {
        let put = claims.twice(&rows, place).and_then(|()| {
            said::entry(row.kind, &row.key, row.settings.clone(), numbering, &|kind, alias| holder(kind, alias).cloned())
        });
        let put = put.and_then(|put| said::named_entries(&put.settings, &has).map(|()| put));
        match put {
            Ok(put) => plan.take(row.before.as_ref(), put),
            Err(fault) => plan.refused.push((row.place.clone(), fault)),
        }
    }
    Ok(plan)
}

/// Names of entries.
pub(crate) type Keys = BTreeSet<(EntryKind, String)>;

/// An entry as it will be.
struct Row {
    place: String,
    kind: EntryKind,
    key: String,
    before: Option<EntrySettings>,
    settings: EntrySettings,
}

impl Row {
    /// The words that it says are its own: aliases, and extensions, which every source means.
    fn words(&self) -> impl Iterator<Item = (String, Alias)> {
        let aliases = self.settings.aliases.iter().enumerate().map(|(no, alias)| (format!("aliases[{no}]"), alias.clone()));
        let own = |word: &String| Alias { source: None, word: word.clone() };
        let extensions = self.settings.extensions.iter().enumerate();
        aliases.chain(extensions.map(move |(no, word)| (format!("extensions[{no}]"), own(word))))
    }
}

/// Which of the entries of an import says which word of itself; one may give up what another takes.
struct Claims<'a> {
    /// The first place that says it.
    first: BTreeMap<(EntryKind, Alias), usize>,
    rows: BTreeMap<(EntryKind, &'a str), &'a Row>,
}

impl<'a> Claims<'a> {
    fn of(rows: &'a [Row]) -> Self {
        let mut first = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            for (_, word) in row.words() {
                first.entry((row.kind, word)).or_insert(place);
            }
        }
        Self { first, rows: rows.iter().map(|row| ((row.kind, row.key.as_str()), row)).collect() }
    }

    /// Whether whoever has that word now has it after the import too: his key always is his.
    fn keeps(&self, kind: EntryKind, key: &str, alias: &Alias) -> bool {
        let Some(row) = self.rows.get(&(kind, key)) else { return true };
        alias.source.is_none() && alias.word == key || row.words().any(|(_, word)| word == *alias)
    }

    /// A word that an earlier entry of the same import says of itself.
    fn twice(&self, rows: &[Row], place: usize) -> std::result::Result<(), Fault> {
        let row = &rows[place];
        for (field, word) in row.words() {
            let other = self.first.get(&(row.kind, word)).and_then(|first| rows.get(*first));
            if let Some(other) = other.filter(|other| other.key != row.key) {
                return Err(Fault::new(field, format!("{} says the same of `{}`", other.place, other.key)));
            }
        }
        Ok(())
    }
}

impl Plan {
    fn take(&mut self, before: Option<&EntrySettings>, put: EntryPut) {
        match before {
            None => self.new += 1,
            Some(before) if *before == put.settings => {
                self.unchanged += 1;
                return;
            }
            Some(_) => self.changed += 1,
        }
        if self.changes.len() < TOLD_MAX {
            self.changes.push((put.kind, put.key.clone(), differs(before, &put.settings)));
        }
        self.puts.push(put);
    }
}

/// What was said, with what an import says laid over it.
fn overlaid(before: Option<&EntrySettings>, fields: &Map<String, Value>) -> std::result::Result<EntrySettings, Fault> {
    let mut whole = object(before);
    for (field, value) in fields {
        match value {
            Value::Null if COLUMNS.contains(&field.as_str()) => drop(whole.remove(field)),
            value => drop(whole.insert(field.clone(), value.clone())),
        }
    }
    serde_path_to_error::deserialize(Value::Object(whole)).map_err(|error| {
        let path = error.path().to_string();
        Fault::new(if path == "." { "" } else { &path }, error.into_inner().to_string())
    })
}

fn object(settings: Option<&EntrySettings>) -> Map<String, Value> {
    match settings.and_then(|settings| serde_json::to_value(settings).ok()) {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// The fields that differ, each with what it is now and what it was, as the change feed tells it.
fn differs(before: Option<&EntrySettings>, now: &EntrySettings) -> BTreeMap<String, [Value; 2]> {
    let (before, now) = (object(before), object(Some(now)));
    let fields: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let both = |field: &String| [now.get(field).cloned().unwrap_or_default(), before.get(field).cloned().unwrap_or_default()];
    fields.into_iter().filter(|field| now.get(*field) != before.get(*field)).map(|field| (field.clone(), both(field))).collect()
}
