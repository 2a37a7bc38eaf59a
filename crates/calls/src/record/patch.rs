//! What changed between two tellings of a record, as JSON that is kept for ever.
//!
//! `{"whole": {field: [new, old]}, "calls": {id: {field: [new, old], "legs": {id: {field: [new, old]}}}}}`. Legs are told leg
//! by leg, since a list of them in full, twice, would be most of what is kept. Keys beginning with `#` are for rebuilding
//! alone: `#legs`, the order of a call's legs where it changed, and `#gone`, calls that there are no longer. A field that is
//! not named did not change; of something new the old value is null.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;
use uuid::Uuid;

use super::printed::{Printed, Raw};
use super::told::{CALL_KEYS, LEG_KEYS};

/// A patch while it is made.
#[derive(Debug, Default)]
pub(super) struct Patch {
    whole: String,
    calls: String,
    gone: String,
    /// Whether anything differs that makes a version.
    counts: bool,
}

/// One call as it is told: what [`Patch::call`] compares.
pub(super) struct CallPatch<'a> {
    pub(super) id: Uuid,
    pub(super) fields: &'a Printed,
    pub(super) legs: &'a [(Uuid, Printed)],
}

impl Patch {
    /// Tells the fields of the whole.
    pub(super) fn whole(&mut self, now: &Printed, before: &Printed) {
        self.counts |= pairs(&mut self.whole, now, before) == Differs::Counts;
    }

    /// Tells a call. False if nothing of it differs.
    pub(super) fn call(&mut self, now: &CallPatch<'_>, before: Option<&CallPatch<'_>>) -> bool {
        let blank;
        let before_fields = match before {
            Some(before) => before.fields,
            None => {
                blank = Printed::blank(CALL_KEYS);
                &blank
            }
        };
        let mut fields = String::new();
        let mut differs = pairs(&mut fields, now.fields, before_fields);
        let known = before.map_or(&[][..], |before| before.legs);
        let mut legs = String::new();
        for (id, leg) in now.legs {
            let mut one = String::new();
            differs = differs.max(match known.iter().find(|(of, _)| of == id) {
                Some((_, before)) => pairs(&mut one, leg, before),
                None => pairs(&mut one, leg, &Printed::blank(LEG_KEYS)),
            });
            if !one.is_empty() {
                let _ = write!(legs, "{}\"{id}\":{{{one}}}", comma(&legs));
            }
        }
        if !legs.is_empty() {
            let _ = write!(fields, "{}\"legs\":{{{legs}}}", comma(&fields));
        }
        if !now.legs.iter().map(|(id, _)| id).eq(known.iter().map(|(id, _)| id)) {
            let order = now.legs.iter().map(|(id, _)| format!("\"{id}\"")).collect::<Vec<_>>().join(",");
            let _ = write!(fields, "{}\"#legs\":[{order}]", comma(&fields));
            differs = Differs::Counts;
        }
        if differs > Differs::Nothing {
            self.counts |= differs == Differs::Counts;
            let _ = write!(self.calls, "{}\"{}\":{{{fields}}}", comma(&self.calls), now.id);
        }
        differs > Differs::Nothing
    }

    /// Tells that calls are no longer there.
    pub(super) fn gone(&mut self, gone: &[Uuid]) {
        self.counts |= !gone.is_empty();
        self.gone = gone.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(",");
    }

    /// The patch, or none where nothing differs.
    pub(super) fn finish(self) -> Option<String> {
        if !self.counts {
            return None;
        }
        let gone = if self.gone.is_empty() { String::new() } else { format!(",\"#gone\":[{}]", self.gone) };
        Some(format!("{{\"whole\":{{{}}},\"calls\":{{{}}}{gone}}}", self.whole, self.calls))
    }
}

/// How much two objects differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Differs {
    /// Not, or in nothing but when that was told.
    Nothing,
    /// In what moves with every signal, which makes no version by itself (rule N21).
    Moved,
    /// In more than that.
    Counts,
}

/// Writes the fields that differ.
fn pairs(text: &mut String, now: &Printed, before: &Printed) -> Differs {
    let mut differs = Differs::Nothing;
    for (key, new, old) in now.differing(before) {
        differs = differs.max(match key {
            "updated_at" => Differs::Nothing,
            "changed_at" => Differs::Moved,
            _ => Differs::Counts,
        });
        let _ = write!(text, "{}\"{key}\":[{new},{old}]", comma(text));
    }
    differs
}

fn comma(text: &str) -> &'static str {
    if text.is_empty() { "" } else { "," }
}

type Pairs<'a> = BTreeMap<&'a str, (Raw<'a>, Raw<'a>)>;

/// A patch that was kept.
#[derive(Debug, Deserialize)]
pub(super) struct Read<'a> {
    #[serde(borrow)]
    whole: Pairs<'a>,
    #[serde(borrow)]
    calls: BTreeMap<Uuid, BTreeMap<&'a str, Raw<'a>>>,
    #[serde(default, rename = "#gone")]
    gone: Vec<Uuid>,
}

/// Reads a patch that was kept.
pub(super) fn read(text: &str) -> Option<Read<'_>> {
    serde_json::from_str(text).ok()
}

impl Read<'_> {
    /// Whether it says that this call is no longer there.
    pub(super) fn is_gone(&self, id: Uuid) -> bool {
        self.gone.contains(&id)
    }

    /// The calls that it tells of.
    pub(super) fn calls(&self) -> impl Iterator<Item = Uuid> {
        self.calls.keys().copied()
    }

    /// Takes in what it says of the whole.
    pub(super) fn whole(&self, fields: &mut Printed) {
        self.whole.iter().for_each(|(key, (new, _))| fields.set(key, new.get()));
    }

    /// Takes in what it says of a call.
    pub(super) fn call(&self, id: Uuid, fields: &mut Printed, legs: &mut Vec<(Uuid, Printed)>) {
        for (key, value) in self.calls.get(&id).into_iter().flatten() {
            match *key {
                "legs" => {
                    let told: BTreeMap<Uuid, Pairs<'_>> = serde_json::from_str(value.get()).unwrap_or_default();
                    for (id, pairs) in told {
                        let place = legs.iter().position(|(known, _)| *known == id).unwrap_or_else(|| {
                            legs.push((id, Printed::blank(LEG_KEYS)));
                            legs.len() - 1
                        });
                        if let Some((_, leg)) = legs.get_mut(place) {
                            pairs.iter().for_each(|(key, (new, _))| leg.set(key, new.get()));
                        }
                    }
                }
                "#legs" => {}
                key => {
                    if let Ok((new, _)) = serde_json::from_str::<(Raw<'_>, Raw<'_>)>(value.get()) {
                        fields.set(key, new.get());
                    }
                }
            }
        }
        // The order comes last: it names legs that this very patch brings.
        let order = self.calls.get(&id).and_then(|call| call.get("#legs"));
        if let Some(order) = order.and_then(|order| serde_json::from_str::<Vec<Uuid>>(order.get()).ok()) {
            legs.retain(|(id, _)| order.contains(id));
            legs.sort_by_key(|(id, _)| order.iter().position(|other| other == id));
        }
    }
}
