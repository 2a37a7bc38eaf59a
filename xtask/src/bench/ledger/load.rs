//! The load generator: connections that are kept open, each with one request under way at a time.
//!
//! It speaks just enough HTTP/1.1 to our own server, so that as little as can be of the machine goes to the generator. It must
//! not decide what a figure means. To make another load: a closure that writes its requests.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

/// The longest that an answer may take before the load is given up.
const ANSWER_MAX: Duration = Duration::from_secs(30);

/// What came of a load.
#[derive(Debug, Default)]
pub(in crate::bench) struct Driven {
    /// Signals (or whatever the requests counted) that were answered with 200.
    pub(in crate::bench) acknowledged: u64,
    /// Requests that were answered otherwise.
    pub(super) refused: u64,
    /// The first such answer.
    pub(in crate::bench) refusal: Option<String>,
    /// Microseconds until each answer, in ascending order.
    pub(in crate::bench) latencies: Vec<u32>,
    /// Seconds from the first request to the last answer.
    pub(super) seconds: f64,
}

impl Driven {
    /// Acknowledged a second.
    pub(in crate::bench) fn rate(&self) -> f64 {
        self.acknowledged as f64 / self.seconds.max(1e-9)
    }

    /// Milliseconds that this part of the answers took at most.
    pub(in crate::bench) fn within_ms(&self, part: f64) -> f64 {
        let place = (self.latencies.len().saturating_sub(1) as f64 * part).round() as usize;
        self.latencies.get(place).map_or(0.0, |micros| f64::from(*micros) / 1e3)
    }
}

/// Drives so many connections for so long, or until they have nothing more to ask. `ask` is given the number of a connection
/// and makes what writes its requests; that says how much a request counts, or none when it is done.
pub(in crate::bench) fn drive<W>(
    address: SocketAddr,
    connections: u64,
    lasts: Duration,
    ask: impl Fn(u64) -> W + Sync,
) -> Result<Driven>
where
    W: FnMut(&mut Vec<u8>) -> Option<u64>,
{
    let begun = Instant::now();
    let until = begun + lasts;
    let parts = std::thread::scope(|scope| {
        let ask = &ask;
        let threads: Vec<_> = (0..connections).map(|no| scope.spawn(move || one(address, until, ask(no)))).collect();
        let joined = threads.into_iter().map(|thread| thread.join().map_err(|_| anyhow!("a connection panicked"))?);
        joined.collect::<Result<Vec<Driven>>>()
    })?;
    let mut all = Driven { seconds: begun.elapsed().as_secs_f64(), ..Driven::default() };
    for part in parts {
        all.acknowledged += part.acknowledged;
        all.refused += part.refused;
        all.refusal = all.refusal.or(part.refusal);
        all.latencies.extend(part.latencies);
    }
    all.latencies.sort_unstable();
    Ok(all)
}

fn one(address: SocketAddr, until: Instant, mut write: impl FnMut(&mut Vec<u8>) -> Option<u64>) -> Result<Driven> {
    let mut stream = TcpStream::connect(address).context("connecting to the server")?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(ANSWER_MAX))?;
    let (mut driven, mut request, mut answer) = (Driven::default(), Vec::new(), Vec::new());
    while Instant::now() < until {
        request.clear();
        let Some(counts) = write(&mut request) else { break };
        let asked = Instant::now();
        stream.write_all(&request)?;
        let status = answered(&mut stream, &mut answer)?;
        driven.latencies.push(u32::try_from(asked.elapsed().as_micros()).unwrap_or(u32::MAX));
        if status == 200 {
            driven.acknowledged += counts;
        } else {
            driven.refused += 1;
            driven.refusal.get_or_insert_with(|| String::from_utf8_lossy(&answer).into_owned());
        }
    }
    Ok(driven)
}

/// Reads one answer whole; its status.
pub(in crate::bench) fn answered(stream: &mut TcpStream, answer: &mut Vec<u8>) -> Result<u16> {
    answer.clear();
    let mut room = [0_u8; 4096];
    loop {
        if let Some(head) = answer.windows(4).position(|four| four == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(answer.get(..head).unwrap_or_default()).to_ascii_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
            let length = length.context("an answer without a content-length")?;
            if answer.len() >= head + 4 + length {
                let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
                return status.context("an answer without a status");
            }
        }
        match stream.read(&mut room)? {
            0 => bail!("the server closed the connection"),
            read => answer.extend_from_slice(room.get(..read).unwrap_or_default()),
        }
    }
}

/// Asks once, without a body; the body of the answer.
pub(in crate::bench) fn get(address: SocketAddr, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(ANSWER_MAX))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n")?;
    let mut answer = Vec::new();
    let status = answered(&mut stream, &mut answer)?;
    let text = String::from_utf8_lossy(&answer);
    let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    if status != 200 {
        bail!("{path}: {status} {body}");
    }
    Ok(body.to_owned())
}
