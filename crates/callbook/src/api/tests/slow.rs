//! Readers of the feed who are too slow for it: they are told, and let go.

use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::super::changes::{FEEDS_MAX, LAG_MAX, LAGGING, SEND_S_MAX};
use super::feed::{follow, hear, ids};
use super::{House, house, story};

/// Changes that come of a story, at least.
const CHANGES_A_STORY: u32 = 6;
/// Stories in a batch.
const AT_ONCE: u32 = 100;

/// So many calls happen that whoever heard the first of them is further behind than he may be, so many times over.
async fn much_happens(house: &House, times: u32) {
    let stories = times * u32::try_from(LAG_MAX).unwrap() / CHANGES_A_STORY + 2 * AT_ONCE;
    for first in (2..stories).step_by(AT_ONCE as usize) {
        house.record((first..first + AT_ONCE).flat_map(story).collect()).await;
    }
}

/// Waits until nobody follows any more, however long that takes; the clock has to be stopped, so that it takes no time.
async fn left(house: &House) {
    while house.api.feeds.available_permits() < FEEDS_MAX {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

#[tokio::test]
async fn whoever_takes_too_long_to_receive_an_event_is_told_and_let_go() {
    let house = house().await;
    house.record(story(1)).await;
    let mut stream = follow(&house, "&after=start", None).await;
    let first = hear(&mut stream, "event: new").await;
    // From here on he reads nothing. Twenty seconds pass where nothing else is to be done.
    tokio::time::pause();
    let asked = tokio::time::Instant::now();
    left(&house).await;
    assert!(asked.elapsed() >= Duration::from_secs(SEND_S_MAX), "{:?}", asked.elapsed());
    let rest = hear(&mut stream, "never").await;
    assert!(rest.ends_with(&format!("event: lagging\ndata: {LAGGING}\n\n")), "{rest}");
    assert!(!rest.contains("event: ended"), "nothing is held back for him: {rest}");
    // He goes on from the last event that he had, and has missed nothing.
    tokio::time::resume();
    let heard = [ids(&first), ids(&rest)].concat();
    let mut stream = follow(&house, "&after=start", heard.last().copied()).await;
    let more = hear(&mut stream, "event: ended").await;
    let mut all = follow(&house, "&after=start", None).await;
    let all = hear(&mut all, "event: ended").await;
    assert_eq!([heard, ids(&more)[1..].to_vec()].concat(), ids(&all));
}

#[tokio::test]
async fn whoever_falls_far_behind_is_told_and_asks_for_pages() {
    let house = house().await;
    house.record(story(1)).await;
    let mut stream = follow(&house, "&after=start", None).await;
    let first = hear(&mut stream, "event: new").await;
    much_happens(&house, 1).await;
    let rest = hear(&mut stream, "never").await;
    assert!(rest.ends_with(&format!("event: lagging\ndata: {LAGGING}\n\n")), "{:?}", rest.len());
    let (heard, last) = (ids(&first).len() + ids(&rest).len(), ids(&rest).last().copied().unwrap());
    assert!(heard < 100, "{heard} events were held back for him");
    let page = house.read(&format!("/changes?after={last}&limit=1")).await;
    // The first id is where he began; each other one is of a change.
    assert_eq!(page["changes"][0]["cursor"], crate::api::cursor::of_feed(heard as u64));
}

/// A socket is opened, and changes with their records, more of them than fit between two machines, are on their way.
async fn socket(house: &House) -> TcpStream {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = house.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let mut stream = TcpStream::connect(address).await.unwrap();
    let path = format!("/callbook/v1/changes/socket?token={}&after=start&record=true", house.administrator);
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut said = Vec::new();
    while !said.ends_with(b"\r\n\r\n") {
        said.push(stream.read_u8().await.unwrap());
    }
    assert!(said.starts_with(b"HTTP/1.1 101 "), "{}", String::from_utf8_lossy(&said));
    stream
}

/// A frame as a server sends it: what kind it is, and what it says.
async fn frame(stream: &mut TcpStream) -> (u8, Vec<u8>) {
    let kind = stream.read_u8().await.unwrap() & 0x0f;
    let size = match stream.read_u8().await.unwrap() {
        126 => u64::from(stream.read_u16().await.unwrap()),
        127 => stream.read_u64().await.unwrap(),
        size => u64::from(size),
    };
    let mut says = vec![0; usize::try_from(size).unwrap()];
    stream.read_exact(&mut says).await.unwrap();
    (kind, says)
}

const TEXT: u8 = 1;
const CLOSE: u8 = 8;

#[tokio::test]
async fn a_socket_whose_reader_falls_far_behind_is_closed_with_1013() {
    let house = house().await;
    house.record(story(1)).await;
    let mut stream = socket(&house).await;
    assert_eq!(frame(&mut stream).await.0, TEXT);
    much_happens(&house, 4).await;
    let mut heard = 1;
    let farewell = loop {
        match frame(&mut stream).await {
            (CLOSE, says) => break says,
            (TEXT, says) => {
                let change: Value = serde_json::from_slice(&says).unwrap();
                heard += 1;
                assert_eq!(change["cursor"], crate::api::cursor::of_feed(heard));
            }
            _ => {}
        }
    };
    assert_eq!(farewell[..2], 1013_u16.to_be_bytes());
    assert_eq!(String::from_utf8_lossy(&farewell[2..]), LAGGING);
    assert!(heard < 3 * LAG_MAX, "{heard} changes were held back for him");
}
