//! Where a line is at the phone system: queue, menu, mailbox, room, parking; and what is recorded on it.

use crate::Text;
use crate::conversation::{Direction, Menu, Parking, Queued, Recording, Voicemail};
use crate::moment::Moment;
use crate::signal::{GapKind, LeftQueue, LegKey, Place, Recorded, RecordingStep};

use super::board::{Board, LineNo};

impl Board {
    pub(super) fn entered(&mut self, line: LineNo, place: Place, name: Option<&Text>, instance: Option<&Text>, at: Moment) {
        if self.lines[line].closed {
            return;
        }
        let call = self.lines[line].call;
        let name = name.cloned();
        // Who is called into a room is in it by being taken; for anybody else it is something that the phone system does.
        self.something_began(Some(line));
        if self.lines[line].place.is_some_and(|before| before != place || place == Place::Queue) {
            self.leave_places(line, at);
        }
        match place {
            Place::Queue => {
                self.beside[call].dialled = true;
                self.conversation.queues.push(Queued { call, name, outcome: None, agent: None, joined_at: at, left_at: None });
            }
            Place::Menu => self.enter_menu(line, name, at),
            Place::Mailbox => {
                self.beside[call].mailbox = true;
                self.conversation.voicemail = Some(Voicemail { call, mailbox: name, message_left: None });
            }
            Place::Room => self.conversation.flow = self.conversation.flow.take().or_else(|| instance.cloned()),
            Place::Playback => {}
        }
        self.beside[call].received |= matches!(place, Place::Menu | Place::Playback);
        self.lines[line].place = Some(place);
        if matches!(place, Place::Queue | Place::Mailbox | Place::Room) && self.conversation.calls[call].direction.is_none() {
            self.call(call).direction = Some(Direction::Internal);
        }
    }

    /// Staying in one menu is one entry, whatever is played again (rule N14).
    fn enter_menu(&mut self, line: LineNo, name: Option<Text>, at: Moment) {
        let call = self.lines[line].call;
        let open = self.conversation.menus.last_mut().filter(|menu| menu.call == call && menu.left_at.is_none());
        match open {
            Some(menu) if menu.name == name => {}
            Some(menu) => {
                menu.left_at = Some(at);
                self.conversation.menus.push(Menu { call, name, digits: String::new(), entered_at: at, left_at: None });
            }
            None => self.conversation.menus.push(Menu { call, name, digits: String::new(), entered_at: at, left_at: None }),
        }
    }

    pub(super) fn left(&mut self, line: LineNo, place: Place, how: Option<LeftQueue>, agent: Option<&LegKey>, at: Moment) {
        if place == Place::Queue {
            let agent = agent.and_then(|agent| self.find(agent)).and_then(|agent| self.number_of(agent));
            self.leave_queue(self.lines[line].call, how, agent, at);
        }
        if self.lines[line].place == Some(place) {
            self.lines[line].place = None;
            self.end_menu(line, place, at);
        }
    }

    fn end_menu(&mut self, line: LineNo, place: Place, at: Moment) {
        let call = self.lines[line].call;
        if place == Place::Menu
            && let Some(menu) = self.conversation.menus.iter_mut().rfind(|menu| menu.call == call && menu.left_at.is_none())
        {
            menu.left_at = Some(at);
        }
    }

    /// What is still unknown of the last queue entry is filled; what was told of it stays.
    fn leave_queue(&mut self, call: usize, how: Option<LeftQueue>, agent: Option<Text>, at: Moment) {
        let Some(entry) = self.conversation.queues.iter_mut().rfind(|entry| entry.call == call) else { return };
        entry.left_at.get_or_insert(at);
        entry.outcome = entry.outcome.or(how);
        if entry.outcome == Some(LeftQueue::Answered) && entry.agent.is_none() {
            entry.agent = agent;
        }
    }

    /// A dial or a talk ends what the phone system plays or collects, told or not.
    pub(super) fn leave_automatic(&mut self, line: LineNo, at: Moment) {
        if let Some(place @ (Place::Menu | Place::Playback)) = self.lines[line].place {
            self.lines[line].place = None;
            self.end_menu(line, place, at);
        }
        let agent = self.partners(line).next();
        if let (Some(Place::Queue), Some(agent)) = (self.lines[line].place, agent) {
            let agent = self.number_of(agent);
            self.leave_queue(self.lines[line].call, Some(LeftQueue::Answered), agent, at);
            self.lines[line].place = None;
        }
    }

    /// The line is gone or goes elsewhere.
    pub(super) fn leave_places(&mut self, line: LineNo, at: Moment) {
        let Some(place) = self.lines[line].place.take() else { return };
        self.end_menu(line, place, at);
        if place == Place::Queue {
            let how = self.lines[line].asked.then_some(LeftQueue::Abandoned);
            let call = self.lines[line].call;
            let entry = self.conversation.queues.iter().rfind(|entry| entry.call == call);
            let is_open = entry.is_some_and(|entry| entry.outcome.is_none());
            if how.is_none() && is_open {
                self.note_gap(GapKind::NotTold, at, "how the queue was left was not told".into());
            }
            self.leave_queue(self.lines[line].call, how, None, at);
        }
    }

    pub(super) fn pressed(&mut self, line: LineNo, digit: char) {
        let call = self.lines[line].call;
        if self.lines[line].place == Some(Place::Menu)
            && let Some(menu) = self.conversation.menus.iter_mut().rfind(|menu| menu.call == call)
            && menu.digits.len() < DIGITS_MAX
        {
            menu.digits.push(digit);
        }
    }

    pub(super) fn message(&mut self, line: LineNo, left: bool) {
        let call = self.lines[line].call;
        if let Some(voicemail) = &mut self.conversation.voicemail
            && voicemail.call == call
        {
            // A message that was left is not undone by a later word that none was.
            voicemail.message_left = Some(left || voicemail.message_left == Some(true));
        }
    }

    pub(super) fn parked(&mut self, line: LineNo, by: Option<&LegKey>, space: Option<&Text>, at: Moment) {
        let by = by.and_then(|by| self.find(by)).and_then(|by| self.number_of(by));
        let call = self.lines[line].call;
        let again = self
            .conversation
            .parked
            .iter_mut()
            .rfind(|entry| entry.call == call && (entry.ended_at.is_none() || entry.at == at));
        if let Some(entry) = again {
            entry.by = entry.by.take().or(by);
            entry.space = entry.space.take().or_else(|| space.cloned());
            return;
        }
        if self.lines[line].closed {
            return;
        }
        self.something_began(Some(line));
        self.lines[line].parked = true;
        self.conversation.parked.push(Parking { call, by, space: space.cloned(), at, retrieved_by: None, ended_at: None });
    }

    /// Who talks or is gone is parked no longer, told or not.
    pub(super) fn end_open_parking(&mut self, line: LineNo, at: Moment) {
        if self.lines[line].parked {
            self.end_parking(line, at);
        }
    }

    /// Ends the parking of a line and gives its place.
    pub(super) fn end_parking(&mut self, line: LineNo, at: Moment) -> Option<usize> {
        let call = self.lines[line].call;
        self.lines[line].parked = false;
        self.touch(call);
        let place = self.conversation.parked.iter().rposition(|entry| entry.call == call)?;
        self.conversation.parked[place].ended_at.get_or_insert(at);
        Some(place)
    }

    pub(super) fn recorded(&mut self, line: LineNo, recorded: &Recorded, at: Moment) {
        let call = self.lines[line].call;
        let known = self.conversation.recordings.iter().position(|known| known.key == recorded.recording);
        let place = known.unwrap_or_else(|| {
            self.recorders.push(line);
            self.conversation.recordings.push(Recording {
                key: recorded.recording.clone(),
                call,
                kind: recorded.kind,
                name: None,
                started_at: None,
                ended_at: None,
                length_s: None,
                size: None,
                stored_at: None,
                url: None,
                played_at: None,
                redact_at: None,
                deleted_at: None,
            });
            self.conversation.recordings.len() - 1
        });
        let entry = &mut self.conversation.recordings[place];
        entry.name = recorded.name.clone().or_else(|| entry.name.take());
        match &recorded.step {
            RecordingStep::Started => entry.started_at = entry.started_at.or(Some(at)),
            RecordingStep::Ended => entry.end(at),
            RecordingStep::Stored { length_s, size, url } => {
                entry.stored_at = entry.stored_at.or(Some(at));
                entry.length_s = length_s.or(entry.length_s);
                entry.size = size.or(entry.size);
                entry.url = url.clone().or_else(|| entry.url.take());
            }
            RecordingStep::Played => entry.played_at = Some(at),
            RecordingStep::RedactAt(moment) => entry.redact_at = Some(*moment),
            RecordingStep::Deleted => entry.deleted_at = entry.deleted_at.or(Some(at)),
        }
    }

    /// A recording ends with its channel at the latest (rule N14).
    pub(super) fn end_recordings(&mut self, line: LineNo, at: Moment) {
        let own = self.recorders.iter().zip(&mut self.conversation.recordings).filter(|(of, _)| **of == line);
        own.for_each(|(_, entry)| entry.end(at));
    }
}

impl Recording {
    fn end(&mut self, at: Moment) {
        if self.ended_at.is_some() {
            return;
        }
        self.ended_at = Some(at);
        if let (None, Some(started)) = (self.length_s, self.started_at) {
            self.length_s = Some(at.since(started).max(0) as f64 / 1e6);
        }
    }
}

/// More digits than this are not kept of one menu.
const DIGITS_MAX: usize = 128;
