//! Deliveries while everything goes wrong: a receiver that refuses, hangs and breaks off, and a server that is killed again and
//! again while recorded calls go on in all of its sources.
//!
//! What the receiver read is held against the change feed: of every conversation every version, in order, with nothing in between
//! but repeats of what it had, which are the same bytes under the same id. What it does with a request is drawn from a seed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::live::{Exchange, PATIENCE};
use crate::rounds::Chance;
use crate::served::{Door, Home, Served};

/// How often the server is killed.
const KILLS: usize = 6;
/// The most requests that the receiver gets between two kills.
const ROUND_REQUESTS_MAX: u64 = 200;
/// How many requests are never answered: each holds up its conversation for as long as an attempt may last.
const HANGS_MAX: usize = 3;
/// A receiver that is slow answers once so many others came.
const SLOW_FOR: usize = 5;

/// What the receiver does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Does {
    Takes,
    TakesSlowly,
    Fails,
    Hangs,
    BreaksOff,
}

/// A request that was read whole.
struct Request {
    conversation: Option<String>,
    version: u64,
    id: String,
    body: String,
    does: Does,
}

struct State {
    read: Vec<Request>,
    chance: Chance,
    hung: usize,
    /// Whether it takes everything from now on.
    is_good: bool,
}

/// A receiver.
struct Receiver {
    address: SocketAddr,
    shared: Arc<(Mutex<State>, Condvar)>,
}

impl Receiver {
    fn start(seed: u64) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let state = State { read: Vec::new(), chance: Chance(seed), hung: 0, is_good: false };
        let shared = Arc::new((Mutex::new(state), Condvar::new()));
        std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || {
                for stream in listener.incoming().map_while(Result::ok) {
                    let shared = Arc::clone(&shared);
                    std::thread::spawn(move || receive(stream, &shared));
                }
            }
        });
        Self { address, shared }
    }

    /// Waits until it has read so many more requests.
    fn reads(&self, more: u64) {
        let (state, read) = &*self.shared;
        let state = state.lock().unwrap();
        let goal = state.read.len() + usize::try_from(more).unwrap();
        let (state, over) = read.wait_timeout_while(state, PATIENCE, |state| state.read.len() < goal).unwrap();
        assert!(!over.timed_out(), "only {} of {goal} requests came", state.read.len());
    }
}

/// Reads requests of one connection and does with each as chance has it.
fn receive(stream: TcpStream, shared: &(Mutex<State>, Condvar)) {
    let mut from = BufReader::new(stream.try_clone().unwrap());
    let mut to = stream;
    while let Some((id, body)) = request(&mut from) {
        let said: Value = serde_json::from_str(&body).unwrap();
        let (state, came) = shared;
        let (does, place) = {
            let mut state = state.lock().unwrap();
            let does = state.draw();
            let conversation = said["data"]["conversation"].as_str().map(str::to_owned);
            let version = said["data"]["version"].as_u64().unwrap_or(0);
            state.read.push(Request { conversation, version, id, body, does });
            came.notify_all();
            (does, state.read.len())
        };
        let answered = match does {
            Does::Takes => to.write_all(b"HTTP/1.1 204 No Content\r\n\r\n"),
            Does::TakesSlowly => {
                // Others must get through meanwhile; the last ones of all are not waited for without end.
                let waits = |state: &mut State| state.read.len() < place + SLOW_FOR && !state.is_good;
                drop(came.wait_timeout_while(state.lock().unwrap(), Duration::from_secs(2), waits).unwrap());
                to.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
            Does::Fails => to.write_all(b"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy"),
            // Until the other side gives up.
            Does::Hangs => from.read(&mut [0]).map(drop),
            Does::BreaksOff => to.shutdown(Shutdown::Both),
        };
        if answered.is_err() || matches!(does, Does::Hangs | Does::BreaksOff) {
            return;
        }
    }
}

impl State {
    fn draw(&mut self) -> Does {
        let drawn = self.chance.below(20);
        match drawn {
            _ if self.is_good => Does::Takes,
            0 if self.hung < HANGS_MAX => {
                self.hung += 1;
                Does::Hangs
            }
            1 | 2 => Does::Fails,
            3 => Does::BreaksOff,
            4 | 5 => Does::TakesSlowly,
            _ => Does::Takes,
        }
    }
}

/// The id and the body of the next request that comes whole.
fn request(from: &mut BufReader<TcpStream>) -> Option<(String, String)> {
    let (mut id, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            if line == "\r\n" {
                break;
            }
            continue;
        };
        match name.to_ascii_lowercase().as_str() {
            "webhook-id" => id = value.to_owned(),
            "content-length" => length = value.parse().unwrap(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    Some((id, String::from_utf8(body).unwrap()))
}

/// Of every conversation the versions that are told, in the order of the feed.
fn feed(door: &mut Door) -> BTreeMap<String, Vec<u64>> {
    let (mut versions, mut cursor) = (BTreeMap::<String, Vec<u64>>::new(), "start".to_owned());
    loop {
        let (changes, next) = door.changes(&cursor, 0).unwrap();
        if changes.is_empty() {
            return versions;
        }
        cursor = next;
        for change in changes.iter().filter(|change| !["corrected", "imported"].contains(&change["kind"].as_str().unwrap())) {
            if let Some(conversation) = change["conversation"].as_str() {
                versions.entry(conversation.to_owned()).or_default().push(change["version"].as_u64().unwrap());
            }
        }
    }
}

/// Whether what was read is everything, in order, and otherwise repeats.
fn judge(read: &[Request], told: &BTreeMap<String, Vec<u64>>) {
    let mut reached = HashMap::<&str, usize>::new();
    let mut bodies = HashMap::<&str, &str>::new();
    let mut taken = BTreeSet::new();
    for one in read {
        let before = bodies.insert(&one.id, &one.body);
        assert!(before.is_none_or(|before| before == one.body), "two bodies under one id\n{}\n{before:?}", one.body);
        let Some(conversation) = one.conversation.as_deref() else { continue };
        let place = told[conversation].iter().position(|version| *version == one.version).unwrap();
        let reached = reached.entry(conversation).or_default();
        assert!(place <= *reached, "{conversation}: version {} came before what it follows", one.version);
        *reached = (*reached).max(place + 1);
        if matches!(one.does, Does::Takes | Does::TakesSlowly) {
            taken.insert((conversation, one.version));
        }
    }
    let wanted = told.iter().flat_map(|(of, versions)| versions.iter().map(move |version| (of.as_str(), *version)));
    let wanted: BTreeSet<_> = wanted.collect();
    assert_eq!(wanted.difference(&taken).collect::<Vec<_>>(), Vec::<&(&str, u64)>::new(), "these were not taken");
}

/// Waits until nothing is owed.
fn until_told(served: &Served, key: &str, path: &str) {
    let mut door = Door::open(served.address, key).unwrap();
    let began = Instant::now();
    loop {
        let said = door.read(path).unwrap();
        let waiting = door.read(&format!("{path}/deliveries?state=waiting")).unwrap();
        if said["behind"] == 0 && waiting["deliveries"].as_array().unwrap().is_empty() {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "{said}\n{waiting}");
    }
}

#[test]
fn r13_whatever_receiver_and_server_suffer_every_version_of_every_call_arrives_in_order() {
    let (seed, mut chance) = (20_260_105, Chance(7));
    let receiver = Receiver::start(seed);
    let exchanges = Exchange::all("asterisk-cel");
    let account = "[account]\nregion = \"NL\"\nwrapup = \"off\"\n";
    let deliver = format!("[deliver]\nallow = [\"127.0.0.1\"]\nretry_s = {:?}\n", [1; 24]);
    let home = Home::new(Path::new(env!("CARGO_BIN_EXE_callbook")), account);
    let file = |one: &Exchange| home.folder().join(format!("{}.csv", one.source));
    let section =
        |one: &Exchange| format!("[sources.{}]\nadapters = [\"asterisk-cel\"]\ncel_file = {:?}\n", one.source, file(one));
    home.configure(&format!("{account}{deliver}{}", exchanges.iter().map(section).collect::<String>()));
    let mut served = home.serve();
    let key = home.key("main");
    let said = json!({"name": "crm", "url": format!("http://{}/calls", receiver.address)}).to_string();
    let entered = Door::open(served.address, &key).unwrap().ask("POST", "/callbook/v1/subscriptions", Some(&said)).unwrap();
    assert_eq!(entered.status, 201, "{}", String::from_utf8_lossy(&entered.body));
    let path = format!("/subscriptions/{}", entered.json()["id"].as_str().unwrap());
    for kill in 0..=KILLS {
        for one in &exchanges {
            let bytes = one.streams().concat();
            let place = |part: usize| bytes.len() * part / (KILLS + 1);
            let grown = OpenOptions::new().append(true).create(true).open(file(one));
            grown.unwrap().write_all(&bytes[place(kill)..place(kill + 1)]).unwrap();
        }
        receiver.reads(1 + chance.below(ROUND_REQUESTS_MAX));
        if kill < KILLS {
            served.kill();
            served = home.serve();
        }
    }
    until_followed(&served, &key, &exchanges, &home);
    receiver.shared.0.lock().unwrap().is_good = true;
    until_told(&served, &key, &path);
    let told = feed(&mut Door::open(served.address, &key).unwrap());
    assert!(served.stop().success());
    let state = receiver.shared.0.lock().unwrap();
    judge(&state.read, &told);
    let mut done = BTreeMap::<Does, usize>::new();
    state.read.iter().for_each(|one| *done.entry(one.does).or_default() += 1);
    assert!(told.len() > 100 && done.len() == 5, "{} conversations, {done:?}", told.len());
    println!(
        "{} conversations, {} versions, {} requests: {done:?}",
        told.len(),
        told.values().flatten().count(),
        state.read.len()
    );
}

/// Waits until the records are those of the whole files.
fn until_followed(served: &Served, key: &str, exchanges: &[Exchange], home: &Home) {
    let mut door = Door::open(served.address, key).unwrap();
    let wanted: BTreeMap<_, _> = exchanges.iter().map(|one| (one.source.clone(), one.replayed(home).len())).collect();
    let (began, mut cursor) = (Instant::now(), "start".to_owned());
    loop {
        let (changes, next) = door.changes(&cursor, 1).unwrap();
        cursor = next;
        if changes.len() == 1_000 {
            continue;
        }
        let found = crate::live::records(&mut door);
        let found: BTreeMap<_, _> = found.into_iter().map(|(source, records)| (source, records.len())).collect();
        if found == wanted {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "{found:?}\n{wanted:?}\n{}", home.log());
    }
}
