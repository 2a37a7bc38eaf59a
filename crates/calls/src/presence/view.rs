//! What presence says: agents and queues as they are right now.

use uuid::Uuid;

use super::day::Today;
use super::scene::Doing;
use crate::Text;
use crate::moment::Moment;

/// Agents and queues, by key: all of them, or those that changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// The agents.
    pub agents: Vec<Agent>,
    /// The queues.
    pub queues: Vec<Queue>,
    /// Of a view of changes: users that there are no longer.
    pub gone_agents: Vec<Text>,
    /// Of a view of changes: queues that there are no longer.
    pub gone_queues: Vec<Text>,
}

impl View {
    /// The part of it that somebody may see: agents by their user, queues by their key (rule N24). Where an agent is signed in
    /// is a fact about the agent.
    #[must_use]
    pub fn seen_by(mut self, user: impl Fn(&str) -> bool, queue: impl Fn(&str) -> bool) -> Self {
        self.agents.retain(|agent| user(&agent.user));
        self.queues.retain(|shown| queue(&shown.queue));
        self.gone_agents.retain(|gone| user(gone));
        self.gone_queues.retain(|gone| queue(gone));
        self
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.agents.is_empty() && self.queues.is_empty() && self.gone_agents.is_empty() && self.gone_queues.is_empty()
    }
}

/// A user, as he is right now.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    /// The user, by directory key.
    pub user: Text,
    /// His name.
    pub name: Option<Text>,
    /// What he does.
    pub state: AgentState,
    /// Since when, where that is known. Of one who is free: since his last leg of today ended.
    pub since: Option<Moment>,
    /// Of one who is paused: why.
    pub reason: Option<Text>,
    /// The calls that he has to do with.
    pub calls: Vec<OnCall>,
    /// The queues that he is signed in to.
    pub queues: Vec<SignedIn>,
}

/// What a user does: the first that is true of him.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgentState {
    /// He is on the phone.
    Talking,
    /// A call rings at his phone, or one of his rings at another's.
    Ringing,
    /// He has a call to wrap up.
    WrapUp,
    /// He takes no calls of any queue that he is signed in to.
    Paused,
    /// He is signed out of every queue that he was signed in to, or no phone of his can be reached.
    Away,
    /// None of these.
    Free,
}

impl AgentState {
    /// Every state with its word, the one that counts before others first.
    pub const WORDS: &[(Self, &'static str)] = &[
        (Self::Talking, "talking"),
        (Self::Ringing, "ringing"),
        (Self::WrapUp, "wrap_up"),
        (Self::Paused, "paused"),
        (Self::Away, "away"),
        (Self::Free, "free"),
    ];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(state, _)| *state == self).map_or("free", |(_, word)| word)
    }

    /// What a user is by what he does with a call.
    pub(super) fn by(doing: Doing) -> Option<Self> {
        match doing {
            Doing::Talking => Some(Self::Talking),
            Doing::Ringing => Some(Self::Ringing),
            Doing::WrapUp => Some(Self::WrapUp),
            Doing::Gone => None,
        }
    }
}

/// A call that a user has to do with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OnCall {
    /// The conversation.
    pub conversation: Uuid,
    /// The call.
    pub call: Uuid,
    /// What he does with it.
    pub doing: AgentState,
    /// The state of the call, in the record's word.
    pub state: Text,
    /// Since when.
    pub since: Moment,
}

/// A queue that a user is signed in to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SignedIn {
    /// The queue, by directory key.
    pub queue: Text,
    /// Whether he takes no calls of it for now.
    pub paused: bool,
    /// Why.
    pub reason: Option<Text>,
}

/// A queue, as it is right now.
#[derive(Clone, Debug, PartialEq)]
pub struct Queue {
    /// The queue, by directory key.
    pub queue: Text,
    /// Its name.
    pub name: Option<Text>,
    /// Who waits, the longest wait first.
    pub waiting: Vec<Waiting>,
    /// Who is signed in to it.
    pub agents: Agents,
    /// The figures of today; none where there were too many calls to keep count in memory.
    pub today: Option<Today>,
}

/// Somebody who waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The conversation.
    pub conversation: Uuid,
    /// The call.
    pub call: Option<Uuid>,
    /// Since when.
    pub since: Moment,
}

/// How many of those who are signed in to a queue are what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agents {
    /// They could take a call.
    pub free: u64,
    /// A call rings at their phones.
    pub ringing: u64,
    /// They are on the phone.
    pub talking: u64,
    /// They have a call to wrap up.
    pub wrap_up: u64,
    /// They take no calls of this queue.
    pub paused: u64,
    /// Their phones cannot be reached.
    pub away: u64,
    /// The directory does not know who they are, so that nobody knows whether they are on the phone.
    pub unknown: u64,
}

impl Agents {
    /// Counts one who is that.
    pub(super) fn count(&mut self, state: Option<AgentState>) {
        let count = match state {
            Some(AgentState::Free) => &mut self.free,
            Some(AgentState::Ringing) => &mut self.ringing,
            Some(AgentState::Talking) => &mut self.talking,
            Some(AgentState::WrapUp) => &mut self.wrap_up,
            Some(AgentState::Paused) => &mut self.paused,
            Some(AgentState::Away) => &mut self.away,
            None => &mut self.unknown,
        };
        *count += 1;
    }
}
