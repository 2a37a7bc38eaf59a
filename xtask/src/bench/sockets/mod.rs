//! What ten thousand sockets of Xelion's cost, and how soon those that listen are told of calls; beside a bare server of sockets that
//! sends the same frames to as many.
//!
//! The server is measured from outside, in its own process; all clients live in this one, and the bare server is this program once more.
//! Every event of a call is told to the server by one request; how soon it comes is counted from the answer, which follows the commit.
//! It never fails because a machine is slow: aims are printed beside figures. Clients, load and server share the machine. To listen to
//! one more kind of event: its word in [`EVENTS`], or in [`ALSO`] where no request of ours brings it about.

mod bare;
mod ears;

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::runtime::Runtime;

use super::deliver::said;
use super::ledger::load::drive;
use super::ledger::server::{SOURCE, Server, resident};
use super::ledger::{Asked, prepared};
use bare::Bare;
use ears::{Ears, Receipts};

/// The events that our requests bring about, in the order of a call's requests.
const EVENTS: [&str; 3] = ["newCallEvent", "callConnectedEvent", "callHungUpEvent"];
/// What else is listened to.
const ALSO: [&str; 3] = ["channelHungUpEvent", "missedCallEvent", "callTransferredEvent"];
/// What each request of a call tells: the leg, and what it says. `@` is the call's number, which stands in the caller's number too.
const CALL: [&[(&str, &str)]; 3] = [
    &[
        ("a", r#""what":"came_in","party":{"number":"+31612@","trunk":"provider"},"dialled":"+31201110022""#),
        ("b", r#""what":"dialled","by_leg":"@a","party":{"number":"7702","name":"Desk","user":"desk"}"#),
        ("b", r#""what":"ringing""#),
    ],
    &[
        ("b", r#""what":"answered""#),
        ("a", r#""what":"answered""#),
        ("b", r#""what":"connected","bridge":"@""#),
        ("a", r#""what":"connected","bridge":"@""#),
    ],
    &[("a", r#""what":"asked_to_end""#), ("b", r#""what":"ended","how":"normal""#), ("a", r#""what":"ended","how":"normal""#)],
];
/// How callers' numbers begin, before the number of the call.
const CALLER: &str = "+31612";
/// Connections that tell signals.
const CONNECTIONS: u64 = 64;
/// How soon is measured from here on: at the beginning all connections have a new call to tell at once.
const WARM_UP: Duration = Duration::from_secs(1);
/// How long is waited before memory is read, and the longest for what is still on its way.
const SETTLES: Duration = Duration::from_secs(2);
const DRAINED_MAX: Duration = Duration::from_secs(30);
/// Files that a process has open beside its sockets.
const OTHER_FILES: u64 = 500;

/// What is measured.
struct Wanted {
    sockets: usize,
    listening: usize,
    /// Events a second.
    rate: f64,
}

impl Wanted {
    /// What these words ask for, and the words that are others'.
    fn read(words: &[String]) -> Result<(Self, Vec<String>)> {
        let (mut wanted, mut rest) = (Self { sockets: 10_000, listening: 100, rate: 1_000.0 }, Vec::new());
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let value = words.next().with_context(|| format!("{word}: expected a value after it"))?;
            let number = || value.replace('_', "").parse().with_context(|| format!("{word} {value}: expected a number"));
            match word.as_str() {
                "--sockets" => wanted.sockets = number()?,
                "--listening" => wanted.listening = number()?,
                "--rate" => wanted.rate = number()? as f64,
                _ => rest.extend([word.clone(), value.clone()]),
            }
        }
        ensure!((1..=wanted.sockets).contains(&wanted.listening), "some of the sockets listen, and not more than there are");
        ensure!(wanted.rate >= 1.0, "expected one event a second at least");
        Ok((wanted, rest))
    }
}

/// Measures everything in one run; as the bare server, if that is asked for.
pub(super) fn run(words: &[String]) -> Result<()> {
    if words.first().is_some_and(|word| word == bare::WORD) {
        return bare::serve();
    }
    let (wanted, rest) = Wanted::read(words)?;
    open_files(wanted.sockets as u64 + OTHER_FILES)?;
    let asked = prepared(&rest)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = measured(&runtime, &asked, &wanted);
    std::fs::remove_dir_all(&asked.folder)?;
    done
}

/// Lets this process, and those that it starts, have so many files open.
fn open_files(needed: u64) -> Result<()> {
    let allowed = getrlimit(Resource::Nofile);
    if allowed.current.is_none_or(|current| current >= needed) {
        return Ok(());
    }
    let may = allowed.maximum.is_none_or(|most| most >= needed);
    ensure!(may, "expected {needed} open files to be allowed: raise the hard limit (`ulimit -Hn`), or ask for fewer --sockets");
    Ok(setrlimit(Resource::Nofile, Rlimit { current: Some(needed), maximum: allowed.maximum })?)
}

fn measured(runtime: &Runtime, asked: &Asked, wanted: &Wanted) -> Result<()> {
    let server = Server::start(asked, "sockets")?;
    let paths = ears::Paths::new(asked, &server)?;
    let ears = opened(runtime, wanted, "callbook", server.address, server.id(), |count| paths.promised(count))?;
    let next = AtomicU64::new(0);
    let told = soon(&ears, wanted, asked.lasts, server.address, |call, stage| signals(&server, call, stage), &next)?;
    println!("   callbook: {told} from commit to frame (aim: 99 in 100 within 50 ms)");
    let templates = ears.samples();
    drop((ears, server));
    let bare = Bare::start(asked)?;
    let ears =
        opened(runtime, wanted, "the bare server", bare.address, bare.id(), |count| Ok(vec![bare::PATH.to_owned(); count]))?;
    let told = soon(&ears, wanted, asked.lasts, bare.address, |call, stage| bare.push(&templates, call, stage), &next)?;
    println!("   the bare server, the same frames: {told} from answer to frame");
    Ok(())
}

/// Opens the sockets, of which some listen, and says what each costs that says nothing.
fn opened(
    runtime: &Runtime,
    wanted: &Wanted,
    name: &str,
    address: SocketAddr,
    process: u32,
    paths: impl Fn(usize) -> Result<Vec<String>>,
) -> Result<Ears> {
    let mut ears = Ears::new(runtime.handle().clone(), address);
    // What the first few need stays, however many come after them.
    ears.open(paths(wanted.listening)?, true)?;
    std::thread::sleep(SETTLES);
    let (before, begun) = (resident(process)?, Instant::now());
    let idle = wanted.sockets - wanted.listening;
    let mut left = idle;
    while left > 0 {
        let some = left.min(ears::AT_ONCE);
        ears.open(paths(some)?, false)?;
        left -= some;
    }
    let took = begun.elapsed();
    std::thread::sleep(SETTLES);
    let after = resident(process)?;
    let each = (after - before) * 1e3 / (idle as f64).max(1.0);
    println!(
        "{name}: {} sockets, {} of them listening, {:.0} opened a second; {each:.1} KB for each that says nothing (aim of ours: 30 KB), \
         {after:.0} MB in all",
        wanted.sockets,
        wanted.listening,
        idle as f64 / took.as_secs_f64().max(1e-9)
    );
    Ok(ears)
}

/// How soon events come that requests bring about, so many a second.
fn soon<W>(
    ears: &Ears,
    wanted: &Wanted,
    lasts: Duration,
    address: SocketAddr,
    write: impl Fn(u64, usize) -> W + Sync,
    next: &AtomicU64,
) -> Result<String>
where
    W: Into<String>,
{
    ears.forget();
    let acknowledged = Mutex::new(Receipts::new());
    let begun = Instant::now();
    let driven = drive(address, CONNECTIONS, lasts, |connection| {
        let (acknowledged, write) = (&acknowledged, &write);
        let (mut told, mut call, mut stage, mut count) = (None, 0, EVENTS.len(), 0_u64);
        move |request: &mut Vec<u8>| {
            // What was told before is answered, since the next is asked for.
            let answered = told.take().map(|number| (number, Instant::now()));
            acknowledged.lock().unwrap_or_else(PoisonError::into_inner).extend(answered);
            let due = (count * CONNECTIONS + connection) as f64 / wanted.rate;
            std::thread::sleep((begun + Duration::from_secs_f64(due)).saturating_duration_since(Instant::now()));
            count += 1;
            if stage >= EVENTS.len() {
                (call, stage) = (next.fetch_add(1, Ordering::Relaxed), 0);
            }
            request.extend_from_slice(write(call, stage).into().as_bytes());
            told = Some(number(call, stage));
            stage += 1;
            Some(1)
        }
    })?;
    ensure!(driven.refusal.is_none(), "{}", driven.refusal.unwrap_or_default());
    let mut acknowledged = acknowledged.into_inner().unwrap_or_else(PoisonError::into_inner);
    let owed = usize::try_from(driven.acknowledged).unwrap_or_default() * wanted.listening;
    let received = ears.drained(owed, DRAINED_MAX);
    acknowledged.retain(|(_, at)| at.saturating_duration_since(begun) >= WARM_UP);
    let (all, rate) = (received.len(), driven.rate() * wanted.listening as f64);
    Ok(format!("{all} frames of {owed}, {rate:.0}/s: {}", said(&since(&acknowledged, &received))))
}

/// Milliseconds from the acknowledgement of each event to each of its receipts, in ascending order; what was received before the answer
/// was read counts as at once.
fn since(acknowledged: &Receipts, received: &Receipts) -> Vec<f64> {
    let acknowledged: std::collections::HashMap<_, _> = acknowledged.iter().copied().collect();
    let since = |(number, got): &(u64, Instant)| acknowledged.get(number).map(|at| got.saturating_duration_since(*at));
    let mut all: Vec<f64> = received.iter().filter_map(since).map(|took| took.as_secs_f64() * 1e3).collect();
    all.sort_by(f64::total_cmp);
    all
}

/// The number of an event.
fn number(call: u64, stage: usize) -> u64 {
    call * EVENTS.len() as u64 + stage as u64
}

/// The event that a frame tells of; none of any other frame.
fn event(frame: &str) -> Option<u64> {
    let word = frame.split_once(r#""notificationType":""#)?.1.split('"').next()?;
    let stage = EVENTS.iter().position(|event| *event == word)?;
    let call = frame.split_once(CALLER)?.1.get(..7)?.parse().ok()?;
    Some(number(call, stage))
}

/// The request by which a phone system tells what brings an event about.
fn signals(server: &Server, call: u64, stage: usize) -> String {
    let own = format!("{call:07}");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros());
    let mut signals = String::new();
    for (place, (leg, says)) in CALL.get(stage).copied().unwrap_or_default().iter().enumerate() {
        let (comma, at, says) = (if place > 0 { "," } else { "" }, now + place as u128, says.replace('@', &own));
        // A string takes whatever is written to it.
        let _ =
            write!(signals, r#"{comma}{{"key":"{own}.{stage}.{place}","thread":"{own}","leg":"{own}{leg}","at":{at},{says}}}"#);
    }
    let body = format!(r#"{{"source":"{SOURCE}","signals":[{signals}]}}"#);
    post(server.address, "/callbook/v1/signals", &format!("Authorization: Bearer {}\r\n", server.token), &body)
}

/// A request with a body of JSON.
fn post(address: SocketAddr, path: &str, head: &str, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\n{head}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}
