//! What is owed to one subscription, in memory: which change comes next of each conversation, what is on its way, what waits.
//!
//! Of one conversation one thing is on its way at a time, in the order of changes; conversations know nothing of one another. What has
//! a row may stand behind what has none, so that a row of after the position counts only once everything before it was read.
//! Everything here is said by rows and the position too, so that it can be forgotten at any moment.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use calls::moment::Moment;
use uuid::Uuid;

use super::joins::Joins;
use crate::store::{ChangeRow, DeliveryRow, Outstanding, Standing};

/// Changes that are held and have no row yet; then no more are read.
const OPEN_MAX: usize = 1_024;
/// The same in bytes. A page may go over it once, by as much as is in it.
const OPEN_BYTES_MAX: usize = 8 << 20;

/// Of what a lane tells: a conversation, or what is of none.
pub(super) type Of = Option<Uuid>;

/// One change that is owed.
#[derive(Clone, Debug)]
pub(super) struct Owed {
    /// The change's number.
    pub(super) change: u64,
    /// The change, if it was read just now.
    pub(super) row: Option<Arc<ChangeRow>>,
    /// Its parts that have a row and wait, without their bodies.
    pub(super) waiting: VecDeque<DeliveryRow>,
}

impl Owed {
    /// Gives up the change for a row that waits; that row. Not of one that waits already, nor of one of which a part has a row
    /// of before: that one says what became of it.
    fn park(
        &mut self,
        settled: &HashSet<(u64, u32)>,
        behind: &mut impl FnMut(&ChangeRow) -> DeliveryRow,
    ) -> Option<DeliveryRow> {
        if !self.waiting.is_empty() || settled.contains(&(self.change, 0)) {
            return None;
        }
        let row = behind(&*self.row.take()?);
        self.waiting.push_back(row.clone());
        Some(row)
    }
}

/// The line of one conversation.
#[derive(Debug, Default)]
struct Line {
    owed: VecDeque<Owed>,
    /// Whether its first is on its way.
    is_away: bool,
}

/// Changes that are held and have no row yet, or not of all their parts.
#[derive(Debug, Default)]
struct Open {
    /// How many bytes each takes, by its number.
    each: BTreeMap<u64, usize>,
    bytes: usize,
}

impl Open {
    fn insert(&mut self, row: &ChangeRow) {
        let bytes = size(row);
        self.bytes += bytes;
        self.bytes -= self.each.insert(row.no, bytes).unwrap_or(0);
    }

    fn remove(&mut self, change: u64) {
        self.bytes -= self.each.remove(&change).unwrap_or(0);
    }
}

/// How many bytes a change takes, nearly.
pub(super) fn size(row: &ChangeRow) -> usize {
    size_of::<ChangeRow>() + row.patch.as_ref().map_or(0, String::len) + row.by.as_ref().map_or(0, String::len)
}

/// Everything that is owed.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    lines: HashMap<Of, Line>,
    /// Lines whose first may go now, in the order in which they became so.
    ready: VecDeque<Of>,
    /// Lines whose first waits, by when it may go.
    later: BTreeSet<(Moment, Of)>,
    open: Open,
    /// Parts that have a row already, of changes after the position.
    settled: HashSet<(u64, u32)>,
    /// How many wait with a row.
    waiting: usize,
    /// What waits with a row and was not read again yet, by change: what comes before it may have no row.
    ahead: BTreeMap<u64, VecDeque<DeliveryRow>>,
    joins: Joins,
    /// Lines that were set aside lately, and have not all the rows by which the position goes on.
    aside: Vec<Of>,
}

impl Ledger {
    /// What was left by whoever told before, up to that position.
    pub(super) fn of(outstanding: Outstanding, position: u64) -> Self {
        let mut ledger = Self { settled: outstanding.settled.into_iter().collect(), ..Self::default() };
        for row in outstanding.waiting {
            ledger.ahead.entry(row.change).or_default().push_back(row);
        }
        let ahead = ledger.ahead.split_off(&(position + 1));
        for (change, waiting) in std::mem::replace(&mut ledger.ahead, ahead) {
            ledger.push_waiting(change, waiting);
        }
        ledger
    }

    /// Owes a change that was read.
    pub(super) fn owe(&mut self, row: ChangeRow) {
        let (of, change) = (row.conversation, row.no);
        if let Some(waiting) = self.ahead.remove(&change) {
            return self.push_waiting(change, waiting);
        }
        self.open.insert(&row);
        self.push(of, Owed { change, row: Some(Arc::new(row)), waiting: VecDeque::new() });
    }

    /// A conversation was erased: what is owed of it is told without what it was (rule N25).
    pub(super) fn erase(&mut self, of: Of) {
        let owed = self.lines.get_mut(&of).into_iter().flat_map(|line| line.owed.iter_mut());
        for row in owed.filter_map(|owed| owed.row.as_mut()) {
            *row = Arc::new(ChangeRow { patch: None, by: None, ..ChangeRow::clone(row) });
        }
    }

    /// A conversation went into another with that change: the other is told on once nothing of it is owed any more.
    pub(super) fn join(&mut self, one: Of, other: Of, change: u64) {
        if self.lines.contains_key(&one) {
            self.joins.add(one, other, change);
        }
    }

    /// All parts of one that waits got their rows together.
    fn push_waiting(&mut self, change: u64, waiting: VecDeque<DeliveryRow>) {
        self.waiting += waiting.len();
        let of = waiting.front().and_then(|row| row.conversation);
        self.push(of, Owed { change, row: None, waiting });
    }

    /// Whether a change waits with a row and was not read again yet.
    pub(super) fn is_ahead(&self, change: u64) -> bool {
        self.ahead.contains_key(&change)
    }

    /// The last change that waits with a row and was not read again yet.
    pub(super) fn last_ahead(&self) -> Option<u64> {
        self.ahead.last_key_value().map(|(change, _)| *change)
    }

    fn push(&mut self, of: Of, owed: Owed) {
        let line = self.lines.entry(of).or_default();
        line.owed.push_back(owed);
        if line.owed.len() == 1 {
            self.turn(of);
        }
    }

    /// A line has another first, which goes now or when it may.
    fn turn(&mut self, of: Of) {
        let Some(line) = self.lines.get_mut(&of) else { return };
        line.is_away = false;
        match line.owed.front() {
            None => drop(self.lines.remove(&of)),
            Some(owed) => match owed.waiting.front().and_then(|row| row.next_at) {
                Some(at) => drop(self.later.insert((at, of))),
                None => self.ready.push_back(of),
            },
        }
    }

    /// The next that may go, and whether it is a further try; it is on its way from now on.
    pub(super) fn next(&mut self, now: Moment, further: bool) -> Option<(Of, Owed)> {
        loop {
            let due = || self.later.first().copied().filter(|(at, _)| *at <= now && further);
            let of = match due() {
                Some(due) => {
                    self.later.remove(&due);
                    due.1
                }
                None => self.ready.pop_front()?,
            };
            let Some(change) = self.lines.get(&of).and_then(|line| line.owed.front()).map(|owed| owed.change) else { continue };
            if let Some(first) = self.comes_first(of, change) {
                self.joins.hold(of, first);
                self.aside.push(of);
                continue;
            }
            let line = self.lines.get_mut(&of)?;
            line.is_away = true;
            return line.owed.front().cloned().map(|owed| (of, owed));
        }
    }

    /// The line of a conversation that went into that one before that change and of which something is still owed.
    fn comes_first(&self, of: Of, change: u64) -> Option<Of> {
        let owes = |one: Of, to: u64| self.lines.get(&one)?.owed.front().map(|owed| owed.change <= to);
        self.joins.before(of, change).find(|(one, to)| owes(*one, *to) == Some(true)).map(|(one, _)| one)
    }

    /// Rows for what is owed of lines that were set aside, so that the position does not wait for them.
    pub(super) fn set_aside(&mut self, mut behind: impl FnMut(&ChangeRow) -> DeliveryRow) -> Vec<DeliveryRow> {
        let aside = std::mem::take(&mut self.aside);
        aside.into_iter().flat_map(|of| self.park(of, 0, &mut behind)).collect()
    }

    /// What is owed of a line after so many gives up its changes for rows that wait; those rows.
    fn park(&mut self, of: Of, skip: usize, behind: &mut impl FnMut(&ChangeRow) -> DeliveryRow) -> Vec<DeliveryRow> {
        let Some(line) = self.lines.get_mut(&of) else { return Vec::new() };
        let mut written = Vec::new();
        for owed in line.owed.iter_mut().skip(skip) {
            let Some(row) = owed.park(&self.settled, behind) else { continue };
            written.push(row);
            self.open.remove(owed.change);
            self.waiting += 1;
        }
        written
    }

    /// One that was to go could not be, and is the next again.
    pub(super) fn put_back(&mut self, of: Of) {
        if let Some(line) = self.lines.get_mut(&of) {
            line.is_away = false;
            self.ready.push_front(of);
        }
    }

    /// Everything that waits may go now: the receiver is back.
    pub(super) fn hurry(&mut self, now: Moment) {
        self.later = std::mem::take(&mut self.later).into_iter().map(|(at, of)| (at.min(now), of)).collect();
    }

    /// When the next one that waits may go.
    pub(super) fn next_at(&self) -> Option<Moment> {
        self.later.first().map(|(at, _)| *at)
    }

    /// Whether the position waits for a change. Where it does not, everything that is owed of it is known by rows alone.
    pub(super) fn is_open(&self, change: u64) -> bool {
        self.open.each.contains_key(&change)
    }

    /// Whether a part has a row already.
    pub(super) fn is_settled(&self, change: u64, part: u32) -> bool {
        self.settled.contains(&(change, part))
    }

    /// The first of a line is over: all of its parts have a row, or nothing of it is wanted.
    pub(super) fn over(&mut self, of: Of, change: u64) {
        self.open.remove(change);
        let Some(line) = self.lines.get_mut(&of) else { return };
        if line.owed.front().is_some_and(|owed| owed.change == change) {
            let owed = line.owed.pop_front();
            self.waiting = self.waiting.saturating_sub(owed.map_or(0, |owed| owed.waiting.len()));
        }
        self.turn(of);
        for held in self.joins.let_go(of) {
            self.turn(held);
        }
        if !self.lines.contains_key(&of) {
            self.joins.end(of);
        }
    }

    /// The first of a line waits, with these rows of its parts; whatever is behind it gets rows too, so that the position does
    /// not wait for it. Those rows.
    pub(super) fn wait(
        &mut self,
        of: Of,
        change: u64,
        rows: Vec<DeliveryRow>,
        mut behind: impl FnMut(&ChangeRow) -> DeliveryRow,
    ) -> Vec<DeliveryRow> {
        let Some(line) = self.lines.get_mut(&of) else { return Vec::new() };
        let mut written = Vec::new();
        for owed in &mut line.owed {
            let before = owed.waiting.len();
            if owed.change == change {
                owed.waiting = rows.iter().cloned().map(|row| DeliveryRow { body: None, ..row }).collect();
            } else {
                written.extend(owed.park(&self.settled, &mut behind));
            }
            if !owed.waiting.is_empty() {
                owed.row = None;
                self.open.remove(owed.change);
            }
            self.waiting = (self.waiting + owed.waiting.len()).saturating_sub(before);
        }
        self.turn(of);
        written
    }

    /// Rows for changes that were read meanwhile for lines that wait.
    pub(super) fn behind(&mut self, of: Of, mut behind: impl FnMut(&ChangeRow) -> DeliveryRow) -> Vec<DeliveryRow> {
        let waits = |line: &Line| !line.is_away && line.owed.front().is_some_and(|owed| !owed.waiting.is_empty());
        if self.lines.get(&of).is_some_and(waits) { self.park(of, 1, &mut behind) } else { Vec::new() }
    }

    /// Of each line, all but a few that are held without a row get one, and are read again when it is their turn: so many are left
    /// that as many lines as go at once still leave room. Those rows.
    pub(super) fn make_room(&mut self, at_once: usize, mut behind: impl FnMut(&ChangeRow) -> DeliveryRow) -> Vec<DeliveryRow> {
        // Of long ones few fill all the room.
        let of_each = if self.open.each.len() >= OPEN_MAX { OPEN_MAX / 4 / at_once.max(1) } else { 1 };
        let lines: Vec<Of> = self.lines.keys().copied().collect();
        lines.into_iter().flat_map(|of| self.park(of, of_each.max(1), &mut behind)).collect()
    }

    /// Up to where every change has a row or is not wanted, if it was read up to there.
    pub(super) fn position(&self, read_to: u64) -> u64 {
        self.open.each.first_key_value().map_or(read_to, |(first, _)| first.saturating_sub(1).min(read_to))
    }

    /// Whether so much is held that has no row that no more is to be read.
    pub(super) fn is_full(&self) -> bool {
        self.open.each.len() >= OPEN_MAX || self.open.bytes >= OPEN_BYTES_MAX
    }

    /// How many deliveries wait with a row, of changes that were read.
    pub(super) fn waiting(&self) -> usize {
        self.waiting
    }

    /// How many deliveries are known to wait with a row.
    pub(super) fn known(&self) -> usize {
        self.waiting + self.ahead.values().map(VecDeque::len).sum::<usize>()
    }
}

/// The name of a delivery: the same however often it is sent.
pub(super) fn name(account: &str, subscription: Uuid, change: u64, part: u32) -> Uuid {
    Uuid::new_v5(&subscription, format!("{account}\u{1f}{change}\u{1f}{part}").as_bytes())
}

/// A row of something that waits behind something else, or was not tried yet.
pub(super) fn untried(row: &ChangeRow, part: u32, id: Uuid, body: Option<String>, at: Moment) -> DeliveryRow {
    DeliveryRow {
        change: row.no,
        part,
        id,
        conversation: row.conversation,
        version: row.version,
        kind: row.kind,
        state: Standing::Waiting,
        tries: 0,
        next_at: None,
        attempts: Vec::new(),
        body,
        about: None,
        settled_at: at,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::store::{ChangeKind, text};

    fn change(no: u64, of: u128, bytes: usize) -> ChangeRow {
        ChangeRow {
            no,
            conversation: Some(Uuid::from_u128(of)),
            source: text("desk"),
            version: no,
            previous: no - 1,
            kind: ChangeKind::Changed,
            at: Moment::default(),
            recorded_at: Moment::default(),
            by: None,
            patch: Some("x".repeat(bytes)),
        }
    }

    #[test]
    fn no_more_is_held_than_there_is_room_for_in_number_and_in_bytes() {
        let behind = |row: &ChangeRow| untried(row, 0, name("main", Uuid::nil(), row.no, 0), None, Moment::default());
        let mut ledger = Ledger::default();
        for no in 1..=9 {
            assert!(!ledger.is_full(), "{no}");
            ledger.owe(change(no, 1, OPEN_BYTES_MAX / 9));
        }
        assert!(ledger.is_full());
        let parked = ledger.make_room(16, behind);
        assert_eq!((parked.len(), ledger.waiting(), ledger.position(9)), (8, 8, 0));
        assert!(!ledger.is_full() && ledger.open.bytes < OPEN_BYTES_MAX / 8);
        ledger.next(Moment::default(), true).unwrap();
        ledger.over(Some(Uuid::from_u128(1)), 1);
        assert_eq!((ledger.open.bytes, ledger.position(9)), (0, 9));
        let mut ledger = Ledger::default();
        for no in 1..=OPEN_MAX as u64 {
            assert!(!ledger.is_full());
            ledger.owe(change(no, u128::from(no), 1));
        }
        assert!(ledger.is_full());
        // One that waits has a row, and takes no room either.
        let (of, owed) = ledger.next(Moment::default(), true).unwrap();
        ledger.wait(of, owed.change, vec![behind(&change(owed.change, 1, 1))], behind);
        assert!(!ledger.is_full());
    }

    #[test]
    fn n25_what_is_held_of_a_conversation_that_was_erased_tells_nothing_of_it_any_more() {
        let mut ledger = Ledger::default();
        for (no, of) in [(1, 1), (2, 2), (3, 1)] {
            ledger.owe(change(no, of, 9));
        }
        ledger.erase(Some(Uuid::from_u128(1)));
        ledger.erase(Some(Uuid::from_u128(3)));
        let mut told = Vec::new();
        while let Some((of, owed)) = ledger.next(Moment::default(), true) {
            let row = owed.row.unwrap();
            told.push((row.no, row.patch.is_some()));
            ledger.over(of, row.no);
        }
        assert_eq!(told, [(1, false), (2, true), (3, false)]);
    }
}
