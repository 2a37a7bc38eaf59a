//! Calls that were written down and never on a line: what was written is all there is of them.
//!
//! Such a call is its conversation, alone: nothing is worked out of it but whose it is, and whatever is told of a line does
//! not belong to it. Whoever wrote it down may write it anew (rules R9, N22): what was written last counts, but for where and when
//! the call began. Times that cannot follow each other are held together.

use crate::conversation::{CallNo, Direction, End, Legs, Origin, Outcome, Phase, Role, Seconds, Side, State};
use crate::moment::Moment;
use crate::signal::{GapKind, LegKey, Logged, Signal, Written};

use super::board::{Board, LineNo, NewCall, side};

/// When a written call was answered and ended, as far as it was said.
struct Times {
    begun: Moment,
    answered_at: Option<Moment>,
    ended_at: Option<Moment>,
    outcome: Option<Outcome>,
}

impl Times {
    fn of(begun: Moment, logged: &Logged) -> Self {
        let answered_at = logged.answered_at.map(|at| at.max(begun));
        let from = answered_at.unwrap_or(begun);
        // Stated seconds stand where times are missing (rule N10).
        let lasted = || logged.seconds.map(|seconds| from.plus((seconds * 1e6) as i64));
        let ended_at = logged.ended_at.or_else(lasted).map(|at| at.max(from));
        let outcome = if answered_at.is_some() { Some(Outcome::Answered) } else { logged.outcome };
        Self { begun, answered_at, ended_at, outcome }
    }

    /// Where its time went: of an answered call all that is not known to be ringing is talk.
    fn seconds(&self) -> Seconds {
        let span = |from: Moment, to: Moment| to.since(from).max(0).unsigned_abs();
        let mut seconds = Seconds::default();
        let talked_from = match self.outcome {
            Some(Outcome::Answered) => self.answered_at.unwrap_or(self.begun),
            _ => self.ended_at.unwrap_or(self.begun),
        };
        seconds.ring = span(self.begun, talked_from);
        seconds.talk = self.ended_at.map_or(0, |ended_at| span(talked_from, ended_at));
        seconds
    }

    fn phase(&self, how: Option<End>) -> Phase {
        match (self.ended_at, how, self.answered_at) {
            (Some(at), Some(how), answered_at) => Phase::Ended { at, how, answered_at },
            (_, _, Some(at)) => Phase::Answered { at },
            _ => Phase::Offered,
        }
    }

    /// How the call to who was called ended; none where nobody said what it came to.
    fn callee_end(&self) -> Option<End> {
        Some(match self.outcome? {
            Outcome::Answered => End::Normal,
            Outcome::Voicemail | Outcome::Abandoned | Outcome::NoAnswer => End::NoAnswer,
            Outcome::Blocked | Outcome::Ivr | Outcome::Cancelled => End::Cancelled,
            Outcome::Declined => End::Declined,
            Outcome::Busy => End::Busy,
            Outcome::Unavailable => End::Unavailable,
            Outcome::Failed => End::Failed,
        })
    }
}

/// Where nobody wrote what was shown outside, it is the caller's usual line (rule N5).
fn usual_line(logged: &Logged) -> Option<crate::Text> {
    let known = logged.from.known.as_ref().filter(|_| logged.direction == Direction::Outbound)?;
    known.line.as_ref().map(|line| line.number.clone())
}

/// Who was called. Who calls in dials the line (rule N5).
fn called_side(signal: &Signal, logged: &Logged) -> Side {
    let mut to = side(&logged.to);
    if logged.direction == Direction::Inbound && to.number.is_none() {
        (to.number, to.e164) = (logged.line.clone(), signal.chosen_e164.clone());
    }
    to
}

impl Board {
    /// Whether the conversation was written down.
    pub(super) fn is_logged(&self) -> bool {
        self.beside.first().is_some_and(|beside| beside.logged)
    }

    /// A call begins that somebody wrote down, with all that there is of it; or it is written anew.
    pub(super) fn logged(&mut self, signal: &Signal, logged: &Logged) {
        if !self.conversation.calls.is_empty() {
            match self.find(&signal.leg) {
                Some(_) if self.is_logged() => self.written_anew(signal, logged),
                Some(_) => {}
                None => {
                    self.note_gap(GapKind::Undecoded, signal.at, "a call that was written down was told with others".into())
                }
            }
            return;
        }
        let no = self.start_call(NewCall {
            key: signal.leg.0.clone(),
            parent: None,
            origin: match logged.written {
                Written::ByHand => Origin::TaskLog,
                Written::ByProgram => Origin::Api,
            },
            direction: Some(logged.direction),
            from: side(&logged.from),
            to: called_side(signal, logged),
            line: logged.line.clone().or_else(|| usual_line(logged)),
            at: signal.at,
        });
        self.beside[no].logged = true;
        self.write_legs(no, signal, logged);
    }

    /// What was written is written anew. What was done about the call stays, and so does its beginning.
    fn written_anew(&mut self, signal: &Signal, logged: &Logged) {
        let no = 0;
        self.lines.clear();
        self.by_key.clear();
        self.active.clear();
        self.missed.clear();
        self.conversation.missed_by.clear();
        self.conversation.talked_to.clear();
        let beside = &mut self.beside[no];
        (beside.caller, beside.talker) = (None, None);
        beside.live.clear();
        beside.rung.clear();
        let (from, to) = (side(&logged.from), called_side(signal, logged));
        let call = self.call(no);
        (call.from, call.to, call.direction) = (from, to, Some(logged.direction));
        call.line = logged.line.clone().or_else(|| usual_line(logged));
        call.legs = Legs::default();
        self.write_legs(no, signal, logged);
    }

    /// Both sides of a written call, and what it came to.
    fn write_legs(&mut self, no: CallNo, signal: &Signal, logged: &Logged) {
        let begun = self.conversation.calls[no].started_at;
        let times = Times::of(begun, logged);
        let cancelled = times.outcome == Some(Outcome::Cancelled);
        let caller_end = times.outcome.map(|_| if cancelled { End::Cancelled } else { End::Normal });
        let caller = self.add_line(&signal.leg, &logged.from, no, Role::Caller, begun);
        self.write_leg(caller, times.phase(caller_end));
        if logged.to.number.is_some() || logged.to.user.is_some() || logged.to.name.is_some() {
            let key = LegKey(format!("{}+1", signal.leg.0).into());
            let callee = self.add_line(&key, &logged.to, no, Role::Callee, begun);
            if times.outcome == Some(Outcome::Answered) {
                self.note_talker(callee);
                self.conversation.talked_to.extend(logged.to.number.clone());
            }
            self.write_leg(callee, times.phase(times.callee_end()));
            self.note_missed(callee);
        }
        self.write_down(no, signal, &times);
    }

    /// The leg is as it was written, and over.
    fn write_leg(&mut self, line: LineNo, phase: Phase) {
        self.leg(line).phase = phase;
        let call = self.lines[line].call;
        self.lines[line].closed = true;
        self.beside[call].live.retain(|live| *live != line);
        self.active.retain(|active| *active != line);
    }

    fn write_down(&mut self, no: CallNo, signal: &Signal, times: &Times) {
        let talk_ended_at = times.ended_at.filter(|_| times.outcome == Some(Outcome::Answered));
        let call = self.call(no);
        (call.state, call.outcome, call.seconds) = (State::Logged, times.outcome, times.seconds());
        (call.answered_at, call.talk_ended_at, call.ended_at) = (times.answered_at, talk_ended_at, times.ended_at);
        let whole = &mut self.conversation;
        (whole.key, whole.source) = (signal.leg.0.clone(), signal.source.clone());
        (whole.state, whole.outcome, whole.seconds) = (State::Logged, times.outcome, times.seconds());
        (whole.started_at, whole.answered_at, whole.ended_at) = (times.begun, times.answered_at, times.ended_at);
    }

    /// What is worked out of a written call after a signal: whose it is.
    pub(super) fn settle_logged(&mut self, no: CallNo, at: Moment) {
        let assigned = self.assigned(no);
        let call = self.call(no);
        call.assigned = assigned;
        call.changed_at = call.changed_at.max(at);
    }
}
