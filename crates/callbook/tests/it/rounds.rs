//! The server killed under load, again and again: what was acknowledged is there, once; versions have no holes; and a reader
//! who goes on where he was sees every change.
//!
//! Several writers tell calls in small batches over connections of their own, each remembering what was acknowledged. When a
//! drawn number of batches was acknowledged, and a drawn moment later, the server is killed; the next one starts on the same
//! store. Writers then tell again whatever got no answer, and some of what did. All chance comes from one seed, which is
//! printed. The chore of the house that does this for longer includes this file. To look for one more thing: a line in
//! [`judge`].

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "whoever kills servers wants to see how they fare")]

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::served::{Door, Home};

/// How many write at once.
const WRITERS: usize = 6;
/// The most batches that are acknowledged in a round.
const ROUND_BATCHES_MAX: u64 = 120;
/// The longest time from the last of them to the kill.
const MOMENT_MAX_MICROS: u64 = 20_000;
/// A server that acknowledges nothing for this long is broken.
const PATIENCE: Duration = Duration::from_secs(60);
/// Whose calls they are.
const SECTIONS: &str = "[sources.load]\nadapters = [\"native\"]\n";

/// What it came to.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    pub(crate) kills: usize,
    pub(crate) batches: usize,
    /// Batches whose answer the kill took, and which were told again.
    pub(crate) unanswered: usize,
    /// Of those, the ones that were durable all the same.
    pub(crate) durable_unanswered: usize,
    /// Acknowledged batches that were told again, and known.
    pub(crate) repeated: usize,
    pub(crate) signals: usize,
    pub(crate) conversations: usize,
    pub(crate) changes: usize,
    /// Of those, the ones by which two conversations became one.
    pub(crate) merged: usize,
    /// How often the reader lost his server.
    pub(crate) interrupted: usize,
    /// The longest that a server took until it answered on the store of a killed one.
    pub(crate) slowest_start: Duration,
}

/// Chance, from a seed (splitmix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// A number below that.
    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % most
    }
}

/// Where the server is that lives now.
#[derive(Default)]
struct Whereabouts {
    now: Mutex<(usize, Option<SocketAddr>)>,
    changed: Condvar,
}

impl Whereabouts {
    fn tell(&self, address: Option<SocketAddr>) {
        let mut now = self.now.lock().unwrap();
        now.0 += usize::from(address.is_some());
        now.1 = address;
        self.changed.notify_all();
    }

    /// A connection to a server that is not the one known before; its number.
    fn door(&self, key: &str, known: usize) -> (usize, Door) {
        let mut now = self.now.lock().unwrap();
        loop {
            if let (number, Some(address)) = *now
                && number > known
                && let Ok(door) = Door::open(address, key)
            {
                return (number, door);
            }
            // It may be gone again before it was met, so that this is looked at anew in any case.
            now = self.changed.wait_timeout(now, Duration::from_millis(50)).unwrap().0;
        }
    }
}

/// What all threads share.
struct Stage {
    key: String,
    whereabouts: Whereabouts,
    /// No more calls are begun; those that were are told to their end.
    over: AtomicBool,
    /// How many changes the reader has to see until he may go.
    readers_goal: AtomicUsize,
}

/// A call that is being told: its thread, and its batches in order; one of them may tie it to another thread.
pub(crate) fn call(writer: usize, number: usize, ties: Option<(&str, usize)>) -> (String, Vec<Vec<Value>>) {
    let thread = format!("w{writer}-{number}");
    let at = 1_780_000_000_000_000_u64 + (number as u64) * 10_000_000;
    let mut seq = 0;
    let mut fact = |leg: &str, what: &str, more: Value| {
        seq += 1;
        let mut fact = json!({"key": format!("{thread} {leg} {what}"), "thread": thread, "leg": format!("{thread} {leg}"),
            "at": at + seq * 1_000, "seq": seq, "what": what});
        fact.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fact
    };
    let number = |number: &str| json!({"number": number, "trunk": "voip"});
    let mut first = vec![fact("a", "came_in", json!({"party": number("+4930900123"), "dialled": "+4930900456"}))];
    let dialled = json!({"by_leg": format!("{thread} a"), "party": {"number": "77"}});
    first.push(fact("b", "dialled", dialled));
    let bridge = json!({"bridge": thread});
    let mut batches = vec![
        first,
        vec![fact("b", "ringing", json!({}))],
        vec![
            fact("b", "answered", json!({})),
            fact("a", "answered", json!({})),
            fact("a", "connected", bridge.clone()),
            fact("b", "connected", bridge),
        ],
        vec![fact("b", "asked_to_end", json!({})), fact("b", "ended", json!({"how": "normal"}))],
        vec![fact("a", "ended", json!({"how": "normal"}))],
    ];
    if let Some((other, batch)) = ties {
        batches[batch][0]["ties"] = json!([other]);
    }
    (thread, batches)
}

/// What a writer remembers.
#[derive(Default)]
struct Remembered {
    /// Keys that were acknowledged, by thread.
    acknowledged: BTreeMap<String, BTreeSet<String>>,
    batches: usize,
    unanswered: usize,
    durable_unanswered: usize,
    repeated: usize,
}

struct Writer<'s> {
    stage: &'s Stage,
    chance: Chance,
    door: Option<Door>,
    met: usize,
    remembered: Remembered,
    told: Sender<()>,
    /// Some batch that was acknowledged, to be told again.
    known: Option<Vec<Value>>,
}

impl Writer<'_> {
    fn run(mut self, number: usize) -> Remembered {
        let mut last: Option<String> = None;
        for count in 0.. {
            if self.stage.over.load(Ordering::SeqCst) {
                break;
            }
            // From the second batch on both are told already, so that they have to be joined.
            let batch = self.chance.below(5) as usize;
            let ties = last.as_deref().filter(|_| self.chance.below(6) == 0).map(|other| (other, batch));
            let (thread, batches) = call(number, count, ties);
            for batch in batches {
                self.until_acknowledged(&thread, &batch);
                if self.chance.below(8) == 0
                    && let Some(known) = self.known.replace(batch)
                {
                    self.again(&known);
                }
            }
            last = Some(thread);
        }
        self.remembered
    }

    /// One try; the answer, or none if the server was taken away.
    fn tell(&mut self, batch: &[Value]) -> Option<Value> {
        if self.door.is_none() {
            let (met, door) = self.stage.whereabouts.door(&self.stage.key, self.met);
            (self.met, self.door) = (met, Some(door));
        }
        let body = json!({"source": "load", "signals": batch}).to_string();
        let answer = self.door.as_mut()?.ask("POST", "/callbook/v1/signals", Some(&body));
        let Ok(answer) = answer else {
            self.door = None;
            return None;
        };
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        Some(answer.json())
    }

    fn until_acknowledged(&mut self, thread: &str, batch: &[Value]) {
        let mut tries = 0;
        let answer = loop {
            if let Some(answer) = self.tell(batch) {
                break answer;
            }
            tries += 1;
        };
        let (accepted, repeated) = (&answer["accepted"], &answer["repeated"]);
        let whole = json!(batch.len());
        // A batch is taken whole or not at all; and only one that got no answer can be known already.
        assert!(*accepted == whole && *repeated == 0 || tries > 0 && *repeated == whole && *accepted == 0, "{answer}");
        self.remembered.batches += 1;
        self.remembered.unanswered += usize::from(tries > 0);
        self.remembered.durable_unanswered += usize::from(*accepted == 0);
        let keys = batch.iter().map(|fact| fact["key"].as_str().unwrap().to_owned());
        self.remembered.acknowledged.entry(thread.to_owned()).or_default().extend(keys);
        // Who counts may have seen enough.
        let _ = self.told.send(());
    }

    /// Tells again what was acknowledged: all of it must be known, whoever was killed since.
    fn again(&mut self, batch: &[Value]) {
        if let Some(answer) = self.tell(batch) {
            assert_eq!((&answer["accepted"], &answer["repeated"]), (&json!(0), &json!(batch.len())), "lost: {batch:?}");
            self.remembered.repeated += 1;
        }
    }
}

/// Follows the feed across all kills, until he has read as far as he is told to.
fn follow(stage: &Stage) -> (Vec<Value>, usize) {
    let (mut seen, mut cursor, mut met, mut interrupted) = (Vec::new(), "start".to_owned(), 0, 0);
    let mut door = None;
    while seen.len() < stage.readers_goal.load(Ordering::SeqCst) {
        let mut there = door.take().unwrap_or_else(|| {
            let (number, there) = stage.whereabouts.door(&stage.key, met);
            met = number;
            there
        });
        match there.changes(&cursor, 1) {
            Ok((changes, next)) => {
                seen.extend(changes);
                cursor = next;
                door = Some(there);
            }
            Err(_) => interrupted += 1,
        }
    }
    (seen, interrupted)
}

/// Waits until so many batches were acknowledged and then a moment more.
fn wait(told: &Receiver<()>, batches: u64, moment: Duration) {
    for _ in 0..batches {
        told.recv_timeout(PATIENCE).unwrap();
    }
    let until = Instant::now() + moment;
    while let Some(left) = until.checked_duration_since(Instant::now()) {
        if told.recv_timeout(left) == Err(RecvTimeoutError::Timeout) {
            break;
        }
    }
}

/// Kills the program's server in so many rounds, and judges what is left.
pub(crate) fn run(program: &Path, rounds: usize, seed: u64) -> Figures {
    println!("seed {seed}, {rounds} rounds");
    let home = Home::new(program, SECTIONS);
    let mut served = home.serve();
    let stage = Arc::new(Stage {
        key: home.key("main"),
        whereabouts: Whereabouts::default(),
        over: AtomicBool::new(false),
        readers_goal: AtomicUsize::new(usize::MAX),
    });
    stage.whereabouts.tell(Some(served.address));
    let mut chance = Chance(seed);
    let (tell, told) = channel();
    let writers: Vec<_> = (0..WRITERS)
        .map(|number| {
            let (stage, told, chance) = (Arc::clone(&stage), tell.clone(), Chance(chance.below(u64::MAX)));
            std::thread::spawn(move || {
                let (door, met, known) = (None, 0, None);
                Writer { stage: &stage, chance, door, met, remembered: Remembered::default(), told, known }.run(number)
            })
        })
        .collect();
    drop(tell);
    let reader = std::thread::spawn({
        let stage = Arc::clone(&stage);
        move || follow(&stage)
    });
    let mut figures = Figures::default();
    for round in 1..=rounds {
        wait(&told, 1 + chance.below(ROUND_BATCHES_MAX), Duration::from_micros(chance.below(MOMENT_MAX_MICROS)));
        stage.whereabouts.tell(None);
        served.kill();
        let began = Instant::now();
        served = home.serve();
        figures.slowest_start = figures.slowest_start.max(began.elapsed());
        stage.whereabouts.tell(Some(served.address));
        if round % 10 == 0 {
            println!("{round} rounds");
        }
    }
    wait(&told, 10, Duration::ZERO);
    stage.over.store(true, Ordering::SeqCst);
    let remembered: Vec<_> = writers.into_iter().map(|writer| writer.join().expect("a writer found a fault")).collect();
    let mut door = Door::open(served.address, &stage.key).unwrap();
    let whole = read_anew(&mut door).unwrap();
    stage.readers_goal.store(whole.len(), Ordering::SeqCst);
    let (seen, interrupted) = reader.join().unwrap();
    (figures.kills, figures.interrupted) = (rounds, interrupted);
    judge(&mut door, &remembered, &whole, &seen, &mut figures);
    assert!(served.stop().success(), "it does not stop in good order\n{}", home.log());
    let refolded = home.printed(&["refold"]);
    assert!(refolded.contains(" 0 of them corrected"), "{refolded}");
    assert!(!home.log().contains("ERROR"), "{}", home.log());
    figures
}

/// The whole feed, from its beginning.
fn read_anew(door: &mut Door) -> io::Result<Vec<Value>> {
    let (mut all, mut cursor) = (Vec::new(), "start".to_owned());
    loop {
        let (changes, next) = door.changes(&cursor, 0)?;
        if changes.is_empty() {
            return Ok(all);
        }
        all.extend(changes);
        cursor = next;
    }
}

/// Whether everything that was promised is so.
fn judge(door: &mut Door, remembered: &[Remembered], whole: &[Value], seen: &[Value], figures: &mut Figures) {
    assert_eq!(seen.len(), whole.len(), "the reader saw more or less than there is");
    if let Some((one, other)) = seen.iter().zip(whole).find(|(one, other)| one != other) {
        panic!("the reader saw {one}, and there is {other}");
    }
    let mut versions = BTreeMap::<&str, u64>::new();
    for change in whole {
        let conversation = change["conversation"].as_str().unwrap();
        let (version, previous) = (change["version"].as_u64().unwrap(), change["previous"].as_u64().unwrap());
        let before = versions.insert(conversation, version).unwrap_or(0);
        assert_eq!(previous, before, "a hole: {change}");
        // Of conversations that were joined the number goes on after the higher of both.
        assert!(version > previous, "it goes back: {change}");
    }
    let conversations = door.all("/conversations?limit=500", "conversations").unwrap();
    for record in &conversations {
        let id = record["id"].as_str().unwrap();
        assert_eq!(record["version"], versions[id], "the record is not at the version that was told: {record}");
    }
    figures.conversations = conversations.len();
    let found = kept(door, &conversations);
    figures.signals = found.values().map(BTreeSet::len).sum();
    let mut acknowledged = BTreeMap::new();
    for one in remembered {
        acknowledged.extend(one.acknowledged.clone());
        figures.batches += one.batches;
        figures.unanswered += one.unanswered;
        figures.durable_unanswered += one.durable_unanswered;
        figures.repeated += one.repeated;
    }
    assert_eq!(found.len(), acknowledged.len(), "threads are lost or invented");
    for (thread, keys) in &acknowledged {
        assert_eq!(found.get(thread), Some(keys), "{thread}: not what was acknowledged");
    }
    figures.changes = whole.len();
    figures.merged = whole.iter().filter(|change| change["kind"] == "merged").count();
}

/// The keys, as they were told, of all signals behind these conversations, by thread; none may be there twice.
pub(crate) fn kept(door: &mut Door, conversations: &[Value]) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    for record in conversations {
        let (id, mut after) = (record["id"].as_str().unwrap(), 0);
        loop {
            let page = door.read(&format!("/conversations/{id}/signals?limit=500&after={after}")).unwrap();
            for row in page["signals"].as_array().unwrap() {
                let [thread, leg, key] = ["thread", "leg", "key"].map(|field| row["signal"][field].as_str().unwrap());
                // What names a fact is its key at its leg.
                let key = key.strip_prefix("native|").and_then(|key| key.strip_prefix(leg)?.strip_prefix('|')).unwrap();
                assert!(found.entry(thread.to_owned()).or_default().insert(key.to_owned()), "twice: {key}");
            }
            let Some(next) = page["next"].as_u64() else { break };
            after = next;
        }
    }
    found
}
