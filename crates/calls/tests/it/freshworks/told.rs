//! What people and programs say of a call beside its line, as lines of a story: `! AT LEG WORD key=value …`.

use calls::Text;
use calls::moment::Moment;
use calls::notation;
use calls::signal::{
    Assigned, Behind, Billed, Disposed, Doing, Done, Known, Recorded, RecordingKind, RecordingStep, Signal, Stated, What,
};

use super::House;

/// The signals of a story in its order, and the account that it is told in.
pub(crate) fn story(table: &str) -> (Vec<Signal>, House) {
    let (mut signals, mut house, mut setting) = (Vec::new(), House::default(), Setting::default());
    for (no, line) in table.lines().enumerate() {
        if let Some(words) = line.strip_prefix("#!") {
            words.split_whitespace().for_each(|word| setting.take(word, &mut house));
        } else if let Some(line) = line.strip_prefix('!') {
            signals.push(said(line.trim(), no));
        } else {
            signals.extend(notation::read(line).unwrap_or_else(|error| panic!("{line}: {error}")));
        }
    }
    for (no, signal) in signals.iter_mut().enumerate() {
        signal.seq = no as u64;
        signal.key = Text::new(format!("{no} {}", signal.key));
        setting.resolve(signal);
    }
    (signals, house)
}

/// What configuration and directory decide.
#[derive(Default)]
struct Setting {
    wrap_up_s: Option<u32>,
    behind: Option<Behind>,
}

impl Setting {
    fn take(&mut self, word: &str, house: &mut House) {
        let behind = self.behind.get_or_insert_default();
        match word.split_once('=').unwrap_or((word, "")) {
            ("wrap_up", seconds) => {
                self.wrap_up_s = seconds.parse().ok();
                house.wraps_up = true;
            }
            ("bills", _) => house.bills = true,
            ("queue", key) => behind.queue = Some(key.into()),
            ("menu", key) => behind.menu = Some(key.into()),
            ("team", key) => behind.team = Some(key.into()),
            _ => panic!("{word}: no such setting"),
        }
    }

    fn resolve(&self, signal: &mut Signal) {
        if matches!(signal.what, What::CameIn(_)) {
            signal.behind = self.behind.clone().map(Box::new);
        }
        for party in signal.what.parties_mut().filter(|party| party.user.is_some()) {
            party.known = Some(Box::new(Known { wrap_up_s: self.wrap_up_s, ..Known::default() }));
        }
    }
}

fn said(line: &str, no: usize) -> Signal {
    let (head, rest) = line.split_once(" text=").map_or((line, None), |(head, text)| (head, Some(text)));
    let words: Vec<&str> = head.split_whitespace().collect();
    let [at, leg, word, keys @ ..] = words.as_slice() else { panic!("{line}: expected at leg word") };
    let key = |name: &str| keys.iter().find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let text = |name: &str| key(name).map(Text::new);
    let number = |name: &str| key(name).and_then(|number| number.parse::<f64>().ok());
    let mut signal = notation::read(&format!("{at} {leg} ringing")).unwrap().remove(0);
    let doing = |doing: Doing| What::Done(Box::new(Done { call: Text::new(leg), doing }));
    let recorded = |step: RecordingStep| {
        let kind = if key("kind") == Some("voicemail") { RecordingKind::Voicemail } else { RecordingKind::Call };
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
        "summarised" => doing(Doing::Summarised(rest.map(Text::new))),
        "lapsed" => doing(Doing::Lapsed),
        "deleted" => doing(Doing::Deleted(true)),
        "restored" => doing(Doing::Deleted(false)),
        "assigned" => doing(Doing::Assigned(Some(Assigned { team: text("team"), user: text("user"), ..Assigned::default() }))),
        "billed" => {
            let billed = Billed { seconds: number("seconds").unwrap(), amount: number("amount"), currency: text("currency") };
            What::Stated(Box::new(Stated { billed: Some(billed), ..Stated::default() }))
        }
        "kept" => {
            let kept = text("dialect").zip(rest.map(Text::new));
            What::Stated(Box::new(Stated { kept, ..Stated::default() }))
        }
        "stored" => recorded(RecordingStep::Stored { length_s: number("length"), size: None, url: text("url") }),
        "redact" => recorded(RecordingStep::RedactAt(Moment::default())),
        "removed" => recorded(RecordingStep::Deleted),
        _ => panic!("{word}: no such word"),
    };
    signal
}
