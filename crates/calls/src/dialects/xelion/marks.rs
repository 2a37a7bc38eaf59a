//! What has happened in a call by one version (rules X7–X10, X13, X16, X32–X35). Each mark that the version before did not
//! have is an event.
//!
//! Marks read one record and nothing else, so that the same two versions always differ in the same events. A mark says what the
//! record says for certain: that a phone was given up while the call goes on shows for some phones only in what follows, and is
//! told then.

use uuid::Uuid;

use crate::Text;
use crate::conversation::{Direction, End, Origin, Role, State};
use crate::dialects::seen::{Call, Leg, Seen};
use crate::moment::Moment;
use crate::signal::TransferKind;

use super::is_logged;
use super::party::{callees, caller_leg, is_callee};
use super::word::is_miss;

/// How much longer, in microseconds, another phone must have rung so that it was not given up together with this one.
const TOGETHER_MICROS: i64 = 1_000_000;

/// The most legs of a call, the last ones, that are looked at for channels that are gone: what there is to say of those before was
/// said long ago, and a call that rings for hours has thousands.
const LEGS_MAX: usize = 256;

/// What happened in a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// It was made known (rule X33).
    pub(super) is_announced: bool,
    /// It was made known by its being connected, and by nothing before (rule X14).
    pub(super) is_joined: bool,
    /// A person answered (rule X25).
    pub(super) is_connected: bool,
    /// Legs that are gone while the call went on, in order of offer (rules X10, X34).
    pub(super) gone: Vec<Uuid>,
    /// How often its hang-up is told (rules X13, X16).
    pub(super) hang_ups: usize,
    /// Who missed it: the leg that says so, or nobody (rule X8).
    pub(super) missed: Vec<Option<Uuid>>,
}

impl Marks {
    /// What happened in a call by that version. Of a call that was written down nothing ever did (S24).
    pub(super) fn of(seen: &Seen, call: &Call) -> Self {
        let is_announced = announced_at(seen, call).is_some();
        if !is_announced {
            return Self::default();
        }
        let is_over = call.ended_at.is_some();
        let is_handed_on = is_consulted_for_a_transfer(seen, call);
        Self {
            is_announced,
            is_joined: is_joined(seen, call),
            is_connected: call.answered_at.is_some(),
            gone: last_legs(call).iter().filter(|leg| is_gone(seen, call, leg)).map(|leg| leg.id).collect(),
            hang_ups: usize::from(is_over) + usize::from(is_over && is_handed_on),
            missed: if is_over { missed(call) } else { Vec::new() },
        }
    }
}

/// When a call was made known: at the first phone that rings or is busy, or whatever comes first of queue, menu, voicemail, answer
/// and end (rule X33). None as long as nothing is told of it.
pub(super) fn announced_at(seen: &Seen, call: &Call) -> Option<Moment> {
    if call.direction.is_none() || is_logged(call) {
        return None;
    }
    let own = Some(call.id);
    let busy = |leg: &Leg| leg.ended_at.filter(|_| leg.end == Some(End::Busy));
    let phones = callees(call).flat_map(|leg| leg.ringing_at.into_iter().chain(busy(leg)));
    let queues = seen.queues.iter().filter(|queue| queue.call == own).map(|queue| queue.joined_at);
    let menus = seen.menus.iter().filter(|menu| menu.call == own).map(|menu| menu.entered_at);
    let mailbox = seen.voicemail.iter().filter(|mailbox| mailbox.call == own).map(|_| call.changed_at);
    let turns = call.answered_at.into_iter().chain(call.ended_at);
    phones.chain(queues).chain(menus).chain(mailbox).chain(turns).min()
}

/// Whether a transferred party came to somebody who was already talking: that call is made known as connected (rule X14).
fn is_joined(seen: &Seen, call: &Call) -> bool {
    let attended = |kind: Option<TransferKind>| kind == Some(TransferKind::Attended);
    let handed = seen.transfers.iter().any(|transfer| transfer.call == Some(call.id) && attended(transfer.kind));
    handed && call.origin == Some(Origin::Transfer) && call.answered_at == Some(call.started_at)
}

/// Whether a call was the consultation of an attended transfer, whose hang-up is told twice (rules X13, X16).
fn is_consulted_for_a_transfer(seen: &Seen, call: &Call) -> bool {
    let attended = seen.transfers.iter().filter(|transfer| transfer.kind == Some(TransferKind::Attended));
    attended.into_iter().any(|transfer| transfer.consultation == Some(call.id))
}

/// Whether a leg is a channel of the house that is gone although the call went on (rules X10, X34), each user's once at a time.
fn is_gone(seen: &Seen, call: &Call, leg: &Leg) -> bool {
    let Some(ended_at) = leg.ended_at else { return false };
    let is_callers = leg.role == Some(Role::Caller);
    let is_ours = leg.user.is_some() && (leg.trunk.is_none() || !is_callers);
    let over_already = call.ended_at.is_some_and(|over| over <= ended_at);
    if !is_ours || over_already || !(is_callers || is_callee(leg)) || has_another_phone(call, leg, ended_at) {
        return false;
    }
    match leg.end {
        Some(End::Elsewhere | End::PickedUp | End::Forwarded) => true,
        Some(End::Busy | End::Declined) => {
            goes_on(seen, call, leg, ended_at) || still_waits(seen, call, ended_at) || rings_on(call, leg, ended_at)
        }
        Some(End::NoAnswer) => goes_on(seen, call, leg, ended_at) || still_waits(seen, call, ended_at),
        Some(End::Cancelled) => goes_on(seen, call, leg, ended_at) || was_taken(call, leg, ended_at),
        Some(End::Normal) => goes_on(seen, call, leg, ended_at),
        Some(End::Unavailable | End::Failed | End::Transferred | End::Lost) | None => false,
    }
}

/// The legs that are looked at for channels that are gone.
fn last_legs(call: &Call) -> &[Leg] {
    call.legs.get(call.legs.len().saturating_sub(LEGS_MAX)..).unwrap_or_default()
}

/// The other legs of the same side.
fn beside<'a>(call: &'a Call, leg: &'a Leg) -> impl Iterator<Item = &'a Leg> {
    let is_callers = leg.role == Some(Role::Caller);
    let side = move |other: &&Leg| if is_callers { other.role == Some(Role::Caller) } else { is_callee(other) };
    last_legs(call).iter().filter(side).filter(|other| other.id != leg.id)
}

/// Whether the same user has another phone in the call that outlasts this one, or ended with it and stands after it.
fn has_another_phone(call: &Call, leg: &Leg, ended_at: Moment) -> bool {
    beside(call, leg).any(|other| {
        let together = other.offered_at <= ended_at && leg.offered_at <= other.ended_at.unwrap_or(ended_at);
        let outlasts = other.ended_at.is_none_or(|ended| (ended, other.serial) > (ended_at, leg.serial));
        other.user == leg.user && together && outlasts
    })
}

/// Whether what happened after a leg was gone shows that the call went on: another was called or took it, or the caller came into
/// a menu or a mailbox.
fn goes_on(seen: &Seen, call: &Call, leg: &Leg, ended_at: Moment) -> bool {
    let own = Some(call.id);
    let later = beside(call, leg).any(|other| {
        let rang_on = other.ended_at.is_some_and(|ended| ended.since(ended_at) > TOGETHER_MICROS);
        other.offered_at >= ended_at || other.answered_at.is_some_and(|answered| answered >= ended_at) || rang_on
    });
    let is_callers = leg.role == Some(Role::Caller);
    let menu = seen.menus.iter().any(|menu| menu.call == own && menu.entered_at >= ended_at);
    let mailbox = seen.voicemail.as_ref().is_some_and(|mailbox| mailbox.call == own);
    later || !is_callers && (menu || mailbox)
}

/// Whether the caller was in a queue when a phone was given up, and waits on.
fn still_waits(seen: &Seen, call: &Call, ended_at: Moment) -> bool {
    let mut queues = seen.queues.iter().filter(|queue| queue.call == Some(call.id) && queue.joined_at <= ended_at);
    queues.any(|queue| match queue.wait_s {
        Some(waited) => queue.joined_at.plus((waited * 1e6) as i64) > ended_at,
        None => call.state == Some(State::Queued) || call.ended_at.is_none(),
    })
}

/// Whether another phone rang on when this one was given up.
fn rings_on(call: &Call, leg: &Leg, ended_at: Moment) -> bool {
    beside(call, leg).any(|other| other.ended_at.is_none_or(|ended| ended > ended_at))
}

/// Whether somebody else had the call when this phone was given up.
fn was_taken(call: &Call, leg: &Leg, ended_at: Moment) -> bool {
    let had = |other: &Leg| other.answered_at.is_some_and(|answered| answered <= ended_at);
    beside(call, leg).any(|other| had(other) && other.ended_at.is_none_or(|ended| ended > ended_at))
}

/// Who missed a call that is over (rules X8, X9, X32): each user who was called, by his last leg; with no user called nobody, once,
/// unless somebody outside was called. A caller who was handed on while nobody had answered is told of with the next call.
fn missed(call: &Call) -> Vec<Option<Uuid>> {
    let handed_on = caller_leg(call).is_some_and(|leg| leg.end == Some(End::Transferred));
    if handed_on || call.answered_at.is_some() || !call.outcome.is_some_and(is_miss) {
        return Vec::new();
    }
    let mut called: Vec<(&Text, &Leg)> = Vec::new();
    for leg in callees(call).filter(|leg| was_called(leg)) {
        let Some(user) = &leg.user else { continue };
        match called.iter_mut().find(|(known, _)| *known == user) {
            Some(known) => known.1 = leg,
            None => called.push((user, leg)),
        }
    }
    if called.is_empty() && !is_outbound(call) && !was_for_nobody(call) {
        return vec![None];
    }
    // Whoever rings on in the call that a transfer started has not missed this one (rule X35).
    let missed = called.into_iter().filter(|(_, leg)| leg.end != Some(End::Transferred));
    missed.map(|(_, leg)| Some(leg.id)).collect()
}

fn is_outbound(call: &Call) -> bool {
    call.direction == Some(Direction::Outbound)
}

/// Whether a program called a user's phone first, and he did not take it: it never came to whom he was to be connected with.
fn was_for_nobody(call: &Call) -> bool {
    matches!(call.origin, Some(Origin::ClickToCall | Origin::Api)) && callees(call).next().is_none()
}

/// Whether a phone was called: it rang, or was busy (rule X32). Not every phone system says that a phone rings that is not taken.
fn was_called(leg: &Leg) -> bool {
    let ended =
        matches!(leg.end, Some(End::Busy | End::Declined | End::NoAnswer | End::Cancelled | End::Elsewhere | End::PickedUp));
    let given_up = matches!(leg.end, Some(End::Lost | End::Transferred));
    leg.ringing_at.is_some() || leg.answered_at.is_some() || ended || given_up
}
