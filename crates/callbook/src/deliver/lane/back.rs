//! What comes back of what was sent, and what that means for it, for what comes after it, and for the receiver.

use std::collections::VecDeque;
use std::sync::Arc;

use calls::Text;
use tracing::warn;

use super::super::owed::{Of, name, untried};
use super::super::target::Verdict;
use super::failing::MICROS_A_DAY;
use super::{Back, Lane, Part};
use crate::counted::{self, Became};
use crate::store::{ATTEMPTS_MAX, ChangeRow, DeliveryRow, Standing};

impl Lane {
    /// Something was taken, or was not: it gets its row, and what comes after it goes or waits.
    pub(super) fn came_back(&mut self, back: Back) {
        let Back { of, change, part, body, before, rest, tried } = back;
        let tries = before.as_ref().map_or(0, |row| row.tries);
        self.further -= usize::from(tries > 0);
        self.away_since.remove(&of);
        let now = self.ctx.clock.now();
        let id = name(&self.subscription.account, self.subscription.id, change.no, part);
        let mut row = before.unwrap_or_else(|| untried(&change, part, id, None, now));
        row.attempts.push(tried.attempt);
        let over = row.attempts.len().saturating_sub(ATTEMPTS_MAX);
        row.attempts.drain(..over);
        (row.tries, row.next_at, row.body, row.settled_at) = (tries + 1, None, None, now);
        row.about = self.target.about(&body);
        counted::delivered(self.subscription.kind.word(), tried.verdict == Verdict::Taken);
        self.hold.answered(of);
        match tried.verdict {
            Verdict::Taken => {
                if self.failing.taken(now) {
                    self.ledger.hurry(now);
                }
                counted::became(self.subscription.kind.word(), Became::Taken);
                row.state = Standing::Done;
                self.go_on_with(of, change, row, rest);
            }
            verdict => {
                row.body = Some(body.to_string());
                self.failed(of, change, row, rest, verdict);
            }
        }
    }

    fn failed(&mut self, of: Of, change: Arc<ChangeRow>, mut row: DeliveryRow, rest: VecDeque<Part>, verdict: Verdict) {
        let now = self.ctx.clock.now();
        if self.failing.failed(now) > i64::from(self.manner.off_after_days) * MICROS_A_DAY {
            self.off = Some(Text::from(format!("nothing was taken for {} days", self.manner.off_after_days)));
        }
        let wait = match verdict {
            Verdict::Gone => {
                self.off = Some(Text::new_static("the receiver answered that it is gone (410)"));
                Some(0)
            }
            Verdict::Failed { wait_s } => self.manner.ladder.wait(row.id, row.tries, wait_s),
            Verdict::Later { wait_s } => {
                self.hold.until(now.plus(i64::from(wait_s) * 1_000_000));
                self.manner.ladder.wait(row.id, row.tries, Some(wait_s))
            }
            Verdict::Taken | Verdict::Hopeless => None,
        };
        let Some(wait) = wait else {
            row.state = Standing::Dead;
            counted::became(self.subscription.kind.word(), Became::Dead);
            warn!(account = %self.subscription.account, subscription = %self.subscription.id, delivery = %row.id, "a delivery is given up");
            return self.go_on_with(of, change, row, rest);
        };
        counted::became(self.subscription.kind.word(), Became::Failed);
        (row.state, row.next_at) = (Standing::Waiting, Some(now.plus(wait)));
        let mut rows = vec![row];
        rows.extend(rest.iter().map(|part| self.row_of(&change, part)));
        self.unwritten.extend(rows.iter().cloned());
        let written = self.ledger.wait(of, change.no, rows, self.behind());
        self.unwritten.extend(written);
    }

    /// A part is over, and so is its row: the next one goes.
    fn go_on_with(&mut self, of: Of, change: Arc<ChangeRow>, row: DeliveryRow, mut rest: VecDeque<Part>) {
        self.unwritten.push(row);
        if !self.ledger.is_open(change.no) {
            // Whoever comes next does not read it again: what is left of it gets its rows with this one.
            for part in rest.iter_mut().filter(|part| part.before.is_none()) {
                let waits = self.row_of(&change, part);
                part.before = Some(DeliveryRow { body: None, ..waits.clone() });
                self.unwritten.push(waits);
            }
        }
        self.send(of, change, rest);
    }

    /// The row of a part that waits.
    fn row_of(&self, change: &ChangeRow, part: &Part) -> DeliveryRow {
        let before = part.before.clone().unwrap_or_else(|| {
            let id = name(&self.subscription.account, self.subscription.id, change.no, part.no);
            let about = self.target.about(&part.body);
            DeliveryRow { about, ..untried(change, part.no, id, None, self.ctx.clock.now()) }
        });
        // Rows are held without their bodies, and every try has the same bytes.
        DeliveryRow { body: Some(part.body.to_string()), ..before }
    }
}
