//! What people and programs say of a call beside its line, as lines of a story: `! AT LEG WORD key=value …`.

use calls::Text;
use calls::moment::Moment;
use calls::notation;
use calls::signal::{Disposed, Doing, Done, Known, Recorded, RecordingKind, RecordingStep, Signal, What};

/// The signals of a story in its order.
pub(super) fn story(table: &str) -> Vec<Signal> {
    let (mut signals, mut wrap_up_s) = (Vec::new(), None);
    for (no, line) in table.lines().enumerate() {
        if let Some(words) = line.strip_prefix("#!") {
            let wrap_up = words.split_whitespace().find_map(|word| word.strip_prefix("wrap_up="));
            wrap_up_s = wrap_up.map(|seconds| seconds.parse().unwrap()).or(wrap_up_s);
        } else if let Some(line) = line.strip_prefix('!') {
            signals.push(said(line.trim(), no));
        } else {
            signals.extend(notation::read(line).unwrap_or_else(|error| panic!("{line}: {error}")));
        }
    }
    for (no, signal) in signals.iter_mut().enumerate() {
        signal.seq = no as u64;
        signal.key = Text::new(format!("{no} {}", signal.key));
        for party in signal.what.parties_mut() {
            // Somebody outside is a contact where the story gives him a name.
            let contact = party.name.clone().filter(|_| party.user.is_none());
            party.known = Some(Box::new(Known { wrap_up_s, contact, ..Known::default() }));
        }
    }
    signals
}

fn said(line: &str, no: usize) -> Signal {
    let (head, rest) = line.split_once(" text=").map_or((line, None), |(head, text)| (head, Some(text)));
    let words: Vec<&str> = head.split_whitespace().collect();
    let [at, leg, word, keys @ ..] = words.as_slice() else { panic!("{line}: expected at leg word") };
    let text = |name: &str| keys.iter().find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(Text::new);
    let mut signal = notation::read(&format!("{at} {leg} ringing")).unwrap().remove(0);
    let doing = |doing: Doing| What::Done(Box::new(Done { call: Text::new(leg), doing }));
    let recorded = |step: RecordingStep| {
        let kind = if keys.contains(&"kind=voicemail") { RecordingKind::Voicemail } else { RecordingKind::Call };
        What::Recorded(Box::new(Recorded { recording: text("recording").unwrap(), kind, name: None, step }))
    };
    signal.key = Text::new(format!("said {no}"));
    signal.what = match *word {
        "disposed" => {
            let wrong_number = keys.contains(&"wrong_number");
            doing(Doing::Disposed(Some(Disposed { wrong_number, text: rest.map(Text::new), next_call_at: None })))
        }
        "noted" => doing(Doing::Noted { id: text("id").unwrap(), text: rest.map(Text::new) }),
        "handled" => doing(Doing::Handled(true)),
        "deleted" => doing(Doing::Deleted(true)),
        "restored" => doing(Doing::Deleted(false)),
        "stored" => recorded(RecordingStep::Stored { length_s: None, size: None, url: None }),
        "played" => recorded(RecordingStep::Played),
        "removed" => recorded(RecordingStep::Deleted),
        "redact" => recorded(RecordingStep::RedactAt(Moment::default())),
        _ => panic!("{word}: no such word"),
    };
    signal
}
