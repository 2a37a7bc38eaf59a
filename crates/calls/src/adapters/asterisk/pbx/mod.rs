//! The model of the switch: what happens inside an Asterisk ([`Fact`]) becomes signals.
//!
//! It knows channels, bridges and technical legs, so that signals name phones and trunks only. It must never tell a fact that
//! it was not told: what it infers where a feed is silent (`Tells`) says how in its place. It reads no clock and forgets what
//! is over. One file is one subject: births and dials, bridges, holds, places, queues, moves, ends, lists.
//! To follow one more fact: its case in [`Pbx::see`], what it does in the file of its subject, a test that names its trap.

mod apps;
mod asked;
mod birth;
mod bridge;
mod chan;
mod dial;
mod end;
mod hold;
mod list;
mod local;
mod park;
mod place;
mod queue;
mod tell;
#[cfg(test)]
mod tests;
mod transfer;
mod trunk;

use std::collections::{HashMap, HashSet, VecDeque};

use super::fact::{Fact, Id, Seen};
use crate::Text;
use crate::adapters::{Output, Settings};
use crate::moment::Moment;
use crate::signal::Feed;

use self::asked::Expected;
use self::bridge::Bridge;
use self::chan::{Chan, Stamp};
use self::end::End;
use self::list::Row;
use self::tell::Teller;
use self::trunk::Trunks;

/// What a feed tells itself, so that it is not inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tells {
    /// Who dials whom.
    pub(super) dials: bool,
    /// Who presses hold.
    pub(super) holds: bool,
    /// Who joins and leaves queues.
    pub(super) queues: bool,
    /// Who joins and leaves conference rooms, and who listens.
    pub(super) rooms: bool,
    /// Which phones ring.
    pub(super) ringing: bool,
}

/// One switch as one feed shows it.
pub(super) struct Pbx {
    tells: Tells,
    trunks: Trunks,
    teller: Teller,
    /// The fact that is being taken, by its time and its place in the feed; and how much was told of it.
    now: Stamp,
    sub: u8,
    /// Facts seen so far: the places of a feed may begin anew with a connection.
    tick: u64,
    chans: HashMap<Id, Box<Chan>>,
    names: HashMap<Text, Id>,
    devices: HashMap<Text, Vec<Id>>,
    /// The channels of a linkedid, for feeds that tell no dials.
    threads: HashMap<Text, Vec<Id>>,
    bridges: HashMap<Text, Bridge>,
    orders: u64,
    /// Calls that were asked for through us and have no channel yet, by the ids that their channels will have.
    expected: HashMap<Id, Expected>,
    /// Channels with an open hold, in the order in which the holds began.
    holders: Vec<Id>,
    gone: HashSet<Id>,
    gone_order: VecDeque<Id>,
    list: Vec<Row>,
    /// What was last seen before that many facts was seen before the link was down.
    link_mark: u64,
    noted: Vec<&'static str>,
    /// When room was last made for more channels.
    room_made: Moment,
    /// Channels whose beginning is being inferred.
    inferring: Vec<Id>,
}

impl Pbx {
    /// A switch of which nothing is known yet.
    pub(super) fn new(settings: &Settings, feed: Feed, tells: Tells) -> Self {
        let teller = Teller { source: settings.source.clone(), feed, out: Vec::new(), notes: Vec::new(), listed: false };
        Self {
            tells,
            trunks: Trunks::new(settings),
            teller,
            now: Stamp { at: Moment::default(), seq: 0 },
            sub: 0,
            tick: 0,
            chans: HashMap::new(),
            names: HashMap::new(),
            devices: HashMap::new(),
            threads: HashMap::new(),
            bridges: HashMap::new(),
            orders: 0,
            expected: HashMap::new(),
            holders: Vec::new(),
            gone: HashSet::new(),
            gone_order: VecDeque::new(),
            list: Vec::new(),
            link_mark: 0,
            noted: Vec::new(),
            room_made: Moment::default(),
            inferring: Vec::new(),
        }
    }

    /// Takes the next fact, in the feed's order.
    pub(super) fn see(&mut self, seen: Seen, output: &mut Output) {
        if self.now.seq != seen.seq || self.now.at != seen.at {
            self.sub = 0;
        }
        self.now = Stamp { at: seen.at, seq: seen.seq };
        self.tick += 1;
        if let Some(id) = subject(&seen.fact) {
            self.touch(id);
        }
        self.take(seen.fact);
        self.hand_over(output);
    }

    /// Nothing will come any more: every open leg is given up at the moment when it was last seen.
    pub(super) fn finish(&mut self, output: &mut Output) {
        self.give_up_all();
        self.hand_over(output);
    }

    fn hand_over(&mut self, output: &mut Output) {
        output.signals.append(&mut self.teller.out);
        output.notes.append(&mut self.teller.notes);
    }

    fn touch(&mut self, id: &Id) {
        let (now, tick) = (self.now, self.tick);
        let Some(chan) = self.chans.get_mut(id) else { return };
        (chan.seen, chan.seen_tick) = (now, tick);
        if chan.blind.is_some() {
            self.see_again(id);
        }
    }

    fn take(&mut self, fact: Fact) {
        match fact {
            Fact::Born { channel, way } => self.born(&channel, way),
            Fact::Mentioned { channel } => {
                self.meet(&channel, None);
            }
            Fact::Renumbered { id, number, .. } => {
                if let Some(chan) = self.chans.get_mut(&id) {
                    chan.shows = number;
                }
            }
            Fact::DialBegan { by, to, string } => self.dial_began(by.as_ref(), &to, string),
            Fact::DialEnded { to, status, forward } => self.dial_ended(&to, &status, forward.as_ref()),
            Fact::DialStatus { id, status } => self.dial_status(&id, status),
            Fact::Ringing { id } => self.ringing(&id),
            Fact::Up { id } => self.up(&id),
            Fact::App { id, app, data, context, exten } => self.app(&id, app, data, context, exten),
            Fact::AppEnded { id, app } => self.app_ended(&id, &app),
            Fact::BridgeEntered { id, bridge, kind, swap } => self.bridge_entered(&id, &bridge, kind, swap.as_ref()),
            Fact::BridgeLeft { id, bridge } => self.bridge_left(&id, &bridge),
            Fact::HoldPressed { id } => self.hold_pressed(&id),
            Fact::UnholdPressed { id } => self.resumed(&id),
            Fact::MusicBegan { id } => self.music_began(&id),
            Fact::MusicEnded { id } => self.music_ended(&id),
            Fact::Digit { id, digit } => self.digit(&id, digit),
            Fact::LocalPair { one, two } => self.pair(&one, &two),
            Fact::OriginateAnswered { id: Some(id), failed: true, reason, .. } if self.expected.contains_key(&id) => {
                self.failed_asked(&id, reason);
            }
            Fact::OriginateAnswered { id, exten, .. } => self.originate_answered(id.as_ref(), exten.as_ref()),
            Fact::LinkedidEnded { .. } => {}
            Fact::HangupRequested { id } => self.hangup_requested(&id),
            Fact::HungUp { id, cause, tech_cause, source, dialstatus } => {
                let end = End { cause, tech_cause, source: source.as_ref(), dialstatus: dialstatus.as_ref() };
                self.hung_up(&id, &end);
            }
            Fact::Booted { at } => self.booted(at),
            Fact::LinkWasDown { from } => self.link_was_down(from),
            Fact::ListOver => self.list_over(),
            fact => self.take_rarer(fact),
        }
    }

    fn take_rarer(&mut self, fact: Fact) {
        match fact {
            Fact::Listed { channel, up, ringing, bridge, bridge_kind, app, dnid, queue, .. } => {
                self.listed(Row { channel, up, ringing, bridge, kind: bridge_kind, app, dnid, queue });
            }
            Fact::BlindTransfer { by, transferee, extension, .. } => self.blind_transfer(&by, transferee.as_ref(), extension),
            Fact::AttendedTransfer { first, second, transferee, target, kind } => {
                self.attended_transfer(&first, &second, transferee.as_ref(), target.as_ref(), &kind);
            }
            Fact::Pickup { by, ringing } => self.pickup(&by, &ringing),
            Fact::Parked { id, parker, space } => self.park(&id, parker.as_ref(), space),
            Fact::Unparked { id, how } => self.unpark(&id, &how),
            Fact::QueueJoined { id, queue } => self.queue_joined(&id, &queue),
            Fact::QueueLeft { id, .. } => self.queue_left(&id),
            Fact::QueueStatus { id, status } => self.queue_status(&id, &status),
            Fact::AgentCalled { id, queue, .. } => self.agent_called(&id, &queue),
            Fact::AgentConnected { id, member, .. } => self.agent_connected(&id, &member),
            Fact::RoomJoined { id, room, bridge } => self.room_joined(&id, room, bridge),
            Fact::RoomLeft { id, .. } => self.room_left(&id),
            Fact::MessageLeft { id, left } => self.message(&id, left),
            Fact::MessageFile { id, name } => self.message_file(&id, &name),
            Fact::Recording { id, name, step } => self.recording(&id, name, step),
            Fact::SpyBegan { id, to } => self.spy_began(&id, &to),
            Fact::SpyEnded { id } => self.spy_ended(&id),
            _ => {}
        }
    }
}

/// The channel that a fact is about, which was thereby seen to live.
fn subject(fact: &Fact) -> Option<&Id> {
    match fact {
        Fact::DialEnded { to, .. } | Fact::DialBegan { to, .. } => Some(to),
        Fact::DialStatus { id, .. }
        | Fact::Ringing { id }
        | Fact::Up { id }
        | Fact::App { id, .. }
        | Fact::AppEnded { id, .. }
        | Fact::BridgeEntered { id, .. }
        | Fact::BridgeLeft { id, .. }
        | Fact::HoldPressed { id }
        | Fact::UnholdPressed { id }
        | Fact::Digit { id, .. }
        | Fact::MusicBegan { id }
        | Fact::MusicEnded { id }
        | Fact::HangupRequested { id }
        | Fact::HungUp { id, .. }
        | Fact::Parked { id, .. }
        | Fact::Unparked { id, .. }
        | Fact::QueueJoined { id, .. }
        | Fact::QueueLeft { id, .. }
        | Fact::RoomJoined { id, .. }
        | Fact::RoomLeft { id, .. } => Some(id),
        _ => None,
    }
}
