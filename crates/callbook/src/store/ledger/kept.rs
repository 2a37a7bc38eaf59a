//! What of a conversation stands in the rows by which calls are listed and found by number, and what of that is to change.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use calls::Text;
use calls::conversation::{Call, Conversation};
use calls::id::Kind;
use calls::moment::Moment;
use calls::number::compared;
use uuid::Uuid;

use super::Names;

/// The rows of a conversation's calls and numbers, as the store has them.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// The calls that stand there as they are, so that one that did not change is not looked at again.
    calls: Vec<Arc<Call>>,
    /// By serial of the call.
    rows: BTreeMap<u64, Row>,
}

/// What is kept of one call.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    started_at: Moment,
    numbers: BTreeSet<Text>,
}

/// A row of a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NumberRow {
    /// The number, as it is compared.
    pub(crate) number: Text,
    /// When its call began.
    pub(crate) started_at: Moment,
    /// The serial of its call.
    pub(crate) call: u64,
}

/// What is to change in the rows.
#[derive(Debug, Default)]
pub(crate) struct Due {
    /// Calls that differ from what is kept of them, with their ids and serials.
    pub(crate) calls: Vec<(Arc<Call>, Uuid, u64)>,
    /// The serials of calls that are no more.
    pub(crate) gone: Vec<u64>,
    /// Numbers that are not kept yet.
    pub(crate) numbers: Vec<NumberRow>,
    /// Numbers that a call has no longer.
    pub(crate) lost: Vec<NumberRow>,
}

impl Kept {
    /// Remembers what a store has of a call.
    pub(crate) fn read(&mut self, call: u64, started_at: Moment, numbers: impl Iterator<Item = String>) {
        let numbers = numbers.filter_map(|number| compared(&number)).collect();
        self.rows.insert(call, Row { started_at, numbers });
    }

    /// What differs from the conversation as it is now; from now on that is what is kept.
    pub(crate) fn due(&mut self, now: &Conversation, names: &Names) -> Due {
        let mut due = Due::default();
        let mut there = HashSet::new();
        for call in &now.calls {
            let Some(id) = names.id(Kind::Call, &call.key) else { continue };
            let Some(serial) = names.serial(id) else { continue };
            there.insert(serial);
            if !self.calls.iter().any(|kept| Arc::ptr_eq(kept, call)) || !self.rows.contains_key(&serial) {
                self.renew(call, serial, &mut due);
                due.calls.push((Arc::clone(call), id, serial));
            }
        }
        let gone: Vec<u64> = self.rows.keys().copied().filter(|serial| !there.contains(serial)).collect();
        for serial in gone {
            let row = self.rows.remove(&serial);
            due.lost.extend(row.iter().flat_map(|row| row.all(serial)));
            due.gone.push(serial);
        }
        self.calls.clone_from(&now.calls);
        due
    }

    fn renew(&mut self, call: &Call, serial: u64, due: &mut Due) {
        let new = Row { started_at: call.started_at, numbers: numbers(call) };
        // Most signals change nothing by which a call is found.
        if self.rows.get(&serial) == Some(&new) {
            return;
        }
        let old = self.rows.remove(&serial);
        let had: BTreeSet<NumberRow> = old.iter().flat_map(|row| row.all(serial)).collect();
        let has: BTreeSet<NumberRow> = new.all(serial).collect();
        due.numbers.extend(has.difference(&had).cloned());
        due.lost.extend(had.difference(&has).cloned());
        self.rows.insert(serial, new);
    }

    /// The numbers that the store has of it.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = NumberRow> {
        self.rows.iter().flat_map(|(call, row)| row.all(*call))
    }

    /// Takes over the rows of a conversation that goes into this one.
    pub(crate) fn take_over(&mut self, other: Self) {
        self.rows.extend(other.rows);
    }
}

impl Row {
    fn all(&self, call: u64) -> impl Iterator<Item = NumberRow> {
        let row = move |number: &Text| NumberRow { number: number.clone(), started_at: self.started_at, call };
        self.numbers.iter().map(row)
    }
}

/// The numbers of a call by which it is found.
fn numbers(call: &Call) -> BTreeSet<Text> {
    let sides = [&call.from, &call.to].into_iter().flat_map(|side| [&side.number, &side.e164]);
    let legs = call.legs.iter().flat_map(|leg| [&leg.number, &leg.e164]);
    sides.chain(legs).chain([&call.line]).flatten().filter_map(|number| compared(number)).collect()
}
