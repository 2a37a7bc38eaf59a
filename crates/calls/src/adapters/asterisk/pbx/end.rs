//! How a leg ends, and who ended it.
//!
//! A called party's own word (a cause or code that its phone sent) comes before the dial's verdict (traps A18 to A22); a leg
//! that ended without either waits for its caller's next row (trap A35). To tell one more reason apart: its place in `how`.

use super::super::fact::Id;
use super::Pbx;
use super::chan::{Aside, Chan, Make, Role};
use crate::Text;
use crate::signal::{How, Recorded, RecordingKind, RecordingStep, What};

/// So many ended channels are remembered, so that a late mention does not bring one back.
pub(super) const GONE_MAX: usize = 8_192;

/// What a caller's hanging up ends, it ends within so many microseconds.
const AT_ONCE: i64 = 500_000;

/// What the switch says of an end.
pub(super) struct End<'a> {
    pub(super) cause: u32,
    pub(super) tech_cause: Option<u32>,
    pub(super) source: Option<&'a Text>,
    pub(super) dialstatus: Option<&'a Text>,
}

impl Pbx {
    /// A party hung up, cancelled or refused. Of a Local channel it says nothing (trap A6).
    pub(super) fn hangup_requested(&mut self, id: &Id) {
        let Some(chan) = self.chans.get_mut(id).filter(|chan| !chan.asked) else { return };
        chan.asked = true;
        // A caller who gave up did so before the phones that rang for him stopped, though his own row says so after theirs.
        let stopped = chan.waiting_ends.iter().map(|(_, stamp)| *stamp).filter(|stamp| self.now.at.since(stamp.at) <= AT_ONCE);
        let since = stopped.min_by_key(|stamp| (stamp.at, stamp.seq));
        if !chan.make.is_real() {
            return;
        }
        if chan.consult_leg().is_some() {
            self.say_guest(id, What::AskedToEnd, Vec::new());
        }
        let stamp = since.unwrap_or_else(|| self.stamp());
        self.say_at(id, What::AskedToEnd, stamp, Vec::new());
    }

    /// A channel is gone.
    pub(super) fn hung_up(&mut self, id: &Id, end: &End<'_>) {
        if let Some(asked) = end.source.and_then(|source| self.names.get(source)).cloned() {
            self.hangup_requested(&asked);
        }
        let Some(make) = self.chans.get(id).map(|chan| chan.make) else { return };
        if make.is_real() {
            self.end_leg(id, end);
        }
        self.remove(id);
    }

    fn end_leg(&mut self, id: &Id, end: &End<'_>) {
        self.settle_leaving(id);
        self.settle_forward(id, end);
        let Some(chan) = self.chans.get(id) else { return };
        match chan.role {
            Role::Waiting => self.came_in(id),
            Role::Aside(aside) if self.failed(id, aside) => self.came_in(id),
            Role::Untold if chan.birth_seen => {
                self.infer_beginning(id);
            }
            _ => {}
        }
        if let Some(chan) = self.chans.get_mut(id)
            && let (Some(status), None) = (end.dialstatus, &chan.verdict)
        {
            chan.verdict = Some(status.clone());
        }
        let cancelled = self.chans.get(id).is_some_and(|chan| chan.asked);
        self.settle_ends(id, cancelled);
        self.end_queue_at_hang_up(id);
        self.tell_last_move(id);
        self.leave(id, None, None);
        self.end_tapes(id);
        let consults = self.chans.get(id).is_some_and(|chan| chan.guest.is_some());
        if consults {
            self.end_guest(id, How::Normal);
        }
        match self.how(id, end) {
            Some(how) => self.say(id, What::Ended { how }),
            None => self.wait_with_end(id),
        }
    }

    /// A blind transfer is told with the party's end if nothing else happened to it; so is a redirect that is sure.
    fn tell_last_move(&mut self, id: &Id) {
        let Some(chan) = self.chans.get_mut(id) else { return };
        if chan.left_talk.is_some_and(|left| !left.sent) {
            chan.left_talk = None;
        }
        self.tell_move(id);
    }

    /// Whether what runs aside of calls came to nothing, and was a call after all (trap A65).
    fn failed(&self, id: &Id, aside: Aside) -> bool {
        let listened = self.chans.get(id).is_some_and(|chan| chan.guests > 0);
        match aside {
            Aside::Take | Aside::Park => true,
            Aside::Spy => self.tells.rooms && !listened,
        }
    }

    /// How a call to a leg ended; none: that is not known yet.
    fn how(&self, id: &Id, end: &End<'_>) -> Option<How> {
        let chan = self.chans.get(id)?;
        let called = matches!(chan.role, Role::Called | Role::Originated);
        if !called {
            return Some(self.how_of_caller(chan));
        }
        if chan.up {
            return Some(How::Normal);
        }
        let own = chan.asked;
        let code = end.tech_cause.unwrap_or(0);
        let how = match (end.cause, code, chan.status.as_deref()) {
            (21, ..) | (_, 603, _) => How::Declined,
            (17, ..) | (_, 486 | 600, _) | (_, _, Some("BUSY")) => How::Busy,
            (26, ..) => How::Elsewhere,
            (_, _, Some("CANCEL")) => chan.hint.unwrap_or(How::Cancelled),
            (18..=20, ..) | (_, 480 | 408, _) if own => How::Unavailable,
            (_, _, Some("CHANUNAVAIL")) => How::Unavailable,
            (_, _, Some("CONGESTION")) => How::Failed,
            (cause, code, _) if own && is_failure(cause, code) => How::Failed,
            (_, _, Some("NOANSWER")) => How::NoAnswer,
            _ if self.taken_elsewhere(id) => How::Elsewhere,
            (cause, ..) if cause != 127 && is_failure(cause, 0) => How::Failed,
            _ => return self.how_by_caller(chan),
        };
        Some(how)
    }

    /// A caller's dial that reached no channel at all says so only in its verdict.
    fn how_of_caller(&self, chan: &Chan) -> How {
        match chan.verdict.as_deref() {
            Some("CHANUNAVAIL") if !chan.dialled_once => How::Unavailable,
            // A feed without verdicts shows a dial that made no channel.
            None | Some("") if !self.tells.dials && !chan.asked && !chan.dialled_once && chan.runs("Dial") => How::Unavailable,
            _ => How::Normal,
        }
    }

    /// Nothing was said of the end: the caller gave up, or the time was over; or his next row tells.
    fn how_by_caller(&self, chan: &Chan) -> Option<How> {
        let Some(caller) = chan.caller.as_ref().and_then(|caller| self.chans.get(caller)) else {
            return Some(if chan.role == Role::Originated { How::NoAnswer } else { How::Cancelled });
        };
        if self.tells.dials {
            return Some(if caller.asked { How::Cancelled } else { How::NoAnswer });
        }
        let (dialled_in_queue, queued) =
            (chan.app.as_ref().is_some_and(|(app, _)| app == "AppQueue"), Self::queue_of(caller).is_some());
        if dialled_in_queue && !queued {
            return Some(How::NoAnswer);
        }
        None
    }

    /// The end of a leg waits for its caller's next row (trap A35).
    fn wait_with_end(&mut self, id: &Id) {
        let stamp = self.stamp();
        let Some(chan) = self.chans.get(id) else { return };
        let (caller, chan) = (chan.caller.clone(), chan.clone());
        if let Some(caller) = caller.and_then(|caller| self.chans.get_mut(&caller)) {
            caller.waiting_ends.push((chan, stamp));
        }
    }

    /// A caller's next row tells how the phones that rang for him ended.
    pub(super) fn settle_ends(&mut self, caller: &Id, cancelled: bool) {
        let Some(chan) = self.chans.get_mut(caller).filter(|chan| !chan.waiting_ends.is_empty()) else { return };
        for (mut leg, stamp) in std::mem::take(&mut chan.waiting_ends) {
            let at_once = self.now.at.since(stamp.at) <= AT_ONCE;
            let how = if cancelled && at_once { How::Cancelled } else { How::NoAnswer };
            let (key, thread) = (leg.leg(), leg.thread.clone());
            self.teller.tell_of(&mut leg, key, thread, What::Ended { how }, stamp, Vec::new());
        }
    }

    /// A feed that names only the dialler of a forward: it is the phone that now ends by its own word (trap A33).
    fn settle_forward(&mut self, id: &Id, end: &End<'_>) {
        let Some(chan) = self.chans.get(id).filter(|chan| chan.role == Role::Called && !chan.up && chan.asked) else { return };
        if end.cause == 17 || end.cause == 21 {
            return;
        }
        let Some(caller) = chan.via.clone() else { return };
        let Some(to) = self.chans.get_mut(&caller).and_then(|caller| caller.forwards.take()) else { return };
        self.say(id, What::Forwarded { to });
        if let Some(chan) = self.chans.get_mut(id) {
            chan.role = Role::Done;
        }
    }

    /// A recording on a channel; of half of a Local channel it is the party's for whom that acts.
    pub(super) fn recording(&mut self, id: &Id, name: Option<Text>, step: RecordingStep) {
        let Some(owner) = self.owner(id) else { return };
        if !self.open(&owner) {
            return;
        }
        match step {
            RecordingStep::Started => {
                let Some(chan) = self.chans.get_mut(&owner) else { return };
                chan.tape_count += 1;
                let recording = Text::from(format!("{}|{}", owner, chan.tape_count));
                chan.tapes.push(super::chan::Tape { recording: recording.clone(), on: id.clone() });
                self.say_tape(&owner, recording, name, RecordingStep::Started);
            }
            RecordingStep::Ended => {
                let Some(chan) = self.chans.get_mut(&owner) else { return };
                let Some(place) = chan.tapes.iter().position(|tape| tape.on == *id) else { return };
                let tape = chan.tapes.remove(place);
                self.say_tape(&owner, tape.recording, None, RecordingStep::Ended);
            }
            _ => {}
        }
    }

    fn say_tape(&mut self, id: &Id, recording: Text, name: Option<Text>, step: RecordingStep) {
        self.say(id, What::Recorded(Box::new(Recorded { recording, kind: RecordingKind::Call, name, step })));
    }

    /// A recording ends with its channel at the latest (trap A42).
    fn end_tapes(&mut self, id: &Id) {
        let tapes = self.chans.get_mut(id).map(|chan| std::mem::take(&mut chan.tapes)).unwrap_or_default();
        for tape in tapes {
            self.say_tape(id, tape.recording, None, RecordingStep::Ended);
        }
    }

    /// A technical channel that recorded for a party is gone.
    fn end_tapes_on(&mut self, id: &Id) {
        let Some(owner) = self.owner(id) else { return };
        while self.chans.get(&owner).is_some_and(|chan| chan.tapes.iter().any(|tape| tape.on == *id)) {
            self.recording(id, None, RecordingStep::Ended);
        }
    }

    /// Forgets a channel.
    pub(super) fn remove(&mut self, id: &Id) {
        let make = self.chans.get(id).map(|chan| chan.make);
        if matches!(make, Some(Make::Half { .. })) {
            self.end_tapes_on(id);
        }
        if let Some(bridge) = self.chans.get(id).and_then(|chan| chan.bridge.clone()) {
            if let Some(chan) = self.chans.get_mut(id) {
                // Its end says that it is out of the talk.
                chan.talk = None;
            }
            self.bridge_left(id, &bridge);
        }
        let Some(chan) = self.chans.remove(id) else { return };
        if self.names.get(&chan.name) == Some(id) {
            self.names.remove(&chan.name);
        }
        self.holders.retain(|holder| holder != id);
        if let Some(channels) = self.devices.get_mut(&chan.device) {
            channels.retain(|channel| channel != id);
            if channels.is_empty() {
                self.devices.remove(&chan.device);
            }
        }
        for linkedid in [&chan.linkedid, &chan.thread] {
            if let Some(channels) = self.threads.get_mut(linkedid) {
                channels.retain(|channel| channel != id);
                if channels.is_empty() {
                    self.threads.remove(linkedid);
                }
            }
        }
        if let Some(via) = chan.via.as_ref().and_then(|via| self.chans.get_mut(via)) {
            via.calls.retain(|called| called != id);
            if via.taken_by.as_ref() == Some(id) && via.calls.is_empty() {
                via.taken_by = None;
            }
        }
        self.forget_later(id);
    }

    fn forget_later(&mut self, id: &Id) {
        if self.gone_order.len() >= GONE_MAX
            && let Some(oldest) = self.gone_order.pop_front()
        {
            self.gone.remove(&oldest);
        }
        if self.gone.insert(id.clone()) {
            self.gone_order.push_back(id.clone());
        }
    }
}

/// Whether a cause or a code says that the network or the number failed.
fn is_failure(cause: u32, code: u32) -> bool {
    let by_cause = matches!(cause, 1..=3 | 5 | 6 | 8 | 22 | 25 | 27..=31 | 34 | 38 | 41..=50 | 57..=111);
    by_cause || matches!(code, 404 | 410 | 484 | 488 | 501..=599)
}
