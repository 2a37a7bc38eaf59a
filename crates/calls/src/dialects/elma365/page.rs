//! A call's page at one operator, at one version: whether it was opened, taken, closed, and what its history says.
//!
//! Each operator's phone has a page of its own, so that the end of one operator's ringing is not the end of the call (sheet,
//! 2.4). A page is all that a version shows; what is told is what it shows more than the page before. Nothing is printed here
//! but `call`, which is a text of its own.

use uuid::Uuid;

use crate::Text;
use crate::conversation::{Outcome, State};
use crate::dialects::seen::{Call, Recording, Seen};
use crate::moment::Moment;

use super::hear::Kept;
use super::operators::{Operator, View};
use super::wire::{CallWire, History, Parties};
use super::words::Disposition;

/// How long a record waits for a recording that is still to be stored, from the end of the call (rule E22).
pub const RECORDING_WAIT_S: i64 = 60;

/// The code of a disposition that says that the number was a wrong one (S15).
const WRONG_NUMBER: &str = "wrong_number";

/// A call at one operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// By what it is known again: the operator's leg, or the call where there is none.
    pub(super) of: Uuid,
    pub(super) call_id: Text,
    pub(super) parties: Parties,
    pub(super) is_started: bool,
    pub(super) is_answered: bool,
    /// What its end said.
    pub(super) ended: Option<Disposition>,
    pub(super) history: Option<History>,
}

/// The pages of a call, as they were known by a moment; none: by its version.
pub(super) fn pages(view: View<'_>, by: Option<Moment>) -> Vec<Page> {
    if view.call.state == Some(State::Logged) {
        return Vec::new();
    }
    if let Some(told) = Kept::of(view.call).and_then(|kept| kept.told) {
        return vec![told.page(view.call.id)];
    }
    let operators = view.operators();
    if operators.is_empty() {
        return unreached(view, by).into_iter().collect();
    }
    let known = operators.iter().enumerate().filter(|(_, one)| by.is_none_or(|by| one.offered_at <= by));
    let paged = known.filter_map(|(no, operator)| {
        let of_it = Knowing { view, by, operators: &operators };
        Some(Page {
            of: operator.leg,
            call_id: call_id(view.call.id, no),
            parties: view.parties(Some(operator))?,
            is_started: true,
            is_answered: of_it.known(operator.answered_at).is_some(),
            ended: of_it.ended(operator),
            history: of_it.history(operator),
        })
    });
    paged.collect()
}

/// The first operator's page has the call's id, each further one a number behind it (sheet, 2.4).
fn call_id(call: Uuid, no: usize) -> Text {
    if no == 0 { Text::from(call.to_string()) } else { Text::from(format!("{call}.{}", no + 1)) }
}

/// Of a call that reached no operator's phone there is only its history (rule E21).
fn unreached(view: View<'_>, by: Option<Moment>) -> Option<Page> {
    let call = view.call;
    let of_it = Knowing { view, by, operators: &[] };
    of_it.known(call.ended_at)?;
    let disposition = outcome(call);
    let duration = if disposition == Disposition::Answered { talk_s(call.answered_at, call.ended_at, call) } else { 0 };
    let history = History { call: handle(view.seen, call), disposition, duration };
    Some(Page {
        of: call.id,
        call_id: call_id(call.id, 0),
        parties: view.parties(None)?,
        is_started: false,
        is_answered: false,
        ended: None,
        history: Some(history).filter(|_| !waits(view.seen, call)),
    })
}

/// What is known of a call's operators by a moment.
struct Knowing<'a> {
    view: View<'a>,
    by: Option<Moment>,
    operators: &'a [Operator],
}

impl Knowing<'_> {
    fn known(&self, at: Option<Moment>) -> Option<Moment> {
        at.filter(|at| self.by.is_none_or(|by| *at <= by))
    }

    /// Whoever talked hears in the history what it came to (rule E17); of the others the end says it already (rule E18).
    fn ended(&self, operator: &Operator) -> Option<Disposition> {
        self.known(operator.ended_at)?;
        Some(if operator.answered_at.is_some() { Disposition::Unknown } else { operator.untaken })
    }

    /// Who talked has a history, once he is gone; if nobody did, who was called last has it, once the call is over (rule E20).
    fn history(&self, operator: &Operator) -> Option<History> {
        let (seen, call) = (self.view.seen, self.view.call);
        self.known(operator.ended_at)?;
        if waits(seen, call) {
            return None;
        }
        if operator.answered_at.is_some() {
            let duration = talk_s(operator.answered_at, operator.ended_at, call);
            return Some(History { call: handle(seen, call), disposition: Disposition::Answered, duration });
        }
        self.known(call.ended_at)?;
        let last = self.operators.iter().max_by_key(|one| (one.offered_at, one.serial))?;
        if last.leg != operator.leg || self.operators.iter().any(|one| one.answered_at.is_some()) {
            return None;
        }
        // Of one that was given up nothing is known; and where somebody outside took it, for whom there is no page, this operator
        // did not.
        let own_end = operator.is_lost || call.outcome == Some(Outcome::Answered);
        let disposition = if own_end { operator.untaken } else { outcome(call) };
        Some(History { call: handle(seen, call), disposition, duration: 0 })
    }
}

/// What a call came to. Who is disposed of as a wrong number before the end never counts as missed (S15).
fn outcome(call: &Call) -> Disposition {
    let wrong = call.disposition.as_ref().filter(|disposition| disposition.code.as_deref() == Some(WRONG_NUMBER));
    let before_the_end = wrong.is_some_and(|disposition| call.ended_at.is_none_or(|ended_at| disposition.at <= ended_at));
    match Disposition::of_outcome(call.outcome) {
        Disposition::Answered => Disposition::Answered,
        _ if before_the_end => Disposition::Unknown,
        other => other,
    }
}

/// Whole seconds of talk from an answer to an end, holds included, and no longer than anybody was there to talk with (rule R3).
fn talk_s(answered_at: Option<Moment>, ended_at: Option<Moment>, call: &Call) -> i64 {
    let until = match (ended_at, call.talk_ended_at) {
        (Some(ended_at), Some(talk_ended_at)) => Some(ended_at.min(talk_ended_at)),
        (ended_at, _) => ended_at,
    };
    let talk = answered_at.zip(until).map(|(from, until)| until.since(from).max(0));
    talk.unwrap_or_default() / 1_000_000
}

/// The newest recording of a call that was ever stored: one that was removed since is still what was told of (rule E27).
fn newest(seen: &Seen, call: Uuid) -> Option<&Recording> {
    let stored = seen.recordings.iter().filter(|recording| recording.call == Some(call) && is_stored(recording));
    stored.max_by_key(|recording| (recording.stored_at, recording.started_at, recording.serial))
}

/// Whether Callbook has a recording, or a link to it.
pub(super) fn is_stored(recording: &Recording) -> bool {
    recording.stored_at.is_some() || recording.url.is_some()
}

/// What the module hands back to have a call played: its recording, and until there is one the call (rules E26, E33).
fn handle(seen: &Seen, call: &Call) -> String {
    let id = newest(seen, call.id).map_or(call.id, |recording| recording.id);
    serde_json::to_string(&CallWire { id, link: () }).unwrap_or_default()
}

/// Whether the history of a call is held back because its recording is still to be stored (rule E22).
///
/// Where the caller goes on without whoever talked with him (parked, in a queue …), nobody waits for what is recorded of that; nor where
/// the conversation has no room for more, since neither its recording nor that it was waited for would ever stand in it.
fn waits(seen: &Seen, call: &Call) -> bool {
    let goes_on = matches!(call.state, Some(State::Ringing | State::Menu | State::Queued | State::Voicemail | State::Parked));
    let open = |recording: &Recording| !is_stored(recording) && recording.deleted_at.is_none();
    let recorded = seen.recordings.iter().any(|recording| recording.call == Some(call.id) && open(recording));
    let waited = || Kept::of(call).is_some_and(|kept| kept.waited);
    let is_over = seen.is_full() || waited();
    recorded && !is_over && !(goes_on && call.ended_at.is_none())
}

/// The calls whose history is held back for a recording, each with the moment at which it is told without (rule E22). Whoever
/// keeps the time has [`super::waited`] recorded of them then.
#[must_use]
pub fn waiting(seen: &Seen) -> Vec<(Uuid, Moment)> {
    let gone = seen.merged_into.is_some() || seen.erased_at.is_some();
    let calls = seen.calls.iter().filter(|call| !gone && call.deleted_at.is_none() && call.state != Some(State::Logged));
    let heard = |call: &Call| Kept::of(call).is_some_and(|kept| kept.told.is_some());
    let waiting = calls.filter(|call| waits(seen, call) && !heard(call));
    waiting.filter_map(|call| Some((call.id, call.ended_at?.plus(RECORDING_WAIT_S * 1_000_000)))).collect()
}
