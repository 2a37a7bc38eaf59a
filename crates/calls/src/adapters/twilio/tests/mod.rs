//! The Twilio adapter, by the traps of its page.

mod originate;
mod reading;
mod signatures;
mod stories;
mod traps;

use super::CALLBACKS;
use crate::Text;
use crate::adapters::{Input, Note, Output, Settings};
use crate::conversation::Conversation;
use crate::fold::conversations;
use crate::signal::Signal;

/// What lines tell, as one connection.
fn told(lines: &[String]) -> (Vec<Signal>, Vec<Note>) {
    let mut adapter = (CALLBACKS.make)(&Settings { source: Text::new_static("twilio"), ..Settings::default() });
    let mut output = Output::default();
    adapter.feed(Input::Connected(None), &mut output);
    for line in lines {
        adapter.feed(Input::Bytes(format!("{line}\n").as_bytes()), &mut output);
    }
    adapter.feed(Input::Closed(None), &mut output);
    (output.signals, output.notes)
}

/// The records of lines that are all understood.
fn records(lines: &[String]) -> Vec<Conversation> {
    let (signals, notes) = told(lines);
    assert!(notes.is_empty(), "{notes:?}");
    conversations(signals).into_iter().map(|folded| folded.conversation).collect()
}

/// The record of lines that tell of one conversation.
fn record(lines: &[String]) -> Conversation {
    let mut records = records(lines);
    assert_eq!(records.len(), 1, "{records:?}");
    records.remove(0)
}

/// A callback from its fields, as `Name=value`.
fn line(fields: &str) -> String {
    let fields: Vec<String> = fields
        .split('&')
        .map(|field| field.split_once('=').unwrap())
        .map(|(name, value)| format!("{name:?}:{value:?}"))
        .collect();
    format!("{{\"params\":{{{}}}}}", fields.join(","))
}

/// The status of an inbound call `CAp` at a second.
fn parent(second: u32, status: &str, sequence: u32, more: &str) -> String {
    line(&format!(
        "CallSid=CAp&From=+15550001&To=+15550002&Direction=inbound&CallStatus={status}&Timestamp={}&SequenceNumber={sequence}{more}",
        at(second)
    ))
}

/// The status of a call that is dialled for `CAp`.
fn child(sid: &str, second: u32, status: &str, sequence: u32, more: &str) -> String {
    line(&format!(
        "CallSid={sid}&ParentCallSid=CAp&From=+15550001&To=client:{sid}&Direction=outbound-dial&CallStatus={status}\
         &Timestamp={}&SequenceNumber={sequence}{more}",
        at(second)
    ))
}

fn at(second: u32) -> String {
    format!("Mon, 02 Nov 2026 09:{:02}:{:02} +0000", second / 60, second % 60)
}

/// Seconds as a record has them.
fn seconds(micros: u64) -> u64 {
    micros / 1_000_000
}
