//! What changed, as the store keeps it, as it is told: keys that begin with `#` are the store's own and stay there.
//!
//! Values are carried as they are. They must never be looked into: a phone system's own words may begin with `#` too.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::Fields;

type Raw<'a> = BTreeMap<String, &'a RawValue>;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Kept<'a> {
    #[serde(borrow)]
    whole: Raw<'a>,
    #[serde(borrow)]
    calls: BTreeMap<String, Raw<'a>>,
}

/// The whole's fields, and those of each call.
pub(super) fn told(patch: &str) -> Result<(Fields, BTreeMap<String, Fields>), serde_json::Error> {
    let kept: Kept<'_> = serde_json::from_str(patch)?;
    let calls = kept.calls.into_iter().filter(|(id, _)| is_told(id));
    let calls = calls.map(|(id, fields)| {
        let fields = fields.into_iter().filter(|(name, _)| is_told(name)).map(|(name, value)| {
            let value = if name == "legs" { legs(value)? } else { value.to_owned() };
            Ok((name, value))
        });
        Ok((id, fields.collect::<Result<_, serde_json::Error>>()?))
    });
    Ok((owned(kept.whole), calls.collect::<Result<_, serde_json::Error>>()?))
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
    fn what_is_the_stores_own_is_not_told() {
        let kept = r##"{"#at":1,"whole":{"state":["ended","talking"],"#n":2},
            "calls":{"a":{"#k":3,"provider":[{"#x":1},null],"legs":{"l":{"end":["normal",null],"#c":4},"#o":[1]}}}}"##;
        let (whole, calls) = told(kept).unwrap();
        assert_eq!(serde_json::to_string(&whole).unwrap(), r#"{"state":["ended","talking"]}"#);
        let expected = r##"{"a":{"legs":{"l":{"end":["normal",null]}},"provider":[{"#x":1},null]}}"##;
        assert_eq!(serde_json::to_string(&calls).unwrap(), expected);
    }
}
