//! What is said of a whole conversation and of its calls: which of them are meant, and when all of them are deleted (rule N27).

use super::{Call, Conversation, Origin};
use crate::moment::Moment;
use crate::signal::Doing;

impl Conversation {
    /// The calls that a doing means when it is said of the conversation: handling and removal mean all of them, a note that is
    /// there the call that has it, anything else the last call that is no consultation.
    pub fn meant_by(&self, doing: &Doing) -> impl Iterator<Item = &Call> {
        let all = matches!(doing, Doing::Handled(_) | Doing::Deleted(_));
        let noted = match doing {
            Doing::Noted { id, .. } => {
                self.calls.iter().position(|call| call.doings.notes.iter().any(|(known, ..)| known == id))
            }
            _ => None,
        };
        let last = || self.calls.iter().rposition(|call| call.origin != Origin::Consultation);
        let one = noted.or_else(last).unwrap_or_default();
        self.calls.iter().enumerate().filter(move |(no, _)| all || *no == one).map(|(_, call)| call.as_ref())
    }

    /// When all its calls had been deleted, once they are.
    #[must_use]
    pub fn deleted_at(&self) -> Option<Moment> {
        let all: Option<Vec<Moment>> = self.calls.iter().map(|call| call.doings.deleted_at).collect();
        all?.into_iter().max()
    }
}
