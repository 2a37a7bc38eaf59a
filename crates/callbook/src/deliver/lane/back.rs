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
                self.unwritten.push(row);
                self.send(of, change, rest);
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
            self.unwritten.push(row);
            return self.send(of, change, rest);
        };
        counted::became(self.subscription.kind.word(), Became::Failed);
        (row.state, row.next_at) = (Standing::Waiting, Some(now.plus(wait)));
        let (account, subscription) = (self.subscription.account.clone(), self.subscription.id);
        let mut rows = vec![row];
        rows.extend(rest.into_iter().map(|part| {
            let id = name(&account, subscription, change.no, part.no);
            let about = self.target.about(&part.body);
            let before = part.before.unwrap_or_else(|| DeliveryRow { about, ..untried(&change, part.no, id, None, now) });
            // Rows are held without their bodies, and every try has the same bytes.
            DeliveryRow { body: Some(part.body.to_string()), ..before }
        }));
        self.unwritten.extend(rows.iter().cloned());
        let written = self.ledger.wait(of, change.no, rows, self.behind());
        self.unwritten.extend(written);
    }
}
