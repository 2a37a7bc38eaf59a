//! What the fold knows while it steps: the conversation so far, and beside it who is on which line.
//!
//! A *line* is a party's presence at the phone system; it has a leg in each call that it takes part in, one at a time.

use std::collections::HashMap;
use std::sync::Arc;

use crate::Text;
use crate::conversation::{
    Call, CallNo, Conversation, Direction, End, Leg, Origin, Outcome, Phase, Role, Seconds, Side, State,
};
use crate::moment::Moment;
use crate::signal::{LegKey, Party, Place};

use super::clock::Clock;
use super::resolved::Resolved;

/// The place of a line in [`Board::lines`].
pub(super) type LineNo = usize;

/// One party's presence at the phone system.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) key: LegKey,
    pub(super) party: Party,
    /// The call that it takes part in now, and the place of its leg in it.
    pub(super) call: CallNo,
    pub(super) leg: usize,
    /// Who dialled it.
    pub(super) by: Option<LineNo>,
    /// The same phone's first leg, where this one consults.
    pub(super) second_of: Option<LineNo>,
    pub(super) bridge: Option<Text>,
    pub(super) place: Option<Place>,
    /// Whether it is parked.
    pub(super) parked: bool,
    /// The hold that its own signal began, by its place among the holds.
    pub(super) hold: Option<usize>,
    /// The own number that it shows outside.
    pub(super) presented: Option<Text>,
    /// Whether its party hung up, cancelled or refused.
    pub(super) asked: bool,
    /// Whether its leg in the call is over: it ended, or handed the call over.
    pub(super) closed: bool,
    /// It was called for nobody: an origination's own phone.
    pub(super) originated: bool,
}

/// What is known beside a call.
#[derive(Clone, Debug)]
pub(super) struct Beside {
    pub(super) clock: Clock,
    /// The caller's line.
    pub(super) caller: Option<LineNo>,
    /// Lines whose leg in this call is not over.
    pub(super) live: Vec<LineNo>,
    /// A phone or number was dialled, or a queue entered.
    pub(super) dialled: bool,
    /// The phone system itself took the caller: a menu, an announcement.
    pub(super) received: bool,
    pub(super) mailbox: bool,
    pub(super) blocked: bool,
    /// What the caller's end said of a last dial that no leg tells.
    pub(super) said: Option<(Moment, Outcome)>,
    /// The caller gave up while something rang, or before anything could.
    pub(super) cancelled: bool,
    /// Open holds.
    pub(super) holds: usize,
    /// The transfer that started it, by its place.
    pub(super) transfer: Option<usize>,
    /// A consultation whose target still rang when it was handed over.
    pub(super) given_away: bool,
    /// The user whose phone was taken last.
    pub(super) talker: Option<Text>,
    /// The first users who were called.
    pub(super) rung: Vec<Text>,
    /// It was written down: nothing of it is worked out.
    pub(super) logged: bool,
    /// Its line is the user's or trunk's usual one, for nothing else was told.
    pub(super) usual_line: bool,
}

/// The fold's state. See the module's page.
#[derive(Clone, Debug, Default)]
pub(super) struct Board {
    pub(super) conversation: Conversation,
    pub(super) lines: Vec<Line>,
    pub(super) by_key: HashMap<LegKey, LineNo>,
    /// Lines whose leg is not over, so that a long history does not slow the next step.
    pub(super) active: Vec<LineNo>,
    pub(super) beside: Vec<Beside>,
    pub(super) clock: Option<Clock>,
    /// The lines that the recordings are of, by the recordings' places.
    pub(super) recorders: Vec<LineNo>,
    /// Who hung up last, unless something went on after he was gone.
    pub(super) hung_up_last: Option<LineNo>,
    /// The parties that the first caller has talked with since the last break.
    pub(super) talking_to: Vec<Text>,
    /// Legs that missed, in the order of offer: line, number.
    pub(super) missed: Vec<(LineNo, Text)>,
    /// Retrievers that are still to be told, with their parking.
    pub(super) retrievers: Vec<(LegKey, usize)>,
    /// The taker of the pickup.
    pub(super) taker: Option<LegKey>,
    /// Legs that something was told of but not their beginning.
    pub(super) strangers: Vec<LegKey>,
    /// Calls that the signal at hand touched.
    pub(super) touched: Vec<CallNo>,
    /// What the directory said of users, queues and lines.
    pub(super) resolved: Resolved,
    /// How many signals were taken.
    pub(super) taken: usize,
}

/// What a new call starts with.
pub(super) struct NewCall {
    pub(super) key: Text,
    pub(super) parent: Option<CallNo>,
    pub(super) origin: Origin,
    pub(super) direction: Option<Direction>,
    pub(super) from: Side,
    pub(super) to: Side,
    pub(super) line: Option<Text>,
    pub(super) at: Moment,
}

impl Board {
    pub(super) fn conversation(&self) -> &Conversation {
        &self.conversation
    }

    pub(super) fn into_conversation(self) -> Conversation {
        self.conversation
    }

    pub(super) fn call(&mut self, call: CallNo) -> &mut Call {
        Arc::make_mut(&mut self.conversation.calls[call])
    }

    pub(super) fn leg(&mut self, line: LineNo) -> &mut Leg {
        let (call, leg) = (self.lines[line].call, self.lines[line].leg);
        &mut self.call(call).legs[leg]
    }

    pub(super) fn leg_of(&self, line: LineNo) -> &Leg {
        &self.conversation.calls[self.lines[line].call].legs[self.lines[line].leg]
    }

    pub(super) fn number_of(&self, line: LineNo) -> Option<Text> {
        self.lines[line].party.number.clone()
    }

    pub(super) fn find(&self, key: &LegKey) -> Option<LineNo> {
        self.by_key.get(key).copied()
    }

    pub(super) fn touch(&mut self, call: CallNo) {
        if !self.touched.contains(&call) {
            self.touched.push(call);
        }
    }

    /// Starts a call and gives its place.
    pub(super) fn start_call(&mut self, new: NewCall) -> CallNo {
        let place = self.conversation.calls.len();
        let root = new.parent.map_or(place, |parent| self.conversation.calls[parent].root);
        let call = Call {
            key: new.key,
            parent: new.parent,
            root,
            origin: new.origin,
            direction: new.direction,
            from: new.from,
            to: new.to,
            line: new.line,
            state: State::Ringing,
            outcome: None,
            started_at: new.at,
            answered_at: None,
            talk_ended_at: None,
            ended_at: None,
            seconds: Seconds::default(),
            assigned: crate::signal::Assigned::default(),
            wrap_up: None,
            provider: None,
            billed: None,
            kept: Vec::new(),
            doings: crate::conversation::Doings::default(),
            changed_at: new.at,
            legs: crate::conversation::Legs::default(),
        };
        self.conversation.calls.push(Arc::new(call));
        self.beside.push(Beside {
            clock: Clock::from(new.at),
            caller: None,
            live: Vec::new(),
            dialled: false,
            received: false,
            mailbox: false,
            blocked: false,
            said: None,
            cancelled: false,
            holds: 0,
            transfer: None,
            given_away: false,
            talker: None,
            rung: Vec::new(),
            logged: false,
            usual_line: false,
        });
        self.touch(place);
        place
    }

    /// Adds a line with its first leg.
    pub(super) fn add_line(&mut self, key: &LegKey, party: &Party, call: CallNo, role: Role, at: Moment) -> LineNo {
        let line = self.lines.len();
        self.resolved.note_party(party);
        self.lines.push(Line {
            key: key.clone(),
            party: party.clone(),
            call,
            leg: 0,
            by: None,
            second_of: None,
            bridge: None,
            place: None,
            parked: false,
            hold: None,
            presented: None,
            asked: false,
            closed: false,
            originated: false,
        });
        self.by_key.insert(key.clone(), line);
        self.add_leg(line, call, role, at, key.0.clone());
        line
    }

    /// Gives a line a leg in `call`, from now on its leg.
    pub(super) fn add_leg(&mut self, line: LineNo, call: CallNo, role: Role, at: Moment, key: Text) {
        let Line { party, key: line_key, .. } = &self.lines[line];
        let leg = Leg {
            key,
            line: line_key.clone(),
            role,
            number: party.number.clone(),
            e164: party.e164.clone(),
            name: party.name.clone(),
            user: party.user.clone(),
            contact: party.known.as_ref().and_then(|known| known.contact.clone()),
            trunk: party.trunk.clone(),
            offered_at: at,
            ringing_at: None,
            phase: Phase::Offered,
            changed_at: at,
        };
        let place = self.call(call).legs.push(leg);
        (self.lines[line].call, self.lines[line].leg) = (call, place);
        self.lines[line].closed = false;
        if !self.active.contains(&line) {
            self.active.push(line);
        }
        self.beside[call].live.push(line);
        if role == Role::Caller {
            self.beside[call].caller = Some(line);
        }
        self.note_rung(line);
        self.touch(call);
    }

    /// Ends the leg that a line has now. The line itself may go on in another call.
    pub(super) fn close_leg(&mut self, line: LineNo, how: End, at: Moment) {
        if self.lines[line].closed {
            return;
        }
        self.lines[line].closed = true;
        let call = self.lines[line].call;
        let leg = self.leg(line);
        leg.phase = Phase::Ended { at, how, answered_at: leg.answered_at() };
        leg.changed_at = at;
        self.beside[call].live.retain(|live| *live != line);
        self.active.retain(|active| *active != line);
        self.touch(call);
    }

    /// The other lines that hear this one, outside rooms.
    pub(super) fn partners(&self, line: LineNo) -> impl Iterator<Item = LineNo> {
        let bridge = if self.speaks(line) { self.lines[line].bridge.as_ref() } else { None };
        // Who is in no bridge looks at nobody, so that many who ring do not slow each step.
        bridge.into_iter().flat_map(move |bridge| {
            let hears = move |other: &LineNo| *other != line && self.lines[*other].bridge.as_ref() == Some(bridge);
            self.active.iter().copied().filter(move |other| hears(other) && self.speaks(*other))
        })
    }

    /// Whether it takes part in talk: not over, and no mere listener.
    fn speaks(&self, line: LineNo) -> bool {
        !self.lines[line].closed && self.leg_of(line).role != Role::Supervisor
    }

    /// Whether the line talks with another of its own call.
    pub(super) fn talks_in_call(&self, line: LineNo) -> bool {
        let call = self.lines[line].call;
        let added = self.conversation.calls[call].origin == Origin::Conference;
        self.partners(line).any(|other| added || self.lines[other].call == call)
    }

    /// The line of the first caller.
    pub(super) fn first_caller(&self) -> Option<LineNo> {
        let first = self.conversation.calls.iter().position(|call| call.parent.is_none())?;
        self.beside[first].caller
    }
}

/// A party as one side of a call.
pub(super) fn side(party: &Party) -> Side {
    Side { number: party.number.clone(), e164: party.e164.clone(), name: party.name.clone(), user: party.user.clone() }
}

/// A number alone as one side of a call.
pub(super) fn number_side(number: Option<Text>) -> Side {
    chosen_side(number, None)
}

/// A number that was chosen, with its full form.
pub(super) fn chosen_side(number: Option<Text>, e164: Option<Text>) -> Side {
    Side { number, e164, ..Side::default() }
}
