//! Whoever is told: a receiver of webhooks that takes everything at once and remembers when.
//!
//! It does as little as can be, so that what is measured is the sender. What was told is known by the time that its signal
//! says, in milliseconds since [`Receiver::since`].

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::Result;
use calls::moment::Moment;

/// Bodies that are kept, to be posted again by somebody else.
const BODIES_MAX: usize = 1_000;
const TAKEN: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

/// What came in: its number, and when.
pub(super) type Receipts = Vec<(u64, Instant)>;

#[derive(Default)]
struct Received {
    receipts: Receipts,
    bodies: Vec<Vec<u8>>,
}

/// A receiver that runs as long as the program.
#[derive(Clone)]
pub(super) struct Receiver {
    /// Where it is posted to.
    pub(super) address: SocketAddr,
    /// The moment of the signal with the number 0, in microseconds.
    pub(super) since: i64,
    /// One of each connection, so that none waits for another.
    received: Arc<Mutex<Vec<Arc<Mutex<Received>>>>>,
}

impl Receiver {
    pub(super) fn start(since: i64) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let receiver = Self { address: listener.local_addr()?, since, received: Arc::default() };
        let accepting = receiver.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let received = Arc::<Mutex<Received>>::default();
                accepting.received.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&received));
                std::thread::spawn(move || take(stream, since, &received));
            }
        });
        Ok(receiver)
    }

    /// Everything that came in since this was asked last.
    pub(super) fn receipts(&self) -> Receipts {
        let all = self.received.lock().unwrap_or_else(PoisonError::into_inner);
        let take =
            |one: &Arc<Mutex<Received>>| std::mem::take(&mut one.lock().unwrap_or_else(PoisonError::into_inner).receipts);
        all.iter().flat_map(take).collect()
    }

    /// Some of the bodies that came in first.
    pub(super) fn bodies(&self) -> Vec<Vec<u8>> {
        let all = self.received.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().flat_map(|one| one.lock().unwrap_or_else(PoisonError::into_inner).bodies.clone()).take(BODIES_MAX).collect()
    }
}

/// Takes request after request until the other side closes.
fn take(mut stream: TcpStream, since: i64, received: &Mutex<Received>) {
    // A sender that is slow to close is none of our business.
    let _ = stream.set_nodelay(true);
    let (mut bytes, mut room) = (Vec::new(), vec![0_u8; 64 << 10]);
    loop {
        while let Some((head, whole)) = request(&bytes) {
            let body = bytes.get(head..whole).unwrap_or_default();
            let number = number(body, since);
            if stream.write_all(TAKEN).is_err() {
                return;
            }
            let mut received = received.lock().unwrap_or_else(PoisonError::into_inner);
            received.receipts.extend(number.map(|number| (number, Instant::now())));
            if received.bodies.len() < BODIES_MAX {
                received.bodies.push(body.to_vec());
            }
            bytes.drain(..whole);
        }
        match stream.read(&mut room) {
            Ok(0) | Err(_) => return,
            Ok(read) => bytes.extend_from_slice(room.get(..read).unwrap_or_default()),
        }
    }
}

/// Where the head of a whole request ends, and where its body does.
fn request(bytes: &[u8]) -> Option<(usize, usize)> {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(bytes.get(..head)?).ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let whole = head + length.unwrap_or(0);
    (bytes.len() >= whole).then_some((head, whole))
}

/// Which signal made the change that is told.
fn number(body: &[u8], since: i64) -> Option<u64> {
    const AT: &[u8] = b"\"at\":\"";
    let at = body.windows(AT.len()).position(|six| six == AT)? + AT.len();
    let text = body.get(at..)?.split(|byte| *byte == b'"').next()?;
    let at = Moment::from_rfc3339(std::str::from_utf8(text).ok()?)?;
    u64::try_from((at.micros() - since) / 1_000).ok()
}
