//! The life of a call, by its status.

use super::super::address;
use super::super::callback::{Call, Direction, HungUp, Progress, Status};
use super::super::order;
use super::super::params::Params;
use super::{Spot, Teller, joined, latest_start};
use crate::Text;
use crate::moment::Moment;
use crate::signal::{Billed, Gap, GapKind, How, LegKey, Place, Provider, Signal, Stated, What};

/// The longest message that is kept with its call.
const PAYLOAD_BYTES_MAX: usize = 64 * 1024;

impl Teller {
    pub(super) fn progress(&self, call: &Call, progress: &Progress, at: Moment, params: &Params, told: &mut Vec<Signal>) {
        let spot = Spot { at, seq: order::of(progress, call.parent.is_some()) };
        let end = Spot { at, seq: order::of_end(progress, call.parent.is_some()) };
        self.life(call, progress, spot, end, told);
        let only_the_end = progress.sequence == Some(0) && progress.status.is_last();
        if only_the_end {
            let text = Text::new_static("only the end of a call was told: how long it rang is not known");
            let gap = Gap { what: GapKind::NotTold, text, from: None, to: None };
            told.push(self.signal(call, end, "only_the_end", What::Gap(Box::new(gap))));
        }
        // What was answered to us when we asked is no message of the call's own.
        let answers_us = call.asked.is_some() && progress.status == Status::Queued;
        if self.speaks_for_the_call(call) && !answers_us {
            let stated = stated(call, progress, params);
            let fact = format!("stated/{}", progress.sequence.unwrap_or(progress.status as u64));
            told.push(self.signal(
                call,
                if progress.status.is_last() { end } else { spot },
                &fact,
                What::Stated(Box::new(stated)),
            ));
        }
    }

    /// What a call's child came to, as the request of its parent tells it when the dial is over.
    pub(super) fn dial_over(
        &self,
        call: &Call,
        child: Option<&LegKey>,
        status: Option<Status>,
        length: Option<i64>,
        at: Moment,
        told: &mut Vec<Signal>,
    ) {
        let (Some(child), Some(status)) = (child, status) else { return };
        // The dial is over: who was answered has ended.
        let status = if status.is_last() { status } else { Status::Completed };
        let progress = Progress { status, sequence: None, length, minutes: None, sip: None, machine: false, hung_up: None };
        let child = Call {
            leg: child.clone(),
            parent: Some(call.leg.clone()),
            direction: Some(Direction::Dial),
            from: None,
            to: None,
            caller_name: None,
            asked: None,
        };
        let spot = Spot { at, seq: order::of(&progress, true) };
        self.life(&child, &progress, spot, spot, told);
    }

    /// Beginning, ringing, answer and end.
    fn life(&self, call: &Call, progress: &Progress, spot: Spot, end: Spot, told: &mut Vec<Signal>) {
        let over = progress.status == Status::Completed;
        // Where only the end was told, its length is all there is to know of the start (trap T9).
        let taken_at = match progress.length {
            Some(length) if over && progress.sequence == Some(0) => Some(spot.at.plus(-length)),
            Some(length) if over => Some(latest_start(spot.at, length)),
            _ => None,
        };
        let began = Spot { at: taken_at.unwrap_or(spot.at), ..spot };
        self.begun(call, began, told);
        match progress.status {
            Status::Queued | Status::Initiated => {}
            // The ringing of a call that came in is the caller's own line.
            Status::Ringing if call.direction == Some(Direction::Inbound) => {}
            Status::Ringing => told.push(self.signal(call, spot, "ringing", What::Ringing)),
            Status::InProgress => self.taken(call, progress, spot, told),
            Status::Completed if taken_at.is_some() => self.taken(call, progress, began, told),
            _ => {}
        }
        if progress.status.is_last() {
            self.over(call, progress, end, told);
        }
    }

    /// A child is taken by a person, who hears its parent; any other call by the program (trap T4).
    fn taken(&self, call: &Call, progress: &Progress, spot: Spot, told: &mut Vec<Signal>) {
        told.push(self.signal(call, spot, "answered", What::Answered));
        match &call.parent {
            Some(parent) => {
                let bridge = parent.0.clone();
                told.push(self.signal(call, spot, "connected", What::Connected { bridge: bridge.clone() }));
                told.push(self.of_parent(call, parent, spot, "met", What::Connected { bridge }));
            }
            // His phone is taken by the user, for whom the number is dialled at once.
            None if call.asked.is_some() => {}
            None => {
                let machine = progress.machine && call.direction == Some(Direction::Api);
                let (place, fact) = if machine { (Place::Mailbox, "machine") } else { (Place::Playback, "plays") };
                told.push(self.signal(call, spot, fact, What::Entered { place, name: None, instance: None }));
            }
        }
    }

    fn over(&self, call: &Call, progress: &Progress, end: Spot, told: &mut Vec<Signal>) {
        if let Some(parent) = &call.parent
            && progress.status == Status::Completed
        {
            let bridge = parent.0.clone();
            told.push(self.of_parent(call, parent, end, "parted", What::Disconnected { bridge }));
        }
        let came_in = call.direction == Some(Direction::Inbound);
        let how = how(progress);
        let refused = matches!(how, How::Busy | How::Declined) && !came_in;
        // Who called and gave up before anything took the call.
        let gave_up = came_in && progress.status == Status::Canceled;
        let own = refused || gave_up || progress.hung_up == Some(own_side(call));
        if own {
            told.push(self.signal(call, end, "asked", What::AskedToEnd));
        }
        if let (Some(parent), Some(HungUp::Caller)) = (&call.parent, progress.hung_up) {
            told.push(self.about(parent, vec![call.leg.0.clone()], end, joined(parent, "asked"), What::AskedToEnd));
        }
        // What became of a caller's dials is told by those who were called.
        let how = if came_in { How::Normal } else { how };
        told.push(self.signal(call, end, "ended", What::Ended { how }));
    }

    /// Whether its messages are those of a whole call: of one dialled for another they are not, nor of a phone of the house
    /// that a program calls, which may take the call of somebody else.
    fn speaks_for_the_call(&self, call: &Call) -> bool {
        match (&call.parent, call.direction) {
            _ if call.asked.is_some() => true,
            (None, Some(Direction::Inbound)) => true,
            (None, Some(Direction::Api)) => address::party(call.to.as_deref(), None, self.settings()).trunk.is_some(),
            _ => false,
        }
    }
}

/// The side that hangs up if this call's own party does.
fn own_side(call: &Call) -> HungUp {
    if call.direction == Some(Direction::Inbound) { HungUp::Caller } else { HungUp::Callee }
}

/// How a call to somebody ended. The code of the network is finer than the status: 603 is a refusal, 480 not reachable.
fn how(progress: &Progress) -> How {
    match (progress.status, progress.sip) {
        (Status::Busy, Some(603)) => How::Declined,
        (Status::Failed | Status::NoAnswer, Some(480)) => How::Unavailable,
        (Status::Busy, _) => How::Busy,
        (Status::Failed, _) => How::Failed,
        (Status::NoAnswer, _) => How::NoAnswer,
        (Status::Canceled, _) => How::Cancelled,
        _ => How::Normal,
    }
}

fn stated(call: &Call, progress: &Progress, params: &Params) -> Stated {
    let fields = params.0.iter().map(|(name, value)| (name.to_string(), serde_json::Value::from(value.as_str())));
    let payload = serde_json::Value::Object(fields.collect()).to_string();
    let payload = Some(payload).filter(|payload| payload.len() <= PAYLOAD_BYTES_MAX).map(Text::from);
    let provider = Provider { name: Text::new_static("TWILIO"), id: call.leg.0.clone(), payload };
    // Minutes are what is charged, and nothing else is (trap T12).
    let billed = progress.minutes.map(|minutes| Billed { seconds: minutes as f64 * 60.0, amount: None, currency: None });
    Stated { provider: Some(provider), billed, ..Stated::default() }
}
