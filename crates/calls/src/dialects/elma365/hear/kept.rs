//! What the record keeps of a call for this dialect, as JSON text: what was heard of it, or that a recording was waited for.
//!
//! [`Told`] is all that was heard of a call so far, and everything that is told of the call is worked out of it (`life`): a
//! later item may correct an earlier one, and no signal can be taken back. It is read back from records of any age, so that a
//! key never gets another meaning. What came to a call is decided here and nowhere else (rules E8–E12).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Text;
use crate::conversation::Direction;
use crate::dialects::seen::Call;
use crate::moment::Moment;

use super::super::NAME;
use super::super::page::Page;
use super::super::wire::{CallWire, History, Parties};
use super::super::words::{self, Disposition};

/// What a record keeps for this dialect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::dialects::elma365) struct Kept {
    /// Its recording was waited for long enough (rule E22).
    pub(in crate::dialects::elma365) waited: bool,
    /// What was heard of it.
    pub(in crate::dialects::elma365) told: Option<Told>,
}

impl Kept {
    /// What is kept of a call; none if there is nothing, or nothing that can be read.
    pub(in crate::dialects::elma365) fn of(call: &Call) -> Option<Self> {
        Self::deserialize(call.kept.get(NAME)?).ok()
    }

    /// The same of the text that is kept.
    pub(super) fn read(kept: &str) -> Option<Self> {
        serde_json::from_str(kept).ok()
    }

    pub(super) fn print(told: &Told) -> String {
        serde_json::to_string(&Self { waited: false, told: Some(told.clone()) }).unwrap_or_default()
    }
}

/// What was heard of a call. Moments are microseconds, by the clock of whoever heard it (rule E5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::dialects::elma365) struct Told {
    /// What its thread and legs are called by.
    pub(super) name: Text,
    /// The key of what was heard last of its parties.
    pub(super) key: Text,
    pub(super) call_id: Option<Text>,
    direction: Text,
    src: Text,
    dst: Text,
    src_ext: Option<Text>,
    dst_ext: Option<Text>,
    /// Whether `dst` of a call that came in is the own number that was called, and no operator's phone.
    pub(super) is_line: bool,
    /// Whether anything but its history was heard of it.
    pub(super) happened: bool,
    /// Whether its beginning was heard, or only its end.
    pub(super) is_begun: bool,
    begun_at: i64,
    answered_at: Option<i64>,
    ended_at: Option<i64>,
    /// What the event of its end said.
    end: Option<Text>,
    pub(super) record: Option<Recorded>,
    /// How often its life was told anew, since what was told of it could not be taken back.
    pub(super) generation: u8,
    /// How often something was heard that changed it.
    pub(super) revision: u64,
}

/// What its history said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Recorded {
    disposition: Text,
    /// Whole seconds.
    pub(super) duration: i64,
    /// JSON text, as it was sent (rule E14).
    pub(super) call: Option<Text>,
    at: i64,
}

/// A disposition, told apart from the others even where its printed word is not.
fn kept_word(disposition: Disposition) -> Text {
    Text::new_static(if disposition == Disposition::Failed { "Failed" } else { disposition.word() })
}

fn moment(micros: i64) -> Moment {
    Moment::default().plus(micros)
}

impl Recorded {
    pub(super) fn new(disposition: Disposition, duration: i64, call: Option<Text>, at: Moment) -> Self {
        Self { disposition: kept_word(disposition), duration, call, at: at.micros() }
    }

    pub(super) fn disposition(&self) -> Disposition {
        Disposition::read(&self.disposition).unwrap_or(Disposition::Unknown)
    }

    /// When it arrived.
    pub(super) fn at(&self) -> Moment {
        moment(self.at)
    }

    /// Whether it says the same, whenever it arrived.
    pub(super) fn says_what(&self, other: &Self) -> bool {
        (&self.disposition, self.duration, &self.call) == (&other.disposition, other.duration, &other.call)
    }
}

impl Told {
    /// A call of which nothing was heard before but who called whom.
    pub(super) fn new(name: Text, call_id: Option<Text>, key: Text, parties: &Parties, at: Moment) -> Self {
        let mut told = Self {
            name,
            key: Text::default(),
            call_id,
            direction: Text::default(),
            src: Text::default(),
            dst: Text::default(),
            src_ext: None,
            dst_ext: None,
            is_line: false,
            happened: false,
            is_begun: false,
            begun_at: at.micros(),
            answered_at: None,
            ended_at: None,
            end: None,
            record: None,
            generation: 0,
            revision: 0,
        };
        told.call(key, parties);
        told
    }

    /// Who calls whom, which a later item may know better (rule E1).
    pub(super) fn call(&mut self, key: Text, parties: &Parties) {
        self.key = key;
        self.direction = Text::new_static(words::direction(parties.direction));
        (self.src, self.dst) = (parties.src.clone(), parties.dst.clone());
        (self.src_ext, self.dst_ext) = (parties.src_ext.clone(), parties.dst_ext.clone());
    }

    pub(super) fn parties(&self) -> Parties {
        Parties {
            direction: words::read_direction(&self.direction).unwrap_or(Direction::Internal),
            src: self.src.clone(),
            dst: self.dst.clone(),
            src_ext: self.src_ext.clone(),
            dst_ext: self.dst_ext.clone(),
        }
    }

    /// When it began, as far as that was heard: of one that only ended, its talk before that.
    pub(super) fn begun_at(&self) -> Moment {
        let begun_at = moment(self.begun_at);
        match (self.is_begun, self.ended_at(), &self.record) {
            (false, Some(ended_at), Some(record)) => begun_at.min(ended_at.plus(-record.duration * 1_000_000)),
            _ => begun_at,
        }
    }

    pub(super) fn ended_at(&self) -> Option<Moment> {
        self.ended_at.map(moment)
    }

    pub(super) fn is_answered(&self) -> bool {
        self.answered_at.is_some()
    }

    pub(super) fn answer(&mut self, at: Moment) {
        self.answered_at = Some(at.micros());
    }

    pub(super) fn end(&mut self, said: Option<Disposition>, at: Moment) {
        self.ended_at = Some(at.micros());
        self.end = said.map(kept_word);
    }

    /// What came of it; none while it goes on and nobody took it. A history beats events, unless it does not know (rule E11).
    pub(super) fn outcome(&self) -> Option<Disposition> {
        let knows = |disposition: &Disposition| *disposition != Disposition::Unknown;
        let recorded = self.record.as_ref().map(Recorded::disposition).filter(knows);
        let answered = self.answered_at.map(|_| Disposition::Answered);
        let end = || self.end.as_deref().and_then(Disposition::read).filter(knows);
        let talked = || self.record.as_ref().filter(|record| record.duration > 0).map(|_| Disposition::Answered);
        // Rule E8.
        let untaken =
            || if self.parties().direction == Direction::Outbound { Disposition::NoAnswer } else { Disposition::Cancel };
        let over = || self.ended_at.map(|_| untaken());
        recorded.or(answered).or_else(end).or_else(talked).or_else(over)
    }

    /// When somebody took it, if somebody did: as it was heard, else as long before the end as the talk lasted (rule E10).
    pub(super) fn taken_at(&self) -> Option<Moment> {
        self.outcome().filter(|outcome| *outcome == Disposition::Answered)?;
        let lasted = self.record.as_ref().map_or(0, |record| record.duration);
        let worked_out = || Some(self.ended_at()?.plus(-lasted * 1_000_000).max(self.begun_at()));
        self.answered_at.map(moment).or_else(worked_out)
    }

    /// What another connection is told of it: what was heard, in the seed's order of phones (rules E10, E14, E15).
    pub(in crate::dialects::elma365) fn page(&self, call: Uuid) -> Page {
        let said = || self.end.as_deref().and_then(Disposition::read);
        let untaken = || self.outcome().filter(|outcome| *outcome != Disposition::Answered);
        let ended = self.ended_at.filter(|_| self.happened).map(|_| said().or_else(untaken).unwrap_or(Disposition::Unknown));
        let handle = || serde_json::to_string(&CallWire { id: call, link: () }).unwrap_or_default();
        let history = self.record.as_ref().map(|record| History {
            call: record.call.as_ref().map_or_else(handle, ToString::to_string),
            disposition: record.disposition(),
            duration: record.duration,
        });
        Page {
            of: call,
            call_id: self.call_id.clone().unwrap_or_else(|| Text::from(call.to_string())),
            parties: self.parties(),
            is_started: self.happened,
            is_answered: self.is_answered(),
            ended,
            history,
        }
    }
}
