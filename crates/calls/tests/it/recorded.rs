//! Calls recorded on real phone systems: order, bytes, loss, two feeds at once.
//!
//! What the records themselves must say is held in the program's tests; here it is only that they stay what they are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use calls::Text;
use calls::adapters::{ADAPTERS, Input, Output, Settings};
use calls::conversation::{Conversation, Leg};
use calls::fold::{conversations, group};
use calls::signal::{GapKind, Signal, What};

use crate::drawn::Chance;
use crate::laws;

/// The files that each adapter reads of a scenario, as successive connections.
const FEEDS: &[(&str, &[&str])] = &[
    ("asterisk-ami", &["ami.txt", "ami-after-restart.txt"]),
    ("asterisk-cel", &["cel.csv"]),
    ("twilio", &["callbacks.jsonl"]),
];

/// The phone systems that there are recordings of.
const SYSTEMS: &[&str] = &["asterisk", "twilio"];

/// In how many orders the signals of each recorded conversation are folded; the full thousand by `ORDERS=1000`.
fn orders() -> u64 {
    std::env::var("ORDERS").ok().and_then(|orders| orders.parse().ok()).unwrap_or(100)
}

struct Stream {
    scenario: PathBuf,
    name: String,
    adapter: &'static str,
    files: Vec<Vec<u8>>,
}

fn scenarios() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folders = SYSTEMS.iter().map(|system| folder.join(system));
    let mut paths: Vec<PathBuf> =
        folders.flat_map(|folder| std::fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.is_dir());
    paths.sort();
    assert!(paths.len() > 20, "the recordings are there");
    paths
}

fn name_of(scenario: &Path) -> String {
    scenario.file_name().unwrap().to_string_lossy().into_owned()
}

fn stream(scenario: &Path, adapter: &'static str, files: &[&str]) -> Option<Stream> {
    let files: Vec<Vec<u8>> = files.iter().filter_map(|file| std::fs::read(scenario.join(file)).ok()).collect();
    let name = format!("{} {adapter}", name_of(scenario));
    (!files.is_empty()).then_some(Stream { scenario: scenario.to_owned(), name, adapter, files })
}

fn streams() -> Vec<Stream> {
    let scenarios = scenarios();
    let all = scenarios.iter().flat_map(|path| FEEDS.iter().filter_map(move |(adapter, files)| stream(path, adapter, files)));
    all.collect()
}

/// Decodes a stream whose files are cut into pieces by `cut`, which says how long the next piece is.
fn decode(adapter: &str, files: &[Vec<u8>], mut cut: impl FnMut() -> usize) -> (Vec<Signal>, Vec<String>) {
    let kind = ADAPTERS.iter().find(|kind| kind.name == adapter).unwrap();
    let mut feed = (kind.make)(&Settings { source: Text::new_static("asterisk"), ..Settings::default() });
    let mut output = Output::default();
    for file in files {
        feed.feed(Input::Connected(None), &mut output);
        let mut rest = file.as_slice();
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(cut().clamp(1, rest.len()));
            feed.feed(Input::Bytes(piece), &mut output);
            rest = after;
        }
        feed.feed(Input::Closed(None), &mut output);
    }
    feed.feed(Input::Finished, &mut output);
    (output.signals, output.notes.iter().map(|note| format!("{note:?}")).collect())
}

fn whole(stream: &Stream) -> Vec<Signal> {
    decode(stream.adapter, &stream.files, || usize::MAX).0
}

/// Every recorded stream with its signals, by name.
pub(crate) fn all_signals() -> Vec<(String, Vec<Signal>)> {
    streams().iter().map(|stream| (stream.name.clone(), whole(stream))).collect()
}

fn records(signals: Vec<Signal>) -> Vec<Conversation> {
    conversations(signals).into_iter().map(|folded| folded.conversation).collect()
}

#[test]
fn law_every_recorded_stream_keeps_the_laws_in_any_order() {
    for stream in streams() {
        for signals in group(whole(&stream)) {
            // Forty interleaved calls of one recording are forty times the same story; each in fewer orders is as much.
            let ways = if stream.name.starts_with("load") { 25 } else { orders() };
            laws::keep(&stream.name, &signals, ways);
        }
    }
}

#[test]
fn law_bytes_whole_one_at_a_time_or_cut_anywhere_give_the_same_signals() {
    for stream in streams() {
        let told = decode(stream.adapter, &stream.files, || usize::MAX);
        let ways = if stream.name.starts_with("load") { 2 } else { 12 };
        for way in 0..ways {
            let mut chance = Chance::new(way);
            let longest = [1, 7, 100, 4_000][way as usize % 4];
            let cut = decode(stream.adapter, &stream.files, || 1 + chance.below(longest));
            assert_eq!(told, cut, "{}: pieces of up to {longest}", stream.name);
        }
    }
}

/// What became of every recording, as text beside it. `BLESS=1` writes it anew, to be read before it is committed; whether it
/// is what happened on the phones is held against `truth.json` in the program's tests.
#[test]
fn every_recording_comes_out_as_it_did_before() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = String::new();
    for stream in streams().iter().filter(|stream| !stream.name.starts_with("load")) {
        let told: String = records(whole(stream)).iter().map(calls::notation::conversation).collect();
        let path = stream.scenario.join(format!("told.{}.txt", stream.adapter));
        if bless {
            std::fs::write(&path, &told).unwrap();
        } else if std::fs::read_to_string(&path).unwrap_or_default() != told {
            wrong.push_str(&format!("{}, but now\n{told}", stream.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Rule N18: a leg is taken from the best feed that told its beginning.
#[test]
fn n18_both_feeds_together_give_what_the_manager_interface_alone_gives() {
    for scenario in scenarios() {
        let feed = |no: usize| stream(&scenario, FEEDS[no].0, FEEDS[no].1).map(|stream| whole(&stream));
        let (Some(ami), Some(cel)) = (feed(0), feed(1)) else { continue };
        // Where the manager interface met a leg late or was blind for a while, the event log knows more, and that is told.
        let blind = |signal: &Signal| match &signal.what {
            What::Gap(gap) => matches!(gap.what, GapKind::LateStart | GapKind::LinkLost),
            _ => false,
        };
        if ami.iter().any(blind) || name_of(&scenario).starts_with("link_lost") {
            continue;
        }
        let alone = records(ami.clone());
        for way in 0..20 {
            let mut both = [ami.clone(), cel.clone()].concat();
            Chance::new(way).shuffle(&mut both);
            assert_eq!(records(both), alone, "{}: way {way}", scenario.display());
        }
    }
}

/// Rule N18: what the better feed missed is taken from the next.
#[test]
fn n18_the_event_log_fills_in_what_the_manager_interface_missed() {
    let scenario = scenarios().into_iter().find(|path| path.ends_with("late_join")).unwrap();
    let feed = |no: usize| whole(&stream(&scenario, FEEDS[no].0, FEEDS[no].1).unwrap());
    let (ami, cel) = (feed(0), feed(1));
    let (late, full) = (records(ami.clone()), records(cel.clone()));
    let both = records([ami, cel].concat());
    assert_eq!(both.len(), 1);
    assert!(!late[0].gaps.is_empty(), "alone it knows what it missed");
    assert_eq!(both[0].answered_at, full[0].answered_at);
    assert_eq!(both[0].seconds.talk, full[0].seconds.talk);
}

/// The messages of a stream, and the type of each.
fn messages(adapter: &str, file: &[u8]) -> Vec<(String, Vec<u8>)> {
    let text = String::from_utf8_lossy(file).into_owned();
    if adapter == "asterisk-ami" {
        let messages = text.split_inclusive("\r\n\r\n").map(|message| {
            let kind = message.lines().find_map(|line| line.strip_prefix("Event: ")).unwrap_or("Response");
            (kind.to_owned(), message.as_bytes().to_vec())
        });
        messages.collect()
    } else if adapter == "twilio" {
        let lines = text.split_inclusive('\n').map(|line| {
            let told: serde_json::Value = serde_json::from_str(line).unwrap();
            let word = |name: &str| told["params"][name].as_str().unwrap_or_default().to_owned();
            let kind =
                [word("CallStatus"), word("StatusCallbackEvent"), word("RecordingStatus"), word("QueueResult")].join(" ");
            (kind, line.as_bytes().to_vec())
        });
        lines.collect()
    } else {
        let rows = text.split_inclusive('\n').map(|row| {
            let kind = row.split(',').next().unwrap_or_default().to_owned();
            (kind, row.as_bytes().to_vec())
        });
        rows.collect()
    }
}

/// Who took part, who answered, and who was talked to, by number: a leg may show under another key where a fact is lost (who
/// listens or retrieves is a caller where nobody says so), but nobody may show who was not there.
fn told(signals: Vec<Signal>) -> (BTreeSet<String>, BTreeSet<String>, BTreeSet<String>) {
    let records = records(signals);
    let legs = || records.iter().flat_map(|record| &record.calls).flat_map(|call| call.legs.iter());
    let number = |leg: &Leg| leg.number.as_ref().map(ToString::to_string);
    (
        legs().filter_map(number).collect(),
        legs().filter(|leg| leg.answered_at().is_some()).filter_map(number).collect(),
        records.iter().flat_map(|record| &record.talked_to).map(ToString::to_string).collect(),
    )
}

fn nothing_invented(shown: &str, stream: &Stream, keep: impl Fn(usize, &str) -> bool) {
    let mut no = 0;
    let files: Vec<Vec<u8>> = stream
        .files
        .iter()
        .map(|file| {
            let kept = messages(stream.adapter, file).into_iter().filter(|(kind, _)| {
                no += 1;
                keep(no, kind)
            });
            kept.flat_map(|(_, message)| message).collect()
        })
        .collect();
    let (signals, _) = decode(stream.adapter, &files, || usize::MAX);
    for signals in group(signals.clone()) {
        laws::keep(shown, &signals, 1);
    }
    let (parties, answered, talked) = told(signals);
    // One feed may not tell of a party that the other knows (who listens); it was there nevertheless.
    let everything = FEEDS.iter().filter_map(|(adapter, files)| self::stream(&stream.scenario, adapter, files));
    let (mut all_parties, mut all_answered) = (BTreeSet::new(), BTreeSet::new());
    for stream in everything {
        // Where the number is lost, the phone's own name stands for it (rule N5): the same party.
        for record in records(whole(&stream)) {
            for leg in record.calls.iter().flat_map(|call| call.legs.iter()) {
                let names = || [&leg.number, &leg.user].into_iter().flatten().map(ToString::to_string);
                all_parties.extend(names());
                all_answered.extend(names().filter(|_| leg.answered_at().is_some()));
            }
        }
    }
    let new = |some: &BTreeSet<String>, all: &BTreeSet<String>| some.difference(all).cloned().collect::<Vec<_>>();
    assert!(new(&answered, &all_answered).is_empty(), "{shown}: invented answers of {:?}", new(&answered, &all_answered));
    assert!(new(&talked, &all_answered).is_empty(), "{shown}: invented talks with {:?}", new(&talked, &all_answered));
    assert!(new(&parties, &all_parties).is_empty(), "{shown}: invented parties {:?}", new(&parties, &all_parties));
}

#[test]
fn law_a_message_type_that_never_comes_invents_nothing() {
    for stream in streams().iter().filter(|stream| !stream.name.starts_with("load")) {
        let kinds: BTreeSet<String> =
            stream.files.iter().flat_map(|file| messages(stream.adapter, file)).map(|(kind, _)| kind).collect();
        for gone in kinds {
            nothing_invented(&format!("{} without {gone}", stream.name), stream, |_, kind| kind != gone);
        }
    }
}

#[test]
fn law_a_tenth_of_all_messages_lost_invents_nothing() {
    for stream in streams().iter().filter(|stream| !stream.name.starts_with("load")) {
        for way in 0..orders() / 10 {
            let shown = format!("{} less a tenth, way {way}", stream.name);
            nothing_invented(&shown, stream, |no, _| !Chance::new(way * 1_000_003 + no as u64).one_in(10));
        }
    }
}
