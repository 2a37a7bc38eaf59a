//! A feed that we dial: TCP, both ways, dialled again whenever it is gone.
//!
//! The adapter says what to send, when to look at the clock and when to dial again; here is only the socket. While the store
//! takes nothing, nothing is read from it. While there is a link the phone system can be asked for calls, by whoever meets the feed
//! at the switchboard.

use std::collections::HashMap;
use std::time::Duration;

use calls::Text;
use calls::adapters::{Output, Taken};
use calls::moment::Moment;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{oneshot, watch};
use tokio::time::{sleep, timeout};

use super::feed::Feed;
use super::recorder::Stopped;
use super::restore;
use crate::board::Link;
use crate::raw::{Kind, Piece};
use crate::switchboard::{Asked, Made};

/// A phone system that does not answer the phone within this time is dialled again later.
const DIAL_MAX: Duration = Duration::from_secs(10);
/// One that takes nothing for this long is dialled again.
const SEND_MAX: Duration = Duration::from_secs(10);
/// The most bytes that are taken in one turn: what is made of them is recorded together.
const TURN_BYTES_MAX: usize = 256 * 1024;
/// The most bytes that are taken from whoever has not let us in: a greeting, and a few answers.
const UNASKED_BYTES_MAX: usize = 64 * 1024;
/// The wait before dialling again where the adapter names none.
const REDIAL_AFTER: Duration = Duration::from_secs(1);

/// How far such a feed is recorded: everything of its turns up to this moment.
#[derive(Serialize, Deserialize)]
pub(super) struct Heard {
    /// In microseconds.
    pub(super) turn: i64,
}

/// Listens until told to stop.
pub(super) async fn run(mut feed: Feed, address: String, mut stop: watch::Receiver<bool>) {
    if restore::restore(&mut feed).await.is_ok() {
        while !*stop.borrow() {
            let Ok(redial_at) = connection(&mut feed, &address, &mut stop).await else { break };
            let wait = redial_at.map_or(REDIAL_AFTER, |at| until(&feed, at));
            if !feed.recorder.pause(wait).await {
                break;
            }
        }
    }
    feed.end();
}

/// One connection, from dialling to its end; gives back when to dial again.
async fn connection(feed: &mut Feed, address: &str, stop: &mut watch::Receiver<bool>) -> Result<Option<Moment>, Stopped> {
    let dialled = tokio::select! {
        _ = stop.changed() => return Err(Stopped),
        dialled = timeout(DIAL_MAX, TcpStream::connect(address)) => dialled,
    };
    let why = match dialled {
        Ok(Ok(socket)) => return talk(feed, socket, stop).await,
        Ok(Err(error)) => error.to_string(),
        Err(_) => "no answer in time".to_owned(),
    };
    feed.trouble(format!("cannot be dialled: {why}"));
    feed.link(Link::Down);
    // The adapter is told, because it knows how long to wait; there is nothing in this that could be read again.
    let mut output = Output::default();
    let now = feed.turn();
    feed.adapter.feed(calls::adapters::Input::Closed(Some(now)), &mut output);
    let redial_at = output.redial_at;
    feed.record(output, None).await?;
    Ok(redial_at)
}

/// What comes next.
enum Turn {
    Bytes(usize),
    Tick,
    Asked(Asked),
    Gone(Option<String>),
    Stop,
}

async fn talk(feed: &mut Feed, mut socket: TcpStream, stop: &mut watch::Receiver<bool>) -> Result<Option<Moment>, Stopped> {
    // Turns are told one by one anyway; an answer should not wait for the next.
    let _ = socket.set_nodelay(true);
    let mut buffer = vec![0; TURN_BYTES_MAX];
    let (mut asked, mut waiting) = (feed.ctx.switchboard.open(&feed.name), Waiting::default());
    let Turned { mut wake_at, mut gone, .. } = turn(feed, &mut socket, Kind::Connected, &[]).await?;
    let mut unasked = 0;
    while !gone {
        let wait = wake_at.map(|at| until(feed, at));
        let came = tokio::select! {
            biased;
            _ = stop.changed() => Turn::Stop,
            read = read(&mut socket, &mut buffer) => read,
            asked = asked.next() => Turn::Asked(asked),
            () = async { match wait { Some(wait) => sleep(wait).await, None => std::future::pending().await } } => Turn::Tick,
        };
        if let Turn::Bytes(length) = came {
            unasked += length;
        }
        let turned = match came {
            Turn::Bytes(length) => turn(feed, &mut socket, Kind::Bytes, buffer.get(..length).unwrap_or_default()).await?,
            Turn::Tick => turn(feed, &mut socket, Kind::Tick, &[]).await?,
            Turn::Asked(asked) => {
                let written = waiting.enter(asked);
                turn(feed, &mut socket, Kind::Asked, written.as_bytes()).await?
            }
            Turn::Gone(why) => {
                feed.trouble(why.unwrap_or_else(|| "the phone system ended the connection".to_owned()));
                break;
            }
            Turn::Stop => break,
        };
        (wake_at, gone) = (turned.wake_at, turned.gone);
        waiting.tell(turned.taken);
        if feed.standing_link() != Link::Up && unasked > UNASKED_BYTES_MAX {
            feed.trouble(format!("{unasked} bytes came before it let us in"));
            break;
        }
    }
    drop(socket);
    // Whoever still waits for an answer hears by its end that none will come.
    drop((asked, waiting));
    // Where we were told to stop, the feed's end writes that down: nothing was lost.
    if feed.standing_link() != Link::Refused && !*stop.borrow() {
        feed.link(Link::Down);
    }
    let at = feed.turn();
    let output = feed.take(&[Piece { kind: Kind::Closed, at, bytes: &[] }]);
    let redial_at = output.redial_at;
    let position = position(feed, &output, at);
    feed.record(output, position).await?;
    if *stop.borrow() { Err(Stopped) } else { Ok(redial_at) }
}

/// Everything that is there, up to the most of a turn.
async fn read(socket: &mut TcpStream, buffer: &mut [u8]) -> Turn {
    let mut length = match socket.read(buffer).await {
        Ok(0) => return Turn::Gone(None),
        Ok(length) => length,
        Err(error) => return Turn::Gone(Some(error.to_string())),
    };
    while let Some(room) = buffer.get_mut(length..).filter(|room| !room.is_empty()) {
        // The end of the connection, and whatever else is wrong with it, is met again by the next turn.
        match socket.try_read(room) {
            Ok(more) if more > 0 => length += more,
            _ => break,
        }
    }
    Turn::Bytes(length)
}

/// What a turn came to.
struct Turned {
    /// When to wake.
    wake_at: Option<Moment>,
    /// Whether the link is of no use any more.
    gone: bool,
    /// What the phone system makes of calls that it was asked for.
    taken: Vec<Taken>,
}

/// Those who asked the phone system for calls, by the legs that these begin with.
#[derive(Default)]
struct Waiting(HashMap<Text, oneshot::Sender<Made>>);

impl Waiting {
    /// One more, and what he asks for as it is kept.
    fn enter(&mut self, asked: Asked) -> String {
        self.0.retain(|_, answer| !answer.is_closed());
        let written = asked.origination.write();
        self.0.insert(asked.origination.leg, asked.answer);
        written
    }

    fn tell(&mut self, taken: Vec<Taken>) {
        for one in taken {
            if let Some(answer) = self.0.remove(&one.leg) {
                // Who waits no longer finds it in the record.
                let _ = answer.send(one.refused.map_or(Made::Dials, Made::Refuses));
            }
        }
    }
}

/// One turn: keep, decode, answer, record.
async fn turn(feed: &mut Feed, socket: &mut TcpStream, kind: Kind, bytes: &[u8]) -> Result<Turned, Stopped> {
    let at = feed.turn();
    let mut output = feed.take(&[Piece { kind, at, bytes }]);
    let taken = std::mem::take(&mut output.taken);
    let mut gone = output.redial_at.is_some();
    if !output.send.is_empty() && !matches!(timeout(SEND_MAX, socket.write_all(&output.send)).await, Ok(Ok(()))) {
        feed.trouble("the phone system takes nothing".to_owned());
        gone = true;
    }
    let wake_at = output.wake_at;
    let position = position(feed, &output, at);
    feed.record(output, position).await?;
    Ok(Turned { wake_at, gone, taken })
}

/// How far the feed is recorded with what this turn told; of use only where its raw input can be read again.
pub(super) fn position(feed: &Feed, output: &Output, at: Moment) -> Option<String> {
    if output.signals.is_empty() || !feed.raw.keeps() {
        return None;
    }
    serde_json::to_string(&Heard { turn: at.micros() }).ok()
}

/// How long it is until then.
fn until(feed: &Feed, at: Moment) -> Duration {
    Duration::from_micros(u64::try_from(at.since(feed.ctx.clock.now())).unwrap_or(0))
}
