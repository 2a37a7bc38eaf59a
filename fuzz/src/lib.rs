//! What every fuzz target does with what it is given. The fuzzer looks for an input that makes one of these panic.
//!
//! To add a target: its line in `Cargo.toml`, a file in `targets/`, and its line in `xtask/src/fuzz.rs`.

use calls::adapters::{ADAPTERS, Input, Output, Settings};
use calls::fold::{conversations, fold, story};
use calls::notation::json::native::{from_native, parse_batch};
use calls::notation::json::{from_json, to_json};
use calls::number::{compared, e164, told, withheld};
use calls::signal::Signal;

mod any_signal;

pub use any_signal::Signals;

/// Decoding never fails, gives the same signals wherever the bytes are cut, and what it gives can be folded.
pub fn decode_and_fold(adapter: &str, bytes: &[u8]) {
    let Some((cut, bytes)) = bytes.split_first() else { return };
    let whole = decode(adapter, [bytes].into_iter());
    let parts = decode(adapter, bytes.chunks(usize::from(*cut) + 1));
    assert_eq!(whole, parts, "cut into parts of {}", usize::from(*cut) + 1);
    for folded in conversations(whole) {
        holds(&folded.conversation);
    }
}

fn decode<'a>(name: &str, parts: impl Iterator<Item = &'a [u8]>) -> Vec<Signal> {
    let Some(kind) = ADAPTERS.iter().find(|kind| kind.name == name) else { return Vec::new() };
    let mut adapter = (kind.make)(&Settings::default());
    let mut output = Output::default();
    adapter.feed(Input::Connected(None), &mut output);
    for part in parts {
        adapter.feed(Input::Bytes(part), &mut output);
    }
    adapter.feed(Input::Closed(None), &mut output);
    adapter.feed(Input::Finished, &mut output);
    output.signals
}

/// Signals are read back from what is kept of them; the fold never fails, and the order in which signals arrive, or how often, changes nothing (promise 3).
pub fn fold_in_any_order(signals: Vec<Signal>) {
    signals.iter().for_each(is_read_back);
    let straight = fold(&signals);
    holds(&straight);
    let mut other = signals.clone();
    other.reverse();
    other.extend(signals.iter().step_by(2).cloned());
    assert_eq!(straight, fold(&other), "another order");
    let mut told = None;
    for (_, change) in story(&signals) {
        told = Some(change.apply(told.as_ref()));
    }
    assert_eq!(straight, told.unwrap_or_default(), "signal by signal");
    for folded in conversations(signals) {
        holds(&folded.conversation);
    }
}

/// Whatever is posted is signals or a fault; signals are read back from what is kept of them, and can be folded.
///
/// Bytes that are no batch are taken for the signals in one too, so that the fuzzer need not find the way in each time.
pub fn tell(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let batch = parse_batch(text).or_else(|_| parse_batch(&format!("{{\"signals\":[{text}]}}")));
    let Ok((source, values)) = batch else { return };
    let source = source.unwrap_or_else(|| "pbx".to_owned());
    let signals: Vec<Signal> = values.iter().filter_map(|value| from_native(value, &source).ok()).collect();
    signals.iter().for_each(is_read_back);
    for folded in conversations(signals) {
        holds(&folded.conversation);
    }
}

/// Whatever stands where a number is expected: it has one form in which it is compared, and its full form is its own, in every region.
pub fn number(bytes: &[u8]) {
    let Some((region, text)) = bytes.split_first().and_then(|(no, rest)| Some((no, std::str::from_utf8(rest).ok()?))) else {
        return;
    };
    const REGIONS: [Option<&str>; 8] =
        [None, Some("US"), Some("NL"), Some("IT"), Some("BR"), Some("001"), Some("ZZ"), Some("gb")];
    let region = REGIONS[usize::from(*region) % REGIONS.len()];
    if let Some(told) = told(text) {
        assert!(!told.is_empty() && !withheld(told));
    }
    if let Some(bare) = compared(text) {
        assert_eq!(compared(&bare), Some(bare.clone()), "what is compared is compared as itself");
    }
    if let Some(full) = e164(text, region) {
        let digits = full.strip_prefix('+').unwrap_or_default();
        // Numbers of some countries are longer than E.164 has them: Japan's of the kind 00777 have 17 digits after its code.
        assert!((3..=20).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()), "{full}");
        assert_eq!(e164(&full, region), Some(full.clone()), "a full form is its own");
        assert_eq!(e164(&full, None), Some(full), "in every region");
    }
}

/// What is kept of a signal is all of it.
fn is_read_back(signal: &Signal) {
    let text = to_json(signal);
    assert_eq!(from_json(&text).as_ref(), Ok(signal), "{text}");
}

/// What is true of every conversation, whatever it was made of (rule N10).
fn holds(conversation: &calls::conversation::Conversation) {
    let within = |seconds: &calls::conversation::Seconds| assert!(seconds.hold <= seconds.talk, "hold lies inside talk");
    within(&conversation.seconds);
    for call in &conversation.calls {
        within(&call.seconds);
        assert!(call.ended_at.is_none_or(|ended| ended >= call.started_at), "a call ends after it began");
    }
}
