//! What changed, as the store keeps it, as it is told: keys that begin with `#` are the store's own; of them only what is there
//! no longer, and the order of legs, is told, in words of its own.
//!
//! Values are carried as they are. They must never be looked into: a phone system's own words may begin with `#` too.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

/// Fields that changed, each as `[new, old]`.
pub type Fields = BTreeMap<String, Box<RawValue>>;

type Raw<'a> = BTreeMap<String, &'a RawValue>;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Kept<'a> {
    #[serde(borrow)]
    whole: Raw<'a>,
    #[serde(borrow)]
    calls: BTreeMap<String, Raw<'a>>,
    #[serde(rename = "#gone")]
    gone: Vec<Uuid>,
}

/// What changed, as it is told.
#[derive(Debug, Default)]
pub struct Tells {
    /// Fields of the conversation.
    pub whole: Fields,
    /// Fields of calls, by id.
    pub calls: BTreeMap<String, Fields>,
    /// The legs that a call has now, in their order, of each where legs came, went or changed places.
    pub legs: BTreeMap<String, Box<RawValue>>,
    /// Calls that there are no longer.
    pub gone: Vec<Uuid>,
}

/// What a patch that was kept tells. An error if it is none.
pub fn tells(patch: &str) -> Result<Tells, serde_json::Error> {
    let kept: Kept<'_> = serde_json::from_str(patch)?;
    let order = kept.calls.iter().filter_map(|(id, fields)| Some((id.clone(), (*fields.get("#legs")?).to_owned())));
    let (legs_now, gone) = (order.collect(), kept.gone);
    let calls = kept.calls.into_iter().filter(|(id, _)| is_told(id));
    let calls = calls.map(|(id, fields)| {
        let fields = fields.into_iter().filter(|(name, _)| is_told(name)).map(|(name, value)| {
            let value = if name == "legs" { legs(value)? } else { value.to_owned() };
            Ok((name, value))
        });
        Ok((id, fields.collect::<Result<_, serde_json::Error>>()?))
    });
    Ok(Tells { whole: owned(kept.whole), calls: calls.collect::<Result<_, serde_json::Error>>()?, legs: legs_now, gone })
}

fn is_told(name: &str) -> bool {
    !name.starts_with('#')
}

fn owned(fields: Raw<'_>) -> Fields {
    fields.into_iter().filter(|(name, _)| is_told(name)).map(|(name, value)| (name, value.to_owned())).collect()
}

/// Legs by id, each with its fields.
fn legs(value: &RawValue) -> Result<Box<RawValue>, serde_json::Error> {
    let legs: Raw<'_> = serde_json::from_str(value.get())?;
    let legs = legs.into_iter().filter(|(id, _)| is_told(id));
    let legs = legs.map(|(id, fields)| Ok((id, owned(serde_json::from_str(fields.get())?))));
    let legs: BTreeMap<String, Fields> = legs.collect::<Result<_, serde_json::Error>>()?;
    serde_json::value::to_raw_value(&legs)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_there_no_longer_is_told() {
        let kept = r##"{"calls":{"a":{"#legs":["0197c3a5-0000-7000-8000-000000000001"]}},
            "#gone":["0197c3a5-0000-7000-8000-000000000002"]}"##;
        let told = tells(kept).unwrap();
        assert_eq!(serde_json::to_string(&told.legs).unwrap(), r#"{"a":["0197c3a5-0000-7000-8000-000000000001"]}"#);
        assert_eq!(serde_json::to_string(&told.gone).unwrap(), r#"["0197c3a5-0000-7000-8000-000000000002"]"#);
    }

    #[test]
    fn what_is_the_stores_own_is_not_told() {
        let kept = r##"{"#at":1,"whole":{"state":["ended","talking"],"#n":2},
            "calls":{"a":{"#k":3,"provider":[{"#x":1},null],"legs":{"l":{"end":["normal",null],"#c":4},"#o":[1]}}}}"##;
        let told = tells(kept).unwrap();
        assert_eq!(serde_json::to_string(&told.whole).unwrap(), r#"{"state":["ended","talking"]}"#);
        let expected = r##"{"a":{"legs":{"l":{"end":["normal",null]}},"provider":[{"#x":1},null]}}"##;
        assert_eq!(serde_json::to_string(&told.calls).unwrap(), expected);
    }
}
