//! Recordings and messages, told after the call as a rule: they take their place in it by when they began (trap T13).

use super::super::callback::{Call, Recording, RecordingStatus};
use super::super::order;
use super::super::params::{Fault, fault};
use super::{Spot, Teller};
use crate::moment::Moment;
use crate::signal::{Place, Recorded, RecordingKind, RecordingStep, Signal, What};

impl Teller {
    pub(super) fn recording(&self, call: &Call, recording: &Recording, told: &mut Vec<Signal>) -> Result<(), Fault> {
        if recording.status == RecordingStatus::Other {
            return Ok(());
        }
        let spot = |at: Moment| Spot { at, seq: order::ROOM };
        let fact = |step: &str| format!("recording/{}/{step}", recording.recording);
        let step = |step: RecordingStep| {
            let kind = if recording.message { RecordingKind::Voicemail } else { RecordingKind::Call };
            What::Recorded(Box::new(Recorded { recording: recording.recording.clone(), kind, name: None, step }))
        };
        let began = recording.started.or(recording.seen_at.filter(|_| recording.status == RecordingStatus::InProgress));
        let ended = recording.started.zip(recording.length).map(|(started, length)| started.plus(length));
        let Some(known) = recording.seen_at.or(ended).or(began) else {
            return Err(fault("RecordingStartTime", "a time, as when it came is not known either"));
        };
        if recording.message && recording.status == RecordingStatus::Absent {
            told.push(self.signal(call, spot(ended.unwrap_or(known)), &fact("message"), What::Message { left: false }));
        }
        if let Some(began) = began.filter(|_| recording.status != RecordingStatus::Absent) {
            if recording.message {
                let entered = What::Entered { place: Place::Mailbox, name: None, instance: None };
                told.push(self.signal(call, spot(began), &fact("mailbox"), entered));
            }
            told.push(self.signal(call, spot(began), &fact("started"), step(RecordingStep::Started)));
        }
        if recording.status != RecordingStatus::Completed {
            return Ok(());
        }
        if let Some(ended) = ended {
            told.push(self.signal(call, spot(ended), &fact("ended"), step(RecordingStep::Ended)));
        }
        if recording.message {
            let left = recording.length != Some(0);
            told.push(self.signal(call, spot(ended.unwrap_or(known)), &fact("message"), What::Message { left }));
        }
        let length_s = recording.length.map(|length| length as f64 / 1e6);
        let stored = RecordingStep::Stored { length_s, size: None, url: recording.url.clone() };
        told.push(self.signal(call, spot(known), &fact("stored"), step(stored)));
        Ok(())
    }
}
