//! What of a conversation stands in the rows by which calls are listed and found by number, and what of that is to change.

use std::collections::HashSet;
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
    /// With the serials of the calls; so few that a list is smaller than any map, and looked through as fast.
    rows: Vec<(u64, Row)>,
}

/// What is kept of one call.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    started_at: Moment,
    /// Each once, in order.
    numbers: Box<[Text]>,
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
        let numbers = each_once(numbers.filter_map(|number| compared(&number)));
        self.put(call, Row { started_at, numbers });
    }

    /// What differs from the conversation as it is now; from now on that is what is kept.
    pub(crate) fn due(&mut self, now: &Conversation, names: &Names) -> Due {
        let mut due = Due::default();
        let mut there = HashSet::new();
        for call in &now.calls {
            let Some(id) = names.id(Kind::Call, &call.key) else { continue };
            let Some(serial) = names.serial(id) else { continue };
            there.insert(serial);
            if !self.calls.iter().any(|kept| Arc::ptr_eq(kept, call)) || self.row(serial).is_none() {
                self.renew(call, serial, &mut due);
                due.calls.push((Arc::clone(call), id, serial));
            }
        }
        for (serial, row) in self.rows.extract_if(.., |(serial, _)| !there.contains(serial)) {
            due.lost.extend(row.all(serial));
            due.gone.push(serial);
        }
        self.calls.clone_from(&now.calls);
        due
    }

    fn renew(&mut self, call: &Call, serial: u64, due: &mut Due) {
        let new = Row { started_at: call.started_at, numbers: numbers(call) };
        let old = self.row(serial);
        // Most signals change nothing by which a call is found.
        if old == Some(&new) {
            return;
        }
        let had: Vec<NumberRow> = old.iter().flat_map(|row| row.all(serial)).collect();
        let has: Vec<NumberRow> = new.all(serial).collect();
        due.numbers.extend(has.iter().filter(|row| !had.contains(row)).cloned());
        due.lost.extend(had.into_iter().filter(|row| !has.contains(row)));
        self.put(serial, new);
    }

    fn row(&self, serial: u64) -> Option<&Row> {
        self.rows.iter().find(|(call, _)| *call == serial).map(|(_, row)| row)
    }

    fn put(&mut self, serial: u64, row: Row) {
        self.rows.retain(|(call, _)| *call != serial);
        self.rows.reserve_exact(1);
        self.rows.push((serial, row));
    }

    /// The numbers that the store has of it.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = NumberRow> {
        self.rows.iter().flat_map(|(call, row)| row.all(*call))
    }

    /// Takes over the rows of a conversation that goes into this one.
    pub(crate) fn take_over(&mut self, other: Self) {
        other.rows.into_iter().for_each(|(call, row)| self.put(call, row));
    }
}

impl Row {
    fn all(&self, call: u64) -> impl Iterator<Item = NumberRow> {
        let row = move |number: &Text| NumberRow { number: number.clone(), started_at: self.started_at, call };
        self.numbers.iter().map(row)
    }
}

/// The numbers of a call by which it is found.
fn numbers(call: &Call) -> Box<[Text]> {
    let sides = [&call.from, &call.to].into_iter().flat_map(|side| [&side.number, &side.e164]);
    let legs = call.legs.iter().flat_map(|leg| [&leg.number, &leg.e164]);
    each_once(sides.chain(legs).chain([&call.line]).flatten().filter_map(|number| compared(number)))
}

fn each_once(numbers: impl Iterator<Item = Text>) -> Box<[Text]> {
    let mut numbers: Vec<Text> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into()
}
