//! What an errand comes to in one conversation: which calls are meant, and the signals that say so.

use calls::Text;
use calls::conversation::{Call, End, Leg};
use calls::fold::CONVERSATION_SIGNALS_MAX;
use calls::id::Kind;
use calls::moment::Moment;
use calls::signal::{Doing, Done, Feed, LegKey, Signal, What as Fact};
use uuid::Uuid;

use super::super::{Aim, Did, Errand, OWN_SOURCE, What, Writing};
use super::Convo;

/// The most notes of a call: each change of one tells all of them.
const NOTES_MAX: usize = 200;
/// The most links of a call.
pub(super) const LINKS_MAX: usize = 200;

/// What is to be done in the store.
pub(crate) enum Plan {
    /// These signals are to be recorded, in this order; the first call is the one that is answered with.
    Record(Vec<Signal>, Uuid),
    /// It was recorded already, as a signal of then, on that call.
    Before(Box<Signal>, Uuid),
    /// It cannot be.
    Refused(Did),
}

impl Convo {
    /// What an errand comes to that names this conversation, or the thing of that kind and id in it.
    pub(crate) fn plan(&self, errand: &Errand, what: What, id: Uuid) -> Plan {
        let meant = self.meant(errand, what, id);
        if let Some(before) = self.said_before(errand) {
            return match &before.what {
                _ if !before.key.starts_with(&*beginning(errand, true)) => Plan::Refused(Did::OtherSaid),
                Fact::Done(done) => {
                    let call = self.names.id(Kind::Call, &done.call).or_else(|| self.call_id(meant.first()?));
                    call.map_or(Plan::Refused(Did::Unknown), |call| Plan::Before(Box::new(before.clone()), call))
                }
                _ => Plan::Refused(Did::OtherSaid),
            };
        }
        let Some(answer) = meant.first().and_then(|call| self.call_id(call)) else { return Plan::Refused(Did::Unknown) };
        match self.refusal(errand, &meant) {
            Some(refused) => Plan::Refused(refused),
            None => Plan::Record(self.signals_of(errand, &meant), answer),
        }
    }

    /// The last signal of what was written down under this key, and the call; none if something else was.
    pub(crate) fn written_before(&self, writing: &Writing) -> Option<(Signal, Uuid)> {
        let beginning = format!("{}|{}|", writing.key, writing.said);
        let written = |signal: &&Signal| signal.feed.name == OWN_SOURCE && signal.key.starts_with(&beginning);
        let last = self.signals().iter().rfind(written)?;
        let call = self.conversation().calls.first().and_then(|call| self.call_id(call))?;
        Some((last.clone(), call))
    }

    pub(super) fn call_id(&self, call: &Call) -> Option<Uuid> {
        self.names.id(Kind::Call, &call.key)
    }

    /// The calls that are meant, as they are now (rules N23, N27).
    fn meant(&self, errand: &Errand, what: What, id: Uuid) -> Vec<&Call> {
        if errand.aim == Aim::Whole || what == What::Conversation {
            return self.conversation().meant_by(&errand.doing).collect();
        }
        let Some(id) = self.telling().call_of(id) else { return Vec::new() };
        let calls = self.conversation().calls.iter().map(AsRef::as_ref);
        calls.filter(|call| self.call_id(call) == Some(id)).collect()
    }

    /// The last signal by which the same was said before, else one by which something else was said under this key. Two
    /// conversations may each have used it before they were joined.
    fn said_before(&self, errand: &Errand) -> Option<&Signal> {
        let named = |with_said: bool| {
            let beginning = beginning(errand, with_said);
            self.signals().iter().rfind(|signal| signal.feed.name == errand.feed && signal.key.starts_with(&*beginning))
        };
        named(true).or_else(|| named(false))
    }

    fn refusal(&self, errand: &Errand, meant: &[&Call]) -> Option<Did> {
        if errand.versions.as_ref().is_some_and(|versions| !versions.contains(&self.version)) {
            return Some(Did::Stale(self.version));
        }
        let is_restored = errand.doing == Doing::Deleted(false);
        if !is_restored && meant.iter().all(|call| call.doings.deleted_at.is_some()) {
            return Some(Did::Deleted);
        }
        if self.signals().len() + meant.len() > CONVERSATION_SIGNALS_MAX {
            return Some(Did::Full("signals of the conversation", CONVERSATION_SIGNALS_MAX));
        }
        let doings = &meant.first()?.doings;
        let (there, full) = match &errand.doing {
            Doing::Noted { id, .. } => {
                let there = doings.notes.iter().any(|(known, ..)| known == id);
                (there, (doings.notes.len() >= NOTES_MAX).then_some(Did::Full("notes", NOTES_MAX)))
            }
            Doing::Linked { link, .. } => {
                let there = doings.links.iter().any(|(known, _)| (&known.kind, &known.id) == (&link.kind, &link.id));
                (there, (doings.links.len() >= LINKS_MAX).then_some(Did::Full("links", LINKS_MAX)))
            }
            _ => return None,
        };
        match (there, errand.changes) {
            (true, _) => None,
            (false, true) => Some(Did::Missing),
            (false, false) => full,
        }
    }

    /// One signal for each call, later than all that is known (rule N18), so that the latest word is the last one that counts,
    /// and nothing is said of a call before it began, whatever clock the phone system has.
    fn signals_of(&self, errand: &Errand, meant: &[&Call]) -> Vec<Signal> {
        let newest = self.signals().last();
        let (newest_at, newest_seq) = newest.map_or((Moment::default(), 0), |signal| (signal.at, signal.seq));
        let at = errand.at.max(newest_at);
        let seq = if at > newest_at { 0 } else { newest_seq.saturating_add(1) };
        let signal = |(no, call): (usize, &&Call)| {
            let leg = written_on(call);
            let of_leg = |signal: &&Signal| leg.is_some_and(|leg| signal.leg == *leg);
            let pattern = self.signals().iter().find(of_leg).or(newest)?;
            Some(Signal {
                feed: Feed { name: errand.feed.clone(), rank: 0 },
                key: Text::from(format!("{}{no}", beginning(errand, true))),
                ties: Vec::new(),
                at,
                seq: seq.saturating_add(no as u64),
                seen_at: Some(errand.at),
                by: Some(Box::new(errand.by.clone())),
                chosen_e164: None,
                behind: None,
                what: Fact::Done(Box::new(Done { call: call.key.clone(), doing: errand.doing.clone() })),
                ..pattern.clone()
            })
        };
        meant.iter().enumerate().filter_map(signal).collect()
    }
}

/// A leg that is in this call and no later one, where there is one.
pub(super) fn written_on(call: &Call) -> Option<&LegKey> {
    let stays = |leg: &&Leg| !matches!(leg.end(), Some((_, End::Transferred)));
    call.legs.iter().find(stays).or_else(|| call.legs.iter().next()).map(|leg| &leg.line)
}

impl Convo {
    /// A leg by which a call is meant, whatever is stated on it: one that stays in the call and with which no other begins, since what
    /// is stated is of the call that begins with its leg.
    pub(super) fn stated_on<'a>(&self, call: &'a Call) -> Option<&'a LegKey> {
        let begins_other =
            |line: &LegKey| self.conversation().calls.iter().any(|other| other.key != call.key && other.key == line.0);
        let stays = |leg: &&Leg| !matches!(leg.end(), Some((_, End::Transferred)));
        let own = call.legs.iter().find(|leg| stays(leg) && !begins_other(&leg.line));
        let first = || call.legs.iter().find(|leg| leg.line.0 == call.key);
        own.or_else(first).map(|leg| &leg.line).or_else(|| written_on(call))
    }
}

/// How the keys of an errand's signals begin; with what is said, or whatever was.
fn beginning(errand: &Errand, with_said: bool) -> String {
    if with_said { format!("{}|{}|", errand.key, errand.said) } else { format!("{}|", errand.key) }
}
