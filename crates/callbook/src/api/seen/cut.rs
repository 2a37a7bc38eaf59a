//! Records and changes, cut to the calls that are seen.
//!
//! A call that is seen is told byte for byte as to everybody. Of one that is not, only that it exists: its id, its serial and
//! where it stands. Of the conversation itself is told what names it, and of each list the entries of calls that are seen;
//! everything else is worked out from all its calls, and is null. A field that is not known here is not told either.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::Part;

/// What names a conversation.
const NAMING: &[&str] = &["id", "serial", "version", "source", "merged_into", "erased_at"];
/// Lists of which each entry is of one call.
const LISTS: &[&str] = &["transfers", "holds", "menus", "queues", "parked", "forwards", "recordings"];
/// What is of one call, where there is one.
const SINGLES: &[&str] = &["voicemail", "pickup"];
/// What is told of a call that is not seen.
const EXISTING: &[&str] = &["id", "serial", "parent", "root"];

const NULL: &str = "null";

type Cut<T> = Result<T, serde_json::Error>;

/// An object's fields in their order, each with its JSON text.
struct Fields<'a>(Vec<(&'a str, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Vec<(&'de str, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(fields)
            }
        }

        from.deserialize_map(Object).map(Self)
    }
}

impl Fields<'_> {
    fn get(&self, key: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == key).map_or(NULL, |(_, value)| value.get())
    }

    fn id(&self, key: &str) -> Cut<Option<Uuid>> {
        serde_json::from_str(self.get(key))
    }
}

/// Prints an object of these fields.
fn object<'a>(fields: impl Iterator<Item = (&'a str, String)>) -> String {
    // Keys are words of ours and ids, which need no escaping.
    let fields: Vec<String> = fields.map(|(key, value)| format!("\"{key}\":{value}")).collect();
    format!("{{{}}}", fields.join(","))
}

/// A conversation's record.
pub(super) fn record(part: &Part, record: &str) -> Cut<String> {
    let Fields(fields) = serde_json::from_str(record)?;
    let fields = fields.into_iter().map(|(key, value)| {
        let value = match key {
            "calls" => calls(part, value.get())?,
            key => of_whole(part, key, value.get())?.unwrap_or_else(|| NULL.to_owned()),
        };
        Ok((key, value))
    });
    Ok(object(fields.collect::<Cut<Vec<_>>>()?.into_iter()))
}

fn calls(part: &Part, calls: &str) -> Cut<String> {
    let calls: Vec<&RawValue> = serde_json::from_str(calls)?;
    let calls = calls.into_iter().map(|call| {
        let fields: Fields<'_> = serde_json::from_str(call.get())?;
        if fields.id("id")?.is_some_and(|id| part.seen.contains(&id)) {
            return Ok(call.get().to_owned());
        }
        Ok(object(EXISTING.iter().map(|key| (*key, fields.get(key).to_owned()))))
    });
    Ok(format!("[{}]", calls.collect::<Cut<Vec<_>>>()?.join(",")))
}

/// A field of the conversation itself; none of one that is not told.
fn of_whole(part: &Part, key: &str, value: &str) -> Cut<Option<String>> {
    if NAMING.contains(&key) {
        return Ok(Some(value.to_owned()));
    }
    if SINGLES.contains(&key) {
        let single = if value == NULL { None } else { entry(part, value)? };
        return Ok(Some(single.unwrap_or_else(|| NULL.to_owned())));
    }
    if !LISTS.contains(&key) {
        return Ok(None);
    }
    // Of something new the old value is null.
    let Some(entries) = serde_json::from_str::<Option<Vec<&RawValue>>>(value)? else { return Ok(Some(NULL.to_owned())) };
    let entries = entries.into_iter().filter_map(|value| entry(part, value.get()).transpose());
    Ok(Some(format!("[{}]", entries.collect::<Cut<Vec<_>>>()?.join(","))))
}

/// An entry of a list; none where its call is not seen. Who moved the party here, or fetched it from here, has his leg in
/// the call before or after this one, and is told only if that is seen too.
fn entry(part: &Part, value: &str) -> Cut<Option<String>> {
    let fields: Fields<'_> = serde_json::from_str(value)?;
    let Some(call) = fields.id("call")?.filter(|call| part.seen.contains(call)) else { return Ok(None) };
    let is_moved = fields.0.iter().any(|(key, _)| *key == "transferred");
    let before = part.parents.get(&call).copied().flatten();
    let mover_is_hidden = is_moved && before.is_some_and(|before| !part.seen.contains(&before));
    let after_is_hidden = part.parents.iter().any(|(after, parent)| *parent == Some(call) && !part.seen.contains(after));
    let fields = fields.0.iter().map(|(key, value)| {
        let hidden = match *key {
            "by" => mover_is_hidden,
            "retrieved_by" => after_is_hidden,
            _ => false,
        };
        (*key, if hidden { NULL.to_owned() } else { value.get().to_owned() })
    });
    Ok(Some(object(fields)))
}

/// What changed, as the store keeps it; none where nothing of it is seen.
pub(super) fn patch(part: &Part, patch: &str) -> Cut<Option<String>> {
    let kept: Fields<'_> = serde_json::from_str(patch)?;
    let read = |key: &str| match kept.get(key) {
        NULL => Ok(Fields(Vec::new())),
        text => serde_json::from_str(text),
    };
    let (whole, calls): (Fields<'_>, Fields<'_>) = (read("whole")?, read("calls")?);
    let mut told = Vec::new();
    for (key, pair) in whole.0 {
        let (new, old): (&RawValue, &RawValue) = serde_json::from_str(pair.get())?;
        if let (Some(new), Some(old)) = (of_whole(part, key, new.get())?, of_whole(part, key, old.get())?)
            && new != old
        {
            told.push((key, format!("[{new},{old}]")));
        }
    }
    let is_seen = |id: &str| id.parse().is_ok_and(|id: Uuid| part.seen.contains(&id));
    let calls: Vec<_> = calls.0.into_iter().filter(|(id, _)| is_seen(id)).collect();
    let gone = kept.get("#gone");
    if told.is_empty() && calls.is_empty() && gone == NULL {
        return Ok(None);
    }
    let calls = object(calls.into_iter().map(|(id, fields)| (id, fields.get().to_owned())));
    let whole = object(told.into_iter());
    let gone = if gone == NULL { "[]" } else { gone };
    Ok(Some(object([("whole", whole), ("calls", calls), ("#gone", gone.to_owned())].into_iter())))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::{Value, json};

    use super::*;

    fn id(no: u128) -> Uuid {
        Uuid::from_u128(no)
    }

    /// Call 1 was transferred to call 2, which alone is seen.
    fn part() -> Part {
        Part { seen: [id(2)].into(), parents: [(id(1), None), (id(2), Some(id(1)))].into() }
    }

    fn whole() -> Value {
        json!({
            "id": id(7), "serial": 3, "version": 9, "from": {"number": "+31612340017"}, "talked_to": ["101", "102"],
            "total_s": 4.25, "transfers": [{"call": id(2), "kind": "blind", "by": "101", "transferred": "+31612340017"}],
            "queues": [{"call": id(1), "name": "desk"}, {"call": null, "name": "desk"}], "voicemail": null,
            "pickup": {"call": id(1), "by": "101"}, "news": 5,
            "calls": [
                {"id": id(1), "serial": 1, "parent": null, "root": id(1), "from": {"number": "+31612340017"}},
                {"id": id(2), "serial": 2, "parent": id(1), "root": id(1), "talk_s": 1.5, "kept": {"#x": "\"a\""}}
            ]
        })
    }

    #[test]
    fn n24_of_a_call_that_is_not_seen_only_that_it_exists_is_told() {
        let cut: Value = serde_json::from_str(&record(&part(), &whole().to_string()).unwrap()).unwrap();
        let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&cut), keys(&whole()), "every key is always present");
        assert_eq!(cut["calls"][0], json!({"id": id(1), "serial": 1, "parent": null, "root": id(1)}));
        assert_eq!(cut["calls"][1], whole()["calls"][1]);
        for hidden in ["from", "talked_to", "total_s", "pickup", "news"] {
            assert_eq!(cut[hidden], Value::Null, "{hidden}");
        }
        assert_eq!((&cut["version"], &cut["queues"]), (&json!(9), &json!([])));
        assert_eq!(cut["transfers"][0]["transferred"], "+31612340017");
        assert_eq!(cut["transfers"][0]["by"], Value::Null, "he has his leg in the other call");
    }

    #[test]
    fn n24_a_change_tells_what_is_seen_of_it_or_is_passed_over() {
        let fields = |no: u128| json!({ id(no).to_string(): {"state": ["ended", "talking"]} });
        let of = |whole: Value, calls: Value| {
            let text = json!({"whole": whole, "calls": calls}).to_string();
            patch(&part(), &text).unwrap().map(|text| serde_json::from_str::<Value>(&text).unwrap())
        };
        assert_eq!(of(json!({"state": ["ended", "talking"]}), fields(1)), None);
        let told = of(json!({"state": ["ended", "talking"]}), fields(2)).unwrap();
        assert_eq!((&told["whole"], &told["calls"]), (&json!({}), &fields(2)));
        let hold = |no: u128| json!({"call": id(no), "by": "101"});
        assert_eq!(of(json!({"holds": [[hold(1)], null]}), json!({})).unwrap()["whole"], json!({"holds": [[], null]}));
        assert_eq!(of(json!({"holds": [[hold(1)], []]}), json!({})), None);
        assert_eq!(of(json!({"holds": [[hold(2)], []]}), json!({})).unwrap()["whole"]["holds"][0], json!([hold(2)]));
    }
}
