//! The manager interface (AMI): a stream of messages, live over a connection that we dial, or recorded in a file.
//!
//! `wire` cuts the bytes into messages, `session` speaks our side of the protocol, `stream` and `lists` give every message
//! its time, `read` translates messages to facts with `fields`, `agents` tells what is known of agents beside calls. Only this module knows all of them; it must never lose a
//! connection to garbage, and never tell the same stream differently because it was cut differently.
//! To read one more event see `read`.

mod agents;
mod fields;
mod lists;
mod read;
mod session;
mod stream;
mod wire;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use self::agents::Agents;
use self::fields::Fields;
use self::lists::{List, list_event};
use self::read::{VARIABLES, reading};
use self::session::{Answer, Due, Session};
use self::stream::Stream;
use self::wire::{Frame, Framer, Message};
use super::fact::Seen;
use super::pbx::{Pbx, Tells};
use crate::Text;
use crate::adapters::{Adapter, Input, Note, Output, Settings, Taken};
use crate::moment::Moment;
use crate::signal::Feed;

/// Of one connection, so many notes are told, and then one that says so.
pub(super) const NOTES_MAX: u32 = 20;
/// Input is taken in pieces of this size, so that what is made of it stays small too.
const PIECE_BYTES: usize = 64 * 1024;

/// Makes the adapter for one source.
#[must_use]
pub fn make(settings: &Settings) -> Box<dyn Adapter> {
    let feed = Feed { name: Text::new_static("asterisk-ami"), rank: 0 };
    let tells = Tells { dials: true, holds: true, queues: true, rooms: true, ringing: true };
    Box::new(Ami { decoder: Decoder::new(settings), pbx: Pbx::new(settings, feed, tells) })
}

/// The adapter: messages to facts, facts to signals.
struct Ami {
    decoder: Decoder,
    pbx: Pbx,
}

impl Adapter for Ami {
    fn feed(&mut self, input: Input<'_>, output: &mut Output) {
        let told = output.taken.len();
        match input {
            Input::Originate(asked) if !self.pbx.expect(asked) => {
                let refused = Some(Text::new_static("too many calls were asked for"));
                output.taken.push(Taken { leg: asked.leg.clone(), refused });
            }
            input => self.decoder.feed(input, output, &mut |seen, output| self.pbx.see(seen, output)),
        }
        for taken in output.taken.get(told..).unwrap_or_default() {
            self.pbx.answered_asked(&taken.leg, taken.refused.is_some());
        }
        if matches!(input, Input::Finished) {
            self.pbx.finish(output);
        }
    }
}

/// Where facts go.
type See<'s> = &'s mut dyn FnMut(Seen, &mut Output);

/// Bytes to facts, over all connections of one source.
struct Decoder {
    framer: Framer,
    talk: Talk,
}

impl Decoder {
    fn new(settings: &Settings) -> Self {
        let session = Session::new(settings.login.clone(), settings.dialling.clone());
        let agents = Agents::default();
        let talk = Talk { session, stream: Stream::default(), agents, notes_left: NOTES_MAX, timeless_noted: false };
        Self { framer: Framer::default(), talk }
    }

    fn feed(&mut self, input: Input<'_>, output: &mut Output, see: See<'_>) {
        let Self { framer, talk } = self;
        match input {
            Input::Connected(now) => {
                framer.finish(false, &mut |frame| talk.frame(frame, output));
                talk.connected(now);
            }
            Input::Bytes(bytes) => {
                talk.session.heard();
                for piece in bytes.chunks(PIECE_BYTES) {
                    framer.feed(piece, &mut |frame| talk.frame(frame, output));
                    talk.hand_on(output, see);
                }
            }
            Input::Tick(now) => talk.tick(now, output),
            Input::Originate(asked) => {
                if let Err(says) = talk.session.originate(asked, output) {
                    output.taken.push(Taken { leg: asked.leg.clone(), refused: Some(Text::new_static(says)) });
                }
            }
            Input::Closed(now) => {
                framer.finish(now.is_none(), &mut |frame| talk.frame(frame, output));
                talk.stream.closed();
                match now {
                    Some(now) => talk.session.closed(now, output),
                    None => talk.session.over(),
                }
            }
            Input::Finished => {
                framer.finish(!talk.session.live(), &mut |frame| talk.frame(frame, output));
                talk.stream.closed();
                talk.session.over();
            }
        }
        talk.hand_on(output, see);
        output.wake_at = talk.session.wake_at().or(output.wake_at);
    }
}

/// What is said on a connection, and what we say.
struct Talk {
    session: Session,
    stream: Stream,
    agents: Agents,
    notes_left: u32,
    /// That the switch tells no times was noted: once for a source is enough.
    timeless_noted: bool,
}

impl Talk {
    fn connected(&mut self, now: Option<Moment>) {
        self.notes_left = NOTES_MAX;
        self.stream.connected(now);
        self.agents = Agents::default();
        match now {
            Some(now) => self.session.connected(now),
            None => self.session.over(),
        }
    }

    fn hand_on(&mut self, output: &mut Output, see: See<'_>) {
        for seen in self.stream.ready.drain(..) {
            see(seen, output);
        }
    }

    fn tick(&mut self, now: Moment, output: &mut Output) {
        self.stream.tick(now);
        match self.session.tick(now, output) {
            Due::Nothing => {}
            Due::AskLists => self.ask_lists(output),
            Due::EndLists => self.end_lists(output),
            Due::Dropped(why) => self.note(output, None, why),
        }
    }

    fn frame(&mut self, frame: Frame<'_>, output: &mut Output) {
        match frame {
            Frame::Message(message) => self.message(&message, output),
            Frame::Fault { line, text } => self.note(output, Some(line), text),
            Frame::Banner { line, usual } => {
                if !usual {
                    self.note(output, Some(line), "expected `Asterisk Call Manager` and a version");
                }
                let answer = self.session.greeted(output);
                self.answered(answer, output);
            }
        }
    }

    fn message(&mut self, message: &Message<'_>, output: &mut Output) {
        match head(message.text) {
            Head::Event(event) => self.event(event, message, output),
            Head::Response if self.session.live() => {
                let text = lossy(message.text);
                let fields = Fields::split(&text, |_| {});
                let answer = self.session.answered(&fields, output);
                self.answered(answer, output);
            }
            Head::Response => {}
            Head::Neither => self.note(output, Some(message.line), "expected `Event:` or `Response:` first"),
        }
    }

    fn event(&mut self, event: &str, message: &Message<'_>, output: &mut Output) {
        let reading = reading(event).filter(|_| event != "VarSet" || tells(message.text));
        let list = list_event(event);
        if agents::concerns(event) {
            self.agent(event, message, output);
        }
        if reading.is_none() && list.is_none() && event != "FullyBooted" {
            self.stream.heard(timestamp(message.text));
            if event == "Shutdown" {
                self.note(output, Some(message.line), "the switch says that it shuts down");
            }
            return;
        }
        let text = lossy(message.text);
        if matches!(text, Cow::Owned(_)) {
            self.note(output, Some(message.line), "expected UTF-8 without NUL; what is none is replaced");
        }
        let fields = Fields::split(&text, |place| {
            self.note(output, Some(message.line + place as u64), "expected `Key: Value`; the line is left out");
        });
        let result = if let Some(reading) = reading {
            self.stream.read(reading, &fields, message.ordinal)
        } else if let Some((list, part)) = list {
            // What another program asked for is told to that program alone, so this is a leftover of an old question.
            if !self.session.live() || Session::ours(&fields) {
                self.stream.listed(list, part, &fields, message.ordinal);
            }
            Ok(())
        } else {
            self.ask_lists(output);
            self.stream.booted(&fields, message.ordinal)
        };
        if let Err(missing) = result {
            self.note(output, Some(message.line), &format!("expected `{missing}` in {event}"));
        }
        if std::mem::take(&mut self.stream.timeless) && !std::mem::replace(&mut self.timeless_noted, true) {
            self.note(output, Some(message.line), "expected `Timestamp`: set timestampevents = yes in manager.conf");
        }
        if !self.stream.lists.open() {
            self.session.lists_over();
        }
    }

    /// What an event says of agents. It is of no call, so that what is odd about it is passed over.
    fn agent(&mut self, event: &str, message: &Message<'_>, output: &mut Output) {
        let text = lossy(message.text);
        let fields = Fields::split(&text, |_| {});
        let is_news = !self.session.live() || !agents::is_listed(event) || Session::ours(&fields);
        if let Some(at) = fields.at().or_else(|| self.stream.moment()).filter(|_| is_news) {
            self.agents.take(event, &fields, at, output);
        }
    }

    fn ask_lists(&mut self, output: &mut Output) {
        for kind in self.session.ask_lists(output) {
            self.stream.lists.ask(kind.list);
        }
    }

    fn end_lists(&mut self, output: &mut Output) {
        let unanswered: Vec<_> = self.stream.lists.unanswered().collect();
        for list in unanswered {
            self.note(output, None, &format!("the switch did not answer in time what it was asked for: {list:?}"));
        }
        self.stream.end_lists();
    }

    fn answered(&mut self, answer: Answer, output: &mut Output) {
        match answer {
            Answer::Plain => {}
            Answer::Taken(taken) => output.taken.push(taken),
            Answer::NoPhones => {
                if let Some(at) = self.stream.moment() {
                    self.agents.end_phones(at, output);
                }
            }
            Answer::Refused(why) => self.note(output, None, &format!("the switch does not let us in: {why}")),
            Answer::NoList(list, why) => {
                // A switch without queues does not know that question, and needs no answer.
                if list != List::Queues {
                    self.note(
                        output,
                        None,
                        &format!("the switch refuses its list ({list:?}): {why}; see its user's write classes"),
                    );
                }
                self.stream.lists.refuse(list);
                if self.stream.lists.over() {
                    self.stream.end_lists();
                    self.session.lists_over();
                }
            }
        }
    }

    fn note(&mut self, output: &mut Output, line: Option<u64>, text: &str) {
        let Some(left) = self.notes_left.checked_sub(1) else { return };
        self.notes_left = left;
        output.notes.push(Note { line, text: Text::new(text) });
        if left == 0 {
            output
                .notes
                .push(Note { line, text: Text::new_static("there is more of this; the rest of this connection is not told") });
        }
    }
}

/// How a message begins.
enum Head<'a> {
    Event(&'a str),
    Response,
    Neither,
}

fn head(text: &[u8]) -> Head<'_> {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if line.starts_with(b"Response:") {
        return Head::Response;
    }
    match line.strip_prefix(b"Event:").and_then(|name| std::str::from_utf8(name).ok()) {
        Some(name) => Head::Event(name.trim()),
        None => Head::Neither,
    }
}

/// Whether a VarSet is about a variable that tells something. The variable stands near the end, and the switch sets dozens
/// that tell nothing, so this looks from behind before anything is split.
fn tells(text: &[u8]) -> bool {
    let names = text.rsplit(|byte| *byte == b'\n').find_map(|line| line.strip_prefix(b"Variable:"));
    let name = names.unwrap_or_default().trim_ascii();
    VARIABLES.iter().any(|wanted| wanted.as_bytes() == name)
}

/// The time of a message that is passed over. It stands in one of the first lines.
fn timestamp(text: &[u8]) -> Option<Moment> {
    let value = text.split(|byte| *byte == b'\n').take(4).find_map(|line| line.strip_prefix(b"Timestamp:"))?;
    Moment::from_epoch_text(std::str::from_utf8(value.trim_ascii()).ok()?)
}

/// The message as text; copied only if some of it is no text.
fn lossy(text: &[u8]) -> Cow<'_, str> {
    match String::from_utf8_lossy(text) {
        Cow::Borrowed(text) if !text.contains('\0') => Cow::Borrowed(text),
        text => Cow::Owned(text.replace('\0', "\u{fffd}")),
    }
}
