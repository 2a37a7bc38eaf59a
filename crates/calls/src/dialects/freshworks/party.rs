//! The participants of a call: its legs, and those of what was dialled beside it, each party once (sheet, 2.3).
//!
//! A party whom the call is offered again stays one participant, with the id of his first leg and the state of his last. Who is
//! what is told by the leg's role and the way in which the call came about, never by what a party does later.

use crate::Text;
use crate::conversation::{Direction, Origin, Role};
use crate::dialects::Thing;
use crate::dialects::seen::{Call, Leg};
use crate::moment::Moment;
use crate::number::compared;
use crate::signal::TransferKind;

use super::family::{beside, is_logged};
use super::status::Scene;

/// In which capacity somebody takes part (sheet, 3.2).
pub(super) const CUSTOMER: u8 = 0;
pub(super) const PRIMARY_AGENT: u8 = 1;
pub(super) const TRANSFERRED_TO: u8 = 2;
pub(super) const CONSULTED: u8 = 3;
pub(super) const CONFERENCE: u8 = 4;
pub(super) const BARGED_IN: u8 = 5;
pub(super) const LISTENS: u8 = 6;
pub(super) const EXTERNAL: u8 = 7;

/// One participant, before it is printed.
#[derive(Clone, Debug)]
pub(super) struct Participant {
    pub(super) id: u64,
    pub(super) is_agent: bool,
    pub(super) who: Option<u64>,
    pub(super) connection: u8,
    pub(super) status: u8,
    pub(super) number: Option<Text>,
    pub(super) number_id: Option<u64>,
    pub(super) name: Option<Text>,
    pub(super) created_at: Moment,
    pub(super) updated_at: Moment,
    pub(super) enqueued_at: Option<Moment>,
    /// Whole seconds.
    pub(super) duration: Option<i64>,
    pub(super) cost: Option<f64>,
    pub(super) cost_unit: Text,
}

/// Whether a leg is one of the account's own people, and not somebody outside.
pub(super) fn is_ours(call: &Call, leg: &Leg) -> bool {
    let is_caller = leg.role == Some(Role::Caller);
    if is_logged(call) {
        return is_caller != (call.direction == Some(Direction::Inbound));
    }
    // Who calls in over a trunk is a customer even if the directory knows his number as a user's.
    leg.trunk.is_none() || !is_caller && leg.user.is_some()
}

/// The legs of one party, in order of offer.
struct Party<'a> {
    key: Key,
    is_agent: bool,
    legs: Vec<(&'a Call, &'a Leg)>,
}

/// By what a party is known again inside a call.
#[derive(PartialEq, Eq)]
enum Key {
    User(Text),
    Number(bool, Text),
    Leg(u64),
}

impl<'a> Party<'a> {
    fn first(&self) -> Option<&'a Leg> {
        self.legs.first().map(|(_, leg)| *leg)
    }

    /// The leg by which the party stands where it stands: the last; of two phones that rang together the one that was taken.
    fn last(&self) -> Option<(&'a Call, &'a Leg)> {
        let weight = |leg: &Leg| (leg.answered_at.is_some(), leg.ended_at.is_none());
        self.legs.iter().copied().reduce(|(of, known), (other, leg)| {
            let together = known.ended_at.is_none_or(|ended_at| leg.offered_at < ended_at);
            if together && weight(known) > weight(leg) { (of, known) } else { (other, leg) }
        })
    }
}

/// The participants of a call, by id.
pub(super) fn participants(scene: Scene<'_>) -> Vec<Participant> {
    let parties = parties(scene);
    let customer = parties.iter().position(|party| !party.is_agent);
    let all = parties.iter().enumerate().filter_map(|(no, party)| participant(scene, party, customer == Some(no)));
    let mut all: Vec<Participant> = all.collect();
    all.sort_by_key(|participant| participant.id);
    all
}

fn parties(scene: Scene<'_>) -> Vec<Party<'_>> {
    let call = scene.call;
    let own = call.legs.iter().map(|leg| (call, leg));
    // Who dialled beside the call has his leg in the call itself.
    let called = |other: &'_ &Leg| other.role != Some(Role::Caller);
    let more = beside(scene.seen, call).flat_map(|other| other.legs.iter().filter(called).map(move |leg| (other, leg)));
    let mut parties: Vec<Party<'_>> = Vec::new();
    for (of, leg) in own.chain(more) {
        let is_agent = is_ours(of, leg);
        let number = leg.e164.as_deref().or(leg.number.as_deref()).and_then(compared);
        let key = match (&leg.user, number) {
            (Some(user), _) if is_agent => Key::User(user.clone()),
            (_, Some(number)) => Key::Number(is_agent, number),
            (_, None) => Key::Leg(leg.serial),
        };
        match parties.iter_mut().find(|party| party.key == key) {
            Some(party) => party.legs.push((of, leg)),
            None => parties.push(Party { key, is_agent, legs: vec![(of, leg)] }),
        }
    }
    // The customer is the one outside who called, else the first who was called.
    parties.sort_by_key(|party| party.is_agent || party.first().is_none_or(|leg| leg.role != Some(Role::Caller)));
    parties
}

fn participant(scene: Scene<'_>, party: &Party<'_>, is_customer: bool) -> Option<Participant> {
    let (call, names) = (scene.call, scene.names);
    let (first, (of, last)) = (party.first()?, party.last()?);
    let status = if is_customer { scene.customer(last) } else { scene.party(of, last, party.is_agent) };
    let number = party.legs.iter().find_map(|(_, leg)| leg.e164.clone().or_else(|| leg.number.clone()));
    let number = number.filter(|_| !party.is_agent);
    let number_id = number.as_deref().and_then(compared).and_then(|number| names.serial(&Thing::Number(number)));
    let customer = if party.is_agent { None } else { Some(outsider(party)) };
    let agent = || party.legs.iter().find_map(|(_, leg)| leg.user.clone()).map(Thing::User);
    let thing = customer.or_else(agent);
    let billed = call.billed.as_ref().filter(|_| is_customer && call.ended_at.is_some());
    let currency = billed.filter(|billed| billed.amount.is_some()).and_then(|billed| billed.currency.clone());
    Some(Participant {
        id: first.serial,
        is_agent: party.is_agent,
        who: thing.as_ref().and_then(|thing| names.serial(thing)),
        connection: if is_customer { CUSTOMER } else { connection(scene, party, of, last) },
        status,
        number_id,
        name: thing.as_ref().and_then(|thing| names.name(thing)).or_else(|| first.name.clone()),
        number,
        created_at: first.offered_at,
        updated_at: updated_at(scene, party, is_customer),
        enqueued_at: enqueued_at(scene).filter(|_| is_customer),
        duration: duration(scene, party),
        cost: billed.and_then(|billed| billed.amount),
        cost_unit: Text::new(currency.unwrap_or_else(|| names.currency()).to_lowercase()),
    })
}

/// Somebody outside, as far as he is known.
fn outsider(party: &Party<'_>) -> Thing {
    let contact = party.legs.iter().find_map(|(_, leg)| leg.contact.clone());
    let number = || party.legs.iter().find_map(|(_, leg)| leg.e164.as_deref().or(leg.number.as_deref()).and_then(compared));
    let withheld = || Thing::Withheld(party.first().map(|leg| leg.id).unwrap_or_default());
    contact.map(Thing::Contact).or_else(|| number().map(Thing::Stranger)).unwrap_or_else(withheld)
}

/// In which capacity a party that is not the customer takes part.
fn connection(scene: Scene<'_>, party: &Party<'_>, of: &Call, leg: &Leg) -> u8 {
    if !party.is_agent {
        return EXTERNAL;
    }
    match leg.role {
        Some(Role::Consulted) => CONSULTED,
        Some(Role::Supervisor) => LISTENS,
        Some(Role::Barging) => BARGED_IN,
        Some(Role::Conference) => CONFERENCE,
        Some(Role::Callee | Role::Agent) if of.origin == Some(Origin::Transfer) => {
            let handed = scene.seen.transfers.iter().find(|transfer| transfer.call == Some(of.id));
            let attended = handed.is_some_and(|transfer| transfer.kind == Some(TransferKind::Attended));
            if attended { CONSULTED } else { TRANSFERRED_TO }
        }
        _ => PRIMARY_AGENT,
    }
}

/// When the customer came into a queue, the last one if several.
fn enqueued_at(scene: Scene<'_>) -> Option<Moment> {
    scene.seen.queues.iter().filter(|queue| queue.call == Some(scene.call.id)).map(|queue| queue.joined_at).max()
}

/// Of an agent from his answer, of somebody outside from the offer, to the end; unknown while anything of it goes on (rule F37).
fn duration(scene: Scene<'_>, party: &Party<'_>) -> Option<i64> {
    let call_ended_at = scene.call.ended_at?;
    let lasted = party.legs.iter().map(|(of, leg)| {
        // Who dials is answered when somebody answers, whether or not his own leg is told of it.
        let dialled = || of.answered_at.filter(|_| leg.role == Some(Role::Caller));
        let begun = if party.is_agent { leg.answered_at.or_else(dialled) } else { Some(leg.offered_at) };
        // A leg that is not over ends with its call at the latest.
        let ended = leg.ended_at.or(of.ended_at).or_else(|| (of.id == scene.call.id).then_some(call_ended_at))?;
        Some(begun.map_or(0, |begun| ended.since(begun).max(0)))
    });
    let lasted: Option<i64> = lasted.sum();
    lasted.map(|micros| micros / 1_000_000)
}

/// When what is shown of a party last changed.
fn updated_at(scene: Scene<'_>, party: &Party<'_>, is_customer: bool) -> Moment {
    // What is said of a leg that is over, of its recording or its price, changes nothing of how it stands.
    let stands = |leg: &Leg| if is_customer { leg.ended_at.or(leg.ringing_at) } else { leg.ended_at.or(Some(leg.changed_at)) };
    let legs = party.legs.iter().filter_map(|(_, leg)| stands(leg));
    let wrap_up = || {
        let last = scene.last_talker().filter(|last| party.legs.iter().any(|(_, leg)| leg.id == last.id))?;
        let over = scene.call.wrap_up.as_ref()?.ended_at?;
        Some(over.max(last.ended_at?))
    };
    let turns = if is_customer { turns(scene) } else { Vec::new() };
    legs.chain(wrap_up()).chain(turns).max().or(party.first().map(|leg| leg.offered_at)).unwrap_or_default()
}

/// The moments at which a call comes from one state into another: the customer stands where his call stands.
fn turns(scene: Scene<'_>) -> Vec<Moment> {
    let (seen, call) = (scene.seen, scene.call);
    let mut turns: Vec<Option<Moment>> = vec![call.answered_at, call.talk_ended_at, call.ended_at];
    for leg in &call.legs {
        turns.extend([Some(leg.offered_at), leg.answered_at]);
    }
    let own = Some(call.id);
    seen.holds.iter().filter(|hold| hold.call == own).for_each(|hold| turns.extend([Some(hold.started_at), hold.ended_at]));
    seen.menus.iter().filter(|menu| menu.call == own).for_each(|menu| turns.extend([Some(menu.entered_at), menu.left_at]));
    seen.parked.iter().filter(|parked| parked.call == own).for_each(|parked| turns.extend([Some(parked.at), parked.ended_at]));
    for queue in seen.queues.iter().filter(|queue| queue.call == own) {
        let left_at = queue.wait_s.map(|wait| queue.joined_at.plus((wait * 1e6) as i64));
        turns.extend([Some(queue.joined_at), left_at]);
    }
    let messages = seen.recordings.iter().filter(|recording| recording.call == own);
    let messages = messages.filter(|recording| recording.kind == Some(crate::signal::RecordingKind::Voicemail));
    messages.for_each(|message| turns.extend([message.started_at, message.ended_at]));
    turns.into_iter().flatten().collect()
}
