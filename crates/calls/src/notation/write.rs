//! A signal as a line.

use crate::Text;
use crate::conversation::Word;
use crate::signal::{Doing, How, JoinedAs, Party, RecordingStep, Signal, Unparked, What};

/// The line of a signal: seconds of its minute are not enough to tell signals apart, so the time is printed whole.
#[must_use]
pub fn line(signal: &Signal) -> String {
    let mut parts = Parts::default();
    what(&signal.what, &mut parts);
    if !signal.ties.is_empty() {
        parts.tell("ties", &signal.ties.join(","));
    }
    format!("{} {} {}{}", signal.at, quoted(&signal.leg.0), signal.what.word(), parts.0)
}

/// ` key=value` after ` key=value`.
#[derive(Default)]
struct Parts(String);

impl Parts {
    fn tell(&mut self, key: &str, value: &str) {
        self.0.push(' ');
        self.0.push_str(key);
        self.0.push('=');
        self.0.push_str(&quoted(value));
    }

    fn maybe(&mut self, key: &str, value: &Option<Text>) {
        if let Some(value) = value {
            self.tell(key, value);
        }
    }

    fn party(&mut self, party: &Party) {
        self.maybe("number", &party.number);
        self.maybe("e164", &party.e164);
        self.maybe("name", &party.name);
        self.maybe("user", &party.user);
        self.maybe("trunk", &party.trunk);
        self.maybe("device", &party.device);
        if party.withheld {
            self.tell("withheld", "yes");
        }
    }
}

/// Text with blanks, quotes or nothing in it stands in quotes.
fn quoted(text: &str) -> String {
    let plain = !text.is_empty() && text.chars().all(|c| !c.is_whitespace() && !c.is_control() && c != '"' && c != '\\');
    if plain { text.to_owned() } else { format!("{text:?}") }
}

fn what(told: &What, parts: &mut Parts) {
    match told {
        What::CameIn(came) => {
            parts.party(&came.party);
            parts.maybe("dialled", &came.dialled);
            parts.maybe("line", &came.line);
        }
        What::Originated(originated) => {
            parts.party(&originated.party);
            if originated.callback {
                parts.tell("callback", "yes");
            }
        }
        What::Dialled(dialled) => {
            parts.tell("by", &dialled.by.0);
            parts.party(&dialled.party);
            parts.maybe("queue", &dialled.queue);
        }
        What::Joined(joined) => {
            parts.tell("to", &joined.to.0);
            parts.tell("as", joined_as(joined.role));
            parts.party(&joined.party);
        }
        What::Chose { number } => parts.tell("number", number),
        What::Presented { line } => parts.tell("line", line),
        What::Ringing | What::Answered | What::Resumed | What::AskedToEnd => {}
        What::Connected { bridge } | What::Disconnected { bridge } => parts.tell("bridge", bridge),
        What::Held { held, by } => {
            parts.maybe("held", &held.clone().map(|held| held.0));
            parts.maybe("by", &by.clone().map(|by| by.0));
        }
        What::Ended { how } => parts.tell("how", how_word(*how)),
        What::Lost { why } => parts.tell("why", why),
        _ => placed(told, parts),
    }
}

fn placed(told: &What, parts: &mut Parts) {
    match told {
        What::Entered { place, name, instance } => {
            parts.tell("place", place.word());
            parts.maybe("name", name);
            parts.maybe("instance", instance);
        }
        What::Left { place, how, agent } => {
            parts.tell("place", place.word());
            parts.maybe("how", &how.map(|how| Text::new_static(how.word())));
            parts.maybe("agent", &agent.clone().map(|agent| agent.0));
        }
        What::Pressed { digit } => parts.tell("digit", digit.encode_utf8(&mut [0; 4])),
        What::Message { left } => parts.tell("left", if *left { "yes" } else { "no" }),
        What::Parked { by, space } => {
            parts.maybe("by", &by.clone().map(|by| by.0));
            parts.maybe("space", space);
        }
        What::Unparked { how } => match how {
            Unparked::Retrieved { by } => parts.tell("by", &by.0),
            Unparked::Returned => parts.tell("how", "returned"),
            Unparked::GivenUp => parts.tell("how", "given_up"),
        },
        What::Consults { held } => parts.tell("held", &held.0),
        What::Transferred(transferred) => {
            parts.tell("kind", transferred.kind.word());
            parts.maybe("by", &transferred.by.clone().map(|by| by.0));
            parts.maybe("second", &transferred.second.clone().map(|second| second.0));
            parts.maybe("target", &transferred.target.clone().map(|target| target.0));
            parts.maybe("to", &transferred.to);
        }
        What::PickedUp { by } => parts.tell("by", &by.0),
        What::Forwarded { to } => parts.tell("to", to),
        _ => beside(told, parts),
    }
}

fn beside(told: &What, parts: &mut Parts) {
    match told {
        What::Recorded(recorded) => {
            parts.tell("recording", &recorded.recording);
            parts.tell("kind", recorded.kind.word());
            parts.maybe("name", &recorded.name);
            parts.tell("step", step_word(&recorded.step));
        }
        What::Gap(gap) => {
            parts.tell("what", gap.what.word());
            parts.tell("text", &gap.text);
            parts.maybe("from", &gap.from.map(|from| Text::new(from.to_string())));
            parts.maybe("to", &gap.to.map(|to| Text::new(to.to_string())));
        }
        What::Stated(stated) => {
            parts.maybe("provider", &stated.provider.clone().map(|provider| provider.name));
            parts.maybe("id", &stated.provider.clone().map(|provider| provider.id));
            if let Some(logged) = &stated.logged {
                parts.tell("logged", logged.direction.word());
                parts.maybe("from", &logged.from.number);
                parts.maybe("to", &logged.to.number);
                parts.maybe("outcome", &logged.outcome.map(|outcome| Text::new_static(outcome.word())));
            }
        }
        What::Done(done) => {
            parts.tell("call", &done.call);
            parts.tell("doing", doing_word(&done.doing));
        }
        _ => {}
    }
}

pub(super) fn joined_as(role: JoinedAs) -> &'static str {
    match role {
        JoinedAs::Taker => "taker",
        JoinedAs::Supervisor => "supervisor",
        JoinedAs::Barging => "barging",
        JoinedAs::Added => "added",
    }
}

pub(super) fn how_word(how: How) -> &'static str {
    match how {
        How::Normal => "normal",
        How::Busy => "busy",
        How::Declined => "declined",
        How::NoAnswer => "no_answer",
        How::Cancelled => "cancelled",
        How::Elsewhere => "elsewhere",
        How::Unavailable => "unavailable",
        How::Failed => "failed",
        How::Blocked => "blocked",
    }
}

fn step_word(step: &RecordingStep) -> &'static str {
    match step {
        RecordingStep::Started => "started",
        RecordingStep::Ended => "ended",
        RecordingStep::Stored { .. } => "stored",
        RecordingStep::Played => "played",
        RecordingStep::RedactAt(_) => "redact_at",
        RecordingStep::Deleted => "deleted",
    }
}

fn doing_word(doing: &Doing) -> &'static str {
    match doing {
        Doing::Disposed(Some(_)) => "disposed",
        Doing::Disposed(None) => "not_disposed",
        Doing::Noted { .. } => "noted",
        Doing::Summarised(_) => "summarised",
        Doing::Linked { there: true, .. } => "linked",
        Doing::Linked { there: false, .. } => "unlinked",
        Doing::Handled(true) => "handled",
        Doing::Handled(false) => "not_handled",
        Doing::Deleted(true) => "deleted",
        Doing::Deleted(false) => "restored",
        Doing::Assigned(Some(_)) => "assigned",
        Doing::Assigned(None) => "not_assigned",
        Doing::Lapsed => "lapsed",
    }
}
