//! Whether it is still to be said what came of a call, and until when (rule R17).
//!
//! The limit stands in the signals, as the directory said it of the user; that it is past is a signal too. Nothing here may
//! look at a clock.

use crate::conversation::{CallNo, Direction, Leg, Origin, Role, WrapUp};

use super::board::Board;

impl Board {
    /// Due once a call with somebody outside is over in which a user talked, unless it was disposed by then. What was dialled
    /// beside a call, to consult or to add somebody, is wrapped up with that call.
    pub(super) fn wrap_up(&self, no: CallNo) -> Option<WrapUp> {
        let call = &self.conversation.calls[no];
        let ended_at = call.ended_at.filter(|_| call.answered_at.is_some())?;
        let outside = matches!(call.direction, Some(Direction::Inbound | Direction::Outbound));
        if !outside || matches!(call.origin, Origin::Consultation | Origin::Conference) {
            return None;
        }
        let talked = |leg: &&Leg| leg.role == Role::Caller || is_called(leg.role) && leg.answered_at().is_some();
        let talkers = call.legs.iter().filter(talked).filter(|leg| leg.user.is_some());
        // Of several who had it, the one who took it last.
        let user = talkers.max_by_key(|leg| leg.answered_at())?.user.as_ref()?;
        let limit = self.resolved.user(user)?.wrap_up_s?;
        let limit_at = ended_at.plus(i64::from(limit) * 1_000_000);
        let lapsed = call.doings.lapsed_at.filter(|at| *at >= limit_at).map(|_| limit_at);
        match &call.doings.disposition {
            Some((_, act)) if act.at <= ended_at => None,
            // What was said after the limit shows too that it was past.
            Some((_, act)) => Some(WrapUp { limit_at, ended_at: Some(act.at.min(limit_at)) }),
            None => Some(WrapUp { limit_at, ended_at: lapsed }),
        }
    }
}

fn is_called(role: Role) -> bool {
    matches!(role, Role::Callee | Role::Agent)
}
