//! What is kept with a call for this dialect alone (`kept` of the record, under the dialect's name).
//!
//! Of a call that was created here that is what its client wrote of the line, field by field: the record holds what all dialects
//! understand of it, and a client reads back what it wrote (rule C13). Of any call it is the word of its disposal, for which the
//! record has no room beside the remarks. What is kept is read tolerantly: something else under our name is nothing of ours.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Text;
use crate::conversation::{Direction, Outcome, Word};
use crate::dialects::seen::Call;
use crate::moment::Moment;
use crate::signal::{Logged, Party, Provider, Written};

use super::DIALECT;
use super::status::{Spelled, Status, Way, read_direction};
use super::time::{from_millis, seconds};

/// All that is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) own: Option<Own>,
    /// The word of the latest disposal through this dialect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) disposition: Option<Text>,
}

/// The line of a call that was created here, as it was written last. Times are epoch milliseconds, durations seconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Own {
    pub(super) to: Option<Text>,
    pub(super) from: Option<Text>,
    pub(super) provider: Option<Text>,
    pub(super) provider_call_id: Option<Text>,
    /// Only where provider or id is missing; else it stands with them in the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) provider_payload: Option<Value>,
    pub(super) call_start: Option<i64>,
    pub(super) call_end: Option<i64>,
    pub(super) call_duration: Option<u64>,
    pub(super) connection_start: Option<i64>,
    pub(super) connection_end: Option<i64>,
    pub(super) connection_duration: Option<u64>,
    /// A word of the record.
    pub(super) direction: Text,
    pub(super) call_status: Text,
    pub(super) call_initiate_location: Option<Text>,
    /// The user whose call it was said to be when it was created, who stands on its line.
    pub(super) user: Option<Text>,
    /// Whether that was taken back.
    pub(super) user_cleared: bool,
}

impl Kept {
    /// What is kept with a call.
    pub(super) fn of(call: &Call) -> Self {
        let kept = call.kept.get(DIALECT.name);
        kept.and_then(|kept| Self::deserialize(kept).ok()).unwrap_or_default()
    }

    /// As a record keeps it.
    pub(super) fn stated(&self) -> (Text, Text) {
        (Text::new_static(DIALECT.name), serde_json::to_string(self).unwrap_or_default().into())
    }
}

impl Own {
    pub(super) fn direction(&self) -> Direction {
        read_direction(&self.direction).unwrap_or(Direction::Outbound)
    }

    pub(super) fn way(&self) -> Way {
        Way::of(Some(self.direction()))
    }

    pub(super) fn status(&self) -> Status {
        Spelled::read(&self.call_status).map_or(Status::Unknown, |spelled| spelled.of(self.way()))
    }

    /// Computed where both times are known, else as it was sent (rule C4).
    pub(super) fn call_duration(&self) -> Option<u64> {
        self.call_start.zip(self.call_end).map(|(from, to)| seconds(from, to)).or(self.call_duration)
    }

    /// The same of the talk; 0 of a call that is over without one.
    pub(super) fn connection_duration(&self) -> Option<u64> {
        let computed = self.connection_start.zip(self.connection_end).map(|(from, to)| seconds(from, to));
        let none_took_place = self.call_end.filter(|_| self.connection_start.is_none() && self.connection_end.is_none());
        computed.or(self.connection_duration).or(none_took_place.map(|_| 0))
    }

    /// The provider as the record keeps it, if the call can be known again by it.
    pub(super) fn provider(&self, payload: Option<&Value>) -> Option<Provider> {
        let (name, id) = self.provider.clone().zip(self.provider_call_id.clone())?;
        Some(Provider { name, id, payload: payload.map(|payload| payload.to_string().into()) })
    }

    /// The call as all dialects understand it.
    pub(super) fn logged(&self) -> Logged {
        let direction = self.direction();
        let moment = |millis: Option<i64>| millis.and_then(from_millis);
        let outcome = self.outcome();
        let talked = outcome.is_none_or(|outcome| outcome == Outcome::Answered);
        let (answered_at, ended_at) = (moment(self.connection_start).filter(|_| talked), moment(self.call_end));
        let lasted =
            if answered_at.is_some() { self.connection_duration } else { self.call_duration.or(self.connection_duration) };
        let user = || Party { user: self.user.clone(), ..Party::default() };
        let party = |number: &Option<Text>| Party { number: number.clone(), ..Party::default() };
        let (from, to, line) = match direction {
            Direction::Inbound => {
                let from = Party { withheld: self.from.is_none(), ..party(&self.from) };
                (from, user(), self.to.clone())
            }
            Direction::Outbound => (user(), party(&self.to), self.from.clone()),
            Direction::Internal => (Party { user: self.user.clone(), ..party(&self.from) }, party(&self.to), None),
        };
        let by_hand = self.call_initiate_location.as_deref() == Some(super::task::TASK_LOG);
        Logged {
            direction,
            written: if by_hand { Written::ByHand } else { Written::ByProgram },
            from,
            to,
            line,
            answered_at,
            ended_at,
            seconds: lasted.filter(|_| ended_at.is_none()).map(|seconds| seconds as f64),
            outcome: outcome.or(answered_at.map(|_| Outcome::Answered)),
        }
    }

    /// When it began, as far as that was said.
    pub(super) fn begun(&self) -> Option<Moment> {
        self.call_start.and_then(from_millis)
    }

    /// What the written word says of it; none where it says nothing.
    fn outcome(&self) -> Option<Outcome> {
        match self.status() {
            Status::Completed | Status::InProgress | Status::DisconnectedNotDisposed => Some(Outcome::Answered),
            Status::Answered => Some(Outcome::Ivr),
            Status::Busy => Some(Outcome::Busy),
            Status::Failed => Some(Outcome::Failed),
            Status::Rejected => Some(Outcome::Declined),
            Status::Unanswered | Status::Missed => Some(Outcome::NoAnswer),
            Status::Unknown | Status::Logged | Status::Queued | Status::Ringing => self.talked(),
            Status::WrongNum | Status::DisposedNotDisconnected => self.talked(),
        }
    }

    fn talked(&self) -> Option<Outcome> {
        self.connection_duration().filter(|seconds| *seconds > 0).map(|_| Outcome::Answered)
    }

    /// The words that are kept of a direction and a status.
    pub(super) fn words(direction: Direction, status: Status) -> (Text, Text) {
        (Text::new_static(direction.word()), Text::new_static(status.word()))
    }
}
