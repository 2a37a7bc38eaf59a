//! A disk that is full or failing: nothing more is acknowledged, nothing that was is lost, and when the disk is well again the
//! server goes on by itself.
//!
//! No disk has to be filled or broken for it. Once the operating system lets the server write only so much of any one file,
//! until `prlimit` lifts that. And once `disk/troubled.c` stands between the server and its C library, and answers as a full
//! or a failing disk does while a file says so.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::rounds::{call, kept};
use crate::served::{Answer, Door, Home, Served};

/// In blocks of 512 bytes.
const ROOM: u32 = 3_000;
/// The calls of a batch.
const CALLS: usize = 10;
/// Longer than it takes to write all of the room, and to find that there is some again.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that may write so much of a file. What goes beyond is an error to it, and not its end.
pub(crate) fn limited(home: &Home) -> Served {
    let mut command = Command::new("sh");
    let words = format!("trap '' XFSZ; ulimit -S -f {ROOM}; exec \"$0\" serve --config \"$1\"");
    command.args(["-c", &words]).arg(env!("CARGO_BIN_EXE_callbook")).arg(home.config());
    home.serve_by(command)
}

/// Lets it write again.
pub(crate) fn lift(process: u32) {
    let pid = process.to_string();
    assert!(Command::new("prlimit").args(["--pid", &pid, "--fsize=unlimited"]).status().unwrap().success());
}

pub(crate) fn batch(number: usize) -> Vec<Value> {
    (0..CALLS).flat_map(|place| call(0, number * CALLS + place, None).1.into_iter().flatten()).collect()
}

pub(crate) fn tell(door: &mut Door, signals: &[Value]) -> Answer {
    let body = json!({"source": "load", "signals": signals}).to_string();
    door.ask("POST", "/callbook/v1/signals", Some(&body)).unwrap()
}

/// The answer that tells whoever told signals to tell them again.
fn assert_later(answer: &Answer) {
    let head = answer.head.to_ascii_lowercase();
    assert_eq!(answer.status, 503, "{}", String::from_utf8_lossy(&answer.body));
    assert!(head.contains("retry-after:") && head.contains("application/problem+json"), "{head}");
    assert_eq!(answer.json()["status"], 503, "{}", answer.json());
}

/// A server whose disk is in trouble while the file `trouble` of its folder says which.
fn troubled(home: &Home) -> Served {
    let shim = home.folder().join("troubled.so");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/disk/troubled.c");
    let compiled = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&shim).arg(source).status().unwrap();
    assert!(compiled.success(), "the C compiler that builds SQLite builds this too");
    let mut command = Command::new(env!("CARGO_BIN_EXE_callbook"));
    command.args(["serve", "--config"]).arg(home.config());
    command.env("LD_PRELOAD", shim).env("TROUBLE", home.folder().join("trouble"));
    home.serve_by(command)
}

fn home() -> Home {
    Home::new(Path::new(env!("CARGO_BIN_EXE_callbook")), "[sources.load]\nadapters = [\"native\"]\n")
}

/// Tells batches until the trouble is there, which `begin` may begin before any of them; mends it; and holds what is kept
/// against what was acknowledged.
fn outlasts(home: &Home, served: Served, begin: impl Fn(usize), mend: impl FnOnce()) {
    let key = home.key("main");
    let mut door = Door::open(served.address, &key).unwrap();
    let (began, mut number, mut acknowledged) = (Instant::now(), 0, Vec::new());
    let refused = loop {
        begin(number);
        let signals = batch(number);
        let answer = tell(&mut door, &signals);
        if answer.status != 200 {
            break answer;
        }
        acknowledged.extend(signals);
        number += 1;
        assert!(began.elapsed() < PATIENCE, "there is no trouble");
    };
    assert_later(&refused);
    assert!(number > 0, "something was acknowledged before");
    for _ in 0..3 {
        assert_later(&tell(&mut door, &batch(number)));
    }
    let ready = door.ask("GET", "/readyz", None).unwrap();
    assert_eq!((ready.status, &ready.json()["status"]), (503, &json!("failing")), "{}", ready.json());
    // What is there can be read all the while.
    assert!(!door.read("/conversations").unwrap()["conversations"].as_array().unwrap().is_empty());
    mend();
    let again = loop {
        let answer = tell(&mut door, &batch(number));
        if answer.status == 200 {
            break answer.json();
        }
        assert_later(&answer);
        assert!(began.elapsed() < PATIENCE, "it does not find that the disk is well\n{}", home.log());
    };
    let signals = batch(number);
    assert_eq!((&again["accepted"], &again["repeated"]), (&json!(signals.len()), &json!(0)), "a refused batch was half taken");
    acknowledged.extend(signals);
    let ready = door.ask("GET", "/readyz", None).unwrap();
    assert_eq!(ready.status, 200, "{}", ready.json());
    // A server that is killed and started again has no more and no less: nothing was only in its memory.
    assert_kept(&mut door, &acknowledged);
    drop(door);
    served.kill();
    let served = home.serve();
    assert_kept(&mut Door::open(served.address, &key).unwrap(), &acknowledged);
    assert!(served.stop().success());
    assert!(home.printed(&["refold"]).contains(" 0 of them corrected"));
}

fn assert_kept(door: &mut Door, acknowledged: &[Value]) {
    let mut wanted = BTreeMap::<String, BTreeSet<String>>::new();
    for fact in acknowledged {
        let [thread, key] = ["thread", "key"].map(|field| fact[field].as_str().unwrap().to_owned());
        wanted.entry(thread).or_default().insert(key);
    }
    let conversations = door.all("/conversations?limit=500", "conversations").unwrap();
    assert_eq!(kept(door, &conversations), wanted);
}

#[test]
fn a_disk_without_room_acknowledges_nothing_loses_nothing_and_is_over_by_itself() {
    let home = home();
    let served = limited(&home);
    let process = served.process();
    outlasts(&home, served, |_| {}, || lift(process));
}

#[test]
fn a_full_disk_acknowledges_nothing_loses_nothing_and_is_over_by_itself() {
    outlasts_trouble("full");
}

#[test]
fn a_disk_that_fails_to_write_acknowledges_nothing_loses_nothing_and_is_over_by_itself() {
    outlasts_trouble("write");
}

#[test]
fn a_disk_that_fails_to_sync_acknowledges_nothing_loses_nothing_and_is_over_by_itself() {
    outlasts_trouble("sync");
}

/// The trouble begins after so many batches.
const WELL_BATCHES: usize = 20;

fn outlasts_trouble(which: &str) {
    let home = home();
    let file = home.folder().join("trouble");
    let served = troubled(&home);
    let begin = |number| {
        if number == WELL_BATCHES {
            std::fs::write(&file, which).unwrap();
        }
    };
    outlasts(&home, served, begin, || std::fs::remove_file(&file).unwrap());
}
