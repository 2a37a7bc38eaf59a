//! What it came to: outcome, whom the caller talked to, who missed it, whose call it is (rules N6–N9, N11, N26).
//!
//! This is the one place where they are worked out, from the legs of the calls and the facts beside them.

use crate::Text;
use crate::conversation::{CallNo, Direction, End, Origin, Outcome, Role, State};
use crate::moment::Moment;
use crate::signal::{Assigned, LeftQueue, Place};

use super::board::{Board, LineNo};

/// What an outcome is judged by: of one call, or of all that the first caller went through.
#[derive(Default)]
struct Facts {
    mailbox: bool,
    blocked: bool,
    abandoned: bool,
    received: bool,
    cancelled: bool,
    given_away: bool,
    /// What the caller's end said of a dial that had no leg, and since when there was none.
    said: Option<(Moment, Outcome)>,
    /// Offers: from, until, how they ended.
    offers: Vec<(Moment, Moment, End)>,
    /// When a queue was last left without an answer.
    unanswered_queue: Option<Moment>,
}

impl Board {
    /// Whether the caller has talked with a person of the call, or is in a conference. True as soon as it is true.
    pub(super) fn is_answered(&self, no: CallNo) -> bool {
        if self.conversation.calls[no].answered_at.is_some() {
            return true;
        }
        match self.beside[no].caller {
            Some(caller) if self.lines[caller].call == no && !self.lines[caller].closed => {
                self.lines[caller].place == Some(Place::Room) || self.talks_in_call(caller)
            }
            Some(_) => false,
            None => self.beside[no].live.iter().any(|line| self.talks_in_call(*line)),
        }
    }

    pub(super) fn judge_call(&mut self, no: CallNo) {
        let call = &self.conversation.calls[no];
        let over = call.ended_at.is_some();
        let answered = call.answered_at.is_some();
        let outcome = match (answered, over) {
            (true, _) => Some(Outcome::Answered),
            (false, true) => Some(self.facts([no].into_iter()).outcome()),
            (false, false) => None,
        };
        if let Some(transfer) = self.beside[no].transfer {
            let completed = if answered { Some(true) } else { over.then_some(false) };
            self.conversation.transfers[transfer].completed = completed;
        }
        let (assigned, wrap_up) = (self.assigned(no), self.wrap_up(no));
        let call = self.call(no);
        (call.outcome, call.assigned, call.wrap_up) = (outcome, assigned, wrap_up);
    }

    /// The outcome, `missed_by` and `ended_by` of the whole.
    pub(super) fn judge_whole(&mut self, over: bool) {
        let first = self.first_caller();
        let chain: Vec<CallNo> = match first {
            Some(first) => (0..self.beside.len()).filter(|no| self.beside[*no].caller == Some(first)).collect(),
            None => vec![0],
        };
        let answered_at = chain.iter().filter_map(|no| self.conversation.calls[*no].answered_at).min();
        let outcome = match (answered_at, over) {
            (Some(_), _) => Some(Outcome::Answered),
            (None, true) => Some(self.facts(chain.into_iter()).outcome()),
            (None, false) => None,
        };
        let ended_by = over.then(|| self.ended_by());
        let whole = &mut self.conversation;
        (whole.answered_at, whole.outcome, whole.ended_by) = (answered_at, outcome, ended_by);
    }

    fn facts(&self, calls: impl Iterator<Item = CallNo>) -> Facts {
        let mut facts = Facts::default();
        for no in calls {
            let (call, beside) = (&self.conversation.calls[no], &self.beside[no]);
            facts.mailbox |= beside.mailbox;
            facts.blocked |= beside.blocked;
            facts.cancelled |= beside.cancelled;
            facts.given_away |= beside.given_away;
            facts.received |= beside.received;
            facts.said = beside.said.or(facts.said);
            for leg in call.legs.iter() {
                let own_phone = leg.role == Role::Caller && beside.caller.is_some_and(|line| self.lines[line].originated);
                let taken = leg.answered_at().is_some();
                facts.received |= leg.role == Role::Caller && taken;
                if matches!(leg.role, Role::Callee | Role::Agent | Role::Consulted | Role::Conference) || own_phone && !taken {
                    facts.offers.extend(leg.end().map(|(at, how)| (leg.offered_at, at, how)));
                }
            }
            for entry in self.conversation.queues.iter().filter(|entry| entry.call == no) {
                facts.abandoned |= entry.outcome == Some(LeftQueue::Abandoned);
                if matches!(entry.outcome, None | Some(LeftQueue::Timeout | LeftQueue::Full | LeftQueue::Empty)) {
                    facts.unanswered_queue = facts.unanswered_queue.max(entry.left_at);
                }
            }
        }
        facts
    }

    /// Notes a phone that was offered a call and did not take it (rule N7).
    pub(super) fn note_missed(&mut self, line: LineNo) {
        let leg = self.leg_of(line);
        let called = matches!(leg.role, Role::Callee | Role::Agent | Role::Consulted | Role::Conference);
        let own_phone = leg.role == Role::Caller && self.lines[line].originated;
        let missed = match leg.end() {
            Some((
                _,
                End::NoAnswer | End::Busy | End::Declined | End::Unavailable | End::Failed | End::Cancelled | End::Lost,
            )) => leg.answered_at().is_none(),
            _ => false,
        };
        let Some(number) = leg.number.clone() else { return };
        if !missed || !(called || own_phone) {
            return;
        }
        let place = self.missed.partition_point(|(earlier, _)| *earlier < line);
        if self.missed[..place].iter().any(|(_, known)| *known == number) {
            return;
        }
        self.missed.insert(place, (line, number.clone()));
        // An offer that came later but ended sooner may stand there already; the party is named once.
        let later = self.missed[place + 1..].iter().position(|(_, known)| *known == number);
        if let Some(later) = later {
            self.missed.remove(place + 1 + later);
        }
        self.conversation.missed_by = self.missed.iter().map(|(_, number)| number.clone()).collect();
    }

    /// Whom the first caller talks to, each talk once, holds inside it or not (rule N8).
    pub(super) fn follow_first_caller(&mut self) {
        let Some(first) = self.first_caller() else { return };
        let call = self.lines[first].call;
        let broken = !matches!(self.beside[call].clock.state(), State::Talking | State::Held);
        let partners: Vec<LineNo> = self.partners(first).collect();
        if broken && partners.is_empty() {
            self.talking_to.clear();
            return;
        }
        let numbers: Vec<Text> = partners.iter().filter_map(|line| self.number_of(*line)).collect();
        if numbers.is_empty() {
            return;
        }
        for number in &numbers {
            if !self.talking_to.contains(number) {
                self.conversation.talked_to.push(number.clone());
            }
        }
        self.talking_to = numbers;
    }

    /// Whose call it is (rule N26): what a doing set, else worked out.
    pub(super) fn assigned(&self, no: CallNo) -> Assigned {
        let call = &self.conversation.calls[no];
        let set = &call.doings.assigned;
        let line = call.line.as_ref().and_then(|line| self.resolved.line(line));
        let queue = self.conversation.queues.iter().rfind(|entry| entry.call == no).and_then(|entry| entry.name.clone());
        let menu = self.conversation.menus.iter().rfind(|entry| entry.call == no).and_then(|entry| entry.name.clone());
        let queue = set.queue.clone().or(queue).or_else(|| line.and_then(|line| line.queue.clone()));
        let user = set.user.clone().or_else(|| self.assigned_user(no));
        let member = user.as_ref().and_then(|user| self.resolved.user(user));
        let team = queue.as_ref().and_then(|queue| self.resolved.team_of_queue(queue).cloned());
        Assigned {
            scope: set.scope.clone().or_else(|| line.and_then(|line| line.scope.clone())).or_else(|| member?.scope.clone()),
            team: set.team.clone().or(team).or_else(|| member?.team.clone()),
            queue,
            menu: set.menu.clone().or(menu).or_else(|| line.and_then(|line| line.menu.clone())),
            user,
        }
    }

    fn assigned_user(&self, no: CallNo) -> Option<Text> {
        let (call, beside) = (&self.conversation.calls[no], &self.beside[no]);
        if call.origin == Origin::Transfer {
            let target = beside.talker.clone().or_else(|| beside.rung.first().cloned());
            return target.or_else(|| call.from.user.clone());
        }
        if call.direction != Some(Direction::Inbound) {
            return call.from.user.clone();
        }
        if beside.talker.is_some() {
            return beside.talker.clone();
        }
        let ringing =
            || beside.live.iter().filter(|line| self.is_called_and_waits(**line)).filter_map(|line| self.user_of(*line));
        let mut users: Vec<Text> =
            if call.ended_at.is_some() || beside.logged { beside.rung.clone() } else { ringing().collect() };
        users.dedup();
        if users.len() == 1 { users.pop() } else { None }
    }

    fn user_of(&self, line: LineNo) -> Option<Text> {
        self.lines[line].party.user.clone()
    }

    /// Keeps in mind which users were called, as far as [`Self::assigned_user`] asks.
    pub(super) fn note_rung(&mut self, line: LineNo) {
        let call = self.lines[line].call;
        let called = matches!(self.leg_of(line).role, Role::Callee | Role::Agent | Role::Consulted);
        let rung = &mut self.beside[call].rung;
        if let Some(user) = self.lines[line].party.user.clone().filter(|_| called)
            && rung.len() < RUNG_MAX
            && !rung.contains(&user)
        {
            rung.push(user);
        }
    }

    /// Keeps in mind who talked last.
    pub(super) fn note_talker(&mut self, line: LineNo) {
        let call = self.lines[line].call;
        if matches!(self.leg_of(line).role, Role::Callee | Role::Agent | Role::Consulted)
            && let Some(user) = self.user_of(line)
        {
            self.beside[call].talker = Some(user);
        }
    }
}

/// Whether one user was called or several is all that is asked.
const RUNG_MAX: usize = 2;

impl Facts {
    /// The first row of rule N6 that fits, for a call that was not answered.
    fn outcome(&self) -> Outcome {
        if self.mailbox {
            Outcome::Voicemail
        } else if self.blocked {
            Outcome::Blocked
        } else if self.abandoned {
            Outcome::Abandoned
        } else if self.received && !self.was_dialled() {
            Outcome::Ivr
        } else if self.cancelled || self.given_away {
            Outcome::Cancelled
        } else {
            self.last_dial()
        }
    }

    /// Whether anything was dialled for the caller; a queue that he left by a key was no dial.
    fn was_dialled(&self) -> bool {
        !self.offers.is_empty() || self.unanswered_queue.is_some() || self.said.is_some()
    }

    /// What the last dial came to: the offers whose spans overlap, over all its phones.
    fn last_dial(&self) -> Outcome {
        let mut offers = self.offers.clone();
        offers.sort_by_key(|(from, until, _)| (*from, *until));
        let mut last: Vec<(Moment, Moment, End)> = Vec::new();
        for offer in offers {
            let overlaps = last.iter().any(|(_, until, _)| offer.0 < *until);
            if !overlaps {
                last.clear();
            }
            last.push(offer);
        }
        let began = last.first().map(|(from, ..)| *from);
        if self.unanswered_queue.is_some() && self.unanswered_queue >= began {
            return Outcome::NoAnswer;
        }
        let row = [
            (End::NoAnswer, Outcome::NoAnswer),
            // Taken back or given up while it rang, and not by the caller: nobody answered it.
            (End::Cancelled, Outcome::NoAnswer),
            (End::Lost, Outcome::NoAnswer),
            (End::Declined, Outcome::Declined),
            (End::Busy, Outcome::Busy),
            (End::Unavailable, Outcome::Unavailable),
            (End::Failed, Outcome::Failed),
        ];
        let fits = row.iter().find(|(end, _)| last.iter().any(|(_, _, how)| how == end));
        match (self.said, fits) {
            (Some((at, said)), _) if began.is_none_or(|began| began < at) => said,
            (_, Some((_, outcome))) => *outcome,
            _ => Outcome::Failed,
        }
    }
}
