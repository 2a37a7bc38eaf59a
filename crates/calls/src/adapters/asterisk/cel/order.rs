//! Rows in the order of time: the file is not written in it (trap A36).
//!
//! Rows are held until one is read that is later by [`ORDER_WINDOW`], then given on by time, those of the same microsecond
//! as they stand in the file. The order must never depend on how the file was cut into pieces.

use std::collections::VecDeque;

use super::wire::Row;
use crate::moment::Moment;

/// How much later, in microseconds, a row must be for the rows before it to go on. Recordings of a loaded switch are out of
/// order by less than a millisecond; the switch would have to stand still for a second to outrun this.
const ORDER_WINDOW: i64 = 1_000_000;

/// How long, in microseconds by the live clock, a row waits for one that was overtaken when no later row comes.
pub(super) const ORDER_PATIENCE: i64 = 250_000;

/// The most rows that are held; beyond it the earliest go on.
const ORDER_ROWS_MAX: usize = 20_000;

/// A row with its time and its place in the file.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) at: Moment,
    /// The how-manieth row of the file it is.
    pub(super) ordinal: u64,
    pub(super) row: Row,
}

/// The rows that are held.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// By time, then by place in the file.
    held: VecDeque<Placed>,
    /// The time of the row that went on last.
    released: Option<Moment>,
    /// A moment of the live clock, and the last row that was there then.
    waiting: Option<(Moment, u64)>,
    /// The last row that was read.
    last: u64,
}

impl Order {
    /// Takes the next row of the file and gives back those that need not wait any longer, in `go`.
    pub(super) fn push(&mut self, placed: Placed, go: &mut Vec<Placed>) {
        self.last = placed.ordinal;
        if self.released.is_some_and(|released| placed.at < released) {
            // Too late to be put in its place: it goes on at once. When the clock of the switch was set back, the order
            // goes on from here.
            self.released = Some(placed.at);
            go.push(placed);
            return;
        }
        let horizon = placed.at.plus(-ORDER_WINDOW);
        let place = self.held.partition_point(|held| held.at <= placed.at);
        self.held.insert(place, placed);
        while self.held.front().is_some_and(|first| first.at <= horizon) || self.held.len() > ORDER_ROWS_MAX {
            self.release_first(go);
        }
    }

    /// Live time passes: rows that were already there [`ORDER_PATIENCE`] ago go on.
    pub(super) fn tick(&mut self, now: Moment, go: &mut Vec<Placed>) {
        if let Some((since, last)) = self.waiting
            && now.since(since) >= ORDER_PATIENCE
        {
            let count = self.held.iter().rposition(|held| held.ordinal <= last).map_or(0, |place| place + 1);
            for _ in 0..count {
                self.release_first(go);
            }
            self.waiting = None;
        }
        if self.waiting.is_none() && !self.held.is_empty() {
            self.waiting = Some((now, self.last));
        }
    }

    /// When live time must be told next, `now` being the last moment that was.
    pub(super) fn wake_at(&self, now: Moment) -> Option<Moment> {
        let since = self.waiting.map_or(now, |(since, _)| since);
        (!self.held.is_empty()).then(|| since.plus(ORDER_PATIENCE))
    }

    /// Nothing more comes from this file: all rows go on, and the next file's come in an order of their own.
    pub(super) fn release_all(&mut self, go: &mut Vec<Placed>) {
        while !self.held.is_empty() {
            self.release_first(go);
        }
        *self = Self::default();
    }

    /// Where the first row of the file begins that is held.
    pub(super) fn offset(&self) -> Option<u64> {
        self.held.iter().map(|held| held.row.offset).min()
    }

    fn release_first(&mut self, go: &mut Vec<Placed>) {
        if let Some(first) = self.held.pop_front() {
            self.released = Some(first.at);
            go.push(first);
        }
    }
}
