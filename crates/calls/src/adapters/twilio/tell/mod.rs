//! What one callback tells, as signals: a function of that callback and the settings alone.
//!
//! A fact has the same key in whichever callback tells it, and every callback of a call tells its beginning: of two tellings the
//! fold takes the earlier, so that neither order nor repeats nor losses of callbacks matter, and nothing need be kept. It must
//! never tell what needs a second callback to be known: that is `family`'s.
//! To add a fact: where its kind of callback is told, with a key that names it for ever.

mod places;
mod progress;
mod recording;

use super::address;
use super::callback::{Call, Callback, Direction, Kind};
use super::params::{Fault, Params, SECOND, fault};
use crate::Text;
use crate::adapters::Settings;
use crate::moment::Moment;
use crate::signal::{CameIn, Dialled, Feed, LegKey, Originated, Party, Signal, What};

/// Where and when something is told.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub(super) at: Moment,
    pub(super) seq: u64,
}

/// Tells what callbacks of one source say.
pub(super) struct Teller {
    settings: Settings,
    feed: Feed,
}

impl Teller {
    pub(super) fn new(settings: &Settings, feed: Feed) -> Self {
        Self { settings: settings.clone(), feed }
    }

    /// Everything that one callback tells. `token` names the request, where its sender does.
    pub(super) fn tell(&self, callback: &Callback, params: &Params, token: Option<&str>) -> Result<Vec<Signal>, Fault> {
        let mut told = Vec::new();
        match (&callback.kind, &callback.call, callback.at) {
            (Kind::Recording(recording), Some(call), _) => self.recording(call, recording, &mut told)?,
            (Kind::Recording(_), None, _) | (_, None, _) => {}
            (Kind::Progress(progress), Some(call), Some(at)) => self.progress(call, progress, at, params, &mut told),
            (Kind::Dialled { child, status, length }, Some(call), Some(at)) => {
                self.request(call, at, &mut told);
                self.dial_over(call, child.as_ref(), *status, *length, at, &mut told);
            }
            (Kind::Queue(queue), Some(call), Some(at)) => {
                self.request(call, at, &mut told);
                self.queue(call, queue, at, &mut told);
            }
            (Kind::Digits { digits }, Some(call), Some(at)) => {
                self.request(call, at, &mut told);
                self.digits(call, digits, at, token, &mut told);
            }
            (Kind::Room(room), Some(call), Some(at)) => self.room(call, room, at, &mut told),
            (Kind::Request, Some(call), Some(at)) => self.request(call, at, &mut told),
            (_, Some(_), None) => return Err(fault("Timestamp", "a time")),
        }
        Ok(told)
    }

    /// What a request for what to do says of its call: that there is one.
    fn request(&self, call: &Call, at: Moment, told: &mut Vec<Signal>) {
        self.begun(call, Spot { at, seq: super::order::REQUEST }, told);
    }

    /// The beginning of a call, told by each of its callbacks: the earliest counts (trap T7).
    fn begun(&self, call: &Call, spot: Spot, told: &mut Vec<Signal>) {
        let to = || address::party(call.to.as_deref(), None, &self.settings);
        let own_line = || call.from.as_deref().filter(|from| from.starts_with('+')).map(Text::new);
        match (&call.parent, call.direction) {
            (Some(parent), _) => {
                // Who is called is not known in a request about its parent.
                let party = if call.to.is_some() { to() } else { crate::signal::Party::default() };
                let presented = own_line().filter(|_| party.trunk.is_some());
                let dialled = Dialled { by: parent.clone(), party, queue: None };
                told.push(self.signal(call, spot, "began", What::Dialled(Box::new(dialled))));
                if let Some(line) = presented {
                    told.push(self.of_parent(call, parent, spot, "presented", What::Presented { line }));
                }
            }
            (None, Some(Direction::Inbound)) => {
                let party = address::party(call.from.as_deref(), call.caller_name.clone(), &self.settings);
                let came = CameIn { party, dialled: address::number(call.to.as_deref()), line: None };
                told.push(self.signal(call, spot, "began", What::CameIn(Box::new(came))));
            }
            (None, Some(Direction::Api)) if call.asked.is_some() => self.asked(call, spot, told),
            (None, Some(Direction::Api)) => {
                let party = to();
                let presented = own_line().filter(|_| party.trunk.is_some());
                told.push(self.signal(call, spot, "began", What::Originated(Box::new(Originated { party, callback: false }))));
                if let Some(line) = presented {
                    told.push(self.signal(call, spot, "presented", What::Presented { line }));
                }
            }
            (None, Some(Direction::Dial) | None) => {}
        }
    }

    /// The beginning of a call that was asked for: it is the user's, wherever his phone stands, and the same in each of its
    /// callbacks.
    fn asked(&self, call: &Call, spot: Spot, told: &mut Vec<Signal>) {
        let Some(asked) = &call.asked else { return };
        let (number, device) = (asked.number.clone(), call.to.clone());
        let party = Party { user: Some(number.clone()), number: Some(number), device, ..Party::default() };
        told.push(self.signal(call, spot, "began", What::Originated(Box::new(Originated { party, callback: false }))));
        told.push(self.signal(call, spot, "chose", What::Chose { number: asked.to.clone() }));
        let line = call.from.as_deref().filter(|from| from.starts_with('+')).map(Text::new);
        if let Some(line) = line {
            told.push(self.signal(call, spot, "presented", What::Presented { line }));
        }
    }

    /// A signal about a call's own leg.
    pub(super) fn signal(&self, call: &Call, spot: Spot, fact: &str, what: What) -> Signal {
        let ties = call.parent.iter().map(|parent| parent.0.clone()).collect();
        self.about(&call.leg, ties, spot, joined(&call.leg, fact), what)
    }

    /// A signal about the leg of a call's parent, named by the call that tells it.
    fn of_parent(&self, call: &Call, parent: &LegKey, spot: Spot, fact: &str, what: What) -> Signal {
        self.about(parent, vec![call.leg.0.clone()], spot, joined(&call.leg, fact), what)
    }

    /// A signal about any leg.
    pub(super) fn about(&self, leg: &LegKey, ties: Vec<Text>, spot: Spot, key: Text, what: What) -> Signal {
        Signal {
            source: self.settings.source.clone(),
            feed: self.feed.clone(),
            key,
            thread: leg.0.clone(),
            ties,
            leg: leg.clone(),
            at: spot.at,
            seq: spot.seq,
            seen_at: None,
            by: None,
            chosen_e164: None,
            behind: None,
            what,
        }
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }
}

/// The key of a fact about a leg.
pub(super) fn joined(leg: &LegKey, fact: &str) -> Text {
    Text::new([leg.0.as_str(), "/", fact].concat())
}

/// When something began that ended at `end` and lasted whole seconds: the latest moment that this allows, so that what was told
/// first-hand is never moved (trap T16).
fn latest_start(end: Moment, length: i64) -> Moment {
    end.plus((SECOND - length).min(0))
}
