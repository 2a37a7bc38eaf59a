//! What the directory said, when signals were recorded, of the users, queues and lines of a conversation (rules N23 and N26).
//!
//! Later signals know better than earlier ones. Nothing here may be asked of a directory: signals are all there is.

use std::collections::BTreeMap;

use crate::Text;
use crate::signal::{Behind, Known, Party, Place, Signal, What};

/// What is known, by directory keys; of lines by the number that was called.
#[derive(Clone, Debug, Default)]
pub(super) struct Resolved {
    users: BTreeMap<Text, Box<Known>>,
    teams: BTreeMap<Text, Text>,
    lines: BTreeMap<Text, Box<Behind>>,
}

impl Resolved {
    /// Remembers whom a user belongs to.
    pub(super) fn note_party(&mut self, party: &Party) {
        if let (Some(user), Some(known)) = (&party.user, &party.known) {
            self.users.insert(user.clone(), known.clone());
        }
        // What stands behind a line that was called or shown is known better from that.
        if let Some(line) = party.known.as_ref().and_then(|known| known.line.as_ref()) {
            let behind = || Box::new(Behind { scope: line.scope.clone(), ..Behind::default() });
            self.lines.entry(line.number.clone()).or_insert_with(behind);
        }
    }

    /// Remembers what stands behind the line or queue that a signal names.
    pub(super) fn note_behind(&mut self, signal: &Signal) {
        let Some(behind) = &signal.behind else { return };
        let (line, queue) = match &signal.what {
            What::CameIn(came) => (came.line.as_ref().or(came.dialled.as_ref()), behind.queue.as_ref()),
            What::Presented { line } => (Some(line), None),
            What::Entered { place: Place::Queue, name, .. } => (None, name.as_ref()),
            What::Dialled(dialled) => (None, dialled.queue.as_ref()),
            What::Stated(stated) => (stated.logged.as_ref().and_then(|logged| logged.line.as_ref()), behind.queue.as_ref()),
            _ => (None, None),
        };
        if let Some(line) = line {
            self.lines.insert(line.clone(), behind.clone());
        }
        if let (Some(queue), Some(team)) = (queue, &behind.team) {
            self.teams.insert(queue.clone(), team.clone());
        }
    }

    pub(super) fn user(&self, user: &Text) -> Option<&Known> {
        self.users.get(user).map(|known| &**known)
    }

    pub(super) fn team_of_queue(&self, queue: &Text) -> Option<&Text> {
        self.teams.get(queue)
    }

    pub(super) fn line(&self, line: &Text) -> Option<&Behind> {
        self.lines.get(line).map(|behind| &**behind)
    }
}
