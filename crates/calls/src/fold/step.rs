//! One signal, one step: which rule takes it, and what is settled after every one.

use crate::conversation::{CallNo, Direction, EndedBy, Missing, Origin, Role, State};
use crate::moment::Moment;
use crate::signal::{GapKind, Provider, Signal, What};

use super::CONVERSATION_SIGNALS_MAX;
use super::board::Board;
use super::choose::Choice;
use super::clock::Clock;

impl Board {
    /// Takes one signal, later than all before.
    pub(super) fn take(&mut self, signal: &Signal, choice: &Choice) {
        self.taken += 1;
        if self.taken > CONVERSATION_SIGNALS_MAX {
            self.overflow(signal.at);
            return;
        }
        if !choice.believes(signal) {
            return;
        }
        self.touched.clear();
        self.resolved.note_behind(signal);
        self.apply(signal);
        // What is done about a call is no news of the leg that it is written on.
        let of_leg = !matches!(signal.what, What::Done(_));
        if let Some(line) = self.find(&signal.leg).filter(|_| of_leg) {
            let at = signal.at;
            let leg = self.leg(line);
            leg.changed_at = leg.changed_at.max(at);
            let call = self.lines[line].call;
            self.touch(call);
        }
        self.settle(signal);
    }

    fn apply(&mut self, signal: &Signal) {
        if self.is_logged() && signal.what.begins() {
            self.note_gap(GapKind::Undecoded, signal.at, "a leg was told of a call that was written down".into());
            return;
        }
        match &signal.what {
            What::CameIn(came) => self.came_in(signal, came),
            What::Originated(originated) => self.originated(signal, originated),
            What::Dialled(dialled) => self.dialled(signal, dialled),
            What::Joined(joined) => self.joined(signal, joined),
            What::Gap(gap) => self.note_gap(gap.what, signal.at, gap.text.clone()),
            What::Stated(stated) => self.stated(signal, stated),
            What::Done(done) => self.done(signal, done),
            told => match self.find(&signal.leg) {
                Some(line) => self.tell(line, signal, told),
                None => self.stranger(signal),
            },
        }
    }

    /// A fact about a leg that has begun.
    fn tell(&mut self, line: usize, signal: &Signal, told: &What) {
        // What comes late attaches to the ended leg and never reopens it (rule G7); everything else about it is over.
        let comes_late = match told {
            What::Recorded(_) => true,
            What::Message { .. } | What::Parked { .. } => !self.is_logged(),
            _ => false,
        };
        if self.lines[line].closed && !comes_late {
            return;
        }
        match told {
            What::Chose { number } => self.chose(line, number, signal),
            What::Presented { line: own } => self.presented(line, own),
            What::Ringing => self.ringing(line, signal.at),
            What::Answered => self.answered(line, signal.at),
            What::Connected { bridge } => self.connected(line, bridge, signal.at),
            What::Disconnected { bridge } => self.disconnected(line, bridge, signal.at),
            What::Held { held, by } => self.held(line, held.as_ref(), by.as_ref(), signal.at),
            What::Resumed => self.resumed(line, signal.at),
            What::AskedToEnd => self.asked_to_end(line),
            What::Ended { how } => self.ended(line, *how, signal.at),
            What::Lost { why } => self.lost(line, why, signal.at),
            What::Entered { place, name, instance } => self.entered(line, *place, name.as_ref(), instance.as_ref(), signal.at),
            What::Left { place, how, agent } => self.left(line, *place, *how, agent.as_ref(), signal.at),
            What::Pressed { digit } => self.pressed(line, *digit),
            What::Message { left } => self.message(line, *left),
            What::Parked { by, space } => self.parked(line, by.as_ref(), space.as_ref(), signal.at),
            What::Unparked { how } => self.unparked(line, how, signal),
            What::Consults { held } => self.consults(line, held),
            What::Transferred(transferred) => self.transferred(line, transferred, signal),
            What::PickedUp { by } => self.picked_up(line, by, signal.at),
            What::Forwarded { to } => self.forwarded(line, to, signal.at),
            What::Recorded(recorded) => self.recorded(line, recorded, signal.at),
            // The beginnings and what stands beside the line are told apart before.
            What::CameIn(_) | What::Originated(_) | What::Dialled(_) | What::Joined(_) => {}
            What::Gap(_) | What::Stated(_) | What::Done(_) => {}
        }
    }

    /// A fact about a leg whose beginning nobody told is noted once and otherwise left alone: a party is never invented.
    fn stranger(&mut self, signal: &Signal) {
        if self.strangers.contains(&signal.leg) || self.strangers.len() >= STRANGERS_MAX {
            return;
        }
        self.strangers.push(signal.leg.clone());
        let text = "something was told of a leg whose beginning was not".into();
        self.note_gap(GapKind::Undecoded, signal.at, text);
    }

    pub(super) fn note_gap(&mut self, what: GapKind, at: Moment, text: crate::Text) {
        let gaps = &mut self.conversation.gaps;
        let known = gaps.iter().any(|gap| gap.what == what && gap.at == at && gap.text == text);
        if !known && gaps.len() < GAPS_MAX {
            gaps.push(Missing { what, at, text });
        }
    }

    /// A runaway ends here: everything that is open is given up, and the record says so (rule N20).
    fn overflow(&mut self, at: Moment) {
        if self.taken > CONVERSATION_SIGNALS_MAX + 1 {
            return;
        }
        self.touched.clear();
        for line in 0..self.lines.len() {
            self.give_up(line, at);
        }
        // That is noted, whatever else was.
        self.conversation.gaps.truncate(GAPS_MAX - 1);
        self.note_gap(GapKind::TooMany, at, "the conversation has more signals than are kept".into());
        self.settle_calls(at);
        self.settle_whole(at, &crate::Text::default());
    }

    /// What is worked out anew after every signal, for the calls that it touched and for the whole.
    fn settle(&mut self, signal: &Signal) {
        let at = signal.at;
        for place in 0..self.touched.len() {
            self.name_provider(self.touched[place], signal);
        }
        self.settle_calls(at);
        self.settle_whole(at, &signal.source);
    }

    /// Until a document says more, a call has the phone system's name and its id of the leg that it starts with; a child that
    /// of its target's leg.
    fn name_provider(&mut self, no: CallNo, signal: &Signal) {
        let call = &self.conversation.calls[no];
        let none_carried_it = self.beside[no].logged;
        if none_carried_it || call.provider.is_some() || matches!(signal.what, What::Stated(_) | What::Done(_)) {
            return;
        }
        let id = match call.origin {
            Origin::Transfer => call.legs.iter().find(|leg| leg.role != Role::Caller).map(|leg| leg.line.0.clone()),
            Origin::Conference => call.legs.iter().next().map(|leg| leg.line.0.clone()),
            _ => Some(call.key.clone()),
        };
        let Some(id) = id else { return };
        let system = signal.feed.name.split('-').next().unwrap_or_default().to_uppercase();
        self.call(no).provider = Some(Provider { name: system.into(), id, payload: None });
    }

    fn settle_calls(&mut self, at: Moment) {
        let touched = std::mem::take(&mut self.touched);
        for call in &touched {
            self.settle_call(*call, at);
        }
        self.touched = touched;
    }

    fn settle_call(&mut self, no: CallNo, at: Moment) {
        if self.beside[no].logged {
            return self.settle_logged(no, at);
        }
        self.show_usual_line(no);
        let answered = self.is_answered(no);
        let state = self.state_of(no);
        let held = self.beside[no].holds > 0;
        let over = self.beside[no].live.is_empty() && !self.conversation.calls[no].legs.is_empty();
        let before = self.beside[no].clock.state();
        let mut seconds = self.conversation.calls[no].seconds;
        let state = if over { Some(State::Ended) } else { state };
        self.beside[no].clock.turn(&mut seconds, state, held, at);
        let state = self.beside[no].clock.state();
        let talks = |state| matches!(state, State::Talking | State::Held | State::Conference);
        let call = self.call(no);
        (call.seconds, call.state) = (seconds, state);
        call.changed_at = call.changed_at.max(at);
        if talks(before) && !talks(state) {
            call.talk_ended_at = Some(at);
        } else if talks(state) {
            call.talk_ended_at = None;
        }
        if answered && call.answered_at.is_none() {
            call.answered_at = Some(at);
        }
        call.ended_at = over.then_some(at).map(|at| call.ended_at.unwrap_or(at));
        if over && call.direction.is_none() {
            call.direction = Some(Direction::Internal);
        }
        self.judge_call(no);
    }

    /// The state of a call now, the first that fits (rule N10); none: that of the moment before.
    fn state_of(&self, no: CallNo) -> Option<State> {
        use crate::signal::Place;
        let live = &self.beside[no].live;
        let anyone = |test: &dyn Fn(usize) -> bool| live.iter().any(|line| test(*line));
        let is_in = |place: Place| anyone(&|line| self.lines[line].place == Some(place));
        if anyone(&|line| self.talks_in_call(line)) {
            return Some(State::Talking);
        }
        if is_in(Place::Room) {
            return Some(State::Conference);
        }
        if anyone(&|line| self.lines[line].parked) {
            return Some(State::Parked);
        }
        if is_in(Place::Mailbox) {
            return Some(State::Voicemail);
        }
        if is_in(Place::Queue) {
            return Some(State::Queued);
        }
        if is_in(Place::Menu) || is_in(Place::Playback) {
            return Some(State::Menu);
        }
        anyone(&|line| self.is_called_and_waits(line)).then_some(State::Ringing)
    }

    fn settle_whole(&mut self, at: Moment, source: &crate::Text) {
        let Some(first) = self.conversation.calls.first().filter(|_| !self.is_logged()) else { return };
        if self.clock.is_none() {
            self.conversation.key = first.key.clone();
            self.conversation.source = source.clone();
            self.conversation.started_at = first.started_at;
            self.clock = Some(Clock::from(first.started_at));
        }
        let over = self.conversation.calls.iter().all(|call| call.ended_at.is_some());
        let state = if over { Some(State::Ended) } else { self.whole_state() };
        let held = self.is_held();
        if let Some(clock) = &mut self.clock {
            let mut seconds = self.conversation.seconds;
            clock.turn(&mut seconds, state, held, at);
            (self.conversation.seconds, self.conversation.state) = (seconds, clock.state());
        }
        self.conversation.ended_at = over.then(|| self.conversation.ended_at.unwrap_or(at));
        self.follow_first_caller();
        self.judge_whole(over);
    }

    /// Whether a call counts for the whole's state: a consultation stands apart while the held call lasts (rule N10).
    fn counts(&self, no: CallNo) -> bool {
        let call = &self.conversation.calls[no];
        let apart = call.origin == Origin::Consultation
            && call.parent.is_some_and(|parent| self.conversation.calls[parent].ended_at.is_none());
        call.ended_at.is_none() && !apart
    }

    /// The state of the whole now: any two that talk, else the first that fits any call that lasts.
    fn whole_state(&self) -> Option<State> {
        let lasting = || (0..self.conversation.calls.len()).filter(|no| self.counts(*no));
        // A call in which nothing has happened yet rings; what merely went on in a call is asked only if nothing fits in any.
        let before = |no: CallNo| self.beside[no].clock.state();
        let fits = |no: CallNo| self.state_of(no).or(Some(State::Ringing).filter(|ringing| before(no) == *ringing));
        let first = |states: &mut dyn Iterator<Item = State>| states.min_by_key(|state| precedence(*state));
        let crossed = || {
            self.beside.iter().flat_map(|beside| &beside.live).any(|line| {
                self.counts(self.lines[*line].call) && self.partners(*line).any(|other| self.counts(self.lines[other].call))
            })
        };
        let best = first(&mut lasting().filter_map(fits)).or_else(|| first(&mut lasting().map(before)));
        match best {
            Some(State::Held) => Some(State::Talking),
            Some(State::Talking) => best,
            _ if crossed() => Some(State::Talking),
            _ => best,
        }
    }

    fn is_held(&self) -> bool {
        (0..self.conversation.calls.len()).any(|no| self.counts(no) && self.beside[no].holds > 0)
    }

    /// Who ended it (rule N9), known once it is over.
    pub(super) fn ended_by(&self) -> EndedBy {
        match self.hung_up_last {
            Some(line) if self.lines[line].second_of.or(Some(line)) == self.first_caller() => {
                EndedBy::Caller(self.number_of(line))
            }
            Some(line) => EndedBy::Callee(self.number_of(line)),
            None => EndedBy::System,
        }
    }
}

/// The place of a state in rule N10's order.
fn precedence(state: State) -> u8 {
    match state {
        State::Talking | State::Held => 0,
        State::Conference => 1,
        State::Parked => 2,
        State::Voicemail => 3,
        State::Queued => 4,
        State::Menu => 5,
        State::Ringing => 6,
        State::Ended | State::Logged => 7,
    }
}

/// More legs without a beginning than this are not noted each.
const STRANGERS_MAX: usize = 64;

/// More gaps than this are not noted.
const GAPS_MAX: usize = 256;
