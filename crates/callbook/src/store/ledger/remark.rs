//! What a client of a dialect says of a call: signals that know what, and are told here where, and after what, they are said.

use calls::Text;
use calls::fold::CONVERSATION_SIGNALS_MAX;
use calls::moment::Moment;
use calls::signal::{Doing, Signal, What as Fact};
use uuid::Uuid;

use super::super::{Remark, Remarked};
use super::Convo;
use super::errand::LINKS_MAX;

impl Convo {
    /// The signals of a remark on the call of that id, later than all that is known (rule N18); else why nothing is said.
    pub(crate) fn remark(&self, remark: &Remark, call: Uuid) -> Result<Vec<Signal>, Remarked> {
        if self.version != remark.version {
            return Err(Remarked::Stale);
        }
        let calls = &self.conversation().calls;
        let call = calls.iter().find(|known| self.call_id(known) == Some(call)).ok_or(Remarked::Unknown)?;
        let adds = |signal: &&Signal| matches!(&signal.what, Fact::Done(done) if matches!(done.doing, Doing::Linked { there: true, .. }));
        let links = call.doings.links.len() + remark.signals.iter().filter(adds).count();
        let more = remark.signals.len() + remark.touches.len();
        if self.signals().len() + more > CONVERSATION_SIGNALS_MAX || links > LINKS_MAX {
            return Err(Remarked::Full);
        }
        let newest = self.signals().last().ok_or(Remarked::Unknown)?;
        let at = remark.at.max(newest.at);
        let seq = if at > newest.at { 0 } else { newest.seq.saturating_add(1) };
        let leg = self.stated_on(call);
        let of_leg = |signal: &&Signal| leg.is_some_and(|leg| signal.leg == *leg);
        let pattern = self.signals().iter().find(of_leg).unwrap_or(newest);
        let signals = (seq..).zip(&remark.signals);
        Ok(signals.map(|(seq, said)| placed(said, pattern, &call.key, (at, seq))).collect())
    }

    /// When a call was told first.
    pub(crate) fn created_at(&self, call: Uuid) -> Option<Moment> {
        self.telling().created_at(call)
    }
}

/// What is said, at the place of another signal and of a call with that key.
fn placed(said: &Signal, place: &Signal, call: &Text, (at, seq): (Moment, u64)) -> Signal {
    let mut placed = said.clone();
    (placed.source, placed.thread, placed.leg) = (place.source.clone(), place.thread.clone(), place.leg.clone());
    (placed.at, placed.seq) = (at, seq);
    if let Fact::Done(done) = &mut placed.what {
        done.call = call.clone();
    }
    placed
}
