//! Where the time of a call or conversation goes: one state at every moment (rule N10).

use crate::conversation::{Seconds, State};
use crate::moment::Moment;

/// The span that runs now. Sums are kept of finished spans only, so that a record does not change by time passing.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    state: State,
    since: Moment,
    held_since: Option<Moment>,
}

impl Clock {
    /// Runs from the first offer: ringing, or nothing has happened yet.
    pub(super) fn from(at: Moment) -> Self {
        Self { state: State::Ringing, since: at, held_since: None }
    }

    /// The state that runs.
    pub(super) fn state(&self) -> State {
        if self.state == State::Talking && self.held_since.is_some() { State::Held } else { self.state }
    }

    /// Goes over to `state`; none fits: the state of the moment before goes on.
    pub(super) fn turn(&mut self, seconds: &mut Seconds, state: Option<State>, held: bool, at: Moment) {
        // What had ended and begins again has had nothing happen yet.
        let before = if self.state == State::Ended { State::Ringing } else { self.state };
        let state = state.unwrap_or(before);
        let held = held && state == State::Talking;
        match (self.held_since, held) {
            (Some(since), false) => {
                seconds.hold += span(since, at);
                self.held_since = None;
            }
            (None, true) => self.held_since = Some(at),
            _ if state == self.state => return,
            _ => {}
        }
        // The talk is summed with the hold inside it, so that at no version the one is longer than the other.
        *sum(seconds, self.state) += span(self.since, at);
        (self.state, self.since) = (state, at);
    }
}

fn span(from: Moment, to: Moment) -> u64 {
    to.since(from).max(0).unsigned_abs()
}

/// The sum that a state's spans add to.
fn sum(seconds: &mut Seconds, state: State) -> &mut u64 {
    match state {
        State::Menu => &mut seconds.menu,
        State::Queued => &mut seconds.queue,
        State::Voicemail => &mut seconds.voicemail,
        State::Parked => &mut seconds.parked,
        State::Conference => &mut seconds.conference,
        State::Talking | State::Held => &mut seconds.talk,
        State::Ringing | State::Ended | State::Logged => &mut seconds.ring,
    }
}
