//! A printed record taken back in, for who keeps records as they were printed and goes on telling from one.
//!
//! It must give back exactly what was printed, keys that it does not know among it, so that printing again gives the same text.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use uuid::Uuid;

use super::printed::{Printed, Raw};
use super::told::{CALL_KEYS, LEG_KEYS, Told, ToldCall, WHOLE_KEYS};

/// How every printed record begins, and no patch does: with its first key.
const BEGINS: &str = "{\"id\":";

/// Whether a text that was kept is a printed record, and no patch.
#[must_use]
pub fn is_printed(text: &str) -> bool {
    text.starts_with(BEGINS)
}

/// The call with that id, cut out of a printed record as it stands there.
#[must_use]
pub fn call_in(record: &str, id: Uuid) -> Option<&str> {
    #[derive(Deserialize)]
    struct Whole<'a> {
        #[serde(borrow)]
        calls: Vec<Raw<'a>>,
    }
    #[derive(Deserialize)]
    struct One {
        id: Uuid,
    }
    let whole: Whole<'_> = serde_json::from_str(record).ok()?;
    let is_meant = |call: &Raw<'_>| serde_json::from_str::<One>(call.get()).is_ok_and(|one| one.id == id);
    whole.calls.into_iter().find(is_meant).map(|call| call.get())
}

/// The fields of an object in the order in which they stand.
struct Ordered<'a>(Vec<(&'a str, Raw<'a>)>);

impl<'de> Deserialize<'de> for Ordered<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Ordered<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::with_capacity(WHOLE_KEYS.len());
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Ordered(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

impl Ordered<'_> {
    fn read(text: &str) -> Option<Ordered<'_>> {
        serde_json::from_str(text).ok()
    }

    /// Everything but what is kept apart from the fields.
    fn printed(&self, keys: &'static [&'static str], apart: &[&str]) -> Printed {
        let mut printed = Printed::blank(keys);
        let own = self.0.iter().filter(|(key, _)| !apart.contains(key));
        own.for_each(|(key, text)| printed.set(key, text.get()));
        printed
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, text)| text.get())
    }

    fn id(&self) -> Option<Uuid> {
        serde_json::from_str(self.get("id")?).ok()
    }

    fn list(&self, key: &str) -> Option<Vec<Ordered<'_>>> {
        serde_json::from_str(self.get(key)?).ok()
    }
}

/// What was told, from what it printed. None if that is no record of ours.
pub(super) fn read(text: &str) -> Option<Told> {
    let whole = Ordered::read(text)?;
    let mut calls = Vec::new();
    for call in whole.list("calls")? {
        let mut legs = Vec::new();
        for leg in call.list("legs")? {
            legs.push((leg.id()?, leg.printed(LEG_KEYS, &[])));
        }
        calls.push(ToldCall { id: call.id()?, fields: call.printed(CALL_KEYS, &["legs"]), legs, of: None });
    }
    Some(Told { whole: Some(whole.printed(WHOLE_KEYS, &["version", "calls"])), calls })
}
