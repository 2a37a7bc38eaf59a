//! Calls that somebody asked the switch for through us: their channels are known before they are there.
//!
//! We name the channel, so that the call has the id that was answered, and know whose phone it is and what is dialled for it, whatever
//! the switch shows of it. A phone to which no channel could be made is a call all the same, which failed. Nothing is told before
//! the switch tells of the channel, or that there will be none: its clock counts. To know one more thing of such a call: a field
//! of [`Expected`].

use super::super::fact::{Channel, Id};
use super::Pbx;
use super::chan::{Chan, Make, Role, Stamp};
use crate::Text;
use crate::adapters::Origination;
use crate::signal::{Doer, How, Originated, Party, What};

/// More calls than this are not waited for at once.
const EXPECTED_MAX: usize = 1_000;

/// A call that was asked for, and has no channel yet.
pub(super) struct Expected {
    number: Text,
    user: Text,
    to: Text,
    by: Doer,
    /// How many facts had been seen when the switch took it; none: it has not answered.
    taken_at: Option<u64>,
}

impl Pbx {
    /// Somebody asks for a call. False if too many are waited for.
    pub(in super::super) fn expect(&mut self, asked: &Origination) -> bool {
        if self.expected.len() >= EXPECTED_MAX {
            // Of those that were taken a channel would have been told by now.
            self.expected.retain(|_, expected| expected.taken_at.is_none());
        }
        if self.expected.len() >= EXPECTED_MAX {
            return false;
        }
        let Origination { leg, number, user, to, by, .. } = asked.clone();
        self.expected.insert(leg, Expected { number, user, to, by, taken_at: None });
        true
    }

    /// The switch takes what was asked for, or refuses it.
    pub(in super::super) fn answered_asked(&mut self, leg: &Id, refused: bool) {
        if refused {
            self.expected.remove(leg);
        } else if let Some(expected) = self.expected.get_mut(leg) {
            expected.taken_at = Some(self.tick);
        }
    }

    /// A channel that was asked for is there: its call begins.
    pub(super) fn begin_asked(&mut self, id: &Id) -> bool {
        let is_real = self.chans.get(id).is_some_and(|chan| chan.make.is_real() && !chan.role.is_told());
        let Some(expected) = Some(id).filter(|_| is_real).and_then(|id| self.expected.remove(id)) else { return false };
        self.begin_expected(id, expected);
        true
    }

    /// The switch could not call the phone. Where there was a channel, its end tells it.
    pub(super) fn failed_asked(&mut self, id: &Id, reason: Option<u64>) {
        let how = match reason {
            Some(1 | 3) => How::NoAnswer,
            Some(5) => How::Busy,
            Some(8) => How::Failed,
            // There is nothing to be called under that name, as with a dial that made no channel.
            _ => How::Unavailable,
        };
        self.end_expected(id, What::Ended { how });
    }

    /// A complete list does not name channels that were asked for before it: what became of them was not told.
    pub(super) fn lose_asked(&mut self, named: impl Fn(&Id) -> bool) {
        let mark = self.link_mark;
        let is_lost = |expected: &Expected| expected.taken_at.is_some_and(|taken_at| taken_at < mark);
        let mut lost: Vec<Id> =
            self.expected.iter().filter(|(id, expected)| is_lost(expected) && !named(id)).map(|(id, _)| id.clone()).collect();
        lost.sort_unstable();
        for id in lost {
            self.end_expected(
                &id,
                What::Lost { why: Text::new_static("not in the list of channels after the link came back") },
            );
        }
    }

    /// A call of which there never was a channel begins and ends.
    fn end_expected(&mut self, id: &Id, end: What) {
        let Some(expected) = self.expected.remove(id).filter(|_| !self.chans.contains_key(id) && !self.gone.contains(id))
        else {
            return;
        };
        let seen = Channel { id: id.clone(), linkedid: Some(id.clone()), ..Channel::default() };
        let stamp = self.stamp();
        self.chans.insert(id.clone(), Box::new(Chan { birth_seen: true, ..Chan::new(&seen, stamp, Make::Phone) }));
        self.begin_expected(id, expected);
        self.say(id, end);
        self.remove(id);
    }

    fn begin_expected(&mut self, id: &Id, expected: Expected) {
        let Some(chan) = self.chans.get_mut(id) else { return };
        // It is a phone of the user's, wherever it stands.
        chan.make = Make::Phone;
        (chan.originated, chan.placed, chan.chose) = (true, true, true);
        chan.number = Some(expected.number.clone());
        let party = Party {
            number: Some(expected.number),
            user: Some(expected.user),
            name: chan.caller_name.clone(),
            device: Some(chan.device.clone()).filter(|device| !device.is_empty()),
            ..Party::default()
        };
        let originated = Originated { party, callback: false };
        let stamp = self.chans.get(id).map_or(self.now, |chan| self.first_moment(chan));
        let told = self.teller.out.len();
        self.begin(id, Role::Originated, What::Originated(Box::new(originated)), stamp, Vec::new());
        if let Some(signal) = self.teller.out.get_mut(told) {
            signal.by = Some(Box::new(expected.by));
        }
        let after = Stamp { seq: stamp.seq.saturating_add(1), ..stamp };
        self.say_at(id, What::Chose { number: expected.to }, after, Vec::new());
    }
}
