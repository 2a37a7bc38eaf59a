//! A leg's life: how it begins, rings, is taken, talks, is held and ends.

use crate::Text;
use crate::conversation::{CallNo, Direction, End, Hold, Origin, Outcome, Phase, Queued, Role};
use crate::moment::Moment;
use crate::signal::{CameIn, Dialled, GapKind, How, Joined, JoinedAs, LeftQueue, LegKey, Originated, Party, Place, Signal};

use super::board::{Board, LineNo, NewCall, chosen_side, number_side, side};

impl Board {
    /// A party that came in starts a call (rules N4, N5).
    pub(super) fn came_in(&mut self, signal: &Signal, came: &CameIn) {
        if self.find(&signal.leg).is_some() {
            return;
        }
        let from_trunk = came.party.trunk.is_some();
        let call = self.start_call(NewCall {
            key: signal.leg.0.clone(),
            parent: None,
            origin: if from_trunk { Origin::Inbound } else { Origin::Device },
            direction: from_trunk.then_some(Direction::Inbound),
            from: side(&came.party),
            to: chosen_side(came.dialled.clone(), signal.chosen_e164.clone()),
            line: if from_trunk { came.line.clone().or_else(|| came.dialled.clone()) } else { None },
            at: signal.at,
        });
        self.add_line(&signal.leg, &came.party, call, Role::Caller, signal.at);
    }

    /// A party that the phone system called first is the caller of what follows (rule N15).
    pub(super) fn originated(&mut self, signal: &Signal, originated: &Originated) {
        if self.find(&signal.leg).is_some() {
            return;
        }
        let origin = match (originated.callback, originated.party.trunk.is_some()) {
            (true, _) => Origin::Callback,
            (false, true) => Origin::Api,
            (false, false) => Origin::ClickToCall,
        };
        let call = self.start_call(NewCall {
            key: signal.leg.0.clone(),
            parent: None,
            origin,
            direction: originated.party.trunk.is_some().then_some(Direction::Outbound),
            from: side(&originated.party),
            to: number_side(None),
            line: None,
            at: signal.at,
        });
        let line = self.add_line(&signal.leg, &originated.party, call, Role::Caller, signal.at);
        self.lines[line].originated = true;
    }

    /// A number is dialled for a call that lasts, or a party is added to two who talk (rule N2).
    pub(super) fn dialled(&mut self, signal: &Signal, dialled: &Dialled) {
        if self.find(&signal.leg).is_some() {
            return;
        }
        let by = self.find(&dialled.by);
        let call = match by {
            Some(by) if self.talks_in_call(by) => self.start_added_call(signal, by),
            Some(by) => self.lines[by].call,
            None => self.start_call_of_unknown(signal, &dialled.party),
        };
        let role = match (&dialled.queue, self.conversation.calls[call].origin) {
            (Some(_), _) => Role::Agent,
            (None, Origin::Consultation) => Role::Consulted,
            (None, Origin::Conference) => Role::Conference,
            _ => Role::Callee,
        };
        self.something_began(by);
        let line = self.add_line(&signal.leg, &dialled.party, call, role, signal.at);
        self.lines[line].by = by;
        self.beside[call].dialled = true;
        if let Some(by) = by {
            self.leave_automatic(by, signal.at);
        }
        self.decide_direction(call, &dialled.party, by);
        // What somebody dialled himself is his word alone; what was dialled for him shows by who is called (rule N5).
        let own_word = matches!(self.conversation.calls[call].origin, Origin::Inbound | Origin::Device | Origin::Consultation);
        if !own_word && self.conversation.calls[call].to.number.is_none() {
            self.call(call).to = chosen_side(dialled.party.number.clone(), dialled.party.e164.clone());
        }
    }

    fn start_added_call(&mut self, signal: &Signal, by: LineNo) -> CallNo {
        let parent = self.lines[by].call;
        let from = side(&self.lines[by].party);
        self.start_call(NewCall {
            key: signal.leg.0.clone(),
            parent: Some(parent),
            origin: Origin::Conference,
            direction: None,
            from,
            to: number_side(None),
            line: None,
            at: signal.at,
        })
    }

    fn start_call_of_unknown(&mut self, signal: &Signal, party: &Party) -> CallNo {
        self.note_gap(GapKind::LateStart, signal.at, "who dialled was not told".into());
        let direction = if party.trunk.is_some() { Direction::Outbound } else { Direction::Internal };
        self.start_call(NewCall {
            key: signal.leg.0.clone(),
            parent: None,
            origin: Origin::Unknown,
            direction: Some(direction),
            from: number_side(None),
            to: chosen_side(party.number.clone(), party.e164.clone()),
            line: None,
            at: signal.at,
        })
    }

    /// The first party dialled decides the direction, later dials change nothing (rule N4).
    pub(super) fn decide_direction(&mut self, call: CallNo, dialled: &Party, by: Option<LineNo>) {
        if self.conversation.calls[call].direction.is_some() {
            return;
        }
        let caller_on_trunk = self.beside[call].caller.is_some_and(|caller| self.lines[caller].party.trunk.is_some());
        let direction = match (caller_on_trunk, dialled.trunk.is_some()) {
            (true, _) => Direction::Inbound,
            (false, true) => Direction::Outbound,
            (false, false) => Direction::Internal,
        };
        self.set_direction(call, direction, by);
    }

    fn set_direction(&mut self, call: CallNo, direction: Direction, by: Option<LineNo>) {
        let presented = by.and_then(|by| self.lines[by].presented.clone());
        let call = self.call(call);
        call.direction = Some(direction);
        if direction == Direction::Outbound && call.line.is_none() {
            call.line = presented;
        }
    }

    /// Somebody who came in by himself takes part in another's call, and starts none (rule N2).
    pub(super) fn joined(&mut self, signal: &Signal, joined: &Joined) {
        let known = self.find(&signal.leg);
        if let Some(line) = known {
            if let (JoinedAs::Added, Some(to)) = (joined.role, self.find(&joined.to)) {
                self.add_consulted(line, to, signal);
            }
            // Who listened breaks in.
            if joined.role == JoinedAs::Barging && !self.lines[line].closed && self.leg_of(line).role == Role::Supervisor {
                self.leg(line).role = Role::Barging;
                self.touch_partners(line);
            }
            return;
        }
        let Some(to) = self.find(&joined.to) else {
            self.note_gap(GapKind::Undecoded, signal.at, "a leg joined a call that was not told".into());
            return;
        };
        let call = self.lines[to].call;
        let role = match joined.role {
            JoinedAs::Taker if self.conversation.calls[call].origin == Origin::Consultation => Role::Consulted,
            JoinedAs::Taker => Role::Callee,
            JoinedAs::Supervisor => Role::Supervisor,
            JoinedAs::Barging => Role::Barging,
            JoinedAs::Added => Role::Conference,
        };
        let line = self.add_line(&signal.leg, &joined.party, call, role, signal.at);
        if joined.role == JoinedAs::Taker {
            self.lines[line].by = Some(to);
            self.beside[call].dialled = true;
            self.take_over(line, call);
        }
    }

    pub(super) fn chose(&mut self, line: LineNo, number: &Text, signal: &Signal) {
        let (call, e164) = (self.lines[line].call, signal.chosen_e164.as_ref());
        if self.conversation.calls[call].to.number.is_none() {
            self.call(call).to = chosen_side(Some(number.clone()), e164.cloned());
        }
        // Who has a number outside called is calling out, whether or not his own phone takes it. What one of the house's own numbers
        // leads to, the first party dialled says (rule N4).
        let waits = self.lines[line].originated && self.conversation.calls[call].direction.is_none();
        if waits && e164.is_some() && signal.behind.is_none() && self.lines[line].party.trunk.is_none() {
            self.set_direction(call, Direction::Outbound, Some(line));
        }
    }

    pub(super) fn presented(&mut self, line: LineNo, own: &Text) {
        self.lines[line].presented = Some(own.clone());
        let no = self.lines[line].call;
        let call = &self.conversation.calls[no];
        if call.direction == Some(Direction::Outbound) && (call.line.is_none() || self.beside[no].usual_line) {
            self.beside[no].usual_line = false;
            self.call(no).line = Some(own.clone());
        }
    }

    /// Where nobody told what is shown outside, it is the user's usual line, or else the trunk's (rule N5).
    pub(super) fn show_usual_line(&mut self, no: CallNo) {
        let call = &self.conversation.calls[no];
        if call.direction != Some(Direction::Outbound) || call.line.is_some() {
            return;
        }
        let of_user = |line: &&LineNo| self.lines[**line].party.user.is_some();
        let caller = self.beside[no].caller.filter(|line| of_user(&line));
        let trunks = self.beside[no].live.iter().copied().filter(|line| self.lines[*line].party.trunk.is_some());
        let known = |line: LineNo| self.lines[line].party.known.as_ref()?.line.as_ref().map(|line| line.number.clone());
        if let Some(line) = caller.and_then(known).or_else(|| trunks.filter_map(known).next()) {
            self.beside[no].usual_line = true;
            self.call(no).line = Some(line);
        }
    }

    pub(super) fn ringing(&mut self, line: LineNo, at: Moment) {
        if self.is_waiting(line) {
            self.leg(line).ringing_at.get_or_insert(at);
        }
    }

    pub(super) fn answered(&mut self, line: LineNo, at: Moment) {
        if self.is_waiting(line) {
            self.leg(line).phase = Phase::Answered { at };
            self.note_talker(line);
        }
    }

    fn is_waiting(&self, line: LineNo) -> bool {
        !self.lines[line].closed && self.leg_of(line).phase == Phase::Offered
    }

    /// Whether it is a called leg that was not taken yet, or an origination's own phone.
    pub(super) fn is_called_and_waits(&self, line: LineNo) -> bool {
        let role = self.leg_of(line).role;
        self.is_waiting(line) && role != Role::Supervisor && (role != Role::Caller || self.lines[line].originated)
    }

    /// It hears whoever else is in the bridge. Being heard is having been taken, told or not.
    pub(super) fn connected(&mut self, line: LineNo, bridge: &Text, at: Moment) {
        if self.lines[line].closed {
            return;
        }
        self.touch_partners(line);
        self.lines[line].bridge = Some(bridge.clone());
        if self.leg_of(line).role != Role::Caller {
            self.answered(line, at);
        }
        self.touch_partners(line);
        self.leave_automatic(line, at);
        self.end_open_parking(line, at);
        self.end_lapsed_holds(at);
    }

    pub(super) fn disconnected(&mut self, line: LineNo, bridge: &Text, at: Moment) {
        if self.lines[line].bridge.as_ref() != Some(bridge) {
            return;
        }
        self.touch_partners(line);
        self.lines[line].bridge = None;
        self.end_lapsed_holds(at);
    }

    pub(super) fn touch_partners(&mut self, line: LineNo) {
        let calls: Vec<CallNo> = self.partners(line).map(|other| self.lines[other].call).collect();
        self.touch(self.lines[line].call);
        calls.into_iter().for_each(|call| self.touch(call));
    }

    /// A hold counts while two parties are in talk (rule N12).
    pub(super) fn held(&mut self, line: LineNo, held: Option<&LegKey>, by: Option<&LegKey>, at: Moment) {
        if self.lines[line].hold.is_some() || self.partners(line).next().is_none() {
            return;
        }
        let call = self.lines[line].call;
        let leg = held.and_then(|held| self.find(held)).map(|held| self.leg_of(held).key.clone());
        let by = by.and_then(|by| self.find(by)).and_then(|by| self.number_of(by));
        self.conversation.holds.push(Hold { call, leg, by, started_at: at, ended_at: None });
        self.lines[line].hold = Some(self.conversation.holds.len() - 1);
        self.beside[call].holds += 1;
        self.touch(call);
    }

    pub(super) fn resumed(&mut self, line: LineNo, at: Moment) {
        let Some(hold) = self.lines[line].hold.take() else { return };
        let Some(entry) = self.conversation.holds.get_mut(hold) else { return };
        entry.ended_at = Some(at);
        let call = entry.call;
        self.beside[call].holds = self.beside[call].holds.saturating_sub(1);
        self.touch(call);
    }

    /// A hold still open when its talk ends, ends there (rule N12).
    pub(super) fn end_lapsed_holds(&mut self, at: Moment) {
        for place in 0..self.active.len() {
            let line = self.active[place];
            if self.lines[line].hold.is_some() && self.partners(line).next().is_none() {
                self.resumed(line, at);
            }
        }
    }

    pub(super) fn asked_to_end(&mut self, line: LineNo) {
        if self.lines[line].closed || self.leg_of(line).role == Role::Supervisor {
            return;
        }
        self.lines[line].asked = true;
        self.hung_up_last = Some(line);
        let call = self.lines[line].call;
        // An origination's own phone that was not taken yet refuses a call; nobody gives one up.
        let refuses = self.lines[line].originated && self.is_called_and_waits(line);
        if self.beside[call].caller == Some(line) && !refuses && !self.is_answered(call) {
            let rings = self.beside[call].live.iter().any(|other| *other != line && self.is_called_and_waits(*other));
            let before_anything = !self.beside[call].dialled && !self.beside[call].received;
            self.beside[call].cancelled |= rings || before_anything;
        }
    }

    pub(super) fn ended(&mut self, line: LineNo, how: How, at: Moment) {
        let role = self.leg_of(line).role;
        if role == Role::Caller {
            self.hear_last_dial(line, how, at);
        }
        let taken = self.leg_of(line).answered_at().is_some();
        let how = match (role, how) {
            (Role::Caller, _) if !self.lines[line].originated || taken => self.caller_end(line),
            (Role::Supervisor | Role::Barging, _) => End::Normal,
            _ if taken => End::Normal,
            (_, How::Normal | How::Cancelled | How::Blocked) => End::Cancelled,
            (_, How::Busy) => End::Busy,
            (_, How::Declined) => End::Declined,
            (_, How::NoAnswer) => End::NoAnswer,
            (_, How::Elsewhere) => End::Elsewhere,
            (_, How::Unavailable) => End::Unavailable,
            (_, How::Failed) => End::Failed,
        };
        self.hang_up(line, how, at);
    }

    /// A caller's end may say what his last dial came to where no leg tells it: nothing was there to be dialled.
    fn hear_last_dial(&mut self, line: LineNo, how: How, at: Moment) {
        let call = self.lines[line].call;
        let said = match how {
            How::Blocked => {
                self.beside[call].blocked = true;
                return;
            }
            How::Unavailable => Outcome::Unavailable,
            How::Busy => Outcome::Busy,
            How::Declined => Outcome::Declined,
            How::NoAnswer => Outcome::NoAnswer,
            How::Failed => Outcome::Failed,
            How::Normal | How::Cancelled | How::Elsewhere => return,
        };
        self.beside[call].dialled = true;
        self.beside[call].said = Some((at, said));
    }

    fn caller_end(&self, line: LineNo) -> End {
        let call = self.lines[line].call;
        let gave_up = self.lines[line].asked && self.conversation.calls[call].answered_at.is_none();
        // Where he waited he is told to have left already, or not yet.
        let abandoned = |entry: &Queued| entry.call == call && entry.outcome == Some(LeftQueue::Abandoned);
        let queued = self.lines[line].place == Some(Place::Queue) || self.conversation.queues.iter().any(abandoned);
        if gave_up && (self.beside[call].cancelled || queued) { End::Cancelled } else { End::Normal }
    }

    pub(super) fn lost(&mut self, line: LineNo, why: &Text, at: Moment) {
        if !self.lines[line].closed {
            self.note_gap(GapKind::LostEnd, at, why.clone());
        }
        self.give_up(line, at);
    }

    pub(super) fn give_up(&mut self, line: LineNo, at: Moment) {
        self.hang_up(line, End::Lost, at);
    }

    /// The line is gone, and with it everything that was open on it.
    fn hang_up(&mut self, line: LineNo, how: End, at: Moment) {
        self.touch_partners(line);
        let was_over = self.lines[line].closed;
        if !was_over {
            self.leave_places(line, at);
            self.end_open_parking(line, at);
            self.resumed(line, at);
            self.end_recordings(line, at);
            self.close_leg(line, how, at);
            self.note_missed(line);
        }
        self.lines[line].bridge = None;
        self.end_lapsed_holds(at);
        if self.hung_up_last.is_some_and(|asked| self.lines[asked].closed && self.goes_on_without(asked)) {
            self.hung_up_last = None;
        }
    }

    /// Whether others talk on or wait on, or another phone rings on, though that party is gone (rule N9).
    fn goes_on_without(&self, gone: LineNo) -> bool {
        self.active.iter().any(|line| {
            let rings = self.is_called_and_waits(*line) && self.lines[*line].by.is_some_and(|by| !self.lines[by].closed);
            let waits = self.lines[*line].parked || self.lines[*line].place.is_some();
            *line != gone && (rings || waits || self.partners(*line).next().is_some())
        })
    }

    /// Something was dialled or played for `on`: nobody else who had hung up by then ended the conversation (rule N9).
    pub(super) fn something_began(&mut self, on: Option<LineNo>) {
        if self.hung_up_last != on {
            self.hung_up_last = None;
        }
    }
}
