//! Webhooks sent to real receivers on this machine, who behave as badly as they can.

#![allow(clippy::unwrap_used)]

mod asked;
mod secured;

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::FutureExt;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use standardwebhooks::Webhook;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::attempt::Attempt;
use super::lookup::LOOKUPS_MAX;
use super::{Address, Parcel, Receiver, Secret, Sender, Trust, Verdict, Wall, fault};
use crate::clock::{Clock, MachineClock};

/// How long attempts may take that are meant to take too long.
const SHORT: Duration = Duration::from_millis(300);

fn wall(allow: &[&str]) -> Wall {
    Wall::new(allow.iter().map(|net| net.parse().unwrap()).collect())
}

fn sender() -> Sender {
    Sender::new(wall(&["127.0.0.0/8", "::1"]), Trust::default()).unwrap()
}

fn short() -> Sender {
    Sender::within(wall(&["127.0.0.0/8"]), Trust::default(), SHORT, Arc::new(Semaphore::new(LOOKUPS_MAX))).unwrap()
}

fn parcel() -> Parcel {
    Parcel { id: Uuid::from_u128(7), at: MachineClock.now(), body: Bytes::from_static(br#"{"version":3,"note":"caf\u00e9"}"#) }
}

fn secret(byte: u8) -> Secret {
    Secret::from_bytes(vec![byte; 32]).unwrap()
}

fn receiver(url: &str) -> Receiver {
    Receiver { url: Address::kept(url).unwrap(), secrets: vec![secret(2), secret(1)], token: None }
}

/// Somewhere on this machine, and who is called to reach it.
async fn local() -> (TcpListener, Receiver) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let to = receiver(&format!("http://{}/hook?key=7", listener.local_addr().unwrap()));
    (listener, to)
}

/// What a receiver got.
struct Got {
    line: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// Reads one request.
async fn hear(socket: &mut TcpStream) -> Got {
    let mut bytes = Vec::new();
    loop {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
            let mut lines = head.lines();
            let line = lines.next().unwrap().to_owned();
            let pair = |line: &str| {
                let (name, value) = line.split_once(": ").unwrap();
                (HeaderName::try_from(name).unwrap(), HeaderValue::from_str(value).unwrap())
            };
            let headers: HeaderMap = lines.map(pair).collect();
            let length: usize = headers["content-length"].to_str().unwrap().parse().unwrap();
            if bytes.len() >= end + 4 + length {
                return Got { line, headers, body: bytes[end + 4..].to_vec() };
            }
        }
        assert_ne!(socket.read_buf(&mut bytes).await.unwrap(), 0, "the sender gave up");
    }
}

/// Hears one request and answers it.
async fn answer(listener: &TcpListener, with: &[u8]) -> Got {
    let (mut socket, _) = listener.accept().await.unwrap();
    let got = hear(&mut socket).await;
    socket.write_all(with).await.unwrap();
    socket.shutdown().await.unwrap();
    got
}

/// What comes of sending to somebody who answers so.
async fn sent(with: impl AsRef<[u8]>) -> Attempt {
    let (listener, to) = local().await;
    let (sender, parcel) = (sender(), parcel());
    tokio::join!(sender.send(&to, &parcel), answer(&listener, with.as_ref())).0
}

/// Writes until nobody listens any more; how many bytes that took.
async fn pour(socket: &mut TcpStream, piece: &[u8]) -> usize {
    let mut poured = 0;
    while let Ok(written) = socket.write(piece).await {
        poured += written;
    }
    poured
}

#[tokio::test]
async fn r13_who_answers_2xx_has_it() {
    for status in ["200 OK", "202 Accepted", "204 No Content"] {
        let attempt = sent(format!("HTTP/1.1 {status}\r\n\r\n")).await;
        assert_eq!((attempt.verdict(), attempt.error), (Verdict::Taken, None), "{status}");
    }
    let attempt = sent("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nthanks").await;
    assert_eq!((attempt.status, attempt.answer.as_str()), (Some(200), "thanks"));
}

#[tokio::test]
async fn r13_every_other_answer_fails_and_410_ends_it() {
    let attempt = sent("HTTP/1.1 503 Busy\r\nretry-after: 120\r\ncontent-length: 4\r\n\r\nbusy").await;
    assert_eq!((attempt.verdict(), attempt.status, attempt.error), (Verdict::Failed, Some(503), None));
    assert_eq!((attempt.answer.as_str(), attempt.wait_s), ("busy", Some(120)));
    let attempt = sent("HTTP/1.1 429 Slow\r\nretry-after: Fri, 31 Dec 9999 23:59:59 GMT\r\n\r\n").await;
    assert_eq!((attempt.verdict(), attempt.wait_s), (Verdict::Failed, Some(86_400)));
    let attempt = sent("HTTP/1.1 410 Gone\r\n\r\n").await;
    assert_eq!((attempt.verdict(), attempt.status), (Verdict::Gone, Some(410)));
}

#[tokio::test]
async fn signatures_are_verified_by_the_published_library_with_each_secret() {
    let (listener, to) = local().await;
    let (sender, parcel) = (sender(), parcel());
    let (attempt, got) = tokio::join!(sender.send(&to, &parcel), answer(&listener, b"HTTP/1.1 200 OK\r\n\r\n"));
    assert_eq!((attempt.verdict(), attempt.at), (Verdict::Taken, parcel.at));
    assert_eq!((got.line.as_str(), &got.body[..]), ("POST /hook?key=7 HTTP/1.1", &parcel.body[..]));
    assert_eq!(got.headers["content-type"], "application/json");
    let verified = |secret: &Secret, body: &[u8]| Webhook::new(&secret.reveal()).unwrap().verify(body, &got.headers).is_ok();
    assert!(to.secrets.iter().all(|secret| verified(secret, &got.body)), "both of them, while one is exchanged");
    assert!(!verified(&secret(3), &got.body) && !verified(&secret(2), b"{}"));
    assert_eq!(got.headers["webhook-id"], parcel.id.to_string().as_str());
    assert_eq!(got.headers["webhook-timestamp"], (parcel.at.micros() / 1_000_000).to_string().as_str());
}

#[tokio::test]
async fn r14_each_delivery_carries_its_id_and_the_signature_of_its_body() {
    let (listener, to) = local().await;
    let (sender, parcel) = (sender(), parcel());
    let got = tokio::join!(sender.send(&to, &parcel), answer(&listener, b"HTTP/1.1 200 OK\r\n\r\n")).1;
    assert_eq!(got.headers["x-callbook-delivery"], "00000000-0000-0000-0000-000000000007");
    // Made by another implementation, with the newest secret.
    let expected = "sha256=ada6ee263ec334854d0d3e84dc8b6d596c10dc997dd3ac2d69ff89d7b2439802";
    assert_eq!(got.headers["x-callbook-signature"], expected);
    assert!(!format!("{to:?}{parcel:?}{sender:?}").contains("key=7"), "nothing secret is logged");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (elsewhere, _) = local().await;
    let place = elsewhere.local_addr().unwrap();
    for status in [301, 302, 303, 307, 308] {
        let attempt = sent(format!("HTTP/1.1 {status} Elsewhere\r\nlocation: http://{place}/\r\n\r\n")).await;
        let said = (attempt.verdict(), attempt.status, attempt.error);
        assert_eq!(said, (Verdict::Failed, Some(status), Some(fault::REDIRECTS)));
    }
    assert!(elsewhere.accept().now_or_never().is_none(), "nobody called there");
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_called() {
    let (listener, _) = local().await;
    let port = listener.local_addr().unwrap().port();
    let sender = Sender::new(wall(&["10.0.0.0/8"]), Trust::default()).unwrap();
    for url in ["http://localhost", "https://localhost", "http://127.0.0.1", "https://127.1", "https://[::ffff:127.0.0.1]"] {
        let attempt = sender.send(&receiver(&format!("{url}:{port}/")), &parcel()).await;
        assert_eq!((attempt.verdict(), attempt.error), (Verdict::Failed, Some(fault::INSIDE)), "{url}");
    }
    assert!(listener.accept().now_or_never().is_none(), "nobody called there");
}

#[tokio::test]
async fn a_name_that_leads_to_what_the_operator_lists_is_called() {
    let (listener, _) = local().await;
    let to = receiver(&format!("http://localhost:{}/", listener.local_addr().unwrap().port()));
    let (sender, parcel) = (sender(), parcel());
    let (attempt, got) = tokio::join!(sender.send(&to, &parcel), answer(&listener, b"HTTP/1.1 200 OK\r\n\r\n"));
    assert_eq!(attempt.verdict(), Verdict::Taken);
    assert!(got.headers["host"].to_str().unwrap().starts_with("localhost:"));
}

#[tokio::test]
async fn a_name_of_nobody_is_told_as_such() {
    // No name server is asked for a name with so long a part.
    let attempt = sender().send(&receiver(&format!("http://{}.example/", "a".repeat(64))), &parcel()).await;
    assert_eq!((attempt.verdict(), attempt.error), (Verdict::Failed, Some("the name does not resolve")));
}

#[tokio::test(start_paused = true)]
async fn a_lookup_that_waits_for_its_turn_ends_with_the_time_to_connect() {
    let turns = Arc::new(Semaphore::new(0));
    let sender = Sender::within(wall(&[]), Trust::default(), Duration::from_secs(10), turns).unwrap();
    let attempt = sender.send(&receiver("https://crm.example/"), &parcel()).await;
    assert_eq!((attempt.verdict(), attempt.error), (Verdict::Failed, Some("no connection within 5 s")));
}

#[tokio::test]
async fn r13_who_never_answers_is_left_after_the_whole_time() {
    let (listener, to) = local().await;
    let (sender, parcel) = (short(), parcel());
    let (attempt, _held) = tokio::join!(sender.send(&to, &parcel), listener.accept());
    assert_eq!((attempt.verdict(), attempt.status, attempt.error), (Verdict::Failed, None, Some("no answer within 10 s")));
    assert!(attempt.took_ms >= 300, "{}", attempt.took_ms);
}

/// A receiver who says `first`, and then one letter again and again, each in time for whoever only waits for the next.
async fn drip(listener: &TcpListener, first: &[u8]) {
    let (mut socket, _) = listener.accept().await.unwrap();
    hear(&mut socket).await;
    socket.write_all(first).await.unwrap();
    let mut drops = tokio::time::interval(SHORT / 30);
    while socket.write_all(b"a").await.is_ok() {
        drops.tick().await;
    }
}

#[tokio::test]
async fn r13_a_drip_ends_with_the_whole_time() {
    let (listener, to) = local().await;
    let (sender, parcel) = (short(), parcel());
    let attempt = tokio::join!(sender.send(&to, &parcel), drip(&listener, b"HTTP/1.1 200 OK\r\nx-")).0;
    assert_eq!((attempt.verdict(), attempt.error), (Verdict::Failed, Some("no answer within 10 s")));
    let attempt = tokio::join!(sender.send(&to, &parcel), drip(&listener, b"HTTP/1.1 200 OK\r\n\r\n")).0;
    assert_eq!((attempt.verdict(), attempt.error), (Verdict::Taken, None), "the status came in time");
    assert!(attempt.answer.starts_with("aaa") && attempt.took_ms >= 300, "{attempt:?}");
}

#[tokio::test]
async fn an_endless_answer_is_cut_off_and_the_connection_with_it() {
    let (listener, to) = local().await;
    let (sender, parcel) = (sender(), parcel());
    let endless = async {
        let (mut socket, _) = listener.accept().await.unwrap();
        hear(&mut socket).await;
        socket.write_all(b"HTTP/1.1 500 Oh\r\n\r\n").await.unwrap();
        pour(&mut socket, &[b'a'; 4_096]).await
    };
    let (attempt, poured) = tokio::join!(sender.send(&to, &parcel), endless);
    assert_eq!((attempt.status, attempt.answer), (Some(500), "a".repeat(512)));
    // What the two sockets of the system hold.
    assert!(poured < 32 << 20, "{poured} bytes were taken");
}

#[tokio::test]
async fn a_head_without_end_is_cut_off() {
    let (listener, to) = local().await;
    let (sender, parcel) = (sender(), parcel());
    let endless = async {
        let (mut socket, _) = listener.accept().await.unwrap();
        hear(&mut socket).await;
        socket.write_all(b"HTTP/1.1 200 OK\r\nx-a: ").await.unwrap();
        pour(&mut socket, &[b'a'; 4_096]).await
    };
    let (attempt, poured) = tokio::join!(sender.send(&to, &parcel), endless);
    assert_eq!((attempt.verdict(), attempt.error), (Verdict::Failed, Some("what answers does not speak HTTP")));
    assert!(poured < 32 << 20, "{poured} bytes were taken");
}

#[tokio::test]
async fn what_a_receiver_packed_is_not_unpacked() {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(&vec![b'a'; 8 << 20]).unwrap();
    let bomb = bomb.finish().unwrap();
    let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n", bomb.len());
    let (listener, to) = local().await;
    let (sender, parcel) = (sender(), parcel());
    let bytes = [head.as_bytes(), &bomb].concat();
    let (attempt, got) = tokio::join!(sender.send(&to, &parcel), answer(&listener, &bytes));
    assert_eq!(attempt.verdict(), Verdict::Taken);
    assert!(!attempt.answer.contains("aaa") && attempt.answer.contains('\u{fffd}'), "{}", attempt.answer);
    assert!(!got.headers.contains_key("accept-encoding"));
}

#[tokio::test]
async fn a_connection_that_breaks_off_is_told_as_such() {
    let (listener, to) = local().await;
    let (sender, parcel) = (sender(), parcel());
    let reset = async {
        let (mut socket, _) = listener.accept().await.unwrap();
        hear(&mut socket).await;
        socket.set_zero_linger().unwrap();
    };
    let attempt = tokio::join!(sender.send(&to, &parcel), reset).0;
    assert_eq!((attempt.status, attempt.error), (None, Some("the connection broke off")));
    assert_eq!(sent("").await.error, Some("the connection broke off"), "closed without a word");
    assert_eq!(sent("HTTP/1.1 20").await.error, Some("the connection broke off"), "closed in the head");
    assert_eq!(sent("SSH-2.0-OpenSSH\r\n").await.error, Some("what answers does not speak HTTP"));
    let attempt = sent("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf").await;
    assert_eq!((attempt.verdict(), attempt.answer.as_str(), attempt.error), (Verdict::Taken, "half", None));
}

#[tokio::test]
async fn a_connection_that_is_refused_is_told_as_such() {
    let (listener, to) = local().await;
    drop(listener);
    let attempt = sender().send(&to, &parcel()).await;
    assert_eq!((attempt.verdict(), attempt.error), (Verdict::Failed, Some("the connection was refused")));
}

#[tokio::test]
async fn who_does_not_speak_tls_is_told_as_such() {
    let (listener, _) = local().await;
    let to = receiver(&format!("https://{}/", listener.local_addr().unwrap()));
    let plain = async {
        let (mut socket, _) = listener.accept().await.unwrap();
        socket.read_u8().await.unwrap();
        socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
    };
    let (sender, parcel) = (sender(), parcel());
    let attempt = tokio::join!(sender.send(&to, &parcel), plain).0;
    assert_eq!((attempt.status, attempt.error), (None, Some("TLS: what answers does not speak TLS")));
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let (listener, to) = local().await;
    let (sender, parcel) = (sender(), parcel());
    let twice = async { [sender.send(&to, &parcel).await, sender.send(&to, &parcel).await] };
    let once = async {
        let (mut socket, _) = listener.accept().await.unwrap();
        for _ in 0..2 {
            hear(&mut socket).await;
            socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await.unwrap();
        }
    };
    let attempts = tokio::join!(twice, once).0;
    assert!(attempts.iter().all(|attempt| attempt.verdict() == Verdict::Taken), "{attempts:?}");
}
