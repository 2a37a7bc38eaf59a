//! What the manager feed makes of streams: recorded ones, made ones, and noise.
#![allow(clippy::unwrap_used)]
// Recordings are files.
#![allow(clippy::disallowed_methods)]

mod agents;
mod framing;
mod lists;
mod originate;
mod reading;
mod recordings;
mod signing_in;
mod times;

use super::super::fact::{Fact, Seen};
use super::Decoder;
use crate::adapters::{Dialling, Input, Login, Output, Settings, SignIn, Taken};
use crate::moment::Moment;

/// A decoder with what it told so far.
pub(super) struct Rig {
    pub(super) decoder: Decoder,
    pub(super) seen: Vec<Seen>,
    pub(super) notes: Vec<(Option<u64>, String)>,
    pub(super) taken: Vec<Taken>,
    pub(super) sent: String,
    pub(super) wake_at: Option<Moment>,
    pub(super) redial_at: Option<Moment>,
    pub(super) sign_in: Option<SignIn>,
}

impl Rig {
    pub(super) fn new(challenge: bool) -> Self {
        let login = Login { username: "callbook".into(), secret: "s3cr\r\net".into(), challenge };
        let dialling = Dialling { context: "house".into(), priority: 1, number: "0{digits}".into(), ring_s: 25 };
        let settings = Settings { source: "pbx".into(), login: Some(login), dialling: Some(dialling), ..Settings::default() };
        let decoder = Decoder::new(&settings);
        let (sent, taken) = (String::new(), vec![]);
        Self { decoder, seen: vec![], notes: vec![], taken, sent, wake_at: None, redial_at: None, sign_in: None }
    }

    pub(super) fn feed(&mut self, input: Input<'_>) -> &mut Self {
        let mut output = Output::default();
        self.decoder.feed(input, &mut output, &mut |seen, _| self.seen.push(seen));
        self.notes.extend(output.notes.iter().map(|note| (note.line, note.text.to_string())));
        self.sent.push_str(&String::from_utf8(output.send).unwrap());
        self.taken.extend(output.taken);
        self.wake_at = output.wake_at;
        self.redial_at = output.redial_at;
        self.sign_in = output.sign_in;
        self
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.feed(Input::Bytes(text.replace('\n', "\r\n").as_bytes()))
    }

    pub(super) fn facts(&self) -> Vec<&Fact> {
        self.seen.iter().map(|seen| &seen.fact).filter(|fact| !matches!(fact, Fact::Mentioned { .. })).collect()
    }
}

/// What a file tells, fed in pieces of that size.
pub(super) fn replay(files: &[&[u8]], piece: usize) -> Rig {
    let mut rig = Rig::new(false);
    for file in files {
        rig.feed(Input::Connected(None));
        for piece in file.chunks(piece) {
            rig.feed(Input::Bytes(piece));
        }
        rig.feed(Input::Closed(None));
    }
    rig.feed(Input::Finished);
    rig
}

/// What a file with these messages tells, its line ends as a switch writes them.
pub(super) fn told(text: &str) -> Rig {
    replay(&[text.replace('\n', "\r\n").as_bytes()], usize::MAX)
}

pub(super) fn moment(text: &str) -> Moment {
    Moment::from_epoch_text(text).unwrap()
}

/// The files of every recorded scenario, by name.
pub(super) fn scenarios() -> Vec<(String, Vec<Vec<u8>>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/asterisk");
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let files: Vec<_> =
            ["ami.txt", "ami-after-restart.txt"].iter().filter_map(|f| std::fs::read(path.join(f)).ok()).collect();
        if !files.is_empty() {
            all.push((path.file_name().unwrap().to_string_lossy().into_owned(), files));
        }
    }
    all.sort();
    all
}

pub(super) fn scenario(name: &str) -> Vec<Vec<u8>> {
    scenarios().into_iter().find(|(found, _)| found == name).unwrap().1
}

/// One message about the channel `<id>`, with further lines.
pub(super) fn event(name: &str, at: &str, id: &str, more: &str) -> String {
    let time = if at.is_empty() { String::new() } else { format!("Timestamp: {at}\n") };
    let more = if more.is_empty() { String::new() } else { format!("{}\n", more.trim_end_matches('\n')) };
    format!(
        "Event: {name}\nPrivilege: call,all\n{time}Channel: PJSIP/phone-{id}\nChannelState: 4\nCallerIDNum: 11\n\
         CallerIDName: <unknown>\nConnectedLineNum: <unknown>\nContext: house\nExten: 12\nUniqueid: {id}\nLinkedid: {id}\n{more}\n"
    )
}
