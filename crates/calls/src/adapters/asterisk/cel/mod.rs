//! Asterisk's channel event log as cel_custom writes it: a CSV file, read whole or while it grows.
//!
//! Bytes become rows (`wire`), rows are timed (`stamp`) and put in the order of time (`order`), each becomes facts (`read`,
//! with what earlier rows told: `known`), and the model of the switch makes signals of them. A damaged row costs itself and
//! a note, never the file.
//!
//! A follower that stops goes on by [`Output::position`]: the calls that are open are learned again from where the oldest of
//! them begins (`open`). The place of a row in the file breaks ties of time (`seq`); rows of the same microsecond are told
//! together, so that counting anew after a stop changes no order.
//! To add an event type: its line in `read`; a column: its case in `wire`.

mod extra;
mod known;
mod log;
mod open;
mod order;
mod read;
mod stamp;
#[cfg(test)]
mod tests;
mod wire;

use super::pbx::{Pbx, Tells};
use crate::Text;
use crate::adapters::{Adapter, Input, Output, Settings};
use crate::signal::Feed;
use log::{Log, Told};

/// Its rank among the feeds of Asterisk (rule N18): AMI and ARI know more.
const RANK: u8 = 2;

/// What this feed tells itself: nothing that the model would otherwise infer.
const TELLS: Tells = Tells { dials: false, holds: false, queues: false, rooms: false, ringing: false };

/// Makes the adapter of one source.
pub(super) fn make(settings: &Settings) -> Box<dyn Adapter> {
    let feed = Feed { name: Text::new_static(super::CEL.name), rank: RANK };
    Box::new(Cel { log: Log::new(), pbx: Pbx::new(settings, feed, TELLS), told: Told::default() })
}

/// One channel event log, and the switch that it tells of.
struct Cel {
    log: Log,
    pbx: Pbx,
    /// What the log told, kept for its room only.
    told: Told,
}

impl Adapter for Cel {
    fn feed(&mut self, input: Input<'_>, output: &mut Output) {
        self.log.feed(input, &mut self.told);
        for seen in self.told.facts.drain(..) {
            self.pbx.see(seen, output);
        }
        output.notes.append(&mut self.told.notes);
        if matches!(input, Input::Finished) {
            self.pbx.finish(output);
        }
        output.wake_at = [output.wake_at, self.log.wake_at()].into_iter().flatten().min();
        output.position = Some(self.log.position());
    }
}
