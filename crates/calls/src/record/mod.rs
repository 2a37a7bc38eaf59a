//! The record as it is printed: section 1 of the record's description, key by key.
//!
//! `replay`, the native API and the feed print this and nothing else. The types here are wire types: they say each field,
//! decide nothing, and must never be read back as the truth. To add a field: its key in `shape`, its line in `print`.

mod kept;
mod patch;
mod print;
mod printed;
mod shape;
mod tells;
mod told;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::Text;
use crate::change::Change;
use crate::conversation::{Call, Conversation};
use crate::id::{Kind, derive};

pub use kept::{call_in, is_printed};
pub use print::Erased;
pub use shape::{CallRecord, Record};
pub use tells::{Fields as ChangedFields, Tells, tells};
pub use told::Told;

/// Where ids and serials come from: ground of its own (rule N17).
pub trait Ids {
    /// The id of the thing of that kind that starts with `key`.
    fn id(&mut self, kind: Kind, source: &str, key: &str) -> Uuid;
    /// Its serial: from 1, unique in the account among its kind.
    fn serial(&mut self, kind: Kind, id: Uuid) -> u64;
}

/// Ids for records that no store keeps: derived, with serials counted from 1 in the order in which they are asked for.
#[derive(Debug, Default)]
pub struct Counted {
    given: BTreeMap<(Kind, Uuid), u64>,
    last: BTreeMap<Kind, u64>,
}

impl Ids for Counted {
    fn id(&mut self, kind: Kind, source: &str, key: &str) -> Uuid {
        derive("", source, kind, key)
    }

    fn serial(&mut self, kind: Kind, id: Uuid) -> u64 {
        let last = self.last.entry(kind).or_default();
        *self.given.entry((kind, id)).or_insert_with(|| {
            *last += 1;
            *last
        })
    }
}

/// Fields that changed, as `{field: [new, old]}`.
pub type Fields = BTreeMap<String, [Value; 2]>;

/// Which calls changed in which fields, by call id.
#[must_use]
pub fn call_changes(change: &Change, source: &str, ids: &mut dyn Ids) -> BTreeMap<Uuid, Fields> {
    let mut changes = BTreeMap::new();
    for call in &change.calls {
        let after = fields(&call.after, source, ids);
        let before = call.before.as_ref().map(|before| fields(before, source, ids)).unwrap_or_default();
        changes.insert(ids.id(Kind::Call, source, &call.after.key), differing(before, after));
    }
    changes
}

/// What changed of the conversation besides its calls.
#[must_use]
pub fn whole_changes(change: &Change, ids: &mut dyn Ids) -> Fields {
    let Some((before, after)) = &change.whole else { return Fields::new() };
    let mut fields = |whole: &Conversation| object(serde_json::to_value(Record::new(whole, 1, ids)));
    let before = before.as_ref().map(|before| fields(before)).unwrap_or_default();
    let after = fields(after);
    differing(before, after)
}

fn fields(call: &Arc<Call>, source: &str, ids: &mut dyn Ids) -> Map<String, Value> {
    // Parent and root are places in a list that is not at hand here, and are left out; so is what only counts tellings.
    let alone = Call { parent: None, root: 0, ..(**call).clone() };
    let whole = Conversation { source: Text::new(source), calls: vec![Arc::new(alone)], ..Conversation::default() };
    let mut fields = Record::new(&whole, 1, ids).calls.first().map(serde_json::to_value).map(object).unwrap_or_default();
    ["id", "serial", "parent", "root"].iter().for_each(|key| drop(fields.remove(*key)));
    fields
}

fn object(value: Result<Value, serde_json::Error>) -> Map<String, Value> {
    match value {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

fn differing(mut before: Map<String, Value>, after: Map<String, Value>) -> Fields {
    let pairs = after.into_iter().map(|(field, new)| {
        let old = before.remove(&field).unwrap_or(Value::Null);
        (field, [new, old])
    });
    pairs.filter(|(_, [new, old])| new != old).collect()
}
