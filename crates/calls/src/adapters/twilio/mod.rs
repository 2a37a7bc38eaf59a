//! Twilio: what its callbacks say, as signals.
//!
//! A callback is kept as a line (`line`), read once into what it is (`callback`, with `params` and `address`), and told as
//! signals by itself (`tell`); what only several together tell is added (`family`). Where its time is whole seconds, `order` says
//! what comes first. The place of every signal comes from the callback, never from when or how often it came; the exception
//! are requests without a time of their own, which come when they happen. Before any of this a request is `receive`d: its
//! `signature` is checked, and it becomes a line.
//! To add a kind of callback: its case in `callback`, and what it tells in `tell/`.

mod address;
mod callback;
mod family;
pub mod line;
mod order;
pub mod originate;
pub mod params;
mod receive;
pub mod signature;
mod tell;
#[cfg(test)]
mod tests;

use super::{Adapter, Input, Kind, Note, Output, Settings};
use crate::Text;
use crate::signal::Feed;
use callback::Callback;
use family::Families;
use line::{Line, Lines};
use tell::Teller;

/// The callbacks of one account at Twilio.
pub const CALLBACKS: Kind =
    Kind { name: "twilio", about: "Twilio callbacks, one JSON object a line", make, receive: Some(receive::receive) };

/// The most notes about one connection.
const NOTES_MAX: u64 = 100;

fn make(settings: &Settings) -> Box<dyn Adapter> {
    let feed = Feed { name: Text::new_static(CALLBACKS.name), rank: 0 };
    Box::new(Twilio {
        lines: Lines::default(),
        heard: Heard { teller: Teller::new(settings, feed), families: Families::default(), notes: 0 },
    })
}

struct Twilio {
    lines: Lines,
    heard: Heard,
}

struct Heard {
    teller: Teller,
    families: Families,
    /// How many notes there were of this connection.
    notes: u64,
}

impl Adapter for Twilio {
    fn feed(&mut self, input: Input<'_>, output: &mut Output) {
        let Self { lines, heard } = self;
        match input {
            Input::Connected(_) => heard.notes = 0,
            Input::Bytes(bytes) => lines.push(bytes, &mut |number, text| heard.line(number, text, output)),
            Input::Closed(_) => lines.finish(&mut |number, text| heard.line(number, text, output)),
            // A call is asked for by a request of its own, not here.
            Input::Tick(_) | Input::Originate(_) => {}
            Input::Finished => {
                lines.finish(&mut |number, text| heard.line(number, text, output));
                output.signals.extend(heard.families.give_up(&heard.teller));
            }
        }
    }
}

impl Heard {
    fn line(&mut self, number: u64, text: Option<&str>, output: &mut Output) {
        let Some(text) = text else { return self.note(number, "the line is too long, or no text", output) };
        let line = match Line::read(text) {
            Ok(line) => line,
            Err(says) => return self.note(number, says, output),
        };
        let told = Callback::read(&line.params, line.seen_at).and_then(|mut callback| {
            callback.of_path(&line.path);
            let mut alone = self.teller.tell(&callback, &line.params, line.token.as_deref())?;
            if let (Some(by), Some(first)) = (line.by, alone.first_mut()) {
                first.by = Some(Box::new(by));
            }
            Ok((callback, alone))
        });
        match told {
            Ok((callback, alone)) => {
                let together = self.families.learn(&callback, &alone, &self.teller);
                output.signals.extend(alone);
                output.signals.extend(together);
            }
            Err(fault) => self.note(number, &format!("{}: expected {}", fault.parameter, fault.expected), output),
        }
    }

    fn note(&mut self, number: u64, says: &str, output: &mut Output) {
        self.notes += 1;
        let text = match self.notes {
            few if few < NOTES_MAX => Text::new(says),
            NOTES_MAX => Text::new_static("too many faults on this connection: further ones are not noted"),
            _ => return,
        };
        output.notes.push(Note { line: Some(number), text });
    }
}
