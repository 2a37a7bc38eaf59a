//! A call that is written down, while it is written: what the record keeps as one statement (rule R9).
//!
//! A status is more than a word: that somebody answered has a moment, and that nobody did is an end.

use crate::Text;
use crate::conversation::{Direction, Outcome, Role};
use crate::dialects::Names;
use crate::dialects::seen::{Call, Leg};
use crate::moment::Moment;
use crate::signal::{Logged, Party, Written};

use super::super::parties::{Sides, sides};
use super::super::words::Status;

/// See the module's page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub(super) is_inbound: bool,
    pub(super) from: Option<Text>,
    pub(super) to: Option<Text>,
    /// The staff member, by directory key.
    pub(super) user: Option<Text>,
    begun: Moment,
    outcome: Option<Outcome>,
    answered_at: Option<Moment>,
    ended_at: Option<Moment>,
}

impl Draft {
    /// A call that begins.
    pub(super) fn new(is_inbound: bool, begun: Moment) -> Self {
        Self { is_inbound, from: None, to: None, user: None, begun, outcome: None, answered_at: None, ended_at: None }
    }

    /// A call as it was written.
    pub(super) fn of(call: &Call, names: &dyn Names) -> Self {
        let is_inbound = call.direction == Some(Direction::Inbound);
        let is_ours = |leg: &&Leg| (leg.role == Some(Role::Caller)) != is_inbound;
        let Sides { from, to } = sides(call, names);
        Self {
            is_inbound,
            from,
            to,
            user: call.legs.iter().find(is_ours).and_then(|leg| leg.user.clone()),
            begun: call.started_at,
            outcome: call.outcome,
            answered_at: call.answered_at,
            ended_at: call.ended_at,
        }
    }

    /// The call stands there from that moment on.
    pub(super) fn set_status(&mut self, status: Status, at: Moment) {
        let at = at.max(self.begun);
        if self.is_missed() && !status.is_missed() {
            // What was an end is none any more.
            self.ended_at = None;
        }
        match status {
            Status::IncomingCall => (self.outcome, self.ended_at) = (None, None),
            Status::AnsweredByStaff => self.outcome = Some(Outcome::Answered),
            Status::AnsweredByProvider => self.outcome = Some(Outcome::Ivr),
            Status::Voicemail => self.outcome = Some(Outcome::Voicemail),
            Status::Missed | Status::MissedCallHandled => {
                self.outcome = Some(Outcome::NoAnswer);
                self.ended_at = self.ended_at.or(Some(at));
            }
        }
        self.answered_at = match status {
            Status::AnsweredByStaff => self.answered_at.or(Some(at)),
            _ => None,
        };
    }

    /// Whether nobody answered, so that the call is over.
    fn is_missed(&self) -> bool {
        !matches!(self.outcome, None | Some(Outcome::Answered | Outcome::Ivr | Outcome::Voicemail))
    }

    /// The call lasted that long, from its answer, or else from its beginning; or goes on.
    pub(super) fn set_duration(&mut self, seconds: Option<i64>) {
        if seconds.is_none() && self.is_missed() {
            return;
        }
        let from = self.answered_at.unwrap_or(self.begun);
        self.ended_at = seconds.map(|seconds| from.plus(seconds * 1_000_000));
    }

    /// The statement.
    pub(super) fn logged(&self) -> Logged {
        let user = Party { user: self.user.clone(), ..Party::default() };
        let outside = |number: &Option<Text>| Party { number: number.clone(), withheld: number.is_none(), ..Party::default() };
        let (from, to, line) = if self.is_inbound {
            (outside(&self.from), user, self.to.clone())
        } else {
            (user, Party { withheld: false, ..outside(&self.to) }, self.from.clone())
        };
        Logged {
            direction: if self.is_inbound { Direction::Inbound } else { Direction::Outbound },
            written: Written::ByProgram,
            from,
            to,
            line,
            answered_at: self.answered_at,
            ended_at: self.ended_at,
            seconds: None,
            outcome: self.outcome,
        }
    }
}
