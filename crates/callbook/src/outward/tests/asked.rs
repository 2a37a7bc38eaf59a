//! What apps ask of receivers who behave as badly as they can: bounded in time and in memory, and never inside.

use super::super::ask::{ASK_MAX, REPLY_BYTES_MAX};
use super::super::{Asker, Question};
use super::*;

fn asker() -> Asker {
    Asker::new(wall(&["127.0.0.0/8", "::1"]), &Trust::default()).unwrap()
}

fn question(url: &str) -> Question {
    Question { method: "POST", url: Address::kept(url).unwrap(), headers: Vec::new(), body: Some("{}".to_owned()) }
}

async fn local() -> (TcpListener, Question) {
    let (listener, to) = super::local().await;
    (listener, Question { url: to.url, ..question("https://crm.example/") })
}

/// Somebody who says `first`, and then the same piece again and again as long as anybody listens; how many bytes that took.
async fn pours(listener: &TcpListener, first: &[u8], piece: &[u8]) -> usize {
    let (mut socket, _) = listener.accept().await.unwrap();
    hear(&mut socket).await;
    socket.write_all(first).await.unwrap();
    pour(&mut socket, piece).await
}

#[tokio::test]
async fn a_redirect_is_answered_as_it_is_and_not_followed() {
    let (elsewhere, _) = local().await;
    let place = elsewhere.local_addr().unwrap();
    for status in [301, 302, 303, 307, 308] {
        let (listener, to) = local().await;
        let with = format!("HTTP/1.1 {status} Elsewhere\r\nlocation: http://{place}/\r\ncontent-length: 0\r\n\r\n");
        let asker = asker();
        let reply = tokio::join!(asker.ask(to), answer(&listener, with.as_bytes())).0.unwrap();
        assert_eq!((reply.status, reply.headers["location"].as_str()), (status, format!("http://{place}/").as_str()));
    }
    assert!(elsewhere.accept().now_or_never().is_none(), "nobody called there");
}

#[tokio::test]
async fn nobody_inside_is_asked_whatever_a_name_leads_to() {
    let (listener, _) = local().await;
    let port = listener.local_addr().unwrap().port();
    let asker = Asker::new(wall(&["10.0.0.0/8"]), &Trust::default()).unwrap();
    for url in ["http://localhost", "https://localhost", "https://127.0.0.1", "https://127.1", "https://[::ffff:127.0.0.1]"] {
        assert_eq!(asker.ask(question(&format!("{url}:{port}/"))).await, Err(fault::INSIDE), "{url}");
    }
    assert!(listener.accept().now_or_never().is_none(), "nobody called there");
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let (listener, to) = local().await;
    let asker = asker();
    let endless = pours(&listener, b"HTTP/1.1 200 OK\r\n\r\n", &[b'a'; 4_096]);
    let (reply, poured) = tokio::join!(asker.ask(to), endless);
    assert_eq!(reply, Err("the answer is longer than 1 MB"));
    assert!(poured < REPLY_BYTES_MAX + (32 << 20), "{poured} bytes were taken");
    let (listener, to) = local().await;
    let endless = pours(&listener, b"HTTP/1.1 200 OK\r\nx-a: ", &[b'a'; 4_096]);
    let (reply, poured) = tokio::join!(asker.ask(to), endless);
    assert!(reply.is_err() && poured < 32 << 20, "a head without end: {reply:?}, {poured} bytes were taken");
}

#[tokio::test]
async fn what_was_packed_is_not_unpacked() {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(&vec![b'a'; 64 << 20]).unwrap();
    let bomb = bomb.finish().unwrap();
    let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n", bomb.len());
    let (listener, to) = local().await;
    let (asker, bytes) = (asker(), [head.as_bytes(), &bomb].concat());
    let (reply, got) = tokio::join!(asker.ask(to), answer(&listener, &bytes));
    let body = reply.unwrap().body;
    assert!(body.len() < 4 * bomb.len() && !body.contains("aaaaaaaa"), "{} of {} bytes", body.len(), bomb.len());
    assert!(!got.headers.contains_key("accept-encoding"));
}

#[tokio::test]
async fn who_never_answers_or_only_drips_is_left_after_the_whole_time() {
    for first in ["", "HTTP/1.1 200 OK\r\nx-", "HTTP/1.1 200 OK\r\n\r\n"] {
        let (listener, to) = local().await;
        let asker = asker();
        let drip = async {
            let (mut socket, _) = listener.accept().await.unwrap();
            hear(&mut socket).await;
            // From here on the clock goes on by itself whenever nobody has anything to do.
            tokio::time::pause();
            socket.write_all(first.as_bytes()).await.unwrap();
            let mut drops = tokio::time::interval(Duration::from_secs(1));
            loop {
                drops.tick().await;
                if !first.is_empty() {
                    socket.write_all(b"a").await.unwrap();
                }
            }
        };
        let begun = tokio::time::Instant::now();
        let reply = tokio::select! {
            reply = asker.ask(to) => reply,
            () = drip => unreachable!(),
        };
        assert_eq!(reply, Err("no answer within 15 s"), "{first:?}");
        assert!((ASK_MAX..ASK_MAX * 2).contains(&begun.elapsed()), "{first:?}: {:?}", begun.elapsed());
        tokio::time::resume();
    }
}
