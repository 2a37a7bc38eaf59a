//! How fast changes are told to a receiver of webhooks, beside what the same receiver takes of the same bodies without us.
//!
//! Signals are told through the API, as a phone system tells its own; each makes one version, which is posted. It never fails
//! because a machine is slow: aims are printed beside figures. Sender, receiver and load share the machine.

mod receiver;

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::ledger::load::{Driven, answered, drive};
use super::ledger::server::{SOURCE, Server};
use super::ledger::{Asked, prepared};
use receiver::{Receipts, Receiver};

/// How many things are on their way to the receiver at once.
const AT_ONCE: [u64; 2] = [16, 64];
/// Connections that tell signals at once.
const CONNECTIONS: u64 = 128;
/// Signals on a quiet server.
const QUIET: usize = 50;
/// How long it is quiet between them.
const QUIET_FOR: Duration = Duration::from_millis(100);
/// The longest that what is owed may take to be told at the end.
const DRAINED_MAX: Duration = Duration::from_secs(180);
/// How much of what can be told is told when it is measured how soon.
const PACE: f64 = 0.5;
/// How soon is measured from here on: at the beginning all connections have a new call to tell at once.
const WARM_UP: Duration = Duration::from_secs(1);

/// One call, from the first ring to the end: the leg, and what it says. `@` is its number.
const CALL: &[(&str, &str)] = &[
    ("a", r#""what":"came_in","party":{"number":"+3161234@","name":"Caller","trunk":"provider"},"dialled":"+31201110022""#),
    ("b", r#""what":"dialled","by_leg":"@a","party":{"number":"7702","name":"Desk","user":"desk"}"#),
    ("b", r#""what":"ringing""#),
    ("b", r#""what":"answered""#),
    ("a", r#""what":"answered""#),
    ("b", r#""what":"connected","bridge":"@""#),
    ("a", r#""what":"connected","bridge":"@""#),
    ("a", r#""what":"asked_to_end""#),
    ("b", r#""what":"ended","how":"normal""#),
    ("a", r#""what":"ended","how":"normal""#),
];

/// Measures everything in one run.
pub(super) fn run(words: &[String]) -> Result<()> {
    let asked = prepared(words)?;
    let done =
        AT_ONCE.iter().try_for_each(|at_once| told(&asked, *at_once)).and_then(|()| quiet(&asked)).and_then(|()| apps(&asked));
    std::fs::remove_dir_all(&asked.folder)?;
    done
}

/// A server, whom it tells, and the path of the subscription.
struct Telling {
    server: Server,
    receiver: Receiver,
    operator: String,
    path: String,
    next: AtomicU64,
}

impl Telling {
    fn start(asked: &Asked, name: &str, at_once: u64) -> Result<Self> {
        // A millisecond a signal, so that each is known by its time; an hour ago, so that none is in the future.
        let since = (SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis() as i64 - 3_600_000) * 1_000;
        let receiver = Receiver::start(since)?;
        let at_once = at_once.to_string();
        let variables = [("CALLBOOK_DELIVER__ALLOW", "127.0.0.1"), ("CALLBOOK_DELIVER__AT_ONCE", at_once.as_str())];
        let server = Server::configured(asked, name, &variables)?;
        let operator = ["token", "--store", &server.store(), "new", "--role", "operator", "--name", "bench"];
        let operator = asked.printed(&operator)?.split_whitespace().next_back().context("expected a token")?.to_owned();
        let mut telling = Self { server, receiver, operator, path: String::new(), next: AtomicU64::new(0) };
        let url = format!("http://{}/calls", telling.receiver.address);
        let entered = telling.ask("POST", "/subscriptions", Some(&json!({"name": "bench", "url": url})))?;
        telling.path = format!("/subscriptions/{}", entered["id"].as_str().with_context(|| entered.to_string())?);
        // Its lane runs once it tries something.
        while telling.ask("POST", &format!("{}/test", telling.path), None)?["taken"] != true {
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(telling)
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value> {
        let mut stream = TcpStream::connect(self.server.address)?;
        let body = body.map(Value::to_string).unwrap_or_default();
        let kind = if body.is_empty() { "" } else { "Content-Type: application/json\r\n" };
        write!(
            stream,
            "{method} /callbook/v1{path} HTTP/1.1\r\nHost: callbook\r\nAuthorization: Bearer {}\r\n{kind}Content-Length: {}\r\n\r\n{body}",
            self.operator,
            body.len()
        )?;
        let mut answer = Vec::new();
        answered(&mut stream, &mut answer)?;
        let body = answer.windows(4).position(|four| four == b"\r\n\r\n").and_then(|head| answer.get(head + 4..));
        Ok(serde_json::from_slice(body.unwrap_or_default()).unwrap_or_default())
    }

    /// Tells signals for so long, so many a second if that is said. What came of it, and when each was acknowledged.
    fn load(&self, lasts: Duration, rate: Option<f64>, connections: u64) -> Result<(Driven, Receipts)> {
        let acknowledged = Mutex::new(Vec::new());
        let begun = Instant::now();
        let driven = drive(self.server.address, connections, lasts, |connection| {
            let acknowledged = &acknowledged;
            let (mut call, mut told, mut own, mut count) = (None, None, Receipts::new(), 0_u64);
            move |request: &mut Vec<u8>| {
                // What was told before is answered, since the next is asked for.
                own.extend(told.take().map(|number| (number, Instant::now())));
                if own.len() >= 64 {
                    acknowledged.lock().unwrap_or_else(PoisonError::into_inner).append(&mut own);
                }
                if let Some(rate) = rate {
                    let due = (count * connections + connection) as f64 / rate;
                    std::thread::sleep((begun + Duration::from_secs_f64(due)).saturating_duration_since(Instant::now()));
                    count += 1;
                }
                told = Some(self.signal(request, &mut call));
                Some(1)
            }
        })?;
        Ok((driven, acknowledged.into_inner().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Writes the next signal of a call, or the first of another; its number.
    fn signal(&self, request: &mut Vec<u8>, call: &mut Option<(u64, usize)>) -> u64 {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let (of, place) = call.filter(|(_, place)| *place < CALL.len()).unwrap_or((number, 0));
        *call = Some((of, place + 1));
        let Some((leg, says)) = CALL.get(place) else { return number };
        let (own, at) = (format!("{of:07}"), self.receiver.since + number as i64 * 1_000);
        let says = says.replace('@', &own);
        let body = format!(
            r#"{{"source":"{SOURCE}","signals":[{{"key":"{own}.{place}","thread":"{own}","leg":"{own}{leg}","at":{at},{says}}}]}}"#
        );
        let mut head = String::new();
        // A string takes whatever is written to it.
        let _ = write!(
            head,
            "POST /callbook/v1/signals HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n",
            self.server.address,
            self.server.token,
            body.len()
        );
        request.extend_from_slice(head.as_bytes());
        request.extend_from_slice(body.as_bytes());
        number
    }

    /// Waits until nothing is owed any more; everything that was told meanwhile.
    fn drained(&self) -> Result<Receipts> {
        let begun = Instant::now();
        loop {
            let said = self.ask("GET", &self.path, None)?;
            if said["behind"] == 0 {
                return Ok(self.receiver.receipts());
            }
            ensure!(begun.elapsed() < DRAINED_MAX, "not everything was told: {said}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// Milliseconds from the acknowledgement to the receipt of each, in ascending order; what was received before the answer was
/// read counts as at once.
fn latencies(acknowledged: &Receipts, received: &Receipts) -> Vec<f64> {
    let received: std::collections::HashMap<_, _> = received.iter().copied().collect();
    let since = |(number, at): &(u64, Instant)| received.get(number).map(|got| got.saturating_duration_since(*at));
    let mut all: Vec<f64> = acknowledged.iter().filter_map(since).map(|took| took.as_secs_f64() * 1e3).collect();
    all.sort_by(f64::total_cmp);
    all
}

fn within(sorted: &[f64], part: f64) -> f64 {
    let place = (sorted.len().saturating_sub(1) as f64 * part).round() as usize;
    sorted.get(place).copied().unwrap_or_default()
}

/// How soon things came, of times in ascending order.
pub(super) fn said(sorted: &[f64]) -> String {
    let [half, most, all] = [0.5, 0.99, 1.0].map(|part| within(sorted, part));
    format!("half within {half:.1} ms, 99 in 100 within {most:.1} ms, all within {all:.1} ms")
}

/// Deliveries a second, and how soon they come, beside the same bodies posted without us.
fn told(asked: &Asked, at_once: u64) -> Result<()> {
    let telling = Telling::start(asked, &format!("told-{at_once}"), at_once)?;
    println!("{at_once} on their way at once, signals told by {CONNECTIONS} connections for {} s", asked.lasts.as_secs());
    let begun = Instant::now();
    let (driven, acknowledged) = telling.load(asked.lasts, None, CONNECTIONS)?;
    let received = telling.drained()?;
    // Not every signal changes what is told of its call.
    let versions = telling.server.metric("callbook_versions_total")?;
    println!("   {} changes were told, of {versions:.0} versions by {} signals", received.len(), driven.acknowledged);
    let last = received.iter().map(|(_, at)| *at).max().unwrap_or(begun);
    let rate = received.len() as f64 / last.saturating_duration_since(begun).as_secs_f64();
    println!(
        "   as fast as can be: {rate:.0} deliveries/s of {:.0} signals/s that were accepted (aim: 5000/s); {}",
        driven.rate(),
        said(&latencies(&acknowledged, &received))
    );
    let paced = rate.min(driven.rate()) * PACE;
    let begun = Instant::now();
    let (driven, mut acknowledged) = telling.load(asked.lasts / 2, Some(paced), CONNECTIONS)?;
    acknowledged.retain(|(_, at)| at.saturating_duration_since(begun) >= WARM_UP);
    let received = telling.drained()?;
    let soon = latencies(&acknowledged, &received);
    println!(
        "   at {:.0} signals/s: {} from acknowledgement to receipt, after a second (aim: 99 in 100 within 25 ms)",
        driven.rate(),
        said(&soon)
    );
    let bodies = telling.receiver.bodies();
    let address = telling.receiver.address;
    drop(telling.server);
    let bare = drive(address, at_once, asked.lasts / 4, |_| {
        let mut bodies = bodies.iter().cycle();
        move |request: &mut Vec<u8>| {
            let body = bodies.next()?;
            let head = format!("POST /calls HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n");
            request.extend_from_slice(head.as_bytes());
            request.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
            request.extend_from_slice(body);
            Some(1)
        }
    })?;
    let bytes = bodies.iter().map(Vec::len).sum::<usize>() / bodies.len().max(1);
    println!(
        "   the same bodies ({bytes} bytes each) posted to the same receiver by {at_once} connections, without us: {:.0}/s; ratio {:.3}",
        bare.rate(),
        rate / bare.rate()
    );
    Ok(())
}

/// How soon one signal on a quiet server is told.
fn quiet(asked: &Asked) -> Result<()> {
    let telling = Telling::start(asked, "quiet", AT_ONCE[0])?;
    let mut stream = TcpStream::connect(telling.server.address)?;
    stream.set_nodelay(true)?;
    let (mut call, mut acknowledged, mut posted, mut received) = (None, Receipts::new(), Receipts::new(), Receipts::new());
    let (mut request, mut answer) = (Vec::new(), Vec::new());
    for _ in 0..QUIET {
        std::thread::sleep(QUIET_FOR);
        request.clear();
        let number = telling.signal(&mut request, &mut call);
        posted.push((number, Instant::now()));
        stream.write_all(&request)?;
        ensure!(answered(&mut stream, &mut answer)? == 200, "{}", String::from_utf8_lossy(&answer));
        acknowledged.push((number, Instant::now()));
    }
    received.extend(telling.drained()?);
    let (since_acknowledged, since_posted) = (latencies(&acknowledged, &received), latencies(&posted, &received));
    ensure!(!since_acknowledged.is_empty(), "nothing was told");
    println!(
        "one signal on a quiet server, {} times: {} from acknowledgement to receipt (aim: within 10 ms)",
        since_acknowledged.len(),
        said(&since_acknowledged)
    );
    println!("   {} from posting the signal to receipt", said(&since_posted));
    Ok(())
}

/// Runs of app handlers.
fn apps(asked: &Asked) -> Result<()> {
    let said = asked.printed(&["app", "measure", "--payload", "4096"])?;
    println!("app handlers (aim: 5000 runs/s): {}", said.trim());
    Ok(())
}
