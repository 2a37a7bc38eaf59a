//! The facts of a call of which a converter spoke, as signals.
//!
//! A fact that was told stands for ever, but a converter may correct itself: a history beats the events before it (rule E11), a
//! second history the first (rule E10). So the whole life is worked out of what was heard. Where it only has more facts than
//! before, those are told; where one is gone or another, the life is told once more by a feed of better rank, which is believed
//! instead (rule N18). Of what is told anew, each leg's beginning comes last, so that a leg turns over in one go.

use uuid::Uuid;

use crate::Text;
use crate::conversation::Direction;
use crate::moment::Moment;
use crate::signal::{
    self, CameIn, Dialled, Feed, How, LegKey, Party, Provider, RecordingKind, RecordingStep, Signal, Stated, What,
};

use super::super::NAME;
use super::super::words::Disposition;
use super::kept::{Kept, Told};
use super::{FEED, Hearing, thread};

/// The rank of a life that is told first; each that is told anew has one less. As often as that, a converter may correct itself.
const RANK_FIRST: u8 = 250;

/// The longest `call` that is kept as the phone system's message, in bytes; what is longer is kept for this dialect alone.
const PAYLOAD_MAX: usize = 64 * 1_024;

/// One of the two sides of a call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leg {
    Caller,
    Called,
}

/// A fact of a leg, with its place among those of one moment.
#[derive(Clone, PartialEq)]
struct Fact {
    leg: Leg,
    at: Moment,
    seq: u64,
    what: What,
}

/// What a call that was heard of is recorded by: the difference between what is known of it and what was known before.
pub(super) fn signals(before: Option<&Told>, after: &mut Told, hearing: &Hearing<'_>) -> Vec<Signal> {
    let known = before.map(facts).unwrap_or_default();
    let now = facts(after);
    let stands = known.iter().all(|fact| now.contains(fact));
    let can_turn = before.is_some_and(|before| before.generation < RANK_FIRST);
    if !stands && can_turn {
        after.generation += 1;
    }
    let fresh: Vec<Fact> = match (stands, can_turn) {
        (true, _) => now.into_iter().filter(|fact| !known.contains(fact)).collect(),
        (false, true) => turned(now),
        (false, false) => Vec::new(),
    };
    let mut signals: Vec<Signal> = fresh.into_iter().map(|fact| of_fact(fact, after, hearing)).collect();
    // What is kept comes as soon as there is a call that can keep it.
    let place = usize::from(before.is_none()).min(signals.len());
    signals.insert(place, kept(after, hearing));
    signals
}

/// The order in which a life is told anew: who was called first, since he says what it came to.
fn turned(facts: Vec<Fact>) -> Vec<Fact> {
    let (caller, called): (Vec<Fact>, Vec<Fact>) = facts.into_iter().partition(|fact| fact.leg == Leg::Caller);
    let last = |facts: Vec<Fact>| {
        let (begins, rest): (Vec<Fact>, Vec<Fact>) = facts.into_iter().partition(|fact| fact.what.begins());
        rest.into_iter().chain(begins)
    };
    last(called).chain(last(caller)).collect()
}

fn facts(told: &Told) -> Vec<Fact> {
    let begun_at = told.begun_at();
    let mut facts = vec![Fact { leg: Leg::Caller, at: begun_at, seq: 0, what: caller(told) }];
    let mut tell = |leg, at, what| facts.push(Fact { leg, at, seq: facts.len() as u64, what });
    let taken_at = told.taken_at();
    let parties = told.parties();
    let is_in = parties.direction == Direction::Inbound;
    // Somebody outside may have taken a call that reached no operator's phone.
    let is_called = !is_in || !told.is_line && !parties.dst.is_empty() || taken_at.is_some();
    if is_called {
        tell(Leg::Called, begun_at, called(told));
        tell(Leg::Called, begun_at, What::Ringing);
    }
    if let Some(at) = taken_at {
        let bridge = || What::Connected { bridge: told.name.clone() };
        tell(Leg::Called, at, What::Answered);
        tell(Leg::Caller, at, What::Answered);
        tell(Leg::Caller, at, bridge());
        tell(Leg::Called, at, bridge());
    }
    if let Some((at, outcome)) = told.ended_at().zip(told.outcome()) {
        let at = at.max(begun_at);
        if outcome == Disposition::Cancel {
            tell(Leg::Caller, at, What::AskedToEnd);
        }
        if is_called {
            tell(Leg::Called, at, What::Ended { how: how(outcome) });
        }
        let said = if is_called { How::Normal } else { how(outcome) };
        tell(Leg::Caller, at, What::Ended { how: said });
    }
    facts.extend(recording(told));
    facts
}

fn how(outcome: Disposition) -> How {
    match outcome {
        Disposition::Answered | Disposition::Unknown => How::Normal,
        Disposition::Busy => How::Busy,
        Disposition::Cancel => How::Cancelled,
        Disposition::NoAnswer => How::NoAnswer,
        Disposition::Failed => How::Failed,
    }
}

fn some(text: Text) -> Option<Text> {
    Some(text).filter(|text| !text.is_empty())
}

/// An operator, by his internal number.
fn operator(number: Text) -> Party {
    let number = some(number);
    Party { number: number.clone(), user: number.clone(), device: number, ..Party::default() }
}

fn outside(number: Text) -> Party {
    let number = some(number);
    Party { withheld: number.is_none(), number, trunk: Some(Text::new_static(NAME)), ..Party::default() }
}

fn caller(told: &Told) -> What {
    let parties = told.parties();
    let came = match parties.direction {
        Direction::Inbound => {
            let line = some(parties.dst).filter(|_| told.is_line);
            CameIn { party: outside(parties.src), dialled: line.clone(), line }
        }
        Direction::Outbound | Direction::Internal => {
            CameIn { party: operator(parties.src), dialled: some(parties.dst), line: None }
        }
    };
    What::CameIn(Box::new(came))
}

fn called(told: &Told) -> What {
    let parties = told.parties();
    let party = match parties.direction {
        Direction::Inbound if told.is_line => Party::default(),
        Direction::Inbound | Direction::Internal => operator(parties.dst),
        Direction::Outbound => Party { withheld: false, ..outside(parties.dst) },
    };
    What::Dialled(Box::new(Dialled { by: leg(told, Leg::Caller), party, queue: None }))
}

/// The recording that a history links to.
fn recording(told: &Told) -> Option<Fact> {
    let record = told.record.as_ref()?;
    let url = Some(super::super::link::given(record.call.as_deref()?)?);
    let step = RecordingStep::Stored { length_s: None, size: None, url };
    let recorded = signal::Recorded { recording: told.name.clone(), kind: RecordingKind::Call, name: None, step };
    Some(Fact { leg: Leg::Caller, at: record.at(), seq: 100, what: What::Recorded(Box::new(recorded)) })
}

fn leg(told: &Told, leg: Leg) -> LegKey {
    match leg {
        Leg::Caller => LegKey(told.name.clone()),
        Leg::Called => LegKey(Text::from(format!("{}+called", told.name))),
    }
}

fn of_fact(fact: Fact, told: &Told, hearing: &Hearing<'_>) -> Signal {
    let leg = leg(told, fact.leg);
    let said = match &fact.what {
        What::Recorded(recorded) => format!("{recorded:?}"),
        _ => String::new(),
    };
    let said = Uuid::new_v5(&Uuid::NAMESPACE_OID, said.as_bytes());
    let key = format!("{}|{}|{}|{said}", leg.0, fact.what.word(), told.generation);
    Signal {
        source: Text::new(hearing.source),
        feed: Feed { name: Text::new_static(FEED), rank: RANK_FIRST - told.generation },
        key: Text::from(key),
        thread: thread(&told.name),
        ties: Vec::new(),
        leg,
        at: fact.at,
        seq: fact.seq,
        seen_at: None,
        by: None,
        chosen_e164: None,
        behind: None,
        what: fact.what,
    }
}

/// All that was heard, for the next item, and the phone system's word for the call.
fn kept(told: &Told, hearing: &Hearing<'_>) -> Signal {
    let payload = told.record.as_ref().and_then(|record| record.call.clone()).filter(|call| call.len() <= PAYLOAD_MAX);
    let provider = Provider {
        name: Text::from(hearing.source.to_uppercase()),
        id: told.call_id.clone().unwrap_or_else(|| told.name.clone()),
        payload,
    };
    let kept = Some((Text::new_static(NAME), Text::from(Kept::print(told))));
    let what = What::Stated(Box::new(Stated { provider: Some(provider), kept, ..Stated::default() }));
    let fact = Fact { leg: Leg::Caller, at: hearing.arrived_at, seq: 1_000 + told.revision, what };
    let key = format!("{}|heard|{}", told.name, told.revision);
    Signal { key: Text::from(key), ..of_fact(fact, told, hearing) }
}
