//! Until when the calls of a conversation are to be wrapped up, and the signals that say that the time is past (rule R17).

use calls::Text;
use calls::conversation::Call;
use calls::fold::CONVERSATION_SIGNALS_MAX;
use calls::moment::Moment;
use calls::signal::{Doer, DoerKind, Doing, Done, Feed, Signal, What};

use super::super::OWN_SOURCE;
use super::Convo;
use super::errand::written_on;

impl Convo {
    /// The calls that are still to be wrapped up, each with its limit. None once no further signal would count.
    fn to_wrap_up(&self) -> impl Iterator<Item = (&Call, Moment)> {
        let counts = self.signals().len() < CONVERSATION_SIGNALS_MAX;
        let calls = self.conversation().calls.iter().filter(move |_| counts);
        calls.filter_map(|call| {
            let wrap_up = call.wrap_up.filter(|wrap_up| wrap_up.ended_at.is_none())?;
            Some((call.as_ref(), wrap_up.limit_at))
        })
    }

    /// When the first of them lapses.
    pub(crate) fn wrap_up_until(&self) -> Option<Moment> {
        self.to_wrap_up().map(|(_, limit_at)| limit_at).min()
    }

    /// Signals that say of each call whose time is past that it is. One and the same limit of a call is said once, for ever.
    pub(crate) fn lapsed(&self, now: Moment) -> Vec<Signal> {
        let signal = |(call, limit_at): (&Call, Moment)| {
            let leg = written_on(call)?;
            let pattern = self.signals().iter().find(|signal| signal.leg == *leg)?;
            let by = Doer { kind: DoerKind::System, id: Text::new_static(OWN_SOURCE), name: None };
            Some(Signal {
                feed: Feed { name: Text::new_static(OWN_SOURCE), rank: 0 },
                key: format!("wrap_up|{}|{}", call.key, limit_at.micros()).into(),
                ties: Vec::new(),
                at: limit_at,
                seq: 0,
                seen_at: Some(now),
                by: Some(Box::new(by)),
                chosen_e164: None,
                behind: None,
                what: What::Done(Box::new(Done { call: call.key.clone(), doing: Doing::Lapsed })),
                ..pattern.clone()
            })
        };
        self.to_wrap_up().filter(|(_, limit_at)| *limit_at <= now).filter_map(signal).collect()
    }
}
