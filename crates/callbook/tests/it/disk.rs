//! A disk on which there is no room: nothing more is acknowledged, nothing that was is lost, and when there is room again the
//! server goes on by itself.
//!
//! The room is what the operating system lets a process write of any one file, so that no disk has to be filled. That the
//! limit can be lifted while the process runs needs `prlimit`, which is on every Linux.

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

pub(crate) fn lift(served: &Served) {
    let pid = served.process().to_string();
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

#[test]
fn a_full_disk_acknowledges_nothing_loses_nothing_and_is_over_by_itself() {
    let home = Home::new(Path::new(env!("CARGO_BIN_EXE_callbook")), "[sources.load]\nadapters = [\"native\"]\n");
    let served = limited(&home);
    let key = home.key("main");
    let mut door = Door::open(served.address, &key).unwrap();
    let (began, mut number, mut acknowledged) = (Instant::now(), 0, Vec::new());
    let full = loop {
        let signals = batch(number);
        let answer = tell(&mut door, &signals);
        if answer.status != 200 {
            break answer;
        }
        acknowledged.extend(signals);
        number += 1;
        assert!(began.elapsed() < PATIENCE, "there is room without end");
    };
    assert_later(&full);
    assert!(number > 0, "something was acknowledged before");
    for _ in 0..3 {
        assert_later(&tell(&mut door, &batch(number)));
    }
    let ready = door.ask("GET", "/readyz", None).unwrap();
    assert_eq!((ready.status, &ready.json()["status"]), (503, &json!("failing")), "{}", ready.json());
    // What is there can be read all the while.
    assert!(!door.read("/conversations").unwrap()["conversations"].as_array().unwrap().is_empty());
    lift(&served);
    let again = loop {
        let answer = tell(&mut door, &batch(number));
        if answer.status == 200 {
            break answer.json();
        }
        assert_later(&answer);
        assert!(began.elapsed() < PATIENCE, "it does not find that there is room\n{}", home.log());
    };
    let signals = batch(number);
    assert_eq!((&again["accepted"], &again["repeated"]), (&json!(signals.len()), &json!(0)), "a refused batch was half taken");
    acknowledged.extend(signals);
    let ready = door.ask("GET", "/readyz", None).unwrap();
    assert_eq!(ready.status, 200, "{}", ready.json());
    let mut wanted = BTreeMap::<String, BTreeSet<String>>::new();
    for fact in acknowledged {
        let [thread, key] = ["thread", "key"].map(|field| fact[field].as_str().unwrap().to_owned());
        wanted.entry(thread).or_default().insert(key);
    }
    let conversations = door.all("/conversations?limit=500", "conversations").unwrap();
    assert_eq!(kept(&mut door, &conversations), wanted);
    drop(door);
    assert!(served.stop().success());
    assert!(home.printed(&["refold"]).contains(" 0 of them corrected"));
}
