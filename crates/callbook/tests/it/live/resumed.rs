//! A reader of the change feed over a socket, who loses it again and again and goes on where he was.

use std::io::{BufReader, ErrorKind, Read, Write as _};
use std::net::{Shutdown, TcpStream};

use super::*;
use crate::rounds::{Chance, call};

/// How often he loses it; each second time with the server, which is killed.
const LOSSES: usize = 6;
/// The most changes that he reads in between.
const READ_MAX: u64 = 12;
const TEXT: u8 = 1;

/// A socket of the feed.
struct Socket(BufReader<TcpStream>);

impl Socket {
    /// Opens one after a cursor, as the query says it or as the first message does.
    fn open(house: &House, after: &str, by_message: bool) -> Self {
        let mut stream = TcpStream::connect(house.served.address).unwrap();
        let words = if by_message { String::new() } else { format!("&after={after}") };
        let head = format!(
            "GET /callbook/v1/changes/socket?token={}{words} HTTP/1.1\r\nHost: callbook\r\nConnection: Upgrade\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            house.key
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut socket = Self(BufReader::new(stream));
        let mut said = String::new();
        while !said.ends_with("\r\n\r\n") {
            assert_ne!(std::io::BufRead::read_line(&mut socket.0, &mut said).unwrap(), 0, "{said}");
        }
        assert!(said.starts_with("HTTP/1.1 101 "), "{said}");
        if by_message {
            socket.say(&serde_json::json!({ "after": after }).to_string());
        }
        socket
    }

    /// A short message, masked with nothing, as a client's has to be.
    fn say(&mut self, text: &str) {
        let size = u8::try_from(text.len()).unwrap();
        assert!(size < 126, "{text}");
        let frame = [&[0x80 | TEXT, 0x80 | size, 0, 0, 0, 0], text.as_bytes()].concat();
        self.0.get_mut().write_all(&frame).unwrap();
    }

    /// The next change that comes whole; none once the socket is gone.
    fn next(&mut self) -> Option<Value> {
        loop {
            let [kind, size] = self.bytes()?;
            let size = match size {
                126 => u64::from(u16::from_be_bytes(self.bytes()?)),
                127 => u64::from_be_bytes(self.bytes()?),
                size => u64::from(size),
            };
            let mut says = vec![0; usize::try_from(size).unwrap()];
            self.0.read_exact(&mut says).ok()?;
            if kind & 0x0f == TEXT {
                return Some(serde_json::from_slice(&says).unwrap());
            }
        }
    }

    fn bytes<const MANY: usize>(&mut self) -> Option<[u8; MANY]> {
        let mut bytes = [0; MANY];
        match self.0.read_exact(&mut bytes) {
            Ok(()) => Some(bytes),
            Err(error) => {
                let is_gone = [ErrorKind::UnexpectedEof, ErrorKind::ConnectionReset, ErrorKind::BrokenPipe];
                assert!(is_gone.contains(&error.kind()), "{error}");
                None
            }
        }
    }
}

#[test]
fn r15_whoever_reads_by_a_socket_goes_on_after_his_cursor_without_a_gap() {
    let mut house = House::new("[sources.load]\nadapters = [\"native\"]\n");
    let (mut chance, mut seen, mut cursor) = (Chance(15), Vec::<Value>::new(), "start".to_owned());
    let told = |house: &House, calls: std::ops::Range<usize>| {
        let mut door = house.door();
        for batch in calls.flat_map(|number| call(0, number, None).1) {
            apps::asking::tell(&mut door, &batch);
        }
    };
    for loss in 0..LOSSES {
        let mut socket = Socket::open(&house, &cursor, loss % 2 == 1);
        told(&house, loss * 5..loss * 5 + 5);
        let read = |change: Value, cursor: &mut String, seen: &mut Vec<Value>| {
            change["cursor"].as_str().unwrap().clone_into(cursor);
            seen.push(change);
        };
        for _ in 0..1 + chance.below(READ_MAX) {
            read(socket.next().unwrap(), &mut cursor, &mut seen);
        }
        if loss % 2 == 0 {
            // Cut off, however much is on its way.
            socket.0.get_ref().shutdown(Shutdown::Both).unwrap();
            continue;
        }
        let House { home, served: killed, key } = house;
        killed.kill();
        // What came before the end was told, and counts.
        while let Some(change) = socket.next() {
            read(change, &mut cursor, &mut seen);
        }
        house = House { served: home.serve(), home, key };
    }
    let (whole, newest) = house.door().changes("start", 0).unwrap();
    let mut socket = Socket::open(&house, &cursor, false);
    while cursor != newest {
        let change = socket.next().unwrap();
        change["cursor"].as_str().unwrap().clone_into(&mut cursor);
        seen.push(change);
    }
    assert!(seen.len() > 150 && seen.len() < 1_000, "{}", seen.len());
    assert_eq!(seen, whole, "each change once, in order");
    assert!(house.served.stop().success());
}
