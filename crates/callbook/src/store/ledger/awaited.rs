//! Until when the history of a call waits for its recording, and the signals that say that it was waited for long enough (rule E22).
//!
//! When that is, is worked out of what is folded, since it is asked with every commit; whether it is so is judged by the dialect, of
//! the record as it was told.

use calls::Text;
use calls::conversation::Recording;
use calls::dialects::elma365::{DIALECT, RECORDING_WAIT_S, waited, waiting};
use calls::dialects::seen::Seen;
use calls::fold::CONVERSATION_SIGNALS_MAX;
use calls::moment::Moment;
use calls::signal::{Doer, DoerKind, Feed, Signal};
use uuid::Uuid;

use super::super::OWN_SOURCE;
use super::Convo;

impl Convo {
    /// When the next of its calls that are over was waited for long enough, of those that were not looked at since something was told of
    /// it. None once no further signal is even noted.
    pub(crate) fn recording_until(&self) -> Option<Moment> {
        let now = self.conversation();
        if now.recordings.is_empty() || self.signals().len() > CONVERSATION_SIGNALS_MAX {
            return None;
        }
        let awaited = now.recordings.iter().filter(|recording| is_open(recording));
        let calls = awaited.filter_map(|recording| now.calls.get(recording.call));
        let unsaid =
            calls.filter(|call| call.doings.deleted_at.is_none() && call.kept.iter().all(|(of, _)| of != DIALECT.name));
        let until = unsaid.filter_map(|call| call.ended_at).map(|ended_at| ended_at.plus(RECORDING_WAIT_S * 1_000_000));
        until.filter(|until| self.looked_until.is_none_or(|looked| *until > looked)).min()
    }

    /// Signals that say of each call whose recording is waited for no longer than until the second moment, but longer than until the first,
    /// that it was waited for long enough. It is said once, for ever. Where there is room for no more signals, the first of them has the
    /// record say so, which ends the waiting too.
    pub(crate) fn waited(&self, (from, by): (Moment, Moment), now: Moment) -> Vec<Signal> {
        let Ok(seen) = Seen::read(&self.telling().print(self.version)) else { return Vec::new() };
        let over = waiting(&seen).into_iter().filter(|(_, until)| *until > from && *until <= by);
        let signal = |(id, until): (Uuid, Moment)| {
            let call = self.conversation().calls.iter().find(|call| self.call_id(call) == Some(id))?;
            let leg = self.stated_on(call)?;
            let pattern = self.signals().iter().find(|signal| signal.leg == *leg)?;
            let doer = Doer { kind: DoerKind::System, id: Text::new_static(OWN_SOURCE), name: None };
            Some(Signal {
                feed: Feed { name: Text::new_static(OWN_SOURCE), rank: 0 },
                key: format!("waited|{}", call.key).into(),
                ties: Vec::new(),
                at: until.min(now),
                seq: 0,
                seen_at: Some(now),
                by: Some(Box::new(doer)),
                chosen_e164: None,
                behind: None,
                what: waited(),
                ..pattern.clone()
            })
        };
        over.filter_map(signal).collect()
    }
}

/// Whether a recording is still to be stored.
fn is_open(recording: &Recording) -> bool {
    recording.stored_at.is_none() && recording.url.is_none() && recording.deleted_at.is_none()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::super::story::{noon, overheard::RECORDED, told};
    use super::*;

    #[test]
    fn e22_n20_nobody_waits_for_a_recording_in_a_conversation_that_is_full() {
        let mut convo = Convo::new(1, Text::new_static("office"), noon());
        for signal in told(RECORDED) {
            assert!(convo.take(signal));
        }
        convo.tell(None, noon(), "main", &mut 0, &mut |_| None).unwrap();
        let record = convo.telling().print(convo.version);
        let mut full: serde_json::Value = serde_json::from_str(&record).unwrap();
        for (gap, waits) in [("lost_end", 1), ("too_many", 0)] {
            full["gaps"] = serde_json::json!([{"what": gap, "at": "2026-01-05T09:45:09Z", "text": "so"}]);
            let seen = Seen::read(&full.to_string()).unwrap();
            assert_eq!((seen.is_full(), waiting(&seen).len()), (waits == 0, waits), "{gap}");
        }
    }
}
