//! Where a caller is: queue, menu, conference.
//!
//! These requests wait for an answer, so that they come when they happen; of those about a queue the waiting time tells when it
//! was entered.

use super::super::callback::{Call, Queue, QueueStep, Room, RoomEvent};
use super::super::order;
use super::{Spot, Teller, joined};
use crate::Text;
use crate::moment::Moment;
use crate::signal::{Gap, GapKind, LeftQueue, Place, Signal, What};

/// More digits than this are not told of one request.
const DIGITS_MAX: usize = 64;

impl Teller {
    pub(super) fn queue(&self, call: &Call, queue: &Queue, at: Moment, told: &mut Vec<Signal>) {
        let spot = Spot { at, seq: order::QUEUE };
        let fact = |step: &str| format!("queue/{}/{step}", queue.queue);
        // This one comes when the talk is over (trap T14), so that it does not tell when anything before began.
        if queue.step == QueueStep::Talked {
            let bridge = call.leg.0.clone();
            told.push(self.signal(call, spot, &fact("talked"), What::Disconnected { bridge }));
            return;
        }
        let entered = Spot { at: at.plus(-queue.waited.unwrap_or(0)), ..spot };
        let name = Some(queue.name.clone().unwrap_or_else(|| queue.queue.clone()));
        told.push(self.signal(call, entered, &fact("entered"), What::Entered { place: Place::Queue, name, instance: None }));
        let how = match &queue.step {
            QueueStep::Waits | QueueStep::Talked => return,
            QueueStep::Taken(by) => {
                let bridge = call.leg.0.clone();
                told.push(self.signal(call, spot, &fact("met"), What::Connected { bridge: bridge.clone() }));
                let key = joined(by, &format!("took/{}", call.leg.0));
                told.push(self.about(by, vec![call.leg.0.clone()], spot, key, What::Connected { bridge }));
                let how = Some(LeftQueue::Answered);
                let left = What::Left { place: Place::Queue, how, agent: Some(by.clone()) };
                told.push(self.signal(call, spot, &fact("answered"), left));
                return;
            }
            QueueStep::HungUp => Some(LeftQueue::Abandoned),
            QueueStep::Full => Some(LeftQueue::Full),
            QueueStep::Moved => Some(LeftQueue::Transferred),
            QueueStep::Left => None,
        };
        if how == Some(LeftQueue::Abandoned) {
            told.push(self.signal(call, spot, "asked", What::AskedToEnd));
        }
        if how.is_none() {
            let text = Text::new_static("how the queue was left was not told");
            let gap = Gap { what: GapKind::NotTold, text, from: None, to: None };
            told.push(self.signal(call, spot, &fact("gap"), What::Gap(Box::new(gap))));
        }
        told.push(self.signal(call, spot, &fact("left"), What::Left { place: Place::Queue, how, agent: None }));
    }

    /// When the collecting began is not told: the menu is left when its digits are.
    pub(super) fn digits(&self, call: &Call, digits: &str, at: Moment, token: Option<&str>, told: &mut Vec<Signal>) {
        let name = token.map_or_else(|| at.micros().to_string(), str::to_owned);
        let place = |no: usize| Spot { at, seq: order::REQUEST + 1 + no as u64 };
        let fact = |step: &str| format!("menu/{name}/{step}");
        let entered = What::Entered { place: Place::Menu, name: None, instance: None };
        told.push(self.signal(call, place(0), &fact("entered"), entered));
        let known = digits.chars().filter(|digit| digit.is_ascii_digit() || matches!(digit, '*' | '#' | 'A'..='D'));
        for (no, digit) in known.take(DIGITS_MAX).enumerate() {
            told.push(self.signal(call, place(no + 1), &fact(&no.to_string()), What::Pressed { digit }));
        }
        let left = What::Left { place: Place::Menu, how: None, agent: None };
        told.push(self.signal(call, place(DIGITS_MAX + 1), &fact("left"), left));
    }

    pub(super) fn room(&self, call: &Call, room: &Room, at: Moment, told: &mut Vec<Signal>) {
        let number = room.sequence.map_or_else(|| at.micros().to_string(), |number| number.to_string());
        let spot = Spot { at, seq: order::ROOM + order::numbered(room.sequence.unwrap_or(0)) };
        let fact = |step: &str| format!("room/{}/{number}/{step}", room.instance);
        match room.event {
            RoomEvent::Join => {
                // Who is in a room talks with nobody beside it.
                let bridge = call.leg.0.clone();
                told.push(self.signal(call, spot, &fact("parted"), What::Disconnected { bridge }));
                let (name, instance) = (room.name.clone(), Some(room.instance.clone()));
                told.push(self.signal(call, spot, &fact("joined"), What::Entered { place: Place::Room, name, instance }));
            }
            RoomEvent::Leave => {
                let left = What::Left { place: Place::Room, how: None, agent: None };
                told.push(self.signal(call, spot, &fact("left"), left));
            }
            RoomEvent::Hold => {
                told.push(self.signal(call, spot, &fact("held"), What::Held { held: Some(call.leg.clone()), by: None }));
            }
            RoomEvent::Unhold => told.push(self.signal(call, spot, &fact("resumed"), What::Resumed)),
            RoomEvent::Other => {}
        }
    }
}
