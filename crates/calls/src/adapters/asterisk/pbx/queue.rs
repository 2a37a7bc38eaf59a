//! Queues: who waits in one, how it was left, and who answered.
//!
//! A feed that has the queue's own messages is believed; another is read from the application and the talk that follows.
//! Abandoned is only a queue whose caller hung up himself (trap A25); what cannot be known is null with a gap (trap A35). To
//! take in one more verdict: its word in `queue_status`.

use super::super::fact::Id;
use super::Pbx;
use super::apps::{self, Kind};
use super::chan::{Chan, Stamp};
use super::place::Spot;
use crate::Text;
use crate::signal::{GapKind, LeftQueue, Place, What};

impl Pbx {
    /// The dialplan puts a caller into a queue. Where the queue tells itself, he is in it once it says so.
    pub(super) fn queue_app(&mut self, owner: &Id, data: &Text) {
        let stamp = self.stamp();
        let Some(name) = apps::argument(data, 0).map(Text::new) else { return };
        let timeout = apps::argument(data, 4).and_then(|seconds| seconds.parse().ok());
        self.leave_automatic(owner);
        if self.tells.queues {
            if let Some(chan) = self.chans.get_mut(owner) {
                chan.queue_app = Some((stamp, name, timeout));
            }
            return;
        }
        self.enter(owner, Place::Queue, Some(name), None);
        if let Some(spot) = self.chans.get_mut(owner).and_then(|chan| chan.spot.as_mut()) {
            spot.timeout = timeout;
        }
    }

    /// The queue took him.
    pub(super) fn queue_joined(&mut self, id: &Id, queue: &Text) {
        let Some(owner) = self.owner(id) else { return };
        let there = self.spot(&owner).is_some_and(|spot| spot.place == Place::Queue && spot.left.is_none());
        if !there {
            self.enter(&owner, Place::Queue, Some(queue.clone()), None);
        }
    }

    /// He left the queue; how comes after (trap A24).
    pub(super) fn queue_left(&mut self, id: &Id) {
        let stamp = self.stamp();
        let Some(owner) = self.owner(id) else { return };
        if let Some(spot) = self.chans.get_mut(&owner).and_then(|chan| chan.spot.as_mut())
            && spot.place == Place::Queue
        {
            spot.left = spot.left.or(Some(stamp));
        }
    }

    /// The queue's verdict. One that did not take him at all tells nothing else.
    pub(super) fn queue_status(&mut self, id: &Id, status: &str) {
        let how = match status {
            "TIMEOUT" => LeftQueue::Timeout,
            "FULL" => LeftQueue::Full,
            "JOINEMPTY" | "LEAVEEMPTY" | "JOINUNAVAIL" | "LEAVEUNAVAIL" => LeftQueue::Empty,
            _ => return,
        };
        let Some(owner) = self.owner(id) else { return };
        if !self.spot(&owner).is_some_and(|spot| spot.place == Place::Queue) {
            let Some((stamp, name, _)) = self.chans.get_mut(&owner).and_then(|chan| chan.queue_app.take()) else { return };
            self.enter_at(&owner, Place::Queue, Some(name), None, Some(stamp));
        }
        self.leave(&owner, Some(how), None);
    }

    /// A queue calls a member: its caller waits in it, told or not.
    pub(super) fn agent_called(&mut self, id: &Id, queue: &Text) {
        let Some(owner) = self.owner(id) else { return };
        if self.spot(&owner).is_some_and(|spot| spot.place == Place::Queue) {
            return;
        }
        let Some((stamp, _, _)) = self.chans.get_mut(&owner).and_then(|chan| chan.queue_app.take()) else { return };
        self.enter_at(&owner, Place::Queue, Some(queue.clone()), None, Some(stamp));
    }

    /// A member answered; the party is the phone behind its interface (trap A59).
    pub(super) fn agent_connected(&mut self, id: &Id, member: &Id) {
        let Some(owner) = self.owner(id) else { return };
        if self.spot(&owner).is_some_and(|spot| spot.place == Place::Queue) {
            let agent = self.behind(member).into_iter().next();
            self.leave(&owner, Some(LeftQueue::Answered), agent);
        }
    }

    /// A caller who waits in a queue talks with a phone that was called for him: it answered.
    pub(super) fn queue_talks(&mut self, id: &Id, others: &[Id]) {
        if !self.spot(id).is_some_and(|spot| spot.place == Place::Queue) {
            return;
        }
        let agent = others.iter().find(|other| self.chans.get(*other).is_some_and(|other| other.caller.as_ref() == Some(id)));
        let agent = agent.cloned();
        self.leave(id, Some(LeftQueue::Answered), agent);
    }

    /// He runs something else: he is out of the queue, by a key, by its time, or because he was moved.
    pub(super) fn end_queue_unless(&mut self, id: &Id, next: Kind) {
        if next == Kind::Queue && self.tells.queues {
            return;
        }
        let Some(spot) = self.spot(id).filter(|spot| spot.place == Place::Queue) else { return };
        let how = match spot {
            spot if spot.digit => Some(LeftQueue::Key),
            _ if self.tells.queues => Some(LeftQueue::Transferred),
            spot => self.by_time(spot.since, spot.left, spot.timeout),
        };
        self.leave_unknown(id, how);
    }

    fn by_time(&self, since: Stamp, left: Option<Stamp>, timeout: Option<u64>) -> Option<LeftQueue> {
        let left = left.unwrap_or(self.now);
        let waited = left.at.since(since.at);
        // A queue gives up a little after its time, never before; the clock of the rows may be coarser than its.
        let limit = i64::try_from(timeout?).ok()?.saturating_mul(1_000_000).saturating_sub(50_000);
        (waited >= limit).then_some(LeftQueue::Timeout)
    }

    fn leave_unknown(&mut self, id: &Id, how: Option<LeftQueue>) {
        self.leave(id, how, None);
        if how.is_none() {
            self.gap(id, GapKind::NotTold, "how the queue was left is not told");
        }
    }

    /// The caller is gone: abandoned if he hung up himself (trap A25), else by its time, else the system took him out.
    pub(super) fn end_queue_at_hang_up(&mut self, id: &Id) {
        let Some(chan) = self.chans.get(id) else { return };
        let Some(spot) = chan.spot.as_deref().filter(|spot| spot.place == Place::Queue) else { return };
        let how = match spot {
            _ if chan.asked => Some(LeftQueue::Abandoned),
            spot => self.by_time(spot.since, spot.left, spot.timeout),
        };
        self.leave_unknown(id, how);
    }

    /// The queue in which a caller waits.
    pub(super) fn queue_of(chan: &Chan) -> Option<Text> {
        chan.spot.as_ref().filter(|spot| spot.place == Place::Queue).and_then(|spot| spot.name.clone())
    }

    /// One who takes another's place takes it in the queue or room too (a transfer into what still runs).
    pub(super) fn take_place(&mut self, from: &Id, to: &Id) {
        let spot = self.give_place(from);
        self.get_place(from, to, spot);
    }

    /// He is moved out of where he is.
    pub(super) fn give_place(&mut self, from: &Id) -> Option<Spot> {
        let spot = self.chans.get_mut(from)?.spot.take()?;
        let how = (spot.place == Place::Queue).then_some(LeftQueue::Transferred);
        self.say(from, What::Left { place: spot.place, how, agent: None });
        Some(*spot)
    }

    /// And another comes into it.
    pub(super) fn get_place(&mut self, from: &Id, to: &Id, spot: Option<Spot>) {
        let (Some(spot), Some(chan)) = (spot, self.chans.get_mut(from)) else { return };
        let (app, queue_app) = (chan.app.clone(), chan.queue_app.take());
        self.enter(to, spot.place, spot.name.clone(), None);
        if let Some(chan) = self.chans.get_mut(to) {
            (chan.app, chan.queue_app) = (app, queue_app);
            if let Some(new) = &mut chan.spot {
                new.timeout = spot.timeout;
            }
        }
    }
}
