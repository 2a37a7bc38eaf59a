//! What presence needs of one conversation, read from its record as it is printed.
//!
//! The record is where everything about a call is worked out, so that presence can say nothing else than the record does: its
//! legs, its queues, and whether a wrap-up is due. What cannot be read is left out; it must never be guessed.

use std::collections::BTreeMap;

use serde::Deserialize;
use uuid::Uuid;

use crate::Text;
use crate::moment::Moment;

/// The most legs and queue entries that are looked at of one conversation.
pub(super) const PARTS_MAX: usize = 2_000;

/// What presence needs of one conversation. An empty one is of none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scene {
    /// What users have to do with it.
    pub parts: Vec<Part>,
    /// Who waits, or waited, in queues.
    pub waits: Vec<Wait>,
}

/// What one user has to do with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The user, by directory key.
    pub user: Text,
    /// The call.
    pub call: Uuid,
    /// The state of the call, in the record's word.
    pub state: Text,
    /// What he does.
    pub doing: Doing,
    /// Since when.
    pub since: Moment,
}

/// What a user does with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doing {
    /// His leg was taken and goes on: he is on the phone, whether he talks, holds or listens.
    Talking,
    /// His leg goes on and was not taken: his phone rings, or he waits for another's.
    Ringing,
    /// The call is over, and what came of it is still to be said (rule R17).
    WrapUp,
    /// He had a leg, which is over.
    Gone,
}

/// Somebody's wait in a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The queue, by directory key.
    pub queue: Text,
    /// The call that waits.
    pub call: Option<Uuid>,
    /// From.
    pub joined_at: Moment,
    /// How it was left, and after how many milliseconds; none: it goes on.
    pub left: Option<(Way, u64)>,
}

/// How a queue was left, as far as its figures care (rule N13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// An agent took the call.
    Answered,
    /// The caller hung up.
    Abandoned,
    /// In another way, or nobody knows.
    Otherwise,
}

/// The keys that are read of a record. Others are passed over.
#[derive(Deserialize)]
struct Record {
    merged_into: Option<Uuid>,
    erased_at: Option<Text>,
    queues: Vec<Entry>,
    calls: Vec<Call>,
}

#[derive(Deserialize)]
struct Entry {
    call: Option<Uuid>,
    name: Option<Text>,
    outcome: Option<Text>,
    joined_at: Text,
    wait_s: Option<f64>,
}

#[derive(Deserialize)]
struct Call {
    id: Uuid,
    state: Option<Text>,
    answered_at: Option<Text>,
    ended_at: Option<Text>,
    talk_ended_at: Option<Text>,
    assigned: Assigned,
    wrap_up: Option<WrapUp>,
    legs: Vec<Leg>,
}

#[derive(Deserialize)]
struct Assigned {
    user: Option<Text>,
}

#[derive(Deserialize)]
struct WrapUp {
    ended_at: Option<Text>,
}

#[derive(Deserialize)]
struct Leg {
    role: Text,
    user: Option<Text>,
    offered_at: Text,
    ringing_at: Option<Text>,
    answered_at: Option<Text>,
    ended_at: Option<Text>,
}

impl Scene {
    /// Reads a record. One that went into another, or was erased, is empty.
    ///
    /// # Errors
    ///
    /// If it is no record.
    pub fn read(record: &str) -> Result<Self, serde_json::Error> {
        let record: Record = serde_json::from_str(record)?;
        if record.merged_into.is_some() || record.erased_at.is_some() {
            return Ok(Self::default());
        }
        let mut parts: Vec<Part> = record.calls.iter().flat_map(Call::parts).take(PARTS_MAX).collect();
        keep_last_gone(&mut parts);
        let waits = record.queues.into_iter().filter_map(Entry::wait).take(PARTS_MAX).collect();
        Ok(Self { parts, waits })
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.waits.is_empty()
    }

    /// Whether anything in it goes on.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        self.parts.iter().any(|part| part.doing != Doing::Gone) || self.waits.iter().any(|wait| wait.left.is_none())
    }
}

/// Of each user only the last leg that is over says since when he has been free.
fn keep_last_gone(parts: &mut Vec<Part>) {
    let mut last: BTreeMap<Text, (Moment, usize)> = BTreeMap::new();
    for (no, part) in parts.iter().enumerate().filter(|(_, part)| part.doing == Doing::Gone) {
        let known = last.entry(part.user.clone()).or_insert((part.since, no));
        if known.0 < part.since {
            *known = (part.since, no);
        }
    }
    let mut no = 0;
    parts.retain(|part| {
        no += 1;
        part.doing != Doing::Gone || last.get(&part.user).is_some_and(|(_, last)| *last + 1 == no)
    });
}

impl Call {
    fn parts(&self) -> impl Iterator<Item = Part> {
        let legs = self.legs.iter().filter_map(|leg| leg.part(self));
        legs.chain(self.wrap_up())
    }

    /// The wrap-up that is due from whom the call is assigned to, once it is over.
    fn wrap_up(&self) -> Option<Part> {
        let is_due = self.wrap_up.as_ref().is_some_and(|wrap_up| wrap_up.ended_at.is_none());
        let user = self.assigned.user.clone().filter(|_| is_due)?;
        self.ended_at.as_ref()?;
        let since = self.talk_ended_at.as_deref().or(self.ended_at.as_deref()).and_then(Moment::from_rfc3339)?;
        Some(self.part(user, Doing::WrapUp, since))
    }

    fn part(&self, user: Text, doing: Doing, since: Moment) -> Part {
        Part { user, call: self.id, state: self.state.clone().unwrap_or_default(), doing, since }
    }
}

impl Leg {
    fn part(&self, call: &Call) -> Option<Part> {
        // A call that was written down was never on a line.
        let user = self.user.clone().filter(|_| call.state.as_deref() != Some("logged"))?;
        let moment = |text: &Option<Text>| text.as_deref().and_then(Moment::from_rfc3339);
        // Whoever calls waits until a person takes his call, also where the phone system never says that his own leg was taken.
        let by_other = Some(&call.answered_at).filter(|_| self.role == "caller").and_then(Option::as_ref);
        let (doing, since) = match (&self.ended_at, self.answered_at.as_ref().or(by_other)) {
            (Some(_), _) => (Doing::Gone, moment(&self.ended_at)?),
            (None, Some(answered_at)) => (Doing::Talking, Moment::from_rfc3339(answered_at)?),
            (None, None) => (Doing::Ringing, moment(&self.ringing_at).or_else(|| Moment::from_rfc3339(&self.offered_at))?),
        };
        Some(call.part(user, doing, since))
    }
}

impl Entry {
    /// Of a queue without a name nothing can be shown.
    fn wait(self) -> Option<Wait> {
        let way = match self.outcome.as_deref() {
            Some("answered") => Way::Answered,
            Some("abandoned") => Way::Abandoned,
            _ => Way::Otherwise,
        };
        let left = self.wait_s.map(|wait| (way, (wait.max(0.0) * 1_000.0).round() as u64));
        let joined_at = Moment::from_rfc3339(&self.joined_at)?;
        Some(Wait { queue: self.name?, call: self.call, joined_at, left })
    }
}
