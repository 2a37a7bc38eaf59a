//! What people and programs did about a call (rule N27), and what documents say of a whole one.

use crate::Text;
use crate::conversation::{Act, CallNo, Doings};
use crate::signal::{Assigned, Doing, Done, Signal, Stated};

use super::board::Board;

impl Board {
    pub(super) fn done(&mut self, signal: &Signal, done: &Done) {
        let Some(call) = self.call_done(signal, &done.call) else {
            self.stranger_call(signal);
            return;
        };
        let act = Act { by: signal.by.clone(), at: signal.at };
        self.call(call).doings.take(&done.doing, act);
        self.touch(call);
    }

    /// The call that a doing names. One that turned out to start with another leg, or whose beginning another feed tells, has
    /// another key by now: it is known again by the leg that was its first, else by the leg that the doing was written on.
    fn call_done(&self, signal: &Signal, key: &Text) -> Option<CallNo> {
        let calls = &self.conversation.calls;
        let starts = calls.iter().position(|call| call.key == *key);
        let contains = || calls.iter().position(|call| call.legs.iter().any(|leg| leg.key == *key));
        starts.or_else(contains).or_else(|| self.find(&signal.leg).map(|line| self.lines[line].call))
    }

    /// The call that a document speaks of: the one that starts with the leg, else the one that the leg is in.
    fn call_of(&self, signal: &Signal) -> Option<CallNo> {
        let starts = self.conversation.calls.iter().position(|call| call.key == signal.leg.0);
        starts.or_else(|| self.find(&signal.leg).map(|line| self.lines[line].call))
    }

    pub(super) fn stated(&mut self, signal: &Signal, stated: &Stated) {
        if let Some(logged) = &stated.logged {
            self.logged(signal, logged);
        }
        let Some(no) = self.call_of(signal) else {
            self.stranger_call(signal);
            return;
        };
        let call = self.call(no);
        if let Some(provider) = &stated.provider {
            call.provider = Some(provider.clone());
        }
        if let Some(billed) = &stated.billed {
            call.billed = Some(billed.clone());
        }
        if let Some((dialect, kept)) = &stated.kept {
            set(&mut call.kept, dialect, kept.clone());
        }
        self.touch(no);
    }

    fn stranger_call(&mut self, signal: &Signal) {
        let text = Text::new_static("something was said of a call that was not told");
        self.note_gap(crate::signal::GapKind::Undecoded, signal.at, text);
    }
}

fn set(kept: &mut Vec<(Text, Text)>, dialect: &Text, text: Text) {
    match kept.iter_mut().find(|(known, _)| known == dialect) {
        Some((_, known)) => *known = text,
        None => kept.push((dialect.clone(), text)),
    }
}

impl Doings {
    /// The latest counts, null undoes; the moment of disposition, handling and removal stays the first's.
    fn take(&mut self, doing: &Doing, act: Act) {
        match doing {
            Doing::Disposed(None) => self.disposition = None,
            Doing::Disposed(Some(disposed)) => {
                let at = self.disposition.as_ref().map_or(act.at, |(_, first)| first.at);
                self.disposition = Some((disposed.clone(), Act { at, ..act }));
            }
            Doing::Noted { id, text: None } => self.notes.retain(|(known, ..)| known != id),
            Doing::Noted { id, text: Some(text) } => match self.notes.iter_mut().find(|(known, ..)| known == id) {
                Some((_, known, written)) => (*known, *written) = (text.clone(), act),
                None => self.notes.push((id.clone(), text.clone(), act)),
            },
            Doing::Summarised(text) => self.summary = text.clone().map(|text| (text, act)),
            Doing::Linked { link, there } => {
                self.links.retain(|(known, _)| (&known.kind, &known.id) != (&link.kind, &link.id));
                if *there {
                    self.links.push((link.clone(), act));
                }
            }
            Doing::Handled(false) => self.handled = None,
            Doing::Handled(true) => {
                let at = self.handled.as_ref().map_or(act.at, |first| first.at);
                self.handled = Some(Act { at, ..act });
            }
            Doing::Deleted(false) => self.deleted_at = None,
            Doing::Deleted(true) => self.deleted_at = self.deleted_at.or(Some(act.at)),
            Doing::Assigned(None) => self.assigned = Assigned::default(),
            Doing::Assigned(Some(assigned)) => merge(&mut self.assigned, assigned),
            Doing::Lapsed => self.lapsed_at = self.lapsed_at.max(Some(act.at)),
        }
    }
}

/// Null parts of an assignment change nothing.
fn merge(known: &mut Assigned, told: &Assigned) {
    let Assigned { scope, team, queue, menu, user } = told;
    for (known, told) in [
        (&mut known.scope, scope),
        (&mut known.team, team),
        (&mut known.queue, queue),
        (&mut known.menu, menu),
        (&mut known.user, user),
    ] {
        if told.is_some() {
            known.clone_from(told);
        }
    }
}
