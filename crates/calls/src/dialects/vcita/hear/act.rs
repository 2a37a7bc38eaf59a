//! What comes of a request: acts on one call, which the store writes down as signals.

use uuid::Uuid;

use crate::Text;
use crate::moment::Moment;
use crate::signal::{Doer, Doing, Done, Feed, LegKey, Recorded, RecordingKind, RecordingStep, Signal, Stated, What};

use super::super::DIALECT;

/// One thing that is said or done about a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// Who did it, if that is not whoever asks: who handled a call may be named.
    pub by: Option<Doer>,
    /// What.
    pub fact: Fact,
}

/// See [`Act`].
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// What is stated of the whole call.
    Stated(Box<Stated>),
    /// A doing.
    Done(Doing),
    /// A step in the life of a recording that is known by its uid.
    Recording(Uuid, RecordingKind, RecordingStep),
    /// A link to a recording that nobody has told of before.
    Link(Text),
}

impl Act {
    pub(super) fn of(fact: Fact) -> Self {
        Self { by: None, fact }
    }

    pub(super) fn done(doing: Doing) -> Self {
        Self::of(Fact::Done(doing))
    }

    pub(super) fn stated(stated: Stated) -> Self {
        Self::of(Fact::Stated(Box::new(stated)))
    }
}

/// Where in the store acts are written: all of it is known there, and handed in.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The source of the call's signals.
    pub source: &'a Text,
    /// The thread of the call's signals.
    pub thread: &'a Text,
    /// The leg on which it is written: one of the call's.
    pub leg: &'a LegKey,
    /// The feed that told that leg's beginning, if one did: of recordings on a line no other is believed (rule N18).
    pub feed: Option<&'a Feed>,
    /// The key of the call.
    pub call: &'a Text,
    /// Names the request, so that the same one said twice is known.
    pub request: &'a str,
    /// Who asks.
    pub by: &'a Doer,
    /// When: no earlier than anything that is known of the conversation.
    pub at: Moment,
    /// By what a recording is named in the source.
    pub recording: &'a dyn Fn(Uuid) -> Option<Text>,
}

impl Place<'_> {
    /// The acts as signals, in their order. A recording that is not known any more is left out.
    #[must_use]
    pub fn signals(&self, acts: &[Act]) -> Vec<Signal> {
        acts.iter().zip(0..).filter_map(|(act, no)| self.signal(act, no)).collect()
    }

    fn signal(&self, act: &Act, no: u64) -> Option<Signal> {
        let recorded = |recording: Text, kind: RecordingKind, step: RecordingStep| {
            What::Recorded(Box::new(Recorded { recording, kind, name: None, step }))
        };
        let what = match &act.fact {
            Fact::Stated(stated) => What::Stated(stated.clone()),
            Fact::Done(doing) => What::Done(Box::new(Done { call: self.call.clone(), doing: doing.clone() })),
            Fact::Recording(uid, kind, step) => recorded((self.recording)(*uid)?, *kind, step.clone()),
            Fact::Link(url) => {
                let step = RecordingStep::Stored { length_s: None, size: None, url: Some(url.clone()) };
                recorded(Text::from(format!("{}|{no}", self.request)), RecordingKind::Call, step)
            }
        };
        let own = Feed { name: Text::new_static(DIALECT.name), rank: 0 };
        let feed = self.feed.filter(|_| matches!(what, What::Recorded(_))).cloned().unwrap_or(own);
        Some(Signal {
            source: self.source.clone(),
            feed,
            key: Text::from(format!("{}|{}|{no}", self.leg.0, self.request)),
            thread: self.thread.clone(),
            ties: Vec::new(),
            leg: self.leg.clone(),
            at: self.at,
            seq: no,
            seen_at: None,
            by: Some(Box::new(act.by.clone().unwrap_or_else(|| self.by.clone()))),
            chosen_e164: None,
            behind: None,
            what,
        })
    }
}
