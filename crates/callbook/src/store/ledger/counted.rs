//! What of a conversation is counted, and where: once it has ended, under the hour in which it began.
//!
//! A conversation is one call of its account, its source and the line that was called; of each queue it is one for each time
//! that it waited there; of a user one for each call that was offered to him or made by him. What was counted is kept beside the
//! conversation, so that exactly that is taken off again when it turns out otherwise, is deleted, or goes into another.

use calls::Text;
use calls::conversation::{Call, Conversation, End, Leg, Origin, Outcome, Queued, Role, Word};
use calls::moment::Moment;
use calls::number::compared;
use calls::signal::LeftQueue;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::super::Part;
use super::tally::{Spread, Tally, place_of};

/// The most parts of a conversation that are counted beside itself.
const PARTS_MAX: usize = 200;
const HOUR_S: i64 = 3_600;

/// What is counted of one conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counted {
    /// When its hour began, in seconds.
    h: i64,
    /// Its direction, by its word.
    d: String,
    source: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line: Option<Text>,
    /// Itself.
    all: One,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    queues: Vec<(Text, One)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    users: Vec<(Text, One)>,
}

/// How it went: the place of its outcome ([`place_of`]); the milliseconds until it was answered; those until it was given
/// up by the caller; those of talk. Minus one: none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct One(u8, i64, i64, i64);

/// Names a row of figures.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Figure {
    /// Of what.
    pub(crate) part: Part,
    /// Which of them; empty of `all`.
    pub(crate) key: Text,
    /// When its hour began.
    pub(crate) hour: Moment,
    /// The direction's word, or nothing.
    pub(crate) direction: String,
}

impl Counted {
    /// What is to be counted of a conversation, by the clocks of its account; none as long as it goes on, and of a deleted one.
    pub(crate) fn of(now: &Conversation, zone: &TimeZone) -> Option<Self> {
        let ended_at = now.ended_at?;
        let first = now.first().filter(|_| now.deleted_at().is_none())?;
        let answered = now.answered_at.filter(|_| now.outcome == Some(Outcome::Answered));
        let waited = answered.unwrap_or(ended_at).since(now.started_at) / 1_000;
        let talk = (now.seconds.talk + now.seconds.conference) / 1_000;
        Some(Self {
            h: hour(now.started_at, zone),
            d: first.direction.map_or("", Word::word).to_owned(),
            source: now.source.clone(),
            line: first.line.as_deref().and_then(compared),
            all: One::new(now.outcome, waited, answered.map(|_| talk as i64)),
            queues: now.queues.iter().take(PARTS_MAX).filter_map(|queue| of_queue(now, queue)).collect(),
            users: now
                .calls
                .iter()
                .flat_map(|call| call.legs.iter().filter_map(|leg| of_leg(call, leg)))
                .take(PARTS_MAX)
                .collect(),
        })
    }

    /// The rows that it counts in, and what in each.
    pub(crate) fn figures(&self) -> impl Iterator<Item = (Figure, Tally)> {
        let whole =
            [(Part::All, Some(Text::default())), (Part::Source, Some(self.source.clone())), (Part::Line, self.line.clone())];
        let whole = whole.into_iter().filter_map(|(part, key)| Some((part, key?, self.all)));
        let queues = self.queues.iter().map(|(key, one)| (Part::Queue, key.clone(), *one));
        let users = self.users.iter().map(|(key, one)| (Part::User, key.clone(), *one));
        whole.chain(queues).chain(users).map(|(part, key, one)| {
            let hour = Moment::from_micros(self.h * 1_000_000).unwrap_or_default();
            (Figure { part, key, hour, direction: self.d.clone() }, one.tally())
        })
    }
}

impl One {
    fn new(outcome: Option<Outcome>, waited: i64, talked: Option<i64>) -> Self {
        let place = place_of(outcome);
        match talked {
            Some(talk) => Self(place as u8, waited, -1, talk),
            None if matches!(outcome, Some(Outcome::Abandoned | Outcome::Cancelled)) => Self(place as u8, -1, waited, -1),
            None => Self(place as u8, -1, -1, -1),
        }
    }

    fn tally(self) -> Tally {
        let spread = |ms: i64| if ms < 0 { Spread::default() } else { Spread::one(ms) };
        let mut tally = Tally { waits: spread(self.1), gave_up: spread(self.2), talks: spread(self.3), ..Tally::default() };
        if let Some(count) = tally.outcomes.get_mut(usize::from(self.0)) {
            *count = 1;
        }
        tally
    }
}

/// A waiting in a queue: as the queue saw it.
fn of_queue(now: &Conversation, queue: &Queued) -> Option<(Text, One)> {
    let name = queue.name.clone()?;
    let waited = queue.left_at.or(now.ended_at)?.since(queue.joined_at) / 1_000;
    let answered = queue.outcome == Some(LeftQueue::Answered);
    let outcome = match queue.outcome {
        Some(LeftQueue::Answered) => Outcome::Answered,
        Some(LeftQueue::Abandoned) | None => Outcome::Abandoned,
        Some(_) => Outcome::NoAnswer,
    };
    let talk = now.calls.get(queue.call).map(|call| (call.seconds.talk / 1_000) as i64);
    Some((name, One::new(Some(outcome), waited, talk.filter(|_| answered))))
}

/// What one leg of a user is to him: a call that he made, took or missed. Listening in is none, and so is what another took.
fn of_leg(call: &Call, leg: &Leg) -> Option<(Text, One)> {
    let user = leg.user.clone()?;
    let (ended_at, how) = leg.end()?;
    let moved = call.origin == Origin::Transfer && leg.role == Role::Caller;
    if matches!(leg.role, Role::Supervisor | Role::Barging) || moved {
        return None;
    }
    if leg.role == Role::Caller {
        let answered = call.answered_at.filter(|_| call.outcome == Some(Outcome::Answered));
        let waited = answered.unwrap_or(ended_at).since(leg.offered_at) / 1_000;
        let talk = answered.map(|_| (call.seconds.talk + call.seconds.conference) / 1_000);
        return Some((user, One::new(call.outcome, waited, talk.map(|talk| talk as i64))));
    }
    let answered = leg.answered_at();
    let outcome = match (answered, how) {
        (Some(_), _) => Outcome::Answered,
        (None, End::NoAnswer | End::Cancelled) => Outcome::NoAnswer,
        (None, End::Busy) => Outcome::Busy,
        (None, End::Declined) => Outcome::Declined,
        (None, End::Unavailable | End::Failed) => Outcome::Unavailable,
        (None, End::Elsewhere | End::PickedUp | End::Forwarded | End::Transferred | End::Normal | End::Lost) => return None,
    };
    let waited = answered.unwrap_or(ended_at).since(leg.offered_at) / 1_000;
    let talk = answered.map(|at| ended_at.since(at) / 1_000);
    Some((user, One::new(Some(outcome), waited, talk)))
}

/// When the hour began that a moment is in, as clocks of that zone show it, in seconds since the epoch.
fn hour(at: Moment, zone: &TimeZone) -> i64 {
    let seconds = at.micros().div_euclid(1_000_000);
    let ahead = jiff::Timestamp::from_second(seconds).map_or(0, |at| i64::from(zone.to_offset(at).seconds()));
    seconds - (seconds + ahead).rem_euclid(HOUR_S)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_hour_begins_as_the_clocks_of_the_account_show_it() {
        let zone = |name: &str| TimeZone::get(name).unwrap();
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
        let began = |text: &str, name: &str| {
            let moment = Moment::from_micros(at(text).as_microsecond()).unwrap();
            jiff::Timestamp::from_second(hour(moment, &zone(name))).unwrap().to_string()
        };
        assert_eq!(began("2026-01-05T09:59:59Z", "UTC"), "2026-01-05T09:00:00Z");
        assert_eq!(began("2026-01-05T09:59:59Z", "Asia/Kolkata"), "2026-01-05T09:30:00Z");
        // Clocks go back: the hour between two and three comes twice, and is two hours.
        assert_eq!(began("2026-10-25T00:30:00Z", "Europe/Berlin"), "2026-10-25T00:00:00Z");
        assert_eq!(began("2026-10-25T01:30:00Z", "Europe/Berlin"), "2026-10-25T01:00:00Z");
    }
}
